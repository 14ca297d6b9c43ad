"""Temporary folders; if the process that made one is killed, the next process deletes it."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from weda_tui.core.errors import WedaError
from weda_tui.store.locks import is_locked, try_lock

LOCK = ".held"
"""The lock file in such a folder, held by the folder's process."""


@contextmanager
def held_folder(prefix: str) -> Generator[Path]:
    """Create a private temporary folder, and delete the folders that no process holds any more.

    Raises ``FileError``.
    """
    _delete_left(prefix)
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as name:
        held = try_lock(Path(name, LOCK))
        try:
            yield Path(name)
        finally:
            if held is not None:
                os.close(held)


def _delete_left(prefix: str) -> None:
    """Delete the folders of killed processes; one without a lock file is just being created."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        with suppress(OSError, WedaError):
            if _is_own(folder) and (folder / LOCK).is_file() and not is_locked(folder / LOCK):
                shutil.rmtree(folder, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    """Return whether a folder is this user's and no link: other users share its parent."""
    status = folder.lstat()
    is_mine = sys.platform == "win32" or status.st_uid == os.getuid()
    return stat.S_ISDIR(status.st_mode) and is_mine
