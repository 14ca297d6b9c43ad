"""The items of one array of any length: the line of each, and all of them in chunks."""

import bisect
import threading
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from types import GenericAlias
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw

from weda_tui.core.json import nodes
from weda_tui.core.json.decoding import NOT_JSON, decoded
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.lexing import WHITE
from weda_tui.core.json.method_cache import kept
from weda_tui.core.json.tree import JsonKind, Path, scan

PIECES = 4
"""Pieces of the index that are read at once: some 256 KB."""
_KEPT = 16

Fields = dict[str, bytes]
"""The members of an item as received, by name; of a repeated name, the last member."""


class Chunk(NamedTuple):
    """Some consecutive items."""

    first: int
    """The ordinal of the first item."""
    at: int
    """The offset at which the items begin."""
    text: bytes
    """Their JSON text with the commas between them."""


class ArrayItems:
    """The items of the array that a line opens, as far as they are indexed."""

    def __init__(self, index: JsonIndex, line: int) -> None:
        self.index, self.line = index, line
        self._depth = index.depth(line) + 1
        self._starts = kept(self._find_starts, _KEPT)
        self._located = array("Q"), array("Q")
        self._locating = threading.Lock()

    @property
    def is_complete(self) -> bool:
        """Whether the end of the array is known."""
        return nodes.end_of(self.index, self.line) is not None

    def __len__(self) -> int:
        """Return how many items have begun."""
        spans, span = self.index.spans, self.index.spans.opened_on(self.line)
        if span >= 0 and spans.end_line[span]:
            return spans.count[span]
        last = self._last_piece()
        return self._before(last) + len(self._starts(last))

    def line_of(self, ordinal: int) -> int:
        """Return the line of an item. Raises ``IndexError`` if it is not known."""
        low, high = self.index.piece_of(self.line), self._last_piece()
        piece = low + bisect.bisect_right(range(low + 1, high + 1), ordinal, key=self._before)
        return self._starts(piece)[ordinal - self._before(piece)]

    def text_of(self, ordinal: int) -> bytes:
        """Return an item as received; empty while its end is not known."""
        starts, ends = self._located
        if ordinal < len(ends):
            return self.index.source[starts[ordinal] : ends[ordinal]]
        line = self.line_of(ordinal)
        last = nodes.end_of(self.index, line)
        if last is None:
            return b""
        return self.index.source[self.index.row(line).start : self.index.row(last).end]

    def chunks(self) -> Iterator[Chunk]:
        """Yield all items of a complete array; each step takes some milliseconds."""
        last = nodes.end_of(self.index, self.line)
        if last is None or last <= self.line:
            return
        at, first = self.index.row(self.line).end, 0
        begin, end = self.index.piece_of(self.line), self.index.piece_of(last)
        for piece in range(begin + PIECES, end + 1, PIECES):
            if not (starts := self._starts(piece)):
                continue
            stop, following = self.index.extent(starts[0])[0], self._before(piece)
            if following > first:
                yield self._chunk(first, at, stop)
                at, first = stop, following
        yield self._chunk(first, at, self.index.extent(last)[0])

    def locate(self, chunk: Chunk, items: Sequence[bytes]) -> None:
        """Store the extents of a chunk's items, so that each can be read at once, in any order.

        Chunks have to be given in order. A chunk that is already known is ignored, since two
        threads may give it at once.
        """
        starts, ends = self._located
        if chunk.first != len(ends):
            return
        at, found_starts, found_ends = 0, array("Q"), array("Q")
        for item in items:
            at = chunk.text.find(item, at)
            found_starts.append(chunk.at + at)
            at += len(item)
            found_ends.append(chunk.at + at)
        with self._locating:
            if chunk.first == len(ends):
                starts.extend(found_starts)
                ends.extend(found_ends)

    def _chunk(self, first: int, start: int, stop: int) -> Chunk:
        return Chunk(first, start, self.index.source[start:stop].rstrip(WHITE + b","))

    def _last_piece(self) -> int:
        end = nodes.end_of(self.index, self.line)
        return self.index.piece_of(end if end is not None else self.index.line_count - 1)

    def _before(self, piece: int) -> int:
        """Return how many items begin before a piece."""
        if piece == self.index.piece_of(self.line):
            return 0
        return nodes.first_ordinal(self.index, piece, self._depth - 1) + 1

    def _find_starts(self, piece: int) -> "array[int]":
        lexed, first = self.index.lexed(piece), self.index.piece_line[piece]
        end = nodes.end_of(self.index, self.line)
        stop = len(lexed.depths) if end is None else min(len(lexed.depths), end - first)
        numbers = range(max(0, self.line + 1 - first), stop)
        depths, closers, depth = lexed.depths, lexed.is_closer, self._depth
        return array("Q", (first + n for n in numbers if depths[n] == depth and not closers[n]))


def fields_of(item: bytes) -> Fields:
    """Return the members of an item; empty if it is not an object."""
    if item[:1] != b"{":
        return {}
    found = decoded(item, dict[str, Raw])
    if found is None:
        return _scanned(item.decode("utf-8", "replace"))
    return {name: bytes(raw) for name, raw in found.items()}


def _scanned(text: str) -> Fields:
    root = scan(text)
    if root is None or root.kind is not JsonKind.OBJECT:
        return {}
    pairs = zip(root.keys, root.items, strict=True)
    return {key.name: text[node.start : node.end].encode("utf-8", "replace") for key, node in pairs}


def items_in(chunk: Chunk) -> list[bytes]:
    """Return the items of a chunk, each as received."""
    found = msgspec.json.decode(b"".join((b"[", chunk.text, b"]")), type=list[Raw])
    return [bytes(raw) for raw in found]


@lru_cache(maxsize=16)
def _cells_of(name: str) -> "msgspec.json.Decoder[Any]":
    fields = [("value", Raw, Raw())]
    kind: Any = msgspec.defstruct("Cell", fields, rename={"value": name}, gc=False)
    items: Any = GenericAlias(list, (kind,))
    return msgspec.json.Decoder(items)


def column_in(chunk: Chunk, name: str) -> list[bytes]:
    """Return the value of one member for each item of a chunk; empty if an item lacks it."""
    try:
        found: list[Any] = _cells_of(name).decode(b"".join((b"[", chunk.text, b"]")))
    except (*NOT_JSON, ValueError):
        return [fields_of(item).get(name, b"") for item in items_in(chunk)]
    return [bytes(cell.value) for cell in found]


_DEEPEST, _MOST_NODES = 6, 400
"""The depth of the search for arrays, and the number of nodes that it visits."""


def holds_objects(index: JsonIndex, line: int) -> bool:
    """Return whether a line opens an array whose first item is an object."""
    if nodes.kind_of(index, line) != "[" or not nodes.opens(index, line):
        return False
    return line + 1 < index.line_count and nodes.kind_of(index, line + 1) == "{"


def array_around(index: JsonIndex, line: int) -> int:
    """Return the line of the innermost array of objects around a line, or opened by it; else -1."""
    at = nodes.head_of(index, line) if index.line_count else -1
    while at >= 0 and not holds_objects(index, at):
        at = nodes.parent_of(index, at)
    return at


def best_array(index: JsonIndex) -> int:
    """Return the line of the longest array of objects outside of other arrays; -1 without one."""
    found = list(_arrays(index))
    return max(found, key=lambda line: (len(ArrayItems(index, line)), -line), default=-1)


def array_of_length(index: JsonIndex, length: int | None) -> int:
    """Return the line of the first array of ``length`` objects outside other arrays; else -1."""
    return next((each for each in _arrays(index) if len(ArrayItems(index, each)) == length), -1)


def array_at(index: JsonIndex, path: Path) -> int:
    """Return the line of the array of objects at a path; -1 if there is none."""
    line = 0 if index.line_count else -1
    for step in path:
        line = nodes.child_line(index, line, step)
        if line < 0:
            return -1
    return line if line >= 0 and holds_objects(index, line) else -1


def _arrays(index: JsonIndex) -> Iterator[int]:
    level, seen = ([0] if index.line_count else []), 0
    for _ in range(_DEEPEST):
        below: list[int] = []
        for line in level:
            if holds_objects(index, line):
                yield line
            elif nodes.kind_of(index, line) == "{" and nodes.opens(index, line):
                child = line + 1
                while 0 <= child < index.line_count and seen < _MOST_NODES:
                    seen += 1
                    if nodes.opens(index, child):
                        below.append(child)
                    child = nodes.next_sibling(index, child)
        level = below
