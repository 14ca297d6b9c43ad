"""Which rows of a table are shown, and in which order: filtered and sorted a few at a time."""

import heapq
import re
from array import array
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

import msgspec

from weda_tui.core.bodies.cells import Key, Ordering, is_absent
from weda_tui.core.json.array_items import ArrayItems, Chunk, column_in, fields_of, items_in
from weda_tui.core.json.long_text import STEP

Shows = Callable[[str, bytes], str]
"""What the cell of a column shows for a value."""
Says = Callable[[str], bool]
"""Whether cells may show a text that is not in the values as received."""
_QUOTED = re.compile(r'["\\\x00-\x1f\x7f]')
_RUN = 2048
"""Rows that are sorted in one go."""
_STEP = 256


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a table is to show."""

    filter: str = ""
    """Text in any cell, or ``name:text`` in the cells of one column."""
    sorted_by: str = ""
    """A column; empty leaves the rows as they came."""
    is_descending: bool = False


class Arranged:
    """Finds the rows: ``steps`` until it ends, then ``order`` has their ordinals."""

    def __init__(
        self, items: ArrayItems, asked: Asked, columns: Sequence[str], shows: Shows, says: Says
    ) -> None:
        """``columns`` are those a filter may name."""
        self.order: array[int] = array("Q")
        self._items, self._asked, self._shows = items, asked, shows
        name, needle = _split(asked.filter, columns)
        self._name, self._needle = name, needle.casefold()
        self._is_plain = _QUOTED.search(needle) is None and not says(self._needle)
        """Whether the text of a row that has it stands in its JSON as it is."""

    def steps(self) -> Generator[None, None, None]:
        """Do the work, a millisecond or a few at a step."""
        if self._needle:
            for chunk in self._items.chunks():
                yield from self._filter(chunk)
        else:
            count = len(self._items)
            for at in range(0, count, _RUN):
                self.order.extend(range(at, min(at + _RUN, count)))
                yield
        if self._asked.sorted_by:
            values: list[Any] = []
            try:
                yield from self._sort(self._asked.sorted_by, values)
            finally:
                while values:  # all at once they would hold every thread
                    del values[-_RUN:]

    def _filter(self, chunk: Chunk) -> Iterator[None]:
        items = items_in(chunk)
        self._items.locate(chunk, items)
        for number, item in enumerate(items):
            if self._holds(item):
                self.order.append(chunk.first + number)
            if number % _STEP == 0:
                yield

    def _holds(self, item: bytes) -> bool:
        is_seen = self._is_plain and b"\\" not in item
        if is_seen and not holds(item.decode("utf-8", "replace"), self._needle):
            return False
        fields = fields_of(item)
        named = {self._name: fields.get(self._name, b"")} if self._name else fields
        return any(holds(self._shows(name, raw), self._needle) for name, raw in named.items())

    def _sort(self, name: str, values: list[Any]) -> Iterator[None]:
        for chunk in self._items.chunks():
            values += column_in(chunk, name)
            yield
            self._items.locate(chunk, items_in(chunk))
            yield
        ordering = Ordering()
        for at in range(0, len(values), _STEP):
            ordering.see(values[at : at + _STEP])
            yield
        runs: list[array[int]] = []
        absent = array("Q")
        key_of: Callable[[int], Key] = values.__getitem__
        for at in range(0, len(self.order), _RUN):
            present = array("Q")
            for n in self.order[at : at + _RUN]:
                if is_absent(values[n]):
                    absent.append(n)
                else:
                    present.append(n)
                    values[n] = ordering.key(values[n])  # no pairs: these would be collected
            yield
            is_descending = self._asked.is_descending
            runs.append(array("Q", sorted(present, key=key_of, reverse=is_descending)))
            yield
        self.order = array("Q")
        for ordinal in heapq.merge(*runs, key=key_of, reverse=self._asked.is_descending):
            self.order.append(ordinal)
            if len(self.order) % _STEP == 0:
                yield
        self.order += absent


def holds(text: str, needle: str) -> bool:
    """Return whether a text holds another one that is case folded, whatever its own case."""
    if len(text) <= STEP:
        return needle in text.casefold()
    beyond = len(needle)  # each character is one at least when it is folded
    parts = range(0, len(text), STEP)
    return any(needle in text[at : at + STEP + beyond].casefold() for at in parts)


def _split(text: str, columns: Sequence[str]) -> tuple[str, str]:
    """Return the column that a filter names, empty for none, and what is looked for."""
    name, colon, rest = text.replace("：", ":").partition(":")
    found = next((each for each in columns if each.casefold() == name.strip().casefold()), "")
    return (found, rest.strip()) if colon and found and rest.strip() else ("", text.strip())
