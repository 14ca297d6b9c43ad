"""The entry under the cursor of a list: read it in full, show it, open it, copy its requestId."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from weda_tui.core.errors import WedaError
from weda_tui.core.history.entry import HistoryEntry, HistoryRecord
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.commands.table import CHOOSE, COPY_REQUEST_ID, Handler, Handlers, when
from weda_tui.tui.history.messages import EntryOpened
from weda_tui.tui.history.view import HistoryRow, entry_line, reason_line
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.messages import CopyRequested, Noticed
from weda_tui.tui.widgets.pane import Pane, StageHost
from weda_tui.tui.widgets.rows import Rows


class EntryRows(Rows):
    """Rows of days and entries; only entries are selectable."""

    strings: Strings
    marked = 0
    """The number of the entry that other entries are compared with."""
    _rows: Sequence[HistoryRow] = ()

    def show(self, rows: Sequence[HistoryRow], *, wanted: int) -> None:
        """List rows; the cursor goes to the entry with the number ``wanted``, else to the first."""
        self._rows = rows
        numbers = [row.entry.id if row.entry and not row.is_reason else 0 for row in rows]
        self.show_rows(len(rows), cursor=numbers.index(wanted) if wanted in numbers else 0)

    @property
    def entry(self) -> HistoryEntry | None:
        """The selected entry."""
        return self._rows[self.cursor].entry if self.cursor < len(self._rows) else None

    def is_selectable(self, index: int) -> bool:
        """Return whether a row is the first row of an entry."""
        row = self._rows[index]
        return row.entry is not None and not row.is_reason

    def row(self, index: int, width: int) -> Line:
        """Draw a day, an entry, or its reason, which is highlighted together with its entry."""
        row = self._rows[index]
        if row.entry is None:
            return Line([Run(f"  {row.day[:1].upper()}{row.day[1:]}", "dim")])
        if not row.is_reason:
            return self.entry_row(row.entry, width, is_marked=row.entry.id == self.marked)
        line = self.reason_row(row.entry, width)
        return line._replace(fill="sel") if index - 1 == self.cursor else line

    def entry_row(self, entry: HistoryEntry, width: int, *, is_marked: bool) -> Line:
        """Draw an entry without its environment."""
        return entry_line(entry, width, self.strings, is_marked=is_marked, name_cells=0)

    def reason_row(self, entry: HistoryEntry, width: int) -> Line:
        """Draw the row below an entry that says why it failed."""
        return reason_line(entry, width, self.strings)


class EntryHost(StageHost, Protocol):
    """The pane that lists the entries, as the selected entry uses it."""

    is_ready: bool
    """Whether the list is mounted."""


class SelectedEntry:
    """Reads the entry under the cursor; holds the actions that both lists of entries share."""

    def __init__(
        self,
        host: EntryHost,
        session: Session,
        rows: EntryRows,
        *,
        show: Callable[[HistoryRecord | None], Awaitable[None]],
    ) -> None:
        """``show`` gets each selected entry; ``None`` for no entry."""
        self._host, self._session, self._rows = host, session, rows
        self._show = show

    @property
    def entry(self) -> HistoryEntry | None:
        """The selected entry."""
        return self._rows.entry if self._host.is_ready else None

    def handlers(self) -> Handlers:
        """Return the handlers of the commands on the selected entry."""
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
        """Return the selected entry with its request and response; ``None`` for no entry."""
        return await self.read(self.entry) if self.entry is not None else None

    async def read(self, entry: HistoryEntry) -> HistoryRecord | None:
        """Return an entry with its request and response, or show why it cannot be read."""
        try:
            return await self._session.history.read(entry.id)
        except WedaError as error:
            self.refuse(error)
            return None

    def refuse(self, error: WedaError) -> None:
        """Show why an action on the history failed."""
        self._host.post_message(Noticed(explain(error, self._host.words).what))

    def on_cursor_moved(self, event: Rows.CursorMoved) -> None:
        """Load the newly selected entry."""
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
            self._host.post_message(EntryOpened(record))

    def copy_request_id(self) -> None:
        """Copy the requestId of the selected entry."""
        if self.entry is not None and self.entry.request_id:
            self._host.post_message(CopyRequested(self.entry.request_id, "requestId"))
        else:
            self._host.post_message(Noticed(self._host.words.tui.result.no_request_id))
