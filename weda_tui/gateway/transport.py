"""Translates failures of the network library into ``WedaError``.

    httpx.ConnectError ← httpcore.ConnectError ← OSError ← ConnectionRefusedError
    └── every exception of such a chain is checked; the first row of ``TABLE`` that fits decides

A server that speaks first, in another protocol than HTTP (SSH, FTP), is recognised by its first
bytes.
"""

import asyncio
import errno
import re
import socket
import ssl
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

from weda_tui.core.errors import (
    Delivery,
    ErrorCode,
    FileError,
    LimitError,
    NotReachableError,
    Parameter,
    WedaError,
)
from weda_tui.gateway.content_encoding import CodingError


class FailureRow(NamedTuple):
    """A kind of exception with a pattern for its message, and the error code it stands for."""

    kind: type[BaseException]
    pattern: str
    """Regular expression that the exception's text has to contain; empty for any."""
    code: ErrorCode
    numbers: frozenset[int] = frozenset()
    """The ``errno`` that an ``OSError`` has to have; empty for any."""

    def fits(self, error: BaseException) -> bool:
        """Return whether this row describes an exception."""
        if not isinstance(error, self.kind) or not re.search(self.pattern, str(error)):
            return False
        return not self.numbers or getattr(error, "errno", None) in self.numbers


_NETWORK = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
_HOST = frozenset({errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.ETIMEDOUT})
_VERIFICATION = ssl.SSLCertVerificationError
_OTHER_PROTOCOL = (
    r"(?i)unsupported.protocol|alert.protocol.version|no.shared.cipher|handshake.failure"
    r"|no.protocols.available|insufficient.security|inappropriate.fallback"
    r"|unsafe.legacy.renegotiation|dh.key.too.small|wrong.ssl.version"
)

TABLE = (
    FailureRow(
        _VERIFICATION, r"[Hh]ostname mismatch|IP address mismatch", ErrorCode.TLS_WRONG_HOST
    ),
    FailureRow(_VERIFICATION, r"has expired", ErrorCode.TLS_EXPIRED),
    FailureRow(_VERIFICATION, r"not yet valid", ErrorCode.TLS_NOT_YET_VALID),
    FailureRow(
        _VERIFICATION,
        r"self[- ]signed|unable to (get|verify)|certificate not trusted|unknown ca",
        ErrorCode.TLS_UNKNOWN_CA,
    ),
    FailureRow(ssl.SSLEOFError, "", ErrorCode.CONNECTION_LOST),
    FailureRow(ssl.SSLZeroReturnError, "", ErrorCode.CONNECTION_LOST),
    FailureRow(
        ssl.SSLError,
        r"(?i)wrong.version.number|http.request|packet.length.too.long|record.layer.failure",
        ErrorCode.HTTPS_ON_HTTP_PORT,
    ),
    FailureRow(ssl.SSLError, r"(?i)certificate.required", ErrorCode.TLS_CLIENT_WANTED),
    FailureRow(ssl.SSLError, _OTHER_PROTOCOL, ErrorCode.TLS_PROTOCOL),
    FailureRow(ssl.SSLError, "", ErrorCode.TLS_FAILED),
    FailureRow(socket.gaierror, "", ErrorCode.DNS_FAILED),
    FailureRow(httpx.ProxyError, r"^407\b", ErrorCode.PROXY_AUTH),
    FailureRow(httpx.ProxyError, r"^\d{3}\b", ErrorCode.PROXY_DENIED),
    FailureRow(httpx.ProxyError, "", ErrorCode.PROXY_FAILED),
    FailureRow(httpx.TimeoutException, "", ErrorCode.TIMED_OUT),
    FailureRow(ConnectionRefusedError, "", ErrorCode.CONNECTION_REFUSED),
    FailureRow(ConnectionResetError, "", ErrorCode.CONNECTION_RESET),
    FailureRow(ConnectionError, "", ErrorCode.CONNECTION_LOST),
    FailureRow(
        httpx.ReadError, "", ErrorCode.CONNECTION_RESET
    ),  # an orderly close is read as the end of the data,
    FailureRow(
        httpx.WriteError, "", ErrorCode.CONNECTION_RESET
    ),  # which raises neither this error nor the previous one
    FailureRow(httpx.CloseError, "", ErrorCode.CONNECTION_LOST),
    FailureRow(
        httpx.RemoteProtocolError, r"disconnected|closed connection", ErrorCode.CONNECTION_LOST
    ),
    FailureRow(httpx.RemoteProtocolError, r"[Rr]eceive buffer too long", ErrorCode.HEADERS_TOO_BIG),
    FailureRow(httpx.RemoteProtocolError, "", ErrorCode.PROTOCOL_ERROR),
    FailureRow(httpx.LocalProtocolError, "", ErrorCode.HEADER_INVALID),
    FailureRow(httpx.UnsupportedProtocol, "", ErrorCode.URL_INVALID),
    FailureRow(httpx.InvalidURL, "", ErrorCode.URL_INVALID),
    FailureRow(CodingError, "", ErrorCode.CODING_BROKEN),
    FailureRow(OSError, "", ErrorCode.HOST_UNREACHABLE, _HOST),
    FailureRow(OSError, "", ErrorCode.NETWORK_UNREACHABLE, _NETWORK),
    FailureRow(OSError, "", ErrorCode.NETWORK_UNREACHABLE),
)
"""Read downwards over the whole chain of causes; the first match wins."""


class _Greeting(NamedTuple):
    pattern: re.Pattern[bytes]
    service: str


_GREETINGS = (
    _Greeting(re.compile(rb"SSH-"), "SSH"),
    _Greeting(re.compile(rb"220[ -].*(?i:ftp)"), "FTP"),
    _Greeting(re.compile(rb"220[ -].*(?i:smtp|mail)"), "SMTP"),
    _Greeting(re.compile(rb"220[ -]"), "SMTP/FTP"),
    _Greeting(re.compile(rb"\* (OK|PREAUTH|BYE)\b"), "IMAP"),
    _Greeting(re.compile(rb"\+OK\b"), "POP3"),
    _Greeting(re.compile(rb"-(ERR|NOAUTH|DENIED)\b"), "Redis"),
    _Greeting(re.compile(rb"RFB \d"), "VNC"),
    _Greeting(re.compile(rb"[\s\S]{3}\x00\n[0-9.]+[\s\S]*\x00"), "MySQL"),
)
"""Greetings of servers that do not speak HTTP, from the documents of their protocols."""
_TLS_ALERT = re.compile(rb"\x15\x03[\x00-\x04]")


def service_of(first_bytes: bytes) -> str:
    """Return the name of the protocol that a server speaks, empty if it is not known."""
    return next((each.service for each in _GREETINGS if each.pattern.match(first_bytes)), "")


def is_http(first_bytes: bytes) -> bool:
    """Return whether the first bytes received are HTTP, or the beginning of it."""
    return first_bytes[:5] == b"HTTP/"[: len(first_bytes)]


FAILURES = (httpx.TransportError, httpx.InvalidURL, OSError, CodingError)
"""Exceptions of an exchange that are not bugs of this program: all that ``translate`` handles."""
HEADERS_LIMIT = 100 * 1024
"""The limit in bytes that httpcore sets for the headers of a response."""

_PLACE = ("host", "port")
_PARAMETERS = {
    ErrorCode.DNS_FAILED: ("host",),
    ErrorCode.CONNECTION_REFUSED: _PLACE,
    ErrorCode.HOST_UNREACHABLE: _PLACE,
    ErrorCode.NETWORK_UNREACHABLE: _PLACE,
    ErrorCode.CONNECTION_RESET: (*_PLACE, "received"),
    ErrorCode.CONNECTION_LOST: (*_PLACE, "received"),
    ErrorCode.TLS_UNKNOWN_CA: ("host",),
    ErrorCode.TLS_WRONG_HOST: ("host",),
    ErrorCode.TLS_EXPIRED: ("host",),
    ErrorCode.TLS_NOT_YET_VALID: ("host",),
    ErrorCode.TLS_PROTOCOL: ("host", "reason"),
    ErrorCode.TLS_CLIENT_WANTED: ("host",),
    ErrorCode.TLS_FAILED: ("host", "reason"),
    ErrorCode.HTTPS_ON_HTTP_PORT: _PLACE,
    ErrorCode.HTTP_ON_HTTPS_PORT: _PLACE,
    ErrorCode.PROXY_NAME: ("proxy",),
    ErrorCode.PROXY_REFUSED: ("proxy",),
    ErrorCode.PROXY_AUTH: ("proxy",),
    ErrorCode.PROXY_DENIED: ("proxy", "reason"),
    ErrorCode.PROXY_FAILED: ("proxy",),
    ErrorCode.OTHER_SERVICE: (*_PLACE, "service"),
    ErrorCode.PROTOCOL_ERROR: _PLACE,
    ErrorCode.HEADERS_TOO_BIG: ("limit",),
    ErrorCode.ANSWER_BROKEN: _PLACE,
    ErrorCode.CODING_BROKEN: ("coding", "received"),
    ErrorCode.CONNECT_TIMED_OUT: ("seconds", *_PLACE),
    ErrorCode.TIMED_OUT: ("seconds", "phase"),
    ErrorCode.ANSWER_TIMED_OUT: ("seconds", "received"),
    ErrorCode.HEADER_INVALID: ("name",),
    ErrorCode.URL_INVALID: ("url",),
}
_CLASSES: dict[ErrorCode, type[WedaError]] = {
    ErrorCode.HEADERS_TOO_BIG: LimitError,
    ErrorCode.CONNECT_TIMED_OUT: LimitError,
    ErrorCode.TIMED_OUT: LimitError,
    ErrorCode.ANSWER_TIMED_OUT: LimitError,
    ErrorCode.HEADER_INVALID: FileError,
    ErrorCode.URL_INVALID: FileError,
}
_OF_THE_PROXY = {
    ErrorCode.DNS_FAILED: ErrorCode.PROXY_NAME,
    ErrorCode.CONNECTION_REFUSED: ErrorCode.PROXY_REFUSED,
    ErrorCode.HOST_UNREACHABLE: ErrorCode.PROXY_FAILED,
    ErrorCode.NETWORK_UNREACHABLE: ErrorCode.PROXY_FAILED,
}
"""With a proxy, these codes concern the proxy: no other socket was opened."""

_SILENCES = {ErrorCode.CONNECTION_LOST, ErrorCode.CONNECTION_RESET, ErrorCode.TIMED_OUT}
"""Codes of a call that ended before a response was recognised."""
_OUR_DEADLINE = (TimeoutError, asyncio.CancelledError)
"""Exceptions raised by our own deadlines. Without a message, they add nothing to a detail."""
SILENT = frozenset({ErrorCode.CONNECTION_LOST, ErrorCode.CONNECTION_RESET})
"""Codes with which a TLS port may end a plain HTTP call. They also have other causes."""
_AFTER_SENDING = frozenset({"wait", "receive"})
_TIMED_OUT = {"connect": ErrorCode.CONNECT_TIMED_OUT, "receive": ErrorCode.ANSWER_TIMED_OUT}
_DELIVERY = {"connect": Delivery.NOT_SENT, "receive": Delivery.ANSWERED}
_NEVER_EXECUTED = {
    ErrorCode.HTTP_ON_HTTPS_PORT,
    ErrorCode.OTHER_SERVICE,
    ErrorCode.TLS_CLIENT_WANTED,
    ErrorCode.HEADER_INVALID,
    ErrorCode.URL_INVALID,
}
"""Codes that prove that no server could read the request, if the request was sent at all."""


def translate(
    error: Exception,
    url: str,
    *,
    proxy: str = "",
    received: int = 0,
    seconds: float = 0.0,
    phase: str = "receive",
    first_bytes: bytes = b"",
) -> WedaError:
    """Return the ``WedaError`` that stands for an exception of ``FAILURES`` in a call to ``url``.

    ``proxy`` is the proxy's address, empty for a direct call. ``received`` is the number of bytes
    of the body so far. ``seconds`` is the time limit, and ``phase`` (``connect``, ``send``,
    ``wait``, ``receive``) is how far the call had come. ``first_bytes`` are the first bytes
    received on a new connection, inside TLS if there is TLS.

    The result is a ``NotReachableError``, ``LimitError`` or ``FileError`` with its detail and its
    delivery set.
    """
    chain = list(_causes(error))
    code, cause = _look_up(error, chain, connecting=phase == "connect")
    if code is ErrorCode.TIMED_OUT:
        code = _TIMED_OUT.get(phase, code)
    code = _as_it_spoke(code, phase, first_bytes)
    if proxy:
        code = _OF_THE_PROXY.get(code, code)
    host, port = _host_and_port(url)
    values: dict[str, Parameter] = {
        "host": host,
        "port": port,
        "received": received,
        "reason": _reason(cause),
        "proxy": proxy,
        "seconds": seconds,
        "phase": phase,
        "name": _header_name(cause),
        "url": url,
        "service": service_of(first_bytes),
        "limit": HEADERS_LIMIT,
        "coding": cause.coding if isinstance(cause, CodingError) else "",
    }
    parameters = {name: values[name] for name in _PARAMETERS[code]}
    ours = _CLASSES.get(code, NotReachableError)(code, **parameters)
    ours.detail = _detail(chain, first_bytes)
    if code not in _NEVER_EXECUTED:
        ours.delivery = _DELIVERY.get(phase, Delivery.SENT)
    return ours


def tls_on_http(failure: WedaError, url: str) -> WedaError:
    """Return the error for a plain HTTP call that failed at a port that expects TLS."""
    host, port = _host_and_port(url)
    named = NotReachableError(ErrorCode.HTTP_ON_HTTPS_PORT, host=host, port=port)
    named.detail = failure.detail
    return named


def _look_up(
    error: Exception, chain: list[BaseException], *, connecting: bool
) -> tuple[ErrorCode, BaseException]:
    if type(error) is TimeoutError:
        return ErrorCode.TIMED_OUT, error
    for row in TABLE:
        for cause in chain:
            if row.fits(cause):
                return row.code, cause
    return (ErrorCode.NETWORK_UNREACHABLE if connecting else ErrorCode.CONNECTION_LOST), error


def _as_it_spoke(code: ErrorCode, phase: str, first_bytes: bytes) -> ErrorCode:
    """Return a more exact code for a failure, given the first bytes of the server."""
    if code is ErrorCode.HTTPS_ON_HTTP_PORT and service_of(first_bytes):
        return ErrorCode.OTHER_SERVICE
    is_unread = code in _SILENCES or code is ErrorCode.PROTOCOL_ERROR
    if code is ErrorCode.PROTOCOL_ERROR and phase in _AFTER_SENDING and is_http(first_bytes):
        return ErrorCode.ANSWER_BROKEN
    if phase != "wait" or not is_unread or is_http(first_bytes):
        return code
    if _TLS_ALERT.match(first_bytes):
        return ErrorCode.HTTP_ON_HTTPS_PORT
    return ErrorCode.OTHER_SERVICE if service_of(first_bytes) else ErrorCode.PROTOCOL_ERROR


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and all its causes; the members of exception groups are yielded too.

    A ``WedaError`` in the chain is not a cause: the caller was handling an earlier failure.
    """
    yield error
    members: tuple[BaseException, ...] = getattr(error, "exceptions", ())
    for member in members:
        yield from _causes(member)
    origin = error.__cause__ or error.__context__  # httpcore's pool clears the cause (from None)
    if origin is not None and not isinstance(origin, WedaError):
        yield from _causes(origin)


def _host_and_port(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url, 0
    return parts.hostname or url, port or (443 if parts.scheme == "https" else 80)


def _reason(cause: BaseException) -> str:
    """Return the message of OpenSSL (``TLSV1_ALERT_PROTOCOL_VERSION``) or of a proxy."""
    if isinstance(cause, httpx.ProxyError):
        return str(cause)
    if not isinstance(cause, ssl.SSLError):
        return ""
    words = getattr(cause, "verify_message", "") or getattr(cause, "reason", "")
    return words or str(cause)


def _header_name(cause: BaseException) -> str:
    """Return the name of the header that the HTTP library refuses to send."""
    match = re.search(r"(?i)content-length|transfer-encoding|host", str(cause))
    return match[0].title() if match else ""


def _detail(chain: list[BaseException], first_bytes: bytes) -> str:
    """Return the innermost message of the chain, and the greeting of a server that is not HTTP.

    The text is not shortened here, since it may repeat a secret that was sent: ``WedaError.masked``
    masks it first.
    """
    texts = [f"{type(each).__name__}: {each}" for each in chain if str(each)]
    silent = [type(each).__name__ for each in chain if not isinstance(each, _OUR_DEADLINE)]
    words = texts[-1] if texts else "".join(silent[-1:])
    if first_bytes and not is_http(first_bytes) and first_bytes[:1] != b"\x16":
        words = " · ".join(filter(None, (words, repr(first_bytes))))
    return words
