"""One load test: Locust in processes of its own, and its figures while it runs.

    LoadPlan ── a locustfile, private ──► python -m locust ── a line a second ──► LoadSample

Secrets are passed in the environment of the processes or through a pipe, never on a command line.
Without ``master`` only the loopback interface is used for listening. If this process dies, the load
stops.
"""

import asyncio
import math
import os
import signal
import site
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from secrets import token_urlsafe
from typing import NamedTuple

import msgspec

from weda_tui.core.errors import LimitError, NotReachableError, WedaError
from weda_tui.core.load.figures import LoadSample, LoadStop, Measure, StopKind, Threshold
from weda_tui.core.load.plan import ANSWERED_IN, LoadPlan
from weda_tui.core.runs.choices import CAREFUL_RATE
from weda_tui.core.runs.results import Row
from weda_tui.formats.load.locust import write_locust
from weda_tui.store.runs.held_folders import held_folder

PACKAGE = "locust"
NONCE = "WEDA_NONCE"
"""The variable with a value that workers of this machine show their master; others have none."""
LOOPBACK = "127.0.0.1"
MASTER_PORT = 5557
"""Locust's default port."""
_READ_EVERY = 0.3
"""Seconds between two reads of the file with the figures."""
_STARTED_IN = 60
"""Seconds within which Locust has to start, and local workers have to find their master."""
_STOPPED_IN = 15.0
"""Seconds within which Locust has to stop by itself."""
_FOLLOWED_IN = 3.0
"""Seconds within which workers have to stop after their master."""
_EARLY = 1.0
"""Seconds by which a load may end too early, because Locust counts whole seconds."""
_MOST_LOG = 4000
"""Characters of Locust's log that are kept."""
_ENDS = frozenset({0, 1})
"""Exit statuses of Locust when it ends by itself: no request failed, or one did."""
_OPTIONS = ("LOCUST_", "WEDA_")
"""Prefixes of environment variables that Locust or a locustfile reads as options.

Variables of the shell with these prefixes are removed: they would change what was checked.
"""
_NEW_USER_TOKEN = "WEDA_NEW_USER_TOKEN"  # noqa: S105 - the name of a variable
"""The variable with the path of the file for a new user token after one was refused."""
_HIDDEN = "WEDA_HIDDEN"
"""The variable that says that values to be hidden come on standard input."""
_SHARED_SECRETS = frozenset({"SECRET_ID", "SECRET_KEY"})


class LoadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of a load test."""

    users: int
    spawn_rate: float
    seconds: float
    workers: int = 0
    """Processes that send; with 0, one process is master and sends as well."""
    master: str = ""
    """The address of this machine for workers on other machines; empty for none."""
    rate: float = CAREFUL_RATE
    """Requests a second of all processes together; 0 for no limit."""
    writes: bool = False
    token_per_user: bool = False
    keep_going: bool = False
    """Whether it continues after ``EXCEED_RATELIMIT``."""
    html: bool = False


class LoadOutcome(msgspec.Struct, frozen=True):
    """How a load test ended."""

    sample: LoadSample
    exit_code: int
    log: str = ""
    """The last lines that Locust wrote, masked."""
    html: bytes = b""
    is_early: bool = False
    """Whether Locust ended clearly before its time without being asked to."""

    @property
    def is_broken(self) -> bool:
        """Whether the load broke off, so that the figures are incomplete."""
        is_unknown = self.exit_code not in _ENDS
        return not self.sample.stopped and (is_unknown or self.is_early)

    @property
    def is_whole(self) -> bool:
        """Whether it sent something, and only the time limit ended it."""
        return self.sample.total.count > 0 and not self.sample.stopped and not self.is_broken

    def passes(self, thresholds: Sequence[Threshold]) -> bool:
        """Return whether the thresholds hold; without one for errors, nothing may have failed."""
        has_limit = any(each.measure is Measure.ERRORS for each in thresholds)
        holds = all(each.holds(self.sample) for each in thresholds)
        return self.is_whole and holds and (has_limit or not self.sample.total.failed)


def has_locust() -> bool:
    """Return whether Locust is installed."""
    return find_spec(PACKAGE) is not None


class LoadSecrets(NamedTuple):
    """The handling of tokens and secrets of a load; the defaults do nothing."""

    on_tokens: Callable[[Sequence[str]], None] = lambda _: None
    """Called with the tokens that Locust got, before anything that may repeat them is shown."""
    replace_user_token: Callable[[], Awaitable[str]] | None = None
    """Returns a new user token after calls refused the current one."""
    hidden: Sequence[str] = ()
    """Values no response may repeat; Locust's processes on this machine get them through a pipe."""
    mask: Callable[[str], str] = str
    """Masks secrets in the log before it is cut: half a secret would not be masked."""


class LoadRun:
    """Runs Locust. ``outcome`` is set even if ``go`` was cancelled."""

    def __init__(
        self,
        plan: LoadPlan,
        options: LoadOptions,
        values: Mapping[str, str],
        rows: Sequence[Row] = (),
        on_sample: Callable[[LoadSample], None] = lambda _: None,
        secrets: LoadSecrets = LoadSecrets(),  # noqa: B008 - immutable
    ) -> None:
        """``values`` are the environment variables that the plan reads."""
        self._plan, self._options, self._values = plan, options, values
        self._rows, self._on_sample = rows, on_sample
        self._secrets, self._replaced = secrets, 0
        self._processes: list[Process] = []
        self._read, self._is_early = 0, False
        self._begun = math.inf
        """The latest time at which the load began, on the loop's clock."""
        self._nonce = token_urlsafe()
        self.sample = LoadSample()
        self.outcome: LoadOutcome | None = None

    async def go(self) -> LoadOutcome:
        """Run Locust to its end; a first cancellation stops Locust, a second one kills it.

        Raises what ``LoadSecrets.replace_user_token`` raises, once Locust has stopped.
        """
        stopped: LoadStop | None = None
        with held_folder("weda-load-") as folder:
            try:
                await self._start(folder)
                if not await self._follow(folder, self._processes[0]):
                    stopped = LoadStop(StopKind.OVERDUE)
                    self._kill()
            except asyncio.CancelledError:
                stopped = LoadStop(StopKind.INTERRUPTED)
                raise
            except WedaError as error:  # no new user token could be fetched
                is_lost = isinstance(error, NotReachableError | LimitError)
                kind = StopKind.NO_TOKEN if is_lost else StopKind.TOKEN_REFUSED
                stopped = LoadStop(kind, error.code.value)
                raise
            finally:
                try:
                    await self._stop()
                finally:
                    self.outcome = self._conclude(folder, stopped)
        return self.outcome

    def _conclude(self, folder: Path, stopped: LoadStop | None) -> LoadOutcome:
        """Return the outcome from the files that the processes wrote."""
        self._read_figures(folder)
        if stopped is not None and self.sample.stopped is None:
            self.sample = msgspec.structs.replace(self.sample, stopped=stopped)
        self.sample = self.sample.without_waiting
        return LoadOutcome(
            self.sample,
            self._processes[0].returncode or 0 if self._processes else 0,
            _tail(self._secrets.mask(_content(folder / "log").decode("utf-8", "replace"))),
            _content(folder / "report.html"),
            self._is_early,
        )

    async def _start(self, folder: Path) -> None:
        (folder / "locustfile.py").write_text(write_locust(self._plan), encoding="utf-8")
        (folder / "rows.json").write_bytes(msgspec.json.encode(self._rows))
        options = self._options
        port = str(MASTER_PORT if options.master else _free_port())
        host = options.master or LOOPBACK
        common = ("--host", self._plan.route.host, *self._file_options(folder))
        main = (
            "--headless", "--users", str(options.users), "--spawn-rate", f"{options.spawn_rate:g}",
            "--run-time", f"{max(1, round(options.seconds))}s", "--only-summary",
            *(("--html", "report.html") if options.html else ()),
        )  # fmt: skip
        if not options.workers:
            await self._spawn(folder, (*common, *main), is_worker=False)
            return
        master = ("--master", "--master-bind-host", host, "--master-bind-port", port,
                  "--expect-workers", str(options.workers))  # fmt: skip
        worker = ("--worker", "--master-host", host, "--master-port", port)
        wait = () if options.master else ("--expect-workers-max-wait", str(_STARTED_IN))
        await self._spawn(folder, (*common, *main, *master, *wait), is_worker=False)
        for _ in range(0 if options.master else options.workers):
            await self._spawn(folder, (*common, *worker), is_worker=True)

    def _file_options(self, folder: Path) -> tuple[str, ...]:
        """Return the options that the locustfile itself defines."""
        options = self._options
        word = self._plan.writes_word
        writes = (f"--writes={word}" if word else "--writes",) if options.writes else ()
        named = {"--token-per-user": options.token_per_user,
                 "--keep-going": options.keep_going}  # fmt: skip
        given = ("-f", "locustfile.py", "--rate", f"{options.rate:g}")
        rows = ("--data", str(folder / "rows.json")) if self._rows else ()
        return (*given, *writes, *rows, *(name for name, is_set in named.items() if is_set))

    async def _spawn(self, folder: Path, arguments: Sequence[str], *, is_worker: bool) -> None:
        environ = {n: v for n, v in os.environ.items() if not n.startswith(_OPTIONS)}
        needs_key = self._options.token_per_user or not is_worker or self._plan.needs_basic
        values = self._values if needs_key else without_key(self._values)
        nonce = {} if self._options.master else {NONCE: self._nonce}
        environ |= {**values, **nonce, **_at_home(folder), "PYTHONUNBUFFERED": "1", _HIDDEN: "1"}
        if not is_worker:
            environ["WEDA_STATISTICS"] = str(folder / "figures")
            if self._secrets.replace_user_token is not None:
                environ[_NEW_USER_TOKEN] = str(folder / "user-token")
        with (folder / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                PACKAGE,
                *arguments,
                cwd=folder,
                env=environ,
                stdin=PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._processes.append(process)
        if process.stdin is not None:
            process.stdin.write(msgspec.json.encode(self._secrets.hidden))
            process.stdin.close()

    async def _follow(self, folder: Path, main: Process) -> bool:
        """Report the figures until the main process ends; return whether it ended in time."""
        now = asyncio.get_running_loop().time
        ended = asyncio.ensure_future(main.wait())
        last = self._options.seconds + ANSWERED_IN + _STOPPED_IN
        if not self._options.master:  # a master waits for remote workers without a limit
            self._begun = now() + _STARTED_IN
        try:
            while not ended.done() and now() < self._begun + last:
                await asyncio.wait({ended}, timeout=_READ_EVERY)
                self._read_figures(folder)
                self._note_begin(now())
                await self._give_user_token(folder)
            self._is_early = self.sample.seconds < self._options.seconds - _EARLY
            return ended.done()
        finally:
            ended.cancel()

    def _note_begin(self, now: float) -> None:
        """Record when the load began; without workers, when the first figures were written."""
        if self.sample.seconds or (self._read and not self._options.workers):
            self._begun = min(self._begun, now - self.sample.seconds)

    async def _give_user_token(self, folder: Path) -> None:
        """Write a new user token for Locust if calls have refused the current one."""
        replace = self._secrets.replace_user_token
        if replace is None or self.sample.refused_user_tokens <= self._replaced:
            return
        self._replaced = self.sample.refused_user_tokens
        part = folder / "user-token.part"
        part.write_text(await replace(), encoding="utf-8")
        part.replace(folder / "user-token")

    def _read_figures(self, folder: Path) -> None:
        """Read the complete lines that were written since the last call."""
        try:
            with (folder / "figures").open("rb") as file:
                file.seek(self._read)
                text = file.read()
        except FileNotFoundError:
            return
        end = text.rfind(b"\n") + 1
        self._read += end
        for line in text[:end].splitlines():
            sample = msgspec.json.decode(line, type=LoadSample)
            if sample.tokens:
                self._secrets.on_tokens(sample.tokens)
            self.sample = msgspec.structs.replace(sample, tokens=())
        if end:
            self._on_sample(self.sample)

    async def _stop(self) -> None:
        """Interrupt Locust like Ctrl+C, so that it writes its report; then kill what still runs."""
        if not self._processes:
            return
        main = self._processes[0]
        is_main_alive = main.returncode is None
        if is_main_alive and sys.platform == "win32":
            main.terminate()
        elif is_main_alive:
            main.send_signal(signal.SIGINT)
        waiting = [asyncio.ensure_future(each.wait()) for each in self._processes]
        try:
            await asyncio.wait(waiting, timeout=_STOPPED_IN if is_main_alive else _FOLLOWED_IN)
        finally:
            self._kill()
            await asyncio.wait(waiting)

    def _kill(self) -> None:
        """Kill the processes that still run."""
        for each in (each for each in self._processes if each.returncode is None):
            each.kill()


def without_key(values: Mapping[str, str]) -> dict[str, str]:
    """Return variables without the key, because a worker gets its token from the master."""
    return {name: value for name, value in values.items() if name not in _SHARED_SECRETS}


def _at_home(folder: Path) -> dict[str, str]:
    """Return variables that make a folder the home, because Locust reads options from a file there.

    Packages installed for this user are still found.
    """
    home = str(folder)
    return {"HOME": home, "USERPROFILE": home, "PYTHONUSERBASE": site.getuserbase()}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _content(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def _tail(log: str) -> str:
    """Return the last lines of a log, without an incomplete first line."""
    return log if len(log) <= _MOST_LOG else log[-_MOST_LOG:].partition("\n")[2]
