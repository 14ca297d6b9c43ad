"""Runs saved requests in rounds, at intervals or when their files change, until the end time.

    prepare ── slot or change ──► round: files read, route, guard, RequestRun ──► Round ──► on_round

Each round reads the files as they are then. A reason not to send, such as a file that cannot be
opened, a route that is no longer approved or a write without consent, becomes the result of the
round and does not end the monitor. Without a consent every env type is read-only, whatever its file
says.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from weda_tui.core.bodies.charset import without_cut_end
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.comparison.json_diff import compare_json
from weda_tui.core.environments.deployment import EnvTypeSetting, Target
from weda_tui.core.errors import FileError, GuardError, WedaError
from weda_tui.core.guard.decision import GuardDecision, check_consent, stricter
from weda_tui.core.guard.level import Guard
from weda_tui.core.json.text import utf8_body
from weda_tui.core.masking import Masker
from weda_tui.core.runs.results import Consent, RunEntry, RunResult, Write
from weda_tui.core.runs.rounds import FirstRed, RequestLog, Round, RoundLog
from weda_tui.core.runs.schedule import Schedule
from weda_tui.core.secrets.detection import secrets_in_answer, without_many_secrets
from weda_tui.core.sending.exchange import Response
from weda_tui.core.tokens.access_token import KINDS, LONGEST_TOKEN
from weda_tui.session.runs.data_file import read_data
from weda_tui.session.runs.paced_run import PacedRun
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.runner import RequestRun, RunOptions, entries_of
from weda_tui.session.runs.watched_files import (
    CHECK_EVERY,
    SETTLED_AFTER,
    Stamps,
    changed_files,
    files_of_run,
    stamps_of,
)
from weda_tui.session.session import Session

LONGEST_SLEEP = 30.0
"""Seconds after which the clock is read again, to notice that the machine was suspended."""
MOST_COMPARED = 256 * 1024
"""Bytes of a body that are kept for comparison, as many as in the history."""
MOST_KEPT = 32 * 1024 * 1024
"""Bytes of all bodies kept for comparison, approximately."""


class MonitorOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a monitor runs, and when."""

    paths: tuple[str, ...]
    where: Target
    """The target; its environment is read again for each round."""
    schedule: Schedule
    is_watching: bool = False
    """Whether a change of the files starts a round."""
    data: str = ""
    """The data file; empty for none."""
    parallel: int = 1
    bail: bool = False
    given: Mapping[str, str] = {}
    """The values of ``--set``."""
    rate: float | None = None
    """Requests a second; ``None`` for the default, which depends on whether a round writes."""
    consent: Consent = Consent()
    """What the user agreed to for each round; without consent, only reads are sent."""

    @property
    def may_write(self) -> bool:
        """Whether writes are sent."""
        return self.consent.decision is not GuardDecision.SEND


class _Start(msgspec.Struct, frozen=True):
    """Why a round starts."""

    slot: int
    """The last slot that has started."""
    skipped: int = 0
    skipped_since: float = 0.0
    changed: tuple[str, ...] = ()


class Monitor:
    """Rounds of one selection of requests. Cancelling ``go`` stops the current round."""

    def __init__(
        self,
        session: Session,
        options: MonitorOptions,
        *,
        on_round: Callable[[Round, RoundLog], None] = lambda _, __: None,
        on_writes: Callable[[Sequence[Write]], None] = lambda _: None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """``on_round`` is called with each round that ended or was stopped, and with ``log``.

        ``on_writes`` is called with the writes that keep a round from being sent.
        """
        self._session, self._options = session, options
        self._on_round, self._on_writes, self._sleep = on_round, on_writes, sleep
        self.log = RoundLog()
        self.where = options.where
        """The target as its file described it when the last round started."""
        self._entries: tuple[RunEntry, ...] = ()
        self._loader: RequestLoader | None = None
        self._stamps: Stamps = {}
        self._certificate_ends: float | None = None
        self._kinds: tuple[TokenKind, ...] = ()
        """The kinds of token of the last planned round."""
        self._begun = 0.0
        self._number = 0

    async def go(self) -> None:
        """Run the rounds. Raises ``WedaError`` if the first round could not be sent."""
        await self._prepare()
        self._begun = self._now
        start: _Start | None = _Start(0)
        while start is not None:
            await self._run_round(start)
            start = await self._wait(start.slot)

    @property
    def _now(self) -> float:
        return self._session.clock.monotonic()

    # -- when --------------------------------------------------------------------------------

    async def _wait(self, slot: int) -> _Start | None:
        """Wait until the next round is due; return ``None`` if there is no further round."""
        schedule, watches = self._options.schedule, self._options.is_watching
        planned = schedule.slot_after(slot, self._now - self._begun)
        due = schedule.time_of(planned) if schedule.every else float("inf")
        end = float("inf") if schedule.until is None else schedule.until
        while True:
            now = self._now - self._begun
            if schedule.is_over(now) or (not watches and schedule.is_over(due)):
                return None
            if now >= due:
                return self._start_of(slot, schedule.slot_at(planned, now))
            if watches and (changed := await self._changes(min(due, end))):
                return _Start(slot, changed=changed)
            left = min(due, end) - (self._now - self._begun)  # ``_changes`` may have waited
            if left > 0:
                await self._sleep(min(left, CHECK_EVERY if watches else LONGEST_SLEEP))

    def _start_of(self, last: int, slot: int) -> _Start:
        """Return the start for a slot, with the number of slots that were skipped before it."""
        passed = slot - last - 1
        started = self._session.clock.wall() - (self._now - self._begun)
        since = started + self._options.schedule.time_of(last + 1)
        return _Start(slot, passed, since if passed else 0.0)

    async def _changes(self, until: float) -> tuple[str, ...]:
        """Return the files that changed since the last round started, once they no longer change.

        Empty if they still change at ``until``, seconds after the start.
        """
        now = await asyncio.to_thread(self._read_stamps)
        if not changed_files(self._stamps, now):
            return ()
        before: Stamps | None = None
        while now != before:
            left = until - (self._now - self._begun)
            if left <= 0:
                return ()
            before = now
            await self._sleep(min(SETTLED_AFTER, left))
            now = await asyncio.to_thread(self._read_stamps)
        return tuple(map(self._name_of, changed_files(self._stamps, now)))

    def _read_stamps(self) -> Stamps:
        """Return the write times of the files that decide what is sent. For a thread."""
        options, name = self._options, self.where.environment.name
        return stamps_of(
            files_of_run(self._session, self._loader, options.paths, name, options.data)
        )

    def _name_of(self, file: Path) -> str:
        workspace = self._session.paths.workspace
        inside = file.is_relative_to(workspace)
        return (file.relative_to(workspace) if inside else file).as_posix()

    # -- a round -----------------------------------------------------------------------------

    async def _run_round(self, start: _Start) -> None:
        """Send everything once, and report the round. A cancellation is raised again."""
        clock, run, error = self._session.clock, None, None
        self._number += 1
        at, begun = clock.wall(), self._now
        is_stopped = True
        results: tuple[RunResult, ...] = ()
        try:
            run = await self._prepare()
            results = await run.go()
            is_stopped = False
        except WedaError as caught:
            is_stopped, error = False, caught.masked(self._session.tokens.masker())
            results = tuple(_unsent(n, each, error) for n, each in enumerate(self._entries))
        finally:
            if is_stopped and run is not None:
                results = run.results
            self._certificate_ends = certificate_end(results) or self._certificate_ends
            ended = Round(
                number=self._number, at=at, elapsed=self._now - begun,
                results=results, error=error, is_stopped=is_stopped,
                stop=run.stopped if run is not None else None,
                skipped=start.skipped, skipped_since=start.skipped_since, changed=start.changed,
                token_ends=token_ends(self._session, self.where, self._kinds),
                certificate_ends=self._certificate_ends,
            )  # fmt: skip
            reds = self.log.add(ended)
            try:
                if not is_stopped:
                    await self._compare(reds)
            finally:
                self._on_round(ended, self.log)

    async def _prepare(self) -> PacedRun:
        """Read the files; return the run of a round. Raises ``WedaError`` if it may not be sent."""
        loader, rows = await asyncio.to_thread(self._load)
        options, session = self._options, self._session
        settings = RunOptions(
            where=self.where, parallel=options.parallel, bail=options.bail,
            given=options.given, consent=options.consent,
        )  # fmt: skip
        entries = entries_of(await asyncio.to_thread(loader.chosen, options.paths), rows)
        planned = RequestRun(session, loader, entries, settings)
        await asyncio.to_thread(planned.check)
        self._entries, self._loader = entries, loader
        now, before = await asyncio.to_thread(self._read_stamps), self._stamps
        self._stamps = {file: before.get(file, stamp) for file, stamp in now.items()}
        status, self._kinds = await planned.route(), await planned.kinds()
        await asyncio.to_thread(session.approvals.check, status)
        self._check_writes(await planned.writes())
        is_write = options.may_write and bool(await planned.changing())
        if not options.may_write:
            settings = msgspec.structs.replace(settings, where=_read_only(self.where))
        return PacedRun(session, loader, entries, settings, options.rate, is_write=is_write)

    def _load(self) -> tuple[RequestLoader, Sequence[Mapping[str, str]]]:
        """Read the environment and the data again, after the watched files. For a thread."""
        options, session = self._options, self._session
        self._stamps = self._read_stamps()
        session.environments.reload()
        name, env_type = self.where.environment.name, self.where.env_type
        self.where = session.environments.where_exactly(name, env_type)
        rows = read_data(options.data, session.paths.workspace) if options.data else ()
        return RequestLoader(session, self.where), rows

    def _check_writes(self, writes: Sequence[Write]) -> None:
        """Raise ``GuardError`` if a round has a write that the user did not agree to."""
        consent = self._options.consent
        try:
            for write in writes:
                place = Target(self.where.environment, write.env_type)
                needed = stricter(write.decision, GuardDecision.ASK)
                agreed = consent.decision if consent.covers(write) else GuardDecision.SEND
                check_consent(needed, agreed, place)
        except GuardError:
            self._on_writes(writes)
            raise

    # -- what changed ------------------------------------------------------------------------

    async def _compare(self, reds: Sequence[RequestLog]) -> None:
        """Compare each new failure with the last success; drop the bodies no longer needed."""
        masker: Masker | None = None
        if reds:
            with suppress(FileError):  # if the secrets are unknown, nothing is compared
                masker = await asyncio.to_thread(self._session.gate.masker_between)
        for log in reds:
            if log.first_red is not None:
                log.first_red = await asyncio.to_thread(_compared, log.first_red, masker)
        most = min(MOST_COMPARED, MOST_KEPT // max(1, len(self.log.requests)))
        for log in self.log.requests.values():
            log.good = _with_beginning(log.good, most) if log.good is not None else None


def _unsent(index: int, entry: RunEntry, error: WedaError) -> RunResult:
    saved = entry.saved
    return RunResult(
        order=(index, 0), path=saved.path, title=saved.title, row=entry.row, error=error
    )


def _read_only(where: Target) -> Target:
    """Return a target at which no write is sent."""
    kept = tuple(EnvTypeSetting(each.name, Guard.READ_ONLY) for each in where.environment.env_types)
    return Target(msgspec.structs.replace(where.environment, env_types=kept), where.env_type)


def token_ends(
    session: Session, where: Target, kinds: Iterable[TokenKind]
) -> dict[TokenKind, float]:
    """Return when the existing tokens of some kinds expire: wall clock. Never connects."""
    wall = session.clock.wall()
    known = (kind for kind in kinds if kind in KINDS)
    found = {kind: session.tokens.status(where.environment, kind) for kind in known}
    return {kind: wall + each.remaining for kind, each in found.items() if each.token}


def certificate_end(results: Sequence[RunResult]) -> float | None:
    """Return when the server's certificate expires, the earliest if there are several."""
    exchanges = (each.exchange for each in results if each.exchange is not None)
    ends = (each.response.certificate_ends for each in exchanges)
    return min((each for each in ends if each is not None), default=None)


def _compared(red: FirstRed, masker: Masker | None) -> FirstRed:
    """Return a first failure with the masked differences from the last good response."""
    bad = _with_beginning(red.result, MOST_COMPARED)
    before, after = (each and each.exchange for each in (red.good, bad))
    answers = None
    if masker is not None and before is not None and after is not None:
        responses = [without_many_secrets(each).response for each in (before, after)]
        one, other = (_masked_body(each, masker) for each in responses)
        are_cut = responses[0].is_beginning, responses[1].is_beginning
        answers = compare_json(one, other, are_cut=are_cut)
    good = red.good and _with_beginning(red.good, 0)
    result = _with_beginning(red.result, 0)
    return msgspec.structs.replace(red, result=result, good=good, answers=answers)


def _masked_body(response: Response, masker: Masker) -> bytes:
    """Return a body in UTF-8 without secrets; half a secret at a cut end is removed as well."""
    body = without_cut_end(response.body) if response.is_beginning else response.body
    text = utf8_body(body, response.header("Content-Type")).decode("utf-8", "replace")
    text = Masker(secrets_in_answer(response)).text(masker.text(text))
    return (text[:-LONGEST_TOKEN] if response.is_beginning else text).encode("utf-8", "replace")


def _with_beginning(result: RunResult, most: int) -> RunResult:
    """Return a result with only the first ``most`` bytes of its body."""
    exchange = result.exchange
    if exchange is None:
        return result
    response = exchange.response
    if len(response.body) <= most and response.file is None:
        return result
    kept = msgspec.structs.replace(
        response, body=response.body[:most], file=None, stored=response.size
    )
    exchange = msgspec.structs.replace(exchange, response=kept)
    return msgspec.structs.replace(result, exchange=exchange)
