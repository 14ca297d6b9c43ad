"""Checks a response against its schema in the catalogue's document.

Supports the few keywords that the bundled documents use. It is stricter than JSON Schema in one
point: a field that the document does not name is a violation too.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import weda_tui.catalogue

DOCUMENT: dict[str, Any] = json.loads(
    (Path(weda_tui.catalogue.__path__[0]) / "workflow.openapi.json").read_bytes()
)
OPERATIONS: dict[str, dict[str, Any]] = {
    path.rpartition("/")[2]: methods["post"] for path, methods in DOCUMENT["paths"].items()
}
"""The operations of the workflow document, by action."""
_KINDS = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "null": type(None),
}


def request_of(action: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema and the example of a call's body."""
    content = OPERATIONS[action].get("requestBody", {"content": {}})["content"]
    body = content.get("application/json", {})
    return body.get("schema", {}), body.get("example", {})


def answer_violations(action: str, answer: Any) -> list[str]:
    """Return the violations of its schema in a response, each with its path."""
    content = OPERATIONS[action]["responses"]["200"]["content"]["application/json"]
    return list(violations(answer, content["schema"], "$"))


def violations(value: Any, schema: dict[str, Any], at: str) -> Iterator[str]:
    schema = resolved(schema)
    if "anyOf" in schema:
        tries = [list(violations(value, option, at)) for option in schema["anyOf"]]
        yield from min(tries, key=len)
        return
    kinds = kinds_of(schema)
    kind = kind_of_value(value)
    if kinds and kind not in kinds:
        yield f"{at} is of type {kind}, not {kinds}"
        return
    if "enum" in schema and kind != "null" and value not in schema["enum"]:
        yield f"{at} is {value!r}, not one of {schema['enum']}"
    if kind == "object":
        yield from _in_object(value, schema, at)
    elif kind == "array":
        for index, item in enumerate(value):
            yield from violations(item, schema.get("items", {}), f"{at}[{index}]")


def _in_object(value: dict[str, Any], schema: dict[str, Any], at: str) -> Iterator[str]:
    properties = schema.get("properties")
    yield from (
        f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value
    )
    if properties is None:
        return
    for name, member in value.items():
        if name in properties:
            yield from violations(member, properties[name], f"{at}.{name}")
        else:
            yield f"{at}.{name} is unknown"


def kind_of_value(value: Any) -> str:
    """Return the type of a value as schemas name it."""
    return next(kind for kind, python in _KINDS.items() if type(value) is python)


def kinds_of(schema: dict[str, Any]) -> list[str]:
    """Return the types that a schema allows; an empty list allows every type."""
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else kind


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with its reference followed."""
    if "$ref" not in schema:
        return schema
    name = schema["$ref"].rpartition("/")[2]
    return DOCUMENT["components"]["schemas"][name] | schema
