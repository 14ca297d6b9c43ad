"""What the network's failures are called: one table, read downwards.

Python's, OpenSSL's and the network library's words at the left, our codes at the right.
"""

import errno
import re
import socket
import ssl
from typing import NamedTuple

import httpx

from weda_tui.core.errors import ErrorCode
from weda_tui.gateway.content_encoding import CodingError


class FailureRow(NamedTuple):
    """A kind of exception, and what its text holds."""

    kind: type[BaseException]
    pattern: str
    """Regular expression that the exception's text has to contain; empty for any."""
    code: ErrorCode
    numbers: frozenset[int] = frozenset()
    """The ``errno`` that an ``OSError`` has to have; empty for any."""

    def fits(self, error: BaseException) -> bool:
        """Return whether an exception is of this row."""
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
    ),  # one that is closed in order is read
    FailureRow(
        httpx.WriteError, "", ErrorCode.CONNECTION_RESET
    ),  # to its end, which is no such error
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
"""How servers speak that are no HTTP server (their protocols' own documents)."""
_TLS_ALERT = re.compile(rb"\x15\x03[\x00-\x04]")


def service_of(first_bytes: bytes) -> str:
    """Return the name of the protocol a server speaks, empty for one that is not known."""
    return next((each.service for each in _GREETINGS if each.pattern.match(first_bytes)), "")


def is_tls_alert(first_bytes: bytes) -> bool:
    """Return whether a server answered plain HTTP as one does that wanted TLS."""
    return _TLS_ALERT.match(first_bytes) is not None


def is_http(first_bytes: bytes) -> bool:
    """Return whether what came first is HTTP, or may become it."""
    return first_bytes[:5] == b"HTTP/"[: len(first_bytes)]
