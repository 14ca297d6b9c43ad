"""Writes imported requests: all of them, or none.

A folder is written completely under a name that no listing shows, and then renamed in one step. The
remains of a killed program are removed by the next import.
"""

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from weda_tui.core.collections.saved_request import FolderSettings, SavedRequest
from weda_tui.core.errors import unwritable, writing
from weda_tui.formats.toml.folders import render_folder_settings
from weda_tui.formats.toml.requests import parse_saved_request, render_saved_request
from weda_tui.store.atomic import make_folder
from weda_tui.store.collections.files import SUFFIX, check_free, settings_file
from weda_tui.store.workspace_files import check_parent, lock_folder

STAGING = ".importing"
"""A folder below ``collections/`` with the import in progress, under the lock of ``collections/``.
"""


def write_imported(
    root: Path,
    path: str,
    requests: Iterable[SavedRequest],
    folders: Iterable[FolderSettings],
    on_written: Callable[[int], None] = lambda _: None,
) -> None:
    """Write a new folder at ``path`` below ``root``; all paths in it are below ``root`` too.

    ``on_written`` is called with the number of requests written so far; none is visible before the
    end.

    Raises ``FileError``, and leaves the disk unchanged: ``NAME_INVALID``, ``FILE_EXISTS``,
    ``TOML_…`` for content that a file must not have, ``FILE_UNWRITABLE``.
    """
    staging = root / STAGING
    with lock_folder(root.parent, root):
        check_free(root, path)
        try:
            _remove(staging)
            staging.mkdir()
            for folder in folders:
                _write_folder(staging, folder)
            for number, request in enumerate(requests, 1):
                _write_request(staging, request)
                on_written(number)
            _sync()
            target = check_parent(root.parent, root / path)
            make_folder(target.parent)
            (staging / path).rename(target)
        except OSError as error:
            raise unwritable(root / path, error) from error
        finally:
            with contextlib.suppress(OSError):
                _remove(staging)


def _remove(staging: Path) -> None:
    """Remove the folder, or the file or link in its place; the target of a link is kept."""
    if staging.is_symlink() or staging.is_file():
        staging.unlink()
    elif staging.exists():
        shutil.rmtree(staging)


def _write_folder(staging: Path, folder: FolderSettings) -> None:
    (staging / folder.path).mkdir(parents=True, exist_ok=True)
    text = render_folder_settings(folder, None)
    if text.strip():
        file = settings_file(folder.path)
        _write(staging, file, text)


def _write_request(staging: Path, request: SavedRequest) -> None:
    file = f"{request.path}{SUFFIX}"
    text = render_saved_request(request, None)
    parse_saved_request(text, file=file, path=request.path)
    (staging / file).parent.mkdir(parents=True, exist_ok=True)
    _write(staging, file, text)


def _write(staging: Path, file: str, text: str) -> None:
    with writing(file):
        data = text.encode()
    with (staging / file).open("xb") as out:
        out.write(data)


def _sync() -> None:
    """Wait for the disk once, not for each of thousands of files."""
    if sys.platform != "win32":
        os.sync()
