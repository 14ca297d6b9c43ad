"""Deployments and env types: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words
from weda_tui.i18n.words.interchange import EnvironmentTransferWords


class CheckStepWords(Words):
    """What each step checks; a field is the value of a ``StepKind``, with ``_`` for ``-``."""

    address = Text(en="Host lookup", zh="域名解析")
    port = Text(en="Connection", zh="网络连通")
    tls = Text(en="TLS", zh="TLS")
    http = Text(en="WeDa gateway", zh="微搭网关")
    clock = Text(en="Clock", zh="时钟")
    key_token = Text(en="Key token", zh="密钥令牌")
    user_token = Text(en="User token", zh="用户令牌")
    env_type = Text(en="{name} {meaning}", zh="{name} {meaning}")
    module = Text(en="{module}", zh="{module}")


class CheckModuleWords(Words):
    """The short names of the modules."""

    workflow = Text(en="Workflow", zh="审批流")
    permissions = Text(en="Permissions", zh="权限")
    odata = Text(en="OData", zh="OData")
    model = Text(en="Data models", zh="数据模型")
    storage = Text(en="Cloud storage", zh="云存储")
    auth = Text(en="Sign-in", zh="登录与令牌")


class CheckFactWords(Words):
    """One field for every ``core.environments.check.FactCode``, with its values as placeholders."""

    resolved = Text(en="{addresses}", zh="{addresses}")
    is_ip = Text(
        en="{addresses}, an IP address: no DNS needed", zh="{addresses}，是 IP 地址，无需 DNS"
    )
    proxy_resolved = Text(
        en="through the proxy {proxy} ({addresses})", zh="经代理 {proxy}（{addresses}）"
    )
    port_open = Text(en="port {port}", zh="端口 {port}")
    port_by_proxy = Text(
        en="port {port}, through the proxy {proxy}", zh="端口 {port}，经代理 {proxy}"
    )
    tls_good = Text(
        en="{version}, certificate valid for {days:day|days}",
        zh="{version}，证书有效期还剩 {days} 天",
    )
    tls_ends_soon = Text(
        en="{version}, certificate valid for only {days:day|days}: renew it",
        zh="{version}，证书有效期仅剩 {days} 天，请更换",
    )
    tls_unchecked = Text(
        en="{version}, certificate not checked: tls.verify = false",
        zh="{version}，未校验证书：tls.verify = false",
    )
    speaks_weda = Text(en="the gateway responds (HTTP {status})", zh="网关有响应（HTTP {status}）")
    clock_good = Text(
        en="{skew} s off the server's clock (± {uncertainty} s)",
        zh="与服务器时间相差 {skew} s（误差 ±{uncertainty} s）",
    )
    clock_slow = Text(
        en="this machine's clock is {skew} slow: correct it", zh="本机时钟慢 {skew}，请校准"
    )
    clock_fast = Text(
        en="this machine's clock is {skew} fast: correct it", zh="本机时钟快 {skew}，请校准"
    )
    token_issued = Text(en="received, valid for {lifetime}", zh="已获取，有效期 {lifetime}")
    answered = Text(en="{module} responds", zh="{module}有响应")

    plain_http = Text(
        en="http: not encrypted, acceptable on an intranet", zh="http：未加密，内网可用"
    )
    no_date = Text(en="the server does not send its time", zh="服务器未返回时间")
    no_key = Text(en="SecretId or SecretKey missing", zh="未填写 SecretId 或 SecretKey")
    no_user = Text(en="user name or password missing", zh="未填写用户名或密码")
    no_key_token = Text(en="skipped: no key token", zh="已跳过：没有密钥令牌")
    no_user_token = Text(en="skipped: no user token", zh="已跳过：没有用户令牌")
    no_token = Text(en="skipped: no token", zh="已跳过：没有令牌")
    not_reached = Text(en="skipped: an earlier step failed", zh="已跳过：前面的步骤失败")
    not_weda = Text(
        en="skipped: no response from WeDa; no secret was sent",
        zh="已跳过：没有收到微搭的响应，未发送机密",
    )
    no_socket = Text(en="no connection to check", zh="没有可检查的连接")


class CheckWords(Words):
    """The check of an environment."""

    steps = Nested(lambda: CheckStepWords)
    modules = Nested(lambda: CheckModuleWords)
    facts = Nested(lambda: CheckFactWords)

    title = Text(en="Check", zh="检查")
    running = Text(en="running", zh="检查中")
    server_says = Text(en="Server message: {message}", zh="服务器返回的信息：{message}")
    all_good = Text(
        en="✓ {environment}: {count:check|checks} passed, {elapsed}",
        zh="✓ {environment}：{count} 项检查通过，{elapsed}",
    )
    failed = Text(
        en="✗ {environment}: {failed} of {count:check|checks} failed, {elapsed}",
        zh="✗ {environment}：{count} 项检查中 {failed} 项失败，{elapsed}",
    )
    hidden_good = Text(en="{count} passed", zh="{count} 项通过")
    hidden_skipped = Text(en="{count} skipped", zh="{count} 项已跳过")

    command = Text(
        en="check an environment: address, TLS, clock, tokens, env types, modules",
        zh="检查环境：地址、TLS、时钟、令牌、环境类型、各模块",
    )
    command_details = Text(
        en="Runs the steps in order, from the network to the modules, and prints each result as soon as it is known. The check only reads data; it uses the environment's own proxy, TLS settings and timeout. A step that cannot run is shown as a dash with the reason. The exit status reports the first failure.",
        zh="按从网络到各模块的顺序逐步检查，并立即输出每项结果。检查只读取数据，不写入；使用环境自身的代理、TLS 设置和超时时间。无法执行的步骤显示为横线，并注明原因。退出状态表示第一个失败的步骤。",
    )
    env_type = Text(en="check only this env type", zh="只检查此环境类型")


class AddEnvironmentWords(Words):
    """The options of ``env add`` that few environments need."""

    alias = Text(
        en="an ASCII alias that the guard accepts in place of the name",
        zh="ASCII 别名；操作保护要求输入名称时也可输入别名",
    )
    guard = Text(
        en="guard of an env type, such as prod=read-only; one of none, confirm, type-name and read-only",
        zh="环境类型的操作保护，如 prod=read-only；可选 none、confirm、type-name、read-only",
    )
    variable = Text(en="a variable; can be repeated", zh="变量；可重复指定")
    env_type_variable = Text(
        en="a variable of one env type only, such as dev:approver=1; can be repeated",
        zh="仅在一个环境类型中有效的变量，如 dev:approver=1；可重复指定",
    )
    env_id = Text(
        en="envId (software-… in private deployments); default: taken from the address",
        zh="envId（私有部署形如 software-…）；默认取自地址",
    )
    timeout = Text(en="timeout for one call in seconds", zh="单次调用的超时时间（秒）")
    no_verify = Text(
        en="do not check the TLS certificate (not recommended; the screen always shows a warning)",
        zh="不校验 TLS 证书（不建议；界面上会一直显示警告）",
    )
    ca_file = Text(en="PEM file of a private CA", zh="私有 CA 的 PEM 文件")
    client_certificate = Text(en="PEM file of a client certificate", zh="客户端证书的 PEM 文件")
    client_key = Text(
        en="PEM file of the client's private key; not needed if the certificate file contains it",
        zh="客户端私钥的 PEM 文件；与证书在同一文件时省略",
    )
    proxy = Text(
        en="system, none (direct) or http(s)://proxy[:port]",
        zh="system（跟随系统）、none（直连）或 http(s)://代理[:端口]",
    )
    client_id = Text(en="client_id to send when signing in", zh="登录时发送的 client_id")
    device_id = Text(
        en="x-device-id to send when signing in, 16 to 48 characters",
        zh="登录时发送的 x-device-id，16 到 48 个字符",
    )
    token_body = Text(
        en="format of the body of a token request: json or form",
        zh="令牌请求的正文格式：json 或 form",
    )
    bad_alias = Text(
        en='"{value}" is not a valid alias: use letters, digits and . _ -, at most 40.',
        zh="“{value}”不是有效的别名：只能用字母、数字和 . _ -，最多 40 个字符。",
    )
    bad_guard = Text(
        en='"{value}" is not TYPE=GUARD; the guard must be none, confirm, type-name or read-only.',
        zh="“{value}”的格式不是“环境类型=操作保护”；操作保护可选 none、confirm、type-name、read-only。",
    )
    unknown_type = Text(
        en="The environment has no env type {value}. Add it with --env-type.",
        zh="环境中没有环境类型 {value}，请用 --env-type 添加。",
    )
    bad_variable = Text(
        en='"{value}" is not NAME=VALUE; the name cannot contain spaces or braces.',
        zh="“{value}”的格式不是“名称=值”；名称中不能有空格和花括号。",
    )
    bad_env_type_variable = Text(
        en='"{value}" is not TYPE:NAME=VALUE; the name cannot contain spaces or braces.',
        zh="“{value}”的格式不是“环境类型:名称=值”；名称中不能有空格和花括号。",
    )
    built_in = Text(
        en="{name} is built in; its value cannot be changed.",
        zh="{name} 是内置变量，不能修改它的值。",
    )
    bad_client_id = Text(
        en='"{value}" cannot be sent: a client_id must be ASCII without spaces.',
        zh="“{value}”无法发送：client_id 只能是不含空格的 ASCII 字符。",
    )
    bad_device_id = Text(
        en='"{value}" cannot be sent: use 16 to 48 ASCII characters without spaces.',
        zh="“{value}”无法发送：须为 16 到 48 个不含空格的 ASCII 字符。",
    )
    key_without_certificate = Text(
        en="--client-key requires --client-certificate.",
        zh="--client-key 须与 --client-certificate 一起使用。",
    )
    added_unverified = Text(
        en="! TLS certificates are not checked in this environment: anyone can impersonate this host.",
        zh="! 此环境不校验 TLS 证书：任何人都可以冒充该主机。",
    )


class ShowEnvironmentWords(Words):
    """Rows of ``env show``."""

    alias = Text(en="alias", zh="别名")
    proxy = Text(en="proxy", zh="代理")
    client_certificate = Text(en="client certificate", zh="客户端证书")
    client_key = Text(en="client key", zh="客户端私钥")
    client_id = Text(en="client_id", zh="client_id")
    device_id = Text(en="x-device-id", zh="x-device-id")
    token_body = Text(en="token body", zh="令牌请求体")
    file = Text(en="file", zh="文件")
    variables_at = Text(en="variables, {env_type} only", zh="变量，仅 {env_type}")


class SecretCommandWords(Words):
    """``env secret``."""

    command = Text(
        en="set or replace the SecretKey or password of an environment",
        zh="设置或更换环境的 SecretKey 或密码",
    )
    details = Text(
        en="Without an option, this sets the SecretKey, or the password if there is no SecretId. On a terminal, the secret is asked for and not shown; otherwise secrets are read from stdin, one per line, the SecretKey first. REF is keyring, file, env:NAME or prompt. If the route is not yet approved for any use in this workspace, the route is shown and must be approved first; without a terminal, --route approves exactly the route that was reviewed, as with env approve.",
        zh="不带选项时设置 SecretKey；环境没有 SecretId 时设置密码。在终端中提示输入，不回显；没有终端时从 stdin 读取，每行一个，先 SecretKey 后密码。REF 是 keyring、file、env:NAME 或 prompt。如果此工作区尚未为任何用途批准该路由，会先显示路由，批准后才继续；没有终端时，用 --route 只批准已核对的那条路由，与 env approve 相同。",
    )


class TrashWords(Words):
    """Removing environments and restoring them."""

    restore = Text(
        en="restore a removed environment; without a name, list all removed ones",
        zh="恢复已删除的环境；不写名称时列出所有已删除的环境",
    )
    restore_details = Text(
        en="The last 50 removed environments are stored in this machine's state folder, not in the workspace. The SecretKey and the password were deleted with the environment; set them again after restoring it.",
        zh="最近删除的 50 个环境存储在本机的状态目录中，不在工作区里。SecretKey 和密码已随环境一起删除，恢复后需重新设置。",
    )
    empty = Text(en="There are no removed environments.", zh="没有已删除的环境。")
    ask_remove = Text(
        en="Remove {name}? Its file can be restored, but its secrets cannot.",
        zh="删除 {name}？文件可以恢复，SecretKey 和密码不能恢复。",
    )
    removed = Text(
        en="Removed {name}; weda-tui env restore {name:shell} restores the file, not the secrets.",
        zh="已删除 {name}；weda-tui env restore {name:shell} 可恢复文件，SecretKey 和密码不能恢复。",
    )
    restored = Text(
        en="Restored {name} without its SecretKey and password: set them with weda-tui env secret {name:shell}, or in its form.",
        zh="已恢复 {name}，但不含 SecretKey 和密码：请用 weda-tui env secret {name:shell} 或在表单中重新设置。",
    )
    title = Text(en="Removed environments: Enter restores", zh="已删除的环境，按 Enter 恢复")
    restored_short = Text(
        en="Restored {name}; set its secrets again", zh="已恢复 {name}；请重新设置 SecretKey 和密码"
    )
    nothing = Text(en="No removed environments", zh="没有已删除的环境")


class EditorWords(Words):
    """The environment screen: the grid, the groups of the form, what changed."""

    axes = Text(en="deployment × env type", zh="部署 × 环境类型")
    guards_of = Text(en="Guard of {place}", zh="{place} 的操作保护")
    reads_pass = Text(en="reads need no confirmation", zh="读操作无需确认")
    no_guard = Text(en="all writes are sent directly", zh="写操作直接发送")
    confirm_asks = Text(
        en="confirm writes; type the name if destructive", zh="写操作需确认；不可恢复的需输入名称"
    )
    name_asks = Text(
        en='type the name "{name}" for all writes', zh="所有写操作都需输入名称“{name}”"
    )
    read_only_refuses = Text(
        en="all writes are blocked, on the command line too", zh="禁止所有写操作，命令行也一样"
    )
    by_effect = Text(
        en="Guards depend on the effect, not the method: WeDa queries use POST too",
        zh="以接口的影响为准，而非请求方法：微搭的查询也用 POST",
    )
    two_axes = Text(en="Deployment + env type = URL", zh="部署 + 环境类型 = URL")
    axis_deployment = Text(en="deployment {name}", zh="部署 {name}")
    axis_env_type = Text(en="env type {env_type}", zh="环境类型 {env_type}")
    not_there = Text(en="–", zh="–")
    not_there_hint = Text(
        en="This deployment has no {env_type}; press 1–4 to add it",
        zh="此部署没有 {env_type}；按 1–4 添加",
    )
    group_address = Text(en="Address", zh="地址")
    group_key = Text(en="Key token", zh="密钥令牌")
    group_key_for = Text(en="workflow, permissions, OData", zh="审批流、权限、OData")
    group_user = Text(en="User token", zh="用户令牌")
    group_user_for = Text(en="data models, storage", zh="数据模型、云存储")
    group_place = Text(en="Environment", zh="环境")
    group_connection = Text(en="Connection", zh="连接")
    group_connection_for = Text(
        en="env ID, certificates, proxy, timeout", zh="环境 ID、证书、代理、超时"
    )
    group_variables = Text(en="Variables", zh="变量")
    alias = Text(en="Alias", zh="别名")
    alias_hint = Text(
        en="a short ASCII name that the guard also accepts",
        zh="ASCII 短名称；操作保护要求输入名称时也可输入",
    )
    client_id = Text(en="client_id", zh="client_id")
    client_id_hint = Text(
        en="optional, sent when signing in; older docs and SDKs use the env ID",
        zh="选填，登录时发送；旧版文档和 SDK 使用环境 ID",
    )
    device_id = Text(en="x-device-id", zh="x-device-id")
    device_id_hint = Text(
        en="optional, sent when signing in, 16 to 48 characters",
        zh="选填，登录时发送，16 到 48 个字符",
    )
    verify_tls = Text(en="Certificate", zh="证书")
    verify_on = Text(en="checked", zh="校验")
    verify_off = Text(en="! not checked", zh="! 不校验")
    verify_hint = Text(
        en="unchecked: anyone can impersonate the host; ! TLS always shown on top",
        zh="不校验时任何人都可冒充该主机；顶部一直显示 ! TLS",
    )
    ca_file = Text(en="CA file", zh="CA 文件")
    ca_file_hint = Text(
        en="private CA's PEM file, path relative to workspace; empty: system CAs",
        zh="私有 CA 的 PEM 文件，路径相对于工作区；留空则用系统根证书",
    )
    client_certificate = Text(en="Client cert", zh="客户端证书")
    client_certificate_hint = Text(
        en="PEM file, if the gateway requires mutual TLS", zh="PEM 文件，网关要求双向 TLS 时填写"
    )
    client_key = Text(en="Client key", zh="客户端私钥")
    client_key_hint = Text(
        en="PEM file without a password; empty if the cert file contains it",
        zh="无密码的 PEM 文件；与证书在同一文件时留空",
    )
    proxy = Text(en="Proxy", zh="代理")
    proxy_system = Text(en="system", zh="跟随系统")
    proxy_none = Text(en="none (direct)", zh="直连")
    proxy_own = Text(en="custom", zh="自定义")
    proxy_hint = Text(
        en="system: HTTP_PROXY, HTTPS_PROXY, NO_PROXY",
        zh="跟随系统：HTTP_PROXY、HTTPS_PROXY、NO_PROXY",
    )
    proxy_address = Text(en="Proxy address", zh="代理地址")
    proxy_address_hint = Text(
        en="http(s)://proxy:port; with a password: set HTTPS_PROXY and choose system",
        zh="http(s)://代理:端口；有密码的代理请设为 HTTPS_PROXY，并选“跟随系统”",
    )
    token_body = Text(en="Token body", zh="令牌请求体")
    token_body_hint = Text(
        en="JSON as documented; a form only if the gateway requires it",
        zh="文档规定为 JSON；仅网关要求时用表单",
    )
    everywhere = Text(en="all", zh="全部")
    variables_hint = Text(
        en="scope · name · value; Backspace in an empty row deletes it",
        zh="范围 · 名称 · 值；在空行按退格键删除该行",
    )
    variable = Text(en="variable", zh="变量")
    guard_of = Text(en="{env_type} guard", zh="{env_type} 操作保护")
    bad_alias = Text(
        en="only letters, digits and . _ -, at most 40",
        zh="别名只能用字母、数字和 . _ -，最多 40 个字符",
    )
    bad_client_id = Text(
        en="a client_id must be ASCII without spaces", zh="client_id 只能是不含空格的 ASCII"
    )
    bad_device_id = Text(
        en="16 to 48 ASCII characters without spaces", zh="须为 16 到 48 个不含空格的 ASCII 字符"
    )
    bad_variable = Text(
        en="a name is required, without spaces or braces", zh="请填写名称，不能有空格和花括号"
    )
    built_in = Text(
        en="{name} is built in; its value cannot be changed", zh="{name} 是内置变量，不能修改它的值"
    )
    twice = Text(en="{name} already has a row above", zh="上面已有 {name}")
    no_such_env_type = Text(
        en="{env_type} is not selected: select it, or another scope",
        zh="未选择环境类型 {env_type}：请选择它，或更换范围",
    )
    changed = Text(en="{count} changed", zh="已修改 {count} 处")
    changes = Text(en="Changes", zh="修改")
    no_changes = Text(en="no changes yet", zh="尚无修改")
    is_new = Text(en="not saved yet", zh="尚未保存")
    nothing = Text(en="none", zh="无")
    unsaved = Text(en="{name} has unsaved changes", zh="{name} 有未保存的修改")
    unsaved_save = Text(en="Save changes", zh="保存修改")
    unsaved_drop = Text(en="Discard changes", zh="放弃修改")
    unsaved_stay = Text(en="Stay here", zh="留在此处")
    file_changed = Text(
        en="The file of {name} changed on disk; nothing was written",
        zh="{name} 的文件在磁盘上已更改，未写入任何内容",
    )
    file_reload = Text(
        en="Use the version on disk, discard the changes here",
        zh="使用磁盘上的版本，放弃此处的修改",
    )
    file_overwrite = Text(
        en="Use the version here, overwrite the file on disk", zh="使用此处的版本，覆盖磁盘上的文件"
    )
    file_save_as = Text(en="Save under another name", zh="用其他名称另存")
    move = Text(en="move in the grid", zh="在网格中移动")
    set_guard = Text(en="guard", zh="操作保护")
    form = Text(en="edit", zh="编辑")
    more = Text(en="more", zh="更多")
    menu_title = Text(en="Environment {name}", zh="环境 {name}")
    new = Text(en="New environment", zh="新建环境")
    copy = Text(en="Duplicate", zh="复制一份")
    rename = Text(en="Rename", zh="重命名")
    drop_type = Text(en="Remove the env type {env_type}", zh="移除环境类型 {env_type}")
    restore = Text(en="Restore a removed environment", zh="恢复已删除的环境")
    importing = Text(en="Import a Postman environment", zh="导入 Postman 环境")
    export = Text(en="Copy as a Postman environment", zh="复制为 Postman 环境")
    copied_as = Text(
        en="Postman environment {name}, secrets left empty ({secrets})",
        zh="Postman 环境 {name}，机密留空（{secrets}）",
    )
    copy_of = Text(
        en="Copy of {name}: enter SecretKey and password again",
        zh="{name} 的副本：请重新填写 SecretKey 和密码",
    )
    back = Text(en="back to the grid", zh="返回网格")
    drop = Text(en="discard", zh="放弃")


class EnvironmentWords(Words):
    """All sentences about the setup of environments."""

    add = Nested(lambda: AddEnvironmentWords)
    show = Nested(lambda: ShowEnvironmentWords)
    secret = Nested(lambda: SecretCommandWords)
    trash = Nested(lambda: TrashWords)

    transfer = Nested(lambda: EnvironmentTransferWords)
    editor = Nested(lambda: EditorWords)


class EnvironmentCommandWords(Words):
    """``env``."""

    details = Text(
        en="An environment describes one WeDa deployment: its address, its env types and the SecretId of its key. It is a small file that a team can commit; secrets are never written to it.",
        zh="一个环境对应一套部署，包含地址、环境类型和密钥的 SecretId。环境是一个小文件，团队可以提交到代码仓库；机密从不写入其中。",
    )
    add_details = Text(
        en="REF is where the SecretKey or the password is stored. keyring, or no REF: asked for now and not shown (without a terminal, read from one line of stdin), then stored in the system keyring, or in a private file if there is no keyring. file: stored in the private file. env:NAME: read from an environment variable at each start. prompt: not stored, asked for by each run that requires it; a secret given on stdin now is stored as with keyring. The secret itself is never an argument. If both are read from stdin, the SecretKey comes first. Data models and storage require a user name and password.",
        zh="REF 是 SecretKey 或密码的存储位置。不写 REF 或写 keyring：现在提示输入，不回显（没有终端时读取 stdin 的一行），存入系统钥匙串，没有钥匙串则存入私有文件；file：存入私有文件；env:NAME：每次启动时读取环境变量；prompt：不存储，每次运行需要时再询问（现在从 stdin 传入的，按 keyring 存储）。SecretKey 和密码本身不能作为命令行参数；两者都从 stdin 读取时，先 SecretKey，后密码。数据模型和云存储需要用户名和密码。",
    )
    host = Text(
        en="address of the deployment: http(s)://ip-or-domain[:port][/prefix]",
        zh="部署的访问地址：http(s)://ip或域名[:端口][/路径前缀]",
    )
    host_kept = Text(en="All requests are sent to {host}/….", zh="所有请求都发送到 {host}/…。")
    host_cut = Text(
        en="{cut} is not part of the address and was removed: requests are sent to {host}/….",
        zh="{cut} 不属于访问地址，已去掉：请求发送到 {host}/…。",
    )
    env_type = Text(en="an env type; default: prod and dev", zh="环境类型；默认 prod 和 dev")
    secret_id = Text(en="SecretId of the environment's key", zh="环境密钥的 SecretId")
    secret_key = Text(
        en="where the SecretKey is stored: keyring, file, env:NAME or prompt",
        zh="SecretKey 的存储位置：keyring、file、env:NAME 或 prompt",
    )

    username = Text(
        en="user name to sign in with, for data models and storage",
        zh="登录用的用户名，用于数据模型和云存储",
    )
    password = Text(
        en="where the password is stored: keyring, file, env:NAME or prompt",
        zh="密码的存储位置：keyring、file、env:NAME 或 prompt",
    )
    ask_secret_id = Text(en="SecretId", zh="SecretId")
    ask_secret_key = Text(en="SecretKey (not shown)", zh="SecretKey（不回显）")
    no_secret_given = Text(
        en="There is no SecretKey on stdin. Pipe it in, or use --secret-key env:NAME.",
        zh="stdin 中没有 SecretKey：请通过管道传入，或使用 --secret-key env:NAME。",
    )
    secret_not_text = Text(
        en="The SecretKey on stdin is not UTF-8 text. Check what is piped in.",
        zh="stdin 中的 SecretKey 不是 UTF-8 文本：请检查管道传入的内容。",
    )
    ask_password = Text(en="Password (not shown)", zh="密码（不回显）")
    no_password_given = Text(
        en="There is no password on stdin. Pipe it in, or use --password env:NAME.",
        zh="stdin 中没有密码：请通过管道传入，或使用 --password env:NAME。",
    )
    username_needed = Text(
        en="--password requires --username.", zh="--password 须与 --username 一起使用。"
    )
    secret_id_needed = Text(
        en="--secret-key requires --secret-id.", zh="--secret-key 须与 --secret-id 一起使用。"
    )
    added = Text(en="Added {name}: {file}", zh="已添加 {name}：{file}")
    secret_key_name = Text(en="SecretKey", zh="SecretKey")
    password_name = Text(en="password", zh="密码")
    kept_in_keyring = Text(
        en="The {secret} is stored in the system keyring.", zh="{secret}：已存入系统钥匙串。"
    )
    kept_in_file = Text(
        en="No keyring was used: the {secret} is stored in the private file {file}",
        zh="{secret}：未使用系统钥匙串，已存入私有文件 {file}",
    )
    kept_in_variable = Text(
        en="The {secret} is read from the environment variable {variable}.",
        zh="{secret}：从环境变量 {variable} 读取。",
    )
    kept_nowhere = Text(
        en="The {secret} is not stored: each run that requires it asks for it.",
        zh="{secret}：不存储，每次运行需要时再询问。",
    )
    ask_again = Text(
        en="{secret} of {environment} (not shown, not stored)",
        zh="{environment} 的 {secret}（不回显，不存储）",
    )
    no_secret = Text(
        en="No SecretKey is stored: calls that require a key token will not work.",
        zh="未存储 SecretKey：需要密钥令牌的接口无法调用。",
    )
    none = Text(
        en="No environments yet. Add one: weda-tui env add",
        zh="还没有环境。添加环境：weda-tui env add",
    )
    not_removed = Text(en="{name} was not removed.", zh="{name} 未删除。")
    yes_needed = Text(
        en="There is no terminal to confirm on: add --yes.", zh="没有可供确认的终端，请加 --yes。"
    )

    address = Text(en="address", zh="地址")
    env_id = Text(en="envId", zh="envId")
    env_types = Text(en="env types", zh="环境类型")
    timeout = Text(en="timeout", zh="超时")
    tls = Text(en="TLS", zh="TLS")
    tls_checked = Text(en="checked", zh="校验")
    tls_unchecked = Text(en="! not checked", zh="! 不校验")
    ca_file = Text(en="CA file", zh="CA 文件")
    variables = Text(en="variables", zh="变量")
    secret_id_label = Text(en="SecretId", zh="SecretId")
    secret_key_label = Text(en="SecretKey in", zh="SecretKey 位置")
    username_label = Text(en="user name", zh="用户名")
    password_label = Text(en="password in", zh="密码位置")


class TargetWords(Words):
    """The strip at the top, and the list of targets (F2)."""

    no_environment = Text(en="no environment yet", zh="还没有环境")
    no_environment_chosen = Text(en="no environment chosen", zh="未选择环境")
    environment_gone = Text(
        en="the chosen environment {name} no longer exists: choose another",
        zh="选中的环境 {name} 已不存在，请重新选择",
    )
    token = Text(en="token", zh="令牌")
    other_key = Text(en="key", zh="密钥")
    other_user = Text(en="user", zh="用户")
    list_title = Text(en="Environment", zh="环境")
    filter = Text(en="name or address", zh="名称或地址")
    nothing_found = Text(en="No match for “{query}”", zh="没有匹配“{query}”的环境")
    new = Text(en="New environment", zh="新建环境")
    edit = Text(en="Edit this environment", zh="编辑此环境")
    broken = Text(en="{count:file|files} cannot be opened", zh="{count} 个文件无法打开")
    switched = Text(en="Switched to {place}", zh="已切换到 {place}")
