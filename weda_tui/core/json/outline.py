"""A large response without most of its records, which gets the same verdict as the whole.

The longest array is cut into pieces at the beginnings of records. msgspec checks each piece and
counts its records. No step blocks the interpreter for longer than a millisecond.
"""

import mmap

import msgspec

from weda_tui.core.json.decoding import decoded
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.source import BodySource

PIECE = 256 * 1024
"""Bytes of records that are checked at once."""
_LONGEST_HEAD = 512
_MOST_TRIES = 4


class Outline(msgspec.Struct, frozen=True):
    """A shortened JSON text."""

    text: bytes
    array_at: int
    """The offset after the opening bracket of the array that was shortened."""
    left_out: int
    """How many items of the array were left out."""


class _OutlineItem(msgspec.Struct, gc=False):
    """An object in a list, of which no member is kept."""


def outline(body: bytes | mmap.mmap) -> Outline | None:
    """Return a large UTF-8 body with the same fields but few records.

    ``None`` if the body has no long array inside an object, or the checked part is not JSON.
    """
    index = JsonIndex(BodySource(body))
    array_at = _long_array(index)
    if array_at is None:
        return None
    at, left_out = _pass_over(body, index.indexed)
    if at <= index.indexed:
        return None
    return Outline(body[:array_at] + body[at:], array_at, index.next_ordinal + left_out)


def ends(body: bytes | mmap.mmap) -> bytes | None:
    """Return the fields of a UTF-8 body of any size with its last records, without counting.

    ``None`` as for ``outline``; the records in between are not checked.
    """
    index = JsonIndex(BodySource(body))
    array_at = _long_array(index)
    if array_at is None:
        return None
    mark, _ = _mark_between(body, index.indexed)
    at = body.find(mark, max(index.indexed, len(body) - PIECE))
    return body[:array_at] + body[at + 1 :] if at >= 0 else None


def _long_array(index: JsonIndex) -> int | None:
    """Return the offset after the opening bracket of the array in which the first piece ends."""
    index.grow()
    if index.fault is not None or index.is_complete:
        return None
    spans, top = index.spans, len(index.spans.kind) - 1
    if top < 1 or spans.kind[top] != 0x5B:
        return None
    return index.row(spans.line[top]).end


def _mark_between(body: bytes | mmap.mmap, at: int) -> tuple[bytes, bool]:
    """Return a comma with the beginning of the record at ``at``, and whether it is an object."""
    head = body[at : at + _LONGEST_HEAD]
    is_object = head.lstrip()[:1] == b"{"
    return b"," + head[: head.find(b":") + 1] if is_object else b",", is_object


def _pass_over(body: bytes | mmap.mmap, at: int) -> tuple[int, int]:
    """Return where the last records of an array begin, and how many records precede from ``at``."""
    mark, is_object = _mark_between(body, at)
    count = 0
    while at + PIECE < len(body):
        end = at + PIECE
        for _ in range(_MOST_TRIES):
            end = body.rfind(mark, at + 1, end)
            if end < 0:
                return at, count
            if items := _count(body[at:end], is_object=is_object):
                at, count = end + 1, count + items
                break
        else:
            return at, count
    return at, count


def _count(items: bytes, *, is_object: bool) -> int:
    """Return the number of items, 0 if they are not complete."""
    kind = list[_OutlineItem] if is_object else list[msgspec.Raw]
    return len(decoded(b"[" + items + b"]", kind) or ())
