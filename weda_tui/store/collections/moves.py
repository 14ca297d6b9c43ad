"""Moves, removes and restores saved requests and folders; every removal can be undone."""

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
    """The content of a removed request or folder: all that an undo needs."""

    path: str
    files: dict[str, bytes]
    """The content of each file, by its path below the root."""
    folders: tuple[str, ...] = ()
    """Paths below the root, outer folders first."""
    links: dict[str, str] = {}
    """The target of each link, as written, by the link's path below the root."""


def move(root: Path, path: str, new_path: str) -> None:
    """Move a request or a folder to another path.

    Raises ``FileError``, and leaves the disk unchanged: ``NAME_INVALID``, ``FILE_EXISTS`` (also for
    a folder into itself), ``ENDPOINT_UNKNOWN``, ``FILE_UNREADABLE``, ``FILE_UNWRITABLE``.
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
    """Remove a request, or a folder with its content, and return it for an undo.

    Raises ``FileError``: ``NAME_INVALID``, ``ENDPOINT_UNKNOWN``, ``FILE_UNREADABLE`` (nothing that
    could not be restored is removed) or ``FILE_UNWRITABLE``.
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
    """Restore a removal. Raises ``FileError`` (``FILE_EXISTS`` if the path is in use again)."""
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
    """Return the suffix of a path on the disk: that of a request's file, or none for a folder."""
    file, folder = root / f"{path}{SUFFIX}", root / path
    check_parent(root.parent, file)
    if file.is_file() or file.is_symlink():
        return SUFFIX
    if folder.is_dir() or folder.is_symlink():
        return ""
    raise FileError(ErrorCode.ENDPOINT_UNKNOWN, target=path, nearest="")


def _read_all(root: Path, path: str, suffix: str) -> Removed:
    """Return the content of a request or a folder; links as links."""
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
