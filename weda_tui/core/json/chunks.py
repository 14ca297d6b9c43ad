"""Cuts JSON into pieces at the ends of lines, fast; what is long in them is left out."""

import re
from typing import NamedTuple

from weda_tui.core.json.lexing import CLOSER_OF, CLOSERS, OPENERS, STRUCTURE, WHITE
from weda_tui.core.json.long_strings import (
    LONG,
    STEP,
    Extent,
    is_escaping,
    leave_out_run,
    shortened,
    string_end,
    without_escapes,
)
from weda_tui.core.json.source import BodySource

PIECE = 64 * 1024
"""Bytes of a piece, at least."""
_STEPS_WITHOUT_BETTER = 512
"""Braces, brackets and commas looked at behind a piece for a better place to end than the last."""
_FARTHEST = 4 * PIECE
"""Bytes behind a piece in which a better place is looked for than the first comma."""
_LONG_FIRST = 1 << 20
_USUAL_DEPTH = 32

_KEPT = bytes(sorted(set(range(256)) - set(b"{}[],")))
"""What is not structure."""
_BETWEEN_MARKS = b"0123456789+-.eEaflnrstu:" + WHITE
"""The bytes of numbers and words, and what may stand around them."""
_MARK = re.compile(rb'["{}\[\],]')
_PAIR = re.compile(rb"\{,*+\}|\[,*+\]")


class Piece(NamedTuple):
    """A piece that ends where a line ends."""

    size: int
    """Bytes of the body."""
    data: bytes
    """Its text, long strings empty, long numbers and blanks short."""
    strings: tuple[Extent, ...]
    """Where in the body stands what is left out of these."""
    residue: bytes
    """What is left of its structure without all that opens and closes in it."""
    lines: int
    """How many lines begin in it; 0 where that takes reading it exactly."""
    is_last: bool


def cut(source: BodySource, start: int, least: int = PIECE) -> Piece:
    """Return the piece of some size that begins at ``start``, where a line begins."""
    data = source[start : start + least]
    at, size = start + len(data), len(source)
    if at >= size:
        return _rest(source, start, [])
    strings = list[Extent]()
    try:
        return _cut(source, start, data, strings)
    except _NoJson as error:
        end = error.at
        data = shortened(source, start, end, strings)
        return Piece(end - start, data, tuple(strings), b"", 0, is_last=False)


class _NoJson(Exception):  # noqa: N818 - no error: bodies are that
    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at
        """The offset before which, outside of strings, something stands that no JSON has."""


def _cut(source: BodySource, start: int, data: bytes, strings: list[Extent]) -> Piece:
    at, size = start + len(data), len(source)
    outside, inside = _outside(data)
    if inside >= 0:
        at = _behind_string(source, at - inside, at + is_escaping(data), strings)
        outside += b'"'
    residue = reduced(outside.translate(None, _KEPT))
    end = _find_end(source, at, residue.count(b"{") + residue.count(b"["), strings)
    if not at < end < size:
        return _rest(source, start, strings)
    strings = [each for each in strings if each[0] < end]
    behind, _ = _outside(shortened(source, at, end, [each for each in strings if each[0] >= at]))
    residue = reduced(residue + behind.translate(None, _KEPT))
    data = shortened(source, start, end, strings)
    is_exact = bool(residue.strip(b",")) or not data.endswith(b",")
    lines = 0 if is_exact else _count_lines(outside + behind)
    return Piece(end - start, data, tuple(strings), residue, lines, is_last=False)


def begins_long(source: BodySource, least: int) -> bool:
    """Return whether something in the first piece goes on for more than a mebibyte."""
    data = source[:least]
    at, size = len(data), len(source)
    if at >= size:
        return False
    if _outside(data)[1] >= 0:
        return string_end(source, at + is_escaping(data), _LONG_FIRST) < 0
    return size - at > _LONG_FIRST and not _MARK.search(source.buffer, at, at + _LONG_FIRST)


def _behind_string(source: BodySource, begin: int, at: int, strings: list[Extent]) -> int:
    """Return where a string ends whose inside begins at ``begin``; add it if it is long."""
    end = string_end(source, at)
    if end < 0:
        strings.append((begin, len(source)))
        return len(source)
    if end - 1 - begin > LONG:
        strings.append((begin, end - 1))
    return end


def _rest(source: BodySource, start: int, strings: list[Extent]) -> Piece:
    data = shortened(source, start, len(source), strings)
    residue = reduced(_outside(data)[0].translate(None, _KEPT))
    return Piece(len(source) - start, data, tuple(strings), residue, 0, is_last=True)


def _outside(data: bytes) -> tuple[bytes, int]:
    """Return what is outside of strings, each of them a ``"``.

    Then how many bytes at the end are inside of one, -1 where the end is outside.
    """
    parts = without_escapes(data).split(b'"')
    return b'"'.join(parts[::2]), len(parts[-1]) if len(parts) % 2 == 0 else -1


def reduced(structure: bytes) -> bytes:
    """Take away all that opens and closes."""
    for _ in range(_USUAL_DEPTH):
        shorter = _PAIR.sub(b"", structure)
        if len(shorter) == len(structure):
            return shorter
        structure = shorter
    left = bytearray()
    opened: list[int] = []
    for mark in structure:
        if mark in CLOSERS and opened and CLOSER_OF[left[opened[-1]]] == mark:
            del left[opened.pop() :]
            continue
        if mark in OPENERS:
            opened.append(len(left))
        elif mark in CLOSERS:
            opened.clear()
        left.append(mark)
    return bytes(left)


def _count_lines(outside: bytes) -> int:
    """Return how many lines begin in a piece in which all that opens also closes."""
    dense = outside.translate(None, WHITE)
    opened = dense.count(b"{") + dense.count(b"[") - dense.count(b"{}") - dense.count(b"[]")
    return dense.count(b",") + 2 * opened


def _find_end(source: BodySource, at: int, depth: int, strings: list[Extent]) -> int:
    """Return where a piece may end at or behind ``at``: best where as much is open as before it.

    Outside of strings; ``depth`` containers opened in the piece are open. -1 where no structure
    follows. Adds what is long on its way.
    """
    comma, lowest, since = -1, 0, 0
    last, before, begun, first = -1, 0, at, at
    while since < _STEPS_WITHOUT_BETTER and (comma < 0 or at - first < _FARTHEST):
        at = _behind_structure(source, at, strings)
        if at < 0:
            break
        since += 1
        mark = source.buffer[at - 1]
        if mark == 0x2C:
            if comma < 0 or depth < lowest:
                comma, lowest, since = at, depth, 0
            if depth <= 0:
                return at
        elif mark in OPENERS:
            depth += 1
            last = begun if before in OPENERS else last
        else:
            depth -= 1
            last = at - 1 if before in CLOSERS else last
        before, begun = mark, at
    return comma if comma >= 0 else last


def _behind_structure(source: BodySource, at: int, strings: list[Extent]) -> int:
    """Return the offset behind the next brace, bracket or comma outside of strings, -1 for none."""
    match = STRUCTURE.match(source.buffer, at, min(len(source), at + LONG))
    if match is not None and match.lastindex is not None:
        return match.end()
    while (mark := _find_mark(source, at, strings)) >= 0:
        at = mark + 1
        if source.buffer[mark] != 0x22:
            return at
        at = _behind_string(source, at, at, strings)
    return -1


def _find_mark(source: BodySource, at: int, strings: list[Extent]) -> int:
    """Return the offset of the next brace, bracket, comma or quote, -1 for none.

    Leaves out what is long before it. Raises ``_NoJson``.
    """
    size = len(source)
    while at < size:
        end = min(size, at + STEP)
        if match := _MARK.search(source.buffer, at, end):
            return match.start()
        if source[at:end].translate(None, _BETWEEN_MARKS):
            raise _NoJson(end)
        if end - at == STEP:
            leave_out_run(source, at, end, strings)
        at = end
    return -1
