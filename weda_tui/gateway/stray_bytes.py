"""Bytes that a server sends behind an answer: never the answer to the next request.

httpcore keeps what it has read behind an answer, and would read it as the next one. So where an
answer ends is looked for here too, by the same rules (h11), and a connection on which more came is
closed. What comes later, while the connection waits, closes it before the next request.
"""

import contextlib
import ssl
from typing import Any

import h11
import httpcore

_MOST_AT_ONCE = 256 * 1024
"""Bytes of a read: as many as asyncio reads, so that nothing waits between it and httpcore."""
_HIDDEN_BY_TLS = 48 * 1024
"""Bytes of an answer beyond which TLS may hold more that cannot be seen from here."""
_LONGEST_HEAD = 2**20
_PATIENCE = 0.05
"""Seconds that a connection about to be closed is read for what made it readable."""


class AnswerEnd:
    """Finds the end of an answer to a request of some method among the bytes that come."""

    def __init__(self, method: str) -> None:
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)
        self._http.send(h11.Request(method=method, target="/", headers=[("Host", "h")]))
        self._http.send(h11.EndOfMessage())
        self._left: int | None = None
        """Bytes of the body that are to come, once a Content-Length has told."""
        self._is_over = False
        self.has_more = False
        """Whether more came than the answer."""

    def feed(self, data: bytes) -> None:
        """Look at the next bytes of the connection."""
        if self._is_over:
            self.has_more = self.has_more or bool(data)
        elif self._left is not None:
            self._count(len(data))
        else:
            with contextlib.suppress(h11.RemoteProtocolError):  # httpcore refuses it as well
                self._http.receive_data(data)
                self._parse()

    def _count(self, size: int) -> None:
        left = (self._left or 0) - size
        self._left, self.has_more, self._is_over = left, left < 0, left <= 0

    def _parse(self) -> None:
        length, received = None, 0
        while True:
            event = self._http.next_event()
            if event is h11.NEED_DATA or event is h11.PAUSED:
                break
            if isinstance(event, h11.Response):
                length = _content_length(event)
            elif isinstance(event, h11.Data):
                received += len(event.data)
            elif isinstance(event, h11.EndOfMessage):
                self._is_over, self.has_more = True, bool(self._http.trailing_data[0])
                return
            elif isinstance(event, h11.ConnectionClosed):
                return
        if length is not None:
            self._left = length - received


def _content_length(response: h11.Response) -> int | None:
    headers = dict(response.headers)
    length = headers.get(b"content-length")
    return None if length is None or b"transfer-encoding" in headers else int(length)


class StrayBytes:
    """How often bytes came that no request had asked for, on all connections of a gateway."""

    def __init__(self) -> None:
        self.count = 0


class Tap:
    """Follows what comes on one connection of httpcore, from its beginning to its end."""

    def __init__(self, stream: Any, stray: StrayBytes) -> None:
        """``stream`` is an ``httpcore.AsyncNetworkStream`` that is just open."""
        self._stream, self._stray = stream, stray
        self._read, self._write, self._aclose = stream.read, stream.write, stream.aclose
        stream.read, stream.write, stream.aclose = self.read, self.write, self.aclose
        self._early, self._size = b"", 0
        self._end: AnswerEnd | None = None
        self._waits = self._is_spoiled = False

    async def read(self, max_bytes: int, **options: float | None) -> bytes:
        """Read, and look at what came."""
        data = await self._read(max(max_bytes, _MOST_AT_ONCE), **options)
        self._size += len(data)
        if self._end is not None:
            self._end.feed(data)
        elif len(self._early) <= _LONGEST_HEAD:
            self._early += data
        return data

    async def write(self, buffer: bytes, **options: float | None) -> None:
        """Write, unless more came since the last answer: another connection is taken then."""
        if self._waits:
            self._waits = False
            if self._is_spoiled or await self._has_more():
                raise httpcore.ConnectionNotAvailable
        await self._write(buffer, **options)

    async def aclose(self) -> None:
        """Close the connection; note what came since the last answer."""
        if self._waits:
            self._waits = False
            await self._has_more()
        await self._aclose()

    def begin(self, method: str) -> None:
        """Note that the head of an answer to a request of this method has come."""
        self._end = AnswerEnd(method)
        self._end.feed(self._early)

    async def finish(self, *, is_last: bool) -> None:
        """Close the connection if more came than the answer, or if the answer is its last one."""
        has_more = self._end is None or self._end.has_more or self._has_more_inside_tls()
        is_unclear = self._size > _HIDDEN_BY_TLS and self._tls is not None
        self._early, self._size, self._end = b"", 0, None
        if has_more:
            self._stray.count += 1
        if has_more or is_unclear or is_last:
            self._is_spoiled = True
            await self._aclose()
        self._waits = True

    @property
    def _tls(self) -> ssl.SSLObject | None:
        return self._stream.get_extra_info("ssl_object")

    def _has_more_inside_tls(self) -> bool:
        tls = self._tls
        if tls is None:
            return False
        try:
            return bool(tls.read(1))
        except ssl.SSLError:  # nothing is there, or the end
            return False

    async def _has_more(self) -> bool:
        """Return whether a connection that waits is of no use any more; count stray bytes."""
        if self._is_spoiled or not self._stream.get_extra_info("is_readable"):
            return self._is_spoiled
        self._is_spoiled = True
        with contextlib.suppress(httpcore.ReadTimeout, httpcore.ReadError):
            if await self._read(1, _PATIENCE):  # else it is the server that has closed it
                self._stray.count += 1
        return True


def tap_of(stream: Any) -> Tap | None:
    """Return what follows a stream of httpcore, ``None`` where nothing does."""
    owner = getattr(getattr(stream, "read", None), "__self__", None)
    return owner if isinstance(owner, Tap) else None
