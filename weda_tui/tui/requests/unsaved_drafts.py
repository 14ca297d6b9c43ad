"""The drafts of this session: what the user typed per call and saved request, and what is saved."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from weda_tui.core.collections.paths import is_within
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.session import Session
from weda_tui.session.collections.service import LoadedRequest
from weda_tui.tui.requests.form_view import RowKey


def saved_key(path: str) -> str:
    """Return the key of the draft of a saved request."""
    return f"/{path}"


class OpenDraft(Protocol):
    """The draft that is being edited, and the cache of drafts."""

    @property
    def kept(self) -> "DraftCache":
        """The cache of drafts."""
        ...

    @property
    def key(self) -> str:
        """The key that the draft is stored under."""
        ...

    @property
    def draft(self) -> RequestDraft | None:
        """The draft; ``None`` before any draft is open."""


class DraftCache:
    """Drafts by key: the id of an endpoint, or ``/`` and the path of a saved request."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._drafts: dict[str, RequestDraft] = {}
        self._bases: dict[str, RequestDraft] = {}
        """The saved version of each saved request, by the key of its draft."""
        self._filled: dict[str, Mapping[RowKey, str]] = {}

    def draft(self, key: str) -> RequestDraft | None:
        """Return the edited draft, otherwise the saved one; ``None`` if there is neither."""
        return self._drafts.get(key) or self._bases.get(key)

    def base(self, key: str) -> RequestDraft | None:
        """Return the saved version of a draft."""
        return self._bases.get(key)

    def keep(self, key: str, draft: RequestDraft) -> None:
        """Store an edited draft."""
        self._drafts[key] = draft

    def drop(self, key: str) -> None:
        """Drop an edited draft."""
        self._drafts.pop(key, None)

    def filled(self, key: str) -> Mapping[RowKey, str]:
        """Return the rows that were filled from responses, and the text that they had then."""
        return self._filled.get(key, {})

    def note_filled(self, key: str, filled: Mapping[RowKey, str]) -> None:
        """Store which rows of a draft were filled from a response."""
        self._filled[key] = filled

    def keep_saved(self, path: str, draft: RequestDraft) -> None:
        """Store an edited draft of a saved request."""
        self.keep(saved_key(path), draft)

    def drop_saved(self, path: str) -> None:
        """Drop the edits of a saved request."""
        self.drop(saved_key(path))

    def drop_untouched(self, key: str, first: RequestDraft) -> None:
        """Drop a draft that is still equal to the initial draft of its call."""
        if self._drafts.get(key) == first:
            del self._drafts[key]

    @property
    def edited_saved(self) -> frozenset[str]:
        """The paths of saved requests whose drafts differ from the saved version."""
        return frozenset(
            key[1:] for key, base in self._bases.items() if self._drafts.get(key, base) != base
        )

    def unsaved(self, where: Target | None) -> dict[str, RequestDraft]:
        """Return the drafts that would be lost, by key: edits of saved requests, and of calls."""
        found: dict[str, RequestDraft] = {}
        for key, draft in self._drafts.items():
            base = self._bases.get(key)
            if base is None and self._session.endpoints.knows(draft.endpoint_id, where):
                base = draft_for(self._session.endpoints.of(draft, where))
            if draft != base:
                found[key] = draft
        return found

    def drop_unsaved(self, keys: Iterable[str], where: Target | None) -> dict[str, RequestDraft]:
        """Drop the unsaved edits of some drafts, and return those drafts."""
        unsaved = self.unsaved(where)
        dropped = {key: unsaved[key] for key in keys if key in unsaved}
        for key in dropped:
            self.drop(key)
        return dropped

    def note_saved(self, request: SavedRequest, draft: RequestDraft) -> None:
        """Store the saved version of a request, to detect later edits."""
        self._bases[saved_key(request.path)] = draft

    def restore(self, key: str, draft: RequestDraft, where: Target | None) -> bool:
        """Restore a previous draft unless there are newer unsaved edits; return whether it was."""
        is_free = key not in self._drafts or key not in self.unsaved(where)
        if is_free:
            self._drafts[key] = draft
        return is_free

    def follow(self, path: str, new: str) -> None:
        """Move the drafts of saved requests whose path changed from ``path`` to ``new``.

        An empty ``new`` means that the requests were deleted: unsaved edits are kept under the old
        path, in case the requests are restored.
        """
        for kept in (self._drafts, self._bases):
            for key in [key for key in kept if key[:1] == "/" and is_within(key[1:], path)]:
                if new:
                    kept[saved_key(f"{new}{key[1:].removeprefix(path)}")] = kept.pop(key)
                elif self._drafts.get(key) == self._bases.get(key):
                    self.drop(key)


def load_request(session: Session, path: str) -> tuple[LoadedRequest, RequestDraft]:
    """Return a saved request and its draft. Raises ``FileError``."""
    loaded = session.collections.load(path)
    return loaded, session.collections.draft_of(loaded.request)
