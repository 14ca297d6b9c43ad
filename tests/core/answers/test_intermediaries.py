"""Responses that are not from WeDa are recognised; all other responses keep their verdict."""

import pytest

from weda_tui.core.answers.intermediaries import (
    is_general,
    is_in_front,
    name_foreign,
    status_of_page,
)
from weda_tui.core.answers.verdict import ErrorLayer, Verdict, judge
from weda_tui.core.sending.exchange import Response

URL = "http://weda.example.cn:8080/weda/workflow/v1/prod/Do"
LOGIN = b"<!DOCTYPE html><html><form><input name=a><input TYPE='password'></form></html>"
NGINX = b"<html><h1>400 Bad Request</h1>The plain HTTP request was sent to HTTPS port</html>"
GO = b"Client sent an HTTP request to an HTTPS server.\n"
APACHE = b"Reason: You're speaking plain HTTP to an SSL-enabled server port."
REFRESH = b"<html><meta http-equiv='refresh' content='0;url=http://10.0.0.1/portal'></html>"
SCRIPT = b"<html><script>top.self.location.href='http://1.1.1.3/ac_portal'</script></html>"


def answer(status: int, body: bytes, location: str) -> Response:
    headers = (("Location", location),) if location else ()
    return Response(status=status, reason="", headers=headers, body=body)


def named(
    status: int, body: bytes = b"", location: str = "", content_type: str = "text/html"
) -> Verdict:
    verdict = judge(status, content_type, body)
    return name_foreign(verdict, URL, answer(status, body, location))


def test_a_page_is_known_by_what_it_asks_for() -> None:
    for status, body, code in [
        (200, LOGIN, "LOGIN_PAGE"),
        (403, LOGIN, "LOGIN_PAGE"),
        (400, NGINX, "HTTP_ON_HTTPS_PORT"),
        (400, GO, "HTTP_ON_HTTPS_PORT"),
        (400, APACHE, "HTTP_ON_HTTPS_PORT"),
        (200, REFRESH, "CAPTIVE_PORTAL"),
        (200, SCRIPT, "CAPTIVE_PORTAL"),
        (511, b"<html>", "CAPTIVE_PORTAL"),
        (407, b"", "PROXY_AUTH"),
        (200, b"<html><h1>It works!</h1></html>", "HTML"),
        (404, b"<html><h1>404 Not Found</h1></html>", "HTTP 404"),
        (502, b"bad gateway", "HTTP 502"),
    ]:
        verdict = named(status, body)
        assert (verdict.ok, verdict.code) == (False, code), (status, body)


HAPROXY = b"<html><h1>503 Service Unavailable</h1>No server is available to handle this request."


def page(title: str, foot: str = "") -> bytes:
    head = f"<html><head><title>{title}</title></head>"
    return f"{head}<body><center><h1>{title}</h1></center>{foot}</body></html>".encode()


def test_a_gateway_that_got_no_answer_signs_its_page() -> None:
    for status, body, message in [
        (
            502,
            page("502 Bad Gateway", "<hr><center>nginx/1.24.0</center>"),
            "502 Bad Gateway · nginx/1.24.0",
        ),
        (
            504,
            page("504 Gateway Time-out", "<hr><center>openresty</center>"),
            "504 Gateway Time-out · openresty",
        ),
        (
            503,
            page("503 Service Temporarily Unavailable", "<hr/>Powered by Tengine<hr>"),
            "503 Service Temporarily Unavailable · Tengine",
        ),
        (
            502,
            page("502 Proxy Error", "<hr><address>Apache/2.4.57 Server at x</address>"),
            "502 Proxy Error · Apache/2.4.57 Server at x",
        ),
        (503, HAPROXY, "503 Service Unavailable · haproxy"),
        (503, page("Service Unavailable"), "Service Unavailable"),
        (
            503,
            b"upstream connect error or disconnect/reset before headers. reset reason: x",
            "503 · envoy",
        ),
        (503, b"no healthy upstream", "503 · envoy"),
    ]:
        case = status, body
        verdict = named(status, body)
        assert (verdict.code, verdict.message, verdict.layer) == (
            "GATEWAY_DOWN", message, ErrorLayer.HTTP,
        ), case  # fmt: skip


def test_a_gateway_that_passes_nothing_on_is_told_from_a_page_of_weda() -> None:
    body = page("413 Request Entity Too Large", "<hr><center>nginx</center>")
    assert named(413, body).code == "GATEWAY_REFUSED"
    assert named(404, page("404 Not Found")).code == "HTTP 404"
    assert named(500, page("登录")).code == "HTTP 500"


def test_a_firewall_says_so_even_with_a_200() -> None:
    body = page("Request Rejected", "The requested URL was rejected. Your support ID is: 18")
    assert named(200, body).code == "FIREWALL"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (page("502 Bad Gateway"), 502),
        (b"upstream request timeout", 504),
        (b"no healthy upstream", 503),
        (page("It works"), None),
        (b'{"code": "BAD_REQUEST"}', None),
    ],
)
def test_a_page_says_its_status(body: bytes, status: int | None) -> None:
    assert status_of_page(body) == status


def test_a_redirect_says_where_it_leads_without_secrets() -> None:
    for location, code, message in [
        ("https://weda.example.cn/x", "REDIRECT_TO_HTTPS", "https://weda.example.cn/x"),
        ("http://sso.example.cn/cas?service=a", "REDIRECT_TO_SIGN_IN", "http://sso.example.cn/cas"),
        ("//evil.cn/", "REDIRECT_ELSEWHERE", "http://evil.cn/"),
        ("http://me:hush@evil.cn/", "REDIRECT_ELSEWHERE", "http://evil.cn/"),
        ("/weda/other", "HTTP 302", ""),
        ("http://weda.example.cn:8080/", "HTTP 302", ""),
        ("http://[bad?hush", "REDIRECT_ELSEWHERE", "http://[bad"),
        ("", "HTTP 302", ""),
    ]:
        verdict = named(302, location=location)
        assert (verdict.code, verdict.message) == (code, message), location


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b'{"Response":{"RequestId":"r","Data":{}}}'),
        (200, b'{"code":"INVALID_ENV","requestId":"r","message":"<input type=password"}'),
        (302, b'{"code":"INVALID_ENV","requestId":"r","message":"m"}'),
        (200, b"[1,2]"),
    ],
)
def test_an_envelope_or_an_unknown_shape_is_left_alone(status: int, body: bytes) -> None:
    before = judge(status, "application/json", body)
    after = name_foreign(before, URL, answer(status, body, "http://evil.cn/"))
    assert after == before


@pytest.mark.parametrize(
    "body",
    [
        b'{"code": 403, "success": false, "message": "blocked by a Web Application Firewall"}',
        b'{"message": "Request blocked: Web Application Firewall", "event_id": "1b6f"}',
        "您提交的请求可能对网站造成威胁".encode(),
    ],
)
def test_a_firewall_may_answer_without_a_page(body: bytes) -> None:
    assert named(403, body, content_type="application/json").code == "FIREWALL"
    assert named(200, body, content_type="application/json").code != "FIREWALL"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("https://other.example.cn/weda/workflow/v1/prod/Do", "REDIRECT_ELSEWHERE"),
        ("https://login.example.cn/weda/workflow/v1/prod/Do", "REDIRECT_ELSEWHERE"),
        ("https://other.example.cn/login", "REDIRECT_TO_SIGN_IN"),
        ("http://1.1.1.3/ac_portal/proxy.html", "REDIRECT_TO_SIGN_IN"),
    ],
)
def test_a_call_that_moved_as_it_is_was_not_sent_to_a_sign_in(location: str, code: str) -> None:
    assert named(308, location=location).code == code


def test_what_stands_in_front_is_told_from_weda() -> None:
    for status, body, location, in_front, to_all in [
        (302, b"", "https://sso.example.cn/login", True, True),
        (302, b"", "/console/login", True, True),
        (200, LOGIN, "", True, True),
        (403, LOGIN, "", True, True),
        (200, b"<html><h1>It works!</h1></html>", "", True, True),
        (407, b"", "", True, True),
        (511, b"", "", True, True),
        (400, NGINX, "", True, True),
        (403, b"<html><title>403 Forbidden</title></html>", "", True, False),
        (403, b"<html>mod_security</html>", "", True, False),
        (200, b"<html>mod_security</html>", "", True, False),
        (413, page("413", "<center>nginx</center>"), "", True, False),
        (502, page("502 Bad Gateway", "<center>nginx</center>"), "", True, False),
        (400, b'{"code": "INVALID_PARAMETER", "message": "", "requestId": "1"}', "", False, False),
        (404, b"no such route", "", False, False),
        (500, b"", "", False, False),
    ]:
        verdict = named(status, body, location, "text/html" if body[:1] == b"<" else "")
        assert is_in_front(verdict, status) is in_front, (status, body, location)
        assert is_general(verdict, status) is to_all, (status, body, location)
