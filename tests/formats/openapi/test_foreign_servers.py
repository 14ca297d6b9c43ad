"""Who opens an exported document sends to no place that the workspace's author chose."""

import json

import pytest

from weda_tui.formats.openapi.foreign_servers import without_foreign_servers

HOST = "https://weda.example.cn"


def document(*urls: str) -> dict[str, object]:
    servers = [{"url": url} for url in urls]
    return {"openapi": "3.1.0", "servers": servers, "paths": {"/a": {"get": {"x": 1}}}}


@pytest.mark.parametrize("urls", [(), ("/weda",), (HOST,), (f"{HOST}/gw", "/")])
def test_a_document_with_known_servers_stays_as_it_is(urls: tuple[str, ...]) -> None:
    data = json.dumps(document(*urls)).encode()
    assert without_foreign_servers(data, [HOST], name="m") == (data, ())


@pytest.mark.parametrize(
    "url",
    ["http://evil.example", "//evil.example", "/\\evil", "{host}", f"{HOST}.evil.example", "evil"],
)
def test_foreign_servers_are_left_out_and_named(url: str) -> None:
    data = json.dumps(document(HOST, url)).encode()
    kept, foreign = without_foreign_servers(data, [HOST], name="m")
    assert foreign == (url,)
    assert "servers" not in json.loads(kept)
    assert json.loads(kept)["paths"] == {"/a": {"get": {"x": 1}}}


def test_servers_of_a_path_or_a_call_count_too() -> None:
    one = document()
    one["paths"] = {
        "/a": {"servers": [{"url": "http://a.evil"}], "get": {"servers": [{"url": "b"}]}}
    }
    kept, foreign = without_foreign_servers(json.dumps(one).encode(), [HOST], name="m")
    assert foreign == ("http://a.evil", "b")
    assert json.loads(kept)["paths"] == {"/a": {"get": {}}}
