"""A workspace for each test, and one sandbox for all tests of the command line."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Ran, run_cli
from weda_tui.sandbox.server.sockets import SandboxInfo, background


@pytest.fixture(scope="session")
def sandbox() -> Iterator[SandboxInfo]:
    with background(seed=7) as info:
        yield info


@pytest.fixture(autouse=True)
def workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("WEDA_TUI_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("WEDA_TUI_STATE", str(tmp_path / "state"))
    return tmp_path / "workspace"


@pytest.fixture
def hq(workspace: Path, sandbox: SandboxInfo) -> SandboxInfo:
    """Save the sandbox as the environment 总部."""
    added = run_cli(
        *("env", "add", "总部", "--host", sandbox.base, "--secret-id", sandbox.secret_id),
        stdin=f"{sandbox.secret_key}\n",
    )
    assert added.status == 0, added.talk
    return sandbox


@pytest.fixture
def both(workspace: Path, sandbox: SandboxInfo) -> SandboxInfo:
    """Save the sandbox as the environment 总部, with a user."""
    added = run_cli(
        *("env", "add", "总部", "--host", sandbox.base, "--secret-id", sandbox.secret_id),
        *("--username", sandbox.username),
        stdin=f"{sandbox.secret_key}\n{sandbox.password}\n",
    )
    assert added.status == 0, added.talk
    return sandbox


@pytest.fixture
def send(hq: SandboxInfo) -> Callable[..., Ran]:
    """Return a function that runs ``send`` on the sandbox."""

    def call(*arguments: str, **more: Any) -> Ran:
        return run_cli("send", *arguments, **more)

    return call


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
