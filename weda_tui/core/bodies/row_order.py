"""The filter and the order of a table's rows, computed in small steps."""

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
"""Returns the text of a cell, given its column and value."""
Says = Callable[[str], bool]
"""Returns whether cells may show a text that is not in the values as received."""
_QUOTED = re.compile(r'["\\\x00-\x1f\x7f]')
_RUN = 2048
"""Rows that are sorted at once."""
_STEP = 256


class RowOrder(msgspec.Struct, frozen=True, kw_only=True):
    """The filter and the order that the user has chosen."""

    filter: str = ""
    """A text in any cell, or ``name:text`` for the cells of one column."""
    sorted_by: str = ""
    """A column; empty for the order of the response."""
    is_descending: bool = False


class RowArrangement:
    """Computes the rows: run ``steps`` to its end, then ``order`` has their ordinals."""

    def __init__(
        self, items: ArrayItems, asked: RowOrder, columns: Sequence[str], shows: Shows, says: Says
    ) -> None:
        """``columns`` are the columns that a filter may name."""
        self.order: array[int] = array("Q")
        self._items, self._asked, self._shows = items, asked, shows
        name, needle = _split(asked.filter, columns)
        self._name, self._needle = name, needle.casefold()
        self._is_plain = _QUOTED.search(needle) is None and not says(self._needle)
        """Whether every matching row contains the text unchanged in its JSON."""

    def steps(self) -> Generator[None, None, None]:
        """Do the work; each step takes a millisecond or a few."""
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
                while values:  # freeing all at once would block every thread
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
        if is_seen and not contains(item.decode("utf-8", "replace"), self._needle):
            return False
        fields = fields_of(item)
        named = {self._name: fields.get(self._name, b"")} if self._name else fields
        return any(contains(self._shows(name, raw), self._needle) for name, raw in named.items())

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
                    values[n] = ordering.key(values[n])  # pairs would burden the garbage collector
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


def contains(text: str, needle: str) -> bool:
    """Return whether a text contains ``needle``, which is casefolded, ignoring case."""
    if len(text) <= STEP:
        return needle in text.casefold()
    beyond = len(needle)  # each character gives at least one when casefolded
    parts = range(0, len(text), STEP)
    return any(needle in text[at : at + STEP + beyond].casefold() for at in parts)


def _split(text: str, columns: Sequence[str]) -> tuple[str, str]:
    """Return the column that a filter names, empty for none, and the text to find."""
    name, colon, rest = text.replace("：", ":").partition(":")
    found = next((each for each in columns if each.casefold() == name.strip().casefold()), "")
    return (found, rest.strip()) if colon and found and rest.strip() else ("", text.strip())
