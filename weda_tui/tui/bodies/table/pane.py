"""The table of a body: its head, its rows, what is said of them, the filter."""

import asyncio
from collections.abc import Iterator

from textual import on, work
from textual.binding import Binding
from textual.message import Message

from weda_tui.i18n.quantities import count
from weda_tui.tui.bodies.table.sorted_rows import ArrangedTable
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line, Run
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.table_view import TableView
from weda_tui.tui.widgets.time_slices import next_slice
from weda_tui.tui.widgets.wrap import wrap


class BodyTable(ArrangedTable):
    """Columns, keys and the mouse of a table, and what is said of it."""

    BINDINGS = [
        Binding("slash,／,、", "filter_rows", show=False),
        Binding("o", "sort_column", show=False),
        Binding("c", "choose_columns", show=False),
        Binding("x", "export_table", show=False),
    ]

    class CellChosen(Message):
        """What can be done with the cell in hand is asked for."""

    class ColumnsWanted(Message):
        """The columns are to be chosen."""

        def __init__(self, table: "BodyTable") -> None:
            super().__init__()
            self.table = table

    class ExportWanted(Message):
        """The table is to be exported."""

    # -- columns -----------------------------------------------------------------------------

    def action_choose_columns(self) -> None:
        """Choose which columns are seen, and in which order."""
        self.post_message(self.ColumnsWanted(self))

    def take_columns(self, columns: list[str]) -> None:
        """Show chosen columns, those of this array from now on."""
        table = self.table
        if table is not None and columns:
            self._chosen[self._owner] = columns
            self.rows.take_columns(columns)
            self.redraw()

    @work(group="columns", exclusive=True)
    async def action_all_columns(self) -> None:
        """Look through all rows for columns that the first ones do not have."""
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
        self.rows.take_columns([*self.rows.columns, *new])
        self.redraw()
        self.post_message(self.ColumnsWanted(self))

    def action_export_table(self) -> None:
        """Export the table."""
        self.post_message(self.ExportWanted())

    # -- keys and the mouse ------------------------------------------------------------------

    @on(TableView.CellMoved)
    def _on_cell_moved(self, event: TableView.CellMoved) -> None:
        event.stop()
        self._head.redraw()
        self.post_message(self.Changed())

    @on(TableView.HeadChanged)
    def _on_head_changed(self, event: TableView.HeadChanged) -> None:
        event.stop()
        self._head.redraw()
        self._foot.redraw()

    @on(Rows.Moved)
    def _on_moved(self, event: Rows.Moved) -> None:
        event.stop()

    @on(Rows.Chosen)
    def _on_chosen(self, event: Rows.Chosen) -> None:
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
        if self.table is None:
            return []
        return self.rows.head(width)

    def draw_foot(self, width: int) -> list[Line]:
        """Draw what is to be said of the rows."""
        said = self._said(width)
        return (
            [Line([Run("  "), Run(part, "dim")]) for part in wrap(said, width - 4)] if said else []
        )

    def _said(self, width: int) -> str:
        """Return what takes a while, else what is filtered, else what the columns show."""
        words, table, cells = self.strings.table, self.table, self.rows.cells
        if table is None or cells is None:
            return ""
        if self._doing:
            return self._doing
        if asked := self.rows.asked.filter:
            shown, whole = count(table.row_count), count(len(table.items))
            said = words.filtered if table.row_count else words.no_rows
            return said.format(filter=asked, shown=shown, count=whole)
        seen = {each.name for each in self.rows.fitted(width)}
        parts = [words.local_times] if cells.times & seen else []
        if noted := [name for name in self.rows.columns if name in cells.noted & seen]:
            parts.append(words.meanings.format(names=words.comma.join(noted)))
        return words.joint.join(parts)
