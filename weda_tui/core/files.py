"""Files of the package, and of this machine: which of a folder a few letters mean."""

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
    """Return a file below ``weda_tui``, wherever that is installed.

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
    """Return a text file below ``weda_tui``, with plain line ends. Raises ``FileError``."""
    return read_packaged(path).decode().replace("\r\n", "\n")


def read_packaged_toml(path: str, wanted: type[Wanted]) -> Wanted:
    """Return a TOML file below ``weda_tui`` as a type. Raises ``FileError``."""
    return msgspec.convert(tomllib.loads(read_packaged_text(path)), wanted, str_keys=True)


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


def complete_path(folder: Folder, text: str) -> tuple[str, list[str]]:
    """Return a typed path as far as it is certain, and the paths that it may become.

    As in a shell: hidden names are left out unless a dot is typed, folders end with a slash.
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
