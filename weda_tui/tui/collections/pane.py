"""What is done with the saved requests that WHAT lists: opened, ordered, copied, deleted, moved."""

import asyncio
from dataclasses import dataclass

from textual import on, work

from weda_tui.core.collections.paths import name_of, parent_of
from weda_tui.core.errors import FileError
from weda_tui.i18n.phrases.errors import explain
from weda_tui.tui.collections.rows import SavedRows
from weda_tui.tui.collections.tree import SavedTree
from weda_tui.tui.collections.tree_view import SavedNode
from weda_tui.tui.commands.table import (
    CHOOSE,
    COMPARE_SAVED,
    DUPLICATE_SAVED,
    EDIT_DETAILS,
    EXPORT_SAVED,
    FOLD,
    NEW_FOLDER,
    NEW_SAVED,
    REMOVE_SAVED,
    RENAME_SAVED,
    RUN_SAVED,
    SEND,
    SHIFT_DOWN,
    SHIFT_UP,
    TOGGLE_FOLDER,
    UNDO_CHANGE,
    Handler,
    Handlers,
    bindings,
    when,
)
from weda_tui.tui.widgets.intent import Intent
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.rows import Rows


class SavedPane(SavedTree):
    """What is saved, as a stage: it orders, copies and deletes by itself."""

    @dataclass
    class RequestOpened(Intent):
        """A request is to be opened."""

        path: str

    @dataclass
    class MoveWanted(Intent):
        """A request or a folder is to have another name or place."""

        path: str
        title: str
        is_folder: bool

    @dataclass
    class DetailsWanted(Intent):
        """The tags and the description of a request are to be edited."""

        path: str

    @dataclass
    class NewWanted(Intent):
        """A request, or a folder, is to be made in a folder."""

        folder: str
        is_folder: bool

    @dataclass
    class PathChanged(Intent):
        """What was at a path is at another one; an empty one is nowhere."""

        path: str
        new: str

    @dataclass
    class ExportWanted(Intent):
        """A request, or all of a folder, is to be written for another program."""

        path: str
        title: str

    @dataclass
    class CompareWanted(Intent):
        """The last two answers of the selected request are to be compared."""

        path: str

    @dataclass
    class RunWanted(Intent):
        """A request, or all of a folder, is to be run."""

        path: str

    BINDINGS = [
        *bindings(
            RENAME_SAVED, EDIT_DETAILS, DUPLICATE_SAVED, NEW_SAVED, RUN_SAVED, EXPORT_SAVED,
            COMPARE_SAVED, REMOVE_SAVED, UNDO_CHANGE, SHIFT_UP, SHIFT_DOWN,
        ),
    ]  # fmt: skip

    def handlers(self) -> Handlers:
        """Return what is done with the selected row, here and by the screen."""
        has_row = when(lambda: self.node)
        has_request = when(lambda: self.node is not None and not self.node.is_folder)
        return {
            **super().handlers(),
            CHOOSE: Handler(self.action_choose, has_request),
            SEND: Handler(why_not=has_request),
            TOGGLE_FOLDER: Handler(self.action_toggle_folder, when(self._has_closable_folder)),
            FOLD: Handler(self._rows.action_fold, has_row),
            RUN_SAVED: Handler(self.action_run_saved, has_row),
            EXPORT_SAVED: Handler(self.action_export_saved, has_row),
            COMPARE_SAVED: Handler(
                self.action_compare_saved,
                when(lambda: self.node is not None and self.node.path in self._rows.last),
            ),
            RENAME_SAVED: Handler(self.action_rename_saved, has_row),
            EDIT_DETAILS: Handler(self.action_edit_details, has_request),
            NEW_SAVED: Handler(self.action_new_saved),
            NEW_FOLDER: Handler(self.action_new_folder),
            DUPLICATE_SAVED: Handler(self.action_duplicate_saved, has_request),
            REMOVE_SAVED: Handler(self.action_remove_saved, has_row),
            UNDO_CHANGE: Handler(
                self.action_undo_change, when(lambda: self._session.collections.can_undo)
            ),
            SHIFT_UP: Handler(self.action_shift_up, has_row),
            SHIFT_DOWN: Handler(self.action_shift_down, has_row),
        }

    def _has_closable_folder(self) -> bool:
        node = self.node
        return node is not None and node.is_folder and self._listing.found is None

    # -- acting on the selected row -----------------------------------------------------------

    @on(Rows.RowChosen, "#saved-rows")
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Open the selected request; a folder opens or closes."""
        node = self.node
        if node is None:
            return
        if node.is_folder:
            self.action_toggle_folder()
            return
        seen = self._session.collections.seen.get(node.path)
        if seen is not None and seen.problem is not None:
            self._refuse(seen.problem)
        else:
            self.post_message(self.RequestOpened(node.path))

    def action_toggle_folder(self) -> None:
        """Open or close the selected folder; what a filter finds stays open."""
        if (node := self.node) is not None and node.is_folder and self._listing.found is None:
            self._listing.toggle(node.path)
            self.refresh_saved()

    def action_run_saved(self) -> None:
        """Wish to run the request or the selected folder."""
        if (node := self.node) is not None:
            self.post_message(self.RunWanted(node.path))

    def action_export_saved(self) -> None:
        """Wish to write the request or the selected folder for another program."""
        if (node := self.node) is not None:
            self.post_message(self.ExportWanted(node.path, self._title_of(node)))

    def action_compare_saved(self) -> None:
        """Wish to compare the last two answers of the selected request."""
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
        self.post_message(self.NewWanted(self.selected_folder, is_folder=False))

    def action_new_folder(self) -> None:
        """Wish for a new folder."""
        self.post_message(self.NewWanted(self.selected_folder, is_folder=True))

    @work(group="saved-act")
    async def action_duplicate_saved(self) -> None:
        """Copy the selected request beside it."""
        if (node := self.node) is not None and not node.is_folder:
            try:
                copy = await asyncio.to_thread(self._session.collections.duplicate, node.path)
            except FileError as error:
                self._refuse(error)
                return
            self._notice_saved(copy.request.path)
            self.refresh_saved(copy.request.path)

    def _notice_saved(self, path: str) -> None:
        self.post_message(Noticed(self.strings.saved.screen.saved.format(file=f"{path}.toml")))

    @work(group="saved-act")
    async def action_remove_saved(self) -> None:
        """Delete what is selected; Ctrl+Z brings it back."""
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
        """Put the selected row one place up."""
        if (node := self.node) is not None:
            await self._reorder(node.path, by=-1)

    async def action_shift_down(self) -> None:
        """Put the selected row one place down."""
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
        self.landing = ""
        if event.target is not None:
            words, (folder, at) = self.strings.saved.screen, self._place_at(event.target)
            said = words.lands_in if at is None else words.lands
            self.landing = said.format(folder=folder or "collections/", place=(at or 0) + 1)
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
    def _on_dropped(self, event: SavedRows.Dropped) -> None:
        event.stop()
        self._put(event.source, event.target)

    @work(group="saved-act", description="saved-act")
    async def _put(self, source: SavedNode, target: SavedNode) -> None:
        """Put a row where another one is: into a folder, or to a place in its own."""
        folder, at = self._place_at(target)
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
        self.post_message(Noticed(f"✗ {explain(error, self.strings).line}"))
