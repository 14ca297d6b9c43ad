"""Failures: every sentence in both languages."""

from weda_tui.i18n.text import Failure, Text, Words


class ErrorWords(Words):
    """One field for every ``core.errors.ErrorCode``, with the code's parameters as placeholders."""

    host_empty = Failure(
        en="The address is empty.",
        en_hint="Enter the address that opens WeDa in a browser, such as http://10.20.4.18:8080.",
        zh="访问地址为空。",
        zh_hint="请填写在浏览器中打开微搭的地址，如 http://10.20.4.18:8080。",
    )
    host_no_scheme = Failure(
        en="{text} has no scheme.",
        en_hint="Start it with http:// or https://.",
        zh="{text} 缺少协议。",
        zh_hint="请以 http:// 或 https:// 开头。",
    )
    host_bad_scheme = Failure(
        en="The scheme {scheme} is not supported.",
        en_hint="Use http or https.",
        zh="不支持协议 {scheme}。",
        zh_hint="请使用 http 或 https。",
    )
    host_bad_name = Failure(
        en="{text} is not a valid domain or address.",
        en_hint="Check the spelling.",
        zh="{text} 不是有效的域名或地址。",
        zh_hint="请检查拼写。",
    )
    host_ambiguous = Failure(
        en="The host name {text} is ambiguous: programs interpret it differently.",
        en_hint="Write it in its ASCII form (xn--…).",
        zh="主机名 {text} 有歧义，不同程序的解析不一致。",
        zh_hint="请改用 ASCII 形式（xn--…）。",
    )
    host_bad_ip = Failure(
        en="{text} is not a valid IP address.",
        en_hint="Use four numbers from 0 to 255.",
        zh="{text} 不是有效的 IP 地址。",
        zh_hint="请使用 4 段数字，每段 0 到 255。",
    )
    host_bad_port = Failure(
        en="The port of {text} is invalid.",
        en_hint="Use a number from 1 to 65535.",
        zh="{text} 的端口无效。",
        zh_hint="请使用 1 到 65535 的数字。",
    )
    host_has_credentials = Failure(
        en="The address contains a user name or password.",
        en_hint="Remove them and the @; set the credentials separately.",
        zh="访问地址中包含用户名或密码。",
        zh_hint="请删除用户名、密码和 @；凭据请另行设置。",
    )
    secret_ref_invalid = Failure(
        en="{text} is not a valid place to store a secret.",
        en_hint="Use keyring, file, prompt or env:NAME; never enter the secret itself here.",
        zh="{text} 不是有效的机密存放位置。",
        zh_hint="请使用 keyring、file、prompt 或 env:变量名；不要在此填写机密本身。",
    )
    name_invalid = Failure(
        en="{text} cannot be used as a name.",
        en_hint="It is used as a file name: don't use / \\ : or control characters, and don't start it with a dot.",
        zh="{text} 不能用作名称。",
        zh_hint="名称会用作文件名：不能包含 / \\ : 或控制字符，也不能以点开头。",
    )

    no_environment = Failure(
        en="There is no environment yet.",
        en_hint="Create one with F2 in the explorer or with weda-tui env add.",
        zh="还没有环境。",
        zh_hint="请在界面中按 F2 新建，或使用 weda-tui env add。",
    )
    chosen_environment_gone = Failure(
        en="The selected environment {name} is not in this workspace.",
        en_hint="Specify one with --env: {known}.",
        en_fallback="Press F2 in the explorer to select another one.",
        zh="此工作区中没有所选的环境 {name}。",
        zh_hint="请用 --env 指定，可选：{known}。",
        zh_fallback="请在界面中按 F2 选择其他环境。",
    )
    environment_unknown = Failure(
        en="There is no environment named {name}.",
        en_hint="Did you mean {nearest}?",
        en_fallback="Run weda-tui env list to see all environments.",
        zh="没有名为 {name} 的环境。",
        zh_hint="是否指 {nearest}？",
        zh_fallback="请运行 weda-tui env list 查看所有环境。",
    )
    not_in_trash = Failure(
        en="There is no removed environment named {name}.",
        en_hint="Did you mean {nearest}?",
        en_fallback="Run weda-tui env restore to list the removed environments.",
        zh="没有名为 {name} 的已删除环境。",
        zh_hint="是否指 {nearest}？",
        zh_fallback="请运行 weda-tui env restore 查看已删除的环境。",
    )
    environment_not_chosen = Failure(
        en="There are several environments, and none is selected.",
        en_hint="Specify one with --env: {known}.",
        zh="有多个环境，尚未选择要使用的环境。",
        zh_hint="请用 --env 指定，可选：{known}。",
    )
    chosen_env_type_gone = Failure(
        en="The selected env type {env_type} is not in the environment {name}.",
        en_hint="Specify --env-type ({known}), or select another one in the explorer (F2).",
        zh="环境 {name} 中没有所选的环境类型 {env_type}。",
        zh_hint="请用 --env-type 指定，可选：{known}；或在界面中按 F2 选择其他环境类型。",
    )
    env_type_not_named = Failure(
        en="The env type of {name} must be named: the user has chosen none.",
        en_hint="Pass envType, one of {known}.",
        zh="必须指定 {name} 的环境类型：用户尚未选择。",
        zh_hint="请传入 envType，可选：{known}。",
    )
    env_type_unknown = Failure(
        en="This environment has no env type {env_type}.",
        en_hint="Use one of these: {known}.",
        en_fallback="Add it in the environment (F2 F2).",
        zh="此环境没有环境类型 {env_type}。",
        zh_hint="可选：{known}。",
        zh_fallback="请在环境中添加（F2 F2）。",
    )
    endpoint_unknown = Failure(
        en="There is no endpoint or saved request named {target}.",
        en_hint="Did you mean {nearest}?",
        en_fallback="Run weda-tui catalogue search with a few letters of its name.",
        zh="没有名为 {target} 的接口或已保存的请求。",
        zh_hint="是否指 {nearest}？",
        zh_fallback="请运行 weda-tui catalogue search，输入名称中的几个字母搜索。",
    )
    path_unknown = Failure(
        en="There is no saved request, folder or collection {path}.",
        en_hint="Did you mean {nearest}? An endpoint itself is sent with weda-tui send.",
        en_fallback="Expected a path below collections, such as approvals or approvals/list-todo. An endpoint itself is sent with weda-tui send.",
        zh="没有名为 {path} 的已保存的请求、文件夹或集合。",
        zh_hint="是否指 {nearest}？接口本身用 weda-tui send 发送。",
        zh_fallback="应为 collections 下的路径，如 approvals 或 approvals/list-todo。接口本身用 weda-tui send 发送。",
    )
    endpoint_title_only = Failure(
        en="Only the title of {target} is known: its method and path are not documented.",
        en_hint="Define it yourself once you know them: F3, Esc, then 0 and W.",
        zh="{target} 仅有标题，没有文档说明其方法和路径。",
        zh_hint="查明后可自行定义：按 F3、Esc，再按 0、W。",
    )
    variable_unknown = Failure(
        en="The variable {{{{{name}}}}} has no value.",
        en_hint="Did you mean {nearest}?",
        en_fallback="Set it in the environment's variables (F2 F2), or with --set on the command line.",
        zh="变量 {{{{{name}}}}} 没有值。",
        zh_hint="是否指 {nearest}？",
        zh_fallback="请在环境的变量中设置（F2 F2），或在命令行使用 --set。",
    )
    load_variable_unknown = Failure(
        en="{path}: the variable {{{{{name}}}}} has no value.",
        en_hint="Did you mean {nearest}?",
        en_fallback="Set it in the environment's variables (F2 F2), with --set, or as a column of the file of --data.",
        zh="{path}：变量 {{{{{name}}}}} 没有值。",
        zh_hint="是否指 {nearest}？",
        zh_fallback="请在环境的变量中设置（F2 F2），或使用 --set，或在 --data 的文件中加入此列。",
    )
    variable_cycle = Failure(
        en="Variables refer to each other in a circle: {names}.",
        en_hint="Give one of them a fixed value (F2 F2).",
        zh="变量循环引用：{names}。",
        zh_hint="请将其中一个改为固定值（F2 F2）。",
    )
    variable_too_large = Failure(
        en="The variable {{{{{name}}}}} is too large when expanded, or nested too deeply.",
        en_hint="A value can expand to at most 1 MB and nest at most 32 levels deep.",
        zh="变量 {{{{{name}}}}} 展开后过大，或嵌套过深。",
        zh_hint="变量的值展开后最大 1 MB，最多嵌套 32 层。",
    )
    url_invalid = Failure(
        en="{url} is not a valid URL.",
        en_hint="Start it with http:// or https://, without any spaces.",
        zh="{url} 不是有效的 URL。",
        zh_hint="须以 http:// 或 https:// 开头，且不含空白字符。",
    )
    url_other_host = Failure(
        en="The URL points to {host}, not to {expected} of this environment.",
        en_hint="A token is never sent to another host: change the environment or the URL.",
        zh="URL 指向 {host}，不是此环境的 {expected}。",
        zh_hint="令牌不会发送到其他主机：请更换环境，或修改 URL。",
    )
    url_other_path = Failure(
        en="The path {path} is not below {expected} of this environment's address.",
        en_hint="Requests are never sent to another path, not even through .., escapes or a header: change the environment, the URL or the header.",
        zh="路径 {path} 不在此环境的地址 {expected} 之下。",
        zh_hint="请求不会发送到其他路径，也不能通过 ..、转义或请求头绕过此限制：请更换环境，或修改 URL、请求头。",
    )
    method_invalid = Failure(
        en="The method {method} is invalid.",
        en_hint="Use one word of letters, such as GET or POST.",
        zh="请求方法 {method} 无效。",
        zh_hint="请求方法只能是一个由字母组成的词，例如 GET 或 POST。",
    )
    header_invalid = Failure(
        en="The header {name} is invalid.",
        en_hint="Use letters, digits and - in the name, and no line break in the value.",
        zh="请求头 {name} 无效。",
        zh_hint="名称只能包含字母、数字和 -，值中不能有换行。",
    )
    host_header_other = Failure(
        en="Not sent: the header {name} points to {host}, not to {expected} of this deployment.",
        en_hint="Such a header would send the request to another host behind the same address: remove it, or change the environment's address.",
        zh="请求未发送：请求头 {name} 指向 {host}，不是此部署的 {expected}。",
        zh_hint="此类请求头会使请求被转发到同一地址背后的其他主机：请删除它，或修改环境的地址。",
    )

    toml_syntax = Failure(
        en="{file} is not valid TOML at line {line}, column {column}.",
        en_hint="Correct it there; the file was not changed.",
        zh="{file} 第 {line} 行第 {column} 列不是有效的 TOML。",
        zh_hint="请修改该处；文件未改动。",
    )
    toml_unknown_key = Failure(
        en="{file}, line {line}: unknown key {key}.",
        en_hint="Did you mean {nearest}?",
        en_fallback="Remove it, or rename it as documented.",
        zh="{file} 第 {line} 行：未知的键 {key}。",
        zh_hint="是否指 {nearest}？",
        zh_fallback="请删除它，或按文档改名。",
    )
    toml_missing_key = Failure(
        en="{key} is missing in {file}.",
        en_hint="Add it to the file.",
        zh="{file} 缺少 {key}。",
        zh_hint="请在文件中添加。",
    )
    toml_bad_value = Failure(
        en="{file}, line {line}: invalid value for {key}.",
        en_hint="Expected {expected}.",
        zh="{file} 第 {line} 行：{key} 的值无效。",
        zh_hint="应为 {expected}。",
    )
    key_taken = Failure(
        en="{file}, line {line}: {key} is already the key for {other}.",
        en_hint="Assign another key to {command}, or change the key of {other} too.",
        zh="{file} 第 {line} 行：按键 {key} 已用于 {other}。",
        zh_hint="请为 {command} 设置其他按键，或同时修改 {other} 的按键。",
    )
    argument_unknown = Failure(
        en="The tool has no argument {argument}.",
        en_hint="Its arguments are {known}.",
        zh="该工具没有参数 {argument}。",
        zh_hint="可用的参数：{known}。",
    )
    argument_missing = Failure(
        en="The argument {argument} is missing.",
        en_hint="Add it and call the tool again.",
        zh="缺少参数 {argument}。",
        zh_hint="请补充后重新调用。",
    )
    argument_invalid = Failure(
        en="The argument {argument} is invalid.",
        en_hint="Expected {expects}.",
        zh="参数 {argument} 无效。",
        zh_hint="应为{expects}。",
    )
    request_not_named = Failure(
        en="The request must name one of endpoint, saved and url.",
        en_hint="Find an endpoint with search_endpoints; url goes with method.",
        zh="请求必须指定 endpoint、saved、url 中的一个。",
        zh_hint="用 search_endpoints 查找接口；url 与 method 一起使用。",
    )
    body_not_given = Failure(
        en="{endpoint} requires a body with {fields}.",
        en_hint="See the example in describe_endpoint and pass body.",
        zh="{endpoint} 需要请求体，必填字段：{fields}。",
        zh_hint="参考 describe_endpoint 中的示例，并传入 body。",
    )
    select_invalid = Failure(
        en="{path} {unfit}.",
        en_hint="Use a JSONPath (RFC 9535) such as $.server.body.Response.Data[0].",
        zh="{path} {unfit}。",
        zh_hint="请使用 JSONPath（RFC 9535），如 $.server.body.Response.Data[0]。",
    )
    resource_unknown = Failure(
        en="There is no resource {uri}.",
        en_hint="List the resource templates for the addresses that exist.",
        zh="没有资源 {uri}。",
        zh_hint="可用的地址见资源模板列表。",
    )
    nothing_to_explain = Failure(
        en="This text contains no response, error code or HTTP status.",
        en_hint="Paste the response body, the output of curl -i, or a log line that contains the code.",
        zh="此文本中没有响应、错误码或 HTTP 状态码。",
        zh_hint="请粘贴响应体、curl -i 的输出，或包含错误码的日志行。",
    )
    rule_invalid = Failure(
        en="The success rule {rule} is invalid from character {column} on.",
        en_hint="Use a JSONPath condition, for example $.status == 'done'.",
        zh="成功规则 {rule} 从第 {column} 个字符起无效。",
        zh_hint="请使用 JSONPath 条件，例如 $.status == 'done'。",
    )
    data_width = Failure(
        en="Line {line} of {file} has {found} columns, but the header has {expected}.",
        en_hint="Add the missing commas, or quote a value that contains one.",
        zh="{file} 第 {line} 行有 {found} 列，表头有 {expected} 列。",
        zh_hint="请补齐逗号，或为包含逗号的值加双引号。",
    )
    data_csv = Failure(
        en="Line {line} of {file} is not valid CSV.",
        en_hint="Check that its quotes come in pairs.",
        zh="{file} 第 {line} 行不是有效的 CSV。",
        zh_hint="请检查此行的双引号是否成对。",
    )
    data_column_twice = Failure(
        en="{file} has two columns named {name}.",
        en_hint="Give each column a different name: it is the name of a variable.",
        zh="{file} 的表头中有两列名为 {name}。",
        zh_hint="请为每列使用不同的名称：列名即变量名。",
    )
    data_not_objects = Failure(
        en="Item {number} of {file} is not a JSON object.",
        en_hint='Use an array of objects, such as [{{"id": 1}}], or CSV with a header.',
        zh="{file} 的第 {number} 项不是 JSON 对象。",
        zh_hint='请使用对象数组，例如 [{{"id": 1}}]，或带表头的 CSV。',
    )
    data_too_many = Failure(
        en="{file} has more than {count} rows.",
        en_hint="Split it into several files.",
        zh="{file} 超过 {count} 行。",
        zh_hint="请拆分为多个文件。",
    )
    data_too_large = Failure(
        en="{file} is larger than {limit}, the limit for a data file.",
        en_hint="Split it into several files.",
        zh="{file} 超过数据文件的上限 {limit}。",
        zh_hint="请拆分为多个文件。",
    )
    data_empty = Failure(
        en="{file} has no data rows.",
        en_hint="The first line is the header; the requests run once for each line after it.",
        zh="{file} 中没有数据行。",
        zh_hint="第一行是表头，从第二行起每行运行一次请求。",
    )
    depends_cycle = Failure(
        en="Requests depend on each other in a circle: {names}.",
        en_hint="Remove one of the depends entries.",
        zh="请求循环依赖：{names}。",
        zh_hint="请删除其中一项 depends。",
    )
    depends_failed = Failure(
        en="Not sent: its dependency {path} did not pass. {reason}",
        en_hint="Make {path} pass first: open it, or run it with 0, then R.",
        zh="请求未发送：依赖 {path} 未通过。{reason}",
        zh_hint="请先让 {path} 通过：打开它，或按 0、R 运行。",
    )
    run_empty = Failure(
        en="There is no request in {path}.",
        en_hint="Specify a request, a folder or a collection.",
        zh="{path} 中没有请求。",
        zh_hint="请指定请求、文件夹或集合的路径。",
    )
    nothing_to_resume = Failure(
        en="There is no unfinished run of these requests with this data file and target.",
        en_hint="Run it without --resume.",
        zh="对这些请求、此数据文件和目标环境，没有未完成的运行。",
        zh_hint="请去掉 --resume 运行。",
    )
    already_finished = Failure(
        en="There is nothing to resume: the run was finished {at}. Rows done: {done}.",
        en_hint="Use --restart to send every row again.",
        zh="没有可继续的运行：该运行已于 {at} 完成，共 {done} 行。",
        zh_hint="如需重新发送所有行，请用 --restart。",
    )
    file_unreadable = Failure(
        en="Cannot read {file}: {reason}.",
        en_hint="Check the path and its permissions.",
        zh="无法读取 {file}：{reason}。",
        zh_hint="请检查路径和权限。",
    )
    body_file_outside = Failure(
        en="Not sent: the body refers to {file}, which is not a regular file inside the workspace.",
        en_hint="Copy it into the workspace and use its path relative to the workspace, such as uploads/report.pdf. Hidden files, and links that point outside the workspace, are never sent.",
        zh="请求未发送：请求体引用的 {file} 不是工作区内的普通文件。",
        zh_hint="请将它复制到工作区，并使用相对于工作区的路径，例如 uploads/report.pdf。隐藏文件和指向工作区外的链接一律不发送。",
    )
    body_file_private = Failure(
        en="Not sent: the body refers to {file}, which contains a private key, or is a certificate or key of an environment.",
        en_hint="Private keys are never sent in a body, no matter who wrote the request. Remove the reference; to send a certificate, refer to a copy without its key, with an extension such as .crt.",
        zh="请求未发送：请求体引用的 {file} 含有私钥，或是某个环境的证书或密钥文件。",
        zh_hint="无论请求由谁编写，私钥一律不随请求体发送。请删除此引用；要发送证书，请引用一份不含私钥的副本，扩展名使用 .crt 之类。",
    )
    body_file_too_big = Failure(
        en="Not sent: the file {file} in the body is larger than {limit}.",
        en_hint="Use a smaller file.",
        zh="请求未发送：请求体中的文件 {file} 超过 {limit}。",
        zh_hint="请使用较小的文件。",
    )
    body_file_boundary = Failure(
        en="Not sent: the file {file} contains the boundary of the form, so the server would cut the file off there.",
        en_hint="Choose another boundary, in Content-Type and in the body.",
        zh="请求未发送：文件 {file} 中包含表单的分隔符（boundary），服务器会在该处截断文件。",
        zh_hint="请在 Content-Type 和请求体中改用其他分隔符。",
    )
    link_outside = Failure(
        en="{file} in the workspace is a link to {target}, outside the workspace: it is neither read nor written.",
        en_hint="A workspace may come from somebody else, so links to places outside it, or to its hidden folders, are not followed. Remove the link, or replace it with a regular file or folder.",
        zh="工作区中的 {file} 是符号链接，指向工作区外的 {target}，未读取，也未写入。",
        zh_hint="工作区可能来自他人，因此不访问指向工作区外，或指向工作区中隐藏文件夹的链接。请删除该链接，或替换为普通文件或文件夹。",
    )
    file_unwritable = Failure(
        en="Cannot write {file}: {reason}.",
        en_hint="Check the disk and the permissions; the old file is unchanged.",
        zh="无法写入 {file}：{reason}。",
        zh_hint="请检查磁盘和权限；原文件未改动。",
    )
    file_changed = Failure(
        en="{file} was changed elsewhere.",
        en_hint="Reload it, or save under another name.",
        zh="{file} 已在别处被修改。",
        zh_hint="请重新载入，或以其他名称保存。",
    )
    file_exists = Failure(
        en="{file} already exists.",
        en_hint="Choose another name; names are not case-sensitive.",
        zh="{file} 已存在。",
        zh_hint="请使用其他名称；名称不区分大小写。",
    )
    undo_file_exists = Failure(
        en="Not sent: {file} exists and is not an undo plan of this run.",
        en_hint="Specify another file for --plan-undo.",
        zh="请求未发送：{file} 已存在，且不是此次运行的撤销计划。",
        zh_hint="请为 --plan-undo 指定其他文件。",
    )
    output_same_file = Failure(
        en="{one} and {other} name the same file.",
        en_hint="Specify another file for one of them.",
        zh="{one} 和 {other} 指定了同一个文件。",
        zh_hint="请为其中一个指定其他文件。",
    )
    output_is_read = Failure(
        en="{option} would replace {file}, which this command reads.",
        en_hint="Specify another file.",
        zh="{option} 会覆盖 {file}，而此命令要读取该文件。",
        zh_hint="请指定其他文件。",
    )
    output_is_other = Failure(
        en="{option} would replace {file}, which is not {output}.",
        en_hint="Specify another file, or move or delete this one first.",
        zh="{option} 会覆盖 {file}，但该文件不是{output}。",
        zh_hint="请指定其他文件，或先移走、删除该文件。",
    )
    openapi_invalid = Failure(
        en="Cannot read {path} in {file}: {reason}.",
        en_hint="Correct it and import the file again.",
        zh="无法读取 {file} 中的 {path}：{reason}。",
        zh_hint="请修改后重新导入。",
    )
    no_key = Failure(
        en="SecretId or SecretKey is missing in {environment}; this call requires both.",
        en_hint="Enter them in the environment's form (F2 F2).",
        zh="{environment} 缺少 SecretId 或 SecretKey，此次调用两者都需要。",
        zh_hint="请按 F2 F2 打开环境表单填写。",
    )
    no_user = Failure(
        en="User name or password is missing in {environment}, so no user token can be fetched.",
        en_hint="Enter them in the environment's form (F2 F2), or use --username and --password with env secret.",
        zh="{environment} 缺少用户名或密码，无法获取用户令牌。",
        zh_hint="请按 F2 F2 打开环境表单填写，或在 env secret 中使用 --username 和 --password。",
    )
    openapi_version = Failure(
        en="{file} is not an OpenAPI 3 document: its version is {version}.",
        en_hint="Use OpenAPI 3.0 or 3.1; convert Swagger 2.0 to 3.0 first.",
        zh="{file} 不是 OpenAPI 3 文档：其版本为 {version}。",
        zh_hint="请使用 OpenAPI 3.0 或 3.1；Swagger 2.0 请先转换为 3.0。",
    )
    openapi_webhooks = Failure(
        en="The webhooks in {file} were not imported: {count}.",
        en_hint="The server makes these calls, so they cannot be sent from here.",
        zh="{file} 中的 {count} 个 webhook 未导入。",
        zh_hint="webhook 由服务端发起调用，无法从此处发送。",
    )
    openapi_server = Failure(
        en="{file} describes an API at {server}, which is not the address of any environment.",
        en_hint="Its requests are sent to the selected environment; add one for {server}, or select the right one.",
        zh="{file} 中的服务地址是 {server}，但没有环境使用此地址。",
        zh_hint="其中的请求会发送到当前选择的环境；请为 {server} 新建环境，或选择要使用的环境。",
    )
    document_syntax = Failure(
        en="{file} has an error at line {line}, column {column}: {reason}.",
        en_hint="Correct it and import the file again.",
        zh="{file} 第 {line} 行第 {column} 列有错误：{reason}。",
        zh_hint="请修改后重新导入。",
    )
    document_too_big = Failure(
        en="{file} is larger than {limit}.",
        en_hint="Split it and import the parts.",
        zh="{file} 超过 {limit}。",
        zh_hint="请拆分为多个文档，分别导入。",
    )
    postman_invalid = Failure(
        en="{file} is not a Postman environment: {path} has an unexpected structure.",
        en_hint="Export the environment from Postman again.",
        zh="{file} 不是 Postman 环境：{path} 的结构不符合预期。",
        zh_hint="请在 Postman 中重新导出该环境。",
    )
    postman_no_host = Failure(
        en="{file} contains no address, so no environment can be created from it.",
        en_hint="Add a variable vars.host, or add the file's variables to an existing environment with --into.",
        zh="{file} 中没有访问地址，无法新建环境。",
        zh_hint="请添加变量 vars.host，或用 --into 将其中的变量添加到已有的环境。",
    )
    import_format = Failure(
        en="{format} cannot be imported yet.",
        en_hint="Use OpenAPI 3.0 or 3.1 (JSON or YAML), Postman collections, environments or globals, HAR, curl commands or HTTP messages.",
        zh="尚不支持导入 {format}。",
        zh_hint="可导入 OpenAPI 3.0 和 3.1（JSON 或 YAML），Postman 的集合、环境和全局变量，以及 HAR、curl 命令和 HTTP 报文。",
    )
    import_unknown = Failure(
        en="The format of {file} is unknown.",
        en_hint="Postman collections and environments, OpenAPI 3, HAR, curl commands and HTTP messages can be imported. A data file is not imported: it is used in a run (--data).",
        zh="无法识别 {file} 的格式。",
        zh_hint="可导入 Postman 集合和环境、OpenAPI 3、HAR、curl 命令、HTTP 报文。数据文件无需导入，请在运行时使用（--data）。",
    )
    import_blank = Failure(
        en="{file} is empty.",
        en_hint="Nothing was imported. In a pipe, check that the previous command printed something.",
        zh="{file} 为空。",
        zh_hint="未导入任何内容。使用管道时，请检查前一个命令是否有输出。",
    )
    import_empty = Failure(
        en="{file} looks like {format}, but it contains no request.",
        en_hint="Nothing was imported. Check that it is the right file and that it is complete.",
        zh="{file} 看起来是 {format}，但其中没有请求。",
        zh_hint="未导入任何内容。请检查文件是否正确、完整。",
    )
    export_empty = Failure(
        en="{target} has no request that can be exported as {format}: {names}.",
        en_hint="Nothing was written. Each request needs a url and a method that {format} supports, or a known endpoint.",
        zh="{target} 中没有可导出为 {format} 的请求：{names}。",
        zh_hint="未写入任何内容。每个请求都需要 url 和 {format} 支持的 method，或已知的 endpoint。",
    )
    export_address_open = Failure(
        en="its path, or a header that says where it goes, contains {names}, whose value is not known until the request is sent.",
        en_hint="Such a value may lead to another deployment: write the value itself, or define a variable that no response and no row of data replaces.",
        zh="路径或指明请求去向的请求头中有 {names}，其值在发送时才能确定。",
        zh_hint="这样的值可能使请求发往其他部署：请直接写出值，或在请求中定义一个不会被响应或数据行取代的变量。",
    )
    export_address_secret = Failure(
        en="its address contains {names}.",
        en_hint="Other programs print the addresses that they call: put tokens and keys in a header or in the body.",
        zh="URL 中有 {names}。",
        zh_hint="其他程序会打印所调用的 URL：请将令牌和密钥放在请求头或请求体中。",
    )
    export_foreign_variable = Failure(
        en="it contains {names}, which other programs interpret in their own way.",
        en_hint="A variable with such a name may expose a secret of the person who runs the exported file: rename it (letters, digits, - and _ only), or remove it.",
        zh="其中有 {names}，其他程序会按各自的规则解析。",
        zh_hint="他人运行导出的文件时，这类名称可能读取其机密：请将变量改名（只用字母、数字、- 和 _），或将其删除。",
    )
    load_proxy = Failure(
        en="Locust cannot use the proxy {proxy}.",
        en_hint='It supports http:// proxies without a user name and password. Run the load where no proxy is needed, and set proxy = "none" in the environment.',
        zh="Locust 无法使用代理 {proxy}。",
        zh_hint='Locust 只支持不带用户名和密码的 http:// 代理。请在无需代理的机器上压测，并在环境中设置 proxy = "none"。',
    )
    load_pattern = Failure(
        en="{path}: Locust may read the regular expression of the assertion on {on} differently.",
        en_hint="Write it without [:classes:], without [, --, &&, ~~ or || in brackets, and without letters in braces: [[:alpha:]] as [A-Za-z].",
        zh="{path}：对 {on} 的断言，Locust 对其正则表达式的解析可能不同。",
        zh_hint="请不要使用 [:字符类:]，不要在方括号内使用 [、--、&&、~~ 或 ||，也不要在花括号内使用字母：如将 [[:alpha:]] 写为 [A-Za-z]。",
    )
    locustfile_place = Failure(
        en="Not written: {file}. A locustfile does not belong in the workspace, or beside a __pycache__ folder with its name: Python would run what a commit has put there, with your key.",
        en_hint="Write it into an empty folder of your own, such as -o ~/load/load.py, and start Locust there.",
        zh="未写入 {file}。locustfile 不应放在工作区内，也不应放在含有同名缓存的 __pycache__ 旁：否则 Python 可能会带着您的密钥运行提交中夹带的代码。",
        zh_hint="请写入自己的空文件夹，例如 -o ~/load/load.py，并在该文件夹中启动 Locust。",
    )
    export_sends_secret = Failure(
        en="it would send {names} to {host}.",
        en_hint="Only text without variables can be sent to another host, never a token or a key: change the URL, or replace {names} with a value.",
        zh="会将 {names} 发送到 {host}。",
        zh_hint="发送到其他主机的内容不能含变量、令牌和密钥：请修改 URL，或将 {names} 替换为具体的值。",
    )
    import_invalid = Failure(
        en="{file} looks like {format}, but {path} does not match that format.",
        en_hint="Nothing was imported. Export it again, as Postman v2.1 if there is a choice.",
        zh="{file} 看起来是 {format}，但 {path} 不符合该格式。",
        zh_hint="未导入任何内容。请重新导出；如可选择，请使用 Postman v2.1。",
    )
    import_nested = Failure(
        en="{file} has folders nested more than {limit} levels deep.",
        en_hint="Nothing was imported. Not every file system supports paths of that length.",
        zh="{file} 的文件夹嵌套超过 {limit} 层。",
        zh_hint="未导入任何内容。并非所有文件系统都支持这么长的路径。",
    )
    import_quote_open = Failure(
        en="A quote on line {line} of {file} is not closed.",
        en_hint="Nothing was imported. Copy the complete command.",
        zh="{file} 第 {line} 行的引号没有闭合。",
        zh_hint="未导入任何内容。请复制完整的命令。",
    )
    model_name_invalid = Failure(
        en="“{text}” is not a valid key of a data model.",
        en_hint="Use letters, digits and underscores; don't start with a digit.",
        zh="“{text}”不是有效的数据模型标识。",
        zh_hint="标识由字母、数字、下划线组成，不能以数字开头。",
    )
    models_unreadable = Failure(
        en="The response contains no list of data models.",
        en_hint="Add a model by its key instead.",
        zh="响应中没有数据模型列表。",
        zh_hint="请改为按标识添加模型。",
    )
    module_taken = Failure(
        en="{name} is a built-in module.",
        en_hint="Choose another name (--into).",
        zh="{name} 是内置模块。",
        zh_hint="请使用其他名称（--into）。",
    )
    module_unknown = Failure(
        en="There is no module named {name}.",
        en_hint="Run weda-tui catalogue list to see all modules.",
        zh="没有名为 {name} 的模块。",
        zh_hint="请运行 weda-tui catalogue list 查看所有模块。",
    )
    own_call_fixed = Failure(
        en="{file}: {action} is documented and cannot be redefined.",
        en_hint="Remove that section; to define it differently, add an endpoint of your own.",
        zh="{file}：{action} 在文档中已有定义，不能重新定义。",
        zh_hint="请删除该段；如需其他定义，请另外添加自己的接口。",
    )
    own_call_lost = Failure(
        en="{file}: {action} is only partly defined, and the document no longer contains it.",
        en_hint="Add its method and path, or remove that section.",
        zh="{file}：{action} 只定义了一部分，且文档中已不再包含该接口。",
        zh_hint="请补充方法和路径，或删除该段。",
    )
    secret_in_request = Failure(
        en="{part} contains a secret or a token and was not saved: other people read these files.",
        en_hint="Use a variable instead: {{{{name}}}}, or {{{{access_token}}}} for the token. The token's own header can be omitted: it is added when the request is sent.",
        zh="{part} 中有机密或令牌，未保存：其他人也会看到这些文件。",
        zh_hint="请改用变量，如 {{{{name}}}}，令牌用 {{{{access_token}}}}；令牌的请求头也可以省略，发送时会自动添加。",
    )
    token_misplaced = Failure(
        en="{{{{{name}}}}} is a token or a secret, but is not in the Authorization header: a server may store it and show it to others.",
        en_hint="Put a token in the Authorization header only. That header can be omitted: it is added when the request is sent.",
        zh="{{{{{name}}}}} 是令牌或机密，却不在 Authorization 请求头中，服务器可能会保存它并展示给他人。",
        zh_hint="令牌只能放在 Authorization 请求头中；该请求头也可以省略，发送时会自动添加。",
    )
    secret_hidden = Failure(
        en="The request contains •••••••• in place of a secret stored on this machine.",
        en_hint="Enter the value, or use a variable: {{{{name}}}}. What is sent must not reveal that a secret was hidden.",
        zh="请求中有 ••••••••，此处原来是本机的机密。",
        zh_hint="请重新填写，或改用变量，如 {{{{name}}}}：发送的内容不能透露此处隐藏过机密。",
    )
    secret_in_object = Failure(
        en="{object} contains a secret or a token of this machine and was not saved in the workspace: other people read these files.",
        en_hint="Download it to a folder outside the workspace: there it is saved as it is.",
        zh="{object} 中有本机的机密或令牌，未保存到工作区：其他人也会看到这些文件。",
        zh_hint="请下载到工作区以外的文件夹，内容原样保存。",
    )
    secret_in_rule = Failure(
        en="The success rule contains a secret or a token and was not saved: other people read the rules file.",
        en_hint="Compare another field, or only check whether this one exists: $.token.",
        zh="成功规则中有机密或令牌，未保存：其他人也会看到规则文件。",
        zh_hint="请改为比较其他字段，或只判断该字段是否存在：$.token。",
    )
    history_broken = Failure(
        en="The history was damaged and was saved as {kept}.",
        en_hint="A new history starts now; the old file was not deleted.",
        zh="历史文件已损坏，另存为 {kept}。",
        zh_hint="现在起使用新的历史文件；旧文件未删除。",
    )
    history_newer = Failure(
        en="{file} was written by a newer weda-tui; this version cannot read it.",
        en_hint="Upgrade weda-tui; the file was not changed.",
        zh="{file} 由更新版本的 weda-tui 写入，当前版本无法读取。",
        zh_hint="请升级 weda-tui；文件未改动。",
    )
    history_unknown = Failure(
        en="The history has no entry {id}.",
        en_hint="Run weda-tui history to list all entries.",
        zh="历史中没有记录 {id}。",
        zh_hint="请运行 weda-tui history 查看所有记录。",
    )
    secret_missing = Failure(
        en="The SecretKey of {environment} is not in {ref}.",
        en_hint="A stored SecretKey is valid for one address only; if the address changed, enter it again: weda-tui env secret {environment:shell} (in the explorer, press F2 twice for the form).",
        zh="{ref} 中没有 {environment} 的 SecretKey。",
        zh_hint="已存储的 SecretKey 仅用于一个地址，地址变更后须重新输入：weda-tui env secret {environment:shell}（在界面中按两次 F2，在环境表单中填写）。",
    )
    password_missing = Failure(
        en="The password of {environment} is not in {ref}.",
        en_hint="A stored password is valid for one address only; if the address changed, enter it again: weda-tui env secret {environment:shell} --password keyring (in the explorer, press F2 twice for the form).",
        zh="{ref} 中没有 {environment} 的密码。",
        zh_hint="已存储的密码仅用于一个地址，地址变更后须重新输入：weda-tui env secret {environment:shell} --password keyring（在界面中按两次 F2，在环境表单中填写）。",
    )

    dns_failed = Failure(
        en="Host {host} was not found.",
        en_hint="Check the spelling, and this machine's DNS and VPN.",
        zh="找不到主机 {host}。",
        zh_hint="请检查拼写，以及本机的 DNS 和 VPN。",
    )
    connection_refused = Failure(
        en="Nothing is listening on {host}:{port}.",
        en_hint="Check that the port is correct.",
        zh="{host}:{port} 上没有服务在监听。",
        zh_hint="请检查端口是否正确。",
    )
    host_unreachable = Failure(
        en="Host {host}:{port} does not respond, though the network is up.",
        en_hint="Check that the host is on, then check the VPN and the firewall.",
        zh="无法连接主机 {host}:{port}：网络正常，但主机没有响应。",
        zh_hint="请检查主机是否已开机，以及 VPN 和防火墙。",
    )
    network_unreachable = Failure(
        en="There is no network path from this machine to {host}:{port}.",
        en_hint="Check this machine's network and VPN.",
        zh="无法连接 {host}:{port}：本机没有到该地址的网络路径。",
        zh_hint="请检查本机的网络和 VPN。",
    )
    connection_reset = Failure(
        en="{host}:{port} reset the connection.",
        en_hint="It was reset after {received}. A firewall or gateway in between may be the cause.",
        en_fallback="No data was received. A firewall or gateway in between may be the cause; check that the port is correct.",
        zh="{host}:{port} 重置了连接。",
        zh_hint="收到 {received} 后连接被重置。可能是中间的防火墙或网关所致。",
        zh_fallback="未收到任何数据。可能是中间的防火墙或网关所致；请检查端口是否正确。",
    )
    connection_lost = Failure(
        en="{host}:{port} closed the connection too early.",
        en_hint="The response is incomplete: {received} was received. Check the logs of the deployment and its gateway.",
        en_fallback="No data was received. Check that the port is correct, and check the logs of the deployment and its gateway.",
        zh="{host}:{port} 提前关闭了连接。",
        zh_hint="响应不完整，只收到 {received}。请查看部署和网关的日志。",
        zh_fallback="未收到任何数据。请检查端口是否正确，并查看部署和网关的日志。",
    )
    tls_unknown_ca = Failure(
        en="The certificate of {host} was issued by an unknown authority.",
        en_hint="Specify the authority's CA file in the environment.",
        zh="{host} 的证书由未知的颁发机构签发。",
        zh_hint="请在环境中指定该机构的 CA 文件。",
    )
    tls_wrong_host = Failure(
        en="The certificate of {host} was issued for another name.",
        en_hint="Use the domain on the certificate, or replace the certificate.",
        zh="{host} 的证书是签发给其他名称的。",
        zh_hint="请将访问地址改为证书上的域名，或更换证书。",
    )
    tls_expired = Failure(
        en="The certificate of {host} has expired.",
        en_hint="Renew it; check this machine's clock too.",
        zh="{host} 的证书已过期。",
        zh_hint="请更换证书；同时检查本机时钟。",
    )
    tls_not_yet_valid = Failure(
        en="The certificate of {host} is not valid yet.",
        en_hint="Check whether this machine's clock is slow. If not, wait until the certificate is valid, or replace it.",
        zh="{host} 的证书尚未生效。",
        zh_hint="请检查本机时钟是否偏慢；如不偏慢，请等待证书生效，或更换证书。",
    )
    tls_protocol = Failure(
        en="There is no TLS version or cipher in common with {host}: {reason}.",
        en_hint="Enable TLS 1.2 or 1.3 with a widely used cipher on the deployment.",
        zh="与 {host} 没有共同支持的 TLS 版本或加密套件：{reason}。",
        zh_hint="请在部署上启用 TLS 1.2 或 1.3，以及常用的加密套件。",
    )
    tls_client_wanted = Failure(
        en="{host} requires a client certificate.",
        en_hint="Specify one in the environment; an administrator can provide it.",
        zh="{host} 要求客户端证书。",
        zh_hint="请在环境中指定客户端证书；证书可向管理员索取。",
    )
    tls_failed = Failure(
        en="The TLS connection to {host} failed: {reason}.",
        en_hint="Check the scheme and the port.",
        zh="与 {host} 建立 TLS 连接失败：{reason}。",
        zh_hint="请检查协议和端口。",
    )
    https_on_http_port = Failure(
        en="{host}:{port} uses HTTP, not HTTPS.",
        en_hint="Change the address to http://.",
        zh="{host}:{port} 使用 HTTP，不是 HTTPS。",
        zh_hint="请将地址改为 http://。",
    )
    http_on_https_port = Failure(
        en="The address starts with http://, but {host}:{port} uses TLS (HTTPS).",
        en_hint="Change the address to https://.",
        zh="地址以 http:// 开头，但 {host}:{port} 使用 TLS（HTTPS）。",
        zh_hint="请将地址改为 https://。",
    )
    ca_file_invalid = Failure(
        en="{file} is not a usable CA certificate.",
        en_hint="Use a PEM file that starts with BEGIN CERTIFICATE; relative paths start at the workspace folder.",
        zh="{file} 不是可用的 CA 证书。",
        zh_hint="请使用以 BEGIN CERTIFICATE 开头的 PEM 文件；相对路径相对于工作区。",
    )
    client_certificate_invalid = Failure(
        en="The client certificate cannot be used: {file}.",
        en_hint="Use PEM files: a certificate and its private key, without a password; relative paths start at the workspace folder.",
        zh="无法使用客户端证书：{file}。",
        zh_hint="请使用 PEM 文件：证书和私钥须匹配，私钥不带密码；相对路径相对于工作区。",
    )
    proxy_name = Failure(
        en="The proxy {proxy} was not found.",
        en_hint="Check HTTP_PROXY and HTTPS_PROXY; list intranet addresses in NO_PROXY to bypass it.",
        zh="找不到代理 {proxy}。",
        zh_hint="请检查 HTTP_PROXY 和 HTTPS_PROXY；内网地址可写入 NO_PROXY，不经过代理。",
    )
    proxy_refused = Failure(
        en="Nothing is listening at the proxy {proxy}.",
        en_hint="Check that the proxy is running; list intranet addresses in NO_PROXY to bypass it.",
        zh="代理 {proxy} 上没有服务在监听。",
        zh_hint="请检查代理是否已启动；内网地址可写入 NO_PROXY，不经过代理。",
    )
    proxy_auth = Failure(
        en="The proxy {proxy} requires a user name and password.",
        en_hint="Add them to its address: http://user:password@host:port.",
        zh="代理 {proxy} 要求用户名和密码。",
        zh_hint="请写在代理地址中：http://用户名:密码@主机:端口。",
    )
    proxy_denied = Failure(
        en="The proxy {proxy} refused to connect: {reason}.",
        en_hint="Ask its administrator to allow it; list intranet addresses in NO_PROXY to bypass it.",
        zh="代理 {proxy} 拒绝连接：{reason}。",
        zh_hint="请联系代理的管理员放行；内网地址可写入 NO_PROXY，不经过代理。",
    )
    proxy_failed = Failure(
        en="The proxy {proxy} did not establish the connection.",
        en_hint="Check the environment's proxy. If it uses the system proxy, check HTTP_PROXY and HTTPS_PROXY, and list intranet addresses in NO_PROXY to bypass it.",
        zh="代理 {proxy} 未能建立连接。",
        zh_hint="请检查环境中的代理；如跟随系统，请检查 HTTP_PROXY、HTTPS_PROXY，内网地址可写入 NO_PROXY，不经过代理。",
    )
    proxy_invalid = Failure(
        en="The proxy address of this machine is invalid.",
        en_hint="Check HTTP_PROXY, HTTPS_PROXY and ALL_PROXY. The format is http://user:password@host:port; in the password, write / as %2F, # as %23, ? as %3F, @ as %40.",
        zh="本机设置的代理地址无效。",
        zh_hint="请检查 HTTP_PROXY、HTTPS_PROXY、ALL_PROXY，格式为 http://用户名:密码@主机:端口；密码中的 / 写成 %2F，# 写成 %23，? 写成 %3F，@ 写成 %40。",
    )
    other_service = Failure(
        en="The service at {host}:{port} is {service}, not HTTP.",
        en_hint="The port is wrong: use the one that opens WeDa in a browser.",
        zh="{host}:{port} 上的服务是 {service}，不是 HTTP。",
        zh_hint="端口有误：请使用在浏览器中打开微搭的端口。",
    )
    protocol_error = Failure(
        en="The response from {host}:{port} is not HTTP.",
        en_hint="Check that the port is correct.",
        zh="{host}:{port} 的响应不是 HTTP。",
        zh_hint="请检查端口是否正确。",
    )
    answer_broken = Failure(
        en="The response from {host}:{port} violates the HTTP protocol.",
        en_hint="A gateway or proxy in between may corrupt it: check its logs.",
        zh="{host}:{port} 的响应不符合 HTTP 协议。",
        zh_hint="可能被中间的网关或代理损坏：请查看它们的日志。",
    )
    coding_broken = Failure(
        en="The {coding}-compressed response is damaged or incomplete.",
        en_hint="{received} of compressed data was received. Check the gateway or proxy that compresses the responses.",
        zh="响应的 {coding} 压缩数据已损坏或不完整。",
        zh_hint="已收到 {received} 的压缩数据。请检查压缩响应的网关或代理。",
    )
    port_in_use = Failure(
        en="Port {port} is already in use by another program.",
        en_hint="Choose another one with --port.",
        zh="端口 {port} 已被其他程序占用。",
        zh_hint="请用 --port 指定其他端口。",
    )

    connect_timed_out = Failure(
        en="Connecting to {host}:{port} timed out after {seconds} s.",
        en_hint="The connection was neither accepted nor refused: a firewall may be dropping the packets, or the VPN may be off. Change the timeout in the environment.",
        zh="{seconds} 秒内未能连接 {host}:{port}，已超时。",
        zh_hint="连接既未被接受，也未被拒绝：可能是防火墙丢弃了数据包，或 VPN 未连接。可在环境中修改超时时间。",
    )
    timed_out = Failure(
        en="Timed out: no response within {seconds} s.",
        en_hint="It timed out while {phase}. Change the timeout in the environment.",
        zh="{seconds} 秒内没有响应，请求超时。",
        zh_hint="超时发生在{phase}时。可在环境中修改超时时间。",
    )
    answer_timed_out = Failure(
        en="Timed out: the response was not complete within {seconds} s.",
        en_hint="{received} was received. Request smaller pages, or raise the timeout in the environment.",
        en_fallback="Only its beginning was received. Raise the timeout in the environment.",
        zh="{seconds} 秒内未收完响应，请求超时。",
        zh_hint="已收到 {received}。请减小分页大小，或在环境中调大超时时间。",
        zh_fallback="只收到响应的开头。请在环境中调大超时时间。",
    )
    body_too_big = Failure(
        en="The response is larger than {limit}; receiving was stopped.",
        en_hint="Request smaller pages.",
        zh="响应超过 {limit}，已停止接收。",
        zh_hint="请减小分页大小后重新发送。",
    )
    body_not_stored = Failure(
        en="Cannot write the response body to {file}: {reason}.",
        en_hint="Free up disk space, or correct the permissions.",
        zh="无法将响应体写入 {file}：{reason}。",
        zh_hint="请释放磁盘空间，或修改权限。",
    )
    headers_too_big = Failure(
        en="The response headers are larger than {limit}, the limit of the HTTP library (httpcore).",
        en_hint="This limit cannot be raised. Check what makes them so large, such as cookies that accumulate at a gateway or proxy.",
        zh="响应头超过 {limit}，这是 HTTP 库（httpcore）的上限。",
        zh_hint="此上限无法调整。请检查响应头过大的原因，例如网关或代理不断累积的 Cookie。",
    )
    token_too_big = Failure(
        en="The response of the token endpoint is larger than {limit}, the limit for a token; receiving was stopped.",
        en_hint="No token is that long: another service responds at this address. Check the address.",
        zh="令牌接口的响应超过令牌上限 {limit}，已停止接收。",
        zh_hint="令牌没有这么长：此地址上响应的不是令牌接口。请检查地址。",
    )

    token_wrong_secret = Failure(
        en="The token endpoint rejected this SecretId and SecretKey (HTTP {status}).",
        en_hint="Server message: {detail}. Compare them with the environment settings in the admin console.",
        en_fallback="Compare them with the environment settings in the admin console.",
        zh="令牌接口拒绝了此 SecretId 和 SecretKey（HTTP {status}）。",
        zh_hint="服务器返回的信息：{detail}。请到管理后台的环境配置页核对。",
        zh_fallback="请到管理后台的环境配置页核对。",
    )
    token_wrong_password = Failure(
        en="The sign-in endpoint rejected this user name and password (HTTP {status}).",
        en_hint="Server message: {detail}. The password is wrong, or password sign-in is off; workflow calls are not affected.",
        en_fallback="The password is wrong, or password sign-in is off; workflow calls are not affected.",
        zh="登录接口拒绝了此用户名和密码（HTTP {status}）。",
        zh_hint="服务器返回的信息：{detail}。密码错误，或未开启“用户名密码登录”；审批流不受影响。",
        zh_fallback="密码错误，或未开启“用户名密码登录”；审批流不受影响。",
    )
    token_captcha = Failure(
        en="Too many failed sign-ins: the deployment requires a captcha (HTTP {status}).",
        en_hint="Server message: {detail}. Check the password, and sign in again in a few minutes.",
        en_fallback="Check the password, and sign in again in a few minutes.",
        zh="登录失败次数过多，部署要求图形验证码（HTTP {status}）。",
        zh_hint="服务器返回的信息：{detail}。请先核对密码，过几分钟再登录。",
        zh_fallback="请先核对密码，过几分钟再登录。",
    )
    token_sign_in_off = Failure(
        en="Password sign-in is off in this deployment (HTTP {status}).",
        en_hint="Server message: {detail}. Ask an administrator to turn it on.",
        en_fallback="Ask an administrator to turn it on.",
        zh="此部署未开启“用户名密码登录”（HTTP {status}）。",
        zh_hint="服务器返回的信息：{detail}。请联系管理员在登录方式中开启。",
        zh_fallback="请联系管理员在登录方式中开启。",
    )
    token_user_blocked = Failure(
        en="This user is blocked or not active yet (HTTP {status}).",
        en_hint="Server message: {detail}. Use another user, or ask an administrator to enable this one.",
        en_fallback="Use another user, or ask an administrator to enable this one.",
        zh="此用户已被冻结，或尚未激活（HTTP {status}）。",
        zh_hint="服务器返回的信息：{detail}。请使用其他用户，或联系管理员启用此用户。",
        zh_fallback="请使用其他用户，或联系管理员启用此用户。",
    )
    token_wrong_address = Failure(
        en="{url} is not a token endpoint (HTTP {status}).",
        en_hint="Use the address that opens WeDa in a browser; it includes a path only if a gateway serves WeDa under that path.",
        zh="{url} 不是令牌接口（HTTP {status}）。",
        zh_hint="请使用在浏览器中打开微搭的地址；仅当网关在某个路径下提供微搭时，地址才带路径。",
    )
    token_proxy_page = Failure(
        en="The token call returned a web page, not JSON (HTTP {status}): it looks like a proxy's sign-in page.",
        en_hint="Open {url} in a browser to check.",
        zh="令牌接口返回的是网页，不是 JSON（HTTP {status}）：可能是代理的登录页。",
        zh_hint="请在浏览器中打开 {url} 查看。",
    )
    token_not_json = Failure(
        en="The token endpoint returned no JSON (HTTP {status}).",
        en_hint="Check that {url} is the address of WeDa.",
        zh="令牌接口的响应不是 JSON（HTTP {status}）。",
        zh_hint="请核对 {url} 是否为微搭的访问地址。",
    )
    token_empty = Failure(
        en="The response of the token endpoint has no access_token (HTTP {status}).",
        en_hint="Check the address.",
        zh="令牌接口的响应中没有 access_token（HTTP {status}）。",
        zh_hint="请核对访问地址。",
    )
    token_server_error = Failure(
        en="The token endpoint itself failed (HTTP {status}).",
        en_hint="Server message: {detail}. The key and password are not the cause; check the deployment's log.",
        en_fallback="The key and password are not the cause; check the deployment's log.",
        zh="令牌接口自身出错（HTTP {status}）。",
        zh_hint="服务器返回的信息：{detail}。并非密钥或密码的问题，请查看部署的日志。",
        zh_fallback="并非密钥或密码的问题，请查看部署的日志。",
    )
    token_rate_limited = Failure(
        en="Too many token calls: the rate limit was reached (HTTP {status}).",
        en_hint="Try again in {retry_after} s.",
        en_fallback="Try again in a minute.",
        zh="获取令牌过于频繁，已被限流（HTTP {status}）。",
        zh_hint="请在 {retry_after} 秒后重试。",
        zh_fallback="请在一分钟后重试。",
    )
    token_refused = Failure(
        en="Token request refused (HTTP {status}).",
        en_hint="Server message: {detail}.",
        en_fallback="Check the settings of the environment.",
        zh="令牌接口拒绝了请求（HTTP {status}）。",
        zh_hint="服务器返回的信息：{detail}。",
        zh_fallback="请核对环境的设置。",
    )

    object_id_missing = Failure(
        en="The object ID is empty.",
        en_hint="Enter the ID that an upload returns: the line that begins with cloud://.",
        zh="文件 ID 为空。",
        zh_hint="请填写上传后返回的文件 ID：以 cloud:// 开头的一行。",
    )
    object_id_invalid = Failure(
        en="{text} is not an object ID.",
        en_hint="Start it with cloud://, followed by bucket and path.",
        zh="{text} 不是文件 ID。",
        zh_hint="须以 cloud:// 开头，后接存储桶和路径。",
    )
    object_path_invalid = Failure(
        en="{text} cannot be the path of an object.",
        en_hint="Don't use . or .. as a part, or control characters; use at most 850 bytes.",
        zh="{text} 不能用作云端路径。",
        zh_hint="路径中不能有 . 或 .. 段，不能有控制字符，最长 850 字节。",
    )
    object_path_twice = Failure(
        en="Two files would be uploaded as the same object: {object}.",
        en_hint="Upload one of them to another folder.",
        zh="有两个文件会上传为同一个对象：{object}。",
        zh_hint="请将其中一个上传到其他文件夹。",
    )
    store_address_invalid = Failure(
        en="The response contains no usable address for {object}.",
        en_hint="Check the response body; no connection was made.",
        zh="响应中没有 {object} 的可用地址。",
        zh_hint="请查看响应体；未建立任何连接。",
    )
    store_host_changed = Failure(
        en="The new address is on {host}, not on {expected}.",
        en_hint="Nothing was sent there. Start again, and you will be asked whether to use that host.",
        zh="新地址在 {host}，不是 {expected}。",
        zh_hint="未向该主机发送任何内容。请重新开始，届时会询问是否使用该主机。",
    )
    upload_changed = Failure(
        en="{file} changed while it was being read.",
        en_hint="Upload it again when no program is writing to it.",
        zh="{file} 在读取过程中发生了变化。",
        zh_hint="请在没有程序写入它时重新上传。",
    )
    download_exists = Failure(
        en="{file} already exists and was not changed.",
        en_hint="Choose another location, or use --force to replace it.",
        zh="{file} 已存在，未改动。",
        zh_hint="请使用其他位置，或用 --force 覆盖。",
    )
    transfer_stalled = Failure(
        en="No data was transferred for {seconds} s: the transfer timed out.",
        en_hint="It timed out while {phase}. Change the timeout in the environment.",
        zh="{seconds} 秒内没有传输任何数据，传输超时。",
        zh_hint="超时发生在{phase}时。可在环境中修改超时时间。",
    )

    guard_read_only = Failure(
        en="Not sent: {environment} · {env_type} is read-only.",
        en_hint="Press F2 F2 to change that; --yes has no effect.",
        zh="请求未发送：{environment} · {env_type} 为只读。",
        zh_hint="可按 F2 F2 修改；--yes 无效。",
    )
    guard_needs_consent = Failure(
        en="Not sent: a write to {environment} · {env_type} must be confirmed.",
        en_hint="Preview it with --dry-run first; send it with --yes.",
        zh="请求未发送：对 {environment} · {env_type} 的写操作需要确认。",
        zh_hint="请先用 --dry-run 预览；确认发送请加 --yes。",
    )
    guard_needs_name = Failure(
        en="Not sent: the name {environment} must be typed before this call is sent ({env_type}).",
        en_hint="Preview it with --dry-run first; on the command line, --yes replaces the name.",
        zh="请求未发送：此次调用须先输入名称 {environment}（{env_type}）。",
        zh_hint="请先用 --dry-run 预览；在命令行中，--yes 相当于输入名称。",
    )

    guard_call_changed = Failure(
        en="Not sent: with its token and files filled in, this call to {environment} · {env_type} is not the one that was checked.",
        en_hint="Write the path, the headers and _method in the request itself, not in a file or the token, and send it again.",
        zh="请求未发送：填入令牌和文件内容后，对 {environment} · {env_type} 的调用与检查过的不同。",
        zh_hint="请将路径、请求头和 _method 直接写在请求中，不要放在文件或令牌中，然后重新发送。",
    )

    run_under_way = Failure(
        en="Not sent: another process is running the same requests with the same rows.",
        en_hint="Wait until it has ended, or stop it.",
        zh="请求未发送：另一个进程正在对相同的行运行同样的请求。",
        zh_hint="请等待它结束，或将其停止。",
    )
    run_unfinished = Failure(
        en="Not sent: the last run of these rows is unfinished. Done: {done}, unknown: {unknown}, not sent: {left}.",
        en_hint="Add --resume to send the rows that were not sent, or --restart to send every row again.",
        zh="请求未发送：这些行的上次运行没有完成。已完成 {done} 行，结果未知 {unknown} 行，未发送 {left} 行。",
        zh_hint="加 --resume 发送未发送的行；加 --restart 则重新发送所有行。",
    )
    run_unfinished_elsewhere = Failure(
        en="Not sent: an unfinished run ({run}) has sent the same rows with the same request. Done: {done}, unknown: {unknown}, not sent: {left}.",
        en_hint="Add --restart to send every row again, or send the rows that were not sent with: {command}",
        zh="请求未发送：另一次没有完成的运行（{run}）已用同样的请求发送这些行。已完成 {done} 行，结果未知 {unknown} 行，未发送 {left} 行。",
        zh_hint="如需重新发送所有行，请加 --restart；如需发送未发送的行，请运行：{command}",
    )
    run_finished = Failure(
        en="Not sent: the same run was finished {at}. Rows done: {done}.",
        en_hint="Add --restart to send every row again.",
        zh="请求未发送：相同的运行已于 {at} 完成，共 {done} 行。",
        zh_hint="如需重新发送所有行，请加 --restart。",
    )
    run_repeats = Failure(
        en="Not sent: the run that was finished {at} has already written rows of this file. Rows: {rows}.",
        en_hint="Put the other rows into a data file of their own, or add --restart to send every row.",
        zh="请求未发送：{at} 完成的运行已写入过此文件中的 {rows} 行。",
        zh_hint="请将其余的行放入单独的数据文件；如需发送所有行，请加 --restart。",
    )
    run_changed = Failure(
        en="Not sent: this is not what the unfinished run was sending. Changed: {parts}.",
        en_hint="Restore it and run again with --resume; put corrected rows into a data file of their own. --restart sends every row again.",
        zh="请求未发送：与未完成的运行不一致。已改变：{parts}。",
        zh_hint="请恢复原样后用 --resume 运行；修改过的行请放入单独的数据文件。--restart 会重新发送所有行。",
    )
    undo_not_read = Failure(
        en="Not sent: the record could not be read before its update ({code}), so the update could not be undone.",
        en_hint="Fix this and run with --resume, or run without --plan-undo.",
        zh="请求未发送：更新之前无法读取数据记录（{code}），更新将无法撤销。",
        zh_hint="请解决后用 --resume 运行，或不加 --plan-undo 运行。",
    )
    undo_none = Failure(
        en="Not sent: --plan-undo was given, but nothing that this run writes can be undone.",
        en_hint="To send it all the same, run it without --plan-undo.",
        zh="请求未发送：指定了 --plan-undo，但这次运行的写操作均无法撤销。",
        zh_hint="如仍要发送，请去掉 --plan-undo 后运行。",
    )

    agents_not_allowed = Failure(
        en="Not sent: agents may not use {environment} · {env_type}.",
        en_hint="A person can allow reading: weda-tui env agents {environment:shell} read --env-type {env_type:shell}",
        zh="请求未发送：智能体不能使用 {environment} · {env_type}。",
        zh_hint="如需允许读取，请在终端运行：weda-tui env agents {environment:shell} read --env-type {env_type:shell}",
    )
    agent_identity_changed = Failure(
        en="Not sent: the credentials of {environment} are others than a person approved for agents at {env_type}.",
        en_hint="If they are right, a person can approve them: weda-tui env agents {environment:shell} read --env-type {env_type:shell}",
        zh="请求未发送：{environment} 的密钥或用户已更换，尚未批准智能体在 {env_type} 使用。",
        zh_hint="核对无误后，请在终端运行：weda-tui env agents {environment:shell} read --env-type {env_type:shell}",
    )
    agent_reads_only = Failure(
        en="Not sent: agents may only read at {environment} · {env_type}; a person has to send this write.",
        en_hint="To be asked instead, allow it: weda-tui env agents {environment:shell} confirm --env-type {env_type:shell}",
        zh="请求未发送：智能体在 {environment} · {env_type} 只能读取，此写操作须由用户发送。",
        zh_hint="如需改为逐次询问，请运行：weda-tui env agents {environment:shell} confirm --env-type {env_type:shell}",
    )
    agent_cannot_ask = Failure(
        en="Not sent: this write to {environment} · {env_type} needs a person, and nobody can be asked here.",
        en_hint="Open weda-tui on this workspace, or send the request yourself.",
        zh="请求未发送：对 {environment} · {env_type} 的写操作须由用户确认，而此处无法询问。",
        zh_hint="请在此工作区打开 weda-tui，或由用户发送该请求。",
    )
    agent_not_answered = Failure(
        en="Not sent: nobody answered the question about this write to {environment} · {env_type}.",
        en_hint="Ask again when somebody is there, or send the request yourself.",
        zh="请求未发送：对 {environment} · {env_type} 的写操作未得到用户答复。",
        zh_hint="请在用户在场时再次询问，或由用户发送该请求。",
    )
    agent_answer_other = Failure(
        en="Not sent: the answer belongs to another question than this write to {environment} · {env_type}.",
        en_hint="Ask again: each answer counts once, for the exact request that was shown.",
        zh="请求未发送：该答复不属于对 {environment} · {env_type} 的这次写操作。",
        zh_hint="请重新询问：每个答复只对所显示的请求有效一次。",
    )
    agent_answer_late = Failure(
        en="Not sent: the answer about this write to {environment} · {env_type} came too late, or the write could not be sent in time.",
        en_hint="Ask again.",
        zh="请求未发送：对 {environment} · {env_type} 的写操作，答复超时，或未能及时发出。",
        zh_hint="请重新询问。",
    )
    agent_declined = Failure(
        en="Not sent: the person declined this write to {environment} · {env_type}.",
        en_hint="Do not send it again unless the person asks for it.",
        zh="请求未发送：对 {environment} · {env_type} 的写操作被拒绝。",
        zh_hint="除非用户要求，请勿再次发送。",
    )
    agent_name_wrong = Failure(
        en="Not sent: the name that was typed is not {environment} ({env_type}).",
        en_hint="Ask again; the person types the environment's name.",
        zh="请求未发送：输入的名称不是 {environment}（{env_type}）。",
        zh_hint="请重新询问，并由用户输入环境名称。",
    )
    agent_changed_meanwhile = Failure(
        en="Not sent: {environment} · {env_type} or the request changed before it was sent.",
        en_hint="Preview the request, then ask again.",
        zh="请求未发送：发送之前，{environment} · {env_type} 或请求已更改。",
        zh_hint="请先预览请求，再重新询问。",
    )
    agent_question_too_long = Failure(
        en="Not sent: this write to {environment} · {env_type} is too long to be shown completely in a question.",
        en_hint="Do not ask again: a person has to send it in weda-tui, or with the command where there is one.",
        zh="请求未发送：对 {environment} · {env_type} 的写操作过长，无法在询问中完整显示。",
        zh_hint="请勿重新询问，须由用户在 weda-tui 中发送；结果中有命令时也可运行该命令。",
    )
    agent_hides_part = Failure(
        en="Not sent: a question about this write to {environment} · {env_type} would not show all of it: a value is masked as a secret, or a character is invisible.",
        en_hint="Remove it, or let a person send it in weda-tui.",
        zh="请求未发送：对 {environment} · {env_type} 的写操作含有按机密脱敏的值或不可见字符，无法在询问中完整显示。",
        zh_hint="请去除这些内容，或由用户在 weda-tui 中发送。",
    )
    agent_names_file = Failure(
        en="Not sent: the request body for {environment} · {env_type} names a file, and agents may not send files.",
        en_hint="Write the content into the body, or let a person send it, with the command or in weda-tui.",
        zh="请求未发送：发往 {environment} · {env_type} 的请求体引用了文件，智能体不能发送文件。",
        zh_hint="请将内容直接写入请求体，或由用户运行命令或在 weda-tui 中发送。",
    )
    agent_sends_key = Failure(
        en="Not sent: this request to {environment} · {env_type} sends the SecretKey itself (Basic authentication). From an agent, only the documented call that fetches a token may do that.",
        en_hint="Set auth to wedaClientCredentials in its module, or let a person send it in weda-tui.",
        zh="请求未发送：发往 {environment} · {env_type} 的请求会发送 SecretKey 本身（Basic 认证）。智能体只能在文档所载的获取令牌接口中使用 SecretKey。",
        zh_hint="请在其模块中将 auth 设为 wedaClientCredentials，或由用户在 weda-tui 中发送。",
    )
    agent_calls_used_up = Failure(
        en="Not sent: agents may send {calls} requests a minute.",
        en_hint="Wait {seconds} s.",
        zh="请求未发送：智能体每分钟最多发送 {calls} 个请求。",
        zh_hint="请等待 {seconds} 秒。",
    )
    agents_need_person = Failure(
        en="Not changed: only a person at a terminal can allow agents more at {environment} · {env_type}.",
        en_hint="Run the same command in a terminal.",
        zh="未更改：放宽智能体在 {environment} · {env_type} 的权限须由用户在终端中操作。",
        zh_hint="请在终端中运行同一命令。",
    )

    route_not_approved = Failure(
        en="Not sent: sending {uses} to {route} is not approved in this workspace.",
        en_hint="If this is correct, approve it: weda-tui env approve {environment:shell}",
        zh="请求未发送：此工作区中尚未批准将{uses}发送到 {route}。",
        zh_hint="核对无误后请批准：weda-tui env approve {environment:shell}",
    )
    route_changed = Failure(
        en="Not sent: after the route for {uses} was approved, {changes}.",
        en_hint="The route is now {route}. If this is correct, approve it: weda-tui env approve {environment:shell}",
        zh="请求未发送：批准{uses}的路由之后，{changes}。",
        zh_hint="现在会发送到 {route}。核对无误后请批准：weda-tui env approve {environment:shell}",
    )
    route_changed_meanwhile = Failure(
        en="Not approved, nothing saved: the route of {environment} changed after it was shown.",
        en_hint="Check the current route: weda-tui env approve {environment:shell}",
        zh="未批准，也未保存：{environment} 的路由在显示之后发生了变化。",
        zh_hint="请先查看当前的路由：weda-tui env approve {environment:shell}",
    )
    route_other_fingerprint = Failure(
        en="Not approved: the fingerprint for {environment} (its route and what is sent) is {fingerprint}, not {typed}.",
        en_hint="Check the route first: weda-tui env approve {environment:shell}",
        zh="未批准：{environment} 的路由及其发送内容的指纹是 {fingerprint}，不是 {typed}。",
        zh_hint="请先查看路由：weda-tui env approve {environment:shell}",
    )
    route_other_than_copied = Failure(
        en="No token printed: the route of {environment} is not the one that the command was copied for.",
        en_hint="Check that this is the right workspace, and copy the request again. The current route: weda-tui env show {environment:shell}",
        zh="未输出令牌：{environment} 的路由与复制此命令时不同。",
        zh_hint="请确认工作区是否正确，并重新复制请求。查看当前路由：weda-tui env show {environment:shell}",
    )
    route_needs_person = Failure(
        en="Not approved: no terminal is available to ask for approval.",
        en_hint="If the route above is correct, run: weda-tui env {command:shell} {environment:shell} --route {fingerprint}",
        zh="未批准：没有可用于确认的终端。",
        zh_hint="上面的路由核对无误后，请运行：weda-tui env {command:shell} {environment:shell} --route {fingerprint}",
    )


class ErrorDetailWords(Words):
    """Words for parameters of errors, and variants for codes that need two sentences."""

    phase_token = Text(en="fetching a token", zh="获取令牌")
    phase_connect = Text(en="connecting", zh="连接")
    phase_send = Text(en="sending the file", zh="发送文件")
    phase_wait = Text(en="waiting for the response", zh="等待响应")
    phase_receive = Text(en="receiving the response", zh="接收响应")
    no_such_file = Text(en="no such file or folder", zh="文件或文件夹不存在")
    not_allowed = Text(en="permission denied", zh="没有权限")
    is_a_folder = Text(en="it is a folder", zh="它是文件夹")
    not_a_folder = Text(en="part of the path is not a folder", zh="路径中有一段不是文件夹")
    is_a_link = Text(en="it is a symbolic link", zh="它是符号链接")
    disk_full = Text(en="the disk is full", zh="磁盘已满")
    quota_full = Text(en="the disk quota is used up", zh="磁盘配额已用完")
    disk_read_only = Text(en="the disk is read-only", zh="磁盘只读")
    output_report = Text(en="a row report", zh="逐行报告")
    output_junit = Text(en="a JUnit report", zh=" JUnit 报告")
    output_html = Text(en="an HTML page", zh=" HTML 页面")
    output_metrics = Text(
        en="a file of WeDa metrics for Prometheus", zh=" WeDa 的 Prometheus 指标文件"
    )
    expects_string = Text(en="a string", zh="字符串")
    expects_integer = Text(en="a whole number", zh="整数")
    expects_boolean = Text(en="true or false", zh=" true 或 false")
    expects_array = Text(en="a list of strings", zh="字符串列表")
    expects_object = Text(en="an object with string values", zh="值均为字符串的对象")
    expects_members = Text(en="{most} members at most", zh="最多 {most} 个成员")
    expects_kibibytes = Text(en="{most} KiB at most", zh="最多 {most} KiB")
    secret_variable_missing = Failure(
        en="The SecretKey of {environment} is read from the environment variable {variable}, which is not set.",
        en_hint="Set {variable} before starting weda-tui, or store the secret elsewhere (F2 F2).",
        zh="{environment} 的 SecretKey 取自环境变量 {variable}，但该变量未设置。",
        zh_hint="请先设置 {variable} 再启动 weda-tui，或按 F2 F2 修改存放位置。",
    )
    """``SECRET_MISSING`` if the reference is ``env:NAME``: ``{environment}``, ``{variable}``."""
    password_variable_missing = Failure(
        en="The password of {environment} is read from the environment variable {variable}, which is not set.",
        en_hint="Set {variable} before starting weda-tui, or store the secret elsewhere (F2 F2).",
        zh="{environment} 的密码取自环境变量 {variable}，但该变量未设置。",
        zh_hint="请先设置 {variable} 再启动 weda-tui，或按 F2 F2 修改存放位置。",
    )
    """``PASSWORD_MISSING`` if the reference is ``env:NAME``."""
    route_changed_no_secret = Failure(
        en="Not sent: after the route for {uses} was approved, {changes}.",
        en_hint="The route is now {route}. A stored SecretKey is valid for one address only. If the route is correct, enter the SecretKey again: weda-tui env secret {environment:shell} (in the explorer, press F2 twice for the form).",
        zh="请求未发送：批准{uses}的路由之后，{changes}。",
        zh_hint="现在会发送到 {route}。已存储的 SecretKey 仅用于一个地址；核对无误后，请为此地址重新输入：weda-tui env secret {environment:shell}（在界面中按两次 F2，在环境表单中填写）。",
    )
    """``ROUTE_CHANGED`` if no SecretKey is stored for the address."""
    route_changed_no_password = Failure(
        en="Not sent: after the route for {uses} was approved, {changes}.",
        en_hint="The route is now {route}. A stored password is valid for one address only. If the route is correct, enter the password again: weda-tui env secret {environment:shell} --password keyring (in the explorer, press F2 twice for the form).",
        zh="请求未发送：批准{uses}的路由之后，{changes}。",
        zh_hint="现在会发送到 {route}。已存储的密码仅用于一个地址；核对无误后，请为此地址重新输入：weda-tui env secret {environment:shell} --password keyring（在界面中按两次 F2，在环境表单中填写）。",
    )
    """``ROUTE_CHANGED`` if no password is stored for the address."""
    proxy_of_file = Text(
        en="It is set in {proxy_file} (proxy =), and NO_PROXY does not apply to it: check that it is running and allows this address. To connect without it, remove the line proxy = from the file.",
        zh="它由 {proxy_file} 中的 proxy = 指定，NO_PROXY 对它无效：请检查它是否已启动、是否放行此地址。如不使用代理，请删除文件中的 proxy = 一行。",
    )
    """The hint for a proxy that the file of an environment names: ``{proxy_file}``."""
    body_limit_passed = Failure(
        en="The response is larger than {limit}, the limit for a body; receiving was stopped.",
        en_hint="Request smaller pages, save it with weda-tui send … -o FILE, or raise body_limit (in MiB) in {file}.",
        zh="响应超过响应体上限 {limit}，已停止接收。",
        zh_hint="请减小分页大小后重新发送，或用 weda-tui send … -o FILE 保存为文件，或在 {file} 中调大 body_limit（单位 MiB）。",
    )
    """``BODY_TOO_BIG`` if a file sets the limit: ``{limit}``, ``{file}``."""
    secret_not_given = Failure(
        en="The SecretKey of {environment} must be entered each time, but none was entered.",
        en_hint='Try again and enter it; if there is no terminal, write secret_key = "env:NAME" in the environment file.',
        zh="{environment} 的 SecretKey 每次都需要输入，但此次没有输入。",
        zh_hint='请重试并输入；没有终端时，请在环境文件中写 secret_key = "env:变量名"。',
    )
    """``SECRET_MISSING`` if the reference is ``prompt``: ``{environment}``."""
    password_not_given = Failure(
        en="The password of {environment} must be entered each time, but none was entered.",
        en_hint='Try again and enter it; if there is no terminal, write password = "env:NAME" in the environment file.',
        zh="{environment} 的密码每次都需要输入，但此次没有输入。",
        zh_hint='请重试并输入；没有终端时，请在环境文件中写 password = "env:变量名"。',
    )
    """``PASSWORD_MISSING`` if the reference is ``prompt``."""
    approvals_damaged = Failure(
        en="Cannot read {file}: {reason}.",
        en_hint="It contains the approved routes; while it cannot be read, no route is approved. Move or delete {file}, then approve again: weda-tui env approve NAME",
        zh="无法读取 {file}：{reason}。",
        zh_hint="其中是已批准的路由；无法读取时，所有路由均视为未批准。请移走或删除 {file}，然后重新批准：weda-tui env approve 名称",
    )
    """``FILE_UNREADABLE`` for the file of approved routes, which no command repairs: ``{file}``."""
    tokens_damaged = Failure(
        en="Cannot read {file}: {reason}.",
        en_hint="It contains the tokens that are masked in files; while it cannot be read, no token is stored and no masked file is written. Move or delete {file}: new tokens are then requested.",
        zh="无法读取 {file}：{reason}。",
        zh_hint="其中是写入文件时需要脱敏的令牌；无法读取时，既不存储令牌，也不写入需要脱敏的文件。请移走或删除 {file}，之后会重新获取令牌。",
    )
    """``FILE_UNREADABLE`` for the file of tokens: ``{file}``."""
    refusal_holds = Text(
        en="No new attempt for {holds} s. To try now, run weda-tui token --refresh{options} or press Ctrl+T.",
        zh="{holds} 秒内不会重新获取；如需立即重试，请运行 weda-tui token --refresh{options} 或按 Ctrl+T。",
    )
    """Follows the hint of a refusal after which no token is requested for ``{holds}`` seconds.

    ``{options}`` are the options for the kind of token and the environment, each after a blank.
    """
    of_request = Text(en="{request}: {what}", zh="{request}：{what}")
    """Puts the name of a request before its error if there are several requests."""
