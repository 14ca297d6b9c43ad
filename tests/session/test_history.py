import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec
import pytest

from tests.session.weda import (
    EXPIRED_ANSWER,
    HOST,
    READ,
    SECRET,
    WRITE,
    Weda,
    draft,
    open_session,
    place,
)
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.history.entry import FAILURES, HistoryEntry, HistoryQuery, SendEnding
from weda_tui.core.sending.exchange import Failed, Sending
from weda_tui.session import Session
from weda_tui.session.history import History, entry_of


async def entries(session: Session, **query: object) -> tuple[HistoryEntry, ...]:
    return (await session.history.find(HistoryQuery(**query))).entries  # pyright: ignore[reportArgumentType]


async def test_each_answer_is_kept_with_its_verdict_and_place(session: Session, weda: Weda) -> None:
    where = place(session, "prod")
    await session.sending.send(draft(session), where)
    weda.call_answer = lambda _: httpx.Response(200, json=EXPIRED_ANSWER)
    await session.sending.send(draft(session), where)
    failed, fine = await entries(session)
    assert (fine.ending, failed.ending) == (SendEnding.OK, SendEnding.FAILED)
    assert (failed.code, failed.request_id) == ("INVALID_ACCESS_TOKEN", "r-1")
    assert failed.conditions.env_type == "prod"
    assert failed.conditions.host == HOST
    assert failed.conditions.token_left == pytest.approx(259200)
    record = await session.history.read(failed.id)
    assert record.response is not None
    assert record.response.status == 200
    assert record.draft == draft(session)


async def test_no_secret_and_no_token_reaches_the_disk(
    session: Session, weda: Weda, tmp_path: Path
) -> None:
    weda.call_answer = lambda request: httpx.Response(
        200, json={"Response": {"Data": request.headers["Authorization"], "RequestId": SECRET}}
    )
    await session.sending.send(draft(session, body=f'{{"a": "{SECRET}"}}'), place(session))
    await session.aclose()
    files = list((tmp_path / "state").glob("history*"))
    assert files
    for each in files:
        assert b"token-1-" not in each.read_bytes()
        assert SECRET.encode() not in each.read_bytes()
        assert SECRET.replace("/", r"\/").encode() not in each.read_bytes()


async def test_what_never_left_is_no_entry(session: Session) -> None:
    where = place(session, "prod")
    stopped = await session.sending.send(draft(session, WRITE), where)
    assert isinstance(stopped, Failed)
    unknown = await session.sending.send(draft(session, body="{{nobody}}"), where)
    assert isinstance(unknown, Failed)
    assert await entries(session) == ()


async def test_a_call_without_an_answer_and_one_that_was_stopped(
    session: Session, weda: Weda
) -> None:
    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    where = place(session)
    weda.call_answer = refuse
    await session.sending.send(draft(session), where)

    started = asyncio.Event()

    async def never(_: httpx.Request) -> httpx.Response:
        started.set()
        await asyncio.Event().wait()
        raise AssertionError

    weda.call_answer = never
    sending = asyncio.create_task(
        session.sending.send(draft(session, WRITE), where, consent=GuardDecision.ASK_NAME)
    )
    await started.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    stopped, lost = await entries(session)
    assert (stopped.ending, lost.ending) == (SendEnding.CANCELLED, SendEnding.NO_ANSWER)
    assert stopped.url.startswith(HOST)
    assert lost.code in set(ErrorCode)
    assert await entries(session, marks=FAILURES) == (lost,)


async def test_nothing_is_kept_where_that_was_asked_for(session: Session) -> None:
    where = place(session)
    await session.sending.send(draft(session, is_recorded=False), where)
    silent = msgspec.structs.replace(where.environment, record=False)
    await session.sending.send(draft(session), msgspec.structs.replace(where, environment=silent))
    assert await entries(session) == ()
    assert not session.paths.history.exists()


async def test_the_next_start_knows_it(session: Session, tmp_path: Path) -> None:
    await session.sending.send(draft(session), place(session))
    await session.aclose()
    again = open_session(tmp_path)
    assert len(await entries(again)) == 1
    last = await again.history.latest(READ, HOST, is_success=True)
    assert last is not None
    assert last.conditions.environment == "总部"
    assert await again.history.latest(READ, HOST, "prod") is None
    await again.aclose()


async def test_a_send_does_not_wait_for_the_disk(session: Session) -> None:
    where = place(session)
    await session.sending.send(draft(session), where)
    with sqlite3.connect(session.paths.history.parent / "other") as _:
        pass
    with session.history._writing:
        result = await asyncio.wait_for(session.sending.send(draft(session), where), 5)
    assert not isinstance(result, Failed)


async def test_a_history_that_cannot_be_written_stops_no_send(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "state").mkdir(exist_ok=True)
    session.paths.history.mkdir()
    result = await session.sending.send(draft(session), place(session))
    assert not isinstance(result, Failed)
    await session.history.aclose()
    assert session.history.problem is not None
    assert session.history.problem.code is ErrorCode.FILE_UNWRITABLE
    assert await session.history.latest(READ, HOST) is None


async def test_a_damaged_history_is_named_once_it_is_put_aside(session: Session) -> None:
    where = place(session)
    session.paths.history.write_bytes(b"no database" * 1000)
    await session.sending.send(draft(session), where)
    assert len(await entries(session)) == 1
    problem = session.history.problem
    assert problem is not None
    assert problem.code is ErrorCode.HISTORY_BROKEN
    assert Path(str(problem.parameters["kept"])).exists()


async def test_a_bug_behind_a_send_is_raised_at_the_end(
    tmp_path: Path, weda: Weda, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session(tmp_path, weda)

    def fail(_: History) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(History, "_work", fail)
    await session.sending.send(draft(session), place(session))
    session.history._start()
    working = session.history._working
    assert working is not None
    await asyncio.wait([working])
    with pytest.raises(ZeroDivisionError):
        await session.aclose()


async def test_entries_go_and_come_back(session: Session) -> None:
    where = place(session)
    for _ in range(3):
        await session.sending.send(draft(session), where)
    first, *_ = await entries(session)
    gone = await session.history.delete([first.id])
    assert len(await entries(session)) == 2
    await session.history.restore(gone)
    assert (await entries(session))[0] == first
    assert await session.history.delete_matching(HistoryQuery(endpoint_id=READ)) == 3


async def test_what_waits_is_written_within_a_second(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    loop = asyncio.get_running_loop()
    later: Callable[..., asyncio.TimerHandle] = loop.call_later

    def call_later(delay: float, act: Callable[..., object], *more: object) -> asyncio.TimerHandle:
        if getattr(act, "__self__", None) is session.history:
            waits.append(delay)
            delay = 0
        return later(delay, act, *more)

    where = place(session)
    await session.warm_up()
    monkeypatch.setattr(loop, "call_later", call_later)
    await session.sending.send(draft(session), where)
    while session.history._timer or session.history._working:  # noqa: ASYNC110
        await asyncio.sleep(0)
    assert waits[0] <= 1
    with sqlite3.connect(session.paths.history) as reader:
        assert reader.execute("SELECT count(*) FROM entries").fetchone() == (1,)
        assert reader.execute("SELECT count(*) FROM texts").fetchone() == (1,)
    reader.close()


async def test_a_send_while_it_rests_is_written_as_soon(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = place(session)
    await session.sending.send(draft(session), where)
    while session.history._timer is None or session.history._waiting:  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    rests_until = session.history._timer.when()
    await session.sending.send(draft(session), where)
    assert session.history._timer is not None
    assert session.history._timer.when() < rests_until


async def test_what_was_just_sent_is_found_by_its_words(session: Session) -> None:
    where = place(session)
    for _ in range(3):
        await session.sending.send(draft(session), where)
    assert len(await entries(session, words=("审批人",))) == 3


async def test_an_answer_has_its_own_entry_whatever_was_sent_since(
    session: Session, weda: Weda
) -> None:
    dev = place(session)
    prod = Target(dev.environment, "prod")
    first = await session.sending.send(draft(session, READ), prod)
    weda.passed += 5
    second = await session.sending.send(draft(session, READ), dev)
    weda.call_answer = lambda _: httpx.Response(500)
    weda.passed += 5
    third = await session.sending.send(draft(session, READ), prod)
    for result, env_type, status in (
        (first, "prod", 200),
        (second, "dev", 200),
        (third, "prod", 500),
    ):
        entry = await entry_of(session.history, result)
        assert entry is not None
        assert (entry.conditions.env_type, entry.status) == (env_type, status)


async def test_the_progress_is_still_told(session: Session) -> None:
    seen: list[Sending] = []
    await session.sending.send(draft(session), place(session), on_progress=seen.append)
    assert seen


async def test_a_body_that_went_over_another_route_is_not_the_last_one(session: Session) -> None:
    where = place(session)
    route = session.routes.fingerprint(where.environment)
    await session.sending.send(draft(session, body='{"PageSize": 1}'), where)
    find = session.history.last_sent_body
    endpoint = draft(session).endpoint_id
    (entry,) = await entries(session)
    assert entry.conditions.route == route
    assert await asyncio.to_thread(find, endpoint, where, route) == b'{"PageSize": 1}'
    assert await asyncio.to_thread(find, endpoint, where, "another") is None
