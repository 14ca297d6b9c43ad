"""Conversion of JSON Schemas to the fields of a call."""

from typing import NamedTuple

import msgspec

from weda_tui.core.catalogue.endpoint import Bilingual, EnumValue, Location, Parameter
from weda_tui.formats.openapi.document import EnumMeaning, OpenApiSource, Schema, ZhWords

MAX_DEPTH = 8
"""Most levels of nested fields; deeper and recursive fields are omitted."""
MAX_FIELDS = 1000
"""Most fields shown of one body; further fields are omitted."""
MAX_STEPS = 400_000
"""Schemas visited for one body or parameter before the document is refused."""

_ENVELOPES = (("Response", "Data"), ("response", "data"))
_NOTHING = Schema()


class Data(NamedTuple):
    """The fields of a response's data."""

    fields: tuple[Parameter, ...] = ()
    at: tuple[str, ...] = ()
    """The names that lead to the object or the array that contains these fields."""
    is_open: bool = False
    """Whether there may be further fields."""


class SchemaReader:
    """Converts the schemas of one document to parameters; recursive references end."""

    def __init__(self, source: OpenApiSource) -> None:
        self._source = source
        self.all_steps = 0
        """Schemas visited so far, for all bodies and parameters."""
        self._steps = 0
        self._fields_left = 0

    def body(
        self, schema: Schema | bool | None, location: Location, path: str
    ) -> tuple[Parameter, ...]:
        """Return the fields of a whole body, at most ``MAX_FIELDS`` of them.

        An array is one parameter named ``[]``. Raises ``FileError`` (``OPENAPI_INVALID``) for
        references that lead nowhere.
        """
        self._begin()
        whole, trail = self._flat(schema, (), path)
        if _type_of(whole) == "array":
            return (self._parameter("[]", whole, location, (trail, path)),)
        return self._children(whole, location, (trail, path), 0)

    def data(self, schema: Schema | bool | None, path: str) -> Data:
        """Return the fields of a response's data, without the envelope ``Response`` › ``Data``.

        Data without fields of its own is one parameter named ``Data``.
        """
        self._begin()
        whole, _ = self._flat(schema, (), path)
        for outer, inner in _ENVELOPES:
            if outer in whole.properties:
                envelope, _ = self._flat(whole.properties[outer], (), path)
                data = self._data_of(envelope.properties.get(inner), (outer, inner), path)
                if data.fields or inner not in envelope.properties:
                    return data
                value = self.single(inner, envelope.properties[inner], "response", path)
                return Data((value,), (outer,), is_open=True)
        if "data" in whole.properties and "requestId" in whole.properties:
            return self._data_of(whole.properties["data"], ("data",), path)
        return self._data_of(whole, (), path)

    def _data_of(self, schema: Schema | bool | None, at: tuple[str, ...], path: str) -> Data:
        fields = self.body(schema, "response", path)
        whole, _ = self._flat(schema, (), path)
        return Data(fields, at, is_open=_is_open(whole) or self._fields_left <= 0)

    def single(
        self, name: str, schema: Schema | bool | None, location: Location, path: str
    ) -> Parameter:
        """Return one named value, such as a query parameter."""
        self._begin()
        whole, trail = self._flat(schema, (), path)
        return self._parameter(name, whole, location, (trail, path))

    def _begin(self) -> None:
        self.all_steps += self._steps
        self._steps, self._fields_left = 0, MAX_FIELDS

    def _parameter(
        self,
        name: str,
        schema: Schema,
        location: Location,
        place: "_Place",
        *,
        required: bool = False,
        depth: int = 0,
    ) -> Parameter:
        kind = _type_of(schema)
        valued = inside = schema
        if kind == "array":
            inside = item = self._flat(schema.items, *place)[0]
            item_kind = _type_of(item)
            if item_kind not in {"object", "array", "any"}:
                kind, valued = f"array<{item_kind}>", item
        children = self._children(schema, location, place, depth + 1) if depth < MAX_DEPTH else ()
        return Parameter(
            name=name,
            location=location,
            type=kind,
            required=required,
            description=Bilingual(schema.zh.description, schema.description),
            enum=self._enum(valued, place[1]) if valued.enum else (),
            default=bytes(schema.default).decode(),
            example=bytes(schema.example).decode(),
            maximum=_maximum(valued),
            notes=schema.notes,
            children=children,
            is_open=_is_open(inside) or self._fields_left <= 0,
        )

    def _children(
        self, schema: Schema, location: Location, place: "_Place", depth: int
    ) -> tuple[Parameter, ...]:
        if schema.properties or isinstance(schema.any_key, Schema):
            return self._members(schema, location, place, depth)
        inner = schema.items if schema.items is not None else schema.content_schema
        if inner is None:
            return ()
        item, trail = self._flat(inner, *place)
        if _type_of(item) == "array":
            return (self._parameter("[]", item, location, (trail, place[1]), depth=depth),)
        return self._children(item, location, (trail, place[1]), depth)

    def _members(
        self, schema: Schema, location: Location, place: "_Place", depth: int
    ) -> tuple[Parameter, ...]:
        members = dict(schema.properties)
        if isinstance(schema.any_key, Schema):
            members[schema.any_key.key_name] = schema.any_key
        found: list[Parameter] = []
        for name, member in members.items():
            if self._fields_left <= 0:
                break
            self._fields_left -= 1
            flat, trail = self._flat(member, *place)
            found.append(
                self._parameter(
                    name,
                    flat,
                    location,
                    (trail, place[1]),
                    required=name in schema.required,
                    depth=depth,
                )
            )
        return tuple(found)

    def _flat(
        self, schema: Schema | bool | None, trail: tuple[str, ...], path: str
    ) -> tuple[Schema, tuple[str, ...]]:
        """Follow references and merge alternatives; ``trail`` holds the references open above.

        Return the merged schema and the trail for its members. A single part keeps its references
        open for the members. Several parts do not, because a reference of one part would block the
        same reference in another part.
        """
        if not isinstance(schema, Schema):
            return _NOTHING, trail
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise self._source.fault(path, f"more than {MAX_STEPS} schemas to read")
        if schema.ref:
            if schema.ref in trail:
                return _with_words(_NOTHING, schema), trail
            target = self._source.schema(schema.ref, path)
            flat, trail = self._flat(target, (*trail, schema.ref), path)
            return _with_words(flat, schema), trail
        alternatives = _alternatives(schema.any_of or schema.one_of)
        parts = [*schema.all_of, *alternatives[:1]]
        opened = trail
        for part in parts:
            flat, opened = self._flat(part, trail, path)
            schema = _merged(schema, flat)
        if len(alternatives) > 1:
            schema = msgspec.structs.replace(schema, has_others=True)
        return schema, opened if len(parts) == 1 else trail

    def _enum(self, schema: Schema, path: str) -> tuple[EnumValue, ...]:
        meanings = {(type(m.value), m.value): m for m in schema.meanings}
        values: list[EnumValue] = []
        for raw in schema.enum:
            value = self._source.decode(raw, object, path)
            if isinstance(value, str | int):
                meaning = meanings.get((type(value), value), EnumMeaning(value))
                values.append(EnumValue(value, Bilingual(meaning.zh, meaning.en)))
        return tuple(values)


_Place = tuple[tuple[str, ...], str]
"""The references open above a schema, and the JSON pointer of the schema's call."""


def _type_of(schema: Schema) -> str:
    kinds = [schema.type] if isinstance(schema.type, str) else schema.type
    named = next((kind for kind in kinds if kind and kind != "null"), "")
    if named:
        return named
    if schema.properties or schema.any_key is not None:
        return "object"
    return "array" if schema.items is not None else "any"


def _alternatives(schemas: list[Schema | bool]) -> list[Schema]:
    return [each for each in schemas if isinstance(each, Schema) and each.type != "null"]


def _is_open(schema: Schema) -> bool:
    """Return whether a schema allows other names than those that it lists."""
    return schema.any_key is True or schema.has_others


def _with_words(schema: Schema, over: Schema) -> Schema:
    """Return ``schema`` with the texts and the default given beside a reference to it."""
    return msgspec.structs.replace(
        schema,
        description=over.description or schema.description,
        zh=over.zh if over.zh != ZhWords() else schema.zh,
        notes=over.notes if over.notes != Bilingual() else schema.notes,
        default=over.default if bytes(over.default) else schema.default,
        key_name=over.key_name,
    )


def _merged(schema: Schema, part: Schema) -> Schema:
    return msgspec.structs.replace(
        _with_words(part, schema),
        type=schema.type or part.type,
        properties={**schema.properties, **part.properties},
        required=[*schema.required, *part.required],
        items=schema.items if schema.items is not None else part.items,
        any_key=schema.any_key if schema.any_key is not None else part.any_key,
        enum=schema.enum or part.enum,
        meanings=schema.meanings or part.meanings,
        has_others=schema.has_others or part.has_others,
    )


def _maximum(schema: Schema) -> int:
    """Return the largest number, or the most characters or items; 0 where none is documented."""
    for raw in (schema.maximum, schema.max_length, schema.max_items):
        text = bytes(raw)
        if text.isdigit() and len(text) < 10:
            return int(text)
    return 0
