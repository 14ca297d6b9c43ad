"""What a data model is made of: fields, and relations to other models."""

from enum import StrEnum
from functools import cached_property

import msgspec


class SandboxFieldKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TIME = "time"
    """Milliseconds since the epoch."""
    OPTION = "option"
    """A key of an option set."""
    JSON = "json"
    """An array or an object."""


class SandboxField(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a model."""

    name: str
    title: str
    kind: SandboxFieldKind = SandboxFieldKind.TEXT
    required: bool = False
    unique: bool = False
    longest: int = 1000
    """Characters of a text."""
    option_set: str = ""
    system: bool = False
    """Set by the platform: no call sets it."""


class ModelShape(StrEnum):
    """How many records stand at the two ends of a relation."""

    ONE = "one"
    """Many to one: the record holds the id of the other."""
    MANY = "many"
    """One to many: the others hold this record's id, in their field ``inverse``."""
    LINK = "link"
    """Many to many: a table of its own."""


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """A field that leads to records of another model."""

    name: str
    title: str
    model: str
    shape: ModelShape = ModelShape.ONE
    inverse: str = ""


SYSTEM_FIELDS = (
    SandboxField(name="_id", title="数据标识", system=True),
    SandboxField(name="owner", title="所有人", system=True),
    SandboxField(name="createBy", title="创建人", system=True),
    SandboxField(name="updateBy", title="修改人", system=True),
    SandboxField(name="createdAt", title="创建时间", kind=SandboxFieldKind.TIME, system=True),
    SandboxField(name="updatedAt", title="更新时间", kind=SandboxFieldKind.TIME, system=True),
    SandboxField(name="_openid", title="记录创建者", system=True),
)


class Model(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A data model; ``name`` is what stands in the path."""

    id: str
    name: str
    title: str
    own_fields: tuple[SandboxField, ...]
    relations: tuple[Relation, ...] = ()
    is_directory: bool = False
    """Whether only administrators may change its records."""
    has_numeric_ids: bool = False
    """Whether ids are 19-digit numbers, as those of users and roles; else ten letters."""

    @cached_property
    def fields(self) -> dict[str, SandboxField]:
        """Every field by name, the platform's own first."""
        return {field.name: field for field in (*SYSTEM_FIELDS, *self.own_fields)}

    @cached_property
    def relations_by_name(self) -> dict[str, Relation]:
        """Every relation by name."""
        return {relation.name: relation for relation in self.relations}

    @cached_property
    def held(self) -> tuple[str, ...]:
        """The relations that are a column of this model."""
        return tuple(r.name for r in self.relations if r.shape is ModelShape.ONE)


_TYPES = {
    SandboxFieldKind.TEXT: {"type": "string"},
    SandboxFieldKind.NUMBER: {"type": "number"},
    SandboxFieldKind.BOOLEAN: {"type": "boolean"},
    SandboxFieldKind.TIME: {"type": "number", "format": "datetime"},
    SandboxFieldKind.OPTION: {"type": "string", "format": "x-enum"},
    SandboxFieldKind.JSON: {"type": ["array", "object"]},
}


def json_schema(model: Model) -> dict[str, object]:
    """Return a model as JSON Schema; the pages do not say what the ``Schema`` text holds."""
    properties: dict[str, object] = {}
    for field in model.fields.values():
        described: dict[str, object] = {**_TYPES[field.kind], "title": field.title}
        if field.kind is SandboxFieldKind.TEXT:
            described["maxLength"] = field.longest
        if field.option_set:
            described["x-option-set"] = field.option_set
        if field.unique:
            described["x-unique"] = True
        if field.system:
            described["readOnly"] = True
        properties[field.name] = described
    for relation in model.relations:
        properties[relation.name] = _described(relation)
    required = [field.name for field in model.own_fields if field.required]
    return {"type": "object", "title": model.title, "properties": properties, "required": required}


def _described(relation: Relation) -> dict[str, object]:
    record: dict[str, object] = {
        "type": "object",
        "properties": {"_id": {"type": "string"}},
        "required": ["_id"],
    }
    more: dict[str, object] = {
        "title": relation.title,
        "format": "related",
        "x-related-model": relation.model,
        "x-relation": relation.shape.value,
    }
    if relation.shape is ModelShape.ONE:
        return record | more
    return {"type": "array", "items": record} | more
