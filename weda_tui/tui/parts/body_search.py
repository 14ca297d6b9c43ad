"""Searching a document, and going to a line of it."""

import asyncio
import time

from msgspec.structs import replace
from textual import on, work

from weda_tui.core.bodies.hits import Hits
from weda_tui.core.bodies.search import MOST_SECONDS, Matcher, Query, prepare, search
from weda_tui.i18n.quantities import count, elapsed
from weda_tui.i18n.text import find_text
from weda_tui.tui.bodies.search_row import SearchRow
from weda_tui.tui.parts.body_shown import ShownBody
from weda_tui.tui.widgets.body_view import BodyView
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Run
from weda_tui.tui.widgets.time_slices import next_slice

SEARCHED_ON_THE_LOOP = 64 * 1024
"""Bytes up to which a body is searched at once rather than in a thread."""
MOMENT = 0.004
"""Seconds for which a pattern is tried on the event loop."""
COUNTED_SLOW = 0.3
"""Seconds from which it is said how long a search took."""


class SearchedBody(ShownBody):
    """Lights what is found, the first at or below the cursor in hand."""

    tried_for = MOST_SECONDS
    """Seconds that a pattern is tried on a part of the body in a thread."""
    _search_from = 0
    """The offset at which the search began."""
    _is_hit_awaited = False
    """Whether the occurrence in hand is beyond the lines that are known."""

    def leave_search(self) -> None:
        """End what is searched in the document before."""
        self.close_search()

    def _show_growth(self) -> None:
        super()._show_growth()
        if self._is_hit_awaited and self.view.go_to_hit():
            self._is_hit_awaited = False

    @property
    def is_searching(self) -> bool:
        """Whether the search row is open."""
        return self.row.display

    def action_search(self) -> None:
        """Open the search row."""
        if self.view.row_count:
            self._search_from = self._offset_in_hand()
            self.row.open("search", self.strings)
            self.screen.set_focus(self.row.field)

    def _offset_in_hand(self) -> int:
        return self.document.index.extent(self.view.line)[0] if self.view.row_count else 0

    def close_search(self) -> None:
        """Close the search row and light nothing."""
        had_focus = self.row.has_focus_within
        self.row.close()
        self.view.light(Hits())
        if had_focus:
            self.screen.set_focus(self.view)
        self.post_message(self.Changed())

    def leave_field(self) -> None:
        """Go from the search to the body; what was found stays lit, for ``n`` and ``N``."""
        if not self.row.field.value or self.row.mode == "line":
            self.close_search()
        self.screen.set_focus(self.view)

    @on(SearchRow.Asked)
    def _on_asked(self, event: SearchRow.Asked) -> None:
        event.stop()
        self.search(event.query)

    def search(self, query: Query) -> None:
        """Light every occurrence, and go to the first at or below where the search began."""
        self.workers.cancel_group(self, "search")
        matcher = prepare(replace(query, reads_escapes=self.view.is_decoded))
        words = self.strings.body
        if not isinstance(matcher, Matcher):
            at = matcher.at if matcher is not None else -2
            told = words.slow_pattern if at == -1 else words.bad_pattern.format(at=at + 1)
            self._end_search(told if matcher is not None else "")
            return
        hits = Hits(matcher)
        if self._is_found_at_once(hits, matcher):
            self._settle_search(hits)
        else:
            self._search(Hits(matcher), matcher)

    def _end_search(self, told: str) -> None:
        self.view.light(Hits())
        self.row.tell(Run(told, "fail"))
        self.post_message(self.Changed())

    @work(group="search", exclusive=True, description="search")
    async def _search(self, hits: Hits, matcher: Matcher) -> None:
        source, begun = self.document.index.source, time.perf_counter()
        steps = search(source, matcher, hits.offsets, self.tried_for)
        self.view.light(hits)
        self._tell_searched(0)
        try:
            while done := await asyncio.to_thread(next_slice, steps):
                if hits.current < 0 and hits.offsets and hits.offsets[-1] >= self._search_from:
                    hits.choose_from(self._search_from)
                    self._go_to_hit()
                if self.is_due():
                    self._tell_searched(done[-1])
                    self.view.refresh()
        except TimeoutError:
            self._end_search(self.strings.body.slow_pattern)
            return
        self._settle_search(hits, time.perf_counter() - begun)

    def _tell_searched(self, done: int) -> None:
        percent = int(100 * done / max(1, len(self.document.index.source)))
        self.row.tell(Run(self.strings.body.searching.format(percent=percent), "dim"))

    def _is_found_at_once(self, hits: Hits, matcher: Matcher) -> bool:
        """Search a short body at once; return whether that took no longer than a moment."""
        source = self.document.index.source
        if len(source) > SEARCHED_ON_THE_LOOP:
            return False
        try:
            for _ in search(source, matcher, hits.offsets, MOMENT):
                pass
        except TimeoutError:
            return False
        return True

    def _settle_search(self, hits: Hits, took: float = 0.0) -> None:
        self.view.light(hits)
        if hits.current < 0:
            hits.choose_from(self._search_from)
            self._go_to_hit()
        self._took = took
        self._tell_hits()
        self.post_message(self.Changed())

    _took = 0.0

    def _tell_hits(self) -> None:
        words, hits = self.strings.tui.result, self.view.hits
        if not len(hits):
            self.row.tell(Run(words.no_hits, "fail"))
            return
        number = count(len(hits))
        number = number if hits.is_all else self.strings.body.at_least.format(count=number)
        text = words.hits.format(index=count(hits.current + 1), count=number)
        if self._took >= COUNTED_SLOW:
            text += f"   {self.strings.body.found_in.format(elapsed=elapsed(self._took))}"
        self.row.tell(Run(text, "dim"))

    def _go_to_hit(self) -> None:
        self._is_hit_awaited = not self.view.go_to_hit() and self.view.hits.offset >= 0
        self.view.refresh()

    @on(SearchRow.Next)
    def _on_next(self, event: SearchRow.Next) -> None:
        event.stop()
        self.action_next_hit()

    def action_next_hit(self) -> None:
        """Go to the next occurrence."""
        self._step_hit(1)

    def action_previous_hit(self) -> None:
        """Go to the occurrence before."""
        self._step_hit(-1)

    def _step_hit(self, by: int) -> None:
        if len(self.view.hits):
            self.view.hits.step(by)
            self._go_to_hit()
            self._tell_hits()

    def key_down(self) -> None:
        """Next occurrence, while searching."""
        if self.row.field.has_focus:
            self.action_next_hit()

    def key_up(self) -> None:
        """Previous occurrence, while searching."""
        if self.row.field.has_focus:
            self.action_previous_hit()

    # -- going about -------------------------------------------------------------------------------

    def action_go_to_line(self) -> None:
        """Ask for a line to go to."""
        if self.view.row_count:
            self.close_search()
            self.row.open("line", self.strings)
            self.screen.set_focus(self.row.field)

    @on(SearchRow.LineAsked)
    def _on_line_asked(self, event: SearchRow.LineAsked) -> None:
        event.stop()
        lines = self.document.index.line_count
        line = _read_line(event.text, lines)
        if line is None or line > lines:
            told = self.strings.body.no_such_line.format(count=count(lines))
            self.post_message(Noticed(told))
            return
        self.close_search()
        self.view.go_to_line(line - 1)

    @on(BodyView.Told)
    def _on_told(self, event: BodyView.Told) -> None:
        event.stop()
        self.post_message(Noticed(find_text(self.strings.body, event.word)))


def _read_line(text: str, lines: int) -> int | None:
    """Read ``5,408,633`` or ``50%``; digits of any width."""
    plain = text.strip().replace(",", "").replace("，", "").replace("％", "%")
    digits = plain.removesuffix("%")
    if not digits.isdecimal() or len(digits) > 18:
        return None
    number = int(digits)
    if plain.endswith("%"):
        return max(1, lines * number // 100) if number <= 100 else None
    return number or None
