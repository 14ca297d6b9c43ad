"""A body as a table in place of its tree: turning to it and back."""

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget

from weda_tui.core.bodies import charset as charsets
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.json_index import JsonIndex
from weda_tui.core.clock import Clock
from weda_tui.core.json_tree import Path
from weda_tui.i18n.quantities import count
from weda_tui.tui.parts.body_path import PathBody
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Run, cells
from weda_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:  # they come with the first table that is shown
    from weda_tui.core.bodies.table import Table
    from weda_tui.core.paging import Page
    from weda_tui.tui.bodies.table.pane import BodyTable

TABLE_ACTIONS = frozenset({
    "sort_column", "choose_columns", "all_columns", "filter_rows", "export_table", "copy_row",
    "leave_filter",
})  # fmt: skip
"""What only a table does."""
_OF_THE_TREE = frozenset({"toggle_escapes", "next_hit", "previous_hit", "fold_menu", "go_to_line"})


class TabledBody(PathBody):
    """Shows an array of objects as a table, the one around the cursor or else the longest."""

    clock: Clock | None = None
    """Says which year it is, which is not said of a time."""
    page: "Page | None" = None
    """The page of its list that the body is: its rows are numbered as in the whole list."""

    class ColumnsWanted(Message, namespace="body_reader"):
        """The columns of the table are to be chosen."""

        def __init__(self, table: "BodyTable") -> None:
            super().__init__()
            self.table = table

    _part: "BodyTable | None" = None
    _array: tuple[Document | None, tuple[bool, int], int] = (None, (False, 0), -1)
    """The document, whether it was complete, with how many lines, and the best array's line."""

    # -- the table and the tree --------------------------------------------------------------

    @property
    def table(self) -> "BodyTable | None":
        """The table, while it is shown."""
        return self._part if self._part is not None and self._part.display else None

    @property
    def rows_in_hand(self) -> Rows:
        """What is read: the rows of the table, or the lines."""
        table = self.table
        return table.rows if table is not None else self.view

    @property
    def row_line(self) -> int:
        """The line of the row around the cell in hand, -1 in the tree."""
        table = self.table
        if table is None or table.document is not self.document:
            return -1
        return table.rows.row_line

    def table_parts(self) -> Sequence[Widget]:
        """Return what has the actions of the table."""
        return [self._part] if self._part is not None else []

    @property
    def best_array(self) -> int:
        """The line of the array that is offered as a table, -1 without one."""
        document, index = self.document, self.document.tree
        known = (document.is_complete, index.line_count if index is not None else 0)
        found, searched, line = self._array
        is_other = found is not document or known[0] != searched[0]
        if is_other or (line < 0 and known != searched):
            from weda_tui.core.bodies.arrays import best_array

            line = best_array(index) if index is not None and not document.is_partial else -1
            self._array = (document, known, line)
        return line

    def cell_note(self, document: Document, line: int) -> str:
        """Return what is said of a value: what the tree says, but that no document names it."""
        said = self.view.note(document, line)
        return "" if said == self.strings.notes.unlisted else said

    async def action_table(self) -> None:
        """Turn to the table, or back to the tree."""
        if self.table is not None:
            self.action_show_tree()
        else:
            await self.action_show_table()

    async def action_show_table(self) -> None:
        """Show the array of objects around the cursor, else the longest, as a table."""
        from weda_tui.core.bodies.arrays import array_around
        from weda_tui.core.bodies.table import Table

        index = self.view.json_index
        line = array_around(index, self.view.line) if index is not None else -1
        line = line if line >= 0 else self.best_array
        if self.table is not None:
            return
        if index is None or line < 0 or self.document.is_partial:
            self.post_message(Noticed(self.strings.table.no_array))
            return
        if self._part is None:
            from weda_tui.tui.bodies.table.pane import BodyTable

            part = BodyTable(self.strings)
            part.display = False
            await self.mount(part, after=self.view)
            self._part = part
        table = await asyncio.to_thread(Table, index, line)
        if self.document.tree is not index:  # another body has come meanwhile
            return
        self.close_search()
        self._show_array(table)
        self._part.go_to_line(self.view.line)
        self.screen.set_focus(self._part.rows)

    def action_show_tree(self) -> None:
        """Go back to the tree, to the value in hand."""
        table = self.table
        if table is None:
            return
        self._follow_cell()
        self._leave_table()
        self.screen.set_focus(self.view)

    def _show_array(self, table: "Table") -> None:
        from weda_tui.tui.bodies.table.sorted_rows import Looks

        part = self._part
        if part is None:
            return
        part.display = True
        self._show_lines(is_shown=False)
        part.strings = self.strings
        year = time.localtime(self.clock.wall() if self.clock is not None else None).tm_year
        looks = Looks(self.cell_note, self.mask, year)
        part.show(self.document, table, looks, self.document_name)
        self._number_rows(part)
        self.redraw()

    def _show_lines(self, *, is_shown: bool) -> None:
        """Show the tree or not; a class of the whole reader would have the table dressed anew."""
        for place in ("#body-crumb", "#body-remark", "#body"):
            self.query_one(place).set_class(not is_shown, "-behind-table")

    def _number_rows(self, part: "BodyTable") -> None:
        page, table = self.page, part.table
        is_its_list = page is not None and table is not None and len(table.items) == page.count
        part.rows.take_number(page.first if page is not None and is_its_list else 1)

    def _leave_table(self) -> None:
        if self._part is not None:
            self._part.leave_work()
            self._part.display = False
        self._show_lines(is_shown=True)
        self.redraw()

    def step_back(self) -> bool:
        """End what takes long, else the filter, else the table; in the tree as before."""
        table = self.table
        if table is None or self.is_filtering:
            return super().step_back()
        self.workers.cancel_group(self, "export")
        if not table.step_back():
            self.action_show_tree()
        return True

    # -- another document --------------------------------------------------------------------

    def _put(self, document: Document, *, keep_place: bool = False) -> None:
        super()._put(document, keep_place=keep_place)
        table = self.table
        if table is None or table.table is None or document.is_partial:
            return
        from weda_tui.core.bodies.arrays import array_at
        from weda_tui.core.bodies.table import Table

        index = document.tree
        line = array_at(index, table.table.path) if index is not None else -1
        line = line if line >= 0 else self.best_array
        if index is not None and line >= 0:
            self._show_array(Table(index, line))
        else:
            had_focus = table.has_focus_within
            self._leave_table()
            if had_focus:
                self.screen.set_focus(self.view)

    def go_to_path(self, path: Path) -> None:
        """Go to a node once the whole body is known, in the table to its cell."""
        super().go_to_path(path)
        if self.table is not None and self.view.line > 0:
            self.table.go_to_line(self.view.line)

    def dim(self) -> None:
        """Let the body of an older answer stand back."""
        super().dim()
        if self.table is not None:
            self.table.dim()

    def _show_growth(self) -> None:
        super()._show_growth()
        if self.table is not None:
            self.table.grown()
            self._number_rows(self.table)

    def watch_strings(self, strings: object) -> None:
        """Speak the other language."""
        super().watch_strings(self.strings)
        if self._part is not None:
            self._part.strings = self.strings
            self._part.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keep what acts on the lines of the tree from acting while they are not seen."""
        if action in _OF_THE_TREE and self.table is not None:
            return False
        return super().check_action(action, parameters)

    # -- what stands at the right of the tabs ------------------------------------------------

    def facts(self, width: int) -> list[Run]:
        """Return the two ways to read an array of objects, and what the body is.

        That an answer is JSON in UTF-8 is only said where there is no such array.
        """
        runs = super().facts(width)
        index, line = self.document.tree, self.best_array
        if line < 0 or index is None or not self.view.row_count:
            return runs
        switch = self._switch_runs(index, line, width)
        is_utf8 = charsets.is_utf8(self.document.charset)
        is_told = self.expects_json and self.document.is_complete and is_utf8
        is_plain = is_told and not self.view.is_decoded
        both = [*runs, Run("   "), *switch] if runs and not is_plain else switch
        shown = both if cells(both) <= width else switch
        return shown if cells(shown) <= width else []

    def _switch_runs(self, index: JsonIndex, line: int, width: int) -> list[Run]:
        words, table = self.strings.table, self.table
        tree = "bold underline" if table is None else "dim"
        runs = [Run(words.tree, tree, "show_tree"), Run("  ")]
        if table is None:
            from weda_tui.core.bodies.items import Items

            counted = words.counted.format(count=count(len(Items(index, line))))
            return [*runs, Run(counted, "dim", "show_table")]
        runs.append(Run(words.table, "bold underline", "show_table"))
        path = [Run(f"  {self.mask(table.path)}", "dim")] if table.path else []
        return [*runs, *path] if cells([*runs, *path]) <= width else runs

    # -- actions of the table ----------------------------------------------------------------

    def action_search(self) -> None:
        """Open the search row; in a table, what narrows its rows."""
        if self.table is not None:
            self.table.action_filter_rows()
        else:
            super().action_search()

    def action_filter_path(self) -> None:
        """Follow a path in the tree, whose lines it names."""
        self.action_show_tree()
        super().action_filter_path()

    def leave_field(self) -> None:
        """Go from the filter to the rows, or from the search to the body."""
        if self.table is None or self.path_row.field.has_focus:
            super().leave_field()
        else:
            self.table.leave_field()

    def on_body_table_cell_chosen(self, event: Message) -> None:
        """Choose the value of the cell that was chosen."""
        event.stop()
        self._follow_cell()
        self.post_message(self.view.Chosen(self.view, self.view.cursor))

    def on_body_table_changed(self, event: Message) -> None:
        """Take the value of the cell in hand in hand in the tree, too; other keys may work now."""
        event.stop()
        self._follow_cell()
        self.post_message(self.Changed())

    def _follow_cell(self) -> None:
        table = self.table
        line = table.rows.line if table is not None else -1
        if table is not None and line >= 0 and table.document is self.document:
            self.view.go_to_line(line)

    def remarked(self) -> None:
        """Ask anew what values mean."""
        super().remarked()
        if self.table is not None:
            self.table.forget_remarks()

    def on_body_table_columns_wanted(self, event: Message) -> None:
        """Let the columns be chosen."""
        event.stop()
        if self._part is not None:
            self.post_message(self.ColumnsWanted(self._part))

    def table_works(self, action: str) -> bool:
        """Return whether an action of the table does anything now."""
        table = self.table
        if action == "table":
            return table is not None or (self.view.row_count > 0 and self.best_array >= 0)
        if action == "all_columns":
            known = table.table if table is not None else None
            return known is not None and self.document.is_complete and known.is_sampled
        return table is not None
