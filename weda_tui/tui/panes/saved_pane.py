"""WHAT, on its middle tab: the saved requests in their folders, read as they come into view."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from textual import on, work
from textual.binding import Binding
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var

from weda_tui.core.catalogue import Catalogue
from weda_tui.core.collection_path import name_of, parent_of
from weda_tui.core.environment import Where
from weda_tui.core.errors import FileError
from weda_tui.core.history import LastResult
from weda_tui.i18n.explain import explain
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.drawings.saved import SavedNode
from weda_tui.tui.parts.saved_listing import SavedListing
from weda_tui.tui.parts.saved_rows import SavedRows
from weda_tui.tui.parts.what_tab import WhatTab
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Line, Run
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.wrap import wrap

TALL = 34
"""Rows of a screen from which blank ones stand between collections."""


class SavedPane(WhatTab):
    """What is saved, as a stage: it lists, orders, copies and deletes by itself."""

    @dataclass
    class Opened(Message):
        """A request is to be opened."""

        path: str

    @dataclass
    class MoveWanted(Message):
        """A request or a folder is to have another name or place."""

        path: str
        title: str
        is_folder: bool

    @dataclass
    class DetailsWanted(Message):
        """The tags and the description of a request are to be edited."""

        path: str

    @dataclass
    class NewWanted(Message):
        """A request, or a folder, is to be made in a folder."""

        folder: str
        is_folder: bool

    @dataclass
    class PathChanged(Message):
        """What was at a path is at another one; an empty one is nowhere."""

        path: str
        new: str

    @dataclass
    class ExportWanted(Message):
        """A request, or all of a folder, is to be written for another program."""

        path: str
        title: str

    @dataclass
    class InHand(Message):
        """Another row is in hand; no path for a folder or none."""

        path: str

    @dataclass
    class CompareWanted(Message):
        """The last two answers of the request in hand are to be compared."""

        path: str

    @dataclass
    class RunWanted(Message):
        """A request, or all of a folder, is to be run."""

        path: str

    TAB = "saved"

    where: var[Where | None] = var(None)
    catalogue: var[Catalogue] = var(Catalogue(()))
    edited: var[frozenset[str]] = var(frozenset[str]())
    """Paths of requests with edits that are not saved."""
    current: var[str] = var("")
    """The path of the request in hand."""
    ran: var[tuple[str, bool] | None] = var[tuple[str, bool] | None](None)
    """The last run on one line, and whether all passed."""

    is_whole = False
    """Whether this is the tree of the whole screen: a request is shown beside it."""

    _rows = query_one("#saved-rows", SavedRows)
    _foot = query_one("#saved-foot", Lines)

    BINDINGS = [
        Binding("m", "rename_saved", show=False),
        Binding("e", "edit_details", show=False),
        Binding("d", "duplicate_saved", show=False),
        Binding("n", "new_saved", show=False),
        Binding("R", "run_saved", show=False),
        Binding("x", "export_saved", show=False),
        Binding("equals_sign,＝", "compare_saved", show=False),
        Binding("delete", "remove_saved", show=False),
        Binding("ctrl+z", "undo_change", show=False),
        Binding("alt+up,K", "shift_up", show=False),
        Binding("alt+down,J", "shift_down", show=False),
    ]

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._session = session
        self._listing = SavedListing(session.collections)
        self._stamp: tuple[int, ...] | None = None
        self._landing = ""

    def make_rows(self) -> SavedRows:
        """Return the tree."""
        return SavedRows(id="saved-rows")

    def start(self) -> None:
        """List what there is, and how it went."""
        rows = self._rows
        rows.session, rows.strings, rows.catalogue = self._session, self.strings, self.catalogue
        rows.edited, rows.current, rows.where = self.edited, self.current, self.where
        rows.shows_beside = self.is_whole
        self.watch_strings(self.strings)
        self.refresh_saved(self.current)
        self.refresh_results()

    # -- state that comes down ---------------------------------------------------------------

    def watch_strings(self, strings: Strings) -> None:
        """Speak the other language."""
        if self.is_ready:
            self._rows.strings = strings
            self._name_filter()
            self._redraw()

    def _name_filter(self) -> None:
        words, total = self.strings.saved.screen, self._listing.total
        said = words.filter_count.format(count=count(total)) if total else words.filter
        self.filter_field.placeholder = f"/ {said}"

    def watch_where(self, where: Where | None) -> None:
        """Say which results came from elsewhere."""
        if self.is_ready:
            self._rows.where = where
            self._rows.refresh()

    def watch_catalogue(self, catalogue: Catalogue) -> None:
        """Say what requests do by what can be called now."""
        if self.is_ready:
            self._rows.catalogue = catalogue
            self._rows.refresh()

    def watch_edited(self, edited: frozenset[str]) -> None:
        """Mark what is not saved."""
        if self.is_ready:
            self._rows.edited = edited
            self._rows.refresh()

    def watch_current(self, current: str) -> None:
        """Tell the request in hand from the others."""
        if self.is_ready:
            self._rows.current = current
            self._rows.refresh()

    def watch_ran(self) -> None:
        """Sum up the last run at the foot."""
        if self.is_ready:
            self._foot.redraw()

    def watch_is_focused(self) -> None:
        """Light the heading."""
        if self.is_ready:
            self._redraw()

    def _redraw(self) -> None:
        self.redraw_words()
        self._rows.refresh()

    # -- rows --------------------------------------------------------------------------------

    @property
    def node(self) -> SavedNode | None:
        """The row in hand."""
        return self._rows.node if self.is_ready else None

    @property
    def folder_in_hand(self) -> str:
        """The folder in hand, or that of the request in hand."""
        node = self.node
        return "" if node is None else node.path if node.is_folder else parent_of(node.path)

    def works(self, action: str) -> bool:
        """Return whether there is a row to act on, and one to bring back."""
        node = self.node
        match action:
            case "undo_change":
                return self._session.collections.can_undo
            case "edit_details" | "duplicate_saved":
                return node is not None and not node.is_folder
            case "compare_saved":
                return node is not None and node.path in self._rows.last
            case (
                "choose"
                | "send"
                | "run_saved"
                | "rename_saved"
                | "remove_saved"
                | "export_saved"
                | "shift_up"
                | "shift_down"
                | "fold"
            ):
                return node is not None
            case _:
                return True

    def refresh_saved(self, wanted: str = "") -> None:
        """List again; the cursor goes to the row ``wanted``, whose folders open."""
        if self.is_ready:
            if wanted:
                self._listing.reveal(wanted)
            self._list(wanted)

    @work(group="saved", exclusive=True)
    async def _list(self, wanted: str = "") -> None:
        await self._listing.read()
        await self._show(wanted)

    async def _show(self, wanted: str = "") -> None:
        before = self.node
        has_gaps = self.is_whole and self.app.size.height >= TALL
        nodes = await self._listing.nodes(self.filter_field.value, has_gaps=has_gaps)
        if not (self.is_attached and self.is_ready):
            return
        self._rows.can_drag = self._listing.found is None
        self._rows.show_nodes(nodes, wanted)
        self._name_filter()
        self._redraw()
        self.post_message(self.KeysChanged())
        if self.node != before:
            self._tell_in_hand()

    def _tell_in_hand(self) -> None:
        node = self.node
        self.post_message(self.InHand("" if node is None or node.is_folder else node.path))

    @work(group="saved-results", exclusive=True)
    async def refresh_results(self) -> None:
        """Read how each request last went."""
        if not self._session.has_history:
            return
        history = await self._session.open_history()
        self.show_results(await history.last_of_saved(self._session.paths.workspace_digest))

    def show_results(self, last: Mapping[str, LastResult]) -> None:
        """Show how each request last went, by its path."""
        if self.is_attached and self.is_ready and last != self._rows.last:
            self._rows.last = last
            self._rows.refresh()
            self.post_message(self.KeysChanged())

    @work(group="saved-look", exclusive=True)
    async def look_again(self) -> None:
        """List again where somebody else changed what is open: files come, go, are written."""
        if not self.is_ready or not self._listing.is_read:
            return
        collections, drawn = self._session.collections, self._rows.drawn
        stamp = await asyncio.to_thread(collections.stamp, self._listing.folders, drawn)
        before, self._stamp = self._stamp, stamp
        if before is None or stamp == before:
            return
        await asyncio.to_thread(collections.seen.forget_changed, drawn)
        self._list()

    @on(SavedRows.Unread)
    def _on_unread(self, event: SavedRows.Unread) -> None:
        event.stop()
        self._read()

    @work(group="saved-read")
    async def _read(self) -> None:
        """Read the files of the rows that were drawn."""
        unread = sorted(self._rows.unread)
        await asyncio.to_thread(self._session.collections.seen.look_at, unread)
        if self.is_attached:
            self._rows.unread.clear()
            self._rows.refresh()
            self._foot.redraw()

    # -- acting on the row in hand -----------------------------------------------------------

    @on(Rows.Chosen, "#saved-rows")
    def _on_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Open the request in hand; a folder opens or closes."""
        node = self.node
        if node is None:
            return
        if node.is_folder:
            if self._listing.found is None:
                self._listing.toggle(node.path)
                self._list()
            return
        seen = self._session.collections.seen.get(node.path)
        if seen is not None and seen.problem is not None:
            said = explain(seen.problem, self.strings)
            self.post_message(Noticed(f"✗ {said.what}{said.hint}"))
        else:
            self.post_message(self.Opened(node.path))

    def action_run_saved(self) -> None:
        """Wish to run the request or the folder in hand."""
        if (node := self.node) is not None:
            self.post_message(self.RunWanted(node.path))

    def action_export_saved(self) -> None:
        """Wish to write the request or the folder in hand for another program."""
        if (node := self.node) is not None:
            self.post_message(self.ExportWanted(node.path, self._title_of(node)))

    def action_compare_saved(self) -> None:
        """Wish to compare the last two answers of the request in hand."""
        if (node := self.node) is not None and not node.is_folder:
            self.post_message(self.CompareWanted(node.path))

    def action_rename_saved(self) -> None:
        """Wish for another name or place."""
        if (node := self.node) is not None:
            self.post_message(self.MoveWanted(node.path, self._title_of(node), node.is_folder))

    def _title_of(self, node: SavedNode) -> str:
        seen = self._session.collections.seen.get(node.path)
        return node.title if node.is_folder else seen.title if seen else name_of(node.path)

    def action_edit_details(self) -> None:
        """Wish to edit tags and description."""
        if (node := self.node) is not None and not node.is_folder:
            self.post_message(self.DetailsWanted(node.path))

    def action_new_saved(self) -> None:
        """Wish for a new request."""
        self.post_message(self.NewWanted(self.folder_in_hand, is_folder=False))

    def action_new_folder(self) -> None:
        """Wish for a new folder."""
        self.post_message(self.NewWanted(self.folder_in_hand, is_folder=True))

    @work(group="saved-act")
    async def action_duplicate_saved(self) -> None:
        """Copy the request in hand beside it."""
        if (node := self.node) is not None and not node.is_folder:
            try:
                copy = await asyncio.to_thread(self._session.collections.duplicate, node.path)
            except FileError as error:
                self._refuse(error)
                return
            self._tell_saved(copy.request.path)
            self.refresh_saved(copy.request.path)

    def _tell_saved(self, path: str) -> None:
        self.post_message(Noticed(self.strings.saved.screen.saved.format(file=f"{path}.toml")))

    @work(group="saved-act")
    async def action_remove_saved(self) -> None:
        """Delete what is in hand; Ctrl+Z brings it back."""
        if (node := self.node) is None:
            return
        try:
            await asyncio.to_thread(self._session.collections.remove, node.path)
        except FileError as error:
            self._refuse(error)
            return
        words = self.strings.saved.screen
        self.post_message(Noticed(words.removed.format(name=node.title or name_of(node.path))))
        self.post_message(self.PathChanged(node.path, ""))
        self.refresh_saved()

    @work(group="saved-act")
    async def action_undo_change(self) -> None:
        """Bring back what was deleted last, or put back what was moved."""
        words, collections = self.strings.saved.screen, self._session.collections
        if not collections.can_undo:
            self.post_message(Noticed(words.nothing_removed))
            return
        try:
            undone = await asyncio.to_thread(collections.undo)
        except FileError as error:
            self._refuse(error)
            return
        said = words.put_back if undone.was else words.restored
        self.post_message(Noticed(said.format(name=name_of(undone.path))))
        if undone.was and undone.was != undone.path:
            self.post_message(self.PathChanged(undone.was, undone.path))
        self.refresh_saved(undone.path)
        self.refresh_results()

    async def action_shift_up(self) -> None:
        """Put the row in hand one place up."""
        if (node := self.node) is not None:
            await self._reorder(node.path, by=-1)

    async def action_shift_down(self) -> None:
        """Put the row in hand one place down."""
        if (node := self.node) is not None:
            await self._reorder(node.path, by=1)

    async def _reorder(self, path: str, *, by: int) -> None:
        try:
            await asyncio.to_thread(self._session.collections.shift, path, by)
        except FileError as error:
            self._refuse(error)
            return
        self.refresh_saved(path)

    @on(SavedRows.Dragged)
    def _on_dragged(self, event: SavedRows.Dragged) -> None:
        """Say where a row would go."""
        event.stop()
        self._landing = ""
        if event.target is not None:
            words, (folder, at) = self.strings.saved.screen, self._place_at(event.target)
            said = words.lands_in if at is None else words.lands
            self._landing = said.format(folder=folder or "collections/", place=(at or 0) + 1)
        self._foot.redraw()

    def _place_at(self, target: SavedNode) -> tuple[str, int | None]:
        """Return the folder and the place among its requests that a row stands for."""
        if target.is_folder:
            return target.path, None
        folder = parent_of(target.path)
        names = self._listing.requests_of(folder)
        name = name_of(target.path)
        return folder, names.index(name) if name in names else None

    @on(SavedRows.Dropped)
    @work(group="saved-act")
    async def _on_dropped(self, event: SavedRows.Dropped) -> None:
        """Put a row where another one is: into a folder, or to a place in its own."""
        event.stop()
        source, (folder, at) = event.source, self._place_at(event.target)
        at = None if source.is_folder else at
        try:
            path = await asyncio.to_thread(self._session.collections.put, source.path, folder, at)
        except FileError as error:
            self._refuse(error)
            return
        if path != source.path:
            self.post_message(self.PathChanged(source.path, path))
        self.refresh_saved(path)
        self.refresh_results()

    def _refuse(self, error: FileError) -> None:
        said = explain(error, self.strings)
        self.post_message(Noticed(f"✗ {said.what}{said.hint}"))

    @on(Rows.Moved, "#saved-rows")
    def _on_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self.post_message(self.KeysChanged())
        self._tell_in_hand()

    def narrow(self) -> None:
        """List what the filter wants."""
        self._narrow()

    @work(group="saved", exclusive=True)
    async def _narrow(self) -> None:
        await self._show()

    # -- drawing -----------------------------------------------------------------------------

    def draw_remark(self, width: int) -> list[Line]:
        """Say what was found, what is wrong, or how to begin."""
        words, query = self.strings.saved.screen, self.filter_field.value.strip()
        found, problems = self._listing.found, self._listing.problems
        if found is not None and query:
            said = words.found.format(count=count(found)) if found else ""
            return [Line([Run("  "), Run(said or words.nothing_found.format(query=query), "dim")])]
        if problems:
            said = explain(problems[0], self.strings).what
            return [Line([Run("  "), Run(part, "fail")]) for part in wrap(f"✗ {said}", width - 3)]
        if self._listing.is_read and not self._rows.nodes:
            return [Line([Run("  "), Run(part, "dim")]) for part in wrap(words.empty, width - 3)]
        return []

    def draw_foot(self, width: int) -> list[Line]:
        """Sum up the last run, and say where this lies; of a dragged row where it would go."""
        words = self.strings.saved.screen
        if self._landing:
            return [Line([Run("  "), Run(p, "focus")]) for p in wrap(self._landing, width - 3)]
        parts = wrap(words.foot, width - 3) if self._rows.nodes else []
        lines = [Line([Run("  "), Run(part, "faint")]) for part in parts[:2]]
        if self.ran is not None:
            said, ok = self.ran
            lines.insert(0, Line([Run("  "), Run(said, "ok" if ok else "fail")]))
        return lines
