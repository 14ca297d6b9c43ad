"""The form of a call: rows made by its schema over the draft, edited in place."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Offset, Region
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var

from weda_tui.core import template
from weda_tui.core.clean import clean
from weda_tui.core.draft_check import Finding, FindingKind
from weda_tui.core.endpoint import Endpoint
from weda_tui.core.form import Form, FormRow, RowKind
from weda_tui.core.form_edit import FieldEdit, add_group, edit_row
from weda_tui.core.json_tree import JsonKind
from weda_tui.core.request import RequestDraft
from weda_tui.core.variable_completion import VariableCompletion, complete_variable
from weda_tui.core.variables import Used
from weda_tui.i18n.explanation import offered_words, used_words
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.tui.drawings.form import (
    MARGIN,
    FormLine,
    Look,
    RowKey,
    draw_form_line,
    form_lines,
    label_width,
)
from weda_tui.tui.drawings.form_foot import foot_lines, offer_lines
from weda_tui.tui.parts.form_reading import read_shown, takes_text
from weda_tui.tui.parts.form_rows import FormField, FormRows
from weda_tui.tui.widgets.copying import CopyRequested
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Line
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.wrap import wrap

TALL = 34
"""Rows of the screen from which filled fields have a line of help."""
MOST_UNDO = 200
READ_AT_ONCE = 8 * 1024
"""Characters of a body up to which the form follows every key typed elsewhere."""
READ_AFTER = 0.2
"""Seconds after which it follows in a larger one."""


LookUp = Callable[[str], Used | None]


def _unknown(_name: str) -> None:
    return None


class ValueChoice(NamedTuple):
    """What was chosen from the values of a row."""

    value: str | int | bool = ""
    act: str = "take"
    """take, remove (send none) or type (another one)."""


class _Undo(NamedTuple):
    """A draft as it was, and the row that was in hand."""

    draft: RequestDraft
    key: RowKey


class RequestForm(Vertical):
    """Fields of path, query, headers and body. The draft is the state; typing changes it at once.

    A field is open where text can be typed, until Esc; then keys act on rows.
    """

    DEFAULT_CSS = """
    RequestForm { layers: rows field; height: 1fr; }
    #form-rows { height: 1fr; layer: rows; }
    #form-foot { height: auto; layer: rows; }
    #form-field { layer: field; display: none; }
    """

    class Edited(Message):
        """The draft is another one."""

        def __init__(self, draft: RequestDraft) -> None:
            super().__init__()
            self.draft = draft

    class ListWanted(Message):
        """The values of a row are to be chosen from, below ``region`` of the screen."""

        def __init__(self, form: "RequestForm", row: FormRow, region: Region) -> None:
            super().__init__()
            self.form = form
            self.row = row
            self.region = region

    strings: var[Strings] = var(default_strings)

    _rows = query_one("#form-rows", FormRows)
    _field = query_one("#form-field", FormField)
    _foot = query_one("#form-foot", Lines)

    def __init__(self, *, id: str, look_up: LookUp = _unknown) -> None:  # noqa: A002 - Textual's name
        """``look_up`` returns what a variable stands for."""
        super().__init__(id=id)
        self._look_up = look_up
        self._offer: VariableCompletion | None = None
        self._chosen = 0
        self._endpoint: Endpoint | None = None
        self._draft: RequestDraft | None = None
        self._known: Collection[str] = ()
        self._form = Form(rows=())
        self._notes: list[str] = []
        self._label = self._unset = 0
        self._folded: dict[str, set[RowKey]] = {}
        self._is_unset_open = False
        self._is_typing = True
        self._edit: FieldEdit | None = None
        self._undo: list[_Undo] = []
        self._findings: dict[RowKey, Finding] = {}
        self._is_judged = False
        self._is_stale = False
        self.filled: Mapping[RowKey, str] = {}
        """What was filled out of an answer: rows, and what they showed then."""

    def compose(self) -> ComposeResult:
        """Lay out the rows, the docs of the row in hand, and the field that is put over a row."""
        yield FormRows(self._draw_line, id="form-rows")
        yield Lines(self._draw_foot, id="form-foot")
        yield FormField(id="form-field")

    # -- what comes down ---------------------------------------------------------------------

    def watch_strings(self) -> None:
        """Speak the other language."""
        if self.is_mounted:
            self._read()

    def show(self, endpoint: Endpoint, draft: RequestDraft, known: Collection[str]) -> None:
        """Show a draft that was edited elsewhere, or that of another call."""
        is_other = endpoint is not self._endpoint
        if is_other or draft != self._draft:
            self._undo.clear()
        self._endpoint, self._draft, self._known = endpoint, draft, known
        if is_other:
            self._is_judged, self._is_typing, self._is_unset_open = False, True, False
            self._rows.show((), cursor=0)
        self._end_edit()
        if is_other or len(draft.body) <= READ_AT_ONCE:
            self._read()
        elif not self._is_stale:
            self._is_stale = True
            self.set_timer(READ_AFTER, self._catch_up)

    def _catch_up(self) -> None:
        """Read a large draft that was edited elsewhere, at the latest when the form is used."""
        if self._is_stale:
            self._read()

    def take_findings(self, findings: Sequence[Finding]) -> None:
        """Mark what is wrong; what is only missing is marked once F5 asked for it."""
        shown = {
            finding.key: finding
            for finding in findings
            if self._is_judged or finding.kind is not FindingKind.MISSING
        }
        if shown != self._findings:
            self._findings = shown
            self._rows.refresh()
            self._foot.redraw()

    def go_to(self, finding: Finding) -> bool:
        """Go to the row of a finding; ``False`` where it has none."""
        self._is_judged = self._is_typing = True
        self._folds.clear()
        self._end_edit()
        self._read(finding.key)
        self._land()
        return self._key == finding.key

    # -- the focus ---------------------------------------------------------------------------

    def focus_form(self) -> None:
        """Land on the row that was left, in its field."""
        self._land()

    def leave_field(self) -> bool:
        """Go from the field to its row; ``False`` where no field is open."""
        if self._offer is not None:
            self._show_offer(None)
            return True
        if self._edit is None and not self._field.display:
            return False
        self._is_typing = False
        self._close()
        self.screen.set_focus(self._rows)
        return True

    def _land(self) -> None:
        self._catch_up()
        row = self._row
        if self._is_typing and row is not None and takes_text(row):
            self._open(row)
        else:
            self._end_edit()
            self.screen.set_focus(self._rows)

    @on(FormRows.Focused)
    def _on_rows_focused(self, event: FormRows.Focused) -> None:
        event.stop()
        if self._rows.has_focus:
            self._land()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """What was typed is in the draft: the field closes when the focus goes elsewhere."""
        if event.widget is self._field and self.screen.focused is not self._field:
            self._close()

    @on(Rows.Moved)
    def _on_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._foot.redraw()
        row = self._row
        is_open = self._field.display and self._edit_key == self._key
        if self.has_focus_within and row is not None and not is_open:
            key = self._key
            self._close(key)
            self._land()

    # -- reading -----------------------------------------------------------------------------

    @property
    def _folds(self) -> set[RowKey]:
        return self._folded.setdefault(self._endpoint.id if self._endpoint else "", set())

    @property
    def _is_tall(self) -> bool:
        return self.app.size.height >= TALL

    @property
    def _row(self) -> FormRow | None:
        line = self._rows.line
        return line.row if line is not None and line.kind == "row" else None

    @property
    def _key(self) -> RowKey | None:
        row = self._row
        return row.key if row is not None else None

    def _read(self, at: RowKey | None = None) -> None:
        """Read the form anew and stay on the row ``at``, else where the cursor is."""
        if self._endpoint is None or self._draft is None:
            return
        self._is_stale = False
        self._form, self._notes = read_shown(self._endpoint, self._draft, self._known, self.strings)
        self._lay_out(at)

    def _lay_out(self, at: RowKey | None = None) -> None:
        at = at or self._key
        lines = form_lines(
            self._form,
            self._folds,
            is_tall=self._is_tall,
            is_unset_open=self._is_unset_open,
            filled=self.filled,
            notes=[line for note in self._notes for line in wrap(note, self.size.width - 4)],
        )
        self._rows.can_rest_on_header = not self._is_tall
        self._label, self._unset = label_width(self._form, self.size.width), self._form.unset
        keys = {line.key: index for index, line in enumerate(lines) if line.key is not None}
        cursor = keys.get(at, self._rows.cursor) if at is not None else self._rows.cursor
        with self.prevent(Rows.Moved):
            self._rows.show(lines, cursor=cursor)
        self._foot.redraw()
        self._place_field()

    def on_resize(self) -> None:
        """Help lines and widths follow the size."""
        if self._endpoint is not None:
            self._lay_out()

    # -- typing ------------------------------------------------------------------------------

    @property
    def _edit_key(self) -> RowKey | None:
        return self._edit.row.key if self._edit is not None else None

    def _open(self, row: FormRow) -> None:
        """Put the field over a row that takes text."""
        if self._endpoint is None or self._draft is None:
            return
        if self._field.display and self._edit_key == row.key:
            self.screen.set_focus(self._field)
            return
        edit = edit_row(self._endpoint, self._draft, row)
        if edit is None:
            self.screen.set_focus(self._rows)
            return
        self._edit = edit
        with self.prevent(Field.Changed):
            self._field.value = row.text
            self._field.cursor_position = len(row.text)
        self._rows.can_focus = False
        self._field.display = True
        self._place_field()
        self.screen.set_focus(self._field)

    def _place_field(self) -> None:
        """Keep the field over its row; a row that is scrolled away takes it along."""
        if not self._field.display:
            return
        y = self._rows.cursor - round(self._rows.scroll_offset.y)
        if not 0 <= y < max(1, self._rows.size.height):
            self.leave_field()
            return
        left = MARGIN + self._label
        self._field.styles.width = max(4, self.size.width - left - 1)
        self._field.styles.offset = Offset(left, y)

    @on(FormRows.Scrolled)
    def _on_scrolled(self, event: FormRows.Scrolled) -> None:
        event.stop()
        self._place_field()

    @on(Field.Changed)
    def _on_typed(self, event: Field.Changed) -> None:
        event.stop()
        edit = self._edit
        if edit is None or edit.row.kind is RowKind.ADD_KEY:
            return
        at = self._field.cursor_position
        self._show_offer(complete_variable(event.value, at, self._known))
        if self._draft == edit.draft:
            self._remember(edit.draft, edit.row.key)
        self._say(edit.typed(event.value))

    @on(Field.Submitted)
    def _on_entered(self, event: Field.Submitted) -> None:
        event.stop()
        edit = self._edit
        if self.take_offer():
            return
        if edit is not None and edit.row.kind is RowKind.ADD_KEY:
            self._add_key(edit.row, event.value)
        else:
            self._step(1)

    @on(FormField.Left)
    def _on_left(self, event: FormField.Left) -> None:
        event.stop()
        if self._offer is None:
            self._step(event.by, is_page=event.is_page)
        else:
            self._chosen = (self._chosen + event.by) % len(self._offer.options)
            self._foot.redraw()

    # -- names that are offered --------------------------------------------------------------

    def on_mount(self) -> None:
        """The list of names goes when the cursor leaves the braces."""
        self.watch(self._field, "selection", self._follow_cursor, init=False)

    def _follow_cursor(self) -> None:
        offer, at = self._offer, self._field.cursor_position
        if offer is not None and not offer.start + 2 <= at <= offer.end:
            self._show_offer(None)

    def _show_offer(self, offer: VariableCompletion | None) -> None:
        if offer != self._offer:
            self._offer, self._chosen = offer, 0
        self._foot.redraw()

    def take_offer(self) -> bool:
        """Write the name in hand in place of what was begun; ``False`` where none is offered."""
        offer, value = self._offer, self._field.value
        if offer is None:
            return False
        text, cursor = offer.written(offer.options[self._chosen])
        self._show_offer(None)
        self._field.value = value[: offer.start] + text + value[offer.end :]
        self._field.cursor_position = offer.start + cursor
        return True

    def _offered_words(self, name: str) -> str:
        used = self._look_up(name)
        return offered_words(used, self.strings) if used is not None else ""

    def _name_words(self, name: str) -> str:
        used = self._look_up(name)
        return used_words(used, self.strings) if used is not None else ""

    def _step(self, by: int, *, is_page: bool = False) -> None:
        """Go to a row above or below, into its field if it has one."""
        if self._edit is not None and self._edit.row.kind is RowKind.ADD_ITEM:
            self._read(self._edit_key)  # the place for one more is below what was typed
        before = self._rows.cursor
        with self.prevent(Rows.Moved):
            (self._rows.action_page if is_page else self._rows.action_move)(by)
        if self._rows.cursor != before:
            self._close(self._key)
            self._foot.redraw()
            self._land()

    def _close(self, at: RowKey | None = None) -> None:
        """Take the field away; the rows say again what the draft holds."""
        if self._end_edit():
            self._read(at)

    def _end_edit(self) -> bool:
        was_open = self._field.display
        self._edit = self._offer = None
        self._field.display = False
        self._rows.can_focus = True
        return was_open

    # -- edits -------------------------------------------------------------------------------

    def _say(self, draft: RequestDraft) -> None:
        if draft != self._draft:
            self._draft = draft
            self.post_message(self.Edited(draft))

    def _remember(self, draft: RequestDraft, key: RowKey) -> None:
        self._undo.append(_Undo(draft, key))
        del self._undo[:-MOST_UNDO]

    def _replace(self, draft: RequestDraft | None, row: FormRow, at: RowKey | None = None) -> None:
        """Take another draft by one act on a row."""
        if draft is None or self._draft is None or draft == self._draft:
            return
        self._remember(self._draft, row.key)
        self._end_edit()
        self._say(draft)
        self._read(at or row.key)

    def take_draft(self, draft: RequestDraft) -> None:
        """Take a draft as one edit, and stay on the row in hand."""
        if self._draft is None or draft == self._draft:
            return
        key = self._key or ("body", ())
        self._remember(self._draft, key)
        self._end_edit()
        self._say(draft)
        self._read(key)

    def _edit_of(self, row: FormRow) -> FieldEdit | None:
        if self._endpoint is None or self._draft is None:
            return None
        return edit_row(self._endpoint, self._draft, row)

    def take_filled(self, draft: RequestDraft, filled: Mapping[RowKey, str]) -> None:
        """Take values out of an answer as one edit, and go to the first of them."""
        self.filled = filled
        self.take_draft(draft)
        self._is_typing = True
        self._read(next(iter(filled), None))

    def take(self, row: FormRow, choice: ValueChoice) -> None:
        """Take what was chosen for a row."""
        if choice.act == "remove":
            self._remove(row)
        elif choice.act == "type":
            self._is_typing = True
            self._read(row.key)
            self._open(row)
        else:
            self._set(row, choice.value)

    def _set(self, row: FormRow, value: str | int | bool) -> None:
        if edit := self._edit_of(row):
            self._replace(edit.chosen(value), row)
        self._land()

    def _remove(self, row: FormRow) -> None:
        """Send a value no longer."""
        edit = self._edit_of(row)
        if edit is None or row.raw is None:
            return
        name = row.name
        self._replace(edit.removed(), row)
        self.post_message(Noticed(self.strings.fields.removed.format(name=clean(name))))
        self._land()

    def _add_key(self, row: FormRow, name: str) -> None:
        path = (*row.path[:-1], name)
        if not name:
            self._step(1)
        elif any(each.path == path for each in self._form.rows if each.location == "body"):
            words = self.strings.fields.key_taken
            self.post_message(Noticed(words.format(name=clean(name))))
        else:
            self._add(row, name)

    def _add(self, row: FormRow, name: str = "") -> None:
        """Add a group, an item or a named member, and go into it."""
        if self._endpoint is None or self._draft is None:
            return
        added = add_group(self._endpoint, self._draft, row, name)
        path = (*row.path[:-1], name) if row.kind is RowKind.ADD_KEY else row.path
        self._is_typing = True
        self._replace(added, row, (row.location, path))
        if (now := self._row) is not None and now.kind is RowKind.GROUP:
            with self.prevent(Rows.Moved):
                self._rows.action_move(1)
            self._foot.redraw()
        self._land()

    @on(Rows.Chosen)
    def _on_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self._choose()

    def _choose(self) -> None:
        """Do what Enter does on the row in hand: type, choose, switch, fold or add."""
        line, row = self._rows.line, self._row
        if line is not None and line.kind == "unset":
            self._is_unset_open = not self._is_unset_open
            self._lay_out()
        if row is None:
            return
        if row.kind is RowKind.GROUP:
            is_there = row.raw is not None and row.json_kind is not JsonKind.NULL
            self._toggle(row) if is_there or row.is_required else self._add(row)
        elif row.kind is RowKind.ADD_ITEM and not takes_text(row) and not row.parameter.enum:
            self._add(row)
        elif row.parameter.enum and row.kind is not RowKind.ADD_KEY:
            self._want_list(row)
        elif row.parameter.type == "boolean" and row.kind is RowKind.FIELD:
            self._set(row, row.text != "true")
        else:
            self._is_typing = True
            self._open(row)

    def _want_list(self, row: FormRow) -> None:
        rows = self._rows.region
        y = rows.y + self._rows.cursor - round(self._rows.scroll_offset.y)
        left = MARGIN + self._label
        region = Region(rows.x + left, y, max(4, rows.width - left - 1), 1)
        self.post_message(self.ListWanted(self, row, region))

    def _toggle(self, row: FormRow, is_folded: bool | None = None) -> None:
        if is_folded is None:
            is_folded = row.key not in self._folds
        if is_folded:
            self._folds.add(row.key)
        else:
            self._folds.discard(row.key)
        self._lay_out(row.key)

    @on(FormRows.Asked)
    def _on_asked(self, event: FormRows.Asked) -> None:
        event.stop()
        match event.action:
            case "fold":
                self._fold(event.flag)
            case "undo":
                self.action_undo()
            case "remove_value":
                self.action_remove_value()
            case "copy_value":
                self.action_copy_value()
            case "set_empty":
                self.action_set_empty()
            case _:
                self._choose()

    def _fold(self, is_folded: bool) -> None:
        """Fold or unfold the group in hand; from inside one, left goes to it."""
        line, row = self._rows.line, self._row
        if line is not None and line.kind == "unset":
            self._is_unset_open = not is_folded
            self._lay_out()
        elif (
            row is not None and row.kind is RowKind.GROUP and (row.key in self._folds) != is_folded
        ):
            self._toggle(row, is_folded)
        elif row is not None and is_folded and len(row.path) > 1:
            with self.prevent(Rows.Moved):
                self._lay_out((row.location, row.path[:-1]))

    def action_remove_value(self) -> None:
        """Send the value in hand no longer."""
        if (row := self._row) is not None:
            self._remove(row)

    def action_set_empty(self) -> None:
        """Send an empty text: nothing typed is nothing sent."""
        row = self._row
        if row is None or row.location != "body" or not takes_text(row):
            return
        if row.kind is not RowKind.ADD_KEY and (edit := self._edit_of(row)):
            self._replace(edit.holding('""'), row)
            self._land()

    def action_copy_value(self) -> None:
        """Copy the value in hand: text as it is shown, anything else as JSON."""
        row = self._row
        if row is not None and row.raw is not None:
            text = self._field.value if self._field.display else row.text or row.raw
            self.post_message(CopyRequested(text, clean(row.name)))

    @on(FormField.UndoWanted)
    def action_undo(self) -> None:
        """Take the last edit back, and go to where it was."""
        words = self.strings.fields
        if not self._undo:
            self.post_message(Noticed(words.nothing_to_undo))
            return
        before = self._undo.pop()
        self._end_edit()
        self._say(before.draft)
        self._read(before.key)
        self._land()
        self.post_message(Noticed(words.undone))

    # -- drawing -----------------------------------------------------------------------------

    def _draw_line(self, line: FormLine, width: int) -> Line:
        look = Look(
            strings=self.strings,
            findings=self._findings,
            folded=self._folds,
            at=self._key if self.has_focus_within else None,
            label=self._label,
            unset=self._unset,
            is_unset_open=self._is_unset_open,
            is_tall=self._is_tall,
            filled=self.filled,
        )
        return draw_form_line(line, look, width)

    def _draw_foot(self, width: int) -> list[Line]:
        row = self._row
        finding = self._findings.get(row.key) if row is not None else None
        most = 6 if self._is_tall else 2
        if self._offer is not None:
            return offer_lines(self._offer.options, self._chosen, self._offered_words, width, most)
        text = self._field.value if self._field.display else row.raw or "" if row else ""
        hints = [
            f"{{{{{name}}}}} = {words}"
            for name in template.names(text)
            if (words := self._name_words(name))
        ]
        return foot_lines(row, finding, self.strings, width, most, hints)
