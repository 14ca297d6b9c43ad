"""Environments in Chinese."""

from weda_tui.i18n.environment_strings import (
    AddStrings,
    EnvironmentStrings,
    ShowStrings,
    TransferStrings,
    TrashStrings,
)

ENVIRONMENTS_ZH = EnvironmentStrings(
    add=AddStrings(
        alias="ASCII 别名：守卫要输名称时也认它",
        guard="环境类型的守卫，如 prod=read-only；可选 none、confirm、type-name、read-only",
        variable="一个变量；可以写多次",
        env_type_variable="只在一个环境类型里有效的变量，如 dev:approver=1；可以写多次",
        env_id="envId；不写就取地址里的",
        timeout="一次调用最多等几秒",
        no_verify="不校验 TLS 证书（不建议；界面上会一直标出）",
        ca_file="私有 CA 的 PEM 文件",
        client_certificate="客户端证书的 PEM 文件",
        client_key="客户端私钥的 PEM 文件；和证书在同一个文件里就不写",
        proxy="system（跟随系统）、none（直连）或 http(s)://代理[:端口]",
        client_id="登录时另带的 client_id",
        device_id="登录时另带的 x-device-id，16 到 48 个字符",
        token_body="令牌接口的正文写成 json 还是 form",
        bad_alias="“{value}”不能当别名：用字母、数字和 . _ -，最多 40 个。",
        bad_guard="“{value}”不是“环境类型=守卫”；守卫可选 none、confirm、type-name、read-only。",
        unknown_type="这个环境没有环境类型 {value}；先用 --env-type 加上。",
        bad_variable="“{value}”不是“名=值”；名里不能有空格和花括号。",
        bad_env_type_variable="“{value}”不是“环境类型:名=值”；名里不能有空格和花括号。",
        built_in="{name} 是内置变量，不能另给值。",
        bad_client_id="“{value}”发不出去：client_id 只能是不带空格的 ASCII。",
        bad_device_id="“{value}”发不出去：要 16 到 48 个不带空格的 ASCII 字符。",
        key_without_certificate="用 --client-key 就要有 --client-certificate。",
        added_unverified="! 这个环境不校验 TLS 证书：谁都能冒充它。",
    ),
    show=ShowStrings(
        alias="别名",
        proxy="代理",
        client_certificate="客户端证书",
        client_key="客户端私钥",
        client_id="client_id",
        device_id="x-device-id",
        token_body="令牌正文",
        variables_at="变量，只在 {env_type}",
    ),
    trash=TrashStrings(
        restore="把删掉的环境找回来；不写名称就列出",
        restore_details=(
            "删掉的环境留在这台机器的状态文件夹里，不在工作区里；最近 50 个。"
            "密钥和密码删除时就没有了，找回后要再给一次。"
        ),
        empty="没有删掉的环境。",
        ask_remove="删除 {name}？文件以后还能找回，密钥和密码不能。",
        removed="已删除 {name}；weda-tui env restore {name} 找回文件，密钥要再给一次。",
        restored="{name} 回来了；它的密钥和密码删除时就没有了，在它的表单里再填一次。",
        title="删掉的环境，Enter 找回",
        restored_short="{name} 回来了；密钥要再填一次",
        nothing="没有删掉的环境",
    ),
    transfer=TransferStrings(
        export="把一个环境导出给别的程序",
        export_details=(
            "现在能导出 Postman 的环境。SecretKey、密码、令牌和看着像密钥的变量只留空位，"
            "并逐个说出来：在 Postman 里自己填。"
        ),
        export_format="导出成什么",
        export_file="写进这个文件，不写就到标准输出",
        export_env_type="哪个环境类型；不写就是第一个",
        exported="已把 {name} 写进 {file}。",
        emptied="留空了：{names}。",
        new="新环境 {name}",
        more="给环境 {name} 加变量；地址、密钥、守卫都不动",
        address="访问地址",
        secret_id="SecretId",
        username="用户名",
        summary="变量：新增 {added}，改动 {changed}；没有拿来 {left_out}",
        left_out="没有拿来",
        secret="像是密钥：不进工作区",
        disabled="在 Postman 里停用了",
        bad_name="名称当不了变量",
        twice="同名的前面有了",
        secrets_next="SecretKey 和密码没有拿来：打开 {name} 的表单填一次。",
        imported="已导入环境 {name}",
    ),
)
