"""The current transfer rate, and the remaining time."""

from collections import deque

WINDOW = 5.0
"""Seconds over which the rate is averaged: short enough to follow, long enough to be read."""


class TransferRate:
    """Computes the rate from the bytes done so far; times are seconds of one monotonic clock."""

    def __init__(self, now: float) -> None:
        self._marks: deque[tuple[float, int]] = deque([(now, 0)])

    def note(self, now: float, done: int) -> None:
        """Record that ``done`` bytes are done at ``now``."""
        self._marks.append((now, done))
        while len(self._marks) > 2 and self._marks[1][0] <= now - WINDOW:
            self._marks.popleft()

    @property
    def rate(self) -> float:
        """Bytes a second within the window; 0 before anything was transferred."""
        (start, first), (end, last) = self._marks[0], self._marks[-1]
        return (last - first) / (end - start) if end > start else 0.0

    def left(self, total: int | None) -> float | None:
        """Return the seconds until ``total`` bytes are done; ``None`` if unknown."""
        rate, done = self.rate, self._marks[-1][1]
        if total is None or rate <= 0:
            return None
        return max(0, total - done) / rate
