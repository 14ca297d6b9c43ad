"""The main screen, with the stages WHERE, WHAT, WITH and RESULT.

The screen holds the state and passes it down to its panes.
"""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.getters import query_one
from textual.reactive import var
from textual.timer import Timer

from weda_tui.core.answers.verdict import Mark
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Idle, Sending, SendState
from weda_tui.core.tokens.access_token import TokenStatus
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import Handler, Handlers, bindings, global_bindings
from weda_tui.tui.environments.target_pane import TargetPane
from weda_tui.tui.history.messages import EntryOpened, PairRequested
from weda_tui.tui.layout.base_screen import BaseScreen, type_text
from weda_tui.tui.layout.command_menus import CommandMenus
from weda_tui.tui.models.view import ModelsShown
from weda_tui.tui.screens.pane_navigation import PaneCommands, PaneNavigator
from weda_tui.tui.screens.what_tabs import WhatTabs
from weda_tui.tui.tokens.controller import tokens_of
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.footer import Hint, KeyFooter
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import QuitQuestion
from weda_tui.tui.widgets.pane import LEAST_HEIGHT, LEAST_WIDTH, MEDIUM, TALL
from weda_tui.tui.workbench.state import SEND_KEYS, SEND_KEYS_IN_LIST, OpenRequest, ShownAnswer

if TYPE_CHECKING:  # the stages come after the first picture, and so do their modules
    from weda_tui.core.doctor.diagnosis import Diagnosis
    from weda_tui.core.history.entry import HistoryEntry, HistoryRecord
    from weda_tui.core.history.last_success import LastSuccess
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.session.runs.saved_request_sender import SavedOutcome
    from weda_tui.session.sending.preflight import DryRun, Preflight
    from weda_tui.tui.answers.response_pane import ResponsePane
    from weda_tui.tui.collections.pane import SavedPane
    from weda_tui.tui.history.pane import HistoryPane
    from weda_tui.tui.screens.controllers import Controllers
    from weda_tui.tui.screens.main_bench import MainBench
    from weda_tui.tui.screens.pane_layout import Stages
    from weda_tui.tui.screens.summary_strip import SummaryStrip
    from weda_tui.tui.widgets.pane import Pane


FRAME_WRITTEN = 0.002
"""Seconds until the thread that writes to the terminal has written the first picture.

Other work in this time would keep the interpreter from that thread.
"""


CHECK_EVERY = 1.5
"""Seconds between two checks of the files on disk."""


class ScreenState:
    """The only writer of the state that the main screen shows."""

    def __init__(self, screen: "MainScreen") -> None:
        self._screen = screen

    @property
    def target(self) -> Target | None:
        """The chosen target."""
        return self._screen.where

    @property
    def endpoint(self) -> Endpoint | None:
        """The open endpoint."""
        return self._screen.endpoint

    def show_stage(self, stage: str) -> None:
        """Show which stage is selected, and the keys that send the draft from this stage."""
        self._screen.stage = stage
        is_listed = self._screen.focused_place in {"saved", "history"}
        self._screen.send_keys = SEND_KEYS_IN_LIST if is_listed else SEND_KEYS

    def show_target(self, target: Target | None) -> None:
        """Show the chosen target; ``None`` means that no target is chosen."""
        self._screen.where = target

    def show_environments(self, problems: int, *, has_any: bool, gone: str) -> None:
        """Show how many environments are unreadable, whether any exists, and the missing choice.

        ``gone`` is the name of the chosen environment if it no longer exists, else empty.
        """
        self._screen.problems, self._screen.has_environment = problems, has_any
        self._screen.gone = gone

    def show_tokens(self, token: TokenStatus, other: TokenStatus) -> None:
        """Show the token that the open call needs, and the token of the other kind."""
        self._screen.token, self._screen.other_token = token, other

    def show_catalogue(self, catalogue: Catalogue, problems: tuple[FileError, ...]) -> None:
        """Show the catalogue of calls, and which catalogue files of the user cannot be read."""
        self._screen.catalogue, self._screen.module_problems = catalogue, problems

    def show_models(self, shown: ModelsShown) -> None:
        """Show the models in the tree."""
        self._screen.models = shown

    def show_verdicts(self, marks: Mapping[str, Mark]) -> None:
        """Show the last verdict of each call to the chosen target."""
        self._screen.verdicts = marks

    def show_request(self, request: OpenRequest) -> None:
        """Pass the open request down to the panes."""
        screen = self._screen
        screen.saved, screen.saved_path = request.saved, request.path
        screen.edited, screen.endpoint = request.edited, request.endpoint
        screen.draft = request.draft

    def show_preflight(self, preflight: "Preflight | None") -> None:
        """Show what sending the draft would do."""
        self._screen.preflight = preflight

    def show_answer(self, shown: ShownAnswer) -> None:
        """Pass the shown response down to the panes."""
        screen = self._screen
        screen.preview, screen.recalled = shown.preview, shown.recalled
        screen.answer_of = shown.saved
        screen.outcome, screen.send_state = shown.outcome, shown.state
        screen.since, screen.last_entry = shown.since, shown.last_entry

    def show_diagnosis(self, diagnosis: "Diagnosis | None", waiting: float | None) -> None:
        """Show a diagnosis, and the seconds until a waiting step of the doctor sends."""
        self._screen.diagnosis, self._screen.waiting = diagnosis, waiting

    def show_way_back(self, title: str, sought_by: str) -> None:
        """Show the title of the call that the user can go back to; empty for none.

        ``sought_by`` is the id of that call if the user left it to find an id, else empty.
        """
        self._screen.came_from, self._screen.sought_by = title, sought_by

    def show_size(self, *, is_too_small: bool) -> None:
        """Show whether the window is smaller than the minimum size of the screens."""
        self._screen.is_too_small = is_too_small

    def show_run(self, text: str, *, is_passed: bool) -> None:
        """Show the last run in one line."""
        self._screen.ran = (text, is_passed)


class MainScreen(BaseScreen[None]):
    """The main screen of the explorer."""

    CSS_PATH = "main.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (MEDIUM, "-medium"), (140, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]

    BINDINGS = [
        *global_bindings(for_app=False),
        Binding("escape", f"run('{commands.STEP_BACK.id}')", show=False),
        Binding("tab", "next_field(1)", show=False, priority=True),
        Binding("shift+tab", "next_field(-1)", show=False, priority=True),
        *bindings(commands.MENU, commands.MORE),
        *bindings(commands.GO_BACK, commands.TURN_DRAFTS, is_priority=True),
        Binding("less_than_sign,《", "widen(-4)", show=False),
        Binding("greater_than_sign,》", "widen(4)", show=False),
    ]

    endpoint: var[Endpoint | None] = var(None)
    draft: var[RequestDraft | None] = var(None)
    saved: "var[LoadedRequest | None]" = var(None)
    saved_path: var[str] = var("")
    answer_of: var[str] = var("")
    edited: var[frozenset[str]] = var(frozenset[str]())
    catalogue: var[Catalogue] = var(Catalogue(()))
    module_problems: var[tuple[FileError, ...]] = var[tuple[FileError, ...]](())
    models: var[ModelsShown] = var(ModelsShown())
    where: var[Target | None] = var(None)
    problems: var[int] = var(0)
    has_environment: var[bool] = var(True)
    gone: var[str] = var("")
    """The name of the chosen environment if it no longer exists, else empty."""
    token: var[TokenStatus | None] = var(None)
    other_token: var[TokenStatus | None] = var(None)
    verdicts: var[Mapping[str, Mark]] = var[Mapping[str, Mark]]({})
    preflight: "var[Preflight | None]" = var(None)
    send_state: var[SendState] = var[SendState](Idle())
    recalled: "var[HistoryRecord | None]" = var(None)
    preview: "var[DryRun | None]" = var(None)
    outcome: "var[SavedOutcome | RunResult | None]" = var(None)
    since: "var[LastSuccess | None]" = var(None)
    last_entry: "var[HistoryEntry | None]" = var(None)
    ran: var[tuple[str, bool] | None] = var[tuple[str, bool] | None](None)
    """The last run in one line, and whether all its requests passed."""
    diagnosis: "var[Diagnosis | None]" = var(None)
    waiting: var[float | None] = var(None)
    """Seconds until a waiting step of the doctor sends; ``None`` if no step waits."""
    send_keys: var[str] = var(SEND_KEYS)
    """The keys that send the draft from the focused place."""
    came_from: var[str] = var("")
    """The title of the call that the user can go back to; empty for none."""
    sought_by: var[str] = var("")
    """The id of the call that the user left to find an id; empty for none."""

    stage: var[str] = var("with")
    """The selected stage: what, with or result."""
    is_too_small: var[bool] = var(False)
    """Whether the window is smaller than the minimum size of the screens."""
    accepts_keys = False

    _first_keys = query_one("#first-keys", Lines)
    _ticking: Timer | None = None
    _controllers: "Controllers | None" = None
    _pane_commands: PaneCommands
    _strip: "SummaryStrip"

    AUTO_FOCUS = ""

    class Ready(BaseScreen.AcceptsKeys):
        """The stages are mounted, and the screen accepts keys."""

    def __init__(self, session: Session, strings: Strings) -> None:
        super().__init__(CommandMenus(self, self._stage_title, adapt=self._adapt_keys))
        self._session = session
        self._state = ScreenState(self)
        self.panes = PaneNavigator(self._state.show_stage)
        self.set_reactive(MainScreen.strings, strings)
        self.set_reactive(MainScreen.where, session.environments.where())
        self.set_reactive(MainScreen.problems, len(session.environments.problems))
        self.set_reactive(MainScreen.has_environment, bool(session.environments.all))
        self.set_reactive(MainScreen.gone, session.settings.gone)
        token, other = tokens_of(session, self.where, self.endpoint)
        self.set_reactive(MainScreen.token, token)
        self.set_reactive(MainScreen.other_token, other)

    def compose(self) -> ComposeResult:
        """Place the frame; ``_fill`` mounts the strip and the stages between its two halves."""
        yield TargetPane(id="where").data_bind(
            MainScreen.strings, MainScreen.where, MainScreen.token, MainScreen.other_token,
            MainScreen.problems, MainScreen.has_environment, MainScreen.gone, MainScreen.going,
        )  # fmt: skip
        yield Lines(self._draw_first_keys, id="first-keys")
        yield KeyFooter(id="footer")

    def _draw_first_keys(self, width: int) -> list[Line]:
        """Draw the three most important keys; after the first send there is no such row."""
        if self._session.settings.preferences.has_sent:
            return []
        shown = self.command_app.key_map.shown
        send, find, help_ = map(shown, (commands.SEND, commands.GO_TO, commands.HELP))
        words = self.strings.tui.stage.first_keys.format(send=send, find=find, help=help_)
        return [Line([Run(" "), Run(words, "focus bold")])]

    def _compose_strip(self) -> "SummaryStrip":
        from weda_tui.tui.screens.deferred import SummaryStrip

        return SummaryStrip(self._session.clock, id="strip").data_bind(
            MainScreen.strings, MainScreen.endpoint, MainScreen.draft,
            MainScreen.preflight, MainScreen.send_state, MainScreen.stage, MainScreen.came_from,
            MainScreen.saved, MainScreen.send_keys, MainScreen.is_too_small,
        )  # fmt: skip

    def _compose_stages(self) -> "Stages":
        """Return the stages; all arrangements are CSS over the same widgets."""
        from weda_tui.tui.screens.deferred import EndpointTree, RequestEditor, RequestForm, Stages

        controllers = self.controllers
        endpoints = EndpointTree(id="tree-pane").data_bind(
            MainScreen.strings, MainScreen.endpoint, MainScreen.verdicts,
            MainScreen.has_environment, MainScreen.catalogue, MainScreen.module_problems,
            MainScreen.models,
        )  # fmt: skip
        editor = RequestEditor(self._session, id="editor").data_bind(
            MainScreen.strings, MainScreen.endpoint, MainScreen.where, MainScreen.token,
            MainScreen.send_state, MainScreen.edited, MainScreen.outcome,
            MainScreen.came_from, MainScreen.send_keys,
        )  # fmt: skip
        self.routes.add(EndpointTree.Chosen, controllers.calls.on_chosen)
        self.routes.add(RequestEditor.FilterRequested, controllers.filters.on_filter_requested)
        self.routes.add(RequestEditor.AssertionRequested, controllers.values.on_assertion_requested)
        self.routes.add(RequestEditor.Edited, controllers.editing.on_edited)
        self.routes.add(RequestEditor.Resolved, controllers.editing.on_resolved)
        self.routes.add(RequestForm.ListRequested, controllers.editing.on_list_requested)
        response = self._compose_response()
        settings = self._session.settings
        self.routes.add(Stages.Moved, lambda event: settings.remember(widths=event.widths))
        widths = settings.preferences.widths
        return Stages(endpoints, editor, response, widths, id="stages")

    def _compose_response(self) -> "ResponsePane":
        from weda_tui.tui.screens.deferred import BodyController, ResponsePane

        session = self._session
        gate = session.gate
        bodies = BodyController(self, session.paths.workspace, gate.known, gate.read)
        bodies.add_routes(self.routes)
        self.routes.add(ResponsePane.RuleRequested, self.controllers.rules.on_rule_requested)
        self.routes.add(ResponsePane.StepTaken, self.controllers.doctor.on_step_taken)
        self.routes.add(ResponsePane.FollowRequested, self.controllers.links.on_follow_requested)
        self.routes.add(ResponsePane.LinkListRequested, self.controllers.links.on_list_requested)
        self.routes.add(ResponsePane.ActRequested, self.controllers.values.on_act_requested)
        return ResponsePane(self._session, id="response").data_bind(
            MainScreen.strings, MainScreen.endpoint, MainScreen.send_state, MainScreen.preflight,
            MainScreen.preview, MainScreen.recalled, MainScreen.last_entry, MainScreen.since,
            MainScreen.diagnosis, MainScreen.waiting, MainScreen.saved_path, MainScreen.answer_of,
            MainScreen.outcome, MainScreen.catalogue, MainScreen.came_from, MainScreen.models,
            MainScreen.sought_by, MainScreen.send_keys,
        )  # fmt: skip

    def _compose_history(self) -> "HistoryPane":
        """Return the WHAT tab that lists the history."""
        from weda_tui.tui.history.pane import HistoryPane

        controllers = self.controllers
        self.routes.add(EntryOpened, controllers.history.on_opened)
        self.routes.add(HistoryPane.SendAgain, controllers.history.on_send_again)
        self.routes.add(HistoryPane.ClearRequested, controllers.history.on_clear_requested)
        self.routes.add(PairRequested, controllers.comparison.on_compared)
        with self._context():  # the app may run this; panes bind to this screen
            return HistoryPane(self._session, id="history-pane").data_bind(MainScreen.strings)

    def _compose_saved(self) -> "SavedPane":
        """Return the WHAT tab that lists the saved requests."""
        from weda_tui.tui.collections.pane import SavedPane

        controllers = self.controllers
        self.routes.add(SavedPane.RequestOpened, controllers.opening.on_opened)
        self.routes.add(SavedPane.PathChanged, controllers.files.on_path_changed)
        self.routes.add(SavedPane.MoveRequested, controllers.files.on_move_requested)
        self.routes.add(SavedPane.NewRequested, controllers.files.on_new_requested)
        self.routes.add(SavedPane.DetailsRequested, controllers.files.on_details_requested)
        self.routes.add(SavedPane.ExportRequested, controllers.exports.on_export_requested)
        self.routes.add(SavedPane.RunRequested, controllers.runs.on_run_requested)
        self.routes.add(SavedPane.CompareRequested, controllers.comparison.on_compare_requested)
        with self._context():
            return SavedPane(self._session, id="saved-pane").data_bind(
                MainScreen.strings, MainScreen.where, MainScreen.catalogue, MainScreen.edited,
                MainScreen.ran,
                current=MainScreen.saved_path,
            )  # fmt: skip

    def handlers(self) -> Handlers:
        """Return the handlers of the screen's commands."""
        controllers = self._controllers
        if controllers is None:
            return {commands.GO_TO: Handler()}
        return {
            **self._pane_commands.handlers(),
            commands.WHERE: Handler(controllers.targets.choose),
            commands.SEND: Handler(controllers.send),
            commands.NEXT: Handler(self.action_next),
            commands.SHOW: Handler(controllers.sending.preview),
            commands.TOKEN: Handler(
                controllers.tokens.show_details, controllers.tokens.why_no_details
            ),
            commands.CHECK_ENVIRONMENT: Handler(controllers.targets.check),
            commands.SAVE: Handler(controllers.save),
            commands.SAVED: Handler(partial(controllers.tabs.show, "saved")),
            commands.IMPORT_DOCUMENT: Handler(controllers.imports.open),
            commands.COPY_AS: Handler(controllers.editing.copy_as),
            commands.GO_TO: Handler(controllers.go_to.open),
            commands.COMMAND_LIST: Handler(partial(controllers.go_to.open, ">")),
            commands.ERROR_BOOK: Handler(controllers.open_shown_code),
            commands.LOOK_UP_CODE: Handler(controllers.open_shown_code),
            commands.HISTORY: Handler(partial(controllers.tabs.show, "history")),
            commands.AGENT_CALLS: Handler(controllers.tabs.show_agent_calls),
            commands.UPLOAD: Handler(controllers.storage.upload),
            commands.DOWNLOAD: Handler(controllers.storage.download),
            commands.ENDPOINTS: Handler(partial(controllers.tabs.show, "endpoints")),
            commands.NEXT_WHAT_TAB: Handler(self.action_next_what_tab),
            commands.NEW_CALL: Handler(controllers.calls.new_call),
            commands.EDIT_CALL: Handler(controllers.calls.edit_call),
            commands.REMOVE_CALL: Handler(controllers.models.remove),
            commands.REFRESH_MODELS: Handler(controllers.refresh_models),
            commands.ADD_MODEL: Handler(controllers.models.add),
            commands.GO_BACK: Handler(controllers.links.go_back),
            commands.NEXT_PAGE: Handler(controllers.pages.show_next),
            commands.PREVIOUS_PAGE: Handler(controllers.pages.show_previous),
            commands.ALL_PAGES: Handler(controllers.pages.fetch_all),
            commands.COMPARE: Handler(controllers.comparison.compare),
            commands.BUNDLE: Handler(controllers.history.bundle),
            commands.SAVE_EXAMPLE: Handler(controllers.saving.save_example),
            commands.LOG_PLACE: Handler(controllers.doctor.choose_log_place),
            commands.SAVE_AS: Handler(controllers.saving.save_as),
            commands.DROP_DRAFTS: Handler(controllers.drafts.drop),
            commands.RETURN_DRAFTS: Handler(controllers.drafts.put_back),
            commands.TURN_DRAFTS: Handler(controllers.toggle_drafts),
        }

    def on_mount(self) -> None:
        """Paint the frame first, then load the stages and the controllers."""
        self.show_keys()
        self.call_after_refresh(self._fill_soon)

    def _fill_soon(self) -> None:
        """Fill the screen after the frame was written to the terminal.

        ``set_timer`` is not used: a timer this short never fires if the process pauses at its
        start.
        """
        asyncio.get_running_loop().call_later(FRAME_WRITTEN, self.call_later, self._fill)

    async def _fill(self) -> None:
        """Mount the stages and build their controllers; stop if the app ends meanwhile."""
        with self.app.batch_update():
            controllers = self._build_controllers()
            self._strip, stages = self._compose_strip(), self._compose_stages()
            self.panes.attach(stages)
            await self.mount_all([self._strip, stages], before="#first-keys")
            controllers.calls.open_first()
            for stage in (stages.editor, stages.endpoints, stages.response):
                await stage.fill()
                if not stage.is_ready:
                    return
            stages.editor.focus_stage()
            self.is_ready = True
            self.bench.show_result()
            if self._session.environments.is_empty:
                controllers.targets.edit(None)
            self.accepts_keys = True
            self.app.post_message(self.Ready())
        self.set_interval(1.0, stages.editor.refresh_times)
        self.set_interval(CHECK_EVERY, controllers.look_at_files)
        controllers.follow_time()

    def _build_controllers(self) -> "Controllers":
        """Build the controllers; like the stages, they are loaded after the first picture."""
        from weda_tui.tui.screens.deferred import Controllers, MainBench, WholeScreens

        bench = MainBench(self, self.panes, self._state, self._session)
        tabs = WhatTabs(bench, self._compose_history, self._compose_saved)
        controllers = Controllers(bench, self._session, tabs)
        whole = WholeScreens(controllers, self._session)
        self._pane_commands = PaneCommands(
            self.panes, controllers.answer, controllers,
            {"saved": whole.open_saved, "history": whole.open_history},
        )  # fmt: skip
        self._controllers = controllers
        return controllers

    @property
    def controllers(self) -> "Controllers":
        """The controllers of the stages. Raises ``LookupError`` before they are built."""
        if self._controllers is None:
            raise LookupError
        return self._controllers

    @property
    def bench(self) -> "MainBench":
        """The screen as its controllers see it. Raises ``LookupError`` before they are built."""
        return self.controllers.bench

    def on_unmount(self) -> None:
        """Save the unsaved drafts, because the program ends."""
        if self._controllers is not None:
            self._controllers.close()

    # -- what is shown -----------------------------------------------------------------------

    def watch_strings(self) -> None:
        """Show the keys in the other language."""
        super().watch_strings()
        if self.is_ready:
            self._first_keys.redraw()

    def watch_where(self) -> None:
        """Show everything that depends on the target."""
        if self.is_ready:
            self.controllers.target_changed()

    def watch_endpoint(self) -> None:
        """Show everything that depends on the endpoint."""
        if self._controllers is not None:
            self._controllers.endpoint_changed()

    def watch_saved_path(self, path: str) -> None:
        """Remember which saved request is open, for the next start."""
        if self.is_ready and path != self._session.settings.opened.saved:
            self._session.settings.remember_open(saved=path)
        if self.is_ready:
            self.controllers.history.show_last()

    def quit_question(self, strings: Strings) -> QuitQuestion | None:
        """Return the question to ask before quitting; ``None`` if nothing would be lost.

        The user is asked while a write has no response yet or a long run is active.
        """
        controllers = self._controllers
        if controllers is None:
            return None
        question = controllers.sending.quit_question(strings)
        return question or controllers.long_runs.quit_question(strings)

    # -- keys --------------------------------------------------------------------------------

    def _adapt_keys(self, hints: list[Hint]) -> list[Hint]:
        """Return the hints with what Esc cancels now and which step of the doctor Enter starts."""
        words, is_sending = self.strings.tui.keys, isinstance(self.send_state, Sending)
        if is_sending or self.controllers.doctor.is_waiting:
            others = [hint for hint in hints if hint.key != "Esc"]
            ends = words.cancel if is_sending else words.dont_send
            hints = [*others, Hint("Esc", ends, commands.STEP_BACK.id)]
        return self.panes.stages.response.doctor.adapt_keys(hints)

    def _stage_title(self) -> str:
        """Return the name of the selected stage."""
        words = self.strings.tui.stage
        return {"what": words.what, "with": words.with_what}.get(self.stage, words.result)

    def watch_send_state(self, state: SendState) -> None:
        """Update everything that depends on the response, and show what Esc cancels."""
        if self._controllers is None:
            return
        self._controllers.history.answer_changed(state)
        self._controllers.doctor.answer_changed(state)
        self.watch_waiting()
        if isinstance(state, Sending) and not self._session.settings.preferences.has_sent:
            self._session.settings.remember(has_sent=True)
            self._first_keys.redraw()
        if not isinstance(state, Sending) and self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        elif isinstance(state, Sending) and self._ticking is None:
            self._ticking = self.set_interval(0.1, self._age_wait)

    def _age_wait(self) -> None:
        """Show the seconds since the request was sent, in every arrangement."""
        self._strip.redraw()
        self.panes.stages.editor.refresh_times()

    def watch_waiting(self) -> None:
        """Show what Esc cancels."""
        if self.is_ready:
            self.show_keys()

    # -- panes -------------------------------------------------------------------------------

    @property
    def focused_place(self) -> str:
        """The key of ``PLACES`` for the focused place."""
        return self.panes.place(self.focused)

    def focused_pane(self) -> "Pane | None":
        """Return the pane of the selected stage; ``None`` before the stages are mounted."""
        return self.panes.pane() if self.accepts_keys else None

    def watch_stage(self, stage: str) -> None:
        """Highlight the selected stage, and show its keys."""
        if self.is_ready:
            self.panes.stages.light(stage)
            self.show_keys()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Select the stage that has the focus; the focus may have moved since the event."""
        self.panes.select_focused(self.focused or event.widget)
        self.show_keys()

    def on_resize(self) -> None:
        """Adapt the arrangement to the size; no widget is rebuilt."""
        is_too_small = self.size.width < LEAST_WIDTH or self.size.height < LEAST_HEIGHT
        self._state.show_size(is_too_small=is_too_small)
        self.set_class(is_too_small, "-too-small")
        if self.accepts_keys:
            self.panes.stages.rearrange()
        self.show_keys()

    def on_key(self, event: events.Key) -> None:
        """Pass a typed character on where the focused place accepts text."""
        type_text(self, event)

    def action_next_field(self, by: int) -> None:
        """Move the focus within the stage."""
        self.panes.move_focus(by)

    def action_widen(self, by: int) -> None:
        """Move the rule at the left of the selected stage."""
        self.panes.widen(by)

    def action_next(self) -> None:
        """Go to the next steps that the doctor offers."""
        self.panes.go_to("result")
        self.panes.stages.response.focus_next()

    async def action_next_what_tab(self, by: int = 1) -> None:
        """Show the next tab of WHAT."""
        await self.controllers.tabs.show_next(by)
