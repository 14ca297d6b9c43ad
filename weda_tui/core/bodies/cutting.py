"""Cuts JSON into pieces at the ends of lines, fast: strings are never looked into."""

import re
from typing import NamedTuple

from weda_tui.core.bodies.lexing import CLOSER_OF, CLOSERS, OPENERS, STRING_TAIL, STRUCTURE, WHITE
from weda_tui.core.bodies.source import Source

PIECE = 64 * 1024
"""Bytes of a piece, at least."""
_STEPS_WITHOUT_BETTER = 512
"""Braces, brackets and commas looked at behind a piece for a better place to end than the last."""

_USUAL_DEPTH = 32

_KEPT = bytes(sorted(set(range(256)) - set(b"{}[],")))
"""What is not structure."""
_PAIR = re.compile(rb"\{,*+\}|\[,*+\]")


class Piece(NamedTuple):
    """A piece that ends where a line ends."""

    data: bytes
    residue: bytes
    """What is left of its structure without all that opens and closes in it."""
    lines: int
    """How many lines begin in it; 0 where that takes reading it exactly."""
    is_last: bool


def cut(source: Source, start: int, least: int = PIECE) -> Piece:
    """Return the piece of some size that begins at ``start``, where a line begins."""
    data = source[start : start + least]
    size = len(source)
    if start + len(data) >= size:
        return _rest(source, start)
    outside, is_open = _outside(data)
    at = start + len(data)
    if is_open:
        tail = STRING_TAIL.match(source.buffer, at + _odd_backslashes(data))
        at = tail.end() if tail else size
        outside += b'"'
    residue = reduced(outside.translate(None, _KEPT))
    end = _find_end(source, at, residue.count(b"{") + residue.count(b"["))
    if not at < end < size:
        return _rest(source, start)
    behind, _ = _outside(source[at:end])
    residue = reduced(residue + behind.translate(None, _KEPT))
    data = source[start:end]
    if residue.strip(b",") or not data.endswith(b","):
        return Piece(data, residue, 0, is_last=False)
    return Piece(data, residue, _count_lines(outside + behind), is_last=False)


def _rest(source: Source, start: int) -> Piece:
    data = source[start : len(source)]
    return Piece(data, reduced(_outside(data)[0].translate(None, _KEPT)), 0, is_last=True)


def _outside(data: bytes) -> tuple[bytes, bool]:
    """Return what is outside of strings, each of them a ``"``, and whether the end is inside."""
    if b"\\" in data:
        data = data.replace(rb"\\", b"__").replace(rb"\"", b"__")
    parts = data.split(b'"')
    return b'"'.join(parts[::2]), len(parts) % 2 == 0


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


def _odd_backslashes(data: bytes) -> int:
    """Return 1 when the last character is a backslash that escapes the next one."""
    return (len(data) - len(data.rstrip(b"\\"))) % 2


def _find_end(source: Source, at: int, depth: int) -> int:
    """Return where a piece may end at or behind ``at``: best where as much is open as before it.

    Outside of strings; ``depth`` containers opened in the piece are open. -1 where no structure
    follows.
    """
    comma, lowest, since = -1, 0, 0
    last, before, begun = -1, 0, at
    while since < _STEPS_WITHOUT_BETTER:
        match = STRUCTURE.match(source.buffer, at)
        if match is None or match.lastindex is None:
            break
        at, since = match.end(), since + 1
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
