"""Answers that no WeDa gave are named; everything else keeps its verdict."""

import pytest

from weda_tui.core.exchange import Response
from weda_tui.core.foreign_answer import name_foreign
from weda_tui.core.verdict import Verdict, judge

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


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
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
    ],
)
def test_a_page_is_known_by_what_it_asks_for(status: int, body: bytes, code: str) -> None:
    verdict = named(status, body)
    assert (verdict.ok, verdict.code) == (False, code)


@pytest.mark.parametrize(
    ("location", "code", "message"),
    [
        ("https://weda.example.cn/x", "REDIRECT_TO_HTTPS", "https://weda.example.cn/x"),
        ("http://sso.example.cn/cas?service=a", "REDIRECT_ELSEWHERE", "http://sso.example.cn/cas"),
        ("//evil.cn/", "REDIRECT_ELSEWHERE", "http://evil.cn/"),
        ("http://me:hush@evil.cn/", "REDIRECT_ELSEWHERE", "http://evil.cn/"),
        ("/weda/other", "HTTP 302", ""),
        ("http://weda.example.cn:8080/", "HTTP 302", ""),
        ("http://[bad?hush", "REDIRECT_ELSEWHERE", "http://[bad"),
        ("", "HTTP 302", ""),
    ],
)
def test_a_redirect_says_where_it_leads_without_secrets(
    location: str, code: str, message: str
) -> None:
    verdict = named(302, location=location)
    assert (verdict.code, verdict.message) == (code, message)


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
