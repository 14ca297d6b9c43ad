"""The questions of agents that wait for the user: asked by one process, answered in another.

    agent's process   ask ── a private file ──► explorer   pending ── answer ──► agent's process

There is no server: each side polls the folder, the asking side four times a second.
"""

import asyncio
from collections.abc import Sequence

from weda_tui.core.agents.question import AgentQuestion, PersonAnswer, refusal_of
from weda_tui.core.clock import Clock
from weda_tui.core.errors import ErrorCode
from weda_tui.store.agents.questions import QuestionFiles

CHECK_EVERY = 0.25
"""Seconds between two checks for an answer."""
_FIRST_CHECKS = 12
"""Checks for an explorer before the first question.

Explorers check once a second whether the folder exists, and then load what they need.
"""
LARGEST_ASKED = 2**18
"""The largest total size of the bodies in a question, in bytes: a user does not read more."""
LONGEST_BODY = 32 * 1024
"""The largest body in bytes: an explorer shows no more, and the user agrees to what is shown."""


class AgentQuestions:
    """The questions of one workspace."""

    def __init__(self, files: QuestionFiles, clock: Clock) -> None:
        self._files, self._clock = files, clock

    # -- the agent's side --------------------------------------------------------------------

    @property
    def is_watched(self) -> bool:
        """Whether an explorer of this workspace watches the questions. Reads the disk."""
        return self._files.is_watched()

    async def find_watcher(self) -> bool:
        """Return whether an explorer watches the questions.

        Before the first agent works in this workspace, no explorer does, but an open explorer soon
        begins to.
        """
        is_new = not await asyncio.to_thread(lambda: self._files.is_there)
        for _ in range(_FIRST_CHECKS if is_new else 0):
            if await asyncio.to_thread(self._files.is_watched):
                return True
            await asyncio.sleep(CHECK_EVERY)
        return await asyncio.to_thread(self._files.is_watched)

    async def ask(self, question: AgentQuestion) -> PersonAnswer | None:
        """Return the user's answer in an explorer; ``None`` if the user does not answer in time.

        An ``AskPerson``. The question is removed when it is answered, and also when the task is
        cancelled. Raises ``GuardError`` for a question that is too long to read, ``FileError`` if
        it cannot be written.
        """
        sizes = [len(each.request.body) for each in question.writes]
        if sum(sizes) > LARGEST_ASKED or max(sizes, default=0) > LONGEST_BODY:
            raise refusal_of(question, ErrorCode.AGENT_QUESTION_TOO_LONG)
        self._files.put(question)  # a thread would write it even after a cancellation
        try:
            while self._is_open(question) and not self._files.has_answer(question.seal):  # noqa: ASYNC110 - another process answers
                await asyncio.sleep(CHECK_EVERY)
            return self._files.find_answer(question.seal)
        finally:
            self._files.drop(question.seal)

    # -- the person's side -------------------------------------------------------------------

    def watch(self) -> None:
        """Announce that this explorer watches the questions, unless another window does.

        Raises ``FileError``.
        """
        self._files.watch()

    def pending(self) -> Sequence[AgentQuestion]:
        """Return the waiting questions, the oldest first, and announce that they are watched.

        Expired questions are removed, because no agent waits for their answers. Reads the disk: for
        a thread. Raises ``FileError``.
        """
        self._files.watch()
        found = self._files.load()
        for each in found:
            if not self._is_open(each):
                self._files.drop(each.seal)
        return [each for each in found if self._is_open(each)]

    def answer(self, question: AgentQuestion, answer: PersonAnswer) -> bool:
        """Answer a question as it was shown; return whether it was still waiting for an answer.

        Writes the disk: for a thread. Raises ``FileError``.
        """
        if not self._is_open(question) or self._files.find(question.seal) != question:
            return False
        self._files.answer(answer)
        return True

    def close(self) -> None:
        """Stop watching the questions."""
        self._files.close()

    def _is_open(self, question: AgentQuestion) -> bool:
        return question.seconds_left(self._clock.wall()) >= 0
