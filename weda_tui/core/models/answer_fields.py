"""The fields of records as a response shows them, used if no list of models names them."""

from collections import deque

import msgspec

from weda_tui.core.json.decoding import decoded
from weda_tui.core.models.data_model import FieldKind, ModelField

LARGEST = 16 * 1024 * 1024
"""The largest response, in bytes, that is read."""
_MOST_RECORDS, _MOST_FIELDS, _LONGEST, _MOST_VALUES = 50, 500, 128, 200
_KINDS = {
    b'"': FieldKind.TEXT, b"t": FieldKind.BOOLEAN, b"f": FieldKind.BOOLEAN, b"n": FieldKind.UNKNOWN,
    b"{": FieldKind.JSON, b"[": FieldKind.JSON,
}  # fmt: skip
"""The kind of a field, by the first character of a value; any other value is a number."""


def fields_in(body: bytes) -> tuple[ModelField, ...]:
    """Return the fields of the first records in a response; empty if it has no record."""
    kinds = dict[str, FieldKind]()
    for record in _records(body) if len(body) <= LARGEST else ():
        for name, value in (decoded(record, dict[str, msgspec.Raw]) or {}).items():
            if len(name) <= _LONGEST and kinds.get(name) in {None, FieldKind.UNKNOWN}:
                kinds[name] = _kind(name, value)
    found = [ModelField(name=name, kind=kind) for name, kind in kinds.items()]
    return tuple(found[:_MOST_FIELDS])


def _kind(name: str, value: msgspec.Raw) -> FieldKind:
    kind = _KINDS.get(_first(value), FieldKind.NUMBER)
    return FieldKind.TIME if kind is FieldKind.NUMBER and name.endswith("At") else kind


def _first(value: msgspec.Raw) -> bytes:
    return bytes(memoryview(value)[:64]).lstrip()[:1]


def _records(body: bytes) -> list[msgspec.Raw]:
    """Return the items of the outermost array of objects, else the object named ``record``."""
    waiting = deque([msgspec.Raw(body)])
    for _ in range(_MOST_VALUES):
        if not waiting:
            break
        value = waiting.popleft()
        if _first(value) == b"[":
            items = decoded(value, list[msgspec.Raw]) or []
            if items and _first(items[0]) == b"{":
                return items[:_MOST_RECORDS]
            continue
        members = decoded(value, dict[str, msgspec.Raw]) or {}
        if (record := members.get("record")) is not None and _first(record) == b"{":
            return [record]
        waiting.extend(each for each in members.values() if _first(each) in {b"[", b"{"})
    return []
