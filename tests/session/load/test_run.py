"""A load test in separate processes: how it ends, and what the processes receive; no Locust."""

import asyncio
import os
import site
import time
from pathlib import Path

import pytest

from tests.formats.load.plans import FLOWS, plan, request
from weda_tui.core.errors import ErrorCode, NotReachableError, TokenError, WedaError
from weda_tui.core.load.figures import (
    LoadFailure,
    LoadFigures,
    LoadSample,
    LoadStop,
    Measure,
    StopKind,
    Threshold,
)
from weda_tui.core.load.plan import NO_RESPONSE
from weda_tui.session.load import run
from weda_tui.session.load.run import LoadOptions, LoadOutcome, LoadRun, LoadSecrets

SAMPLE = '{"total": {"count": 50}}'
STUB = f"""
import os
with open(os.environ["WEDA_STATISTICS"], "a") as file:
    file.write({SAMPLE!r} + "\\n")
print({{name: value for name, value in os.environ.items() if "WEDA_" in name}}, flush=True)
"""


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module that replaces Locust; by default it writes a sample and ends."""
    file = tmp_path / "stub_of_locust.py"
    file.write_text(STUB, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(run, "PACKAGE", "stub_of_locust")
    return file


def go(seconds: float = 0.5) -> LoadOutcome:
    options = LoadOptions(users=1, spawn_rate=1, seconds=seconds)
    return asyncio.run(LoadRun(plan(FLOWS), options, {}).go())


@pytest.mark.parametrize(
    ("end", "seconds", "is_broken"),
    [
        ("", 0.5, False),
        ("raise SystemExit(1)", 0.5, False),
        ("", 60, True),
        ("raise SystemExit(2)", 0.5, True),
        ("os.abort()", 0.5, True),
    ],
)
def test_a_load_that_broke_off_is_told_from_one_that_ended(
    stub: Path, end: str, seconds: float, is_broken: bool
) -> None:
    stub.write_text(STUB + end, encoding="utf-8")
    outcome = go(seconds)
    assert outcome.sample.total.count == 50
    assert outcome.is_broken is is_broken


def test_what_waited_where_locust_was_killed_has_failed(stub: Path) -> None:
    waiting = '{"total": {"waiting": 5}, "requests": [{"name": "w", "waiting": 5}]}'
    stub.write_text(STUB.replace(SAMPLE, waiting) + "os.kill(os.getpid(), 9)", encoding="utf-8")
    outcome = go()
    assert outcome.sample.failures == (LoadFailure("w", NO_RESPONSE, 5),)
    assert (outcome.sample.total.count, outcome.sample.total.failed) == (5, 5)


def test_a_load_that_a_person_ends_is_not_whole(stub: Path) -> None:
    stub.write_text(f"{STUB}\nimport time\ntime.sleep(60)", encoding="utf-8")
    load = LoadRun(plan(FLOWS), LoadOptions(users=1, spawn_rate=1, seconds=0.5), {})

    async def end() -> None:
        going = asyncio.create_task(load.go())
        while not load.sample.total.count:  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.05)
        going.cancel()
        with pytest.raises(asyncio.CancelledError):
            await going

    asyncio.run(end())
    assert load.outcome is not None
    assert load.outcome.sample.stopped == LoadStop(StopKind.INTERRUPTED)
    assert not load.outcome.passes(())


STUBBORN = f"""import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
{STUB}
import time
time.sleep(60)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to one process")
def test_a_load_that_a_person_ends_twice_ends_at_once_with_the_last_figures(stub: Path) -> None:
    stub.write_text(STUBBORN, encoding="utf-8")
    load = LoadRun(plan(FLOWS), LoadOptions(users=1, spawn_rate=1, seconds=60), {})
    begun = time.monotonic()

    async def end() -> None:
        going = asyncio.create_task(load.go())
        while not load.sample.total.count:  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.05)
        for _ in range(2):
            going.cancel()
            await asyncio.sleep(0.1)
        with pytest.raises(asyncio.CancelledError):
            await going

    asyncio.run(end())
    assert load.outcome is not None
    assert load.outcome.sample.stopped == LoadStop(StopKind.INTERRUPTED)
    assert load.outcome.sample.total.count == 50
    assert time.monotonic() - begun < 10


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to one process")
@pytest.mark.parametrize("workers", [0, 1])
def test_a_load_that_does_not_end_in_time_is_killed(
    stub: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(run, "_STOPPED_IN", 0.5)
    monkeypatch.setattr(run, "ANSWERED_IN", 0.5)
    sample = '{"seconds": 0.5, "total": {"count": 50}}'
    text = STUBBORN.replace(SAMPLE, sample).replace('os.environ["WEDA_STATISTICS"]', "'figures'")
    stub.write_text(text, encoding="utf-8")
    options = LoadOptions(users=1, spawn_rate=1, seconds=0.5, workers=workers)
    outcome = asyncio.run(LoadRun(plan(FLOWS), options, {}).go())
    assert outcome.sample.stopped == LoadStop(StopKind.OVERDUE)
    assert outcome.sample.total.count == 50
    assert not outcome.is_whole


SENT, NOTHING = LoadFigures(count=50), LoadFigures()
AT_MOST = Threshold(Measure.ERRORS, 10.0)
ALL = Threshold(Measure.ERRORS, 100.0)


@pytest.mark.parametrize(
    ("outcome", "thresholds", "passes"),
    [
        (LoadOutcome(LoadSample(total=SENT), 0), (), True),
        (LoadOutcome(LoadSample(total=SENT), 0), (AT_MOST,), True),
        (LoadOutcome(LoadSample(total=LoadFigures(count=50, failed=1)), 1), (), False),
        (LoadOutcome(LoadSample(total=LoadFigures(count=50, failed=1)), 1), (AT_MOST,), True),
        (LoadOutcome(LoadSample(total=LoadFigures(count=50, failed=50)), 1), (ALL,), False),
        (LoadOutcome(LoadSample(total=LoadFigures(count=50, failed=9)), 1), (AT_MOST,), False),
        (LoadOutcome(LoadSample(total=NOTHING), 0), (), False),
        (LoadOutcome(LoadSample(total=SENT), -6), (AT_MOST,), False),
        (LoadOutcome(LoadSample(total=SENT), 0, is_early=True), (AT_MOST,), False),
        (
            LoadOutcome(LoadSample(total=SENT, stopped=LoadStop(StopKind.RATE_LIMIT)), 4),
            (AT_MOST,),
            False,
        ),
    ],
)
def test_a_load_passes_that_went_to_its_end_within_the_thresholds(
    outcome: LoadOutcome, thresholds: tuple[Threshold, ...], passes: bool
) -> None:
    assert outcome.passes(thresholds) is passes


@pytest.mark.usefixtures("stub")
def test_options_of_the_shell_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOCUST_USERS", "WEDA_RATE", "WEDA_DATA", "WEDA_KEEP_GOING", "WEDA_VAR_FLOW"):
        monkeypatch.setenv(name, "1")
    log = go().log
    assert "WEDA_STATISTICS" in log
    assert "WEDA_RATE" not in log
    assert "WEDA_DATA" not in log
    assert "WEDA_VAR_FLOW" not in log


def test_options_of_the_home_folder_change_nothing(
    stub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".locust.conf").write_text("keep-going = true\n")
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(home))
    look = """
import site
print(os.path.exists(os.path.expanduser("~/.locust.conf")), site.getuserbase())
"""
    stub.write_text(STUB + look, encoding="utf-8")
    assert f"False {site.getuserbase()}" in go().log


def test_the_log_is_masked_before_it_is_cut_and_has_whole_lines(stub: Path) -> None:
    key = "".join(f"key{n:02}" for n in range(20))
    stub.write_text(STUB + f"print('x ' * 900, {key!r} * 20)\nprint('y' * 2000)\n", "utf-8")
    options = LoadOptions(users=1, spawn_rate=1, seconds=0.5)

    def mask(log: str) -> str:
        return log.replace(key, "•")

    load = LoadRun(plan(FLOWS), options, {}, secrets=LoadSecrets(mask=mask))
    log = asyncio.run(load.go()).log
    assert "key" not in log
    assert "•" * 20 in log
    stub.write_text(STUB + "print('x' * 5000)\nprint('y')\n", encoding="utf-8")
    assert go().log == "y\n"


def test_the_tokens_that_it_got_are_told_before_anything_is_said(stub: Path) -> None:
    lines = ['{"tokens": ["token-1", "token-2"]}', '{"tokens": ["token-3"]}', "{}"]
    more = f"""
with open(os.environ["WEDA_STATISTICS"], "a") as file:
    file.writelines(line + "\\n" for line in {lines!r})
"""
    stub.write_text(STUB + more, encoding="utf-8")
    told: list[object] = []
    options = LoadOptions(users=1, spawn_rate=1, seconds=0.5)
    load = LoadRun(plan(FLOWS), options, {}, (), told.append, LoadSecrets(told.extend))
    asyncio.run(load.go())
    said = [each for each in told if isinstance(each, LoadSample)]
    assert told.index("token-3") < told.index(said[-1])
    assert [each for each in told if isinstance(each, str)] == ["token-1", "token-2", "token-3"]
    assert all(each.tokens == () for each in (*said, load.sample))


def test_a_user_token_that_calls_refuse_is_replaced_once_for_each_time(stub: Path) -> None:
    stub.write_text(REFUSED_USER, encoding="utf-8")
    given = iter(["user-2", "user-3"])

    async def replaced() -> str:
        return next(given)

    options = LoadOptions(users=1, spawn_rate=1, seconds=0.5)
    load = LoadRun(plan(FLOWS), options, {}, secrets=LoadSecrets(replace_user_token=replaced))
    outcome = asyncio.run(load.go())
    assert outcome.log.split() == ["user-2", "user-3"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TokenError(ErrorCode.TOKEN_WRONG_PASSWORD, status=400), StopKind.TOKEN_REFUSED),
        (NotReachableError(ErrorCode.CONNECTION_REFUSED, host="h", port=1), StopKind.NO_TOKEN),
    ],
)
def test_without_a_user_token_in_place_of_a_refused_one_it_stops_and_says_why(
    stub: Path, error: WedaError, kind: StopKind
) -> None:
    stub.write_text(REFUSED_USER, encoding="utf-8")

    async def replaced() -> str:
        raise error

    options = LoadOptions(users=1, spawn_rate=1, seconds=0.5)
    load = LoadRun(plan(FLOWS), options, {}, secrets=LoadSecrets(replace_user_token=replaced))
    with pytest.raises(WedaError):
        asyncio.run(load.go())
    assert load.outcome is not None
    assert load.outcome.sample.stopped == LoadStop(kind, error.code.value)


REFUSED_USER = """
import os, time
new = os.environ["WEDA_NEW_USER_TOKEN"]
for count in (1, 2):
    with open(os.environ["WEDA_STATISTICS"], "a") as file:
        file.write('{"refused_user_tokens": %d}' % count + chr(10))
    while not os.path.exists(new):
        time.sleep(0.01)
    print(open(new).read(), flush=True)
    os.unlink(new)
"""


@pytest.mark.parametrize("workers", [0, 1])
def test_what_is_hidden_comes_to_each_process_by_a_pipe_alone(stub: Path, workers: int) -> None:
    secret = "s3cret-that-nothing-shows-0123456789"
    look = f"""
import json, os, sys, time
said = json.load(sys.stdin)
shown = [*sys.argv, *os.environ.values(), *(open(each).read() for each in os.listdir())]
print("hidden", len(said), said[0][::-1], any(said[0] in each for each in shown), flush=True)
open(f"shown-{{os.getpid()}}", "w").close()
while sum(each.startswith("shown-") for each in os.listdir()) < {1 + workers}:
    time.sleep(0.01)  # the load ends with its first process
"""
    stub.write_text(look, encoding="utf-8")
    options = LoadOptions(users=1, spawn_rate=1, seconds=0.5, workers=workers)
    load = LoadRun(plan(FLOWS), options, {}, secrets=LoadSecrets(hidden=(secret,)))
    log = asyncio.run(load.go()).log
    assert log.count(f"hidden 1 {secret[::-1]} False") == 1 + workers


def test_a_process_that_does_not_read_what_is_hidden_ends_as_any(stub: Path) -> None:
    options = LoadOptions(users=1, spawn_rate=1, seconds=0.5)
    secrets = LoadSecrets(hidden=("x" * 40,) * 10_000)
    outcome = asyncio.run(LoadRun(plan(FLOWS), options, {}, secrets=secrets).go())
    assert (outcome.exit_code, outcome.sample.total.count) == (0, 50)
    assert stub.exists()


@pytest.mark.parametrize(("named", "option"), [("", "--writes"), ("prod", "--writes=prod")])
def test_it_gives_the_word_that_writes_need(stub: Path, named: str, option: str) -> None:
    stub.write_text(STUB + "import sys\nprint(sys.argv)\n", encoding="utf-8")
    made = plan(request("w", "/w", is_write=True, named=named))
    options = LoadOptions(users=1, spawn_rate=1, seconds=0.5, writes=True)
    outcome = asyncio.run(LoadRun(made, options, {}).go())
    assert f"'{option}'" in outcome.log
