"""Bodies in files: read or copied, looked at where they lie, saved byte for byte."""

import contextlib
import mmap
import os
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

from weda_tui.core.errors import reading, unwritable, writing
from weda_tui.store.atomic import make_folder, write_atomic

_COPIED_AT_ONCE = 2**20


def open_body(path: Path, in_memory: int, folder: Path) -> bytes | mmap.mmap:
    """Return what a file holds at this moment, as ``read_body`` does.

    A file of the user's own is not mapped: whoever shortens it would end the program.

    Raises ``FileError`` (``FILE_UNREADABLE``, ``FILE_UNWRITABLE``).
    """
    with reading(path), path.open("rb") as stream:
        if os.fstat(stream.fileno()).st_size > in_memory:
            return _copy(b"", stream, folder)
        return read_body(stream, in_memory, folder)


def read_body(stream: BinaryIO, in_memory: int, folder: Path) -> bytes | mmap.mmap:
    """Return what a stream gives; more than ``in_memory`` bytes in a file of ours in ``folder``.

    Raises ``OSError``, and ``FileError`` (``FILE_UNWRITABLE``).
    """
    body = stream.read(in_memory + 1)
    return body if len(body) <= in_memory else _copy(body, stream, folder)


def _copy(begun: bytes, stream: BinaryIO, folder: Path) -> mmap.mmap:
    with open_new(folder) as file:
        piece = begun or stream.read(_COPIED_AT_ONCE)
        while piece:
            try:
                file.write(piece)
                file.flush()
            except OSError as error:
                with contextlib.suppress(OSError):  # it tries to write once more
                    file.close()
                raise unwritable(folder, error) from error
            piece = stream.read(_COPIED_AT_ONCE)
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def open_new(folder: Path) -> BinaryIO:
    """Open an empty file that only this user can read, and that goes when nobody holds it.

    Raises ``FileError`` (``FILE_UNWRITABLE``).
    """
    with writing(folder):
        return open_private(folder)


def open_private(folder: Path) -> BinaryIO:
    """Open a file as ``open_new`` does. Raises ``OSError``."""
    make_folder(folder, private=True)
    return open_unnamed(folder)


def open_unnamed(folder: Path) -> BinaryIO:
    """Open a file without a name, or one that goes with its last handle. Raises ``OSError``."""
    file: Any = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  (it outlives this call)
    return file


def save_body(path: Path, body: bytes | mmap.mmap) -> None:
    """Write a body as it was received. Raises ``FileError`` (``FILE_UNWRITABLE``)."""
    with memoryview(body) as data:
        write_atomic(path, data)
