"""Keys, menus, help and the frame of the explorer: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class StageWords(Words):
    """The words of the sentence that the screen is."""

    where = Text(en="Where", zh="在哪")
    what = Text(en="What", zh="调什么")
    with_what = Text(en="With", zh="带什么")
    result = Text(en="Result", zh="结果")
    zoom = Text(en="zoom", zh="放大")
    unzoom = Text(en="back", zh="还原")
    place_of = Text(en="{at} of {count}", zh="{at} / {count}")
    first_keys = Text(
        en="{send} sends · {find} finds · {help} helps",
        zh="{send} 发送 · {find} 查找 · {help} 帮助",
    )
    too_small = Text(en="Window too small: at least 72x20", zh="窗口太小：至少 72x20")


class GoToWords(Words):
    """The go-to float."""

    title = Text(en="Go to", zh="前往")
    hint = Text(en="English, 中文, pinyin initials", zh="中文、English、拼音首字母都行")
    results = Text(en="{count:result|results}", zh="{count} 个结果")
    endpoints = Text(en="API", zh="接口")
    commands = Text(en="Commands", zh="命令")
    environments = Text(en="Where", zh="环境")
    nothing = Text(
        en="Nothing for “{query}”. Try other letters, or pinyin initials",
        zh="没有“{query}”。换几个字，或用拼音首字母",
    )
    needs = Text(en="needs", zh="要")
    needs_unknown = Text(en="unknown", zh="不知道")
    needs_nothing = Text(en="no parameters", zh="不用参数")
    gives = Text(en="gives", zh="给")
    open = Text(en="open", zh="打开到参数")
    run = Text(en="run", zh="执行")
    switch = Text(en="go there", zh="切换到这里")
    enter = Text(
        en="open the endpoint, run the command, go to the environment",
        zh="打开接口，执行命令，或切换环境",
    )
    send = Text(
        en="open it and send a read; others open at their first gap",
        zh="打开，只读的直接发出；别的停在第一个空着的参数",
    )
    prefix_commands = Text(en="commands", zh="命令")
    prefix_environments = Text(en="environments", zh="环境")
    codes = Text(en="codes", zh="错误码")
    prefix_codes = Text(en="codes", zh="错误码")
    look_up = Text(en="open its page", zh="打开手册这一页")
    fields = Text(en="{count:parameter|parameters}", zh="{count} 个参数")
    not_now = Text(
        en="{place}: “{command}” cannot be done there now", zh="{place}里眼下做不了“{command}”"
    )
    was_set = Text(
        en="as you searched: {setting} · Ctrl+Z in the form takes it back",
        zh="按你搜的填好：{setting} · 在表单里按 Ctrl+Z 撤销",
    )


class KeyWords(Words):
    """What keys do, for the commands of ``tui.commands``."""

    save_as = Text(en="save as…", zh="另存为…")
    saved = Text(en="saved", zh="已保存")
    open_saved = Text(en="open", zh="打开")
    toggle_folder = Text(en="open or close", zh="展开、收起")
    rename_saved = Text(en="rename, move", zh="改名、移动")
    edit_details = Text(en="tags and description", zh="标签与说明")
    duplicate_saved = Text(en="duplicate", zh="复制一份")
    remove_saved = Text(en="delete", zh="删除")
    new_saved = Text(en="new request", zh="新请求")
    new_folder = Text(en="new folder", zh="新文件夹")
    shift_up = Text(en="move up", zh="上移")
    shift_down = Text(en="move down", zh="下移")
    help = Text(en="Help", zh="帮助")
    where = Text(en="Where", zh="在哪")
    what = Text(en="What", zh="调什么")
    with_what = Text(en="With", zh="带什么")
    send = Text(en="Send", zh="发送")
    result = Text(en="Result", zh="结果")
    next = Text(en="Next", zh="下一步")
    show = Text(en="show only", zh="只看不发")
    go_to = Text(en="Go to", zh="前往")
    token = Text(en="Token", zh="令牌")
    quit = Text(en="Quit", zh="退出")
    group_look = Text(en="Look and go", zh="看、去")
    group_take = Text(en="Copy, save, export", zh="复制、保存、导出")
    group_change = Text(en="Change", zh="改动")
    menu = Text(en="all keys", zh="全部按键")
    command_list = Text(en="Commands", zh="命令")
    more = Text(en="more", zh="更多")
    leave_form = Text(en="leave the form", zh="离开表单")
    to_result = Text(en="to Result", zh="到结果")
    leave = Text(en="leave the field", zh="离开输入框")
    zoom = Text(en="zoom", zh="放大")
    upload = Text(en="upload files", zh="上传文件")
    download = Text(en="download objects", zh="下载文件")
    other_language = Text(en="切换到中文", zh="切换到 English")
    theme = Text(en="next theme", zh="换配色")
    escape = Text(
        en="one step back: close, cancel, leave, unzoom; in the end to Result",
        zh="退一步：关闭、取消、离开输入框、还原放大，最后到结果",
    )
    filter = Text(en="filter", zh="筛选")
    search = Text(en="search", zh="搜索")
    move = Text(en="move", zh="移动")
    scroll = Text(en="scroll", zh="滚动")
    fold = Text(en="fold", zh="折叠")
    choose = Text(en="open", zh="打开")
    tabs = Text(en="tabs", zh="换页签")
    format = Text(en="format JSON", zh="排版 JSON")
    edit_text = Text(en="edit", zh="编辑")
    edit_outside = Text(en="open in $EDITOR", zh="用 $EDITOR 打开")
    reset = Text(en="back to the example", zh="恢复成例子")
    fill = Text(en="fill in", zh="填")
    next_row = Text(en="next row", zh="下一行")
    cancel = Text(en="cancel", zh="取消")
    dont_send = Text(en="don't send", zh="不发送")
    undo = Text(en="undo", zh="撤销")
    set_empty = Text(en="send an empty string", zh="发送空字符串")
    copy_value = Text(en="copy value", zh="复制值")
    detail = Text(en="the system's own words", zh="系统的原话")
    take_step = Text(en="take this step", zh="做这一步")
    pick_step = Text(en="choose a step", zh="选一步")
    log_place = Text(en="where the server's logs are", zh="服务器的日志在哪儿")
    all_causes = Text(en="all causes", zh="看全部原因")
    copy_curl = Text(en="copy as curl", zh="复制成 curl 命令")
    copy_request_id = Text(en="copy requestId", zh="复制 requestId")
    fold_menu = Text(en="fold to a depth", zh="折叠到某一层")
    go_to_line = Text(en="go to a line", zh="到某一行")
    save_body = Text(en="save to a file", zh="存成文件")
    copy_path = Text(en="copy path", zh="复制路径")
    follow_list = Text(en="take it to", zh="带它去")
    go_back = Text(en="back", zh="回去")
    assert_value = Text(en="assert it", zh="设为断言")
    add_assertion = Text(en="add an assertion", zh="加断言")
    keep_variable = Text(en="keep as variable", zh="存成变量")
    copy_menu = Text(en="copy …", zh="复制…")
    form_menu = Text(en="raw, bytes", zh="原样、字节")
    header_form = Text(en="headers as text, as rows", zh="请求头：文本、逐行")
    charset_menu = Text(en="character set", zh="换字符集")
    toggle_escapes = Text(en="decode escapes", zh="解开转义")
    lacking_fields = Text(en="documented fields that are missing", zh="文档里有、这里没有的字段")
    next_hit = Text(en="next hit", zh="下一处")
    previous_hit = Text(en="previous hit", zh="上一处")
    hits = Text(en="previous, next hit", zh="上一处、下一处")
    end_search = Text(en="end the search", zh="结束搜索")
    filter_path = Text(en="filter by path", zh="按路径筛")
    keep_found = Text(en="read the result", zh="看结果")
    offered_names = Text(en="choose a name", zh="选名字")
    take_name = Text(en="take it", zh="填上")
    leave_path = Text(en="the whole body", zh="回整个正文")
    open_nested = Text(en="open the JSON inside", zh="展开字符串里的 JSON")
    leave_part = Text(en="back", zh="返回")
    go_to_origin = Text(en="its place in the whole", zh="到它在原文的位置")
    leave_search = Text(en="back to the body", zh="回到正文")
    save = Text(en="save", zh="保存")
    check = Text(en="check and save", zh="检查并保存")
    next_field = Text(en="next field", zh="下一格")
    close = Text(en="close", zh="关闭")
    switch = Text(en="switch", zh="切换")
    env_type = Text(en="env type", zh="环境类型")
    edit = Text(en="edit", zh="改")
    new = Text(en="new", zh="新建")
    check_environment = Text(en="check environment", zh="检查环境")
    import_document = Text(en="Import", zh="导入")
    copy_as = Text(en="copy as code", zh="复制为代码")
    new_call = Text(en="New endpoint", zh="新建接口")
    refresh_models = Text(en="fetch models", zh="取模型列表")
    add_model = Text(en="add a model by key", zh="按标识添加模型")
    drop_drafts = Text(en="drop drafts that came back", zh="丢掉放回的改动")
    return_drafts = Text(en="return dropped drafts", zh="放回丢掉的改动")
    build_filter = Text(en="filter", zh="筛选条件")
    edit_call = Text(en="Define, edit", zh="自己定义、改")
    remove_call = Text(en="Remove own", zh="删掉自己的")
    history = Text(en="history", zh="历史")
    open_entry = Text(en="open the request", zh="打开到参数")
    compare_entry = Text(en="compare", zh="比较")
    save_entry = Text(en="save the request", zh="存进集合")
    save_example = Text(en="save as an example", zh="存为示例")
    copy_differences = Text(en="copy the differences", zh="复制不同之处")
    differences = Text(en="the differences", zh="不同之处")
    remove_entry = Text(en="delete", zh="删掉")
    run_saved = Text(en="run", zh="运行")
    undo_removal = Text(en="bring back", zh="找回删掉的")
    export_saved = Text(en="export", zh="导出")
    saved_screen = Text(en="the whole screen", zh="看整屏")
    undo_change = Text(en="undo", zh="撤销")
    compare_before = Text(en="compare with the last", zh="与上一次比较")
    compare_saved = Text(en="compare", zh="比较")
    mark_result = Text(en="mark", zh="标记")
    look_at_answers = Text(en="see the answers", zh="看这些回答")
    open_with = Text(en="open in With", zh="打开到参数")
    open_and_send = Text(en="open and send", zh="打开并发送")
    clear_entries = Text(en="delete all that is listed", zh="删掉列出的全部")
    whole_history = Text(en="the whole history", zh="整屏历史")
    toggle_record = Text(en="keep this request in the history or not", zh="这个请求记不记历史")
    bundle = Text(en="support bundle", zh="支持包")
    success_rule = Text(en="success rule", zh="成功规则")
    error_book = Text(en="error book", zh="错误码手册")
    table = Text(en="table", zh="表格")
    tree = Text(en="tree", zh="回到树")
    column = Text(en="column", zh="换列")
    cell_actions = Text(en="cell", zh="这一格")
    filter_rows = Text(en="filter", zh="筛选")
    sort_column = Text(en="sort", zh="排序")
    choose_columns = Text(en="columns", zh="选列")
    all_columns = Text(en="find columns of all rows", zh="找出全部行的列")
    export_table = Text(en="export", zh="导出")
    copy_row = Text(en="copy row", zh="复制这一行")
    next_page = Text(en="next page", zh="下一页")
    previous_page = Text(en="previous page", zh="上一页")
    all_pages = Text(en="all pages", zh="取全部页")
    to_rows = Text(en="to the rows", zh="到行里")


class HelpDialogWords(Words):
    """The help float."""

    title = Text(en="Help · {place}", zh="帮助 · {place}")
    here = Text(en="Here", zh="在这里")
    first = Text(en="What matters here", zh="这里最常用")
    search = Text(en="a key, or what it does", zh="按键，或它做什么")
    everywhere = Text(en="Everywhere", zh="到处都行")
    later = Text(en="At other times", zh="眼下用不上")
    twin = Text(en="other way", zh="另一种按法")
    a_list = Text(en="List", zh="列表")
    a_guard = Text(en="Before it is sent", zh="发送之前")
    a_menu_key = Text(en="the key before a row runs it at once", zh="按行首的键，直接执行那一行")
    input_method = Text(
        en="With an input method on, letters do not arrive: 0 lists what can be done here, Space everything",
        zh="中文输入法开着时字母收不到：用 0 列出这里的动作，用空格列出全部",
    )
    quit_hint = Text(en="Ctrl+Q quits", zh="Ctrl+Q 退出")
    no_color = Text(
        en="NO_COLOR is set: the terminal keeps its own colours",
        zh="设了 NO_COLOR：只用终端自己的颜色",
    )
    view_quit_hint = Text(en="q or Ctrl+Q quits", zh="q 或 Ctrl+Q 退出")
    menu_title = Text(en="All keys", zh="全部按键")
    more_title = Text(en="What can be done here", zh="这里能做的")
