import pytest

from weda_tui.core.requests.draft import Header, PreparedRequest
from weda_tui.core.secrets.credentials import asks_for_token
from weda_tui.core.secrets.token_answers import read_answer, without_answer_form
from weda_tui.core.sending.exchange import Response

TOKEN, ME, OTHER = "/auth/v1/token/clientCredential", "/auth/v1/user/me", "/weda/x"
BASIC: Header = ("Authorization", "Basic QTpi")


def request(path: str, *headers: Header) -> PreparedRequest:
    return PreparedRequest(method="POST", url=f"http://h{path}", headers=headers, body=b"")


def response(body: bytes, status: int = 200, stored: int = 0) -> Response:
    return Response(status=status, reason="", headers=(), body=body, stored=stored)


def test_what_is_withheld() -> None:
    for path, headers, body, status, withheld in [
        (TOKEN, (), b'{"access_token": "a1"}', 200, False),
        (TOKEN, (), b'{"data": "a1"}', 200, True),
        (TOKEN, (), b'{"code": "INVALID", "message": "no"}', 200, False),
        (TOKEN, (), b"<access_token>a1</access_token>", 200, True),
        (TOKEN, (), b"<html>502</html>", 502, False),
        (TOKEN, (), b"", 200, False),
        (ME, (), b'{"sub": "1"}', 200, False),
        (ME, (), b"<sub>1</sub>", 200, True),
        (OTHER, (), b"<sub>1</sub>", 200, False),
        (OTHER, (BASIC,), b"<sub>1</sub>", 200, True),
        (OTHER, (BASIC,), b"<sub>1</sub>" * 10_000, 200, False),
        (OTHER, (BASIC,), b'{"sub": "1"}', 200, False),
        (OTHER, (("X-Original-URL", TOKEN),), b"<sub>1</sub>" * 10_000, 200, True),
    ]:
        shown = read_answer(request(path, *headers), response(body, status)).response
        assert bool(shown.withheld) is withheld, (path, headers, status)
        assert shown.body == (b"" if withheld else body), (path, headers, status)
        assert shown.size == len(body), (path, headers, status)


def test_a_beginning_is_withheld() -> None:
    shown = read_answer(request(TOKEN), response(b'{"access_token": "a1"}', stored=10**6)).response
    assert (shown.body, shown.size) == (b"", 10**6)


def test_a_cookie_is_a_secret_of_such_an_answer() -> None:
    answer = Response(status=200, reason="", headers=(("Set-Cookie", "a=hush1; Path=/"),), body=b"")
    assert read_answer(request(ME), answer).secrets == {"hush1"}
    assert read_answer(request(OTHER), answer).secrets == set()


@pytest.mark.parametrize(
    ("path", "asks"),
    [
        (TOKEN, True),
        ("/gw/%61uth/v1/signin", True),
        ("/auth/v1/token/introspect", False),
        ("/auth/v1/token/introspect/../clientCredential", True),
        ("/auth/v1/user/me", False),
    ],
)
def test_what_asks_for_a_token(path: str, asks: bool) -> None:
    assert asks_for_token(f"http://h{path}") is asks


def test_other_calls_keep_their_headers() -> None:
    accept = ("Accept", "application/xml")
    assert without_answer_form(request(OTHER, accept)).headers == (accept,)
    assert without_answer_form(request(TOKEN, accept, BASIC)).headers == (BASIC,)


def test_no_request_asks_for_what_cannot_be_searched():
    for name, value, left in [
        ("Range", "bytes=0-9", None),
        ("if-range", '"a"', None),
        ("Request-Range", "bytes=0-9", None),
        ("Accept-Charset", "utf-16", None),
        ("Accept", "application/json;charset=utf-8", "application/json;charset=utf-8"),
        ("Accept", "a/b; Charset=UTF-16, c/d;q=0.1", "a/b, c/d;q=0.1"),
        ("Accept", 'a/b;charset="ut\\f-16";q=1', "a/b;q=1"),
        ("Accept", "a/b;charset=utf-8;charset = utf-16", "a/b"),
        ("Accept", 'a/b;charset"=x', "*/*"),
    ]:
        case = name, value, left
        asked = request(OTHER, (name, value))
        assert without_answer_form(asked).headers == (() if left is None else ((name, left),)), case


def test_a_person_may_ask_for_a_part():
    parts = (("Range", "bytes=0-9"), ("If-Range", '"a"'))
    assert without_answer_form(request(OTHER, *parts), asks_part=True).headers == parts
    assert without_answer_form(request(TOKEN, *parts, BASIC), asks_part=True).headers == (BASIC,)
