"""The selected draft, as WITH shows it: what its names stand for, its head, its pre-flight."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from textual.reactive import var

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.core.requests.key_completion import complete_key
from weda_tui.core.requests.variable_completion import complete_variable
from weda_tui.core.requests.variables import Used
from weda_tui.core.sending.exchange import Sending, SendState
from weda_tui.core.text import template
from weda_tui.core.tokens.access_token import TokenStatus
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import effect_words
from weda_tui.i18n.phrases.json_fault import fault_words
from weda_tui.i18n.phrases.sending import offered_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import DryRun, Preflight, Session
from weda_tui.tui.layout.headings import stage_name
from weda_tui.tui.requests.address_view import resolved_lines, unknown_lines
from weda_tui.tui.requests.form_view import RowKey
from weda_tui.tui.requests.title_view import UNSAVED, saved_title_lines
from weda_tui.tui.sending.preflight_view import preflight_lines
from weda_tui.tui.views.endpoints import EFFECT_ROLES, title_lines
from weda_tui.tui.widgets.code_area import CodeArea
from weda_tui.tui.widgets.completion_list import NameOffer
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, pad
from weda_tui.tui.widgets.pane import Stage

if TYPE_CHECKING:  # files are read after the first picture
    from weda_tui.core.collections.saved_request import SavedRequest
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.session.runs.dependencies import Before
    from weda_tui.session.runs.saved_request_sender import SavedOutcome

Area = TypeVar("Area", bound=CodeArea)

LEAST_TITLE = 12
"""Cells from which the way back is named."""


class DraftStage(Stage):
    """A stage with a draft selected; it draws, a subclass edits."""

    strings: var[Strings] = var(default_strings)
    where: var[Target | None] = var(None)
    endpoint: var[Endpoint | None] = var(None)
    token: var[TokenStatus | None] = var(None)
    send_state: var[SendState | None] = var(None)
    edited: var[frozenset[str]] = var(frozenset[str]())
    """Paths of saved requests with edits that are not saved."""
    came_from: var[str] = var("")
    """The title of the call that a value led here from; empty for none."""
    outcome: "var[SavedOutcome | RunResult | None]" = var(None)
    """What the file of the selected saved request says of its last answer."""

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.session = session
        self.saved: LoadedRequest | None = None
        """The saved request selected."""
        self.draft: RequestDraft | None = None
        self.preflight: Preflight | None = None
        self.lack: FileError | None = None
        """Why nothing can be said of the draft at this place: it knows no such call."""
        self.before: Before | None = None
        """What the selected saved request depends on; ``None`` for nothing."""

    @property
    def is_edited(self) -> bool:
        """Whether the selected saved request has edits that are not saved."""
        return self.saved is not None and self.saved.request.path in self.edited

    @property
    def filled(self) -> Mapping[RowKey, str]:
        """What of the draft was filled out of an answer: rows, and what they showed then."""
        return {}

    # -- what sending it will do -------------------------------------------------------------

    @property
    def first(self) -> "tuple[SavedRequest, ...]":
        """What is sent before the selected draft: the stale ones of what it depends on."""
        if self.saved is None or self.before is None or self.where is None:
            return ()
        from weda_tui.session.runs.dependencies import due

        return due(self.session, self.before, self.where)

    @property
    def looked_at(self) -> RequestDraft | None:
        """The draft with what will be captured before it is sent: so its names are looked up."""
        first = self.first
        if self.draft is None or not first:
            return self.draft
        from weda_tui.session.runs.dependencies import with_coming

        return with_coming(self.draft, first)

    @property
    def findings(self) -> tuple[DraftFinding, ...] | None:
        """What the draft lacks, where that is known already; ``None`` where it is to be found."""
        return None

    def preflight_now(self, draft: RequestDraft, where: Target) -> Preflight:
        """Say what sending the selected draft would do, and what goes before it.

        Raises ``FileError`` for the draft of a call that the place does not know.
        """
        if not (first := self.first):
            return self.session.preflight(draft, where, self.findings)
        from weda_tui.session.runs.dependencies import preflight_after

        return preflight_after(self.session, draft, where, first, self.findings)

    def explain(self, draft: RequestDraft, where: Target) -> DryRun:
        """Say everything that sending the selected draft would do. Raises as ``preflight_now``."""
        if not (first := self.first):
            return self.session.explain(draft, where, self.findings)
        from weda_tui.session.runs.dependencies import explain_after

        return explain_after(self.session, draft, where, first, self.findings)

    # -- names -------------------------------------------------------------------------------

    def completing(self, area: Area) -> Area:
        """Let a field offer the names of variables."""
        area.complete, area.words = self._complete, self._option_words
        return area

    def _complete(self, text: str, at: int) -> NameOffer | None:
        return complete_variable(text, at, self.variables)

    def complete_json(self, text: str, at: int) -> NameOffer | None:
        """Offer variables and the keys that the call knows."""
        if (offer := self._complete(text, at)) or self.endpoint is None:
            return offer
        return complete_key(text, at, self.endpoint.body)

    def look_up(self, name: str) -> Used | None:
        """Return what a variable stands for in the draft, and why."""
        if self.where is None:
            return None
        return self.session.look_up(name, self.where, self.looked_at)

    def _option_words(self, offer: NameOffer, index: int) -> tuple[str, str]:
        option = offer.options[index]
        if isinstance(option, str):
            used = self.look_up(option)
            return option, offered_words(used, self.strings) if used is not None else ""
        star = " *" if option.required else ""
        return option.name + star, option.description.text(self.strings.language)

    @property
    def variables(self) -> Mapping[str, str]:
        """The variables that have a value; looking one up may fail."""
        return self.session.variables(self.where, self.looked_at, MASK) if self.where else {}

    # -- drawing -----------------------------------------------------------------------------

    def draw_heading(self, width: int) -> list[Line]:
        """Return the name of the stage, and what tells of the draft where there is no title."""
        word = self.strings.tui.stage.with_what
        left = stage_name("F4", word, "with", is_focused=self.is_focused)
        right = [*self._way_back(width - cells(left) - 16), *self._unsaved_mark()]
        if self.endpoint is not None and self.has_class("-titleless"):
            effect = effect_words(self.endpoint.effect, self.strings)
            right += [Run(effect, EFFECT_ROLES[self.endpoint.effect]), Run(" ")]
        margin = [] if self.has_class("-titleless") else [Run(" ")]
        return [Line([*margin, *left], right)]

    def draw_title(self, width: int) -> list[Line]:
        """Return title and effect of the call, or of the saved request."""
        if self.endpoint is None:
            return [Line([Run("  " + self.strings.tui.what.choose, "dim")])]
        if self.saved is not None:
            return saved_title_lines(self.saved.request, self.endpoint, self.strings)
        return title_lines(self.endpoint, self.strings, width)

    def _way_back(self, room: int) -> list[Run]:
        """Return the call that a value led here from; a click goes back there."""
        if not self.came_from or room < LEAST_TITLE:
            return []
        text = self.strings.following.back_to.format(title=self.came_from)
        return [Run(cut(text, room), "dim", "go_back"), Run("  ")]

    def _unsaved_mark(self) -> list[Run]:
        """Return the mark of a saved request with edits that are not saved."""
        if not self.is_edited:
            return []
        words = self.strings.saved.screen.unsaved
        return [Run(f"{UNSAVED} {words} ", "caution", "save"), Run(" ")]

    def draw_method(self, width: int) -> list[Line]:
        """Return the method beside the URL."""
        method = self.draft.method if self.draft else ""
        return [Line([Run(pad(f"  {method}", width), "bold")])]

    def unknown_in_url(self) -> list[str]:
        """Return the variables of the URL that have no value."""
        if self.draft is None or self.where is None:
            return []
        return template.unknown_names(self.draft.url, self.variables)

    def draw_resolved(self, width: int) -> list[Line]:
        """Draw ``=`` and the resolved URL, or the variable that has no value."""
        if self.draft is None or not self.draft.url or self.where is None:
            return []
        variables = self.session.variables(self.where, self.looked_at, MASK)
        if unknown := self.unknown_in_url():
            return unknown_lines(unknown, variables, self.strings, width)
        return resolved_lines(self.draft.url, variables, self.where.env_type, width)

    def read_tab(self, tab: str, width: int) -> list[Line]:
        """Return what a tab says that is only read: the authentication, the documentation."""
        if self.endpoint is None:
            return []
        from weda_tui.tui.requests.readonly_tabs import ReadonlyTab, request_reading

        reading = ReadonlyTab(
            endpoint=self.endpoint, draft=self.looked_at, where=self.where, saved=self.saved,
            is_edited=self.is_edited, outcome=self.outcome,
        )  # fmt: skip
        return request_reading(tab, reading, self.session, self.strings, width)

    def draw_fault(self, width: int) -> list[Line]:
        """Return where the body stops being JSON."""
        if self.preflight is None or self.preflight.body_fault is None:
            return []
        fault = self.preflight.body_fault
        text = fault_words(fault, self.strings.tui.with_, self.strings.tui.fault)
        return [Line([Run("  "), Run(f"✗ {text}", "fail")])]

    def draw_preflight(self, width: int) -> list[Line]:
        """Return what pressing F5 will do."""
        words = self.strings.tui.with_
        if isinstance(self.send_state, Sending):
            return [
                Line([Run("  "), Run(f" Esc {words.cancel} ", "chip-focus", "cancel")]),
                Line(),
                Line(),
            ]
        if self.draft is None:
            return [Line(), Line(), Line()]
        if self.preflight is None:
            chip = Run(f" F5 {words.send} ", "dim")
            why = explain(self.lack, self.strings).what if self.lack else words.choose_environment
            return [Line([Run("  "), chip, Run(f"   {why}", "dim")]), Line(), Line()]
        checks = len(self.saved.request.asserts) if self.saved is not None else 0
        return preflight_lines(self.preflight, self.strings, width, checks)
