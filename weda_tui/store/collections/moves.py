"""Moves, removals and their undo among the saved requests: nothing is lost without a way back."""

import contextlib
import os
import shutil
from pathlib import Path

import msgspec

from weda_tui.core.collections.paths import check_path, is_within, parent_of
from weda_tui.core.errors import ErrorCode, FileError, reading, unwritable, writing
from weda_tui.store.atomic import make_folder
from weda_tui.store.collections.files import SUFFIX, check_free
from weda_tui.store.workspace_files import (
    check_inside,
    check_parent,
    lock_folder,
    read_file,
    write_file,
)


class Removed(msgspec.Struct, frozen=True):
    """What a removal took away: all that an undo needs."""

    path: str
    files: dict[str, bytes]
    """By file below the root."""
    folders: tuple[str, ...] = ()
    """Below the root, outer ones first."""
    links: dict[str, str] = {}
    """Where each link below the root leads, as it is written."""


def move(root: Path, path: str, new_path: str) -> None:
    """Give a request or a folder another path.

    Raises ``FileError``, and leaves the disk as it was: ``NAME_INVALID``, ``FILE_EXISTS``,
    ``ENDPOINT_UNKNOWN``, ``FILE_UNREADABLE``, ``FILE_UNWRITABLE`` (a folder into itself).
    """
    for each in (path, new_path):
        check_path(each)
    with lock_folder(root.parent, root):
        suffix = _suffix_of(root, path)
        source = check_parent(root.parent, root / f"{path}{suffix}")
        target = check_parent(root.parent, root / f"{new_path}{suffix}")
        if not suffix and new_path != path and is_within(new_path, path):
            raise FileError(ErrorCode.FILE_EXISTS, file=path)
        check_free(root, new_path, suffix, replaced=path)
        with writing(source):
            make_folder(target.parent)
            source.rename(target)


def remove(root: Path, path: str) -> Removed:
    """Remove a request or a folder with all in it, and return it for an undo.

    Raises ``FileError``: ``NAME_INVALID``, ``ENDPOINT_UNKNOWN``, ``FILE_UNREADABLE`` (nothing is
    removed that could not be brought back) or ``FILE_UNWRITABLE``.
    """
    check_path(path)
    with lock_folder(root.parent, root):
        suffix = _suffix_of(root, path)
        target = root / f"{path}{suffix}"
        removed = _read_all(root, path, suffix)
        try:
            if suffix or target.is_symlink():
                target.unlink()
            else:
                shutil.rmtree(target)
        except OSError as error:
            with contextlib.suppress(FileError):
                _write_all(root, removed)
            raise unwritable(target, error) from error
    return removed


def restore(root: Path, removed: Removed) -> None:
    """Bring back what was removed. Raises ``FileError`` (``FILE_EXISTS`` where it is taken)."""
    with lock_folder(root.parent, root):
        file = f"{removed.path}{SUFFIX}"
        is_file = file in removed.files or file in removed.links
        check_free(root, removed.path, SUFFIX if is_file else "")
        _write_all(root, removed)


def make(root: Path, path: str) -> None:
    """Make an empty folder. Raises ``FileError``: ``NAME_INVALID``, ``FILE_EXISTS``, …."""
    check_path(path)
    with lock_folder(root.parent, root):
        check_free(root, path)
        with writing(root / path):
            make_folder(check_parent(root.parent, root / path))


def _suffix_of(root: Path, path: str) -> str:
    """Return how a path's name ends on the disk: a request's file, else a folder."""
    file, folder = root / f"{path}{SUFFIX}", root / path
    check_parent(root.parent, file)
    if file.is_file() or file.is_symlink():
        return SUFFIX
    if folder.is_dir() or folder.is_symlink():
        return ""
    raise FileError(ErrorCode.ENDPOINT_UNKNOWN, target=path, nearest="")


def _read_all(root: Path, path: str, suffix: str) -> Removed:
    """Return a request or a folder with all in it; links as links."""
    files: dict[str, bytes] = {}
    folders: list[str] = []
    links: dict[str, str] = {}

    def read(file: Path) -> None:
        name = file.relative_to(root).as_posix()
        if file.is_symlink():
            links[name] = os.readlink(file)  # noqa: PTH115  (as it is written)
        elif (data := read_file(root.parent, file)) is not None:
            files[name] = data

    with reading(root / path):
        if suffix or (root / path).is_symlink():
            read(root / f"{path}{suffix}")
            return Removed(path, files, links=links)
        for folder, below, names in os.walk(root / path):
            folders.append(Path(folder).relative_to(root).as_posix())
            links_to_folders = [name for name in below if Path(folder, name).is_symlink()]
            for name in (*links_to_folders, *names):
                read(Path(folder, name))
    return Removed(path, files, tuple(folders), links)


def _write_all(root: Path, removed: Removed) -> None:
    with writing(root):
        for folder in removed.folders or (parent_of(removed.path),):
            make_folder(check_inside(root.parent, root / folder))
    for file, data in removed.files.items():
        write_file(root.parent, root / file, data)
    for file, target in removed.links.items():
        link = check_parent(root.parent, root / file)
        with writing(link):
            if not link.is_symlink():
                link.symlink_to(target)
