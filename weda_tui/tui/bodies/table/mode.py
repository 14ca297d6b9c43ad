"""Switches a body between its tree and a table."""

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
from weda_tui.tui.bodies.line_view import has_links
from weda_tui.tui.bodies.messages import BodyChanged
from weda_tui.tui.bodies.table.cells import CellStyle
from weda_tui.tui.bodies.table.pane import BodyTable
from weda_tui.tui.widgets.drawing.paint import Run, cells
from weda_tui.tui.widgets.messages import Noticed


class TableReader(PartHost, Protocol):
    """What ``TableMode`` needs from the reader."""

    document_name: str
    """The name of a file with the body, without its extension."""

    mask: Callable[[str], str]
    """Replaces secrets."""

    def mount(self, *widgets: Widget, after: Widget) -> AwaitMount:
        """Mount widgets below another one."""
        ...

    def show_lines(self, *, is_shown: bool) -> None:
        """Show or hide the lines of the tree."""

    def close_search(self) -> None:
        """Close the search row."""


class TableMode:
    """Shows an array of objects as a table: the array around the cursor, otherwise the longest."""

    def __init__(self, reader: TableReader) -> None:
        self._reader = reader
        self.clock: Clock | None = None
        """The clock for the present year, which is omitted from times."""
        self.page: ListPage | None = None
        """The page of its list that the body is; rows are numbered as in the whole list."""
        self.pane: BodyTable | None = None
        """The table, once it was shown for the first time."""
        self._array: tuple[Document | None, tuple[bool, int], int] = (None, (False, 0), -1)
        """The cache of ``best_array``: document, (is complete, line count), line of the array."""

    @property
    def table(self) -> "BodyTable | None":
        """The table while it is shown, otherwise ``None``."""
        return self.pane if self.pane is not None and self.pane.display else None

    @property
    def row_line(self) -> int:
        """The line of the row that contains the cell under the cursor; -1 in the tree."""
        table = self.table
        if table is None or table.document is not self._reader.document:
            return -1
        return table.rows.row_line

    @property
    def best_array(self) -> int:
        """The line of the array that is offered as a table; -1 for none."""
        document, index = self._reader.document, self._reader.document.tree
        known = (document.is_complete, index.line_count if index is not None else 0)
        found, searched, line = self._array
        is_other = found is not document or known[0] != searched[0]
        if is_other or (line < 0 and known != searched):
            line = best_array(index) if index is not None and not document.is_partial else -1
            self._array = (document, known, line)
        return line

    def acting_parts(self) -> "Sequence[BodyTable]":
        """Return the table, which has command handlers of its own."""
        return [self.pane] if self.pane is not None else []

    # -- turning -----------------------------------------------------------------------------

    async def toggle(self) -> None:
        """Switch to the table, or back to the tree."""
        if self.table is not None:
            self.show_tree()
        else:
            await self.show_table()

    async def show_table(self) -> None:
        """Show the array of objects around the cursor, otherwise the longest, as a table."""
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
        if reader.document.tree is not index:  # another body was shown meanwhile
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
        """Switch back to the tree, to the value under the cursor."""
        if self.table is not None:
            self.follow_cell()
            self._leave()
            self._reader.view.focus_now()

    def _show_array(self, pane: "BodyTable", table: "Table") -> None:
        reader = self._reader
        pane.display = True
        pane.strings = reader.words
        year = time.localtime(self.clock.wall() if self.clock is not None else None).tm_year
        leads = partial(has_links, links=reader.view.links)
        looks = CellStyle(self._cell_note, leads, reader.mask, year)
        pane.show(reader.document, table, looks, reader.document_name)
        self._number_rows(pane)
        reader.show_lines(is_shown=False)

    def _cell_note(self, document: Document, line: int) -> str:
        """Return the remark of the tree on a value, except that the value is not documented."""
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
        """Cancel long work, otherwise clear the filter, otherwise leave the table.

        Return whether the table was shown.
        """
        table = self.table
        if table is None:
            return False
        if not table.step_back():
            self.show_tree()
        return True

    def leave_field(self) -> bool:
        """Move the focus from the filter to the rows; return whether the table is shown."""
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
        """Whether the table is shown or there is an array of objects."""
        return self.table is not None or (self._reader.view.row_count > 0 and self.best_array >= 0)

    @property
    def can_show_all_columns(self) -> bool:
        """Whether the columns come from some of the rows only, and all rows are indexed now."""
        known = self.table.table if self.table is not None else None
        return known is not None and self._reader.document.is_complete and known.is_sampled

    # -- what happens to the document --------------------------------------------------------

    def show_document(self) -> None:
        """Show the same array of another document, otherwise its best array, otherwise its tree."""
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
        """Show the rows that were indexed since the last call."""
        if (table := self.table) is not None:
            table.grown()
            self._number_rows(table)

    def show_strings(self) -> None:
        """Show the texts in another language."""
        if self.pane is not None:
            self.pane.strings = self._reader.words
            self.pane.redraw()

    def show_notes(self) -> None:
        """Look up the meanings of values again."""
        if self.table is not None:
            self.table.forget_remarks()

    def show_links(self) -> None:
        """Check again which values can be followed."""
        if self.table is not None:
            self.table.rows.clear_links()

    def dim(self) -> None:
        """Draw the rows of the previous response faintly."""
        if self.table is not None:
            self.table.dim()

    # -- the cell and the line ---------------------------------------------------------------

    def follow_line(self) -> None:
        """Move to the cell of the line under the cursor of the tree."""
        table, line = self.table, self._reader.view.line
        if table is not None and line > 0:
            table.go_to_line(line)

    def follow_cell(self) -> None:
        """Move in the tree to the value of the cell under the cursor."""
        table = self.table
        line = table.rows.line if table is not None else -1
        if table is not None and line >= 0 and table.document is self._reader.document:
            self._reader.view.go_to_line(line)

    def change_cell(self) -> None:
        """Move in the tree to the cell under the cursor, and update the active keys."""
        self.follow_cell()
        self._reader.post_message(BodyChanged())

    def choose_cell(self) -> None:
        """Choose the value of the cell under the cursor."""
        self.follow_cell()
        view = self._reader.view
        self._reader.post_message(view.RowChosen(view, view.cursor))

    # -- what stands at the right of the tabs ------------------------------------------------

    def facts(self, facts: list[Run], width: int, *, is_plain: bool) -> list[Run]:
        """Return the switch between tree and table, and the facts about the body.

        With ``is_plain``, the facts are as expected and are left out if there is an array of
        objects.
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
