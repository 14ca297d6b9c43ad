import asyncio
import errno
import gzip
import itertools
import os
import socket
import subprocess
import sys
import threading
import zlib
from pathlib import Path
from typing import Any, BinaryIO

import httpcore
import httpx
import pytest
from msgspec.structs import replace

from tests.gateway.conftest import Send, environment_at, route_to
from tests.gateway.faulty_server import FaultyServer, break_off, canned, ok, read_request
from weda_tui import __version__
from weda_tui.core.answers.timing import TimingStep
from weda_tui.core.clock import Clock
from weda_tui.core.environments.route import RouteUse
from weda_tui.core.errors import (
    Delivery,
    ErrorCode,
    FileError,
    GuardError,
    LimitError,
    NotReachableError,
    WedaError,
)
from weda_tui.core.requests.draft import Header, PreparedRequest
from weda_tui.core.sending.exchange import LeaveBy, Phase, Response, Sending
from weda_tui.gateway.client import Gateway
from weda_tui.gateway.content_encoding import BodyBuffer
from weda_tui.gateway.transport import HEADERS_LIMIT
from weda_tui.store.bodies import open_new


async def test_the_request_leaves_as_it_was_prepared(send: Send) -> None:
    server = canned(ok(b"{}"))
    async with server.listen() as host:
        await send(
            host,
            path="/a%2fb/%e4?$filter=(x%20gt%201)&q=a+b&q=[1]",
            headers=(("X-b", "1"), ("x-A", "值"), ("X-b", "2"), ("Authorization", "Bearer t")),
            body='{"名":1.10}'.encode(),
        )
    assert server.requests == [
        b"POST /a%2fb/%e4?$filter=(x%20gt%201)&q=a+b&q=[1] HTTP/1.1\r\n"
        + f"Host: 127.0.0.1:{server.port}\r\nX-b: 1\r\nx-A: 值\r\nX-b: 2\r\n".encode()
        + b"Authorization: Bearer t\r\nContent-Length: 12\r\nAccept: */*\r\n"
        + f"Accept-Encoding: gzip, deflate\r\nUser-Agent: weda-tui/{__version__}\r\n\r\n".encode()
        + '{"名":1.10}'.encode()
    ]


async def test_headers_that_were_given_are_not_added_again(send: Send) -> None:
    server = canned(ok(b"{}"))
    given = (("accept", "a/b"), ("USER-AGENT", "me"), ("accept-encoding", "br"))
    async with server.listen() as host:
        given += (("host", own := host.removeprefix("http://")),)
        await send(host, method="GET", headers=given, body=b"")
    head = server.requests[0]
    assert head.lower().count(b"accept:") == head.lower().count(b"user-agent:") == 1
    assert f"host: {own}\r\n".encode() in head
    assert head.lower().count(b"host:") == 1
    assert b"Content-Length" not in head


@pytest.mark.parametrize(
    ("uses", "headers"),
    [
        ({RouteUse.KEY}, ()),
        ({RouteUse.PASSWORD, RouteUse.CERTIFICATE}, ()),
        (set[RouteUse](), (("authorization", "Bearer t"),)),
        (set[RouteUse](), ()),
        ({RouteUse.CERTIFICATE}, (("X-Original-URL", "/x"),)),
    ],
)
async def test_nothing_goes_to_another_virtual_host(
    gateway: Gateway, uses: set[RouteUse], headers: tuple[Header, ...]
) -> None:
    server = canned(ok(b"{}"))
    async with server.listen() as host:
        typed = (*headers, ("host", "evil.example"))
        request = PreparedRequest(method="GET", url=f"{host}/x", headers=typed, body=b"")
        route = replace(route_to(environment_at(host)), uses=frozenset(uses))
        with pytest.raises(FileError) as caught:
            await gateway.exchange(request, route, started=0.0, on_progress=lambda _: None)
    assert caught.value.code is ErrorCode.HOST_HEADER_OTHER
    assert server.requests == []


async def test_the_answer_comes_as_received(send: Send) -> None:
    head = b"HTTP/1.1 299 Fine \xe5\xa5\xbd\r\nX-One: \xe5\xa5\xbd\r\nx-two: \xff\r\nX-One: 2\r\n"
    server = canned(head + b"Content-Length: 3\r\n\r\n1.0")
    async with server.listen() as host:
        response = await send(host)
    assert (response.status, response.reason, response.body) == (299, "Fine 好", b"1.0")
    assert response.headers == (
        ("X-One", "好"),
        ("x-two", "ÿ"),
        ("X-One", "2"),
        ("Content-Length", "3"),
    )


@pytest.mark.parametrize("end", ["\\@127.0.0.1:{port}/x", "@127.0.0.1:{port}/x", ".evil.cn/x"])
async def test_nothing_leaves_for_another_host_whoever_prepared_it(send: Send, end: str) -> None:
    server = canned(ok(b"{}"))
    async with server.listen():
        with pytest.raises(FileError) as caught:
            await send("http://weda.example.cn", path=end.format(port=server.port))
    assert caught.value.code is ErrorCode.URL_OTHER_HOST
    assert server.requests == []


@pytest.mark.parametrize("path", ["/x", "/gw/../x", "/gw/%2e%2e/x", "/gw..", "/gw/..;/x"])
async def test_nothing_leaves_the_prefix_whoever_prepared_it(gateway: Gateway, path: str) -> None:
    server = canned(ok(b"{}"))
    async with server.listen() as host:
        request = PreparedRequest(method="GET", url=f"{host}{path}", headers=(), body=b"")
        route = route_to(environment_at(f"{host}/gw"))
        with pytest.raises(FileError) as caught:
            await gateway.exchange(request, route, started=0.0, on_progress=lambda _: None)
    assert caught.value.code is ErrorCode.URL_OTHER_PATH
    assert server.requests == []


async def test_redirects_are_not_followed_and_cookies_not_kept(send: Send) -> None:
    redirect = (
        b"HTTP/1.1 307 Go\r\nLocation: http://[bad\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"
    )
    server = canned(redirect, ok(b"{}"))
    async with server.listen() as host:
        assert (await send(host)).status == 307
        assert (await send(host)).status == 200
    assert server.connections == 1
    assert b"cookie" not in server.requests[1].lower()


async def test_netrc_is_never_read(
    send: Send, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password hush")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HOME", str(tmp_path))
    server = canned(ok(b"{}"))
    async with server.listen() as host:
        await send(host)
    assert b"authorization" not in server.requests[0].lower()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"[1.10]", mtime=0)),
        ("x-GZIP", gzip.compress(b"[1", mtime=0) + gzip.compress(b".10]", mtime=0)),
        ("deflate", zlib.compress(b"[1.10]")),
        ("deflate", zlib.compress(b"[1.10]")[2:-4]),
    ],
)
async def test_gzip_and_deflate_are_undone(send: Send, encoding: str, body: bytes) -> None:
    async with canned(ok(body, f"Content-Encoding: {encoding}")).listen() as host:
        assert (await send(host)).body == b"[1.10]"


async def test_a_coding_nobody_asked_for_is_kept_as_received(send: Send) -> None:
    async with canned(ok(b"\x0b\x02", "Content-Encoding: br")).listen() as host:
        assert (await send(host)).body == b"\x0b\x02"


async def test_head_has_no_body_although_it_announces_one(send: Send) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Encoding: gzip\r\n\r\n"
    async with canned(head).listen() as host:
        response = await send(host, method="HEAD", body=b"")
    assert (response.body, response.header("content-length")) == (b"", "9")


_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "code", "received"),
    [
        (b"", ErrorCode.CONNECTION_LOST, 0),
        (b"HTTP/1.1 200 OK\r\nX: ", ErrorCode.CONNECTION_LOST, 0),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{12", ErrorCode.CONNECTION_LOST, 3),
        (_CHUNKED + b"3\r\n{12\r\n", ErrorCode.CONNECTION_LOST, 3),
        (_CHUNKED + b"zz\r\n{12\r\n", ErrorCode.ANSWER_BROKEN, None),
        (b"\x15\x03\x03\x00\x02\x02\x46", ErrorCode.HTTP_ON_HTTPS_PORT, None),
        (b"HTTP/1.1 two OK\r\n\r\n", ErrorCode.ANSWER_BROKEN, None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", ErrorCode.ANSWER_BROKEN, None),
    ],
)
async def test_a_broken_answer_is_named(
    send: Send, answer: bytes, code: ErrorCode, received: int | None
) -> None:
    server = canned(answer)
    async with server.listen() as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host)
    expected: dict[str, Any] = {"host": "127.0.0.1", "port": server.port}
    if received is not None:
        expected["received"] = received
    assert (caught.value.code, caught.value.parameters) == (code, expected)


@pytest.mark.parametrize("head", [b"X: " + b"a" * 2**18, b"X: a\r\n" * 2**16])
async def test_headers_beyond_the_limit_of_the_library_name_it(send: Send, head: bytes) -> None:
    async with canned(b"HTTP/1.1 200 OK\r\n" + head).listen() as host:
        with pytest.raises(LimitError) as caught:
            await send(host)
    assert caught.value.code is ErrorCode.HEADERS_TOO_BIG
    assert caught.value.parameters == {"limit": 100 * 1024}
    assert caught.value.delivery is Delivery.SENT


def test_the_limit_of_the_library_is_the_one_that_is_named() -> None:
    assert httpcore.AsyncHTTP11Connection.MAX_INCOMPLETE_EVENT_SIZE == HEADERS_LIMIT


_PACKED = gzip.compress(b"[1.10]", mtime=0)


@pytest.mark.parametrize(
    ("coding", "body", "kept"),
    [
        ("gzip", _PACKED[:-9], b"[1.10]"),
        ("gzip", _PACKED[:-8] + bytes(8), b"[1.10]"),
        ("x-gzip", _PACKED[:-8] + bytes(8), b"[1.10]"),
        ("deflate", zlib.compress(b"[1.10]")[:-1] + b"?", b"[1.10]"),
        ("gzip", b"{}", b"{}"),
        ("deflate", b"\xff\xff\xff", b"\xff\xff\xff"),
    ],
)
async def test_an_answer_whose_packing_is_broken_is_named_and_what_came_is_kept(
    send: Send, coding: str, body: bytes, kept: bytes
) -> None:
    async with canned(ok(body, f"Content-Encoding: {coding}")).listen() as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host)
    assert caught.value.code is ErrorCode.CODING_BROKEN
    assert caught.value.parameters == {"coding": coding, "received": len(body)}
    partial: Response | None = caught.value.partial
    assert partial is not None
    assert partial.body == kept


async def test_a_reset_in_the_middle_says_how_much_came(send: Send) -> None:
    half_sent = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + b"a" * 40)
        await half_sent.wait()
        break_off(writer)

    def on_progress(sending: Sending) -> None:
        if sending.received:
            half_sent.set()

    clock = iter(range(1000))
    gateway = Gateway(Clock(monotonic=lambda: float(next(clock))))
    async with FaultyServer(answer).listen() as host:
        request = PreparedRequest(method="GET", url=host, headers=(), body=b"")
        with pytest.raises(NotReachableError) as caught:
            await gateway.exchange(
                request, route_to(environment_at(host)), started=0.0, on_progress=on_progress
            )
    await gateway.aclose()
    assert caught.value.code is ErrorCode.CONNECTION_RESET
    assert caught.value.parameters["received"] == 40
    assert caught.value.delivery is Delivery.ANSWERED


async def test_a_reset_before_any_answer_was_sent_and_may_have_been_executed(send: Send) -> None:
    server = canned(b"", reset=True)
    async with server.listen() as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host)
    assert caught.value.code is ErrorCode.CONNECTION_RESET
    assert caught.value.delivery is Delivery.SENT
    assert caught.value.detail


async def test_a_refused_port_is_named(send: Send) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        with pytest.raises(NotReachableError) as caught:
            await send(f"http://127.0.0.1:{port}")
    assert caught.value.code is ErrorCode.CONNECTION_REFUSED
    assert caught.value.parameters == {"host": "127.0.0.1", "port": port}


@pytest.mark.parametrize(
    ("error", "code", "parameters"),
    [
        (
            socket.gaierror(socket.EAI_NONAME, "unknown"),
            ErrorCode.DNS_FAILED,
            {"host": "weda.invalid"},
        ),
        (
            OSError(errno.ENETUNREACH, "no way"),
            ErrorCode.NETWORK_UNREACHABLE,
            {"host": "weda.invalid", "port": 80},
        ),
    ],
)
async def test_a_name_or_network_that_does_not_lead_anywhere(
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
    error: OSError,
    code: ErrorCode,
    parameters: dict[str, Any],
) -> None:
    def fail(*_arguments: Any, **_named: Any) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(NotReachableError) as caught:
        await send("http://weda.invalid")
    assert (caught.value.code, caught.value.parameters) == (code, parameters)


async def test_a_server_that_greets_and_waits_is_told_from_a_slow_one(send: Send) -> None:
    server = canned(b"220 ftp.example ready\r\n", then_close=False)
    async with server.listen() as host:
        with pytest.raises(NotReachableError) as caught:
            await send(host, timeout=1.5)
    assert caught.value.code is ErrorCode.OTHER_SERVICE
    assert caught.value.parameters["service"] == "FTP"


async def test_silence_ends_at_the_deadline_and_says_it_waited(send: Send) -> None:
    server = canned(b"", then_close=False)
    async with server.listen() as host:
        with pytest.raises(LimitError) as caught:
            await send(host, timeout=1.0)
        await server.hung_up.wait()
    assert caught.value.code is ErrorCode.TIMED_OUT
    assert caught.value.parameters == {"seconds": 1.0, "phase": "wait"}
    assert caught.value.detail == "", "the system says nothing of a deadline of ours"


@pytest.mark.parametrize(
    ("head", "piece", "code"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n", b"a", ErrorCode.ANSWER_TIMED_OUT),
        (_CHUNKED, b"1\r\na\r\n", ErrorCode.ANSWER_TIMED_OUT),
        (b"", b"HTTP/1.1 102 Processing\r\n\r\n", ErrorCode.TIMED_OUT),
    ],
)
async def test_a_drip_that_never_ends_ends_at_the_deadline(
    send: Send, head: bytes, piece: bytes, code: ErrorCode
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.wait([asyncio.ensure_future(reader.read(1))], timeout=0.01)
            if reader.at_eof():
                return

    async with FaultyServer(answer).listen() as host:
        with pytest.raises(LimitError) as caught:
            await send(host, timeout=1.5)
    assert caught.value.code is code
    assert caught.value.parameters["seconds"] == 1.5


async def test_a_connection_that_does_not_open_ends_at_the_deadline(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = asyncio.Event()

    async def connect(*_arguments: Any, **_named: Any) -> None:
        await release.wait()

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", connect)
    with pytest.raises(LimitError) as caught:
        await send("http://127.0.0.1:9", timeout=0.05)
    assert caught.value.code is ErrorCode.CONNECT_TIMED_OUT
    assert caught.value.parameters == {"seconds": 0.05, "host": "127.0.0.1", "port": 9}
    assert caught.value.delivery is Delivery.NOT_SENT


async def send_within(gateway: Gateway, host: str, seconds: float, longest: float) -> Response:
    request = PreparedRequest(method="POST", url=f"{host}/weda/x", headers=(), body=b"{}")
    late = GuardError(ErrorCode.AGENT_ANSWER_LATE)
    return await gateway.exchange(
        request,
        route_to(environment_at(host, timeout=longest)),
        started=0.0,
        on_progress=lambda _: None,
        leave_by=LeaveBy(Clock().monotonic() + seconds, late),
    )


async def test_what_has_not_left_in_time_does_not_leave(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = asyncio.Event()

    async def connect(*_arguments: Any, **_named: Any) -> None:
        await release.wait()

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", connect)
    with pytest.raises(GuardError) as caught:
        await send_within(gateway, "http://127.0.0.1:9", 0.05, longest=60.0)
    assert caught.value.code is ErrorCode.AGENT_ANSWER_LATE
    assert caught.value.delivery is Delivery.NOT_SENT


async def test_what_has_left_in_time_may_be_answered_later(gateway: Gateway) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        await asyncio.sleep(1.2)
        writer.write(ok(b"{}"))
        await reader.read()

    async with FaultyServer(answer).listen() as host:
        response = await send_within(gateway, host, 1.0, longest=20.0)
    assert response.status == 200


async def test_the_time_to_leave_is_no_longer_than_that_of_a_call(gateway: Gateway) -> None:
    server = canned(b"", then_close=False)
    async with server.listen() as host:
        with pytest.raises(LimitError) as caught:
            await send_within(gateway, host, 60.0, longest=0.2)
        await server.hung_up.wait()
    assert caught.value.code in {ErrorCode.TIMED_OUT, ErrorCode.CONNECT_TIMED_OUT}


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
async def test_an_endless_body_or_a_bomb_ends_at_the_limit(send: Send, encoding: str) -> None:
    piece = gzip.compress(bytes(2**24), mtime=0) if encoding == "gzip" else bytes(2**16)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\n\r\n".encode())
        while True:
            writer.write(piece)
            await writer.drain()

    small = Gateway(Clock(), body_limit=3 * 2**20)
    async with FaultyServer(answer).listen() as host:
        with pytest.raises(LimitError) as caught:
            await send(host, through=small)
    await small.aclose()
    assert caught.value.code is ErrorCode.BODY_TOO_BIG
    assert caught.value.parameters == {"limit": 3 * 2**20}
    assert 2 * 2**20 <= len(caught.value.partial.body) <= 3 * 2**20, "what came is kept"
    assert caught.value.partial.status == 200


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
async def test_the_beginning_of_a_body_is_told_while_the_rest_is_on_its_way(
    send: Send, encoding: str
) -> None:
    body = bytes(range(256)) * 1024
    sent = gzip.compress(body, 0, mtime=0) if encoding == "gzip" else body
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/x\r\nContent-Encoding: {encoding}\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(f"{head}Content-Length: {len(sent)}\r\n\r\n".encode())
        for start in range(0, len(sent), 32 * 1024):
            writer.write(sent[start : start + 32 * 1024])
            await writer.drain()

    told: list[Sending] = []
    ticks = itertools.count()
    through = Gateway(Clock(monotonic=lambda: float(next(ticks))))
    async with FaultyServer(answer).listen() as host:
        response = await send(host, through=through, progress=told)
    await through.aclose()
    assert response.body == body
    heads = {each.head for each in told if each.head}
    assert heads
    assert all(body.startswith(each) and len(each) <= 64 * 1024 for each in heads)
    assert {each.content_type for each in told if each.head} == {"text/x"}


async def test_a_body_that_comes_slowly_is_told_as_far_as_it_came(send: Send) -> None:
    seen, times = asyncio.Event(), itertools.count(step=2)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n[12")
        await seen.wait()
        writer.write(b"]")

    class Told(list[Sending]):
        def append(self, sending: Sending) -> None:
            super().append(sending)
            if sending.received:
                seen.set()

    told = Told()
    through = Gateway(Clock(monotonic=lambda: float(next(times))))
    async with FaultyServer(answer).listen() as host:
        await send(host, through=through, progress=told)
    await through.aclose()
    assert b"[12" in {each.head for each in told}


async def test_a_body_of_exactly_the_limit_passes(send: Send) -> None:
    small = Gateway(Clock(), body_limit=2**20)
    body = gzip.compress(bytes(2**20), mtime=0)
    async with canned(ok(body, "Content-Encoding: gzip")).listen() as host:
        assert len((await send(host, through=small)).body) == 2**20
    await small.aclose()


async def test_a_body_that_goes_to_a_file_is_written_beside_the_loop(
    send: Send, tmp_path: Path
) -> None:
    opened = list[int]()

    def open_file() -> BinaryIO:
        opened.append(threading.get_ident())
        return open_new(tmp_path)

    gateway, body = Gateway(Clock(), in_memory=10, open_file=open_file), bytes(2**20)
    async with canned(ok(gzip.compress(body), "Content-Encoding: gzip")).listen() as host:
        answer = await send(host, through=gateway)
    await gateway.aclose()
    assert answer.received[:] == body
    assert opened
    assert threading.get_ident() not in opened


async def test_others_have_their_turn_between_the_pieces_of_a_bomb(send: Send) -> None:
    gateway, turns = Gateway(Clock()), list[int]()
    bomb = gzip.compress(bytes(2**25), mtime=0)

    async def count() -> None:
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    counting = asyncio.ensure_future(count())
    async with canned(ok(bomb, "Content-Encoding: gzip")).listen() as host:
        assert (await send(host, through=gateway)).size == 2**25
    counting.cancel()
    await gateway.aclose()
    assert len(turns) >= 2**25 // 2**20


async def test_the_deadline_holds_while_a_bomb_is_undone(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A piece of a decompression bomb that arrives after the deadline is not kept."""
    gateway, pieces = Gateway(Clock()), list[int]()
    append = BodyBuffer.append

    def slowly(buffer: BodyBuffer, piece: bytes) -> None:
        pieces.append(len(piece))
        threading.Event().wait(0.05)
        append(buffer, piece)

    monkeypatch.setattr(BodyBuffer, "append", slowly)
    bomb = gzip.compress(bytes(2**26), mtime=0)
    async with canned(ok(bomb, "Content-Encoding: gzip")).listen() as host:
        with pytest.raises(LimitError) as caught:
            await send(host, through=gateway, timeout=1.5)
    await gateway.aclose()
    assert caught.value.code is ErrorCode.ANSWER_TIMED_OUT
    assert len(pieces) < 64
    assert caught.value.partial.size == (len(pieces)) * 2**20


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES])
async def test_a_disk_that_takes_no_body_is_not_taken_for_the_network(
    send: Send, number: int
) -> None:
    def open_file() -> BinaryIO:
        raise OSError(number, os.strerror(number))

    head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + b"a" * 9

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(head)
        await began.wait()
        writer.write(b"b" * 90)

    began = asyncio.Event()

    class Reports(list[Sending]):
        def append(self, sending: Sending) -> None:
            if sending.received:
                began.set()

    ticks = itertools.count()
    gateway = Gateway(
        Clock(monotonic=lambda: float(next(ticks))),
        in_memory=10,
        open_file=open_file,
        place="/state/bodies",
    )
    async with FaultyServer(answer).listen() as host:
        with pytest.raises(FileError) as caught:
            await send(host, through=gateway, progress=Reports())
    await gateway.aclose()
    assert caught.value.code is ErrorCode.BODY_NOT_STORED
    assert caught.value.parameters == {"file": "/state/bodies", "reason": os.strerror(number)}
    assert caught.value.delivery is Delivery.ANSWERED
    assert caught.value.partial.body == b"a" * 9, "what came is kept"


async def test_a_call_that_is_stopped_waits_for_what_is_being_written(
    send: Send, tmp_path: Path
) -> None:
    begun, may_go_on, files = threading.Event(), threading.Event(), list[BinaryIO]()

    def open_file() -> BinaryIO:
        begun.set()
        may_go_on.wait()
        files.append(open_new(tmp_path))
        return files[0]

    gateway = Gateway(Clock(), in_memory=10, open_file=open_file)
    async with canned(ok(bytes(99))).listen() as host:
        sending = asyncio.ensure_future(send(host, through=gateway))
        await asyncio.to_thread(begun.wait)
        sending.cancel()
        may_go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await sending
    await gateway.aclose()
    assert [file.closed for file in files] == [True]


async def test_cancelling_closes_the_connection(send: Send) -> None:
    server = canned(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1", then_close=False)
    async with server.listen() as host:
        task = asyncio.ensure_future(send(host))
        await server.received.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with asyncio.timeout(60):
            await server.hung_up.wait()


async def test_the_next_call_works_after_one_that_was_given_up(send: Send) -> None:
    slow = canned(b"", then_close=False)
    async with slow.listen() as host:
        with pytest.raises(LimitError):
            await send(host, timeout=0.05)
        slow._answer = canned(ok(b"{}"))._answer
        assert (await send(host)).status == 200


async def test_progress_is_reported_at_most_every_fifty_milliseconds(send: Send) -> None:
    times = iter([i * 0.02 for i in range(10_000)])
    gateway = Gateway(Clock(monotonic=lambda: next(times)))
    reports: list[Sending] = []
    body = b"a" * 10_000_000
    async with canned(ok(body)).listen() as host:
        response = await send(host, through=gateway, progress=reports)
    await gateway.aclose()
    assert response.body == body
    assert reports[0] == Sending(phase=Phase.WAITING, since=0.0)
    received = [report.received for report in reports[1:]]
    assert received == sorted(received)
    assert 3 < len(received) <= (next(times) / 0.05)
    assert {report.phase for report in reports[1:]} == {Phase.RECEIVING}
    assert {report.total for report in reports[1:]} == {len(body)}


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ((("Content-Length", "1"),), "Content-Length"),
        ((("Content-Length", "7"), ("content-length", "7")), "content-length"),
        ((("Content-Length", "7"), ("Transfer-encoding", "chunked")), "Transfer-encoding"),
        ((("Transfer-Encoding", "gzip"),), "Transfer-Encoding"),
        ((("Transfer_Encoding", "chunked"),), "Transfer_Encoding"),
        ((("transfer.encoding", "chunked"),), "transfer.encoding"),
        ((("Content_Length", "0"),), "Content_Length"),
        ((("Content_Length", "7"),), "Content_Length"),
        ((("Content-Length", "7"), ("CONTENT_LENGTH", "7")), "CONTENT_LENGTH"),
        ((("Connection", "close, Content-Length"),), "Connection"),
        ((("Connection", "transfer_encoding"),), "Connection"),
        ((("Connection", "close"), ("Connection", "Host")), "Connection"),
        ((("Host", "127.0.0.1"), ("host", "127.0.0.1")), "Host"),
        ((("X-Name", "\ud800"),), "X-Name"),
    ],
)
async def test_a_header_that_cannot_be_sent_is_named(
    send: Send, headers: tuple[tuple[str, str], ...], name: str
) -> None:
    async with canned(ok(b"{}")).listen() as host:
        with pytest.raises(FileError) as caught:
            await send(host, headers=headers, body=b"{12345}")
    assert caught.value.code is ErrorCode.HEADER_INVALID
    assert caught.value.parameters == {"name": name}


@pytest.mark.parametrize("host", ["http://xn--a.invalid", "http://xn--0.xn--zz.invalid"])
async def test_a_name_that_cannot_be_decoded_is_looked_up_as_it_is(send: Send, host: str) -> None:
    with pytest.raises(NotReachableError) as caught:
        await send(host)
    assert caught.value.code is ErrorCode.DNS_FAILED


async def test_a_url_that_is_none_is_named(send: Send) -> None:
    with pytest.raises(WedaError) as caught:
        await send("http://h:x")
    assert caught.value.code is ErrorCode.URL_INVALID


async def test_a_transport_that_is_given_stands_in_for_the_network(send: Send) -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(201, content=await request.aread(), headers={"X-A": "1"})

    gateway = Gateway(Clock(), transport=httpx.MockTransport(answer))
    response = await send("https://weda.invalid", through=gateway, body=b"[1]")
    await gateway.aclose()
    assert (response.status, response.reason, response.body) == (201, "Created", b"[1]")
    assert response.header("x-a") == "1"


async def test_a_failure_is_not_mistaken_for_the_one_before(send: Send) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{reserved.getsockname()[1]}"

        async def send_again_elsewhere(host: str) -> None:
            try:
                await send(closed)
            except NotReachableError:
                await send(host)

        async with canned(b"").listen() as host:
            with pytest.raises(NotReachableError) as caught:
                await send_again_elsewhere(host)
    assert caught.value.code is ErrorCode.CONNECTION_LOST


async def test_a_hundred_calls_share_one_connection(send: Send) -> None:
    server = canned(*[ok(b"{}")] * 100)
    async with server.listen() as host:
        for _ in range(100):
            await send(host)
    assert server.connections == 1


async def test_the_time_of_each_step_is_taken(send: Send) -> None:
    async with canned(ok(b"{}"), ok(b"{}"), then_close=False).listen() as host:
        first = await send(host)
        second = await send(host)
    steps = [span.step for span in first.spans]
    assert steps == [TimingStep.CONNECT, TimingStep.SEND, TimingStep.WAIT, TimingStep.RECEIVE]
    assert [span.step for span in second.spans] == steps[1:]
    assert all(span.seconds >= 0 for span in (*first.spans, *second.spans))


# -- what is loaded --------------------------------------------------------------------------

FIRST_CALL = """
import asyncio, sys
import httpx
import weda_tui.gateway.client
loaded = set(sys.modules)
async def call():
    async with httpx.AsyncClient(trust_env=False, verify=False) as client:
        try:
            await client.get("http://127.0.0.1:9/")
        except httpx.ConnectError:
            pass
asyncio.run(call())
print(sorted(set(sys.modules) - loaded))
"""


def test_the_first_call_loads_nothing_on_the_event_loop():
    done = subprocess.run(
        [sys.executable, "-c", FIRST_CALL], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
