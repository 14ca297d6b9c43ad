"""Strings, numbers and blanks of megabytes: where they end and whether they are right.

All in steps that let other threads in.
"""

import re
from collections.abc import Iterable, Iterator

from weda_tui.core.json.lexing import WHITE
from weda_tui.core.json.long_text import joined
from weda_tui.core.json.source import CONTINUATIONS, BodySource
from weda_tui.core.json.tree import unquote

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
"""Where the inside of a string begins, and where its closing quote stands.

Or what is left out between the first two and the last of many digits, or of many blanks: then the
rest is right where the whole is.
"""
_RUNS = (b"0123456789", WHITE)


def without_escapes(data: bytes) -> bytes:
    """Return the inside of strings with every escaped quote and backslash as something else."""
    return data.replace(rb"\\", b"__").replace(rb"\"", b"__") if b"\\" in data else data


def string_end(source: BodySource, at: int, most: int = 0) -> int:
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


def is_right(source: BodySource, extent: Extent) -> bool:
    """Return whether the inside of a string has only what may stand there; UTF-8 is not looked at.

    One that has no end is not.
    """
    at, end = extent
    if source[at - 1 : at] != b'"':
        return True
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


def leave_out_run(source: BodySource, at: int, end: int, extents: list[Extent]) -> None:
    """Add a part outside of strings to what is left out if it is nothing but digits, or blanks."""
    data = source[at:end]
    run = next((run for run in _RUNS if data[0] in run and not data.translate(None, run)), None)
    if run is None:
        return
    begin = at + 2
    if extents and extents[-1][1] == at - 1 and source.buffer[at - 1] in run:
        begin = extents.pop()[0]
    extents.append((begin, end - 1))


def text_of(source: BodySource, start: int, end: int) -> str:
    """Return the text of a right string, its quotes inside the offsets; see ``unquote``."""
    return joined(text_parts(source, start, end))


def text_parts(source: BodySource, start: int, end: int) -> Iterator[str]:
    """Yield the text of a right string, ``STEP`` bytes of it at a time."""
    at, quote = start + 1, end - 1
    while at < quote:
        data = source[at : min(quote, at + STEP)]
        if at + len(data) < quote:
            data = data[: whole_characters(data)]
        yield unquote(f'"{data.decode("utf-8", "replace")}"')
        at += len(data)


def whole_characters(data: bytes) -> int:
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


def shortened(source: BodySource, start: int, end: int, strings: Iterable[Extent]) -> bytes:
    """Return a part of a body with some of it left out, as the inside of a string: ``""``."""
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
