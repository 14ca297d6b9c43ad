"""Failures of a token call, distinguished by exit status and message; on real sockets."""

import json
import os
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

import pytest

from tests.cli.program import Ran, run_cli

READ = "workflow.DescribeInstanceApproverList"
REFUSAL = {"code": "INVALID_ACCESS_TOKEN", "requestId": "r-7", "message": "jwt expired"}
SUCCESS: dict[str, object] = {"Response": {"RequestId": "r-1", "Data": []}}


class Answer(NamedTuple):
    status: int
    body: object
    headers: dict[str, str] = {}


class Deployment:
    """A deployment with lists of responses to token calls and calls; the last one repeats."""

    def __init__(self, tokens: list[Answer], calls: list[Answer] | None = None) -> None:
        self.tokens = tokens
        self.calls = calls or [Answer(200, SUCCESS)]
        self.token_calls = 0
        self.sent: list[str] = []

    def answer(self, path: str, authorization: str) -> Answer:
        if path.startswith("/auth/"):
            self.token_calls += 1
            return self.tokens[min(self.token_calls, len(self.tokens)) - 1]
        self.sent.append(authorization)
        return self.calls[min(len(self.sent), len(self.calls)) - 1]


@contextmanager
def serving(deployment: Deployment) -> Generator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = deployment.answer(self.path, self.headers.get("Authorization", ""))
            is_text = isinstance(answer.body, str)
            data = str(answer.body).encode() if is_text else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            headers = {"Content-Type": "text/html" if is_text else "application/json"}
            for name, value in {**headers, **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


def add(host: str) -> None:
    added = ("env", "add", "hq", "--host", host, "--secret-id", "AKID1")
    assert run_cli(*added, stdin="s3cret-key\n").status == 0


def send_to(deployment: Deployment, *more: str) -> Ran:
    with serving(deployment) as host:
        add(host)
        return run_cli("send", READ, "--env-type", "dev", *more)


def token(value: str, **more: object) -> Answer:
    return Answer(200, {"access_token": value, "expires_in": 7200, **more})


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(401, {"error": "invalid_client"}), "rejected this SecretId and SecretKey"),
        (Answer(200, {"code": "SIGN_PARAM_INVALID", "message": "x"}), "rejected this SecretId"),
        (Answer(404, {"message": "no route"}), "is not a token endpoint"),
        (
            Answer(302, "", {"Location": "http://elsewhere.example/login"}),
            "is not a token endpoint",
        ),
        (Answer(200, "<!DOCTYPE html><html>sign in</html>"), "a web page, not JSON"),
        (Answer(200, "upstream error", {"Content-Type": "text/plain"}), "returned no JSON"),
        (Answer(503, {"code": "SYS_ERR", "message": "busy"}), "itself failed (HTTP 503)"),
        (Answer(200, {"expires_in": 7200}), "has no access_token"),
        (Answer(429, {}, {"Retry-After": "900"}), "Try again in 900 s"),
        (Answer(429, {}), "Try again in a minute"),
    ],
)
def test_a_refusal_is_status_5_and_says_which(answer: Answer, said: str) -> None:
    deployment = Deployment([answer])
    ran = send_to(deployment)
    assert ran.status == 5, ran.talk
    assert said in ran.talk
    assert deployment.token_calls == 1
    assert deployment.sent == []


@pytest.mark.parametrize(
    "expires_in", [None, "7200", "x", 0, 30, -5, 0.5, 1e18, 10**18, True, [], {"a": 1}]
)
def test_whatever_expires_in_says_a_send_is_at_most_one_token_call(expires_in: object) -> None:
    deployment = Deployment([token("t1", expires_in=expires_in)])
    ran = send_to(deployment)
    assert ran.status == 0, ran.talk
    assert deployment.token_calls == 1
    assert deployment.sent == ["Bearer t1"]


def test_a_missing_expires_in_too() -> None:
    deployment = Deployment([Answer(200, {"access_token": "t1"})])
    assert send_to(deployment).status == 0
    assert deployment.token_calls == 1


def test_a_refused_token_is_replaced_and_the_call_sent_again() -> None:
    deployment = Deployment(
        [token("t1"), token("t2")], [Answer(401, REFUSAL), Answer(200, SUCCESS)]
    )
    ran = send_to(deployment)
    assert ran.status == 0, ran.talk
    assert deployment.sent == ["Bearer t1", "Bearer t2"]
    assert "token refused, resent with a new one" in ran.talk


def test_a_second_refusal_is_status_5_and_shown() -> None:
    deployment = Deployment([token("t1"), token("t2")], [Answer(401, REFUSAL)])
    ran = send_to(deployment, "--json")
    assert ran.status == 5
    assert json.loads(ran.data)["verdict"]["code"] == "INVALID_ACCESS_TOKEN"
    assert deployment.sent == ["Bearer t1", "Bearer t2"]
    assert deployment.token_calls == 2


def test_without_a_new_token_the_reason_is_status_5() -> None:
    deployment = Deployment(
        [token("t1"), Answer(401, {"error": "invalid_client"})], [Answer(200, REFUSAL)]
    )
    ran = send_to(deployment)
    assert ran.status == 5
    assert "INVALID_ACCESS_TOKEN" in ran.talk
    assert "Sent once; the token was refused and could not be renewed: " in ran.talk
    assert "rejected this SecretId and SecretKey" in ran.talk
    assert "NOT SENT" not in ran.talk
    assert deployment.sent == ["Bearer t1"]


def test_a_deployment_that_nobody_reaches_is_status_3(closed_port: int) -> None:
    add(f"http://127.0.0.1:{closed_port}")
    refused = run_cli("send", READ, "--env-type", "dev")
    assert refused.status == 3
    assert "Nothing is listening" in refused.talk


def test_a_name_that_nobody_knows_is_status_3() -> None:
    add("http://weda.invalid")
    assert run_cli("token").status == 3


def test_tls_on_a_port_without_it_is_status_3() -> None:
    with serving(Deployment([token("t1")])) as host:
        add(host.replace("http:", "https:"))
        assert run_cli("token").status == 3


def test_a_token_call_that_hangs_is_status_4() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        add(f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert run_cli("send", READ, "--env-type", "dev", "--timeout", "0.2").status == 4
