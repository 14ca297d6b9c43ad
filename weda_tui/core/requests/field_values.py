"""The text that a form field shows for a value, and the JSON text for text typed into a field."""

import re
import time
from datetime import UTC, datetime

from weda_tui.core.catalogue.endpoint import EPOCH_MILLISECONDS, Parameter
from weda_tui.core.json.tree import JsonKind, JsonNode, quote, scan, unquote
from weda_tui.core.text import template


def shown_text(text: str, node: JsonNode, kind: str) -> str:
    """Return the text that a field of type ``kind`` shows for ``text[node.start:node.end]``.

    A string is shown without its quotes, unless it would then read as another value.
    """
    raw = text[node.start : node.end]
    if node.kind is not JsonKind.STRING:
        return raw
    bare = unquote(raw)
    return bare if kind == "string" or literal(bare, kind).startswith('"') else raw


def literal(typed: str, kind: str, *, is_time: bool = False) -> str:
    """Return the JSON text for the text typed into a field of type ``kind``.

    Text that is not JSON becomes a string, whatever the type: nothing is lost, and ``draft_check``
    reports the wrong type. If ``is_time`` is true, a date becomes milliseconds.
    """
    if kind == "string":
        return quote(typed)
    stripped = typed.strip()
    if is_time and (milliseconds := read_time(stripped)) is not None:
        return str(milliseconds)
    return quote(typed) if scan(stripped) is None else stripped


_TYPES = {
    "string": {JsonKind.STRING},
    "integer": {JsonKind.NUMBER},
    "number": {JsonKind.NUMBER},
    "boolean": {JsonKind.BOOLEAN},
    "object": {JsonKind.OBJECT},
    "array": {JsonKind.ARRAY},
}
_WHOLE = re.compile(r"-?\d+(\.0+)?([eE]\+?\d+)?")


def fits(raw: str, node_kind: JsonKind, kind: str) -> bool:
    """Return whether a value is of type ``kind``; a variable and an unknown type fit."""
    wanted = _TYPES.get(base_type(kind))
    if wanted is None or node_kind is JsonKind.VARIABLE:
        return True
    return node_kind in wanted and (kind != "integer" or bool(_WHOLE.fullmatch(raw)))


def base_type(kind: str) -> str:
    """Return ``array`` for ``array<string>``, any other type as it is."""
    return kind.partition("<")[0]


def is_among(raw: str, parameter: Parameter) -> bool:
    """Return whether a scalar, given as JSON text, is one of the values that a parameter lists.

    Return ``True`` if the parameter lists none.
    """
    values = parameter.enum
    if not values or raw.startswith(("{", "[")) or template.VARIABLE.search(raw):
        return True
    listed = {value.value for value in values if isinstance(value.value, str)}
    if raw.startswith('"') and unquote(raw) in listed:
        return True
    return raw in {value_literal(value.value) for value in values}


def value_literal(value: str | int | bool) -> str:
    """Return a listed value as JSON text."""
    if isinstance(value, str):
        return quote(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def plain_text(value: str | int | bool) -> str:
    """Return a listed value for display: a string without quotes, ``true`` for a true value."""
    return value if isinstance(value, str) else value_literal(value)


# -- milliseconds ----------------------------------------------------------------------------

# The escapes are the Chinese word for milliseconds.
_SAYS_MILLISECONDS = re.compile(r"\u6beb\u79d2|\bmillis|\bms\b|\bmilliseconds?\b", re.IGNORECASE)
_MILLISECONDS = re.compile(r"\d{12,13}")
_DATE = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?"
)


def is_time(parameter: Parameter) -> bool:
    """Return whether a parameter is a time in epoch milliseconds, by its format or description."""
    if parameter.format == EPOCH_MILLISECONDS:
        return True
    words = f"{parameter.description.zh} {parameter.description.en}"
    return parameter.type == "integer" and bool(_SAYS_MILLISECONDS.search(words))


def read_time(text: str) -> int | None:
    """Return a local date, with or without a time, as epoch milliseconds."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction = match.groups(default="0")
    try:
        fields = map(int, (year, month, day, hour, minute, second))
        moment = datetime(*fields, tzinfo=UTC)  # checks the ranges; the typed time is local
        seconds = int(time.mktime((*moment.timetuple()[:8], -1)))
    except (ValueError, OverflowError, OSError):
        return None
    return seconds * 1000 + int(fraction.ljust(3, "0"))


def readable_time(text: str) -> str:
    """Return ``2026-11-24 09:22:18`` in local time for epoch milliseconds of 1973 to 2286.

    Return an empty string for any other text.
    """
    if not _MILLISECONDS.fullmatch(text):
        return ""
    try:
        moment = datetime.fromtimestamp(int(text) / 1000).astimezone()
    except (ValueError, OverflowError, OSError):
        return ""
    return f"{moment:%Y-%m-%d %H:%M:%S}"
