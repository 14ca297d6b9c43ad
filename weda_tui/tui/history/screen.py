"""The screen of the history: the entries, and the selected request and response as they were."""

from functools import partial
from typing import NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import var

from weda_tui.core.environments.deployment import Target
from weda_tui.core.history.entry import FAILURES, HistoryRecord
from weda_tui.core.history.last_success import LastSuccess
from weda_tui.core.sending.exchange import Idle, SendState
from weda_tui.i18n.phrases.history import entry_title
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.collections.service import LoadedRequest
from weda_tui.tui.answers.response_pane import ResponsePane
from weda_tui.tui.bodies.controller import BodyController
from weda_tui.tui.collections.save import Candidate, save_example, save_record
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import Handler, Handlers, bindings
from weda_tui.tui.comparison.dialog import show_pair
from weda_tui.tui.history.actions import confirm_clearing, open_bundle
from weda_tui.tui.history.messages import EntryOpened, EntrySelected, PairRequested
from weda_tui.tui.history.pane import HistoryPane
from weda_tui.tui.history.view import record_lines
from weda_tui.tui.layout.headings import heading, stage_name
from weda_tui.tui.layout.three_columns import ScreenColumns, ThreeColumns
from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.footer import KeyFooter
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.rows import FoldedRows


class HistoryChoice(NamedTuple):
    """An entry to open or to send again, or a command for the main screen."""

    record: HistoryRecord | None = None
    is_again: bool = False
    """Whether the entry is sent again immediately."""
    command: str = ""


PLACES = ("history-screen", "history-screen", "result")
LEAVING = (commands.WHERE, commands.TOKEN, commands.GO_TO)
"""Commands that the main screen runs, independent of the selection here."""


class HistoryScreen(ThreeColumns[HistoryChoice]):
    """Returns an entry to open or to send again, a command, or ``None``."""

    CSS_PATH = "screen.tcss"
    BINDINGS = bindings(commands.SAVE, *LEAVING, is_priority=True)

    send_state: var[SendState] = var[SendState](Idle())
    recalled: var[HistoryRecord | None] = var(None)
    since: var[LastSuccess | None] = var(None)

    def __init__(
        self, session: Session, strings: Strings, where: Target | None, wanted: int
    ) -> None:
        """``wanted`` is the number of the entry to select first, 0 for the newest."""
        history = HistoryPane(session, id="history-pane")
        request, response = FoldedRows(id="request"), ResponsePane(session, id="response")
        columns = ScreenColumns(history, request, response, PLACES)
        super().__init__(columns, lambda: self.strings.history.screen.tab)
        self._session, self._wanted = session, wanted
        self._history, self._request, self._response = history, request, response
        self._heading = Lines(self._draw_request_heading, id="request-heading")
        gate = session.gate
        bodies = BodyController(self, session.paths.workspace, gate.known, gate.read)
        bodies.add_routes(self.routes)
        self.routes.add(EntrySelected, self._show_entry)
        self.routes.add(EntryOpened, lambda event: self._leave(event.record))
        self.routes.add(
            HistoryPane.SendAgain, lambda event: self._leave(event.record, is_again=True)
        )
        self.routes.add(
            PairRequested, lambda event: show_pair(self, session, event.before, event.after)
        )
        self.routes.add(HistoryPane.ClearRequested, lambda event: confirm_clearing(self, event))
        self.set_reactive(HistoryScreen.strings, strings)
        self.set_reactive(HistoryScreen.where, where)
        self._refresh_tokens()

    def compose(self) -> ComposeResult:
        """Lay out WHERE, the three columns and the keys."""
        yield self.where_strip()
        with Horizontal(id="columns"):
            yield self._history.data_bind(HistoryScreen.strings)
            with Vertical(id="request-column"):
                yield self._heading
                yield self._request
            yield self._response.data_bind(
                HistoryScreen.strings,
                HistoryScreen.send_state,
                HistoryScreen.recalled,
                HistoryScreen.since,
            )
        yield KeyFooter(id="footer")

    async def on_mount(self) -> None:
        """Fill the columns, and list the entries."""
        for pane in (self._history, self._response):
            await pane.fill()
            if not pane.is_ready:
                return
        self.is_ready = True
        self._history.refresh_entries(self._wanted)
        self.light()
        self._history.focus_stage()
        self.show_keys()
        self.set_interval(1.0, self._refresh_tokens)

    def _refresh_tokens(self) -> None:
        self.show_tokens_of(self._session, None)

    # -- the selected entry -------------------------------------------------------------------

    def _show_entry(self, event: EntrySelected) -> None:
        """Show the request and the response of the selected entry."""
        self.recalled = event.record
        self.send_state = event.record.settled if event.record else Idle()
        self.since = None
        self._show_request()
        self.show_keys()
        self._show_since()

    @work(group="since", exclusive=True)
    async def _show_since(self) -> None:
        """Compare a failure with the last success before it, and show the difference."""
        record = self.recalled
        if record is None or record.entry.ending not in FAILURES:
            return
        since = await self._session.history.since_success(record.entry)
        if self.recalled is record:
            self.since = since

    def _show_request(self) -> None:
        now = self._session.clock.wall()
        record = self.recalled
        self._request.show(record_lines(record, now, self.strings) if record else [])

    def watch_strings(self) -> None:
        """Draw everything in the new language."""
        super().watch_strings()
        if self.is_ready:
            self._show_request()
            self._heading.redraw()

    def watch_stage(self) -> None:
        """Draw the request's heading with or without the focus, as no pane draws it."""
        if self.is_ready:
            self._heading.redraw()

    # -- what is done with the selected entry -------------------------------------------------

    def _leave(self, record: HistoryRecord, *, is_again: bool = False) -> None:
        """Open an entry on the main screen, or send it again from there."""
        self.dismiss(HistoryChoice(record, is_again=is_again))

    @work(group="bundle", exclusive=True)
    async def _bundle(self) -> None:
        """Offer the support bundle of the selected entry."""
        await open_bundle(self, self._session, self.recalled)

    def _save(self) -> None:
        """Save the request of the selected entry."""
        if (record := self.recalled) is not None:
            saving = save_record(self, self._session, record, _ignore)
            self.run_worker(saving, group="save-ask", exclusive=True)

    def _save_example(self) -> None:
        """Save the selected response as an example of a saved request."""
        record = self.recalled
        title = entry_title(record.entry, self.strings) if record else ""
        answer = Candidate.of(record, title) if record else None
        if answer is None:
            self.notice(self.strings.saved.example.no_answer)
            return
        saving = save_example(self, self._session, answer, "", _ignore)
        self.run_worker(saving, group="save-ask", exclusive=True)

    def action_next_what_tab(self, by: int = 1) -> None:
        """Close the screen and return to the endpoints."""
        self.dismiss(None)

    def handlers(self) -> Handlers:
        """Return the handlers of the commands of this screen."""
        leaving = {
            each: Handler(partial(self.dismiss, HistoryChoice(command=each.id))) for each in LEAVING
        }
        return {
            **super().handlers(),
            **leaving,
            commands.SEND: Handler(
                partial(self._history.narrowed.when_listed, self._history.send_again)
            ),
            commands.BUNDLE: Handler(self._bundle),
            commands.SAVE: Handler(self._save),
            commands.SAVE_EXAMPLE: Handler(self._save_example),
            commands.COMPARE: Handler(self._history.action_compare_entry),
            commands.NEXT_WHAT_TAB: Handler(self.action_next_what_tab),
            commands.ENDPOINTS: Handler(self.action_next_what_tab),
        }

    def _draw_request_heading(self, width: int) -> list[Line]:
        words = self.strings.tui.stage
        is_focused = self.stage == "with"
        name = stage_name("F4", words.with_what, "with", is_focused=is_focused)
        return [heading(name, is_focused=is_focused)]


def _ignore(saved: LoadedRequest) -> None:
    """Do nothing: this screen does not show saved requests."""
