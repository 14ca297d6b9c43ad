"""What was sent before: the history's tab and screen, opened again, sent again, compared."""

from typing import TYPE_CHECKING

from textual import work

from weda_tui.core.endpoint import Endpoint
from weda_tui.core.environment import Where
from weda_tui.core.errors import FileError
from weda_tui.core.exchange import Answered, Failed, Sending, SendState
from weda_tui.tui.screens.explaining import ExplainingPage

if TYPE_CHECKING:  # they come after the first picture
    from weda_tui.core.history import HistoryRecord
    from weda_tui.tui.panes.history_pane import HistoryPane
    from weda_tui.tui.panes.saved_pane import SavedPane

WHAT_TABS = ("endpoints", "saved", "history")
"""In the order of the heading."""


class RecallingPage(ExplainingPage):
    """A page whose WHAT has a tab for what was sent."""

    # -- the tab -----------------------------------------------------------------------------

    @property
    def place_in_hand(self) -> str:
        """The tab of WHAT where that shows another one than the calls."""
        tab = self._stages.what_tab
        is_other = self.stage == "what" and tab != "endpoints"
        return tab if is_other else super().place_in_hand

    async def action_history(self) -> None:
        """Show in WHAT what was sent."""
        await self.show_what_tab("history")

    async def action_endpoints(self) -> None:
        """Show in WHAT what can be called."""
        await self.show_what_tab("endpoints")

    async def action_next_what_tab(self, by: int = 1) -> None:
        """Show the next tab of WHAT; its list has the focus, so that a letter is not typed."""
        at = WHAT_TABS.index(self._stages.what_tab)
        await self.show_what_tab(WHAT_TABS[(at + by) % len(WHAT_TABS)])
        self._stages.focus_listed()

    async def show_what_tab(self, tab: str) -> None:
        """Show a tab of WHAT, one of ``WHAT_TABS``."""
        with self._context():  # a key of the app may have led here, and panes bind to this screen
            if tab == "history" and self._stages.history is None:
                await self._stages.take_history(self.compose_history())
            elif tab == "saved" and self._stages.saved is None:
                await self._stages.take_saved(self.compose_saved())
        pane = self._stages.pane_of_tab(tab)
        if pane is not None and not pane.is_ready:
            await pane.fill()
        elif tab == "history":
            self.refresh_history()
        elif tab == "saved":
            self.refresh_saved()
            self.refresh_results()
        self._stages.show_tab(tab)
        self.go_to_stage("what")
        self.show_keys()

    def compose_history(self) -> "HistoryPane":
        """Return the tab of WHAT with what was sent."""
        raise NotImplementedError

    def compose_saved(self) -> "SavedPane":
        """Return the tab of WHAT with what is saved."""
        raise NotImplementedError

    def refresh_history(self) -> None:
        """List anew what was sent, where that is shown."""
        if self._stages.history is not None:
            self._stages.history.refresh_entries()

    def refresh_saved(self, path: str = "") -> None:
        """List anew what is saved, where that is shown; with a path, put the cursor there."""
        if self._stages.saved is not None:
            self._stages.saved.refresh_saved(path)

    def refresh_results(self) -> None:
        """Show anew how saved requests last went, where that is shown."""
        if self._stages.saved is not None and self._stages.saved.is_ready:
            self._stages.saved.refresh_results()

    def open_whole_history(self) -> None:
        """Show the history on a screen of its own; what is chosen there is done here."""
        from weda_tui.tui.screens.history import HistoryChoice, HistoryScreen

        def chosen(choice: HistoryChoice | None) -> None:
            self.refresh_history()
            self.refresh_saved()
            if choice is not None and choice.is_again:
                self._send_again(choice.record)
            elif choice is not None:
                self._open_entry(choice.record)

        history = self._stages.history
        entry = history.entry if history is not None else None
        screen = HistoryScreen(self._session, self.strings, entry.id if entry else 0)
        self.app.push_screen(screen, chosen)

    # -- what comes of an entry --------------------------------------------------------------

    def on_history_pane_opened(self, event: "HistoryPane.Opened") -> None:
        """Open an entry as a draft."""
        event.stop()
        self._open_entry(event.record)

    def on_history_pane_send_again(self, event: "HistoryPane.SendAgain") -> None:
        """Send an entry again."""
        event.stop()
        self._send_again(event.record)

    def on_history_pane_in_hand(self, event: "HistoryPane.InHand") -> None:
        """Nothing follows the cursor of the tab."""
        event.stop()

    def on_history_pane_compared(self, event: "HistoryPane.Compared") -> None:
        """Show what two entries differ in."""
        event.stop()
        from weda_tui.tui.screens.history_acts import show_comparison

        show_comparison(self, self._session, event, self.strings)

    def on_history_pane_clear_wanted(self, event: "HistoryPane.ClearWanted") -> None:
        """Ask before all that is listed is deleted."""
        event.stop()
        from weda_tui.tui.screens.history_acts import confirm_clearing

        confirm_clearing(self, event, self.strings)

    def _open_entry(self, record: "HistoryRecord") -> None:
        """Put the request into WITH and the answer into RESULT; the place stays the one in hand."""
        endpoint = self._endpoint_of(record)
        if endpoint is None:
            return
        self.open_endpoint(endpoint)
        self._stages.editor.show_draft(record.draft)
        self._recall(record)

    def show_recalled(self, record: "HistoryRecord") -> None:
        """Show in RESULT an answer of before, of the request in hand."""
        self._recall(record)
        self.call_after_refresh(self.go_to_stage, "result")

    def _recall(self, record: "HistoryRecord") -> None:
        """Take an answer of before in hand, and say where it was from."""
        if not isinstance(self.send_state, Sending):
            self.answer.show(record.settled, recalled=record)
        then = record.entry.conditions.where
        if self.where is None or (then.environment.name, then.env_type) == _names(self.where):
            return
        place, here = (" · ".join(_names(where)) for where in (then, self.where))
        self.notice(self.strings.history.screen.elsewhere.format(place=place, here=here))

    def _endpoint_of(self, record: "HistoryRecord") -> Endpoint | None:
        """Return the call of an entry, or say that it is gone."""
        from weda_tui.core.history import ReplayLack
        from weda_tui.i18n.history import replay_words

        try:
            return self._session.endpoints.get(record.entry.endpoint_id, self.where)
        except FileError:
            lack = replay_words(ReplayLack.ENDPOINT_GONE, record.entry, self.strings)
            self.notice(lack.line)
            return None

    def _send_again(self, record: "HistoryRecord") -> None:
        """Go to where an entry went, open it, and send it as F5 does; or say why not."""
        from weda_tui.core.history import find_replay_lack
        from weda_tui.i18n.history import replay_words

        if self.is_still_sending():
            return
        session, place = self._session, record.entry.conditions
        session.environments.reload()
        there = session.where(place.environment, place.env_type)
        knows = session.endpoints.knows(record.entry.endpoint_id, there)
        lack = find_replay_lack(record, session.environments.all, knows_endpoint=knows)
        if lack is not None or there is None:
            if lack is not None:
                words = replay_words(lack, record.entry, self.strings)
                self.notice(f"✗ {words.line}")
            return
        if self.where is None or _names(there) != _names(self.where):
            self.switch_to(there)
        self._open_entry(record)
        self.send_draft(is_warned=True)

    def is_still_sending(self) -> bool:
        """Return whether a send is running, and say so."""
        if not isinstance(self.send_state, Sending):
            return False
        self.notice(self.strings.tui.result.still_waiting)
        return True

    def watch_send_state(self, state: SendState) -> None:
        """What changed since it last worked is said of the failure it is about."""
        if isinstance(state, Answered | Failed):
            self._show_since(state)

    @work(group="since", exclusive=True, description="since")
    async def _show_since(self, state: Answered | Failed) -> None:
        """Compare a failure with the last success of the call."""
        is_fine = isinstance(state, Answered) and state.exchange.verdict.ok
        if is_fine or not self._session.has_history:
            return
        history = await self._session.open_history()
        entry = self.recalled.entry if self.recalled else await history.entry_of(state)
        since = await history.since_success(entry) if entry is not None else None
        if self.send_state is state and since is not None:
            self.answer.show_since(since)

    @work(group="bundle", exclusive=True)
    async def action_bundle(self) -> None:
        """Write the entry in hand, else the answer in hand, for a colleague."""
        from weda_tui.tui.screens.history_acts import open_bundle

        record = await self.record_in_hand()
        await open_bundle(self, self._session, record, self.strings)

    @work(group="compare", exclusive=True)
    async def action_compare(self) -> None:
        """Compare the answer in hand with another one."""
        from weda_tui.tui.screens.comparing import Comparing

        record = await self.record_in_hand()
        state, where = self.send_state, self.where
        if record is not None and self.recalled is None and where is not None:
            from weda_tui.session.comparing import whole_record

            if isinstance(state, Answered):
                record = await whole_record(self._session, record, state, where)
        if record is None:
            self.notice(self.strings.comparison.no_answer)
            return
        comparing = Comparing(self, self._session, record)
        await comparing.offer(self.choose_other, self.refresh_history)

    async def choose_other(self, record: "HistoryRecord") -> None:
        """Go to the history, where the answer to compare another one with waits."""
        await self.show_what_tab("history")
        if self._stages.history is not None:
            self._stages.history.mark(record)

    async def record_in_hand(self) -> "HistoryRecord | None":
        """Return the entry of the row in hand, else of the answer in hand."""
        if self.place_in_hand == "history" and self._stages.history is not None:
            return await self._stages.history.record_in_hand()
        if self.recalled is not None or not isinstance(self.send_state, Answered | Failed):
            return self.recalled
        history = await self._session.open_history()
        entry = await history.entry_of(self.send_state)
        try:
            return await history.read(entry.id) if entry is not None else None
        except FileError:
            return None

    # -- the last time -----------------------------------------------------------------------

    @work(group="last", exclusive=True)
    async def show_last(self) -> None:
        """Find the last send of the call in hand, for the empty RESULT."""
        endpoint, where = self.endpoint, self.where
        if endpoint is None or where is None or not self._session.has_history:
            self.answer.show_last_entry(None)
            return
        history = await self._session.open_history()
        last = await history.latest(endpoint.id, where.environment.host, where.env_type)
        if (endpoint, where) == (self.endpoint, self.where):
            self.answer.show_last_entry(last)

    # -- what the page itself does -----------------------------------------------------------

    def go_to_stage(self, stage: str) -> None:
        """Take a stage in hand."""
        raise NotImplementedError

    def switch_to(self, where: Where) -> None:
        """Go to another place."""
        raise NotImplementedError

    def send_draft(self, *, is_warned: bool = False) -> None:
        """Send the draft in hand, asking first where a guard stands.

        ``is_warned`` says that the user knows what it lacks: it was sent like this before.
        """
        raise NotImplementedError


def _names(where: Where) -> tuple[str, str]:
    return where.environment.name, where.env_type
