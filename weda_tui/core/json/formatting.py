"""Laid-out JSON as text, a piece at a time, every token as received."""

from collections.abc import Iterator

from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.lexing import read_row

INDENT = 2


def laid_out(index: JsonIndex) -> Iterator[bytes]:
    """Yield the lines of a whole index, joined by LF, in parts that follow each other."""
    for piece, first in enumerate(index.piece_line):
        lexed = index.lexed(piece)
        lines = range(first, first + len(lexed.starts))
        text = b"\n".join(line_text(index, line) for line in lines)
        yield b"\n" + text if piece else text


def line_text(index: JsonIndex, line: int) -> bytes:
    """Return a line as it is laid out."""
    begin, end = index.extent(line)
    row = read_row(index.source[begin:end], begin, index.depth(line))
    value = index.source[row.start : row.end]
    if value[:1] in {b"{", b"["} and len(value) > 1:
        value = value[:1] + value[-1:]
    name = row.key + b": " if row.key else b""
    return b"".join((b" " * (INDENT * row.depth), name, value, row.tail.encode()))
