"""Bytes that a server sends after a response never answer the next request."""

import asyncio
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gateway.authority import Authority
from tests.gateway.conftest import Send
from tests.gateway.faulty_server import FaultyServer, canned, ok, read_request
from weda_tui.core.errors import NotReachableError
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.stray_bytes import AnswerEnd

EVIL = ok(b'{"evil": true}')
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("method", "first", "body"),
    [
        ("POST", ok(b"{}"), b"{}"),
        ("POST", CHUNKED, b"{}"),
        ("POST", ok(b""), b""),
        ("POST", ok(bytes(200_000)), bytes(200_000)),
        ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b""),
        ("POST", b"HTTP/1.1 204 No Content\r\n\r\n", b""),
        ("POST", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", b""),
        ("POST", b"HTTP/1.1 103 Early Hints\r\n\r\n" + ok(b"{}"), b"{}"),
    ],
)
@pytest.mark.parametrize("more", [EVIL, b"x", b"\r\n" + EVIL, b"HTTP/1.1 200 OK\r\nContent-"])
async def test_what_comes_with_an_answer_is_not_the_next_one(
    send: Send, method: str, first: bytes, body: bytes, more: bytes
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.requests.append(await read_request(reader))
        writer.write(first + more if len(server.requests) == 1 else ok(b'{"second": 2}'))
        await reader.read()

    server = FaultyServer(answer)
    async with server.listen() as host:
        one = await send(host, method=method, body=b"")
        two = await send(host)
    assert one.body == body
    assert one.has_stray_bytes
    assert two.body == b'{"second": 2}'
    assert not two.has_stray_bytes
    assert server.connections == 2


async def test_a_body_longer_than_its_length_says_so(send: Send) -> None:
    async with canned(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n[12]34]").listen() as host:
        response = await send(host)
    assert response.body == b"[12]"
    assert response.has_stray_bytes


@pytest.mark.parametrize("pieces", [[EVIL], [EVIL[:9], EVIL[9:]], [b"\r\n"]])
async def test_what_comes_between_two_calls_is_not_the_next_one(
    send: Send, pieces: list[bytes]
) -> None:
    may_send, has_sent = asyncio.Event(), asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.requests.append(await read_request(reader))
        writer.write(ok(b"{}"))
        if len(server.requests) == 1:
            await may_send.wait()
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            has_sent.set()
        await reader.read()

    server = FaultyServer(answer)
    async with server.listen() as host:
        first = await send(host)
        may_send.set()
        await has_sent.wait()
        second = await send(host)
    assert (first.body, second.body) == (b"{}", b"{}")
    assert not first.has_stray_bytes
    assert second.has_stray_bytes
    assert server.connections == 2


async def test_a_server_that_only_closes_sends_nothing_unasked(send: Send) -> None:
    closed = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(ok(b"{}"))
        writer.close()
        await writer.wait_closed()
        closed.set()

    server = FaultyServer(answer)
    async with server.listen() as host:
        first = await send(host)
        await closed.wait()
        second = await send(host)
    assert not first.has_stray_bytes
    assert not second.has_stray_bytes
    assert server.connections == 2


async def test_connections_are_kept_where_nothing_is_wrong(send: Send) -> None:
    answers = [ok(b"{}"), CHUNKED, b"HTTP/1.1 204 No Content\r\n\r\n", ok(bytes(300_000))]
    server = canned(*answers, ok(b"[]"), then_close=False)
    async with server.listen() as host:
        for _ in answers:
            assert not (await send(host)).has_stray_bytes
        assert (await send(host)).body == b"[]"
    assert server.connections == 1


HELD = b"POST /rows HTTP/1.1\r\nHost: x\r\nContent-Length: 200\r\n\r\n"


@pytest.mark.parametrize(
    ("method", "headers", "body"),
    [
        ("GET", (), b"{}"),
        ("DELETE", (), b"{}"),
        ("OPTIONS", (), b"{}"),
        ("POST", (), HELD),
        ("PUT", (), b"--x\r\n\r\n" + HELD),
        ("POST", (), HELD.replace(b" ", b"\r")),
        ("POST", (), b'{"a": "' + HELD.replace(b" ", b"\x1c") + b'"}'),
        ("POST", (("Transfer-Encoding", "chunked"),), b"{}"),
    ],
)
async def test_what_a_server_leaves_of_a_body_is_not_the_next_request(
    send: Send, method: str, headers: tuple[tuple[str, str], ...], body: bytes
) -> None:
    server = canned(ok(b"{}"), ok(b"[]"), then_close=False)
    async with server.listen() as host:
        await send(host, method=method, headers=headers, body=body)
        await send(host)
    assert server.connections == 2


async def test_not_even_where_its_answer_cannot_be_unpacked(send: Send) -> None:
    broken = ok(gzip.compress(b"[]", mtime=0)[:-8], "Content-Encoding: gzip")
    server = canned(broken, broken, then_close=False)
    async with server.listen() as host:
        for _ in range(2):
            with pytest.raises(NotReachableError):
                await send(host, method="GET", body=HELD)
    assert server.connections == 2


def answering_once(first: bytes) -> FaultyServer:
    """Answer the first request on each of two connections; the first response is ``first``."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.requests.append(await read_request(reader))
        writer.write(first if len(server.requests) == 1 else ok(b"[2]"))
        await reader.read()

    server = FaultyServer(answer)
    return server


@pytest.mark.parametrize("size", [2, 15_000, 40_000, 300_000])
async def test_over_tls_too(send: Send, gateway: Gateway, tmp_path: Path, size: int) -> None:
    authority = Authority(tmp_path)
    server = answering_once(ok(bytes(size)) + EVIL)
    async with server.listen(authority.server()) as host:
        first = await send(host, ca_file=str(authority.ca_file))
        second = await send(host, ca_file=str(authority.ca_file))
        await gateway.aclose()  # else the server waits for the client to end TLS
    assert (first.size, second.body) == (size, b"[2]")
    assert server.connections == 2


async def test_a_connection_with_tls_is_kept_where_nothing_is_wrong(
    send: Send, gateway: Gateway, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    server = canned(ok(b"[1]"), CHUNKED, ok(bytes(20_000)), ok(b"[2]"), then_close=False)
    async with server.listen(authority.server()) as host:
        sizes = [(await send(host, ca_file=str(authority.ca_file))).size for _ in range(4)]
        await gateway.aclose()
    assert sizes == [3, 2, 20_000, 3]
    assert server.connections == 1


async def test_through_a_proxy_too(send: Send) -> None:
    server = answering_once(ok(b"[1]") + EVIL)
    async with server.listen() as proxy:
        first = await send("http://weda.invalid", proxy=proxy)
        second = await send("http://weda.invalid", proxy=proxy)
    assert (first.body, second.body) == (b"[1]", b"[2]")
    assert first.has_stray_bytes
    assert server.connections == 2


async def test_through_a_tunnel_too(send: Send, gateway: Gateway, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    server = answering_once(ok(b"[1]") + EVIL)

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(2**16):
            writer.write(data)
            await writer.drain()

    async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        there, away = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        try:
            await asyncio.gather(pump(reader, away), pump(there, writer))
        finally:
            away.close()

    relay = FaultyServer(tunnel)
    async with server.listen(authority.server()) as host, relay.listen() as proxy:
        ca_file = str(authority.ca_file)
        first = await send(host, proxy=proxy, ca_file=ca_file)
        second = await send(host, proxy=proxy, ca_file=ca_file)
        await gateway.aclose()
    assert (first.body, second.body) == (b"[1]", b"[2]")
    assert first.has_stray_bytes
    assert server.connections == relay.connections == 2


@given(
    answer=st.sampled_from([ok(b"{}"), CHUNKED, ok(b""), b"HTTP/1.1 204 No\r\n\r\n"]),
    more=st.sampled_from([b"", b"x", EVIL]),
    step=st.integers(1, 50),
)
def test_the_end_of_an_answer_is_found_however_it_is_cut(
    answer: bytes, more: bytes, step: int
) -> None:
    end, data = AnswerEnd("GET"), answer + more
    for at in range(0, len(data), step):
        end.feed(data[at : at + step])
    assert end.has_more == bool(more)


def test_what_is_no_http_ends_nowhere() -> None:
    end = AnswerEnd("GET")
    end.feed(b"HTTP/1.1 two\r\n\r\n")
    end.feed(b"more")
    assert not end.has_more
