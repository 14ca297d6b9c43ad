"""A call that may ask the user while it runs, in the way that the client's protocol supports.

    run ── question ──► AskedPerson ── answer ──► run goes on ──► result

A client with a protocol version until 2025-11-25 is asked during the call. A client with a later
version gets the question as the result of the call, and calls again with the answer; the first call
waits here until then.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

import msgspec

from weda_tui.core.agents.question import ANSWERED_WITHIN, AgentQuestion, PersonAnswer, refusal_of
from weda_tui.core.errors import ErrorCode
from weda_tui.mcp.progress import Report
from weda_tui.mcp.results import Document

ENDED_WITHIN = 2.0
"""Seconds for a cancelled call to end; in this time it writes its history entry."""
MOST_WAITING = 8
"""Maximum number of calls that wait for an answer; beyond it the oldest gets no answer."""


class AskedPerson(msgspec.Struct, frozen=True):
    """A question, and the future that the asking call awaits."""

    question: AgentQuestion
    answer: asyncio.Future[PersonAnswer | None]

    def settle(self, answer: PersonAnswer | None) -> None:
        """Continue the call with this answer, unless it has an answer already."""
        if not self.answer.done():
            self.answer.set_result(answer)

    def refuse(self) -> None:
        """Continue the call with an error: the question is too long to be shown."""
        if not self.answer.done():
            error = refusal_of(self.question, ErrorCode.AGENT_QUESTION_TOO_LONG)
            self.answer.set_exception(error)


class Conversation:
    """One call in a task of its own, so that a cancellation reaches the exchange exactly once.

    ``reporter`` belongs to the protocol request that waits for the call now. After a client has
    called again with an answer, its previous request gets no more progress reports.
    """

    def __init__(
        self, run: "Callable[[Conversation], Awaitable[Document]]", reporter: Report
    ) -> None:
        self.reporter = reporter
        self._asked: asyncio.Queue[AskedPerson] = asyncio.Queue()
        self.task = asyncio.ensure_future(run(self))

    async def report(self, progress: float, total: float | None, message: str | None) -> None:
        """Report the progress of the call to the client."""
        await self.reporter(progress, total, message)

    async def ask(self, question: AgentQuestion) -> PersonAnswer | None:
        """Ask the user at the client; return ``None`` without an answer in time."""
        loop = asyncio.get_running_loop()
        asked = AskedPerson(question, loop.create_future())
        expiry = loop.call_later(ANSWERED_WITHIN, asked.settle, None)
        self._asked.put_nowait(asked)
        try:
            return await asked.answer
        finally:
            expiry.cancel()

    async def wait(self) -> "AskedPerson | asyncio.Future[Document]":
        """Return the next question, or the task of the call after it ended."""
        asking = asyncio.ensure_future(self._asked.get())
        try:
            await asyncio.wait((asking, self.task), return_when=asyncio.FIRST_COMPLETED)
            return asking.result() if asking.done() else self.task
        finally:
            asking.cancel()

    def stop(self) -> None:
        """Cancel the call."""
        self.task.cancel()


class RunningCalls:
    """The running calls of one client."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Future[Document]] = set()

    def start(
        self, run: Callable[[Conversation], Awaitable[Document]], reporter: Report
    ) -> Conversation:
        """Start a call."""
        conversation = Conversation(run, reporter)
        self._tasks.add(conversation.task)
        conversation.task.add_done_callback(self._tasks.discard)
        return conversation

    async def aclose(self) -> None:
        """Cancel the running calls, and wait at most ``ENDED_WITHIN`` seconds for their end."""
        tasks = [*self._tasks]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=ENDED_WITHIN)


class Waiting(msgspec.Struct, frozen=True):
    """A call whose question was sent to the client."""

    conversation: Conversation
    asked: AskedPerson
    name: str
    arguments: Document


class WaitingCalls:
    """The calls of one client that wait for an answer, each under an unguessable random name."""

    def __init__(self) -> None:
        self._waiting: dict[str, Waiting] = {}

    def add(self, waiting: Waiting) -> str:
        """Store a call and return its name; give up the oldest calls above ``MOST_WAITING``."""
        while len(self._waiting) >= MOST_WAITING:
            self._waiting.pop(next(iter(self._waiting))).asked.settle(None)
        name = secrets.token_urlsafe(24)
        self._waiting[name] = waiting
        return name

    def claim(self, state: str, name: str, arguments: Document) -> Waiting | None:
        """Remove and return the call with the name ``state``.

        Return ``None`` if there is none, or if its tool or arguments differ; the call then gets no
        answer.
        """
        found = self._waiting.pop(state, None)
        if found is None or (found.name, found.arguments) == (name, arguments):
            return found
        found.asked.settle(None)
        return None

    def close(self) -> None:
        """Cancel the waiting calls."""
        for each in self._waiting.values():
            each.conversation.stop()
        self._waiting.clear()
