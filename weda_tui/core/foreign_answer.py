"""HTTP answers that no WeDa gave: who stands in between, or at the other end, and says so.

Redirects are never followed (credentials stay with their origin); where they lead is shown.
"""

import re
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

import msgspec

from weda_tui.core.exchange import Response
from weda_tui.core.verdict import Layer, Outcome, Verdict


class Foreign(StrEnum):
    """Whose answer it is; the value is the verdict's code."""

    HTTPS_PORT = "HTTP_ON_HTTPS_PORT"
    """A port that speaks HTTPS says that it got plain HTTP."""
    TO_HTTPS = "REDIRECT_TO_HTTPS"
    """The same host sends to its HTTPS."""
    ELSEWHERE = "REDIRECT_ELSEWHERE"
    """A redirect to another origin."""
    PROXY_SIGN_IN = "PROXY_AUTH"
    """A proxy wants a user name and password."""
    PORTAL = "CAPTIVE_PORTAL"
    """A network wants somebody to sign in before it lets anything through."""
    LOGIN_PAGE = "LOGIN_PAGE"
    """A page with a field for a password."""


_READ = 64 * 1024
"""Bytes of a page that are looked at."""
_HTTPS_PORT = re.compile(
    rb"plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server"
    rb"|speaking plain HTTP to an SSL-enabled server port|requires TLS",
    re.IGNORECASE,
)
"""Words of nginx, Go, Apache and Tomcat."""
_PASSWORD = re.compile(rb"<input\b[^>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)
_PORTAL = re.compile(
    rb"WISPAccessGatewayParam|http-equiv\s*=\s*[\"']?refresh\b[^>]*url\s*=\s*[\"']?https?://"
    rb"|\b(top|self|window|parent)?\.?location(\.href)?\s*=\s*[\"']https?://",
    re.IGNORECASE,
)
"""How a network's sign-in shows itself: the WISPr mark, or a page that leads to another at once."""


def name_foreign(verdict: Verdict, url: str, response: Response) -> Verdict:
    """Return the verdict with a code of ``Foreign`` where the answer is one; else as it is.

    ``url`` is what was asked. Where a redirect leads becomes the message. Only an answer that no
    module's envelope explains is looked at.
    """
    location, body = response.header("Location"), response.body[:_READ]
    if verdict.ok or verdict.layer not in {Layer.HTTP, Layer.PROXY}:
        return verdict
    is_page = verdict.layer is Layer.PROXY
    found = _find(response.status, url, location, body, is_page=is_page)
    if found is None:
        return verdict
    is_redirect = found in {Foreign.TO_HTTPS, Foreign.ELSEWHERE}
    return msgspec.structs.replace(
        verdict,
        outcome=Outcome.FAILURE,
        layer=Layer.HTTP if found in {Foreign.HTTPS_PORT, Foreign.TO_HTTPS} else Layer.PROXY,
        code=found.value,
        message=_target(url, location) if is_redirect else verdict.message,
    )


def _find(status: int, url: str, location: str, body: bytes, *, is_page: bool) -> Foreign | None:
    if status == 407:
        return Foreign.PROXY_SIGN_IN
    if status == 511:
        return Foreign.PORTAL
    if 300 <= status < 400 and location:
        return _redirect(url, _target(url, location))
    if status >= 400 and _HTTPS_PORT.search(body):
        return Foreign.HTTPS_PORT
    if not is_page:
        return None
    if _PORTAL.search(body):
        return Foreign.PORTAL
    return Foreign.LOGIN_PAGE if _PASSWORD.search(body) else None


def _redirect(url: str, target: str) -> Foreign | None:
    """Return what a redirect is; ``None`` for one within the origin."""
    own, other = _origin(url), _origin(target)
    if own == other:
        return None
    if own[1] == other[1] and (own[0], other[0]) == ("http", "https"):
        return Foreign.TO_HTTPS
    return Foreign.ELSEWHERE


def _target(url: str, location: str) -> str:
    """Return where a redirect leads, without credentials and query, which may be secrets."""
    try:
        parts = urlsplit(urljoin(url, location.strip()))
    except ValueError:
        return location.partition("?")[0]
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _origin(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", url, None
    return parts.scheme, parts.hostname or "", port
