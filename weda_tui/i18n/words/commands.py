"""Keys, menus, help and the frame of the explorer: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class StageWords(Words):
    """The words of the sentence that the screen is."""

    where = Text(en="Environment", zh="环境")
    what = Text(en="Endpoint", zh="接口")
    with_what = Text(en="Request", zh="请求")
    result = Text(en="Response", zh="响应")
    zoom = Text(en="zoom", zh="放大")
    unzoom = Text(en="zoom out", zh="还原")
    place_of = Text(en="{at} of {count}", zh="{at} / {count}")
    first_keys = Text(
        en="{send} Send · {find} Find · {help} Help", zh="{send} 发送 · {find} 查找 · {help} 帮助"
    )
    too_small = Text(en="Window too small: at least 72x20", zh="窗口太小，至少需要 72x20")


class GoToWords(Words):
    """The go-to float."""

    title = Text(en="Go to", zh="前往")
    hint = Text(en="English, 中文, pinyin initials", zh="支持中文、English、拼音首字母")
    results = Text(en="{count:result|results}", zh="{count} 个结果")
    endpoints = Text(en="Endpoints", zh="接口")
    commands = Text(en="Commands", zh="命令")
    environments = Text(en="Env", zh="环境")
    nothing = Text(
        en="No results for “{query}”. Try other words or pinyin initials.",
        zh="没有找到“{query}”。请换用其他关键词或拼音首字母。",
    )
    needs = Text(en="needs", zh="所需参数")
    needs_unknown = Text(en="unknown", zh="未知")
    needs_nothing = Text(en="no parameters", zh="无")
    gives = Text(en="returns", zh="返回")
    open = Text(en="open", zh="打开")
    run = Text(en="run", zh="执行")
    switch = Text(en="switch", zh="切换")
    enter = Text(
        en="open the endpoint, run the command or switch to the environment",
        zh="打开接口、执行命令或切换环境",
    )
    send = Text(
        en="open and send a read; otherwise go to the first empty parameter",
        zh="打开；读操作直接发送，其他定位到第一个未填的参数",
    )
    prefix_commands = Text(en="commands", zh="命令")
    prefix_environments = Text(en="environments", zh="环境")
    codes = Text(en="codes", zh="错误码")
    prefix_codes = Text(en="codes", zh="错误码")
    look_up = Text(en="open its page", zh="打开手册页")
    fields = Text(en="{count:parameter|parameters}", zh="{count} 个")
    not_now = Text(
        en="{place}: “{command}” is not available now", zh="{place}：“{command}”当前不可用"
    )
    was_set = Text(
        en="set from the search: {setting} · Ctrl+Z in the form undoes it",
        zh="已按搜索内容填入：{setting} · 在表单中按 Ctrl+Z 撤销",
    )


class KeyWords(Words):
    """What keys do, for the commands of ``tui.commands``."""

    save_as = Text(en="save as…", zh="另存为…")
    saved = Text(en="saved", zh="已保存")
    open_saved = Text(en="open", zh="打开")
    toggle_folder = Text(en="open or close", zh="展开、收起")
    rename_saved = Text(en="rename, move", zh="重命名、移动")
    edit_details = Text(en="tags and description", zh="标签和说明")
    duplicate_saved = Text(en="duplicate", zh="创建副本")
    remove_saved = Text(en="delete", zh="删除")
    new_saved = Text(en="new request", zh="新建请求")
    new_folder = Text(en="new folder", zh="新建文件夹")
    shift_up = Text(en="move up", zh="上移")
    shift_down = Text(en="move down", zh="下移")
    help = Text(en="Help", zh="帮助")
    where = Text(en="Environment", zh="环境")
    what = Text(en="Endpoint", zh="接口")
    with_what = Text(en="Request", zh="请求")
    send = Text(en="Send", zh="发送")
    result = Text(en="Response", zh="响应")
    next = Text(en="Next", zh="下一步")
    show = Text(en="Preview", zh="预览")
    go_to = Text(en="Go to", zh="前往")
    token = Text(en="Token", zh="令牌")
    quit = Text(en="Quit", zh="退出")
    group_look = Text(en="View and navigate", zh="查看、跳转")
    group_take = Text(en="Copy, save, export", zh="复制、保存、导出")
    group_change = Text(en="Change", zh="修改")
    menu = Text(en="all keys", zh="全部按键")
    command_list = Text(en="Command list", zh="命令列表")
    more = Text(en="more", zh="更多")
    leave_form = Text(en="leave the form", zh="离开表单")
    to_result = Text(en="to Response", zh="到响应")
    leave = Text(en="leave the field", zh="离开输入框")
    zoom = Text(en="zoom", zh="放大")
    upload = Text(en="upload files", zh="上传文件")
    download = Text(en="download objects", zh="下载对象")
    other_language = Text(en="切换到中文", zh="切换到 English")
    theme = Text(en="next theme", zh="切换配色")
    escape = Text(
        en="go back one step: close, cancel, leave the field, zoom out; finally go to Response",
        zh="返回一步：关闭、取消、离开输入框、还原，最后到响应",
    )
    filter = Text(en="filter", zh="筛选")
    search = Text(en="search", zh="搜索")
    move = Text(en="move", zh="移动")
    scroll = Text(en="scroll", zh="滚动")
    fold = Text(en="fold", zh="折叠")
    choose = Text(en="open", zh="打开")
    tabs = Text(en="tabs", zh="切换页签")
    format = Text(en="format JSON", zh="格式化 JSON")
    edit_text = Text(en="edit", zh="编辑")
    edit_outside = Text(en="open in $EDITOR", zh="用 $EDITOR 打开")
    reset = Text(en="reset to the example", zh="重置为示例")
    fill = Text(en="fill in", zh="填写")
    next_row = Text(en="next row", zh="下一行")
    cancel = Text(en="cancel", zh="取消")
    dont_send = Text(en="don't send", zh="不发送")
    undo = Text(en="undo", zh="撤销")
    set_empty = Text(en="send an empty string", zh="发送空字符串")
    copy_value = Text(en="copy value", zh="复制值")
    detail = Text(en="system message", zh="系统返回的信息")
    take_step = Text(en="run this step", zh="执行这一步")
    pick_step = Text(en="choose a step", zh="选择步骤")
    log_place = Text(en="server log location", zh="服务器日志位置")
    all_causes = Text(en="all causes", zh="全部原因")
    copy_curl = Text(en="copy as curl", zh="复制为 curl 命令")
    copy_request_id = Text(en="copy requestId", zh="复制 requestId")
    fold_menu = Text(en="fold to a depth", zh="折叠到指定层级")
    go_to_line = Text(en="go to a line", zh="转到行")
    save_body = Text(en="save to a file", zh="保存到文件")
    copy_path = Text(en="copy path", zh="复制路径")
    follow_list = Text(en="use in", zh="用于")
    go_back = Text(en="back", zh="返回")
    assert_value = Text(en="assert value", zh="设为断言")
    add_assertion = Text(en="add an assertion", zh="添加断言")
    keep_variable = Text(en="store as variable", zh="存为变量")
    copy_menu = Text(en="copy…", zh="复制…")
    form_menu = Text(en="raw, bytes", zh="原样、字节")
    header_form = Text(en="headers as text or rows", zh="请求头：文本、逐行")
    charset_menu = Text(en="character set", zh="切换字符集")
    toggle_escapes = Text(en="decode escapes", zh="解码转义字符")
    lacking_fields = Text(en="missing documented fields", zh="缺少的文档字段")
    next_hit = Text(en="next match", zh="下一处")
    previous_hit = Text(en="previous match", zh="上一处")
    hits = Text(en="previous, next match", zh="上一处、下一处")
    end_search = Text(en="end the search", zh="结束搜索")
    filter_path = Text(en="filter by path", zh="按路径筛选")
    keep_found = Text(en="go to the result", zh="转到结果")
    offered_names = Text(en="choose a name", zh="选择名称")
    take_name = Text(en="insert", zh="填入")
    leave_path = Text(en="full body", zh="返回完整正文")
    open_nested = Text(en="open nested JSON", zh="展开字符串中的 JSON")
    leave_part = Text(en="back", zh="返回")
    go_to_origin = Text(en="show in full body", zh="在完整正文中定位")
    leave_search = Text(en="back to the body", zh="返回正文")
    save = Text(en="save", zh="保存")
    check = Text(en="check and save", zh="检查并保存")
    next_field = Text(en="next field", zh="下一项")
    close = Text(en="close", zh="关闭")
    switch = Text(en="switch", zh="切换")
    env_type = Text(en="env type", zh="环境类型")
    edit = Text(en="edit", zh="编辑")
    new = Text(en="new", zh="新建")
    check_environment = Text(en="check environment", zh="检查环境")
    import_document = Text(en="Import", zh="导入")
    copy_as = Text(en="copy as code", zh="复制为代码")
    new_call = Text(en="New endpoint", zh="新建接口")
    refresh_models = Text(en="fetch models", zh="获取模型列表")
    add_model = Text(en="add a model by key", zh="按标识添加模型")
    drop_drafts = Text(en="discard restored drafts", zh="放弃已恢复的草稿")
    return_drafts = Text(en="restore discarded drafts", zh="恢复已放弃的草稿")
    build_filter = Text(en="filter", zh="筛选条件")
    edit_call = Text(en="Define or edit", zh="自定义、编辑")
    remove_call = Text(en="Delete endpoint", zh="删除自定义接口")
    history = Text(en="history", zh="历史")
    open_entry = Text(en="open the request", zh="打开请求")
    compare_entry = Text(en="compare", zh="比较")
    save_entry = Text(en="save the request", zh="保存请求")
    save_example = Text(en="save as an example", zh="存为示例")
    copy_differences = Text(en="copy differences", zh="复制差异")
    differences = Text(en="differences", zh="差异")
    remove_entry = Text(en="delete", zh="删除")
    run_saved = Text(en="run", zh="运行")
    undo_removal = Text(en="undo delete", zh="撤销删除")
    export_saved = Text(en="export", zh="导出")
    saved_screen = Text(en="full screen", zh="全屏")
    undo_change = Text(en="undo", zh="撤销")
    compare_before = Text(en="compare with previous", zh="与上一次比较")
    compare_saved = Text(en="compare", zh="比较")
    mark_result = Text(en="mark", zh="标记")
    look_at_answers = Text(en="show responses", zh="查看响应")
    open_with = Text(en="open in Request", zh="在请求中打开")
    open_and_send = Text(en="open and send", zh="打开并发送")
    clear_entries = Text(en="delete all listed", zh="删除列出的全部记录")
    whole_history = Text(en="full-screen history", zh="全屏历史")
    toggle_record = Text(en="turn history on or off for this request", zh="开关此请求的历史记录")
    bundle = Text(en="support bundle", zh="支持包")
    success_rule = Text(en="success rule", zh="成功规则")
    error_book = Text(en="error reference", zh="错误码手册")
    table = Text(en="table", zh="表格")
    tree = Text(en="tree", zh="树")
    column = Text(en="column", zh="切换列")
    cell_actions = Text(en="cell", zh="单元格")
    filter_rows = Text(en="filter", zh="筛选")
    sort_column = Text(en="sort", zh="排序")
    choose_columns = Text(en="columns", zh="选择列")
    all_columns = Text(en="find columns in all rows", zh="查找全部行的列")
    export_table = Text(en="export", zh="导出")
    copy_row = Text(en="copy row", zh="复制行")
    next_page = Text(en="next page", zh="下一页")
    previous_page = Text(en="previous page", zh="上一页")
    all_pages = Text(en="all pages", zh="获取全部页")
    to_rows = Text(en="go to rows", zh="转到行")


class HelpDialogWords(Words):
    """The help float."""

    title = Text(en="Help · {place}", zh="帮助 · {place}")
    here = Text(en="Here", zh="此处")
    first = Text(en="Most used here", zh="此处最常用")
    search = Text(en="a key or an action", zh="按键或操作")
    everywhere = Text(en="Everywhere", zh="全局")
    later = Text(en="Not available now", zh="当前不可用")
    twin = Text(en="alternative", zh="其他按键")
    a_list = Text(en="List", zh="列表")
    a_guard = Text(en="Before sending", zh="发送之前")
    a_menu_key = Text(
        en="the key in front of a row runs it immediately", zh="按行首的键，直接执行该行"
    )
    input_method = Text(
        en="While an input method is on, letter keys do not work: press 0 to list the actions here, Space to list all keys.",
        zh="中文输入法开启时，字母键不起作用：按 0 列出此处的操作，按空格列出全部按键。",
    )
    quit_hint = Text(en="Ctrl+Q quits", zh="Ctrl+Q 退出")
    no_color = Text(
        en="NO_COLOR is set: only the terminal's own colours are used.",
        zh="已设置 NO_COLOR：只使用终端自身的颜色。",
    )
    view_quit_hint = Text(en="q or Ctrl+Q quits", zh="q 或 Ctrl+Q 退出")
    menu_title = Text(en="All keys", zh="全部按键")
    more_title = Text(en="All actions", zh="全部操作")
