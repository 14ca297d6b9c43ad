"""The command line in Chinese."""

from weda_tui.i18n.book_zh import BOOK_COMMAND_ZH
from weda_tui.i18n.cli_strings import (
    CatalogueStrings,
    CliStrings,
    EnvStrings,
    HelpStrings,
    ImportStrings,
    ProgramStrings,
    SandboxStrings,
    SendStrings,
    TokenStrings,
    UsageStrings,
)

CLI_ZH = CliStrings(
    program=ProgramStrings(
        about="浏览和调试微搭 WeDa 私有部署的 OpenAPI。",
        details=(
            "不带命令就打开浏览界面。数据写到 stdout，说明写到 stderr，退出状态说明结果，"
            "所以每个命令都能放进脚本。"
        ),
        demo="用沙箱和一次性的工作区打开浏览界面",
        sandbox="在本机代替微搭的服务",
        send="发送一个请求",
        catalogue="能调用的接口",
        catalogue_list="列出所有接口",
        catalogue_show="一个接口的参数和例子",
        catalogue_models="一个部署的数据模型：列出、刷新、按标识添加",
        catalogue_search="用几个字找接口：中文、英文、拼音首字母、路径",
        importing="导入 OpenAPI、Postman、HAR、curl、HTTP 原文",
        env="工作区里的环境",
        env_list="列出所有环境",
        env_show="看一个环境",
        env_add="添加一个环境",
        env_remove="删除一个环境（文件能找回，密钥不能）",
        token="给别的程序用的访问令牌",
        no_terminal=("浏览界面的 stdin 和 stdout 都要是终端。不要终端的命令见 weda-tui --help。"),
        dumb_terminal=(
            "TERM=dumb 的终端画不出界面。命令都能用，见 weda-tui --help；"
            "view 接上管道就打印：weda-tui view FILE | cat"
        ),
        no_utf_8=(
            "界面要用 UTF-8，这里的字符集是 {encoding}。终端本身支持 UTF-8 的话："
            "PYTHONUTF8=1 weda-tui。命令不受影响。"
        ),
        interrupted="已中断。",
    ),
    help=HelpStrings(
        usage="用法",
        options_mark="[选项]",
        command_mark="命令",
        commands="命令",
        options="选项",
        everywhere="处处可用",
        examples="例子",
        statuses="退出状态",
        workspace="放环境的文件夹；不写就用 $WEDA_TUI_WORKSPACE，再不然用系统的数据文件夹",
        lang="zh 或 en；不写就看系统语言",
        version="显示版本",
        help="显示这一页",
        json="输出 JSON",
        yes="对提问回答是；只读守卫不会因此放行",
        env="环境；不写就用界面里选中的，或仅有的一个",
        status_ok="成功",
        status_verdict="判定为失败，HTTP 200 也可能是失败",
        status_usage="用法或文件有错",
        status_unreachable="连不上：DNS、连接、TLS、中途断开",
        status_limit="超时或超过上限",
        status_token="令牌被拒",
        status_assertion="断言不成立（只有 run）",
        status_guard="被守卫或路线拦下",
        status_interrupted="被中断",
    ),
    usage=UsageStrings(
        unknown_option="没有选项 {option}。",
        unknown_command="没有命令 {command}。",
        nearest="是不是 {nearest}？",
        missing="缺少 {parameter}。",
        missing_command="缺少命令。",
        needs_value="{option} 后面要有值。",
        takes_no_value="{option} 后面不能有值。",
        extra="多余的参数：{arguments}。",
        bad_value="{parameter}：{message}",
        not_a_number="{value} 不是数。",
        out_of_range="{value} 不在 {least} 到 {most} 之间。",
        choose_from="{value} 不在可选值里：{choices}。",
        header_without_colon="{value} 少了冒号，写成 '名称: 值'。",
        no_such_env_type="{value} 不能作环境类型：只能用字母、数字、- 和 _。",
        set_without_equals="{value} 少了等号，写成 NAME=VALUE。",
        see_help="详见 {command} --help。",
    ),
    send=SendStrings(
        details=(
            "TARGET 是接口的 id，见 weda-tui catalogue list；或保存的请求的路径，它 depends 的请求"
            "先发，除非它们取的变量都由 --set 给了。需要令牌时自动去取。"
            "回答写到 stdout：终端上排好版，进管道则一个字节不变。"
            "成功与否看回答自己的说法，不看 HTTP 200。"
        ),
        env_type="路径里的环境类型：prod、dev…；不写就用上次的",
        set="这次调用里给变量 {{NAME}} 一个值",
        header="添加或替换一个请求头",
        body="正文：JSON、文件，或用 @- 读 stdin",
        timeout="整个调用的秒数；不写就用环境里的",
        file="把响应体原样写进这个文件，大小不限",
        dry_run="只打印会发出的内容，什么也不发",
        ok="✓ 成功",
        failed="✗ 失败",
        unknown="? 看不懂",
        no_answer="✗ 没有回答",
        not_sent="✗ 没有发出",
        records="{count} 条",
        records_of="{count} / {total} 条",
        partly="{count} 个里失败 {failed} 个",
        some_failed="! 部分",
        item="第 {number} 个",
        request_id="requestId {id}",
        server_says="服务器说：{message}",
        place="{environment} · {env_type}",
        body_fault="正文从第 {line} 行第 {column} 列起不是 JSON。",
        body_file_fault="在第 {line} 行第 {column} 列填入 {file} 的内容后，正文不再是 JSON。",
        unused_variable="--set {name}：这个请求里没有 {{{{{name}}}}}。",
        body_needed="{endpoint} 要有正文。必填：{fields}。",
        body_example="可以从这个例子改起：",
        body_needed_hint="用 --body JSON 或 --body @FILE 给出。",
        effect="作用：{effect}",
        guard="守卫：{guard}",
        token="令牌：{state}",
        token_left="令牌：{state}，还剩 {left}",
        nothing_sent="什么也没有发出。",
        saved="响应体已存入 {file}。",
        not_saved="{file} 没有写入。",
        part_printed="只打印了已收到内容的前 {size}。",
    ),
    catalogue=CatalogueStrings(
        details="不要环境，也不要网络。",
        none_found="没有符合“{query}”的接口。",
        legend="写 改数据   删 不可恢复   ~ 来自客户端代码   ? 仅知其名",
        found="{count} 个接口",
        effect="作用",
        confidence="出处",
        token="令牌",
        request_parameters="参数",
        body="正文",
        response="回答里有",
        example_body="正文例子",
        example_response="回答例子",
        failures="什么时候会失败",
        source="来源",
        required="必填",
        no_path="方法和路径未知：只知其名，不能发送",
        no_body="不带正文",
        values="可取 {values}",
    ),
    importing=ImportStrings(
        details=(
            "OpenAPI 3.0 或 3.1（JSON 或 YAML）成模块，Postman 的环境和全局变量成环境，"
            "Postman 集合、HAR、curl 命令、HTTP 原文成集合：没有照原样带过来的逐个列出（!），"
            "密钥取出来换成变量，脚本不运行，除了这个文件什么都不读。文档再导入一次，新增（+）、改动（~）、没有了（-）的接口"
            "逐个列出；自己改过的留着。文档里的地址只取路径：请求只发往所选的环境。"
        ),
        format="内容是什么；不写就看内容",
        command_given="要的是文件名。命令从 stdin 给：weda-tui import -，粘贴后按 Ctrl+D。",
        into="模块、环境（已有的只加变量）或集合的名称；不写就用文件里的",
        summary="{module}：新增 {new}，改动 {changed}，没有了 {gone}，没变 {same}。",
        kept="自己写的 {count} 处留着。",
    ),
    env=EnvStrings(
        details=(
            "一个环境就是一套部署：地址、环境类型和密钥。它是一个小文件，团队可以提交；"
            "密钥从不写在里面。"
        ),
        add_details=(
            "REF 说明 SecretKey 或密码在哪。不写 REF 或写 keyring：现在提问，不回显（没有终端时读 "
            "stdin 一行），存进系统钥匙串，没有钥匙串就存进私有文件；file：存进私有文件；"
            "env:NAME：每次启动时读环境变量；prompt：哪里都不存，每次运行要用时再问"
            "（现在从 stdin 送进来的，照 keyring 存）。密钥和密码本身不能写在命令行上；"
            "两个都从 stdin 读时，先 SecretKey，后密码。数据模型和云存储要用户名和密码。"
        ),
        host="部署的访问地址：http(s)://ip或域名[:端口][/路径前缀]",
        host_kept="所有请求都发往 {host}/…。",
        host_cut="{cut} 不属于访问地址，已去掉：请求发往 {host}/…。",
        env_type="一个环境类型；不写就是 prod 和 dev",
        secret_id="环境密钥的 SecretId",
        secret_key="SecretKey 在哪：keyring、file、env:NAME 或 prompt",
        username="用户名，数据模型和云存储的调用用它登录",
        password="密码在哪：keyring、file、env:NAME 或 prompt",
        ask_secret_id="SecretId",
        ask_secret_key="SecretKey（不回显）",
        secret_not_text="stdin 上的 SecretKey 不是 UTF-8 文本：请核对管道送进来的内容。",
        no_secret_given="stdin 上没有 SecretKey：从管道送进来，或写 --secret-key env:NAME。",
        ask_password="密码（不回显）",
        no_password_given="stdin 上没有密码：从管道送进来，或写 --password env:NAME。",
        username_needed="用 --password 就要有 --username。",
        secret_id_needed="用 --secret-key 就要有 --secret-id。",
        added="已添加 {name}：{file}",
        secret_key_name="SecretKey",
        password_name="密码",
        kept_in_keyring="系统钥匙串里存了 {secret}。",
        kept_in_file="没有用系统钥匙串，私有文件 {file} 里存了 {secret}",
        kept_in_variable="从环境变量 {variable} 读取：{secret}。",
        kept_nowhere="哪里都不存 {secret}：每次运行要用时再问。",
        ask_again="{environment} 的 {secret}（不回显，不保存）",
        no_secret="没有存 SecretKey：要密钥令牌的接口还调不了。",
        none="还没有环境：weda-tui env add",
        not_removed="{name} 没有删除。",
        yes_needed="没有终端可以提问，请加 --yes。",
        address="地址",
        env_id="envId",
        env_types="环境类型",
        timeout="期限",
        tls="TLS",
        tls_checked="校验",
        tls_unchecked="! 不校验",
        ca_file="CA 文件",
        variables="变量",
        secret_id_label="SecretId",
        secret_key_label="SecretKey 在",
        username_label="用户名",
        password_label="密码在",
    ),
    token=TokenStrings(
        details=(
            "打印 Authorization 请求头的值，明文：Bearer 和密钥令牌。手里没有还有效的令牌时先去取。"
            "--json 两种令牌都给：用户令牌在 user 里，环境没有用户名就是 null。"
        ),
        refresh="无论如何都取新的",
        left="{environment}：还剩 {left}",
        user_left="{environment}：用户令牌还剩 {left}",
    ),
    sandbox=SandboxStrings(
        details=(
            "只监听本机，且只接受本机名称（localhost、*.localhost、127.0.0.0/8、[::1]），"
            "Host 请求头为其他值时返回 421。请求体超过 {body} MiB、"
            "存储对象超过 {object} GiB 时返回 413。"
            "数据在内存里，写了 --state 才留在文件里。"
            "不写 --ready-file 时，地址和密钥以 JSON 打印到 stdout，"
            "目录里各接口用到的变量值也在里面。"
        ),
        demo_details="不要部署，也不要网络。什么都不留下。",
        port="端口；不写就任选一个空闲的",
        ready_file="能接受调用时，把地址和密钥写到这里",
        seed="同样的种子得到同样的数据",
        token_lifetime="两种令牌的有效秒数；不写就是密钥令牌 259200、用户令牌 7200",
        state="把状态留在这个文件里，下次接着用；文件里有密钥。已有的文件用它自己的种子",
        fault="让每次调用都出错：任何有文档的错误码（weda-tui errors），或 {faults}",
        unknown_fault="{value} 不在可选值里：{choices}；"
        "还有其余 {count} 个有文档的错误码（weda-tui errors）。",
        listening="沙箱地址 {base}",
        secret_id="SecretId {secret_id}",
        how_to_stop="按 Ctrl+C 停止。",
        environment="沙箱",
    ),
    book=BOOK_COMMAND_ZH,
)
