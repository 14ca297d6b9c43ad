"""Wait for the work instead of the clock: fast on a fast machine, reliable on a busy one.

Textual's own waits check whether the process used the processor in the last 20 milliseconds, and
send every widget a message. Painting happens as in the program.
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
"""The number of idle turns of the event loop after which no more work is expected."""

LONGEST_WORK = 120.0
"""Seconds after which unfinished work is a failure; a busy machine needs far less."""

_in_threads: WeakKeyDictionary[asyncio.AbstractEventLoop, set[asyncio.Future[Any]]]
_in_threads = WeakKeyDictionary()
_held = 0
_is_typing = False


async def until_idle(_least: float = 0.0, _most: float = 0.0) -> None:
    """Wait until the event loop has nothing to run and no thread works for it.

    Between the letters of ``type_text``, do not wait. Raise ``TimeoutError`` after
    ``LONGEST_WORK``, as a test would otherwise examine an unfinished state.
    """
    if _is_typing:
        return
    loop: Any = asyncio.get_running_loop()
    deadline = loop.time() + LONGEST_WORK
    threads = _in_threads.setdefault(loop, set())
    quiet = 0
    while quiet < QUIET_TURNS:
        if loop.time() > deadline:
            msg = f"still at work: {len(loop._ready)} calls on the loop, {len(threads)} threads"
            raise TimeoutError(msg)
        in_threads = max(0, len(threads) - _held)  # a test may stop waiting for a held thread
        await asyncio.sleep(0.0005 if in_threads else 0)
        quiet = 0 if loop._ready or in_threads else quiet + 1


def hold(until: threading.Event) -> None:
    """Hold the calling thread, and do not count it as work meanwhile."""
    global _held  # noqa: PLW0603 - one count for the process
    _held += 1
    try:
        assert until.wait(LONGEST_WORK)
    finally:
        _held -= 1


def _has_work(app: App[Any]) -> bool:
    """Return whether a message has to be handled, or a change to be laid out and drawn."""
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
    """Return the remaining work of an app that does not become idle, for the failure message."""
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
    """Wait until everything is handled and laid out; drawing may still follow.

    Raise ``TimeoutError`` after ``LONGEST_WORK``.
    """
    await _pause(pilot, delay)
    deadline = time.monotonic() + LONGEST_WORK
    while not pilot.app._exit and _has_work(pilot.app):
        if time.monotonic() > deadline:
            raise TimeoutError(_work_left(pilot.app))
        await asyncio.sleep(0.001)  # the next picture comes within a sixtieth of a second
        await _pause(pilot)


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Press the letters of a text in quick succession, then wait until everything is handled."""
    global _is_typing  # noqa: PLW0603 - one keyboard for the process
    _is_typing = True
    try:
        await pilot.press(*text)
    finally:
        _is_typing = False
    await until_still(pilot)


@pytest.fixture(autouse=True, scope="session")
def _steady_pilots():
    """Let every pilot of these tests wait for the work."""
    wrap: Callable[..., Any] = asyncio.wrap_future

    def wrap_counted(future: Any, *, loop: asyncio.AbstractEventLoop | None = None) -> Any:
        """Count the threads at work: every future that a loop awaits from a thread passes here."""
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
