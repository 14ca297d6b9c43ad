"""From what a user names to items: files and the objects they become, objects and their files."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.storage.object_names import (
    check_object_id,
    distinct_names,
    file_name_of,
    object_path,
)
from weda_tui.core.storage.transfer import TransferItem

Existing = Literal["keep", "rename"]
"""What a download does about a file of that name: leave the name to be refused, or take another."""


def upload_items(files: Sequence[str], folder: str, name: str = "") -> tuple[TransferItem, ...]:
    """Return what files become in a folder of the cloud; ``name`` renames a single one.

    Raises ``FileError``: ``OBJECT_PATH_INVALID``, or ``OBJECT_PATH_TWICE`` when two files would
    become one object.
    """
    items = [
        TransferItem(object_id=object_path(folder, name or Path(file).name), file=file)
        for file in files
    ]
    seen: set[str] = set()
    for item in items:
        if item.object_id in seen:
            raise FileError(ErrorCode.OBJECT_PATH_TWICE, object=item.object_id)
        seen.add(item.object_id)
    return tuple(items)


def download_items(
    object_ids: Sequence[str], to: str, existing: Existing = "keep"
) -> tuple[TransferItem, ...]:
    """Return the file that each object becomes; reads the folder, so it may take a while.

    ``to`` is a folder when it is one, ends in a slash, or there are several objects; else the file
    itself. Two objects never become one file. Raises ``FileError`` (``OBJECT_ID_INVALID``).
    """
    ids = [check_object_id(each) for each in object_ids]
    to = os.path.expanduser(to)  # noqa: PTH111  (a path loses the slash that says folder)
    is_folder = len(ids) != 1 or to.endswith(("/", os.sep)) or Path(to or ".").is_dir()
    folder = Path(to or ".") if is_folder else Path(to).parent
    wanted = [file_name_of(each) for each in ids] if is_folder else [Path(to).name]
    taken = _names_in(folder) if existing == "rename" else ()
    names = distinct_names(wanted, taken)
    return tuple(
        TransferItem(object_id=each, file=str(folder / name))
        for each, name in zip(ids, names, strict=True)
    )


def downloads_folder() -> str:
    """Return where a person looks for downloads: the system's folder, else the current one."""
    folder = Path.home() / "Downloads"
    return str(folder if folder.is_dir() else Path.cwd())


def _names_in(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []
