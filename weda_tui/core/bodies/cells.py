"""The cells of a table: what a value as received says, and which of two comes first."""

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from msgspec import Raw

from weda_tui.core.bodies.timestamps import LONGEST, moment
from weda_tui.core.json.decoding import decoded
from weda_tui.core.json.exact_numbers import exact_number
from weda_tui.core.json.long_strings import whole_characters
from weda_tui.core.json.long_text import casefolded
from weda_tui.core.json.tree import unquote

LONGEST_SHOWN = 16 * 1024
"""Bytes of a value that are kept to be shown."""
MISSING = b""
"""A member that an item does not have."""
_ID = re.compile(r"\d{16,20}")


def text_of(raw: bytes) -> str:
    """Return what a string stands for; of anything else the JSON text as received."""
    text = raw.decode("utf-8", "replace")
    if not text.startswith('"'):
        return text
    try:
        return unquote(text)
    except ValueError:
        return text


def shown_part(raw: bytes) -> bytes:
    """Return as much of a value as a cell can show; a string in it ends, a container does not."""
    if len(raw) <= LONGEST_SHOWN:
        return raw
    head = raw[:LONGEST_SHOWN]
    return head[: whole_characters(head)] + b'"' if raw[:1] == b'"' else head


def is_container(raw: bytes) -> bool:
    """Return whether a value is an object or an array."""
    return raw[:1] in {b"{", b"["}


def is_id(text: str) -> bool:
    """Return whether a text is the kind of long number that names a record."""
    return _ID.fullmatch(text) is not None


def brief(raw: bytes) -> str:
    """Return an object or an array in a few characters: ``{…}``, ``[3]``."""
    if raw[:1] == b"{":
        return "{}" if raw[1:-1].strip() == b"" else "{…}"
    items = decoded(raw, list[Raw])
    return "[…]" if items is None else f"[{len(items)}]"


def local_time(name: str, raw: bytes) -> str:
    """Return ``2026-11-24 09:22:18``, local, for a value that is a moment; else nothing."""
    if len(raw) > LONGEST or not raw.lstrip(b'"')[:1].isdigit():
        return ""
    at = moment(raw.decode("utf-8", "replace"), name, None)
    return f"{at:%Y-%m-%d %H:%M:%S}" if at is not None else ""


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_LONGEST_INT = 4000

Key = int | Decimal | float | str


def is_absent(raw: bytes) -> bool:
    """Return whether a cell has nothing to be ordered by: it is missing or null."""
    return raw in {MISSING, b"null"}


class Ordering:
    """How the values of one column are compared; it sees all of them before the first is."""

    def __init__(self) -> None:
        self._is_number = self._is_time = True

    def see(self, values: Iterable[bytes]) -> None:
        """Learn what values there are: numbers, texts that write numbers, moments, or others."""
        for raw in values:
            if not (self._is_number or self._is_time):
                return
            if not is_absent(raw):
                text = text_of(raw)
                self._is_number = self._is_number and _NUMBER.fullmatch(text) is not None
                self._is_time = self._is_time and _TIME.fullmatch(text) is not None

    def key(self, raw: bytes) -> Key:
        """Return what a value that is not absent is compared by."""
        text = text_of(raw)
        if self._is_number:
            is_short = len(text) < _LONGEST_INT
            if is_short and text.removeprefix("-").isdigit():
                return int(text)
            return exact_number(text)
        if self._is_time:
            try:
                return datetime.fromisoformat(text).timestamp()
            except (ValueError, OverflowError, OSError):
                return 0.0
        return casefolded(text)
