"""Failures: every sentence in both languages."""

from weda_tui.i18n.text import Failure, Text, Words


class ErrorWords(Words):
    """One field for every ``core.errors.ErrorCode``, with that code's parameters in braces."""

    host_empty = Failure(
        en="The address is empty.",
        en_hint="Give the one a browser opens WeDa with: http://10.20.4.18:8080.",
        zh="访问地址是空的。",
        zh_hint="填浏览器打开微搭用的地址，如 http://10.20.4.18:8080。",
    )
    host_no_scheme = Failure(
        en="{text} has no scheme.",
        en_hint="Write http://… or https://….",
        zh="{text} 前面没有协议。",
        zh_hint="写成 http://… 或 https://…。",
    )
    host_bad_scheme = Failure(
        en="Unknown scheme {scheme}.",
        en_hint="Only http and https work.",
        zh="不认识协议 {scheme}。",
        zh_hint="只能用 http 或 https。",
    )
    host_bad_name = Failure(
        en="{text} is no valid domain or address.",
        en_hint="Check the spelling.",
        zh="{text} 不是合法的域名或地址。",
        zh_hint="检查拼写。",
    )
    host_ambiguous = Failure(
        en="Programs do not agree on which host {text} is.",
        en_hint="Write it in its ASCII form (xn--…).",
        zh="{text} 指哪个主机，各程序的解析不一致。",
        zh_hint="改写成 ASCII 形式（xn--…）。",
    )
    host_bad_ip = Failure(
        en="{text} is no valid IP address.",
        en_hint="Four numbers from 0 to 255.",
        zh="{text} 不是合法的 IP。",
        zh_hint="要 4 段数字，每段 0 到 255。",
    )
    host_bad_port = Failure(
        en="The port of {text} is wrong.",
        en_hint="A port is a number from 1 to 65535.",
        zh="{text} 的端口不对。",
        zh_hint="端口是 1 到 65535 的数字。",
    )
    host_has_credentials = Failure(
        en="The address holds a user name or password.",
        en_hint="Remove the @ and all before it; the key goes into SecretKey.",
        zh="访问地址里带了用户名或密码。",
        zh_hint="把 @ 和它前面的删掉，密钥另填在 SecretKey 里。",
    )
    secret_ref_invalid = Failure(
        en="{text} is no place for a secret.",
        en_hint="Write keyring, file, prompt or env:NAME; the secret itself never stands here.",
        zh="{text} 不是密钥的存放处。",
        zh_hint="写 keyring、file、prompt 或 env:变量名；密钥本身不写在这里。",
    )
    name_invalid = Failure(
        en="{text} cannot be a name.",
        en_hint="It becomes a file name: no / \\ : or control characters, no dot in front.",
        zh="{text} 不能当名称。",
        zh_hint="名称会成为文件名：不用 / \\ : 和控制字符，不以点开头。",
    )

    no_environment = Failure(
        en="No environment yet.",
        en_hint="F2 in the explorer makes one, so does weda-tui env add.",
        zh="还没有环境。",
        zh_hint="界面里按 F2 新建，或用 weda-tui env add。",
    )
    chosen_environment_gone = Failure(
        en="The chosen environment {name} is not in this workspace.",
        en_hint="Say --env: {known}.",
        en_fallback="F2 in the explorer chooses another one.",
        zh="这个工作区里没有选中的环境 {name}。",
        zh_hint="加 --env，可选：{known}。",
        zh_fallback="界面里按 F2 换一个。",
    )
    environment_unknown = Failure(
        en="No environment is called {name}.",
        en_hint="Is it {nearest}?",
        en_fallback="weda-tui env list shows what there is.",
        zh="没有叫 {name} 的环境。",
        zh_hint="是 {nearest} 吗？",
        zh_fallback="weda-tui env list 列出已有的环境。",
    )
    not_in_trash = Failure(
        en="The trash holds no environment called {name}.",
        en_hint="Is it {nearest}?",
        en_fallback="weda-tui env restore shows what was removed.",
        zh="回收处没有叫 {name} 的环境。",
        zh_hint="是 {nearest} 吗？",
        zh_fallback="weda-tui env restore 列出删掉的环境。",
    )
    environment_not_chosen = Failure(
        en="There are several environments, and none was chosen.",
        en_hint="Say --env: {known}.",
        zh="有几个环境，没说用哪个。",
        zh_hint="加 --env，可选：{known}。",
    )
    chosen_env_type_gone = Failure(
        en="The chosen env type {env_type} is not in the environment {name}.",
        en_hint="Say --env-type ({known}), or choose another one in the explorer (F2).",
        zh="环境 {name} 里没有选中的环境类型 {env_type}。",
        zh_hint="加 --env-type，可选：{known}；或在界面里按 F2 换一个。",
    )
    env_type_unknown = Failure(
        en="This environment has no {env_type}.",
        en_hint="It has: {known}.",
        en_fallback="Add it there (F2 F2).",
        zh="这个环境里没有 {env_type}。",
        zh_hint="有的是：{known}。",
        zh_fallback="在环境里加上它（F2 F2）。",
    )
    endpoint_unknown = Failure(
        en="No endpoint or saved request is called {target}.",
        en_hint="Is it {nearest}?",
        en_fallback="weda-tui catalogue search finds one by a few letters.",
        zh="没有叫 {target} 的接口或保存的请求。",
        zh_hint="是 {nearest} 吗？",
        zh_fallback="weda-tui catalogue search 可以按几个字母找。",
    )
    endpoint_title_only = Failure(
        en="Only the name of {target} is known: no page tells its method and path.",
        en_hint="Define it yourself once you know them: F3, Esc, then 0 and W.",
        zh="{target} 只知其名：方法和路径没有文档。",
        zh_hint="查到以后自己定义它：F3、Esc，再按 0、W。",
    )
    variable_unknown = Failure(
        en="The variable {{{{{name}}}}} has no value.",
        en_hint="Is it {nearest}?",
        en_fallback="Give it one among the environment's variables (F2 F2), or by --set on the command line.",
        zh="变量 {{{{{name}}}}} 没有值。",
        zh_hint="是 {nearest} 吗？",
        zh_fallback="在环境的变量里给它一个值（F2 F2），命令行也可以用 --set。",
    )
    variable_cycle = Failure(
        en="Variables lead back to themselves: {names}.",
        en_hint="Give one of them a plain value (F2 F2).",
        zh="变量互相引用，绕回了自己：{names}。",
        zh_hint="把其中一个改成写明的值（F2 F2）。",
    )
    variable_too_large = Failure(
        en="The variable {{{{{name}}}}} grows too large, or is nested too deeply.",
        en_hint="A value may grow to 1 MB and nest 32 levels deep.",
        zh="变量 {{{{{name}}}}} 展开后太大，或套得太深。",
        zh_hint="一个值最多展开成 1 MB，最多套 32 层。",
    )
    url_invalid = Failure(
        en="{url} is no valid URL.",
        en_hint="It starts with http:// or https://, no blanks.",
        zh="{url} 不是合法的地址。",
        zh_hint="要 http:// 或 https:// 开头，中间没有空白。",
    )
    url_other_host = Failure(
        en="The URL goes to {host}, not to {expected} of this environment.",
        en_hint="A token never goes to another host: change the environment or the URL.",
        zh="地址指向 {host}，不是这个环境的 {expected}。",
        zh_hint="令牌不发给别的主机；换环境，或改地址。",
    )
    url_other_path = Failure(
        en="The path {path} is not below {expected} of this environment's address.",
        en_hint="Nothing is sent to another path, nor to one that dots, escapes or a header lead to: change the environment, the URL or the header.",
        zh="路径 {path} 不在这个环境的地址 {expected} 之下。",
        zh_hint=(
            "请求不发给别的路径，也不发给用 ..、转义或请求头绕到的路径；换环境，或改地址、请求头。"
        ),
    )
    header_invalid = Failure(
        en="The header {name} is not valid.",
        en_hint="Letters, digits and - in the name, no line break in the value.",
        zh="请求头 {name} 不合法。",
        zh_hint="名称只用字母、数字和 -，值里不能有换行。",
    )
    host_header_other = Failure(
        en="The header {name} names {host}, not {expected}, the deployment's own: not sent.",
        en_hint="Such a header would take the request to another host behind the same address: remove it, or set the environment's address instead.",
        zh="请求头 {name} 指向 {host}，不是该部署自己的 {expected}，没有发送。",
        zh_hint="这样的请求头会把请求带到同一地址后面的另一个主机：请删掉它，或改环境的地址。",
    )

    toml_syntax = Failure(
        en="{file} is not TOML at line {line}, column {column}.",
        en_hint="Correct that; the file was not touched.",
        zh="{file} 第 {line} 行第 {column} 列不是 TOML。",
        zh_hint="改好那里；文件没有动过。",
    )
    toml_unknown_key = Failure(
        en="{file} line {line}: unknown key {key}.",
        en_hint="Is it {nearest}?",
        en_fallback="Remove it, or rename it as documented.",
        zh="{file} 第 {line} 行：不认识 {key}。",
        zh_hint="是 {nearest} 吗？",
        zh_fallback="删掉它，或对照文档改名。",
    )
    toml_missing_key = Failure(
        en="{file} lacks {key}.",
        en_hint="Add it to the file.",
        zh="{file} 缺少 {key}。",
        zh_hint="在文件里补上它。",
    )
    toml_bad_value = Failure(
        en="{file} line {line}: wrong value for {key}.",
        en_hint="It takes {expected}.",
        zh="{file} 第 {line} 行：{key} 的值不对。",
        zh_hint="这里要 {expected}。",
    )
    key_taken = Failure(
        en="{file} line {line}: {key} is already the key of {other}.",
        en_hint="Give {command} another key, or {other} too.",
        zh="{file} 第 {line} 行：{key} 已经是 {other} 的键。",
        zh_hint="给 {command} 换一个键，或把 {other} 也换掉。",
    )
    nothing_to_explain = Failure(
        en="There is no answer, error code or HTTP status in this text.",
        en_hint="Paste the body, the output of curl -i, or a log line with its code.",
        zh="这段文本里找不到回答、错误码或 HTTP 状态。",
        zh_hint="贴回答的正文、curl -i 的输出，或带 code 的日志行。",
    )
    rule_invalid = Failure(
        en="The success rule {rule} stops making sense at character {column}.",
        en_hint="It takes a JSONPath condition, for example $.status == 'done'.",
        zh="成功规则 {rule} 从第 {column} 个字符起看不懂。",
        zh_hint="要一个 JSONPath 条件，例如 $.status == 'done'。",
    )
    data_width = Failure(
        en="{file} line {line} has {found} columns, the header has {expected}.",
        en_hint="Add the commas that are missing, or quote a value that holds one.",
        zh="{file} 第 {line} 行有 {found} 列，表头有 {expected} 列。",
        zh_hint="补齐逗号，或给带逗号的值加双引号。",
    )
    data_csv = Failure(
        en="{file} line {line} is not CSV.",
        en_hint="See whether its quotes come in pairs.",
        zh="{file} 第 {line} 行不是 CSV。",
        zh_hint="看看这一行的双引号是不是成对。",
    )
    data_column_twice = Failure(
        en="{file} has two columns called {name}.",
        en_hint="Each column needs its own name: a variable's.",
        zh="{file} 的表头里有两个 {name}。",
        zh_hint="每列的名称都要不同：它是变量名。",
    )
    data_not_objects = Failure(
        en="Item {number} of {file} is not a JSON object.",
        en_hint='It takes an array of objects, such as [{{"id": 1}}], or CSV with a header.',
        zh="{file} 的第 {number} 项不是 JSON 对象。",
        zh_hint='要一个对象的数组，例如 [{{"id": 1}}]，或者带表头的 CSV。',
    )
    data_too_many = Failure(
        en="{file} has more than {count} rows.",
        en_hint="Split it into several files.",
        zh="{file} 超过 {count} 行。",
        zh_hint="把它分成几个文件。",
    )
    data_empty = Failure(
        en="{file} has no row of data.",
        en_hint="The first line is the header; the requests run once for each line after it.",
        zh="{file} 里没有一行数据。",
        zh_hint="第一行是表头，从第二行起每行跑一遍。",
    )
    depends_cycle = Failure(
        en="Requests depend on each other in a circle: {names}.",
        en_hint="Take one of the depends out.",
        zh="请求互相依赖，绕成了一圈：{names}。",
        zh_hint="去掉其中一个 depends。",
    )
    depends_failed = Failure(
        en="Not sent: {path}, which it depends on, did not pass. {reason}",
        en_hint="Have {path} pass first: open it, or run it: 0, then R.",
        zh="没有发送：它依赖的 {path} 没有通过。{reason}",
        zh_hint="先让 {path} 通过：打开它，或按 0、R 运行。",
    )
    run_empty = Failure(
        en="There is no request in {path}.",
        en_hint="Give the path of a request or a folder.",
        zh="{path} 里没有请求。",
        zh_hint="换一个请求、文件夹或集合的路径。",
    )
    file_unreadable = Failure(
        en="Cannot read {file}: {reason}.",
        en_hint="Check the path and its permissions.",
        zh="读不了 {file}：{reason}。",
        zh_hint="检查路径和权限。",
    )
    body_file_outside = Failure(
        en=(
            "The body names the file {file}, which is no plain file inside the workspace: not sent."
        ),
        en_hint="Copy it into the workspace and give its path from there, like uploads/report.pdf. Hidden files, and links that lead out, are never sent.",
        zh="请求体引用的文件 {file} 不是工作区里的普通文件，没有发送。",
        zh_hint="把它复制到工作区，写相对工作区的路径，例如 uploads/report.pdf。隐藏文件和指向工作区外的链接一律不发送。",
    )
    body_file_private = Failure(
        en="The body names the file {file}, which holds a private key, or is a certificate or key of an environment: not sent.",
        en_hint="Keys never leave in a body, whoever wrote it. Take the reference out; to send a certificate, name a copy without its key, with an ending as .crt.",
        zh="请求体引用的文件 {file} 含有私钥，或是某个环境的证书或密钥文件，没有发送。",
        zh_hint="私钥一律不随请求体发送，无论请求是谁写的。请去掉这处引用；要发送证书，请引用一份不含私钥的副本，扩展名用 .crt 之类。",
    )
    body_file_too_big = Failure(
        en="The file {file} in the body is over {limit}.",
        en_hint="Send a smaller one; nothing was sent.",
        zh="请求体里的文件 {file} 超过 {limit}。",
        zh_hint="换一个小些的文件；没有发送。",
    )
    body_file_boundary = Failure(
        en="The file {file} contains the boundary of the form: the server would cut it there.",
        en_hint="Choose another boundary, in Content-Type and in the body; nothing was sent.",
        zh="文件 {file} 的内容里有表单的分隔符，服务器会在那里截断。",
        zh_hint="在 Content-Type 和请求体里换一个 boundary；没有发送。",
    )
    link_outside = Failure(
        en="{file} in the workspace is a link that leads out of the workspace, to {target}: it is neither read nor written.",
        en_hint="A workspace may come from somebody else, so links out of it, and into hidden folders of it, are not followed. Remove the link, or put a plain file or folder in its place.",
        zh="工作区里的 {file} 是指向工作区外的符号链接（指向 {target}），没有读取，也没有写入。",
        zh_hint="工作区可能来自他人，因此不访问指向工作区外或其隐藏文件夹的链接。请删除该链接，或换成普通文件或文件夹。",
    )
    file_unwritable = Failure(
        en="Cannot write {file}: {reason}.",
        en_hint="The old file is intact; check disk and permissions.",
        zh="写不了 {file}：{reason}。",
        zh_hint="旧文件没有动过；检查磁盘和权限。",
    )
    file_changed = Failure(
        en="{file} was changed elsewhere.",
        en_hint="Reload it, or save under another name.",
        zh="{file} 在别处改过了。",
        zh_hint="重新载入，或另存为。",
    )
    file_exists = Failure(
        en="{file} is already there.",
        en_hint="Choose another name; case does not count.",
        zh="{file} 已经有了。",
        zh_hint="换一个名称；只差大小写也算相同。",
    )
    openapi_invalid = Failure(
        en="{path} of {file} cannot be read: {reason}.",
        en_hint="Correct that and import it again.",
        zh="{file} 里的 {path} 读不了：{reason}。",
        zh_hint="改好那里，再导入一次。",
    )
    no_key = Failure(
        en="{environment} lacks SecretId or SecretKey, which this call takes.",
        en_hint="Fill them in: F2 F2 opens the environment's form.",
        zh="{environment} 缺 SecretId 或 SecretKey，这个调用要用它们。",
        zh_hint="按 F2 F2 打开环境表单填上。",
    )
    no_user = Failure(
        en="{environment} lacks user name or password, so there is no user token.",
        en_hint="Fill them in: F2 F2 opens the form; env add takes --username and --password.",
        zh="{environment} 缺用户名或密码，取不到用户令牌。",
        zh_hint="按 F2 F2 打开环境表单填上；命令行新建环境用 --username 和 --password。",
    )
    openapi_version = Failure(
        en="{file} is no OpenAPI 3 document: it says {version}.",
        en_hint="Use OpenAPI 3.0 or 3.1; convert Swagger 2.0 to 3.0 first.",
        zh="{file} 不是 OpenAPI 3 文档：它自称 {version}。",
        zh_hint="用 OpenAPI 3.0 或 3.1；Swagger 2.0 先转换成 3.0。",
    )
    openapi_webhooks = Failure(
        en="The webhooks of {file} are left out: {count}.",
        en_hint="The other side makes these calls; none can be sent from here.",
        zh="{file} 里的 {count} 个 webhook 没有导入。",
        zh_hint="它们由对方来调用，这里发不出去。",
    )
    openapi_server = Failure(
        en="{file} is served at {server}, which is no environment's address.",
        en_hint="Its calls go to the environment that is selected; add one for {server}, or select yours.",
        zh="{file} 的服务地址是 {server}，没有哪个环境用这个地址。",
        zh_hint="里面的调用会发到当前选中的环境；请为 {server} 新建环境，或选好要用的环境。",
    )
    document_syntax = Failure(
        en="{file} cannot be read past line {line}, column {column}: {reason}.",
        en_hint="Correct that and import it again.",
        zh="{file} 第 {line} 行第 {column} 列读不下去：{reason}。",
        zh_hint="改好那里，再导入一次。",
    )
    document_too_big = Failure(
        en="{file} is over {limit}.",
        en_hint="Split it and import the parts.",
        zh="{file} 超过 {limit}。",
        zh_hint="拆成几个文档，分别导入。",
    )
    postman_invalid = Failure(
        en="{file} is no Postman environment: {path} has another shape.",
        en_hint="Export the environment from Postman again.",
        zh="{file} 不是 Postman 的环境：{path} 的形状不对。",
        zh_hint="在 Postman 里重新导出这个环境。",
    )
    postman_no_host = Failure(
        en="{file} holds no address, so it makes no new environment.",
        en_hint="Add a variable vars.host, or add its variables to an environment with --into.",
        zh="{file} 里没有访问地址，建不成新环境。",
        zh_hint="加一个变量 vars.host；或者用 --into 把变量加进已有的环境。",
    )
    import_format = Failure(
        en="{format} cannot be imported yet.",
        en_hint=(
            "What can be: OpenAPI 3.0 and 3.1, JSON or YAML; environments and globals of Postman."
        ),
        zh="还不能导入 {format}。",
        zh_hint="现在能导入 OpenAPI 3.0 和 3.1（JSON 或 YAML），和 Postman 的环境、全局变量。",
    )
    import_unknown = Failure(
        en="Nothing says what {file} is.",
        en_hint="Postman collections and environments, OpenAPI 3, HAR, curl commands and HTTP messages can be imported; rows of data are for a run.",
        zh="认不出 {file} 是什么。",
        zh_hint="能导入 Postman 集合和环境、OpenAPI 3、HAR、curl 命令、HTTP 消息；一行行的数据在运行时用。",
    )
    import_blank = Failure(
        en="{file} is empty.",
        en_hint=(
            "Nothing was imported. In a pipe, check that the command before it printed something."
        ),
        zh="{file} 是空的。",
        zh_hint="什么都没有导入。接管道时看看前一个命令有没有输出。",
    )
    import_empty = Failure(
        en="{file} looks like {format}, but there is no request in it.",
        en_hint="Nothing was imported. Check that it is the right file, whole.",
        zh="{file} 看起来是 {format}，但里面没有请求。",
        zh_hint="什么都没有导入。看看文件对不对、是否完整。",
    )
    export_empty = Failure(
        en="{target} has no request that can be exported as {format}: {names}.",
        en_hint="Nothing was written. Each of its requests needs a url and a method that {format} knows, or a known endpoint.",
        zh="{target} 里没有能导出为 {format} 的请求：{names}。",
        zh_hint=(
            "什么都没有写入。每个请求要有 url 和 {format} 认识的 method，或者一个已知的 endpoint。"
        ),
    )
    export_address_open = Failure(
        en="its path holds {names}, whose value is not known until it is sent.",
        en_hint="Below the path of a deployment such a value may lead to another one: write it in the URL, or give the request a variable of its own.",
        zh="路径中有 {names}，其值在发送时才知道。",
        zh_hint="部署带路径前缀时，这样的值可能通向别的部署：请写进 URL，或在请求中定义该变量。",
    )
    export_address_secret = Failure(
        en="its address holds {names}.",
        en_hint="Programs print the addresses that they call: send a token or a key in a header or in the body.",
        zh="URL 中有 {names}。",
        zh_hint="其他程序会打印所调用的 URL：请将令牌和密钥放进请求头或正文。",
    )
    export_foreign_variable = Failure(
        en="it holds {names}, which other programs read as something of their own.",
        en_hint="Such a name may read a secret of whoever runs the export: give the variable a name of letters, digits, - and _, or remove it.",
        zh="其中有 {names}，其他程序会按自己的含义解析。",
        zh_hint=(
            "这类名称可能读取运行者的密钥：请将变量改名（只用字母、数字、- 和 _），或删除它。"
        ),
    )
    export_sends_secret = Failure(
        en="it would send {names} to {host}.",
        en_hint="Only text without variables goes to another host, never a token or a key: change the URL, or write the value in place of {names}.",
        zh="会把 {names} 发往 {host}。",
        zh_hint="发往别的主机的内容不能含变量、令牌和密钥：改 URL，或将 {names} 换成具体的值。",
    )
    import_invalid = Failure(
        en="{file} looks like {format}, but {path} is not what stands there in one.",
        en_hint=(
            "Nothing was imported. Export it once more, as Postman v2.1 where there is a choice."
        ),
        zh="{file} 看起来是 {format}，但 {path} 处不是该格式的内容。",
        zh_hint="什么都没有导入。重新导出一次；能选的话选 Postman v2.1。",
    )
    import_nested = Failure(
        en="{file} has folders more than {limit} levels deep.",
        en_hint="Nothing was imported. Paths of that length do not fit every file system.",
        zh="{file} 的文件夹超过 {limit} 层。",
        zh_hint="什么都没有导入。这么长的路径不是每个文件系统都放得下。",
    )
    import_quote_open = Failure(
        en="A quote in line {line} of {file} never ends.",
        en_hint="Nothing was imported. Copy the whole command.",
        zh="{file} 第 {line} 行的引号没有结束。",
        zh_hint="什么都没有导入。请复制完整的命令。",
    )
    model_name_invalid = Failure(
        en="“{text}” is no key of a data model.",
        en_hint="A key holds letters, digits and underscores and does not start with a digit.",
        zh="“{text}”不是数据模型的标识。",
        zh_hint="标识由字母、数字、下划线组成，不以数字开头。",
    )
    models_unreadable = Failure(
        en="The answer holds no list of data models.",
        en_hint="A model can be added by its key all the same.",
        zh="回答里没有数据模型列表。",
        zh_hint="仍然可以按标识添加一个模型。",
    )
    module_taken = Failure(
        en="{name} ships with the program.",
        en_hint="Choose another name (--into).",
        zh="{name} 是自带的模块。",
        zh_hint="给要导入的换一个名称（--into）。",
    )
    module_unknown = Failure(
        en="No module is called {name}.",
        en_hint="weda-tui catalogue list shows them all.",
        zh="没有叫 {name} 的模块。",
        zh_hint="weda-tui catalogue list 列出全部。",
    )
    own_call_fixed = Failure(
        en="{file}: {action} is documented and stays as it is.",
        en_hint="Remove that part; for another form, add an endpoint of your own.",
        zh="{file}：{action} 有文档，不能改写。",
        zh_hint="删掉这一段；要别的写法，另加一个自己的接口。",
    )
    own_call_lost = Failure(
        en="{file}: {action} is only half said, and the document has it no longer.",
        en_hint="Add its method and path, or remove that part.",
        zh="{file}：{action} 只写了一部分，文档里已经没有它。",
        zh_hint="补上方法和路径，或删掉这一段。",
    )
    secret_in_request = Failure(
        en="{part} holds a secret or a token, so nothing was saved: others read these files.",
        en_hint="Write a variable in its place: {{{{name}}}}, {{{{access_token}}}} for the token. Its own header can be left out: it is added on the way.",
        zh="{part} 里有密钥或令牌，没有存：集合里的文件是给人看的。",
        zh_hint="请改成变量，如 {{{{name}}}}，令牌写成 {{{{access_token}}}}；令牌的请求头也可以去掉，发送时自己会加上。",
    )
    token_misplaced = Failure(
        en="{{{{{name}}}}} is a token or a secret outside the Authorization header, where a server may keep it and show it to others.",
        en_hint="A token belongs in the Authorization header. That header can be left out: it is added on the way.",
        zh="{{{{{name}}}}} 是令牌或密钥，却写在 Authorization 请求头以外，服务器可能存下来，给别人看到。",
        zh_hint="令牌只能放在 Authorization 请求头里；这个请求头也可以去掉，发送时自己会加上。",
    )
    secret_hidden = Failure(
        en="The request holds ••••••••, where a secret of this machine stood.",
        en_hint="Type what belongs there, or write a variable: {{{{name}}}}. What leaves must not tell that it was hidden.",
        zh="请求里有 ••••••••，那里原来是本机的密钥。",
        zh_hint="请重新填上，或改成变量，如 {{{{name}}}}：发出的内容不能透露这里藏过什么。",
    )
    secret_in_rule = Failure(
        en="The success rule holds a secret or a token, so it was not saved: others read it.",
        en_hint="Compare another field, or ask only whether this one is there: $.token.",
        zh="成功规则里有密钥或令牌，没有保存：规则文件其他人也会看到。",
        zh_hint="请改为比较其他字段，或只判断该字段是否存在：$.token。",
    )
    history_broken = Failure(
        en="The history was damaged and is kept as {kept}.",
        en_hint="It starts anew from here; the old file was not deleted.",
        zh="历史文件坏了，已另存为 {kept}。",
        zh_hint="从现在起重新记；旧的那份没有删。",
    )
    history_newer = Failure(
        en="{file} was written by a newer weda-tui; this one cannot read it.",
        en_hint="Upgrade weda-tui; the file was not touched.",
        zh="{file} 是更新的 weda-tui 写的，这一版读不了。",
        zh_hint="升级 weda-tui；文件没有动过。",
    )
    history_unknown = Failure(
        en="The history has no entry {id}.",
        en_hint="weda-tui history lists what it has.",
        zh="历史里没有第 {id} 条。",
        zh_hint="weda-tui history 列出有的。",
    )
    secret_missing = Failure(
        en="The SecretKey of {environment} is not in {ref}.",
        en_hint="A stored secret is kept for one address; enter it again for a new one: weda-tui env secret {environment:shell} (in the explorer, press F2 twice for the form).",
        zh="{environment} 的 SecretKey 不在 {ref} 里。",
        zh_hint="存着的密钥只给一个地址用，换了地址要再输入一次：weda-tui env secret {environment:shell}（界面里按两次 F2，在环境表单里填）。",
    )
    password_missing = Failure(
        en="The password of {environment} is not in {ref}.",
        en_hint="A stored password is kept for one address; enter it again for a new one: weda-tui env secret {environment:shell} --password keyring (in the explorer, press F2 twice for the form).",
        zh="{environment} 的密码不在 {ref} 里。",
        zh_hint="存着的密码只给一个地址用，换了地址要再输入一次：weda-tui env secret {environment:shell} --password keyring（界面里按两次 F2，在环境表单里填）。",
    )

    dns_failed = Failure(
        en="Host {host} not found.",
        en_hint="Check the spelling, this machine's DNS and VPN.",
        zh="找不到主机 {host}。",
        zh_hint="检查拼写，以及本机的 DNS 和 VPN。",
    )
    connection_refused = Failure(
        en="Nothing listens on {host}:{port}.",
        en_hint="Is the port right?",
        zh="{host}:{port} 没有程序在听。",
        zh_hint="端口对吗？",
    )
    host_unreachable = Failure(
        en="Host {host}:{port} does not respond, though the network is up.",
        en_hint="Is the host on? Check the VPN and the firewall.",
        zh="到不了主机 {host}:{port}：网络通，但它没有应答。",
        zh_hint="主机开着吗？检查 VPN 和防火墙。",
    )
    network_unreachable = Failure(
        en="No way from this machine to {host}:{port}.",
        en_hint="Check this machine's network and VPN.",
        zh="到不了 {host}:{port}：本机没有去那里的路。",
        zh_hint="检查本机的网络和 VPN。",
    )
    connection_reset = Failure(
        en="{host}:{port} cut the connection off.",
        en_hint="It was cut after {received}. Firewalls and gateways in between do that.",
        en_fallback=(
            "Not a byte came. Firewalls and gateways in between do that; is the port right?"
        ),
        zh="{host}:{port} 掐断了连接。",
        zh_hint="收到 {received} 之后被掐断。中间的防火墙或网关常这样做。",
        zh_fallback="一个字节也没有收到。中间的防火墙或网关常这样做；端口对吗？",
    )
    connection_lost = Failure(
        en="{host}:{port} closed the connection midway.",
        en_hint="{received} came, not all. See the logs of the deployment and its gateway.",
        en_fallback=(
            "Not a byte came. See the logs of the deployment and its gateway; is the port right?"
        ),
        zh="{host}:{port} 中途断开了连接。",
        zh_hint="收到 {received}，没有收完。看部署和网关的日志。",
        zh_fallback="一个字节也没有收到。看部署和网关的日志；端口对吗？",
    )
    tls_unknown_ca = Failure(
        en="The certificate of {host} comes from an unknown authority.",
        en_hint="Name the authority's CA file in the environment.",
        zh="{host} 的证书由不认识的机构签发。",
        zh_hint="在环境里指定机构的 CA 文件。",
    )
    tls_wrong_host = Failure(
        en="The certificate of {host} is for another name.",
        en_hint="Use the domain on the certificate, or change the certificate.",
        zh="{host} 的证书是发给别的名称的。",
        zh_hint="访问地址换成证书上的域名，或换一张证书。",
    )
    tls_expired = Failure(
        en="The certificate of {host} has expired.",
        en_hint="Renew it; check this machine's clock too.",
        zh="{host} 的证书过期了。",
        zh_hint="换证书；本机时钟也看一眼。",
    )
    tls_not_yet_valid = Failure(
        en="The certificate of {host} is not valid yet.",
        en_hint="Is this machine's clock slow? If not, wait for it or change the certificate.",
        zh="{host} 的证书还没有生效。",
        zh_hint="本机时钟慢了吗？不慢就等它生效，或换证书。",
    )
    tls_protocol = Failure(
        en="No TLS version or cipher in common with {host}: {reason}.",
        en_hint="The deployment has to offer TLS 1.2 or 1.3 with a usual cipher.",
        zh="与 {host} 谈不拢 TLS 的版本或算法：{reason}。",
        zh_hint="部署要开 TLS 1.2 或 1.3，和常用的算法。",
    )
    tls_client_wanted = Failure(
        en="{host} asks for a client certificate.",
        en_hint="Name one in the environment; an administrator gives it out.",
        zh="{host} 要客户端证书。",
        zh_hint="在环境里指定客户端证书；找管理员要一张。",
    )
    tls_failed = Failure(
        en="No TLS with {host}: {reason}.",
        en_hint="Check scheme and port.",
        zh="与 {host} 建不成 TLS：{reason}。",
        zh_hint="检查协议和端口。",
    )
    https_on_http_port = Failure(
        en="{host}:{port} speaks HTTP, not HTTPS.",
        en_hint="Change the address to http://.",
        zh="{host}:{port} 说的是 HTTP，不是 HTTPS。",
        zh_hint="把地址改成 http://。",
    )
    http_on_https_port = Failure(
        en="The address says http://, but {host}:{port} speaks TLS (HTTPS).",
        en_hint="Change the address to https://.",
        zh="地址写的是 http://，而 {host}:{port} 用的是 TLS（HTTPS）。",
        zh_hint="把地址改成 https://。",
    )
    ca_file_invalid = Failure(
        en="{file} is no usable CA certificate.",
        en_hint=(
            "A PEM file starts with BEGIN CERTIFICATE; a relative path begins in the workspace."
        ),
        zh="{file} 不是可用的 CA 证书。",
        zh_hint="要 PEM 文件，以 BEGIN CERTIFICATE 开头；相对路径从工作区算起。",
    )
    client_certificate_invalid = Failure(
        en="The client certificate cannot be used: {file}.",
        en_hint="PEM files, a certificate and its own key, the key without a password; a relative path begins in the workspace.",
        zh="客户端证书用不了：{file}。",
        zh_hint="要 PEM 文件，证书和私钥成对，私钥不带密码；相对路径从工作区算起。",
    )
    proxy_name = Failure(
        en="The proxy {proxy} was not found.",
        en_hint="Check HTTP_PROXY and HTTPS_PROXY; NO_PROXY exempts an intranet.",
        zh="找不到代理 {proxy}。",
        zh_hint="检查 HTTP_PROXY 和 HTTPS_PROXY 的拼写；内网地址可以写进 NO_PROXY。",
    )
    proxy_refused = Failure(
        en="Nothing listens at the proxy {proxy}.",
        en_hint="Is the proxy up? NO_PROXY exempts an intranet from it.",
        zh="代理 {proxy} 没有在听。",
        zh_hint="代理启动了吗？内网地址可以写进 NO_PROXY，就不经过它。",
    )
    proxy_auth = Failure(
        en="The proxy {proxy} asks for a user name and password.",
        en_hint="Put them into its address: http://user:password@host:port.",
        zh="代理 {proxy} 要用户名和密码。",
        zh_hint="写进代理地址：http://用户名:密码@主机:端口。",
    )
    proxy_denied = Failure(
        en="The proxy {proxy} refuses the way: {reason}.",
        en_hint="Have its administrator allow it; NO_PROXY exempts an intranet.",
        zh="代理 {proxy} 不肯接通：{reason}。",
        zh_hint="请代理的管理员放行；内网地址可以写进 NO_PROXY。",
    )
    proxy_failed = Failure(
        en="The proxy {proxy} did not connect.",
        en_hint="Check the environment's proxy; one that follows the system reads HTTP_PROXY and HTTPS_PROXY, and NO_PROXY exempts an intranet.",
        zh="代理 {proxy} 没有接通。",
        zh_hint=(
            "检查环境里的代理；跟随系统的话看 HTTP_PROXY、HTTPS_PROXY，内网地址可以写进 NO_PROXY。"
        ),
    )
    proxy_invalid = Failure(
        en="The proxy address of this machine cannot be read.",
        en_hint="Look at HTTP_PROXY, HTTPS_PROXY and ALL_PROXY: http://user:password@host:port, in the password / as %2F, # as %23, ? as %3F, @ as %40.",
        zh="本机设置的代理地址写法不对。",
        zh_hint="检查 HTTP_PROXY、HTTPS_PROXY、ALL_PROXY：http://用户名:密码@主机:端口，密码里的 / 写成 %2F，# 写成 %23，? 写成 %3F，@ 写成 %40。",
    )
    other_service = Failure(
        en="{host}:{port} is a {service} service, not HTTP.",
        en_hint="The port is wrong: use the one at which a browser opens WeDa.",
        zh="{host}:{port} 上是 {service} 服务，不是 HTTP。",
        zh_hint="端口写错了：用浏览器打开微搭的那个。",
    )
    protocol_error = Failure(
        en="{host}:{port} does not answer in HTTP.",
        en_hint="Is the port right?",
        zh="{host}:{port} 的回答不是 HTTP。",
        zh_hint="端口对吗？",
    )
    answer_broken = Failure(
        en="The answer of {host}:{port} breaks the rules of HTTP.",
        en_hint="A gateway or proxy in between may garble it: see its logs.",
        zh="{host}:{port} 的回答不合 HTTP 的规则。",
        zh_hint="可能是中间的网关或代理弄坏的：看它们的日志。",
    )
    coding_broken = Failure(
        en="The {coding} data of the answer is broken or cut.",
        en_hint="{received} came packed. See the gateway or proxy that packs the answers.",
        zh="回答的 {coding} 压缩数据坏了或不完整。",
        zh_hint="压缩着收到 {received}。看压缩回答的网关或代理。",
    )
    port_in_use = Failure(
        en="Port {port} is taken by another program.",
        en_hint="Choose another with --port.",
        zh="端口 {port} 已被别的程序占用。",
        zh_hint="用 --port 换一个端口。",
    )

    connect_timed_out = Failure(
        en="No connection to {host}:{port} in {seconds} s, given up.",
        en_hint="Neither a refusal nor a response: a firewall drops it, or the VPN is off. The limit is set per environment.",
        zh="{seconds} 秒内连不上 {host}:{port}，已放弃。",
        zh_hint="没有拒绝，也没有应答：多半是防火墙丢了包，或 VPN 没连。期限可在环境里改。",
    )
    timed_out = Failure(
        en="No answer in {seconds} s, given up.",
        en_hint="It was {phase}. The limit is set per environment.",
        zh="{seconds} 秒内没有回答，已放弃。",
        zh_hint="停在{phase}。期限可在环境里改。",
    )
    answer_timed_out = Failure(
        en="The answer was not complete in {seconds} s, given up.",
        en_hint="{received} came. Ask for smaller pages, or raise the limit in the environment.",
        en_fallback="Only its beginning came. Raise the limit in the environment.",
        zh="{seconds} 秒内没有收完回答，已放弃。",
        zh_hint="收到 {received}。缩小分页，或在环境里放宽期限。",
        zh_fallback="回答只来了开头。在环境里放宽期限。",
    )
    body_too_big = Failure(
        en="The answer passed {limit}, reception stopped.",
        en_hint="Ask for smaller pages.",
        zh="回答超过 {limit}，已停止接收。",
        zh_hint="缩小分页再发。",
    )
    body_not_stored = Failure(
        en="The body of the answer cannot be written to {file}: {reason}.",
        en_hint="Make room there, or correct its permissions.",
        zh="响应体写不进 {file}：{reason}。",
        zh_hint="请腾出空间，或改正权限。",
    )
    headers_too_big = Failure(
        en="The headers of the answer passed {limit}, the limit of the HTTP library (httpcore).",
        en_hint="It cannot be raised. Look for what fills them, such as cookies that pile up at a gateway or proxy.",
        zh="回答的响应头超过 {limit}，这是 HTTP 库（httpcore）的上限。",
        zh_hint="这个上限不能调。看看是什么撑大了响应头，例如网关或代理不断累积的 Cookie。",
    )
    token_too_big = Failure(
        en="The answer of the token endpoint passed {limit}, the limit for a token; reception stopped.",
        en_hint=(
            "No token is that long: something else answers at this address. Check the address."
        ),
        zh="令牌接口的回答超过令牌上限 {limit}，已停止接收。",
        zh_hint="令牌没有这么长：这个地址上回答的不是令牌接口。请检查地址。",
    )

    token_wrong_secret = Failure(
        en="The token endpoint rejects this SecretId and SecretKey (HTTP {status}).",
        en_hint="The server says: {detail}. Compare with the console's environment settings.",
        en_fallback="Compare with the console's environment settings.",
        zh="令牌接口不认这对 SecretId 和 SecretKey（HTTP {status}）。",
        zh_hint="服务器说：{detail}。到管理后台的环境配置页核对。",
        zh_fallback="到管理后台的环境配置页核对。",
    )
    token_wrong_password = Failure(
        en="Sign-in rejects this user name and password (HTTP {status}).",
        en_hint="The server says: {detail}. The password is wrong, or password sign-in is off; workflow calls are not affected.",
        en_fallback=(
            "The password is wrong, or password sign-in is off; workflow calls are not affected."
        ),
        zh="登录接口不认这个用户名和密码（HTTP {status}）。",
        zh_hint="服务器说：{detail}。密码不对，或没开“用户名密码登录”；审批流不受影响。",
        zh_fallback="密码不对，或没开“用户名密码登录”；审批流不受影响。",
    )
    token_captcha = Failure(
        en="Too many failed sign-ins: the deployment asks for a captcha (HTTP {status}).",
        en_hint="The server says: {detail}. Check the password, sign in again in a few minutes.",
        en_fallback="Check the password, sign in again in a few minutes.",
        zh="登录失败太多次，部署要图形验证码（HTTP {status}）。",
        zh_hint="服务器说：{detail}。先核对密码，过几分钟再登录。",
        zh_fallback="先核对密码，过几分钟再登录。",
    )
    token_sign_in_off = Failure(
        en="Password sign-in is off in this deployment (HTTP {status}).",
        en_hint="The server says: {detail}. Have an administrator turn it on.",
        en_fallback="Have an administrator turn it on.",
        zh="部署没开“用户名密码登录”（HTTP {status}）。",
        zh_hint="服务器说：{detail}。请管理员在登录方式里打开它。",
        zh_fallback="请管理员在登录方式里打开它。",
    )
    token_user_blocked = Failure(
        en="This user is blocked or not active yet (HTTP {status}).",
        en_hint="The server says: {detail}. Take another user, or have this one enabled.",
        en_fallback="Take another user, or have this one enabled.",
        zh="这个用户被冻结，或还没激活（HTTP {status}）。",
        zh_hint="服务器说：{detail}。换一个用户，或请管理员启用它。",
        zh_fallback="换一个用户，或请管理员启用它。",
    )
    token_wrong_address = Failure(
        en="{url} is no token endpoint (HTTP {status}).",
        en_hint="The address is the one a browser opens WeDa with; it has a path only where a gateway puts WeDa behind one.",
        zh="{url} 不是令牌接口（HTTP {status}）。",
        zh_hint="访问地址写浏览器打开微搭用的那个；只有网关把微搭放在某个路径下时才带路径。",
    )
    token_proxy_page = Failure(
        en="The token call got a web page, not JSON (HTTP {status}): it looks like a proxy's sign-in.",
        en_hint="Open {url} in a browser.",
        zh="令牌接口收到的是网页，不是 JSON（HTTP {status}）：像是代理的登录页。",
        zh_hint="在浏览器里打开 {url} 看看。",
    )
    token_not_json = Failure(
        en="The token endpoint did not answer in JSON (HTTP {status}).",
        en_hint="Check the address: is {url} really WeDa?",
        zh="令牌接口的回答不是 JSON（HTTP {status}）。",
        zh_hint="核对访问地址：{url} 真是微搭吗？",
    )
    token_empty = Failure(
        en="The token endpoint answered without an access_token (HTTP {status}).",
        en_hint="Check the address.",
        zh="令牌接口答了，但没有 access_token（HTTP {status}）。",
        zh_hint="核对访问地址。",
    )
    token_server_error = Failure(
        en="The token endpoint itself failed (HTTP {status}).",
        en_hint="The server says: {detail}. Key and password are not the reason; see the deployment's log.",
        en_fallback="Key and password are not the reason; see the deployment's log.",
        zh="令牌接口自己出错了（HTTP {status}）。",
        zh_hint="服务器说：{detail}。不是密钥或密码的问题，看部署的日志。",
        zh_fallback="不是密钥或密码的问题，看部署的日志。",
    )
    token_rate_limited = Failure(
        en="Too many token calls, rate limited (HTTP {status}).",
        en_hint="Ask again in {retry_after} s.",
        en_fallback="Wait a minute.",
        zh="取令牌太频繁，被限流（HTTP {status}）。",
        zh_hint="{retry_after} 秒后再取。",
        zh_fallback="过一分钟再取。",
    )
    token_refused = Failure(
        en="The token endpoint refused (HTTP {status}).",
        en_hint="The server says: {detail}.",
        en_fallback="Check what the environment says.",
        zh="令牌接口拒绝了（HTTP {status}）。",
        zh_hint="服务器说：{detail}。",
        zh_fallback="核对环境里填的。",
    )

    object_id_missing = Failure(
        en="There is no object id yet.",
        en_hint="An upload gives it: the line that begins with cloud://.",
        zh="还没填文件 ID。",
        zh_hint="上传后给的就是它：cloud:// 开头的一行。",
    )
    object_id_invalid = Failure(
        en="{text} is no object id.",
        en_hint="It begins with cloud:// and names bucket and path.",
        zh="{text} 不是文件 ID。",
        zh_hint="要以 cloud:// 开头，带存储桶和路径。",
    )
    object_path_invalid = Failure(
        en="{text} cannot be an object's path.",
        en_hint="No . or .. as a part, no control character, at most 850 bytes.",
        zh="{text} 不能做云端路径。",
        zh_hint="路径里不能有 . 或 .. 一段，不能有控制字符，最长 850 字节。",
    )
    object_path_twice = Failure(
        en="Two files would both become {object}.",
        en_hint="Upload one of them into another folder.",
        zh="有两个文件都会变成 {object}。",
        zh_hint="把其中一个传到别的文件夹。",
    )
    store_address_invalid = Failure(
        en="The answer names no usable address for {object}.",
        en_hint="Look at the call's body; nothing was connected to.",
        zh="回答里没有 {object} 可用的地址。",
        zh_hint="看这次调用的正文；哪儿也没有连。",
    )
    store_host_changed = Failure(
        en="The new address is at {host}, not at {expected}.",
        en_hint="Nothing was sent there. Start again to be asked about that host.",
        zh="新的地址在 {host}，不是 {expected}。",
        zh_hint="没有往那里发。重新开始，会先问你这台主机。",
    )
    upload_changed = Failure(
        en="{file} changed while it was being read.",
        en_hint="Upload it again once nobody writes to it.",
        zh="{file} 读到一半变了。",
        zh_hint="等没有程序在写它时再上传。",
    )
    download_exists = Failure(
        en="{file} is already there and stays as it is.",
        en_hint="Choose another place, or --force to replace it.",
        zh="{file} 已经有了，没有动它。",
        zh_hint="换一个位置；命令行加 --force 可以覆盖。",
    )
    transfer_stalled = Failure(
        en="Not a byte moved for {seconds} s, given up.",
        en_hint="It was {phase}. The limit is set per environment.",
        zh="{seconds} 秒里一个字节也没有动，已放弃。",
        zh_hint="停在{phase}。期限可在环境里改。",
    )

    guard_read_only = Failure(
        en="Not sent: {environment} · {env_type} is read-only.",
        en_hint="F2 F2 changes that; --yes does not.",
        zh="没有发出：{environment} · {env_type} 是只读。",
        zh_hint="F2 F2 里可以改；--yes 不管用。",
    )
    guard_needs_consent = Failure(
        en="Not sent: writing to {environment} · {env_type} needs a yes.",
        en_hint="Look at it with --dry-run first; --yes sends it.",
        zh="没有发出：写 {environment} · {env_type} 要先确认。",
        zh_hint="先用 --dry-run 看一遍，确实要发就加 --yes。",
    )
    guard_needs_name = Failure(
        en="Not sent: this call wants the name {environment} typed first ({env_type}).",
        en_hint="Look at it with --dry-run first; on the command line --yes stands for the name.",
        zh="没有发出：这次调用要先输入名称 {environment}（{env_type}）才发。",
        zh_hint="先用 --dry-run 看一遍；命令行上 --yes 就等于输入了名称。",
    )

    guard_call_changed = Failure(
        en="Not sent: with its token and its files in it, this is another call to {environment} · {env_type} than the one that was checked.",
        en_hint="Write the path, the headers and _method into the request itself, not into a file or the token, and send it again.",
        zh="没有发出：填入令牌和文件内容后，这已不是刚才检查的那次对 {environment} · {env_type} 的调用。",
        zh_hint="请把路径、请求头和 _method 直接写在请求里，不要放在文件或令牌里，然后重新发送。",
    )

    route_not_approved = Failure(
        en="Not sent: it is not approved in this workspace that {uses} may go to {route}.",
        en_hint="If that is right, approve it: weda-tui env approve {environment:shell}",
        zh="没有发出：这个工作区里还没有批准把{uses}发往 {route}。",
        zh_hint="核对无误再批准：weda-tui env approve {environment:shell}",
    )
    route_changed = Failure(
        en="Not sent: since the route of {uses} was approved, {changes}.",
        en_hint=(
            "It would go to {route}. If that is right: weda-tui env approve {environment:shell}"
        ),
        zh="没有发出：批准{uses}的路线之后，{changes}。",
        zh_hint="现在会发往 {route}。核对无误再批准：weda-tui env approve {environment:shell}",
    )
    route_changed_meanwhile = Failure(
        en="Not approved, nothing saved: the route of {environment} changed after it was shown.",
        en_hint="Look at what it is now: weda-tui env approve {environment:shell}",
        zh="没有批准，也没有保存：显示之后 {environment} 的路线变了。",
        zh_hint="先看它现在是什么：weda-tui env approve {environment:shell}",
    )
    route_other_fingerprint = Failure(
        en="Not approved: the fingerprint of {environment} and of what it sends is {fingerprint}, not {typed}.",
        en_hint="Look at what it is first: weda-tui env approve {environment:shell}",
        zh="没有批准：{environment} 的路线和要发的密钥，指纹是 {fingerprint}，不是 {typed}。",
        zh_hint="先看它是什么：weda-tui env approve {environment:shell}",
    )
    route_needs_person = Failure(
        en="Not approved: there is no terminal to ask on.",
        en_hint="If the route above is right: weda-tui env {command:shell} {environment:shell} --route {fingerprint}",
        zh="没有批准：这里没有终端可以询问。",
        zh_hint="上面的路线核对无误，就运行：weda-tui env {command:shell} {environment:shell} --route {fingerprint}",
    )


class ErrorDetailWords(Words):
    """Values of parameters that are words themselves, and the codes that need two sentences."""

    phase_token = Text(en="fetching a token", zh="取令牌")
    phase_connect = Text(en="connecting", zh="连接")
    phase_send = Text(en="sending the file", zh="发送文件")
    phase_wait = Text(en="waiting for the answer", zh="等待回答")
    phase_receive = Text(en="receiving the answer", zh="接收回答")
    no_such_file = Text(en="no such file or folder", zh="没有这个文件或文件夹")
    not_allowed = Text(en="permission denied", zh="没有权限")
    is_a_folder = Text(en="it is a folder", zh="它是一个文件夹")
    not_a_folder = Text(en="part of the path is no folder", zh="路径中间有一个不是文件夹")
    is_a_link = Text(en="it is a symbolic link", zh="它是一个符号链接")
    disk_full = Text(en="the disk is full", zh="磁盘满了")
    quota_full = Text(en="the disk quota is used up", zh="磁盘配额用完了")
    disk_read_only = Text(en="the disk is read-only", zh="那里的磁盘只读")
    secret_variable_missing = Failure(
        en="The SecretKey of {environment} is in the variable {variable}, which is not set.",
        en_hint="Set {variable} before the start, or choose another place with F2 F2.",
        zh="{environment} 的 SecretKey 在环境变量 {variable} 里，它没有值。",
        zh_hint="先设 {variable} 再启动，或按 F2 F2 改存放处。",
    )
    """``SECRET_MISSING`` where the reference is ``env:NAME``: ``{environment}``, ``{variable}``."""
    password_variable_missing = Failure(
        en="The password of {environment} is in the variable {variable}, which is not set.",
        en_hint="Set {variable} before the start, or choose another place with F2 F2.",
        zh="{environment} 的密码在环境变量 {variable} 里，它没有值。",
        zh_hint="先设 {variable} 再启动，或按 F2 F2 改存放处。",
    )
    """The same for ``PASSWORD_MISSING``."""
    route_changed_no_secret = Failure(
        en="Not sent: since the route of {uses} was approved, {changes}.",
        en_hint="It would go to {route}. A stored secret is kept for one address; if that is right, enter it again for this one: weda-tui env secret {environment:shell} (in the explorer, press F2 twice for the form).",
        zh="没有发出：批准{uses}的路线之后，{changes}。",
        zh_hint="现在会发往 {route}。存着的密钥只给一个地址用；核对无误，就为这个地址再输入一次：weda-tui env secret {environment:shell}（界面里按两次 F2，在环境表单里填）。",
    )
    """``ROUTE_CHANGED`` where the SecretKey is not kept for the address."""
    route_changed_no_password = Failure(
        en="Not sent: since the route of {uses} was approved, {changes}.",
        en_hint="It would go to {route}. A stored password is kept for one address; if that is right, enter it again for this one: weda-tui env secret {environment:shell} --password keyring (in the explorer, press F2 twice for the form).",
        zh="没有发出：批准{uses}的路线之后，{changes}。",
        zh_hint="现在会发往 {route}。存着的密码只给一个地址用；核对无误，就为这个地址再输入一次：weda-tui env secret {environment:shell} --password keyring（界面里按两次 F2，在环境表单里填）。",
    )
    """The same where the password is not."""
    proxy_of_file = Text(
        en="{proxy_file} names it (proxy =), and NO_PROXY does not apply to it: is it up, and does it let this address through? To go without it, remove the line proxy = from the file.",
        zh="它写在 {proxy_file} 的 proxy = 里，NO_PROXY 对它不起作用：看它是否启动、是否放行；不要经过它，就删掉文件里 proxy = 那一行。",
    )
    """What to do about a proxy that an environment's file names: ``{proxy_file}``."""
    body_limit_passed = Failure(
        en="The answer passed {limit}, the limit for a body; reception stopped.",
        en_hint="Ask for smaller pages, save it with weda-tui send … -o FILE, or raise body_limit (in MiB) in {file}.",
        zh="回答超过响应体上限 {limit}，已停止接收。",
        zh_hint="缩小分页再发；或用 weda-tui send … -o FILE 存成文件；或调大 {file} 里的 body_limit（单位 MiB）。",
    )
    """``BODY_TOO_BIG`` where a file sets the limit: ``{limit}``, ``{file}``."""
    secret_not_given = Failure(
        en="The SecretKey of {environment} is asked for each time, and none was given.",
        en_hint=(
            'Again, and type it; without a terminal to ask on, write secret_key = "env:NAME".'
        ),
        zh="{environment} 的 SecretKey 每次都要问，这次没有给。",
        zh_hint="再来一次，当场输入；没有终端可问，就把 secret_key 改成 env:变量名。",
    )
    """``SECRET_MISSING`` where the reference is ``prompt``: ``{environment}``."""
    password_not_given = Failure(
        en="The password of {environment} is asked for each time, and none was given.",
        en_hint='Again, and type it; without a terminal to ask on, write password = "env:NAME".',
        zh="{environment} 的密码每次都要问，这次没有给。",
        zh_hint="再来一次，当场输入；没有终端可问，就把 password 改成 env:变量名。",
    )
    """The same for ``PASSWORD_MISSING``."""
    approvals_damaged = Failure(
        en="Cannot read {file}: {reason}.",
        en_hint="It holds the approved routes; without it none is approved. Move or delete {file}, then approve again: weda-tui env approve NAME",
        zh="读不了 {file}：{reason}。",
        zh_hint="里面是批准过的路线，读不了就一条也不算批准。移走或删除 {file}，再重新批准：weda-tui env approve 名称",
    )
    """``FILE_UNREADABLE`` of the approved routes, which no command repairs: ``{file}``."""
    refusal_holds = Text(
        en="No new attempt for {holds} s; to try at once: Ctrl+T or weda-tui token --refresh",
        zh="{holds} 秒内不再去要；要马上再试，按 Ctrl+T 或用 weda-tui token --refresh。",
    )
    """Follows the hint of a refusal by which nobody asks again for ``{holds}`` seconds."""
