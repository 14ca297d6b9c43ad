"""Texts of megabytes, decoded, put together and encoded in steps that let other threads in."""

import codecs
from collections.abc import Iterable, Iterator

from weda_tui.core.bodies.source import Source

STEP = 256 * 1024
"""Bytes or characters of one step."""


def joined(parts: Iterable[str]) -> str:
    """Return parts as one text, which grows where it is: ``str.join`` holds everybody up."""
    text = ""
    for part in parts:
        text += part  # in place, as long as nothing else holds it
    return text


def decoded(source: Source, start: int, end: int) -> str:
    """Return a part of UTF-8 as text; what cannot be decoded becomes U+FFFD."""
    return joined(decoded_parts(source, start, end))


def decoded_parts(source: Source, start: int, end: int) -> Iterator[str]:
    """Yield the text of a part of UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for at in range(start, end, STEP):
        data = source[at : min(end, at + STEP)]
        yield decoder.decode(data, final=at + STEP >= end)


def encoded(text: str, errors: str = "replace") -> bytes:
    """Return a text in UTF-8; joining bytes lets others in by itself."""
    if len(text) <= STEP:
        return text.encode("utf-8", errors)
    parts = range(0, len(text), STEP)
    return b"".join([text[at : at + STEP].encode("utf-8", errors) for at in parts])
