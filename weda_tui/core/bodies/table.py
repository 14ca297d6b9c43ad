"""An array of objects by rows and columns, read where it lies."""

from array import array
from collections.abc import Iterable, Iterator

from weda_tui.core.bodies.cells import MISSING, is_absent, is_container, shown_part
from weda_tui.core.json import nodes
from weda_tui.core.json.array_items import ArrayItems, Fields, fields_of, items_in
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.method_cache import kept
from weda_tui.core.json.tree import Path

SAMPLE = 200
"""Rows that are looked at for the columns there are."""
_SAMPLED_BYTES = 512 * 1024
_KEPT_ROWS = 1024
_KEPT_LINES = 64
"""Rows of which it is kept on which line each value stands."""


class Table:
    """The rows of an array, as many as are known; ``order`` says which are shown, and where."""

    def __init__(self, index: JsonIndex, line: int) -> None:
        """``line`` opens the array."""
        self.items = ArrayItems(index, line)
        self.path: Path = nodes.path_of(index, line)
        self.order: array[int] | None = None
        """Ordinals of the rows shown; ``None`` for all of them as they came."""
        self._fields = kept(self._read, _KEPT_ROWS)
        self._lines = kept(self._find_lines, _KEPT_LINES)
        self.columns: list[str] = columns_of(self.sample())
        """The names of the members that the first rows have."""

    @property
    def is_sampled(self) -> bool:
        """Whether there are more rows than were looked at for columns."""
        return len(self.items) > SAMPLE

    def sample(self) -> Iterator[Fields]:
        """Return the first rows, as many as are quickly read."""
        left = _SAMPLED_BYTES
        for ordinal in range(min(SAMPLE, len(self.items))):
            fields = self.fields(ordinal)
            yield fields
            left -= sum(map(len, fields.values()))
            if left < 0:
                return

    def find_columns(self) -> Iterator[list[str]]:
        """Return the columns of all rows, found so far, some milliseconds a step."""
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
        """How many rows are shown."""
        return len(self.items) if self.order is None else len(self.order)

    def ordinal(self, row: int) -> int:
        """Return which item of the array a row shows."""
        return row if self.order is None else self.order[row]

    def cell(self, row: int, column: str) -> bytes:
        """Return a value as received, of a long one what is shown.

        ``MISSING`` where the row has none of that name.
        """
        return self.fields(self.ordinal(row)).get(column, MISSING)

    def item_count(self, row: int, column: str) -> int | None:
        """Return how many items the array in a cell has; ``None`` where that is not known."""
        index, line = self.items.index, self.line_of(row, column)
        return nodes.count_of(index, line) if nodes.kind_of(index, line) == "[" else None

    def line_of(self, row: int, column: str) -> int:
        """Return the line of a value; that of its row where it has none of that name."""
        index, ordinal = self.items.index, self.ordinal(row)
        line = self.items.line_of(ordinal)
        is_whole = nodes.end_of(index, line) is not None
        lines = self._lines(ordinal) if is_whole else self._find_lines(ordinal)
        return lines.get(column, line)

    def _find_lines(self, ordinal: int) -> dict[str, int]:
        return nodes.member_lines(self.items.index, self.items.line_of(ordinal))

    def column_of(self, line: int) -> str:
        """Return the name of the member of a row in which a line stands, empty for none."""
        index, at = self.items.index, line
        top = index.depth(self.items.line)
        while at >= 0 and index.depth(at) > top + 2:
            at = nodes.parent_of(index, at)
        return nodes.name_of(index, at) if at >= 0 and index.depth(at) == top + 2 else ""

    def row_of(self, line: int) -> int:
        """Return the row in which a line stands, 0 where it stands in none."""
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
        """Return the members of an item to be shown; none of one that is still on its way."""
        try:
            return self._fields(ordinal)
        except LookupError:  # it is still on its way
            return {}

    def _read(self, ordinal: int) -> Fields:
        text = self.items.text_of(ordinal)
        if not text:
            raise LookupError
        return {name: shown_part(raw) for name, raw in fields_of(text).items()}


def columns_of(rows: Iterable[Fields]) -> list[str]:
    """Return every name in the order it came; those with nothing but containers or null last."""
    says: dict[str, bool] = {}
    for fields in rows:
        for name, raw in fields.items():
            says[name] = says.get(name, False) or not (is_absent(raw) or is_container(raw))
    return sorted(says, key=lambda name: not says[name])
