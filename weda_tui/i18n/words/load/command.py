"""The help of ``load``."""

from weda_tui.i18n.text import Text, Words


class LoadCommandWords(Words):
    """``load`` on the command line."""

    about = Text(
        en="put load on a deployment with saved requests, on Locust",
        zh="用已保存的请求压测部署（基于 Locust）",
    )
    details = Text(
        en="Each user sends all requests in the order of a run, again and again: dependencies first, with captured values, the next row of the data file, and one access token for all, renewed in time. An HTTP 200 with an error inside counts as a failure under its WeDa code. The figures go to stderr while it runs, the result to stdout. Ctrl+C ends it and reports what there is; pressed again, it stops at once.",
        zh="每个用户按运行的顺序反复发送全部请求：依赖先发送，使用提取的变量和数据文件的下一行；所有用户共用一个访问令牌，到期前刷新。HTTP 200 但响应中有错误的，按其 WeDa 错误码计为失败。运行中的数据输出到 stderr，结果输出到 stdout。按 Ctrl+C 结束并输出已有结果，再按一次立即停止。",
    )
    limits = Text(
        en="At most {careful} requests a second are sent, over all users and workers: a deployment is shared, and what a test uses is not available to its people. --rate sets another limit. The load stops at EXCEED_RATELIMIT or HTTP 429 unless --keep-going is given, and if the key is refused, or a new token: more attempts may lock the key.",
        zh="所有用户和 worker 合计每秒最多发送 {careful} 个请求：部署是共用的，测试占用的资源会影响正常使用者。可用 --rate 修改上限。出现 EXCEED_RATELIMIT 或 HTTP 429 时停止（除非使用 --keep-going）；密钥被拒绝、或新令牌仍被拒绝时也停止，以免继续尝试导致密钥被锁定。",
    )
    guards = Text(
        en="A load must be confirmed: on a terminal or with --yes. For prod, the environment's name must be typed on a terminal, whatever its guard; --yes does not replace that. Requests that write data are sent only with --writes. The route must be approved.",
        zh="压测前须确认：在终端中确认，或使用 --yes。压测 prod 时，无论操作保护如何设置，都必须在终端中输入环境名称，--yes 无效。会写数据的请求只有使用 --writes 才会发送。路由必须已批准。",
    )
    machines = Text(
        en="--workers N sends from N processes of this machine. With --master HOST, this process is Locust's master on that address of this machine and waits for N workers on others: locust -f - --worker --master-host HOST. The connection to them is not encrypted and carries the token.",
        zh="--workers N 在本机用 N 个进程发送。使用 --master HOST 时，本进程作为 Locust 的 master 监听本机的该地址，等待其他机器上的 N 个 worker：locust -f - --worker --master-host HOST。与它们的连接不加密，其中含有令牌。",
    )
    statuses = Text(
        en="A threshold (--p95, --errors) that is exceeded ends with status 6. Without --errors, a failed request ends with status 1. A request that has no response 5 s after the end counts as failed.",
        zh="超出阈值（--p95、--errors）时退出状态为 6。未指定 --errors 时，有请求失败则退出状态为 1。压测结束 5 秒后仍未收到响应的请求计为失败。",
    )
    json = Text(
        en='--json prints {"ok", "environment", "envType", "elapsedMs", "users", "usersReached", "stopped": {"kind", "code"} or null, "total": {"count", "failed", "ratePerSecond", "p50Ms", "p95Ms", "p99Ms"}, "requests": [{"path", …}], "failures": [{"path", "code", "count"}], "unknownWrites", "skipped", "delayed", "thresholds": [{"measure", "most", "actual" or null, "ok"}]}',
        zh='--json 输出 {"ok", "environment", "envType", "elapsedMs", "users", "usersReached", "stopped": {"kind", "code"} 或 null, "total": {"count", "failed", "ratePerSecond", "p50Ms", "p95Ms", "p99Ms"}, "requests": [{"path", …}], "failures": [{"path", "code", "count"}], "unknownWrites", "skipped", "delayed", "thresholds": [{"measure", "most", "actual" 或 null, "ok"}]}',
    )
    users = Text(en="users that send at the same time", zh="同时发送的用户数")
    spawn_rate = Text(en="users started per second; default: 1", zh="每秒启动的用户数；默认 1")
    time = Text(
        en="how long, in whole seconds: 30s, 5m, 1h30m", zh="持续时间，须为整秒：30s、5m、1h30m"
    )
    workers = Text(
        en="processes that send; with --master, those on other machines",
        zh="发送请求的进程数；使用 --master 时为其他机器上的 worker 数",
    )
    master = Text(
        en="address of this machine that workers on others connect to",
        zh="其他机器上的 worker 所连接的本机地址",
    )
    data = Text(
        en="CSV with a header, or a JSON array of objects: each row in turn, shared between workers",
        zh="CSV（第一行为表头）或 JSON 对象数组；逐行轮流使用，在 worker 之间分配",
    )
    rate = Text(
        en="requests per second over all users; default: {careful}; 0: no limit",
        zh="所有用户合计每秒的请求数；默认 {careful}；0 为不限制",
    )
    writes = Text(en="send also the requests that write data", zh="也发送会写数据的请求")
    token_per_user = Text(
        en="fetch a token for each user instead of one for all",
        zh="每个用户各获取一个令牌，而非共用一个",
    )
    keep_going = Text(
        en="do not stop at EXCEED_RATELIMIT or HTTP 429",
        zh="出现 EXCEED_RATELIMIT 或 HTTP 429 时不停止",
    )
    p95 = Text(
        en="threshold: 95% of the successful requests within this time: 300ms, 1.5s",
        zh="阈值：95% 的成功请求须在此时间内：300ms、1.5s",
    )
    errors = Text(
        en="threshold: at most this share of failed requests: 1%", zh="阈值：失败请求的最大比例：1%"
    )
    junit = Text(
        en="also write the thresholds and requests as JUnit XML",
        zh="同时将阈值和各请求写为 JUnit XML",
    )
    html = Text(en="also write Locust's HTML report", zh="同时写入 Locust 的 HTML 报告")
