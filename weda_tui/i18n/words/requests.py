"""The draft and its form: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words


class TypeWords(Words):
    """Types of values."""

    string = Text(en="string", zh="字符串")
    integer = Text(en="integer", zh="整数")
    number = Text(en="number", zh="数字")
    boolean = Text(en="boolean", zh="真假")
    object = Text(en="object", zh="对象")
    array = Text(en="list", zh="列表")
    array_of = Text(en="list of {type}", zh="{type}列表")
    any = Text(en="any JSON", zh="任意 JSON")
    milliseconds = Text(en="ms", zh="毫秒")


class FindingWords(Words):
    """What a draft lacks."""

    missing = Text(en="{name} is missing", zh="还差 {name}")
    missing_more = Text(en="{count} are missing, first {name}", zh="还差 {name} 等 {count} 个")
    wrong_type = Text(en="{name} takes type {type}", zh="{name} 要{type}")
    not_listed = Text(en="{name} is none of {values}", zh="{name} 不在取值之中：{values}")
    blank_at_edge = Text(en="{name} begins or ends with a blank", zh="{name} 前后有空格")
    here_missing = Text(en="required, still empty", zh="必填，还没填")
    here_wrong_type = Text(en="takes type {type}", zh="要{type}")
    here_not_listed = Text(en="none of {values}", zh="不在取值之中：{values}")
    here_blank_at_edge = Text(en="a blank before or behind it", zh="前后有空格")
    send_anyway = Text(en="F5 again sends anyway", zh="再按一次 F5 照样发送")
    sent_anyway = Text(en="{finding}; sent anyway.", zh="{finding}。照样发出。")
    stated = Text(en="{finding}.", zh="{finding}。")
    and_more = Text(
        en="{count:more value is|more values are} not as documented.",
        zh="另有 {count} 处也不合文档。",
    )


class FieldWords(Words):
    """The form."""

    types = Nested(lambda: TypeWords)
    findings = Nested(lambda: FindingWords)
    form = Text(en="Form", zh="表单")
    unset = Text(en="Empty ones are not sent", zh="没填的不发送")
    unset_count = Text(en="{count}", zh="{count} 个")
    unset_short = Text(
        en="{count} more; empty ones are not sent", zh="另有 {count} 个，没填的不发送"
    )
    rest = Text(en="all of it under Docs", zh="全文在“文档”页")
    required = Text(en="required", zh="必填")
    default = Text(en="default {value}", zh="默认 {value}")
    example = Text(en="e.g. {value}", zh="如 {value}")
    unlisted = Text(en="not in the docs, sent all the same", zh="文档里没有，照样发送")
    values = Text(en="{count:value|values}", zh="{count} 个取值")
    items = Text(en="holds {count}", zh="{count} 项")
    add_item = Text(en="add an item", zh="加一项")
    add_key = Text(en="add a key", zh="加一个键")
    add_key_hint = Text(en="type a name, Enter adds it", zh="输入名称，回车加上")
    add_header = Text(en="add a header", zh="加一个请求头")
    add_header_hint = Text(
        en="type a name, Enter goes to the value; a pasted Name: value is taken whole",
        zh="输入名称，回车填值；也可以整行粘贴 名称: 值",
    )
    documented = Text(en="documented: {value}; Enter offers it", zh="文档里是 {value}，回车可换回")
    documented_short = Text(en="Enter: {value}", zh="回车换回 {value}")
    no_header_text = Text(
        en="A value has a line break in it: as text it would be two headers",
        zh="有一个值里带换行，写成文本就成了两个请求头",
    )
    in_path = Text(en="path parameter", zh="路径参数")
    in_query = Text(en="query parameter", zh="查询参数")
    in_header = Text(en="header", zh="请求头")
    time_hint = Text(en="a date works too: 2026-11-24 09:22", zh="填日期也行：2026-11-24 09:22")
    boolean_hint = Text(en="Space switches", zh="空格切换")
    not_json = Text(
        en="The body is not JSON: the form leaves it alone; mend it in the JSON tab",
        zh="正文不是 JSON，表单先不动它；在 JSON 页改好再回来",
    )
    too_large = Text(
        en="The body has {size}, too large for a form; edit it in the JSON tab",
        zh="正文有 {size}，太大，表单放不下；在 JSON 页改",
    )
    file_body = Text(en="The body is a file", zh="正文是一个文件")
    files_inside = Text(
        en="The body takes in files: the form leaves it alone; edit it in the JSON tab",
        zh="正文里要填入文件，表单不显示它；在 JSON 页里改",
    )
    whole_body = Text(en="body", zh="正文")
    removed = Text(
        en="{name} is no longer sent. Ctrl+Z brings it back", zh="不再发送 {name}。Ctrl+Z 找回"
    )
    undone = Text(en="Undone", zh="已撤销")
    nothing_to_undo = Text(en="Nothing to undo", zh="没有可撤销的")
    key_taken = Text(en="{name} is there already", zh="已经有 {name} 了")
    other_value = Text(en="another value…", zh="另填一个值…")
    narrow_values = Text(en="values that hold it", zh="只列含有它的值")
    choose_and_go_on = Text(en="choose, and on to the next row", zh="选定，到下一行")
    dont_send = Text(en="do not send", zh="不发送")


class RequestPaneWords(Words):
    """The request editor and the pre-flight block."""

    json = Text(en="JSON", zh="JSON")
    headers = Text(en="Headers", zh="请求头")
    headers_short = Text(en="Hdr", zh="头")
    auth = Text(en="Auth", zh="认证")
    docs = Text(en="Docs", zh="文档")
    title_only = Text(
        en="Only its name is known: without method and path it cannot be sent",
        zh="只知其名：方法和路径没有文档，发不出去",
    )
    no_parameters = Text(
        en="This endpoint takes no parameters: send it as it is",
        zh="这个接口没有参数，可以直接发送",
    )
    no_body = Text(en="no body", zh="不带正文")
    send = Text(en="Send", zh="发送")
    will_go = Text(en="will go to", zh="按下之后")
    cancel = Text(en="Cancel", zh="取消")
    read_only_effect = Text(en="read-only, changes nothing", zh="只读，不改数据")
    writes = Text(en="writes: {title}", zh="写：{title}")
    open_effect = Text(en="known only with the captured value", zh="取得变量值后才知道会做什么")
    cannot_undo = Text(en="cannot be undone: {title}", zh="删，不可恢复：{title}")
    token_valid = Text(
        en="{token} is valid ({left}), goes out at once", zh="{token}有效（{left}），直接发出"
    )
    token_expiring = Text(
        en="{token} expires soon ({left}), goes out at once", zh="{token}快到期（{left}），直接发出"
    )
    token_first = Text(en="a {token} first, then the call", zh="先取{token}，再发")
    token_refused = Text(
        en="{token} was refused: a new one first", zh="{token}被拒：先取新令牌，再发一次"
    )
    token_key_itself = Text(
        en="SecretId and SecretKey go along as they are",
        zh="用 SecretId 和 SecretKey 本身，直接发出",
    )
    no_key = Text(
        en="✗ SecretId or SecretKey missing: F2 F2", zh="✗ 缺 SecretId 或 SecretKey：F2 F2 填上"
    )
    no_user = Text(en="✗ user name or password missing: F2 F2", zh="✗ 缺用户名或密码：F2 F2 填上")
    token_none_needed = Text(en="no token needed, goes out at once", zh="不用令牌，直接发出")
    guard_confirm = Text(en="! confirm writes: you see it first", zh="! 写前确认：先给你看一遍")
    guard_name = Text(en="! you will be asked to type {name}", zh="! 先要你输入名称 {name}")
    write_waits = Text(
        en="Opened, not sent: it is not read-only. F5 sends it",
        zh="已打开，没有发送：它不是只读的。再按 F5 发送",
    )
    guard_read_only = Text(en="# read-only guard: will not leave", zh="# 只读守卫：不会发出")
    other_host = Text(en="✗ will not leave for {host}: F5 mends", zh="✗ 不会发往 {host}：按 F5 改")
    repeated = Text(
        en="! the same was sent {seconds} s ago: will ask again",
        zh="! {seconds} 秒前刚发过同样的一次：会再问",
    )
    first_one = Text(en="sends {path} first, then this", zh="先发 {path}，再发这个")
    first_several = Text(
        en="sends {count} first, {path} and on, then this", zh="先发 {path} 等 {count} 个，再发这个"
    )
    waiting = Text(en="waiting {elapsed}", zh="等待回答 {elapsed}")
    choose_environment = Text(en="choose an environment first", zh="先选环境")
    unknown_variable = Text(en="✗ {{{{{name}}}}} is not defined", zh="✗ {{{{{name}}}}} 没有定义")
    unknown_nearest = Text(
        en="✗ {{{{{name}}}}} is not defined. Nearest: {nearest}, Tab takes it",
        zh="✗ {{{{{name}}}}} 没有定义。最近的是 {nearest}，Tab 换上",
    )
    no_value_nearest = Text(
        en="✗ {{{{{name}}}}} has no value. Tab: {nearest}",
        zh="✗ {{{{{name}}}}} 没有值。Tab 换上 {nearest}",
    )
    no_value = Text(en="✗ {{{{{name}}}}} has no value", zh="✗ {{{{{name}}}}} 没有值")
    json_fault = Text(
        en="line {line}, column {column}: {reason}", zh="第 {line} 行第 {column} 列：{reason}"
    )
    json_file_fault = Text(
        en="line {line}, column {column}: with the content of {file} in it: {reason}",
        zh="第 {line} 行第 {column} 列：填入 {file} 的内容后，{reason}",
    )
    auth_key = Text(
        en="The key token is added when sending and renewed {early} s before it expires.",
        zh="发送时自动带上密钥令牌，到期前 {early} s 自动换新。",
    )
    auth_user = Text(
        en="A user token (from user name and password) goes along; it is renewed {early} s early.",
        zh="发送时自动带上用户令牌（用户名密码换来），到期前 {early} s 自动换新。",
    )
    auth_basic = Text(
        en="Takes SecretId and SecretKey themselves: a Basic header, added when sending.",
        zh="用 SecretId 和 SecretKey 本身：发送时自动带上 Basic 请求头。",
    )
    auth_none = Text(en="This call takes no token.", zh="这个接口不用令牌。")
    auth_typed = Text(
        en="The Authorization in the request's headers is sent, no built-in token. Del on its row in the headers removes it.",
        zh="发送的是请求头里写的 Authorization，不是自动取的令牌。在“请求头”里它那一行按 Del 去掉它。",
    )
    auth_header = Text(en="header", zh="请求头")
    auth_source = Text(en="source", zh="来源")
    auth_own = Text(
        en="An Authorization of your own in the headers wins.",
        zh="在请求头里自己写 Authorization，就用你写的。",
    )
    docs_parameters = Text(en="Parameters", zh="参数")
    docs_answer = Text(en="The answer has", zh="回答里有")
    docs_failures = Text(en="When it fails", zh="什么时候会失败")
    docs_source = Text(en="Source", zh="来源")
    docs_none = Text(en="no parameters", zh="没有参数")
    required = Text(en="required", zh="必填")
    formatted = Text(en="Formatted", zh="已排版")
    not_json = Text(
        en="Line {line}, column {column} is not JSON: left as it is",
        zh="第 {line} 行第 {column} 列不是 JSON，没有排版",
    )
    reset = Text(en="Back to the example", zh="已恢复成例子")
    headers_hint = Text(en="one a line: Name: value", zh="一行一个：名称: 值")
    short_valid = Text(en="{token} is valid", zh="{token}有效")
    short_first = Text(en="a {token} first", zh="先取{token}")
    short_refused = Text(en="refused: a new {token} first", zh="{token}被拒：先取新令牌，再发")


class ExternalEditorWords(Words):
    """A body in the user's own editor."""

    taken = Text(
        en="Taken over from the editor. Ctrl+Z brings the old body back",
        zh="已取回编辑器里的内容，Ctrl+Z 换回原来的",
    )
    # editor: the name of its program
    same = Text(
        en="Nothing changed. An editor with a window must be waited for: code --wait",
        zh="没有改动。带窗口的编辑器要等它关上，例如 code --wait",
    )
    failed = Text(
        en="{editor} ended with status {status}: the body stays as it was",
        zh="{editor} 退出状态是 {status}，请求体没有动",
    )
    not_started = Text(
        en="{editor} did not start: is $EDITOR right?", zh="{editor} 打不开，$EDITOR 写对了吗？"
    )
    unreadable = Text(
        en="{editor} left no UTF-8 text: the body stays as it was",
        zh="{editor} 留下的不是 UTF-8 文本，请求体没有动",
    )
    kept = Text(en="; what was written is in {file}", zh="；写好的内容在 {file}")
    """What follows where something was written and not taken."""
    not_here = Text(en="This terminal cannot be lent to an editor", zh="这个终端不能让给编辑器")


class JsonFaultWords(Words):
    """Why text is not JSON; the parser's own words are the keys of ``i18n.phrases.requests``."""

    comma = Text(en="a comma is missing, or something is too much", zh="少了逗号，或多了东西")
    colon = Text(en="a colon is missing", zh="少了冒号")
    value = Text(en="a value belongs here", zh="这里要一个值")
    name = Text(en="a name in double quotes belongs here", zh="这里要一个带双引号的名称")
    string_end = Text(
        en="the string does not end: a double quote is missing", zh="字符串没有结束，少了双引号"
    )
    control = Text(
        en="a line break or control character inside a string", zh="字符串里有换行或控制字符"
    )
    extra = Text(
        en="the JSON ends here; there is more behind it", zh="JSON 到这里已经结束，后面多了东西"
    )
    escape = Text(en="what follows the backslash is wrong", zh="反斜杠后面的写法不对")
    trailing = Text(en="a comma after the last item", zh="最后一项后面多了一个逗号")
    deep = Text(en="nested too deeply", zh="嵌套太深")


class FormWords(Words):
    """The environment form: first run, new, edit."""

    first_title = Text(en="Connect a private WeDa deployment", zh="连接一个微搭私有部署")
    first_step = Text(en="Step 1, only once", zh="第 1 步，只做一次")
    first_intro = Text(
        en="Fill in what has a *, and the first request can go.", zh="填好带 * 的就能发第一个请求。"
    )
    host = Text(en="Address", zh="访问地址")
    host_hint = Text(
        en="as in the browser; 80, 443 optional", zh="浏览器里打开微搭的地址；80、443 可省"
    )
    host_kept = Text(en="calls go to {host}/…", zh="请求发往 {host}/…")
    host_cut = Text(
        en="{cut} is left out; calls go to {host}/…", zh="已去掉 {cut}，请求发往 {host}/…"
    )
    secret_id = Text(en="SecretId", zh="SecretId")
    secret_id_hint = Text(en="admin console › environment settings", zh="管理后台 › 环境配置")
    secret_key = Text(en="SecretKey", zh="SecretKey")
    secret_key_keyring = Text(
        en="goes to the system keyring, never to a file", zh="存进系统钥匙串，不写进任何文件"
    )
    secret_key_file = Text(
        en="no keyring: into a private 0600 file", zh="没有钥匙串：存工作区外的私人文件 0600"
    )
    secret_key_kept = Text(
        en="kept ({place}); leave empty to keep it", zh="已存（{place}）；留空就不改"
    )
    secret_key_env = Text(en="read from an environment variable", zh="从环境变量读取")
    secret_follows = Text(
        en="mind: the secret in {place} goes to {host} from now on",
        zh="注意：{place} 里的密钥今后发给 {host}",
    )
    secret_key_bound = Text(
        en="the kept key is for {host} only; enter it again for a new address",
        zh="存着的密钥只给 {host} 用；换了地址要再填一次",
    )
    secret_key_absent = Text(
        en="a kept key is for one address; none is kept for {host}: enter it",
        zh="存着的密钥只给一个地址用；{host} 的还没有存，要再填一次",
    )
    username = Text(en="User name", zh="用户名")
    username_hint = Text(
        en="only for data model and storage; may stay empty", zh="数据模型、云存储才用，可不填"
    )
    password = Text(en="Password", zh="密码")
    password_hint = Text(en="goes with the user name", zh="有用户名才要填")
    password_bound = Text(
        en="the kept password is for {host} only; enter it again for a new address",
        zh="存着的密码只给 {host} 用；换了地址要再填一次",
    )
    password_absent = Text(
        en="a kept password is for one address; none is kept for {host}: enter it",
        zh="存着的密码只给一个地址用；{host} 的还没有存，要再填一次",
    )
    name = Text(en="Name", zh="环境名称")
    name_hint = Text(
        en="a name you know; file environments/{file}.toml",
        zh="你认得出就行；文件 environments/{file}.toml",
    )
    env_types = Text(en="Env types", zh="环境类型")
    env_id = Text(en="Env ID", zh="环境 ID")
    env_id_hint = Text(
        en="software-…, behind envId= in the address bar; optional",
        zh="地址栏 envId= 后面的 software-…，可不填",
    )
    timeout = Text(en="Limit", zh="期限")
    timeout_hint = Text(en="seconds a call may take", zh="秒；一次调用最多等多久")
    guards = Text(en="Guards", zh="守卫")
    guards_hint = Text(
        en="↑↓ env type   ←→ guard   Space on or off", zh="↑↓ 环境类型   ←→ 换守卫   空格 选或不选"
    )
    check_save = Text(en="Check and save", zh="检查并保存")
    check_save_hint = Text(
        en="fetches one token; changes nothing", zh="取一次令牌试试；不改任何数据"
    )
    save_only = Text(en="Ctrl+S saves without a check", zh="Ctrl+S 不检查，直接保存")
    more_below = Text(en="more below, Tab goes on", zh="下面还有，Tab 往下")
    no_deployment = Text(en="No deployment?", zh="手边没有部署？")
    use_sandbox = Text(en="Use the sandbox", zh="先用内置沙箱")
    use_sandbox_hint = Text(en="a make-believe WeDa on this machine", zh="本机的假微搭，写坏也没事")
    use_import = Text(en="Import Postman, curl", zh="导入 Postman、curl")
    use_import_hint = Text(en="a file, or what you paste", zh="一个文件，或直接粘贴")
    browse = Text(en="Browse only", zh="只看接口和文档")
    browse_hint = Text(en="connect later", zh="以后再连")
    sandbox_name = Text(en="sandbox", zh="沙箱")
    checks = Text(en="Checked while you type", zh="边填边查")
    check_spelling = Text(en="Spelling", zh="地址写法")
    check_spelling_good = Text(en="{scheme}, {kind}", zh="{scheme}，{kind}")
    check_token = Text(en="Key token", zh="密钥令牌")
    check_token_wait = Text(en="enter the SecretKey, then press F5", zh="SecretKey 填好后按 F5")
    check_token_ready = Text(en="not tried yet: F5 fetches one", zh="还没试过，按 F5 取一次")
    check_voided = Text(
        en="Edited: the check has stopped, nothing was saved. F5 checks again",
        zh="改动了，检查已停下，什么都没存。按 F5 再查",
    )
    check_saving = Text(en="Saving", zh="保存")
    after = Text(en="After that", zh="通过以后")
    after_open = Text(en="With the token in hand, this opens", zh="令牌取到后，替你打开")
    after_why = Text(
        en="The guide's first example: read-only, no parameters; F5 shows its answer.",
        zh="官方指南里的第一个例子，只读，没有参数，按 F5 就能看到结果。",
    )
    missing = Text(en="{field} is missing", zh="还没填 {field}")
    bad_timeout = Text(
        en="The limit is a number above 0, up to {most}",
        zh="期限要一个大于 0、不超过 {most} 的数字",
    )
    bad_env_types = Text(en="Choose at least one env type", zh="至少选一个环境类型")
    taken = Text(en="There is an environment named {name} already", zh="已经有一个叫 {name} 的环境")
    removed = Text(en="Removed {name}", zh="已删除 {name}")
    saving = Text(en="~ saving", zh="~ 正在保存")
    saved = Text(en="Saved {name}", zh="已保存 {name}")
    sandbox_started = Text(
        en="Started {name}: it lasts until the program ends", zh="已启动 {name}：用到程序退出为止"
    )
    saved_elsewhere = Text(en="Saved {name}; F2 goes there", zh="已保存 {name}，按 F2 切换过去")
    remove = Text(en="Remove this environment", zh="删除这个环境")
    remove_question = Text(
        en="Ctrl+D again removes {name}: its file can come back, its secrets not",
        zh="再按一次 Ctrl+D 删除 {name}：文件还能找回，存着的密钥不能",
    )
    discard_question = Text(
        en="Not saved yet. Esc again drops the changes, Ctrl+S saves them",
        zh="有没保存的改动。再按一次 Esc 放弃，Ctrl+S 保存",
    )
    discard_for_endpoint = Text(
        en="Not saved yet. Again drops the changes, Ctrl+S saves them",
        zh="有没保存的改动。再选一次就放弃它们，Ctrl+S 保存",
    )
    domain = Text(en="domain", zh="域名")
    ip = Text(en="IP", zh="IP")
    still_saves = Text(en="Ctrl+S saves it as it is", zh="按 Ctrl+S 可以先存下来")
