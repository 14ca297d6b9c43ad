"""Runs that continue while the user explores: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class LongRunWords(Words):
    """The three ways to run saved requests, in the explorer."""

    run = Text(en="Run", zh="运行")
    monitor = Text(en="Monitor", zh="监控")
    load = Text(en="Load", zh="压测")
    next_way = Text(en="run · monitor · load", zh="运行 · 监控 · 压测")
    title_rows = Text(en="Run {name} over rows", zh="按数据行运行 {name}")
    title_monitor = Text(en="Monitor {name}", zh="监控 {name}")
    title_load = Text(en="Load with {name}", zh="用 {name} 压测")
    # the choice
    rate = Text(en="Requests per second", zh="每秒请求数")
    rate_default = Text(
        en="{careful} if the run writes data, else unlimited", zh="会写数据时为 {careful}，否则不限"
    )
    report = Text(en="Row report", zh="逐行报告")
    pick_report = Text(en="Write row, verdict, code, requestId as CSV", zh="将逐行结果写为 CSV")
    every = Text(en="Every", zh="间隔")
    until = Text(en="Until", zh="截止时间")
    no_end = Text(en="until it is stopped", zh="直到停止")
    watch = Text(en="When a file changes", zh="文件变更时")
    also_run = Text(en="run as well", zh="也运行一轮")
    dont_run = Text(en="nothing", zh="不运行")
    writes = Text(en="Writes", zh="写操作")
    writes_sent = Text(en="are sent, after confirmation", zh="确认后发送")
    writes_not_sent = Text(en="are not sent", zh="不发送")
    textfile = Text(en="Metrics file", zh="指标文件")
    pick_textfile = Text(
        en="Write metrics for Prometheus node_exporter", zh="写入 Prometheus node_exporter 的指标"
    )
    html = Text(en="HTML page", zh="HTML 页面")
    pick_html = Text(en="Write the state as an HTML page", zh="将状态写为 HTML 页面")
    pick_load_html = Text(en="Write Locust's HTML report", zh="写入 Locust 的 HTML 报告")
    each_round = Text(en="replaced after each round", zh="每轮之后替换")
    users = Text(en="Users", zh="用户数")
    spawn_rate = Text(en="Users per second", zh="每秒启动用户数")
    time = Text(en="Time", zh="持续时间")
    p95 = Text(en="Threshold p95", zh="p95 阈值")
    errors = Text(en="Threshold errors", zh="失败率阈值")
    no_limit = Text(en="no limit", zh="不限")
    none = Text(en="none", zh="无")
    wrong = Text(en='"{value}" is not valid. {hint}', zh="“{value}”无效。{hint}")
    hint_every = Text(
        en="At least 1 s: 30s, 5m, 1h. Empty: only after changes.",
        zh="至少 1 s：30s、5m、1h。留空：仅在文件变更后。",
    )
    hint_until = Text(
        en="8h, 18:00 or 2026-12-01T08:00. Empty: no end.",
        zh="8h、18:00 或 2026-12-01T08:00。留空：不限。",
    )
    hint_users = Text(en="A whole number from 1.", zh="1 以上的整数。")
    hint_rate = Text(en="0: no limit.", zh="0：不限。")
    hint_spawn_rate = Text(en="For example 1 or 0.5.", zh="如 1 或 0.5。")
    hint_time = Text(en="30s, 5m or 1h.", zh="30s、5m 或 1h。")
    hint_p95 = Text(en="300ms or 1.5s. Empty: none.", zh="300ms 或 1.5s。留空：无。")
    hint_errors = Text(en="1%. Empty: none.", zh="1%。留空：无。")
    needs_rounds = Text(
        en="Choose an interval, or rounds when a file changes.",
        zh="请选择间隔，或选择文件变更时运行。",
    )
    accept = Text(en="accept", zh="确定")
    keep = Text(en="keep as it was", zh="保持不变")
    remove = Text(en="remove", zh="清除")
    # before the start
    monitor_needs_writes = Text(
        en="A monitor sends only reads. To send these in each round, change Writes.",
        zh="监控只发送读请求。要在每轮中发送以下请求，请更改“写操作”。",
    )
    load_needs_writes = Text(
        en="These requests write data. To send them under load, change Writes.",
        zh="以下请求会写数据。要在压测时发送，请更改“写操作”。",
    )
    resume = Text(en="send the rows that were not sent", zh="发送未发送的行")
    restart = Text(en="send every row again", zh="重新发送所有行")
    command = Text(en="On the command line: {command}", zh="命令行：{command}")
    # during the run
    rows_status = Text(en="rows {done}/{count} · {rate}/s", zh="数据行 {done}/{count} · {rate}/s")
    monitor_status = Text(en="monitor {rounds:round|rounds} {mark}", zh="监控 {rounds} 轮 {mark}")
    load_status = Text(en="load {rate}/s p95 {p95}", zh="压测 {rate}/s p95 {p95}")
    starting = Text(en="Starting …", zh="正在启动…")
    stopping = Text(
        en="Stopping: waiting for what is on its way.", zh="正在停止：等待已发送的请求返回。"
    )
    stop_now = Text(en="stop at once", zh="立即停止")
    leave = Text(en="stop or leave", zh="停止或离开")
    asks_leave = Text(en="{what} is still running", zh="{what}，仍在运行")
    go_on = Text(en="keep running in the background", zh="在后台继续运行")
    stop = Text(en="stop it", zh="停止")
    back = Text(en="back", zh="返回")
    background = Text(en="keep running in the background", zh="转到后台运行")
    returns = Text(
        en="Running in the background. Space R opens it again.",
        zh="正在后台运行。按 Space R 可重新打开。",
    )
    quit_remark = Text(en="Quitting stops it.", zh="退出会将其停止。")
    keep_running = Text(en="Keep running", zh="继续运行")
    stop_and_quit = Text(en="Stop and quit", zh="停止并退出")
    # at the end
    rate_limited = Text(
        en="Stopped: the deployment refused a request because there were too many. Resume later, or with fewer requests per second.",
        zh="已停止：请求过于频繁，被部署拒绝。请稍后继续，或减少每秒请求数。",
    )
    unknown_in_a_row = Text(
        en="Stopped: the outcome of {count} rows in a row is unknown. Check whether the deployment works and what became of these rows, then resume to send the others.",
        zh="已停止：连续 {count} 行的结果未知。请确认部署是否正常，并检查这些行的数据记录，然后继续发送其余的行。",
    )
    answered_in_front = Text(
        en="Stopped: the response did not come from WeDa but from something in front of it, such as a sign-in page or a proxy ({code}). Sign in again or restore the connection, then resume.",
        zh="已停止：响应不是来自 WeDa，而是来自它前面的登录页、代理等（{code}）。请重新登录或恢复网络连接，然后继续。",
    )
    unreachable_in_a_row = Text(
        en="Stopped: {count} rows in a row could not be sent, because there is no connection to the deployment ({code}). Restore the connection, then resume.",
        zh="已停止：无法连接到部署（{code}），连续 {count} 行未能发送。请恢复连接，然后继续。",
    )
    again = Text(en="change and run again", zh="更改后重新运行")
    others = Text(en="run {name} once", zh="运行一次 {name}")
