"""Waiting for the work instead of the clock: as fast as the machine, and as sure on a busy one.

Textual's own wait asks whether the process used the processor in the last fiftieth of a second.
"""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

QUIET_TURNS = 3
"""Turns of the loop without anything to do after which nothing comes any more."""

LONGEST_WORK = 30.0
"""Seconds after which work that goes on is a failure: far more than a busy machine takes."""

_in_threads = 0
_held = 0


async def until_idle(_least: float = 0.0, _most: float = 0.0) -> None:
    """Wait until the loop has nothing to run and no thread works for it.

    Raises ``TimeoutError`` after ``LONGEST_WORK``: what is looked at then would be half done.
    """
    loop: Any = asyncio.get_running_loop()
    deadline = loop.time() + LONGEST_WORK
    quiet = 0
    while quiet < QUIET_TURNS:
        if loop.time() > deadline:
            msg = f"still at work: {len(loop._ready)} calls on the loop, {_in_threads} threads"
            raise TimeoutError(msg)
        in_threads = max(0, _in_threads - _held)  # nobody may wait any more for one that is held
        await asyncio.sleep(0.0005 if in_threads else 0)
        quiet = 0 if loop._ready or in_threads else quiet + 1


def hold(until: threading.Event) -> None:
    """Hold the thread that calls this, which does not count as work meanwhile."""
    global _held  # noqa: PLW0603 - one count for the process
    _held += 1
    try:
        assert until.wait(LONGEST_WORK)
    finally:
        _held -= 1


@pytest.fixture(autouse=True, scope="session")
def _steady_pilots():
    """Have every pilot of these tests wait for the work."""
    real: Callable[..., Any] = asyncio.to_thread

    async def to_thread(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        global _in_threads  # noqa: PLW0603 - one count for the process
        _in_threads += 1
        try:
            return await real(function, *args, **kwargs)
        finally:
            _in_threads -= 1

    resize: Callable[..., Any] = Pilot[Any].resize_terminal

    async def resize_terminal(self: Pilot[Any], width: int, height: int) -> None:
        await resize(self, width, height)
        async with asyncio.timeout(5):
            while self.app._resize_event is not None or self.app._resize_timer is not None:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
        await self.pause()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pilot, "resize_terminal", resize_terminal)
        patch.setattr("textual.app.wait_for_idle", until_idle)
        patch.setattr("textual.pilot.wait_for_idle", until_idle)
        patch.setattr(asyncio, "to_thread", to_thread)
        yield
