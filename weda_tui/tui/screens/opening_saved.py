"""The saved request in hand: opened from WHAT, from a run or its own screen, judged by its file."""

import asyncio
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import work
from textual.reactive import var

from weda_tui.core.answers import Answers
from weda_tui.core.collection_path import is_within
from weda_tui.core.endpoint import Endpoint
from weda_tui.core.environment import Where
from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.exchange import Answered, Failed, Idle, Sending, SendState
from weda_tui.core.free_call import free_call
from weda_tui.core.request import RequestDraft
from weda_tui.session import Explanation
from weda_tui.tui.collections.load import load_request
from weda_tui.tui.history.controller import HistoryController
from weda_tui.tui.screens.live_models import LiveModelsPage
from weda_tui.tui.screens.saved_acts import SavedActsPage
from weda_tui.tui.screens.what_tabs import WhatTabs
from weda_tui.tui.workbench.bench import refuse_while_sending
from weda_tui.tui.workbench.shown_answer import AnswerView, ShownAnswer

if TYPE_CHECKING:  # they come after the first picture
    from collections.abc import Sequence

    from weda_tui.core.history import HistoryEntry, HistoryRecord
    from weda_tui.core.last_success import LastSuccess
    from weda_tui.core.run import RunResult
    from weda_tui.session.before import Before
    from weda_tui.session.collections import LoadedRequest
    from weda_tui.session.saved_sending import SavedOutcome
    from weda_tui.tui.dialogs.go_to import GoTo
    from weda_tui.tui.panes.saved_pane import SavedPane
    from weda_tui.tui.parts.saved_tree import SavedTree
    from weda_tui.tui.screens.saved import SavedChoice
    from weda_tui.tui.screens.stages import Stages


class OpeningSavedPage(LiveModelsPage, SavedActsPage[None]):
    """A page whose WHAT has a tab for saved requests, and whose draft may be one of them."""

    send_state: var[SendState] = var[SendState](Idle())
    recalled: "var[HistoryRecord | None]" = var(None)
    preview: var[Explanation | None] = var(None)
    outcome: "var[SavedOutcome | RunResult | None]" = var(None)
    since: "var[LastSuccess | None]" = var(None)
    last_entry: "var[HistoryEntry | None]" = var(None)
    ran: var[tuple[str, bool] | None] = var[tuple[str, bool] | None](None)
    """The last run on one line, and whether all passed."""

    history: HistoryController
    tabs: WhatTabs

    _answers: Answers
    _stages: "Stages"

    _told: tuple[str | ErrorCode | None, ...] = ()
    """The text on the disk that the user has been told of; ``None`` for a file that is gone, a
    code for one that cannot be read."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = AnswerView(self._show_answer)

    def _show_answer(self, shown: ShownAnswer) -> None:
        """Hand the answer down to the panes."""
        self.preview, self.recalled, self.outcome = shown.preview, shown.recalled, shown.outcome
        self.send_state, self.since, self.last_entry = shown.state, shown.since, shown.last_entry

    # -- opening -----------------------------------------------------------------------------

    def refresh_saved(self, path: str = "") -> None:
        """List anew what is saved, where that is shown; with a path, put the cursor there."""
        self._stages.refresh_saved(path)

    def refresh_results(self) -> None:
        """Show anew how saved requests last went, where that is shown."""
        self._stages.refresh_results()

    def on_saved_pane_opened(self, event: "SavedPane.Opened") -> None:
        """Open a saved request."""
        event.stop()
        self.open_saved(event.path)

    @work(group="open-saved", exclusive=True, description="open-saved")
    async def open_saved(self, path: str) -> None:
        """Put a saved request into WITH, with the edits of before where it has any."""
        await self.open_saved_now(path)

    async def open_saved_now(
        self,
        path: str,
        *,
        draft: RequestDraft | None = None,
        is_anew: bool = False,
        keeps_stage: bool = False,
    ) -> bool:
        """Open a request, or say why not.

        ``draft`` is an edit of it to begin with; ``is_anew`` forgets the edits of before;
        ``keeps_stage`` leaves the focus where it is.
        """
        stage = self.stage
        try:
            loaded, saved_draft = await asyncio.to_thread(load_request, self._session, path)
            known = await self._look_before(loaded)
            endpoint = self._endpoint_for(loaded)
            saved_draft = self._session.endpoints.complete(saved_draft, self.where)
        except FileError as error:
            self.refuse(error)
            return False
        editor = self._stages.editor
        if is_anew:
            editor.kept.drop_saved(path)
        if draft is not None:
            editor.kept.keep_saved(path, replace(draft, layers=saved_draft.layers))
        editor.before = known
        editor.open_saved(loaded, saved_draft)
        self._told = ()
        self.open_endpoint_of_saved(endpoint, loaded)
        if loaded.request.draft.endpoint_id:
            self._session.remember_open(endpoint=endpoint.id)
        editor.show_kept()
        if keeps_stage:
            self.go_to_stage(stage)
        return True

    async def reload_saved(self) -> None:
        """Read the open saved request again with the variables around it; its edits stay."""
        draft = self._stages.editor.draft
        if self.saved_path and draft is not None:
            await self.open_saved_now(self.saved_path, draft=draft, keeps_stage=True)

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
            return self._session.endpoints.get(draft.endpoint_id, self.where)
        return free_call(draft.method, title)

    def open_endpoint_of_saved(self, endpoint: Endpoint, loaded: "LoadedRequest") -> None:
        """Open the endpoint of a saved request."""
        is_other = endpoint is not self.endpoint
        self.request.open(endpoint, loaded)
        if not is_other:
            self._stages.endpoints.reveal(endpoint)
        if is_other and not isinstance(self.send_state, Sending):
            self.answer.show(self._answers.latest(self.where, endpoint.id) or Idle())
        self.go_to_stage("with")

    def know_file(self, loaded: "LoadedRequest") -> None:
        """Know the file in hand as it is now; the draft stays."""
        self.request.set_saved(loaded)
        self._stages.editor.note_file(loaded)

    def leave_saved(self) -> None:
        """No saved request is in hand any more; its edits stay where they are."""
        self.request.set_saved(None)
        self._stages.editor.leave_saved()

    @work(group="saved-entries", exclusive=True, description="saved-entries")
    async def bring_saved(self, dialog: "GoTo") -> None:
        """Let a box find what is saved."""
        from weda_tui.tui.dialogs.go_to import SavedEntry

        titles = await asyncio.to_thread(self._session.collections.titles)
        dialog.take_saved([SavedEntry(*each) for each in titles.items()])

    def _mark_edited(self) -> None:
        self.request.set_edited(self._stages.editor.kept.edited_saved)

    # -- running -----------------------------------------------------------------------------

    def note_run(self, said: str, ok: bool) -> None:
        """Show the line that sums a run up at the foot of the tree."""
        self.ran = (said, ok)

    def take_run(self, results: "Sequence[RunResult]") -> None:
        """Show the answer that the request in hand got in a run; its edits were not part of it."""
        if not self.saved_path or isinstance(self.send_state, Sending):
            return
        own = [each for each in results if each.path == self.saved_path and each.has_body]
        if own and own[-1].exchange is not None:
            self.answer.show_outcome(own[-1])
            self.answer.show(Answered(own[-1].exchange))

    def open_result(self, result: "RunResult") -> None:
        """Open a request of a run with its answer."""
        self._open_result(result)

    @work(group="open-saved", exclusive=True, description="open-saved")
    async def _open_result(self, result: "RunResult") -> None:
        await self._show_run_result(result)

    async def _show_run_result(self, result: "RunResult") -> None:
        exchange = result.exchange
        if refuse_while_sending(self, self.answer):
            return
        if exchange is None or not await self.open_saved_now(result.path):
            return
        self.answer.show_outcome(result)
        self.answer.show(Answered(exchange))
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

    # -- what the tab wishes -----------------------------------------------------------------

    def follow_saved(self, path: str, new: str) -> None:
        """Take the edits of what moved along; of what is gone they wait for its return.

        The draft in hand goes on as one of its endpoint, unless that has one that is not saved.
        """
        editor = self._stages.editor
        editor.kept.follow(path, new)
        if self.saved is not None and is_within(self.saved_path, path):
            if new:
                self._reopen(f"{new}{self.saved_path.removeprefix(path)}")
            else:
                draft = editor.draft
                self.leave_saved()
                if draft is not None:
                    editor.show_draft(editor.unsaved.get(editor.key, draft))
        self._mark_edited()

    @work(group="open-saved", exclusive=True, description="open-saved")
    async def _reopen(self, path: str) -> None:
        await self.open_saved_now(path, keeps_stage=True)

    def begin_request(self, folder: str) -> None:
        """Let a call be chosen for a new request in a folder."""
        self._session.remember(collection=folder)
        self.call_later(self.tabs.show, "endpoints")
        folder = folder or self.strings.saved.dialog.first_collection
        self.notice(self.strings.saved.screen.new_here.format(folder=folder))

    def take_details(self, saved: "LoadedRequest") -> None:
        """Know the file in hand as it is now."""
        if self.saved_path == saved.request.path:
            self.know_file(saved)

    def where_in_hand(self) -> Where | None:
        """Return the place that is chosen."""
        return self.where

    def on_saved_tree_in_hand(self, event: "SavedTree.InHand") -> None:
        """WITH keeps what is open while the cursor moves."""
        event.stop()

    # -- what the page itself does -----------------------------------------------------------

    def go_to_stage(self, stage: str) -> None:
        """Take a stage in hand."""
        raise NotImplementedError

    def send_draft(self) -> None:
        """Send the draft in hand, asking first where a guard stands."""
        raise NotImplementedError

    # -- the whole screen --------------------------------------------------------------------

    def open_whole_saved(self) -> None:
        """Show what is saved on a screen of its own; what is chosen there is done here."""
        from weda_tui.tui.screens.saved import SavedChoice, SavedScreen, SavedState

        def chosen(choice: SavedChoice | None) -> None:
            self.refresh_saved(screen.row_in_hand)
            self.refresh_results()
            if choice is not None:
                self._take_choice(choice)

        pane = self._stages.saved
        node = pane.node if pane is not None else None
        state = SavedState(
            strings=self.strings, where=self.where, catalogue=self.catalogue, edited=self.edited,
            ran=self.ran, wanted=node.path if node is not None else self.saved_path,
        )  # fmt: skip
        screen = SavedScreen(self._session, state, self.follow_saved)
        self.app.push_screen(screen, chosen)

    @work(group="open-saved", exclusive=True, description="open-saved")
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
                if not await self.open_saved_now(choice.path):
                    return
                if choice.act is SavedAct.SEND:
                    self.send_draft()
                elif choice.record is not None:
                    self.history.show_entry(choice.record)
                    self.call_after_refresh(self.go_to_stage, "result")
