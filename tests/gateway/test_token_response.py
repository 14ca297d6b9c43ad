import base64
import json
from typing import Any

import pytest

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.errors import ErrorCode, TokenError
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import Header
from weda_tui.core.sending.exchange import Response
from weda_tui.core.tokens.access_token import DEFAULT_LIFETIME, LONGEST_LIFETIME
from weda_tui.gateway.token_response import DETAIL_LENGTH, read_token, retry_after

URL = "https://weda.example.cn/auth/v1/token/clientCredential"
SECRET = "s3cret-key-value"
ISSUED_AT = 1_800_000_000.0


def read(
    status: int,
    body: str | bytes | dict[str, Any],
    *headers: Header,
    kind: TokenKind = TokenKind.KEY,
):
    if isinstance(body, dict):
        body = json.dumps(body, ensure_ascii=False)
    data = body.encode() if isinstance(body, str) else body
    response = Response(status=status, reason="Reason", headers=headers, body=data)
    masker = Masker((SECRET,), basic=(("AKID", SECRET),))
    return read_token(response, kind=kind, url=URL, issued_at=ISSUED_AT, elapsed=0.5, masker=masker)


def refusal(status: int, body: str | bytes | dict[str, Any], *headers: Header) -> TokenError:
    with pytest.raises(TokenError) as caught:
        read(status, body, *headers)
    return caught.value


def test_the_answer_of_the_guide_is_a_token() -> None:
    token = read(
        200,
        {"token_type": "Bearer", "access_token": "xxxxyyyy", "expires_in": 259200},
        ("Date", "Fri, 15 Jan 2027 08:00:10 GMT"),
    )
    assert (token.value, token.lifetime, token.lifetime_given) == ("xxxxyyyy", 259200.0, True)
    assert (token.issued_at, token.url, token.status, token.elapsed) == (ISSUED_AT, URL, 200, 0.5)
    assert token.clock_skew == 9.75
    assert "xxxxyyyy" not in repr(token)


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 99 Foo 2027 08:00:10 GMT"])
def test_a_server_without_a_clock_has_no_skew(date: str) -> None:
    assert read(200, {"access_token": "t"}, ("Date", date)).clock_skew is None


@pytest.mark.parametrize(
    ("expires_in", "lifetime", "given"),
    [
        ("", DEFAULT_LIFETIME, False),
        ('"7200"', 7200.0, True),
        ('"soon"', DEFAULT_LIFETIME, False),
        ("0", DEFAULT_LIFETIME, False),
        ("-5", DEFAULT_LIFETIME, False),
        ("null", DEFAULT_LIFETIME, False),
        ("true", DEFAULT_LIFETIME, False),
        ("[]", DEFAULT_LIFETIME, False),
        ("NaN", DEFAULT_LIFETIME, False),
        ("30", 30.0, True),
        ("1.5", 1.5, True),
        ("1e400", LONGEST_LIFETIME, True),
        (str(10**18), LONGEST_LIFETIME, True),
        ("9" * 5000, LONGEST_LIFETIME, True),
    ],
)
def test_every_kind_of_expires_in_is_read(expires_in: str, lifetime: float, given: bool) -> None:
    field = f', "expires_in": {expires_in}' if expires_in else ""
    token = read(200, '{"access_token": "t"' + field + "}")
    assert (token.lifetime, token.lifetime_given) == (lifetime, given)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (
            401,
            {"error": "invalid_client", "error_description": "bad"},
            ErrorCode.TOKEN_WRONG_SECRET,
        ),
        (400, {"code": "SIGN_PARAM_INVALID", "message": "m"}, ErrorCode.TOKEN_WRONG_SECRET),
        (200, {"code": "SIGN_PARAM_INVALID", "message": "m"}, ErrorCode.TOKEN_WRONG_SECRET),
        (200, {"error": "invalid_client"}, ErrorCode.TOKEN_WRONG_SECRET),
        (500, {"error": "invalid_client"}, ErrorCode.TOKEN_WRONG_SECRET),
        (403, {"code": "UNHEARD_OF", "message": "m"}, ErrorCode.TOKEN_WRONG_SECRET),
        (401, "", ErrorCode.TOKEN_WRONG_SECRET),
        (403, {"code": "PERMISSION_DENIED", "message": "m"}, ErrorCode.TOKEN_REFUSED),
        (400, {"code": "INVALID_ENV", "message": "m"}, ErrorCode.TOKEN_REFUSED),
        (400, {"error": "unsupported_grant_type"}, ErrorCode.TOKEN_REFUSED),
        (418, {"a": 1}, ErrorCode.TOKEN_REFUSED),
        (200, {"code": "UNHEARD_OF", "message": "m"}, ErrorCode.TOKEN_REFUSED),
        (404, "", ErrorCode.TOKEN_WRONG_ADDRESS),
        (404, "<html>not here</html>", ErrorCode.TOKEN_WRONG_ADDRESS),
        (405, {"a": 1}, ErrorCode.TOKEN_WRONG_ADDRESS),
        (302, "", ErrorCode.TOKEN_WRONG_ADDRESS),
        (200, "<!DOCTYPE html><p>log in", ErrorCode.TOKEN_PROXY_PAGE),
        (403, "<html>blocked</html>", ErrorCode.TOKEN_PROXY_PAGE),
        (200, "", ErrorCode.TOKEN_NOT_JSON),
        (204, "", ErrorCode.TOKEN_NOT_JSON),
        (200, "token=abc", ErrorCode.TOKEN_NOT_JSON),
        (200, "[" * 100_000, ErrorCode.TOKEN_NOT_JSON),
        (200, b"\xff\xfe\x00", ErrorCode.TOKEN_NOT_JSON),
        (400, "nope", ErrorCode.TOKEN_NOT_JSON),
        (200, {}, ErrorCode.TOKEN_EMPTY),
        (200, "null", ErrorCode.TOKEN_EMPTY),
        (200, '["access_token"]', ErrorCode.TOKEN_EMPTY),
        (200, {"access_token": ""}, ErrorCode.TOKEN_EMPTY),
        (200, {"access_token": None}, ErrorCode.TOKEN_EMPTY),
        (200, {"access_token": "a\r\nX-Evil: b"}, ErrorCode.TOKEN_EMPTY),
        (200, {"access_token": "令牌"}, ErrorCode.TOKEN_EMPTY),
        (500, "", ErrorCode.TOKEN_SERVER_ERROR),
        (502, "<html>bad gateway</html>", ErrorCode.TOKEN_SERVER_ERROR),
        (503, {"access_token": "t"}, ErrorCode.TOKEN_SERVER_ERROR),
        (200, {"code": "SYS_ERR", "message": "m"}, ErrorCode.TOKEN_SERVER_ERROR),
        (429, "", ErrorCode.TOKEN_RATE_LIMITED),
        (403, {"code": "EXCEED_RATELIMIT", "message": "m"}, ErrorCode.TOKEN_RATE_LIMITED),
        (400, {"code": "EXCEED_CONCURRENT_REQUEST_LIMIT"}, ErrorCode.TOKEN_RATE_LIMITED),
        (400, {"code": "ENV_NOT_READY", "message": "m"}, ErrorCode.TOKEN_REFUSED),
        (401, {"code": "SERVICE_FORBIDDEN", "message": "m"}, ErrorCode.TOKEN_REFUSED),
        (403, {"code": "INVALID_CREDENTIALS", "message": "m"}, ErrorCode.TOKEN_WRONG_SECRET),
        (404, {"code": "INVALID_PATH", "message": "m"}, ErrorCode.TOKEN_WRONG_ADDRESS),
        (400, {"code": "INVALID_PATH", "message": "m"}, ErrorCode.TOKEN_REFUSED),
    ],
)
def test_each_refusal_is_told_apart(
    status: int, body: str | bytes | dict[str, Any], code: ErrorCode
) -> None:
    error = refusal(status, body)
    assert error.code is code
    assert error.parameters.get("status", status) == status
    assert error.parameters.get("url", URL) == URL


def test_the_servers_own_words_come_along() -> None:
    error = refusal(401, {"error": "invalid_client", "error_description": "no such\n client"})
    assert error.parameters["detail"] == "invalid_client: no such client"
    assert refusal(502, "upstream gone").parameters["detail"] == "upstream gone"
    assert refusal(502, "<html>x").parameters["detail"] == "Reason"
    assert refusal(500, "").parameters["detail"] == "Reason"


def test_a_secret_that_the_server_echoes_is_hidden_and_its_words_are_cut() -> None:
    basic = base64.b64encode(f"AKID:{SECRET}".encode()).decode()
    padding = "x" * (DETAIL_LENGTH - 20)
    error = refusal(401, {"code": "E", "message": f"{basic} {padding} {SECRET} {SECRET}"})
    detail = error.parameters["detail"]
    assert isinstance(detail, str)
    assert len(detail) <= DETAIL_LENGTH
    assert detail.startswith(f"{MASK}: {MASK} ")
    assert basic[:6] not in detail
    assert SECRET[:4] not in detail


@pytest.mark.parametrize("before", range(4096 - len(SECRET), 4096))
def test_an_echoed_secret_is_hidden_before_words_are_cut(before: int) -> None:
    detail = refusal(502, f"{' ' * before}{SECRET} tail").parameters["detail"]
    assert detail == f"{MASK} tail"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0),
        ("30", 30),
        (" 7 ", 7),
        ("-3", 0),
        ("soon", 0),
        ("999999999", 86400),
        ("9" * 400, 0),
        ("Fri, 15 Jan 2027 08:01:00 GMT", 60),
        ("Fri, 15 Jan 2027 07:00:00 GMT", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: int) -> None:
    assert retry_after(text, ISSUED_AT) == seconds
    error = refusal(429, "", ("Retry-After", text))
    seconds = retry_after(text, ISSUED_AT + 0.5)
    assert error.parameters == {
        "status": 429, "retry_after": seconds, "code": "HTTP 429", "message": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "status", "means"),
    [
        ("invalid_grant", 400, ErrorCode.TOKEN_WRONG_PASSWORD),
        ("invalid_username_or_password", 400, ErrorCode.TOKEN_WRONG_PASSWORD),
        ("user_not_found", 404, ErrorCode.TOKEN_WRONG_PASSWORD),
        ("captcha_required", 400, ErrorCode.TOKEN_CAPTCHA),
        ("login_method_disabled", 400, ErrorCode.TOKEN_SIGN_IN_OFF),
        ("user_blocked", 403, ErrorCode.TOKEN_USER_BLOCKED),
        ("resource_exhausted", 400, ErrorCode.TOKEN_RATE_LIMITED),
        ("unauthorized_client", 400, ErrorCode.TOKEN_REFUSED),
        ("two_factor_required", 401, ErrorCode.TOKEN_REFUSED),
        ("internal", 400, ErrorCode.TOKEN_SERVER_ERROR),
        ("some_new_code", 401, ErrorCode.TOKEN_WRONG_PASSWORD),
    ],
)
def test_a_sign_in_that_is_refused_says_why(code: str, status: int, means: ErrorCode) -> None:
    with pytest.raises(TokenError) as caught:
        read(status, {"error": code, "error_description": "said"}, kind=TokenKind.USER)
    assert caught.value.code is means
    if means is not ErrorCode.TOKEN_RATE_LIMITED:
        assert caught.value.parameters == {
            "status": status, "detail": f"{code}: said", "code": code, "message": "said",
        }  # fmt: skip


def test_an_invalid_grant_of_the_key_is_the_secrets_fault() -> None:
    assert refusal(400, {"error": "invalid_grant"}).code is ErrorCode.TOKEN_WRONG_SECRET
