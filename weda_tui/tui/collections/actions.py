"""The actions on the selected saved request: open, reorder, copy, delete, move."""

import asyncio
from functools import partial
from typing import Protocol

from weda_tui.core.collections.paths import name_of, parent_of
from weda_tui.core.errors import FileError
from weda_tui.i18n.phrases.errors import explain
from weda_tui.session.collections.service import Collections
from weda_tui.tui.collections import messages
from weda_tui.tui.collections.listing import SavedListing
from weda_tui.tui.collections.tree_view import SavedNode
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import Handler, Handlers, when
from weda_tui.tui.widgets.messages import Noticed
from weda_tui.tui.widgets.pane import StageHost, Work


class SavedTreeHost(StageHost, Protocol):
    """The pane that lists the saved requests, as the actions use it."""

    @property
    def node(self) -> SavedNode | None:
        """The selected row."""
        ...

    def refresh_saved(self, wanted: str = "") -> None:
        """List again; the cursor goes to the row ``wanted``."""

    def refresh_results(self) -> object:
        """Read the last result of each request."""


class SavedActions:
    """Acts on the selected row, or posts a message that asks the screen to act."""

    def __init__(
        self, host: SavedTreeHost, collections: Collections, listing: SavedListing
    ) -> None:
        self._host, self._collections, self._listing = host, collections, listing

    def handlers(self) -> Handlers:
        """Return the handlers of the commands on the selected row.

        A handler without a callback only says whether the screen can run the command.
        """
        host = self._host
        has_row = when(lambda: host.node)
        has_request = when(lambda: host.node is not None and not host.node.is_folder)
        return {
            commands.CHOOSE: Handler(self.choose, has_request),
            commands.SEND: Handler(why_not=has_request),
            commands.TOGGLE_FOLDER: Handler(self.toggle_folder, when(self._has_closable_folder)),
            commands.RUN_SAVED: Handler(self.run, has_row),
            commands.EXPORT_SAVED: Handler(self.export, has_row),
            commands.RENAME_SAVED: Handler(self.rename, has_row),
            commands.EDIT_DETAILS: Handler(self.edit_details, has_request),
            commands.NEW_SAVED: Handler(self.new),
            commands.NEW_FOLDER: Handler(self.new_folder),
            commands.DUPLICATE_SAVED: Handler(self.duplicate, has_request),
            commands.REMOVE_SAVED: Handler(self.remove, has_row),
            commands.UNDO_CHANGE: Handler(
                self.undo_change, when(lambda: self._collections.changes.can_undo)
            ),
            commands.SHIFT_UP: Handler(self.shift_up, has_row),
            commands.SHIFT_DOWN: Handler(self.shift_down, has_row),
        }

    @property
    def _selected_folder(self) -> str:
        """The selected folder, or the folder of the selected request."""
        node = self._host.node
        return "" if node is None else node.path if node.is_folder else parent_of(node.path)

    def _has_closable_folder(self) -> bool:
        node = self._host.node
        return node is not None and node.is_folder and self._listing.found is None

    def choose(self) -> None:
        """Open the selected request; unfold or fold the selected folder."""
        node = self._host.node
        if node is None:
            return
        if node.is_folder:
            self.toggle_folder()
            return
        seen = self._collections.seen.get(node.path)
        if seen is not None and seen.problem is not None:
            self._refuse(seen.problem)
        else:
            self._host.post_message(messages.RequestOpened(node.path))

    def toggle_folder(self) -> None:
        """Unfold or fold the selected folder; a folder that a filter found is not folded."""
        if (node := self._host.node) is not None and node.is_folder and self._listing.found is None:
            self._listing.toggle(node.path)
            self._host.refresh_saved()

    def run(self) -> None:
        """Ask the screen to run the selected request or folder."""
        if (node := self._host.node) is not None:
            self._host.post_message(messages.RunRequested(node.path))

    def export(self) -> None:
        """Ask the screen to export the selected request or folder for another program."""
        if (node := self._host.node) is not None:
            self._host.post_message(messages.ExportRequested(node.path, self._title_of(node)))

    def compare(self) -> None:
        """Ask the screen to compare the last two responses of the selected request."""
        if (node := self._host.node) is not None and not node.is_folder:
            self._host.post_message(messages.CompareRequested(node.path))

    def rename(self) -> None:
        """Ask the screen to rename or move the selected request or folder."""
        if (node := self._host.node) is not None:
            self._host.post_message(
                messages.MoveRequested(node.path, self._title_of(node), node.is_folder)
            )

    def _title_of(self, node: SavedNode) -> str:
        seen = self._collections.seen.get(node.path)
        return node.title if node.is_folder else seen.title if seen else name_of(node.path)

    def edit_details(self) -> None:
        """Ask the screen to edit tags and description."""
        if (node := self._host.node) is not None and not node.is_folder:
            self._host.post_message(messages.DetailsRequested(node.path))

    def new(self) -> None:
        """Ask the screen to create a request."""
        self._host.post_message(messages.NewRequested(self._selected_folder, is_folder=False))

    def new_folder(self) -> None:
        """Ask the screen to create a folder."""
        self._host.post_message(messages.NewRequested(self._selected_folder, is_folder=True))

    def duplicate(self) -> None:
        """Copy the selected request into the same folder."""
        self._start(self._duplicate)

    async def _duplicate(self) -> None:
        if (node := self._host.node) is not None and not node.is_folder:
            copy = await asyncio.to_thread(self._collections.changes.duplicate, node.path)
            self._notice_saved(copy.request.path)
            self._host.refresh_saved(copy.request.path)

    def _notice_saved(self, path: str) -> None:
        self._host.post_message(
            Noticed(self._host.words.saved.screen.saved.format(file=f"{path}.toml"))
        )

    def remove(self) -> None:
        """Delete the selected request or folder; ``undo_change`` restores it."""
        self._start(self._remove)

    async def _remove(self) -> None:
        if (node := self._host.node) is None:
            return
        await asyncio.to_thread(self._collections.changes.remove, node.path)
        words = self._host.words.saved.screen
        self._host.post_message(
            Noticed(words.removed.format(name=node.title or name_of(node.path)))
        )
        self._host.post_message(messages.PathChanged(node.path, ""))
        self._host.refresh_saved()

    def undo_change(self) -> None:
        """Undo the last deletion or the last move."""
        self._start(self._undo_change)

    async def _undo_change(self) -> None:
        words, collections = self._host.words.saved.screen, self._collections
        if not collections.changes.can_undo:
            self._host.post_message(Noticed(words.nothing_removed))
            return
        undone = await asyncio.to_thread(collections.changes.undo)
        text = words.put_back if undone.was else words.restored
        self._host.post_message(Noticed(text.format(name=name_of(undone.path))))
        if undone.was and undone.was != undone.path:
            self._host.post_message(messages.PathChanged(undone.was, undone.path))
        self._host.refresh_saved(undone.path)
        self._host.refresh_results()

    async def shift_up(self) -> None:
        """Move the selected row up by one place."""
        await self._attempt(partial(self._reorder, -1))

    async def shift_down(self) -> None:
        """Move the selected row down by one place."""
        await self._attempt(partial(self._reorder, 1))

    async def _reorder(self, by: int) -> None:
        if (node := self._host.node) is not None:
            await asyncio.to_thread(self._collections.changes.shift, node.path, by)
            self._host.refresh_saved(node.path)

    # -- dragging ----------------------------------------------------------------------------

    def drop_words(self, target: SavedNode | None) -> str:
        """Return where a dragged row would be placed, in words; empty without a target row."""
        if target is None:
            return ""
        words, (folder, at) = self._host.words.saved.screen, self._place_at(target)
        text = words.lands_in if at is None else words.lands
        return text.format(folder=folder or "collections/", place=(at or 0) + 1)

    def _place_at(self, target: SavedNode) -> tuple[str, int | None]:
        """Return the folder of a row, and the index in it; ``None`` for the end of a folder."""
        if target.is_folder:
            return target.path, None
        folder = parent_of(target.path)
        names = self._listing.names_in(folder)
        name = name_of(target.path)
        return folder, names.index(name) if name in names else None

    def put(self, source: SavedNode, target: SavedNode) -> None:
        """Move a row into the folder of another row, or to the place of that row."""
        self._start(partial(self._put, source, target))

    async def _put(self, source: SavedNode, target: SavedNode) -> None:
        folder, at = self._place_at(target)
        at = None if source.is_folder else at
        path = await asyncio.to_thread(self._collections.changes.put, source.path, folder, at)
        if path != source.path:
            self._host.post_message(messages.PathChanged(source.path, path))
        self._host.refresh_saved(path)
        self._host.refresh_results()

    def _refuse(self, error: FileError) -> None:
        self._host.post_message(Noticed(f"✗ {explain(error, self._host.words).line}"))

    async def _attempt(self, work: Work) -> None:
        """Run a change of files; show a notice if it fails."""
        try:
            await work()
        except FileError as error:
            self._refuse(error)

    def _start(self, work: Work) -> None:
        work = partial(self._attempt, work)
        self._host.start_worker(work, "saved-act", is_exclusive=False)
