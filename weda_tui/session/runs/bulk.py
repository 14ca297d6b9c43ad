"""A run over rows of data with a ledger: no row is sent twice, whatever ends the run.

open ── a row's turn ── line on the disk ── send ── line of its end ── … ── finish
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
from weda_tui.core.tokens.access_token import KINDS, find_lack
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
    """What a run does where one over the same rows was not finished."""

    ASK = "ask"
    """It sends nothing and says so."""
    RESUME = "resume"
    """It sends the rows that were not sent."""
    RESTART = "restart"
    """It forgets that one, and sends every row."""


class BulkRun:
    """One run over rows. ``open`` it, look at it, let it ``go``, and ``close`` it."""

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
        """What is known of each row by now; ``None`` before there is a ledger."""
        self.finished: FinishedRun | None = None
        """The last run of the same rows, requests and target, where it was finished."""
        self.rows: tuple[int, ...] = ()
        """The rows that it sends."""
        self._lines: dict[int, LedgerRow] = {}
        self._ends: dict[int, dict[str, RequestEnd | None]] = {}
        """Of the rows that are on their way: how each request ended; ``None`` was blocked."""
        self._limit = RateLimit(job.rate, session.clock.monotonic)
        self._turn = asyncio.Lock()
        self._problem: WedaError | None = None
        self._breaker = CircuitBreaker(session, self)
        self.ended = 0
        """Rows of this run that have ended."""
        self._content = SentContent(session, loader, job)
        self.undo = UndoPlanner(session, loader, job.options.where, on_refused=self._breaker.check)
        self._run = RequestRun(session, loader, (), job.options)

    # -- before it goes ----------------------------------------------------------------------

    def open(self, choice: LedgerChoice) -> None:
        """Have the ledger alone, and find the rows that are to be sent. Reads files: for a thread.

        Raises ``GuardError``: ``RUN_UNDER_WAY``, ``RUN_UNFINISHED``, ``RUN_UNFINISHED_ELSEWHERE``,
        ``RUN_FINISHED``, ``RUN_REPEATS``, ``RUN_CHANGED``. Raises ``FileError``:
        ``ALREADY_FINISHED`` (``finished`` has the ledger), ``NOTHING_TO_RESUME``,
        ``FILE_UNREADABLE``, or for a missing dependency.
        """
        if not self._file.hold():
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
        if self.ledger is not None:  # what was refused keeps no other row from being sent
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
        """Raise where this would send again what another run has sent, or has nothing to resume."""
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
        """Raise where a run of this name wrote some of the rows; others, or a request, changed."""
        for done in _newest_first(self._file.find_finished()):
            head = done.head
            with suppress(FileError):
                is_same = self._content.is_at(head) and LedgerPart.VALUES not in self._changed(head)
                if not (head.is_write and is_same) or (ledger := done.load()) is None:
                    continue
                if rows := ledger.repeated(self.job.rows):
                    raise GuardError(ErrorCode.RUN_REPEATS, at=done.at, rows=rows)

    def _changed(self, head: LedgerHead) -> Sequence[LedgerPart]:
        """Return what is not as in another run, the target aside: only its place counts there."""
        changed = changed_parts(head.parts, self._content.parts(head.key))
        return [part for part in changed if part is not LedgerPart.TARGET]

    def _check_later(self, known: Ledger) -> None:
        """Raise where a run of another name has since written rows that this one would send."""
        for other in self._find_others(finished=True):
            with suppress(FileError):
                if other.at > self._file.at and (ledger := other.load()) is not None:
                    done = ledger.count.done
                    raise GuardError(ErrorCode.RUN_FINISHED, at=other.at, done=done)
        for other in self._find_others(finished=False):
            with suppress(FileError):
                if self._file.is_held(other):
                    raise GuardError(ErrorCode.RUN_UNDER_WAY)
                if other.at < self._file.at or (ledger := other.load()) is None:
                    continue
                if known.would_repeat(ledger):
                    raise unfinished(ledger, of_another=True)

    def _find_finished(self) -> FinishedRun | None:
        """Return the last run that sent the same to its end; a ledger that is damaged is none."""
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
        """Yield the ledgers of another name whose run wrote what this one would write again."""
        for other in self._file.find_others(finished=finished):
            if self._content.repeats(other.head, exactly=finished):
                yield other

    def _check_others(self, choice: LedgerChoice) -> None:
        """Raise ``GuardError`` where an unfinished run of another name has sent the same rows.

        ``RESTART`` sends them again, unless that run is under way.
        """
        others = [*self._find_others(finished=False)]
        for other in others:
            with suppress(FileError):
                if self._file.is_held(other):
                    raise GuardError(ErrorCode.RUN_UNDER_WAY)
        for other in others if choice is not LedgerChoice.RESTART else ():
            with suppress(FileError):
                if (ledger := other.load()) is not None:
                    raise unfinished(ledger, of_another=True)

    def _ledger_of(self, head: LedgerHead, rows: Mapping[int, LedgerRow]) -> Ledger:
        """Return a ledger to whose rows lines are added as they are written."""
        self._lines = dict(rows)
        return Ledger(head, self._lines)

    def _entries(self) -> Iterator[RunEntry]:
        rows, once = self.job.rows, self.job.once
        return (RunEntry(each, row, rows[row - 1]) for row in self.rows for each in once)

    def _check_same(self, known: Ledger) -> None:
        """Raise ``GuardError`` (``RUN_CHANGED``) where a ledger is not of what this run sends."""
        changed = changed_parts(known.head.parts, self._content.parts(known.head.key))
        if not changed:
            return
        row = changed_row(known, self.job.rows) if LedgerPart.DATA in changed else None
        named = {part: part.value for part in changed}
        if row is not None:
            named[LedgerPart.DATA] += f":{row}"
        raise GuardError(ErrorCode.RUN_CHANGED, parts=" ".join(named.values()))

    def drafts(self, row: int) -> Iterator[tuple[SavedRequest, RequestDraft]]:
        """Yield what a row sends as far as that is known now; see ``RequestRun.drafts``."""
        entries = [RunEntry(each, row, self.job.rows[row - 1]) for each in self.job.once]
        run = RequestRun(self._session, self._loader, entries, self.job.options)
        return iter({saved.path: (saved, draft) for saved, draft in run.drafts()}.values())

    @property
    def requests(self) -> tuple[SavedRequest, ...]:
        """What each row sends, dependencies too. Raises ``FileError`` as ``check`` does."""
        return self._content.requests

    def check(self) -> None:
        """Raise ``FileError`` for what keeps every row from being sent.

        A dependency that is not there, or that goes in a circle; a name that no row has a value
        for. Reads files: for a thread.
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
        """Return the kinds of token that it sends; see ``RequestRun.kinds``."""
        return await self._run.kinds()

    async def writes(self) -> tuple[Write, ...]:
        """Return the calls that change something; see ``RequestRun.writes``."""
        return await self._run.writes()

    # -- while it goes -----------------------------------------------------------------------

    async def go(self) -> tuple[RunResult, ...]:
        """Send the rows that are left, and return ``results``; cancel the task to stop at once.

        A row that was not sent to its end is unknown then. Raises ``WedaError`` before the first
        row where there is no token for any, ``FileError`` where a line of the ledger could not be
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
        """Have the tokens that the rows take along.

        Raises ``WedaError`` where there is none: no row can be sent. A connection may come back.
        """
        environment = self.job.options.where.environment
        try:
            for kind in await self._run.kinds():
                if (lack := find_lack(environment, kind)) is not None:
                    raise lack
                if kind in KINDS:
                    await self._session.tokens.get(environment, kind)
        except (NotReachableError, LimitError):
            return
        except WedaError as error:
            raise error.masked(self._session.tokens.masker()) from error

    def stop(self) -> None:
        """Begin no further row; ``go`` returns when what is on its way has ended."""
        self._run.stop()

    def drop(self, row: int | None) -> None:
        """Let nothing more of a row leave."""
        self._run.drop(row)

    @property
    def stopped(self) -> RunStop | None:
        """Why it stopped by itself, where it did."""
        return self._breaker.stopped

    @property
    def results(self) -> tuple[RunResult, ...]:
        """What every request came to so far, then the rows that were sent before it was resumed.

        See ``RequestRun.results``.
        """
        results = self._run.results
        return (*results, *self._earlier(len(results)))

    def _earlier(self, index: int) -> Iterator[RunResult]:
        """Yield what the rows came to that were sent before, but for those that succeeded.

        With these, the results are good exactly where each row of the ledger succeeded.
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
        """Let go of the ledger."""
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
        """Wait for a request's turn; have the line of its row on the disk before it leaves."""
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
        """Return when the next request may leave by the rate; whether its row has not ended."""
        return await self._limit.wait(lambda: self._run.stage(row) is not RowStage.ENDED)

    async def _before_repeat(self) -> None:
        """Return when a poll may send its request again."""
        await self._limit.wait()

    async def _announce(self, row: int) -> None:
        """Have the line of a row on the disk. Raises ``FileError``, and begins no further row.

        A line that is being written when the run is cancelled is written: its end comes after it.
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
        """Return the line of a row that is on its way."""
        return LedgerRow(
            row=row, hash=self._hash(row), state=RowState.SENDING, undo=self.undo.steps(row)
        )

    def _hash(self, row: int) -> str:
        key = self.ledger.head.key if self.ledger is not None else ""
        return row_hash(key, self.job.rows[row - 1])

    def _note(self, result: RunResult) -> None:
        """Write down how a request ended; the row's end once all its requests have ended."""
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
        """Return whether each request of a row has ended."""
        return all(each.path in ends for each in self.job.once)

    def _end_open_rows(self) -> None:
        """End the rows that the run left in the middle, but for those with a request on its way."""
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
    """Return why a run does not begin anew; ``of_another`` if the ledger has another name."""
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
    """Return how the ledger of a run is called: by what was asked for, not by what that holds.

    A folder keeps its ledger when a request comes into it, or goes.
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
