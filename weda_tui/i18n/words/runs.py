"""Runs of saved requests: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class AssertionWords(Words):
    """An assertion as a sentence, and how it went."""

    implied = Text(en="the answer is a verified success", zh="回答是核实过的成功")
    verdict = Text(en="verdict", zh="判定")
    status = Text(en="HTTP status", zh="HTTP 状态码")
    time = Text(en="time (ms)", zh="耗时（毫秒）")
    size = Text(en="size (bytes)", zh="大小（字节）")
    header = Text(en="header {name}", zh="响应头 {name}")
    equals = Text(en="{on} equals {expected}", zh="{on} 等于 {expected}")
    not_equals = Text(en="{on} does not equal {expected}", zh="{on} 不等于 {expected}")
    contains = Text(en="{on} contains {expected}", zh="{on} 含有 {expected}")
    not_contains = Text(en="{on} does not contain {expected}", zh="{on} 不含 {expected}")
    matches = Text(en="{on} matches {expected}", zh="{on} 符合 {expected}")
    exists = Text(en="{on} exists", zh="{on} 存在")
    exists_not = Text(en="{on} does not exist", zh="{on} 不存在")
    is_null = Text(en="{on} is null", zh="{on} 是 null")
    is_not_null = Text(en="{on} is not null", zh="{on} 不是 null")
    less_than = Text(en="{on} is less than {expected}", zh="{on} 小于 {expected}")
    greater_than = Text(en="{on} is greater than {expected}", zh="{on} 大于 {expected}")
    one_of = Text(en="{on} is one of {expected}", zh="{on} 是 {expected} 之一")
    length = Text(en="{on} has the length {expected}", zh="{on} 的长度是 {expected}")

    wanted = Text(en="expected: {said}", zh="应该 {said}")
    wanted_implied = Text(en="expected a verified success", zh="应是核实过的成功")
    unmet = Text(en="{wanted}, {why}", zh="{wanted}，{why}")
    unmet_code = Text(en="{code}: {message}", zh="{code}：{message}")
    actual = Text(en="was {actual}", zh="实际是 {actual}")
    nothing = Text(en="nothing was there", zh="那里什么都没有")
    unfit_subject = Text(
        en="cannot be judged: {detail} names nothing", zh="没法判断：不认识 {detail}"
    )
    unfit_path = Text(
        en="cannot be judged: the JSONPath stops making sense at character {detail}",
        zh="没法判断：JSONPath 从第 {detail} 个字符起看不懂",
    )
    unfit_variable = Text(
        en="cannot be judged: the variable {detail} has no value",
        zh="没法判断：变量 {detail} 没有值",
    )
    unfit_not_json = Text(en="cannot be judged: the body is not JSON", zh="没法判断：正文不是 JSON")
    unfit_too_large = Text(en="cannot be judged: too large", zh="没法判断：太大了")
    unfit_slow_pattern = Text(
        en="cannot be judged: the pattern has too much to try",
        zh="没法判断：这个正则要试的太多，没有跑完",
    )
    unfit_pattern = Text(
        en="cannot be judged: the pattern stops making sense at character {detail}",
        zh="没法判断：正则表达式从第 {detail} 个字符起看不懂",
    )
    unfit_not_comparable = Text(
        en="cannot be judged: {detail} is neither more nor less", zh="没法判断：{detail} 不能比大小"
    )
    unfit_no_length = Text(
        en="cannot be judged: {detail} has no length", zh="没法判断：{detail} 没有长度"
    )
    unfit_withheld = Text(
        en="not judged: the body is withheld, as no token could be found in it to be masked",
        zh="未判断：正文没有保留，因为无法从中识别出令牌来隐去",
    )
    unfit_hidden = Text(
        en="not judged: a secret; only exists can be asserted of it",
        zh="未判断：这是机密，只能断言 exists",
    )


class RunWords(Words):
    """A run: what it asks, how each request went, and what it came to."""

    captured = Text(en="{name} = {value}", zh="{name} = {value}")
    missed = Text(
        en="no value for {name}: nothing is at {source}",
        zh="没取到变量 {name}：{source} 那里什么都没有",
    )
    missed_why = Text(en="no value for {name}, {reason}", zh="没取到变量 {name}，{reason}")
    blocked = Text(
        en="not sent: {path}, which it depends on, did not pass",
        zh="没有发送：它依赖的 {path} 没有通过",
    )
    unsent = Text(en="not sent: the run ended before it", zh="没有发送：运行在它之前结束了")
    stopped = Text(en="stopped on its way: it may have arrived", zh="停在半路：它可能已经送达")
    quit_question = Text(
        en="This run writes to {place} and is not over yet", zh="这次运行会写 {place}，还没有结束"
    )
    quit_remark = Text(
        en="To quit is to stop it; what is on its way may have arrived all the same",
        zh="退出就停下来，但正在发送的请求可能已经到达",
    )
    keep_running = Text(en="Let it run", zh="让它继续")
    stop_and_quit = Text(en="Stop and quit", zh="停下来，退出")
    row = Text(en="row {number}", zh="第 {number} 行")
    attempts = Text(en="sent {count} times", zh="发了 {count} 次")
    dependency = Text(en="dependency", zh="被依赖")
    on_its_way = Text(en="on its way", zh="正在发送")
    first_failure = Text(en="{path}: {reason}", zh="{path}：{reason}")
    no_body = Text(
        en="too many answers to keep this body; send it alone to see it",
        zh="回答太多，这一条的正文没有留下；单独发送它就能看到",
    )

    title = Text(en="Run {name}", zh="运行 {name}")
    of_all = Text(en="all collections", zh="全部集合")
    preparing = Text(en="looking at what will be sent", zh="正在看要发什么")
    asks = Text(
        en="{count:call of this run changes|calls of this run change} something:",
        zh="这次运行有 {count} 处会改动数据：",
    )
    asks_hint = Text(
        en="asked only once; a change that is not listed here will be stopped",
        zh="只问这一次；运行中冒出没列在这里的改动会被拦下",
    )
    agree = Text(en="run it", zh="就这么运行")
    refused = Text(
        en="Read-only, so what changes something will not be sent ({count}):",
        zh="这里只读，有 {count} 个请求会改动数据，不会发送：",
    )
    start = Text(en="run", zh="运行")
    dont = Text(en="don't run", zh="不运行")
    stop = Text(en="stop", zh="停止")
    again = Text(en="run the failed again", zh="重跑没通过的")
    open = Text(en="open answer", zh="看回答")
    open_request = Text(en="open request", zh="打开请求")
    close = Text(en="close", zh="关闭")
    progress = Text(en="{done} / {count}", zh="{done} / {count}")
    requests = Text(en="{count:request|requests}", zh="{count} 个请求")
    times = Text(
        en="{requests} × {rows:row|rows} = {sends:send|sends}",
        zh="{requests} × {rows} 行 = {sends} 次",
    )
    data = Text(en="Data", zh="数据")
    no_data = Text(en="none: each request is sent once", zh="不用：每个请求发一次")
    pick_data = Text(en="Choose the data: CSV or JSON", zh="选数据文件：CSV 或 JSON")
    take_data = Text(en="use this file", zh="用这个文件")
    data_rows = Text(en="{count:row|rows}", zh="{count} 行")
    unused = Text(en="No request uses {names}", zh="没有请求用到 {names}")
    columns = Text(en="Columns: {names}", zh="列：{names}")
    parallel = Text(en="At once", zh="同时发送")
    one_by_one = Text(en="1, one after the other", zh="1，一个接一个")
    at_once = Text(
        en="{count}, only depends says what comes first", zh="{count}，先后只由 depends 保证"
    )
    bail = Text(en="After a failure", zh="有一个没通过时")
    go_on = Text(en="go on", zh="继续")
    stop_first = Text(en="stop, send no more", zh="停下，后面的不发")
    junit = Text(en="JUnit report", zh="JUnit 报告")
    no_junit = Text(en="none", zh="不写")
    pick_junit = Text(en="Write the results as JUnit XML", zh="把结果另存成 JUnit XML")
    junit_hint = Text(en="at the end of each run", zh="每次运行结束时写")
    without_junit = Text(en="no report", zh="不写报告")
    change = Text(en="change", zh="换")
    step = Text(en="more, fewer", zh="增减")
    without_data = Text(en="no data", zh="不用数据")
    asks_rows = Text(
        en="there are {count} rows of data, and each does this once",
        zh="数据有 {count} 行，每行都会这样改一次",
    )
    of_row = Text(en="Data: {values}", zh="数据：{values}")
    first = Text(en="First {name}", zh="先发 {name}")
    more_writes = Text(en="and {count} more", zh="还有 {count} 处")
    results = Text(en="Asserts {count}", zh="断言 {count}")
    captures = Text(en="captured variables", zh="取出的变量")


class RunCommandWords(Words):
    """The help of ``run``, and what it says."""

    about = Text(
        en="run saved requests: one, a folder or a whole collection",
        zh="运行保存的请求：一个、一个文件夹或整个集合",
    )
    details = Text(
        en="Sends them in the folder's order, what they depend on first; captured values go into the requests after them. Unless a request asserts its verdict, its answer must be a verified success. Progress goes to stderr, results to stdout. Where a guard asks about a call that changes something, nothing at all is sent without --yes.",
        zh="按文件夹的顺序逐个发送，依赖的请求先发，取出的变量传给后面的请求。没有写 verdict 断言的请求，回答必须是核实过的成功才算通过。进展写到 stderr，结果写到 stdout。有改动数据的请求而守卫要确认时，没有 --yes 就什么都不发。",
    )
    order = Text(
        en="A dependency is sent once a run (once a row of data), and again when it did not pass, when the place is another one, or when what it captured is 10 minutes old. With --parallel only depends says what comes first.",
        zh="依赖的请求每轮（每行数据）只发一次；它取出的变量过了 10 分钟、换了地方或它没有通过，就会再发。--parallel 时只有 depends 保证先后。",
    )
    statuses = Text(
        en="When several fail, the first one in the order of the report sets the exit status.",
        zh="有几个失败时，退出状态由报告顺序里的第一个决定。",
    )
    json = Text(
        en='--json prints {"ok", "environment", "envType", "passed", "failed", "skipped", "elapsedMs", "results": [{"path", "title", "row", "dependency", "outcome", "cause", "verdict", "status", "elapsedMs", "size", "attempts", "error", "blockedBy", "assertions": [{"on", "operator", "expected", "implied", "outcome", "actual", "reason"}], "captures"}]}',
        zh='--json 的样子：{"ok", "environment", "envType", "passed", "failed", "skipped", "elapsedMs", "results": [{"path", "title", "row", "dependency", "outcome", "cause", "verdict", "status", "elapsedMs", "size", "attempts", "error", "blockedBy", "assertions": [{"on", "operator", "expected", "implied", "outcome", "actual", "reason"}], "captures"}]}',
    )
    env_type = Text(
        en="env type in the path: prod, dev …; else the one last used",
        zh="路径里的环境类型：prod、dev…；不写就用上次的",
    )
    set = Text(
        en="give the variable {{NAME}} a value, for this run", zh="这次运行里给变量 {{NAME}} 一个值"
    )
    parallel = Text(en="requests on their way at once, 1 to 32", zh="同时发送几个请求，1 到 32")
    data = Text(
        en="CSV with a header, or a JSON array of objects: run once a row, columns are variables",
        zh="CSV（第一行是表头）或 JSON 对象数组；每行跑一遍，列名就是变量名",
    )
    bail = Text(en="send nothing after the first failure", zh="第一个失败之后不再发送")
    junit = Text(
        en="write the results as JUnit XML too; with - to stdout, nothing else there",
        zh="把结果另存成 JUnit XML；写 - 就只往 stdout 输出它",
    )
    junit_and_json = Text(
        en="--json and --junit - both write to stdout: give --junit a file",
        zh="--json 和 --junit - 都写到 stdout：给 --junit 一个文件",
    )
    writes = Text(
        en="{count:call of this run changes|calls of this run change} something:",
        zh="这次运行有 {count} 处会改动数据：",
    )
    needs_yes = Text(
        en="✗ Nothing was sent: a guard asks first. To run it all the same, add --yes.",
        zh="✗ 什么都没有发送：守卫要先问。确实要运行就加 --yes。",
    )
    junit_written = Text(en="JUnit results are in {file}", zh="JUnit 结果写在 {file}")
    progress = Text(en="{done}/{count}  {path}", zh="{done}/{count}  {path}")
