"""Bodies of any size in pieces: read, decoded and written as JSON without a copy of the whole."""

import codecs
import contextlib
import mmap
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import msgspec

from weda_tui.core.json.text import declared_charset, find_mark
from weda_tui.core.masking import Masker, masked_pieces

PIECE = 2**20
"""Bytes of a piece, at most."""

Body = bytes | mmap.mmap


def pieces_of(body: Body) -> Iterator[bytes]:
    """Yield a body piece by piece; the memory of a mapped file is given back behind each."""
    for start in range(0, len(body), PIECE):
        yield body[start : start + PIECE]
        if isinstance(body, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            body.madvise(mmap.MADV_DONTNEED, start, min(PIECE, len(body) - start))


def charset_of(body: Body, content_type: str) -> tuple[str, str]:
    """Return the character set of a body, as ``decode_body`` does, and how faults are decoded."""
    if mark := find_mark(body[:4]):
        return mark, "replace"
    declared = declared_charset(content_type)
    for name in (declared, "utf-8", "gb18030") if declared else ("utf-8", "gb18030"):
        if _is_in(body, name):
            return name, "strict"
    return "utf-8", "replace"


def is_utf8(charset: tuple[str, str]) -> bool:
    """Return whether text of a character set (``charset_of``) is UTF-8 as it stands."""
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
    """Return a body in pieces, its secrets masked; ``None`` for one without any.

    Text comes in UTF-8, since only that can be searched; of what is no text the rest is exact.
    """
    charset = charset_of(body, content_type)
    read = (
        partial(utf8_pieces, body, charset) if charset[1] == "strict" else partial(pieces_of, body)
    )
    has_secret = any(masker.finds(read()) for masker in maskers)
    return masked_pieces(read(), maskers) if has_secret else None


def json_string(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield UTF-8 text that comes in pieces as one JSON string."""
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
    """Return what decodes a body. Raises ``LookupError`` for a codec that is not of text."""
    with contextlib.suppress(UnicodeError):
        b" ".decode(charset)
    name = codecs.lookup(charset).name
    if name in {"utf-16", "utf-32"} and not find_mark(body[:4]):
        charset = f"{name}-{sys.byteorder[:1]}e"  # as it is read without a mark
    return codecs.getincrementaldecoder(charset)(errors)
