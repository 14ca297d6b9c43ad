"""A load test from its secrets to its end, without Locust."""

from pathlib import Path

import msgspec
import pytest

from tests.session.runs.test_monitor import READING, write
from tests.session.weda import SECRET, Weda, open_session, place, place_of_user
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, TokenError
from weda_tui.core.masking import Masker
from weda_tui.session import Session
from weda_tui.session.load import run
from weda_tui.session.load.load import put_load
from weda_tui.session.load.plan import plan_calls, read_user_token, replace_user_token
from weda_tui.session.load.run import LoadOptions, LoadRun

OF_A_USER = """
endpoint = "model.listSimple"
method = "GET"
url = "{{vars.host}}/v1/model/{{WeDa.EnvType}}/orders/list"
"""
REFUSED = """
import os
stopped = '{"kind": "token-refused", "code": "INVALID_CLIENT", "status": 401}'
with open(os.environ["WEDA_STATISTICS"], "a") as file:
    file.write('{"stopped": ' + stopped + '}' + chr(10))
raise SystemExit(5)
"""


async def test_a_user_token_that_a_call_refused_is_replaced_as_a_send_does(tmp_path: Path) -> None:
    session = open_session(tmp_path, Weda())
    where = place_of_user(session)
    first = (await session.tokens.get(where.environment, TokenKind.USER)).value
    second = await replace_user_token(session, where, first)
    assert second != first
    assert await replace_user_token(session, where, first) == second  # already replaced
    await session.aclose()


async def test_a_key_that_was_refused_under_load_is_tried_nowhere_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stub_of_locust.py").write_text(REFUSED, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(run, "PACKAGE", "stub_of_locust")
    weda, started = Weda(), list[LoadRun]()

    async def load(session: Session, where: Target) -> None:
        calls = plan_calls(session, ("a",), where)
        options = LoadOptions(users=1, spawn_rate=1, seconds=1.0)
        try:
            await put_load(session, calls, where, options, on_start=started.append)
        finally:
            await session.aclose()

    first = open_session(tmp_path, weda)
    where = place(first)
    write(first, {"a/1": READING})
    await load(first, where)
    with pytest.raises(TokenError) as raised:
        await load(open_session(tmp_path, weda), where)
    assert raised.value.code is ErrorCode.TOKEN_WRONG_SECRET
    assert len(started) == 1


@pytest.mark.parametrize(
    ("age", "seconds", "left", "calls"),
    [
        (0.0, 600.0, 7200.0, 1),
        (0.0, 10_000.0, 7200.0, 1),  # a new token would last no longer
        (6000.0, 600.0, 1200.0, 1),
        (6000.0, 1139.0, 1200.0, 1),
        (6000.0, 1141.0, 7200.0, 2),
        (6000.0, 10_000.0, 7200.0, 2),
    ],
)
async def test_a_user_token_lasts_as_long_as_the_load_where_one_can(
    tmp_path: Path, age: float, seconds: float, left: float, calls: int
) -> None:
    weda = Weda()
    session = open_session(tmp_path, weda)
    where = place_of_user(session)
    write(session, {"a/1": OF_A_USER})
    await session.tokens.get(where.environment, TokenKind.USER)
    weda.passed += age
    planned = plan_calls(session, ("a",), where)
    token, remaining = await read_user_token(session, planned, where, seconds)
    assert (remaining, len(weda.user_calls)) == (left, calls)
    assert token.startswith(f"user-{calls}-")
    await session.aclose()


async def test_no_user_token_is_fetched_that_no_request_carries(tmp_path: Path) -> None:
    weda = Weda()
    session = open_session(tmp_path, weda)
    where = place_of_user(session)
    write(session, {"a/1": READING})
    planned = plan_calls(session, ("a",), where)
    assert await read_user_token(session, planned, where, 60.0) == ("", 0.0)
    assert weda.user_calls == []
    await session.aclose()


async def test_a_load_hides_what_a_run_hides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "hidden"
    look = f"import sys\nopen({str(out)!r}, 'w').write(sys.stdin.read())\n"
    (tmp_path / "stub_of_locust.py").write_text(look, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(run, "PACKAGE", "stub_of_locust")
    session = open_session(tmp_path)
    where = place_of_user(session)
    write(session, {"a/1": READING})
    seen = "seen-by-this-session-0123456789"
    session.tokens.see({seen, "short-one"})
    user = (await session.tokens.get(where.environment, TokenKind.USER)).value
    calls, options = (
        plan_calls(session, ("a",), where),
        LoadOptions(users=1, spawn_rate=1, seconds=1),
    )
    await put_load(session, calls, where, options, on_start=lambda _: None)
    hidden = msgspec.json.decode(out.read_bytes())
    assert {seen, user, SECRET} <= {*hidden}
    assert "short-one" not in hidden  # masking it would confirm a guess of it
    route = session.routes.fingerprint(where.environment)
    known, again = session.tokens.masker(unguessed=True, over=route), Masker(hidden)
    assert {*known.spellings} <= {*again.spellings}
    await session.aclose()


async def test_a_user_token_that_ends_before_the_load_is_said_before_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stub_of_locust.py").write_text("", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(run, "PACKAGE", "stub_of_locust")
    session, said = open_session(tmp_path), list[object]()
    where = place_of_user(session)
    write(session, {"a/1": OF_A_USER})
    calls = plan_calls(session, ("a",), where)
    for seconds in (60.0, 10_000.0):
        options = LoadOptions(users=1, spawn_rate=1, seconds=seconds)
        await put_load(
            session, calls, where, options,
            on_start=lambda _: said.append("begun"), on_short_token=said.append,
        )  # fmt: skip
    assert said == ["begun", 7200.0, "begun"]
    await session.aclose()
