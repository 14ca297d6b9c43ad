"""Searching a document, and going to a line of it."""

import asyncio
import time
from functools import partial

from msgspec.structs import replace

from weda_tui.core.bodies.search import MOST_SECONDS, BodySearch, Hits, Matcher, prepare, search
from weda_tui.i18n.quantities import count, elapsed
from weda_tui.tui.bodies.host import WorkingHost
from weda_tui.tui.bodies.messages import BodyChanged
from weda_tui.tui.bodies.search_row import SearchRow
from weda_tui.tui.widgets.drawing.paint import Run
from weda_tui.tui.widgets.messages import Noticed
from weda_tui.tui.widgets.time_slices import Pace, next_slice

SEARCHED_ON_THE_LOOP = 64 * 1024
"""Bytes up to which a body is searched at once rather than in a thread."""
MOMENT = 0.004
"""Seconds for which a pattern is tried on the event loop."""
COUNTED_SLOW = 0.3
"""Seconds from which it is said how long a search took."""


class SearchBar:
    """Lights what is found; the current occurrence is the first at or below the cursor."""

    tried_for = MOST_SECONDS
    """Seconds that a pattern is tried on a part of the body in a thread."""

    def __init__(self, reader: WorkingHost, row: SearchRow) -> None:
        self._reader, self._row = reader, row
        row.find, row.go_to_line = self.find, self.go_to_typed_line
        row.find_next = partial(self.step, 1)
        self._search_from = 0
        """The offset at which the search began."""
        self._is_hit_awaited = False
        """Whether the current occurrence is beyond the lines that are known."""
        self._query: BodySearch | None = None
        """What was searched for last, while the row is open."""
        self._took = 0.0
        """Seconds of the last search."""

    # -- the row -----------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the row is shown."""
        return self._row.display

    def open_for_line(self) -> None:
        """Open the row for a line to go to."""
        if self._reader.view.row_count:
            self.close()
            self._row.open("line", self._reader.words)

    def close(self) -> None:
        """Close the row and light nothing."""
        if self._row.has_focus_within:
            self._reader.view.focus_now()
        self._row.close()
        self._query = None
        self._reader.view.light(Hits())
        self._reader.post_message(BodyChanged())

    # -- what the reader asks in turn --------------------------------------------------------

    def search(self) -> bool:
        """Open the row for a search."""
        view = self._reader.view
        if view.row_count:
            self._search_from = self._reader.document.index.extent(view.line)[0]
            self._row.open("search", self._reader.words)
        return True

    def leave_field(self) -> bool:
        """Go from the search to the body; what was found stays lit, for ``n`` and ``N``."""
        if not self._row.field.value or self._row.mode == "line":
            self.close()
        self._reader.view.focus_now()
        return True

    def step_back(self) -> bool:
        """Close the row; return whether it was open."""
        was_open = self.is_open
        if was_open:
            self.close()
        return was_open

    def step_in_field(self, by: int) -> bool:
        """Go to another occurrence; return whether a search is typed."""
        if self._row.field.has_focus:
            self.step(by)
        return self._row.field.has_focus

    def show_growth(self) -> None:
        """Go to the current occurrence as soon as its line is known."""
        if self._is_hit_awaited and self._reader.view.go_to_hit():
            self._is_hit_awaited = False

    # -- searching ---------------------------------------------------------------------------

    def find(self, query: BodySearch) -> None:
        """Light every occurrence, and go to the first at or below where the search began."""
        self._reader.stop("search")
        self._query = query
        matcher = prepare(replace(query, reads_escapes=self._reader.view.is_decoded))
        words = self._reader.words.body
        if not isinstance(matcher, Matcher):
            at = matcher.at if matcher is not None else -2
            fault = words.slow_pattern if at == -1 else words.bad_pattern.format(at=at + 1)
            self._end(fault if matcher is not None else "")
            return
        hits = Hits(matcher)
        if self._is_found_at_once(hits, matcher):
            self._settle(hits)
        else:
            self._reader.start(partial(self._find_in_thread, Hits(matcher), matcher), "search")

    def find_in_whole(self) -> None:
        """Search anew for what is typed: the beginning of the body gave way to all of it."""
        if self.is_open and self._query is not None:
            self.find(self._query)

    def find_again(self) -> None:
        """Search anew for what is lit."""
        if (matcher := self._reader.view.hits.matcher) is not None:
            self.find(matcher.query)

    def _end(self, fault: str) -> None:
        self._reader.view.light(Hits())
        self._row.show_status(Run(fault, "fail"))
        self._reader.post_message(BodyChanged())

    async def _find_in_thread(self, hits: Hits, matcher: Matcher) -> None:
        view, pace, begun = self._reader.view, Pace(), time.perf_counter()
        source = self._reader.document.index.source
        steps = search(source, matcher, hits.offsets, self.tried_for)
        view.light(hits)
        self._show_progress(0)
        try:
            while done := await asyncio.to_thread(next_slice, steps):
                if hits.current < 0 and hits.offsets and hits.offsets[-1] >= self._search_from:
                    hits.choose_from(self._search_from)
                    self._go_to_hit()
                if pace.is_due():
                    self._show_progress(done[-1])
                    view.refresh()
        except TimeoutError:
            self._end(self._reader.words.body.slow_pattern)
            return
        self._settle(hits, time.perf_counter() - begun)

    def _show_progress(self, done: int) -> None:
        percent = int(100 * done / max(1, len(self._reader.document.index.source)))
        self._row.show_status(Run(self._reader.words.body.searching.format(percent=percent), "dim"))

    def _is_found_at_once(self, hits: Hits, matcher: Matcher) -> bool:
        """Search a short body at once; return whether that took no longer than a moment."""
        source = self._reader.document.index.source
        if len(source) > SEARCHED_ON_THE_LOOP:
            return False
        try:
            for _ in search(source, matcher, hits.offsets, MOMENT):
                pass
        except TimeoutError:
            return False
        return True

    def _settle(self, hits: Hits, took: float = 0.0) -> None:
        self._reader.view.light(hits)
        if hits.current < 0:
            hits.choose_from(self._search_from)
            self._go_to_hit()
        self._took = took
        self._show_count()
        self._reader.post_message(BodyChanged())

    def _show_count(self) -> None:
        words, hits = self._reader.words, self._reader.view.hits
        if not len(hits):
            self._row.show_status(Run(words.tui.result.no_hits, "fail"))
            return
        number = count(len(hits))
        number = number if hits.is_all else words.body.at_least.format(count=number)
        text = words.tui.result.hits.format(index=count(hits.current + 1), count=number)
        if self._took >= COUNTED_SLOW:
            text += f"   {words.body.found_in.format(elapsed=elapsed(self._took))}"
        self._row.show_status(Run(text, "dim"))

    # -- going about -------------------------------------------------------------------------

    def step(self, by: int) -> None:
        """Go to the next or previous occurrence."""
        if len(self._reader.view.hits):
            self._reader.view.hits.step(by)
            self._go_to_hit()
            self._show_count()

    def _go_to_hit(self) -> None:
        view = self._reader.view
        self._is_hit_awaited = not view.go_to_hit() and view.hits.offset >= 0
        view.refresh()

    def go_to_typed_line(self, text: str) -> None:
        """Go to the line that was typed, or say that there is none."""
        lines = self._reader.document.index.line_count
        line = parse_line(text, lines)
        if line is None or line > lines:
            no_such_line = self._reader.words.body.no_such_line.format(count=count(lines))
            self._reader.post_message(Noticed(no_such_line))
            return
        self.close()
        self._reader.view.go_to_line(line - 1)


def parse_line(text: str, lines: int) -> int | None:
    """Parse ``5,408,633`` or ``50%``; digits of any width."""
    plain = text.strip().replace(",", "").replace("，", "").replace("％", "%")
    digits = plain.removesuffix("%")
    if not digits.isdecimal() or len(digits) > 18:
        return None
    number = int(digits)
    if plain.endswith("%"):
        return max(1, lines * number // 100) if number <= 100 else None
    return number or None
