import json
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.program import run_cli
from weda_tui.sandbox.server.sockets import SandboxInfo


def test_the_token_is_printed_for_a_script(hq: SandboxInfo) -> None:
    ran = run_cli("token")
    assert ran.status == 0
    assert ran.text.startswith("Bearer ")
    assert ran.text.count("\n") == 1
    assert ran.talk.startswith("总部: valid for 71h59m") or ran.talk.startswith(
        "总部: valid for 72h"
    )


def test_it_is_kept_until_it_is_to_be_refreshed(hq: SandboxInfo) -> None:
    first, again = run_cli("token").text, run_cli("token").text
    renewed = run_cli("token", "--refresh").text
    assert first == again
    assert renewed != first
    assert run_cli("token").text == renewed


def test_json(hq: SandboxInfo) -> None:
    token = json.loads(run_cli("token", "--env", "总部", "--json").data)
    assert list(token) == [
        *("environment", "issuedAt", "expiresAt", "lifetime", "remaining", "value"),
        "user",
    ]
    assert token["user"] is None
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


def test_json_tells_both_tokens(both: SandboxInfo) -> None:
    ran = run_cli("token", "--json")
    assert ran.status == 0
    token = json.loads(ran.data)
    user = token["user"]
    assert list(user) == [*("username", "issuedAt", "expiresAt", "lifetime", "remaining", "value")]
    assert (user["username"], user["lifetime"]) == (both.username, 7200)
    assert user["value"] != token["value"]
    assert "总部: user token valid for 1h5" in ran.talk or "valid for 2h00m" in ran.talk
    again = json.loads(run_cli("token", "--json").data)
    renewed = json.loads(run_cli("token", "--json", "--refresh").data)
    for before, after, new in ((token, again, renewed), (user, again["user"], renewed["user"])):
        assert before["value"] == after["value"]
        assert new["value"] != before["value"]


def test_the_token_of_the_user_for_a_script(both: SandboxInfo) -> None:
    ran = run_cli("token", "--user")
    user = json.loads(run_cli("token", "--json").data)["user"]
    assert (ran.status, ran.text) == (0, f"Bearer {user['value']}\n")
    assert "总部: user token valid for" in ran.talk


def test_the_user_is_the_one_that_is_missing(hq: SandboxInfo) -> None:
    assert run_cli("token", "--user").status == 2


def test_no_refresh_token_is_printed(both: SandboxInfo, tmp_path: Path) -> None:
    ran = run_cli("token", "--json")
    kept = json.loads((tmp_path / "state" / "tokens.json").read_text("utf-8"))["tokens"]
    refresh_tokens = [entry["token"]["refresh_token"] for entry in kept]
    assert any(refresh_tokens)
    assert not [token for token in refresh_tokens if token and token in ran.text + ran.talk]


def test_one_kind_that_fails_leaves_the_other(hq: SandboxInfo) -> None:
    added = run_cli(
        *("env", "add", "two", "--host", hq.base, "--secret-id", hq.secret_id),
        *("--username", hq.username),
        stdin=f"{hq.secret_key}\nwrong password\n",
    )
    assert added.status == 0, added.talk
    ran = run_cli("token", "--env", "two", "--json")
    token = json.loads(ran.data)
    assert (ran.status, token["user"]) == (5, None)
    assert token["value"]
    assert "The sign-in endpoint rejected this user name and password" in ran.talk
    assert "wrong password" not in ran.talk + ran.text
    assert run_cli("token", "--env", "two").status == 0


def test_a_user_alone_has_a_token_too(sandbox: SandboxInfo) -> None:
    added = run_cli(
        *("env", "add", "people", "--host", sandbox.base, "--username", sandbox.username),
        stdin=f"{sandbox.password}\n",
    )
    assert added.status == 0, added.talk
    token = json.loads(run_cli("token", "--json").data)
    assert (token["environment"], token["value"]) == ("people", None)
    assert token["user"]["value"]
    ran = run_cli("token")
    assert (ran.status, ran.data) == (2, b"")
    assert "SecretId or SecretKey is missing in people" in ran.talk


@pytest.mark.parametrize("options", [(), ("--json",), ("--user",), ("--refresh",)])
def test_a_route_that_is_named_is_that_of_the_environment(
    both: SandboxInfo, workspace: Path, options: tuple[str, ...]
) -> None:
    route = json.loads(run_cli("env", "show", "总部", "--json").data)["route"]
    for spelled in (route, route.upper().replace("-", "")):
        ran = run_cli("token", "--route", spelled, *options)
        assert (ran.status, bool(ran.data)) == (0, True), ran.talk
    for other in ("", route[:-1], f"{route}0", "0" * 32):
        ran = run_cli("--lang", "zh", "token", "--route", other, *options)
        assert (ran.status, ran.data) == (7, b"")
        assert "总部 的路由与复制此命令时不同" in ran.talk


def test_a_route_that_is_named_and_not_approved_is_refused(
    both: SandboxInfo, workspace: Path
) -> None:
    file = workspace / "environments" / "总部.toml"
    file.write_text(f'proxy = "none"\n{file.read_text("utf-8")}', "utf-8")
    route = json.loads(run_cli("env", "show", "总部", "--json").data)["route"]
    ran = run_cli("token", "--route", route)
    assert (ran.status, ran.data) == (7, b"")
    assert "weda-tui env approve 总部" in ran.talk
