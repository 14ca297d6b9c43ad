"""Cloud storage: every sentence in both languages."""

from weda_tui.i18n.text import Failure, Nested, Text, Words


class ObjectFailureWords(Words):
    """Why an object failed: the code's meaning, and one next step; each may have ``{code}``."""

    expired = Failure(
        en="The signed address has expired.",
        en_hint="Start again to get a new one.",
        zh="签名地址已过期。",
        zh_hint="请重新开始，以获取新的地址。",
    )
    signature = Failure(
        en="The object store does not accept the signature ({code}).",
        en_hint="Check whether something in between, usually a proxy, changes the address or the headers.",
        zh="对象存储不接受该签名（{code}）。",
        zh_hint="请检查中间环节（通常是代理）是否修改了地址或请求头。",
    )
    denied = Failure(
        en="The object store denies access ({code}).",
        en_hint="Check the signed address: it may be for another object, or too old.",
        zh="对象存储拒绝访问（{code}）。",
        zh_hint="请检查签名地址：可能属于其他对象，或已过期。",
    )
    not_there = Failure(
        en="The object does not exist ({code}).",
        en_hint="Check the ID; the object may have been deleted.",
        zh="对象不存在（{code}）。",
        zh_hint="请核对 ID；对象可能已被删除。",
    )
    not_yours = Failure(
        en="The object belongs to another user ({code}).",
        en_hint="Sign in as its owner or as an administrator, or choose another path.",
        zh="该对象属于其他用户（{code}）。",
        zh_hint="请以其所有者或管理员身份登录，或使用其他路径。",
    )
    already_there = Failure(
        en="The object already exists ({code}).",
        en_hint="Choose another path.",
        zh="对象已存在（{code}）。",
        zh_hint="请使用其他路径。",
    )
    forbidden = Failure(
        en="This user does not have permission ({code}).",
        en_hint="Ask an administrator.",
        zh="该用户没有权限（{code}）。",
        zh_hint="请联系管理员。",
    )
    bad_request = Failure(
        en="Cloud storage does not accept this path or ID ({code}).",
        en_hint="See the server message for the reason.",
        zh="云存储不接受该路径或 ID（{code}）。",
        zh_hint="原因请查看服务器返回的信息。",
    )
    too_many = Failure(
        en="Too many objects in one request ({code}).",
        en_hint="Use fewer objects.",
        zh="单次请求的对象过多（{code}）。",
        zh_hint="请减少对象数量。",
    )
    too_big = Failure(
        en="The file is larger than the object store allows ({code}).",
        en_hint="Split the file.",
        zh="文件超过对象存储的上限（{code}）。",
        zh_hint="请拆分文件。",
    )
    clock = Failure(
        en="The object store reports that the deployment's clock is wrong ({code}).",
        en_hint="Correct the clocks of the servers.",
        zh="对象存储判定部署的时钟不准（{code}）。",
        zh_hint="请校准服务器的时钟。",
    )
    store_failed = Failure(
        en="The object store had an internal error ({code}).",
        en_hint="Try again; check the object store's log.",
        zh="对象存储内部错误（{code}）。",
        zh_hint="请重试，并查看对象存储的日志。",
    )
    store_page = Failure(
        en="A web page was returned instead of the object store's response: it looks like a proxy's sign-in page.",
        en_hint="Open the object store's address in a browser.",
        zh="收到的是网页，不是对象存储的响应，可能是代理的登录页。",
        zh_hint="请在浏览器中打开对象存储的地址。",
    )
    store_http = Failure(
        en="The object store returned {code}.",
        en_hint="Check the address with the object store's administrator.",
        zh="对象存储返回 {code}。",
        zh_hint="请与对象存储的管理员核对地址。",
    )
    other = Failure(
        en="Refused: {code}.",
        en_hint="See the server message for the reason.",
        zh="请求被拒绝：{code}。",
        zh_hint="原因请查看服务器返回的信息。",
    )
    unknown = Failure(
        en="The response does not mention this object.",
        en_hint="Check whether the operation took effect before you repeat it.",
        zh="响应中没有该对象的信息。",
        zh_hint="重试前请检查是否已生效。",
    )


class StorageCommandWords(Words):
    """``storage`` on the command line."""

    group = Text(
        en="files in cloud storage: upload, download, delete", zh="云存储文件：上传、下载、删除"
    )
    upload = Text(en="upload files", zh="上传文件")
    upload_details = Text(
        en="Gets a signed address, sends the file there, and prints the object ID of each file (cloud://…) to stdout. Files are sent to the object store's own host, which is shown first. An object that already exists is replaced. The exit status is that of the file with the worst result.",
        zh="获取签名地址，将文件发送到该地址，并把每个文件的 ID（cloud://…）写到 stdout。文件发送到对象存储自己的主机，发送前会显示该主机。已存在的对象会被替换。退出状态取结果最差的文件。",
    )
    upload_to = Text(
        en="folder in the cloud (default: the top level)", zh="云端文件夹（默认为根目录）"
    )
    upload_name = Text(
        en="the object's name, only for a single file", zh="对象名称，仅用于单个文件"
    )
    name_for_many = Text(
        en="--name can only be used with a single file.", zh="--name 只能用于单个文件。"
    )
    download = Text(en="download objects", zh="下载对象")
    download_details = Text(
        en="OBJECT is an ID, cloud://…; - reads IDs from stdin. Prints the path of each file to stdout. A file appears when it is complete; an existing file is kept.",
        zh="OBJECT 为文件 ID，cloud://…；- 从 stdin 读取。每个文件的路径写到 stdout。文件下载完整后才会出现；已有的文件会保留。",
    )
    download_to = Text(
        en="folder, or the file itself for a single object (default: the current folder)",
        zh="文件夹；只有一个对象时可以是文件（默认为当前文件夹）",
    )
    force = Text(en="replace existing files", zh="替换已有的文件")
    delete = Text(en="delete objects permanently", zh="永久删除对象")
    delete_details = Text(
        en="OBJECT is an ID, cloud://…; - reads IDs from stdin.",
        zh="OBJECT 为文件 ID，cloud://…；- 从 stdin 读取。",
    )
    timeout = Text(
        en="seconds without data before the transfer fails (default: the environment's)",
        zh="无数据传输超过多少秒即超时（默认使用环境的设置）",
    )
    dry_run = Text(
        en="show what would be transferred or deleted, and do nothing",
        zh="只显示将传输或删除的内容，不执行",
    )


class TransferScreenWords(Words):
    """The file picker and the dialog of a transfer."""

    pick_title = Text(en="Choose files to upload", zh="选择要上传的文件")
    pick_hint = Text(en="type or paste a path", zh="可输入或粘贴路径")
    listing = Text(en="~ reading the folder", zh="~ 正在读取文件夹")
    marked = Text(en="{count} marked · {size}", zh="已选 {count} 个 · {size}")
    none_found = Text(
        en="No match for “{query}”; F9 shows or hides hidden files",
        zh="没有与“{query}”匹配的项；按 F9 切换隐藏文件的显示",
    )
    found = Text(en="{count} found", zh="找到 {count} 个")
    entries = Text(en="{count:entry|entries}", zh="{count} 项")
    open_folder = Text(en="open", zh="打开")
    mark = Text(en="mark", zh="选中")
    unmark = Text(en="unmark", zh="取消选中")
    take = Text(en="upload {count}", zh="上传 {count} 个")
    complete = Text(en="complete", zh="补全")
    help_mark = Text(
        en="open the folder; mark or unmark the file", zh="打开文件夹；选中或取消选中文件"
    )
    help_take = Text(
        en="upload the marked files, or the one under the cursor",
        zh="上传选中的文件；未选中时上传光标处的文件",
    )
    show_hidden = Text(en="show hidden", zh="显示隐藏文件")
    hide = Text(en="hide hidden", zh="不显示隐藏文件")

    upload_title = Text(en="Files to upload: {count}", zh="上传 {count} 个文件")
    download_title = Text(en="Download", zh="下载")
    cloud_folder = Text(en="Cloud folder", zh="云端文件夹")
    cloud_folder_hint = Text(
        en="e.g. 2026/invoices; empty for the top level", zh="例如 2026/发票；留空为根目录"
    )
    object_ids = Text(en="Object IDs", zh="文件 ID")
    object_ids_hint = Text(en="cloud://…; paste one or more", zh="cloud://…，可一次粘贴多个")
    local_folder = Text(en="Save to", zh="保存到")
    local_folder_hint = Text(
        en="a folder; a file appears when it is complete", zh="文件夹；文件下载完整后才会出现"
    )
    ask = Text(en="Get addresses", zh="获取地址")
    ask_remark = Text(
        en="Gets the upload addresses from the deployment; uploads nothing yet.",
        zh="向部署获取上传地址；此时不上传文件。",
    )
    ask_remark_download = Text(
        en="Gets the download addresses from the deployment; downloads nothing yet.",
        zh="向部署获取下载地址；此时不下载文件。",
    )
    asking = Text(en="~ getting addresses", zh="~ 正在获取地址")
    host = Text(en="Object store", zh="对象存储")
    host_remark = Text(
        en="not the deployment's host; no token is sent to it",
        zh="不是部署的主机；不会向其发送令牌",
    )
    files = Text(en="Files", zh="文件")
    files_of = Text(en="{count} · {size}", zh="{count} 个 · {size}")
    replaces = Text(en="an object with the same path is replaced", zh="相同路径的对象会被替换")
    no_address = Text(
        en="Nothing can be transferred: no file has an address.",
        zh="无法传输：没有获取到任何文件的地址。",
    )
    guard = Text(en="Guard", zh="操作保护")
    start_upload = Text(en="Upload {count}", zh="上传 {count} 个")
    start_download = Text(en="Download {count}", zh="下载 {count} 个")
    dont = Text(en="Cancel", zh="取消")
    cancel = Text(en="Cancel", zh="取消")
    quit_question = Text(
        en="{count:file is|files are} not complete yet. Quitting stops the transfer.",
        zh="还有 {count} 个文件未传输完。退出将停止传输。",
    )
    go_on = Text(en="Continue", zh="继续传输")
    stop_and_quit = Text(en="Stop and quit", zh="停止并退出")
    all_done = Text(en="✓ {count} of {count} done · {size}", zh="✓ 已完成 {count} 个 · {size}")
    some_failed = Text(en="✗ {failed} of {count} failed", zh="✗ {count} 个中失败 {failed} 个")
    stopped = Text(en="– Cancelled: {ok} of {count} done", zh="– 已取消：{count} 个中完成 {ok} 个")
    item_stopped = Text(en="cancelled", zh="已取消")
    copy_id = Text(en="copy object ID", zh="复制文件 ID")
    copy_path = Text(en="copy path", zh="复制路径")
    copy_all = Text(en="copy all", zh="复制全部")
    ids = Text(en="{count:object ID|object IDs}", zh="{count} 个文件 ID")
    paths = Text(en="{count:path|paths}", zh="{count} 个路径")
    read_only = Text(en="Not sent: {place} is read-only.", zh="请求未发送：{place} 为只读。")
    entry_remark = Text(en="all steps in one", zh="完整流程")


class TransferWords(Words):
    """A transfer."""

    failures = Nested(lambda: ObjectFailureWords)
    commands = Nested(lambda: StorageCommandWords)
    screen = Nested(lambda: TransferScreenWords)

    hosts_up = Text(en="uploads to {hosts}", zh="上传到 {hosts}")
    hosts_down = Text(en="downloads from {hosts}", zh="从 {hosts} 下载")
    plain_http = Text(en="! not encrypted (http)", zh="! 未加密（http）")
    deleted = Text(en="{id} deleted", zh="已删除 {id}")
    server_says = Text(en="Server message: {message}", zh="服务器返回的信息：{message}")
    done_of = Text(en="{done} of {total}", zh="{done} / {total}")
    left = Text(en="{left} left", zh="剩余 {left}")
    summary = Text(en="{ok} of {count} done", zh="{count} 个中完成 {ok} 个")
    cancelled = Text(
        en="Interrupted: {ok} of {count} done.", zh="已中断：{count} 个中完成 {ok} 个。"
    )
