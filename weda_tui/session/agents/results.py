"""What a call of an agent comes to. Everything in here is masked as files are."""

from collections.abc import Awaitable, Callable
from enum import StrEnum

import msgspec

from weda_tui.core.agents.question import AgentQuestion, AskedWrite, PersonAnswer
from weda_tui.core.agents.rules import AgentBounds
from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.environments.deployment import AgentLevel
from weda_tui.core.errors import WedaError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.guard.level import Guard
from weda_tui.core.runs.results import RunResult
from weda_tui.core.sending.exchange import Answered, Failed
from weda_tui.session.sending.preflight import Preflight

AskPerson = Callable[[AgentQuestion], Awaitable[PersonAnswer | None]]
"""Shows a question to a person; ``None`` where nobody answered.

Raises ``GuardError`` (``AGENT_QUESTION_TOO_LONG``) for one that cannot be shown.
"""


class AgentNeed(StrEnum):
    """What has to happen before a call of an agent leaves."""

    NOTHING = "nothing"
    """It goes."""
    ANSWER = "answer"
    """A person is asked."""
    PERSON = "person"
    """Only a person may send it, by a command of their own."""
    REFUSED = "refused"
    """It does not go: ``error`` says why."""


class AgentJudgement(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as it counts for agents."""

    effect: Effect
    bounds: AgentBounds
    """The strictest of every env type that it may go to."""
    decision: GuardDecision
    need: AgentNeed
    error: WedaError | None
    """Why it is refused, or for a person to send."""


class AgentPlace(msgspec.Struct, frozen=True, kw_only=True):
    """What agents may do in one env type of an environment."""

    env_type: str
    level: AgentLevel
    """What counts: the stricter of what the file says and what a person approved."""
    guard: Guard
    """Likewise."""
    is_narrowed: bool
    """Whether the file says something looser, which no person approved on this machine."""
    has_new_identity: bool
    """Whether the credentials are of somebody else than a person approved on this machine."""


class AgentPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What sending a draft for an agent would do. Nothing was sent for it."""

    preflight: Preflight
    """What leaves, masked; its decision is that for a person at this machine."""
    judgement: AgentJudgement
    """Refused also where it cannot be sent at all."""
    command: str
    """The command with which a person sends the same; empty where none says it, and for a read."""


class NeedsPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing was sent: only a person may, or the person who was asked did not say yes."""

    error: WedaError
    """Why: a ``GuardError``."""
    writes: tuple[AskedWrite, ...]
    """What would leave."""
    command: str
    """The command with which a person sends the same; empty where none says it.

    So after a no, and for a run: what its files say when it is pasted, nobody was shown.
    """


class AgentRefused(msgspec.Struct, frozen=True):
    """Nothing was sent, and nothing that anybody answers would change that."""

    error: WedaError
    """Mostly a ``GuardError``, a ``RouteError``, or a ``LimitError`` with the seconds to wait."""


class AgentRan(msgspec.Struct, frozen=True):
    """A run of saved requests ended."""

    results: tuple[RunResult, ...]
    elapsed: float
    """Seconds, without the time that a person took to answer."""


AgentResult = Answered | Failed | NeedsPerson | AgentRefused
"""Of one request; all text of an answer is data, whatever its verdict."""
AgentRunOutcome = AgentRan | NeedsPerson | AgentRefused
