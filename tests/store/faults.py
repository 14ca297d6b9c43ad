"""Make the nth call of an operating system function fail, as a full or broken disk does."""

import errno
import os
from collections.abc import Callable
from typing import Any

import pytest

from weda_tui.core.errors import FileError

CALLS = ("open", "write", "fsync", "replace")


def fail_nth(monkeypatch: pytest.MonkeyPatch, name: str, nth: int) -> Callable[[], bool]:
    """Let the nth call (from 1) of ``os.<name>`` raise ENOSPC; return a check for this."""
    original: Callable[..., Any] = getattr(os, name)
    count = 0

    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        if count == nth:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return original(*args, **kwargs)

    monkeypatch.setattr(os, name, counted)
    return lambda: count >= nth


def attempt(call: Callable[[], object]) -> FileError | None:
    """Make a call that may fail; return the ``FileError`` if it was raised, else ``None``."""
    try:
        call()
    except FileError as error:
        return error
    return None
