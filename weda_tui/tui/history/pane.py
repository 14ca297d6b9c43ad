"""The history tab of WHAT: all sent requests, newest first, filtered while the user types."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on, work
from textual.getters import query_one

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
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import Handler, Handlers, bindings, screen_bindings, when
from weda_tui.tui.history.messages import EntrySelected, PairRequested
from weda_tui.tui.history.removal import EntryRemoval
from weda_tui.tui.history.selected_entry import EntryRows, SelectedEntry
from weda_tui.tui.history.view import (
    WIDE,
    entry_line,
    has_several_environments,
    history_rows,
    name_width,
)
from weda_tui.tui.layout.list_tab import WhatTab
from weda_tui.tui.widgets.drawing.paint import Line, Run, paragraph
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import Intent, Noticed
from weda_tui.tui.widgets.rows import Rows


class HistoryRows(EntryRows):
    """Rows of days and entries, and of the reasons why entries failed."""

    _name_cells = 0
    _is_mixed = False

    def show_entries(self, entries: Sequence[HistoryEntry], now: float, *, wanted: int) -> None:
        """List entries; the cursor goes to the entry number ``wanted``, else to the first entry."""
        self._name_cells, self._is_mixed = name_width(entries), has_several_environments(entries)
        self.show(history_rows(entries, now, self.strings), wanted=wanted)

    def entry_row(self, entry: HistoryEntry, width: int, *, is_marked: bool) -> Line:
        """Draw an entry."""
        name_cells = self._name_cells if width >= WIDE or self._is_mixed else 0
        return entry_line(entry, width, self.strings, is_marked=is_marked, name_cells=name_cells)


class HistoryPane(WhatTab):
    """The history as a stage; searches and deletes without the screen."""

    @dataclass
    class SendAgain(Intent):
        """Send an entry again."""

        record: HistoryRecord

    @dataclass
    class ClearRequested(Intent):
        """Delete all listed entries, after a question."""

        pane: "HistoryPane"
        query: HistoryQuery
        count: int

    _heading = query_one("#history-heading", Lines)

    BINDINGS = [
        *bindings(
            commands.COMPARE_ENTRY,
            commands.REMOVE_ENTRY,
            commands.UNDO_REMOVAL,
            commands.COPY_REQUEST_ID,
        ),
        *screen_bindings(commands.BUNDLE, commands.SAVE_EXAMPLE),
    ]

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        rows = HistoryRows(id="history-rows")
        super().__init__("history", rows, id=id)
        self._session, self._rows = session, rows
        self.selected = SelectedEntry(self, session, rows, show=self._show_selected)
        self._removal = EntryRemoval(self, session)
        self._page = HistoryPage()
        self._query = HistoryQuery()
        self._problem: WedaError | None = None
        self._is_read = False
        self._marked: HistoryRecord | None = None

    def start(self) -> None:
        """List the newest entries."""
        self._rows.strings = self.strings
        self.watch_strings(self.strings)
        self.refresh_entries()

    def watch_strings(self, strings: Strings) -> None:
        """Draw in the new language."""
        if self.is_ready:
            self._rows.strings = strings
            self.filter_field.placeholder = f"/ {strings.history.screen.filter}"
            self._show()

    def watch_is_focused(self) -> None:
        """Draw the heading with or without the focus."""
        if self.is_ready:
            self._heading.redraw()
            self._rows.refresh()

    # -- entries -----------------------------------------------------------------------------

    @property
    def entry(self) -> HistoryEntry | None:
        """The selected entry."""
        return self.selected.entry

    async def selected_record(self) -> HistoryRecord | None:
        """Return the selected entry with its request and response; ``None`` for no entry."""
        return await self.selected.record()

    @property
    def listed_entries(self) -> Sequence[HistoryEntry]:
        """The entries that the search found."""
        return self._page.entries

    @on(Rows.CursorMoved)
    def _on_moved(self, event: Rows.CursorMoved) -> None:
        self.selected.on_cursor_moved(event)

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        self.selected.on_row_chosen(event)

    def handlers(self) -> Handlers:
        """Return the handlers of the commands on the selected entry.

        A handler without a callback only says whether the screen can run the command.
        """
        has_entry = when(lambda: self.entry)
        return {
            **super().handlers(),
            **self.selected.handlers(),
            commands.COMPARE_ENTRY: Handler(self.action_compare_entry, has_entry),
            commands.REMOVE_ENTRY: Handler(self._removal.remove, has_entry),
            commands.CLEAR_ENTRIES: Handler(self.action_clear_entries, has_entry),
            commands.UNDO_REMOVAL: Handler(
                self._removal.undo, when(lambda: self._removal.can_undo)
            ),
            commands.SAVE: Handler(why_not=has_entry),
            commands.SEND: Handler(why_not=has_entry),
            commands.BUNDLE: Handler(why_not=has_entry),
            commands.SAVE_EXAMPLE: Handler(
                why_not=when(lambda: self.entry is not None and self.entry.verdict is not None)
            ),
        }

    def refresh_entries(self, wanted: int = 0) -> None:
        """Search again; the cursor stays on its entry unless ``wanted`` names another one."""
        if self.is_ready:
            self._find(self.filter_field.value, wanted)

    def show_agent_calls(self, wanted: int) -> None:
        """List the calls of agents; the cursor goes to the entry with the number ``wanted``."""
        with self.prevent(Field.Changed):
            self.filter_field.value = self.strings.history.screen.by_agents
        self.refresh_entries(wanted)

    @work(group="history", exclusive=True, description="history")
    async def _find(self, text: str, wanted: int) -> None:
        names = tuple(environment.name for environment in self._session.environments.all)
        query = read_query(text, names, SPOKEN_MARKS)
        try:
            page = await (await self._session.open_history()).find(query)
            self._problem = self._session.history.problem
        except WedaError as error:
            page, self._problem = HistoryPage(), error
        self._page, self._query, self._is_read = page, query, True
        self._show(wanted, is_first=self.narrowed.is_new(text))
        self.selected.load()
        self.narrowed.shown(text)

    def _show(self, wanted: int = 0, *, is_first: bool = False) -> None:
        kept = self.entry.id if self.entry and not is_first else 0
        wanted = wanted or kept
        self._rows.show_entries(self._page.entries, self._session.clock.wall(), wanted=wanted)
        self.redraw_words()
        self.post_message(self.KeysChanged())

    async def _show_selected(self, record: HistoryRecord | None) -> None:
        """Post which entry is selected."""
        self.post_message(EntrySelected(record))

    # -- acting on the selected entry ---------------------------------------------------------

    @work(group="entry-act", exclusive=True)
    async def send_again(self) -> None:
        """Send the selected entry again."""
        if (record := await self.selected_record()) is not None:
            self.post_message(self.SendAgain(record))

    @work(group="entry-act", exclusive=True)
    async def action_compare_entry(self) -> None:
        """Mark the selected entry, or compare it with the marked entry."""
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
            self.post_message(PairRequested(*pair))

    def mark(self, record: HistoryRecord | None) -> None:
        """Mark an entry to compare with the next chosen entry; ``None`` removes the mark."""
        self._marked = record
        self._rows.marked = record.entry.id if record else 0
        self._rows.refresh()
        if record is not None:
            self.post_message(Noticed(self.strings.history.screen.marked))

    def action_clear_entries(self) -> None:
        """Ask the screen to delete all listed entries."""
        if self._page.entries:
            number = len(self._page.entries) if self.filter_field.value.strip() else self._page.kept
            self.post_message(self.ClearRequested(self, self._query, number))

    def clear(self, query: HistoryQuery) -> None:
        """Delete all entries that match a query."""
        self._removal.clear(query)

    # -- focus -------------------------------------------------------------------------------

    def focus_stage(self) -> None:
        """Focus the entries, or the search field if there are none."""
        self.focus_inside(
            self._rows if self._rows.row_count or not self._is_read else self.filter_field
        )

    def narrow(self) -> None:
        """List the entries that match the search."""
        self.refresh_entries()

    # -- drawing -----------------------------------------------------------------------------

    def draw_remark(self, width: int) -> list[Line]:
        """Return why the list is empty."""
        words = self.strings.history.screen
        if self._problem is not None:
            meaning = explain(self._problem, self.strings)
            texts = (f"✗ {meaning.what}", meaning.hint)
            return [line for text in texts for line in paragraph(text, width, "fail")]
        if not self._is_read:
            return [Line([Run(f"  ~ {words.reading}", "dim")])]
        if self._page.entries:
            return []
        query = self.filter_field.value.strip()
        text = words.nothing_found.format(query=query) if query else words.empty
        return paragraph(text, width, "dim")

    def draw_footer(self, width: int) -> list[Line]:
        """Return the number of entries."""
        words, page = self.strings.history.screen, self._page
        if not page.entries:
            return []
        if self.filter_field.value.strip():
            text = words.found.format(count=count(len(page.entries)))
        else:
            text = words.kept.format(count=count(page.kept))
        return paragraph(text, width, "faint")
