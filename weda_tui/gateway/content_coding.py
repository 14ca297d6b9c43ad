"""A body as it comes: gzip and deflate undone, never beyond a limit."""

import io
import zlib
from collections.abc import Iterator

from weda_tui.core.delivery import Delivery
from weda_tui.core.errors import ErrorCode, LimitError

ACCEPTED = "gzip, deflate"
"""The Accept-Encoding that this module can keep its word for."""

_PIECE = 2**20
"""Bytes inflated at a time, so that a bomb is met before it has grown."""
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})


class BodyBuffer:
    """Collects a body. Content codings nobody asked for (``br``) are kept as received."""

    def __init__(self, content_encoding: str, limit: int) -> None:
        """``limit`` is the largest decoded body in bytes."""
        coding = content_encoding.strip().lower()
        self._inflater = _Inflater(coding) if coding in _CODINGS else None
        self._limit = limit
        self._size = 0
        self._bytes = io.BytesIO()

    def write(self, chunk: bytes) -> None:
        """Add bytes from the wire.

        Raises ``LimitError`` (``BODY_TOO_BIG``) over the limit and ``zlib.error`` for bytes that
        are not what Content-Encoding says.
        """
        if self._inflater is None:
            self._append(chunk)
            return
        for piece in self._inflater.inflate(chunk):
            self._append(piece)

    def finish(self) -> bytes:
        """Return the whole body, without a copy. Raises ``EOFError`` when its coding was cut."""
        if self._inflater is not None and self._inflater.is_cut:
            raise EOFError
        return self._bytes.getvalue()

    def _append(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            too_big = LimitError(ErrorCode.BODY_TOO_BIG, limit=self._limit)
            too_big.delivery = Delivery.ANSWERED
            raise too_big
        self._bytes.write(piece)


class _Inflater:
    """Undoes one coding: gzip of any number of members, or deflate with or without its wrapper."""

    def __init__(self, coding: str) -> None:
        self._is_gzip = coding != "deflate"
        self._head: bytes = b""
        self._stream = zlib.decompressobj(_GZIP_WINDOW) if self._is_gzip else None
        self._has_input = False

    @property
    def is_cut(self) -> bool:
        """Whether more should have come."""
        return self._has_input and (self._stream is None or not self._stream.eof)

    def inflate(self, data: bytes) -> Iterator[bytes]:
        self._has_input = self._has_input or bool(data)
        if self._stream is None:
            data = self._head + data
            if len(data) < 2:
                self._head = data
                return
            self._stream = zlib.decompressobj(_deflate_window(data))
        is_full = False
        while data or is_full:
            if self._stream.eof:
                if not (self._is_gzip and data.startswith(b"\x1f")):
                    return
                self._stream = zlib.decompressobj(_GZIP_WINDOW)
            piece = self._stream.decompress(data, _PIECE)
            yield piece
            is_full = len(piece) == _PIECE
            data = self._stream.unconsumed_tail or self._stream.unused_data


def _deflate_window(head: bytes) -> int:
    """Tell the zlib wrapper (RFC 1950), which the standard means, from the bare data many send."""
    is_wrapped = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS
