"""Admits the calls of one request, or of one run, of an agent: each one, before anything connects.

plan ── judge ── budget ──► a read goes
└──► a write: agreed to before, or a person is asked now ── judge again
"""

import asyncio
import math
from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import NamedTuple

import msgspec

from weda_tui.core.agents.budget import CallBudget
from weda_tui.core.agents.question import (
    ANSWERED_WITHIN,
    AgentAnswer,
    AgentQuestion,
    AskedWrite,
    agreed_to,
    seal_of,
)
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, GuardError, LimitError, WedaError
from weda_tui.core.guard.decision import GuardDecision, stricter
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.session.agents.judgement import AgentJudge, AgentJudgement, asked_write, exact_digest
from weda_tui.session.agents.results import AgentNeed, AskPerson
from weda_tui.session.sending.send_plan import SendPlan


class AgentWords(msgspec.Struct, frozen=True):
    """What an agent says: shown as its words, never as ours."""

    client: str
    """What it calls itself: one clean line."""
    reason: str
    """Why it sends something: one clean line."""


class PlannedWrite(msgspec.Struct, frozen=True):
    """A write whose bytes are known."""

    digest: str
    asked: AskedWrite


class _Agreed(NamedTuple):
    digest: str
    decision: GuardDecision
    at: float


class AgentAdmission:
    """What may leave for one request or run; a yes is for these bytes, here, once."""

    def __init__(
        self,
        judge: AgentJudge,
        budget: CallBudget,
        clock: Clock,
        masker: Masker,
        words: AgentWords,
        ask: AskPerson | None,
        *,
        saved: str = "",
    ) -> None:
        """``saved`` is the path of the saved request that is sent."""
        self._judge, self._budget, self._clock = judge, budget, clock
        self._masker, self.words, self._ask, self._saved = masker, words, ask, saved
        self._agreed: list[_Agreed] = []
        """What a person agreed to that has not left yet."""
        self.refused: WedaError | None = None
        """Why a call was not let go, whatever a person says."""
        self.needs_person: WedaError | None = None
        """Why a write was not let go that a person may send."""
        self.writes: tuple[AskedWrite, ...] = ()
        """What was not let go for that."""

    async def admit(
        self, plan: SendPlan, draft: RequestDraft, files: Mapping[str, bytes]
    ) -> GuardDecision:
        """Return what a person agreed to; see ``Admit``. Raises ``WedaError``."""
        judgement = await self._judged(plan)
        try:
            spend_call(self._budget, self._clock)
        except LimitError as error:
            self.refused = error
            raise
        if judgement.need is AgentNeed.NOTHING:
            return GuardDecision.SEND
        digest = await asyncio.to_thread(exact_digest, plan, draft, files)
        if (agreed := self._use(digest, judgement.decision)) is not None:
            return agreed.decision
        if self.needs_person is not None:  # who said no once is not asked again
            raise self.needs_person
        asked = await asyncio.to_thread(asked_write, plan, judgement, self._masker, self._saved)
        decision = await self._ask_about([PlannedWrite(digest, asked)], plan.where)
        await self._judged(plan)
        return decision

    async def planned_write(self, plan: SendPlan, digest: str, path: str) -> PlannedWrite | None:
        """Return what a plan of a run has to be asked about; ``None`` for a read.

        Raises ``WedaError`` as ``admit`` does, but asks nobody and costs no call.
        """
        judgement = await self._judged(plan, path)
        if judgement.need is AgentNeed.NOTHING:
            return None
        asked = await asyncio.to_thread(asked_write, plan, judgement, self._masker, path)
        return PlannedWrite(digest, asked)

    async def ask(self, writes: Sequence[PlannedWrite], where: Target) -> None:
        """Ask a person about all writes of a run that are known: each may leave once, soon.

        Raises ``GuardError``.
        """
        decision, now = await self._ask_about(writes, where), self._clock.monotonic()
        self._agreed += [_Agreed(each.digest, decision, now) for each in writes]

    def _use(self, digest: str, needed: GuardDecision) -> "_Agreed | None":
        """Return what was agreed to for these bytes, which is used up with it."""
        now = self._clock.monotonic()
        for each in self._agreed:
            is_enough = stricter(each.decision, needed) is each.decision
            if each.digest == digest and is_enough and now - each.at <= ANSWERED_WITHIN:
                self._agreed.remove(each)
                return each
        return None

    async def _ask_about(self, writes: Sequence[PlannedWrite], where: Target) -> GuardDecision:
        """Ask a person; return what they agreed to. Raises ``GuardError``."""
        question = self._question(writes, where)
        if self._ask is None:
            place = {"environment": question.environment, "env_type": question.env_type}
            self.writes = question.writes
            self.needs_person = GuardError(ErrorCode.AGENT_CANNOT_ASK, **place)
            raise self.needs_person
        begun = self._clock.monotonic()
        answer = await _answer(self._ask, question)
        try:
            return agreed_to(question, answer, self._clock.monotonic() - begun)
        except GuardError as error:
            self.needs_person, self.writes = error, question.writes
            raise

    def _question(self, writes: Sequence[PlannedWrite], where: Target) -> AgentQuestion:
        environment, decision = where.environment, GuardDecision.ASK
        for each in writes:
            decision = stricter(decision, each.asked.decision)
        place = (environment.name, environment.host, where.env_type)
        return AgentQuestion(
            seal=seal_of(token_hex(16), place, [each.digest for each in writes]),
            client=self.words.client,
            reason=self.words.reason,
            environment=environment.name,
            host=environment.host,
            env_type=where.env_type,
            decision=decision,
            writes=tuple(each.asked for each in writes),
            asked_at=self._clock.wall(),
        )

    async def _judged(self, plan: SendPlan, path: str = "") -> AgentJudgement:
        """Return the judgement of a plan that may leave or be asked about. Raises ``WedaError``."""
        judgement = await asyncio.to_thread(self._judge.judge, plan)
        if judgement.error is None:
            return judgement
        error = judgement.error.masked(self._masker)
        if judgement.need is AgentNeed.PERSON:
            write = asked_write(plan, judgement, self._masker, path or self._saved)
            self.needs_person, self.writes = error, (*self.writes, write)
        else:
            self.refused = error
        raise error


def spend_call(budget: CallBudget, clock: Clock) -> None:
    """Count a call of an agent. Raises ``LimitError`` with the seconds to wait."""
    if wait := budget.spend(clock.monotonic()):
        raise LimitError(ErrorCode.AGENT_CALLS_USED_UP, calls=budget.most, seconds=math.ceil(wait))


async def _answer(ask: AskPerson, question: AgentQuestion) -> AgentAnswer | None:
    """Return what a person answers, ``None`` where nobody does in time."""
    try:
        async with asyncio.timeout(ANSWERED_WITHIN):
            return await ask(question)
    except TimeoutError:
        return None
