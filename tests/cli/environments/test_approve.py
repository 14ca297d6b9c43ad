"""``env approve``: only the user approves a route, and only a route that was shown."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.cli.program import Ran, approve_route, run_cli
from weda_tui.cli import output
from weda_tui.cli.environments import approve as approve_environment
from weda_tui.cli.environments import secret as environment_secret
from weda_tui.core.environments.route import RouteStatus
from weda_tui.i18n.strings import Strings
from weda_tui.sandbox.server.sockets import SandboxInfo

READ = ("workflow.DescribeInstanceApproverList", "--env-type", "dev", "--body", "{}")
PROXY = "http://127.0.0.1:9"


def edit(workspace: Path, *lines: str, name: str = "总部") -> None:
    """Add lines to an environment's file, as a commit by another person does."""
    path = workspace / "environments" / f"{name}.toml"
    path.write_text("\n".join((*lines, path.read_text("utf-8"))), "utf-8")


def route_of(name: str = "总部") -> dict[str, object]:
    shown = json.loads(run_cli("env", "show", name, "--json").data)
    return {key: shown[key] for key in ("route", "approved")}


def test_env_add_approves_what_it_writes(hq: SandboxInfo) -> None:
    assert route_of()["approved"] is True
    again = run_cli("--lang", "zh", "env", "approve", "总部")
    assert (again.status, again.talk.splitlines()[-1]) == (0, "总部 已批准。")


def test_a_changed_route_stops_every_command_with_status_7(
    hq: SandboxInfo, workspace: Path
) -> None:
    assert run_cli("send", *READ).status == 0
    edit(workspace, f'proxy = "{PROXY}"')
    (workspace / "collections" / "a").mkdir(parents=True)
    saved = f'endpoint = "{READ[0]}"\nbody = "{{}}"\n'
    (workspace / "collections" / "a" / "b.toml").write_text(saved, "utf-8")
    (workspace / "collections" / "by-hand").mkdir()
    by_hand = f'{saved}headers = ["Authorization: Bearer {{{{mine}}}}"]\n'
    (workspace / "collections" / "by-hand" / "b.toml").write_text(by_hand, "utf-8")
    for command in (
        ("send", *READ),
        ("send", *READ, "--yes"),
        ("send", *READ, "--json"),
        ("send", *READ, "--dry-run"),
        ("run", "a", "--yes"),
        ("run", "by-hand", "--yes", "--set", "mine=typed"),
        ("send", "by-hand/b", "--set", "mine=typed"),
        ("send", "auth.signin", "--body", "{}"),
        ("send", "auth.signin", "--body", "{}", "--dry-run"),
        ("token",),
        ("token", "--refresh"),
        ("catalogue", "models", "--refresh"),
    ):
        ran = run_cli("--lang", "en", *command)
        assert ran.status == 7, (command, ran)
        assert "weda-tui env approve 总部" in ran.talk, (command, ran)
        assert PROXY in ran.talk + ran.text, (command, ran)
    assert route_of()["approved"] is False


def test_env_approve_names_what_is_sent(hq: SandboxInfo, workspace: Path) -> None:
    edit(workspace, f'proxy = "{PROXY}"')
    shown = run_cli("--lang", "zh", "env", "approve", "总部").talk
    assert "请求内容 · 未批准" in shown
    assert run_cli("env", "approve", "总部", "--route", str(route_of()["route"])).status == 0
    sent = run_cli("send", "auth.signin", "--body", "{}", "--dry-run", "--json")
    assert sent.status == 0
    assert json.loads(sent.data)["explain"]["route"]["approved"] is True


def test_a_check_tries_no_secret_on_a_changed_route(hq: SandboxInfo, workspace: Path) -> None:
    path = workspace / "environments" / "总部.toml"
    path.write_text(f"{path.read_text('utf-8')}\n[tls]\nverify = false\n", "utf-8")
    ran = run_cli("--lang", "en", "env", "check")
    assert ran.status == 7
    assert "weda-tui env approve 总部" in ran.text


def test_a_dry_run_shows_the_request_and_the_route(hq: SandboxInfo, workspace: Path) -> None:
    edit(workspace, f'proxy = "{PROXY}"')
    ran = run_cli("send", *READ, "--dry-run", "--json")
    assert ran.status == 7
    shown = json.loads(ran.data)
    assert shown["method"] == "POST"
    route = shown["explain"]["route"]
    assert (route["proxy"], route["approved"]) == (PROXY, False)
    assert route["fingerprint"] == route_of()["route"]


def test_without_a_terminal_it_shows_the_route_and_the_command(
    hq: SandboxInfo, workspace: Path
) -> None:
    edit(workspace, f'proxy = "{PROXY}"')
    ran = run_cli("--lang", "en", "env", "approve", "总部")
    fingerprint = str(route_of()["route"])
    assert ran.status == 7
    assert f"weda-tui env approve 总部 --route {fingerprint}" in ran.talk
    assert f"the proxy changed from none to {PROXY}" in ran.talk
    assert route_of()["approved"] is False
    assert run_cli("env", "approve", "总部", "--yes").status == 2


def _joined(text: str) -> str:
    return text.replace("-", "")


def _with_colons(text: str) -> str:
    return text.replace("-", ":")


@pytest.mark.parametrize("spelled", [str, str.upper, _joined, _with_colons])
def test_a_machine_approves_the_route_that_was_looked_at(
    hq: SandboxInfo, workspace: Path, spelled: Callable[[str], str]
) -> None:
    path = workspace / "environments" / "总部.toml"
    path.write_text(f"{path.read_text('utf-8')}\n[tls]\nverify = false\n", "utf-8")
    fingerprint = str(route_of()["route"])
    other = fingerprint[:-1] + ("0" if fingerprint[-1] != "0" else "1")
    for wrong in (other, fingerprint[:-1], fingerprint[:8], "", "*"):
        refused = run_cli("env", "approve", "总部", "--route", wrong)
        assert refused.status == 7, wrong
    assert route_of()["approved"] is False
    assert run_cli("env", "approve", "总部", "--route", spelled(fingerprint)).status == 0
    assert route_of()["approved"] is True
    assert run_cli("send", *READ).status == 0


def test_a_fingerprint_is_for_one_variable(hq: SandboxInfo, workspace: Path) -> None:
    path = workspace / "environments" / "总部.toml"
    text = re.sub('secret_key = ".*"', 'secret_key = "env:K"', path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    fingerprint = str(route_of()["route"])
    approve = ("--lang", "en", "env", "approve", "总部", "--route", fingerprint)
    assert run_cli(*approve).status == 0
    path.write_text(text.replace("env:K", "env:OTHER_SECRET"), "utf-8")
    refused = run_cli(*approve)
    assert refused.status == 7
    assert "env:OTHER_SECRET" in refused.talk
    assert route_of()["approved"] is False


NEW_HOST = "http://127.0.0.2:9"


def move(workspace: Path) -> None:
    """Change the host of an environment, as a commit does."""
    path = workspace / "environments" / "总部.toml"
    path.write_text(re.sub('host = ".*"', f'host = "{NEW_HOST}"', path.read_text("utf-8")), "utf-8")


def test_a_secret_for_another_address_is_asked_for_and_not_approved(
    hq: SandboxInfo, workspace: Path
) -> None:
    move(workspace)
    saved = f'endpoint = "{READ[0]}"\nbody = "{{}}"\n'
    (workspace / "collections" / "a").mkdir(parents=True)
    (workspace / "collections" / "a" / "b.toml").write_text(saved, "utf-8")
    for command in (
        ("send", *READ),
        ("send", *READ, "--dry-run"),
        ("run", "a", "--yes"),
        ("token",),
        ("token", "--refresh"),
        ("env", "approve", "总部"),
    ):
        ran = run_cli("--lang", "en", *command)
        assert ran.status == (2 if "approve" in command else 7), (command, ran)
        assert "weda-tui env secret 总部" in ran.talk, (command, ran)
        assert "valid for one address only" in ran.talk, (command, ran)
        assert NEW_HOST in ran.talk, (command, ran)
        assert "env approve" not in ran.talk, (command, ran)
    assert route_of()["approved"] is False


def test_a_secret_that_is_entered_for_a_new_address_is_approved_with_it(
    hq: SandboxInfo, workspace: Path
) -> None:
    move(workspace)
    given = run_cli("env", "secret", "总部", stdin="y\nanother-secret\n", terminal=True)
    assert given.status == 0, given
    assert route_of()["approved"] is True


def test_a_fingerprint_approves_a_secret_that_is_entered_later(
    hq: SandboxInfo, workspace: Path
) -> None:
    move(workspace)
    refused = run_cli("--lang", "en", "env", "secret", "总部", stdin="another-secret\n")
    assert refused.status == 7
    fingerprint = str(route_of()["route"])
    assert f"weda-tui env secret 总部 --route {fingerprint}" in refused.talk
    approved = run_cli("--lang", "en", "env", "approve", "总部", "--route", fingerprint)
    assert approved.status == 0
    assert "weda-tui env secret 总部" in approved.talk
    assert run_cli("env", "secret", "总部", stdin="another-secret\n").status == 0


def test_without_a_secret_a_check_says_how_to_give_one(
    workspace: Path, sandbox: SandboxInfo
) -> None:
    file = workspace / "environments" / "总部.toml"
    file.parent.mkdir(parents=True)
    file.write_text(
        f'host = "{sandbox.base}"\nsecret_id = "{sandbox.secret_id}"\nsecret_key = "keyring"\n'
        '[env_types]\ndev = "none"\n',
        "utf-8",
    )
    for command in (("env", "check", "总部"), ("send", *READ)):
        ran = run_cli("--lang", "zh", *command)
        assert "weda-tui env secret 总部" in ran.text + ran.talk, ran
        assert "env approve" not in ran.text + ran.talk, ran
        assert ran.status == 2, ran


def _always(_: object) -> bool:
    return True


@pytest.mark.parametrize(("answer", "is_approved"), [("y", True), ("n", False), ("", False)])
def test_on_a_terminal_it_asks(
    hq: SandboxInfo,
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    is_approved: bool,
) -> None:
    edit(workspace, f'proxy = "{PROXY}"')
    monkeypatch.setattr(output, "is_terminal", _always)
    ran = run_cli("env", "approve", "总部", stdin=f"{answer}\n")
    assert ran.status == (0 if is_approved else 7)
    assert route_of()["approved"] is is_approved


@pytest.mark.parametrize(
    ("command", "module"),
    [(("env", "secret"), environment_secret), (("env", "approve"), approve_environment)],
    ids=["secret", "approve"],
)
@pytest.mark.parametrize("swapped", ["ca", "environment"])
def test_what_changes_while_it_is_asked_about_is_not_approved(
    hq: SandboxInfo,
    workspace: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    module: ModuleType,
    swapped: str,
) -> None:
    (workspace / "ca.pem").write_text("-----BEGIN CERTIFICATE----- ours")
    edit(workspace, f'proxy = "{PROXY}"', 'tls.ca_file = "ca.pem"')
    path = workspace / "environments" / "总部.toml"

    def swap_and_agree(status: RouteStatus, strings: Strings, command: str) -> bool:
        if swapped == "ca":
            (workspace / "ca.pem").write_text("-----BEGIN CERTIFICATE----- of the attacker")
        else:
            path.write_text(path.read_text("utf-8").replace(PROXY, f"{PROXY}9"), "utf-8")
        return True

    monkeypatch.setattr(module, "confirm_route", swap_and_agree)
    state = tmp_path / "state"
    before = (state / "secrets.json").read_bytes(), (state / "approved_routes.json").read_bytes()
    ran = run_cli("--lang", "en", *command, "总部", stdin="another\n")
    assert ran.status in ({7} if swapped == "ca" or command[1] == "approve" else {2, 7}), ran
    assert "changed" in ran.talk
    now = (state / "secrets.json").read_bytes(), (state / "approved_routes.json").read_bytes()
    assert now == before
    assert route_of()["approved"] is False


def test_a_secret_of_an_earlier_version_is_refused_until_it_is_approved(
    hq: SandboxInfo, workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "state" / "approved_routes.json").unlink()
    (tmp_path / "state" / "tokens.json").unlink(missing_ok=True)
    refused = run_cli("--lang", "en", "send", *READ)
    assert refused.status == 7
    assert "not approved in this workspace" in refused.talk
    approve_route("总部")
    assert run_cli("send", *READ).status == 0


def test_env_secret_says_where_a_secret_will_go_before_it_is_given(
    hq: SandboxInfo, workspace: Path
) -> None:
    edit(workspace, f'proxy = "{PROXY}"')
    approve_route("总部")
    command = ("env", "secret", "总部", "--username", "me", "--password", "file")
    ran = run_cli("--lang", "en", *command, stdin="another\n")
    assert ran.status == 0
    assert ran.talk.startswith("the password (file) will be sent to http://127.0.0.1:")
    assert f"through the proxy {PROXY}" in ran.talk
    assert route_of()["approved"] is True


CHANGES = ["proxy", "host", "source", "password"]


def change(workspace: Path, hq: SandboxInfo, kind: str) -> list[str]:
    """Change the route of an approved environment; return the command that sets its secret."""
    path = workspace / "environments" / "总部.toml"
    command = ["--lang", "en", "env", "secret", "总部"]
    if kind == "host":
        other = hq.base.replace("127.0.0.1", "127.0.0.2")
        path.write_text(path.read_text("utf-8").replace(hq.base, other), "utf-8")
        return command
    edit(workspace, f'proxy = "{PROXY}"')
    if kind == "source":
        return [*command, "--secret-key", "env:WEDA_KEY"]
    return [*command, "--username", "me", "--password", "file"] if kind == "password" else command


@pytest.mark.parametrize("kind", CHANGES)
def test_env_secret_shows_a_changed_route_before_anything_is_typed(
    hq: SandboxInfo, workspace: Path, tmp_path: Path, kind: str
) -> None:
    command = change(workspace, hq, kind)
    path = workspace / "environments" / "总部.toml"
    before = path.read_bytes(), (tmp_path / "state" / "secrets.json").read_bytes()
    ran = run_cli(*command, stdin="y\nanother\n")
    assert ran.status == 7, ran
    assert "The route of 总部 differs from the approved one" in ran.talk
    assert "the address changed from" in ran.talk or f"from none to {PROXY}" in ran.talk
    assert "weda-tui env secret 总部 --route" in ran.talk
    for answer in ("n\nanother\n", "\nanother\n"):
        ran = run_cli(*command, stdin=answer, terminal=True)
        assert ran.status == 7, ran
        assert "not shown" not in ran.talk, "the secret is not asked for"
    assert (path.read_bytes(), (tmp_path / "state" / "secrets.json").read_bytes()) == before
    assert route_of()["approved"] is False

    ran = run_cli(*command, stdin="y\nanother\n", terminal=True)
    assert ran.status == 0, ran
    again = run_cli(*command, stdin="another\n")
    assert again.status == 0, "a route that was approved once is not asked about again"


def test_env_secret_goes_on_once_the_route_is_approved(hq: SandboxInfo, workspace: Path) -> None:
    command = change(workspace, hq, "host")
    approve_route("总部")
    assert run_cli(*command, stdin="another\n").status == 0
    assert route_of()["approved"] is True


def test_env_secret_approves_no_other_secret_of_the_file(hq: SandboxInfo, workspace: Path) -> None:
    edit(workspace, 'username = "a"', 'password = "env:AWS_SECRET_ACCESS_KEY"')
    assert run_cli("env", "secret", "总部", stdin="another\n").status == 0
    assert route_of()["approved"] is False
    ran = run_cli("--lang", "en", "env", "approve", "总部")
    assert "the password (env:AWS_SECRET_ACCESS_KEY) · not approved" in ran.talk


@pytest.mark.parametrize(
    ("host", "is_said"),
    [("http://weda.example.cn", True), ("http://10.20.4.18:8080", False), ("http://hq", False)],
)
def test_plain_http_to_a_public_host_is_said(workspace: Path, host: str, is_said: bool) -> None:
    added = run_cli(
        "--lang", "en", "env", "add", "hq", "--host", host, "--secret-id", "A", stdin="key\n"
    )
    assert added.status == 0
    listed = run_cli("--lang", "en", "env", "list")
    for ran in (added, listed):
        assert ("is public and uses plain HTTP" in ran.talk) is is_said
    assert listed.text.startswith("hq")


def test_a_proxy_of_this_machine_is_shown_and_not_approved(
    hq: SandboxInfo, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = route_of()
    monkeypatch.setenv("HTTP_PROXY", "http://me:hush@10.0.0.9:3128")
    edit(workspace, 'proxy = "system"')
    assert route_of() == before
    path = workspace / "environments" / "总部.toml"
    path.write_text(path.read_text("utf-8").replace(hq.base, "http://weda.example.cn"), "utf-8")
    ran = run_cli("--lang", "en", "env", "approve", "总部")
    assert "http://10.0.0.9:3128 (set on this machine)" in ran.talk
    assert "hush" not in ran.talk


def test_damaged_approvals_are_named_and_left_alone(hq: SandboxInfo, tmp_path: Path) -> None:
    file = tmp_path / "state" / "approved_routes.json"
    file.write_text("{")
    for command in (
        ("send", *READ),
        ("token",),
        ("env", "approve", "总部"),
        ("env", "show", "总部"),
    ):
        ran: Ran = run_cli(*command)
        assert ran.status == 2, command
        assert str(file) in ran.talk
    assert file.read_text() == "{"
