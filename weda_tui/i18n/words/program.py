"""The command line as a whole: every sentence in both languages."""

from weda_tui.i18n.text import Text, Words


class ProgramWords(Words):
    """The first help page, and one line for each command."""

    about = Text(
        en="Explore and debug the OpenAPI of WeDa (微搭) private deployments.",
        zh="浏览和调试微搭 WeDa 私有部署的 OpenAPI。",
    )
    details = Text(
        en="Without a command it opens the explorer. Data goes to stdout, talk to stderr, and the exit status tells what happened, so every command fits a script.",
        zh="不带命令就打开浏览界面。数据写到 stdout，说明写到 stderr，退出状态说明结果，所以每个命令都能放进脚本。",
    )
    demo = Text(
        en="the explorer on a throw-away workspace, over the sandbox",
        zh="用沙箱和一次性的工作区打开浏览界面",
    )
    sandbox = Text(en="a stand-in for WeDa on this machine", zh="在本机代替微搭的服务")
    send = Text(en="send one request", zh="发送一个请求")
    catalogue = Text(en="the endpoints that can be called", zh="能调用的接口")
    catalogue_list = Text(en="every endpoint", zh="列出所有接口")
    catalogue_show = Text(
        en="one endpoint with its parameters and an example", zh="一个接口的参数和例子"
    )
    catalogue_search = Text(
        en="endpoints by a few letters: English, Chinese, pinyin initials, a path",
        zh="用几个字找接口：中文、英文、拼音首字母、路径",
    )
    catalogue_models = Text(
        en="the data models of a deployment: list, refresh, add by key",
        zh="一个部署的数据模型：列出、刷新、按标识添加",
    )
    importing = Text(
        en="what comes from OpenAPI, Postman, HAR, curl or an HTTP message",
        zh="导入 OpenAPI、Postman、HAR、curl、HTTP 原文",
    )
    env = Text(en="the environments of the workspace", zh="工作区里的环境")
    env_list = Text(en="every environment", zh="列出所有环境")
    env_show = Text(en="one environment", zh="看一个环境")
    env_add = Text(en="add an environment", zh="添加一个环境")
    env_remove = Text(
        en="remove an environment (its file can come back, its secrets not)",
        zh="删除一个环境（文件能找回，密钥不能）",
    )
    token = Text(en="the access token, for another program", zh="给别的程序用的访问令牌")
    completion = Text(en="the script that makes a shell complete", zh="让 shell 会补全的脚本")
    completion_details = Text(
        en="Behind Tab come commands, options, endpoints, saved requests, environments, env types, formats, codes. Only names are read: nothing is sent.",
        zh="按 Tab 补全命令、选项、接口、保存的请求、环境、环境类型、格式和错误码。只读名字，什么都不发送。",
    )
    no_terminal = Text(
        en="The explorer needs a terminal on stdin and stdout. weda-tui --help lists the commands that work without one.",
        zh="浏览界面的 stdin 和 stdout 都要是终端。不要终端的命令见 weda-tui --help。",
    )
    dumb_terminal = Text(
        en="A terminal with TERM=dumb shows no screen. All commands work in it, see weda-tui --help; view prints into a pipe: weda-tui view FILE | cat",
        zh="TERM=dumb 的终端画不出界面。命令都能用，见 weda-tui --help；view 接上管道就打印：weda-tui view FILE | cat",
    )
    no_utf_8 = Text(
        en="The screen needs UTF-8, and the character set here is {encoding}. Where the terminal knows UTF-8: PYTHONUTF8=1 weda-tui. Commands work with either.",
        zh="界面要用 UTF-8，这里的字符集是 {encoding}。终端本身支持 UTF-8 的话：PYTHONUTF8=1 weda-tui。命令不受影响。",
    )
    interrupted = Text(en="Interrupted.", zh="已中断。")


class HelpPageWords(Words):
    """The frame of every help page, and the options that every command takes."""

    usage = Text(en="Usage", zh="用法")
    options_mark = Text(en="[OPTIONS]", zh="[选项]")
    command_mark = Text(en="COMMAND", zh="命令")
    commands = Text(en="Commands", zh="命令")
    options = Text(en="Options", zh="选项")
    everywhere = Text(en="Everywhere", zh="处处可用")
    examples = Text(en="Examples", zh="例子")
    statuses = Text(en="Exit status", zh="退出状态")
    workspace = Text(
        en="folder with the environments; else $WEDA_TUI_WORKSPACE, else the platform's",
        zh="放环境的文件夹；不写就用 $WEDA_TUI_WORKSPACE，再不然用系统的数据文件夹",
    )
    lang = Text(en="zh or en; else the locale's", zh="zh 或 en；不写就看系统语言")
    version = Text(en="print the version", zh="显示版本")
    help = Text(en="print this page", zh="显示这一页")
    json = Text(en="print JSON", zh="输出 JSON")
    yes = Text(
        en="answer the question; never lifts read-only", zh="对提问回答是；只读守卫不会因此放行"
    )
    env = Text(
        en="environment; else the one chosen in the explorer, or the only one",
        zh="环境；不写就用界面里选中的，或仅有的一个",
    )
    status_ok = Text(en="success", zh="成功")
    status_verdict = Text(
        en="the verdict is a failure, also one that came with HTTP 200",
        zh="判定为失败，HTTP 200 也可能是失败",
    )
    status_usage = Text(en="usage, or a file", zh="用法或文件有错")
    status_unreachable = Text(
        en="not reachable: DNS, connection, TLS, cut off", zh="连不上：DNS、连接、TLS、中途断开"
    )
    status_limit = Text(en="timed out, or over a limit", zh="超时或超过上限")
    status_token = Text(en="token refused", zh="令牌被拒")
    status_assertion = Text(en="an assertion does not hold (run only)", zh="断言不成立（只有 run）")
    status_guard = Text(en="stopped by a guard or a route", zh="被守卫或路线拦下")
    status_interrupted = Text(en="interrupted", zh="被中断")


class UsageWords(Words):
    """What is wrong with a command line."""

    unknown_option = Text(en="There is no option {option}.", zh="没有选项 {option}。")
    unknown_command = Text(en="There is no command {command}.", zh="没有命令 {command}。")
    nearest = Text(en="Is it {nearest}?", zh="是不是 {nearest}？")
    missing = Text(en="{parameter} is missing.", zh="缺少 {parameter}。")
    missing_command = Text(en="A command is missing.", zh="缺少命令。")
    needs_value = Text(en="{option} needs a value.", zh="{option} 后面要有值。")
    takes_no_value = Text(en="{option} takes no value.", zh="{option} 后面不能有值。")
    extra = Text(en="Too many arguments: {arguments}.", zh="多余的参数：{arguments}。")
    bad_value = Text(en="{parameter}: {message}", zh="{parameter}：{message}")
    not_a_number = Text(en="{value} is no number.", zh="{value} 不是数。")
    out_of_range = Text(
        en="{value} is not between {least} and {most}.", zh="{value} 不在 {least} 到 {most} 之间。"
    )
    choose_from = Text(en="{value} is none of {choices}.", zh="{value} 不在可选值里：{choices}。")
    header_without_colon = Text(
        en="{value} has no colon; write 'Name: value'.", zh="{value} 少了冒号，写成 '名称: 值'。"
    )
    no_such_env_type = Text(
        en="{value} is no env type: letters, digits, - and _ only.",
        zh="{value} 不能作环境类型：只能用字母、数字、- 和 _。",
    )
    set_without_equals = Text(
        en="{value} has no equals sign; write NAME=VALUE.", zh="{value} 少了等号，写成 NAME=VALUE。"
    )
    see_help = Text(en="{command} --help says more.", zh="详见 {command} --help。")


class SandboxWords(Words):
    """``sandbox`` and ``demo``."""

    details = Text(
        en="Listens on the loopback only, under its names alone (localhost, *.localhost, 127.0.0.0/8, [::1]): any other Host header gets 421. A body over {body} MiB and a stored object over {object} GiB get 413. Keeps its state in memory, or with --state in a file. Without --ready-file its address and credentials are printed, into a pipe as JSON with values for the variables of every call in the catalogue.",
        zh="只监听本机，且只接受本机名称（localhost、*.localhost、127.0.0.0/8、[::1]），Host 请求头为其他值时返回 421。请求体超过 {body} MiB、存储对象超过 {object} GiB 时返回 413。数据在内存里，写了 --state 才留在文件里。不写 --ready-file 时，地址和密钥打印到 stdout；接管道时是 JSON，目录里各接口用到的变量值也在里面。",
    )
    demo_details = Text(
        en="Needs no deployment and no network. Nothing stays behind.",
        zh="不要部署，也不要网络。什么都不留下。",
    )
    port = Text(en="port; else any free one", zh="端口；不写就任选一个空闲的")
    ready_file = Text(
        en="write address and credentials here once it accepts calls",
        zh="能接受调用时，把地址和密钥写到这里",
    )
    seed = Text(en="the same seed makes the same data", zh="同样的种子得到同样的数据")
    token_lifetime = Text(
        en="seconds that tokens of both kinds live; else 259200 for the key's, 7200 for a user's",
        zh="两种令牌的有效秒数；不写就是密钥令牌 259200、用户令牌 7200",
    )
    state = Text(
        en="keep the state in this file and go on from there next time; it holds secrets. A file that exists has its own seed",
        zh="把状态留在这个文件里，下次接着用；文件里有密钥。已有的文件用它自己的种子",
    )
    fault = Text(
        en="make every call go wrong: any documented code (weda-tui errors), or {faults}",
        zh="让每次调用都出错：任何有文档的错误码（weda-tui errors），或 {faults}",
    )
    unknown_fault = Text(
        en="{value} is none of {choices}, nor of the {count} other documented codes (weda-tui errors).",
        zh="{value} 不在可选值里：{choices}；还有其余 {count} 个有文档的错误码（weda-tui errors）。",
    )
    listening = Text(en="The sandbox listens on {base}", zh="沙箱地址 {base}")
    secret_id = Text(en="SecretId {secret_id}", zh="SecretId {secret_id}")
    secrets = Text(
        en="SecretKey {secret_key}\nUser {username}   password {password}   env ID {env_id}   (data model, storage)\nTo add it as an environment: in weda-tui press F2, 0; fill in address, SecretId and SecretKey.",
        zh="SecretKey {secret_key}\n用户名 {username}   密码 {password}   环境 ID {env_id}   （数据模型、存储）\n添加为环境：weda-tui 里按 F2、0，填入地址、SecretId 和 SecretKey。",
    )
    how_to_stop = Text(en="Ctrl+C stops it.", zh="按 Ctrl+C 停止。")
    environment = Text(en="sandbox", zh="沙箱")
    """The name of the environment that ``demo`` opens with; it becomes a file name."""
