"""What the main screen offers its controllers: services, panes, and the shown state."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.answers.verdict import Mark
from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue, EndpointGroup, Module
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.tokens.access_token import TokenStatus
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.sending.preflight import Preflight
from weda_tui.tui.commands.table import IMPORT_DOCUMENT, Command, KeyMap
from weda_tui.tui.layout.base_screen import BaseScreen
from weda_tui.tui.models.view import ModelsShown
from weda_tui.tui.screens.pane_navigation import PaneNavigator
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.footer import KeyFooter
from weda_tui.tui.widgets.modal import Modal
from weda_tui.tui.workbench.state import OpenRequest, ShownAnswer

if TYPE_CHECKING:  # the stages come after the first picture, and so do their modules
    from weda_tui.core.doctor.diagnosis import Diagnosis
    from weda_tui.tui.answers.response_pane import ResponsePane
    from weda_tui.tui.collections.pane import SavedPane
    from weda_tui.tui.history.pane import HistoryPane
    from weda_tui.tui.requests.editor_pane import RequestEditor
    from weda_tui.tui.screens.pane_layout import Stages


class MainState(Protocol):
    """The state that the main screen shows."""

    @property
    def target(self) -> Target | None:
        """The chosen target."""
        ...

    @property
    def endpoint(self) -> Endpoint | None:
        """The open endpoint."""
        ...

    def show_target(self, target: Target | None) -> None:
        """Show the chosen target; ``None`` means that no target is chosen."""

    def show_environments(self, problems: int, *, has_any: bool, gone: str) -> None:
        """Show how many environments are unreadable, whether any exists, and the missing choice."""

    def show_tokens(self, token: TokenStatus, other: TokenStatus) -> None:
        """Show the token that the open call needs, and the token of the other kind."""

    def show_catalogue(self, catalogue: Catalogue, problems: tuple[FileError, ...]) -> None:
        """Show the catalogue of calls, and which catalogue files of the user cannot be read."""

    def show_models(self, shown: ModelsShown) -> None:
        """Show the models in the tree."""

    def show_verdicts(self, marks: Mapping[str, Mark]) -> None:
        """Show the last verdict of each call to the chosen target."""

    def show_request(self, request: OpenRequest) -> None:
        """Pass the open request down to the panes."""

    def show_preflight(self, preflight: Preflight | None) -> None:
        """Show what sending the draft would do."""

    def show_answer(self, shown: ShownAnswer) -> None:
        """Pass the shown response down to the panes."""

    def show_diagnosis(self, diagnosis: "Diagnosis | None", waiting: float | None) -> None:
        """Show a diagnosis, and the seconds until a waiting step of the doctor sends."""

    def show_way_back(self, title: str, sought_by: str) -> None:
        """Show the title of the call to go back to, and its id if the user left to find an id."""

    def show_run(self, text: str, *, is_passed: bool) -> None:
        """Show the last run in one line."""


class MainBench:
    """The main screen for its controllers; each controller sees a protocol of a few names."""

    def __init__(
        self, screen: BaseScreen[None], panes: PaneNavigator, state: MainState, session: Session
    ) -> None:
        self._screen, self._panes = screen, panes
        self.state, self._session = state, session
        self.notice, self.ask, self.start = screen.notice, screen.ask, screen.start
        self.set_timer, self.set_interval = screen.set_timer, screen.set_interval
        self.call_later, self.call_after_refresh = screen.call_later, screen.call_after_refresh
        self.post_message, self.run_command = screen.post_message, screen.run_command
        self.show_keys, self.go_to_stage = screen.show_keys, panes.go_to
        self.show_target, self.show_environments = state.show_target, state.show_environments
        self.show_tokens, self.show_way_back = state.show_tokens, state.show_way_back

    # -- services ----------------------------------------------------------------------------

    @property
    def words(self) -> Strings:
        """The sentences of the chosen language."""
        return self._screen.strings

    @property
    def key_map(self) -> KeyMap:
        """The keys of commands."""
        return self._screen.command_app.key_map

    @property
    def is_ready(self) -> bool:
        """Whether all panes are mounted."""
        return self._screen.is_ready

    @property
    def is_in_front(self) -> bool:
        """Whether the main screen is in front, with no screen or dialog above it."""
        return self._screen.app.screen is self._screen

    @property
    def is_dialog_open(self) -> bool:
        """Whether a dialog is in front."""
        return isinstance(self._screen.app.screen, Modal)

    def notice_in_front(self, text: str) -> None:
        """Show a notice in the footer of the frontmost whole screen, also below a dialog."""
        self._footer_in_front.notice(text)

    def remind(self, text: str) -> None:
        """Show the same kind of notice, unless another notice is shown."""
        self._footer_in_front.remind(text)

    def end_reminder(self, text: str) -> None:
        """Remove a reminder shown by ``remind``."""
        self._footer_in_front.end_reminder(text)

    def show_going(self, text: str) -> None:
        """Show the active run in the top line of every screen; an empty text removes it."""
        for each in self._screen.app.screen_stack:
            if isinstance(each, BaseScreen):
                each.going = text

    @property
    def _footer_in_front(self) -> KeyFooter:
        pages = (each for each in self._screen.app.screen_stack if isinstance(each, BaseScreen))
        *_, page = pages
        return page.query_one("#footer", KeyFooter)

    def can_run_in_pane(self, command: Command) -> bool:
        """Return whether a part of the selected pane can run a command now."""
        return any(part.can_run(command) for part in self._panes.pane().acting_parts())

    def works_here(self, command: Command) -> bool:
        """Return whether a key of the focused place runs a command now."""
        return self._screen.screen_keys.works(command)

    def begin_field(self, text: str) -> None:
        """Put a text into the focused field, as if the user had typed it."""
        if isinstance(self._screen.focused, Field):
            self._screen.focused.begin(text)

    def is_offering(self, command: Command) -> bool:
        """Return whether the current notice in the footer offers a key for a command."""
        return self._screen.query_one("#footer", KeyFooter).is_offering(command.id)

    def stop(self, group: str) -> None:
        """Cancel the workers of a group."""
        self._screen.workers.cancel_group(self._screen, group)

    def open_environment(
        self,
        where: Target | None,
        left: Callable[[str | None], None],
        *,
        checks_at_once: bool,
        field: str,
    ) -> None:
        """Open an environment, or the form for a new one.

        When the screen closes, ``left`` is called with the saved name, which is empty after a
        removal.
        """
        from weda_tui.tui.environments.first_run import FirstRun
        from weda_tui.tui.environments.screen import EnvironmentsScreen

        kind = EnvironmentsScreen if self._session.environments.all else FirstRun
        edited = where.environment if where else None
        screen = kind(self._session, edited, self.words, self.target, checks_at_once=checks_at_once)

        def closed(name: str | None) -> None:
            left(name)
            if name == "" and isinstance(screen, EnvironmentsScreen):
                self.notice(self.words.tui.form.removed.format(name=screen.editor.removed))
            if isinstance(screen, FirstRun) and screen.wants_import:
                self.call_later(self.run_command, IMPORT_DOCUMENT.id)

        self.ask(screen, closed)
        if field and isinstance(screen, EnvironmentsScreen):
            screen.call_after_refresh(screen.enter_form, field)

    # -- panes -------------------------------------------------------------------------------

    @property
    def stages(self) -> "Stages":
        """The three stages."""
        return self._panes.stages

    @property
    def editor(self) -> "RequestEditor":
        """The editor of the request."""
        return self.stages.editor

    @property
    def response(self) -> "ResponsePane":
        """The pane of the response."""
        return self.stages.response

    @property
    def edited_title(self) -> str:
        """The title of the open call if it has unsaved edits."""
        return self.editor.selected.edited_title

    @property
    def focused_stage(self) -> str:
        """The name of the stage that has the focus."""
        return self._panes.stage

    def focused_history(self) -> "HistoryPane | None":
        """Return the history list if it has the focus."""
        is_focused = self._panes.place(self._screen.focused) == "history"
        return self.stages.history if is_focused else None

    def focused_saved(self) -> "SavedPane | None":
        """Return the list of saved requests if it has the focus."""
        is_focused = self._panes.place(self._screen.focused) == "saved"
        return self.stages.saved if is_focused else None

    def selected_row(self) -> Module | EndpointGroup | Endpoint | None:
        """Return the row under the cursor of the tree; outside WHAT the open endpoint."""
        is_in_tree = self.focused_stage == "what"
        return self.stages.endpoints.item if is_in_tree else self.state.endpoint

    def show_result(self) -> None:
        """Make RESULT visible: end the zoom of another stage, and focus RESULT if narrow."""
        if self.focused_stage != "result":
            self.stages.zoom(False)
        if self.stages.arrangement == "narrow":
            self.go_to_stage("result")

    def show_send(self) -> None:
        """Clear the footer, and make RESULT visible."""
        self._screen.query_one("#footer", KeyFooter).clear()
        self.show_result()

    def reveal(self, endpoint: Endpoint) -> None:
        """Select an endpoint in the tree."""
        self.stages.endpoints.reveal(endpoint)

    def refresh_history(self) -> None:
        """List the history again, if it is shown."""
        self.stages.refresh_history()

    def refresh_saved(self, path: str = "") -> None:
        """List the saved requests again; with a path, move the cursor to it."""
        self.stages.refresh_saved(path)

    def refresh_results(self) -> None:
        """Show the last results of the saved requests again."""
        self.stages.refresh_results()

    # -- what is shown -----------------------------------------------------------------------

    @property
    def target(self) -> Target | None:
        """The chosen target."""
        return self.state.target
