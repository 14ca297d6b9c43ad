"""What was sent, as a list under its days: one entry is selected, is opened and copied from."""

from collections.abc import Sequence

from textual import on, work
from textual.reactive import var

from weda_tui.core.errors import WedaError
from weda_tui.core.history.entry import HistoryEntry, HistoryRecord
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.commands.table import CHOOSE, COPY_REQUEST_ID, Handler, Handlers, when
from weda_tui.tui.history.view import HistoryRow
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.pane import Stage
from weda_tui.tui.widgets.rows import Rows


class EntryRows(Rows):
    """Days and entries; the cursor rests on entries, which subclasses draw."""

    strings: Strings
    marked = 0
    """The number of the entry that others are compared with."""
    _rows: Sequence[HistoryRow] = ()

    def show(self, rows: Sequence[HistoryRow], *, wanted: int) -> None:
        """List rows; the cursor goes to the entry of the number ``wanted``, else to the first."""
        self._rows = rows
        numbers = [row.entry.id if row.entry and not row.is_reason else 0 for row in rows]
        self.show_rows(len(rows), cursor=numbers.index(wanted) if wanted in numbers else 0)

    @property
    def entry(self) -> HistoryEntry | None:
        """The selected entry."""
        return self._rows[self.cursor].entry if self.cursor < len(self._rows) else None

    def is_selectable(self, index: int) -> bool:
        """Return whether a row is an entry's first."""
        row = self._rows[index]
        return row.entry is not None and not row.is_reason

    def row(self, index: int, width: int) -> Line:
        """Draw a day, an entry, or its reason, which belongs to the selected row."""
        row = self._rows[index]
        if row.entry is None:
            return Line([Run(f"  {row.day[:1].upper()}{row.day[1:]}", "dim")])
        if not row.is_reason:
            return self.entry_row(row.entry, width, is_marked=row.entry.id == self.marked)
        line = self.reason_row(row.entry, width)
        return line._replace(fill="sel") if index - 1 == self.cursor else line

    def entry_row(self, entry: HistoryEntry, width: int, *, is_marked: bool) -> Line:
        """Return the row of an entry."""
        raise NotImplementedError

    def reason_row(self, entry: HistoryEntry, width: int) -> Line:
        """Return why an entry is no success, below its row."""
        raise NotImplementedError


class EntryStage(Stage):
    """A stage that lists entries; subclasses say what becomes of the selected one."""

    strings: var[Strings] = var(default_strings)

    _session: Session

    @property
    def entry_rows(self) -> EntryRows:
        """The list."""
        raise NotImplementedError

    async def show_selected(self, record: HistoryRecord | None) -> None:
        """Show the entry that is selected now, or that none is."""
        raise NotImplementedError

    def open_record(self, record: HistoryRecord) -> None:
        """Open the entry that was chosen."""
        raise NotImplementedError

    @property
    def entry(self) -> HistoryEntry | None:
        """The selected entry."""
        return self.entry_rows.entry if self.is_ready else None

    def handlers(self) -> Handlers:
        """Return what is done with the selected entry."""
        return {
            **super().handlers(),
            CHOOSE: Handler(self.action_choose, when(lambda: self.entry)),
            COPY_REQUEST_ID: Handler(
                self.action_copy_request_id,
                when(lambda: self.entry is not None and self.entry.request_id),
            ),
        }

    @work(group="in-hand", exclusive=True)
    async def load_selected(self) -> None:
        """Read the selected entry, and show it."""
        await self.show_selected(await self.selected_record())

    async def selected_record(self) -> HistoryRecord | None:
        """Return the selected entry whole; ``None`` for none."""
        return await self.read(self.entry) if self.entry is not None else None

    async def read(self, entry: HistoryEntry) -> HistoryRecord | None:
        """Return an entry whole, or say why that cannot be."""
        try:
            return await self._session.history.read(entry.id)
        except WedaError as error:
            self.refuse(error)
            return None

    def refuse(self, error: WedaError) -> None:
        """Say why something of the history cannot be."""
        self.post_message(Noticed(explain(error, self.strings).what))

    @on(Rows.CursorMoved)
    def _on_moved(self, event: Rows.CursorMoved) -> None:
        event.stop()
        if event.rows is self.entry_rows:
            self.load_selected()
            self.post_message(self.KeysChanged())

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        event.stop()
        self.action_choose()

    @work(group="entry-act", exclusive=True)
    async def action_choose(self) -> None:
        """Open the selected entry."""
        if (record := await self.selected_record()) is not None:
            self.open_record(record)

    def action_copy_request_id(self) -> None:
        """Copy the requestId of the selected entry."""
        if self.entry is not None and self.entry.request_id:
            self.post_message(CopyRequested(self.entry.request_id, "requestId"))
        else:
            self.post_message(Noticed(self.strings.tui.result.no_request_id))
