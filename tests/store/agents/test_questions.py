from pathlib import Path

import pytest

from weda_tui.core.agents.question import AgentQuestion, PersonAnswer
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.store.agents.questions import MOST, QuestionFiles


def question(number: int) -> AgentQuestion:
    return AgentQuestion(
        seal=f"{number:064x}", client="Cursor", reason="", environment="hq", host="https://h",
        decision=GuardDecision.ASK, writes=(), asked_at=float(number),
    )  # fmt: skip


def test_questions_come_back_the_oldest_first(tmp_path: Path) -> None:
    files = QuestionFiles(tmp_path / "agents")
    assert files.load() == ()
    for number in (2, 1, 3):
        files.put(question(number))
    assert files.load() == (question(1), question(2), question(3))
    files.drop(question(2).seal)
    files.drop(question(2).seal)
    assert files.load() == (question(1), question(3))


def test_no_more_are_read_than_a_person_may_want(tmp_path: Path) -> None:
    files = QuestionFiles(tmp_path)
    for number in range(MOST + 5):
        files.put(question(number))
    assert len(files.load()) == MOST


def test_damaged_and_foreign_files_are_none(tmp_path: Path) -> None:
    files = QuestionFiles(tmp_path)
    files.put(question(1))
    (tmp_path / f"{'a' * 64}.question.json").write_text("{")
    (tmp_path / f"{'b' * 64}.question.json").write_bytes(
        (tmp_path / f"{question(1).seal}.question.json").read_bytes()
    )
    (tmp_path / "x.question.json").write_text("{}")
    assert files.load() == (question(1),)


@pytest.mark.parametrize("seal", ["../../x", "", "a" * 63, "A" * 64, "a" * 64 + "/../x"])
def test_a_seal_is_no_path(tmp_path: Path, seal: str) -> None:
    files = QuestionFiles(tmp_path / "agents")
    files.answer(PersonAnswer(seal=seal, is_yes=True))
    assert [each.name for each in (tmp_path / "agents").iterdir()] == ["none.answer.json"]
    assert files.find(seal) is None


def test_one_window_says_that_it_looks(tmp_path: Path) -> None:
    first, second, asking = (QuestionFiles(tmp_path / "agents") for _ in range(3))
    assert not asking.is_watched()
    first.watch()
    second.watch()
    assert asking.is_watched()
    first.close()
    assert not asking.is_watched()
    second.watch()
    assert asking.is_watched()
    second.close()
