"""Stops a run by itself if the next requests would fail for the same reason."""

from collections.abc import Iterable
from typing import Protocol

from weda_tui.core.answers.intermediaries import is_general
from weda_tui.core.errors import TokenError
from weda_tui.core.runs.ledger import LedgerRow, RequestEnd, RowState
from weda_tui.core.runs.results import RunResult
from weda_tui.core.runs.stops import MOST_UNANSWERED, RunStop, StopReason
from weda_tui.core.sending.exchange import Exchange
from weda_tui.session.runs.request_end import is_too_many
from weda_tui.session.session import Session


class StoppableRun(Protocol):
    """The part of a run that is needed to stop it."""

    def stop(self) -> None:
        """Start no further row; the rows in progress are sent to their end."""

    def drop(self, row: int | None) -> None:
        """Send nothing more of a row."""


class CircuitBreaker:
    """Watches the results of the requests and rows of one run."""

    def __init__(self, session: Session, run: StoppableRun) -> None:
        self._session, self._run = session, run
        self._unanswered_rows = 0
        """Rows without a response of WeDa since the last row that succeeded."""
        self.stopped: RunStop | None = None
        """Why it stopped the run; ``None`` if it did not."""

    def note(self, result: RunResult) -> None:
        """Check how a request ended."""
        if result.exchange is not None and not result.ok:
            self.check(result.row, result.exchange)
        if isinstance(result.error, TokenError):  # the next row would get none either
            self._run.stop()

    def check(self, row: int | None, exchange: Exchange) -> None:
        """Stop the run, and this row at once, if the next request would get the same response."""
        if is_too_many(self._session, exchange):
            reason = StopReason.RATE
        elif is_general(exchange.verdict, exchange.response.status):
            reason = StopReason.IN_FRONT
        else:
            return
        self._stop(reason, self._session.tokens.masker().text(exchange.verdict.code))
        self._run.drop(row)

    def note_row(self, line: LedgerRow, ends: Iterable[RequestEnd], *, is_last: bool) -> None:
        """Start no further row after too many rows without a response of WeDa."""
        if line.state is RowState.DONE:
            self._unanswered_rows = 0
            return
        reason = _reason_of(line, tuple(ends))
        if reason is None:
            return
        self._unanswered_rows += 1
        if self._unanswered_rows >= MOST_UNANSWERED and not is_last:
            self._stop(reason, line.code)

    def _stop(self, reason: StopReason, code: str) -> None:
        self.stopped = self.stopped or RunStop(reason, code)
        self._run.stop()


def _reason_of(line: LedgerRow, ends: tuple[RequestEnd, ...]) -> StopReason | None:
    """Return the reason why a row without a response predicts a failure of the next, if any."""
    if line.state is RowState.UNKNOWN:
        return StopReason.UNKNOWN
    if any(end.is_in_front for end in ends):
        return StopReason.IN_FRONT
    return StopReason.UNREACHABLE if any(end.is_unreachable for end in ends) else None
