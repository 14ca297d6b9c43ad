"""The saved requests of a workspace, as a run takes them."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from weda_tui.core.collection import FolderSettings, SavedRequest
from weda_tui.core.collection_path import check_path, parent_of
from weda_tui.core.environment import Where
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.request import CONTENT_TYPE, RequestDraft, draft_for
from weda_tui.core.variables import Layer, Origin
from weda_tui.store.collection_files import load_collections, load_request, load_settings

if TYPE_CHECKING:
    from weda_tui.session.session import Session

SUFFIX, ROOT = ".toml", "collections/"


class FileShelf:
    """Reads what is asked for, once: a run sends what was there when it began."""

    def __init__(self, session: "Session", where: Where) -> None:
        """``where`` decides which endpoints there are."""
        self._session, self._where = session, where
        self._root: Path = session.paths.collections
        self._known: dict[str, SavedRequest] = {}
        self._settings = lru_cache(maxsize=None)(self._load_settings)

    def find(self, path: str) -> SavedRequest:
        """Return the request of a path. Raises ``FileError``."""
        if path not in self._known:
            self._known[path] = load_request(self._root, path).request
        return self._known[path]

    def draft(self, saved: SavedRequest) -> RequestDraft:
        """Return what a request sends; without a URL in its file, its endpoint has it.

        Raises ``FileError``.
        """
        draft = saved.draft
        if not draft.url:
            first = draft_for(self._session.endpoint(draft.endpoint_id, self._where))
            has_headers = draft.headers not in ((), (CONTENT_TYPE,))
            draft = msgspec.structs.replace(
                first,
                headers=draft.headers if has_headers else first.headers,
                body=draft.body,
            )
        return msgspec.structs.replace(draft, layers=(*draft.layers, *self.layers(saved)))

    def layers(self, saved: SavedRequest) -> tuple[Layer, ...]:
        """Return the variables of a request's folders, the outermost first, and its own."""
        folders: list[Layer] = []
        folder = saved.folder
        while folder:
            settings = self._settings(folder)
            folders.insert(0, Layer(Origin.COLLECTION, settings.variables, settings.name or folder))
            folder = parent_of(folder)
        return (*folders, Layer(Origin.REQUEST, saved.variables, saved.title))

    def chosen(self, paths: Sequence[str]) -> tuple[SavedRequest, ...]:
        """Return the requests of paths, each a request, a folder or a collection, in their order.

        A path may be written as a file's: ``collections/approvals/start.toml``. Raises
        ``FileError`` for one that is not there, and for any file among them that does not open.
        """
        found: dict[str, SavedRequest] = {}
        for path in map(plain_path, paths):
            for saved in self._below(path):
                found[saved.path] = self._known[saved.path] = saved
        return tuple(found.values())

    def _below(self, path: str) -> tuple[SavedRequest, ...]:
        if path:
            check_path(path)
        if not (self._root / path).is_dir():
            return (self.find(path),)
        loaded = load_collections(self._root, path)
        if loaded.problems:
            raise loaded.problems[0]
        if not loaded.requests:
            raise FileError(ErrorCode.RUN_EMPTY, path=path or ROOT)
        return loaded.requests

    def _load_settings(self, folder: str) -> FolderSettings:
        return load_settings(self._root, folder)[0]


def plain_path(path: str) -> str:
    """Return a path below ``collections/`` as it is called; empty for all of them."""
    plain = path.replace("\\", "/").removeprefix("./").strip("/")
    plain = "" if plain in {".", ROOT.rstrip("/")} else plain.removeprefix(ROOT)
    return plain.removesuffix(SUFFIX)
