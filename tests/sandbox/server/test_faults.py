import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from tests.sandbox.calling import Calling, basic, new_world
from weda_tui.core.clock import Clock
from weda_tui.sandbox.server.app import build_app
from weda_tui.sandbox.server.faults import (
    CODES,
    FAULTS,
    GUIDE_MESSAGES,
    SLOW_SECONDS,
    FaultInjector,
    Message,
    Receive,
    Scope,
    Send,
)

STARTERS = "DescribeInstanceStarterList"


def asking(fault: str) -> dict[str, str]:
    return {"X-Sandbox-Fault": fault}


@pytest.fixture
async def standing(request: pytest.FixtureRequest) -> AsyncIterator[Calling]:
    """Return a sandbox that was started with a fault."""
    calling = Calling(new_world(), fault=request.param)
    async with calling.client:
        yield calling


async def inner_app(_: Scope, __: Receive, send: Send) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": '{"名":'.encode(), "more_body": True})
    await send({"type": "http.response.body", "body": '"王芳😀"}'.encode()})


async def nothing_received() -> Message:
    return {"type": "http.disconnect"}


async def strike(fault: str) -> tuple[list[Message], list[float]]:
    """Return the messages that are sent for a request with a fault, and the pauses."""
    sent: list[Message] = []
    pauses: list[float] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    injector = FaultInjector(inner_app, fault, lambda: "1", pause)
    scope: Scope = {"type": "http", "path": "/weda/x", "headers": []}
    await injector(scope, nothing_received, send)
    return sent, pauses


@pytest.mark.parametrize("code", GUIDE_MESSAGES)
async def test_every_gateway_code_can_be_asked_for(sandbox: Calling, code: str) -> None:
    answer = await sandbox.post(STARTERS, headers=asking(code))
    assert (answer.status_code, answer.reason_phrase) == (200, "OK")
    assert answer.json()["code"] == code
    assert answer.json()["message"] == GUIDE_MESSAGES[code]
    assert await sandbox.data(STARTERS)


async def test_html_empty_and_not_json(sandbox: Calling) -> None:
    page = await sandbox.post(STARTERS, headers=asking("html"))
    assert page.headers["content-type"].startswith("text/html")
    assert page.text.startswith("<!DOCTYPE html>")
    empty = await sandbox.post(STARTERS, headers=asking("empty"))
    assert (empty.status_code, empty.content) == (200, b"")
    text = await sandbox.post(STARTERS, headers=asking("not-json"))
    assert text.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        text.json()


async def test_gbk_is_a_true_answer_in_gbk(sandbox: Calling) -> None:
    answer = await sandbox.post(STARTERS, headers=asking("gbk"))
    assert answer.headers["content-type"] == "application/json; charset=gbk"
    assert int(answer.headers["content-length"]) == len(answer.content)
    with pytest.raises(UnicodeDecodeError):
        answer.content.decode()
    recoded = json.loads(answer.content.decode("gbk"))
    assert recoded["Response"]["Data"] == await sandbox.data(STARTERS)


async def test_gbk_replaces_what_gbk_does_not_have() -> None:
    sent, _ = await strike("gbk")
    assert sent[1]["body"].decode("gbk") == '{"名":"王芳?"}'


async def test_cut_promises_more_than_it_sends() -> None:
    sent, _ = await strike("cut")
    start, half = sent
    promised = int(dict(start["headers"])[b"content-length"])
    assert 0 < len(half["body"]) < promised
    assert half["more_body"] is True


async def test_slow_answers_after_a_pause() -> None:
    sent, pauses = await strike("slow")
    assert pauses == [SLOW_SECONDS]
    assert b"".join(message.get("body", b"") for message in sent).startswith(b"{")


async def test_never_sends_nothing_until_the_client_leaves() -> None:
    sent, _ = await strike("never")
    assert sent == []


async def test_never_keeps_waiting_for_a_client_that_stays(sandbox: Calling) -> None:
    waiting = asyncio.ensure_future(sandbox.post(STARTERS, headers=asking("never")))
    finished, _ = await asyncio.wait([waiting], timeout=0.05)
    assert not finished
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_an_unknown_fault_is_told(sandbox: Calling) -> None:
    answer = await sandbox.post(STARTERS, headers=asking("nonsense"))
    assert answer.json()["code"] == "INVALID_COMMON_PARAM"
    with pytest.raises(ValueError, match="nonsense"):
        build_app(new_world(), clock=Clock(), fault="nonsense")


async def test_a_query_asks_for_a_fault_too(sandbox: Calling) -> None:
    answer = await sandbox.client.post("/weda/workflow/v1/prod/X?a=1&fault=SYS_ERR")
    assert answer.json()["code"] == "SYS_ERR"


@pytest.mark.parametrize("standing", ["EXCEED_RATELIMIT"], indirect=True)
async def test_a_standing_fault_spares_the_token(standing: Calling) -> None:
    await standing.sign_in()
    assert (await standing.post(STARTERS)).json()["code"] == "EXCEED_RATELIMIT"


async def test_a_header_strikes_the_token_too(sandbox: Calling) -> None:
    headers = {"authorization": basic(sandbox.world.credentials)} | asking("SYS_ERR")
    assert (await sandbox.fetch_token(headers=headers)).json()["code"] == "SYS_ERR"


def test_every_fault_of_the_contract_is_there() -> None:
    others = {
        "slow", "never", "cut", "reset", "ssh", "redirect", "portal", "https-port", "html", "empty",
        "not-json", "gbk", "partial",
    }  # fmt: skip
    assert set(FAULTS) - set(CODES) == others


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        ("redirect", 302, b""),
        ("portal", 200, b"http-equiv"),
        ("https-port", 400, b"plain HTTP request was sent to HTTPS port"),
    ],
)
async def test_an_answer_of_somebody_else(
    sandbox: Calling, fault: str, status: int, said: bytes
) -> None:
    answer = await sandbox.post(STARTERS, headers=asking(fault))
    assert (answer.status_code, said in answer.content) == (status, True)
    assert answer.headers.get("location", "").startswith("https://sso.") is (fault == "redirect")


@pytest.mark.parametrize("fault", ["reset", "ssh"])
async def test_without_a_connection_a_fault_below_http_is_a_reset(fault: str) -> None:
    with pytest.raises(ConnectionResetError):
        await strike(fault)
