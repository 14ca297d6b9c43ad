"""The questions of agents that wait for a person: asked by one process, answered in another.

    agent's process   ask ── a private file ──► explorer   pending ── answer ──► agent's process

There is no server: each side looks at the folder, the one that asks four times a second.
"""

import asyncio
from collections.abc import Sequence

from weda_tui.core.agents.question import AgentQuestion, PersonAnswer, refusal_of
from weda_tui.core.clock import Clock
from weda_tui.core.errors import ErrorCode
from weda_tui.store.agents.questions import QuestionFiles

LOOK_EVERY = 0.25
"""Seconds between two looks for an answer."""
_FIRST_LOOKS = 12
"""Explorers look each second whether there is anything to look at, and then load what they need."""
LARGEST_ASKED = 2**18
"""Bytes of bodies that a question has at most: nobody reads more."""
LONGEST_BODY = 32 * 1024
"""Bytes of one of them: an explorer draws no more, and a yes is for what was shown."""


class AgentQuestions:
    """The questions of one workspace."""

    def __init__(self, files: QuestionFiles, clock: Clock) -> None:
        self._files, self._clock = files, clock

    # -- the agent's side --------------------------------------------------------------------

    @property
    def is_watched(self) -> bool:
        """Whether an explorer of this workspace looks at the questions. Looks at the disk."""
        return self._files.is_watched()

    async def find_watcher(self) -> bool:
        """Return whether an explorer looks at the questions.

        Before an agent has been at work here none does, but one that is open soon begins to.
        """
        is_new = not await asyncio.to_thread(lambda: self._files.is_there)
        for _ in range(_FIRST_LOOKS if is_new else 0):
            if await asyncio.to_thread(self._files.is_watched):
                return True
            await asyncio.sleep(LOOK_EVERY)
        return await asyncio.to_thread(self._files.is_watched)

    async def ask(self, question: AgentQuestion) -> PersonAnswer | None:
        """Return what a person answers in an explorer; ``None`` where nobody does in time.

        An ``AskPerson``. The question goes with its answer, also when the task is cancelled.
        Raises ``GuardError`` for more than anybody reads, ``FileError`` where it cannot be written.
        """
        sizes = [len(each.request.body) for each in question.writes]
        if sum(sizes) > LARGEST_ASKED or max(sizes, default=0) > LONGEST_BODY:
            raise refusal_of(question, ErrorCode.AGENT_QUESTION_TOO_LONG)
        self._files.put(question)  # a thread would write it after a cancellation too
        try:
            while self._is_open(question) and not self._files.has_answer(question.seal):  # noqa: ASYNC110 - another process answers
                await asyncio.sleep(LOOK_EVERY)
            return self._files.find_answer(question.seal)
        finally:
            self._files.drop(question.seal)

    # -- the person's side -------------------------------------------------------------------

    def watch(self) -> None:
        """Say that somebody looks at the questions, where no other window says so.

        Raises ``FileError``.
        """
        self._files.watch()

    def pending(self) -> Sequence[AgentQuestion]:
        """Return the questions that wait, the oldest first, and say that somebody looks at them.

        Those that are over are removed: nobody waits for their answer. Reads the disk: for a
        thread. Raises ``FileError``.
        """
        self._files.watch()
        found = self._files.load()
        for each in found:
            if not self._is_open(each):
                self._files.drop(each.seal)
        return [each for each in found if self._is_open(each)]

    def answer(self, question: AgentQuestion, answer: PersonAnswer) -> bool:
        """Answer a question as it was shown; return whether it still waited for that.

        Writes the disk: for a thread. Raises ``FileError``.
        """
        if not self._is_open(question) or self._files.find(question.seal) != question:
            return False
        self._files.answer(answer)
        return True

    def close(self) -> None:
        """Look at the questions no longer."""
        self._files.close()

    def _is_open(self, question: AgentQuestion) -> bool:
        return question.seconds_left(self._clock.wall()) >= 0
