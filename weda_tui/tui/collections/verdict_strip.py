"""The last verdicts of a saved request as a strip, and what changed at the first failure."""

import asyncio
from collections.abc import Sequence
from itertools import groupby
from threading import Event
from typing import Protocol

from weda_tui.core.comparison.ignored import USUAL, Ignored
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError, WedaError
from weda_tui.core.history.entry import HistoryEntry
from weda_tui.core.history.verdicts import (
    MOST_VERDICTS,
    FailureStart,
    find_failure_start,
    verdicts_of,
)
from weda_tui.i18n.phrases.history import GLYPHS, moment_words
from weda_tui.i18n.phrases.runs.monitor import change_lines
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.comparison import Ignoring
from weda_tui.tui.comparison.pair_view import AnswerPair, ComparedPair, compare_pair
from weda_tui.tui.history.view import ROLES
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut
from weda_tui.tui.widgets.pane import StageHost

FEWEST = 2
"""The number of verdicts below which no strip is shown."""
ROWS, CHANGES = 4, 3
"""The number of rows of a strip, and of listed changes, on a high screen; otherwise one each."""
_MARGIN = "  "


class StripHost(StageHost, Protocol):
    """The pane of a strip, as the strip uses it."""

    def redraw_strip(self) -> None:
        """Draw the strip again."""
        ...


class VerdictStrip:
    """Draws the verdicts; compares the first failure with the success before it."""

    def __init__(self, host: StripHost, session: Session) -> None:
        self._host, self._session = host, session
        self._entries: tuple[HistoryEntry, ...] = ()
        self._where: Target | None = None
        self._has_others = False
        """Whether the strip omits verdicts of other targets."""
        self._start: FailureStart | None = None
        self._compared: ComparedPair | None = None
        self._stop = Event()

    def show(self, entries: Sequence[HistoryEntry], where: Target | None) -> None:
        """Show the verdicts of a target, see ``verdicts_of``."""
        self._entries, self._where = verdicts_of(entries, where), where
        self._has_others = len(self._entries) < min(len(entries), MOST_VERDICTS)
        start = find_failure_start(self._entries)
        if start is None or self._start is None or start[:2] != self._start[:2]:
            self.close()
            self._stop, self._compared = Event(), None
            if start is not None and start.before is not None:
                self._host.start_worker(self._compare, "first-failure")
        self._start = start
        self._host.redraw_strip()

    def close(self) -> None:
        """Stop a comparison whose result is no longer needed."""
        self._stop.set()

    async def _compare(self) -> None:
        """Compare the first failure with the success before it; ignore entries that are gone."""
        start, stop = self._start, self._stop
        if start is None or start.before is None:
            return
        history = await self._session.open_history()
        try:
            pair = AnswerPair(
                await history.read(start.before.id), await history.read(start.first.id)
            )
        except WedaError:
            return
        ignored, words = await self._ignored(), self._host.words
        compared = await asyncio.to_thread(compare_pair, pair, ignored, words, stop.is_set)
        if not stop.is_set():
            self._compared = compared
            self._host.redraw_strip()

    async def _ignored(self) -> Ignored:
        try:
            return await Ignoring(self._session).load()
        except FileError:  # Shown by the comparison below the list
            return USUAL

    def lines(self, width: int, now: float, *, is_tall: bool) -> list[Line]:
        """Draw as many of the newest verdicts as fit, and the first failure."""
        if len(self._entries) < FEWEST:
            return []
        place = self._entries[-1].conditions.where
        is_here = self._where is not None and place.name == self._where.name
        lines = (
            []
            if is_here and not self._has_others
            else [Line([Run(_MARGIN), Run(place.name, "dim")])]
        )
        lines += strip_lines(self._entries, width - 3, ROWS if is_tall else 1)
        lines += self._start_lines(self._start, width, now, is_tall=is_tall)
        return [*lines, Line()] if is_tall else lines

    def _start_lines(
        self, start: FailureStart | None, width: int, now: float, *, is_tall: bool
    ) -> list[Line]:
        """Draw when the request began to fail, and what changed; nothing without a failure."""
        if start is None:
            return []
        strings = self._host.words
        said, changes = start_words(start, now, strings), self._changes(strings)
        if not is_tall:
            said, changes = "   ".join((said, *changes[:1])), ()
        role = ROLES[start.first.outcome] if start.after is None else "dim"
        rows = [(said, role), *((f"  {text}", "dim") for text in changes[:CHANGES])]
        return [Line([Run(_MARGIN), Run(cut(text, width - 3), role)]) for text, role in rows]

    def _changes(self, strings: Strings) -> Sequence[str]:
        """Return the changes, first those of the requests, then those of the responses."""
        found = self._compared
        if found is None:
            return ()
        return (*found.send_changes(strings), *change_lines(found.answers, strings))


def strip_lines(entries: Sequence[HistoryEntry], width: int, most: int) -> list[Line]:
    """Draw one mark per entry, the newest at the right end of the last row."""
    width = max(1, width)
    shown = entries[-width * most :]
    if len(shown) <= width:
        return [Line([Run(_MARGIN), *_marks(shown)])]
    missing = -len(shown) % width
    rows = [shown[max(0, at) : at + width] for at in range(-missing, len(shown), width)]
    return [Line([Run(_MARGIN + " " * (width - len(row))), *_marks(row)]) for row in rows]


def _marks(entries: Sequence[HistoryEntry]) -> list[Run]:
    """Return the marks; adjacent equal marks form one run."""
    groups = groupby(entries, key=lambda each: each.outcome)
    return [Run(GLYPHS[outcome] * len(list(same)), ROLES[outcome]) for outcome, same in groups]


def start_words(start: FailureStart, now: float, strings: Strings) -> str:
    """Return since when or during which period a request failed, and when it last passed."""
    words, first = strings.run.monitor, start.first
    if start.after is not None:
        at = moment_words(first, start.after, now, strings)
        after = moment_words(start.after, first, now, strings)
        return words.failed_until.format(at=at, after=after)
    if start.before is None:
        return words.failing_since.format(at=moment_words(first, first, now, strings))
    at = moment_words(first, start.before, now, strings)
    before = moment_words(start.before, first, now, strings)
    return words.failing_after.format(at=at, before=before)
