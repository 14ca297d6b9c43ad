"""An agent over a WeDa in this process, and a person who is asked."""

from pathlib import Path
from typing import Any

import msgspec

from tests.session.weda import SECRET, Weda, environment
from weda_tui.core.agents.question import AgentAnswer, AgentQuestion
from weda_tui.core.environments.deployment import AgentLevel, Guard, Target
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.session import Session
from weda_tui.session.agents.results import AgentResult, AskPerson

CLIENT = "Cursor"


class Person:
    """Answers what is asked, and remembers it."""

    def __init__(self, **answer: Any) -> None:
        self.answer = {"is_yes": True, **answer}
        self.questions: list[AgentQuestion] = []

    async def __call__(self, question: AgentQuestion) -> AgentAnswer | None:
        self.questions.append(question)
        typed = question.environment if question.needs_name else ""
        known = {"seal": question.seal, "typed": typed}
        return AgentAnswer(**{**known, **self.answer})


async def nobody(_: AgentQuestion) -> AgentAnswer | None:
    """Answer nothing."""
    return None


def place_at(
    session: Session,
    level: AgentLevel = AgentLevel.CONFIRM,
    guard: Guard = Guard.CONFIRM,
    env_type: str = "prod",
) -> Target:
    """Return a place whose route and level a person approved."""
    saved = session.environments.save(environment(guard=guard), secret=SECRET)
    session.agents.allow(Target(saved, env_type), level)
    return session.environments.where_exactly(saved.name, env_type)


def edit(session: Session, old: str, new: str) -> None:
    """Edit the file of the environment, as an agent may."""
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
    """Send a draft for the agent."""
    return await session.agents.send(draft, where, client=CLIENT, reason="to test", ask=ask, **more)


def with_body(draft: RequestDraft, body: str) -> RequestDraft:
    """Return a draft with another body."""
    return msgspec.structs.replace(draft, body=body)


def calls(weda: Weda) -> list[str]:
    """Return the paths of the calls that left."""
    return [each.url.path for each in weda.calls]
