"""Saved requests: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words
from weda_tui.i18n.words.interchange import ExportWords


class SavedCommandWords(Words):
    """Saved requests on the command line."""

    schema = Text(
        en="print the JSON Schema of a file format or of send --json",
        zh="打印文件格式或 send --json 的 JSON Schema",
    )
    schema_details = Text(
        en="request describes a saved request, folder a folder.toml, environment an environment. An editor that uses the schema completes the keys and marks errors. exchange describes what send --json prints, with the meaning of each field.",
        zh="request 对应已保存的请求，folder 对应 folder.toml，environment 对应环境。编辑器使用该 Schema 后，可以补全键名并标出错误。exchange 对应 send --json 的输出，并说明每个字段的含义。",
    )


class SavedScreenWords(Words):
    """Saved requests in the explorer."""

    tab = Text(en="Saved", zh="已保存")
    filter = Text(en="filter saved requests", zh="筛选已保存的请求")
    filter_count = Text(en="filter {count:request|requests}", zh="筛选 {count} 个请求")
    empty = Text(
        en="No saved requests yet. Press Ctrl+S to save the request on the right, or Ctrl+O to import.",
        zh="还没有已保存的请求。按 Ctrl+S 保存右侧的请求，或按 Ctrl+O 导入。",
    )
    choose_request = Text(
        en="Choose a request to show it and its file here. Press R to run the whole folder.",
        zh="选择一个请求，此处显示该请求及其文件。按 R 运行整个文件夹。",
    )
    not_sent = Text(
        en="Not sent: no request is selected. Press R to run a folder.",
        zh="请求未发送：没有选中请求。要运行文件夹，请按 R。",
    )
    nothing_found = Text(en="No results for “{query}”.", zh="没有找到“{query}”。")
    found = Text(en="{count} found", zh="{count} 个")
    requests = Text(en="{count}", zh="{count} 个请求")
    foot = Text(
        en="collections/: one file per request, ready for Git",
        zh="collections/ 中每个请求一个文件，可提交到 Git",
    )
    broken = Text(en="{file}, line {line}", zh="{file} 第 {line} 行")
    broken_file = Text(en="{file} cannot be opened", zh="{file} 无法打开")
    saved = Text(en="Saved to {file}", zh="已保存到 {file}")
    demo_lost = Text(en=". The demo deletes it when you quit.", zh="。退出演示时会删除。")
    renamed = Text(en="New path: {file}", zh="新路径：{file}")
    removed = Text(
        en="Deleted {name}. Press Ctrl+Z to restore it.", zh="已删除 {name}。按 Ctrl+Z 恢复。"
    )
    restored = Text(en="Restored {name}", zh="已恢复 {name}")
    put_back = Text(en="Moved {name} back", zh="已将 {name} 移回原处")
    nothing_removed = Text(en="Nothing to undo in this session", zh="本次运行中没有可撤销的操作")
    lands = Text(
        en="Move to {folder}, position {place}   Esc cancels",
        zh="移动到 {folder} 第 {place} 位   Esc 取消",
    )
    lands_in = Text(en="Move into {folder}   Esc cancels", zh="移入 {folder}   Esc 取消")
    edits_not_in = Text(en="unsaved changes are not in the file", zh="未保存的修改不在文件中")
    unsaved = Text(en="unsaved", zh="未保存")
    reloaded = Text(
        en="{file} changed on disk and was reloaded.", zh="{file} 在磁盘上已更改，已重新加载。"
    )
    changed = Text(
        en="{file} changed on disk, and there are unsaved changes here",
        zh="{file} 在磁盘上已更改，此处也有未保存的修改",
    )
    take_theirs = Text(
        en="Use the version on disk, discard the changes here",
        zh="使用磁盘上的版本，放弃此处的修改",
    )
    keep_mine = Text(
        en="Use the version here, overwrite the file on disk", zh="使用此处的版本，覆盖磁盘上的文件"
    )
    gone = Text(
        en="{file} no longer exists on disk. Press Ctrl+S to save it again.",
        zh="{file} 在磁盘上已不存在。按 Ctrl+S 重新保存。",
    )
    nothing_to_save = Text(en="Choose an endpoint first, then save.", zh="请先选择接口，再保存。")
    drafts_back = Text(en="Unsaved drafts restored: {count}", zh="已恢复 {count} 份未保存的草稿")
    drafts_drop = Text(en="discard", zh="放弃")
    drafts_dropped = Text(
        en="Unsaved drafts discarded: {count}", zh="已放弃 {count} 份未保存的草稿"
    )
    drafts_return = Text(en="restore", zh="恢复")
    drafts_stay_away = Text(
        en="Not restored: there are newer unsaved changes here.",
        zh="未恢复：此处有较新的未保存的修改。",
    )
    reset = Text(en="Reset to the saved version", zh="已重置为保存的版本")
    new_here = Text(
        en="Choose an endpoint and fill it in. Press Ctrl+S to save it to {folder}.",
        zh="选择接口并填写，然后按 Ctrl+S 保存到 {folder}。",
    )


class SavedResultWords(Words):
    """The result of a saved request, and the checks in its file."""

    tab = Text(en="Assert", zh="断言")
    latest = Text(en="last {count}", zh="最近 {count} 次")
    reading = Text(en="reading", zh="正在读取")
    empty = Text(
        en="Not sent yet. Press F5 to send; the results are listed here.",
        zh="尚未发送。按 F5 发送，结果会列在此处。",
    )
    compared = Text(en="{after} compared with {before}", zh="{after} 与 {before} 相比")
    comparing = Text(en="comparing", zh="正在比较")
    nothing_before = Text(en="No earlier result to compare with", zh="没有更早的结果可比较")
    marked = Text(
        en="Other results are compared with this one. Press M again to cancel.",
        zh="其他结果将与此次结果比较。再按 M 取消。",
    )
    checks = Text(en="Assertions", zh="断言")
    checks_of = Text(en="results of {when}", zh="{when} 的结果")
    not_held = Text(en="assertion failed", zh="断言不成立")
    depends = Text(en="Sent first", zh="先发送")
    poll = Text(
        en="Sent again every {every} s, for {at_most} s at most, until",
        zh="每 {every} 秒重新发送一次，最多 {at_most} 秒，直到",
    )
    then_checks = Text(en="; then assertions: {count}", zh="；然后检查 {count} 条断言")


class SaveDialogWords(Words):
    """The dialogs of a saved request."""

    title = Text(en="Save the request", zh="保存请求")
    move_title = Text(en="Rename, move", zh="重命名、移动")
    folder_title = Text(en="New folder", zh="新建文件夹")
    details_title = Text(en="Tags and description of {name}", zh="{name} 的标签和说明")
    name = Text(en="Name", zh="名称")
    folder = Text(en="Folder", zh="文件夹")
    file = Text(en="File", zh="文件")
    tags = Text(en="Tags", zh="标签")
    description = Text(en="About", zh="说明")
    save = Text(en="save", zh="保存")
    move = Text(en="apply", zh="确定")
    make = Text(en="create", zh="新建")
    next = Text(en="next", zh="下一项")
    folders = Text(en="folders", zh="选择文件夹")
    exists = Text(en="{file} already exists.", zh="{file} 已存在。")
    overwrite = Text(en="overwrite", zh="覆盖")
    first_collection = Text(en="My requests", zh="我的请求")
    name_missing = Text(en="Enter a name.", zh="请输入名称。")
    folder_missing = Text(
        en="Enter a collection, for example approvals.", zh="请输入集合名称，例如“审批”。"
    )


class ExampleWords(Words):
    """Responses that are stored with a saved request."""

    title = Text(en="Save as an example", zh="存为示例")
    name = Text(en="Name", zh="名称")
    to = Text(en="Save to", zh="保存到")
    filter = Text(en="filter saved requests", zh="筛选已保存的请求")
    same_call = Text(en="same endpoint", zh="同一个接口")
    new_request = Text(en="a new request …", zh="新建请求 …")
    good = Text(en="ok, {said}", zh="成功，{said}")
    saved = Text(en="Example saved to {file}", zh="示例已保存到 {file}")
    no_answer = Text(en="No response to save", zh="没有可保存的响应")
    secret_gone = Text(
        en="; a secret in it was not stored: use a variable instead",
        zh="；其中的机密没有保存，请改用变量",
    )


class SavedWords(Words):
    """All sentences about saved requests."""

    command = Nested(lambda: SavedCommandWords)
    screen = Nested(lambda: SavedScreenWords)
    result = Nested(lambda: SavedResultWords)

    export = Nested(lambda: ExportWords)
    dialog = Nested(lambda: SaveDialogWords)
    example = Nested(lambda: ExampleWords)
