"""Putting text on a clipboard: the system's own tool when local, else through the terminal."""

import asyncio
import shutil
from collections.abc import Callable, Mapping
from enum import Enum

LONGEST_WAIT = 2.0
"""Seconds a clipboard tool may take."""


class Landed(Enum):
    """Where a copy went, claiming no more than is known."""

    NATIVE = "native"
    """The system's tool took it."""
    TERMINAL = "terminal"
    """The terminal was asked; whether it took it is not known."""


async def copy(
    text: str, environ: Mapping[str, str], ask_terminal: Callable[[str], None]
) -> Landed:
    """Copy ``text`` and say where it went.

    ``ask_terminal`` writes the OSC 52 sequence. Over SSH only the terminal can reach the user's
    own clipboard; inside tmux, tmux hands it on.
    """
    is_remote = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    if environ.get("TMUX") and await _run(["tmux", "load-buffer", "-w", "-"], text):
        return Landed.TERMINAL
    if not is_remote:
        for command in _tools(environ):
            if await _run(command, text):
                return Landed.NATIVE
    ask_terminal(text)
    return Landed.TERMINAL


def _tools(environ: Mapping[str, str]) -> list[list[str]]:
    tools: list[list[str]] = []
    if environ.get("WAYLAND_DISPLAY"):
        tools.append(["wl-copy"])
    if environ.get("DISPLAY"):
        tools += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    return [*tools, ["pbcopy"], ["clip.exe"]]


async def _run(command: list[str], text: str) -> bool:
    path = shutil.which(command[0])
    if path is None:
        return False
    try:
        process = await asyncio.create_subprocess_exec(
            path,
            *command[1:],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return False
    encoding = "utf-16le" if command[0] == "clip.exe" else "utf-8"
    try:
        data = text.encode(encoding, "replace")
        await asyncio.wait_for(process.communicate(data), LONGEST_WAIT)
    except TimeoutError:
        process.kill()
        await process.wait()
        return False
    return process.returncode == 0
