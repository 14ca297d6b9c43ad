"""``load`` on the sandbox: its questions, refusals and reports."""

import json
import os
import signal
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.cli.program import Ran, run_cli
from tests.cli.runs.test_command import APPROVERS, FLOWS, REFUSED, START, STARTER, write
from tests.formats.load.locust_runs import needs_locust, play
from weda_tui.cli.load import load as command
from weda_tui.cli.load.interrupts import SAME_KEY
from weda_tui.cli.load.report import LoadReport
from weda_tui.core.errors import ErrorCode, TokenError
from weda_tui.core.load.figures import LoadSample
from weda_tui.sandbox.server.sockets import SandboxInfo
from weda_tui.session.load import load as session_load
from weda_tui.session.load import run as processes

Load = Callable[..., Ran]
TASKS = """
endpoint = "workflow.GetFlowInstanceTasks"
body = '{"InstanceId": {{instance}}}'
"""


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "has_locust", lambda: True)


@pytest.fixture
def load(hq: SandboxInfo) -> Load:
    def call(*arguments: str, **more: Any) -> Ran:
        given = ("--users", "2", *(() if "--time" in arguments else ("--time", "1s")))
        chosen = () if "--env-type" in arguments else ("--env-type", "dev")
        return run_cli("load", *arguments, *given, *chosen, **more)

    return call


# -- before anything leaves ----------------------------------------------------------------------


def test_without_locust_it_says_how_to_install_it(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "has_locust", lambda: False)
    ran = load("nowhere")
    assert ran.status == 2
    assert ran.talk.count("\n") == 1
    assert "pipx inject weda-tui 'locust" in ran.talk


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("arguments", "terminal", "stdin", "said"),
    [
        ((), False, "", "--yes"),
        ((), True, "n\n", "--yes"),
        (("--env-type", "prod", "--yes"), False, "", "总部"),
        (("--env-type", "prod", "--yes"), True, "y\n", "the name did not match 总部."),
        (("--env-type", "prod", "--yes"), False, "", "must be typed on a terminal"),
    ],
)
def test_a_load_is_confirmed_and_on_prod_by_the_name(
    load: Load, workspace: Path, arguments: tuple[str, ...], terminal: bool, stdin: str, said: str
) -> None:
    write(workspace, {"a/list": APPROVERS})
    ran = load("a", *arguments, "--lang", "en", terminal=terminal, stdin=stdin)
    assert ran.status == 7
    assert said in ran.talk
    assert ran.data == b""


@pytest.mark.usefixtures("installed")
def test_an_address_that_names_prod_is_prod_whatever_was_chosen(
    load: Load, workspace: Path
) -> None:
    url = "{{vars.host}}/weda/workflow/v1/prod/DescribeInstanceApproverList"
    write(workspace, {"a/list": f'method = "POST"\nurl = "{url}"\n'})
    ran = load("a", "--yes")
    assert ran.status == 7
    assert "总部" in ran.talk


@pytest.mark.usefixtures("installed")
def test_a_write_needs_its_own_word(load: Load, workspace: Path) -> None:
    write(workspace, {"chain/flows": FLOWS, "chain/starter": STARTER, "chain/start": START})
    ran = load("chain", "--yes")
    assert ran.status == 7
    assert "chain/start" in ran.talk
    assert "--writes" in ran.talk


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("rate", "said"), [((), "每秒最多 20 个请求"), (("--rate", "0"), "不限速率")]
)
def test_the_question_names_the_writes_and_the_rate(
    load: Load, workspace: Path, rate: tuple[str, ...], said: str
) -> None:
    write(workspace, {"chain/flows": FLOWS, "chain/starter": STARTER, "chain/start": START})
    ran = load("chain", "--writes", "--lang", "zh", *rate, terminal=True, stdin="n\n")
    assert ran.status == 7
    assert "! chain/start" in ran.talk
    assert said in ran.talk


@pytest.mark.usefixtures("installed")
def test_the_env_type_that_is_taken_where_none_is_given_is_named(
    hq: SandboxInfo, workspace: Path
) -> None:
    write(workspace, {"a/list": APPROVERS})
    ran = run_cli("load", "a", "--users", "2", "--time", "1s", "--lang", "en")
    assert ran.status == 7
    assert "Load on 总部 · prod: 2 users, 1.0 s, at most 20 requests per second\n" in ran.talk


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("arguments", [(), ("--env-type", "prod"), ("--data", "gone.csv", "--yes")])
def test_no_earlier_junit_stays_where_a_load_does_not_begin(
    load: Load, workspace: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    write(workspace, {"a/list": APPROVERS})
    junit = tmp_path / "load.xml"
    junit.write_text("<testsuites/>", "utf-8")
    limits = ("--p95", "1s", "--errors", "1%")
    ran = load("a", *arguments, *limits, "--lang", "en", "--junit", str(junit))
    assert ran.status in {2, 7}
    text = junit.read_text("utf-8")
    assert 'failures="0" errors="1"' in text
    assert 'skipped="2"' in text
    error = ET.fromstring(text).find("testsuite/testcase/error")  # noqa: S314
    assert error is not None
    assert (error.get("message") or "!").removeprefix("✗ ") in ran.talk


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("option", ["--junit", "--html"])
def test_no_report_replaces_the_rows_or_a_file_of_something_else(
    load: Load, workspace: Path, tmp_path: Path, option: str
) -> None:
    write(workspace, {"a/list": APPROVERS})
    rows, other = tmp_path / "rows.csv", tmp_path / "other.csv"
    for each in (rows, other):
        each.write_text("a\n1\n", "utf-8")
    for file in (rows, other):
        ran = load("a", "--yes", "--data", str(rows), option, str(file), "--lang", "en")
        assert ran.status == 2
        assert option in ran.talk
    assert rows.read_text("utf-8") == other.read_text("utf-8") == "a\n1\n"


@pytest.mark.usefixtures("installed")
def test_junit_says_why_a_load_did_not_begin(
    load: Load, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise TokenError(ErrorCode.TOKEN_REFUSED, status="401", detail="invalid_client")

    monkeypatch.setattr(session_load, "read_secrets", refuse)
    write(workspace, {"a/list": APPROVERS})
    junit = tmp_path / "load.xml"
    ran = load("a", "--yes", "--junit", str(junit))
    suite = ET.fromstring(junit.read_text("utf-8"))  # noqa: S314
    assert ran.status == 5
    assert suite.get("errors") == "1"


@pytest.mark.usefixtures("installed")
def test_a_row_that_makes_a_write_of_a_read_needs_it_too(
    load: Load, workspace: Path, tmp_path: Path
) -> None:
    url = "{{vars.host}}/weda/workflow/v1/dev/{{action}}"
    write(workspace, {"a/any": f'method = "POST"\nurl = "{url}"\nbody = "{{}}"\n'})
    rows = tmp_path / "rows.csv"
    names = ["DescribeInstanceApproverList"] * 1_500
    rows.write_text("\n".join(["action", *names, "StopFlow", ""]), encoding="utf-8")
    ran = load("a", "--yes", "--data", str(rows))
    assert ran.status == 7
    assert "--writes" in ran.talk


@pytest.mark.usefixtures("installed")
def test_a_column_that_no_request_uses_is_named(
    load: Load, workspace: Path, tmp_path: Path
) -> None:
    write(workspace, {"a/list": APPROVERS})
    (tmp_path / "rows.csv").write_text("title\n1\n", encoding="utf-8")
    ran = load("a", "--data", str(tmp_path / "rows.csv"), "--lang", "en")
    assert "! No request uses {{title}}\n" in ran.talk


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("users", [0, 2])
def test_no_figures_are_shown_where_nothing_was_sent(
    load: Load, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, users: int
) -> None:
    write(workspace, {"a/list": APPROVERS})
    stop = '{"kind": "no-token", "code": "connection_refused"}'
    stub = f"""import os
with open(os.environ["WEDA_STATISTICS"], "a") as file:
    file.write('{{"users": {users}, "stopped": {stop}}}' + chr(10))
raise SystemExit(3)
"""
    (tmp_path / "stub_of_locust.py").write_text(stub, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(processes, "PACKAGE", "stub_of_locust")
    ran = load("a", "--yes", "--lang", "en")
    assert ran.status == 3
    said = ran.data.decode()
    assert "p50" not in said
    assert "all requests" not in said
    assert "(connection refused)" in said


@pytest.mark.usefixtures("installed")
def test_a_request_that_run_refuses_is_refused(load: Load, workspace: Path) -> None:
    write(
        workspace, {"a/x": 'method = "POST"\nurl = "{{vars.host}}/a"\n[headers]\nHost = "x.cn"\n'}
    )
    ran = load("a", "--yes")
    assert ran.status == 2
    assert ran.data == b""


@pytest.mark.usefixtures("installed")
def test_read_only_is_lifted_by_nothing(load: Load, hq: SandboxInfo, workspace: Path) -> None:
    file = workspace / "environments" / "总部.toml"
    file.write_text(file.read_text("utf-8").replace('dev = "none"', 'dev = "read-only"'), "utf-8")
    write(workspace, {"chain/flows": FLOWS, "chain/starter": STARTER, "chain/start": START})
    ran = load("chain", "--yes", "--writes")
    assert ran.status == 7
    assert "read-only" in ran.talk or "只读" in ran.talk


@pytest.mark.usefixtures("installed")
def test_a_route_that_changed_is_not_used(load: Load, workspace: Path, closed_port: int) -> None:
    write(workspace, {"a/list": APPROVERS})
    file = workspace / "environments" / "总部.toml"
    lines = file.read_text("utf-8").splitlines()
    other = [
        f'host = "http://127.0.0.1:{closed_port}"' if x.startswith("host") else x for x in lines
    ]
    file.write_text("\n".join(other), "utf-8")
    ran = load("a", "--yes")
    assert ran.status == 7
    assert ran.data == b""


@pytest.mark.usefixtures("installed")
def test_a_variable_without_a_value_stops_it(load: Load, workspace: Path) -> None:
    write(workspace, {"a/tasks": TASKS})
    ran = load("a", "--yes", "--lang", "en")
    assert ran.status == 2
    assert "a/tasks: the variable {{instance}} has no value." in ran.talk
    assert "--data" in ran.talk


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("workflow.GetFlowInstanceTasks", "Did you mean a/tasks?"),
        ("a/task", "Did you mean a/tasks?"),
        ("workflow.StopFlow", "Expected a path below collections"),
    ],
)
def test_what_is_no_path_is_explained(load: Load, workspace: Path, path: str, said: str) -> None:
    write(workspace, {"a/tasks": TASKS})
    ran = load(path, "--yes", "--lang", "en")
    assert ran.status == 2
    assert f"There is no saved request, folder or collection {path}." in ran.talk
    assert said in ran.talk


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    "arguments",
    [
        ("--p95", "fast"),
        ("--errors", "1"),
        ("--rate", "-1"),
        ("--spawn-rate", "x"),
        ("--time", "2500ms"),
    ],
)
def test_a_value_of_another_form_is_refused(load: Load, arguments: tuple[str, ...]) -> None:
    assert load("a", *arguments).status == 2


@pytest.mark.usefixtures("installed")
def test_a_load_that_dies_does_not_pass(
    load: Load, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(workspace, {"a/list": APPROVERS})
    stub = """import os
with open(os.environ["WEDA_STATISTICS"], "a") as file:
    file.write('{"total": {"count": 50}}' + chr(10))
print("out of memory", flush=True)
os.abort()
"""
    (tmp_path / "stub_of_locust.py").write_text(stub, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(processes, "PACKAGE", "stub_of_locust")
    ran = load("a", "--yes", "--json")
    assert ran.status == 1
    assert "out of memory" in ran.talk
    assert json.loads(ran.data)["ok"] is False


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('endpoint = "workflow.Nobody"\n', "a/x: There is no endpoint or saved request named"),
        ('endpoint = "permissions.title.createRole"\n', "a/x: Only the title of"),
    ],
)
def test_a_load_that_cannot_send_one_of_its_requests_does_not_begin(
    load: Load, workspace: Path, tmp_path: Path, text: str, said: str
) -> None:
    write(workspace, {"a/list": APPROVERS, "a/x": text})
    junit = tmp_path / "load.xml"
    ran = load("a", "--yes", "--lang", "en", "--junit", str(junit))
    assert ran.status == 2
    assert said in ran.talk
    assert ran.data == b""
    assert 'errors="1"' in junit.read_text("utf-8")


UNANSWERED = """import json, os
name = "chain/start"
figures = {"count": 3, "failed": 2}
sample = {
    "seconds": 1.0, "reached": 1, "total": figures, "requests": [{"name": name, **figures}],
    "failures": [{"name": name, "code": "no_response", "count": 2}],
}
with open(os.environ["WEDA_STATISTICS"], "a") as file:
    file.write(json.dumps(sample) + chr(10))
raise SystemExit(1)
"""


@pytest.mark.usefixtures("installed")
def test_the_result_names_writes_without_a_response_and_the_users_reached(
    load: Load, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(workspace, {"chain/flows": FLOWS, "chain/starter": STARTER, "chain/start": START})
    (tmp_path / "stub_of_locust.py").write_text(UNANSWERED, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(processes, "PACKAGE", "stub_of_locust")
    ran = load("chain", "--yes", "--writes", "--lang", "en")
    assert ran.status == 1
    assert "✗ 2  no response by the end of the load  chain/start\n" in ran.text
    assert (
        "2 writes may have been executed: sent, but no response arrived (chain/start)" in ran.text
    )
    assert "Only 1 of 2 users were started, at 1 per second" in ran.text
    report = json.loads(load("chain", "--yes", "--writes", "--json").data)
    assert (report["users"], report["usersReached"], report["unknownWrites"]) == (2, 1, 2)


STUBBORN = """import os, signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
with open(os.environ["WEDA_STATISTICS"], "a") as file:
    file.write('{"users": 1, "total": {"count": 50}}' + chr(10))
time.sleep(60)
"""


@pytest.mark.usefixtures("installed")
@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to one process")
def test_a_second_ctrl_c_ends_it_at_once_with_its_report(
    load: Load, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(workspace, {"a/list": APPROVERS})
    (tmp_path / "stub_of_locust.py").write_text(STUBBORN, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(processes, "PACKAGE", "stub_of_locust")
    print_sample, pressed = LoadReport.print_sample, list[float]()

    def press() -> None:
        for pause in (0.3, SAME_KEY, 0.0):
            pressed.append(time.monotonic())
            os.kill(os.getpid(), signal.SIGINT)
            Event().wait(pause)

    def press_once(report: LoadReport, sample: LoadSample) -> None:
        print_sample(report, sample)
        if not pressed:
            Thread(target=press).start()

    monkeypatch.setattr(LoadReport, "print_sample", press_once)
    junit = tmp_path / "load.xml"
    ran = load("a", "--yes", "--json", "--lang", "en", "--time", "60s", "--junit", str(junit))
    assert ran.status == 130
    assert SAME_KEY < time.monotonic() - pressed[0] < 10
    assert ran.talk.count("Stopping:") == 1
    report = json.loads(ran.data)
    assert (report["stopped"]["kind"], report["total"]["count"]) == ("interrupted", 50)
    assert "The load stopped: it was interrupted" in junit.read_text("utf-8")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


FAILED = """import os
with open(os.environ["WEDA_STATISTICS"], "a") as file:
    file.write('{"seconds": 1.0, "total": {"count": 50, "failed": 50}}' + chr(10))
raise SystemExit(1)
"""


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("threshold", [("--errors", "100%"), ("--p95", "1m")])
def test_no_threshold_is_met_where_no_request_succeeded(
    load: Load,
    workspace: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    threshold: tuple[str, str],
) -> None:
    write(workspace, {"a/list": APPROVERS})
    (tmp_path / "stub_of_locust.py").write_text(FAILED, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(processes, "PACKAGE", "stub_of_locust")
    ran = load("a", "--yes", "--json", *threshold)
    assert ran.status == 6
    assert [each["ok"] for each in json.loads(ran.data)["thresholds"]] == [False]


@pytest.mark.usefixtures("installed")
def test_a_pattern_that_locust_reads_otherwise_is_refused(load: Load, workspace: Path) -> None:
    check = '[[assert]]\non = "$.a"\nmatches = "^[[:alpha:]]+$"\n'
    write(workspace, {"a/list": f"{APPROVERS}\n{check}"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ran = load("a", "--yes", "--lang", "en")
    assert ran.status == 2
    assert "a/list: Locust may read the regular expression of the assertion on $.a" in ran.talk


# -- with Locust ---------------------------------------------------------------------------------


@needs_locust
def test_it_reports_figures_thresholds_and_files(
    load: Load, workspace: Path, tmp_path: Path
) -> None:
    write(workspace, {"a/list": APPROVERS, "a/refused": REFUSED})
    junit, html = tmp_path / "load.xml", tmp_path / "load.html"
    ran = load(
        "a", "--yes", "--json", "--errors", "10%", "--p95", "1m", "--time", "5s",
        "--junit", str(junit), "--html", str(html),
    )  # fmt: skip
    report = json.loads(ran.data)
    assert ran.status == 6, ran.talk
    assert report["total"]["failed"] > 0
    assert [each["path"] for each in report["requests"]] == ["a/list", "a/refused"]
    assert {each["path"] for each in report["failures"]} == {"a/refused"}
    assert [(each["measure"], each["ok"]) for each in report["thresholds"]] == [
        ("p95", True), ("errors", False),
    ]  # fmt: skip
    assert ET.fromstring(junit.read_text("utf-8")).get("failures") == "1"  # noqa: S314
    assert b"<html" in html.read_bytes()


@needs_locust
def test_two_workers_count_together(load: Load, workspace: Path) -> None:
    write(workspace, {"a/list": APPROVERS})
    ran = load("a", "--yes", "--json", "--workers", "2", "--rate", "1", "--time", "4s")
    report = json.loads(ran.data)
    assert ran.status == 0, ran.talk
    assert report["total"]["count"] > 0
    assert report["stopped"] is None
    assert report["delayed"] > 0  # each worker waits 2 s before its second request


@needs_locust
def test_its_failures_are_the_verdicts_of_run_on_the_same_calls(
    load: Load, workspace: Path, tmp_path: Path, hq: SandboxInfo
) -> None:
    write(workspace, {"a/list": APPROVERS, "a/tasks": TASKS})
    texts = ('"no-such-instance"', '"not"json', '""')
    rows = [{"instance": texts[n % 3]} for n in range(30)]
    (tmp_path / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    ran = run_cli(
        "run", "a", "--env-type", "dev", "--data", str(tmp_path / "rows.json"), "--json"
    )  # fmt: skip
    results = json.loads(ran.data)["results"]
    expected: dict[str, int] = {}
    for each in results:
        if each["outcome"] == "failed":
            code = each["verdict"]["code"]
            expected[code] = expected.get(code, 0) + 1
    expected["VALUE_NOT_JSON"] = expected.pop("BAD_REQUEST")  # a value that is not JSON is not sent
    exported = run_cli("export", "a", "--format", "locust", "--env", "总部", "--env-type", "dev")
    played = play(
        tmp_path, exported.text, "--users", "4", "--spawn-rate", "4", "--rate", "0",
        "--data", "rows.json", rounds=30,
        environ={"SECRET_ID": hq.secret_id, "SECRET_KEY": hq.secret_key},
    )  # fmt: skip
    assert len(expected) > 1
    assert played.codes == expected
    assert played.sample.total.count == len(results) == 60
