"""Strings of megabytes: where they end and whether they are right, in steps that let others in."""

import re
from collections.abc import Iterable

from weda_tui.core.bodies.source import CONTINUATIONS, Source
from weda_tui.core.json_tree import unquote

LONG = 4096
"""Bytes from which the inside of a string is left out of what is read at once."""
STEP = 64 * 1024
"""Bytes that are looked at in one go; the first of them are fewer."""
_FIRST = 256
_CONTROLS = bytes(range(0x20))
_ESCAPED = re.compile(rb'[^\\]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^\\]*+)*+', re.DOTALL)
_LONGEST_ESCAPE = 6
_FIRST_HALF = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}")

Extent = tuple[int, int]
"""Where the inside of a string begins, and where its closing quote stands."""


def without_escapes(data: bytes) -> bytes:
    """Return the inside of strings with every escaped quote and backslash as something else."""
    return data.replace(rb"\\", b"__").replace(rb"\"", b"__") if b"\\" in data else data


def string_end(source: Source, at: int, most: int = 0) -> int:
    """Return the offset behind the quote that ends a string, -1 where none does.

    ``at`` is inside the string, at no second half of an escape. ``most`` are the bytes that are
    looked at, about; 0 is all.
    """
    size = min(len(source), at + most) if most else len(source)
    step = _FIRST
    while at < size:
        data = source[at : at + step]
        if is_escaping(data):
            if len(data) == 1:
                return -1
            data = data[:-1]
        quote = without_escapes(data).find(b'"')
        if quote >= 0:
            return at + quote + 1
        at, step = at + len(data), min(4 * step, STEP)
    return -1


def is_escaping(data: bytes) -> bool:
    """Return whether the last character is a backslash that escapes the next one."""
    return (len(data) - len(data.rstrip(b"\\"))) % 2 == 1


def is_right(source: Source, extent: Extent) -> bool:
    """Return whether the inside of a string has only what may stand there; UTF-8 is not looked at.

    One that has no end is not.
    """
    at, end = extent
    if end >= len(source):
        return False
    while at < end:
        data = source[at : min(end, at + STEP)]
        if at + len(data) < end:
            data = data[: _whole_escapes(data)]
        if len(data.translate(None, _CONTROLS)) < len(data):
            return False
        if b"\\" in data and _ESCAPED.fullmatch(data) is None:
            return False
        at += len(data)
    return True


def text_of(source: Source, start: int, end: int) -> str:
    """Return the text of a right string, its quotes inside the offsets; see ``unquote``."""
    parts, at, quote = list[str](), start + 1, end - 1
    while at < quote:
        data = source[at : min(quote, at + STEP)]
        if at + len(data) < quote:
            data = data[: _whole_characters(data)]
        parts.append(unquote(f'"{data.decode("utf-8", "replace")}"'))
        at += len(data)
    return "".join(parts)


def _whole_characters(data: bytes) -> int:
    """Return up to where data can be cut without cutting an escape, two for one, or UTF-8."""
    at = _whole_escapes(data)
    pair = at - _LONGEST_ESCAPE
    if _FIRST_HALF.fullmatch(data, pair, at) and is_escaping(data[: pair + 1]):
        return pair
    while at > 1 and data[at - 1] in CONTINUATIONS:
        at -= 1
    return at - 1 if at > 1 and data[at - 1] > max(CONTINUATIONS) else at


def _whole_escapes(data: bytes) -> int:
    """Return up to where data can be cut without cutting an escape."""
    at = data.rfind(b"\\", len(data) - _LONGEST_ESCAPE + 1)
    return at if at > 0 and is_escaping(data[: at + 1]) else len(data)


def shortened(source: Source, start: int, end: int, strings: Iterable[Extent]) -> bytes:
    """Return a part of a body with the inside of some of its strings left out: ``""``."""
    parts = list[bytes]()
    for begin, quote in strings:
        parts.append(source[start:begin])
        start = quote
    parts.append(source[start:end])
    return b"".join(parts)


def in_body(offset: int, start: int, strings: Iterable[Extent]) -> int:
    """Return where in a body stands what has an offset in its shortened part from ``start`` on."""
    at = start + offset
    for begin, quote in strings:
        if at <= begin:
            break
        at += quote - begin
    return at
