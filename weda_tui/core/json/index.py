"""The lines of a JSON body of any size, and which containers are open at each piece's start."""

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
"""The end of a name that is not shown whole."""
_DEEPEST = 1_000_000
"""Containers that may be open across pieces; more deeply nested text is shown as text."""
_KEPT_PIECES, _KEPT_ROWS = 16, 512


class Spans:
    """The containers that are open where a piece begins; a number names each, -1 none."""

    def __init__(self) -> None:
        self.line = array("Q")
        """The line that opens it."""
        self.end_line = array("Q")
        """The line that closes it; 0 as long as that is not known."""
        self.parent = array("q")
        self.ordinal = array("Q")
        """Which child of its parent it is, from 0."""
        self.depth = array("I")
        self.count = array("Q")
        """Its children; only right once it is closed."""
        self.kind = bytearray()
        """The opener."""

    def open(self, kind: int, line: int, parent: int, ordinal: int) -> int:
        """Add a container and return its number."""
        self.depth.append(self.depth[parent] + 1 if parent >= 0 else 0)
        self.kind.append(kind)
        for values, value in (
            (self.end_line, 0), (self.parent, parent), (self.ordinal, ordinal), (self.count, 0),
            (self.line, line),
        ):  # fmt: skip
            values.append(value)  # by its line it is found: that comes last
        return len(self.line) - 1

    def kinds(self, top: int) -> list[int]:
        """Return the openers around a place, the outermost first."""
        kinds: list[int] = []
        while top >= 0:
            kinds.append(self.kind[top])
            top = self.parent[top]
        return kinds[::-1]

    def opened_on(self, line: int) -> int:
        """Return the container that a line opens, -1 when it is none of these."""
        at = bisect.bisect_left(self.line, line)
        return at if at < len(self.line) and self.line[at] == line else -1

    def at_depth(self, top: int, depth: int) -> int:
        """Return the container around ``top``, or ``top``, whose line has a depth; -1 for none."""
        while top >= 0 and self.depth[top] > depth:
            top = self.parent[top]
        return top if top >= 0 and self.depth[top] == depth else -1


class JsonIndex:
    """Lines by number and offset. ``grow`` until ``is_complete``, a piece at a time.

    What is known may be read while another thread grows it: a piece is told of once all of it is
    there, and its lines are counted last.
    """

    shape = "json"

    def __init__(self, source: BodySource, piece: int = PIECE, first: int = 0) -> None:
        """``piece`` is the size of a piece in bytes, at least; ``first`` that of the first one."""
        self.source, self._piece, self._first = source, piece, first or piece
        self.spans = Spans()
        self.line_count = 0
        """Lines found so far."""
        self.is_complete = False
        self.fault: int | None = None
        """The offset at which the body stops being JSON; nothing of the index holds then."""
        self.piece_at, self.piece_line = array("Q", [0]), array("Q")
        """Where each piece begins, and the last one ends; the first line of each."""
        self.piece_top, self.piece_ordinal = array("q"), array("Q")
        self._at, self._top, self._count = 0, -1, 0
        self._last_piece = -1
        """The piece that ends the body, -1 as long as that is not known."""
        self._expects = validation.VALUE
        self._strings = list[Extent]()
        """What is left out of the pieces, in order."""
        self.lexed = kept(self._lex, _KEPT_PIECES)
        """Returns the lines of a piece; the last few stay at hand."""
        self.row = kept(self._read_row, _KEPT_ROWS)
        """Returns what stands on a line."""

    @property
    def next_ordinal(self) -> int:
        """How many children of the container that is open behind the last piece have begun."""
        return self._count

    @property
    def indexed(self) -> int:
        """Bytes whose lines are known."""
        return self._at

    def grow(self, *, is_partial: bool = False) -> bool:
        """Take in one more piece: a millisecond or two, two more for each megabyte of a string.

        Of a body that is still on its way (``is_partial``) the last piece is left alone: return
        whether one was taken in.
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
        self._expects = self._expected_behind(piece.data)
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
        """Return the first fault in a piece with a string that is wrong: there, or before it."""
        quote = extent[0] - 1
        data = shortened(self.source, self._at, quote, strings)
        fault = validation.find_fault(data, kinds, self._expects, is_last=False)
        return quote if fault is None else in_body(fault, self._at, strings)

    def _expected_behind(self, data: bytes) -> int:
        """Return what may come behind a piece that ends where a line ends."""
        last = data.rstrip(WHITE)[-1:]
        is_array = self._top >= 0 and self.spans.kind[self._top] == 0x5B
        if last == b",":
            return validation.VALUE if is_array else validation.KEY
        if last in {b"{", b"["}:
            return validation.FIRST_VALUE if is_array else validation.FIRST_KEY
        return validation.NEXT if self._top >= 0 else validation.END

    def _read_exactly(self, piece: Piece) -> None:
        """Follow what opens and closes in a piece."""
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
        """Return what is left out of a part of the body that begins and ends outside of it."""
        first = bisect.bisect_left(self._strings, (begin, 0))
        return self._strings[first : bisect.bisect_left(self._strings, (end, 0))]

    def extent(self, line: int) -> tuple[int, int]:
        """Return where a line begins, and where it ends."""
        piece = self.piece_of(line)
        begin, end = self.piece_at[piece], self.piece_at[piece + 1]
        starts, number = self.lexed(piece).starts, line - self.piece_line[piece]
        last = begin + starts[number + 1] if number + 1 < len(starts) else end
        return begin + starts[number], last

    def depth(self, line: int) -> int:
        """Return how deep a line stands."""
        piece = self.piece_of(line)
        return self.lexed(piece).depths[line - self.piece_line[piece]]

    def is_closer(self, line: int) -> bool:
        """Return whether a line closes what another one opened."""
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
        """Return the name of a line with its quotes, however long; empty for an item."""
        key = self.row(line).key
        if not key.endswith(_CUT):
            return key
        begin, end = self.extent(line)
        strings = self._strings_in(begin, end)
        data = shortened(self.source, begin, end, strings)
        at, behind = self._key_extent(data, read_row(data, 0, 0), begin, strings)
        return self.source[at:behind]

    def line_at(self, offset: int) -> int:
        """Return the line in which an offset stands, the last known one for what is beyond."""
        piece = min(bisect.bisect_right(self.piece_at, offset), len(self.piece_line)) - 1
        starts = self.lexed(piece).starts
        number = bisect.bisect_right(starts, offset - self.piece_at[piece]) - 1
        return self.piece_line[piece] + max(0, number)


def _behind(kinds: list[int], residue: bytes) -> list[int] | None:
    """Return the openers around the end of a piece; ``None`` where a closer does not fit."""
    left = list(kinds)
    for mark in residue.replace(b",", b""):
        if mark in OPENERS:
            left.append(mark)
        elif not left or CLOSER_OF[left.pop()] != mark:
            return None
    return left
