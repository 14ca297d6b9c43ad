"""Sends and dry runs: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class ExplanationWords(Words):
    """Variables with their sources, the guard that would ask, the token that would be used."""

    first = Text(en="Sent first", zh="先发送")
    variables = Text(en="Variables", zh="变量")
    no_variables = Text(en="no variables used", zh="未使用变量")
    open_path = Text(
        en="A value in the path comes from a request that is sent first. Until that value is known, this request is treated as the most dangerous call that it could become; it is checked again before it is sent.",
        zh="路径中有一个值取自先发送的请求。取得该值之前，此请求按可能的最危险的调用处理；发送前会再次检查。",
    )
    request_inside = Text(
        en="A line of the body looks like a second request, which a server might execute, so this is treated as a write.",
        zh="正文中有一行像是另一个请求，服务器可能会执行它，因此按写操作处理。",
    )
    guard = Text(en="Guard", zh="操作保护")
    records = Text(en="Records", zh="数据记录")
    token = Text(en="Token", zh="令牌")

    dynamic = Text(en="generated at each send", zh="每次发送时生成")
    environment = Text(en="environment {name}", zh="环境 {name}")
    env_type = Text(en="env type {name}", zh="环境类型 {name}")
    collection = Text(en="collection {name}", zh="集合 {name}")
    of_request = Text(en="request", zh="请求")
    row = Text(en="row {number} of the data file", zh="数据文件第 {number} 行")
    captured = Text(en="captured from the response of {path}", zh="从 {path} 的响应提取")
    given = Text(en="--set", zh="--set")
    built_in = Text(en="built-in", zh="内置")
    hides = Text(en="overrides {values}", zh="覆盖 {values}")
    hidden = Text(en="{value} from {origin}", zh="{origin} 的 {value}")
    joint = Text(en=", ", zh="、")
    """What stands between several."""

    send = Text(en="sends immediately, without asking", zh="直接发送，不询问")
    ask = Text(
        en="asks for confirmation first (--yes on the command line)",
        zh="确认后才发送（命令行须加 --yes）",
    )
    ask_name = Text(
        en="asks you to type {name} first (--yes on the command line)",
        zh="输入名称 {name} 后才发送（命令行须加 --yes）",
    )
    refuse = Text(
        en="read-only: not sent. To change the guard, press F2 F2, then 1–4",
        zh="只读，不会发送。如需修改操作保护，请按 F2 F2，再按 1–4",
    )
    repeated = Text(
        en="asks because the same request was sent {seconds} s ago",
        zh="{seconds} 秒前刚发送过相同的请求，因此会再次询问",
    )

    open_many = Text(
        en="where is empty: every record is affected", zh="where 为空：影响全部数据记录"
    )
    open_one = Text(
        en="where is empty: the server chooses which record is affected",
        zh="where 为空：由服务器决定影响哪一条数据记录",
    )
    counted = Text(en="{count:record|records}", zh="{count} 条")
    of_count = Text(en=": {count:record|records}", zh="：{count} 条")
    of_all = Text(en=": every record", zh="：全部数据记录")
    more = Text(en="{count} more", zh="另有 {count} 个")
    told_at = Text(en="found at {time}", zh="{time} 查到")

    token_used = Text(
        en="{kind}, {age} old, valid for {left}", zh="{kind}，{age} 前获取，剩余有效期 {left}"
    )
    token_first = Text(
        en="{kind}: no valid token; the following request fetches one first",
        zh="{kind}：没有有效的令牌，先发送以下请求获取",
    )
    token_key_itself = Text(
        en="SecretId and SecretKey themselves", zh="直接使用 SecretId 和 SecretKey"
    )
    token_none = Text(en="none needed", zh="无需令牌")

    curl = Text(en="the curl command", zh="curl 命令")


class SendCommandWords(Words):
    """``send``: its options, and what it says on stderr."""

    details = Text(
        en="TARGET is the ID of an endpoint, as weda-tui catalogue list shows it, or the path of a saved request. The dependencies of a saved request are sent first, unless --set provides the variables that they capture. A token is fetched when one is required. The response is written to stdout: formatted on a terminal, byte for byte into a pipe. Success is decided by the result inside the response, not by HTTP 200.",
        zh="TARGET 是接口 ID（见 weda-tui catalogue list），或已保存的请求的路径。已保存的请求的依赖会先发送，除非依赖提取的变量都已由 --set 给出。需要令牌时自动获取。响应写到 stdout：在终端中格式化显示，写入管道时逐字节原样输出。是否成功以响应自身的结果为准，而不是 HTTP 200。",
    )
    env_type = Text(
        en="env type in the path: prod, dev …; default: the last one used",
        zh="路径中的环境类型：prod、dev…；默认为上次使用的",
    )
    set = Text(en="set the variable {{NAME}} for this call", zh="为本次调用设置变量 {{NAME}} 的值")
    header = Text(en="add or replace a header", zh="添加或替换一个请求头")
    body = Text(
        en="body: JSON, a file, or @- (or -) for stdin",
        zh="正文：JSON、文件，或用 @-（或 -）读取 stdin",
    )
    timeout = Text(
        en="timeout for the whole call in seconds; default: the environment's",
        zh="整个调用的超时时间（秒）；默认用环境的设置",
    )
    file = Text(
        en="write the response body, of any size, to this file, unchanged except for masked secrets",
        zh="把响应体写入此文件，大小不限，除机密脱敏外保持原样",
    )
    dry_run = Text(
        en="preview: print the exact request, do not send it",
        zh="预览：打印将要发送的完整请求，不发送",
    )

    ok = Text(en="✓ OK", zh="✓ 成功")
    failed = Text(en="✗ FAILED", zh="✗ 失败")
    unknown = Text(en="? UNKNOWN", zh="? 无法判定")
    no_answer = Text(en="✗ NO RESPONSE", zh="✗ 没有响应")
    not_sent = Text(en="✗ NOT SENT", zh="✗ 未发送")
    records = Text(en="{count:record|records}", zh="{count} 条")
    records_of = Text(en="{count} of {total:record|records}", zh="{count} / {total} 条")
    partly = Text(en="{failed} of {count} failed", zh="{count} 个中 {failed} 个失败")
    some_failed = Text(en="! PARTLY FAILED", zh="! 部分失败")
    item = Text(en="item {number}", zh="第 {number} 个")
    request_id = Text(en="requestId {id}", zh="requestId {id}")
    server_says = Text(en="Server message: {message}", zh="服务器返回的信息：{message}")
    place = Text(en="{environment} · {env_type}", zh="{environment} · {env_type}")
    body_fault = Text(
        en="The body is not valid JSON: error at line {line}, column {column}.",
        zh="正文不是有效的 JSON：第 {line} 行第 {column} 列有误。",
    )
    body_file_fault = Text(
        en="With the content of {file} inserted, the body is not valid JSON: error at line {line}, column {column}.",
        zh="填入 {file} 的内容后，正文不是有效的 JSON：第 {line} 行第 {column} 列有误。",
    )
    unused_variable = Text(
        en="--set {name}: this request does not use {{{{{name}}}}}.",
        zh="--set {name}：此请求未使用 {{{{{name}}}}}。",
    )
    body_needed = Text(
        en="{endpoint} requires a body. Required fields: {fields}.",
        zh="{endpoint} 需要请求体。必填字段：{fields}。",
    )
    body_example = Text(en="An example to start from:", zh="可参考以下示例：")
    body_needed_hint = Text(
        en="Provide it with --body JSON or --body @FILE.",
        zh="请用 --body JSON 或 --body @FILE 提供。",
    )

    effect = Text(en="effect: {effect}", zh="影响：{effect}")
    guard = Text(en="guard: {guard}", zh="操作保护：{guard}")
    token = Text(en="token: {state}", zh="令牌：{state}")
    token_left = Text(en="token: {state}, {left} left", zh="令牌：{state}，剩余 {left}")
    nothing_sent = Text(en="Nothing was sent.", zh="请求未发送。")
    saved = Text(en="The response body was saved to {file}.", zh="响应体已保存到 {file}。")
    saved_masked = Text(
        en="The response body was saved to {file}, with the secrets of this machine masked.",
        zh="响应体已保存到 {file}，其中本机的机密已脱敏。",
    )
    not_saved = Text(en="{file} was not written.", zh="{file} 未写入。")
    part_printed = Text(
        en="Only the first {size} of the received data is printed.",
        zh="只打印了已收到数据的前 {size}。",
    )
