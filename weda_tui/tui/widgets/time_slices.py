"""Long work in a thread, in slices of a few milliseconds: the loop goes on between two."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Generator, Iterator
from typing import TypeVar

SLICE = 0.004
"""Seconds that a thread works at a stretch."""
Step = TypeVar("Step")


def next_slice(steps: Iterator[Step]) -> list[Step]:
    """Return what comes in a few milliseconds, in a thread; nothing once it has ended."""
    until, found = time.perf_counter() + SLICE, list[Step]()
    for each in steps:
        found.append(each)
        if time.perf_counter() >= until:
            break
    return found


async def iterate_in_slices(steps: Generator[Step, None, None]) -> AsyncIterator[list[Step]]:
    """Yield what comes in each turn; steps that hold much end in a thread, too, when stopped."""
    taking = threading.Lock()

    def take() -> list[Step]:
        with taking:
            return next_slice(steps)

    def end() -> None:
        with taking:
            steps.close()

    try:
        while taken := await asyncio.to_thread(take):
            yield taken
    except (asyncio.CancelledError, GeneratorExit):
        ending = asyncio.get_running_loop().run_in_executor(None, end)
        ending.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        raise
