"""The grid of a table: an array of objects as rows and columns, with a cursor on a cell."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.message import Message

from weda_tui.core.bodies.row_order import RowOrder
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.bodies.table.cells import Cells, cell_runs
from weda_tui.tui.widgets.drawing import paint
from weda_tui.tui.widgets.drawing.paint import Line, Run, pad
from weda_tui.tui.widgets.rows import Rows

GAP = 2
"""Blanks between two columns."""
_GAP = Run(" " * GAP)


class Column(NamedTuple):
    """A visible column."""

    number: int
    """The index among the chosen columns."""
    name: str
    width: int


class TableView(Rows):
    """The rows of a table; columns that do not fit whole are reached by scrolling."""

    BINDINGS = [
        Binding("right", "column(1)", show=False),
        Binding("left", "column(-1)", show=False),
        Binding("shift+right", "column(1000000)", show=False),
        Binding("shift+left", "column(-1000000)", show=False),
    ]

    class TableCellMoved(Message):
        """The cursor moved to another cell."""

    class HeadChanged(Message):
        """The visible columns, the selected column or the focus changed."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.cells: Cells | None = None
        self.asked = RowOrder()
        self.columns: list[str] = []
        """The chosen columns, in order."""
        self.column = 0
        """The index of the selected column."""
        self._first = 0
        """The index of the first visible column."""
        self.first_number = 1
        """The number of the first item of the array."""
        self.is_dim = False
        self._fitted: tuple[object, list[Column]] | None = None
        self._before: tuple[object, list[Column]] | None = None
        """The visible columns before wider rows became visible."""

    # -- what is shown -----------------------------------------------------------------------

    def show(self, cells: Cells, columns: list[str], row: int, column: str) -> None:
        """Show a table with the given cell selected."""
        self.cells, self.columns, self.is_dim = cells, columns, False
        self._first = 0
        self.column = columns.index(column) if column in columns else 0
        self.show_rows(cells.table.row_count, cursor=row)
        self._show_column()

    def set_first_number(self, first: int) -> None:
        """Number the items of the array from ``first``."""
        if first != self.first_number:
            self.first_number, self._fitted = first, None
            self._show_column()

    def show_rows(self, count: int, *, cursor: int | None = None) -> None:
        """Show ``count`` rows, drawn again, in columns that fit the visible rows."""
        super().show_rows(count, cursor=cursor)
        if self._widen(self._rows_at(self.scroll_offset.y)):
            self._show_column()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Widen the columns for rows that become visible."""
        super().watch_scroll_y(old_value, new_value)
        before = self._rows_at(old_value)
        if self._widen([row for row in self._rows_at(new_value) if row not in before]):
            self._show_column()

    def clear_links(self) -> None:
        """Check again which of the visible values can be followed."""
        if self.cells is not None:
            self.cells.clear_links()
            self.refresh()

    def set_columns(self, columns: list[str]) -> None:
        """Show other columns; the selected column stays selected if it is among them."""
        selected, self._fitted = self.selected_column, None
        self.columns, self._first = columns, 0
        self.column = columns.index(selected) if selected in columns else 0
        self._show_column()

    @property
    def selected_column(self) -> str:
        """The name of the selected column; empty for none."""
        return self.columns[self.column] if self.columns else ""

    @property
    def line(self) -> int:
        """The line of the selected value, or of its row if it is missing; -1 without a row."""
        if self.cells is None or not self.row_count:
            return -1
        return self.cells.table.line_of(self.cursor, self.selected_column)

    @property
    def row_line(self) -> int:
        """The line on which the selected row begins; -1 for none."""
        if self.cells is None or not self.row_count:
            return -1
        table = self.cells.table
        return table.items.line_of(table.ordinal(self.cursor))

    def go_to_column(self, number: int) -> None:
        """Select a column."""
        number = max(0, min(number, len(self.columns) - 1))
        if number != self.column and self.columns:
            self.column = number
            self._show_column()
            self.post_message(self.TableCellMoved())

    def _rows_at(self, y: float) -> range:
        """Return the visible rows at the scroll position ``y``."""
        first = round(y)
        return range(first, min(first + self.size.height, self.row_count))

    def _widen(self, rows: Sequence[int]) -> bool:
        """Widen the visible columns to fit rows; return whether any width changed."""
        if self.cells is None or not rows:
            return False
        cells = self.cells
        changed = [cells.widen(each.name, rows) for each in self.fitted(self.size.width)]
        if any(changed):
            self._before, self._fitted = self._fitted, None
        return any(changed)

    def _show_column(self) -> None:
        """Scroll so that the whole selected column is visible, with the least movement."""
        self._scroll_to_column()
        while self._widen(self._rows_at(self.scroll_offset.y)):
            self._scroll_to_column()
        self.refresh()
        self.post_message(self.HeadChanged())

    def _scroll_to_column(self) -> None:
        if not self._is_seen(self.column):
            self._first = min(self._first, self.column)
        while self._first < self.column and not self._is_seen(self.column):
            self._first += 1
        while self._first and self._has_room_before():
            self._first -= 1

    def _has_room_before(self) -> bool:
        """Return whether one more column fits at the left while the last column remains visible."""
        seen = self.fitted(self.size.width, self._first - 1)
        return bool(seen) and seen[-1].number == len(self.columns) - 1

    def _is_seen(self, number: int) -> bool:
        return any(each.number == number for each in self.fitted(self.size.width))

    def action_column(self, by: int) -> None:
        """Select another column."""
        self.go_to_column(self.column + by)

    def watch_cursor(self, old: int, new: int) -> None:
        """Also post that another cell is selected."""
        super().watch_cursor(old, new)
        if old != new:
            self.post_message(self.TableCellMoved())

    def watch_has_focus(self, value: bool) -> None:
        """Update the head: the name of the selected column shows the focus."""
        super().watch_has_focus(value)
        self.post_message(self.HeadChanged())

    def on_resize(self) -> None:
        """Update the visible columns, because others fit now."""
        self._show_column()

    # -- drawing -----------------------------------------------------------------------------

    def fitted(self, width: int, first: int | None = None) -> list[Column]:
        """Return the columns that fit whole into a width, from ``first`` or the first visible."""
        if self.cells is None:
            return []
        first = self._first if first is None else first
        key = (width, first, self.columns, self.cells)
        if self._fitted is None or self._fitted[0] != key:
            before = self._before[1] if self._before and self._before[0] == key else []
            fitted, left = self._fit(self.cells, width, first)
            self._fitted = (key, _grown(fitted, self.cells, left, before))
        return self._fitted[1]

    def _fit(self, cells: Cells, width: int, first: int) -> tuple[list[Column], int]:
        room, numbers = width - self._gutter() - 2 * GAP - 1, range(first, len(self.columns))
        found, left = self._in_room(cells, [*self._kept(cells, first), *numbers], room)
        if found and found[-1].number < first:  # the kept column leaves no room for the others
            found, left = self._in_room(cells, [*numbers], room)
        return found, left

    def _in_room(self, cells: Cells, numbers: Sequence[int], room: int) -> tuple[list[Column], int]:
        """Return the first columns that fit whole, at least one, and the number of unused cells."""
        found = list[Column]()
        for number in numbers:
            name = self.columns[number]
            wanted = cells.width(name)
            if wanted > room and found:
                break
            found.append(Column(number, name, max(1, min(wanted, room))))
            room -= wanted + GAP
        return found, room + GAP

    def _kept(self, cells: Cells, first: int) -> list[int]:
        """Return the first column with ids if it is scrolled out of view, to keep it visible."""
        ids = (n for n in range(first) if cells.has_ids(self.columns[n]))
        return list(islice(ids, 1))

    def _gutter(self) -> int:
        count = len(self.cells.table.items) if self.cells is not None else 0
        return max(3, len(str(self.first_number + count - 1)))

    def head(self, width: int) -> list[Line]:
        """Draw the names of the columns, and below how many columns are hidden on either side."""
        fitted = self.fitted(width)
        runs = [Run(" "), Run(f"{'#':>{self._gutter() + 1}}", "dim")]
        for each in fitted:
            is_sorted = each.name == self.asked.sorted_by
            mark = (" ▾" if self.asked.is_descending else " ▴") if is_sorted else ""
            is_bold = is_sorted or each.number == self.column
            role = "focus bold" if each.number == self.column and self.has_focus else "bold"
            name = (
                pad(strip_control_characters(each.name), each.width - cell_len(mark))
                if mark
                else strip_control_characters(each.name)
            )
            if mark:
                name = f"{name.rstrip()}{mark}"
            text = pad(name, each.width)
            runs += [Run(" " * GAP), Run(text, role if is_bold else "dim", f"head:{each.number}")]
        behind = len(self.columns) - 1 - fitted[-1].number if fitted else 0
        before = self._first - sum(each.number < self._first for each in fitted)
        beside = [f"← {before}"] if before else []
        beside += [f"{behind} →"] if behind else []
        right = [Run(f" {'  '.join(beside)} ", "faint")] if beside else []
        rule = "─" * max(0, width - 3 - paint.cells(right))
        return [Line(runs), Line([Run("  "), Run(rule, "line")], right)]

    def row(self, index: int, width: int) -> Line:
        """Draw the visible cells of a row."""
        if self.cells is None:
            return Line()
        number, selected = self.cells.table.ordinal(index) + self.first_number, -1
        if index == self.cursor:
            selected = self.column
        runs = [Run(f"{number:>{self._gutter() + 2}}", "faint")]
        for each in self.fitted(width):
            shown = self.cells.shown(index, each.name)
            runs.append(_GAP)
            runs += cell_runs(shown, each.width, is_selected=each.number == selected)
        if self.is_dim:
            runs = [run._replace(role="faint") for run in runs]
        return Line([Run(" "), *runs])

    def on_click(self, event: events.Click) -> None:
        """Select the clicked cell; a double click chooses it."""
        event.prevent_default()  # in other lists, one click chooses the row
        row = event.y + round(self.scroll_offset.y)
        if row >= self.row_count:
            return
        event.stop()
        self.cursor = row
        at = self._gutter() + 3
        for each in self.fitted(self.size.width):
            if at <= event.x < at + GAP + each.width:
                self.go_to_column(each.number)
            at += GAP + each.width
        if event.chain == 2:
            self.action_choose()


def _grown(
    found: Sequence[Column], cells: Cells, left: int, before: Sequence[Column]
) -> list[Column]:
    """Return the columns widened into the unused cells, those first that need least.

    Each column is as wide as in ``before`` if there is room, so that no column moves while the user
    scrolls.
    """
    grown, had = list(found), {each.name: each.width for each in before}
    wholes = [(cells.whole_width(each.name), at) for at, each in enumerate(found)]
    wholes.sort(key=lambda whole: whole[0] - found[whole[1]].width)
    kept = [(had.get(each.name, 0), at) for at, each in enumerate(found)]
    for wanted, at in [*kept, *wholes]:
        more = max(0, min(wanted - grown[at].width, left))
        grown[at] = grown[at]._replace(width=grown[at].width + more)
        left -= more
    return grown
