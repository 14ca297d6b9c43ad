import asyncio
import tracemalloc
from collections.abc import AsyncGenerator, AsyncIterator

import httpx
import pytest

from tests.gateway.conftest import environment_at, route_to
from tests.gateway.faulty_server import FaultyServer, canned, ok
from weda_tui.core.answers.verdict import ErrorLayer
from weda_tui.core.clock import Clock
from weda_tui.core.errors import ErrorCode, LimitError, NotReachableError
from weda_tui.core.storage.signed_urls import ObjectAddress
from weda_tui.gateway.object_store import ObjectStore

PLACE = environment_at("https://weda.example.cn")
PIECE = 256 * 1024
SIGNED = (
    ("Authorization", "q-sign-algorithm=sha1&q-ak=x"),
    ("X-Cos-Security-Token", "tok"),
    ("X-Cos-Meta-Fileid", "meta"),
)
XML = b"<Error><Code>RequestIsExpired</Code><Message>Request has expired.</Message></Error>"


def address_at(host: str, path: str = "/a.bin?sign=1") -> ObjectAddress:
    return ObjectAddress(
        url=host + path, origin=host, headers=SIGNED, cloud_object_id="cloud://e.b/a"
    )


async def content(*pieces: bytes) -> AsyncGenerator[bytes]:
    for piece in pieces:
        yield piece


class Moved:
    """Uploads to and downloads from a store, with the reported progress and the written bytes."""

    def __init__(self, store: ObjectStore) -> None:
        self.store = store
        self.reports: list[tuple[int, int | None]] = []
        self.written = bytearray()

    async def put(self, host: str, *pieces: bytes, limit: float = 20.0):
        size = sum(map(len, pieces))
        return await self.store.put(
            *(address_at(host), content(*pieces), size, "image/jpeg"),
            *(route_to(environment_at(PLACE.host, timeout=limit)), self._report),
        )

    async def get(self, host: str, *, limit: float = 20.0):
        place = route_to(environment_at(PLACE.host, timeout=limit))
        return await self.store.get(address_at(host), self._write, place, self._report)

    async def _write(self, piece: bytes) -> None:
        self.written += piece

    def _report(self, done: int, total: int | None) -> None:
        self.reports.append((done, total))


@pytest.fixture
async def moved() -> AsyncIterator[Moved]:
    store = ObjectStore(Clock())
    yield Moved(store)
    await store.aclose()


async def test_a_put_sends_its_own_headers_and_the_bytes(moved: Moved) -> None:
    server = canned(ok(b""))
    async with server.listen() as host:
        assert (await moved.put(host, b"abc", b"def")).ok
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "PUT /a.bin?sign=1 HTTP/1.1"
    assert body == b"abcdef"
    assert set(lines[1:]) >= {
        f"Host: 127.0.0.1:{server.port}",
        *(f"{name}: {value}" for name, value in SIGNED),
        "Content-Type: image/jpeg",
        "Content-Length: 6",
    }
    assert "bearer" not in head.decode().lower()
    assert moved.reports[0] == (0, 6)
    assert moved.reports[-1] == (6, 6)


async def test_a_get_sends_no_credentials_and_brings_the_bytes(moved: Moved) -> None:
    stored = bytes(range(256)) * 1000
    server = canned(ok(stored, "Content-Encoding: gzip"))
    async with server.listen() as host:
        verdict = await moved.store.get(
            ObjectAddress(url=f"{host}/a", origin=host),
            moved._write,
            route_to(PLACE),
            moved._report,
        )
    assert verdict.ok
    assert bytes(moved.written) == stored, "as it is stored, whatever its encoding"
    head = server.requests[0].decode().lower()
    assert "authorization" not in head
    assert "cookie" not in head
    assert "accept-encoding: identity" in head
    assert moved.reports[-1] == (len(stored), len(stored))


async def test_an_empty_file(moved: Moved) -> None:
    server = canned(ok(b""))
    async with server.listen() as host:
        assert (await moved.put(host)).ok
        assert b"Content-Length: 0" in server.requests[0]
    server = canned(ok(b""))
    async with server.listen() as host:
        assert (await moved.get(host)).ok
    assert moved.written == b""


@pytest.mark.parametrize("way", ["put", "get"])
async def test_what_the_store_refuses_is_read_from_its_xml(moved: Moved, way: str) -> None:
    refusal = b"HTTP/1.1 403 Forbidden\r\nContent-Length: %d\r\n\r\n%s" % (len(XML), XML)
    async with canned(refusal).listen() as host:
        verdict = await getattr(moved, way)(host)
    assert (verdict.layer, verdict.code) == (ErrorLayer.STORAGE, "RequestIsExpired")
    assert verdict.message == "Request has expired."
    assert moved.written == b""


@pytest.mark.parametrize("way", ["put", "get"])
async def test_a_redirect_is_not_followed(moved: Moved, way: str) -> None:
    other = canned(ok(b"stolen"))
    async with other.listen() as elsewhere:
        answer = f"HTTP/1.1 307 Moved\r\nLocation: {elsewhere}/\r\nContent-Length: 0\r\n\r\n"
        async with canned(answer.encode()).listen() as host:
            verdict = await getattr(moved, way)(host)
    assert (verdict.ok, verdict.code) == (False, "HTTP 307")
    assert other.connections == 0


async def test_a_download_without_a_body_is_none(moved: Moved) -> None:
    async with canned(b"HTTP/1.1 204 No Content\r\n\r\n").listen() as host:
        verdict = await moved.get(host)
    assert (verdict.ok, verdict.code) == (False, "HTTP 204")


async def test_a_download_that_is_cut_off(moved: Moved) -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"
    async with canned(cut).listen() as host:
        with pytest.raises(NotReachableError) as caught:
            await moved.get(host)
    assert caught.value.code is ErrorCode.CONNECTION_LOST
    assert caught.value.parameters["received"] == 3


async def test_an_upload_that_is_cut_off(moved: Moved) -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    async with FaultyServer(reset).listen() as host:
        with pytest.raises(NotReachableError) as caught:
            await moved.put(host, *[b"x" * PIECE] * 64)
    assert caught.value.code in {
        ErrorCode.CONNECTION_RESET, ErrorCode.CONNECTION_LOST, ErrorCode.PROTOCOL_ERROR,
    }  # fmt: skip
    assert moved.reports[-1][0] < 64 * PIECE


async def test_a_refusal_before_the_end_is_heard(moved: Moved) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 403 No\r\nConnection: close\r\n")
        writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(XML), XML))
        while await reader.read(PIECE):
            pass

    async with FaultyServer(refuse).listen() as host:
        verdict = await moved.put(host, *[b"x" * PIECE] * 16)
    assert verdict.code == "RequestIsExpired"


async def test_a_transfer_that_stands_still_ends(moved: Moved) -> None:
    silent = canned(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", then_close=False)
    async with silent.listen() as host:
        with pytest.raises(LimitError) as caught:
            await moved.get(host, limit=0.25)
    assert caught.value.code is ErrorCode.TRANSFER_STALLED
    assert caught.value.parameters == {"seconds": 0.25, "phase": "receive"}

    async def deaf(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.Event().wait()

    async with FaultyServer(deaf).listen() as host:
        with pytest.raises(LimitError) as caught:
            await moved.put(host, *[b"x" * PIECE] * 64, limit=0.25)
    assert caught.value.parameters == {"seconds": 0.25, "phase": "send"}


async def test_a_store_that_does_not_answer_in_time(moved: Moved) -> None:
    async with canned(b"", then_close=False).listen() as host:
        for way in (moved.put(host, b"abc", limit=0.05), moved.get(host, limit=0.05)):
            with pytest.raises(LimitError) as caught:
                await way
            assert caught.value.code is ErrorCode.TIMED_OUT
            assert caught.value.parameters["phase"] == "wait"


async def test_a_store_that_is_not_there_is_named(moved: Moved) -> None:
    gone = canned()
    async with gone.listen() as host:
        pass
    with pytest.raises(NotReachableError) as caught:
        await moved.get(host)
    assert caught.value.code is ErrorCode.CONNECTION_REFUSED
    assert caught.value.parameters["port"] == gone.port


async def test_cancelling_hangs_up(moved: Moved) -> None:
    server = canned(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", then_close=False)
    async with server.listen() as host:
        task = asyncio.create_task(moved.get(host))
        async with asyncio.timeout(60):
            await server.received.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await server.hung_up.wait()


def ignore(_done: int, _total: int | None) -> None:
    pass


class Endless(httpx.AsyncBaseTransport):
    """A transport that receives and sends bytes without storing them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.taken = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        async for piece in request.stream:
            self.taken += len(piece)
        if request.method == "PUT":
            return httpx.Response(200)
        headers = {"Content-Length": str(self._size)}
        return httpx.Response(200, headers=headers, content=self._bytes())

    async def _bytes(self) -> AsyncIterator[bytes]:
        for _ in range(self._size // 65536):
            yield bytes(65536)


async def test_64_megabytes_pass_through_a_few() -> None:
    size, most = 64 * 2**20, 4 * 2**20
    endless = Endless(size)
    store = ObjectStore(Clock(), transport=endless)
    done = 0

    async def generated() -> AsyncGenerator[bytes]:
        for _ in range(size // PIECE):
            yield bytes(PIECE)

    async def drop(piece: bytes) -> None:
        nonlocal done
        done += len(piece)

    address = address_at("https://store.example")
    tracemalloc.start()
    try:
        put = await store.put(address, generated(), size, "x/y", route_to(PLACE), ignore)
        got = await store.get(address, drop, route_to(PLACE), ignore)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (put.ok, got.ok, endless.taken, done) == (True, True, size, size)
    assert peak < most


async def test_an_answer_shorter_than_announced_is_cut_off() -> None:
    class Short(Endless):
        async def _bytes(self) -> AsyncIterator[bytes]:
            yield b"abc"

    moved = Moved(ObjectStore(Clock(), transport=Short(10)))
    with pytest.raises(NotReachableError) as caught:
        await moved.get("https://store.example")
    assert caught.value.code is ErrorCode.CONNECTION_LOST


async def test_an_endless_answer_of_no_stated_length_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unannounced(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, content=self._bytes())

        async def _bytes(self) -> AsyncIterator[bytes]:
            while True:
                yield bytes(65536)

    monkeypatch.setattr("weda_tui.gateway.object_store.LARGEST_UNANNOUNCED", 2**20)
    moved = Moved(ObjectStore(Clock(), transport=Unannounced()))
    with pytest.raises(LimitError) as caught:
        await moved.get("https://store.example")
    assert caught.value.code is ErrorCode.BODY_TOO_BIG
    assert len(moved.written) <= 2**20
