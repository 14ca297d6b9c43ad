"""Keeps requests under a rate."""

import asyncio
from collections.abc import Callable


class RateLimit:
    """Lets one request through at a time, as far apart as the rate says."""

    def __init__(self, rate: float | None, now: Callable[[], float]) -> None:
        """``rate`` is in requests a second; ``None`` lets all through at once."""
        self._gap = 1 / rate if rate else 0.0
        self._now, self._next = now, now()

    async def wait(self) -> None:
        """Return when the next request may leave."""
        if not self._gap:
            return
        at = max(self._next, self._now())
        self._next = at + self._gap
        await asyncio.sleep(max(0.0, at - self._now()))
