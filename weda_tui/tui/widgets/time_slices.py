"""Long work in a thread, in slices of a few milliseconds between which the event loop runs."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Generator, Iterator
from typing import TypeVar

SLICE = 0.004
"""Seconds that a thread works without a pause."""
SHOWN_EVERY = 0.1
"""Seconds between two displays of progress."""
Step = TypeVar("Step")


def next_slice(steps: Iterator[Step]) -> list[Step]:
    """Return the steps of the next few milliseconds; an empty list at the end. Runs in a thread."""
    until, found = time.perf_counter() + SLICE, list[Step]()
    for each in steps:
        found.append(each)
        if time.perf_counter() >= until:
            break
    return found


async def iterate_in_slices(steps: Generator[Step, None, None]) -> AsyncIterator[list[Step]]:
    """Yield the steps of each slice.

    When the iteration is stopped, the generator is closed in a thread too, because releasing what
    it holds may take long.
    """
    taking = threading.Lock()

    def run_slice() -> list[Step]:
        with taking:
            return next_slice(steps)

    def end() -> None:
        with taking:
            steps.close()

    try:
        while taken := await asyncio.to_thread(run_slice):
            yield taken
    except (asyncio.CancelledError, GeneratorExit):
        ending = asyncio.get_running_loop().run_in_executor(None, end)
        ending.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        raise


class Pace:
    """Limits how often progress is displayed."""

    def __init__(self) -> None:
        self._shown_at = 0.0

    def is_due(self) -> bool:
        """Return whether the last display is old enough; if so, a new one counts as shown now."""
        now = time.perf_counter()
        is_due = now - self._shown_at >= SHOWN_EVERY
        self._shown_at = now if is_due else self._shown_at
        return is_due
