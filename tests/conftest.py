"""Cuts the developer's machine out of every test."""

import gc
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from weda_tui.session import error_book, modules
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.store.bundled_error_book import load_error_book

settings.register_profile(
    "tests",
    deadline=None,
    derandomize=True,
    max_examples=50,  # the same ones in every run: `make fuzz` looks for more
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.register_profile(
    "fuzz",
    settings.get_profile("tests"),
    derandomize=False,
    database=None,
    max_examples=1000,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("tests")

HOME_VARIABLES = (
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "XDG_STATE_HOME",
)
PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
LOCALE_VARIABLES = ("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES")
TERMINAL_VARIABLES = (
    "COLORTERM", "EDITOR", "FORCE_COLOR", "NO_COLOR", "SSH_CONNECTION", "SSH_TTY", "TMUX", "VISUAL",
)  # fmt: skip
TLS_VARIABLES = ("NETRC", "SSL_CERT_DIR", "SSL_CERT_FILE", "SSLKEYLOGFILE")


RAM_DISK, LEAST_ROOM = Path("/dev/shm"), 4 * 2**30
"""Where Linux has files in memory, and the bytes that have to be free there."""


def pytest_configure() -> None:
    """Put the files of tests where no disk is waited for, unless somebody chose a place."""
    with suppress(OSError, AttributeError):  # neither is on every system
        state = os.statvfs(RAM_DISK)
        has_room = state.f_bavail * state.f_frsize >= LEAST_ROOM
        is_good = has_room and not state.f_flag & os.ST_NOEXEC and os.access(RAM_DISK, os.W_OK)
        if is_good and "TMPDIR" not in os.environ:
            os.environ["TMPDIR"] = tempfile.tempdir = str(RAM_DISK)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return two more than there are processors: some tests wait for a terminal or for time."""
    return (os.cpu_count() or 1) + 2


def pytest_collection_finish() -> None:
    """Keep the collector from walking all that was imported: a third of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 10, 5)


@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish() -> None:
    """Collect what a test leaves once it has ended: meanwhile nearly all of it is in use."""
    young, middle, old = gc.get_count()
    if young > 50_000:
        gc.collect(0 if middle < 10 else 1 if old < 5 else 2)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Collect once what is left; pytest does so five times, over all that was imported."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _quick_disk() -> Iterator[None]:
    """Wait for no disk: files of tests need not survive a power cut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)  # which fails for the same descriptors
        patch.setattr(os, "sync", lambda: None, raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def _signals_as_at_a_terminal() -> None:
    """Let signals end processes of the tests also where this one was started to ignore them.

    Shells start background jobs without SIGINT and SIGQUIT, ``nohup`` without SIGHUP, and children
    inherit that.
    """
    for name in ("SIGHUP", "SIGINT", "SIGQUIT"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            is_interrupt = number == signal.SIGINT
            signal.signal(number, signal.default_int_handler if is_interrupt else signal.SIG_DFL)


def _leave_as_it_is(*_: int) -> None:
    """Stand for what sets a threshold."""


@pytest.fixture(autouse=True, scope="session")
def _collected_explorers() -> Iterator[None]:
    """Let the collector have each explorer, which sets it to its own taste when it is started.

    It would keep the one before with its own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gc, "freeze", lambda: None)
        patch.setattr(gc, "set_threshold", _leave_as_it_is)
        yield


@pytest.fixture(autouse=True, scope="session")
def _packaged_files_read_once() -> Iterator[None]:
    """Let sessions share what they read of the package: frozen values, the same in each of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(modules, "load_bundled_catalogue", cache(load_bundled_catalogue))
        patch.setattr(error_book, "load_error_book", cache(load_error_book))
        yield


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Yield a new home for each test."""
    return map(tmp_path_factory.mktemp("homes").joinpath, map(str, count()))


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, _homes: Iterator[Path]) -> Iterator[Path]:
    home = next(_homes)
    home.mkdir()
    for name in HOME_VARIABLES:
        monkeypatch.setenv(name, str(home / name.lower()) if name != "HOME" else str(home))
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(autouse=True)
def _neutral_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*LOCALE_VARIABLES, *TERMINAL_VARIABLES, *TLS_VARIABLES):
        monkeypatch.delenv(name, raising=False)
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in [name for name in os.environ if name.startswith("WEDA_TUI_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    if sys.platform != "win32":
        time.tzset()
