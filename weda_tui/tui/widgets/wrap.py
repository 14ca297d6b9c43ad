"""Wrapping by cells: at blanks in Latin text, between any two characters in Chinese."""

from collections.abc import Iterator

from rich.cells import cell_len, chop_cells

from weda_tui.core.clean import clean

_NEVER_FIRST = "，。；：、）”》！？"
"""Chinese punctuation that does not begin a line."""


def wrap(text: str, width: int) -> list[str]:
    """Return ``text``, cleaned, as lines of at most ``width`` cells; an empty text has none."""
    width = max(2, width)
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(clean(text)):
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
    return [*lines, line.rstrip()] if line.strip() else lines


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
