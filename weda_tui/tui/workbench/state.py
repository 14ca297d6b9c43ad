"""The request in WITH and the response in RESULT: frozen values, each with a single writer."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Answered, Answers, Cancelled, Failed, Idle, SendState
from weda_tui.session import Session

if TYPE_CHECKING:  # loaded after the first picture
    from weda_tui.core.history.entry import HistoryEntry, HistoryRecord
    from weda_tui.core.history.last_success import LastSuccess
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.session.runs.saved_request_sender import SavedOutcome
    from weda_tui.session.sending.preflight import DryRun

SEND_KEYS, SEND_KEYS_IN_LIST = "F5", "F4 F5"
"""The keys that send the draft; in a list of requests F5 sends the row under the cursor instead."""


class OpenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """The request that WITH edits."""

    endpoint: Endpoint | None = None
    draft: RequestDraft | None = None
    saved: "LoadedRequest | None" = None
    """The saved request of the draft, as read from its file; ``None`` if there is no file."""
    edited: frozenset[str] = frozenset()
    """Paths of all saved requests with unsaved edits."""

    @property
    def path(self) -> str:
        """The path of the saved request; empty for none."""
        return self.saved.request.path if self.saved is not None else ""


class RequestEditing:
    """Holds the request that WITH edits, and passes each new value to ``publish``."""

    def __init__(self, publish: Callable[[OpenRequest], None]) -> None:
        self.current = OpenRequest()
        self._publish = publish

    def open(self, endpoint: Endpoint | None, saved: "LoadedRequest | None" = None) -> None:
        """Open an endpoint, either by itself or as the endpoint of a saved request."""
        self._replace(endpoint=endpoint, saved=saved)

    def replace_endpoint(self, endpoint: Endpoint) -> None:
        """Replace the endpoint by its current version from the catalogue."""
        self._replace(endpoint=endpoint)

    def set_draft(self, draft: RequestDraft) -> None:
        """Replace the draft after an edit."""
        self._replace(draft=draft)

    def set_saved(self, saved: "LoadedRequest | None") -> None:
        """Set the saved request of the draft, or its newer version; ``None`` for no file."""
        self._replace(saved=saved)

    def set_edited(self, paths: frozenset[str]) -> None:
        """Replace the paths of the saved requests with unsaved edits."""
        if paths != self.current.edited:
            self._replace(edited=paths)

    def _replace(self, **changes: object) -> None:
        self.current = msgspec.structs.replace(self.current, **changes)
        self._publish(self.current)


class ShownAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The response that RESULT shows, and what belongs to it."""

    state: SendState = Idle()
    saved: str = ""
    """The path of the saved request that the state belongs to; empty for a draft without a file."""
    sent_for: str = ""
    """The id of the call that is being sent; empty if no send is running."""
    recalled: "HistoryRecord | None" = None
    """The history entry that the state comes from; ``None`` for a send since the start."""
    preview: "DryRun | None" = None
    """The dry run that is shown instead of the state."""
    outcome: "SavedOutcome | RunResult | None" = None
    """The result of the saved request's assertions and captures for a response."""
    since: "LastSuccess | None" = None
    """What changed since the failed call last succeeded."""
    last_entry: "HistoryEntry | None" = None
    """The last send of the open call to the chosen target."""

    @property
    def endpoint_id(self) -> str:
        """The id of the call that the state belongs to; empty for none."""
        match self.state:
            case Answered(exchange):
                return exchange.endpoint_id
            case Failed() | Cancelled():
                return self.state.endpoint_id
            case _:
                return self.sent_for


class AnswerView:
    """Holds what RESULT shows, and passes each new value to ``publish``."""

    def __init__(self, publish: Callable[[ShownAnswer], None]) -> None:
        self.current = ShownAnswer()
        self._publish = publish

    def show(
        self,
        state: SendState,
        *,
        saved: str = "",
        sent_for: str = "",
        recalled: "HistoryRecord | None" = None,
    ) -> None:
        """Show another state; clear the dry run and the history entry of the previous state."""
        shown = self._with_state(state)
        self._replace(shown, preview=None, saved=saved, sent_for=sent_for, recalled=recalled)

    def set_saved(self, path: str) -> None:
        """Set the saved request of the state, after its draft was saved or its file was moved."""
        self._replace(self.current, saved=path)

    def update(self, state: SendState) -> None:
        """Show the progress or the end of the same send, or a new verdict on the same response."""
        self._replace(self._with_state(state))

    def show_preview(self, preview: "DryRun | None") -> None:
        """Show a dry run in place of the state; ``None`` shows the state again."""
        self._replace(self.current, preview=preview)

    def show_outcome(self, outcome: "SavedOutcome | RunResult | None") -> None:
        """Show the outcome of a saved request for the exchange that the outcome holds."""
        self._replace(self.current, outcome=outcome)

    def show_since(self, since: "LastSuccess") -> None:
        """Show what changed since the call last succeeded."""
        self._replace(self.current, since=since)

    def show_last_entry(self, entry: "HistoryEntry | None") -> None:
        """Show how the open call last ended."""
        self._replace(self.current, last_entry=entry)

    def _with_state(self, state: SendState) -> ShownAnswer:
        """Return the current value with a state; ``since`` is cleared if the state differs."""
        if state == self.current.state:
            return self.current
        return msgspec.structs.replace(self.current, state=state, since=None)

    def _replace(self, value: ShownAnswer, **changes: object) -> None:
        self.current = msgspec.structs.replace(value, **changes)
        self._publish(self.current)


class SharedState(NamedTuple):
    """What the controllers of the main screen share: session, request and responses."""

    session: Session
    request: RequestEditing
    answer: AnswerView
    answers: Answers
