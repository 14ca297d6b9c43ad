"""Data models of a deployment: what their records are made of."""

import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated

import msgspec

from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.catalogue.endpoint import EnumValue
from weda_tui.core.errors import WedaError


class FieldKind(StrEnum):
    """What a field holds."""

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
    """One record of another model, or several."""
    UNKNOWN = "unknown"


class ModelField(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a data model."""

    name: str
    title: str = ""
    kind: FieldKind = FieldKind.UNKNOWN
    type: str = "any"
    """A JSON Schema type, ``array<string>`` for an array of scalars; of a relation ``string`` for
    an id alone, else ``object`` or ``array`` of records with their ids."""
    is_required: bool = False
    is_system: bool = False
    """Set by the platform: no call sets it."""
    longest: int | None = None
    """Characters of a text."""
    option_set: str = ""
    options: tuple[EnumValue, ...] = ()
    """The values that are listed with the field."""
    related: str = ""
    """The model at the other end of a relation."""


MODEL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,127}")
"""What the name of a model is, as far as it can stand in a path and in an id."""
ModelName = Annotated[str, msgspec.Meta(pattern=f"^{MODEL_NAME.pattern}$")]


class DataModel(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A data model; ``name`` is what stands in the path."""

    name: ModelName
    title: str = ""
    initials: str = ""
    """Of the title in pinyin, lower case; empty where it holds no Chinese."""
    id: str = ""
    fields: tuple[ModelField, ...] = ()
    """None of them for a model of which only the name is known."""

    @cached_property
    def by_name(self) -> dict[str, ModelField]:
        """Every field by its name, the platform's own where none are known."""
        return {field.name: field for field in self.fields or SYSTEM_FIELDS}


class ModelList(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The models of one deployment, as far as they are known here."""

    models: tuple[DataModel, ...] = ()
    """Those of the last list that came."""
    added: tuple[ModelName, ...] = ()
    """Names that a user added."""
    fetched_at: float | None = None
    """Seconds since the epoch; ``None`` while no list came."""
    left_out: int = 0
    """Entries of that list that could not be read."""

    @cached_property
    def by_name(self) -> dict[str, DataModel]:
        """Every model by its name: those of the list, then those that were added."""
        listed = {model.name: model for model in self.models}
        return listed | {name: DataModel(name=name) for name in self.added if name not in listed}


class ModelsProblem(msgspec.Struct, frozen=True):
    """Why no list of models came."""

    error: WedaError | None = None
    """No answer, or none that can be read; else the answer's own verdict says it."""
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
"""What every record has (docs.cloudbase.net/model)."""
