"""The parts of a data model; the models of the made-up company are in ``catalogue.toml``."""

from enum import StrEnum
from functools import cached_property

import msgspec

from weda_tui.core.files import read_packaged_toml


class SandboxFieldKind(StrEnum):
    """The type of a field's value."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TIME = "time"
    """Milliseconds since the epoch."""
    OPTION = "option"
    """A key of an option set."""
    JSON = "json"
    """An array or an object."""


class SandboxField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of a model."""

    name: str
    title: str
    kind: SandboxFieldKind = SandboxFieldKind.TEXT
    required: bool = False
    unique: bool = False
    longest: int = 1000
    """Most characters of a text."""
    option_set: str = ""
    system: bool = False
    """Whether the platform sets the field; no call can set it."""


class ModelShape(StrEnum):
    """The number of records at the two ends of a relation."""

    ONE = "one"
    """Many to one: the record contains the id of the other record."""
    MANY = "many"
    """One to many: the other records contain this record's id, in their field ``inverse``."""
    LINK = "link"
    """Many to many: the links are in a table of their own."""


class Relation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field that leads to records of another model."""

    name: str
    title: str
    model: str
    shape: ModelShape = ModelShape.ONE
    inverse: str = ""


class Model(msgspec.Struct, frozen=True, kw_only=True, dict=True, forbid_unknown_fields=True):
    """A data model; ``name`` is its name in paths."""

    id: str
    name: str
    title: str
    own_fields: tuple[SandboxField, ...]
    relations: tuple[Relation, ...] = ()
    is_directory: bool = False
    """Whether only administrators may change its records."""
    has_numeric_ids: bool = False
    """Whether ids are 19-digit numbers, as for users and roles; otherwise ten letters or digits."""

    @cached_property
    def fields(self) -> dict[str, SandboxField]:
        """Every field by name, the platform's own first."""
        return {field.name: field for field in (*_CATALOGUE.system_fields, *self.own_fields)}

    @cached_property
    def relations_by_name(self) -> dict[str, Relation]:
        """Every relation by name."""
        return {relation.name: relation for relation in self.relations}

    @cached_property
    def held(self) -> tuple[str, ...]:
        """The relations that are columns of this model."""
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
    """Return a model as JSON Schema; the pages do not say what the ``Schema`` text contains."""
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


class OptionSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A closed list of keys, each with its text for people."""

    name: str
    title: str
    options: dict[str, str]


USER = "sys_user"
DEPARTMENT = "sys_department"
ROLE = "sys_role"
CUSTOMER = "customer"
TODO = "todo"
"""The model whose fields the catalogue's examples name."""


class _Catalogue(msgspec.Struct, forbid_unknown_fields=True):
    system_fields: tuple[SandboxField, ...]
    option_sets: tuple[OptionSet, ...]
    models: tuple[Model, ...]
    sql_templates: dict[str, str]


_CATALOGUE = read_packaged_toml("sandbox/models/catalogue.toml", _Catalogue)
OPTION_SETS = {option_set.name: option_set for option_set in _CATALOGUE.option_sets}
MODELS = {model.name: model for model in _CATALOGUE.models}
SQL_TEMPLATES = _CATALOGUE.sql_templates
"""Stored SQL by name; ``{model}`` is a table, ``:now`` the time in epoch ms."""
