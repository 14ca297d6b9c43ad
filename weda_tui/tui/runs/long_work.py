"""The interface of the work of a long run: over rows, in rounds, or as a load test."""

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
    """What is about to be sent, and the question before the start."""

    decision: GuardDecision = GuardDecision.SEND
    writes: tuple[Write, ...] = ()
    """The writes that the question is about, or that will not be sent."""
    rows: tuple[Row, ...] = ()
    question: str = ""
    said: tuple[str, ...] = ()
    """What the user should know, one line each."""
    needs_writes: bool = False
    """Whether nothing is sent until the user allows the writes in the settings."""
    begins: bool = False
    """Whether the run starts without another key press if there is no question."""

    @property
    def is_refused(self) -> bool:
        """Whether a write is refused because its target is read-only."""
        return any(write.decision is GuardDecision.REFUSE for write in self.writes)


class LongWork(Protocol):
    """The work of a run that continues without its dialog."""

    way: RunWay
    path: str
    where: Target
    is_stopping: bool
    """Whether the run starts nothing more and will end."""

    async def prepare(self) -> WorkQuestion:
        """Plan what would be sent, without sending it. Raises ``WedaError``."""
        ...

    async def go(self, consent: Consent) -> None:
        """Send until the run is over; cancellation stops it at once. Raises ``WedaError``."""

    async def finish(self) -> None:
        """Write the chosen files, however the run ended. Raises ``WedaError``."""

    def stop(self) -> bool:
        """Start nothing more. Return whether ``go`` ends by itself; else the caller cancels it."""
        ...

    def close(self) -> None:
        """Release the resources of the run."""

    @property
    def can_resume(self) -> bool:
        """Whether the run was stopped before all rows were sent, and can be resumed."""
        ...

    @property
    def is_ok(self) -> bool:
        """Whether the run is a success so far."""
        ...

    def status(self, strings: Strings) -> str:
        """Return the progress in a few words."""
        ...

    def outcome(self, strings: Strings) -> str:
        """Return the result on one line."""
        ...

    def row_count(self) -> int:
        """Return the number of rows to show."""
        ...

    def row(self, index: int, strings: Strings, width: int) -> Line:
        """Return a row."""
        ...

    def result(self, index: int) -> RunResult | None:
        """Return the result whose response a row can open; ``None`` for none."""

    def progress(self, strings: Strings, width: int) -> Sequence[Line]:
        """Return the text while the run is running."""
        ...

    def summary(self, strings: Strings, width: int, index: int) -> Sequence[Line]:
        """Return the result of the run, and the details of a row."""
        ...
