"""A program in a pseudo terminal: start, read, write, end. POSIX only."""

import contextlib
import os
import select
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

try:
    import termios
except ImportError:
    pytest.skip("pseudo terminals are POSIX", allow_module_level=True)

REPOSITORY = Path(__file__).parents[2]

GRACE = 5.0
"""Seconds between the hang-up and the kill of a program that is still running at the end."""


class TerminalProcess:
    """One program, its process group, and the test's end of its pseudo terminal.

    The program has a temporary home, no keyring, and only a few variables of the test's
    environment.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int],
        env: Mapping[str, str],
        cwd: Path = REPOSITORY,
    ) -> None:
        """Start ``command`` in a terminal of ``size`` (rows, columns)."""
        self._home = tempfile.mkdtemp(prefix="terminal-")
        environ = _environment(self._home, env)
        self._fd, line = os.openpty()
        termios.tcsetwinsize(line, size)
        self._line_settings = termios.tcgetattr(line)[3]
        self._status: int | None = None
        self._leftovers = True
        self.at_end = False
        """Whether the whole output of the program has been read."""
        with warnings.catch_warnings():  # the child of a threaded parent only calls exec
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid == 0:
            _become(command, environ, cwd, line)
        os.close(line)
        os.set_blocking(self._fd, False)

    def read(self, wait: float) -> bytes:
        """Return new output after at most ``wait`` seconds, or ``b""`` if there is none yet."""
        if not select.select([] if self.at_end else [self._fd], [], [], wait)[0]:
            return b""
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # Linux: EIO once the last program has closed its side
            data = b""
        self.at_end = not data
        return data

    def write(self, data: bytes) -> int:
        """Send input and return the number of accepted bytes."""
        try:
            return os.write(self._fd, data)
        except BlockingIOError:
            return 0

    def set_size(self, rows: int, columns: int) -> None:
        """Resize the window; the kernel notifies the program."""
        termios.tcsetwinsize(self._fd, (rows, columns))

    def has_other_line_settings(self) -> bool:
        """Return whether echo, line mode or signal keys differ from the start."""
        return termios.tcgetattr(self._fd)[3] != self._line_settings

    def status(self) -> int | None:
        """Return the exit status, minus the ending signal, or ``None`` while the program runs."""
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
                self._leftovers = _group_exists(self.pid)
        return self._status

    def has_leftovers(self) -> bool:
        """Return whether a process of the ended program's group is still running."""
        return self.status() is not None and self._leftovers

    def end(self) -> None:
        """End the program and its group: hang up, wait ``GRACE`` seconds, kill."""
        if self._fd < 0:
            return
        if self.status() is None:
            self._signal_group(signal.SIGHUP)
            deadline = time.monotonic() + GRACE
            while self.status() is None and time.monotonic() < deadline:
                self.read(0.02)
        if self._leftovers:
            self._signal_group(signal.SIGKILL)
        os.close(self._fd)
        self._fd = -1
        if self._status is None:
            os.waitpid(self.pid, 0)
        shutil.rmtree(self._home, ignore_errors=True)

    def hang_up(self) -> None:
        """Close the terminal as a lost connection does, and continue a stopped program."""
        os.close(self._fd)
        self._fd, self.at_end = os.open(os.devnull, os.O_RDONLY), True
        self._signal_group(signal.SIGCONT)

    def _signal_group(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)


def _environment(home: str, extra: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in {"PATH", "TMPDIR", "LD_LIBRARY_PATH"} or name.startswith("COVERAGE_")
    }
    return {
        **kept,
        "HOME": home,
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        **extra,
    }


def _become(command: Sequence[str], environ: dict[str, str], cwd: Path, line: int) -> None:
    """Replace the child process with ``command`` on the terminal ``line``, or exit."""
    try:
        os.login_tty(line)
        os.chdir(cwd)
        os.execvpe(command[0], list(command), environ)  # noqa: S606
    except OSError as error:
        os.write(2, f"cannot start {command[0]}: {error}\n".encode())
    finally:
        os._exit(127)


def _group_exists(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
