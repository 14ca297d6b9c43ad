"""Files at paths that the user types, anywhere on this machine.

A path in the workspace is refused if a link leads out of the workspace; see ``check_typed``.
"""

import asyncio
import errno
import mmap
import os
from collections.abc import Mapping
from pathlib import Path

from weda_tui.core.errors import ErrorCode, FileError, unwritable
from weda_tui.core.files import Folder
from weda_tui.store import folder_listing
from weda_tui.store.atomic import read_whole, write_atomic
from weda_tui.store.bodies import save_body
from weda_tui.store.local_files import IncomingFile
from weda_tui.store.paths import Paths, typed_path
from weda_tui.store.workspace_files import check_typed


async def save_as(text: str, body: bytes | mmap.mmap, workspace: Path) -> Path:
    """Write a body to a typed path, byte for byte. Raises ``FileError``."""
    path = check_typed(workspace, typed_path(text))
    await asyncio.to_thread(save_body, path, body)
    return path


async def size_of(text: str) -> int | None:
    """Return the size of the file at a typed path: ``None`` without a file, -1 for a folder."""

    def look() -> int | None:
        try:
            path = typed_path(text)
            return -1 if path.is_dir() else path.stat().st_size
        except (OSError, ValueError):
            return None

    return await asyncio.to_thread(look)


async def list_folder(path: str) -> Folder:
    """Return the contents of a folder of this machine; see ``store.folder_listing``."""
    return await asyncio.to_thread(folder_listing.list_folder, path)


def real_path(text: str) -> str:
    """Return a typed path with all symbolic links resolved."""
    return os.path.realpath(typed_path(text))


def check_free(*files: str) -> None:
    """Raise ``FileError`` (``DOWNLOAD_EXISTS``) for the first typed path where a file exists."""
    for file in files:
        try:
            is_there = typed_path(file).is_file()
        except OSError:  # writing reports what is wrong with the path
            is_there = False
        if is_there:
            raise FileError(ErrorCode.DOWNLOAD_EXISTS, file=file)


def check_output(file: str) -> None:
    """Raise ``FileError`` (``FILE_UNWRITABLE``) for a folder, or without a parent folder."""
    path, number = typed_path(file), 0
    if path.is_dir():
        number = errno.EISDIR
    elif not path.parent.exists():
        path, number = path.parent, errno.ENOENT
    if number:
        raise unwritable(path, OSError(number, os.strerror(number)))


def incoming_file(text: str, paths: Paths, *, overwrite: bool) -> IncomingFile:
    """Return the file at a typed path, to be written; a symlink is not replaced.

    The data is collected in the state folder: it is not masked yet, so it must never be in a
    workspace. Raises ``FileError`` (``LINK_OUTSIDE``).
    """
    path = check_typed(paths.workspace, typed_path(text))
    is_stream = path.is_char_device() or path.is_fifo()  # ``/dev/stdout`` resolves to no path
    path = path.resolve() if path.is_symlink() and not is_stream else path
    return IncomingFile(path, overwrite=overwrite, private=paths.bodies)


def keep_copy(file: Path, text: str) -> None:
    """Write text that no clipboard accepts into a private file. Raises ``FileError``."""
    from weda_tui.core.json.long_text import encoded

    write_atomic(file, encoded(text), private=True)


def write_file(text: str, data: bytes, workspace: Path) -> None:
    """Write the file at a typed path. Raises ``FileError``."""
    write_atomic(check_typed(workspace, typed_path(text)), data)


def write_files(contents: Mapping[str, bytes], workspace: Path) -> dict[str, FileError]:
    """Write a file at each typed path; return the errors of those that cannot be written."""
    failed: dict[str, FileError] = {}
    for text, data in contents.items():
        try:
            write_file(text, data, workspace)
        except FileError as error:
            failed[text] = error
    return failed


def write_unless_changed(text: str, data: bytes, workspace: Path, *, force: bool) -> None:
    """Write the file at a typed path unless it exists with other content.

    ``force`` replaces such a file too. Raises ``FileError``: ``DOWNLOAD_EXISTS``,
    ``FILE_UNREADABLE``, and as ``write_file`` does.
    """
    if not force:
        there = read_whole(check_typed(workspace, typed_path(text)))
        if there not in {None, data}:
            raise FileError(ErrorCode.DOWNLOAD_EXISTS, file=text)
    write_file(text, data, workspace)
