"""The two clocks that the program uses, passed as one argument."""

import sys
import time
from collections.abc import Callable
from functools import partial

import msgspec


def _never_stopping() -> Callable[[], float]:
    """Return a clock that nobody can set and that goes on while the machine sleeps.

    On Linux and macOS Python's own monotonic clock stops during sleep, so that a token that expired
    overnight would seem valid in the morning. Linux counts the sleep in ``CLOCK_BOOTTIME``, macOS
    in ``CLOCK_MONOTONIC``, Windows in Python's clock. On a kernel without such a clock Python's is
    used.
    """
    if sys.platform == "win32":
        return time.monotonic
    number: int = time.CLOCK_BOOTTIME if sys.platform == "linux" else time.CLOCK_MONOTONIC
    try:
        time.clock_gettime(number)
    except OSError:
        return time.monotonic
    return partial(time.clock_gettime, number)


class Clock(msgspec.Struct, frozen=True):
    """The source of all times; tests pass their own."""

    wall: Callable[[], float] = time.time
    """Seconds since the epoch, for display and for files. This clock may jump."""
    monotonic: Callable[[], float] = _never_stopping()
    """Seconds of a clock that never jumps and that counts the machine's sleep.

    For durations, and for the lifetime of a token in this process.
    """
