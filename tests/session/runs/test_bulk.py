"""Runs over rows: the ledger of each row, what is resumed, and what stops a run."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from tests.session.sleeping import sleep_at_once
from tests.session.weda import (
    EXPIRED_ANSWER,
    SECRET,
    Weda,
    environment,
    open_session,
    place_of_user,
)
from weda_tui.core.environments.deployment import SecretRef, Target
from weda_tui.core.errors import ErrorCode, FileError, GuardError, WedaError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.runs.ledger import Ledger, LedgerCount, LedgerHead, LedgerRow, RowState
from weda_tui.core.runs.results import Consent, Row, RowOutcome, RunResult, Tally, tally
from weda_tui.core.runs.stops import MOST_UNANSWERED, RunStop, StopReason
from weda_tui.core.runs.undo import NoInverse, UndoStep, undo_rows
from weda_tui.session import Session
from weda_tui.session.runs.bulk import BulkRun, LedgerChoice
from weda_tui.session.runs.rate_limit import RateLimit
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.runner import RunOptions
from weda_tui.session.runs.sent_content import BulkJob
from weda_tui.session.runs.undo import check_undo_files, write_undo
from weda_tui.store.runs.ledgers import LedgerFile

CREATE = """
endpoint = "model.create"
body = '{"data": {"name": "{{name}}"}}'
[variables]
modelName = "customer"
"""
LIST = """
endpoint = "model.list"
body = '{"filter": {"where": {"name": {"$eq": "{{name}}"}}}}'
[variables]
modelName = "customer"
"""
ROWS = tuple({"name": f"n{number}"} for number in range(1, 7))
OK = {"data": {"id": "r1"}, "requestId": "q-1"}


@pytest.fixture
async def session(tmp_path: Path, weda: Weda) -> AsyncIterator[Session]:
    weda.call_answer = lambda _: httpx.Response(200, json=OK)
    session = open_session(tmp_path, weda)
    yield session
    await session.aclose()


@pytest.fixture
def where(session: Session) -> Target:
    return place_of_user(session)


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace" / "collections" / "a"
    folder.mkdir(parents=True)
    (folder / "create.toml").write_text(CREATE, encoding="utf-8")
    (folder / "list.toml").write_text(LIST, encoding="utf-8")
    return folder


def bulk_of(
    session: Session,
    where: Target,
    *paths: str,
    rows: Sequence[Row] = ROWS,
    file: str = "/rows.csv",
    rate: float | None = 1e6,
    plans_undo: bool = False,
    on_result: Callable[[RunResult], None] = lambda _: None,
    **options: Any,
) -> BulkRun:
    loader = RequestLoader(session, where)
    consent = Consent(GuardDecision.ASK_NAME, None)
    paths = paths or ("a/create",)
    job = BulkJob(
        paths=paths, chosen=loader.chosen(paths), rows=tuple(rows), file=file,
        options=RunOptions(where=where, consent=consent, **options),
        rate=rate, plans_undo=plans_undo,
    )  # fmt: skip
    return BulkRun(session, loader, job, on_result=on_result)


async def go(bulk: BulkRun, choice: LedgerChoice = LedgerChoice.ASK) -> LedgerCount:
    try:
        bulk.open(choice)
        await bulk.go()
    finally:
        bulk.close()
    assert bulk.ledger is not None
    return bulk.ledger.count


def refusal(bulk: BulkRun, choice: LedgerChoice = LedgerChoice.ASK) -> WedaError:
    with pytest.raises(WedaError) as caught:
        bulk.open(choice)
    bulk.close()
    return caught.value


def names(weda: Weda) -> list[str]:
    return [json.loads(request.content)["data"]["name"] for request in weda.calls]


def failing(weda: Weda, at: int, fail: Callable[[httpx.Request], Any]) -> None:
    """Let the call of one row fail; the calls of all other rows succeed."""

    def answer(request: httpx.Request) -> Any:
        return fail(request) if len(weda.calls) == at else httpx.Response(200, json=OK)

    weda.call_answer = answer


def failing_each(
    weda: Weda,
    fails: Mapping[int, Callable[[httpx.Request], Any]],
    good: Callable[[httpx.Request], Any] = lambda _: httpx.Response(200, json=OK),
) -> None:
    """Let the calls of some rows fail, given by their numbers."""

    def answer(request: httpx.Request) -> Any:
        return fails.get(len(weda.calls), good)(request)

    weda.call_answer = answer


def raising(error: type[Exception]) -> Callable[[httpx.Request], Any]:
    def fail(_: httpx.Request) -> Any:
        raise error("made up")

    return fail


def answering(code: str) -> Callable[[httpx.Request], Any]:
    return lambda _: httpx.Response(200, json={"code": code, "message": "", "requestId": "q-2"})


HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(status: int, title: str = "", body: str = "") -> Callable[[httpx.Request], Any]:
    text = f"<!doctype html><html><head><title>{title or status}</title></head>{body}</html>"
    return lambda _: httpx.Response(status, text=text, headers=HTML)


def giving(status: int, data: object) -> Callable[[httpx.Request], Any]:
    return lambda _: httpx.Response(status, json=data)


def to_sign_in(_: httpx.Request) -> httpx.Response:
    return httpx.Response(302, headers={"Location": "https://sso.example.cn/login"})


def limited(_: httpx.Request) -> httpx.Response:
    """Refuse a request for its rate, as a gateway does."""
    return httpx.Response(429, text="Too Many Requests")


async def test_each_row_is_sent_once_and_a_finished_run_begins_anew(
    session: Session, where: Target, weda: Weda
) -> None:
    assert await go(bulk_of(session, where)) == LedgerCount(6, 0, 0, 0)
    assert names(weda) == [row["name"] for row in ROWS]
    for choice, code in (
        (LedgerChoice.ASK, ErrorCode.RUN_FINISHED),
        (LedgerChoice.RESUME, ErrorCode.ALREADY_FINISHED),
    ):
        again = bulk_of(session, where)
        error = refusal(again, choice)
        assert (error.code, error.parameters["done"]) == (code, 6)
        assert again.finished is not None
        assert again.finished.count == LedgerCount(6, 0, 0, 0)
    assert len(weda.calls) == 6
    again = bulk_of(session, where)
    assert await go(again, LedgerChoice.RESTART) == LedgerCount(6, 0, 0, 0)
    assert again.finished is not None
    assert len(weda.calls) == 12
    other = bulk_of(session, where, rows=ROWS[:2])
    assert refusal(other, LedgerChoice.RESUME).code is ErrorCode.NOTHING_TO_RESUME


async def test_rows_that_a_finished_run_wrote_are_not_sent_again_since_others_changed(
    session: Session, where: Target, weda: Weda
) -> None:
    failing(weda, 2, giving(400, {"code": "INVALID_PARAMETER", "message": ""}))
    assert await go(bulk_of(session, where)) == LedgerCount(5, 1, 0, 0)
    corrected = (ROWS[0], {"name": "corrected"}, *ROWS[2:])
    error = refusal(bulk_of(session, where, rows=corrected))
    assert (error.code, error.parameters["rows"]) == (ErrorCode.RUN_REPEATS, 5)
    assert len(weda.calls) == 6
    alone = bulk_of(session, where, rows=({"name": "corrected"},))
    assert await go(alone) == LedgerCount(1, 0, 0, 0)
    assert refusal(bulk_of(session, where, rows=(*alone.job.rows, {"name": "n9"}))).code is (
        ErrorCode.RUN_REPEATS
    )
    again = bulk_of(session, where, rows=corrected, given={"other": "value"})
    assert await go(again) == LedgerCount(6, 0, 0, 0)


async def test_what_any_run_of_this_name_wrote_is_not_sent_again(
    session: Session, where: Target, weda: Weda
) -> None:
    others = ({"name": "b1"}, {"name": "b2"})
    assert (await go(bulk_of(session, where))).succeeded == 6
    assert (await go(bulk_of(session, where, rows=others))).succeeded == 2
    assert (await go(bulk_of(session, where, given={"city": "s"}))).succeeded == 6
    for bulk, code in (
        (bulk_of(session, where), ErrorCode.RUN_FINISHED),
        (bulk_of(session, where, rows=others), ErrorCode.RUN_FINISHED),
        (bulk_of(session, where, given={"city": "s"}), ErrorCode.RUN_FINISHED),
        (bulk_of(session, where, rows=(*ROWS[:2], {"name": "b3"})), ErrorCode.RUN_REPEATS),
    ):
        assert refusal(bulk).code is code
    assert len(weda.calls) == 14


async def test_a_variable_more_makes_a_finished_run_no_other(
    session: Session, where: Target, weda: Weda
) -> None:
    assert (await go(bulk_of(session, where))).succeeded == 6
    more = msgspec.structs.replace(where.environment, variables={"unused": "x"})
    again = Target(more, where.env_type)
    assert refusal(bulk_of(session, again)).code is ErrorCode.RUN_FINISHED
    changed = refusal(bulk_of(session, again, rows=(*ROWS, {"name": "n7"})))
    assert changed.code is ErrorCode.RUN_REPEATS
    assert len(weda.calls) == 6


async def test_rows_that_were_refused_keep_no_other_from_being_sent(
    session: Session, where: Target, weda: Weda
) -> None:
    def answer(request: httpx.Request) -> Any:
        name = json.loads(request.content)["data"]["name"]
        return to_sign_in(request) if name == "n2" else httpx.Response(200, json=OK)

    weda.call_answer = answer
    assert await go(bulk_of(session, where)) == LedgerCount(1, 0, 0, 5)
    assert await go(bulk_of(session, where), LedgerChoice.RESUME) == LedgerCount(5, 0, 0, 1)
    assert names(weda) == ["n1", "n2", "n3", "n4", "n5", "n6", "n2"]


@pytest.mark.parametrize(
    ("status", "location", "count"),
    [
        (302, "/v1/model/77", LedgerCount(1, 0, 1, 4)),
        (301, "https://elsewhere.example.cn/orders/77", LedgerCount(1, 0, 1, 4)),
        (307, "/v1/model/77", LedgerCount(1, 0, 0, 5)),
        (302, "https://sso.example.cn/login", LedgerCount(1, 0, 0, 5)),
    ],
)
async def test_a_write_that_may_have_been_done_before_it_redirected_is_not_sent_again(
    session: Session, where: Target, weda: Weda, status: int, location: str, count: LedgerCount
) -> None:
    failing(weda, 2, lambda _: httpx.Response(status, headers={"Location": location}))
    assert await go(bulk_of(session, where)) == count


TIMED = f'{CREATE}[[assert]]\non = "$.data.state"\nequals = "done"\n'
PARTLY = {"code": "HOOK", "message": "记录已更新, 但后续流程失败", "requestId": "q-2"}


@pytest.mark.parametrize("how", ["asserted", "second", "partly"])
async def test_a_row_that_failed_after_a_write_was_executed_counts_as_written(
    session: Session, where: Target, weda: Weda, files: Path, how: str
) -> None:
    (files / "create.toml").write_text(TIMED if how == "asserted" else CREATE, encoding="utf-8")
    (files / "then.toml").write_text(CREATE, encoding="utf-8")
    paths = ("a/create", "a/then") if how == "second" else ("a/create",)
    good = giving(200, {"data": {"id": "r1", "state": "done"}})
    bad = {
        "asserted": giving(200, {"data": {"id": "r1", "state": "busy"}}),
        "second": answering("INVALID_PARAMETER"),
        "partly": giving(200, PARTLY),
    }[how]
    at = 4 if how == "second" else 2
    failing_each(weda, {at: bad}, good)
    bulk = bulk_of(session, where, *paths)
    assert await go(bulk) == LedgerCount(5, 0, 0, 0, executed=1)
    assert bulk.ledger is not None
    assert [*bulk.ledger.of_outcome(RowOutcome.EXECUTED)] == [2]
    assert not tally(bulk.results, 0).ok
    error = refusal(bulk_of(session, where, *paths, rows=(ROWS[1], {"name": "other"})))
    assert (error.code, error.parameters["rows"]) == (ErrorCode.RUN_REPEATS, 1)


async def test_what_a_ledger_of_an_older_version_has_as_failed_is_still_failed(
    session: Session, where: Target, weda: Weda, tmp_path: Path
) -> None:
    failing(weda, 2, answering("INVALID_PARAMETER"))
    assert await go(bulk_of(session, where)) == LedgerCount(5, 1, 0, 0)
    (path,) = (tmp_path / "state" / "runs").glob("*/*.done.jsonl")
    assert b"is_executed" not in path.read_bytes().splitlines()[4]
    error = refusal(bulk_of(session, where, rows=({"name": "corrected"}, *ROWS[1:])))
    assert error.parameters["rows"] == 4


@pytest.mark.parametrize(
    ("fail", "outcome"),
    [
        (raising(httpx.ReadTimeout), RowOutcome.UNKNOWN),
        (answering("INVALID_PARAMETER"), RowOutcome.FAILURE),
        (giving(200, PARTLY), RowOutcome.EXECUTED),
    ],
)
async def test_a_resumed_run_is_no_success_while_a_row_from_before_is_none(
    session: Session, where: Target, weda: Weda, fail: Callable[[httpx.Request], Any],
    outcome: RowOutcome,
) -> None:  # fmt: skip
    fails = {2: fail, 4: limited}
    failing_each(weda, fails)
    await go(bulk_of(session, where))
    weda.call_answer = giving(200, OK)
    again = bulk_of(session, where)
    count = await go(again, LedgerChoice.RESUME)
    assert (count.succeeded, count.left) == (5, 0)
    earlier = [each for each in again.results if each.earlier is not None]
    assert [(each.row, each.earlier and each.earlier.outcome) for each in earlier] == [(2, outcome)]
    assert tally(again.results, 0) == Tally(3, 1, 0, 0)


async def test_rows_that_another_unfinished_run_has_sent_are_not_resumed(
    session: Session, where: Target, weda: Weda
) -> None:
    def stopping_at(name: str) -> Callable[[httpx.Request], Any]:
        def answer(request: httpx.Request) -> Any:
            return (
                limited(request) if name.encode() in request.content else giving(200, OK)(request)
            )

        return answer

    weda.call_answer = stopping_at("n3")
    assert (await go(bulk_of(session, where))).left == 4
    copied = bulk_of(session, where, file="/copy.csv")
    weda.call_answer = stopping_at("n5")
    assert (await go(copied, LedgerChoice.RESTART)).left == 2
    sent = len(weda.calls)
    weda.call_answer = giving(200, OK)
    error = refusal(bulk_of(session, where), LedgerChoice.RESUME)
    assert error.code is ErrorCode.RUN_UNFINISHED_ELSEWHERE
    assert error.parameters["left"] == 2
    held = bulk_of(session, where)
    with suppress(GuardError):
        held.open(LedgerChoice.RESUME)
    copied = bulk_of(session, where, file="/copy.csv")
    assert refusal(copied, LedgerChoice.RESUME).code is ErrorCode.RUN_UNDER_WAY
    held.close()
    copied = bulk_of(session, where, file="/copy.csv")
    assert (await go(copied, LedgerChoice.RESUME)).succeeded == 6
    assert names(weda)[sent:] == ["n6", "n5"]
    assert refusal(bulk_of(session, where), LedgerChoice.RESUME).code is ErrorCode.RUN_FINISHED


async def test_an_unfinished_run_goes_on_where_a_later_one_has_sent_nothing_that_it_has_left(
    session: Session, where: Target, weda: Weda
) -> None:
    failing(weda, 5, limited)
    assert (await go(bulk_of(session, where))).left == 2
    failing(weda, 8, limited)
    assert (await go(bulk_of(session, where, file="/copy.csv"), LedgerChoice.RESTART)).left == 4
    weda.call_answer = giving(200, OK)
    assert (await go(bulk_of(session, where), LedgerChoice.RESUME)).succeeded == 6
    copied = bulk_of(session, where, file="/copy.csv")
    assert refusal(copied, LedgerChoice.RESUME).code is ErrorCode.RUN_FINISHED


async def test_what_another_run_has_finished_since_is_not_resumed(
    session: Session, where: Target, weda: Weda
) -> None:
    failing(weda, 3, limited)
    assert await go(bulk_of(session, where)) == LedgerCount(2, 0, 0, 4)
    copied = bulk_of(session, where, file="/copy.csv")
    assert refusal(copied).code is ErrorCode.RUN_UNFINISHED_ELSEWHERE
    copied = bulk_of(session, where, file="/copy.csv")
    assert await go(copied, LedgerChoice.RESTART) == LedgerCount(6, 0, 0, 0)
    for file, code in (
        ("/copy.csv", ErrorCode.ALREADY_FINISHED), ("/rows.csv", ErrorCode.RUN_FINISHED),
    ):  # fmt: skip
        assert refusal(bulk_of(session, where, file=file), LedgerChoice.RESUME).code is code
    assert len(weda.calls) == 9


async def test_a_value_of_a_row_is_text_in_the_body_that_is_shown_and_sent(
    session: Session, where: Target, weda: Weda
) -> None:
    values = [r"C:\new\table", 'a", "done": "yes', '"', "值\n{{modelName}}"]
    bulk = bulk_of(session, where, rows=[{"name": each} for each in values])
    assert await go(bulk) == LedgerCount(len(values), 0, 0, 0)
    assert [json.loads(request.content) for request in weda.calls] == [
        {"data": {"name": each}} for each in values
    ]
    for row, request in enumerate(weda.calls, 1):
        ((_, draft),) = bulk.drafts(row)
        shown = session.sending.preflight(draft, where)
        assert shown.body_fault is None
        assert shown.request is not None
        assert shown.request.body == request.content


async def test_a_token_that_is_refused_ends_a_run_before_its_first_row(
    session: Session, where: Target, weda: Weda
) -> None:
    weda.user_answer = lambda _: httpx.Response(400, json={"error": "invalid_password"})
    bulk = bulk_of(session, where)
    with pytest.raises(WedaError) as caught:
        await go(bulk)
    assert caught.value.code is ErrorCode.TOKEN_WRONG_PASSWORD
    assert (len(weda.user_calls), bulk.ledger) == (1, None)
    with pytest.raises(WedaError):
        await go(bulk_of(session, where))  # nothing to resume: the run had not begun
    assert (len(weda.user_calls), weda.calls) == (1, [])


async def test_a_secret_that_is_not_kept_ends_a_run_before_its_first_row(
    tmp_path: Path, weda: Weda
) -> None:
    session = open_session(tmp_path, weda)
    named = msgspec.structs.replace(
        environment(), username="zhangwei", password=SecretRef("env", "WEDA_PW")
    )
    where = Target(session.environments.save(named, secret=SECRET), "dev")
    bulk = bulk_of(session, where)
    with pytest.raises(WedaError) as caught:
        await go(bulk)
    assert caught.value.code is ErrorCode.PASSWORD_MISSING
    assert bulk.ledger is None
    await session.aclose()


async def test_a_token_that_cannot_be_renewed_begins_no_further_row(
    session: Session, where: Target, weda: Weda
) -> None:
    def expired(_: httpx.Request) -> httpx.Response:
        weda.user_answer = lambda _: httpx.Response(500)
        return httpx.Response(401, json=EXPIRED_ANSWER)

    failing(weda, 2, expired)
    bulk = bulk_of(session, where)
    assert await go(bulk) == LedgerCount(1, 0, 0, 5)
    assert len(weda.calls) == 2


@pytest.mark.parametrize("request_", ["a/create", "a/list"])
async def test_a_name_that_no_row_has_is_refused_for_each_request_of_a_row(
    session: Session, where: Target, files: Path, request_: str
) -> None:
    file = files.parent / f"{request_}.toml"
    file.write_text(file.read_text().replace("{{name}}", "{{nmae}}"), encoding="utf-8")
    bulk = bulk_of(session, where, "a/create", "a/list")
    bulk.open(LedgerChoice.ASK)
    with pytest.raises(WedaError) as caught:
        bulk.check()
    bulk.close()
    assert caught.value.code is ErrorCode.LOAD_VARIABLE_UNKNOWN
    assert caught.value.parameters == {"path": request_, "name": "nmae", "nearest": "name"}


async def test_a_name_that_some_row_has_or_an_answer_brings_is_not_refused(
    session: Session, where: Target, files: Path
) -> None:
    first = 'depends = ["a/list"]\n'
    body = CREATE.replace("{{name}}", "{{name}} {{other}} {{found}} {{given}} {{$uuid}}")
    (files / "create.toml").write_text(first + body, encoding="utf-8")
    captures = '[capture]\nfound = "$.requestId"\n'
    (files / "list.toml").write_text(LIST + captures, encoding="utf-8")
    rows = ({"name": "n1", "other": "o"}, {"name": "n2"})
    bulk = bulk_of(session, where, rows=rows, given={"given": "g"})
    bulk.open(LedgerChoice.ASK)
    bulk.check()
    bulk.close()
    assert await go(bulk_of(session, where, rows=rows, given={"given": "g"})) == LedgerCount(
        1, 0, 0, 1
    )


@pytest.mark.parametrize(
    ("fail", "count", "resent"),
    [
        (raising(httpx.ReadTimeout), LedgerCount(5, 0, 1, 0), 0),
        (raising(httpx.ReadError), LedgerCount(5, 0, 1, 0), 0),
        (answering("OPERATION_TIMEOUT"), LedgerCount(5, 0, 1, 0), 0),
        (answering("INVALID_PARAMETER"), LedgerCount(5, 1, 0, 0), 0),
        (answering("EXCEED_RATELIMIT"), LedgerCount(1, 0, 0, 5), 5),
        (limited, LedgerCount(1, 0, 0, 5), 5),
    ],
)
async def test_what_may_have_arrived_is_not_sent_again(
    session: Session, where: Target, weda: Weda,
    fail: Callable[[httpx.Request], Any], count: LedgerCount, resent: int,
) -> None:  # fmt: skip
    failing(weda, 2, fail)
    assert await go(bulk_of(session, where)) == count
    sent = len(weda.calls)
    if count.left == count.unknown == 0:
        return
    error = refusal(bulk_of(session, where))
    assert isinstance(error, GuardError)
    assert error.parameters == {"done": count.done, "unknown": count.unknown, "left": count.left}
    await go(bulk_of(session, where), LedgerChoice.RESUME)
    assert len(weda.calls) - sent == resent
    assert names(weda).count("n2") == (2 if resent else 1)


DOWN = (
    page(502, "502 Bad Gateway", "<center>nginx</center>"),
    giving(503, {"message": "no healthy upstream"}),
    answering("OPERATION_TIMEOUT"),
    raising(httpx.ReadTimeout),
)


@pytest.mark.parametrize("fail", DOWN)
async def test_a_read_without_an_answer_that_counts_is_sent_again(
    session: Session, where: Target, weda: Weda, fail: Callable[[httpx.Request], Any]
) -> None:
    failing(weda, 2, fail)
    assert await go(bulk_of(session, where, "a/list")) == LedgerCount(5, 0, 0, 1)
    again = bulk_of(session, where, "a/list")
    assert await go(again, LedgerChoice.RESUME) == LedgerCount(6, 0, 0, 0)
    assert len(weda.calls) == 7


async def test_a_read_whose_answer_has_no_documented_shape_was_answered(
    session: Session, where: Target, weda: Weda
) -> None:
    failing(weda, 2, giving(200, {"nobody": "knows"}))
    assert await go(bulk_of(session, where, "a/list")) == LedgerCount(5, 1, 0, 0)


@pytest.mark.parametrize("fail", DOWN)
async def test_a_write_whose_dependency_had_no_answer_that_counts_is_sent_by_the_next(
    session: Session, where: Target, weda: Weda, files: Path, fail: Callable[[httpx.Request], Any]
) -> None:
    (files / "create.toml").write_text(f'depends = ["a/list"]\n{CREATE.lstrip()}', "utf-8")
    failing(weda, 3, fail)
    assert await go(bulk_of(session, where)) == LedgerCount(5, 0, 0, 1)
    assert await go(bulk_of(session, where), LedgerChoice.RESUME) == LedgerCount(6, 0, 0, 0)
    assert sum(b'"data"' in request.content for request in weda.calls) == 6


@pytest.mark.parametrize("path", ["a/create", "a/list"])
@pytest.mark.parametrize(
    ("fail", "code"),
    [
        (to_sign_in, "REDIRECT_TO_SIGN_IN"),
        (page(200, body="<input type=password>"), "LOGIN_PAGE"),
        (giving(407, {}), "PROXY_AUTH"),
    ],
)
async def test_a_sign_in_in_front_stops_the_run_and_its_row_is_sent_again(
    session: Session, where: Target, weda: Weda,
    fail: Callable[[httpx.Request], Any], code: str, path: str,
) -> None:  # fmt: skip
    failing(weda, 2, fail)
    bulk = bulk_of(session, where, path)
    assert await go(bulk) == LedgerCount(1, 0, 0, 5)
    assert bulk.stopped == RunStop(StopReason.IN_FRONT, code)
    assert len(weda.calls) == 2
    again = bulk_of(session, where, path)
    assert await go(again, LedgerChoice.RESUME) == LedgerCount(6, 0, 0, 0)
    assert again.stopped is None
    assert len(weda.calls) == 7


@pytest.mark.parametrize(
    "fail", [page(403, "403 Forbidden"), page(200, body="mod_security"), page(413)]
)
async def test_a_row_that_something_in_front_refused_for_what_is_in_it_stops_no_run(
    session: Session, where: Target, weda: Weda, fail: Callable[[httpx.Request], Any]
) -> None:
    failing(weda, 2, fail)
    bulk = bulk_of(session, where)
    assert await go(bulk) == LedgerCount(5, 0, 0, 1)
    assert bulk.stopped is None
    assert bulk.ledger is not None
    assert [*bulk.ledger.of_state(RowState.NOT_SENT)] == [2]


@pytest.mark.parametrize(
    ("paths", "left"),
    [
        (("a/list", "a/create", "a/then"), 1),
        (("a/create", "a/list", "a/then"), 2),
        (("a/needy", "a/then"), 1),
    ],
)
@pytest.mark.parametrize("fail", [limited, to_sign_in])
async def test_what_stops_the_run_lets_nothing_more_of_its_row_leave(
    session: Session, where: Target, weda: Weda, files: Path,
    fail: Callable[[httpx.Request], Any], paths: Sequence[str], left: int,
) -> None:  # fmt: skip
    (files / "then.toml").write_text(CREATE, encoding="utf-8")
    (files / "needy.toml").write_text(f'depends = ["a/list"]\n{CREATE.lstrip()}', "utf-8")

    def answer(request: httpx.Request) -> Any:
        return fail(request) if "/list" in request.url.path else httpx.Response(200, json=OK)

    weda.call_answer = answer
    bulk = bulk_of(session, where, *paths)
    await go(bulk)
    assert len(weda.calls) == left
    state = RowState.UNKNOWN if left > 1 else RowState.NOT_SENT
    assert bulk.ledger is not None
    assert bulk.ledger.state(1) is state
    weda.call_answer = giving(200, OK)
    again = bulk_of(session, where, *paths)
    unknown = int(state is RowState.UNKNOWN)
    assert await go(again, LedgerChoice.RESUME) == LedgerCount(6 - unknown, 0, unknown, 0)


async def test_a_request_that_waits_while_another_of_its_row_stops_the_run_does_not_leave(
    session: Session, where: Target, weda: Weda, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_noted = asyncio.Event()
    turns = 0

    async def wait(_: RateLimit, is_wanted: Callable[[], bool]) -> bool:
        nonlocal turns
        turns += 1
        if turns > 1:
            await is_noted.wait()
        return is_wanted()

    monkeypatch.setattr(RateLimit, "wait", wait)
    weda.call_answer = limited
    bulk = bulk_of(
        session, where, "a/list", "a/create",
        on_result=lambda _: is_noted.set(), parallel=2,
    )  # fmt: skip
    assert await go(bulk) == LedgerCount(0, 0, 0, 6)
    assert turns == 2
    assert len(weda.calls) == 1


MANY = tuple({"name": f"n{number}"} for number in range(1, 31))


def from_row(weda: Weda, first: int, *fails: Callable[[httpx.Request], Any]) -> None:
    """Let the calls of all rows from ``first`` on fail, with each of ``fails`` in turn."""

    def answer(request: httpx.Request) -> Any:
        late = len(weda.calls) - first
        return httpx.Response(200, json=OK) if late < 0 else fails[late % len(fails)](request)

    weda.call_answer = answer


@pytest.mark.parametrize("fail", DOWN)
async def test_ten_rows_in_a_row_that_nobody_knows_of_stop_a_run_that_writes(
    session: Session, where: Target, weda: Weda, fail: Callable[[httpx.Request], Any]
) -> None:
    from_row(weda, 4, fail)
    bulk = bulk_of(session, where, rows=MANY)
    assert await go(bulk) == LedgerCount(3, 0, MOST_UNANSWERED, 17)
    assert bulk.stopped is not None
    assert bulk.stopped.reason is StopReason.UNKNOWN
    weda.call_answer = giving(200, OK)
    again = bulk_of(session, where, rows=MANY)
    assert await go(again, LedgerChoice.RESUME) == LedgerCount(20, 0, MOST_UNANSWERED, 0)
    assert again.stopped is None


async def test_a_row_that_was_answered_between_those_that_nobody_knows_of_lets_the_run_go_on(
    session: Session, where: Target, weda: Weda
) -> None:
    timeouts = [raising(httpx.ReadTimeout)] * (MOST_UNANSWERED - 1)
    from_row(weda, 1, *timeouts, answering("INVALID_PARAMETER"))
    bulk = bulk_of(session, where, rows=MANY)
    assert await go(bulk) == LedgerCount(0, 3, 27, 0)
    assert bulk.stopped is None


async def test_a_run_whose_last_rows_nobody_knows_of_did_not_stop(
    session: Session, where: Target, weda: Weda
) -> None:
    from_row(weda, 1, raising(httpx.ReadTimeout))
    bulk = bulk_of(session, where, rows=MANY[:MOST_UNANSWERED])
    assert await go(bulk) == LedgerCount(0, 0, MOST_UNANSWERED, 0)
    assert bulk.stopped is None


@pytest.mark.parametrize("path", ["a/create", "a/list"])
async def test_ten_rows_in_a_row_that_something_in_front_refused_stop_the_run(
    session: Session, where: Target, weda: Weda, path: str
) -> None:
    from_row(weda, 4, page(403, "403 Forbidden"))
    bulk = bulk_of(session, where, path, rows=MANY)
    assert await go(bulk) == LedgerCount(3, 0, 0, 27)
    assert len(weda.calls) == 3 + MOST_UNANSWERED
    assert bulk.stopped == RunStop(StopReason.IN_FRONT, "HTTP 403")


@pytest.mark.parametrize("path", ["a/create", "a/list"])
async def test_ten_rows_in_a_row_that_could_not_be_sent_stop_the_run(
    session: Session, where: Target, weda: Weda, path: str
) -> None:
    give_token = weda.user_answer
    weda.user_answer = raising(httpx.ConnectError)
    bulk = bulk_of(session, where, path, rows=MANY)
    assert await go(bulk) == LedgerCount(0, 0, 0, 30)
    assert (bulk.ended, weda.calls) == (MOST_UNANSWERED, [])
    assert bulk.stopped is not None
    assert bulk.stopped.reason is StopReason.UNREACHABLE
    weda.user_answer = give_token
    weda.passed += 3600
    again = bulk_of(session, where, path, rows=MANY)
    assert await go(again, LedgerChoice.RESUME) == LedgerCount(len(MANY), 0, 0, 0)


async def test_a_run_that_only_reads_goes_on_where_nothing_is_answered(
    session: Session, where: Target, weda: Weda
) -> None:
    from_row(weda, 4, raising(httpx.ReadTimeout))
    bulk = bulk_of(session, where, "a/list", rows=MANY)
    assert await go(bulk) == LedgerCount(3, 0, 0, 27)
    assert len(weda.calls) == len(MANY)


async def test_a_row_that_never_left_is_sent_by_the_next(
    session: Session, where: Target, weda: Weda
) -> None:
    give_token = weda.user_answer
    weda.user_answer = raising(httpx.ConnectError)
    assert await go(bulk_of(session, where)) == LedgerCount(0, 0, 0, 6)
    assert weda.calls == []
    weda.user_answer = give_token
    weda.passed += 3600
    assert await go(bulk_of(session, where), LedgerChoice.RESUME) == LedgerCount(6, 0, 0, 0)
    assert len(weda.calls) == 6


async def test_a_read_is_resumed_after_any_failure_and_a_run_that_is_over_begins_anew(
    session: Session, where: Target, weda: Weda
) -> None:
    failing(weda, 2, raising(httpx.ReadTimeout))
    assert await go(bulk_of(session, where, "a/list")) == LedgerCount(5, 0, 0, 1)
    sent = len(weda.calls)
    assert refusal(bulk_of(session, where, "a/list")).code is ErrorCode.RUN_UNFINISHED
    count = await go(bulk_of(session, where, "a/list"), LedgerChoice.RESUME)
    assert count == LedgerCount(6, 0, 0, 0)
    assert len(weda.calls) - sent == 1
    error = refusal(bulk_of(session, where, "a/list"), LedgerChoice.RESUME)
    assert error.code is ErrorCode.ALREADY_FINISHED
    failing(weda, sent + 3, answering("INVALID_PARAMETER"))
    assert await go(bulk_of(session, where, "a/list")) == LedgerCount(5, 1, 0, 0)
    assert await go(bulk_of(session, where, "a/list")) == LedgerCount(6, 0, 0, 0)


async def test_stopping_ends_what_was_begun_and_the_rest_is_resumed(
    session: Session, where: Target, weda: Weda
) -> None:
    bulk = bulk_of(session, where, parallel=2)

    def answer(_: httpx.Request) -> httpx.Response:
        bulk.stop()
        return httpx.Response(200, json=OK)

    weda.call_answer = answer
    count = await go(bulk)
    assert count.unknown == 0
    assert count.succeeded == len(weda.calls) <= 2
    weda.call_answer = lambda _: httpx.Response(200, json=OK)
    assert await go(bulk_of(session, where), LedgerChoice.RESUME) == LedgerCount(6, 0, 0, 0)
    assert sorted(names(weda)) == [row["name"] for row in ROWS]


@pytest.mark.parametrize("has_undo", [False, True])
async def test_a_row_that_waits_for_its_turn_is_not_sent_once_the_run_stops(
    session: Session, where: Target, weda: Weda, files: Path, has_undo: bool
) -> None:
    (files / "update.toml").write_text(UPDATE, encoding="utf-8")
    rows = MANY[:10]  # the clock stands still: each row waits longer than the previous row
    path = "a/update" if has_undo else "a/create"
    bulk = bulk_of(
        session, where, path, rows=rows, rate=50, plans_undo=has_undo, parallel=len(rows),
        on_result=lambda _: bulk.stop(),
    )  # fmt: skip
    weda.call_answer = giving(200, {"data": {"id": "r1", "record": {"city": "old"}}})
    count = await go(bulk)
    assert count == LedgerCount(count.succeeded, 0, 0, len(rows) - count.succeeded)
    assert 0 < count.succeeded <= 3
    assert len([each for each in weda.calls if each.method != "GET"]) == count.succeeded
    again = bulk_of(session, where, path, rows=rows, plans_undo=has_undo)
    assert (await go(again, LedgerChoice.RESUME)).succeeded == len(rows)


async def test_a_row_that_never_left_is_not_said_to_lack_an_undo(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    many = UPDATE.replace("model.update", "model.updateMany")
    (files / "many.toml").write_text(many, encoding="utf-8")
    weda.call_answer = giving(200, {"data": {"count": 1}})
    bulk = bulk_of(
        session, where, "a/many", rows=MANY, rate=50, plans_undo=True, parallel=len(MANY),
        on_result=lambda _: bulk.stop(),
    )  # fmt: skip
    count = await go(bulk)
    assert bulk.ledger is not None
    assert count.left > 0
    assert dict(bulk.undo.missing(bulk.ledger)) == {("a/many", NoInverse.CALL): count.done}


async def test_the_rate_that_is_exceeded_lets_no_row_leave_that_waits(
    session: Session, where: Target, weda: Weda
) -> None:
    failing(weda, 3, answering("EXCEED_RATELIMIT"))
    bulk = bulk_of(session, where, rows=MANY, rate=50, parallel=len(MANY))
    count = await go(bulk)
    assert bulk.stopped == RunStop(StopReason.RATE, "EXCEED_RATELIMIT")
    assert (count.succeeded, count.left) == (len(weda.calls) - 1, 31 - len(weda.calls))
    assert len(weda.calls) <= 5


async def test_a_row_of_which_a_request_has_left_is_sent_to_its_end(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    (files / "then.toml").write_text(CREATE, encoding="utf-8")
    bulk = bulk_of(session, where, "a/create", "a/then", on_result=lambda _: bulk.stop())
    assert await go(bulk) == LedgerCount(1, 0, 0, 5)
    assert names(weda) == ["n1", "n1"]


async def test_cancelling_leaves_what_is_on_its_way_unknown(
    session: Session, where: Target, weda: Weda
) -> None:
    left = asyncio.Event()

    async def never(_: httpx.Request) -> httpx.Response:
        left.set()
        await asyncio.Event().wait()
        raise AssertionError

    failing(weda, 2, never)
    bulk = bulk_of(session, where)
    bulk.open(LedgerChoice.ASK)
    task = asyncio.create_task(bulk.go())
    await left.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    bulk.close()
    again = bulk_of(session, where)
    again.open(LedgerChoice.RESUME)
    assert again.ledger is not None
    assert [*again.ledger.of_state(RowState.UNKNOWN)] == [2]
    assert again.rows == (3, 4, 5, 6)
    again.close()


@pytest.mark.parametrize(
    ("first", "state"), [("a/create", RowState.UNKNOWN), ("a/list", RowState.NOT_SENT)]
)
async def test_a_row_that_was_cut_before_its_last_request_is_no_success(
    session: Session, where: Target, weda: Weda, files: Path, first: str, state: RowState
) -> None:
    (files / "then.toml").write_text(CREATE, encoding="utf-8")
    is_noted = asyncio.Event()
    bulk = bulk_of(session, where, first, "a/then", rate=0.01, on_result=lambda _: is_noted.set())
    bulk.open(LedgerChoice.ASK)
    task = asyncio.create_task(bulk.go())
    await is_noted.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    bulk.close()
    assert len(weda.calls) == 1
    assert bulk.ledger is not None
    assert bulk.ledger.state(1) is state


async def test_a_row_beside_the_one_that_bailed_is_no_success(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    (files / "then.toml").write_text(CREATE, encoding="utf-8")
    is_noted, has_left = asyncio.Event(), asyncio.Event()
    bulk = bulk_of(
        session, where, "a/create", "a/then",
        rows=ROWS[:2], on_result=lambda _: is_noted.set(), parallel=3, bail=True,
    )  # fmt: skip

    async def answer(request: httpx.Request) -> httpx.Response:
        if b"n1" in request.content:
            await has_left.wait()
            return httpx.Response(200, json={"code": "INVALID_PARAMETER", "message": ""})
        has_left.set()
        await is_noted.wait()
        return httpx.Response(200, json=OK)

    weda.call_answer = answer
    assert await go(bulk) == LedgerCount(0, 1, 1, 0)
    assert names(weda).count("n2") == 1


async def test_a_row_of_which_a_write_was_answered_and_the_next_refused_is_unknown(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    (files / "then.toml").write_text(CREATE, encoding="utf-8")
    failing(weda, 2, answering("EXCEED_RATELIMIT"))
    first, again = (bulk_of(session, where, "a/create", "a/then", rows=ROWS[:1]) for _ in range(2))
    assert await go(first) == LedgerCount(0, 0, 1, 0)
    assert refusal(again).code is ErrorCode.RUN_UNFINISHED
    assert len(weda.calls) == 2


async def test_a_row_whose_line_was_being_written_is_not_sent_in_the_file_as_well(
    session: Session, where: Target, weda: Weda, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (files / "update.toml").write_text(UPDATE, encoding="utf-8")
    record = {"data": {"record": {"city": "old"}}}
    weda.call_answer = lambda _: httpx.Response(200, json=record)
    is_writing, may_write, is_written = (threading.Event() for _ in range(3))
    append = LedgerFile.append

    def wait_first(file: LedgerFile, line: LedgerRow, *, durable: bool) -> None:
        if durable:
            is_writing.set()
            may_write.wait(60)
        append(file, line, durable=durable)
        is_written.set()

    monkeypatch.setattr(LedgerFile, "append", wait_first)
    bulk = bulk_of(session, where, "a/update", plans_undo=True)
    bulk.open(LedgerChoice.ASK)
    task = asyncio.create_task(bulk.go())
    await asyncio.to_thread(is_writing.wait, 60)
    task.cancel()
    may_write.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(is_written.wait, 60)
    bulk.close()
    again = bulk_of(session, where, "a/update", plans_undo=True)
    again.open(LedgerChoice.RESUME)
    again.close()
    for each in (bulk, again):
        assert each.ledger is not None
        assert each.ledger.count == LedgerCount(0, 0, 0, 6)
        assert each.ledger.rows[1].undo == ()


async def test_a_killed_run_left_the_line_of_each_row_that_was_on_its_way(
    session: Session, where: Target, weda: Weda, tmp_path: Path
) -> None:
    seen: list[bytes] = []

    def answer(_: httpx.Request) -> httpx.Response:
        (path,) = (tmp_path / "state" / "runs").glob("*/*.jsonl")
        seen.append(path.read_bytes().splitlines()[-1])
        return httpx.Response(200, json=OK)

    weda.call_answer = answer
    await go(bulk_of(session, where))
    lines = [json.loads(line) for line in seen]
    assert [(line["row"], line["state"]) for line in lines] == [
        (row, "sending") for row in range(1, 7)
    ]
    assert "n1" not in str(seen)


async def test_another_process_holds_the_ledger(session: Session, where: Target) -> None:
    bulk = bulk_of(session, where)
    bulk.open(LedgerChoice.ASK)
    assert refusal(bulk_of(session, where)).code is ErrorCode.RUN_UNDER_WAY
    bulk.close()


async def test_a_run_of_another_name_that_is_under_way_lets_the_same_rows_not_be_sent(
    session: Session, where: Target, weda: Weda
) -> None:
    refused: list[ErrorCode] = []

    def restart(_: RunResult) -> None:
        for choice in LedgerChoice if not refused else ():
            other = bulk_of(session, where, file="/copy of rows.csv")
            refused.append(refusal(other, choice).code)

    assert (await go(bulk_of(session, where, on_result=restart))).succeeded == 6
    assert refused == [ErrorCode.RUN_UNDER_WAY] * 3
    assert len(weda.calls) == 6
    again = bulk_of(session, where, file="/copy of rows.csv")
    assert (await go(again, LedgerChoice.RESTART)).succeeded == 6


async def test_what_changed_stops_a_resumed_run_and_is_named(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    failing(weda, 2, answering("EXCEED_RATELIMIT"))
    await go(bulk_of(session, where, given={"x": "1"}))
    sent = len(weda.calls)

    def changed(rows: Sequence[Row] = ROWS, x: str = "1") -> str:
        bulk = bulk_of(session, where, rows=rows, given={"x": x})
        error = refusal(bulk, LedgerChoice.RESUME)
        assert error.code is ErrorCode.RUN_CHANGED
        return str(error.parameters["parts"])

    assert changed(x="2") == "values"
    assert changed(rows=({"name": "other"}, *ROWS[1:])) == "data:1"
    assert changed(rows=(*ROWS[:-1], {"name": "other"})) == "data"
    (files / "create.toml").write_text(CREATE.replace("{{name}}", "{{name}}!"), encoding="utf-8")
    assert changed() == "requests"
    (files / "create.toml").write_text(CREATE, encoding="utf-8")
    moved = where.environment.with_variable("modelName", "other")
    error = refusal(
        bulk_of(session, Target(moved, where.env_type), given={"x": "1"}), LedgerChoice.RESUME
    )
    assert error.parameters["parts"] == "target"
    assert len(weda.calls) == sent
    again = bulk_of(session, where, given={"x": "1"})
    assert (await go(again, LedgerChoice.RESTART)).succeeded == 6
    assert len(weda.calls) == sent + 6


OTHERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("a",), "/rows.csv"),
    (("a/list", "a/create"), "/rows.csv"),
    (("a/create",), "/copy of rows.csv"),
)


@pytest.mark.parametrize(("paths", "file"), OTHERS)
async def test_an_unfinished_run_of_another_name_keeps_the_same_rows_from_being_sent(
    session: Session, where: Target, weda: Weda, paths: tuple[str, ...], file: str
) -> None:
    failing(weda, 2, answering("EXCEED_RATELIMIT"))
    await go(bulk_of(session, where))
    sent = len(weda.calls)
    for choice in (LedgerChoice.ASK, LedgerChoice.RESUME):
        error = refusal(bulk_of(session, where, *paths, file=file), choice)
        assert error.code is ErrorCode.RUN_UNFINISHED_ELSEWHERE
        assert error.parameters == {
            "run": "run a/create --data /rows.csv",
            "command": "weda-tui run a/create --data /rows.csv --resume"
            f" --env '{where.environment.name}' --env-type {where.env_type}",
            "done": 1, "unknown": 0, "left": 5,
        }  # fmt: skip
    assert len(weda.calls) == sent
    every = await go(bulk_of(session, where, *paths, file=file), LedgerChoice.RESTART)
    assert every.succeeded == 6


async def test_other_rows_requests_and_places_are_no_run_of_another_name(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    failing(weda, 2, answering("EXCEED_RATELIMIT"))
    await go(bulk_of(session, where, "a"))
    weda.call_answer = lambda _: httpx.Response(200, json=OK)
    (files / "other.toml").write_text(CREATE, encoding="utf-8")
    moved = msgspec.structs.replace(where.environment, env_id="env-of-another")
    for bulk in (
        bulk_of(session, where, "a/list"),
        bulk_of(session, where, "a/other"),
        bulk_of(session, where, rows=ROWS[:-1]),
        bulk_of(session, where, rows=({"name": "other"}, *ROWS[1:]), file="/other.csv"),
        bulk_of(session, Target(moved, where.env_type)),
    ):
        assert (await go(bulk)).left == 0
        assert bulk.finished is None


async def test_what_two_runs_depend_on_makes_them_no_repetition(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    for name in ("one", "two"):
        (files / f"{name}.toml").write_text('depends = ["a/create"]\n' + CREATE, encoding="utf-8")
    failing(weda, 3, answering("EXCEED_RATELIMIT"))
    await go(bulk_of(session, where, "a/one"))
    weda.call_answer = lambda _: httpx.Response(200, json=OK)
    assert (await go(bulk_of(session, where, "a/two"))).succeeded == 6
    error = refusal(bulk_of(session, where))
    assert error.code is ErrorCode.RUN_UNFINISHED_ELSEWHERE
    assert error.parameters["run"] == "run a/one --data /rows.csv"


async def test_a_ledger_of_an_older_version_is_found_by_its_own_name_alone(
    session: Session, where: Target, weda: Weda, tmp_path: Path
) -> None:
    failing(weda, 2, answering("EXCEED_RATELIMIT"))
    await go(bulk_of(session, where))
    (path,) = (tmp_path / "state" / "runs").glob("*/*.jsonl")
    head, _, rest = path.read_bytes().partition(b"\n")
    old = json.loads(head)
    del old["origin"]
    path.write_bytes(json.dumps(old).encode() + b"\n" + rest)
    assert (await go(bulk_of(session, where, file="/copy.csv"))).succeeded == 6
    assert refusal(bulk_of(session, where)).code is ErrorCode.RUN_UNFINISHED
    finished = refusal(bulk_of(session, where), LedgerChoice.RESUME)
    assert finished.code is ErrorCode.RUN_FINISHED  # the run of the copy has sent all rows since


async def test_a_finished_run_of_another_name_is_noted(
    session: Session, where: Target, files: Path
) -> None:
    await go(bulk_of(session, where, "a"))
    again = bulk_of(session, where)
    await go(again, LedgerChoice.RESTART)
    assert again.finished is not None
    assert again.finished.count.done == 6
    changed = bulk_of(session, where, file="/copy.csv", given={"x": "1"})
    await go(changed)
    assert changed.finished is None
    (files / "create.toml").write_text(CREATE.replace("{{name}}", "{{name}}!"), encoding="utf-8")
    changed = bulk_of(session, where, file="/copy.csv")
    await go(changed)
    assert changed.finished is None


async def test_a_file_in_a_body_that_changed_stops_a_resumed_run(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    city = files.parents[1] / "city.json"
    city.write_text('"Wuhan"', encoding="utf-8")
    body = CREATE.replace('"{{name}}"', '"{{name}}", "city": {{$file city.json}}')
    (files / "create.toml").write_text(body, encoding="utf-8")
    failing(weda, 2, answering("EXCEED_RATELIMIT"))
    assert (await go(bulk_of(session, where))).succeeded == 1
    city.write_text('"Xi\'an"', encoding="utf-8")
    error = refusal(bulk_of(session, where), LedgerChoice.RESUME)
    assert error.parameters["parts"] == "requests"
    city.write_text('"Wuhan"', encoding="utf-8")
    assert (await go(bulk_of(session, where), LedgerChoice.RESUME)).succeeded == 6


async def test_a_folder_keeps_its_ledger_whatever_becomes_of_its_files(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    failing(weda, 2, answering("EXCEED_RATELIMIT"))
    (files / "list.toml").unlink()
    await go(bulk_of(session, where, "a"))
    sent = len(weda.calls)
    (files / "list.toml").write_text(LIST, encoding="utf-8")
    for path in ("a", "collections/a/"):
        assert refusal(bulk_of(session, where, path)).code is ErrorCode.RUN_UNFINISHED
        error = refusal(bulk_of(session, where, path), LedgerChoice.RESUME)
        assert error.parameters["parts"] == "requests"
    assert len(weda.calls) == sent


async def test_two_requests_of_a_row_are_one_row(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    second = CREATE.replace("{{name}}", "{{name}}-2")
    (files / "then.toml").write_text(second, encoding="utf-8")
    failing(weda, 4, raising(httpx.ReadTimeout))
    count = await go(bulk_of(session, where, "a/create", "a/then"))
    assert count == LedgerCount(5, 0, 1, 0)
    failing(weda, 2, answering("INVALID_PARAMETER"))
    weda.calls.clear()
    bulk = bulk_of(session, where, "a/create", "a/then", bail=True)
    assert await go(bulk, LedgerChoice.RESTART) == LedgerCount(0, 0, 0, 5, executed=1)


async def test_a_disk_that_takes_no_line_stops_the_run(
    session: Session, where: Target, weda: Weda, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise FileError(ErrorCode.FILE_UNWRITABLE, file="x", reason="full")

    monkeypatch.setattr(LedgerFile, "append", refuse)
    bulk = bulk_of(session, where)
    bulk.open(LedgerChoice.ASK)
    with pytest.raises(FileError):
        await bulk.go()
    bulk.close()
    assert weda.calls == []


async def test_a_line_that_the_disk_refused_begins_no_further_row(
    session: Session, where: Target, weda: Weda, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (files / "then.toml").write_text(CREATE, encoding="utf-8")
    announced: list[int] = []
    append = LedgerFile.append

    def refuse_once(file: LedgerFile, line: LedgerRow, *, durable: bool) -> None:
        if durable:
            announced.append(line.row)
            if len(announced) == 1:
                raise FileError(ErrorCode.FILE_UNWRITABLE, file="x", reason="full")
        append(file, line, durable=durable)

    monkeypatch.setattr(LedgerFile, "append", refuse_once)
    bulk = bulk_of(session, where, "a/create", "a/then")
    bulk.open(LedgerChoice.ASK)
    with pytest.raises(FileError):
        await bulk.go()
    bulk.close()
    assert announced == [1]
    assert names(weda) == []


async def test_writes_keep_a_careful_rate(
    session: Session, where: Target, weda: Weda, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    def note(seconds: float) -> None:
        if seconds:
            waits.append(seconds)
            weda.passed += seconds

    sleep_at_once(monkeypatch, note)
    await go(bulk_of(session, where, rate=None))
    assert waits == [pytest.approx(1 / 20)] * 5
    waits.clear()
    await go(bulk_of(session, where, "a/list", rate=None))
    assert waits == []


async def test_polls_keep_the_rate(
    session: Session, where: Target, weda: Weda, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = '[poll]\nuntil = { on = "$.data.state", equals = "done" }\nevery = 1\nat_most = 100\n'
    (files / "list.toml").write_text(LIST + poll, encoding="utf-8")
    left: list[float] = []

    def answer(_: httpx.Request) -> httpx.Response:
        left.append(weda.passed)
        state = "done" if len(left) % 3 == 0 else "busy"
        return httpx.Response(200, json={"data": {"records": [], "state": state}})

    def pass_time(seconds: float) -> None:
        weda.passed += seconds

    weda.call_answer = answer
    sleep_at_once(monkeypatch, pass_time)
    count = await go(bulk_of(session, where, "a/list", rows=ROWS[:2], rate=0.1))
    assert count.succeeded == 2
    assert left == [pytest.approx(10.0 * number) for number in range(6)]


async def test_a_run_whose_calls_an_answer_decides_counts_as_one_that_writes(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    captured = f'{LIST}[capture]\ncall = "$.data.id"\n'
    (files / "list.toml").write_text(captured, encoding="utf-8")
    open_path = (
        'method = "POST"\nurl = "{{vars.host}}/v1/model/{{WeDa.EnvType}}/customer/{{call}}"\n'
    )
    then = f'depends = ["a/list"]\n{open_path}{LIST.lstrip()}'
    (files / "then.toml").write_text(then, encoding="utf-8")
    weda.call_answer = lambda _: httpx.Response(200, json={"data": {"id": "create"}})
    bulk = bulk_of(session, where, "a/then", rows=ROWS[:1])
    bulk.open(LedgerChoice.ASK)
    await bulk.go()
    bulk.close()
    assert [request.url.path for request in weda.calls][-1].endswith("/customer/create")
    assert bulk.ledger is not None
    assert bulk.ledger.head.is_write
    reading = bulk_of(session, where, "a/list", rows=ROWS[:1])
    await go(reading)
    assert reading.ledger is not None
    assert not reading.ledger.head.is_write


async def test_a_run_that_ended_unreported_is_resumed_before_it_is_run_anew(
    session: Session, where: Target, weda: Weda, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(LedgerFile, "finish", LedgerFile.close)
        await go(bulk_of(session, where))
    error = refusal(bulk_of(session, where))
    assert error.parameters == {"done": 6, "unknown": 0, "left": 0}
    assert (await go(bulk_of(session, where), LedgerChoice.RESUME)).succeeded == 6
    assert len(weda.calls) == 6
    assert refusal(bulk_of(session, where)).code is ErrorCode.RUN_FINISHED
    assert (await go(bulk_of(session, where), LedgerChoice.RESTART)).succeeded == 6


UPDATE = """
endpoint = "model.update"
body = '{"filter": {"where": {"_id": {"$eq": "{{name}}"}}}, "data": {"city": "new"}}'
[variables]
modelName = "customer"
"""


def steps_of(bulk: BulkRun) -> dict[int, list[str]]:
    assert bulk.ledger is not None
    lines = bulk.ledger.rows.items()
    return {row: [step.values["undoData"] for step in line.undo] for row, line in lines}


async def test_the_values_before_an_update_are_kept_before_it_is_sent(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    (files / "update.toml").write_text(UPDATE, encoding="utf-8")

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            record = request.url.path.split("/")[-2]
            if record == "n4":
                return answering("RESOURCE_NOT_FOUND")(request)
            cities: dict[str, object] = {"n2": GUESSED, "n5": [], "n6": SECRET_VALUE}
            city = cities.get(record, f"old {record}")
            return httpx.Response(200, json={"data": {"record": {"city": city}}})
        if b"n2" in request.content:
            raise httpx.ReadTimeout("made up")
        if b"n3" in request.content:
            return answering("INVALID_PARAMETER")(request)
        return httpx.Response(200, json={"data": {"count": 1}, "requestId": "q-1"})

    weda.call_answer = answer
    session.tokens.see({SECRET_VALUE, GUESSED})
    bulk = bulk_of(session, where, "a/update", plans_undo=True)
    count = await go(bulk)
    assert (count.succeeded, count.failed, count.unknown, count.left) == (3, 1, 1, 1)
    kept = {row: steps for row, steps in steps_of(bulk).items() if steps}
    assert kept == {1: ['{"city": "old n1"}'], 2: [f'{{"city": "{GUESSED}"}}']}
    assert bulk.ledger is not None
    assert dict(bulk.undo.missing(bulk.ledger)) == {
        ("a/update", NoInverse.FIELDS): 1, ("a/update", NoInverse.HIDDEN): 1,
    }  # fmt: skip
    again = bulk_of(session, where, "a/update", plans_undo=True)
    again.open(LedgerChoice.RESUME)
    assert again.rows == (4,)
    assert {row: steps for row, steps in steps_of(again).items() if steps} == kept
    again.close()


@pytest.mark.parametrize(
    ("fail", "reason"), [(limited, StopReason.RATE), (to_sign_in, StopReason.IN_FRONT)]
)
async def test_a_read_for_the_undo_that_the_next_would_not_get_either_stops_the_run(
    session: Session, where: Target, weda: Weda, files: Path,
    fail: Callable[[httpx.Request], Any], reason: StopReason,
) -> None:  # fmt: skip
    (files / "update.toml").write_text(UPDATE, encoding="utf-8")
    weda.call_answer = fail
    bulk = bulk_of(session, where, "a/update", "a/create", plans_undo=True)
    assert await go(bulk) == LedgerCount(0, 0, 0, 6)
    assert bulk.stopped is not None
    assert bulk.stopped.reason is reason
    assert [request.method for request in weda.calls] == ["GET"]


async def test_a_file_of_tokens_that_is_unreadable_ends_no_run_and_undoes_nothing(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    (files / "update.toml").write_text(UPDATE, encoding="utf-8")
    record = {"data": {"record": {"city": "old"}, "id": "r1"}}

    def answer(_: httpx.Request) -> httpx.Response:
        if not session.paths.tokens.is_dir():
            session.paths.tokens.unlink(missing_ok=True)
            session.paths.tokens.mkdir()
        return httpx.Response(200, json=record)

    weda.call_answer = answer
    created = bulk_of(session, where, rows=ROWS[:2], plans_undo=True)
    assert await go(created) == LedgerCount(2, 0, 0, 0)
    assert created.ledger is not None
    assert dict(created.undo.missing(created.ledger)) == {("a/create", NoInverse.HIDDEN): 2}
    updated = bulk_of(session, where, "a/update", rows=ROWS[:2], plans_undo=True)
    assert await go(updated) == LedgerCount(0, 0, 0, 2)
    assert [request.method for request in weda.calls] == ["POST", "POST", "GET", "GET"]


async def test_the_rows_of_an_undo_go_back_from_the_last_that_was_sent(
    session: Session, where: Target, weda: Weda, files: Path, tmp_path: Path
) -> None:
    update = UPDATE.replace("{{name}}", "1").replace("new", "{{name}}")
    (files / "update.toml").write_text(update, encoding="utf-8")
    record = {"city": "old"}
    is_first = True

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal is_first
        if request.method != "GET":
            record.update(json.loads(request.content)["data"])
            return httpx.Response(200, json=OK)
        is_refused, is_first = is_first, False
        if is_refused:
            return answering("SYSTEM_ERROR")(request)
        return httpx.Response(200, json={"data": {"record": record}})

    weda.call_answer = answer
    first = bulk_of(session, where, "a/update", rows=ROWS[:3], plans_undo=True)
    assert await go(first) == LedgerCount(2, 0, 0, 1)
    second = bulk_of(session, where, "a/update", rows=ROWS[:3], plans_undo=True)
    assert await go(second, LedgerChoice.RESUME) == LedgerCount(3, 0, 0, 0)
    assert record == {"city": "n1"}
    assert second.ledger is not None
    plan = tmp_path / "undo.json"
    (undo,) = write_undo(session, second.ledger, second.requests, str(plan))
    steps = json.loads(plan.read_bytes())
    assert await go(bulk_of(session, where, undo.path, rows=steps)) == LedgerCount(3, 0, 0, 0)
    assert record == {"city": "old"}


@pytest.mark.parametrize("refused", ["", "1-submit", "2-approve"])
async def test_what_was_sent_last_is_undone_first_whatever_the_first_row_lacks(
    session: Session, where: Target, weda: Weda, files: Path, tmp_path: Path, refused: str
) -> None:
    paths = ("a/1-submit", "a/2-approve")
    for path in paths:
        text = UPDATE.replace("new", Path(path).name)
        (files.parent / f"{path}.toml").write_text(text, encoding="utf-8")
    cities = {str(row["name"]): "old" for row in ROWS[:3]}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            city = cities[request.url.path.split("/")[-2]]
            return httpx.Response(200, json={"data": {"record": {"city": city}}})
        sent = json.loads(request.content)
        record, city = sent["filter"]["where"]["_id"]["$eq"], sent["data"]["city"]
        if (record, city) == ("n1", refused):
            return httpx.Response(200, json={"code": "INVALID_PARAMETER", "message": ""})
        cities[record] = city
        return httpx.Response(200, json=OK)

    weda.call_answer = answer
    bulk = bulk_of(session, where, *paths, rows=ROWS[:3], plans_undo=True)
    await go(bulk)
    assert bulk.ledger is not None
    plan = write_undo(session, bulk.ledger, bulk.requests, str(tmp_path / "undo.json"))
    assert [each.path for each in plan] == ["undo/a/2-approve", "undo/a/1-submit"]
    for each in plan:
        rows = json.loads(Path(each.file).read_bytes())
        await go(bulk_of(session, where, each.path, rows=rows))
    assert set(cities.values()) == {"old"}


def test_a_plan_is_replaced_by_the_run_that_it_belongs_to_alone(tmp_path: Path) -> None:
    def ledger_of(*ids: str) -> Ledger:
        head = LedgerHead(key="00", parts={}, rows=9, is_write=True)
        steps = (UndoStep("a", {"modelName": "m", "recordId": each}, "d") for each in ids)
        lines = {
            row: LedgerRow(row=row, hash="", state=RowState.DONE, undo=(step,))
            for row, step in enumerate(steps, 1)
        }
        return Ledger(head, lines)

    plan = tmp_path / "undo.json"
    check_undo_files((str(plan),), tmp_path, None)
    plan.write_bytes(undo_rows([line.undo[0] for line in ledger_of("1", "2").rows.values()]))
    check_undo_files((str(plan),), tmp_path, ledger_of("1", "2", "3"))
    for known in (None, ledger_of("1", "3"), ledger_of()):
        with pytest.raises(FileError) as caught:
            check_undo_files(("other.json", str(plan)), tmp_path, known)
        assert caught.value.code is ErrorCode.UNDO_FILE_EXISTS
    plan.write_text("mine", encoding="utf-8")
    with pytest.raises(FileError):
        check_undo_files((str(plan),), tmp_path, ledger_of("1"))


@pytest.mark.parametrize("call", ["model.deleteById", "model.update"])
@pytest.mark.parametrize(
    "added",
    [
        'method = "DELETE"\nurl = "{{vars.host}}/v1/model/prod/orders/{{recordId}}/delete"\n',
        'headers = ["X-HTTP-Method-Override: DELETE"]\n',
        'depends = ["a/create"]\n',
        'captures = { id = "$.data.id" }\n',
        '[variables]\nother = "1"\n',
    ],
)
def test_only_the_very_same_request_is_that_of_an_undo(
    session: Session, where: Target, files: Path, tmp_path: Path, call: str, added: str
) -> None:
    """A file with the same name from a commit may do something else."""
    values = {"modelName": "customer", "recordId": "1"}
    if call == "model.update":
        values = {"modelName": "customer", "undoId": '"1"', "undoData": "{}"}
    done = LedgerRow(
        row=1, hash="h", state=RowState.DONE, undo=(UndoStep("a/create", values, call),)
    )
    ledger = Ledger(LedgerHead(key="00", parts={}, rows=1, is_write=True), {1: done})

    def plan(name: str) -> str:
        requests = RequestLoader(session, where).chosen(["a/create"])
        (undo,) = write_undo(session, ledger, requests, str(tmp_path / name))
        return undo.path

    assert [plan("1.json"), plan("2.json")] == ["undo/a/create"] * 2
    with (files.parent / "undo" / "a" / "create.toml").open("a", encoding="utf-8") as file:
        file.write(added)
    assert plan("3.json") != "undo/a/create"


async def test_what_failed_after_it_was_executed_is_undone_or_counted_as_missing(
    session: Session, where: Target, weda: Weda, files: Path
) -> None:
    (files / "update.toml").write_text(UPDATE, encoding="utf-8")
    partly = {"code": "HOOK", "message": "记录已更新, 但后续流程失败", "requestId": "q-2"}

    def answer(request: httpx.Request) -> httpx.Response:
        record = {"data": {"record": {"city": "old"}}}
        return httpx.Response(200, json=record if request.method == "GET" else partly)

    weda.call_answer = answer
    bulk = bulk_of(session, where, "a/update", "a/create", rows=ROWS[:1], plans_undo=True)
    assert await go(bulk) == LedgerCount(0, 0, 0, 0, executed=1)
    assert steps_of(bulk) == {1: ['{"city": "old"}']}
    assert bulk.ledger is not None
    assert dict(bulk.undo.missing(bulk.ledger)) == {("a/create", NoInverse.NO_ID): 1}


async def test_a_request_after_one_that_was_not_let_go_leaves_with_a_line(
    session: Session, where: Target, weda: Weda, files: Path, tmp_path: Path
) -> None:
    (files / "update.toml").write_text(UPDATE, encoding="utf-8")
    seen: list[tuple[int, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"code": "RESOURCE_NOT_FOUND", "message": ""})
        (path,) = (tmp_path / "state" / "runs").glob("*/*.jsonl")
        line = json.loads(path.read_bytes().splitlines()[-1])
        seen.append((line.get("row"), line.get("state")))
        return httpx.Response(200, json=OK)

    weda.call_answer = answer
    bulk = bulk_of(session, where, "a/update", "a/create", rows=ROWS[:2], plans_undo=True)
    assert await go(bulk) == LedgerCount(0, 0, 2, 0)
    assert seen == [(1, "sending"), (2, "sending")]


SECRET_VALUE = "a-value-that-is-secret-and-long"
GUESSED = "short-secret"
