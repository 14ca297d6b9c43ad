"""The recorder stores requests byte for byte."""

import socket

from tests.wire.recorder import TOKEN_PATH, recorder


def send(host: str, data: bytes) -> bytes:
    name, _, port = host.removeprefix("http://").rpartition(":")
    with socket.create_connection((name, int(port)), timeout=10) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        pieces: list[bytes] = []
        while piece := connection.recv(65536):
            pieces.append(piece)
    return b"".join(pieces)


def test_each_byte_of_a_request_is_kept() -> None:
    path = "/审批?a=%zz b".encode()
    head = b"PURGE " + path + b" HTTP/1.1\r\nX-A: \xff \r\nx-a:\r\nContent-Length: 3\r\n\r\n"
    with recorder() as server:
        send(server.host, head + b"\xff\r\n")
        (request,) = server.requests()
        assert server.requests() == []
    assert (request.method, request.target, request.body) == ("PURGE", path, b"\xff\r\n")
    assert request.headers == ((b"X-A", b"\xff"), (b"x-a", b""), (b"Content-Length", b"3"))
    assert request.values("X-a") == [b"\xff", b""]


def test_chunks_are_joined_and_a_client_that_waits_is_answered() -> None:
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
    with recorder() as server:
        answer = send(server.host, head + b"2\r\nab\r\n1;x\r\nc\r\n0\r\n\r\n")
        assert server.requests()[0].body == b"abc"
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200")


def test_calls_for_a_token_are_kept_apart() -> None:
    with recorder() as server:
        answer = send(server.host, b"POST " + TOKEN_PATH + b" HTTP/1.1\r\n\r\n")
        assert server.requests() == []
        assert len(server.token_calls()) == 1
    assert b'"access_token"' in answer
