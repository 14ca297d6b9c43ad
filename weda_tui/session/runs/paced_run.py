"""A run without a ledger that keeps to a rate and stops by itself as a run with a ledger does."""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.requests.variables import VariableLayer
from weda_tui.core.runs.ledger import RequestEnd, row_end
from weda_tui.core.runs.results import RunEntry, RunResult
from weda_tui.core.runs.stops import RunStop
from weda_tui.session.runs.circuit_breaker import CircuitBreaker
from weda_tui.session.runs.rate_limit import RateLimit, rate_of
from weda_tui.session.runs.request_end import end_of
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.runner import RequestRun, RowStage, RunOptions
from weda_tui.session.session import Session


class PacedRun:
    """One run of saved requests or of rows. A run that only reads does not stop by itself."""

    def __init__(
        self,
        session: Session,
        loader: RequestLoader,
        entries: Sequence[RunEntry],
        options: RunOptions,
        rate: float | None,
        *,
        is_write: bool,
    ) -> None:
        """``rate`` is in requests a second; ``None`` for the default of ``rate_of``."""
        self._session, self._is_write = session, is_write
        self._limit = RateLimit(rate_of(rate, is_write=is_write), session.clock.monotonic)
        paced = msgspec.structs.replace(
            options, before_send=self._before_send, before_repeat=self._before_repeat
        )
        self._run = RequestRun(session, loader, entries, paced, on_result=self._note)
        self._breaker = CircuitBreaker(session, self._run)
        self._left = {entry.row: 0 for entry in entries}
        """The number of requests of each row that have not ended."""
        for entry in entries:
            self._left[entry.row] += 1
        self._ends: defaultdict[int | None, list[RequestEnd]] = defaultdict(list)
        self._chosen = {entry.saved.path for entry in entries}

    @property
    def results(self) -> tuple[RunResult, ...]:
        """The results of all requests so far; see ``RequestRun.results``."""
        return self._run.results

    @property
    def stopped(self) -> RunStop | None:
        """Why the run stopped by itself; ``None`` if it did not."""
        return self._breaker.stopped

    async def go(self) -> tuple[RunResult, ...]:
        """Send everything, and return ``results``. Raises ``FileError`` as ``RequestRun`` does."""
        return await self._run.go()

    async def _before_send(
        self, result: RunResult, _saved: SavedRequest, _: tuple[VariableLayer, ...]
    ) -> None:
        row = result.row
        await self._limit.wait(lambda: self._run.stage(row) is not RowStage.ENDED)

    async def _before_repeat(self) -> None:
        await self._limit.wait()

    def _note(self, result: RunResult) -> None:
        if not self._is_write:
            return
        self._breaker.note(result)
        row = result.row
        if not result.blocked_by:
            self._ends[row].append(end_of(self._session, result))
        self._left[row] -= result.path in self._chosen
        if self._left[row] <= 0:
            ends = self._ends.pop(row, [])
            is_last = not any(self._left.values())
            self._breaker.note_row(
                row_end(row or 0, "", ends, is_whole=True), ends, is_last=is_last
            )
