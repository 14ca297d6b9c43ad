"""The two clocks of a program, as one argument."""

import time
from collections.abc import Callable

import msgspec


class Clock(msgspec.Struct, frozen=True):
    """Where times come from; tests pass their own."""

    wall: Callable[[], float] = time.time
    """Seconds since the epoch: for showing and for files. It may jump."""
    monotonic: Callable[[], float] = time.monotonic
    """Seconds that never jump: for durations and for the life of a token in this process."""
