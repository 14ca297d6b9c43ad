"""Entries of the history on the main screen: open, send again, bundle, delete."""

from functools import partial
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.catalogue.endpoint import Endpoint
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.history.entry import ReplayLack, find_replay_lack
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import Answered, Failed, Sending, SendState
from weda_tui.i18n.phrases.history import replay_words
from weda_tui.session.history import entry_of
from weda_tui.tui.history.messages import EntryOpened
from weda_tui.tui.workbench.bench import TargetBench, refuse_while_sending
from weda_tui.tui.workbench.records import RecordFinder
from weda_tui.tui.workbench.state import SharedState

if TYPE_CHECKING:  # Imported only after the first picture
    from weda_tui.core.history.entry import HistoryRecord
    from weda_tui.tui.history.pane import HistoryPane


class HistoryCalls(Protocol):
    """Opens and sends the requests of entries."""

    def switch_to(self, where: Target | None) -> None:
        """Switch to another target."""

    def open_draft(self, endpoint: Endpoint, draft: RequestDraft) -> None:
        """Open an endpoint with a draft."""

    def send_read(self, *, is_warned: bool = False, remark: str = "") -> None:
        """Send the draft if it only reads, and show a remark.

        ``is_warned`` says that the user knows the findings of the draft.
        """


class HistoryController:
    """Opens entries, sends them again, and shows how the open call last ended."""

    def __init__(
        self, bench: TargetBench, calls: HistoryCalls, shared: SharedState, records: RecordFinder
    ) -> None:
        self._bench, self._calls = bench, calls
        self._session, self._request, self._answer, _ = shared
        self._records = records

    # -- an entry ----------------------------------------------------------------------------

    def open_entry(self, record: "HistoryRecord") -> None:
        """Open the request and the response of an entry; the target does not change."""
        endpoint = self._find_endpoint(record)
        if endpoint is not None:
            self._calls.open_draft(endpoint, record.draft)
            self.show_entry(record)

    def show_entry(self, record: "HistoryRecord") -> None:
        """Show the response of an entry, and its target if that is not the current one."""
        if not isinstance(self._answer.current.state, Sending):
            self._answer.show(record.settled, recalled=record)
        then, now = record.entry.conditions.where, self._bench.target
        if now is None or _names(then) == _names(now):
            return
        place, here = (" · ".join(_names(where)) for where in (then, now))
        words = self._bench.words.history.screen
        self._bench.notice(words.elsewhere.format(place=place, here=here))

    def send_again(self, record: "HistoryRecord") -> None:
        """Switch to the target of an entry, open the entry, and send it if it only reads.

        If it cannot be sent again, show why.
        """
        bench, session = self._bench, self._session
        if refuse_while_sending(bench, self._answer):
            return
        place = record.entry.conditions
        session.environments.reload()
        there = session.environments.where(place.environment, place.env_type)
        knows = session.endpoints.knows(record.entry.endpoint_id, there)
        lack = find_replay_lack(
            record, session.environments.all, session.routes.fingerprint, knows_endpoint=knows
        )
        if lack is not None or there is None:
            if lack is not None:
                bench.notice(f"✗ {replay_words(lack, record.entry, bench.words).line}")
            return
        before, remark = bench.target, ""
        if before is None or _names(there) != _names(before):
            self._calls.switch_to(there)
            places = [" · ".join(_names(each)) if each else "–" for each in (there, before)]
            moved = bench.words.history.screen.moved
            remark = moved.format(here=places[0], before=places[1])
        self.open_entry(record)
        self._calls.send_read(is_warned=True, remark=remark)

    def _find_endpoint(self, record: "HistoryRecord") -> Endpoint | None:
        """Return the endpoint of an entry; if it no longer exists, show so and return ``None``."""
        bench = self._bench
        try:
            return self._session.endpoints.get(record.entry.endpoint_id, bench.target)
        except FileError:
            lack = replay_words(ReplayLack.ENDPOINT_GONE, record.entry, bench.words)
            bench.notice(lack.line)
            return None

    # -- the list ----------------------------------------------------------------------------

    def on_opened(self, event: EntryOpened) -> None:
        """Open an entry that was chosen in the list."""
        self.open_entry(event.record)

    def on_send_again(self, event: "HistoryPane.SendAgain") -> None:
        """Send an entry that was chosen in the list again."""
        self.send_again(event.record)

    def on_clear_requested(self, event: "HistoryPane.ClearRequested") -> None:
        """Ask before all listed entries are deleted."""
        from weda_tui.tui.history.actions import confirm_clearing

        confirm_clearing(self._bench, event)

    # -- a support bundle --------------------------------------------------------------------

    def bundle(self) -> None:
        """Offer the support bundle of the selected entry, else of the shown response."""
        self._bench.start(self._bundle, "bundle")

    async def _bundle(self) -> None:
        from weda_tui.tui.history.actions import open_bundle

        await open_bundle(self._bench, self._session, await self._records.find())

    # -- beside an answer --------------------------------------------------------------------

    def answer_changed(self, state: SendState) -> None:
        """Find what changed since the call of a failed response last succeeded, and show it."""
        if isinstance(state, Answered | Failed):
            self._bench.start(partial(self._show_since, state), "since")

    async def _show_since(self, state: Answered | Failed) -> None:
        is_fine = isinstance(state, Answered) and state.exchange.verdict.ok
        if is_fine or not self._session.has_history:
            return
        history = await self._session.open_history()
        recalled = self._answer.current.recalled
        entry = recalled.entry if recalled else await entry_of(history, state)
        since = await history.since_success(entry) if entry is not None else None
        if since is not None and self._answer.current.state is state:
            self._answer.show_since(since)

    def show_last(self) -> None:
        """Show how the open call last ended, for an empty RESULT."""
        self._bench.start(self._show_last, "last")

    async def _show_last(self) -> None:
        opened, where = self._request.current, self._bench.target
        endpoint, path = opened.endpoint, opened.path
        if endpoint is None or where is None or not self._session.has_history:
            self._answer.show_last_entry(None)
            return
        history = await self._session.open_history()
        saved = self._session.saved_name(path) if path else ""
        place = where.environment.host, where.env_type
        last = await history.latest(endpoint.id, *place, saved=saved)
        opened = self._request.current
        if (endpoint, path, where) == (opened.endpoint, opened.path, self._bench.target):
            self._answer.show_last_entry(last)


def _names(where: Target) -> tuple[str, str]:
    return where.environment.name, where.env_type
