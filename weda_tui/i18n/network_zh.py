"""Calls that got no answer, in Chinese."""

from weda_tui.i18n.error_strings import Words
from weda_tui.i18n.network_strings import ForeignStrings, NetworkStrings

NETWORK_ZH = NetworkStrings(
    foreign=ForeignStrings(
        http_on_https_port=Words("这个端口要 HTTPS，收到的是 HTTP。", "把访问地址改成 https://。"),
        redirect_to_https=Words(
            "服务器要改走 {message}。", "把访问地址改成 https://；令牌不会自己跟过去。"
        ),
        redirect_elsewhere=Words(
            "被转去了别处：{message}。没有跟过去。",
            "像是登录页或代理：在浏览器里打开访问地址看看；换了地址就改环境。",
        ),
        proxy_auth=Words("代理要用户名和密码。", "写进代理地址：http://用户名:密码@主机:端口。"),
        captive_portal=Words(
            "收到的是上网登录页：这个网络要先登录。", "在浏览器里登录网络，再发一次。"
        ),
        login_page=Words(
            "收到的是登录网页，不是 JSON：像是代理或单点登录。",
            "在浏览器里打开访问地址看看；请管理员放行 /weda、/v1 和 /auth 这些路径。",
        ),
        gateway_down=Words(
            "回答的是微搭前面的网关，不是微搭：后面的服务没有回答它。",
            "服务在重启、没起来或太慢：过一会儿再发；一直这样，把时间告诉管理员，看网关的日志。",
        ),
        gateway_refused=Words(
            "回答的是微搭前面的网关，不是微搭：它没有把请求转给微搭。",
            "核对访问地址和路径；请管理员看网关有没有转发 /weda、/v1 和 /auth。",
        ),
        firewall=Words(
            "被应用防火墙（WAF）拦下了：它把这个请求当成了攻击。",
            "把页面上的编号告诉管理员，请他放行这个接口。",
        ),
    ),
    nothing_executed="什么都没有执行：请求没有送到",
    nothing_left="什么都没有执行：令牌没取到，请求没有发出",
    perhaps_executed="不知道是否执行：请求发出了，没有等到回答",
    was_executed="服务器已经处理：只是回答没读完",
    unsent="✗ 没有发出",
    unsent_lead="没有发出：",
    no_answer="✗ 没有回答",
    cut="✗ 没收完",
    layer_network="网络",
    layer_tls="TLS",
    layer_proxy="代理",
    layer_limit="期限",
    layer_token="令牌",
    layer_guard="守卫",
    layer_file="请求",
    stray_bytes="服务器在回答之后又发来了数据；连接已关闭。",
    detail="系统的原话",
    detail_key="d 看系统的原话",
)
