"""The history entry that an action applies to."""

from collections.abc import Callable
from typing import Protocol

from weda_tui.core.errors import FileError
from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.session import Session
from weda_tui.session.history import entry_of
from weda_tui.tui.workbench.state import AnswerView


class RecordList(Protocol):
    """A list of history entries with a cursor."""

    async def selected_record(self) -> HistoryRecord | None:
        """Return the entry under the cursor."""


class RecordFinder:
    """Finds the entry under the cursor of a focused list, else the entry of the shown response."""

    def __init__(
        self, session: Session, answer: AnswerView, focused: Callable[[], RecordList | None]
    ) -> None:
        """``focused`` returns the list of entries if it has the focus."""
        self._session, self._answer, self._focused = session, answer, focused

    async def find(self) -> HistoryRecord | None:
        """Return the entry; ``None`` if there is no entry or it cannot be read."""
        if (entries := self._focused()) is not None:
            return await entries.selected_record()
        shown = self._answer.current
        if shown.recalled is not None or not isinstance(shown.state, Answered | Failed):
            return shown.recalled
        history = await self._session.open_history()
        entry = await entry_of(history, shown.state)
        try:
            return await history.read(entry.id) if entry is not None else None
        except FileError:
            return None
