"""Values that are used in the next call: every sentence in both languages."""

from weda_tui.i18n.text import Localized, Text, Words


class FollowingWords(Words):
    """The links (F7) at the end of a response, the way back, and the dialogs of a value."""

    next = Text(en="Next", zh="下一步")
    take_it = Text(en="use in", zh="用于")
    rest = Text(en="{count} more", zh="其余 {count} 个")
    other = Text(en="or", zh="或")
    nowhere = Text(en="No endpoint accepts this value", zh="没有接口接受该值")
    no_id = Text(
        en="Select an ID to see endpoints that accept it", zh="选中一个 ID，可查看接受它的接口"
    )
    reading = Text(en="~ searching for endpoints that accept it", zh="~ 正在查找接受该值的接口")
    save = Text(en="save request", zh="保存请求")
    copy = Text(en="copy value", zh="复制值")
    assertion = Text(en="add assertion", zh="添加断言")
    variable = Text(en="save as variable", zh="保存为变量")
    from_answer = Text(en="from the last response", zh="来自上一个响应")
    opened = Text(
        en="Filled in {name}; not sent. Alt+← goes back.",
        zh="{name} 已填写，请求未发送。按 Alt+← 返回。",
    )
    opened_model = Text(en="Not sent. Alt+← goes back.", zh="请求未发送。按 Alt+← 返回。")
    back_to = Text(en="‹ {title}", zh="‹ {title}")
    back_with = Text(en="back to {title} with this value", zh="用该值返回“{title}”")
    came_back = Text(en="Returned to {title}", zh="已返回“{title}”")
    no_way_back = Text(en="There is nothing to go back to.", zh="没有可返回的位置。")
    list_title = Text(en="Use {name} {value} in", zh="将 {name} {value} 用于")
    no_value = Text(en="There is no value under the cursor.", zh="光标处没有值。")
    still_sending = Text(
        en="Still waiting for a response. Press Esc to cancel, then go back.",
        zh="仍在等待响应。请按 Esc 取消后再返回。",
    )


class CopyWords(Words):
    """The parts of a response that can be copied."""

    title = Text(en="Copy", zh="复制")
    value = Text(en="Value", zh="值")
    key = Text(en="Key", zh="键")
    node = Text(en="Complete node, exactly as received", zh="整个节点，与收到的内容完全一致")
    json_path = Text(en="JSONPath", zh="JSONPath")
    js_path = Text(en="JS path", zh="JS 路径")
    line = Text(en="This line", zh="当前行")
    whole = Text(en="Complete body", zh="整个正文")
    headers = Text(en="Response headers", zh="响应头")
    exchange = Text(
        en="curl command and response, secrets masked", zh="curl 命令及响应，机密已脱敏"
    )
    body_of = Text(
        en="complete body (converted from {charset} to UTF-8)",
        zh="整个正文（已从 {charset} 转换为 UTF-8）",
    )
    body_mended = Text(
        en="complete body (invalid UTF-8 in {count:place|places}, replaced with �)",
        zh="整个正文（{count} 处不是 UTF-8，已替换为 �）",
    )
    not_text = Text(
        en="This is not text; copying would damage it. Press s to save it to a file.",
        zh="不是文本，复制会损坏内容。请按 s 保存为文件。",
    )


class KeptValueWords(Words):
    """A value that becomes a variable or an assertion."""

    variable_title = Text(en="Save as variable", zh="保存为变量")
    name = Text(en="name", zh="名称")
    place = Text(en="in", zh="保存到")
    keep = Text(en="save", zh="保存")
    places = Text(en="location", zh="选择位置")
    next = Text(en="next field", zh="下一个字段")
    of_environment = Text(
        en="environment {name}, all env types   {file}", zh="环境 {name}，所有环境类型   {file}"
    )
    of_env_type = Text(en="{env_type} only   {file}", zh="仅 {env_type}   {file}")
    of_folder = Text(en="folder {name}   {file}", zh="文件夹 {name}   {file}")
    of_request = Text(en="request {name}   {file}", zh="请求 {name}   {file}")
    of_session = Text(
        en="environment {name}, until the program exits", zh="环境 {name}，退出程序后失效"
    )
    says = Text(en="{{{{{name}}}}} = {value}", zh="{{{{{name}}}}} = {value}")
    there_already = Text(
        en="Already exists (now {value}). Press Enter again to replace it.",
        zh="已存在，当前值为 {value}。再按一次 Enter 替换。",
    )
    overwrite = Text(en="replace", zh="替换")
    name_missing = Text(en="Enter a name first.", zh="请先填写名称。")
    bad_name = Text(en="A name cannot contain spaces or braces.", zh="名称不能包含空格和大括号。")
    built_in = Text(
        en="{name} is built in. Choose another name.", zh="{name} 是内置变量，请使用其他名称。"
    )
    secret = Text(
        en="This is a secret; it is not written to a file.", zh="这是机密，不会写入文件。"
    )
    too_long = Text(
        en="The value is too long for a file (16 KB at most). Press y to copy it.",
        zh="值过长，无法写入文件（最多 16 KB）。请按 y 复制。",
    )
    no_place = Text(en="Choose an environment first.", zh="请先选择环境。")
    kept = Text(en="Saved {{{{{name}}}}} to {file}", zh="已将 {{{{{name}}}}} 保存到 {file}")
    assertion_title = Text(en="Add assertion", zh="添加断言")
    writes = Text(en="written to {file}", zh="写入 {file}")
    add = Text(en="add", zh="添加")
    operators = Text(en="operator", zh="选择运算符")
    added = Text(en="Assertion added to {file}", zh="断言已添加到 {file}")
    save_first = Text(
        en="Assertions belong to a saved request. Press Ctrl+S to save this request first.",
        zh="断言属于已保存的请求。请先按 Ctrl+S 保存。",
    )
    other_call = Text(
        en="The open request is not the one that produced this response. Open {title} first.",
        zh="当前请求与此响应不对应。请先打开“{title}”。",
    )
    how_to_add = Text(
        en="press a to add an assertion on status, time or size; to assert a value, press a on it in Response (F6)",
        zh="按 a 添加断言：状态码、耗时、大小；在响应（F6）的值上按 a，对该值添加断言",
    )
    in_string = Text(
        en="This value is inside a string, where no path can reach it. Assert the string itself.",
        zh="该值位于字符串内部，无法用路径定位。请对整个字符串添加断言。",
    )
    meanings = Localized[dict[str, str]](
        en={
            "equals": "equals this value",
            "notEquals": "does not equal this value",
            "contains": "contains this text",
            "notContains": "does not contain this text",
            "greaterThan": "is greater than this value",
            "lessThan": "is less than this value",
            "exists": "exists",
            "length": "has exactly this length",
        },
        zh={
            "equals": "等于该值",
            "notEquals": "不等于该值",
            "contains": "包含该文本",
            "notContains": "不包含该文本",
            "greaterThan": "大于该值",
            "lessThan": "小于该值",
            "exists": "存在",
            "length": "长度等于该值",
        },
    )
    """The words for each operator, by its name in the file."""
