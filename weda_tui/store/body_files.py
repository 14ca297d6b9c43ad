"""Bodies in files: opened without being read, saved byte for byte."""

import contextlib
import mmap
import os
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store.atomic import make_folder, reason_of, write_atomic

MAPPED_FROM = 8 * 2**20
"""Bytes from which a file is mapped into memory rather than read."""


def open_body(path: Path) -> bytes | mmap.mmap:
    """Return what a file holds; a large one is read as it is looked at.

    Raises ``FileError`` (``FILE_UNREADABLE``).
    """
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size >= MAPPED_FROM:
                with contextlib.suppress(OSError, ValueError):
                    return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            return stream.read()
    except OSError as error:
        raise FileError(
            ErrorCode.FILE_UNREADABLE, file=str(path), reason=reason_of(error)
        ) from error


def open_new(folder: Path) -> BinaryIO:
    """Open an empty file that only this user can read, and that goes when nobody holds it.

    Raises ``FileError`` (``FILE_UNWRITABLE``).
    """
    try:
        make_folder(folder, private=True)
        return open_unnamed(folder)
    except OSError as error:
        raise FileError(
            ErrorCode.FILE_UNWRITABLE, file=str(folder), reason=reason_of(error)
        ) from error


def open_unnamed(folder: Path) -> BinaryIO:
    """Open a file without a name, or one that goes with its last handle. Raises ``OSError``."""
    file: Any = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  (it outlives this call)
    return file


def save_body(path: Path, body: bytes | mmap.mmap) -> None:
    """Write a body as it was received. Raises ``FileError`` (``FILE_UNWRITABLE``)."""
    with memoryview(body) as data:
        write_atomic(path, data)
