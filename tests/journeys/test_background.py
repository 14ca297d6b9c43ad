"""The terminal is asked for its background colour first, and no answer is read as a key."""

import re
import sys
from collections.abc import Mapping

import pytest

from tests.journeys.terminal import Terminal
from weda_tui.tui.terminal_background import is_light_by, is_light_colour, without_answers

DEMO = [sys.executable, "-m", "weda_tui", "demo", "--lang", "en"]
LIGHT, DARK = b"48;2;250;250;248", b"48;2;23;25;28"
"""The background colour of each theme."""
ANSWER = b"\x1b]11;rgb:ffff/ffff/f0f0\x1b\\\x1b[?62;22c"


class LitTerminal(Terminal):
    """A terminal that answers the query for its background with ``answer``, which may be empty."""

    def __init__(self, answer: bytes, env: Mapping[str, str] | None = None) -> None:
        self.answer = answer
        super().__init__(DEMO, columns=100, rows=30, env=env)

    def _answer(self, query: re.Match[bytes]) -> bytes:
        if query["color"] == b"11":
            return self.answer
        return b"" if query["attributes"] else super()._answer(query)

    def say(self, answer: bytes) -> None:
        """Send an answer late."""
        self._process.write(answer)

    def has(self, ground: bytes) -> bool:
        """Return whether text was painted on a background colour."""
        return ground in self.raw


def leave(terminal: Terminal) -> None:
    terminal.press("ctrl+q")
    assert terminal.exit_status() == 0
    assert not terminal.modes_left_on()


def type_and_take_back(terminal: Terminal) -> None:
    """Type into the empty search field, and empty it when it has these letters and no others."""
    terminal.type("cx")
    terminal.wait_for(r"^┃  cx +│")
    terminal.press("backspace", "backspace")
    terminal.wait_for(r"^┃ F3 Endpoint +API .*\n┃  / English.*\n┃› +▾ Workflow \d+ +key token")


@pytest.mark.parametrize(
    ("answer", "env", "ground"),
    [
        (b"\x1b]11;rgb:1111/1111/1111\x1b\\\x1b[?1;2c", {"COLORFGBG": "0;15"}, DARK),
        (b"\x1b[?1;2c", {"COLORFGBG": "0;15"}, LIGHT),
    ],
)
def test_the_theme_follows_the_terminal(
    answer: bytes, env: Mapping[str, str], ground: bytes
) -> None:
    with LitTerminal(answer, env) as terminal:
        terminal.wait_for("F5 Send")
        assert terminal.has(ground)
        assert not terminal.has(LIGHT if ground == DARK else DARK)
        leave(terminal)


@pytest.mark.parametrize(
    ("received", "is_light"),
    [
        ("\x1b]11;rgb:ff/ff/ff\x07\x1b[?1;2c", True),
        ("\x1b]11;rgb:1111/1111/1111\x1b\\\x1b[?1;2c", False),
        ("\x1b[?1;2c", None),
        ("", None),
    ],
)
def test_an_answer_has_a_colour_of_any_length_or_none(received: str, is_light: bool | None) -> None:
    assert is_light_colour(received) is is_light
    assert without_answers(received) == ("", "")


def test_the_last_colour_of_the_variable_is_the_background() -> None:
    assert is_light_by({"COLORFGBG": "0;default;15"})
    assert not is_light_by({"COLORFGBG": "15;0"})
    assert not is_light_by({})


def test_without_an_answer_it_is_dark_and_one_that_comes_late_is_no_key() -> None:
    with LitTerminal(b"") as terminal:
        terminal.wait_for("F5 Send")
        assert terminal.has(DARK)
        assert not terminal.has(LIGHT)
        terminal.press("f3")
        terminal.wait_for("› /|letters|pinyin")
        type_and_take_back(terminal)
        terminal.settle()
        before = terminal.screen()
        for cut in (0, 9, 24, 29):
            terminal.say(ANSWER[:cut])
            terminal.settle(0.02)
            terminal.say(ANSWER[cut:])
            type_and_take_back(terminal)
            terminal.wait_for_screen(before)
        leave(terminal)


def test_what_is_typed_before_the_answer_is_typed() -> None:
    with LitTerminal(b"") as terminal:
        terminal.wait_for_output("\x1b]11;?")
        terminal.say(b"\x10zzq" + ANSWER)
        terminal.wait_for("zzq")
        assert terminal.has(LIGHT)
        assert not terminal.has(DARK)
        terminal.press("escape")
        leave(terminal)
