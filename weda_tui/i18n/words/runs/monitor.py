"""Rounds of a run and their files: every sentence in both languages."""

from weda_tui.i18n.text import Localized, Text, Words


class MonitorOptionWords(Words):
    """The options of ``run`` for rounds, and the errors in them."""

    every = Text(
        en="repeat the run: 30s, 5m, 1h; sends only reads unless --yes is given",
        zh="按间隔重复运行：30s、5m、1h；没有 --yes 时只发送读请求",
    )
    until = Text(
        en="begin no round after this: a duration, HH:MM or an ISO time",
        zh="此时间之后不再开始新一轮：时长、HH:MM 或 ISO 时间",
    )
    watch = Text(
        en="run again when a file of the run changes: requests, folders, environment, data",
        zh="运行所用的文件（请求、文件夹、环境、数据）变更后重新运行",
    )
    textfile = Text(
        en="write metrics for the textfile collector of Prometheus node_exporter",
        zh="写入 Prometheus node_exporter 的 textfile 采集器所读的指标文件",
    )
    html = Text(
        en="write the state as an HTML page that needs nothing else",
        zh="将状态写为独立的 HTML 页面",
    )
    details = Text(
        en="With --every or --watch, files are replaced after each round, stderr gets a line per round, --json prints a JSON object per line, and the last round sets the exit status. A write among the requests stops the run before the first round, unless --yes is given. A later round that cannot be sent has failed; the next one still runs.",
        zh="使用 --every 或 --watch 时，每轮之后替换各文件，stderr 每轮输出一行，--json 每行输出一个 JSON 对象，退出状态由最后一轮决定。请求中有写操作且没有 --yes 时，第一轮之前即停止。之后某一轮未能发送时，该轮记为失败，下一轮照常运行。",
    )
    bad_every = Text(
        en='"{value}" is not an interval of at least 1 s: write 30s, 5m, 1h or 1h30m',
        zh="“{value}”不是 1 s 以上的间隔：请写 30s、5m、1h 或 1h30m",
    )
    bad_until = Text(
        en='"{value}" is not a time to come: write a duration (8h), HH:MM or an ISO time (2026-12-01T08:00)',
        zh="“{value}”不是将来的时间：请写时长（8h）、HH:MM 或 ISO 时间（2026-12-01T08:00）",
    )
    needs_yes = Text(
        en="✗ Nothing was sent: a repeated run sends only reads. To send these writes in each round, add --yes.",
        zh="✗ 请求未发送：重复运行只发送读请求。要在每轮中发送这些写请求，请加 --yes。",
    )
    until_alone = Text(
        en="--until requires --every or --watch", zh="--until 需要与 --every 或 --watch 同用"
    )
    junit_to_stdout = Text(
        en="With --every or --watch, --junit requires a file",
        zh="使用 --every 或 --watch 时，--junit 需要指定文件",
    )


class MonitorWords(Words):
    """The sentences about rounds: on the terminal, on the page, in the metrics, in the explorer."""

    # on the terminal
    begins = Text(
        en="Monitoring {paths} on {place}: {when}. {writes}",
        zh="正在监控 {place} 的 {paths}：{when}。{writes}",
    )
    ctrl_c = Text(en="{begins} Ctrl+C stops.", zh="{begins}按 Ctrl+C 停止。")
    when_every = Text(en="every {every}", zh="每 {every} 一轮")
    when_changed = Text(en="after each change of the files", zh="文件变更后一轮")
    when_until = Text(en="{when} until {at}", zh="{when}，将于 {at} 结束")
    and_ = Text(en=" and ", zh="，")
    reads_only = Text(en="Only reads are sent.", zh="只发送读请求。")
    with_writes = Text(en="Writes are sent in each round.", zh="每轮都会发送写请求。")
    round = Text(
        en="{mark} {time}   {passed} passed, {failed} failed   {elapsed}",
        zh="{mark} {time}   通过 {passed}，失败 {failed}   {elapsed}",
    )
    not_sent = Text(en="{count} not sent", zh="未发送 {count}")
    token = Text(en="token valid for {left}", zh="令牌剩余 {left}")
    changed = Text(en="changed: {files}", zh="已变更：{files}")
    skipped = Text(
        en="{count:round|rounds} skipped from {time} on: a round was running, or the machine slept",
        zh="自 {time} 起跳过 {count} 轮：前一轮尚未结束，或机器处于休眠",
    )
    cut = Text(en="not sent: {reason}", zh="未发送：{reason}")
    stopped = Text(en="stopped before its end", zh="在结束前停止")
    rate_limited = Text(
        en="stopped: the deployment refused a request because there were too many",
        zh="已停止：请求过于频繁，被部署拒绝",
    )
    unknown_in_a_row = Text(
        en="stopped: the outcome of {count} rows in a row is unknown",
        zh="已停止：连续 {count} 行的结果未知",
    )
    answered_in_front = Text(
        en="stopped: the response did not come from WeDa but from something in front of it, such as a sign-in page or a proxy ({code})",
        zh="已停止：响应不是来自 WeDa，而是来自它前面的登录页、代理等（{code}）",
    )
    unreachable_in_a_row = Text(
        en="stopped: {count} rows in a row could not be sent, because there is no connection to the deployment ({code})",
        zh="已停止：无法连接到部署（{code}），连续 {count} 行未能发送",
    )
    more = Text(en="and {count} more", zh="另有 {count} 个")
    written = Text(en="{file} written", zh="已写入 {file}")
    # on the page
    headline = Text(en="{title}: {state}", zh="{title}：{state}")
    ok = Text(en="all requests passed", zh="所有请求均通过")
    failing = Text(
        en="{failed} of {count:request|requests} did not pass",
        zh="{count} 个请求中 {failed} 个未通过",
    )
    place = Text(en="{place}, {when}", zh="{place}，{when}")
    once = Text(en="run once", zh="运行一次")
    last_round = Text(en="Last round: {at}, {elapsed}", zh="最近一轮：{at}，耗时 {elapsed}")
    rounds = Text(
        en="{count:round|rounds}, {failed} failed, {skipped} skipped",
        zh="共 {count} 轮，失败 {failed} 轮，跳过 {skipped} 轮",
    )
    token_until = Text(en="Token valid until {at} ({left})", zh="令牌有效期至 {at}（{left}）")
    certificate_until = Text(
        en="Server certificate valid until {at} ({days:day|days})",
        zh="服务器证书有效期至 {at}（{days} 天）",
    )
    strip = Text(en="Last rounds, the newest at the end", zh="最近各轮，最新的在末尾")
    names = Localized[dict[str, str]](
        en={"✓": "passed", "✗": "failed", "–": "not sent or stopped"},
        zh={"✓": "通过", "✗": "失败", "–": "未发送或已停止"},
    )
    """The word for each mark."""
    columns = Localized[tuple[str, ...]](
        en=("Request", "Last result", "Code", "Duration", "Last rounds"),
        zh=("请求", "最近结果", "错误码", "耗时", "最近各轮"),
    )
    changes = Text(
        en="The last failure of each request, and what changed", zh="各请求最近一次失败及其变化"
    )
    red_since = Text(en="{title}: failing since {at}", zh="{title}：自 {at} 起失败")
    red_until = Text(en="{title}: failed from {at} to {green}", zh="{title}：{at} 至 {green} 失败")
    codes = Text(en="codes until it passed: {codes}", zh="恢复前的错误码：{codes}")
    now = Text(en="now: {reason}", zh="目前：{reason}")
    last_passed = Text(en="last passed {at}", zh="上次通过 {at}")
    status = Text(en="HTTP status", zh="HTTP 状态码")
    code = Text(en="code", zh="错误码")
    # in the explorer
    failing_since = Text(en="Failing since {at}", zh="{at} 起失败")
    failing_after = Text(
        en="Failing since {at}, last passed {before}", zh="{at} 起失败，上次通过 {before}"
    )
    failed_until = Text(en="Failed from {at} to {after}", zh="{at} 至 {after} 失败")
    # in the metrics
    help_success = Text(
        en="Whether all requests of the last round passed (1) or not (0).",
        zh="最近一轮的所有请求是否均通过：1 是，0 否。",
    )
    help_duration = Text(en="Duration of the last round.", zh="最近一轮的耗时。")
    help_at = Text(
        en="When the last round began, Unix time.", zh="最近一轮的开始时间（Unix 时间）。"
    )
    help_rounds = Text(en="Rounds since the start.", zh="启动以来的轮数。")
    help_failed = Text(
        en="Rounds since the start in which a request did not pass.",
        zh="启动以来有请求未通过的轮数。",
    )
    help_skipped = Text(
        en="Rounds skipped since the start because the one before was still running.",
        zh="启动以来因前一轮尚未结束而跳过的轮数。",
    )
    help_request = Text(
        en="Whether the request passed in the last round (1) or not (0); with data, in every row.",
        zh="该请求在最近一轮中是否通过：1 是，0 否；有数据时指所有行。",
    )
    help_request_duration = Text(
        en="Duration of the request in the last round; with data, of the slowest row.",
        zh="该请求在最近一轮中的耗时；有数据时为最慢的一行。",
    )
    help_code = Text(
        en="The code that the request ended with in the last round: ok, a documented code, one of weda-tui, or other.",
        zh="该请求在最近一轮中的错误码：ok、手册收录的错误码、weda-tui 的代码或 other。",
    )
    help_token = Text(en="When the token expires, Unix time.", zh="令牌的到期时间（Unix 时间）。")
    help_certificate = Text(
        en="When the server certificate expires, Unix time.",
        zh="服务器证书的到期时间（Unix 时间）。",
    )
