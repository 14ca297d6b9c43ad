"""The data models of a deployment, with their fields."""

import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated

import msgspec

from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.catalogue.endpoint import EnumValue
from weda_tui.core.errors import WedaError


class FieldKind(StrEnum):
    """The kind of a field's values."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TIME = "time"
    """Milliseconds since the epoch."""
    OPTION = "option"
    """A key of a closed list."""
    JSON = "json"
    """An array or an object."""
    RELATION = "relation"
    """One or more records of another model."""
    UNKNOWN = "unknown"


class ModelField(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a data model."""

    name: str
    title: str = ""
    kind: FieldKind = FieldKind.UNKNOWN
    type: str = "any"
    """A JSON Schema type; ``array<string>`` for an array of scalars.

    For a relation ``string`` is an id alone, ``object`` or ``array`` are records with their ids.
    """
    is_required: bool = False
    is_system: bool = False
    """Whether the platform sets the field, so that no call can set it."""
    longest: int | None = None
    """The most characters of a text."""
    option_set: str = ""
    options: tuple[EnumValue, ...] = ()
    """The values that are listed with the field."""
    related: str = ""
    """The model at the other end of a relation."""


MODEL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,127}")
"""The valid names of a model, restricted to those that can be used in a path and in an id."""
ModelName = Annotated[str, msgspec.Meta(pattern=f"^{MODEL_NAME.pattern}$")]


class DataModel(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A data model; ``name`` is its name in paths."""

    name: ModelName
    title: str = ""
    initials: str = ""
    """The pinyin initials of the title, in lower case; empty for a title without Chinese."""
    id: str = ""
    fields: tuple[ModelField, ...] = ()
    """Empty for a model of which only the name is known."""

    @cached_property
    def by_name(self) -> dict[str, ModelField]:
        """All fields by their names; the system fields if none are known."""
        return {field.name: field for field in self.fields or SYSTEM_FIELDS}


class ModelList(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The known models of one deployment."""

    models: tuple[DataModel, ...] = ()
    """The models of the last list that was received."""
    added: tuple[ModelName, ...] = ()
    """Names that a user added."""
    fetched_at: float | None = None
    """Seconds since the epoch; ``None`` if no list was received yet."""
    left_out: int = 0
    """Entries of that list that could not be read."""

    @cached_property
    def by_name(self) -> dict[str, DataModel]:
        """All models by their names: those of the list, then those that the user added."""
        listed = {model.name: model for model in self.models}
        return listed | {name: DataModel(name=name) for name in self.added if name not in listed}


class ModelsProblem(msgspec.Struct, frozen=True):
    """Why no list of models was received."""

    error: WedaError | None = None
    """Set if there is no response or it cannot be read; else ``verdict`` says the reason."""
    verdict: Verdict | None = None


SYSTEM_FIELDS = tuple(
    ModelField(
        name=name,
        kind=FieldKind.TIME if name.endswith("At") else FieldKind.TEXT,
        type="integer" if name.endswith("At") else "string",
        is_system=True,
    )
    for name in ("_id", "owner", "createBy", "updateBy", "createdAt", "updatedAt", "_openid")
)
"""The fields of every record (docs.cloudbase.net/model)."""
