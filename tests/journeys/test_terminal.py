import os
import signal
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests.journeys.keyboard import key_sequence
from tests.journeys.terminal import ScreenTimeoutError, Terminal
from tests.journeys.terminal_modes import modes_left_on

TEXTUAL_APP = """
from textual import events
from textual.app import App
from textual.widgets import Input, Static

class Probe(App):
    BINDINGS = [("f5", "send"), ("ctrl+t", "token"), ("f10", "quit")]
    ENABLE_COMMAND_PALETTE = False

    def compose(self):
        yield Static("令牌 71h32m 有效 ✓", id="head")
        yield Static("size", id="size")
        yield Input(id="field")

    def on_mount(self):
        self.query_one(Input).focus()

    def on_resize(self, event):
        self.query_one("#size").update(f"{event.size.width} by {event.size.height}")

    def action_send(self):
        self.query_one("#head").update("sent")

    def action_token(self):
        self.query_one("#head").update("token")

Probe().run()
"""


def python(code: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(code)]


@pytest.fixture
def probe():
    with Terminal(python(TEXTUAL_APP), columns=60, rows=12) as terminal:
        terminal.wait_for("60 by 12")
        yield terminal


def test_characters_keys_sizes_and_pastes_of_a_textual_app_in_a_terminal_that_it_restores(
    probe: Terminal,
) -> None:
    assert probe.screen()[0] == "令牌 71h32m 有效 ✓"
    assert {"alternate screen", "mouse", "cursor hidden", "line settings", "kitty keyboard"} <= (
        probe.modes_left_on()
    )
    before = len(probe.raw)
    probe.press("f5")
    probe.wait_for("^sent$")
    assert b"\x1b[?2026h" in probe.raw[before:], "Textual heard that updates can be synchronised"
    probe.type("审批 abc")
    probe.press("left", "X")
    probe.wait_for("审批 abXc")
    probe.press("ctrl+t")
    probe.wait_for("^token$")
    probe.resize(44, 9)
    probe.wait_for("44 by 9")
    assert len(probe.screen()) == 9
    probe.paste("pasted\nlines")
    probe.wait_for("pasted")
    probe.press("f10")
    assert probe.exit_status() == 0
    assert probe.modes_left_on() == set()
    assert not probe.has_leftovers()


def test_a_killed_app_leaves_its_modes_on(probe: Terminal) -> None:
    probe.signal(signal.SIGKILL)
    assert probe.exit_status() == -signal.SIGKILL
    assert "alternate screen" in probe.modes_left_on()


def test_the_cursor_is_reported_where_it_was_asked_for() -> None:
    code = r"""
    import os, sys, tty
    tty.setraw(0)
    os.write(1, "a令b\x1b[6n\x1b[2;1H".encode())
    answer = b""
    while not answer.endswith(b"R"):
        answer += os.read(0, 1)
    os.write(1, b"at " + answer[2:])
    """
    with Terminal(python(code)) as terminal:
        terminal.wait_for("at 1;5R")
        assert terminal.screen()[0] == "a令b"


def test_every_query_is_answered_even_when_cut_in_two() -> None:
    code = r"""
    import os, tty
    tty.setraw(0)
    def ask(*pieces, end):
        for piece in pieces:
            os.write(1, piece)
        answer = b""
        while not answer.endswith(end):
            answer += os.read(0, 1)
        return answer
    answers = [
        ask(b"\x1b", b"[", b"c", end=b"c"),
        ask(b"\x1b[5n", end=b"n"),
        ask(b"\x1b[?2026", b"$p", end=b"y"),
        ask(b"\x1b[?2048$p", end=b"y"),
        ask(b"\x1b]11;", b"?\x07", end=b"\\"),
    ]
    os.write(1, b" ".join(answers).replace(b"\x1b", b"^"))
    """
    expected = r"\^\[\?62;22c \^\[0n \^\[\?2026;2\$y \^\[\?2048;0\$y \^\]11;rgb:1111/1111/1111\^"
    with Terminal(python(code)) as terminal:
        terminal.wait_for(expected)


def test_a_wait_in_vain_shows_the_screen() -> None:
    with Terminal(python("print('这里'); input()")) as terminal:
        terminal.wait_for("这里")
        with pytest.raises(ScreenTimeoutError, match=r"(?s)'那里' to appear.*running.*这里"):
            terminal.wait_for("那里", timeout=0.2)


def test_a_wait_for_a_program_that_ended_does_not_last() -> None:
    begun = time.monotonic()
    with Terminal(python("print('gone'); raise SystemExit(3)")) as terminal:
        with pytest.raises(ScreenTimeoutError, match=r"(?s)ended with status 3.*gone"):
            terminal.wait_for("never", timeout=60)
        assert terminal.exit_status() == 3
    assert time.monotonic() - begun < 30


def test_a_wait_for_something_to_go() -> None:
    code = r"print('old'); input(); print('\x1b[2J\x1b[Hnew'); input()"
    with Terminal(python(code)) as terminal:
        terminal.wait_for("old")
        terminal.press("enter")
        terminal.wait_until_gone("old")
        assert terminal.screen()[0] == "new"
        with pytest.raises(ScreenTimeoutError):
            terminal.wait_until_gone("new", timeout=0.2)


def test_no_child_is_left_even_when_it_ignores_the_hang_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.journeys.terminal_process.GRACE", 0.2)
    read, write = os.pipe()
    os.set_inheritable(write, True)
    code = """
    import os, signal
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.fork()
    print("ready", flush=True)
    while True:
        signal.pause()
    """
    with pytest.raises(ScreenTimeoutError), Terminal(python(code)) as terminal:  # noqa: PT012
        os.close(write)
        terminal.wait_for("ready\nready")
        terminal.wait_for("never", timeout=0)
    assert os.read(read, 1) == b"", "the pipe ends when its last holder is gone"
    os.close(read)


def test_a_process_left_behind_is_noticed() -> None:
    code = """
    import os, signal
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    read, write = os.pipe()
    if os.fork() == 0:
        os.write(write, b"x")
        signal.pause()
    os.read(read, 1)
    """
    with Terminal(python(code)) as terminal:
        assert terminal.exit_status() == 0
        assert terminal.has_leftovers()


def test_the_environment_is_not_the_developers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEDA_TUI_WORKSPACE", "mine")
    code = """
    import os
    print("seen", os.environ.get("WEDA_TUI_WORKSPACE"), os.environ["EXTRA"])
    print("home", os.environ["HOME"])
    """
    with Terminal(python(code), env={"EXTRA": "1"}, columns=200) as terminal:
        terminal.wait_for("seen None 1")
        home = Path(terminal.wait_for(r"home (.+)")[1])
        assert home.is_dir()
        assert home != Path.home()
    assert not home.exists()


def test_a_program_that_cannot_start_says_why() -> None:
    with Terminal(["no-such-program-here"]) as terminal:
        terminal.wait_for("cannot start no-such-program-here")
        assert terminal.exit_status() == 127


def test_what_keys_send() -> None:
    keys = ["a", "令", "+", "f1", "f12", "enter", "ctrl+t", "ctrl+space", "shift+tab", "alt+x"]
    sent = ["a", "令", "+", "\x1bOP", "\x1b[24~", "\r", "\x14", "\x00", "\x1b[Z", "\x1bx"]
    assert [key_sequence(key) for key in keys] == sent
    assert key_sequence("shift+down") == "\x1b[1;2B"
    assert key_sequence("ctrl+alt+pageup") == "\x1b[5;7~"
    for unknown in ("ctrl+enter", "hyper+a", "f13", "ctrl+1"):
        with pytest.raises(ValueError, match=unknown.replace("+", r"\+")):
            key_sequence(unknown)


def test_modes_are_read_in_order_and_in_groups() -> None:
    assert modes_left_on(b"") == set()
    assert modes_left_on(b"\x1b[?1000;1004h\x1b[?1000l\x1b[?25l\x1b[?25h") == {"focus reports"}
    assert modes_left_on(b"\x1b[>29u\x1b[?7l") == {"kitty keyboard", "line wrap off"}
    assert modes_left_on(b"\x1b[>29u\x1b[<u\x1b[<u") == set()


def test_output_is_waited_for_since_the_last_key() -> None:
    echo = "import sys; print('ready', flush=True); [print(line, end='') for line in sys.stdin]"
    with Terminal((sys.executable, "-c", echo), columns=40, rows=5) as terminal:
        terminal.wait_for_output("ready")
        terminal.type("abc\r")
        terminal.wait_for_output("abc")
        assert terminal.started_at < terminal.sent_at <= terminal.painted_at
        with pytest.raises(ScreenTimeoutError, match="'ready' to be written"):
            terminal.wait_for_output("ready", timeout=0.2)
