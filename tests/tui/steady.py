"""Waiting for the work instead of the clock: as fast as the machine, and as sure on a busy one.

Textual's own waits ask whether the process used the processor in the last fiftieth of a second, and
send every widget a message. What is painted is painted as in the program.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from textual.app import App
from textual.pilot import Pilot

QUIET_TURNS = 3
"""Turns of the loop without anything to do after which nothing comes any more."""

LONGEST_WORK = 120.0
"""Seconds after which work that goes on is a failure: far more than a busy machine takes."""

_in_threads: WeakKeyDictionary[asyncio.AbstractEventLoop, set[asyncio.Future[Any]]]
_in_threads = WeakKeyDictionary()
_held = 0


async def until_idle(_least: float = 0.0, _most: float = 0.0) -> None:
    """Wait until the loop has nothing to run and no thread works for it.

    Raises ``TimeoutError`` after ``LONGEST_WORK``: what is looked at then would be half done.
    """
    loop: Any = asyncio.get_running_loop()
    deadline = loop.time() + LONGEST_WORK
    threads = _in_threads.setdefault(loop, set())
    quiet = 0
    while quiet < QUIET_TURNS:
        if loop.time() > deadline:
            msg = f"still at work: {len(loop._ready)} calls on the loop, {len(threads)} threads"
            raise TimeoutError(msg)
        in_threads = max(0, len(threads) - _held)  # nobody may wait any more for one that is held
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


def _has_work(app: App[Any]) -> bool:
    """Tell whether a message waits to be taken, or a change to be laid out and drawn."""
    screen = app.screen
    return (
        screen._layout_required
        or screen._repaint_required
        or bool(screen._dirty_widgets or screen._callbacks)
        or any(not node._message_queue.empty() for node in _nodes(app))
    )


def _nodes(app: App[Any]) -> list[Any]:
    return [app, *(each for s in app.screen_stack for each in s.walk_children(with_self=True))]


def _work_left(app: App[Any]) -> str:
    """Say what an app that does not come to rest has to do, for whoever reads the failure."""
    screen = app.screen
    queues = {str(node): node._message_queue.qsize() for node in _nodes(app)}
    return (
        f"{screen}: layout {screen._layout_required}, repaint {screen._repaint_required}, "
        f"dirty {screen._dirty_widgets}, callbacks {screen._callbacks}, "
        f"batches {app._batch_count}, timer {screen._update_timer._active.is_set()}, "
        f"messages { {node: count for node, count in queues.items() if count} }"
    )


_pause: Callable[..., Any] = Pilot[Any].pause


async def until_still(pilot: Pilot[Any], delay: float | None = None) -> None:
    """Wait until everything is handled and laid out; it may still have to be drawn.

    Raises ``TimeoutError`` after ``LONGEST_WORK``.
    """
    await _pause(pilot, delay)
    deadline = time.monotonic() + LONGEST_WORK
    while not pilot.app._exit and _has_work(pilot.app):
        if time.monotonic() > deadline:
            raise TimeoutError(_work_left(pilot.app))
        await asyncio.sleep(0.001)  # the next picture is a sixtieth of a second away
        await _pause(pilot)


@pytest.fixture(autouse=True, scope="session")
def _steady_pilots():
    """Have every pilot of these tests wait for the work."""
    wrap: Callable[..., Any] = asyncio.wrap_future

    def wrap_counted(future: Any, *, loop: asyncio.AbstractEventLoop | None = None) -> Any:
        """Count what works in a thread: everything that a loop waits for comes through here."""
        wrapped = wrap(future, loop=loop)
        of = _in_threads.setdefault(wrapped.get_loop(), set())
        of.add(wrapped)
        wrapped.add_done_callback(of.discard)
        return wrapped

    resize: Callable[..., Any] = Pilot[Any].resize_terminal

    async def resize_terminal(self: Pilot[Any], width: int, height: int) -> None:
        await resize(self, width, height)
        async with asyncio.timeout(LONGEST_WORK):
            while self.app._resize_event is not None or self.app._resize_timer is not None:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
        await self.pause()

    async def wait_for_screen(_: Pilot[Any], timeout: float = LONGEST_WORK) -> bool:  # noqa: ASYNC109
        await until_idle()
        return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pilot, "_wait_for_screen", wait_for_screen)
        patch.setattr(Pilot, "pause", until_still)
        patch.setattr(Pilot, "resize_terminal", resize_terminal)
        patch.setattr("textual.app.wait_for_idle", until_idle)
        patch.setattr("textual.pilot.wait_for_idle", until_idle)
        patch.setattr(asyncio, "wrap_future", wrap_counted)
        patch.setattr("asyncio.futures.wrap_future", wrap_counted)
        yield
