"""The tree of saved requests in WHAT; a file is read when its row is drawn."""

import asyncio
from collections.abc import Mapping

from textual import on, work
from textual.getters import query_one
from textual.reactive import var

from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Target
from weda_tui.core.history.entry import LastResult
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.collections import messages
from weda_tui.tui.collections.actions import SavedActions
from weda_tui.tui.collections.listing import SavedListing
from weda_tui.tui.collections.rows import SavedRows
from weda_tui.tui.collections.tree_view import SavedNode
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import Handler, Handlers, bindings, when
from weda_tui.tui.layout.list_tab import WhatTab
from weda_tui.tui.widgets.drawing.paint import Line, Run, paragraph
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.pane import TALL
from weda_tui.tui.widgets.rows import Rows


class SavedPane(WhatTab):
    """The middle tab of WHAT: lists and filters saved requests, and posts which row is selected."""

    RequestSelected = messages.RequestSelected
    RequestOpened = messages.RequestOpened
    MoveRequested = messages.MoveRequested
    DetailsRequested = messages.DetailsRequested
    NewRequested = messages.NewRequested
    PathChanged = messages.PathChanged
    ExportRequested = messages.ExportRequested
    CompareRequested = messages.CompareRequested
    RunRequested = messages.RunRequested

    where: var[Target | None] = var(None)
    catalogue: var[Catalogue] = var(Catalogue(()))
    edited: var[frozenset[str]] = var(frozenset[str]())
    """The paths of the requests with unsaved edits."""
    current: var[str] = var("")
    """The path of the open request."""
    ran: var[tuple[str, bool] | None] = var[tuple[str, bool] | None](None)
    """The last run on one line, and whether all its requests passed."""

    landing = ""
    """Where the dragged row would be placed, in words; empty while no row is dragged."""
    is_whole = False
    """Whether the pane is on the screen of saved requests, with the selected request beside it."""

    _footer = query_one("#saved-foot", Lines)

    BINDINGS = [
        *bindings(
            commands.RENAME_SAVED, commands.EDIT_DETAILS, commands.DUPLICATE_SAVED,
            commands.NEW_SAVED, commands.RUN_SAVED, commands.EXPORT_SAVED, commands.COMPARE_SAVED,
            commands.REMOVE_SAVED, commands.UNDO_CHANGE, commands.SHIFT_UP, commands.SHIFT_DOWN,
        ),
    ]  # fmt: skip

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        rows = SavedRows(id="saved-rows")
        super().__init__("saved", rows, id=id)
        self._session, self._rows = session, rows
        self._listing = SavedListing(session.collections)
        self._actions = SavedActions(self, session.collections, self._listing)
        self._stamps: dict[str, int] = {}
        """The modification time of each open folder, as read last."""
        self._wanted = ""
        """The path of the row that the next listing moves the cursor to."""
        self._is_stale = True
        """Whether the disk is to be read before the next listing."""

    def start(self) -> None:
        """List the saved requests, and read their last results."""
        rows = self._rows
        rows.session, rows.strings, rows.shows_more = self._session, self.strings, self.is_whole
        self._update_rows()
        for name in ("catalogue", "where", "edited", "current"):
            self.watch(self, name, self._update_rows, init=False)
        self.watch_strings(self.strings)
        self.refresh_saved(self.current)
        self.refresh_results()

    # -- state that comes down ---------------------------------------------------------------

    def watch_strings(self, strings: Strings) -> None:
        """Draw in the new language."""
        if self.is_ready:
            self._rows.strings = strings
            self._name_filter()
            self._redraw()

    def _name_filter(self) -> None:
        words, total = self.strings.saved.screen, self._listing.total
        text = words.filter_count.format(count=count(total)) if total else words.filter
        self.filter_field.placeholder = f"/ {text}"

    def _update_rows(self) -> None:
        rows = self._rows
        rows.catalogue, rows.where = self.catalogue, self.where
        rows.edited, rows.current = self.edited, self.current
        rows.refresh()

    def watch_ran(self) -> None:
        """Show the last run in the foot."""
        if self.is_ready:
            self._footer.redraw()

    def watch_is_focused(self) -> None:
        """Draw the heading with or without the focus."""
        if self.is_ready:
            self._redraw()

    def _redraw(self) -> None:
        self.redraw_words()
        self._rows.refresh()

    # -- rows --------------------------------------------------------------------------------

    @property
    def node(self) -> SavedNode | None:
        """The selected row."""
        return self._rows.node if self.is_ready else None

    def refresh_saved(self, wanted: str = "") -> None:
        """List again from the disk; the cursor goes to the row ``wanted``, whose folders unfold."""
        if self.is_ready:
            if wanted:
                self._listing.reveal(wanted)
                self._wanted = wanted
            self._is_stale = True
            self.narrow()

    @work(group="saved", exclusive=True)
    async def narrow(self) -> None:
        """List the matches of the filter; after ``refresh_saved`` read the disk first."""
        if self._is_stale:
            await self._listing.read()
            self._is_stale = False
        before = self.node
        has_gaps = self.is_whole and self.app.size.height >= TALL
        text = self.filter_field.value
        nodes = await self._listing.nodes(text, has_gaps=has_gaps)
        if not (self.is_attached and self.is_ready):
            return
        if self.narrowed.is_new(text):
            self._wanted = next((node.path for node in nodes if not node.is_folder), "")
        self._rows.can_drag = self._listing.found is None
        self._rows.show_nodes(nodes, self._wanted)
        self._wanted = ""
        self._name_filter()
        self._redraw()
        self.post_message(self.KeysChanged())
        if self.node != before:
            self._post_selected()
        self.narrowed.shown(text)

    def _post_selected(self) -> None:
        node = self.node
        self.post_message(self.RequestSelected("" if node is None or node.is_folder else node.path))

    @work(group="saved-results", exclusive=True)
    async def refresh_results(self) -> None:
        """Read the last result of each request."""
        last, unsent = dict[str, LastResult](), self._session.collections.unsent
        if self._session.has_history:
            history = await self._session.open_history()
            last = await history.last_of_saved(self._session.paths.workspace_digest)
        newer = {p: each for p, each in unsent.items() if p not in last or last[p].at < each.at}
        self.show_results({**last, **newer})

    def show_results(self, last: Mapping[str, LastResult]) -> None:
        """Show the last result of each request; ``last`` is keyed by path."""
        if self.is_attached and self.is_ready and last != self._rows.last:
            self._rows.last = last
            self._rows.refresh()
            self.post_message(self.KeysChanged())

    @work(group="saved-look", exclusive=True)
    async def reload_changed(self) -> None:
        """List again if another program added, removed or wrote files in open folders."""
        if not self.is_ready or not self._listing.is_read:
            return
        collections, drawn = self._session.collections, self._rows.drawn
        is_written = await asyncio.to_thread(collections.seen.forget_changed, drawn)
        stamps = await asyncio.to_thread(collections.stamps, self._listing.folders)
        before, self._stamps = self._stamps, stamps
        if is_written or any(before.get(file, at) != at for file, at in stamps.items()):
            self.refresh_saved()

    @on(SavedRows.Unread)
    def _on_unread(self) -> None:
        self._read()

    @work(group="saved-read")
    async def _read(self) -> None:
        """Read the files of the rows that were drawn."""
        unread = sorted(self._rows.unread)
        await asyncio.to_thread(self._session.collections.seen.load, unread)
        if self.is_attached:
            self._rows.unread.clear()
            self._rows.refresh()
            self._footer.redraw()

    @on(Rows.CursorMoved, "#saved-rows")
    def _on_moved(self, event: Rows.CursorMoved) -> None:
        event.stop()
        self.post_message(self.KeysChanged())
        self._post_selected()

    # -- acting on the selected row -----------------------------------------------------------

    def handlers(self) -> Handlers:
        """Return the handlers of the commands on the selected row."""
        return {
            **super().handlers(),
            **self._actions.handlers(),
            commands.FOLD: Handler(self._rows.action_fold, when(lambda: self.node)),
            commands.COMPARE_SAVED: Handler(
                self._actions.compare,
                when(lambda: self.node is not None and self.node.path in self._rows.last),
            ),
        }

    def action_choose(self) -> None:
        """Open the selected request; unfold or fold the selected folder."""
        self._actions.choose()

    @on(Rows.RowChosen, "#saved-rows")
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        event.stop()
        self._actions.choose()

    @on(SavedRows.Dragged)
    def _on_dragged(self, event: SavedRows.Dragged) -> None:
        self.landing = self._actions.drop_words(event.target)
        self._footer.redraw()

    @on(SavedRows.Dropped)
    def _on_dropped(self, event: SavedRows.Dropped) -> None:
        self._actions.put(event.source, event.target)

    # -- drawing -----------------------------------------------------------------------------

    def draw_remark(self, width: int) -> list[Line]:
        """Return the number of matches, a problem, or how to begin."""
        words, query = self.strings.saved.screen, self.filter_field.value.strip()
        found, problems = self._listing.found, self._listing.problems
        if found is not None and query:
            text = words.found.format(count=count(found)) if found else ""
            return [Line([Run("  "), Run(text or words.nothing_found.format(query=query), "dim")])]
        if problems:
            return paragraph(f"✗ {explain(problems[0], self.strings).what}", width, "fail")
        if self._listing.is_read and not self._rows.nodes:
            return paragraph(words.empty, width, "dim")
        return []

    def draw_footer(self, width: int) -> list[Line]:
        """Return the last run on one line and the folder, or the place of the dragged row."""
        words = self.strings.saved.screen
        if self.landing:
            return paragraph(self.landing, width, "focus")
        lines = paragraph(words.foot, width, "faint")[:2] if self._rows.nodes else []
        if self.ran is not None:
            said, ok = self.ran
            lines.insert(0, Line([Run("  "), Run(said, "ok" if ok else "fail")]))
        return lines
