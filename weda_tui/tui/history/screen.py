"""The whole history: what was sent, the request as it was, the answer as it was."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.reactive import var
from textual.widget import Widget

from weda_tui.core.history.entry import FAILURES, HistoryRecord
from weda_tui.core.history.last_success import LastSuccess
from weda_tui.core.sending.exchange import Idle, SendState
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.collections.service import LoadedRequest
from weda_tui.tui.answers.response_pane import ResponsePane
from weda_tui.tui.bodies.controller import BodyController
from weda_tui.tui.commands.table import (
    BUNDLE,
    COMPARE,
    ENDPOINTS,
    NEXT_WHAT_TAB,
    SAVE,
    SAVE_EXAMPLE,
    SEND,
    SHOW,
    Handler,
    Handlers,
    PlaceKey,
    bindings,
)
from weda_tui.tui.comparison.actions import show_pair
from weda_tui.tui.history.actions import confirm_clearing, open_bundle
from weda_tui.tui.history.pane import HistoryPane
from weda_tui.tui.history.view import record_lines
from weda_tui.tui.layout.headings import stage_name
from weda_tui.tui.layout.three_columns import ThreeColumns
from weda_tui.tui.widgets.drawing.paint import Line, Run
from weda_tui.tui.widgets.footer import Hint, KeyFooter
from weda_tui.tui.widgets.line_rows import FoldedRows
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.pane import Stage


class HistoryChoice(NamedTuple):
    """What is to be done with an entry."""

    record: HistoryRecord
    is_again: bool
    """Whether it is sent again at once."""


class HistoryScreen(ThreeColumns[HistoryChoice]):
    """Answers with an entry to open or to send again, or with nothing."""

    CSS_PATH = "screen.tcss"
    BINDINGS = bindings(SAVE, is_priority=True)

    send_state: var[SendState] = var[SendState](Idle())
    recalled: var[HistoryRecord | None] = var(None)
    since: var[LastSuccess | None] = var(None)

    _history = query_one("#history-pane", HistoryPane)
    _request = query_one("#request", FoldedRows)
    _response = query_one("#response", ResponsePane)

    def __init__(self, session: Session, strings: Strings, wanted: int) -> None:
        """``wanted`` is the number of the entry to begin with, 0 for the newest."""
        super().__init__()
        self._session, self._wanted = session, wanted
        BodyController(self, session.paths.workspace).add_routes(self.routes)
        self.set_reactive(HistoryScreen.strings, strings)

    def compose(self) -> ComposeResult:
        """Lay out the three columns and the keys."""
        with Horizontal(id="columns"):
            yield HistoryPane(self._session, id="history-pane").data_bind(HistoryScreen.strings)
            with Vertical(id="request-column"):
                yield Lines(self._draw_request_heading, id="request-heading")
                yield FoldedRows(id="request")
            yield ResponsePane(self._session, id="response").data_bind(
                HistoryScreen.strings,
                HistoryScreen.send_state,
                HistoryScreen.recalled,
                HistoryScreen.since,
            )
        yield KeyFooter(id="footer")

    async def on_mount(self) -> None:
        """Fill the columns, and list."""
        for pane in (self._history, self._response):
            await pane.fill()
            if not pane.is_ready:
                return
        self.is_ready = True
        self._history.refresh_entries(self._wanted)
        self.light()
        self._history.focus_stage()
        self.show_keys()

    # -- the selected entry -------------------------------------------------------------------

    def on_history_pane_entry_selected(self, event: HistoryPane.EntrySelected) -> None:
        """Show the request and the answer of the selected entry."""
        event.stop()
        self.recalled = event.record
        self.send_state = event.record.settled if event.record else Idle()
        self.since = None
        self._show_request()
        self.show_keys()
        self._show_since()

    @work(group="since", exclusive=True)
    async def _show_since(self) -> None:
        """Compare a failure with the last success before it."""
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
        """Speak the other language."""
        if self.is_ready:
            self._show_request()
            self.query_one("#request-heading", Lines).redraw()
            self.show_keys()

    def on_history_pane_entry_opened(self, event: HistoryPane.EntryOpened) -> None:
        """Open an entry as a draft, on the main screen."""
        event.stop()
        self.dismiss(HistoryChoice(event.record, is_again=False))

    def on_history_pane_send_again(self, event: HistoryPane.SendAgain) -> None:
        """Send an entry again, from the main screen."""
        event.stop()
        self.dismiss(HistoryChoice(event.record, is_again=True))

    def on_history_pane_compared(self, event: HistoryPane.Compared) -> None:
        """Show what two entries differ in."""
        event.stop()
        show_pair(self, self._session, event.before, event.after)

    def on_history_pane_clear_wanted(self, event: HistoryPane.ClearWanted) -> None:
        """Ask before all that is listed is deleted."""
        event.stop()
        confirm_clearing(self, event)

    # -- stages ------------------------------------------------------------------------------

    @property
    def columns(self) -> Mapping[str, Widget]:
        """The list, the request as it was, the answer as it was."""
        return {"what": self._history, "with": self._request, "result": self._response}

    def focused_pane(self) -> Stage:
        """Return the answer where that is selected; the list acts for the request."""
        return self._response if self.stage == "result" else self._history

    @property
    def focused_place(self) -> str:
        """The keys of the list, but in the answer."""
        place = super().focused_place
        return place if place in {"result", "search"} else "history-screen"

    def working_keys(self) -> list[PlaceKey]:
        """Return the keys that do something here; nothing is sent from here but an entry."""
        return [key for key in super().working_keys() if key.command != SHOW]

    def keys_everywhere(self) -> list[Hint]:
        """Nothing leads from here to anywhere."""
        return []

    def help_title(self) -> str:
        """Return the name of the tab."""
        return self.strings.history.screen.tab

    def help_everywhere(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the columns."""
        keys = self.strings.tui.keys
        return (
            ("F3", keys.what), ("F4", keys.with_what), ("F6", keys.result),
            ("Tab", keys.next_field), ("Esc", keys.close), ("F1", keys.help),
            ("Ctrl+Q", keys.quit),
        )  # fmt: skip

    def action_send(self) -> None:
        """Send the selected entry again."""
        self._history.send_again()

    @work(group="bundle", exclusive=True)
    async def action_bundle(self) -> None:
        """Write the selected entry for a colleague."""
        await open_bundle(self, self._session, self.recalled)

    def action_save(self) -> None:
        """Save the request of the selected entry."""
        from weda_tui.tui.collections.save import save_record

        if (record := self.recalled) is not None:
            saving = save_record(self, self._session, record, _ignore)
            self.run_worker(saving, group="save-ask", exclusive=True)

    def action_save_example(self) -> None:
        """Keep the selected answer with a saved request."""
        from weda_tui.tui.collections.save import KeptAnswer, save_example

        record = self.recalled
        title = record.entry.title.text(self.strings.language) if record else ""
        answer = KeptAnswer.of(record, title) if record else None
        if answer is None:
            self.notice(self.strings.saved.example.no_answer)
            return
        saving = save_example(self, self._session, answer, "", _ignore)
        self.run_worker(saving, group="save-ask", exclusive=True)

    def action_compare(self) -> None:
        """Compare the selected entry, as in the list."""
        self._history.action_compare_entry()

    def action_next_what_tab(self, by: int = 1) -> None:
        """Back to what can be called."""
        self.dismiss(None)

    def handlers(self) -> Handlers:
        """Return what is done with the selected entry."""
        return {
            **super().handlers(),
            SEND: Handler(self.action_send),
            BUNDLE: Handler(self.action_bundle),
            SAVE: Handler(self.action_save),
            SAVE_EXAMPLE: Handler(self.action_save_example),
            COMPARE: Handler(self.action_compare),
            NEXT_WHAT_TAB: Handler(self.action_next_what_tab),
            ENDPOINTS: Handler(self.action_next_what_tab),
        }

    def light(self) -> None:
        """The request has a heading of its own."""
        super().light()
        self.query_one("#request-heading", Lines).redraw()

    def _draw_request_heading(self, width: int) -> list[Line]:
        words = self.strings.tui.stage
        name = stage_name("F4", words.with_what, "with", is_focused=self.stage == "with")
        return [Line([Run(" "), *name])]


def _ignore(saved: LoadedRequest) -> None:
    """Nothing here shows what is saved."""
