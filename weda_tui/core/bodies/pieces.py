"""Bodies of any size in pieces: read, decoded and written as JSON without a copy of the whole."""

import codecs
import contextlib
import mmap
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import msgspec

from weda_tui.core.json.text import is_unknown_charset
from weda_tui.core.masking import MASK, Masker, masked_pieces
from weda_tui.core.text.charsets import declared_charset, find_mark

PIECE = 2**20
"""Bytes of a piece, at most."""

Body = bytes | mmap.mmap


def pieces_of(body: Body) -> Iterator[bytes]:
    """Yield a body piece by piece; the memory of a mapped file is released after each piece."""
    for start in range(0, len(body), PIECE):
        yield body[start : start + PIECE]
        if isinstance(body, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            body.madvise(mmap.MADV_DONTNEED, start, min(PIECE, len(body) - start))


def charset_of(body: Body, content_type: str) -> tuple[str, str]:
    """Return the character set of a body, as for ``decode_body``, and the error handler to use."""
    if mark := find_mark(body[:4]):
        return mark, "replace"
    declared = declared_charset(content_type)
    for name in (declared, "utf-8", "gb18030") if declared else ("utf-8", "gb18030"):
        if _is_in(body, name):
            return name, "strict"
    return "utf-8", "replace"


def is_utf8(charset: tuple[str, str]) -> bool:
    """Return whether text in a character set from ``charset_of`` is already UTF-8."""
    name, errors = charset
    return errors == "strict" and codecs.lookup(name).name in {"utf-8", "ascii"}


def utf8_pieces(body: Body, charset: tuple[str, str]) -> Iterator[bytes]:
    """Yield a body in UTF-8 without a byte-order mark, piece by piece."""
    if is_utf8(charset):
        yield from pieces_of(body)
        return
    decoder = _decoder(body, *charset)
    for piece in pieces_of(body):
        yield decoder.decode(piece).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def masked_body(body: Body, content_type: str, maskers: Sequence[Masker]) -> Iterator[bytes] | None:
    """Return a body in pieces with its secrets masked; ``None`` if it has none.

    Text is converted to UTF-8, since only UTF-8 can be searched; in a body that is not text, all
    other bytes are exact. Nothing but a mask is returned for a body whose character set is unknown,
    or that contains a secret in another character set.
    """
    charset = charset_of(body, content_type)
    is_wide = find_mark(body[:4]) not in {"", "utf-8-sig"}
    is_raw = is_utf8(charset) or (charset[1] != "strict" and not is_wide)
    read = partial(pieces_of, body) if is_raw else partial(utf8_pieces, body, charset)
    has_secret = _finds(read, maskers)
    is_foreign = not is_wide and not is_utf8(charset) and is_unknown_charset(content_type)

    def left() -> Iterator[bytes]:
        """Yield the masked body in its original character set."""
        masked = masked_pieces(read(), maskers) if has_secret else pieces_of(body)
        return _encoded(masked, charset[0]) if has_secret and not is_raw else masked

    if (
        (is_foreign and any(each.overlap for each in maskers))
        or (not is_raw and _finds(left, maskers))
        or (any(map(_WIDE.search, left())) and _finds_wide(left, maskers))
    ):
        return iter((MASK.encode(),))
    return masked_pieces(read(), maskers) if has_secret else None


_WIDE = re.compile(rb"\0{1,3}+(?:[^\0]\0{1,3}+){3}")
"""Text in UTF-16 or UTF-32."""


def _finds(read: Callable[[], Iterator[bytes]], maskers: Sequence[Masker]) -> bool:
    return any(masker.finds(read()) for masker in maskers)


def _finds_wide(read: Callable[[], Iterator[bytes]], maskers: Sequence[Masker]) -> bool:
    """Return whether bytes hold a secret in UTF-16, or with zeros between its characters."""

    def without_zeros() -> Iterator[bytes]:
        return (each.replace(b"\0", b"") for each in read())

    return _finds(without_zeros, maskers) or any(
        _finds(lambda name=name: _encoded(read(), "utf-8", name), maskers)
        for name in ("utf-16-le", "utf-16-be")
    )


def _encoded(pieces: Iterable[bytes], charset: str, come_in: str = "utf-8") -> Iterator[bytes]:
    text = codecs.iterdecode(pieces, come_in, "replace")
    return codecs.iterencode(text, charset, "replace")


def json_string(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield pieces of UTF-8 text as one JSON string."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    yield b'"'
    for piece in pieces:
        yield msgspec.json.encode(decoder.decode(piece))[1:-1]
    yield msgspec.json.encode(decoder.decode(b"", final=True))[1:-1]
    yield b'"'


def _is_in(body: Body, charset: str) -> bool:
    try:
        decoder = _decoder(body, charset, "strict")
        for piece in pieces_of(body):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except (UnicodeError, LookupError):
        return False
    return True


def _decoder(body: Body, charset: str, errors: str) -> codecs.IncrementalDecoder:
    """Return a decoder for a body. Raises ``LookupError`` for a codec that is not for text."""
    with contextlib.suppress(UnicodeError):
        b" ".decode(charset)
    name = codecs.lookup(charset).name
    if name in {"utf-16", "utf-32"} and not find_mark(body[:4]):
        charset = f"{name}-{sys.byteorder[:1]}e"  # the byte order that is used without a mark
    return codecs.getincrementaldecoder(charset)(errors)
