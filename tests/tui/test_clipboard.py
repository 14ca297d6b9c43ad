"""Copying with clipboard programs that the tests put on the path."""

import base64
import re
import sys
from pathlib import Path

import pytest
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

from weda_tui.tui import clipboard
from weda_tui.tui.clipboard import MOST_FOR_TERMINAL, CopyDestination, copy

TEXT = "令牌 [/api]\n"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="scripts with a shebang")

TAKES = """\
#!{python}
import pathlib, sys
took = pathlib.Path(__file__ + ".took")
took.write_bytes(" ".join(sys.argv[1:]).encode() + b"|" + sys.stdin.buffer.read())
"""
FAILS = "#!{python}\nimport sys\nsys.exit(1)\n"
HANGS = "#!{python}\nimport signal\nsignal.pause()\n"
BROKEN = "\x7fnot a program of this system"


class Tools:
    """A folder that is the whole path; ``asked`` are the texts passed to the terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []

    def add(self, name: str, script: str = TAKES) -> None:
        path = self.folder / name
        path.write_text(script.format(python=sys.executable), encoding="utf-8")
        path.chmod(0o755)

    def took(self, name: str) -> bytes | None:
        path = self.folder / f"{name}.took"
        return path.read_bytes() if path.exists() else None

    async def copy(self, text: str = TEXT, **environ: str) -> CopyDestination:
        return await copy(text, environ, self.asked.append)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    monkeypatch.setenv("PATH", str(tmp_path))
    return Tools(tmp_path)


async def test_no_program_of_the_current_folder_is_started(
    tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools.add("pbcopy")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".")
    assert await tools.copy() is CopyDestination.TERMINAL
    assert tools.took("pbcopy") is None


@pytest.mark.parametrize(
    ("name", "environ", "arguments"),
    [
        ("wl-copy", {"WAYLAND_DISPLAY": "wayland-0"}, b""),
        ("xclip", {"DISPLAY": ":0"}, b"-selection clipboard"),
        ("xsel", {"DISPLAY": ":0"}, b"--clipboard --input"),
        ("pbcopy", {}, b""),
    ],
)
async def test_the_systems_own_tool_takes_the_text(
    tools: Tools, name: str, environ: dict[str, str], arguments: bytes
):
    tools.add(name)
    assert await tools.copy(**environ) is CopyDestination.NATIVE
    assert tools.took(name) == arguments + b"|" + TEXT.encode()
    assert tools.asked == []


async def test_windows_reads_utf_16(tools: Tools):
    tools.add("clip.exe")
    assert await tools.copy() is CopyDestination.NATIVE
    assert tools.took("clip.exe") == b"|" + TEXT.encode("utf-16le")


async def test_without_a_tool_the_terminal_is_asked(tools: Tools):
    tools.add("xclip")
    assert await tools.copy() is CopyDestination.TERMINAL, "no display: xclip could not work"
    assert tools.asked == [TEXT]
    assert tools.took("xclip") is None


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_TTY"])
async def test_over_ssh_only_the_terminal_reaches_the_user(tools: Tools, variable: str):
    tools.add("xclip")
    assert await tools.copy(DISPLAY=":10", **{variable: "x"}) is CopyDestination.TERMINAL
    assert tools.asked == [TEXT]
    assert tools.took("xclip") is None


async def test_a_long_text_arrives_whole_in_its_pieces(tools: Tools):
    tools.add("xclip")
    text = "😀键a\n" * 600_000
    assert await tools.copy(text, DISPLAY=":0") is CopyDestination.NATIVE
    took = tools.took("xclip")
    assert took is not None
    assert took.removeprefix(b"-selection clipboard|") == text.encode()


@pytest.mark.parametrize("environ", [{}, {"SSH_TTY": "x"}, {"TMUX": "socket"}])
async def test_the_terminal_is_not_given_more_than_it_takes_whole(
    tools: Tools, environ: dict[str, str]
):
    tools.add("tmux")
    longest = "键" * (MOST_FOR_TERMINAL // 3)
    assert await tools.copy(longest, **environ) is CopyDestination.TERMINAL
    tools.asked.clear()
    for text in (longest + "a", "a" * (MOST_FOR_TERMINAL + 1), "键" * MOST_FOR_TERMINAL):
        assert await tools.copy(text, **environ) is CopyDestination.NOWHERE
    assert tools.asked == []


async def test_the_systems_own_tool_takes_any_length(tools: Tools):
    tools.add("xclip")
    text = "a" * (MOST_FOR_TERMINAL + 1)
    assert await tools.copy(text, DISPLAY=":0", TMUX="socket") is CopyDestination.NATIVE
    assert tools.took("xclip") == b"-selection clipboard|" + text.encode()


async def test_inside_tmux_it_hands_the_text_on(tools: Tools):
    tools.add("tmux")
    assert await tools.copy(TMUX="socket", SSH_TTY="x") is CopyDestination.TERMINAL
    assert tools.took("tmux") == b"load-buffer -w -|" + TEXT.encode()
    assert tools.asked == []


@pytest.mark.parametrize("script", [FAILS, HANGS, BROKEN])
async def test_a_tool_that_does_not_work_is_passed_over(
    tools: Tools, script: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(clipboard, "LONGEST_WAIT", 0.2)
    tools.add("xclip", script)
    tools.add("tmux", script)
    assert await tools.copy(DISPLAY=":0", TMUX="x") is CopyDestination.TERMINAL
    assert tools.asked == [TEXT]


async def test_the_next_tool_is_tried(tools: Tools):
    tools.add("xclip", FAILS)
    tools.add("xsel")
    assert await tools.copy(DISPLAY=":0") is CopyDestination.NATIVE
    assert tools.took("xsel") is not None


@pytest.mark.parametrize("text", ["a\x1b\\b\x07c", "\x9c\x1b]52;c;ZXZpbA==\x07", "\u202e\x00\r\n"])
async def test_no_text_leaves_the_sequence_that_copies_it(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text is sent unchanged, and as base64 it cannot end the OSC 52 sequence."""
    written: list[str] = []

    def write(_: HeadlessDriver, data: str) -> None:
        written.append(data)

    monkeypatch.setattr(HeadlessDriver, "write", write)
    app: App[None] = App()
    async with app.run_test():
        landed = await copy(text, {"SSH_TTY": "x"}, app.copy_to_clipboard)
    assert landed is CopyDestination.TERMINAL
    (sequence,) = [each for each in written if "]52;" in each]
    match = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", sequence)
    assert match is not None
    assert base64.b64decode(match[1]).decode() == text
