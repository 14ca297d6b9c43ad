"""What was sent: every sentence in both languages."""

from weda_tui.i18n.text import Failure, Localized, Nested, Text, Words


class HistoryCommandWords(Words):
    """``history`` on the command line."""

    group = Text(en="what was sent: find, show, delete", zh="发过的请求：找、看、删")
    details = Text(
        en="Newest first. Each entry has its verdict, environment, time, request and answer; of a long body the beginning, secrets masked. It stays on this machine, outside the workspace. With record = false in an environment's file nothing of it is kept.",
        zh="新的在前。每一条有判定、环境、时间、请求和回答；正文太长只留开头，密钥打码。只在这台机器上，不进工作区。环境文件里写 record = false，那里的就不记。",
    )
    show = Text(en="the request and the answer of an entry", zh="看一条的请求和回答")
    show_details = Text(
        en="The request goes to stderr; stdout is the answer's body as it was. --json has the keys of send --json.",
        zh="请求写到 stderr；stdout 是回答的正文，和当时一样；--json 和 send --json 的键相同。",
    )
    delete = Text(
        en="delete some entries, those that match, or all", zh="删掉几条，或符合条件的，或全部"
    )
    delete_details = Text(
        en="Numbers delete entries; --search and the other filters those that match; --all all. They are gone then.",
        zh="写编号删几条；写 --search 等条件删符合的；--all 全删。删了就没有了。",
    )
    search = Text(
        en="words in bodies, titles, codes, requestIds; each must be there",
        zh="正文、标题、错误码、requestId 里的字；几个词都要有",
    )
    endpoint = Text(en="only this call", zh="只要这个接口")
    environment = Text(en="only what went to this environment", zh="只要发到这个环境的")
    verdict = Text(
        en="only successes (ok) or failures (failed)", zh="只要成功的（ok）或失败的（failed）"
    )
    limit = Text(en="at most so many; 50 unless given", zh="最多几条；不写就是 50")
    all = Text(en="all of them", zh="全部")
    empty = Text(en="Nothing was sent from this machine yet.", zh="这台机器上还没发过请求。")
    nothing_found = Text(en="Nothing matches.", zh="没有符合的。")
    counted = Text(en="{shown} of {kept} kept", zh="{shown} 条，一共留着 {kept} 条")
    name_some = Text(
        en="Name the numbers to delete, or --search and other filters, or --all.",
        zh="写要删的编号，或 --search 等条件，或 --all。",
    )
    ask_delete = Text(en="Delete {count}?", zh="删掉 {count} 条？")
    deleted = Text(en="Deleted {count}.", zh="已删掉 {count} 条。")
    not_deleted = Text(en="Nothing was deleted.", zh="没有删。")
    cut = Text(en="only the first {limit} were kept", zh="只留了前 {limit}")


class ReplayWords(Words):
    """Why an entry cannot be sent again; the fields are the values of ``ReplayLack``."""

    environment_gone = Failure(
        en="The environment {environment} is gone.",
        en_hint="Choose one, open the request, send it.",
        zh="环境 {environment} 没有了。",
        zh_hint="选一个环境，打开到参数再发。",
    )
    host_changed = Failure(
        en="The address of {environment} is another one now; it was {host}.",
        en_hint="Make sure it is the same deployment, open the request, send it.",
        zh="环境 {environment} 的地址变了，当时是 {host}。",
        zh_hint="确认还是同一个部署，打开到参数再发。",
    )
    route_changed = Failure(
        en="The route of {environment} is another one than the request went over.",
        en_hint="Check its proxy and TLS settings, open the request, send it.",
        zh="环境 {environment} 的路线变了，和当时发请求的不一样。",
        zh_hint="检查它的代理和 TLS 设置，打开到参数再发。",
    )
    env_type_gone = Failure(
        en="{environment} has no {env_type} any more.",
        en_hint="Choose an env type, open the request, send it.",
        zh="环境 {environment} 里没有 {env_type} 了。",
        zh_hint="选一个环境类型，打开到参数再发。",
    )
    endpoint_gone = Failure(
        en="The call {endpoint} is gone.",
        en_hint="Import its document, or write it yourself with +.",
        zh="接口 {endpoint} 没有了。",
        zh_hint="导入它的文档，或按 + 自己写一个。",
    )
    secret_not_kept = Failure(
        en="A secret stood in the request and was not kept.",
        en_hint="Open the request, fill in what is masked, send it.",
        zh="请求里写过密钥，没有留下来。",
        zh_hint="打开到参数，把打码的地方补上再发。",
    )
    body_cut = Failure(
        en="The request body was too long: only its beginning is kept.",
        en_hint="Send it from where it came from.",
        zh="请求体太长，只留了开头。",
        zh_hint="从原来的地方再发。",
    )


class HistoryScreenWords(Words):
    """The history in the explorer."""

    tab = Text(en="History", zh="历史")
    endpoints_tab = Text(en="Calls", zh="接口")
    filter = Text(en="text, code, @env, failed", zh="文字、错误码、@环境、失败")
    empty = Text(
        en="Nothing was sent from this machine yet. What is sent stays here, secrets masked",
        zh="这台机器上还没发过请求。发过的会留在这里，密钥打码",
    )
    nothing_found = Text(
        en="No “{query}”. Try fewer letters, failed or ok alone, @prod for one place",
        zh="没有“{query}”。试试少几个字。输入 失败 或 成功 只看这些，@prod 只看一处",
    )
    found = Text(en="{count} found", zh="{count} 条")
    kept = Text(
        en="the last {count}, secrets masked, on this machine only",
        zh="最近 {count} 次，密钥打码，只在本机",
    )
    reading = Text(en="searching", zh="正在找")
    last = Text(en="Last time {when}", zh="上次 {when}")
    recalled = Text(en="History: {when}, {place}", zh="历史：{when}，{place}")
    response_cut = Text(en="A long body: only its beginning was kept", zh="正文太长，只留了开头")
    request_cut = Text(
        en="A long request body: only its beginning was kept", zh="请求体太长，只留了开头"
    )
    request = Text(en="Request", zh="请求")
    answer = Text(en="Answer", zh="回答")
    same = Text(en="the same", zh="一样")
    skipped = Text(en="{count} equal lines", zh="一样的 {count} 行")
    compared_in_part = Text(en="Too long: only the beginning was compared", zh="太长，只比了开头")
    compare_title = Text(en="{before} and {after}", zh="{before} 与 {after}")
    marked = Text(
        en="Choose another and press = to compare; = on the same one takes it back",
        zh="再选一条，按 = 比较；在同一条上再按就取消",
    )
    deleted = Text(en="Deleted. Ctrl+Z brings it back", zh="已删掉。Ctrl+Z 找回")
    restored = Text(en="Brought back", zh="已找回")
    nothing_deleted = Text(en="There is nothing to bring back", zh="没有可以找回的")
    moved = Text(
        en="You are at {here} now, where it was sent; F2 leads back to {before}",
        zh="现在在 {here}（当时发到这里）；按 F2 可回 {before}",
    )
    elsewhere = Text(
        en="That was at {place}; you are at {here}", zh="那次在 {place}，现在在 {here}"
    )
    clear = Text(
        en="Delete the {count} listed? They cannot be brought back",
        zh="删掉列出的 {count} 条？找不回来",
    )
    clear_not = Text(en="Keep them", zh="不删")
    clear_now = Text(en="Delete them", zh="删掉")
    not_recorded = Text(
        en="This request will not be kept in the history", zh="这个请求发了不记进历史"
    )
    recorded_again = Text(
        en="This request will be kept in the history", zh="这个请求发了会记进历史"
    )
    never_recorded = Text(
        en="record = false in the file of {environment}: nothing there is kept",
        zh="{environment} 的环境文件写了 record = false，那里的都不记",
    )


class SinceWords(Words):
    """What changed since a call last worked."""

    title = Text(
        en="It last worked {when}; compared with this time", zh="上次成功 {when}，与这次相比"
    )
    same_mark = Text(en="same", zh="同")
    changed_mark = Text(en="new", zh="变")
    joint = Text(en=", ", zh="、")
    host = Text(en="address", zh="地址")
    env_type = Text(en="env type", zh="环境类型")
    parameters = Text(en="parameters", zh="参数")
    token = Text(en="token", zh="令牌")
    clock = Text(en="clock", zh="时钟")
    method = Text(en="method", zh="方法")
    url = Text(en="URL", zh="URL")
    identity = Text(en="whose token", zh="令牌是谁的")
    changed = Text(en="{name}  {before} → {after}", zh="{name}  {before} → {after}")
    added = Text(en="{name}  added: {after}", zh="{name}  多了 {after}")
    gone = Text(en="{name}  gone, it was {before}", zh="{name}  没有了，原来是 {before}")
    body = Text(en="another request body", zh="请求体不一样")
    past_end = Text(
        en="the server's time passed the token's end, {time}",
        zh="服务器时间越过了令牌到期时刻 {time}",
    )
    expired = Text(en="the token ended at {time}", zh="令牌在 {time} 到期了")
    clock_right = Text(en="right", zh="准")
    clock_slow = Text(en="{time} slow", zh="慢 {time}")
    clock_fast = Text(en="{time} fast", zh="快 {time}")
    more = Text(en="{count} more: compare with =", zh="另有 {count} 处，按 = 比较")


class BundleWords(Words):
    """A support bundle: the dialog, its README, the command."""

    title = Text(en="Support bundle: one call, for a colleague", zh="支持包：给同事看的一次调用")
    command = Text(
        en="write an entry as a support bundle: a zip without secrets",
        zh="把一条写成支持包：一个不含密钥的 zip",
    )
    command_details = Text(
        en="Request (curl and TOML), answer, verdict, requestId, times, versions, environment. Secrets and tokens are masked.",
        zh="请求（curl 和 TOML）、回答、判定、requestId、时间、版本、环境。密钥和令牌都打码。",
    )
    output = Text(
        en="the file or folder to write; the current folder unless given",
        zh="写到哪个文件或文件夹；不写就是当前文件夹",
    )
    write = Text(en="write", zh="写出来")
    elsewhere = Text(en="elsewhere", zh="换个地方")
    written = Text(en="The bundle is {file}", zh="支持包写到 {file}")
    nothing = Text(
        en="This call is not in the history: there is nothing to bundle",
        zh="这次没有记进历史，写不出支持包",
    )
    readme = Text(en="read this first", zh="先看这个")
    curl = Text(en="the request as a curl command", zh="请求，curl 命令")
    toml = Text(en="the request with its variables", zh="请求，带变量")
    exchange = Text(
        en="verdict, requestId, times, what was left of the token",
        zh="判定、requestId、时间、令牌还剩多久",
    )
    headers = Text(en="the answer's headers", zh="响应头")
    body = Text(en="the answer's body as received", zh="响应正文，和收到的一样")
    environment = Text(
        en="the environment, no secret, no value of a variable", zh="环境，不含密钥和变量的值"
    )
    versions = Text(en="weda-tui, Python, system, terminal", zh="weda-tui、Python、系统、终端")
    left_out = Text(
        en="Not in it: SecretKey, password, tokens, cookies, the values of the environment's variables. Secrets in request and answer are masked; business data is untouched: look at it before you send it on.",
        zh="不在里面：SecretKey、密码、令牌、Cookie、环境里变量的值。请求和回答里的密钥都打了码；业务数据没有动，发出去之前看一眼。",
    )
    cut = Text(en="A body was too long: only its beginning is there.", zh="有正文太长，只有开头。")
    call = Text(en="Call", zh="接口")
    ending = Text(en="Result", zh="结果")
    time = Text(en="Time", zh="时间")
    place = Text(en="Environment", zh="环境")
    none = Text(en="none", zh="没有")
    environment_gone = Text(
        en="The environment was removed since: only its address is known.",
        zh="这个环境在发送之后删掉了，只留下地址。",
    )
    how_to_run = Text(
        en="To send it again, put a token of your own into request.sh.",
        zh="重放：把 request.sh 里打码的 Authorization 换成自己的令牌。",
    )


class HistoryWords(Words):
    """The history, wherever it is shown."""

    command = Nested(lambda: HistoryCommandWords)
    replay = Nested(lambda: ReplayWords)
    screen = Nested(lambda: HistoryScreenWords)
    since = Nested(lambda: SinceWords)
    bundle = Nested(lambda: BundleWords)
    today = Text(en="today", zh="今天")
    yesterday = Text(en="yesterday", zh="昨天")
    weekdays = Localized[tuple[str, ...]](
        en=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        zh=("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    )
    last_week = Text(en="last week", zh="上周")
    day = Text(en="{month:02}-{day:02}", zh="{month} 月 {day} 日")
    full_day = Text(en="{year}-{month:02}-{day:02}", zh="{year}-{month:02}-{day:02}")
    cancelled_after = Text(en="cancelled after {elapsed}", zh="{elapsed} 后取消")
    cancelled_write = Text(
        en="cancelled after {elapsed}, perhaps executed", zh="{elapsed} 后取消，不知道是否执行"
    )
    not_sent = Text(en="not sent: {reason}", zh="没发到：{reason}")
    unsent = Text(en="not sent, no token: {reason}", zh="没有发出，令牌没取到：{reason}")
    perhaps_executed = Text(en="perhaps executed: {reason}", zh="不知道是否执行：{reason}")
    partly = Text(en="{failed} of {count} failed", zh="{count} 个里失败 {failed} 个")
    unknown_shape = Text(
        en="{status}, the body has no known shape", zh="{status}，正文不是已知的形状"
    )
