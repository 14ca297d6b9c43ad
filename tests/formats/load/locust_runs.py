"""Runs locustfiles on Locust in a separate process."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
import pytest

from weda_tui.core.load.figures import LoadSample

Case = TypeVar("Case")
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
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "locust", "-f", file.name, "--headless", "--only-summary",
         *arguments],
        cwd=folder, env={**os.environ, **environ, "WEDA_STATISTICS": str(figures)},
        input=given, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    lines = figures.read_bytes().splitlines() if figures.exists() else []
    sample = msgspec.json.decode(lines[-1], type=LoadSample) if lines else LoadSample()
    return Played(ran.returncode, sample, ran.stderr + ran.stdout)


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
    with log.open("ab") as file:
        workers = [
            subprocess.Popen(
                [sys.executable, "-P", "-m", "locust", "-f", "locustfile.py",
                 "--worker", "--master-port", port],
                cwd=folder, env={**os.environ, **environ, **(of_workers or {})},
                stdin=subprocess.DEVNULL, stdout=file, stderr=file,
            )
            for _ in range(count)
        ]  # fmt: skip
    try:
        master = ("--master", "--master-bind-host", "127.0.0.1", "--master-bind-port", port,
                  "--expect-workers", str(count))  # fmt: skip
        played = play(folder, text, *arguments, *master, environ=environ)
    finally:
        for each in workers:
            each.kill()
            each.wait()
    return played, log.read_text("utf-8")


def run_at_once(
    folder: Path,
    subtests: pytest.Subtests,
    cases: Mapping[str, Case],
    run: Callable[[Path, Case], None],
) -> None:
    """Run cases at the same time, since they mostly wait, each in a folder of its own."""
    ran: dict[str, Future[None]] = {}
    with ThreadPoolExecutor(len(cases)) as pool:
        for number, (name, case) in enumerate(cases.items()):
            own = folder / str(number)
            own.mkdir()
            ran[name] = pool.submit(run, own, case)
    for name, future in ran.items():
        with subtests.test(name):
            future.result()
