"""The cells of a table: the text of a value as received, and the order of values."""

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
"""Bytes of a value that are kept for display."""
MISSING = b""
"""The value of a member that an item does not have."""
_ID = re.compile(r"\d{16,20}")


def text_of(raw: bytes) -> str:
    """Return the text of a string; for any other value, its JSON text as received."""
    text = raw.decode("utf-8", "replace")
    if not text.startswith('"'):
        return text
    try:
        return unquote(text)
    except ValueError:
        return text


def shown_part(raw: bytes) -> bytes:
    """Return the part of a value that a cell can show; only a cut string is terminated."""
    if len(raw) <= LONGEST_SHOWN:
        return raw
    head = raw[:LONGEST_SHOWN]
    return head[: whole_characters(head)] + b'"' if raw[:1] == b'"' else head


def is_container(raw: bytes) -> bool:
    """Return whether a value is an object or an array."""
    return raw[:1] in {b"{", b"["}


def is_id(text: str) -> bool:
    """Return whether a text is a long number that is the id of a record."""
    return _ID.fullmatch(text) is not None


def brief(raw: bytes) -> str:
    """Return a short form of an object or an array: ``{…}``, ``[3]``."""
    if raw[:1] == b"{":
        return "{}" if raw[1:-1].strip() == b"" else "{…}"
    items = decoded(raw, list[Raw])
    return "[…]" if items is None else f"[{len(items)}]"


def local_time(name: str, raw: bytes) -> str:
    """Return ``2026-11-24 09:22:18`` in local time for a value that is a time, else empty."""
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
    """Return whether a cell has no value to sort by: it is missing or null."""
    return raw in {MISSING, b"null"}


class Ordering:
    """Compares the values of one column; all values have to be given to ``see`` first."""

    def __init__(self) -> None:
        self._is_number = self._is_time = True

    def see(self, values: Iterable[bytes]) -> None:
        """Determine whether all values are numbers, or all are times; numeric strings count too."""
        for raw in values:
            if not (self._is_number or self._is_time):
                return
            if not is_absent(raw):
                text = text_of(raw)
                self._is_number = self._is_number and _NUMBER.fullmatch(text) is not None
                self._is_time = self._is_time and _TIME.fullmatch(text) is not None

    def key(self, raw: bytes) -> Key:
        """Return the sort key of a value that is not absent."""
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
