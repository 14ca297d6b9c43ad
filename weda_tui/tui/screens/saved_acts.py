"""What is done with saved requests on whatever screen they are listed: moved, exported, run."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import work

from weda_tui.core.collection_path import parent_of
from weda_tui.core.environment import Where
from weda_tui.core.errors import FileError
from weda_tui.session import Session
from weda_tui.tui.screens.commands import CommandPage
from weda_tui.tui.screens.page import Answer

if TYPE_CHECKING:  # they come after the first picture
    from collections.abc import Sequence

    from weda_tui.core.run import RunResult
    from weda_tui.session.collections import LoadedRequest
    from weda_tui.tui.dialogs.request_details import Details
    from weda_tui.tui.dialogs.save_request import SaveChoice, SaveTask
    from weda_tui.tui.drawings.run import RunView
    from weda_tui.tui.panes.saved_pane import SavedPane

LOOKED_AFTER = 1.5
"""Seconds between two looks at the disk."""


class SavedActsPage(CommandPage[Answer]):
    """A page that lists saved requests."""

    _session: Session

    # -- what the page itself does -----------------------------------------------------------

    def refresh_saved(self, path: str = "") -> None:
        """List anew what is saved; with a path, put the cursor there."""
        raise NotImplementedError

    def refresh_results(self) -> None:
        """Show anew how requests last went."""
        raise NotImplementedError

    def follow_saved(self, path: str, new: str) -> None:
        """Take along what is kept of a request or a folder; an empty path is nowhere."""
        raise NotImplementedError

    def take_details(self, saved: "LoadedRequest") -> None:
        """Know a request's file as it is now."""
        raise NotImplementedError

    def begin_request(self, folder: str) -> None:
        """Let a call be chosen for a new request in a folder."""
        raise NotImplementedError

    def place_to_send(self) -> Where | None:
        """Return the place in hand as it is now; without one, let it be chosen."""
        raise NotImplementedError

    def open_result(self, result: "RunResult") -> None:
        """Open a request of a run with its answer."""
        raise NotImplementedError

    def note_run(self, said: str, ok: bool) -> None:
        """Keep the line that sums a run up, and whether all passed."""
        raise NotImplementedError

    # -- names and places --------------------------------------------------------------------

    def on_saved_pane_path_changed(self, event: "SavedPane.PathChanged") -> None:
        """Follow a request, or a folder of them, to another path."""
        event.stop()
        self.follow_saved(event.path, event.new)

    def on_saved_pane_move_wanted(self, event: "SavedPane.MoveWanted") -> None:
        """Ask for another name or place."""
        event.stop()
        from weda_tui.tui.dialogs.save_request import SaveTask

        words, path = self.strings.saved.dialog, event.path
        is_folder = event.is_folder
        task = SaveTask(
            words.move_title, words.move, event.title, parent_of(path), path, is_folder=is_folder
        )

        def answered(choice: "SaveChoice") -> None:
            self._move(path, choice, is_renamed=choice.title != event.title)

        self.ask_place(task, answered)

    @work(group="save", exclusive=True, description="save")
    async def _move(self, path: str, choice: "SaveChoice", *, is_renamed: bool) -> None:
        collections = self._session.collections
        try:
            new = await asyncio.to_thread(collections.move, path, choice.folder)
            if is_renamed:
                new = await asyncio.to_thread(collections.rename, new, choice.title)
        except FileError as error:
            self.refuse(error)
            return
        self.follow_saved(path, new)
        self.notice(self.strings.saved.screen.renamed.format(file=new), path=new)
        self.refresh_saved(new)
        self.refresh_results()

    @work(group="save-ask", exclusive=True, description="save-ask")
    async def ask_place(self, task: "SaveTask", answered: "Callable[[SaveChoice], None]") -> None:
        """Ask for a name and a folder."""
        from weda_tui.tui.screens.keeping import ask_place

        await ask_place(self, self._session, task, answered)

    def on_saved_pane_new_wanted(self, event: "SavedPane.NewWanted") -> None:
        """Begin a request for a folder, or make a folder."""
        event.stop()
        if not event.is_folder:
            self.begin_request(event.folder)
            return
        from weda_tui.tui.dialogs.save_request import SaveTask

        words = self.strings.saved.dialog
        task = SaveTask(words.folder_title, words.make, "", event.folder, is_folder=True)
        self.ask_place(task, self._make_folder)

    @work(group="save", exclusive=True, description="save")
    async def _make_folder(self, choice: "SaveChoice") -> None:
        try:
            path = await asyncio.to_thread(
                self._session.collections.make_folder, choice.title, choice.folder
            )
        except FileError as error:
            self.refuse(error)
            return
        self.refresh_saved(path)

    def on_saved_pane_details_wanted(self, event: "SavedPane.DetailsWanted") -> None:
        """Edit the tags and the description of a request."""
        event.stop()
        self._edit_details(event.path)

    @work(group="save-ask", exclusive=True, description="save-ask")
    async def _edit_details(self, path: str) -> None:
        from weda_tui.tui.dialogs.request_details import RequestDetailsDialog

        try:
            loaded = await asyncio.to_thread(self._session.collections.load, path)
        except FileError as error:
            self.refuse(error)
            return

        def closed(details: "Details | None") -> None:
            if details is not None:
                self._save_details(loaded, details)

        self.app.push_screen(RequestDetailsDialog(loaded.request, self.strings), closed)

    @work(group="save", exclusive=True, description="save")
    async def _save_details(self, loaded: "LoadedRequest", details: "Details") -> None:
        wanted = replace(loaded.request, tags=details.tags, description=details.description)
        try:
            saved = await asyncio.to_thread(self._session.collections.save, wanted, loaded.text)
        except FileError as error:
            self.refuse(error)
            return
        self.take_details(saved)
        file = f"{saved.request.path}.toml"
        self.notice(self.strings.saved.screen.saved.format(file=file), path=file)
        self.refresh_saved(saved.request.path)

    # -- running and exporting ---------------------------------------------------------------

    def on_saved_pane_run_wanted(self, event: "SavedPane.RunWanted") -> None:
        """Run a request, or all of a folder."""
        event.stop()
        where = self.place_to_send()
        if where is None:
            return
        from weda_tui.tui.screens.runs import open_run

        def ended(said: str, view: "RunView") -> None:
            self.note_run(said, view.tally.ok)
            self.take_run(view.results)
            self.refresh_results()

        open_run(
            self, self._session, where, event.path, self.strings,
            on_end=ended, on_open=self.open_result,
        )  # fmt: skip

    def take_run(self, results: "Sequence[RunResult]") -> None:
        """Take the answers of a run that is over."""

    def on_saved_pane_export_wanted(self, event: "SavedPane.ExportWanted") -> None:
        """Write a request, or all of a folder, for another program."""
        event.stop()
        from weda_tui.tui.screens.exporting import offer_export

        offer_export(self, self._session, event.path, event.title, self.where_in_hand())

    def where_in_hand(self) -> Where | None:
        """Return the place that is chosen."""
        raise NotImplementedError
