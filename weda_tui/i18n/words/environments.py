"""Deployments and env types: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words
from weda_tui.i18n.words.interchange import EnvironmentTransferWords


class CheckStepWords(Words):
    """What each step makes sure of. A field is the value of a ``StepKind``, ``_`` for ``-``."""

    address = Text(en="Host found", zh="找到主机")
    port = Text(en="Reachable", zh="能连上")
    tls = Text(en="TLS", zh="TLS")
    http = Text(en="Is WeDa", zh="是微搭")
    clock = Text(en="Clock", zh="时钟")
    key_token = Text(en="Key token", zh="密钥令牌")
    user_token = Text(en="User token", zh="用户令牌")
    env_type = Text(en="{name} {meaning}", zh="{name} {meaning}")
    module = Text(en="{module}", zh="{module}")


class CheckModuleWords(Words):
    """The modules by their short names."""

    workflow = Text(en="Workflow", zh="审批流")
    permissions = Text(en="Permissions", zh="权限")
    odata = Text(en="OData", zh="OData")
    model = Text(en="Data models", zh="数据模型")
    storage = Text(en="Cloud storage", zh="云存储")
    auth = Text(en="Sign-in", zh="登录与令牌")


class CheckFactWords(Words):
    """One field for every ``core.environments.check.FactCode``, with its values in braces."""

    resolved = Text(en="{addresses}", zh="{addresses}")
    is_ip = Text(en="{addresses}, an IP: no DNS needed", zh="{addresses}，是 IP，不用查 DNS")
    proxy_resolved = Text(
        en="through the proxy {proxy} at {addresses}", zh="经代理 {proxy}，它在 {addresses}"
    )
    port_open = Text(en="port {port}", zh="端口 {port}")
    port_by_proxy = Text(
        en="port {port}, through the proxy {proxy}", zh="端口 {port}，经代理 {proxy}"
    )
    tls_good = Text(
        en="{version}, the certificate has {days:day|days} left", zh="{version}，证书还剩 {days} 天"
    )
    tls_ends_soon = Text(
        en="{version}, the certificate has only {days:day|days} left: renew it",
        zh="{version}，证书只剩 {days} 天：该换了",
    )
    tls_unchecked = Text(
        en="{version}, the certificate is not checked: tls.verify = false",
        zh="{version}，证书没有检查：tls.verify = false",
    )
    speaks_weda = Text(en="the gateway answers (HTTP {status})", zh="网关有回答（HTTP {status}）")
    clock_good = Text(
        en="{skew} s from the server's (± {uncertainty} s)",
        zh="与服务器相差 {skew} s（±{uncertainty} s）",
    )
    clock_slow = Text(
        en="this machine's clock is {skew} slow: set it", zh="本机时钟慢 {skew}：校准本机的时间"
    )
    clock_fast = Text(
        en="this machine's clock is {skew} fast: set it", zh="本机时钟快 {skew}：校准本机的时间"
    )
    token_issued = Text(en="received, {lifetime}", zh="取到，{lifetime}")
    answered = Text(en="{module} answers", zh="{module}有回答")

    plain_http = Text(
        en="http: not encrypted, fine inside a network", zh="http：没有加密，内网可用"
    )
    no_date = Text(en="the server does not tell its time", zh="服务器没有说它的时间")
    no_key = Text(en="SecretId or SecretKey missing", zh="没填 SecretId 或 SecretKey")
    no_user = Text(en="user name or password missing", zh="没填用户名或密码")
    no_key_token = Text(en="not tried: there is no key token", zh="没有密钥令牌，没有查")
    no_user_token = Text(en="not tried: there is no user token", zh="没有用户令牌，没有查")
    no_token = Text(en="not tried: there is no token", zh="没有令牌，没有查")
    not_reached = Text(en="not tried: an earlier step failed", zh="前面没有通，没有查")
    not_weda = Text(
        en="not tried: no WeDa answers, no secret was sent", zh="回答的不是微搭，密钥没有发出去"
    )
    no_socket = Text(en="no network to look at", zh="没有网络可看")


class CheckWords(Words):
    """Everything that is said of a check."""

    steps = Nested(lambda: CheckStepWords)
    modules = Nested(lambda: CheckModuleWords)
    facts = Nested(lambda: CheckFactWords)

    title = Text(en="Check", zh="检查")
    running = Text(en="under way", zh="正在查")
    server_says = Text(en="The server says: {message}", zh="服务器说：{message}")
    all_good = Text(
        en="✓ {environment} works: {count:check|checks}, {elapsed}",
        zh="✓ {environment} 能用：查了 {count} 项，{elapsed}",
    )
    failed = Text(
        en="✗ {environment}: {failed} of {count:check|checks} failed, {elapsed}",
        zh="✗ {environment}：{count} 项里 {failed} 项没有过，{elapsed}",
    )
    hidden_good = Text(en="{count:is|are} fine", zh="{count} 项没有问题")
    hidden_skipped = Text(en="{count} not tried", zh="{count} 项没有查")

    command = Text(
        en="check an environment: address, TLS, clock, tokens, env types, modules",
        zh="检查环境：地址、TLS、时钟、令牌、环境类型、各模块",
    )
    command_details = Text(
        en="Looks step by step from the outside in and tells each result as it comes. Reads only and writes nothing; takes the environment's own proxy, TLS settings and time limit. A step that cannot run is a dash that says why. The exit status tells what failed first.",
        zh="从外到里一步步看，每一步的结果随到随写。只读，什么都不写；走环境自己的代理、TLS 和期限。后面查不了的步骤是一条横线，写明为什么。退出码说明第一个没有过的是什么。",
    )
    env_type = Text(en="check this env type only", zh="只查这个环境类型")


class AddEnvironmentWords(Words):
    """The options of ``env add`` that few need."""

    alias = Text(
        en="an ASCII alias that guards take for the name", zh="ASCII 别名：守卫要输名称时也认它"
    )
    guard = Text(
        en="guard of an env type, as prod=read-only: none, confirm, type-name or read-only",
        zh="环境类型的守卫，如 prod=read-only；可选 none、confirm、type-name、read-only",
    )
    variable = Text(en="a variable; may be given often", zh="一个变量；可以写多次")
    env_type_variable = Text(
        en="a variable of one env type only, as dev:approver=1; may be given often",
        zh="只在一个环境类型里有效的变量，如 dev:approver=1；可以写多次",
    )
    env_id = Text(
        en="envId (private: software-…); else that of the address",
        zh="envId（私有部署形如 software-…）；不写就取地址里的",
    )
    timeout = Text(en="most seconds for one call", zh="一次调用最多等几秒")
    no_verify = Text(
        en="do not check the TLS certificate (unwise; the screen marks it all the time)",
        zh="不校验 TLS 证书（不建议；界面上会一直标出）",
    )
    ca_file = Text(en="PEM file of a private CA", zh="私有 CA 的 PEM 文件")
    client_certificate = Text(en="PEM file of a client certificate", zh="客户端证书的 PEM 文件")
    client_key = Text(
        en="PEM file of its private key, unless both are in one file",
        zh="客户端私钥的 PEM 文件；和证书在同一个文件里就不写",
    )
    proxy = Text(
        en="system, none (direct) or http(s)://proxy[:port]",
        zh="system（跟随系统）、none（直连）或 http(s)://代理[:端口]",
    )
    client_id = Text(en="a client_id to send with a sign-in", zh="登录时另带的 client_id")
    device_id = Text(
        en="an x-device-id to send with a sign-in, 16 to 48 characters",
        zh="登录时另带的 x-device-id，16 到 48 个字符",
    )
    token_body = Text(
        en="write the body of a token call as json or form", zh="令牌接口的正文写成 json 还是 form"
    )
    bad_alias = Text(
        en='"{value}" is no alias: letters, digits and . _ -, 40 at most.',
        zh="“{value}”不能当别名：用字母、数字和 . _ -，最多 40 个。",
    )
    bad_guard = Text(
        en='"{value}" is not TYPE=GUARD; a guard is none, confirm, type-name or read-only.',
        zh="“{value}”不是“环境类型=守卫”；守卫可选 none、confirm、type-name、read-only。",
    )
    unknown_type = Text(
        en="The environment has no env type {value}; add it with --env-type.",
        zh="这个环境没有环境类型 {value}；先用 --env-type 加上。",
    )
    bad_variable = Text(
        en='"{value}" is not NAME=VALUE; a name has no blanks and no braces.',
        zh="“{value}”不是“名=值”；名里不能有空格和花括号。",
    )
    bad_env_type_variable = Text(
        en='"{value}" is not TYPE:NAME=VALUE; a name has no blanks and no braces.',
        zh="“{value}”不是“环境类型:名=值”；名里不能有空格和花括号。",
    )
    built_in = Text(
        en="{name} is built in and takes no other value.", zh="{name} 是内置变量，不能另给值。"
    )
    bad_client_id = Text(
        en='"{value}" cannot be sent: a client_id is ASCII without blanks.',
        zh="“{value}”发不出去：client_id 只能是不带空格的 ASCII。",
    )
    bad_device_id = Text(
        en='"{value}" cannot be sent: 16 to 48 ASCII characters without blanks.',
        zh="“{value}”发不出去：要 16 到 48 个不带空格的 ASCII 字符。",
    )
    key_without_certificate = Text(
        en="--client-key needs --client-certificate.",
        zh="用 --client-key 就要有 --client-certificate。",
    )
    added_unverified = Text(
        en="! TLS certificates are not checked here: anybody can pose as this host.",
        zh="! 这个环境不校验 TLS 证书：谁都能冒充它。",
    )


class ShowEnvironmentWords(Words):
    """Rows of ``env show``."""

    alias = Text(en="alias", zh="别名")
    proxy = Text(en="proxy", zh="代理")
    client_certificate = Text(en="client certificate", zh="客户端证书")
    client_key = Text(en="client key", zh="客户端私钥")
    client_id = Text(en="client_id", zh="client_id")
    device_id = Text(en="x-device-id", zh="x-device-id")
    token_body = Text(en="token body", zh="令牌正文")
    file = Text(en="file", zh="文件")
    variables_at = Text(en="variables, in {env_type} only", zh="变量，只在 {env_type}")


class SecretCommandWords(Words):
    """``env secret``."""

    command = Text(
        en="give an environment its SecretKey or password, missing or new",
        zh="给一个环境密钥或密码：补上没有的，或换掉旧的",
    )
    details = Text(
        en="Without an option it is the SecretKey; the password where there is no SecretId. A terminal is asked, unseen; else stdin is read, a line for each, the SecretKey first. REF is keyring, file, env:NAME or prompt. Where the route is not approved for anything in this workspace, it is shown and asked about first; without a terminal, --route approves exactly what was looked at, as with env approve.",
        zh="不写选项就给 SecretKey；没有 SecretId 的环境给密码。在终端里不回显地问，不在终端就从 stdin 读，一行一个，先 SecretKey 后密码。REF 是 keyring、file、env:NAME 或 prompt。路线在这个工作区还没有为任何用途批准过时，先显示并询问；没有终端时用 --route 只批准看过的那条路线，和 env approve 一样。",
    )


class TrashWords(Words):
    """Deleting, and taking it back."""

    restore = Text(
        en="bring a removed environment back; without a name, list them",
        zh="把删掉的环境找回来；不写名称就列出",
    )
    restore_details = Text(
        en="What was removed stays in this machine's state folder, not in the workspace: the last 50. Its SecretKey and password went with the removal and are to be given again.",
        zh="删掉的环境留在这台机器的状态文件夹里，不在工作区里；最近 50 个。密钥和密码删除时就没有了，找回后要再给一次。",
    )
    empty = Text(en="No environment was removed.", zh="没有删掉的环境。")
    ask_remove = Text(
        en="Remove {name}? The file can be brought back, its secrets cannot.",
        zh="删除 {name}？文件以后还能找回，密钥和密码不能。",
    )
    removed = Text(
        en="Removed {name}; weda-tui env restore {name:shell} brings the file back, not the secrets.",
        zh="已删除 {name}；weda-tui env restore {name:shell} 找回文件，密钥要再给一次。",
    )
    restored = Text(
        en="{name} is back; its SecretKey and password went with the removal: weda-tui env secret {name:shell}, or its form.",
        zh="{name} 回来了；密钥和密码没有了：weda-tui env secret {name:shell}，或在表单里再填。",
    )
    title = Text(en="Removed environments, Enter brings back", zh="删掉的环境，Enter 找回")
    restored_short = Text(
        en="{name} is back; give its secrets again", zh="{name} 回来了；密钥要再填一次"
    )
    nothing = Text(en="No environment was removed", zh="没有删掉的环境")


class EditorWords(Words):
    """The environment screen: the grid, the groups of the form, what changed."""

    axes = Text(en="deployment × env type", zh="部署 × 环境类型")
    guards_of = Text(en="The guard of {place}", zh="{place} 的守卫")
    reads_pass = Text(en="reads never ask", zh="读取从不问")
    no_guard = Text(en="writes and deletes go out", zh="写和删都直接发")
    confirm_asks = Text(en="a write asks; a delete asks for the name", zh="写要你答应；删要输名称")
    name_asks = Text(en='both ask for the name "{name}"', zh="写和删都要输名称“{name}”")
    read_only_refuses = Text(
        en="neither leaves, nor on the command line", zh="写和删发不出去，命令行也一样"
    )
    by_effect = Text(
        en="By effect, never by method: WeDa's queries are POST too",
        zh="写、删看作用，不看方法：WeDa 的查询也多是 POST",
    )
    two_axes = Text(en="Two axes make one address", zh="两根轴合成一个地址")
    axis_deployment = Text(en="deployment {name}", zh="部署 {name}")
    axis_env_type = Text(en="env type {env_type}", zh="环境类型 {env_type}")
    not_there = Text(en="–", zh="–")
    not_there_hint = Text(
        en="This deployment has no {env_type}; 1-4 adds it",
        zh="这套部署没有 {env_type}；按 1-4 就加上",
    )
    group_address = Text(en="Address", zh="地址")
    group_key = Text(en="Key token", zh="密钥令牌")
    group_key_for = Text(en="workflow, permissions, OData", zh="审批流、权限、OData")
    group_user = Text(en="User token", zh="用户令牌")
    group_user_for = Text(en="data model, storage", zh="数据模型、云存储")
    group_place = Text(en="Environment", zh="环境")
    group_connection = Text(en="Connection", zh="连接")
    group_connection_for = Text(
        en="env ID, certificates, proxy, limit", zh="环境 ID、证书、代理、期限"
    )
    group_variables = Text(en="Variables", zh="变量")
    alias = Text(en="Alias", zh="别名")
    alias_hint = Text(
        en="a short ASCII name; guards take it for the name",
        zh="ASCII 的短名称；守卫要输名称时也认它",
    )
    client_id = Text(en="client_id", zh="client_id")
    client_id_hint = Text(
        en="sent with a sign-in; older pages and SDKs send the env id",
        zh="登录时另带；旧文档和 SDK 带环境 ID，不知道就不填",
    )
    device_id = Text(en="x-device-id", zh="x-device-id")
    device_id_hint = Text(
        en="sent with a sign-in, 16 to 48 characters; may be empty",
        zh="登录时另带，16 到 48 个字符；不知道就不填",
    )
    verify_tls = Text(en="Certificate", zh="证书")
    verify_on = Text(en="checked", zh="要校验")
    verify_off = Text(en="! not checked", zh="! 不校验")
    verify_hint = Text(
        en="unchecked, anybody can pose as it; ! TLS stays on top",
        zh="不校验时谁都能冒充它；顶上会一直标着 ! TLS",
    )
    ca_file = Text(en="CA file", zh="CA 文件")
    ca_file_hint = Text(
        en="PEM of a private CA, from the workspace on; empty for the system's",
        zh="私有 CA 的 PEM，相对路径从工作区算起；不填就信系统的根证书",
    )
    client_certificate = Text(en="Client cert", zh="客户端证书")
    client_certificate_hint = Text(
        en="PEM file, where the gateway asks who calls", zh="网关要双向 TLS 才填：PEM 文件"
    )
    client_key = Text(en="Client key", zh="客户端私钥")
    client_key_hint = Text(
        en="PEM file without a password; empty where both are in one",
        zh="PEM 文件，不带密码；和证书在一个文件里就不填",
    )
    proxy = Text(en="Proxy", zh="代理")
    proxy_system = Text(en="the system's", zh="跟随系统")
    proxy_none = Text(en="none, direct", zh="直连")
    proxy_own = Text(en="this one", zh="用这个代理")
    proxy_hint = Text(
        en="the system's: HTTP_PROXY, HTTPS_PROXY, NO_PROXY",
        zh="跟随系统就看 HTTP_PROXY、HTTPS_PROXY、NO_PROXY",
    )
    proxy_address = Text(en="Proxy address", zh="代理地址")
    proxy_address_hint = Text(
        en="http(s)://proxy:port; one with a password goes into HTTPS_PROXY",
        zh="http(s)://代理:端口；要密码的代理写进 HTTPS_PROXY，跟随系统",
    )
    token_body = Text(en="Token body", zh="令牌正文")
    token_body_hint = Text(
        en="JSON, as the guide says; a form where a gateway insists",
        zh="指南写的是 JSON；网关只认表单时才换",
    )
    everywhere = Text(en="all", zh="全部")
    variables_hint = Text(
        en="where · name · value; Backspace in an empty row removes it",
        zh="在哪有效 · 名 · 值；清空后退格就去掉一行",
    )
    variable = Text(en="variable", zh="变量")
    guard_of = Text(en="{env_type} guard", zh="{env_type} 守卫")
    bad_alias = Text(
        en="letters, digits and . _ -, 40 at most", zh="别名用字母、数字和 . _ -，最多 40 个"
    )
    bad_client_id = Text(
        en="a client_id is ASCII without blanks", zh="client_id 只能是不带空格的 ASCII"
    )
    bad_device_id = Text(
        en="16 to 48 ASCII characters without blanks", zh="要 16 到 48 个不带空格的 ASCII 字符"
    )
    bad_variable = Text(
        en="a name, without blanks and braces", zh="名称不能空，里面不能有空格和花括号"
    )
    built_in = Text(
        en="{name} is built in and takes no other value", zh="{name} 是内置变量，不能另给值"
    )
    twice = Text(en="{name} has a row above", zh="{name} 上面有了")
    no_such_env_type = Text(
        en="{env_type} is not chosen: choose it, or another place",
        zh="没选环境类型 {env_type}：选上它，或者换一处",
    )
    changed = Text(en="{count} changed", zh="已改 {count} 处")
    changes = Text(en="Changes", zh="改动")
    no_changes = Text(en="nothing changed yet", zh="还没有改动")
    is_new = Text(en="not saved yet", zh="还没有保存")
    nothing = Text(en="none", zh="没有")
    unsaved = Text(en="{name} has unsaved changes", zh="{name} 有没保存的改动")
    unsaved_save = Text(en="save them", zh="先保存")
    unsaved_drop = Text(en="drop them", zh="放弃改动")
    unsaved_stay = Text(en="stay here", zh="留在这里")
    file_changed = Text(
        en="{name}'s file changed on the disk; nothing was written",
        zh="{name} 的文件在磁盘上变了，这里的还没写",
    )
    file_reload = Text(en="read the disk's, drop the changes here", zh="读磁盘上的，放弃这里的改动")
    file_overwrite = Text(en="write these over the disk's", zh="用这里的覆盖磁盘上的")
    file_save_as = Text(en="save under another name", zh="换个名称另存")
    move = Text(en="move in the grid", zh="在格子里移动")
    set_guard = Text(en="guard", zh="定守卫")
    form = Text(en="form", zh="填表")
    more = Text(en="more", zh="更多")
    menu_title = Text(en="Environment {name}", zh="环境 {name}")
    new = Text(en="new environment", zh="新建环境")
    copy = Text(en="duplicate", zh="复制一份")
    rename = Text(en="rename", zh="改名")
    drop_type = Text(en="drop the env type {env_type}", zh="去掉环境类型 {env_type}")
    restore = Text(en="bring a removed one back", zh="找回删掉的环境")
    importing = Text(en="import a Postman environment", zh="导入 Postman 环境")
    export = Text(en="copy as a Postman environment", zh="复制成 Postman 环境")
    copied_as = Text(
        en="Postman environment {name}, secrets empty ({secrets})",
        zh="Postman 环境 {name}，密钥留空（{secrets}）",
    )
    copy_of = Text(
        en="A copy of {name}: give SecretKey and password again",
        zh="{name} 的副本：密钥和密码要再填一次",
    )
    back = Text(en="back to the grid", zh="回到格子")
    drop = Text(en="drop", zh="放弃")


class EnvironmentWords(Words):
    """Everything of this page."""

    add = Nested(lambda: AddEnvironmentWords)
    show = Nested(lambda: ShowEnvironmentWords)
    secret = Nested(lambda: SecretCommandWords)
    trash = Nested(lambda: TrashWords)

    transfer = Nested(lambda: EnvironmentTransferWords)
    editor = Nested(lambda: EditorWords)


class EnvironmentCommandWords(Words):
    """``env``."""

    details = Text(
        en="An environment is a deployment: its address, its env types and a key. It is one small file that a team can commit; the secret is never in it.",
        zh="一个环境就是一套部署：地址、环境类型和密钥。它是一个小文件，团队可以提交；密钥从不写在里面。",
    )
    add_details = Text(
        en="REF says where the SecretKey or the password is. keyring, or no REF: asked for now, hidden (without a terminal one line of stdin), and kept in the system's keyring, or in a private file where there is none. file: kept in the private file. env:NAME: read from a variable at each start. prompt: kept nowhere, asked for by each run that needs it; what comes on stdin now is kept as keyring does. The secret itself is never an argument. Where stdin gives both, the SecretKey comes first. Data model and storage take user name and password.",
        zh="REF 说明 SecretKey 或密码在哪。不写 REF 或写 keyring：现在提问，不回显（没有终端时读 stdin 一行），存进系统钥匙串，没有钥匙串就存进私有文件；file：存进私有文件；env:NAME：每次启动时读环境变量；prompt：哪里都不存，每次运行要用时再问（现在从 stdin 送进来的，照 keyring 存）。密钥和密码本身不能写在命令行上；两个都从 stdin 读时，先 SecretKey，后密码。数据模型和云存储要用户名和密码。",
    )
    host = Text(
        en="address of the deployment: http(s)://ip-or-domain[:port][/prefix]",
        zh="部署的访问地址：http(s)://ip或域名[:端口][/路径前缀]",
    )
    host_kept = Text(en="Every call goes to {host}/….", zh="所有请求都发往 {host}/…。")
    host_cut = Text(
        en="{cut} is no part of the address and was left out: calls go to {host}/….",
        zh="{cut} 不属于访问地址，已去掉：请求发往 {host}/…。",
    )
    env_type = Text(en="an env type; else prod and dev", zh="一个环境类型；不写就是 prod 和 dev")
    secret_id = Text(en="SecretId of the environment's key", zh="环境密钥的 SecretId")
    secret_key = Text(
        en="where the SecretKey is: keyring, file, env:NAME or prompt",
        zh="SecretKey 在哪：keyring、file、env:NAME 或 prompt",
    )

    username = Text(
        en="who signs in for the calls on data model and storage",
        zh="用户名，数据模型和云存储的调用用它登录",
    )
    password = Text(
        en="where the password is: keyring, file, env:NAME or prompt",
        zh="密码在哪：keyring、file、env:NAME 或 prompt",
    )
    ask_secret_id = Text(en="SecretId", zh="SecretId")
    ask_secret_key = Text(en="SecretKey (not shown)", zh="SecretKey（不回显）")
    no_secret_given = Text(
        en="No SecretKey came on stdin; pipe it in, or write --secret-key env:NAME.",
        zh="stdin 上没有 SecretKey：从管道送进来，或写 --secret-key env:NAME。",
    )
    secret_not_text = Text(
        en="The SecretKey on stdin is not text in UTF-8; check what is piped in.",
        zh="stdin 上的 SecretKey 不是 UTF-8 文本：请核对管道送进来的内容。",
    )
    ask_password = Text(en="Password (not shown)", zh="密码（不回显）")
    no_password_given = Text(
        en="No password came on stdin; pipe it in, or write --password env:NAME.",
        zh="stdin 上没有密码：从管道送进来，或写 --password env:NAME。",
    )
    username_needed = Text(
        en="--password needs --username.", zh="用 --password 就要有 --username。"
    )
    secret_id_needed = Text(
        en="--secret-key needs --secret-id.", zh="用 --secret-key 就要有 --secret-id。"
    )
    added = Text(en="Added {name}: {file}", zh="已添加 {name}：{file}")
    secret_key_name = Text(en="SecretKey", zh="SecretKey")
    password_name = Text(en="password", zh="密码")
    kept_in_keyring = Text(
        en="The {secret} is in the system's keyring.", zh="系统钥匙串里存了 {secret}。"
    )
    kept_in_file = Text(
        en="No keyring was used: the {secret} is in the private file {file}",
        zh="没有用系统钥匙串，私有文件 {file} 里存了 {secret}",
    )
    kept_in_variable = Text(
        en="The {secret} is read from the variable {variable}.",
        zh="从环境变量 {variable} 读取：{secret}。",
    )
    kept_nowhere = Text(
        en="The {secret} is kept nowhere: each run that needs it asks.",
        zh="哪里都不存 {secret}：每次运行要用时再问。",
    )
    ask_again = Text(
        en="{secret} of {environment} (not shown, not kept)",
        zh="{environment} 的 {secret}（不回显，不保存）",
    )
    no_secret = Text(
        en="No SecretKey is stored: calls that take a key token will not work.",
        zh="没有存 SecretKey：要密钥令牌的接口还调不了。",
    )
    none = Text(en="No environment yet: weda-tui env add", zh="还没有环境：weda-tui env add")
    not_removed = Text(en="{name} stays.", zh="{name} 没有删除。")
    yes_needed = Text(
        en="Add --yes: there is no terminal to ask on.", zh="没有终端可以提问，请加 --yes。"
    )

    address = Text(en="address", zh="地址")
    env_id = Text(en="envId", zh="envId")
    env_types = Text(en="env types", zh="环境类型")
    timeout = Text(en="timeout", zh="期限")
    tls = Text(en="TLS", zh="TLS")
    tls_checked = Text(en="checked", zh="校验")
    tls_unchecked = Text(en="! not checked", zh="! 不校验")
    ca_file = Text(en="CA file", zh="CA 文件")
    variables = Text(en="variables", zh="变量")
    secret_id_label = Text(en="SecretId", zh="SecretId")
    secret_key_label = Text(en="SecretKey in", zh="SecretKey 在")
    username_label = Text(en="User name", zh="用户名")
    password_label = Text(en="Password in", zh="密码在")


class TargetWords(Words):
    """The strip on top, and the list behind F2."""

    no_environment = Text(en="no environment yet", zh="还没有环境")
    no_environment_chosen = Text(en="no environment chosen", zh="没选环境")
    environment_gone = Text(
        en="the chosen environment {name} is gone: choose one",
        zh="选中的环境 {name} 已不存在，请重新选择",
    )
    token = Text(en="token", zh="令牌")
    other_key = Text(en="key", zh="密钥")
    other_user = Text(en="user", zh="用户")
    list_title = Text(en="Where", zh="在哪")
    filter = Text(en="name or address", zh="名称或地址")
    nothing_found = Text(en="Nothing for “{query}”", zh="没有“{query}”")
    new = Text(en="New environment", zh="新建环境")
    edit = Text(en="Edit this one", zh="改这个环境")
    broken = Text(en="{count:file does|files do} not open", zh="{count} 个文件打不开")
    switched = Text(en="Now at {place}", zh="现在是 {place}")
