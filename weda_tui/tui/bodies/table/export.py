"""Exports the table of a body as CSV or Markdown, to the clipboard or to a file."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from weda_tui.core.bodies.cells import MISSING, local_time, text_of
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.line_values import value_at
from weda_tui.core.bodies.row_order import RowArrangement, RowOrder
from weda_tui.core.bodies.table import Table
from weda_tui.core.json.array_items import fields_of
from weda_tui.core.json.long_text import encoded, joined
from weda_tui.formats.tables import BYTE_ORDER_MARK, csv_rows, markdown_head, markdown_rows
from weda_tui.i18n.quantities import count
from weda_tui.tui.bodies.host import WorkingHost
from weda_tui.tui.bodies.messages import ContentRequested, MenuRequested, MenuRow
from weda_tui.tui.widgets.messages import CopyRequested, Noticed
from weda_tui.tui.widgets.time_slices import Pace, next_slice

if TYPE_CHECKING:  # imported with the first table that is shown
    from weda_tui.tui.bodies.table.pane import BodyTable


_STEP = 64
"""The maximum number of rows of one step."""
_MOST = 256 * 1024
"""Bytes of items after which a step ends."""
FORMS = ("spreadsheet", "csv", "markdown")


class TableText:
    """Values as received, secrets masked; ``text`` is complete when ``steps`` ends."""

    def __init__(
        self,
        table: Table,
        columns: list[str],
        asked: RowOrder,
        form: str,
        mask: Callable[[str], str],
    ) -> None:
        """``form`` is one of ``FORMS``; ``asked`` is the filter and order of the table.

        If ``columns`` is empty, all rows with all columns are exported in that order.
        """
        self.row_count = table.row_count if columns else len(table.items)
        self._table, self._columns, self._form, self._mask = table, columns, form, mask
        self._order, self._asked = table.order, asked
        self._parts: list[str] = []
        self._done = 0

    @property
    def percent(self) -> int:
        """The progress in percent."""
        return 100 * self._done // max(1, self.row_count)

    @property
    def text(self) -> str:
        """The text written so far."""
        return joined(self._parts)

    def steps(self) -> Iterator[None]:
        """Write the table, a few rows per step."""
        columns = self._columns
        if not columns:
            for found in self._table.find_columns():
                columns = found
                yield
            if self._asked.filter:
                yield from self._sort_all()
        names = [self._mask(name) for name in columns]
        is_markdown = self._form == "markdown"
        self._parts.append(markdown_head(names) if is_markdown else self._written([names]))
        while self._done < self.row_count:
            self._parts.append(self._written(self._rows(columns)))
            yield

    def _sort_all(self) -> Iterator[None]:
        """Sort all rows, including those that the filter excludes."""
        asked = replace(self._asked, filter="")
        arranged = RowArrangement(self._table.items, asked, (), lambda _, __: "", lambda _: False)
        yield from arranged.steps()
        self._order = arranged.order

    def _rows(self, columns: list[str]) -> list[list[str]]:
        """Return the rows of the next step."""
        rows, size = list[list[str]](), 0
        while self._done < self.row_count and len(rows) < _STEP and size < _MOST:
            item = self._item(self._done)
            size += len(item)
            fields = fields_of(item)
            rows.append([self._cell(name, fields.get(name, MISSING)) for name in columns])
            self._done += 1
        return rows

    def _cell(self, column: str, raw: bytes) -> str:
        """Return the text of a cell; for a spreadsheet, a timestamp becomes a local time.

        Spreadsheet programs do not understand timestamps.
        """
        time = local_time(column, raw) if self._form == "spreadsheet" else ""
        return time or self._mask(text_of(raw))

    def _written(self, rows: list[list[str]]) -> str:
        if self._form == "markdown":
            return markdown_rows(rows)
        return csv_rows(rows, is_for_spreadsheet=self._form == "spreadsheet")

    def _item(self, number: int) -> bytes:
        ordinal = number if self._order is None else self._order[number]
        return self._table.items.text_of(ordinal)


class ExportReader(WorkingHost, Protocol):
    """What ``TableExport`` needs from the reader."""

    document_name: str
    """The name of a file with the body, without its extension."""

    @property
    def table(self) -> "BodyTable | None":
        """The table while it is shown, otherwise ``None``."""
        ...

    mask: Callable[[str], str]
    """Replaces secrets."""


class TableExport:
    """Exports the displayed rows, or all rows."""

    def __init__(self, reader: ExportReader) -> None:
        self._reader = reader

    def copy_row(self) -> None:
        """Copy the row under the cursor as received."""
        pane = self._reader.table
        if pane is not None and pane.table is not None and pane.rows.row_count:
            line = pane.table.items.line_of(pane.table.ordinal(pane.rows.cursor))
            self._reader.start(partial(self._copy_row, self._reader.document, line), "copy")

    async def _copy_row(self, document: Document, line: int) -> None:
        text = self._reader.mask(await asyncio.to_thread(value_at, document, line))
        self._reader.post_message(CopyRequested(text, self._reader.words.table.row))

    def open_menu(self) -> None:
        """Open the menu of export formats."""
        words, pane = self._reader.words.table, self._reader.table
        if pane is None or pane.table is None:
            return
        if not self._reader.document.is_complete:
            self._reader.post_message(Noticed(words.not_indexed))
            return
        shown, whole = count(pane.table.row_count), count(len(pane.table.items))
        kinds = (
            ("spreadsheet", words.save_spreadsheet, False), ("csv", words.save_csv, False),
            ("csv", words.copy_csv, True), ("markdown", words.copy_markdown, True),
        )  # fmt: skip
        scopes = [(False, words.all_rows.format(count=whole))]
        if pane.table.row_count and pane.is_changed:
            scopes.insert(0, (True, words.shown_rows.format(count=shown)))
        choices = [
            (label.format(rows=scope), partial(self.export, form, is_copy=copies, is_shown=only))
            for only, scope in scopes
            for form, label, copies in kinds
        ]
        rows = [MenuRow(str(n), label, run) for n, (label, run) in enumerate(choices, 1)]
        self._reader.post_message(MenuRequested(words.export_title, rows, words.export_remark))

    def export(self, form: str, *, is_copy: bool, is_shown: bool) -> None:
        """Copy or save the displayed rows or all rows, as CSV or as Markdown."""
        pane = self._reader.table
        if pane is not None and pane.table is not None:
            columns = pane.rows.columns if is_shown else []
            self._reader.start(partial(self._export, pane, columns, form, is_copy), "export")

    async def _export(
        self, pane: "BodyTable", columns: list[str], form: str, is_copy: bool
    ) -> None:
        words = self._reader.words.table
        if pane.table is None:
            return
        written, pace = (
            TableText(pane.table, columns, pane.applied, form, self._reader.mask),
            Pace(),
        )
        steps = written.steps()
        while await asyncio.to_thread(next_slice, steps):
            if pace.is_due():
                pane.show_status(words.exporting.format(percent=written.percent))
        pane.show_status("")
        text = await asyncio.to_thread(lambda: written.text)
        if is_copy:
            name = words.markdown if form == "markdown" else words.csv
            self._reader.post_message(CopyRequested(text, name))
            return
        mark = BYTE_ORDER_MARK if form == "spreadsheet" else b""
        content = await asyncio.to_thread(lambda: mark + encoded(text))
        name = f"{self._reader.document_name or 'table'}.csv"
        self._reader.post_message(ContentRequested(content, name, written.row_count))

    def step_back(self) -> bool:
        """Cancel a running export; return ``False``, because the table reports about that."""
        if self._reader.table is not None:
            self._reader.stop("export")
        return False
