"""The documentation of a response, by the path of each value."""

from collections.abc import Iterable
from functools import cached_property

import msgspec

from weda_tui.core.catalogue.endpoint import Bilingual, Confidence, Endpoint, Parameter
from weda_tui.core.catalogue.modules import Module
from weda_tui.core.json.tree import Path
from weda_tui.core.models.data_model import SYSTEM_FIELDS
from weda_tui.core.models.model_calls import model_name
from weda_tui.core.requests.field_values import plain_text

_OF_USERS = frozenset({"model", "odata"})
"""Modules whose responses contain records with fields that the user defined."""
_MOST_CALLS = 200
"""The maximum number of calls of a module whose fields are collected."""
_RECORDS = frozenset({"record", "records"})
_SET_BY_PLATFORM = frozenset(field.name for field in SYSTEM_FIELDS)
_ALL_LISTED = frozenset({Confidence.DOCUMENTED, Confidence.IMPORTED})
"""The confidence levels at which a list of fields claims to be complete."""

_KEPT = 2048
"""The number of paths whose documentation is cached."""

Meanings = dict[str, dict[str, Bilingual]]
"""The meanings of listed values: by field name, then by value."""


class Shape(msgspec.Struct, frozen=True, dict=True):
    """The documentation of one value."""

    field: Parameter
    is_item: bool = False
    """Whether the value is an item of the array that ``field`` describes."""
    of_model: bool = False
    """Whether the fields are those of a data model rather than of the documentation."""

    @cached_property
    def members(self) -> dict[str, Parameter]:
        """The documented members of the object; empty for another or undocumented value."""
        is_array = self.field.type.startswith("array") and not self.is_item
        children = () if is_array else self.field.children
        return {child.name: child for child in children if child.name[:1] not in {"<", "["}}

    @cached_property
    def _folded(self) -> dict[str, Parameter]:
        return {name.casefold(): child for name, child in self.members.items()}

    @cached_property
    def _steps(self) -> "dict[str | int, Shape | None]":
        return {}

    @cached_property
    def is_listed(self) -> bool:
        """Whether all members are documented."""
        is_any_key = any(child.name.startswith("<") for child in self.field.children)
        return bool(self.members) and not is_any_key and not self.field.is_open

    @cached_property
    def meanings(self) -> dict[str, Bilingual]:
        """The meanings of the listed values."""
        is_array = self.field.type.startswith("array<") and not self.is_item
        return {} if is_array else meanings_of(self.field)

    def member(self, name: str) -> Parameter | None:
        """Return a documented member, ``None`` for none; the case of its name may differ."""
        return self.members.get(name) or self._folded.get(name.casefold())

    def step(self, step: str | int) -> "Shape | None":
        """Return the documentation of a member, or of any item; ``None`` for none."""
        step = 0 if isinstance(step, int) else step
        if step not in self._steps:
            self._steps[step] = self._step(step)
        return self._steps[step]

    def _step(self, step: str | int) -> "Shape | None":
        of_model = self.of_model
        if isinstance(step, str):
            field = self.member(step)
            return Shape(field, of_model=of_model) if field is not None else None
        if not self.field.type.startswith("array") or self.is_item:
            return None
        if len(self.field.children) == 1 and self.field.children[0].name == "[]":
            return Shape(self.field.children[0], of_model=of_model)
        return Shape(self.field, is_item=True, of_model=of_model)


def meanings_of(field: Parameter) -> dict[str, Bilingual]:
    """Return the meanings of a field's listed values, without the values that have none."""
    return {
        plain_text(value.value): value.meaning
        for value in field.enum
        if value.meaning != Bilingual()
    }


class AnswerShape(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The documentation of a whole response."""

    root: Shape
    at: tuple[str, ...] = ()
    """The names that lead to the documented value."""
    is_listed: bool = False
    """Whether undocumented fields are worth a remark."""
    model: str = ""
    """The data model of the records; its fields are known, not documented."""
    meanings: Meanings = {}
    """Meanings elsewhere in the module, for fields that are not documented here."""

    def with_meanings(self, meanings: Meanings) -> "AnswerShape":
        """Return a copy with the meanings of values elsewhere."""
        return msgspec.structs.replace(self, meanings=meanings)

    @cached_property
    def _shapes(self) -> "dict[Path, Shape | None]":
        return {}

    def shape(self, path: Path) -> Shape | None:
        """Return the documentation of the value at a path, ``None`` for none."""
        path = tuple(0 if isinstance(step, int) else step for step in path)
        if path not in self._shapes:
            if len(self._shapes) >= _KEPT:
                self._shapes.clear()
            self._shapes[path] = self._find(path)
        return self._shapes[path]

    def _find(self, path: Path) -> Shape | None:
        if len(path) < len(self.at):
            return None
        for name, step in zip(self.at, path, strict=False):
            if not isinstance(step, str) or step.casefold() != name.casefold():
                return None
        shape: Shape | None = self.root
        for step in path[len(self.at) :]:
            shape = shape.step(step) if shape is not None else None
            if shape is not None and self.model and step in _RECORDS:
                shape = Shape(shape.field, of_model=True)
        return shape

    def meaning(self, path: Path, value: str) -> Bilingual | None:
        """Return the meaning of a value, given without quotes, at a path."""
        shape = self.shape(path)
        if shape is not None and shape.meanings:
            return shape.meanings.get(value)
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        return self.meanings.get(name, {}).get(value)

    def is_unlisted(self, path: Path) -> bool:
        """Return whether a member is missing from a complete list of documented members."""
        if not self.is_listed or not path or not isinstance(path[-1], str):
            return False
        around, name = self.shape(path[:-1]), path[-1]
        if around is None or not around.is_listed or around.member(name) is not None:
            return False
        is_platforms = name in _SET_BY_PLATFORM or name[:1] in {"_", "@"}
        return not (around.of_model and is_platforms)

    def lacking(self, path: Path, names: Iterable[str]) -> "MissingFields | None":
        """Return the documented members of the object at a path that are not in ``names``."""
        shape = self.shape(path)
        if not self.is_listed or shape is None or not shape.members:
            return None
        there = {name.casefold() for name in names}
        fields = [f for f in shape.members.values() if f.name.casefold() not in there]
        always = tuple(field for field in fields if field.required)
        return MissingFields(
            always=always,
            other=tuple(field for field in fields if not field.required),
            of_model=shape.of_model,
        )


class MissingFields(msgspec.Struct, frozen=True, kw_only=True):
    """The documented fields that an object does not have."""

    always: tuple[Parameter, ...] = ()
    """The fields that every response has, according to the documentation."""
    other: tuple[Parameter, ...] = ()
    of_model: bool = False

    def __bool__(self) -> bool:
        """Return whether anything is missing."""
        return bool(self.always or self.other)


def answer_shape(endpoint: Endpoint, *, is_success: bool) -> AnswerShape:
    """Return the documentation of an endpoint's response.

    For a failed response, no missing or undocumented fields are reported. Raises ``FileError`` as
    ``Endpoint.details`` does.
    """
    details = endpoint.details.value
    fields = details.response
    is_array = len(fields) == 1 and fields[0].name == "[]"
    whole = Parameter(
        name="",
        location="response",
        type="object",
        children=fields,
        is_open=details.is_response_open,
    )
    return AnswerShape(
        root=Shape(fields[0] if is_array else whole),
        at=details.response_at,
        is_listed=is_success and endpoint.confidence in _ALL_LISTED and not details.faults,
        model=model_name(endpoint.id),
    )


def common_meanings(module: Module) -> Meanings:
    """Return the meanings of field values that are the same wherever a module documents them.

    A field whose values have different meanings in different places is left out. The result is
    empty for a module whose records have fields that the user defined. Takes some milliseconds: to
    be run off the event loop. Raises the errors of ``answer_shape``.
    """
    if module.id in _OF_USERS:
        return {}
    found: Meanings = {}
    ambiguous: set[str] = set()
    fields: list[Parameter] = []
    for endpoint in module.endpoints[:_MOST_CALLS]:
        details = endpoint.details.value
        fields += (*details.parameters, *details.body, *details.response)
    while fields:
        field = fields.pop()
        fields += field.children
        known = found.setdefault(field.name, {})
        for value, meaning in meanings_of(field).items():
            if known.setdefault(value, meaning) != meaning:
                ambiguous.add(field.name)
    return {name: known for name, known in found.items() if known and name not in ambiguous}
