"""The doctor and the error book: every sentence in both languages."""

from weda_tui.i18n.text import Failure, Nested, Text, Words


class BookWords(Words):
    """The pages of the error book, wherever they are shown."""

    title = Text(en="Error book", zh="错误码手册")
    search = Text(en="a code, 中文 or English", zh="错误码、中文或 English")
    found = Text(en="{count:code|codes}", zh="{count} 个")
    nothing = Text(en="Nothing has “{query}”", zh="没有“{query}”")
    causes = Text(en="Possible causes", zh="可能的原因")
    steps = Text(en="What to do", zh="怎么办")
    note = Text(en="Note", zh="备注")
    source = Text(en="Source", zh="出处")
    status = Text(en="HTTP {status} ({scope})", zh="HTTP {status}（{scope}）")
    guide = Text(en="guide 3.1", zh="指南 3.1")
    not_in_book = Text(en="This code is not in this book", zh="这本手册里没有这个码")
    other_codes = Text(en="Codes spelt much like it", zh="拼法相近的码")
    alike = Text(en="Near it: {codes}.", zh="相近的有：{codes}。")
    write_note = Text(en="write a note", zh="写备注")
    edit_note = Text(en="change the note", zh="改备注")
    note_hint = Text(
        en="For your colleagues, kept in the workspace; saved empty it is removed",
        zh="写给同事看的话，存进工作区；空着存就删掉",
    )
    note_saved = Text(en="The note is in {file}", zh="备注已写进 {file}")
    note_removed = Text(en="The note is gone from {file}", zh="备注已从 {file} 删掉")
    draft_kept = Text(
        en="F5 again opens another call; your edits of “{title}” are kept",
        zh="再按 F5 会打开另一个接口；“{title}”里没保存的修改会留着",
    )
    note_lost = Text(
        en="The note is not saved: Ctrl+S saves, Esc drops it", zh="备注没存：Ctrl+S 存，Esc 放弃"
    )
    open_page = Text(en="error book", zh="看手册")
    try_it = Text(en="try it in the sandbox", zh="在沙箱里试")
    not_sandbox = Text(
        en="This is not the sandbox. F5 again starts it, goes there and tries with a read",
        zh="现在不在沙箱里。再按 F5：启动沙箱，换过去，用一个只读接口试",
    )
    copied = Text(en="code", zh="错误码")


class CauseWords(Words):
    """A reason, as a statement that may be true or not."""

    token_expired = Text(en="The token has expired", zh="令牌过期了")
    token_kind = Text(en="It is a token of the wrong kind", zh="令牌种类用错")
    token_missing = Text(en="The request carries no token", zh="请求没有带令牌")
    token_revoked = Text(
        en="The secret was reset, or the user signed out", zh="密钥在后台被重置，或用户已退出登录"
    )
    clock_skew = Text(
        en="This machine's clock is too far from the server's", zh="本机时钟和服务器差得太多"
    )
    credentials = Text(en="SecretId or SecretKey is wrong", zh="SecretId 或 SecretKey 不对")
    password = Text(en="The user name or password is wrong", zh="用户名或密码不对")
    account = Text(
        en="The user is blocked, not active or not there", zh="用户被冻结、未激活或不存在"
    )
    sign_in_off = Text(en="This way of signing in is turned off", zh="环境没开这种登录方式")
    captcha = Text(
        en="Too many failures: the server wants a captcha", zh="失败太多次，服务器要图形验证码"
    )
    refresh_used = Text(en="The refresh token was used or has expired", zh="刷新令牌用过了或过期了")
    rights = Text(en="The key's or user's role lacks the right", zh="这个密钥或用户的角色没有权限")
    not_approver = Text(
        en="The acting user is not an approver of this task", zh="操作人不是这个任务的审批人"
    )
    no_approver = Text(en="The flow finds no approver for a node", zh="流程节点没有找到审批人")
    licence = Text(en="No licence, or the plan has expired", zh="没有许可证，或套餐到期")
    host = Text(en="The address is not the platform's", zh="访问地址不是平台的地址")
    http_not_https = Text(
        en="The address mixes up http and https", zh="协议写反了：该用 https 的用了 http，或者相反"
    )
    proxy_page = Text(
        en="A proxy or sign-in page answered, not WeDa", zh="回答来自代理或登录页，不是微搭"
    )
    block_page = Text(
        en="A firewall or provider blocked it, not WeDa", zh="请求被防火墙或运营商拦截，没有到微搭"
    )
    redirect = Text(en="The address leads to another one", zh="这个地址跳转到了别处")
    proxy = Text(en="The proxy that is set fails or refuses", zh="设的代理不通或不放行")
    unreachable = Text(
        en="This machine cannot get there: VPN, firewall or cable",
        zh="这台机器到不了那个网络：VPN、防火墙或网线",
    )
    service_down = Text(
        en="Nothing listens there: wrong port or service down",
        zh="那个端口没有程序在听：端口不对，或服务没起来",
    )
    certificate = Text(
        en="The server's certificate, or a file set here", zh="服务器的证书，或这里设的证书文件"
    )
    env_type = Text(en="The env type is wrong", zh="环境类型写错")
    env_status = Text(
        en="The environment is changing, off or not ready", zh="环境正在变更、停用或没就绪"
    )
    inner_host = Text(
        en="The signed address names an inner host", zh="签名地址写的是部署内部的主机"
    )
    path = Text(en="No call has this name or version", zh="没有这个名字或版本的接口")
    method = Text(en="The method is wrong", zh="请求方法不对")
    body_syntax = Text(
        en="The body is no JSON, or Content-Type is wrong",
        zh="正文不是合法的 JSON，或 Content-Type 不对",
    )
    required_missing = Text(en="A required parameter is missing", zh="缺必填参数")
    value_type = Text(en="A parameter has the wrong type", zh="参数类型不对")
    value_not_listed = Text(en="A value is not in its list", zh="取值不在枚举里")
    value_unfit = Text(en="The server does not accept some value", zh="某个值服务器不接受")
    over_limit = Text(
        en="A value is longer or larger than allowed", zh="某个值超过了允许的长度或大小"
    )
    unknown_field = Text(en="There is a field the call does not know", zh="带了接口不认识的字段")
    unknown_operator = Text(en="The query uses an unknown operator", zh="查询里的操作符不支持")
    id_shape = Text(
        en="An id is not 19 digits, or lost its last ones", zh="ID 不是 19 位数字，或末尾几位丢了"
    )
    model_unknown = Text(en="The model's name is misspelt", zh="模型标识写错")
    not_published = Text(
        en="Model or flow not published for this env type", zh="模型或流程没有发布到这个环境类型"
    )
    not_found = Text(
        en="The record, file, task or user is not there", zh="记录、文件、任务或用户不存在"
    )
    state = Text(
        en="The state of the task, flow or resource forbids it", zh="任务、流程或资源的状态不允许"
    )
    conflict = Text(en="It exists already, or is in use", zh="别人正在操作，或已经有了")
    expired = Text(
        en="A code, ticket, signature or link has expired", zh="验证码、票据、签名或地址已过期"
    )
    rate = Text(en="Too many requests", zh="请求太频繁")
    quota = Text(en="A quota is used up", zh="用量到了配额")
    size = Text(en="The request, batch or answer is too large", zh="请求、批次或回答太大")
    slow = Text(en="The query is too slow", zh="查询太慢")
    server = Text(en="WeDa failed inside", zh="微搭内部出错")
    custom_method = Text(
        en="The custom method or cloud function failed", zh="自定义方法或云函数出错"
    )
    feature_off = Text(en="This deployment lacks the feature", zh="这个部署没开这项能力")
    documented = Text(en="A documented cause of this call", zh="文档里这个接口的原因")


class RemedyWords(Words):
    """What can be done next."""

    renew_and_send = Text(en="Get a new token and send again", zh="取新令牌再发")
    switch_env_type = Text(
        en="Switch to an env type the environment has", zh="换到环境有的环境类型"
    )
    go_to_field = Text(en="Go to the parameter at fault", zh="去改出错的参数")
    fix_spelling = Text(en="Take the nearest known name", zh="换成最接近的名字")
    wait_and_send = Text(en="Wait a while, then send", zh="等一会儿再发")
    send_again = Text(en="Send again", zh="再发一次")
    look_first = Text(
        en="If it was a write, look first: it may have worked",
        zh="是写操作就先查结果，可能已经生效",
    )
    check_environment = Text(
        en="Check the environment: address, TLS, key, clock", zh="检查环境：地址、TLS、密钥、时钟"
    )
    edit_environment = Text(
        en="Change the environment's address or credentials", zh="改环境的地址或凭据"
    )
    refresh_models = Text(en="Refresh the list of models", zh="刷新模型列表")
    smaller_request = Text(en="Use a smaller page, batch or body", zh="缩小分页、批次或正文")
    open_docs = Text(en="Read the endpoint's docs", zh="看接口的文档")
    open_browser = Text(en="Open the address in a browser", zh="在浏览器里打开访问地址")
    ask_admin = Text(
        en="Ask the administrator: grant, unblock, enable or raise a quota",
        zh="请管理员处理：授权、解冻、开通或提额",
    )
    use_built_in_token = Text(
        en="Remove the typed Authorization; the program's token is sent then",
        zh="去掉手写的 Authorization，改用程序自动取的令牌",
    )
    use_token_kind = Text(
        en="Send with the other kind of token", zh="换另一种令牌（用户或密钥）发送"
    )
    restore_value = Text(en="Restore the value of the last success", zh="恢复上次成功时的值")
    choose_value = Text(
        en="Choose a value from a call that returns it", zh="从返回它的接口里选一个值"
    )
    set_method = Text(en="Use the documented method", zh="改用文档里的请求方法")
    replace_header = Text(en="Correct the header", zh="改请求头")
    switch_scheme = Text(en="Switch between http and https", zh="在 http 和 https 之间切换")
    drop_prefix = Text(en="Remove the repeated part of the path", zh="去掉路径里重复的部分")
    use_address = Text(en="Use this environment's address", zh="用这个环境的地址")
    server_log = Text(
        en="Search the server's log for the RequestId", zh="用 RequestId 查服务器的日志"
    )
    copy_request_id = Text(
        en="Look up requestId in the deployment's logs", zh="拿 requestId 查部署的日志"
    )
    success_rule = Text(en="Write a success rule for this endpoint", zh="给这个接口写成功规则")
    error_book = Text(en="Read the error book", zh="看错误码手册")
    support_bundle = Text(en="Write a support bundle for a colleague", zh="生成支持包给同事")


class EvidenceWords(Words):
    """A fact that was looked at."""

    clocks = Text(
        en="Date header {server}, this machine {local}, {seconds} apart",
        zh="响应头 Date {server}，本机 {local}，相差 {seconds}",
    )
    left = Text(en="{left} left by this machine's clock", zh="按本机时钟还剩 {left}")
    over = Text(en="over {left} ago by this machine's clock", zh="按本机时钟 {left}前就到期了")
    kinds = Text(
        en="the call takes a {wanted}, a {sent} was sent", zh="接口要{wanted}，发出的是{sent}"
    )
    in_list = Text(en="{given} is one of {known}", zh="{given} 在 {known} 之中")
    not_in_list = Text(
        en="{given} is none of them; the nearest is {nearest}",
        zh="{given} 不在其中，最近的是 {nearest}",
    )
    not_in_list_at_all = Text(en="{given} is none of them", zh="{given} 不在其中")
    text = Text(en="seen: {text}", zh="看到的是 {text}")
    said = Text(en="the server says “{text}”", zh="服务器说“{text}”")
    line_and_column = Text(en="line {line}, column {column}", zh="第 {line} 行第 {column} 列")
    said_of = Text(en="{value}: {said}", zh="{value}：{said}")
    said_limit = Text(en="{said}, the limit is {limit}", zh="{said}，上限 {limit}")
    rate = Text(en="{count:call|calls} in the last minute", zh="最近一分钟发了 {count} 次")
    size = Text(en="a body of {size}", zh="请求正文 {size}")
    size_limit = Text(
        en="a body of {size}; documented: at most {limit}",
        zh="请求正文 {size}；文档写明最多 {limit}",
    )
    documented_limit = Text(
        en="{said}; documented: at most {limit}, sent: {sent}",
        zh="{said}；文档写明最多 {limit}，发出的是 {sent}",
    )
    call_limit = Text(en="{said}; documented: {limit}", zh="{said}；文档写明：{limit}")
    renewed = Text(en="a token that had just come was refused too", zh="刚取的新令牌也被拒绝了")
    not_checked = Text(en="cannot be told from here", zh="本机查不到")


class RemedyActionWords(Words):
    """What can be done next, as a key does it: its name, and what it will do.

    The ``hint`` of what sends again is empty: that says whether it repeats a write.
    """

    renew_and_send = Failure(
        en="New token, send again", en_hint="", zh="取新令牌并重发", zh_hint=("")
    )
    switch_env_type = Failure(
        en="Switch to {name}",
        en_hint="only the env type; F5 sends",
        zh="换到 {name}",
        zh_hint="只换环境类型，F5 再发",
    )
    go_to_field = Failure(
        en="Go to {name}",
        en_hint="to that parameter; sends nothing",
        zh="去改 {name}",
        zh_hint="跳到那个参数，不发送",
    )
    go_to_form = Failure(
        en="Go to the parameters",
        en_hint="to With; sends nothing",
        zh="去改参数",
        zh_hint="跳到带什么，不发送",
    )
    fix_spelling = Failure(en="Send with {name}", en_hint="", zh="换成 {name} 重发", zh_hint=(""))
    wait_and_send = Failure(
        en="Wait {seconds}, then send", en_hint="", zh="等 {seconds} 再发", zh_hint=("")
    )
    send_again = Failure(en="Send again", en_hint="", zh="再发一次", zh_hint="")
    look_first = Failure(
        en="Look first",
        en_hint="choose a read; it may have worked",
        zh="先查结果",
        zh_hint="到左边选一个查询；可能已经生效",
    )
    look_state = Failure(
        en="Look at its state",
        en_hint="choose a read; nothing was changed",
        zh="先查现在的状态",
        zh_hint="到左边选一个查询；这次没有改动",
    )
    check_environment = Failure(
        en="Check the environment",
        en_hint="address, TLS, key, clock; no change",
        zh="检查环境",
        zh_hint="地址、TLS、密钥、时钟；不改数据",
    )
    edit_environment = Failure(
        en="Edit the environment",
        en_hint="its address and credentials",
        zh="改环境",
        zh_hint="打开地址和凭据的表单",
    )
    edit_secret_key = Failure(
        en="Enter the SecretKey again",
        en_hint="opens the form at it",
        zh="重填 SecretKey",
        zh_hint="打开表单里的这一栏",
    )
    edit_password = Failure(
        en="Enter the password again",
        en_hint="opens the form at it",
        zh="重填密码",
        zh_hint="打开表单里的这一栏",
    )
    edit_variables = Failure(
        en="Give the variable a value",
        en_hint="opens the environment's variables",
        zh="给变量一个值",
        zh_hint="打开环境的变量",
    )
    refresh_models = Failure(
        en="Refresh the models",
        en_hint="asks for the list; changes nothing",
        zh="刷新模型列表",
        zh_hint="向部署要一次列表；不改数据",
    )
    smaller_request = Failure(
        en="Ask for less",
        en_hint="to With: page, batch or body",
        zh="缩小请求",
        zh_hint="跳到带什么：分页、批次或正文",
    )
    open_docs = Failure(
        en="Read the docs",
        en_hint="the docs tab of With, offline",
        zh="看接口的文档",
        zh_hint="打开带什么的文档页，离线",
    )
    open_browser = Failure(
        en="Copy the address",
        en_hint="to open it in a browser",
        zh="复制访问地址",
        zh_hint="在浏览器里打开看看",
    )
    ask_admin = Failure(
        en="Ask the administrator",
        en_hint="writes a bundle for them, no secrets",
        zh="请管理员处理",
        zh_hint="写一个支持包给他，不含密钥",
    )
    ask_for_host = Failure(
        en="Ask for a reachable address",
        en_hint="of the object store; writes a bundle",
        zh="请管理员给可达的地址",
        zh_hint="对象存储对外的地址；写一个支持包给他",
    )
    use_built_in_token = Failure(
        en="Use the built-in token",
        en_hint="removes the typed Authorization; F5 sends",
        zh="用自动取的令牌",
        zh_hint="去掉手写的 Authorization，F5 再发",
    )
    use_token_kind = Failure(
        en="Use the other token",
        en_hint="user or key; F5 sends",
        zh="换另一种令牌",
        zh_hint="用户或密钥令牌，F5 再发",
    )
    restore_value = Failure(
        en="Restore {name}",
        en_hint="the value of the last success; F5 sends",
        zh="恢复 {name}",
        zh_hint="填回上次成功时的值，F5 再发",
    )
    choose_value = Failure(
        en="Choose {name}",
        en_hint="opens a call that returns it",
        zh="选一个 {name}",
        zh_hint="打开返回它的接口",
    )
    set_method = Failure(
        en="Use {name}",
        en_hint="the documented method; F5 sends",
        zh="改用 {name}",
        zh_hint="文档里的请求方法，F5 再发",
    )
    replace_header = Failure(
        en="Go to {name}",
        en_hint="to that header; sends nothing",
        zh="去改 {name}",
        zh_hint="跳到那个请求头，不发送",
    )
    switch_scheme = Failure(
        en="Edit the address",
        en_hint="http and https; try {name}",
        zh="改访问地址",
        zh_hint="http 和 https 可能写反，试试 {name}",
    )
    drop_prefix = Failure(
        en="Shorten the path",
        en_hint="removes what is repeated; F5 sends",
        zh="缩短路径",
        zh_hint="去掉重复的部分，F5 再发",
    )
    use_address = Failure(
        en="Use this environment's address",
        en_hint="its env type and token too; F5 sends",
        zh="用这个环境的地址",
        zh_hint="环境类型、令牌也用它的，F5 再发",
    )
    server_log = Failure(
        en="Copy the log command",
        en_hint="finds the RequestId on the server; kept 7 days",
        zh="复制日志命令",
        zh_hint="在服务器上查这个 RequestId；日志保留 7 天",
    )
    server_log_of = Failure(
        en="Copy the log command",
        en_hint="searches {service}; kept 7 days",
        zh="复制日志命令",
        zh_hint="查 {service}；日志保留 7 天",
    )
    server_log_gone = Failure(
        en="Copy the log command",
        en_hint="{service}: the log is gone since {date}",
        zh="复制日志命令",
        zh_hint="{service}：日志 {date} 起已清除",
    )
    copy_request_id = Failure(
        en="Copy requestId",
        en_hint="to look it up in the logs",
        zh="复制 requestId",
        zh_hint="拿它查部署的日志",
    )
    success_rule = Failure(
        en="Write a success rule",
        en_hint="what is a success; kept in the workspace",
        zh="写成功规则",
        zh_hint="说清什么算成功；记在工作区",
    )
    error_book = Failure(
        en="Read the error book",
        en_hint="the page of this code, offline",
        zh="看错误码手册",
        zh_hint="这个码的一页，离线",
    )
    support_bundle = Failure(
        en="Support bundle",
        en_hint="a file for a colleague, no secrets",
        zh="生成支持包",
        zh_hint="写一个文件给同事，不含密钥",
    )


class CommandStepWords(Words):
    """What can be done next on the command line: what it is, and the command or the option.

    The values come quoted for a shell. What only the explorer can do is not here.
    """

    renew_and_send = Failure(
        en="New token, send again",
        en_hint="weda-tui token --env {environment} --refresh",
        zh="取新令牌，再发一次",
        zh_hint="weda-tui token --env {environment} --refresh",
    )
    switch_env_type = Failure(
        en="Switch to {name}",
        en_hint="--env-type {name}",
        zh="换到 {name}",
        zh_hint="--env-type {name}",
    )
    go_to_field = Failure(
        en="Change {name}",
        en_hint="--body, or the saved file",
        zh="改 {name}",
        zh_hint="--body，或改保存的文件",
    )
    go_to_form = Failure(
        en="Change parameters",
        en_hint="--body; which: weda-tui catalogue show {endpoint}",
        zh="改参数",
        zh_hint="--body；有哪些：weda-tui catalogue show {endpoint}",
    )
    use_built_in_token = Failure(
        en="Use the built-in token",
        en_hint="leave out --header {name}, or in the saved file",
        zh="用自动取的令牌",
        zh_hint="不带 --header {name}，或从保存的文件里删掉",
    )
    restore_value = Failure(
        en="Restore {name}",
        en_hint="weda-tui history --endpoint {endpoint} --verdict ok",
        zh="恢复 {name}",
        zh_hint="weda-tui history --endpoint {endpoint} --verdict ok",
    )
    choose_value = Failure(
        en="Choose {name}",
        en_hint="weda-tui send {call} --env {environment}",
        zh="选一个 {name}",
        zh_hint="weda-tui send {call} --env {environment}",
    )
    set_method = Failure(
        en="Use {name}", en_hint="in the saved file", zh="改用 {name}", zh_hint="改保存的文件"
    )
    server_log = Failure(
        en="Search the server's log, kept 7 days",
        en_hint="{call}",
        zh="查服务器的日志，保留 7 天",
        zh_hint="{call}",
    )
    server_log_of = Failure(
        en="Search the log of {service}, kept 7 days",
        en_hint="{call}",
        zh="查 {service} 的日志，保留 7 天",
        zh_hint="{call}",
    )
    server_log_gone = Failure(
        en="The log of {service} is gone since {date}",
        en_hint="{call}",
        zh="{service} 的日志 {date} 起已清除",
        zh_hint="{call}",
    )
    in_cluster = Failure(
        en="In a cluster:",
        en_hint="weda-tui env logs {environment} --cluster NAMESPACE",
        zh="集群部署：",
        zh_hint="weda-tui env logs {environment} --cluster NAMESPACE",
    )
    form_of_no_endpoint = Failure(
        en="Change parameters",
        en_hint="--body; the docs of the API say which",
        zh="改参数",
        zh_hint="--body；有哪些参数，看它的接口文档",
    )
    fix_spelling = Failure(
        en="Send with {name} instead", en_hint="", zh="换成 {name} 再发", zh_hint=("")
    )
    wait_and_send = Failure(
        en="Send after {seconds}", en_hint="", zh="等 {seconds} 再发", zh_hint=("")
    )
    send_again = Failure(en="Send again", en_hint="", zh="再发一次", zh_hint="")
    look_first = Failure(
        en="Look first: it may have worked",
        en_hint="weda-tui catalogue search query",
        zh="先查结果：可能已经生效",
        zh_hint="weda-tui catalogue search 查询",
    )
    look_state = Failure(
        en="Look at its state",
        en_hint="weda-tui catalogue search query",
        zh="先查现在的状态",
        zh_hint="weda-tui catalogue search 查询",
    )
    check_environment = Failure(
        en="Check the environment",
        en_hint="weda-tui env check {environment}",
        zh="检查环境",
        zh_hint="weda-tui env check {environment}",
    )
    edit_environment = Failure(
        en="Change address or credentials",
        en_hint="weda-tui env show {environment} names the file",
        zh="改地址或凭据",
        zh_hint="weda-tui env show {environment} 说文件在哪儿",
    )
    edit_secret_key = Failure(
        en="Enter the SecretKey again",
        en_hint="weda-tui env secret {environment}",
        zh="重填 SecretKey",
        zh_hint="weda-tui env secret {environment}",
    )
    edit_password = Failure(
        en="Enter the password again",
        en_hint="weda-tui env secret {environment} --password",
        zh="重填密码",
        zh_hint="weda-tui env secret {environment} --password",
    )
    refresh_models = Failure(
        en="Refresh the list of models",
        en_hint="weda-tui catalogue models --env {environment} --refresh",
        zh="刷新模型列表",
        zh_hint="weda-tui catalogue models --env {environment} --refresh",
    )
    smaller_request = Failure(
        en="Smaller page, batch or body",
        en_hint="--body",
        zh="缩小分页、批次或正文",
        zh_hint="--body",
    )
    open_docs = Failure(
        en="Read about the call",
        en_hint="weda-tui catalogue show {endpoint}",
        zh="看接口的文档",
        zh_hint="weda-tui catalogue show {endpoint}",
    )
    open_browser = Failure(
        en="Open the address in a browser",
        en_hint="{host}",
        zh="在浏览器里打开访问地址",
        zh_hint="{host}",
    )
    ask_admin = Failure(
        en="Ask an administrator",
        en_hint="rights, a blocked user, a licence, a quota",
        zh="请管理员处理",
        zh_hint="授权、解冻、开通或提额",
    )
    ask_for_host = Failure(
        en="Ask an administrator",
        en_hint="for a reachable address of the object store",
        zh="请管理员处理",
        zh_hint="给出对象存储对外可达的地址",
    )
    error_book = Failure(
        en="Read the page of the code",
        en_hint="weda-tui errors {code}",
        zh="看这个码的一页",
        zh_hint="weda-tui errors {code}",
    )


class ServerLogWords(Words):
    """Where the logs of a deployment are: what is asked once, and where the facts are from."""

    source = Text(
        en="Services, folders and 7 days: Tencent's page on troubleshooting private deployments (documented). Which service logs a call is inferred from it. {url}",
        zh="服务、目录和 7 天出自腾讯云私有化部署的排障文档（有文档记载）；一次调用记在哪个服务里，是据此推断的。{url}",
    )
    source_short = Text(
        en="From {url} (documented; which service: inferred)",
        zh="出自 {url}（有文档记载；哪个服务是推断的）",
    )
    title = Text(en="{name}: where do its services run?", zh="{name}：服务跑在哪儿？")
    single = Text(en="on a single machine", zh="单机")
    cluster = Text(en="in a cluster", zh="集群")
    asked_once = Text(
        en="Asked once for each deployment; kept on this machine only. {source}",
        zh="每套部署只问一次，只记在本机。{source}",
    )
    namespace = Text(en="namespace", zh="命名空间")
    pod = Text(en="pod", zh="Pod")
    pod_hint = Text(
        en="Empty: the command finds the pods by the name {service}.",
        zh="不填：命令按 {service} 这个名字找 Pod。",
    )
    bad_name = Text(
        en="✗ {text}: a-z, 0-9, dots and dashes only, a letter or digit at both ends",
        zh="✗ {text}：只能用小写字母、数字、点和短横线，首尾是字母或数字",
    )
    no_namespace = Text(en="✗ Type the namespace", zh="✗ 请填命名空间")
    what = Text(en="the log command for {service}", zh="查 {service} 日志的命令")
    copy = Text(en="remember and copy", zh="记住并复制")
    command = Text(
        en="say where the server's logs are: on a single machine or in a cluster",
        zh="说明服务器的日志在哪儿：单机还是集群",
    )
    command_details = Text(
        en="The doctor's command for the server's log is docker's for a single machine, kubectl's for a cluster. Without an option it says what is remembered. Kept on this machine, never in the workspace.",
        zh="诊断给出的查日志命令：单机用 docker，集群用 kubectl。不带选项就显示记住的是什么。只记在本机，不写进工作区。",
    )
    single_option = Text(en="its services are containers of one machine", zh="单机部署，服务是容器")
    cluster_option = Text(en="the namespace in its cluster", zh="集群里的命名空间")
    pod_option = Text(
        en="the pod of a service; else it is found by name. Can be repeated",
        zh="某个服务的 Pod；不写就按名字找。可以写多次",
    )
    one_of_both = Text(
        en="--single and --cluster exclude each other; --pod belongs to --cluster",
        zh="--single 和 --cluster 只能选一个；--pod 要和 --cluster 一起用",
    )
    bad_pod = Text(
        en="{text}: write SERVICE=POD, with a service of {services}",
        zh="{text}：请写成 SERVICE=POD，服务是 {services} 之一",
    )
    not_said = Text(
        en="{name}: not said; commands are those of a single machine",
        zh="{name}：没有说明，按单机给出命令",
    )
    is_single = Text(en="{name}: a single machine", zh="{name}：单机")
    is_cluster = Text(
        en="{name}: a cluster, namespace {namespace}", zh="{name}：集群，命名空间 {namespace}"
    )


class ExecutedWords(Words):
    """Whether anything was executed, and how that is known."""

    no_gateway = Text(
        en="Nothing was executed: refused at the gateway",
        zh="什么都没有执行：网关在业务之前就拒绝了",
    )
    no_auth = Text(
        en="Nothing was executed: the identity was refused", zh="什么都没有执行：身份没有通过"
    )
    no_proxy = Text(
        en="Nothing was executed: WeDa never saw the request", zh="什么都没有执行：请求没有到微搭"
    )
    no_http = Text(
        en="Nothing was executed: no call saw the request", zh="什么都没有执行：请求没有到业务"
    )
    no_read = Text(en="Nothing was changed: this call only reads", zh="没有改动数据：这个接口只读")
    no_other = Text(
        en="Nothing was executed: refused by its checks", zh="什么都没有执行：业务检查时就拒绝了"
    )
    yes_partial = Text(en="It was executed: part of it failed", zh="已经执行：其中一部分失败了")
    yes_other = Text(en="It was executed: it failed afterwards", zh="已经执行：失败在执行之后")
    maybe = Text(en="Perhaps executed: the answer does not say", zh="不知道是否执行：回答没有说")


class DoctorWords(Words):
    """The doctor's words that the error book and ``explain`` share with it."""

    causes = Nested(lambda: CauseWords)
    steps = Nested(lambda: RemedyWords)
    evidence = Nested(lambda: EvidenceWords)
    acts = Nested(lambda: RemedyActionWords)
    commands = Nested(lambda: CommandStepWords)
    executed = Nested(lambda: ExecutedWords)
    log = Nested(lambda: ServerLogWords)
    title = Text(en="Doctor", zh="诊断")
    causes_checked = Text(en="Likely causes, each checked", zh="可能的原因，已逐项核对")
    next = Text(en="Next", zh="下一步")
    and_no = Text(en="no: {count}", zh="不是 {count} 个")
    and_unknown = Text(en="not known: {count}", zh="未知 {count} 个")
    joint = Text(en=", ", zh="，")
    see_all = Text(en="see all", zh="看全部")
    read_again = Text(en="a read: repeating it is safe", zh="只读请求，重发不会改数据")
    write_again = Text(en="a write: nothing was done, goes out", zh="写：上次什么都没执行，直接发")
    waiting = Text(en="sends in {seconds}, Esc: don't", zh="{seconds} 后发出，Esc 不发")
    wait_stopped = Text(en="Not waiting any more, nothing was sent", zh="不等了，没有发送")
    switched = Text(en="Switched to {env_type}, F5 sends", zh="换到 {env_type} 了，F5 发送")
    look_first = Text(
        en="Choose a read and see whether it has worked", zh="选一个查询，看看是不是已经生效"
    )
    draft_gone = Text(
        en="The request was changed since: F5 sends it", zh="发出的请求已经改过，请用 F5 发送"
    )
    state_yes = Text(en="yes", zh="是它")
    state_no = Text(en="no", zh="不是")
    state_unknown = Text(en="?", zh="未知")
    repeats_write = Text(en="a write: you are asked first", zh="写：会先问你")
    may_be_twice = Text(en="a write: it may take effect twice", zh="写：可能生效两次")
    wait = Text(en="wait {seconds}, then send", zh="等 {seconds} 再发")
    executed_no = Text(en="Nothing was executed", zh="什么都没有执行")
    executed_yes = Text(en="It was executed", zh="已经执行")
    executed_maybe = Text(en="It is not known whether it was executed", zh="不知道是否执行")
    refused_anew = Text(
        en="A new token was refused too: check the environment.",
        zh="刚取的新令牌也被拒绝了，先检查环境。",
    )
    no_new_token = Text(
        en="Sent once, its token was refused, and no new one came: {reason}",
        zh="发出过一次，令牌被拒；新令牌没取到：{reason}",
    )
    not_documented = Text(en="{code} is not in the error book.", zh="错误码手册里没有 {code}。")
    family = Text(
        en="{code} is not in the error book; it belongs to {family}. ",
        zh="错误码手册里没有 {code}，它属于 {family}。",
    )
    where = Text(en="{what}: {place}", zh="{what}：{place}")
    with_code = Text(en="{what} ({code})", zh="{what}（{code}）")
    perhaps = Text(en="Perhaps: {cause}", zh="可能：{cause}")
    to_do = Text(en="To do: {step}", zh="怎么办：{step}")
    said_by = Text(en="It was said by: {layer}", zh="说话的是：{layer}")
    no_result = Text(
        en="No result and no error code of WeDa stands in this text.",
        zh="这段文本里没有微搭的结果，也没有错误码。",
    )
    only_status = Text(
        en="{status}, without an error code of WeDa.", zh="{status}，没有微搭的错误码。"
    )
    worked = Text(en="This answer is a success.", zh="这是成功的回答。")


class BookCommandWords(Words):
    """``errors`` and ``explain``."""

    errors = Text(
        en="the error book: look a code up, or search by words",
        zh="错误码手册：查一个码，或按词搜索",
    )
    errors_details = Text(
        en="Without words it lists all codes. Works offline; says so of a code not in the book.",
        zh="不写就列出全部。离线可用；手册里没有的码会直说。",
    )
    explain = Text(
        en="explain an answer: a body, a dump with headers, or a log",
        zh="解释一段回答：正文、带头的转储或日志",
    )
    explain_details = Text(
        en="FILE may be - for stdin. It may be a body, curl -i or -v, a HAR file, a stack trace or a line of a log; also what curl, Node, Java, Python and nginx say of no answer.",
        zh="FILE 用 - 从 stdin 读。可以是正文、curl -i 或 -v 的输出、HAR 文件、报错堆栈或一行日志；没收到响应时 curl、Node、Java、Python、nginx 打印的话也认。",
    )
    status = Text(en="the HTTP status, where the text has none", zh="文本里没有 HTTP 状态时用这个")
    endpoint = Text(
        en="whose answer it is, where the text has no path", zh="文本里没有路径时，说这是哪个接口"
    )
