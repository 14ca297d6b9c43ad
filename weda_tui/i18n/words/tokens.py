"""Access tokens: every sentence in both languages."""

from weda_tui.i18n.text import Failure, Text, Words


class TokenKindWords(Words):
    """The errors for a request sent with another kind of token than its endpoint requires."""

    user_wanted = Failure(
        en="This endpoint requires a user token, but a key token was sent.",
        en_hint="Enter the user name and password (F2 F2). If the request has its own Authorization header, put the user token in it.",
        zh="此接口需要用户令牌，但发送的是密钥令牌。",
        zh_hint="请在环境中填写用户名和密码（F2 F2）；如自定义了 Authorization 请求头，请改用用户令牌。",
    )
    key_wanted = Failure(
        en="This endpoint requires a key token, but a user token was sent.",
        en_hint="Enter the SecretId and SecretKey (F2 F2). If the request has its own Authorization header, put the key token in it.",
        zh="此接口需要密钥令牌，但发送的是用户令牌。",
        zh_hint="请在环境中填写 SecretId 和 SecretKey（F2 F2）；如自定义了 Authorization 请求头，请改用密钥令牌。",
    )


class TokenCommandWords(Words):
    """``token``."""

    details = Text(
        en="Prints the value of the Authorization header in clear text: Bearer and the key token; with --user, Bearer and the user token. If there is no valid token, one is fetched first. --json prints both kinds; the user token is under user, which is null if the environment has no user name.",
        zh="以明文输出 Authorization 请求头的值：Bearer 和密钥令牌；使用 --user 时为 Bearer 和用户令牌。没有有效的令牌时先获取。--json 同时输出两种令牌：用户令牌在 user 中，环境没有用户名时为 null。",
    )
    user = Text(
        en="the user token, for data models and storage", zh="用户令牌，用于数据模型和云存储"
    )
    refresh = Text(en="always fetch a new token", zh="始终获取新令牌")
    route = Text(
        en="print nothing if the environment's route is another one",
        zh="环境的路由与此指纹不符时，不输出令牌",
    )
    left = Text(en="{environment}: valid for {left}", zh="{environment}：剩余有效期 {left}")
    user_left = Text(
        en="{environment}: user token valid for {left}",
        zh="{environment}：用户令牌剩余有效期 {left}",
    )


class TokenDetailWords(Words):
    """The dialog with the details of tokens."""

    title = Text(en="Token · {name}", zh="令牌 · {name}")
    tended = Text(en="Renews automatically", zh="自动刷新")
    issued = Text(en="issued", zh="签发")
    left = Text(en="valid for", zh="剩余")
    expires = Text(en="expires", zh="到期")
    used_for = Text(en="used for", zh="用于")
    used_for_key = Text(en="workflow, permissions, OData", zh="审批流、权限、OData")
    used_for_user = Text(en="data model, storage", zh="数据模型、云存储")
    has_refresh_token = Text(en="renews without the password", zh="刷新时无需密码")
    no_key = Text(
        en="SecretId or SecretKey is missing. Press F2 F2 to edit the environment.",
        zh="此环境缺少 SecretId 或 SecretKey，无法获取令牌。请按 F2 F2 填写。",
    )
    no_user = Text(
        en="User name or password is missing. Press F2 F2 to edit the environment.",
        zh="此环境缺少用户名或密码，无法获取令牌。请按 F2 F2 填写。",
    )
    source = Text(en="source", zh="来源")
    lifetime = Text(en="lifetime", zh="有效期")
    lifetime_given = Text(
        en="{seconds} s = {hours}, from expires_in; renewed {early} s before it expires",
        zh="{seconds} s = {hours}，取自 expires_in；到期前 {early} s 自动刷新",
    )
    lifetime_default = Text(
        en="{seconds} s: no expires_in in the response, so one hour is assumed",
        zh="{seconds} s：响应中没有 expires_in，按 1 小时计算",
    )
    last_fetch = Text(en="last fetch", zh="上次获取")
    answered = Text(
        en="{time} · HTTP {status} · {elapsed} · complete",
        zh="{time} · HTTP {status} · {elapsed} · 响应完整",
    )
    skew = Text(en="clocks differ by {seconds} s", zh="时钟相差 {seconds} s")
    value = Text(en="value", zh="值")
    characters = Text(en="{count:character|characters}", zh="{count} 个字符")
    kept = Text(en="stored in", zh="存储位置")
    owner_only = Text(en="readable by you only, 0600", zh="仅本人可读，0600")
    never = Text(en="No token fetched yet", zh="尚未获取令牌")
    never_hint = Text(
        en="F5 fetches one automatically; 1 fetches one now",
        zh="按 F5 发送时自动获取；也可按 1 立即获取",
    )
    fetch = Text(en="fetch now", zh="立即获取")
    renew = Text(en="renew now", zh="立即刷新")
    reveal = Text(en="show 10 s", zh="显示 10 秒")
    hide = Text(en="hide", zh="隐藏")
    copy_value = Text(en="copy value", zh="复制值")
    copy_header = Text(en="copy header", zh="复制请求头")
    forget = Text(en="clear", zh="清除")
    other = Text(en="other token", zh="另一个令牌")
    renewing = Text(en="~ renewing", zh="~ 正在刷新")
    renewed = Text(en="Renewed", zh="已刷新")
    forgotten = Text(
        en="Cleared; the next request fetches a new one", zh="已清除，下次发送时重新获取"
    )
    trace = Text(en="view steps", zh="查看步骤")
    traced = Text(
        en="How the token was fetched · {name} · {kind}", zh="令牌获取过程 · {name} · {kind}"
    )
    step = Text(en="Step {number} of {count}", zh="第 {number} 步，共 {count} 步")
    no_steps = Text(
        en="This token was not fetched in this session: press 1 to fetch one and view its steps",
        zh="此令牌不是本次运行期间获取的，没有步骤可查看；按 1 获取新令牌",
    )
    back = Text(en="back", zh="返回")
    ask_secret_key = Text(en="SecretKey of {name}", zh="{name} 的 SecretKey")
    ask_password = Text(en="Password of {name}", zh="{name} 的密码")
    ask_hint = Text(
        en="Stored only in memory until you quit; sent only to {host}.",
        zh="仅保存在内存中，退出后清除；只发送到 {host}。",
    )
    go_on = Text(en="continue", zh="继续")
    today = Text(en="today", zh="今天")
    header = Text(en="header", zh="请求头")
