"""The verdict, the answer and what it means: every sentence in both languages."""

from collections.abc import Mapping

from weda_tui.core.answers.timing import TimingStep
from weda_tui.i18n.text import Failure, Localized, Nested, Text, Words


class VerdictWords(Words):
    """A failed verdict in words, where the code itself has no entry. All may name ``{code}``."""

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
        en="{code}, and the body is no known error shape.",
        en_hint="Check address, path and method.",
        zh="{code}，正文不是已知的错误形状。",
        zh_hint="核对地址、路径和方法。",
    )
    proxy = Failure(
        en="A web page came back, not JSON: it looks like a proxy's sign-in.",
        en_hint="Open the address in a browser.",
        zh="收到的是网页，不是 JSON：像是代理的登录页。",
        zh_hint="在浏览器里打开访问地址看看。",
    )
    gateway = Failure(
        en="{code} is not in the error book.",
        en_hint="Read the server's own words; look up requestId in the gateway's log.",
        zh="错误码手册里没有 {code}。",
        zh_hint="看服务器的原话；拿 requestId 查网关日志。",
    )
    auth = Failure(
        en="Sign-in refused: {code}.",
        en_hint="Check the token and credentials this call takes.",
        zh="认证服务拒绝：{code}。",
        zh_hint="核对这个接口要的令牌和凭据。",
    )
    business = Failure(
        en="The request arrived and was refused: {code}.",
        en_hint="The server's own words say why; compare with the endpoint's parameters.",
        zh="请求到了业务，被它拒绝：{code}。",
        zh_hint="原因在服务器的原话里；对照接口的参数。",
    )
    model = Failure(
        en="The data model refused: {code}.",
        en_hint=(
            "Read the server's own words; check the model's key, the role's rights and parameters."
        ),
        zh="数据模型拒绝了：{code}。",
        zh_hint="看服务器的原话；核对模型标识、角色权限和参数。",
    )
    storage = Failure(
        en="Some objects failed, the first with {code}.",
        en_hint="Read each code; what worked need not be repeated.",
        zh="有对象失败，第一个是 {code}。",
        zh_hint="逐项看 code；成功的不用重做。",
    )
    storage_refused = Failure(
        en="Cloud storage refused the whole request: {code}.",
        en_hint="Read the server's own words; check the rights and the body.",
        zh="云存储拒绝了整个请求：{code}。",
        zh_hint="看服务器的原话；核对权限和请求体。",
    )
    partial = Failure(
        en="Some worked and some failed, the first with {code}.",
        en_hint="Read each reason; what worked need not be repeated.",
        zh="一部分成功，一部分失败，第一个是 {code}。",
        zh_hint="逐项看原因；成功的不用重做。",
    )
    rule = Failure(
        en="This endpoint's success rule does not hold.",
        en_hint="The rule is {rule}; key 1 in the result changes it.",
        zh="这个接口的成功规则不成立。",
        zh_hint="规则是 {rule}；在结果里按 1 可以改。",
    )
    unknown = Failure(
        en="HTTP succeeded, and the body is no known shape.",
        en_hint="Read the body first; do not count it as a success.",
        zh="HTTP 成功，正文不是已知的形状。",
        zh_hint="先看正文，不要当作成功。",
    )
    """HTTP says yes and the shape is none that is documented."""


class GatewayCodeWords(Words):
    """The codes of the private-deployment guide (3.1): what each means, and one next step.

    A field is its code in lower case.
    """

    invalid_access_token = Failure(
        en="The token is invalid or has expired.",
        en_hint="Send with a new token.",
        zh="令牌无效或已过期。",
        zh_hint="取新令牌再发。",
    )
    bad_request = Failure(
        en="The request is malformed.",
        en_hint="Check JSON, Content-Type and method.",
        zh="请求的格式不对。",
        zh_hint="核对 JSON、Content-Type 和方法。",
    )
    invalid_host = Failure(
        en="The address is not allowed.",
        en_hint="Use the one that opens WeDa, with scheme and port.",
        zh="访问地址不合法。",
        zh_hint="用打开微搭的那个地址，带协议和端口。",
    )
    invalid_region = Failure(
        en="The region does not match.",
        en_hint="The address must be the private deployment's.",
        zh="地域不匹配。",
        zh_hint="地址要是私有部署的，不是公有云的。",
    )
    invalid_env = Failure(
        en="The environment is wrong or missing.",
        en_hint="Check its id, and prod or dev in the path.",
        zh="环境不对，或不存在。",
        zh_hint="核对环境 ID 和路径里的 prod、dev。",
    )
    invalid_env_status = Failure(
        en="The environment is in no usable state.",
        en_hint="See its state in the console.",
        zh="环境的状态不正常，现在不能用。",
        zh_hint="到管理后台看环境的状态。",
    )
    invalid_common_param = Failure(
        en="A common parameter is malformed.",
        en_hint="Check the headers and the parameters in the path.",
        zh="公共参数的格式不对。",
        zh_hint="核对请求头和路径里的参数。",
    )
    sign_param_invalid = Failure(
        en="The signature check failed.",
        en_hint="Check SecretId and SecretKey.",
        zh="签名校验没有通过。",
        zh_hint="核对 SecretId 和 SecretKey。",
    )
    permission_denied = Failure(
        en="Not enough rights.",
        en_hint="Check the kind of token: data model and storage take a user token.",
        zh="权限不够。",
        zh_hint="核对令牌的种类：数据模型和云存储要用户令牌。",
    )
    exceed_request_limit = Failure(
        en="A resource quota is used up.",
        en_hint="Use less, or have the quota raised.",
        zh="超出了资源的限额。",
        zh_hint="减少用量，或请管理员提高限额。",
    )
    exceed_ratelimit = Failure(
        en="Too many requests.",
        en_hint="Slow down, send again in a few seconds.",
        zh="请求太频繁。",
        zh_hint="放慢，隔几秒再发。",
    )
    sys_err = Failure(
        en="WeDa failed inside.",
        en_hint="Look up requestId in the deployment's log.",
        zh="微搭内部出错。",
        zh_hint="拿 requestId 查部署的日志。",
    )
    server_timeout = Failure(
        en="A WeDa service did not answer in time.",
        en_hint="Ask for smaller pages; look before repeating a write.",
        zh="微搭的服务没有按时回答。",
        zh_hint="缩小分页；写操作先查结果再重发。",
    )


class AuthCodeWords(Words):
    """Codes of the auth module (public pages; @cloudbase/oauth): what each means, one next step.

    A field is its code; several codes may share one, see ``SIGN_IN_CODES`` in ``phrases.errors``.
    """

    invalid_grant = Failure(
        en=(
            "The grant is void: a refresh token that was used or has expired, or a wrong password."
        ),
        en_hint="Sign in again; the password is in the environment (F2 F2).",
        zh="授权无效：刷新令牌用过或过期了，或密码不对。",
        zh_hint="重新登录；密码在环境里改（F2 F2）。",
    )
    captcha_required = Failure(
        en="Too many failed sign-ins: the deployment asks for a captcha.",
        en_hint="Check the password, sign in again in a few minutes.",
        zh="登录失败太多次，部署要图形验证码。",
        zh_hint="先核对密码，过几分钟再登录。",
    )
    wrong_password = Failure(
        en="User name or password is wrong.",
        en_hint="Check both.",
        zh="用户名或密码不对。",
        zh_hint="核对用户名和密码。",
    )
    login_method_disabled = Failure(
        en="Password sign-in is off in this deployment.",
        en_hint="Have an administrator turn it on.",
        zh="部署没开“用户名密码登录”。",
        zh_hint="请管理员在登录方式里打开它。",
    )
    user_blocked = Failure(
        en="This user is blocked or not active yet.",
        en_hint="Take another user, or have this one enabled.",
        zh="这个用户被冻结，或还没激活。",
        zh_hint="换一个用户，或请管理员启用它。",
    )
    unauthenticated = Failure(
        en="The user token is invalid or was signed out.",
        en_hint="Send with a new user token.",
        zh="用户令牌无效，或已经退出登录。",
        zh_hint="取新的用户令牌再发。",
    )


class ForeignWords(Words):
    """Answers that no WeDa gave: a field is a code of ``core.answers.intermediaries``, lower case.

    All may name ``{message}``: where a redirect leads.
    """

    http_on_https_port = Failure(
        en="This port takes HTTPS and got HTTP.",
        en_hint="Change the address to https://.",
        zh="这个端口要 HTTPS，收到的是 HTTP。",
        zh_hint="把访问地址改成 https://。",
    )
    redirect_to_https = Failure(
        en="The server wants {message} instead.",
        en_hint="Change the address to https://; a token does not follow by itself.",
        zh="服务器要改走 {message}。",
        zh_hint="把访问地址改成 https://；令牌不会自己跟过去。",
    )
    redirect_to_sign_in = Failure(
        en="Redirected to a sign-in page: {message}. Not followed.",
        en_hint="Sign in with a browser; a proxy that lets this machine through may be missing.",
        zh="被转到登录页：{message}。没有跟过去。",
        zh_hint="在浏览器里登录看看；也可能缺一个放行本机的代理。",
    )
    redirect_elsewhere = Failure(
        en="Sent elsewhere: {message}. Not followed.",
        en_hint="It looks like a sign-in or a proxy: open the address in a browser. If it has moved, change the environment.",
        zh="被转去了别处：{message}。没有跟过去。",
        zh_hint="像是登录页或代理：在浏览器里打开访问地址看看；换了地址就改环境。",
    )
    proxy_auth = Failure(
        en="The proxy asks for a user name and password.",
        en_hint="Put them into its address: http://user:password@host:port.",
        zh="代理要用户名和密码。",
        zh_hint="写进代理地址：http://用户名:密码@主机:端口。",
    )
    captive_portal = Failure(
        en="This network's sign-in page came back.",
        en_hint="Sign in with a browser, then send again.",
        zh="收到的是上网登录页：这个网络要先登录。",
        zh_hint="在浏览器里登录网络，再发一次。",
    )
    login_page = Failure(
        en="A sign-in page came back, not JSON: it looks like a proxy or single sign-on.",
        en_hint="Open the address in a browser; have /weda, /v1 and /auth let through.",
        zh="收到的是登录网页，不是 JSON：像是代理或单点登录。",
        zh_hint="在浏览器里打开访问地址看看；请管理员放行 /weda、/v1 和 /auth 这些路径。",
    )
    gateway_down = Failure(
        en="It is the gateway in front of WeDa that answered: it got no answer from behind.",
        en_hint="The service restarts, is down or too slow: send again later; if it stays so, give the administrator the time, for the gateway's log.",
        zh="回答的是微搭前面的网关，不是微搭：后面的服务没有回答它。",
        zh_hint=(
            "服务在重启、没起来或太慢：过一会儿再发；一直这样，把时间告诉管理员，看网关的日志。"
        ),
    )
    gateway_refused = Failure(
        en="It is the gateway in front of WeDa that answered: it did not pass the request on.",
        en_hint="Check the address and the path; ask the administrator whether it forwards /weda, /v1 and /auth.",
        zh="回答的是微搭前面的网关，不是微搭：它没有把请求转给微搭。",
        zh_hint="核对访问地址和路径；请管理员看网关有没有转发 /weda、/v1 和 /auth。",
    )
    firewall = Failure(
        en="A web application firewall stopped it: it took the request for an attack.",
        en_hint="Give the administrator the number on the page and ask to let this call through.",
        zh="被应用防火墙（WAF）拦下了：它把这个请求当成了攻击。",
        zh_hint="把页面上的编号告诉管理员，请他放行这个接口。",
    )


class NetworkWords(Words):
    """What is said around a call without an answer."""

    foreign = Nested(lambda: ForeignWords)

    nothing_executed = Text(
        en="Nothing was executed: the request did not arrive", zh="什么都没有执行：请求没有送到"
    )
    """Was anything executed? No: the request did not arrive."""
    nothing_left = Text(
        en="Nothing was executed: there was no token, the request was not sent",
        zh="什么都没有执行：令牌没取到，请求没有发出",
    )
    """No: there was no token to send it with."""
    perhaps_executed = Text(
        en="Perhaps executed: the request left and no answer came",
        zh="不知道是否执行：请求发出了，没有等到回答",
    )
    """Nobody knows: no answer came."""
    was_executed = Text(
        en="The server dealt with it: only the answer is incomplete",
        zh="服务器已经处理：只是回答没读完",
    )
    """It was dealt with, the answer was cut."""

    unsent = Text(en="✗ NOT SENT", zh="✗ 没有发出")
    unsent_lead = Text(en="Not sent: ", zh="没有发出：")
    """How sentences begin that say the same, which is left out beside it."""
    no_answer = Text(en="✗ NO ANSWER", zh="✗ 没有回答")
    """The chip of a call that left and was not answered."""
    cut = Text(en="✗ CUT OFF", zh="✗ 没收完")
    """The chip of an answer whose end is missing."""

    layer_network = Text(en="network", zh="网络")
    layer_tls = Text(en="TLS", zh="TLS")
    layer_proxy = Text(en="proxy", zh="代理")
    layer_limit = Text(en="limit", zh="期限")
    layer_token = Text(en="token", zh="令牌")
    layer_guard = Text(en="guard", zh="守卫")
    layer_file = Text(en="request", zh="请求")

    stray_bytes = Text(
        en="The server sent bytes after its answer; the connection was closed.",
        zh="服务器在回答之后又发来了数据；连接已关闭。",
    )
    """A server sent more than its answers."""
    withheld = Text(
        en="The body is neither shown nor kept: this call may answer tokens, and none could be read in it to be masked. Ask for JSON.",
        zh="响应体不显示也不保存：此调用可能返回令牌，但没有识别出可以隐去的令牌。请改用 JSON。",
    )
    """The answer of a call that may bring tokens could not be read."""
    detail = Text(en="The system says", zh="系统的原话")
    """Before the system's own words."""
    detail_key = Text(en="d the system's own words", zh="d 看系统的原话")


class TimingWords(Words):
    """The tab of RESULT with the times."""

    tab = Text(en="Timing", zh="耗时")
    prepared = Text(en="before", zh="发出之前")
    prepared_why = Text(en="the token; not in the total", zh="取令牌；不计入合计")
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
            TimingStep.CONNECT: "with the name lookup",
            TimingStep.TUNNEL: "asked for the way",
            TimingStep.WAIT: "until the headers are in",
        },
        zh={
            TimingStep.CONNECT: "含域名解析",
            TimingStep.TUNNEL: "请代理接通",
            TimingStep.WAIT: "到响应头收完",
        },
    )
    """What belongs to a step, where its name does not say it."""
    reused = Text(en="connect", zh="连接")
    reused_why = Text(en="an open connection was used", zh="沿用已有的连接")
    other = Text(en="other", zh="其余")
    other_why = Text(en="this machine", zh="本机")
    total = Text(en="total", zh="合计")
    total_why = Text(en="from connecting to the last byte", zh="从开始连接到最后一个字节")
    started = Text(en="started", zh="开始")
    server = Text(en="server time", zh="服务器时间")
    server_same = Text(en="agrees with this machine", zh="与本机相符")
    server_ahead = Text(en="{by} ahead of this machine", zh="比本机快 {by}")
    server_behind = Text(en="{by} behind this machine", zh="比本机慢 {by}")
    rate = Text(en="{rate}/s", zh="{rate}/s")
    not_kept = Text(en="the history keeps the total, not the steps", zh="历史里只留合计，不留分步")


class RuleWords(Words):
    """The dialog for the success rule of an endpoint."""

    title = Text(en="When {endpoint} is a success", zh="{endpoint} 什么时候算成功")
    about = Text(
        en="A JSONPath condition (RFC 9535); $ is the whole answer. Where it holds the answer is a success, else a failure; an HTTP status other than 2xx is always a failure.",
        zh="写一个 JSONPath 条件（RFC 9535），$ 是整个回答。成立就是成功，不成立就是失败；HTTP 状态不是 2xx 的总是失败。",
    )
    example = Text(en="for example {rule}", zh="例如 {rule}")
    holds = Text(en="✓ holds for this answer: a success", zh="✓ 对现在这个回答成立：成功")
    fails = Text(en="✗ does not hold for this answer: a failure", zh="✗ 对现在这个回答不成立：失败")
    cannot_try = Text(
        en="? this answer is no JSON or too large: a condition says nothing of it",
        zh="? 现在这个回答不是 JSON 或太大，条件用不上",
    )
    removes = Text(
        en="saved empty, the rule goes and the built-in judgement counts again",
        zh="空着存，就删掉规则，回到内置的判断",
    )
    keep = Text(en="keep in the workspace", zh="存进工作区")
    take_example = Text(en="take the example", zh="用这个例子")
    saved = Text(en="The success rule is in {file}", zh="成功规则已写进 {file}")
    removed = Text(en="The success rule is gone from {file}", zh="成功规则已从 {file} 删掉")
    settled = Text(en="by your success rule {rule}", zh="按你的成功规则 {rule}")
    no_answer = Text(
        en="Send once, then write the rule against the answer", zh="先发一次，对着回答写规则"
    )


class ResponsePaneWords(Words):
    """The answer."""

    ok = Text(en="✓ OK", zh="✓ 成功")
    failed = Text(en="✗ FAILED", zh="✗ 失败")
    partly = Text(en="! PARTLY", zh="! 部分")
    some_failed = Text(en="{failed} of {count} failed", zh="{count} 个里失败 {failed} 个")
    item = Text(en="no. {number}", zh="第 {number} 个")
    more_items = Text(
        en="{count} more failed, all in the body", zh="另有 {count} 个失败，都在正文里"
    )
    unknown = Text(en="? UNKNOWN", zh="? 看不懂")
    cancelled = Text(en="– CANCELLED", zh="– 已取消")
    not_sent = Text(en="✗ NOT SENT", zh="✗ 没发到")
    body = Text(en="Body", zh="正文")
    headers = Text(en="Headers {count}", zh="响应头 {count}")
    as_sent = Text(en="As sent", zh="实际请求")
    records = Text(en="{count:record|records}", zh="{count} 条")
    records_of = Text(en="{count} of {total:record|records}", zh="{count} 条，共 {total} 条")
    body_size = Text(en="body of {size}", zh="正文 {size}")
    no_body = Text(en="The body is empty", zh="正文是空的")
    does_not_count = Text(en="does not count", zh="不算数")
    no_answer = Text(en="no HTTP answer", zh="没有 HTTP 回答")
    cut_answer = Text(en="HTTP {status}, not complete", zh="HTTP {status}，不完整")
    token_answer = Text(en="token call HTTP {status}", zh="令牌接口 HTTP {status}")
    unknown_shape = Text(
        en="HTTP {status}, and a body of no known shape", zh="HTTP {status}，正文不是已知的形状"
    )
    cancelled_after = Text(
        en="after {elapsed}; the request may have arrived", zh="{elapsed} 后；请求可能已经到达"
    )
    cancelled_write = Text(
        en="It was a write to {place}: look whether it took effect before you send again",
        zh="这是对 {place} 的一次写：先查一下有没有生效，再决定要不要重发",
    )
    cancelled_other = Text(
        en="The cancelled call was {action}, not the request shown",
        zh="取消的是 {action}，不是现在这个请求",
    )
    quit_question = Text(
        en="A write to {place} has no answer yet", zh="对 {place} 的一次写还没有回答"
    )
    quit_remark = Text(
        en="To quit is to cancel it; it may have arrived all the same",
        zh="退出就取消这次请求，但它可能已经到达",
    )
    keep_waiting = Text(en="Keep waiting", zh="继续等")
    cancel_and_quit = Text(en="Cancel and quit", zh="取消并退出")
    fetching_token = Text(en="~ fetching a token {elapsed}", zh="~ 先取令牌 {elapsed}")
    waiting = Text(en="~ waiting {elapsed}   Esc cancels", zh="~ 等待回答 {elapsed}   Esc 取消")
    receiving = Text(en="~ received {received}", zh="~ 收到 {received}")
    receiving_of = Text(en="~ received {received} / {total}", zh="~ 收到 {received} / {total}")
    esc_cancels = Text(en="Esc cancels", zh="Esc 取消")
    nothing_yet = Text(en="Nothing sent yet", zh="还没有发送")
    f5_will = Text(en="{keys} will", zh="{keys} 会做什么")
    answer_has = Text(en="The answer will have", zh="回答里会有")
    choose_first = Text(
        en="Choose an endpoint; this says what sending it will give",
        zh="选好接口，这里会说明发送之后会得到什么",
    )
    not_json_from = Text(
        en="From line {line}, column {column} it is not JSON: shown as text",
        zh="第 {line} 行第 {column} 列起不是 JSON，按文本显示",
    )
    search = Text(en="search the body", zh="搜索正文")
    hits = Text(en="{index} / {count}", zh="{index} / {count}")
    no_hits = Text(en="none", zh="没有")
    copied_native = Text(en="Copied {what}", zh="已复制：{what}")
    copied_osc52 = Text(
        en="Handed {what} to the terminal (OSC 52): look whether it took it",
        zh="已交给终端（OSC 52）：{what}。终端收没收到，这里看不见",
    )
    copied_to_file = Text(
        en="Too long to copy: {what} is in {file}", zh="剪贴板放不下，{what}写到了 {file}"
    )
    not_copied = Text(
        en="Not copied: {what} holds control characters, which a terminal obeys when it is pasted",
        zh="没有复制：{what} 里有控制字符，粘贴时会被终端执行",
    )
    value = Text(en="the value", zh="值")
    line = Text(en="the line", zh="这一行")
    whole_body = Text(en="the body", zh="正文")
    no_request_id = Text(en="This answer has no requestId", zh="这个回答里没有 requestId")
    server_says = Text(en="the server says", zh="服务器原话")
    still_waiting = Text(en="still waiting for the last one", zh="还在等上一次")
    of_other = Text(
        en="This is the answer of {action}, not of the request shown",
        zh="这是 {action} 的回答，不是现在这个请求的",
    )
    draft_kept = Text(
        en="Your input is untouched: change it and press F5", zh="参数没有动，改好再按 F5"
    )
    shown_only = Text(en="– not sent", zh="– 没有发送")
    shown_hint = Text(
        en="This is what F5 would send, secrets masked", zh="按 F5 会发出的就是这些，密钥已打码"
    )
    not_shown = Text(
        en="… {size} more, not shown here; they leave as well",
        zh="… 后面还有 {size}，这里不列，照样发出",
    )


class PagesWords(Words):
    """All pages of a list in one answer; those after ``in_one`` by ``PagesEnd``."""

    fetching = Text(
        en="~ page {page}, {count:record|records} so far {elapsed}   Esc stops",
        zh="~ 第 {page} 页，已有 {count} 条 {elapsed}   Esc 停",
    )
    fetching_of = Text(
        en="~ page {page}, {count} of {total:record|records} {elapsed}   Esc stops",
        zh="~ 第 {page} 页，{total} 条已有 {count} 条 {elapsed}   Esc 停",
    )
    in_one = Text(
        en="These are all pages in one: F5 sends for a page again",
        zh="这里已是各页合成的一份，F5 重新取一页",
    )
    last = Text(en="{count:page|pages} in one, to the last", zh="{count} 页合成一份，到最后一页")
    stopped = Text(
        en="{count:page|pages} in one, not all: stopped", zh="{count} 页合成一份，没取完：停下了"
    )
    failed = Text(
        en="{count:page|pages} in one, not all: page {page} failed{code}, see the history",
        zh="{count} 页合成一份，没取完：第 {page} 页失败{code}，详见历史",
    )
    repeated = Text(
        en="{count:page|pages} in one: the next one came as the one before",
        zh="{count} 页合成一份：再往后，来的还是同一页",
    )
    most_pages = Text(
        en="{count:page|pages} in one, not all: more are not fetched in one go (page_limit in preferences.json)",
        zh="{count} 页合成一份，没取完：一次最多取这么多（preferences.json 的 page_limit）",
    )
    most_bytes = Text(
        en="{count:page|pages} in one, not all: they are as large as a body may be (body_limit in preferences.json)",
        zh="{count} 页合成一份，没取完：大小到了正文的上限（preferences.json 的 body_limit）",
    )
