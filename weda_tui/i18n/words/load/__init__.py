"""The load test: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words
from weda_tui.i18n.words.load.command import LoadCommandWords
from weda_tui.i18n.words.load.unanswered import UnansweredWords


class LoadWords(Words):
    """The output of a load test."""

    command = Nested(lambda: LoadCommandWords)
    unanswered = Nested(lambda: UnansweredWords)

    not_installed = Text(
        en="The package locust is not installed. Run pipx inject weda-tui 'locust>=2.47,<3', or pip install 'locust>=2.47,<3' in the environment of weda-tui; without a network, add --no-index --find-links wheelhouse to pip.",
        zh="未安装 locust 包。请运行 pipx inject weda-tui 'locust>=2.47,<3'，或在 weda-tui 的环境中运行 pip install 'locust>=2.47,<3'；没有网络时为 pip 加上 --no-index --find-links wheelhouse。",
    )
    bad_time = Text(
        en="{value} is not a time. Expected for example 300ms, 30s or 5m.",
        zh="{value} 不是时间。应为 300ms、30s 或 5m 等形式。",
    )
    part_second = Text(
        en="{value} is not a time of a load. Expected whole seconds, for example 30s, 5m or 1h30m.",
        zh="{value} 不能用作压测时间。应为整秒，如 30s、5m 或 1h30m。",
    )
    bad_percent = Text(
        en="{value} is not a percentage. Expected for example 1%.",
        zh="{value} 不是百分比。应为 1% 等形式。",
    )
    needs_writes = Text(
        en="✗ Nothing was sent: {count:request writes|requests write} data. To send them under load, add --writes.",
        zh="✗ 请求未发送：有 {count} 个请求会写数据。要在压测时发送，请加 --writes。",
    )
    needs_yes = Text(
        en="✗ Nothing was sent: a load must be confirmed. To run it without a terminal, add --yes.",
        zh="✗ 请求未发送：压测须确认。没有终端时请加 --yes。",
    )
    needs_name = Text(
        en="✗ Nothing was sent: the name {environment} must be typed on a terminal; --yes does not replace it.",
        zh="✗ 请求未发送：须在终端中输入名称 {environment}，--yes 无效。",
    )
    begins = Text(
        en="Load on {place}: {users:user|users}, {time}, {rate}",
        zh="压测 {place}：{users} 个用户，{time}，{rate}",
    )
    wrong_name = Text(
        en="✗ Nothing was sent: the name did not match {environment}.",
        zh="✗ 请求未发送：输入的名称与 {environment} 不一致。",
    )
    confirm = Text(
        en="{users:user puts|users put} load on {place} for {time}, {rate}. Continue?",
        zh="将以 {users} 个用户压测 {place}，持续 {time}，{rate}。是否继续？",
    )
    ceiling = Text(en="at most {rate} requests per second", zh="每秒最多 {rate} 个请求")
    no_ceiling = Text(en="without a limit on the rate", zh="不限速率")
    type_name = Text(
        en="{users:user puts|users put} load on {place} for {time}, {rate}. Type {environment} to continue",
        zh="将以 {users} 个用户压测 {place}，持续 {time}，{rate}。请输入 {environment} 以继续",
    )
    waits = Text(
        en="Waiting for {count:worker|workers}. Start each on its machine: locust -f - --worker --master-host {host}",
        zh="等待 {count} 个 worker。请在各机器上启动：locust -f - --worker --master-host {host}",
    )
    short_token = Text(
        en="! The user token expires in {time}, before the load ends: a request that is refused after that counts as failed, and the token is replaced.",
        zh="! 用户令牌将在 {time} 后过期，早于压测结束：过期后被拒绝的请求计为失败，随后更换令牌。",
    )
    live = Text(
        en="{users:user|users}   {rate}/s   p50 {p50}   p95 {p95}   p99 {p99}   {count} sent   {failed} failed",
        zh="{users} 个用户   {rate}/s   p50 {p50}   p95 {p95}   p99 {p99}   已发送 {count}   失败 {failed}",
    )
    request = Text(en="request", zh="请求")
    sent = Text(en="sent", zh="已发送")
    failed = Text(en="failed", zh="失败")
    per_second = Text(en="per second", zh="每秒")
    total = Text(en="all requests", zh="全部请求")
    skipped = Text(
        en="{count:request was|requests were} not sent: a dependency did not pass",
        zh="有 {count} 个请求未发送：依赖未通过",
    )
    users_reached = Text(
        en="Only {reached} of {users} users were started, at {rate} per second",
        zh="{users} 个用户中只启动了 {reached} 个（每秒启动 {rate} 个）",
    )
    uncertain = Text(
        en="{count:write|writes} may have been executed: sent, but no response arrived ({paths})",
        zh="有 {count} 个写请求不确定是否已执行：请求已发送，未收到响应（{paths}）",
    )
    limited = Text(
        en="The limit of {rate} requests per second set the rate",
        zh="速率受限于每秒 {rate} 个请求的上限",
    )
    stopped = Text(en="The load stopped: {reason}", zh="压测已停止：{reason}")
    stop_rate_limit = Text(
        en="the deployment answered {code}; --keep-going goes on",
        zh="部署返回 {code}；如需继续，请加 --keep-going",
    )
    stop_token_refused = Text(
        en="the deployment refused to give a token: {code}", zh="部署拒绝提供令牌：{code}"
    )
    stop_calls_refused = Text(
        en="requests are refused ({code}), also with a new access token",
        zh="请求被拒绝（{code}），换用新的访问令牌后仍被拒绝",
    )
    stop_no_token = Text(
        en="no token: the deployment did not answer, is out of service or limits the rate ({code})",
        zh="未能获取令牌：部署没有响应、服务不可用或限制了请求速率（{code}）",
    )
    stop_abandoned = Text(en="the process that started it has ended", zh="启动压测的进程已结束")
    stop_interrupted = Text(en="it was interrupted", zh="被手动中断")
    stop_worker_lost = Text(
        en="a worker ended or does not respond", zh="有 worker 已退出或没有响应"
    )
    stop_overdue = Text(
        en="Locust did not end in time and was killed", zh="Locust 未按时结束，已强制终止"
    )
    stopping = Text(
        en="Stopping: waiting for responses and Locust's report. Press Ctrl+C again to stop at once.",
        zh="正在停止：等待已发出的请求返回响应和 Locust 的报告。再按一次 Ctrl+C 立即停止。",
    )
    failed_start = Text(en="Locust ended with an error:", zh="Locust 异常结束：")
    nothing_sent = Text(en="No request was sent.", zh="没有发送任何请求。")
    threshold = Text(en="{measure} {actual}, at most {most}", zh="{measure} {actual}，上限 {most}")
    not_measured = Text(en="not measured", zh="未测得")
    passed_p95 = Text(en="p95 of successful requests", zh="成功请求的 p95")
    none_passed = Text(en="not measured (no request succeeded)", zh="未测得（没有请求成功）")
    not_begun = Text(en="The load did not begin.", zh="压测未开始。")
    errors_measure = Text(en="errors", zh="失败率")
    left = Text(en="not under load: {what}", zh="压测不包括：{what}")
    unresolved = Text(en="{path} is not sent: {reason}", zh="{path} 不会发送：{reason}")
    written = Text(en="{file} written", zh="已写入 {file}")
