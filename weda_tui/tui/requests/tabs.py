"""The tabs of a request: its form, JSON and headers, and the tabs that are only read."""

from collections.abc import Callable, Mapping

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.json.text import JsonFault
from weda_tui.core.requests.body import find_body_fault, format_body
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.core.requests.form import has_fields
from weda_tui.core.requests.headers import is_text, read_headers, write_headers
from weda_tui.tui.commands.table import CommandSource
from weda_tui.tui.requests.draft.completion import NameCompletion
from weda_tui.tui.requests.draft.selected import SelectedDraft
from weda_tui.tui.requests.draft.view import DraftView
from weda_tui.tui.requests.external_editor import edit_body
from weda_tui.tui.requests.form import RequestForm
from weda_tui.tui.requests.form_reading import read_header_rows
from weda_tui.tui.requests.form_view import RowKey
from weda_tui.tui.requests.title_view import CHECKS, FILE, saved_tabs
from weda_tui.tui.views.endpoints import body_words
from weda_tui.tui.widgets.code_area import CodeArea, HeaderArea, JsonArea
from weda_tui.tui.widgets.drawing.highlighting import is_warm, warm_up
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import Noticed
from weda_tui.tui.widgets.pane import Pane
from weda_tui.tui.widgets.rows import LineRows, Rows
from weda_tui.tui.widgets.tabs import Tab, Tabs

READING_TABS = ("auth", "docs", CHECKS, FILE)
"""Tabs without anything to edit."""
LEAST_FOR_COUNT = 46
"""Cells of the pane from which the tab of the headers has its full name."""
_JSON_MARKS = frozenset('{["')
"""JSON without any of these characters needs no colours."""


class RequestTabs(Vertical):
    """Shows the selected draft; edits are reported by the messages of its fields."""

    _bar = query_one("#with-tabs", Tabs)
    _form = query_one("#form", RequestForm)
    _json = query_one("#json", JsonArea)
    _headers = query_one("#headers", HeaderArea)
    _header_form = query_one("#header-form", RequestForm)
    _reading = query_one("#reading", LineRows)
    _fault = query_one("#json-fault", Lines)

    def __init__(
        self,
        selected: SelectedDraft,
        view: DraftView,
        *,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._selected, self._view = selected, view
        self._names = NameCompletion(selected)
        self._wanted = "form"
        self._has_header_text = False
        """Whether the headers are shown as text rather than as rows."""

    def compose(self) -> ComposeResult:
        """Lay out the tabs and their contents: one is open, the others are closed."""
        yield Tabs(id="with-tabs")
        look_up, opened = self._selected.look_up, self._tab_to_open()
        json = self._names.completing(JsonArea(id="json", soft_wrap=False))
        json.complete = self._names.complete_json
        for body in (
            RequestForm(id="form", look_up=look_up),
            json,
            self._names.completing(HeaderArea(id="headers")),
            RequestForm(id="header-form", look_up=look_up, read_form=read_header_rows),
            LineRows(id="reading"),
        ):
            yield body.set_class(body.id != opened, "-closed", update=False)
        yield Lines(self._view.draw_fault, id="json-fault")

    # -- what comes down ---------------------------------------------------------------------

    def fill(self, draft: RequestDraft) -> None:
        """Fill the fields from a draft; the undo history is cleared."""
        with self.prevent(CodeArea.Changed):
            self._json.load_text(draft.body)
            self._headers.load_text(write_headers(draft.headers))

    def show_form(self) -> None:
        """Show the draft and its variables in the open form, if any."""
        shown, endpoint, form = self._selected, self._selected.endpoint, self.open_form
        if form is not None and endpoint is not None and shown.draft is not None:
            form.show(endpoint, shown.draft, shown.variables, shown.filled)

    def show_draft(self) -> None:
        """Show the draft in the open tab, whichever tab it was edited in.

        Call this only when a tab opens: a field may contain a key that is not in the draft yet.
        """
        draft = self._selected.draft
        if draft is None:
            return
        with self.prevent(CodeArea.Changed):
            if self.current == "json":
                self._json.update_text(draft.body)
            elif self.current == "headers" and read_headers(self._headers.text) != draft.headers:
                self._headers.update_text(write_headers(draft.headers))
        self.show_form()

    def mark(self, findings: tuple[DraftFinding, ...], fault: JsonFault | None) -> None:
        """Mark the errors of the draft."""
        for area in self.query(JsonArea):
            area.mark_fault(fault)
        for form in self.query(RequestForm):
            form.set_findings(findings)
        self._fault.redraw()

    def colour(self) -> None:
        """Load the lexer and colour the JSON, which the first screen shows without colours."""
        draft = self._selected.draft
        if not is_warm() and draft is not None and not _JSON_MARKS.isdisjoint(draft.body):
            warm_up()
            self._json.notify_style_update()

    def update_words(self) -> None:
        """Show the texts in the chosen language."""
        context, draft, saved = self._selected.context, self._selected.draft, self._selected.saved
        strings, words = context.strings, context.strings.tui.with_
        for form in self.query(RequestForm):
            form.strings = strings
        for area in self.query(CodeArea):
            is_json = isinstance(area, JsonArea)
            hint = body_words(context.endpoint, strings) if is_json else words.headers_hint
            area.placeholder = hint
        count = len(draft.headers) if draft else 0
        is_short = context.width < LEAST_FOR_COUNT or saved is not None
        headers = words.headers_short if is_short else words.headers
        file = saved_tabs(saved.request, strings) if saved is not None else []
        self._bar.show(
            [
                Tab("form", strings.fields.form), Tab("json", words.json), *file,
                Tab("headers", f"{headers} {count}"), Tab("auth", words.auth),
                Tab("docs", words.docs),
            ]
        )  # fmt: skip
        self._show()

    # -- which is open -----------------------------------------------------------------------

    @property
    def current(self) -> str:
        """The key of the open tab."""
        return self._bar.current

    @property
    def is_text(self) -> bool:
        """Whether the open tab is a text area."""
        return self.current in {"json", "headers"} and self.open_form is None

    @property
    def open_form(self) -> RequestForm | None:
        """The open form: the form of the call, or the rows of its headers."""
        if self.current == "form":
            return self._form
        return self._header_form if self.current == "headers" and self._are_rows else None

    @property
    def _are_rows(self) -> bool:
        """Whether the headers are shown as rows; always for headers that text cannot represent."""
        draft = self._selected.draft
        return not self._has_header_text or (draft is not None and not is_text(draft.headers))

    def toggle_headers(self) -> None:
        """Toggle between headers as text and headers as rows."""
        self._has_header_text = self._are_rows
        if self._are_rows and self._has_header_text:
            self._has_header_text = False
            notice = self._selected.context.strings.fields.no_header_text
            self.post_message(Noticed(notice))
        self.show_draft()
        self._show()
        self.enter()

    def open(self, tab: str) -> None:
        """Open a tab."""
        self._bar.open(tab)

    def open_wanted(self) -> None:
        """Open the tab that was chosen last, if the call has it, and show the draft."""
        with self.prevent(Tabs.TabOpened):
            self._bar.open(self._tab_to_open())
        self.show_draft()

    def step(self, by: int) -> None:
        """Open the next or previous tab.

        The focus moves to the tabs, because a field would use the next key as text.
        """
        self.screen.set_focus(self._bar)
        self._bar.step(by)

    def _tab_to_open(self) -> str:
        """Return the chosen tab; a call without fields opens its JSON instead of its form."""
        endpoint, is_saved = self._selected.endpoint, self._selected.saved is not None
        has_form = endpoint is not None and (not endpoint.id or has_fields(endpoint))
        lacks = {"form": not has_form, CHECKS: not is_saved, FILE: not is_saved}
        return "json" if lacks.get(self._wanted) else self._wanted

    def _open_at_once(self, tab: str) -> None:
        """Open a tab and show the draft in it, before an edit changes both."""
        with self.prevent(Tabs.TabOpened):
            self._bar.open(tab)
        self._wanted = tab
        self.show_draft()
        self._show()

    def _show(self) -> None:
        tab = self.current
        shown = "reading" if tab in READING_TABS else tab
        shown = "header-form" if shown == "headers" and self._are_rows else shown
        for part in self.query("#form, #json, #headers, #header-form, #reading"):
            part.set_class(part.id != shown, "-closed")
        self._fault.set_class(tab != "json", "-closed")
        self.read()
        self.post_message(Pane.KeysChanged())

    def read(self) -> None:
        """Show the open tab if it is one that is only read."""
        if self.current in READING_TABS:
            self._reading.show(self._view.read_tab(self.current, self._selected.context.width - 2))

    @on(Tabs.TabOpened)
    def _on_opened(self, event: Tabs.TabOpened) -> None:
        event.stop()
        self._wanted = self.current
        self.show_draft()
        self._show()
        if self.screen.focused is not self._bar:
            self.focus_open_tab()

    @on(Tabs.TabEntered)
    def _on_entered(self, event: Tabs.TabEntered) -> None:
        event.stop()
        self.enter()

    # -- the focus ---------------------------------------------------------------------------

    def focus_open_tab(self) -> None:
        """Focus the content of the open tab, except for an empty text area.

        An empty text area does not look like a field, so the tabs get the focus. Keys act there,
        and letters type nothing.
        """
        is_empty = self.is_text and not self.query_one(f"#{self.current}", CodeArea).text
        if is_empty:
            self.screen.set_focus(self._bar)
        else:
            self.enter()

    def enter(self) -> None:
        """Focus the content of the open tab."""
        if (form := self.open_form) is not None:
            form.focus_form()
        elif self.current == "json":
            self.screen.set_focus(self._json)
        else:
            self.screen.set_focus(self._headers if self.current == "headers" else self._reading)

    def leave_field(self) -> None:
        """Move the focus from a field to the tabs; in the form, to the row."""
        if (form := self.open_form) is None or not form.leave_field():
            self.screen.set_focus(self._bar)

    def accept_completion(self) -> bool:
        """Accept the name that the form offers; return ``False`` if none is offered."""
        return (form := self.open_form) is not None and form.accept_completion()

    @property
    def typing_target(self) -> Callable[[str], None] | None:
        """The function that types into the selected row of the form; ``None`` elsewhere."""
        return self._form.type_text if self.current == "form" and self._form.is_on_a_row else None

    def acting_parts(self) -> list[CommandSource]:
        """Return the open form, whose rows have command handlers of their own."""
        return [form] if (form := self.open_form) is not None else []

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _on_focus_moved(self) -> None:
        """Hide the cursor of the rows below while the tabs have the focus."""
        is_resting = self.screen.focused is self._bar
        for rows in self.query(Rows):
            if rows.is_resting != is_resting:
                rows.is_resting = is_resting
                rows.refresh()

    # -- edits from elsewhere, each of which can be undone ------------------------------------

    def apply_edit(self, draft: RequestDraft) -> None:
        """Apply a draft that was edited elsewhere."""
        before = self._selected.draft
        if self.current == "json" and before is not None and draft.body != before.body:
            self._json.update_text(draft.body)
            return
        is_left = self.current != "form" and self.screen.focused is not self._bar
        self._open_at_once("form")
        self._form.set_draft(draft)
        if is_left:
            self.focus_open_tab()

    def apply_filled(self, draft: RequestDraft, filled: Mapping[RowKey, str]) -> bool:
        """Apply values of a response to the form; return ``False`` if the call opens no form."""
        self._open_at_once(self._tab_to_open() if self._wanted == "json" else "form")
        is_form = self.current == "form"
        if is_form:
            self._form.apply_filled(draft, filled)
        return is_form

    def set_renamed(self, draft: RequestDraft) -> bool:
        """Set a draft with a renamed variable; return whether the form shows the whole draft."""
        if (form := self.open_form) is not None:
            in_form = form.has_focus_within
            form.set_draft(draft)
            if in_form:
                form.focus_form()
            return True
        self._headers.update_text(write_headers(draft.headers))
        self._json.update_text(draft.body)
        return False

    def go_to(self, finding: DraftFinding) -> None:
        """Move to the field of a finding."""
        parameters = self._selected.endpoint.parameters if self._selected.endpoint else ()
        in_form = finding.location != "header" or any(
            (each.location, each.name) == ("header", finding.path[0]) for each in parameters
        )
        self._open_at_once("form" if in_form else "headers")
        if (form := self.open_form) is not None:
            form.go_to(finding)

    def format(self) -> None:
        """Format the JSON; the bytes of every token are unchanged."""
        text, words = self._json.text, self._selected.context.strings.tui.with_
        if fault := find_body_fault(text):
            message = words.not_json.format(line=fault.line, column=fault.column)
            self.post_message(Noticed(message))
        elif (formatted := format_body(text)) is not None:
            self._json.replace(formatted, (0, 0), self._json.document.end)
            self.post_message(Noticed(words.formatted))

    def edit_outside(self) -> None:
        """Open the body in the user's own editor, and set the result as one edit."""
        edited = edit_body(self._json.text, self.app.suspend, self._selected.context.strings)
        self._json.update_text(edited.text)
        self.post_message(Noticed(edited.notice, path=edited.kept))
