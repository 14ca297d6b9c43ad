"""A call that may ask a person in its middle, in whichever way the client's protocol has it.

    run ── question ──► AskedPerson ── answer ──► run goes on ──► result

A client of a protocol until 2025-11-25 is asked during the call. A later one is given the question
as the result of the call and calls again with the answer: meanwhile the call waits here.
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
"""Seconds in which a call that is cancelled ends: its entry in the history is written then."""
MOST_WAITING = 8
"""Questions that wait for a client to call again; the oldest is given up."""


class AskedPerson(msgspec.Struct, frozen=True):
    """A question, and the call that waits for its answer."""

    question: AgentQuestion
    answer: asyncio.Future[PersonAnswer | None]

    def settle(self, answer: PersonAnswer | None) -> None:
        """Let the call go on, unless it has given up."""
        if not self.answer.done():
            self.answer.set_result(answer)

    def refuse(self) -> None:
        """Let the call go on without an answer: nobody can be shown the question."""
        if not self.answer.done():
            error = refusal_of(self.question, ErrorCode.AGENT_QUESTION_TOO_LONG)
            self.answer.set_exception(error)


class Conversation:
    """One call, in a task of its own, so that cancelling it reaches the exchange once.

    ``reporter`` is that of the request which waits for the call now: a client that calls again
    with an answer hears nothing more at the request before.
    """

    def __init__(
        self, run: "Callable[[Conversation], Awaitable[Document]]", reporter: Report
    ) -> None:
        self.reporter = reporter
        self._asked: asyncio.Queue[AskedPerson] = asyncio.Queue()
        self.task = asyncio.ensure_future(run(self))

    async def report(self, progress: float, total: float | None, message: str | None) -> None:
        """Say to the client how far the call is."""
        await self.reporter(progress, total, message)

    async def ask(self, question: AgentQuestion) -> PersonAnswer | None:
        """Ask the person at the client; return ``None`` where nobody answers in time."""
        loop = asyncio.get_running_loop()
        asked = AskedPerson(question, loop.create_future())
        expiry = loop.call_later(ANSWERED_WITHIN, asked.settle, None)
        self._asked.put_nowait(asked)
        try:
            return await asked.answer
        finally:
            expiry.cancel()

    async def wait(self) -> "AskedPerson | asyncio.Future[Document]":
        """Return the next question, or the call once it has ended."""
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
    """The calls of one client that have not ended."""

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
        """Cancel what runs, and wait a moment for its end."""
        tasks = [*self._tasks]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=ENDED_WITHIN)


class Waiting(msgspec.Struct, frozen=True):
    """A call whose question a client has been given."""

    conversation: Conversation
    asked: AskedPerson
    name: str
    arguments: Document


class WaitingCalls:
    """The calls of one client that wait for an answer, each by a name that nobody can guess."""

    def __init__(self) -> None:
        self._waiting: dict[str, Waiting] = {}

    def add(self, waiting: Waiting) -> str:
        """Keep a call; return its name."""
        while len(self._waiting) >= MOST_WAITING:
            self._waiting.pop(next(iter(self._waiting))).asked.settle(None)
        name = secrets.token_urlsafe(24)
        self._waiting[name] = waiting
        return name

    def claim(self, state: str, name: str, arguments: Document) -> Waiting | None:
        """Return the call of a name, once, where it is of this tool and these arguments."""
        found = self._waiting.pop(state, None)
        if found is None or (found.name, found.arguments) == (name, arguments):
            return found
        found.asked.settle(None)
        return None

    def close(self) -> None:
        """Cancel what waits."""
        for each in self._waiting.values():
            each.conversation.stop()
        self._waiting.clear()
