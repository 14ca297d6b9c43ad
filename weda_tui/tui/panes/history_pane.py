"""WHAT, on its other tab: everything that was sent, newest first, narrowed as it is typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on, work
from textual.binding import Binding
from textual.getters import query_one
from textual.message import Message

from weda_tui.core.errors import WedaError
from weda_tui.core.history import HistoryEntry, HistoryPage, HistoryQuery, HistoryRecord, read_query
from weda_tui.i18n.explain import explain
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.drawings.history import (
    WIDE,
    HistoryRow,
    entry_line,
    has_several_environments,
    history_rows,
    name_width,
    reason_line,
)
from weda_tui.tui.parts.what_tab import WhatTab
from weda_tui.tui.widgets.copying import CopyRequested
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Line, Run
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.wrap import wrap


class HistoryRows(Rows):
    """Days and entries; the cursor rests on entries."""

    strings: Strings
    marked = 0
    """The number of the entry that waits to be compared."""
    _rows: Sequence[HistoryRow] = ()
    _name_cells = 0
    _is_mixed = False

    def show(self, entries: Sequence[HistoryEntry], now: float, *, wanted: int) -> None:
        """List entries; the cursor goes to the one of the number ``wanted``, else to the first."""
        self._rows = history_rows(entries, now, self.strings)
        self._name_cells, self._is_mixed = name_width(entries), has_several_environments(entries)
        numbers = [row.entry.id if row.entry and not row.is_reason else 0 for row in self._rows]
        self.show_rows(len(self._rows), cursor=numbers.index(wanted) if wanted in numbers else 0)

    @property
    def entry(self) -> HistoryEntry | None:
        """The entry in hand."""
        return self._rows[self.cursor].entry if self.cursor < len(self._rows) else None

    def is_selectable(self, index: int) -> bool:
        """Return whether a row is an entry's first."""
        row = self._rows[index]
        return row.entry is not None and not row.is_reason

    def row(self, index: int, width: int) -> Line:
        """Draw a day, an entry, or its reason, which belongs to the row in hand."""
        row = self._rows[index]
        if row.entry is None:
            return Line([Run(f"  {row.day[:1].upper()}{row.day[1:]}", "dim")])
        if not row.is_reason:
            is_marked = row.entry.id == self.marked
            name_cells = self._name_cells if width >= WIDE or self._is_mixed else 0
            return entry_line(
                row.entry, width, self.strings, is_marked=is_marked, name_cells=name_cells
            )
        line = reason_line(row.entry, width, self.strings)
        return line._replace(fill="sel") if index - 1 == self.cursor else line


class HistoryPane(WhatTab):
    """The history as a stage: it searches and deletes by itself."""

    @dataclass
    class Opened(Message):
        """An entry is to be opened as a draft."""

        record: HistoryRecord

    @dataclass
    class SendAgain(Message):
        """An entry is to be sent again."""

        record: HistoryRecord

    @dataclass
    class Compared(Message):
        """Two entries are to be compared, the older one first."""

        before: HistoryRecord
        after: HistoryRecord

    @dataclass
    class InHand(Message):
        """Another entry is in hand, or none."""

        record: HistoryRecord | None

    @dataclass
    class ClearWanted(Message):
        """All that is listed is to be deleted."""

        pane: "HistoryPane"
        query: HistoryQuery
        count: int

    TAB = "history"

    _rows = query_one("#history-rows", HistoryRows)
    _heading = query_one("#history-heading", Lines)

    BINDINGS = [
        Binding("equals_sign,＝", "compare_entry", show=False),
        Binding("delete", "remove_entry", show=False),
        Binding("ctrl+z", "undo_removal", show=False),
        Binding("r", "copy_request_id", show=False),
        Binding("p", "screen.bundle", show=False),
        Binding("x", "screen.save_example", show=False),
    ]

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._session = session
        self._page = HistoryPage()
        self._query = HistoryQuery()
        self._problem: WedaError | None = None
        self._is_read = False
        self._removed: list[tuple[HistoryRecord, ...]] = []
        self._marked: HistoryRecord | None = None

    def make_rows(self) -> HistoryRows:
        """Return the entries."""
        return HistoryRows(id="history-rows")

    def start(self) -> None:
        """List the newest."""
        self._rows.strings = self.strings
        self.watch_strings(self.strings)
        self.refresh_entries()

    def watch_strings(self, strings: Strings) -> None:
        """Speak the other language."""
        if self.is_ready:
            self._rows.strings = strings
            self.filter_field.placeholder = f"/ {strings.history.screen.filter}"
            self._show()

    def watch_is_focused(self) -> None:
        """Light the heading."""
        if self.is_ready:
            self._heading.redraw()
            self._rows.refresh()

    # -- entries -----------------------------------------------------------------------------

    @property
    def entry(self) -> HistoryEntry | None:
        """The entry in hand."""
        return self._rows.entry if self.is_ready else None

    def works(self, action: str) -> bool:
        """Return whether there is an entry to act on, and one to bring back."""
        match action:
            case "undo_removal":
                return bool(self._removed)
            case "copy_request_id":
                return self.entry is not None and bool(self.entry.request_id)
            case "save_example":
                return self.entry is not None and self.entry.verdict is not None
            case (
                "choose"
                | "save"
                | "send"
                | "compare_entry"
                | "remove_entry"
                | "clear_entries"
                | "bundle"
            ):
                return self.entry is not None
            case _:
                return True

    def refresh_entries(self, wanted: int = 0) -> None:
        """Read again what the search finds; the cursor stays on its entry."""
        if self.is_ready:
            names = tuple(environment.name for environment in self._session.environments.all)
            query = read_query(self.filter_field.value, names)
            self._find(query, wanted or (self.entry.id if self.entry else 0))

    @work(group="history", exclusive=True)
    async def _find(self, query: HistoryQuery, wanted: int) -> None:
        try:
            page = await (await self._session.open_history()).find(query)
            self._problem = self._session.history.problem
        except WedaError as error:
            page, self._problem = HistoryPage(), error
        self._page, self._query, self._is_read = page, query, True
        self._show(wanted)
        self._tell_in_hand()

    def _show(self, wanted: int = 0) -> None:
        wanted = wanted or (self.entry.id if self.entry else 0)
        self._rows.show(self._page.entries, self._session.clock.wall(), wanted=wanted)
        self.redraw_words()
        self.post_message(self.KeysChanged())

    @on(Rows.Moved, "#history-rows")
    def _on_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._tell_in_hand()
        self.post_message(self.KeysChanged())

    @work(group="in-hand", exclusive=True)
    async def _tell_in_hand(self) -> None:
        record = await self._read(self.entry) if self.entry is not None else None
        self.post_message(self.InHand(record))

    async def record_in_hand(self) -> HistoryRecord | None:
        """Return the entry in hand whole; ``None`` for none."""
        return await self._read(self.entry) if self.entry is not None else None

    async def _read(self, entry: HistoryEntry) -> HistoryRecord | None:
        """Return an entry whole, or say why that cannot be."""
        try:
            return await self._session.history.read(entry.id)
        except WedaError as error:
            self.post_message(Noticed(explain(error, self.strings).what))
            return None

    # -- acting on the entry in hand ---------------------------------------------------------

    @on(Rows.Chosen, "#history-rows")
    def _on_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_choose()

    @work(group="history-act", exclusive=True)
    async def action_choose(self) -> None:
        """Open the entry in hand."""
        if self.entry is not None and (record := await self._read(self.entry)):
            self.post_message(self.Opened(record))

    @work(group="history-act", exclusive=True)
    async def send_again(self) -> None:
        """Send the entry in hand again."""
        if self.entry is not None and (record := await self._read(self.entry)):
            self.post_message(self.SendAgain(record))

    @work(group="history-act", exclusive=True)
    async def action_compare_entry(self) -> None:
        """Ending the entry in hand, or compare it with the one that is marked."""
        record = await self._read(self.entry) if self.entry is not None else None
        if record is None:
            return
        marked = self._marked
        if marked is None:
            self.mark(record)
            return
        self.mark(None)
        if marked.entry.id != record.entry.id:
            pair = sorted((marked, record), key=lambda each: each.entry.id)
            self.post_message(self.Compared(*pair))

    def mark(self, record: HistoryRecord | None) -> None:
        """Let an entry wait to be compared with the one that is chosen next, or none."""
        self._marked = record
        self._rows.marked = record.entry.id if record else 0
        self._rows.refresh()
        if record is not None:
            self.post_message(Noticed(self.strings.history.screen.marked))

    @work(group="history-act", exclusive=True)
    async def action_remove_entry(self) -> None:
        """Delete the entry in hand; Ctrl+Z brings it back."""
        entry = self.entry
        if entry is None:
            return
        words = self.strings.history.screen
        try:
            self._removed.append(await self._session.history.delete([entry.id]))
        except WedaError as error:
            self.post_message(Noticed(explain(error, self.strings).what))
            return
        self.post_message(Noticed(words.deleted))
        self.refresh_entries(self._neighbour(entry))

    def _neighbour(self, entry: HistoryEntry) -> int:
        """Return the number of the entry below one, else of the one above."""
        numbers = [each.id for each in self._page.entries]
        at = numbers.index(entry.id) if entry.id in numbers else -1
        others = [*numbers[at + 1 :], *reversed(numbers[: max(at, 0)])]
        return others[0] if others else 0

    @work(group="history-act", exclusive=True)
    async def action_undo_removal(self) -> None:
        """Bring back what was deleted last."""
        words = self.strings.history.screen
        if not self._removed:
            self.post_message(Noticed(words.nothing_deleted))
            return
        records = self._removed.pop()
        try:
            await self._session.history.restore(records)
        except WedaError as error:
            self._removed.append(records)
            self.post_message(Noticed(explain(error, self.strings).what))
            return
        self.post_message(Noticed(words.restored))
        self.refresh_entries(records[0].entry.id)

    def action_clear_entries(self) -> None:
        """Wish for all that is listed to be deleted."""
        if self._page.entries:
            number = len(self._page.entries) if self.filter_field.value.strip() else self._page.kept
            self.post_message(self.ClearWanted(self, self._query, number))

    @work(group="history-act", exclusive=True)
    async def clear(self, query: HistoryQuery) -> None:
        """Delete all that a query wants."""
        words = self.strings.history.command
        try:
            deleted = await self._session.history.delete_matching(query)
        except WedaError as error:
            self.post_message(Noticed(explain(error, self.strings).what))
            return
        self.post_message(Noticed(words.deleted.format(count=count(deleted))))
        self.refresh_entries()

    def action_copy_request_id(self) -> None:
        """Copy the requestId of the entry in hand."""
        if self.entry is not None and self.entry.request_id:
            self.post_message(CopyRequested(self.entry.request_id, "requestId"))
        else:
            self.post_message(Noticed(self.strings.tui.result.no_request_id))

    # -- focus -------------------------------------------------------------------------------

    def focus_stage(self) -> None:
        """Land on the entries; in the search where there are none."""
        self.land_in(self._rows if self._rows.row_count or not self._is_read else self.filter_field)

    def narrow(self) -> None:
        """List what the search finds."""
        self.refresh_entries()

    # -- drawing -----------------------------------------------------------------------------

    def draw_remark(self, width: int) -> list[Line]:
        """Say why there is nothing to see."""
        words = self.strings.history.screen
        if self._problem is not None:
            said = explain(self._problem, self.strings)
            parts = [*wrap(f"✗ {said.what}", width - 3), *wrap(said.hint, width - 3)]
            return [Line([Run("  "), Run(part, "fail")]) for part in parts]
        if not self._is_read:
            return [Line([Run(f"  ~ {words.reading}", "dim")])]
        if self._page.entries:
            return []
        query = self.filter_field.value.strip()
        text = words.nothing_found.format(query=query) if query else words.empty
        return [Line([Run("  "), Run(part, "dim")]) for part in wrap(text, width - 3)]

    def draw_foot(self, width: int) -> list[Line]:
        """Count the entries."""
        words, page = self.strings.history.screen, self._page
        if not page.entries:
            return []
        if self.filter_field.value.strip():
            text = words.found.format(count=count(len(page.entries)))
        else:
            text = words.kept.format(count=count(page.kept))
        return [Line([Run("  "), Run(part, "faint")]) for part in wrap(text, width - 3)]
