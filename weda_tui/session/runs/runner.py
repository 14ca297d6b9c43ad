"""Runs saved requests: one, a folder, a collection, with rows of data.

    entry ── depends, sent first where stale ── captured values ── send_saved ──► RunResult

No request is sent twice in a run, or in one of its rows, however long the run takes. What an
earlier run captured is stale, so its request is sent again, if that run was at another place, if
the request did not pass, or, except for a row of data, if it was sent ``FRESH`` seconds ago or
more.

Captured values are for the rest of their row. Without data, they are also kept for requests that
are sent later, one by one. In parallel, only ``depends`` determines the order.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from typing import NamedTuple

import msgspec

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.collections.saved_request import SavedRequest, dependencies
from weda_tui.core.environments.deployment import Target
from weda_tui.core.environments.route import RouteStatus
from weda_tui.core.errors import FileError, RouteError, WedaError
from weda_tui.core.guard.decision import GuardDecision, stricter
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import VariableLayer, VariableOrigin, passing_secrets
from weda_tui.core.runs.results import MOST_PARALLEL, Consent, Row, RunEntry, RunResult, Write
from weda_tui.core.tokens.access_token import find_fault
from weda_tui.session.runs.memory import Memory, Scope, SentRequest
from weda_tui.session.runs.run_services import RunServices
from weda_tui.session.runs.saved_request_sender import (
    BeforeRepeat,
    RequestSource,
    SavedOutcome,
    layered,
    repeat_at_once,
    send_saved,
    write_of,
)
from weda_tui.session.sending.call import CallingAgent

MOST_KEPT = 64 * 1024 * 1024
"""Bytes of response bodies that a run keeps, so that the user can view them."""


class RowStage(Enum):
    """The progress of a row. A run without data has one row only."""

    WAITING = "waiting"
    """No request of the row was sent."""
    ANNOUNCED = "announced"
    """A request of the row was sent or is about to be sent."""
    ENDED = "ended"
    """Nothing more of the row is sent."""


BeforeSend = Callable[[RunResult, SavedRequest, tuple[VariableLayer, ...]], Awaitable[None]]
"""Awaited before a request is sent, with the variables that override those of its file.

Raises ``WedaError`` if the request must not be sent. It is not sent either if its row has ended
meanwhile.
"""


async def _at_once(_result: RunResult, _saved: SavedRequest, _: tuple[VariableLayer, ...]) -> None:
    """Let a request be sent at once."""


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of a run."""

    where: Target
    parallel: int = 1
    """Requests that may be in progress at the same time."""
    bail: bool = False
    """Whether the run stops after the first failure."""
    given: Mapping[str, str] = {}
    """The values of ``--set``."""
    consent: Consent = Consent()
    asks_to_write: bool = False
    """Whether the user is asked about a write even if its guard does not ask."""
    agent: CallingAgent | None = None
    """The agent that runs the requests; ``None`` for the user."""
    before_send: BeforeSend = _at_once
    before_repeat: BeforeRepeat = repeat_at_once


def entries_of(saved: Sequence[SavedRequest], rows: Sequence[Row] = ()) -> tuple[RunEntry, ...]:
    """Return the entries of a run: each request once, for each row of data if there are rows."""
    once = tuple({each.path: each for each in saved}.values())
    if not rows:
        return tuple(map(RunEntry, once))
    return tuple(RunEntry(each, n, row) for n, row in enumerate(rows, 1) for each in once)


class _Plans(NamedTuple):
    """The plans of all requests of a run, summed up."""

    kinds: tuple[TokenKind, ...]
    writes: tuple[Write, ...]
    changing: tuple[str, ...]
    """The paths of the requests that write or whose call is not fully known yet."""


class RequestRun:
    """One run, sent by ``go``; ``results`` has the results so far, also when it is cancelled."""

    def __init__(
        self,
        session: RunServices,
        loader: RequestSource,
        entries: Sequence[RunEntry],
        options: RunOptions,
        *,
        memory: Memory | None = None,
        on_start: Callable[[RunResult], None] = lambda _: None,
        on_result: Callable[[RunResult], None] = lambda _: None,
    ) -> None:
        """``on_start`` is called with a preliminary result when a request is sent.

        Secrets in ``--set`` and in rows are masked from now on, all at once, since making a masker
        takes time.
        """
        self._session, self._loader, self._options = session, loader, options
        self.entries = tuple(entries)
        self._chosen = {entry.saved.path for entry in entries}
        self._memory = memory or Memory(session.routes.fingerprint)
        self._on_start, self._on_result = on_start, on_result
        self._results: dict[tuple[int, int], RunResult] = {}
        self._settled: set[tuple[str, int | None]] = set()
        """The paths and rows of the results."""
        self._on_the_way: dict[tuple[int, int], RunResult] = {}
        self._planned: _Plans | None = None
        self._kept = 0
        self._stages: dict[int | None, RowStage] = {}
        """The stages of the rows that are not waiting."""
        values = (options.given, *(entry.values for entry in self.entries))
        layers = tuple(VariableLayer(VariableOrigin.ROW, each) for each in values)
        session.tokens.see(passing_secrets(layers))

    @property
    def results(self) -> tuple[RunResult, ...]:
        """The results in the order of the entries, with placeholders for unsent requests.

        While the run goes on, requests in progress are included as stopped.
        """
        stopped = {
            order: msgspec.structs.replace(each, is_stopped=True)
            for order, each in self._on_the_way.items()
        }
        settled = self._settled | {(each.path, each.row) for each in stopped.values()}
        unsent = {
            (index, _LAST): msgspec.structs.replace(self._blank(index, entry), is_unsent=True)
            for index, entry in enumerate(self.entries)
            if (entry.saved.path, entry.row) not in settled
        }
        every = {**self._results, **stopped, **unsent}
        return tuple(every[order] for order in sorted(every))

    def check(self) -> None:
        """Raise ``FileError`` for a missing or circular dependency.

        Also if the success rules of the requests cannot be read.
        """
        sent: set[str] = set()
        for entry in self.entries:
            for saved in (*dependencies(entry.saved, self._loader.find), entry.saved):
                sent.add(saved.draft.endpoint_id)
        self._session.judging.check(sent)

    def drafts(self) -> Iterator[tuple[SavedRequest, RequestDraft]]:
        """Yield the requests to be sent as far as they are known now, dependencies first.

        Raises ``FileError`` as ``check`` does; requests that cannot be opened are left out.
        """
        for entry in self.entries:
            for saved in (*dependencies(entry.saved, self._loader.find), entry.saved):
                with suppress(FileError):
                    yield saved, layered(self._loader.draft(saved), self._layers(entry))

    async def writes(self) -> tuple[Write, ...]:
        """Return the writes of the run, each once, as far as they are known now."""
        return (await self._plans()).writes

    async def changing(self) -> tuple[str, ...]:
        """Return the paths of requests that write, or may write, depending on a response."""
        return (await self._plans()).changing

    async def route(self) -> RouteStatus:
        """Return the route, and what the calls would send over it, as far as they are known now.

        Raises ``FileError``.
        """
        environment = self._options.where.environment
        kinds = dict.fromkeys((TokenKind.NONE, *(await self._plans()).kinds))
        able = (kind for kind in kinds if find_fault(environment, kind) is None)
        return self._session.routes.status(environment, *able)

    async def kinds(self) -> tuple[TokenKind, ...]:
        """Return the kinds of token that the calls need, as far as they are known now."""
        return (await self._plans()).kinds

    async def _plans(self) -> "_Plans":
        """Plan every request of the run once, and cache the summary."""
        if self._planned is not None:
            return self._planned
        kinds: dict[TokenKind, None] = {}
        writes: dict[Write, None] = {}
        changing: dict[str, None] = {}
        for saved, draft in self.drafts():
            is_known_read = False
            with suppress(FileError):  # what cannot be resolved yet is judged when it is sent
                plan = self._session.sending.plan(draft, self._options.where)
                kinds[plan.kind] = None
                if (write := write_of(plan, saved)) is not None:
                    writes[self._asked(write)] = None
                is_known_read = plan.request is not None and write is None
            if not is_known_read:
                changing[saved.path] = None
            await asyncio.sleep(0)
        self._planned = _Plans(tuple(kinds), tuple(writes), tuple(changing))
        return self._planned

    def _asked(self, write: Write) -> Write:
        if not self._options.asks_to_write:
            return write
        return msgspec.structs.replace(write, decision=stricter(write.decision, GuardDecision.ASK))

    async def go(self) -> tuple[RunResult, ...]:
        """Send everything, and return ``results``. Raises ``FileError`` as ``check`` does.

        In a workspace with approvals, every secret is read before the first response is judged. A
        server that the user did not approve gets no secret, and the time until the next request
        would show it how long its response was searched for one.
        """
        self.check()
        if self._session.routes.is_known():
            with suppress(FileError):  # writing a report raises it again
                await self._session.gate.read()
        self._memory.forget_failures()
        waiting = iter(enumerate(self.entries))
        async with asyncio.TaskGroup() as group:
            for _ in range(max(1, min(self._options.parallel, MOST_PARALLEL))):
                group.create_task(self._work(waiting))
        return self.results

    def stage(self, row: int | None) -> RowStage:
        """Return the stage of a row."""
        return self._stages.get(row, RowStage.WAITING)

    def stop(self) -> None:
        """Start no further row; the rows in progress are sent to their end."""
        for entry in self.entries:
            self._stages.setdefault(entry.row, RowStage.ENDED)

    def drop(self, row: int | None) -> None:
        """Send nothing more of a row."""
        self._stages[row] = RowStage.ENDED

    def _end(self) -> None:
        """Send nothing more at all."""
        self._stages = {entry.row: RowStage.ENDED for entry in self.entries}

    async def _work(self, waiting: Iterator[tuple[int, RunEntry]]) -> None:
        for index, entry in waiting:
            if self.stage(entry.row) is not RowStage.ENDED:
                await self._settle(index, entry)

    async def _settle(self, index: int, entry: RunEntry) -> None:
        """Send the stale dependencies of an entry, then the entry itself."""
        chain = (*dependencies(entry.saved, self._loader.find), entry.saved)
        for step, saved in enumerate(chain):
            is_entry = saved is chain[-1]
            order = (index, _LAST if is_entry else step)
            has_passed = await self._send_once(order, entry, saved)
            if has_passed is False and not is_entry:
                blank = self._blank(index, entry)
                self._put(msgspec.structs.replace(blank, blocked_by=saved.path))
                return
            if self.stage(entry.row) is RowStage.ENDED:
                return

    async def _send_once(
        self, order: tuple[int, int], entry: RunEntry, saved: SavedRequest
    ) -> bool | None:
        """Send a request unless this run sent it or its result is fresh; return whether it passed.

        ``None`` if its row ended before it was sent.
        """
        scope = self._scope(entry)
        async with scope.locks[saved.path]:
            sent = scope.sent.get(saved.path)
            is_due = sent is None
            if (saved.path, entry.row) not in self._settled:  # only an earlier run sent it
                is_stale = entry.row is None and not scope.is_fresh(saved.path, self._now)
                is_due = is_due or is_stale or order[1] == _LAST
            if is_due:
                return await self._send(order, entry, saved)
            return sent is not None and sent.ok

    @property
    def _now(self) -> float:
        return self._session.clock.monotonic()

    async def _send(
        self, order: tuple[int, int], entry: RunEntry, saved: SavedRequest
    ) -> bool | None:
        begun = self._now
        started = msgspec.structs.replace(
            self._blank(order[0], entry),
            order=order, path=saved.path, title=saved.title,
            is_dependency=saved.path not in self._chosen,
        )  # fmt: skip
        layers = self._layers(entry)
        try:
            await self._options.before_send(started, saved, layers)
        except WedaError as error:
            outcome = SavedOutcome(error=error.masked(self._session.tokens.masker()))
        else:
            if self.stage(entry.row) is RowStage.ENDED:
                return None
            self._stages[entry.row] = RowStage.ANNOUNCED
            begun = self._now
            self._on_the_way[order] = started
            self._on_start(started)
            outcome = await self._send_saved(saved, layers)
            del self._on_the_way[order]
        now = self._now
        result = msgspec.structs.replace(
            started,
            exchange=outcome.exchange, error=outcome.error, checks=outcome.checks,
            captures=outcome.captures, attempts=outcome.attempts, elapsed=now - begun,
            is_write=outcome.is_write, delivery=outcome.delivery,
        )  # fmt: skip
        result = self._measured(result)
        self._keep(entry, result, now)
        self._put(result)
        return result.ok

    async def _send_saved(
        self, saved: SavedRequest, layers: tuple[VariableLayer, ...]
    ) -> SavedOutcome:
        options = self._options
        try:
            draft = layered(self._loader.draft(saved), layers)
        except FileError as error:
            return SavedOutcome(error=error.masked(self._session.tokens.masker()))
        return await send_saved(
            self._session,
            saved,
            draft,
            options.where,
            options.consent,
            options.agent,
            options.before_repeat,
        )

    def _measured(self, result: RunResult) -> RunResult:
        """Set the size of the response; drop its body if the run already keeps enough bytes."""
        exchange = result.exchange
        if exchange is None:
            return result
        size = len(exchange.response.body)
        if self._kept + size <= MOST_KEPT:
            self._kept += size
            return msgspec.structs.replace(result, size=size)
        bare = msgspec.structs.replace(exchange.response, body=b"")
        exchange = msgspec.structs.replace(exchange, response=bare)
        return msgspec.structs.replace(result, exchange=exchange, size=size, has_body=False)

    def _keep(self, entry: RunEntry, result: RunResult, now: float) -> None:
        sent = SentRequest(result.ok, now)
        self._scope(entry).note(result.path, sent, result.captures)
        if entry.row is None:
            later = self._session.captured.scope(self._options.where)
            later.note(result.path, sent, result.captures)

    def _put(self, result: RunResult) -> None:
        self._results[result.order] = result
        self._settled.add((result.path, result.row))
        if (self._options.bail and not result.ok) or isinstance(result.error, RouteError):
            self._end()  # do not ask twice about one route
        self._on_result(result)

    def _scope(self, entry: RunEntry) -> Scope:
        return self._memory.scope(self._options.where, entry.row)

    def _layers(self, entry: RunEntry) -> tuple[VariableLayer, ...]:
        """Return the variables that override those of the files: row, captured, given."""
        return (
            VariableLayer(VariableOrigin.ROW, entry.values, str(entry.row or "")),
            *self._scope(entry).layers,
            VariableLayer(VariableOrigin.SET, self._options.given),
        )

    def _blank(self, index: int, entry: RunEntry) -> RunResult:
        return RunResult(
            order=(index, _LAST), path=entry.saved.path, title=entry.saved.title, row=entry.row
        )


_LAST = 1_000_000
"""The second part of an entry's order, which sorts the entry after its dependencies."""
