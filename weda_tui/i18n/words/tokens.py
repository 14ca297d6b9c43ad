"""Access tokens: every sentence in both languages."""

from weda_tui.i18n.text import Failure, Text, Words


class TokenKindWords(Words):
    """Said of a call that brought the other kind of token than it takes."""

    user_wanted = Failure(
        en="This call takes a user token; it was sent with a key token.",
        en_hint=(
            "Fill in user name and password (F2 F2); an Authorization of your own needs the user's."
        ),
        zh="这个接口要用户令牌，发出的是密钥令牌。",
        zh_hint="在环境里填用户名和密码（F2 F2）；自己写的 Authorization 就换成用户的。",
    )
    key_wanted = Failure(
        en="This call takes a key token; it was sent with a user token.",
        en_hint=(
            "Fill in SecretId and SecretKey (F2 F2); an Authorization of your own needs the key's."
        ),
        zh="这个接口要密钥令牌，发出的是用户令牌。",
        zh_hint=(
            "在环境里填 SecretId 和 SecretKey（F2 F2）；自己写的 Authorization 就换成密钥的。"
        ),
    )


class TokenCommandWords(Words):
    """``token``."""

    details = Text(
        en="Prints the value of the Authorization header, in the clear: Bearer and the key token, with --user the user token. It is fetched when there is none that is still good. --json gives both kinds: the user token under user, null where the environment has no user name.",
        zh="打印 Authorization 请求头的值，明文：Bearer 和密钥令牌，加 --user 就是用户令牌。手里没有还有效的令牌时先去取。--json 两种令牌都给：用户令牌在 user 里，环境没有用户名就是 null。",
    )
    user = Text(en="the user token, for data models and storage", zh="用户令牌，给数据模型和云存储")
    refresh = Text(en="fetch a new one in any case", zh="无论如何都取新的")
    left = Text(en="{environment}: good for {left}", zh="{environment}：还剩 {left}")
    user_left = Text(
        en="{environment}: user token good for {left}", zh="{environment}：用户令牌还剩 {left}"
    )


class TokenDetailWords(Words):
    """Token details."""

    title = Text(en="Token · {name}", zh="令牌 · {name}")
    tended = Text(en="tends itself, nothing to refresh", zh="自动打理，不用手动刷新")
    issued = Text(en="issued", zh="签发")
    left = Text(en="left", zh="剩")
    expires = Text(en="expires", zh="到期")
    used_for = Text(en="used for", zh="用于")
    used_for_key = Text(en="workflow, permissions, OData", zh="审批流、权限、OData")
    used_for_user = Text(en="data model, storage", zh="数据模型、云存储")
    has_refresh_token = Text(en="renews without the password", zh="有刷新令牌，到期不必重输密码")
    no_key = Text(
        en="This environment lacks SecretId or SecretKey. F2 F2 to fill them in",
        zh="这个环境缺 SecretId 或 SecretKey，取不到。F2 F2 填上",
    )
    no_user = Text(
        en="This environment lacks user name or password. F2 F2 to fill them in",
        zh="这个环境缺用户名或密码，取不到。F2 F2 填上",
    )
    source = Text(en="source", zh="来源")
    lifetime = Text(en="lifetime", zh="有效期")
    lifetime_given = Text(
        en="{seconds} s = {hours}, from expires_in; renewed {early} s before its end",
        zh="{seconds} s = {hours}，取自 expires_in；到期前 {early} s 自动换新",
    )
    lifetime_default = Text(
        en="{seconds} s: the answer had no expires_in, so one hour",
        zh="{seconds} s：回答里没有 expires_in，按 1 小时算",
    )
    last_fetch = Text(en="last fetch", zh="上次获取")
    answered = Text(
        en="{time} · HTTP {status} · {elapsed} · complete",
        zh="{time} · HTTP {status} · {elapsed} · 回答完整",
    )
    skew = Text(en="clocks differ by {seconds} s", zh="时钟相差 {seconds} s")
    value = Text(en="value", zh="值")
    characters = Text(en="{count:character|characters}", zh="{count} 字符")
    kept = Text(en="kept in", zh="存放")
    owner_only = Text(en="readable by you only, 0600", zh="仅本人可读 0600")
    never = Text(en="No token fetched yet", zh="还没有取过令牌")
    never_hint = Text(
        en="F5 fetches one by itself; 1 fetches one now",
        zh="按 F5 发送时会自动取；也可以按 1 现在就取",
    )
    fetch = Text(en="fetch now", zh="现在就取")
    renew = Text(en="renew now", zh="立即换新")
    reveal = Text(en="show 10 s", zh="显示 10 秒")
    hide = Text(en="hide", zh="隐藏")
    copy_value = Text(en="copy", zh="复制值")
    copy_header = Text(en="copy header", zh="复制请求头")
    forget = Text(en="forget", zh="忘掉")
    other = Text(en="the other", zh="另一个")
    renewing = Text(en="~ renewing", zh="~ 正在换新")
    renewed = Text(en="Renewed", zh="换好了")
    forgotten = Text(en="Forgotten; the next send fetches a new one", zh="已忘掉，下次发送时重新取")
    trace = Text(en="step by step", zh="逐步查看")
    traced = Text(
        en="How the token was fetched · {name} · {kind}", zh="取令牌的过程 · {name} · {kind}"
    )
    step = Text(en="Step {number} of {count}", zh="第 {number} 步，共 {count} 步")
    no_steps = Text(
        en="This token was not fetched in this run: 1 fetches one, step by step",
        zh="这个令牌不是这次运行取的，没有过程可看；按 1 取一个新的",
    )
    back = Text(en="back", zh="返回")
    ask_secret_key = Text(en="SecretKey of {name}", zh="{name} 的 SecretKey")
    ask_password = Text(en="Password of {name}", zh="{name} 的密码")
    ask_hint = Text(
        en="Stays in memory until you quit, and goes to {host} only.",
        zh="只留在内存里，到退出为止；只发给 {host}。",
    )
    go_on = Text(en="go on", zh="继续")
    today = Text(en="today", zh="今天")
    header = Text(en="the header", zh="请求头")
