"""A question about writes of an agent, and the answer of a person that belongs to it alone.

    AgentQuestion ── seal ──► AgentAnswer ── agreed_to ──► GuardDecision

The seal is made of the exact bytes that would leave, of where they go and of a number that is used
once, so that a yes counts for nothing else, and for nothing a second time.
"""

import msgspec

from weda_tui.core.catalogue.endpoint import Bilingual, Effect
from weda_tui.core.guard.affected_records import AffectedRecords
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.requests.draft import PreparedRequest

ANSWERED_WITHIN = 300.0
"""Seconds for which a question stands."""


class AskedWrite(msgspec.Struct, frozen=True, kw_only=True):
    """One write that is asked about, as a person may see it: secrets masked."""

    path: str = ""
    """Of the saved request that it is of; empty for none."""
    endpoint_id: str
    title: Bilingual
    env_type: str
    """The one that the resolved path names."""
    effect: Effect
    """As it counts for agents: what no document of the program knows is a write."""
    reach: AffectedRecords
    decision: GuardDecision
    """What is asked for it: ``ASK`` or ``ASK_NAME``."""
    request: PreparedRequest


class AgentQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is asked before writes of an agent leave. Holds no secret."""

    seal: str
    """Hexadecimal; what an answer has to repeat."""
    client: str
    """What the agent calls itself: one clean line."""
    reason: str
    """What the agent says of it: one clean line, to be shown as its words, never as ours."""
    environment: str
    """Its name; typed by the person where ``needs_name``."""
    host: str
    env_type: str
    """The one that was chosen; each write has the one that it really goes to."""
    decision: GuardDecision
    """The strictest of the writes: ``ASK`` or ``ASK_NAME``."""
    writes: tuple[AskedWrite, ...]
    asked_at: float
    """Wall clock, seconds since the epoch."""

    @property
    def needs_name(self) -> bool:
        """Whether a yes counts only with the environment's name."""
        return self.decision is GuardDecision.ASK_NAME


class AgentAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a person answered."""

    seal: str
    """That of the question."""
    is_yes: bool
    typed: str = ""
    """The name that was typed, where one was asked for."""
