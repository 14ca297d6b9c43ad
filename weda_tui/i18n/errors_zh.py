"""Failures in Chinese."""

from weda_tui.i18n.error_strings import (
    AuthCodeStrings,
    ErrorDetailStrings,
    ErrorStrings,
    GatewayCodeStrings,
    TokenKindStrings,
    VerdictStrings,
    Words,
)

ERRORS = ErrorStrings(
    host_empty=Words("访问地址是空的。", "填浏览器打开微搭用的地址，如 http://10.20.4.18:8080。"),
    host_no_scheme=Words("{text} 前面没有协议。", "写成 http://… 或 https://…。"),
    host_bad_scheme=Words("不认识协议 {scheme}。", "只能用 http 或 https。"),
    host_bad_name=Words("{text} 不是合法的域名或地址。", "检查拼写。"),
    host_bad_ip=Words("{text} 不是合法的 IP。", "要 4 段数字，每段 0 到 255。"),
    host_bad_port=Words("{text} 的端口不对。", "端口是 1 到 65535 的数字。"),
    host_has_credentials=Words(
        "访问地址里带了用户名或密码。", "把 @ 和它前面的删掉，密钥另填在 SecretKey 里。"
    ),
    secret_ref_invalid=Words(
        "{text} 不是密钥的存放处。", "写 keyring、file、prompt 或 env:变量名；密钥本身不写在这里。"
    ),
    name_invalid=Words(
        "{text} 不能当名称。", "名称会成为文件名：不用 / \\ : 和控制字符，不以点开头。"
    ),
    no_environment=Words("还没有环境。", "界面里按 F2 新建，或用 weda-tui env add。"),
    chosen_environment_gone=Words(
        "这个工作区里没有选中的环境 {name}。", "加 --env，可选：{known}。", "界面里按 F2 换一个。"
    ),
    environment_unknown=Words(
        "没有叫 {name} 的环境。", "是 {nearest} 吗？", "weda-tui env list 列出已有的环境。"
    ),
    not_in_trash=Words(
        "回收处没有叫 {name} 的环境。", "是 {nearest} 吗？", "weda-tui env restore 列出删掉的环境。"
    ),
    environment_not_chosen=Words("有几个环境，没说用哪个。", "加 --env，可选：{known}。"),
    env_type_unknown=Words(
        "这个环境里没有 {env_type}。", "有的是：{known}。", "在环境里加上它（F2 F2）。"
    ),
    endpoint_unknown=Words(
        "没有叫 {target} 的接口或保存的请求。",
        "是 {nearest} 吗？",
        "weda-tui catalogue search 可以按几个字母找。",
    ),
    endpoint_title_only=Words(
        "{target} 只知其名：方法和路径没有文档。",
        "查到以后自己定义它：F3，再按 e。",
    ),
    variable_unknown=Words(
        "变量 {{{{{name}}}}} 没有值。",
        "是 {nearest} 吗？",
        "在环境的变量里给它一个值（F2 F2），命令行也可以用 --set。",
    ),
    variable_cycle=Words(
        "变量互相引用，绕回了自己：{names}。", "把其中一个改成写明的值（F2 F2）。"
    ),
    variable_too_large=Words(
        "变量 {{{{{name}}}}} 展开后太大，或套得太深。", "一个值最多展开成 1 MB，最多套 32 层。"
    ),
    url_invalid=Words("{url} 不是合法的地址。", "要 http:// 或 https:// 开头，中间没有空白。"),
    url_other_host=Words(
        "地址指向 {host}，不是这个环境的 {expected}。", "令牌不发给别的主机；换环境，或改地址。"
    ),
    url_other_path=Words(
        "路径 {path} 不在这个环境的地址 {expected} 之下。",
        "令牌不发给别的路径，也不发给用 .. 或转义绕到的路径；换环境，或改地址。",
    ),
    header_invalid=Words("请求头 {name} 不合法。", "名称只用字母、数字和 -，值里不能有换行。"),
    host_header_other=Words(
        "请求头 Host 的值 {host} 不是该部署自己的 {expected}，没有发送。",
        "其他 Host 会把令牌带到另一个虚拟主机：请改环境的地址。",
    ),
    toml_syntax=Words("{file} 第 {line} 行第 {column} 列不是 TOML。", "改好那里；文件没有动过。"),
    toml_unknown_key=Words(
        "{file} 第 {line} 行：不认识 {key}。", "是 {nearest} 吗？", "删掉它，或对照文档改名。"
    ),
    toml_missing_key=Words("{file} 缺少 {key}。", "在文件里补上它。"),
    nothing_to_explain=Words(
        "这段文本里找不到回答、错误码或 HTTP 状态。",
        "贴回答的正文、curl -i 的输出，或带 code 的日志行。",
    ),
    rule_invalid=Words(
        "成功规则 {rule} 从第 {column} 个字符起看不懂。",
        "要一个 JSONPath 条件，例如 $.status == 'done'。",
    ),
    data_width=Words(
        "{file} 第 {line} 行有 {found} 列，表头有 {expected} 列。",
        "补齐逗号，或给带逗号的值加双引号。",
    ),
    data_csv=Words("{file} 第 {line} 行不是 CSV。", "看看这一行的双引号是不是成对。"),
    data_column_twice=Words("{file} 的表头里有两个 {name}。", "每列的名称都要不同：它是变量名。"),
    data_not_objects=Words(
        "{file} 的第 {number} 项不是 JSON 对象。",
        '要一个对象的数组，例如 [{{"id": 1}}]，或者带表头的 CSV。',
    ),
    data_too_many=Words("{file} 超过 {count} 行。", "把它分成几个文件。"),
    data_empty=Words("{file} 里没有一行数据。", "第一行是表头，从第二行起每行跑一遍。"),
    depends_cycle=Words("请求互相依赖，绕成了一圈：{names}。", "去掉其中一个 depends。"),
    depends_failed=Words(
        "没有发送：它依赖的 {path} 没有通过。{reason}", "先让 {path} 通过：打开它，或按 R 运行。"
    ),
    run_empty=Words("{path} 里没有请求。", "换一个请求、文件夹或集合的路径。"),
    toml_bad_value=Words("{file} 第 {line} 行：{key} 的值不对。", "这里要 {expected}。"),
    file_unreadable=Words("读不了 {file}：{reason}。", "检查路径和权限。"),
    body_file_outside=Words(
        "请求体引用的文件 {file} 不是工作区里的普通文件，没有发送。",
        "把它复制到工作区，写相对工作区的路径，例如 uploads/report.pdf。"
        "隐藏文件和指向工作区外的链接一律不发送。",
    ),
    body_file_private=Words(
        "请求体引用的文件 {file} 含有私钥，或是某个环境的证书或密钥文件，没有发送。",
        "私钥一律不随请求体发送，无论请求是谁写的。请去掉这处引用；"
        "要发送证书，请引用一份不含私钥的副本，扩展名用 .crt 之类。",
    ),
    body_file_too_big=Words("请求体里的文件 {file} 超过 {limit}。", "换一个小些的文件；没有发送。"),
    body_file_boundary=Words(
        "文件 {file} 的内容里有表单的分隔符，服务器会在那里截断。",
        "在 Content-Type 和请求体里换一个 boundary；没有发送。",
    ),
    link_outside=Words(
        "工作区里的 {file} 是指向工作区外的符号链接（指向 {target}），没有读取，也没有写入。",
        "工作区可能来自他人，因此不访问指向工作区外或其隐藏文件夹的链接。"
        "请删除该链接，或换成普通文件或文件夹。",
    ),
    file_unwritable=Words("写不了 {file}：{reason}。", "旧文件没有动过；检查磁盘和权限。"),
    file_changed=Words("{file} 在别处改过了。", "重新载入，或另存为。"),
    file_exists=Words("{file} 已经有了。", "换一个名称；只差大小写也算相同。"),
    no_key=Words(
        "{environment} 缺 SecretId 或 SecretKey，这个调用要用它们。",
        "按 F2 F2 打开环境表单填上。",
    ),
    no_user=Words(
        "{environment} 缺用户名或密码，取不到用户令牌。",
        "按 F2 F2 打开环境表单填上；命令行新建环境用 --username 和 --password。",
    ),
    openapi_invalid=Words("{file} 里的 {path} 读不了：{reason}。", "改好那里，再导入一次。"),
    openapi_version=Words(
        "{file} 不是 OpenAPI 3 文档：它自称 {version}。",
        "用 OpenAPI 3.0 或 3.1；Swagger 2.0 先转换成 3.0。",
    ),
    openapi_webhooks=Words(
        "{file} 里的 {count} 个 webhook 没有导入。", "它们由对方来调用，这里发不出去。"
    ),
    openapi_server=Words(
        "{file} 的服务地址是 {server}，没有哪个环境用这个地址。",
        "里面的调用会发到当前选中的环境；请为 {server} 新建环境，或选好要用的环境。",
    ),
    document_syntax=Words(
        "{file} 第 {line} 行第 {column} 列读不下去：{reason}。", "改好那里，再导入一次。"
    ),
    document_too_big=Words("{file} 超过 {limit}。", "拆成几个文档，分别导入。"),
    postman_invalid=Words(
        "{file} 不是 Postman 的环境：{path} 的形状不对。", "在 Postman 里重新导出这个环境。"
    ),
    postman_no_host=Words(
        "{file} 里没有访问地址，建不成新环境。",
        "加一个变量 vars.host；或者用 --into 把变量加进已有的环境。",
    ),
    import_format=Words(
        "还不能导入 {format}。",
        "现在能导入 OpenAPI 3.0 和 3.1（JSON 或 YAML），和 Postman 的环境、全局变量。",
    ),
    import_unknown=Words(
        "认不出 {file} 是什么。",
        "能导入 Postman 集合和环境、OpenAPI 3、HAR、curl 命令、HTTP 消息；一行行的数据在运行时用。",
    ),
    import_blank=Words("{file} 是空的。", "什么都没有导入。接管道时看看前一个命令有没有输出。"),
    import_empty=Words(
        "{file} 看起来是 {format}，但里面没有请求。", "什么都没有导入。看看文件对不对、是否完整。"
    ),
    export_empty=Words(
        "{target} 里没有能导出为 {format} 的请求：{names}。",
        "什么都没有写入。每个请求要有 method 和 url，或者一个已知的 endpoint。",
    ),
    export_sends_secret=Words(
        "会把 {names} 发往 {host}。",
        "令牌和密钥不发往别的主机：改 URL，或去掉 {names}。",
    ),
    import_invalid=Words(
        "{file} 看起来是 {format}，但 {path} 处不是该格式的内容。",
        "什么都没有导入。重新导出一次；能选的话选 Postman v2.1。",
    ),
    import_nested=Words(
        "{file} 的文件夹超过 {limit} 层。", "什么都没有导入。这么长的路径不是每个文件系统都放得下。"
    ),
    import_quote_open=Words(
        "{file} 第 {line} 行的引号没有结束。", "什么都没有导入。请复制完整的命令。"
    ),
    model_name_invalid=Words(
        "“{text}”不是数据模型的标识。", "标识由字母、数字、下划线组成，不以数字开头。"
    ),
    models_unreadable=Words("回答里没有数据模型列表。", "仍然可以按标识添加一个模型。"),
    module_taken=Words("{name} 是自带的模块。", "给要导入的换一个名称（--into）。"),
    module_unknown=Words("没有叫 {name} 的模块。", "weda-tui catalogue list 列出全部。"),
    own_call_fixed=Words(
        "{file}：{action} 有文档，不能改写。", "删掉这一段；要别的写法，另加一个自己的接口。"
    ),
    own_call_lost=Words(
        "{file}：{action} 只写了一部分，文档里已经没有它。", "补上方法和路径，或删掉这一段。"
    ),
    secret_in_request=Words(
        "{part} 里有密钥或令牌，没有存：集合里的文件是给人看的。",
        "令牌写成 {{{{access_token}}}}，或去掉这个请求头：发送时自己会加上。",
    ),
    history_broken=Words("历史文件坏了，已另存为 {kept}。", "从现在起重新记；旧的那份没有删。"),
    history_newer=Words(
        "{file} 是更新的 weda-tui 写的，这一版读不了。", "升级 weda-tui；文件没有动过。"
    ),
    history_unknown=Words("历史里没有第 {id} 条。", "weda-tui history 列出有的。"),
    secret_missing=Words(
        "{environment} 的 SecretKey 不在 {ref} 里。",
        "存着的密钥只给一个地址用，换了地址要再输入一次：weda-tui env secret {environment:shell}"
        "（界面里按两次 F2，在环境表单里填）。",
    ),
    password_missing=Words(
        "{environment} 的密码不在 {ref} 里。",
        "存着的密码只给一个地址用，换了地址要再输入一次："
        "weda-tui env secret {environment:shell} --password keyring"
        "（界面里按两次 F2，在环境表单里填）。",
    ),
    dns_failed=Words("找不到主机 {host}。", "检查拼写，以及本机的 DNS 和 VPN。"),
    connection_refused=Words("{host}:{port} 没有程序在听。", "端口对吗？"),
    host_unreachable=Words(
        "到不了主机 {host}:{port}：网络通，但它没有应答。", "主机开着吗？检查 VPN 和防火墙。"
    ),
    network_unreachable=Words(
        "到不了 {host}:{port}：本机没有去那里的路。", "检查本机的网络和 VPN。"
    ),
    connection_reset=Words(
        "{host}:{port} 掐断了连接。",
        "收到 {received} 之后被掐断。中间的防火墙或网关常这样做。",
        "一个字节也没有收到。中间的防火墙或网关常这样做；端口对吗？",
    ),
    connection_lost=Words(
        "{host}:{port} 中途断开了连接。",
        "收到 {received}，没有收完。看部署和网关的日志。",
        "一个字节也没有收到。看部署和网关的日志；端口对吗？",
    ),
    tls_unknown_ca=Words("{host} 的证书由不认识的机构签发。", "在环境里指定机构的 CA 文件。"),
    tls_wrong_host=Words(
        "{host} 的证书是发给别的名称的。", "访问地址换成证书上的域名，或换一张证书。"
    ),
    tls_expired=Words("{host} 的证书过期了。", "换证书；本机时钟也看一眼。"),
    tls_not_yet_valid=Words(
        "{host} 的证书还没有生效。", "本机时钟慢了吗？不慢就等它生效，或换证书。"
    ),
    tls_protocol=Words(
        "与 {host} 谈不拢 TLS 的版本或算法：{reason}。", "部署要开 TLS 1.2 或 1.3，和常用的算法。"
    ),
    tls_client_wanted=Words("{host} 要客户端证书。", "在环境里指定客户端证书；找管理员要一张。"),
    tls_failed=Words("与 {host} 建不成 TLS：{reason}。", "检查协议和端口。"),
    https_on_http_port=Words("{host}:{port} 说的是 HTTP，不是 HTTPS。", "把地址改成 http://。"),
    http_on_https_port=Words(
        "地址写的是 http://，而 {host}:{port} 用的是 TLS（HTTPS）。", "把地址改成 https://。"
    ),
    ca_file_invalid=Words(
        "{file} 不是可用的 CA 证书。",
        "要 PEM 文件，以 BEGIN CERTIFICATE 开头；相对路径从工作区算起。",
    ),
    proxy_name=Words(
        "找不到代理 {proxy}。", "检查 HTTP_PROXY 和 HTTPS_PROXY 的拼写；内网地址可以写进 NO_PROXY。"
    ),
    proxy_refused=Words(
        "代理 {proxy} 没有在听。", "代理启动了吗？内网地址可以写进 NO_PROXY，就不经过它。"
    ),
    proxy_auth=Words(
        "代理 {proxy} 要用户名和密码。", "写进代理地址：http://用户名:密码@主机:端口。"
    ),
    proxy_denied=Words(
        "代理 {proxy} 不肯接通：{reason}。", "请代理的管理员放行；内网地址可以写进 NO_PROXY。"
    ),
    client_certificate_invalid=Words(
        "客户端证书用不了：{file}。",
        "要 PEM 文件，证书和私钥成对，私钥不带密码；相对路径从工作区算起。",
    ),
    proxy_failed=Words(
        "代理 {proxy} 没有接通。",
        "检查环境里的代理；跟随系统的话看 HTTP_PROXY、HTTPS_PROXY，内网地址可以写进 NO_PROXY。",
    ),
    other_service=Words(
        "{host}:{port} 上是 {service} 服务，不是 HTTP。", "端口写错了：用浏览器打开微搭的那个。"
    ),
    protocol_error=Words("{host}:{port} 的回答不是 HTTP。", "端口对吗？"),
    answer_broken=Words(
        "{host}:{port} 的回答不合 HTTP 的规则。", "可能是中间的网关或代理弄坏的：看它们的日志。"
    ),
    coding_broken=Words(
        "回答的 {coding} 压缩数据坏了或不完整。",
        "压缩着收到 {received}。看压缩回答的网关或代理。",
    ),
    port_in_use=Words("端口 {port} 已被别的程序占用。", "用 --port 换一个端口。"),
    connect_timed_out=Words(
        "{seconds} 秒内连不上 {host}:{port}，已放弃。",
        "没有拒绝，也没有应答：多半是防火墙丢了包，或 VPN 没连。期限可在环境里改。",
    ),
    timed_out=Words("{seconds} 秒内没有回答，已放弃。", "停在{phase}。期限可在环境里改。"),
    answer_timed_out=Words(
        "{seconds} 秒内没有收完回答，已放弃。",
        "收到 {received}。缩小分页，或在环境里放宽期限。",
        "回答只来了开头。在环境里放宽期限。",
    ),
    body_too_big=Words("回答超过 {limit}，已停止接收。", "缩小分页再发。"),
    body_not_stored=Words("响应体写不进 {file}：{reason}。", "请腾出空间，或改正权限。"),
    headers_too_big=Words(
        "回答的响应头超过 {limit}，这是 HTTP 库（httpcore）的上限。",
        "这个上限不能调。看看是什么撑大了响应头，例如网关或代理不断累积的 Cookie。",
    ),
    token_too_big=Words(
        "令牌接口的回答超过令牌上限 {limit}，已停止接收。",
        "令牌没有这么长：这个地址上回答的不是令牌接口。请检查地址。",
    ),
    token_wrong_secret=Words(
        "令牌接口不认这对 SecretId 和 SecretKey（HTTP {status}）。",
        "服务器说：{detail}。到管理后台的环境配置页核对。",
        "到管理后台的环境配置页核对。",
    ),
    token_wrong_password=Words(
        "登录接口不认这个用户名和密码（HTTP {status}）。",
        "服务器说：{detail}。密码不对，或没开“用户名密码登录”；审批流不受影响。",
        "密码不对，或没开“用户名密码登录”；审批流不受影响。",
    ),
    token_captcha=Words(
        "登录失败太多次，部署要图形验证码（HTTP {status}）。",
        "服务器说：{detail}。先核对密码，过几分钟再登录。",
        "先核对密码，过几分钟再登录。",
    ),
    token_sign_in_off=Words(
        "部署没开“用户名密码登录”（HTTP {status}）。",
        "服务器说：{detail}。请管理员在登录方式里打开它。",
        "请管理员在登录方式里打开它。",
    ),
    token_user_blocked=Words(
        "这个用户被冻结，或还没激活（HTTP {status}）。",
        "服务器说：{detail}。换一个用户，或请管理员启用它。",
        "换一个用户，或请管理员启用它。",
    ),
    token_wrong_address=Words(
        "{url} 不是令牌接口（HTTP {status}）。",
        "访问地址写浏览器打开微搭用的那个；只有网关把微搭放在某个路径下时才带路径。",
    ),
    token_proxy_page=Words(
        "令牌接口收到的是网页，不是 JSON（HTTP {status}）：像是代理的登录页。",
        "在浏览器里打开 {url} 看看。",
    ),
    token_not_json=Words(
        "令牌接口的回答不是 JSON（HTTP {status}）。", "核对访问地址：{url} 真是微搭吗？"
    ),
    token_empty=Words("令牌接口答了，但没有 access_token（HTTP {status}）。", "核对访问地址。"),
    token_server_error=Words(
        "令牌接口自己出错了（HTTP {status}）。",
        "服务器说：{detail}。不是密钥或密码的问题，看部署的日志。",
        "不是密钥或密码的问题，看部署的日志。",
    ),
    token_rate_limited=Words(
        "取令牌太频繁，被限流（HTTP {status}）。", "{retry_after} 秒后再取。", "过一分钟再取。"
    ),
    token_refused=Words(
        "令牌接口拒绝了（HTTP {status}）。", "服务器说：{detail}。", "核对环境里填的。"
    ),
    object_id_missing=Words("还没填文件 ID。", "上传后给的就是它：cloud:// 开头的一行。"),
    object_id_invalid=Words("{text} 不是文件 ID。", "要以 cloud:// 开头，带存储桶和路径。"),
    object_path_invalid=Words(
        "{text} 不能做云端路径。", "路径里不能有 . 或 .. 一段，不能有控制字符，最长 850 字节。"
    ),
    object_path_twice=Words("有两个文件都会变成 {object}。", "把其中一个传到别的文件夹。"),
    store_address_invalid=Words(
        "回答里没有 {object} 可用的地址。", "看这次调用的正文；哪儿也没有连。"
    ),
    store_host_changed=Words(
        "新的地址在 {host}，不是 {expected}。", "没有往那里发。重新开始，会先问你这台主机。"
    ),
    upload_changed=Words("{file} 读到一半变了。", "等没有程序在写它时再上传。"),
    download_exists=Words("{file} 已经有了，没有动它。", "换一个位置；命令行加 --force 可以覆盖。"),
    transfer_stalled=Words(
        "{seconds} 秒里一个字节也没有动，已放弃。", "停在{phase}。期限可在环境里改。"
    ),
    guard_read_only=Words(
        "没有发出：{environment} · {env_type} 是只读。", "F2 F2 里可以改；--yes 不管用。"
    ),
    guard_needs_consent=Words(
        "没有发出：写 {environment} · {env_type} 要先确认。",
        "先用 --dry-run 看一遍，确实要发就加 --yes。",
    ),
    guard_needs_name=Words(
        "没有发出：这次调用要先输入名称 {environment}（{env_type}）才发。",
        "先用 --dry-run 看一遍；命令行上 --yes 就等于输入了名称。",
    ),
    route_not_approved=Words(
        "没有发出：这台机器上还没有人批准过把{uses}发往 {route}。",
        "核对无误再批准：weda-tui env approve {environment:shell}",
    ),
    route_changed=Words(
        "没有发出：批准{uses}的路线之后，{changes}。",
        "现在会发往 {route}。核对无误再批准：weda-tui env approve {environment:shell}",
    ),
    route_changed_meanwhile=Words(
        "没有批准，也没有保存：显示之后 {environment} 的路线变了。",
        "先看它现在是什么：weda-tui env approve {environment:shell}",
    ),
    route_other_fingerprint=Words(
        "没有批准：{environment} 的路线和要发的密钥，指纹是 {fingerprint}，不是 {typed}。",
        "先看它是什么：weda-tui env approve {environment:shell}",
    ),
    route_needs_person=Words(
        "没有批准：这里没有终端可以询问。",
        "上面的路线核对无误，就运行："
        "weda-tui env approve {environment:shell} --route {fingerprint}",
    ),
)

DETAILS = ErrorDetailStrings(
    phase_token="取令牌",
    phase_connect="连接",
    phase_send="发送文件",
    phase_wait="等待回答",
    phase_receive="接收回答",
    no_such_file="没有这个文件或文件夹",
    not_allowed="没有权限",
    is_a_folder="它是一个文件夹",
    not_a_folder="路径中间有一个不是文件夹",
    is_a_link="它是一个符号链接",
    disk_full="磁盘满了",
    quota_full="磁盘配额用完了",
    disk_read_only="那里的磁盘只读",
    secret_variable_missing=Words(
        "{environment} 的 SecretKey 在环境变量 {variable} 里，它没有值。",
        "先设 {variable} 再启动，或按 F2 F2 改存放处。",
    ),
    password_variable_missing=Words(
        "{environment} 的密码在环境变量 {variable} 里，它没有值。",
        "先设 {variable} 再启动，或按 F2 F2 改存放处。",
    ),
    approvals_damaged=Words(
        "读不了 {file}：{reason}。",
        "里面是批准过的路线，读不了就一条也不算批准。移走或删除 {file}，再重新批准："
        "weda-tui env approve 名称",
    ),
    route_changed_no_secret=Words(
        "没有发出：批准{uses}的路线之后，{changes}。",
        "现在会发往 {route}。存着的密钥只给一个地址用；核对无误，就为这个地址再输入一次："
        "weda-tui env secret {environment:shell}（界面里按两次 F2，在环境表单里填）。",
    ),
    route_changed_no_password=Words(
        "没有发出：批准{uses}的路线之后，{changes}。",
        "现在会发往 {route}。存着的密码只给一个地址用；核对无误，就为这个地址再输入一次："
        "weda-tui env secret {environment:shell} --password keyring"
        "（界面里按两次 F2，在环境表单里填）。",
    ),
    proxy_of_file=(
        "它写在 {proxy_file} 的 proxy = 里，NO_PROXY 对它不起作用：看它是否启动、是否放行；"
        "不要经过它，就删掉文件里 proxy = 那一行。"
    ),
    body_limit_passed=Words(
        "回答超过响应体上限 {limit}，已停止接收。",
        "缩小分页再发；或用 weda-tui send … -o FILE 存成文件；或调大 {file} 里的 "
        "body_limit（单位 MiB）。",
    ),
    secret_not_given=Words(
        "{environment} 的 SecretKey 每次都要问，这次没有给。",
        "再来一次，当场输入；没有终端可问，就把 secret_key 改成 env:变量名。",
    ),
    password_not_given=Words(
        "{environment} 的密码每次都要问，这次没有给。",
        "再来一次，当场输入；没有终端可问，就把 password 改成 env:变量名。",
    ),
    refusal_holds="{holds} 秒内不再去要；要马上再试，按 Ctrl+T 或用 weda-tui token --refresh。",
)

VERDICTS = VerdictStrings(
    layer_network="网络",
    layer_tls="TLS",
    layer_http="HTTP",
    layer_proxy="代理页",
    layer_gateway="网关拒绝",
    layer_auth="认证",
    layer_business="业务",
    layer_model="数据模型",
    layer_storage="云存储",
    layer_partial="部分失败",
    http=Words("{code}，正文不是已知的错误形状。", "核对地址、路径和方法。"),
    proxy=Words("收到的是网页，不是 JSON：像是代理的登录页。", "在浏览器里打开访问地址看看。"),
    gateway=Words("没有文档记载 {code} 这个码。", "看服务器的原话；拿 requestId 查网关日志。"),
    auth=Words("认证服务拒绝：{code}。", "核对这个接口要的令牌和凭据。"),
    business=Words("请求到了业务，被它拒绝：{code}。", "原因在服务器的原话里；对照接口的参数。"),
    model=Words("数据模型拒绝了：{code}。", "看服务器的原话；核对模型标识、角色权限和参数。"),
    storage=Words("有对象失败，第一个是 {code}。", "逐项看 code；成功的不用重做。"),
    storage_refused=Words("云存储拒绝了整个请求：{code}。", "看服务器的原话；核对权限和请求体。"),
    rule=Words("这个接口的成功规则不成立。", "规则是 {rule}；在结果里按 1 可以改。"),
    partial=Words("一部分成功，一部分失败，第一个是 {code}。", "逐项看原因；成功的不用重做。"),
    unknown=Words("HTTP 成功，正文不是已知的形状。", "先看正文，不要当作成功。"),
)

GATEWAY_CODES = GatewayCodeStrings(
    invalid_access_token=Words("令牌无效或已过期。", "取新令牌再发。"),
    bad_request=Words("请求的格式不对。", "核对 JSON、Content-Type 和方法。"),
    invalid_host=Words("访问地址不合法。", "用打开微搭的那个地址，带协议和端口。"),
    invalid_region=Words("地域不匹配。", "地址要是私有部署的，不是公有云的。"),
    invalid_env=Words("环境不对，或不存在。", "核对环境 ID 和路径里的 prod、dev。"),
    invalid_env_status=Words("环境的状态不正常，现在不能用。", "到管理后台看环境的状态。"),
    invalid_common_param=Words("公共参数的格式不对。", "核对请求头和路径里的参数。"),
    sign_param_invalid=Words("签名校验没有通过。", "核对 SecretId 和 SecretKey。"),
    permission_denied=Words("权限不够。", "核对令牌的种类：数据模型和云存储要用户令牌。"),
    exceed_request_limit=Words("超出了资源的限额。", "减少用量，或请管理员提高限额。"),
    exceed_ratelimit=Words("请求太频繁。", "放慢，隔几秒再发。"),
    sys_err=Words("微搭内部出错。", "拿 requestId 查部署的日志。"),
    server_timeout=Words("微搭的服务没有按时回答。", "缩小分页；写操作先查结果再重发。"),
)

AUTH_CODES = AuthCodeStrings(
    invalid_grant=Words(
        "授权无效：刷新令牌用过或过期了，或密码不对。", "重新登录；密码在环境里改（F2 F2）。"
    ),
    captcha_required=Words("登录失败太多次，部署要图形验证码。", "先核对密码，过几分钟再登录。"),
    wrong_password=Words("用户名或密码不对。", "核对用户名和密码。"),
    login_method_disabled=Words("部署没开“用户名密码登录”。", "请管理员在登录方式里打开它。"),
    user_blocked=Words("这个用户被冻结，或还没激活。", "换一个用户，或请管理员启用它。"),
    unauthenticated=Words("用户令牌无效，或已经退出登录。", "取新的用户令牌再发。"),
)

TOKEN_KINDS = TokenKindStrings(
    user_wanted=Words(
        "这个接口要用户令牌，发出的是密钥令牌。",
        "在环境里填用户名和密码（F2 F2）；自己写的 Authorization 就换成用户的。",
    ),
    key_wanted=Words(
        "这个接口要密钥令牌，发出的是用户令牌。",
        "在环境里填 SecretId 和 SecretKey（F2 F2）；自己写的 Authorization 就换成密钥的。",
    ),
)
