"""Failures: every sentence in both languages."""

from weda_tui.i18n.text import FailureText, Localized, Text, Words


class ErrorWords(Words):
    """One field for every ``core.errors.ErrorCode``, with that code's parameters in braces."""

    host_empty = Localized(
        en=FailureText(
            "The address is empty.",
            "Give the one a browser opens WeDa with: http://10.20.4.18:8080.",
        ),
        zh=FailureText("访问地址是空的。", "填浏览器打开微搭用的地址，如 http://10.20.4.18:8080。"),
    )
    host_no_scheme = Localized(
        en=FailureText("{text} has no scheme.", "Write http://… or https://…."),
        zh=FailureText("{text} 前面没有协议。", "写成 http://… 或 https://…。"),
    )
    host_bad_scheme = Localized(
        en=FailureText("Unknown scheme {scheme}.", "Only http and https work."),
        zh=FailureText("不认识协议 {scheme}。", "只能用 http 或 https。"),
    )
    host_bad_name = Localized(
        en=FailureText("{text} is no valid domain or address.", "Check the spelling."),
        zh=FailureText("{text} 不是合法的域名或地址。", "检查拼写。"),
    )
    host_ambiguous = Localized(
        en=FailureText(
            "Programs do not agree on which host {text} is.", "Write it in its ASCII form (xn--…)."
        ),
        zh=FailureText("{text} 指哪个主机，各程序的解析不一致。", "改写成 ASCII 形式（xn--…）。"),
    )
    host_bad_ip = Localized(
        en=FailureText("{text} is no valid IP address.", "Four numbers from 0 to 255."),
        zh=FailureText("{text} 不是合法的 IP。", "要 4 段数字，每段 0 到 255。"),
    )
    host_bad_port = Localized(
        en=FailureText("The port of {text} is wrong.", "A port is a number from 1 to 65535."),
        zh=FailureText("{text} 的端口不对。", "端口是 1 到 65535 的数字。"),
    )
    host_has_credentials = Localized(
        en=FailureText(
            "The address holds a user name or password.",
            "Remove the @ and all before it; the key goes into SecretKey.",
        ),
        zh=FailureText(
            "访问地址里带了用户名或密码。", "把 @ 和它前面的删掉，密钥另填在 SecretKey 里。"
        ),
    )
    secret_ref_invalid = Localized(
        en=FailureText(
            "{text} is no place for a secret.",
            "Write keyring, file, prompt or env:NAME; the secret itself never stands here.",
        ),
        zh=FailureText(
            "{text} 不是密钥的存放处。",
            "写 keyring、file、prompt 或 env:变量名；密钥本身不写在这里。",
        ),
    )
    name_invalid = Localized(
        en=FailureText(
            "{text} cannot be a name.",
            "It becomes a file name: no / \\ : or control characters, no dot in front.",
        ),
        zh=FailureText(
            "{text} 不能当名称。", "名称会成为文件名：不用 / \\ : 和控制字符，不以点开头。"
        ),
    )

    no_environment = Localized(
        en=FailureText(
            "No environment yet.", "F2 in the explorer makes one, so does weda-tui env add."
        ),
        zh=FailureText("还没有环境。", "界面里按 F2 新建，或用 weda-tui env add。"),
    )
    chosen_environment_gone = Localized(
        en=FailureText(
            "The chosen environment {name} is not in this workspace.",
            "Say --env: {known}.",
            "F2 in the explorer chooses another one.",
        ),
        zh=FailureText(
            "这个工作区里没有选中的环境 {name}。",
            "加 --env，可选：{known}。",
            "界面里按 F2 换一个。",
        ),
    )
    environment_unknown = Localized(
        en=FailureText(
            "No environment is called {name}.",
            "Is it {nearest}?",
            "weda-tui env list shows what there is.",
        ),
        zh=FailureText(
            "没有叫 {name} 的环境。", "是 {nearest} 吗？", "weda-tui env list 列出已有的环境。"
        ),
    )
    not_in_trash = Localized(
        en=FailureText(
            "The trash holds no environment called {name}.",
            "Is it {nearest}?",
            "weda-tui env restore shows what was removed.",
        ),
        zh=FailureText(
            "回收处没有叫 {name} 的环境。",
            "是 {nearest} 吗？",
            "weda-tui env restore 列出删掉的环境。",
        ),
    )
    environment_not_chosen = Localized(
        en=FailureText(
            "There are several environments, and none was chosen.", "Say --env: {known}."
        ),
        zh=FailureText("有几个环境，没说用哪个。", "加 --env，可选：{known}。"),
    )
    chosen_env_type_gone = Localized(
        en=FailureText(
            "The chosen env type {env_type} is not in the environment {name}.",
            "Say --env-type ({known}), or choose another one in the explorer (F2).",
        ),
        zh=FailureText(
            "环境 {name} 里没有选中的环境类型 {env_type}。",
            "加 --env-type，可选：{known}；或在界面里按 F2 换一个。",
        ),
    )
    env_type_unknown = Localized(
        en=FailureText(
            "This environment has no {env_type}.", "It has: {known}.", "Add it there (F2 F2)."
        ),
        zh=FailureText(
            "这个环境里没有 {env_type}。", "有的是：{known}。", "在环境里加上它（F2 F2）。"
        ),
    )
    endpoint_unknown = Localized(
        en=FailureText(
            "No endpoint or saved request is called {target}.",
            "Is it {nearest}?",
            "weda-tui catalogue search finds one by a few letters.",
        ),
        zh=FailureText(
            "没有叫 {target} 的接口或保存的请求。",
            "是 {nearest} 吗？",
            "weda-tui catalogue search 可以按几个字母找。",
        ),
    )
    endpoint_title_only = Localized(
        en=FailureText(
            "Only the name of {target} is known: no page tells its method and path.",
            "Define it yourself once you know them: F3, then e.",
        ),
        zh=FailureText(
            "{target} 只知其名：方法和路径没有文档。", "查到以后自己定义它：F3，再按 e。"
        ),
    )
    variable_unknown = Localized(
        en=FailureText(
            "The variable {{{{{name}}}}} has no value.",
            "Is it {nearest}?",
            (
                "Give it one among the environment's variables (F2 F2), or by --set on the "
                "command line."
            ),
        ),
        zh=FailureText(
            "变量 {{{{{name}}}}} 没有值。",
            "是 {nearest} 吗？",
            "在环境的变量里给它一个值（F2 F2），命令行也可以用 --set。",
        ),
    )
    variable_cycle = Localized(
        en=FailureText(
            "Variables lead back to themselves: {names}.", "Give one of them a plain value (F2 F2)."
        ),
        zh=FailureText("变量互相引用，绕回了自己：{names}。", "把其中一个改成写明的值（F2 F2）。"),
    )
    variable_too_large = Localized(
        en=FailureText(
            "The variable {{{{{name}}}}} grows too large, or is nested too deeply.",
            "A value may grow to 1 MB and nest 32 levels deep.",
        ),
        zh=FailureText(
            "变量 {{{{{name}}}}} 展开后太大，或套得太深。", "一个值最多展开成 1 MB，最多套 32 层。"
        ),
    )
    url_invalid = Localized(
        en=FailureText("{url} is no valid URL.", "It starts with http:// or https://, no blanks."),
        zh=FailureText("{url} 不是合法的地址。", "要 http:// 或 https:// 开头，中间没有空白。"),
    )
    url_other_host = Localized(
        en=FailureText(
            "The URL goes to {host}, not to {expected} of this environment.",
            "A token never goes to another host: change the environment or the URL.",
        ),
        zh=FailureText(
            "地址指向 {host}，不是这个环境的 {expected}。", "令牌不发给别的主机；换环境，或改地址。"
        ),
    )
    url_other_path = Localized(
        en=FailureText(
            "The path {path} is not below {expected} of this environment's address.",
            (
                "Nothing is sent to another path, nor to one that dots, escapes or a header lead "
                "to: change the environment, the URL or the header."
            ),
        ),
        zh=FailureText(
            "路径 {path} 不在这个环境的地址 {expected} 之下。",
            "请求不发给别的路径，也不发给用 ..、转义或请求头绕到的路径；换环境，或改地址、请求头。",
        ),
    )
    header_invalid = Localized(
        en=FailureText(
            "The header {name} is not valid.",
            "Letters, digits and - in the name, no line break in the value.",
        ),
        zh=FailureText("请求头 {name} 不合法。", "名称只用字母、数字和 -，值里不能有换行。"),
    )
    host_header_other = Localized(
        en=FailureText(
            "The header {name} names {host}, not {expected}, the deployment's own: not sent.",
            (
                "Such a header would take the request to another host behind the same address: "
                "remove it, or set the environment's address instead."
            ),
        ),
        zh=FailureText(
            "请求头 {name} 指向 {host}，不是该部署自己的 {expected}，没有发送。",
            "这样的请求头会把请求带到同一地址后面的另一个主机：请删掉它，或改环境的地址。",
        ),
    )

    toml_syntax = Localized(
        en=FailureText(
            "{file} is not TOML at line {line}, column {column}.",
            "Correct that; the file was not touched.",
        ),
        zh=FailureText("{file} 第 {line} 行第 {column} 列不是 TOML。", "改好那里；文件没有动过。"),
    )
    toml_unknown_key = Localized(
        en=FailureText(
            "{file} line {line}: unknown key {key}.",
            "Is it {nearest}?",
            "Remove it, or rename it as documented.",
        ),
        zh=FailureText(
            "{file} 第 {line} 行：不认识 {key}。", "是 {nearest} 吗？", "删掉它，或对照文档改名。"
        ),
    )
    toml_missing_key = Localized(
        en=FailureText("{file} lacks {key}.", "Add it to the file."),
        zh=FailureText("{file} 缺少 {key}。", "在文件里补上它。"),
    )
    toml_bad_value = Localized(
        en=FailureText("{file} line {line}: wrong value for {key}.", "It takes {expected}."),
        zh=FailureText("{file} 第 {line} 行：{key} 的值不对。", "这里要 {expected}。"),
    )
    key_taken = Localized(
        en=FailureText(
            "{file} line {line}: {key} is already the key of {other}.",
            "Give {command} another key, or {other} too.",
        ),
        zh=FailureText(
            "{file} 第 {line} 行：{key} 已经是 {other} 的键。",
            "给 {command} 换一个键，或把 {other} 也换掉。",
        ),
    )
    nothing_to_explain = Localized(
        en=FailureText(
            "There is no answer, error code or HTTP status in this text.",
            "Paste the body, the output of curl -i, or a log line with its code.",
        ),
        zh=FailureText(
            "这段文本里找不到回答、错误码或 HTTP 状态。",
            "贴回答的正文、curl -i 的输出，或带 code 的日志行。",
        ),
    )
    rule_invalid = Localized(
        en=FailureText(
            "The success rule {rule} stops making sense at character {column}.",
            "It takes a JSONPath condition, for example $.status == 'done'.",
        ),
        zh=FailureText(
            "成功规则 {rule} 从第 {column} 个字符起看不懂。",
            "要一个 JSONPath 条件，例如 $.status == 'done'。",
        ),
    )
    data_width = Localized(
        en=FailureText(
            "{file} line {line} has {found} columns, the header has {expected}.",
            "Add the commas that are missing, or quote a value that holds one.",
        ),
        zh=FailureText(
            "{file} 第 {line} 行有 {found} 列，表头有 {expected} 列。",
            "补齐逗号，或给带逗号的值加双引号。",
        ),
    )
    data_csv = Localized(
        en=FailureText("{file} line {line} is not CSV.", "See whether its quotes come in pairs."),
        zh=FailureText("{file} 第 {line} 行不是 CSV。", "看看这一行的双引号是不是成对。"),
    )
    data_column_twice = Localized(
        en=FailureText(
            "{file} has two columns called {name}.", "Each column needs its own name: a variable's."
        ),
        zh=FailureText("{file} 的表头里有两个 {name}。", "每列的名称都要不同：它是变量名。"),
    )
    data_not_objects = Localized(
        en=FailureText(
            "Item {number} of {file} is not a JSON object.",
            'It takes an array of objects, such as [{{"id": 1}}], or CSV with a header.',
        ),
        zh=FailureText(
            "{file} 的第 {number} 项不是 JSON 对象。",
            '要一个对象的数组，例如 [{{"id": 1}}]，或者带表头的 CSV。',
        ),
    )
    data_too_many = Localized(
        en=FailureText("{file} has more than {count} rows.", "Split it into several files."),
        zh=FailureText("{file} 超过 {count} 行。", "把它分成几个文件。"),
    )
    data_empty = Localized(
        en=FailureText(
            "{file} has no row of data.",
            "The first line is the header; the requests run once for each line after it.",
        ),
        zh=FailureText("{file} 里没有一行数据。", "第一行是表头，从第二行起每行跑一遍。"),
    )
    depends_cycle = Localized(
        en=FailureText(
            "Requests depend on each other in a circle: {names}.", "Take one of the depends out."
        ),
        zh=FailureText("请求互相依赖，绕成了一圈：{names}。", "去掉其中一个 depends。"),
    )
    depends_failed = Localized(
        en=FailureText(
            "Not sent: {path}, which it depends on, did not pass. {reason}",
            "Have {path} pass first: open it, or press R to run it.",
        ),
        zh=FailureText(
            "没有发送：它依赖的 {path} 没有通过。{reason}",
            "先让 {path} 通过：打开它，或按 R 运行。",
        ),
    )
    run_empty = Localized(
        en=FailureText("There is no request in {path}.", "Give the path of a request or a folder."),
        zh=FailureText("{path} 里没有请求。", "换一个请求、文件夹或集合的路径。"),
    )
    file_unreadable = Localized(
        en=FailureText("Cannot read {file}: {reason}.", "Check the path and its permissions."),
        zh=FailureText("读不了 {file}：{reason}。", "检查路径和权限。"),
    )
    body_file_outside = Localized(
        en=FailureText(
            (
                "The body names the file {file}, which is no plain file inside the workspace: "
                "not sent."
            ),
            (
                "Copy it into the workspace and give its path from there, like "
                "uploads/report.pdf. Hidden files, and links that lead out, are never sent."
            ),
        ),
        zh=FailureText(
            "请求体引用的文件 {file} 不是工作区里的普通文件，没有发送。",
            (
                "把它复制到工作区，写相对工作区的路径，例如 uploads/report.pdf。隐藏文件和指向工"
                "作区外的链接一律不发送。"
            ),
        ),
    )
    body_file_private = Localized(
        en=FailureText(
            (
                "The body names the file {file}, which holds a private key, or is a certificate "
                "or key of an environment: not sent."
            ),
            (
                "Keys never leave in a body, whoever wrote it. Take the reference out; to send a "
                "certificate, name a copy without its key, with an ending as .crt."
            ),
        ),
        zh=FailureText(
            "请求体引用的文件 {file} 含有私钥，或是某个环境的证书或密钥文件，没有发送。",
            (
                "私钥一律不随请求体发送，无论请求是谁写的。请去掉这处引用；要发送证书，请引用一份"
                "不含私钥的副本，扩展名用 .crt 之类。"
            ),
        ),
    )
    body_file_too_big = Localized(
        en=FailureText(
            "The file {file} in the body is over {limit}.", "Send a smaller one; nothing was sent."
        ),
        zh=FailureText("请求体里的文件 {file} 超过 {limit}。", "换一个小些的文件；没有发送。"),
    )
    body_file_boundary = Localized(
        en=FailureText(
            ("The file {file} contains the boundary of the form: the server would cut it there."),
            "Choose another boundary, in Content-Type and in the body; nothing was sent.",
        ),
        zh=FailureText(
            "文件 {file} 的内容里有表单的分隔符，服务器会在那里截断。",
            "在 Content-Type 和请求体里换一个 boundary；没有发送。",
        ),
    )
    link_outside = Localized(
        en=FailureText(
            (
                "{file} in the workspace is a link that leads out of the workspace, to {target}: "
                "it is neither read nor written."
            ),
            (
                "A workspace may come from somebody else, so links out of it, and into hidden "
                "folders of it, are not followed. Remove the link, or put a plain file or folder "
                "in its place."
            ),
        ),
        zh=FailureText(
            ("工作区里的 {file} 是指向工作区外的符号链接（指向 {target}），没有读取，也没有写入。"),
            (
                "工作区可能来自他人，因此不访问指向工作区外或其隐藏文件夹的链接。请删除该链接，或"
                "换成普通文件或文件夹。"
            ),
        ),
    )
    file_unwritable = Localized(
        en=FailureText(
            "Cannot write {file}: {reason}.", "The old file is intact; check disk and permissions."
        ),
        zh=FailureText("写不了 {file}：{reason}。", "旧文件没有动过；检查磁盘和权限。"),
    )
    file_changed = Localized(
        en=FailureText("{file} was changed elsewhere.", "Reload it, or save under another name."),
        zh=FailureText("{file} 在别处改过了。", "重新载入，或另存为。"),
    )
    file_exists = Localized(
        en=FailureText("{file} is already there.", "Choose another name; case does not count."),
        zh=FailureText("{file} 已经有了。", "换一个名称；只差大小写也算相同。"),
    )
    openapi_invalid = Localized(
        en=FailureText(
            "{path} of {file} cannot be read: {reason}.", "Correct that and import it again."
        ),
        zh=FailureText("{file} 里的 {path} 读不了：{reason}。", "改好那里，再导入一次。"),
    )
    no_key = Localized(
        en=FailureText(
            "{environment} lacks SecretId or SecretKey, which this call takes.",
            "Fill them in: F2 F2 opens the environment's form.",
        ),
        zh=FailureText(
            "{environment} 缺 SecretId 或 SecretKey，这个调用要用它们。",
            "按 F2 F2 打开环境表单填上。",
        ),
    )
    no_user = Localized(
        en=FailureText(
            "{environment} lacks user name or password, so there is no user token.",
            "Fill them in: F2 F2 opens the form; env add takes --username and --password.",
        ),
        zh=FailureText(
            "{environment} 缺用户名或密码，取不到用户令牌。",
            "按 F2 F2 打开环境表单填上；命令行新建环境用 --username 和 --password。",
        ),
    )
    openapi_version = Localized(
        en=FailureText(
            "{file} is no OpenAPI 3 document: it says {version}.",
            "Use OpenAPI 3.0 or 3.1; convert Swagger 2.0 to 3.0 first.",
        ),
        zh=FailureText(
            "{file} 不是 OpenAPI 3 文档：它自称 {version}。",
            "用 OpenAPI 3.0 或 3.1；Swagger 2.0 先转换成 3.0。",
        ),
    )
    openapi_webhooks = Localized(
        en=FailureText(
            "The webhooks of {file} are left out: {count}.",
            "The other side makes these calls; none can be sent from here.",
        ),
        zh=FailureText(
            "{file} 里的 {count} 个 webhook 没有导入。", "它们由对方来调用，这里发不出去。"
        ),
    )
    openapi_server = Localized(
        en=FailureText(
            "{file} is served at {server}, which is no environment's address.",
            (
                "Its calls go to the environment that is selected; add one for {server}, or "
                "select yours."
            ),
        ),
        zh=FailureText(
            "{file} 的服务地址是 {server}，没有哪个环境用这个地址。",
            "里面的调用会发到当前选中的环境；请为 {server} 新建环境，或选好要用的环境。",
        ),
    )
    document_syntax = Localized(
        en=FailureText(
            "{file} cannot be read past line {line}, column {column}: {reason}.",
            "Correct that and import it again.",
        ),
        zh=FailureText(
            "{file} 第 {line} 行第 {column} 列读不下去：{reason}。", "改好那里，再导入一次。"
        ),
    )
    document_too_big = Localized(
        en=FailureText("{file} is over {limit}.", "Split it and import the parts."),
        zh=FailureText("{file} 超过 {limit}。", "拆成几个文档，分别导入。"),
    )
    postman_invalid = Localized(
        en=FailureText(
            "{file} is no Postman environment: {path} has another shape.",
            "Export the environment from Postman again.",
        ),
        zh=FailureText(
            "{file} 不是 Postman 的环境：{path} 的形状不对。", "在 Postman 里重新导出这个环境。"
        ),
    )
    postman_no_host = Localized(
        en=FailureText(
            "{file} holds no address, so it makes no new environment.",
            "Add a variable vars.host, or add its variables to an environment with --into.",
        ),
        zh=FailureText(
            "{file} 里没有访问地址，建不成新环境。",
            "加一个变量 vars.host；或者用 --into 把变量加进已有的环境。",
        ),
    )
    import_format = Localized(
        en=FailureText(
            "{format} cannot be imported yet.",
            (
                "What can be: OpenAPI 3.0 and 3.1, JSON or YAML; environments and globals of "
                "Postman."
            ),
        ),
        zh=FailureText(
            "还不能导入 {format}。",
            "现在能导入 OpenAPI 3.0 和 3.1（JSON 或 YAML），和 Postman 的环境、全局变量。",
        ),
    )
    import_unknown = Localized(
        en=FailureText(
            "Nothing says what {file} is.",
            (
                "Postman collections and environments, OpenAPI 3, HAR, curl commands and HTTP "
                "messages can be imported; rows of data are for a run."
            ),
        ),
        zh=FailureText(
            "认不出 {file} 是什么。",
            (
                "能导入 Postman 集合和环境、OpenAPI 3、HAR、curl 命令、HTTP 消息；一行行的数据在"
                "运行时用。"
            ),
        ),
    )
    import_blank = Localized(
        en=FailureText(
            "{file} is empty.",
            (
                "Nothing was imported. In a pipe, check that the command before it printed "
                "something."
            ),
        ),
        zh=FailureText("{file} 是空的。", "什么都没有导入。接管道时看看前一个命令有没有输出。"),
    )
    import_empty = Localized(
        en=FailureText(
            "{file} looks like {format}, but there is no request in it.",
            "Nothing was imported. Check that it is the right file, whole.",
        ),
        zh=FailureText(
            "{file} 看起来是 {format}，但里面没有请求。",
            "什么都没有导入。看看文件对不对、是否完整。",
        ),
    )
    export_empty = Localized(
        en=FailureText(
            "{target} has no request that can be exported as {format}: {names}.",
            (
                "Nothing was written. Each of its requests needs a url and a method that {format} "
                "knows, or a known endpoint."
            ),
        ),
        zh=FailureText(
            "{target} 里没有能导出为 {format} 的请求：{names}。",
            "什么都没有写入。每个请求要有 url 和 {format} 认识的 method，或者一个已知的 endpoint。",
        ),
    )
    export_address_open = Localized(
        en=FailureText(
            "its path holds {names}, whose value is not known until it is sent.",
            (
                "Below the path of a deployment such a value may lead to another one:"
                " write it in the URL, or give the request a variable of its own."
            ),
        ),
        zh=FailureText(
            "路径中有 {names}，其值在发送时才知道。",
            "部署带路径前缀时，这样的值可能通向别的部署：请写进 URL，或在请求中定义该变量。",
        ),
    )
    export_address_secret = Localized(
        en=FailureText(
            "its address holds {names}.",
            (
                "Programs print the addresses that they call:"
                " send a token or a key in a header or in the body."
            ),
        ),
        zh=FailureText(
            "URL 中有 {names}。",
            "其他程序会打印所调用的 URL：请将令牌和密钥放进请求头或正文。",
        ),
    )
    export_foreign_variable = Localized(
        en=FailureText(
            "it holds {names}, which other programs read as something of their own.",
            (
                "Such a name may read a secret of whoever runs the export:"
                " give the variable a name of letters, digits, - and _, or remove it."
            ),
        ),
        zh=FailureText(
            "其中有 {names}，其他程序会按自己的含义解析。",
            "这类名称可能读取运行者的密钥：请将变量改名（只用字母、数字、- 和 _），或删除它。",
        ),
    )
    export_sends_secret = Localized(
        en=FailureText(
            "it would send {names} to {host}.",
            (
                "Only text without variables goes to another host, never a token or a key:"
                " change the URL, or write the value in place of {names}."
            ),
        ),
        zh=FailureText(
            "会把 {names} 发往 {host}。",
            "发往别的主机的内容不能含变量、令牌和密钥：改 URL，或将 {names} 换成具体的值。",
        ),
    )
    import_invalid = Localized(
        en=FailureText(
            "{file} looks like {format}, but {path} is not what stands there in one.",
            ("Nothing was imported. Export it once more, as Postman v2.1 where there is a choice."),
        ),
        zh=FailureText(
            "{file} 看起来是 {format}，但 {path} 处不是该格式的内容。",
            "什么都没有导入。重新导出一次；能选的话选 Postman v2.1。",
        ),
    )
    import_nested = Localized(
        en=FailureText(
            "{file} has folders more than {limit} levels deep.",
            "Nothing was imported. Paths of that length do not fit every file system.",
        ),
        zh=FailureText(
            "{file} 的文件夹超过 {limit} 层。",
            "什么都没有导入。这么长的路径不是每个文件系统都放得下。",
        ),
    )
    import_quote_open = Localized(
        en=FailureText(
            "A quote in line {line} of {file} never ends.",
            "Nothing was imported. Copy the whole command.",
        ),
        zh=FailureText("{file} 第 {line} 行的引号没有结束。", "什么都没有导入。请复制完整的命令。"),
    )
    model_name_invalid = Localized(
        en=FailureText(
            "“{text}” is no key of a data model.",
            "A key holds letters, digits and underscores and does not start with a digit.",
        ),
        zh=FailureText(
            "“{text}”不是数据模型的标识。", "标识由字母、数字、下划线组成，不以数字开头。"
        ),
    )
    models_unreadable = Localized(
        en=FailureText(
            "The answer holds no list of data models.",
            "A model can be added by its key all the same.",
        ),
        zh=FailureText("回答里没有数据模型列表。", "仍然可以按标识添加一个模型。"),
    )
    module_taken = Localized(
        en=FailureText("{name} ships with the program.", "Choose another name (--into)."),
        zh=FailureText("{name} 是自带的模块。", "给要导入的换一个名称（--into）。"),
    )
    module_unknown = Localized(
        en=FailureText("No module is called {name}.", "weda-tui catalogue list shows them all."),
        zh=FailureText("没有叫 {name} 的模块。", "weda-tui catalogue list 列出全部。"),
    )
    own_call_fixed = Localized(
        en=FailureText(
            "{file}: {action} is documented and stays as it is.",
            "Remove that part; for another form, add an endpoint of your own.",
        ),
        zh=FailureText(
            "{file}：{action} 有文档，不能改写。", "删掉这一段；要别的写法，另加一个自己的接口。"
        ),
    )
    own_call_lost = Localized(
        en=FailureText(
            "{file}: {action} is only half said, and the document has it no longer.",
            "Add its method and path, or remove that part.",
        ),
        zh=FailureText(
            "{file}：{action} 只写了一部分，文档里已经没有它。", "补上方法和路径，或删掉这一段。"
        ),
    )
    secret_in_request = Localized(
        en=FailureText(
            "{part} holds a secret or a token, so nothing was saved: others read these files.",
            (
                "Write a variable in its place: {{{{name}}}}, {{{{access_token}}}} for the token. "
                "Its own header can be left out: it is added on the way."
            ),
        ),
        zh=FailureText(
            "{part} 里有密钥或令牌，没有存：集合里的文件是给人看的。",
            "请改成变量，如 {{{{name}}}}，令牌写成 {{{{access_token}}}}；"
            "令牌的请求头也可以去掉，发送时自己会加上。",
        ),
    )
    secret_in_rule = Localized(
        en=FailureText(
            "The success rule holds a secret or a token, so it was not saved: others read it.",
            "Compare another field, or ask only whether this one is there: $.token.",
        ),
        zh=FailureText(
            "成功规则里有密钥或令牌，没有保存：规则文件其他人也会看到。",
            "请改为比较其他字段，或只判断该字段是否存在：$.token。",
        ),
    )
    history_broken = Localized(
        en=FailureText(
            "The history was damaged and is kept as {kept}.",
            "It starts anew from here; the old file was not deleted.",
        ),
        zh=FailureText("历史文件坏了，已另存为 {kept}。", "从现在起重新记；旧的那份没有删。"),
    )
    history_newer = Localized(
        en=FailureText(
            "{file} was written by a newer weda-tui; this one cannot read it.",
            "Upgrade weda-tui; the file was not touched.",
        ),
        zh=FailureText(
            "{file} 是更新的 weda-tui 写的，这一版读不了。", "升级 weda-tui；文件没有动过。"
        ),
    )
    history_unknown = Localized(
        en=FailureText("The history has no entry {id}.", "weda-tui history lists what it has."),
        zh=FailureText("历史里没有第 {id} 条。", "weda-tui history 列出有的。"),
    )
    secret_missing = Localized(
        en=FailureText(
            "The SecretKey of {environment} is not in {ref}.",
            (
                "A stored secret is kept for one address; enter it again for a new one: weda-tui "
                "env secret {environment:shell} (in the explorer, press F2 twice for the form)."
            ),
        ),
        zh=FailureText(
            "{environment} 的 SecretKey 不在 {ref} 里。",
            (
                "存着的密钥只给一个地址用，换了地址要再输入一次：weda-tui env secret "
                "{environment:shell}（界面里按两次 F2，在环境表单里填）。"
            ),
        ),
    )
    password_missing = Localized(
        en=FailureText(
            "The password of {environment} is not in {ref}.",
            (
                "A stored password is kept for one address; enter it again for a new one: "
                "weda-tui env secret {environment:shell} --password keyring (in the explorer, "
                "press F2 twice for the form)."
            ),
        ),
        zh=FailureText(
            "{environment} 的密码不在 {ref} 里。",
            (
                "存着的密码只给一个地址用，换了地址要再输入一次：weda-tui env secret "
                "{environment:shell} --password keyring（界面里按两次 F2，在环境表单里填）。"
            ),
        ),
    )

    dns_failed = Localized(
        en=FailureText("Host {host} not found.", "Check the spelling, this machine's DNS and VPN."),
        zh=FailureText("找不到主机 {host}。", "检查拼写，以及本机的 DNS 和 VPN。"),
    )
    connection_refused = Localized(
        en=FailureText("Nothing listens on {host}:{port}.", "Is the port right?"),
        zh=FailureText("{host}:{port} 没有程序在听。", "端口对吗？"),
    )
    host_unreachable = Localized(
        en=FailureText(
            "Host {host}:{port} does not respond, though the network is up.",
            "Is the host on? Check the VPN and the firewall.",
        ),
        zh=FailureText(
            "到不了主机 {host}:{port}：网络通，但它没有应答。", "主机开着吗？检查 VPN 和防火墙。"
        ),
    )
    network_unreachable = Localized(
        en=FailureText(
            "No way from this machine to {host}:{port}.", "Check this machine's network and VPN."
        ),
        zh=FailureText("到不了 {host}:{port}：本机没有去那里的路。", "检查本机的网络和 VPN。"),
    )
    connection_reset = Localized(
        en=FailureText(
            "{host}:{port} cut the connection off.",
            "It was cut after {received}. Firewalls and gateways in between do that.",
            "Not a byte came. Firewalls and gateways in between do that; is the port right?",
        ),
        zh=FailureText(
            "{host}:{port} 掐断了连接。",
            "收到 {received} 之后被掐断。中间的防火墙或网关常这样做。",
            "一个字节也没有收到。中间的防火墙或网关常这样做；端口对吗？",
        ),
    )
    connection_lost = Localized(
        en=FailureText(
            "{host}:{port} closed the connection midway.",
            "{received} came, not all. See the logs of the deployment and its gateway.",
            ("Not a byte came. See the logs of the deployment and its gateway; is the port right?"),
        ),
        zh=FailureText(
            "{host}:{port} 中途断开了连接。",
            "收到 {received}，没有收完。看部署和网关的日志。",
            "一个字节也没有收到。看部署和网关的日志；端口对吗？",
        ),
    )
    tls_unknown_ca = Localized(
        en=FailureText(
            "The certificate of {host} comes from an unknown authority.",
            "Name the authority's CA file in the environment.",
        ),
        zh=FailureText("{host} 的证书由不认识的机构签发。", "在环境里指定机构的 CA 文件。"),
    )
    tls_wrong_host = Localized(
        en=FailureText(
            "The certificate of {host} is for another name.",
            "Use the domain on the certificate, or change the certificate.",
        ),
        zh=FailureText(
            "{host} 的证书是发给别的名称的。", "访问地址换成证书上的域名，或换一张证书。"
        ),
    )
    tls_expired = Localized(
        en=FailureText(
            "The certificate of {host} has expired.", "Renew it; check this machine's clock too."
        ),
        zh=FailureText("{host} 的证书过期了。", "换证书；本机时钟也看一眼。"),
    )
    tls_not_yet_valid = Localized(
        en=FailureText(
            "The certificate of {host} is not valid yet.",
            "Is this machine's clock slow? If not, wait for it or change the certificate.",
        ),
        zh=FailureText("{host} 的证书还没有生效。", "本机时钟慢了吗？不慢就等它生效，或换证书。"),
    )
    tls_protocol = Localized(
        en=FailureText(
            "No TLS version or cipher in common with {host}: {reason}.",
            "The deployment has to offer TLS 1.2 or 1.3 with a usual cipher.",
        ),
        zh=FailureText(
            "与 {host} 谈不拢 TLS 的版本或算法：{reason}。",
            "部署要开 TLS 1.2 或 1.3，和常用的算法。",
        ),
    )
    tls_client_wanted = Localized(
        en=FailureText(
            "{host} asks for a client certificate.",
            "Name one in the environment; an administrator gives it out.",
        ),
        zh=FailureText("{host} 要客户端证书。", "在环境里指定客户端证书；找管理员要一张。"),
    )
    tls_failed = Localized(
        en=FailureText("No TLS with {host}: {reason}.", "Check scheme and port."),
        zh=FailureText("与 {host} 建不成 TLS：{reason}。", "检查协议和端口。"),
    )
    https_on_http_port = Localized(
        en=FailureText("{host}:{port} speaks HTTP, not HTTPS.", "Change the address to http://."),
        zh=FailureText("{host}:{port} 说的是 HTTP，不是 HTTPS。", "把地址改成 http://。"),
    )
    http_on_https_port = Localized(
        en=FailureText(
            "The address says http://, but {host}:{port} speaks TLS (HTTPS).",
            "Change the address to https://.",
        ),
        zh=FailureText(
            "地址写的是 http://，而 {host}:{port} 用的是 TLS（HTTPS）。", "把地址改成 https://。"
        ),
    )
    ca_file_invalid = Localized(
        en=FailureText(
            "{file} is no usable CA certificate.",
            ("A PEM file starts with BEGIN CERTIFICATE; a relative path begins in the workspace."),
        ),
        zh=FailureText(
            "{file} 不是可用的 CA 证书。",
            "要 PEM 文件，以 BEGIN CERTIFICATE 开头；相对路径从工作区算起。",
        ),
    )
    client_certificate_invalid = Localized(
        en=FailureText(
            "The client certificate cannot be used: {file}.",
            (
                "PEM files, a certificate and its own key, the key without a password; a "
                "relative path begins in the workspace."
            ),
        ),
        zh=FailureText(
            "客户端证书用不了：{file}。",
            "要 PEM 文件，证书和私钥成对，私钥不带密码；相对路径从工作区算起。",
        ),
    )
    proxy_name = Localized(
        en=FailureText(
            "The proxy {proxy} was not found.",
            "Check HTTP_PROXY and HTTPS_PROXY; NO_PROXY exempts an intranet.",
        ),
        zh=FailureText(
            "找不到代理 {proxy}。",
            "检查 HTTP_PROXY 和 HTTPS_PROXY 的拼写；内网地址可以写进 NO_PROXY。",
        ),
    )
    proxy_refused = Localized(
        en=FailureText(
            "Nothing listens at the proxy {proxy}.",
            "Is the proxy up? NO_PROXY exempts an intranet from it.",
        ),
        zh=FailureText(
            "代理 {proxy} 没有在听。", "代理启动了吗？内网地址可以写进 NO_PROXY，就不经过它。"
        ),
    )
    proxy_auth = Localized(
        en=FailureText(
            "The proxy {proxy} asks for a user name and password.",
            "Put them into its address: http://user:password@host:port.",
        ),
        zh=FailureText(
            "代理 {proxy} 要用户名和密码。", "写进代理地址：http://用户名:密码@主机:端口。"
        ),
    )
    proxy_denied = Localized(
        en=FailureText(
            "The proxy {proxy} refuses the way: {reason}.",
            "Have its administrator allow it; NO_PROXY exempts an intranet.",
        ),
        zh=FailureText(
            "代理 {proxy} 不肯接通：{reason}。", "请代理的管理员放行；内网地址可以写进 NO_PROXY。"
        ),
    )
    proxy_failed = Localized(
        en=FailureText(
            "The proxy {proxy} did not connect.",
            (
                "Check the environment's proxy; one that follows the system reads HTTP_PROXY and "
                "HTTPS_PROXY, and NO_PROXY exempts an intranet."
            ),
        ),
        zh=FailureText(
            "代理 {proxy} 没有接通。",
            (
                "检查环境里的代理；跟随系统的话看 HTTP_PROXY、HTTPS_PROXY，内网地址可以写进 "
                "NO_PROXY。"
            ),
        ),
    )
    proxy_invalid = Localized(
        en=FailureText(
            "The proxy address of this machine cannot be read.",
            (
                "Look at HTTP_PROXY, HTTPS_PROXY and ALL_PROXY: http://user:password@host:port, in "
                "the password / as %2F, # as %23, ? as %3F, @ as %40."
            ),
        ),
        zh=FailureText(
            "本机设置的代理地址写法不对。",
            (
                "检查 HTTP_PROXY、HTTPS_PROXY、ALL_PROXY：http://用户名:密码@主机:端口，密码里的 / "
                "写成 %2F，# 写成 %23，? 写成 %3F，@ 写成 %40。"
            ),
        ),
    )
    other_service = Localized(
        en=FailureText(
            "{host}:{port} is a {service} service, not HTTP.",
            "The port is wrong: use the one at which a browser opens WeDa.",
        ),
        zh=FailureText(
            "{host}:{port} 上是 {service} 服务，不是 HTTP。", "端口写错了：用浏览器打开微搭的那个。"
        ),
    )
    protocol_error = Localized(
        en=FailureText("{host}:{port} does not answer in HTTP.", "Is the port right?"),
        zh=FailureText("{host}:{port} 的回答不是 HTTP。", "端口对吗？"),
    )
    answer_broken = Localized(
        en=FailureText(
            "The answer of {host}:{port} breaks the rules of HTTP.",
            "A gateway or proxy in between may garble it: see its logs.",
        ),
        zh=FailureText(
            "{host}:{port} 的回答不合 HTTP 的规则。", "可能是中间的网关或代理弄坏的：看它们的日志。"
        ),
    )
    coding_broken = Localized(
        en=FailureText(
            "The {coding} data of the answer is broken or cut.",
            "{received} came packed. See the gateway or proxy that packs the answers.",
        ),
        zh=FailureText(
            "回答的 {coding} 压缩数据坏了或不完整。",
            "压缩着收到 {received}。看压缩回答的网关或代理。",
        ),
    )
    port_in_use = Localized(
        en=FailureText("Port {port} is taken by another program.", "Choose another with --port."),
        zh=FailureText("端口 {port} 已被别的程序占用。", "用 --port 换一个端口。"),
    )

    connect_timed_out = Localized(
        en=FailureText(
            "No connection to {host}:{port} in {seconds} s, given up.",
            (
                "Neither a refusal nor a response: a firewall drops it, or the VPN is off. The "
                "limit is set per environment."
            ),
        ),
        zh=FailureText(
            "{seconds} 秒内连不上 {host}:{port}，已放弃。",
            "没有拒绝，也没有应答：多半是防火墙丢了包，或 VPN 没连。期限可在环境里改。",
        ),
    )
    timed_out = Localized(
        en=FailureText(
            "No answer in {seconds} s, given up.",
            "It was {phase}. The limit is set per environment.",
        ),
        zh=FailureText("{seconds} 秒内没有回答，已放弃。", "停在{phase}。期限可在环境里改。"),
    )
    answer_timed_out = Localized(
        en=FailureText(
            "The answer was not complete in {seconds} s, given up.",
            "{received} came. Ask for smaller pages, or raise the limit in the environment.",
            "Only its beginning came. Raise the limit in the environment.",
        ),
        zh=FailureText(
            "{seconds} 秒内没有收完回答，已放弃。",
            "收到 {received}。缩小分页，或在环境里放宽期限。",
            "回答只来了开头。在环境里放宽期限。",
        ),
    )
    body_too_big = Localized(
        en=FailureText("The answer passed {limit}, reception stopped.", "Ask for smaller pages."),
        zh=FailureText("回答超过 {limit}，已停止接收。", "缩小分页再发。"),
    )
    body_not_stored = Localized(
        en=FailureText(
            "The body of the answer cannot be written to {file}: {reason}.",
            "Make room there, or correct its permissions.",
        ),
        zh=FailureText("响应体写不进 {file}：{reason}。", "请腾出空间，或改正权限。"),
    )
    headers_too_big = Localized(
        en=FailureText(
            ("The headers of the answer passed {limit}, the limit of the HTTP library (httpcore)."),
            (
                "It cannot be raised. Look for what fills them, such as cookies that pile up at "
                "a gateway or proxy."
            ),
        ),
        zh=FailureText(
            "回答的响应头超过 {limit}，这是 HTTP 库（httpcore）的上限。",
            "这个上限不能调。看看是什么撑大了响应头，例如网关或代理不断累积的 Cookie。",
        ),
    )
    token_too_big = Localized(
        en=FailureText(
            (
                "The answer of the token endpoint passed {limit}, the limit for a token; "
                "reception stopped."
            ),
            ("No token is that long: something else answers at this address. Check the address."),
        ),
        zh=FailureText(
            "令牌接口的回答超过令牌上限 {limit}，已停止接收。",
            "令牌没有这么长：这个地址上回答的不是令牌接口。请检查地址。",
        ),
    )

    token_wrong_secret = Localized(
        en=FailureText(
            "The token endpoint rejects this SecretId and SecretKey (HTTP {status}).",
            "The server says: {detail}. Compare with the console's environment settings.",
            "Compare with the console's environment settings.",
        ),
        zh=FailureText(
            "令牌接口不认这对 SecretId 和 SecretKey（HTTP {status}）。",
            "服务器说：{detail}。到管理后台的环境配置页核对。",
            "到管理后台的环境配置页核对。",
        ),
    )
    token_wrong_password = Localized(
        en=FailureText(
            "Sign-in rejects this user name and password (HTTP {status}).",
            (
                "The server says: {detail}. The password is wrong, or password sign-in is off; "
                "workflow calls are not affected."
            ),
            ("The password is wrong, or password sign-in is off; workflow calls are not affected."),
        ),
        zh=FailureText(
            "登录接口不认这个用户名和密码（HTTP {status}）。",
            "服务器说：{detail}。密码不对，或没开“用户名密码登录”；审批流不受影响。",
            "密码不对，或没开“用户名密码登录”；审批流不受影响。",
        ),
    )
    token_captcha = Localized(
        en=FailureText(
            "Too many failed sign-ins: the deployment asks for a captcha (HTTP {status}).",
            "The server says: {detail}. Check the password, sign in again in a few minutes.",
            "Check the password, sign in again in a few minutes.",
        ),
        zh=FailureText(
            "登录失败太多次，部署要图形验证码（HTTP {status}）。",
            "服务器说：{detail}。先核对密码，过几分钟再登录。",
            "先核对密码，过几分钟再登录。",
        ),
    )
    token_sign_in_off = Localized(
        en=FailureText(
            "Password sign-in is off in this deployment (HTTP {status}).",
            "The server says: {detail}. Have an administrator turn it on.",
            "Have an administrator turn it on.",
        ),
        zh=FailureText(
            "部署没开“用户名密码登录”（HTTP {status}）。",
            "服务器说：{detail}。请管理员在登录方式里打开它。",
            "请管理员在登录方式里打开它。",
        ),
    )
    token_user_blocked = Localized(
        en=FailureText(
            "This user is blocked or not active yet (HTTP {status}).",
            "The server says: {detail}. Take another user, or have this one enabled.",
            "Take another user, or have this one enabled.",
        ),
        zh=FailureText(
            "这个用户被冻结，或还没激活（HTTP {status}）。",
            "服务器说：{detail}。换一个用户，或请管理员启用它。",
            "换一个用户，或请管理员启用它。",
        ),
    )
    token_wrong_address = Localized(
        en=FailureText(
            "{url} is no token endpoint (HTTP {status}).",
            (
                "The address is the one a browser opens WeDa with; it has a path only where a "
                "gateway puts WeDa behind one."
            ),
        ),
        zh=FailureText(
            "{url} 不是令牌接口（HTTP {status}）。",
            "访问地址写浏览器打开微搭用的那个；只有网关把微搭放在某个路径下时才带路径。",
        ),
    )
    token_proxy_page = Localized(
        en=FailureText(
            (
                "The token call got a web page, not JSON (HTTP {status}): it looks like a "
                "proxy's sign-in."
            ),
            "Open {url} in a browser.",
        ),
        zh=FailureText(
            "令牌接口收到的是网页，不是 JSON（HTTP {status}）：像是代理的登录页。",
            "在浏览器里打开 {url} 看看。",
        ),
    )
    token_not_json = Localized(
        en=FailureText(
            "The token endpoint did not answer in JSON (HTTP {status}).",
            "Check the address: is {url} really WeDa?",
        ),
        zh=FailureText(
            "令牌接口的回答不是 JSON（HTTP {status}）。", "核对访问地址：{url} 真是微搭吗？"
        ),
    )
    token_empty = Localized(
        en=FailureText(
            "The token endpoint answered without an access_token (HTTP {status}).",
            "Check the address.",
        ),
        zh=FailureText("令牌接口答了，但没有 access_token（HTTP {status}）。", "核对访问地址。"),
    )
    token_server_error = Localized(
        en=FailureText(
            "The token endpoint itself failed (HTTP {status}).",
            (
                "The server says: {detail}. Key and password are not the reason; see the "
                "deployment's log."
            ),
            "Key and password are not the reason; see the deployment's log.",
        ),
        zh=FailureText(
            "令牌接口自己出错了（HTTP {status}）。",
            "服务器说：{detail}。不是密钥或密码的问题，看部署的日志。",
            "不是密钥或密码的问题，看部署的日志。",
        ),
    )
    token_rate_limited = Localized(
        en=FailureText(
            "Too many token calls, rate limited (HTTP {status}).",
            "Ask again in {retry_after} s.",
            "Wait a minute.",
        ),
        zh=FailureText(
            "取令牌太频繁，被限流（HTTP {status}）。", "{retry_after} 秒后再取。", "过一分钟再取。"
        ),
    )
    token_refused = Localized(
        en=FailureText(
            "The token endpoint refused (HTTP {status}).",
            "The server says: {detail}.",
            "Check what the environment says.",
        ),
        zh=FailureText(
            "令牌接口拒绝了（HTTP {status}）。", "服务器说：{detail}。", "核对环境里填的。"
        ),
    )

    object_id_missing = Localized(
        en=FailureText(
            "There is no object id yet.", "An upload gives it: the line that begins with cloud://."
        ),
        zh=FailureText("还没填文件 ID。", "上传后给的就是它：cloud:// 开头的一行。"),
    )
    object_id_invalid = Localized(
        en=FailureText(
            "{text} is no object id.", "It begins with cloud:// and names bucket and path."
        ),
        zh=FailureText("{text} 不是文件 ID。", "要以 cloud:// 开头，带存储桶和路径。"),
    )
    object_path_invalid = Localized(
        en=FailureText(
            "{text} cannot be an object's path.",
            "No . or .. as a part, no control character, at most 850 bytes.",
        ),
        zh=FailureText(
            "{text} 不能做云端路径。", "路径里不能有 . 或 .. 一段，不能有控制字符，最长 850 字节。"
        ),
    )
    object_path_twice = Localized(
        en=FailureText(
            "Two files would both become {object}.", "Upload one of them into another folder."
        ),
        zh=FailureText("有两个文件都会变成 {object}。", "把其中一个传到别的文件夹。"),
    )
    store_address_invalid = Localized(
        en=FailureText(
            "The answer names no usable address for {object}.",
            "Look at the call's body; nothing was connected to.",
        ),
        zh=FailureText("回答里没有 {object} 可用的地址。", "看这次调用的正文；哪儿也没有连。"),
    )
    store_host_changed = Localized(
        en=FailureText(
            "The new address is at {host}, not at {expected}.",
            "Nothing was sent there. Start again to be asked about that host.",
        ),
        zh=FailureText(
            "新的地址在 {host}，不是 {expected}。", "没有往那里发。重新开始，会先问你这台主机。"
        ),
    )
    upload_changed = Localized(
        en=FailureText(
            "{file} changed while it was being read.", "Upload it again once nobody writes to it."
        ),
        zh=FailureText("{file} 读到一半变了。", "等没有程序在写它时再上传。"),
    )
    download_exists = Localized(
        en=FailureText(
            "{file} is already there and stays as it is.",
            "Choose another place, or --force to replace it.",
        ),
        zh=FailureText("{file} 已经有了，没有动它。", "换一个位置；命令行加 --force 可以覆盖。"),
    )
    transfer_stalled = Localized(
        en=FailureText(
            "Not a byte moved for {seconds} s, given up.",
            "It was {phase}. The limit is set per environment.",
        ),
        zh=FailureText(
            "{seconds} 秒里一个字节也没有动，已放弃。", "停在{phase}。期限可在环境里改。"
        ),
    )

    guard_read_only = Localized(
        en=FailureText(
            "Not sent: {environment} · {env_type} is read-only.",
            "F2 F2 changes that; --yes does not.",
        ),
        zh=FailureText(
            "没有发出：{environment} · {env_type} 是只读。", "F2 F2 里可以改；--yes 不管用。"
        ),
    )
    guard_needs_consent = Localized(
        en=FailureText(
            "Not sent: writing to {environment} · {env_type} needs a yes.",
            "Look at it with --dry-run first; --yes sends it.",
        ),
        zh=FailureText(
            "没有发出：写 {environment} · {env_type} 要先确认。",
            "先用 --dry-run 看一遍，确实要发就加 --yes。",
        ),
    )
    guard_needs_name = Localized(
        en=FailureText(
            "Not sent: this call wants the name {environment} typed first ({env_type}).",
            "Look at it with --dry-run first; on the command line --yes stands for the name.",
        ),
        zh=FailureText(
            "没有发出：这次调用要先输入名称 {environment}（{env_type}）才发。",
            "先用 --dry-run 看一遍；命令行上 --yes 就等于输入了名称。",
        ),
    )

    guard_call_changed = Localized(
        en=FailureText(
            "Not sent: with its token and its files in it, this is another call to {environment} · "
            "{env_type} than the one that was checked.",
            "Write the path, the headers and _method into the request itself, not into a file or "
            "the token, and send it again.",
        ),
        zh=FailureText(
            "没有发出：填入令牌和文件内容后，这已不是刚才检查的那次对 {environment} · {env_type} "
            "的调用。",
            "请把路径、请求头和 _method 直接写在请求里，不要放在文件或令牌里，然后重新发送。",
        ),
    )

    route_not_approved = Localized(
        en=FailureText(
            "Not sent: it is not approved in this workspace that {uses} may go to {route}.",
            "If that is right, approve it: weda-tui env approve {environment:shell}",
        ),
        zh=FailureText(
            "没有发出：这个工作区里还没有批准把{uses}发往 {route}。",
            "核对无误再批准：weda-tui env approve {environment:shell}",
        ),
    )
    route_changed = Localized(
        en=FailureText(
            "Not sent: since the route of {uses} was approved, {changes}.",
            ("It would go to {route}. If that is right: weda-tui env approve {environment:shell}"),
        ),
        zh=FailureText(
            "没有发出：批准{uses}的路线之后，{changes}。",
            "现在会发往 {route}。核对无误再批准：weda-tui env approve {environment:shell}",
        ),
    )
    route_changed_meanwhile = Localized(
        en=FailureText(
            ("Not approved, nothing saved: the route of {environment} changed after it was shown."),
            "Look at what it is now: weda-tui env approve {environment:shell}",
        ),
        zh=FailureText(
            "没有批准，也没有保存：显示之后 {environment} 的路线变了。",
            "先看它现在是什么：weda-tui env approve {environment:shell}",
        ),
    )
    route_other_fingerprint = Localized(
        en=FailureText(
            (
                "Not approved: the fingerprint of {environment} and of what it sends is "
                "{fingerprint}, not {typed}."
            ),
            "Look at what it is first: weda-tui env approve {environment:shell}",
        ),
        zh=FailureText(
            "没有批准：{environment} 的路线和要发的密钥，指纹是 {fingerprint}，不是 {typed}。",
            "先看它是什么：weda-tui env approve {environment:shell}",
        ),
    )
    route_needs_person = Localized(
        en=FailureText(
            "Not approved: there is no terminal to ask on.",
            (
                "If the route above is right: weda-tui env approve {environment:shell} --route "
                "{fingerprint}"
            ),
        ),
        zh=FailureText(
            "没有批准：这里没有终端可以询问。",
            (
                "上面的路线核对无误，就运行：weda-tui env approve {environment:shell} --route "
                "{fingerprint}"
            ),
        ),
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
    secret_variable_missing = Localized(
        en=FailureText(
            "The SecretKey of {environment} is in the variable {variable}, which is not set.",
            "Set {variable} before the start, or choose another place with F2 F2.",
        ),
        zh=FailureText(
            "{environment} 的 SecretKey 在环境变量 {variable} 里，它没有值。",
            "先设 {variable} 再启动，或按 F2 F2 改存放处。",
        ),
    )
    """``SECRET_MISSING`` where the reference is ``env:NAME``: ``{environment}``, ``{variable}``."""
    password_variable_missing = Localized(
        en=FailureText(
            "The password of {environment} is in the variable {variable}, which is not set.",
            "Set {variable} before the start, or choose another place with F2 F2.",
        ),
        zh=FailureText(
            "{environment} 的密码在环境变量 {variable} 里，它没有值。",
            "先设 {variable} 再启动，或按 F2 F2 改存放处。",
        ),
    )
    """The same for ``PASSWORD_MISSING``."""
    route_changed_no_secret = Localized(
        en=FailureText(
            "Not sent: since the route of {uses} was approved, {changes}.",
            (
                "It would go to {route}. A stored secret is kept for one address; if that is "
                "right, enter it again for this one: weda-tui env secret {environment:shell} (in "
                "the explorer, press F2 twice for the form)."
            ),
        ),
        zh=FailureText(
            "没有发出：批准{uses}的路线之后，{changes}。",
            (
                "现在会发往 {route}。存着的密钥只给一个地址用；核对无误，就为这个地址再输入一次："
                "weda-tui env secret {environment:shell}（界面里按两次 F2，在环境表单里填）。"
            ),
        ),
    )
    """``ROUTE_CHANGED`` where the SecretKey is not kept for the address."""
    route_changed_no_password = Localized(
        en=FailureText(
            "Not sent: since the route of {uses} was approved, {changes}.",
            (
                "It would go to {route}. A stored password is kept for one address; if that is "
                "right, enter it again for this one: weda-tui env secret {environment:shell} "
                "--password keyring (in the explorer, press F2 twice for the form)."
            ),
        ),
        zh=FailureText(
            "没有发出：批准{uses}的路线之后，{changes}。",
            (
                "现在会发往 {route}。存着的密码只给一个地址用；核对无误，就为这个地址再输入一次："
                "weda-tui env secret {environment:shell} --password keyring（界面里按两次 F2，在"
                "环境表单里填）。"
            ),
        ),
    )
    """The same where the password is not."""
    proxy_of_file = Text(
        en=(
            "{proxy_file} names it (proxy =), and NO_PROXY does not apply to it: is it up, and "
            "does it let this address through? To go without it, remove the line proxy = from "
            "the file."
        ),
        zh=(
            "它写在 {proxy_file} 的 proxy = 里，NO_PROXY 对它不起作用：看它是否启动、是否放行；不"
            "要经过它，就删掉文件里 proxy = 那一行。"
        ),
    )
    """What to do about a proxy that an environment's file names: ``{proxy_file}``."""
    body_limit_passed = Localized(
        en=FailureText(
            "The answer passed {limit}, the limit for a body; reception stopped.",
            (
                "Ask for smaller pages, save it with weda-tui send … -o FILE, or raise "
                "body_limit (in MiB) in {file}."
            ),
        ),
        zh=FailureText(
            "回答超过响应体上限 {limit}，已停止接收。",
            (
                "缩小分页再发；或用 weda-tui send … -o FILE 存成文件；或调大 {file} 里的 "
                "body_limit（单位 MiB）。"
            ),
        ),
    )
    """``BODY_TOO_BIG`` where a file sets the limit: ``{limit}``, ``{file}``."""
    secret_not_given = Localized(
        en=FailureText(
            "The SecretKey of {environment} is asked for each time, and none was given.",
            'Again, and type it; without a terminal to ask on, write secret_key = "env:NAME".',
        ),
        zh=FailureText(
            "{environment} 的 SecretKey 每次都要问，这次没有给。",
            "再来一次，当场输入；没有终端可问，就把 secret_key 改成 env:变量名。",
        ),
    )
    """``SECRET_MISSING`` where the reference is ``prompt``: ``{environment}``."""
    password_not_given = Localized(
        en=FailureText(
            "The password of {environment} is asked for each time, and none was given.",
            'Again, and type it; without a terminal to ask on, write password = "env:NAME".',
        ),
        zh=FailureText(
            "{environment} 的密码每次都要问，这次没有给。",
            "再来一次，当场输入；没有终端可问，就把 password 改成 env:变量名。",
        ),
    )
    """The same for ``PASSWORD_MISSING``."""
    approvals_damaged = Localized(
        en=FailureText(
            "Cannot read {file}: {reason}.",
            (
                "It holds the approved routes; without it none is approved. Move or delete "
                "{file}, then approve again: weda-tui env approve NAME"
            ),
        ),
        zh=FailureText(
            "读不了 {file}：{reason}。",
            (
                "里面是批准过的路线，读不了就一条也不算批准。移走或删除 {file}，再重新批准："
                "weda-tui env approve 名称"
            ),
        ),
    )
    """``FILE_UNREADABLE`` of the approved routes, which no command repairs: ``{file}``."""
    refusal_holds = Text(
        en="No new attempt for {holds} s; to try at once: Ctrl+T or weda-tui token --refresh",
        zh="{holds} 秒内不再去要；要马上再试，按 Ctrl+T 或用 weda-tui token --refresh。",
    )
    """Follows the hint of a refusal by which nobody asks again for ``{holds}`` seconds."""
