"""Cloud storage: every sentence in both languages."""

from weda_tui.i18n.text import Failure, Nested, Text, Words


class ObjectFailureWords(Words):
    """Why an object failed: what the code means, and one next step. All may name ``{code}``."""

    expired = Failure(
        en="The signed address has expired.",
        en_hint="Start again: a new one is asked for.",
        zh="签名地址过期了。",
        zh_hint="重新开始，会取新的地址。",
    )
    signature = Failure(
        en="The store does not accept the signature ({code}).",
        en_hint="Something on the way changes the address or the headers: a proxy, most often.",
        zh="存储不认这个签名（{code}）。",
        zh_hint="途中有谁改了地址或请求头，多半是代理。",
    )
    denied = Failure(
        en="The store denies access ({code}).",
        en_hint="The signed address is for another object or is old.",
        zh="存储拒绝访问（{code}）。",
        zh_hint="签名地址是给别的对象的，或者太旧了。",
    )
    not_there = Failure(
        en="No such object ({code}).",
        en_hint="Compare the id; it may have been deleted.",
        zh="没有这个对象（{code}）。",
        zh_hint="核对 ID；也可能已经删了。",
    )
    not_yours = Failure(
        en="The object belongs to somebody else ({code}).",
        en_hint="Sign in as its owner or as an administrator, or choose another path.",
        zh="这个对象是别人的（{code}）。",
        zh_hint="用它的所有者或管理员登录，或换一个路径。",
    )
    already_there = Failure(
        en="The object is already there ({code}).",
        en_hint="Choose another path.",
        zh="这个对象已经有了（{code}）。",
        zh_hint="换一个路径。",
    )
    forbidden = Failure(
        en="This user may not do that ({code}).",
        en_hint="Ask an administrator.",
        zh="这个用户没有权限（{code}）。",
        zh_hint="找管理员。",
    )
    bad_request = Failure(
        en="The storage call refuses this path or id ({code}).",
        en_hint="The server's own words say what is wrong.",
        zh="云存储不认这个路径或 ID（{code}）。",
        zh_hint="哪里不对，看服务器的原话。",
    )
    too_many = Failure(
        en="Too many objects at once ({code}).",
        en_hint="Name fewer.",
        zh="一次的对象太多（{code}）。",
        zh_hint="少写几个。",
    )
    too_big = Failure(
        en="The file is bigger than the store takes ({code}).",
        en_hint="Split it.",
        zh="文件超过存储的上限（{code}）。",
        zh_hint="分成几份。",
    )
    clock = Failure(
        en="To the store, the clock of the deployment is wrong ({code}).",
        en_hint="Set the clocks of the servers.",
        zh="在存储看来，部署的时钟不准（{code}）。",
        zh_hint="校准服务器的时钟。",
    )
    store_failed = Failure(
        en="The store failed inside ({code}).",
        en_hint="Try again; see the store's log.",
        zh="存储内部出错（{code}）。",
        zh_hint="再试一次；看存储的日志。",
    )
    store_page = Failure(
        en="A web page came back instead of the store's answer: it looks like a proxy's sign-in.",
        en_hint="Open the store's address in a browser.",
        zh="收到的是网页，不是存储的回答：像是代理的登录页。",
        zh_hint="在浏览器里打开存储的地址看看。",
    )
    store_http = Failure(
        en="The store answers {code}.",
        en_hint="Check its address with whoever runs it.",
        zh="存储回答 {code}。",
        zh_hint="和管存储的人核对它的地址。",
    )
    other = Failure(
        en="Refused: {code}.",
        en_hint="The server's own words say why.",
        zh="被拒绝：{code}。",
        zh_hint="原因在服务器的原话里。",
    )
    unknown = Failure(
        en="The answer says nothing about this object.",
        en_hint="Look before you repeat it: it may be done.",
        zh="回答里没有说这个对象怎样了。",
        zh_hint="先看看再重做：可能已经成了。",
    )


class StorageCommandWords(Words):
    """``storage`` on the command line."""

    group = Text(
        en="files in cloud storage: upload, download, delete", zh="云存储的文件：上传、下载、删除"
    )
    upload = Text(en="upload files", zh="上传文件")
    upload_details = Text(
        en="Asks for a signed address, sends the bytes there, and prints the object id of each file (cloud://…) to stdout. The bytes go to the store's own host, which is named first. An object that is there already is replaced. The exit status is that of the worst file.",
        zh="取签名地址，把文件发到那里，每个文件的 ID（cloud://…）写到 stdout。文件发往存储自己的主机，发之前会说是哪台。已有的同名对象会被替换。退出状态看最糟的那个文件。",
    )
    upload_to = Text(en="folder in the cloud; else the top", zh="云端的文件夹；不写就是最上层")
    upload_name = Text(en="the object's name, for a single file", zh="对象的名称，只能有一个文件")
    name_for_many = Text(en="--name is for a single file.", zh="--name 只能配一个文件。")
    download = Text(en="download objects", zh="下载对象")
    download_details = Text(
        en="OBJECT is an id, cloud://…; - reads them from stdin. Prints the path of each file to stdout. A file is there once it is whole; one that was there before is kept.",
        zh="OBJECT 是 ID，cloud://…；- 从 stdin 读。每个文件的路径写到 stdout。收完整了文件才出现；本来就有的文件不动。",
    )
    download_to = Text(
        en="folder, or the file itself for a single object; else the current folder",
        zh="文件夹；只有一个对象时可以是文件；不写就是当前文件夹",
    )
    force = Text(en="replace files that are there already", zh="覆盖已有的文件")
    delete = Text(en="delete objects for good", zh="删除对象，不可恢复")
    delete_details = Text(
        en="OBJECT is an id, cloud://…; - reads them from stdin.",
        zh="OBJECT 是 ID，cloud://…；- 从 stdin 读。",
    )
    timeout = Text(
        en="seconds in which a byte must move; else the environment's",
        zh="多少秒内至少要动一个字节；不写就用环境的期限",
    )
    dry_run = Text(
        en="name what would be moved or deleted, and do nothing",
        zh="只说会传什么、会删什么，什么都不做",
    )


class TransferScreenWords(Words):
    """The file picker and the transfer's dialog."""

    pick_title = Text(en="Choose files to upload", zh="选要上传的文件")
    pick_hint = Text(en="type or paste a path", zh="可以输入或粘贴路径")
    listing = Text(en="~ reading the folder", zh="~ 读文件夹")
    marked = Text(en="{count} marked · {size}", zh="选了 {count} 个 · {size}")
    none_found = Text(
        en="Nothing called “{query}”; F9 shows hidden files too",
        zh="没有“{query}”；F9 连隐藏文件一起看",
    )
    found = Text(en="{count} found", zh="找到 {count} 个")
    entries = Text(en="{count:entry|entries}", zh="{count} 项")
    open_folder = Text(en="open", zh="打开")
    mark = Text(en="mark", zh="选上")
    unmark = Text(en="unmark", zh="不选")
    take = Text(en="upload {count}", zh="上传 {count} 个")
    complete = Text(en="complete", zh="补全")
    help_mark = Text(
        en="open the folder; mark the file, or no longer", zh="打开文件夹；选上文件，或不选"
    )
    help_take = Text(
        en="upload the marked files; without any, the one in hand",
        zh="上传选上的文件；一个没选就传手里的",
    )
    show_hidden = Text(en="show hidden", zh="显示隐藏文件")
    hide = Text(en="hide hidden", zh="不看隐藏文件")

    upload_title = Text(en="Files to upload: {count}", zh="上传 {count} 个文件")
    download_title = Text(en="Download", zh="下载")
    cloud_folder = Text(en="Cloud folder", zh="云端文件夹")
    cloud_folder_hint = Text(
        en="empty for the top, e.g. 2026/invoices", zh="空着就是最上层，例如 2026/发票"
    )
    object_ids = Text(en="Object ids", zh="文件 ID")
    object_ids_hint = Text(en="cloud://…, several may be pasted", zh="cloud://…，可以一次粘贴几个")
    local_folder = Text(en="Save into", zh="存到")
    local_folder_hint = Text(
        en="a folder; a file is there once it is whole", zh="文件夹；收完整了文件才出现"
    )
    ask = Text(en="Ask for addresses", zh="取地址")
    ask_remark = Text(
        en="asks the deployment where the bytes go; moves nothing yet",
        zh="问部署文件该发到哪里；还不动任何文件",
    )
    ask_remark_download = Text(
        en="asks the deployment where the objects are; nothing is downloaded yet",
        zh="问部署对象在哪里；还不下载",
    )
    asking = Text(en="~ asking for addresses", zh="~ 取地址")
    host = Text(en="Store", zh="存储")
    host_remark = Text(
        en="another host than the deployment's; no token is sent there",
        zh="不是部署的主机；不会把令牌发到那里",
    )
    files = Text(en="Files", zh="文件")
    files_of = Text(en="{count} · {size}", zh="{count} 个 · {size}")
    replaces = Text(en="an object of the same path is replaced", zh="同一路径的对象会被替换")
    no_address = Text(
        en="Nothing can be moved: no file has an address.",
        zh="没有一个文件拿到地址，什么都动不了。",
    )
    guard = Text(en="Guard", zh="守卫")
    start_upload = Text(en="Upload {count}", zh="上传 {count} 个")
    start_download = Text(en="Download {count}", zh="下载 {count} 个")
    dont = Text(en="Don't", zh="不传")
    cancel = Text(en="Cancel", zh="取消")
    quit_question = Text(
        en="{count:file is|files are} not done yet: to quit is to stop",
        zh="还有 {count} 个文件没传完，退出就停下来",
    )
    go_on = Text(en="Go on", zh="接着传")
    stop_and_quit = Text(en="Stop and quit", zh="停下来，退出")
    all_done = Text(en="✓ All {count} done · {size}", zh="✓ {count} 个都成了 · {size}")
    some_failed = Text(en="✗ {failed} of {count} failed", zh="✗ {count} 个里失败 {failed} 个")
    stopped = Text(en="– Cancelled: {ok} of {count} done", zh="– 已取消：{count} 个里成了 {ok} 个")
    item_stopped = Text(en="cancelled", zh="已取消")
    copy_id = Text(en="copy object id", zh="复制文件 ID")
    copy_path = Text(en="copy path", zh="复制路径")
    copy_all = Text(en="copy all", zh="全部复制")
    ids = Text(en="{count:object id|object ids}", zh="{count} 个文件 ID")
    paths = Text(en="{count:path|paths}", zh="{count} 个路径")
    read_only = Text(en="Nothing leaves: {place} is read-only", zh="没有发出：{place} 是只读")
    entry_remark = Text(en="the whole flow", zh="走完整流程")


class TransferWords(Words):
    """A transfer."""

    failures = Nested(lambda: ObjectFailureWords)
    commands = Nested(lambda: StorageCommandWords)
    screen = Nested(lambda: TransferScreenWords)

    hosts_up = Text(en="bytes go to {hosts}", zh="文件发往 {hosts}")
    hosts_down = Text(en="bytes come from {hosts}", zh="文件来自 {hosts}")
    plain_http = Text(en="! not encrypted (http)", zh="! 没有加密（http）")
    deleted = Text(en="{id} deleted", zh="已删除 {id}")
    server_says = Text(en="The server says: {message}", zh="服务器说：{message}")
    done_of = Text(en="{done} of {total}", zh="{done} / {total}")
    left = Text(en="{left} left", zh="还要 {left}")
    summary = Text(en="{ok} of {count} done", zh="{count} 个里成了 {ok} 个")
    cancelled = Text(
        en="Interrupted: {ok} of {count} done.", zh="已中断：{count} 个里成了 {ok} 个。"
    )
