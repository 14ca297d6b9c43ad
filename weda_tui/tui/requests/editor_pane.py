"""The WITH pane: the selected request, and what sending it will do."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import events, on, work
from textual.binding import Binding
from textual.containers import Horizontal
from textual.getters import query_one
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Input, TextArea

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.core.requests.headers import read_headers
from weda_tui.core.sending.exchange import Sending, SendState
from weda_tui.core.tokens.access_token import TokenStatus
from weda_tui.session import Session
from weda_tui.session.sending.preflight import CHECKED_ON_THE_LOOP, Preflight
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import CommandSource, Handlers, bindings
from weda_tui.tui.requests.draft.actions import AssertionRequested, DraftActions, FilterRequested
from weda_tui.tui.requests.draft.completion import NameCompletion
from weda_tui.tui.requests.draft.selected import DraftContext, SelectedDraft
from weda_tui.tui.requests.draft.view import DraftView
from weda_tui.tui.requests.form import RequestForm
from weda_tui.tui.requests.form_view import RowKey
from weda_tui.tui.requests.tabs import RequestTabs
from weda_tui.tui.requests.unsaved_drafts import saved_key
from weda_tui.tui.widgets.code_area import CodeArea, JsonArea, UrlArea
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import Intent
from weda_tui.tui.widgets.pane import Pane
from weda_tui.tui.workbench.state import SEND_KEYS

if TYPE_CHECKING:  # files are read after the first screen is drawn
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.session.runs.dependencies import Dependencies
    from weda_tui.session.runs.saved_request_sender import SavedOutcome

METHOD_WIDTH = 7
"""Cells of a short method and the blanks around it."""
CHECK_AFTER = 0.2
"""Seconds without a key after which a large body is compared with the documentation."""


class RequestEditor(Pane):
    """The WITH pane, which edits the selected draft."""

    @dataclass
    class Edited(Intent):
        """The draft changed, by typing or by selecting an endpoint."""

        draft: RequestDraft

    @dataclass
    class Resolved(Intent):
        """The result of the pre-flight check changed."""

        preflight: Preflight | None

    FilterRequested = FilterRequested
    AssertionRequested = AssertionRequested

    where: var[Target | None] = var(None)
    endpoint: var[Endpoint | None] = var(None)
    token: var[TokenStatus | None] = var(None)
    send_state: var[SendState | None] = var(None)
    edited: var[frozenset[str]] = var(frozenset[str]())
    """Paths of saved requests with unsaved edits."""
    came_from: var[str] = var("")
    """The title of the call whose value opened this one; empty for none."""
    outcome: "var[SavedOutcome | RunResult | None]" = var(None)
    """The result of the checks of the selected saved request for its last response."""
    send_keys: var[str] = var(SEND_KEYS)
    """The keys that send the draft from the widget with the focus."""

    _url = query_one("#url", UrlArea)
    _tabs = query_one("#request-tabs", RequestTabs)
    _resolved = query_one("#resolved", Lines)
    _preflight_block = query_one("#preflight", Lines)
    _heading = query_one("#with-heading", Lines)

    BINDINGS = [
        *bindings(commands.FORMAT, commands.EDIT_OUTSIDE, commands.NEXT_TAB, commands.FORM_MENU),
        *bindings(commands.ASSERT_VALUE),
        *bindings(commands.BUILD_FILTER, is_priority=True),
        Binding("left_square_bracket,【", "tab(-1)", show=False),
    ]

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.selected = SelectedDraft(session, self._draft_context)
        self.kept = self.selected.kept
        """The drafts of all calls."""
        self.dependencies: Dependencies | None = None
        """What the selected saved request depends on; ``None`` if it depends on nothing."""
        self.actions = DraftActions(self, self.selected, lambda: self._tabs)
        self._view = DraftView(self.selected)

    def _draft_context(self) -> DraftContext:
        return DraftContext(
            strings=self.strings, where=self.where, endpoint=self.endpoint, edited=self.edited,
            came_from=self.came_from, outcome=self.outcome, dependencies=self.dependencies,
            send_state=self.send_state, is_focused=self.is_focused,
            is_titleless=self.has_class("-titleless"), width=self.size.width,
            send_keys=self.send_keys,
        )  # fmt: skip

    def inside(self) -> Iterator[Widget]:
        """Lay out title, URL, tabs, the open tab, and the pre-flight block at the end."""
        view = self._view
        yield Lines(view.draw_heading, id="with-heading")
        yield Lines(view.draw_title, id="with-title")
        with Horizontal(id="url-row"):
            yield Lines(view.draw_method, id="method")
            yield NameCompletion(self.selected).completing(UrlArea(id="url"))
        yield Lines(view.draw_resolved, id="resolved")
        yield RequestTabs(self.selected, view, id="request-tabs")
        yield Lines(view.draw_preflight, id="preflight")

    def start(self) -> None:
        """Show the draft of the selected endpoint, and watch the reactive attributes."""
        shows: dict[str, Callable[[], None]] = {
            "strings": self._refresh_words, "edited": self._refresh_words,
            "came_from": self._heading.redraw, "is_focused": self._heading.redraw,
            "outcome": self._tabs.read, "where": self._refresh_preflight,
            "token": self._refresh_preflight, "send_keys": self._preflight_block.redraw,
        }  # fmt: skip
        for name, show in shows.items():
            self.watch(self, name, show, init=False)
        self.show_kept()

    @property
    def draft(self) -> RequestDraft | None:
        """The draft as the user edited it."""
        return self.selected.draft

    @property
    def key(self) -> str:
        """The key that the draft is stored under."""
        return self.selected.key

    @property
    def unsaved(self) -> dict[str, RequestDraft]:
        """The drafts that would be lost; see ``DraftCache.unsaved``."""
        return self.selected.unsaved

    # -- state that comes down ---------------------------------------------------------------

    def watch_endpoint(self, old: Endpoint | None, new: Endpoint | None) -> None:
        """Show the draft of an endpoint: the previous draft, or an initial one.

        If the definition of the same endpoint changed, an untouched draft is replaced by a new one.
        """
        if self.is_ready and old is not new:
            if old and new and old.id == new.id:
                self.kept.drop_untouched(old.id, draft_for(old))
            self.show_kept()

    def watch_send_state(self, old: SendState | None, new: SendState | None) -> None:
        """Show Esc in place of F5 while a request is running."""
        if isinstance(old, Sending) != isinstance(new, Sending):
            self._refresh_preflight()

    # -- the draft ---------------------------------------------------------------------------

    def show_kept(self) -> None:
        """Show the draft of the selection: the edited draft, otherwise the saved or initial one."""
        if self.endpoint is None:
            self._tabs.open_wanted()
            self._refresh_words()
            return
        self.show_draft(self.kept.draft(self.key) or draft_for(self.endpoint))

    def show_draft(self, draft: RequestDraft) -> None:
        """Fill the fields from a draft; the undo history is cleared."""
        with self.prevent(CodeArea.Changed):
            self._url.load_text(draft.url)
            self.query_one("#method").styles.width = max(METHOD_WIDTH, len(draft.method) + 3)
            self._url.fit()
        self._tabs.fill(draft)
        self._replace_draft(draft)
        self._tabs.open_wanted()
        self._refresh_words()

    def handlers(self) -> Handlers:
        """Return the handlers for the draft."""
        return self.actions.handlers()

    def set_draft(self, draft: RequestDraft) -> None:
        """Replace the draft by a draft that the fields already show."""
        before = self.draft
        self._replace_draft(draft)
        if before is None or len(draft.headers) != len(before.headers):
            self._refresh_words()

    def _replace_draft(self, draft: RequestDraft) -> None:
        has_json = self.actions.has_json()
        self.selected.draft = draft
        self.call_after_refresh(self._tabs.colour)
        if self.actions.has_json() != has_json:
            self.post_message(self.KeysChanged())
        self.kept.keep(self.key, draft)
        self._refresh_preflight()
        self.post_message(self.Edited(draft))

    @on(CodeArea.Changed)
    def _on_changed(self, event: CodeArea.Changed) -> None:
        event.stop()
        if self.draft is None:
            return
        self._url.fit()
        match event.text_area:
            case UrlArea():
                draft = replace(self.draft, url=self._url.text.replace("\n", ""))
            case JsonArea():
                draft = replace(self.draft, body=event.text_area.text)
            case _:
                draft = replace(self.draft, headers=read_headers(event.text_area.text))
        self.set_draft(draft)
        self._tabs.show_form()

    @on(RequestForm.FormEdited)
    def _on_form_edited(self, event: RequestForm.FormEdited) -> None:
        with self.prevent(CodeArea.Changed):
            self._url.update_text(event.draft.url)
            self._url.fit()
        self.set_draft(event.draft)

    def refresh_captured(self) -> None:
        """Show the draft with newly captured variables."""
        self._tabs.show_form()
        self._refresh_preflight()
        self._tabs.read()

    @work(group="check", exclusive=True, description="check")
    async def _check_later(self, draft: RequestDraft, where: Target) -> None:
        """Compare a large body with the documentation after a pause in typing, in a thread."""
        await asyncio.sleep(CHECK_AFTER)
        findings = await asyncio.to_thread(self.selected.session.sending.check, draft, where)
        self.selected.set_findings(draft, where, findings)
        if self.children:  # an app that ends removes the widgets first
            self._refresh_preflight()

    def refresh_times(self) -> None:
        """Update the seconds of a send, or since an identical write that makes the guard ask."""
        preflight = self.selected.preflight
        if isinstance(self.send_state, Sending):
            self._preflight_block.redraw()
        elif preflight is not None and preflight.repeated_after is not None:
            self._refresh_preflight()

    def go_to(self, finding: DraftFinding) -> None:
        """Move to the field of a finding."""
        self._tabs.go_to(finding)
        self._refresh_preflight()

    def open_docs(self) -> None:
        """Open the documentation of the call."""
        self._tabs.open("docs")

    def apply_edit(self, draft: RequestDraft) -> None:
        """Apply a draft that was edited elsewhere, as one edit that can be undone."""
        if self.draft is not None and draft != self.draft:
            self._tabs.apply_edit(draft)
            self.kept.keep(self.key if self.selected.saved else draft.endpoint_id, draft)

    def apply_filled(self, draft: RequestDraft, filled: Mapping[RowKey, str]) -> None:
        """Apply values of a response as one edit; the form shows that they come from a response."""
        self.kept.note_filled(self.key, filled)
        if not self._tabs.apply_filled(draft, filled) and draft != self.draft:
            self.show_draft(draft)
        self.focus_stage()

    # -- saved requests ----------------------------------------------------------------------

    def open_saved(self, loaded: "LoadedRequest", draft: RequestDraft) -> None:
        """Select a saved request; ``show_kept`` displays it."""
        self.kept.note_saved(loaded.request, draft)
        self.selected.saved = loaded

    def set_saved(self, loaded: "LoadedRequest", draft: RequestDraft) -> None:
        """Set the saved request that the selected draft was saved to."""
        if self.key != saved_key(loaded.request.path):
            self.kept.drop(self.key)
        self.open_saved(loaded, draft)
        if self.draft is not None:
            self.selected.draft = replace(self.draft, layers=draft.layers)
            self.kept.keep(self.key, self.selected.draft)
        self._refresh_words()
        self._refresh_preflight()

    def note_file(self, loaded: "LoadedRequest") -> None:
        """Replace the file of the selected saved request; the draft is unchanged."""
        if self.selected.saved is not None:
            self.selected.saved = loaded
            self._refresh_words()

    def leave_saved(self) -> None:
        """Deselect the saved request, so that the next draft belongs to an endpoint."""
        self.selected.saved = None

    def drop_drafts(self, keys: Iterable[str]) -> dict[str, RequestDraft]:
        """Drop the unsaved edits of some drafts, and return those drafts."""
        dropped = self.kept.drop_unsaved(keys, self.where)
        if self.key in dropped:
            self.show_kept()
        return dropped

    def return_drafts(self, drafts: Mapping[str, RequestDraft]) -> tuple[str, ...]:
        """Restore dropped drafts that have no newer edits; return their keys."""
        back = [k for k, draft in drafts.items() if self.kept.restore(k, draft, self.where)]
        if self.key in back:
            self.show_kept()
        return tuple(back)

    # -- focus and tabs ----------------------------------------------------------------------

    def focus_stage(self) -> None:
        """Focus the open tab."""
        self._tabs.focus_open_tab()

    def accept_completion(self) -> bool:
        """Accept the offered name, or replace an unknown variable; return whether either was done.

        This is what Tab does before it moves the focus.
        """
        focused = self.screen.focused
        if isinstance(focused, CodeArea) and focused.is_offering:
            focused.insert_completion()
            return True
        if self._tabs.accept_completion():
            return True
        draft = self.selected.with_known_name() if isinstance(focused, Input | TextArea) else None
        if draft is not None and not self._tabs.set_renamed(draft):
            self._url.update_text(draft.url)
            self._url.fit()
        return draft is not None

    def acting_parts(self) -> Sequence[CommandSource]:
        """Return the open form, of the call or of its headers."""
        return self._tabs.acting_parts() if self.is_ready else []

    def leave_field(self) -> None:
        """Move the focus from a field to the tabs; in the form, to the row."""
        self._tabs.leave_field()

    @property
    def typing_target(self) -> Callable[[str], None] | None:
        """The function that types into the selected row of the form; ``None`` elsewhere."""
        return self._tabs.typing_target if self.is_ready else None

    @property
    def tab(self) -> str:
        """The key of the open tab."""
        return self._tabs.current if self.is_ready else ""

    def action_tab(self, by: int) -> None:
        """Open the next or previous tab."""
        self._tabs.step(by)

    @on(UrlArea.Submitted)
    def _on_url_submitted(self) -> None:
        self.focus_stage()

    # -- drawing -----------------------------------------------------------------------------

    @on(events.Resize)
    def _refresh_words(self) -> None:
        """Draw all texts again; labels and documentation depend on the width."""
        if not self.is_ready:
            return
        self._tabs.update_words()
        for lines in self.query(Lines):
            lines.redraw()

    def _refresh_preflight(self) -> None:
        selected, where = self.selected, self.where
        if not self.is_ready or selected.draft is None:
            return
        selected.preflight = selected.fault = None
        if where is not None:
            try:
                selected.preflight = selected.preflight_now(selected.draft, where)
            except FileError as error:
                selected.fault = error
        preflight = selected.preflight
        is_large = len(selected.draft.body) > CHECKED_ON_THE_LOOP
        if preflight and is_large and selected.findings is None:
            self._check_later(selected.draft, preflight.where)
        findings, fault = (preflight.findings, preflight.body_fault) if preflight else ((), None)
        self._tabs.mark(findings, fault)
        self.post_message(self.Resolved(preflight))
        self._resolved.set_class(bool(selected.unknown_in_url()), "-wrong")
        self._resolved.redraw()
        self._preflight_block.redraw()
