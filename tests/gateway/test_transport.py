import errno
import socket
import ssl
from itertools import pairwise
from typing import Any

import httpcore
import httpx
import pytest

from weda_tui.core.errors import Delivery, ErrorCode, FileError, LimitError, NotReachableError
from weda_tui.core.masking import Masker
from weda_tui.gateway.content_encoding import CodingError
from weda_tui.gateway.transport import FAILURES, service_of, translate

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
    (connecting(OSError(errno.EHOSTUNREACH, "no")), ErrorCode.HOST_UNREACHABLE, PLACE),
    (connecting(OSError(errno.ENETUNREACH, "no")), ErrorCode.NETWORK_UNREACHABLE, PLACE),
    (connecting(OSError(errno.EACCES, "no")), ErrorCode.NETWORK_UNREACHABLE, PLACE),
    (
        connecting(OSError("all"), TimeoutError(errno.ETIMEDOUT, "syn")),
        ErrorCode.HOST_UNREACHABLE,
        PLACE,
    ),
    (
        connecting(ConnectionResetError(104, "reset")),
        ErrorCode.CONNECTION_RESET,
        {**PLACE, "received": 7},
    ),
    (connecting(ssl.SSLEOFError(8, "eof")), ErrorCode.CONNECTION_LOST, {**PLACE, "received": 7}),
    (
        raised_from(httpx.ReadError("x"), OSError(errno.ETIMEDOUT, "gone")),
        ErrorCode.CONNECTION_RESET,
        {**PLACE, "received": 7},
    ),
    (httpx.WriteError("x"), ErrorCode.CONNECTION_RESET, {**PLACE, "received": 7}),
    (
        httpx.RemoteProtocolError("peer closed connection without sending complete message body"),
        ErrorCode.CONNECTION_LOST,
        {**PLACE, "received": 7},
    ),
    (httpx.RemoteProtocolError("illegal status line"), ErrorCode.ANSWER_BROKEN, PLACE),
    (CodingError("gzip", "bad"), ErrorCode.CODING_BROKEN, {"coding": "gzip", "received": 7}),
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
    (connecting(certificate("certificate is not yet valid")), ErrorCode.TLS_NOT_YET_VALID, HOST),
    (
        connecting(certificate("CA cert does not include key usage extension")),
        ErrorCode.TLS_FAILED,
        {**HOST, "reason": "CA cert does not include key usage extension"},
    ),
    (
        connecting(ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number")),
        ErrorCode.HTTPS_ON_HTTP_PORT,
        PLACE,
    ),
    (
        connecting(ssl.SSLError(1, "sslv3 alert handshake failure")),
        ErrorCode.TLS_PROTOCOL,
        {**HOST, "reason": "sslv3 alert handshake failure"},
    ),
    (
        raised_from(httpx.ReadError("x"), ssl.SSLError(1, "tlsv13 alert certificate required")),
        ErrorCode.TLS_CLIENT_WANTED,
        HOST,
    ),
    (httpx.ProxyError("407 Sign in"), ErrorCode.PROXY_AUTH, {"proxy": ""}),
    (
        httpx.ProxyError("403 Forbidden"),
        ErrorCode.PROXY_DENIED,
        {"proxy": "", "reason": "403 Forbidden"},
    ),
    (httpx.ProxyError("bad handshake"), ErrorCode.PROXY_FAILED, {"proxy": ""}),
    (TimeoutError(), ErrorCode.ANSWER_TIMED_OUT, {"seconds": 30.0, "received": 7}),
    (httpx.ReadTimeout("x"), ErrorCode.ANSWER_TIMED_OUT, {"seconds": 30.0, "received": 7}),
    (httpx.LocalProtocolError("bad Host header"), ErrorCode.HEADER_INVALID, {"name": "Host"}),
    (httpx.UnsupportedProtocol("ftp"), ErrorCode.URL_INVALID, {"url": URL}),
    (httpx.InvalidURL("x"), ErrorCode.URL_INVALID, {"url": URL}),
]
CLASSES = {
    ErrorCode.ANSWER_TIMED_OUT: LimitError,
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


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (ConnectionRefusedError(), ErrorCode.PROXY_REFUSED),
        (socket.gaierror(-2, "?"), ErrorCode.PROXY_NAME),
        (OSError(errno.EHOSTUNREACH, "no"), ErrorCode.PROXY_FAILED),
    ],
)
def test_a_socket_that_fails_behind_a_proxy_setting_is_the_proxy(
    cause: OSError, code: ErrorCode
) -> None:
    error = translate(connecting(cause), URL, proxy="http://proxy:1")
    assert (error.code, error.parameters) == (code, {"proxy": "http://proxy:1"})


def test_tls_through_a_proxy_is_still_about_the_server() -> None:
    error = translate(connecting(certificate("certificate has expired")), URL, proxy="http://p:1")
    assert error.code is ErrorCode.TLS_EXPIRED


@pytest.mark.parametrize(
    ("first_bytes", "code"),
    [
        (b"", ErrorCode.CONNECTION_LOST),
        (b"HT", ErrorCode.CONNECTION_LOST),
        (b"HTTP/1.1 200 O", ErrorCode.CONNECTION_LOST),
        (b"SSH-2.0-x", ErrorCode.OTHER_SERVICE),
        (b"\x15\x03\x01\x00\x02", ErrorCode.HTTP_ON_HTTPS_PORT),
        (b"hello", ErrorCode.PROTOCOL_ERROR),
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


@pytest.mark.parametrize(
    ("greeting", "service"),
    [
        (b"SSH-2.0-OpenSSH_9.6\r\n", "SSH"),
        (b"220 mail.example.cn ESMTP Postfix\r\n", "SMTP"),
        (b"220 (vsFTPd 3.0.5)\r\n", "FTP"),
        (b"220 ready\r\n", "SMTP/FTP"),
        (b"* OK IMAP4rev1\r\n", "IMAP"),
        (b"+OK POP3\r\n", "POP3"),
        (b"-ERR unknown command\r\n", "Redis"),
        (b"RFB 003.008\n", "VNC"),
        (b"J\x00\x00\x00\n8.0.36\x00\x0b\x00", "MySQL"),
        (b"HTTP/1.1 200 OK\r\n", ""),
        (b"<html>", ""),
    ],
)
def test_a_service_is_known_by_its_greeting(greeting: bytes, service: str) -> None:
    assert service_of(greeting) == service


@pytest.mark.parametrize(
    ("error", "phase", "delivery"),
    [
        (connecting(ConnectionRefusedError()), "connect", Delivery.NOT_SENT),
        (connecting(certificate("certificate has expired")), "connect", Delivery.NOT_SENT),
        (TimeoutError(), "connect", Delivery.NOT_SENT),
        (TimeoutError(), "send", Delivery.SENT),
        (TimeoutError(), "wait", Delivery.SENT),
        (httpx.ReadError("x"), "wait", Delivery.SENT),
        (httpx.ReadError("x"), "receive", Delivery.ANSWERED),
        (TimeoutError(), "receive", Delivery.ANSWERED),
        (httpx.LocalProtocolError("bad Host header"), "wait", Delivery.NOT_SENT),
    ],
)
def test_how_far_a_call_came_is_known(error: Exception, phase: str, delivery: Delivery) -> None:
    assert translate(error, URL, phase=phase).delivery is delivery


def test_what_no_wedas_server_can_read_is_not_executed() -> None:
    silence = httpx.RemoteProtocolError("Server disconnected without sending a response.")
    error = translate(silence, URL, phase="wait", first_bytes=b"SSH-2.0-x\r\n")
    assert error.delivery is Delivery.NOT_SENT


def test_the_detail_is_the_systems_own_word_and_is_masked() -> None:
    error = translate(connecting(ConnectionRefusedError(111, "Connection refused")), URL)
    assert error.detail == "ConnectionRefusedError: [Errno 111] Connection refused"
    echoed = translate(httpx.RemoteProtocolError("illegal line b'hush-hush'"), URL, phase="wait")
    masked = echoed.masked(Masker(("hush-hush",)))
    assert "hush" in echoed.detail
    assert "hush" not in masked.detail
    assert masked.delivery is Delivery.SENT


@pytest.mark.parametrize("before", [*range(60, 90), *range(190, 320)])
def test_what_is_echoed_is_masked_before_it_is_cut(before: int) -> None:
    secret = "Begin0123456789-0123456789End"
    echo = b"x" * before + secret.encode() + b" tail"
    for error in (
        translate(httpx.RemoteProtocolError("x"), URL, phase="wait", first_bytes=echo),
        translate(httpx.RemoteProtocolError(echo.decode()), URL, phase="wait"),
    ):
        masked = error.masked(Masker((secret,)))
        assert "Beg" not in masked.detail
        assert len(masked.detail) <= 300
