"""Stops a run by itself where what comes next would go the same way."""

from collections.abc import Iterable
from typing import Protocol

from weda_tui.core.answers.intermediaries import is_said_to_all
from weda_tui.core.errors import TokenError
from weda_tui.core.runs.ledger import LedgerRow, RequestEnd, RowState
from weda_tui.core.runs.results import RunResult
from weda_tui.core.runs.stops import MOST_UNANSWERED, RunStop, StopReason
from weda_tui.core.sending.exchange import Exchange
from weda_tui.session.runs.request_end import is_too_many
from weda_tui.session.session import Session


class StoppableRun(Protocol):
    """A run as far as it can be stopped."""

    def stop(self) -> None:
        """Let no further row begin; what was begun is sent to its end."""

    def drop(self, row: int | None) -> None:
        """Let nothing more of a row leave."""


class CircuitBreaker:
    """Looks at what the requests and the rows of one run came to."""

    def __init__(self, session: Session, run: StoppableRun) -> None:
        self._session, self._run = session, run
        self._unanswered_rows = 0
        """Rows that left, or could not, without an answer of WeDa since the last that had one."""
        self.stopped: RunStop | None = None
        """Why it stopped the run, where it did."""

    def note(self, result: RunResult) -> None:
        """Look at how a request ended."""
        if result.exchange is not None and not result.ok:
            self.check(result.row, result.exchange)
        if isinstance(result.error, TokenError):  # the next row would get none either
            self._run.stop()

    def check(self, row: int | None, exchange: Exchange) -> None:
        """Let nothing more of a row leave, and no other, after what the next would get, too."""
        if is_too_many(self._session, exchange):
            reason = StopReason.RATE
        elif is_said_to_all(exchange.verdict, exchange.response.status):
            reason = StopReason.IN_FRONT
        else:
            return
        self._stop(reason, self._session.tokens.masker().text(exchange.verdict.code))
        self._run.drop(row)

    def note_row(self, line: LedgerRow, ends: Iterable[RequestEnd], *, is_last: bool) -> None:
        """Let no further row begin after too many in a row that WeDa did not answer."""
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
    """Return what a row without an answer says of the next; ``None`` for nothing."""
    if line.state is RowState.UNKNOWN:
        return StopReason.UNKNOWN
    if any(end.is_in_front for end in ends):
        return StopReason.IN_FRONT
    return StopReason.UNREACHABLE if any(end.is_unreachable for end in ends) else None
