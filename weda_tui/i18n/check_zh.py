"""The check of an environment in Chinese."""

from weda_tui.i18n.check_strings import (
    CheckFactStrings,
    CheckModuleStrings,
    CheckStepStrings,
    CheckStrings,
)

CHECK_ZH = CheckStrings(
    steps=CheckStepStrings(
        address="找到主机",
        port="能连上",
        tls="TLS",
        http="是微搭",
        clock="时钟",
        key_token="密钥令牌",
        user_token="用户令牌",
        env_type="{name} {meaning}",
        module="{module}",
    ),
    modules=CheckModuleStrings(
        workflow="审批流",
        permissions="权限",
        odata="OData",
        model="数据模型",
        storage="云存储",
        auth="登录与令牌",
    ),
    facts=CheckFactStrings(
        resolved="{addresses}",
        is_ip="{addresses}，是 IP，不用查 DNS",
        proxy_resolved="经代理 {proxy}，它在 {addresses}",
        port_open="端口 {port}",
        port_by_proxy="端口 {port}，经代理 {proxy}",
        tls_good="{version}，证书还剩 {days} 天",
        tls_ends_soon="{version}，证书只剩 {days} 天：该换了",
        tls_unchecked="{version}，证书没有检查：tls.verify = false",
        speaks_weda="网关有回答（HTTP {status}）",
        clock_good="与服务器相差 {skew} s（±{uncertainty} s）",
        clock_slow="本机时钟慢 {skew}：校准本机的时间",
        clock_fast="本机时钟快 {skew}：校准本机的时间",
        token_issued="取到，{lifetime}",
        answered="{module}有回答",
        plain_http="http：没有加密，内网可用",
        no_date="服务器没有说它的时间",
        no_key="没填 SecretId 或 SecretKey",
        no_user="没填用户名或密码",
        no_key_token="没有密钥令牌，没有查",
        no_user_token="没有用户令牌，没有查",
        no_token="没有令牌，没有查",
        not_reached="前面没有通，没有查",
        not_weda="回答的不是微搭，密钥没有发出去",
        no_socket="没有网络可看",
    ),
    title="检查",
    running="正在查",
    server_says="服务器说：{message}",
    all_good="✓ {environment} 能用：查了 {count} 项，{elapsed}",
    failed="✗ {environment}：{count} 项里 {failed} 项没有过，{elapsed}",
    hidden_good="{count} 项没有问题",
    hidden_skipped="{count} 项没有查",
    command="检查环境：地址、TLS、时钟、令牌、环境类型、各模块",
    command_details=(
        "从外到里一步步看，每一步的结果随到随写。只读，什么都不写；走环境自己的代理、TLS 和期限。"
        "后面查不了的步骤是一条横线，写明为什么。退出码说明第一个没有过的是什么。"
    ),
    env_type="只查这个环境类型",
)
