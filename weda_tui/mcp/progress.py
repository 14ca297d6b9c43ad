"""Progress reports of a call to the client."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import msgspec

from weda_tui.core.sending.exchange import Phase, Sending
from weda_tui.i18n import quantities
from weda_tui.i18n.strings import Strings

PAUSE = 0.2
"""Minimum seconds between two reports."""

Report = Callable[[float, float | None, str | None], Awaitable[None]]


class RunProgress(msgspec.Struct, frozen=True):
    """The number of finished requests of a run."""

    done: int
    total: int


class ProgressReporter:
    """Reports the latest state of a call while it is open; states within ``PAUSE`` are skipped."""

    def __init__(self, report: Report, strings: Strings, pause: float = PAUSE) -> None:
        self._report, self._strings, self._pause = report, strings, pause
        self._latest: Sending | RunProgress | None = None
        self._has_new = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._pump())
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._task.cancel()

    def show(self, state: Sending | RunProgress) -> None:
        """Store the progress of a call, to be reported; call this on the event loop."""
        self._latest = state
        self._has_new.set()

    async def _pump(self) -> None:
        number = 0
        while True:
            await self._has_new.wait()
            self._has_new.clear()
            match self._latest:
                case Sending() as sending:
                    number += 1
                    await self._report(number, None, self._words(sending))
                case RunProgress(done, total):
                    text = self._strings.agents.ran.format(done=done, total=total)
                    await self._report(done, total, text)
                case None:
                    pass
            await asyncio.sleep(self._pause)

    def _words(self, sending: Sending) -> str:
        words = self._strings.agents
        match sending.phase:
            case Phase.TOKEN:
                return words.token
            case Phase.WAITING:
                return words.waiting
            case Phase.RECEIVING:
                return words.receiving.format(size=quantities.size(sending.received))
