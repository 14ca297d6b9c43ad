"""Memory of megabytes that is given back in steps: 100 MB at once hold every thread for 20 ms."""

import _thread
import contextlib
import mmap
import sys
import threading
from typing import Self

STEP = 4 << 20
"""Bytes that are given back in less than a millisecond."""
PAUSE = 0.001
"""Seconds that are left to others after a step."""


class LargeMemory(mmap.mmap):
    """Bytes of its own, all 0 at first; its last user waits for no more than a step."""

    def __new__(cls, size: int) -> Self:
        """Take ``size`` bytes, 1 at least. Raises ``OSError`` where there are not so many."""
        if sys.platform == "win32":
            return super().__new__(cls, -1, size)
        return super().__new__(cls, -1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)

    def __del__(self) -> None:
        """Live on in a thread until next to nothing is left to give back."""
        if not self.closed and len(self) > STEP and not sys.is_finalizing():
            with contextlib.suppress(RuntimeError):  # no thread can be had: it goes in one
                _thread.start_new_thread(_give_back, (self,))  # and nobody waits for its start


def _give_back(memory: LargeMemory) -> None:
    others = threading.Event()
    if sys.platform != "win32":
        for at in range(0, len(memory), STEP):
            memory.madvise(mmap.MADV_DONTNEED, at, STEP)
            others.wait(PAUSE)
