"""Runs locustfiles on Locust in a separate process."""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO, NamedTuple

import msgspec
import pytest

from weda_tui.core.load.figures import LoadSample

needs_locust = pytest.mark.skipif(find_spec("locust") is None, reason="no Locust here")

ROUNDS = '''

_play, _begun, _ended = Requests.play, itertools.count(1), itertools.count(1)


def play_some(user):
    """Play as many rounds as a test wants, over all users."""
    if next(_begun) > {rounds}:
        raise StopUser
    _play(user)
    if next(_ended) == {rounds}:
        gevent.spawn_later(0.1, user.environment.runner.quit)


Requests.tasks = [play_some]
'''
"""Code that is appended to a locustfile, which ends it after a number of rounds."""


class Command(NamedTuple):
    """A Locust process that is to be started."""

    folder: str
    environ: Mapping[str, str]
    arguments: tuple[str, ...]
    files: tuple[str, str, str]
    """The paths of its standard input, output and error output; output is appended."""


class ForkedProcess:
    """A Locust process of the server in ``locust_server``, with the methods of ``Popen``."""

    def __init__(self, command: Command) -> None:
        self._pid = int(_ask(command._asdict()).readline())

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)

    def wait(self, timeout: float) -> int:
        """Return the exit status, or minus the signal. Raises ``TimeoutExpired``, and kills it."""
        answer = _ask(self._pid)
        is_late = not select.select([answer], [], [], timeout)[0]
        if is_late:
            self.kill()
        status = int(answer.readline())
        if is_late:
            raise subprocess.TimeoutExpired("locust", timeout)
        return status


def _ask(given: object) -> IO[str]:
    """Write to the server and return where it answers."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    print(json.dumps(given), file=server.stdin, flush=True)
    return server.stdout


def uncovered() -> dict[str, str]:
    """Return the environment of a process whose coverage is not measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


@cache
def _server() -> subprocess.Popen[str]:
    """Start the server that all tests of this process share, until this process ends.

    It ends too late for its coverage to be collected, and imports nothing of the program.
    """
    server = subprocess.Popen(
        [sys.executable, "-P", Path(__file__).with_name("locust_server.py")],
        env=uncovered(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    atexit.register(server.communicate)
    return server


def started(command: Command) -> subprocess.Popen[bytes]:
    """Start a process as a user does."""
    given, out, error = map(Path, command.files)
    with given.open("rb") as stdin, out.open("ab") as stdout, error.open("ab") as stderr:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "locust", *command.arguments],
            cwd=command.folder, env=command.environ, stdin=stdin, stdout=stdout, stderr=stderr,
        )  # fmt: skip


start = ForkedProcess if hasattr(os, "fork") else started
"""Start a process, which imports Locust itself only where no process can be forked."""


class Played(NamedTuple):
    """The result of a Locust process."""

    status: int
    sample: LoadSample
    log: str

    @property
    def codes(self) -> dict[str, int]:
        """The number of failures for each code."""
        return {each.code: each.count for each in self.sample.failures}


def play(
    folder: Path,
    text: str,
    *arguments: str,
    environ: Mapping[str, str],
    rounds: int = 0,
    given: str = "",
) -> Played:
    """Run a locustfile to its end, after the number of ``rounds`` if it is not 0.

    ``given`` is its standard input.
    """
    file, figures = folder / "locustfile.py", folder / "figures"
    file.write_text(text + (ROUNDS.format(rounds=rounds) if rounds else ""), encoding="utf-8")
    figures.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as outside:
        stdin, out, errors = (Path(outside, name) for name in ("input", "output", "errors"))
        stdin.write_text(given, encoding="utf-8")
        command = Command(
            str(folder), {**os.environ, **environ, "WEDA_STATISTICS": str(figures)},
            ("-f", file.name, "--headless", "--only-summary", *arguments),
            (str(stdin), str(out), str(errors)),
        )  # fmt: skip
        status = start(command).wait(120)
        log = errors.read_text("utf-8") + out.read_text("utf-8")
    lines = figures.read_bytes().splitlines() if figures.exists() else []
    sample = msgspec.json.decode(lines[-1], type=LoadSample) if lines else LoadSample()
    return Played(status, sample, log)


def play_with_workers(
    folder: Path,
    text: str,
    count: int,
    *arguments: str,
    environ: Mapping[str, str],
    of_workers: Mapping[str, str] | None = None,
) -> tuple[Played, str]:
    """Run a locustfile on a master with workers; return its result and the log of the workers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    (folder / "locustfile.py").write_text(text, encoding="utf-8")
    log = folder / "workers"
    command = Command(
        str(folder), {**os.environ, **environ, **(of_workers or {})},
        ("-f", "locustfile.py", "--worker", "--master-port", port),
        (os.devnull, str(log), str(log)),
    )  # fmt: skip
    workers = [start(command) for _ in range(count)]
    try:
        master = ("--master", "--master-bind-host", "127.0.0.1", "--master-bind-port", port,
                  "--expect-workers", str(count))  # fmt: skip
        played = play(folder, text, *arguments, *master, environ=environ)
    finally:
        for each in workers:
            each.kill()
            each.wait(60)
    return played, log.read_text("utf-8")
