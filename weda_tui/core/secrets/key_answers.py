"""Mask the response to a call that carries a key or a password.

A server may repeat the key truncated or in another spelling, which no list of secrets covers.
Masking must also not reveal that a guess of the key is correct, because an attacker may have chosen
the text of the response. So nothing here depends on whether a value repeats the key: plain words,
numbers, known codes and the requested tokens are shown, and every other value is masked.
"""

import re
from collections.abc import Collection

import msgspec
from msgspec import Raw

from weda_tui.core.answers.layers import DOCUMENTED
from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.core.json.decoding import decoded
from weda_tui.core.json.text import utf8_body
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.secrets.credentials import asks_for_token
from weda_tui.core.sending.exchange import Response

LARGEST = 2**20
"""The greatest size in bytes of a body that is shown; a larger body is withheld."""
_DEEPEST = 16
_TOKENS = frozenset({"access_token", "refresh_token", "id_token"})
_GRANT_ERRORS = frozenset(
    {"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client"}
    | {"unsupported_grant_type", "invalid_scope", "access_denied", "server_error"}
)
"""The values of ``error`` (RFC 6749, sections 4.1.2.1 and 5.2)."""
_OF_THE_SYSTEM = frozenset({ErrorCode.DNS_FAILED, ErrorCode.CONNECTION_REFUSED})
"""Failures without a connection, so that no server can have written their detail."""
_REQUEST_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST_SAID, _MOST_NUMBERS = 400, 2
_WORD = re.compile(r"(?:[A-Z]?[a-z]{2,20}){1,4}(?:Id)?|Id|[aAIX]|[A-Z]{2,5}")
_NUMBER = re.compile(r"\d{1,3}")
_JSON_FACT = re.compile(rb"true|false|null|-?\d{1,10}(?:\.\d{1,3})?")
_PART = re.compile(r"[^\s,.:;'\"!?()=/_，。：；！？（）、“”\u4e00-\u9fff-]+")
"""A part of a sentence between two punctuation marks or blanks."""
_HEADER_FACT = re.compile(r"\d{1,12}|[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")


def words_of(said: str) -> str:
    """Return a text from a server with everything masked that is not a plain word.

    Words and up to two numbers are kept. A known code or a request id is kept if it is the whole
    text.
    """
    if said in DOCUMENTED or said in _GRANT_ERRORS or _REQUEST_ID.fullmatch(said):
        return said
    numbers = 0

    def keep(part: re.Match[str]) -> str:
        nonlocal numbers
        if _WORD.fullmatch(part[0]):
            return part[0]
        if not _NUMBER.fullmatch(part[0]):
            return MASK
        numbers += 1
        return part[0] if numbers <= _MOST_NUMBERS else MASK

    return _PART.sub(keep, said[:_LONGEST_SAID])


def words_of_failure(failure: WedaError) -> str:
    """Return the detail of a failed call; only its words if a server may have written it."""
    return failure.detail if failure.code in _OF_THE_SYSTEM else words_of(failure.detail)


def masked_but_words(response: Response, request: PreparedRequest) -> Response:
    """Return a response with every value masked that is more than plain words and numbers.

    The body is withheld if it is no JSON object or larger than ``LARGEST``.
    """
    headers = tuple(
        (name, value if _HEADER_FACT.fullmatch(value) else words_of(value))
        for name, value in response.headers
        if _is_plain(name)
    )
    reason = response.reason if _is_plain(response.reason) else ""
    response = msgspec.structs.replace(response, reason=reason, headers=headers)
    if not response.size:
        return response
    if response.is_beginning or response.size > LARGEST:
        return response.without_body()
    text = utf8_body(response.body, response.header("Content-Type"))
    tokens = _TOKENS if asks_for_token(request.url) else frozenset[str]()
    shown = _object(Raw(text), tokens, 0)
    if shown is None:
        return response.without_body()
    return msgspec.structs.replace(response, body=msgspec.json.encode(shown))


def _object(text: Raw, tokens: Collection[str], depth: int) -> dict[str, Raw] | None:
    members = decoded(text, dict[str, Raw]) if depth < _DEEPEST else None
    if members is None:
        return None
    return {
        name: value if name in tokens else _value(value, tokens, depth + 1)
        for name, value in members.items()
        if _is_plain(name)
    }


def _value(text: Raw, tokens: Collection[str], depth: int) -> Raw:
    """Return a JSON value for display; a list is masked as a whole, since it may spell anything."""
    if (members := _object(text, tokens, depth)) is not None:
        return Raw(msgspec.json.encode(members))
    value = decoded(text, str)
    is_plain = _is_plain(value) if value is not None else _JSON_FACT.fullmatch(text)
    return text if is_plain else _MASKED


_MASKED = Raw(msgspec.json.encode(MASK))


def _is_plain(said: str) -> bool:
    return words_of(said) == said
