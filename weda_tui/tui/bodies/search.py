"""Search in a document, and moving to a line by its number."""

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
"""Bytes up to which a body is searched on the event loop rather than in a thread."""
MOMENT = 0.004
"""Seconds for which a pattern may run on the event loop."""
COUNTED_SLOW = 0.3
"""Seconds from which the duration of a search is shown."""


class SearchBar:
    """Highlights the hits of a search; the current hit is the first at or below the cursor."""

    tried_for = MOST_SECONDS
    """Seconds for which a pattern may run on a part of the body in a thread."""

    def __init__(self, reader: WorkingHost, row: SearchRow) -> None:
        self._reader, self._row = reader, row
        row.find, row.go_to_line = self.find, self.go_to_typed_line
        row.find_next = partial(self.step, 1)
        self._search_from = 0
        """The offset at which the search began."""
        self._is_hit_awaited = False
        """Whether the line of the current hit is not indexed yet."""
        self._query: BodySearch | None = None
        """The last query while the row is open."""
        self._took = 0.0
        """The duration of the last search in seconds."""

    # -- the row -----------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the row is shown."""
        return self._row.display

    def open_for_line(self) -> None:
        """Open the row to type the number of a line."""
        if self._reader.view.row_count:
            self.close()
            self._row.open("line", self._reader.words)

    def close(self) -> None:
        """Close the row and remove the highlights."""
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
        """Move the focus from the field to the body; hits stay highlighted for ``n`` and ``N``."""
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
        """Move to another hit; return whether the search field has the focus."""
        if self._row.field.has_focus:
            self.step(by)
        return self._row.field.has_focus

    def show_growth(self) -> None:
        """Move to the current hit as soon as its line is indexed."""
        if self._is_hit_awaited and self._reader.view.go_to_hit():
            self._is_hit_awaited = False

    # -- searching ---------------------------------------------------------------------------

    def find(self, query: BodySearch) -> None:
        """Highlight every hit, and move to the first at or below the start of the search."""
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
        """Search again after the whole body replaced its beginning."""
        if self.is_open and self._query is not None:
            self.find(self._query)

    def find_again(self) -> None:
        """Search again for the highlighted text."""
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
        """Search a short body on the event loop; return whether that ended within ``MOMENT``."""
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
        """Move to the next or previous hit."""
        if len(self._reader.view.hits):
            self._reader.view.hits.step(by)
            self._go_to_hit()
            self._show_count()

    def _go_to_hit(self) -> None:
        view = self._reader.view
        self._is_hit_awaited = not view.go_to_hit() and view.hits.offset >= 0
        view.refresh()

    def go_to_typed_line(self, text: str) -> None:
        """Move to the line whose number was typed, or show that there is no such line."""
        lines = self._reader.document.index.line_count
        line = parse_line(text, lines)
        if line is None or line > lines:
            no_such_line = self._reader.words.body.no_such_line.format(count=count(lines))
            self._reader.post_message(Noticed(no_such_line))
            return
        self.close()
        self._reader.view.go_to_line(line - 1)


def parse_line(text: str, lines: int) -> int | None:
    """Parse a line number such as ``5,408,633`` or ``50%``; full-width digits are allowed."""
    plain = text.strip().replace(",", "").replace("，", "").replace("％", "%")
    digits = plain.removesuffix("%")
    if not digits.isdecimal() or len(digits) > 18:
        return None
    number = int(digits)
    if plain.endswith("%"):
        return max(1, lines * number // 100) if number <= 100 else None
    return number or None
