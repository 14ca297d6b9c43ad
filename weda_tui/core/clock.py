"""The two clocks of a program, as one argument."""

import sys
import time
from collections.abc import Callable
from functools import partial

import msgspec


def _never_stopping() -> Callable[[], float]:
    """Return a clock that no one sets and that runs on while the machine sleeps.

    Python's own stands still then on Linux and macOS, and a token that died overnight would seem
    alive in the morning. Linux counts the sleep in ``CLOCK_BOOTTIME``, macOS in
    ``CLOCK_MONOTONIC``, Windows in Python's. A kernel without such a clock is left with Python's.
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
    """Where times come from; tests pass their own."""

    wall: Callable[[], float] = time.time
    """Seconds since the epoch: for showing and for files. It may jump."""
    monotonic: Callable[[], float] = _never_stopping()
    """Seconds that never jump and count a sleep of the machine: for durations and for the life of a
    token in this process."""
