"""The lines of a body as rows: their numbers, what stands on them, remarks, and what is lit."""

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
    Leads,
    Mask,
    array_note,
    bounded,
    failed_runs,
    fold_runs,
    followed_runs,
    from_character,
    leads_on,
    line_runs,
    note_run,
    restyled,
)
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, paint
from weda_tui.tui.widgets.rows import Rows

Note = Callable[[Document, int], str]
"""A remark of ours behind a line, empty for none."""
_MAP = 2
"""Cells of the map of what was found."""
_LEAST_NOTE = 5
"""Cells of the shortest remark."""
_LIT_WITHIN = 0.001
"""Seconds in which the occurrences of one row are found, else none is lit."""
_MOST_KEPT = 500
"""Rows that are kept as they were drawn."""
_MOST_LIT = 200
"""Occurrences that are lit on one row."""


class BodyLines(Rows):
    """Draws a document, with the folds it has, from a character on."""

    def __init__(self, words: BodyWords, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.words = words
        self.document: Document = EMPTY
        self.hits = Hits()
        self.mask: Mask = str
        self.note: Note = lambda _, __: ""
        self.nested_note = ""
        """What is said behind a string with JSON inside."""
        self.links: Leads = lambda _, __: False
        self.is_dim = False
        self.is_decoded = False
        """Whether escapes are shown as what they stand for."""
        self.shift = 0
        self._strips: dict[int, Strip] = {}
        """Rows as they were drawn, for ``_look``."""
        self._look = (0, "")
        """The width in cells and the theme of the rows that are kept."""
        self._hit_row = -1
        """The row of the selected occurrence; -1 before any was."""
        self._decided = range(0)
        """The lines that decided a failure: what is shown first while nobody reads here."""
        self._failed_line = -1
        """The line of the code that decided it; -1 for none."""

    def redraw(self) -> None:
        """Draw every row anew: what they show has changed. ``refresh`` alone keeps them."""
        self._strips.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one visible row, and the map of what was found at its end."""
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
        """Return a row as it was drawn, or draw it."""
        if self._look != (width, theme) or len(self._strips) > _MOST_KEPT:
            self._strips.clear()
            self._look = (width, theme)
        if row not in self._strips:
            self._strips[row] = paint(self.row(row, width), width, theme, self._surface)
        return self._strips[row]

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
            runs = followed_runs(runs) if leads_on(document, line, self.links) else runs
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
        """Light the occurrences that are seen from a character on; the selected one is reversed.

        ``extent`` is where in the body these runs stand.
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
    """Return between which characters of a row an occurrence counts."""
    whole = sum(len(run.text) for run in runs)
    key_end = 0
    for at, run in enumerate(runs[:3]):
        if run.role == "key":
            key_end = sum(len(each.text) for each in runs[: at + 1])
    where = matcher.query.where
    if where is MatchLocation.KEYS:
        return 0, key_end
    return (key_end, whole) if where is MatchLocation.VALUES else (0, whole)
