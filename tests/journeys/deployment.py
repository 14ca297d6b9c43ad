"""A sandbox on a real socket, and a separate workspace with an environment for it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
import pytest

from tests.journeys.terminal_process import REPOSITORY
from weda_tui.sandbox.server.sockets import SandboxInfo

PROGRAM = (sys.executable, "-m", "weda_tui")
LONGEST_START = 30.0


@contextmanager
def deployment(folder: Path, port: int, *more: str) -> Generator[SandboxInfo]:
    """Run the sandbox on a real socket and yield its ready information."""
    ready = folder / f"ready-{len(more)}.json"
    arguments = ["sandbox", "--port", str(port), "--seed", "7", "--ready-file", str(ready), *more]
    server = subprocess.Popen(
        [*PROGRAM, *arguments], cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(ready, server)
        yield msgspec.json.decode(ready.read_bytes(), type=SandboxInfo)
    finally:
        server.terminate()
        server.wait(LONGEST_START)


def _wait_for(ready: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + LONGEST_START
    while not ready.exists():
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.05)
            pytest.fail("the sandbox ended before it was ready")
        assert time.monotonic() < deadline


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def surroundings(folder: Path, secret: str) -> dict[str, str]:
    return {
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "HQ_SECRET": secret,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }


def add_environment(folder: Path, made: SandboxInfo) -> None:
    command = ["env", "add", "总部", "--host", made.base, "--secret-id", made.secret_id]
    subprocess.run(
        [*PROGRAM, *command, "--secret-key", "env:HQ_SECRET", "--workspace", str(folder / "w")],
        cwd=REPOSITORY,
        env={**os.environ, **surroundings(folder, made.secret_key)},
        check=True,
        capture_output=True,
        timeout=60,
    )
