"""The single long run that continues without its dialog; its state is shown in the top line.

begin ──► running ──► ended ── viewed in its dialog ──► none
            └ stop: requests in flight end first; a second stop, or where nothing is lost: cancel
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.errors import WedaError
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.modal import QuitQuestion

if TYPE_CHECKING:  # Imported only with a run
    from weda_tui.core.runs.results import Consent
    from weda_tui.tui.runs.long_work import LongWork

TICK = 0.25
"""The seconds between two updates of the display of a run."""
GROUP = "long-run"


class Ticking(Protocol):
    """A timer that calls a function repeatedly."""

    def stop(self) -> None:
        """Stop calling the function."""


class LongBench(Protocol):
    """The part of the main screen that a run uses after its dialog has closed."""

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
        """Start a worker; an exclusive worker cancels the others of its group."""

    def stop(self, group: str) -> None:
        """Cancel the workers of a group."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> Ticking:
        """Call ``callback`` every ``interval`` seconds."""
        ...

    def show_going(self, text: str) -> None:
        """Show the state of the run in the top line of every screen; empty for no run."""

    def notice_in_front(self, text: str) -> None:
        """Show a notice on the front screen, or below the dialog that is open on it."""


class LongRuns:
    """Starts, shows and stops the run over rows, the monitor or the load test."""

    def __init__(self, bench: LongBench, on_end: Callable[["LongWork"], None]) -> None:
        """``on_end`` is called with each run that ended or was stopped."""
        self._bench, self._on_end = bench, on_end
        self.work: LongWork | None = None
        """The run that is running, or has ended without being viewed."""
        self.is_running = self.is_stopped = False
        self.error: WedaError | None = None
        """Why the run ended early, or why its files could not be written."""
        self.changed: Callable[[], object] | None = None
        """Called after each change of the run; ``None`` while no dialog shows the run."""
        self._ticking: Ticking | None = None

    def begin(self, work: "LongWork", consent: "Consent") -> None:
        """Start a run that does not depend on the current screen."""
        self.work, self.error = work, None
        self.is_running, self.is_stopped = True, False
        self._ticking = self._bench.set_interval(TICK, self._tick)
        self._bench.start(partial(self._go, work, consent), GROUP)
        self._tick()

    async def _go(self, work: "LongWork", consent: "Consent") -> None:
        try:
            await work.go(consent)
        except asyncio.CancelledError:
            if not self.is_stopped:  # The program is exiting
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
        """Stop the run: let requests in flight end first if the work needs that, else cancel.

        A second call cancels.
        """
        if self.work is None or not self.is_running or self.is_stopped:
            return
        if not self.work.stop():
            self.is_stopped = True  # Only once: cancelled work still has to clean up
            self._bench.stop(GROUP)
        self._tick()

    def forget(self) -> None:
        """Release a run that has ended."""
        if not self.is_running:
            self.work = self.error = None

    def _tick(self) -> None:
        if self.work is not None and self.is_running:
            self._bench.show_going(self.work.status(self._bench.words))
        if self.changed is not None:
            self.changed()

    def quit_question(self, strings: Strings) -> QuitQuestion | None:
        """Return the question before quitting during a run; ``None`` for no question."""
        if self.work is None or not self.is_running:
            return None
        words = strings.run.long
        title = words.asks_leave.format(what=self.work.status(strings))
        return QuitQuestion(title, words.keep_running, words.stop_and_quit, words.quit_remark)
