"""Isolate every test from the developer's machine, and make the test run fast."""

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

from weda_tui.core.tokens import refusal
from weda_tui.session import error_book, modules
from weda_tui.store.bundled_catalogue import load_bundled_catalogue
from weda_tui.store.bundled_error_book import load_error_book

settings.register_profile(
    "tests",
    deadline=None,
    derandomize=True,
    max_examples=50,  # the same examples in every run; `make fuzz` searches for more
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


WAITING = (
    "tests/adversarial/test_load", "tests/cli/load", "tests/formats/load/test_k6",
    "tests/formats/load/test_locust", "tests/journeys", "tests/session/load",
)  # fmt: skip
"""The beginnings of the node ids of tests that wait for other processes most of their time."""

RAM_DISK, LEAST_ROOM = Path("/dev/shm"), 4 * 2**30
"""The in-memory file system of Linux, and the free space in bytes that the tests require there."""


def pytest_configure() -> None:
    """Put temporary files on the in-memory file system, unless ``TMPDIR`` is set.

    Turn garbage collection off until all tests are collected.
    """
    with suppress(OSError, AttributeError):  # `statvfs` and `ST_NOEXEC` may be missing
        state = os.statvfs(RAM_DISK)
        has_room = state.f_bavail * state.f_frsize >= LEAST_ROOM
        is_good = has_room and not state.f_flag & os.ST_NOEXEC and os.access(RAM_DISK, os.W_OK)
        if is_good and "TMPDIR" not in os.environ:
            os.environ["TMPDIR"] = tempfile.tempdir = str(RAM_DISK)
    gc.disable()  # nothing that is collected here becomes garbage


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return one more than the number of processors: one worker runs the tests that mostly wait.

    Each further worker costs time: on two processors, five workers took a fifth longer than three.
    """
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the first worker run the tests that mostly wait, while the other workers compute."""
    items.sort(key=lambda item: not item.nodeid.startswith(WAITING))


def pytest_collection_finish() -> None:
    """Exclude all imported objects from garbage collection, which took a third of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 10, 5)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish() -> None:
    """Collect garbage only after a test; during a test, nearly all objects are in use."""
    young, middle, old = gc.get_count()
    if young > 50_000:
        gc.collect(0 if middle < 10 else 1 if old < 5 else 2)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Collect the remaining garbage once.

    pytest collects five times at the end; ``gc.freeze`` keeps these collections from walking all
    imported objects.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _quick_disk() -> Iterator[None]:
    """Replace ``os.fsync`` and ``os.sync``: the files of tests need not survive a power cut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)  # fails for the same descriptors as `fsync`
        patch.setattr(os, "sync", lambda: None, raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def _signals_as_at_a_terminal() -> None:
    """Restore the default handlers of ignored signals, so that they end the processes of the tests.

    Shells start background jobs with SIGINT and SIGQUIT ignored, ``nohup`` ignores SIGHUP, and
    child processes inherit this.
    """
    for name in ("SIGHUP", "SIGINT", "SIGQUIT"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            is_interrupt = number == signal.SIGINT
            signal.signal(number, signal.default_int_handler if is_interrupt else signal.SIG_DFL)


def _leave_as_it_is(*_: int) -> None:
    """Replace ``gc.set_threshold`` and do nothing."""


@pytest.fixture(autouse=True, scope="session")
def _collected_explorers() -> Iterator[None]:
    """Keep each started explorer from changing the garbage collector.

    The explorer freezes all objects and sets a threshold at its start; the previous explorer would
    then never be collected.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gc, "freeze", lambda: None)
        patch.setattr(gc, "set_threshold", _leave_as_it_is)
        yield


@pytest.fixture(autouse=True, scope="session")
def _packaged_files_read_once() -> Iterator[None]:
    """Read the packaged catalogue and error book once for all sessions.

    Both are immutable and the same in every session.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(modules, "load_bundled_catalogue", cache(load_bundled_catalogue))
        patch.setattr(error_book, "load_error_book", cache(load_error_book))
        yield


@pytest.fixture(autouse=True, scope="session")
def _quick_digests() -> Iterator[None]:
    """Let the digest of a refused token call cost nothing: nobody guesses the secrets of tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refusal, "_ROUNDS", 1)
        yield


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Yield the path of a new home folder for each test."""
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
