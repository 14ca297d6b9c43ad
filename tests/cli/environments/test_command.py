import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.program import run_cli
from weda_tui.sandbox.server.sockets import SandboxInfo

ADD = ("env", "add", "hq", "--host", "HTTP://10.20.4.18:8080/weda/?envId=lowcode-1")


def stored(workspace: Path, name: str = "hq") -> dict[str, object]:
    return tomllib.loads((workspace / "environments" / f"{name}.toml").read_text("utf-8"))


def test_a_secret_from_stdin_is_kept_outside_the_workspace(workspace: Path, tmp_path: Path) -> None:
    ran = run_cli(*ADD, "--secret-id", "AKID1", stdin="the secret key\nrest")
    assert (ran.status, ran.data) == (0, b"")
    secrets = tmp_path / "state" / "secrets.json"
    assert str(secrets) in ran.talk
    assert "the secret key" in secrets.read_text("utf-8")
    assert os.name == "nt" or secrets.stat().st_mode & 0o777 == 0o600
    assert stored(workspace) == {
        "host": "http://10.20.4.18:8080",
        "env_id": "lowcode-1",
        "secret_id": "AKID1",
        "secret_key": "file",
        "env_types": {"prod": "confirm", "dev": "none"},
    }
    for file in workspace.rglob("*.toml"):
        assert "the secret key" not in file.read_text("utf-8")


def test_a_secret_in_a_variable_is_only_named(workspace: Path, tmp_path: Path) -> None:
    ran = run_cli(*ADD, "--secret-id", "AKID1", "--secret-key", "env:WEDA_KEY")
    assert ran.status == 0
    assert "WEDA_KEY" in ran.talk
    assert stored(workspace)["secret_key"] == "env:WEDA_KEY"
    assert not (tmp_path / "state" / "secrets.json").exists()


def test_a_terminal_is_asked(workspace: Path, tmp_path: Path) -> None:
    ran = run_cli(*ADD, stdin="AKID2\nhidden\n", terminal=True)
    assert ran.status == 0, ran.talk
    assert stored(workspace)["secret_id"] == "AKID2"
    assert "SecretKey (not shown)" in ran.talk
    assert "hidden" not in ran.text + ran.talk
    assert "hidden" in (tmp_path / "state" / "secrets.json").read_text("utf-8")


def test_the_secret_itself_is_no_argument(workspace: Path) -> None:
    ran = run_cli(*ADD, "--secret-id", "AKID1", "--secret-key", "hunter2hunter2")
    assert ran.status == 2
    assert "hunter2" not in ran.talk
    assert not workspace.exists()


def test_env_types_may_be_chosen(workspace: Path) -> None:
    run_cli(*ADD, "--env-type", "dev", "--env-type", "prod", "--env-type", "dev")
    assert repr(stored(workspace)["env_types"]) == "{'dev': 'none', 'prod': 'confirm'}"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([*ADD, "--secret-id", "AKID1"], "--secret-key env:NAME"),
        ([*ADD, "--secret-key", "keyring"], "--secret-key requires --secret-id."),
        (["env", "add", "a/b", "--host", "http://x.cn"], "a/b cannot be used as a name."),
        (["env", "add", "x", "--host", "x.cn"], "x.cn has no scheme."),
        (["env", "add", "x", "--host", "http://u:p@x.cn"], "contains a user name or password"),
    ],
)
def test_what_cannot_be_added_is_status_2_and_leaves_nothing(
    workspace: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    ran = run_cli(*arguments)
    assert ran.status == 2
    assert said in ran.talk
    assert list(tmp_path.rglob("*.toml")) == []
    assert not (tmp_path / "state" / "secrets.json").exists()


def test_a_secret_that_is_no_text_is_said_and_leaves_nothing(workspace: Path) -> None:
    ran = run_cli(*ADD, "--secret-id", "AKID1", stdin=b"\xff\xfekey\n")
    assert ran.status == 2
    assert "not UTF-8 text" in ran.talk
    assert not (workspace / "environments").exists()


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_no_locale_lets_a_secret_through_that_is_no_text(workspace: Path, errors: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "weda_tui", *ADD, "--secret-id", "AKID1"],
        input=b"\xff\xfekey\n",
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": f"utf-8:{errors}"},
    )
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"not UTF-8 text" in ran.stderr
    assert b"Traceback" not in ran.stderr


def test_an_environment_is_not_replaced(workspace: Path, tmp_path: Path) -> None:
    run_cli(*ADD, "--secret-id", "AKID1", stdin="first\n")
    before = (tmp_path / "state" / "secrets.json").read_bytes()
    ran = run_cli(*ADD, "--secret-id", "AKID2", stdin="second\n")
    assert ran.status == 2
    assert "hq.toml already exists." in ran.talk
    assert stored(workspace)["secret_id"] == "AKID1"
    assert (tmp_path / "state" / "secrets.json").read_bytes() == before


def test_list_and_show_tell_all_but_the_secret(workspace: Path) -> None:
    run_cli(*ADD, "--secret-id", "AKID1", stdin="the secret key\n")
    listed = json.loads(run_cli("env", "list", "--json").data)["environments"]
    shown = json.loads(run_cli("env", "show", "hq", "--json").data)
    assert listed == [shown]
    assert shown == {
        "name": "hq",
        "host": "http://10.20.4.18:8080",
        "envId": "lowcode-1",
        "alias": "",
        "envTypes": [
            {"name": "prod", "guard": "confirm", "variables": {}, "agents": "read"},
            {"name": "dev", "guard": "none", "variables": {}, "agents": "read"},
        ],
        "secretId": "AKID1",
        "secretKey": "file",
        "username": "",
        "password": None,
        "timeout": 30.0,
        "verifyTls": True,
        "caFile": "",
        "clientCertificate": "",
        "clientKey": "",
        "proxy": "system",
        "clientId": "",
        "deviceId": "",
        "tokenBody": "json",
        "variables": {},
        "route": shown["route"],
        "approved": True,
        "file": str(workspace / "environments" / "hq.toml"),
    }
    for language in ("zh", "en"):
        texts = [run_cli("env", *a, "--lang", language) for a in (["list"], ["show", "hq"])]
        for ran in texts:
            assert ran.status == 0
            assert "http://10.20.4.18:8080" in ran.text
            assert "the secret key" not in ran.text


def test_broken_files_are_named_with_their_line_and_are_status_2(workspace: Path) -> None:
    run_cli(*ADD)
    folder = workspace / "environments"
    (folder / "a.toml").write_text('host = "http://a.cn"\nhots = 1\n', encoding="utf-8")
    (folder / "b.toml").write_text("host = \n", encoding="utf-8")
    ran = run_cli("env", "list", "--json")
    assert ran.status == 2
    assert [each["name"] for each in json.loads(ran.data)["environments"]] == ["hq"]
    assert "a.toml, line 2: unknown key hots." in ran.talk
    assert "b.toml is not valid TOML at line 1" in ran.talk
    assert run_cli("env", "show", "a").status == 2


def test_no_environment_is_no_error(workspace: Path) -> None:
    ran = run_cli("env", "list")
    assert (ran.status, ran.data) == (0, b"")
    assert "weda-tui env add" in ran.talk


def test_remove_asks(workspace: Path, tmp_path: Path) -> None:
    run_cli(*ADD, "--secret-id", "AKID1", stdin="the secret key\n")
    file = workspace / "environments" / "hq.toml"
    assert run_cli("env", "remove", "hq").status == 7
    assert run_cli("env", "remove", "hq", stdin="n\n", terminal=True).status == 7
    assert file.exists()
    assert run_cli("env", "remove", "hq", stdin="y\n", terminal=True).status == 0
    assert not file.exists()
    assert "the secret key" not in (tmp_path / "state" / "secrets.json").read_text("utf-8")
    assert run_cli("env", "remove", "hq", "--yes").status == 2


def test_remove_with_yes_does_not_ask(workspace: Path) -> None:
    run_cli(*ADD)
    assert run_cli("env", "remove", "hq", "--yes").status == 0
    assert list((workspace / "environments").glob("*.toml")) == []


USER = ("--username", "zhangwei")


def test_a_user_and_a_password_from_stdin_after_the_key(workspace: Path, tmp_path: Path) -> None:
    ran = run_cli(*ADD, "--secret-id", "AKID1", *USER, stdin="the secret key\nopensesame\n")
    assert ran.status == 0, ran.talk
    kept = json.loads((tmp_path / "state" / "secrets.json").read_text("utf-8"))
    assert sorted(kept.values()) == ["opensesame", "the secret key"]
    assert (stored(workspace)["username"], stored(workspace)["password"]) == ("zhangwei", "file")
    assert "opensesame" not in ran.talk + (workspace / "environments/hq.toml").read_text("utf-8")
    shown = run_cli("env", "show", "hq")
    assert "zhangwei" in shown.text
    assert "opensesame" not in shown.text
    told = json.loads(run_cli("env", "show", "hq", "--json").data)
    assert (told["username"], told["password"]) == ("zhangwei", "file")


def test_a_password_in_a_variable_is_only_named(workspace: Path, tmp_path: Path) -> None:
    ran = run_cli(*ADD, *USER, "--password", "env:WEDA_PW")
    assert ran.status == 0, ran.talk
    assert "The password is read from the environment variable WEDA_PW." in ran.talk
    assert stored(workspace)["password"] == "env:WEDA_PW"
    assert not (tmp_path / "state" / "secrets.json").exists()


def test_a_terminal_is_asked_for_the_password(workspace: Path, tmp_path: Path) -> None:
    ran = run_cli(*ADD, "--secret-id", "AKID1", *USER, stdin="hidden-1\nhidden-2\n", terminal=True)
    assert ran.status == 0, ran.talk
    assert "Password (not shown)" in ran.talk
    assert "hidden" not in ran.text + ran.talk
    assert "hidden-2" in (tmp_path / "state" / "secrets.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([*USER], "--password env:NAME"),
        (["--password", "keyring"], "--password requires --username."),
        ([*USER, "--password", "hunter2hunter2"], "keyring"),
    ],
)
def test_a_password_that_cannot_be_kept_is_status_2_and_leaves_nothing(
    workspace: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    ran = run_cli(*ADD, *arguments)
    assert ran.status == 2
    assert said in ran.talk
    assert "hunter2" not in ran.talk
    assert list(tmp_path.rglob("*.toml")) == []


def test_remove_takes_the_password_along(workspace: Path, tmp_path: Path) -> None:
    run_cli(*ADD, *USER, stdin="opensesame\n")
    assert run_cli("env", "remove", "hq", "--yes").status == 0
    assert "opensesame" not in (tmp_path / "state" / "secrets.json").read_text("utf-8")


# -- asked for each time ---------------------------------------------------------------------

PROMPT = ("--secret-id", "AKID1", "--secret-key", "prompt")


@pytest.mark.parametrize("terminal", [True, False])
def test_a_secret_that_is_asked_for_each_time_is_kept_nowhere(
    workspace: Path, tmp_path: Path, terminal: bool
) -> None:
    ran = run_cli(*ADD, *PROMPT, terminal=terminal)
    assert ran.status == 0, ran.talk
    assert "is not stored" in ran.talk
    assert stored(workspace)["secret_key"] == "prompt"
    assert not (tmp_path / "state" / "secrets.json").exists()


def test_what_is_piped_in_is_kept(workspace: Path, tmp_path: Path) -> None:
    ran = run_cli(*ADD, *PROMPT, stdin="the secret key\n")
    assert ran.status == 0, ran.talk
    assert stored(workspace)["secret_key"] == "file"
    assert "the secret key" in (tmp_path / "state" / "secrets.json").read_text("utf-8")


def test_a_send_asks_on_the_terminal_and_keeps_nothing(
    workspace: Path, tmp_path: Path, sandbox: SandboxInfo
) -> None:
    added = ("env", "add", "hq", "--host", sandbox.base, "--secret-id", sandbox.secret_id)
    assert run_cli(*added, "--secret-key", "prompt").status == 0
    send = ("send", "workflow.DescribeInstanceApproverList", "--env-type", "dev")
    refused = run_cli(*send)
    assert refused.status == 2
    assert "must be entered each time" in refused.talk
    asked = run_cli(*send, stdin=f"{sandbox.secret_key}\n", terminal=True)
    assert asked.status == 0, asked.talk
    assert "SecretKey of hq (not shown, not stored)" in asked.talk
    assert sandbox.secret_key not in asked.text + asked.talk
    for file in filter(Path.is_file, tmp_path.rglob("*")):
        assert sandbox.secret_key.encode() not in file.read_bytes()
    assert run_cli(*send).status == 0, "the token is kept"
    wrong = run_cli("token", "--refresh", stdin="wrong-secret\n", terminal=True)
    assert wrong.status == 5


def test_every_field_can_be_given(workspace: Path) -> None:
    ran = run_cli(
        *(*ADD, "--alias", "hq", "--guard", "prod=read-only", "--guard", "dev=confirm"),
        *("--variable", "a=1=2", "--env-type-variable", "dev:a=3", "--timeout", "12.5"),
        *("--no-tls-verify", "--ca-file", "ca.pem", "--client-certificate", "me.pem"),
        *("--client-key", "me.key", "--proxy", "http://P.cn:80", "--client-id", "lowcode-1"),
        *("--device-id", "weda-tui-0123456789", "--token-body", "form"),
    )
    assert ran.status == 0, ran.talk
    assert "anyone can impersonate" in ran.talk
    file = stored(workspace)
    assert (file["alias"], file["proxy"], file["timeout"]) == ("hq", "http://p.cn", 12.5)
    assert file["env_types"] == {"prod": "read-only", "dev": "confirm"}
    assert file["variables"] == {"a": "1=2"}
    assert file["env_type_variables"] == {"dev": {"a": "3"}}
    assert file["tls"] == {
        "verify": False,
        "ca_file": "ca.pem",
        "client_certificate": "me.pem",
        "client_key": "me.key",
    }
    assert file["sign_in"] == {
        "client_id": "lowcode-1",
        "device_id": "weda-tui-0123456789",
        "token_body": "form",
    }
    shown = run_cli("env", "show", "hq").text
    for fact in ("hq", "http://p.cn", "me.pem", "weda-tui-0123456789", "form", "dev only"):
        assert fact in shown
    assert json.loads(run_cli("env", "show", "hq", "--json").data)["tokenBody"] == "form"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--alias", "总部"], '"总部" is not a valid alias'),
        (["--guard", "prod=maybe"], "prod=maybe"),
        (["--guard", "pre=none"], "no env type pre"),
        (["--variable", "a b=1"], '"a b=1" is not NAME=VALUE'),
        (["--variable", "access_token=1"], "access_token is built in"),
        (["--env-type-variable", "a=1"], '"a=1" is not TYPE:NAME=VALUE'),
        (["--env-type-variable", "pre:a=1"], "no env type pre"),
        (["--device-id", "short"], "16 to 48"),
        (["--client-id", "a b"], "without spaces"),
        (["--client-key", "k"], "--client-certificate"),
        (["--proxy", "http://u:p@x.cn"], "user name or password"),
        (["--token-body", "xml"], "json, form"),
        (["--timeout", "0"], "0"),
    ],
)
def test_a_field_that_cannot_be_is_status_2(
    workspace: Path, arguments: list[str], said: str
) -> None:
    ran = run_cli(*ADD, *arguments)
    assert ran.status == 2
    assert said in ran.talk
    assert not workspace.exists()


def test_what_is_removed_can_be_restored_without_its_secret(
    workspace: Path, tmp_path: Path
) -> None:
    run_cli(*ADD, "--secret-id", "AKID1", stdin="the secret key")
    before = (workspace / "environments" / "hq.toml").read_bytes()
    removed = run_cli("env", "remove", "hq", "--yes")
    assert "env restore hq" in removed.talk
    assert "the secret key" not in (tmp_path / "state" / "secrets.json").read_text("utf-8")
    listed = json.loads(run_cli("env", "restore", "--json").data)["environments"]
    assert [each["name"] for each in listed] == ["hq"]
    assert run_cli("env", "restore").text.startswith("hq  20")
    back = run_cli("env", "restore", "hq")
    assert (back.status, "env secret hq" in back.talk) == (0, True)
    assert (workspace / "environments" / "hq.toml").read_bytes() == before
    assert "There are no removed environments" in run_cli("env", "restore").talk
    assert run_cli("env", "restore", "hq").status == 2


def test_a_name_is_one_word_of_the_commands_that_are_shown(workspace: Path) -> None:
    name = "hq$(touch x)"
    assert run_cli(ADD[0], ADD[1], name, *ADD[3:]).status == 0
    removed = run_cli("env", "remove", name, "--yes").talk
    assert f"Removed {name}; weda-tui env restore '{name}' restores" in removed
    assert f"weda-tui env secret '{name}', or" in run_cli("env", "restore", name).talk


def test_a_trash_is_of_its_workspace(workspace: Path, tmp_path: Path) -> None:
    run_cli(*ADD)
    run_cli("env", "remove", "hq", "--yes")
    assert run_cli("env", "restore", "hq", "--workspace", str(tmp_path / "other")).status == 2
    assert not list(workspace.rglob("*trash*"))


def test_an_environment_goes_to_postman_and_comes_back(workspace: Path, tmp_path: Path) -> None:
    run_cli(*ADD, "--secret-id", "AKID1", "--variable", "a=1", stdin="the secret key")
    file = tmp_path / "hq.json"
    ran = run_cli("export", "hq", "--format", "postman-env", "-o", str(file))
    assert (ran.status, ran.data) == (0, b"")
    assert "Left empty: access_token, SECRET_KEY." in ran.talk
    assert "the secret key" not in file.read_text("utf-8")
    piped = run_cli("export", "hq", "--format", "postman-env")
    assert piped.data == file.read_bytes()
    back = run_cli("import", str(file), "--into", "copy")
    assert back.status == 0
    assert "- SECRET_KEY" in back.text
    assert stored(workspace, "copy")["variables"] == {"a": "1"}
    more = run_cli("import", str(file), "--into", "copy", "--json")
    assert json.loads(more.data)["isNew"] is False


def test_globals_without_an_address_name_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "globals.json"
    file.write_text(
        '{"values": [{"key": "a", "value": "1"}], "_postman_variable_scope": "globals"}'
    )
    ran = run_cli("import", str(file))
    assert ran.status == 2
    assert "--into" in ran.talk


def test_an_environment_without_its_secret_is_given_one(workspace: Path, tmp_path: Path) -> None:
    run_cli(*ADD, "--secret-id", "AKID1", "--secret-key", "env:WEDA_KEY")
    ran = run_cli("env", "secret", "hq", stdin="the secret key\n")
    assert (ran.status, ran.data) == (0, b"")
    assert str(tmp_path / "state" / "secrets.json") in ran.talk
    assert stored(workspace)["secret_key"] == "file"
    assert "the secret key" in (tmp_path / "state" / "secrets.json").read_text("utf-8")
    ran = run_cli("env", "secret", "hq", "--secret-key", "env:OTHER")
    assert ran.status == 0
    assert stored(workspace)["secret_key"] == "env:OTHER"
    assert "the secret key" not in (tmp_path / "state" / "secrets.json").read_text("utf-8")


def test_a_reference_to_a_kept_secret_stays_as_it_is_committed(
    workspace: Path, tmp_path: Path
) -> None:
    run_cli(*ADD, "--secret-id", "AKID1", stdin="old secret key\n")
    file = workspace / "environments" / "hq.toml"
    file.write_text(file.read_text("utf-8").replace('"file"', '"keyring"'), "utf-8")
    ran = run_cli("env", "secret", "hq", stdin="new secret key\n")
    secrets = tmp_path / "state" / "secrets.json"
    assert (ran.status, str(secrets) in ran.talk) == (0, True), ran.talk
    assert stored(workspace)["secret_key"] == "keyring"
    assert "new secret key" in secrets.read_text("utf-8")
    ran = run_cli("env", "secret", "hq", "--secret-key", "file", stdin="new secret key\n")
    assert ran.status == 0
    assert stored(workspace)["secret_key"] == "file"


def test_a_restored_environment_takes_a_secret_again(workspace: Path, tmp_path: Path) -> None:
    run_cli(*ADD, "--secret-id", "AKID1", stdin="old secret key\n")
    run_cli("env", "remove", "hq", "--yes")
    ran = run_cli("env", "restore", "hq", "--lang", "zh")
    assert "weda-tui env secret hq" in ran.talk
    ran = run_cli("env", "secret", "hq", stdin="y\nnew secret key\n", terminal=True)
    assert ran.status == 0, ran.talk
    assert "new secret key" not in ran.text + ran.talk
    assert "new secret key" in (tmp_path / "state" / "secrets.json").read_text("utf-8")


def test_a_user_and_a_password_are_given_beside_the_key(workspace: Path, tmp_path: Path) -> None:
    run_cli(*ADD, "--secret-id", "AKID1", stdin="the secret key\n")
    ran = run_cli("env", "secret", "hq", "--password", "keyring", stdin="hidden\n")
    assert (ran.status, "--username" in ran.talk) == (2, True)
    ran = run_cli("env", "secret", "hq", "--username", "zhangwei", stdin="hidden\n")
    assert ran.status == 0, ran.talk
    assert stored(workspace)["username"] == "zhangwei"
    kept = (tmp_path / "state" / "secrets.json").read_text("utf-8")
    assert "hidden" in kept
    assert "the secret key" in kept


@pytest.mark.parametrize(
    "arguments",
    [
        ("hq", "--password"),
        ("--password", "hq"),
        ("hq", "--password", "--username", "zhangwei"),
        ("hq", "--username", "zhangwei", "--password"),
        ("--username", "zhangwei", "--password", "hq"),
    ],
)
def test_a_password_without_a_reference_is_asked_for_and_kept(
    workspace: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    run_cli(*ADD, "--secret-id", "AKID", "--secret-key", "env:KEY", "--username", "zhangwei",
            "--password", "env:PW")  # fmt: skip
    ran = run_cli("env", "secret", *arguments, stdin="a hidden password\n")
    assert ran.status == 0, ran.talk
    assert "a hidden password" in (tmp_path / "state" / "secrets.json").read_text()
    kept = (workspace / "environments" / "hq.toml").read_text()
    assert 'secret_key = "env:KEY"' in kept, "the key is as it was"
    assert 'password = "file"' in kept


def test_a_key_without_a_reference_is_asked_for_and_kept(workspace: Path, tmp_path: Path) -> None:
    run_cli(*ADD, "--secret-id", "AKID", "--secret-key", "env:KEY")
    for arguments in (("hq", "--secret-key"), ("--secret-key", "hq")):
        ran = run_cli("env", "secret", *arguments, stdin="a hidden key\n")
        assert ran.status == 0, ran.talk
    assert "a hidden key" in (tmp_path / "state" / "secrets.json").read_text()


def test_add_asks_for_what_has_no_reference(workspace: Path, tmp_path: Path) -> None:
    ran = run_cli(*ADD, "--secret-id", "A", "--secret-key", "--username", "u", "--password",
                  stdin="the key\nthe password\n")  # fmt: skip
    assert ran.status == 0, ran.talk
    kept = (tmp_path / "state" / "secrets.json").read_text()
    assert "the key" in kept
    assert "the password" in kept


@pytest.mark.parametrize("arguments", [(), ("--password",), ("--secret-key", "env:KEY")])
def test_a_secret_without_an_environment_is_told(
    workspace: Path, arguments: tuple[str, ...]
) -> None:
    ran = run_cli("env", "secret", *arguments, stdin="x" * 20)
    assert ran.status == 2
    assert "NAME" in ran.talk


def test_a_password_of_nobody_says_what_is_missing(workspace: Path) -> None:
    run_cli(*ADD, "--secret-id", "AKID", "--secret-key", "env:KEY")
    ran = run_cli("env", "secret", "hq", "--password", stdin="x" * 20)
    assert ran.status == 2
    assert "--username" in ran.talk


def test_a_secret_of_nobody_is_refused(workspace: Path) -> None:
    run_cli(*ADD)
    for options in ((), ("--secret-key", "env:A")):
        ran = run_cli("env", "secret", "hq", *options, stdin="x" * 20)
        assert (ran.status, "--secret-id" in ran.talk) == (2, True)
    assert run_cli("env", "secret", "nosuch").status == 2
    assert "secret_key" not in stored(workspace)


@pytest.mark.parametrize(
    ("typed", "host", "said"),
    [
        (
            "https://weda.cn/gw/",
            "https://weda.cn/gw",
            "All requests are sent to https://weda.cn/gw/….",
        ),
        ("https://weda.cn/app?envId=a", "https://weda.cn", "/app?… is not part of the address"),
        ("https://weda.cn/", "https://weda.cn", ""),
    ],
)
def test_it_is_said_what_becomes_of_the_path_of_an_address(
    workspace: Path, typed: str, host: str, said: str
) -> None:
    add = ("env", "add", "hq", "--host", typed, "--secret-id", "A", "--secret-key", "env:K")
    ran = run_cli(*add, "--lang", "en")
    assert (ran.status, stored(workspace)["host"]) == (0, host)
    assert said in ran.talk
    assert ("are sent to" in ran.talk) is bool(said)
    shown = run_cli("env", "list", "--json")
    assert json.loads(shown.data)["environments"][0]["host"] == host


@pytest.mark.parametrize(("language", "label"), [("en", "file"), ("zh", "文件")])
def test_show_names_the_file(hq: SandboxInfo, workspace: Path, language: str, label: str) -> None:
    file = workspace / "environments" / "总部.toml"
    shown = json.loads(run_cli("env", "show", "总部", "--json").data)
    assert shown["file"] == str(file)
    text = run_cli("env", "show", "总部", "--lang", language).text
    assert label in text
    assert str(file) in text.replace("\n", "").replace(" ", "")
