"""Imports and exports: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words


class LossWords(Words):
    """Why something did not come along as it was; a field for each of ``importing.Lost``."""

    token_script = Text(
        en="the script that fetches a token ({name}) is replaced by the built-in token",
        zh="获取令牌的脚本（{name}）由内置的令牌代替",
    )
    script = Text(
        en="script {name} is not run; its text is in the description",
        zh="脚本 {name} 不运行，原文留在说明里",
    )
    example = Text(
        en="example answer “{name}” is too long and was left out",
        zh="示例回答“{name}”太长，没有保留",
    )
    secret = Text(
        en="the secret in {name} was taken out, a variable stands in its place",
        zh="{name} 里的密钥已取出，换成变量",
    )
    token = Text(en="{name} is replaced by the built-in token", zh="{name} 由内置令牌代替")
    token_place = Text(
        en="{name} stands outside the Authorization header: kept, but sending is refused until it is gone",
        zh="{name} 写在 Authorization 请求头以外：请求保留，去掉它以前发送会被拒绝",
    )
    env_type = Text(
        en="{name} in the address was replaced: it follows the chosen env type",
        zh="地址里的 {name} 换掉了：跟着选中的环境类型",
    )
    address = Text(
        en="the address {name} becomes that of the chosen deployment",
        zh="地址 {name} 换成选中的环境的地址",
    )
    header = Text(en="{name} is no header and was left out", zh="{name} 不能作请求头，没有保留")
    option = Text(en="option {name} has no counterpart", zh="选项 {name} 没有对应的设置")
    file = Text(
        en="file {name} is not read; that content is missing", zh="文件 {name} 不读，那部分内容空着"
    )
    auth = Text(en="auth {name} is not supported", zh="认证方式 {name} 不支持")
    disabled = Text(en="{name} is switched off and was left out", zh="{name} 是停用的，没有保留")
    body = Text(en="body {name} was left out", zh="正文 {name} 没有保留")
    variable = Text(
        en="variable {name} has no value here, or is built in",
        zh="变量 {name} 在这里没有值，或由程序自带",
    )
    twice = Text(
        en="{name} is there more than once; the last one counts",
        zh="{name} 出现了不止一次，以最后一个为准",
    )
    command = Text(
        en="“{name}” is for a shell to run; it is not run here",
        zh="“{name}”要由命令行执行，这里不执行",
    )
    request = Text(en="“{name}” is no HTTP request", zh="“{name}”不是 HTTP 请求")
    method = Text(en="method {name} is sent in capitals", zh="请求方法 {name} 改成大写发送")
    base = Text(
        en="{name} is no environment's address: kept, but sending is refused until an environment has this address",
        zh="{name} 不是任何环境的地址：请求保留，添加这个地址的环境以前发送会被拒绝",
    )
    host = Text(
        en="{name} is no environment's address: kept, but sending is refused until an environment has this address",
        zh="{name} 不是任何环境的地址：请求保留，添加这个地址的环境以前发送会被拒绝",
    )


class LossKindWords(Words):
    """Why something did not come along as it was; a field for each of ``importing.Lost``."""

    token_script = Text(en="token scripts", zh="令牌脚本")
    script = Text(en="scripts", zh="脚本")
    example = Text(en="examples", zh="示例")
    secret = Text(en="secrets", zh="密钥")
    token = Text(en="tokens", zh="令牌")
    token_place = Text(en="misplaced tokens", zh="位置不对的令牌")
    env_type = Text(en="env types", zh="环境类型")
    address = Text(en="addresses", zh="地址")
    header = Text(en="headers", zh="请求头")
    option = Text(en="options", zh="选项")
    file = Text(en="files", zh="文件")
    auth = Text(en="auth", zh="认证")
    disabled = Text(en="rows switched off", zh="停用的行")
    body = Text(en="bodies", zh="正文")
    variable = Text(en="variables", zh="变量")
    twice = Text(en="twice", zh="重复")
    command = Text(en="shell", zh="命令")
    request = Text(en="no requests", zh="不是请求")
    # name
    method = Text(en="methods", zh="请求方法")
    base = Text(en="other addresses", zh="别的地址")
    host = Text(en="other addresses", zh="别的地址")


class PartWords(Words):
    """A part of a request that an export leaves out; a field for each of ``unwritten.Part``."""

    body = Text(en="the body", zh="请求体")
    binary = Text(en="the bytes of the body that are not text", zh="请求体里的二进制内容")


class ImportedWords(Words):
    """The report of an import, before and after it is done, and of an export."""

    new_folder = Text(en="New: {path}", zh="新建 {path}")
    known_folder = Text(en="Into {path}", zh="放进 {path}")
    beside = Text(
        en="{path} is there already and stays as it is; this is another one beside it",
        zh="{path} 已经有了，保持原样；这是旁边的另一份",
    )
    counts = Text(
        en="requests: {requests}, folders: {folders}", zh="请求 {requests}，文件夹 {folders}"
    )
    losses = Text(
        en="{count:thing|things} lost or changed on the way: {kinds}",
        zh="{count} 处没有照原样带过来：{kinds}",
    )
    next_step = Text(en="Next: weda-tui run {path:shell}", zh="接着：weda-tui run {path:shell}")
    nothing_lost = Text(en="everything came along as it was", zh="全部照原样带过来")
    kind_count = Text(en="{kind} {count}", zh="{kind} {count}")
    everywhere = Text(en="the whole file", zh="整个文件")
    loss = Nested(lambda: LossWords)
    """Each takes ``{name}``."""
    host_offer = Text(
        en="{name} is no environment's address: kept, but sending is refused until it is one: weda-tui env add NAME --host {host:shell}",
        zh="{name} 不是任何环境的地址：请求保留，但发送会被拒绝；要允许，先添加环境：weda-tui env add NAME --host {host:shell}",
    )
    """In place of ``loss.host`` where an environment can have the address: the command for it."""
    kind = Nested(lambda: LossKindWords)
    """A field for each of ``loss``, as a word for a count."""
    pasted = Text(en="what was pasted", zh="粘贴的内容")
    export = Text(
        en="saved requests, an environment or a module for another program",
        zh="把保存的请求、环境或模块导出给别的程序",
    )
    export_details = Text(
        en="PATH is that of a request, a folder or a collection, ENV the name of an environment; openapi takes the name of a module too. Secrets are never exported: code reads them from environment variables, Postman has empty variables; all of them are named.",
        zh="PATH 是请求、文件夹或集合的路径，ENV 是环境名；openapi 也接受模块名。密钥从不导出：代码里读环境变量，Postman 里是空变量，都会报出名字。",
    )
    export_format = Text(en="what to make of it", zh="导出成什么")
    export_env = Text(
        en="put in its address and variables; for postman, write its file beside FILE; else all variables stay",
        zh="填上这个环境的地址和变量；postman 时在 FILE 旁边写环境文件；不写就都留作变量",
    )
    env_apart = Text(
        en="The environment is a file of its own: -o writes it beside the collection.",
        zh="环境是另一个文件：加 -o，就写在集合旁边。",
    )
    env_unused = Text(
        en="--env changes nothing in {format}: variables stay as they are.",
        zh="{format} 里用不上 --env，变量保持原样。",
    )
    env_twice = Text(
        en="Two environments are named: {name}, and {env} with --env.",
        zh="指定了两个环境：{name}，还有 --env {env}。",
    )
    exported = Text(
        en="{name}: written to {file}, requests: {count}.",
        zh="{name}：{count} 个请求写进了 {file}。",
    )
    left_behind = Text(
        en="{what} cannot be said there and was not exported.",
        zh="{what} 没有对应的写法，没有导出。",
    )
    part = Nested(lambda: PartWords)
    part_of = Text(en="{path}: {what}", zh="{path}：{what}")
    unresolved = Text(en="{path} was not exported: {reason}", zh="{path} 没有导出：{reason}")
    cleaned = Text(
        en="Shown cleaned for the terminal: it is exact only in a file (-o FILE) or a pipe.",
        zh="终端里显示的去掉了控制字符；写入文件（-o FILE）或接管道才是原文。",
    )
    empty = Text(en="To be filled in by hand: {names}.", zh="这些值要自己填：{names}。")
    copy_title = Text(en="Copy as", zh="复制为")
    copy_about = Text(
        en="no secret reaches the clipboard: code reads environment variables, Postman its own",
        zh="剪贴板里没有密钥：代码读环境变量，Postman 用变量",
    )
    copied_needs = Text(
        en="{format} (no secret in it; fill in {names})",
        zh="{format}（里面没有密钥，要填：{names}）",
    )


class ExportWords(Words):
    """Exporting from the tree."""

    title = Text(en="Export {name}", zh="导出 {name}")
    about = Text(en="No key and no token is written", zh="密钥和令牌都不会写进去")
    under_way = Text(en="~ exporting {name}  {elapsed}", zh="~ 正在导出 {name}  {elapsed}")
    done = Text(en="written to {file}, requests: {count}", zh="{count} 个请求已写到 {file}")
    left = Text(en="Cannot be said there: {names}", zh="写不进去的：{names}")
    open = Text(en="To be filled in: {names}", zh="要自己填上的：{names}")
    more = Text(en="{count} more", zh="另有 {count} 个")


class EnvironmentTransferWords(Words):
    """Environments of Postman, in and out."""

    export_file = Text(en="write this file, else stdout", zh="写进这个文件，不写就到标准输出")
    export_env_type = Text(
        en="which env type; else the first one", zh="哪个环境类型；不写就是第一个"
    )
    exported = Text(en="Wrote {name} to {file}.", zh="已把 {name} 写进 {file}。")
    emptied = Text(en="Left empty: {names}.", zh="留空了：{names}。")
    new = Text(en="new environment {name}", zh="新环境 {name}")
    more = Text(
        en="more variables for {name}; its address, key and guards stay",
        zh="给环境 {name} 加变量；地址、密钥、守卫都不动",
    )
    address = Text(en="address", zh="访问地址")
    secret_id = Text(en="SecretId", zh="SecretId")
    username = Text(en="user name", zh="用户名")
    summary = Text(
        en="variables: {added} new, {changed} changed; {left_out} left out",
        zh="变量：新增 {added}，改动 {changed}；没有拿来 {left_out}",
    )
    left_out = Text(en="left out", zh="没有拿来")
    secret = Text(en="looks like a secret: not for the workspace", zh="像是密钥：不进工作区")
    disabled = Text(en="disabled in Postman", zh="在 Postman 里停用了")
    bad_name = Text(en="no name for a variable", zh="名称当不了变量")
    twice = Text(en="the name came before", zh="同名的前面有了")
    secrets_next = Text(
        en="SecretKey and password were not taken over: open {name}'s form to give them.",
        zh="SecretKey 和密码没有拿来：打开 {name} 的表单填一次。",
    )
    imported = Text(en="Imported the environment {name}", zh="已导入环境 {name}")


class ImportCommandWords(Words):
    """``import``."""

    details = Text(
        en="OpenAPI 3.0 or 3.1, JSON or YAML, becomes a module; environments and globals of Postman an environment; collections of Postman, HAR, curl commands and HTTP messages a collection: what does not come along as it was is listed (!), secrets become variables, no script is run and nothing but the file is read. A document imported again lists the endpoints that are new (+), changed (~) and gone (-); your own edits stay. Of the document's addresses only the path counts: requests go to the chosen environment and nowhere else.",
        zh="OpenAPI 3.0 或 3.1（JSON 或 YAML）成模块，Postman 的环境和全局变量成环境，Postman 集合、HAR、curl 命令、HTTP 原文成集合：没有照原样带过来的逐个列出（!），密钥取出来换成变量，脚本不运行，除了这个文件什么都不读。文档再导入一次，新增（+）、改动（~）、没有了（-）的接口逐个列出；自己改过的留着。文档里的地址只取路径：请求只发往所选的环境。",
    )
    format = Text(en="what the content is; else the content tells", zh="内容是什么；不写就看内容")
    command_given = Text(
        en=(
            "A file name belongs here. Give the command on stdin: weda-tui import -, paste, Ctrl+D."
        ),
        zh="要的是文件名。命令从 stdin 给：weda-tui import -，粘贴后按 Ctrl+D。",
    )
    into = Text(
        en="the module, the environment (one there gets variables) or the collection to make",
        zh="模块、环境（已有的只加变量）或集合的名称；不写就用文件里的",
    )
    summary = Text(
        en="{module}: {new} new, {changed} changed, {gone} gone, {same} as before.",
        zh="{module}：新增 {new}，改动 {changed}，没有了 {gone}，没变 {same}。",
    )
    kept = Text(
        en="{count:of your own edits stays|of your own edits stay}.", zh="自己写的 {count} 处留着。"
    )


class ImportDialogWords(Words):
    """The dialog behind Ctrl+O."""

    title = Text(en="Import", zh="导入")
    file = Text(en="File", zh="文件")
    path = Text(en="path of a file, or a pasted curl command", zh="文件的路径，或者粘贴 curl 命令")
    name = Text(en="Name", zh="名称")
    name_hint = Text(
        en="named after the file unless typed; one that is there is updated",
        zh="不填就取文件名；填已有的就更新它",
    )
    other_name = Text(en="another name", zh="改名称")
    enter = Text(en="see what changes, once more imports", zh="先看会变什么，再按一次导入")
    about = Text(
        en="OpenAPI, collections and environments of Postman, HAR, curl commands, HTTP messages; the content tells, and a text can be pasted. See what would change, then decide; what you wrote yourself stays.",
        zh="OpenAPI、Postman 的集合和环境、HAR、curl 命令、HTTP 原文，认内容；后两种也可以直接粘贴。先看会变什么，再决定导不导入；自己写的不会丢。",
    )
    look = Text(en="See what changes", zh="看会变什么")
    apply = Text(en="Import", zh="导入")
    reading = Text(en="reading", zh="正在读")
    writing = Text(
        en="writing: {done} / {count}, nothing counts before the last",
        zh="正在写：{done} / {count}，写完才算数",
    )
    new_module = Text(en="New module {name}", zh="新模块 {name}")
    known_module = Text(
        en="Module {name} is there already: update it", zh="模块 {name}，已经有了：更新它"
    )
    new = Text(en="{count} new", zh="新增 {count}")
    changed = Text(en="{count} changed", zh="改动 {count}")
    gone = Text(en="{count} gone", zh="没有了 {count}")
    same = Text(en="{count} as before", zh="没变 {count}")
    kept = Text(
        en="{count:of your own edits stays|of your own edits stay}", zh="自己写的 {count} 处留着"
    )
    done = Text(en="{name} is imported", zh="{name} 已导入")
    next_key = Text(
        en="{name} is imported: Enter opens, F5 sends", zh="{name} 已导入：Enter 打开，F5 发送"
    )
