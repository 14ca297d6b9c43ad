"""Bodies, their tables and JSONPath: every sentence in both languages."""

from weda_tui.i18n.text import Localized, Text, Words


class BodyWords(Words):
    """RESULT's body, and ``weda-tui view``."""

    items = Text(en="{count:item|items}", zh="{count} 项")
    members = Text(en="{count:field|fields}", zh="{count} 个字段")
    in_ranges = Text(
        en="{count} items, folded {size} at a time", zh="{count} 项，按 {size} 项一段折叠"
    )
    indexing = Text(en="~ indexing {percent} %", zh="~ 索引 {percent} %")
    then_end = Text(en=", then to the end", zh="，然后到末尾")
    """Behind ``indexing``."""
    end_awaited = Text(
        en="The end is not known yet: goes there as soon as it is", zh="末尾还没读到，读到就过去"
    )
    place = Text(en="line {line} · {percent} %", zh="第 {line} 行 · {percent} %")
    image = Text(
        en="{type} image, {width} × {height}, {size}. Its bytes are below, s saves them",
        zh="{type} 图片，{width} × {height}，{size}。下面是它的字节，s 存成文件",
    )
    image_only = Text(
        en="{type} image, {size}. Its bytes are below, s saves them",
        zh="{type} 图片，{size}。下面是它的字节，s 存成文件",
    )
    binary = Text(
        en="not text, {size}. Its bytes are below, s saves them, e reads them as text",
        zh="不是文本，{size}。下面是它的字节，s 存成文件，e 换字符集",
    )
    empty = Text(en="the body is empty", zh="正文是空的")
    incomplete = Text(en="only {size} came, it is not complete", zh="只收到 {size}，不完整")
    raw = Text(en="as received", zh="原样")
    hex = Text(en="bytes", zh="字节")
    kinds = Localized[dict[str, str]](
        en={
            "json": "JSON",
            "ndjson": "JSON lines",
            "html": "HTML",
            "xml": "XML",
            "text": "text",
            "image": "image",
            "binary": "binary",
        },
        zh={
            "json": "JSON",
            "ndjson": "每行一个 JSON",
            "html": "HTML",
            "xml": "XML",
            "text": "文本",
            "image": "图片",
            "binary": "二进制",
        },
    )
    """By ``Kind``."""
    # search
    option_case = Text(en="case", zh="大小写")
    option_regex = Text(en="regex", zh="正则")
    option_keys = Text(en="keys only", zh="只搜键")
    option_values = Text(en="values only", zh="只搜值")
    searching = Text(en="~ searching {percent} %", zh="~ 搜索 {percent} %")
    found_in = Text(en="in {elapsed}", zh="用时 {elapsed}")
    at_least = Text(en="{count} or more", zh="{count} 以上")
    bad_pattern = Text(en="the pattern is wrong at character {at}", zh="正则在第 {at} 个字符写错了")
    slow_pattern = Text(
        en="this pattern has too much to try and was given up: write it another way",
        zh="这个正则要试的太多，没有跑完：请换一种写法",
    )
    go_to_line = Text(en="line number, or 50%", zh="行号，或 50%")
    no_such_line = Text(en="the last line is {count}", zh="只有 {count} 行")
    # folding
    fold_title = Text(en="Fold", zh="折叠")
    fold_depth = Text(en="Fold to depth {depth}", zh="折到第 {depth} 层")
    fold_all = Text(en="Fold all", zh="全部折叠")
    unfold_all = Text(en="Unfold all", zh="全部展开")
    fold_siblings = Text(en="Fold siblings", zh="折叠同级")
    unfold_siblings = Text(en="Unfold siblings", zh="展开同级")
    not_indexed = Text(
        en="not indexed to its end yet: fold it in a moment", zh="这里还没索引完，等一下再折叠"
    )
    nothing_beside = Text(en="nothing further beside this", zh="没有同级的了")
    # charset and form
    charset_title = Text(en="Read in another character set", zh="换一种字符集读")
    charset_own = Text(en="By itself (now {charset})", zh="自己认（现在是 {charset}）")
    form_title = Text(en="Show as", zh="怎么显示")
    form_laid_out = Text(en="Laid out", zh="排好版")
    form_raw = Text(en="Text as received", zh="原样的文本")
    form_hex = Text(en="Bytes (hexadecimal)", zh="字节（十六进制）")
    # saving and copying
    path = Text(en="path", zh="路径")
    save_title = Text(en="Save the body to a file", zh="把正文存成文件")
    save_hint = Text(en="the bytes as received, every one", zh="存的是收到的字节，一个不差")
    save_take = Text(en="save", zh="存")
    save_over = Text(en="overwrite", zh="覆盖")
    save_exists = Text(
        en="That file is there already ({size}). Ctrl+Y overwrites it, or change the name",
        zh="已经有这个文件（{size}）。Ctrl+Y 覆盖，或改个名字",
    )
    save_folder = Text(en="That is a folder: add a file name", zh="这是个文件夹：在后面写文件名")
    save_no_folder = Text(en="There is no such folder", zh="没有这个文件夹")
    saved = Text(en="Saved {size} to {file}", zh="存好了：{size} → {file}")
    saved_masked = Text(
        en="Saved {size} to {file}, secrets masked", zh="存好了：{size} → {file}，机密已打码"
    )


class JsonPathWords(Words):
    """The row under a body in which a path is typed, and what is shown of its result."""

    placeholder = Text(en="JSONPath, such as $.data[*].id", zh="JSONPath，例如 $.data[*].id")
    syntax = Text(
        en="[*] every item   [0:10] some   [?@.x > 3] a condition   ..x any depth",
        zh="[*] 每一项   [0:10] 一段   [?@.x > 3] 带条件   ..x 任何一层",
    )
    found = Text(en="{count} found", zh="{count} 处")
    found_none = Text(en="nothing found", zh="没有找到")
    looking = Text(en="~ {percent} % read · {count} found", zh="~ 已读 {percent} % · {count} 处")
    fault = Text(en="makes no sense from column {column} on", zh="从第 {column} 列起读不懂")
    too_long = Text(en="too long: {count} characters at most", zh="路径太长：最多 {count} 个字符")
    gave_up = Text(en="nested too deep for the condition", zh="嵌套太深，筛选条件看不下去了")
    cost = Text(
        en="reads all {size}: about {elapsed}, at most {memory} more memory. Enter starts",
        zh="要读完 {size}，约 {elapsed}；内存最多再用 {memory}。Enter 开始",
    )
    not_json = Text(en="only JSON can be filtered by path", zh="只有 JSON 能按路径筛")
    not_whole = Text(en="still arriving: filter it when it is whole", zh="还没收完，收完再筛")
    only_found = Text(en="only {path}: {count} found", zh="只看 {path} 的 {count} 处")
    only_one = Text(en="only {path}", zh="只看 {path}")
    nested = Text(en="the JSON inside a string", zh="字符串里的 JSON")
    inside = Text(en="JSON inside", zh="里面的 JSON")
    nested_note = Text(en="JSON inside, Enter opens it", zh="字符串里是 JSON，Enter 展开")
    nested_broken = Text(
        en="the JSON inside this string is not whole", zh="这个字符串里的 JSON 不完整"
    )
    back = Text(en="Esc back", zh="Esc 返回")


class TableWords(Words):
    """RESULT's table, and that of ``weda-tui view``."""

    tree = Text(en="tree", zh="树")
    table = Text(en="table", zh="表格")
    counted = Text(en="table {count}", zh="表格 {count}")
    no_array = Text(en="No array of objects here", zh="这里没有对象数组")
    not_indexed = Text(en="Not indexed yet, try again in a moment", zh="还没索引完，等一下再来")
    local_times = Text(
        en="Times are local here, exported as received", zh="时间列按本地时间显示，导出仍是原值"
    )
    meanings = Text(en="{names}: meanings from the catalogue", zh="{names} 的含义取自接口目录")
    joint = Text(en="; ", zh="；")
    """Between two of these sentences."""
    comma = Text(en=", ", zh="、")
    """Between two names."""
    rows = Text(en="{count:row|rows}", zh="{count} 行")
    many_rows = Text(en="{count} rows", zh="{count} 万行")
    """From ten thousand on; in Chinese the count is one of tens of thousands."""
    sorting = Text(en="~ sorting {rows}   Esc cancels", zh="~ 排序 {rows}   Esc 取消")
    filtering = Text(en="~ filtering {rows}   Esc cancels", zh="~ 筛选 {rows}   Esc 取消")
    filter = Text(en="text in any cell, or column:text", zh="任一格里的字，或 列名:字")
    filtered = Text(
        en="filter “{filter}”: {shown} of {count:row|rows}   Esc clears it",
        zh="筛选“{filter}”：{shown} / {count} 行   Esc 去掉",
    )
    no_rows = Text(en="No row has “{filter}”   Esc clears it", zh="没有一行有“{filter}”   Esc 去掉")
    row = Text(en="row", zh="一行")
    columns_title = Text(en="Columns (of {count})", zh="选列（{count} 个里选）")
    every_column = Text(en="all / none", zh="全选 / 全不选")
    """Marks all of them, or none."""
    shift = Text(en="reorder", zh="换位置")
    # export
    export_title = Text(en="Export the table", zh="导出表格")
    save_spreadsheet = Text(en="save for Excel or WPS: {rows}", zh="存给 Excel、WPS：{rows}")
    save_csv = Text(en="save CSV for programs: {rows}", zh="存成给程序的纯 CSV：{rows}")
    copy_csv = Text(en="copy as plain CSV: {rows}", zh="复制为纯 CSV：{rows}")
    copy_markdown = Text(en="copy as Markdown: {rows}", zh="复制为 Markdown：{rows}")
    shown_rows = Text(en="the {count:row|rows} shown", zh="显示的 {count} 行，选中的列")
    all_rows = Text(en="{count:row|rows} in all, every column", zh="全部 {count} 行，所有的列")
    export_remark = Text(
        en='Secrets are masked. For a spreadsheet: times are local, whole numbers of 16 digits and more, or with a zero first, are texts (="…"), so that no digit is lost, and a cell that begins with = + - @ and is no number gets a \' in front, so that none runs as a formula. Plain: every value as received, digit for digit, also what a spreadsheet would run.',
        zh='密钥打码。给表格软件：时间写成本地的日期和时间，16 位以上的整数和 0 开头的数写成文本（="…"），一位不丢；以 = + - @ 开头又不是数的格子前面加 \'，不会当公式执行。纯 CSV：每个值都照收到的原样，一位不改，表格软件会执行的也不动。',
    )
    save_title = Text(en="Save the table as a file", zh="把表格存成文件")
    save_hint = Text(
        en="UTF-8, lines end in CR LF; for a spreadsheet with a BOM",
        zh="UTF-8，每行以 CR LF 结尾；给表格软件的带 BOM",
    )
    exporting = Text(en="~ exporting {percent} %   Esc cancels", zh="~ 导出 {percent} %   Esc 取消")
    csv = Text(en="CSV", zh="CSV")
    markdown = Text(en="Markdown table", zh="Markdown 表格")
    saved = Text(en="Saved: {count:row|rows} → {file}", zh="存好了：{count} 行 → {file}")
    # pages
    last_page = Text(en="This is the last page", zh="已是最后一页")
    first_page = Text(en="This is the first page", zh="已是第一页")
    no_pages = Text(
        en="This call has no page parameters, or their values are no numbers",
        zh="这个接口没有翻页的参数，或它们的值不是数",
    )
    no_answer_to_page = Text(
        en="Pages need an answer of this call first", zh="翻页要先有这个接口的回答"
    )
    range_of = Text(en="{first}–{last} of {total}", zh="第 {first}–{last} 条，共 {total} 条")


class ViewWords(Words):
    """``weda-tui view``."""

    summary = Text(
        en="look into any JSON, text or binary file: fold, search, go to a line",
        zh="查看任何 JSON、文本或二进制文件：折叠、搜索、跳到行",
    )
    details = Text(
        en="FILE - reads standard input. Into a pipe or a file it prints the formatted text: every digit, escape and repeated key as it was; what is not JSON goes out as it is, and stderr says where it stops being JSON.",
        zh="FILE 是 - 时读标准输入。输出到管道或文件时，打印排好版的文本：每个数字、转义和重复的键都照原样；不是 JSON 的照原样输出，并在标准错误说明哪里不是。",
    )
    file = Text(en="FILE", zh="FILE")
    reading = Text(en="~ reading {size}", zh="~ 读取 {size}")
    no_file = Text(
        en="Standard input is taken: name a file, or send the output to a pipe.",
        zh="终端被标准输入占着：请给文件名，或把输出接到管道。",
    )
    not_json = Text(
        en="Not JSON from line {line}, column {column} on: printed as it is.",
        zh="第 {line} 行第 {column} 列起不是 JSON，照原样输出。",
    )


class NoteWords(Words):
    """What is said behind the lines of an answer: never copied, never saved."""

    unlisted = Text(en="not documented", zh="文档里没有")
    unlisted_in_model = Text(en="not in the model", zh="模型里没有")
    lacks = Text(en="lacks {names}", zh="缺 {names}")
    between = Text(en=", ", zh="、")
    """Between two names."""
    decoded = Text(en="escapes decoded", zh="转义已解开")
    """In the facts, once escapes are shown as what they stand for."""
    decode_hint = Text(
        en="Escapes are decoded on screen; copies and files stay as received",
        zh="屏幕上解开了转义；复制和保存照原样",
    )
    no_escapes = Text(en="There are no escapes in this body", zh="正文里没有转义")
    lacking_title = Text(en="Fields that {name} lacks", zh="{name} 缺的字段")
    lacking_whole = Text(en="the whole answer", zh="整个回答")
    """The name of the outermost object."""
    always = Text(en="documented as always there", zh="文档说一定有")
    other = Text(en="documented, not said to be always there", zh="文档里有，没说每次都有")
    other_in_model = Text(en="in the model, perhaps not selected", zh="模型里有，可能没选")
    nothing_lacks = Text(en="Every documented field is here", zh="文档里的字段这里都有")
