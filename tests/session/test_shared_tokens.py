"""Tokens across their expiry, parallel sends, several windows and several processes."""

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from tests.gateway.faulty_server import FaultyServer, ok, read_request
from tests.sandbox.worlds import world_of
from tests.session.sleeping import sleep_at_once
from tests.session.weda import READ, Weda, draft, environment, open_session, place
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Environment, Target
from weda_tui.core.errors import ErrorCode
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.core.tokens.access_token import TokenKey, TokenState, key_of
from weda_tui.sandbox.server.app import build_app
from weda_tui.session import Session
from weda_tui.store.paths import Paths
from weda_tui.store.tokens import TokenFile

TOKEN_PATH = "/auth/v1/token/clientCredential"
LIFETIME = 3


class Sandbox:
    """The in-process sandbox with a clock that tests advance, and a counter of token calls."""

    def __init__(self, folder: Path) -> None:
        self.passed = 0.0
        self.token_calls = 0
        self.clock = Clock(
            wall=lambda: 1_800_000_000.0 + self.passed, monotonic=lambda: self.passed
        )
        world = world_of(7, 1_800_000_000.0)
        self._inner = httpx.ASGITransport(
            app=build_app(world, clock=self.clock, token_lifetime=LIFETIME)
        )
        self.session = Session(
            Paths(workspace=folder / "workspace", state=folder / "state"),
            environ={},
            clock=self.clock,
            use_keyring=False,
            transport=self,
        )
        named = msgspec.structs.replace(environment(), secret_id=world.credentials.secret_id)
        saved = self.session.environments.save(named, secret=world.credentials.secret_key)
        self.where = Target(saved, "dev")

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.token_calls += request.url.path == TOKEN_PATH
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


async def test_no_send_sees_a_token_fail_and_a_lifetime_costs_one_token_call(tmp_path: Path):
    sandbox = Sandbox(tmp_path)
    session, replays = sandbox.session, 0
    request = draft(session, READ)
    for _ in range(400):
        state = await session.sending.send(request, sandbox.where)
        assert isinstance(state, Answered)
        assert state.exchange.verdict.ok
        replays += state.exchange.is_replay
        sandbox.passed += 0.061
    lifetimes = sandbox.passed / LIFETIME
    assert lifetimes - 1 <= sandbox.token_calls <= lifetimes * 1.55 + 1, "whole seconds are short"
    assert replays < sandbox.token_calls
    await session.aclose()


async def test_twenty_sends_at_once_on_a_cold_token_cost_one_token_call(tmp_path: Path):
    sandbox = Sandbox(tmp_path)
    request = draft(sandbox.session, READ)
    states = await asyncio.gather(
        *(sandbox.session.sending.send(request, sandbox.where) for _ in range(20))
    )
    assert all(isinstance(state, Answered) and state.exchange.verdict.ok for state in states)
    assert sandbox.token_calls == 1
    await sandbox.session.aclose()


# -- windows ---------------------------------------------------------------------------------


@asynccontextmanager
async def two_windows(folder: Path, weda: Weda) -> AsyncGenerator[tuple[Session, Session, Target]]:
    first, second = open_session(folder, weda), open_session(folder, weda)
    where = place(first)
    second.environments.reload()
    yield first, second, where
    await first.aclose()
    await second.aclose()


async def test_two_windows_that_start_cold_at_once_share_one_token(tmp_path: Path, weda: Weda):
    async with two_windows(tmp_path, weda) as (first, second, where):
        sends = [
            each.sending.send(draft(first, READ), where)
            for each in (first, second)
            for _ in range(5)
        ]
        states = await asyncio.gather(*sends)
    assert all(isinstance(state, Answered) for state in states)
    assert len(weda.token_calls) == 1


async def test_what_one_window_renewed_the_other_takes(tmp_path: Path, weda: Weda):
    async with two_windows(tmp_path, weda) as (first, second, where):
        await first.sending.send(draft(first, READ), where)
        await second.sending.send(draft(second, READ), where)
        weda.passed += 259200.0 - 30
        await first.sending.send(draft(first, READ), where)
        assert len(weda.token_calls) == 2
        await second.sending.send(draft(second, READ), where)
        assert second.tokens.status(where.environment, TokenKind.KEY).state is TokenState.VALID
        assert (
            second.tokens.masker().text(weda.calls[-1].headers["Authorization"])
            == "Bearer ••••••••"
        )
    assert len(weda.token_calls) == 2
    assert weda.calls[-1].headers["Authorization"].startswith("Bearer token-2-")


async def test_in_the_background_one_window_renews_for_both(
    tmp_path: Path, weda: Weda, monkeypatch: pytest.MonkeyPatch
):
    async with two_windows(tmp_path, weda) as (first, second, where):
        await first.sending.send(draft(first, READ), where)
        await second.sending.send(draft(second, READ), where)
        weda.passed += 259200.0 - 59
        assert await anext(first.renewals.keep_fresh(where.environment)) is None
        assert await anext(second.renewals.keep_fresh(where.environment)) is None
    assert len(weda.token_calls) == 2


async def test_a_token_refused_here_is_replaced_by_what_the_other_window_has(
    tmp_path: Path, weda: Weda
):
    async with two_windows(tmp_path, weda) as (first, second, where):
        await first.sending.send(draft(first, READ), where)
        await second.sending.send(draft(second, READ), where)
        await first.tokens.renew(where.environment)
        good = weda.call_answer

        def refuse_the_old(request: httpx.Request) -> httpx.Response:
            if request.headers["Authorization"].startswith("Bearer token-1-"):
                refusal = {"code": "INVALID_ACCESS_TOKEN", "requestId": "r", "message": "expired"}
                return httpx.Response(200, json=refusal)
            return good(request)

        weda.call_answer = refuse_the_old
        state = await second.sending.send(draft(second, READ), where)
        assert isinstance(state, Answered)
        assert state.exchange.is_replay
        assert state.exchange.verdict.ok
        assert len(weda.token_calls) == 2
        key = key_of(where.environment, TokenKind.KEY, second.routes.fingerprint(where.environment))
    kept = TokenFile(first.paths.tokens).load()[key]
    assert kept.value.startswith("token-2-"), "the refusal of the old one left the new one there"


async def test_asking_for_a_new_token_asks_the_server_whatever_others_have(
    tmp_path: Path, weda: Weda
):
    async with two_windows(tmp_path, weda) as (first, second, where):
        await first.tokens.renew(where.environment)
        token = await second.tokens.renew(where.environment)
    assert len(weda.token_calls) == 2
    assert token.value.startswith("token-2-")


async def test_who_hangs_in_its_turn_is_not_waited_for_for_ever(tmp_path: Path, weda: Weda):
    session = open_session(tmp_path, weda)
    hasty = msgspec.structs.replace(place(session).environment, timeout=1.0)
    turn = TokenFile(session.paths.tokens).try_turn(
        key_of(hasty, TokenKind.KEY, session.routes.fingerprint(hasty))
    )
    assert turn is not None
    try:
        assert (
            TokenFile(session.paths.tokens).try_turn(
                key_of(hasty, TokenKind.KEY, session.routes.fingerprint(hasty))
            )
            is None
        )
        assert (await session.tokens.renew(hasty)).value.startswith("token-1-")
    finally:
        os.close(turn)
    await session.aclose()


async def test_a_send_that_is_stopped_while_it_waits_leaves_the_turn_free(
    tmp_path: Path, weda: Weda, monkeypatch: pytest.MonkeyPatch
):
    looked = threading.Event()

    def look(file: TokenFile, key: TokenKey, try_turn: Any = TokenFile.try_turn) -> int | None:
        turn = try_turn(file, key)
        if turn is None:
            looked.set()
        return turn

    monkeypatch.setattr(TokenFile, "try_turn", look)
    session = open_session(tmp_path, weda)
    where = place(session)
    key = key_of(where.environment, TokenKind.KEY, session.routes.fingerprint(where.environment))
    turn = TokenFile(session.paths.tokens).try_turn(key)
    assert turn is not None
    send = asyncio.create_task(session.sending.send(draft(session, READ), where))
    await asyncio.to_thread(looked.wait, 10)
    send.cancel()
    with suppress(asyncio.CancelledError):
        await send
    os.close(turn)
    assert isinstance(await session.sending.send(draft(session, READ), where), Answered)
    await session.aclose()


# -- asked to wait ---------------------------------------------------------------------------


def busy(seconds: str) -> httpx.Response:
    return httpx.Response(429, headers={"Retry-After": seconds}, json={"code": "EXCEED_RATELIMIT"})


async def test_a_short_wait_is_waited_and_the_call_made_once_more(
    session: Session, weda: Weda, monkeypatch: pytest.MonkeyPatch
):
    slept: list[float] = []
    sleep_at_once(monkeypatch, slept.append)
    good = weda.token_answer
    weda.token_answer = lambda r: busy("2") if len(weda.token_calls) == 1 else good(r)
    assert isinstance(await session.sending.send(draft(session, READ), place(session)), Answered)
    assert slept == [2.0]
    assert len(weda.token_calls) == 2


async def test_a_token_forgotten_during_the_wait_is_fetched_all_the_same(
    session: Session, weda: Weda, monkeypatch: pytest.MonkeyPatch
):
    where = place(session)
    await session.warm_up()
    sleep_at_once(
        monkeypatch,
        lambda _: session.network.online.tokens.forget(
            key_of(where.environment, TokenKind.KEY, session.routes.fingerprint(where.environment))
        ),
    )
    good = weda.token_answer
    weda.token_answer = lambda r: busy("2") if len(weda.token_calls) == 1 else good(r)
    assert isinstance(await session.sending.send(draft(session, READ), where), Answered)
    assert len(weda.token_calls) == 2


@pytest.mark.parametrize("seconds", ["11", "3600", "99999999999999999999"])
async def test_a_long_wait_is_told_and_until_it_is_over_nobody_asks_again(
    session: Session, weda: Weda, seconds: str
):
    weda.token_answer = lambda _: busy(seconds)
    where = place(session)
    states = await asyncio.gather(
        *(session.sending.send(draft(session, READ), where) for _ in range(3))
    )
    states.append(await session.sending.send(draft(session, READ), where))
    for state in states:
        assert isinstance(state, Failed)
        assert state.error.code is ErrorCode.TOKEN_RATE_LIMITED
        assert state.error.parameters["status"] == 429
    asked = states[0].error.parameters["retry_after"] if isinstance(states[0], Failed) else 0
    if asked:
        assert len(weda.token_calls) == 1
        weda.passed += float(asked) + 1
    calls = len(weda.token_calls)
    await session.sending.send(draft(session, READ), where)
    assert len(weda.token_calls) == calls + 1


# -- processes -------------------------------------------------------------------------------

SENDER = """
import asyncio, sys
from pathlib import Path
from weda_tui.core.sending.exchange import Answered
from weda_tui.core.requests.draft import draft_for
from weda_tui.session import Session
from weda_tui.store.paths import Paths

async def main(folder, count):
    paths = Paths(workspace=folder / "workspace", state=folder / "state")
    session = Session(paths, environ={}, use_keyring=False)
    where = session.environments.where_exactly("总部", "dev")
    draft = draft_for(session.modules.catalogue.get("workflow.DescribeInstanceApproverList"))
    for _ in range(count):
        state = await session.sending.send(draft, where)
        assert isinstance(state, Answered) and state.exchange.verdict.ok, state
    await session.aclose()

asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
"""


class CountingWeda:
    """A deployment on a real socket that counts token calls and can hold their responses."""

    def __init__(self) -> None:
        self.token_calls = 0
        self.calls: set[bytes] = set()
        self.gate = asyncio.Event()
        self.gate.set()
        self.arrived = asyncio.Event()
        self.server = FaultyServer(self._answer)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await read_request(reader):
            if TOKEN_PATH.encode() in request:
                self.token_calls += 1
                self.arrived.set()
                number = self.token_calls
                await self.gate.wait()
                answer: dict[str, object] = {"access_token": f"token-{number}", "expires_in": 7200}
            else:
                self.calls |= {line for line in request.split(b"\r\n") if b"Bearer" in line}
                answer = {"Response": {"Data": {}, "RequestId": "r"}}
            writer.write(ok(json.dumps(answer).encode(), "Content-Type: application/json"))
            await writer.drain()


def prepare_workspace(folder: Path, host: str) -> Environment:
    session = Session(
        Paths(workspace=folder / "workspace", state=folder / "state"), environ={}, use_keyring=False
    )
    return session.environments.save(environment(host=host), secret="s3cret-key")


async def start_sender(folder: Path, count: int = 5) -> asyncio.subprocess.Process:
    arguments = ("-c", SENDER, str(folder), str(count))
    quiet = {**os.environ, "NO_PROXY": "*"}
    return await asyncio.create_subprocess_exec(sys.executable, *arguments, env=quiet)


async def test_processes_that_start_cold_at_once_share_one_token(tmp_path: Path):
    weda = CountingWeda()
    async with weda.server.listen() as host:
        prepare_workspace(tmp_path, host)
        senders = [await start_sender(tmp_path) for _ in range(4)]
        assert [await sender.wait() for sender in senders] == [0] * 4
    assert weda.token_calls == 1
    assert weda.calls == {b"Authorization: Bearer token-1"}


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
async def test_a_process_killed_in_its_turn_blocks_nobody(tmp_path: Path):
    weda = CountingWeda()
    async with weda.server.listen() as host:
        prepare_workspace(tmp_path, host)
        weda.gate.clear()
        killed = await start_sender(tmp_path)
        await weda.arrived.wait()
        killed.send_signal(signal.SIGKILL)
        await killed.wait()
        weda.gate.set()
        assert await (await start_sender(tmp_path)).wait() == 0
    assert weda.token_calls == 2
