"""``run --data``: the plan, the guard, the ledger's messages, the report, and the undo plan."""

import csv
import json
import re
import shlex
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Ran, run_cli
from weda_tui.cli.runs import bulk as command
from weda_tui.cli.runs import report as run_report
from weda_tui.cli.runs.bulk import RowsRun
from weda_tui.core.runs.results import RunResult
from weda_tui.sandbox.server.sockets import SandboxInfo

CREATE = """
endpoint = "model.create"
body = '{"data": {"name": "{{name}}", "remark": "{{remark}}"}}'
[variables]
modelName = "customer"
"""
UPDATE = """
endpoint = "model.update"
body = '''
{"filter": {"where": {"_id": {"$eq": "{{id}}"}}},
 "data": {"name": "{{name}}", "credit": {{credit}}}}'''
[variables]
modelName = "customer"
"""
FAILING = """
endpoint = "model.create"
url = "{{vars.host}}/v1/model/{{WeDa.EnvType}}/customer/create?{{query}}"
headers = ["Content-Type: application/json"]
body = '{"data": {"name": "{{name}}"}}'
"""
MANY = """
endpoint = "model.updateMany"
body = '{"filter": {"where": {"name": {"$eq": "{{name}}"}}}, "data": {"remark": "x"}}'
[variables]
modelName = "customer"
"""
Run = Callable[..., Ran]


@pytest.fixture
def folder(workspace: Path, both: SandboxInfo, tmp_path: Path) -> Path:
    saved = workspace / "collections" / "customers"
    saved.mkdir(parents=True)
    for name, text in {
        "create": CREATE,
        "update": UPDATE,
        "many": MANY,
        "failing": FAILING,
    }.items():
        (saved / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    def call(*arguments: str, env_type: str = "dev") -> Ran:
        more = ("--env-type", env_type, "--rate", "1000", "--lang", "en")
        return run_cli("run", *arguments, *more)

    return call


def write_rows(folder: Path, count: int, name: str = "rows.csv") -> str:
    rows = [f"bulk {number},=1+{number}" for number in range(1, count + 1)]
    (folder / name).write_text("\n".join(["name,remark", *rows]), encoding="utf-8")
    return str(folder / name)


def customers() -> dict[str, dict[str, Any]]:
    """Return the records of the model, without the fields that the platform sets at each write."""
    found: dict[str, dict[str, Any]] = {}
    body = {"pageSize": 200, "pageNumber": 1, "getCount": True, "select": {"$master": True}}
    ran = run_cli(
        "send", "model.list", "--env-type", "dev", "--set", "modelName=customer", "--json",
        "--body", json.dumps(body),
    )  # fmt: skip
    page = json.loads(ran.data)["body"]["data"]
    assert page["total"] == len(page["records"])
    for record in page["records"]:
        del record["updatedAt"], record["updateBy"]
        found[record["_id"]] = record
    return found


def undo_command(talk: str) -> list[str]:
    line = next(line for line in talk.splitlines() if line.startswith("To undo "))
    words = shlex.split(line.partition("weda-tui ")[2])
    assert words[0] == "run"
    return words[1:]


def test_creations_are_undone(run: Run, folder: Path) -> None:
    before, plan = customers(), str(folder / "undo.json")
    ran = run("customers/create", "--data", write_rows(folder, 8), "--plan-undo", plan, "--yes")
    assert ran.status == 0, ran.talk
    assert len(customers()) == len(before) + 8
    undone = run_cli(*("run", *undo_command(ran.talk), "--rate", "1000"))
    assert undone.status == 0, undone.talk
    assert customers() == before


def test_updates_are_undone(run: Run, folder: Path) -> None:
    before = customers()
    ids = [*before][:8]
    rows = [{"id": each, "name": f"new {n}", "credit": n} for n, each in enumerate(ids)]
    data, plan = folder / "rows.json", str(folder / "undo.json")
    data.write_text(json.dumps(rows), encoding="utf-8")
    ran = run("customers/update", "--data", str(data), "--plan-undo", plan, "--yes")
    assert ran.status == 0, ran.talk
    after = customers()
    assert sum(after[each] != before[each] for each in ids) == 8
    undone = run_cli(*("run", *undo_command(ran.talk), "--rate", "1000"))
    assert undone.status == 0, undone.talk
    assert customers() == before


def of_model(folder: Path, name: str, call: str, method: str) -> None:
    """Change a saved request to a call of the data model, as the explorer saves it."""
    saved = folder / "workspace" / "collections" / "customers" / f"{name}.toml"
    text = saved.read_text("utf-8").partition("[variables]")[0]
    url = "{{vars.host}}/v1/model/{{WeDa.EnvType}}/customer/" + name
    head = f'endpoint = "{call}"\nmethod = "{method}"\nurl = "{url}"\n'
    headers = 'headers = ["Content-Type: application/json"]\n'
    body = text.partition("\n")[2].partition("\n")[2]
    saved.write_text(head + headers + body, encoding="utf-8")


@pytest.mark.parametrize("is_fetched", [True, False])
def test_what_the_calls_of_a_data_model_write_is_undone(
    run: Run, folder: Path, *, is_fetched: bool
) -> None:
    if is_fetched:
        assert run_cli("catalogue", "models", "--refresh").status == 0
    of_model(folder, "create", "model.customer.create", "POST")
    of_model(folder, "update", "model.customer.update", "PUT")
    before = customers()
    data = folder / "rows.json"
    ids = [*before][:3]
    rows = [{"id": each, "name": f"n {n}", "credit": n, "remark": ""} for n, each in enumerate(ids)]
    data.write_text(json.dumps(rows), encoding="utf-8")
    plan = str(folder / "undo.json")
    arguments = ("customers/create", "customers/update", "--data", str(data), "--yes")
    ran = run(*arguments, "--plan-undo", plan)
    assert ran.status == 0, ran.talk
    assert "cannot be undone" not in ran.talk
    assert len(customers()) == len(before) + 3
    for line in [line for line in ran.talk.splitlines() if line.startswith("To undo ")]:
        undone = run_cli("run", *undo_command(line), "--rate", "1000")
        assert undone.status == 0, undone.talk
    assert customers() == before


def test_what_has_no_inverse_at_all_is_not_sent(run: Run, folder: Path) -> None:
    arguments = ("customers/many", "--data", write_rows(folder, 3), "--yes")
    ran = run(*arguments, "--plan-undo", str(folder / "undo.json"))
    assert ran.status == 7
    assert "! customers/many cannot be undone: only creating one record" in ran.talk
    assert "--plan-undo" in ran.talk.splitlines()[-1]
    assert "Rows:" not in ran.talk
    assert run(*arguments).status == 0  # the refused run left nothing to resume


def test_what_has_no_inverse_is_said_before_it_is_sent(run: Run, folder: Path) -> None:
    plan = str(folder / "undo.json")
    arguments = ("--data", write_rows(folder, 1), "--plan-undo", plan, "--yes")
    ran = run("customers/create", "customers/many", *arguments)
    assert ran.status == 0, ran.talk
    said = ran.talk.index("! customers/many cannot be undone: only creating one record")
    assert said < ran.talk.index("Rows: 1 succeeded")
    assert "To undo 1 row: weda-tui run undo/customers/create --data" in ran.talk
    (folder / "undo.json").write_text("mine", encoding="utf-8")
    refused = run("customers/create", *arguments, "--restart")
    assert refused.status == 2
    assert (folder / "undo.json").read_text("utf-8") == "mine"


def test_each_request_that_can_be_undone_has_its_file_the_last_one_first(
    run: Run, folder: Path
) -> None:
    before, plan = customers(), str(folder / "undo.json")
    other = folder / "workspace" / "collections" / "customers" / "other.toml"
    other.write_text(CREATE, encoding="utf-8")
    chosen = ("customers/create", "customers/other")
    arguments = ("--data", write_rows(folder, 2), "--plan-undo", plan, "--yes")
    (folder / "undo-2.json").write_text("mine", encoding="utf-8")
    assert run(*chosen, *arguments).status == 2
    (folder / "undo-2.json").unlink()
    ran = run(*chosen, *arguments)
    commands = [line for line in ran.talk.splitlines() if line.startswith("To undo 2 rows")]
    undo = [shlex.split(line.partition("weda-tui run ")[2]) for line in commands]
    assert [(words[0], Path(words[2]).name) for words in undo] == [
        ("undo/customers/other", "undo.json"), ("undo/customers/create", "undo-2.json"),
    ]  # fmt: skip
    assert [run_cli("run", *words).status for words in undo] == [0, 0]
    assert customers() == before


def test_the_plan_of_another_run_is_not_replaced_by_a_resumed_one(run: Run, folder: Path) -> None:
    plan = ("--plan-undo", str(folder / "undo.json"), "--yes")
    assert run("customers/create", "--data", write_rows(folder, 2), *plan).status == 0
    before = (folder / "undo.json").read_bytes()
    data = folder / "other.csv"
    data.write_text("name,query\na,x=1\nb,fault=EXCEED_RATELIMIT\n", encoding="utf-8")
    other = ("customers/failing", "--data", str(data))
    assert run(*other, "--yes").status != 0
    refused = run(*other, "--resume", *plan)
    assert refused.status == 2
    assert "undo.json exists and is not an undo plan of this run" in refused.talk
    assert (folder / "undo.json").read_bytes() == before


@pytest.mark.parametrize("option", ["--report", "--junit"])
def test_a_report_that_cannot_be_written_keeps_no_undo_plan_from_being_written(
    run: Run, folder: Path, option: str
) -> None:
    rows, plan = write_rows(folder, 2), folder / "undo.json"
    arguments = ("--data", rows, "--yes", "--plan-undo", str(plan))
    ran = run("customers/create", *arguments, option, f"{rows}/no-folder")
    assert ran.status == 2, ran.talk
    assert len(json.loads(plan.read_bytes())) == 2
    assert "To undo 2 rows" in ran.talk


def test_a_run_of_a_folder_takes_nothing_back_and_its_resume_is_what_it_was(
    run: Run, folder: Path
) -> None:
    plan = ("--plan-undo", str(folder / "undo.json"))
    file = folder / "workspace" / "collections" / "new" / "create.toml"
    file.parent.mkdir()
    file.write_text(CREATE, encoding="utf-8")
    arguments = ("--data", write_rows(folder, 2), *plan, "--yes")
    assert run("new", *arguments).status == 0
    after = customers()
    (folder / "undo.json").unlink()
    again = run("new", *arguments, "--restart")
    assert again.status == 0, again.talk
    assert len(customers()) == len(after) + 2


def test_an_undo_request_of_the_user_is_not_replaced(run: Run, folder: Path) -> None:
    own = folder / "workspace" / "collections" / "undo" / "customers" / "create.toml"
    own.parent.mkdir(parents=True)
    own.write_text('endpoint = "model.list"\n', encoding="utf-8")
    plan = str(folder / "undo.json")
    arguments = ("--data", write_rows(folder, 1), "--plan-undo", plan, "--yes")
    ran = run("customers/create", *arguments)
    assert own.read_text("utf-8") == 'endpoint = "model.list"\n'
    assert undo_command(ran.talk)[0] == "undo/customers/create 2"


def test_the_first_and_the_last_row_are_shown_and_the_guard_asks_once(
    run: Run, folder: Path
) -> None:
    data = write_rows(folder, 3)
    ran = run("customers/create", "--data", data, env_type="prod")
    assert (ran.status, ran.text) == (7, "")
    lines = ran.talk.splitlines()
    assert lines[0].endswith("rows.csv: 3 rows, 1 request each, to 总部 prod")
    assert [line.partition("  customers")[0] for line in lines[1:3]] == ["  row 1", "  row 3"]
    assert '/v1/model/prod/customer/create  {"data": {"name": "bulk 1", ' in lines[1]
    assert lines[3] == "Guard: asks once for all 3 rows"
    assert not [*folder.glob("state/runs/*/*.jsonl")]
    assert run("customers/create", "--data", data).status == 0


def test_a_secret_of_a_row_is_in_no_word_and_no_file(run: Run, folder: Path) -> None:
    secret = "Xk9-of-a-row-" + "y" * 300
    request = folder / "workspace" / "collections" / "customers" / "create.toml"
    request.write_text(CREATE.replace("{{remark}}", "{{password}}"), encoding="utf-8")
    data, report, plan = folder / "rows.csv", folder / "report.csv", folder / "undo.json"
    data.write_text(f"name,password\na,{secret}\n", encoding="utf-8")
    arguments = ("--data", str(data), "--report", str(report), "--plan-undo", str(plan), "--yes")
    ran = run("customers/create", *arguments)
    assert ran.status == 2, ran.talk
    assert "is a token or a secret" in ran.text
    assert secret[:12] not in ran.talk + ran.text
    kept = [*folder.glob("state/runs/*/*.jsonl")]
    assert len(kept) == 1
    for path in (*kept, report):
        assert secret[:12] not in path.read_text("utf-8")


def test_an_interrupted_run_is_resumed_and_reported(run: Run, folder: Path) -> None:
    data, report = folder / "rows.csv", folder / "report.csv"
    text = "name,query\na,x=1\nb,fault=cut\nc,fault=EXCEED_RATELIMIT\nd,x=1\n"
    data.write_text(text, encoding="utf-8")
    arguments = ("customers/failing", "--data", str(data), "--yes")
    ran = run(*arguments, "--report", str(report))
    assert ran.status != 0
    assert "✓ 1  ✗ 2  – 1" in ran.text
    assert (
        "Rows: 1 succeeded, 0 failed, 1 unknown, 2 not sent\n"
        "Of those not sent, 1 row was refused or not delivered, and not executed\n"
    ) in ran.talk
    assert "! Unknown rows: 2. " in ran.talk
    with report.open(encoding="utf-8", newline="") as stream:
        rows = [*csv.reader(stream)]
    assert rows[0] == ["row", "verdict", "code", "requestId"]
    assert [row[1] for row in rows[1:]] == ["success", "unknown", "not-sent", "not-sent"]
    assert rows[3][2] == "EXCEED_RATELIMIT"
    refused = run(*arguments)
    assert (refused.status, refused.text) == (7, "")
    assert "Done: 1, unknown: 1, not sent: 2." in refused.talk
    files = (folder / "r.xml", folder / "r.prom")
    outputs = ("--junit", str(files[0]), "--textfile", str(files[1]))
    resumed = run(*arguments, "--resume", "--json", *outputs)
    said = json.loads(resumed.data)
    assert [each["row"] for each in said["results"]] == [4, 3, 2]
    assert (resumed.status != 0, said["ok"], said["results"][2]["cause"]) == (
        True,
        False,
        "earlier",
    )
    assert said["rows"]["unknown"] == [2]
    assert "failing [2]" in files[0].read_text("utf-8")
    assert re.search(r"weda_monitor_success\{.*\} 0\n", files[1].read_text("utf-8"))
    data.write_text(text.replace("EXCEED_RATELIMIT", "cut"), encoding="utf-8")
    changed = run(*arguments, "--resume")
    assert changed.status == 7
    assert "Changed: the data file (row 3)." in changed.talk


@pytest.mark.parametrize(
    ("fault", "said", "summary"),
    [
        ("html", "a sign-in page or a proxy (LOGIN_PAGE). Sign in again", "0 unknown, 14 not sent"),
        ("not-json", "the outcome of 10 rows in a row is unknown", "10 unknown, 4 not sent"),
    ],
)
def test_a_run_that_stopped_by_itself_says_why(
    run: Run, folder: Path, fault: str, said: str, summary: str
) -> None:
    data = folder / "rows.csv"
    rows = "".join(f"a,fault={fault}\n" for _ in range(14))
    data.write_text(f"name,query\n{rows}", encoding="utf-8")
    ran = run("customers/failing", "--data", str(data), "--yes")
    assert "! Stopped: " in ran.talk
    assert said in ran.talk
    assert f"Rows: 0 succeeded, 0 failed, {summary}\n" in ran.talk
    assert "To send the rows that were not sent: " in ran.talk
    assert ran.status != 0


def test_a_row_that_failed_after_a_write_is_listed_apart_and_not_advised_to_be_sent_again(
    run: Run, workspace: Path, folder: Path
) -> None:
    asserted = f'{CREATE}[[assert]]\non = "$.data.id"\nequals = "none"\n'
    (workspace / "collections" / "customers" / "asserted.toml").write_text(asserted, "utf-8")
    data, report = write_rows(folder, 2), folder / "report.csv"
    ran = run("customers/asserted", "--data", data, "--yes", "--json", "--report", str(report))
    assert ran.status == 6
    assert "Rows: 0 succeeded, 0 failed, 2 failed after being executed, 0 unknown, 0" in ran.talk
    assert "! Rows that failed although a write of theirs was executed: 1, 2. Do not" in ran.talk
    assert "put them, corrected, into a data file" not in ran.talk
    assert json.loads(ran.data)["rows"] == {
        "succeeded": 0, "failed": [], "executed": [1, 2], "unknown": [], "notSent": 0,
    }  # fmt: skip
    assert report.read_text("utf-8").count(",executed,") == 2
    more = folder / "rows.csv"
    more.write_text(more.read_text("utf-8") + "\nother,x", encoding="utf-8")
    assert run("customers/asserted", "--data", str(more), "--yes").status == 7


def test_a_copy_of_the_rows_of_an_unfinished_run_names_its_command(run: Run, folder: Path) -> None:
    data, copy = folder / "rows.csv", folder / "copy.csv"
    text = "name,query\na,x=1\nb,fault=EXCEED_RATELIMIT\n"
    for each in (data, copy):
        each.write_text(text, encoding="utf-8")
    assert run("customers/failing", "--data", str(data), "--yes").status != 0
    refused = run("customers/failing", "--data", str(copy), "--yes")
    assert (refused.status, refused.text) == (7, "")
    assert "has sent the same rows with the same request. Done: 1, " in refused.talk
    command = shlex.split(refused.talk.partition("were not sent with: weda-tui ")[2])
    resumed = run_cli(*command, "--yes", "--lang", "en")
    assert "Resuming: 1 done, 0 unknown, 1 to send" in resumed.talk


@pytest.mark.parametrize(("every", "has_progress"), [(10.0, False), (0.0, True)])
def test_a_pipe_gets_a_line_now_and_then_and_none_for_each_row(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, every: float, has_progress: bool
) -> None:
    monkeypatch.setattr(command, "PLAIN_EVERY", every)
    monkeypatch.setattr(run_report, "MOST_LISTED", 11)
    ran = run("customers/create", "--data", write_rows(folder, 12), "--yes")
    assert ran.status == 0, ran.talk
    assert "✓ customers/create" not in ran.talk
    assert ("12/12" in ran.talk) is has_progress
    assert "12 results that passed or were not sent are not listed" in ran.text


def test_results_are_said_not_to_be_listed_only_where_some_are_not(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_report, "MOST_LISTED", 11)
    data = folder / "rows.csv"
    rows = [f"{number},fault=INVALID_PARAMETER" for number in range(12)]
    data.write_text("\n".join(["name,query", *rows]), encoding="utf-8")
    ran = run("customers/failing", "--data", str(data), "--yes")
    assert ran.text.count("✗ customers/failing") == 12
    assert "not listed" not in ran.text


def test_rows_that_a_finished_run_sent_are_named_before_they_are_sent_again(
    run: Run, folder: Path
) -> None:
    data = write_rows(folder, 3)
    arguments = ("customers/create", "--data", data, "--yes")
    assert "same run" not in run(*arguments).talk
    refused = run(*arguments)
    assert (refused.status, refused.text) == (7, "")
    assert re.search(
        r"Not sent: the same run was finished 20..-..-.. ..:..:..\. Rows done: 3\.\n"
        r"  Add --restart to send every row again\.",
        refused.talk,
    )
    again = run(*arguments, "--restart")
    assert again.status == 0
    assert re.search(
        r"! The same run was finished 20..-..-.. ..:..:..: 3 rows done. It sends all rows again.",
        again.talk,
    )
    assert "Rows: 3 succeeded" in again.talk
    write_rows(folder, 4)
    assert "same run" not in run(*arguments).talk


def test_what_is_finished_has_nothing_to_resume_and_still_has_its_report(
    run: Run, folder: Path
) -> None:
    data, report = write_rows(folder, 3), folder / "report.csv"
    arguments = ("customers/create", "--data", data, "--yes")
    assert run(*arguments).status == 0
    resumed = run(*arguments, "--resume", "--report", str(report))
    assert (resumed.status, resumed.text) == (2, "")
    assert re.search(r"nothing to resume: the run was finished 20.*\. Rows done: 3\.", resumed.talk)
    assert f"Row report written to {report}" in resumed.talk
    with report.open(encoding="utf-8", newline="") as stream:
        assert [row[1] for row in csv.reader(stream)] == ["verdict", *["success"] * 3]
    write_rows(folder, 4)
    assert "There is no unfinished run" in run(*arguments, "--resume").talk


def test_a_run_that_only_reads_goes_on_after_one_that_was_finished(run: Run, folder: Path) -> None:
    request = folder / "workspace" / "collections" / "customers" / "list.toml"
    request.write_text(MANY.replace("Many", "").replace("update", "list"), encoding="utf-8")
    arguments = ("customers/list", "--data", write_rows(folder, 2))
    assert run(*arguments).status == 0
    again = run(*arguments)
    assert again.status == 0
    assert "! The same run was finished 20" in again.talk


@pytest.mark.parametrize("parallel", ["1", "3"])
def test_ctrl_c_waits_for_the_rows_on_their_way_and_says_how_to_go_on(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, parallel: str
) -> None:
    ended: list[int | None] = []

    def interrupt(_: RowsRun, result: RunResult) -> None:
        ended.append(result.row)
        if len(ended) == 2:
            signal.raise_signal(signal.SIGINT)

    data = write_rows(folder, 30)
    arguments = ("customers/create", "--data", data, "--yes", "--parallel", parallel)
    with monkeypatch.context() as pressed:
        pressed.setattr(RowsRun, "_note", interrupt)
        ran = run(*arguments)
    assert ran.status == 130
    assert 2 <= len(ended) < 30
    sent = f"Rows: {len(ended)} succeeded, 0 failed, 0 unknown, {30 - len(ended)} not sent"
    assert sent in ran.talk
    line = next(line for line in ran.talk.splitlines() if line.startswith("To send the rows"))
    resumed = run_cli(*shlex.split(line.partition("weda-tui ")[2]))
    assert resumed.status == 0, resumed.talk
    assert "Rows: 30 succeeded" in resumed.talk or "成功 30" in resumed.talk


def test_rows_that_were_sent_without_a_plan_are_said_not_to_be_in_it(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[int | None] = []

    def interrupt(_: RowsRun, result: RunResult) -> None:
        ended.append(result.row)
        if len(ended) == 2:
            signal.raise_signal(signal.SIGINT)

    arguments = ("customers/create", "--data", write_rows(folder, 9), "--yes")
    with monkeypatch.context() as pressed:
        pressed.setattr(RowsRun, "_note", interrupt)
        assert run(*arguments).status == 130
    resumed = run(*arguments, "--resume", "--plan-undo", str(folder / "undo.json"))
    assert resumed.status == 0, resumed.talk
    lacking = f"! {len(ended)} rows that were sent before this run was resumed cannot be undone"
    assert lacking in resumed.talk
    assert f"To undo {9 - len(ended)} rows: " in resumed.talk


@pytest.mark.parametrize(
    "options",
    [("--resume",), ("--restart",), ("--rate", "5"), ("--report", "r.csv"), ("--plan-undo", "u")],
)
def test_the_options_of_rows_need_rows(run: Run, options: tuple[str, ...]) -> None:
    ran = run_cli("run", "customers/create", *options, "--lang", "en")
    assert ran.status == 2
    assert f"{options[0]} requires --data" in ran.talk


def test_resume_and_restart_exclude_each_other(run: Run, folder: Path) -> None:
    data = write_rows(folder, 1)
    ran = run("customers/create", "--data", data, "--resume", "--restart")
    assert ran.status == 2


def test_without_a_password_no_row_is_begun_and_it_ends_as_one_send_does(
    run: Run, workspace: Path, folder: Path
) -> None:
    file = workspace / "environments" / "总部.toml"
    text, count = re.subn(
        "^password = .*$", 'password = "env:WEDA_PW"', file.read_text(), flags=re.MULTILINE
    )
    assert count == 1
    file.write_text(text, encoding="utf-8")
    given = ("--set", "name=n", "--set", "remark=r", "--yes")
    sent = run_cli("send", "customers/create", *given, "--env-type", "dev")
    rows = write_rows(folder, 5)
    for _ in range(2):  # no row began, so nothing can be resumed
        ran = run("customers/create", "--data", rows, "--yes")
        assert ran.status == sent.status == 2
        assert ran.talk.count("✗") == 1
        hint = "  Set WEDA_PW before starting weda-tui, or store the secret elsewhere (F2 F2)."
        assert ran.talk.splitlines()[-1] == hint


def test_a_column_that_is_misspelt_in_one_request_is_named_before_anything_is_sent(
    run: Run, folder: Path
) -> None:
    rows = write_rows(folder, 3)
    for _ in range(2):  # no row began, so nothing can be resumed
        ran = run("customers/create", "customers/failing", "--data", rows, "--yes")
        assert ran.status == 2
        assert ran.talk.startswith("✗ customers/failing: the variable {{query}} has no value.\n")
        assert ran.talk.count("\n") == 2


@pytest.mark.parametrize(("data", "yes"), [(True, ("--yes",)), (True, ()), (False, ())])
def test_a_run_that_is_refused_leaves_no_success_of_an_earlier_one(
    folder: Path, data: bool, yes: tuple[str, ...]
) -> None:
    files = {kind: folder / f"s.{kind}" for kind in ("junit", "textfile", "html")}
    outputs = [text for kind, path in files.items() for text in (f"--{kind}", str(path))]
    if not data:
        (folder / "workspace/collections/customers/app.toml").write_text(
            CREATE.replace("{{name}}", "x").replace("{{remark}}", "x"), encoding="utf-8"
        )
    rows = ("customers/create", "--data", write_rows(folder, 2)) if data else ("customers/app",)
    run = partial(run_cli, "run", *rows, *outputs, "--env-type", "prod")
    assert run("--yes").status == 0
    assert 'failures="0" errors="0"' in files["junit"].read_text("utf-8")
    restart = ("--restart",) if data and not yes else ()
    assert run(*yes, *restart).status == 7
    assert 'errors="1"' in files["junit"].read_text("utf-8")
    assert "weda_monitor_success" in (metrics := files["textfile"].read_text("utf-8"))
    assert not re.search(r"^weda_monitor_success\b.* 1$", metrics, re.MULTILINE)


def test_a_data_file_that_is_gone_is_in_the_junit_file(run: Run, folder: Path) -> None:
    junit = folder / "s.xml"
    for paths, said in ((("customers/create",), "gone.csv"), (("customers/none",), "none")):
        ran = run(*paths, "--data", str(folder / "gone.csv"), "--junit", str(junit), "--yes")
        assert ran.status == 2
        assert said in junit.read_text("utf-8")
        junit.unlink()
