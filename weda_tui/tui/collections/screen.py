"""The whole of what is saved: the tree, the request under the cursor, how it went over time."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.getters import query_one
from textual.reactive import var

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.collections.paths import is_within
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.history.entry import HistoryRecord
from weda_tui.core.requests.free_call import free_call
from weda_tui.core.sending.exchange import Answered
from weda_tui.core.tokens.access_token import TokenStatus
from weda_tui.i18n.phrases.history import clock_words, day_words
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.collections.controller import SavedFilesController
from weda_tui.tui.collections.pane import SavedPane
from weda_tui.tui.collections.request_pane import SavedRequestPane
from weda_tui.tui.collections.results_pane import SavedResultsPane
from weda_tui.tui.commands.table import (
    APP_COMMANDS,
    CHECK_ENVIRONMENT,
    CHOOSE,
    DOWNLOAD,
    ENDPOINTS,
    ERROR_BOOK,
    GLOBAL_COMMANDS,
    GO_TO,
    HISTORY,
    IMPORT_DOCUMENT,
    MENU,
    NEXT_WHAT_TAB,
    SEND,
    TOKEN,
    UPLOAD,
    WHERE,
    Command,
    Handler,
    Handlers,
    bindings,
)
from weda_tui.tui.comparison.actions import show_pair
from weda_tui.tui.environments.target_pane import WherePane
from weda_tui.tui.interchange.controller import ExportController
from weda_tui.tui.layout.three_columns import ThreeColumns
from weda_tui.tui.requests.saved_tabs import SavedShown
from weda_tui.tui.runs.controller import RunController
from weda_tui.tui.tokens.pair import looks_the_same, tokens_of
from weda_tui.tui.widgets.footer import KeyFooter
from weda_tui.tui.widgets.pane import Stage

if TYPE_CHECKING:  # it comes with a run
    from weda_tui.core.runs.results import RunResult
    from weda_tui.session.collections.service import LoadedRequest
    from weda_tui.tui.runs.view import RunView


class SavedAct(StrEnum):
    """What is to be done on the main screen."""

    OPEN = "open"
    SEND = "send"
    LOOK = "look"
    BEGIN = "begin"
    RESULT = "result"
    COMMAND = "command"


class SavedChoice(NamedTuple):
    """An act, and what it is done with."""

    act: SavedAct
    path: str = ""
    """Of a request; of a folder for ``BEGIN``."""
    record: HistoryRecord | None = None
    result: "RunResult | None" = None
    command: str = ""


class SavedState(NamedTuple):
    """What the main screen has selected."""

    strings: Strings
    where: Target | None
    catalogue: Catalogue
    edited: frozenset[str]
    """Paths of requests with edits that are not saved."""
    ran: tuple[str, bool] | None
    wanted: str
    """The path to begin with."""


LOOKED_AFTER = 1.5
"""Seconds between two looks at the disk."""
LEAVING = (
    WHERE, TOKEN, CHECK_ENVIRONMENT, IMPORT_DOCUMENT, GO_TO, ERROR_BOOK, HISTORY, ENDPOINTS, UPLOAD,
    DOWNLOAD,
)  # fmt: skip
"""What the main screen does, whatever is selected here."""


class SavedScreen(ThreeColumns[SavedChoice]):
    """Answers with what is to be done on the main screen, or with nothing."""

    CSS_PATH = "screen.tcss"
    BINDINGS = [
        *bindings(WHERE, GO_TO, IMPORT_DOCUMENT, TOKEN, is_priority=True),
        Binding("f7", "result", show=False, priority=True),
        *bindings(MENU),
    ]

    where: var[Target | None] = var(None)
    catalogue: var[Catalogue] = var(Catalogue(()))
    edited: var[frozenset[str]] = var(frozenset[str]())
    ran: var[tuple[str, bool] | None] = var[tuple[str, bool] | None](None)
    token: var[TokenStatus | None] = var(None)
    other_token: var[TokenStatus | None] = var(None)

    _saved = query_one("#saved-pane", SavedPane)
    _request = query_one("#saved-request", SavedRequestPane)
    _results = query_one("#saved-results", SavedResultsPane)

    def __init__(
        self, session: Session, state: SavedState, follow: Callable[[str, str], None]
    ) -> None:
        """``follow`` is told of each path that is another one now."""
        super().__init__()
        self._session, self._follow = session, follow
        files, runs = SavedFilesController(self, self, session), RunController(self, self, session)
        self.routes.add(SavedPane.PathChanged, files.on_path_changed)
        self.routes.add(SavedPane.MoveWanted, files.on_move_wanted)
        self.routes.add(SavedPane.NewWanted, files.on_new_wanted)
        self.routes.add(SavedPane.DetailsWanted, files.on_details_wanted)
        exports = ExportController(self, session)
        self.routes.add(SavedPane.ExportWanted, exports.on_export_wanted)
        self.routes.add(SavedPane.RunWanted, runs.on_run_wanted)
        self.selected_row = state.wanted
        """The path of a request or a folder; empty for none."""
        self._endpoint: Endpoint | None = None
        self._record: HistoryRecord | None = None
        """The answer under the cursor: it may be there before the request that judges it."""
        self.set_reactive(SavedScreen.strings, state.strings)
        self.set_reactive(SavedScreen.where, state.where)
        self.set_reactive(SavedScreen.catalogue, state.catalogue)
        self.set_reactive(SavedScreen.edited, state.edited)
        self.set_reactive(SavedScreen.ran, state.ran)
        self._refresh_tokens()

    def compose(self) -> ComposeResult:
        """Lay out WHERE, the three columns and the keys."""
        yield WherePane(id="where").data_bind(
            SavedScreen.strings, SavedScreen.where, SavedScreen.token, SavedScreen.other_token
        )
        with Horizontal(id="columns"):
            yield SavedPane(self._session, id="saved-pane").data_bind(
                SavedScreen.strings, SavedScreen.where, SavedScreen.catalogue,
                SavedScreen.edited, SavedScreen.ran,
            )  # fmt: skip
            yield SavedRequestPane(self._session, id="saved-request").data_bind(SavedScreen.strings)
            yield SavedResultsPane(self._session, id="saved-results").data_bind(
                SavedScreen.strings, SavedScreen.where
            )
        yield KeyFooter(id="footer")

    async def on_mount(self) -> None:
        """Fill the columns, and list."""
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
        self.set_interval(LOOKED_AFTER, self._look_again)

    def _look_again(self) -> None:
        if self.app.screen is self:
            self._saved.look_again()

    def _refresh_tokens(self) -> None:
        """Take the tokens' states; nothing is drawn anew while their words stay the same."""
        token, other = tokens_of(self._session, self.where, self._endpoint)
        if not looks_the_same(token, self.token):
            self.token = token
        if not looks_the_same(other, self.other_token):
            self.other_token = other

    # -- the selected request -----------------------------------------------------------------

    def on_saved_pane_request_selected(self, event: SavedPane.RequestSelected) -> None:
        """Show the request of the selected row, and how it went."""
        event.stop()
        if (node := self._saved.node) is not None:
            self.selected_row = node.path
        self._show_request(event.path)
        self._results.show_path(event.path)
        self.show_keys()

    @work(group="in-hand", exclusive=True, description="in-hand")
    async def _show_request(self, path: str) -> None:
        if not path:
            self._request.show_nothing()
            return
        try:
            loaded = await asyncio.to_thread(self._session.collections.load, path)
            draft = await asyncio.to_thread(self._session.collections.draft_of, loaded.request)
            draft = self._session.endpoints.complete(draft, self.where)
            endpoint = self._session.endpoints.get(draft.endpoint_id, self.where)
        except FileError as error:
            self._request.show_nothing(error)
            return
        if not endpoint.id:
            endpoint = free_call(draft.method, loaded.request.title)
        shown = SavedShown(
            loaded=loaded, draft=draft, where=self.where, is_edited=path in self.edited
        )
        preflight = self._session.preflight(draft, self.where) if self.where is not None else None
        self._endpoint = endpoint
        self._request.show_request(shown, endpoint, preflight)
        if self._record is not None:
            self._judge(self._record)
        self._refresh_tokens()
        self.show_keys()

    def on_saved_results_pane_result_selected(self, event: SavedResultsPane.ResultSelected) -> None:
        """Judge the selected answer by the file."""
        event.stop()
        self._record = event.record
        if event.record is not None:
            self._judge(event.record)

    @work(group="judge-saved", exclusive=True, description="judge-saved")
    async def _judge(self, record: HistoryRecord) -> None:
        shown, settled = self._request.shown, record.settled
        if shown is None or self.where is None or not isinstance(settled, Answered):
            return
        from weda_tui.session.runs.saved_request_sender import judge_saved

        name = self._session.saved_name(shown.loaded.request.path)
        if record.is_response_cut or record.entry.saved != name:
            return
        variables, masker = self._session.variables(self.where, shown.draft), self._session.masker()
        judged = await asyncio.to_thread(
            judge_saved, shown.loaded.request, settled.exchange, variables, masker
        )
        if self._request.shown is not shown:
            return
        at = record.entry.started_at
        day = day_words(at, self._session.clock.wall(), self.strings)
        when = self.strings.saved.result.checks_of.format(when=f"{day} {clock_words(at)}")
        self._request.show_checked(
            replace(shown, checks=judged.checks, captures=judged.captures, judged=when)
        )

    # -- what leads back to the main screen --------------------------------------------------

    @property
    def _path(self) -> str:
        """The selected request; empty for a folder."""
        node = self._saved.node
        return "" if node is None or node.is_folder else node.path

    def on_saved_pane_request_opened(self, event: SavedPane.RequestOpened) -> None:
        """Open a request, on the main screen."""
        event.stop()
        self.dismiss(SavedChoice(SavedAct.OPEN, event.path))

    def on_saved_results_pane_result_chosen(self, event: SavedResultsPane.ResultChosen) -> None:
        """Look at an answer of before, on the main screen."""
        event.stop()
        self.dismiss(SavedChoice(SavedAct.LOOK, self._path, event.record))

    def on_saved_results_pane_full_comparison_wanted(
        self, event: SavedResultsPane.FullComparisonWanted
    ) -> None:
        """Compare two answers in full."""
        event.stop()
        show_pair(self, self._session, event.before, event.after)

    def on_saved_pane_compare_wanted(self, event: SavedPane.CompareWanted) -> None:
        """Compare the last two answers in full."""
        event.stop()
        self._results.action_compare_before()

    def action_choose(self) -> None:
        """Open the selected request, on the main screen."""
        self._saved.action_choose()

    def action_send(self) -> None:
        """Send the selected request, from the main screen: its guard asks there."""
        if self._path:
            self.dismiss(SavedChoice(SavedAct.SEND, self._path))
        else:
            self.notice(self.strings.saved.screen.choose_request)

    def leave_for(self, command: Command) -> None:
        """Do what the main screen does for everything."""
        self.dismiss(SavedChoice(SavedAct.COMMAND, command=command.id))

    def handlers(self) -> Handlers:
        """Return what is done here, and what the main screen does for everything."""
        leaving = {each: Handler(partial(self.leave_for, each)) for each in LEAVING}
        return {
            **super().handlers(),
            **leaving,
            CHOOSE: Handler(self.action_choose),
            SEND: Handler(self.action_send),
            NEXT_WHAT_TAB: Handler(self.action_next_what_tab),
        }

    def action_menu(self) -> None:
        """Everything that works here and on the main screen, for terminals that swallow F keys."""
        mine = self.handlers()
        runs = [each for each in GLOBAL_COMMANDS if each in APP_COMMANDS or each in mine]
        self.offer_everywhere(runs)

    def action_next_what_tab(self, by: int = 1) -> None:
        """Show another tab of WHAT."""
        self.leave_for(HISTORY if by > 0 else ENDPOINTS)

    # -- what acts on the tree need ----------------------------------------------------------

    def refresh_saved(self, path: str = "") -> None:
        """List anew what is saved."""
        self._saved.refresh_saved(path)
        if path and path == self._path:
            self._show_request(path)

    def refresh_results(self) -> None:
        """Show anew how requests last went."""
        self._saved.refresh_results()
        self._results.show_path(self._path)

    def follow_saved(self, path: str, new: str) -> None:
        """Take along what the main screen keeps."""
        gone = {each for each in self.edited if is_within(each, path)}
        moved = {f"{new}{each.removeprefix(path)}" for each in gone} if new else set[str]()
        self.edited = self.edited - gone | moved
        self._follow(path, new)

    @property
    def target(self) -> Target | None:
        """The chosen target."""
        return self.where

    def note_file(self, saved: "LoadedRequest") -> None:
        """The request is shown anew when it is listed."""

    def begin_request(self, folder: str) -> None:
        """Let a call be chosen, on the main screen."""
        self.dismiss(SavedChoice(SavedAct.BEGIN, folder))

    def place_to_send(self) -> Target | None:
        """Return the selected place; without one, let it be chosen."""
        if self.where is None:
            self.leave_for(WHERE)
        return self.where

    def open_result(self, result: "RunResult") -> None:
        """Open a request of a run with its answer, on the main screen."""
        self.dismiss(SavedChoice(SavedAct.RESULT, result.path, result=result))

    def run_ended(self, text: str, view: "RunView") -> None:
        """Show the line that sums a run up at the foot of the tree."""
        self.ran = (text, view.tally.ok)
        self.refresh_results()

    # -- stages ------------------------------------------------------------------------------

    @property
    def columns(self) -> Mapping[str, Stage]:
        """The tree, the request under its cursor, how that went."""
        return {"what": self._saved, "with": self._request, "result": self._results}

    def focused_pane(self) -> Stage:
        """Return the selected column."""
        return self.columns[self.stage]

    @property
    def focused_place(self) -> str:
        """The keys of the selected column."""
        return {"what": "saved-screen", "with": "saved-request"}.get(self.stage, "saved-results")

    def action_with_what(self) -> None:
        """The request; again: open it."""
        if self.stage == "with":
            self.action_choose()
        else:
            super().action_with_what()

    def action_result(self) -> None:
        """The results; again: look at the selected one."""
        if self.stage == "result":
            self._results.action_choose()
        else:
            super().action_result()

    def watch_strings(self) -> None:
        """Speak the other language."""
        if self.is_ready:
            self.show_keys()

    def help_title(self) -> str:
        """Return the name of the tab."""
        return self.strings.saved.screen.tab

    def help_everywhere(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the columns, and those that lead back to the main screen."""
        keys = self.strings.tui.keys
        return (
            ("F2", keys.where), ("F3", keys.what), ("F4", keys.with_what), ("F6", keys.result),
            ("Tab", keys.next_field), ("Ctrl+P", keys.go_to), ("Ctrl+T", keys.token),
            ("Ctrl+O", keys.import_document), ("Esc", keys.close), ("F1", keys.help),
            ("Ctrl+Q", keys.quit),
        )  # fmt: skip
