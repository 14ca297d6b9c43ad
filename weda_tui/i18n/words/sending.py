"""Sends and dry runs: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class ExplanationWords(Words):
    """Variables with their sources, the guard that would ask, the token that would be used."""

    first = Text(en="Sent first", zh="先发")
    variables = Text(en="Variables", zh="变量")
    no_variables = Text(en="no variable is used", zh="没有用到变量")
    open_path = Text(
        en="A value in its path comes from what is sent first. Until then it counts as the worst call that this could become; it is checked again before it leaves.",
        zh="路径里有一个值要等前面的请求返回。在此之前按可能成为的最危险的调用算，发出前再检查一次。",
    )
    request_inside = Text(
        en="A line of its body reads as a second request, which a server may carry out: it counts as a write.",
        zh="正文里有一行像另一个请求的开头，服务器可能会照着执行：按写操作算。",
    )
    guard = Text(en="Guard", zh="守卫")
    records = Text(en="Records", zh="记录")
    token = Text(en="Token", zh="令牌")

    dynamic = Text(en="made anew at each send", zh="每次发送时新生成")
    environment = Text(en="environment {name}", zh="环境 {name}")
    env_type = Text(en="env type {name}", zh="环境类型 {name}")
    collection = Text(en="collection {name}", zh="集合 {name}")
    of_request = Text(en="request", zh="请求")
    row = Text(en="row {number} of the data", zh="数据第 {number} 行")
    captured = Text(en="from the answer of {path}", zh="取自 {path} 的回答")
    given = Text(en="--set", zh="--set")
    built_in = Text(en="built-in", zh="内置")
    hides = Text(en="hides {values}", zh="盖住 {values}")
    hidden = Text(en="{value} of {origin}", zh="{origin} 的 {value}")
    joint = Text(en=", ", zh="、")
    """What stands between several."""

    send = Text(en="does not ask, it goes out at once", zh="不问，直接发出")
    ask = Text(
        en="shows it to you first (--yes on the command line)",
        zh="先给你看一遍，你同意才发（命令行要 --yes）",
    )
    ask_name = Text(
        en="asks you to type {name} first (--yes on the command line)",
        zh="先要你输入名称 {name}（命令行要 --yes）",
    )
    refuse = Text(
        en="read-only: it does not go out. Change the guard: F2 F2, then 1–4",
        zh="只读，不会发出。要改守卫：F2 F2，再按 1–4",
    )
    repeated = Text(
        en="asks because the same call left {seconds} s ago",
        zh="{seconds} 秒前刚发过同样的一次，所以会再问",
    )

    open_many = Text(en="where is empty: every record is hit", zh="where 是空的：会碰到全部记录")
    open_one = Text(
        en="where is empty: the server chooses which record is hit",
        zh="where 是空的：碰到哪一条由服务器定",
    )
    counted = Text(en="{count:record|records}", zh="{count} 条")
    of_count = Text(en=": {count:record|records}", zh="：{count} 条")
    of_all = Text(en=": every record", zh="：全部记录")
    more = Text(en="{count} more", zh="另有 {count} 个")
    told_at = Text(en="found at {time}", zh="{time} 查到")

    token_used = Text(en="{kind}, {age} old, {left} left", zh="{kind}，已用 {age}，还剩 {left}")
    token_first = Text(
        en="{kind}: none to use now, this call fetches one first",
        zh="{kind}：现在没有能用的，会先发这个调用去取",
    )
    token_key_itself = Text(
        en="SecretId and SecretKey themselves", zh="用 SecretId 和 SecretKey 本身"
    )
    token_none = Text(en="none needed", zh="不用令牌")

    curl = Text(en="the curl command", zh="curl 命令")


class SendCommandWords(Words):
    """``send``: its options, and what it says on stderr."""

    details = Text(
        en="TARGET is the id of an endpoint, as weda-tui catalogue list shows it, or the path of a saved request: what it depends on goes first, unless --set gives what that captures. A token is fetched when one is needed. The answer goes to stdout: laid out on a terminal, byte for byte into a pipe. Success means that the answer's own envelope says so, not HTTP 200.",
        zh="TARGET 是接口的 id，见 weda-tui catalogue list；或保存的请求的路径，它 depends 的请求先发，除非它们取的变量都由 --set 给了。需要令牌时自动去取。回答写到 stdout：终端上排好版，进管道则一个字节不变。成功与否看回答自己的说法，不看 HTTP 200。",
    )
    env_type = Text(
        en="env type in the path: prod, dev …; else the one last used",
        zh="路径里的环境类型：prod、dev…；不写就用上次的",
    )
    set = Text(
        en="give the variable {{NAME}} a value, for this call",
        zh="这次调用里给变量 {{NAME}} 一个值",
    )
    header = Text(en="add or replace a header", zh="添加或替换一个请求头")
    body = Text(
        en="the body: JSON, a file, or @- for stdin (- too)",
        zh="正文：JSON、文件，或用 @-（或 -）读 stdin",
    )
    timeout = Text(
        en="seconds for the whole call; else the environment's",
        zh="整个调用的秒数；不写就用环境里的",
    )
    file = Text(
        en="write the body of the answer, of any size and as received, to this file",
        zh="把响应体原样写进这个文件，大小不限",
    )
    dry_run = Text(
        en="print what would be sent, and send nothing", zh="只打印会发出的内容，什么也不发"
    )

    ok = Text(en="✓ OK", zh="✓ 成功")
    failed = Text(en="✗ FAILED", zh="✗ 失败")
    unknown = Text(en="? UNKNOWN", zh="? 看不懂")
    no_answer = Text(en="✗ NO ANSWER", zh="✗ 没有回答")
    not_sent = Text(en="✗ NOT SENT", zh="✗ 没有发出")
    records = Text(en="{count:record|records}", zh="{count} 条")
    records_of = Text(en="{count} of {total:record|records}", zh="{count} / {total} 条")
    partly = Text(en="{failed} of {count} failed", zh="{count} 个里失败 {failed} 个")
    some_failed = Text(en="! PARTLY", zh="! 部分")
    item = Text(en="no. {number}", zh="第 {number} 个")
    request_id = Text(en="requestId {id}", zh="requestId {id}")
    server_says = Text(en="The server says: {message}", zh="服务器说：{message}")
    place = Text(en="{environment} · {env_type}", zh="{environment} · {env_type}")
    body_fault = Text(
        en="The body stops being JSON at line {line}, column {column}.",
        zh="正文从第 {line} 行第 {column} 列起不是 JSON。",
    )
    body_file_fault = Text(
        en="With the content of {file} in it, at line {line}, column {column}, the body is no JSON any more.",
        zh="在第 {line} 行第 {column} 列填入 {file} 的内容后，正文不再是 JSON。",
    )
    unused_variable = Text(
        en="--set {name}: this request has no {{{{{name}}}}}.",
        zh="--set {name}：这个请求里没有 {{{{{name}}}}}。",
    )
    body_needed = Text(
        en="{endpoint} needs a body. Required: {fields}.",
        zh="{endpoint} 要有正文。必填：{fields}。",
    )
    body_example = Text(en="An example to start from:", zh="可以从这个例子改起：")
    body_needed_hint = Text(
        en="Give it with --body JSON or --body @FILE.", zh="用 --body JSON 或 --body @FILE 给出。"
    )

    effect = Text(en="effect: {effect}", zh="作用：{effect}")
    guard = Text(en="guard: {guard}", zh="守卫：{guard}")
    token = Text(en="token: {state}", zh="令牌：{state}")
    token_left = Text(en="token: {state}, {left} left", zh="令牌：{state}，还剩 {left}")
    nothing_sent = Text(en="Nothing was sent.", zh="什么也没有发出。")
    saved = Text(en="The body is in {file}.", zh="响应体已存入 {file}。")
    saved_masked = Text(
        en="The body is in {file}, with the secrets of this machine masked.",
        zh="响应体已存入 {file}，其中本机的机密已隐去。",
    )
    not_saved = Text(en="{file} was not written.", zh="{file} 没有写入。")
    part_printed = Text(
        en="Only the first {size} of what came are printed.", zh="只打印了已收到内容的前 {size}。"
    )
