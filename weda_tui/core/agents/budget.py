"""How many calls agents may make in a minute."""

from collections import deque

CALLS_A_MINUTE = 60
"""Unless the settings of this machine say otherwise."""
WINDOW = 60.0
"""Seconds in which calls are counted."""


class CallBudget:
    """The calls of the last minute; times are those of a clock that never jumps."""

    def __init__(self, most: int) -> None:
        self.most = max(1, most)
        self._spent: deque[float] = deque(maxlen=self.most)

    def spend(self, now: float) -> float:
        """Count a call and return 0; return the seconds to wait where there is none left."""
        if len(self._spent) == self.most and (rest := self._spent[0] + WINDOW - now) > 0:
            return rest
        self._spent.append(now)
        return 0.0
