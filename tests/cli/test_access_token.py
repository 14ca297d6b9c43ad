import json
from datetime import datetime

from tests.cli.program import run_cli
from weda_tui.sandbox.server import SandboxInfo


def test_the_token_is_printed_for_a_script(hq: SandboxInfo) -> None:
    ran = run_cli("token")
    assert ran.status == 0
    assert ran.text.startswith("Bearer ")
    assert ran.text.count("\n") == 1
    assert ran.talk.startswith("总部: good for 71h59m") or ran.talk.startswith("总部: good for 72h")


def test_it_is_kept_until_it_is_to_be_refreshed(hq: SandboxInfo) -> None:
    first, again = run_cli("token").text, run_cli("token").text
    renewed = run_cli("token", "--refresh").text
    assert first == again
    assert renewed != first
    assert run_cli("token").text == renewed


def test_json(hq: SandboxInfo) -> None:
    token = json.loads(run_cli("token", "--env", "总部", "--json").data)
    assert list(token) == [
        *("environment", "issuedAt", "expiresAt", "lifetime", "remaining", "value")
    ]
    issued, expires = (datetime.fromisoformat(token[key]) for key in ("issuedAt", "expiresAt"))
    assert (expires - issued).total_seconds() == token["lifetime"] == 259200
    assert 0 < token["remaining"] <= token["lifetime"]
    assert run_cli("token").text == f"Bearer {token['value']}\n"


def test_a_token_that_the_header_takes_is_accepted(hq: SandboxInfo) -> None:
    value = run_cli("token").text.strip()
    target = "workflow.DescribeInstanceApproverList"
    assert run_cli("send", target, "--header", f"Authorization: {value}").status == 0
    assert run_cli("send", target, "--header", "Authorization: Bearer wrong").status == 5


def test_without_an_environment_it_is_status_2() -> None:
    assert run_cli("token").status == 2
    assert run_cli("token", "--env", "x").status == 2
