"""The dialog that builds a filter row by row: groups of conditions, order, returned fields."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.getters import query_one

from weda_tui.core.filters.operators import OperandKind
from weda_tui.core.filters.order import Sort
from weda_tui.core.filters.query import RecordQuery
from weda_tui.core.filters.selection import is_selected, toggled
from weda_tui.core.filters.sheet import FilterRowKind, Sheet
from weda_tui.core.filters.tree import Condition
from weda_tui.core.filters.values import operand_of
from weda_tui.core.models.data_model import DataModel
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import Strings
from weda_tui.tui.filters.view import (
    FIELD,
    OPERATOR,
    VALUE,
    FilterState,
    FooterState,
    draw_row,
    field_choices,
    footer_lines,
    operator_choices,
    selection_choices,
    title_lines,
    value_choices,
    value_literals,
)
from weda_tui.tui.widgets.choice_list import ChoiceList, ListChoice
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.pane import TALL
from weda_tui.tui.widgets.rows import Rows


class SheetRows(Rows):
    """The rows of the sheet; one cell of the selected row is selected too."""

    is_selected = True

    BINDINGS = [
        Binding("left", "screen.cell(-1)", show=False),
        Binding("right", "screen.cell(1)", show=False),
        Binding("space,ideographic_space", "screen.open", show=False),
        Binding("delete,backspace", "screen.remove", show=False),
    ]

    def __init__(self, look: Callable[[], FilterState]) -> None:
        super().__init__(id="sheet", surface="panel")
        self._look = look

    def row(self, index: int, width: int) -> Line:
        """Draw a row."""
        return draw_row(index, self._look(), width)


BLANKS = frozenset({"space", "ideographic_space"})
"""The keys that open a list without filtering it."""
MOST_UNDO = 100
_CELLS = {FilterRowKind.CONDITION: 3, FilterRowKind.SORT: 2}
MOST_TALL, MOST_SHORT = 10, 5
"""The maximum number of preview lines on a tall and on a short screen."""


class FilterBuilder(Modal[RecordQuery]):
    """A dialog that returns the built query; Esc returns nothing."""

    _rows = query_one("#sheet", SheetRows)
    _field = query_one("#sheet-value", Field)

    BINDINGS = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("tab", "cell(1)", show=False, priority=True),
        Binding("shift+tab", "cell(-1)", show=False, priority=True),
        Binding("enter", "take", show=False, priority=True),
        Binding("ctrl+n", "add", show=False, priority=True),
        Binding("ctrl+g", "group", show=False, priority=True),
        Binding("ctrl+o", "turn", show=False, priority=True),
        Binding("ctrl+u", "ungroup", show=False),
        Binding("ctrl+s", "finish", show=False, priority=True),
        Binding("ctrl+z", "undo", show=False, priority=True),
    ]

    def __init__(
        self,
        query: RecordQuery,
        model: DataModel | None,
        strings: Strings,
        *,
        models: Mapping[str, DataModel] | None = None,
        is_destructive: bool = False,
    ) -> None:
        """``model`` is the model of the call, if known; ``models`` has all models of the target.

        ``is_destructive`` is whether the call acts on the records that the filter matches.
        """
        super().__init__(classes="filter")
        self._before, self._strings, self._is_destructive = query, strings, is_destructive
        self._sheet = Sheet(query, model=model, models=models or {})
        self._cell = FIELD
        self._undo: list[tuple[Sheet, int]] = []
        self._typed_at: tuple[int, ...] | None = None
        self._is_typing = False
        self._typed = ""
        """The character that opened a list and is the first character of its filter."""
        self._said = ""

    def compose(self) -> ComposeResult:
        """Lay out the title, the rows, the selected value, the remark, the preview and the keys."""
        with Vertical(classes="panel"):
            yield Lines(self._draw_title, surface="panel")
            yield SheetRows(lambda: FilterState(self._strings, self._sheet, self._cell))
            with Horizontal(id="sheet-value-row"):
                yield Lines(self._draw_label, id="sheet-label", surface="panel")
                yield Field(id="sheet-value", select_on_focus=False)
            yield Lines(self._draw_footer, id="sheet-foot", surface="panel")

    def on_mount(self) -> None:
        """Select the first condition, or the row that adds one."""
        kinds = [row.kind for row in self._sheet.rows]
        first = FilterRowKind.CONDITION if FilterRowKind.CONDITION in kinds else FilterRowKind.ADD
        self._cell = VALUE if first is FilterRowKind.CONDITION else FIELD
        self._show(self._sheet._replace(cursor=kinds.index(first)))

    # -- the sheet ---------------------------------------------------------------------------

    def _show(self, sheet: Sheet, *, keeps_field: bool = False) -> None:
        """Show a sheet, and focus the field or the rows, depending on the selected row."""
        self._sheet = sheet
        self._cell = min(self._cell, _CELLS.get(sheet.row.kind, 1) - 1)
        with self.prevent(Rows.CursorMoved):
            self._rows.show_rows(len(sheet.rows), cursor=sheet.cursor)
        if not keeps_field:
            self._settle()
        for lines in self.query(Lines):
            lines.redraw()

    def _settle(self) -> None:
        """Show and focus the field for a value that is typed; otherwise focus the rows."""
        takes_text = self._takes_text()
        self.query_one("#sheet-value-row").display = takes_text
        if takes_text:
            with self.prevent(Field.Changed):
                self._field.value = self._sheet.shown
            self._field.cursor_position = len(self._field.value)
            self._field.focus()
        else:
            self._rows.focus()

    def _takes_text(self) -> bool:
        if self._sheet.row.kind is not FilterRowKind.CONDITION or self._cell != VALUE:
            return False
        if self._sheet.is_flag:
            return False
        return self._is_typing or not value_choices(self._sheet, self._strings)

    def _change(self, sheet: Sheet, *, keeps_field: bool = False) -> None:
        """Replace the sheet; consecutive typing in one value is one undo step."""
        if sheet.query == self._sheet.query:
            self._show(sheet, keeps_field=keeps_field)
            return
        place = self._sheet.row.path if keeps_field else None
        if place is None or place != self._typed_at:
            self._undo = [*self._undo[-MOST_UNDO + 1 :], (self._sheet, self._cell)]
        self._typed_at, self._said = place, ""
        self._show(sheet, keeps_field=keeps_field)

    def action_undo(self) -> None:
        """Undo the last edit."""
        if not self._undo:
            self._show_text(self._strings.fields.nothing_to_undo)
            return
        sheet, self._cell = self._undo.pop()
        self._typed_at, self._is_typing = None, False
        self._show(sheet)

    def _show_text(self, text: str) -> None:
        self._said = text
        self.query_one("#sheet-foot", Lines).redraw()

    # -- keys --------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Move to another row."""
        self._is_typing, self._typed_at, self._said = False, None, ""
        self._rows.action_move(by)
        self._cell = 2
        self._show(self._sheet._replace(cursor=self._rows.cursor))

    def action_cell(self, by: int) -> None:
        """Select another cell of the row."""
        count = _CELLS.get(self._sheet.row.kind, 1)
        self._is_typing = False
        self._cell = (self._cell + by) % count
        self._show(self._sheet)

    def action_add(self) -> None:
        """Add a condition or a sort key, and open the list of its fields."""
        self._cell, self._is_typing = FIELD, False
        before = self._sheet
        self._change(self._sheet.add())
        if self._sheet.query != before.query:
            self._choose_field()

    def action_remove(self) -> None:
        """Remove the selected row."""
        self._change(self._sheet.remove())

    def action_group(self) -> None:
        """Put the selected condition into a group of its own."""
        self._change(self._sheet.group())

    def action_ungroup(self) -> None:
        """Dissolve the selected group, or the group around the selected row."""
        self._change(self._sheet.ungroup())

    def action_turn(self) -> None:
        """Toggle all or any of a group, or the direction of a sort key."""
        self._change(self._sheet.toggle_word())

    def action_open(self) -> None:
        """Open the list for the selected cell, or toggle the cell."""
        kind = self._sheet.row.kind
        if kind in {FilterRowKind.ADD, FilterRowKind.ADD_SORT}:
            self.action_add()
        elif kind is FilterRowKind.GROUP or (kind is FilterRowKind.SORT and self._cell == OPERATOR):
            self.action_turn()
        elif kind is FilterRowKind.SELECT:
            self._choose_fields()
        elif kind in _CELLS and self._cell == FIELD:
            self._choose_field()
        elif kind is FilterRowKind.CONDITION and self._cell == OPERATOR:
            self._choose_operator()
        elif kind is FilterRowKind.CONDITION:
            self._choose_value()

    def on_key(self, event: events.Key) -> None:
        """Open the list of the selected cell for a typed character, filtered by that character."""
        if event.is_printable and event.key not in BLANKS and self._has_list():
            event.stop()
            event.prevent_default()
            self._typed = event.character or ""
            self.action_open()

    def _has_list(self) -> bool:
        """Return whether the selected cell is chosen from a list."""
        kind = self._sheet.row.kind
        if self._field.has_focus or kind not in _CELLS:
            return False
        if self._cell == FIELD:
            return True
        is_flag = self._cell == VALUE and self._sheet.is_flag
        return kind is FilterRowKind.CONDITION and not is_flag

    def action_take(self) -> None:
        """Add a row if a row for adding is selected; otherwise finish."""
        if self._sheet.row.kind in {FilterRowKind.ADD, FilterRowKind.ADD_SORT}:
            self.action_add()
        else:
            self.action_finish()

    def action_finish(self) -> None:
        """Return the query if every condition has its value; otherwise select the faulty row."""
        unfinished, misplaced = self._sheet.unfinished, self._sheet.misplaced
        at = misplaced if unfinished is None else unfinished
        if at is None:
            self.dismiss(self._sheet.query)
            return
        self._cell = VALUE
        self._show(self._sheet._replace(cursor=at))
        words, term = self._strings.filters, self._sheet.row.term
        field = strip_control_characters(term.field) if isinstance(term, Condition) else ""
        text = words.misplaced if unfinished is None else words.unfinished.format(field=field)
        self._show_text(f"✗ {text}")

    def action_close(self) -> None:
        """Leave the field; if it does not have the focus, close the dialog without a result."""
        if self._field.has_focus:
            self._cell, self._is_typing = OPERATOR, False
            self._show(self._sheet)
        else:
            self.dismiss(None)

    @on(Field.Changed)
    def _on_typed(self, event: Field.Changed) -> None:
        self._change(self._sheet.with_typed(event.value), keeps_field=True)

    @on(Rows.RowChosen)
    def _on_clicked(self, event: Rows.RowChosen) -> None:
        self._cell = int(event.action.removeprefix("cell:") or 0) if event.action else FIELD
        self._is_typing = False
        self._show(self._sheet._replace(cursor=event.index))
        if not self._takes_text():
            self.action_open()

    # -- lists -------------------------------------------------------------------------------

    def _choose_field(self) -> None:
        words, term = self._strings.filters, self._sheet.row.term
        present = term.field if isinstance(term, Condition | Sort) else ""

        def chosen(name: str | None) -> None:
            if name is not None:
                self._cell = VALUE
                self._change(self._sheet.with_field(name))

        choices = field_choices(self._sheet, self._strings)
        self._offer(words.choose_field, choices, chosen, present=present, free=words.use_typed)

    def _offer(
        self,
        title: str,
        choices: list[ListChoice],
        chosen: Callable[[str | None], None],
        *,
        present: str = "",
        free: str = "",
        toggle: tuple[Callable[[str], bool], Callable[[str], None]] | None = None,
    ) -> None:
        """Open a list of choices, filtered by the character that opened it."""
        typed, self._typed = self._typed, ""
        dialog = ChoiceList(
            title, choices, self._strings, present=present, free=free, toggle=toggle, typed=typed
        )
        self.app.push_screen(dialog, chosen)

    def _choose_operator(self) -> None:
        term = self._sheet.row.term
        if not isinstance(term, Condition):
            return
        choices = operator_choices(self._sheet, term, self._strings)

        def chosen(name: str | None) -> None:
            if name is not None:
                self._cell = VALUE
                self._change(self._sheet.with_operator(name))

        title = self._strings.filters.choose_operator
        self._offer(title, choices, chosen, present=term.operator)

    def _choose_value(self) -> None:
        term = self._sheet.row.term
        if not isinstance(term, Condition):
            return
        if self._sheet.is_flag:
            self._change(self._sheet.with_value("false" if term.value == "true" else "true"))
        elif operand_of(term.operator) is OperandKind.LIST:
            self._mark_values()
        else:
            self._choose_one(term)

    def _choose_one(self, term: Condition) -> None:
        words = self._strings.filters
        literals = value_literals(self._sheet, term)

        def chosen(key: str | None) -> None:
            if key in literals:
                self._change(self._sheet.with_value(literals[key]))
            elif key is not None:
                self._is_typing = True
                self._change(self._sheet.with_typed(key))

        choices, present = value_choices(self._sheet, self._strings), self._sheet.shown
        self._offer(words.choose_value, choices, chosen, present=present, free=words.use_typed)

    def _mark_values(self) -> None:
        """Open the list of values with marks; each mark changes the sheet at once."""

        def shown() -> list[str]:
            return [text for text in self._sheet.shown.split(", ") if text]

        def toggle(key: str) -> None:
            now = shown()
            left = [each for each in now if each != key] if key in now else [*now, key]
            self._change(self._sheet.with_typed(", ".join(left)))

        self._mark(
            self._strings.filters.choose_value,
            value_choices(self._sheet, self._strings),
            lambda k: k in shown(),
            toggle,
        )

    def _choose_fields(self) -> None:
        """Open the list of the fields to return, including those of related records."""

        def is_marked(key: str) -> bool:
            return is_selected(self._sheet.query.select or "", tuple(key.split(".")))

        def toggle(key: str) -> None:
            text = toggled(self._sheet.query.select or "", tuple(key.split(".")))
            if text is not None:
                query = replace(self._sheet.query, select=text)
                self._change(self._sheet._replace(query=query))

        choices = selection_choices(self._sheet, self._strings)
        title = self._strings.filters.choose_fields
        self._mark(title, choices, is_marked, toggle)

    def _mark(
        self,
        title: str,
        choices: list[ListChoice],
        is_marked: Callable[[str], bool],
        toggle: Callable[[str], None],
    ) -> None:
        def closed(_: str | None) -> None:
            self._show(self._sheet)

        self._offer(title, choices, closed, toggle=(is_marked, toggle))

    # -- help --------------------------------------------------------------------------------

    def help_title(self, strings: Strings) -> str:
        """Return the title of the builder."""
        return strings.filters.title

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys, which also work while the field has the focus."""
        words, keys = strings.filters, strings.tui.keys
        return [
            HelpRow("↑↓", keys.move),
            HelpRow("Tab", words.key_cell, "← →"),
            HelpRow("Space", words.key_choose),
            HelpRow("a…z", words.key_narrow),
            HelpRow("Ctrl+N", words.key_add, "Enter"),
            HelpRow("Del", words.key_remove),
            HelpRow("Ctrl+G", words.key_group),
            HelpRow("Ctrl+U", words.key_ungroup),
            HelpRow("Ctrl+O", words.key_turn),
            HelpRow("Ctrl+Z", words.key_undo),
            HelpRow("Enter", words.key_take, "Ctrl+S"),
            HelpRow("Esc", words.key_back),
        ]

    # -- drawing -----------------------------------------------------------------------------

    def _draw_title(self, width: int) -> list[Line]:
        return title_lines(self._sheet.model, self._strings)

    def _draw_label(self, width: int) -> list[Line]:
        return [Line([Run(f"  {self._strings.filters.value}", "dim")])]

    def _draw_footer(self, width: int) -> list[Line]:
        foot = FooterState(
            strings=self._strings,
            sheet=self._sheet,
            before=self._before,
            cell=self._cell,
            is_typed=self._takes_text(),
            is_in_field=self._field.has_focus,
            is_destructive=self._is_destructive,
            said=self._said,
            most=MOST_TALL if self.app.size.height >= TALL else MOST_SHORT,
        )
        return footer_lines(foot, width)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Draw the keys again, because the active keys depend on the focus."""
        self.query_one("#sheet-foot", Lines).redraw()
