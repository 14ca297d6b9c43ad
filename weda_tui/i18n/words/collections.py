"""Saved requests: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words
from weda_tui.i18n.words.interchange import ExportWords


class SavedCommandWords(Words):
    """Saved requests on the command line."""

    schema = Text(en="print the JSON Schema of a file format", zh="打印文件格式的 JSON Schema")
    schema_details = Text(
        en="request is a saved request, folder a folder.toml, environment an environment. Given one, an editor completes the keys and marks what is wrong.",
        zh="request 是一个保存的请求，folder 是 folder.toml，environment 是一个环境。交给编辑器，它就会补全键名、标出写错的地方。",
    )


class SavedScreenWords(Words):
    """Saved requests in the explorer."""

    tab = Text(en="Saved", zh="已保存")
    filter = Text(en="filter saved requests", zh="筛选保存的请求")
    filter_count = Text(en="filter {count} saved", zh="筛选 {count} 个请求")
    empty = Text(
        en="No saved requests yet. Ctrl+S saves the one at the right; Ctrl+O imports",
        zh="还没有保存的请求。Ctrl+S 把右边的存进来；Ctrl+O 导入",
    )
    choose_request = Text(
        en="Choose a request: it and its file stand here; R runs the whole folder",
        zh="选一个请求，这里就是它和它的文件；R 运行整个文件夹",
    )
    not_sent = Text(
        en="Nothing was sent: no request is under the cursor; 0 R runs a folder",
        zh="没有发送：光标不在请求上；文件夹按 0 R 运行",
    )
    nothing_found = Text(en="There is no “{query}”.", zh="没有“{query}”。")
    found = Text(en="{count} found", zh="{count} 个")
    requests = Text(en="{count}", zh="{count} 个请求")
    foot = Text(
        en="collections/ holds a file a request, fit for Git",
        zh="collections/ 里一个请求一个文件，可提交到 Git",
    )
    broken = Text(en="{file} line {line}", zh="{file} 第 {line} 行")
    broken_file = Text(en="{file} does not open", zh="{file} 打不开")
    saved = Text(en="Saved to {file}", zh="已存到 {file}")
    demo_lost = Text(en=". The demo forgets it when you quit", zh="。演示的工作区退出就没了")
    renamed = Text(en="It is {file} now", zh="现在是 {file}")
    removed = Text(en="Deleted {name}; Ctrl+Z brings it back", zh="已删除 {name}，Ctrl+Z 恢复")
    restored = Text(en="{name} is back", zh="已恢复 {name}")
    put_back = Text(en="{name} is where it was", zh="{name} 放回原处了")
    nothing_removed = Text(en="Nothing to undo in this run", zh="没有可以撤销的")
    lands = Text(
        en="Goes to {folder}, place {place}   Esc cancels",
        zh="放到 {folder} 第 {place} 位   Esc 取消",
    )
    lands_in = Text(en="Goes into {folder}   Esc cancels", zh="放进 {folder}   Esc 取消")
    edits_not_in = Text(en="unsaved edits are not in the file", zh="没保存的修改不在文件里")
    unsaved = Text(en="unsaved", zh="没保存")
    reloaded = Text(
        en="{file} changed on the disk and was read again", zh="{file} 在磁盘上变了，已重新读入"
    )
    changed = Text(
        en="{file} changed on the disk, and there are unsaved edits here",
        zh="{file} 在磁盘上变了，这里也有没保存的修改",
    )
    take_theirs = Text(
        en="Take the one on the disk, drop the edits here", zh="用磁盘上的，丢掉这里的修改"
    )
    keep_mine = Text(en="Take the one here, overwrite the disk", zh="用这里的，覆盖磁盘上的")
    gone = Text(
        en="{file} is gone from the disk; Ctrl+S writes it anew",
        zh="{file} 在磁盘上没有了；Ctrl+S 会重新写一个",
    )
    nothing_to_save = Text(en="Choose an endpoint first, then save", zh="先选一个接口，再保存")
    drafts_back = Text(
        en="Unsaved drafts are back: {count}", zh="有 {count} 份没保存的改动，已放回"
    )
    drafts_drop = Text(en="drop them", zh="丢掉")
    drafts_dropped = Text(en="Unsaved drafts dropped: {count}", zh="丢掉了 {count} 份没保存的改动")
    drafts_return = Text(en="return them", zh="放回")
    drafts_stay_away = Text(
        en="Not returned: what is typed here is newer and not saved",
        zh="没有放回：这里有更新的改动，还没保存",
    )
    reset = Text(en="Back to what was saved", zh="已恢复成保存时的样子")
    new_here = Text(
        en="Choose an endpoint, fill it in; Ctrl+S saves it to {folder}",
        zh="选一个接口，填好后 Ctrl+S 存到 {folder}",
    )


class SavedResultWords(Words):
    """How a saved request went, and what its file checks."""

    tab = Text(en="Checks", zh="断言")
    latest = Text(en="last {count}", zh="最近 {count} 次")
    reading = Text(en="reading", zh="正在读")
    empty = Text(
        en="Not sent yet. F5 sends it, and the results line up here",
        zh="还没有发过。F5 发送，结果会排在这里",
    )
    compared = Text(en="{after} compared with {before}", zh="{after} 与 {before} 相比")
    comparing = Text(en="comparing", zh="正在比较")
    nothing_before = Text(en="Nothing earlier to compare with", zh="更早没有可以比的")
    marked = Text(
        en="Compares with this one; M again takes it back", zh="与这一次比较；再按 M 取消"
    )
    checks = Text(en="Assertions", zh="断言")
    checks_of = Text(en="results of {when}", zh="{when} 的结果")
    not_held = Text(en="not as asserted", zh="断言不成立")
    depends = Text(en="Sent first", zh="先发")
    poll = Text(
        en="Sent again every {every} s, for {at_most} s at most, until",
        zh="每 {every} 秒再发一次，最多 {at_most} 秒，直到",
    )
    then_checks = Text(en="; then checks {count}", zh="；再查 {count} 条断言")


class SaveDialogWords(Words):
    """The dialogs of a saved request."""

    title = Text(en="Save the request", zh="保存请求")
    move_title = Text(en="Rename, move", zh="改名、移动")
    folder_title = Text(en="New folder", zh="新文件夹")
    details_title = Text(en="Tags and description of {name}", zh="{name} 的标签与说明")
    name = Text(en="Name", zh="名称")
    folder = Text(en="Folder", zh="放在")
    file = Text(en="File", zh="文件")
    tags = Text(en="Tags", zh="标签")
    description = Text(en="About", zh="说明")
    save = Text(en="save", zh="保存")
    move = Text(en="do it", zh="改好")
    make = Text(en="make it", zh="新建")
    next = Text(en="next", zh="下一栏")
    folders = Text(en="folders", zh="选文件夹")
    exists = Text(en="{file} is there already", zh="{file} 已经有了")
    overwrite = Text(en="Enter once more overwrites it", zh="再按一次 Enter 覆盖它")
    first_collection = Text(en="My requests", zh="我的请求")
    name_missing = Text(en="Give it a name", zh="起个名称")
    folder_missing = Text(
        en="Name the collection it goes to, for example approvals", zh="写上放在哪个集合，例如 审批"
    )


class ExampleWords(Words):
    """Answers that are kept with a saved request."""

    title = Text(en="Save as an example", zh="存为示例")
    name = Text(en="Name", zh="名称")
    to = Text(en="Kept in", zh="存到")
    filter = Text(en="filter saved requests", zh="筛选保存的请求")
    same_call = Text(en="same call", zh="同一个接口")
    new_request = Text(en="a new request …", zh="新的请求 …")
    good = Text(en="ok, {said}", zh="成功，{said}")
    saved = Text(en="the example is in {file}", zh="示例已存到 {file}")
    no_answer = Text(en="there is no answer to keep", zh="没有回答可存")
    secret_gone = Text(
        en="; a secret in it was not kept: put a variable there",
        zh="；当时的密钥没有留下，请换成变量",
    )


class SavedWords(Words):
    """Everything that is said of saved requests."""

    command = Nested(lambda: SavedCommandWords)
    screen = Nested(lambda: SavedScreenWords)
    result = Nested(lambda: SavedResultWords)

    export = Nested(lambda: ExportWords)
    dialog = Nested(lambda: SaveDialogWords)
    example = Nested(lambda: ExampleWords)
