"""Record filters: every sentence in both languages."""

from weda_tui.i18n.text import Localized, Nested, Text, Words


class OperatorWords(Words):
    """The operators of the model query language, each by its name without the dollar."""

    eq = Text(en="is", zh="等于")
    neq = Text(en="is not", zh="不等于")
    gt = Text(en="more than", zh="大于")
    gte = Text(en="at least", zh="大于等于")
    lt = Text(en="less than", zh="小于")
    lte = Text(en="at most", zh="小于等于")
    in_ = Text(en="is one of", zh="是其中之一")
    nin = Text(en="is none of", zh="都不是")
    search = Text(en="contains", zh="包含")
    search_ci = Text(en="contains, any case", zh="包含，不分大小写")
    nsearch = Text(en="without", zh="不包含")
    nsearch_ci = Text(en="without, any case", zh="不包含，不分大小写")
    empty = Text(en="is empty", zh="为空")
    nempty = Text(en="is not empty", zh="不为空")


class FilterFaultWords(Words):
    """Why a ``$filter`` cannot be read; the names are those of ``FaultKind``."""

    unexpected = Text(en="{near} does not belong here", zh="这里不该是 {near}")
    unfinished = Text(en="it ends too early", zh="到这里还没写完")
    unknown_operator = Text(
        en="no operator {near}; documented are eq ne gt lt",
        zh="不认识操作符 {near}，文档里有 eq ne gt lt",
    )
    unknown_function = Text(
        en="no function {near}; only contains is documented",
        zh="不认识函数 {near}，文档里只有 contains",
    )
    too_deep = Text(en="brackets inside too many brackets", zh="括号套得太深")


class FilterWords(Words):
    """The filter builder."""

    operators = Nested(lambda: OperatorWords)
    faults = Nested(lambda: FilterFaultWords)
    kinds = Localized[dict[str, str]](
        en={
            "text": "text",
            "number": "a number",
            "boolean": "true or false",
            "time": "a time",
            "option": "an option",
            "json": "JSON",
            "relation": "a relation",
            "unknown": "",
        },
        zh={
            "text": "文本",
            "number": "数字",
            "boolean": "真假",
            "time": "时间",
            "option": "选项",
            "json": "JSON",
            "relation": "关联",
            "unknown": "",
        },
    )
    """What fields hold, by ``FieldKind``."""
    title = Text(en="Filter", zh="筛选")
    title_of = Text(en="Filter {model}", zh="筛选 {model}")
    conditions = Text(en="Where", zh="条件")
    order = Text(en="Order", zh="排序")
    select = Text(en="Fields", zh="返回")
    all_of = Text(en="all of these", zh="以下全部满足")
    any_of = Text(en="any of these", zh="以下任一满足")
    add = Text(en="add a condition", zh="添加条件")
    add_sort = Text(en="add a sort", zh="添加排序")
    no_conditions = Text(en="no condition: every record", zh="没有条件：全部记录")
    ascending = Text(en="ascending", zh="升序")
    descending = Text(en="descending", zh="降序")
    every_field = Text(en="every field", zh="全部字段")
    no_choice = Text(en="not chosen: every field", zh="没有指定：全部字段")
    fields_more = Text(en="{fields} and {count} in all", zh="{fields} 等 {count} 个")
    kept = Text(en="not understood, kept as it is", zh="看不懂，原样保留")
    value = Text(en="Value", zh="值")
    no_value = Text(en="no value yet", zh="还没有值")
    yes = Text(en="yes", zh="是")
    no = Text(en="no", zh="否")
    list_hint = Text(en="several values, with commas", zh="几个值用逗号隔开")
    time_hint = Text(
        en="a date or milliseconds: 2026-11-24 09:22", zh="日期或毫秒：2026-11-24 09:22"
    )
    choose_hint = Text(en="Space chooses", zh="空格选择")
    narrow_hint = Text(en="type or Space to choose", zh="打字或空格选择")
    wrong_type = Text(en="{field} takes {kind}", zh="{field} 要{kind}")
    unfinished = Text(
        en="{field} has no value yet: fill it, or Shift+Tab and Del take it away",
        zh="{field} 还没有值；填上，或按 Shift+Tab、Del 去掉它",
    )
    misplaced = Text(
        en="a condition on a related record stands at the top, under “all of these”, alone or in a group on that relation only",
        zh="对关联记录的条件放在最外层的“全部满足”里：单独一行，或一组里只有这一个关联",
    )
    every_record = Text(
        en="no condition: this call acts on every record", zh="没有条件：这个调用会作用于全部记录"
    )
    preview = Text(en="will be", zh="会写成")
    nothing_changes = Text(en="as it is now", zh="和现在一样")
    choose_field = Text(en="Field", zh="选字段")
    choose_operator = Text(en="Comparison", zh="怎样比较")
    choose_value = Text(en="Value", zh="选值")
    choose_fields = Text(en="Fields to return", zh="返回哪些字段")
    use_typed = Text(en="use “{text}”", zh="用“{text}”")
    other_value = Text(en="another value…", zh="另填一个值…")
    nothing_found = Text(en="no “{query}”", zh="没有“{query}”")
    cannot_read = Text(
        en="$filter, character {column}: {reason}. Mend that first",
        zh="$filter 第 {column} 个字符：{reason}。先改好那里",
    )
    no_place = Text(
        en="The body is no JSON object, or filter is none: mend it under JSON first",
        zh="正文不是 JSON 对象，或 filter 不是对象；先在 JSON 页改好",
    )
    no_filter = Text(
        en="This call takes no filter that can be built", zh="这个接口没有能编辑的筛选条件"
    )
    taken = Text(
        en="The filter is in the request. Ctrl+Z undoes it", zh="筛选已写进请求。Ctrl+Z 撤销"
    )
    key_take = Text(en="into the request", zh="写进请求")
    key_cell = Text(en="field, comparison, value", zh="字段、比较、值")
    key_choose = Text(en="choose", zh="选择")
    key_narrow = Text(en="open the list with what fits", zh="打开列表，只留对得上的")
    key_add = Text(en="add", zh="添加")
    key_remove = Text(en="remove", zh="去掉")
    key_group = Text(en="group", zh="成组")
    key_ungroup = Text(en="ungroup", zh="拆组")
    key_turn = Text(en="all/any", zh="全部/任一")
    key_undo = Text(en="undo", zh="撤销")
    key_back = Text(en="leave", zh="放弃")
    key_mark = Text(en="mark", zh="勾选")
