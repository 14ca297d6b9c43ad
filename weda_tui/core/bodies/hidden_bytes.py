"""Finds the bytes of secrets in a body, which a hex dump does not show."""

import mmap
from collections.abc import Callable

_MARGIN = 8 * 1024
"""Bytes on each side of a row that are searched too, so that a secret is found as a whole."""


def find_hidden(data: bytes | mmap.mmap, begin: int, end: int, mask: Callable[[str], str]) -> range:
    """Return the offsets between ``begin`` and ``end`` of the text that ``mask`` replaces.

    Text with two bytes per character is recognised as well: zero bytes are skipped. Between several
    secrets nearby, the bytes in between are hidden too.
    """
    first = max(0, begin - _MARGIN)
    window = data[first : end + _MARGIN]
    bare = window.replace(b"\0", b"")
    quick = bare.decode("utf-8", "ignore")
    if mask(quick) == quick:  # the usual case, in a quarter of the time
        return range(0)
    text = bare.decode("utf-8", "surrogateescape")
    masked = mask(text)
    if masked == text:
        return range(0)
    before = _common(text, masked)
    after = _common(text[before:][::-1], masked[before:][::-1])
    places = [at for at, byte in enumerate(window, first) if byte]
    start = len(_bytes(text[:before]))
    stop = len(_bytes(text[: len(text) - after]))
    return range(max(begin, places[start]), min(end, places[stop - 1] + 1))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _common(one: str, other: str) -> int:
    """Return the length of the common beginning of two texts."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
