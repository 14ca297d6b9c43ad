"""Short reasons why a request of a load got no response.

A field is a code of ``ErrorCode``, or ``NO_RESPONSE``.
"""

from weda_tui.i18n.text import Text, Words


class UnansweredWords(Words):
    """Shown in place of the codes; reports for programs contain the codes."""

    no_response = Text(en="no response by the end of the load", zh="压测结束时未收到响应")
    dns_failed = Text(en="host name not found", zh="主机名无法解析")
    connection_refused = Text(en="connection refused", zh="连接被拒绝")
    host_unreachable = Text(en="host unreachable", zh="主机不可达")
    network_unreachable = Text(en="network unreachable", zh="网络不可达")
    connection_reset = Text(en="connection reset", zh="连接被重置")
    connection_lost = Text(en="connection closed too early", zh="连接提前关闭")
    connect_timed_out = Text(en="connecting timed out", zh="连接超时")
    timed_out = Text(en="timed out", zh="超时")
    answer_timed_out = Text(en="response not complete in time", zh="接收响应超时")
    protocol_error = Text(en="no valid HTTP response", zh="响应不是有效的 HTTP")
    tls_unknown_ca = Text(en="TLS: unknown CA", zh="TLS：CA 不受信任")
    tls_wrong_host = Text(en="TLS: certificate for another host", zh="TLS：证书与主机名不符")
    tls_expired = Text(en="TLS: certificate expired", zh="TLS：证书已过期")
    tls_not_yet_valid = Text(en="TLS: certificate not yet valid", zh="TLS：证书尚未生效")
    tls_protocol = Text(en="TLS: no common protocol or cipher", zh="TLS：协议版本或加密套件不兼容")
    tls_client_wanted = Text(en="TLS: client certificate required", zh="TLS：需要客户端证书")
    tls_failed = Text(en="TLS failed", zh="TLS 握手失败")
    https_on_http_port = Text(en="port without TLS", zh="端口未启用 TLS")
