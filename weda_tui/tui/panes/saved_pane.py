"""WHAT, on its middle tab: the saved requests in their folders, read as they come into view."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.binding import Binding
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from weda_tui.core.catalogue import Catalogue
from weda_tui.core.collection_path import is_within, joined, name_of, parent_of
from weda_tui.core.errors import FileError
from weda_tui.core.folding import normalise
from weda_tui.i18n.explain import explain
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.drawings.heading import stage_name, what_tabs
from weda_tui.tui.drawings.saved import SavedNode, folder_line, request_line
from weda_tui.tui.keys import TAB_CHARACTERS
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Line, Run
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.stage import Stage
from weda_tui.tui.widgets.wrap import wrap

if TYPE_CHECKING:  # files are read after the first picture
    from weda_tui.session.collections import Listing

MOST_OPENED = 12
"""Collections up to which all of them are open at first."""
LOOKED_AT_ONCE = 40
"""Files that are read in one go, so that the loop gets its turn."""


class SavedRows(Rows):
    """Folders and requests; a request's file is read when its row is drawn."""

    BINDINGS = [
        Binding("right", "unfold", show=False),
        Binding("left", "fold", show=False),
    ]

    @dataclass
    class Unread(Message):
        """Rows were drawn whose files nobody has read yet."""

    @dataclass
    class Dropped(Message):
        """A row was dragged onto another one."""

        source: int
        target: int

    session: Session
    strings: Strings
    catalogue: Catalogue
    edited: frozenset[str] = frozenset()
    current = ""
    nodes: tuple[SavedNode, ...] = ()

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.unread: set[str] = set()
        self._dragged: int | None = None
        self._is_dropped = False

    @property
    def node(self) -> SavedNode | None:
        """The row in hand."""
        return self.nodes[self.cursor] if self.cursor < len(self.nodes) else None

    def show_nodes(self, nodes: tuple[SavedNode, ...], wanted: str = "") -> None:
        """List rows; the cursor stays on its path, or goes to ``wanted``."""
        wanted = wanted or (self.node.path if self.node else "")
        self.nodes = nodes
        paths = [node.path for node in nodes]
        at = paths.index(wanted) if wanted in paths else min(self.cursor, max(0, len(nodes) - 1))
        self.show_rows(len(nodes), cursor=at)

    def row(self, index: int, width: int) -> Line:
        """Draw a folder or a request."""
        node = self.nodes[index]
        if node.is_folder:
            return folder_line(node, self.strings)
        seen = self.session.collections.seen(node.path)
        if seen is None and node.path not in self.unread:
            if not self.unread:
                self.post_message(self.Unread())
            self.unread.add(node.path)
        return request_line(
            node, seen, width, self.catalogue, self.strings,
            is_edited=node.path in self.edited, is_current=node.path == self.current,
        )  # fmt: skip

    def action_unfold(self) -> None:
        """Open the folder in hand, or step into it."""
        node = self.node
        if node is None or not node.is_folder:
            return
        if node.is_open:
            self.action_move(1)
        else:
            self.action_choose()

    def action_fold(self) -> None:
        """Close the folder in hand, or go to its parent."""
        node = self.node
        if node is None:
            return
        if node.is_folder and node.is_open:
            self.action_choose()
            return
        for index in range(self.cursor - 1, -1, -1):
            if self.nodes[index].depth < node.depth:
                self.cursor = index
                return

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of a row."""
        index = event.y + round(self.scroll_offset.y)
        self._dragged = index if index < self.row_count else None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of a row, where it is to be."""
        source, self._dragged = self._dragged, None
        target = event.y + round(self.scroll_offset.y)
        if source is not None and source != target and 0 <= target < self.row_count:
            event.stop()
            self._is_dropped = True
            self.post_message(self.Dropped(source, target))

    def on_click(self, event: events.Click) -> None:
        """The click that ends a drag chooses nothing."""
        if self._is_dropped:
            self._is_dropped = False
            event.prevent_default()
            event.stop()


class SavedPane(Stage):
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
    class RunWanted(Message):
        """A request, or all of a folder, is to be run."""

        path: str

    strings: var[Strings] = var(default_strings)
    catalogue: var[Catalogue] = var(Catalogue(()))
    edited: var[frozenset[str]] = var(frozenset[str]())
    """Paths of requests with edits that are not saved."""
    current: var[str] = var("")
    """The path of the request in hand."""
    ran: var[tuple[str, bool] | None] = var[tuple[str, bool] | None](None)
    """The last run on one line, and whether all passed."""

    _filter = query_one("#saved-filter", Field)
    _rows = query_one("#saved-rows", SavedRows)
    _heading = query_one("#saved-heading", Lines)
    _remark = query_one("#saved-remark", Lines)
    _foot = query_one("#saved-foot", Lines)

    BINDINGS = [
        Binding("slash,／,、,ctrl+f", "filter", show=False),
        Binding("m", "rename_saved", show=False),
        Binding("e", "edit_details", show=False),
        Binding("d", "duplicate_saved", show=False),
        Binding("n", "new_saved", show=False),
        Binding("R", "run_saved", show=False),
        Binding("delete", "remove_saved", show=False),
        Binding("ctrl+z", "undo_removal", show=False),
        Binding("alt+up,K", "shift_up", show=False),
        Binding("alt+down,J", "shift_down", show=False),
        Binding("left_square_bracket,【", "screen.next_what_tab(-1)", show=False, priority=True),
        Binding("right_square_bracket,】", "screen.next_what_tab(1)", show=False, priority=True),
    ]

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._session = session
        self._listings: dict[str, Listing] = {}
        self._open: set[str] | None = None
        self._paths: tuple[str, ...] | None = None
        self._found: int | None = None
        self._problems: tuple[FileError, ...] = ()

    def inside(self) -> Iterator[Widget]:
        """Lay out heading, filter, tree and the foot."""
        yield Lines(self._draw_heading, id="saved-heading")
        with Horizontal(id="saved-filter-row"):
            yield (field := Field(id="saved-filter"))
            field.passes = TAB_CHARACTERS
        yield Lines(self._draw_remark, id="saved-remark")
        yield SavedRows(id="saved-rows")
        yield Lines(self._draw_foot, id="saved-foot")

    def start(self) -> None:
        """List what there is."""
        rows = self._rows
        rows.session, rows.strings, rows.catalogue = self._session, self.strings, self.catalogue
        rows.edited, rows.current = self.edited, self.current
        self.watch_strings(self.strings)
        self.refresh_saved()

    # -- state that comes down ---------------------------------------------------------------

    def watch_strings(self, strings: Strings) -> None:
        """Speak the other language."""
        if self.is_ready:
            self._rows.strings = strings
            self._filter.placeholder = f"/ {strings.saved.screen.filter}"
            self._redraw()

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
        for lines in (self._heading, self._remark, self._foot):
            lines.redraw()
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
            case "undo_removal":
                return self._session.collections.can_undo
            case "edit_details" | "duplicate_saved":
                return node is not None and not node.is_folder
            case (
                "choose"
                | "run_saved"
                | "rename_saved"
                | "remove_saved"
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
            if wanted and self._open is not None:
                folder = parent_of(wanted)
                while folder:
                    self._open.add(folder)
                    folder = parent_of(folder)
            self._paths = None
            self._list(wanted)

    @work(group="saved", exclusive=True)
    async def _list(self, wanted: str = "") -> None:
        collections = self._session.collections
        root = await asyncio.to_thread(collections.listing)
        if self._open is None:
            self._open = set(root.folders) if len(root.folders) <= MOST_OPENED else set()
        listings = {"": root}
        waiting = [name for name in root.folders if name in self._open]
        while waiting:
            listing = await asyncio.to_thread(collections.listing, waiting.pop())
            listings[listing.path] = listing
            waiting += [
                path
                for name in listing.folders
                if (path := joined(listing.path, name)) in self._open
            ]
        self._listings = listings
        self._problems = tuple(each for one in listings.values() for each in one.problems)
        await self._show(wanted)

    async def _show(self, wanted: str = "") -> None:
        query = normalise(self._filter.value).split()
        self._found = None
        if query:
            nodes = await self._matching(query)
        else:
            nodes = tuple(self._visible("", 0))
        if self.is_attached and self.is_ready:
            self._rows.show_nodes(nodes, wanted)
            self._redraw()
            self.post_message(self.KeysChanged())

    def _visible(self, path: str, depth: int) -> Iterator[SavedNode]:
        listing = self._listings.get(path)
        if listing is None:
            return
        for name in listing.requests:
            yield SavedNode(depth, joined(path, name))
        for name in listing.folders:
            here = joined(path, name)
            inner = self._listings.get(here)
            title = (inner.settings.name if inner else "") or name
            count = self._count(here) if inner else None
            yield SavedNode(
                depth, here, is_folder=True, is_open=inner is not None, title=title, count=count
            )
            yield from self._visible(here, depth + 1)

    def _count(self, path: str) -> int:
        """Return the requests below a folder, as far as its folders are listed."""
        return sum(len(each.requests) for at, each in self._listings.items() if is_within(at, path))

    async def _matching(self, query: list[str]) -> tuple[SavedNode, ...]:
        """Return the requests whose path or title has every word, below their folders."""
        collections = self._session.collections
        if self._paths is None:
            self._paths = await asyncio.to_thread(collections.paths)
        unread = [path for path in self._paths if collections.seen(path) is None]
        for start in range(0, len(unread), LOOKED_AT_ONCE):
            await asyncio.to_thread(collections.look_at, unread[start : start + LOOKED_AT_ONCE])
        found: list[SavedNode] = []
        folder = ""
        for path in self._paths:
            seen = collections.seen(path)
            text = normalise(f"{path} {seen.title} {' '.join(seen.tags)}" if seen else path)
            if all(word in text for word in query):
                if (parent := parent_of(path)) != folder and parent:
                    found.append(SavedNode(0, parent, is_folder=True, is_open=True, title=parent))
                folder = parent
                found.append(SavedNode(1 if parent else 0, path))
        self._found = sum(not node.is_folder for node in found)
        return tuple(found)

    @on(SavedRows.Unread)
    def _on_unread(self, event: SavedRows.Unread) -> None:
        event.stop()
        self._read()

    @work(group="saved-read")
    async def _read(self) -> None:
        """Read the files of the rows that were drawn."""
        unread = sorted(self._rows.unread)
        await asyncio.to_thread(self._session.collections.look_at, unread)
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
            if self._open is not None and self._found is None:
                self._open ^= {node.path}
                self._list()
            return
        seen = self._session.collections.seen(node.path)
        if seen is not None and seen.problem is not None:
            said = explain(seen.problem, self.strings)
            self.post_message(Noticed(f"✗ {said.what}{said.hint}"))
        else:
            self.post_message(self.Opened(node.path))

    def action_run_saved(self) -> None:
        """Wish to run the request or the folder in hand."""
        if (node := self.node) is not None:
            self.post_message(self.RunWanted(node.path))

    def action_rename_saved(self) -> None:
        """Wish for another name or place."""
        if (node := self.node) is not None:
            seen = self._session.collections.seen(node.path)
            title = node.title if node.is_folder else seen.title if seen else name_of(node.path)
            self.post_message(self.MoveWanted(node.path, title, node.is_folder))

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
    async def action_undo_removal(self) -> None:
        """Bring back what was deleted last."""
        words, collections = self.strings.saved.screen, self._session.collections
        if not collections.can_undo:
            self.post_message(Noticed(words.nothing_removed))
            return
        try:
            path = await asyncio.to_thread(collections.undo_removal)
        except FileError as error:
            self._refuse(error)
            return
        self.post_message(Noticed(words.restored.format(name=name_of(path))))
        self.refresh_saved(path)

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

    @on(SavedRows.Dropped)
    async def _on_dropped(self, event: SavedRows.Dropped) -> None:
        """Put a row where another one is: into a folder, or to a place in its own."""
        event.stop()
        if self._found is not None:
            return
        source, target = self._rows.nodes[event.source], self._rows.nodes[event.target]
        folder = target.path if target.is_folder else parent_of(target.path)
        if source.is_folder and is_within(folder, source.path):
            return
        collections = self._session.collections
        try:
            path = await asyncio.to_thread(collections.move, source.path, folder)
            listing = await asyncio.to_thread(collections.listing, folder)
            if not target.is_folder and name_of(target.path) in listing.requests:
                at = listing.requests.index(name_of(target.path))
                await asyncio.to_thread(collections.place_at, path, at)
        except FileError as error:
            self._refuse(error)
            return
        self.post_message(self.PathChanged(source.path, path))
        self.refresh_saved(path)

    def _refuse(self, error: FileError) -> None:
        said = explain(error, self.strings)
        self.post_message(Noticed(f"✗ {said.what}{said.hint}"))

    @on(Rows.Moved, "#saved-rows")
    def _on_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._foot.redraw()
        self.post_message(self.KeysChanged())

    # -- focus -------------------------------------------------------------------------------

    def focus_stage(self) -> None:
        """Land on the tree."""
        self.land_in(self._rows)

    def leave_field(self) -> None:
        """Go from the filter to the tree, dropping what was typed."""
        self._filter.value = ""
        self.land_in(self._rows)

    def action_filter(self) -> None:
        """Go to the filter."""
        self.land_in(self._filter)

    @on(Field.Changed, "#saved-filter")
    def _on_filter_changed(self, event: Field.Changed) -> None:
        event.stop()
        self._narrow()

    @work(group="saved", exclusive=True)
    async def _narrow(self) -> None:
        await self._show()

    @on(Field.Submitted, "#saved-filter")
    def _on_filter_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        self.land_in(self._rows)

    def key_down(self) -> None:
        """From the filter into the tree."""
        if self._filter.has_focus:
            self.land_in(self._rows)

    # -- drawing -----------------------------------------------------------------------------

    def _draw_heading(self, width: int) -> list[Line]:
        words = self.strings.tui.stage
        left = stage_name("F3", words.what, "what", is_focused=self.is_focused)
        return [Line([Run(" "), *left], what_tabs(self.strings, "saved"))]

    def _draw_remark(self, width: int) -> list[Line]:
        words, query = self.strings.saved.screen, self._filter.value.strip()
        if self._found is not None and query:
            said = words.found.format(count=self._found) if self._found else ""
            return [Line([Run("  "), Run(said or words.nothing_found.format(query=query), "dim")])]
        if self._problems:
            said = explain(self._problems[0], self.strings).what
            return [Line([Run("  "), Run(part, "fail")]) for part in wrap(f"✗ {said}", width - 3)]
        if self._listings and not self._rows.nodes:
            return [Line([Run("  "), Run(part, "dim")]) for part in wrap(words.empty, width - 3)]
        return []

    def _draw_foot(self, width: int) -> list[Line]:
        words = self.strings.saved.screen
        parts = wrap(words.foot, width - 3) if self._rows.nodes else []
        lines = [Line([Run("  "), Run(part, "faint")]) for part in parts[:2]]
        if self.ran is not None:
            said, ok = self.ran
            lines.insert(0, Line([Run("  "), Run(said, "ok" if ok else "fail")]))
        return lines
