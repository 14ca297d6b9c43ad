"""Rows of text, drawn from runs of (text, role) in terminal cells: cut, padded or wrapped.

All text that is drawn passes through ``strip_control_characters``, so that text from outside cannot
act on the terminal.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Self

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from weda_tui.core.text.control_characters import MOST_MARKS, strip_control_characters
from weda_tui.tui.widgets.drawing import palette

ELLIPSIS = "…"
MARK = "↪ "
"""The mark before the text of a row that continues the previous row."""


class Run(NamedTuple):
    """A piece of text in one role; ``action`` is what a click on it runs."""

    text: str
    role: str = "text"
    action: str = ""

    @classmethod
    def key(cls, key: str, word: str, action: str) -> list[Self]:
        """Return the runs of a key and its label; a click on either runs the action."""
        return [cls(key, "bold", action), cls(f" {word}", "dim", action)]


class Line(NamedTuple):
    """A row: runs from the left, runs at the right edge, and the surface underneath."""

    left: Sequence[Run] = ()
    right: Sequence[Run] = ()
    fill: str = ""

    @classmethod
    def rule(cls, width: int, margin: int = 2) -> Self:
        """Return a row with a horizontal line that separates the rows above and below."""
        return cls([Run(" " * margin), Run("─" * max(0, width - 2 * margin), "line")])


def cells(runs: Iterable[Run]) -> int:
    """Return the width of runs in cells."""
    return sum(cell_len(strip_control_characters(run.text)) for run in runs)


def plain_text(lines: Iterable[Line]) -> str:
    """Return the left text of the rows, without the blanks around it, for the clipboard."""
    return "\n".join("".join(run.text for run in line.left).strip() for line in lines)


def cut(text: str, width: int) -> str:
    """Return ``text`` cleaned and at most ``width`` cells wide, with ``…`` at the end if cut."""
    text = strip_control_characters(text)
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + ELLIPSIS if width > 0 else ""


def cut_middle(text: str, width: int) -> str:
    """Return ``text`` cleaned and at most ``width`` cells wide, cut in the middle.

    For rows of paths and names that differ at their ends.
    """
    text = strip_control_characters(text)
    if cell_len(text) <= width:
        return text
    tail = max(0, width - 1) // 2
    kept = len(text)
    while kept and cell_len(text[kept - 1 :]) <= tail:
        kept -= 1
    return cut(text, width - cell_len(text[kept:])) + text[kept:].lstrip()


def pad(text: str, width: int) -> str:
    """Return ``text`` cut or padded with blanks to exactly ``width`` cells."""
    text = cut(text, width)
    return text + " " * (width - cell_len(text))


def fit(width: int, items: Sequence[Sequence[Run]], gap: str = "   ") -> list[Run]:
    """Return as many whole items as fit into ``width``, from the first, with ``gap`` between."""
    runs: list[Run] = []
    used = 0
    for item in items:
        needed = cells(item) + (cell_len(gap) if runs else 0)
        if used + needed > width:
            break
        if runs:
            runs.append(Run(gap))
        runs.extend(item)
        used += needed
    return runs


def paint(line: Line, width: int, theme: str, surface: str = "ground") -> Strip:
    """Draw a row exactly ``width`` cells wide; the left side is cut to make room for the right."""
    fill = line.fill or surface
    base = palette.style(theme, "text", fill)
    right = _segments(line.right, theme, fill, width)
    right_width = sum(segment.cell_length for segment in right)
    if right_width > width:
        right, right_width = [], 0
    room = width - right_width
    left = Strip(_segments(line.left, theme, fill, width))
    if left.cell_length > room:
        left = _shortened(left, room, base)
    blank = Segment(" " * (room - left.cell_length), base)
    return Strip([*left, blank, *right], width)


def _shortened(strip: Strip, room: int, base: Style) -> Strip:
    kept = strip.crop(0, max(0, room - 1))
    last = next(reversed(list(kept)), None)
    end = Segment(ELLIPSIS, last.style if last else base)
    return Strip([*kept, end]) if room > 0 else Strip([])


def _segments(runs: Iterable[Run], theme: str, fill: str, width: int) -> list[Segment]:
    """Return styled segments; of a text of megabytes, only the visible start is processed."""
    segments: list[Segment] = []
    for run in runs:
        style = palette.style(theme, run.role, fill)
        if run.action:
            style += Style(meta={"press": run.action})
        begun = run.text[: (MOST_MARKS + 2) * (width + 1)]
        segments.append(Segment(strip_control_characters(begun), style))
    return segments


_NEVER_FIRST = "，。；：、）”》！？"
"""Chinese punctuation that must not begin a line."""


def wrap(text: str, width: int) -> list[str]:
    """Return ``text``, cleaned, as lines of at most ``width`` cells; no line for an empty text."""
    width = max(2, width)
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(strip_control_characters(text)):
        rest = piece
        if line and used + cell_len(rest.rstrip()) > width:
            lines.append(line.rstrip())
            rest = rest.lstrip()
            line, used = "", 0
        if cell_len(rest.rstrip()) > width:
            *whole, rest = chop_cells(rest, width)
            lines += whole
        line += rest
        used += cell_len(rest)
    return [each for each in (*lines, line.rstrip()) if each.strip()]


def paragraph(text: str, width: int, role: str) -> list[Line]:
    """Return ``text`` as rows of a pane ``width`` cells wide: two blanks before, one after."""
    return [Line([Run("  "), Run(part, role)]) for part in wrap(text, width - 3)]


def _pieces(text: str) -> Iterator[str]:
    """Split where a line may break; blanks, stops and accents stay with the preceding text."""
    piece = ""
    for character in text:
        is_wide = ord(character) >= 0x2E80
        if character == " " or character in _NEVER_FIRST or cell_len(character) == 0:
            piece += character
            continue
        before = piece[-1:]
        if before and (is_wide or ord(before) >= 0x2E80 or before in f" {_NEVER_FIRST}"):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def fold(line: Line, width: int, hang: int) -> list[Line]:
    """Return a row of data as rows of at most ``width`` cells, with no character lost.

    The rows after the first are indented by ``hang`` cells. A row ends before ``/ ? &`` or after a
    blank if more than half of it remains then, otherwise anywhere.
    """
    return _folded(line, width, hang, _row_ends, [Run(" " * hang)] if hang else [])


def fold_marked(line: Line, width: int, hang: int) -> list[Line]:
    """Return a row of data as ``fold`` does, but no other row of data gives the same rows.

    The rows after the first have a mark before their text. Blanks begin a row, except for a single
    blank between words.
    """
    return _folded(line, width, hang, _visible_row_ends, marked_margin(hang))


def marked_margin(hang: int) -> list[Run]:
    """Return the margin of a row that continues the previous row, ``hang`` cells wide."""
    return [Run(" " * (hang - cell_len(MARK))), Run(MARK, "faint")]


def _folded(
    line: Line,
    width: int,
    hang: int,
    row_ends: Callable[[str, int, int], Iterable[int]],
    margin: Sequence[Run],
) -> list[Line]:
    if cells(line.left) <= width:
        return [line]
    runs = [run._replace(text=strip_control_characters(run.text)) for run in line.left]
    text = "".join(run.text for run in runs)
    edges = [0, *row_ends(text, width, hang), len(text)]
    rows: list[Line] = []
    for start, end in pairwise(edges):
        left = [*(margin if rows else ()), *_between(runs, start, end)]
        rows.append(line._replace(left=left, right=() if rows else line.right))
    return rows


def _row_ends(text: str, width: int, hang: int) -> Iterator[int]:
    """Return the position in the cleaned text where each row but the last ends."""
    start, room = 0, width
    while (end := _reach(text, start, room)) < len(text):
        good = max(text.rfind(" ", start, end) + 1, *(text.rfind(c, start, end + 1) for c in "/?&"))
        start = good if good - start > (end - start) // 2 else end
        yield start
        room = max(2, width - hang)


def _visible_row_ends(text: str, width: int, hang: int) -> Iterator[int]:
    """Return the row ends as ``_row_ends`` does, but before blanks that would be invisible.

    The first ``hang`` characters of the first row are not separated.
    """
    start, room, least = 0, width, hang
    while (end := _reach(text, start, room)) < len(text):
        good = max(start, *(text.rfind(c, least, end + 1) for c in " /?&"))
        row = text[start:good].rstrip()
        if len(row) <= (end - start) // 2:
            row = text[start:end].rstrip() or text[start:end]
        start += len(row)
        if start < end and _SEEN_BLANK.match(text, start):
            start += 1
        yield start
        room, least = max(2, width - hang), start


_SEEN_BLANK = re.compile("[ ][!-%'-.0->@-~](?!\ufe0f)")
"""A blank that can be recognised at the end of a row.

The character after it would fit in its place, and a row never ends before that character except for
lack of room.
"""


def _reach(text: str, start: int, room: int) -> int:
    """Return the end of the characters from ``start`` that fit into ``room`` cells, one or more."""
    end = min(len(text), start + room)
    if text[start : end + 1].isascii():
        return end
    used = 0
    for character in _WITH_SELECTOR.finditer(text, start):
        used += cell_len(character[0])
        if used > room:
            return max(character.start(), start + 1)
    return len(text)


_WITH_SELECTOR = re.compile("(?s:.)\ufe0f?")
"""A character with the variation selector that may turn it into a wider emoji."""


def _between(runs: list[Run], start: int, end: int) -> list[Run]:
    """Return the part of the runs between two character positions."""
    kept: list[Run] = []
    at = 0
    for run in runs:
        part = run.text[max(0, start - at) : max(0, end - at)]
        if part:
            kept.append(run._replace(text=part))
        at += len(run.text)
    return kept
