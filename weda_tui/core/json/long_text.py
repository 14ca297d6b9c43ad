"""Texts of megabytes: decoded, joined and encoded in steps that let other threads run."""

import codecs
from collections.abc import Iterable, Iterator

from weda_tui.core.json.source import BodySource

STEP = 256 * 1024
"""Bytes or characters of one step."""


def joined(parts: Iterable[str]) -> str:
    """Join texts by appending in place: ``str.join`` would block all other threads."""
    text = ""
    for part in parts:
        text += part  # in place while there is no other reference
    return text


def decoded(source: BodySource, start: int, end: int) -> str:
    """Return a part of a UTF-8 body as text; bytes that cannot be decoded become U+FFFD."""
    return joined(decoded_parts(source, start, end))


def decoded_parts(source: BodySource, start: int, end: int) -> Iterator[str]:
    """Yield the text of a part of a UTF-8 body."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for at in range(start, end, STEP):
        data = source[at : min(end, at + STEP)]
        yield decoder.decode(data, final=at + STEP >= end)


def casefolded(text: str) -> str:
    """Return a text casefolded."""
    if len(text) <= STEP:
        return text.casefold()
    return joined(text[at : at + STEP].casefold() for at in range(0, len(text), STEP))


def encoded(text: str) -> bytes:
    """Return a text in UTF-8, with ``?`` for characters that cannot be encoded."""
    starts = range(0, len(text), STEP)
    return gathered(text[at : at + STEP].encode("utf-8", "replace") for at in starts)


def gathered(parts: Iterable[bytes]) -> bytes:
    """Join parts. ``bytes.join`` lets other threads run; freeing all parts at once would not."""
    kept = list(parts)
    whole = b"".join(kept)
    while kept:
        kept.pop()
    return whole
