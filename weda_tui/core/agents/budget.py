"""A limit on the calls that agents may make in a minute."""

from collections import deque

CALLS_A_MINUTE = 60
"""The default limit, unless the settings of this machine say otherwise."""
WINDOW = 60.0
"""The time window, in seconds, in which calls are counted."""


class CallBudget:
    """The calls of the last minute; times are those of a clock that never jumps."""

    def __init__(self, most: int) -> None:
        self.most = max(1, most)
        self._spent: deque[float] = deque(maxlen=self.most)

    def spend(self, now: float, calls: int = 1) -> float:
        """Count calls and return 0; if too few are available, return the seconds to wait.

        More calls than the limit of a minute need the whole limit.
        """
        calls = min(calls, self.most)
        in_the_way = len(self._spent) + calls - self.most
        if in_the_way > 0 and (rest := self._spent[in_the_way - 1] + WINDOW - now) > 0:
            return rest
        self._spent.extend([now] * calls)
        return 0.0
