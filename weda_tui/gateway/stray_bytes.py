"""Detects bytes that a server sends after a response: they must never answer the next request.

httpcore keeps the bytes that it has read after a response, and would parse them as the next
response. So this module finds the end of a response too, by the same rules (h11), and closes a
connection on which more bytes came. Bytes that arrive later, while the connection is idle, close it
before the next request.
"""

import contextlib
import ssl
from typing import Any

import h11
import httpcore

_MOST_AT_ONCE = 256 * 1024
"""Bytes per read: asyncio's own read size, so that no bytes stay buffered between it and httpcore.
"""
_HIDDEN_BY_TLS = 48 * 1024
"""Bytes of a response beyond which TLS may buffer further bytes that cannot be detected here."""
_LONGEST_HEAD = 2**20
_PATIENCE = 0.05
"""Seconds to wait for the bytes that made a connection readable, before it is closed."""


class AnswerEnd:
    """Finds the end of a response to a request of some method in the bytes received."""

    def __init__(self, method: str) -> None:
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)
        self._http.send(h11.Request(method=method, target="/", headers=[("Host", "h")]))
        self._http.send(h11.EndOfMessage())
        self._left: int | None = None
        """Bytes of the body still to come, once the Content-Length is known."""
        self._is_over = False
        self.has_more = False
        """Whether bytes came after the end of the response."""

    def feed(self, data: bytes) -> None:
        """Parse the next bytes of the connection."""
        if self._is_over:
            self.has_more = self.has_more or bool(data)
        elif self._left is not None:
            self._count(len(data))
        else:
            with contextlib.suppress(h11.RemoteProtocolError):  # httpcore refuses them as well
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
    """How often unrequested bytes came, on all connections of a gateway."""

    def __init__(self) -> None:
        self.count = 0


class Tap:
    """Wraps one connection of httpcore and follows the bytes it receives until it is closed."""

    def __init__(self, stream: Any, stray: StrayBytes) -> None:
        """``stream`` is an ``httpcore.AsyncNetworkStream`` that has just been opened."""
        self._stream, self._stray = stream, stray
        self._read, self._write, self._aclose = stream.read, stream.write, stream.aclose
        stream.read, stream.write, stream.aclose = self.read, self.write, self.aclose
        self._early, self._size = b"", 0
        self._end: AnswerEnd | None = None
        self._waits = self._is_spoiled = False

    async def read(self, max_bytes: int, **options: float | None) -> bytes:
        """Read from the connection, and check the bytes."""
        data = await self._read(max(max_bytes, _MOST_AT_ONCE), **options)
        self._size += len(data)
        if self._end is not None:
            self._end.feed(data)
        elif len(self._early) <= _LONGEST_HEAD:
            self._early += data
        return data

    async def write(self, buffer: bytes, **options: float | None) -> None:
        """Write, unless bytes came since the last response: another connection is used then."""
        if self._waits:
            self._waits = False
            if self._is_spoiled or await self._has_more():
                raise httpcore.ConnectionNotAvailable
        await self._write(buffer, **options)

    async def aclose(self) -> None:
        """Close the connection; count bytes that came since the last response."""
        if self._waits:
            self._waits = False
            await self._has_more()
        await self._aclose()

    def begin(self, method: str) -> None:
        """Note that the head of a response to a request with this method has arrived."""
        self._end = AnswerEnd(method)
        self._end.feed(self._early)

    async def finish(self, *, is_last: bool) -> None:
        """Close the connection if bytes came after the response, or if ``is_last``.

        Over TLS, it is also closed if the response is too long to be sure.
        """
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
        except ssl.SSLError:  # no byte, or the end of the stream
            return False

    async def _has_more(self) -> bool:
        """Return whether an idle connection is no longer usable; count stray bytes."""
        if self._is_spoiled or not self._stream.get_extra_info("is_readable"):
            return self._is_spoiled
        self._is_spoiled = True
        with contextlib.suppress(httpcore.ReadTimeout, httpcore.ReadError):
            if await self._read(1, _PATIENCE):  # else the server has closed it
                self._stray.count += 1
        return True


def tap_of(stream: Any) -> Tap | None:
    """Return the tap of an httpcore stream, ``None`` if the stream has none."""
    owner = getattr(getattr(stream, "read", None), "__self__", None)
    return owner if isinstance(owner, Tap) else None
