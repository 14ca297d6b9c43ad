"""Deleted environments: their unchanged files, in the state folder.

    trash/DIGEST OF THE WORKSPACE/SECONDS-NAME.toml

They are not in the workspace, which a team commits: an environment that one member deleted concerns
nobody else. The secrets of a deleted environment are not kept at all.
"""

from pathlib import Path

import msgspec

from weda_tui.core.errors import ErrorCode, FileError, unreadable, writing
from weda_tui.core.text.file_names import check_name
from weda_tui.core.text.template import nearest_name
from weda_tui.store.atomic import read_whole, write_atomic
from weda_tui.store.environments.files import (
    SUFFIX,
    check_free,
    environment_path,
    remove_environment,
)
from weda_tui.store.locks import locked
from weda_tui.store.workspace_files import lock_folder, read_file, write_file

LARGEST_TRASH = 50
"""The maximum number of files; the oldest files are removed."""
_STAMP = 10
"""Digits of the seconds since the epoch in a file name, enough until the year 2286."""


class Trashed(msgspec.Struct, frozen=True):
    """An environment that was deleted."""

    name: str
    deleted_at: int
    """Seconds since the epoch."""


def trash_environment(folder: Path, trash: Path, name: str, now: float) -> None:
    """Move an environment's file, even a broken one, to the trash.

    Raises ``FileError`` as ``remove_environment`` does; the file is removed only once it is in the
    trash.
    """
    path = environment_path(folder, name)
    with lock_folder(folder.parent, folder):
        data = read_file(folder.parent, path)
        if data is not None:
            with locked(trash, private=True):
                second = int(now)
                while _path(trash, Trashed(name, second)).exists():
                    second += 1
                write_atomic(_path(trash, Trashed(name, second)), data, private=True)
                for old in list_trash(trash)[LARGEST_TRASH:]:
                    _unlink(_path(trash, old))
        remove_environment(folder, name)


def list_trash(trash: Path) -> list[Trashed]:
    """Return the deleted environments, the newest first.

    Raises ``FileError`` (``FILE_UNREADABLE``).
    """
    found: list[Trashed] = []
    try:
        for path in trash.iterdir():
            stamp, dash, name = path.stem.partition("-")
            if path.suffix == SUFFIX and dash and len(stamp) == _STAMP and stamp.isdecimal():
                found.append(Trashed(name, int(stamp)))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unreadable(trash, error) from error
    return sorted(found, key=lambda each: (-each.deleted_at, each.name))


def restore_environment(folder: Path, trash: Path, name: str) -> None:
    """Restore the environment of this name that was deleted last, byte for byte.

    Raises ``FileError``: ``NOT_IN_TRASH``, ``FILE_EXISTS`` if the name is in use again,
    ``FILE_UNREADABLE`` or ``FILE_UNWRITABLE``.
    """
    check_name(name)
    with lock_folder(folder.parent, folder), locked(trash, private=True):
        all_ = list_trash(trash)
        found = next((each for each in all_ if each.name == name), None)
        data = read_whole(_path(trash, found), private=True) if found else None
        if found is None or data is None:
            nearest = nearest_name(name, (each.name for each in all_), 0.4)
            raise FileError(ErrorCode.NOT_IN_TRASH, name=name, nearest=nearest)
        check_free(folder, name)
        write_file(folder.parent, environment_path(folder, name), data)
        _unlink(_path(trash, found))


def _path(trash: Path, each: Trashed) -> Path:
    return trash / f"{each.deleted_at:0{_STAMP}}-{each.name}{SUFFIX}"


def _unlink(path: Path) -> None:
    with writing(path):
        path.unlink(missing_ok=True)
