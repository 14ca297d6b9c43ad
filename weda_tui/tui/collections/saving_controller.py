"""The file of the open request: save it, and read it again when another program writes it."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from weda_tui.core.collections.paths import parent_of
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import VariableLayer
from weda_tui.core.sending.exchange import Answered
from weda_tui.i18n.phrases.history import entry_title
from weda_tui.tui.collections.save import Candidate, ask_place, save_example, save_record
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.requests.unsaved_drafts import OpenDraft, load_request, saved_key
from weda_tui.tui.workbench.bench import TargetBench, refusals, refuse
from weda_tui.tui.workbench.records import RecordFinder
from weda_tui.tui.workbench.state import SharedState

if TYPE_CHECKING:  # Imported only after the first picture
    from weda_tui.core.collections.saved_request import SavedRequest
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.tui.collections.save_dialog import SaveChoice


class SaveEditor(OpenDraft, Protocol):
    """The part of the editor that saving uses."""

    def set_saved(self, loaded: "LoadedRequest", draft: RequestDraft) -> None:
        """Attach the draft to the file of a saved request."""

    def note_file(self, loaded: "LoadedRequest") -> None:
        """Apply the new content of the file; the draft is kept."""


class SaveBench(TargetBench, Protocol):
    """The part of the main screen that saving uses."""

    @property
    def editor(self) -> SaveEditor:
        """The editor of the request."""
        ...

    def refresh_saved(self, path: str = "") -> None:
        """List the saved requests again; with a path, put the cursor there."""


class SaveCalls(Protocol):
    """Opens saved requests."""

    async def open_saved_now(
        self, path: str, *, is_anew: bool = False, keeps_stage: bool = False
    ) -> bool:
        """Open a saved request; return whether it opened, and show why if not."""
        ...


class SaveController:
    """Saves the open request, sent requests, and responses."""

    def __init__(
        self, bench: SaveBench, calls: SaveCalls, shared: SharedState, records: RecordFinder
    ) -> None:
        self._bench, self._calls = bench, calls
        self._session, self._request, self._answer, _ = shared
        self._records = records
        self._has_warned = False
        """Whether the user was warned that a demo stores nothing."""
        self._seen: tuple[LoadedRequest, str | ErrorCode | None] | None = None
        """A loaded file, and the content on the disk that the user was last informed about.

        The content is ``None`` for a file that is gone, and an error code for a file that cannot be
        read.
        """

    # -- saving ------------------------------------------------------------------------------

    def save(self) -> None:
        """Save the open request; ask for a name if it is new."""
        draft, saved = self._bench.editor.draft, self._request.current.saved
        if draft is None:
            self._bench.notice(self._bench.words.saved.screen.nothing_to_save)
        elif saved is None:
            self.save_as()
        else:
            self._start_save_over(saved, draft, saved.text)

    def _start_save_over(
        self, loaded: "LoadedRequest", draft: RequestDraft, known: str | None
    ) -> None:
        self._bench.start(partial(self._save_over, loaded, draft, known), "save")

    async def _save_over(
        self, loaded: "LoadedRequest", draft: RequestDraft, known: str | None
    ) -> None:
        """Save a draft to its file; ask the user if another program has changed the file."""
        wanted = replace(loaded.request, draft=replace(draft, layers=()))
        try:
            saved = await asyncio.to_thread(self._session.collections.changes.save, wanted, known)
        except FileError as error:
            if error.code is ErrorCode.FILE_CHANGED:
                await self._resolve_conflict(loaded, draft, error)
            else:
                refuse(self._bench, error)
            return
        self._show_saved(saved_key(wanted.path), draft, saved, draft.layers)

    async def _resolve_conflict(
        self, loaded: "LoadedRequest", draft: RequestDraft, error: FileError
    ) -> None:
        """Resolve a conflict: write the file again if it is gone, else ask which text to keep.

        If another request is open by now, only show the error.
        """
        path = loaded.request.path
        try:
            text = await asyncio.to_thread(self._session.collections.text_now, path)
        except FileError as unread:
            refuse(self._bench, unread)
            return
        if text is None:
            self._start_save_over(loaded, draft, None)
        elif self._request.current.path == path:
            self._ask_which(path, text)
        else:
            refuse(self._bench, error)

    def _show_saved(
        self,
        key: str,
        draft: RequestDraft,
        saved: "LoadedRequest",
        layers: tuple[VariableLayer, ...],
    ) -> None:
        """Attach the open draft to the saved file, unless another draft is open by now.

        ``key`` is the key that ``draft`` was kept under, ``layers`` are the variables for its file.
        """
        path, editor = saved.request.path, self._bench.editor
        in_file = replace(draft, layers=layers)
        if editor.key == key:
            if not self._answer.current.saved and self._answer.current.endpoint_id == key:
                self._answer.set_saved(path)
            self._request.set_saved(saved)
            editor.set_saved(saved, in_file)
        else:
            editor.kept.note_saved(saved.request, in_file)
            if editor.kept.draft(key) == draft:
                editor.kept.drop(key)
        self._request.set_edited(editor.kept.edited_saved)
        words = self._bench.words.saved.screen
        lost = words.demo_lost if self._session.is_demo and not self._has_warned else ""
        self._has_warned = True
        file = f"{path}.toml"
        self._bench.notice(f"{words.saved.format(file=file)}{lost}", path=file)
        self._bench.refresh_saved(path)

    def save_as(self) -> None:
        """Ask for a name and save the draft as a new request."""
        bench, opened = self._bench, self._request.current
        key, draft, endpoint = bench.editor.key, bench.editor.draft, opened.endpoint
        like = opened.saved and opened.saved.request
        if draft is None or endpoint is None:
            bench.notice(bench.words.saved.screen.nothing_to_save)
            return
        from weda_tui.tui.collections.save_dialog import SaveTask

        words = bench.words.saved.dialog
        title = like.title if like else endpoint.title.text(bench.words.language)
        folder = parent_of(opened.path) or self._session.settings.preferences.collection
        task = SaveTask(
            words.title, words.save, title, folder or words.first_collection, may_overwrite=True
        )

        def answered(choice: "SaveChoice") -> None:
            self._session.settings.remember(collection=choice.folder)
            bench.start(partial(self._save_new, choice, key, draft, like), "save")

        bench.start(partial(ask_place, bench, self._session, task, answered), "save-ask")

    async def _save_new(
        self, choice: "SaveChoice", key: str, draft: RequestDraft, like: "SavedRequest | None"
    ) -> None:
        """Save a draft as a new request; copy everything else from ``like``."""
        collections = self._session.collections
        with refusals(self._bench):
            saved = await asyncio.to_thread(
                collections.changes.create, choice.title, choice.folder, draft,
                like=like, replaces=choice.replaces,
            )  # fmt: skip
            layers = await asyncio.to_thread(collections.layers, saved.request)
            record = await self._records.find()
            if record is not None:
                name = self._session.saved_name(saved.request.path)
                await self._session.history.adopt(record, name, draft)
            self._show_saved(key, draft, saved, layers)

    # -- what was sent -----------------------------------------------------------------------

    def save_entry(self) -> None:
        """Save the request of an entry of the history; the open request does not change."""
        self._bench.start(self._save_entry, "save-ask")

    async def _save_entry(self) -> None:
        record = await self._records.find()
        if record is not None:
            await save_record(self._bench, self._session, record, self.file_changed)

    def save_example(self) -> None:
        """Save the response as an example of a saved request."""
        self._bench.start(self._save_example, "save-ask")

    async def _save_example(self) -> None:
        bench, answer = self._bench, await self._find_answer()
        if answer is None:
            bench.notice(bench.words.saved.example.no_answer)
            return
        path = self._request.current.path
        await save_example(bench, self._session, answer, path, self.file_changed)

    async def _find_answer(self) -> Candidate | None:
        """Return the response of the selected history entry, else the response in RESULT."""
        record, language = await self._records.find(), self._bench.words.language
        if record is not None:
            return Candidate.of(record, entry_title(record.entry, self._bench.words))
        state, target = self._answer.current.state, self._bench.target
        draft, endpoint = self._bench.editor.draft, self._request.current.endpoint
        if not isinstance(state, Answered) or draft is None or endpoint is None:
            return None
        env_type = target.env_type if target else ""
        size = state.exchange.response.size
        return Candidate(state.exchange, draft, endpoint.title.text(language), env_type, size)

    # -- the file on the disk ----------------------------------------------------------------

    def file_changed(self, saved: "LoadedRequest") -> None:
        """Show the new content of a file; the edits of the open request are kept."""
        self.note_file(saved)
        self._bench.refresh_saved(saved.request.path)

    def note_file(self, saved: "LoadedRequest") -> None:
        """Apply the new content of a file if it is the open file."""
        if self._request.current.path == saved.request.path:
            self._request.set_saved(saved)
            self._bench.editor.note_file(saved)

    def reload_changed(self) -> None:
        """Read the open file again if it changed; ask the user if there are unsaved edits."""
        self._bench.start(self._check_file, "look-after")

    async def _check_file(self) -> None:
        bench, loaded = self._bench, self._request.current.saved
        if loaded is None:
            return
        path, collections = loaded.request.path, self._session.collections
        try:
            text = await asyncio.to_thread(collections.text_now, path)
        except FileError as error:
            if self._request.current.saved is loaded and self._is_news(loaded, error.code):
                refuse(bench, error)
            return
        opened = self._request.current
        if opened.saved is not loaded or text == loaded.text:
            return
        if text is not None and collections.changes.has_written(path, text):
            await self._note_own_write(loaded)
        elif self._is_news(loaded, text):
            await self._show_news(path, text)

    def _is_news(self, loaded: "LoadedRequest", found: "str | ErrorCode | None") -> bool:
        """Return whether the user has not yet been informed about ``found``, and remember it."""
        seen, self._seen = self._seen, (loaded, found)
        return seen is None or seen[0] is not loaded or seen[1] != found

    async def _show_news(self, path: str, text: str | None) -> None:
        """Show that the file is gone, or read its new text, or ask if there are unsaved edits."""
        if text is None:
            file = f"{path}.toml"
            words = self._bench.words.saved.screen
            self._bench.notice(words.gone.format(file=file), path=file)
        elif path in self._request.current.edited:
            self._ask_which(path, text)
        else:
            await self._reload(path)

    async def _note_own_write(self, before: "LoadedRequest") -> None:
        """Apply a change of the open file that another part of the program wrote."""
        path = before.request.path
        with suppress(FileError):
            loaded, _ = await asyncio.to_thread(load_request, self._session, path)
            if self._request.current.saved is before:
                self.note_file(loaded)

    async def _reload(self, path: str) -> None:
        """Open the file again; unsaved edits are discarded once it has been read."""
        bench = self._bench
        if await self._calls.open_saved_now(path, is_anew=True, keeps_stage=True):
            self._request.set_edited(bench.editor.kept.edited_saved)
            file = f"{path}.toml"
            bench.notice(bench.words.saved.screen.reloaded.format(file=file), path=file)
            bench.refresh_saved()

    def _ask_which(self, path: str, text: str) -> None:
        """Ask whether to keep the text on the disk or the draft."""
        bench, saved = self._bench, self._request.current.saved
        if saved is not None:
            self._seen = (saved, text)
        words, keys = bench.words.saved.screen, bench.words.tui.keys
        items = [
            MenuItem("1", keys.save_as, "", "other"),
            MenuItem("2", words.keep_mine, "", "mine"),
            MenuItem("3", words.take_theirs, "", "theirs"),
        ]

        async def chosen(action: str | None) -> None:
            loaded, draft = self._request.current.saved, bench.editor.draft
            if action == "theirs":
                await self._reload(path)
            elif loaded is None or draft is None or self._request.current.path != path:
                return
            elif action == "other":
                self.save_as()
            elif action == "mine":
                self._start_save_over(loaded, draft, text)

        bench.ask(Menu(words.changed.format(file=f"{path}.toml"), items), chosen)
