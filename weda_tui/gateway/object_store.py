"""Transfers with the object store, piece by piece: no object is ever whole in memory.

    put:  pieces of a file ──► PUT {uploadUrl}     its own headers, no Bearer token
    get:  GET {downloadUrl} ──► pieces for a file  no token at all

The store has another origin than the deployment, and no third origin is ever connected to. As in
``client``, no redirect is followed and nothing is sent twice. There is no deadline over the whole
transfer, but some bytes must move within every ``environment.timeout`` seconds.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable

import httpx

from weda_tui import __version__
from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict
from weda_tui.core.clock import Clock
from weda_tui.core.errors import ErrorCode, LimitError
from weda_tui.core.requests.draft import Header
from weda_tui.core.storage.signed_urls import ObjectAddress
from weda_tui.core.storage.xml_errors import LARGEST_ERROR, judge_store
from weda_tui.gateway.client import PROGRESS_INTERVAL
from weda_tui.gateway.connections import ConnectionPools
from weda_tui.gateway.progress import Watch
from weda_tui.gateway.route_files import LoadedRoute
from weda_tui.gateway.stray_bytes import StrayBytes
from weda_tui.gateway.transport import FAILURES, translate

LARGEST_UNANNOUNCED = 5 * 2**30
"""The limit in bytes of a download without a Content-Length."""

OnBytes = Callable[[int, int | None], None]
"""Called with the number of bytes transferred and, if known, the total."""
Write = Callable[[bytes], Awaitable[None]]
"""Stores the next piece of a download."""


class ObjectStore:
    """Transfers objects to and from signed URLs. Belongs to one event loop."""

    def __init__(self, clock: Clock, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """``transport`` replaces the network."""
        self._clock = clock
        self._pools = ConnectionPools(transport)
        self._stray = StrayBytes()
        self._first_phase = "connect" if transport is None else "wait"

    async def put(
        self,
        address: ObjectAddress,
        content: AsyncIterable[bytes],
        size: int,
        content_type: str,
        route: LoadedRoute,
        on_bytes: OnBytes,
    ) -> Verdict:
        """Send ``size`` bytes once, and return the verdict on the store's response.

        Cancelling closes the connection; the store then keeps nothing. Raises the exceptions of
        ``content``, ``NotReachableError`` and ``LimitError``.
        """
        headers = [*address.headers, ("Content-Type", content_type), ("Content-Length", str(size))]
        move = self._move(route, on_bytes, size)
        async with contextlib.aclosing(move.outgoing(content)) as outgoing:
            stream = _Outgoing(outgoing)
            answer = await self._run(move, "PUT", address, headers, stream, move.read_answer)
        return judge_store(*answer)

    async def get(
        self, address: ObjectAddress, write: Write, route: LoadedRoute, on_bytes: OnBytes
    ) -> Verdict:
        """Receive an object as it is stored, and return the verdict on the store's response.

        Cancelling closes the connection. Raises the exceptions of ``write``, ``NotReachableError``
        (also for a truncated response) and ``LimitError``.
        """
        move = self._move(route, on_bytes, None)

        async def receive(answer: httpx.Response) -> tuple[int, bytes]:
            if answer.status_code != 200:
                return await move.read_answer(answer)
            await move.receive(answer, write)
            return 200, b""

        empty = httpx.ByteStream(b"")
        headers = [("Accept-Encoding", "identity")]
        status, body = await self._run(move, "GET", address, headers, empty, receive)
        if 200 < status < 300:
            return Verdict(outcome=Outcome.FAILURE, layer=ErrorLayer.HTTP, code=f"HTTP {status}")
        return judge_store(status, body)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pools.aclose()

    def _move(self, route: LoadedRoute, on_bytes: OnBytes, total: int | None) -> "_Move":
        move = _Move(self._clock, self._stray, on_bytes, total, route)
        move.phase = self._first_phase
        return move

    async def _run(
        self,
        move: "_Move",
        method: str,
        address: ObjectAddress,
        headers: list[Header],
        stream: httpx.AsyncByteStream,
        receive: Callable[[httpx.Response], Awaitable[tuple[int, bytes]]],
    ) -> tuple[int, bytes]:
        proxy = ""
        try:
            async with asyncio.timeout(move.limit) as move.deadline:
                url = httpx.URL(address.url)
                transport, proxy = await self._pools.get(url, move.route)
                answer = await transport.handle_async_request(
                    httpx.Request(
                        method,
                        url,
                        headers=_wire_headers(headers, url),
                        stream=stream,
                        extensions={"trace": move.trace},
                    )
                )
                move.touch("receive")
                tap, is_last = move.begin_answer(answer, method), True
                try:
                    result = await receive(answer)
                    is_last = method != "GET"  # a file may hold a request
                    return result
                finally:
                    try:
                        if tap is not None:
                            await tap.finish(is_last=is_last)
                    finally:
                        await answer.aclose()
        except FAILURES as error:
            raise move.translated(error, address.origin, proxy) from error


class _Move(Watch):
    """The transfer of one object, and how far it has come."""

    def __init__(
        self,
        clock: Clock,
        stray: StrayBytes,
        on_bytes: OnBytes,
        total: int | None,
        route: LoadedRoute,
    ) -> None:
        super().__init__(clock, stray)
        self._on_bytes, self._total = on_bytes, total
        self._done, self._reported = 0, float("-inf")
        self.limit, self.route = route.environment.timeout, route
        self.deadline: asyncio.Timeout | None = None

    def touch(self, phase: str) -> None:
        """Note that bytes moved, and restart the time limit for the next movement."""
        self.phase = phase
        if self.deadline is not None:
            self.deadline.reschedule(asyncio.get_running_loop().time() + self.limit)

    async def outgoing(self, content: AsyncIterable[bytes]) -> AsyncGenerator[bytes]:
        """Yield the pieces to send; a piece counts as sent when the next one is requested."""
        self.touch("send")
        self._report(0)
        async for piece in content:
            yield piece
            self.touch("send")
            self._report(len(piece))
        self.touch("wait")

    async def receive(self, answer: httpx.Response, write: Write) -> None:
        """Pass the pieces of the response's body to ``write`` as they arrive.

        Raises ``LimitError`` (``BODY_TOO_BIG``), and ``ConnectionError`` for a truncated body.
        """
        length = answer.headers.get("content-length", "")
        is_number = length.isascii() and length.isdigit() and len(length) < 19
        self._total = int(length) if is_number else None
        self._report(0)
        async for piece in _stream_of(answer):
            self.received += len(piece)
            if self._total is None and self.received > LARGEST_UNANNOUNCED:
                raise LimitError(ErrorCode.BODY_TOO_BIG, limit=LARGEST_UNANNOUNCED)
            await write(piece)
            self.touch("receive")
            self._report(len(piece))
        if self._total is not None and self.received != self._total:
            raise ConnectionError(self.received)

    async def read_answer(self, answer: httpx.Response) -> tuple[int, bytes]:
        """Return the status and the beginning of a body that is not an object."""
        body = b""
        async for piece in _stream_of(answer):
            body += piece
            if len(body) > LARGEST_ERROR:
                break
        return answer.status_code, body[:LARGEST_ERROR]

    def translated(self, error: Exception, origin: str, proxy: str) -> Exception:
        """Return the error that stands for a failure of this transfer."""
        is_stalled = type(error) is TimeoutError and self.phase in {"send", "receive"}
        if is_stalled:
            return LimitError(ErrorCode.TRANSFER_STALLED, seconds=self.limit, phase=self.phase)
        return translate(
            error,
            origin,
            proxy=proxy,
            received=self.received,
            seconds=self.limit,
            phase=self.phase,
            first_bytes=self.first_bytes,
        )

    def _report(self, moved: int) -> None:
        self._done += moved
        now = self._clock.monotonic()
        if now - self._reported >= PROGRESS_INTERVAL or self._done == self._total:
            self._reported = now
            self._on_bytes(self._done, self._total)


class _Outgoing(httpx.AsyncByteStream):
    """A body that is made while it is sent."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces = pieces

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._pieces


def _stream_of(answer: httpx.Response) -> httpx.AsyncByteStream:
    if not isinstance(answer.stream, httpx.AsyncByteStream):
        raise TypeError("the stand-in transport cannot be read asynchronously")
    return answer.stream


def _wire_headers(headers: list[Header], url: httpx.URL) -> list[tuple[bytes, bytes]]:
    given = [("Accept", "*/*"), ("User-Agent", f"weda-tui/{__version__}"), *headers]
    encoded = [(name.encode(), value.encode()) for name, value in given]
    return [(b"Host", url.netloc), *encoded]
