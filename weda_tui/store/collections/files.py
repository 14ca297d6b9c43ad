"""The saved requests of a workspace: TOML files in folders, each folder with a ``folder.toml``.

A save states which text it replaces. If the file on the disk has another text, another program has
changed it, and nothing is written. A folder is read on request: nothing here walks a workspace by
itself.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from weda_tui.core.collections.paths import (
    SETTINGS,
    check_path,
    in_order,
    joined,
    name_of,
    parent_of,
)
from weda_tui.core.collections.saved_request import FolderSettings, SavedRequest
from weda_tui.core.errors import ErrorCode, FileError, unreadable
from weda_tui.core.text.file_names import fold_name
from weda_tui.core.text.template import nearest_name
from weda_tui.formats.toml.folders import parse_folder_settings, render_folder_settings
from weda_tui.formats.toml.requests import parse_saved_request, render_saved_request
from weda_tui.store.atomic import sweep
from weda_tui.store.workspace_files import (
    check_inside,
    check_parent,
    lock_folder,
    read_text,
    write_text,
)

SUFFIX = ".toml"


class Listing(msgspec.Struct, frozen=True):
    """The names in one folder, with the folder's settings; the requests are not read."""

    path: str = ""
    folders: tuple[str, ...] = ()
    """Names, in the folder's order."""
    requests: tuple[str, ...] = ()
    """Names without suffix, in the folder's order."""
    settings: FolderSettings = FolderSettings(path="")
    settings_text: str | None = None
    problems: tuple[FileError, ...] = ()

    @property
    def entries(self) -> list[tuple[str, bool]]:
        """The names in the folder's order, each with whether it is a folder; else folders last."""
        places = {name: place for place, name in enumerate(self.settings.order)}
        named = [(name, False) for name in self.requests] + [(name, True) for name in self.folders]
        return sorted(named, key=lambda each: places.get(each[0], len(places)))


class LoadedRequest(msgspec.Struct, frozen=True):
    """A request with the text of its file, which a later save states as the replaced text."""

    request: SavedRequest
    text: str


class LoadedCollections(msgspec.Struct, frozen=True):
    """All requests and folders below a folder, and the errors of those that cannot be read."""

    requests: tuple[SavedRequest, ...] = ()
    """Depth first, each folder in its own order."""
    folders: tuple[FolderSettings, ...] = ()
    """Every folder, even without settings, before the folders in it."""
    problems: tuple[FileError, ...] = ()
    texts: dict[str, str] = {}
    """The text of each request's file, and of each folder's settings, by path."""


def load_collections(root: Path, path: str = "") -> LoadedCollections:
    """Read everything below a folder of ``root``, by default all; errors are in ``problems``.

    Takes some 0.5 ms per request.
    """
    requests: list[SavedRequest] = []
    folders: list[FolderSettings] = []
    problems: list[FileError] = []
    texts: dict[str, str] = {}
    for each in walk(root, path):
        if isinstance(each, Listing):
            problems += each.problems
            if each.path:
                folders.append(each.settings)
                if each.settings_text is not None:
                    texts[each.path] = each.settings_text
            continue
        try:
            loaded = load_request(root, each)
        except FileError as error:
            problems.append(error)
        else:
            requests.append(loaded.request)
            texts[each] = loaded.text
    return LoadedCollections(tuple(requests), tuple(folders), tuple(problems), texts)


def walk(root: Path, path: str = "") -> Iterator[Listing | str]:
    """Yield a folder's listing and then its entries in order, depth first.

    A request is yielded as its path. Symlinks to folders are not followed.
    """
    waiting = [(path, True)]
    while waiting:
        here, is_folder = waiting.pop()
        if not is_folder:
            yield here
            continue
        yield (listing := list_folder(root, here))
        waiting += [(joined(here, name), inner) for name, inner in reversed(listing.entries)]


def request_paths(root: Path, path: str = "") -> Iterator[str]:
    """Yield the path of every request below a folder, in the order of ``walk``."""
    return (each for each in walk(root, path) if isinstance(each, str))


def folder_paths(root: Path) -> tuple[str, ...]:
    """Return the path of every folder, outer ones first."""
    return tuple(each.path for each in walk(root) if isinstance(each, Listing) and each.path)


def list_folder(root: Path, path: str = "") -> Listing:
    """List one folder; a missing folder is empty. Errors are in ``problems``."""
    folders: list[str] = []
    requests: list[str] = []
    problems: list[FileError] = []
    has_leftovers = False
    try:
        check_inside(root.parent, root / path)
        with os.scandir(root / path) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    has_leftovers |= entry.name.endswith(".tmp")
                    continue
                is_folder = entry.is_dir(follow_symlinks=False)
                name = entry.name if is_folder else entry.name.removesuffix(SUFFIX)
                try:
                    if not is_folder and name in (entry.name, SETTINGS):
                        _check_folder_link(root, entry)
                        continue
                    check_path(name)
                except FileError as error:
                    problems.append(error)
                else:
                    (folders if is_folder else requests).append(name)
    except FileNotFoundError:
        return Listing(path)
    except (FileError, OSError) as error:
        return Listing(path, problems=(_unreadable(root / path, error),))
    if has_leftovers:
        sweep(root / path)
    settings, text = FolderSettings(path=path), None
    try:
        settings, text = load_settings(root, path)
    except FileError as error:
        problems.append(error)
    return Listing(
        path,
        in_order(folders, settings.order),
        in_order(requests, settings.order),
        settings,
        text,
        tuple(problems),
    )


def _check_folder_link(root: Path, entry: os.DirEntry[str]) -> None:
    """Raise ``FileError`` (``LINK_OUTSIDE``) for a link to a folder outside; no link is listed."""
    if entry.is_symlink() and entry.is_dir():
        check_inside(root.parent, Path(entry.path))


def load_request(root: Path, path: str) -> LoadedRequest:
    """Read one request.

    Raises ``FileError``: ``NAME_INVALID``, ``ENDPOINT_UNKNOWN`` with the nearest name in its
    folder, ``TOML_…`` or ``FILE_UNREADABLE``. Errors name a file by its path below ``root``.
    """
    check_path(path)
    text = _read(root, f"{path}{SUFFIX}")
    if text is None:
        listing = list_folder(root, parent_of(path))
        nearest = nearest_name(name_of(path), listing.requests, 0.5)
        found = joined(listing.path, nearest) if nearest else ""
        raise FileError(ErrorCode.ENDPOINT_UNKNOWN, target=path, nearest=found)
    return LoadedRequest(parse_saved_request(text, file=f"{path}{SUFFIX}", path=path), text)


def load_settings(root: Path, path: str) -> tuple[FolderSettings, str | None]:
    """Return the settings of a folder, and the text of their file. Raises ``FileError``."""
    file = settings_file(path)
    text = _read(root, file)
    if text is None:
        return FolderSettings(path=path), None
    return parse_folder_settings(text, file=file, path=path), text


def settings_file(path: str) -> str:
    """Return the path of a folder's settings file below the root."""
    return f"{joined(path, SETTINGS)}{SUFFIX}"


def save_request(root: Path, request: SavedRequest, *, known_text: str | None = None) -> str:
    """Write a request to the file of its path, and return the file's new text.

    ``known_text`` is the text that this save replaces, as loaded or as returned here; ``None`` for
    a new request. Raises ``FileError``, and leaves the disk unchanged:

    - ``NAME_INVALID``: a name in the path cannot be a file name on every system
    - ``FILE_EXISTS``: another request has this path, or one that differs only in case
    - ``FILE_CHANGED``: the text on the disk is not ``known_text``
    - ``TOML_…``: the request has content that a file must not have
    - ``FILE_UNREADABLE``, ``FILE_UNWRITABLE``
    """
    check_path(request.path)
    file = f"{request.path}{SUFFIX}"
    with lock_folder(root.parent, root):
        if known_text is None:
            check_free(root, request.path, SUFFIX)
        text = render_saved_request(request, _known(root, file, known_text))
        parse_saved_request(text, file=file, path=request.path)
        write_text(root.parent, root / file, text, file=file)
    return text


def save_settings(root: Path, settings: FolderSettings, *, known_text: str | None) -> str:
    """Write the settings of a folder and return the file's new text; see ``save_request``."""
    if settings.path:
        check_path(settings.path)
    file = settings_file(settings.path)
    with lock_folder(root.parent, root):
        text = render_folder_settings(settings, _known(root, file, known_text))
        parse_folder_settings(text, file=file, path=settings.path)
        write_text(root.parent, root / file, text, file=file)
    return text


def _read(root: Path, file: str) -> str | None:
    return read_text(root.parent, root / file, file=file)


def _known(root: Path, file: str, known_text: str | None) -> str | None:
    """Return the text of a file, which has to be ``known_text``. Raises ``FileError``."""
    if _read(root, file) != known_text:
        raise FileError(ErrorCode.FILE_CHANGED, file=file)
    return known_text


def check_free(root: Path, path: str, suffix: str = "", *, replaced: str = "") -> None:
    """Refuse a path that exists, also one that differs only in case.

    Some file systems ignore case. A folder on the way must have exactly the given spelling as well.
    ``replaced`` is a path that this one replaces. Raises ``FileError`` (``FILE_EXISTS``,
    ``LINK_OUTSIDE`` or ``FILE_UNREADABLE``).
    """
    check_parent(root.parent, root / path)
    *folders, name = path.split("/")
    here = ""
    for at, wanted in enumerate((*folders, f"{name}{suffix}")):
        is_last = at == len(folders)
        try:
            taken = os.listdir(root / here)  # noqa: PTH208 - ten times as fast for 10,000 names
        except FileNotFoundError:
            return
        except OSError as error:
            raise _unreadable(root / here, error) from error
        folded = fold_name(wanted)
        for other in taken:
            is_same = fold_name(other) == folded and joined(here, other) != f"{replaced}{suffix}"
            if is_same and (is_last or other != wanted):
                raise FileError(ErrorCode.FILE_EXISTS, file=joined(here, other))
        here = joined(here, wanted)


def _unreadable(path: Path, error: FileError | OSError) -> FileError:
    if isinstance(error, FileError):
        return error
    return unreadable(path, error)
