import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import run_cli
from weda_tui.sandbox.server import sockets
from weda_tui.sandbox.server.sockets import SandboxInfo

KEYS = {"base", "secret_id", "secret_key", "username", "password"} | {
    *("env_id", "env_types", "variables", "pid")
}


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "weda_tui", "sandbox", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_its_help_states_names_and_limits() -> None:
    text = " ".join(run_cli("sandbox", "--help").data.decode().split())
    for stated in ("*.localhost", "127.0.0.0/8", "[::1]", "421", "100 MiB", "5 GiB", "413"):
        assert stated in text


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
def test_it_prints_where_it_is_ends_well_on_a_signal_and_its_state_file_brings_it_back(
    tmp_path: Path,
) -> None:
    secrets: list[str] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        process = start("--state", str(tmp_path / "sandbox.sqlite"))
        assert process.stdout
        info = json.loads(process.stdout.readline())
        process.send_signal(number)
        out, err = process.communicate(timeout=120)
        assert (process.returncode, out) == (0, ""), number
        assert set(info) == KEYS
        listening, secret_id, stop = err.splitlines()
        assert info["base"] in listening
        assert info["secret_id"] in secret_id
        assert "Ctrl+C" in stop
        assert info["secret_key"] not in err
        secrets.append(info["secret_key"])
    assert secrets[0] == secrets[1]
    assert [path.name for path in tmp_path.iterdir()] == ["sandbox.sqlite"]


@pytest.mark.parametrize("is_terminal", [False, True])
def test_a_terminal_gets_lines_and_no_json(
    monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool
) -> None:
    info = SandboxInfo(
        base="http://127.0.0.1:1", secret_id="AKID1", secret_key="key1", username="admin",
        password="word1", env_id="software-1", env_types=("prod",), variables={}, pid=1,
    )  # fmt: skip

    def serve(*given: Any) -> None:
        given[5](info)

    monkeypatch.setattr(sockets, "serve", serve)
    ran = run_cli("sandbox", "--lang", "en", terminal=is_terminal)
    text = ran.data.decode()
    assert text.startswith("{") != is_terminal
    assert ("SecretKey key1\nUser admin" in text) == ("press F2, 0" in text) == is_terminal
    assert "key1" not in ran.talk


def test_a_ready_file_is_written_instead_and_removed(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    process = start("--ready-file", str(ready), "--token-lifetime", "90")
    assert process.stderr
    assert "http://127.0.0.1:" in process.stderr.readline()
    info = json.loads(ready.read_bytes())
    assert set(info) == KEYS
    run_cli(
        *("env", "add", "x", "--host", info["base"], "--secret-id", info["secret_id"]),
        stdin=info["secret_key"],
    )
    assert json.loads(run_cli("token", "--json").data)["lifetime"] == 90
    process.terminate()
    out, _ = process.communicate(timeout=120)
    assert (process.returncode, out) == (0, "") or os.name == "nt"
    assert not ready.exists() or os.name == "nt"


def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = run_cli("sandbox", "--port", str(port))
    assert (ran.status, ran.data) == (2, b"")
    assert str(port) in ran.talk


def test_a_state_file_that_is_something_else_is_said(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, " * 100, encoding="utf-8")
    ran = run_cli("sandbox", "--state", str(file))
    assert (ran.status, ran.data) == (2, b"")
    assert "notes.txt" in ran.talk


def test_whatever_is_asked_for_codes_are_named_beside_the_faults_of_the_network() -> None:
    ran = run_cli("sandbox", "--fault", "NOSUCH", "--lang", "en")
    assert ran.status == 2
    assert "SYS_ERR" in ran.talk
    assert "nor of the 157 other documented codes (weda-tui errors)" in ran.talk


def test_the_nearest_fault_stands_first_and_once() -> None:
    ran = run_cli("sandbox", "--fault", "slo", "--lang", "zh")
    assert "不是可选值，可选：slow, never" in ran.talk
    assert ran.talk.count("slow") == 1


def test_of_the_many_faults_those_spelt_alike_are_named() -> None:
    ran = run_cli("sandbox", "--fault", "invalid_env_statu", "--lang", "zh")
    assert ran.status == 2
    assert "INVALID_ENV_STATUS" in ran.talk
    assert "not-json" in ran.talk
    assert "AUTH_FAILURE" not in ran.talk
