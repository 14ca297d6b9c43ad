"""JSON as a type of ours, where it is what that says."""

import mmap
from typing import TypeVar

import msgspec

NOT_JSON = (msgspec.DecodeError, RecursionError, UnicodeError)
"""What decoding raises."""
Wanted = TypeVar("Wanted")


def decoded(text: bytes | str | msgspec.Raw | mmap.mmap, wanted: type[Wanted]) -> Wanted | None:
    """Return JSON as a type; ``None`` where it is something else, or no JSON."""
    try:
        return msgspec.json.decode(text, type=wanted)
    except NOT_JSON:
        return None
