"""A locustfile on Locust, with a server that records the requests it receives."""

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import msgspec
import pytest
from msgspec.structs import replace

from tests.core.answers.test_intermediaries import LOGIN
from tests.formats.keeping_server import keeping_server
from tests.formats.load.locust_runs import needs_locust, play, play_with_workers, run_at_once
from tests.formats.load.plans import (
    BECOMING,
    ENCODED,
    ENCODED_SENT,
    FIRST,
    FLOWS,
    LED_ASIDE,
    READS,
    ROWS_OF_TEXT,
    TEXTS,
    TEXTS_ENVIRON,
    TEXTS_SENT,
    VALUES,
    check,
    plan,
    request,
)
from tests.wire.recorder import TOKEN, recorder
from weda_tui.core.errors import ErrorCode
from weda_tui.core.load.figures import LoadSample, LoadStop, StopKind
from weda_tui.core.load.plan import NO_RESPONSE, USER_TOKEN, LoadSlot, Template
from weda_tui.formats.load.locust import write_locust

KEYS = {"SECRET_ID": "id", "SECRET_KEY": "key"}
pytestmark = needs_locust


def test_users_share_one_token_and_take_rows_in_turn(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("n\n1\n2\n3\n", encoding="utf-8")
    row = Template((LoadSlot("vars.host", ""), "/rows/", LoadSlot("n", "WEDA_VAR_N")))
    with recorder() as server:
        made = plan(request("rows", "/rows", url=row), host=server.host)
        options = ("--users", "3", "--spawn-rate", "3", "--rate", "200", "--data", "rows.csv")
        played = play(tmp_path, write_locust(made), *options, environ=KEYS, rounds=6)
        arrived, tokens = server.requests(), server.token_calls()
    assert played.sample.total.failed == 0, played.log
    assert sorted(each.target for each in arrived) == sorted(
        [b"/rows/1", b"/rows/2", b"/rows/3"] * 2
    )
    assert {each.values("Authorization")[0] for each in arrived} == {f"Bearer {TOKEN}".encode()}
    assert len(tokens) == 1
    assert played.sample.requests[0].name == "rows"


def test_a_fixed_value_is_no_column_and_no_answer(tmp_path: Path) -> None:
    (tmp_path / "rows.json").write_text('[{"": "evil", "k": "evil"}]', encoding="utf-8")
    fixed = Template((LoadSlot("vars.host", ""), "/", LoadSlot("k", "WEDA_VAR_K", is_fixed=True)))
    with recorder() as server:
        made = plan(request("r", "/r", url=fixed), host=server.host)
        environ = {**KEYS, "WEDA_VAR_K": "own"}
        play(tmp_path, write_locust(made), "--data", "rows.json", environ=environ, rounds=1)
        assert [each.target for each in server.requests()] == [b"/own"]


def test_a_first_value_holds_until_one_is_captured(tmp_path: Path) -> None:
    with recorder() as server:
        made = plan(*FIRST, host=server.host)
        environ = {**KEYS, "WEDA_VAR_PAGE": "other"}
        played = play(tmp_path, write_locust(made), environ=environ, rounds=2)
        arrived = [each.target for each in server.requests()]
    assert arrived == [b"/p?q=a%20b", b"/p?q=200"] * 2, played.log


def test_a_value_is_text_in_a_string_of_json(tmp_path: Path) -> None:
    rows = json.dumps([{"t": each, "n": "[1]"} for each in ROWS_OF_TEXT])
    (tmp_path / "rows.json").write_text(rows, encoding="utf-8")
    with recorder() as server:
        made = plan(TEXTS, replace(TEXTS, name="again"), host=server.host)
        environ = {**KEYS, **TEXTS_ENVIRON}
        options = ("--data", "rows.json", "--rate", "0")
        played = play(tmp_path, write_locust(made), *options, environ=environ, rounds=3)
        sent = [json.loads(each.body) for each in server.requests()]
    assert sent == TEXTS_SENT, played.log


def test_no_value_leads_out_of_the_address(tmp_path: Path) -> None:
    rows = json.dumps([{"x": value} for value in VALUES])
    (tmp_path / "rows.json").write_text(rows, encoding="utf-8")
    with recorder() as server:
        made = replace(LED_ASIDE, route=replace(LED_ASIDE.route, host=server.host))
        played = play(
            tmp_path, write_locust(made), "--data", "rows.json", "--rate", "0",
            environ=KEYS, rounds=len(VALUES),
        )  # fmt: skip
        arrived = [each.target for each in server.requests()]
    wanted = Counter(pair for each in VALUES.values() for pair in each.items())
    failures = {(each.name, each.code): each.count for each in played.sample.failures}
    assert failures == wanted, played.log
    assert len(arrived) == len(VALUES) * 4 - wanted.total()
    assert {each[:3] for each in arrived} == {b"/a/", b"/q?"}


def test_no_value_makes_a_read_a_write(tmp_path: Path) -> None:
    rows = json.dumps([{"x": value} for value in BECOMING])
    (tmp_path / "rows.json").write_text(rows, encoding="utf-8")
    with recorder() as server:
        made = replace(READS, route=replace(READS.route, host=server.host))
        options = ("--data", "rows.json", "--rate", "0")
        played = play(
            tmp_path, write_locust(made), *options, environ=KEYS, rounds=len(BECOMING)
        )  # fmt: skip
        count = len(server.requests())
    wanted = Counter(pair for each in BECOMING.values() for pair in each.items())
    failures = {(each.name, each.code): each.count for each in played.sample.failures}
    assert failures == wanted, played.log
    assert count == len(BECOMING) * len(READS.requests) - wanted.total()


def test_a_value_is_one_of_its_place_and_a_body_has_the_type_that_it_has(tmp_path: Path) -> None:
    (tmp_path / "rows.json").write_text(json.dumps([{"x": ENCODED}]), encoding="utf-8")
    with recorder() as server:
        made = replace(READS, route=replace(READS.route, host=server.host))
        play(tmp_path, write_locust(made), "--data", "rows.json", environ=KEYS, rounds=1)
        sent = {each.target.decode(): each.body.decode() for each in server.requests()}
        made = plan(request("bare", "/bare", body=Template(("a",))), host=server.host)
        play(tmp_path, write_locust(made), environ=KEYS, rounds=1)
        bare = server.requests()[-1]
    assert ENCODED_SENT.items() <= sent.items()
    assert (bare.body, bare.values("Content-Type")) == (b"a", [])


def test_each_user_may_have_a_token_of_its_own(tmp_path: Path) -> None:
    with recorder() as server:
        options = ("--users", "2", "--spawn-rate", "2", "--token-per-user")
        play(
            tmp_path, write_locust(plan(FLOWS, host=server.host)), *options, environ=KEYS, rounds=2
        )
        assert len(server.token_calls()) == 2


def test_a_token_is_renewed_before_it_ends(tmp_path: Path) -> None:
    """A token valid for 2 s is renewed after 1 s: the margin is half of a short validity."""
    text = write_locust(plan(FLOWS, host="http://127.0.0.1:1")).replace(
        "def fetch_token(user",
        "def fetch_token(_, __):\n    print('asked')\n    "
        "return 'token', 2.0\n\n\ndef fetch_token_really(user",
    )
    played = play(tmp_path, text, "--run-time", "4s", environ=KEYS)
    assert played.log.count("asked") >= 2


PAGE = (502, b"<html><body>Bad Gateway</body></html>")
GIVEN = (200, b'{"access_token": "token", "expires_in": 2}')


@contextmanager
def tokens(*answers: tuple[int, bytes]) -> Generator[tuple[str, list[int]]]:
    """Run a server that answers token calls with ``answers`` in turn, and repeats the last one."""
    given: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, body = 200, b"{}"
            if self.path.startswith("/auth/"):
                status, body = answers[min(len(given), len(answers) - 1)]
                given.append(status)
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if b"<" in body else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Write nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", given
        server.shutdown()
        thread.join()


def test_a_page_of_a_proxy_is_no_refusal_as_long_as_the_token_is_valid(tmp_path: Path) -> None:
    with tokens(GIVEN, PAGE, GIVEN) as (host, given):
        text = write_locust(plan(FLOWS, host=host))
        text = text.replace("RETRIED_AFTER = 5.0", "RETRIED_AFTER = 0.1")
        played = play(tmp_path, text, "--run-time", "5s", environ=KEYS)
    assert played.sample.stopped is None, played.log
    assert given[:3] == [200, 502, 200]
    with tokens(PAGE) as (host, given):
        text = write_locust(plan(FLOWS, host=host))
        played = play(tmp_path, text, "--run-time", "5s", environ=KEYS)
    assert played.sample.stopped == LoadStop(StopKind.NO_TOKEN, "HTTP 502")
    assert given == [502]


BUSY = [
    (429, b"{}"), (200, b'{"code": "EXCEED_RATELIMIT"}'), (503, b'{"code": "SYS_ERR"}'),
]  # fmt: skip


def _ask_who_is_busy(folder: Path, case: tuple[tuple[int, bytes], tuple[str, ...]]) -> None:
    busy, own = case
    with tokens(GIVEN, busy, GIVEN) as (host, given):
        text = write_locust(plan(FLOWS, host=host))
        text = text.replace("RETRIED_AFTER = 5.0", "RETRIED_AFTER = 0.1")
        played = play(folder, text, "--run-time", "5s", *own, environ=KEYS)
    assert played.sample.stopped is None, played.log
    assert len(given) >= 3
    with tokens(GIVEN, busy) as (host, given):
        text = write_locust(plan(FLOWS, host=host))
        played = play(folder, text, "--run-time", "9s", *own, environ=KEYS)
    assert played.sample.stopped is not None, played.log
    assert played.sample.stopped.kind is StopKind.NO_TOKEN
    assert played.status == (3 if busy[0] == 503 else 4)
    assert 1.5 < played.sample.seconds < 6


def test_who_is_busy_is_asked_again_as_long_as_the_token_is_valid(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    each_own: tuple[tuple[str, ...], ...] = ((), ("--token-per-user",))
    cases = {f"{busy} {own}": (busy, own) for busy in BUSY for own in each_own}
    run_at_once(tmp_path, subtests, cases, _ask_who_is_busy)


def test_a_refusal_of_the_key_is_one_whatever_its_status(tmp_path: Path) -> None:
    with tokens(GIVEN, (500, b'{"error": "invalid_client"}')) as (host, given):
        played = play(
            tmp_path, write_locust(plan(FLOWS, host=host)), "--run-time", "9s", environ=KEYS
        )
    assert played.sample.stopped == LoadStop(StopKind.TOKEN_REFUSED, "invalid_client", 500)
    assert given == [200, 500]


@pytest.mark.parametrize("given", ['"the-key-itself"', '"1e5"', '["the-key"]', "1800.0", '"3"'])
def test_of_the_life_of_a_token_a_number_alone_is_read(tmp_path: Path, given: str) -> None:
    answer = f'{{"access_token": "token", "expires_in": {given}}}'.encode()
    with tokens((200, answer)) as (host, asked):
        text = write_locust(plan(FLOWS, host=host))
        played = play(tmp_path, text, environ=KEYS, rounds=1)
    assert asked == [200], played.log
    assert played.sample.total.count == 1, played.log
    assert "the-key" not in played.log


def test_a_refused_token_is_asked_for_once(tmp_path: Path) -> None:
    made = plan(FLOWS, host="http://127.0.0.1:1")
    text = write_locust(made).replace(
        "def fetch_token(user",
        "def fetch_token(_, __):\n    print('asked')\n    "
        "raise TokenRefusedError('invalid_client')\n\n\ndef fetch_token_really(user",
    )
    played = play(
        tmp_path, text, "--users", "5", "--spawn-rate", "5", "--run-time", "9s", environ=KEYS
    )
    assert played.status == 5
    assert played.sample.stopped == LoadStop(StopKind.TOKEN_REFUSED, "invalid_client")
    assert played.log.count("asked") == 1
    assert played.sample.total.count == 0


REFUSING = (
    "def fetch_token(_, __):\n    print('asked', flush=True)\n    "
    "raise TokenRefusedError('invalid_client')\n\n\ndef fetch_token_really(user"
)


def test_a_key_that_is_refused_is_tried_once_by_a_master_and_its_workers(tmp_path: Path) -> None:
    text = write_locust(plan(FLOWS, host="http://127.0.0.1:1"))
    text = text.replace("def fetch_token(user", REFUSING)
    options = ("--users", "4", "--spawn-rate", "4", "--run-time", "9s", "--token-per-user")
    played, workers = play_with_workers(tmp_path, text, 2, *options, environ=KEYS)
    assert played.status == 5, played.log
    assert (played.log + workers).count("asked") == 1


def _share_with_a_worker(folder: Path, nonce: str) -> None:
    with recorder() as server:
        text = write_locust(plan(FLOWS, host=server.host))
        options = ("--users", "1", "--run-time", "2s")
        played, _ = play_with_workers(
            folder, text, 1, *options, environ=KEYS, of_workers={"WEDA_NONCE": nonce}
        )
        arrived = server.requests()
    assert (len(arrived) > 0) is (nonce == ""), played.log


def test_a_master_shares_with_workers_that_have_its_nonce(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    cases = {"its nonce": "", "another": "other"}
    run_at_once(tmp_path, subtests, cases, _share_with_a_worker)


DYING = '''

_play = Requests.play


def play_and_die(user):
    """End this worker after its first round, if it is one of the first {count}."""
    _play(user)
    for number in range({count}):
        try:
            open(f"died-{{number}}", "x").close()
        except FileExistsError:
            continue
        os._exit(9)


Requests.tasks = [play_and_die]
'''


def _lose_workers(folder: Path, count: int) -> None:
    with recorder() as server:
        text = write_locust(plan(FLOWS, host=server.host)) + DYING.format(count=count)
        options = ("--users", "2", "--spawn-rate", "2", "--run-time", "60s")
        played, _ = play_with_workers(folder, text, 2, *options, environ=KEYS)
    assert played.status == 1, played.log
    assert played.sample.stopped == LoadStop(StopKind.WORKER_LOST)
    assert 0 < played.sample.seconds < 50


def test_a_worker_that_is_lost_ends_the_load(tmp_path: Path, subtests: pytest.Subtests) -> None:
    run_at_once(tmp_path, subtests, {"one of two": 1, "both": 2}, _lose_workers)


STARTER = """
import os, subprocess, sys, time
master = subprocess.Popen([sys.executable, *sys.argv[1:]])
print(master.pid, flush=True)
while not os.path.exists("figures"):
    time.sleep(0.05)
"""


HELD = """

def spin():
    while True:
        pass


@events.init.add_listener
def hold(**_):
    gevent.spawn_later(2, spin)
"""
"""Code appended to a locustfile that blocks its greenlets."""


def _end_with_who_started_it(folder: Path, more: str) -> None:
    text = write_locust(plan(FLOWS)).replace("ANSWERED_IN = 5.0", "ANSWERED_IN = 1.0")
    (folder / "locustfile.py").write_text(text + more, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, "-P", "-m", "locust", "-f", "locustfile.py",
         "--headless", "--master", "--master-bind-port", port, "--expect-workers", "1"],
        cwd=folder, env={**os.environ, **KEYS, "WEDA_STATISTICS": "figures"},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    with starter:
        assert starter.stdout is not None
        master = int(starter.stdout.readline())
        try:
            starter.communicate(timeout=60)  # until the master, which shares its stdout, ends too
        except subprocess.TimeoutExpired:
            os.kill(master, signal.SIGKILL)
            raise


@pytest.mark.skipif(os.name == "nt", reason="a process keeps its parent's id")
def test_a_master_that_waits_ends_with_who_started_it(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    cases = {"its greenlets run": "", "its greenlets are blocked": HELD}
    run_at_once(tmp_path, subtests, cases, _end_with_who_started_it)


@contextmanager
def silent() -> Generator[tuple[str, list[bytes]]]:
    """Run a server that closes the connection without a response, except for ``/kept``."""
    paths: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            paths.append(self.path.encode())
            self.close_connection = self.path != "/kept"
            if not self.close_connection:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", "12")
                self.end_headers()
                self.wfile.write(b'{"data": {}}')

        do_POST = do_DELETE = do_PUT = do_GET  # noqa: N815 - names of the library

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Write nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()
        thread.join()


RESET = struct.pack("ii" if os.name == "posix" else "hh", 1, 0)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n"
ENDS = {
    "/closed": "connection_lost",
    "/reset": "connection_reset",
    "/cut": "connection_lost",
    "/half": "connection_lost",
    "/never": "timed_out",
    "/stalled": "answer_timed_out",
    "/ssh": "protocol_error",
    "/login": "LOGIN_PAGE",
}


@contextmanager
def breaking() -> Generator[str]:
    """Run a server that ends each request in the way that its path names."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.close_connection = True
            said = {
                "/cut": HEAD + b'{"data"', "/half": HEAD[:20], "/ssh": b"SSH-2.0-OpenSSH_9.6\r\n",
                "/stalled": HEAD + b"{", "/login": HEAD.replace(b"12", b"99") + LOGIN.ljust(99),
            }  # fmt: skip
            self.wfile.write(said.get(self.path, b""))
            if self.path in {"/never", "/stalled"}:
                over.wait(20)
            if self.path == "/reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                self.connection.close()

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Write nothing."""

    over = Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        over.set()
        server.shutdown()
        thread.join()


def test_what_ends_without_an_answer_has_the_codes_of_a_run(tmp_path: Path) -> None:
    with breaking() as host:
        made = plan(*(request(each, each, headers=()) for each in ENDS), host=host, timeout=1.0)
        played = play(tmp_path, write_locust(made), "--rate", "0", rounds=1, environ=KEYS)
    assert {each.name: each.code for each in played.sample.failures} == ENDS, played.log
    assert {each for each in ENDS.values() if each.islower()} <= {each.value for each in ErrorCode}


@contextmanager
def slow(seconds: float, answered: int = 0) -> Generator[tuple[str, list[str]]]:
    """Run a server that answers the first requests at once, the others after ``seconds``."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            paths.append(self.path)
            if len(paths) > answered:
                over.wait(seconds)
            with suppress(OSError):
                self.wfile.write(HEAD + b'{"data": {}}')

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Write nothing."""

    over = Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        over.set()
        server.shutdown()
        thread.join()


def _leave_unanswered(folder: Path, workers: int) -> None:
    made = plan(request("r", "/r", headers=()))
    options = ("--users", "4", "--spawn-rate", "4", "--run-time", "4s", "--rate", "0")
    with slow(60, answered=8) as (host, paths):
        text = write_locust(replace(made, route=replace(made.route, host=host)))
        text = text.replace("ANSWERED_IN = 5.0", "ANSWERED_IN = 0.5")
        if workers:
            played, _ = play_with_workers(folder, text, workers, *options, environ=KEYS)
        else:
            played = play(folder, text, *options, environ=KEYS)
    sample = played.sample
    assert played.codes == {NO_RESPONSE: 4}, played.log
    assert (sample.total.count, sample.total.failed, sample.total.waiting) == (len(paths), 4, 0)
    assert (len(paths), sample.reached, played.status) == (12, 4, 1)
    assert sample.total.mean_rate == pytest.approx(12 / sample.seconds)
    assert sample.seconds == pytest.approx(4, abs=1)


def test_what_has_no_response_when_the_load_ends_has_failed(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    run_at_once(tmp_path, subtests, {"alone": 0, "two workers": 2}, _leave_unanswered)


def test_workers_report_everything_where_the_load_ends_before_all_users_were_started(
    tmp_path: Path,
) -> None:
    options = ("--users", "30", "--spawn-rate", "1", "--run-time", "4s", "--rate", "0")
    with slow(60) as (host, paths):
        text = write_locust(plan(request("r", "/r", headers=()), host=host))
        text = text.replace("ANSWERED_IN = 5.0", "ANSWERED_IN = 1.0")
        played, _ = play_with_workers(tmp_path, text, 2, *options, environ=KEYS)
    sample = played.sample
    assert 2 <= len(paths) <= 6
    assert played.codes == {NO_RESPONSE: len(paths)}, played.log
    assert (sample.total.count, sample.total.waiting) == (len(paths), 0)
    assert sample.reached == len(paths)


def test_while_all_requests_wait_they_are_shown_as_sent(tmp_path: Path) -> None:
    with slow(60) as (host, _):
        text = write_locust(plan(request("r", "/r", headers=()), host=host))
        text = text.replace("ANSWERED_IN = 5.0", "ANSWERED_IN = 0.1")
        options = ("--users", "2", "--spawn-rate", "2", "--run-time", "3s")
        play(tmp_path, text, *options, environ=KEYS)
    lines = (tmp_path / "figures").read_bytes().splitlines()
    shown = [msgspec.json.decode(each, type=LoadSample) for each in lines]
    assert (2, 0) in {(each.total.waiting, each.total.count) for each in shown}
    assert {each.total.rate for each in shown[:-1]} == {0.0}


def _wait_for_a_response(folder: Path, workers: int) -> None:
    """One user waits for its response, the others for the rate limit; those delay nothing."""
    made = plan(*(request(each, f"/{each}", headers=()) for each in "ab"))
    options = ("--users", "3", "--spawn-rate", "3", "--run-time", "2s", "--rate", "0.2")
    with slow(4) as (host, paths):
        text = write_locust(replace(made, route=replace(made.route, host=host)))
        text = text.replace("ANSWERED_IN = 5.0", "ANSWERED_IN = 60.0")
        begun, log = time.monotonic(), ""
        if workers:
            played, log = play_with_workers(folder, text, workers, *options, environ=KEYS)
        else:
            played = play(folder, text, *options, environ=KEYS)
        assert time.monotonic() - begun < 40
    assert paths == ["/a"], played.log
    assert (played.sample.total.count, played.sample.total.failed) == (1, 0), played.log + log
    assert played.sample.seconds == pytest.approx(2, abs=1)


def test_a_response_on_its_way_is_waited_for_and_nothing_more_is_sent(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    run_at_once(tmp_path, subtests, {"alone": 0, "a worker": 1}, _wait_for_a_response)


LATE = """
_connect = WorkerRunner.connect_to_master

def connect_late(self):
    _connect(self)
    gevent.sleep(1)

WorkerRunner.connect_to_master = connect_late
"""
"""Lets a worker take the order to begin before it is prepared, as happens on a busy machine."""


def test_a_worker_that_is_to_begin_before_it_is_prepared_waits_for_what_is_shared(
    tmp_path: Path,
) -> None:
    with slow(0) as (host, paths):
        text = write_locust(plan(request("r", "/r", headers=()), host=host)) + LATE
        options = ("--users", "1", "--run-time", "3s", "--rate", "2")
        played, log = play_with_workers(tmp_path, text, 1, *options, environ=KEYS)
    assert "at most" in played.log
    assert "at most" not in log
    assert played.sample.total.count == len(paths) > 0, played.log + log


TIMES = """
for each in (0.4, 99.4, 104.0, 106.0, 1234.5, 12345.0):
    note_time(each, None)
note_time(7.0, CodedFailure("NO"))
print("times", sorted(Shared.times.elements()))
"""


def test_the_times_of_requests_that_passed_are_rounded_as_those_of_locust(tmp_path: Path) -> None:
    played = play(tmp_path, write_locust(plan()) + TIMES, "--list", environ=KEYS)
    assert "times [0, 99, 100, 110, 1200, 12000]" in played.log


CODES = """
import errno as errors
import socket as sockets
certificate = ssl.SSLCertVerificationError(1, "certificate verify failed: self-signed certificate")
print("codes", json.dumps([code for _, _, code in UNANSWERED]), [reason_of(each) for each in (
    ConnectionRefusedError(111, "Connection refused"), sockets.gaierror(-2, "Name not known"),
    OSError(errors.EHOSTUNREACH, "No route"), OSError(errors.ENETUNREACH, "No network"),
    certificate, ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"),
    TimeoutError("timed out"),
)])
"""


def test_failures_of_the_system_have_the_codes_of_a_run(tmp_path: Path) -> None:
    played = play(tmp_path, write_locust(plan()) + CODES, "--list", environ=KEYS)
    line = next(each for each in played.log.splitlines() if each.startswith("codes "))
    assert line.endswith(
        "['connection_refused', 'dns_failed', 'host_unreachable', 'network_unreachable', "
        "'tls_unknown_ca', 'https_on_http_port', 'timed_out']"
    )
    known = json.loads(line.removeprefix("codes ").partition("]")[0] + "]")
    assert set(known) <= {each.value for each in ErrorCode}


@pytest.mark.parametrize("kept", [False, True])
def test_what_is_closed_unanswered_is_not_sent_again(tmp_path: Path, kept: bool) -> None:
    methods = ("GET", "POST", "PUT", "DELETE")
    before = [request("kept", "/kept", method="GET", headers=())] if kept else []
    lost = [request(each, f"/{each}", method=each, headers=()) for each in methods]
    with silent() as (host, paths):
        text = write_locust(plan(*(pair for each in lost for pair in (*before, each)), host=host))
        played = play(tmp_path, text, "--rate", "0", environ=KEYS, rounds=1)
    assert [each.decode()[1:] for each in paths if each != b"/kept"] == [*methods], played.log
    assert (played.sample.total.count, played.sample.total.failed) == (len(paths), len(methods))
    assert played.codes.keys() == {"connection_lost"}


def test_a_token_is_not_asked_for_again_where_the_call_is_closed(tmp_path: Path) -> None:
    with silent() as (host, paths):
        text = write_locust(plan(FLOWS, host=host))
        played = play(tmp_path, text, "--run-time", "9s", environ=KEYS)
    assert played.sample.stopped == LoadStop(StopKind.NO_TOKEN, "connection_lost"), played.log
    assert len(paths) == 1


def test_nothing_follows_a_body_that_may_be_left_unread(tmp_path: Path) -> None:
    held = Template(("a\r\nPOST /x HtTp/", LoadSlot("n", "WEDA_VAR_N"), "\r\n"))
    made = (
        request("get", "/get", method="GET", body=Template(("x",))),
        request("delete", "/delete", method="DELETE", body=Template(("x",))),
        request("held", "/held", body=held, captures={"v": "$.data.v"}),
        request("late", "/late", body=Template((LoadSlot("v", "WEDA_VAR_V"),))),
        request("plain", "/plain", method="GET"),
        request("json", "/json", body=Template(('{"a": "b"}',))),
        request("last", "/last"),
    )
    with keeping_server() as (host, seen):
        environ = {**KEYS, "WEDA_VAR_N": "1"}
        text = write_locust(plan(*made, host=host))
        played = play(tmp_path, text, "--rate", "0", environ=environ, rounds=2)
    arrived = [each for each in seen if not each.path.startswith("/auth/")]
    assert [each.path[1:] for each in arrived] == [each.name for each in made] * 2, played.log
    is_last = [each.path in {"/get", "/delete", "/held", "/late"} for each in arrived]
    assert [each.is_last for each in arrived] == is_last
    followed = [one.connection == other.connection for one, other in pairwise(arrived)]
    assert followed == [not each for each in is_last[:-1]]


@pytest.mark.parametrize(
    "changed",
    ["ConnectionPool.get_socket = library_connection", "HTTPClient.request = None",
     "ConnectionPool.return_socket = library_return",
     "StreamServer.start = lambda _: os.stat('gone')"],
)  # fmt: skip
def test_it_starts_only_where_the_library_is_seen_to_send_once(
    tmp_path: Path, changed: str
) -> None:
    with silent() as (host, paths):
        text = write_locust(plan(request("r", "/r", headers=()), host=host))
        text += f"\n{changed}\n"
        played = play(tmp_path, text, "--run-time", "9s", environ=KEYS)
    assert (played.status, paths) == (2, []), played.log
    assert "Nothing was sent: this version of geventhttpclient" in played.log


def test_nobody_at_the_other_end_is_no_refusal(tmp_path: Path) -> None:
    made = plan(FLOWS, host="http://127.0.0.1:1")
    played = play(tmp_path, write_locust(made), "--run-time", "9s", environ=KEYS)
    assert played.status == 3
    assert played.sample.stopped is not None
    assert played.sample.stopped.kind is StopKind.NO_TOKEN


def test_a_file_of_rows_that_is_not_there_ends_it_before_it_begins(tmp_path: Path) -> None:
    with recorder() as server:
        text = write_locust(plan(FLOWS, host=server.host))
        played = play(tmp_path, text, "--data", "gone.csv", "--run-time", "60s", environ=KEYS)
        assert server.requests() == []
    assert played.status == 2, played.log
    assert "Nothing was sent: gone.csv cannot be read" in played.log


def test_a_user_token_may_be_as_the_command_prints_it(tmp_path: Path) -> None:
    token = LoadSlot(USER_TOKEN, "USER_ACCESS_TOKEN")
    headers = (("Authorization", Template(("Bearer ", token))),)
    environ = {**KEYS, "USER_ACCESS_TOKEN": "Bearer of-a-user"}
    with recorder() as server:
        made = plan(request("r", "/r", headers=headers), host=server.host)
        play(tmp_path, write_locust(made), environ=environ, rounds=1)
        (arrived,) = server.requests()
    assert arrived.values("Authorization") == [b"Bearer of-a-user"]


@pytest.mark.parametrize("row", ["1", "1,2,3"])
def test_a_row_of_another_length_is_refused(tmp_path: Path, row: str) -> None:
    (tmp_path / "rows.csv").write_text(f"n,m\n{row}\n", encoding="utf-8")
    with recorder() as server:
        text = write_locust(plan(FLOWS, host=server.host))
        options = ("--data", "rows.csv", "--run-time", "3s")
        played = play(tmp_path, text, *options, environ=KEYS)
        assert server.requests() == []
    assert played.status == 2, played.log
    assert "row 1" in played.log


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "SECRET_ID, SECRET_KEY, WEDA_VAR_N (or a column n of --data)"),
        ({"SECRET_ID": "id", "SECRET_KEY": "", "WEDA_VAR_N": ""}, "SECRET_KEY"),
        (KEYS, "WEDA_VAR_N (or a column n of --data)"),
    ],
)
def test_a_variable_that_is_not_set_ends_it_before_anything_is_sent(
    tmp_path: Path, environ: dict[str, str], said: str
) -> None:
    (tmp_path / "other.csv").write_text("other\n1\n", encoding="utf-8")
    with recorder() as server:
        text = write_locust(plan(host=server.host))
        options = ("--users", "3", "--run-time", "5s", "--data", "other.csv")
        played = play(tmp_path, text, *options, environ=environ)
        assert (server.requests(), server.token_calls()) == ([], [])
    assert played.status == 2
    assert f"Not set, and nothing was sent: {said}\n" in played.log
    assert played.log.count("Not set") == 1
    assert "Traceback" not in played.log


def test_a_master_and_its_workers_end_for_what_is_not_set(tmp_path: Path) -> None:
    text = write_locust(plan(FLOWS, host="http://127.0.0.1:1"))
    played, _ = play_with_workers(tmp_path, text, 1, "--run-time", "5s", environ={})
    assert played.status == 2
    assert "Not set, and nothing was sent: SECRET_ID, SECRET_KEY\n" in played.log


def test_a_worker_that_fetches_tokens_needs_the_key_itself(tmp_path: Path) -> None:
    with recorder() as server:
        text = write_locust(plan(FLOWS, host=server.host))
        options = ("--users", "2", "--run-time", "3s", "--token-per-user")
        without = {"SECRET_ID": "", "SECRET_KEY": ""}
        _, workers = play_with_workers(
            tmp_path, text, 1, *options, environ=KEYS, of_workers=without
        )
        assert server.requests() == []
    assert "Not set, and nothing was sent: SECRET_ID, SECRET_KEY\n" in workers
    assert "KeyError" not in workers


def test_an_address_that_nobody_gave_is_named(tmp_path: Path) -> None:
    played = play(tmp_path, write_locust(plan(FLOWS, host="")), "--run-time", "5s", environ=KEYS)
    assert played.status == 2
    assert "Not set, and nothing was sent: --host\n" in played.log


def test_writes_are_sent_only_with_the_option(tmp_path: Path) -> None:
    text = write_locust(plan(request("w", "/w", is_write=True)))
    played = play(tmp_path, text, "--run-time", "1s", environ=KEYS)
    assert played.status == 7
    assert "--writes" in played.log


@pytest.mark.parametrize(
    ("given", "goes"),
    [(["--writes", "prod"], True), (["--writes=prod"], True), (["--writes"], False),
     (["--writes", "dev"], False), ([], False)],
)  # fmt: skip
def test_writes_to_a_guarded_place_need_its_name(
    tmp_path: Path, given: list[str], goes: bool
) -> None:
    with recorder() as server:
        made = plan(request("w", "/w", is_write=True, named="prod"), host=server.host)
        played = play(tmp_path, write_locust(made), *given, environ=KEYS, rounds=1)
        assert bool(server.requests()) is goes
    if not goes:
        assert played.status == 7
        assert "--writes prod sends them: ['w']" in played.log


def test_the_limit_that_nobody_gave_is_said(tmp_path: Path) -> None:
    with recorder() as server:
        text = write_locust(plan(FLOWS, host=server.host))
        played = play(tmp_path, text, environ=KEYS, rounds=1)
    assert played.log.count("at most 20 requests a second: --rate") == 1


@pytest.mark.parametrize("arguments", [(), ("--keep-going",)])
@pytest.mark.parametrize("code", ["EXCEED_RATELIMIT", "HTTP 429"])
def test_a_rate_limit_stops_it_unless_it_keeps_going(
    tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    with recorder() as server:
        made = plan(FLOWS, host=server.host)
        text = (
            write_locust(made)
            .replace(
                "failure = answer.failure(checks) or missing",
                f"answer.mark, answer.code = 'failure', {code!r}\n"
                "            failure = answer.failure(checks) or missing",
            )
            .replace(
                "response.status_code == TOO_MANY\n            if (",
                "answer.code == 'HTTP 429'\n            if (",
            )
        )
        options = ("--rate", "0", *arguments)
        played = play(tmp_path, text, *options, environ=KEYS, rounds=5)
        arrived = server.requests()
    assert played.codes == {code: len(arrived)}
    assert (len(arrived) == 5) is bool(arguments)
    assert played.status == (1 if arguments else 4)


@contextmanager
def restarting(first_good: int) -> Generator[tuple[str, list[str], list[str]]]:
    """Run a server that issues the tokens t1, t2, … and accepts those from ``first_good`` on."""
    given: list[str] = []
    carried: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = '{"data": {}}'
            if self.path.startswith("/auth/"):
                given.append(f"t{len(given) + 1}")
                body = f'{{"access_token": "{given[-1]}", "expires_in": 7200}}'
            else:
                carried.append(self.headers.get("Authorization", "").removeprefix("Bearer "))
                if int(carried[-1][1:]) < first_good:
                    body = '{"code": "INVALID_ACCESS_TOKEN", "message": "jwt revoked"}'
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Write nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", given, carried
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("own", [False, True])
def test_a_token_that_a_call_refuses_is_replaced_once(tmp_path: Path, own: bool) -> None:
    options = ("--users", "1", *(["--token-per-user"] if own else []))
    with restarting(2) as (host, given, carried):
        text = write_locust(plan(request("r", "/r"), host=host))
        played = play(tmp_path, text, *options, environ=KEYS, rounds=4)
    assert carried == ["t1", "t2", "t2", "t2"], played.log
    assert given == ["t1", "t2"]
    assert played.codes == {"INVALID_ACCESS_TOKEN": 1}
    assert played.sample.stopped is None


@pytest.mark.parametrize("own", [False, True])
def test_a_new_token_that_calls_refuse_too_ends_the_load(tmp_path: Path, own: bool) -> None:
    options = ("--run-time", "9s", *(["--token-per-user"] if own else []))
    with restarting(99) as (host, given, carried):
        text = write_locust(plan(request("r", "/r"), host=host))
        played = play(tmp_path, text, *options, environ=KEYS)
    assert played.status == 5, played.log
    assert played.sample.stopped == LoadStop(StopKind.CALLS_REFUSED, "INVALID_ACCESS_TOKEN")
    assert (given, carried) == (["t1", "t2"], ["t1", "t2"])


def test_workers_have_one_token_replaced(tmp_path: Path) -> None:
    with restarting(2) as (host, given, carried):
        text = write_locust(plan(request("r", "/r"), host=host))
        options = ("--users", "4", "--spawn-rate", "4", "--run-time", "4s")
        played, workers = play_with_workers(tmp_path, text, 2, *options, environ=KEYS)
    assert given == ["t1", "t2"], played.log + workers
    assert carried.count("t1") <= 4
    assert carried.count("t2") > carried.count("t1") > 0
    assert played.sample.total.failed == carried.count("t1")


USER_HEADERS = (
    ("Authorization", Template(("Bearer ", LoadSlot(USER_TOKEN, "USER_ACCESS_TOKEN")))),
)


def test_a_user_token_that_calls_refuse_ends_the_load(tmp_path: Path) -> None:
    with restarting(2) as (host, _, carried):
        text = write_locust(plan(request("r", "/r", headers=USER_HEADERS), host=host))
        environ = {**KEYS, "USER_ACCESS_TOKEN": "u1"}
        played = play(tmp_path, text, "--run-time", "9s", environ=environ)
    assert played.status == 5, played.log
    assert carried == ["u1"]


def test_whoever_started_it_may_replace_a_user_token(tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.write_text("u2", encoding="utf-8")
    with restarting(2) as (host, _, carried):
        text = write_locust(plan(request("r", "/r", headers=USER_HEADERS), host=host))
        text = text.replace(
            "            read_user_token(environment)",
            "            if Shared.user_token.count:\n                read_user_token(environment)",
        )
        environ = {**KEYS, "USER_ACCESS_TOKEN": "u1", "WEDA_NEW_USER_TOKEN": str(new)}
        played = play(tmp_path, text, environ=environ, rounds=3)
    assert carried == ["u1", "u2", "u2"], played.log
    assert played.sample.refused_user_tokens == 1
    assert not new.exists()


ECHOED = "given-token-0123456789abcdef"
REFRESH = "refresh-of-the-call-0123456789abcdef"
OTHERS = [f"other-token-0123456789-{n}" for n in range(3)]


@contextmanager
def echo() -> Generator[tuple[str, list[str]]]:
    """Run a server that repeats the header with the token, in a value and in a code."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seen = self.headers.get("Authorization", "")
            body = f'{{"data": {{"seen": "{seen}"}}}}'
            if self.path.startswith("/auth/"):
                body = json.dumps({"access_token": ECHOED, "refresh_token": REFRESH})
            else:
                paths.append(self.path)
            if self.path == "/many":
                body = f'{{"data": {json.dumps([{"access_token": each} for each in OTHERS])}}}'
            if self.path == "/refresh":
                body = json.dumps({"data": {"seen": REFRESH}})
            if self.path == "/code":
                body = f'{{"code": "NO_RIGHT.{seen.rpartition(" ")[2]}"}}'
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Write nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()
        thread.join()


SEEN = LoadSlot("seen", "WEDA_VAR_SEEN")
ECHOING = (
    request("echo", "/echo", captures={"seen": "$.data.seen"}),
    request("search", "", url=Template((LoadSlot("vars.host", ""), "/search?q=", SEEN))),
    request("code", "/code"),
)


@pytest.mark.parametrize("options", [(), ("--token-per-user",)])
def test_a_token_that_is_repeated_is_neither_captured_nor_reported(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    with echo() as (host, paths):
        text = write_locust(plan(*ECHOING, host=host))
        played = play(tmp_path, text, *options, environ=KEYS, rounds=1)
    assert paths == ["/echo", "/code"], played.log
    assert played.codes == {
        "capture seen": 1, "VARIABLE_UNKNOWN": 1, "NO_RIGHT.••••••••": 1
    }  # fmt: skip
    assert ECHOED not in played.log


def test_no_token_of_an_answer_takes_the_place_of_its_own(tmp_path: Path) -> None:
    captures = {f"t{n}": f"$.data[{n}].access_token" for n in range(len(OTHERS))}
    with echo() as (host, paths):
        text = write_locust(plan(request("many", "/many", captures=captures), *ECHOING, host=host))
        text = text.replace("MOST_CAPTURED = 1000", "MOST_CAPTURED = 1")
        played = play(tmp_path, text, environ=KEYS, rounds=1)
    assert paths == ["/many", "/echo", "/code"], played.log
    assert played.codes["NO_RIGHT.••••••••"] == 1
    assert ECHOED not in played.log


def test_what_whoever_started_it_hides_is_neither_captured_nor_compared(tmp_path: Path) -> None:
    checks = (check("$.data[0].access_token", "matches", "^other"),)
    many = (request("check", "/many", checks=checks),
            request("capture", "/many", captures={"seen": "$.data[1].access_token"}),
            request("other", "/many", captures={"seen": "$.data[2].access_token"}))  # fmt: skip
    with echo() as (host, _):
        environ, known = {**KEYS, "WEDA_HIDDEN": "1"}, json.dumps(OTHERS[:2])
        text = write_locust(plan(*many, host=host))
        played = play(tmp_path, text, environ=environ, rounds=1, given=known)
    assert played.codes == {"assert $.data[0].access_token matches": 1, "capture seen": 1}, (
        played.log
    )


def test_a_worker_hides_all_tokens_that_its_master_got(tmp_path: Path) -> None:
    with echo() as (host, _):
        made = plan(request("refresh", "/refresh", captures={"seen": "$.data.seen"}), host=host)
        options = ("--users", "1", "--run-time", "6s")
        own = {"SECRET_ID": "", "SECRET_KEY": ""}
        played, _ = play_with_workers(
            tmp_path, write_locust(made), 1, *options, environ=KEYS, of_workers=own
        )
    assert played.codes.keys() == {"capture seen"}, played.log


def test_whoever_started_it_is_told_the_tokens_of_workers(tmp_path: Path) -> None:
    with echo() as (host, _):
        text = write_locust(plan(ECHOING[2], host=host))
        options = ("--users", "1", "--run-time", "6s", "--token-per-user")
        played, _ = play_with_workers(tmp_path, text, 1, *options, environ=KEYS)
    assert played.codes.keys() == {"NO_RIGHT.••••••••"}, played.log
    assert ECHOED in (tmp_path / "figures").read_text()


@pytest.mark.parametrize(
    ("name", "text", "is_refused"),
    [
        ("locust.conf", "host = http://127.0.0.2:1\n", True),
        ("locust.conf", "worker = true\nmaster-host = 127.0.0.2\n", True),
        ("pyproject.toml", '[tool.locust]\nhost = "http://127.0.0.2:1"\n', True),
        ("pyproject.toml", '[project]\nname = "x"\n', False),
    ],
)
def test_it_does_not_start_beside_options_of_a_folder(
    tmp_path: Path, name: str, text: str, is_refused: bool
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with recorder() as server:
        file = write_locust(plan(FLOWS, host=server.host))
        played = play(tmp_path, file, environ=KEYS, rounds=0 if is_refused else 1)
        assert bool(server.token_calls()) is not is_refused
    assert (played.status == 2) is is_refused, played.log
    assert (f"{name} of this folder has options of Locust's" in played.log) is is_refused


def test_another_address_is_refused(tmp_path: Path) -> None:
    with recorder() as server, recorder() as other:
        file = write_locust(plan(FLOWS, host=server.host))
        played = play(tmp_path, file, "--host", other.host, environ=KEYS)
        assert (server.token_calls(), other.token_calls()) == ([], [])
    assert played.status == 2
    assert f"This sends to {server.host} alone, not to {other.host}\n" in played.log


def test_a_master_cannot_send_a_worker_elsewhere(tmp_path: Path) -> None:
    """The master has another locustfile, as an attacker's master has."""
    with recorder() as server, recorder() as other:
        text = write_locust(plan(FLOWS, host=server.host))
        foreign = "\nif '--master' in sys.argv:\n    Requests.deployment = ''\n"
        options = ("--users", "1", "--run-time", "6s", "--token-per-user", "--host", other.host)
        played, _ = play_with_workers(tmp_path, text + foreign, 1, *options, environ=KEYS)
        assert len(other.token_calls()) <= 1  # of the master
        assert other.requests() == []
        assert server.requests(), played.log


PLANTED = """
try:
    import planted
except ImportError:
    print("nothing was imported")
"""


def test_nothing_is_imported_from_the_folder(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for folder in (tmp_path, elsewhere):
        (folder / "planted.py").write_text("print('planted')\n", encoding="utf-8")
    (elsewhere / "load.py").write_text(write_locust(plan(host="")) + PLANTED, encoding="utf-8")
    for file in ("elsewhere/load.py", "load.py"):
        folder = tmp_path if "/" in file else elsewhere
        ran = subprocess.run(
            [sys.executable, "-m", "locust", "-f", file, "--list"],
            cwd=folder, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert "nothing was imported" in ran.stdout, ran.stderr
        assert "planted" not in ran.stdout
        assert "Requests" in ran.stdout


TRUSTED = """
from geventhttpclient.connectionpool import init_ssl_context
of_user = Requests.__new__(Requests).ssl_context_factory
for factory in (partial(ssl_context_of, Requests), of_user):
    context = init_ssl_context(factory, os.environ["SYSTEM_CA"])
    print("trusts", [dict(each)["commonName"] for ca in context.get_ca_certs()
                     for each in ca["subject"]])
"""


def test_a_pinned_authority_is_the_only_one(tmp_path: Path) -> None:
    pytest.importorskip("cryptography", reason="it makes the certificates")
    from tests.gateway.authority import Authority

    folders = [tmp_path / "home", tmp_path / "system"]
    for folder in folders:
        folder.mkdir()
    home, system = (Authority(each, each.name) for each in folders)
    text = write_locust(plan(FLOWS, authorities=home.ca_file.read_text("ascii")))
    environ = {"SYSTEM_CA": str(system.ca_file)}
    played = play(tmp_path, text + TRUSTED, "--list", environ=environ)
    assert played.log.count("trusts ['home']") == 2, played.log
