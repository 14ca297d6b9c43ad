"""``import`` from the command line: what it prints, what it leaves, and what it refuses."""

import json
from pathlib import Path

import pytest

from tests.cli.program import run_cli

PETS = """
openapi: 3.1.0
info: {title: Pet Store}
paths:
  /pets:
    get: {operationId: list, summary: List pets}
    post: {operationId: add, summary: Add a pet}
"""


@pytest.fixture
def pets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WEDA_TUI_WORKSPACE", str(tmp_path / "workspace"))
    path = tmp_path / "pets.yaml"
    path.write_text(PETS)
    return path


def test_a_first_import_lists_everything_as_new(pets: Path) -> None:
    ran = run_cli("import", str(pets), "--lang", "en")
    assert ran.status == 0
    assert ran.text == "+ pets.list  List pets\n+ pets.add   Add a pet\n"
    assert ran.talk == "pets: 2 new, 0 changed, 0 gone, 0 as before.\n"


def test_the_imported_calls_are_in_list_search_show_and_send(pets: Path) -> None:
    run_cli("import", str(pets))
    assert "pets.list" in run_cli("catalogue", "list").text
    assert run_cli("catalogue", "search", "List pets").text.startswith("pets.list")
    shown = json.loads(run_cli("catalogue", "show", "pets.add", "--json").data)
    assert (shown["module"], shown["method"], shown["path"]) == ("pets", "POST", "/pets")
    assert (shown["effect"], shown["confidence"]) == ("write", "documented")
    run_cli("env", "add", "hq", "--host", "https://weda.example.cn", "--secret-id", "A",
            "--secret-key", "env:KEY")  # fmt: skip
    ran = run_cli("send", "pets.add", "--env", "hq", "--dry-run", "--json")
    assert json.loads(ran.data)["url"] == "https://weda.example.cn/pets"


def test_importing_again_says_what_changed(pets: Path) -> None:
    run_cli("import", str(pets))
    text = PETS.replace("Add a pet", "Add one").replace("operationId: list", "operationId: all")
    pets.write_text(text)
    ran = run_cli("import", str(pets), "--lang", "zh")
    assert ran.text == "+ pets.all   List pets\n~ pets.add   标题\n- pets.list  List pets\n"
    assert ran.talk == "pets：新增 1，改动 1，没有了 1，没变 0。\n"
    again = run_cli("import", str(pets), "--lang", "en")
    assert (again.text, again.talk) == ("", "pets: 0 new, 0 changed, 0 gone, 2 as before.\n")


def test_the_report_has_the_same_in_json(pets: Path) -> None:
    run_cli("import", str(pets))
    modules = pets.parent / "workspace" / "modules"
    (modules / "pets.toml").write_text("[calls.add]\ntitle = 'Mine'\n")
    pets.write_text(PETS.replace("post:", "put:") + "  /broken: {get: 1}\n")
    ran = run_cli("import", str(pets), "--json", "--lang", "en")
    report = json.loads(ran.data)
    assert report == {
        "module": "pets",
        "isNew": False,
        "new": [],
        "changed": [{"id": "pets.add", "parts": ["method"]}],
        "gone": [],
        "same": 1,
        "kept": ["pets.add"],
        "problems": [
            {
                "code": "openapi_invalid",
                "message": "/paths/~1broken/get of pets.yaml cannot be read: "
                "Expected `object`, got `int`.",
            }
        ],
    }
    assert ran.status == 0
    assert "/paths/~1broken/get of pets.yaml" in ran.talk


def test_stdin_is_named_by_its_title_or_as_it_is_told(pets: Path) -> None:
    ran = run_cli("import", "-", stdin=PETS)
    assert "+ pet-store.list" in ran.text
    ran = run_cli("import", "-", "--into", "mine", stdin=json.dumps({"openapi": "3.0.0"}))
    assert (ran.status, ran.text) == (0, "")


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("a: [", [], "cannot be read past line 2, column 1"),
        ('{"openapi": "3.1.0",}', [], "line 1, column 21"),
        ('{"swagger": "2.0"}', [], "convert Swagger 2.0 to 3.0 first"),
        ("", [], "empty"),
        ("curl https://x.cn", [], "curl cannot be imported yet"),
        ('{"info": {"_postman_id": "1"}}', [], "postman cannot be imported yet"),
        ('{"log": {"entries": []}}', [], "har cannot be imported yet"),
        (PETS, ["--format", "har"], "har cannot be imported yet"),
        (PETS, ["--format", "raml"], "raml is none of openapi, postman, postman-env"),
        (PETS, ["--into", "workflow"], "workflow ships with the program"),
        (PETS, ["--into", "a/b"], "a/b cannot be a name"),
    ],
)
def test_what_cannot_be_imported_is_told_and_nothing_is_written(
    text: str, arguments: list[str], said: str, pets: Path
) -> None:
    pets.write_text(text)
    ran = run_cli("import", str(pets), *arguments, "--lang", "en")
    assert (ran.status, ran.data) == (2, b"")
    assert said in ran.talk
    assert not (pets.parent / "workspace").exists()


def test_a_file_that_is_not_there_is_named(pets: Path) -> None:
    for path in (pets.parent / "none.yaml", pets.parent):
        ran = run_cli("import", str(path), "--lang", "en")
        assert ran.status == 2
        assert path.name in ran.talk


def test_a_broken_module_of_the_workspace_is_told_and_the_rest_is_listed(pets: Path) -> None:
    run_cli("import", str(pets))
    (pets.parent / "workspace" / "modules" / "own.toml").write_text("titel = 1\n")
    ran = run_cli("catalogue", "list", "--lang", "en")
    assert ran.status == 0
    assert "pets.list" in ran.text
    assert "own.toml line 1: unknown key titel" in ran.talk
