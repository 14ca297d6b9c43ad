"""Lists a folder of the user's own."""

import os

from weda_tui.core.errors import unreadable
from weda_tui.core.files import DirectoryEntry, Folder
from weda_tui.store.paths import typed_path


def list_folder(text: str) -> Folder:
    """Return what a typed folder holds; ``~`` is the home folder, empty the current one.

    What cannot be looked at is listed without a size; a folder that cannot be listed at all has
    its error. Takes a while for a big one: 10,000 files some 50 ms.
    """
    path = text
    try:
        path = str(typed_path(text or ".").absolute())
        with os.scandir(path) as found:
            entries = [_entry(each) for each in found]
    except (OSError, ValueError) as error:
        return Folder(path, error=unreadable(path, error))
    entries.sort(key=lambda entry: (not entry.is_folder, entry.name.casefold(), entry.name))
    return Folder(path, tuple(entries))


def _entry(found: os.DirEntry[str]) -> DirectoryEntry:
    try:
        is_folder = found.is_dir()
        return DirectoryEntry(found.name, is_folder, 0 if is_folder else found.stat().st_size)
    except OSError:
        return DirectoryEntry(found.name, is_folder=False)
