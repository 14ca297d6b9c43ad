"""Wrapping by cells: words where a line may break, data with every character."""

from collections.abc import Iterator
from itertools import pairwise

from rich.cells import cell_len, chop_cells

from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells

_NEVER_FIRST = "，。；：、）”》！？"
"""Chinese punctuation that does not begin a line."""


def wrap(text: str, width: int) -> list[str]:
    """Return ``text``, cleaned, as lines of at most ``width`` cells; an empty text has none."""
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
    """Return ``text`` as rows of a pane ``width`` cells wide: two blanks before, one behind."""
    return [Line([Run("  "), Run(part, role)]) for part in wrap(text, width - 3)]


def _pieces(text: str) -> Iterator[str]:
    """Split where a line may break; blanks, stops and accents stay with what they follow."""
    piece = ""
    for character in text:
        is_wide = ord(character) >= 0x2E80
        if character == " " or character in _NEVER_FIRST or cell_len(character) == 0:
            piece += character
            continue
        if piece and (is_wide or ord(piece[-1]) >= 0x2E80 or piece[-1] == " "):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def fold(line: Line, width: int, hang: int) -> list[Line]:
    """Return a row of data as rows of at most ``width`` cells, no character lost.

    Those below the first stand ``hang`` cells from the left. A row ends before ``/ ? &`` or after a
    blank where that leaves more than half of it, else anywhere.
    """
    if cells(line.left) <= width:
        return [line]
    runs = [run._replace(text=strip_control_characters(run.text)) for run in line.left]
    text = "".join(run.text for run in runs)
    edges = [0, *_row_ends(text, width, hang), len(text)]
    rows: list[Line] = []
    for start, end in pairwise(edges):
        margin = [Run(" " * hang)] if rows and hang else []
        right = () if rows else line.right
        rows.append(line._replace(left=[*margin, *_between(runs, start, end)], right=right))
    return rows


def _row_ends(text: str, width: int, hang: int) -> Iterator[int]:
    """Return where in cleaned text each row but the last ends."""
    start, room = 0, width
    while (end := _reach(text, start, room)) < len(text):
        good = max(text.rfind(" ", start, end) + 1, *(text.rfind(c, start, end + 1) for c in "/?&"))
        start = good if good - start > (end - start) // 2 else end
        yield start
        room = max(2, width - hang)


def _reach(text: str, start: int, room: int) -> int:
    """Return up to where the characters from ``start`` fit into ``room`` cells, one at least."""
    end = min(len(text), start + room)
    if text[start:end].isascii():
        return end
    used = 0
    for at in range(start, len(text)):
        used += cell_len(text[at])
        if used > room:
            return max(at, start + 1)
    return len(text)


def _between(runs: list[Run], start: int, end: int) -> list[Run]:
    """Return the part of runs from one character to another."""
    kept: list[Run] = []
    at = 0
    for run in runs:
        part = run.text[max(0, start - at) : max(0, end - at)]
        if part:
            kept.append(run._replace(text=part))
        at += len(run.text)
    return kept
