"""Which lines are folded away, and what row of the screen shows which line.

A fold hides the lines behind its head up to its end. Folds nest; one inside another is kept while
it is not seen. Compact: three arrays, whatever the number of folds.
"""

import bisect
import itertools
from array import array
from collections.abc import Iterable
from typing import NamedTuple


class Fold(NamedTuple):
    """The lines ``head + 1 … end`` are not shown."""

    head: int
    end: int
    items: range = range(0)
    """Which items of an array it hides; none where its head opens a node."""
    depth: int = 0
    """How deep these items stand."""

    @property
    def is_range(self) -> bool:
        """Whether its head is the first of some items rather than what opens a node."""
        return len(self.items) > 0


class Folds:
    """Folds of a body of any size."""

    def __init__(self) -> None:
        self._heads, self._ends = array("Q"), array("Q")
        self._ranges: dict[tuple[int, int], Fold] = {}
        self._hidden = array("Q")
        """How many lines are hidden up to and with each fold."""
        self._inside: dict[tuple[int, int], tuple[array[int], array[int]]] = {}

    def __len__(self) -> int:
        return len(self._heads)

    def __copy__(self) -> "Folds":
        other = Folds()
        other._heads, other._ends, other._hidden = self._heads[:], self._ends[:], self._hidden[:]
        other._ranges, other._inside = self._ranges.copy(), self._inside.copy()
        return other

    # -- rows --------------------------------------------------------------------------------

    @property
    def hidden(self) -> int:
        """How many lines are not shown."""
        return self._hidden[-1] if self._hidden else 0

    def line_of(self, row: int) -> int:
        """Return the line that a row shows."""
        low, high = 0, len(self._heads)
        while low < high:
            at = (low + high) // 2
            before = self._hidden[at - 1] if at else 0
            if self._heads[at] - before < row:
                low = at + 1
            else:
                high = at
        return row + (self._hidden[low - 1] if low else 0)

    def row_of(self, line: int) -> int:
        """Return the row that shows a line, or its fold's."""
        at = bisect.bisect_left(self._heads, line)
        before = self._hidden[at - 1] if at else 0
        if at and line <= self._ends[at - 1]:
            return self._heads[at - 1] - (self._hidden[at - 2] if at > 1 else 0)
        return line - before

    def at(self, line: int) -> Fold | None:
        """Return the fold whose head is shown on a line."""
        at = bisect.bisect_left(self._heads, line)
        return self._fold(at) if at < len(self._heads) and self._heads[at] == line else None

    def over(self, line: int) -> Fold | None:
        """Return the fold that hides a line."""
        at = bisect.bisect_left(self._heads, line) - 1
        return self._fold(at) if at >= 0 and line <= self._ends[at] else None

    def _fold(self, at: int) -> Fold:
        place = self._heads[at], self._ends[at]
        return self._ranges.get(place) or Fold(*place)

    # -- folding -----------------------------------------------------------------------------

    def fold(self, folds: Iterable[Fold]) -> None:
        """Fold more; each keeps what is folded inside it. One that is hidden is left out."""
        for fold in folds:
            self._insert(fold)
        self._count()

    def unfold(self, fold: Fold) -> None:
        """Show the lines of a fold; what was folded inside it still is."""
        self.unfold_between(fold.head, fold.head)

    def unfold_between(self, first: int, last: int) -> None:
        """Show the lines of the folds whose heads are shown on some lines."""
        low = bisect.bisect_left(self._heads, first)
        high = bisect.bisect_right(self._heads, last)
        heads, ends = array("Q"), array("Q")
        for at in range(low, high):
            inside = self._inside.pop((self._heads[at], self._ends[at]), None)
            if inside is not None:
                heads += inside[0]
                ends += inside[1]
        self._heads[low:high], self._ends[low:high] = heads, ends
        self._count()

    def reveal(self, line: int) -> None:
        """Unfold whatever hides a line."""
        while fold := self.over(line):
            self.unfold(fold)

    def clear(self) -> None:
        """Show every line."""
        self.__init__()

    def _insert(self, fold: Fold) -> None:
        low = bisect.bisect_left(self._heads, fold.head)
        if low and fold.head <= self._ends[low - 1]:
            return
        high = bisect.bisect_right(self._heads, fold.end)
        if low < high and self._heads[low] == fold.head and self._ends[low] >= fold.end:
            return
        if low < high:
            part = slice(low, high)
            self._inside[fold.head, fold.end] = self._heads[part], self._ends[part]
        self._heads[low:high] = array("Q", [fold.head])
        self._ends[low:high] = array("Q", [fold.end])
        if fold.is_range:
            self._ranges[fold.head, fold.end] = fold
        else:
            self._ranges.pop((fold.head, fold.end), None)

    def _count(self) -> None:
        lengths = (end - head for head, end in zip(self._heads, self._ends, strict=True))
        self._hidden = array("Q", itertools.accumulate(lengths))
