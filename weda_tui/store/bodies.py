"""Bodies in files: read or copied from the user's files, mapped, and saved byte for byte."""

import contextlib
import mmap
import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from weda_tui.core.errors import reading, unwritable, writing
from weda_tui.store.atomic import make_folder, write_atomic

_COPIED_AT_ONCE = 2**20
READ_AT_ONCE = 2**22
"""Bytes of a file up to which it is read before anything is shown."""
_HEAD = 2**18


class FileBody:
    """A file of the user. Its beginning is read at once; ``steps`` reads all of it.

    The file is not mapped: if another program shortened it, this program would be killed.
    """

    def __init__(self, path: Path, in_memory: int, folder: Path) -> None:
        """Open the file and read its beginning. Raises ``FileError`` (``FILE_UNREADABLE``)."""
        self._path, self._in_memory, self._folder = path, in_memory, folder
        with reading(path):
            self._stream = path.open("rb")
            self.size = os.fstat(self._stream.fileno()).st_size
            self.head = self._stream.read(_HEAD)
        self.body: bytes | mmap.mmap = b""
        """The content of the file, once ``steps`` has read it."""

    def steps(self) -> Generator[None]:
        """Read the file, piece by piece, in any thread.

        Raises ``FileError`` (``FILE_UNREADABLE``, ``FILE_UNWRITABLE``).
        """
        with reading(self._path), self._stream as stream:
            begun = self.head
            if self.size <= self._in_memory:  # the size of a pipe is 0
                begun += stream.read(max(0, self._in_memory + 1 - len(begun)))
            if len(begun) <= self._in_memory and self.size <= self._in_memory:
                self.body = begun
                yield
                return
            with open_new(self._folder) as file:
                yield from _copy(begun, stream, file, self._folder)
                self.body = _mapped(file)

    def read(self) -> bytes | mmap.mmap:
        """Read the whole file now. Raises the errors of ``steps``."""
        for _ in self.steps():
            pass
        return self.body


def read_body(stream: BinaryIO, in_memory: int, folder: Path) -> bytes | mmap.mmap:
    """Return the content of a stream; more than ``in_memory`` bytes as a mapped file in ``folder``.

    Raises ``OSError``, and ``FileError`` (``FILE_UNWRITABLE``).
    """
    body = stream.read(in_memory + 1)
    if len(body) <= in_memory:
        return body
    with open_new(folder) as file:
        for _ in _copy(body, stream, file, folder):
            pass
        return _mapped(file)


def _copy(begun: bytes, stream: BinaryIO, file: BinaryIO, folder: Path) -> Iterator[None]:
    piece = begun or stream.read(_COPIED_AT_ONCE)
    while piece:
        try:
            file.write(piece)
            file.flush()
        except OSError as error:
            with contextlib.suppress(OSError):  # closing tries to write once more
                file.close()
            raise unwritable(folder, error) from error
        yield
        piece = stream.read(_COPIED_AT_ONCE)


def _mapped(file: BinaryIO) -> mmap.mmap:
    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def open_new(folder: Path) -> BinaryIO:
    """Open an empty file that only this user can read, and that is deleted with its last handle.

    Raises ``FileError`` (``FILE_UNWRITABLE``).
    """
    with writing(folder):
        return open_private(folder)


def open_private(folder: Path) -> BinaryIO:
    """Open a file as ``open_new`` does. Raises ``OSError``."""
    make_folder(folder, private=True)
    return open_unnamed(folder)


def open_unnamed(folder: Path) -> BinaryIO:
    """Open a file without a name, or one deleted with its last handle. Raises ``OSError``."""
    file: Any = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  (it outlives this call)
    return file


def save_body(path: Path, body: bytes | mmap.mmap) -> None:
    """Write a body as it was received. Raises ``FileError`` (``FILE_UNWRITABLE``)."""
    with memoryview(body) as data:
        write_atomic(path, data)
