"""``import`` on the command line: what it prints, omits and refuses."""

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
    assert ran.talk == "pets: 2 new, 0 changed, 0 removed, 0 unchanged.\n"


def test_the_imported_calls_are_in_list_search_show_and_send(pets: Path) -> None:
    run_cli("import", str(pets))
    assert "pets.list" in run_cli("catalogue", "list").text
    assert run_cli("catalogue", "search", "List pets").text.startswith("pets.list")
    shown = json.loads(run_cli("catalogue", "show", "pets.add", "--json").data)
    assert (shown["module"], shown["method"], shown["path"]) == ("pets", "POST", "/pets")
    assert (shown["effect"], shown["confidence"]) == ("write", "imported")
    run_cli("env", "add", "hq", "--host", "https://weda.example.cn", "--secret-id", "A",
            "--secret-key", "env:KEY")  # fmt: skip
    ran = run_cli("send", "pets.add", "--env", "hq", "--dry-run", "--json")
    assert json.loads(ran.data)["url"] == "https://weda.example.cn/pets"


@pytest.mark.parametrize(
    ("servers", "named"),
    [
        ("[{url: 'https://weda.example.cn/crm'}]", ""),
        ("[{url: /crm}]", ""),
        ("[{url: 'https://{h}/crm', variables: {h: {default: crm.example.cn}}}]", "crm.example.cn"),
        ("[{url: 'https://a.cn'}, {url: 'HTTPS://weda.example.cn:443/b'}]", ""),
        ("[{url: 'https://user:hush@a.cn/x'}, {url: 'https://b.cn'}]", "a.cn"),
        ("[{url: 'https://acceß.test'}]", "acceß.test"),
        ("no list", ""),
    ],
)
def test_a_server_that_is_no_environment_is_named(pets: Path, servers: str, named: str) -> None:
    pets.write_text(f"{PETS}servers: {servers}\n")
    assert "describes an API at" not in run_cli("import", str(pets), "--lang", "en").talk
    run_cli("env", "add", "hq", "--host", "https://weda.example.cn")
    run_cli("env", "add", "access", "--host", "https://access.test")
    ran = run_cli("import", str(pets), "--lang", "en")
    assert ran.status == 0
    assert (f"pets.yaml describes an API at https://{named}," in ran.talk) is bool(named)
    assert ("describes an API at" in ran.talk) is bool(named)
    assert "hush" not in ran.talk


def test_importing_again_says_what_changed(pets: Path) -> None:
    run_cli("import", str(pets))
    text = PETS.replace("Add a pet", "Add one").replace("operationId: list", "operationId: all")
    pets.write_text(text)
    ran = run_cli("import", str(pets), "--lang", "zh")
    assert ran.text == "+ pets.all   List pets\n~ pets.add   标题\n- pets.list  List pets\n"
    assert ran.talk == "pets：新增 1，改动 1，移除 1，未变 0。\n"
    again = run_cli("import", str(pets), "--lang", "en")
    assert (again.text, again.talk) == ("", "pets: 0 new, 0 changed, 0 removed, 2 unchanged.\n")


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
                "message": "Cannot read /paths/~1broken/get in pets.yaml: "
                "Expected `object`, got `int`.",
            }
        ],
    }
    assert ran.status == 0
    assert "/paths/~1broken/get in pets.yaml" in ran.talk


def test_stdin_is_named_by_its_title_or_as_it_is_told(pets: Path) -> None:
    ran = run_cli("import", "-", stdin=PETS)
    assert "+ pet-store.list" in ran.text
    ran = run_cli("import", "-", "--into", "mine", stdin=json.dumps({"openapi": "3.0.0"}))
    assert (ran.status, ran.text) == (0, "")


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("a: [", [], "has an error at line 2, column 1"),
        ('{"openapi": "3.1.0",}', [], "line 1, column 20"),
        ('{"swagger": "2.0"}', [], "convert Swagger 2.0 to 3.0 first"),
        ("", [], "pets.yaml is empty."),
        (" \n\ufeff\n", ["--format", "har"], "pets.yaml is empty."),
        ("curl 'https://x.cn", [], "A quote on line 1 of pets.yaml is not closed"),
        ('{"info": {"_postman_id": "1"}}', [], "$.item does not match that format"),
        ('{"log": {"entries": []}}', [], "looks like HAR, but it contains no request"),
        (PETS, ["--format", "har"], "line 2, column 1"),
        (PETS, ["--format", "raml"], "raml is not one of openapi, postman, postman-env"),
        (PETS, ["--into", "workflow"], "workflow is a built-in module"),
        (PETS, ["--into", "a/b"], "a/b cannot be used as a name"),
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


@pytest.mark.parametrize(
    ("text", "said"), [("", "✗ stdin 为空。"), ("hello", "✗ 无法识别 stdin 的格式。")]
)
def test_what_comes_through_a_pipe_is_called_stdin(workspace: Path, text: str, said: str) -> None:
    ran = run_cli("import", "-", "--lang", "zh", stdin=text)
    assert (ran.status, ran.data) == (2, b"")
    assert said in ran.talk


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
    assert "own.toml, line 1: unknown key titel" in ran.talk


CURL = (
    "curl 'https://weda.example.cn/weda/workflow/v1/prod/DescribeInstanceApproverList' \\\n"
    "  -H 'Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln' \\\n"
    '  --data-raw \'{"InstanceId": "1528933366865600513"}\' --max-time 3'
)


@pytest.fixture
def place(pets: Path) -> Path:
    run_cli("env", "add", "hq", "--host", "https://weda.example.cn", "--secret-id", "A",
            "--secret-key", "env:KEY")  # fmt: skip
    return pets.parent / "workspace"


def test_a_pasted_curl_command_becomes_a_saved_request(place: Path) -> None:
    ran = run_cli("import", "-", "--lang", "en", stdin=CURL)
    assert ran.status == 0
    assert ran.text == (
        "+ curl/DescribeInstanceApproverList  POST {{vars.host}}/weda/workflow/v1/"
        "{{WeDa.EnvType}}/DescribeInstanceApproverList\n"
        "! curl/DescribeInstanceApproverList  option --max-time has no counterpart\n"
        "! the whole file                     prod in the address is replaced: it follows "
        "the selected env type\n"
        "! curl/DescribeInstanceApproverList  Authorization is replaced by the built-in token\n"
    )
    assert ran.talk == (
        "New: curl\nrequests: 1, folders: 0\n"
        "3 items lost or changed: options 1 · env types 1 · tokens 1\n"
        "Next: weda-tui run curl\n"
    )
    text = (place / "collections" / "curl" / "DescribeInstanceApproverList.toml").read_text()
    assert "eyJ" not in text
    assert 'endpoint = "workflow.DescribeInstanceApproverList"' in text


def test_a_command_in_the_place_of_a_file_is_told_the_way_in(place: Path) -> None:
    ran = run_cli("import", CURL, "--lang", "zh")
    assert ran.status == 2
    assert "weda-tui import -" in ran.talk
    assert "eyJ" not in ran.talk


def test_the_report_of_requests_in_json(place: Path) -> None:
    report = json.loads(
        run_cli("import", "-", "--into", "收件箱", "--json", stdin="curl https://other.cn/a").data
    )
    assert report == {
        "collection": "收件箱",
        "isNew": True,
        "format": "curl",
        "requests": [
            {"path": "收件箱/a", "method": "GET", "url": "https://other.cn/a", "endpoint": ""}
        ],
        "folders": ["收件箱"],
        "losses": [{"what": "host", "name": "https://other.cn", "where": ""}],
    }


@pytest.mark.parametrize(
    ("format_", "text", "said"),
    [
        ("postman", "{", "第 1 行"),
        ("postman", '{"info": {}}', "$.item"),
        ("curl", "curl 'a", "引号"),
        ("har", '{"log": {"entries": []}}', "没有请求"),
        ("http", "nothing", "没有请求"),
    ],
)
def test_what_cannot_be_read_is_refused_and_leaves_nothing(
    place: Path, format_: str, text: str, said: str
) -> None:
    file = place.parent / "bad.txt"
    file.write_text(text)
    ran = run_cli("import", str(file), "--format", format_, "--lang", "zh")
    assert ran.status == 2
    assert "bad.txt" in ran.talk
    assert said in ran.talk
    assert not (place / "collections").exists()


@pytest.mark.parametrize(
    ("text", "is_known"),
    [
        ('[{"a": 1}]', False),
        ('{"a": 1}', False),
        ('{"swagger": "2.0"}', True),
        ("openapi: 2", True),
    ],
)
def test_what_nothing_says_the_kind_of_is_not_called_a_bad_document(
    pets: Path, text: str, is_known: bool
) -> None:
    pets.write_text(text)
    ran = run_cli("import", str(pets), "--lang", "en")
    assert (ran.status, ran.data) == (2, b"")
    assert ("OpenAPI 3 document" in ran.talk) is is_known
    assert ("The format of pets.yaml is unknown" in ran.talk) is not is_known


@pytest.mark.parametrize("is_stdin", [False, True])
def test_a_document_that_is_too_big_is_refused_with_the_limit(
    pets: Path, monkeypatch: pytest.MonkeyPatch, is_stdin: bool
) -> None:
    monkeypatch.setattr("weda_tui.session.modules.LARGEST", 10)
    monkeypatch.setattr("weda_tui.cli.import_.LARGEST", 10)
    monkeypatch.setattr("weda_tui.formats.openapi.text.LARGEST", 10)
    file = "-" if is_stdin else str(pets)
    ran = run_cli("import", file, "--lang", "en", stdin=pets.read_bytes())
    name = "stdin" if is_stdin else "pets.yaml"
    assert (ran.status, ran.text) == (2, "")
    assert ran.talk.startswith(f"\u2717 {name} is larger than 10 B.\n")
