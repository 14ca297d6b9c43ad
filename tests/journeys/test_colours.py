"""The bytes that colour a terminal: without colours, with sixteen colours, and with a theme."""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.journeys.terminal import Terminal

DEMO = [sys.executable, "-m", "weda_tui", "demo", "--lang", "en"]
ATTRIBUTES = {*range(10), *range(21, 30), 39, 49}
"""The parameters that set or end an attribute, or restore the terminal's own colours."""
FOREGROUNDS = {*range(31, 38), *range(90, 98)}
"""The sixteen text colours except black, which is invisible on a dark terminal."""
NO_COLOR = [
    {"NO_COLOR": "1"},
    {"NO_COLOR": "1", "COLORTERM": ""},
    {"NO_COLOR": "1", "COLORTERM": "", "TERM": "xterm"},
]


def renditions(raw: bytes) -> set[tuple[int, ...]]:
    """Return the parameters of every SGR sequence."""
    found = re.findall(rb"\x1b\[([0-9;:]*)m", raw)
    return {tuple(int(each or 0) for each in re.split(b"[;:]", one)) for one in found}


def painted(raw: bytes, text: str) -> Iterator[set[int]]:
    """Yield the SGR parameters of each place where ``text`` was written."""
    pattern = rb"\x1b\[([0-9;]*)m[^\x1b]*" + re.escape(text.encode())
    for match in re.finditer(pattern, raw):
        yield {int(each or 0) for each in match[1].split(b";")}


def look_around(terminal: Terminal) -> None:
    """Send a request, and open the tree, a list in a dialog and a menu."""
    terminal.wait_for("F5 Send")
    terminal.press("f5")
    terminal.wait_for(r"\d+ records")
    terminal.press("f3", "down")
    terminal.wait_for("› +List starters")
    terminal.press("ctrl+p")
    terminal.wait_for("Esc")
    terminal.press("escape", "up")


@pytest.mark.parametrize("env", NO_COLOR, ids=lambda env: "-".join(env.values()))
def test_no_color_leaves_the_terminal_its_own_colours(env: Mapping[str, str]) -> None:
    with Terminal(DEMO, columns=160, rows=48, env=env) as terminal:
        look_around(terminal)
        terminal.press("space")
        terminal.wait_for("heme")
        terminal.press("L")
        terminal.wait_for("NO_COLOR is set")
        raw = bytes(terminal.raw)
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
    for parameters in renditions(raw):
        assert set(parameters) <= ATTRIBUTES
    assert any({1, 7} <= each for each in painted(raw, "F5 Send")), "the key that sends stands out"
    assert any({1, 7} <= each for each in painted(raw, "✓ OK")), "and the verdict"
    assert any(1 in each for each in painted(raw, "›")), "and the selected row"
    assert any(2 in each for each in painted(raw, "POST")), "and what matters less stands back"


def test_a_body_is_viewed_without_colours_too(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"name": "value", "number": 1}')
    command = [sys.executable, "-m", "weda_tui", "view", str(file)]
    with Terminal(command, env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for('"name"')
        terminal.settle()
        raw = bytes(terminal.raw)
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
    for parameters in renditions(raw):
        assert set(parameters) <= ATTRIBUTES


def test_of_sixteen_colours_none_needs_a_background() -> None:
    env = {"TERM": "linux", "COLORTERM": ""}
    with Terminal(DEMO, columns=160, rows=48, env=env) as terminal:
        look_around(terminal)
        raw = bytes(terminal.raw)
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
    used = set[int]().union(*renditions(raw))
    assert used <= ATTRIBUTES | FOREGROUNDS
    assert used & FOREGROUNDS


def test_a_theme_of_ours_brings_its_ground_along_and_an_empty_no_color_is_none() -> None:
    with Terminal(DEMO, columns=160, rows=48, env={"NO_COLOR": ""}) as terminal:
        look_around(terminal)
        check_grounds(terminal)
        terminal.press("f6", "space")
        terminal.wait_for("heme")
        terminal.press("L")
        terminal.settle()
        terminal.raw.clear()
        look_around(terminal)
        check_grounds(terminal)
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0


def check_grounds(terminal: Terminal) -> None:
    coloured = [each for each in renditions(bytes(terminal.raw)) if 38 in each]
    assert coloured
    assert all(48 in each for each in coloured), "text without its ground could be unreadable"
