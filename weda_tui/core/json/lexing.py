"""Finds the lines of laid-out JSON in a piece, and splits a line into its parts."""

import re
from array import array
from typing import NamedTuple

WHITE = b" \t\r\n"
OPENERS, CLOSERS = b"{[", b"}]"
CLOSER_OF = {ord("{"): ord("}"), ord("["): ord("]")}

STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
STRUCTURE = re.compile(
    rb'[^"{}\[\],]*+(?:' + STRING + rb'[^"{}\[\],]*+)*+(?:([{}\[\],])|\Z)', re.DOTALL
)
"""Matches up to the next brace, bracket or comma outside of strings, else to the end."""
_KEY = re.compile(rb"(" + STRING + rb")[ \t\r\n]*+:[ \t\r\n]*+", re.DOTALL)


class Lexed(NamedTuple):
    """The lines of a piece. A line begins after an opener or a comma, and at a closer."""

    starts: "array[int]"
    """Offset of each line from the start of the piece."""
    depths: "array[int]"
    """The depth of each line, which determines its indentation."""
    is_closer: bytearray
    """1 for a line that begins with a closer."""


def lex(data: bytes, depth: int, *, is_last: bool = True) -> Lexed:
    """Return the lines of a valid piece that begins with a line; ``depth`` containers are open.

    A line that would begin at the end of the piece belongs to the next piece, unless this is the
    last.
    """
    starts, depths, closers = array("Q", [0]), array("I", [depth]), bytearray(1)
    add_start, add_depth, add_closer = starts.append, depths.append, closers.append
    opened = -1
    for match in STRUCTURE.finditer(data):
        if match.lastindex is None:
            break
        end = match.end()
        mark = data[end - 1]
        if mark == 0x2C:  # ,
            add_start(end)
            add_depth(depth)
            add_closer(0)
        elif mark in OPENERS:
            depth += 1
            opened = end
            add_start(end)
            add_depth(depth)
            add_closer(0)
        else:
            depth -= 1
            is_new = starts[-1] == opened or len(starts) == 1
            if is_new and not data[starts[-1] : end - 1].strip(WHITE):
                if starts[-1] == opened:
                    del starts[-1], depths[-1], closers[-1]
                else:
                    depths[0], closers[0] = depth, 1
                continue
            add_start(end - 1)
            add_depth(depth)
            add_closer(1)
    if not is_last and len(starts) > 1 and starts[-1] == len(data):
        del starts[-1], depths[-1], closers[-1]
    return Lexed(starts, depths, closers)


class LexedLine(NamedTuple):
    """The parts of a line; offsets are those of the body."""

    depth: int
    key: bytes
    """The name of a member with its quotes; empty for an array item.

    A name of many kilobytes is cut, and ends with ``…``.
    """
    start: int
    """The offset where the value begins."""
    end: int
    """The offset after the value; for a container that continues below, after its opener."""
    tail: str
    """A comma, or an empty string."""

    @property
    def is_key(self) -> bool:
        """Whether the line has a name."""
        return bool(self.key)


def read_row(data: bytes, at: int, depth: int) -> LexedLine:
    """Return the parts of a line of JSON; ``data`` is the line, ``at`` its offset."""
    head = len(data) - len(data.lstrip(WHITE))
    end = len(data.rstrip(WHITE))
    tail = ""
    if data[end - 1 : end] == b"," and end > head:
        tail, end = ",", len(data[: end - 1].rstrip(WHITE))
    match = _KEY.match(data, head, end) if data[head : head + 1] == b'"' else None
    if match is None:
        return LexedLine(depth, b"", at + head, at + end, tail)
    return LexedLine(depth, match[1], at + match.end(), at + end, tail)
