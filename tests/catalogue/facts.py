"""The collected facts next to this checkout, and helpers to compare them with the catalogue."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.material import MATERIAL
from weda_tui.core.catalogue.endpoint import Confidence, Parameter, TokenKind

FACTS = MATERIAL / "weda-openapi" / "facts.json"
CONFIDENCE = {
    "documented": Confidence.DOCUMENTED,
    "in official client code": Confidence.CLIENT_CODE,
    "inferred": Confidence.TITLE_ONLY,
}
TOKEN_KINDS = {
    "client_credentials": TokenKind.KEY,
    "password": TokenKind.USER,
    "basic": TokenKind.BASIC,
    "none": TokenKind.NONE,
}
ENV_TYPES = ["prod", "dev", "pre"]

Fact = dict[str, Any]


@cache
def collected_facts() -> dict[str, Fact]:
    """Return every call by its id; a call without ``auth`` has that of its module."""
    modules = json.loads(FACTS.read_bytes())["modules"]
    return {
        call["id"]: {"auth": module["auth"]} | call
        for module in modules
        for call in module["endpoints"]
    }


def every(parameters: tuple[Parameter, ...], prefix: str = "") -> Iterator[tuple[str, Parameter]]:
    """Yield every parameter with its dotted path, depth first."""
    for parameter in parameters:
        path = f"{prefix}{parameter.name}"
        yield path, parameter
        yield from every(parameter.children, f"{path}.")


def flattened(fields: list[Fact], prefix: str = "") -> Iterator[tuple[str, Fact]]:
    """Yield every field of a fact with its dotted path, depth first."""
    for field in fields:
        path = f"{prefix}{field['name']}"
        yield path, field
        yield from flattened(field.get("children", []), f"{path}.")


def sent_parameters(fact: Fact) -> list[tuple[str, Fact]]:
    """Return path, query and header parameters with their place, without the header of a token."""
    headers = [
        header
        for header in fact.get("headers", [])
        if header["name"] != "Authorization" or fact["auth"] == "none"
    ]
    places = (("path", fact["path_params"]), ("query", fact["query"]), ("header", headers))
    return [(place, field) for place, fields in places for field in fields]


def answered_fields(fact: Fact) -> list[Fact]:
    """Return the fields of the data inside the envelope, as the catalogue shows them."""
    fields: list[Fact] = fact["response"]
    if fact["id"].startswith("model.") and fields[0]["name"] == "data":
        return fields[0]["children"]
    if fact.get("response_shape") == "array":
        return [{"name": "[]", "type": "array", "children": fields}]
    return fields


def values(enum: list[Any]) -> list[Any]:
    """Return the values of an enumeration; an entry may have a meaning besides its value."""
    return [value["value"] if hasattr(value, "keys") else value for value in enum]


def shape(type_name: str) -> str:
    """Return the type, with an array of objects as an array: its items are the children."""
    return "array" if type_name == "array<object>" else type_name
