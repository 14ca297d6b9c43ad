"""The form of a call: rows that the schema adds to the draft, edited in place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual import events, on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.geometry import Region
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.draft_check import DraftFinding
from weda_tui.core.requests.form import FormRow, FormRowKind
from weda_tui.core.requests.form_edits import FieldEdit
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import CommandSource, Handler, Handlers, bindings
from weda_tui.tui.requests.form_edits import FormEdits
from weda_tui.tui.requests.form_field import FormField
from weda_tui.tui.requests.form_help_view import LookUp, form_docs
from weda_tui.tui.requests.form_reading import (
    ReadForm,
    enter_does,
    is_switch,
    read_shown,
    takes_text,
)
from weda_tui.tui.requests.form_rows import FormRows
from weda_tui.tui.requests.form_view import RowKey
from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import CopyRequested, Intent, Noticed
from weda_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:  # the list of values is imported after a key was pressed
    from weda_tui.tui.requests.value_dialog import ValueChoice

READ_AT_ONCE = 8 * 1024
"""Characters of a body up to which the form is updated for every key typed elsewhere."""
READ_AFTER = 0.2
"""Seconds after which the form is updated for a larger body."""


class RequestForm(Vertical, CommandSource):
    """The fields of path, query, headers and body; every edit changes the draft at once.

    If text can be typed into the selected row, its field is open until Esc. After that, keys act on
    rows.
    """

    BINDINGS = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "step(-1, True)", show=False),
        Binding("pagedown", "step(1, True)", show=False),
        Binding("left", "fold(True)", show=False),
        Binding("right", "fold(False)", show=False),
        Binding("space,ideographic_space", "switch", show=False),
        *bindings(commands.REMOVE_VALUE, commands.UNDO, commands.COPY_VALUE),
    ]

    @dataclass
    class FormEdited(Message):
        """The form changed the draft."""

        draft: RequestDraft

    @dataclass
    class ListRequested(Intent):
        """Request for the list of values of a row, to be shown below ``region`` of the screen."""

        form: "RequestForm"
        row: FormRow
        region: Region
        typed: str = ""
        """The text that filters the values."""

    strings: var[Strings] = var(default_strings)

    _rows = query_one("#form-rows", FormRows)
    _field = query_one("#form-field", FormField)
    _footer = query_one("#form-foot", Lines)

    def __init__(
        self,
        *,
        id: str,  # noqa: A002 - Textual's name
        look_up: LookUp,
        read_form: ReadForm = read_shown,
    ) -> None:
        """``look_up`` returns what a variable stands for, ``read_form`` the rows of a draft."""
        super().__init__(id=id)
        self._look_up, self._read_form = look_up, read_form
        self._known: Collection[str] = ()
        """The variables that have a value."""
        self._edits: FormEdits | None = None
        self._posted: RequestDraft | None = None
        self._is_typing = True
        self._is_stale = False

    def compose(self) -> ComposeResult:
        """Lay out the rows, the documentation of the selected row, and the field over a row."""
        foot = Lines(self._draw_footer, id="form-foot")
        yield FormRows(self._read_form, id="form-rows")
        yield foot
        yield FormField(foot.redraw, id="form-field")

    def _draw_footer(self, width: int) -> list[Line]:
        return form_docs(self._rows, self._field, self._look_up, width)

    # -- what comes down ---------------------------------------------------------------------

    def watch_strings(self) -> None:
        """Read the form again in the new language."""
        if self.is_mounted:
            self._read()

    def show(
        self,
        endpoint: Endpoint,
        draft: RequestDraft,
        known: Collection[str],
        filled: Mapping[RowKey, str] = MappingProxyType({}),
    ) -> None:
        """Show a draft that was edited elsewhere, or the draft of another call.

        ``filled`` has the values that were copied from a response. If the field has the focus, it
        is opened again.
        """
        is_in_field = self.screen.focused is self._field
        is_other = self._edits is None or endpoint is not self._edits.endpoint
        if self._edits is None or draft != self._edits.draft:
            self._edits = FormEdits(endpoint, draft)
            self._end_edit()
        elif is_other:  # the same draft, now known as another call: its edits can be undone
            self._edits.endpoint = endpoint
            self._end_edit()
        self._posted, self._known, self._rows.filled = draft, known, filled
        if is_other:
            self._is_typing = True
            self._rows.open(endpoint)
        if is_other or len(draft.body) <= READ_AT_ONCE:
            self._read()
        elif not self._is_stale:
            self._is_stale = True
            self.set_timer(READ_AFTER, self._catch_up)
        if is_in_field:
            self.focus_form()

    def _catch_up(self) -> None:
        """Read a large draft that was edited elsewhere, at the latest when the form is focused."""
        if self._is_stale:
            self._read()

    def set_findings(self, findings: Sequence[DraftFinding]) -> None:
        """Mark the rows with errors; missing values are marked only after the user pressed F5."""
        if self.is_mounted and self._rows.set_findings(findings):
            self._footer.redraw()

    def go_to(self, finding: DraftFinding) -> None:
        """Move to the row of a finding."""
        self._is_typing = True
        self._rows.judge()
        self._end_edit()
        self._read(finding.key)
        self.focus_form()

    def set_draft(self, draft: RequestDraft) -> None:
        """Replace the draft as one edit, and stay on the selected row."""
        key = self._rows.key or ("body", ())
        if self._edits is not None and self._edits.accept(draft, key):
            self._show_edit(key)

    def apply_filled(self, draft: RequestDraft, filled: Mapping[RowKey, str]) -> None:
        """Apply a draft filled from a response as one edit, and go to the first filled row."""
        self._rows.filled = filled
        self.set_draft(draft)
        self._is_typing = True
        self._read(next(iter(filled), None))

    def _read(self, at: RowKey | None = None) -> None:
        """Read the form again and stay on the row ``at``, or where the cursor is."""
        if self._edits is None:
            return
        self._is_stale = False
        self._rows.strings = self.strings
        self._rows.read(self._edits.endpoint, self._edits.draft, self._known, at)
        self._follow_rows()

    def _follow_rows(self) -> None:
        self._footer.redraw()
        self._place_field()

    def on_resize(self) -> None:
        """Lay out the rows again, because help lines and widths depend on the size."""
        if self._edits is not None:
            self._rows.lay_out()
            self._follow_rows()

    # -- the focus ---------------------------------------------------------------------------

    def focus_form(self) -> None:
        """Focus the selected row, and open its field if it accepts text."""
        self._catch_up()
        row = self._rows.selected_row
        if self._is_typing and row is not None and takes_text(row):
            self._open(row)
        else:
            self._end_edit()
            self.screen.set_focus(self._rows)

    def leave_field(self) -> bool:
        """Move the focus from the field to its row; return ``False`` if no field is open."""
        if self._field.offer(None):
            return True
        if not self._field.display:
            return False
        self._is_typing = False
        self._close()
        self.screen.set_focus(self._rows)
        return True

    @on(FormRows.Focused)
    def _on_rows_focused(self) -> None:
        if self._rows.has_focus:
            self.focus_form()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Close the field when it loses the focus; the typed text is already in the draft."""
        if event.widget is self._field and self.screen.focused is not self._field:
            self._close()

    @on(Rows.CursorMoved)
    def _on_moved(self, event: Rows.CursorMoved) -> None:
        event.stop()
        self._footer.redraw()
        key = self._rows.key
        if self.has_focus_within and key is not None and key != self._field.key:
            self._close(key)
            self.focus_form()

    def action_step(self, by: int, is_page: bool = False) -> None:
        """Move from the field to a row above or below, or select another name in an open list."""
        if self._field.names.step(by):
            self._footer.redraw()
            return
        edit = self._field.edit
        if edit is not None and (
            edit.row.kind is FormRowKind.ADD_ITEM or self._field.names_a_header
        ):
            self._read(edit.row.key)  # the row for one more item is below the typed text
        before = self._rows.cursor
        with self.prevent(Rows.CursorMoved):
            (self._rows.action_page if is_page else self._rows.action_move)(by)
        if self._rows.cursor != before:
            self._close(self._rows.key)
            self._footer.redraw()
            self.focus_form()

    # -- typing ------------------------------------------------------------------------------

    def _open(self, row: FormRow) -> None:
        """Open the field over a row that accepts text."""
        if row.key != self._field.key:
            edit = self._edits.edit(row) if self._edits is not None else None
            if edit is None:
                self.screen.set_focus(self._rows)
                return
            self._rows.can_focus = False
            self._field.open(edit, self._known)
            self._place_field()
        self.screen.set_focus(self._field)

    def _place_field(self) -> None:
        """Keep the field over its row; close the field if the row is scrolled out of view."""
        if not self._field.display:
            return
        region, height = self._rows.field_region, self._rows.size.height
        if height and not 0 <= region.y < height:  # height is 0 while the pane is not shown yet
            self.leave_field()
        else:
            self._field.place(region)

    @on(FormRows.RowsScrolled)
    def _on_scrolled(self) -> None:
        self._place_field()

    @on(Field.Changed)
    def _on_typed(self, event: Field.Changed) -> None:
        event.stop()
        edit, is_late = self._field.edit, event.value != self._field.value
        if edit is None or self._edits is None or is_late:
            return
        if not self._field.names_a_member:
            self._edits.type(edit, event.value)
            self._footer.redraw()
            self._post_edited()

    @on(Field.Submitted)
    def _on_entered(self, event: Field.Submitted) -> None:
        event.stop()
        edit = self._field.edit
        has_accepted = self._field.accept_completion()
        if edit is not None and self._field.names_a_header and self._field.value.strip():
            self._enter_header(edit)
        elif has_accepted:
            return
        elif edit is not None and self._field.names_a_member:
            self._add_member(edit.row, event.value)
        else:
            self.action_step(1)

    def _enter_header(self, edit: FieldEdit) -> None:
        """Store the typed name of a header, and move to the value."""
        if self._edits is not None:
            self._edits.type(edit, self._field.value)
            self._post_edited()
        self._close(edit.row.key)
        self.focus_form()

    def _close(self, at: RowKey | None = None) -> None:
        """Hide the field and read the rows from the draft again."""
        if self._field.display:
            self._end_edit()
            self._read(at)

    def _end_edit(self) -> None:
        self._field.close()
        self._rows.can_focus = True

    # -- edits -------------------------------------------------------------------------------

    def _post_edited(self) -> None:
        if self._edits is not None and self._edits.draft != self._posted:
            self._posted = self._edits.draft
            self.post_message(self.FormEdited(self._posted))

    def _show_edit(self, at: RowKey) -> None:
        """Post an edit that needed no typing, and go to a row."""
        self._end_edit()
        self._post_edited()
        self._read(at)

    def accept_completion(self) -> bool:
        """Write the name that is offered; return ``False`` if none is offered."""
        return self._field.accept_completion()

    def choose_value(self, row: FormRow, choice: "ValueChoice") -> None:
        """Apply the choice of the user for a row."""
        if choice.act == "remove":
            self._remove(row)
        elif choice.act == "type":
            self._read(row.key)
            self._type(row)
            if choice.value:
                self._field.begin(str(choice.value))
        else:
            self._set(row, choice.value)
            self.action_step(1)

    def _type(self, row: FormRow, text: str = "") -> None:
        """Open the field of a row and continue typing there."""
        self._is_typing = True
        self._open(row)
        if text:
            self._field.replace(text, *self._field.selection)

    @property
    def is_on_a_row(self) -> bool:
        """Whether the cursor is on a row, so that letters type into it or filter its values."""
        return self._rows.has_focus and self._rows.selected_row is not None

    def type_text(self, text: str) -> None:
        """Type into the selected row; if it has listed values, open the list of matching values."""
        row = self._rows.selected_row
        if row is not None and enter_does(row) == "list":
            self._list_values(row, text)
        elif row is not None and takes_text(row):
            self._type(row, text)

    def _list_values(self, row: FormRow, typed: str = "") -> None:
        region = self._rows.field_region.translate(self._rows.region.offset)
        self.post_message(self.ListRequested(self, row, region, typed))

    def _set(self, row: FormRow, value: str | int | bool) -> None:
        if self._edits is not None and self._edits.choose(row, value):
            self._show_edit(row.key)
        self.focus_form()

    def _remove(self, row: FormRow) -> None:
        if self._edits is not None and self._edits.remove(row):
            self._show_edit(row.key)
            self.post_message(
                Noticed(self.strings.fields.removed.format(name=strip_control_characters(row.name)))
            )
            self.focus_form()

    def _add_member(self, row: FormRow, name: str) -> None:
        path = (*row.path[:-1], name)
        if not name:
            self.action_step(1)
        elif any(each.key == ("body", path) for each in self._rows.form.rows):
            words = self.strings.fields.key_taken
            self.post_message(Noticed(words.format(name=strip_control_characters(name))))
        else:
            self._add(row, name)

    def _add(self, row: FormRow, name: str = "") -> None:
        """Add a group, an item or a named member, and move into it."""
        if self._edits is None:
            return
        self._is_typing = True
        self._show_edit(self._edits.add(row, name))
        now = self._rows.selected_row
        if now is not None and now.kind is FormRowKind.GROUP:
            with self.prevent(Rows.CursorMoved):
                self._rows.action_move(1)
            self._footer.redraw()
        self.focus_form()

    # -- keys on a row -----------------------------------------------------------------------

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        """Do what Enter does on the selected row."""
        event.stop()
        row = self._rows.selected_row
        does = enter_does(row) if row is not None else "fold"
        if row is None or does == "fold":
            self._rows.toggle()
            self._follow_rows()
        elif does == "list":
            self._list_values(row)
        elif does == "add":
            self._add(row)
        else:
            self._type(row)

    def handlers(self) -> Handlers:
        """Return the handlers for the selected row and for the text typed in it."""
        return {
            commands.CHOOSE: Handler(self._rows.action_choose),
            commands.SUBMIT: Handler(self._field.action_submit),
            commands.REMOVE_VALUE: Handler(self.action_remove_value),
            commands.SET_EMPTY: Handler(self.action_set_empty),
            commands.COPY_VALUE: Handler(self.action_copy_value),
            commands.UNDO: Handler(self.action_undo),
        }

    def action_fold(self, is_folded: bool) -> None:
        """Fold or unfold the selected group; from inside a group, folding moves to the group."""
        self._rows.fold(is_folded)
        self._follow_rows()

    def action_switch(self) -> None:
        """Toggle a boolean; on any other row, the key is passed to the screen."""
        row = self._rows.selected_row
        if row is None or not is_switch(row):
            raise SkipAction
        self._set(row, row.text != "true")

    def action_remove_value(self) -> None:
        """Remove the selected value, so that it is not sent."""
        if (row := self._rows.selected_row) is not None:
            self._remove(row)

    def action_set_empty(self) -> None:
        """Send an empty text; a field without text sends nothing."""
        row = self._rows.selected_row
        if row is not None and self._edits is not None and self._edits.empty(row):
            self._show_edit(row.key)
            self.focus_form()

    def action_copy_value(self) -> None:
        """Copy the selected value: text as it is shown, any other value as JSON."""
        row = self._rows.selected_row
        if row is not None and row.raw is not None:
            text = self._field.value if self._field.display else row.text or row.raw
            self.post_message(CopyRequested(text, strip_control_characters(row.name)))

    def action_undo(self) -> None:
        """Undo the last edit, and go to its row."""
        words = self.strings.fields
        key = self._edits.undo() if self._edits is not None else None
        if key is not None:
            self._show_edit(key)
            self.focus_form()
        self.post_message(Noticed(words.undone if key is not None else words.nothing_to_undo))
