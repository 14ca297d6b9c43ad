"""WHAT, on its other tab: everything that was sent, newest first, narrowed as it is typed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from textual import work
from textual.getters import query_one
from textual.message import Message

from weda_tui.core.errors import WedaError
from weda_tui.core.history.entry import (
    HistoryEntry,
    HistoryPage,
    HistoryQuery,
    HistoryRecord,
    read_query,
)
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.history import SPOKEN_MARKS
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.commands.table import (
    BUNDLE,
    CLEAR_ENTRIES,
    COMPARE_ENTRY,
    COPY_REQUEST_ID,
    REMOVE_ENTRY,
    SAVE,
    SAVE_EXAMPLE,
    SEND,
    UNDO_REMOVAL,
    Handler,
    Handlers,
    bindings,
    screen_bindings,
    when,
)
from weda_tui.tui.history.entry_list import EntryRows, EntryStage
from weda_tui.tui.history.view import (
    WIDE,
    entry_line,
    has_several_environments,
    history_rows,
    name_width,
    reason_line,
)
from weda_tui.tui.layout.list_tab import WhatTab
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.drawing.wrap import paragraph
from weda_tui.tui.widgets.intent import Intent
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.noticed import Noticed


class HistoryRows(EntryRows):
    """Days, entries, and why one is no success."""

    _name_cells = 0
    _is_mixed = False

    def show_entries(self, entries: Sequence[HistoryEntry], now: float, *, wanted: int) -> None:
        """List entries; the cursor goes to the one of the number ``wanted``, else to the first."""
        self._name_cells, self._is_mixed = name_width(entries), has_several_environments(entries)
        self.show(history_rows(entries, now, self.strings), wanted=wanted)

    def entry_row(self, entry: HistoryEntry, width: int, *, is_marked: bool) -> Line:
        """Draw an entry."""
        name_cells = self._name_cells if width >= WIDE or self._is_mixed else 0
        return entry_line(entry, width, self.strings, is_marked=is_marked, name_cells=name_cells)

    def reason_row(self, entry: HistoryEntry, width: int) -> Line:
        """Draw the reason of an entry."""
        return reason_line(entry, width, self.strings)


class HistoryPane(EntryStage, WhatTab):
    """The history as a stage: it searches and deletes by itself."""

    @dataclass
    class EntryOpened(Intent):
        """An entry is to be opened as a draft."""

        record: HistoryRecord

    @dataclass
    class SendAgain(Intent):
        """An entry is to be sent again."""

        record: HistoryRecord

    @dataclass
    class Compared(Intent):
        """Two entries are to be compared, the older one first."""

        before: HistoryRecord
        after: HistoryRecord

    @dataclass
    class EntrySelected(Message):
        """Another entry is selected, or none."""

        record: HistoryRecord | None

    @dataclass
    class ClearWanted(Intent):
        """All that is listed is to be deleted."""

        pane: "HistoryPane"
        query: HistoryQuery
        count: int

    TAB = "history"

    _rows = query_one("#history-rows", HistoryRows)
    _heading = query_one("#history-heading", Lines)

    BINDINGS = [
        *bindings(COMPARE_ENTRY, REMOVE_ENTRY, UNDO_REMOVAL, COPY_REQUEST_ID),
        *screen_bindings(BUNDLE, SAVE_EXAMPLE),
    ]

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._session = session
        self._page = HistoryPage()
        self._query = HistoryQuery()
        self._problem: WedaError | None = None
        self._is_read = False
        self._removed: list[HistoryRecord] = []
        """What was deleted and not brought back, the last at the end."""
        self._changing = asyncio.Lock()
        """Has deletions and what undoes them follow one another as their keys did."""
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
    def entry_rows(self) -> HistoryRows:
        """The entries."""
        return self._rows

    def handlers(self) -> Handlers:
        """Return what is done with the selected entry, here and by the screen."""
        has_entry = when(lambda: self.entry)
        return {
            **super().handlers(),
            COMPARE_ENTRY: Handler(self.action_compare_entry, has_entry),
            REMOVE_ENTRY: Handler(self.action_remove_entry, has_entry),
            CLEAR_ENTRIES: Handler(self.action_clear_entries, has_entry),
            UNDO_REMOVAL: Handler(self.action_undo_removal, when(lambda: self._removed)),
            SAVE: Handler(why_not=has_entry),
            SEND: Handler(why_not=has_entry),
            BUNDLE: Handler(why_not=has_entry),
            SAVE_EXAMPLE: Handler(
                why_not=when(lambda: self.entry is not None and self.entry.verdict is not None)
            ),
        }

    def refresh_entries(self, wanted: int = 0) -> None:
        """Read again what the search finds; the cursor stays on its entry."""
        if self.is_ready:
            names = tuple(environment.name for environment in self._session.environments.all)
            query = read_query(self.filter_field.value, names, SPOKEN_MARKS)
            self._find(query, wanted or (self.entry.id if self.entry else 0))

    @work(group="history", exclusive=True, description="history")
    async def _find(self, query: HistoryQuery, wanted: int) -> None:
        try:
            page = await (await self._session.open_history()).find(query)
            self._problem = self._session.history.problem
        except WedaError as error:
            page, self._problem = HistoryPage(), error
        self._page, self._query, self._is_read = page, query, True
        self._show(wanted)
        self.load_selected()

    def _show(self, wanted: int = 0) -> None:
        wanted = wanted or (self.entry.id if self.entry else 0)
        self._rows.show_entries(self._page.entries, self._session.clock.wall(), wanted=wanted)
        self.redraw_words()
        self.post_message(self.KeysChanged())

    async def show_selected(self, record: HistoryRecord | None) -> None:
        """Tell which entry is selected."""
        self.post_message(self.EntrySelected(record))

    # -- acting on the selected entry ---------------------------------------------------------

    def open_record(self, record: HistoryRecord) -> None:
        """Wish to open an entry as a draft."""
        self.post_message(self.EntryOpened(record))

    @work(group="entry-act", exclusive=True)
    async def send_again(self) -> None:
        """Send the selected entry again."""
        if (record := await self.selected_record()) is not None:
            self.post_message(self.SendAgain(record))

    @work(group="entry-act", exclusive=True)
    async def action_compare_entry(self) -> None:
        """Mark the selected entry, or compare it with the one that is marked."""
        record = await self.selected_record()
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

    def action_remove_entry(self) -> None:
        """Delete the selected entry; Ctrl+Z brings it back."""
        if self.entry is not None:
            self._remove(self.entry)

    @work(group="entry-change", description="entry-change")
    async def _remove(self, entry: HistoryEntry) -> None:
        async with self._changing:
            if any(record.entry.id == entry.id for record in self._removed):
                return  # the key was pressed again before the list was read
            try:
                self._removed += await self._session.history.delete([entry.id])
            except WedaError as error:
                self.refuse(error)
                return
            self.post_message(Noticed(self.strings.history.screen.deleted))
            self.refresh_entries(self._neighbour(entry))

    def _neighbour(self, entry: HistoryEntry) -> int:
        """Return the number of the entry below one, else of the one above."""
        numbers = [each.id for each in self._page.entries]
        at = numbers.index(entry.id) if entry.id in numbers else -1
        others = [*numbers[at + 1 :], *reversed(numbers[: max(at, 0)])]
        return others[0] if others else 0

    @work(group="entry-change")
    async def action_undo_removal(self) -> None:
        """Bring back what was deleted last."""
        words = self.strings.history.screen
        async with self._changing:
            if not self._removed:
                self.post_message(Noticed(words.nothing_deleted))
                return
            record = self._removed[-1]
            try:
                await self._session.history.restore([record])
            except WedaError as error:
                self.refuse(error)
                return
            self._removed.pop()
            self.post_message(Noticed(words.restored))
            self.refresh_entries(record.entry.id)

    def action_clear_entries(self) -> None:
        """Wish for all that is listed to be deleted."""
        if self._page.entries:
            number = len(self._page.entries) if self.filter_field.value.strip() else self._page.kept
            self.post_message(self.ClearWanted(self, self._query, number))

    @work(group="entry-change", description="entry-change")
    async def clear(self, query: HistoryQuery) -> None:
        """Delete all that a query wants."""
        words = self.strings.history.command
        async with self._changing:
            try:
                deleted = await self._session.history.delete_matching(query)
            except WedaError as error:
                self.refuse(error)
                return
            self.post_message(Noticed(words.deleted.format(count=count(deleted))))
            self.refresh_entries()

    # -- focus -------------------------------------------------------------------------------

    def focus_stage(self) -> None:
        """Land on the entries; in the search where there are none."""
        self.focus_inside(
            self._rows if self._rows.row_count or not self._is_read else self.filter_field
        )

    def narrow(self) -> None:
        """List what the search finds."""
        self.refresh_entries()

    # -- drawing -----------------------------------------------------------------------------

    def draw_remark(self, width: int) -> list[Line]:
        """Say why there is nothing to see."""
        words = self.strings.history.screen
        if self._problem is not None:
            said = explain(self._problem, self.strings)
            texts = (f"✗ {said.what}", said.hint)
            return [line for text in texts for line in paragraph(text, width, "fail")]
        if not self._is_read:
            return [Line([Run(f"  ~ {words.reading}", "dim")])]
        if self._page.entries:
            return []
        query = self.filter_field.value.strip()
        text = words.nothing_found.format(query=query) if query else words.empty
        return paragraph(text, width, "dim")

    def draw_foot(self, width: int) -> list[Line]:
        """Count the entries."""
        words, page = self.strings.history.screen, self._page
        if not page.entries:
            return []
        if self.filter_field.value.strip():
            text = words.found.format(count=count(len(page.entries)))
        else:
            text = words.kept.format(count=count(page.kept))
        return paragraph(text, width, "faint")
