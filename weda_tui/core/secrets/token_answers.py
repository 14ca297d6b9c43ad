"""Responses that may contain tokens: find the tokens, and decide whether the rest may be shown.

The request chooses the format of its response, and the request may come from another person. A
response that cannot be read completely is therefore withheld, because it is unknown what has to be
masked in it.
"""

import re

import msgspec

from weda_tui.core.answers.verdict import Outcome, judge
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import Header, PreparedRequest
from weda_tui.core.requests.header_names import fold_name
from weda_tui.core.secrets.credentials import asks_for_token, is_auth_request, may_return_tokens
from weda_tui.core.secrets.detection import secrets_in_headers
from weda_tui.core.secrets.token_reader import CredentialReading, read_credentials
from weda_tui.core.sending.exchange import Response

LONGEST_ELSEWHERE = 64 * 1024
"""The greatest size in bytes of a response outside of the auth module that may contain tokens."""
_FAILURES = 400
"""The lowest status of a response that contains no token."""
_ADDRESSES = frozenset({"location", "content-location"})
_PLAIN_HEADERS = frozenset(
    {"age", "allow", "alt-svc", "cache-control", "connection", "content-encoding"}
    | {"content-language", "content-length", "content-type", "date", "expires", "keep-alive"}
    | {"last-modified", "pragma", "proxy-authenticate", "retry-after", "server"}
    | {"strict-transport-security", "transfer-encoding", "vary", "via", "www-authenticate"}
    | {"x-content-type-options", "x-powered-by", "x-request-id", "x-tc-requestid"}
)
"""Response headers that never contain a token, whatever the request asked for."""
_FORM_OF_ANSWER = frozenset({"accept", "accept-charset", "accept-encoding", "range"})
"""Request headers that choose the format of a response, or a part of the response."""

PARTS = frozenset({"range", "if-range", "request-range"})
"""Request headers that ask for a part of a response, in which a secret may be cut and not found."""
_CHARSET = re.compile(r';\s*charset\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^",;\s]*)', re.IGNORECASE)
_UTF8 = re.compile(r';\s*charset\s*=\s*"?utf-?8"?\s*(?=[,;]|\Z)', re.IGNORECASE)

READABLE_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
"""Content codings that this program can decode."""


class TokenAnswer(msgspec.Struct, frozen=True):
    """A response that may be stored and shown once its secrets are masked."""

    response: Response
    secrets: frozenset[str] = frozenset()


def without_answer_form(request: PreparedRequest, *, asks_part: bool = False) -> PreparedRequest:
    """Return a request without the headers that choose an unreadable form of its response.

    If the response may contain tokens, all headers that choose its form are removed, and the client
    sends its own. Otherwise only content codings and character sets are removed in which no secret
    could be found. A header that asks for a part of the response is removed as well, unless the
    response cannot contain tokens and the user asked for the part (``asks_part``).
    """
    brings_tokens = may_return_tokens(request)
    chooses = _chooses_form if brings_tokens else _asks_for_unreadable
    parts = PARTS - {"range", "if-range"} if asks_part and not brings_tokens else PARTS
    kept = (each for each in request.headers if fold_name(each[0]) not in parts)
    headers = tuple(_in_utf8(each) for each in kept if not chooses(each))
    if headers == request.headers:
        return request
    return msgspec.structs.replace(request, headers=headers)


def _chooses_form(header: Header) -> bool:
    return fold_name(header[0]) in _FORM_OF_ANSWER


def _asks_for_unreadable(header: Header) -> bool:
    name = fold_name(header[0])
    codings = {each.partition(";")[0].strip().lower() for each in header[1].split(",")}
    readable = {*READABLE_CODINGS, "identity", ""}
    is_unreadable = name == "accept-encoding" and not codings <= readable
    return is_unreadable or name == "accept-charset"


def _in_utf8(header: Header) -> Header:
    """Return an ``Accept`` header without character sets other than UTF-8."""
    name, value = header
    if fold_name(name) != "accept" or "charset" not in _UTF8.sub("", value).lower():
        return header
    plain = _CHARSET.sub("", value)
    return name, "*/*" if "charset" in plain.lower() else plain


def is_sealed(request: PreparedRequest, response: Response) -> bool:
    """Return whether a call with credentials got a body in a coding that was not decoded."""
    given = [value.lower().strip() for name, value in response.headers if _is_coding(name)]
    is_undone = len(given) == 1 and given[0] in {*READABLE_CODINGS, "identity", ""}
    return bool(given) and not is_undone and bool(request.header("Authorization"))


def _is_coding(name: str) -> bool:
    return fold_name(name) == "content-encoding"


def without_packed_length(response: Response) -> Response:
    """Return a response with the length of its encoded body masked.

    A body that repeats a secret compresses better. The length would therefore reveal whether a
    guess of the secret next to it is correct.
    """
    if not any(_is_coding(name) for name, _ in response.headers):
        return response
    lengths = ((name, MASK if _is_length(name) else value) for name, value in response.headers)
    return msgspec.structs.replace(response, headers=tuple(lengths))


def _is_length(name: str) -> bool:
    return fold_name(name) == "content-length"


def _shown(header: Header) -> Header:
    """Return a response header for display: whole, masked, or an address with its path only."""
    name, value = header
    folded = fold_name(name)
    if folded in _PLAIN_HEADERS:
        return header
    if folded in _ADDRESSES and (end := re.search("[?#;,]", value)):
        return name, f"{value[: end.start()]}{end[0]}{MASK}"
    return header if folded in _ADDRESSES else (name, MASK)


def read_answer(request: PreparedRequest, response: Response) -> TokenAnswer:
    """Return the secrets of a response, and the response without a body that may contain others.

    The body is withheld if the status is no failure and the body cannot be read completely. It is
    also withheld if the call asks for a token and no token is found, unless the response explains
    why.
    """
    if is_sealed(request, response):
        response = response.without_body()
    if not may_return_tokens(request):
        return TokenAnswer(response)
    reading = read_credentials(response.body, response.header("Content-Type"))
    secrets = frozenset({*reading.found, *secrets_in_headers(response.headers)})
    response = msgspec.structs.replace(response, headers=tuple(map(_shown, response.headers)))
    if _may_be_shown(request, response, reading):
        return TokenAnswer(response, secrets)
    return TokenAnswer(response.without_body(), secrets)


def _may_be_shown(request: PreparedRequest, response: Response, reading: CredentialReading) -> bool:
    if response.status >= _FAILURES or not response.size:
        return True
    is_beginning = response.is_beginning
    if not is_auth_request(request) and (is_beginning or len(response.body) > LONGEST_ELSEWHERE):
        return True
    if is_beginning or not reading.is_complete:
        return False
    if reading.found or not asks_for_token(request.url):
        return True
    verdict = judge(response.status, response.header("Content-Type"), response.body)
    return verdict.outcome is Outcome.FAILURE
