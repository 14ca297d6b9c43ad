"""The command line outputs no secret that the server repeats; only two files contain secrets."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.canaries import (
    ACCESS,
    PASSWORD,
    REFRESH,
    SECRET_ID,
    SECRET_KEY,
    SECRETS,
    USER_ACCESS,
    echoing,
    leaking_files,
    leaks,
    spellings,
)
from tests.cli.program import run_cli

SIGN_IN = json.dumps({"username": "u", "password": PASSWORD})
READ = "workflow.DescribeInstanceApproverList"


@pytest.fixture
def hq(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    with echoing() as host:
        added = run_cli(
            *("env", "add", "总部", "--host", host, "--secret-id", SECRET_ID),
            *("--username", "zhangwei"),
            stdin=f"{SECRET_KEY}\n{PASSWORD}\n",
        )
        assert added.status == 0, added.talk
        assert leaks(added.data + added.talk.encode()) == []
        yield host


def test_the_finder_finds_what_it_should():
    for secret in SECRETS:
        for spelling in spellings(secret):
            assert leaks(f"x{spelling}y", [secret])
    assert leaks("nothing of the kind") == []


COMMANDS = [
    ("send", READ),
    ("send", READ, "--json"),
    ("send", READ, "--dry-run"),
    ("send", READ, "--dry-run", "--json"),
    ("send", "workflow.StopFlow", "--yes", "--body", '{"a": 1}'),
    ("send", "workflow.StopFlow", "--yes", "--json", "--body", '{"a": 1}'),
    ("send", "auth.clientCredential", "--json", "--body", "{}"),
    ("send", "auth.signin", "--json", "--body", SIGN_IN),
    ("send", "auth.signin", "--body", SIGN_IN),
    ("send", "auth.refresh", "--json", "--body", json.dumps({"refresh_token": REFRESH})),
    ("send", "auth.me", "--json"),
    ("send", READ, "--json", "--header", f"Authorization: Bearer {ACCESS}"),
    ("send", READ, "--json", "--header", f"X-Mine: {REFRESH}"),
    ("env", "list"),
    ("env", "list", "--json"),
    ("env", "show", "总部"),
    ("env", "show", "总部", "--json"),
    ("storage", "delete", "cloud://e.b/a.txt", "--yes"),
    ("catalogue", "show", READ),
]


@pytest.mark.parametrize("terminal", [False, True])
def test_no_command_prints_a_secret(
    hq: str, tmp_path: Path, terminal: bool, subtests: pytest.Subtests
) -> None:
    warm = [run_cli("token", "--json"), run_cli("send", READ)]
    assert [each.status for each in warm] == [0, 0], warm[0].talk
    for command in COMMANDS:
        with subtests.test(msg=" ".join(command)):
            ran = run_cli(*command, terminal=terminal)
            assert ran.status in {0, 1}, ran.talk
            assert leaks(ran.data + ran.talk.encode()) == []
            assert leaking_files(tmp_path / "workspace") == {}
            assert set(leaking_files(tmp_path / "state")) == {"secrets.json", "tokens.json"}
            for name in ("secrets.json", "tokens.json"):
                file = tmp_path / "state" / name
                assert os.name == "nt" or file.stat().st_mode & 0o777 == 0o600


def test_the_token_command_prints_tokens_and_nothing_else(hq: str) -> None:
    ran = run_cli("token", "--json")
    assert set(leaks(ran.data + ran.talk.encode())) <= {ACCESS, USER_ACCESS}
    assert json.loads(ran.data)["value"] == ACCESS
    assert leaks(run_cli("token", "--refresh").talk) == []


def test_a_bug_is_reported_without_a_secret(
    hq: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    import weda_tui.session.sending.judging as module

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(" ".join(each for secret in SECRETS for each in spellings(secret)))

    run_cli("send", READ)
    run_cli("token", "--json")
    monkeypatch.setattr(module, "judge", broken)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    with pytest.raises(RuntimeError) as caught:
        run_cli("send", "auth.signin", "--body", "{}")
    sys.excepthook(caught.type, caught.value, caught.tb)
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert leaks(said) == []


@pytest.mark.skipif(os.name == "nt", reason="modes mean nothing there")
@pytest.mark.parametrize("name", ["secrets.json", "tokens.json"])
def test_a_file_that_others_could_read_is_closed_with_a_word_once(
    hq: str, tmp_path: Path, name: str
) -> None:
    run_cli("send", READ)
    file = tmp_path / "state" / name
    file.chmod(0o644)
    ran = run_cli("token", "--refresh")
    assert ran.talk.count(str(file)) == 1
    assert file.stat().st_mode & 0o777 == 0o600
    assert "was readable by others" in ran.talk
    assert str(file) not in run_cli("token", "--refresh").talk


@pytest.mark.skipif(os.name == "nt", reason="a symlink takes rights there")
def test_a_symlinked_store_of_tokens_is_neither_read_nor_written(hq: str, tmp_path: Path) -> None:
    run_cli("send", READ)
    file, elsewhere = tmp_path / "state" / "tokens.json", tmp_path / "elsewhere.json"
    file.rename(elsewhere)
    elsewhere.write_bytes(elsewhere.read_bytes().replace(ACCESS.encode(), b"planted-token"))
    file.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    ran = run_cli("token")
    assert (ran.status, ran.text) == (0, f"Bearer {ACCESS}\n")
    assert elsewhere.read_bytes() == before
