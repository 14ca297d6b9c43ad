"""Rows as they were drawn, so that a frame draws no more than it has time for."""

import time
from collections.abc import Callable

from textual.strip import Strip

Look = tuple[int, str]
"""The cells of a row, and the theme in which it is drawn."""
FRAME_SHARE = 0.006
"""Seconds of a frame in which rows are drawn; an ordinary page takes half of them."""
_MOST = 500
"""Rows that are kept."""


class KeptRows:
    """Draws rows when first asked for; what a frame has no time for is ``owed`` to the next.

    Each frame draws one row at least, however long that takes.
    """

    def __init__(self) -> None:
        self.owed: set[int] = set()
        self._strips: dict[int, Strip] = {}
        self._before: dict[int, Strip] = {}
        self._look: Look = (0, "")
        self._until = 0.0
        self._has_drawn = False

    def begin_frame(self) -> None:
        """Give this frame its time."""
        self._until, self._has_drawn = time.perf_counter() + FRAME_SHARE, False
        if len(self._strips) + len(self._before) > _MOST:
            self.forget()

    def strip(self, index: int, look: Look, draw: Callable[[int, Look], Strip]) -> Strip | None:
        """Return row ``index``: as drawn, else drawn now, else as it was before it changed.

        None where there is no time for it and it was never drawn.
        """
        if look != self._look:
            self.forget()
            self._look = look
        strip = self._strips.get(index)
        if strip is not None:
            return strip
        if self._has_drawn and time.perf_counter() >= self._until:
            self.owed.add(index)
            return self._before.get(index)
        strip = self._strips[index] = draw(index, look)
        self._before.pop(index, None)
        self._has_drawn = True
        return strip

    def change(self, *rows: int) -> None:
        """Draw these rows anew, without any every row; until its turn comes, each is as it was."""
        for row in rows or list(self._strips):
            if (strip := self._strips.pop(row, None)) is not None:
                self._before[row] = strip

    def forget(self) -> None:
        """Draw every row anew; none may be shown as it was."""
        self._before.clear()
        self._strips.clear()

    def take_owed(self) -> set[int]:
        """Return the rows to draw in another frame, and owe none any more."""
        owed, self.owed = self.owed, set()
        return owed
