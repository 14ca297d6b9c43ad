"""Locks across threads and processes: one writer in a folder, one holder of a lock file.

A lock belongs to an open file, so it is released when its process ends, for whatever reason.
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
"""Seconds to wait for another writer, which holds the lock only during one small write."""
_PAUSE = 0.01
"""Seconds between two attempts."""
_LOCK_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_LOCKED = frozenset({errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK})


@contextlib.contextmanager
def locked(folder: Path, *, private: bool = False, patience: float = PATIENCE) -> Generator[None]:
    """Hold the lock of ``folder``, which is created if missing.

    Raises ``FileError`` (``FILE_UNWRITABLE``) if the folder cannot be created or opened, or if the
    lock is held elsewhere for longer than ``patience`` seconds. On a file system without locks, no
    lock is taken.
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


def try_lock(path: Path) -> int | None:
    """Lock a private file, which is created if missing; return ``None`` if it is already locked.

    The result is a descriptor; closing it releases the lock. Raises ``FileError``
    (``FILE_UNWRITABLE``). On a file system without locks, no lock is taken.
    """
    descriptor = _open_private(path)
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _LOCKED:
            os.close(descriptor)
            return None
    return descriptor


def is_locked(path: Path) -> bool:
    """Return whether a private lock file, which is created if missing, is held.

    Other callers of this function at the same moment do not count as holders, except on Windows,
    which has no shared locks. Raises ``FileError`` (``FILE_UNWRITABLE``).
    """
    descriptor = _open_private(path)
    try:
        _lock_shared(descriptor)
    except OSError as error:
        return error.errno in _LOCKED
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
            if error.errno not in _LOCKED:
                return
            if time.monotonic() >= deadline:
                raise
            threading.Event().wait(_PAUSE)
        else:
            return


if sys.platform == "win32":
    import msvcrt

    def _open(folder: Path) -> int:
        """Open a lock file that is deleted with its last handle: Windows cannot lock a folder."""
        if (folder / ".lock").is_symlink():  # else its target would be deleted
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
