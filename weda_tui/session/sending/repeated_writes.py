"""Detects that the same write is sent a second time."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import Delivery
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Answered, Failed

if TYPE_CHECKING:  # loaded for the first write that fails
    from weda_tui.core.doctor.error_book import ErrorBook

REPEAT_WINDOW = 10.0
"""Seconds within which the same write is asked about again, under every guard."""


class RecentWrites:
    """The writes sent recently, identified by their contents; reads are not recorded."""

    def __init__(self, clock: Clock, pages: "Callable[[], ErrorBook]") -> None:
        self._clock, self._pages = clock, pages
        self._left_at: dict[str, float] = {}

    def note(
        self, draft: RequestDraft, where: Target, effect: Effect
    ) -> Callable[[Answered | Failed], None]:
        """Record a write that is being sent.

        Return a function to be called with the result: it drops the record if nothing was executed.
        """
        if effect is Effect.READ:
            return lambda _: None
        fingerprint, now = _fingerprint(draft, where), self._clock.monotonic()
        of_late = {w: at for w, at in self._left_at.items() if now - at < REPEAT_WINDOW}
        before = of_late.get(fingerprint, -REPEAT_WINDOW)
        self._left_at = {**of_late, fingerprint: now}

        def settle(result: Answered | Failed) -> None:
            if self._left_at.get(fingerprint) == now and self._did_nothing(result):
                self._left_at[fingerprint] = before

        return settle

    def repeated_after(self, draft: RequestDraft, where: Target, effect: Effect) -> float | None:
        """Return the seconds since the same write was sent, ``None`` if it was not recently."""
        if effect is Effect.READ or not self._left_at:
            return None
        left_at = self._left_at.get(_fingerprint(draft, where))
        age = self._clock.monotonic() - left_at if left_at is not None else REPEAT_WINDOW
        return age if age < REPEAT_WINDOW else None

    def _did_nothing(self, result: Answered | Failed) -> bool:
        if isinstance(result, Failed):
            return result.delivery is Delivery.NOT_SENT
        from weda_tui.core.doctor.causes import Executed
        from weda_tui.core.doctor.diagnosis import what_was_executed

        verdict = result.exchange.verdict
        if verdict.ok:
            return False
        page = self._pages().find(verdict.code)
        return what_was_executed(result.exchange, page, Effect.WRITE) is Executed.NO


def _fingerprint(draft: RequestDraft, where: Target) -> str:
    import hashlib

    parts = (where.environment.host, where.env_type, draft.method, draft.url, draft.body)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
