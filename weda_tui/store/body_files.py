"""Bodies in files: opened without being read, saved byte for byte."""

import contextlib
import mmap
import os
from pathlib import Path

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store.atomic import reason_of, write_atomic

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


def save_body(path: Path, body: bytes | mmap.mmap) -> None:
    """Write a body as it was received. Raises ``FileError`` (``FILE_UNWRITABLE``)."""
    with memoryview(body) as data:
        write_atomic(path, data)
