"""What a run has that goes on while one explores: over rows, in rounds, or as load."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.runs.choices import RunWay
from weda_tui.core.runs.results import Consent, Row, RunResult, Write
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.paint import Line


class WorkQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What is about to be sent, and what is asked before it is."""

    decision: GuardDecision = GuardDecision.SEND
    writes: tuple[Write, ...] = ()
    """Those that are asked about, or that are not sent."""
    rows: tuple[Row, ...] = ()
    question: str = ""
    said: tuple[str, ...] = ()
    """What there is to know, a line each."""
    needs_writes: bool = False
    """Whether nothing is sent until the writes are chosen to be sent, too."""
    begins: bool = False
    """Whether it begins where nothing is asked, without another key."""

    @property
    def is_refused(self) -> bool:
        """Whether something among it is never sent to a read-only place."""
        return any(write.decision is GuardDecision.REFUSE for write in self.writes)


class LongWork(Protocol):
    """A run that goes on while one explores."""

    way: RunWay
    path: str
    where: Target
    is_stopping: bool
    """Whether it begins nothing more and ends by itself."""

    async def prepare(self) -> WorkQuestion:
        """Look at what would be sent; sends none of it. Raises ``WedaError``."""
        ...

    async def go(self, consent: Consent) -> None:
        """Send until it is over; being cancelled stops at once. Raises ``WedaError``."""

    async def finish(self) -> None:
        """Write the files that were chosen, whatever ended it. Raises ``WedaError``."""

    def stop(self) -> bool:
        """Begin nothing more, and return whether ``go`` ends by itself; else it is cancelled."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""

    @property
    def can_resume(self) -> bool:
        """Whether it was stopped before it had sent all, and can go on with the rest."""
        ...

    @property
    def is_ok(self) -> bool:
        """Whether all is well so far."""
        ...

    def status(self, strings: Strings) -> str:
        """Return how far it is, in a few words."""
        ...

    def outcome(self, strings: Strings) -> str:
        """Return what it came to, on one line."""
        ...

    def row_count(self) -> int:
        """Return how many rows there are to look at."""
        ...

    def row(self, index: int, strings: Strings, width: int) -> Line:
        """Return one of them."""
        ...

    def result(self, index: int) -> RunResult | None:
        """Return the result whose response a row can open."""

    def progress(self, strings: Strings, width: int) -> Sequence[Line]:
        """Return what is said while it goes."""
        ...

    def summary(self, strings: Strings, width: int, index: int) -> Sequence[Line]:
        """Return what it came to, and what there is to say to a row."""
        ...
