"""Endpoints, bundled and of the user's own: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class CatalogueCommandWords(Words):
    """``catalogue``."""

    details = Text(en="Requires no environment and no network.", zh="无需环境，也无需网络。")
    none_found = Text(en="No endpoint matches “{query}”.", zh="没有匹配“{query}”的接口。")
    legend = Text(
        en="W writes   D cannot be undone   ~ from client code   ? title only",
        zh="写 修改数据   删 不可恢复   ~ 来自客户端代码   ? 仅有标题",
    )
    found = Text(en="{count:endpoint|endpoints}", zh="{count} 个接口")
    effect = Text(en="effect", zh="影响")
    confidence = Text(en="confidence", zh="可信度")
    token = Text(en="token", zh="令牌")
    request_parameters = Text(en="Parameters", zh="参数")
    body = Text(en="Body", zh="正文")
    response = Text(en="Response fields", zh="响应字段")
    example_body = Text(en="Example body", zh="正文示例")
    example_response = Text(en="Example response", zh="响应示例")
    failures = Text(en="Causes of failure", zh="失败原因")
    source = Text(en="source", zh="来源")
    required = Text(en="required", zh="必填")
    no_path = Text(
        en="method and path unknown: only the title is known; cannot be sent",
        zh="方法和路径未知：仅有标题，不能发送",
    )
    no_body = Text(en="no body", zh="无正文")
    values = Text(en="one of {values}", zh="可选值：{values}")


class EndpointPaneWords(Words):
    """The endpoint tree."""

    filter = Text(en="/ English, 中文, pinyin initials", zh="/ 中文、English、拼音首字母")
    browse_only = Text(en="Browsing requires no environment", zh="没有环境也可浏览接口和文档")
    more_broken = Text(en="{count} more cannot be opened", zh="另有 {count} 个无法打开")
    nothing_found = Text(
        en="No match for “{query}”. Try pinyin or Ctrl+P",
        zh="没有匹配“{query}”的接口。可用拼音或 Ctrl+P",
    )
    legend_write = Text(en="writes", zh="修改数据")
    legend_destructive = Text(en="cannot be undone", zh="不可恢复")
    legend_client_code = Text(en="from client code", zh="来自客户端代码")
    legend_title_only = Text(en="title only", zh="仅有标题")
    choose = Text(
        en="Choose an endpoint on the left, or press Ctrl+P", zh="请在左侧选择接口，或按 Ctrl+P"
    )
    choose_step = Text(
        en="Press F3 to choose an endpoint, or Ctrl+P", zh="按 F3 选择接口，或按 Ctrl+P"
    )


class OwnCallWords(Words):
    """The form for an endpoint of the user, and its deletion."""

    new_title = Text(en="New endpoint in module {module}", zh="在模块 {module} 中新建接口")
    edit_title = Text(en="Edit {title}", zh="编辑 {title}")
    define_title = Text(en="Define {title} yourself", zh="自行定义 {title}")
    title = Text(en="Title", zh="标题")
    method = Text(en="Method", zh="方法")
    path = Text(en="Path", zh="路径")
    action = Text(en="Name", zh="名称")
    effect = Text(en="Effect", zh="影响")
    auth = Text(en="Token", zh="令牌")
    parameters = Text(en="Parameters", zh="参数")
    path_hint = Text(
        en="starts with the slash after the host; parameters in braces: /crm/{envType}/orders/{id}",
        zh="从主机后的斜杠开始；参数用花括号：/crm/{envType}/orders/{id}",
    )
    action_hint = Text(en="name used on the command line", zh="在命令行中使用的名称")
    parameters_hint = Text(
        en="JSON Schema of the body, or of the query if the method has no body. Empty: as documented",
        zh="JSON Schema：方法有正文时描述正文，否则描述查询参数。留空则按文档",
    )
    pick = Text(en="choose", zh="选择")
    missing = Text(en="{field} is missing", zh="缺少{field}")
    bad_method = Text(en="the method must be one of {methods}", zh="方法须为 {methods} 之一")
    bad_path = Text(
        en="a path starts with / and has no spaces, ? or #", zh="路径以 / 开头，不能有空格、? 和 #"
    )
    bad_action = Text(
        en="a name has only letters, digits and . _ -", zh="名称只能用字母、数字和 . _ -"
    )
    taken = Text(en="the module already has this name", zh="模块中已有此名称")
    not_an_object = Text(en="expected a JSON object", zh="应为 JSON 对象")
    not_yet = Text(en="Fix the fields marked ✗, then save", zh="请先修正标有 ✗ 的字段，再保存")
    unsaved = Text(
        en="Not saved yet. Press Esc again to discard, Ctrl+S to save",
        zh="尚未保存。再按一次 Esc 放弃修改，按 Ctrl+S 保存",
    )
    saved = Text(en="Saved {id}", zh="已保存 {id}")
    choose = Text(en="Choose an endpoint first", zh="请先选择接口")
    bundled = Text(
        en="Built-in, documented endpoints can't be edited or deleted; + adds your own",
        zh="内置接口来自文档，不能编辑或删除；按 + 新建接口",
    )
    from_document = Text(
        en="It comes from an imported document; Del on its module deletes the module",
        zh="它来自导入的文档；在模块行按 Del 删除整个模块",
    )
    remove_call = Text(en="Delete your definition of {title}", zh="删除自定义接口 {title}")
    remove_module = Text(
        en="Delete module {name}, {count:endpoint|endpoints}", zh="删除模块 {name}，{count} 个接口"
    )
    keep = Text(en="Keep it", zh="保留")
    remove = Text(en="Delete it", zh="删除")
    removed = Text(en="Deleted", zh="已删除")
