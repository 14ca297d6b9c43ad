"""A question waits for the user in a private file, which is removed with the answer."""

import asyncio
import os
import stat
from pathlib import Path

import pytest

from tests.session.agents.agent import Person, calls, place_at, send
from tests.session.weda import DESTRUCTIVE, SECRET, WRITE, Weda, draft
from weda_tui.core.agents.question import ANSWERED_WITHIN, AgentQuestion, PersonAnswer
from weda_tui.core.errors import ErrorCode
from weda_tui.core.sending.exchange import Answered
from weda_tui.session import Session
from weda_tui.session.agents import questions as module
from weda_tui.session.agents.questions import LARGEST_ASKED, LONGEST_BODY, AgentQuestions
from weda_tui.session.agents.results import NeedsPerson
from weda_tui.store.agents.questions import QuestionFiles


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHECK_EVERY", 0.001)


@pytest.fixture
def explorer(session: Session, weda: Weda) -> AgentQuestions:
    """Return the questions as another process of the same workspace reads them."""
    return AgentQuestions(QuestionFiles(session.paths.agent_questions), weda.clock)


async def pending(explorer: AgentQuestions) -> AgentQuestion:
    """Return the pending question once it exists."""
    while not (found := explorer.pending()):  # noqa: ASYNC110 - as an explorer looks
        await asyncio.sleep(0.001)
    return found[0]


def left(session: Session) -> list[Path]:
    """Return the remaining files of questions and answers."""
    return list(session.paths.agent_questions.glob("*.json"))


@pytest.mark.parametrize("endpoint", [WRITE, DESTRUCTIVE])
async def test_a_person_answers_in_another_process(
    session: Session, weda: Weda, explorer: AgentQuestions, endpoint: str
) -> None:
    where = place_at(session)
    asking = session.agents.questions.ask
    task = asyncio.create_task(send(session, draft(session, endpoint), where, asking))
    question = await pending(explorer)
    (file,) = left(session)
    assert not file.is_relative_to(session.paths.workspace)
    assert SECRET not in file.read_text("utf-8")
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    typed = question.environment if question.needs_name else ""
    assert explorer.answer(question, PersonAnswer(seal=question.seal, is_yes=True, typed=typed))
    assert isinstance(await task, Answered)
    assert len(calls(weda)) == 1
    assert left(session) == []
    assert not explorer.answer(question, PersonAnswer(seal=question.seal, is_yes=True))


async def test_a_no_is_a_no(session: Session, weda: Weda, explorer: AgentQuestions) -> None:
    where = place_at(session)
    asking = session.agents.questions.ask
    task = asyncio.create_task(send(session, draft(session, WRITE), where, asking))
    question = await pending(explorer)
    assert explorer.answer(question, PersonAnswer(seal=question.seal, is_yes=False))
    result = await task
    assert isinstance(result, NeedsPerson)
    assert result.error.code is ErrorCode.AGENT_DECLINED
    assert (calls(weda), left(session)) == ([], [])


async def test_after_five_minutes_nobody_answered(
    session: Session, weda: Weda, explorer: AgentQuestions
) -> None:
    where = place_at(session)
    asking = session.agents.questions.ask
    task = asyncio.create_task(send(session, draft(session, WRITE), where, asking))
    question = await pending(explorer)
    weda.passed += ANSWERED_WITHIN + 1
    assert not explorer.answer(question, PersonAnswer(seal=question.seal, is_yes=True))
    result = await task
    assert isinstance(result, NeedsPerson)
    assert result.error.code is ErrorCode.AGENT_NOT_ANSWERED
    assert (calls(weda), left(session)) == ([], [])


async def test_what_a_killed_process_left_is_removed(
    session: Session, weda: Weda, explorer: AgentQuestions
) -> None:
    where, person = place_at(session), Person()
    await send(session, draft(session, WRITE), where, person)
    QuestionFiles(session.paths.agent_questions).put(person.questions[0])
    assert explorer.pending() == [person.questions[0]]
    weda.passed += ANSWERED_WITHIN + 1
    assert explorer.pending() == []
    assert left(session) == []


async def test_a_stopped_call_takes_its_question_along(
    session: Session, weda: Weda, explorer: AgentQuestions
) -> None:
    where = place_at(session)
    asking = session.agents.questions.ask
    task = asyncio.create_task(send(session, draft(session, WRITE), where, asking))
    await pending(explorer)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert left(session) == []


async def test_an_answer_in_the_file_of_another_question_is_none(
    session: Session, weda: Weda, explorer: AgentQuestions
) -> None:
    where, person = place_at(session), Person()
    await send(session, draft(session, WRITE, body="{}"), where, person)
    asking = session.agents.questions.ask
    task = asyncio.create_task(send(session, draft(session, WRITE), where, asking))
    question = await pending(explorer)
    files = session.paths.agent_questions
    other = person.questions[0].seal
    forged = f'{{"seal": "{other}", "is_yes": true}}'
    (files / f"{question.seal}.answer.json").write_text(forged)
    result = await task
    assert isinstance(result, NeedsPerson)
    assert result.error.code is ErrorCode.AGENT_ANSWER_OTHER
    assert len(calls(weda)) == 1


@pytest.mark.parametrize("length", [LONGEST_BODY, LARGEST_ASKED])
async def test_more_than_an_explorer_shows_is_not_asked_about(
    session: Session, weda: Weda, length: int
) -> None:
    where = place_at(session)
    large = draft(session, WRITE, body=f'{{"x": "{"y" * length}"}}')
    result = await send(session, large, where, session.agents.questions.ask)
    assert isinstance(result, NeedsPerson)
    assert result.error.code is ErrorCode.AGENT_QUESTION_TOO_LONG
    assert (calls(weda), left(session)) == ([], [])


async def test_whether_somebody_looks_is_known(session: Session, explorer: AgentQuestions) -> None:
    assert not session.agents.questions.is_watched
    explorer.pending()
    assert session.agents.questions.is_watched
    assert explorer.is_watched
    explorer.close()
    assert not session.agents.questions.is_watched
