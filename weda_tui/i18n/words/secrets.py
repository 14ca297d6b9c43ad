"""Where secrets and requests may be sent: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words


class RoutePartWords(Words):
    """The unusual parts of a route, for one line."""

    proxy = Text(en="through the proxy {proxy}", zh="经代理 {proxy}")
    system_proxy = Text(en="through this machine's proxy {proxy}", zh="经本机设置的代理 {proxy}")
    no_proxy = Text(en="not using this machine's proxy", zh="不使用本机设置的代理")
    tls_off = Text(en="TLS certificates not checked", zh="不校验 TLS 证书")
    ca = Text(en="trusting the CA file {file} ({digest})", zh="信任 CA 文件 {file}（{digest}）")
    certificate = Text(
        en="with the client certificate {file} ({digest})", zh="使用客户端证书 {file}（{digest}）"
    )
    digest = Text(en="SHA-256 {digest}", zh="SHA-256 {digest}")
    """The digest of a file's content, used as ``digest`` in the other sentences."""
    unreadable = Text(en="no readable PEM content", zh="没有可读取的 PEM 内容")
    """Used as ``digest`` for a file that is missing or unreadable."""
    public_http = Text(en="plain HTTP to a public host", zh="以明文 HTTP 发送到公网主机")
    joint = Text(en=", ", zh="，")


class RouteChangeWords(Words):
    """What differs from the previous route; ``{old}`` and ``{new}`` are values."""

    address = Text(en="the address changed from {old} to {new}", zh="地址从 {old} 变为 {new}")
    proxy = Text(en="the proxy changed from {old} to {new}", zh="代理从 {old} 变为 {new}")
    tls = Text(
        en="the TLS certificate check changed from {old} to {new}",
        zh="TLS 证书校验从 {old} 变为 {new}",
    )
    ca = Text(en="the trusted CA changed from {old} to {new}", zh="信任的 CA 从 {old} 变为 {new}")
    certificate = Text(
        en="the client certificate changed from {old} to {new}", zh="客户端证书从 {old} 变为 {new}"
    )
    none = Text(en="none", zh="无")
    direct = Text(en="direct (this machine's proxy is not used)", zh="直连（不使用本机设置的代理）")
    checked = Text(en="on", zh="开")
    unchecked = Text(en="off", zh="关")
    system = Text(en="the system default", zh="系统默认")
    unreadable = Text(en="a file without readable PEM content", zh="没有可读取的 PEM 内容的文件")
    joint = Text(en="; ", zh="；")


class RouteApprovalWords(Words):
    """``env approve`` and the question of the explorer."""

    command = Text(
        en="approve where an environment's secrets and requests may be sent",
        zh="批准环境的机密和请求可以发送到哪里",
    )
    details = Text(
        en="Shows where the secrets of an environment, and your requests, would be sent (address, proxy, TLS trust), and asks for approval. A file in the workspace can change that, so each change must be approved once for this workspace on this machine. Without a terminal, --route approves only the route that was reviewed: the fingerprint covers the route and where each secret is stored (env:NAME, file, keyring). --yes never approves a route.",
        zh="列出环境的机密和请求将发送到哪里（地址、代理、TLS 信任），然后询问是否批准。工作区中的文件可以改变这些内容，因此每次变更都须在本机的此工作区中批准一次。没有终端时，--route 只批准已查看的路由：指纹涵盖路由和各机密的存放位置（env:名称、file、keyring）。--yes 不能代替批准。",
    )
    route = Text(en="approve only this route, without asking", zh="只批准此路由，不询问")
    title_new = Text(
        en="This route of {environment} is not approved in this workspace",
        zh="此工作区尚未批准 {environment} 的此路由",
    )
    title_changed = Text(
        en="The route of {environment} differs from the approved one",
        zh="{environment} 的路由与已批准的不同",
    )
    address = Text(en="address", zh="地址")
    proxy = Text(en="proxy", zh="代理")
    tls = Text(en="TLS", zh="TLS")
    ca = Text(en="CA", zh="CA")
    certificate = Text(en="certificate", zh="证书")
    fingerprint = Text(en="fingerprint", zh="指纹")
    sends = Text(en="would send", zh="将发送")
    changed = Text(en="changed", zh="变化")
    no_proxy = Text(en="none", zh="无")
    turned_off = Text(
        en="none: this machine's proxy settings are not used (set in the environment's file)",
        zh="无：不使用本机设置的代理（由环境文件指定）",
    )
    own_proxy = Text(en="{proxy} (set on this machine)", zh="{proxy}（由本机设置指定）")
    of_file = Text(en="{proxy} (set in the environment's file)", zh="{proxy}（由环境文件指定）")
    system_ca = Text(en="system default", zh="系统默认")
    file = Text(en="{digest} ({file})", zh="{digest}（{file}）")  # a long name hides no digest
    is_approved = Text(en="approved", zh="已批准")
    is_not_approved = Text(en="not approved", zh="未批准")
    ask = Text(en="Approve this route?", zh="是否批准此路由？")
    done = Text(
        en="Approved in this workspace: {environment}, route {fingerprint}.",
        zh="已在此工作区批准：{environment}，路由 {fingerprint}。",
    )
    refused = Text(en="Not approved; nothing will be sent.", zh="未批准，不会发送任何内容。")
    already = Text(en="{environment} is already approved.", zh="{environment} 已批准。")
    nothing = Text(
        en="{environment} has no secrets: there is nothing to approve.",
        zh="{environment} 没有机密，无需批准。",
    )
    will_send = Text(en="{uses} will be sent to {route}.", zh="{uses}将发送到 {route}。")
    approve_key = Text(en="approve and send", zh="批准并发送")
    dont = Text(en="send nothing", zh="不发送")
    enter_never = Text(en="Enter never approves", zh="Enter 不会批准")
    a_route = Text(en="Where secrets and requests may be sent", zh="机密和请求可以发送到哪里")
    not_sent = Text(en="Not approved; nothing was sent.", zh="未批准，请求未发送。")


class RouteWords(Words):
    """All sentences about routes."""

    parts = Nested(lambda: RoutePartWords)
    changes = Nested(lambda: RouteChangeWords)
    approval = Nested(lambda: RouteApprovalWords)
    secret_key = Text(en="the SecretKey", zh=" SecretKey")
    password = Text(en="the password", zh="密码")
    client_certificate = Text(en="the client certificate", zh="客户端证书")
    request = Text(en="your requests", zh="请求内容")
    use = Text(en="{what} ({place})", zh="{what}（{place}）")
    joint = Text(en=" and ", zh="和")
    line = Text(en="Route: {parts}", zh="路由：{parts}")
    tls_risk = Text(
        en="! {environment}: TLS certificates are not checked; anyone can impersonate this host.",
        zh="! {environment}：不校验 TLS 证书，任何人都能冒充此主机。",
    )
    http_risk = Text(
        en="! {environment}: {host} is public and uses plain HTTP; what is sent can be read in transit.",
        zh="! {environment}：{host} 是公网主机且使用明文 HTTP，发送的内容在传输途中可能被读取。",
    )
    shown_fingerprint = Text(en="route", zh="路由")
    shown_heading = Text(en="Route", zh="路由")
    mark_proxy = Text(en="proxy {proxy}", zh="代理 {proxy}")
    mark_tls = Text(en="TLS", zh="TLS")
    mark_ca = Text(en="private CA", zh="私有 CA")
