"""What is kept: the tab and the files of saved requests, and the drafts that are not saved yet."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import work
from textual.reactive import var
from textual.timer import Timer

from weda_tui.core.collection_path import is_within, parent_of
from weda_tui.core.endpoint import Bilingual, Endpoint
from weda_tui.core.environment import Where
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.exchange import Answered, Failed, Idle, Sending
from weda_tui.core.free_call import FREE_CALL
from weda_tui.core.request import RequestDraft
from weda_tui.i18n.explain import explain
from weda_tui.i18n.quantities import count
from weda_tui.tui.screens.diagnosing import DiagnosingPage
from weda_tui.tui.screens.saved_acts import SavedActsPage

if TYPE_CHECKING:  # they come after the first picture
    from weda_tui.core.run import RunResult
    from weda_tui.session.before import Before
    from weda_tui.session.collections import LoadedRequest
    from weda_tui.session.saved_sending import SavedOutcome
    from weda_tui.tui.dialogs.go_to import GoTo
    from weda_tui.tui.dialogs.save_request import SaveChoice
    from weda_tui.tui.panes.saved_pane import SavedPane
    from weda_tui.tui.screens.keeping import Answer
    from weda_tui.tui.screens.saved import SavedChoice

LOOKED_AFTER = 1.5
"""Seconds between two looks at the file in hand."""
KEPT_AFTER = 0.8
"""Seconds after an edit until it is on the disk."""


class SavingPage(DiagnosingPage, SavedActsPage[None]):
    """A page whose WHAT has a tab for saved requests, and whose draft may be one of them."""

    saved: "var[LoadedRequest | None]" = var(None)
    """The saved request in hand, as its file was read."""
    edited: var[frozenset[str]] = var(frozenset[str]())
    """Paths of saved requests with edits that are not saved."""
    saved_path: var[str] = var("")
    ran: var[tuple[str, bool] | None] = var[tuple[str, bool] | None](None)
    """The last run on one line, and whether all passed."""
    outcome: "var[SavedOutcome | RunResult | None]" = var(None)
    """What the file of a saved request says of the answer."""

    _keeping: Timer | None = None
    _has_warned = False
    """Whether it was said that a demo keeps nothing."""
    _brought_back: tuple[str, ...] = ()
    """The keys of the drafts that came back and were not thrown away."""
    _dropped: dict[str, RequestDraft] | None = None
    """Those that were thrown away last, as they were."""
    _told: tuple[str | None, ...] = ()
    """The text on the disk that the user has been told of; ``None`` for a file that is gone."""

    # -- opening -----------------------------------------------------------------------------

    async def action_saved(self) -> None:
        """Show in WHAT what is saved."""
        await self.show_what_tab("saved")

    def on_saved_pane_opened(self, event: "SavedPane.Opened") -> None:
        """Open a saved request."""
        event.stop()
        self.open_saved(event.path)

    @work(group="open-saved", exclusive=True)
    async def open_saved(self, path: str) -> None:
        """Put a saved request into WITH, with the edits of before where it has any."""
        await self._open_saved(path)

    async def _open_saved(self, path: str, *, draft: RequestDraft | None = None) -> bool:
        """Open a request, or say why not; ``draft`` is an edit of it to begin with."""
        try:
            loaded, saved_draft = await asyncio.to_thread(self._load, path)
            known = await self._look_before(loaded)
            endpoint = self._endpoint_for(loaded)
            saved_draft = self._session.complete(saved_draft, self.where)
        except FileError as error:
            said = explain(error, self.strings)
            self.notice(f"✗ {said.what}{said.hint}")
            return False
        editor = self._stages.editor
        if draft is not None:
            editor.kept.keep_saved(path, replace(draft, layers=saved_draft.layers))
        editor.before = known
        editor.open_saved(loaded, saved_draft)
        self.saved, self.saved_path, self._told = loaded, path, ()
        self.open_endpoint_of_saved(endpoint)
        if loaded.request.draft.endpoint_id:
            self._session.remember(endpoint=endpoint.id)
        editor.show_kept()
        return True

    def _load(self, path: str) -> "tuple[LoadedRequest, RequestDraft]":
        loaded = self._session.collections.load(path)
        return loaded, self._session.collections.draft_of(loaded.request)

    async def _look_before(self, loaded: "LoadedRequest") -> "Before | None":
        """Return what a request depends on; ``None`` for nothing."""
        if not loaded.request.depends:
            return None
        from weda_tui.session.before import before

        return await asyncio.to_thread(before, self._session, loaded.request)

    def _endpoint_for(self, loaded: "LoadedRequest") -> Endpoint:
        """Return the call that a saved request is of. Raises ``FileError``."""
        draft, title = loaded.request.draft, loaded.request.title
        if draft.endpoint_id:
            return self._session.endpoint(draft.endpoint_id, self.where)
        return replace(FREE_CALL, method=draft.method, title=Bilingual(title, title))

    def open_endpoint_of_saved(self, endpoint: Endpoint) -> None:
        """Take the call of a saved request in hand."""
        is_other = endpoint is not self.endpoint
        self.endpoint = endpoint
        if is_other and not isinstance(self.send_state, Sending):
            self.recalled = None
            self.send_state = self._answers.latest(self.where, endpoint.id) or Idle()
        self.go_to_stage("with")

    def leave_saved(self) -> None:
        """No saved request is in hand any more; its edits stay where they are."""
        self.saved, self.saved_path = None, ""
        self._stages.editor.leave_saved()

    @work(group="saved-entries", exclusive=True)
    async def bring_saved(self, dialog: "GoTo") -> None:
        """Let a box find what is saved."""
        from weda_tui.tui.dialogs.go_to import SavedEntry

        titles = await asyncio.to_thread(self._session.collections.titles)
        dialog.take_saved([SavedEntry(*each) for each in titles.items()])

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
            self._save_over(draft, self.saved.text)

    @work(group="save", exclusive=True)
    async def _save_over(self, draft: RequestDraft, known: str | None) -> None:
        """Save over the file in hand; ask where somebody else has changed it."""
        loaded = self.saved
        if loaded is None:
            return
        wanted = replace(loaded.request, draft=replace(draft, layers=()))
        try:
            saved = await asyncio.to_thread(self._session.collections.save, wanted, known)
        except FileError as error:
            if error.code is not ErrorCode.FILE_CHANGED:
                self.refuse(error)
            else:
                await self._meet_change(draft, wanted.path)
            return
        self._take_saved(saved, draft)

    async def _meet_change(self, draft: RequestDraft, path: str) -> None:
        """Save anew where the file is gone; else ask whose words count."""
        text = await asyncio.to_thread(self._text_now, path)
        if text is None:
            self._save_over(draft, None)
        else:
            self._ask_whose(path, text)

    def _take_saved(self, saved: "LoadedRequest", draft: RequestDraft) -> None:
        """Go on with what is saved now."""
        path = saved.request.path
        self.saved, self.saved_path, self._told = saved, path, ()
        self._stages.editor.take_saved(saved, draft)
        self._mark_edited()
        words = self.strings.saved.screen
        lost = words.demo_lost if self._session.is_demo and not self._has_warned else ""
        self._has_warned = True
        self.notice(f"{words.saved.format(file=f'{path}.toml')}{lost}")
        self.refresh_saved(path)

    @work(group="save-ask", exclusive=True)
    async def save_entry(self) -> None:
        """Save the request of a row of the history; the one in WITH stays."""
        from weda_tui.tui.screens.keeping import save_record

        record = await self.record_in_hand()
        if record is not None:
            await save_record(self, self._session, record, self._take_changed)

    @work(group="save-ask", exclusive=True)
    async def action_save_example(self) -> None:
        """Keep the answer in hand with a saved request."""
        from weda_tui.tui.screens.keeping import save_example

        answer = await self._answer_in_hand()
        if answer is None:
            self.notice(self.strings.saved.example.no_answer)
            return
        await save_example(self, self._session, answer, self.saved_path, self._take_changed)

    async def _answer_in_hand(self) -> "Answer | None":
        """Return the answer of the row or of RESULT, as the history keeps it where it does."""
        from weda_tui.tui.screens.keeping import Answer

        record, language = await self.record_in_hand(), self.strings.language
        if record is not None:
            return Answer.of(record, record.entry.title.text(language))
        state, draft, endpoint = self.send_state, self._stages.editor.draft, self.endpoint
        if not isinstance(state, Answered) or draft is None or endpoint is None:
            return None
        env_type = self.where.env_type if self.where else ""
        size = state.exchange.response.size
        return Answer(state.exchange, draft, endpoint.title.text(language), env_type, size)

    def _take_changed(self, saved: "LoadedRequest") -> None:
        """Go on with what a file says now, where it is the one in hand; its edits stay."""
        if saved.request.path == self.saved_path:
            self.saved = saved
        self.refresh_saved(saved.request.path)

    def action_save_as(self) -> None:
        """Save the draft in hand under a name that is asked for."""
        draft, endpoint = self._stages.editor.draft, self.endpoint
        if draft is None or endpoint is None:
            self.notice(self.strings.saved.screen.nothing_to_save)
            return
        from weda_tui.tui.dialogs.save_request import SaveTask

        words, language = self.strings.saved.dialog, self.strings.language
        title = self.saved.request.title if self.saved else endpoint.title.text(language)
        folder = parent_of(self.saved_path) or self._session.preferences.collection
        task = SaveTask(
            words.title, words.save, title, folder or words.first_collection, may_overwrite=True
        )

        def answered(choice: "SaveChoice") -> None:
            self._session.remember(collection=choice.folder)
            self._save_new(choice, draft)

        self.ask_place(task, answered)

    @work(group="save", exclusive=True)
    async def _save_new(self, choice: "SaveChoice", draft: RequestDraft) -> None:
        """Save a draft as a new request, with all that the one in hand has beside it."""
        collections, like = self._session.collections, self.saved and self.saved.request
        try:
            saved = await asyncio.to_thread(
                collections.create, choice.title, choice.folder, draft,
                like=like, replaces=choice.replaces,
            )  # fmt: skip
            layers = await asyncio.to_thread(collections.layers, saved.request)
        except FileError as error:
            self.refuse(error)
            return
        self._take_saved(saved, replace(draft, layers=layers))

    # -- running -----------------------------------------------------------------------------

    def note_run(self, said: str, ok: bool) -> None:
        """Show the line that sums a run up at the foot of the tree."""
        self.ran = (said, ok)

    def open_result(self, result: "RunResult") -> None:
        """Open a request of a run with its answer."""
        self._open_result(result)

    @work(group="open-saved", exclusive=True)
    async def _open_result(self, result: "RunResult") -> None:
        await self._show_run_result(result)

    async def _show_run_result(self, result: "RunResult") -> None:
        exchange = result.exchange
        if exchange is None or not await self._open_saved(result.path):
            return
        self.outcome = result
        self.take_result(Answered(exchange))
        self.call_after_refresh(self.go_to_stage, "result")

    async def judge_by_file(
        self,
        loaded: "LoadedRequest | None",
        draft: RequestDraft,
        where: Where,
        result: Answered | Failed,
    ) -> "SavedOutcome | None":
        """Return what the file of a request says of an answer; ``None`` without one.

        What it captures is kept for others.
        """
        if loaded is None or not isinstance(result, Answered):
            return None
        from weda_tui.session.before import keep_captured
        from weda_tui.session.saved_sending import judge_saved, keep_judgement

        request = loaded.request
        variables, masker = self._session.variables(where, draft), self._session.masker()
        outcome = await asyncio.to_thread(judge_saved, request, result.exchange, variables, masker)
        keep_captured(self._session, request.path, where, outcome)
        keep_judgement(self._session, request.path, outcome)
        return outcome

    def take_result(self, answer: Answered) -> None:
        """Show an answer that was asked for elsewhere."""
        raise NotImplementedError

    # -- what the tab wishes -----------------------------------------------------------------

    def follow_saved(self, path: str, new: str) -> None:
        """Take the edits of what moved along; of what is gone they stay as a plain draft."""
        self._stages.editor.kept.follow(path, new)
        if self.saved is not None and is_within(self.saved_path, path):
            if new:
                self._reopen(f"{new}{self.saved_path.removeprefix(path)}")
            else:
                draft = self._stages.editor.draft
                self.leave_saved()
                if draft is not None:
                    self._stages.editor.show_draft(draft)
        self._mark_edited()

    @work(group="open-saved", exclusive=True)
    async def _reopen(self, path: str) -> None:
        stage = self.stage
        await self._open_saved(path)
        self.go_to_stage(stage)

    def begin_request(self, folder: str) -> None:
        """Let a call be chosen for a new request in a folder."""
        self._session.remember(collection=folder)
        self.call_later(self.action_endpoints)
        folder = folder or self.strings.saved.dialog.first_collection
        self.notice(self.strings.saved.screen.new_here.format(folder=folder))

    def take_details(self, saved: "LoadedRequest") -> None:
        """Know the file in hand as it is now."""
        if self.saved_path == saved.request.path:
            self.saved = saved

    def where_in_hand(self) -> Where | None:
        """Return the place that is chosen."""
        return self.where

    def on_saved_pane_in_hand(self, event: "SavedPane.InHand") -> None:
        """WITH keeps what is open while the cursor moves."""
        event.stop()

    @work(group="compare-saved", exclusive=True)
    async def on_saved_pane_compare_wanted(self, event: "SavedPane.CompareWanted") -> None:
        """Compare the last two answers of a request."""
        event.stop()
        from weda_tui.tui.screens.history_acts import compare_last

        await compare_last(self, self._session, event.path, self.strings)

    # -- the whole screen --------------------------------------------------------------------

    def open_whole_saved(self) -> None:
        """Show what is saved on a screen of its own; what is chosen there is done here."""
        from weda_tui.tui.screens.saved import SavedChoice, SavedScreen, SavedState

        def chosen(choice: SavedChoice | None) -> None:
            self.refresh_saved()
            self.refresh_results()
            if choice is not None:
                self._take_choice(choice)

        pane = self._stages.saved
        node = pane.node if pane is not None else None
        state = SavedState(
            strings=self.strings, where=self.where, catalogue=self.catalogue, edited=self.edited,
            ran=self.ran, wanted=node.path if node is not None else self.saved_path,
        )  # fmt: skip
        self.app.push_screen(SavedScreen(self._session, state, self.follow_saved), chosen)

    @work(group="open-saved", exclusive=True)
    async def _take_choice(self, choice: "SavedChoice") -> None:
        """Do what was chosen on the whole screen."""
        from weda_tui.tui.screens.saved import SavedAct

        match choice.act:
            case SavedAct.COMMAND:
                await self.run_command(choice.command)
            case SavedAct.BEGIN:
                self.begin_request(choice.path)
            case SavedAct.RESULT:
                if choice.result is not None:
                    await self._show_run_result(choice.result)
            case SavedAct.OPEN | SavedAct.SEND | SavedAct.LOOK:
                if not await self._open_saved(choice.path):
                    return
                if choice.act is SavedAct.SEND:
                    self.send_draft()
                elif choice.record is not None:
                    self.show_recalled(choice.record)

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
        text = await asyncio.to_thread(self._text_now, path)
        if self.saved is not loaded or text in (loaded.text, *self._told):
            return
        if text is not None and self._session.collections.has_written(path, text):
            await self._take_own_write(loaded)
            return
        file = f"{path}.toml"
        if text is None:
            self._told = (text,)
            self.notice(self.strings.saved.screen.gone.format(file=file))
        elif path in self.edited:
            self._ask_whose(path, text)
        else:
            await self._take_from_disk(path)

    async def _take_own_write(self, before: "LoadedRequest") -> None:
        """Know the file in hand as it was written from elsewhere in the program."""
        with suppress(FileError):
            loaded, _ = await asyncio.to_thread(self._load, before.request.path)
            if self.saved is before:
                self.saved = loaded

    async def _take_from_disk(self, path: str) -> None:
        self._stages.editor.kept.drop_saved(path)
        stage = self.stage
        if await self._open_saved(path):
            self.go_to_stage(stage)
            self._mark_edited()
            words = self.strings.saved.screen
            self.notice(words.reloaded.format(file=f"{path}.toml"))
            self.refresh_saved()
        else:
            self._told = (await asyncio.to_thread(self._text_now, path),)

    def _text_now(self, path: str) -> str | None:
        try:
            return self._session.collections.text_now(path)
        except FileError:
            return None

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
            draft = self._stages.editor.draft
            if action == "other":
                self.action_save_as()
            elif action == "mine" and draft is not None:
                self._save_over(draft, text)
            elif action == "theirs":
                await self._take_from_disk(path)

        self.app.push_screen(Menu(words.changed.format(file=f"{path}.toml"), items), chosen)

    # -- drafts ------------------------------------------------------------------------------

    def follow_edit(self) -> None:
        """Mark what is not saved, and keep it soon."""
        self._mark_edited()
        if self._keeping is None and self._session.drafts is not None:
            self._keeping = self.set_timer(KEPT_AFTER, self._keep_soon)

    def _mark_edited(self) -> None:
        edited = self._stages.editor.kept.edited_saved
        if edited != self.edited:
            self.edited = edited

    @work(group="keep-drafts")
    async def _keep_soon(self) -> None:
        self._keeping = None
        if (drafts := self._session.drafts) is not None:
            unsaved, in_hand = self._stages.editor.unsaved, self._stages.editor.key
            try:
                await asyncio.to_thread(drafts.keep, unsaved, in_hand)
            except FileError as error:
                self.refuse(error)

    def keep_drafts(self) -> None:
        """Keep what is not saved, now: the program ends."""
        drafts = self._session.drafts
        if drafts is None or not self.is_ready:
            return
        try:
            drafts.keep(self._stages.editor.unsaved, self._stages.editor.key)
        except FileError:
            return
        finally:
            drafts.close()

    def watch_saved_path(self, path: str) -> None:
        """Remember which saved request is in hand."""
        if self.is_ready and path != self._session.preferences.saved:
            self._session.remember(saved=path)

    @work(group="take-back")
    async def take_back(self) -> None:
        """Bring back what earlier runs have left unsaved, and open what was open."""
        endpoint, editor = self.endpoint, self._stages.editor
        is_typed = editor.key in editor.unsaved
        await self._take_drafts_back()
        path = self._session.preferences.saved
        is_used = is_typed or self.saved is not None or self.endpoint is not endpoint
        if not path or is_used or self.where is None:
            return
        if await asyncio.to_thread(self._text_now, path) is None:
            self._session.remember(saved="")
        elif self.saved is None and self.endpoint is endpoint:
            await self._open_at_start(path)

    async def _open_at_start(self, path: str) -> None:
        stage = self.stage
        if await self._open_saved(path):
            self.go_to_stage(stage)

    async def _take_drafts_back(self) -> None:
        drafts = self._session.drafts if self._session.has_drafts else None
        if drafts is None:
            return
        try:
            kept = await asyncio.to_thread(drafts.take_back)
        except FileError as error:
            self.refuse(error)
            return
        if not kept.drafts:
            return
        editor = self._stages.editor
        in_hand, wanted = editor.key, kept.in_hand
        is_typed = in_hand in editor.unsaved
        for key, draft in kept.drafts.items():
            if not key.startswith("/"):
                editor.kept.take_back(key, draft, self.where)
        for key in kept.drafts:
            if key.startswith("/") and key != wanted:
                await self._take_saved_back(key[1:], kept.drafts[key])
        if not is_typed and wanted.startswith("/"):
            await self._open_saved(wanted[1:], draft=kept.drafts[wanted])
        elif not is_typed and (wanted or in_hand) in kept.drafts:
            self.open_kept(wanted or in_hand)
        self._mark_edited()
        self._brought_back = tuple(kept.drafts)
        words = self.strings.saved.screen
        self.notice(words.drafts_back.format(count=count(len(kept.drafts))))

    async def _take_saved_back(self, path: str, draft: RequestDraft) -> None:
        """Put an edit back over its saved request; where that is gone, over its endpoint."""
        editor = self._stages.editor
        try:
            loaded, saved_draft = await asyncio.to_thread(self._load, path)
            saved_draft = self._session.complete(saved_draft, self.where)
        except FileError:
            editor.kept.take_back(draft.endpoint_id, draft, self.where)
            return
        editor.kept.note_saved(loaded.request, saved_draft)
        editor.kept.keep_saved(path, replace(draft, layers=saved_draft.layers))

    def draft_commands(self) -> tuple[str, ...]:
        """Return what can be done with the drafts that came back."""
        if self._dropped:
            return ("return_drafts",)
        return ("drop_drafts",) if self._brought_back else ()

    def action_drop_drafts(self) -> None:
        """Throw away what came back, also where it was edited since."""
        self._dropped = self._stages.editor.drop_drafts(self._brought_back)
        self._brought_back = ()
        self.follow_edit()
        words = self.strings.saved.screen
        self.notice(words.drafts_dropped.format(count=count(len(self._dropped))))

    def action_return_drafts(self) -> None:
        """Bring back what was thrown away."""
        dropped, self._dropped = self._dropped or {}, None
        self._stages.editor.return_drafts(dropped)
        self._brought_back = tuple(dropped)
        self.follow_edit()
        self.notice(self.strings.saved.screen.drafts_back.format(count=count(len(dropped))))

    def open_kept(self, endpoint_id: str) -> None:
        """Open the draft of an endpoint that came back."""
        raise NotImplementedError
