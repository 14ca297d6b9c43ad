"""Bodies, their tables and JSONPath: every sentence in both languages."""

from weda_tui.i18n.text import Localized, Text, Words


class BodyWords(Words):
    """The response body, and ``weda-tui view``."""

    items = Text(en="{count:item|items}", zh="{count} 项")
    members = Text(en="{count:field|fields}", zh="{count} 个字段")
    in_ranges = Text(
        en="{count} items, folded in groups of {size}", zh="{count} 项，每 {size} 项折叠为一组"
    )
    indexing = Text(en="~ indexing {percent} %", zh="~ 索引 {percent} %")
    then_end = Text(en=", then to the end", zh="，然后到末尾")
    """Follows ``indexing``."""
    end_awaited = Text(
        en="Still reading: the view jumps to the end once it is read",
        zh="尚未读到末尾，读到后自动跳转",
    )
    place = Text(en="line {line} · {percent} %", zh="第 {line} 行 · {percent} %")
    image = Text(
        en="{type} image, {width} × {height}, {size}. Its bytes are shown below; press s to save them",
        zh="{type} 图片，{width} × {height}，{size}。下方为其字节，按 s 保存到文件",
    )
    image_only = Text(
        en="{type} image, {size}. Its bytes are shown below; press s to save them",
        zh="{type} 图片，{size}。下方为其字节，按 s 保存到文件",
    )
    binary = Text(
        en="not text, {size}. Its bytes are shown below; press s to save them, E to read them as text",
        zh="不是文本，{size}。下方为其字节，按 s 保存到文件，按 E 作为文本读取",
    )
    empty = Text(en="the body is empty", zh="正文为空")
    incomplete = Text(en="incomplete: only {size} received", zh="不完整：仅收到 {size}")
    raw = Text(en="as received", zh="原样")
    hex = Text(en="bytes", zh="字节")
    kinds = Localized[dict[str, str]](
        en={
            "json": "JSON",
            "ndjson": "JSON Lines",
            "html": "HTML",
            "xml": "XML",
            "text": "text",
            "image": "image",
            "binary": "binary",
        },
        zh={
            "json": "JSON",
            "ndjson": "JSON Lines",
            "html": "HTML",
            "xml": "XML",
            "text": "文本",
            "image": "图片",
            "binary": "二进制",
        },
    )
    """By the members of ``Kind``."""
    # search
    option_case = Text(en="case", zh="大小写")
    option_regex = Text(en="regex", zh="正则")
    option_keys = Text(en="keys only", zh="仅键名")
    option_values = Text(en="values only", zh="仅值")
    searching = Text(en="~ searching {percent} %", zh="~ 搜索 {percent} %")
    found_in = Text(en="in {elapsed}", zh="用时 {elapsed}")
    at_least = Text(en="{count} or more", zh="至少 {count}")
    bad_pattern = Text(en="invalid pattern at character {at}", zh="正则表达式的第 {at} 个字符有误")
    slow_pattern = Text(
        en="this pattern takes too long, so the search was stopped: rewrite it",
        zh="这个正则表达式耗时过长，搜索已停止：请改写",
    )
    go_to_line = Text(en="line number, or 50%", zh="行号或 50%")
    no_such_line = Text(en="the last line is {count}", zh="最后一行是第 {count} 行")
    # folding
    fold_title = Text(en="Fold", zh="折叠")
    fold_depth = Text(en="Fold to depth {depth}", zh="折叠到第 {depth} 层")
    fold_all = Text(en="Fold all", zh="全部折叠")
    unfold_all = Text(en="Unfold all", zh="全部展开")
    fold_siblings = Text(en="Fold siblings", zh="折叠同级")
    unfold_siblings = Text(en="Unfold siblings", zh="展开同级")
    not_indexed = Text(
        en="not fully indexed yet: try again in a moment", zh="尚未索引完成，请稍后再折叠"
    )
    nothing_beside = Text(en="no more siblings", zh="没有更多同级项")
    # charset and form
    charset_title = Text(en="Read as another character set", zh="更换字符集")
    charset_own = Text(en="Automatic (now {charset})", zh="自动（当前为 {charset}）")
    form_title = Text(en="Show as", zh="显示方式")
    form_laid_out = Text(en="Formatted", zh="格式化")
    form_raw = Text(en="Text as received", zh="原始文本")
    form_hex = Text(en="Bytes (hexadecimal)", zh="字节（十六进制）")
    # saving and copying
    path = Text(en="path", zh="路径")
    save_title = Text(en="Save the body to a file", zh="将正文保存到文件")
    save_hint = Text(en="saves every byte as received", zh="逐字节保存收到的内容")
    save_take = Text(en="save", zh="保存")
    save_over = Text(en="overwrite", zh="覆盖")
    save_exists = Text(
        en="The file already exists ({size}). Press Ctrl+Y to overwrite it, or change the name",
        zh="文件已存在（{size}）。按 Ctrl+Y 覆盖，或修改名称",
    )
    save_folder = Text(en="This is a folder: add a file name", zh="这是文件夹：请在后面添加文件名")
    save_no_folder = Text(en="The folder does not exist", zh="文件夹不存在")
    saved = Text(en="Saved {size} to {file}", zh="已保存 {size} 到 {file}")
    saved_masked = Text(
        en="Saved {size} to {file}, secrets masked", zh="已保存 {size} 到 {file}，机密已脱敏"
    )


class JsonPathWords(Words):
    """The row below a body for a JSONPath, and the display of its result."""

    placeholder = Text(en="JSONPath, for example $.data[*].id", zh="JSONPath，例如 $.data[*].id")
    syntax = Text(
        en="[*] every item   [0:10] a range   [?@.x > 3] a condition   ..x any depth",
        zh="[*] 每一项   [0:10] 区间   [?@.x > 3] 条件   ..x 任意层级",
    )
    found = Text(en="{count} found", zh="找到 {count} 处")
    found_none = Text(en="nothing found", zh="未找到")
    looking = Text(
        en="~ {percent} % read · {count} found", zh="~ 已读 {percent} % · 找到 {count} 处"
    )
    fault = Text(en="invalid from column {column} on", zh="从第 {column} 列起无效")
    too_long = Text(en="too long: at most {count} characters", zh="路径过长：最多 {count} 个字符")
    gave_up = Text(en="nested too deeply for the condition", zh="嵌套过深，无法判断筛选条件")
    cost = Text(
        en="reads all {size}: about {elapsed}, at most {memory} more memory. Press Enter to start",
        zh="需读取全部 {size}，约 {elapsed}，内存最多增加 {memory}。按 Enter 开始",
    )
    not_json = Text(en="only JSON can be filtered by path", zh="只有 JSON 可以按路径筛选")
    not_whole = Text(
        en="still being received: filter it when it is complete", zh="尚未接收完成，完成后再筛选"
    )
    only_found = Text(en="only {path}: {count} found", zh="仅显示 {path}：找到 {count} 处")
    only_one = Text(en="only {path}", zh="仅显示 {path}")
    nested = Text(en="the JSON inside a string", zh="字符串中的 JSON")
    inside = Text(en="JSON inside", zh="内含 JSON")
    nested_note = Text(en="JSON inside, press Enter to open", zh="内含 JSON，按 Enter 展开")
    nested_broken = Text(
        en="the JSON inside this string is incomplete", zh="这个字符串中的 JSON 不完整"
    )
    back = Text(en="Esc back", zh="Esc 返回")


class TableWords(Words):
    """The table of a response, also in ``weda-tui view``."""

    tree = Text(en="tree", zh="树")
    table = Text(en="table", zh="表格")
    counted = Text(en="table {count}", zh="表格 {count}")
    no_array = Text(en="No array of objects here", zh="这里没有对象数组")
    not_indexed = Text(en="Not indexed yet, try again in a moment", zh="尚未索引完成，请稍后再试")
    local_times = Text(
        en="Shown in local time, exported as received except for Excel or WPS",
        zh="时间按本地时间显示，导出时为原值（Excel、WPS 用的 CSV 除外）",
    )
    meanings = Text(en="{names}: meanings from the catalogue", zh="{names} 的含义来自接口目录")
    joint = Text(en="; ", zh="；")
    """The separator of these sentences."""
    comma = Text(en=", ", zh="、")
    """The separator of names."""
    rows = Text(en="{count:row|rows}", zh="{count} 行")
    many_rows = Text(en="{count} rows", zh="{count} 万行")
    """Used from ten thousand on; the Chinese count is in units of ten thousand."""
    sorting = Text(en="~ sorting {rows}   Esc cancels", zh="~ 排序 {rows}   Esc 取消")
    filtering = Text(en="~ filtering {rows}   Esc cancels", zh="~ 筛选 {rows}   Esc 取消")
    filter = Text(en="text in any cell, or column:text", zh="任一单元格的文字，或 列名:文字")
    filtered = Text(
        en="filter “{filter}”: {shown} of {count:row|rows}   Esc clears it",
        zh="筛选“{filter}”：{shown} / {count} 行   Esc 清除",
    )
    no_rows = Text(
        en="No row contains “{filter}”   Esc clears it", zh="没有包含“{filter}”的行   Esc 清除"
    )
    row = Text(en="the row", zh="这一行")
    columns_title = Text(en="Columns ({count} in all)", zh="选择列（共 {count} 列）")
    every_column = Text(en="all / none", zh="全选 / 全不选")
    """Marks all columns, or none."""
    shift = Text(en="reorder", zh="调整顺序")
    # export
    export_title = Text(en="Export the table", zh="导出表格")
    save_spreadsheet = Text(
        en="Save for Excel or WPS: {rows}", zh="保存为 Excel、WPS 用的 CSV：{rows}"
    )
    save_csv = Text(en="Save plain CSV for programs: {rows}", zh="保存为程序用的纯 CSV：{rows}")
    copy_csv = Text(en="Copy as plain CSV: {rows}", zh="复制为纯 CSV：{rows}")
    copy_markdown = Text(en="Copy as Markdown: {rows}", zh="复制为 Markdown：{rows}")
    shown_rows = Text(
        en="{count:row|rows} shown, visible columns", zh="显示的 {count} 行，仅可见列"
    )
    all_rows = Text(en="{count:row|rows} in all, every column", zh="全部 {count} 行，所有列")
    export_remark = Text(
        en='Secrets are masked. For a spreadsheet: times are in local time; whole numbers of 16 or more digits, or with a leading zero, are written as text (="…"), so that no digit is lost; a cell that starts with = + - @ and is not a number gets a leading \', so that it does not run as a formula. Plain: every value exactly as received, including those that a spreadsheet would run as formulas.',
        zh='机密已脱敏。表格软件用的文件：时间写成本地日期和时间；16 位及以上的整数和以 0 开头的数字写成文本（="…"），不丢失任何一位；以 = + - @ 开头且不是数字的单元格前加 \'，不会作为公式执行。纯 CSV：每个值与收到的完全一致，包括会被表格软件作为公式执行的内容。',
    )
    save_title = Text(en="Save the table to a file", zh="将表格保存到文件")
    save_hint = Text(
        en="UTF-8 with CR LF line endings; with a BOM for spreadsheets",
        zh="UTF-8，每行以 CR LF 结尾；表格软件用的文件带 BOM",
    )
    exporting = Text(en="~ exporting {percent} %   Esc cancels", zh="~ 导出 {percent} %   Esc 取消")
    csv = Text(en="CSV", zh="CSV")
    markdown = Text(en="Markdown table", zh="Markdown 表格")
    saved = Text(en="Saved {count:row|rows} to {file}", zh="已保存 {count} 行到 {file}")
    # pages
    last_page = Text(en="This is the last page", zh="已是最后一页")
    first_page = Text(en="This is the first page", zh="已是第一页")
    no_pages = Text(
        en="This endpoint has no page parameters, or their values are not numbers",
        zh="这个接口没有分页参数，或参数的值不是数字",
    )
    no_answer_to_page = Text(
        en="Paging requires a response from this endpoint: send the request first",
        zh="翻页需要这个接口的响应：请先发送请求",
    )
    range_of = Text(en="{first}–{last} of {total}", zh="第 {first}–{last} 条，共 {total} 条")


class ViewWords(Words):
    """``weda-tui view``."""

    summary = Text(
        en="view any JSON, text or binary file: fold, search, go to a line",
        zh="查看任何 JSON、文本或二进制文件：折叠、搜索、跳转到行",
    )
    details = Text(
        en="If FILE is -, standard input is read. Output to a pipe or a file is the formatted text, with every digit, escape and repeated key unchanged. Text that is not JSON is printed as it is, and stderr says where it stops being JSON.",
        zh="FILE 为 - 时读取标准输入。输出到管道或文件时，打印格式化的文本：每个数字、转义和重复的键均不变。不是 JSON 的文本原样输出，并在标准错误中说明从哪里起不是 JSON。",
    )
    file = Text(en="FILE", zh="FILE")
    reading = Text(en="~ reading {size}", zh="~ 读取 {size}")
    no_file = Text(
        en="Standard input is in use: name a file, or send the output to a pipe.",
        zh="标准输入已被占用：请指定文件，或将输出接到管道。",
    )
    not_json = Text(
        en="Not JSON from line {line}, column {column} on: printed as it is.",
        zh="第 {line} 行第 {column} 列起不是 JSON，已原样输出。",
    )


class NoteWords(Words):
    """The remarks behind the lines of a response, which are never copied or saved."""

    unlisted = Text(en="not documented", zh="文档中没有")
    unlisted_in_model = Text(en="not in the model", zh="模型中没有")
    lacks = Text(en="missing {names}", zh="缺少 {names}")
    between = Text(en=", ", zh="、")
    """The separator of names."""
    decoded = Text(en="escapes decoded", zh="转义已解码")
    """Shown in the facts while escapes are shown decoded."""
    decode_hint = Text(
        en="Escapes are decoded on screen; copies and files stay as received",
        zh="转义仅在屏幕上解码，复制和保存的内容仍为原样",
    )
    no_escapes = Text(en="There are no escapes in this body", zh="正文中没有转义")
    lacking_title = Text(en="Fields missing from {name}", zh="{name} 缺少的字段")
    lacking_whole = Text(en="the whole response", zh="整个响应")
    """The name of the outermost object."""
    always = Text(en="documented as always present", zh="文档说明始终存在")
    other = Text(en="documented, but not as always present", zh="文档中有，但未说明始终存在")
    other_in_model = Text(en="in the model, perhaps not selected", zh="模型中有，可能未选择")
    nothing_lacks = Text(en="All documented fields are present", zh="文档中的字段都存在")
