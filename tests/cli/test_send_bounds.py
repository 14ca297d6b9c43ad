"""The limits of what ``send`` receives and prints, and ``send -o FILE``; on real sockets."""

import asyncio
import contextlib
import gzip
import json
import os
import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.cli.program import Ran, run_cli
from tests.gateway.faulty_server import FaultyServer, break_off, ok, read_request
from weda_tui.cli.sending import report as send_report
from weda_tui.core.masking import MASK

SECRET = "s3cr3t-of-the-environment"
ROW = {"id": 1528933366865600513, "v": "好"}
LARGE = json.dumps({"Data": [ROW] * 26_000}, ensure_ascii=False)
WITH_SECRET = json.dumps({"Data": [ROW] * 4_000}, ensure_ascii=False).replace("好", SECRET, 1)
TOKEN = json.dumps({"access_token": "token-abcdefgh", "expires_in": 7200}).encode()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@contextlib.contextmanager
def serving(*answers: bytes, token: bytes = ok(TOKEN), breaks_off: bool = False) -> Generator[str]:
    """Answer token calls with ``token``, and other calls with each of ``answers`` once."""
    left = list(answers)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await read_request(reader):
            if request.startswith(b"POST /auth/"):
                writer.write(token)
                continue
            writer.write(left.pop(0))
            await writer.drain()
            if breaks_off:
                break_off(writer)
                return

    loop, server = asyncio.new_event_loop(), FaultyServer(answer)
    started, ended = threading.Event(), asyncio.Event()
    found: list[str] = []

    async def serve() -> None:
        async with server.listen() as host:
            found.append(host)
            started.set()
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    started.wait()
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()


SEND = ("send", "c/get", "--yes")


def save(host: str, workspace: Path) -> None:
    """Save a GET to a host."""
    added = run_cli("env", "add", "hq", "--host", host, "--secret-id", "AKID", stdin=SECRET)
    assert added.status == 0, added.talk
    saved = workspace / "collections" / "c" / "get.toml"
    saved.parent.mkdir(parents=True)
    saved.write_text('method = "GET"\nurl = "{{vars.host}}/get"\n')


def send(host: str, workspace: Path, *arguments: str, limit: int | None = None) -> Ran:
    """Send a saved GET to a host; ``limit`` is the body limit of this machine, in mebibytes."""
    save(host, workspace)
    if limit is not None:
        (workspace.parent / "state" / "preferences.json").write_text(f'{{"body_limit": {limit}}}')
    return run_cli(*SEND, *arguments)


def body(text: str | bytes, *headers: str) -> bytes:
    data = text if isinstance(text, bytes) else text.encode()
    return ok(data, "Content-Type: application/json", *headers)


# -- the limit -------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_bomb_ends_at_the_limit_that_is_set_and_nothing_of_it_is_printed(
    workspace: Path, more: tuple[str, ...]
) -> None:
    with serving(body(gzip.compress(bytes(2**22)), "Content-Encoding: gzip")) as host:
        ran = send(host, workspace, *more, limit=2)
    assert ran.status == 4
    assert "2.0 MB" in ran.talk
    assert f"body_limit (in MiB) in {workspace.parent / 'state' / 'preferences.json'}" in ran.talk
    assert "-o FILE" in ran.talk
    assert len(ran.data) < 2000
    if more:
        told = json.loads(ran.data)
        assert (told["verdict"]["code"], told["body"]) == ("body_too_big", None)
    else:
        assert ran.data == b""


def test_a_body_of_exactly_the_limit_passes_whole(workspace: Path) -> None:
    text = '"' + "x" * (2**20 - 2) + '"'
    with serving(body(text)) as host:
        assert send(host, workspace, limit=1).data == text.encode()


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_an_answer_of_the_token_endpoint_has_a_limit_of_its_own(
    workspace: Path, coding: str
) -> None:
    data = b'"' + bytes(2**21)
    packed = gzip.compress(data) if coding else data
    with serving(token=ok(packed, f"Content-Encoding: {coding or 'identity'}")) as host:
        ran = send(host, workspace)
    assert (ran.status, ran.data) == (4, b"")
    assert "The response of the token endpoint is larger than 256.0 KB" in ran.talk


# -- large bodies, piece by piece ------------------------------------------------------------


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print every body as a body of more than 8 MiB is printed."""
    monkeypatch.setattr(send_report, "WHOLE", 0)


@pytest.mark.usefixtures("pieces")
@pytest.mark.parametrize("text", [LARGE, "[1.10, 1e400]", '"\\ud83d"', "not JSON \x00 好", ""])
def test_a_large_body_passes_a_pipe_whole(workspace: Path, text: str) -> None:
    with serving(body(text)) as host:
        assert send(host, workspace).data == text.encode()


@pytest.mark.usefixtures("pieces")
@pytest.mark.parametrize("text", [LARGE, "[1.10, 1e400]", '["\\ud83d", 1.10]', "no\n\x00 好", ""])
def test_a_large_body_stands_in_the_object_as_a_small_one(
    workspace: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(body(text), body(text)) as host:
        ran = send(host, workspace, "--json")
        monkeypatch.setattr(send_report, "WHOLE", 2**30)
        small = run_cli(*SEND, "--json")
    assert json.loads(ran.data)["body"] == json.loads(small.data)["body"]
    assert ran.data.partition(b'"body":')[2] == small.data.partition(b'"body":')[2]


@pytest.mark.usefixtures("pieces")
@pytest.mark.parametrize("charset", ["utf-8", "gbk", "utf-16"])
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_secret_in_a_large_body_is_hidden(
    workspace: Path, charset: str, more: tuple[str, ...]
) -> None:
    data = WITH_SECRET.encode(charset)
    with serving(ok(data, f"Content-Type: application/json; charset={charset}")) as host:
        ran = send(host, workspace, *more)
    assert SECRET not in ran.text
    assert MASK in ran.text


TEXTS = (
    *("[1.10, 1e400]", '["好", 1]', f'["{SECRET}", 1.10]', f'["\\ud83d", "{SECRET}"]'),
    '["\\ud83d\\ude00", 1.10]',
    *(WITH_SECRET, f"[{SECRET}]", f"no JSON: {SECRET} 好\n", f'\\ud83d "{SECRET}"'),
)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_what_a_body_is_does_not_depend_on_its_size(
    workspace: Path, charset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = f"Content-Type: application/json; charset={charset}"
    answers = [ok(text.encode(charset), kind) for text in TEXTS]
    with serving(*answers, *answers) as host:
        save(host, workspace)
        monkeypatch.setattr(send_report, "WHOLE", 0)
        large = [run_cli(*SEND, "--json") for _ in TEXTS]
        monkeypatch.setattr(send_report, "WHOLE", 2**30)
        small = [run_cli(*SEND, "--json") for _ in TEXTS]
    for text, one, other in zip(TEXTS, large, small, strict=True):
        assert SECRET not in one.text, text[:99]
        assert json.loads(one.data)["body"] == json.loads(other.data)["body"], text[:99]
        assert one.data.partition(b'"body":')[2] == other.data.partition(b'"body":')[2], text[:99]


@pytest.mark.usefixtures("pieces")
def test_a_large_body_in_another_charset_passes_as_it_came(workspace: Path) -> None:
    data = LARGE.encode("gbk")
    with serving(ok(data, "Content-Type: application/json; charset=gbk")) as host:
        assert send(host, workspace).data == data


@pytest.mark.usefixtures("pieces")
def test_text_that_grows_beyond_the_limit_by_its_escapes_is_refused(workspace: Path) -> None:
    with serving(body(bytes(2**19))) as host:
        ran = send(host, workspace, "--json", limit=1)
    assert (ran.status, ran.data) == (4, b"")


def test_of_a_large_body_that_was_cut_the_beginning_is_printed(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send_report, "WHOLE", 1000)
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"
    with serving(head + b"a" * 2000, breaks_off=True) as host:
        ran = send(host, workspace)
    assert ran.status == 3
    assert ran.data == b"a" * 1000
    assert "Only the first 1000 B" in ran.talk


# -- into a file -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 5, 2**20 + 5])
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_a_body_of_any_size_goes_to_a_file(workspace: Path, size: int, coding: str) -> None:
    """The body may be larger than the limit, and is written decoded."""
    data = b"".join(number.to_bytes(4) for number in range(size // 4 + 1))[:size]
    packed = gzip.compress(data, 1) if coding else data
    headers = [f"Content-Encoding: {coding}"] if coding else []
    file = workspace.parent / "new" / "answer.bin"
    file.parent.mkdir()
    with serving(ok(packed, "Content-Type: a/b", *headers)) as host:
        ran = send(host, workspace, "-o", str(file), limit=1)
    assert file.read_bytes() == data
    assert list(file.parent.iterdir()) == [file]
    assert ran.data == b""
    assert str(file) in ran.talk


def test_a_verdict_is_reached_over_a_file_too(workspace: Path) -> None:
    answer = json.dumps({"Response": {"RequestId": "r-1", "Data": [{"a": "x" * 99}] * 11_000}})
    file = workspace.parent / "answer.json"
    with serving(body(answer)) as host:
        ran = send(host, workspace, "--output", str(file), "--json", limit=1)
    told = json.loads(ran.data)
    assert ran.status == 0, ran.talk
    assert told["verdict"]["requestId"] == "r-1"
    assert (told["body"], told["file"], told["size"]) == (None, str(file), len(answer))
    assert file.read_text() == answer
    kept = json.loads(run_cli("history", "--json").data)
    assert kept


def test_a_file_that_is_there_is_only_replaced_when_that_is_asked_for(workspace: Path) -> None:
    file = workspace.parent / "answer.json"
    file.write_text("old")
    with serving(body("[1]")) as host:
        refused = send(host, workspace, "-o", str(file))
        assert (refused.status, file.read_text()) == (2, "old")
        assert "--force" in refused.talk
        replaced = run_cli(*SEND, "-o", str(file), "--force")
    assert file.read_text() == "[1]"
    assert replaced.status == 1


def test_a_symlink_stays_one(workspace: Path) -> None:
    file, link = workspace.parent / "answer.json", workspace.parent / "link"
    file.write_text("old")
    link.symlink_to(file)
    with serving(body("[1]")) as host:
        send(host, workspace, "-o", str(link), "--force")
    assert link.is_symlink()
    assert file.read_text() == "[1]"


def test_a_folder_is_not_replaced(workspace: Path) -> None:
    folder = workspace.parent / "taken"
    folder.mkdir()
    with serving(body("[1]")) as host:
        ran = send(host, workspace, "-o", str(folder), "--force")
    assert ran.status == 2
    assert str(folder) in ran.talk
    assert folder.is_dir()


def test_a_device_is_written_into_and_stays(workspace: Path) -> None:
    with serving(body("[1]")) as host:
        ran = send(host, workspace, "-o", "/dev/null", "--force")
    assert "/dev/null" in ran.talk
    assert Path("/dev/null").is_char_device()


def test_of_a_large_answer_that_refuses_the_token_nothing_stays(workspace: Path) -> None:
    told = {"code": "INVALID_ACCESS_TOKEN", "requestId": "r", "message": "m", "more": ["x"] * 2**18}
    file = workspace.parent / "answer.json"
    with serving(body(json.dumps(told)), body('{"Response":{"a":1}}')) as host:
        ran = send(host, workspace, "-o", str(file), "--json")
    assert json.loads(ran.data)["size"] == 20
    assert file.read_text() == '{"Response":{"a":1}}'


def test_an_answer_that_was_cut_leaves_no_file(workspace: Path) -> None:
    file = workspace.parent / "new" / "answer.json"
    file.parent.mkdir()
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n"
    with serving(head + bytes(2**21), breaks_off=True) as host:
        ran = send(host, workspace, "-o", str(file))
    assert (ran.status, ran.data) == (3, b"")
    assert f"{file} was not written" in ran.talk
    assert list(file.parent.iterdir()) == []


# -- a full disk -----------------------------------------------------------------------------


def test_a_folder_for_bodies_that_cannot_be_written_is_named(workspace: Path) -> None:
    """The error does not blame the network ("VPN, firewall or cable")."""
    state = workspace.parent / "state"
    state.mkdir()
    (state / "bodies").write_text("no folder")
    (state / "preferences.json").write_text('{"body_in_memory": 0}')
    with serving(body("[1, 2, 3]")) as host:
        ran = send(host, workspace)
    assert ran.status == 2
    assert f"{state / 'bodies'}" in ran.talk
    assert "The server processed the request" in ran.talk
    assert "VPN" not in ran.talk
