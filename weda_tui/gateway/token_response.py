"""Reads the response of a token endpoint: a token, or the reason for a refusal.

The response for the key and the gateway's codes are documented in the private-deployment guide
(1.2.2 and 3.1); ``{error, error_description}`` and the response for a user in the public auth
pages. The codes of the latter are also those of @cloudbase/oauth.
"""

import json
import math
import re
from typing import Any

import msgspec

from weda_tui.core.answers.intermediaries import name_foreign, with_request_id
from weda_tui.core.answers.layers import CAUSES
from weda_tui.core.answers.verdict import ErrorLayer, Verdict, judge
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.errors import ErrorCode, TokenError
from weda_tui.core.http import estimate_skew, read_http_date
from weda_tui.core.json.text import decode_body
from weda_tui.core.masking import Masker
from weda_tui.core.secrets.key_answers import words_of
from weda_tui.core.sending.exchange import Response
from weda_tui.core.tokens.access_token import AccessToken, lifetime_of

DETAIL_LENGTH = 200
"""Characters of the server's message that are kept."""
LONGEST_RETRY_AFTER = 86400
"""Seconds; a longer Retry-After is cut to this."""

_WRONG_ADDRESS = {404, 405}
"""Statuses of a path that is not a token endpoint."""
_BLOCKED_CODES = {"user_blocked", "user_pending"}
_MEANINGS = {
    "captcha": ErrorCode.TOKEN_CAPTCHA,
    "sign-in-off": ErrorCode.TOKEN_SIGN_IN_OFF,
    "server": ErrorCode.TOKEN_SERVER_ERROR,
}
"""The error code for each cause that the error book lists for a server's code."""
_OF_TOKENS = {"token-expired", "token-kind", "token-missing", "token-revoked"}
"""Causes about a token. A token call sends none, so that its status decides instead."""


def read_token(
    response: Response,
    *,
    kind: TokenKind,
    url: str,
    issued_at: float,
    elapsed: float,
    masker: Masker,
) -> AccessToken:
    """Return the token in the response of a token endpoint.

    ``issued_at`` is the wall clock when the call began, ``elapsed`` its duration in seconds.
    ``masker`` hides the secret in the server's message, of which only plain words are kept: see
    ``words_of``.

    Raises ``TokenError``. For a refusal without a known code, the error names the secret that a
    token of this ``kind`` is requested with.
    """
    fields = _load(response)
    if response.status < 300 and fields:
        token = _usable(fields.get("access_token"))
        if token:
            skew = estimate_skew(response.header("Date"), issued_at, elapsed)
            lifetime, is_given = lifetime_of(fields.get("expires_in"))
            return AccessToken(
                value=token,
                refresh_token=_usable(fields.get("refresh_token")),
                issued_at=issued_at,
                lifetime=lifetime,
                lifetime_given=is_given,
                url=url,
                status=response.status,
                elapsed=elapsed,
                clock_skew=skew and skew.seconds,
            )
    verdict = judge(response.status, response.header("Content-Type"), response.body)
    verdict = name_foreign(verdict, url, response)
    code = _code_of(verdict.code, response.status, kind)
    if code is None:
        code = _code_of_status(response.status, verdict, kind, is_json=fields is not None)
    error = _refusal(
        code, response, url=url, now=issued_at + elapsed, detail=_detail(response, verdict, masker)
    )
    error.parameters |= {
        "code": words_of(masker.text(verdict.code)),
        "message": words_of(masker.text(verdict.message))[:DETAIL_LENGTH],
    }
    if request_id := words_of(masker.text(with_request_id(verdict, response).request_id)):
        error.parameters["request_id"] = request_id[:DETAIL_LENGTH]
    raise error


def is_wrong_key(code: str, status: int) -> bool:
    """Return whether another program's refusal, known by its code and status only, is of a key."""
    return status == 401 or _code_of(code, status, TokenKind.KEY) is ErrorCode.TOKEN_WRONG_SECRET


def retry_after(text: str, now: float) -> int:
    """Read a Retry-After header, seconds or an HTTP date, as seconds from ``now``; 0 for none."""
    seconds = float(text) if re.fullmatch(r"\s*\d{1,12}\s*", text, re.ASCII) else math.nan
    if math.isnan(seconds):
        date = read_http_date(text)
        seconds = 0.0 if date is None else date - now
    return math.ceil(min(max(seconds, 0.0), LONGEST_RETRY_AFTER))


def _refusal(
    code: ErrorCode, response: Response, *, url: str, now: float, detail: str
) -> TokenError:
    status = response.status
    match code:
        case ErrorCode.TOKEN_RATE_LIMITED:
            wait = retry_after(response.header("Retry-After"), now)
            return TokenError(code, status=status, retry_after=wait)
        case ErrorCode.TOKEN_WRONG_ADDRESS | ErrorCode.TOKEN_PROXY_PAGE | ErrorCode.TOKEN_NOT_JSON:
            return TokenError(code, status=status, url=url)
        case ErrorCode.TOKEN_EMPTY:
            return TokenError(code, status=status)
        case _:
            return TokenError(code, status=status, detail=detail)


def _code_of(code: str, status: int, kind: TokenKind) -> ErrorCode | None:
    """Return the meaning of a documented code, from the causes in the error book.

    ``None`` if the status has to decide, as for an undocumented code.
    """
    causes = CAUSES.get(code, frozenset[str]())
    if status == 429 or "rate" in causes:
        return ErrorCode.TOKEN_RATE_LIMITED
    if code == "invalid_grant" or ("password" in causes and "captcha" not in causes):
        return _wrong_secret(kind)
    if "credentials" in causes:
        return ErrorCode.TOKEN_WRONG_SECRET if kind is TokenKind.KEY else ErrorCode.TOKEN_REFUSED
    if code in _BLOCKED_CODES:
        return ErrorCode.TOKEN_USER_BLOCKED
    if meanings := [meaning for cause, meaning in _MEANINGS.items() if cause in causes]:
        return meanings[0]
    is_of_token = causes & _OF_TOKENS and "rights" not in causes
    is_of_address = "path" in causes and status in _WRONG_ADDRESS
    return None if not causes or is_of_token or is_of_address else ErrorCode.TOKEN_REFUSED


def _code_of_status(status: int, verdict: Verdict, kind: TokenKind, *, is_json: bool) -> ErrorCode:
    """Return the meaning of a refusal without a code, or with an undocumented one."""
    if 300 <= status < 400 or status in _WRONG_ADDRESS:
        return ErrorCode.TOKEN_WRONG_ADDRESS
    if status >= 500:
        return ErrorCode.TOKEN_SERVER_ERROR
    if verdict.layer is ErrorLayer.PROXY:
        return ErrorCode.TOKEN_PROXY_PAGE
    if status == 401 or (status in {400, 403} and _names_a_code(verdict)):
        return _wrong_secret(kind)
    if not is_json:
        return ErrorCode.TOKEN_NOT_JSON
    if status >= 400 or _names_a_code(verdict):
        return ErrorCode.TOKEN_REFUSED
    return ErrorCode.TOKEN_EMPTY


def _wrong_secret(kind: TokenKind) -> ErrorCode:
    is_user = kind is TokenKind.USER
    return ErrorCode.TOKEN_WRONG_PASSWORD if is_user else ErrorCode.TOKEN_WRONG_SECRET


def _names_a_code(verdict: Verdict) -> bool:
    return verdict.layer not in {ErrorLayer.HTTP, ErrorLayer.PROXY, ErrorLayer.NONE}


def _detail(response: Response, verdict: Verdict, masker: Masker) -> str:
    """Return the server's message on one line, without the secret, cut to ``DETAIL_LENGTH``."""
    if _names_a_code(verdict):
        words = ": ".join(filter(None, (verdict.code, verdict.message)))
    elif verdict.layer is ErrorLayer.PROXY:
        words = response.reason
    else:
        text, _ = decode_body(response.body, response.header("Content-Type"))
        words = verdict.message or text or response.reason
    return words_of(" ".join(masker.text(words).split()))[:DETAIL_LENGTH]


def _load(response: Response) -> dict[str, Any] | None:
    """Return the fields of a JSON object, ``{}`` for other JSON, ``None`` if it is not JSON."""
    text, _ = decode_body(response.body, response.header("Content-Type"))
    try:
        return msgspec.convert(json.loads(text, parse_int=float), dict[str, Any])
    except msgspec.ValidationError:
        return {}
    except (ValueError, RecursionError):
        return None


def _usable(value: Any) -> str:
    """Return a token that is valid in a header, else an empty string."""
    token = value.strip() if isinstance(value, str) else ""
    return token if re.fullmatch(r"[\x21-\x7e]+", token) else ""
