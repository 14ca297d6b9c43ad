"""HTTP answers that no WeDa gave: who stands in between, or at the other end, and says so.

Redirects are never followed (credentials stay with their origin); where they lead is shown.
"""

import re
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

import msgspec

from weda_tui.core.answers.envelope import REFUSED
from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict
from weda_tui.core.sending.exchange import Response


class Foreign(StrEnum):
    """Whose answer it is; the value is the verdict's code."""

    HTTPS_PORT = "HTTP_ON_HTTPS_PORT"
    """A port that speaks HTTPS says that it got plain HTTP."""
    TO_HTTPS = "REDIRECT_TO_HTTPS"
    """The same host sends to its HTTPS."""
    SIGN_IN = "REDIRECT_TO_SIGN_IN"
    """A redirect to an address that says it is a sign-in."""
    ELSEWHERE = "REDIRECT_ELSEWHERE"
    """A redirect to another origin."""
    PROXY_SIGN_IN = "PROXY_AUTH"
    """A proxy wants a user name and password."""
    PORTAL = "CAPTIVE_PORTAL"
    """A network wants somebody to sign in before it lets anything through."""
    LOGIN_PAGE = "LOGIN_PAGE"
    """A page with a field for a password."""
    GATEWAY_DOWN = "GATEWAY_DOWN"
    """The web server or load balancer in front had no answer from what is behind it."""
    GATEWAY_REFUSED = "GATEWAY_REFUSED"
    """It did not pass the request on: no such path, too long, not allowed."""
    FIREWALL = "FIREWALL"
    """An application firewall took the request for an attack."""


_READ = 64 * 1024
"""Bytes of a page that are looked at."""
_HTTPS_PORT = re.compile(
    rb"plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server"
    rb"|speaking plain HTTP to an SSL-enabled server port|requires TLS",
    re.IGNORECASE,
)
"""Words of nginx, Go, Apache and Tomcat."""
_PASSWORD = re.compile(rb"<input\b[^<>]{0,1000}\btype\s*=\s*[\"']?password", re.IGNORECASE)
_PORTAL = re.compile(
    rb"WISPAccessGatewayParam|http-equiv\s*=\s*[\"']?refresh\b[^<>]{0,1000}url\s*=\s*[\"']?https?://"
    rb"|\b(top|self|window|parent)?\.?location(\.href)?\s*=\s*[\"']https?://",
    re.IGNORECASE,
)
"""How a network's sign-in shows itself: the WISPr mark, or a page that leads to another at once."""
_GATEWAY = re.compile(
    rb"<center>\s*((?:nginx|openresty|tengine|stgw|apisix)\b[^<]{0,40})"
    rb"|(?:<address>\s*|\bvia\s)((?:apache|tengine|nginx)\b[^<]{0,60})|powered by (tengine)\b"
    rb"|\b(envoy)\b|no server is available to handle this (request)|\b(cloudflare)\b",
    re.IGNORECASE,
)
"""How servers that stand in front sign their pages; haproxy does not say its name."""
_ENVOY = re.compile(
    rb"\s*(?:upstream connect error or disconnect/reset before headers|no healthy upstream"
    rb"|upstream request timeout)"
)
_TITLE = re.compile(rb"<(?:title|h1)>\s*([^<]{3,80})<", re.IGNORECASE)
_DOWN = re.compile(
    rb"\b50[2-4]\b|bad gateway|proxy error|gateway time-?out|service (?:temporarily )?unavailable",
    re.IGNORECASE,
)
_FIREWALL = re.compile(
    (
        "the requested url was rejected\\. please consult|<title>\\s*request rejected\\s*</title>"
        "|\\bmod_security\\b|web application firewall|attention required! \\| cloudflare"
        "|\\bsucuri\\b|应用防火墙|网站防火墙|雷池|云盾|安全狗|创宇盾|玄武盾|网防G01|安全威胁"
        "|(?:访问|请求).{0,24}被.{0,24}(?:拦截|阻断)|(?:未|没有).{0,60}备案"
        "|该.{0,12}(?:违反|不符合).{0,30}法律|策略阻断|可能对网站造成威胁"
    ).encode(),
    re.IGNORECASE,
)
"""F5 BIG-IP's words, and those of others: Chinese clouds and firewalls, pages of providers."""
_REFUSING_PAGE = re.compile("(?:访问|请求).{0,24}被.{0,24}拒绝".encode())
"""What a page says that refuses; in an answer of WeDa a person may have refused."""
_BLOCKING = frozenset({403, 405, 418, 493, 501})
"""Statuses by which a firewall answers in JSON or plain text."""
_STATUS_IN_TITLE = re.compile(rb"\b([45]\d\d)\b")


def status_of_page(body: bytes) -> int | None:
    """Return the HTTP status that an error page of a server in front says of itself."""
    if _ENVOY.match(body):
        return 504 if b"timeout" in body[:100] else 503
    title = _TITLE.search(body[:_READ])
    number = _STATUS_IN_TITLE.search(title[1]) if title else None
    return int(number[1]) if number else None


def judge_block(text: str) -> Verdict | None:
    """Judge what a person copied from a block page; ``None`` where no firewall says that."""
    if not _FIREWALL.search(text[:_READ].encode("utf-8", "replace")):
        return None
    layer, code = ErrorLayer.PROXY, Foreign.FIREWALL.value
    return Verdict(outcome=Outcome.FAILURE, layer=layer, code=code)


def name_foreign(verdict: Verdict, url: str, response: Response) -> Verdict:
    """Return the verdict with a code of ``Foreign`` where the answer is one; else as it is.

    ``url`` is what was asked. Where a redirect leads becomes the message. Only an answer that no
    module's envelope explains is looked at.
    """
    location, body = response.header("Location"), response.body[:_READ]
    is_refusal = response.status in _BLOCKING and verdict.code == REFUSED
    if verdict.ok or not (is_refusal or verdict.layer in {ErrorLayer.HTTP, ErrorLayer.PROXY}):
        return verdict
    is_page = verdict.layer is ErrorLayer.PROXY
    found = _find(response.status, url, location, body, is_page=is_page)
    if found is None:
        return verdict
    message = verdict.message
    if found in {Foreign.TO_HTTPS, Foreign.ELSEWHERE, Foreign.SIGN_IN}:
        message = _target(url, location)
    elif found in _IN_FRONT:
        message = _signature(response.status, body)
    return msgspec.structs.replace(
        verdict,
        outcome=Outcome.FAILURE,
        layer=ErrorLayer.HTTP if found in _OF_HTTP else ErrorLayer.PROXY,
        code=found.value,
        message=message,
    )


def is_in_front(verdict: Verdict, status: int) -> bool:
    """Return whether something in front of WeDa answered in its place, after ``name_foreign``.

    So does whatever redirects, also within the origin.
    """
    is_redirect = 300 <= status < 400
    return verdict.layer is ErrorLayer.PROXY or verdict.code in _CODES or is_redirect


def is_said_to_all(verdict: Verdict, status: int) -> bool:
    """Return whether what is in front would say the same to any other request.

    A firewall, or a page that says no more than its status, may refuse what is in the one request.
    """
    is_named = status < 400 or verdict.code in _CODES
    return is_in_front(verdict, status) and is_named and verdict.code not in _OF_ONE_REQUEST


_CODES = frozenset(each.value for each in Foreign)
_OF_ONE_REQUEST = frozenset({Foreign.FIREWALL, Foreign.GATEWAY_REFUSED, Foreign.GATEWAY_DOWN})
_ID_HEADERS = ("X-Request-Id", "X-Cloudbase-Request-Id", "X-Tc-RequestId")


def with_request_id(verdict: Verdict, response: Response) -> Verdict:
    """Return the verdict of a failure with the RequestId of a header where the body has none."""
    if verdict.ok or verdict.request_id:
        return verdict
    found = [response.header(name) for name in _ID_HEADERS]
    return msgspec.structs.replace(verdict, request_id=next(filter(None, found), ""))


_IN_FRONT = frozenset({Foreign.GATEWAY_DOWN, Foreign.GATEWAY_REFUSED})
_OF_HTTP = _IN_FRONT | {Foreign.HTTPS_PORT, Foreign.TO_HTTPS}
"""What a status alone tells what to do about."""


def _find(status: int, url: str, location: str, body: bytes, *, is_page: bool) -> Foreign | None:
    if status == 407:
        return Foreign.PROXY_SIGN_IN
    if status == 511:
        return Foreign.PORTAL
    if 300 <= status < 400 and location:
        return _redirect(url, _target(url, location))
    if status >= 400 and not url.startswith("https:") and _HTTPS_PORT.search(body):
        return Foreign.HTTPS_PORT
    if is_page:
        return _page(status, body)
    if status in _BLOCKING and _FIREWALL.search(body):
        return Foreign.FIREWALL
    return Foreign.GATEWAY_DOWN if status >= 500 and _ENVOY.match(body) else None


def _page(status: int, body: bytes) -> Foreign | None:
    """Return whose page it is; ``None`` for one that does not say."""
    if _FIREWALL.search(body) or _REFUSING_PAGE.search(body):
        return Foreign.FIREWALL
    if found := _in_front(status, body):
        return found
    if _PORTAL.search(body):
        return Foreign.PORTAL
    return Foreign.LOGIN_PAGE if _PASSWORD.search(body) else None


def _in_front(status: int, body: bytes) -> Foreign | None:
    """Return what an error page of a server in front is; a title alone may be WeDa's own."""
    title = _TITLE.search(body)
    if status >= 500 and title is not None and _DOWN.search(title[1]):
        return Foreign.GATEWAY_DOWN
    return Foreign.GATEWAY_REFUSED if 400 <= status < 500 and _GATEWAY.search(body) else None


def _signature(status: int, body: bytes) -> str:
    """Return what a page calls itself: ``502 Bad Gateway · nginx/1.24.0``."""
    title, server = _TITLE.search(body), _GATEWAY.search(body)
    name = next((group for group in server.groups() if group), b"") if server else b""
    if _ENVOY.match(body):
        name = b"envoy"
    said = title[1] if title else str(status).encode()
    words = (b" ".join(each.split()) for each in (said, name if name != b"request" else b"haproxy"))
    return " · ".join(each.decode("utf-8", "replace") for each in words if each)


def _redirect(url: str, target: str) -> Foreign | None:
    """Return what a redirect is; ``None`` for one within the origin."""
    own, other = _origin(url), _origin(target)
    if own == other:
        return None
    if own[1] == other[1] and (own[0], other[0]) == ("http", "https"):
        return Foreign.TO_HTTPS
    path = _path_of(url)
    is_moved = len(path) > 1 and path == _path_of(target)
    return Foreign.SIGN_IN if _SIGN_IN.search(target) and not is_moved else Foreign.ELSEWHERE


_SIGN_IN = re.compile(
    r"(?<![a-z])(?:log-?in|sign-?in|sso|cas|passport|oauth2?|auth|adfs|saml|e?portal|captive"
    r"|webauth)(?![a-z])",
    re.IGNORECASE,
)
"""Words by which the host or path of a sign-in calls itself."""


def _target(url: str, location: str) -> str:
    """Return where a redirect leads, without credentials and query, which may be secrets."""
    try:
        parts = urlsplit(urljoin(url, location.strip()))
    except ValueError:
        return location.partition("?")[0]
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _origin(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", url, None
    return parts.scheme, parts.hostname or "", port
