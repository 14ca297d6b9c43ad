"""Journey 1: find an endpoint by a few letters, send, read the response; in a real terminal."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.terminal import Terminal
from tests.journeys.terminal_process import REPOSITORY

PROGRAM = (sys.executable, "-m", "weda_tui")
STATUS_USAGE = 2


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


BELOW_MAKE = ("sh", "-c", 'trap : HUP; "$@"; exit $?', "sh")
"""A shell command that runs a program as ``make`` does.

The kernel sends the hang-up to the session leader only. This shell does nothing on the signal and
waits for the program, which gets no signal.
"""


@contextmanager
def demo(
    temporary: Path, language: str, columns: int, rows: int, below: Sequence[str] = ()
) -> Generator[Terminal]:
    with Terminal(
        [*below, *PROGRAM, "demo", "--lang", language],
        columns=columns,
        rows=rows,
        env={"TMPDIR": str(temporary)},
    ) as terminal:
        terminal.wait_for("F5")
        terminal.settle()
        yield terminal


def assert_left_as_it_was(terminal: Terminal, temporary: Path) -> None:
    assert not terminal.modes_left_on()
    assert not terminal.has_leftovers()
    assert not list(temporary.iterdir())


def test_find_send_and_read_in_chinese_and_an_id_leads_on(temporary: Path) -> None:
    with demo(temporary, "zh", 160, 48) as terminal:
        terminal.press("f3")
        terminal.type("cxsprlb")
        terminal.wait_for(r"›\s+查询审批人列表")
        terminal.press("enter", "f5")
        terminal.wait_for(r"✓ 成功\s+\d+ 条")
        assert terminal.wait_for(r'"Uid": \d{19}')
        assert terminal.wait_for(r"7[12]h\d\dm 有效")
        terminal.press("ctrl+t")
        terminal.wait_for("自动刷新")
        assert terminal.wait_for("••••")
        assert terminal.wait_for(r"7[12]h\d\dm")
        terminal.press("escape", "f3")
        terminal.type("cxlcrw")
        terminal.wait_for(r"›\s+查询流程任务")
        terminal.press("enter", "f5")
        terminal.wait_for(r'"TaskId": "\d{19}"')
        terminal.press("f6", *["down"] * 7)
        task = terminal.wait_for(r"F7 下一步\s+TaskId \d{19}")[0].split()[-1]
        terminal.press("1")
        terminal.wait_for("来自上一个响应")
        terminal.wait_for("尚未发送")
        assert terminal.wait_for(task)
        terminal.press("f5")
        terminal.wait_for("✓ 成功")
        terminal.press("alt+left")
        terminal.wait_for(r"F7 下一步\s+TaskId " + task)
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
        assert_left_as_it_was(terminal, temporary)


def test_find_send_and_read_in_english_in_a_small_window_that_sigterm_leaves_as_it_was(
    temporary: Path,
) -> None:
    with demo(temporary, "en", 80, 24) as terminal:
        terminal.press("f3")
        terminal.type("approver")
        terminal.wait_for(r"›.*pprover")
        terminal.press("enter", "f5", "f6")
        terminal.wait_for(r"✓ OK\s+\d+ records")
        terminal.wait_for(r"\dm valid")
        assert terminal.modes_left_on()
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_status() == 128 + signal.SIGTERM
        assert_left_as_it_was(terminal, temporary)


@pytest.mark.parametrize("before", [None, signal.SIGSTOP, signal.SIGTSTP])
def test_a_terminal_that_goes_away_ends_the_program(
    temporary: Path, before: signal.Signals | None
) -> None:
    with demo(temporary, "zh", 100, 30) as terminal:
        if before is not None:
            terminal.signal(before)
            os.waitid(os.P_PID, terminal.pid, os.WSTOPPED | os.WNOWAIT)
        terminal.hang_up()
        assert terminal.exit_status() == 128 + signal.SIGHUP
        assert not terminal.has_leftovers()
        assert not list(temporary.iterdir())


def test_a_terminal_that_goes_away_at_the_start_ends_the_program(temporary: Path) -> None:
    command = [*BELOW_MAKE, *PROGRAM, "demo", "--lang", "zh"]
    with Terminal(command, env={"TMPDIR": str(temporary)}) as terminal:
        terminal.wait_for_output("\x1b[?1049h")
        terminal.hang_up()
        assert terminal.exit_status() == 128 + signal.SIGHUP
        assert not terminal.has_leftovers()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as home:
        return subprocess.run(
            [*PROGRAM, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            cwd=REPOSITORY,
            env={**os.environ, "HOME": home},
            text=True,
            timeout=120,
        )


@pytest.mark.parametrize(
    ("arguments", "said"), [(("demo", "--lang", "fr"), "fr"), (("--lang", "zh"), "终端")]
)
def test_a_wrong_language_or_no_terminal_is_told_with_status_2(
    arguments: tuple[str, ...], said: str
) -> None:
    ended = run(*arguments)
    assert ended.returncode == STATUS_USAGE
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not ended.stdout
