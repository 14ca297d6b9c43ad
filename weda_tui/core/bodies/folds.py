"""The folds of a body, and the mapping between the rows of the screen and the lines of the body.

A fold hides the lines after its head up to its end. Folds nest; an inner fold is kept while it is
hidden. The memory is compact: three arrays for any number of folds.
"""

import bisect
import itertools
from array import array
from collections.abc import Iterable
from typing import NamedTuple


class Fold(NamedTuple):
    """A fold that hides the lines ``head + 1 … end``."""

    head: int
    end: int
    items: range = range(0)
    """The array items that the fold hides; empty if its head opens a node."""
    depth: int = 0
    """The depth of these items."""

    @property
    def is_range(self) -> bool:
        """Whether the fold hides a range of array items instead of the content of a node."""
        return len(self.items) > 0


class Folds:
    """Folds of a body of any size."""

    def __init__(self) -> None:
        self._heads, self._ends = array("Q"), array("Q")
        self._ranges: dict[tuple[int, int], Fold] = {}
        self._hidden = array("Q")
        """The number of hidden lines up to and including each fold."""
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
        """The number of hidden lines."""
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
        """Return the row that shows a line, or the fold that hides it."""
        at = bisect.bisect_left(self._heads, line)
        before = self._hidden[at - 1] if at else 0
        if at and line <= self._ends[at - 1]:
            return self._heads[at - 1] - (self._hidden[at - 2] if at > 1 else 0)
        return line - before

    def at(self, line: int) -> Fold | None:
        """Return the visible fold with its head on a line, ``None`` if there is none."""
        at = bisect.bisect_left(self._heads, line)
        return self._fold(at) if at < len(self._heads) and self._heads[at] == line else None

    def over(self, line: int) -> Fold | None:
        """Return the fold that hides a line, ``None`` if the line is visible."""
        at = bisect.bisect_left(self._heads, line) - 1
        return self._fold(at) if at >= 0 and line <= self._ends[at] else None

    def _fold(self, at: int) -> Fold:
        place = self._heads[at], self._ends[at]
        return self._ranges.get(place) or Fold(*place)

    # -- folding -----------------------------------------------------------------------------

    def fold(self, folds: Iterable[Fold]) -> None:
        """Add folds; each keeps the folds inside it. A fold whose head is hidden is ignored."""
        for fold in folds:
            self._insert(fold)
        self._count()

    def unfold(self, fold: Fold) -> None:
        """Show the lines of a fold; the folds inside it are kept."""
        self.unfold_between(fold.head, fold.head)

    def unfold_between(self, first: int, last: int) -> None:
        """Show the lines of the folds whose heads are visible between two lines."""
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
        """Unfold every fold that hides a line."""
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
