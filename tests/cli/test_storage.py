"""``storage``: the complete sequence of calls, on a sandbox with real sockets."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Ran, approve_route, run_cli
from weda_tui.cli import output
from weda_tui.sandbox.server.sockets import SandboxInfo, background

Storage = Callable[..., Ran]
PASSWORD = "WEDA_TEST_PASSWORD"


def add_signed_in(workspace: Path, info: SandboxInfo, guard: str = "confirm") -> None:
    """Write an environment with a user name and password."""
    (workspace / "environments").mkdir(parents=True)
    (workspace / "environments" / "总部.toml").write_text(
        f'host = "{info.base}"\nusername = "{info.username}"\npassword = "env:{PASSWORD}"\n'
        f'timeout = 20\n[env_types]\nprod = "{guard}"\ndev = "none"\n',
        encoding="utf-8",
    )
    approve_route("总部")


@pytest.fixture
def storage(workspace: Path, sandbox: SandboxInfo, monkeypatch: pytest.MonkeyPatch) -> Storage:
    add_signed_in(workspace, sandbox)
    monkeypatch.setenv(PASSWORD, sandbox.password)
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: str, **more: Any) -> Ran:
        return run_cli("storage", *arguments, **more)

    return call


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = [tmp_path / "年报.pdf", tmp_path / "b.txt"]
    for number, path in enumerate(paths):
        path.write_bytes(bytes([number]) * (300_000 * number + 5))
    return [str(path) for path in paths]


def uploaded(storage: Storage, *files: str) -> list[str]:
    ran = storage("upload", *files, "--to", "cli", "--yes")
    assert ran.status == 0, ran.talk
    return ran.text.splitlines()


def test_up_down_and_away(storage: Storage, files: list[str], tmp_path: Path) -> None:
    ran = storage("upload", *files, "--to", "2026", "--yes")
    assert ran.status == 0, ran.talk
    ids = ran.text.splitlines()
    assert [each.rpartition(".7765-")[2].partition("/")[2] for each in ids] == [
        "2026/年报.pdf",
        "2026/b.txt",
    ]
    assert ran.talk.splitlines()[0].startswith("uploads to http://127.0.0.1:")
    assert f"✓ {files[0]} → {ids[0]}   5 B   " in ran.talk
    assert ran.talk.endswith("2 of 2 done\n")

    ran = storage("download", *ids, "--to", str(tmp_path / "new"))
    assert ran.status == 0, ran.talk
    assert ran.text.splitlines() == [str(tmp_path / "new" / Path(file).name) for file in files]
    for file in files:
        assert (tmp_path / "new" / Path(file).name).read_bytes() == Path(file).read_bytes()

    ran = storage("delete", "-", "--yes", stdin="\n".join(ids))
    assert (ran.status, ran.text.splitlines()) == (0, ids)
    assert f"✓ {ids[0]} deleted\n" in ran.talk


def test_a_write_asks_first_and_says_nothing_to_anybody(storage: Storage, files: list[str]) -> None:
    ran = storage("upload", *files)
    assert (ran.status, ran.data) == (7, b"")
    assert "--yes" in ran.talk
    ran = storage("delete", "cloud://e.b/a")
    assert (ran.status, ran.data) == (7, b"")
    assert storage("upload", *files, "--env-type", "dev").status == 0


def test_a_dry_run_moves_nothing_and_asks_nobody(storage: Storage, files: list[str]) -> None:
    ran = storage("upload", *files, "--to", "dry", "--dry-run")
    assert (ran.status, ran.data) == (0, b"")
    assert "uploads to http://127.0.0.1:" in ran.talk
    assert f"  {files[0]} → dry/年报.pdf\n" in ran.talk
    assert ran.talk.endswith("Nothing was sent.\n")
    there = uploaded(storage, files[0])[0].replace("cli/", "dry/")
    assert storage("download", there, "--to", "x").status == 1, "it was never there"
    ran = storage("delete", there, "--dry-run")
    assert (ran.status, ran.data) == (0, b"")
    assert f"  {there}\n" in ran.talk
    missing = storage("upload", "missing", files[0], "--dry-run", "--json")
    assert missing.status == 2
    assert [each["file"] for each in json.loads(missing.data)["items"]] == ["missing"]


def test_a_read_only_guard_is_not_answered_by_yes(
    workspace: Path, sandbox: SandboxInfo, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_signed_in(workspace, sandbox, "read-only")
    monkeypatch.setenv(PASSWORD, sandbox.password)
    for arguments in (("upload", *files), ("delete", "cloud://e.b/a")):
        ran = run_cli("storage", *arguments, "--yes")
        assert (ran.status, ran.data) == (7, b"")


def test_the_status_is_that_of_the_worst_item(
    storage: Storage, files: list[str], tmp_path: Path
) -> None:
    missing = str(tmp_path / "missing")
    ran = storage("upload", files[0], missing, "--yes")
    assert ran.status == 2
    assert len(ran.text.splitlines()) == 1
    assert f"✗ {missing}\n" in ran.talk
    assert "1 of 2 done" in ran.talk
    (there,) = ran.text.splitlines()
    gone = there.replace("年报", "gone")
    ran = storage("download", there, gone, "--to", str(tmp_path / "new"))
    assert ran.status == 1
    assert f"✗ {gone}\n" in ran.talk
    assert "OBJECT_NOT_EXIST" in ran.talk
    assert (tmp_path / "new" / "年报.pdf").exists()


def test_a_file_that_is_there_stays_unless_forced(
    storage: Storage, files: list[str], tmp_path: Path
) -> None:
    (there,) = uploaded(storage, files[1])
    target = tmp_path / "mine.txt"
    target.write_bytes(b"mine")
    ran = storage("download", there, "--to", str(target))
    assert (ran.status, ran.data) == (2, b"")
    assert "--force" in ran.talk
    assert target.read_bytes() == b"mine"
    ran = storage("download", there, "--to", str(target), "--force")
    assert ran.status == 0
    assert target.read_bytes() == Path(files[1]).read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".part") == []


def test_json_has_a_verdict_for_each_item(
    storage: Storage, files: list[str], tmp_path: Path
) -> None:
    missing = str(tmp_path / "missing")
    ran = storage("upload", files[0], missing, "--yes", "--json")
    answer = json.loads(ran.data)
    assert ran.status == 2
    assert list(answer) == ["hosts", "items"]
    assert len(answer["hosts"]) == 1
    first, second = answer["items"]
    assert list(first) == ["verdict", "file", "objectId", "cloudObjectId", "size", "elapsedMs"]
    assert list(first["verdict"]) == ["ok", "state", "layer", "code", "message", "requestId"]
    assert (first["verdict"]["ok"], first["size"], first["objectId"]) == (True, 5, "年报.pdf")
    assert first["cloudObjectId"].endswith("/年报.pdf")
    assert second["verdict"]["state"] == "failure"
    assert (second["verdict"]["ok"], second["verdict"]["layer"]) == (False, "file")
    assert second["verdict"]["code"] == "file_unreadable"
    assert second["cloudObjectId"] is None


def test_no_token_and_no_signature_is_printed(storage: Storage, files: list[str]) -> None:
    ran = storage("upload", *files, "--yes", "--json")
    said = ran.text + ran.talk
    for secret in ("q-sign", "Bearer", "sign=", "eyJ", os.environ[PASSWORD]):
        assert secret not in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("upload",), "FILE... is missing."),
        (("upload", "a", "b", "--name", "c"), "--name can only be used with a single file."),
        (("download", "dir/a.jpg"), "dir/a.jpg is not an object ID."),
        (("upload", "a", "--to", "../x", "--yes"), "../x/a cannot be the path of an object."),
        (("upload", "x/a", "y/a", "--yes"), "Two files would be uploaded as the same object: a."),
        (("sync",), "Unknown command sync."),
    ],
)
def test_what_is_wrong_with_a_command_line(
    storage: Storage, arguments: tuple[str, ...], words: str
) -> None:
    ran = storage(*arguments)
    assert (ran.status, ran.data) == (2, b"")
    assert words in ran.talk


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", ["upload", "download", "delete"])
def test_every_command_has_a_help_page(command: str, language: str) -> None:
    ran = run_cli("storage", command, "--help", "--lang", language)
    assert ran.status == 0
    assert f"weda-tui storage {command}" in ran.text
    assert "--env" in ran.text


def test_without_credentials_each_item_says_what_is_missing(
    hq: SandboxInfo, files: list[str]
) -> None:
    ran = run_cli("storage", "upload", *files, "--yes")
    assert ran.status == 2
    assert ran.data == b""
    assert ran.talk.count("✗") == 2


def test_a_store_that_does_not_answer_in_time(
    workspace: Path, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with background(seed=7, fault="never") as info:
        add_signed_in(workspace, info)
        monkeypatch.setenv(PASSWORD, info.password)
        ran = run_cli("storage", "upload", files[0], "--yes", "--timeout", "0.05")
    assert ran.status == 4
    assert ran.data == b""


def test_progress_stands_on_a_terminal_only(
    storage: Storage, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = storage("upload", files[1], "--yes")
    assert "\r" not in ran.talk

    def is_terminal(stream: object) -> bool:
        return stream is sys.stderr

    monkeypatch.setattr(output, "is_terminal", is_terminal)
    ran = storage("upload", files[1], "--yes")
    lines = [line for line in ran.talk.split("\r") if "%" in line]
    assert "100 %" in lines[-1]
    assert "b.txt" in lines[-1]
    assert "━" * 20 in lines[-1]
    assert all(len(line) <= 100 for line in lines)


def test_ctrl_c_leaves_no_half_and_tells_what_was_done(
    workspace: Path, sandbox: SandboxInfo, files: list[str], tmp_path: Path
) -> None:
    endless = tmp_path / "endless"
    with endless.open("wb") as stream:
        stream.truncate(2**33)
    add_signed_in(workspace, sandbox)
    program = subprocess.Popen(
        [sys.executable, "-m", "weda_tui", "storage", "upload", files[0], str(endless), "--yes"],
        env={**os.environ, PASSWORD: sandbox.password},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert program.stdout is not None
    first = program.stdout.readline()
    program.send_signal(signal.SIGINT)
    _, talk = program.communicate(timeout=120)
    assert program.returncode == 130
    assert first.startswith(b"cloud://")
    assert "1 of 2 done" in talk.decode()
    assert "Traceback" not in talk.decode()
