"""``env check``: rows as they arrive, the JSON, and the exit status of the first failed step."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.cli.program import Ran, run_cli
from weda_tui.core.environments.check import StepKind
from weda_tui.sandbox.server.sockets import SandboxInfo, background


def add(host: str, *more: str, secret: str = "a-secret-key") -> None:
    added = run_cli(
        *("env", "add", "hq", "--host", host, "--secret-id", "AKID", *more), stdin=f"{secret}\n"
    )
    assert added.status == 0, added.talk


@pytest.fixture
def faulty() -> Iterator[Callable[[str], SandboxInfo]]:
    """Return a function that starts a sandbox with a fault."""
    with ExitStack() as running:
        yield lambda fault: running.enter_context(background(seed=7, fault=fault))


def test_a_good_environment_is_a_list_of_ticks_and_status_0(both: SandboxInfo) -> None:
    ran = run_cli("env", "check", "--lang", "zh")
    rows = ran.text.splitlines()
    assert ran.status == 0, ran.text
    assert [row[0] for row in rows] == ["✓", "✓", "–", *"✓" * 11]
    assert rows[2].startswith("– TLS")
    assert "http：未加密" in rows[2]
    assert "✓ 总部：13 项检查通过" in ran.talk


def test_json_says_every_step(both: SandboxInfo) -> None:
    ran = run_cli("env", "check", "总部", "--env-type", "dev", "--json")
    said = json.loads(ran.data)
    assert list(said) == ["environment", "host", "ok", "elapsedMs", "steps"]
    assert (said["environment"], said["ok"]) == ("总部", True)
    assert list(said["steps"][0]) == [
        "step", "subject", "state", "elapsedMs", "code", "values", "message", "hint", "detail",
    ]  # fmt: skip
    assert {each["step"] for each in said["steps"]} == set(StepKind)
    env_types = [each["subject"] for each in said["steps"] if each["step"] == "env-type"]
    assert env_types == ["dev"]
    states = {each["step"]: each["state"] for each in said["steps"]}
    assert (states["tls"], states["http"]) == ("skipped", "passed")


def test_without_a_user_its_modules_are_dashes_not_crosses(hq: SandboxInfo) -> None:
    ran = run_cli("env", "check", "--lang", "en")
    assert ran.status == 0
    assert "– User token" in ran.text
    assert "user name or password missing" in ran.text
    assert "✗" not in ran.text


def test_nothing_listens_is_status_3_and_says_what_the_system_said(
    workspace: Path, closed_port: int
) -> None:
    add(f"http://127.0.0.1:{closed_port}")
    ran = run_cli("env", "check", "--lang", "en")
    rows = ran.text.splitlines()
    assert ran.status == 3
    assert rows[1].startswith("✗ Connection")
    assert "Check that the port is correct." in rows[2]
    assert "System message: ConnectionRefusedError" in rows[3]
    assert all(row.startswith("–") for row in rows[4:])
    assert "✗ hq: 1 of 2 checks failed" in ran.talk


def test_a_server_that_says_nothing_is_status_4(workspace: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        add(f"http://127.0.0.1:{silent.getsockname()[1]}")
        path = workspace / "environments" / "hq.toml"
        path.write_text(f"timeout = 0.3\n{path.read_text('utf-8')}", "utf-8")
        ran = run_cli("env", "check", "--lang", "en")
    assert ran.status == 4
    assert "✗ WeDa gateway" in ran.text


def test_a_wrong_secret_is_status_5_and_never_printed(
    workspace: Path, sandbox: SandboxInfo
) -> None:
    add(sandbox.base, secret="not-the-secret-key")
    ran = run_cli("env", "check", "--lang", "en")
    assert ran.status == 5
    assert "✗ Key token" in ran.text
    assert "not-the-secret-key" not in ran.text + ran.talk


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        ("INVALID_ENV_STATUS", 1, "✗ prod"),
        ("html", 1, "✗ WeDa gateway"),
        ("redirect", 1, "✗ WeDa gateway"),
        ("cut", 3, "✗ WeDa gateway"),
        ("reset", 3, "✗ WeDa gateway"),
        ("ssh", 3, "is SSH, not HTTP"),
    ],
)
def test_the_exit_status_is_that_of_the_first_failure(
    workspace: Path, faulty: Callable[[str], SandboxInfo], fault: str, status: int, said: str
) -> None:
    info = faulty(fault)
    added = run_cli(
        *("env", "add", "hq", "--host", info.base, "--secret-id", info.secret_id),
        stdin=f"{info.secret_key}\n",
    )
    assert added.status == 0
    ran: Ran = run_cli("env", "check", "--lang", "en")
    assert said in ran.text, ran.text
    assert ran.status == status


@pytest.mark.parametrize(
    "arguments", [("nowhere",), ("hq", "--env-type", "pre"), ("hq", "extra"), ("hq", "--yes")]
)
def test_what_cannot_be_checked_is_status_2(
    workspace: Path, closed_port: int, arguments: tuple[str, ...]
) -> None:
    add(f"http://127.0.0.1:{closed_port}")
    ran = run_cli("env", "check", *arguments)
    assert (ran.status, ran.data) == (2, b"")


def test_a_check_writes_only_which_tokens_are_to_be_masked(
    both: SandboxInfo, tmp_path: Path
) -> None:
    def files() -> dict[Path, bytes]:
        paths = [path for path in tmp_path.rglob("*") if path.name != "tokens.json"]
        return {path: path.read_bytes() for path in paths if path.is_file()}

    before = files()
    assert run_cli("env", "check").status == 0
    assert files() == before
