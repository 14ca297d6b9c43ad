"""``run`` on the sandbox: chains, exit statuses, JSON, JUnit, rows, guards."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.cli.program import Ran, run_cli
from weda_tui.sandbox.server.sockets import SandboxInfo

Run = Callable[..., Ran]

FLOWS = """
endpoint = "workflow.ListDeployedFlows"
body = '{"Type": 2}'
[capture]
FlowCode = "$.Response.Data.FlowSet[?!(@.BeginElementType == 1)].FlowCode"
ProcessKey = "$.Response.Data.FlowSet[?!(@.BeginElementType == 1)].ProcessKey"
"""
STARTER = """
endpoint = "workflow.DescribeInstanceStarterList"
[capture]
Uid = "$.Response.Data[0].Uid"
"""
START = """
name = "发起"
endpoint = "workflow.StartFlow"
depends = ["chain/flows", "chain/starter"]
body = '''
{"FlowCode": "{{FlowCode}}", "ProcessKey": "{{ProcessKey}}",
 "StartUser": {"UserId": "{{Uid}}", "Type": 4}}'''
[capture]
InstanceId = "$.Response.Data.FlowInstanceId"
[[assert]]
on = "$.Response.Data.FlowInstanceId"
exists = true
"""
APPROVERS = 'endpoint = "workflow.DescribeInstanceApproverList"\n'
REFUSED = 'endpoint = "workflow.GetFlowInstanceTasks"\nbody = \'{"InstanceId": "1"}\'\n'


def asserting(on: str, operator: str, expected: str) -> str:
    return f"[[assert]]\non = '{on}'\n{operator} = {expected}\n"


def write(workspace: Path, texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        file = workspace / "collections" / f"{path}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.fixture
def run(hq: SandboxInfo) -> Run:
    def call(*arguments: str, **more: Any) -> Ran:
        return run_cli("run", *arguments, "--env-type", "dev", **more)

    return call


@pytest.fixture
def chain(workspace: Path) -> None:
    write(workspace, {"chain/flows": FLOWS, "chain/starter": STARTER, "chain/发起": START})


@pytest.mark.usefixtures("chain")
def test_a_chain_runs_headless_and_says_what_was_captured(run: Run) -> None:
    ran = run("chain/发起", "--lang", "zh")
    assert ran.status == 0, ran.text + ran.talk
    rows = ran.text.splitlines()
    assert rows[0].startswith("✓ chain/flows · 依赖")
    assert any(row.strip().startswith("InstanceId = 1") for row in rows)
    assert "✓ 3  ✗ 0  " in rows[-1]
    assert rows[-1].endswith("总部 dev")
    assert [line[:2] for line in ran.talk.splitlines()] == ["✓ "] * 3


@pytest.mark.usefixtures("chain")
def test_json_has_the_shape_that_help_says(run: Run) -> None:
    ran = run("chain", "--json", "--lang", "en")
    report = json.loads(ran.data)
    assert [*report] == [
        *("ok", "environment", "envType", "passed", "failed", "skipped", "elapsedMs"),
        *("rows", "results"),
    ]
    assert (report["ok"], report["passed"], report["failed"]) == (True, 3, 0)
    assert report["rows"] is None
    result = report["results"][2]
    assert [*result] == [
        *("path", "title", "row", "dependency", "outcome", "cause", "verdict", "status"),
        *("elapsedMs", "size", "attempts", "error", "blockedBy", "assertions", "captures"),
    ]
    assert (result["path"], result["title"], result["outcome"]) == ("chain/发起", "发起", "passed")
    instance = result["captures"]["InstanceId"]
    assert result["assertions"] == [
        {
            "on": "verdict", "operator": "equals", "expected": "ok", "implied": True,
            "outcome": "held", "actual": "ok", "reason": "",
        },
        {
            "on": "$.Response.Data.FlowInstanceId", "operator": "exists", "expected": True,
            "implied": False, "outcome": "held", "actual": instance, "reason": "",
        },
    ]  # fmt: skip
    said = run_cli("run", "--help", "--lang", "en").text.replace("\n", " ")
    for key in (*report, *result, *result["assertions"][0]):
        assert f'"{key}"' in said


STATUSES = [
    (APPROVERS, 0),
    (REFUSED, 1),
    (APPROVERS + asserting("status", "equals", "201"), 6),
    (APPROVERS + '[capture]\nx = "$.gone"\n', 6),
    (REFUSED + asserting("verdict", "equals", '"failure"'), 0),
    (REFUSED + asserting("status", "equals", "201"), 1),
    (APPROVERS + 'headers = ["X-Sandbox-Fault: INVALID_ACCESS_TOKEN"]\n', 5),
    (APPROVERS + 'headers = ["X-Sandbox-Fault: cut"]\n', 3),
    (APPROVERS + asserting("$.a[", "exists", "true"), 6),
    ("endpoint = 'workflow.Nowhere'\n", 2),
    ("url = '{{vars.host}}/{{nobody}}'\nmethod = 'GET'\n", 2),
]


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_the_status_says_why_it_failed(run: Run, workspace: Path, text: str, status: int) -> None:
    write(workspace, {"a/1": text})
    ran = run("a/1", "--yes")
    assert ran.status == status, ran.text + ran.talk


def test_of_several_failures_the_first_in_order_decides(run: Run, workspace: Path) -> None:
    asserted = APPROVERS + asserting("status", "equals", "201")
    write(workspace, {"a/1": APPROVERS, "a/2": REFUSED, "a/3": asserted})
    assert run("a").status == 1
    assert run("a/3", "a/2").status == 6
    ran = run("a", "--bail", "--lang", "en")
    assert ran.status == 1
    assert "– a/3" in ran.text
    assert "not sent: the run ended first" in ran.text
    assert ran.text.splitlines()[-1].startswith("a/2: expected the verdict to be success, was ")


def test_a_failed_assertion_says_what_is_there(run: Run, workspace: Path) -> None:
    asserted = APPROVERS + asserting("$.Response.RequestId", "length", "3")
    write(workspace, {"a/1": asserted + asserting("$.a b", "exists", "true")})
    english = run("a", "--lang", "en").text
    assert "expected: $.Response.RequestId has the length 3, was " in english
    assert "cannot be evaluated: the JSONPath is invalid from character 5 on" in english
    assert "预期：$.Response.RequestId 的长度是 3，实际为 " in run("a", "--lang", "zh").text


def test_rows_run_once_each(run: Run, workspace: Path, tmp_path: Path) -> None:
    write(workspace, {"a/1": APPROVERS + asserting("status", "equals", '"{{wanted}}"')})
    data = tmp_path / "rows.csv"
    data.write_bytes("wanted,备注\r\n200,好\r\n201,坏\r\n".encode("gbk"))
    ran = run("a", "--data", str(data), "--json")
    results = json.loads(ran.data)["results"]
    assert [(each["row"], each["outcome"]) for each in results] == [(1, "passed"), (2, "failed")]
    assert ran.status == 6
    assert "第 2 行" in run("a", "--data", str(data), "--lang", "zh").text
    missing = run("a", "--data", str(tmp_path / "gone.csv"))
    assert (missing.status, missing.text) == (2, "")
    in_chinese = run("a", "--data", str(tmp_path / "gone.csv"), "--lang", "zh")
    assert "文件或文件夹不存在" in in_chinese.talk
    assert "! No request uses {{备注}}\n" in ran.talk


def test_junit_is_written_beside_the_table(run: Run, workspace: Path, tmp_path: Path) -> None:
    dropped = APPROVERS + 'headers = ["X-Sandbox-Fault: cut"]\n'
    unfilled = 'method = "GET"\nurl = "{{vars.host}}/own/{{envType}}/x"\n'
    texts = {"审批/a": APPROVERS, "审批/b": REFUSED, "审批/c": dropped, "审批/d": unfilled}
    write(workspace, texts)
    report = tmp_path / "junit" / "report.xml"
    ran = run("审批", "--junit", str(report), "--lang", "en")
    (suite,) = ET.fromstring(report.read_bytes())  # noqa: S314
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4", "failures": "1", "errors": "2", "skipped": "0",
    }  # fmt: skip
    assert [case.get("classname") for case in suite] == ["审批"] * 4
    assert "Did you mean WeDa.EnvType?" in (suite[3][0].text or "")
    assert "Did you mean WeDa.EnvType?" in ran.text
    assert suite[1][0].get("type") == "verdict"
    assert "✓ 1  ✗ 3" in ran.text
    assert str(report) in ran.talk
    piped = run("审批", "--junit", "-", "--lang", "en")
    assert [case.get("name") for case in ET.fromstring(piped.data)[0]] == [  # noqa: S314
        case.get("name") for case in suite
    ]
    assert not Path("-").exists()
    both = run("审批", "--junit", "-", "--json", "--lang", "en")
    assert (both.status, both.data) == (2, b"")
    assert "--json and --junit - both write to stdout" in both.talk


def test_a_write_that_a_guard_asks_about_sends_nothing_without_yes(
    hq: SandboxInfo, workspace: Path
) -> None:
    stop = 'endpoint = "workflow.StopFlow"\nbody = \'{"InstanceId": "1"}\'\n'
    write(workspace, {"a/1": APPROVERS, "a/2": stop})
    ran = run_cli("run", "a", "--env-type", "prod", "--lang", "en")
    assert (ran.status, ran.text) == (7, "")
    assert "1 request in this run writes data" in ran.talk
    assert "! a/2" in ran.talk
    assert "总部 · prod" in ran.talk
    agreed = run_cli("run", "a", "--env-type", "prod", "--yes")
    assert agreed.status == 1
    assert "✓ a/1" in agreed.text


def test_read_only_is_not_lifted_by_yes(hq: SandboxInfo, workspace: Path) -> None:
    file = workspace / "environments" / "总部.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace('prod = "confirm"', 'prod = "read-only"'), "utf-8")
    write(workspace, {"a/1": 'endpoint = "workflow.StopFlow"\n', "a/2": APPROVERS})
    ran = run_cli("run", "a", "--env-type", "prod", "--yes")
    assert (ran.status, ran.text) == (7, "")
    assert run_cli("run", "a/2", "--env-type", "prod").status == 0


def test_no_secret_in_any_report(
    run: Run, hq: SandboxInfo, workspace: Path, tmp_path: Path
) -> None:
    asserted = asserting("$.Response.RequestId", "equals", '"{{secret}}"')
    write(workspace, {"a/1": APPROVERS + f'[variables]\nsecret = "{hq.secret_key}"\n' + asserted})
    report = tmp_path / "report.xml"
    for arguments in ((), ("--json",), ("--junit", str(report))):
        ran = run("a", "--set", f"token={hq.secret_key}", *arguments)
        assert hq.secret_key.encode() not in ran.data
        assert hq.secret_key not in ran.talk
    assert hq.secret_key.encode() not in report.read_bytes()


def test_what_is_not_there_is_a_usage_failure(run: Run, workspace: Path) -> None:
    write(workspace, {"a/list": APPROVERS})
    (workspace / "collections" / "empty").mkdir()
    ran = run("a/lst", "--lang", "en")
    assert (ran.status, ran.text) == (2, "")
    assert "a/list" in ran.talk
    assert run("empty").status == 2
    assert run("../..").status == 2
    assert run().status == 2


@pytest.mark.parametrize("option", ["--report", "--junit"])
def test_no_file_of_a_run_is_written_over_another(
    run: Run, workspace: Path, tmp_path: Path, option: str
) -> None:
    write(workspace, {"a/b": APPROVERS})
    rows, other = tmp_path / "rows.csv", tmp_path / "other.csv"
    for each in (rows, other):
        each.write_text("a\n1\n", "utf-8")
    ran = run("a/b", "--data", str(rows), option, f"{tmp_path}/./rows.csv", "--lang", "en")
    assert (ran.status, ran.text) == (2, "")
    assert f"--data and {option} name the same file" in ran.talk
    ran = run("a/b", "--data", str(rows), option, str(other), "--lang", "en")
    assert (ran.status, ran.text) == (2, "")
    assert f"{option} would replace {other}, which is not a" in ran.talk
    assert rows.read_text("utf-8") == other.read_text("utf-8") == "a\n1\n"
    assert run("a/b", "--data", str(rows), option, str(tmp_path / "new")).status == 0
    assert run("a/b", "--data", str(rows), option, str(tmp_path / "new")).status == 0


def test_a_monitor_writes_no_file_twice_and_over_no_body(
    run: Run, workspace: Path, tmp_path: Path
) -> None:
    write(workspace, {"a/b": APPROVERS + "body = '{{$file page.html}}'\n"})
    page = workspace / "page.html"
    page.write_text("<html>", "utf-8")
    rounds = ("a/b", "--every", "5m", "--lang", "en")
    both = run(*rounds, "--junit", str(tmp_path / "x"), "--html", str(tmp_path / "x"))
    assert (both.status, both.text) == (2, "")
    read = run(*rounds, "--html", str(page))
    assert (read.status, read.text) == (2, "")
    assert "which this command reads" in read.talk
    assert page.read_text("utf-8") == "<html>"


@pytest.mark.usefixtures("chain")
def test_rules_that_do_not_open_send_nothing(run: Run, workspace: Path) -> None:
    rules = workspace / "rules" / "success.toml"
    rules.parent.mkdir()
    rules.write_text("x = ", encoding="utf-8")
    ran = run("chain")
    assert (ran.status, ran.text) == (2, "")
    assert "success.toml" in ran.talk
