"""An exported document sends its user to no address chosen by the workspace's author."""

import json
from pathlib import Path

import pytest

from tests.material import CORPORA
from weda_tui.formats.openapi.foreign_addresses import without_foreign_addresses

HOST = "https://weda.example.cn"
DOCUMENTS = sorted((CORPORA / "openapi" / "oai-examples").glob("v3.*/*.*"))


def document(*urls: str) -> dict[str, object]:
    servers = [{"url": url} for url in urls]
    return {"openapi": "3.1.0", "servers": servers, "paths": {"/a": {"get": {"x": 1}}}}


@pytest.mark.parametrize("urls", [(), ("/weda",), (HOST,), (f"{HOST}/gw", "/")])
def test_a_document_with_known_servers_stays_as_it_is(urls: tuple[str, ...]) -> None:
    whole = document(*urls)
    data, foreign = without_foreign_addresses(json.dumps(whole).encode(), [HOST], name="m")
    assert (json.loads(data), foreign) == (whole, ())


@pytest.mark.parametrize(
    "url",
    ["http://evil.example", "//evil.example", "/\\evil", "{host}", f"{HOST}.evil.example", "evil"],
)
def test_foreign_servers_are_left_out_and_named(url: str) -> None:
    data = json.dumps(document(HOST, url)).encode()
    kept, foreign = without_foreign_addresses(data, [HOST], name="m")
    assert foreign == (url,)
    assert "servers" not in json.loads(kept)
    assert json.loads(kept)["paths"] == {"/a": {"get": {"x": 1}}}


def test_servers_of_a_path_or_a_call_count_too() -> None:
    one = document()
    one["paths"] = {
        "/a": {"servers": [{"url": "http://a.evil"}], "get": {"servers": [{"url": "b"}]}}
    }
    kept, foreign = without_foreign_addresses(json.dumps(one).encode(), [HOST], name="m")
    assert foreign == ("http://a.evil", "b")
    assert json.loads(kept)["paths"] == {"/a": {"get": {}}}


SHARED = {"schemas": {"a": {"type": "string", "example": {"type": "object"}}, "b/c": {}}}


def referring(ref: str, kind: str = "schema") -> str:
    """Return a document with a reference in the place of an object of a kind."""
    content = {"text/plain": {"schema": {"$ref": ref}}}
    body = {"$ref": ref} if kind == "body" else {"content": content}
    paths = {"/a": {"post": {"requestBody": body}}}
    return json.dumps({"openapi": "3.1.0", "paths": paths, "components": SHARED})


@pytest.mark.parametrize(
    "ref",
    [
        "#/components/schemas/a",
        "#/components/schemas/b~1c",
        "#/components/schemas/a/properties/b",
        "#/paths/~1a/post/requestBody/content/text~1plain/schema",
    ],
)
def test_a_reference_to_what_is_expected_stays(ref: str) -> None:
    text = referring(ref)
    kept, left = without_foreign_addresses(text.encode(), [], name="m")
    assert (json.loads(kept), left) == (json.loads(text), ())


def test_a_reference_to_anything_else_is_left_out_and_named() -> None:
    for ref, kind in [
        ("#/components/schemas/a", "body"),
        ("#/components/schemas/a/example", "schema"),
        ("#/components/schemas/a%2Fexample", "schema"),
        ("#/components/schemas", "schema"),
        ("#", "schema"),
        ("other.json#/components/schemas/a", "schema"),
        ("", "schema"),
    ]:
        kept, left = without_foreign_addresses(referring(ref, kind).encode(), [], name="m")
        assert left == (ref,), (ref, kind)
        assert b"$ref" not in kept, (ref, kind)


def test_a_server_is_written_with_its_variables_put_in() -> None:
    server = {"url": "https://{a}.cn/{b}", "description": "d"}
    variables = {"a": {"default": "weda.example"}, "b": {"default": "gw", "enum": ["gw", "x"]}}
    one = {"openapi": "3.1.0", "servers": [{**server, "variables": variables}]}
    kept, left = without_foreign_addresses(json.dumps(one).encode(), [HOST], name="m")
    assert json.loads(kept)["servers"] == [{"url": f"{HOST}/gw", "description": "d"}]
    assert left == ("variables",)


def test_numbers_and_examples_stay_as_they_are_written() -> None:
    example = '{"id": 1528933366865600513, "n": 1.10, "servers": [{"url": "http://a.cn"}]}'
    text = f'{{"openapi": "3.1.0", "components": {{"schemas": {{"a": {{"example": {example}}}}}}}}}'
    kept, left = without_foreign_addresses(text.encode(), [], name="m")
    assert b"1528933366865600513" in kept
    assert b"1.10" in kept
    assert (json.loads(kept), left) == (json.loads(text), ())


@pytest.mark.skipif(not DOCUMENTS, reason="the real documents are not beside this checkout")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_real_document_loses_addresses_alone(path: Path) -> None:
    _, left = without_foreign_addresses(path.read_bytes(), [], name=path.name)
    assert [each for each in left if "://" not in each] in ([], ["callbacks"])
