"""Cuts JSON into pieces at the ends of lines, fast; long strings and runs are left out."""

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
"""Structural characters checked after a piece without finding a better place to end it."""
_FARTHEST = 4 * PIECE
"""Bytes after a piece in which a better end than the first comma is searched."""
_LONG_FIRST = 1 << 20
_USUAL_DEPTH = 32

_KEPT = bytes(sorted(set(range(256)) - set(b"{}[],")))
"""All bytes that are not structural."""
_BETWEEN_MARKS = b"0123456789+-.eEaflnrstu:" + WHITE
"""The bytes of numbers and literals, and those that may surround them."""
_MARK = re.compile(rb'["{}\[\],]')
_PAIR = re.compile(rb"\{,*+\}|\[,*+\]")


class Piece(NamedTuple):
    """A part of the body that ends at the end of a line."""

    size: int
    """The piece's number of bytes in the body."""
    data: bytes
    """The text with long strings emptied, and long runs of digits or white space shortened."""
    strings: tuple[Extent, ...]
    """The extents in the body that are left out of ``data``."""
    residue: bytes
    """The structural characters that remain without all pairs that open and close in the piece."""
    lines: int
    """How many lines begin in the piece; 0 if the piece has to be lexed to know."""
    is_last: bool


def cut(source: BodySource, start: int, least: int = PIECE) -> Piece:
    """Return a piece of at least ``least`` bytes that begins at ``start``, where a line begins."""
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
        """The offset before which some character outside of strings is not JSON."""


def _cut(source: BodySource, start: int, data: bytes, strings: list[Extent]) -> Piece:
    at, size = start + len(data), len(source)
    outside, inside = _outside(data)
    if inside >= 0:
        at = _after_string(source, at - inside, at + is_escaping(data), strings)
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
    """Return whether a string or run of more than a mebibyte begins in the first piece."""
    data = source[:least]
    at, size = len(data), len(source)
    if at >= size:
        return False
    if _outside(data)[1] >= 0:
        return string_end(source, at + is_escaping(data), _LONG_FIRST) < 0
    return size - at > _LONG_FIRST and not _MARK.search(source.buffer, at, at + _LONG_FIRST)


def _after_string(source: BodySource, begin: int, at: int, strings: list[Extent]) -> int:
    """Return the end of a string whose content begins at ``begin``; add it if it is long."""
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
    """Return the text outside of strings, with a ``"`` for each string.

    The second value is the number of bytes at the end that are inside a string, -1 if the end is
    outside.
    """
    parts = without_escapes(data).split(b'"')
    return b'"'.join(parts[::2]), len(parts[-1]) if len(parts) % 2 == 0 else -1


def reduced(structure: bytes) -> bytes:
    """Remove all brackets that open and close, with the commas between them."""
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
    """Return how many lines begin in a piece in which every bracket is closed."""
    dense = outside.translate(None, WHITE)
    opened = dense.count(b"{") + dense.count(b"[") - dense.count(b"{}") - dense.count(b"[]")
    return dense.count(b",") + 2 * opened


def _find_end(source: BodySource, at: int, depth: int, strings: list[Extent]) -> int:
    """Return where a piece may end at or after ``at``, best with no more open than at its start.

    ``at`` is outside of strings; ``depth`` is the number of containers that the piece has opened.
    The result is -1 if no structure follows. Adds the long strings on the way to ``strings``.
    """
    comma, lowest, since = -1, 0, 0
    last, before, begun, first = -1, 0, at, at
    while since < _STEPS_WITHOUT_BETTER and (comma < 0 or at - first < _FARTHEST):
        at = _after_structure(source, at, strings)
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


def _after_structure(source: BodySource, at: int, strings: list[Extent]) -> int:
    """Return the offset after the next brace, bracket or comma outside of strings, -1 for none."""
    match = STRUCTURE.match(source.buffer, at, min(len(source), at + LONG))
    if match is not None and match.lastindex is not None:
        return match.end()
    while (mark := _find_mark(source, at, strings)) >= 0:
        at = mark + 1
        if source.buffer[mark] != 0x22:
            return at
        at = _after_string(source, at, at, strings)
    return -1


def _find_mark(source: BodySource, at: int, strings: list[Extent]) -> int:
    """Return the offset of the next brace, bracket, comma or quote, -1 for none.

    Adds a long run before it to ``strings``. Raises ``_NoJson``.
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
