"""A run over rows of data with a ledger: no row is sent twice, whatever ends the run.

open ── a row's turn ── line on the disk ── send ── line with its end ── … ── finish
└─ RUN_UNDER_WAY, RUN_UNFINISHED, RUN_CHANGED, NOTHING_TO_RESUME
"""

import asyncio
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from functools import partial

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.route import RouteStatus
from weda_tui.core.errors import (
    ErrorCode,
    FileError,
    GuardError,
    LimitError,
    NotReachableError,
    WedaError,
)
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import VariableLayer
from weda_tui.core.runs.ledger import (
    FinishedRun,
    Ledger,
    LedgerHead,
    LedgerPart,
    LedgerRow,
    RequestEnd,
    RowState,
    changed_parts,
    changed_row,
    put_line,
    row_end,
    row_hash,
)
from weda_tui.core.runs.results import EarlierEnd, RowOutcome, RunEntry, RunResult, Write
from weda_tui.core.runs.stops import RunStop
from weda_tui.core.text.shell import quote_word
from weda_tui.core.tokens.access_token import KINDS, find_fault
from weda_tui.session.runs.circuit_breaker import CircuitBreaker
from weda_tui.session.runs.data_file import check_names
from weda_tui.session.runs.rate_limit import RateLimit, rate_of
from weda_tui.session.runs.request_end import end_of
from weda_tui.session.runs.request_loader import RequestLoader, plain_path
from weda_tui.session.runs.runner import RequestRun, RowStage
from weda_tui.session.runs.sent_content import BulkJob, SentContent
from weda_tui.session.runs.undo import UndoPlanner
from weda_tui.session.session import Session
from weda_tui.store.runs.ledgers import LedgerFile, StoredLedger


class LedgerChoice(StrEnum):
    """What a run does if an earlier run over the same rows was not finished."""

    ASK = "ask"
    """Send nothing and raise an error that says so."""
    RESUME = "resume"
    """Send the rows that were not sent."""
    RESTART = "restart"
    """Discard the earlier run, and send every row."""


class BulkRun:
    """One run over rows. Call ``open``, inspect it, let it ``go``, and ``close`` it."""

    def __init__(
        self,
        session: Session,
        loader: RequestLoader,
        job: BulkJob,
        *,
        on_start: Callable[[RunResult], None] = lambda _: None,
        on_result: Callable[[RunResult], None] = lambda _: None,
    ) -> None:
        self._session, self._loader, self.job = session, loader, job
        self._on_start, self._on_result = on_start, on_result
        self._file = LedgerFile(session.paths.runs, _name_of(job))
        self.ledger: Ledger | None = None
        """The known state of each row; ``None`` before there is a ledger."""
        self.finished: FinishedRun | None = None
        """The last finished run with the same rows, requests and target, if there is one."""
        self.rows: tuple[int, ...] = ()
        """The rows that this run sends."""
        self._lines: dict[int, LedgerRow] = {}
        self._ends: dict[int, dict[str, RequestEnd | None]] = {}
        """How each request of a row in progress ended, by path; ``None`` for a blocked request."""
        self._limit = RateLimit(job.rate, session.clock.monotonic)
        self._turn = asyncio.Lock()
        self._problem: WedaError | None = None
        self._breaker = CircuitBreaker(session, self)
        self.ended = 0
        """The number of rows of this run that have ended."""
        self._content = SentContent(session, loader, job)
        self.undo = UndoPlanner(session, loader, job.options.where, on_refused=self._breaker.check)
        self._run = RequestRun(session, loader, (), job.options)

    # -- before it goes ----------------------------------------------------------------------

    def open(self, choice: LedgerChoice) -> None:
        """Lock the ledger, and find the rows to send. Reads files: for a thread.

        Raises ``GuardError``: ``RUN_UNDER_WAY``, ``RUN_UNFINISHED``, ``RUN_UNFINISHED_ELSEWHERE``,
        ``RUN_FINISHED``, ``RUN_REPEATS``, ``RUN_CHANGED``. Raises ``FileError``:
        ``ALREADY_FINISHED`` (``finished`` has the ledger), ``NOTHING_TO_RESUME``,
        ``FILE_UNREADABLE``, or for a missing dependency.
        """
        if not self._file.lock():
            raise GuardError(ErrorCode.RUN_UNDER_WAY)
        known = self._file.load() if choice is not LedgerChoice.RESTART else None
        if known is not None and choice is LedgerChoice.ASK:
            raise unfinished(known)
        if known is not None:
            self._check_same(known)
            self._check_later(known)
            self.ledger = self._ledger_of(known.head, known.rows)
        else:
            self._check_anew(choice)
        self.rows = tuple(range(1, len(self.job.rows) + 1))
        if self.ledger is not None:  # refused rows are sent last: they must not stop others
            refused = self.ledger.refused_rows
            left = self.ledger.of_state(RowState.NOT_SENT)
            self.rows = tuple(sorted(left, key=refused.__contains__))
        self._run = RequestRun(
            self._session,
            self._loader,
            tuple(self._entries()),
            msgspec.structs.replace(
                self.job.options, before_send=self._before_send, before_repeat=self._before_repeat
            ),
            on_start=self._on_start,
            on_result=self._note,
        )

    def _check_anew(self, choice: LedgerChoice) -> None:
        """Raise if this run would repeat what another run has sent, or has nothing to resume."""
        self.finished = finished = self._find_finished()
        if choice is LedgerChoice.RESUME and finished is not None:
            done = finished.count.done
            raise FileError(ErrorCode.ALREADY_FINISHED, at=finished.at, done=done)
        self._check_others(choice)
        if choice is LedgerChoice.RESUME:
            raise FileError(ErrorCode.NOTHING_TO_RESUME)
        if choice is LedgerChoice.ASK and finished is not None and finished.ledger.head.is_write:
            raise GuardError(ErrorCode.RUN_FINISHED, at=finished.at, done=finished.count.done)
        if choice is LedgerChoice.ASK and finished is None:
            self._check_repeated()

    def _check_repeated(self) -> None:
        """Raise if a finished run of this name wrote some of these rows.

        Other rows of that run, or its requests, may differ from those of this run.
        """
        for done in _newest_first(self._file.find_finished()):
            head = done.head
            with suppress(FileError):
                is_same = self._content.is_at(head) and LedgerPart.VALUES not in self._changed(head)
                if not (head.is_write and is_same) or (ledger := done.load()) is None:
                    continue
                if rows := ledger.repeated(self.job.rows):
                    raise GuardError(ErrorCode.RUN_REPEATS, at=done.at, rows=rows)

    def _changed(self, head: LedgerHead) -> Sequence[LedgerPart]:
        """Return the parts that differ from another run, except the target; see ``is_at``."""
        changed = changed_parts(head.parts, self._content.parts(head.key))
        return [part for part in changed if part is not LedgerPart.TARGET]

    def _check_later(self, known: Ledger) -> None:
        """Raise if a run of another name has written, since then, rows that this run would send."""
        for other in self._find_others(finished=True):
            with suppress(FileError):
                if other.at > self._file.at and (ledger := other.load()) is not None:
                    done = ledger.count.done
                    raise GuardError(ErrorCode.RUN_FINISHED, at=other.at, done=done)
        for other in self._find_others(finished=False):
            with suppress(FileError):
                if self._file.is_locked(other):
                    raise GuardError(ErrorCode.RUN_UNDER_WAY)
                if other.at < self._file.at or (ledger := other.load()) is None:
                    continue
                if known.would_repeat(ledger):
                    raise unfinished(ledger, of_another=True)

    def _find_finished(self) -> FinishedRun | None:
        """Return the last finished run that sent the same; a damaged ledger is ignored."""
        with suppress(FileError):
            for each in _newest_first(self._file.find_finished()):
                is_same = not self._changed(each.head) and self._content.is_at(each.head)
                if is_same and (ledger := each.load()) is not None:
                    return FinishedRun(ledger, each.at)
        with suppress(FileError):
            for each in _newest_first(self._find_others(finished=True)):
                if (ledger := each.load()) is not None:
                    return FinishedRun(ledger, each.at)
        return None

    def _find_others(self, *, finished: bool) -> Iterator[StoredLedger]:
        """Yield the ledgers of other names whose runs wrote what this run would write again."""
        for other in self._file.find_others(finished=finished):
            if self._content.repeats(other.head, exactly=finished):
                yield other

    def _check_others(self, choice: LedgerChoice) -> None:
        """Raise ``GuardError`` if an unfinished run of another name has sent the same rows.

        With ``RESTART`` they are sent again, unless the other run is in progress.
        """
        others = [*self._find_others(finished=False)]
        for other in others:
            with suppress(FileError):
                if self._file.is_locked(other):
                    raise GuardError(ErrorCode.RUN_UNDER_WAY)
        for other in others if choice is not LedgerChoice.RESTART else ():
            with suppress(FileError):
                if (ledger := other.load()) is not None:
                    raise unfinished(ledger, of_another=True)

    def _ledger_of(self, head: LedgerHead, rows: Mapping[int, LedgerRow]) -> Ledger:
        """Return a ledger whose rows are updated as lines are written."""
        self._lines = dict(rows)
        return Ledger(head, self._lines)

    def _entries(self) -> Iterator[RunEntry]:
        rows, once = self.job.rows, self.job.once
        return (RunEntry(each, row, rows[row - 1]) for row in self.rows for each in once)

    def _check_same(self, known: Ledger) -> None:
        """Raise ``GuardError`` (``RUN_CHANGED``) if a ledger is of a run with other contents."""
        changed = changed_parts(known.head.parts, self._content.parts(known.head.key))
        if not changed:
            return
        row = changed_row(known, self.job.rows) if LedgerPart.DATA in changed else None
        named = {part: part.value for part in changed}
        if row is not None:
            named[LedgerPart.DATA] += f":{row}"
        raise GuardError(ErrorCode.RUN_CHANGED, parts=" ".join(named.values()))

    def drafts(self, row: int) -> Iterator[tuple[SavedRequest, RequestDraft]]:
        """Yield the requests of a row as far as they are known now; see ``RequestRun.drafts``."""
        entries = [RunEntry(each, row, self.job.rows[row - 1]) for each in self.job.once]
        run = RequestRun(self._session, self._loader, entries, self.job.options)
        return iter({saved.path: (saved, draft) for saved, draft in run.drafts()}.values())

    @property
    def requests(self) -> tuple[SavedRequest, ...]:
        """The requests and dependencies of each row. Raises ``FileError`` as ``check`` does."""
        return self._content.requests

    def check(self) -> None:
        """Raise ``FileError`` for anything that keeps every row from being sent.

        That is a missing or circular dependency, or a name for which no row has a value. Reads
        files: for a thread.
        """
        self._run.check()
        job = self.job
        check_names(
            self._session,
            self._loader,
            self.requests,
            job.options.where,
            job.rows,
            job.options.given,
        )

    async def route(self) -> RouteStatus:
        """Return the route, and what would be sent over it; see ``RequestRun.route``."""
        return await self._run.route()

    async def kinds(self) -> tuple[TokenKind, ...]:
        """Return the kinds of token that the run needs; see ``RequestRun.kinds``."""
        return await self._run.kinds()

    async def writes(self) -> tuple[Write, ...]:
        """Return the calls that change something; see ``RequestRun.writes``."""
        return await self._run.writes()

    # -- while it goes -----------------------------------------------------------------------

    async def go(self) -> tuple[RunResult, ...]:
        """Send the remaining rows, and return ``results``; cancel the task to stop at once.

        The state of a row that was being sent is then unknown. Raises ``WedaError`` before the
        first row if a token cannot be fetched, ``FileError`` if a line of the ledger could not be
        written.
        """
        if self.rows:
            await self._get_tokens()
        changing = () if self.ledger is not None else await self._run.changing()
        self.ledger = await asyncio.to_thread(self._begin, changing)
        rate = rate_of(self.job.rate, is_write=self.ledger.head.is_write)
        self._limit = RateLimit(rate, self._session.clock.monotonic)
        try:
            await self._run.go()
        finally:
            self._end_open_rows()
        if self._problem is not None:
            raise self._problem
        if self.ledger.is_finished:
            await asyncio.to_thread(self._file.finish)
        return self.results

    async def _get_tokens(self) -> None:
        """Fetch the tokens that the rows need.

        Raises ``WedaError`` if there is no token, because no row can be sent. A failed connection
        or a rate limit is ignored, because it may pass.
        """
        environment = self.job.options.where.environment
        try:
            for kind in await self._run.kinds():
                if (lack := find_fault(environment, kind)) is not None:
                    raise lack
                if kind in KINDS:
                    await self._session.tokens.get(environment, kind)
        except (NotReachableError, LimitError):
            return
        except WedaError as error:
            raise error.masked(self._session.tokens.masker()) from error

    def stop(self) -> None:
        """Start no further row; ``go`` returns when the rows in progress have ended."""
        self._run.stop()

    def drop(self, row: int | None) -> None:
        """Send nothing more of a row."""
        self._run.drop(row)

    @property
    def stopped(self) -> RunStop | None:
        """Why the run stopped by itself; ``None`` if it did not."""
        return self._breaker.stopped

    @property
    def results(self) -> tuple[RunResult, ...]:
        """The results of the requests so far, then those of rows sent before it was resumed.

        See ``RequestRun.results``.
        """
        results = self._run.results
        return (*results, *self._earlier(len(results)))

    def _earlier(self, index: int) -> Iterator[RunResult]:
        """Yield the results of rows sent before the run was resumed, except the successful ones.

        So all results are good exactly if each row of the ledger succeeded.
        """
        ledger, first = self.ledger, self.job.once[0]
        if ledger is None:
            return
        for row in sorted({*range(1, ledger.head.rows + 1)}.difference(self.rows)):
            if (outcome := ledger.outcome(row)) is not RowOutcome.SUCCESS:
                yield RunResult(
                    order=(index, row), path=first.path, title=first.title, row=row,
                    earlier=EarlierEnd(outcome, ledger.rows[row].code),
                )  # fmt: skip

    def close(self) -> None:
        """Release the ledger."""
        self._file.close()

    def _begin(self, changing: Sequence[str]) -> Ledger:
        if self.ledger is not None:
            self._file.go_on()
            return self.ledger
        key = os.urandom(32).hex()
        head = LedgerHead(
            key=key, parts=self._content.parts(key), rows=len(self.job.rows),
            is_write=bool(changing), origin=self._content.origin(key, changing),
        )  # fmt: skip
        self._file.begin(head)
        return self._ledger_of(head, {})

    async def _before_send(
        self, result: RunResult, saved: SavedRequest, layers: tuple[VariableLayer, ...]
    ) -> None:
        """Wait for a request's turn; write the line of its row to the disk before it is sent."""
        row = result.row or 0
        wait = partial(self._wait_for_turn, row)
        is_known = self.job.plans_undo and await self.undo.look(row, saved, layers, wait)
        if not await wait():
            return
        async with self._turn:
            stage = self._run.stage(row)
            if stage is RowStage.WAITING or (is_known and stage is RowStage.ANNOUNCED):
                await self._announce(row)

    async def _wait_for_turn(self, row: int) -> bool:
        """Wait until the rate allows the next request; return whether its row has not ended."""
        return await self._limit.wait(lambda: self._run.stage(row) is not RowStage.ENDED)

    async def _before_repeat(self) -> None:
        """Wait until the rate allows a poll to send its request again."""
        await self._limit.wait()

    async def _announce(self, row: int) -> None:
        """Write the line of a row to the disk. On ``FileError``, start no further row and raise it.

        If the run is cancelled while a line is being written, wait for the line, because the line
        with the row's end has to follow it.
        """
        line = self._line(row)
        self._ends.setdefault(row, {})
        writing = asyncio.create_task(asyncio.to_thread(self._file.append, line, durable=True))
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:
            await asyncio.wait((writing,))
            raise
        except WedaError as error:
            self._problem = error
            self.stop()
            raise
        put_line(self._lines, line)

    def _line(self, row: int) -> LedgerRow:
        """Return the line of a row in progress."""
        return LedgerRow(
            row=row, hash=self._hash(row), state=RowState.SENDING, undo=self.undo.steps(row)
        )

    def _hash(self, row: int) -> str:
        key = self.ledger.head.key if self.ledger is not None else ""
        return row_hash(key, self.job.rows[row - 1])

    def _note(self, result: RunResult) -> None:
        """Record how a request ended, and the end of its row once all its requests have ended."""
        row = result.row or 0
        ends = self._ends.setdefault(row, {})
        ends[result.path] = end = None if result.blocked_by else end_of(self._session, result)
        is_new = end is not None and self.undo.settle(row, result, end)
        self._breaker.note(result)
        if self._is_whole(ends):
            line = self._end_row(row)
            is_last = self.ended == len(self.rows)
            self._breaker.note_row(line, filter(None, ends.values()), is_last=is_last)
        elif is_new:
            self._add(self._line(row))
        self._on_result(result)

    def _end_row(self, row: int) -> LedgerRow:
        ends = self._ends.pop(row)
        self.ended += 1
        line = row_end(
            row, self._hash(row),
            [end for end in ends.values() if end is not None],
            is_whole=self._is_whole(ends),
        )  # fmt: skip
        steps = tuple(step for step in self.undo.steps(row) if step.path in ends)
        self._add(msgspec.structs.replace(line, undo=steps))
        return line

    def _is_whole(self, ends: Mapping[str, RequestEnd | None]) -> bool:
        """Return whether every request of a row has ended."""
        return all(each.path in ends for each in self.job.once)

    def _end_open_rows(self) -> None:
        """End the rows that the run did not complete, except those with a request in progress."""
        lost = {result.row for result in self._run.results if result.is_stopped}
        for row in [row for row in self._ends if row not in lost]:
            self._end_row(row)

    def _add(self, line: LedgerRow) -> None:
        put_line(self._lines, line)
        try:
            self._file.append(line, durable=False)
        except WedaError as error:
            self._problem = error
            self.stop()


def unfinished(ledger: Ledger, *, of_another: bool = False) -> GuardError:
    """Return why a run does not start anew; ``of_another`` if the ledger has another name."""
    count, origin = ledger.count, ledger.head.origin
    numbers = {"done": count.done, "unknown": count.unknown, "left": count.left}
    if not of_another or origin is None:
        return GuardError(ErrorCode.RUN_UNFINISHED, **numbers)
    run = ("run", *origin.paths, "--data", origin.file)
    place = ("--env", origin.environment, "--env-type", origin.env_type)
    said, command = (
        " ".join(map(quote_word, each)) for each in (run, ("weda-tui", *run, "--resume", *place))
    )
    return GuardError(ErrorCode.RUN_UNFINISHED_ELSEWHERE, run=said, command=command, **numbers)


def _newest_first(ledgers: Iterable[StoredLedger]) -> Sequence[StoredLedger]:
    return sorted(ledgers, key=lambda each: -each.at)


def _name_of(job: BulkJob) -> str:
    """Return the name of a run's ledger, made from the paths as asked for, not from their contents.

    So a folder keeps its ledger when a request is added to it or removed from it.
    """
    where = job.options.where
    named = (
        list(dict.fromkeys(map(plain_path, job.paths))),
        job.file,
        where.environment.name,
        where.env_type,
    )
    text = repr(named).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:32]
