"""Files of the user, piece by piece: read for an upload, written for a download.

    read:   piece, piece, … ── the last one only if the file has not changed since it was opened
    write:  temp file in the same folder ── fsync ── rename into place; otherwise it is removed
            in a private folder while it may hold secrets, until ``rewrite``; moved before the end

Every call to the disk runs in a thread.
"""

import asyncio
import contextlib
import errno
import mmap
import os
import secrets
import shutil
import stat
from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TypeVar

from weda_tui.core.errors import ErrorCode, FileError, reading, unreadable, unwritable
from weda_tui.store.atomic import is_stream, make_folder, write_into

PIECE = 256 * 1024
"""Bytes read or written at once."""

Result = TypeVar("Result")
_CREATE_FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def size_of(path: Path) -> int:
    """Return the size in bytes of a file to be sent.

    Raises ``FileError`` (``FILE_UNREADABLE``) for a folder, a pipe or an unreadable file.
    """
    try:
        status = path.stat()
        is_allowed = os.access(path, os.R_OK)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    is_file, is_folder = stat.S_ISREG(status.st_mode), stat.S_ISDIR(status.st_mode)
    if not is_file or not is_allowed:
        number = errno.EISDIR if is_folder else errno.EACCES if is_file else errno.EINVAL
        raise unreadable(path, OSError(number, os.strerror(number)))
    return status.st_size


async def pieces(path: Path, size: int) -> AsyncGenerator[bytes]:
    """Read the ``size`` bytes of a file, piece by piece.

    Raises ``FileError``: ``FILE_UNREADABLE``, or ``UPLOAD_CHANGED`` before the last piece if the
    file has changed.
    """
    try:
        stream = await _opened(lambda: path.open("rb"), lambda stream: stream.close())
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    try:
        before = _identity(stream)
        done = 0
        while done < size:
            with reading(path):
                piece = await asyncio.to_thread(stream.read, min(PIECE, size - done))
            done += len(piece)
            is_changed = done == size and (before[0] != size or _identity(stream) != before)
            if not piece or is_changed:
                raise FileError(ErrorCode.UPLOAD_CHANGED, file=str(path))
            yield piece
    finally:
        await asyncio.to_thread(stream.close)


class IncomingFile:
    """A file that appears when it is complete; as an asynchronous context, it leaves nothing else.

    ``overwrite`` replaces an existing file. Without it, an existing file is refused at the start
    and, if one appears meanwhile, at the end. ``private`` is the folder of the temp file, by
    default that of ``path``. A device or a pipe receives the content at the end.
    """

    def __init__(self, path: Path, *, overwrite: bool = False, private: Path | None = None) -> None:
        self.path, self.place, self._overwrite = path, private or path, overwrite
        self._private, self._mode = private, 0o666
        self._temporary = self._new_name()
        self._stream: BinaryIO | None = None
        self._waiting = bytearray()
        self._is_stream = False
        """Whether ``path`` is written into instead of being replaced."""
        self._is_foreign = False
        """Whether the temp file may hold bytes that were not written by ``write``."""

    async def __aenter__(self) -> Self:
        """Open the temp file. Raises ``FileError``: ``DOWNLOAD_EXISTS``, ``FILE_UNWRITABLE``."""
        self._stream = await _opened(lambda: self._tried(self._create), self._discard)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Remove the temp file, unless ``finish`` has moved it."""
        if self._stream is not None:
            await asyncio.shield(asyncio.to_thread(self._discard, self._stream))

    async def write(self, piece: bytes) -> None:
        """Append a piece; bytes that were written past ``write`` are removed first.

        Raises ``FileError`` (``FILE_UNWRITABLE``).
        """
        if self._is_foreign:
            await asyncio.to_thread(self._tried, self._empty)
        self._waiting += piece
        if len(self._waiting) >= PIECE:
            await self._flush()

    def open_again(self) -> BinaryIO:
        """Empty the temp file and open it once more, for bytes that are not written by ``write``.

        Raises ``OSError``.
        """
        self._empty()
        self._is_foreign = True
        return self._temporary.open("r+b", buffering=0)

    async def rewrite(self, read: Callable[[mmap.mmap], Iterator[bytes] | None]) -> bool:
        """Replace the written content by the pieces that ``read`` returns; keep it if ``None``.

        ``read`` is called in a thread, and not at all for an empty file. Return whether the content
        was replaced. Raises ``FileError`` (``FILE_UNWRITABLE``).
        """
        await self._flush()
        return await asyncio.shield(asyncio.to_thread(self._tried, lambda: self._rewrite(read)))

    async def finish(self) -> None:
        """Put the file in its place. Raises ``FileError``: ``DOWNLOAD_EXISTS``, …."""
        await self._flush()
        stream, self._stream = self._stream, None
        if stream is not None:
            await asyncio.shield(asyncio.to_thread(self._tried, lambda: self._place(stream)))

    def _empty(self) -> None:
        if self._stream is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        self._waiting.clear()
        self._stream.seek(0)
        self._stream.truncate()
        self._is_foreign = False

    def _rewrite(self, read: Callable[[mmap.mmap], Iterator[bytes] | None]) -> bool:
        stream = self._stream
        if stream is None:
            return False
        stream.flush()
        if not self._temporary.stat().st_size:
            return False
        first = self._temporary
        try:
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
                if (pieces := read(content)) is None:
                    return False
                self._temporary = self._new_name()
                self._stream = self._open_new()
                self._stream.writelines(pieces)
        finally:
            if self._temporary != first:
                stream.close()
                first.unlink(missing_ok=True)
        return True

    async def _flush(self) -> None:
        stream, data = self._stream, bytes(self._waiting)
        self._waiting.clear()
        if stream is not None and data:
            await asyncio.to_thread(self._tried, lambda: stream.write(data))

    def _create(self) -> BinaryIO:
        self._is_stream = self._private is not None and is_stream(self.path)
        if self._is_stream:
            return self._open_gathered()
        if not self._overwrite and os.path.lexists(self.path):
            raise FileError(ErrorCode.DOWNLOAD_EXISTS, file=str(self.path))
        if self.path.is_dir():
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
        if self.path.exists() and not self.path.is_file():  # a device or a pipe is not replaced
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        make_folder(self.path.parent)
        if self._private is not None:
            self._try_out()
        return self._open_gathered()

    def _open_gathered(self) -> BinaryIO:
        """Open a new temp file. Raises ``OSError``."""
        if self._private is not None:
            make_folder(self._private, private=True)
        return self._open_new()

    def _new_name(self) -> Path:
        folder, end = (self._private, "tmp") if self._private else (self.path.parent, "part")
        return folder / f".{secrets.token_hex(8)}.{end}"

    def _open_new(self) -> BinaryIO:
        mode = 0o600 if self._private else 0o666
        return os.fdopen(os.open(self._temporary, _CREATE_FLAGS, mode), "wb")

    def _try_out(self) -> None:
        """Test whether a file can be written next to the target, and which mode it gets."""
        beside = self._part_path()
        with os.fdopen(os.open(beside, _CREATE_FLAGS, 0o666), "wb") as stream:
            self._mode = stat.S_IMODE(os.fstat(stream.fileno()).st_mode)
        beside.unlink()

    def _part_path(self) -> Path:
        return self.path.with_name(f".{secrets.token_hex(8)}.part")

    def _move_to_target(self) -> None:
        """Move the temp file from the private folder to the folder of the target."""
        beside, gathered = self._part_path(), self._temporary
        gathered.chmod(self._mode)
        try:
            gathered.rename(beside)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            try:
                with gathered.open("rb") as source, beside.open("xb") as copy:
                    shutil.copyfileobj(source, copy, PIECE)
                    copy.flush()
                    os.fsync(copy.fileno())
            except BaseException:
                beside.unlink(missing_ok=True)
                raise
            gathered.unlink()
        self._temporary = beside

    def _place(self, stream: BinaryIO) -> None:
        try:
            with stream:
                stream.flush()
                os.fsync(stream.fileno())
            if self._is_stream:
                self._pour()
                return
            if self._private is not None:
                self._move_to_target()
            if self._overwrite:
                os.replace(self._temporary, self.path)  # noqa: PTH105  (replaces on Windows too)
            else:
                _rename_to_free(self._temporary, self.path)
        except BaseException:
            self._discard(stream)
            raise

    def _pour(self) -> None:
        """Write the content of the temp file into a device or a pipe."""
        with self._temporary.open("rb") as source:
            write_into(self.path, iter(lambda: source.read(PIECE), b""))
        self._temporary.unlink()

    def _discard(self, stream: BinaryIO) -> None:
        with contextlib.suppress(OSError):
            stream.close()
        with contextlib.suppress(OSError):
            self._temporary.unlink()

    def _tried(self, act: Callable[[], Result]) -> Result:
        try:
            return act()
        except (OSError, ValueError) as error:
            raise unwritable(self.path, error) from error


async def _opened(act: Callable[[], BinaryIO], undo: Callable[[BinaryIO], None]) -> BinaryIO:
    """Open a file in a thread; cancelling waits for the thread, and undoes its work."""
    opening = asyncio.ensure_future(asyncio.to_thread(act))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        with contextlib.suppress(OSError, ValueError, FileError):
            undo(await opening)
        raise


def _rename_to_free(temporary: Path, path: Path) -> None:
    """Rename a file to ``path``, which must be free. Raises ``FileError`` (``DOWNLOAD_EXISTS``)."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError as error:
        raise FileError(ErrorCode.DOWNLOAD_EXISTS, file=str(path)) from error
    except (OSError, NotImplementedError):  # a file system without links
        if os.path.lexists(path):
            raise FileError(ErrorCode.DOWNLOAD_EXISTS, file=str(path)) from None
        temporary.replace(path)
    else:
        temporary.unlink()


def _identity(stream: BinaryIO) -> tuple[int, int]:
    status = os.fstat(stream.fileno())
    return status.st_size, status.st_mtime_ns
