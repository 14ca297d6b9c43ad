"""The sandbox answers only under loopback names, and accepts bodies up to a limit."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from tests.sandbox.calling import Calling
from weda_tui.sandbox.server.faults import Message, Scope
from weda_tui.sandbox.server.loopback import is_loopback_name
from weda_tui.sandbox.server.sockets import SandboxInfo, background

LOOPBACK = [
    "localhost",
    "LOCALHOST:8080",
    "localhost.",
    "api.localhost:1",
    "127.0.0.1",
    "127.0.0.1:65535",
    "127.255.0.9:80",
    "[::1]",
    "[::1]:8080",
]
ELSEWHERE = [
    "",
    "weda.example.cn",
    "weda.example.cn:8080",
    "localhost.example.cn",
    "notlocalhost",
    "127.0.0.1.example.cn",
    "128.0.0.1",
    "10.0.0.1:80",
    "224.0.0.1",
    "2130706433",
    "127.1",
    "[::]",
    "[::ffff:10.0.0.1]",
    "::1",
    "[::1",
    "localhost:8080:9",
    "localhost:http",
    "user@localhost",
    "localhost/x",
    "localhost\u0141",
    ".localhost",
]


@pytest.fixture(scope="module")
def info() -> Iterator[SandboxInfo]:
    with background(seed=7) as running:
        yield running


@pytest.mark.parametrize("host", LOOPBACK)
def test_a_name_of_the_loopback(host: str) -> None:
    assert is_loopback_name(host)


@pytest.mark.parametrize("host", ELSEWHERE)
def test_another_name(host: str) -> None:
    assert not is_loopback_name(host)


@pytest.mark.parametrize("path", ["/openapi/", "/auth/v1/token/clientCredential", "/x?fault=cut"])
def test_another_host_is_refused_with_its_reason(info: SandboxInfo, path: str) -> None:
    with httpx.Client(base_url=info.base, trust_env=False) as client:
        answer = client.post(path, headers={"Host": "weda.evil.example:80"}, content=b"{}")
        again = client.get("/openapi/")
    assert answer.status_code == 421
    assert answer.json()["code"] == "MISDIRECTED_REQUEST"
    for named in ("weda.evil.example:80", "localhost", "127.0.0.0/8", "[::1]"):
        assert named in answer.json()["message"]
    assert again.status_code == 200


def test_the_object_store_refuses_another_host_too(info: SandboxInfo) -> None:
    with httpx.Client(base_url=info.base, trust_env=False) as client:
        body = {"username": info.username, "password": info.password}
        token = client.post("/auth/v1/signin", json=body).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        items = [{"objectId": "a.bin"}]
        answer = client.post("/v1/storages/get-objects-upload-info", json=items, headers=headers)
        store = httpx.URL(answer.json()[0]["uploadUrl"])
        refused = client.put(store, headers={"Host": "evil.example"}, content=b"x")
    assert (refused.status_code, refused.json()["code"]) == (421, "MISDIRECTED_REQUEST")


@pytest.mark.parametrize("host", ["localhost", "weda.localhost", "[::1]"])
def test_each_name_of_the_loopback_is_answered(info: SandboxInfo, host: str) -> None:
    port = urlsplit(info.base).port
    with httpx.Client(base_url=info.base, trust_env=False) as client:
        answer = client.get("/openapi/", headers={"Host": f"{host}:{port}"})
    assert answer.status_code == 200


def exchange(base: str, request: bytes) -> bytes:
    """Send bytes and return the bytes received until the server closes the connection."""
    address = urlsplit(base)
    with socket.create_connection((address.hostname, address.port), timeout=120) as client:
        client.sendall(request)
        answer = b""
        while piece := client.recv(65536):
            answer += piece
    return answer


def test_a_request_without_host_is_refused(info: SandboxInfo) -> None:
    answer = exchange(info.base, b"GET /openapi/ HTTP/1.0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 421 ")


def test_a_body_over_the_limit_is_refused_on_the_wire(
    info: SandboxInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weda_tui.sandbox.server.whole_body.LARGEST", 2**20)
    with httpx.Client(base_url=info.base, trust_env=False) as client:
        answer = client.post("/auth/v1/signin", content=b"x" * 2**22)
        again = client.get("/openapi/")
    assert (answer.status_code, answer.json()["code"]) == (413, "EXCEED_MAX_PAYLOAD_SIZE")
    assert again.status_code == 200


async def test_a_body_without_end_is_answered_and_cut_off(
    sandbox: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weda_tui.sandbox.server.whole_body.LARGEST", 10)
    monkeypatch.setattr("weda_tui.sandbox.server.whole_body.LARGEST_DROPPED", 20)
    sent: list[Message] = []
    read = 0

    async def endless() -> Message:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b"xxxx", "more_body": True}

    async def keep(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": "/x",
        "headers": [],
        "query_string": b"",
    }
    await sandbox.app(scope, endless, keep)
    assert (sent[0]["status"], read) == (413, 8)
    assert (b"connection", b"close") in sent[0]["headers"]


def test_an_answer_may_close_its_connection(
    info: SandboxInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weda_tui.sandbox.server.whole_body.LARGEST", 10)
    monkeypatch.setattr("weda_tui.sandbox.server.whole_body.LARGEST_DROPPED", 0)
    head = b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
    assert exchange(info.base, head + b"x" * 11).startswith(b"HTTP/1.1 413 ")
