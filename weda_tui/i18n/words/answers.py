"""The verdict, the response and its meaning: every sentence in both languages."""

from collections.abc import Mapping

from weda_tui.core.answers.timing import TimingStep
from weda_tui.i18n.text import Failure, Localized, Nested, Text, Words


class VerdictWords(Words):
    """A failed verdict in words, if its code has no entry; each may contain ``{code}``."""

    layer_network = Text(en="network", zh="网络")
    layer_tls = Text(en="TLS", zh="TLS")
    layer_http = Text(en="HTTP", zh="HTTP")
    layer_proxy = Text(en="proxy page", zh="代理页")
    layer_gateway = Text(en="gateway", zh="网关")
    layer_auth = Text(en="auth", zh="认证")
    layer_business = Text(en="business", zh="业务")
    layer_model = Text(en="data model", zh="数据模型")
    layer_storage = Text(en="storage", zh="云存储")
    layer_partial = Text(en="partial", zh="部分失败")

    http = Failure(
        en="{code}, and the body is not in a known error format.",
        en_hint="Check the address, path and method.",
        zh="{code}，正文不是已知的错误格式。",
        zh_hint="核对地址、路径和方法。",
    )
    proxy = Failure(
        en="The response is a web page, not JSON: it looks like a proxy sign-in page.",
        en_hint="Open the address in a browser.",
        zh="响应是网页，不是 JSON：可能是代理的登录页。",
        zh_hint="在浏览器中打开访问地址确认。",
    )
    gateway = Failure(
        en="{code} is not in the error reference.",
        en_hint="Read the server message; look up the requestId in the gateway log.",
        zh="错误码手册中没有 {code}。",
        zh_hint="查看服务器返回的信息；用 requestId 查询网关日志。",
    )
    auth = Failure(
        en="The auth service refused the request: {code}.",
        en_hint="Check the token and credentials that this endpoint requires.",
        zh="认证服务拒绝了请求：{code}。",
        zh_hint="核对这个接口所需的令牌和凭据。",
    )
    business = Failure(
        en="The request reached the service but was refused: {code}.",
        en_hint="The server message says why; compare with the endpoint's parameters.",
        zh="请求已到达业务服务，但被拒绝：{code}。",
        zh_hint="原因见服务器返回的信息；对照接口的参数检查。",
    )
    model = Failure(
        en="The data model refused the request: {code}.",
        en_hint=(
            "Read the server message; check the model's key, the role's permissions and the parameters."
        ),
        zh="数据模型拒绝了请求：{code}。",
        zh_hint="查看服务器返回的信息；核对模型标识、角色权限和参数。",
    )
    storage = Failure(
        en="Some objects failed, the first with {code}.",
        en_hint="Check each code; objects that succeeded need not be sent again.",
        zh="部分对象失败，第一个错误码是 {code}。",
        zh_hint="逐项查看错误码；已成功的对象无需重新发送。",
    )
    storage_refused = Failure(
        en="Cloud storage refused the whole request: {code}.",
        en_hint="Read the server message; check the permissions and the request body.",
        zh="云存储拒绝了整个请求：{code}。",
        zh_hint="查看服务器返回的信息；核对权限和请求体。",
    )
    partial = Failure(
        en="Some items succeeded and some failed, the first with {code}.",
        en_hint="Check each reason; items that succeeded need not be sent again.",
        zh="部分成功，部分失败，第一个错误码是 {code}。",
        zh_hint="逐项查看原因；已成功的无需重新发送。",
    )
    rule = Failure(
        en="The response does not meet this endpoint's success rule.",
        en_hint="The rule is {rule}; press 1 in the response to change it.",
        zh="响应不符合这个接口的成功规则。",
        zh_hint="规则是 {rule}；在响应中按 1 可以修改。",
    )
    unknown = Failure(
        en="HTTP reports success, but the body has no known format.",
        en_hint="Read the body first; do not count it as a success.",
        zh="HTTP 请求成功，但正文不是已知的格式。",
        zh_hint="先查看正文，不要当作成功。",
    )
    """For a success status with a body of no documented shape."""


class GatewayCodeWords(Words):
    """The codes of the private-deployment guide (3.1): the meaning, and one next step.

    A field is named after its code, in lower case.
    """

    invalid_access_token = Failure(
        en="The token is invalid or has expired.",
        en_hint="Renew the token and send again.",
        zh="令牌无效或已过期。",
        zh_hint="刷新令牌后重新发送。",
    )
    bad_request = Failure(
        en="The request is malformed.",
        en_hint="Check the JSON, Content-Type and method.",
        zh="请求的格式不正确。",
        zh_hint="核对 JSON、Content-Type 和方法。",
    )
    invalid_host = Failure(
        en="The address is not allowed.",
        en_hint="Use the address that opens WeDa in the browser, with scheme and port.",
        zh="访问地址不合法。",
        zh_hint="使用浏览器中打开微搭的地址，包含协议和端口。",
    )
    invalid_region = Failure(
        en="The region does not match.",
        en_hint="Use the address of the private deployment, not of the public cloud.",
        zh="地域不匹配。",
        zh_hint="使用私有部署的地址，不是公有云的地址。",
    )
    invalid_env = Failure(
        en="The environment is wrong or does not exist.",
        en_hint="Check the env ID, and prod or dev in the path.",
        zh="环境不正确，或不存在。",
        zh_hint="核对环境 ID 和路径中的 prod、dev。",
    )
    invalid_env_status = Failure(
        en="The environment is not in a usable state.",
        en_hint="Check its state in the admin console.",
        zh="环境状态异常，当前不可用。",
        zh_hint="在管理后台查看环境的状态。",
    )
    invalid_common_param = Failure(
        en="A common parameter is malformed.",
        en_hint="Check the headers and the parameters in the path.",
        zh="公共参数的格式不正确。",
        zh_hint="核对请求头和路径中的参数。",
    )
    sign_param_invalid = Failure(
        en="The signature check failed.",
        en_hint="Check SecretId and SecretKey.",
        zh="签名校验未通过。",
        zh_hint="核对 SecretId 和 SecretKey。",
    )
    permission_denied = Failure(
        en="Insufficient permissions.",
        en_hint="Check the kind of token: data models and storage require a user token.",
        zh="权限不足。",
        zh_hint="核对令牌的种类：数据模型和云存储需要用户令牌。",
    )
    exceed_request_limit = Failure(
        en="A resource quota is exceeded.",
        en_hint="Reduce usage, or ask an administrator to raise the quota.",
        zh="超出资源配额。",
        zh_hint="减少用量，或请联系管理员提高配额。",
    )
    exceed_ratelimit = Failure(
        en="Too many requests.",
        en_hint="Slow down, and send again in a few seconds.",
        zh="请求过于频繁。",
        zh_hint="降低请求频率，几秒后重新发送。",
    )
    sys_err = Failure(
        en="An internal error occurred in WeDa.",
        en_hint="Look up the requestId in the deployment's log.",
        zh="微搭内部错误。",
        zh_hint="用 requestId 查询部署的日志。",
    )
    server_timeout = Failure(
        en="A WeDa service did not respond in time.",
        en_hint="Request smaller pages; check the result before you repeat a write.",
        zh="微搭服务未及时响应。",
        zh_hint="减少每页条数；重新发送写操作前，先查询上次的结果。",
    )


class AuthCodeWords(Words):
    """Codes of the auth module (public pages; @cloudbase/oauth): the meaning, and one next step.

    A field is named after its code; several codes may share a field, see ``SIGN_IN_CODES`` in
    ``phrases.errors``.
    """

    invalid_grant = Failure(
        en=(
            "The grant is invalid: the refresh token was used or has expired, or the password is wrong."
        ),
        en_hint="Sign in again; change the password in the environment (F2 F2).",
        zh="授权无效：刷新令牌已使用或已过期，或密码错误。",
        zh_hint="重新登录；密码在环境中修改（F2 F2）。",
    )
    captcha_required = Failure(
        en="Too many failed sign-ins: the deployment requires a captcha.",
        en_hint="Check the password, and sign in again in a few minutes.",
        zh="登录失败次数过多，部署要求图形验证码。",
        zh_hint="先核对密码，几分钟后重新登录。",
    )
    wrong_password = Failure(
        en="The user name or password is wrong.",
        en_hint="Check both.",
        zh="用户名或密码错误。",
        zh_hint="核对用户名和密码。",
    )
    login_method_disabled = Failure(
        en="Password sign-in is disabled in this deployment.",
        en_hint="Ask an administrator to enable it in the sign-in methods.",
        zh="这个部署未启用“用户名密码登录”。",
        zh_hint="请联系管理员在登录方式中启用。",
    )
    user_blocked = Failure(
        en="This user is blocked or not yet active.",
        en_hint="Use another user, or ask an administrator to enable this one.",
        zh="该用户已被冻结，或尚未激活。",
        zh_hint="更换用户，或请联系管理员启用该用户。",
    )
    unauthenticated = Failure(
        en="The user token is invalid or the user signed out.",
        en_hint="Renew the user token and send again.",
        zh="用户令牌无效，或用户已退出登录。",
        zh_hint="刷新用户令牌后重新发送。",
    )


class ForeignWords(Words):
    """Responses not from WeDa; a field is a code of ``core.answers.foreign`` in lower case.

    Each may contain ``{message}``, the target of a redirect.
    """

    http_on_https_port = Failure(
        en="This port expects HTTPS but received HTTP.",
        en_hint="Change the address to https://.",
        zh="该端口需要 HTTPS，收到的是 HTTP。",
        zh_hint="将访问地址改为 https://。",
    )
    redirect_to_https = Failure(
        en="The server redirects to {message}.",
        en_hint="Change the address to https://; tokens are not forwarded automatically.",
        zh="服务器要求改用 {message}。",
        zh_hint="将访问地址改为 https://；令牌不会自动转发。",
    )
    redirect_to_sign_in = Failure(
        en="The server redirects to a sign-in page: {message}. The redirect was not followed.",
        en_hint="Sign in with a browser; a proxy that allows this machine may also be required.",
        zh="服务器将请求重定向到登录页：{message}。未跟随重定向。",
        zh_hint="在浏览器中登录；也可能需要设置允许本机访问的代理。",
    )
    redirect_elsewhere = Failure(
        en="The server redirects to {message}. The redirect was not followed.",
        en_hint="It looks like a sign-in page or a proxy. Open the address in a browser; if it has moved, change it in the environment.",
        zh="服务器将请求重定向到 {message}。未跟随重定向。",
        zh_hint="可能是登录页或代理。在浏览器中打开访问地址确认；如果地址已变更，请修改环境。",
    )
    proxy_auth = Failure(
        en="The proxy requires a user name and password.",
        en_hint="Add them to the proxy address: http://user:password@host:port.",
        zh="代理需要用户名和密码。",
        zh_hint="写入代理地址：http://用户名:密码@主机:端口。",
    )
    captive_portal = Failure(
        en="The response is the sign-in page of this network.",
        en_hint="Sign in with a browser, then send again.",
        zh="响应是上网认证页：需要先登录这个网络。",
        zh_hint="在浏览器中登录网络后重新发送。",
    )
    login_page = Failure(
        en="The response is a sign-in page, not JSON: it looks like a proxy or single sign-on.",
        en_hint="Open the address in a browser; ask an administrator to allow /weda, /v1 and /auth.",
        zh="响应是登录页，不是 JSON：可能来自代理或单点登录。",
        zh_hint="在浏览器中打开访问地址确认；请联系管理员放行 /weda、/v1 和 /auth 路径。",
    )
    gateway_down = Failure(
        en="The response is from the gateway in front of WeDa, which got no response from the service behind it.",
        en_hint="The service may be restarting, down or too slow: send again later. If this continues, give an administrator the time of the failure, so that they can check the gateway log.",
        zh="响应来自微搭前面的网关，不是微搭：网关没有收到后端服务的响应。",
        zh_hint=(
            "服务可能正在重启、未启动或响应过慢：稍后重新发送；如果持续出现，请将发生时间告知管理员，以便查询网关日志。"
        ),
    )
    gateway_refused = Failure(
        en="The response is from the gateway in front of WeDa, which did not forward the request.",
        en_hint="Check the address and the path; ask an administrator whether the gateway forwards /weda, /v1 and /auth.",
        zh="响应来自微搭前面的网关，不是微搭：网关没有转发请求。",
        zh_hint="核对访问地址和路径；请联系管理员检查网关是否转发 /weda、/v1 和 /auth。",
    )
    firewall = Failure(
        en="A web application firewall blocked the request as an attack.",
        en_hint="Give the number on the page to an administrator and ask them to allow this endpoint.",
        zh="请求被 Web 应用防火墙（WAF）拦截：被识别为攻击。",
        zh_hint="请将页面上的编号告知管理员，申请放行这个接口。",
    )


class NetworkWords(Words):
    """The sentences around a call without a response."""

    foreign = Nested(lambda: ForeignWords)

    nothing_executed = Text(
        en="Nothing was executed: the request did not arrive", zh="未执行任何操作：请求未送达"
    )
    """The call was not executed: the request did not arrive."""
    nothing_left = Text(
        en="Nothing was executed: there was no token, so the request was not sent",
        zh="未执行任何操作：没有获取到令牌，请求未发送",
    )
    """The call was not executed: there was no token for it."""
    perhaps_executed = Text(
        en="May have been executed: the request was sent, but no response arrived",
        zh="不确定是否已执行：请求已发送，未收到响应",
    )
    """Whether the call was executed is unknown: no response arrived."""
    was_executed = Text(
        en="The server processed the request: only the response is incomplete",
        zh="服务器已处理请求：只是响应不完整",
    )
    """The call was executed, and its response was cut off."""

    unsent = Text(en="✗ NOT SENT", zh="✗ 未发送")
    unsent_lead = Text(en="Not sent: ", zh="请求未发送：")
    """The common beginning of such sentences, which is omitted beside the chip."""
    no_answer = Text(en="✗ NO RESPONSE", zh="✗ 无响应")
    """The chip of a call that was sent and got no response."""
    cut = Text(en="✗ INCOMPLETE", zh="✗ 不完整")
    """The chip of a response whose end is missing."""

    layer_network = Text(en="network", zh="网络")
    layer_tls = Text(en="TLS", zh="TLS")
    layer_proxy = Text(en="proxy", zh="代理")
    layer_limit = Text(en="limit", zh="限制")
    layer_token = Text(en="token", zh="令牌")
    layer_guard = Text(en="guard", zh="操作保护")
    layer_file = Text(en="request", zh="请求")

    stray_bytes = Text(
        en="The server sent more bytes after the response; the connection was closed.",
        zh="服务器在响应之后又发送了数据；连接已关闭。",
    )
    """For a server that sent more than its responses."""
    withheld = Text(
        en="The body is neither shown nor stored: this endpoint may return tokens, and none could be identified and masked. Request JSON instead.",
        zh="响应体不显示也不保存：这个接口可能返回令牌，但未能识别出令牌并脱敏。请改为请求 JSON。",
    )
    """For an unreadable response of a call that may return tokens."""
    detail = Text(en="System message", zh="系统返回的信息")
    """The label of a message of the operating system."""
    detail_key = Text(en="d show system message", zh="d 查看系统返回的信息")


class TimingWords(Words):
    """The tab of the response with the times."""

    tab = Text(en="Timing", zh="耗时")
    prepared = Text(en="prepare", zh="准备")
    prepared_why = Text(en="fetching the token; not in the total", zh="获取令牌；不计入合计")
    steps = Localized[Mapping[TimingStep, str]](
        en={
            TimingStep.CONNECT: "connect",
            TimingStep.TUNNEL: "proxy",
            TimingStep.TLS: "TLS",
            TimingStep.SEND: "send",
            TimingStep.WAIT: "wait",
            TimingStep.RECEIVE: "receive",
        },
        zh={
            TimingStep.CONNECT: "连接",
            TimingStep.TUNNEL: "代理",
            TimingStep.TLS: "TLS",
            TimingStep.SEND: "发送",
            TimingStep.WAIT: "等待",
            TimingStep.RECEIVE: "接收",
        },
    )
    whys = Localized[Mapping[TimingStep, str]](
        en={
            TimingStep.CONNECT: "including DNS lookup",
            TimingStep.TUNNEL: "opening the tunnel",
            TimingStep.WAIT: "until the headers arrive",
        },
        zh={
            TimingStep.CONNECT: "含域名解析",
            TimingStep.TUNNEL: "建立代理隧道",
            TimingStep.WAIT: "直到收完响应头",
        },
    )
    """The explanation of a step whose name is not enough."""
    reused = Text(en="connect", zh="连接")
    reused_why = Text(en="an open connection was reused", zh="复用已有的连接")
    other = Text(en="other", zh="其他")
    other_why = Text(en="this machine", zh="本机")
    total = Text(en="total", zh="合计")
    total_why = Text(en="from connecting to the last byte", zh="从开始连接到最后一个字节")
    started = Text(en="started", zh="开始")
    server = Text(en="server time", zh="服务器时间")
    server_same = Text(en="same as this machine", zh="与本机一致")
    server_ahead = Text(en="{by} ahead of this machine", zh="比本机快 {by}")
    server_behind = Text(en="{by} behind this machine", zh="比本机慢 {by}")
    rate = Text(en="{rate}/s", zh="{rate}/s")
    not_kept = Text(
        en="the history stores the total, not the steps", zh="历史中只保存合计，不保存各步骤"
    )


class RuleWords(Words):
    """The dialog for the success rule of an endpoint."""

    title = Text(en="Success rule of {endpoint}", zh="{endpoint} 的成功规则")
    about = Text(
        en="A JSONPath condition (RFC 9535); $ is the whole response. If it is true, the response is a success, otherwise a failure. An HTTP status other than 2xx is always a failure.",
        zh="填写一个 JSONPath 条件（RFC 9535），$ 是整个响应。条件成立为成功，不成立为失败。HTTP 状态码不是 2xx 的始终为失败。",
    )
    example = Text(en="for example {rule}", zh="例如 {rule}")
    holds = Text(en="✓ true for this response: success", zh="✓ 对当前响应成立：成功")
    fails = Text(en="✗ false for this response: failure", zh="✗ 对当前响应不成立：失败")
    cannot_try = Text(
        en="? this response is not JSON or is too large: the condition cannot be applied",
        zh="? 当前响应不是 JSON 或太大：无法应用这个条件",
    )
    removes = Text(
        en="leave empty and save to delete the rule and restore the built-in verdict",
        zh="留空保存即删除规则，恢复内置的判定",
    )
    keep = Text(en="save in the workspace", zh="保存到工作区")
    take_example = Text(en="use the example", zh="使用示例")
    saved = Text(en="Saved the success rule to {file}", zh="成功规则已保存到 {file}")
    removed = Text(en="Deleted the success rule from {file}", zh="已从 {file} 删除成功规则")
    settled = Text(en="according to your success rule {rule}", zh="根据自定义的成功规则 {rule}")
    no_answer = Text(
        en="Send the request once, then write the rule for its response",
        zh="请先发送一次请求，再根据响应编写规则",
    )


class ResponsePaneWords(Words):
    """The pane of the response."""

    ok = Text(en="✓ OK", zh="✓ 成功")
    failed = Text(en="✗ FAILED", zh="✗ 失败")
    partly = Text(en="! PARTLY FAILED", zh="! 部分失败")
    some_failed = Text(en="{failed} of {count} failed", zh="{count} 个中有 {failed} 个失败")
    item = Text(en="no. {number}", zh="第 {number} 个")
    more_items = Text(
        en="{count} more failed, all listed in the body", zh="另有 {count} 个失败，均列在正文中"
    )
    unknown = Text(en="? UNKNOWN", zh="? 无法判定")
    cancelled = Text(en="– CANCELLED", zh="– 已取消")
    not_sent = Text(en="✗ NOT SENT", zh="✗ 未发送")
    body = Text(en="Body", zh="正文")
    headers = Text(en="Headers {count}", zh="响应头 {count}")
    as_sent = Text(en="As sent", zh="实际请求")
    records = Text(en="{count:record|records}", zh="{count} 条")
    records_of = Text(en="{count} of {total:record|records}", zh="{count} 条，共 {total} 条")
    body_size = Text(en="body {size}", zh="正文 {size}")
    no_body = Text(en="The body is empty", zh="正文为空")
    does_not_count = Text(en="does not mean success", zh="不代表成功")
    no_answer = Text(en="no HTTP response", zh="没有 HTTP 响应")
    cut_answer = Text(en="HTTP {status}, incomplete", zh="HTTP {status}，不完整")
    token_answer = Text(en="token request HTTP {status}", zh="令牌请求 HTTP {status}")
    unknown_shape = Text(en="HTTP {status}, unknown body format", zh="HTTP {status}，正文格式未知")
    cancelled_after = Text(
        en="after {elapsed}; the request may have arrived", zh="用时 {elapsed}；请求可能已到达"
    )
    cancelled_before = Text(
        en="after {elapsed}; the request was not sent", zh="用时 {elapsed}；请求未发送"
    )
    cancelled_write = Text(
        en="It was a write to {place}: check whether it took effect before you send it again",
        zh="这是对 {place} 的写操作：请先检查是否已生效，再决定是否重新发送",
    )
    cancelled_other = Text(
        en="The cancelled request was {action}, not the one shown",
        zh="取消的是 {action}，不是当前显示的请求",
    )
    quit_question = Text(
        en="A write to {place} has no response yet", zh="对 {place} 的写操作还没有响应"
    )
    quit_remark = Text(
        en="Quitting cancels it, but it may already have arrived",
        zh="退出会取消这次请求，但它可能已经到达",
    )
    keep_waiting = Text(en="Keep waiting", zh="继续等待")
    cancel_and_quit = Text(en="Cancel and quit", zh="取消并退出")
    fetching_token = Text(en="~ fetching a token {elapsed}", zh="~ 获取令牌 {elapsed}")
    waiting = Text(en="~ waiting {elapsed}   Esc cancels", zh="~ 等待响应 {elapsed}   Esc 取消")
    receiving = Text(en="~ received {received}", zh="~ 已接收 {received}")
    receiving_of = Text(en="~ received {received} / {total}", zh="~ 已接收 {received} / {total}")
    esc_cancels = Text(en="Esc cancels", zh="Esc 取消")
    nothing_yet = Text(en="Nothing sent yet", zh="尚未发送")
    f5_will = Text(en="What {keys} does", zh="按 {keys} 后")
    answer_has = Text(en="The response will contain", zh="响应将包含")
    choose_first = Text(
        en="Choose an endpoint to see what it returns", zh="选择接口后，此处会说明它返回的内容"
    )
    not_json_from = Text(
        en="Not JSON from line {line}, column {column} on: shown as text",
        zh="第 {line} 行第 {column} 列起不是 JSON，按文本显示",
    )
    search = Text(en="search the body", zh="搜索正文")
    hits = Text(en="{index} / {count}", zh="{index} / {count}")
    no_hits = Text(en="none", zh="无")
    copied_native = Text(en="Copied {what}", zh="已复制：{what}")
    copied_osc52 = Text(
        en="Copied {what} through the terminal (OSC 52); check that it worked",
        zh="已通过终端复制（OSC 52）：{what}。请确认是否成功",
    )
    copied_to_file = Text(
        en="Too long to copy: saved {what} to {file}",
        zh="内容过长，无法复制：{what}已保存到 {file}",
    )
    not_copied = Text(
        en="Not copied: {what} contains control characters, which a terminal executes when they are pasted",
        zh="未复制：{what} 中有控制字符，粘贴时会被终端执行",
    )
    value = Text(en="the value", zh="值")
    line = Text(en="the line", zh="这一行")
    whole_body = Text(en="the body", zh="正文")
    no_request_id = Text(en="This response has no requestId", zh="这个响应中没有 requestId")
    server_says = Text(en="server message", zh="服务器返回的信息")
    still_waiting = Text(en="still waiting for the previous request", zh="仍在等待上一个请求")
    of_other = Text(
        en="This is the response of {action}, not of the request shown",
        zh="这是 {action} 的响应，不属于当前显示的请求",
    )
    draft_kept = Text(
        en="Your input is unchanged: edit it and press F5", zh="填写的内容未改动，修改后按 F5"
    )
    shown_only = Text(en="– not sent", zh="– 未发送")
    shown_hint = Text(
        en="This is what F5 would send, secrets masked", zh="按 F5 将发送以下内容，机密已脱敏"
    )
    not_shown = Text(
        en="… {size} more, not shown here but also sent", zh="… 其余 {size} 未显示，同样会发送"
    )


class PagesWords(Words):
    """All pages of a list in one response; ``PagesEnd`` names the fields after ``in_one``."""

    fetching = Text(
        en="~ page {page}, {count:record|records} so far {elapsed}   Esc stops",
        zh="~ 第 {page} 页，已有 {count} 条 {elapsed}   Esc 停止",
    )
    fetching_of = Text(
        en="~ page {page}, {count} of {total:record|records} {elapsed}   Esc stops",
        zh="~ 第 {page} 页，已有 {count} / {total} 条 {elapsed}   Esc 停止",
    )
    in_one = Text(
        en="Merged pages are shown here; press F5 to fetch a single page again",
        zh="这里是各页合并后的结果，按 F5 重新获取单页",
    )
    last = Text(
        en="{count:page|pages} merged, up to the last one", zh="已合并 {count} 页，直到最后一页"
    )
    stopped = Text(
        en="{count:page|pages} merged, not all: stopped", zh="已合并 {count} 页，不是全部：已停止"
    )
    failed = Text(
        en="{count:page|pages} merged, not all: page {page} failed{code}, see the history",
        zh="已合并 {count} 页，不是全部：第 {page} 页失败{code}，详见历史",
    )
    repeated = Text(
        en="{count:page|pages} merged: the next page was the same as the one before",
        zh="已合并 {count} 页：下一页与前一页相同",
    )
    most_pages = Text(
        en="{count:page|pages} merged, not all: the page limit is reached (page_limit in preferences.json)",
        zh="已合并 {count} 页，不是全部：已达到一次获取的页数上限（preferences.json 的 page_limit）",
    )
    most_bytes = Text(
        en="{count:page|pages} merged, not all: the body size limit is reached (body_limit in preferences.json)",
        zh="已合并 {count} 页，不是全部：已达到正文大小的上限（preferences.json 的 body_limit）",
    )
