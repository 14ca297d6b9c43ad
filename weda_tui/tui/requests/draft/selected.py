"""The selected draft as values: what its names stand for, what is sent before it."""

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

if TYPE_CHECKING:  # files are read after the first picture
    from weda_tui.core.collections.saved_request import SavedRequest
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.session.runs.dependencies import Dependencies
    from weda_tui.session.runs.saved_request_sender import SavedOutcome


class DraftContext(NamedTuple):
    """What the screen says of the draft, and how the pane around it looks."""

    strings: Strings
    where: Target | None
    endpoint: Endpoint | None
    edited: frozenset[str]
    """Paths of saved requests with edits that are not saved."""
    came_from: str
    """The title of the call that a value led here from; empty for none."""
    outcome: "SavedOutcome | RunResult | None"
    """What the file of the selected saved request says of its last answer."""
    dependencies: "Dependencies | None"
    """What the selected saved request depends on; ``None`` for nothing."""
    send_state: SendState | None
    is_focused: bool
    is_titleless: bool
    """Whether there is no room for the title."""
    width: int
    """Cells of the pane."""
    send_keys: str = SEND_KEYS
    """What sends the draft from where the focus is."""


class SelectedDraft:
    """The draft in WITH, and what it needs to be shown and sent."""

    def __init__(self, session: Session, context: Callable[[], DraftContext]) -> None:
        """``context`` returns what stands around the draft now."""
        self.session = session
        self._context = context
        self.kept = DraftCache(session)
        self.saved: LoadedRequest | None = None
        """The saved request selected."""
        self.draft: RequestDraft | None = None
        self.preflight: Preflight | None = None
        self.lack: FileError | None = None
        """Why the draft has no preflight at this target: it knows no such call."""
        self._checked: tuple[RequestDraft, Target, tuple[DraftFinding, ...]] | None = None

    @property
    def context(self) -> DraftContext:
        """What stands around the draft now."""
        return self._context()

    @property
    def endpoint(self) -> Endpoint | None:
        """The call."""
        return self.context.endpoint

    @property
    def is_edited(self) -> bool:
        """Whether the selected saved request has edits that are not saved."""
        return self.saved is not None and self.saved.request.path in self.context.edited

    # -- which draft it is -------------------------------------------------------------------

    @property
    def key(self) -> str:
        """What the selected draft is of: an endpoint's id, or ``/`` and a saved request's path."""
        if self.saved is not None:
            return saved_key(self.saved.request.path)
        return self.endpoint.id if self.endpoint is not None else ""

    @property
    def filled(self) -> Mapping[RowKey, str]:
        """What of the draft was filled out of an answer: rows, and what they showed then."""
        return self.kept.filled(self.key)

    @property
    def unsaved(self) -> dict[str, RequestDraft]:
        """The drafts that would be lost; see ``DraftCache.unsaved``."""
        return self.kept.unsaved(self.context.where)

    @property
    def edited_title(self) -> str:
        """The title of what is selected where its edits are not saved; empty for none."""
        if self.endpoint is None or self.key not in self.unsaved:
            return ""
        title = self.saved.request.title if self.saved is not None else ""
        return title or self.endpoint.title.text(self.context.strings.language)

    # -- what sending it will do -------------------------------------------------------------

    @property
    def first(self) -> "tuple[SavedRequest, ...]":
        """What is sent before the selected draft: the stale ones of what it depends on."""
        where, before = self.context.where, self.context.dependencies
        if self.saved is None or before is None or where is None:
            return ()

        return due(self.session, before, where)

    @property
    def looked_at(self) -> RequestDraft | None:
        """The draft with what will be captured before it is sent: so its names are looked up."""
        first = self.first
        if self.draft is None or not first:
            return self.draft

        return with_coming(self.draft, first)

    @property
    def findings(self) -> tuple[DraftFinding, ...] | None:
        """What a large body lacks, once that was looked at; ``None`` for any other."""
        if self._checked is None:
            return None
        draft, where, findings = self._checked
        return findings if draft is self.draft and where == self.context.where else None

    def set_findings(
        self, draft: RequestDraft, where: Target, findings: tuple[DraftFinding, ...]
    ) -> None:
        """Set what the large body of a draft lacks at a place."""
        self._checked = (draft, where, findings)

    def preflight_now(self, draft: RequestDraft, where: Target) -> Preflight:
        """Return what sending the selected draft would do, and what goes before it.

        Raises ``FileError`` for the draft of a call that the place does not know.
        """
        if not (first := self.first):
            return self._named(self.session.sending.preflight(draft, where, self.findings))

        return self._named(preflight_after(self.session, draft, where, first, self.findings))

    def _named(self, preflight: Preflight) -> Preflight:
        """Return a preflight whose call has the name of the saved request, where it has no own."""
        if self.saved is None or preflight.endpoint.id:
            return preflight
        title = self.saved.request.title
        named = replace(preflight.endpoint, title=Bilingual(title, title))
        return replace(preflight, endpoint=named)

    def explain(self, draft: RequestDraft, where: Target) -> DryRun:
        """Return all that sending the selected draft would do. Raises as ``preflight_now``."""
        if not (first := self.first):
            dry = self.session.sending.explain(draft, where, self.findings)
        else:
            dry = explain_after(self.session, draft, where, first, self.findings)
        return replace(dry, preflight=self._named(dry.preflight))

    # -- names -------------------------------------------------------------------------------

    @property
    def variables(self) -> Mapping[str, str]:
        """The variables that have a value; looking one up may fail."""
        where = self.context.where
        return self.session.sending.variables(where, self.looked_at, MASK) if where else {}

    def look_up(self, name: str) -> Used | None:
        """Return what a variable stands for in the draft, and why."""
        where = self.context.where
        return where and self.session.sending.look_up(name, where, self.looked_at)

    def unknown_in_url(self) -> list[str]:
        """Return the variables of the URL that have no value."""
        if self.draft is None or self.context.where is None:
            return []
        return template.unknown_names(self.draft.url, self.variables)

    def with_known_name(self) -> RequestDraft | None:
        """Return the draft with the nearest known name in place of one without a value."""
        error = self.preflight.error if self.preflight is not None else None
        return replace_variable(self.draft, error) if self.draft is not None else None
