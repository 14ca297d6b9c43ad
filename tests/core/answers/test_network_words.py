import pytest

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.network_words import judge_silence
from weda_tui.core.answers.verdict import Outcome
from weda_tui.core.errors import ErrorCode

TEXTS = [
    ("curl: (6) Could not resolve host: weda.corp", ErrorCode.DNS_FAILED, "weda.corp"),
    ("Error: getaddrinfo ENOTFOUND weda.corp", ErrorCode.DNS_FAILED, "weda.corp"),
    ("curl: (7) Failed to connect to weda.corp port 80 after 3 ms: Connection refused",
     ErrorCode.CONNECTION_REFUSED, "weda.corp:80"),
    ("Error: connect ECONNREFUSED 10.0.0.8:8080", ErrorCode.CONNECTION_REFUSED, "10.0.0.8:8080"),
    ("java.net.ConnectException: Connection refused (Connection refused)",
     ErrorCode.CONNECTION_REFUSED, ""),
    ("dial tcp 10.0.0.8:443: i/o timeout", ErrorCode.CONNECT_TIMED_OUT, "10.0.0.8:443"),
    ("AxiosError: timeout of 5000ms exceeded", ErrorCode.TIMED_OUT, ""),
    ("Error: socket hang up", ErrorCode.CONNECTION_LOST, ""),
    ("read ECONNRESET", ErrorCode.CONNECTION_RESET, ""),
    ("connect EHOSTUNREACH 10.0.0.8:80", ErrorCode.HOST_UNREACHABLE, "10.0.0.8:80"),
    ("sendto: Network is unreachable", ErrorCode.NETWORK_UNREACHABLE, ""),
    ('Post "https://weda.corp:8443/x": x509: certificate signed by unknown authority',
     ErrorCode.TLS_UNKNOWN_CA, "weda.corp:8443"),
    ("curl: (60) SSL certificate problem: certificate has expired", ErrorCode.TLS_EXPIRED, ""),
    ("curl: (60) SSL: no alternative certificate subject name matches target host name 'a'",
     ErrorCode.TLS_WRONG_HOST, "a"),
    ("error:0A00010B:SSL routines::wrong version number", ErrorCode.HTTPS_ON_HTTP_PORT, ""),
    ("javax.net.ssl.SSLHandshakeException: closed", ErrorCode.TLS_FAILED, ""),
    ("curl: (5) Could not resolve proxy: proxy.corp", ErrorCode.PROXY_FAILED, ""),
]  # fmt: skip


def test_the_words_of_programs_are_an_error_of_our_own() -> None:
    for text, code, place in TEXTS:
        verdict = judge_silence(text)
        assert verdict is not None, text
        assert (verdict.outcome, verdict.code, verdict.message) == (Outcome.FAILURE, code, place), (
            text
        )


def test_the_layer_tells_network_tls_and_proxy_apart() -> None:
    layers = {
        ErrorCode.DNS_FAILED: ErrorLayer.NETWORK,
        ErrorCode.TLS_EXPIRED: ErrorLayer.TLS,
        ErrorCode.PROXY_FAILED: ErrorLayer.PROXY,
    }
    for text, code, _ in TEXTS:
        if code in layers:
            verdict = judge_silence(text)
            assert verdict is not None
            assert verdict.layer is layers[code]


@pytest.mark.parametrize("text", ["", "connected to weda", "timeout: 30s", "proxy: none", "EOF"])
def test_other_words_say_nothing(text: str) -> None:
    assert judge_silence(text) is None
