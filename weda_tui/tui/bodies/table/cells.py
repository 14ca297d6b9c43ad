"""The cells of a table: a value fitted into a column of the terminal, and its meaning."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from weda_tui.core.bodies import cells
from weda_tui.core.bodies.cells import MISSING
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.table import Table
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.bodies.line_view import HasLinks, followed_role
from weda_tui.tui.bodies.lines import Note
from weda_tui.tui.widgets.drawing import paint
from weda_tui.tui.widgets.drawing.paint import Run, cut

WIDEST, WIDEST_NAME = 28, 40
"""The maximum width of a column: of text, and of what identifies a record and is never cut."""
MEASURED = 48
"""The number of first rows that determine a column's width and the meanings of its values."""
_TIME = re.compile(r"(\d{4})-(\d\d-\d\d \d\d:\d\d:\d\d)")
_OF_TIME = re.compile(r"[-:\d ]+")
_NAME = re.compile(r"[\w-]+")
_LONGEST_NOTED = 32
"""Bytes of the longest value that is shown with its meaning."""
_MOST_KEPT = 4096
"""The maximum size of the cache of meanings, and of the cache of cells that can be followed."""
_LONGEST_TEXT = 256
"""Characters of a value that are laid out; more are masked, for a secret cut at this length."""


class CellStyle(NamedTuple):
    """How values are displayed."""

    note: Note
    is_link: HasLinks
    mask: Callable[[str], str]
    year: int
    """The year that is omitted from a time."""


class CellContent(NamedTuple):
    """The displayed content of a cell."""

    text: str
    role: str
    meaning: str = ""

    @property
    def width(self) -> int:
        """The width of the whole content in cells of the terminal."""
        beside = cell_len(self.meaning) + 1 if self.meaning else 0
        return cell_len(self.text) + beside


_READ_FIRST = 64
"""The number of columns whose meanings are read for a filter before they are visible."""


class Cells:
    """The look of the cells of one table; the meaning of a value is looked up once per column."""

    def __init__(self, document: Document, table: Table, looks: CellStyle) -> None:
        self.table, self.style = table, looks
        self.times: set[str] = set()
        """Columns that show a local time in place of another value."""
        self.noted: set[str] = set()
        """Columns that show the meaning of values."""
        self._document = document
        self._linked: dict[tuple[int, str], bool] = {}
        """Whether the values of cells can be followed, by item and column."""
        self._notes: dict[tuple[str, bytes], str] = {}
        self._widths: dict[str, int] = {}
        self._wholes: dict[str, int] = {}
        self._ids: set[str] = set()

    def shown(self, row: int, column: str) -> CellContent:
        """Return the content of a cell, underlined if the tree underlines the value."""
        shown = self._plain(row, column)
        role = followed_role(shown.role)
        is_followed = role != shown.role and self._links(row, column)
        return shown._replace(role=role) if is_followed else shown

    def _plain(self, row: int, column: str) -> CellContent:
        raw = self.table.cell(row, column)
        return self._shown(column, raw, self._remark(column, raw, row), row)

    def _links(self, row: int, column: str) -> bool:
        key = (self.table.ordinal(row), column)
        if key not in self._linked:
            if len(self._linked) == _MOST_KEPT:
                self._linked.clear()
            self._linked[key] = self.style.is_link(self._document, self.table.line_of(row, column))
        return self._linked[key]

    def clear_links(self) -> None:
        """Clear the cache of cells that can be followed."""
        self._linked.clear()

    def words(self, column: str, raw: bytes) -> str:
        """Return the text that a filter searches in a cell: its value, time and known meaning."""
        text = cells.local_time(column, raw) or self._notes.get((column, raw), "")
        return f"{cells.text_of(raw)} {text}" if raw != MISSING else ""

    def may_contain(self, text: str) -> bool:
        """Return whether a case-folded text may occur in a time or in the meaning of a value."""
        is_time = bool(self.times) and _OF_TIME.fullmatch(text) is not None
        return is_time or any(text in said.casefold() for said in [*self._notes.values()])

    def read_first(self, columns: Sequence[str]) -> None:
        """Read the first rows of columns, because a filter may be typed before they are drawn."""
        for column in columns[:_READ_FIRST]:
            self.width(column)

    def forget(self) -> None:
        """Clear the meanings of values and the widths of columns."""
        self.times, self.noted, self._notes = set(), set(), {}
        self._widths, self._wholes, self._ids = {}, {}, set()

    def width(self, column: str) -> int:
        """Return the width of a column, from the first rows and those that were visible."""
        if column not in self._widths:
            self._begin(column)
        return self._widths[column]

    def whole_width(self, column: str) -> int:
        """Return the width at which a column shows the whole content of those rows."""
        return max(self.width(column), self._wholes[column])

    def has_ids(self, column: str) -> bool:
        """Return whether a column has ids in those rows."""
        self.width(column)
        return column in self._ids

    def widen(self, column: str, rows: Iterable[int]) -> bool:
        """Widen a column to fit rows that become visible; return whether its width changed."""
        before = self.width(column), self._wholes[column]
        for row in rows:
            self._fit(column, self._plain(row, column))
        return before != (self._widths[column], self._wholes[column])

    def _begin(self, column: str) -> None:
        self._widths[column], self._wholes[column] = (
            cell_len(strip_control_characters(column)) + 2,
            0,
        )
        for row in range(min(MEASURED, self.table.row_count)):
            raw = self.table.cell(row, column)
            self._fit(column, self._shown(column, raw, self._asked(column, raw, row), row))

    def _fit(self, column: str, shown: CellContent) -> None:
        is_name = _NAME.fullmatch(shown.text) is not None and shown.text.isascii()
        wanted = min(shown.width, WIDEST_NAME if is_name else WIDEST)
        self._widths[column] = max(self._widths[column], wanted)
        self._wholes[column] = max(self._wholes[column], shown.width)
        if cells.is_id(shown.text):
            self._ids.add(column)

    def _remark(self, column: str, raw: bytes, row: int) -> str:
        """Return the time or the meaning of a value; no lookup in a column without meanings."""
        if column not in self._widths:
            self.width(column)
        return (
            self._asked(column, raw, row) if column in self.noted else cells.local_time(column, raw)
        )

    def _asked(self, column: str, raw: bytes, row: int) -> str:
        if time := cells.local_time(column, raw):
            self.times.add(column)
            return time
        if cells.is_absent(raw) or cells.is_container(raw) or len(raw) > _LONGEST_NOTED:
            return ""
        if b"\\" in raw:  # the cell shows the decoded escapes
            return ""
        key = (column, raw)
        if key not in self._notes and len(self._notes) < _MOST_KEPT:
            self._notes[key] = self.style.note(self._document, self.table.line_of(row, column))
        text = self._notes.get(key, "")
        if text:
            (self.times if _TIME.match(text) else self.noted).add(column)
        return text

    def _shown(self, column: str, raw: bytes, remark: str, row: int) -> CellContent:
        if raw == MISSING:
            return CellContent("-", "faint")
        if raw == b"null":
            return CellContent("null", "faint italic")
        if cells.is_container(raw):
            return CellContent(self._brief(raw, column, row), "dim")
        if time := _TIME.match(remark):
            return CellContent(time[2] if time[1] == str(self.style.year) else time[0], "text")
        text = strip_control_characters(_beginning(self.style.mask(cells.text_of(raw))))
        if raw[:1] in {b"t", b"f"}:
            return CellContent(text, "num italic", remark)
        return CellContent(text, "str" if raw[:1] == b'"' else "num", remark)

    def _brief(self, raw: bytes, column: str, row: int) -> str:
        is_long_array = len(raw) == cells.LONGEST_SHOWN and raw[:1] == b"["
        count = self.table.item_count(row, column) if is_long_array else None
        return f"[{count}]" if count is not None else cells.brief(raw)


def _beginning(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + paint.ELLIPSIS


def cell_runs(shown: CellContent, width: int, *, is_selected: bool) -> list[Run]:
    """Return the content in exactly ``width`` cells; the selected cell is in *focus*."""
    text = cut(shown.text, width)
    left = width - cell_len(text)
    role = f"focus bold{' underline' if 'underline' in shown.role else ''}"
    runs = [Run(text, role if is_selected else shown.role)]
    if shown.meaning and left > 1:
        meaning = cut(shown.meaning, left - 1)
        runs.append(Run(f" {meaning}", "focus" if is_selected else "dim"))
        left -= 1 + cell_len(meaning)
    return [*runs, Run(" " * left)] if left else runs
