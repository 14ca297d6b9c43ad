"""Headers that lead a request to another host or path: their names, found by words, and values."""

import pytest

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.header_names import is_method_header
from weda_tui.core.requests.route_headers import (
    check_route_headers,
    is_host_header,
    is_path_header,
    paths_in,
)

HOSTS = (
    *("Host", "HOST", "X-Host", "X_Host", "X-Forwarded-Host", "x_forwarded_host", "Forwarded"),
    *("X-Original-Host", "X-HTTP-Host-Override", "X-Forwarded-Server", "X-Real-Host"),
    *("X-Backend-Host", "X-Host-Override", "X-Rewrite-Host", "XForwardedHost"),
    *("X-Envoy-Original-Dst-Host", "X-Target-Host", "X-Destination-Host", "X-Gateway-Host"),
    *("X-Forwarded-Domain", "X-Forwarded-To", "X-Service-Host", "X-Appengine-Http-Host"),
    *("X-Hostname", "X-Virtual-Host", "X-Origin-Host", "X-Forwarded", "X-Server-Name", "X-Domain"),
    *("X-Client-Host", "X-Remote-Host", "X-VHost", "X-Web-Site-Host"),
    *("Proxy", "X-Proxy", "Upstream", "X-Upstream", "Backend"),
)
PATHS = (
    *("X-Original-URL", "X_Original_URI", "X-Rewrite-URL", "X-Rewrite-URI", "X-Forwarded-Uri"),
    *("X-Forwarded-Path", "X-Forwarded-Prefix", "X-Envoy-Original-Path", "X-Original-Path"),
    *("X-Override-URL", "X-URL-Override", "X-Accel-Redirect", "X-Replaced-Path", "Request-URI"),
    *("X-Script-Name", "X-Path-Prefix", "Destination", "X-Proxy-Url", "X-Target-URL"),
    *("X-Destination-URL", "X-Waws-Unencoded-Url", "X-Ms-Original-Url"),
    *("X-Originating-URL", "Url", "X-Url", "Uri", "Base-Url", "Redirect", "X-Arr-Original-Url"),
    *("X-Context-Path", "Path-Info", "X-Initial-Url", "X-Weblogic-Request-Uri", "X-Invoke-Path"),
)
METHODS = (
    *("X-HTTP-Method-Override", "X-HTTP-Method", "x_method_override", "X-Original-Method"),
    *("X-Forwarded-Method", "X-HTTP-Verb", "X-Request-Method"),
)
OTHERS = (
    *("Accept", "Content-Type", "Authorization", "Cookie", "Origin", "Referer", "User-Agent"),
    *("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Real-IP", "X-Request-Id"),
    *("X-Callback-Url", "X-Redirect-Uri", "X-Path", "X-Method", "Server", "X-Server"),
    *("X-Hostage", "X-TC-Action", "X-Sandbox-Fault", "Access-Control-Request-Method", "X-Prefix"),
    *("Location", "Content-Location", "X-Location", "X-Context", "X-To", "X-App-Id", "X-Client"),
    *("X-Server-Time", "X-Target", "X-Notify-Url", "path" * 4000),
)


def test_names_are_matched_by_their_words() -> None:
    rules = (is_host_header, is_path_header, is_method_header)
    for rule, names in zip(rules, (HOSTS, PATHS, METHODS), strict=True):
        assert [name for name in (*HOSTS, *PATHS, *METHODS, *OTHERS) if rule(name)] == [*names]


def refusal(name: str, value: str, host: str) -> ErrorCode | None:
    try:
        check_route_headers(((name, value),), host)
    except FileError as error:
        return error.code
    return None


def test_a_header_that_names_another_host_is_refused() -> None:
    for name, value in [
        *(("X-Forwarded-Host", each) for each in ("evil.example", "a.cn, evil.example", "a.cn,")),
        *(("Forwarded", each) for each in ("host=evil.example", 'for=1;Host="evil.example"')),
        *(("Forwarded", each) for each in ("host=a.cn, for=2;host=evil.example", "host = x")),
        ("X-Forwarded", "for=1.1.1.1;host=evil.example"),
        *(("X-Host", each) for each in ("", "a.cn.evil.example", "evil.example:443", '"x"')),
        *(("X-Original-URL", each) for each in ("http://evil.example/gw/x", "//evil.example/gw")),
        ("X-Original-URL", "/gw/x, https://evil.example/gw/x"),
    ]:
        found = {refusal(name, value, "https://a.cn"), refusal(name, value, "https://a.cn/gw")}
        assert ErrorCode.HOST_HEADER_OTHER in found, (name, value)
        assert None not in found, (name, value)


def test_a_header_that_names_a_path_elsewhere_is_refused() -> None:
    for value in [
        "/other",
        "/gw/../x",
        "https://a.cn/x",
        "/gw/x, /other/y",
        '"/other/x"',
        "other",
        "</other>",
    ]:
        for name in PATHS:
            case = value, name
            assert refusal(name, value, "https://a.cn/gw") is ErrorCode.URL_OTHER_PATH, case
            assert refusal(name, value, "https://a.cn") is None, case


def test_what_names_the_deployment_itself_may_stay() -> None:
    for name, value in [
        *(("X-Forwarded-Host", each) for each in ("a.cn", "A.cn:443", "a.cn, a.cn:443")),
        *(("Forwarded", each) for each in ("for=1;proto=https", 'for=1;host="a.cn"', "")),
        *(("X-Original-URL", each) for each in ("/gw", "/gw/x?next=/../y", "https://a.cn/gw/x")),
        ("X-Forwarded-Prefix", "/gw"),
        ("X-Other", "evil.example"),
    ]:
        assert refusal(name, value, "https://a.cn/gw") is None, (name, value)


@pytest.mark.parametrize(
    ("name", "value"), [("X-Host", "a.cn, evil.example"), ("Forwarded", "for=1;host=evil.example")]
)
def test_the_refusal_names_the_header_and_the_host(name: str, value: str) -> None:
    with pytest.raises(FileError) as caught:
        check_route_headers(((name, value),), "https://a.cn")
    assert caught.value.parameters == {"name": name, "host": "evil.example", "expected": "a.cn"}


@pytest.mark.parametrize(
    ("name", "value", "paths"),
    [
        ("X-Original-URL", " /a?b#c ", ["/a"]),
        ("X-Original-URL", '"/a"', ["/a"]),
        ("X-Original-URL", "https://h/a", ["https://h/a", "/a"]),
        ("X-Original-URL", "/a, /b", ["/a, /b", "/a", "/b"]),
        ("X-Forwarded-Prefix", "/a/", ["/a/", "/a/own"]),
    ],
)
def test_the_paths_that_a_header_may_name(name: str, value: str, paths: list[str]) -> None:
    assert list(paths_in(name, value, "/own")) == paths
