"""A temporary file for a library that only reads files: private, and removed after use."""

import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def private_copy(data: bytes) -> Generator[str]:
    """Give the path of a file with ``data``: in memory if the system can, else with mode 0600.

    Raises ``OSError``.
    """
    in_memory = _open_in_memory(data)
    if in_memory is not None:
        try:
            yield f"/proc/self/fd/{in_memory}"
        finally:
            os.close(in_memory)
        return
    descriptor, path = tempfile.mkstemp(prefix="weda-tui-")
    try:
        try:
            _write(descriptor, data)
        finally:
            os.close(descriptor)
        yield path
    finally:
        with suppress(OSError):
            Path(path).unlink()


def _open_in_memory(data: bytes) -> int | None:
    """Return a descriptor of an in-memory file with ``data``, ``None`` if the system has none."""
    if sys.platform != "linux" or not Path("/proc/self/fd").is_dir():
        return None
    if not hasattr(os, "memfd_create"):  # Python was built for a glibc older than 2.27
        return None
    try:
        descriptor = os.memfd_create("weda-tui")
    except OSError:
        return None
    try:
        _write(descriptor, data)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
