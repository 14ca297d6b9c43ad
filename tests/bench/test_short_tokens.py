"""10,000 sends with tokens that are valid for three seconds: no send fails because of its token.

The sandbox runs in a separate process on a real socket. Every failure that the caller sees counts;
calls that were sent again after the gateway refused their token are counted separately.
"""

import asyncio
import time
from pathlib import Path

import httpx
import pytest

from tests.bench.test_sends import ENDPOINT, Sandbox, running_sandbox
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.sending.exchange import Answered
from weda_tui.session import Session
from weda_tui.store.paths import Paths

pytestmark = pytest.mark.bench

SENDS = 10_000
LIFETIME = 3


class Counting(httpx.AsyncHTTPTransport):
    """The real network, with a counter of token calls."""

    token_calls = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.token_calls += request.url.path.startswith("/auth/")
        return await super().handle_async_request(request)


def open_session(folder: Path, sandbox: Sandbox, transport: Counting) -> Session:
    session = Session(
        Paths(workspace=folder / "workspace", state=folder / "state"),
        environ={"SANDBOX_SECRET_KEY": sandbox.secret_key},
        use_keyring=False,
        transport=transport,
    )
    session.routes.approve(session.routes.status(sandbox.where.environment))
    return session


async def test_sends_with_tokens_of_three_seconds(tmp_path: Path) -> None:
    with running_sandbox(tmp_path / "ready.json", "--token-lifetime", str(LIFETIME)) as sandbox:
        transport = Counting()
        session = open_session(tmp_path, sandbox, transport)
        draft, where = draft_for(session.modules.catalogue.get(ENDPOINT)), sandbox.where
        failures = replays = 0
        begun = time.perf_counter()
        for _ in range(SENDS):
            state = await session.sending.send(draft, where)
            if isinstance(state, Answered) and state.exchange.verdict.ok:
                replays += state.exchange.is_replay
            else:
                failures += 1
        seconds = time.perf_counter() - begun
        await session.aclose()
    lifetimes = seconds / LIFETIME
    print(
        f"\n{SENDS} sends in {seconds:.1f} s ({lifetimes:.1f} lifetimes of {LIFETIME} s): "
        f"{failures} failures, {transport.token_calls} token calls, {replays} sent again"
    )
    assert failures == 0
    assert transport.token_calls <= lifetimes * LIFETIME / (LIFETIME - 1) + 1, "whole seconds"


async def test_twenty_at_once_on_a_cold_token(tmp_path: Path) -> None:
    with running_sandbox(tmp_path / "ready.json") as sandbox:
        transport = Counting()
        session = open_session(tmp_path, sandbox, transport)
        draft = draft_for(session.modules.catalogue.get(ENDPOINT))
        states = await asyncio.gather(
            *(session.sending.send(draft, sandbox.where) for _ in range(20))
        )
        await session.aclose()
    assert all(isinstance(state, Answered) and state.exchange.verdict.ok for state in states)
    print(f"\n20 sends at once on a cold token: {transport.token_calls} token call")
    assert transport.token_calls == 1
