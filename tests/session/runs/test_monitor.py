"""Rounds of a monitor: schedule, reads only, one token call for each expiry, file changes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sandbox.calling import NOW
from tests.sandbox.worlds import world_of
from tests.session.sleeping import sleep_at_once
from tests.session.weda import READ, WRITE, Weda, place, place_of_user
from weda_tui.core.catalogue.endpoint import Effect, TokenKind
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.errors import ErrorCode, FileError, GuardError, NotReachableError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.masking import MASK
from weda_tui.core.runs.choices import CAREFUL_RATE
from weda_tui.core.runs.results import Consent, Write
from weda_tui.core.runs.rounds import Round, RoundLog, bounded_code, code_of
from weda_tui.core.runs.schedule import Schedule
from weda_tui.core.runs.stops import MOST_UNANSWERED, RunStop, StopReason
from weda_tui.core.tokens.access_token import RENEW_EARLY
from weda_tui.i18n.language import strings_for
from weda_tui.i18n.phrases.runs.monitor import MonitorReport
from weda_tui.sandbox.server.app import build_app
from weda_tui.sandbox.server.faults import FAULT_HEADER
from weda_tui.session import Session
from weda_tui.session.runs.monitor import Monitor, MonitorOptions
from weda_tui.session.runs.runner import RequestRun
from weda_tui.session.runs.watched_files import SETTLED_AFTER
from weda_tui.store.paths import Paths

READING = f'endpoint = "{READ}"\n'
WRITING = f'endpoint = "{WRITE}"\n'


def write(session: Session, texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        file = session.paths.collections / f"{path}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


class Watched:
    """A monitor and its recorded rounds; its sleeps advance the clock of ``weda``."""

    def __init__(self, session: Session, weda: Weda, where: Target, **options: Any) -> None:
        self.rounds: list[Round] = []
        self.starts: list[float] = []
        self.writes: list[Write] = []
        self.slept: list[float] = []
        self.on_sleep: Callable[[int], None] = lambda _: None
        self._weda, self._clock = weda, session.clock
        schedule = Schedule(options.pop("every", None), options.pop("until", None))
        settings = MonitorOptions(
            paths=options.pop("paths", ("a",)), where=where, schedule=schedule, **options
        )
        self.monitor = Monitor(
            session, settings,
            on_round=self._keep, on_writes=self.writes.extend, sleep=self._sleep,
        )  # fmt: skip

    def _keep(self, round_: Round, _: RoundLog) -> None:
        self.rounds.append(round_)
        self.starts.append(self._clock.monotonic() - round_.elapsed)

    async def _sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.slept.append(seconds)
        self._weda.passed += seconds
        self.on_sleep(len(self.slept))
        await asyncio.sleep(0)


async def test_rounds_begin_on_the_grid_until_the_end(session: Session, weda: Weda) -> None:
    where = place(session)
    write(session, {"a/1": READING, "a/2": READING})
    watched = Watched(session, weda, where, every=60.0, until=300.0)
    await watched.monitor.go()
    assert watched.starts == [0.0, 60.0, 120.0, 180.0, 240.0]
    assert [each.number for each in watched.rounds] == [1, 2, 3, 4, 5]
    assert all(each.tally.passed == 2 and each.cut_by is None for each in watched.rounds)
    assert watched.monitor.log.marks == "✓✓✓✓✓"
    assert len(weda.token_calls) == 1


async def test_a_slot_that_passes_while_a_round_runs_is_named(session: Session, weda: Weda) -> None:
    where = place(session)
    write(session, {"a/1": READING})

    def slowly(_: httpx.Request) -> httpx.Response:
        weda.passed += 150.0 if len(weda.calls) == 2 else 1.0
        return httpx.Response(200, json={"Response": {"Data": {}}})

    weda.call_answer = slowly
    watched = Watched(session, weda, where, every=60.0, until=301.0)
    await watched.monitor.go()
    assert watched.starts == [0.0, 60.0, 240.0, 300.0]
    assert [each.skipped for each in watched.rounds] == [0, 0, 2, 0]
    assert watched.rounds[2].skipped_since == session.clock.wall() - weda.passed + 120.0
    assert watched.monitor.log.skipped == 2


async def test_only_tokens_that_it_sends_are_said_to_end(session: Session, weda: Weda) -> None:
    where = place_of_user(session)
    await session.tokens.get(where.environment, TokenKind.USER)
    write(session, {"a": READING})
    watched = Watched(session, weda, where, every=60.0, until=61.0)
    await watched.monitor.go()
    assert [set(each.token_ends) for each in watched.rounds] == [{TokenKind.KEY}] * 2


async def test_nothing_is_sent_where_a_write_is_among_them(session: Session, weda: Weda) -> None:
    write(session, {"a/1": READING, "a/2": WRITING})
    environment = place(session).environment
    for env_type in ("prod", "dev"):  # the guard asks in prod and not in dev
        watched = Watched(session, weda, Target(environment, env_type), every=60.0, until=61.0)
        with pytest.raises(GuardError) as raised:
            await watched.monitor.go()
        assert raised.value.code is ErrorCode.GUARD_NEEDS_CONSENT
        assert [each.path for each in watched.writes] == ["a/2"]
    assert (watched.rounds, weda.calls) == ([], [])
    anything = Consent(GuardDecision.ASK_NAME, None)
    agreed = Watched(
        session, weda, Target(environment, "dev"), every=60.0, until=61.0, consent=anything
    )
    await agreed.monitor.go()
    assert [each.tally.passed for each in agreed.rounds] == [2, 2]


ANYTHING = Consent(GuardDecision.ASK_NAME, None)
OF_ROW = f'endpoint = "{WRITE}"\n[variables]\nname = "{{{{name}}}}"\n'


def write_data(tmp_path: Path, rows: int) -> str:
    file = tmp_path / "rows.csv"
    file.write_text("name\n" + "".join(f"n{row}\n" for row in range(rows)), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("text", "rate", "gap"),
    [(OF_ROW, None, 1 / CAREFUL_RATE), (OF_ROW, 5.0, 0.2), (READING, None, 0)],
)
async def test_a_round_that_writes_keeps_a_careful_rate(
    session: Session, weda: Weda, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    text: str, rate: float | None, gap: float,
) -> None:  # fmt: skip
    write(session, {"a": text})
    waits: list[float] = []

    def note(seconds: float) -> None:
        if seconds:
            waits.append(seconds)
            weda.passed += seconds

    watched = Watched(
        session, weda, place(session), every=60.0, until=1.0,
        consent=ANYTHING, data=write_data(tmp_path, 4), rate=rate, parallel=4,
    )  # fmt: skip
    sleep_at_once(monkeypatch, note)
    await watched.monitor.go()
    assert waits == ([pytest.approx(gap)] * 3 if gap else [])
    assert len(weda.calls) == 4


async def test_a_round_that_writes_stops_where_a_run_with_rows_does_and_the_next_begins(
    session: Session, weda: Weda, tmp_path: Path
) -> None:
    write(session, {"a": OF_ROW})
    limited = {"code": "EXCEED_RATELIMIT", "message": ""}
    weda.call_answer = lambda _: httpx.Response(200, json=limited)
    watched = Watched(
        session, weda, place(session), every=60.0, until=61.0,
        consent=ANYTHING, data=write_data(tmp_path, 9), rate=1000.0,
    )  # fmt: skip
    await watched.monitor.go()
    assert len(weda.calls) == 2
    for each in watched.rounds:
        assert each.stop == RunStop(StopReason.RATE, "EXCEED_RATELIMIT")
        assert (each.tally.failed, each.tally.skipped) == (1, 8)
    report = MonitorReport(strings_for("en"), ("a",), watched.monitor.where, None)
    lines = report.round_lines(watched.rounds[0], session.tokens.masker())
    assert lines[1].strip().startswith("stopped: the deployment refused a request")


async def test_a_round_that_nobody_answers_stops_after_ten_rows(
    session: Session, weda: Weda, tmp_path: Path
) -> None:
    def lose(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("made up")

    write(session, {"a": OF_ROW})
    weda.call_answer = lose
    watched = Watched(
        session, weda, place(session), every=60.0, until=1.0,
        consent=ANYTHING, data=write_data(tmp_path, 30), rate=1000.0,
    )  # fmt: skip
    await watched.monitor.go()
    assert len(weda.calls) == MOST_UNANSWERED
    (only,) = watched.rounds
    assert only.stop is not None
    assert only.stop.reason is StopReason.UNKNOWN


async def test_a_write_that_nobody_agreed_to_fails_its_round(session: Session, weda: Weda) -> None:
    where = place(session, guard=Guard.TYPE_NAME)
    write(session, {"a/1": WRITING})
    agreed = Write("a/1", "dev", Effect.WRITE, GuardDecision.SEND)
    consent = Consent(GuardDecision.ASK, frozenset({agreed}))
    watched = Watched(session, weda, where, every=60.0, until=181.0, consent=consent)
    prod = 'method = "POST"\nurl = "{{vars.host}}/weda/workflow/v1/prod/StopFlow"\nbody = "{}"\n'

    def add(count: int) -> None:
        if count == 2:
            write(session, {"a/2": prod})
        elif count == 4:
            write(session, {"a/2": WRITING})

    watched.on_sleep = add
    await watched.monitor.go()
    errors = [each.cut_by and each.cut_by.code for each in watched.rounds]
    assert errors == [
        None, ErrorCode.GUARD_NEEDS_NAME, ErrorCode.GUARD_NEEDS_CONSENT,
        ErrorCode.GUARD_NEEDS_CONSENT,
    ]  # fmt: skip
    assert len(weda.calls) == 1
    assert [each.path for each in watched.writes[:2]] == ["a/1", "a/2"]


async def test_a_write_that_the_check_overlooks_is_not_sent_either(
    session: Session, weda: Weda, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = place(session)  # where the guard asks nothing
    write(session, {"a/1": READING, "a/2": WRITING})

    async def overlook(_: RequestRun) -> tuple[Write, ...]:
        return ()

    monkeypatch.setattr(RequestRun, "writes", overlook)
    watched = Watched(session, weda, where, every=60.0, until=61.0)
    await watched.monitor.go()
    assert {request.url.path.rpartition("/")[2] for request in weda.calls} == {READ.split(".")[1]}
    errors = [each.results[1].error for each in watched.rounds]
    assert [each and each.code for each in errors] == [ErrorCode.GUARD_READ_ONLY] * 2


async def test_what_a_captured_value_may_make_a_write_is_one(session: Session, weda: Weda) -> None:
    where = place(session)
    url = 'method = "POST"\nurl = "{{vars.host}}/weda/workflow/v1/dev/{{Action}}"\n'
    capture = '[capture]\nAction = "$.Response.Data.Action"\n'
    write(session, {"a/1": READING + capture, "a/2": f'{url}depends = ["a/1"]\n'})
    watched = Watched(session, weda, where)
    with pytest.raises(GuardError):
        await watched.monitor.go()
    assert ([each.path for each in watched.writes], weda.calls) == (["a/2"], [])


async def test_what_keeps_a_round_from_being_sent_is_its_result(
    session: Session, weda: Weda
) -> None:
    where = place(session)
    write(session, {"a/1": READING})
    watched = Watched(session, weda, where, every=30.0, until=151.0)
    approved = session.paths.approved_routes.read_bytes()

    def change(count: int) -> None:
        if count == 1:
            write(session, {"a/1": "endpoint = "})
        elif count == 2:
            write(session, {"a/1": READING, "a/2": WRITING})
        elif count == 3:
            (session.paths.collections / "a/2.toml").unlink()
            session.paths.approved_routes.unlink()
        elif count == 4:
            session.paths.approved_routes.write_bytes(approved)

    watched.on_sleep = change
    await watched.monitor.go()
    errors = [each.cut_by and each.cut_by.code for each in watched.rounds]
    assert errors == [
        None, ErrorCode.TOML_SYNTAX, ErrorCode.GUARD_NEEDS_CONSENT, ErrorCode.ROUTE_NOT_APPROVED,
        None, None,
    ]  # fmt: skip
    assert watched.monitor.log.marks == "✓✗✗✗✓✓"
    assert len(weda.calls) == 3
    cut = watched.rounds[3].results
    assert [(each.path, each.error is not None) for each in cut] == [("a/1", True)]


async def test_the_network_that_fails_is_a_result(session: Session, weda: Weda) -> None:
    where = place(session)
    write(session, {"a/1": READING})

    def broken(_: httpx.Request) -> httpx.Response:
        if len(weda.calls) in {2, 3}:
            raise httpx.ConnectError("refused")
        return httpx.Response(200, json={"Response": {"Data": {"Count": len(weda.calls)}}})

    weda.call_answer = broken
    watched = Watched(session, weda, where, every=30.0, until=121.0)
    await watched.monitor.go()
    log = watched.monitor.log
    assert (log.marks, log.rounds, log.failed) == ("✓✗✗✓✓", 5, 2)
    assert isinstance(watched.rounds[1].results[0].error, NotReachableError)
    red = log.requests["a/1", None].first_red
    assert red is not None
    assert (red.at, red.good_at, red.green_at) == tuple(
        watched.rounds[number].at for number in (1, 0, 3)
    )
    assert red.answers is None


async def test_the_first_red_is_compared_with_the_last_good_one_masked(
    session: Session, weda: Weda
) -> None:
    where = place(session)
    write(session, {"a/1": READING + '[[assert]]\non = "$.Response.Data.State"\nequals = "up"\n'})

    def turning(request: httpx.Request) -> httpx.Response:
        state = "up" if len(weda.calls) < 3 else "down"
        seen = request.headers["Authorization"]
        data = {"State": state, "Seen": seen if state == "down" else "", "Same": 1}
        return httpx.Response(200, json={"Response": {"Data": data}})

    weda.call_answer = turning
    watched = Watched(session, weda, where, every=30.0, until=121.0)
    await watched.monitor.go()
    log = watched.monitor.log.requests["a/1", None]
    assert log.marks == "✓✓✗✗✗"
    red = log.first_red
    assert red is not None
    assert red.green_at is None
    assert red.answers is not None
    changes = {each.path[-1]: (each.old, each.new) for each in red.answers.changes}
    assert changes["State"] == ('"up"', '"down"')
    assert "token-1-" not in changes["Seen"][1]
    assert MASK in changes["Seen"][1]
    assert (code_of(log.last), bounded_code(log.last)) == ("assertion", "assertion")


async def test_where_no_file_says_what_is_secret_nothing_is_compared_and_it_goes_on(
    session: Session, weda: Weda
) -> None:
    where = place(session)
    write(session, {"a/1": READING})

    def turning(_: httpx.Request) -> httpx.Response:
        if len(weda.calls) != 2:
            return httpx.Response(200, json={"Response": {"Data": {}}})
        session.paths.tokens.unlink(missing_ok=True)
        session.paths.tokens.mkdir()
        return httpx.Response(500, text="x" * 1000)

    weda.call_answer = turning
    watched = Watched(session, weda, where, every=30.0, until=61.0)
    await watched.monitor.go()
    log = watched.monitor.log.requests["a/1", None]
    assert log.marks == "✓✗✓"
    red = log.first_red
    assert red is not None
    assert red.result.exchange is not None
    assert (red.answers, red.result.exchange.response.body) == (None, b"")


async def test_a_cancelled_round_is_named_and_the_whole_ones_stay(
    session: Session, weda: Weda
) -> None:
    where = place(session)
    write(session, {"a/1": READING, "a/2": READING})
    watched = Watched(session, weda, where, every=30.0)
    arrived = asyncio.Event()

    async def hang() -> httpx.Response:
        arrived.set()
        await asyncio.Event().wait()
        raise AssertionError

    def answer(_: httpx.Request) -> Awaitable[httpx.Response] | httpx.Response:
        good = httpx.Response(200, json={"Response": {"Data": {}}})
        return hang() if len(weda.calls) == 4 else good

    weda.call_answer = answer
    going = asyncio.create_task(watched.monitor.go())
    await arrived.wait()
    going.cancel()
    with pytest.raises(asyncio.CancelledError):
        await going
    assert [each.mark for each in watched.rounds] == ["✓", "–"]
    stopped = watched.rounds[1].results
    assert [(each.ok, each.is_stopped) for each in stopped] == [(True, False), (False, True)]
    log = watched.monitor.log
    assert log.last is watched.rounds[0]
    assert (log.rounds, log.failed, log.marks) == (1, 0, "✓–")


async def test_a_change_of_the_files_begins_a_round(session: Session, weda: Weda) -> None:
    where = place(session)
    write(session, {"a/1": READING + 'depends = ["b/first"]\n', "b/first": READING})
    data = session.paths.workspace / "rows.csv"
    data.write_text("x\n1\n")
    watched = Watched(
        session, weda, where, until=60.0, is_watching=True, data=str(data), paths=("a/1",)
    )

    def change(count: int) -> None:
        if count == 2:
            write(session, {"b/first": READING + "\n"})
        elif count == 3:
            assert watched.slept[-1] == SETTLED_AFTER
            write(session, {"b/folder": 'name = "B"\n'})  # still being written
        elif count == 8:
            data.write_text("x\n1\n2\n")
        elif count == 14:
            file = session.paths.environments / "总部.toml"
            file.write_text(file.read_text("utf-8") + "\n", "utf-8")
        elif count == 20:
            write(session, {"other": READING})

    watched.on_sleep = change
    await watched.monitor.go()
    assert watched.slept[2:4] == [SETTLED_AFTER] * 2  # waits for the second write, too
    assert [each.changed for each in watched.rounds] == [
        (),
        ("collections/b/first.toml", "collections/b/folder.toml"),
        ("rows.csv",),
        ("environments/总部.toml",),
    ]
    assert [len(each.results) for each in watched.rounds] == [2, 2, 4, 4]


async def test_a_change_comes_between_slots_and_moves_none(session: Session, weda: Weda) -> None:
    where = place(session)
    write(session, {"a/1": READING})
    watched = Watched(session, weda, where, every=60.0, until=121.0, is_watching=True)

    def change(count: int) -> None:
        if count == 3:
            write(session, {"a/2": READING})

    watched.on_sleep = change
    await watched.monitor.go()
    assert [bool(each.changed) for each in watched.rounds] == [False, True, False, False]
    assert [watched.starts[n] for n in (0, 2, 3)] == [0.0, 60.0, 120.0]
    assert [len(each.results) for each in watched.rounds] == [1, 2, 2, 2]


async def test_a_file_that_is_always_being_written_keeps_no_slot_and_no_end(
    session: Session, weda: Weda
) -> None:
    where = place(session)
    data = session.paths.workspace / "rows.csv"
    data.write_text("x\n1\n")
    write(session, {"a/1": READING})
    watched = Watched(
        session, weda, where, every=20.0, until=50.0, is_watching=True, data=str(data)
    )

    def append(count: int) -> None:
        assert count < 1_000
        with data.open("a") as file:
            file.write("2\n")

    watched.on_sleep = append
    await watched.monitor.go()
    assert [round(each) for each in watched.starts] == [0, 20, 40]
    assert round(weda.passed) == 50


async def test_a_file_that_does_not_open_is_no_end_and_no_loop(
    session: Session, weda: Weda
) -> None:
    where = place(session)
    write(session, {"a/1": READING})
    watched = Watched(session, weda, where, until=30.0, is_watching=True)
    watched.on_sleep = lambda n: write(session, {"a/1": "endpoint = "}) if n == 1 else None
    await watched.monitor.go()
    assert [each.mark for each in watched.rounds] == ["✓", "✗"]
    assert isinstance(watched.rounds[1].error, FileError)


DAY, EVERY, LIFETIME = 86400.0, 300.0, 1800
TOKEN_FAULTS = 27
AT_TOKEN_CALL = ("SYS_ERR", "html", "empty", "not-json", "portal")
"""The faults that the sandbox can raise for a token call."""


class FaultyDay:
    """A sandbox that refuses tokens and token calls on demand; each response advances its clock."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.world = world_of(7, NOW)
        app = build_app(self.world, clock=self.clock, token_lifetime=LIFETIME)
        self._wire = httpx.ASGITransport(app=app)
        self.faults: list[str] = []
        """The next faults: first for a call, then optionally for the token call after it."""
        self.struck = self.token_calls = self.failed_token_calls = self.needless = 0
        self._needs_token, self._issued = True, 0.0

    @property
    def clock(self) -> Clock:
        return Clock(wall=lambda: NOW + self.passed, monotonic=lambda: self.passed)

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.passed += 0.2
        is_token_call = request.url.path.startswith("/auth/")
        is_due = bool(self.faults) and (self.faults[0] in AT_TOKEN_CALL) == is_token_call
        if is_due:
            request.headers[FAULT_HEADER.decode()] = self.faults.pop(0)
        if is_token_call:
            self.token_calls += 1
            self.failed_token_calls += is_due
            is_old = self.passed - self._issued > LIFETIME - RENEW_EARLY - 1
            self.needless += not (self._needs_token or is_old)
            self._needs_token, self._issued = is_due, self.passed
        elif is_due:
            self.struck += 1
            self._needs_token = True
        return await self._wire.handle_async_request(request)

    async def sleep(self, seconds: float) -> None:
        self.passed += seconds
        await asyncio.sleep(0)

    def refuse(self, number: int) -> None:
        """Refuse the token of the next call; every third time, let the token call fail as well."""
        which = AT_TOKEN_CALL[number % len(AT_TOKEN_CALL)]
        self.faults = ["INVALID_ACCESS_TOKEN", *((which,) if number % 3 == 0 else ())]


async def test_a_day_with_27_token_faults_has_no_gap_and_one_token_call_an_expiry(
    tmp_path: Path,
) -> None:
    day = FaultyDay()
    session = Session(
        Paths(workspace=tmp_path / "workspace", state=tmp_path / "state"),
        environ={}, clock=day.clock, use_keyring=False, transport=httpx.MockTransport(day.answer),
    )  # fmt: skip
    credentials = day.world.credentials
    hq = Environment(
        name="hq", host="http://sandbox", env_types=(EnvTypeSetting("prod", Guard.CONFIRM),),
        secret_id=credentials.secret_id,
    )  # fmt: skip
    where = Target(session.environments.save(hq, secret=credentials.secret_key), "prod")
    write(session, {"a/1": READING})
    starts: list[float] = []

    def note(round_: Round, _: RoundLog) -> None:
        starts.append(day.passed - round_.elapsed)
        if len(starts) % 10 == 0 and day.struck < TOKEN_FAULTS:
            day.refuse(day.struck)

    options = MonitorOptions(paths=("a",), where=where, schedule=Schedule(EVERY, DAY))
    monitor = Monitor(session, options, on_round=note, sleep=day.sleep)
    try:
        await monitor.go()
    finally:
        await session.aclose()
    assert (day.struck, day.failed_token_calls) == (TOKEN_FAULTS, TOKEN_FAULTS // 3)
    assert len(starts) == DAY / EVERY
    assert max(abs(start - number * EVERY) for number, start in enumerate(starts)) < 1.0
    log = monitor.log
    assert (log.rounds, log.skipped) == (len(starts), 0)
    assert log.failed == day.failed_token_calls  # only the rounds for which there was no token
    assert day.needless == 0
    expiries = day.token_calls - 1 - day.struck - day.failed_token_calls
    assert TOKEN_FAULTS <= expiries <= DAY // (LIFETIME - RENEW_EARLY)
