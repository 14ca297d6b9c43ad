"""What of a call, or of an answer to one, is a credential: to be masked by value.

Facts: the auth module takes and gives credentials in the open, in JSON fields, in forms and in
queries (public auth pages: sign-in, token, introspect, revoke).
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
"""What stands behind a cookie that is set (RFC 6265, section 5.2, and what browsers added)."""
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
"""A call of the auth module, behind the prefix of a deployment too.

``/weda/auth/v1.1/{envType}`` is the module of permissions.
"""


_GRANT = re.compile(r"/(?:signin|token)(?!/introspect(?:/|$))(?:/|$)")
"""A call of the auth module that a token is asked for with, in its path in lower case."""


def is_auth_call(url: str) -> bool:
    """Return whether a URL is one of the auth module, of any version, however it is spelled.

    Each reading of its path counts; see ``may_be_any``.
    """
    with suppress(ValueError):
        path = urlsplit(url).path
        return may_be_any(path) or any(map(_is_auth_path, path_readings(path)))
    return False


def asks_for_token(url: str) -> bool:
    """Return whether a URL may be one that the auth module gives a token at."""
    with suppress(ValueError):
        path = urlsplit(url).path
        readings = [*map(_folded, path_readings(path))]
        return may_be_any(path) or any(_GRANT.search(each) for each in readings)
    return False


def _is_auth_path(segments: Segments) -> bool:
    """Return whether a path is one of the auth module; what ends a path early ends a segment."""
    return _AUTH_CALL.search(_folded(segments)) is not None


def _folded(segments: Segments) -> str:
    parts = (re.split("[?#;\0\r\n]", segment, maxsplit=1)[0] for segment in segments)
    return "/" + "/".join(map(fold_segment, parts))


def is_auth_request(request: PreparedRequest) -> bool:
    """Return whether a call is one of the auth module, by its URL or by a header."""
    if is_auth_call(request.url):
        return True
    with suppress(ValueError):
        paths = other_paths(request.headers, urlsplit(request.url).path)
        return any(map(is_auth_call, paths))
    return False


def may_bring_tokens(request: PreparedRequest) -> bool:
    """Return whether an answer may hold tokens: of the auth module, or to a key or a password.

    So may one that repeats what was asked, where that has a token or a secret anywhere but in its
    headers for credentials.
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
    """Return whether the credential of a header stands elsewhere too, or a token in the address."""
    if _JWT.search(request.url):
        return True
    known = (each for each in in_headers(request.headers) if len(each) >= _SHORTEST_TOKEN)
    return any(each in request.url or each.encode() in request.body for each in known)


def repeats_secret(request: PreparedRequest, known: Masker) -> bool:
    """Return whether a secret stands elsewhere than in a header for credentials.

    A server says such places again: the id of a request, its address, what it cannot read.
    """
    rest = (value for name, value in request.headers if fold_name(name) not in _HEADERS)
    is_in_text = any(known.text(each) != each for each in (request.url, *rest))
    return is_in_text or known.data(request.body) is not request.body


def in_request(request: PreparedRequest) -> set[str]:
    """Return the credentials that a request carries: in its headers and, to auth, anywhere."""
    found = set(in_headers(request.headers))
    if is_auth_request(request):
        found |= {*in_body(request.body), *in_form(urlsplit(request.url).query)}
    return found


def carries_key(request: PreparedRequest) -> bool:
    """Return whether a request has a key or a password in it, or what a token is renewed with."""
    if any(fold_name(name) in _HEADERS and _in_basic(value) for name, value in request.headers):
        return True
    given = (*in_body(request.body), *in_form(urlsplit(request.url).query))
    return bool(given) and is_auth_request(request)


def in_headers(headers: Iterable[Header]) -> Iterator[str]:
    """Yield what stands behind the scheme of a credential header, and what Basic and cookies hold.

    Of a header without a scheme that is the whole value, of a cookie that is set its value. See
    ``is_secret_header`` for which headers count.
    """
    for name, value in headers:
        if name.strip().lower() == "set-cookie":
            yield from _in_set_cookie(value)
        elif is_secret_header(name, value):
            yield from _in_header(value)


def _in_set_cookie(value: str) -> Iterator[str]:
    """Yield what cookies hold that are set, also those that a proxy joined in one header.

    Quotes around a value are no part of it (RFC 6265, section 4.1.1).
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
    yield credentials.partition(" ")[0]  # what was pasted behind a token is none
    yield from _JWT.findall(credentials)
    if secret := _in_basic(value):
        yield secret
    last = credentials.rpartition(" ")[2]
    if not has_scheme and "=" in last:  # of a signature in parts
        yield last
    yield from (cookie.partition("=")[2].strip() for cookie in value.split(";"))


def _in_basic(value: str) -> str:
    """Return the secret behind the user of a Basic header; nothing of another one."""
    scheme, _, coded = value.strip().partition(" ")
    if scheme.lower() == "basic":
        with suppress(ValueError):
            return base64.b64decode(coded.strip()).decode().partition(":")[2]
    return ""


_JWT = re.compile(r"(?<![\w-])(?:(?!eyJ)[\w-])*+(eyJ[\w-]++\.[\w-]++\.[\w-]*+)")
"""A JSON web token, also behind an escape (``%20eyJ…``). A run of letters is tried once."""


def in_body(body: bytes, content_type: str = "") -> frozenset[str]:
    """Return the credentials in a body of the auth module, of any form, whole or not."""
    return read_credentials(body, content_type).found


def _names_credential(body: bytes) -> bool:
    """Return whether a body that is sent, JSON or a form, holds a key or a password by its name."""
    if b"\\u00" in body:
        body = _ESCAPED_LETTER.sub(lambda match: bytes.fromhex(match[1].decode()), body)
    return _FIELD.search(body) is not None
