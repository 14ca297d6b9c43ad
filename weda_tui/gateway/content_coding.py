"""A body as it comes: gzip and deflate undone, never beyond a limit."""

import contextlib
import io
import mmap
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from weda_tui.core.delivery import Delivery
from weda_tui.core.errors import ErrorCode, LimitError

ACCEPTED = "gzip, deflate"
"""The Accept-Encoding that this module can keep its word for."""

OpenFile = Callable[[], BinaryIO]
"""Opens an empty file that goes with the last who holds it."""
HEAD = 2**20
"""Bytes of a body in a file that are kept in memory too."""
_PIECE = 2**20
"""Bytes inflated at a time, so that a bomb is met before it has grown."""
_LARGEST_RATIO = 1032
"""Bytes that one byte of deflate can stand for, at most (zlib's technical details)."""
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})


class CodingError(ValueError):
    """The bytes of a body are not what its Content-Encoding says."""

    def __init__(self, coding: str, words: str) -> None:
        super().__init__(words)
        self.coding = coding


class BodyBuffer:
    """Collects a body. Content codings nobody asked for (``br``) are kept as received."""

    def __init__(
        self,
        content_encoding: str,
        limit: int,
        in_memory: int = 0,
        open_file: OpenFile | None = None,
    ) -> None:
        """``limit`` is the largest decoded body in bytes.

        Beyond ``in_memory`` it goes to what ``open_file`` opens, where that is given.
        """
        coding = content_encoding.strip().lower()
        self._coding = coding
        self._inflater = _Inflater(coding) if coding in _CODINGS else None
        self._begun = b""
        """What came of a coding before anything of it could be undone."""
        self._limit = limit
        self._size = 0
        self._in_memory, self._open_file = in_memory, open_file
        self._bytes: BinaryIO = io.BytesIO()
        self._head = b""
        self._is_in_file = False

    def write(self, chunk: bytes) -> None:
        """Add bytes from the wire.

        Raises ``LimitError`` (``BODY_TOO_BIG``) over the limit, and ``CodingError`` behind what
        could be undone.
        """
        if self._inflater is None:
            self._append(chunk)
            return
        came = self._begun + chunk
        try:
            for piece in self._inflater.inflate(chunk):
                self._append(piece)
        except zlib.error as error:
            if not self._size:  # not packed at all: what came is the best there is to show
                self._append(came)
            raise CodingError(self._coding, str(error)) from error
        self._begun = b"" if self._size else came[:HEAD]

    def writes_to_disk(self, size: int) -> bool:
        """Return whether taking in so many bytes from the wire may take the time of a disk."""
        decoded = self._size + (size if self._inflater is None else size * _LARGEST_RATIO)
        return self._open_file is not None and decoded > self._in_memory

    @property
    def size(self) -> int:
        """How many decoded bytes there are."""
        return self._size

    def head(self, size: int) -> bytes:
        """Return the first decoded bytes, ``size`` at most."""
        if not isinstance(self._bytes, io.BytesIO):
            return self._head[:size]
        with self._bytes.getbuffer() as view:
            return bytes(view[:size])

    def finish(self) -> tuple[bytes, mmap.mmap | None]:
        """Return the whole body, without a copy. Raises ``CodingError`` when its coding was cut.

        One that is in a file comes as its beginning, and the file.
        """
        if self._inflater is not None and self._inflater.is_cut:
            raise CodingError(self._coding, "the compressed data ends too early")
        return self.so_far()

    def so_far(self) -> tuple[bytes, mmap.mmap | None]:
        """Return what has come."""
        if isinstance(self._bytes, io.BytesIO):
            return self._bytes.getvalue(), None
        self._bytes.flush()
        file = mmap.mmap(self._bytes.fileno(), 0, access=mmap.ACCESS_READ)
        self._bytes.close()
        return self._head, file

    def close(self) -> None:
        """Let go of what has come."""
        self._bytes.close()

    def _append(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            too_big = LimitError(ErrorCode.BODY_TOO_BIG, limit=self._limit)
            too_big.delivery = Delivery.ANSWERED
            raise too_big
        if self._open_file and self._size > self._in_memory and not self._is_in_file:
            self._move_to_file(self._open_file)
        self._bytes.write(piece)

    def _move_to_file(self, open_file: OpenFile) -> None:
        self._head, self._is_in_file = self.head(HEAD), True
        file, before = open_file(), self._bytes
        if isinstance(before, io.BytesIO):
            with before.getbuffer() as view:
                file.write(view)
        self._bytes = file


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
            before = self._stream.copy()  # one that fails gives nothing of what it has read
            try:
                piece = self._stream.decompress(data, _PIECE)
            except zlib.error:
                yield from _before_the_fault(before.decompress, data)
                raise
            yield piece
            is_full = len(piece) == _PIECE
            data = self._stream.unconsumed_tail or self._stream.unused_data


def _before_the_fault(decompress: Callable[[bytes], bytes], data: bytes) -> Iterator[bytes]:
    with contextlib.suppress(zlib.error):
        for at in range(len(data)):
            yield decompress(data[at : at + 1])


def _deflate_window(head: bytes) -> int:
    """Tell the zlib wrapper (RFC 1950), which the standard means, from the bare data many send."""
    is_wrapped = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS
