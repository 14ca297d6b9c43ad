"""An explorer checks the time of the folder and reads no file while the time stays the same."""

import asyncio
import os
from pathlib import Path

import pytest

from weda_tui.core.agents.question import AgentQuestion
from weda_tui.core.clock import Clock
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.session.agents.questions import AgentQuestions
from weda_tui.session.agents.watching import QuestionWatch
from weda_tui.store.agents.questions import QuestionFiles

QUESTION = AgentQuestion(
    seal="a" * 64, client="Cursor", reason="", environment="hq", host="https://h",
    decision=GuardDecision.ASK, writes=(), asked_at=0.0,
)  # fmt: skip


def questions_in(folder: Path) -> AgentQuestions:
    return AgentQuestions(QuestionFiles(folder), Clock(wall=lambda: 1.0, monotonic=lambda: 1.0))


def watch_of(folder: Path) -> QuestionWatch:
    """Return the watch of one explorer."""
    questions = questions_in(folder)
    return QuestionWatch(folder, lambda: questions)


def come_to_rest(watch: QuestionWatch) -> int:
    """Read until there is no news, and return the number of reads."""
    count = 0
    while watch.has_news():
        watch.read()
        count += 1
    return count


def test_without_a_folder_nothing_is_loaded_and_nothing_made(tmp_path: Path) -> None:
    watch = QuestionWatch(tmp_path / "agents", lambda: pytest.fail("loaded"))
    assert not watch.has_news()
    watch.close()
    assert not (tmp_path / "agents").exists()


def test_what_an_agent_puts_is_read_and_then_nothing_more(tmp_path: Path) -> None:
    folder = tmp_path / "agents"
    watch, files = watch_of(folder), QuestionFiles(folder)
    files.put(QUESTION)
    assert watch.has_news()
    assert watch.read() == [QUESTION]
    os.utime(folder, ns=(1, 1))  # so that the next change has another time
    assert come_to_rest(watch)
    assert not watch.has_news()
    files.drop(QUESTION.seal)
    assert watch.has_news()
    assert watch.read() == []
    watch.close()


def test_a_second_change_in_one_tick_of_the_file_system_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "agents"
    watch, files = watch_of(folder), QuestionFiles(folder)
    files.put(QUESTION)
    come_to_rest(watch)
    os.utime(folder, ns=(1, 1))
    assert watch.has_news()
    watch.read()
    files.drop(QUESTION.seal)
    os.utime(folder, ns=(1, 1))
    assert watch.has_news()
    assert watch.read() == []
    assert not watch.has_news()
    watch.close()


def test_a_folder_that_is_removed_holds_nothing_any_more(tmp_path: Path) -> None:
    folder = tmp_path / "agents"
    watch, files = watch_of(folder), QuestionFiles(folder)
    files.put(QUESTION)
    come_to_rest(watch)
    folder.rename(tmp_path / "elsewhere")
    assert watch.has_news()
    assert watch.read() == []
    watch.close()


def test_an_agent_knows_that_somebody_looks_until_the_explorer_ends(tmp_path: Path) -> None:
    folder = tmp_path / "agents"
    watch, agent = watch_of(folder), questions_in(folder)
    assert not agent.is_watched
    come_to_rest(watch)
    assert agent.is_watched, "the agent made the folder in which the explorer looks"
    watch.close()
    assert not agent.is_watched


async def test_the_first_agent_of_a_workspace_waits_for_a_window_that_is_open(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "agents"
    watch, agent = watch_of(folder), questions_in(folder)
    found = asyncio.create_task(agent.find_watcher())
    while not folder.is_dir():  # noqa: ASYNC110 - the task makes it
        await asyncio.sleep(0.01)
    await asyncio.to_thread(come_to_rest, watch)
    assert await found
    watch.close()
    assert not await agent.find_watcher(), "it looks once, now that the folder is there"


def test_the_second_window_goes_on_where_the_first_one_ends(tmp_path: Path) -> None:
    folder = tmp_path / "agents"
    first, second = (watch_of(folder) for _ in range(2))
    agent = questions_in(folder)
    assert not agent.is_watched
    come_to_rest(first)
    come_to_rest(second)
    first.close()
    assert not agent.is_watched
    assert not second.has_news()
    assert agent.is_watched
    second.close()
