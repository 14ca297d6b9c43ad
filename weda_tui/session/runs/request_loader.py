"""The saved requests of a workspace, as a run needs them."""

from collections.abc import Sequence

from weda_tui.core.collections.paths import check_path
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.text.template import nearest_name
from weda_tui.session.runs.run_services import RunServices

SUFFIX, ROOT = ".toml", "collections/"


class RequestLoader:
    """Reads each request once, so that a run sends the requests as they were when it started."""

    def __init__(self, session: RunServices, where: Target | None) -> None:
        """``where`` decides which endpoints exist; ``None`` for those of every deployment."""
        self._session, self._where = session, where
        self._known: dict[str, SavedRequest] = {}
        self._drafts: dict[str, RequestDraft] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the requests that were read."""
        return tuple(self._known)

    def find(self, path: str) -> SavedRequest:
        """Return the request at a path. Raises ``FileError``."""
        if path not in self._known:
            self._known[path] = self._session.collections.load(path).request
        return self._known[path]

    def draft(self, saved: SavedRequest) -> RequestDraft:
        """Return the draft of a request, with the variables of its folders and its own as layers.

        Raises ``FileError``.
        """
        if saved.path not in self._drafts:
            draft = self._session.collections.draft_of(saved)
            self._drafts[saved.path] = self._session.endpoints.complete(draft, self._where)
        return self._drafts[saved.path]

    def chosen(self, paths: Sequence[str]) -> tuple[SavedRequest, ...]:
        """Return the requests of paths in order, each a request, a folder or a collection.

        A path may be written as a file path: ``collections/approvals/start.toml``. Raises
        ``FileError`` for a path that does not exist, and for any file among them that cannot be
        opened.
        """
        found: dict[str, SavedRequest] = {}
        for path in map(plain_path, paths):
            for saved in self._below(path):
                found[saved.path] = self._known[saved.path] = saved
        return tuple(found.values())

    def _below(self, path: str) -> tuple[SavedRequest, ...]:
        if path:
            check_path(path)
        if not (self._session.collections.root / path).is_dir():
            return (self._named(path),)
        loaded = self._session.collections.load_all(path)
        if loaded.problems:
            raise loaded.problems[0]
        if not loaded.requests:
            raise FileError(ErrorCode.RUN_EMPTY, path=path or ROOT)
        return loaded.requests

    def _named(self, path: str) -> SavedRequest:
        """Return the request that the user named.

        Raises ``FileError``: ``PATH_UNKNOWN`` with the nearest path. For the id of an endpoint that
        is the path of a request of that endpoint.
        """
        try:
            return self.find(path)
        except FileError as error:
            if error.code is not ErrorCode.ENDPOINT_UNKNOWN:
                raise
        loaded = self._session.collections.load_all()
        of_endpoint = (each.path for each in loaded.requests if each.draft.endpoint_id == path)
        named = {each.path for each in (*loaded.requests, *loaded.folders)}
        nearest = next(of_endpoint, "") or nearest_name(path, sorted(named), 0.5)
        raise FileError(ErrorCode.PATH_UNKNOWN, path=path, nearest=nearest)


def plain_path(path: str) -> str:
    """Return a path below ``collections/`` in its normal form; empty for all collections."""
    plain = path.replace("\\", "/").removeprefix("./").strip("/")
    plain = "" if plain in {".", ROOT.rstrip("/")} else plain.removeprefix(ROOT)
    return plain.removesuffix(SUFFIX)
