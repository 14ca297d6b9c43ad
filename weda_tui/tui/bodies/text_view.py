"""The body of a response as numbered lines, with folds and highlighted search hits."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message

from weda_tui.core.bodies import fold_ranges as folding
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.folds import Fold
from weda_tui.core.bodies.nested import nested_json
from weda_tui.core.bodies.search import Hits
from weda_tui.core.json import nodes
from weda_tui.core.json.index import JsonIndex
from weda_tui.tui.bodies.line_view import INDENT, line_runs
from weda_tui.tui.bodies.lines import BodyLines

SIDEWAYS = 8
TO_END = 1_000_000_000
"""The number of rows that End moves by."""
_RANGES_AT_ONCE = 12
"""The maximum number of ranges that are computed on the event loop."""


class ViewPlace(NamedTuple):
    """The cursor and the scroll position of a view."""

    cursor: int
    top: int
    shift: int


class BodyView(BodyLines):
    """A document as lines. The arrow keys fold, Shift with an arrow key scrolls sideways."""

    BINDINGS = [
        Binding("g", "move(-1000000000)", show=False),
        Binding("G", f"move({TO_END})", show=False),
        Binding("shift+right", f"sideways({SIDEWAYS})", show=False),
        Binding("shift+left", f"sideways(-{SIDEWAYS})", show=False),
        Binding("right", "unfold", show=False),
        Binding("left", "fold", show=False),
        Binding("right_curly_bracket,｝", "sibling(1)", show=False),
        Binding("left_curly_bracket,｛", "sibling(-1)", show=False),
    ]

    @dataclass
    class NestedChosen(Message):
        """Request to open the JSON inside the string of a line."""

        line: int

    @dataclass
    class RangesRequested(Message):
        """Request to call ``fold_ranges`` for the long array of a line, which takes a while."""

        line: int

    class EndRequested(Message):
        """Request to move the cursor to the last line, which is not indexed yet."""

    @dataclass
    class KeyRefused(Message):
        """Says why a key had no effect; ``word`` is a field of ``BodyWords``."""

        word: str

    # -- what is shown -----------------------------------------------------------------------

    def show(self, document: Document, *, keep_place: bool = False) -> None:
        """Show another document; ``keep_place`` keeps the cursor and the scroll position."""
        self.document, self.hits = document, Hits()
        self._strips.clear()
        if not keep_place:
            self.shift = 0
        self.show_rows(self._rows_now, cursor=None if keep_place else 0)
        if not keep_place:
            self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def grown(self) -> None:
        """Show the lines that were indexed since the last call; the cursor does not move."""
        count, before = self._rows_now, self.row_count
        self._strips.clear()
        if count < before:
            self.show_rows(count)
            return
        self.row_count = count
        known: Any = BodyView.virtual_size
        self.set_reactive(known, Size(0, count))  # without a new layout
        is_more_seen = before < round(self.scroll_offset.y) + self.size.height
        if is_more_seen or self.document.is_complete:  # a complete document changes what is drawn
            self.refresh()

    @property
    def _rows_now(self) -> int:
        return max(0, self.document.index.line_count - self.document.folds.hidden)

    @property
    def line(self) -> int:
        """The selected line."""
        return self.document.folds.line_of(self.cursor)

    @property
    def json_index(self) -> JsonIndex | None:
        """The index of formatted JSON; ``None`` for other bodies and for an empty view."""
        return self.document.tree if self.row_count else None

    def go_to_line(self, line: int) -> None:
        """Move to a line, and unfold the folds that hide it."""
        line = max(0, min(line, self.document.index.line_count - 1))
        if self.document.folds.over(line):
            self.document.folds.reveal(line)
            self._refold(line)
        self.cursor = self.document.folds.row_of(line)
        self.scroll_to_cursor()
        self.refresh()

    @property
    def place(self) -> ViewPlace:
        """The present cursor and scroll position."""
        return ViewPlace(self.cursor, round(self.scroll_offset.y), self.shift)

    def return_to(self, place: ViewPlace) -> None:
        """Restore the cursor and the scroll position."""
        self.shift, self.cursor = place.shift, place.cursor
        self.scroll_to(y=place.top, animate=False, force=True, immediate=True)

    def go_to_row_of(self, line: int) -> None:
        """Move to a line, or to the head of the fold that hides it."""
        self._refold(line)

    def line_text(self) -> str:
        """Return the whole selected line as it is shown."""
        begin, end = self.document.index.extent(self.line)
        longest = INDENT * self.document.index.row(self.line).depth + end - begin
        runs = line_runs(self.document, self.line, 0, longest, self.mask)
        return "".join(run.text for run in runs)

    def show_decided(self, lines: range, failed_line: int) -> None:
        """Scroll to the lines that decided a failure, without a cursor until there is the focus.

        An empty range ends this.
        """
        self._decided, self._failed_line = lines, failed_line
        if lines and self.screen.focused is not self:  # unlike `has_focus`, at once
            self.cursor = self.document.folds.row_of(lines.start)
            self.call_after_refresh(self.scroll_to_cursor)
        self.redraw()

    def scroll_to_cursor(self) -> None:
        """Keep the cursor visible or, without the focus, the lines that decided a failure."""
        if not self._decided or self.has_focus:
            super().scroll_to_cursor()
            return
        first = self.document.folds.row_of(self._decided.start)
        top = first if self.size.height < self.row_count else 0
        self.scroll_to(y=top, animate=False, force=True, immediate=True)

    def action_move(self, by: int) -> None:
        """Move the cursor by a number of rows."""
        super().action_move(by)
        if by == TO_END and not self.document.is_complete:
            self.post_message(self.EndRequested())

    # -- folding -----------------------------------------------------------------------------

    def fold(self, folds: list[Fold]) -> None:
        """Fold lines; the cursor stays on its line or moves to the head of the hiding fold."""
        if folds:
            line = self.line
            self.document.folds.fold(folds)
            self._refold(line)

    def unfold(self, first: int, last: int) -> None:
        """Unfold the folds between two lines."""
        line = self.line
        self.document.folds.unfold_between(first, last)
        self._refold(line)

    def _refold(self, line: int) -> None:
        self._strips.clear()
        top = self.document.folds.line_of(round(self.scroll_offset.y))
        self.row_count = self._rows_now
        self.virtual_size = Size(0, self.row_count)
        self.scroll_to(y=self.document.folds.row_of(top), animate=False, force=True, immediate=True)
        self.cursor = min(self.document.folds.row_of(line), max(0, self.row_count - 1))
        self.scroll_to_cursor()
        self.refresh()

    def action_fold(self) -> None:
        """Fold the selected node; if it is folded or cannot be folded, move to its parent."""
        index, line = self.json_index, self.line
        if index is None:
            return
        if self.document.folds.at(line) is None and nodes.opens(index, line):
            self._selected_fold(index, line)
        elif (parent := nodes.parent_of(index, line)) >= 0:
            self.go_to_line(parent)

    def _selected_fold(self, index: JsonIndex, line: int) -> None:
        if folding.range_count(index, line) > _RANGES_AT_ONCE:
            self.post_message(self.RangesRequested(line))
        else:
            self.fold_ranges(line, folding.fold_ranges(index, line))

    def fold_ranges(self, line: int, ranges: list[Fold]) -> None:
        """Fold an array into its ranges; if that is done or impossible, fold the whole node."""
        index = self.json_index
        whole = folding.fold_node(index, line) if index is not None else None
        if any(self.document.folds.at(fold.head) != fold for fold in ranges):
            self.fold(ranges)
        elif whole is not None:
            self.fold([whole])
        else:
            self.post_message(self.KeyRefused("not_indexed"))

    def action_unfold(self) -> None:
        """Unfold the selected node; if it is not folded, move to its first child."""
        index, line = self.json_index, self.line
        if index is None:
            return
        if self.document.folds.at(line) is not None:
            self.unfold(line, line)
        elif nodes.opens(index, line):
            self.action_move(1)

    def action_choose(self) -> None:
        """Open JSON inside a string, fold or unfold a container, or choose any other value."""
        index, line = self.json_index, self.line
        if index is not None and nested_json(self.document, line):
            self.post_message(self.NestedChosen(line))
        elif index is None or not self._is_foldable(index, line):
            super().action_choose()
        elif self.document.folds.at(line) is not None:
            self.unfold(line, line)
        else:
            self._selected_fold(index, line)

    def _is_foldable(self, index: JsonIndex, line: int) -> bool:
        return self.document.folds.at(line) is not None or nodes.opens(index, line)

    def action_sibling(self, by: int) -> None:
        """Move to the next or previous node of the same container."""
        index, line = self.json_index, self.line
        if index is None:
            return
        fold = self.document.folds.at(line)
        if fold is not None and fold.is_range and by > 0:
            found = fold.end + 1 if not index.is_closer(fold.end + 1) else -1
        else:
            step = nodes.next_sibling if by > 0 else nodes.previous_sibling
            found = step(index, line)
        if found >= 0:
            self.go_to_line(found)
        else:
            self.post_message(self.KeyRefused("nothing_beside"))

    def on_click(self, event: events.Click) -> None:
        """Move to the clicked line.

        A click on the mark of a fold, or a double click, does what Enter does.
        """
        event.prevent_default()  # in other lists, one click chooses the row
        row = event.y + round(self.scroll_offset.y)
        if row >= self.row_count:
            return
        event.stop()
        self.cursor = row
        if event.style.meta.get("press") == "fold" or event.chain == 2:
            self.action_choose()

    def action_sideways(self, by: int) -> None:
        """Scroll sideways."""
        self.shift = max(0, self.shift + by)
        self.redraw()

    # -- search ------------------------------------------------------------------------------

    def light(self, hits: Hits) -> None:
        """Highlight the hits of a search."""
        if hits.matcher is not self.hits.matcher:
            self._strips.clear()
        self.hits = hits
        self.refresh()

    def go_to_hit(self) -> bool:
        """Move to the selected hit; return ``False`` if its line is not indexed yet."""
        offset = self.hits.offset
        index = self.document.index
        if offset < 0 or (offset >= index.indexed and not index.is_complete):
            return False
        self._strips.pop(self._hit_row, None)
        self.go_to_line(index.line_at(offset))
        self.centre_cursor()
        self._hit_row = self.cursor
        self._strips.pop(self._hit_row, None)
        return True
