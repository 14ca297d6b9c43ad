"""The entry under the cursor of a list: read whole, shown, opened, its requestId copied."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from weda_tui.core.errors import WedaError
from weda_tui.core.history.entry import HistoryEntry, HistoryRecord
from weda_tui.i18n.phrases.errors import explain
from weda_tui.session import Session
from weda_tui.tui.commands.table import CHOOSE, COPY_REQUEST_ID, Handler, Handlers, when
from weda_tui.tui.history.entry_list import EntryRows
from weda_tui.tui.widgets.messages import CopyRequested, Noticed
from weda_tui.tui.widgets.pane import Pane, StageHost
from weda_tui.tui.widgets.rows import Rows


class EntryHost(StageHost, Protocol):
    """What the selected entry needs of the pane that lists it."""

    is_ready: bool
    """Whether the list is there."""


class SelectedEntry:
    """Reads the entry under the cursor, and does with it what both lists of entries do."""

    def __init__(
        self,
        host: EntryHost,
        session: Session,
        rows: EntryRows,
        *,
        show: Callable[[HistoryRecord | None], Awaitable[None]],
        open_record: Callable[[HistoryRecord], object],
    ) -> None:
        """``show`` gets each selected entry, ``None`` for none; ``open_record`` the chosen one."""
        self._host, self._session, self._rows = host, session, rows
        self._show, self._open_record = show, open_record

    @property
    def entry(self) -> HistoryEntry | None:
        """The selected entry."""
        return self._rows.entry if self._host.is_ready else None

    def handlers(self) -> Handlers:
        """Return what is done with the selected entry."""
        return {
            CHOOSE: Handler(self.choose, when(lambda: self.entry)),
            COPY_REQUEST_ID: Handler(
                self.copy_request_id, when(lambda: self.entry is not None and self.entry.request_id)
            ),
        }

    def load(self) -> None:
        """Read the selected entry, and show it."""
        self._host.start_worker(self._load, "in-hand")

    async def _load(self) -> None:
        await self._show(await self.record())

    async def record(self) -> HistoryRecord | None:
        """Return the selected entry whole; ``None`` for none."""
        return await self.read(self.entry) if self.entry is not None else None

    async def read(self, entry: HistoryEntry) -> HistoryRecord | None:
        """Return an entry whole, or show why it cannot be read."""
        try:
            return await self._session.history.read(entry.id)
        except WedaError as error:
            self.refuse(error)
            return None

    def refuse(self, error: WedaError) -> None:
        """Show why an action on the history failed."""
        self._host.post_message(Noticed(explain(error, self._host.words).what))

    def on_cursor_moved(self, event: Rows.CursorMoved) -> None:
        """Load the entry that is selected now."""
        event.stop()
        if event.rows is self._rows:
            self.load()
            self._host.post_message(Pane.KeysChanged())

    def on_row_chosen(self, event: Rows.RowChosen) -> None:
        """Open the chosen entry."""
        event.stop()
        self.choose()

    def choose(self) -> None:
        """Open the selected entry."""
        self._host.start_worker(self._choose, "entry-act")

    async def _choose(self) -> None:
        if (record := await self.record()) is not None:
            self._open_record(record)

    def copy_request_id(self) -> None:
        """Copy the requestId of the selected entry."""
        if self.entry is not None and self.entry.request_id:
            self._host.post_message(CopyRequested(self.entry.request_id, "requestId"))
        else:
            self._host.post_message(Noticed(self._host.words.tui.result.no_request_id))
