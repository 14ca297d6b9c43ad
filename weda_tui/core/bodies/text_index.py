"""The lines of a body that is not laid out: text as it came, and the bytes of what is no text."""

import bisect
from array import array

from weda_tui.core.bodies.kept import kept
from weda_tui.core.bodies.lexing import Row
from weda_tui.core.bodies.source import Source

PIECE = 256 * 1024
"""Bytes of a piece, at least; a longer line is not cut."""
_KEPT_PIECES = 8
HEX_ROW = 16
"""Bytes of a row of a hex dump."""


class TextIndex:
    """Lines that end with LF or CR LF. ``grow`` until ``is_complete``, a piece at a time."""

    shape = "text"
    fault = None

    def __init__(self, source: Source) -> None:
        self.source = source
        self.line_count = 0
        self.indexed = 0
        self.is_complete = not len(source)
        self._piece_at, self._piece_line = array("Q"), array("Q")
        self._starts = kept(self._find_starts, _KEPT_PIECES)

    def grow(self) -> None:
        """Take in one more piece."""
        begin, size = self.indexed, len(self.source)
        end = begin + PIECE
        if end < size:
            end = self.source.find(b"\n", end - 1, size) + 1 or size
        end = min(end, size)
        piece = self.source[begin:end]
        self._piece_at.append(begin)
        self._piece_line.append(self.line_count)
        self.line_count += piece.count(b"\n") + (not piece.endswith(b"\n"))
        self.indexed, self.is_complete = end, end == size

    def _find_starts(self, piece: int, end: int) -> "array[int]":
        begin = self._piece_at[piece]
        data = self.source[begin:end]
        starts = array("Q", [begin])
        at = data.find(b"\n")
        while 0 <= at < len(data) - 1:
            starts.append(begin + at + 1)
            at = data.find(b"\n", at + 1)
        return starts

    def _piece(self, piece: int) -> "array[int]":
        return self._starts(piece, self._end(piece))

    def _end(self, piece: int) -> int:
        is_last = piece + 1 == len(self._piece_at)
        return self.indexed if is_last else self._piece_at[piece + 1]

    def extent(self, line: int) -> tuple[int, int]:
        """Return where a line begins, and where it ends, its end included."""
        piece = bisect.bisect_right(self._piece_line, line) - 1
        starts, number = self._piece(piece), line - self._piece_line[piece]
        last = starts[number + 1] if number + 1 < len(starts) else self._end(piece)
        return starts[number], last

    def row(self, line: int) -> Row:
        """Return what stands on a line, without its end."""
        begin, end = self.extent(line)
        last = self.source[max(begin, end - 2) : end]
        end -= 2 if last == b"\r\n" else last.endswith(b"\n")
        return Row(0, b"", begin, end, "")

    def line_at(self, offset: int) -> int:
        """Return the line in which an offset stands, the last known one for what is beyond."""
        piece = max(0, bisect.bisect_right(self._piece_at, offset) - 1)
        number = bisect.bisect_right(self._piece(piece), offset) - 1
        return self._piece_line[piece] + max(0, number)


class HexIndex:
    """Rows of ``HEX_ROW`` bytes."""

    shape = "hex"
    fault = None
    is_complete = True

    def __init__(self, source: Source) -> None:
        self.source = source
        self.indexed = len(source)
        self.line_count = -(-len(source) // HEX_ROW)

    def grow(self) -> None:
        """Everything is there already."""

    def extent(self, line: int) -> tuple[int, int]:
        """Return where the bytes of a row begin, and where they end."""
        return line * HEX_ROW, min(len(self.source), (line + 1) * HEX_ROW)

    def row(self, line: int) -> Row:
        """Return what stands on a row."""
        return Row(0, b"", *self.extent(line), "")

    def line_at(self, offset: int) -> int:
        """Return the row in which an offset stands."""
        return min(max(0, self.line_count - 1), offset // HEX_ROW)


def hex_text(data: bytes, at: int, width: int) -> str:
    """Return a row of a hex dump: offset in ``width`` digits, bytes, and ASCII."""
    pairs = [f"{byte:02x}" for byte in data]
    left, right = " ".join(pairs[:8]), " ".join(pairs[8:])
    seen = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in data)
    return f"{at:0{width}x}  {left:23}  {right:23}  {seen}"
