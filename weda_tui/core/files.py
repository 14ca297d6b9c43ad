"""What a folder on this machine holds, and which of it a few letters mean."""

import os
from collections.abc import Iterator

import msgspec

from weda_tui.core.errors import FileError
from weda_tui.core.text.folding import normalise


class DirectoryEntry(msgspec.Struct, frozen=True, gc=False):
    """A file or a folder; tens of thousands of them are no work for the garbage collector."""

    name: str
    is_folder: bool
    size: int = 0
    """Bytes of a file."""

    @property
    def is_hidden(self) -> bool:
        """Whether it is left out unless asked for."""
        return self.name.startswith(".")


class Folder(msgspec.Struct, frozen=True):
    """One folder: folders first, each by name."""

    path: str
    """Absolute."""
    entries: tuple[DirectoryEntry, ...] = ()
    error: FileError | None = None
    """Why nothing can be listed."""


def split_path(text: str) -> tuple[str, str]:
    """Return the folder of a typed path, its slash included, and what is behind the last slash."""
    folder, slash, last = text.replace(os.sep, "/").rpartition("/")
    return folder + slash, last


def matching(folder: Folder, letters: str, *, hidden: bool) -> Iterator[DirectoryEntry]:
    """Yield the entries whose name has the letters in it, those that begin with them first.

    Hidden ones count where they are asked for, and where the letters begin with a dot.
    """
    wanted = normalise(letters).strip()
    with_hidden = hidden or letters.startswith(".")
    seen = [each for each in folder.entries if with_hidden or not each.is_hidden]
    if not wanted:
        yield from seen
        return
    folded = [(each, normalise(each.name)) for each in seen]
    yield from (each for each, name in folded if name.startswith(wanted))
    yield from (each for each, name in folded if wanted in name and not name.startswith(wanted))
