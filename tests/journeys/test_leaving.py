"""Ending by a signal and suspending: the terminal is restored, and the screen returns complete."""

import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.cli.program import run_cli
from tests.journeys.terminal import Terminal
from tests.journeys.test_explore import BELOW_MAKE, PROGRAM, demo
from weda_tui.store.paths import Paths
from weda_tui.store.preferences import OpenCall, Preferences, save_preferences


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def no_core_file() -> Generator[None]:
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, before)


def is_stopped(terminal: Terminal) -> bool:
    return os.waitid(os.P_PID, terminal.pid, os.WSTOPPED | os.WNOWAIT | os.WNOHANG) is not None


def wait_until_stopped(terminal: Terminal) -> None:
    deadline = time.monotonic() + 120
    while not is_stopped(terminal):
        assert time.monotonic() < deadline, "the program did not stop"
        terminal.settle(0.02)


@pytest.mark.usefixtures("no_core_file")
def test_sigquit_puts_the_terminal_back_and_ends_by_the_signal(temporary: Path) -> None:
    with demo(temporary, "zh", 100, 30) as terminal:
        assert terminal.modes_left_on()
        terminal.signal(signal.SIGQUIT)
        assert terminal.exit_status() == -signal.SIGQUIT
        assert not terminal.modes_left_on()


@pytest.mark.usefixtures("no_core_file")
def test_sigquit_without_a_terminal_ends_it_too(temporary: Path) -> None:
    with demo(temporary, "zh", 100, 30) as terminal:
        terminal.signal(signal.SIGSTOP)
        wait_until_stopped(terminal)
        terminal.signal(signal.SIGQUIT)
        terminal.hang_up()
        assert terminal.exit_status() in {-signal.SIGQUIT, 128 + signal.SIGHUP}


def go_to_the_shell_and_back(terminal: Terminal) -> None:
    terminal.settle(0.5)
    before = terminal.screen()
    terminal.press("ctrl+z")
    wait_until_stopped(terminal)
    terminal.settle()
    assert not terminal.modes_left_on()
    terminal.signal(signal.SIGCONT)
    terminal.wait_for_output("\x1b[?1049h")
    terminal.wait_for_screen(before)
    assert terminal.modes_left_on()


def check_that_what_stands_is_what_there_is(terminal: Terminal) -> None:
    """Compare the screen, which was drawn piece by piece, with the same screen drawn as a whole."""
    terminal.wait_for(r"›\s+▾ 审批流 \d+ ")
    terminal.settle(0.3)
    shown = terminal.screen()[:-1]
    terminal.resize(100, 30)
    terminal.settle(0.3)
    terminal.resize(160, 48)
    terminal.wait_for(r"›\s+▾ 审批流 \d+ ")
    terminal.settle(0.3)
    assert shown == terminal.screen()[:-1]


def test_the_screen_is_complete_after_another_size_and_after_the_shell(temporary: Path) -> None:
    with demo(temporary, "zh", 160, 48) as terminal:
        terminal.press("f3")
        terminal.type("abc")
        terminal.wait_for("abc")
        terminal.press(*["ctrl+z"] * 6)
        assert not is_stopped(terminal), "in a field, Ctrl+Z only takes back"
        terminal.press("escape")
        check_that_what_stands_is_what_there_is(terminal)
        terminal.press("escape", "down")
        for _ in range(2):
            go_to_the_shell_and_back(terminal)
        terminal.press("ctrl+t")
        terminal.wait_for("立即获取")
        go_to_the_shell_and_back(terminal)
        terminal.press("escape", "ctrl+q")
        assert terminal.exit_status() == 0
        assert not terminal.modes_left_on()


def test_below_another_program_ctrl_z_stops_nothing_and_a_terminal_that_goes_away_unheard_ends_it(
    temporary: Path,
) -> None:
    with demo(temporary, "zh", 100, 30, BELOW_MAKE) as terminal:
        terminal.press("f3", "escape", "escape", "ctrl+z", "ctrl+t")
        terminal.wait_for("立即获取")
        terminal.hang_up()
        assert terminal.exit_status() == 128 + signal.SIGHUP
        assert not terminal.has_leftovers()
        assert not list(temporary.iterdir())


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash has job control")
def test_ctrl_z_below_another_program_gives_the_shell_back(temporary: Path) -> None:
    line = f"sh -c '{' '.join(PROGRAM)} demo --lang zh; exit $?'"
    env = {"TMPDIR": str(temporary), "PS1": "shell> "}
    with Terminal(["bash", "--norc", "-i"], columns=100, rows=30, env=env) as terminal:
        terminal.wait_for("shell>")
        terminal.type(f"{line}\r")
        terminal.wait_for("F5")
        terminal.settle()
        terminal.press("f3", "escape", "escape", "ctrl+z")
        terminal.wait_for("Stopped")
        terminal.type("fg\r")
        terminal.wait_for_output("\x1b[?1049h")
        terminal.wait_for_output("F5")
        terminal.press("ctrl+q")
        terminal.wait_for_output("\x1b[?1049l")
        terminal.wait_for_output("shell>")
        terminal.type("exit\r")
        assert terminal.exit_status() in {0, 1}


def test_a_call_of_last_time_that_is_gone_opens_another(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = Paths(workspace=temporary / "workspace", state=temporary / "state")
    opened = {paths.workspace_digest: OpenCall("shop.GetOrder", "orders/get")}
    save_preferences(paths.preferences, Preferences(opened=opened))
    env = {
        "WEDA_TUI_WORKSPACE": str(paths.workspace),
        "WEDA_TUI_STATE": str(paths.state),
        "WEDA_KEY": "a-key",
    }
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    add = ("env", "add", "hq", "--host", "http://127.0.0.1:9", "--secret-id", "A")
    assert run_cli(*add, "--secret-key", "env:WEDA_KEY").status == 0
    with Terminal([sys.executable, "-m", "weda_tui"], columns=120, rows=40, env=env) as terminal:
        terminal.wait_for("F5")
        terminal.settle()
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
        assert b"Traceback" not in terminal.raw
        assert b"NoMatches" not in terminal.raw
        assert not terminal.modes_left_on()


def test_a_body_is_read_with_keys_of_the_terminal_where_stdin_is_none(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"answer": 42}')
    view = f'"{sys.executable}" -m weda_tui view "{file}" < /dev/null'
    with Terminal(["sh", "-c", view], columns=80, rows=24) as terminal:
        terminal.wait_for('"answer": 42')
        terminal.press("/")
        terminal.wait_for(r"^  / \w")
        terminal.type("42")
        terminal.wait_for(r"1 ?/ ?1|第 1")
        terminal.press("escape", "ctrl+q")
        assert terminal.exit_status() == 0
