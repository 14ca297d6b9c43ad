"""Find the credentials in a request or a response, so that they can be masked by value.

The auth module receives and returns credentials in plain JSON fields, forms and queries (public
auth pages: sign-in, token, introspect, revoke).
"""

import base64
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import Header, PreparedRequest
from weda_tui.core.requests.escapes import fold_segment
from weda_tui.core.requests.header_names import fold_name
from weda_tui.core.requests.route_headers import other_paths
from weda_tui.core.requests.url import Segments, may_be_any, path_readings
from weda_tui.core.secrets.patterns import is_secret_header
from weda_tui.core.secrets.token_reader import in_form, read_credentials

_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
_ATTRIBUTES = frozenset(
    {"expires", "max-age", "domain", "path", "samesite", "secure", "httponly", "partitioned"}
    | {"priority", "version", "comment"}
)
"""Attributes after the value of a ``Set-Cookie`` header.

RFC 6265, section 5.2, and attributes that browsers added.
"""
_AROUND_COOKIES = ' "'
_END_OF_DATE = re.compile(r"\s*\d{1,2}[ -][A-Z][a-z]{2}[ -]\d{2,4} [\d:]{8} GMT\s*")
_SCHEMES = frozenset({"basic", "bearer", "digest", "token"})
_NAMES = rb"(?:access_?token|refresh_?token|id_?token|password|client_?secret|token)"
_FIELD = re.compile(rb'(?i)"%b"\s*+:\s*+"[^"]|(?:^|&)%b=[^&\s]' % (_NAMES, _NAMES))
"""A credential in a body that is sent, of any size."""
_ESCAPED_LETTER = re.compile(rb"\\u00([2-7][0-9a-fA-F])")

_AUTH_CALL = re.compile(
    r"\A/auth(?:/|$)|/auth/v(?!1\.1/)[0-9][^/]*/"
    r"|/auth/(?:v[0-9][^/]*/)?(?:signin|signup|token|revoke|user|provider|sms|idtoken)(?:/|$)",
    re.IGNORECASE,
)
"""The path of an auth call, possibly after the prefix of a deployment.

``/weda/auth/v1.1/{envType}`` belongs to the module of permissions.
"""


_GRANT = re.compile(r"/(?:signin|token)(?!/introspect(?:/|$))(?:/|$)")
"""The path, in lower case, of an auth call that returns a token."""


def is_auth_call(url: str) -> bool:
    """Return whether a URL may be one of the auth module, in any version and spelling.

    Every reading of its path counts; see ``may_be_any``.
    """
    with suppress(ValueError):
        path = urlsplit(url).path
        return may_be_any(path) or any(map(_is_auth_path, path_readings(path)))
    return False


def asks_for_token(url: str) -> bool:
    """Return whether a URL may be one at which the auth module returns a token."""
    with suppress(ValueError):
        path = urlsplit(url).path
        readings = [*map(_folded, path_readings(path))]
        return may_be_any(path) or any(_GRANT.search(each) for each in readings)
    return False


def _is_auth_path(segments: Segments) -> bool:
    """Return whether a path is one of the auth module.

    A character that may end a path ends its segment here.
    """
    return _AUTH_CALL.search(_folded(segments)) is not None


def _folded(segments: Segments) -> str:
    parts = (re.split("[?#;\0\r\n]", segment, maxsplit=1)[0] for segment in segments)
    return "/" + "/".join(map(fold_segment, parts))


def is_auth_request(request: PreparedRequest) -> bool:
    """Return whether a request calls the auth module, by its URL or by a header."""
    if is_auth_call(request.url):
        return True
    with suppress(ValueError):
        paths = other_paths(request.headers, urlsplit(request.url).path)
        return any(map(is_auth_call, paths))
    return False


def may_return_tokens(request: PreparedRequest) -> bool:
    """Return whether the response to a request may contain tokens.

    This is the case for the auth module, for a request with a key or a password, and for a request
    that a server may repeat and that contains a token or a secret outside of its credential
    headers.
    """
    return (
        is_auth_request(request)
        or request.method.upper() == "TRACE"
        or request.repeats_secret
        or _repeats_token(request)
        or _names_credential(request.body)
        or any(
            fold_name(name) in _HEADERS and value.strip().lower().startswith("basic")
            for name, value in request.headers
        )
    )


_SHORTEST_TOKEN = 16


def _repeats_token(request: PreparedRequest) -> bool:
    """Return whether a header's credential is repeated elsewhere, or the URL contains a token."""
    if _JWT.search(request.url):
        return True
    known = (each for each in in_headers(request.headers) if len(each) >= _SHORTEST_TOKEN)
    return any(each in request.url or each.encode() in request.body for each in known)


def repeats_secret(request: PreparedRequest, known: Masker) -> bool:
    """Return whether a secret appears outside of the credential headers.

    Servers repeat such places in responses: the id of a request, its URL, a part that is invalid.
    """
    rest = (value for name, value in request.headers if fold_name(name) not in _HEADERS)
    is_in_text = any(known.text(each) != each for each in (request.url, *rest))
    return is_in_text or known.data(request.body) is not request.body


def in_request(request: PreparedRequest) -> set[str]:
    """Return the credentials in a request: in its headers, and in all parts of an auth call."""
    found = set(in_headers(request.headers))
    if is_auth_request(request):
        found |= {*in_body(request.body), *in_form(urlsplit(request.url).query)}
    return found


def carries_key(request: PreparedRequest) -> bool:
    """Return whether a request contains a key, a password or a refresh token."""
    if any(fold_name(name) in _HEADERS and _in_basic(value) for name, value in request.headers):
        return True
    given = (*in_body(request.body), *in_form(urlsplit(request.url).query))
    return bool(given) and is_auth_request(request)


def in_headers(headers: Iterable[Header]) -> Iterator[str]:
    """Yield the credentials in headers, after their schemes, and the secrets of Basic and cookies.

    A header without a scheme is a credential as a whole; of a cookie that is set, the value is.
    ``is_secret_header`` defines which headers count.
    """
    for name, value in headers:
        if name.strip().lower() == "set-cookie":
            yield from _in_set_cookie(value)
        elif is_secret_header(name, value):
            yield from _in_header(value)


def _in_set_cookie(value: str) -> Iterator[str]:
    """Yield the values of cookies that are set, even if a proxy joined several in one header.

    Quotes around a value do not belong to it (RFC 6265, section 4.1.1).
    """
    yield value.partition(";")[0].partition("=")[2].strip(_AROUND_COOKIES)
    for number, part in enumerate(re.split("[;,]", value)):
        name, equals, text = part.partition("=")
        is_attribute = name.strip().lower() in _ATTRIBUTES or _END_OF_DATE.fullmatch(part)
        if number == 0 or not is_attribute:
            yield (text if equals else part).strip(_AROUND_COOKIES)


def _in_header(value: str) -> Iterator[str]:
    first, _, rest = value.strip().partition(" ")
    has_scheme = first.lower() in {*_SCHEMES, "basic"} and bool(rest)
    credentials = rest.strip() if has_scheme else value.strip()
    yield credentials
    yield credentials.partition(" ")[0]  # text pasted after a token is no part of it
    yield from _JWT.findall(credentials)
    if secret := _in_basic(value):
        yield secret
    last = credentials.rpartition(" ")[2]
    if not has_scheme and "=" in last:  # the last part of a signature
        yield last
    yield from (cookie.partition("=")[2].strip() for cookie in value.split(";"))


def _in_basic(value: str) -> str:
    """Return the password of a Basic header; an empty string for any other header."""
    scheme, _, coded = value.strip().partition(" ")
    if scheme.lower() == "basic":
        with suppress(ValueError):
            return base64.b64decode(coded.strip()).decode().partition(":")[2]
    return ""


_JWT = re.compile(r"(?<![\w-])(?:(?!eyJ)[\w-])*+(eyJ[\w-]++\.[\w-]++\.[\w-]*+)")
"""A JSON web token, possibly after an escape (``%20eyJ…``); each run of letters is tried once."""


def in_body(body: bytes, content_type: str = "") -> frozenset[str]:
    """Return the credentials in a body of the auth module, in any format and even if it is cut."""
    return read_credentials(body, content_type).found


def _names_credential(body: bytes) -> bool:
    """Return whether a request body, JSON or a form, has a key or a password by its name."""
    if b"\\u00" in body:
        body = _ESCAPED_LETTER.sub(lambda match: bytes.fromhex(match[1].decode()), body)
    return _FIELD.search(body) is not None
