"""The table of a body: its head, its filtered and sorted rows, and remarks."""

import asyncio
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from textual import on, work
from textual.containers import Vertical
from textual.getters import query_one
from textual.message import Message
from textual.widget import Widget

from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.row_order import RowArrangement, RowOrder
from weda_tui.core.bodies.table import Table
from weda_tui.core.json.nodes import json_path
from weda_tui.core.json.tree import Path
from weda_tui.i18n.phrases.bodies import rows
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.tui.bodies.table.cells import Cells, CellStyle
from weda_tui.tui.bodies.table.grid import TableView
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import CommandSource, Handler, Handlers, bindings
from weda_tui.tui.widgets.drawing.paint import Line, Run, wrap
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import Intent, Noticed
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.time_slices import iterate_in_slices, next_slice

ARRANGED_ON_THE_LOOP = 64 * 1024
"""Bytes up to which a body is filtered and sorted on the event loop."""


Owner = tuple[str, Path]
"""The name of the body and the path of the array, by which chosen columns are stored."""


class BodyTable(Vertical, CommandSource):
    """Shows one array of a document: all rows or those that match a filter, in some order."""

    BINDINGS = [
        *bindings(
            commands.FILTER_ROWS,
            commands.SORT_COLUMN,
            commands.CHOOSE_COLUMNS,
            commands.EXPORT_TABLE,
        )
    ]

    class CellChosen(Message):
        """Request to show the actions on the selected cell."""

    @dataclass
    class ColumnsRequested(Intent):
        """Request to open the dialog that selects the columns."""

        table: "BodyTable"

    class RowsExportRequested(Message):
        """Request to export the table."""

    DEFAULT_CSS = """
    BodyTable { height: 1fr; }
    BodyTable #table-rows { height: 1fr; }
    BodyTable #table-foot { height: auto; }
    BodyTable #table-filter { display: none; max-width: 48; padding: 0 1 0 2; }
    """

    rows = query_one("#table-rows", TableView)
    field = query_one("#table-filter", Field)
    _footer = query_one("#table-foot", Lines)
    _head = query_one("#table-head", Lines)

    class RowsChanged(Message, namespace="body_table"):
        """The rows, the columns or the selected cell changed."""

    def __init__(self, strings: Strings) -> None:
        super().__init__(id="body-table")
        self.strings = strings
        self.document: Document | None = None
        self._doing = ""
        """The words for long work in progress; empty for none."""
        self.applied = RowOrder()
        """The filter and order of the displayed rows, without those still being applied."""
        self._wanted = RowOrder()
        """The filter and order of the previous response, to apply once all rows are indexed."""
        self._owner: Owner = ("", ())
        self._chosen: dict[Owner, list[str]] = {}
        """The columns that the user chose."""

    def compose(self) -> Iterator[Widget]:
        """Lay out the head, the rows, the remarks and the filter."""
        yield Lines(self.draw_head, id="table-head")
        yield TableView(id="table-rows")
        yield Lines(self.draw_footer, id="table-foot")
        yield Field(id="table-filter")

    # -- what is shown -----------------------------------------------------------------------

    @property
    def table(self) -> Table | None:
        """The displayed table."""
        return self.rows.cells.table if self.rows.cells is not None else None

    @property
    def path(self) -> str:
        """The path of the array, as JSONPath without the leading ``$``."""
        table = self.table
        return json_path(table.path).removeprefix("$").removeprefix(".") if table else ""

    def show(self, document: Document, table: Table, looks: CellStyle, name: str) -> None:
        """Show an array; the same array of another response keeps its filter, order and columns."""
        self.leave_work()
        column = self.rows.selected_column
        owner = (name, table.path)
        self.document = document
        self.applied = RowOrder()
        cells = Cells(document, table, looks)
        if owner != self._owner:
            self._forget_filter()
            self._owner, self.rows.asked, column = owner, RowOrder(), ""
        chosen = [each for each in self._chosen.get(owner, []) if each in table.columns]
        self.rows.show(cells, chosen or table.columns, 0, column)
        self._wanted, self.rows.asked = self.rows.asked, RowOrder()
        self.redraw()
        self._restore_rows()

    def _restore_rows(self) -> None:
        """Filter and sort as in the previous response, once all rows are indexed."""
        if self._wanted != RowOrder() and self.is_whole:
            wanted, self._wanted = self._wanted, RowOrder()
            self.ask(wanted)

    def grown(self) -> None:
        """Show the rows that were indexed since the last call."""
        self._restore_rows()
        table = self.table
        if table is not None and table.order is None and table.row_count != self.rows.row_count:
            self.rows.show_rows(table.row_count)
            self._head.redraw()

    def go_to_line(self, line: int) -> None:
        """Move to the cell that contains a line of the body, or to its row."""
        if self.table is not None and self.rows.row_count:
            self.rows.cursor = self.table.row_of(line)
            name = self.table.column_of(line)
            if name in self.rows.columns:
                self.rows.go_to_column(self.rows.columns.index(name))

    def forget_remarks(self) -> None:
        """Look up the meanings of values again, and the widths of columns with them."""
        if self.rows.cells is not None:
            self.rows.cells.forget()
            self.rows.set_columns(self.rows.columns)
            self.redraw()

    def redraw(self) -> None:
        """Draw the head and the remarks again."""
        known = self.table is not None
        self.rows.styles.max_height = max(1, self.rows.row_count) if known else None
        self._head.redraw()
        self._footer.redraw()
        self.post_message(self.RowsChanged())

    def show_status(self, doing: str) -> None:
        """Show the words for long work in progress; empty when it is done."""
        self._doing = doing
        self._footer.redraw()

    def dim(self) -> None:
        """Draw the rows of the previous response faintly."""
        if not self.rows.is_dim:
            self.rows.is_dim = True
            self.rows.refresh()

    # -- filter and order --------------------------------------------------------------------

    @property
    def is_whole(self) -> bool:
        """Whether all rows are indexed."""
        return self.document is not None and self.document.is_complete

    @property
    def is_changed(self) -> bool:
        """Whether the displayed rows, their order or the columns differ from the response."""
        table = self.table
        return table is not None and (table.order is not None or self.rows.columns != table.columns)

    def action_filter_rows(self) -> None:
        """Show and focus the filter of the rows."""
        self.field.placeholder = f"/ {self.strings.table.filter}"
        self.field.display = True
        self.screen.set_focus(self.field)

    @on(Field.Changed, "#table-filter")
    def _on_typed(self, event: Field.Changed) -> None:
        event.stop()
        self.ask(msgspec.structs.replace(self.rows.asked, filter=event.value.strip()))

    @on(Field.Submitted, "#table-filter")
    def _on_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        self.leave_field()

    def action_leave_filter(self) -> None:
        """Move the focus from the filter to the rows."""
        self.leave_field()

    def leave_field(self) -> None:
        """Move the focus from the filter to the rows; the filter remains."""
        if not self.field.value:
            self.field.display = False
        self.screen.set_focus(self.rows)

    def _forget_filter(self) -> None:
        with self.prevent(Field.Changed):
            self.field.value = ""
        had_focus = self.field.has_focus
        self.field.display = False
        if had_focus:
            self.screen.set_focus(self.rows)

    def step_back(self) -> bool:
        """Cancel long work, otherwise clear the filter; return whether there was either."""
        if self._doing:
            self.leave_work()
            with self.prevent(Field.Changed):
                self.field.value = self.rows.asked.filter
            self.redraw()
            return True
        if self.rows.asked.filter or self.field.display:
            self._forget_filter()
            self.ask(msgspec.structs.replace(self.rows.asked, filter=""))
            return True
        return False

    def leave_work(self) -> None:
        """Cancel long work; the displayed rows and their filter and order are unchanged."""
        self.workers.cancel_node(self)
        self.rows.asked, self._doing = self.applied, ""

    def action_sort_column(self) -> None:
        """Sort by the selected column: ascending, then descending, then unsorted."""
        self.sort_by(self.rows.selected_column)

    def sort_by(self, name: str) -> None:
        """Sort by a column: ascending, then descending, then unsorted."""
        asked = self.rows.asked
        if asked.sorted_by != name:
            asked = msgspec.structs.replace(asked, sorted_by=name, is_descending=False)
        elif not asked.is_descending:
            asked = msgspec.structs.replace(asked, is_descending=True)
        else:
            asked = msgspec.structs.replace(asked, sorted_by="", is_descending=False)
        self.ask(asked)

    def ask(self, asked: RowOrder) -> None:
        """Apply another filter or order; refused until all rows are indexed."""
        if not self.is_whole:
            self.post_message(Noticed(self.strings.table.not_indexed))
            return
        self.leave_work()
        self.rows.asked = asked
        self.find_rows()

    def find_rows(self) -> None:
        """Find the rows for the requested filter and order."""
        table, cells, asked = self.table, self.rows.cells, self.rows.asked
        if table is None or cells is None:
            return
        if asked == RowOrder() or (not asked.filter and not asked.sorted_by):
            self._set_order(None)
            return
        cells.read_first(table.columns)
        arranged = RowArrangement(table.items, asked, table.columns, cells.words, cells.may_contain)
        if len(table.items.index.source) <= ARRANGED_ON_THE_LOOP:
            for _ in arranged.steps():
                pass
            self._set_order(arranged.order)
            return
        words = self.strings.table
        text = words.sorting if asked.sorted_by else words.filtering
        self._doing = text.format(rows=rows(len(table.items), self.strings))
        self._head.redraw()
        self._footer.redraw()
        self._find_rows(arranged)

    @work(group="arrange", exclusive=True, description="arrange")
    async def _find_rows(self, arranged: RowArrangement) -> None:
        async for _ in iterate_in_slices(arranged.steps()):
            pass
        self._doing = ""
        self._set_order(arranged.order)

    def _set_order(self, order: "array[int] | None") -> None:
        table = self.table
        if table is not None:
            table.order, self.applied = order, self.rows.asked
            self.rows.show_rows(table.row_count, cursor=0)
            self.redraw()

    def handlers(self) -> Handlers:
        """Return the handlers for the table and the selected cell."""
        return {
            commands.CHOOSE: Handler(self.rows.action_choose),
            commands.FILTER_ROWS: Handler(self.action_filter_rows),
            commands.LEAVE_FILTER: Handler(self.action_leave_filter),
            commands.SORT_COLUMN: Handler(self.action_sort_column),
            commands.CHOOSE_COLUMNS: Handler(self.action_choose_columns),
            commands.ALL_COLUMNS: Handler(self.action_all_columns),
            commands.EXPORT_TABLE: Handler(self.action_export_table),
        }

    # -- columns -----------------------------------------------------------------------------

    def action_choose_columns(self) -> None:
        """Open the dialog that selects and orders the columns."""
        self.post_message(self.ColumnsRequested(self))

    def set_columns(self, columns: list[str]) -> None:
        """Show the chosen columns, and store them for this array."""
        table = self.table
        if table is not None and columns:
            self._chosen[self._owner] = columns
            self.rows.set_columns(columns)
            self.redraw()

    @work(group="columns", exclusive=True)
    async def action_all_columns(self) -> None:
        """Search all rows for columns that the first rows lack, and open the columns dialog."""
        table = self.table
        if table is None or not self.is_whole:
            return
        before, found = list(table.columns), list(table.columns)

        def look() -> Iterator[None]:
            for names in table.find_columns():
                found[:] = names
                yield

        steps = look()
        while await asyncio.to_thread(next_slice, steps):
            pass
        table.columns = found
        new = [name for name in found if name not in before]
        self.rows.set_columns([*self.rows.columns, *new])
        self.redraw()
        self.post_message(self.ColumnsRequested(self))

    def action_export_table(self) -> None:
        """Request to export the table."""
        self.post_message(self.RowsExportRequested())

    # -- keys and the mouse ------------------------------------------------------------------

    @on(TableView.TableCellMoved)
    def _on_cell_moved(self) -> None:
        self._head.redraw()
        self.post_message(self.RowsChanged())

    @on(TableView.HeadChanged)
    def _on_head_changed(self) -> None:
        self._head.redraw()
        self._footer.redraw()

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        event.stop()
        self.post_message(self.CellChosen())

    @on(Lines.Pressed)
    def _on_pressed(self, event: Lines.Pressed) -> None:
        """Sort by the column whose name was clicked."""
        event.stop()
        if event.action.startswith("head:"):
            number = int(event.action.removeprefix("head:"))
            self.rows.go_to_column(number)
            self.screen.set_focus(self.rows)
            self.sort_by(self.rows.columns[number])

    # -- drawing -----------------------------------------------------------------------------

    def draw_head(self, width: int) -> list[Line]:
        """Draw the names of the columns."""
        return self.rows.head(width) if self.table is not None else []

    def draw_footer(self, width: int) -> list[Line]:
        """Draw the remarks on the rows."""
        remark = self._remark(width)
        lines = wrap(remark, width - 4) if remark else []
        return [Line([Run("  "), Run(line, "dim")]) for line in lines]

    def _remark(self, width: int) -> str:
        """Return the long work in progress, otherwise remarks on the filter and the columns."""
        words, table, cells = self.strings.table, self.table, self.rows.cells
        if table is None or cells is None:
            return ""
        if self._doing:
            return self._doing
        seen = {each.name for each in self.rows.fitted(width)}
        parts = [words.local_times] if cells.times & seen else []
        if asked := self.rows.asked.filter:
            shown, whole = count(table.row_count), count(len(table.items))
            remark = words.filtered if table.row_count else words.no_rows
            parts.insert(0, remark.format(filter=asked, shown=shown, count=whole))
        elif noted := [name for name in self.rows.columns if name in cells.noted & seen]:
            parts.append(words.meanings.format(names=words.comma.join(noted)))
        return words.joint.join(parts)
