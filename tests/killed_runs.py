"""Kill ``run --data`` repeatedly over its own sandbox and count the rows that were received."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from weda_tui.core.runs.ledger import Ledger, RowState
from weda_tui.sandbox.server.sockets import SandboxInfo
from weda_tui.store.runs.ledgers import LedgerFile

REPOSITORY = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-m", "weda_tui")
REQUEST = """
endpoint = "model.create"
body = '{"data": {"name": "{{name}}"}}'
[variables]
modelName = "customer"
"""
LONGEST = 120.0
"""The maximum seconds for starting one process and for what it sends until it is killed."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a run that was killed and resumed several times."""

    rows: int
    kills: int
    parallel: int
    done: int
    unknown: int
    arrived: int
    """The number of rows that the sandbox has, each counted once."""
    twice: int
    """The number of rows that the sandbox has more than once."""
    done_and_missing: int
    """The number of rows that the ledger marks as done and that the sandbox does not have."""
    unaccounted: int
    """The number of rows that the sandbox has and the ledger marks as neither done nor unknown."""
    most_unknown: int
    """The largest number of rows whose state became unknown by one kill."""
    seconds: float


def run_killed(folder: Path, rows: int, kills: int, parallel: int, seed: int = 7) -> Figures:
    """Create ``rows`` records by a run that is killed ``kills`` times and then completed.

    A process is killed once it has written a fixed number of ledger lines, after a short random
    delay.
    """
    chance, begun = random.Random(seed), time.monotonic()  # noqa: S311
    names = [f"row {number}" for number in range(1, rows + 1)]
    data = folder / "rows.csv"
    data.write_text("name\n" + "".join(f"{name}\n" for name in names), encoding="utf-8")
    environ = {
        **os.environ, "WEDA_TUI_WORKSPACE": str(folder / "w"), "WEDA_TUI_STATE": str(folder / "s"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "PYTHONPATH": str(REPOSITORY),
    }  # fmt: skip
    run = [
        *("run", "bulk/create", "--env", "hq", "--env-type", "dev", "--data", str(data), "--yes"),
        *("--rate", "1000", "--parallel", str(parallel)),
    ]
    lost: list[int] = []
    with _sandbox(folder) as info:
        _prepare(folder, info, environ)
        for number in range(kills):
            before = _ledger(folder)
            resume = ["--resume"] if before is not None else []
            lines = max(1, 2 * rows // (kills + 1)) if number else 1
            _kill_after(folder, [*run, *resume], environ, lines, chance.uniform(0, 0.02))
            after = _ledger(folder)
            if after is not None:
                lost.append(after.count.unknown - (before.count.unknown if before else 0))
        last = subprocess.run(
            [*PROGRAM, *run, "--resume", "--json"],
            env=environ, cwd=REPOSITORY, capture_output=True, timeout=600, check=False,
        )  # fmt: skip
        assert last.returncode in {0, 1}, last.stderr.decode()
    ledger = _ledger(folder) or _ledger(folder, ".done.jsonl")
    assert ledger is not None
    found = Counter(_records(folder / "sandbox.sqlite"))
    done = {names[row - 1] for row in ledger.of_state(RowState.DONE)}
    unknown = {names[row - 1] for row in ledger.of_state(RowState.UNKNOWN)}
    ours = {name for name in found if name in names}
    return Figures(
        rows=rows, kills=kills, parallel=parallel, done=len(done), unknown=len(unknown),
        arrived=len(ours), twice=sum(found[name] > 1 for name in ours),
        done_and_missing=len(done - ours), unaccounted=len(ours - done - unknown),
        most_unknown=max(lost, default=0), seconds=round(time.monotonic() - begun, 1),
    )  # fmt: skip


def check(figures: Figures) -> None:
    """Raise ``AssertionError`` unless every row was sent once and is accounted for."""
    assert figures.twice == 0, figures
    assert figures.done_and_missing == 0, figures
    assert figures.unaccounted == 0, figures
    assert figures.done + figures.unknown == figures.rows, figures
    assert figures.most_unknown <= figures.parallel, figures


@contextmanager
def _sandbox(folder: Path) -> Generator[SandboxInfo]:
    ready = folder / "ready.json"
    files = ("--ready-file", str(ready), "--state", str(folder / "sandbox.sqlite"))
    server = subprocess.Popen(
        [*PROGRAM, "sandbox", "--seed", "7", *files],
        cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + LONGEST
        while not ready.exists():
            assert time.monotonic() < deadline
            threading.Event().wait(0.05)
        yield msgspec.json.decode(ready.read_bytes(), type=SandboxInfo)
    finally:
        server.terminate()
        server.wait(LONGEST)


def _prepare(folder: Path, info: SandboxInfo, environ: dict[str, str]) -> None:
    file = folder / "w" / "collections" / "bulk" / "create.toml"
    file.parent.mkdir(parents=True)
    file.write_text(REQUEST, encoding="utf-8")
    add = ("env", "add", "hq", "--host", info.base, "--secret-id", info.secret_id)
    subprocess.run(
        [*PROGRAM, *add, "--username", info.username],
        input=f"{info.secret_key}\n{info.password}\n".encode(),
        env=environ, cwd=REPOSITORY, capture_output=True, timeout=LONGEST, check=True,
    )  # fmt: skip


def _kill_after(
    folder: Path, command: list[str], environ: dict[str, str], lines: int, pause: float
) -> None:
    """Start a run and kill it ``pause`` seconds after the ledger has grown by ``lines`` lines."""
    wanted = _lines(folder) + lines
    running = subprocess.Popen(
        [*PROGRAM, *command],
        env=environ, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + LONGEST
    while running.poll() is None and _lines(folder) < wanted:
        assert time.monotonic() < deadline
        threading.Event().wait(0.005)
    threading.Event().wait(pause)
    with suppress(ProcessLookupError):
        os.kill(running.pid, signal.SIGKILL)
    running.wait(LONGEST)


def _lines(folder: Path) -> int:
    found = _find(folder, ".jsonl")
    return found.read_bytes().count(b"\n") if found is not None else 0


def _find(folder: Path, ending: str) -> Path | None:
    found = (folder / "s" / "runs").glob(f"*/*{ending}")
    return next((path for path in found if path.name.count(".") == ending.count(".")), None)


def _ledger(folder: Path, ending: str = ".jsonl") -> Ledger | None:
    path = _find(folder, ending)
    if path is None:
        return None
    return LedgerFile(path.parent, path.name.removesuffix(".jsonl")).load()


def _records(file: Path) -> list[str]:
    """Return the names of the customers in the database file of the sandbox."""
    with sqlite3.connect(file) as connection:
        return [name for (name,) in connection.execute('SELECT name FROM "dev/customer"')]


def as_json(figures: Figures) -> str:
    """Return the figures as one line of JSON."""
    return json.dumps(msgspec.to_builtins(figures))
