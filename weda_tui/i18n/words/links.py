"""Values that lead to the next call: every sentence in both languages."""

from weda_tui.i18n.text import Localized, Text, Words


class FollowingWords(Words):
    """F7 at the end of RESULT, the way back, and the dialogs of a value."""

    next = Text(en="Next", zh="下一步")
    take_it = Text(en="take it to", zh="带它去")
    rest = Text(en="{count} more", zh="其余 {count} 个")
    other = Text(en="or", zh="或")
    nowhere = Text(en="no call takes this value", zh="没有接口收这个值")
    no_id = Text(
        en="put the cursor on an id to see who takes it",
        zh="光标放到一个 ID 上，这里列出收它的接口",
    )
    reading = Text(en="~ looking for calls that take it", zh="~ 找收它的接口")
    save = Text(en="save request", zh="保存请求")
    copy = Text(en="copy value", zh="复制值")
    assertion = Text(en="assert it", zh="设为断言")
    variable = Text(en="keep as variable", zh="存成变量")
    from_answer = Text(en="from the last answer", zh="取自上一个回答")
    opened = Text(
        en="{name} filled in, not sent. Alt+← goes back", zh="{name} 已填好，没有发送。Alt+← 回去"
    )
    opened_model = Text(en="not sent. Alt+← goes back", zh="没有发送。Alt+← 回去")
    back_to = Text(en="‹ {title}", zh="‹ {title}")
    back_with = Text(en="back to {title} with this", zh="带它回到“{title}”")
    came_back = Text(en="Back at {title}", zh="回到 {title}")
    no_way_back = Text(en="There is nowhere to go back to", zh="没有可以回去的地方")
    list_title = Text(en="Take {name} {value} to", zh="带 {name} {value} 去")
    no_value = Text(en="There is no value under the cursor", zh="光标下没有值")
    still_sending = Text(
        en="Still waiting for an answer: Esc cancels, then go back",
        zh="还在等回答：Esc 取消，再回去",
    )


class CopyWords(Words):
    """What can be copied of an answer."""

    title = Text(en="Copy", zh="复制")
    value = Text(en="Value", zh="值")
    key = Text(en="Key", zh="键")
    node = Text(en="Whole node, exactly as received", zh="整个节点，照收到的原样")
    json_path = Text(en="JSONPath", zh="JSONPath")
    js_path = Text(en="JS path", zh="JS 路径")
    line = Text(en="This line", zh="这一行")
    whole = Text(en="Whole body", zh="整个正文")
    headers = Text(en="Response headers", zh="响应头")
    exchange = Text(en="curl with its answer, secrets masked", zh="curl 和它的回答，密钥打码")
    body_of = Text(
        en="whole body (turned from {charset} into UTF-8)", zh="整个正文（从 {charset} 转成 UTF-8）"
    )
    body_mended = Text(
        en="whole body ({count:place is|places are} not UTF-8 and became �)",
        zh="整个正文（{count} 处不是 UTF-8，换成了 �）",
    )
    not_text = Text(
        en="not text, a clipboard would spoil it: s saves it to a file",
        zh="不是文本，剪贴板会改坏它：s 存成文件",
    )


class KeptValueWords(Words):
    """A value that becomes a variable or an assertion."""

    variable_title = Text(en="Keep as a variable", zh="存成变量")
    name = Text(en="name", zh="名称")
    place = Text(en="in", zh="存到")
    keep = Text(en="keep", zh="存")
    places = Text(en="place", zh="换地方")
    next = Text(en="next field", zh="下一格")
    of_environment = Text(
        en="environment {name}, every env type   {file}", zh="环境 {name}，所有环境类型   {file}"
    )
    of_env_type = Text(en="{env_type} only   {file}", zh="只在 {env_type}   {file}")
    of_folder = Text(en="folder {name}   {file}", zh="文件夹 {name}   {file}")
    of_request = Text(en="request {name}   {file}", zh="请求 {name}   {file}")
    of_session = Text(
        en="environment {name}, until the program ends", zh="环境 {name}，只到退出为止"
    )
    says = Text(en="{{{{{name}}}}} = {value}", zh="{{{{{name}}}}} = {value}")
    there_already = Text(
        en="There already, now {value}. Enter again replaces it",
        zh="已经有了，现在是 {value}。再按一次 Enter 换掉",
    )
    overwrite = Text(en="replace", zh="换掉")
    name_missing = Text(en="Write a name first", zh="先写名称")
    bad_name = Text(en="A name has no blanks and no braces", zh="名称里不能有空格和大括号")
    built_in = Text(en="{name} is built in, take another name", zh="{name} 是内置的变量，换个名字")
    secret = Text(en="This is a secret and goes into no file", zh="这是密钥，不写进文件")
    too_long = Text(
        en="The value is too long to go into a file: 16 KB at most. y copies it",
        zh="值太长，不写进文件：最多 16 KB。按 y 复制",
    )
    no_place = Text(en="Choose an environment first", zh="先选环境")
    kept = Text(en="Kept {{{{{name}}}}} in {file}", zh="存好了：{{{{{name}}}}} → {file}")
    assertion_title = Text(en="Assert it", zh="设为断言")
    writes = Text(en="goes into {file}", zh="写进 {file}")
    add = Text(en="add", zh="加上")
    operators = Text(en="compare", zh="换比较")
    added = Text(en="Assertion added to {file}", zh="断言加进了 {file}")
    save_first = Text(
        en="Assertions stand in a saved request: Ctrl+S saves it first",
        zh="断言写在保存的请求里：先 Ctrl+S 保存",
    )
    other_call = Text(
        en="The request in hand is not the one of this answer: open {title} first",
        zh="手里的请求不是这个回答的：先打开 {title}",
    )
    how_to_add = Text(
        en="a adds one on status, time or size; a on a value of the answer (F6) asserts that",
        zh="按 a 加一条：状态码、耗时、大小；在回答（F6）的值上按 a，断言那个值",
    )
    in_string = Text(
        en="This stands inside a string, where no path leads: assert the string itself",
        zh="这个值在字符串里，没有路径能到：请对整个字符串设断言",
    )
    meanings = Localized[dict[str, str]](
        en={
            "equals": "is this value",
            "notEquals": "is not this value",
            "contains": "has this text in it",
            "notContains": "does not have this text in it",
            "greaterThan": "is more than this",
            "lessThan": "is less than this",
            "exists": "is there",
            "length": "is exactly this many",
        },
        zh={
            "equals": "等于这个值",
            "notEquals": "不等于这个值",
            "contains": "含有这段文字",
            "notContains": "不含这段文字",
            "greaterThan": "大于这个值",
            "lessThan": "小于这个值",
            "exists": "有这一项",
            "length": "正好这么多",
        },
    )
    """What each operator says, by its name in the file."""
