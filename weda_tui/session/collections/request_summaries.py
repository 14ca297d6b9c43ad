"""Summaries of saved requests for the rows of the tree, and detection of changes on the disk."""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from weda_tui.core.collections.paths import is_within, name_of
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.errors import FileError
from weda_tui.store.collections.files import SUFFIX, load_request, settings_file


class SavedMove(msgspec.Struct, frozen=True):
    """A request or a folder that was moved, with everything needed to undo the move."""

    path: str
    new: str
    orders: tuple[tuple[str, tuple[str, ...]], ...]
    """Folders with their previous order."""


class UndoResult(msgspec.Struct, frozen=True):
    """The result of an undo."""

    path: str
    """The current path."""
    was: str = ""
    """The previous path; empty for a restored entry."""


def file_stamp(root: Path, path: str) -> int:
    """Return the write time of a request's file, in nanoseconds; 0 if it does not exist."""
    return _written(root / f"{path}{SUFFIX}")


def stamps(root: Path, folders: Iterable[str]) -> dict[str, int]:
    """Return the write times of folders and their settings, by path, in nanoseconds; 0 for none.

    The time of a folder changes with the names in it; reading one time takes some 2 µs.
    """
    files = (each for path in folders for each in (path, settings_file(path)))
    return {file: _written(root / file) for file in files}


def _written(file: Path) -> int:
    try:
        return os.stat(file).st_mtime_ns  # noqa: PTH116 - looked at again and again
    except OSError:
        return 0


MOST_SUMMARIES = 20_000
"""Requests whose summaries are cached."""


class RequestSummary(msgspec.Struct, frozen=True, gc=False):
    """The contents of a row of the tree for one request."""

    title: str = ""
    method: str = ""
    endpoint_id: str = ""
    tags: tuple[str, ...] = ()
    problem: FileError | None = None
    stamp: int = 0
    """The write time of the file when it was read."""


class Summaries:
    """The summaries of one workspace, by path; only ``get`` does not use the disk.

    Threads may read and forget summaries at the same time.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._seen: dict[str, RequestSummary] = {}

    def get(self, path: str) -> RequestSummary | None:
        """Return the summary of a request if its file was read."""
        return self._seen.get(path)

    def load(self, paths: Iterable[str]) -> None:
        """Read files for their summaries; each takes some 0.5 ms."""
        if len(self._seen) > MOST_SUMMARIES:
            self._seen.clear()
        for path in paths:
            written = file_stamp(self._root, path)
            try:
                request = load_request(self._root, path).request
            except FileError as error:
                self._seen[path] = RequestSummary(title=name_of(path), problem=error, stamp=written)
            else:
                self._note(request, written)

    def note(self, request: SavedRequest) -> None:
        """Store the summary of a request that was just written."""
        self._note(request, file_stamp(self._root, request.path))

    def _note(self, request: SavedRequest, written: int) -> None:
        draft = request.draft
        self._seen[request.path] = RequestSummary(
            request.title, draft.method, draft.endpoint_id, request.tags, stamp=written
        )

    def forget(self, path: str) -> None:
        """Drop the summary of a request, or all summaries below a folder."""
        for each in tuple(self._seen):
            if is_within(each, path):
                self._seen.pop(each, None)

    def forget_changed(self, paths: Iterable[str]) -> bool:
        """Drop the summaries of files written since they were read; return whether any were."""
        is_any = False
        for path in paths:
            seen = self._seen.get(path)
            if seen is not None and seen.stamp != file_stamp(self._root, path):
                self._seen.pop(path, None)
                is_any = True
        return is_any
