import errno
import socket
import ssl
import zlib
from itertools import pairwise
from typing import Any

import httpcore
import httpx
import pytest

from weda_tui.core.errors import ErrorCode, FileError, LimitError, NotReachableError
from weda_tui.gateway.transport import FAILURES, translate

URL = "https://weda.example.cn/weda/x"


def raised_from(*chain: BaseException) -> Exception:
    """Link exceptions as ``raise first from second`` does, and return the first."""
    for error, cause in pairwise(chain):
        error.__cause__ = cause
    first = chain[0]
    assert isinstance(first, Exception)
    return first


def connecting(*causes: BaseException) -> Exception:
    return raised_from(httpx.ConnectError("all failed"), httpcore.ConnectError(), *causes)


def certificate(message: str) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, f"certificate verify failed: {message} (_ssl.c:1006)")
    error.verify_message = message
    return error


HOST = {"host": "weda.example.cn"}
PLACE: dict[str, Any] = {**HOST, "port": 443}

CASES: list[tuple[Exception, ErrorCode, dict[str, Any]]] = [
    (connecting(socket.gaierror(-2, "?")), ErrorCode.DNS_FAILED, HOST),
    (connecting(ConnectionRefusedError(111, "refused")), ErrorCode.CONNECTION_REFUSED, PLACE),
    (
        connecting(
            ExceptionGroup(
                "all", [OSError(errno.ENETUNREACH, "v6"), ConnectionRefusedError(111, "v4")]
            )
        ),
        ErrorCode.CONNECTION_REFUSED,
        PLACE,
    ),
    (connecting(OSError(errno.EHOSTUNREACH, "no")), ErrorCode.NETWORK_UNREACHABLE, PLACE),
    (
        connecting(OSError("all"), TimeoutError(errno.ETIMEDOUT, "syn")),
        ErrorCode.NETWORK_UNREACHABLE,
        PLACE,
    ),
    (
        connecting(ConnectionResetError(104, "reset")),
        ErrorCode.CONNECTION_LOST,
        {**PLACE, "received": 7},
    ),
    (connecting(ssl.SSLEOFError(8, "eof")), ErrorCode.CONNECTION_LOST, {**PLACE, "received": 7}),
    (
        raised_from(httpx.ReadError("x"), OSError(errno.ETIMEDOUT, "gone")),
        ErrorCode.CONNECTION_LOST,
        {**PLACE, "received": 7},
    ),
    (httpx.WriteError("x"), ErrorCode.CONNECTION_LOST, {**PLACE, "received": 7}),
    (
        httpx.RemoteProtocolError("peer closed connection without sending complete message body"),
        ErrorCode.CONNECTION_LOST,
        {**PLACE, "received": 7},
    ),
    (httpx.RemoteProtocolError("illegal status line"), ErrorCode.PROTOCOL_ERROR, PLACE),
    (zlib.error("bad"), ErrorCode.PROTOCOL_ERROR, PLACE),
    (EOFError(), ErrorCode.CONNECTION_LOST, {**PLACE, "received": 7}),
    (
        connecting(certificate("unable to get local issuer certificate")),
        ErrorCode.TLS_UNKNOWN_CA,
        HOST,
    ),
    (
        connecting(certificate("self-signed certificate in certificate chain")),
        ErrorCode.TLS_UNKNOWN_CA,
        HOST,
    ),
    (
        connecting(certificate("IP address mismatch, certificate is not valid for '10.0.0.1'")),
        ErrorCode.TLS_WRONG_HOST,
        HOST,
    ),
    (connecting(certificate("certificate has expired")), ErrorCode.TLS_EXPIRED, HOST),
    (
        connecting(certificate("certificate is not yet valid")),
        ErrorCode.TLS_FAILED,
        {**HOST, "reason": "certificate is not yet valid"},
    ),
    (
        connecting(ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number")),
        ErrorCode.HTTPS_ON_HTTP_PORT,
        PLACE,
    ),
    (
        connecting(ssl.SSLError(1, "sslv3 alert handshake failure")),
        ErrorCode.TLS_FAILED,
        {**HOST, "reason": "sslv3 alert handshake failure"},
    ),
    (httpx.ProxyError("407"), ErrorCode.PROXY_FAILED, {"proxy": ""}),
    (TimeoutError(), ErrorCode.TIMED_OUT, {"seconds": 30.0, "phase": "receive"}),
    (httpx.ReadTimeout("x"), ErrorCode.TIMED_OUT, {"seconds": 30.0, "phase": "receive"}),
    (httpx.LocalProtocolError("bad Host header"), ErrorCode.HEADER_INVALID, {"name": "Host"}),
    (httpx.UnsupportedProtocol("ftp"), ErrorCode.URL_INVALID, {"url": URL}),
    (httpx.InvalidURL("x"), ErrorCode.URL_INVALID, {"url": URL}),
]
CLASSES = {
    ErrorCode.TIMED_OUT: LimitError,
    ErrorCode.HEADER_INVALID: FileError,
    ErrorCode.URL_INVALID: FileError,
}


@pytest.mark.parametrize(
    ("error", "code", "parameters"),
    CASES,
    ids=[f"{c.value}-{n}" for n, (_, c, _) in enumerate(CASES)],
)
def test_every_failure_has_one_meaning(
    error: Exception, code: ErrorCode, parameters: dict[str, Any]
) -> None:
    assert isinstance(error, FAILURES)
    ours = translate(error, URL, received=7, seconds=30.0)
    assert type(ours) is CLASSES.get(code, NotReachableError)
    assert (ours.code, ours.parameters) == (code, parameters)


def test_a_socket_that_fails_behind_a_proxy_setting_is_the_proxy() -> None:
    error = translate(connecting(ConnectionRefusedError()), URL, proxy="http://proxy:1")
    assert (error.code, error.parameters) == (ErrorCode.PROXY_FAILED, {"proxy": "http://proxy:1"})


def test_tls_through_a_proxy_is_still_about_the_server() -> None:
    error = translate(connecting(certificate("certificate has expired")), URL, proxy="http://p:1")
    assert error.code is ErrorCode.TLS_EXPIRED


@pytest.mark.parametrize(
    ("first_bytes", "code"),
    [
        (b"", ErrorCode.CONNECTION_LOST),
        (b"HT", ErrorCode.CONNECTION_LOST),
        (b"HTTP/1.1 200 O", ErrorCode.CONNECTION_LOST),
        (b"SSH-2.0-x", ErrorCode.PROTOCOL_ERROR),
    ],
)
def test_what_a_server_says_first_tells_whether_it_speaks_http(
    first_bytes: bytes, code: ErrorCode
) -> None:
    silence = httpx.RemoteProtocolError("Server disconnected without sending a response.")
    error = translate(silence, "http://h:22", phase="wait", first_bytes=first_bytes)
    assert error.code is code


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://h/x", "h", 80),
        ("https://[::1]:8443/", "::1", 8443),
        ("http://h:x", "http://h:x", 0),
    ],
)
def test_the_place_is_read_from_the_url(url: str, host: str, port: int) -> None:
    error = translate(ConnectionRefusedError(), url)
    assert error.parameters == {"host": host, "port": port}
