"""Imports and exports: every sentence in both languages."""

from weda_tui.i18n.text import Nested, Text, Words


class LossWords(Words):
    """Why a part of an import was lost or changed; a field for each of ``import_plan.LossKind``."""

    token_script = Text(
        en="the script that fetches a token ({name}) is replaced by the built-in token",
        zh="获取令牌的脚本（{name}）由内置令牌代替",
    )
    script = Text(
        en="script {name} is not run; its text is in the description",
        zh="脚本 {name} 不会运行，原文保留在说明中",
    )
    example = Text(
        en="example response “{name}” is too long and is left out",
        zh="示例响应“{name}”过长，没有保留",
    )
    secret = Text(
        en="the secret in {name} is replaced by a variable", zh="{name} 中的机密已替换为变量"
    )
    token = Text(en="{name} is replaced by the built-in token", zh="{name} 由内置令牌代替")
    token_place = Text(
        en="{name} is outside the Authorization header: kept, but the request is not sent until it is removed",
        zh="{name} 不在 Authorization 请求头中：已保留，但在移除之前不会发送该请求",
    )
    env_type = Text(
        en="{name} in the address is replaced: it follows the selected env type",
        zh="地址中的 {name} 已替换：跟随所选的环境类型",
    )
    address = Text(
        en="the address {name} becomes that of the selected environment",
        zh="地址 {name} 替换为所选环境的地址",
    )
    header = Text(
        en="{name} is not a valid header and is left out", zh="{name} 不是有效的请求头，没有保留"
    )
    option = Text(en="option {name} has no counterpart", zh="选项 {name} 没有对应的设置")
    file = Text(
        en="file {name} is not read; its content is missing", zh="不读取文件 {name}，相应内容缺失"
    )
    auth = Text(en="auth {name} is not supported", zh="不支持认证方式 {name}")
    disabled = Text(en="{name} is disabled and is left out", zh="{name} 已停用，没有保留")
    body = Text(en="body {name} is left out", zh="正文 {name} 没有保留")
    variable = Text(
        en="variable {name} has no value here, or is built in",
        zh="变量 {name} 在此处没有值，或为内置变量",
    )
    twice = Text(
        en="{name} occurs more than once; the last one is used",
        zh="{name} 出现多次，以最后一个为准",
    )
    command = Text(
        en="“{name}” is a shell command; it is not run here", zh="“{name}”是 shell 命令，此处不执行"
    )
    request = Text(en="“{name}” is not an HTTP request", zh="“{name}”不是 HTTP 请求")
    method = Text(en="method {name} is sent in upper case", zh="请求方法 {name} 改为大写发送")
    base = Text(
        en="{name} is not the address of any environment: kept, but the request is not sent until an environment has this address",
        zh="{name} 不是任何环境的地址：已保留，但在有环境使用此地址之前，不会发送该请求",
    )
    host = Text(
        en="{name} is not the address of any environment: kept, but the request is not sent until an environment has this address",
        zh="{name} 不是任何环境的地址：已保留，但在有环境使用此地址之前，不会发送该请求",
    )


class LossKindWords(Words):
    """The kinds of loss, for counts; a field for each of ``import_plan.LossKind``."""

    token_script = Text(en="token scripts", zh="令牌脚本")
    script = Text(en="scripts", zh="脚本")
    example = Text(en="examples", zh="示例")
    secret = Text(en="secrets", zh="机密")
    token = Text(en="tokens", zh="令牌")
    token_place = Text(en="misplaced tokens", zh="位置不对的令牌")
    env_type = Text(en="env types", zh="环境类型")
    address = Text(en="addresses", zh="地址")
    header = Text(en="headers", zh="请求头")
    option = Text(en="options", zh="选项")
    file = Text(en="files", zh="文件")
    auth = Text(en="auth", zh="认证")
    disabled = Text(en="disabled rows", zh="停用的行")
    body = Text(en="bodies", zh="正文")
    variable = Text(en="variables", zh="变量")
    twice = Text(en="duplicates", zh="重复")
    command = Text(en="shell commands", zh="shell 命令")
    request = Text(en="not requests", zh="不是请求")
    method = Text(en="methods", zh="请求方法")
    base = Text(en="other addresses", zh="其他地址")
    host = Text(en="other addresses", zh="其他地址")


class PartWords(Words):
    """A part of a request that an export omits; a field for each of ``unwritten.Part``."""

    body = Text(en="the body", zh="请求体")
    binary = Text(en="the binary content of the body", zh="请求体中的二进制内容")
    tokens = Text(
        en="masking the tokens in the response (it is printed as it is)",
        zh="响应中令牌的脱敏（响应会原样输出）",
    )


class ImportedWords(Words):
    """The report of an import, before and after it runs, and of an export."""

    new_folder = Text(en="New: {path}", zh="新建 {path}")
    known_folder = Text(en="Into {path}", zh="导入到 {path}")
    beside = Text(
        en="{path} already exists and stays unchanged; the import is stored beside it",
        zh="{path} 已存在，保持不变；导入的内容保存在它旁边",
    )
    counts = Text(
        en="requests: {requests}, folders: {folders}", zh="请求 {requests}，文件夹 {folders}"
    )
    losses = Text(
        en="{count:item|items} lost or changed: {kinds}", zh="{count} 处丢失或改动：{kinds}"
    )
    next_step = Text(en="Next: weda-tui run {path:shell}", zh="下一步：weda-tui run {path:shell}")
    nothing_lost = Text(en="nothing was lost or changed", zh="没有内容丢失或改动")
    kind_count = Text(en="{kind} {count}", zh="{kind} {count}")
    everywhere = Text(en="the whole file", zh="整个文件")
    loss = Nested(lambda: LossWords)
    """Each contains ``{name}``."""
    host_offer = Text(
        en="{name} is not the address of any environment: kept, but the request is not sent. To send it, add an environment: weda-tui env add NAME --host {host:shell}",
        zh="{name} 不是任何环境的地址：已保留，但不会发送该请求；要发送，请先添加环境：weda-tui env add NAME --host {host:shell}",
    )
    """Used instead of ``loss.host`` if an environment can have this address; names the command."""
    kind = Nested(lambda: LossKindWords)
    """The fields of ``loss``, as words for a count."""
    pasted = Text(en="pasted text", zh="粘贴的内容")
    export = Text(
        en="saved requests, an environment or a module for another program",
        zh="将已保存的请求、环境或模块导出给其他程序",
    )
    export_details = Text(
        en="PATH is the path of a request, a folder or a collection; ENV is the name of an environment; openapi also accepts the name of a module. Secrets are never exported: code reads them from environment variables, and Postman files contain empty variables; all these variables are listed.",
        zh="PATH 是请求、文件夹或集合的路径，ENV 是环境名；openapi 也接受模块名。机密不会导出：代码从环境变量读取，Postman 中为空变量；这些变量都会列出。",
    )
    export_format = Text(en="output format", zh="导出格式")
    export_env = Text(
        en="fill in the address and variables of this environment; for postman, write it to a file beside FILE; default: keep all variables",
        zh="填入此环境的地址和变量；postman 格式时在 FILE 旁边写入环境文件；默认保留所有变量",
    )
    env_apart = Text(
        en="The environment is a separate file: -o writes it beside the collection.",
        zh="环境是单独的文件：加 -o 时写在集合文件旁边。",
    )
    env_unused = Text(
        en="--env has no effect in {format}: variables stay as they are.",
        zh="--env 对 {format} 不起作用，变量保持原样。",
    )
    env_twice = Text(
        en="Two environments are given: {name}, and {env} with --env.",
        zh="指定了两个环境：{name}，以及 --env {env}。",
    )
    target = Text(en="Target: {place}", zh="目标环境：{place}")
    exported = Text(
        en="{name}: written to {file}, requests: {count}.",
        zh="{name}：已将 {count} 个请求写入 {file}。",
    )
    left_behind = Text(
        en="{what} cannot be expressed in this format and was not exported.",
        zh="{what} 无法用此格式表示，没有导出。",
    )
    env_type_replaced = Text(
        en="{path}: {named} in the address is replaced by {sent}.",
        zh="{path}：地址中的 {named} 已替换为 {sent}。",
    )
    part = Nested(lambda: PartWords)
    part_of = Text(en="{path}: {what}", zh="{path}：{what}")
    unresolved = Text(en="{path} was not exported: {reason}", zh="{path} 没有导出：{reason}")
    cleaned = Text(
        en="Control characters are removed for the terminal: only a file (-o FILE) or a pipe gets the exact text.",
        zh="终端中显示时已去除控制字符；写入文件（-o FILE）或管道才是原文。",
    )
    empty = Text(en="Fill in by hand: {names}.", zh="需要手动填写：{names}。")
    environment = Text(
        en="Set these environment variables to run it: {names}.",
        zh="运行前请设置环境变量：{names}。",
    )
    copy_title = Text(en="Copy as", zh="复制为")
    copy_about = Text(
        en="no secrets are copied: code reads environment variables, Postman its own variables",
        zh="剪贴板中没有机密：代码读取环境变量，Postman 使用自己的变量",
    )
    copied_needs = Text(
        en="{format} (no secrets; fill in {names})", zh="{format}（不含机密，需填写：{names}）"
    )


class ExportWords(Words):
    """The export from the tree."""

    title = Text(en="Export {name}", zh="导出 {name}")
    about = Text(en="Keys and tokens are not exported", zh="不会导出密钥和令牌")
    under_way = Text(en="~ exporting {name}  {elapsed}", zh="~ 正在导出 {name}  {elapsed}")
    done = Text(en="written to {file}, requests: {count}", zh="已将 {count} 个请求写入 {file}")
    left = Text(en="Not supported by the format: {names}", zh="此格式无法表示：{names}")
    open = Text(en="Fill in: {names}", zh="需要填写：{names}")
    environment = Text(en="Set the environment variables {names}", zh="运行前设置环境变量：{names}")
    more = Text(en="{count} more", zh="另有 {count} 个")


class EnvironmentTransferWords(Words):
    """Import and export of Postman environments."""

    export_file = Text(en="write to this file; default: stdout", zh="写入此文件；默认输出到 stdout")
    export_env_type = Text(en="env type; default: the first one", zh="环境类型；默认第一个")
    exported = Text(en="Wrote {name} to {file}.", zh="已将 {name} 写入 {file}。")
    emptied = Text(en="Left empty: {names}.", zh="已留空：{names}。")
    new = Text(en="new environment {name}", zh="新环境 {name}")
    more = Text(
        en="adds variables to {name}; its address, key and guards stay",
        zh="为环境 {name} 添加变量；地址、密钥、操作保护不变",
    )
    address = Text(en="address", zh="访问地址")
    secret_id = Text(en="SecretId", zh="SecretId")
    username = Text(en="user name", zh="用户名")
    summary = Text(
        en="variables: {added} new, {changed} changed; {left_out} left out",
        zh="变量：新增 {added}，改动 {changed}，未导入 {left_out}",
    )
    left_out = Text(en="left out", zh="未导入")
    secret = Text(
        en="looks like a secret: not stored in the workspace", zh="疑似机密：不存入工作区"
    )
    disabled = Text(en="disabled in Postman", zh="已在 Postman 中停用")
    bad_name = Text(en="not a valid variable name", zh="不是有效的变量名")
    twice = Text(en="duplicate name", zh="名称重复")
    secrets_next = Text(
        en="SecretKey and password were not imported: enter them in the form of {name}.",
        zh="SecretKey 和密码没有导入：请在 {name} 的表单中填写。",
    )
    imported = Text(en="Imported environment {name}", zh="已导入环境 {name}")


class ImportCommandWords(Words):
    """``import``."""

    details = Text(
        en="An OpenAPI 3.0 or 3.1 document (JSON or YAML) becomes a module; Postman environments and globals become an environment; Postman collections, HAR, curl commands and HTTP messages become a collection. Everything that cannot be imported unchanged is listed (!). Secrets become variables, no script is run, and only this file is read. If a document is imported again, the endpoints that are new (+), changed (~) and removed (-) are listed; your own edits are kept. Only the paths of the addresses in the document are used: requests are sent only to the selected environment.",
        zh="OpenAPI 3.0 或 3.1（JSON 或 YAML）导入为模块，Postman 的环境和全局变量导入为环境，Postman 集合、HAR、curl 命令、HTTP 报文导入为集合：未能原样导入的内容逐项列出（!），机密替换为变量，不运行脚本，只读取这一个文件。再次导入同一文档时，逐项列出新增（+）、改动（~）、移除（-）的接口，自己的修改会保留。文档中的地址只使用路径部分：请求只发送到所选的环境。",
    )
    format = Text(en="format of the content; default: detected", zh="内容的格式；默认自动识别")
    command_given = Text(
        en=("Expected a file name. Pass the command on stdin: weda-tui import -, paste, Ctrl+D."),
        zh="此处应为文件名。请通过 stdin 传入命令：weda-tui import -，粘贴后按 Ctrl+D。",
    )
    into = Text(
        en="name of the module, the environment (an existing one gets variables) or the collection; default: from the file",
        zh="模块、环境（已有的只添加变量）或集合的名称；默认取自文件",
    )
    summary = Text(
        en="{module}: {new} new, {changed} changed, {gone} removed, {same} unchanged.",
        zh="{module}：新增 {new}，改动 {changed}，移除 {gone}，未变 {same}。",
    )
    kept = Text(en="Your {count:edit is|edits are} kept.", zh="自己的 {count} 处修改已保留。")


class ImportDialogWords(Words):
    """The import dialog (Ctrl+O)."""

    title = Text(en="Import", zh="导入")
    file = Text(en="File", zh="文件")
    path = Text(en="file path, or a pasted curl command", zh="文件路径，或粘贴 curl 命令")
    name = Text(en="Name", zh="名称")
    name_hint = Text(
        en="default: file name; updates an existing module or environment",
        zh="默认使用文件名；填写已有的模块名或环境名则更新",
    )
    other_name = Text(en="change name", zh="修改名称")
    enter = Text(en="preview the changes; press again to import", zh="预览改动，再按一次导入")
    about = Text(
        en="OpenAPI, collections and environments of Postman, HAR, curl commands, HTTP messages; the format is detected, and text can be pasted. Preview the changes, then decide; your own edits stay.",
        zh="OpenAPI、Postman 的集合和环境、HAR、curl 命令、HTTP 报文；格式自动识别，也可以直接粘贴文本。先预览改动，再决定是否导入；自己的修改会保留。",
    )
    look = Text(en="Preview changes", zh="预览改动")
    apply = Text(en="Import", zh="导入")
    reading = Text(en="reading", zh="正在读取")
    writing = Text(
        en="writing: {done} / {count}, takes effect when complete",
        zh="正在写入：{done} / {count}，全部写完才生效",
    )
    new_module = Text(en="New module {name}", zh="新模块 {name}")
    known_module = Text(en="Module {name} already exists: update it", zh="模块 {name} 已存在：更新")
    new = Text(en="{count} new", zh="新增 {count}")
    changed = Text(en="{count} changed", zh="改动 {count}")
    gone = Text(en="{count} removed", zh="移除 {count}")
    same = Text(en="{count} unchanged", zh="未变 {count}")
    kept = Text(en="Your {count:edit is|edits are} kept", zh="自己的 {count} 处修改已保留")
    done = Text(en="Imported {name}", zh="已导入 {name}")
    next_key = Text(
        en="Imported {name}: Enter opens, F5 sends", zh="已导入 {name}：Enter 打开，F5 发送"
    )
