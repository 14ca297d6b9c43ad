"""Temporary folders that the next process deletes where the one that made them was killed."""

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from weda_tui.core.errors import WedaError
from weda_tui.store.locks import is_held, try_hold

LOCK = ".held"
"""The file in such a folder that its process holds."""


@contextmanager
def held_folder(prefix: str) -> Generator[Path]:
    """Make a private folder for a while, and delete those that nobody holds any more.

    Raises ``FileError``.
    """
    _delete_left(prefix)
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as name:
        held = try_hold(Path(name, LOCK))
        try:
            yield Path(name)
        finally:
            if held is not None:
                os.close(held)


def _delete_left(prefix: str) -> None:
    """Delete the folders of processes that were killed; one without a lock is being made."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        with suppress(OSError, WedaError):
            if _is_own(folder) and (folder / LOCK).is_file() and not is_held(folder / LOCK):
                shutil.rmtree(folder, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    """Return whether this is a folder of this user, not a link: others write beside it."""
    status = folder.lstat()
    is_mine = sys.platform == "win32" or status.st_uid == os.getuid()
    return stat.S_ISDIR(status.st_mode) and is_mine
