"""Words, numbers, codes and tokens in the response to a key are shown, whatever the key is."""

import base64
import json

import pytest

from weda_tui.core.errors import ErrorCode, NotReachableError
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.secrets.credentials import carries_key
from weda_tui.core.secrets.key_answers import LARGEST, masked_but_words, words_of, words_of_failure
from weda_tui.core.sending.exchange import Response

KEY = "vaultQuotedKey0123456789abcdefgh"
PAIR = base64.b64encode(f"A:{KEY}".encode()).decode()
HOST = "https://weda.example.cn"
GRANT = "/auth/v1/token/clientCredential"


def request(
    path: str = GRANT, authorization: str = f"Basic {PAIR}", body: bytes = b""
) -> PreparedRequest:
    headers = (("Authorization", authorization),) if authorization else ()
    return PreparedRequest(method="POST", url=HOST + path, headers=headers, body=body)


def shown(body: bytes, path: str = GRANT, status: int = 401) -> Response:
    headers = (("Content-Type", "application/json"), ("WWW-Authenticate", f"Basic {PAIR[:20]}"))
    response = Response(status=status, reason=KEY[:12], headers=headers, body=body)
    found = masked_but_words(response, request(path))
    assert KEY[:12] not in found.reason
    assert PAIR[:20] not in found.header("WWW-Authenticate")
    return found


@pytest.mark.parametrize(
    ("code", "is_whole"),
    [
        (ErrorCode.CONNECTION_REFUSED, True),
        (ErrorCode.DNS_FAILED, True),
        (ErrorCode.CONNECTION_LOST, False),
        (ErrorCode.OTHER_SERVICE, False),
        (ErrorCode.PROXY_DENIED, False),
    ],
)
def test_what_the_system_says_before_any_connection_is_whole(
    code: ErrorCode, is_whole: bool
) -> None:
    failure = NotReachableError(code)
    failure.detail = f"[Errno 111] Connect call failed ('127.0.0.1', 43727) {KEY}"
    said = words_of_failure(failure)
    assert (said == failure.detail) is is_whole
    assert (KEY in said) is is_whole


def test_no_mask_says_whether_a_value_repeats_the_key() -> None:
    for quoted in [
        KEY[:20],
        KEY.swapcase(),
        PAIR[:30],
        KEY.encode().hex(":"),
        KEY.encode().hex(" ").upper(),
        "\n".join(PAIR[at : at + 7] for at in range(0, len(PAIR), 7)),
        base64.b32encode(KEY.encode()).decode(),
        ",".join(KEY),
        " ".join(str(ord(each)) for each in KEY),
        {"type": "Buffer", "data": [*KEY.encode()]},
        [KEY[:3], KEY[3:6]],
        "not the key at all: 7731-AB",
    ]:
        answer = {"error": "invalid_client", "count": 401, "said": quoted, KEY + "/": 1}
        body = json.loads(shown(json.dumps(answer).encode()).body)
        said = {"type": "Buffer", "data": MASK} if isinstance(quoted, dict) else MASK
        assert body == {"error": "invalid_client", "count": 401, "said": said}, quoted


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": "vaultQuotedKey0123", "a": "ok"}',
        b'{"a": "vaultQuotedKey0123", "n": 1e400}',
        b'{"a": "vaultQuotedKey0123", "n": ' + b"7" * 5000 + b"}",
        b'{"a":' * 40 + b'{"a": "vaultQuotedKey0123"}' + b"}" * 40,
        b'{"vaultQuotedKey0123": 1}',
        b'{"said": 11897117108116}',
    ],
)
def test_nothing_that_is_hard_to_read_comes_through(body: bytes) -> None:
    found = shown(body).body
    assert b"vaultQuoted" not in found
    assert b"11897117108116" not in found


def test_headers_are_words_dates_and_lengths() -> None:
    given = {
        "Date": "Mon, 30 Nov 2026 11:58:12 GMT",
        "Content-Length": "120",
        "Content-Type": "application/json; charset=utf-8",
        "Location": f"/login/{KEY[:12]}",
        "X-Request-Id": PAIR[:20],
        f"X-{KEY}": "1",
    }
    response = Response(status=401, reason="", headers=tuple(given.items()), body=b"")
    kept = dict(masked_but_words(response, request()).headers)
    same = ("Date", "Content-Length", "Content-Type")
    assert {name: kept[name] for name in same} == {name: given[name] for name in same}
    assert (kept["Location"], kept["X-Request-Id"]) == (f"/login/{MASK}", MASK)
    assert KEY not in str(kept)


def test_of_words_the_ones_that_no_sentence_has_are_masked() -> None:
    said = f"client {KEY[:16]} is not registered: {PAIR[:12]}, try again in 15 minutes"
    assert words_of(said) == (f"client {MASK} is not registered: {MASK}, try again in 15 minutes")
    assert words_of(f"guess {KEY[:17]}") == words_of("guess vaultXx7q")


@pytest.mark.parametrize(
    "said",
    [
        "Invalid username or password: account locked, try again in 15 minutes.",
        "用户名或密码错误（还可尝试 3 次）",
        "AuthFailure",
        "unsupported_grant_type",
        "3f2c8a10-0b1d-4e5f-8a9b-0c1d2e3f4a5b",
    ],
)
def test_words_and_known_codes_stay(said: str) -> None:
    body = json.dumps({"Response": {"Error": {"Code": said}}}, ensure_ascii=False).encode()
    assert json.loads(shown(body).body) == json.loads(body)


def test_tokens_stay_where_they_were_asked_for_and_nowhere_else() -> None:
    token = {"access_token": "eyJ0.eyJ1.x", "expires_in": 7200, "token_type": "Bearer"}
    body = json.dumps(token).encode()
    assert json.loads(shown(body, status=200).body) == token
    assert json.loads(shown(body, "/crm/ping", 200).body) == {**token, "access_token": MASK}


@pytest.mark.parametrize("body", [b"<p>no such user</p>", b'["a"]', b" " * (LARGEST + 1)])
def test_nothing_is_shown_of_what_is_no_small_object(body: bytes) -> None:
    found = shown(body)
    assert (found.body, found.withheld) == (b"", len(body))


def test_an_empty_answer_is_empty() -> None:
    assert shown(b"").withheld == 0


def test_a_key_is_carried_by_basic_and_by_what_the_auth_module_is_sent() -> None:
    assert carries_key(request())
    assert carries_key(request("/crm/ping"))
    assert carries_key(request("/auth/v1/signin", "", b'{"username": "a", "password": "secret12"}'))
    assert not carries_key(request("/crm/ping", "Bearer eyJ0.eyJ1.x"))
    assert not carries_key(request("/auth/v1/user/me", "Bearer eyJ0.eyJ1.x"))
