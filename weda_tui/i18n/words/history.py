"""The history of sends: every sentence in both languages."""

from weda_tui.i18n.text import Failure, Localized, Nested, Text, Words


class HistoryCommandWords(Words):
    """``history`` on the command line."""

    group = Text(en="sent requests: find, show, delete", zh="已发送的请求：查找、查看、删除")
    details = Text(
        en="Newest first. Each entry has its verdict, environment, time, request and response; only the beginning of a long body is stored, and secrets are masked. The history stays on this machine, outside the workspace. If an environment's file contains record = false, its requests are not recorded.",
        zh="最新的在前。每条记录包含判定结果、环境、时间、请求和响应；过长的正文只保存开头，机密已脱敏。历史只存储在本机，不在工作区中。环境文件中写有 record = false 时，不记录该环境的请求。",
    )
    show = Text(en="show the request and the response of an entry", zh="查看一条记录的请求和响应")
    show_details = Text(
        en="The request is written to stderr, the response body to stdout as received. --json has the same keys as send --json.",
        zh="请求输出到 stderr，响应体按收到的原样输出到 stdout。--json 的键与 send --json 相同。",
    )
    delete = Text(
        en="delete entries by number or by filter, or all of them",
        zh="删除指定的、匹配的或全部记录",
    )
    delete_details = Text(
        en="Give numbers to delete those entries, --search or other filters to delete the entries that match, or --all to delete every entry. Deleted entries cannot be restored.",
        zh="指定编号则删除对应的记录；指定 --search 等条件则删除匹配的记录；指定 --all 则删除全部记录。删除后无法恢复。",
    )
    search = Text(
        en="words in bodies, titles, codes, requestIds; all must occur",
        zh="正文、标题、错误码、requestId 中的文字；多个词须全部出现",
    )
    endpoint = Text(en="only this endpoint", zh="仅此接口")
    environment = Text(en="only what was sent to this environment", zh="仅发送到此环境的请求")
    verdict = Text(
        en="only successes (ok) or failures (failed)", zh="仅成功（ok）或失败（failed）的请求"
    )
    agent = Text(en="only what agents sent", zh="仅智能体发送的请求")
    limit = Text(en="maximum number of entries; default: 50", zh="最大条数；默认 50")
    all = Text(en="all entries", zh="全部记录")
    empty = Text(en="No request has been sent from this machine yet.", zh="本机尚未发送过请求。")
    nothing_found = Text(en="No entry matches.", zh="没有匹配的记录。")
    counted = Text(en="{shown} of {kept} stored", zh="{shown} 条，共存储 {kept} 条")
    name_some = Text(
        en="Give the numbers to delete, --search or another filter, or --all.",
        zh="请指定要删除的编号，或 --search 等条件，或 --all。",
    )
    ask_delete = Text(en="Delete {count:entry|entries}?", zh="删除 {count} 条记录？")
    deleted = Text(en="Deleted {count:entry|entries}.", zh="已删除 {count} 条记录。")
    not_deleted = Text(en="Nothing was deleted.", zh="未删除任何记录。")
    cut = Text(en="only the first {limit} were stored", zh="只保存了前 {limit}")


class ReplayWords(Words):
    """Why an entry cannot be sent again, by the values of ``ReplayLack``."""

    environment_gone = Failure(
        en="The environment {environment} no longer exists.",
        en_hint="Choose an environment, open the request and send it.",
        zh="环境 {environment} 已不存在。",
        zh_hint="选择一个环境，打开请求后再发送。",
    )
    host_changed = Failure(
        en="The address of {environment} has changed; it was {host}.",
        en_hint="Make sure that it is the same deployment, then open the request and send it.",
        zh="环境 {environment} 的地址已更改，原为 {host}。",
        zh_hint="确认仍是同一个部署，打开请求后再发送。",
    )
    route_changed = Failure(
        en="The route of {environment} differs from the one that the request was sent over.",
        en_hint="Check its proxy and TLS settings, then open the request and send it.",
        zh="环境 {environment} 的路由与当时发送请求所用的不同。",
        zh_hint="检查它的代理和 TLS 设置，打开请求后再发送。",
    )
    env_type_gone = Failure(
        en="{environment} no longer has the env type {env_type}.",
        en_hint="Choose an env type, open the request and send it.",
        zh="环境 {environment} 已没有环境类型 {env_type}。",
        zh_hint="选择一个环境类型，打开请求后再发送。",
    )
    endpoint_gone = Failure(
        en="The endpoint {endpoint} no longer exists.",
        en_hint="Import its document, or define it yourself with +.",
        zh="接口 {endpoint} 已不存在。",
        zh_hint="导入它的文档，或按 + 自行定义。",
    )
    secret_not_kept = Failure(
        en="The request contained a secret, which was not stored.",
        en_hint="Open the request, fill in the masked parts and send it.",
        zh="请求中含有机密，机密未保存。",
        zh_hint="打开请求，补全脱敏的部分后再发送。",
    )
    body_cut = Failure(
        en="The request body was too long: only its beginning is stored.",
        en_hint="Send it again from the saved request or file it came from.",
        zh="请求体过长，只保存了开头。",
        zh_hint="请用原来的已保存请求或文件重新发送。",
    )


class HistoryScreenWords(Words):
    """The history in the explorer."""

    tab = Text(en="History", zh="历史")
    endpoints_tab = Text(en="API", zh="接口")
    filter = Text(en="text, code, @env, @agent, failed", zh="文字、@环境、@智能体、失败")
    agent_mark = Text(en="agent", zh="智能体")
    by_agents = Text(en="@agent", zh="@智能体")
    """The filter that the user types for calls of agents."""
    empty = Text(
        en="No request has been sent from this machine yet. Sent requests are stored here, secrets masked.",
        zh="本机尚未发送过请求。已发送的请求存储在此处，机密已脱敏。",
    )
    nothing_found = Text(
        en="No results for “{query}”. Shorten the text, enter only failed or ok, or enter @prod to filter by target, @agent for what agents sent.",
        zh="没有找到“{query}”。请减少文字，或输入“失败”“成功”按结果筛选，输入“@prod”按目标环境筛选，输入“@智能体”筛选智能体发送的请求。",
    )
    found = Text(en="{count} found", zh="{count} 条")
    kept = Text(
        en="the last {count}, secrets masked, on this machine only",
        zh="最近 {count} 次，机密已脱敏，只存储在本机",
    )
    reading = Text(en="searching", zh="正在查找")
    last = Text(en="Last time {when}", zh="上次 {when}")
    recalled = Text(en="History: {when}, {place}", zh="历史：{when}，{place}")
    response_cut = Text(en="Long body: only its beginning was stored", zh="正文过长，只保存了开头")
    request_cut = Text(
        en="Long request body: only its beginning was stored", zh="请求体过长，只保存了开头"
    )
    request = Text(en="Request", zh="请求")
    answer = Text(en="Response", zh="响应")
    same = Text(en="identical", zh="相同")
    skipped = Text(en="{count} identical lines", zh="相同的 {count} 行")
    compared_in_part = Text(en="Too long: only the beginning was compared", zh="过长，只比较了开头")
    compare_title = Text(en="{before} and {after}", zh="{before} 与 {after}")
    marked = Text(
        en="Press = on another entry to compare, or here to cancel.",
        zh="在另一条记录上按 = 比较，在这一条上再按 = 取消。",
    )
    deleted = Text(en="Deleted. Press Ctrl+Z to restore it.", zh="已删除。按 Ctrl+Z 恢复。")
    restored = Text(en="Restored", zh="已恢复")
    nothing_deleted = Text(en="Nothing to restore", zh="没有可恢复的记录")
    moved = Text(
        en="Switched to {here}, where it was sent. Press F2 to go back to {before}.",
        zh="已切换到 {here}（当时发送到此处）。按 F2 可切回 {before}。",
    )
    elsewhere = Text(
        en="Sent to {place}; the current target is {here}",
        zh="当时发送到 {place}，当前目标环境为 {here}",
    )
    clear = Text(
        en="Delete the {count:listed entry|listed entries}? Deleted entries cannot be restored.",
        zh="删除列出的 {count} 条记录？删除后无法恢复。",
    )
    clear_not = Text(en="Keep", zh="保留")
    clear_now = Text(en="Delete", zh="删除")
    not_recorded = Text(
        en="This request will not be recorded in the history.", zh="此请求不会记入历史。"
    )
    recorded_again = Text(
        en="This request will be recorded in the history.", zh="此请求会记入历史。"
    )
    never_recorded = Text(
        en="record = false in the file of {environment}: its requests are not recorded.",
        zh="{environment} 的环境文件中写有 record = false：不记录它的请求。",
    )


class SinceWords(Words):
    """What changed since a call last succeeded."""

    title = Text(
        en="Last success {when}, compared with this call", zh="上次成功 {when}，与本次相比"
    )
    same_mark = Text(en="same", zh="相同")
    changed_mark = Text(en="changed", zh="变更")
    joint = Text(en=", ", zh="、")
    host = Text(en="address", zh="地址")
    env_type = Text(en="env type", zh="环境类型")
    parameters = Text(en="parameters", zh="参数")
    token = Text(en="token", zh="令牌")
    clock = Text(en="clock", zh="时钟")
    method = Text(en="method", zh="方法")
    url = Text(en="URL", zh="URL")
    identity = Text(en="token owner", zh="令牌所属用户")
    changed = Text(en="{name}  {before} → {after}", zh="{name}  {before} → {after}")
    added = Text(en="{name}  added: {after}", zh="{name}  新增 {after}")
    gone = Text(en="{name}  removed, was {before}", zh="{name}  已移除，原为 {before}")
    body = Text(en="different request body", zh="请求体不同")
    past_end = Text(
        en="the token expired at {time} by the server's clock",
        zh="按服务器时间，令牌已于 {time} 到期",
    )
    expired = Text(en="the token expired at {time}", zh="令牌已于 {time} 到期")
    clock_right = Text(en="correct", zh="准确")
    clock_slow = Text(en="{time} slow", zh="慢 {time}")
    clock_fast = Text(en="{time} fast", zh="快 {time}")
    more = Text(en="{count} more: press = to compare", zh="另有 {count} 处，按 = 比较")


class BundleWords(Words):
    """A support bundle: the dialog, its README, the command."""

    title = Text(en="Support bundle: one call, for a colleague", zh="支持包：供同事查看的一次调用")
    command = Text(
        en="write an entry as a support bundle: a zip without secrets",
        zh="将一条记录写成支持包：不含机密的 zip 文件",
    )
    command_details = Text(
        en="Request (curl and TOML), response, verdict, requestId, times, versions, environment. Secrets and tokens are masked.",
        zh="请求（curl 和 TOML）、响应、判定结果、requestId、时间、版本、环境。机密和令牌已脱敏。",
    )
    output = Text(
        en="the file or folder to write; default: the current folder",
        zh="写入的文件或文件夹；默认当前文件夹",
    )
    write = Text(en="write", zh="写入")
    elsewhere = Text(en="other location", zh="更改位置")
    written = Text(en="Bundle written to {file}", zh="支持包已写入 {file}")
    nothing = Text(
        en="This call is not in the history, so there is nothing to bundle.",
        zh="此次调用没有记入历史，无法生成支持包。",
    )
    readme = Text(en="read this first", zh="请先阅读此文件")
    curl = Text(en="the request as a curl command", zh="curl 命令形式的请求")
    toml = Text(en="the request with its variables", zh="带变量的请求")
    exchange = Text(
        en="verdict, requestId, times, token time left",
        zh="判定结果、requestId、时间、令牌剩余有效期",
    )
    headers = Text(en="the response headers", zh="响应头")
    body = Text(en="the response body as received", zh="响应体，与收到时一致")
    environment = Text(
        en="environment; no secrets, no variable values", zh="环境，不含机密和变量的值"
    )
    versions = Text(en="weda-tui, Python, system, terminal", zh="weda-tui、Python、系统、终端")
    left_out = Text(
        en="Not included: SecretKey, password, tokens, cookies, the values of the environment's variables. Secrets in the request and the response are masked. Business data is unchanged: check it before you share the bundle.",
        zh="不包含：SecretKey、密码、令牌、Cookie、环境中变量的值。请求和响应中的机密已脱敏。业务数据未作改动，分享前请检查。",
    )
    cut = Text(
        en="A body was too long: only its beginning is included.", zh="有正文过长，只包含开头。"
    )
    call = Text(en="Endpoint", zh="接口")
    ending = Text(en="Result", zh="结果")
    time = Text(en="Time", zh="时间")
    place = Text(en="Environment", zh="环境")
    none = Text(en="none", zh="无")
    environment_gone = Text(
        en="The environment has since been deleted: only its address is known.",
        zh="发送之后，该环境已被删除，只保留了地址。",
    )
    how_to_run = Text(
        en="To send it again, replace the masked Authorization in request.sh with your own token.",
        zh="重新发送：将 request.sh 中已脱敏的 Authorization 换成自己的令牌。",
    )


class HistoryWords(Words):
    """The history, wherever it is shown."""

    command = Nested(lambda: HistoryCommandWords)
    replay = Nested(lambda: ReplayWords)
    screen = Nested(lambda: HistoryScreenWords)
    since = Nested(lambda: SinceWords)
    bundle = Nested(lambda: BundleWords)
    agent = Text(en="agent: {client}", zh="智能体：{client}")
    """Shown for an entry that an agent sent, with the name that the client gives itself."""
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
        en="cancelled after {elapsed}, possibly executed", zh="{elapsed} 后取消，可能已执行"
    )
    not_sent = Text(en="not sent: {reason}", zh="未发送：{reason}")
    unsent = Text(en="not sent, no token: {reason}", zh="未发送，未获取到令牌：{reason}")
    perhaps_executed = Text(en="possibly executed: {reason}", zh="可能已执行：{reason}")
    partly = Text(en="{failed} of {count} failed", zh="{count} 个中有 {failed} 个失败")
    unknown_shape = Text(en="{status}, unknown body format", zh="{status}，正文格式未知")
