"""Failures of the network, from the network library's words into ours, in one table.

httpx.ConnectError ← httpcore.ConnectError ← OSError ← ConnectionRefusedError
└── every link of such a chain is looked at; the first row of the table that fits one decides

A server that speaks first, and something else than HTTP (SSH, FTP), is told by its bytes.
"""

import re
import socket
import ssl
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

from weda_tui.core.errors import (
    ErrorCode,
    FileError,
    LimitError,
    NotReachableError,
    Parameter,
    WedaError,
)

FAILURES = (httpx.TransportError, httpx.InvalidURL, OSError, EOFError, zlib.error)
"""What an exchange may raise that is no bug of ours: all that ``translate`` knows."""


class _Row(NamedTuple):
    kind: type[BaseException]
    pattern: str
    """Regular expression that the exception's text has to contain; empty for any."""
    code: ErrorCode


_TABLE = (
    _Row(
        ssl.SSLCertVerificationError,
        r"[Hh]ostname mismatch|IP address mismatch",
        ErrorCode.TLS_WRONG_HOST,
    ),
    _Row(ssl.SSLCertVerificationError, r"has expired", ErrorCode.TLS_EXPIRED),
    _Row(
        ssl.SSLCertVerificationError,
        r"self[- ]signed|unable to (get|verify)|certificate not trusted|unknown ca",
        ErrorCode.TLS_UNKNOWN_CA,
    ),
    _Row(ssl.SSLEOFError, "", ErrorCode.CONNECTION_LOST),
    _Row(ssl.SSLZeroReturnError, "", ErrorCode.CONNECTION_LOST),
    _Row(
        ssl.SSLError,
        r"(?i)wrong.version.number|http.request|packet.length.too.long|record.layer.failure",
        ErrorCode.HTTPS_ON_HTTP_PORT,
    ),
    _Row(ssl.SSLError, "", ErrorCode.TLS_FAILED),
    _Row(socket.gaierror, "", ErrorCode.DNS_FAILED),
    _Row(httpx.ProxyError, "", ErrorCode.PROXY_FAILED),
    _Row(httpx.TimeoutException, "", ErrorCode.TIMED_OUT),
    _Row(ConnectionRefusedError, "", ErrorCode.CONNECTION_REFUSED),
    _Row(ConnectionError, "", ErrorCode.CONNECTION_LOST),
    _Row(httpx.ReadError, "", ErrorCode.CONNECTION_LOST),
    _Row(httpx.WriteError, "", ErrorCode.CONNECTION_LOST),
    _Row(httpx.CloseError, "", ErrorCode.CONNECTION_LOST),
    _Row(httpx.RemoteProtocolError, r"disconnected|closed connection", ErrorCode.CONNECTION_LOST),
    _Row(httpx.RemoteProtocolError, "", ErrorCode.PROTOCOL_ERROR),
    _Row(httpx.LocalProtocolError, "", ErrorCode.HEADER_INVALID),
    _Row(httpx.UnsupportedProtocol, "", ErrorCode.URL_INVALID),
    _Row(httpx.InvalidURL, "", ErrorCode.URL_INVALID),
    _Row(zlib.error, "", ErrorCode.PROTOCOL_ERROR),
    _Row(EOFError, "", ErrorCode.CONNECTION_LOST),
)
"""Read downwards over the whole chain of causes; the first match wins."""

_PARAMETERS = {
    ErrorCode.DNS_FAILED: ("host",),
    ErrorCode.CONNECTION_REFUSED: ("host", "port"),
    ErrorCode.NETWORK_UNREACHABLE: ("host", "port"),
    ErrorCode.CONNECTION_LOST: ("host", "port", "received"),
    ErrorCode.TLS_UNKNOWN_CA: ("host",),
    ErrorCode.TLS_WRONG_HOST: ("host",),
    ErrorCode.TLS_EXPIRED: ("host",),
    ErrorCode.TLS_FAILED: ("host", "reason"),
    ErrorCode.HTTPS_ON_HTTP_PORT: ("host", "port"),
    ErrorCode.PROXY_FAILED: ("proxy",),
    ErrorCode.PROTOCOL_ERROR: ("host", "port"),
    ErrorCode.TIMED_OUT: ("seconds", "phase"),
    ErrorCode.HEADER_INVALID: ("name",),
    ErrorCode.URL_INVALID: ("url",),
}
_CLASSES: dict[ErrorCode, type[WedaError]] = {
    ErrorCode.TIMED_OUT: LimitError,
    ErrorCode.HEADER_INVALID: FileError,
    ErrorCode.URL_INVALID: FileError,
}
_PROXY_STANDS_IN_FRONT = {
    ErrorCode.DNS_FAILED,
    ErrorCode.CONNECTION_REFUSED,
    ErrorCode.NETWORK_UNREACHABLE,
}
"""Through a proxy, these speak of the proxy: no other socket was opened."""

_SILENCES = {ErrorCode.CONNECTION_LOST, ErrorCode.TIMED_OUT}
"""How a call ends when what came never became an answer."""


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
    """Return what an exception of ``FAILURES`` means for a call to ``url``.

    ``proxy`` is the proxy's address, empty for a direct call; ``received`` the bytes of the body
    so far; ``seconds`` the limit and ``phase`` (``connect``, ``wait``, ``receive``) where it was
    met; ``first_bytes`` what came first on a new connection, before any TLS.
    The result is a ``NotReachableError``, ``LimitError`` or ``FileError``.
    """
    chain = list(_causes(error))
    code, cause = _look_up(error, chain, connecting=phase == "connect")
    if proxy and code in _PROXY_STANDS_IN_FRONT:
        code = ErrorCode.PROXY_FAILED
    if code in _SILENCES and phase == "wait" and first_bytes[:5] != b"HTTP/"[: len(first_bytes)]:
        code = ErrorCode.PROTOCOL_ERROR
    host, port = _host_and_port(url)
    values: dict[str, Parameter] = {
        "host": host,
        "port": port,
        "received": received,
        "reason": _tls_reason(cause),
        "proxy": proxy,
        "seconds": seconds,
        "phase": phase,
        "name": _header_name(cause),
        "url": url,
    }
    parameters = {name: values[name] for name in _PARAMETERS[code]}
    return _CLASSES.get(code, NotReachableError)(code, **parameters)


def _look_up(
    error: Exception, chain: list[BaseException], *, connecting: bool
) -> tuple[ErrorCode, BaseException]:
    if type(error) is TimeoutError:
        return ErrorCode.TIMED_OUT, error
    for row in _TABLE:
        for cause in chain:
            if isinstance(cause, row.kind) and re.search(row.pattern, str(cause)):
                return row.code, cause
    for cause in chain:
        if isinstance(cause, OSError):
            return ErrorCode.NETWORK_UNREACHABLE, cause
    return (ErrorCode.NETWORK_UNREACHABLE if connecting else ErrorCode.CONNECTION_LOST), error


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and everything it was raised from, groups taken apart.

    An earlier failure that a caller is just dealing with is no cause of this one.
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


def _tls_reason(cause: BaseException) -> str:
    """Return OpenSSL's own words, such as ``TLSV1_ALERT_PROTOCOL_VERSION``."""
    if not isinstance(cause, ssl.SSLError):
        return ""
    words = getattr(cause, "verify_message", "") or getattr(cause, "reason", "")
    return words or str(cause)


def _header_name(cause: BaseException) -> str:
    """Return the header that the HTTP library will not send as it was typed."""
    match = re.search(r"(?i)content-length|transfer-encoding|host", str(cause))
    return match[0].title() if match else ""
