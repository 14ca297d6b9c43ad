"""An agent with an in-process WeDa, and a user who answers questions."""

from pathlib import Path
from typing import Any

import msgspec

from tests.session.weda import SECRET, Weda, environment
from weda_tui.core.agents.question import AgentQuestion, PersonAnswer
from weda_tui.core.environments.deployment import AgentLevel, Target
from weda_tui.core.guard.level import Guard
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.session import Session
from weda_tui.session.agents.results import AgentResult, AskPerson

CLIENT = "Cursor"


class Person:
    """A user who answers each question and records it."""

    def __init__(
        self, *, is_yes: bool = True, typed: str | None = None, seal: str | None = None
    ) -> None:
        """Answer yes, and type the name if it is required, unless the arguments say otherwise."""
        self._is_yes, self._typed, self._seal = is_yes, typed, seal
        self.questions: list[AgentQuestion] = []

    async def __call__(self, question: AgentQuestion) -> PersonAnswer | None:
        self.questions.append(question)
        name = question.environment if question.needs_name else ""
        return PersonAnswer(
            seal=question.seal if self._seal is None else self._seal,
            is_yes=self._is_yes,
            typed=name if self._typed is None else self._typed,
        )


async def nobody(_: AgentQuestion) -> PersonAnswer | None:
    """Give no answer."""
    return None


def place_at(
    session: Session,
    level: AgentLevel = AgentLevel.CONFIRM,
    guard: Guard = Guard.CONFIRM,
    env_type: str = "prod",
) -> Target:
    """Return a target whose route and agent level the user has approved."""
    saved = session.environments.save(environment(guard=guard), secret=SECRET)
    session.agents.allow(Target(saved, env_type), level)
    return session.environments.where_exactly(saved.name, env_type)


def edit(session: Session, old: str, new: str) -> None:
    """Edit the file of the environment, as an agent can."""
    file = session.paths.environments / "总部.toml"
    text = file.read_text("utf-8")
    assert old in text, text
    file.write_text(text.replace(old, new), "utf-8")


def file_of(session: Session) -> Path:
    """Return the file of the environment."""
    return session.paths.environments / "总部.toml"


async def send(
    session: Session, draft: RequestDraft, where: Target, ask: AskPerson | None = None, **more: Any
) -> AgentResult:
    """Send a draft as the agent."""
    return await session.agents.send(draft, where, client=CLIENT, reason="to test", ask=ask, **more)


def with_body(draft: RequestDraft, body: str) -> RequestDraft:
    """Return a draft with another body."""
    return msgspec.structs.replace(draft, body=body)


def calls(weda: Weda) -> list[str]:
    """Return the paths of the calls that were sent."""
    return [each.url.path for each in weda.calls]
