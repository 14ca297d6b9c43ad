"""The actions on the files of saved requests: move, edit the details, create."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from weda_tui.core.collections.paths import parent_of
from weda_tui.session import Session
from weda_tui.tui.collections.save import ask_place
from weda_tui.tui.workbench.bench import Bench, refusals

if TYPE_CHECKING:  # Imported only after the first picture
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.tui.collections.details_dialog import Details
    from weda_tui.tui.collections.pane import SavedPane
    from weda_tui.tui.collections.save_dialog import SaveChoice


class SavedFilesBench(Bench, Protocol):
    """The part of a screen that these actions use."""

    def refresh_saved(self, path: str = "") -> None:
        """List the saved requests again; with a path, put the cursor there."""

    def refresh_results(self) -> None:
        """Show the last results of the requests again."""


class SavedFilesOwner(Protocol):
    """The owner of the open request, which also begins new requests."""

    def follow_saved(self, path: str, new: str) -> None:
        """Apply the move of a request or a folder; an empty ``new`` means that it was deleted."""

    def note_file(self, saved: "LoadedRequest") -> None:
        """Apply the new content of the file of a request."""

    def begin_request(self, folder: str) -> None:
        """Let the user choose a call for a new request in a folder."""


class SavedFilesController:
    """Moves, describes and creates saved requests on the screen that lists them."""

    def __init__(self, bench: SavedFilesBench, owner: SavedFilesOwner, session: Session) -> None:
        self._bench, self._owner, self._session = bench, owner, session

    def on_path_changed(self, event: "SavedPane.PathChanged") -> None:
        """Apply the move of a request or a folder."""
        self._owner.follow_saved(event.path, event.new)

    def on_move_requested(self, event: "SavedPane.MoveRequested") -> None:
        """Ask for a new name or folder, and move the request or folder."""
        from weda_tui.tui.collections.save_dialog import SaveTask

        bench, path, words = self._bench, event.path, self._bench.words.saved.dialog
        task = SaveTask(
            words.move_title, words.move, event.title, parent_of(path), path,
            is_folder=event.is_folder,
        )  # fmt: skip

        def answered(choice: "SaveChoice") -> None:
            is_renamed = choice.title != event.title
            bench.start(partial(self._move, path, choice, is_renamed=is_renamed), "save")

        bench.start(partial(ask_place, bench, self._session, task, answered), "save-ask")

    async def _move(self, path: str, choice: "SaveChoice", *, is_renamed: bool) -> None:
        bench, collections = self._bench, self._session.collections
        with refusals(bench):
            new = await asyncio.to_thread(collections.changes.move, path, choice.folder)
            if is_renamed:
                new = await asyncio.to_thread(collections.changes.rename, new, choice.title)
            self._owner.follow_saved(path, new)
            bench.notice(bench.words.saved.screen.renamed.format(file=new), path=new)
            bench.refresh_saved(new)
            bench.refresh_results()

    def on_new_requested(self, event: "SavedPane.NewRequested") -> None:
        """Begin a request in a folder, or ask for a name and create a folder."""
        bench = self._bench
        if not event.is_folder:
            self._owner.begin_request(event.folder)
            return
        from weda_tui.tui.collections.save_dialog import SaveTask

        words = bench.words.saved.dialog
        task = SaveTask(words.folder_title, words.make, "", event.folder, is_folder=True)

        def answered(choice: "SaveChoice") -> None:
            bench.start(partial(self._make_folder, choice), "save")

        bench.start(partial(ask_place, bench, self._session, task, answered), "save-ask")

    async def _make_folder(self, choice: "SaveChoice") -> None:
        make = self._session.collections.changes.make_folder
        with refusals(self._bench):
            path = await asyncio.to_thread(make, choice.title, choice.folder)
            self._bench.refresh_saved(path)

    def on_details_requested(self, event: "SavedPane.DetailsRequested") -> None:
        """Edit the tags and the description of a request."""
        self._bench.start(partial(self._edit_details, event.path), "save-ask")

    async def _edit_details(self, path: str) -> None:
        from weda_tui.tui.collections.details_dialog import RequestDetailsDialog

        bench = self._bench
        with refusals(bench):
            loaded = await asyncio.to_thread(self._session.collections.load, path)

            def closed(details: "Details | None") -> None:
                if details is not None:
                    bench.start(partial(self._save_details, loaded, details), "save")

            bench.ask(RequestDetailsDialog(loaded.request, bench.words), closed)

    async def _save_details(self, loaded: "LoadedRequest", details: "Details") -> None:
        bench, save = self._bench, self._session.collections.changes.save
        wanted = replace(loaded.request, tags=details.tags, description=details.description)
        with refusals(bench):
            saved = await asyncio.to_thread(save, wanted, loaded.text)
            self._owner.note_file(saved)
            file = f"{saved.request.path}.toml"
            bench.notice(bench.words.saved.screen.saved.format(file=file), path=file)
            bench.refresh_saved(saved.request.path)
