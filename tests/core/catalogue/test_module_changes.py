"""The changes that reading a document again finds."""

import json
from typing import Any

from weda_tui.core.catalogue.module_changes import compare
from weda_tui.core.catalogue.modules import Module
from weda_tui.formats.openapi.read import read_openapi

CALL: dict[str, Any] = {
    "operationId": "a",
    "summary": "A",
    "parameters": [{"name": "q", "in": "query"}],
    "requestBody": {
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}
    },
    "responses": {"200": {"content": {"application/json": {"schema": {"properties": {"x": {}}}}}}},
}


def read(paths: dict[str, Any], schema: dict[str, Any] | None = None) -> Module:
    schemas = {"S": schema or {"properties": {"n": {"type": "string"}}}}
    document = {"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas}}
    return read_openapi(json.dumps(document).encode(), name="pets.json")


def changed_parts(call: dict[str, Any], schema: dict[str, Any] | None = None) -> tuple[str, ...]:
    changes = compare(read({"/a": {"post": CALL}}), read({"/a": {"post": call}}, schema))
    return changes.changed[0].parts if changes.changed else ()


def test_new_and_gone_and_the_same():
    one, two = {"operationId": "one"}, {"operationId": "two"}
    changes = compare(
        read({"/a": {"post": CALL}, "/one": {"get": one}}),
        read({"/two": {"get": two}, "/a": {"post": CALL}}),
    )
    assert [endpoint.action for endpoint in changes.new] == ["two"]
    assert [endpoint.action for endpoint in changes.gone] == ["one"]
    assert (changes.changed, changes.same) == ((), 1)
    assert not changes.is_empty


def test_everything_of_a_first_reading_is_new():
    changes = compare(None, read({"/a": {"post": CALL}}))
    assert (len(changes.new), changes.same) == (1, 0)


def test_nothing_changes_where_nothing_did():
    assert changed_parts(CALL) == ()
    assert changed_parts({**CALL, "x-other": 1}) == ()


PARTS: list[tuple[dict[str, Any], str]] = [
    ({"summary": "B"}, "title"),
    ({"description": "B"}, "summary"),
    ({"tags": ["t"]}, "group"),
    ({"x-weda-effect": "destructive"}, "effect"),
    ({"security": [{"wedaPassword": []}]}, "token_kind"),
    ({"parameters": [{"name": "q", "in": "query", "required": True}]}, "parameters"),
    ({"requestBody": {}}, "body"),
    ({"responses": {}}, "response"),
]


def test_the_parts_that_differ():
    for change, part in PARTS:
        assert changed_parts({**CALL, **change}) == (part,), change


def test_a_shared_schema_changes_the_calls_that_refer_to_it():
    assert changed_parts(CALL, {"properties": {"n": {"type": "integer"}}}) == ("body",)


def test_a_call_that_moves_keeps_its_name():
    before, after = read({"/a": {"post": CALL}}), read({"/b": {"put": CALL}})
    assert compare(before, after).changed[0].parts == ("method", "path")
