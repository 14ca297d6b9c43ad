"""Journey 2: a call fails with an expired token, is explained, and one key later succeeds.

A single refusal is mended by itself; here the gateway refuses the new token too, as one does whose
clock has run away, until somebody mends it.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import msgspec
import pytest

from tests.journeys.terminal import Terminal
from tests.journeys.terminal_process import REPOSITORY
from weda_tui.sandbox.server import SandboxInfo

PROGRAM = (sys.executable, "-m", "weda_tui")
LONGEST_START = 30.0


@contextmanager
def deployment(folder: Path, port: int, *more: str) -> Generator[SandboxInfo]:
    """Run the sandbox on a real socket and return what it says of itself."""
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


@pytest.mark.parametrize(
    ("columns", "rows", "keys"), [(80, 24, ("enter",)), (160, 48, ("f7", "enter"))]
)
def test_an_expired_token_is_explained_and_one_key_later_the_call_succeeds(
    tmp_path: Path, columns: int, rows: int, keys: tuple[str, ...]
) -> None:
    port = free_port()
    with ExitStack() as gateway:
        made = gateway.enter_context(deployment(tmp_path, port, "--fault", "INVALID_ACCESS_TOKEN"))
        add_environment(tmp_path, made)
        with Terminal(
            [*PROGRAM, "--workspace", str(tmp_path / "w"), "--lang", "zh"],
            columns=columns,
            rows=rows,
            env=surroundings(tmp_path, made.secret_key),
        ) as terminal:
            terminal.wait_for("F5")
            terminal.settle()
            terminal.press("f5")
            terminal.wait_for("✗ 失败   INVALID_ACCESS_TOKEN")
            terminal.wait_for("诊断  什么都没有执行：网关在业务之前就拒绝了")
            terminal.wait_for("是它  令牌过期了")
            terminal.wait_for("1  取新令牌并重发  只读请求，重发不会改数据")
            terminal.wait_for('"message": "access token verify failed: jwt expired"')
            gateway.close()
            with deployment(tmp_path, port):
                terminal.press(*keys)
                terminal.wait_for(r"✓ 成功\s+\d+ 条")
                assert not any("诊断" in row for row in terminal.screen())
                terminal.press("ctrl+q")
                assert terminal.exit_status() == 0
