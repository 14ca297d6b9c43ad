"""Copying text to a clipboard, by a program of the system if local, else through the terminal."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from enum import Enum

from weda_tui.store.programs import find_program

LONGEST_WAIT = 2.0
"""Seconds that a clipboard program may run."""
MOST_FOR_TERMINAL = 74_994
"""Bytes of text that a terminal accepts in an OSC 52 sequence.

Terminals cut the sequence at 100,000 bytes, of which 99,992 are base64.
"""

_PIECE = 2**20
"""Characters that are encoded at a time."""


class CopyDestination(Enum):
    """Where a copy went, as far as it is known."""

    NATIVE = "native"
    """A clipboard program of the system accepted the text."""
    TERMINAL = "terminal"
    """The sequence was sent to the terminal; whether the terminal accepted it is not known."""
    NOWHERE = "nowhere"
    """Nowhere: only the terminal could be used, and the text is too long for its limit."""


async def copy(
    text: str, environ: Mapping[str, str], ask_terminal: Callable[[str], None]
) -> CopyDestination:
    """Copy ``text`` and return where the copy went.

    ``ask_terminal`` writes the OSC 52 sequence. Over SSH only the terminal can reach the clipboard
    of the user; inside tmux, tmux passes the text on. A text above their limit is sent to neither,
    because they would truncate it.
    """
    is_short = len(text) <= MOST_FOR_TERMINAL // 4 or _size(text) <= MOST_FOR_TERMINAL
    is_remote = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    if environ.get("TMUX") and is_short and await _run(["tmux", "load-buffer", "-w", "-"], text):
        return CopyDestination.TERMINAL
    if not is_remote:
        for command in _tools(environ):
            if await _run(command, text):
                return CopyDestination.NATIVE
    if not is_short:
        return CopyDestination.NOWHERE
    ask_terminal(text)
    return CopyDestination.TERMINAL


def _size(text: str) -> int:
    """Return the size in bytes; a text that is far above the limit is not encoded."""
    return len(text) if len(text) > MOST_FOR_TERMINAL else len(text.encode("utf-8", "replace"))


def _tools(environ: Mapping[str, str]) -> list[list[str]]:
    tools: list[list[str]] = []
    if environ.get("WAYLAND_DISPLAY"):
        tools.append(["wl-copy"])
    if environ.get("DISPLAY"):
        tools += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    return [*tools, ["pbcopy"], ["clip.exe"]]


async def _feed(process: asyncio.subprocess.Process, text: str, encoding: str) -> None:
    """Write a text piece by piece, because encoding a long text at once blocks the event loop."""
    stdin = process.stdin
    if stdin is None:
        return
    with contextlib.suppress(ConnectionError):  # a program that ends early reports it by its status
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
