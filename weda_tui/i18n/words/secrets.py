"""What secrets and requests may reach: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words


class RoutePartWords(Words):
    """The parts of a route that are not the usual ones, for one line."""

    proxy = Text(en="through the proxy {proxy}", zh="经代理 {proxy}")
    system_proxy = Text(en="through this machine's proxy {proxy}", zh="经本机设置的代理 {proxy}")
    no_proxy = Text(en="not using this machine's proxy", zh="不使用本机设置的代理")
    tls_off = Text(en="TLS certificates not checked", zh="不校验 TLS 证书")
    ca = Text(en="trusting the CA file {file} ({digest})", zh="信任 CA 文件 {file}（{digest}）")
    certificate = Text(
        en="showing the client certificate {file} ({digest})",
        zh="出示客户端证书 {file}（{digest}）",
    )
    digest = Text(en="SHA-256 {digest}", zh="SHA-256 {digest}")
    """What stands for a file's content, as ``digest`` of the others."""
    unreadable = Text(en="no PEM that can be read", zh="读不出 PEM 内容")
    """The same for a file that cannot be read, or is none."""
    public_http = Text(en="plain HTTP to a public host", zh="用明文 HTTP 发往公网主机")
    joint = Text(en=", ", zh="，")


class RouteChangeWords(Words):
    """What of a route is another than before; ``{old}`` and ``{new}`` are values."""

    address = Text(en="the address changed from {old} to {new}", zh="地址由 {old} 变成 {new}")
    proxy = Text(en="the proxy changed from {old} to {new}", zh="代理由 {old} 变成 {new}")
    tls = Text(
        en="the check of TLS certificates changed from {old} to {new}",
        zh="TLS 证书校验由 {old} 变成 {new}",
    )
    ca = Text(en="the trusted CA changed from {old} to {new}", zh="信任的 CA 由 {old} 变成 {new}")
    certificate = Text(
        en="the client certificate changed from {old} to {new}", zh="客户端证书由 {old} 变成 {new}"
    )
    none = Text(en="none", zh="无")
    direct = Text(
        en="direct (this machine's own proxy is not used)", zh="直连（不使用本机设置的代理）"
    )
    checked = Text(en="on", zh="开")
    unchecked = Text(en="off", zh="关")
    system = Text(en="the system's", zh="系统自带")
    unreadable = Text(en="a file with no PEM that can be read", zh="读不出 PEM 内容的文件")
    joint = Text(en="; ", zh="；")


class RouteApprovalWords(Words):
    """``env approve`` and the question of the explorer."""

    command = Text(
        en="approve what the secrets and requests of an environment may reach",
        zh="批准一个环境的密钥和请求能发往哪里",
    )
    details = Text(
        en="Shows where the secrets of an environment, and what you send, would go (address, proxy, TLS trust), and asks. A file of a workspace can change that, so each change is approved once, for this workspace on this machine. Without a terminal, --route approves exactly what was looked at: the fingerprint is that of the route and of where each secret is (env:NAME, file, keyring); --yes never approves.",
        zh="列出环境的密钥和请求内容会发往哪里（地址、代理、TLS 信任），然后询问。工作区里的文件可以改动这些，所以每次改动都要在本机的这个工作区批准一次。没有终端时用 --route 只批准看过的那条路线和那些密钥（指纹包含 env:名称 等存放处）；--yes 不能代替批准。",
    )
    route = Text(
        en="approve this route and no other, without asking", zh="不询问，只批准这一条路线"
    )
    title_new = Text(
        en="This route of {environment} is not approved in this workspace",
        zh="这个工作区里还没有批准 {environment} 的这条路线",
    )
    title_changed = Text(
        en="The route of {environment} is not the one that was approved",
        zh="{environment} 的路线和批准过的不一样",
    )
    address = Text(en="address", zh="地址")
    proxy = Text(en="proxy", zh="代理")
    tls = Text(en="TLS", zh="TLS")
    ca = Text(en="CA", zh="CA")
    certificate = Text(en="shows", zh="出示")
    fingerprint = Text(en="fingerprint", zh="指纹")
    sends = Text(en="would send", zh="会发出")
    changed = Text(en="changed", zh="变化")
    no_proxy = Text(en="none", zh="无")
    turned_off = Text(
        en="none: this machine's proxy settings are not used (so says the environment's file)",
        zh="无：不使用本机设置的代理（环境文件里写的）",
    )
    own_proxy = Text(en="{proxy} (this machine's own setting)", zh="{proxy}（本机自己的设置）")
    of_file = Text(en="{proxy} (named by the environment's file)", zh="{proxy}（环境文件里写的）")
    system_ca = Text(en="the system's", zh="系统自带")
    file = Text(en="{digest} ({file})", zh="{digest}（{file}）")  # a long name hides no digest
    is_approved = Text(en="approved", zh="已批准")
    is_not_approved = Text(en="not approved", zh="未批准")
    ask = Text(en="Approve this route?", zh="批准这条路线吗？")
    done = Text(
        en="Approved in this workspace: {environment}, route {fingerprint}.",
        zh="已在这个工作区批准：{environment}，路线 {fingerprint}。",
    )
    refused = Text(en="Not approved; nothing of it is sent.", zh="没有批准，什么也不会发出。")
    already = Text(en="{environment} is approved already.", zh="{environment} 已经批准过了。")
    nothing = Text(
        en="{environment} names no secret: there is nothing to approve.",
        zh="{environment} 没有写任何密钥，不需要批准。",
    )
    will_send = Text(en="{uses} will go to {route}.", zh="{uses}会发往 {route}。")
    approve_key = Text(en="approve and send", zh="批准并发送")
    dont = Text(en="send nothing", zh="什么也不发")
    enter_never = Text(en="Enter never approves", zh="回车不会批准")
    a_route = Text(en="What secrets and requests may reach", zh="密钥和请求能发往哪里")
    not_sent = Text(en="Not approved, nothing was sent.", zh="没有批准，什么也没有发出。")


class RouteWords(Words):
    """Everything that is said of routes."""

    parts = Nested(lambda: RoutePartWords)
    changes = Nested(lambda: RouteChangeWords)
    approval = Nested(lambda: RouteApprovalWords)
    secret_key = Text(en="the SecretKey", zh=" SecretKey")
    password = Text(en="the password", zh="密码")
    client_certificate = Text(en="the client certificate", zh="客户端证书")
    request = Text(en="what you send", zh="请求内容")
    use = Text(en="{what} ({place})", zh="{what}（{place}）")
    joint = Text(en=" and ", zh="和")
    line = Text(en="Route: {parts}", zh="路线：{parts}")
    tls_risk = Text(
        en="! {environment}: TLS certificates are not checked, anybody can pose as this host.",
        zh="! {environment}：不校验 TLS 证书，谁都能冒充这台主机。",
    )
    http_risk = Text(
        en=(
            "! {environment}: {host} is public and plain HTTP, what is sent can be read on the way."
        ),
        zh="! {environment}：{host} 是公网主机，又用明文 HTTP，发出的内容路上能被看到。",
    )
    shown_fingerprint = Text(en="route", zh="路线")
    shown_heading = Text(en="Route", zh="路线")
    mark_proxy = Text(en="proxy {proxy}", zh="代理 {proxy}")
    mark_tls = Text(en="TLS", zh="TLS")
    mark_ca = Text(en="own CA", zh="自有 CA")
