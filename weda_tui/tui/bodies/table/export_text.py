"""A table as text: the rows that are shown or all of them, a few at a step."""

from collections.abc import Callable, Iterator

from weda_tui.core.bodies.cells import MISSING, text_of
from weda_tui.core.bodies.table import Table
from weda_tui.core.json.array_items import fields_of
from weda_tui.core.json.long_text import joined
from weda_tui.formats.tables import csv_rows, markdown_head, markdown_rows

_STEP = 64
"""Rows of one step, at most."""
_MOST = 256 * 1024
"""Bytes of items from which a step has no more rows."""
FORMS = ("csv", "excel", "markdown")


class TableText:
    """Values as received, secrets masked; ``steps`` until it ends, then ``text`` is whole."""

    def __init__(
        self, table: Table, columns: list[str], form: str, mask: Callable[[str], str]
    ) -> None:
        """``form`` is one of ``FORMS``; without ``columns`` it is every row with every column."""
        self.row_count = table.row_count if columns else len(table.items)
        self._table, self._columns, self._form, self._mask = table, columns, form, mask
        self._order = table.order if columns else None
        self._parts: list[str] = []
        self._done = 0

    @property
    def percent(self) -> int:
        """How much of it is written."""
        return 100 * self._done // max(1, self.row_count)

    @property
    def text(self) -> str:
        """What was written so far."""
        return joined(self._parts)

    def steps(self) -> Iterator[None]:
        """Write it, some rows a step."""
        columns = self._columns
        if not columns:
            for found in self._table.find_columns():
                columns = found
                yield
        names = [self._mask(name) for name in columns]
        is_markdown = self._form == "markdown"
        self._parts.append(markdown_head(names) if is_markdown else self._written([names]))
        while self._done < self.row_count:
            self._parts.append(self._written(self._rows(columns)))
            yield

    def _rows(self, columns: list[str]) -> list[list[str]]:
        """Return the rows of the next step."""
        rows, size = list[list[str]](), 0
        while self._done < self.row_count and len(rows) < _STEP and size < _MOST:
            item = self._item(self._done)
            size += len(item)
            fields = fields_of(item)
            rows.append([self._mask(text_of(fields.get(name, MISSING))) for name in columns])
            self._done += 1
        return rows

    def _written(self, rows: list[list[str]]) -> str:
        if self._form == "markdown":
            return markdown_rows(rows)
        return csv_rows(rows, keeps_digits=self._form == "excel")

    def _item(self, number: int) -> bytes:
        ordinal = number if self._order is None else self._order[number]
        return self._table.items.text_of(ordinal)
