"""Assertions, captures and runs, in Chinese."""

from weda_tui.i18n.run_strings import AssertionStrings, RunCommandStrings, RunStrings

ASSERTIONS_ZH = AssertionStrings(
    implied="回答是核实过的成功",
    verdict="判定",
    status="HTTP 状态码",
    time="耗时（毫秒）",
    size="大小（字节）",
    header="响应头 {name}",
    equals="{on} 等于 {expected}",
    not_equals="{on} 不等于 {expected}",
    contains="{on} 含有 {expected}",
    not_contains="{on} 不含 {expected}",
    matches="{on} 符合 {expected}",
    exists="{on} 存在",
    exists_not="{on} 不存在",
    is_null="{on} 是 null",
    is_not_null="{on} 不是 null",
    less_than="{on} 小于 {expected}",
    greater_than="{on} 大于 {expected}",
    one_of="{on} 是 {expected} 之一",
    length="{on} 的长度是 {expected}",
    actual="实际是 {actual}",
    nothing="那里什么都没有",
    unfit_subject="没法判断：不认识 {detail}",
    unfit_path="没法判断：JSONPath 从第 {detail} 个字符起看不懂",
    unfit_variable="没法判断：变量 {detail} 没有值",
    unfit_not_json="没法判断：正文不是 JSON",
    unfit_too_large="没法判断：太大了",
    unfit_pattern="没法判断：正则表达式从第 {detail} 个字符起看不懂",
    unfit_not_comparable="没法判断：{detail} 不能比大小",
    unfit_no_length="没法判断：{detail} 没有长度",
)
RUN_ZH = RunStrings(
    captured="{name} = {value}",
    missed="没取到变量 {name}：{source} 那里什么都没有",
    missed_why="没取到变量 {name}，{reason}",
    blocked="没有发送：它依赖的 {path} 没有通过",
    unsent="没有发送：运行在它之前结束了",
    stopped="停在半路：它可能已经送达",
    row="第 {number} 行",
    attempts="发了 {count} 次",
    dependency="被依赖",
    on_its_way="正在发送",
    first_failure="{path}：{reason}",
    no_body="回答太多，这一条的正文没有留下；单独发送它就能看到",
    title="运行 {name}",
    of_all="全部集合",
    preparing="正在看要发什么",
    asks="这次运行有 {count} 处会改动数据：",
    asks_hint="只问这一次；运行中冒出没列在这里的改动会被拦下",
    agree="就这么运行",
    refused="这里只读，有 {count} 个请求会改动数据，不会发送：",
    start="运行",
    dont="不运行",
    stop="停止",
    again="重跑没通过的",
    open="看回答",
    close="关闭",
    progress="{done} / {count}",
    requests="{count} 个请求",
    one_request="1 个请求",
    times="{requests} × {rows} 行 = {sends} 次",
    data="数据",
    pick_data="选数据文件：CSV 或 JSON",
    take_data="用这个文件",
    no_data="不用：每个请求发一次",
    data_rows="{count} 行",
    columns="列：{names}",
    parallel="同时发送",
    one_by_one="1，一个接一个",
    at_once="{count}，先后只由 depends 保证",
    bail="有一个没通过时",
    go_on="继续",
    stop_first="停下，后面的不发",
    change="换",
    step="增减",
    without_data="不用数据",
    asks_rows="数据有 {count} 行，每行都会这样改一次",
    of_row="数据：{values}",
    first="先发 {name}",
    more_writes="还有 {count} 处",
    results="断言 {count}",
    captures="取出的变量",
)
RUN_COMMAND_ZH = RunCommandStrings(
    about="运行保存的请求：一个、一个文件夹或整个集合",
    details=(
        "按文件夹的顺序逐个发送，依赖的请求先发，取出的变量传给后面的请求。没有写 verdict "
        "断言的请求，回答必须是核实过的成功才算通过。进展写到 stderr，结果写到 stdout。"
        "有改动数据的请求而守卫要确认时，没有 --yes 就什么都不发。"
    ),
    order=(
        "依赖的请求每轮（每行数据）只发一次；它取出的变量过了 10 分钟、换了地方或它没有通过，"
        "就会再发。--parallel 时只有 depends 保证先后。"
    ),
    statuses="有几个失败时，退出状态由报告顺序里的第一个决定。",
    json=(
        '--json 的样子：{"ok", "environment", "envType", "passed", "failed", "skipped", '
        '"elapsedMs", "results": [{"path", "title", "row", "dependency", "outcome", "cause", '
        '"verdict", "status", "elapsedMs", "size", "attempts", "error", "blockedBy", '
        '"assertions": [{"on", "operator", "expected", "implied", "outcome", "actual", "reason"}], '
        '"captures"}]}'
    ),
    env_type="路径里的环境类型：prod、dev…；不写就用上次的",
    set="这次运行里给变量 {{NAME}} 一个值",
    parallel="同时发送几个请求，1 到 32",
    data="CSV（第一行是表头）或 JSON 对象数组；每行跑一遍，列名就是变量名",
    bail="第一个失败之后不再发送",
    junit="把结果另存成 JUnit XML",
    writes="这次运行有 {count} 处会改动数据：",
    needs_yes="✗ 什么都没有发送：守卫要先问。确实要运行就加 --yes。",
    junit_written="JUnit 结果写在 {file}",
    progress="{done}/{count}  {path}",
)
