"""Reads the responses about data models: ``getSchemaList`` and ``describeOptionSet``.

``Schema`` is JSON text whose content the official pages do not describe. This module reads the JSON
Schema keywords and the ``x-`` keywords that a WeDa application uses for its own models:
``x-system``, ``x-required``, ``x-index``, ``x-parent``; and the formats ``datetime``, ``date``,
``x-enum``, ``related``, ``father-son``. Everything else is ignored.
"""

import math
from collections.abc import Iterator
from typing import Any, TypeGuard

import msgspec

from weda_tui.core.catalogue.endpoint import Bilingual, EnumValue
from weda_tui.core.json.decoding import NOT_JSON, decoded
from weda_tui.core.models.data_model import (
    MODEL_NAME,
    SYSTEM_FIELDS,
    DataModel,
    FieldKind,
    ModelField,
)
from weda_tui.core.text.pinyin import initials

MOST_MODELS = 5000
MOST_FIELDS = 1000
MOST_OPTIONS = 2000
LONGEST_NAME = 128
LONGEST_TITLE = 200
_SYSTEM = frozenset(field.name for field in SYSTEM_FIELDS)
_KINDS = {
    "string": FieldKind.TEXT,
    "number": FieldKind.NUMBER,
    "integer": FieldKind.NUMBER,
    "boolean": FieldKind.BOOLEAN,
    "array": FieldKind.JSON,
    "object": FieldKind.JSON,
}
_RELATED = frozenset({"related", "father-son", "one-one", "one-many", "many-one", "many-many"})
_TIMES = frozenset({"datetime", "date"})
Json = dict[str, Any]


class _ModelEntry(msgspec.Struct, frozen=True):
    name: str = msgspec.field(name="Name")
    id: str | None = msgspec.field(name="Id", default=None)
    title: str | None = msgspec.field(name="Title", default=None)
    schema: msgspec.Raw = msgspec.field(name="Schema", default=msgspec.Raw(b"{}"))


class _Data(msgspec.Struct, frozen=True):
    entries: list[msgspec.Raw] | None = msgspec.field(name="QueryDataSourceSchemaResultList")


class _Response(msgspec.Struct, frozen=True):
    data: _Data = msgspec.field(name="Data")


class _Answer(msgspec.Struct, frozen=True):
    response: _Response = msgspec.field(name="Response")


def read_schema_list(body: bytes) -> tuple[tuple[DataModel, ...], int] | None:
    """Return the models of a response and the number of entries that were not read.

    Return ``None`` if the body is no such response. Of several entries with one name, only the
    first is read.
    """
    answer = decoded(body, _Answer)
    if answer is None:
        return None
    entries = answer.response.data.entries or []
    models: dict[str, DataModel] = {}
    for entry in entries[:MOST_MODELS]:
        model = _model(entry)
        if model is not None:
            models.setdefault(model.name, model)
    return tuple(models.values()), len(entries) - len(models)


def _model(raw: msgspec.Raw) -> DataModel | None:
    try:
        entry = msgspec.json.decode(raw, type=_ModelEntry)
        schema: Any = msgspec.json.decode(entry.schema)
        if isinstance(schema, str):
            schema = msgspec.json.decode(schema or "{}")
    except NOT_JSON:
        return None
    if not MODEL_NAME.fullmatch(entry.name) or not _is_object(schema):
        return None
    title = (entry.title or _text(schema, "title"))[:LONGEST_TITLE]
    return DataModel(
        name=entry.name,
        title=title,
        initials=initials(title),
        id=(entry.id or "")[:LONGEST_NAME],
        fields=tuple(_fields(schema)),
    )


def _fields(schema: Json) -> list[ModelField]:
    """Return the fields in the order of the designer, the platform's own fields last."""
    properties = _object(schema, "properties")
    required = _list(schema, "required")
    fields: list[tuple[bool, float, ModelField]] = []
    for name, described in list(properties.items())[:MOST_FIELDS]:
        if _is_object(described) and 0 < len(name) <= LONGEST_NAME:
            index = described.get("x-index")
            place = index if isinstance(index, int | float) else math.inf
            field = _field(name, described, is_required=name in required)
            fields.append((field.is_system, place, field))
    return [field for *_, field in sorted(fields, key=lambda each: each[:2])]


def _field(name: str, described: Json, *, is_required: bool) -> ModelField:
    json_type = _type(described)
    kind = _kind(described, json_type)
    longest = described.get("maxLength")
    is_system = name in _SYSTEM or described.get("x-system") is True
    return ModelField(
        name=name,
        title=_text(described, "title")[:LONGEST_TITLE],
        kind=kind,
        type="integer" if kind is FieldKind.TIME else json_type,
        is_required=(is_required or described.get("x-required") is True) and not is_system,
        is_system=is_system or described.get("readOnly") is True,
        longest=longest if isinstance(longest, int) and longest > 0 else None,
        option_set=_text(described, "x-option-set")[:LONGEST_NAME],
        options=tuple(_options(described)),
        related=(
            _text(described, "x-related-model")
            or _text(_object(described, "x-parent"), "parentDataSourceName")
        )[:LONGEST_NAME],
    )


def _type(described: Json) -> str:
    """Return the JSON type: ``any`` for several types, ``array<string>`` for a list of scalars."""
    given = described.get("type")
    if not isinstance(given, str) or given not in _KINDS:
        return "any"
    item = _object(described, "items").get("type")
    is_scalar = isinstance(item, str) and item in {"string", "number", "integer", "boolean"}
    return f"array<{item}>" if given == "array" and is_scalar else given


def _kind(described: Json, json_type: str) -> FieldKind:
    form = _text(described, "format")
    if form in _RELATED or "x-related-model" in described or "x-parent" in described:
        return FieldKind.RELATION
    if form == "x-enum" or isinstance(described.get("enum"), list):
        return FieldKind.JSON if json_type.startswith("array") else FieldKind.OPTION
    if form in _TIMES and json_type in {"number", "integer"}:
        return FieldKind.TIME
    if json_type == "any" and isinstance(described.get("type"), list):
        return FieldKind.JSON
    return _KINDS.get(json_type.partition("<")[0], FieldKind.UNKNOWN)


def _options(described: Json) -> Iterator[EnumValue]:
    for value in _list(described, "enum")[:MOST_OPTIONS]:
        if isinstance(value, str | int):
            yield EnumValue(value)


class _Item(msgspec.Struct, frozen=True):
    name: str
    data: dict[str, str]


class _ItemsData(msgspec.Struct, frozen=True):
    items: list[msgspec.Raw]


class _ItemsResponse(msgspec.Struct, frozen=True):
    data: _ItemsData


class _ItemsAnswer(msgspec.Struct, frozen=True):
    response: _ItemsResponse


def read_option_sets(body: bytes) -> dict[str, tuple[EnumValue, ...]]:
    """Return the values of each option set in a response; unreadable sets are omitted."""
    answer = decoded(body, _ItemsAnswer)
    items = answer.response.data.items if answer is not None else ()
    found: dict[str, tuple[EnumValue, ...]] = {}
    for raw in items:
        item = decoded(raw, _Item)
        if item is None:
            continue
        pairs = list(item.data.items())[:MOST_OPTIONS]
        found[item.name] = tuple(
            EnumValue(key, Bilingual(zh=title[:LONGEST_TITLE])) for key, title in pairs
        )
    return found


def with_options(
    models: tuple[DataModel, ...], sets: dict[str, tuple[EnumValue, ...]]
) -> tuple[DataModel, ...]:
    """Return the models with the values of their option sets filled in."""
    return tuple(
        msgspec.structs.replace(
            model,
            fields=tuple(
                msgspec.structs.replace(field, options=sets[field.option_set])
                if field.option_set in sets
                else field
                for field in model.fields
            ),
        )
        for model in models
    )


def option_sets_of(models: tuple[DataModel, ...]) -> tuple[str, ...]:
    """Return the names of the option sets that the fields of the models use, each once."""
    named = (field.option_set for model in models for field in model.fields)
    return tuple(dict.fromkeys(name for name in named if name))


def _text(described: Json, name: str) -> str:
    value = described.get(name)
    return value if isinstance(value, str) else ""


def _object(described: Json, name: str) -> Json:
    value = described.get(name)
    return value if _is_object(value) else {}


def _list(described: Json, name: str) -> list[object]:
    value = described.get(name)
    return msgspec.convert(value, list[object]) if isinstance(value, list) else []


def _is_object(value: object) -> TypeGuard[Json]:
    return isinstance(value, dict)
