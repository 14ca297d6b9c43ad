"""The bundled documents are valid and consistent OpenAPI 3.1."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from openapi_spec_validator import validate

from weda_tui.store.bundled_catalogue import DOCUMENTS

Json = dict[str, Any]


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> Json:
    return json.loads((files("weda_tui") / "catalogue" / request.param).read_bytes())


def test_has_the_parts_that_openapi_requires(document: Json) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"]
    assert document["info"]["version"]
    tags = {tag["name"] for tag in document["tags"]}
    for path, _, call in operations(document):
        assert path.startswith("/")
        assert set(call["tags"]) <= tags
        assert all(answer["description"] for answer in call["responses"].values())
        for scheme in call.get("security", []):
            assert set(scheme) <= set(document["components"]["securitySchemes"])


@pytest.mark.parametrize("name", [*DOCUMENTS, "error_book.json"])
def test_no_member_stands_twice_in_an_object(name: str) -> None:
    def read(members: list[tuple[str, Any]]) -> Json:
        assert len(members) == len({member for member, _ in members})
        return dict(members)

    json.loads((files("weda_tui") / "catalogue" / name).read_bytes(), object_pairs_hook=read)


def test_is_openapi_to_a_judge_that_nobody_here_wrote(document: Json) -> None:
    validate(document)


def test_a_document_that_says_how_many_calls_it_has_says_it_rightly(document: Json) -> None:
    info, calls = document["info"], [*operations(document), *document.get("x-weda-pathless", [])]
    for text in (info.get("description", ""), info["x-zh"].get("description", "")):
        counts = [int(each) for each in re.findall(r"(?<![v.\d])\d+(?![.\d])", text)]
        assert sum(counts) in {0, len(calls)}


def test_path_parameters_are_those_of_the_path(document: Json) -> None:
    for path, _, call in operations(document):
        given = [resolved(document, each) for each in call.get("parameters", [])]
        in_path = [each["name"] for each in given if each["in"] == "path"]
        assert sorted(in_path) == sorted(re.findall(r"\{([^{}]+)\}", path))
        assert all(each["required"] for each in given if each["in"] == "path")
        assert all("schema" in each for each in given)


def test_every_reference_leads_somewhere(document: Json) -> None:
    assert all(resolved(document, {"$ref": ref}) for ref in references(document))


def test_schemas_use_the_types_of_json(document: Json) -> None:
    known = {"string", "integer", "number", "boolean", "object", "array", "null"}
    for schema in schemas(document):
        types = schema.get("type", [])
        assert set([types] if isinstance(types, str) else types) <= known
        assert set(schema.get("required", [])) <= set(schema.get("properties", {}))


def test_a_call_without_a_path_stands_apart(document: Json) -> None:
    for call in document.get("x-weda-pathless", []):
        assert call["x-confidence"] == "title-only"
        assert "requestBody" not in call


def is_object(part: Any) -> bool:
    return isinstance(part, dict)


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in document["paths"].items():
        for method, call in item.items():
            yield path, method, call


def resolved(document: Json, part: Json) -> Json:
    found: Any = part
    if ref := part.get("$ref"):
        found = document
        for name in ref.removeprefix("#/").split("/"):
            found = found[name]
    return found


def references(part: Any) -> Iterator[str]:
    if is_object(part):
        for name, value in part.items():
            if name == "$ref":
                yield value
            elif name not in {"example", "examples"}:
                yield from references(value)
    elif hasattr(part, "append"):
        for item in part:
            yield from references(item)


def schemas(part: Any, *, is_schema: bool = False) -> Iterator[Json]:
    if not is_object(part):
        return
    if is_schema:
        yield part
        for name in ("items", "additionalProperties", "contentSchema"):
            yield from schemas(part.get(name), is_schema=True)
        for member in [*part.get("properties", {}).values(), *part.get("anyOf", [])]:
            yield from schemas(member, is_schema=True)
        return
    for name, value in part.items():
        if name == "schemas":
            for schema in value.values():
                yield from schemas(schema, is_schema=True)
        elif name not in {"example", "examples"}:
            yield from schemas(value, is_schema=name == "schema")
