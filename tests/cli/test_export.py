"""``export`` on the command line: its output runs unchanged against the sandbox."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import Ran, run_cli
from weda_tui.sandbox.server.sockets import SandboxInfo

NEWMAN = os.environ.get("NEWMAN") or shutil.which("newman") or ""
PROGRAMS = {"python": sys.executable, "node": shutil.which("node"), "curl": shutil.which("bash")}


@pytest.fixture
def saved(hq: SandboxInfo, workspace: Path) -> SandboxInfo:
    """Save two requests of the workflow module in a collection."""
    text = "".join(
        f"curl {hq.base}/weda/workflow/v1/dev/{action} -H 'Content-Type: application/json' "
        "--data-raw '{\"Type\": 2}'\n"
        for action in ("ListDeployedFlows", "DescribeAppProcessList")
    )
    ran = run_cli("import", "-", "--into", "审批", "--format", "curl", stdin=text)
    assert ran.status == 0, ran.talk
    return hq


def export(name: str, format_: str, *more: str) -> Ran:
    return run_cli("export", name, "--format", format_, "--lang", "en", *more)


@pytest.mark.parametrize("format_", PROGRAMS)
def test_a_program_runs_as_written(saved: SandboxInfo, tmp_path: Path, format_: str) -> None:
    program = PROGRAMS[format_]
    if not program or (format_ == "curl" and not shutil.which("curl")):
        pytest.skip(f"no {format_} here")
    ran = export("审批", format_, "--env", "总部", "--env-type", "dev")
    assert ran.status == 0
    names = "ACCESS_TOKEN" if format_ == "curl" else "SECRET_ID, SECRET_KEY"
    said = f"Set these environment variables to run it: {names}."
    assert ran.talk == f"Target: 总部 · dev\n{said}\n"
    (tmp_path / "program").write_bytes(ran.data)
    token = run_cli("token", "--env", "总部").text.strip().removeprefix("Bearer ")
    done = subprocess.run(
        [program, str(tmp_path / "program")],
        check=True,
        capture_output=True,
        timeout=60,
        env=os.environ | {"ACCESS_TOKEN": token},
    )
    assert done.stdout.count(b'"RequestId"') == 2
    assert token.encode() not in ran.data


@pytest.mark.parametrize("format_", ["python", "node"])
def test_a_program_fetches_a_token_by_the_key(
    saved: SandboxInfo, tmp_path: Path, format_: str
) -> None:
    program = PROGRAMS[format_]
    if not program:
        pytest.skip(f"no {format_} here")
    ran = export("审批", format_, "--env", "总部", "--env-type", "dev")
    (tmp_path / "program").write_bytes(ran.data)
    environ = {name: value for name, value in os.environ.items() if name != "ACCESS_TOKEN"}
    done = subprocess.run(
        [program, str(tmp_path / "program")],
        check=True,
        capture_output=True,
        timeout=60,
        env=environ | {"SECRET_ID": saved.secret_id, "SECRET_KEY": saved.secret_key},
    )
    assert done.stdout.count(b'"RequestId"') == 2
    assert saved.secret_key.encode() not in ran.data


def test_nothing_secret_is_in_any_format(saved: SandboxInfo, workspace: Path) -> None:
    key = saved.secret_key
    file = workspace / "collections" / "审批" / "ListDeployedFlows.toml"
    file.write_text(file.read_text().replace('"Type": 2', f'"password": "{key}"'))
    run_cli("token", "--env", "总部")
    for format_ in ("postman", "openapi", "har", "markdown", "curl", "python", "node", "http"):
        ran = export("审批", format_)
        assert ran.status == 0
        assert key.encode() not in ran.data
        assert "password" in ran.talk.lower()


@pytest.mark.skipif(not NEWMAN, reason="no newman here")
def test_newman_runs_the_export_with_one_token_call(saved: SandboxInfo, tmp_path: Path) -> None:
    files = {"c.json": ("审批", "postman"), "e.json": ("总部", "postman-env")}
    for file, (name, format_) in files.items():
        more = ("--env-type", "dev") if format_ == "postman-env" else ()
        assert export(name, format_, "-o", str(tmp_path / file), *more).status == 0
    variables = ("--env-var", f"SECRET_KEY={saved.secret_key}")
    report = tmp_path / "report.json"
    done = subprocess.run(
        [NEWMAN, "run", "c.json", "-e", "e.json", "-n", "3", *variables, "-r", "json",
         "--reporter-json-export", str(report)],
        check=False, capture_output=True, timeout=120, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    run = json.loads(report.read_text())["run"]
    assert run["failures"] == []
    assert [each["response"]["code"] for each in run["executions"]] == [200] * 7
    assert run["stats"]["requests"]["total"] == 7


def test_a_request_a_module_and_an_environment(saved: SandboxInfo) -> None:
    message = export("审批/ListDeployedFlows", "http", "--env", "总部", "--env-type", "dev").text
    address = f"{saved.base}/weda/workflow/v1/dev/ListDeployedFlows"
    assert f"\nPOST {address} HTTP/1.1\n" in message
    assert "Content-Length" not in message
    assert json.loads(export("workflow", "openapi").data)["openapi"].startswith("3.1")
    collection = json.loads(export("workflow", "postman").data)
    assert collection["info"]["schema"].endswith("v2.1.0/collection.json")
    assert json.loads(export("总部", "postman-env").data)["_postman_variable_scope"]


def test_what_is_to_be_filled_in_is_named(saved: SandboxInfo, tmp_path: Path) -> None:
    ran = export("审批", "postman", "-o", str(tmp_path / "c.json"))
    assert ran.talk == (
        f"审批: written to {tmp_path / 'c.json'}, requests: 2.\n"
        "Fill in by hand: vars.host, WeDa.EnvType, SECRET_ID, SECRET_KEY.\n"
    )


@pytest.mark.parametrize("name", ["c.json", "c.postman_collection.json"])
def test_the_environment_of_a_collection_is_written_beside_it(
    saved: SandboxInfo, tmp_path: Path, name: str
) -> None:
    file, beside = tmp_path / name, tmp_path / "c.postman_environment.json"
    ran = export("审批", "postman", "--env", "总部", "--env-type", "dev", "-o", str(file))
    assert ran.status == 0
    assert ran.talk == (
        "Target: 总部 · dev\n"
        f"审批: written to {file}, requests: 2.\n"
        f"Wrote 总部 to {beside}.\n"
        "Fill in by hand: SECRET_KEY.\n"
    )
    values = {each["key"]: each["value"] for each in json.loads(beside.read_text())["values"]}
    assert values["vars.host"] == saved.base
    assert values["WeDa.EnvType"] == "dev"
    assert values["SECRET_KEY"] == ""
    assert saved.secret_key not in beside.read_text()
    assert b"{{vars.host}}" in file.read_bytes()


@pytest.mark.parametrize("taken", ["a.json", "a.postman_environment.json"])
def test_a_file_that_is_there_is_replaced_only_with_force(
    saved: SandboxInfo, tmp_path: Path, taken: str
) -> None:
    (tmp_path / taken).write_text("mine")
    place = ("--env", "总部", "-o", str(tmp_path / "a.json"))
    refused = export("审批", "postman", *place)
    assert refused.status == 2
    assert taken in refused.talk
    assert "--force" in refused.talk
    assert [each.name for each in tmp_path.glob("a.*")] == [taken]
    assert (tmp_path / taken).read_text() == "mine"
    assert export("审批", "postman", *place, "--force").status == 0
    assert (tmp_path / taken).read_text() != "mine"


@pytest.mark.parametrize("file", ["collections/审批/a.toml", "environments/总部.toml"])
def test_force_replaces_no_file_of_the_workspace_that_is_read(
    saved: SandboxInfo, workspace: Path, file: str
) -> None:
    path = workspace / file
    if not path.exists():
        path.write_text('endpoint = "workflow.ListDeployedFlows"\n', encoding="utf-8")
    before = path.read_bytes()
    refused = export("审批", "postman", "-o", str(path), "--force")
    assert refused.status == 2
    assert "which this command reads" in refused.talk
    assert path.read_bytes() == before


def test_a_collection_alone_says_where_its_environment_is_to_be_had(saved: SandboxInfo) -> None:
    ran = export("审批", "postman", "--env", "总部", "--env-type", "dev")
    assert json.loads(ran.data)["info"]["name"] == "审批"
    assert ran.talk == (
        "Target: 总部 · dev\n"
        "The environment is a separate file: -o writes it beside the collection.\n"
        "Fill in by hand: vars.host, WeDa.EnvType, SECRET_ID, SECRET_KEY.\n"
    )


def test_an_archive_has_the_addresses_of_its_environment(saved: SandboxInfo) -> None:
    ran = export("审批", "har", "--env", "总部", "--env-type", "dev")
    entries = json.loads(ran.data)["log"]["entries"]
    address = f"{saved.base}/weda/workflow/v1/dev/ListDeployedFlows"
    assert entries[0]["request"]["url"] == address
    assert ran.talk == "Target: 总部 · dev\nFill in by hand: access_token.\n"


@pytest.mark.parametrize("format_", ["locust", "postman", "postman-env"])
def test_the_env_type_that_is_taken_where_none_is_given_is_named(
    saved: SandboxInfo, format_: str
) -> None:
    name = "总部" if format_ == "postman-env" else "审批"
    ran = export(name, format_, "--env", "总部")
    assert ran.status == 0
    assert "Target: 总部 · prod\n" in ran.talk


@pytest.mark.parametrize(
    ("format_", "env_type", "said"),
    [
        ("k6", "prod", "审批/x: dev in the address is replaced by prod.\n"),
        ("locust", "prod", "审批/x: dev in the address is replaced by prod.\n"),
        ("curl", "prod", "x: dev in the address is replaced by prod.\n"),
        ("postman", "prod", "x: dev in the address is replaced by {{WeDa.EnvType}}.\n"),
        ("curl", "dev", ""),
    ],
)
def test_an_env_type_in_an_address_that_is_replaced_is_named(
    saved: SandboxInfo, workspace: Path, format_: str, env_type: str, said: str
) -> None:
    url = "{{vars.host}}/v1/model/dev/leave/get"
    file = workspace / "collections" / "审批" / "x.toml"
    file.write_text(f'method = "POST"\nurl = "{url}"\n', encoding="utf-8")
    ran = export("审批", format_, "--env", "总部", "--env-type", env_type)
    assert ran.status == 0
    assert ran.talk.count("in the address") == bool(said)
    assert said in ran.talk


@pytest.mark.parametrize("format_", ["openapi", "markdown"])
def test_a_format_without_an_environment_says_that_it_takes_none(
    saved: SandboxInfo, format_: str
) -> None:
    ran = export("审批", format_, "--env", "总部")
    assert ran.status == 0
    assert f"--env has no effect in {format_}: variables stay as they are." in ran.talk


def test_the_environment_that_is_exported_is_the_one_named(saved: SandboxInfo) -> None:
    ran = export("总部", "postman-env", "--env", "别处")
    assert (ran.status, ran.data) == (2, b"")
    assert "总部" in ran.talk
    assert "别处" in ran.talk


@pytest.mark.parametrize(
    ("name", "format_", "said"),
    [
        ("审批/没有", "curl", "审批/没有"),
        ("../x", "curl", ".."),
        ("没有", "postman-env", "没有"),
        ("审批", "word", "word"),
    ],
)
def test_what_is_not_there_is_refused(
    saved: SandboxInfo, name: str, format_: str, said: str
) -> None:
    ran = export(name, format_)
    assert (ran.status, ran.data) == (2, b"")
    assert said in ran.talk


def test_a_broken_file_stops_the_export(saved: SandboxInfo, workspace: Path) -> None:
    (workspace / "collections" / "审批" / "bad.toml").write_text("method = [")
    ran = export("审批", "postman")
    assert (ran.status, ran.data) == (2, b"")
    assert "bad.toml" in ran.talk


@pytest.mark.parametrize("format_", ["postman", "har"])
def test_what_was_exported_comes_in_again_the_same(
    saved: SandboxInfo, workspace: Path, tmp_path: Path, format_: str
) -> None:
    export("审批", format_, "-o", str(tmp_path / f"x.{format_}"))
    assert run_cli("import", str(tmp_path / f"x.{format_}"), "--into", "again").status == 0
    first, again = (
        sorted(path.read_text() for path in (workspace / "collections" / name).glob("*flow*"))
        for name in ("审批", "again")
    )
    assert first == again


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "r: the body cannot be expressed in this format"),
        ("zh", "r：请求体 无法用此格式表示"),
    ],
)
def test_what_is_left_out_is_named_in_the_users_language(
    workspace: Path, language: str, shown: str
) -> None:
    folder = workspace / "collections" / "a"
    folder.mkdir(parents=True)
    (folder / "r.toml").write_text('method = "HEAD"\nurl = "https://h.cn/x"\nbody = "{}"\n')
    ran = run_cli("export", "a", "--format", "curl", "--lang", language)
    assert shown in ran.talk
