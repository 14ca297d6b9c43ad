"""What can be taken back of the changes to saved requests, and what others changed on the disk."""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from weda_tui.store.collections.files import SUFFIX, settings_file


class SavedMove(msgspec.Struct, frozen=True):
    """A request or a folder that was put elsewhere: all that an undo needs."""

    path: str
    new: str
    orders: tuple[tuple[str, tuple[str, ...]], ...]
    """Folders with the order that they had before."""


class Undone(msgspec.Struct, frozen=True):
    """What an undo did."""

    path: str
    """Where it lies now."""
    was: str = ""
    """Where it lay before; empty for something that was gone."""


def file_stamp(root: Path, path: str) -> int:
    """Return when a request's file was written, in nanoseconds; 0 where there is none."""
    return _written(root / f"{path}{SUFFIX}")


def stamps(root: Path, folders: Iterable[str]) -> dict[str, int]:
    """Return when folders and their settings were written, by path, in nanoseconds; 0 for none.

    A folder is written with the names in it; one look takes some 2 µs.
    """
    files = (each for path in folders for each in (path, settings_file(path)))
    return {file: _written(root / file) for file in files}


def _written(file: Path) -> int:
    try:
        return os.stat(file).st_mtime_ns  # noqa: PTH116 - looked at again and again
    except OSError:
        return 0
