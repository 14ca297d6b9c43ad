"""The request in WITH: one frozen value, and the one object that replaces it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.requests.draft import RequestDraft

if TYPE_CHECKING:  # files are read after the first picture
    from weda_tui.session.collections.service import LoadedRequest


class OpenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What WITH edits."""

    endpoint: Endpoint | None = None
    draft: RequestDraft | None = None
    saved: "LoadedRequest | None" = None
    """The file that the draft is of, as it was read; ``None`` for a draft of no file."""
    edited: frozenset[str] = frozenset()
    """Paths of all saved requests with edits that are not saved."""

    @property
    def path(self) -> str:
        """The path of the saved request, empty for none."""
        return self.saved.request.path if self.saved is not None else ""


class RequestEditing:
    """Holds what WITH edits, and passes every replacement on to ``publish``."""

    def __init__(self, publish: Callable[[OpenRequest], None]) -> None:
        self.current = OpenRequest()
        self._publish = publish

    def open(self, endpoint: Endpoint | None, saved: "LoadedRequest | None" = None) -> None:
        """Open an endpoint: by itself, or as that of a saved request."""
        self._replace(endpoint=endpoint, saved=saved)

    def replace_endpoint(self, endpoint: Endpoint) -> None:
        """Replace the endpoint by what the catalogue says of it now."""
        self._replace(endpoint=endpoint)

    def set_draft(self, draft: RequestDraft) -> None:
        """Replace the draft by its next edit."""
        self._replace(draft=draft)

    def set_saved(self, saved: "LoadedRequest | None") -> None:
        """Let the draft be of a file, or of the file as it is now; ``None`` for no file."""
        self._replace(saved=saved)

    def set_edited(self, paths: frozenset[str]) -> None:
        """Replace the paths of the saved requests with edits."""
        if paths != self.current.edited:
            self._replace(edited=paths)

    def _replace(self, **changes: object) -> None:
        self.current = msgspec.structs.replace(self.current, **changes)
        self._publish(self.current)
