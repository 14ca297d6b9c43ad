"""How fast bytes move of late, and how long the rest takes."""

from collections import deque

WINDOW = 5.0
"""Seconds over which the rate is taken: short enough to follow, long enough to be read."""


class TransferRate:
    """Fed with how many bytes are done when; times are seconds of one clock, never going back."""

    def __init__(self, now: float) -> None:
        self._marks: deque[tuple[float, int]] = deque([(now, 0)])

    def note(self, now: float, done: int) -> None:
        """Remember that ``done`` bytes are done by ``now``."""
        self._marks.append((now, done))
        while len(self._marks) > 2 and self._marks[1][0] <= now - WINDOW:
            self._marks.popleft()

    @property
    def rate(self) -> float:
        """Bytes a second within the window; 0 before anything moved."""
        (start, first), (end, last) = self._marks[0], self._marks[-1]
        return (last - first) / (end - start) if end > start else 0.0

    def left(self, total: int | None) -> float | None:
        """Return the seconds until ``total`` bytes are done; ``None`` while nobody can say."""
        rate, done = self.rate, self._marks[-1][1]
        if total is None or rate <= 0:
            return None
        return max(0, total - done) / rate
