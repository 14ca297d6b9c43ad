"""The selected draft as values: its variables, its pre-flight, and what is sent before it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from weda_tui.core.catalogue.endpoint import Bilingual, Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.core.requests.mending import replace_variable
from weda_tui.core.requests.variables import Used
from weda_tui.core.sending.exchange import SendState
from weda_tui.core.text import template
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.runs.dependencies import due, explain_after, preflight_after, with_coming
from weda_tui.session.sending.preflight import DryRun, Preflight
from weda_tui.tui.requests.form_view import RowKey
from weda_tui.tui.requests.unsaved_drafts import DraftCache, saved_key
from weda_tui.tui.workbench.state import SEND_KEYS

if TYPE_CHECKING:  # files are read after the first screen is drawn
    from weda_tui.core.collections.saved_request import SavedRequest
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.session.runs.dependencies import Dependencies
    from weda_tui.session.runs.saved_request_sender import SavedOutcome


class DraftContext(NamedTuple):
    """The state of the screen that concerns the draft, and the look of the pane."""

    strings: Strings
    where: Target | None
    endpoint: Endpoint | None
    edited: frozenset[str]
    """Paths of saved requests with unsaved edits."""
    came_from: str
    """The title of the call whose value opened this one; empty for none."""
    outcome: "SavedOutcome | RunResult | None"
    """The result of the checks of the selected saved request for its last response."""
    dependencies: "Dependencies | None"
    """What the selected saved request depends on; ``None`` if it depends on nothing."""
    send_state: SendState | None
    is_focused: bool
    is_titleless: bool
    """Whether there is no room for the title."""
    width: int
    """The width of the pane in cells."""
    send_keys: str = SEND_KEYS
    """The keys that send the draft from the widget with the focus."""


class SelectedDraft:
    """The draft in the WITH pane, and what is needed to show and send it."""

    def __init__(self, session: Session, context: Callable[[], DraftContext]) -> None:
        """``context`` returns the present state around the draft."""
        self.session = session
        self._context = context
        self.kept = DraftCache(session)
        self.saved: LoadedRequest | None = None
        """The selected saved request, if any."""
        self.draft: RequestDraft | None = None
        self.preflight: Preflight | None = None
        self.fault: FileError | None = None
        """Why the draft has no pre-flight at this target: the target does not have the call."""
        self._checked: tuple[RequestDraft, Target, tuple[DraftFinding, ...]] | None = None

    @property
    def context(self) -> DraftContext:
        """The present state around the draft."""
        return self._context()

    @property
    def endpoint(self) -> Endpoint | None:
        """The endpoint of the draft."""
        return self.context.endpoint

    @property
    def is_edited(self) -> bool:
        """Whether the selected saved request has unsaved edits."""
        return self.saved is not None and self.saved.request.path in self.context.edited

    # -- which draft it is -------------------------------------------------------------------

    @property
    def key(self) -> str:
        """The key of the draft: an endpoint's id, or ``/`` and the path of a saved request."""
        if self.saved is not None:
            return saved_key(self.saved.request.path)
        return self.endpoint.id if self.endpoint is not None else ""

    @property
    def filled(self) -> Mapping[RowKey, str]:
        """The rows of the draft filled from a response, and the text that they had then."""
        return self.kept.filled(self.key)

    @property
    def unsaved(self) -> dict[str, RequestDraft]:
        """The drafts that would be lost; see ``DraftCache.unsaved``."""
        return self.kept.unsaved(self.context.where)

    @property
    def edited_title(self) -> str:
        """The title of the selection if it has unsaved edits; otherwise empty."""
        if self.endpoint is None or self.key not in self.unsaved:
            return ""
        title = self.saved.request.title if self.saved is not None else ""
        return title or self.endpoint.title.text(self.context.strings.language)

    # -- what sending it will do -------------------------------------------------------------

    @property
    def first(self) -> "tuple[SavedRequest, ...]":
        """The saved requests to send before the selected draft: its dependencies that are due."""
        where, before = self.context.where, self.context.dependencies
        if self.saved is None or before is None or where is None:
            return ()

        return due(self.session, before, where)

    @property
    def lookup_draft(self) -> RequestDraft | None:
        """The draft to look up variables with: it includes what ``first`` will capture."""
        first = self.first
        if self.draft is None or not first:
            return self.draft

        return with_coming(self.draft, first)

    @property
    def findings(self) -> tuple[DraftFinding, ...] | None:
        """The findings of a large body once it was checked; ``None`` before and for other ones."""
        if self._checked is None:
            return None
        draft, where, findings = self._checked
        return findings if draft is self.draft and where == self.context.where else None

    def set_findings(
        self, draft: RequestDraft, where: Target, findings: tuple[DraftFinding, ...]
    ) -> None:
        """Set the findings of a draft with a large body for a target."""
        self._checked = (draft, where, findings)

    def preflight_now(self, draft: RequestDraft, where: Target) -> Preflight:
        """Return what sending the selected draft would do, and what is sent before it.

        Raises ``FileError`` for the draft of a call that the target does not have.
        """
        if not (first := self.first):
            return self._named(self.session.sending.preflight(draft, where, self.findings))

        return self._named(preflight_after(self.session, draft, where, first, self.findings))

    def _named(self, preflight: Preflight) -> Preflight:
        """Return a preflight in which a call without a name has the title of the saved request."""
        if self.saved is None or preflight.endpoint.id:
            return preflight
        title = self.saved.request.title
        named = replace(preflight.endpoint, title=Bilingual(title, title))
        return replace(preflight, endpoint=named)

    def explain(self, draft: RequestDraft, where: Target) -> DryRun:
        """Return the dry run of the selected draft. Raises as ``preflight_now`` does."""
        if not (first := self.first):
            dry = self.session.sending.explain(draft, where, self.findings)
        else:
            dry = explain_after(self.session, draft, where, first, self.findings)
        return replace(dry, preflight=self._named(dry.preflight))

    # -- names -------------------------------------------------------------------------------

    @property
    def variables(self) -> Mapping[str, str]:
        """The variables that have a value; access to a value may raise an error."""
        where = self.context.where
        return self.session.sending.variables(where, self.lookup_draft, MASK) if where else {}

    def look_up(self, name: str) -> Used | None:
        """Return what a variable stands for in the draft, and where the value comes from."""
        where = self.context.where
        return where and self.session.sending.look_up(name, where, self.lookup_draft)

    def unknown_in_url(self) -> list[str]:
        """Return the variables of the URL that have no value."""
        if self.draft is None or self.context.where is None:
            return []
        return template.unknown_names(self.draft.url, self.variables)

    def with_known_name(self) -> RequestDraft | None:
        """Return the draft with the nearest known name in place of an unknown variable."""
        error = self.preflight.error if self.preflight is not None else None
        return replace_variable(self.draft, error) if self.draft is not None else None
