"""An array of objects as rows and columns, read in place."""

from array import array
from collections.abc import Iterable, Iterator

from weda_tui.core.bodies.cells import MISSING, is_absent, is_container, shown_part
from weda_tui.core.json import nodes
from weda_tui.core.json.array_items import ArrayItems, Fields, fields_of, items_in
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.method_cache import kept
from weda_tui.core.json.tree import Path

SAMPLE = 200
"""The number of rows in which the columns are searched."""
_SAMPLED_BYTES = 512 * 1024
_KEPT_ROWS = 1024
_KEPT_LINES = 64
"""Rows of which the line of each value is cached."""


class Table:
    """The rows of an array, as far as they are known; ``order`` has the displayed rows."""

    def __init__(self, index: JsonIndex, line: int) -> None:
        """``line`` is the line that opens the array."""
        self.items = ArrayItems(index, line)
        self.path: Path = nodes.path_of(index, line)
        self.order: array[int] | None = None
        """The ordinals of the displayed rows; ``None`` for all rows in their original order."""
        self._fields = kept(self._read, _KEPT_ROWS)
        self._lines = kept(self._find_lines, _KEPT_LINES)
        self.columns: list[str] = columns_of(self.sample())
        """The names of the members that the first rows have."""

    @property
    def is_sampled(self) -> bool:
        """Whether there are more rows than were searched for columns."""
        return len(self.items) > SAMPLE

    def sample(self) -> Iterator[Fields]:
        """Yield the first rows, as many as can be read quickly."""
        left = _SAMPLED_BYTES
        for ordinal in range(min(SAMPLE, len(self.items))):
            fields = self.fields(ordinal)
            yield fields
            left -= sum(map(len, fields.values()))
            if left < 0:
                return

    def find_columns(self) -> Iterator[list[str]]:
        """Yield the columns of all rows found so far, after some milliseconds each."""
        found = list(self.columns)
        known = set(found)
        for chunk in self.items.chunks():
            items = items_in(chunk)
            self.items.locate(chunk, items)
            for number, item in enumerate(items):
                new = [name for name in fields_of(item) if name not in known]
                found += new
                known.update(new)
                if number % SAMPLE == 0:
                    yield found
        yield found

    @property
    def row_count(self) -> int:
        """The number of displayed rows."""
        return len(self.items) if self.order is None else len(self.order)

    def ordinal(self, row: int) -> int:
        """Return the ordinal of the array item that a row shows."""
        return row if self.order is None else self.order[row]

    def cell(self, row: int, column: str) -> bytes:
        """Return the value of a cell as received; of a long value, the displayed part.

        ``MISSING`` if the row has no such member.
        """
        return self.fields(self.ordinal(row)).get(column, MISSING)

    def item_count(self, row: int, column: str) -> int | None:
        """Return the number of items in the array of a cell; ``None`` if it is not known."""
        index, line = self.items.index, self.line_of(row, column)
        return nodes.count_of(index, line) if nodes.kind_of(index, line) == "[" else None

    def line_of(self, row: int, column: str) -> int:
        """Return the line of a cell's value; the line of the row if it has no such member."""
        index, ordinal = self.items.index, self.ordinal(row)
        line = self.items.line_of(ordinal)
        is_whole = nodes.end_of(index, line) is not None
        lines = self._lines(ordinal) if is_whole else self._find_lines(ordinal)
        return lines.get(column, line)

    def _find_lines(self, ordinal: int) -> dict[str, int]:
        return nodes.member_lines(self.items.index, self.items.line_of(ordinal))

    def column_of(self, line: int) -> str:
        """Return the column that contains a line, empty for none."""
        index, at = self.items.index, line
        top = index.depth(self.items.line)
        while at >= 0 and index.depth(at) > top + 2:
            at = nodes.parent_of(index, at)
        return nodes.name_of(index, at) if at >= 0 and index.depth(at) == top + 2 else ""

    def row_of(self, line: int) -> int:
        """Return the row that contains a line, 0 if none does."""
        index, top = self.items.index, self.items.line
        at = nodes.head_of(index, line)
        while at > top and nodes.parent_of(index, at) != top:
            at = nodes.parent_of(index, at)
        if at <= top:
            return 0
        ordinal = nodes.ordinal_of(index, at)
        if self.order is None:
            return ordinal
        return self.order.index(ordinal) if ordinal in self.order else 0

    def fields(self, ordinal: int) -> Fields:
        """Return the members of an item for display; empty while the item is being received."""
        try:
            return self._fields(ordinal)
        except LookupError:  # still being received
            return {}

    def _read(self, ordinal: int) -> Fields:
        text = self.items.text_of(ordinal)
        if not text:
            raise LookupError
        return {name: shown_part(raw) for name, raw in fields_of(text).items()}


def columns_of(rows: Iterable[Fields]) -> list[str]:
    """Return every name in order of appearance; those with only containers or null come last."""
    says: dict[str, bool] = {}
    for fields in rows:
        for name, raw in fields.items():
            says[name] = says.get(name, False) or not (is_absent(raw) or is_container(raw))
    return sorted(says, key=lambda name: not says[name])
