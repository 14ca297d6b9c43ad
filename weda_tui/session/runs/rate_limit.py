"""Keeps requests under a rate."""

import asyncio
from collections.abc import Callable

from weda_tui.core.runs.choices import CAREFUL_RATE


class RateLimit:
    """Lets one request through at a time, at intervals given by the rate."""

    def __init__(self, rate: float | None, now: Callable[[], float]) -> None:
        """``rate`` is in requests a second; ``None`` sets no limit."""
        self._gap = 1 / rate if rate else 0.0
        self._now, self._next = now, now()
        self._turn = asyncio.Lock()

    async def wait(self, is_wanted: Callable[[], bool] = lambda: True) -> bool:
        """Wait until the next request may be sent; return whether it is still wanted then.

        A request that is no longer wanted uses no turn, and does not delay others.
        """
        if not self._gap:
            return is_wanted()
        async with self._turn:
            if not is_wanted():
                return False
            at = max(self._next, self._now())
            await asyncio.sleep(max(0.0, at - self._now()))
            if not is_wanted():
                return False
            self._next = at + self._gap
            return True


def rate_of(given: float | None, *, is_write: bool) -> float | None:
    """Return the requests a second of a run: the given rate, or a careful one if the run writes."""
    return given or (CAREFUL_RATE if is_write else None)
