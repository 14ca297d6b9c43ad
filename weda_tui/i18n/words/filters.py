"""Record filters: every sentence in both languages."""

from weda_tui.i18n.text import Localized, Nested, Text, Words


class OperatorWords(Words):
    """The operators of the model query language, by their names without the dollar sign."""

    eq = Text(en="is", zh="等于")
    neq = Text(en="is not", zh="不等于")
    gt = Text(en="greater than", zh="大于")
    gte = Text(en="at least", zh="大于等于")
    lt = Text(en="less than", zh="小于")
    lte = Text(en="at most", zh="小于等于")
    in_ = Text(en="is one of", zh="属于其中之一")
    nin = Text(en="is none of", zh="不属于其中")
    search = Text(en="contains", zh="包含")
    search_ci = Text(en="contains, any case", zh="包含，忽略大小写")
    nsearch = Text(en="without", zh="不包含")
    nsearch_ci = Text(en="without, any case", zh="不包含，忽略大小写")
    empty = Text(en="is empty", zh="为空")
    nempty = Text(en="is not empty", zh="不为空")


class FilterFaultWords(Words):
    """Why a ``$filter`` cannot be read, by the members of ``FaultKind``."""

    unexpected = Text(en="unexpected {near}", zh="此处不应为 {near}")
    unfinished = Text(en="unexpected end", zh="表达式不完整")
    unknown_operator = Text(
        en="unknown operator {near}; documented operators: eq ne gt lt",
        zh="未知的操作符 {near}，文档中有 eq ne gt lt",
    )
    unknown_function = Text(
        en="unknown function {near}; only contains is documented",
        zh="未知的函数 {near}，文档中只有 contains",
    )
    too_deep = Text(en="brackets nested too deeply", zh="括号嵌套过深")


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
            "boolean": "布尔值",
            "time": "时间",
            "option": "选项",
            "json": "JSON",
            "relation": "关联",
            "unknown": "",
        },
    )
    """The types of field values, by ``FieldKind``."""
    title = Text(en="Filter", zh="筛选")
    title_of = Text(en="Filter {model}", zh="筛选 {model}")
    conditions = Text(en="Match", zh="条件")
    order = Text(en="Sort", zh="排序")
    select = Text(en="Fields", zh="字段")
    all_of = Text(en="all of these", zh="以下全部满足")
    any_of = Text(en="any of these", zh="以下任一满足")
    add = Text(en="add a condition", zh="添加条件")
    add_sort = Text(en="add a sort field", zh="添加排序字段")
    no_conditions = Text(en="no conditions: every record", zh="没有条件：全部记录")
    ascending = Text(en="ascending", zh="升序")
    descending = Text(en="descending", zh="降序")
    every_field = Text(en="every field", zh="全部字段")
    no_choice = Text(en="not chosen: every field", zh="未指定：全部字段")
    fields_more = Text(en="{fields} … ({count} in all)", zh="{fields} 等 {count} 个")
    kept = Text(en="not recognised, kept as it is", zh="无法识别，原样保留")
    value = Text(en="Value", zh="值")
    no_value = Text(en="no value yet", zh="尚未填写值")
    yes = Text(en="yes", zh="是")
    no = Text(en="no", zh="否")
    list_hint = Text(en="separate values with commas", zh="多个值用逗号分隔")
    time_hint = Text(
        en="a date or milliseconds: 2026-11-24 09:22", zh="日期或毫秒数：2026-11-24 09:22"
    )
    choose_hint = Text(en="Space to choose", zh="按空格选择")
    narrow_hint = Text(en="type or Space to choose", zh="输入文字或按空格选择")
    wrong_type = Text(en="{field} must be {kind}", zh="{field} 应为{kind}")
    unfinished = Text(
        en="{field} has no value yet: fill it in, or press Shift+Tab and Del to remove it",
        zh="{field} 尚未填写值：请填写，或依次按 Shift+Tab、Del 移除",
    )
    misplaced = Text(
        en="a condition on a related record must be at the top, under “all of these”, alone or in a group for that relation only",
        zh="关联记录的条件必须在最外层的“以下全部满足”下：单独一行，或在只含该关联的一组中",
    )
    every_record = Text(
        en="no conditions: this request affects every record",
        zh="没有条件：这个请求会作用于全部记录",
    )
    preview = Text(en="becomes", zh="将写为")
    nothing_changes = Text(en="no changes", zh="没有变化")
    choose_field = Text(en="Field", zh="选择字段")
    choose_operator = Text(en="Comparison", zh="比较方式")
    choose_value = Text(en="Value", zh="选择值")
    choose_fields = Text(en="Fields to return", zh="返回的字段")
    use_typed = Text(en="use “{text}”", zh="使用“{text}”")
    other_value = Text(en="another value…", zh="其他值…")
    nothing_found = Text(en="no match for “{query}”", zh="没有匹配“{query}”的结果")
    cannot_read = Text(
        en="$filter, character {column}: {reason}. Fix it first",
        zh="$filter 第 {column} 个字符：{reason}。请先修正",
    )
    no_place = Text(
        en="The body or its filter is not a JSON object: fix it in the JSON tab first",
        zh="请求体或其中的 filter 不是 JSON 对象：请先在 JSON 页修正",
    )
    no_filter = Text(
        en="This endpoint has no filter that can be edited", zh="这个接口没有可编辑的筛选条件"
    )
    taken = Text(
        en="The filter was applied to the request. Press Ctrl+Z to undo",
        zh="筛选条件已写入请求。按 Ctrl+Z 撤销",
    )
    key_take = Text(en="apply to request", zh="写入请求")
    key_cell = Text(en="field, comparison, value", zh="字段、比较、值")
    key_choose = Text(en="choose", zh="选择")
    key_narrow = Text(en="open the list with matches", zh="打开列表，仅显示匹配项")
    key_add = Text(en="add", zh="添加")
    key_remove = Text(en="remove", zh="移除")
    key_group = Text(en="group", zh="分组")
    key_ungroup = Text(en="ungroup", zh="取消分组")
    key_turn = Text(en="all/any", zh="全部/任一")
    key_undo = Text(en="undo", zh="撤销")
    key_back = Text(en="cancel", zh="取消")
    key_mark = Text(en="select", zh="勾选")
