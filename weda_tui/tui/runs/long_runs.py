"""The one run that goes on while one explores, with its state in the top line.

begin ──► running ──► ended ── looked at in its dialog ──► none
            └ stop: what is on its way ends first; again, or where nothing is lost, at once
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.errors import WedaError
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.modal import QuitQuestion

if TYPE_CHECKING:  # they come with a run
    from weda_tui.core.runs.results import Consent
    from weda_tui.tui.runs.long_work import LongWork

TICK = 0.25
"""Seconds between two pictures of a run."""
GROUP = "long-run"


class Ticking(Protocol):
    """What calls a function again and again."""

    def stop(self) -> None:
        """Call it no more."""


class LongBench(Protocol):
    """What the main screen does for a run that outlives its dialog."""

    @property
    def words(self) -> Strings:
        """The sentences of the chosen language."""
        ...

    def start(
        self,
        work: Callable[[], Coroutine[None, None, None]],
        group: str,
        *,
        is_exclusive: bool = True,
    ) -> None:
        """Start a worker; one that is exclusive cancels the others of its group."""

    def stop(self, group: str) -> None:
        """Cancel the workers of a group."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> Ticking:
        """Call a function again and again."""
        ...

    def show_going(self, text: str) -> None:
        """Show in the top line of every screen what goes on; empty for nothing."""

    def notice_in_front(self, text: str) -> None:
        """Show a line on the whole screen in front, or below the dialog there."""


class LongRuns:
    """Begins, shows and stops the run over rows, the monitor or the load that there is."""

    def __init__(self, bench: LongBench, on_end: Callable[["LongWork"], None]) -> None:
        """``on_end`` is told of each that ended, or was stopped."""
        self._bench, self._on_end = bench, on_end
        self.work: LongWork | None = None
        """What goes on, or has ended and was not looked at."""
        self.is_running = self.is_stopped = False
        self.error: WedaError | None = None
        """Why it ended, or its files could not be written."""
        self.changed: Callable[[], object] | None = None
        """Draws it anew; ``None`` while nobody looks."""
        self._ticking: Ticking | None = None

    def begin(self, work: "LongWork", consent: "Consent") -> None:
        """Let a run go on, whatever is on the screen."""
        self.work, self.error = work, None
        self.is_running, self.is_stopped = True, False
        self._ticking = self._bench.set_interval(TICK, self._tick)
        self._bench.start(partial(self._go, work, consent), GROUP)
        self._tick()

    async def _go(self, work: "LongWork", consent: "Consent") -> None:
        try:
            await work.go(consent)
        except asyncio.CancelledError:
            if not self.is_stopped:  # the program ends
                raise
        except WedaError as error:
            self.error = error
        finally:
            work.close()
        try:
            await work.finish()
        except WedaError as error:
            self.error = self.error or error
        self._end(work)

    def _end(self, work: "LongWork") -> None:
        self.is_running = False
        if self._ticking is not None:
            self._ticking.stop()
        self._bench.show_going("")
        self._on_end(work)
        if self.changed is not None:
            self.changed()
        else:
            self._bench.notice_in_front(self._last_words(work))

    def _last_words(self, work: "LongWork") -> str:
        strings = self._bench.words
        if self.error is not None:
            return f"✗ {explain(self.error, strings).line}"
        mark = "✓" if work.is_ok else "✗"
        return f"{mark} {work.path}: {work.outcome(strings)}"

    def stop(self) -> None:
        """Stop it: what is on its way ends first where that matters; a second time at once."""
        if self.work is None or not self.is_running or self.is_stopped:
            return
        if not self.work.stop():
            self.is_stopped = True  # once: whoever is cancelled has something to end
            self._bench.stop(GROUP)
        self._tick()

    def forget(self) -> None:
        """Let go of one that has ended."""
        if not self.is_running:
            self.work = self.error = None

    def _tick(self) -> None:
        if self.work is not None and self.is_running:
            self._bench.show_going(self.work.status(self._bench.words))
        if self.changed is not None:
            self.changed()

    def quit_question(self, strings: Strings) -> QuitQuestion | None:
        """Return what is asked before the program is quit while it goes."""
        if self.work is None or not self.is_running:
            return None
        words = strings.run.long
        title = words.asks_leave.format(what=self.work.status(strings))
        return QuitQuestion(title, words.keep_running, words.stop_and_quit, words.quit_remark)
