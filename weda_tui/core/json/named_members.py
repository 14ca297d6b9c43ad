"""Finds every member with one name below a value, in one pass over the bytes."""

import re
from collections.abc import Iterator
from functools import lru_cache

from weda_tui.core.json import nodes
from weda_tui.core.json.lazy_values import WINDOW, JsonReader
from weda_tui.core.json.lexing import OPENERS, STRING

Span = tuple[int, int]
MOST_IN_ITEM = 100_000
"""The maximum number of members kept until their order is known."""
_WS = rb"[ \t\r\n]*+"
_PLAIN = rb'[^"{}\[\]]*+'
_ESCAPED = rb'"[^"\\]*+(?:\\.[^"\\]*+)++"'
_BLANKS = re.compile(_WS)
_SCALAR = re.compile(STRING + rb'|[^ \t\r\n,:"{}\[\]]++', re.DOTALL)


class TooManyMembers(Exception):  # noqa: N818 - no error: the caller has a slower way
    """An item has more members than can be sorted in memory; the caller uses another way."""


@lru_cache(maxsize=64)
def _next_with(quoted: bytes) -> "re.Pattern[bytes]":
    """Return a pattern that ends with the next bracket, key of a name, or key with an escape."""
    key = re.escape(quoted) + _WS + rb":" + _WS
    other = rb'(?:"[^"\\]*+"|' + _ESCAPED + rb"(?!" + _WS + rb":))"
    return re.compile(
        _PLAIN + rb"(?:(?!" + key + rb")" + other + _PLAIN + rb")*+"
        rb"(?:(" + key + rb")|([{}\[\]])|(" + _ESCAPED + rb")" + _WS + rb":" + _WS + rb")",
        re.DOTALL,
    )  # fmt: skip


def can_scan(name: str) -> bool:
    """Return whether a name can be searched in the bytes as it is."""
    return name.isprintable() and '"' not in name and "\\" not in name


def members_named(reading: JsonReader, start: int, end: int, name: str) -> Iterator[Span]:
    """Yield the extent of each member with a name between ``start`` and ``end``.

    Both offsets are between items of an array, or around one value. The order is that of RFC 9535:
    by the start of the object; of a repeated name in an object, the last member counts. Raises
    ``TooManyMembers`` if the order is not known within ``MOST_IN_ITEM`` members; ``reading.at`` is
    then the start of the item that was not yielded.
    """
    buffer, quoted = reading.buffer, b'"%s"' % name.encode("utf-8", "surrogatepass")
    opened, found, begun = list[int](), dict[int, Span](), dict[int, int]()
    for match in _marks(_next_with(quoted), reading, start, end):
        at = match.end()
        if match.lastindex != 2:
            if match[1] is None and nodes.key_name(match[3]) != name:
                continue
            blanks = _BLANKS.match(buffer, at)  # the window may end before the white space
            at = blanks.end() if blanks is not None else at
            if buffer[at] in OPENERS:
                begun[at] = opened[-1]
            else:
                found[opened[-1]] = at, _end_of_scalar(reading, at)
        elif buffer[at - 1] in OPENERS:
            reading.at = reading.at if opened else at - 1
            opened.append(at - 1)
        else:
            begins = opened.pop()
            if begins in begun:
                found[begun.pop(begins)] = begins, at
            if not opened:
                yield from (found[parent] for parent in sorted(found))
                found.clear()
            elif len(found) > MOST_IN_ITEM:
                raise TooManyMembers


def _marks(
    pattern: "re.Pattern[bytes]", reading: JsonReader, start: int, end: int
) -> "Iterator[re.Match[bytes]]":
    """Yield the matches of a pattern, each within a window that grows if necessary."""
    buffer, pace, at, window = reading.buffer, reading.pace, start, WINDOW
    while at < end:
        pace()
        match = pattern.match(buffer, at, min(at + window, end))
        if match is not None:
            at, window = match.end(), WINDOW
            yield match
        elif at + window >= end:
            return
        else:
            window *= 2


def _end_of_scalar(reading: JsonReader, at: int) -> int:
    match = _SCALAR.match(reading.buffer, at)
    return match.end() if match is not None else at
