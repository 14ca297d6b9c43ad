"""A process that serves a client completes its current call before it ends."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.adversarial.recorder import Recorder, Reply, json_reply
from tests.mcp.office import READ, WRITE, allow
from weda_tui.core.environments.deployment import AgentLevel, Environment, EnvTypeSetting
from weda_tui.core.guard.level import Guard
from weda_tui.core.history.entry import HistoryQuery, SendEnding
from weda_tui.session import Session
from weda_tui.store.paths import Paths

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such signals")


class Client:
    """A client that speaks to ``weda-tui mcp`` in lines of JSON, and cannot ask the user."""

    def __init__(self, program: "subprocess.Popen[str]") -> None:
        self._program = program
        told = {"name": "test", "version": "1"}
        params = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": told}
        self.say("initialize", params, number=1)
        assert program.stdout is not None
        program.stdout.readline()
        self.say("notifications/initialized", {})

    def say(self, method: str, params: dict[str, Any], number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        assert self._program.stdin is not None
        self._program.stdin.write(json.dumps(message | ({"id": number} if number else {})) + "\n")
        self._program.stdin.flush()

    def call(self, tool: str, arguments: dict[str, Any]) -> None:
        self.say("tools/call", {"name": tool, "arguments": arguments}, number=2)


def session_at(folder: Path, host: str) -> Session:
    paths = Paths(workspace=folder / "workspace", state=folder / "state")
    session = Session(paths, environ={}, use_keyring=False)
    place = EnvTypeSetting("dev", Guard.CONFIRM, agents=AgentLevel.CONFIRM)
    environment = Environment(name="hq", host=host, env_types=(place,), secret_id="AKIDx")
    session.environments.save(environment, secret="0123456789abcdef0123456789abcdef")
    allow(session, AgentLevel.CONFIRM)
    return session


@contextmanager
def program(folder: Path) -> Generator["subprocess.Popen[str]"]:
    places = {
        "WEDA_TUI_WORKSPACE": str(folder / "workspace"),
        "WEDA_TUI_STATE": str(folder / "state"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    words = [sys.executable, "-m", "weda_tui", "mcp", "--env", "hq", "--env-type", "dev"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, env=os.environ | places, **pipes) as running:
        try:
            yield running
        finally:
            running.kill()


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not await asyncio.to_thread(is_so):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
async def test_what_is_on_its_way_stands_in_the_history(tmp_path: Path, name: str) -> None:
    arrived, release = threading.Event(), threading.Event()

    def answer(path: str) -> Reply:
        if path.startswith("/auth/"):
            return json_reply({"access_token": "t" * 40, "token_type": "Bearer", "expires_in": 900})
        arrived.set()
        release.wait(30)
        return json_reply({})

    with closing(Recorder(answer)) as weda:
        session = session_at(tmp_path, weda.base)
        session.agents.questions.watch()  # marks an explorer as open, which ends the wait for one
        with program(tmp_path) as running:
            Client(running).call("send_request", {"endpoint": READ})
            assert await asyncio.to_thread(arrived.wait, 30)
            running.send_signal(getattr(signal, name))
            status = await asyncio.to_thread(running.wait, 10)
        release.set()
    (entry,) = (await session.history.find(HistoryQuery())).entries
    assert (entry.endpoint_id, entry.ending) == (READ, SendEnding.CANCELLED)
    assert status == 128 + getattr(signal, name)
    session.agents.questions.close()
    await session.aclose()


async def test_what_it_asks_is_asked_no_longer(tmp_path: Path) -> None:
    session = session_at(tmp_path, "http://127.0.0.1:9")
    questions = session.agents.questions
    questions.watch()
    with program(tmp_path) as running:
        Client(running).call("send_request", {"endpoint": WRITE, "body": {"FlowCode": "1"}})
        await until(lambda: len(questions.pending()) == 1)
        running.send_signal(signal.SIGTERM)
        await asyncio.to_thread(running.wait, 10)
    assert questions.pending() == []
    questions.close()
    await session.aclose()
