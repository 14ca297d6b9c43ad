"""An agent in another process asks, and the user answers in the explorer."""

import asyncio
from pathlib import Path

import pytest

from tests.tui.agents.values import STOP, question
from tests.tui.explorer import NOW, Explorer, explorer
from tests.tui.steady import LONGEST_WORK
from weda_tui.core.agents.question import AgentQuestion, PersonAnswer
from weda_tui.core.environments.deployment import AgentLevel
from weda_tui.core.requests.draft import draft_for
from weda_tui.core.sending.exchange import Answered
from weda_tui.session.agents import questions as session_questions
from weda_tui.session.agents.questions import AgentQuestions
from weda_tui.store.agents.questions import QuestionFiles
from weda_tui.tui.agents import dialog as module
from weda_tui.tui.agents.dialog import AgentQuestionDialog
from weda_tui.tui.history.screen import HistoryScreen
from weda_tui.tui.layout.help_dialog import Help


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_questions, "CHECK_EVERY", 0.001)
    monkeypatch.setattr(module, "CHECK_EVERY", 0.001)


def agent_of(e: Explorer) -> AgentQuestions:
    """Return the object with which the process of an agent asks."""
    return AgentQuestions(QuestionFiles(e.session.paths.agent_questions), e.session.clock)


async def ask(e: Explorer, asked: AgentQuestion) -> asyncio.Task[PersonAnswer | None]:
    """Let an agent ask, and the explorer look for questions; return the task of the agent."""
    task = asyncio.create_task(agent_of(e).ask(asked))
    folder = e.session.paths.agent_questions
    async with asyncio.timeout(LONGEST_WORK):
        while not (folder / f"{asked.seal}.question.json").exists():  # noqa: ASYNC110 - a file
            await asyncio.sleep(0.001)
    await look(e)
    return task


async def look(e: Explorer) -> None:
    e.main.controllers.agents.check()
    await e.settle()


async def settled(e: Explorer) -> AgentQuestionDialog:
    """Return the dialog that is shown, once it accepts keys."""
    async with asyncio.timeout(LONGEST_WORK):
        while not (isinstance(e.app.screen, AgentQuestionDialog) and e.app.screen._is_settled):
            await e.pilot.pause()
    return e.app.screen


async def test_a_person_answers_over_whatever_is_in_front(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        words = e.main.strings.agents.dialog
        assert not agent_of(e).is_watched
        task = await ask(e, question(asked_at=NOW))
        assert agent_of(e).is_watched
        await settled(e)
        assert words.says in e.text
        await e.press("f1")
        assert isinstance(e.app.screen, Help)
        assert words.decline in e.text
        await e.press("escape", "y")
        answer = await task
        assert answer is not None
        assert answer.is_yes
        await e.until_shown(words.allowed)

        await e.main.run_command("history")
        await e.settle()
        await e.press("f3")
        assert isinstance(e.app.screen, HistoryScreen)
        task = await ask(e, question(STOP, number=2, asked_at=NOW))
        await settled(e)
        await e.type("总部")
        await e.press("ctrl+y")
        answer = await task
        assert answer is not None
        assert (answer.is_yes, answer.typed) == (True, "总部")
        assert isinstance(e.app.screen, HistoryScreen)
        await e.until_shown(words.allowed)
        watched = agent_of(e)
    assert not watched.is_watched, "the program has ended"


async def test_a_question_waits_behind_a_dialog_and_goes_with_its_agent(tmp_path: Path) -> None:
    async with explorer(tmp_path, size=(100, 30), language="en") as e:
        words = e.main.strings.agents.dialog
        await e.press("ctrl+p")
        first = await ask(e, question(environment="HQ", asked_at=NOW))
        await e.until_shown(words.waiting)
        await e.press("escape")
        await look(e)
        await settled(e)
        assert words.waiting not in e.text
        await e.press("escape")
        answer = await first
        assert answer is not None
        assert not answer.is_yes
        await e.until_shown(words.declined)

        second = await ask(e, question(environment="HQ", number=2, asked_at=NOW))
        await settled(e)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        await look(e)
        await e.until_shown(words.gone)
        assert e.app.screen is e.main


async def test_what_a_person_agreed_to_leaves_and_stands_first_in_go_to(tmp_path: Path) -> None:
    async with explorer(tmp_path) as e:
        session, agent = e.session, agent_of(e)
        where = session.environments.where_exactly("总部", "dev")
        session.agents.allow(where, AgentLevel.CONFIRM)
        draft = draft_for(session.modules.catalogue.get("workflow.CompleteTask"))
        sending = asyncio.create_task(
            session.agents.send(draft, where, client="Cursor", reason="why", ask=agent.ask)
        )
        async with asyncio.timeout(LONGEST_WORK):
            while not isinstance(e.app.screen, AgentQuestionDialog):
                await look(e)
        await settled(e)
        assert "“Cursor”" in e.text
        assert "与文档示例相同" in e.text
        await e.press("y")
        result = await sending
        assert isinstance(result, Answered)
        await e.press("ctrl+p")
        await e.until_shown("Cursor")
