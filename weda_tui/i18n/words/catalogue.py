"""Endpoints and calls of the user's own: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class CatalogueCommandWords(Words):
    """``catalogue``."""

    details = Text(
        en="Works without an environment and without a network.", zh="不要环境，也不要网络。"
    )
    none_found = Text(en="Nothing fits {query}.", zh="没有符合“{query}”的接口。")
    legend = Text(
        en="W writes   D cannot be undone   ~ from client code   ? title only",
        zh="写 改数据   删 不可恢复   ~ 来自客户端代码   ? 仅知其名",
    )
    found = Text(en="{count:endpoint|endpoints}", zh="{count} 个接口")
    effect = Text(en="effect", zh="作用")
    confidence = Text(en="known from", zh="出处")
    token = Text(en="token", zh="令牌")
    request_parameters = Text(en="Parameters", zh="参数")
    body = Text(en="Body", zh="正文")
    response = Text(en="In the answer", zh="回答里有")
    example_body = Text(en="Example body", zh="正文例子")
    example_response = Text(en="Example answer", zh="回答例子")
    failures = Text(en="When it fails", zh="什么时候会失败")
    source = Text(en="source", zh="来源")
    required = Text(en="required", zh="必填")
    no_path = Text(
        en="method and path unknown: only its name is known, it cannot be sent",
        zh="方法和路径未知：只知其名，不能发送",
    )
    no_body = Text(en="no body", zh="不带正文")
    values = Text(en="one of {values}", zh="可取 {values}")


class EndpointPaneWords(Words):
    """The endpoint tree."""

    filter = Text(en="/ English, 中文, pinyin initials", zh="/ 中文、English、拼音首字母")
    browse_only = Text(en="API and docs need no environment", zh="没有环境也能先看接口和文档")
    more_broken = Text(en="{count} more cannot be opened", zh="还有 {count} 处打不开")
    nothing_found = Text(
        en="Nothing for “{query}”. Try lc, or Ctrl+P", zh="没有“{query}”。试试 lc，Ctrl+P 到处找"
    )
    legend_write = Text(en="writes", zh="改数据")
    legend_destructive = Text(en="cannot be undone", zh="不可恢复")
    legend_client_code = Text(en="from client code", zh="来自客户端代码")
    legend_title_only = Text(en="title only", zh="仅知其名")
    choose = Text(
        en="Choose an endpoint on the left, or press Ctrl+P", zh="从左边选一个接口，或按 Ctrl+P"
    )
    choose_step = Text(en="F3 to choose an endpoint, or Ctrl+P", zh="F3 选一个接口，或按 Ctrl+P")


class OwnCallWords(Words):
    """The form for a call, and taking one away."""

    new_title = Text(en="New endpoint in module {module}", zh="新接口，放进模块 {module}")
    edit_title = Text(en="Edit {title}", zh="改 {title}")
    define_title = Text(en="Define {title} yourself", zh="自己定义 {title}")
    title = Text(en="Title", zh="标题")
    method = Text(en="Method", zh="方法")
    path = Text(en="Path", zh="路径")
    action = Text(en="Name", zh="名称")
    effect = Text(en="Effect", zh="作用")
    auth = Text(en="Token", zh="令牌")
    parameters = Text(en="Parameters", zh="参数")
    path_hint = Text(
        en="from the slash after the host, parameters in braces: /crm/{envType}/orders/{id}",
        zh="从主机后面的斜杠写起，参数用花括号：/crm/{envType}/orders/{id}",
    )
    action_hint = Text(en="what the command line calls it", zh="命令行用它来称呼这个接口")
    parameters_hint = Text(
        en="JSON Schema: of the body where the method has one, else of the query. Empty: as documented",
        zh="JSON Schema；有正文的方法是正文，其余是查询参数。空着就照文档",
    )
    pick = Text(en="pick", zh="选")
    missing = Text(en="{field} is missing", zh="还没填{field}")
    bad_method = Text(en="the method is one of {methods}", zh="方法是 {methods} 之一")
    bad_path = Text(
        en="a path begins with /, without blanks, ? or #",
        zh="路径以 / 开头，没有空格，也没有 ? 和 #",
    )
    bad_action = Text(
        en="a name has letters, digits and . _ - only", zh="名称只用字母、数字和 . _ -"
    )
    taken = Text(en="the module has this name already", zh="这个模块里已经有这个名称")
    not_an_object = Text(en="a JSON object belongs here", zh="这里要一个 JSON 对象")
    not_yet = Text(en="Mend what has ✗, then it can be saved", zh="有 ✗ 的地方改好才能保存")
    unsaved = Text(
        en="Not saved yet. Esc again drops it, Ctrl+S saves it",
        zh="还没保存。再按一次 Esc 就丢掉，Ctrl+S 保存",
    )
    saved = Text(en="{id} is saved", zh="{id} 已保存")
    choose = Text(en="Choose an endpoint first", zh="先选一个接口")
    bundled = Text(
        en="Bundled endpoints are documented and stay as they are; + adds one of your own",
        zh="自带的接口有文档，不改也不删；要别的写法按 + 新建",
    )
    from_document = Text(
        en="It comes from an imported document; Del on its module removes all of it",
        zh="它来自导入的文档；在模块那一行按 Del 删掉整个模块",
    )
    remove_call = Text(en="Remove what you wrote: {title}", zh="删掉自己写的：{title}")
    remove_module = Text(
        en="Remove module {name}, {count:endpoint|endpoints}", zh="删掉模块 {name}，{count} 个接口"
    )
    keep = Text(en="Keep it", zh="留着")
    remove = Text(en="Remove it", zh="删掉")
    removed = Text(en="removed", zh="已删掉")
