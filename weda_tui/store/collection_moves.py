"""Moves, removals and their undo among the saved requests: nothing is lost without a way back."""

import contextlib
import os
import shutil
from pathlib import Path

import msgspec

from weda_tui.core.collection_path import check_path, is_within, parent_of
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.store.atomic import make_folder, read_whole, reason_of, write_atomic
from weda_tui.store.collection_files import SUFFIX, check_free
from weda_tui.store.folder_lock import locked


class Removed(msgspec.Struct, frozen=True):
    """What a removal took away: all that an undo needs."""

    path: str
    files: dict[str, bytes]
    """By file below the root."""
    folders: tuple[str, ...] = ()
    """Below the root, outer ones first."""


def move(root: Path, path: str, new_path: str) -> None:
    """Give a request or a folder another path.

    Raises ``FileError``, and leaves the disk as it was: ``NAME_INVALID``, ``FILE_EXISTS``,
    ``ENDPOINT_UNKNOWN``, ``FILE_UNREADABLE``, ``FILE_UNWRITABLE`` (a folder into itself).
    """
    for each in (path, new_path):
        check_path(each)
    with locked(root):
        suffix = _suffix_of(root, path)
        source, target = root / f"{path}{suffix}", root / f"{new_path}{suffix}"
        if not suffix and new_path != path and is_within(new_path, path):
            raise FileError(ErrorCode.FILE_EXISTS, file=path)
        check_free(root, new_path, suffix, replaced=path)
        try:
            make_folder(target.parent)
            source.rename(target)
        except OSError as error:
            raise _unwritable(source, error) from error


def remove(root: Path, path: str) -> Removed:
    """Remove a request or a folder with all in it, and return it for an undo.

    Raises ``FileError``: ``NAME_INVALID``, ``ENDPOINT_UNKNOWN``, ``FILE_UNREADABLE`` (nothing is
    removed that could not be brought back) or ``FILE_UNWRITABLE``.
    """
    check_path(path)
    with locked(root):
        suffix = _suffix_of(root, path)
        target = root / f"{path}{suffix}"
        removed = _read_all(root, path) if not suffix else Removed(path, _read(root, target))
        try:
            if suffix:
                target.unlink()
            else:
                shutil.rmtree(target)
        except OSError as error:
            with contextlib.suppress(FileError):
                _write_all(root, removed)
            raise _unwritable(target, error) from error
    return removed


def restore(root: Path, removed: Removed) -> None:
    """Bring back what was removed. Raises ``FileError`` (``FILE_EXISTS`` where it is taken)."""
    with locked(root):
        check_free(root, removed.path, SUFFIX if f"{removed.path}{SUFFIX}" in removed.files else "")
        _write_all(root, removed)


def make(root: Path, path: str) -> None:
    """Make an empty folder. Raises ``FileError``: ``NAME_INVALID``, ``FILE_EXISTS``, …."""
    check_path(path)
    with locked(root):
        check_free(root, path)
        try:
            make_folder(root / path)
        except OSError as error:
            raise _unwritable(root / path, error) from error


def _suffix_of(root: Path, path: str) -> str:
    """Return how a path's name ends on the disk: a request's file, else a folder."""
    if (root / f"{path}{SUFFIX}").is_file():
        return SUFFIX
    if (root / path).is_dir():
        return ""
    raise FileError(ErrorCode.ENDPOINT_UNKNOWN, target=path, nearest="")


def _read_all(root: Path, path: str) -> Removed:
    files: dict[str, bytes] = {}
    folders: list[str] = []
    for folder, _, names in os.walk(root / path):
        folders.append(Path(folder).relative_to(root).as_posix())
        for name in names:
            files |= _read(root, Path(folder) / name)
    return Removed(path, files, tuple(folders))


def _read(root: Path, file: Path) -> dict[str, bytes]:
    data = read_whole(file)
    return {} if data is None else {file.relative_to(root).as_posix(): data}


def _write_all(root: Path, removed: Removed) -> None:
    try:
        for folder in removed.folders or (parent_of(removed.path),):
            make_folder(root / folder)
    except OSError as error:
        raise _unwritable(root, error) from error
    for file, data in removed.files.items():
        write_atomic(root / file, data)


def _unwritable(path: Path, error: OSError) -> FileError:
    return FileError(ErrorCode.FILE_UNWRITABLE, file=str(path), reason=reason_of(error))
