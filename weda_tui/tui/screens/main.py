"""The main screen: one sentence from WHERE to RESULT. It holds the state and hands it down."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.reactive import var
from textual.worker import Worker, WorkerCancelled

from weda_tui.core.catalogue.endpoint import Effect, Endpoint
from weda_tui.core.catalogue.modules import GUIDE_EXAMPLE, EndpointGroup, Module
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.guard.decision import Ruling, stricter
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import (
    Answered,
    Cancelled,
    Idle,
    Phase,
    SendInFlight,
    Sending,
    SendState,
)
from weda_tui.core.sending.last_answers import Answers
from weda_tui.i18n.phrases.requests import findings_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import DryRun, Preflight, Session
from weda_tui.tui.answers.controller import RulesController
from weda_tui.tui.collections.controller import SavedFilesController
from weda_tui.tui.collections.drafts_controller import DraftsController
from weda_tui.tui.collections.opening_controller import OpeningController
from weda_tui.tui.collections.saving_controller import SaveController
from weda_tui.tui.commands.table import (
    ADD_MODEL,
    BUNDLE,
    CHECK_ENVIRONMENT,
    COMPARE,
    COPY_AS,
    DOWNLOAD,
    DROP_DRAFTS,
    EDIT_CALL,
    ENDPOINTS,
    ERROR_BOOK,
    GO_BACK,
    GO_TO,
    HISTORY,
    IMPORT_DOCUMENT,
    LOOK_UP_CODE,
    MENU,
    MORE,
    NEW_CALL,
    NEXT,
    NEXT_PAGE,
    NEXT_WHAT_TAB,
    PREVIOUS_PAGE,
    REFRESH_MODELS,
    REMOVE_CALL,
    RESULT,
    RETURN_DRAFTS,
    SAVE,
    SAVE_AS,
    SAVE_EXAMPLE,
    SAVED,
    SEND,
    SHOW,
    STEP_BACK,
    TOKEN,
    TURN_DRAFTS,
    UPLOAD,
    WHAT,
    WHERE,
    WITH_WHAT,
    ZOOM,
    Handler,
    Handlers,
    bindings,
    global_bindings,
)
from weda_tui.tui.comparison.controller import ComparisonController
from weda_tui.tui.doctor.controller import DoctorController
from weda_tui.tui.doctor.error_book_controller import ErrorBookController
from weda_tui.tui.environments.target_pane import WherePane
from weda_tui.tui.filters.controller import FilterController
from weda_tui.tui.history.controller import HistoryController
from weda_tui.tui.interchange.controller import ExportController
from weda_tui.tui.links.controller import LinksController
from weda_tui.tui.links.value_controller import ValueController
from weda_tui.tui.runs.controller import RunController
from weda_tui.tui.screens.errands import ErrandsPage
from weda_tui.tui.screens.summary_strip import SentenceStrip
from weda_tui.tui.screens.what_tabs import WhatTabs
from weda_tui.tui.sending.dependencies_controller import DependenciesController
from weda_tui.tui.storage.controller import StorageController
from weda_tui.tui.tokens.controller import TokenController
from weda_tui.tui.widgets.footer import Hint, KeyFooter
from weda_tui.tui.widgets.modal import QuitQuestion
from weda_tui.tui.widgets.pane import TALL
from weda_tui.tui.workbench.bench import refuse_while_sending
from weda_tui.tui.workbench.records import RecordFinder
from weda_tui.tui.workbench.shown_answer import AnswerView, ShownAnswer

if TYPE_CHECKING:  # the stages come after the first picture, and so do their modules
    from weda_tui.core.doctor.diagnosis import Diagnosis
    from weda_tui.core.history.entry import HistoryEntry, HistoryRecord
    from weda_tui.core.history.last_success import LastSuccess
    from weda_tui.core.links.id_labels import IdLabel
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.session.runs.saved_request_sender import SavedOutcome
    from weda_tui.tui.answers.response_pane import ResponsePane
    from weda_tui.tui.catalogue.endpoint_tree import EndpointTree
    from weda_tui.tui.collections.pane import SavedPane
    from weda_tui.tui.collections.screen import SavedChoice
    from weda_tui.tui.history.pane import HistoryPane
    from weda_tui.tui.requests.editor_pane import RequestEditor
    from weda_tui.tui.requests.form import RequestForm
    from weda_tui.tui.requests.value_choice import ValueChoice
    from weda_tui.tui.runs.view import RunView
    from weda_tui.tui.screens.pane_layout import Stages

FRAME_GOES_OUT, FULL_FRAME_GOES_OUT = 0.002, 0.012
"""Seconds in which the thread that writes to the terminal puts out a nearly empty picture, or one
that is full of text: work meanwhile would keep the interpreter from it."""


LOOKED_AFTER = 1.5
"""Seconds between two looks at the disk."""


class MainScreen(ErrandsPage):
    """Explorer: WHERE, WHAT, WITH, RESULT."""

    CSS_PATH = "main.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (72, "-narrow"), (100, "-medium"), (140, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (20, "-short"), (TALL, "-tall")]

    BINDINGS = [
        *global_bindings(for_app=False),
        Binding("escape", "step_back", show=False),
        Binding("tab", "next_field(1)", show=False, priority=True),
        Binding("shift+tab", "next_field(-1)", show=False, priority=True),
        *bindings(MENU, MORE),
        *bindings(GO_BACK, TURN_DRAFTS, is_priority=True),
        Binding("less_than_sign,《", "widen(-4)", show=False),
        Binding("greater_than_sign,》", "widen(4)", show=False),
    ]

    preflight: var[Preflight | None] = var(None)
    send_state: var[SendState] = var[SendState](Idle())
    recalled: "var[HistoryRecord | None]" = var(None)
    preview: var[DryRun | None] = var(None)
    outcome: "var[SavedOutcome | RunResult | None]" = var(None)
    since: "var[LastSuccess | None]" = var(None)
    last_entry: "var[HistoryEntry | None]" = var(None)
    ran: var[tuple[str, bool] | None] = var[tuple[str, bool] | None](None)
    """The last run on one line, and whether all passed."""
    diagnosis: "var[Diagnosis | None]" = var(None)
    waiting: var[float | None] = var(None)
    """Seconds until a step of the doctor that waits sends; ``None`` while none does."""
    came_from: var[str] = var("")
    """The title of the call that the way back leads to; empty for none."""

    _stages: "Stages"
    """The three stages, once they are there."""

    AUTO_FOCUS = ""

    class Ready(Message):
        """The screen takes more than before: see ``takes``."""

    def __init__(self, session: Session, strings: Strings) -> None:
        super().__init__()
        self._session = session
        self._answers = Answers()
        self.answer, self.tabs = AnswerView(self._show_answer), WhatTabs(self)
        self.records = RecordFinder(session, self.answer, self.focused_history)
        self.history = HistoryController(self, session, self.request, self.answer, self.records)
        self.links = LinksController(self, self, session, self.request, self.answer, self._answers)
        self.doctor = DoctorController(
            self, self, session, self.request, self.answer, self._show_diagnosis
        )
        self.drafts = DraftsController(self, session, self.request)
        self.saving = SaveController(self, session, self.request, self.answer, self.records)
        self.opening = OpeningController(
            self, self, session, self.request, self.answer, self._answers
        )
        self.files, self.runs = SavedFilesController(self, session), RunController(self, session)
        self.dependencies = DependenciesController(self, session, self.request, self.answer)
        self.tokens = TokenController(self, session, self.request)
        self.storage = StorageController(self, session, self.answer, self.tokens.refresh)
        self.rules = RulesController(self, session)
        self.error_book = ErrorBookController(self, session)
        self.values = ValueController(self, session, self.request, self.answer)
        self.filters = FilterController(self, session)
        self.comparison = ComparisonController(self, session, self.answer, self.records)
        self._in_flight: SendInFlight | None = None
        """What is being sent, or was sent last."""
        self._warned: tuple[RequestDraft, Target] | None = None
        self.set_reactive(MainScreen.strings, strings)
        self.set_reactive(MainScreen.where, session.where())
        self.set_reactive(MainScreen.problems, len(session.environments.problems))
        self.set_reactive(MainScreen.has_environment, bool(session.environments.all))
        token, other = self.tokens.find()
        self.set_reactive(MainScreen.token, token)
        self.set_reactive(MainScreen.other_token, other)

    def compose(self) -> ComposeResult:
        """Place the frame; the stages come between strip and footer."""
        yield WherePane(id="where").data_bind(
            MainScreen.strings, MainScreen.where, MainScreen.token, MainScreen.other_token,
            MainScreen.problems, MainScreen.has_environment,
        )  # fmt: skip
        yield SentenceStrip(id="strip").data_bind(
            MainScreen.strings, MainScreen.endpoint, MainScreen.draft,
            MainScreen.preflight, MainScreen.send_state, MainScreen.stage, MainScreen.came_from,
        )  # fmt: skip
        yield KeyFooter(id="footer")

    def _compose_stages(self) -> "Stages":
        """Return the stages; every arrangement is CSS over the same widgets."""
        from weda_tui.tui.catalogue.endpoint_tree import EndpointTree
        from weda_tui.tui.requests.editor_pane import RequestEditor
        from weda_tui.tui.screens.pane_layout import Stages

        endpoints = EndpointTree(id="tree-pane").data_bind(
            MainScreen.strings, MainScreen.endpoint, MainScreen.verdicts,
            MainScreen.has_environment, MainScreen.catalogue, MainScreen.module_problems,
            MainScreen.models,
        )  # fmt: skip
        editor = RequestEditor(self._session, id="editor").data_bind(
            MainScreen.strings, MainScreen.endpoint, MainScreen.where, MainScreen.token,
            MainScreen.send_state, MainScreen.edited, MainScreen.outcome,
            MainScreen.came_from,
        )  # fmt: skip
        self.routes.add(RequestEditor.FilterWanted, self.filters.on_filter_wanted)
        widths = self._session.preferences.widths
        return Stages(endpoints, editor, widths, id="stages")

    def _compose_response(self) -> "ResponsePane":
        from weda_tui.tui.answers.response_pane import ResponsePane
        from weda_tui.tui.bodies.controller import BodyController

        BodyController(self, self._session.paths.workspace).add_routes(self.routes)
        self.routes.add(ResponsePane.RuleWanted, self.rules.on_rule_wanted)
        self.routes.add(ResponsePane.StepTaken, self.doctor.on_step_taken)
        self.routes.add(ResponsePane.FollowWanted, self.links.on_follow_wanted)
        self.routes.add(ResponsePane.LinkListWanted, self.links.on_list_wanted)
        self.routes.add(ResponsePane.ActWanted, self.values.on_act_wanted)
        return ResponsePane(self._session, id="response").data_bind(
            MainScreen.strings, MainScreen.endpoint, MainScreen.send_state, MainScreen.preflight,
            MainScreen.preview, MainScreen.recalled, MainScreen.last_entry, MainScreen.since,
            MainScreen.diagnosis, MainScreen.waiting,
            MainScreen.outcome, MainScreen.catalogue, MainScreen.came_from, MainScreen.models,
        )  # fmt: skip

    def compose_history(self) -> "HistoryPane":
        """Return the tab of WHAT with what was sent."""
        from weda_tui.tui.history.pane import HistoryPane

        self.routes.add(HistoryPane.EntryOpened, self.history.on_opened)
        self.routes.add(HistoryPane.SendAgain, self.history.on_send_again)
        self.routes.add(HistoryPane.ClearWanted, self.history.on_clear_wanted)
        self.routes.add(HistoryPane.Compared, self.comparison.on_compared)
        with self._context():  # a key of the app may have led here, and panes bind to this screen
            return HistoryPane(self._session, id="history-pane").data_bind(MainScreen.strings)

    def compose_saved(self) -> "SavedPane":
        """Return the tab of WHAT with what is saved."""
        from weda_tui.tui.collections.pane import SavedPane

        self.routes.add(SavedPane.RequestOpened, self.opening.on_opened)
        self.routes.add(SavedPane.PathChanged, self.files.on_path_changed)
        self.routes.add(SavedPane.MoveWanted, self.files.on_move_wanted)
        self.routes.add(SavedPane.NewWanted, self.files.on_new_wanted)
        self.routes.add(SavedPane.DetailsWanted, self.files.on_details_wanted)
        exports = ExportController(self, self._session)
        self.routes.add(SavedPane.ExportWanted, exports.on_export_wanted)
        self.routes.add(SavedPane.RunWanted, self.runs.on_run_wanted)
        self.routes.add(SavedPane.CompareWanted, self.comparison.on_compare_wanted)
        with self._context():
            return SavedPane(self._session, id="saved-pane").data_bind(
                MainScreen.strings, MainScreen.where, MainScreen.catalogue, MainScreen.edited,
                MainScreen.ran,
                current=MainScreen.saved_path,
            )  # fmt: skip

    def handlers(self) -> Handlers:
        """Return what the screen does for which commands."""
        return {
            **super().handlers(),
            WHERE: Handler(self.action_where),
            WHAT: Handler(partial(self.go_or_zoom, "what")),
            WITH_WHAT: Handler(partial(self.go_or_zoom, "with")),
            SEND: Handler(self.action_send),
            RESULT: Handler(partial(self.go_or_zoom, "result")),
            NEXT: Handler(self.action_next),
            SHOW: Handler(self.action_show),
            TOKEN: Handler(self.tokens.show_details, self.tokens.why_no_details),
            ZOOM: Handler(self.action_zoom),
            CHECK_ENVIRONMENT: Handler(self.action_check_environment),
            SAVE: Handler(self.action_save),
            SAVED: Handler(partial(self.tabs.show, "saved")),
            IMPORT_DOCUMENT: Handler(self.action_import_document),
            COPY_AS: Handler(self.action_copy_as),
            GO_TO: Handler(self.action_go_to),
            ERROR_BOOK: Handler(self.action_error_book),
            LOOK_UP_CODE: Handler(self.action_error_book),
            HISTORY: Handler(partial(self.tabs.show, "history")),
            UPLOAD: Handler(self.storage.upload),
            DOWNLOAD: Handler(self.storage.download),
            ENDPOINTS: Handler(partial(self.tabs.show, "endpoints")),
            NEXT_WHAT_TAB: Handler(self.action_next_what_tab),
            NEW_CALL: Handler(self.action_new_call),
            EDIT_CALL: Handler(self.action_edit_call),
            REMOVE_CALL: Handler(self.action_remove_call),
            REFRESH_MODELS: Handler(self.action_refresh_models),
            ADD_MODEL: Handler(self.action_add_model),
            GO_BACK: Handler(self.links.go_back),
            NEXT_PAGE: Handler(self.action_next_page),
            PREVIOUS_PAGE: Handler(self.action_previous_page),
            COMPARE: Handler(self.comparison.compare),
            BUNDLE: Handler(self.history.bundle),
            SAVE_EXAMPLE: Handler(self.saving.save_example),
            SAVE_AS: Handler(self.saving.save_as),
            DROP_DRAFTS: Handler(self.drafts.drop),
            RETURN_DRAFTS: Handler(self.drafts.put_back),
            TURN_DRAFTS: Handler(self.action_turn_drafts),
            STEP_BACK: Handler(self.action_step_back),
        }

    def on_mount(self) -> None:
        """Paint the frame first: what can be typed into comes next, then the rest."""
        self.show_keys()
        self.call_after_refresh(self.set_timer, FRAME_GOES_OUT, self._fill)

    async def _fill(self) -> None:
        """Put the insides of the stages in; what was typed meanwhile is in the first picture."""
        with self.app.batch_update():
            self._stages = self._compose_stages()
            editor = self._stages.editor
            await self.mount(self._stages, before="#footer")
            self._open_catalogue()
            await editor.fill()
            if not editor.is_ready:
                return
            editor.focus_stage()
            self.takes = "text"
            self.app.post_message(self.Ready())
        self.call_after_refresh(self.set_timer, FULL_FRAME_GOES_OUT, self._fill_the_rest)

    def _open_catalogue(self) -> None:
        """Read what can be called, and open the call of last time, else the guide's example."""
        self.show_catalogue(self._session.catalogue)
        last = self._session.opened.endpoint
        first = (last and self.known_endpoint(last)) or self.known_endpoint(GUIDE_EXAMPLE)
        self.request.open(first)
        self._strip.visible = True

    async def _fill_the_rest(self) -> None:
        with self.app.batch_update():
            await self._stages.add_response(self._compose_response())
            for stage in (self._stages.endpoints, self._stages.response):
                await stage.fill()
                if not stage.is_ready:
                    return
            await self._stages.editor.fill_the_rest()
            if not self._stages.editor.is_whole:
                return
            self.is_ready = True
            self._show_result_alone()
            self.takes = "keys"
            self.app.post_message(self.Ready())
        self.call_after_refresh(self._stages.editor.colour)
        self.set_interval(1.0, self.tokens.refresh)
        self.set_interval(1.0, self._stages.editor.age_repeat)
        self.set_timer(0.5, self.tokens.keep_fresh)
        self.set_timer(0.5, self.show_first_models)
        self.set_timer(0.5, self.history.show_last)
        self.drafts.restore()
        self.set_interval(LOOKED_AFTER, self._look_at_files)
        self.set_interval(60.0, self.age_models)

    # -- what controllers ask ----------------------------------------------------------------

    @property
    def target(self) -> Target | None:
        """The chosen target."""
        return self.where

    @property
    def stages(self) -> "Stages":
        """The three stages."""
        return self._stages

    @property
    def editor(self) -> "RequestEditor":
        """The editor of the request."""
        return self._stages.editor

    @property
    def response(self) -> "ResponsePane":
        """The pane of the answer."""
        return self._stages.response

    @property
    def edited_title(self) -> str:
        """The title of the open call where it has edits that are not saved."""
        return self._stages.editor.selected.edited_title

    def action_error_book(self) -> None:
        """Open the error book at the code of the answer."""
        self.error_book.open(self._stages.response.facts.code)

    def on_unmount(self) -> None:
        """Keep what is not saved, now: the program ends."""
        if self.is_ready:
            self.drafts.close()

    def watch_saved_path(self, path: str) -> None:
        """Remember which saved request is open."""
        if self.is_ready and path != self._session.opened.saved:
            self._session.remember_open(saved=path)

    def _show_answer(self, shown: ShownAnswer) -> None:
        """Hand the answer down to the panes."""
        self.preview, self.recalled, self.outcome = shown.preview, shown.recalled, shown.outcome
        self.send_state, self.since, self.last_entry = shown.state, shown.since, shown.last_entry

    @property
    def focused_stage(self) -> str:
        """The name of the stage that has the focus."""
        return self.stage

    def reveal(self, endpoint: Endpoint) -> None:
        """Show an endpoint in the tree."""
        self._stages.endpoints.reveal(endpoint)

    async def open_saved_now(
        self, path: str, *, is_anew: bool = False, keeps_stage: bool = False
    ) -> bool:
        """Open a saved request, or say why not."""
        return await self.opening.open_now(path, is_anew=is_anew, keeps_stage=keeps_stage)

    async def reload_saved(self) -> None:
        """Read the open saved request again; its edits stay."""
        await self.opening.reload()

    def follow_saved(self, path: str, new: str) -> None:
        """Let the edits of what moved follow."""
        self.opening.follow(path, new)

    def open_result(self, result: "RunResult") -> None:
        """Open a request of a run with its answer."""
        self.opening.open_result(result)

    def note_file(self, saved: "LoadedRequest") -> None:
        """Know what the file of a saved request says now."""
        self.saving.note_file(saved)

    def begin_request(self, folder: str) -> None:
        """Let a call be chosen for a new request in a folder."""
        self._session.remember(collection=folder)
        self.call_later(self.tabs.show, "endpoints")
        folder = folder or self.strings.saved.dialog.first_collection
        self.notice(self.strings.saved.screen.new_here.format(folder=folder))

    def refresh_saved(self, path: str = "") -> None:
        """List anew what is saved; with a path, put the cursor there."""
        self._stages.refresh_saved(path)

    def refresh_results(self) -> None:
        """Show anew how saved requests last went."""
        self._stages.refresh_results()

    def open_whole_saved(self) -> None:
        """Show what is saved on a screen of its own; what is chosen there is done here."""
        from weda_tui.tui.collections.screen import SavedChoice, SavedScreen, SavedState

        def chosen(choice: SavedChoice | None) -> None:
            self.refresh_saved(screen.selected_row)
            self.refresh_results()
            if choice is not None:
                self._apply_choice(choice)

        pane = self._stages.saved
        node = pane.node if pane is not None else None
        state = SavedState(
            strings=self.strings, where=self.where, catalogue=self.catalogue, edited=self.edited,
            ran=self.ran, wanted=node.path if node is not None else self.saved_path,
        )  # fmt: skip
        screen = SavedScreen(self._session, state, self.follow_saved)
        self.app.push_screen(screen, chosen)

    @work(group="open-saved", exclusive=True, description="open-saved")
    async def _apply_choice(self, choice: "SavedChoice") -> None:
        """Do what was chosen on the whole screen."""
        from weda_tui.tui.collections.screen import SavedAct

        match choice.act:
            case SavedAct.COMMAND:
                await self.run_command(choice.command)
            case SavedAct.BEGIN:
                self.begin_request(choice.path)
            case SavedAct.RESULT:
                if choice.result is not None:
                    await self.opening.open_result_now(choice.result)
            case SavedAct.OPEN | SavedAct.SEND | SavedAct.LOOK:
                if not await self.opening.open_now(choice.path):
                    return
                if choice.act is SavedAct.SEND:
                    self.send_draft()
                elif choice.record is not None:
                    self.history.show_entry(choice.record)
                    self.call_after_refresh(self.go_to_stage, "result")

    def file_changed(self, saved: "LoadedRequest") -> None:
        """Show what the file of a saved request says now."""
        self.saving.file_changed(saved)

    def action_save(self) -> None:
        """Save the open request, or that of an entry of the history."""
        entries = self.focused_history()
        if entries is not None and entries.can_run(SAVE):
            self.saving.save_entry()
        else:
            self.saving.save()

    def _look_at_files(self) -> None:
        """Read again what others have written, while nothing lies above."""
        if self.app.screen is not self:
            return
        if self._stages.saved is not None and self._stages.saved.display:
            self._stages.saved.look_again()
        self.saving.look()

    def action_turn_drafts(self) -> None:
        """Throw away what was restored, or put it back, while the line that says so stands."""
        if self._footer.is_offering("turn_drafts"):
            self.drafts.turn()

    def show_way_back(self, title: str) -> None:
        """Show the title of the call that the way back leads to, empty for none."""
        self.came_from = title

    def _show_diagnosis(self, diagnosis: "Diagnosis | None", waiting: float | None) -> None:
        self.diagnosis, self.waiting = diagnosis, waiting

    def action_next(self) -> None:
        """Go to the steps that can be taken next."""
        self.go_to_stage("result")
        self._stages.response.focus_next()

    def keys_here(self) -> list[Hint]:
        """Return the keys that work; Enter says which step of the doctor it takes."""
        hints = super().keys_here()
        if self.diagnosis is None:
            return hints
        from weda_tui.tui.doctor.keys import step_hints

        step = self._stages.response.doctor.step
        return step_hints(hints, len(self.diagnosis.steps), step, self.strings)

    @property
    def _lists_rest(self) -> bool:
        """Whether ``0`` is the key of the calls that F7 has no room for."""
        return self.stage == "result" and self._stages.response.links.has_rest

    @property
    def everything_keys(self) -> str:
        """The list of calls ends with the other one."""
        return "0 0" if self._lists_rest else super().everything_keys

    def action_more(self) -> None:
        """List the calls for the value where F7 says so of ``0``; a second one goes on."""
        if self._lists_rest:
            self._stages.response.action_follow_list()
        else:
            super().action_more()

    def focused_history(self) -> "HistoryPane | None":
        """Return the list of what was sent where that has the focus."""
        return self._stages.history if self.focused_place == "history" else None

    def open_draft(self, endpoint: Endpoint, draft: RequestDraft) -> None:
        """Open an endpoint with a draft."""
        self.open_endpoint(endpoint)
        self._stages.editor.show_draft(draft)

    async def choose_entry(self, record: "HistoryRecord") -> None:
        """Show the history, where the entry to compare ``record`` with is chosen."""
        await self.tabs.show("history")
        if self._stages.history is not None:
            self._stages.history.mark(record)

    def refresh_history(self) -> None:
        """List anew what was sent, where that is shown."""
        self._stages.refresh_history()

    def open_whole_history(self) -> None:
        """Show the history on a screen of its own; what is chosen there is done here."""
        from weda_tui.tui.history.screen import HistoryChoice, HistoryScreen

        def chosen(choice: HistoryChoice | None) -> None:
            self._stages.refresh_history()
            self._stages.refresh_saved()
            if choice is not None and choice.is_again:
                self.history.send_again(choice.record)
            elif choice is not None:
                self.history.open_entry(choice.record)

        history = self._stages.history
        entry = history.entry if history is not None else None
        screen = HistoryScreen(self._session, self.strings, entry.id if entry else 0)
        self.app.push_screen(screen, chosen)

    async def action_next_what_tab(self, by: int = 1) -> None:
        """Show the next tab of WHAT."""
        await self.tabs.show_next(by)

    # -- what and with -----------------------------------------------------------------------

    def on_endpoint_tree_chosen(self, event: "EndpointTree.Chosen") -> None:
        """Open what was chosen in the tree."""
        event.stop()
        self.open_endpoint(event.endpoint)

    def selected_item(self) -> Module | Endpoint | None:
        """Return the tree's row, a group's module for a group; elsewhere the open endpoint."""
        if self.stage != "what":
            return self.endpoint
        item = self._stages.endpoints.item
        if not isinstance(item, EndpointGroup):
            return item
        return next((each for each in self.catalogue.modules if item in each.groups), None)

    def selected_row(self) -> object:
        """Return the tree's row; elsewhere the open endpoint."""
        return self._stages.endpoints.item if self.stage == "what" else self.endpoint

    def open_kept(self, endpoint_id: str) -> None:
        """Open the draft of an endpoint that came back."""
        endpoint = self.known_endpoint(endpoint_id)
        if endpoint is None:
            return
        self.request.replace_endpoint(endpoint)
        self._stages.editor.show_kept()

    def open_endpoint(self, endpoint: Endpoint) -> None:
        """Open an endpoint, with what was last received for it."""
        is_other = endpoint is not self.endpoint
        was_saved = self.saved is not None
        self.opening.leave()
        self.request.open(endpoint)
        if not is_other:
            self._stages.endpoints.reveal(endpoint)
        if was_saved and not is_other:
            self._stages.editor.show_kept()
        if is_other and not isinstance(self.send_state, Sending):
            self.answer.show(self._answers.latest(self.where, endpoint.id) or Idle())
        self._session.remember_open(endpoint=endpoint.id)
        self._go("with")

    def on_request_editor_edited(self, event: "RequestEditor.Edited") -> None:
        """Take the draft as it is now."""
        event.stop()
        self.request.set_draft(event.draft)
        self.answer.show_preview(None)
        self.doctor.stop_waiting()
        if self.is_ready:
            self.drafts.edited()

    def on_request_editor_resolved(self, event: "RequestEditor.Resolved") -> None:
        """Take what sending would do now."""
        event.stop()
        self.preflight = event.preflight

    # -- send --------------------------------------------------------------------------------

    def action_send(self) -> None:
        """Send, asking first where a guard stands."""
        if (entries := self.focused_history()) is not None:
            entries.send_again()
        else:
            self.send_draft()

    def send_draft(
        self, *, is_warned: bool = False, renews: bool = False, asks_for_writes: bool = False
    ) -> None:
        """Send the selected draft, asking first where a guard stands.

        ``renews`` fetches a new token first; ``asks_for_writes`` asks before a write under any
        guard.
        """
        words = self.strings.tui
        if refuse_while_sending(self, self.answer):
            return
        self.reload_files()
        if self.where is None:
            self.action_where()
            return
        draft = self._stages.editor.draft
        if draft is None:
            self._footer.notice(words.what.choose)
            self._go("what")
            return
        try:
            preflight = self._stages.editor.selected.preflight_now(draft, self.where)
        except FileError as error:
            self.refuse(error)
            return
        if preflight.findings and not is_warned and self._warned != (draft, self.where):
            self._warn(preflight, draft)
            return
        if self.dependencies.send_first(
            preflight,
            lambda: self.send_draft(is_warned=True, renews=renews, asks_for_writes=asks_for_writes),
        ):
            return
        if asks_for_writes and preflight.effect is not Effect.READ:
            ruling = stricter(preflight.ruling, Ruling.ASK)
            preflight = msgspec.structs.replace(preflight, ruling=ruling)
        if not preflight.is_blocked and preflight.ruling in {Ruling.ASK, Ruling.ASK_NAME}:
            self._ask(preflight, draft, renews=renews)
            return
        self._begin_send(draft, preflight, Ruling.SEND, renews=renews)

    def _warn(self, preflight: Preflight, draft: RequestDraft) -> None:
        """Go to what is missing or wrong and say so; the same draft is sent when F5 comes again."""
        self._warned = (draft, preflight.where)
        words = self.strings.fields
        said = findings_words(preflight.findings, words)
        self._go("with")
        self._stages.editor.go_to(preflight.findings[0])
        self._footer.notice(f"✗ {said}   {words.findings.send_anyway}")

    def action_next_page(self) -> None:
        """Send for the next page of the list in view."""
        self._turn_page(is_forward=True)

    def action_previous_page(self) -> None:
        """Send for the page before."""
        self._turn_page(is_forward=False)

    def _turn_page(self, *, is_forward: bool) -> None:
        if refuse_while_sending(self, self.answer):
            return
        from weda_tui.tui.answers.paging import turn_page

        stages = self._stages
        parts = (stages.response, stages.editor, self.send_draft)
        turn_page(self, *parts, is_forward=is_forward)

    def on_request_form_list_wanted(self, event: "RequestForm.ListWanted") -> None:
        """Open the values of a row."""
        event.stop()
        from weda_tui.tui.requests.value_dialog import ValueList

        form, row = event.form, event.row

        def chosen(answer: "ValueChoice | None") -> None:
            if answer is not None:
                form.choose_value(row, answer)

        self.app.push_screen(ValueList(row, event.region, self.strings), chosen)

    def _ask(self, preflight: Preflight, draft: RequestDraft, *, renews: bool) -> None:
        from weda_tui.core.links.id_labels import find_told
        from weda_tui.tui.guard.dialog import GuardDialog, GuardPreview

        def answered(answer: Ruling | GuardPreview | None) -> None:
            if answer is GuardPreview.SHOWN:
                self._explain(draft, preflight.where)
            elif answer is not None:
                self._send_as_asked(draft, preflight, answer, renews=renews)

        answers, masker = self._answers.bodies_of(preflight.where), self._session.masker()

        async def label(ids: Sequence[str]) -> "dict[str, IdLabel]":
            return await asyncio.to_thread(find_told, answers, ids, masker.text)

        self.app.push_screen(GuardDialog(preflight, self.strings, label), answered)

    def _send_as_asked(
        self, draft: RequestDraft, preflight: Preflight, consent: Ruling, *, renews: bool
    ) -> None:
        """Send what was agreed to, unless the place was edited while the question stood there."""
        self.reload_files()
        if self.where == preflight.where:
            self._begin_send(draft, preflight, consent, renews=renews)
        else:
            self._footer.notice(self.strings.tui.guard.place_changed)

    def _begin_send(
        self, draft: RequestDraft, preflight: Preflight, consent: Ruling, *, renews: bool = False
    ) -> Worker[None] | None:
        """Send a draft as its preflight says, unless a send is running: it would be dropped."""
        if refuse_while_sending(self, self.answer):
            return None
        in_flight = SendInFlight(
            endpoint_id=draft.endpoint_id,
            where=preflight.where,
            target=preflight.target,
            is_write=preflight.effect is not Effect.READ,
        )
        since = self._session.clock.monotonic()
        self.follow_send(Sending(phase=Phase.TOKEN, since=since), in_flight)
        return self._send(draft, preflight.where, consent, renews=renews)

    @work(group="send", exclusive=True, description="send")
    async def _send(
        self, draft: RequestDraft, where: Target, consent: Ruling, *, renews: bool
    ) -> None:
        saved = self.saved
        result = await self._session.send(
            draft, where, consent=consent, renews=renews, saved=self.saved_path,
            on_progress=self._on_progress,
        )  # fmt: skip
        self._answers.keep(where, draft.endpoint_id, result)
        self.show_verdicts()
        self.answer.show_outcome(await self.opening.judge(saved, draft, where, result))
        self.answer.update(result)
        self.tokens.refresh()
        self._stages.refresh_history()
        self._stages.refresh_results()

    def follow_send(self, state: SendState, in_flight: SendInFlight | None = None) -> None:
        """Show how far a send has come; ``in_flight`` is what it is of."""
        self._in_flight = in_flight
        if isinstance(state, Sending):
            self._footer.clear()
            self._show_result_alone()
        self.answer.show(state)
        self.tokens.refresh()

    def place_to_send(self) -> Target | None:
        """Return the selected place as it is now; without one, let it be chosen."""
        self.reload_files()
        if self.where is None:
            self.action_where()
        return self.where

    def run_ended(self, text: str, view: "RunView") -> None:
        """Show the line that sums a run up, the token it may have fetched, what it sent last."""
        self.ran = (text, view.tally.ok)
        self.tokens.refresh()
        self.history.show_last()
        self.opening.show_run(view.results)
        self._stages.refresh_results()

    def show_judged(self, target: Target, answer: Answered) -> None:
        """Keep an answer that is judged again, and show it where it is the shown one."""
        state = self.send_state
        self._answers.keep(target, answer.exchange.endpoint_id, answer)
        self.show_verdicts()
        if isinstance(state, Answered) and state.exchange.response is answer.exchange.response:
            self.answer.update(answer)

    def send_to(self, draft: RequestDraft, endpoint: Endpoint, where: Target) -> None:
        """Open an endpoint at a place and send a draft of it."""
        if refuse_while_sending(self, self.answer):
            return
        if where != self.where:
            self.switch_to(where)
        self.refresh_environments()
        self.open_endpoint(endpoint)
        self._send_and_show(draft, where)

    @work(group="send-to", exclusive=True, description="send-to")
    async def _send_and_show(self, draft: RequestDraft, where: Target) -> None:
        """Send, then go to RESULT: the editor took the focus with the endpoint it opened."""
        preflight = self._session.preflight(draft, where)
        sending = self._begin_send(draft, preflight, Ruling.SEND)
        if sending is None:
            return
        with suppress(WorkerCancelled):
            await sending.wait()
        self._go("result")

    def _show_result_alone(self) -> None:
        """Where one stage has room, let it be RESULT; elsewhere the focus stays."""
        if self.stage != "result":
            self._stages.zoom(False)
        if self._stages.arrangement == "narrow":
            self._go("result")

    def _on_progress(self, progress: Sending) -> None:
        self.answer.update(progress)

    def cancel_send(self) -> Cancelled | None:
        """Cancel the running send and return how it ended; that of a write is kept."""
        state, in_flight = self.send_state, self._in_flight
        if not isinstance(state, Sending) or in_flight is None:
            return None
        self.workers.cancel_group(self, "send")
        cancelled = in_flight.cancelled(self._session.clock.monotonic() - state.since)
        self._answers.keep(in_flight.where, in_flight.endpoint_id, cancelled)
        self.answer.update(cancelled)
        return cancelled

    def quit_question(self, strings: Strings) -> QuitQuestion | None:
        """Ask while a write has no answer: to quit is to cancel it."""
        in_flight = self._in_flight
        if not isinstance(self.send_state, Sending) or not (in_flight and in_flight.is_write):
            return None
        words = strings.tui.result
        title = words.quit_question.format(place=in_flight.target.name)
        return QuitQuestion(title, words.keep_waiting, words.cancel_and_quit, words.quit_remark)

    def action_show(self) -> None:
        """Show exactly what would leave; send nothing."""
        words, draft = self.strings.tui, self._stages.editor.draft
        if self.where is None:
            self._footer.notice(words.with_.choose_environment)
        elif draft is None:
            self._footer.notice(words.what.choose)
        else:
            self._explain(draft, self.where)

    def _explain(self, draft: RequestDraft, where: Target) -> None:
        try:
            self.answer.show_preview(self._stages.editor.selected.explain(draft, where))
        except FileError as error:
            self.refuse(error)
            return
        self._go("result")

    # -- words -------------------------------------------------------------------------------

    def watch_strings(self) -> None:
        """Speak the other language."""
        if self.is_ready:
            self.show_keys()
