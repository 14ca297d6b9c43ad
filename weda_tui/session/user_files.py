"""Files of the user's own, wherever on this machine they lie."""

import asyncio
import mmap
from pathlib import Path

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.folder import Folder
from weda_tui.session.storage_items import downloads_folder
from weda_tui.store import folder_listing
from weda_tui.store.atomic import write_atomic
from weda_tui.store.body_files import open_body, save_body

__all__ = [
    "check_free",
    "downloads_folder",
    "list_folder",
    "open_body",
    "save_as",
    "size_of",
    "write_file",
]


def as_path(text: str) -> Path:
    """Return a typed path, its tilde expanded."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # nobody has that name: the shell, too, leaves such a tilde as it is
        return Path(text)


async def save_as(text: str, body: bytes | mmap.mmap) -> Path:
    """Write a body to a typed path, byte for byte. Raises ``FileError``."""
    path = as_path(text)
    await asyncio.to_thread(save_body, path, body)
    return path


async def size_of(text: str) -> int | None:
    """Return the size of the file at a typed path: ``None`` without one, -1 for a folder."""

    def look() -> int | None:
        try:
            path = as_path(text)
            return -1 if path.is_dir() else path.stat().st_size
        except (OSError, ValueError):
            return None

    return await asyncio.to_thread(look)


async def list_folder(path: str) -> Folder:
    """Return what a folder of this machine holds; see ``store.folder_listing``."""
    return await asyncio.to_thread(folder_listing.list_folder, path)


def check_free(*paths: Path) -> None:
    """Raise ``FileError`` (``DOWNLOAD_EXISTS``) for the first file that is there already."""
    for path in paths:
        if path.expanduser().is_file():
            raise FileError(ErrorCode.DOWNLOAD_EXISTS, file=str(path))


def write_file(path: Path, data: bytes) -> None:
    """Write a file of the user's own choice. Raises ``FileError``."""
    write_atomic(path.expanduser(), data)
