"""Transfers in Chinese."""

from weda_tui.i18n.error_strings import Words
from weda_tui.i18n.transfer_strings import (
    ObjectFailureStrings,
    StorageCommandStrings,
    TransferScreenStrings,
    TransferStrings,
)

FAILURES = ObjectFailureStrings(
    expired=Words("签名地址过期了。", "重新开始，会取新的地址。"),
    signature=Words("存储不认这个签名（{code}）。", "途中有谁改了地址或请求头，多半是代理。"),
    denied=Words("存储拒绝访问（{code}）。", "签名地址是给别的对象的，或者太旧了。"),
    not_there=Words("没有这个对象（{code}）。", "核对 ID；也可能已经删了。"),
    not_yours=Words("这个对象是别人的（{code}）。", "用它的所有者或管理员登录，或换一个路径。"),
    already_there=Words("这个对象已经有了（{code}）。", "换一个路径。"),
    forbidden=Words("这个用户没有权限（{code}）。", "找管理员。"),
    bad_request=Words("云存储不认这个路径或 ID（{code}）。", "哪里不对，看服务器的原话。"),
    too_many=Words("一次的对象太多（{code}）。", "少写几个。"),
    too_big=Words("文件超过存储的上限（{code}）。", "分成几份。"),
    clock=Words("在存储看来，部署的时钟不准（{code}）。", "校准服务器的时钟。"),
    store_failed=Words("存储内部出错（{code}）。", "再试一次；看存储的日志。"),
    store_page=Words(
        "收到的是网页，不是存储的回答：像是代理的登录页。", "在浏览器里打开存储的地址看看。"
    ),
    store_http=Words("存储回答 {code}。", "和管存储的人核对它的地址。"),
    other=Words("被拒绝：{code}。", "原因在服务器的原话里。"),
    unknown=Words("回答里没有说这个对象怎样了。", "先看看再重做：可能已经成了。"),
)

COMMANDS = StorageCommandStrings(
    group="云存储的文件：上传、下载、删除",
    upload="上传文件",
    upload_details=(
        "取签名地址，把文件发到那里，每个文件的 ID（cloud://…）写到 stdout。文件发往存储自己的"
        "主机，发之前会说是哪台。已有的同名对象会被替换。退出状态看最糟的那个文件。"
    ),
    upload_to="云端的文件夹；不写就是最上层",
    upload_name="对象的名称，只能有一个文件",
    name_for_many="--name 只能配一个文件。",
    download="下载对象",
    download_details=(
        "OBJECT 是 ID，cloud://…；- 从 stdin 读。每个文件的路径写到 stdout。收完整了文件才出现；"
        "本来就有的文件不动。"
    ),
    download_to="文件夹；只有一个对象时可以是文件；不写就是当前文件夹",
    force="覆盖已有的文件",
    delete="删除对象，不可恢复",
    delete_details="OBJECT 是 ID，cloud://…；- 从 stdin 读。",
    timeout="多少秒内至少要动一个字节；不写就用环境的期限",
    dry_run="只说会传什么、会删什么，什么都不做",
)

SCREEN = TransferScreenStrings(
    pick_title="选要上传的文件",
    pick_hint="可以输入或粘贴路径",
    listing="~ 读文件夹",
    marked="选了 {count} 个 · {size}",
    none_found="没有“{query}”；F9 连隐藏文件一起看",
    found="找到 {count} 个",
    entries="{count} 项",
    open_folder="打开",
    mark="选上",
    unmark="不选",
    take="上传 {count} 个",
    complete="补全",
    help_mark="打开文件夹；选上文件，或不选",
    help_take="上传选上的文件；一个没选就传手里的",
    show_hidden="显示隐藏文件",
    hide="不看隐藏文件",
    upload_title="上传 {count} 个文件",
    download_title="下载",
    cloud_folder="云端文件夹",
    cloud_folder_hint="空着就是最上层，例如 2026/发票",
    object_ids="文件 ID",
    object_ids_hint="cloud://…，可以一次粘贴几个",
    local_folder="存到",
    local_folder_hint="文件夹；收完整了文件才出现",
    ask="取地址",
    ask_remark="问部署文件该发到哪里；还不动任何文件",
    ask_remark_download="问部署对象在哪里；还不下载",
    asking="~ 取地址",
    host="存储",
    host_remark="不是部署的主机；不会把令牌发到那里",
    files="文件",
    files_of="{count} 个 · {size}",
    replaces="同一路径的对象会被替换",
    no_address="没有一个文件拿到地址，什么都动不了。",
    guard="守卫",
    start_upload="上传 {count} 个",
    start_download="下载 {count} 个",
    dont="不传",
    cancel="取消",
    quit_question="还有 {count} 个文件没传完，退出就停下来",
    go_on="接着传",
    stop_and_quit="停下来，退出",
    all_done="✓ {count} 个都成了 · {size}",
    some_failed="✗ {count} 个里失败 {failed} 个",
    stopped="– 已取消：{count} 个里成了 {ok} 个",
    item_stopped="已取消",
    copy_id="复制文件 ID",
    copy_path="复制路径",
    copy_all="全部复制",
    ids="{count} 个文件 ID",
    paths="{count} 个路径",
    read_only="没有发出：{place} 是只读",
    entry_remark="走完整流程",
)

TRANSFER_ZH = TransferStrings(
    failures=FAILURES,
    commands=COMMANDS,
    screen=SCREEN,
    hosts_up="文件发往 {hosts}",
    hosts_down="文件来自 {hosts}",
    plain_http="! 没有加密（http）",
    deleted="已删除 {id}",
    server_says="服务器说：{message}",
    done_of="{done} / {total}",
    left="还要 {left}",
    summary="{count} 个里成了 {ok} 个",
    cancelled="已中断：{count} 个里成了 {ok} 个。",
)
