"""Questions of agents, without a terminal."""

from pathlib import Path
from typing import Any

import pytest

from tests.core.recordings import NOW, environment
from tests.tui.agents.values import question, write
from tests.tui.workbench.fakes import FakeBench
from weda_tui.core.agents.question import ANSWERED_WITHIN, AgentQuestion, PersonAnswer
from weda_tui.core.clock import Clock
from weda_tui.session import Session
from weda_tui.store.agents.questions import QuestionFiles
from weda_tui.store.paths import Paths
from weda_tui.tui.agents import controller as module
from weda_tui.tui.agents.controller import AgentsController
from weda_tui.tui.agents.dialog import AgentQuestionDialog

YES, NO = (PersonAnswer(seal=question().seal, is_yes=is_yes) for is_yes in (True, False))


class AgentsFake(FakeBench):
    def __init__(self) -> None:
        super().__init__()
        self.is_dialog_open = False
        self.reminders: list[str] = []

    def notice_in_front(self, text: str) -> None:
        self.notices.append(text)

    def remind(self, text: str) -> None:
        self.reminders.append(text)

    def end_reminder(self, text: str) -> None:
        self.reminders = [each for each in self.reminders if each != text]


class Desk:
    """A user at an explorer, and the folder in which agents ask."""

    def __init__(self, folder: Path) -> None:
        self.now = NOW
        paths = Paths(workspace=folder / "workspace", state=folder / "state")
        clock = Clock(wall=lambda: self.now, monotonic=lambda: self.now)
        self.session = Session(paths, environ={}, clock=clock, use_keyring=False)
        self.bench = AgentsFake()
        self.files = QuestionFiles(paths.agent_questions)
        self.controller = AgentsController(self.bench, self.session)
        self.withdrawn: list[str] = []

    async def look(self, times: int = 1) -> list[AgentQuestionDialog]:
        """Look for questions ``times`` times, as on each second; return the open dialogs."""
        for _ in range(times):
            self.controller.check()
            await self.bench.finish()
        return [each for each, _ in self.bench.asked if isinstance(each, AgentQuestionDialog)]

    async def answer(self, reply: PersonAnswer | None) -> None:
        await self.bench.answer(reply)
        await self.bench.finish()

    def answer_to(self, asked: AgentQuestion) -> PersonAnswer | None:
        return self.files.find_answer(asked.seal)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    desk = Desk(tmp_path)

    def withdraw(dialog: AgentQuestionDialog) -> None:
        desk.withdrawn.append(dialog.question_seal)

    monkeypatch.setattr(AgentQuestionDialog, "withdraw", withdraw)
    yield desk
    desk.controller.close()


async def test_where_no_agent_was_nothing_is_loaded(desk: Desk) -> None:
    assert await desk.look(3) == []
    assert "agents" not in vars(desk.session)
    assert not desk.session.paths.agent_questions.exists()


async def test_in_the_demo_nobody_looks(desk: Desk) -> None:
    desk.session.is_demo = True
    desk.files.put(question(asked_at=NOW))
    assert await desk.look(3) == []
    assert not desk.files.is_watched()


@pytest.mark.parametrize("reply", [YES, NO])
async def test_an_answer_is_that_of_the_question_that_was_shown(
    desk: Desk, reply: PersonAnswer
) -> None:
    asked = question(asked_at=NOW)
    desk.files.put(asked)
    assert len(await desk.look()) == 1
    assert desk.answer_to(asked) is None
    await desk.answer(reply)
    assert desk.answer_to(asked) == PersonAnswer(seal=asked.seal, is_yes=reply.is_yes)
    words = desk.bench.words.agents.dialog
    assert desk.bench.notices == [words.allowed if reply.is_yes else words.declined]
    assert await desk.look(3) == [], "its file stands until the agent has seen the answer"


async def test_the_typed_name_goes_with_the_answer(desk: Desk) -> None:
    asked = question(asked_at=NOW)
    desk.files.put(asked)
    await desk.look()
    await desk.answer(PersonAnswer(seal=asked.seal, is_yes=True, typed="总部"))
    answer = desk.answer_to(asked)
    assert answer is not None
    assert answer.typed == "总部"


async def test_questions_come_one_at_a_time_the_oldest_first(desk: Desk) -> None:
    late, early = question(number=1, asked_at=NOW), question(number=2, asked_at=NOW - 5)
    for each in (late, early):
        desk.files.put(each)
    assert [each.question_seal for each in await desk.look(3)] == [early.seal]
    await desk.answer(NO)
    assert [each.question_seal for each in await desk.look()] == [late.seal]


async def test_a_question_waits_for_the_dialog_that_is_open_and_says_so(desk: Desk) -> None:
    desk.bench.is_dialog_open = True
    desk.files.put(question(asked_at=NOW))
    assert await desk.look(3) == []
    assert set(desk.bench.reminders) == {desk.bench.words.agents.dialog.waiting}
    desk.bench.is_dialog_open = False
    assert len(await desk.look()) == 1
    assert desk.bench.reminders == []


async def test_a_dialog_that_opens_meanwhile_is_not_covered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def open_another(read: Any, *values: Any) -> Any:
        desk.bench.is_dialog_open = True
        return read(*values)

    desk.files.put(question(asked_at=NOW))
    desk.controller.check()
    monkeypatch.setattr(module.asyncio, "to_thread", open_another)
    await desk.bench.finish()
    assert desk.bench.asked == []


async def test_a_question_closes_when_its_agent_has_gone(desk: Desk) -> None:
    asked = question(asked_at=NOW)
    desk.files.put(asked)
    await desk.look()
    desk.files.drop(asked.seal)
    await desk.look()
    assert desk.withdrawn == [asked.seal]
    assert desk.bench.notices == [desk.bench.words.agents.dialog.gone]
    await desk.answer(None)
    assert desk.answer_to(asked) is None


async def test_a_question_closes_when_its_time_is_over(desk: Desk) -> None:
    asked = question(asked_at=NOW)
    desk.files.put(asked)
    await desk.look()
    desk.now += ANSWERED_WITHIN
    await desk.look()
    assert desk.withdrawn == []
    desk.now += 1
    await desk.look()
    assert desk.withdrawn == [asked.seal]
    assert desk.bench.notices == [desk.bench.words.agents.dialog.over]


async def test_a_yes_that_comes_too_late_is_none(desk: Desk) -> None:
    asked = question(asked_at=NOW)
    desk.files.put(asked)
    await desk.look()
    desk.now += ANSWERED_WITHIN + 1
    await desk.answer(YES)
    assert desk.answer_to(asked) is None
    assert desk.bench.notices == [desk.bench.words.agents.dialog.gone]


async def test_another_question_under_the_same_seal_is_not_agreed_to(desk: Desk) -> None:
    asked = question(asked_at=NOW)
    desk.files.put(asked)
    await desk.look()
    desk.files.put(question(write("workflow.StopFlow"), asked_at=NOW))
    await desk.answer(YES)
    assert desk.answer_to(asked) is None


async def test_a_call_of_a_data_model_that_is_unknown_here_is_shown_all_the_same(
    desk: Desk,
) -> None:
    desk.session.environments.save(environment(), secret="x")
    desk.files.put(question(write("model.nobody-knows.create"), asked_at=NOW))
    assert len(await desk.look()) == 1


async def test_what_has_an_id_but_no_address_in_the_documents_is_none_of_their_calls(
    desk: Desk,
) -> None:
    """A workspace file can define an address for such an ID; an agent may have written the file."""
    desk.files.put(question(write("permissions.title.roleDetail"), asked_at=NOW))
    (dialog,) = await desk.look()
    assert not dialog._asked.calls[0].endpoint.id


async def test_a_bug_in_one_look_does_not_end_the_looking(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    desk.files.put(question(asked_at=NOW))
    with monkeypatch.context() as broken:
        broken.setattr(AgentsController, "_find_bundled", fail)
        with pytest.raises(RuntimeError):
            await desk.look()
    assert len(await desk.look(2)) == 1


async def test_it_is_looked_for_until_the_program_ends(desk: Desk) -> None:
    desk.files.put(question(asked_at=NOW))
    await desk.look()
    assert desk.files.is_watched()
    desk.controller.close()
    assert not desk.files.is_watched()
