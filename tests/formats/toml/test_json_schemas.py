"""A schema accepts every file that its parser accepts, and refuses every unknown key."""

import tomllib
from typing import Any

import msgspec
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from tests.formats.toml.test_folders import folders
from tests.formats.toml.test_requests import requests
from weda_tui.core.collections.saved_request import FolderSettings, SavedRequest
from weda_tui.formats.toml import environments as environment_toml
from weda_tui.formats.toml import folders as folder_toml
from weda_tui.formats.toml import requests as request_toml
from weda_tui.formats.toml.folders import render_folder_settings
from weda_tui.formats.toml.json_schemas import schemas
from weda_tui.formats.toml.requests import render_saved_request


def is_valid(kind: str, text: str) -> bool:
    validator: Any = Draft202012Validator(schemas()[kind])
    return validator.is_valid(tomllib.loads(text))


def example_of(module: Any) -> str:
    return str(module.__doc__).partition("\n\n")[2]


@pytest.mark.parametrize("kind", ["request", "folder", "environment"])
def test_the_schemas_are_schemas_and_take_the_documented_example(kind: str) -> None:
    modules: dict[str, Any] = {
        "request": request_toml, "folder": folder_toml, "environment": environment_toml,
    }  # fmt: skip
    Draft202012Validator.check_schema(schemas()[kind])
    example = example_of(modules[kind])
    assert is_valid(kind, example)
    assert not is_valid(kind, f"nobody_reads = 1\n{example}")


@given(requests)
def test_any_saved_request_is_valid(request: SavedRequest) -> None:
    if all(not name[:1].isspace() for name in request.captures.values()):
        assert is_valid("request", render_saved_request(request, None))


@given(folders)
def test_any_folder_is_valid(folder: FolderSettings) -> None:
    assert is_valid("folder", render_folder_settings(folder, None))


@pytest.mark.parametrize(
    "said",
    [
        'url = "/x"',
        'endpoint = "a.b"\nheaders = ["x"]',
        'endpoint = "a.b"\n[[assert]]\non = "status"',
        'endpoint = "a.b"\n[[assert]]\non = "code"\nequals = 1',
        'endpoint = "a.b"\n[[assert]]\non = "status"\nequals = 1\nexists = true',
        'endpoint = "a.b"\n[poll]\nevery = 1',
        'endpoint = "a.b"\n[[example]]\nstatus = 200',
        'endpoint = "a.b"\n[[example]]\nname = "a"\nverdict = "fine"',
        'endpoint = "a.b"\n[[example]]\nname = "a"\nstatus = 42',
    ],
)
def test_what_the_parser_refuses_the_schema_refuses(said: str) -> None:
    with pytest.raises(Exception, match="toml"):
        request_toml.parse_saved_request(said, file="x", path="x")
    assert not is_valid("request", said)


def test_a_schema_is_json() -> None:
    assert msgspec.json.decode(msgspec.json.encode(schemas())) == schemas()
