"""A body as a table in place of its tree: turning to it and back."""

import asyncio
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from textual.widget import AwaitMount, Widget

from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.table import Table
from weda_tui.core.clock import Clock
from weda_tui.core.json.array_items import ArrayItems, array_around, array_at, best_array
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.requests.paging import ListPage
from weda_tui.i18n.quantities import count
from weda_tui.tui.bodies.host import PartHost
from weda_tui.tui.bodies.line_view import leads_on
from weda_tui.tui.bodies.messages import BodyChanged
from weda_tui.tui.bodies.table.cells import Looks
from weda_tui.tui.bodies.table.pane import BodyTable
from weda_tui.tui.widgets.drawing.paint import Run, cells
from weda_tui.tui.widgets.messages import Noticed


class TableReader(PartHost, Protocol):
    """What ``TableMode`` needs of the reader."""

    document_name: str
    """What a file with the body is called, without its ending."""

    mask: Callable[[str], str]
    """Replaces secrets."""

    def mount(self, *widgets: Widget, after: Widget) -> AwaitMount:
        """Put a widget in below another one."""
        ...

    def show_lines(self, *, is_shown: bool) -> None:
        """Show the lines of the tree or not."""

    def close_search(self) -> None:
        """Close the search row."""


class TableMode:
    """Shows an array of objects as a table, the one around the cursor or else the longest."""

    def __init__(self, reader: TableReader) -> None:
        self._reader = reader
        self.clock: Clock | None = None
        """Says which year it is, which is not said of a time."""
        self.page: ListPage | None = None
        """The page of its list that the body is: its rows are numbered as in the whole list."""
        self.pane: BodyTable | None = None
        """The table, once there was one."""
        self._array: tuple[Document | None, tuple[bool, int], int] = (None, (False, 0), -1)
        """The document, whether it was complete, with how many lines, the best array's line."""

    @property
    def table(self) -> "BodyTable | None":
        """The table, while it is shown."""
        return self.pane if self.pane is not None and self.pane.display else None

    @property
    def row_line(self) -> int:
        """The line of the row around the cell under the cursor, -1 in the tree."""
        table = self.table
        if table is None or table.document is not self._reader.document:
            return -1
        return table.rows.row_line

    @property
    def best_array(self) -> int:
        """The line of the array that is offered as a table, -1 without one."""
        document, index = self._reader.document, self._reader.document.tree
        known = (document.is_complete, index.line_count if index is not None else 0)
        found, searched, line = self._array
        is_other = found is not document or known[0] != searched[0]
        if is_other or (line < 0 and known != searched):
            line = best_array(index) if index is not None and not document.is_partial else -1
            self._array = (document, known, line)
        return line

    def acting_parts(self) -> "Sequence[BodyTable]":
        """Return what has the actions of the table."""
        return [self.pane] if self.pane is not None else []

    # -- turning -----------------------------------------------------------------------------

    async def toggle(self) -> None:
        """Turn to the table, or back to the tree."""
        if self.table is not None:
            self.show_tree()
        else:
            await self.show_table()

    async def show_table(self) -> None:
        """Show the array of objects around the cursor, else the longest, as a table."""
        reader, index = self._reader, self._reader.view.json_index
        line = array_around(index, reader.view.line) if index is not None else -1
        line = line if line >= 0 else self.best_array
        if self.table is not None:
            return
        if index is None or line < 0 or reader.document.is_partial:
            reader.post_message(Noticed(reader.words.table.no_array))
            return
        pane = await self._mounted()
        table = await asyncio.to_thread(Table, index, line)
        if reader.document.tree is not index:  # another body has come meanwhile
            return
        reader.close_search()
        self._show_array(pane, table)
        pane.go_to_line(reader.view.line)
        pane.rows.focus_now()

    async def _mounted(self) -> "BodyTable":
        if self.pane is None:
            pane = BodyTable(self._reader.words)
            pane.display = False
            await self._reader.mount(pane, after=self._reader.view)
            self.pane = pane
        return self.pane

    def show_tree(self) -> None:
        """Go back to the tree, to the value under the cursor."""
        if self.table is not None:
            self.follow_cell()
            self._leave()
            self._reader.view.focus_now()

    def _show_array(self, pane: "BodyTable", table: "Table") -> None:
        reader = self._reader
        pane.display = True
        pane.strings = reader.words
        year = time.localtime(self.clock.wall() if self.clock is not None else None).tm_year
        leads = partial(leads_on, links=reader.view.links)
        looks = Looks(self._cell_note, leads, reader.mask, year)
        pane.show(reader.document, table, looks, reader.document_name)
        self._number_rows(pane)
        reader.show_lines(is_shown=False)

    def _cell_note(self, document: Document, line: int) -> str:
        """Return what the tree says of a value, except that no document names it."""
        note = self._reader.view.note(document, line)
        return "" if note == self._reader.words.notes.unlisted else note

    def _number_rows(self, pane: "BodyTable") -> None:
        page, table = self.page, pane.table
        is_its_list = page is not None and table is not None and len(table.items) == page.count
        pane.rows.set_first_number(page.first if page is not None and is_its_list else 1)

    def _leave(self) -> None:
        if self.pane is not None:
            self.pane.leave_work()
            self.pane.display = False
        self._reader.show_lines(is_shown=True)

    # -- what the reader asks in turn --------------------------------------------------------

    def step_back(self) -> bool:
        """End what takes long, else the filter, else the table; return whether there was one."""
        table = self.table
        if table is None:
            return False
        if not table.step_back():
            self.show_tree()
        return True

    def leave_field(self) -> bool:
        """Go from the filter to the rows; return whether the table is shown."""
        if (table := self.table) is not None:
            table.leave_field()
        return table is not None

    def search(self) -> bool:
        """Open the filter of the rows; return whether the table is shown."""
        if (table := self.table) is not None:
            table.action_filter_rows()
        return table is not None

    @property
    def can_show_table(self) -> bool:
        """Whether there is an array of objects, or the table of one is shown."""
        return self.table is not None or (self._reader.view.row_count > 0 and self.best_array >= 0)

    @property
    def can_show_all_columns(self) -> bool:
        """Whether the columns were found in some of the rows alone, and all are here by now."""
        known = self.table.table if self.table is not None else None
        return known is not None and self._reader.document.is_complete and known.is_sampled

    # -- what happens to the document --------------------------------------------------------

    def show_document(self) -> None:
        """Show the same array of another document, its best array, or its tree."""
        table, document = self.table, self._reader.document
        if table is None or table.table is None or document.is_partial:
            return

        index = document.tree
        line = array_at(index, table.table.path) if index is not None else -1
        line = line if line >= 0 else self.best_array
        if index is not None and line >= 0:
            self._show_array(table, Table(index, line))
        else:
            had_focus = table.has_focus_within
            self._leave()
            if had_focus:
                self._reader.view.focus_now()

    def show_growth(self) -> None:
        """Show the rows that are known since."""
        if (table := self.table) is not None:
            table.grown()
            self._number_rows(table)

    def show_strings(self) -> None:
        """Show the words of another language."""
        if self.pane is not None:
            self.pane.strings = self._reader.words
            self.pane.redraw()

    def show_notes(self) -> None:
        """Ask anew what values mean."""
        if self.table is not None:
            self.table.forget_remarks()

    def show_leads(self) -> None:
        """Ask anew what leads on."""
        if self.table is not None:
            self.table.rows.forget_leads()

    def dim(self) -> None:
        """Draw the rows of an older answer faintly."""
        if self.table is not None:
            self.table.dim()

    # -- the cell and the line ---------------------------------------------------------------

    def follow_line(self) -> None:
        """Go to the cell of the line under the cursor of the tree."""
        table, line = self.table, self._reader.view.line
        if table is not None and line > 0:
            table.go_to_line(line)

    def follow_cell(self) -> None:
        """Go in the tree to the value of the cell under the cursor."""
        table = self.table
        line = table.rows.line if table is not None else -1
        if table is not None and line >= 0 and table.document is self._reader.document:
            self._reader.view.go_to_line(line)

    def change_cell(self) -> None:
        """Follow the cursor of the table; other keys may work now."""
        self.follow_cell()
        self._reader.post_message(BodyChanged())

    def choose_cell(self) -> None:
        """Choose the value of the cell under the cursor."""
        self.follow_cell()
        view = self._reader.view
        self._reader.post_message(view.RowChosen(view, view.cursor))

    # -- what stands at the right of the tabs ------------------------------------------------

    def facts(self, facts: list[Run], width: int, *, is_plain: bool) -> list[Run]:
        """Return the two ways to read an array of objects, and what the body is.

        ``is_plain`` says that this goes without saying where there is such an array.
        """
        index, line = self._reader.document.tree, self.best_array
        if line < 0 or index is None or not self._reader.view.row_count:
            return facts
        switch = self._switch_runs(index, line, width)
        both = [*facts, Run("   "), *switch] if facts and not is_plain else switch
        shown = both if cells(both) <= width else switch
        return shown if cells(shown) <= width else []

    def _switch_runs(self, index: JsonIndex, line: int, width: int) -> list[Run]:
        words, table = self._reader.words.table, self.table
        tree = "bold underline" if table is None else "dim"
        runs = [Run(words.tree, tree, "show_tree"), Run("  ")]
        if table is None:
            counted = words.counted.format(count=count(len(ArrayItems(index, line))))
            return [*runs, Run(counted, "dim", "show_table")]
        runs.append(Run(words.table, "bold underline", "show_table"))
        path = [Run(f"  {self._reader.mask(table.path)}", "dim")] if table.path else []
        return [*runs, *path] if cells([*runs, *path]) <= width else runs
