"""What of a call, or of an answer to one, is a credential: to be masked by value.

Facts: the auth module takes and gives credentials in the open, in JSON fields, in forms and in
queries (public auth pages: sign-in, token, introspect, revoke).
"""

import base64
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

import msgspec

from weda_tui.core.json.text import utf8_body
from weda_tui.core.requests.draft import Header, PreparedRequest
from weda_tui.core.requests.url import (
    PATH_HEADERS,
    Segments,
    fold_name,
    path_readings,
    unquote_wholly,
)

_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
_FIELDS = ("access_token", "refresh_token", "id_token", "password", "client_secret", "token")
_JSON_FIELD = re.compile(
    rb'"(?:%s)"\s*+:\s*+("(?:[^"\\]|\\.)*+")' % "|".join(_FIELDS).encode(), re.DOTALL
)

_AUTH_CALL = re.compile(r"/auth/v[0-9.]+/(?:signin|token|revoke|user)(?:/|$)", re.IGNORECASE)
"""A call of the auth module behind the prefix of a deployment."""


def is_auth_call(url: str) -> bool:
    """Return whether a URL is one of the auth module, of any version, however it is spelled.

    Each reading of its path counts; one whose escapes have no end may be any.
    """
    with suppress(ValueError):
        path = urlsplit(url).path
        return unquote_wholly(path) is None or any(map(_is_auth_path, path_readings(path)))
    return False


def _is_auth_path(segments: Segments) -> bool:
    """Return whether a path is one of the auth module; what ends a path early ends a segment."""
    folded = [re.split("[?#;]", segment, maxsplit=1)[0].casefold() for segment in segments]
    return folded[:1] == ["auth"] or _AUTH_CALL.search("/" + "/".join(folded)) is not None


def may_bring_tokens(request: PreparedRequest) -> bool:
    """Return whether an answer may hold tokens: of the auth module, or to a key or a password."""
    if is_auth_call(request.url) or any(in_body(request.body)):
        return True
    headers = [(fold_name(name), value.strip()) for name, value in request.headers]
    return any(
        (name in _HEADERS and value.lower().startswith("basic"))
        or (name in PATH_HEADERS and is_auth_call(value))
        for name, value in headers
    )


def in_request(request: PreparedRequest) -> set[str]:
    """Return the credentials that a request carries: in its headers and, to auth, anywhere."""
    found = set(in_headers(request.headers))
    if is_auth_call(request.url):
        found |= {*in_body(request.body), *_in_pairs(urlsplit(request.url).query)}
    return found


def in_headers(headers: Iterable[Header]) -> Iterator[str]:
    """Yield what stands behind the scheme of a credential header, and what Basic and cookies hold.

    Of a header without a scheme that is the whole value.
    """
    for value in (value for name, value in headers if name.strip().lower() in _HEADERS):
        scheme, _, credentials = value.strip().rpartition(" ")
        yield credentials
        if scheme.strip().lower() == "basic":
            with suppress(ValueError):
                yield base64.b64decode(credentials).decode().partition(":")[2]
        yield from (cookie.partition("=")[2].strip() for cookie in value.split(";"))


def in_body(body: bytes, content_type: str = "") -> Iterator[str]:
    """Yield the credentials in a body of the auth module, JSON or a form, whole or not."""
    text = utf8_body(body, content_type)
    for literal in _JSON_FIELD.findall(text):
        with suppress(msgspec.DecodeError, UnicodeDecodeError):
            yield msgspec.json.decode(literal, type=str)
    if not text.lstrip().startswith((b"{", b"[", b"<")):
        yield from _in_pairs(text.decode("utf-8", "replace"))


def _in_pairs(query: str) -> Iterator[str]:
    with suppress(ValueError):
        yield from (value for name, value in parse_qsl(query) if name in _FIELDS)
