"""Putting text on a clipboard: the system's own tool when local, else through the terminal."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from enum import Enum

from weda_tui.store.programs import find_program

LONGEST_WAIT = 2.0
"""Seconds a clipboard tool may take."""
MOST_FOR_TERMINAL = 74_994
"""Bytes of text: terminals cut an OSC 52 sequence at 100,000 bytes, 99,992 of them base64."""

_PIECE = 2**20
"""Characters that are encoded at a time."""


class Landed(Enum):
    """Where a copy went, claiming no more than is known."""

    NATIVE = "native"
    """The system's tool took it."""
    TERMINAL = "terminal"
    """The terminal was asked; whether it took it is not known."""
    NOWHERE = "nowhere"
    """Only the terminal could take it, and it is too long for that."""


async def copy(
    text: str, environ: Mapping[str, str], ask_terminal: Callable[[str], None]
) -> Landed:
    """Copy ``text`` and say where it went.

    ``ask_terminal`` writes the OSC 52 sequence. Over SSH only the terminal can reach the user's
    own clipboard; inside tmux, tmux hands it on. Neither is given more than they take whole.
    """
    is_short = len(text) <= MOST_FOR_TERMINAL // 4 or _size(text) <= MOST_FOR_TERMINAL
    is_remote = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    if environ.get("TMUX") and is_short and await _run(["tmux", "load-buffer", "-w", "-"], text):
        return Landed.TERMINAL
    if not is_remote:
        for command in _tools(environ):
            if await _run(command, text):
                return Landed.NATIVE
    if not is_short:
        return Landed.NOWHERE
    ask_terminal(text)
    return Landed.TERMINAL


def _size(text: str) -> int:
    """Return the bytes that the terminal is given; a text that is much too long is not encoded."""
    return len(text) if len(text) > MOST_FOR_TERMINAL else len(text.encode("utf-8", "replace"))


def _tools(environ: Mapping[str, str]) -> list[list[str]]:
    tools: list[list[str]] = []
    if environ.get("WAYLAND_DISPLAY"):
        tools.append(["wl-copy"])
    if environ.get("DISPLAY"):
        tools += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    return [*tools, ["pbcopy"], ["clip.exe"]]


async def _feed(process: asyncio.subprocess.Process, text: str, encoding: str) -> None:
    """Write a text piece by piece: a long one takes its time to encode."""
    stdin = process.stdin
    if stdin is None:
        return
    with contextlib.suppress(ConnectionError):  # one that ends early says so by its status
        for start in range(0, len(text), _PIECE):
            stdin.write(text[start : start + _PIECE].encode(encoding, "replace"))
            await stdin.drain()
        stdin.close()
        await stdin.wait_closed()


async def _run(command: list[str], text: str) -> bool:
    path = find_program(command[0])
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
        async with asyncio.timeout(LONGEST_WAIT):
            await _feed(process, text, encoding)
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
        return False
    return process.returncode == 0
