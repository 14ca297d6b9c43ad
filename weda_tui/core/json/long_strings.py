"""Strings, numbers and white space of megabytes: their ends, and whether they are valid.

All work is done in steps that let other threads run.
"""

import re
from collections.abc import Iterable, Iterator

from weda_tui.core.json.lexing import WHITE
from weda_tui.core.json.long_text import joined
from weda_tui.core.json.source import CONTINUATIONS, BodySource
from weda_tui.core.json.tree import unquote

LONG = 4096
"""Bytes from which the content of a string is left out of the text that is parsed at once."""
STEP = 64 * 1024
"""Bytes that are searched at once; the first steps are shorter."""
_FIRST = 256
_CONTROLS = bytes(range(0x20))
_ESCAPED = re.compile(rb'[^\\]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^\\]*+)*+', re.DOTALL)
_LONGEST_ESCAPE = 6
_FIRST_HALF = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}")

Extent = tuple[int, int]
"""Where the content of a string begins, and the offset of its closing quote.

For a long run of digits or of white space: the part between its first two characters and its last
one. The remaining characters are valid if the whole run is.
"""
_RUNS = (b"0123456789", WHITE)


def without_escapes(data: bytes) -> bytes:
    """Return the content of strings with every escaped quote and backslash replaced."""
    return data.replace(rb"\\", b"__").replace(rb"\"", b"__") if b"\\" in data else data


def string_end(source: BodySource, at: int, most: int = 0) -> int:
    """Return the offset after the quote that ends a string, -1 if there is none.

    ``at`` is inside the string, not in the middle of an escape. About ``most`` bytes are searched;
    0 for all.
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
    """Return whether the last byte is a backslash that escapes the next one."""
    return (len(data) - len(data.rstrip(b"\\"))) % 2 == 1


def is_right(source: BodySource, extent: Extent) -> bool:
    """Return whether the content of a string is valid and terminated; UTF-8 is not checked."""
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
    """Add a part outside of strings to ``extents`` if it is only digits or only white space."""
    data = source[at:end]
    run = next((run for run in _RUNS if data[0] in run and not data.translate(None, run)), None)
    if run is None:
        return
    begin = at + 2
    if extents and extents[-1][1] == at - 1 and source.buffer[at - 1] in run:
        begin = extents.pop()[0]
    extents.append((begin, end - 1))


def text_of(source: BodySource, start: int, end: int) -> str:
    """Return the text of a valid string; the offsets include its quotes. See ``unquote``."""
    return joined(text_parts(source, start, end))


def text_parts(source: BodySource, start: int, end: int) -> Iterator[str]:
    """Yield the text of a valid string, ``STEP`` bytes at a time."""
    at, quote = start + 1, end - 1
    while at < quote:
        data = source[at : min(quote, at + STEP)]
        if at + len(data) < quote:
            data = data[: whole_characters(data)]
        yield unquote(f'"{data.decode("utf-8", "replace")}"')
        at += len(data)


def whole_characters(data: bytes) -> int:
    """Return where data can be cut without splitting an escape, a surrogate pair or UTF-8."""
    at = _whole_escapes(data)
    pair = at - _LONGEST_ESCAPE
    if _FIRST_HALF.fullmatch(data, pair, at) and is_escaping(data[: pair + 1]):
        return pair
    while at > 1 and data[at - 1] in CONTINUATIONS:
        at -= 1
    return at - 1 if at > 1 and data[at - 1] > max(CONTINUATIONS) else at


def _whole_escapes(data: bytes) -> int:
    """Return where data can be cut without splitting an escape."""
    at = data.rfind(b"\\", len(data) - _LONGEST_ESCAPE + 1)
    return at if at > 0 and is_escaping(data[: at + 1]) else len(data)


def shortened(source: BodySource, start: int, end: int, strings: Iterable[Extent]) -> bytes:
    """Return a part of a body without the given extents, such as the content of strings: ``""``."""
    parts = list[bytes]()
    for begin, quote in strings:
        parts.append(source[start:begin])
        start = quote
    parts.append(source[start:end])
    return b"".join(parts)


def in_body(offset: int, start: int, strings: Iterable[Extent]) -> int:
    """Return the offset in the body for an offset in its shortened part from ``start`` on."""
    at = start + offset
    for begin, quote in strings:
        if at <= begin:
            break
        at += quote - begin
    return at
