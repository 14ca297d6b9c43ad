"""The file of the draft in hand: saved to, looked after while others write to it."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import work

from weda_tui.core.collection_path import parent_of
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.exchange import Answered
from weda_tui.core.request import RequestDraft
from weda_tui.core.variables import Layer
from weda_tui.tui.collections.load import load_request
from weda_tui.tui.parts.kept_drafts import saved_key
from weda_tui.tui.screens.opening_saved import OpeningSavedPage
from weda_tui.tui.workbench.records import RecordFinder

if TYPE_CHECKING:  # they come after the first picture
    from weda_tui.core.collection import SavedRequest
    from weda_tui.session.collections import LoadedRequest
    from weda_tui.tui.dialogs.save_request import SaveChoice
    from weda_tui.tui.screens.keeping import Answer


class SavingPage(OpeningSavedPage):
    """A page that keeps its draft as a file."""

    records: RecordFinder

    _has_warned = False
    """Whether it was said that a demo keeps nothing."""

    # -- saving ------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Save the request in hand; a new one is asked for its name."""
        draft = self._stages.editor.draft
        history = self._stages.history
        if self.place_in_hand == "history" and history is not None and history.works("save"):
            self.save_entry()
        elif draft is None:
            self.notice(self.strings.saved.screen.nothing_to_save)
        elif self.saved is None:
            self.action_save_as()
        else:
            self._save_over(self.saved, draft, self.saved.text)

    @work(group="save", exclusive=True, description="save")
    async def _save_over(
        self, loaded: "LoadedRequest", draft: RequestDraft, known: str | None
    ) -> None:
        """Save a draft over its file; ask where somebody else has changed it."""
        wanted = replace(loaded.request, draft=replace(draft, layers=()))
        try:
            saved = await asyncio.to_thread(self._session.collections.save, wanted, known)
        except FileError as error:
            if error.code is ErrorCode.FILE_CHANGED:
                await self._meet_change(loaded, draft, error)
            else:
                self.refuse(error)
            return
        self._take_saved(saved_key(wanted.path), draft, saved, draft.layers)

    async def _meet_change(
        self, loaded: "LoadedRequest", draft: RequestDraft, error: FileError
    ) -> None:
        """Save anew where the file is gone; else ask whose words count, or say it."""
        path = loaded.request.path
        try:
            text = await asyncio.to_thread(self._session.collections.text_now, path)
        except FileError as unread:
            self.refuse(unread)
            return
        if text is None:
            self._save_over(loaded, draft, None)
        elif self.saved_path == path:
            self._ask_whose(path, text)
        else:
            self.refuse(error)

    def _take_saved(
        self, key: str, draft: RequestDraft, saved: "LoadedRequest", layers: tuple[Layer, ...]
    ) -> None:
        """Go on with what is saved now; where another draft is in hand by now, that one stays.

        ``key`` is the one that ``draft`` was kept under, ``layers`` are those of its file.
        """
        path, editor = saved.request.path, self._stages.editor
        in_file = replace(draft, layers=layers)
        if editor.key == key:
            self._told = ()
            self.request.set_saved(saved)
            editor.take_saved(saved, in_file)
        else:
            editor.kept.note_saved(saved.request, in_file)
            if editor.kept.draft(key) == draft:
                editor.kept.drop(key)
        self._mark_edited()
        words = self.strings.saved.screen
        lost = words.demo_lost if self._session.is_demo and not self._has_warned else ""
        self._has_warned = True
        file = f"{path}.toml"
        self.notice(f"{words.saved.format(file=file)}{lost}", path=file)
        self.refresh_saved(path)

    @work(group="save-ask", exclusive=True)
    async def save_entry(self) -> None:
        """Save the request of a row of the history; the one in WITH stays."""
        from weda_tui.tui.screens.keeping import save_record

        record = await self.records.find()
        if record is not None:
            await save_record(self, self._session, record, self.file_changed)

    @work(group="save-ask", exclusive=True)
    async def action_save_example(self) -> None:
        """Keep the answer in hand with a saved request."""
        from weda_tui.tui.screens.keeping import save_example

        answer = await self._answer_in_hand()
        if answer is None:
            self.notice(self.strings.saved.example.no_answer)
            return
        await save_example(self, self._session, answer, self.saved_path, self.file_changed)

    async def _answer_in_hand(self) -> "Answer | None":
        """Return the answer of the row or of RESULT, as the history keeps it where it does."""
        from weda_tui.tui.screens.keeping import Answer

        record, language = await self.records.find(), self.strings.language
        if record is not None:
            return Answer.of(record, record.entry.title.text(language))
        state, draft, endpoint = self.send_state, self._stages.editor.draft, self.endpoint
        if not isinstance(state, Answered) or draft is None or endpoint is None:
            return None
        env_type = self.where.env_type if self.where else ""
        size = state.exchange.response.size
        return Answer(state.exchange, draft, endpoint.title.text(language), env_type, size)

    def file_changed(self, saved: "LoadedRequest") -> None:
        """Go on with what a file says now, where it is the one in hand; its edits stay."""
        self.take_details(saved)
        self.refresh_saved(saved.request.path)

    def action_save_as(self) -> None:
        """Save the draft in hand under a name that is asked for."""
        key, draft = self._stages.editor.key, self._stages.editor.draft
        endpoint, like = self.endpoint, self.saved and self.saved.request
        if draft is None or endpoint is None:
            self.notice(self.strings.saved.screen.nothing_to_save)
            return
        from weda_tui.tui.dialogs.save_request import SaveTask

        words, language = self.strings.saved.dialog, self.strings.language
        title = like.title if like else endpoint.title.text(language)
        folder = parent_of(self.saved_path) or self._session.preferences.collection
        task = SaveTask(
            words.title, words.save, title, folder or words.first_collection, may_overwrite=True
        )

        def answered(choice: "SaveChoice") -> None:
            self._session.remember(collection=choice.folder)
            self._save_new(choice, key, draft, like)

        self.ask_place(task, answered)

    @work(group="save", exclusive=True, description="save")
    async def _save_new(
        self, choice: "SaveChoice", key: str, draft: RequestDraft, like: "SavedRequest | None"
    ) -> None:
        """Save a draft as a new request, with all that ``like`` has beside it."""
        collections = self._session.collections
        try:
            saved = await asyncio.to_thread(
                collections.create, choice.title, choice.folder, draft,
                like=like, replaces=choice.replaces,
            )  # fmt: skip
            layers = await asyncio.to_thread(collections.layers, saved.request)
        except FileError as error:
            self.refuse(error)
            return
        record = await self.records.find()
        if record is not None:
            name = self._session.saved_name(saved.request.path)
            await self._session.history.adopt(record, name, draft)
        self._take_saved(key, draft, saved, layers)

    # -- the file on the disk ----------------------------------------------------------------

    @work(group="look-after", exclusive=True)
    async def look_after_saved(self) -> None:
        """Read the file in hand again where it changed; ask where there are edits here too."""
        loaded, path = self.saved, self.saved_path
        if self.app.screen is not self:
            return
        if self._stages.saved is not None and self._stages.saved.display:
            self._stages.saved.look_again()
        if loaded is None:
            return
        try:
            text = await asyncio.to_thread(self._session.collections.text_now, path)
        except FileError as error:
            if self.saved is loaded and error.code not in self._told:
                self._told = (error.code,)
                self.refuse(error)
            return
        if self.saved is not loaded or text in (loaded.text, *self._told):
            return
        if text is not None and self._session.collections.has_written(path, text):
            await self._take_own_write(loaded)
            return
        file = f"{path}.toml"
        if text is None:
            self._told = (text,)
            self.notice(self.strings.saved.screen.gone.format(file=file), path=file)
        elif path in self.edited:
            self._ask_whose(path, text)
        else:
            self._told = (text,)
            await self._take_from_disk(path)

    async def _take_own_write(self, before: "LoadedRequest") -> None:
        """Know the file in hand as it was written from elsewhere in the program."""
        with suppress(FileError):
            loaded, _ = await asyncio.to_thread(load_request, self._session, before.request.path)
            if self.saved is before:
                self.know_file(loaded)

    async def _take_from_disk(self, path: str) -> None:
        """Open a file that says something else; edits go once it is read."""
        if await self.open_saved_now(path, is_anew=True, keeps_stage=True):
            self._mark_edited()
            file = f"{path}.toml"
            self.notice(self.strings.saved.screen.reloaded.format(file=file), path=file)
            self.refresh_saved()

    def _ask_whose(self, path: str, text: str) -> None:
        """Ask whether the words on the disk count, or those here."""
        from weda_tui.tui.dialogs.menu import Menu, MenuItem

        self._told = (text,)
        words, keys = self.strings.saved.screen, self.strings.tui.keys
        items = [
            MenuItem("1", keys.save_as, "", "other"),
            MenuItem("2", words.keep_mine, "", "mine"),
            MenuItem("3", words.take_theirs, "", "theirs"),
        ]

        async def chosen(action: str | None) -> None:
            loaded, draft = self.saved, self._stages.editor.draft
            if action == "theirs":
                await self._take_from_disk(path)
            elif loaded is None or draft is None or self.saved_path != path:
                return
            elif action == "other":
                self.action_save_as()
            elif action == "mine":
                self._save_over(loaded, draft, text)

        self.app.push_screen(Menu(words.changed.format(file=f"{path}.toml"), items), chosen)
