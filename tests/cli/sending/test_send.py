import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.program import Ran, run_cli
from weda_tui.core.masking import MASK
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.sandbox.server.sockets import SandboxInfo, background

Send = Callable[..., Ran]
APPROVERS = "workflow.DescribeInstanceApproverList"
START = "workflow.StartFlow"
FLOWS = ("workflow.ListDeployedFlows", "--body", '{"Type": 2}')
VERDICT_KEYS = ["ok", "state", "layer", "code", "message", "requestId"]
KEYS = ["verdict", "status", "elapsedMs", "size", "request", "headers", "body"]


def fault(name: str) -> tuple[str, str]:
    return ("--header", f"X-Sandbox-Fault: {name}")


def started(send: Send) -> str:
    """Return a body that starts a flow."""
    flows = json.loads(send(*FLOWS).data)["Response"]["Data"]["FlowSet"]
    flow = next(each for each in flows if each["Published"] and not each["BeginElementType"])
    starter = json.loads(send("workflow.DescribeInstanceStarterList").data)["Response"]["Data"][0]
    body = {
        "FlowCode": str(flow["FlowCode"]),
        "ProcessKey": flow["ProcessKey"],
        "StartUser": {"UserId": str(starter["Uid"]), "Type": 4},
    }
    return json.dumps(body)


def test_the_answer_goes_to_stdout_and_the_verdict_to_stderr(send: Send) -> None:
    ran = send(APPROVERS)
    assert ran.status == 0
    answer = json.loads(ran.data)["Response"]
    count = len(answer["Data"])
    assert ran.talk.startswith("✓ OK   HTTP 200   ")
    assert f"{count} records   requestId {answer['RequestId']}   总部 · prod\n" in ran.talk
    assert ran.talk.count("\n") == 1


def test_a_terminal_gets_it_laid_out_and_a_pipe_as_received(send: Send) -> None:
    piped, drawn = send(APPROVERS), send(APPROVERS, terminal=True)
    assert b"\n" not in piped.data
    assert drawn.text.startswith('{\n  "Response": {\n')
    people = [json.loads(ran.data)["Response"]["Data"] for ran in (piped, drawn)]
    assert people[0] == people[1]


def test_json_has_the_documented_keys_and_every_digit(send: Send, hq: SandboxInfo) -> None:
    ran = send(APPROVERS, "--json")
    answer = json.loads(ran.data)
    assert list(answer) == KEYS
    assert list(answer["verdict"]) == VERDICT_KEYS
    assert (answer["verdict"]["ok"], answer["verdict"]["state"]) == (True, "success")
    assert answer["verdict"]["requestId"] == answer["body"]["Response"]["RequestId"]
    assert answer["status"] == 200
    assert isinstance(answer["elapsedMs"], int)
    assert list(answer["request"]) == ["method", "url", "headers", "body"]
    assert answer["request"]["url"] == f"{hq.base}/weda/workflow/v1/prod/{APPROVERS[9:]}"
    assert answer["request"]["headers"]["Authorization"] == f"Bearer {MASK}"
    received = send(APPROVERS).text
    ids = re.findall(r'"Uid":(\d{19})', received)
    assert ids
    assert ids == re.findall(r'"Uid":(\d{19})', ran.text)


def test_a_body_that_is_not_json_is_a_string(send: Send) -> None:
    ran = send(APPROVERS, "--json", *fault("html"))
    answer = json.loads(ran.data)
    assert (ran.status, answer["verdict"]["layer"]) == (1, "proxy")
    assert answer["body"].startswith("<!DOCTYPE html>")


def test_a_declared_character_set_becomes_utf_8_in_json(send: Send) -> None:
    raw, ran = send(APPROVERS, *fault("gbk")), send(APPROVERS, "--json", *fault("gbk"))
    assert raw.data.decode("gbk") != raw.data.decode("utf-8", "replace")
    people = [
        body["Response"]["Data"]
        for body in (json.loads(ran.data)["body"], json.loads(raw.data.decode("gbk")))
    ]
    assert people[0] == people[1] != []


@pytest.mark.parametrize(("language", "word"), [("en", "FAILED"), ("zh", "失败")])
def test_a_failure_under_http_200_is_status_1_and_is_explained(
    send: Send, language: str, word: str
) -> None:
    body = '{"FlowCode": "1"}'
    ran = send(START, "--body", body, "--env-type", "dev", "--lang", language)
    assert ran.status == 1
    lines = ran.talk.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("✗"))
    first, what, step, said, meaning = lines[at : at + 5]
    assert first.startswith(f"✗ {word} InvalidParameter   HTTP 200")
    assert "ProcessKey" in what
    assert step.strip().startswith(("1 修改 ProcessKey", "1 Change ProcessKey"))
    assert "ProcessKey" in said
    assert meaning.strip() in {"参数不符合要求。", "Parameter rejected."}


def test_a_failure_comes_with_what_the_doctor_says_and_steps_as_words(send: Send) -> None:
    ran = send(APPROVERS, *fault("INVALID_ACCESS_TOKEN"))
    assert "\n  Nothing was executed: refused by the gateway\n" in ran.talk
    assert "The new token was refused too. Check the environment." in ran.talk
    assert "\n  It is" not in ran.talk, "no cause is certain"
    assert "wrong kind" not in ran.talk, "what is ruled out is left out"
    assert "\n  1 Check the environment   weda-tui env check '总部'\n" in ran.talk
    assert "\n  3 Read about this code   weda-tui errors INVALID_ACCESS_TOKEN\n" in ran.talk
    renew = "2 Renew token and resend   weda-tui token --env '总部' --refresh"
    assert f"\n  {renew}   a read: safe to repeat\n" in ran.talk
    assert "Support bundle" not in ran.talk
    assert send(APPROVERS).talk.count("\n") == 1, "a success needs no doctor"


def test_a_call_without_an_answer_has_causes_and_steps_too(
    workspace: Path, closed_port: int
) -> None:
    host = f"http://127.0.0.1:{closed_port}"
    run_cli("env", "add", "x", "--host", host, "--secret-id", "AKID", stdin="secret-key\n")
    ran = run_cli("send", APPROVERS, "--lang", "en")
    assert ran.status == 3
    assert "Nothing was executed" in ran.talk
    assert "Nothing listens there: wrong port or service down" in ran.talk
    assert "Check the environment" in ran.talk


def test_what_a_body_lacks_is_a_warning_and_it_is_sent(send: Send) -> None:
    body = '{"InstanceId": 7, "TaskStatus": 9}'
    ran = send("workflow.GetFlowInstanceTasks", "--body", body, "--lang", "zh")
    assert ran.talk.splitlines()[:2] == [
        "InstanceId 应为字符串（仅提醒，不阻止发送）。",
        "TaskStatus 的取值应为：1, 2, 3, 4, 5, 6（仅提醒，不阻止发送）。",
    ]
    assert "HTTP 200" in ran.talk
    dry = send("workflow.GetFlowInstanceTasks", "--body", body, "--dry-run", "--lang", "en")
    assert dry.status == 0
    assert "InstanceId must be of type string." in dry.talk.splitlines()
    assert "does not stop the request" not in dry.talk
    dry = send("workflow.StopFlow", "--body", "{}", "--dry-run", "--lang", "zh")
    assert "缺少 InstanceId。" in dry.talk.splitlines()


def test_many_warnings_are_counted(send: Send) -> None:
    body = json.dumps({"InstanceId": "1", "TaskIds": list(range(9))})
    ran = send("workflow.GetFlowInstanceTasks", "--body", body, "--lang", "zh")
    assert ran.talk.count("仅提醒，不阻止发送") == 5
    assert "另有 4 处与文档不符。" in ran.talk


def test_a_refused_token_is_status_5(send: Send) -> None:
    ran = send(APPROVERS, *fault("INVALID_ACCESS_TOKEN"), "--json")
    verdict = json.loads(ran.data)["verdict"]
    assert ran.status == 5
    assert verdict["ok"] is False
    assert (verdict["layer"], verdict["code"]) == ("gateway", "INVALID_ACCESS_TOKEN")
    assert "jwt expired" in verdict["message"]


def test_an_empty_answer_is_no_success(send: Send) -> None:
    ran = send(APPROVERS, *fault("empty"))
    assert (ran.status, ran.data) == (1, b"")
    assert ran.talk.startswith("? UNKNOWN   HTTP 200")


def test_a_wrong_secret_is_status_5(
    workspace: Path, sandbox: SandboxInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEY", "not-the-secret")
    add = ("env", "add", "x", "--host", sandbox.base, "--secret-id", sandbox.secret_id)
    assert run_cli(*add, "--secret-key", "env:KEY").status == 0
    ran = run_cli("send", APPROVERS, "--json")
    answer = json.loads(ran.data)
    assert ran.status == 5
    assert list(answer) == [*KEYS, "failure"]
    assert answer["failure"]["executed"] == "not-sent"
    assert (answer["status"], answer["body"]) == (None, None)
    assert list(answer["verdict"]) == VERDICT_KEYS
    assert (answer["verdict"]["state"], answer["verdict"]["layer"]) == ("failure", "token")
    assert answer["verdict"]["code"] == "token_wrong_secret"
    assert answer["verdict"]["message"] in ran.talk
    assert "not-the-secret" not in ran.text + ran.talk


def test_a_refused_connection_is_status_3(workspace: Path, closed_port: int) -> None:
    host = f"http://127.0.0.1:{closed_port}"
    run_cli("env", "add", "x", "--host", host, "--secret-id", "AKID", stdin="secret-key\n")
    ran = run_cli("send", APPROVERS, "--json")
    assert ran.status == 3
    assert json.loads(ran.data)["verdict"]["layer"] == "network"
    assert f"127.0.0.1:{closed_port}" in ran.talk


def test_the_time_limit_of_a_call_is_status_4(send: Send) -> None:
    ran = send(APPROVERS, *fault("never"), "--timeout", "0.2", "--json")
    assert ran.status == 4
    verdict = json.loads(ran.data)["verdict"]
    assert (verdict["ok"], verdict["state"], verdict["layer"]) == (False, "unknown", "limit")
    assert ran.talk.startswith("✗ NO RESPONSE timed_out")
    assert "0.2 s" in ran.talk


def test_a_write_to_prod_needs_a_yes(send: Send) -> None:
    body = started(send)
    ran = send(START, "--body", body, "--json")
    assert ran.status == 7
    assert json.loads(ran.data)["verdict"]["layer"] == "guard"
    assert "send it with --yes" in ran.talk
    assert "effect: writes   guard: confirm writes" in ran.talk
    agreed = send(START, "--body", body, "--yes", "--json")
    assert (agreed.status, json.loads(agreed.data)["verdict"]["ok"]) == (0, True)


def test_yes_answers_for_the_name_but_never_lifts_read_only(send: Send, workspace: Path) -> None:
    body = started(send)
    file = workspace / "environments" / "总部.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('prod = "confirm"', 'prod = "type-name"'), encoding="utf-8")
    refused = send(START, "--body", body)
    assert refused.status == 7
    assert "the name 总部 must be typed before" in refused.talk
    assert send(START, "--body", body, "--yes").status == 0
    file.write_text(text.replace('prod = "confirm"', 'prod = "read-only"'), encoding="utf-8")
    refused = send(START, "--body", body, "--yes")
    assert refused.status == 7
    assert "read-only" in refused.talk
    assert send(APPROVERS).status == 0


def test_a_dry_run_prints_what_would_leave_and_sends_nothing(
    workspace: Path, closed_port: int
) -> None:
    host = f"http://127.0.0.1:{closed_port}"
    run_cli("env", "add", "x", "--host", host, "--secret-id", "AKID", stdin="secret-key\n")
    ran = run_cli("send", START, "--body", '{"FlowCode": 1.10}', "--dry-run")
    assert ran.status == 0
    assert ran.text == (
        f"POST {host}/weda/workflow/v1/prod/StartFlow\n"
        f"Authorization: Bearer {MASK}\n"
        "Content-Type: application/json;charset=utf-8\n"
        "\n"
        '{"FlowCode": 1.10}\n'
    )
    assert "Nothing was sent." in ran.talk
    described = run_cli("send", START, "--body", '{"FlowCode": 1.10}', "--dry-run", "--json")
    plan = json.loads(described.data)
    assert list(plan) == [
        *("method", "url", "headers", "body", "where", "effect", "guard", "token"),
        "explain",
    ]
    assert '"body":{"FlowCode": 1.10}' in described.text
    assert plan["where"] == {"environment": "x", "envType": "prod"}
    assert (plan["effect"], plan["guard"], plan["token"]) == ("write", "confirm", "none")


def test_a_dry_run_explains_variables_guard_and_token(send: Send) -> None:
    body = '{"FlowCode": "{{flow}}-{{$timestamp}}"}'
    flags = ("--body", body, "--set", "flow=a", "--set", "WeDa.EnvType=dev", "--dry-run")
    plan = json.loads(send(START, *flags, "--json").data)["explain"]
    used = {each["name"]: each for each in plan["variables"]}
    assert used["flow"] == {"name": "flow", "value": "a", "from": "set", "of": "", "hides": []}
    assert used["WeDa.EnvType"]["value"] == "prod"
    assert used["WeDa.EnvType"]["hides"] == [{"value": "dev", "from": "set", "of": ""}]
    assert used["$timestamp"]["from"] == "dynamic"
    assert plan["guard"] == {"name": "confirm", "asks": "ask", "repeatedAfter": None}
    assert plan["records"] == {"all": False, "count": None, "ids": []}
    token = plan["token"]
    assert token["kind"] == "wedaClientCredentials"
    assert (token["fetchedFirst"], token["ageSeconds"]) == (True, None)
    assert token["call"]["url"].endswith("/auth/v1/token/clientCredential")
    assert token["call"]["headers"]["Authorization"] == f"Basic {MASK}"
    said = send(START, *flags, "--lang", "zh").talk
    assert "{{flow}} = a   --set" in said
    assert "{{WeDa.EnvType}} = prod   内置 · 覆盖 --set 的 dev" in said
    assert "{{$timestamp}} = " in said
    assert "操作保护: 确认后才发送（命令行须加 --yes）" in said
    assert "令牌: 密钥令牌：没有有效的令牌，先发送以下请求获取" in said
    assert "    POST " in said


def test_a_dry_run_tells_the_age_of_the_token_at_hand(send: Send) -> None:
    assert run_cli("token").status == 0
    plan = json.loads(send(APPROVERS, "--dry-run", "--json").data)["explain"]["token"]
    assert (plan["fetchedFirst"], plan["call"]) == (False, None)
    assert 0 <= plan["ageSeconds"] < 60 < plan["leftSeconds"]
    assert "Token: key token, " in send(APPROVERS, "--dry-run", "--lang", "en").talk


def test_a_where_that_is_empty_needs_more_than_a_write(send: Send) -> None:
    flags = ("--body", '{"filter": {"where": {{w}}}, "data": {}}', "--set", "modelName=customer")
    for value, is_open in (("{}", True), ('{"_id": {"$eq": "1"}}', False)):
        ran = send("model.update", *flags, "--set", f"w={value}", "--dry-run", "--json")
        plan = json.loads(ran.data)
        assert plan["effect"] == ("destructive" if is_open else "write")
        assert plan["explain"]["records"]["all"] is is_open
        assert plan["explain"]["guard"]["asks"] == ("ask-name" if is_open else "ask")
        assert ("where is empty" in ran.talk) is is_open


def test_variables_headers_and_body_come_from_the_command_line(send: Send, tmp_path: Path) -> None:
    file = tmp_path / "body.json"
    file.write_bytes('{"a": "{{who}}", "b": "中"}'.encode())
    flags = ("--set", "who=x=y", "--header", "x-one: 1", "--header", "content-type:text/plain")
    plan = json.loads(send(START, "--body", f"@{file}", *flags, "--dry-run", "--json").data)
    assert plan["body"] == {"a": "x=y", "b": "中"}
    assert plan["headers"] == {
        "Authorization": f"Bearer {MASK}",
        "x-one": "1",
        "content-type": "text/plain",
    }
    for stdin in ("@-", "-"):
        typed = send(START, "--body", stdin, "--set", "nobody=1", "--dry-run", stdin="[1]")
        assert typed.text.endswith("\n\n[1]\n")
        assert "--set nobody: this request does not use {{nobody}}." in typed.talk


def test_a_body_of_other_bytes_leaves_as_it_is(send: Send) -> None:
    ran = send("workflow.GetFlowInstances", "--body", "@-", stdin=b'{"a": "\xd6\xd0"}')
    assert ran.status == 1
    assert "BAD_REQUEST" in ran.talk


def test_credentials_of_the_command_line_are_masked(send: Send) -> None:
    flags = ("--header", "Authorization: Bearer typed-by-hand", "--header", "Cookie: sid=abcdef")
    echo = ("--header", "X-Echo: abcdef")
    for more in (["--dry-run"], ["--dry-run", "--json"], ["--json"], ["--dry-run", *echo]):
        ran = send(APPROVERS, *flags, *more)
        assert "typed-by-hand" not in ran.text + ran.talk
        assert "abcdef" not in ran.text + ran.talk
        assert MASK in ran.text


def test_what_a_typed_basic_header_holds_is_masked_too(send: Send) -> None:
    header = base64.b64encode(b"user:typed-by-hand").decode()
    flags = ("--header", f"Authorization: Basic {header}", "--header", "X-Echo: typed-by-hand")
    ran = send(APPROVERS, *flags, "--dry-run")
    assert "typed-by-hand" not in ran.text
    assert header not in ran.text
    assert send(APPROVERS, "--header", "Authorization: Basic no=base64", "--dry-run").status == 0


def test_no_secret_of_the_session_is_printed(send: Send, hq: SandboxInfo) -> None:
    token = run_cli("token", "--json")
    value = json.loads(token.data)["value"]
    for flags in ([], ["--json"], ["--dry-run"]):
        ran = send(APPROVERS, *flags)
        for secret in (value, hq.secret_key):
            assert secret not in ran.text + ran.talk


def test_a_bug_is_reported_without_the_secrets_in_its_text(
    send: Send, hq: SandboxInfo, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def break_down(_: object, request: PreparedRequest, *__: object, **___: object) -> object:
        raise ZeroDivisionError(request.headers, hq.secret_key)

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("weda_tui.gateway.client.Gateway.exchange", break_down)
    with pytest.raises(ZeroDivisionError) as caught:
        send(APPROVERS)
    sys.excepthook(caught.type, caught.value, caught.tb)
    said = capfd.readouterr().err
    basic = base64.b64encode(f"{hq.secret_id}:{hq.secret_key}".encode()).decode()
    assert "Traceback" in said
    assert "break_down" in said
    assert f"Basic {MASK}" in said
    assert hq.secret_key not in said
    assert basic not in said


def test_required_fields_are_named_with_an_example(send: Send) -> None:
    ran = send(START)
    assert (ran.status, ran.data) == (2, b"")
    assert "Required fields: FlowCode, ProcessKey, StartUser." in ran.talk
    assert '"ProcessKey": "flow_demo01"' in ran.talk


def test_an_optional_body_is_the_example(send: Send) -> None:
    plan = json.loads(send("workflow.GetFlowInstances", "--dry-run", "--json").data)
    assert "PageSize" in plan["body"]


def test_a_body_that_is_not_json_is_told_and_sent(send: Send) -> None:
    ran = send("workflow.GetFlowInstances", "--body", '{"a": }')
    assert ran.status == 1
    assert "error at line 1, column 7" in ran.talk


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["workflow.DescribeInstanceAproverList"], f"Did you mean {APPROVERS}?"),
        ([APPROVERS, "--env", "总布"], "Did you mean 总部?"),
        ([APPROVERS, "--env-type", "pre"], "Use one of these: prod, dev."),
        ([APPROVERS, "--header", "bad name: x"], "The header bad name is invalid."),
        ([START, "--body", "@/no/such/file"], "Cannot read /no/such/file"),
        (["workflow.GetFlowInstances", "--body", '{"a": "{{x}}"}'], "{{x}} has no value"),
        ([APPROVERS, "--header", "x: {{y}}", "--dry-run"], "{{y}} has no value"),
    ],
)
def test_what_cannot_be_sent_is_status_2(send: Send, arguments: list[str], said: str) -> None:
    ran = send(*arguments)
    assert (ran.status, ran.data) == (2, b"")
    assert said in ran.talk


def test_a_body_from_a_closed_stdin_is_status_2(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weda_tui.cli.sending.draft_options.sys", SimpleNamespace(stdin=None))
    ran = send(START, "--body", "@-")
    assert ran.status == 2
    assert "Cannot read -: Bad file descriptor" in ran.talk


def test_without_an_environment_it_says_how_to_add_one() -> None:
    ran = run_cli("send", APPROVERS)
    assert ran.status == 2
    assert "weda-tui env add" in ran.talk


def test_a_broken_environment_is_not_replaced_by_another(
    send: Send, workspace: Path, tmp_path: Path
) -> None:
    broken = workspace / "environments" / "坏.toml"
    broken.write_text("host = [", encoding="utf-8")
    ran = send(APPROVERS, "--env", "坏")
    assert (ran.status, ran.data) == (2, b"")
    assert "坏.toml" in ran.talk
    assert send(APPROVERS, "--env", "总部").status == 0
    preferences = tmp_path / "state" / "preferences.json"
    preferences.write_text('{"environment": "坏"}', encoding="utf-8")
    assert send(APPROVERS).status == 2


def test_nothing_of_an_answer_acts_on_the_terminal(send: Send) -> None:
    with background(seed=1) as other:
        run_cli(
            *("env", "add", "other", "--host", other.base, "--secret-id", other.secret_id),
            stdin=other.secret_key,
        )
        ran = send(APPROVERS, "--env", "other", "--header", "x: \u202e", "--dry-run", terminal=True)
    assert ran.status == 0
    assert "\\u202e" in ran.text
    assert "\u202e" not in ran.text


def run_process(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "weda_tui", *arguments]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to one process")
def test_ctrl_c_cancels_the_call_and_is_status_130(workspace: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"http://127.0.0.1:{server.getsockname()[1]}"
        run_cli("env", "add", "x", "--host", host, "--secret-id", "AKID", stdin="secret-key\n")
        process = run_process("send", APPROVERS)
        connection, _ = server.accept()
        with connection:
            assert connection.recv(4) == b"POST"
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=120)
            while connection.recv(65536):
                pass
    assert (process.returncode, out) == (130, b"")
    assert err.decode().strip() == "Interrupted."


@pytest.mark.skipif(os.name == "nt", reason="pipes end differently")
def test_a_reader_that_goes_away_is_no_error(send: Send) -> None:
    process = run_process("send", APPROVERS)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    with process.stderr as stderr:
        talk = stderr.read().decode()
    assert process.wait(timeout=120) == 0
    assert talk.startswith("✓ OK")
    assert talk.count("\n") == 1


# -- with the token of a user ----------------------------------------------------------------

PEOPLE = (
    *("model.list", "--set", "modelName=sys_user", "--body", '{"pageSize": 2, "pageNumber": 1}'),
)


def test_a_model_answers_with_the_users_token(both: SandboxInfo) -> None:
    ran = run_cli("send", *PEOPLE, "--json")
    assert ran.status == 0, ran.talk
    answer = json.loads(ran.data)
    assert answer["request"]["headers"]["Authorization"] == f"Bearer {MASK}"
    assert len(answer["body"]["data"]["records"]) == 2
    assert run_cli("send", "storage.getUploadInfo", "--body", '[{"objectId":"a.txt"}]').status == 0
    assert run_cli("send", "auth.me").status == 0
    assert run_cli("send", APPROVERS).status == 0, "the key's calls go on"


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_without_a_user_it_is_said_before_anything_is_sent(
    send: Send, more: list[str], tmp_path: Path
) -> None:
    ran = send(*PEOPLE, *more)
    assert ran.status == 2
    assert "User name or password is missing in 总部" in ran.talk
    assert "--username" in ran.talk
    assert not (tmp_path / "state" / "tokens.json").exists()


def test_a_wrong_password_is_the_status_of_a_refused_token(hq: SandboxInfo) -> None:
    run_cli(
        *("env", "add", "wrong", "--host", hq.base, "--username", hq.username),
        stdin="not the password\n",
    )
    ran = run_cli("send", *PEOPLE, "--env", "wrong", "--json")
    assert ran.status == 5
    assert json.loads(ran.data)["verdict"]["code"] == "token_wrong_password"
    assert "not the password" not in ran.talk + ran.text


def test_a_key_token_for_a_model_says_which_kind_is_wanted(send: Send) -> None:
    value = run_cli("token").text.strip()
    ran = send(*PEOPLE, "--header", f"Authorization: {value}")
    assert ran.status == 1
    assert "This endpoint requires a user token, but a key token was sent." in ran.talk
    assert "--username" in ran.talk or "F2 F2" in ran.talk


def test_a_saved_request_goes_out_by_its_path(send: Send, workspace: Path) -> None:
    folder = workspace / "collections" / "审批"
    folder.mkdir(parents=True)
    (folder / "folder.toml").write_text('[variables]\ntype = "2"\n')
    flows = 'endpoint = "workflow.ListDeployedFlows"\nbody = \'{"Type": {{type}}}\'\n'
    (folder / "flows.toml").write_text(flows)
    ran = send("审批/flows")
    assert ran.status == 0
    assert json.loads(ran.data)["Response"]["Data"]["FlowSet"]
    assert send("审批/flow").status == 2
    assert "审批/flows" in send("审批/flow").talk
    dry = send("审批/flows", "--dry-run", "--json", "--set", "type=1")
    assert json.loads(dry.data)["body"] == {"Type": 1}


def test_what_came_of_an_answer_that_broke_off_goes_to_stdout(send: Send) -> None:
    whole, ran = send(APPROVERS), send(APPROVERS, *fault("cut"))
    assert ran.status == 3
    assert ran.talk.startswith("✗ INCOMPLETE connection_lost   HTTP 200, incomplete   ")
    assert ran.data
    assert ran.data[:9] == whole.data[:9]
    told = json.loads(send(APPROVERS, *fault("cut"), "--json").data)
    assert (told["status"], told["size"], told["verdict"]["ok"]) == (200, len(ran.data), False)
    assert told["body"][:9] == whole.data[:9].decode()


@pytest.mark.parametrize("extra", ["--dry-run", "--yes"])
def test_a_file_that_makes_the_body_no_json_is_named(
    send: Send, workspace: Path, extra: str
) -> None:
    (workspace / "t.txt").write_text("two\nlines")
    ran = send(START, "--body", '{"FlowCode": "{{$file t.txt}}"}', "--lang", "en", extra)
    assert "With the content of t.txt inserted" in ran.talk
    (workspace / "t.json").write_text('{"FlowCode": "a"}')
    whole = send(START, "--body", "{{$file t.json}}", "--lang", "en", "--dry-run")
    assert "not valid JSON" not in whole.talk


def test_an_output_folder_that_is_missing_is_named_and_not_made(send: Send, tmp_path: Path) -> None:
    ran = send(APPROVERS, "-o", str(tmp_path / "typo" / "x.json"))
    assert ran.status == 2
    assert str(tmp_path / "typo") in ran.talk
    assert not (tmp_path / "typo").exists()
    folder = send(APPROVERS, "-o", str(tmp_path))
    assert folder.status == 2
    assert "--force" not in folder.talk
