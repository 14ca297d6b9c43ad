"""The history on the command line, with the sandbox."""

import io
import json
import os
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Ran, run_cli
from tests.core.recordings import NOW, record
from weda_tui.core.history.entry import HistoryLimits
from weda_tui.sandbox.server.sockets import SandboxInfo
from weda_tui.store.history.database import HistoryFile

pytestmark = pytest.mark.usefixtures("hq")
READ = "workflow.DescribeInstanceApproverList"


def history(*arguments: str) -> list[dict[str, Any]]:
    ran = run_cli("history", *arguments, "--json")
    assert ran.status == 0, ran.talk
    return json.loads(ran.data)["entries"]


def send(*more: str) -> Ran:
    return run_cli("send", READ, "--env-type", "dev", *more)


def test_there_is_none_at_first() -> None:
    ran = run_cli("history", "--lang", "zh")
    assert (ran.status, ran.data) == (0, b"")
    assert "尚未发送过请求" in ran.talk
    assert history() == []


def test_each_send_is_listed_with_its_verdict_newest_first() -> None:
    assert send().status == 0
    assert send("--header", "X-Sandbox-Fault: INVALID_ENV_STATUS").status == 1
    failed, fine = history()
    assert fine["verdict"]["ok"] is True
    assert failed["verdict"]["code"] == "INVALID_ENV_STATUS"
    assert (failed["environment"], failed["envType"]) == ("总部", "dev")
    assert failed["endpoint"] == READ
    assert failed["time"].endswith("+08:00")
    ran = run_cli("history", "--lang", "zh")
    first, second = ran.text.splitlines()
    assert first.split()[1] == "✗"
    assert "INVALID_ENV_STATUS" in first
    assert "查询审批人列表" in second
    assert "2" in ran.talk


def test_filters() -> None:
    send()
    send("--header", "X-Sandbox-Fault: INVALID_ENV_STATUS")
    assert [e["id"] for e in history("--verdict", "failed")] == [2]
    assert [e["id"] for e in history("--verdict", "ok")] == [1]
    assert [e["id"] for e in history("--search", "审批人")] == [2, 1]
    assert [e["id"] for e in history("--search", "invalid_env")] == [2]
    assert history("--env", "分部") == []
    assert history("--endpoint", "workflow.CompleteTask") == []
    assert [e["id"] for e in history("--endpoint", READ, "--limit", "1")] == [2]
    assert run_cli("history", "--verdict", "maybe").status == 2
    assert run_cli("history", "--limit", "0").status == 2
    assert "No entry matches" in run_cli("history", "--search", "zzz", "--lang", "en").talk


def test_what_agents_sent_is_marked_and_listed_by_itself(tmp_path: Path) -> None:
    send()
    file = HistoryFile(tmp_path / "state" / "history.sqlite3", HistoryLimits())
    file.add([record(agent="Cursor")], now=NOW)
    file.close()
    assert [(e["id"], e["agent"]) for e in history("--agent")] == [(2, "Cursor")]
    assert [e["agent"] for e in history()] == ["Cursor", None]
    assert run_cli("history", "--agent", "--lang", "zh").text.split()[-1] == "智能体：Cursor"
    shown = run_cli("history", "show", "2", "--lang", "zh")
    assert shown.talk.splitlines()[0].split()[-1] == "智能体：Cursor"


def test_show_prints_what_send_printed() -> None:
    sent = send("--json")
    shown = run_cli("history", "show", "1", "--json")
    assert json.loads(shown.data) == json.loads(sent.data)
    body = run_cli("history", "show", "1")
    assert json.loads(body.data) == json.loads(sent.data)["body"]
    assert "HTTP 200" in body.talk
    request = json.loads(sent.data)["request"]
    assert f"{request['method']} {request['url']}\n" in body.talk
    assert "Authorization: Bearer ••••••••" in body.talk
    help_page = run_cli("history", "--help", "--lang", "en")
    assert "only what was sent to this environment" in help_page.text
    assert run_cli("history", "show", "9").status == 2
    assert run_cli("history", "show", "x").status == 2


def test_show_of_a_call_without_an_answer(closed_port: int, sandbox: SandboxInfo) -> None:
    host = f"http://127.0.0.1:{closed_port}"
    run_cli("env", "add", "x", "--host", host, "--secret-id", "AKID1", stdin="nonsense\n")
    assert run_cli("send", READ, "--env", "x").status == 3
    (entry,) = history()
    assert (entry["ending"], entry["verdict"]["layer"]) == ("no-answer", "network")
    assert (entry["verdict"]["ok"], entry["verdict"]["state"]) == (False, "failure")
    shown = run_cli("history", "show", "1", "--json")
    verdict = json.loads(shown.data)["verdict"]
    assert (verdict["code"], verdict["state"]) == ("connection_refused", "failure")


def test_secrets_of_the_deployment_are_not_in_it(hq: SandboxInfo) -> None:
    send("--header", f"X-Note: {hq.secret_key}", "--header", "Cookie: sid=typed-by-hand")
    shown = run_cli("history", "show", "1", "--json")
    assert hq.secret_key.encode() not in shown.data
    assert b"typed-by-hand" not in shown.data


def test_nothing_is_kept_where_the_environment_says_so(workspace: Any) -> None:
    file = workspace / "environments" / "总部.toml"
    file.write_text("record = false\n" + file.read_text("utf-8"), "utf-8")
    assert send().status == 0
    assert history() == []


def test_delete() -> None:
    for _ in range(3):
        send()
    assert run_cli("history", "delete", "2").status == 0
    assert [e["id"] for e in history()] == [3, 1]
    assert run_cli("history", "delete", "9").status == 2
    assert run_cli("history", "delete").status == 2
    assert run_cli("history", "delete", "1", "--all").status == 2
    assert run_cli("history", "delete", "--env", "总部").status == 7
    assert run_cli("history", "delete", "--all", stdin="n\n", terminal=True).status == 7
    assert len(history()) == 2
    assert run_cli("history", "delete", "--search", "nowhere", "--yes").status == 0
    assert len(history()) == 2
    assert run_cli("history", "delete", "--all", stdin="y\n", terminal=True).status == 0
    assert history() == []


def test_a_bundle_is_a_private_zip_without_a_secret(hq: SandboxInfo, tmp_path: Path) -> None:
    token = run_cli("token", "--json").text
    send("--header", f"X-Note: {hq.secret_key}", "--header", "X-Sandbox-Fault: INVALID_ENV_STATUS")
    ran = run_cli("history", "bundle", "1", "-o", str(tmp_path), "--lang", "zh")
    assert ran.status == 0, ran.talk
    path = Path(ran.text.strip())
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "不包含" in ran.talk
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        texts = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    assert {"README.txt", "request.sh", "request.toml", "exchange.json"} <= set(texts)
    whole = b"".join(texts.values())
    assert hq.secret_key.encode() not in whole
    assert json.loads(token)["value"].encode() not in whole
    assert "INVALID_ENV_STATUS" in texts["README.txt"].decode()
    log = json.loads(texts["exchange.json"])["serverLog"]
    assert log["service"] == "proxy"
    assert log["command"].startswith("docker logs proxy 2>&1 | grep -F -- ")
    assert log["source"] in texts["README.txt"].decode()
    assert log["command"] in texts["README.txt"].decode()
    assert texts["request.sh"].decode().startswith("curl -X POST")


def test_a_bundle_does_not_replace_a_file(tmp_path: Path) -> None:
    send()
    there = tmp_path / "there.zip"
    there.write_bytes(b"mine")
    ran = run_cli("history", "bundle", "1", "--output", str(there))
    assert ran.status == 2
    assert there.read_bytes() == b"mine"
    assert run_cli("history", "bundle", "1", "-o", str(tmp_path / "new" / "b.zip")).status == 0
    assert run_cli("history", "bundle", "9").status == 2
