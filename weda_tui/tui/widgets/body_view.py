"""The body of an answer: numbered lines, folded where it is asked for, with what a search found."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from weda_tui.core.bodies import folding, nodes
from weda_tui.core.bodies.document import EMPTY, Document
from weda_tui.core.bodies.folds import Fold
from weda_tui.core.bodies.hits import Hits
from weda_tui.core.bodies.json_index import JsonIndex
from weda_tui.core.bodies.part import nested_json
from weda_tui.core.bodies.search import Matcher, Where
from weda_tui.i18n.body_strings import BodyStrings
from weda_tui.tui.widgets.body_rows import (
    INDENT,
    LONGEST_WHOLE,
    Decode,
    Mask,
    array_note,
    bounded,
    failed_runs,
    fold_runs,
    followed_runs,
    from_character,
    line_runs,
    note_run,
    restyled,
)
from weda_tui.tui.widgets.kept_rows import KeptRows, Look
from weda_tui.tui.widgets.paint import Line, Run, cells, paint
from weda_tui.tui.widgets.rows import Rows

Note = Callable[[Document, int], str]
"""A remark of ours behind a line, empty for none."""
Leads = Callable[[Document, int], bool]
"""Whether the value of a line can be followed."""

SIDEWAYS = 8
_LEAST_NOTE = 5
"""Cells of the shortest remark."""
_RANGES_AT_ONCE = 12
"""Ranges that are looked for on the event loop."""
_LIT_WITHIN = 0.001
"""Seconds in which the occurrences of one row are found, else none is lit."""
MAP = 2
"""Cells of the map of what was found."""
_MOST_LIT = 200
"""Occurrences that are lit on one row."""


class BodyView(Rows):
    """A document by lines. Arrows fold, Shift+arrows look sideways."""

    BINDINGS = [
        Binding("shift+right", f"sideways({SIDEWAYS})", show=False),
        Binding("shift+left", f"sideways(-{SIDEWAYS})", show=False),
        Binding("right", "unfold", show=False),
        Binding("left", "fold", show=False),
        Binding("right_curly_bracket,｝", "sibling(1)", show=False),
        Binding("left_curly_bracket,｛", "sibling(-1)", show=False),
    ]

    class NestedChosen(Message):
        """The JSON inside the string of a line is to be opened."""

        def __init__(self, line: int) -> None:
            super().__init__()
            self.line = line

    class RangesWanted(Message):
        """The long array of a line is to be folded with ``fold_ranges``: that takes a while."""

        def __init__(self, line: int) -> None:
            super().__init__()
            self.line = line

    class Told(Message):
        """Why a key did nothing; ``word`` is a field of ``BodyStrings``."""

        def __init__(self, word: str) -> None:
            super().__init__()
            self.word = word

    def __init__(self, words: BodyStrings, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.words = words
        self.document: Document = EMPTY
        self.hits = Hits()
        self.mask: Mask = str
        self.note: Note = lambda _, __: ""
        self.nested_note = ""
        """What is said behind a string with JSON inside."""
        self.leads: Leads = lambda _, __: False
        self.is_dim = False
        self.is_decoded = False
        """Whether escapes are shown as what they stand for."""
        self.shift = 0
        self._kept = KeptRows()
        self._hit_row = -1
        """The row of the occurrence in hand; -1 before any was."""
        self._decided = range(0)
        """The lines that decided a failure: what is shown first while nobody reads here."""
        self._failed_line = -1
        """The line of the code that decided it; -1 for none."""

    # -- what is shown -----------------------------------------------------------------------

    def show(self, document: Document, *, keep_place: bool = False) -> None:
        """Show another document, from its first line unless it is the one before in full."""
        self.document, self.hits = document, Hits()
        self._kept.forget()
        if not keep_place:
            self.shift = 0
        self.show_rows(self._rows_now, cursor=None if keep_place else 0)
        if not keep_place:
            self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def grown(self) -> None:
        """Take in what the document has found since; nothing moves."""
        self._kept.change()
        count, before = self._rows_now, self.row_count
        if count < before:
            self.show_rows(count)
            return
        self.row_count = count
        known: Any = BodyView.virtual_size
        self.set_reactive(known, Size(self.size.width, count))  # without a new layout
        if before < round(self.scroll_offset.y) + self.size.height:
            self.refresh()

    @property
    def _rows_now(self) -> int:
        return max(0, self.document.index.line_count - self.document.folds.hidden)

    @property
    def line(self) -> int:
        """The line in hand."""
        return self.document.folds.line_of(self.cursor)

    @property
    def json_index(self) -> JsonIndex | None:
        """The index of laid-out JSON, if it is that and there is any."""
        return self.document.tree if self.row_count else None

    def go_to_line(self, line: int) -> None:
        """Go to a line, unfolding what hides it."""
        line = max(0, min(line, self.document.index.line_count - 1))
        if self.document.folds.over(line):
            self.document.folds.reveal(line)
            self._refold(line)
        self.cursor = self.document.folds.row_of(line)
        self.scroll_to_cursor()
        self.refresh()

    def go_to_row_of(self, line: int) -> None:
        """Go to a line, or to the fold that hides it."""
        self._refold(line)

    def line_text(self) -> str:
        """Return the line in hand as it is shown, all of it."""
        begin, end = self.document.index.extent(self.line)
        longest = INDENT * self.document.index.row(self.line).depth + end - begin
        runs = line_runs(self.document, self.line, 0, longest, self.mask)
        return "".join(run.text for run in runs)

    def show_decided(self, lines: range, failed_line: int) -> None:
        """Bring into view what decided a failure, without a cursor until there is the focus.

        No lines end that.
        """
        self._decided, self._failed_line = lines, failed_line
        if lines and not self.has_focus:
            self.cursor = self.document.folds.row_of(lines.start)
            self.call_after_refresh(self.scroll_to_cursor)
        self.redraw()

    def scroll_to_cursor(self) -> None:
        """Keep the cursor in view; while nobody reads here, what decided a failure."""
        if not self._decided or self.has_focus:
            super().scroll_to_cursor()
            return
        first = self.document.folds.row_of(self._decided.start)
        top = first if self.size.height < self.row_count else 0
        self.scroll_to(y=top, animate=False, force=True, immediate=True)

    # -- folding -----------------------------------------------------------------------------

    def fold(self, folds: list[Fold]) -> None:
        """Fold lines; the cursor stays on its line, or goes to the head of what hides it."""
        if folds:
            line = self.line
            self.document.folds.fold(folds)
            self._refold(line)

    def unfold(self, first: int, last: int) -> None:
        """Unfold what is folded on some lines."""
        line = self.line
        self.document.folds.unfold_between(first, last)
        self._refold(line)

    def _refold(self, line: int) -> None:
        self._kept.forget()
        top = self.document.folds.line_of(round(self.scroll_offset.y))
        self.row_count = self._rows_now
        self.virtual_size = Size(self.size.width, self.row_count)
        self.scroll_to(y=self.document.folds.row_of(top), animate=False, force=True, immediate=True)
        self.cursor = min(self.document.folds.row_of(line), max(0, self.row_count - 1))
        self.scroll_to_cursor()
        self.refresh()

    def action_fold(self) -> None:
        """Fold the node in hand; where it is folded or nothing to fold, go to its parent."""
        index, line = self.json_index, self.line
        if index is None:
            return
        if self.document.folds.at(line) is None and nodes.opens(index, line):
            self._fold_in_hand(index, line)
        elif (parent := nodes.parent_of(index, line)) >= 0:
            self.go_to_line(parent)

    def _fold_in_hand(self, index: JsonIndex, line: int) -> None:
        if folding.range_count(index, line) > _RANGES_AT_ONCE:
            self.post_message(self.RangesWanted(line))
        else:
            self.fold_ranges(line, folding.fold_ranges(index, line))

    def fold_ranges(self, line: int, ranges: list[Fold]) -> None:
        """Fold an array into its ranges; all of the node where it is in these, or has none."""
        index = self.json_index
        whole = folding.fold_node(index, line) if index is not None else None
        if any(self.document.folds.at(fold.head) != fold for fold in ranges):
            self.fold(ranges)
        elif whole is not None:
            self.fold([whole])
        else:
            self.post_message(self.Told("not_indexed"))

    def action_unfold(self) -> None:
        """Unfold the node in hand; where it is open, go to its first child."""
        index, line = self.json_index, self.line
        if index is None:
            return
        if self.document.folds.at(line) is not None:
            self.unfold(line, line)
        elif nodes.opens(index, line):
            self.action_move(1)

    def action_choose(self) -> None:
        """Fold or unfold a container; choose a value."""
        index, line = self.json_index, self.line
        if index is not None and nested_json(self.document, line):
            self.post_message(self.NestedChosen(line))
        elif index is None or not self._is_foldable(index, line):
            super().action_choose()
        elif self.document.folds.at(line) is not None:
            self.unfold(line, line)
        else:
            self._fold_in_hand(index, line)

    def _is_foldable(self, index: JsonIndex, line: int) -> bool:
        return self.document.folds.at(line) is not None or nodes.opens(index, line)

    def action_sibling(self, by: int) -> None:
        """Go to the next or previous node of the same container."""
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
            self.post_message(self.Told("nothing_beside"))

    def on_click(self, event: events.Click) -> None:
        """Go to the clicked line; a click on the mark of a fold, or two on a container, fold."""
        row = event.y + round(self.scroll_offset.y)
        if row >= self.row_count:
            return
        event.stop()
        self.cursor = row
        if event.style.meta.get("press") == "fold" or event.chain == 2:
            self.action_choose()

    # -- search ------------------------------------------------------------------------------

    def light(self, hits: Hits) -> None:
        """Light what a search has found."""
        if hits.matcher is not self.hits.matcher:
            self._kept.change()
        self.hits = hits
        self.refresh()

    def go_to_hit(self) -> bool:
        """Go to the occurrence in hand; return whether its line is known already."""
        offset = self.hits.offset
        index = self.document.index
        if offset < 0 or (offset >= index.indexed and not index.is_complete):
            return False
        self._kept.change(self._hit_row)
        self.go_to_line(index.line_at(offset))
        self._hit_row = self.cursor
        self._kept.change(self._hit_row)
        return True

    # -- drawing -----------------------------------------------------------------------------

    def action_sideways(self, by: int) -> None:
        """Look further right or left."""
        self.shift = max(0, self.shift + by)
        self.redraw()

    def redraw(self) -> None:
        """Draw every row anew: what they show has changed. ``refresh`` alone keeps them."""
        self._kept.change()
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows that a frame has time for, the others in the next one."""
        self._kept.begin_frame()
        strips = super().render_lines(crop)
        if self._kept.owed:
            self.call_later(self._draw_owed)
        return strips

    def _draw_owed(self) -> None:
        for row in self._kept.take_owed():
            self.refresh_line(row)

    def render_line(self, y: int) -> Strip:
        """Draw one visible row, and the map of what was found at its end."""
        row, theme = y + round(self.scroll_offset.y), self.app.theme
        right = [self._map(y)] if self.hits.matcher is not None else []
        width = self.size.width - MAP * len(right)
        line = Line()
        if row == self.cursor and row < self.row_count:
            line = self.cursor_row(self.row(row, width))
        elif row < self.row_count:
            strip = self._kept.strip(row, (width, theme), self._draw)
            if strip is not None:
                seen_map = paint(Line(right), MAP, theme, self._surface)
                return Strip.join([strip, seen_map]) if right else strip
            line = self._numbered(row)
        return paint(line._replace(right=right), self.size.width, theme, self._surface)

    def _draw(self, row: int, look: Look) -> Strip:
        return paint(self.row(row, look[0]), *look, self._surface)

    def _map(self, y: int) -> Run:
        """Return the cells that say whether anything was found in this share of the body."""
        size, height = len(self.document.index.source), max(1, self.size.height)
        begin, end = y * size // height, max((y + 1) * size // height, y * size // height + 1)
        if begin <= self.hits.offset < end:
            return Run("━━", "bold")
        return Run(" ━", "focus") if self.hits.stand_in(begin, end) else Run(" │", "line")

    def row(self, index: int, width: int) -> Line:
        """Draw a numbered line."""
        document = self.document
        line = document.folds.line_of(index)
        if line >= document.index.line_count:
            return Line()
        fold, tree = document.folds.at(line), document.tree
        gutter = self._gutter()
        is_open = tree is not None and fold is None and nodes.opens(tree, line)
        is_closed = fold is not None or nested_json(document, line)
        mark = "▸" if is_closed else "▾" if is_open else ""
        room = max(0, width - gutter - 5)
        if fold is not None and tree is not None:
            runs = fold_runs(tree, fold, self.mask, self.words, self._decode)
            runs = from_character(runs, self.shift)
        else:
            runs = bounded(self._line_runs(line, room), room)
            runs = followed_runs(runs) if self.leads(document, line) else runs
            runs = failed_runs(runs) if line == self._failed_line else runs
            runs = self._noted(runs, line, room, is_open=is_open)
        if self.is_dim:
            runs = [run._replace(role="faint") for run in runs]
        fold_mark = Run(mark, "dim", "fold") if mark else Run(" ")
        return Line([*self._numbered(index).left, fold_mark, Run(" "), *runs])

    def _numbered(self, index: int) -> Line:
        """Return a row that has its number only."""
        line = self.document.folds.line_of(index)
        return Line([Run(" "), Run(f"{line + 1:>{self._gutter() + 1},} ", "faint")])

    def _line_runs(self, line: int, room: int) -> list[Run]:
        """Return a line from where it is looked at; what was found is lit."""
        document = self.document
        begin, end = document.index.extent(line)
        decode = self._decode
        if self.hits.matcher is None:
            return line_runs(document, line, self.shift, room, self.mask, decode)
        if end - begin > LONGEST_WHOLE:
            seen = line_runs(document, line, self.shift, room, self.mask, decode)
            return self._lit(seen, (begin + self.shift, end), 0, room)
        whole = self._lit(
            line_runs(document, line, 0, room + self.shift, self.mask, decode),
            (begin, end),
            self.shift,
            room,
        )
        return from_character(whole, self.shift)

    @property
    def _decode(self) -> Decode | None:
        if not self.is_decoded:
            return None
        from weda_tui.core.bodies.escapes import readable

        return readable

    def _gutter(self) -> int:
        """Return the width of the numbers, from the start that of the last line as it seems."""
        index = self.document.index
        share = max(self.document.share, 1e-9)
        expected = max(index.line_count, round(index.line_count / share))
        return max(3, len(f"{expected:,}"))

    def _noted(self, runs: list[Run], line: int, room: int, *, is_open: bool) -> list[Run]:
        """Add our remark where all of it fits."""
        tree, left = self.document.tree, room - cells(runs)
        if left < _LEAST_NOTE:
            return runs
        text = array_note(self.document, tree, line, self.words) if tree and is_open else ""
        note = note_run(text or self._remark(line))
        return [*runs, note] if note.text and cells([note]) <= left else runs

    def _remark(self, line: int) -> str:
        nested = nested_json(self.document, line)
        return self.nested_note if nested else self.mask(self.note(self.document, line))

    def cursor_row(self, line: Line) -> Line:
        """The number is bold under the cursor."""
        if self._decided and not self.has_focus:
            return line
        marked = super().cursor_row(line)
        if len(marked.left) < 3:
            return marked
        mark, blank, number, *rest = marked.left
        return Line([mark, blank, number._replace(role="bold"), *rest], marked.right, marked.fill)

    def _lit(self, runs: list[Run], extent: tuple[int, int], first: int, room: int) -> list[Run]:
        """Light the occurrences that are seen from a character on; the one in hand is reversed.

        ``extent`` is where in the body these runs stand.
        """
        matcher = self.hits.matcher
        if matcher is None:
            return runs
        text = "".join(run.text for run in runs)
        in_hand, lit = self.hits.number_in(*extent), list[tuple[int, int, str]]()
        found = matcher.shown.finditer(
            text, *_part(runs, matcher), timeout=_LIT_WITHIN, concurrent=False
        )
        with suppress(TimeoutError):
            for number, match in enumerate(found):
                if match.start() > first + room or len(lit) > _MOST_LIT:
                    break
                if match.end() > first:
                    role = "focus bold reverse" if number == in_hand else "focus bold underline"
                    lit.append((*match.span(), role))
        return restyled(runs, lit)


def _part(runs: list[Run], matcher: Matcher) -> tuple[int, int]:
    """Return between which characters of a row an occurrence counts."""
    whole = sum(len(run.text) for run in runs)
    key_end = 0
    for at, run in enumerate(runs[:3]):
        if run.role == "key":
            key_end = sum(len(each.text) for each in runs[: at + 1])
    where = matcher.query.where
    if where is Where.KEYS:
        return 0, key_end
    return (key_end, whole) if where is Where.VALUES else (0, whole)
