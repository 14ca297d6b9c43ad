"""Data models of a deployment: what their records are made of."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

import msgspec

from weda_tui.core.endpoint import Bilingual, EnumValue


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
    is_many: bool = False
    """Whether a relation leads to several records."""
    note: str = ""


class DataModel(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A data model; ``name`` is what stands in the path."""

    name: str
    title: str = ""
    id: str = ""
    fields: tuple[ModelField, ...] = ()
    """None of them for a model of which only the name is known."""

    @cached_property
    def by_name(self) -> dict[str, ModelField]:
        """Every field by its name."""
        return {field.name: field for field in self.fields}

    @property
    def own_fields(self) -> Iterator[ModelField]:
        """Those that a record is made with."""
        return (field for field in self.fields if not field.is_system)

    @property
    def heading(self) -> Bilingual:
        """The title, or the name where there is none."""
        return Bilingual(zh=self.title or self.name, en=self.title or self.name)


SYSTEM_FIELDS = tuple(
    ModelField(name=name, title=title, kind=kind, is_system=True)
    for name, title, kind in (
        ("_id", "数据标识", FieldKind.TEXT),
        ("owner", "所有人", FieldKind.TEXT),
        ("createBy", "创建人", FieldKind.TEXT),
        ("updateBy", "修改人", FieldKind.TEXT),
        ("createdAt", "创建时间", FieldKind.TIME),
        ("updatedAt", "更新时间", FieldKind.TIME),
        ("_openid", "记录创建者", FieldKind.TEXT),
    )
)
"""What every record has (docs.cloudbase.net/model): also of a model whose fields are not known."""
