"""Starts comparisons from the main screen."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.sending.exchange import Answered
from weda_tui.session import Session
from weda_tui.tui.history.messages import PairRequested
from weda_tui.tui.workbench.bench import TargetBench
from weda_tui.tui.workbench.records import RecordFinder
from weda_tui.tui.workbench.state import AnswerView

if TYPE_CHECKING:  # Imported only after the first picture
    from weda_tui.core.history.entry import HistoryRecord
    from weda_tui.tui.collections.pane import SavedPane


class ComparisonBench(TargetBench, Protocol):
    """The part of the main screen that comparisons use."""

    def refresh_history(self) -> None:
        """List the sent requests again."""


class ComparisonController:
    """Compares responses: the shown one, two entries, the last two of a saved request."""

    def __init__(
        self,
        bench: ComparisonBench,
        session: Session,
        answer: AnswerView,
        records: RecordFinder,
        choose_entry: "Callable[[HistoryRecord], Awaitable[None]]",
    ) -> None:
        """``choose_entry`` shows the history, so that the user can choose the other entry."""
        self._bench, self._session = bench, session
        self._answer, self._records, self._choose_entry = answer, records, choose_entry

    def compare(self) -> None:
        """Offer what the selected entry, else the shown response, can be compared with."""
        self._bench.start(self._compare, "compare")

    async def _compare(self) -> None:
        from weda_tui.tui.comparison.menu import ComparisonMenu

        bench, record = self._bench, await self._records.find()
        shown, where = self._answer.current, bench.target
        if record is not None and shown.recalled is None and where is not None:
            from weda_tui.session.comparison import whole_record

            if isinstance(shown.state, Answered):
                record = await whole_record(self._session, record, shown.state, where)
        if record is None:
            bench.notice(bench.words.comparison.no_answer)
            return
        menu = ComparisonMenu(bench, self._session, record)
        await menu.offer(self._choose_entry, bench.refresh_history)

    def on_compared(self, event: PairRequested) -> None:
        """Show the differences between two entries."""
        from weda_tui.tui.comparison.dialog import show_pair

        show_pair(self._bench, self._session, event.before, event.after)

    def on_compare_requested(self, event: "SavedPane.CompareRequested") -> None:
        """Show the differences between the last two responses of a saved request."""
        self._bench.start(partial(self._compare_last, event.path), "compare-saved")

    async def _compare_last(self, path: str) -> None:
        from weda_tui.tui.comparison.dialog import compare_last

        await compare_last(self._bench, self._session, path)
