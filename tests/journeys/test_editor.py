"""A body in the user's own editor, in a real terminal that the explorer passes to the editor."""

import shlex
import sys
from pathlib import Path

import pytest

from tests.journeys.terminal import Terminal

EDITOR = """
import pathlib, sys
status, file = map(pathlib.Path, sys.argv[1:])
print("EDITOR HAS", file.name, flush=True)
input()
file.write_text('{"PageSize": 12345}\\n')
sys.exit(int(status.read_text()))
"""


@pytest.fixture
def editor(tmp_path: Path) -> Path:
    script = tmp_path / "editor.py"
    script.write_text(EDITOR)
    return script


def in_editor(terminal: Terminal) -> None:
    """Open the JSON of a call in the editor and return from there."""
    terminal.wait_for(r"e 用 \$EDITOR 打开")
    terminal.press("e")
    terminal.wait_for("EDITOR HAS body.json")
    terminal.type("\r")  # no pause: the message is shown for some seconds only


def test_a_body_goes_to_the_editor_and_comes_back_unless_it_fails(tmp_path: Path, editor: Path):
    temporary, status = tmp_path / "temporary", tmp_path / "status"
    temporary.mkdir()
    with Terminal(
        [sys.executable, "-m", "weda_tui", "demo", "--lang", "zh"],
        columns=160,
        rows=48,
        env={
            "TMPDIR": str(temporary),
            "EDITOR": shlex.join([sys.executable, str(editor), str(status)]),
        },
    ) as terminal:
        terminal.wait_for(r"e 用 \$EDITOR 打开")
        terminal.press("f3")
        terminal.wait_for("F3 收起|Enter 打开")
        terminal.type("cxsprlb")
        terminal.wait_for(r"›\s+查询审批人列表")
        terminal.press("enter")
        status.write_text("3")
        in_editor(terminal)
        terminal.wait_for("退出状态为 3，正文未改动")
        terminal.settle()
        assert "12345" not in "\n".join(terminal.screen())
        status.write_text("0")
        in_editor(terminal)
        terminal.wait_for("已更新为编辑器中的内容")
        terminal.wait_for('"PageSize": 12345')
        terminal.press("f4", "ctrl+q")
        assert terminal.exit_status() == 0
        assert not terminal.modes_left_on()
    left = [file.read_text() for file in temporary.rglob("body.json")]
    assert left == ['{"PageSize": 12345}\n'], "only the text that was not taken over is kept"
