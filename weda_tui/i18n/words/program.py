"""The command line as a whole: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class ProgramWords(Words):
    """The first help page, and the summary of each command."""

    about = Text(
        en="Explore and debug the OpenAPI of WeDa (微搭) private deployments.",
        zh="浏览和调试微搭 WeDa 私有部署的 OpenAPI。",
    )
    details = Text(
        en="Without a command, weda-tui opens the explorer. Data goes to stdout and messages go to stderr; the exit status reports the result, so every command can be used in a script.",
        zh="不带命令时打开浏览界面。数据写到 stdout，消息写到 stderr，退出状态表示结果，因此每个命令都可用于脚本。",
    )
    demo = Text(
        en="open the explorer in a temporary workspace, with the sandbox",
        zh="用沙箱和临时工作区打开浏览界面",
    )
    sandbox = Text(en="run a stand-in for WeDa on this machine", zh="在本机模拟微搭服务")
    send = Text(en="send one request", zh="发送一个请求")
    catalogue = Text(en="list, show and search endpoints", zh="列出、查看和搜索接口")
    catalogue_list = Text(en="list all endpoints", zh="列出所有接口")
    catalogue_show = Text(
        en="show an endpoint with its parameters and an example", zh="查看接口的参数和示例"
    )
    catalogue_search = Text(
        en="search endpoints by a few letters: English, Chinese, pinyin initials, a path",
        zh="用几个字符搜索接口：中文、英文、拼音首字母、路径",
    )
    catalogue_models = Text(
        en="list, refresh and add the data models of a deployment",
        zh="列出、刷新和添加部署的数据模型",
    )
    importing = Text(
        en="import OpenAPI, Postman, HAR, curl or an HTTP message",
        zh="导入 OpenAPI、Postman、HAR、curl 或 HTTP 报文",
    )
    env = Text(en="manage the environments of the workspace", zh="管理工作区中的环境")
    env_list = Text(en="list all environments", zh="列出所有环境")
    env_show = Text(en="show an environment", zh="查看环境")
    env_add = Text(en="add an environment", zh="添加环境")
    env_remove = Text(
        en="remove an environment (its file can be restored, its secrets cannot)",
        zh="删除环境（文件可以恢复，SecretKey 和密码不能）",
    )
    token = Text(
        en="print the access token, for another program", zh="输出访问令牌，供其他程序使用"
    )
    completion = Text(en="print the script for shell completion", zh="输出 shell 补全脚本")
    completion_details = Text(
        en="Tab completes commands, options, endpoints, saved requests, environments, env types, formats and error codes. Only names are read; nothing is sent.",
        zh="按 Tab 补全命令、选项、接口、已保存的请求、环境、环境类型、格式和错误码。只读取名称，不发送任何请求。",
    )
    skill = Text(
        en="print the page that teaches a coding agent these commands (SKILL.md)",
        zh="输出教编程智能体使用这些命令的说明（SKILL.md）",
    )
    skill_details = Text(
        en="The page lists the commands that only read, explains the verdict and the exit statuses, and forbids an agent to confirm a write or to read a secret. It is advice and enforces nothing. With --into, the page is written to weda-tui/SKILL.md in that folder, and its path is printed. A file with other content is replaced only with --force.",
        zh="说明列出只读取数据的命令，解释判定结果和退出状态，并禁止智能体确认写操作或读取机密。说明只是要求，不具有强制作用。使用 --into 时，说明写入该目录的 weda-tui/SKILL.md，并输出其路径。内容不同的已有文件只有加 --force 才会覆盖。",
    )
    skill_into = Text(
        en="write the page to weda-tui/SKILL.md in this folder",
        zh="把说明写入此目录的 weda-tui/SKILL.md",
    )
    no_terminal = Text(
        en="The explorer requires a terminal on stdin and stdout. weda-tui --help lists the commands that work without one.",
        zh="浏览界面的 stdin 和 stdout 都必须是终端。无需终端的命令见 weda-tui --help。",
    )
    dumb_terminal = Text(
        en="A terminal with TERM=dumb cannot show the explorer. The commands still work: see weda-tui --help. For view, use a pipe: weda-tui view FILE | cat",
        zh="TERM=dumb 的终端无法显示浏览界面。命令仍可使用，见 weda-tui --help；view 须通过管道输出：weda-tui view FILE | cat",
    )
    no_utf_8 = Text(
        en="The explorer requires UTF-8, but the character set here is {encoding}. If the terminal supports UTF-8, run PYTHONUTF8=1 weda-tui. The commands work with any character set.",
        zh="浏览界面需要 UTF-8，当前字符集是 {encoding}。如果终端支持 UTF-8，请运行 PYTHONUTF8=1 weda-tui。命令不受影响。",
    )
    interrupted = Text(en="Interrupted.", zh="已中断。")


class HelpPageWords(Words):
    """The frame of every help page, and the options that every command accepts."""

    usage = Text(en="Usage", zh="用法")
    options_mark = Text(en="[OPTIONS]", zh="[选项]")
    command_mark = Text(en="COMMAND", zh="命令")
    commands = Text(en="Commands", zh="命令")
    options = Text(en="Options", zh="选项")
    everywhere = Text(en="Global options", zh="全局选项")
    examples = Text(en="Examples", zh="示例")
    statuses = Text(en="Exit status", zh="退出状态")
    workspace = Text(
        en="workspace folder; default: $WEDA_TUI_WORKSPACE, else the platform's data folder",
        zh="工作区目录；默认 $WEDA_TUI_WORKSPACE，否则用系统的数据目录",
    )
    lang = Text(en="zh or en; default: the locale", zh="zh 或 en；默认按系统语言")
    version = Text(en="print the version", zh="显示版本")
    help = Text(en="print this help", zh="显示此帮助")
    json = Text(en="print JSON", zh="输出 JSON")
    yes = Text(
        en="confirm without asking; never overrides read-only",
        zh="直接确认，不再询问；不会绕过只读",
    )
    env = Text(
        en="environment; default: the one chosen in the explorer, or the only one",
        zh="环境；默认为界面中选择的环境，或仅有的一个",
    )
    status_ok = Text(en="success", zh="成功")
    status_verdict = Text(
        en="the verdict is failure, even with HTTP 200", zh="判定结果为失败，即使返回 HTTP 200"
    )
    status_usage = Text(en="invalid usage or file", zh="用法或文件有误")
    status_unreachable = Text(
        en="unreachable: DNS, connection or TLS failure, or connection lost",
        zh="无法连接：DNS、连接或 TLS 失败，或连接中断",
    )
    status_limit = Text(en="timed out, or limit exceeded", zh="超时或超过上限")
    status_token = Text(en="token refused", zh="令牌被拒绝")
    status_assertion = Text(
        en="an assertion failed (run), a threshold was exceeded (load)",
        zh="断言失败（run），或超出阈值（load）",
    )
    status_guard = Text(en="blocked by the guard or the route", zh="被操作保护或路由阻止")
    status_interrupted = Text(en="interrupted", zh="已中断")


class UsageWords(Words):
    """Errors in a command line."""

    unknown_option = Text(en="Unknown option {option}.", zh="未知选项 {option}。")
    unknown_command = Text(en="Unknown command {command}.", zh="未知命令 {command}。")
    nearest = Text(en="Did you mean {nearest}?", zh="是否指 {nearest}？")
    missing = Text(en="{parameter} is missing.", zh="缺少 {parameter}。")
    missing_command = Text(en="A command is missing.", zh="缺少命令。")
    needs_value = Text(en="{option} requires a value.", zh="{option} 需要值。")
    takes_no_value = Text(en="{option} does not accept a value.", zh="{option} 不接受值。")
    extra = Text(en="Too many arguments: {arguments}.", zh="多余的参数：{arguments}。")
    bad_value = Text(en="{parameter}: {message}", zh="{parameter}：{message}")
    not_a_number = Text(en="{value} is not a number.", zh="{value} 不是数字。")
    out_of_range = Text(
        en="{value} is not between {least} and {most}.", zh="{value} 不在 {least} 到 {most} 之间。"
    )
    choose_from = Text(
        en="{value} is not one of {choices}.", zh="{value} 不是可选值，可选：{choices}。"
    )
    header_without_colon = Text(
        en="{value} has no colon; use 'Name: value'.", zh="{value} 缺少冒号，应为 '名称: 值'。"
    )
    no_such_env_type = Text(
        en="{value} is not a valid env type: use only letters, digits, - and _.",
        zh="{value} 不是有效的环境类型：只能用字母、数字、- 和 _。",
    )
    set_without_equals = Text(
        en="{value} has no equals sign; use NAME=VALUE.", zh="{value} 缺少等号，应为 NAME=VALUE。"
    )
    see_help = Text(en="See {command} --help.", zh="详见 {command} --help。")


class SandboxWords(Words):
    """``sandbox`` and ``demo``."""

    details = Text(
        en="Listens only on the loopback interface and accepts only its names (localhost, *.localhost, 127.0.0.0/8, [::1]): any other Host header gets 421. A request body over {body} MiB and a stored object over {object} GiB get 413. The state is stored in memory, or in a file with --state. Without --ready-file, the address and credentials are printed; into a pipe, they are printed as JSON, with values for the variables of every endpoint in the catalogue.",
        zh="只监听本机回环接口，且只接受本机名称（localhost、*.localhost、127.0.0.0/8、[::1]），Host 请求头为其他值时返回 421。请求体超过 {body} MiB、存储对象超过 {object} GiB 时返回 413。状态保存在内存中，使用 --state 时保存在文件中。不使用 --ready-file 时打印地址和凭据；写入管道时为 JSON，并包含目录中各接口所用变量的值。",
    )
    demo_details = Text(
        en="Requires no deployment and no network. All data is deleted on exit.",
        zh="无需部署，也无需网络。退出后不保留任何数据。",
    )
    port = Text(en="port; default: any free one", zh="端口；默认任选一个空闲端口")
    ready_file = Text(
        en="write the address and credentials to this file once the sandbox accepts calls",
        zh="沙箱可以接受调用后，把地址和凭据写入此文件",
    )
    seed = Text(en="the same seed produces the same data", zh="相同的种子生成相同的数据")
    token_lifetime = Text(
        en="lifetime of both kinds of tokens in seconds; default: 259200 for key tokens, 7200 for user tokens",
        zh="两种令牌的有效期（秒）；默认密钥令牌 259200、用户令牌 7200",
    )
    state = Text(
        en="store the state in this file and continue from it next time; the file contains secrets. An existing file uses its own seed",
        zh="把状态保存在此文件中，下次继续使用；文件中有机密。已有的文件沿用其中的种子",
    )
    fault = Text(
        en="make every call fail: any documented code (weda-tui errors), or {faults}",
        zh="让每次调用都失败：错误码手册中的任意错误码（weda-tui errors），或 {faults}",
    )
    unknown_fault = Text(
        en="{value} is not one of {choices}, nor of the {count} other documented codes (weda-tui errors).",
        zh="{value} 不是可选值，可选：{choices}，以及错误码手册中的其余 {count} 个错误码（weda-tui errors）。",
    )
    listening = Text(en="The sandbox is listening on {base}", zh="沙箱正在监听 {base}")
    secret_id = Text(en="SecretId {secret_id}", zh="SecretId {secret_id}")
    secrets = Text(
        en="SecretKey {secret_key}\nUser {username}   password {password}   env ID {env_id}   (data models, storage)\nTo add it as an environment, press F2, 0 in weda-tui and enter the address, SecretId and SecretKey.",
        zh="SecretKey {secret_key}\n用户名 {username}   密码 {password}   环境 ID {env_id}   （数据模型、云存储）\n要添加为环境：在 weda-tui 中按 F2、0，填写地址、SecretId 和 SecretKey。",
    )
    how_to_stop = Text(en="Press Ctrl+C to stop it.", zh="按 Ctrl+C 停止。")
    environment = Text(en="sandbox", zh="沙箱")
    """The name of the environment of ``demo``; it becomes a file name."""
