"""Identify the sender of an HTTP response that is not from WeDa, by status, redirect or page.

The module needs only the standard library, because every exported locustfile contains it.
"""

import re
from enum import StrEnum
from urllib.parse import urljoin, urlsplit


class Foreign(StrEnum):
    """The kind of a response that is not from WeDa; the value is the verdict's code."""

    HTTPS_PORT = "HTTP_ON_HTTPS_PORT"
    """An HTTPS port reports that it received plain HTTP."""
    TO_HTTPS = "REDIRECT_TO_HTTPS"
    """A redirect to HTTPS on the same host."""
    SIGN_IN = "REDIRECT_TO_SIGN_IN"
    """A redirect to an address that looks like a sign-in."""
    ELSEWHERE = "REDIRECT_ELSEWHERE"
    """A redirect to another origin."""
    PROXY_SIGN_IN = "PROXY_AUTH"
    """A proxy wants a user name and password."""
    PORTAL = "CAPTIVE_PORTAL"
    """A network requires a sign-in before it allows any traffic."""
    LOGIN_PAGE = "LOGIN_PAGE"
    """A page with a field for a password."""
    GATEWAY_DOWN = "GATEWAY_DOWN"
    """The web server or load balancer in front got no response from the server behind it."""
    GATEWAY_REFUSED = "GATEWAY_REFUSED"
    """The server in front did not forward the request: no such path, too long, not allowed."""
    FIREWALL = "FIREWALL"
    """An application firewall treated the request as an attack."""


READ_BYTES = 64 * 1024
"""The number of bytes of a page that are examined."""
_HTTPS_PORT = re.compile(
    rb"plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server"
    rb"|speaking plain HTTP to an SSL-enabled server port|requires TLS",
    re.IGNORECASE,
)
"""Messages of nginx, Go, Apache and Tomcat."""
_PASSWORD = re.compile(rb"<input\b[^<>]{0,1000}\btype\s*=\s*[\"']?password", re.IGNORECASE)
_PORTAL = re.compile(
    rb"WISPAccessGatewayParam|http-equiv\s*=\s*[\"']?refresh\b[^<>]{0,1000}url\s*=\s*[\"']?https?://"
    rb"|\b(top|self|window|parent)?\.?location(\.href)?\s*=\s*[\"']https?://",
    re.IGNORECASE,
)
"""Signs of a network's sign-in: the WISPr mark, or a page that redirects at once."""
GATEWAY = re.compile(
    rb"<center>\s*((?:nginx|openresty|tengine|stgw|apisix)\b[^<]{0,40})"
    rb"|(?:<address>\s*|\bvia\s)((?:apache|tengine|nginx)\b[^<]{0,60})|powered by (tengine)\b"
    rb"|\b(envoy)\b|no server is available to handle this (request)|\b(cloudflare)\b",
    re.IGNORECASE,
)
"""Signatures on the pages of servers in front; haproxy does not state its name."""
ENVOY = re.compile(
    rb"\s*(?:upstream connect error or disconnect/reset before headers|no healthy upstream"
    rb"|upstream request timeout)"
)
TITLE = re.compile(rb"<(?:title|h1)>\s*([^<]{3,80})<", re.IGNORECASE)
_DOWN = re.compile(
    rb"\b50[2-4]\b|bad gateway|proxy error|gateway time-?out|service (?:temporarily )?unavailable",
    re.IGNORECASE,
)
FIREWALL = re.compile(
    (
        "the requested url was rejected\\. please consult|<title>\\s*request rejected\\s*</title>"
        "|\\bmod_security\\b|web application firewall|attention required! \\| cloudflare"
        "|\\bsucuri\\b|应用防火墙|网站防火墙|雷池|云盾|安全狗|创宇盾|玄武盾|网防G01|安全威胁"
        "|(?:访问|请求).{0,24}被.{0,24}(?:拦截|阻断)|(?:未|没有).{0,60}备案"
        "|该.{0,12}(?:违反|不符合).{0,30}法律|策略阻断|可能对网站造成威胁"
    ).encode(),
    re.IGNORECASE,
)
"""Texts of F5 BIG-IP, of Chinese clouds and firewalls, and of block pages of providers."""
_REFUSING_PAGE = re.compile("(?:访问|请求).{0,24}被.{0,24}拒绝".encode())
"""The text of a page that refuses a request; in a response of WeDa, a person may have refused."""
BLOCKING = frozenset({403, 405, 418, 493, 501})
"""Statuses of firewalls that respond in JSON or plain text."""
SIGN_IN = re.compile(
    r"(?<![a-z])(?:log-?in|sign-?in|sso|cas|passport|oauth2?|auth|adfs|saml|e?portal|captive"
    r"|webauth)(?![a-z])",
    re.IGNORECASE,
)
"""Words in the host or path of a sign-in."""

MARKS = {
    "httpsPort": _HTTPS_PORT, "password": _PASSWORD, "portal": _PORTAL, "gateway": GATEWAY,
    "envoy": ENVOY, "title": TITLE, "down": _DOWN, "firewall": FIREWALL,
    "refusing": _REFUSING_PAGE,
}  # fmt: skip
"""All patterns that identify pages, for programs in another language."""


def foreign_of(
    status: int, url: str, location: str, body: bytes, *, is_page: bool
) -> Foreign | None:
    """Return the kind of a foreign response; ``None`` if it cannot be identified.

    ``url`` is the requested URL, ``location`` the target of a redirect, ``body`` the first bytes.
    """
    if status == 407:
        return Foreign.PROXY_SIGN_IN
    if status == 511:
        return Foreign.PORTAL
    if 300 <= status < 400 and location:
        return _foreign_redirect(url, target_of(url, location))
    if status >= 400 and not url.startswith("https:") and _HTTPS_PORT.search(body):
        return Foreign.HTTPS_PORT
    if is_page:
        return _foreign_page(status, body)
    if status in BLOCKING and FIREWALL.search(body):
        return Foreign.FIREWALL
    return Foreign.GATEWAY_DOWN if status >= 500 and ENVOY.match(body) else None


def _foreign_page(status: int, body: bytes) -> Foreign | None:
    """Return the kind of a foreign page; ``None`` if it cannot be identified."""
    if FIREWALL.search(body) or _REFUSING_PAGE.search(body):
        return Foreign.FIREWALL
    if found := _in_front(status, body):
        return found
    if _PORTAL.search(body):
        return Foreign.PORTAL
    return Foreign.LOGIN_PAGE if _PASSWORD.search(body) else None


def _in_front(status: int, body: bytes) -> Foreign | None:
    """Return the kind of an error page of a server in front; a title alone may be WeDa's own."""
    title = TITLE.search(body)
    if status >= 500 and title is not None and _DOWN.search(title[1]):
        return Foreign.GATEWAY_DOWN
    return Foreign.GATEWAY_REFUSED if 400 <= status < 500 and GATEWAY.search(body) else None


def _foreign_redirect(url: str, target: str) -> Foreign | None:
    """Return the kind of a redirect; ``None`` if it stays within the origin."""
    own, other = _origin_of_url(url), _origin_of_url(target)
    if own == other:
        return None
    if own[1] == other[1] and (own[0], other[0]) == ("http", "https"):
        return Foreign.TO_HTTPS
    path = _path_of_url(url)
    is_moved = len(path) > 1 and path == _path_of_url(target)
    return Foreign.SIGN_IN if SIGN_IN.search(target) and not is_moved else Foreign.ELSEWHERE


def target_of(url: str, location: str) -> str:
    """Return the target of a redirect without credentials and query, which may be secrets."""
    try:
        parts = urlsplit(urljoin(url, location.strip()))
    except ValueError:
        return location.partition("?")[0]
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _path_of_url(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _origin_of_url(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", url, None
    return parts.scheme, parts.hostname or "", port
