"""The doctor and the error reference: every sentence in both languages."""

from weda_tui.i18n.text import Failure, Nested, Text, Words


class BookWords(Words):
    """The pages of the error reference, wherever they are shown."""

    title = Text(en="Error reference", zh="错误码手册")
    search = Text(en="Code or text, Chinese or English", zh="错误码、中文或英文")
    found = Text(en="{count:code|codes}", zh="{count} 个错误码")
    nothing = Text(en="No code matches “{query}”", zh="没有与“{query}”匹配的错误码")
    causes = Text(en="Possible causes", zh="可能的原因")
    steps = Text(en="What to do", zh="处理步骤")
    note = Text(en="Note", zh="备注")
    source = Text(en="Source", zh="来源")
    status = Text(en="HTTP {status} ({scope})", zh="HTTP {status}（{scope}）")
    guide = Text(en="guide 3.1", zh="指南 3.1")
    not_in_book = Text(
        en="This code is not in the error reference.", zh="错误码手册中没有这个错误码。"
    )
    other_codes = Text(en="Codes with a similar spelling", zh="拼写相近的错误码")
    alike = Text(en="Similar codes: {codes}.", zh="相近的错误码：{codes}。")
    write_note = Text(en="add note", zh="添加备注")
    edit_note = Text(en="edit note", zh="修改备注")
    note_hint = Text(
        en="Stored in the workspace for your colleagues; save it empty to delete it",
        zh="保存在工作区，供同事查看；保存空内容即删除",
    )
    note_saved = Text(en="Note saved to {file}", zh="备注已保存到 {file}")
    note_removed = Text(en="Note deleted from {file}", zh="备注已从 {file} 中删除")
    draft_kept = Text(
        en="Press F5 again to switch; unsaved changes to “{title}” are kept.",
        zh="再按一次 F5 打开另一个接口；“{title}”中未保存的修改会保留。",
    )
    note_lost = Text(
        en="The note is not saved. Ctrl+S saves it, Esc discards it.",
        zh="备注未保存。按 Ctrl+S 保存，按 Esc 放弃。",
    )
    open_page = Text(en="error reference", zh="查看手册")
    try_it = Text(en="try in the sandbox", zh="在沙箱中测试")
    not_sandbox = Text(
        en="Press F5 again to start the sandbox, switch to it and send a read.",
        zh="再按一次 F5 启动沙箱、切换到沙箱并发送一个读请求。",
    )
    copied = Text(en="code", zh="错误码")


class CauseWords(Words):
    """A possible cause, as a statement that may be true or not."""

    token_expired = Text(en="The token has expired", zh="令牌已过期")
    token_kind = Text(en="The token is of the wrong kind", zh="令牌种类错误")
    token_missing = Text(en="The request has no token", zh="请求中没有令牌")
    token_revoked = Text(
        en="The SecretKey was reset, or the user signed out",
        zh="SecretKey 已在后台重置，或用户已退出登录",
    )
    clock_skew = Text(
        en="This machine's clock is too far off the server's", zh="本机时钟与服务器相差过大"
    )
    credentials = Text(en="SecretId or SecretKey is wrong", zh="SecretId 或 SecretKey 错误")
    password = Text(en="The user name or password is wrong", zh="用户名或密码错误")
    account = Text(
        en="The user is blocked, inactive or does not exist", zh="用户被冻结、未激活或不存在"
    )
    sign_in_off = Text(en="This sign-in method is disabled", zh="未启用这种登录方式")
    captcha = Text(
        en="Too many failures: the server requires a captcha",
        zh="失败次数过多，服务器要求图形验证码",
    )
    refresh_used = Text(en="Refresh token already used or expired", zh="刷新令牌已使用或已过期")
    rights = Text(en="The key's or user's role has no permission", zh="密钥或用户的角色没有权限")
    not_approver = Text(
        en="The acting user is not an approver of this task", zh="操作人不是这个任务的审批人"
    )
    no_approver = Text(en="A node of the flow has no approver", zh="流程节点没有审批人")
    licence = Text(en="No licence, or the plan has expired", zh="没有许可证，或套餐已到期")
    host = Text(en="The address is not the platform's", zh="访问地址不是平台的地址")
    http_not_https = Text(
        en="Wrong scheme: http instead of https, or vice versa",
        zh="地址应使用 https 却写成了 http，或相反",
    )
    proxy_page = Text(
        en="A proxy or sign-in page responded, not WeDa", zh="响应来自代理或登录页，不是微搭"
    )
    block_page = Text(
        en="A firewall or provider, not WeDa, blocked the request",
        zh="请求被防火墙或运营商拦截，未到达微搭",
    )
    redirect = Text(en="The address redirects to another one", zh="该地址重定向到其他地址")
    proxy = Text(en="The configured proxy fails or refuses access", zh="设置的代理不可用或拒绝连接")
    unreachable = Text(
        en="The host cannot be reached: VPN, firewall or cable",
        zh="本机无法访问该主机：VPN、防火墙或网线",
    )
    service_down = Text(
        en="Nothing listens there: wrong port or service down",
        zh="该端口没有服务监听：端口错误，或服务未启动",
    )
    certificate = Text(
        en="Invalid certificate: the server's or a configured one",
        zh="证书无效：服务器的证书，或设置的证书文件",
    )
    env_type = Text(en="The env type is wrong", zh="环境类型错误")
    env_status = Text(
        en="The environment is changing, disabled or not ready", zh="环境正在变更、已停用或未就绪"
    )
    inner_host = Text(
        en="The signed address points to an internal host", zh="签名地址指向部署内部的主机"
    )
    path = Text(en="No endpoint has this name or version", zh="没有这个名称或版本的接口")
    method = Text(en="The request method is wrong", zh="请求方法错误")
    body_syntax = Text(
        en="The body isn't JSON, or Content-Type is wrong",
        zh="请求体不是合法的 JSON，或 Content-Type 错误",
    )
    required_missing = Text(en="A required parameter is missing", zh="缺少必填参数")
    value_type = Text(en="A parameter has the wrong type", zh="参数类型错误")
    value_not_listed = Text(en="A value is not on the allowed list", zh="取值不在枚举范围内")
    value_unfit = Text(en="The server does not accept a value", zh="服务器不接受某个值")
    over_limit = Text(
        en="A value is longer or larger than allowed", zh="某个值超过了允许的长度或大小"
    )
    unknown_field = Text(en="A field is unknown to the endpoint", zh="包含接口未定义的字段")
    unknown_operator = Text(
        en="The query uses an unsupported operator", zh="查询使用了不支持的操作符"
    )
    id_shape = Text(
        en="ID isn't 19 digits, or its last digits were lost",
        zh="ID 不是 19 位数字，或末尾几位丢失",
    )
    model_unknown = Text(en="The model name is misspelt", zh="模型标识拼写错误")
    not_published = Text(
        en="Model or flow not published to this env type", zh="模型或流程未发布到这个环境类型"
    )
    not_found = Text(
        en="The record, file, task or user does not exist", zh="数据记录、文件、任务或用户不存在"
    )
    state = Text(
        en="The state of the task, flow or resource forbids it",
        zh="任务、流程或资源的状态不允许此操作",
    )
    conflict = Text(en="It already exists, or is in use", zh="已存在，或正被使用")
    expired = Text(
        en="A verification code, ticket, signature or link expired",
        zh="验证码、票据、签名或链接已过期",
    )
    rate = Text(en="Too many requests", zh="请求过于频繁")
    quota = Text(en="A quota is used up", zh="配额已用完")
    size = Text(en="The request, batch or response is too big", zh="请求、批次或响应过大")
    slow = Text(en="The query is too slow", zh="查询过慢")
    server = Text(en="WeDa had an internal error", zh="微搭内部错误")
    custom_method = Text(
        en="The custom method or cloud function failed", zh="自定义方法或云函数出错"
    )
    feature_off = Text(en="The feature is not enabled here", zh="未启用该功能")
    documented = Text(en="A cause documented for this endpoint", zh="接口文档中记载的原因")


class RemedyWords(Words):
    """A possible next step."""

    renew_and_send = Text(en="Renew the token and resend", zh="刷新令牌并重新发送")
    switch_env_type = Text(
        en="Switch to an env type that the environment has", zh="切换到环境中已有的环境类型"
    )
    go_to_field = Text(en="Correct the faulty parameter", zh="修改出错的参数")
    fix_spelling = Text(en="Use the closest known name", zh="改用最接近的已知名称")
    wait_and_send = Text(en="Wait a while, then send", zh="稍后再发送")
    send_again = Text(en="Resend", zh="重新发送")
    look_first = Text(
        en="If it was a write, first check whether it took effect",
        zh="如果是写操作，请先检查是否已生效",
    )
    check_environment = Text(
        en="Check the environment: address, TLS, key, clock", zh="检查环境：地址、TLS、密钥、时钟"
    )
    edit_environment = Text(
        en="Edit the environment's address or credentials", zh="修改环境的地址或凭据"
    )
    refresh_models = Text(en="Refresh the list of models", zh="刷新模型列表")
    smaller_request = Text(en="Use a smaller page, batch or body", zh="减小每页条数、批次或请求体")
    open_docs = Text(en="Read the endpoint's docs", zh="查看接口文档")
    open_browser = Text(en="Open the address in a browser", zh="在浏览器中打开访问地址")
    ask_admin = Text(
        en="Ask an administrator: permissions, blocked user, activation, quota",
        zh="联系管理员：授权、解冻、开通或提升配额",
    )
    use_built_in_token = Text(
        en="Remove the typed Authorization and use the built-in token",
        zh="移除手动填写的 Authorization，改用内置令牌",
    )
    use_token_kind = Text(
        en="Send with the other kind of token (user or key)", zh="改用另一种令牌（用户或密钥）发送"
    )
    restore_value = Text(en="Restore the value from the last success", zh="恢复上次成功时的值")
    choose_value = Text(
        en="Choose a value from an endpoint that returns it", zh="从返回该值的接口中选择"
    )
    set_method = Text(en="Use the documented method", zh="改用文档中的请求方法")
    replace_header = Text(en="Correct the header", zh="修改请求头")
    switch_scheme = Text(en="Switch between http and https", zh="在 http 和 https 之间切换")
    drop_prefix = Text(en="Remove the repeated part of the path", zh="移除路径中重复的部分")
    use_address = Text(en="Use this environment's address", zh="使用这个环境的地址")
    server_log = Text(
        en="Search the server's log for the RequestId", zh="在服务器日志中查询 RequestId"
    )
    copy_request_id = Text(
        en="Look up requestId in the deployment's logs", zh="在部署的日志中查询 requestId"
    )
    success_rule = Text(en="Write a success rule for this endpoint", zh="为这个接口编写成功规则")
    error_book = Text(en="Read the error reference", zh="查看错误码手册")
    support_bundle = Text(en="Create a support bundle for a colleague", zh="为同事生成支持包")


class EvidenceWords(Words):
    """A fact that was checked."""

    clocks = Text(
        en="Date header {server}, this machine {local}, {seconds} apart",
        zh="响应头 Date {server}，本机 {local}，相差 {seconds}",
    )
    left = Text(en="valid for {left} (this machine's clock)", zh="按本机时钟，{left} 后到期")
    over = Text(en="expired {left} ago (this machine's clock)", zh="按本机时钟，{left} 前已到期")
    kinds = Text(en="required: {wanted}, sent: {sent}", zh="接口要求{wanted}，发送的是{sent}")
    in_list = Text(en="{given} is one of {known}", zh="{given} 是已知的值（{known}）")
    not_in_list = Text(
        en="{given} is not a known name; the closest is {nearest}",
        zh="{given} 不是已知名称，最接近的是 {nearest}",
    )
    not_in_list_at_all = Text(en="{given} is not a known name", zh="{given} 不是已知名称")
    text = Text(en="found: {text}", zh="发现：{text}")
    said = Text(en="server message: “{text}”", zh="服务器返回“{text}”")
    line_and_column = Text(en="line {line}, column {column}", zh="第 {line} 行第 {column} 列")
    said_of = Text(en="{value}: {said}", zh="{value}：{said}")
    said_limit = Text(en="{said}, the limit is {limit}", zh="{said}，上限 {limit}")
    rate = Text(
        en="{count:request|requests} in the last minute", zh="最近一分钟发送了 {count} 次请求"
    )
    size = Text(en="request body: {size}", zh="请求体 {size}")
    size_limit = Text(
        en="request body: {size}, documented limit: {limit}",
        zh="请求体 {size}，文档规定的上限为 {limit}",
    )
    documented_limit = Text(
        en="{said}; documented limit: {limit}, sent: {sent}",
        zh="{said}；文档规定的上限为 {limit}，实际发送 {sent}",
    )
    call_limit = Text(en="{said}; documented: {limit}", zh="{said}；文档规定：{limit}")
    renewed = Text(en="a newly fetched token was refused too", zh="刚获取的令牌也被拒绝")
    not_checked = Text(en="cannot be checked from here", zh="无法在本机检查")


class RemedyActionWords(Words):
    """A next step that a key runs: its name, and what it will do.

    The ``hint`` of a step that sends again is empty; the shown hint says whether it repeats a
    write.
    """

    renew_and_send = Failure(
        en="Renew token and resend", en_hint="", zh="刷新令牌并重新发送", zh_hint=("")
    )
    switch_env_type = Failure(
        en="Switch to {name}",
        en_hint="changes only the env type; F5 sends",
        zh="切换到 {name}",
        zh_hint="只切换环境类型，按 F5 发送",
    )
    go_to_field = Failure(
        en="Go to {name}",
        en_hint="selects the parameter; sends nothing",
        zh="转到 {name}",
        zh_hint="选中该参数，不发送",
    )
    go_to_form = Failure(
        en="Go to the parameters",
        en_hint="opens Request; sends nothing",
        zh="转到参数",
        zh_hint="打开“请求”，不发送",
    )
    fix_spelling = Failure(
        en="Resend with {name}", en_hint="", zh="改用 {name} 重新发送", zh_hint=("")
    )
    wait_and_send = Failure(
        en="Wait {seconds}, then send", en_hint="", zh="等待 {seconds} 后发送", zh_hint=("")
    )
    send_again = Failure(en="Resend", en_hint="", zh="重新发送", zh_hint="")
    look_first = Failure(
        en="Check first",
        en_hint="choose a read; the write may have worked",
        zh="先检查结果",
        zh_hint="选择一个读接口；写操作可能已生效",
    )
    look_state = Failure(
        en="Check the state",
        en_hint="choose a read; nothing was changed",
        zh="先检查当前状态",
        zh_hint="选择一个读接口；本次没有改动",
    )
    check_environment = Failure(
        en="Check the environment",
        en_hint="address, TLS, key, clock; no changes",
        zh="检查环境",
        zh_hint="地址、TLS、密钥、时钟；不修改数据",
    )
    edit_environment = Failure(
        en="Edit the environment",
        en_hint="opens its address and credentials",
        zh="编辑环境",
        zh_hint="打开地址和凭据的表单",
    )
    edit_secret_key = Failure(
        en="Enter the SecretKey again",
        en_hint="opens the form at this field",
        zh="重新填写 SecretKey",
        zh_hint="打开表单中的该字段",
    )
    edit_password = Failure(
        en="Enter the password again",
        en_hint="opens the form at this field",
        zh="重新填写密码",
        zh_hint="打开表单中的该字段",
    )
    edit_variables = Failure(
        en="Set the variable",
        en_hint="opens the environment's variables",
        zh="设置变量的值",
        zh_hint="打开该环境的变量",
    )
    refresh_models = Failure(
        en="Refresh the models",
        en_hint="fetches the list; changes nothing",
        zh="刷新模型列表",
        zh_hint="从部署获取列表；不修改数据",
    )
    smaller_request = Failure(
        en="Reduce the request",
        en_hint="opens Request: page, batch or body",
        zh="减小请求",
        zh_hint="打开“请求”：分页、批次或正文",
    )
    open_docs = Failure(
        en="Read the docs",
        en_hint="the Docs tab of Request, offline",
        zh="查看接口文档",
        zh_hint="打开“请求”的文档页，离线可用",
    )
    open_browser = Failure(
        en="Copy the address",
        en_hint="to open it in a browser",
        zh="复制访问地址",
        zh_hint="用于在浏览器中打开",
    )
    ask_admin = Failure(
        en="Ask an administrator",
        en_hint="writes a support bundle, no secrets",
        zh="联系管理员",
        zh_hint="生成给管理员的支持包，不含机密",
    )
    ask_for_host = Failure(
        en="Ask for a reachable address",
        en_hint="of the object store; writes a support bundle",
        zh="请联系管理员提供可达地址",
        zh_hint="对象存储的外部地址；生成支持包",
    )
    use_built_in_token = Failure(
        en="Use the built-in token",
        en_hint="removes the typed Authorization; F5 sends",
        zh="改用内置令牌",
        zh_hint="移除手动填写的 Authorization，按 F5 发送",
    )
    use_token_kind = Failure(
        en="Use the other token",
        en_hint="user or key; F5 sends",
        zh="改用另一种令牌",
        zh_hint="用户令牌或密钥令牌，按 F5 发送",
    )
    restore_value = Failure(
        en="Restore {name}",
        en_hint="the value from the last success; F5 sends",
        zh="恢复 {name}",
        zh_hint="填入上次成功时的值；按 F5 才发送",
    )
    choose_value = Failure(
        en="Choose {name}",
        en_hint="opens an endpoint that returns it",
        zh="选择 {name}",
        zh_hint="打开返回该值的接口",
    )
    set_method = Failure(
        en="Use {name}",
        en_hint="the documented method; F5 sends",
        zh="改用 {name}",
        zh_hint="文档中的请求方法，按 F5 发送",
    )
    replace_header = Failure(
        en="Go to {name}",
        en_hint="selects the header; sends nothing",
        zh="转到 {name}",
        zh_hint="选中该请求头，不发送",
    )
    switch_scheme = Failure(
        en="Edit the address",
        en_hint="http or https: try {name}",
        zh="修改访问地址",
        zh_hint="http 或 https：可尝试 {name}",
    )
    drop_prefix = Failure(
        en="Shorten the path",
        en_hint="removes the repeated part; F5 sends",
        zh="缩短路径",
        zh_hint="移除重复的部分，按 F5 发送",
    )
    use_address = Failure(
        en="Use this environment's address",
        en_hint="with its env type and token; F5 sends",
        zh="使用这个环境的地址",
        zh_hint="同时使用其环境类型和令牌，按 F5 发送",
    )
    server_log = Failure(
        en="Copy the log command",
        en_hint="finds the RequestId on the server; logs kept 7 days",
        zh="复制日志命令",
        zh_hint="在服务器上查询该 RequestId；日志保留 7 天",
    )
    server_log_of = Failure(
        en="Copy the log command",
        en_hint="searches {service}; logs kept 7 days",
        zh="复制日志命令",
        zh_hint="查询 {service}；日志保留 7 天",
    )
    server_log_gone = Failure(
        en="Copy the log command",
        en_hint="{service}: log deleted on {date}",
        zh="复制日志命令",
        zh_hint="{service}：日志已于 {date} 清除",
    )
    copy_request_id = Failure(
        en="Copy requestId",
        en_hint="to look it up in the logs",
        zh="复制 requestId",
        zh_hint="用于查询部署的日志",
    )
    success_rule = Failure(
        en="Write a success rule",
        en_hint="defines success; stored in the workspace",
        zh="编写成功规则",
        zh_hint="定义成功的条件；保存在工作区",
    )
    error_book = Failure(
        en="Read the error reference",
        en_hint="the page of this code, offline",
        zh="查看错误码手册",
        zh_hint="该错误码的页面，离线可用",
    )
    support_bundle = Failure(
        en="Support bundle",
        en_hint="a file for a colleague, no secrets",
        zh="生成支持包",
        zh_hint="给同事的文件，不含机密",
    )


class CommandStepWords(Words):
    """A next step on the command line: what it does, and the command or the option.

    The values are quoted for a shell. Steps that only the explorer can run are not here.
    """

    renew_and_send = Failure(
        en="Renew token and resend",
        en_hint="weda-tui token --env {environment} --refresh",
        zh="刷新令牌并重新发送",
        zh_hint="weda-tui token --env {environment} --refresh",
    )
    switch_env_type = Failure(
        en="Switch to {name}",
        en_hint="--env-type {name}",
        zh="切换到 {name}",
        zh_hint="--env-type {name}",
    )
    go_to_field = Failure(
        en="Change {name}",
        en_hint="--body, or edit the saved request",
        zh="修改 {name}",
        zh_hint="--body，或修改已保存的请求",
    )
    go_to_form = Failure(
        en="Change the parameters",
        en_hint="--body; list them: weda-tui catalogue show {endpoint}",
        zh="修改参数",
        zh_hint="--body；参数列表：weda-tui catalogue show {endpoint}",
    )
    use_built_in_token = Failure(
        en="Use the built-in token",
        en_hint="omit --header {name}, or delete it from the saved request",
        zh="改用内置令牌",
        zh_hint="去掉 --header {name}，或从已保存的请求中删除",
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
        zh="选择 {name}",
        zh_hint="weda-tui send {call} --env {environment}",
    )
    set_method = Failure(
        en="Use {name}",
        en_hint="edit the saved request",
        zh="改用 {name}",
        zh_hint="修改已保存的请求",
    )
    server_log = Failure(
        en="Search the server's log (kept 7 days)",
        en_hint="{call}",
        zh="查询服务器日志（保留 7 天）",
        zh_hint="{call}",
    )
    server_log_of = Failure(
        en="Search the log of {service} (kept 7 days)",
        en_hint="{call}",
        zh="查询 {service} 的日志（保留 7 天）",
        zh_hint="{call}",
    )
    server_log_gone = Failure(
        en="The log of {service} was deleted on {date}",
        en_hint="{call}",
        zh="{service} 的日志已于 {date} 清除",
        zh_hint="{call}",
    )
    in_cluster = Failure(
        en="In a cluster:",
        en_hint="weda-tui env logs {environment} --cluster NAMESPACE",
        zh="集群部署：",
        zh_hint="weda-tui env logs {environment} --cluster NAMESPACE",
    )
    form_of_no_endpoint = Failure(
        en="Change the parameters",
        en_hint="--body; listed in the API's docs",
        zh="修改参数",
        zh_hint="--body；参数列表见接口文档",
    )
    fix_spelling = Failure(
        en="Resend with {name}", en_hint="", zh="改用 {name} 重新发送", zh_hint=("")
    )
    wait_and_send = Failure(
        en="Wait {seconds}, then send", en_hint="", zh="等待 {seconds} 后发送", zh_hint=("")
    )
    send_again = Failure(en="Resend", en_hint="", zh="重新发送", zh_hint="")
    look_first = Failure(
        en="Check first: it may have worked",
        en_hint="weda-tui catalogue search query",
        zh="先检查结果：可能已经生效",
        zh_hint="weda-tui catalogue search 查询",
    )
    look_state = Failure(
        en="Check the state",
        en_hint="weda-tui catalogue search query",
        zh="先检查当前状态",
        zh_hint="weda-tui catalogue search 查询",
    )
    check_environment = Failure(
        en="Check the environment",
        en_hint="weda-tui env check {environment}",
        zh="检查环境",
        zh_hint="weda-tui env check {environment}",
    )
    edit_environment = Failure(
        en="Edit the address or credentials",
        en_hint="weda-tui env show {environment} shows the file",
        zh="修改地址或凭据",
        zh_hint="weda-tui env show {environment} 显示文件位置",
    )
    edit_secret_key = Failure(
        en="Enter the SecretKey again",
        en_hint="weda-tui env secret {environment}",
        zh="重新填写 SecretKey",
        zh_hint="weda-tui env secret {environment}",
    )
    edit_password = Failure(
        en="Enter the password again",
        en_hint="weda-tui env secret {environment} --password",
        zh="重新填写密码",
        zh_hint="weda-tui env secret {environment} --password",
    )
    refresh_models = Failure(
        en="Refresh the list of models",
        en_hint="weda-tui catalogue models --env {environment} --refresh",
        zh="刷新模型列表",
        zh_hint="weda-tui catalogue models --env {environment} --refresh",
    )
    smaller_request = Failure(
        en="Reduce the page, batch or body",
        en_hint="--body",
        zh="减小每页条数、批次或请求体",
        zh_hint="--body",
    )
    open_docs = Failure(
        en="Read the endpoint's docs",
        en_hint="weda-tui catalogue show {endpoint}",
        zh="查看接口文档",
        zh_hint="weda-tui catalogue show {endpoint}",
    )
    open_browser = Failure(
        en="Open the address in a browser",
        en_hint="{host}",
        zh="在浏览器中打开访问地址",
        zh_hint="{host}",
    )
    ask_admin = Failure(
        en="Ask an administrator",
        en_hint="permissions, a blocked user, activation, a quota",
        zh="联系管理员",
        zh_hint="授权、解冻、开通或提升配额",
    )
    ask_for_host = Failure(
        en="Ask an administrator",
        en_hint="for a reachable address of the object store",
        zh="联系管理员",
        zh_hint="提供对象存储的外部可达地址",
    )
    error_book = Failure(
        en="Read about this code",
        en_hint="weda-tui errors {code}",
        zh="查看该错误码",
        zh_hint="weda-tui errors {code}",
    )


class ServerLogWords(Words):
    """The place of a deployment's logs: the question for it, and the source of the facts."""

    source = Text(
        en="The services, the folders and the 7 days are from Tencent's troubleshooting page for private deployments (documented). Which service logs a request is inferred from that page. {url}",
        zh="服务名、目录和 7 天的保留期来自腾讯云私有化部署的排障文档（文档有载）；请求记录在哪个服务中，是据此推断的。{url}",
    )
    source_short = Text(
        en="Source: {url} (documented; which service: inferred)",
        zh="来源：{url}（文档有载；服务为推断）",
    )
    title = Text(en="{name}: where do the services run?", zh="{name}：服务运行在哪里？")
    single = Text(en="on a single machine", zh="单机")
    cluster = Text(en="in a cluster", zh="集群")
    asked_once = Text(
        en="Asked once for each deployment; stored on this machine only. {source}",
        zh="每个部署只询问一次，只保存在本机。{source}",
    )
    namespace = Text(en="namespace", zh="命名空间")
    pod = Text(en="pod", zh="Pod")
    pod_hint = Text(
        en="If empty, the command finds the pods by the name {service}.",
        zh="留空时，命令按名称 {service} 查找 Pod。",
    )
    bad_name = Text(
        en="✗ {text}: only a-z, 0-9, dots and hyphens, with a letter or digit at both ends",
        zh="✗ {text}：只能使用小写字母、数字、点和短横线，首尾须为字母或数字",
    )
    no_namespace = Text(en="✗ Enter the namespace", zh="✗ 请填写命名空间")
    what = Text(en="the log command for {service}", zh="查询 {service} 日志的命令")
    copy = Text(en="save and copy", zh="保存并复制")
    command = Text(
        en="set where the server's logs are: on a single machine or in a cluster",
        zh="设置服务器日志的位置：单机或集群",
    )
    command_details = Text(
        en="The doctor's command for the server's log uses docker for a single machine and kubectl for a cluster. Without options, this command prints the stored setting. The setting is stored on this machine, never in the workspace.",
        zh="诊断给出的日志查询命令：单机使用 docker，集群使用 kubectl。不带选项时，显示已保存的设置。设置只保存在本机，不写入工作区。",
    )
    single_option = Text(
        en="the services run as containers on one machine", zh="单机部署，服务以容器运行"
    )
    cluster_option = Text(en="the namespace in the cluster", zh="集群中的命名空间")
    pod_option = Text(
        en="the pod of a service (default: found by name). Can be repeated",
        zh="某个服务的 Pod（默认按名称查找）。可重复使用",
    )
    one_of_both = Text(
        en="--single and --cluster cannot be combined; --pod requires --cluster",
        zh="--single 和 --cluster 不能同时使用；--pod 需要与 --cluster 一起使用",
    )
    bad_pod = Text(
        en="{text}: expected SERVICE=POD, where SERVICE is one of {services}",
        zh="{text}：格式应为 SERVICE=POD，SERVICE 为 {services} 之一",
    )
    not_said = Text(
        en="{name}: not set; commands are for a single machine", zh="{name}：未设置，按单机给出命令"
    )
    is_single = Text(en="{name}: a single machine", zh="{name}：单机")
    is_cluster = Text(
        en="{name}: a cluster, namespace {namespace}", zh="{name}：集群，命名空间 {namespace}"
    )


class ExecutedWords(Words):
    """Whether the call was executed, and how that is known."""

    no_gateway = Text(
        en="Nothing was executed: refused by the gateway", zh="未执行任何操作：被网关拒绝"
    )
    no_auth = Text(
        en="Nothing was executed: authentication failed", zh="未执行任何操作：身份验证未通过"
    )
    no_proxy = Text(
        en="Nothing was executed: the request did not reach WeDa",
        zh="未执行任何操作：请求未到达微搭",
    )
    no_http = Text(
        en="Nothing was executed: the request did not reach an endpoint",
        zh="未执行任何操作：请求未到达接口",
    )
    no_read = Text(
        en="Nothing was changed: this endpoint only reads", zh="未改动数据：这个接口只读取数据"
    )
    no_other = Text(
        en="Nothing was executed: refused by the endpoint's checks",
        zh="未执行任何操作：未通过接口的校验",
    )
    yes_partial = Text(en="It was executed, but part of it failed", zh="已执行，其中一部分失败")
    yes_other = Text(en="It was executed and failed afterwards", zh="已执行，之后失败")
    maybe = Text(en="Possibly executed: the response does not say", zh="可能已执行：响应中没有说明")


class DoctorWords(Words):
    """The sentences of the doctor that the error reference and ``explain`` also use."""

    causes = Nested(lambda: CauseWords)
    steps = Nested(lambda: RemedyWords)
    evidence = Nested(lambda: EvidenceWords)
    acts = Nested(lambda: RemedyActionWords)
    commands = Nested(lambda: CommandStepWords)
    executed = Nested(lambda: ExecutedWords)
    log = Nested(lambda: ServerLogWords)
    title = Text(en="Doctor", zh="诊断")
    causes_checked = Text(en="Likely causes, each checked", zh="可能的原因，已逐项检查")
    next = Text(en="Next", zh="下一步")
    and_no = Text(en="ruled out: {count}", zh="已排除 {count} 个")
    and_unknown = Text(en="unknown: {count}", zh="未知 {count} 个")
    joint = Text(en=", ", zh="，")
    see_all = Text(en="show all", zh="查看全部")
    read_again = Text(en="a read: safe to repeat", zh="读：可安全重新发送")
    write_again = Text(
        en="a write: nothing was executed, sends immediately", zh="写：上次未执行，直接发送"
    )
    waiting = Text(en="sends in {seconds}, Esc cancels", zh="{seconds} 后发送，Esc 取消")
    wait_stopped = Text(
        en="Waiting was cancelled. Nothing was sent.", zh="已取消等待，请求未发送。"
    )
    switched = Text(en="Switched to {env_type}. F5 sends.", zh="已切换到 {env_type}。按 F5 发送。")
    look_first = Text(
        en="Choose a read to check whether it took effect.", zh="请选择一个读接口，检查是否已生效。"
    )
    draft_gone = Text(
        en="The request has changed since it was sent. Press F5 to send it.",
        zh="请求在发送后已被修改。请按 F5 发送。",
    )
    state_yes = Text(en="yes", zh="是")
    state_no = Text(en="no", zh="否")
    state_unknown = Text(en="?", zh="未知")
    repeats_write = Text(en="a write: asks before sending", zh="写：发送前需确认")
    may_be_twice = Text(en="a write: it may take effect twice", zh="写：可能重复生效")
    wait = Text(en="wait {seconds}, then send", zh="等待 {seconds} 后发送")
    executed_no = Text(en="Nothing was executed", zh="未执行任何操作")
    executed_yes = Text(en="It was executed", zh="已执行")
    executed_maybe = Text(en="It is not known whether it was executed", zh="无法确定是否已执行")
    refused_anew = Text(
        en="The new token was refused too. Check the environment.",
        zh="新令牌也被拒绝，请先检查环境。",
    )
    no_new_token = Text(
        en="Sent once; the token was refused and could not be renewed: {reason}",
        zh="已发送一次，令牌被拒绝，且无法刷新：{reason}",
    )
    not_documented = Text(
        en="{code} is not in the error reference.", zh="错误码手册中没有 {code}。"
    )
    family = Text(
        en="{code} is not in the error reference; it belongs to {family}. ",
        zh="错误码手册中没有 {code}，它属于 {family}。",
    )
    where = Text(en="{what}: {place}", zh="{what}：{place}")
    with_code = Text(en="{what} ({code})", zh="{what}（{code}）")
    perhaps = Text(en="Possibly: {cause}", zh="可能：{cause}")
    to_do = Text(en="Next: {step}", zh="下一步：{step}")
    said_by = Text(en="Returned by: {layer}", zh="返回方：{layer}")
    no_result = Text(
        en="This text contains neither a WeDa response nor a WeDa error code.",
        zh="这段文本中没有微搭的响应，也没有微搭的错误码。",
    )
    only_status = Text(en="{status}, without a WeDa error code.", zh="{status}，没有微搭的错误码。")
    worked = Text(en="This response is a success.", zh="这是成功的响应。")


class BookCommandWords(Words):
    """``errors`` and ``explain``."""

    errors = Text(
        en="error reference: look up a code, or search by words",
        zh="错误码手册：查询错误码，或按关键词搜索",
    )
    errors_details = Text(
        en="Without an argument, lists all codes. Works offline. Says so if a code is not in the reference.",
        zh="不带参数时列出全部错误码。可离线使用；手册中没有的错误码会明确提示。",
    )
    explain = Text(
        en="explain a response: a body, a dump with headers, or a log",
        zh="解释一个响应：正文、含响应头的输出或日志",
    )
    explain_details = Text(
        en="FILE can be - for stdin. The text can be a body, the output of curl -i or -v, a HAR file, a stack trace or a log line. It can also be what curl, Node, Java, Python and nginx print when no response arrives.",
        zh="FILE 为 - 时从 stdin 读取。内容可以是正文、curl -i 或 -v 的输出、HAR 文件、错误堆栈或一行日志；也支持 curl、Node、Java、Python、nginx 在未收到响应时输出的信息。",
    )
    status = Text(en="the HTTP status, if the text has none", zh="HTTP 状态码，文本中没有时使用")
    endpoint = Text(
        en="the endpoint of the response, if the text has no path",
        zh="响应所属的接口，文本中没有路径时使用",
    )
