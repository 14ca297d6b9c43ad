"""A terminal for tests: run a program in a pseudo terminal, type, and read its screen.

    with Terminal([sys.executable, "-m", "weda_tui"], columns=160, rows=48) as terminal:
        terminal.wait_for("F5")
        terminal.press("f5", "ctrl+q")
        assert terminal.exit_status() == 0
        assert not terminal.modes_left_on()

The terminal answers Textual's queries like a terminal with synchronised updates and without the
kitty keyboard protocol. POSIX only: on Windows, importing this module skips the importing module.
"""

import os
import re
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import Signals
from types import TracebackType
from typing import Self

import pyte

from tests.journeys.keyboard import key_sequence
from tests.journeys.terminal_modes import modes_left_on
from tests.journeys.terminal_process import REPOSITORY, TerminalProcess

KEY_PAUSE = 0.05
"""Seconds of silence after a key: in Textual a character overtakes a binding sent just before."""
ESCAPE_PAUSE = 0.15
"""Seconds of silence after Escape, because an Escape and the next key would be read as Alt+key."""

LONGEST_WAIT = 60.0
"""Seconds after which an awaited text is a failure; a busy machine needs far less."""

_INCOMPLETE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?)?\Z")
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<=>][0-?]*[ -/]*[@-~]")
_QUERY = re.compile(
    rb"\x1b\[(?:0?(?P<attributes>c)|(?P<status>[56])n|\?(?P<mode>\d+)\$p)"
    rb"|\x1b\](?P<color>1[01]);\?(?:\x07|\x1b\\)"
)
_SYNCHRONISED_UPDATE = b"2026"


class ScreenTimeoutError(AssertionError):
    """The awaited text did not appear; the message shows the screen."""


class Terminal:
    """A program in a pseudo terminal, its screen, and its whole output (``raw``)."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: Path = REPOSITORY,
    ) -> None:
        """Start ``command``; ``env`` extends an environment without the developer's variables."""
        self.raw = bytearray()
        self._emulator = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._emulator)
        self._rows = [""] * rows
        self._unseen: deque[tuple[float, bytes]] = deque()
        self._incomplete = b""
        self.started_at = time.monotonic()
        """The monotonic time in seconds just before the program was started."""
        self.sent_at = self.started_at
        """The monotonic time at which the last key was written."""
        self._sent_in_raw = 0
        self.painted_at = self.started_at
        """The monotonic time at which the newest output on the screen was read."""
        self._process = TerminalProcess(command, size=(rows, columns), env=env or {}, cwd=cwd)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The process ID of the program, which is also the ID of its process group."""
        return self._process.pid

    # -- looking -----------------------------------------------------------------------------

    def screen(self) -> list[str]:
        """Return the current rows, without trailing blanks."""
        self._collect(0)
        while self._unseen:
            self._emulate()
        return list(self._refreshed())

    def wait_for(self, pattern: str, timeout: float = LONGEST_WAIT) -> re.Match[str]:
        """Wait until ``pattern`` is on the screen and return the match; ``painted_at`` is its time.

        Raise ``ScreenTimeoutError`` after ``timeout`` seconds, or if the program ends first.
        """
        deadline = time.monotonic() + timeout
        while True:
            if match := self._find(pattern):
                return match
            self._advance(deadline, f"{pattern!r} to appear")

    def wait_for_output(self, text: str, timeout: float = LONGEST_WAIT) -> None:
        """Read until ``text`` has been written since the last key.

        No output is emulated meanwhile, so ``painted_at`` is the time at which the text arrived,
        however long the emulator takes for the rest of the picture. Raise ``ScreenTimeoutError``
        after ``timeout`` seconds.
        """
        deadline = time.monotonic() + timeout
        wanted = text.encode()
        while wanted not in self.raw[self._sent_in_raw :]:
            if not self._collect(0.1) and (self._process.at_end or time.monotonic() > deadline):
                awaited = f"{text!r} to be written"
                raise self._timeout_error(awaited)
        self.painted_at = self._unseen[-1][0] if self._unseen else self.painted_at

    def wait_until_gone(self, pattern: str, timeout: float = LONGEST_WAIT) -> None:
        """Wait until ``pattern`` is no longer on the screen, else raise ``ScreenTimeoutError``."""
        deadline = time.monotonic() + timeout
        while self._find(pattern):
            self._advance(deadline, f"{pattern!r} to go")

    def wait_for_screen(self, rows: Sequence[str], timeout: float = LONGEST_WAIT) -> None:
        """Wait until the screen shows exactly ``rows``; fail after ``timeout`` seconds."""
        deadline = time.monotonic() + timeout
        while self.screen() != list(rows) and time.monotonic() < deadline:
            self._collect(0.1)
        assert self.screen() == list(rows)

    def settle(self, quiet: float = 0.1, timeout: float = LONGEST_WAIT) -> None:
        """Read until nothing has been written for ``quiet`` seconds.

        No output is emulated meanwhile, so ``painted_at`` is exact. Raise ``ScreenTimeoutError``
        after ``timeout`` seconds.
        """
        deadline = time.monotonic() + timeout
        while self._collect(quiet):
            if time.monotonic() > deadline:
                raise self._timeout_error("the output to pause")
        while self._unseen:
            self._emulate()

    def modes_left_on(self) -> set[str]:
        """Return the terminal settings that the program changed and did not restore."""
        left = modes_left_on(bytes(self.raw))
        return left | {"line settings"} if self._process.has_other_line_settings() else left

    # -- acting ------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys by Textual's names: ``a``, ``f5``, ``ctrl+t``, ``shift+tab``, ``alt+up``.

        After each key, wait until the program has paused its output.
        """
        for key in keys:
            self._send(key_sequence(key).encode())
            self.settle(ESCAPE_PAUSE if key == "escape" else KEY_PAUSE)

    def type(self, text: str) -> None:
        """Type text without pauses, each character as a key."""
        self._send(text.encode())

    def paste(self, text: str) -> None:
        """Paste text as a terminal in bracketed paste mode does."""
        self._send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Resize the window."""
        self.screen()
        self._emulator.resize(rows, columns)
        self._rows = [""] * rows
        self._emulator.dirty.update(range(rows))
        self._process.set_size(rows, columns)

    def signal(self, number: Signals) -> None:
        """Send a signal to the program."""
        os.kill(self.pid, number)

    def exit_status(self, timeout: float = LONGEST_WAIT) -> int:
        """Wait for the end and return the exit status, or minus the number of the ending signal.

        Raise ``ScreenTimeoutError`` if the program still runs after ``timeout`` seconds.
        """
        deadline = time.monotonic() + timeout
        while (status := self._process.status()) is None:
            if time.monotonic() > deadline:
                raise self._timeout_error("the program to end")
            self._collect(0.02)
        while self._collect(0):
            pass
        return status

    def has_leftovers(self) -> bool:
        """Return whether a process of the ended program's group is still running."""
        return self._process.has_leftovers()

    def hang_up(self) -> None:
        """Close the terminal as a lost connection does; a stopped program continues."""
        self._process.hang_up()

    def close(self) -> None:
        """End the program and every process of its group."""
        self._process.end()

    # -- reading and writing -----------------------------------------------------------------

    def _send(self, data: bytes) -> None:
        self.sent_at, self._sent_in_raw = time.monotonic(), len(self.raw)
        while data:
            taken = self._process.write(data)
            data = data[taken:]
            if not taken:
                self._collect(0.02)

    def _advance(self, deadline: float, awaited: str) -> None:
        """Emulate the next piece of output, or wait a moment for new output."""
        self._collect(0 if self._unseen else 0.1)
        if self._unseen:
            self._emulate()
        elif self._process.at_end and self._process.status() is not None:
            raise self._timeout_error(awaited)
        if time.monotonic() > deadline:
            raise self._timeout_error(awaited)

    def _collect(self, wait: float) -> bool:
        """Queue the program's output, waiting up to ``wait`` seconds for the first byte."""
        any_came = False
        while data := self._process.read(0 if any_came else wait):
            any_came = True
            self.raw += data
            self._accept(time.monotonic(), self._incomplete + data)
        return any_came

    def _accept(self, stamp: float, data: bytes) -> None:
        """Queue output, split at each query so that queries are answered in order."""
        cut = _INCOMPLETE.search(data)
        self._incomplete = cut[0] if cut else b""
        data = data[: cut.start()] if cut else data
        while query := _QUERY.search(data):
            self._unseen.append((stamp, data[: query.start()]))
            data = data[query.end() :]
            self._process.write(self._answer(query))
        self._unseen.append((stamp, data))

    def _answer(self, query: re.Match[bytes]) -> bytes:
        if query["attributes"]:
            return b"\x1b[?62;22c"
        if query["status"] == b"5":
            return b"\x1b[0n"
        if query["status"] == b"6":
            while self._unseen:
                self._emulate()
            cursor = self._emulator.cursor
            return f"\x1b[{cursor.y + 1};{cursor.x + 1}R".encode()
        if mode := query["mode"]:
            return b"\x1b[?%s;%d$y" % (mode, 2 if mode == _SYNCHRONISED_UPDATE else 0)
        level = b"dddd" if query["color"] == b"10" else b"1111"
        return b"\x1b]%s;rgb:%s\x1b\\" % (query["color"], b"/".join([level] * 3))

    def _emulate(self) -> None:
        self.painted_at, data = self._unseen.popleft()
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))

    def _refreshed(self) -> list[str]:
        for y in self._emulator.dirty:
            if y < len(self._rows):
                cells = self._emulator.buffer[y]
                row = "".join(cells[x].data for x in range(self._emulator.columns))
                self._rows[y] = row.rstrip()
        self._emulator.dirty.clear()
        return self._rows

    def _find(self, pattern: str) -> re.Match[str] | None:
        return re.search(pattern, "\n".join(self._refreshed()), re.MULTILINE)

    def _timeout_error(self, awaited: str) -> ScreenTimeoutError:
        status = self._process.status()
        state = "running" if status is None else f"ended with status {status}"
        edge = "─" * self._emulator.columns
        picture = "\n".join([edge, *self.screen(), edge])
        return ScreenTimeoutError(f"waited for {awaited}; the program is {state}\n{picture}")
