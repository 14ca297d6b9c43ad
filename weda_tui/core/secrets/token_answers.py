"""An answer that may hold tokens: which they are, and whether anybody may see the rest.

A request decides in which form it is answered, and may come from somebody else. So what cannot be
read as a whole is withheld: nobody knows what to mask in it.
"""

import re

import msgspec

from weda_tui.core.answers.verdict import Outcome, judge
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import Header, PreparedRequest
from weda_tui.core.requests.header_names import fold_name
from weda_tui.core.secrets.credentials import asks_for_token, is_auth_request, may_bring_tokens
from weda_tui.core.secrets.detection import secrets_in_headers
from weda_tui.core.secrets.token_reader import CredentialReading, read_credentials
from weda_tui.core.sending.exchange import Response

LONGEST_ELSEWHERE = 64 * 1024
"""Bytes of an answer that may be one with a token where the call is none of the auth module."""
_FAILURES = 400
"""The first status of an answer that brings no token."""
_ADDRESSES = frozenset({"location", "content-location"})
_PLAIN_HEADERS = frozenset(
    {"age", "allow", "alt-svc", "cache-control", "connection", "content-encoding"}
    | {"content-language", "content-length", "content-type", "date", "expires", "keep-alive"}
    | {"last-modified", "pragma", "proxy-authenticate", "retry-after", "server"}
    | {"strict-transport-security", "transfer-encoding", "vary", "via", "www-authenticate"}
    | {"x-content-type-options", "x-powered-by", "x-request-id", "x-tc-requestid"}
)
"""Headers that bring no token, whatever a request asks for."""
_FORM_OF_ANSWER = frozenset({"accept", "accept-charset", "accept-encoding", "range"})
"""Headers that choose the form of an answer, or a part of it."""

PARTS = frozenset({"range", "if-range", "request-range"})
"""Headers that ask for a part of an answer: nobody finds half a secret."""
_CHARSET = re.compile(r';\s*charset\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^",;\s]*)', re.IGNORECASE)
_UTF8 = re.compile(r';\s*charset\s*=\s*"?utf-?8"?\s*(?=[,;]|\Z)', re.IGNORECASE)

READABLE_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
"""Content codings that are undone here."""


class TokenAnswer(msgspec.Struct, frozen=True):
    """An answer as it may be kept and shown, once its secrets are masked."""

    response: Response
    secrets: frozenset[str] = frozenset()


def without_answer_form(request: PreparedRequest, *, asks_part: bool = False) -> PreparedRequest:
    """Return a request whose answer may hold tokens without what chooses the form of that answer.

    The client then says itself which ones it reads. No request asks for a content coding or a
    character set in which no secret could be found, nor for a part of an answer unless a person
    did (``asks_part``).
    """
    brings_tokens = may_bring_tokens(request)
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
    """Return a header that says which types are accepted without any other character set."""
    name, value = header
    if fold_name(name) != "accept" or "charset" not in _UTF8.sub("", value).lower():
        return header
    plain = _CHARSET.sub("", value)
    return name, "*/*" if "charset" in plain.lower() else plain


def is_sealed(request: PreparedRequest, response: Response) -> bool:
    """Return whether a call with credentials got a body in a content coding that nobody undid."""
    given = [value.lower().strip() for name, value in response.headers if _is_coding(name)]
    is_undone = len(given) == 1 and given[0] in {*READABLE_CODINGS, "identity", ""}
    return bool(given) and not is_undone and bool(request.header("Authorization"))


def _is_coding(name: str) -> bool:
    return fold_name(name) == "content-encoding"


def without_packed_length(response: Response) -> Response:
    """Return an answer that does not tell how long its body was in a content coding.

    What repeats a secret packs better, so that the length tells which guess beside it is right.
    """
    if not any(_is_coding(name) for name, _ in response.headers):
        return response
    lengths = ((name, MASK if _is_length(name) else value) for name, value in response.headers)
    return msgspec.structs.replace(response, headers=tuple(lengths))


def _is_length(name: str) -> bool:
    return fold_name(name) == "content-length"


def _shown(header: Header) -> Header:
    """Return a header of an answer as it may be seen: whole, an address as far as its path."""
    name, value = header
    folded = fold_name(name)
    if folded in _PLAIN_HEADERS:
        return header
    if folded in _ADDRESSES and (end := re.search("[?#;,]", value)):
        return name, f"{value[: end.start()]}{end[0]}{MASK}"
    return header if folded in _ADDRESSES else (name, MASK)


def read_answer(request: PreparedRequest, response: Response) -> TokenAnswer:
    """Return the secrets of an answer, and the answer without a body that may hold others.

    That is one that is no failure by its status and cannot be read as a whole, and one to a call
    that asks for a token and in which none is found, unless it says why.
    """
    if is_sealed(request, response):
        response = response.without_body()
    if not may_bring_tokens(request):
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
