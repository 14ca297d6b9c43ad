"""What a search has found, and which of it is selected."""

import bisect
from array import array

from weda_tui.core.bodies.search import MOST_HITS, Matcher


class Hits:
    """Offsets in order. The search adds to them while they are shown."""

    def __init__(self, matcher: Matcher | None = None) -> None:
        self.matcher = matcher
        self.offsets = array("Q")
        self.current = -1
        """The selected one, -1 before the first."""

    def __len__(self) -> int:
        return len(self.offsets)

    @property
    def is_all(self) -> bool:
        """Whether no more are looked for than these."""
        return len(self.offsets) < MOST_HITS

    def choose_from(self, offset: int) -> None:
        """Take selected the first one at or behind an offset, else the first of all."""
        at = bisect.bisect_left(self.offsets, offset)
        self.current = (at if at < len(self.offsets) else 0) if self.offsets else -1

    def step(self, by: int) -> None:
        """Take the next or previous one selected, round the end."""
        if self.offsets:
            self.current = (self.current + by) % len(self.offsets)

    @property
    def offset(self) -> int:
        """The offset of the selected one, -1 without one."""
        return self.offsets[self.current] if 0 <= self.current < len(self.offsets) else -1

    def number_in(self, begin: int, end: int) -> int:
        """Return which of the ones between two offsets is the selected one, -1 for none."""
        if not begin <= self.offset < end:
            return -1
        return self.current - bisect.bisect_left(self.offsets, begin)

    def stand_in(self, begin: int, end: int) -> bool:
        """Return whether any stands between two offsets."""
        at = bisect.bisect_left(self.offsets, begin)
        return at < len(self.offsets) and self.offsets[at] < end
