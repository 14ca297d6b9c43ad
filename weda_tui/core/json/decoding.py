"""Decodes JSON to a given type, without exceptions."""

import mmap
from typing import TypeVar

import msgspec

NOT_JSON = (msgspec.DecodeError, RecursionError, UnicodeError)
"""The exceptions that decoding raises."""
Wanted = TypeVar("Wanted")


def decoded(text: bytes | str | msgspec.Raw | mmap.mmap, wanted: type[Wanted]) -> Wanted | None:
    """Return JSON decoded to a type; ``None`` if it has another type, or is not JSON."""
    try:
        return msgspec.json.decode(text, type=wanted)
    except NOT_JSON:
        return None
