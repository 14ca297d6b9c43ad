"""What the rows of the tree say of saved requests, and what others changed on the disk."""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from weda_tui.core.collections.paths import is_within, name_of
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.errors import FileError
from weda_tui.store.collections.files import SUFFIX, load_request, settings_file


class SavedMove(msgspec.Struct, frozen=True):
    """A request or a folder that was put elsewhere: all that an undo needs."""

    path: str
    new: str
    orders: tuple[tuple[str, tuple[str, ...]], ...]
    """Folders with the order that they had before."""


class Undone(msgspec.Struct, frozen=True):
    """What an undo did."""

    path: str
    """Where it lies now."""
    was: str = ""
    """Where it lay before; empty for something that was gone."""


def file_stamp(root: Path, path: str) -> int:
    """Return when a request's file was written, in nanoseconds; 0 where there is none."""
    return _written(root / f"{path}{SUFFIX}")


def stamps(root: Path, folders: Iterable[str]) -> dict[str, int]:
    """Return when folders and their settings were written, by path, in nanoseconds; 0 for none.

    A folder is written with the names in it; one look takes some 2 µs.
    """
    files = (each for path in folders for each in (path, settings_file(path)))
    return {file: _written(root / file) for file in files}


def _written(file: Path) -> int:
    try:
        return os.stat(file).st_mtime_ns  # noqa: PTH116 - looked at again and again
    except OSError:
        return 0


MOST_SEEN = 20_000
"""Requests whose rows are remembered."""


class Seen(msgspec.Struct, frozen=True, gc=False):
    """What a row of the tree says of a request."""

    title: str = ""
    method: str = ""
    endpoint_id: str = ""
    tags: tuple[str, ...] = ()
    problem: FileError | None = None
    stamp: int = 0
    """When the file was written that was looked at."""


class SeenRequests:
    """The rows of one workspace, by path; ``get`` alone touches no disk.

    Threads may look at rows and forget them at the same time.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._seen: dict[str, Seen] = {}

    def get(self, path: str) -> Seen | None:
        """Return what a row says, where its file has been looked at."""
        return self._seen.get(path)

    def look_at(self, paths: Iterable[str]) -> None:
        """Read files for their rows: some 0.5 ms each."""
        if len(self._seen) > MOST_SEEN:
            self._seen.clear()
        for path in paths:
            written = file_stamp(self._root, path)
            try:
                request = load_request(self._root, path).request
            except FileError as error:
                self._seen[path] = Seen(title=name_of(path), problem=error, stamp=written)
            else:
                self._note(request, written)

    def note(self, request: SavedRequest) -> None:
        """Take over what was just written."""
        self._note(request, file_stamp(self._root, request.path))

    def _note(self, request: SavedRequest, written: int) -> None:
        draft = request.draft
        self._seen[request.path] = Seen(
            request.title, draft.method, draft.endpoint_id, request.tags, stamp=written
        )

    def forget(self, path: str) -> None:
        """Drop the row of a request, or all rows below a folder."""
        for each in tuple(self._seen):
            if is_within(each, path):
                self._seen.pop(each, None)

    def forget_changed(self, paths: Iterable[str]) -> bool:
        """Let the rows be read again whose files were written since; return whether any was."""
        is_any = False
        for path in paths:
            seen = self._seen.get(path)
            if seen is not None and seen.stamp != file_stamp(self._root, path):
                self._seen.pop(path, None)
                is_any = True
        return is_any
