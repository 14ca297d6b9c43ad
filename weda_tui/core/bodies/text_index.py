"""The lines of a body that is not laid out: text as received, and the rows of a hex dump."""

import bisect
from array import array

from weda_tui.core.json.lexing import LexedLine
from weda_tui.core.json.method_cache import kept
from weda_tui.core.json.source import BodySource

PIECE = 256 * 1024
"""Bytes of a piece, about; a longer line is not cut."""
_MOST_LINES = 16 * 1024
"""The maximum number of lines of a piece."""
_KEPT_PIECES = 8
HEX_ROW = 16
"""Bytes of a row of a hex dump."""


class TextIndex:
    """Lines that end with LF or CR LF. Call ``grow`` until ``is_complete``, one piece at a time.

    Known lines may be read while another thread calls ``grow``.
    """

    shape = "text"
    fault = None

    def __init__(self, source: BodySource) -> None:
        self.source = source
        self.line_count = 0
        self.indexed = 0
        self.is_complete = not len(source)
        self._piece_at, self._piece_line = array("Q", [0]), array("Q")
        """Where each piece begins and the last one ends, and the first line of each piece."""
        self._starts = kept(self._find_starts, _KEPT_PIECES)

    def grow(self) -> None:
        """Index one more piece."""
        begin, size = self.indexed, len(self.source)
        end = min(begin + PIECE, size)
        data = self.source[begin:end]
        while (lines := data.count(b"\n")) > _MOST_LINES:
            end -= len(data) // 2
            data = self.source[begin:end]
        if not data.endswith(b"\n"):
            end, lines = self._line_end(end), lines + 1
        self._piece_at.append(end)
        self._piece_line.append(self.line_count)
        self.line_count += lines
        self.indexed = end
        self.is_complete = end == size

    def _line_end(self, at: int) -> int:
        """Return the end of the line that continues at an offset."""
        size = len(self.source)
        for start in range(at, size, PIECE):
            newline = self.source.find(b"\n", start, min(size, start + PIECE))
            if newline >= 0:
                return newline + 1
        return size

    def _find_starts(self, piece: int) -> "array[int]":
        begin, end = self._piece_at[piece], self._piece_at[piece + 1]
        data = self.source[begin : min(end, begin + PIECE)]
        starts = array("Q", [begin])
        at = data.find(b"\n")
        while at >= 0 and begin + at + 1 < end:
            starts.append(begin + at + 1)
            at = data.find(b"\n", at + 1)
        return starts

    def extent(self, line: int) -> tuple[int, int]:
        """Return the offsets where a line begins and ends, its line break included."""
        piece = bisect.bisect_right(self._piece_line, line) - 1
        starts, number = self._starts(piece), line - self._piece_line[piece]
        last = starts[number + 1] if number + 1 < len(starts) else self._piece_at[piece + 1]
        return starts[number], last

    def row(self, line: int) -> LexedLine:
        """Return the content of a line, without its line break."""
        begin, end = self.extent(line)
        last = self.source[max(begin, end - 2) : end]
        end -= 2 if last == b"\r\n" else last.endswith(b"\n")
        return LexedLine(0, b"", begin, end, "")

    def line_at(self, offset: int) -> int:
        """Return the line of an offset; the last known line for an offset beyond."""
        piece = min(bisect.bisect_right(self._piece_at, offset), len(self._piece_line)) - 1
        number = bisect.bisect_right(self._starts(piece), offset) - 1
        return self._piece_line[piece] + max(0, number)


class HexIndex:
    """Rows of ``HEX_ROW`` bytes."""

    shape = "hex"
    fault = None
    is_complete = True

    def __init__(self, source: BodySource) -> None:
        self.source = source
        self.indexed = len(source)
        self.line_count = -(-len(source) // HEX_ROW)

    def grow(self) -> None:
        """Do nothing: all rows are known."""

    def extent(self, line: int) -> tuple[int, int]:
        """Return the offsets where the bytes of a row begin and end."""
        return line * HEX_ROW, min(len(self.source), (line + 1) * HEX_ROW)

    def row(self, line: int) -> LexedLine:
        """Return the content of a row."""
        return LexedLine(0, b"", *self.extent(line), "")

    def line_at(self, offset: int) -> int:
        """Return the row of an offset."""
        return min(max(0, self.line_count - 1), offset // HEX_ROW)


def hex_text(data: bytes, at: int, width: int, hidden: range = range(0)) -> str:
    """Return a row of a hex dump: offset in ``width`` digits, bytes, and ASCII.

    Dots replace the bytes at the ``hidden`` offsets.
    """
    pairs = ["••" if place in hidden else f"{byte:02x}" for place, byte in enumerate(data, at)]
    left, right = " ".join(pairs[:8]), " ".join(pairs[8:])
    shown = (chr(byte) if 0x20 <= byte < 0x7F else "." for byte in data)
    seen = "".join("•" if at + n in hidden else each for n, each in enumerate(shown))
    return f"{at:0{width}x}  {left:23}  {right:23}  {seen}"
