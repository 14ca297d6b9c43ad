"""A locustfile on Locust, with a server whose responses are cut: every request is counted."""

import gzip
import socketserver
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from tests.formats.load.locust_runs import needs_locust, play
from tests.formats.load.plans import plan, request
from tests.wire.recorder import recorder
from weda_tui.core.load.figures import StopKind
from weda_tui.core.load.plan import LoadSlot, Template
from weda_tui.formats.load.locust import write_locust

KEYS = {"SECRET_ID": "id", "SECRET_KEY": "key"}
TOKEN_PATH = "/auth/v1/token/clientCredential"
pytestmark = needs_locust


def answer(body: bytes, *headers: str, status: str = "200 OK", missing: int = 0) -> bytes:
    """Return a response without the last ``missing`` bytes of its body."""
    length = f"Content-Length: {len(body)}"
    head = (f"HTTP/1.1 {status}", "Content-Type: application/json", "Connection: close", *headers,
            length, "", "")  # fmt: skip
    return "\r\n".join(head).encode() + body[: len(body) - missing]


GOOD = b'{"data": {"records": [], "total": 0}}'
ZIPPED = gzip.compress(GOOD)
GZIP = "Content-Encoding: gzip"
GIVEN = answer(b'{"access_token": "token", "expires_in": 7200}')


@contextmanager
def answering(answers: Mapping[str, bytes]) -> Generator[str]:
    """Run a server that answers each path with its bytes, and closes the connection."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            path, length = self.rfile.readline().split()[1].decode(), 0
            while (line := self.rfile.readline()) not in {b"\r\n", b""}:
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            self.rfile.read(length)
            self.wfile.write(answers[path])

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def chunked(body: bytes) -> bytes:
    """Return a response of one chunk, without the terminating chunk."""
    head = "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head.encode() + b"%x\r\n%s\r\n" % (len(body), body)


PAGE = "<html><body>网关错误</body></html>".encode("gb18030")
BROKEN = {
    "zipped": (answer(ZIPPED, GZIP), ""),
    "cut gzip": (answer(ZIPPED, GZIP, missing=9), "connection_lost"),
    "gzip without its end": (answer(ZIPPED[:-9], GZIP), "coding_broken"),
    "cut behind its JSON": (answer(GOOD + b"     ", missing=5), "connection_lost"),
    "no last chunk": (chunked(GOOD), "connection_lost"),
    "cut chunk": (chunked(GOOD)[:-5], "connection_lost"),
    "all chunks": (chunked(GOOD) + b"0\r\n\r\n", ""),
    "no length": (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + GOOD, ""),
    "cut header": (answer(GOOD)[:30], "connection_lost"),
    "no gzip": (answer(b"hello", GZIP), "coding_broken"),
    "a coding nobody knows": (answer(GOOD, "Content-Encoding: zzz"), "ValueError"),
    "a page of another charset": (answer(PAGE, status="502 Bad Gateway"), "HTTP 502"),
    "digits without end": (answer(b'{"code": %s}' % (b"9" * 5000)), "UNKNOWN"),
    "no header": (b"hello\r\n\r\n", "protocol_error"),
}
"""Responses, each with the code that its failure is counted under."""


def test_every_request_is_counted_whatever_its_answer_is(tmp_path: Path) -> None:
    paths = {name: f"/{number}" for number, name in enumerate(BROKEN)}
    with answering({paths[name]: sent for name, (sent, _) in BROKEN.items()}) as host:
        made = plan(*(request(n, path, headers=()) for n, path in paths.items()), host=host)
        played = play(tmp_path, write_locust(made), "--rate", "0", environ=KEYS, rounds=2)
    found = dict.fromkeys(BROKEN, "") | {each.name: each.code for each in played.sample.failures}
    assert found == {name: code for name, (_, code) in BROKEN.items()}, played.log
    assert {each.name: each.count for each in played.sample.requests} == dict.fromkeys(BROKEN, 2)
    assert "Traceback" not in played.log


@pytest.mark.parametrize(
    "given", [answer(ZIPPED[:-9], GZIP), answer(GOOD, "Content-Encoding: zzz"), GIVEN[:-9]]
)
def test_a_token_in_a_broken_answer_is_none(tmp_path: Path, given: bytes) -> None:
    with answering({TOKEN_PATH: given}) as host:
        text = write_locust(plan(request("r", "/r"), host=host))
        played = play(tmp_path, text, "--run-time", "9s", environ=KEYS)
    stopped = played.sample.stopped
    assert stopped is not None, played.log
    assert stopped.kind is StopKind.NO_TOKEN
    assert played.status == 3


def test_what_is_not_sent_is_a_failure_of_its_request_without_a_time(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("n\n1\n2\n..\n..\n..\n..\n", encoding="utf-8")
    slot = LoadSlot("n", "WEDA_VAR_N")
    with recorder(pause=0.02) as server:  # so that no time is rounded to 0 ms
        host = LoadSlot("vars.host", "")
        made = plan(request("r", "", url=Template((host, "/", slot))), host=server.host)
        options = ("--data", "rows.csv", "--rate", "0", "--html", "report.html")
        played = play(tmp_path, write_locust(made), *options, environ=KEYS, rounds=6)
        assert len(server.requests()) == 2
    (of_request,) = played.sample.requests
    assert (of_request.count, of_request.failed) == (6, 4), played.log
    assert min(of_request.p50, played.sample.total.p50) >= 20
    assert played.codes == {"URL_OTHER_PATH": 4}


def test_a_header_is_sent_as_utf_8(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("n\n张伟\n", encoding="utf-8")
    headers = (("X-Name", Template(("审批 ", LoadSlot("n", "WEDA_VAR_N")))),)
    with recorder() as server:
        made = plan(request("r", "/r", headers=headers), host=server.host)
        played = play(tmp_path, write_locust(made), "--data", "rows.csv", environ=KEYS, rounds=1)
        (arrived,) = server.requests()
    assert arrived.values("X-Name") == ["审批 张伟".encode()], played.log
    assert played.sample.total.failed == 0
