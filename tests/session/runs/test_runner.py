"""Runs: chains, captures, polls, guards, rows, bail, parallel and repeated runs."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from tests.session.sleeping import sleep_at_once
from tests.session.weda import READ, SECRET, WRITE, Weda, open_session, place
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import Delivery, ErrorCode, FileError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.masking import MASK
from weda_tui.core.runs.answer_values import Captured, Missing, Unfit, Unjudged
from weda_tui.core.runs.assertions import AssertionHeld, NotHeld
from weda_tui.core.runs.results import (
    Consent,
    RunFailureCause,
    RunResult,
    Write,
    first_failure,
    strictest,
    tally,
)
from weda_tui.session import Session
from weda_tui.session.runs.memory import FRESH, Memory
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.runner import RequestRun, RunOptions, entries_of
from weda_tui.session.runs.saved_request_sender import LONGEST_SHOWN
from weda_tui.store.paths import Paths

START = """
endpoint = "workflow.StartFlow"
[capture]
InstanceId = "$.Response.Data.InstanceId"
"""
USE = """
url = "{{vars.host}}/weda/workflow/v1/{{WeDa.EnvType}}/DescribeInstanceApproverList"
method = "POST"
body = '{"InstanceId": "{{InstanceId}}"}'
depends = ["a/start"]
"""
ID = 1893450276618240001


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return tmp_path / "workspace" / "collections"


@pytest.fixture
async def session(tmp_path: Path, weda: Weda) -> AsyncIterator[Session]:
    session = open_session(tmp_path, weda)
    yield session
    await session.aclose()


def write(files: Path, texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        file = files / f"{path}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def answer_with(weda: Weda, data: Any = None) -> None:
    body: Any = {"Response": {"RequestId": "r-1", "Data": {} if data is None else data}}
    weda.call_answer = lambda _: httpx.Response(200, json=body)


def run_of(
    session: Session,
    where: Target,
    *paths: str,
    rows: tuple[Mapping[str, str], ...] = (),
    agreed: GuardDecision = GuardDecision.ASK_NAME,
    memory: Memory | None = None,
    **options: Any,
) -> RequestRun:
    loader = RequestLoader(session, where)
    consent = Consent(agreed, None)
    settings = RunOptions(where=where, consent=consent, **options)
    return RequestRun(
        session, loader, entries_of(loader.chosen(paths), rows), settings, memory=memory
    )


def outline(results: tuple[RunResult, ...]) -> list[tuple[str, RunFailureCause]]:
    return [(result.path, result.cause) for result in results]


def actions(weda: Weda) -> list[str]:
    return [request.url.path.rpartition("/")[2] for request in weda.calls]


async def test_what_a_request_depends_on_goes_first_and_its_capture_goes_in(
    session: Session, weda: Weda, files: Path
) -> None:
    write(files, {"a/start": START, "a/use": USE})
    answer_with(weda, {"InstanceId": ID})
    results = await run_of(session, place(session), "a/use").go()
    assert outline(results) == [("a/start", RunFailureCause.NONE), ("a/use", RunFailureCause.NONE)]
    assert results[0].captures == (Captured("InstanceId", str(ID)),)
    assert (results[0].is_dependency, results[1].is_dependency) == (True, False)
    assert json.loads(weda.calls[1].content) == {"InstanceId": str(ID)}


async def test_a_captured_value_is_text_and_never_expanded(
    session: Session, weda: Weda, files: Path
) -> None:
    write(files, {"a/start": START, "a/use": USE})
    answer_with(weda, {"InstanceId": "{{access_token}}"})
    await run_of(session, place(session), "a").go()
    assert json.loads(weda.calls[1].content) == {"InstanceId": "{{access_token}}"}


async def test_a_folder_goes_in_its_order_and_sends_each_request_once(
    session: Session, weda: Weda, files: Path
) -> None:
    plain = f'endpoint = "{READ}"\n'
    texts = {"a/use": USE, "a/start": START, "a/z": plain, "a/b/deep": plain}
    write(files, {**texts, "a/folder": 'order = ["z", "use"]\n'})
    answer_with(weda, {"InstanceId": ID})
    results = await run_of(session, place(session), "a", "a/z").go()
    assert [result.path for result in results] == ["a/z", "a/start", "a/use", "a/b/deep"]
    assert not any(result.is_dependency for result in results)
    assert len(weda.calls) == 4


async def test_a_failed_dependency_keeps_the_rest_from_being_sent(
    session: Session, weda: Weda, files: Path
) -> None:
    write(files, {"a/start": START, "a/use": USE})
    answer_with(weda, {"Other": 1})
    results = await run_of(session, place(session), "a").go()
    assert outline(results) == [
        ("a/start", RunFailureCause.CAPTURE),
        ("a/use", RunFailureCause.SKIPPED),
    ]
    assert results[0].captures == (Missing("InstanceId", "$.Response.Data.InstanceId", None),)
    assert results[1].blocked_by == "a/start"
    assert actions(weda) == ["StartFlow"]


@pytest.mark.parametrize("circle", [{"a/x": "a/x"}, {"a/x": "a/y", "a/y": "a/z", "a/z": "a/y"}])
async def test_a_circle_is_named_before_anything_is_sent(
    session: Session, weda: Weda, files: Path, circle: dict[str, str]
) -> None:
    texts = {path: f'endpoint = "{READ}"\ndepends = ["{on}"]\n' for path, on in circle.items()}
    write(files, texts)
    with pytest.raises(FileError) as raised:
        await run_of(session, place(session), "a/x").go()
    assert raised.value.code is ErrorCode.DEPENDS_CYCLE
    assert raised.value.parameters["names"] in {"a/x → a/x", "a/y → a/z → a/y"}
    assert weda.calls == []


async def test_a_dependency_that_is_not_there_is_named(session: Session, files: Path) -> None:
    write(files, {"a/use": USE})
    with pytest.raises(FileError) as raised:
        run_of(session, place(session), "a/use").check()
    assert raised.value.parameters["target"] == "a/start"


async def test_variables_of_folders_request_row_and_command_line_hide_each_other(
    session: Session, weda: Weda, files: Path
) -> None:
    body = '{"v": "{{outer}} {{inner}} {{own}} {{column}} {{given}}"}'
    names = ("outer", "inner", "own", "column", "given")

    def table(count: int, value: str) -> str:
        return "[variables]\n" + "".join(f'{name} = "{value}"\n' for name in names[count:])

    request = f'endpoint = "{READ}"\nmethod = "POST"\nurl = "{{{{vars.host}}}}/x"\n'
    write(
        files,
        {
            "a/folder": table(0, "1"),
            "a/b/folder": table(1, "2"),
            "a/b/r": f"{request}body = '{body}'\n{table(2, '3')}",
        },
    )
    rows = ({"column": "4", "given": "4"},)
    await run_of(session, place(session), "a", rows=rows, given={"given": "5"}).go()
    assert json.loads(weda.calls[0].content) == {"v": "1 2 3 4 5"}


async def test_a_secret_of_a_row_or_of_the_command_line_is_masked_from_the_plan_on(
    session: Session, files: Path
) -> None:
    write(files, {"a/start": START})
    rows = ({"password": "first-canary", "n": "ordinary"}, {"password": "second-canary"})
    given = {"api_key": "third-canary", "mytoken": "fourth-canary", "token_type": "ordinary"}
    run_of(session, place(session), "a", rows=rows, given=given)
    text = "first-canary second-canary third-canary fourth-canary ordinary"
    assert session.tokens.masker().text(text) == f"{MASK} {MASK} {MASK} {MASK} ordinary"


async def test_each_row_has_its_own_captures(session: Session, weda: Weda, files: Path) -> None:
    start = f"{START.strip()}\n".replace("[capture]", "body = '{\"n\": {{n}}}'\n[capture]")
    write(files, {"a/start": start, "a/use": USE})

    def answer(request: httpx.Request) -> httpx.Response:
        n = json.loads(request.content).get("n", 0)
        return httpx.Response(200, json={"Response": {"Data": {"InstanceId": ID + n}}})

    weda.call_answer = answer
    rows = ({"n": "1"}, {"n": "2"})
    results = await run_of(session, place(session), "a", rows=rows, parallel=8).go()
    assert [(result.path, result.row) for result in results] == [
        ("a/start", 1), ("a/use", 1), ("a/start", 2), ("a/use", 2),
    ]  # fmt: skip
    used = sorted(json.loads(call.content).get("InstanceId", "") for call in weda.calls)
    assert used == ["", "", str(ID + 1), str(ID + 2)]


async def test_parallel_sends_a_dependency_once_and_keeps_the_order_of_the_report(
    session: Session, weda: Weda, files: Path
) -> None:
    users = {f"a/use{n}": USE for n in range(6)}
    write(files, {"a/start": START, **users})
    most, two = [0, 0], asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        most[0] += 1
        most[1] = max(most)
        if most[0] > 1:
            two.set()
        if not request.url.path.endswith("/StartFlow"):
            await asyncio.wait_for(two.wait(), 60)
        most[0] -= 1
        return httpx.Response(200, json={"Response": {"Data": {"InstanceId": ID}}})

    weda.call_answer = answer
    results = await run_of(session, place(session), "a", parallel=4).go()
    assert [result.path for result in results] == ["a/start", *sorted(users)]
    assert actions(weda).count("StartFlow") == 1
    assert 2 <= most[1] <= 4


async def test_bail_ends_with_the_first_failure(session: Session, weda: Weda, files: Path) -> None:
    failing = f'endpoint = "{READ}"\n[[assert]]\non = "status"\nequals = 201\n'
    write(files, {"a/1": f'endpoint = "{READ}"\n', "a/2": failing, "a/3": failing})
    answer_with(weda)
    results = await run_of(session, place(session), "a", bail=True).go()
    assert outline(results) == [
        ("a/1", RunFailureCause.NONE), ("a/2", RunFailureCause.ASSERTION),
        ("a/3", RunFailureCause.SKIPPED),
    ]  # fmt: skip
    assert results[2].is_unsent
    count = tally(results, 1.0)
    assert (count.passed, count.failed, count.skipped, count.ok) == (1, 1, 1, False)
    assert first_failure(results) is results[1]


async def test_the_verdict_counts_unless_the_file_speaks_of_it(
    session: Session, weda: Weda, files: Path
) -> None:
    refused = {"Response": {"Error": {"Code": "No", "Message": "m"}, "RequestId": "r"}}
    weda.call_answer = lambda _: httpx.Response(200, json=refused)
    head = f'endpoint = "{READ}"\n'
    asserted = "[[assert]]\non = '{}'\nequals = {}\n"
    write(
        files,
        {
            "a/1": head,
            "a/2": head + asserted.format("status", 200),
            "a/3": head + asserted.format("verdict", '"failure"'),
            "a/4": head + asserted.format("$.Response.Error.Code", '"{{x}}"'),
        },
    )
    results = await run_of(session, place(session), "a").go()
    causes = [result.cause for result in results]
    assert causes == [
        RunFailureCause.VERDICT,
        RunFailureCause.VERDICT,
        RunFailureCause.NONE,
        RunFailureCause.VERDICT,
    ]
    assert results[1].checks[0].judgement == NotHeld("failure")
    assert results[3].checks[1].judgement == Unjudged(Unfit.VARIABLE, "x")


POLLED = f"""
endpoint = "{READ}"
[poll]
until = {{ on = "$.Response.Data.State", equals = "done" }}
every = 5
at_most = 20
"""


async def test_a_poll_sends_until_it_holds(
    session: Session, weda: Weda, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(files, {"a/p": POLLED})
    waits: list[float] = []

    def pass_time(seconds: float) -> None:
        waits.append(seconds)
        weda.passed += seconds

    sleep_at_once(monkeypatch, pass_time)

    def answer(_: httpx.Request) -> httpx.Response:
        state = "done" if len(weda.calls) == 3 else "running"
        return httpx.Response(200, json={"Response": {"Data": {"State": state}}})

    weda.call_answer = answer
    (result,) = await run_of(session, place(session), "a").go()
    assert (result.ok, result.attempts, result.elapsed, waits) == (True, 3, 10.0, [5.0, 5.0])
    assert result.checks[0].judgement == AssertionHeld("done")


async def test_a_write_is_sent_once_whatever_its_poll_says(
    session: Session, weda: Weda, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(files, {"a/p": POLLED.replace(READ, WRITE)})
    sleep_at_once(monkeypatch, lambda _: None)
    answer_with(weda, {"State": "running"})
    (result,) = await run_of(session, place(session, guard=Guard.NONE), "a").go()
    assert (result.cause, result.attempts) == (RunFailureCause.ASSERTION, 1)
    assert len(weda.calls) == 1


async def test_a_poll_is_given_up_when_its_time_is_over(
    session: Session, weda: Weda, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(files, {"a/p": POLLED})

    def pass_time(seconds: float) -> None:
        weda.passed += seconds

    sleep_at_once(monkeypatch, pass_time)
    answer_with(weda, {"State": "running"})
    (result,) = await run_of(session, place(session), "a").go()
    assert (result.cause, result.attempts, result.elapsed) == (RunFailureCause.ASSERTION, 5, 20.0)
    assert result.checks[0].judgement == NotHeld("running")


async def test_a_run_that_is_stopped_says_what_was_on_its_way(
    session: Session, weda: Weda, files: Path
) -> None:
    write(files, dict.fromkeys(("a/1", "a/2", "a/3"), f'endpoint = "{READ}"\n'))
    arrived = asyncio.Event()

    async def answer(_: httpx.Request) -> httpx.Response:
        if len(weda.calls) == 2:
            arrived.set()
            await asyncio.Event().wait()
        return httpx.Response(200, json={"Response": {"Data": {}}})

    weda.call_answer = answer
    run = run_of(session, place(session), "a")
    task = asyncio.create_task(run.go())
    await arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    first, second, third = run.results
    assert first.ok
    assert (second.is_stopped, second.is_unsent) == (True, False)
    assert (third.is_stopped, third.is_unsent) == (False, True)


async def test_a_guard_is_asked_once_and_only_for_what_was_shown(
    session: Session, weda: Weda, files: Path
) -> None:
    write(files, {"a/start": START, "a/use": USE})
    answer_with(weda, {"InstanceId": ID})
    where = place(session, "prod")
    run = run_of(session, where, "a", agreed=GuardDecision.SEND)
    writes = await run.writes()
    assert [(each.path, each.env_type, each.decision) for each in writes] == [
        ("a/start", "prod", GuardDecision.ASK)
    ]
    refused, blocked = await run.go()
    assert refused.error is not None
    assert refused.error.code is ErrorCode.GUARD_NEEDS_CONSENT
    assert (blocked.blocked_by, weda.calls) == ("a/start", [])

    loader = RequestLoader(session, where)
    options = RunOptions(where=where, consent=Consent(strictest(writes), frozenset(writes)))
    results = await RequestRun(session, loader, entries_of(loader.chosen(["a"])), options).go()
    assert all(result.ok for result in results)


async def test_a_value_of_an_answer_cannot_turn_a_run_to_another_place(
    session: Session, weda: Weda, files: Path
) -> None:
    use = USE.replace("{{WeDa.EnvType}}/DescribeInstanceApproverList", "{{InstanceId}}")
    write(files, {"a/start": START, "a/use": use})
    answer_with(weda, {"InstanceId": "prod/StopFlow"})
    where = place(session, "dev")
    writes = frozenset(await run_of(session, where, "a").writes())
    loader = RequestLoader(session, where)
    options = RunOptions(where=where, consent=Consent(strictest(tuple(writes)), writes))
    started, turned = await RequestRun(
        session, loader, entries_of(loader.chosen(["a"])), options
    ).go()
    assert started.ok
    assert turned.error is not None
    assert turned.error.code is ErrorCode.GUARD_NEEDS_NAME
    assert actions(weda) == ["StartFlow"]


async def test_read_only_is_read_only_whatever_was_agreed(
    session: Session, weda: Weda, files: Path
) -> None:
    write(files, {"a/start": START})
    where = place(session, "prod", Guard.READ_ONLY)
    run = run_of(session, where, "a")
    (write_,) = await run.writes()
    assert write_.decision is GuardDecision.REFUSE
    assert strictest((write_,)) is GuardDecision.SEND
    (result,) = await run.go()
    assert result.error is not None
    assert result.error.code is ErrorCode.GUARD_READ_ONLY
    assert weda.calls == []


async def test_the_same_write_twice_in_a_run_is_what_was_asked_for(
    session: Session, weda: Weda, files: Path
) -> None:
    write(files, {"a/w": f'endpoint = "{WRITE}"\n'})
    answer_with(weda)
    rows = ({"x": "1"}, {"x": "2"})
    results = await run_of(session, place(session), "a", rows=rows, agreed=GuardDecision.SEND).go()
    assert [result.cause for result in results] == [RunFailureCause.NONE, RunFailureCause.NONE]
    assert len(weda.calls) == 2


async def test_the_failed_ones_again_take_what_was_captured_while_it_is_fresh(
    session: Session, weda: Weda, files: Path
) -> None:
    write(files, {"a/start": START, "a/use": USE})
    answer_with(weda, {"InstanceId": ID})
    where, memory = place(session), Memory(session.routes.fingerprint)
    await run_of(session, where, "a", memory=memory).go()
    await run_of(session, where, "a/use", memory=memory).go()
    assert actions(weda).count("StartFlow") == 1
    assert memory.captured(where) == {"InstanceId": str(ID)}

    weda.passed += FRESH
    await run_of(session, where, "a/use", memory=memory).go()
    assert actions(weda).count("StartFlow") == 2
    elsewhere = Target(where.environment, "prod")
    await run_of(session, elsewhere, "a/use", memory=memory).go()
    assert actions(weda).count("StartFlow") == 3


@pytest.mark.parametrize("rows", [(), ({"n": "1"},)])
@pytest.mark.parametrize("chosen", [("a/use", "a/start"), ("a/use", "b/use")])
async def test_nothing_is_sent_twice_in_a_run_however_long_it_takes(
    session: Session, weda: Weda, files: Path, rows: tuple[Mapping[str, str], ...],
    chosen: tuple[str, ...],
) -> None:  # fmt: skip
    write(files, {"a/start": START, "a/use": USE, "b/use": USE})

    def answer(_: httpx.Request) -> httpx.Response:
        weda.passed += FRESH
        return httpx.Response(200, json={"Response": {"Data": {"InstanceId": ID}}})

    weda.call_answer = answer
    results = await run_of(session, place(session), *chosen, rows=rows).go()
    assert all(result.ok for result in results)
    assert actions(weda).count("StartFlow") == 1


async def test_a_row_that_is_run_again_sends_no_dependency_again(
    session: Session, weda: Weda, files: Path
) -> None:
    write(files, {"a/start": START, "a/use": USE})
    answer_with(weda, {"InstanceId": ID})
    where, memory, rows = place(session), Memory(session.routes.fingerprint), ({"n": "1"},)
    await run_of(session, where, "a", rows=rows, memory=memory).go()
    weda.passed += FRESH
    await run_of(session, where, "a/use", rows=rows, memory=memory).go()
    assert [actions(weda).count(each) for each in ("StartFlow", actions(weda)[-1])] == [1, 2]


async def test_what_failed_is_sent_again_in_the_next_run(
    session: Session, weda: Weda, files: Path
) -> None:
    write(files, {"a/start": START, "a/use": USE})
    where, memory = place(session), Memory(session.routes.fingerprint)
    weda.call_answer = lambda _: httpx.Response(502)
    first = await run_of(session, where, "a", memory=memory).go()
    answer_with(weda, {"InstanceId": ID})
    again = await run_of(session, where, "a/use", memory=memory).go()
    assert [result.ok for result in first] == [False, False]
    assert outline(again) == [("a/start", RunFailureCause.NONE), ("a/use", RunFailureCause.NONE)]


async def test_a_url_without_an_endpoint_is_known_by_its_path(
    session: Session, weda: Weda, files: Path
) -> None:
    known = USE.replace('depends = ["a/start"]', "").replace("{{InstanceId}}", "1")
    other = known.replace("DescribeInstanceApproverList", "NobodyKnows")
    write(files, {"a/1": known, "a/2": other})
    answer_with(weda, [])
    run = run_of(session, place(session, "prod"), "a", agreed=GuardDecision.SEND)
    assert [each.path for each in await run.writes()] == ["a/2"]
    first, second = await run.go()
    assert first.ok
    assert second.error is not None


async def test_a_broken_file_ends_the_run_before_it_begins(session: Session, files: Path) -> None:
    write(files, {"a/1": f'endpoint = "{READ}"\n', "a/2": "endpoint = 5\n"})
    loader, bad = RequestLoader(session, place(session)), ErrorCode.NAME_INVALID
    paths = {"a": ErrorCode.TOML_BAD_VALUE, "a/gone": ErrorCode.PATH_UNKNOWN, "a/../../x": bad}
    for path, code in paths.items():
        with pytest.raises(FileError) as raised:
            loader.chosen([path])
        assert raised.value.code is code
    (only,) = loader.chosen(["collections/a/1.toml"])
    assert only.path == "a/1"


@pytest.mark.parametrize(
    ("rules", "code"),
    [("x = ", ErrorCode.TOML_SYNTAX), (f"'{READ}' = '$.='", ErrorCode.RULE_INVALID)],
)
async def test_rules_that_do_not_open_end_the_run_before_it_begins(
    session: Session, weda: Weda, files: Path, rules: str, code: ErrorCode
) -> None:
    write(files, {"a/r": f'endpoint = "{READ}"\n', "a/last": 'depends = ["a/r"]\n' + START})
    session.paths.rules.parent.mkdir(parents=True)
    session.paths.rules.write_text(rules, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        await run_of(session, place(session), "a/last").go()
    assert caught.value.code is code
    assert weda.calls == []


async def test_rules_that_do_not_open_any_more_fail_what_is_judged_without_them(
    session: Session, weda: Weda, files: Path
) -> None:
    write(files, {"a/1": f'endpoint = "{READ}"\n', "a/2": f'endpoint = "{READ}"\n'})
    session.judging.save_rule(READ, "$.Response.Data.State == 'ok'", known="")

    def answer(_: httpx.Request) -> httpx.Response:
        if len(weda.calls) == 2:
            session.paths.rules.write_text("x = ", encoding="utf-8")
        return httpx.Response(200, json={"Response": {"Data": {"State": "ok"}}})

    weda.call_answer = answer
    first, second = await run_of(session, place(session), "a").go()
    assert first.ok
    assert (second.cause, second.attempts) == (RunFailureCause.ERROR, 1)
    assert second.error is not None
    assert (second.error.code, second.delivery) == (ErrorCode.TOML_SYNTAX, Delivery.ANSWERED)


def test_a_write_is_agreed_to_as_it_was_shown() -> None:
    write_ = Write("a", "prod", "write", GuardDecision.ASK)  # pyright: ignore[reportArgumentType]
    worse = msgspec.structs.replace(write_, decision=GuardDecision.ASK_NAME)
    assert Consent(GuardDecision.ASK, frozenset({write_})).covers(write_)
    assert not Consent(GuardDecision.ASK, frozenset({write_})).covers(worse)
    assert Consent(GuardDecision.ASK, None).covers(worse)


async def test_a_secret_is_not_shown_also_where_a_long_value_is_cut(
    session: Session, weda: Weda, files: Path
) -> None:
    asserted = '[[assert]]\non = "$.Response.Data.v"\nexists = false\n'
    write(files, {"a/1": f'endpoint = "{READ}"\n{asserted}'})
    answer_with(weda, {"v": "x" * (LONGEST_SHOWN - 10) + SECRET * 2})
    (result,) = await run_of(session, place(session), "a").go()
    judgement = result.checks[1].judgement
    assert isinstance(judgement, NotHeld)
    assert judgement.actual is not None
    assert SECRET[:6] not in judgement.actual
    assert len(judgement.actual) == LONGEST_SHOWN + 1


async def test_a_server_that_nobody_approved_makes_no_key_looked_for(
    session: Session, weda: Weda, tmp_path: Path
) -> None:
    """The server would see from the time of the next request how long the search took."""
    place(session)  # with a key that is stored
    own, state = tmp_path / "own", session.paths.state
    (own / "environments").mkdir(parents=True)
    (own / "environments" / "evil.toml").write_text(
        'host = "https://evil.example.cn"\n[env_types]\ndev = "none"\n', "utf-8"
    )
    (own / "modules").mkdir()
    (own / "modules" / "crm.toml").write_text(
        'title = "CRM"\n[calls.L]\nmethod = "GET"\npath = "/l"\ntitle = "L"\neffect = "read"\n'
        'auth = "none"\n',
        "utf-8",
    )
    write(own / "collections", {"a/one": 'endpoint = "crm.L"\n'})
    other = Session(
        Paths(workspace=own, state=state), environ={}, clock=weda.clock, use_keyring=False,
        transport=weda.transport,
    )  # fmt: skip
    answer_with(weda)
    (ran,) = await run_of(other, other.environments.where_exactly("evil", "dev"), "a/one").go()
    assert ran.exchange is not None
    assert other.secrets.seen() == ()
    await other.aclose()
