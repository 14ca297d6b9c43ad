"""The drafts of a run: what was typed for each call and saved request, beside what is saved."""

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
    """Return the key of a saved request's draft."""
    return f"/{path}"


class OpenDraft(Protocol):
    """The draft that is edited, and those that are kept."""

    @property
    def kept(self) -> "DraftCache":
        """The drafts that are kept."""
        ...

    @property
    def key(self) -> str:
        """What the draft is kept under."""
        ...

    @property
    def draft(self) -> RequestDraft | None:
        """The draft; ``None`` before anything is open."""


class DraftCache:
    """Drafts by key: an endpoint's id, or ``/`` and the path of a saved request."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._drafts: dict[str, RequestDraft] = {}
        self._bases: dict[str, RequestDraft] = {}
        """What is saved, by the key of its draft."""
        self._filled: dict[str, Mapping[RowKey, str]] = {}

    def draft(self, key: str) -> RequestDraft | None:
        """Return what was typed, else what is saved; ``None`` for neither."""
        return self._drafts.get(key) or self._bases.get(key)

    def base(self, key: str) -> RequestDraft | None:
        """Return what is saved."""
        return self._bases.get(key)

    def keep(self, key: str, draft: RequestDraft) -> None:
        """Keep what was typed."""
        self._drafts[key] = draft

    def drop(self, key: str) -> None:
        """Forget what was typed."""
        self._drafts.pop(key, None)

    def filled(self, key: str) -> Mapping[RowKey, str]:
        """Return what was filled out of answers: rows and what they showed."""
        return self._filled.get(key, {})

    def note_filled(self, key: str, filled: Mapping[RowKey, str]) -> None:
        """Know what of a draft was filled out of an answer."""
        self._filled[key] = filled

    def keep_saved(self, path: str, draft: RequestDraft) -> None:
        """Keep an edit of a saved request."""
        self.keep(saved_key(path), draft)

    def drop_saved(self, path: str) -> None:
        """Forget the edits of a saved request."""
        self.drop(saved_key(path))

    def drop_untouched(self, key: str, first: RequestDraft) -> None:
        """Forget a draft that is still the first one of its call."""
        if self._drafts.get(key) == first:
            del self._drafts[key]

    @property
    def edited_saved(self) -> frozenset[str]:
        """The paths of saved requests whose drafts say something else."""
        return frozenset(
            key[1:] for key, base in self._bases.items() if self._drafts.get(key, base) != base
        )

    def unsaved(self, where: Target | None) -> dict[str, RequestDraft]:
        """Return the drafts that would be lost, by key: edits, and what was typed for a call."""
        found: dict[str, RequestDraft] = {}
        for key, draft in self._drafts.items():
            base = self._bases.get(key)
            if base is None and self._session.endpoints.knows(draft.endpoint_id, where):
                base = draft_for(self._session.endpoints.of(draft, where))
            if draft != base:
                found[key] = draft
        return found

    def drop_unsaved(self, keys: Iterable[str], where: Target | None) -> dict[str, RequestDraft]:
        """Forget what is not saved of some drafts, and return it."""
        unsaved = self.unsaved(where)
        dropped = {key: unsaved[key] for key in keys if key in unsaved}
        for key in dropped:
            self.drop(key)
        return dropped

    def note_saved(self, request: SavedRequest, draft: RequestDraft) -> None:
        """Know what is saved, so that edits are told from it."""
        self._bases[saved_key(request.path)] = draft

    def restore(self, key: str, draft: RequestDraft, where: Target | None) -> bool:
        """Keep a draft of before, unless what is typed is not saved; return whether it is kept."""
        is_free = key not in self._drafts or key not in self.unsaved(where)
        if is_free:
            self._drafts[key] = draft
        return is_free

    def follow(self, path: str, new: str) -> None:
        """Keep edits where their requests went.

        An empty path is nowhere: edits wait where they are, for requests that are brought back.
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
