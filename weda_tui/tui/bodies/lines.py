"""Draws the lines of a body as rows: line numbers, text, remarks and highlighted hits."""

from collections.abc import Callable
from contextlib import suppress

from textual.strip import Strip

from weda_tui.core.bodies.document import EMPTY, Document
from weda_tui.core.bodies.nested import nested_json
from weda_tui.core.bodies.search import Hits, Matcher, MatchLocation
from weda_tui.core.json import nodes
from weda_tui.core.json.escapes import readable
from weda_tui.i18n.words.bodies import BodyWords
from weda_tui.tui.bodies.line_view import (
    LONGEST_WHOLE,
    Decode,
    HasLinks,
    Mask,
    array_note,
    bounded,
    failed_runs,
    fold_runs,
    followed_runs,
    from_character,
    has_links,
    line_runs,
    note_run,
    restyled,
)
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, paint
from weda_tui.tui.widgets.rows import Rows

Note = Callable[[Document, int], str]
"""Returns a remark of the program on a line; empty for none."""
_MAP = 2
"""Cells of the map of hits at the right edge."""
_LEAST_NOTE = 5
"""Cells of the shortest remark."""
_LIT_WITHIN = 0.001
"""Seconds in which the hits of one row must be found; otherwise none is highlighted."""
_MOST_KEPT = 500
"""The maximum number of drawn rows in the cache."""
_MOST_LIT = 200
"""The maximum number of highlighted hits on one row."""


class BodyLines(Rows):
    """Draws a document with its folds, from the character ``shift`` on."""

    def __init__(self, words: BodyWords, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.words = words
        self.document: Document = EMPTY
        self.hits = Hits()
        self.mask: Mask = str
        self.note: Note = lambda _, __: ""
        self.nested_note = ""
        """The remark after a string with JSON inside."""
        self.links: HasLinks = lambda _, __: False
        self.is_dim = False
        self.is_decoded = False
        """Whether escapes are decoded for display."""
        self.shift = 0
        self._strips: dict[int, Strip] = {}
        """The cache of drawn rows, valid for ``_look``."""
        self._look = (0, "")
        """The width in cells and the theme of the cached rows."""
        self._hit_row = -1
        """The row of the selected hit; -1 for none."""
        self._decided = range(0)
        """The lines that decided a failure, shown while the view does not have the focus."""
        self._failed_line = -1
        """The line of the error code; -1 for none."""

    def redraw(self) -> None:
        """Clear the cache and draw every row again; ``refresh`` alone uses the cached rows."""
        self._strips.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one visible row, with the map of hits at its end."""
        row, theme = y + round(self.scroll_offset.y), self.app.theme
        right = [self._map(y)] if self.hits.matcher is not None else []
        width = self.size.width - _MAP * len(right)
        if row == self.cursor and row < self.row_count:
            line = self.cursor_row(self.row(row, width))
        elif row < self.row_count:
            strip = self._drawn(row, width, theme)
            seen_map = paint(Line(right), _MAP, theme, self._surface)
            return Strip.join([strip, seen_map]) if right else strip
        else:
            line = Line()
        return paint(line._replace(right=right), self.size.width, theme, self._surface)

    def _drawn(self, row: int, width: int, theme: str) -> Strip:
        """Return a row from the cache, or draw it."""
        if self._look != (width, theme) or len(self._strips) > _MOST_KEPT:
            self._strips.clear()
            self._look = (width, theme)
        if row not in self._strips:
            self._strips[row] = paint(self.row(row, width), width, theme, self._surface)
        return self._strips[row]

    def _map(self, y: int) -> Run:
        """Return the cells of the map that show whether this share of the body has hits."""
        size, height = len(self.document.index.source), max(1, self.size.height)
        begin, end = y * size // height, max((y + 1) * size // height, y * size // height + 1)
        if begin <= self.hits.offset < end:
            return Run("━━", "bold")
        return Run(" ━", "focus") if self.hits.has_any(begin, end) else Run(" │", "line")

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
            runs = followed_runs(runs) if has_links(document, line, self.links) else runs
            runs = failed_runs(runs) if line == self._failed_line else runs
            runs = self._noted(runs, line, room, is_open=is_open)
        if self.is_dim:
            runs = [run._replace(role="faint") for run in runs]
        fold_mark = Run(mark, "dim", "fold") if mark else Run(" ")
        return Line([*self._numbered(index).left, fold_mark, Run(" "), *runs])

    def _numbered(self, index: int) -> Line:
        """Return a row that has only the line number."""
        line = self.document.folds.line_of(index)
        return Line([Run(" "), Run(f"{line + 1:>{self._gutter() + 1},} ", "faint")])

    def _line_runs(self, line: int, room: int) -> list[Run]:
        """Return the visible part of a line with its hits highlighted."""
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

        return readable

    def _gutter(self) -> int:
        """Return the width of the line numbers, estimated until all lines are indexed."""
        index = self.document.index
        share = max(self.document.share, 1e-9)
        expected = max(index.line_count, round(index.line_count / share))
        return max(3, len(f"{expected:,}"))

    def _noted(self, runs: list[Run], line: int, room: int, *, is_open: bool) -> list[Run]:
        """Append the remark of the program if the whole remark fits."""
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
        """Return the cursor's row with its line number in bold.

        Without the focus, the row is unchanged while the lines that decided a failure are shown.
        """
        if self._decided and not self.has_focus:
            return line
        marked = super().cursor_row(line)
        if len(marked.left) < 3:
            return marked
        mark, blank, number, *rest = marked.left
        return Line([mark, blank, number._replace(role="bold"), *rest], marked.right, marked.fill)

    def _lit(self, runs: list[Run], extent: tuple[int, int], first: int, room: int) -> list[Run]:
        """Highlight the hits from the character ``first`` on; the selected hit is reversed.

        ``extent`` is the range of these runs in the body.
        """
        matcher = self.hits.matcher
        if matcher is None:
            return runs
        text = "".join(run.text for run in runs)
        current, lit = self.hits.number_in(*extent), list[tuple[int, int, str]]()
        found = matcher.shown.finditer(
            text, *_part(runs, matcher), timeout=_LIT_WITHIN, concurrent=False
        )
        with suppress(TimeoutError):
            for number, match in enumerate(found):
                if match.start() > first + room or len(lit) > _MOST_LIT:
                    break
                if match.end() > first:
                    role = "focus bold reverse" if number == current else "focus bold underline"
                    lit.append((*match.span(), role))
        return restyled(runs, lit)


def _part(runs: list[Run], matcher: Matcher) -> tuple[int, int]:
    """Return the range of characters of a row in which hits count."""
    whole = sum(len(run.text) for run in runs)
    key_end = 0
    for at, run in enumerate(runs[:3]):
        if run.role == "key":
            key_end = sum(len(each.text) for each in runs[: at + 1])
    where = matcher.query.where
    if where is MatchLocation.KEYS:
        return 0, key_end
    return (key_end, whole) if where is MatchLocation.VALUES else (0, whole)
