"""Collects a response body: undoes gzip and deflate, never beyond a size limit."""

import contextlib
import errno
import io
import mmap
import os
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from weda_tui.core.errors import Delivery, ErrorCode, FileError, LimitError
from weda_tui.core.secrets.token_answers import READABLE_CODINGS

ACCEPTED = "gzip, deflate"
"""The Accept-Encoding that this module can decode."""

OpenFile = Callable[[], BinaryIO]
"""Opens an empty file that is deleted with its last handle. Raises ``OSError``."""
HEAD = 2**20
"""Bytes of a body in a file that are kept in memory too."""
PIECE = 2**20
"""Bytes inflated at a time, so that a decompression bomb exceeds the limit before it has grown."""
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


class CodingError(ValueError):
    """The bytes of a body are not what its Content-Encoding says."""

    def __init__(self, coding: str, words: str) -> None:
        super().__init__(words)
        self.coding = coding


class BodyBuffer:
    """Collects a body. Content codings that were not requested (``br``) are kept as received."""

    def __init__(
        self,
        content_encoding: str,
        limit: int | None,
        in_memory: int = 0,
        open_file: OpenFile | None = None,
        *,
        place: str = "",
        code: ErrorCode = ErrorCode.BODY_TOO_BIG,
    ) -> None:
        """Create a buffer. ``limit`` is the largest decoded body in bytes, ``None`` for any.

        ``code`` is the error code of a body over the limit. A body beyond ``in_memory`` bytes goes
        to the file that ``open_file`` opens, if given; ``place`` is the file or folder that a write
        error names.
        """
        coding = content_encoding.strip().lower()
        self._coding = coding
        self._inflater = _Inflater(coding) if coding in READABLE_CODINGS else None
        self._begun = b""
        """The encoded bytes received before any byte could be decoded."""
        self._limit, self._code = limit, code
        self._size = 0
        self._in_memory, self._open_file, self._place = in_memory, open_file, place
        self._bytes: BinaryIO = io.BytesIO()
        self._head = b""
        self._is_in_file = False

    def write(self, chunk: bytes) -> None:
        """Decode and append bytes from the wire. Raises the errors of ``decode`` and ``append``."""
        for piece in self.decode(chunk):
            self.append(piece)

    def decode(self, chunk: bytes) -> Iterator[bytes]:
        """Yield bytes from the wire decoded; compressed bytes in pieces of at most ``PIECE`` bytes.

        A compressed piece is inflated when it is requested; append it before requesting the next
        one. Raises ``CodingError`` after yielding the bytes that could be decoded.
        """
        if self._inflater is None:
            yield chunk
            return
        came = self._begun + chunk
        try:
            yield from self._inflater.inflate(chunk)
        except zlib.error as error:
            if not self._size:  # not compressed at all: show the bytes as received
                yield came
            raise CodingError(self._coding, str(error)) from error
        self._begun = b"" if self._size else came[:HEAD]

    def append(self, piece: bytes) -> None:
        """Add decoded bytes.

        Raises ``LimitError`` over the limit, and ``FileError`` (``BODY_NOT_STORED``) when the file
        cannot be written.
        """
        size = self._size + len(piece)
        if self._limit is not None and size > self._limit:
            too_big = LimitError(self._code, limit=self._limit)
            too_big.delivery = Delivery.ANSWERED
            raise too_big
        try:
            if self._open_file and size > self._in_memory and not self._is_in_file:
                self._move_to_file(self._open_file)
            _write_all(self._bytes, piece)
        except OSError as error:
            raise self._unwritable(error) from error
        self._size = size

    def writes_to_disk(self, size: int) -> bool:
        """Return whether appending ``size`` bytes may take the time of a disk write."""
        return self._open_file is not None and self._size + size > self._in_memory

    @property
    def size(self) -> int:
        """The number of decoded bytes."""
        return self._size

    def head(self, size: int) -> bytes:
        """Return the first decoded bytes, ``size`` at most."""
        if not isinstance(self._bytes, io.BytesIO):
            return self._head[:size]
        with self._bytes.getbuffer() as view:
            return bytes(view[:size])

    def finish(self) -> tuple[bytes, mmap.mmap | None]:
        """Return the whole body, without a copy. Raises ``CodingError`` if its coding is truncated.

        A body in a file is returned as its beginning and the mapped file. Raises ``FileError``
        (``BODY_NOT_STORED``) if the file does not hold all of it.
        """
        if self._inflater is not None and self._inflater.is_cut:
            raise CodingError(self._coding, "the compressed data ends too early")
        try:
            self._bytes.flush()
            self._check_size()
        except OSError as error:
            raise self._unwritable(error) from error
        return self.so_far()

    def so_far(self) -> tuple[bytes, mmap.mmap | None]:
        """Return the body received so far, as far as it could be stored."""
        if isinstance(self._bytes, io.BytesIO):
            return self._bytes.getvalue(), None
        with contextlib.suppress(OSError):  # a full disk has already been reported
            self._bytes.flush()
        file = None
        with contextlib.suppress(OSError):
            if os.fstat(self._bytes.fileno()).st_size:
                file = mmap.mmap(self._bytes.fileno(), 0, access=mmap.ACCESS_READ)
        self.close()
        return self._head, file

    def close(self) -> None:
        """Release the body received so far."""
        with contextlib.suppress(OSError):  # closing a buffered file tries to write once more
            self._bytes.close()

    def _check_size(self) -> None:
        """Raise ``OSError`` if a file does not hold all bytes written to it."""
        if isinstance(self._bytes, io.BytesIO):
            return
        if os.fstat(self._bytes.fileno()).st_size != self._size:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def _unwritable(self, error: OSError) -> FileError:
        reason = error.strerror or type(error).__name__
        unwritable = FileError(ErrorCode.BODY_NOT_STORED, file=self._place, reason=reason)
        unwritable.delivery = Delivery.ANSWERED
        return unwritable

    def _move_to_file(self, open_file: OpenFile) -> None:
        head, file, before = self.head(HEAD), open_file(), self._bytes
        if isinstance(before, io.BytesIO):
            try:
                with before.getbuffer() as view:
                    _write_all(file, view)
            except OSError:
                with contextlib.suppress(OSError):
                    file.close()
                raise
        self._head, self._bytes, self._is_in_file = head, file, True


class _Inflater:
    """Decodes one coding: gzip of any number of members, or deflate with or without a wrapper."""

    def __init__(self, coding: str) -> None:
        self._is_gzip = coding != "deflate"
        self._head: bytes = b""
        self._stream = zlib.decompressobj(_GZIP_WINDOW) if self._is_gzip else None
        self._has_input = False

    @property
    def is_cut(self) -> bool:
        """Whether the compressed data is incomplete."""
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
            before = self._stream.copy()  # a failing call returns none of its output
            try:
                piece = self._stream.decompress(data, PIECE)
            except zlib.error:
                yield from _before_the_fault(before.decompress, data)
                raise
            yield piece
            is_full = len(piece) == PIECE
            data = self._stream.unconsumed_tail or self._stream.unused_data


def _write_all(file: BinaryIO, data: bytes | memoryview) -> None:
    """Write all of ``data``, also to a file without a buffer. Raises ``OSError``."""
    rest = memoryview(data)
    while rest:
        count = file.write(rest)
        if not count:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[count:]


def _before_the_fault(decompress: Callable[[bytes], bytes], data: bytes) -> Iterator[bytes]:
    with contextlib.suppress(zlib.error):
        for at in range(len(data)):
            yield decompress(data[at : at + 1])


def _deflate_window(head: bytes) -> int:
    """Return the zlib window for a deflate body: with the wrapper of RFC 1950, or raw deflate.

    The HTTP standard requires the wrapper, but many servers send raw deflate.
    """
    is_wrapped = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS
