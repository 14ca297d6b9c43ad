"""Help pages and tables as text; widths are in cells, of which a Chinese character takes two."""

import re
import shutil
from collections.abc import Iterator, Sequence

import msgspec

from weda_tui.core.text.cells import cells

WIDEST, NARROWEST = 96, 40
"""Maximum and minimum cells of a page, whatever the size of the terminal."""
LEFT_COLUMN = 28
"""Maximum cells of a section's left column; a longer entry gets its own line."""

_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
_CLOSING = "，。；：、）》”！？"
_PIECE = re.compile(rf"[{_WIDE}][{_CLOSING}]*|[^\s{_WIDE}]+[{_CLOSING}]*|\s+")
"""A unit that is not broken: a word or a Chinese character, with its punctuation."""


class Section(msgspec.Struct, frozen=True):
    """A heading and its rows; a row without a right side is a line of text."""

    title: str
    rows: Sequence[tuple[str, str]]


def page_width() -> int:
    """Return the width of a page in cells: the width of the terminal, within bounds."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns - 1))


def pad(text: str, width: int) -> str:
    """Return ``text`` filled with blanks to ``width`` cells."""
    return text + " " * (width - cells(text))


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as the lines of a table; the last column is not padded."""
    *widths, _ = (max(map(cells, column)) for column in zip(*rows, strict=True))
    lines = ("  ".join(map(pad, row, (*widths, 0))) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def wrap(text: str, width: int) -> list[str]:
    """Break text into lines of at most ``width`` cells; a longer word gets its own line."""
    lines: list[str] = []
    line, length = "", 0
    for piece in _PIECE.findall(text):
        size = cells(piece)
        if line and length + size > width:
            lines.append(line.rstrip())
            line, length = "", 0
        if line or not piece.isspace():
            line += piece
            length += size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def page(usage: str, paragraphs: Sequence[str], sections: Sequence[Section], width: int) -> str:
    """Return a whole help page."""
    lines = [usage]
    for paragraph in paragraphs:
        lines += ["", *(f"  {line}" for line in wrap(paragraph, width - 2))]
    for section in sections:
        lines += ["", section.title, *_rows(section.rows, width)]
    return "\n".join(lines)


def _rows(rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    fitting = [cells(left) for left, right in rows if right and cells(left) <= LEFT_COLUMN]
    column = max(fitting, default=0) + 2
    for left, right in rows:
        if not right:
            yield f"  {left}"
            continue
        first, *others = wrap(right, width - column - 2)
        if cells(left) > LEFT_COLUMN:
            yield f"  {left}"
            yield f"  {' ' * column}{first}"
        else:
            yield f"  {pad(left, column)}{first}"
        yield from (f"  {' ' * column}{line}" for line in others)
