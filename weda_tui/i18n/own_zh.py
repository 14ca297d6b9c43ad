"""Imports and calls of one's own, in Chinese."""

from weda_tui.i18n.own_strings import ImportingStrings, OwnStrings

IMPORTING_ZH = ImportingStrings(
    title="导入",
    path="文件的路径，或者粘贴 curl 命令",
    about=(
        "OpenAPI、Postman 的集合和环境、HAR、curl 命令、HTTP 原文，认内容；后两种也可以直接粘贴。"
        "先看会变什么，再决定导不导入；自己写的不会丢。"
    ),
    look="看会变什么",
    apply="导入",
    reading="正在读",
    new_module="新模块 {name}",
    known_module="模块 {name}，已经有了：更新它",
    new="新增 {count}",
    changed="改动 {count}",
    gone="没有了 {count}",
    same="没变 {count}",
    kept="自己写的 {count} 处留着",
    done="{name} 已导入",
)
OWN_ZH = OwnStrings(
    new_title="新接口，放进模块 {module}",
    edit_title="改 {title}",
    define_title="自己定义 {title}",
    title="标题",
    method="方法",
    path="路径",
    action="名称",
    effect="作用",
    auth="令牌",
    parameters="参数",
    path_hint="从主机后面的斜杠写起，参数用花括号：/crm/{envType}/orders/{id}",
    action_hint="命令行用它来称呼这个接口",
    parameters_hint="JSON Schema；有正文的方法是正文，其余是查询参数。空着就照文档",
    pick="选",
    missing="还没填{field}",
    bad_method="方法是 {methods} 之一",
    bad_path="路径以 / 开头，没有空格，也没有 ? 和 #",
    bad_action="名称只用字母、数字和 . _ -",
    taken="这个模块里已经有这个名称",
    not_an_object="这里要一个 JSON 对象",
    not_yet="有 ✗ 的地方改好才能保存",
    unsaved="还没保存。再按一次 Esc 就丢掉，Ctrl+S 保存",
    saved="{id} 已保存",
    choose="先选一个接口",
    bundled="自带的接口有文档，不改也不删；要别的写法按 n 新建",
    from_document="它来自导入的文档；在模块那一行按 Del 删掉整个模块",
    remove_call="删掉自己写的：{title}",
    remove_module="删掉模块 {name}，{count} 个接口",
    keep="留着",
    remove="删掉",
    removed="已删掉",
)
