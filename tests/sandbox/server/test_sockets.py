import errno
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.sandbox.server.sockets import SandboxInfo, background, serve

SERVE = """
import sys
from pathlib import Path
from weda_tui.sandbox.server.sockets import serve
serve(0, Path(sys.argv[1]), 7, 600, None, lambda info: print(info.base, flush=True))
print("ended", flush=True)
"""


def token_of(client: httpx.Client, info: SandboxInfo) -> str:
    answer = client.post(
        "/auth/v1/token/clientCredential",
        auth=(info.secret_id, info.secret_key),
        json={"grant_type": "client_credentials"},
    )
    return str(answer.json()["access_token"])


def start_process(ready_file: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, str(ready_file)], stdout=subprocess.PIPE, text=True
    )


def test_background_answers_on_one_connection_and_ends() -> None:
    before = threading.active_count()
    with background(seed=7, token_lifetime=600) as info:
        assert info.base.startswith("http://127.0.0.1:")
        with httpx.Client(base_url=info.base, trust_env=False) as client:
            refused = client.post("/weda/workflow/v1/prod/X", content=b"x" * 200_000)
            assert refused.json()["code"] == "INVALID_ACCESS_TOKEN"
            headers = {"Authorization": f"Bearer {token_of(client, info)}"}
            path = "/weda/workflow/v1/prod/DescribeInstanceApproverList"
            answer = client.post(path, headers=headers)
            assert (answer.status_code, answer.reason_phrase) == (200, "OK")
            assert answer.json()["Response"]["Data"]
            streams = {id(r.extensions["network_stream"]) for r in (refused, answer)}
            assert len(streams) == 1
            assert "date" in answer.headers
    assert threading.active_count() == before
    with pytest.raises(httpx.ConnectError):
        httpx.get(info.base, trust_env=False)


@pytest.mark.parametrize("fault", ["cut", "never", "reset", "ssh"])
def test_a_broken_answer_over_a_real_socket(fault: str) -> None:
    with background(seed=7) as info, httpx.Client(base_url=info.base, trust_env=False) as client:
        errors = {
            "cut": httpx.RemoteProtocolError,
            "never": httpx.ReadTimeout,
            "reset": httpx.ReadError,
            "ssh": httpx.RemoteProtocolError,
        }
        patience = 0.2 if fault == "never" else 60
        with pytest.raises(errors[fault]):
            client.post("/x", headers={"X-Sandbox-Fault": fault}, timeout=patience)
        assert token_of(client, info)


def test_background_ends_with_a_call_in_flight() -> None:
    with background(seed=7) as info:
        port = int(info.base.rpartition(":")[2])
        client = socket.create_connection(("127.0.0.1", port))
        client.sendall(
            b"POST /x?fault=never HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
        )
    client.close()


def test_answers_on_a_kept_connection_do_not_wait_for_acknowledgements() -> None:
    with background(seed=7) as info, httpx.Client(base_url=info.base, trust_env=False) as client:
        took = [client.get("/x").elapsed.total_seconds() for _ in range(20)]
    assert sorted(took)[10] < 0.03


def user_token_of(client: httpx.Client, info: SandboxInfo) -> str:
    body = {"username": info.username, "password": info.password}
    return str(client.post("/auth/v1/signin", json=body).json()["access_token"])


def test_objects_go_to_a_port_of_their_own() -> None:
    content = b"x" * 3_000_000
    with background(seed=7) as info, httpx.Client(base_url=info.base, trust_env=False) as client:
        bearer = {"Authorization": f"Bearer {user_token_of(client, info)}"}
        body = [{"objectId": "dir/文件.bin"}]
        answer = client.post("/v1/storages/get-objects-upload-info", json=body, headers=bearer)
        (upload,) = answer.json()
        store = httpx.URL(upload["uploadUrl"])
        assert (store.host, store.port != httpx.URL(info.base).port) == ("127.0.0.1", True)
        headers = {
            "Authorization": upload["authorization"],
            "X-Cos-Security-Token": upload["token"],
            "X-Cos-Meta-Fileid": upload["cloudObjectMeta"],
        }
        refused = client.put(store, content=content)
        stored = client.put(store, content=content, headers=headers)
        assert (refused.status_code, stored.status_code) == (403, 200)
        streams = {id(r.extensions["network_stream"]) for r in (refused, stored)}
        assert len(streams) == 1
        assert client.get(upload["downloadUrlEncoded"]).content == content
        assert client.get(store.copy_with(path="/v1/storages")).status_code == 403


def test_background_raises_what_its_body_raises() -> None:
    with pytest.raises(KeyError), background(seed=7):
        raise KeyError


def test_info_does_not_show_its_secrets() -> None:
    with background(seed=7) as info:
        assert info.secret_key not in repr(info)
        assert info.password not in repr(info)


@pytest.mark.skipif(os.name != "posix", reason="signals end a process at once elsewhere")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_serve_leaves_a_private_ready_file_until_a_signal(tmp_path: Path, name: str) -> None:
    ready_file = tmp_path / "ready.json"
    with start_process(ready_file) as process:
        assert process.stdout is not None
        base = process.stdout.readline().strip()
        info = json.loads(ready_file.read_text())
        assert set(info) == {
            "base",
            "secret_id",
            "secret_key",
            "username",
            "password",
            "env_id",
            "env_types",
            "variables",
            "pid",
        }
        assert (info["base"], info["pid"]) == (base, process.pid)
        assert info["env_types"] == ["prod", "dev"]
        assert stat.S_IMODE(ready_file.stat().st_mode) == 0o600
        assert httpx.get(base, trust_env=False).status_code == 404
        process.send_signal(signal.Signals[name])
        rest, _ = process.communicate(timeout=120)
    assert (process.returncode, rest) == (0, "ended\n")
    assert list(tmp_path.iterdir()) == []


def test_a_port_in_use_is_an_expected_failure(tmp_path: Path) -> None:
    ready_file = tmp_path / "ready.json"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(WedaError) as caught:
            serve(port, ready_file, 7, 600, None, lambda _: None)
    assert caught.value.code is ErrorCode.PORT_IN_USE
    assert caught.value.parameters == {"port": port}
    assert not ready_file.exists()


def test_a_ready_file_that_cannot_be_written(tmp_path: Path) -> None:
    ready_file = tmp_path / "missing" / "ready.json"
    announced: list[SandboxInfo] = []
    with pytest.raises(WedaError) as caught:
        serve(0, ready_file, 7, 600, None, announced.append)
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert announced == []


def test_a_ready_file_that_is_a_folder_leaves_no_temporary_file(tmp_path: Path) -> None:
    ready_file = tmp_path / "ready.json"
    ready_file.mkdir()
    with pytest.raises(WedaError):
        serve(0, ready_file, 7, 600, None, lambda _: None)
    assert list(tmp_path.iterdir()) == [ready_file]


@pytest.mark.parametrize("number", [errno.EPERM, errno.EMFILE, errno.EADDRINUSE])
def test_a_socket_that_is_refused_has_words(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, "refused by the system")

    monkeypatch.setattr("weda_tui.sandbox.server.sockets.socket.socket", refuse)
    with pytest.raises(FileError) as refused, background():
        pass
    assert refused.value.parameters == {"file": "127.0.0.1:0", "reason": "refused by the system"}
