"""Which bytes of a body are not shown one by one: those of a secret."""

import mmap
from collections.abc import Callable

_MARGIN = 8 * 1024
"""Bytes on each side of a row that are looked at: a secret there is whole."""


def find_hidden(data: bytes | mmap.mmap, begin: int, end: int, mask: Callable[[str], str]) -> range:
    """Return the places between ``begin`` and ``end`` that belong to what ``mask`` replaces.

    Text of two bytes a character is read as well: bytes of zero are passed over. Where more than
    one secret is near, what stands between them counts too.
    """
    first = max(0, begin - _MARGIN)
    window = data[first : end + _MARGIN]
    bare = window.replace(b"\0", b"")
    quick = bare.decode("utf-8", "ignore")
    if mask(quick) == quick:  # most rows, in a quarter of the time
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
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
