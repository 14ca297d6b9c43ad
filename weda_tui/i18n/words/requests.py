"""The draft and its form: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words


class TypeWords(Words):
    """The types of values."""

    string = Text(en="string", zh="字符串")
    integer = Text(en="integer", zh="整数")
    number = Text(en="number", zh="数字")
    boolean = Text(en="boolean", zh="布尔值")
    object = Text(en="object", zh="对象")
    array = Text(en="array", zh="数组")
    array_of = Text(en="array of {type}", zh="{type}数组")
    any = Text(en="any JSON", zh="任意 JSON")
    milliseconds = Text(en="ms", zh="毫秒")


class FindingWords(Words):
    """Missing and wrong values of a draft."""

    missing = Text(en="{name} is missing", zh="缺少 {name}")
    missing_more = Text(en="{count} values missing, first: {name}", zh="缺少 {name} 等 {count} 项")
    wrong_type = Text(en="{name} must be of type {type}", zh="{name} 应为{type}")
    not_listed = Text(en="{name} must be one of {values}", zh="{name} 的取值应为：{values}")
    blank_at_edge = Text(en="{name} starts or ends with a space", zh="{name} 首尾有空格")
    here_missing = Text(en="required, but empty", zh="必填，尚未填写")
    here_wrong_type = Text(en="must be of type {type}", zh="应为{type}")
    here_not_listed = Text(en="must be one of {values}", zh="取值应为：{values}")
    here_blank_at_edge = Text(en="leading or trailing space", zh="首尾有空格")
    send_anyway = Text(en="Press F5 again to send anyway", zh="仍要发送，请再按一次 F5")
    sent_anyway = Text(
        en="{finding}: a warning, it does not stop the request.",
        zh="{finding}（仅提醒，不阻止发送）。",
    )
    stated = Text(en="{finding}.", zh="{finding}。")
    and_more = Text(
        en="{count:more value does|more values do} not match the documentation.",
        zh="另有 {count} 处与文档不符。",
    )


class FieldWords(Words):
    """The form."""

    types = Nested(lambda: TypeWords)
    findings = Nested(lambda: FindingWords)
    form = Text(en="Form", zh="表单")
    unset = Text(en="Empty fields are not sent", zh="未填写的字段不发送")
    unset_count = Text(en="{count}", zh="{count} 个")
    unset_short = Text(
        en="{count} more; empty fields are not sent", zh="另有 {count} 个，未填写的字段不发送"
    )
    rest = Text(en="full text under Docs", zh="全文见“文档”页")
    required = Text(en="required", zh="必填")
    default = Text(en="default {value}", zh="默认 {value}")
    example = Text(en="e.g. {value}", zh="如 {value}")
    unlisted = Text(en="not in the docs, still sent", zh="文档中没有，仍会发送")
    values = Text(en="{count:value|values}", zh="{count} 个取值")
    items = Text(en="contains {count}", zh="{count} 项")
    add_item = Text(en="add an item", zh="添加一项")
    add_key = Text(en="add a key", zh="添加一个键")
    add_key_hint = Text(en="type a name and press Enter", zh="输入名称后按 Enter")
    add_header = Text(en="add a header", zh="添加请求头")
    add_header_hint = Text(
        en="type a name, press Enter, then enter the value; or paste a whole line, Name: value",
        zh="输入名称，按 Enter 后填值；也可以粘贴整行“名称: 值”",
    )
    documented = Text(
        en="documented: {value}; press Enter to use it", zh="文档中为 {value}，按 Enter 可选用"
    )
    documented_short = Text(en="Enter: use {value}", zh="Enter：选用 {value}")
    no_header_text = Text(
        en="A value contains a line break: as text it would become two headers",
        zh="有一个值包含换行，转成文本会变成两个请求头",
    )
    in_path = Text(en="path parameter", zh="路径参数")
    in_query = Text(en="query parameter", zh="查询参数")
    in_header = Text(en="header", zh="请求头")
    time_hint = Text(
        en="also accepts a date: 2026-11-24 09:22", zh="也可填写日期：2026-11-24 09:22"
    )
    boolean_hint = Text(en="Space toggles", zh="空格切换")
    not_json = Text(
        en="The body is not JSON. The form does not change it; fix it in the JSON tab",
        zh="正文不是 JSON，表单不会改动它；请在 JSON 页修正",
    )
    too_large = Text(
        en="The body ({size}) is too large for the form; edit it in the JSON tab",
        zh="正文（{size}）太大，表单无法显示；请在 JSON 页编辑",
    )
    file_body = Text(en="The body is a file", zh="正文是一个文件")
    files_inside = Text(
        en="The body includes files, so the form does not show it; edit it in the JSON tab",
        zh="正文中包含文件，表单不显示；请在 JSON 页编辑",
    )
    whole_body = Text(en="body", zh="正文")
    removed = Text(
        en="{name} is no longer sent. Press Ctrl+Z to undo", zh="不再发送 {name}。按 Ctrl+Z 撤销"
    )
    undone = Text(en="Undone", zh="已撤销")
    nothing_to_undo = Text(en="Nothing to undo", zh="没有可撤销的操作")
    key_taken = Text(en="{name} already exists", zh="{name} 已存在")
    other_value = Text(en="another value…", zh="其他值…")
    narrow_values = Text(en="filter the values", zh="筛选取值")
    choose_and_go_on = Text(en="choose and go to the next row", zh="选定并转到下一行")
    dont_send = Text(en="do not send", zh="不发送")


class RequestPaneWords(Words):
    """The request editor and its preflight."""

    json = Text(en="JSON", zh="JSON")
    headers = Text(en="Headers", zh="请求头")
    headers_short = Text(en="Hdr", zh="头")
    auth = Text(en="Auth", zh="认证")
    docs = Text(en="Docs", zh="文档")
    title_only = Text(
        en="Only the title is documented: without a method and path it cannot be sent",
        zh="仅有标题：文档中没有方法和路径，无法发送",
    )
    no_parameters = Text(
        en="This endpoint has no parameters. Send it as it is", zh="这个接口没有参数，可以直接发送"
    )
    no_body = Text(en="no body", zh="无正文")
    send = Text(en="Send", zh="发送")
    will_go = Text(en="will be sent to", zh="即将发送")
    cancel = Text(en="Cancel", zh="取消")
    read_only_effect = Text(en="read-only, changes nothing", zh="只读，不修改数据")
    writes = Text(en="writes: {title}", zh="写：{title}")
    open_effect = Text(en="effect known only after the capture", zh="提取变量后才能确定影响")
    cannot_undo = Text(en="cannot be undone: {title}", zh="不可恢复：{title}")
    token_valid = Text(
        en="{token} valid ({left}), sends immediately", zh="{token}有效（{left}），立即发送"
    )
    token_expiring = Text(
        en="{token} expires soon ({left}), sends immediately",
        zh="{token}即将到期（{left}），立即发送",
    )
    token_first = Text(en="fetches a {token} first, then sends", zh="先获取{token}，再发送")
    token_refused = Text(
        en="{token} was refused: fetches a new one first", zh="{token}被拒绝：先获取新令牌，再发送"
    )
    token_key_itself = Text(
        en="uses SecretId and SecretKey, sends immediately",
        zh="使用 SecretId 和 SecretKey，立即发送",
    )
    no_key = Text(
        en="✗ SecretId or SecretKey missing: press F2 F2",
        zh="✗ 缺少 SecretId 或 SecretKey：按 F2 F2 填写",
    )
    no_user = Text(
        en="✗ user name or password missing: press F2 F2", zh="✗ 缺少用户名或密码：按 F2 F2 填写"
    )
    token_none_needed = Text(en="no token needed, sends immediately", zh="无需令牌，立即发送")
    guard_confirm = Text(en="! confirm writes: asks before sending", zh="! 写前确认：发送前会询问")
    guard_name = Text(en="! asks you to type {name} first", zh="! 发送前需输入名称 {name}")
    write_waits = Text(
        en="Opened but not sent: the request is not read-only. Press F5 to send it",
        zh="已打开，未发送：不是只读请求。按 F5 发送",
    )
    guard_read_only = Text(
        en="# read-only guard: will not be sent", zh="# 操作保护为只读：不会发送"
    )
    other_host = Text(
        en="✗ will not be sent to {host}: press F5 to fix", zh="✗ 不会发往 {host}：按 F5 修正"
    )
    repeated = Text(
        en="! same request sent {seconds} s ago: will ask first",
        zh="! {seconds} 秒前发送过相同的请求：发送前会询问",
    )
    first_one = Text(en="sends {path} first, then this", zh="先发送 {path}，再发送此请求")
    first_several = Text(
        en="sends {count} first ({path} …), then this",
        zh="先发送 {path} 等 {count} 个，再发送此请求",
    )
    waiting = Text(en="waiting {elapsed}", zh="等待响应 {elapsed}")
    choose_environment = Text(en="choose an environment first", zh="先选择环境")
    unknown_variable = Text(en="✗ {{{{{name}}}}} is not defined", zh="✗ {{{{{name}}}}} 未定义")
    unknown_nearest = Text(
        en="✗ {{{{{name}}}}} is not defined. Closest: {nearest}, Tab to use it",
        zh="✗ {{{{{name}}}}} 未定义。最接近的是 {nearest}，按 Tab 替换",
    )
    no_value_nearest = Text(
        en="✗ {{{{{name}}}}} has no value. Tab: use {nearest}",
        zh="✗ {{{{{name}}}}} 没有值。按 Tab 换成 {nearest}",
    )
    no_value = Text(en="✗ {{{{{name}}}}} has no value", zh="✗ {{{{{name}}}}} 没有值")
    json_fault = Text(
        en="line {line}, column {column}: {reason}", zh="第 {line} 行第 {column} 列：{reason}"
    )
    json_file_fault = Text(
        en="line {line}, column {column}, with the content of {file} inserted: {reason}",
        zh="第 {line} 行第 {column} 列（已填入 {file} 的内容）：{reason}",
    )
    auth_key = Text(
        en="A key token is added when the request is sent. It is renewed {early} s before it expires.",
        zh="发送时自动添加密钥令牌，到期前 {early} 秒自动刷新。",
    )
    auth_user = Text(
        en="A user token (from user name and password) is added when the request is sent. It is renewed {early} s before it expires.",
        zh="发送时自动添加用户令牌（通过用户名和密码获取），到期前 {early} 秒自动刷新。",
    )
    auth_basic = Text(
        en="Uses SecretId and SecretKey themselves: a Basic header is added when the request is sent.",
        zh="直接使用 SecretId 和 SecretKey：发送时自动添加 Basic 请求头。",
    )
    auth_none = Text(en="This endpoint requires no token.", zh="这个接口不需要令牌。")
    auth_typed = Text(
        en="The Authorization header of this request is sent instead of the built-in token. To remove it, press Del on its row under Headers.",
        zh="发送的是请求头中填写的 Authorization，而不是内置令牌。如需删除，请在“请求头”的该行按 Del。",
    )
    auth_header = Text(en="header", zh="请求头")
    auth_source = Text(en="source", zh="来源")
    auth_own = Text(
        en="If you add your own Authorization header, it is used instead.",
        zh="如果在请求头中填写了 Authorization，则以填写的为准。",
    )
    docs_parameters = Text(en="Parameters", zh="参数")
    docs_answer = Text(en="Response fields", zh="响应字段")
    docs_failures = Text(en="Causes of failure", zh="失败原因")
    docs_source = Text(en="Source", zh="来源")
    docs_none = Text(en="no parameters", zh="没有参数")
    required = Text(en="required", zh="必填")
    formatted = Text(en="Formatted", zh="已格式化")
    not_json = Text(
        en="Not formatted: line {line}, column {column} is not JSON",
        zh="未格式化：第 {line} 行第 {column} 列不是 JSON",
    )
    reset = Text(en="Reset to the example", zh="已恢复为示例")
    headers_hint = Text(en="one per line: Name: value", zh="每行一个：名称: 值")
    short_valid = Text(en="{token} valid", zh="{token}有效")
    short_first = Text(en="fetches a {token} first", zh="先获取{token}")
    short_refused = Text(
        en="refused: fetches a new {token} first", zh="{token}被拒绝：先获取新令牌，再发送"
    )


class ExternalEditorWords(Words):
    """A body in the user's own editor."""

    taken = Text(
        en="Body updated from the editor. Press Ctrl+Z to restore the old one",
        zh="已更新为编辑器中的内容，按 Ctrl+Z 恢复原来的正文",
    )
    # editor: the name of its program
    same = Text(
        en="Nothing changed. A graphical editor needs its wait option, for example code --wait",
        zh="没有改动。图形界面的编辑器需要加等待参数，例如 code --wait",
    )
    failed = Text(
        en="{editor} exited with status {status}; the body is unchanged",
        zh="{editor} 的退出状态为 {status}，正文未改动",
    )
    not_started = Text(
        en="{editor} did not start; check $EDITOR", zh="{editor} 无法启动，请检查 $EDITOR"
    )
    unreadable = Text(
        en="{editor} did not save UTF-8 text; the body is unchanged",
        zh="{editor} 保存的不是 UTF-8 文本，正文未改动",
    )
    kept = Text(en="; your text is stored in {file}", zh="；编辑的内容保存在 {file}")
    """Appended if the user edited a text that was not used."""
    not_here = Text(en="An editor cannot run in this terminal", zh="无法在这个终端中运行编辑器")


class JsonFaultWords(Words):
    """Why a text is not JSON; ``i18n.phrases.requests`` maps the parser's messages to these."""

    comma = Text(en="a comma is missing, or there is extra text", zh="缺少逗号，或有多余内容")
    colon = Text(en="a colon is missing", zh="缺少冒号")
    value = Text(en="expected a value", zh="此处应为一个值")
    name = Text(en="expected a name in double quotes", zh="此处应为带双引号的名称")
    string_end = Text(
        en="the closing double quote of the string is missing", zh="字符串未结束，缺少双引号"
    )
    control = Text(
        en="a line break or control character inside a string", zh="字符串中有换行或控制字符"
    )
    extra = Text(en="unexpected text after the JSON", zh="JSON 结束后有多余内容")
    escape = Text(en="invalid escape after the backslash", zh="反斜杠后的转义无效")
    trailing = Text(en="a comma after the last item", zh="最后一项后有多余的逗号")
    deep = Text(en="nested too deeply", zh="嵌套过深")


class FormWords(Words):
    """The environment form: first run, new, edit."""

    first_title = Text(en="Connect to a private WeDa deployment", zh="连接微搭私有部署")
    first_step = Text(en="Step 1, once only", zh="第 1 步，仅需一次")
    first_intro = Text(
        en="Fill in the fields marked * to send the first request.",
        zh="填写带 * 的字段后，即可发送第一个请求。",
    )
    host = Text(en="Address", zh="访问地址")
    host_hint = Text(
        en="as in the browser; ports 80, 443 optional",
        zh="浏览器中打开微搭的地址；80、443 端口可省略",
    )
    host_kept = Text(en="requests are sent to {host}/…", zh="请求发往 {host}/…")
    host_cut = Text(
        en="{cut} is removed; requests are sent to {host}/…", zh="已去掉 {cut}，请求发往 {host}/…"
    )
    secret_id = Text(en="SecretId", zh="SecretId")
    secret_id_hint = Text(en="admin console › environment settings", zh="管理后台 › 环境配置")
    secret_key = Text(en="SecretKey", zh="SecretKey")
    secret_key_keyring = Text(
        en="stored in the system keyring, never in a file", zh="存储在系统钥匙串中，不写入任何文件"
    )
    secret_key_file = Text(
        en="no keyring: private 0600 file, not in the workspace",
        zh="没有钥匙串：存储在工作区外的私有文件（0600）",
    )
    secret_key_kept = Text(
        en="stored ({place}); leave empty to keep it", zh="已存储（{place}）；留空则不修改"
    )
    secret_key_env = Text(en="read from an environment variable", zh="从环境变量读取")
    secret_follows = Text(
        en="note: from now on the secret in {place} is sent to {host}",
        zh="注意：{place} 中的机密今后会发往 {host}",
    )
    secret_key_bound = Text(
        en="the stored SecretKey is for {host} only; enter it again for a new address",
        zh="已存储的 SecretKey 仅用于 {host}；更换地址后需重新填写",
    )
    secret_key_absent = Text(
        en="a stored SecretKey is for one address only, and none is stored for {host}: enter it",
        zh="存储的 SecretKey 仅用于一个地址；尚未存储用于 {host} 的 SecretKey，请填写",
    )
    username = Text(en="User name", zh="用户名")
    username_hint = Text(
        en="only for data models and storage; optional", zh="仅用于数据模型和云存储，可不填"
    )
    password = Text(en="Password", zh="密码")
    password_hint = Text(en="required with a user name", zh="填写用户名时必填")
    password_bound = Text(
        en="the stored password is for {host} only; enter it again for a new address",
        zh="已存储的密码仅用于 {host}；更换地址后需重新填写",
    )
    password_absent = Text(
        en="a stored password is for one address only, and none is stored for {host}: enter it",
        zh="存储的密码仅用于一个地址；尚未存储用于 {host} 的密码，请填写",
    )
    name = Text(en="Name", zh="环境名称")
    name_hint = Text(
        en="a name you recognise; file environments/{file}.toml",
        zh="便于识别的名称；文件 environments/{file}.toml",
    )
    env_types = Text(en="Env types", zh="环境类型")
    env_id = Text(en="Env ID", zh="环境 ID")
    env_id_hint = Text(
        en="software-…, after envId= in the address bar; optional",
        zh="地址栏中 envId= 后的 software-…，可不填",
    )
    timeout = Text(en="Timeout", zh="超时时间")
    timeout_hint = Text(en="seconds for one request", zh="秒；一次请求的最长等待时间")
    guards = Text(en="Guards", zh="操作保护")
    guards_hint = Text(
        en="↑↓ env type   ←→ guard   Space on/off", zh="↑↓ 环境类型   ←→ 操作保护   空格 勾选"
    )
    check_save = Text(en="Check and save", zh="检查并保存")
    check_save_hint = Text(en="fetches one token; changes nothing", zh="获取一次令牌；不修改数据")
    save_only = Text(en="Ctrl+S saves without checking", zh="Ctrl+S 不检查，直接保存")
    more_below = Text(en="more below, press Tab", zh="下方还有，按 Tab")
    no_deployment = Text(en="No deployment?", zh="没有部署？")
    use_sandbox = Text(en="Use the sandbox", zh="使用内置沙箱")
    use_sandbox_hint = Text(
        en="a WeDa stand-in on this machine, safe to write to", zh="在本机模拟微搭，可放心写入"
    )
    use_import = Text(en="Import Postman, curl", zh="导入 Postman、curl")
    use_import_hint = Text(en="from a file or pasted text", zh="选择文件或直接粘贴")
    browse = Text(en="Browse only", zh="仅浏览接口和文档")
    browse_hint = Text(en="connect later", zh="稍后连接")
    sandbox_name = Text(en="sandbox", zh="沙箱")
    checks = Text(en="Checked as you type", zh="实时检查")
    check_spelling = Text(en="Address format", zh="地址格式")
    check_spelling_good = Text(en="{scheme}, {kind}", zh="{scheme}，{kind}")
    check_token = Text(en="Key token", zh="密钥令牌")
    check_token_wait = Text(en="enter the SecretKey, then press F5", zh="填写 SecretKey 后按 F5")
    check_token_ready = Text(en="not tried yet: press F5 to fetch one", zh="尚未尝试，按 F5 获取")
    check_voided = Text(
        en="Edited: the check was stopped and nothing was saved. Press F5 to check again",
        zh="内容有修改，检查已停止，未保存任何内容。按 F5 重新检查",
    )
    check_saving = Text(en="Saving", zh="保存")
    after = Text(en="After the check", zh="检查通过后")
    after_open = Text(en="Opens once the token is fetched", zh="获取令牌后打开")
    after_why = Text(
        en="The first example in the official guide: read-only, no parameters. Press F5 to see the response.",
        zh="官方指南中的第一个示例：只读，没有参数，按 F5 即可查看响应。",
    )
    missing = Text(en="{field} is missing", zh="未填写 {field}")
    bad_timeout = Text(
        en="The timeout must be a number above 0 and at most {most}",
        zh="超时时间应为大于 0、不超过 {most} 的数字",
    )
    bad_env_types = Text(en="Choose at least one env type", zh="至少选择一个环境类型")
    taken = Text(en="An environment named {name} already exists", zh="已存在名为 {name} 的环境")
    removed = Text(en="Deleted {name}", zh="已删除 {name}")
    saving = Text(en="~ saving", zh="~ 正在保存")
    saved = Text(en="Saved {name}", zh="已保存 {name}")
    sandbox_started = Text(
        en="Started {name}; it runs until the program exits", zh="已启动 {name}，程序退出时停止"
    )
    saved_elsewhere = Text(
        en="Saved {name}; press F2 to switch to it", zh="已保存 {name}，按 F2 切换"
    )
    remove = Text(en="Delete this environment", zh="删除这个环境")
    remove_question = Text(
        en="Press Ctrl+D again to delete {name}: its file can be restored, its secrets cannot",
        zh="再按一次 Ctrl+D 删除 {name}：文件可以恢复，存储的机密不能",
    )
    discard_question = Text(
        en="Unsaved changes. Press Esc again to discard them, Ctrl+S to save them",
        zh="有未保存的修改。再按一次 Esc 放弃，按 Ctrl+S 保存",
    )
    discard_for_endpoint = Text(
        en="Unsaved changes. Press again to discard them, Ctrl+S to save them",
        zh="有未保存的修改。再按一次放弃，按 Ctrl+S 保存",
    )
    domain = Text(en="domain", zh="域名")
    ip = Text(en="IP", zh="IP")
    still_saves = Text(en="Press Ctrl+S to save it anyway", zh="仍可按 Ctrl+S 保存")
