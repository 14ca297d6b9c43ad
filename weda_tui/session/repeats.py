"""Notices the same write a second time."""

from weda_tui.core.clock import Clock
from weda_tui.core.endpoint import Effect
from weda_tui.core.environment import Where
from weda_tui.core.request import RequestDraft

REPEAT_WINDOW = 10.0
"""Seconds in which the same write asks again, under every guard."""


class LastWrite:
    """The write that left last, by what it says; reads do not count."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: tuple[str, float] | None = None

    def note(self, draft: RequestDraft, where: Where, effect: Effect) -> None:
        """Remember a call that leaves."""
        if effect is not Effect.READ:
            self._last = (_fingerprint(draft, where), self._clock.monotonic())

    def repeated_after(self, draft: RequestDraft, where: Where, effect: Effect) -> float | None:
        """Return how many seconds ago the same write left, ``None`` for not of late."""
        if effect is Effect.READ or self._last is None:
            return None
        fingerprint, at = self._last
        age = self._clock.monotonic() - at
        return age if age < REPEAT_WINDOW and fingerprint == _fingerprint(draft, where) else None


def _fingerprint(draft: RequestDraft, where: Where) -> str:
    import hashlib

    parts = (where.environment.host, where.env_type, draft.method, draft.url, draft.body)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
