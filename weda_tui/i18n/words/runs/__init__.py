"""Runs of saved requests: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words
from weda_tui.i18n.words.runs.long import LongRunWords
from weda_tui.i18n.words.runs.monitor import MonitorOptionWords, MonitorWords


class AssertionWords(Words):
    """An assertion as a sentence, and its result."""

    implied = Text(en="the verdict is success", zh="判定结果为成功")
    verdict = Text(en="verdict", zh="判定结果")
    status = Text(en="HTTP status", zh="HTTP 状态码")
    time = Text(en="time (ms)", zh="耗时（毫秒）")
    size = Text(en="size (bytes)", zh="大小（字节）")
    header = Text(en="header {name}", zh="响应头 {name}")
    equals = Text(en="{on} equals {expected}", zh="{on} 等于 {expected}")
    not_equals = Text(en="{on} does not equal {expected}", zh="{on} 不等于 {expected}")
    contains = Text(en="{on} contains {expected}", zh="{on} 包含 {expected}")
    not_contains = Text(en="{on} does not contain {expected}", zh="{on} 不包含 {expected}")
    matches = Text(en="{on} matches {expected}", zh="{on} 匹配 {expected}")
    exists = Text(en="{on} exists", zh="{on} 存在")
    exists_not = Text(en="{on} does not exist", zh="{on} 不存在")
    is_null = Text(en="{on} is null", zh="{on} 是 null")
    is_not_null = Text(en="{on} is not null", zh="{on} 不是 null")
    less_than = Text(en="{on} is less than {expected}", zh="{on} 小于 {expected}")
    greater_than = Text(en="{on} is greater than {expected}", zh="{on} 大于 {expected}")
    one_of = Text(en="{on} is one of {expected}", zh="{on} 是 {expected} 之一")
    length = Text(en="{on} has the length {expected}", zh="{on} 的长度是 {expected}")

    wanted = Text(en="expected: {said}", zh="预期：{said}")
    wanted_implied = Text(en="expected the verdict to be success", zh="预期判定结果为成功")
    unmet = Text(en="{wanted}, {why}", zh="{wanted}，{why}")
    unmet_code = Text(en="{code}: {message}", zh="{code}：{message}")
    actual = Text(en="was {actual}", zh="实际为 {actual}")
    nothing = Text(en="no value found", zh="没有找到值")
    unfit_subject = Text(
        en="cannot be evaluated: {detail} is unknown", zh="无法判定：未知的 {detail}"
    )
    unfit_path = Text(
        en="cannot be evaluated: the JSONPath is invalid from character {detail} on",
        zh="无法判定：JSONPath 从第 {detail} 个字符起无效",
    )
    unfit_variable = Text(
        en="cannot be evaluated: the variable {detail} has no value",
        zh="无法判定：变量 {detail} 没有值",
    )
    unfit_not_json = Text(
        en="cannot be evaluated: the body is not JSON", zh="无法判定：正文不是 JSON"
    )
    unfit_too_large = Text(en="cannot be evaluated: too large", zh="无法判定：过大")
    unfit_slow_pattern = Text(
        en="cannot be evaluated: matching the pattern takes too long",
        zh="无法判定：正则表达式的匹配时间过长",
    )
    unfit_large_path = Text(
        en="cannot be evaluated: the JSONPath visits too many values",
        zh="无法判定：JSONPath 要访问的值过多",
    )
    unfit_pattern = Text(
        en="cannot be evaluated: the pattern is invalid from character {detail} on",
        zh="无法判定：正则表达式从第 {detail} 个字符起无效",
    )
    unfit_not_comparable = Text(
        en="cannot be evaluated: {detail} cannot be compared as less or greater",
        zh="无法判定：{detail} 不能比较大小",
    )
    unfit_no_length = Text(
        en="cannot be evaluated: {detail} has no length", zh="无法判定：{detail} 没有长度"
    )
    unfit_withheld = Text(
        en="not evaluated: the body was not stored because its tokens could not be identified and masked",
        zh="未判定：正文没有保存，因为无法识别其中的令牌并脱敏",
    )
    unfit_hidden = Text(
        en="not evaluated: a secret; the only assertion allowed is exists",
        zh="未判定：这是机密，只能断言 exists",
    )


class RunWords(Words):
    """A run: its question, the result of each request, and its summary."""

    monitor = Nested(lambda: MonitorWords)
    long = Nested(lambda: LongRunWords)

    captured = Text(en="{name} = {value}", zh="{name} = {value}")
    missed = Text(
        en="no value for {name}: nothing at {source}", zh="未提取到变量 {name}：{source} 处没有值"
    )
    missed_why = Text(en="no value for {name}, {reason}", zh="未提取到变量 {name}，{reason}")
    blocked = Text(
        en="not sent: its dependency {path} did not pass", zh="未发送：它依赖的 {path} 没有通过"
    )
    earlier_failed = Text(en="failed before the run was resumed", zh="继续运行之前已失败")
    earlier_executed = Text(
        en="failed before the run was resumed, although a write was executed",
        zh="继续运行之前未通过，但写操作已执行",
    )
    earlier_unknown = Text(
        en="sent before the run was resumed, outcome unknown", zh="继续运行之前已发送，结果未知"
    )
    earlier_code = Text(en="{said}: {code}", zh="{said}：{code}")
    unsent = Text(en="not sent: the run ended first", zh="未发送：运行已提前结束")
    stopped = Text(
        en="stopped while sending: the request may have arrived",
        zh="发送过程中停止：请求可能已送达",
    )
    quit_question = Text(
        en="This run writes to {place} and has not finished", zh="此次运行会写入 {place}，尚未结束"
    )
    quit_remark = Text(
        en="Quitting stops the run; requests already sent may still have arrived.",
        zh="退出会停止运行，但已发出的请求可能已送达。",
    )
    keep_running = Text(en="Keep running", zh="继续运行")
    stop_and_quit = Text(en="Stop and quit", zh="停止并退出")
    row = Text(en="row {number}", zh="第 {number} 行")
    attempts = Text(en="sent {count} times", zh="已发送 {count} 次")
    dependency = Text(en="dependency", zh="依赖")
    on_its_way = Text(en="sending", zh="正在发送")
    first_failure = Text(en="{path}: {reason}", zh="{path}：{reason}")
    no_body = Text(
        en="Too many responses to store this body. Send the request on its own to see it.",
        zh="响应过多，没有保存这一条的正文。单独发送该请求即可查看。",
    )

    title = Text(en="Run {name}", zh="运行 {name}")
    of_all = Text(en="all collections", zh="全部集合")
    preparing = Text(en="checking what will be sent", zh="正在检查将要发送的请求")
    asks = Text(
        en="{count:request in this run writes|requests in this run write} data:",
        zh="此次运行有 {count} 个请求会写数据：",
    )
    asks_hint = Text(
        en="Asked only once. A write that is not listed here is blocked.",
        zh="只询问一次。未列在此处的写操作会被阻止。",
    )
    agree = Text(en="run it", zh="确认运行")
    refused = Text(
        en="Read-only: requests that write data are not sent ({count}):",
        zh="只读：{count} 个请求会写数据，不会发送：",
    )
    start = Text(en="run", zh="运行")
    dont = Text(en="don't run", zh="不运行")
    stop = Text(en="stop", zh="停止")
    again = Text(en="rerun failed", zh="重新运行未通过的")
    open = Text(en="open response", zh="打开响应")
    open_request = Text(en="open request", zh="打开请求")
    close = Text(en="close", zh="关闭")
    progress = Text(en="{done} / {count}", zh="{done} / {count}")
    requests = Text(en="{count:request|requests}", zh="{count} 个请求")
    times = Text(
        en="{requests} × {rows:row|rows} = {sends:send|sends}",
        zh="{requests} × {rows} 行 = {sends} 次",
    )
    data = Text(en="Data", zh="数据")
    no_data = Text(en="none: each request is sent once", zh="无：每个请求发送一次")
    pick_data = Text(en="Choose the data file: CSV or JSON", zh="选择数据文件：CSV 或 JSON")
    take_data = Text(en="use this file", zh="使用此文件")
    data_rows = Text(en="{count:row|rows}", zh="{count} 行")
    unused = Text(en="No request uses {names}", zh="没有请求用到 {names}")
    columns = Text(en="Columns: {names}", zh="列：{names}")
    parallel = Text(en="Parallel", zh="同时发送")
    one_by_one = Text(en="1, one after the other", zh="1，依次发送")
    at_once = Text(en="{count}, order set only by depends", zh="{count}，顺序仅由 depends 决定")
    bail = Text(en="After a failure", zh="失败后")
    go_on = Text(en="continue", zh="继续")
    stop_first = Text(en="stop, send nothing more", zh="停止，不再发送")
    junit = Text(en="JUnit report", zh="JUnit 报告")
    no_junit = Text(en="none", zh="无")
    pick_junit = Text(en="Write the results as JUnit XML", zh="将结果写为 JUnit XML")
    junit_hint = Text(en="at the end of each run", zh="每次运行结束时写入")
    without_junit = Text(en="no report", zh="不写报告")
    change = Text(en="change", zh="更改")
    step = Text(en="more, fewer", zh="增减")
    without_data = Text(en="no data", zh="不使用数据")
    asks_rows = Text(
        en="All of these are sent once for each of {count} rows.",
        zh="将发送 {count} 行，每行各发送一次这些请求。",
    )
    of_row = Text(en="Data: {values}", zh="数据：{values}")
    first = Text(en="Send {name} first", zh="先发送 {name}")
    more_writes = Text(en="and {count} more", zh="另有 {count} 个")
    results = Text(en="Assert {count}", zh="断言 {count}")
    captures = Text(en="captured variables", zh="提取的变量")


class RunCommandWords(Words):
    """The help and the messages of ``run``."""

    monitor = Nested(lambda: MonitorOptionWords)

    about = Text(
        en="run saved requests: one, a folder or a whole collection",
        zh="运行已保存的请求：一个、一个文件夹或整个集合",
    )
    details = Text(
        en="Sends them in the order of the folder, dependencies first; later requests can use captured values. Unless a request asserts its verdict, the verdict must be success. Progress goes to stderr, results to stdout. If a guard asks about a request that writes data, nothing is sent without --yes.",
        zh="按文件夹的顺序逐个发送，依赖先发送，提取的变量供后面的请求使用。请求没有 verdict 断言时，判定结果必须为成功。进度输出到 stderr，结果输出到 stdout。有请求要写数据且操作保护要求确认时，没有 --yes 则不发送任何请求。",
    )
    order = Text(
        en="A dependency is sent once per run (once per row of data). A later run in the same session sends it again if it did not pass, if the target is different, or, without data, if what it captured is at least 10 minutes old. With --parallel, only depends sets the order.",
        zh="依赖在每次运行（每行数据）中只发送一次；同一会话中再次运行时，如果它未通过、目标环境不同，或（不带数据时）提取的变量已满 10 分钟，会重新发送。使用 --parallel 时，只有 depends 决定顺序。",
    )
    statuses = Text(
        en="If several requests fail, the first one in the order of the report sets the exit status.",
        zh="有多个请求失败时，退出状态由报告中的第一个决定。",
    )
    json = Text(
        en='--json prints {"ok", "environment", "envType", "passed", "failed", "skipped", "elapsedMs", "rows": {"succeeded", "failed", "executed", "unknown", "notSent"}, "results": [{"path", "title", "row", "dependency", "outcome", "cause", "verdict", "status", "elapsedMs", "size", "attempts", "error", "blockedBy", "assertions": [{"on", "operator", "expected", "implied", "outcome", "actual", "reason"}], "captures"}]}. "rows" is null without --data; failed, executed and unknown list row numbers.',
        zh='--json 输出 {"ok", "environment", "envType", "passed", "failed", "skipped", "elapsedMs", "rows": {"succeeded", "failed", "executed", "unknown", "notSent"}, "results": [{"path", "title", "row", "dependency", "outcome", "cause", "verdict", "status", "elapsedMs", "size", "attempts", "error", "blockedBy", "assertions": [{"on", "operator", "expected", "implied", "outcome", "actual", "reason"}], "captures"}]}。没有 --data 时 "rows" 为 null；failed、executed、unknown 列出行号。',
    )
    env_type = Text(
        en="env type in the path: prod, dev …; default: the last one used",
        zh="路径中的环境类型：prod、dev…；默认使用上次的",
    )
    set = Text(en="set the variable {{NAME}} for this run", zh="为此次运行设置变量 {{NAME}}")
    parallel = Text(en="requests sent in parallel, 1 to 32", zh="同时发送的请求数，1 到 32")
    data = Text(
        en="CSV with a header, or a JSON array of objects: one run per row, columns are variables",
        zh="CSV（第一行为表头）或 JSON 对象数组；每行运行一次，列名即变量名",
    )
    bail = Text(en="send nothing after the first failure", zh="第一个失败之后不再发送")
    junit = Text(
        en="also write the results as JUnit XML; - writes only that to stdout",
        zh="同时将结果写为 JUnit XML；为 - 时 stdout 只输出 JUnit XML",
    )
    junit_and_json = Text(
        en="--json and --junit - both write to stdout: give --junit a file",
        zh="--json 和 --junit - 都输出到 stdout：请为 --junit 指定文件",
    )
    writes = Text(
        en="{count:request in this run writes|requests in this run write} data:",
        zh="此次运行有 {count} 个请求会写数据：",
    )
    needs_yes = Text(
        en="✗ Nothing was sent: a guard asks for confirmation. To run anyway, add --yes.",
        zh="✗ 请求未发送：操作保护要求确认。仍要运行，请加 --yes。",
    )
    not_listed = Text(
        en="{count:result that passed or was not sent is|results that passed or were not sent are} not listed; --json and --report have all",
        zh="另有 {count} 个通过或未发送的结果未列出；--json 和 --report 包含全部",
    )
    junit_written = Text(en="JUnit results written to {file}", zh="JUnit 结果已写入 {file}")
    progress = Text(en="{done}/{count}  {path}", zh="{done}/{count}  {path}")
    rate = Text(
        en="with --data: requests per second, 1 to 1000; default: {careful} if the run writes data, else unlimited. WeDa refuses calls above a rate that it does not document.",
        zh="与 --data 一起使用：每秒请求数，1 到 1000；运行会写数据时默认为 {careful}，否则不限。WeDa 会拒绝过于频繁的调用，限值没有文档。",
    )
    resume = Text(
        en="with --data: send the rows that an unfinished run did not send",
        zh="与 --data 一起使用：发送未完成的运行中没有发送的行",
    )
    restart = Text(
        en="with --data: send every row again, whatever an earlier run has sent",
        zh="与 --data 一起使用：不论之前的运行发送过哪些行，重新发送所有行",
    )
    report = Text(
        en="with --data: write a CSV with row, verdict, code, requestId",
        zh="与 --data 一起使用：写入 CSV：row、verdict、code、requestId",
    )
    plan_undo = Text(
        en="with --data: write the rows that undo the run (records created, records updated by ID), and save the request for them",
        zh="与 --data 一起使用：生成撤销数据行（新建的记录、按 ID 更新的记录），并保存相应的请求",
    )
    bulk = Text(
        en="With --data, each row is noted on this machine before and after it is sent. If the run is interrupted, running it again sends nothing (exit status 7): --resume sends the rows that were not sent. A row whose outcome is unknown is listed and never sent again. A finished run that writes data is not repeated without --restart.",
        zh="使用 --data 时，每行在发送前后都会记录在本机。运行中断后，直接再次运行不会发送任何请求（退出状态 7）：用 --resume 发送未发送的行。结果未知的行会列出，不会再次发送。会写数据的运行完成后，不加 --restart 不会再次发送。",
    )
    needs_data = Text(en="{option} requires --data", zh="{option} 需要 --data")
    not_in_rounds = Text(
        en="{option} does not go together with --every, --until and --watch",
        zh="{option} 不能与 --every、--until、--watch 同时使用",
    )
    resume_or_restart = Text(
        en="use either --resume or --restart", zh="--resume 和 --restart 只能用一个"
    )


class BulkWords(Words):
    """A run over rows of data, with its ledger."""

    parts = Nested(lambda: BulkPartWords)
    no_inverse = Nested(lambda: NoInverseWords)
    plan = Text(
        en="{file}: {rows:row|rows}, {requests:request|requests} each, to {place}",
        zh="{file}：{rows} 行，每行 {requests} 个请求，发往 {place}",
    )
    resumed = Text(
        en="Resuming: {done} done, {unknown} unknown, {left} to send",
        zh="继续运行：已完成 {done} 行，结果未知 {unknown} 行，待发送 {left} 行",
    )
    sent_before = Text(
        en="! The same run was finished {at}: {done:row|rows} done. It sends all rows again.",
        zh="! 相同的运行已于 {at} 完成（{done} 行）。此次将重新发送所有行。",
    )
    row = Text(en="row {row}", zh="第 {row} 行")
    checking = Text(en="Checking {rows:row|rows} …", zh="正在检查 {rows} 行…")
    asks = Text(
        en="Guard: asks once for all {rows:row|rows}", zh="操作保护：对全部 {rows} 行只确认一次"
    )
    agreed = Text(
        en="Guard: asks once for all {rows:row|rows}; confirmed by --yes",
        zh="操作保护：对全部 {rows} 行只确认一次；已由 --yes 确认",
    )
    no_undo = Text(en="! {path} cannot be undone: {reason}", zh="! {path} 无法撤销：{reason}")
    no_undo_rows = Text(
        en="! {path}: {count:row|rows} cannot be undone: {reason}",
        zh="! {path}：{count} 行无法撤销：{reason}",
    )
    no_undo_before = Text(
        en="! {count:row that was|rows that were} sent before this run was resumed cannot be undone: sent without --plan-undo, or not undoable",
        zh="! 继续运行之前发送的 {count} 行无法撤销：发送时没有使用 --plan-undo，或该操作无法撤销",
    )
    progress = Text(
        en="{bar} {done}/{count}  {rate}/s  {left} left",
        zh="{bar} {done}/{count}  {rate}/s  剩余 {left}",
    )
    summary = Text(
        en="Rows: {succeeded} succeeded, {failed} failed, {unknown} unknown, {left} not sent",
        zh="行数：成功 {succeeded}，失败 {failed}，结果未知 {unknown}，未发送 {left}",
    )
    summary_executed = Text(
        en="Rows: {succeeded} succeeded, {failed} failed, {executed} failed after being executed, {unknown} unknown, {left} not sent",
        zh="行数：成功 {succeeded}，失败 {failed}，已执行但未通过 {executed}，结果未知 {unknown}，未发送 {left}",
    )
    refused = Text(
        en="Of those not sent, {count:row was|rows were} refused or not delivered, and not executed",
        zh="未发送的行中，有 {count} 行被拒绝或未送达，没有执行",
    )
    rate_limited = Text(
        en="Stopped: the deployment refused a request because there were too many. Use --resume later, or with a lower --rate.",
        zh="已停止：请求过于频繁，被部署拒绝。请稍后用 --resume 继续，或降低 --rate。",
    )
    unknown_in_a_row = Text(
        en="Stopped: the outcome of {count} rows in a row is unknown. Check whether the deployment works and what became of these rows, then use --resume to send the others.",
        zh="已停止：连续 {count} 行的结果未知。请确认部署是否正常，并检查这些行的数据记录，然后用 --resume 发送其余的行。",
    )
    answered_in_front = Text(
        en="Stopped: the response did not come from WeDa but from something in front of it, such as a sign-in page or a proxy ({code}). Sign in again or restore the connection, then use --resume.",
        zh="已停止：响应不是来自 WeDa，而是来自它前面的登录页、代理等（{code}）。请重新登录或恢复网络连接，然后用 --resume 继续。",
    )
    unreachable_in_a_row = Text(
        en="Stopped: {count} rows in a row could not be sent, because there is no connection to the deployment ({code}). Restore the connection, then use --resume.",
        zh="已停止：无法连接到部署（{code}），连续 {count} 行未能发送。请恢复连接，然后用 --resume 继续。",
    )
    executed = Text(
        en="Rows that failed although a write of theirs was executed: {rows}. Do not send them again, not even corrected: that would write twice. Check their records and correct them.",
        zh="写操作已执行但未通过的行：{rows}。请勿再次发送，修正后也不要发送，否则会重复写入。请检查相应的数据并直接修正。",
    )
    unknown = Text(
        en="Unknown rows: {rows}. They may have been executed, wholly or in part, and are never sent again. Check their records; put the missing ones into a separate data file and send that.",
        zh="结果未知的行：{rows}。它们可能已全部或部分执行，不会再次发送。请检查相应的数据；确实没有写入的，放入单独的数据文件发送。",
    )
    failed = Text(
        en="Failed rows are not sent again: put them, corrected, into a data file of their own.",
        zh="失败的行不会再次发送：请修正后放入单独的数据文件。",
    )
    resume_with = Text(
        en="To send the rows that were not sent: {command}", zh="发送未发送的行：{command}"
    )
    stopping = Text(
        en="Stopping: waiting for the rows on their way. Press Ctrl+C again to stop at once.",
        zh="正在停止：等待已发出的请求返回响应。再按一次 Ctrl+C 立即停止。",
    )
    report_written = Text(en="Row report written to {file}", zh="逐行报告已写入 {file}")
    undo_written = Text(en="To undo {rows:row|rows}: {command}", zh="撤销 {rows} 行：{command}")
    undo_empty = Text(en="There is nothing to undo.", zh="没有可撤销的行。")


class BulkPartWords(Words):
    """The parts that a resumed run must have in common with the unfinished run."""

    requests = Text(
        en="the requests, their dependencies or the files in their bodies",
        zh="请求、其依赖或请求体中的文件",
    )
    target = Text(
        en="the target (address, route or variables of the environment)",
        zh="目标环境（地址、路由或环境变量）",
    )
    values = Text(en="--set", zh="--set")
    data = Text(en="the data file", zh="数据文件")


class NoInverseWords(Words):
    """Why a write cannot be undone."""

    call = Text(
        en="only creating one record and updating one record by ID can be undone",
        zh="只有新建单条数据和按 ID 更新单条数据可以撤销",
    )
    condition = Text(
        en="its condition is not the _id of one record", zh="条件不是单条数据记录的 _id"
    )
    env_type = Text(en="its path names another env type", zh="路径中是另一个环境类型")
    fields = Text(
        en="a field that it updates was missing, or was a list or an object",
        zh="要更新的字段原来不存在，或是列表、对象",
    )
    no_id = Text(en="the response has no ID", zh="响应中没有 ID")
    hidden = Text(
        en="a value is a secret, or possibly one, and is not stored",
        zh="值是机密，或可能是机密，不予存储",
    )
