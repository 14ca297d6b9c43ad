"""Rows of what was sent, under their days; one entry is selected."""

from collections.abc import Sequence

from weda_tui.core.history.entry import HistoryEntry
from weda_tui.i18n.strings import Strings
from weda_tui.tui.history.view import HistoryRow, entry_line, reason_line
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.rows import Rows


class EntryRows(Rows):
    """Days and entries; the cursor rests on entries."""

    strings: Strings
    marked = 0
    """The number of the entry that others are compared with."""
    _rows: Sequence[HistoryRow] = ()

    def show(self, rows: Sequence[HistoryRow], *, wanted: int) -> None:
        """List rows; the cursor goes to the entry of the number ``wanted``, else to the first."""
        self._rows = rows
        numbers = [row.entry.id if row.entry and not row.is_reason else 0 for row in rows]
        self.show_rows(len(rows), cursor=numbers.index(wanted) if wanted in numbers else 0)

    @property
    def entry(self) -> HistoryEntry | None:
        """The selected entry."""
        return self._rows[self.cursor].entry if self.cursor < len(self._rows) else None

    def is_selectable(self, index: int) -> bool:
        """Return whether a row is an entry's first."""
        row = self._rows[index]
        return row.entry is not None and not row.is_reason

    def row(self, index: int, width: int) -> Line:
        """Draw a day, an entry, or its reason, which belongs to the selected row."""
        row = self._rows[index]
        if row.entry is None:
            return Line([Run(f"  {row.day[:1].upper()}{row.day[1:]}", "dim")])
        if not row.is_reason:
            return self.entry_row(row.entry, width, is_marked=row.entry.id == self.marked)
        line = self.reason_row(row.entry, width)
        return line._replace(fill="sel") if index - 1 == self.cursor else line

    def entry_row(self, entry: HistoryEntry, width: int, *, is_marked: bool) -> Line:
        """Draw an entry without its environment."""
        return entry_line(entry, width, self.strings, is_marked=is_marked, name_cells=0)

    def reason_row(self, entry: HistoryEntry, width: int) -> Line:
        """Draw why an entry is no success, below its row."""
        return reason_line(entry, width, self.strings)
