"""Every text of a record that a file keeps, with the part it is in: a new field is one as well."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

import msgspec

from weda_tui.core.collections.saved_request import Example

Value: TypeAlias = (
    str | int | float | Decimal | Enum | msgspec.Struct | Mapping[str, "Value"]
    | tuple["Value", ...] | None
)  # fmt: skip
"""What a field holds."""

_PLACES = frozenset({"path", "order"})
"""Fields that say where files lie: names on the disk, not text in a file."""
_PARTS = {"endpoint_id": "endpoint", "asserts": "assert", "captures": "capture"}
"""What files call fields that have another name here."""


def texts_of(record: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Yield the texts and the numbers of a record, and of the records in it, with their parts.

    A part is a field; a header, a variable or an example by its own name.
    """
    for field in record.__struct_fields__:
        if field not in _PLACES:
            yield from texts_in(getattr(record, field), _PARTS.get(field, field))


def texts_in(value: Value, part: str) -> Iterator[tuple[str, str]]:
    """Yield the texts and the numbers in a value of a part."""
    if isinstance(value, Enum | bool):
        return
    if isinstance(value, str):
        yield part, value
    elif isinstance(value, int | float | Decimal):
        yield part, str(value)
    elif isinstance(value, msgspec.Struct):
        for inner, text in texts_of(value):
            yield (inner if part == "draft" else part), text
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield part, name
            yield from texts_in(item, name)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item, _name_of(item) or part)


def _name_of(item: Value) -> str:
    """Return the name of a header or of an example; empty for what has none."""
    if isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str):
        return item[0]
    return item.name if isinstance(item, Example) else ""
