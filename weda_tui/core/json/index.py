"""The lines of a JSON body of any size, and the containers open where each piece begins."""

import bisect
from array import array
from collections.abc import Sequence

from weda_tui.core.json import validation
from weda_tui.core.json.chunks import PIECE, Piece, cut
from weda_tui.core.json.lexing import CLOSER_OF, OPENERS, WHITE, Lexed, LexedLine, lex, read_row
from weda_tui.core.json.long_strings import (
    LONG,
    Extent,
    in_body,
    is_right,
    shortened,
    whole_characters,
)
from weda_tui.core.json.method_cache import kept
from weda_tui.core.json.source import BodySource

_CUT = '…"'.encode()
"""The end of a name that is displayed shortened."""
_DEEPEST = 1_000_000
"""The maximum number of containers open across pieces; a deeper body is displayed as text."""
_KEPT_PIECES, _KEPT_ROWS = 16, 512


class Spans:
    """The containers that are open where some piece begins, numbered from 0; -1 is none."""

    def __init__(self) -> None:
        self.line = array("Q")
        """The line that opens each container."""
        self.end_line = array("Q")
        """The line that closes each container; 0 while it is not known."""
        self.parent = array("q")
        self.ordinal = array("Q")
        """The position of each container among the children of its parent, from 0."""
        self.depth = array("I")
        self.count = array("Q")
        """The number of children of each container; only valid once the container is closed."""
        self.kind = bytearray()
        """The opening bracket of each container."""

    def open(self, kind: int, line: int, parent: int, ordinal: int) -> int:
        """Add a container and return its number."""
        self.depth.append(self.depth[parent] + 1 if parent >= 0 else 0)
        self.kind.append(kind)
        for values, value in (
            (self.end_line, 0), (self.parent, parent), (self.ordinal, ordinal), (self.count, 0),
            (self.line, line),
        ):  # fmt: skip
            values.append(value)  # ``line`` comes last: a container is found by it
        return len(self.line) - 1

    def kinds(self, top: int) -> list[int]:
        """Return the opening brackets around a place, the outermost first."""
        kinds: list[int] = []
        while top >= 0:
            kinds.append(self.kind[top])
            top = self.parent[top]
        return kinds[::-1]

    def opened_on(self, line: int) -> int:
        """Return the container that a line opens, -1 if it is not one of these."""
        at = bisect.bisect_left(self.line, line)
        return at if at < len(self.line) and self.line[at] == line else -1

    def at_depth(self, top: int, depth: int) -> int:
        """Return ``top`` or the container around it whose line has ``depth``; -1 for none."""
        while top >= 0 and self.depth[top] > depth:
            top = self.parent[top]
        return top if top >= 0 and self.depth[top] == depth else -1


class JsonIndex:
    """Lines by number and offset. Call ``grow`` until ``is_complete``, one piece at a time.

    Known lines may be read while another thread calls ``grow``: a piece is published when it is
    complete, and its lines are counted last.
    """

    shape = "json"

    def __init__(self, source: BodySource, piece: int = PIECE, first: int = 0) -> None:
        """``piece`` is the least size of a piece in bytes, ``first`` that of the first piece."""
        self.source, self._piece, self._first = source, piece, first or piece
        self.spans = Spans()
        self.line_count = 0
        """Lines found so far."""
        self.is_complete = False
        self.fault: int | None = None
        """The offset at which the body stops being JSON; the whole index is invalid then."""
        self.piece_at, self.piece_line = array("Q", [0]), array("Q")
        """Where each piece begins and the last one ends, and the first line of each piece."""
        self.piece_top, self.piece_ordinal = array("q"), array("Q")
        self._at, self._top, self._count = 0, -1, 0
        self._last_piece = -1
        """The number of the piece that ends the body, -1 while it is not known."""
        self._expects = validation.VALUE
        self._strings = list[Extent]()
        """The parts of the body that are left out of the pieces, in order."""
        self.lexed = kept(self._lex, _KEPT_PIECES)
        """Returns the lines of a piece; the last few results are cached."""
        self.row = kept(self._read_row, _KEPT_ROWS)
        """Returns the content of a line; the last few results are cached."""

    @property
    def next_ordinal(self) -> int:
        """How many children have begun in the container that is open after the last piece."""
        return self._count

    @property
    def indexed(self) -> int:
        """Bytes whose lines are known."""
        return self._at

    def grow(self, *, is_partial: bool = False) -> bool:
        """Index one more piece, in a millisecond or two, plus two for each megabyte of a string.

        While the body is still being received (``is_partial``), the last piece is not indexed.
        Return whether a piece was indexed.
        """
        piece = cut(self.source, self._at, self._piece if self._at else self._first)
        if is_partial and piece.is_last:
            return False
        self.fault = self._find_fault(piece)
        if self.fault is not None:
            self.is_complete = True
            return True
        self._strings.extend(piece.strings)
        if piece.is_last:
            self._last_piece = len(self.piece_line)
        self.piece_at.append(self._at + piece.size)
        self.piece_top.append(self._top)
        self.piece_ordinal.append(self._count)
        self.piece_line.append(self.line_count)
        if piece.lines:
            self._count += len(piece.residue)
            self.line_count += piece.lines
        else:
            self._read_exactly(piece)
        self._at += piece.size
        self._expects = self._expected_after(piece.data)
        self.is_complete = piece.is_last
        return True

    def _find_fault(self, piece: Piece) -> int | None:
        kinds = self.spans.kinds(self._top)
        for number, extent in enumerate(piece.strings):
            if not is_right(self.source, extent):
                return self._fault_before(extent, piece.strings[:number], kinds)
        left = _behind(kinds, piece.residue)
        is_whole = left is not None and (not left or not piece.is_last)
        if is_whole and validation.passes(piece.data, kinds, left or [], self._expects):
            return None
        if len(self.spans.kind) > _DEEPEST:
            return self._at
        fault = validation.find_fault(piece.data, kinds, self._expects, is_last=piece.is_last)
        return None if fault is None else in_body(fault, self._at, piece.strings)

    def _fault_before(self, extent: Extent, strings: Sequence[Extent], kinds: Sequence[int]) -> int:
        """Return the first fault in a piece with an invalid string: at the string, or before it."""
        quote = extent[0] - 1
        data = shortened(self.source, self._at, quote, strings)
        fault = validation.find_fault(data, kinds, self._expects, is_last=False)
        return quote if fault is None else in_body(fault, self._at, strings)

    def _expected_after(self, data: bytes) -> int:
        """Return what may follow a piece, which ends at the end of a line."""
        last = data.rstrip(WHITE)[-1:]
        is_array = self._top >= 0 and self.spans.kind[self._top] == 0x5B
        if last == b",":
            return validation.VALUE if is_array else validation.KEY
        if last in {b"{", b"["}:
            return validation.FIRST_VALUE if is_array else validation.FIRST_KEY
        return validation.NEXT if self._top >= 0 else validation.END

    def _read_exactly(self, piece: Piece) -> None:
        """Record the containers that a piece opens and closes, by lexing it."""
        lexed = lex(piece.data, self._depth_at(self._top), is_last=piece.is_last)
        depths, first = lexed.depths, self.line_count
        opened: list[tuple[int, int, int]] = []
        for number, is_closer in enumerate(lexed.is_closer):
            if is_closer:
                if opened:
                    self._count = opened.pop()[1]
                else:
                    self._close(first + number)
                continue
            self._count += 1
            is_end = number + 1 == len(depths)
            if piece.data[-1] in OPENERS if is_end else depths[number + 1] > depths[number]:
                end = len(piece.data) if is_end else lexed.starts[number + 1]
                opened.append((number, self._count, piece.data[end - 1]))
                self._count = 0
        for number, count, kind in opened:
            self._top = self.spans.open(kind, first + number, self._top, count - 1)
        self.line_count += len(depths)

    def _close(self, line: int) -> None:
        spans, top = self.spans, self._top
        spans.count[top] = self._count
        spans.end_line[top] = line
        self._count, self._top = spans.ordinal[top] + 1, spans.parent[top]

    def _depth_at(self, top: int) -> int:
        return self.spans.depth[top] + 1 if top >= 0 else 0

    # -- asking ------------------------------------------------------------------------------

    def piece_of(self, line: int) -> int:
        """Return the piece in which a line begins."""
        return bisect.bisect_right(self.piece_line, line) - 1

    def _lex(self, piece: int) -> Lexed:
        begin, end = self.piece_at[piece], self.piece_at[piece + 1]
        strings = self._strings_in(begin, end)
        data = shortened(self.source, begin, end, strings)
        lexed = lex(data, self._depth_at(self.piece_top[piece]), is_last=piece == self._last_piece)
        if not strings:
            return lexed
        starts = (in_body(start, begin, strings) - begin for start in lexed.starts)
        return lexed._replace(starts=array("Q", starts))

    def _strings_in(self, begin: int, end: int) -> list[Extent]:
        """Return the left-out parts within a part of the body that does not cut any of them."""
        first = bisect.bisect_left(self._strings, (begin, 0))
        return self._strings[first : bisect.bisect_left(self._strings, (end, 0))]

    def extent(self, line: int) -> tuple[int, int]:
        """Return the offsets where a line begins and ends."""
        piece = self.piece_of(line)
        begin, end = self.piece_at[piece], self.piece_at[piece + 1]
        starts, number = self.lexed(piece).starts, line - self.piece_line[piece]
        last = begin + starts[number + 1] if number + 1 < len(starts) else end
        return begin + starts[number], last

    def depth(self, line: int) -> int:
        """Return the number of containers around a line."""
        piece = self.piece_of(line)
        return self.lexed(piece).depths[line - self.piece_line[piece]]

    def is_closer(self, line: int) -> bool:
        """Return whether a line closes a container that another line opened."""
        piece = self.piece_of(line)
        return bool(self.lexed(piece).is_closer[line - self.piece_line[piece]])

    def _read_row(self, line: int) -> LexedLine:
        begin, end = self.extent(line)
        strings = self._strings_in(begin, end)
        if not strings:
            return read_row(self.source[begin:end], begin, self.depth(line))
        data = shortened(self.source, begin, end, strings)
        row = read_row(data, 0, self.depth(line))
        start, end = (in_body(at, begin, strings) for at in (row.start, row.end))
        at, behind = self._key_extent(data, row, begin, strings)
        key = self.source[at : min(behind, at + LONG)]
        if behind - at > LONG:
            key = key[: whole_characters(key)] + _CUT
        return LexedLine(row.depth, key, start, end, row.tail)

    def _key_extent(
        self, data: bytes, row: LexedLine, begin: int, strings: Sequence[Extent]
    ) -> Extent:
        at = len(data) - len(data.lstrip(WHITE))
        ends = (at, at + len(row.key))
        return in_body(ends[0], begin, strings), in_body(ends[1], begin, strings)

    def key(self, line: int) -> bytes:
        """Return the name on a line with its quotes, however long; empty for an array item."""
        key = self.row(line).key
        if not key.endswith(_CUT):
            return key
        begin, end = self.extent(line)
        strings = self._strings_in(begin, end)
        data = shortened(self.source, begin, end, strings)
        at, behind = self._key_extent(data, read_row(data, 0, 0), begin, strings)
        return self.source[at:behind]

    def line_at(self, offset: int) -> int:
        """Return the line of an offset; the last known line for an offset beyond."""
        piece = min(bisect.bisect_right(self.piece_at, offset), len(self.piece_line)) - 1
        starts = self.lexed(piece).starts
        number = bisect.bisect_right(starts, offset - self.piece_at[piece]) - 1
        return self.piece_line[piece] + max(0, number)


def _behind(kinds: list[int], residue: bytes) -> list[int] | None:
    """Return the opening brackets around the end of a piece; ``None`` if a closer is wrong."""
    left = list(kinds)
    for mark in residue.replace(b",", b""):
        if mark in OPENERS:
            left.append(mark)
        elif not left or CLOSER_OF[left.pop()] != mark:
            return None
    return left
