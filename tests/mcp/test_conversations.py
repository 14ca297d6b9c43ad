"""A call waits for an answer, times out after a while, and ends when it is cancelled."""

import asyncio

import pytest

from tests.mcp.questions import question
from weda_tui.core.agents.question import PersonAnswer
from weda_tui.core.errors import ErrorCode, GuardError
from weda_tui.mcp import conversations
from weda_tui.mcp.conversations import (
    MOST_WAITING,
    AskedPerson,
    Conversation,
    Waiting,
    WaitingCalls,
)
from weda_tui.mcp.results import Document

YES = PersonAnswer(seal="5ea1", is_yes=True)


async def report(_: float, __: float | None, ___: str | None) -> None:
    """Ignore a progress report."""


async def asks(conversation: Conversation) -> Document:
    answer = await conversation.ask(question())
    return {"yes": answer is not None and answer.is_yes}


async def asked_by(conversation: Conversation) -> AskedPerson:
    said = await conversation.wait()
    assert isinstance(said, AskedPerson)
    return said


async def result_of(conversation: Conversation) -> Document:
    said = await conversation.wait()
    assert not isinstance(said, AskedPerson)
    return said.result()


async def test_a_call_that_asks_nothing_ends() -> None:
    async def quick(_: Conversation) -> Document:
        return {"found": 1}

    assert await result_of(Conversation(quick, report)) == {"found": 1}


async def test_a_call_goes_on_with_the_answer() -> None:
    conversation = Conversation(asks, report)
    (await asked_by(conversation)).settle(YES)
    assert await result_of(conversation) == {"yes": True}


async def test_a_call_may_ask_twice() -> None:
    async def twice(conversation: Conversation) -> Document:
        return {"answers": [(await asks(conversation))["yes"] for _ in range(2)]}

    conversation = Conversation(twice, report)
    (await asked_by(conversation)).settle(YES)
    (await asked_by(conversation)).settle(None)
    assert await result_of(conversation) == {"answers": [True, False]}


async def test_a_call_reports_to_the_request_that_waits_for_it_now() -> None:
    heard: list[str] = []

    async def first(*_: object) -> None:
        heard.append("first")

    async def second(*_: object) -> None:
        heard.append("second")

    async def reports(conversation: Conversation) -> Document:
        await conversation.report(1, None, None)
        await asks(conversation)
        await conversation.report(2, None, None)
        return {}

    conversation = Conversation(reports, first)
    asked = await asked_by(conversation)
    conversation.reporter = second
    asked.settle(YES)
    await result_of(conversation)
    assert heard == ["first", "second"]


async def test_an_answer_that_comes_too_late_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversations, "ANSWERED_WITHIN", 0.0)
    conversation = Conversation(asks, report)
    asked = await asked_by(conversation)
    assert await result_of(conversation) == {"yes": False}
    asked.settle(YES)


async def test_a_call_goes_on_where_nobody_can_be_shown_its_question() -> None:
    conversation = Conversation(asks, report)
    (await asked_by(conversation)).refuse()
    with pytest.raises(GuardError) as caught:
        await result_of(conversation)
    assert caught.value.code is ErrorCode.AGENT_QUESTION_TOO_LONG


async def test_a_call_that_is_stopped_is_cancelled_once() -> None:
    ended: list[str] = []

    async def slow(_: Conversation) -> Document:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("recorded")
        return {}

    conversation = Conversation(slow, report)
    await asyncio.sleep(0)
    conversation.stop()
    with pytest.raises(asyncio.CancelledError):
        await result_of(conversation)
    assert ended == ["recorded"]


# -- calls that wait for a client to call again ----------------------------------------------


async def waiting_call(name: str = "send_request", **arguments: str) -> Waiting:
    conversation = Conversation(asks, report)
    return Waiting(conversation, await asked_by(conversation), name, {**arguments})


async def test_a_waiting_call_is_claimed_once() -> None:
    calls = WaitingCalls()
    waiting = await waiting_call(endpoint="a")
    state = calls.add(waiting)
    assert calls.claim(state, "send_request", {"endpoint": "a"}) is waiting
    assert calls.claim(state, "send_request", {"endpoint": "a"}) is None


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("send_request", {"endpoint": "b"}),
        ("send_request", {}),
        ("run_saved_requests", {"endpoint": "a"}),
    ],
)
async def test_an_answer_does_not_fit_another_call(name: str, arguments: Document) -> None:
    calls = WaitingCalls()
    waiting = await waiting_call(endpoint="a")
    assert calls.claim(calls.add(waiting), name, arguments) is None
    assert await result_of(waiting.conversation) == {"yes": False}


async def test_a_name_cannot_be_guessed() -> None:
    calls = WaitingCalls()
    first = calls.add(await waiting_call())
    second = calls.add(await waiting_call())
    assert first != second
    assert len(first) >= 32
    assert calls.claim(first[:-1], "send_request", {}) is None


async def test_too_many_questions_give_up_the_oldest() -> None:
    calls = WaitingCalls()
    every = [await waiting_call() for _ in range(MOST_WAITING + 1)]
    states = [calls.add(each) for each in every]
    assert await result_of(every[0].conversation) == {"yes": False}
    assert calls.claim(states[0], "send_request", {}) is None
    assert calls.claim(states[-1], "send_request", {}) is every[-1]


async def test_what_waits_ends_with_the_server() -> None:
    calls = WaitingCalls()
    waiting = await waiting_call()
    calls.add(waiting)
    calls.close()
    with pytest.raises(asyncio.CancelledError):
        await result_of(waiting.conversation)
