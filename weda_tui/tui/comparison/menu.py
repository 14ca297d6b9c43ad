"""The menu of what a response can be compared with: an earlier entry, or another target."""

from collections.abc import Awaitable, Callable

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.history.entry import HistoryRecord, ReplayLack
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.history import GLYPHS, replay_words, when_words
from weda_tui.session import Session
from weda_tui.session.comparison import answer_before, other_places, record_of_answer
from weda_tui.session.sending.preflight import Preflight
from weda_tui.tui.commands.table import MORE_KEYS
from weda_tui.tui.comparison.dialog import show_pair
from weda_tui.tui.comparison.send_elsewhere_dialog import SendElsewhere
from weda_tui.tui.layout.menu_dialog import Menu, MenuItem
from weda_tui.tui.workbench.bench import Bench

MOST_PLACES = 12
"""The maximum number of other targets that are offered."""


class ComparisonMenu:
    """Offers what a response can be compared with."""

    def __init__(self, bench: Bench, session: Session, record: HistoryRecord) -> None:
        self._bench, self._session, self._record = bench, session, record
        self._strings = bench.words

    async def offer(
        self, choose_other: Callable[[HistoryRecord], Awaitable[None]], sent: Callable[[], None]
    ) -> None:
        """Ask what to compare the response with, and compare.

        ``choose_other`` lets the user choose another entry of the history; ``sent`` is called after
        a request was sent.
        """
        words, session, record = self._strings.comparison, self._session, self._record
        session.environments.reload()
        before = await answer_before(session, record)
        places = other_places(session, record)[:MOST_PLACES]
        rows = [(words.previous.format(when=self._when(before)), "previous")] if before else []
        rows.append((words.any, "any"))
        for number, place in enumerate(places):
            rows.append((words.there.format(place=_named(place)), f"there {number}"))
        items = [
            MenuItem(key, text, "", action)
            for key, (text, action) in zip(MORE_KEYS, rows, strict=False)
        ]

        async def chosen(action: str | None) -> None:
            if action == "previous" and before is not None:
                self._show(before, record)
            elif action == "any":
                await choose_other(record)
            elif action is not None:
                self._send_to(places[int(action.removeprefix("there "))], sent)

        self._bench.ask(Menu(words.title, items), chosen)

    def _show(self, before: HistoryRecord, after: HistoryRecord) -> None:
        show_pair(self._bench, self._session, before, after)

    def _when(self, record: HistoryRecord) -> str:
        at, now = record.entry.started_at, self._session.clock.wall()
        when = when_words(at, self._record.entry.started_at, now, self._strings)
        return f"{GLYPHS[record.entry.ending]} {when}"

    # -- another place -----------------------------------------------------------------------

    def _send_to(self, place: Target, sent: Callable[[], None]) -> None:
        """Ask, send the request to another target, and compare; or show why it cannot be sent."""
        draft = self._session.sending.over_route(self._record.draft, place)
        try:
            preflight = self._session.sending.preflight(draft, place)
        except FileError as error:
            self._refuse(place, explain(error, self._strings).what)
            return
        if refusal := self._refusal(preflight, place):
            self._refuse(place, refusal)
            return

        async def ended(result: Answered | Failed | None) -> None:
            sent()
            if isinstance(result, Failed):
                self._refuse(place, explain(result.error, self._strings).what)
            elif result is not None:
                there = await record_of_answer(self._session, draft, place, result)
                self._show(self._record, there)

        dialog = SendElsewhere(self._session, draft, preflight, self._strings)
        self._bench.ask(dialog, ended)

    def _refuse(self, place: Target, reason: str) -> None:
        words = self._strings.comparison
        self._bench.notice(f"✗ {words.not_sent.format(place=_named(place), reason=reason)}")

    def _refusal(self, preflight: Preflight, place: Target) -> str:
        """Return why the request cannot be sent to a target unchanged; empty if it can."""
        words, record = self._strings.comparison, self._record
        if {record.entry.effect, preflight.effect} != {Effect.READ}:
            return words.only_reads
        if record.is_request_cut:
            return replay_words(ReplayLack.BODY_CUT, record.entry, self._strings).what
        if record.draft.lacks_secret:
            return replay_words(ReplayLack.SECRET_NOT_KEPT, record.entry, self._strings).what
        if preflight.env_type != place.env_type:
            return words.wrong_env_type.format(env_type=preflight.env_type)
        if preflight.error is not None:
            return explain(preflight.error, self._strings).what
        return words.only_reads if preflight.decision is not GuardDecision.SEND else ""


def _named(place: Target) -> str:
    return f"{place.environment.name} · {place.env_type}"
