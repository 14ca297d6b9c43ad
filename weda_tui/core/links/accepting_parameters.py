"""The parameters of the catalogue that accept ids, by the kind of id."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from weda_tui.core.catalogue.endpoint import Effect, Endpoint, Location, Parameter
from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.core.errors import FileError
from weda_tui.core.json.tree import JsonKind, Path
from weda_tui.core.links.id_kinds import IdKind, kind_of
from weda_tui.core.models.model_calls import group_of
from weda_tui.core.requests.field_values import base_type

DEEPEST = 3
"""The most levels of a body that are searched for ids."""
_ANY_NAME = re.compile(r"<.*>")
_RECORD_IDS = frozenset({"recordId", "recordIds"})


class AcceptingParameter(NamedTuple):
    """A parameter that accepts an id."""

    endpoint: Endpoint
    location: Location
    path: Path
    """The path in the body, with index 0 for an item of an object list; ``(name,)`` elsewhere."""
    parameter: Parameter
    kind: str
    is_required: bool
    """Whether the parameter and everything around it is required."""

    @property
    def rank(self) -> tuple[bool, int]:
        """A sort key: of several parameters of a call, the one with the lowest rank is filled."""
        return not self.is_required, len(self.path)


class AcceptingParameters:
    """The parameters of all calls that can be sent, by the kind of id that they accept."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Read all calls of the catalogue: some 15 ms, outside the event loop.

        The calls of single data models are left out: they are looked up in ``live`` when a link
        uses the general call.
        """
        self.by_kind: dict[str, list[AcceptingParameter]] = defaultdict(list)
        self.by_endpoint: dict[str, list[AcceptingParameter]] = {}
        self.live = catalogue.by_id
        """All calls by their ids, including those of data models."""
        self.order = {id_: number for number, id_ in enumerate(catalogue.by_id)}
        for module in catalogue.modules:
            for group in module.groups:
                if not group_of(group.id):
                    for endpoint in group.endpoints:
                        self._add(endpoint)

    def _add(self, endpoint: Endpoint) -> None:
        try:
            takers = list(takers_of(endpoint))
        except FileError:
            return
        self.by_endpoint[endpoint.id] = takers
        for taker in takers:
            self.by_kind[taker.kind].append(taker)


def takers_of(endpoint: Endpoint) -> Iterator[AcceptingParameter]:
    """Yield the parameters of a call that accept ids. May raise ``FileError``, see ``Endpoint``."""
    if not endpoint.has_path:
        return
    takes_record = any(each.name in _RECORD_IDS for each in endpoint.parameters)
    for parameter in endpoint.parameters:
        kind = _kind(parameter)
        if kind and not (kind == IdKind.MODEL and takes_record):
            yield AcceptingParameter(
                endpoint, parameter.location, (parameter.name,), parameter, kind,
                parameter.location == "path" or parameter.required,
            )  # fmt: skip
    yield from _inside(endpoint, endpoint.body, (), is_required=True)


def _inside(
    endpoint: Endpoint, fields: tuple[Parameter, ...], path: Path, *, is_required: bool
) -> Iterator[AcceptingParameter]:
    for field in fields:
        if _ANY_NAME.fullmatch(field.name):
            continue
        here = (*path, 0) if field.name == "[]" else (*path, field.name)
        needs = is_required and (field.required or field.name == "[]")
        kind = _kind(field)
        if kind and _takes(kind, endpoint, here):
            yield AcceptingParameter(endpoint, "body", here, field, kind, needs)
        if field.children and len(here) < DEEPEST and field.type != "string":
            is_list = base_type(field.type) == "array" and field.name != "[]"
            inner = here
            if is_list and field.children[0].name != "[]":
                inner = (*here, 0)
            yield from _inside(endpoint, field.children, inner, is_required=needs)


def _kind(parameter: Parameter) -> str:
    kind = kind_of(parameter.name, parameter, "")
    if parameter.name == "recordId":
        return IdKind.RECORD
    is_scalar = base_type(parameter.type) in {"string", "integer", "number", "any"}
    is_list = parameter.type in {"array<string>", "array<integer>", "array<number>"}
    return kind if is_scalar or is_list else ""


def _takes(kind: str, endpoint: Endpoint, path: Path) -> bool:
    """Return whether an id in the body is the subject of the call.

    Two nested ids in a write are not: a user, who is chosen on purpose as the person who acts, and
    a model's name, which belongs to the value beside it.
    """
    is_inside = len([step for step in path if isinstance(step, str)]) > 1
    is_write = endpoint.effect is not Effect.READ
    return not (is_inside and is_write and kind in {IdKind.USER, IdKind.MODEL})


_FITTING = {
    "string": {JsonKind.STRING, JsonKind.NUMBER},
    "integer": {JsonKind.NUMBER},
    "number": {JsonKind.NUMBER},
    "any": {JsonKind.STRING, JsonKind.NUMBER},
}
_DIGITS = re.compile(r"\d+")


def fits(parameter: Parameter, kind: JsonKind, text: str) -> bool:
    """Return whether a parameter can hold a value.

    A text parameter accepts a number, and a number parameter accepts a text of digits.
    """
    inner = parameter.type.removeprefix("array<").removesuffix(">")
    if inner in _FITTING and kind in _FITTING[inner]:
        return True
    is_number = inner in {"integer", "number"}
    return is_number and kind is JsonKind.STRING and bool(_DIGITS.fullmatch(text))
