"""The screen of saved requests: the tree, the selected request, its results over time."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.reactive import var

from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.collections.paths import is_within
from weda_tui.core.environments.deployment import Target
from weda_tui.core.history.entry import HistoryRecord
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.words.commands import KeyWords
from weda_tui.session import Session
from weda_tui.tui.collections.controller import SavedFilesController
from weda_tui.tui.collections.pane import SavedPane
from weda_tui.tui.collections.request_pane import SavedRequestPane
from weda_tui.tui.collections.results_pane import SavedResultsPane
from weda_tui.tui.collections.selected_request import SelectedRequest
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import Command, Handler, Handlers, bindings
from weda_tui.tui.comparison.dialog import show_pair
from weda_tui.tui.history.messages import EntryOpened, EntrySelected, PairRequested
from weda_tui.tui.interchange.controller import ExportController
from weda_tui.tui.layout.three_columns import ScreenColumns, ThreeColumns
from weda_tui.tui.runs.controller import RunController
from weda_tui.tui.runs.long_runs import LongRuns
from weda_tui.tui.widgets.footer import KeyFooter

if TYPE_CHECKING:  # Imported only with a run
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.tui.runs.view import RunView


class SavedAct(StrEnum):
    """An action for the main screen."""

    OPEN = "open"
    SEND = "send"
    LOOK = "look"
    BEGIN = "begin"
    RESULT = "result"
    COMMAND = "command"


class SavedChoice(NamedTuple):
    """An action, and its arguments."""

    act: SavedAct
    path: str = ""
    """The path of a request; of a folder for ``BEGIN``."""
    record: HistoryRecord | None = None
    result: "RunResult | None" = None
    command: str = ""


class SavedState(NamedTuple):
    """The state of the main screen that this screen starts with."""

    strings: Strings
    where: Target | None
    catalogue: Catalogue
    edited: frozenset[str]
    """The paths of the requests with unsaved edits."""
    ran: tuple[str, bool] | None
    wanted: str
    """The path to select at first."""
    long_runs: LongRuns


CHECK_EVERY = 1.5
"""The seconds between two checks of the disk for changes."""
LEAVING = (
    commands.WHERE, commands.TOKEN, commands.CHECK_ENVIRONMENT, commands.IMPORT_DOCUMENT,
    commands.GO_TO, commands.ERROR_BOOK, commands.HISTORY, commands.ENDPOINTS, commands.UPLOAD,
    commands.DOWNLOAD,
)  # fmt: skip
"""Commands that the main screen runs, independent of the selection here."""
PLACES = ("saved-screen", "saved-request", "saved-results")
IMPORT_KEY = ("Ctrl+O", KeyWords.import_document.of, "")


class SavedScreen(ThreeColumns[SavedChoice]):
    """Returns an action for the main screen, or ``None``."""

    CSS_PATH = "screen.tcss"
    BINDINGS = [
        *bindings(
            *(commands.WHERE, commands.GO_TO, commands.IMPORT_DOCUMENT, commands.TOKEN),
            is_priority=True,
        ),
        Binding("f7", f"run('{commands.RESULT.id}')", show=False, priority=True),
        *bindings(commands.MENU),
    ]

    catalogue: var[Catalogue] = var(Catalogue(()))
    edited: var[frozenset[str]] = var(frozenset[str]())
    ran: var[tuple[str, bool] | None] = var[tuple[str, bool] | None](None)

    def __init__(
        self, session: Session, state: SavedState, follow: Callable[[str, str], None]
    ) -> None:
        """``follow`` is called with the old and the new path of each moved request or folder."""
        saved = SavedPane(session, id="saved-pane")
        request = SavedRequestPane(session, id="saved-request")
        results = SavedResultsPane(session, id="saved-results")
        columns = ScreenColumns(saved, request, results, PLACES)
        super().__init__(columns, lambda: self.strings.saved.screen.tab, IMPORT_KEY)
        self._session, self._follow = session, follow
        self.long_runs = state.long_runs
        self._saved, self._request, self._results = saved, request, results
        self._selected = SelectedRequest(
            self, session, request, lambda path: path in self.edited, self._request_shown
        )
        self.selected_row = state.wanted
        """The path of the selected request or folder; empty for none."""
        self._add_routes()
        self.set_reactive(SavedScreen.strings, state.strings)
        self.set_reactive(SavedScreen.where, state.where)
        self.set_reactive(SavedScreen.catalogue, state.catalogue)
        self.set_reactive(SavedScreen.edited, state.edited)
        self.set_reactive(SavedScreen.ran, state.ran)
        self._refresh_tokens()

    def _add_routes(self) -> None:
        """Route the messages of the panes to their handlers."""
        add, session, results = self.routes.add, self._session, self._results
        files, runs = SavedFilesController(self, self, session), RunController(self, self, session)
        add(SavedPane.PathChanged, files.on_path_changed)
        add(SavedPane.MoveRequested, files.on_move_requested)
        add(SavedPane.NewRequested, files.on_new_requested)
        add(SavedPane.DetailsRequested, files.on_details_requested)
        add(SavedPane.ExportRequested, ExportController(self, session).on_export_requested)
        add(SavedPane.RunRequested, runs.on_run_requested)
        add(SavedPane.RequestOpened, lambda e: self.dismiss(SavedChoice(SavedAct.OPEN, e.path)))
        add(SavedPane.CompareRequested, lambda _: results.action_compare_before())
        add(SavedPane.RequestSelected, self._show_selected)
        add(EntrySelected, lambda event: self._selected.judge(event.record))
        add(EntryOpened, self._open_result)
        add(PairRequested, lambda event: show_pair(self, session, event.before, event.after))

    def compose(self) -> ComposeResult:
        """Lay out WHERE, the three columns and the keys."""
        yield self.where_strip()
        with Horizontal(id="columns"):
            yield self._saved.data_bind(
                SavedScreen.strings, SavedScreen.where, SavedScreen.catalogue,
                SavedScreen.edited, SavedScreen.ran,
            )  # fmt: skip
            yield self._request.data_bind(SavedScreen.strings)
            yield self._results.data_bind(SavedScreen.strings, SavedScreen.where)
        yield KeyFooter(id="footer")

    async def on_mount(self) -> None:
        """Fill the columns, and list the saved requests."""
        self._saved.is_whole = True
        for pane in (self._request, self._results, self._saved):
            await pane.fill()
            if not pane.is_ready:
                return
        self.is_ready = True
        self._saved.refresh_saved(self.selected_row)
        self.light()
        self._saved.focus_stage()
        self.show_keys()
        self.set_interval(1.0, self._refresh_tokens)
        self.set_interval(CHECK_EVERY, self._reload)

    def _reload(self) -> None:
        if self.app.screen is self:
            self._saved.reload_changed()

    def _refresh_tokens(self) -> None:
        self.show_tokens_of(self._session, self._selected.endpoint)

    # -- the selected request -----------------------------------------------------------------

    def _show_selected(self, event: SavedPane.RequestSelected) -> None:
        """Show the request of the selected row, and its results."""
        if (node := self._saved.node) is not None:
            self.selected_row = node.path
        self._selected.show(event.path)
        self._results.show_path(event.path)
        self.show_keys()

    def _request_shown(self) -> None:
        self._refresh_tokens()
        self.show_keys()

    # -- what leads back to the main screen --------------------------------------------------

    @property
    def _path(self) -> str:
        """The path of the selected request; empty for a folder."""
        node = self._saved.node
        return "" if node is None or node.is_folder else node.path

    def _open_result(self, event: EntryOpened) -> None:
        """Show an earlier response on the main screen."""
        self.dismiss(SavedChoice(SavedAct.LOOK, self._path, event.record))

    def _send(self) -> None:
        """Send the selected request from the main screen, where its guard asks."""
        if self._path:
            self.dismiss(SavedChoice(SavedAct.SEND, self._path))
        else:
            self.notice(self.strings.saved.screen.choose_request)

    def leave_for(self, command: Command) -> None:
        """Close the screen to run a command of the main screen."""
        self.dismiss(SavedChoice(SavedAct.COMMAND, command=command.id))

    def handlers(self) -> Handlers:
        """Return the handlers of this screen, and of the commands that the main screen runs."""
        leaving = {each: Handler(partial(self.leave_for, each)) for each in LEAVING}
        return {
            **super().handlers(),
            **leaving,
            commands.WITH_WHAT: Handler(partial(self._go_or, "with", self._saved.action_choose)),
            commands.RESULT: Handler(partial(self._go_or, "result", self._results.action_choose)),
            commands.CHOOSE: Handler(self._saved.action_choose),
            commands.SEND: Handler(partial(self._saved.narrowed.when_listed, self._send)),
            commands.NEXT_WHAT_TAB: Handler(self.action_next_what_tab),
        }

    def _go_or(self, stage: str, act: Callable[[], object]) -> None:
        """Select a column; if it is selected already, call ``act``."""
        if self.stage == stage:
            act()
        else:
            self.go_to_stage(stage)

    def action_next_what_tab(self, by: int = 1) -> None:
        """Close the screen and show the next or previous tab of WHAT."""
        self.leave_for(commands.HISTORY if by > 0 else commands.ENDPOINTS)

    # -- what acts on the tree need ----------------------------------------------------------

    def refresh_saved(self, path: str = "") -> None:
        """List the saved requests again."""
        self._saved.refresh_saved(path)
        if path and path == self._path:
            self._selected.show(path)

    def refresh_results(self) -> None:
        """Show the last results of the requests again."""
        self._saved.refresh_results()
        self._results.show_path(self._path)

    def follow_saved(self, path: str, new: str) -> None:
        """Apply a move to the unsaved edits that the main screen keeps."""
        gone = {each for each in self.edited if is_within(each, path)}
        moved = {f"{new}{each.removeprefix(path)}" for each in gone} if new else set[str]()
        self.edited = self.edited - gone | moved
        self._follow(path, new)

    @property
    def target(self) -> Target | None:
        """The chosen target."""
        return self.where

    def note_file(self, saved: "LoadedRequest") -> None:
        """Do nothing: the next listing shows the request again."""

    def begin_request(self, folder: str) -> None:
        """Close the screen to let the user choose a call on the main screen."""
        self.dismiss(SavedChoice(SavedAct.BEGIN, folder))

    def place_to_send(self) -> Target | None:
        """Return the target; without a target, let the user choose one on the main screen."""
        if self.where is None:
            self.leave_for(commands.WHERE)
        return self.where

    def open_result(self, result: "RunResult") -> None:
        """Open a request of a run with its response, on the main screen."""
        self.dismiss(SavedChoice(SavedAct.RESULT, result.path, result=result))

    def run_ended(self, text: str, view: "RunView") -> None:
        """Show the summary of a run at the foot of the tree."""
        self.ran = (text, view.tally.ok)
        self.refresh_results()
