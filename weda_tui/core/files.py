"""Files of the package, folders on this machine, and the completion of typed paths."""

import os
import pkgutil
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import TypeVar

import msgspec

from weda_tui.core.errors import ErrorCode, FileError, reading
from weda_tui.core.text.folding import normalise

Wanted = TypeVar("Wanted")


def read_packaged(path: str) -> bytes:
    """Return the content of a file below ``weda_tui``, wherever the package is installed.

    Raises ``FileError`` (``FILE_UNREADABLE``) for a damaged installation.
    """
    name = path.rpartition("/")[2]
    with reading(name):
        data = pkgutil.get_data("weda_tui", path)
    if data is None:
        raise FileError(ErrorCode.FILE_UNREADABLE, file=name, reason="not in the package")
    return data


@cache
def read_packaged_text(path: str) -> str:
    """Return a text file below ``weda_tui`` with plain line ends (LF). Raises ``FileError``."""
    return read_packaged(path).decode().replace("\r\n", "\n")


def read_packaged_toml(path: str, wanted: type[Wanted]) -> Wanted:
    """Return a TOML file below ``weda_tui``, converted to ``wanted``. Raises ``FileError``."""
    return msgspec.convert(tomllib.loads(read_packaged_text(path)), wanted, str_keys=True)


class DirectoryEntry(msgspec.Struct, frozen=True, gc=False):
    """A file or a folder; untracked by the garbage collector, as there may be thousands."""

    name: str
    is_folder: bool
    size: int = 0
    """Size of a file in bytes."""

    @property
    def is_hidden(self) -> bool:
        """Whether the entry is listed only on request."""
        return self.name.startswith(".")


class Folder(msgspec.Struct, frozen=True):
    """The content of one folder: folders first, both sorted by name."""

    path: str
    """Absolute."""
    entries: tuple[DirectoryEntry, ...] = ()
    error: FileError | None = None
    """Why the folder cannot be listed."""


def split_path(text: str) -> tuple[str, str]:
    """Return the folder of a typed path, with its slash, and the text behind the last slash."""
    folder, slash, last = text.replace(os.sep, "/").rpartition("/")
    return folder + slash, last


def complete_path(folder: Folder, text: str) -> tuple[str, list[str]]:
    """Return a typed path, completed as far as it is unambiguous, and all paths that match.

    As in a shell, hidden names are included only if a dot was typed, and folders end with a slash.
    """
    start, letters = split_path(text)
    if text == "~":
        return "~/", []
    found = [
        f"{start}{each.name}/" if each.is_folder else f"{start}{each.name}"
        for each in folder.entries
        if each.name.startswith(letters) and (letters or not each.is_hidden)
    ]
    return os.path.commonprefix(found) or text, found  # noqa: RUF071 - not whole names


def matching(folder: Folder, letters: str, *, hidden: bool) -> Iterator[DirectoryEntry]:
    """Yield the entries whose name contains the letters, those that begin with them first.

    Hidden entries are included if ``hidden`` is set or the letters begin with a dot.
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
