"""Journey 3: a request is saved, exists at the next start, runs headless, and runs in Newman."""

import json
import os
import shutil
import subprocess
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from tests.journeys.counting_port import CountingPort, counting
from tests.journeys.deployment import PROGRAM, add_environment, surroundings
from tests.journeys.terminal import Terminal
from tests.journeys.terminal_process import REPOSITORY
from weda_tui.sandbox.server.sockets import SandboxInfo, background

NEWMAN = os.environ.get("NEWMAN") or shutil.which("newman") or ""
TOKEN = "POST /auth/v1/token/clientCredential"
PATH = "我的请求/查询审批人列表"


@pytest.fixture
def made() -> Generator[SandboxInfo]:
    with background(seed=7) as info:
        yield info


@pytest.fixture
def port(tmp_path: Path, made: SandboxInfo) -> Generator[CountingPort]:
    """The sandbox behind a counting port, as the environment 总部."""
    with counting(made.base) as port:
        add_environment(tmp_path, msgspec.structs.replace(made, base=port.base))
        yield port


@contextmanager
def explorer(folder: Path, secret: str) -> Generator[Terminal]:
    with Terminal(
        [*PROGRAM, "--workspace", str(folder / "w"), "--lang", "zh"],
        columns=160,
        rows=48,
        env=surroundings(folder, secret),
    ) as terminal:
        terminal.wait_for("F5")
        terminal.settle()
        yield terminal
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
        assert not terminal.modes_left_on()
        assert not terminal.has_leftovers()


def weda_tui(folder: Path, secret: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment: Mapping[str, str] = {**os.environ, **surroundings(folder, secret)}
    return subprocess.run(
        [*PROGRAM, *arguments, "--workspace", str(folder / "w")],
        cwd=REPOSITORY,
        env=environment,
        check=False,
        capture_output=True,
        timeout=60,
    )


def save_in_the_explorer(folder: Path, secret: str) -> None:
    with explorer(folder, secret) as terminal:
        terminal.press("f5")
        terminal.wait_for(r"✓ 成功\s+\d+ 条")
        terminal.press("ctrl+s")
        terminal.wait_for("我的请求/查询审批人列表.toml")
        terminal.press("enter")
        terminal.wait_for("已保存到")


def test_saved_there_the_next_time_and_run_headless(
    tmp_path: Path, made: SandboxInfo, port: CountingPort
) -> None:
    save_in_the_explorer(tmp_path, made.secret_key)
    file = tmp_path / "w/collections" / f"{PATH}.toml"
    kept = file.read_bytes()
    assert b'endpoint = "workflow.DescribeInstanceApproverList"' in kept
    with explorer(tmp_path, made.secret_key) as terminal:
        terminal.press("f3", "]")
        terminal.wait_for(r"▾ 我的请求\s+1 个请求")
        terminal.press("down", "enter")
        terminal.wait_for("TOML")
        terminal.press("f5")
        terminal.wait_for(r"✓ 成功\s+\d+ 条")
    assert file.read_bytes() == kept
    ran = weda_tui(tmp_path, made.secret_key, "run", "我的请求", "--json")
    assert ran.returncode == 0, ran.stderr.decode()
    (result,) = json.loads(ran.stdout)["results"]
    assert (result["path"], result["outcome"]) == (PATH, "passed")
    assert port.count(TOKEN) == 1


@pytest.mark.skipif(not NEWMAN, reason="no newman here")
def test_newman_runs_the_export_with_one_token_call_in_three_iterations(
    tmp_path: Path, made: SandboxInfo, port: CountingPort
) -> None:
    save_in_the_explorer(tmp_path, made.secret_key)
    for name, format_, file in (
        ("我的请求", "postman", "c.json"), ("总部", "postman-env", "e.json")
    ):  # fmt: skip
        more = ("--format", format_, "-o", str(tmp_path / file))
        assert weda_tui(tmp_path, made.secret_key, "export", name, *more).returncode == 0
    before = port.count(TOKEN)
    call = "POST /weda/workflow/v1/prod/DescribeInstanceApproverList"
    calls = port.count(call)
    done = subprocess.run(
        [NEWMAN, "run", "c.json", "-e", "e.json", "-n", "3", "--bail",
         "--env-var", f"SECRET_KEY={made.secret_key}"],
        check=False, capture_output=True, timeout=120, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    assert port.count(call) - calls == 3
    assert port.count(TOKEN) - before == 1
