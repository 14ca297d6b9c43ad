import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.secrets.credentials import (
    in_body,
    in_headers,
    in_request,
    is_auth_call,
    may_return_tokens,
)


def test_what_the_auth_module_is() -> None:
    for url, is_auth in [
        ("http://h/auth/v1/signin", True),
        ("http://h/auth/v9/anything?x=1", True),
        ("http://h/gw/auth/v1/signin", True),
        ("http://h/weda/auth/v1/token/clientCredential", True),
        ("http://h/a/b/auth/v1/user/me", True),
        ("http://h/weda/auth/v1.1/prod/addUser", False),
        ("http://h/gw/weda/auth/v1.1/prod/addUser", False),
        ("http://h/gw/auth/v1/signup", True),
        ("http://h/gw/auth/v1/provider/token", True),
        ("http://h/gw/auth/v1/sms/login", True),
        ("http://h/gw/auth/v1/idtoken", True),
        ("http://h/weda/auth/v1/anything/else", True),
        ("http://h/gw/auth/token", True),
        ("http://h/gw/auth/signin", True),
        ("http://h/gw/auth/v1beta/token", True),
        ("http://h/v1/model/prod/auth/get", False),
        ("http://[", False),
        ("http://h/%61uth/v1/token/clientCredential", True),
        ("http://h/%2561uth/v1/signin", True),
        ("http://h/auth/./v1/signin", True),
        ("http://h/x/../auth/v1/signin", True),
        ("http://h/auth//v1/signin", True),
        ("http://h//auth/v1//token", True),
        ("http://h/auth%2fv1%2Ftoken", True),
        ("http://h/auth;x/v1;y/token;z", True),
        ("http://h/AUTH/v1/signin", True),
        ("http://h/\uff41uth/v1/signin", True),
        ("http://h/auth%5cv1/signin", True),
        ("http://h/auth/v1/token%3fx", True),
        ("http://h/gw/%61uth/./v1//token%2fclientCredential", True),
        ("http://h/gw/auth;x/v1/revoke;y", True),
        ("http://h/weda/%61uthor/v1/x", False),
        ("http://h/q/../auth/v1/w/../token/clientCredential/%2e%2e/../%2e%2e/..", True),
        ("http://h/auth/v1/token/x//%2e%2e", True),
        ("http://h/q/z/..;/%2e%2e/..;", True),
        ("http://h/%e0%81%a1uth/v1/signin", True),
    ]:
        assert is_auth_call(url) is is_auth, url


def test_headers_give_what_stands_behind_the_scheme() -> None:
    basic = base64.b64encode(b"AKID:s3cret").decode()
    headers = [
        ("Authorization", f"Basic {basic}"),
        ("authorization", "Bearer eyJ.a.b"),
        ("Cookie", "sid=abc123; theme=dark"),
        ("X-Else", "not-a-credential"),
    ]
    found = set(in_headers(headers))
    assert {basic, "s3cret", "eyJ.a.b", "abc123"} <= found
    assert "not-a-credential" not in found


@given(value=st.text(min_size=1))
def test_every_spelling_of_json_gives_the_value(value: str) -> None:
    for is_ascii in (True, False):
        try:
            body = json.dumps({"a": [{"refresh_token": value}]}, ensure_ascii=is_ascii).encode()
        except UnicodeEncodeError:
            continue
        assert value.encode("utf-8", "ignore").decode() != value or value in set(in_body(body))


def test_a_form_a_cut_body_and_another_charset_give_theirs() -> None:
    assert set(in_body(b"grant_type=password&password=a%2Fb+c&x=1")) == {"a/b c"}
    assert set(in_body(b'{"access_token": "eyJ.a", "refresh_tok')) == {"eyJ.a"}
    body = '{"password": "密码一二"}'.encode("gbk")
    assert set(in_body(body, "application/json; charset=gbk")) == {"密码一二"}


@given(body=st.binary())
def test_no_body_breaks_it(body: bytes) -> None:
    assert all(isinstance(each, str) for each in in_body(body))


def test_only_a_call_of_the_auth_module_has_credentials_in_its_body_and_query() -> None:
    def request(url: str) -> PreparedRequest:
        return PreparedRequest(method="POST", url=url, headers=(), body=b'{"password": "hush1"}')

    assert in_request(request("http://h/auth/v1/x?access_token=eyJ")) == {"hush1", "eyJ"}
    assert in_request(request("http://h/weda/x?access_token=eyJ")) == set()


def test_an_answer_to_a_key_may_bring_tokens() -> None:
    for path, headers, body, may_bring in [
        ("/x", (("Authorization", "Basic QTpi"),), b"", True),
        ("/x", (("Authorization", "Bearer eyJ.a.b"),), b"{}", False),
        ("/x", (("X_Original-URL", "/%61uth/v1/token"),), b"", True),
        ("/x", (("X-Envoy-Original-Path", '/a, "/auth/v1/token"'),), b"", True),
        ("/v1/token", (("X-Forwarded-Prefix", "/auth"),), b"", True),
        ("/x", (), b'{"client_secret": "hush1"}', True),
        ("/x", (), b"grant_type=password&password=hush1", True),
        ("/x", (), b'{"name": "a"}', False),
    ]:
        request = PreparedRequest(method="POST", url=f"http://h{path}", headers=headers, body=body)
        assert may_return_tokens(request) is may_bring, (path, headers, body)


JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"


def test_what_was_pasted_behind_a_token_does_not_uncover_it() -> None:
    for behind in ["", " x", " Content-Type: application/json", " Bearer"]:
        for scheme in ["Bearer ", "bearer ", ""]:
            found = set(in_headers([("Authorization", f"{scheme}{JWT}{behind}")]))
            assert JWT in found, (behind, scheme)
            assert "application/json" not in found, (behind, scheme)


@pytest.mark.parametrize("before", ["?a=", "?a=Bearer%20", "?a=x", "?eyJ", "/a.b."])
def test_an_answer_to_a_token_in_the_address_may_bring_tokens(before: str) -> None:
    request = PreparedRequest(method="GET", url=f"http://h/x{before}{JWT}", headers=(), body=b"")
    assert may_return_tokens(request)


def test_beginnings_of_tokens_without_an_end_take_no_long_time() -> None:
    begun = "eyJ" * 200_000
    request = PreparedRequest(method="GET", url=f"http://h/x?a={begun}", headers=(), body=b"")
    assert not may_return_tokens(request)
    assert begun in in_headers([("X-Token", begun)])


@pytest.mark.parametrize(
    ("value", "secrets"),
    [
        ("lang=zh; Path=/, JSESSIONID=s3cret-1; HttpOnly", {"zh", "s3cret-1"}),
        ("; JSESSIONID=s3cret-1", {"s3cret-1"}),
        ("s3cret-1; Path=/", {"s3cret-1"}),
        ("id=a,b; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/", {"a,b", "a", "b"}),
        ("path=s3cret-1; Path=/x", {"s3cret-1"}),
        ('sid="s3cret-1"; Path=/', {"s3cret-1"}),
    ],
)
def test_every_cookie_that_is_set_is_a_secret(value: str, secrets: set[str]) -> None:
    assert {each for each in in_headers([("Set-Cookie", value)]) if each} == secrets
