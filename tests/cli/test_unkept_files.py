"""If a file cannot be stored, stderr has one line; the call and its exit status do not change."""

import gc
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.cli.program import Ran, run_cli
from weda_tui.sandbox.server.sockets import SandboxInfo

READ = ("workflow.DescribeInstanceApproverList", "--env-type", "dev")
Spoil = Callable[[Path], None]


def run_program(*arguments: str) -> Ran:
    """Run the program in a separate process, so that errors of its futures appear on stderr."""
    ran = subprocess.run(
        [sys.executable, "-m", "weda_tui", "--lang", "en", *arguments],
        env={**os.environ, "NO_PROXY": "*"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr.decode())


def make_folder(path: Path) -> None:
    path.mkdir(parents=True)


def make_link(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(path.with_name("elsewhere"))


def damage(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"no database at all" * 100)


def lines_about(talk: str, word: str) -> Sequence[str]:
    return [line for line in talk.splitlines() if word in line]


@pytest.fixture
def state(hq: SandboxInfo, workspace: Path) -> Path:
    return workspace.with_name("state")


@pytest.mark.skipif(os.name == "nt", reason="links and folders open otherwise")
@pytest.mark.parametrize(
    ("spoil", "why"), [(make_folder, "it is a folder"), (make_link, "it is a symbolic link")]
)
def test_a_token_that_cannot_be_kept_is_used_all_the_same(
    state: Path, spoil: Spoil, why: str, caplog: pytest.LogCaptureFixture
):
    spoil(state / "tokens.json")
    for command in (("send", *READ), ("token",), ("token", "--refresh")):
        ran = run_cli("--lang", "en", *command)
        gc.collect()
        assert ran.status == 0, ran.talk
        assert "Traceback" not in ran.talk + caplog.text
        assert "never retrieved" not in ran.talk + caplog.text
        (line,) = lines_about(ran.talk, "tokens.json")
        assert line.startswith("! ")
        assert "works, but it was not stored" in line
        assert why in line


@pytest.mark.skipif(os.name == "nt", reason="links and folders open otherwise")
def test_the_exit_status_is_the_calls_own(state: Path):
    make_folder(state / "tokens.json")
    ran = run_program(
        "send", READ[0], "--header", "Authorization: Bearer wrong", "--env-type", "dev"
    )
    assert ran.status == run_cli("send", READ[0], "--header", "Authorization: Bearer wrong").status
    assert "Traceback" not in ran.talk


def test_a_damaged_history_is_named_with_where_it_lies_now(state: Path):
    damage(state / "history.sqlite3")
    ran = run_cli("send", *READ)
    assert ran.status == 0, ran.talk
    (line,) = lines_about(ran.talk, "history")
    assert str(state / "history.broken-1.sqlite3") in line
    assert not lines_about(run_cli("send", *READ).talk, "history"), "once"


def test_a_run_names_it_too(state: Path, workspace: Path):
    folder = workspace / "collections" / "c"
    folder.mkdir(parents=True)
    (folder / "r.toml").write_text(f'endpoint = "{READ[0]}"\n')
    damage(state / "history.sqlite3")
    ran = run_cli("run", "c", "--env-type", "dev")
    assert ran.status == 0, ran.talk
    assert len(lines_about(ran.talk, "history.broken-1")) == 1


def test_the_history_names_it_too(state: Path):
    damage(state / "history.sqlite3")
    ran = run_cli("history")
    assert ran.status == 0, ran.talk
    assert len(lines_about(ran.talk, "history.broken-1")) == 1


@pytest.mark.skipif(os.name == "nt", reason="links and folders open otherwise")
@pytest.mark.parametrize("spoil", [make_folder, make_link])
def test_a_history_that_cannot_be_written_is_named(state: Path, spoil: Spoil):
    spoil(state / "history.sqlite3")
    ran = run_cli("send", *READ)
    assert ran.status == 0, ran.talk
    (line,) = lines_about(ran.talk, "history.sqlite3")
    assert "was not recorded in the history" in line


def test_a_history_that_is_locked_is_named(state: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("weda_tui.store.history.database.PATIENCE_MS", 50)
    assert run_cli("send", *READ).status == 0
    holder = sqlite3.connect(state / "history.sqlite3", isolation_level=None)
    try:
        holder.execute("BEGIN IMMEDIATE")
        ran = run_cli("send", *READ)
    finally:
        holder.close()
    assert ran.status == 0, ran.talk
    (line,) = lines_about(ran.talk, "history.sqlite3")
    assert "was not recorded in the history" in line
    assert "locked" in line


def test_what_a_killed_writer_left_goes_with_the_next_command(state: Path, workspace: Path):
    left = workspace / "environments" / ".0123456789abcdef.tmp"
    left.write_bytes(b"half")
    assert run_cli("env", "list").status == 0
    assert left.exists(), "it may be a write that goes on"
    os.utime(left, (0, 0))
    assert run_cli("env", "list").status == 0
    assert not left.exists()
