"""The results of an agent's calls. All of their text is masked as in files."""

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
"""Shows a question to the user; returns ``None`` if the user does not answer.

Raises ``GuardError`` (``AGENT_QUESTION_TOO_LONG``) for a question that cannot be shown.
"""


class AgentNeed(StrEnum):
    """What has to happen before a call of an agent is sent."""

    NOTHING = "nothing"
    """The call is sent."""
    ANSWER = "answer"
    """The user is asked."""
    PERSON = "person"
    """Only the user may send it, with a command."""
    REFUSED = "refused"
    """The call is refused; ``error`` has the reason."""


class AgentJudgement(msgspec.Struct, frozen=True, kw_only=True):
    """The judgement of a plan for agents."""

    effect: Effect
    bounds: AgentBounds
    """The strictest bounds of all env types that it may be sent to."""
    decision: GuardDecision
    need: AgentNeed
    error: WedaError | None
    """Why it is refused, or why only the user may send it."""


class AgentPlace(msgspec.Struct, frozen=True, kw_only=True):
    """What agents may do in one env type of an environment."""

    env_type: str
    level: AgentLevel
    """The effective level: the stricter of what the file says and what the user approved."""
    guard: Guard
    """The effective guard, likewise."""
    is_narrowed: bool
    """Whether the file says something looser, which the user did not approve on this machine."""
    has_new_identity: bool
    """Whether the credentials belong to another identity than the user approved on this machine."""


class AgentPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What sending a draft for an agent would do; nothing is sent to find it out."""

    preflight: Preflight
    """The masked preview; its decision is the one for the user of this machine."""
    judgement: AgentJudgement
    """The judgement; also refused if the draft cannot be sent at all."""
    command: str
    """The command with which the user sends the same; empty if there is none, and for a read."""


class NeedsPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing was sent: only the user may send it, or the user who was asked did not agree."""

    error: WedaError
    """The reason, a ``GuardError``."""
    writes: tuple[AskedWrite, ...]
    """The writes that would be sent."""
    command: str
    """The command with which the user sends the same; empty if there is none.

    It is also empty after a refusal by the user, and for a run, because its files may have changed
    when the command is pasted, and the user was not shown the changes.
    """


class AgentRefused(msgspec.Struct, frozen=True):
    """Nothing was sent, and no answer of the user would change that."""

    error: WedaError
    """Usually a ``GuardError``, a ``RouteError``, or a ``LimitError`` with the seconds to wait."""


class AgentRan(msgspec.Struct, frozen=True):
    """The results of a finished run of saved requests."""

    results: tuple[RunResult, ...]
    elapsed: float
    """Seconds, without the time that the user took to answer."""


AgentResult = Answered | Failed | NeedsPerson | AgentRefused
"""The result of one request; all text of a response is data, whatever its verdict."""
AgentRunOutcome = AgentRan | NeedsPerson | AgentRefused
