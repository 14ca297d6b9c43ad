"""One at a time, across threads and processes: one writer in a folder, one holder of a file.

The lock belongs to an open file, so it ends with the process that holds it, however that ends.
"""

import contextlib
import errno
import os
import sys
import threading
import time
from collections.abc import Generator
from pathlib import Path

from weda_tui.core.errors import writing
from weda_tui.store.atomic import make_folder

PATIENCE = 5.0
"""Seconds to wait for another writer: each holds the lock for the time of one small write."""
_PAUSE = 0.01
"""Seconds between two attempts."""
_LOCK_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_TAKEN = frozenset({errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK})


@contextlib.contextmanager
def locked(folder: Path, *, private: bool = False, patience: float = PATIENCE) -> Generator[None]:
    """Hold the lock of ``folder``, which is created when missing.

    Raises ``FileError`` (``FILE_UNWRITABLE``) when the folder cannot be made or opened, or when
    somebody else holds the lock longer than ``patience`` seconds. A file system that has no locks
    is used without them.
    """
    with writing(folder):
        make_folder(folder, private=private)
        descriptor = _open(folder)
    try:
        with writing(folder):
            _wait(descriptor, patience)
        yield
    finally:
        os.close(descriptor)


def try_hold(path: Path) -> int | None:
    """Hold a private lock file, made where it is missing; ``None`` while somebody else does.

    Returns a descriptor; closing it lets go. Raises ``FileError`` (``FILE_UNWRITABLE``). A file
    system that has no locks is used without them.
    """
    descriptor = _open_private(path)
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _TAKEN:
            os.close(descriptor)
            return None
    return descriptor


def is_held(path: Path) -> bool:
    """Return whether somebody holds a private lock file, made where it is missing.

    Others who ask at the same moment do not count, but on Windows, which has no shared locks.
    Raises ``FileError`` (``FILE_UNWRITABLE``).
    """
    descriptor = _open_private(path)
    try:
        _lock_shared(descriptor)
    except OSError as error:
        return error.errno in _TAKEN
    finally:
        os.close(descriptor)
    return False


def _open_private(path: Path) -> int:
    with writing(path):
        make_folder(path.parent, private=True)
        return os.open(path, _LOCK_FLAGS, 0o600)


def _wait(descriptor: int, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            _lock(descriptor)
        except OSError as error:
            if error.errno not in _TAKEN:
                return
            if time.monotonic() >= deadline:
                raise
            threading.Event().wait(_PAUSE)
        else:
            return


if sys.platform == "win32":
    import msvcrt

    def _open(folder: Path) -> int:
        """Open a lock file that vanishes with its last user: a folder cannot be locked here."""
        if (folder / ".lock").is_symlink():  # it would delete what that leads to
            (folder / ".lock").unlink()
        return os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_TEMPORARY)

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    _lock_shared = _lock

else:
    import fcntl

    def _open(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _lock_shared(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
