"""Ctrl+C during a load: the first stops Locust with a report, a later one ends it at once."""

import asyncio
import signal
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self

SAME_KEY = 1.0
"""Seconds in which a second signal counts as the same key press.

``timeout`` forwards a signal that the terminal has already sent to both processes.
"""


class LoadInterrupts:
    """Cancels the task of a load once for each key press, from ``watch`` until the block ends."""

    def __init__(self, on_first: Callable[[], None]) -> None:
        self._on_first, self._before = on_first, signal.getsignal(signal.SIGINT)
        self._pressed_at: float | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[object] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if self._task is not None:
            signal.signal(signal.SIGINT, self._before)
        if kind is asyncio.CancelledError:
            raise KeyboardInterrupt

    def watch(self) -> None:
        """Handle Ctrl+C for the calling task."""
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        signal.signal(signal.SIGINT, self._note)

    def _note(self, _: int, __: FrameType | None) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._press)

    def _press(self) -> None:
        now = time.monotonic()
        if self._pressed_at is None:
            self._on_first()
        elif now < self._pressed_at + SAME_KEY:
            return
        self._pressed_at = self._pressed_at or now
        if self._task is not None:
            self._task.cancel()
