"""Texts of megabytes, decoded, put together and encoded in steps that let other threads in."""

import codecs
from collections.abc import Iterable, Iterator

from weda_tui.core.json.source import BodySource

STEP = 256 * 1024
"""Bytes or characters of one step."""


def joined(parts: Iterable[str]) -> str:
    """Return parts as one text, which grows where it is: ``str.join`` holds everybody up."""
    text = ""
    for part in parts:
        text += part  # in place, as long as nothing else holds it
    return text


def decoded(source: BodySource, start: int, end: int) -> str:
    """Return a part of UTF-8 as text; what cannot be decoded becomes U+FFFD."""
    return joined(decoded_parts(source, start, end))


def decoded_parts(source: BodySource, start: int, end: int) -> Iterator[str]:
    """Yield the text of a part of UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for at in range(start, end, STEP):
        data = source[at : min(end, at + STEP)]
        yield decoder.decode(data, final=at + STEP >= end)


def casefolded(text: str) -> str:
    """Return a text as it is in whatever case."""
    if len(text) <= STEP:
        return text.casefold()
    return joined(text[at : at + STEP].casefold() for at in range(0, len(text), STEP))


def encoded(text: str) -> bytes:
    """Return a text in UTF-8, ``?`` for what has none."""
    starts = range(0, len(text), STEP)
    return gathered(text[at : at + STEP].encode("utf-8", "replace") for at in starts)


def gathered(parts: Iterable[bytes]) -> bytes:
    """Return parts as one: joining lets others in by itself, letting all parts go does not."""
    kept = list(parts)
    whole = b"".join(kept)
    while kept:
        kept.pop()
    return whole
