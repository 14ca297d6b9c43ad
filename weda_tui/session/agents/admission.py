"""Admits each call of an agent's request or run before any connection is opened.

plan ── judge ── budget ──► a read, or a write that was agreed to, or is now
└── plan and judge again ── token ── plan and judge again ──► it is sent

What the user agreed to is compared with the call at the moment it is sent: its bytes, its target
and the decision of its guard, all computed from the current files. Both the user and a deployment
that is asked for a token may take a long time.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from secrets import token_hex
from typing import NamedTuple

import msgspec

from weda_tui.core.agents.budget import CallBudget
from weda_tui.core.agents.masking import AnswerSecrets
from weda_tui.core.agents.question import (
    ANSWERED_WITHIN,
    AgentQuestion,
    AskedWrite,
    PersonAnswer,
    agreed_to,
    refusal_of,
    seal_of,
)
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, GuardError, LimitError, WedaError
from weda_tui.core.guard.decision import GuardDecision, stricter
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.exchange import LeaveBy, Response
from weda_tui.session.agents.judgement import AgentJudge, AgentJudgement, asked_write, exact_digest
from weda_tui.session.agents.results import AgentNeed, AskPerson
from weda_tui.session.sending.call import CallingAgent
from weda_tui.session.sending.send_plan import SendPlan


class AgentStatement(msgspec.Struct, frozen=True):
    """What an agent says about itself; always shown as its own words, never as the program's."""

    client: str
    """The name it gives itself, as one clean line."""
    reason: str
    """Why it sends something, as one clean line."""


class PlannedWrite(msgspec.Struct, frozen=True):
    """A write whose bytes are known."""

    digest: str
    asked: AskedWrite


class _Agreed(NamedTuple):
    """An agreement of the user, with the values its seal was made of."""

    seal: str
    number: str
    digests: tuple[str, ...]
    decision: GuardDecision
    at: float
    left: list[str]
    """The digests of the writes that were not sent yet."""

    def covers(self, digest: str, where: Target, needed: GuardDecision) -> bool:
        """Return whether the agreement covers these bytes, this target and the needed decision."""
        is_sealed = self.seal == seal_of(self.number, _place(where), self.digests)
        is_enough = stricter(self.decision, needed) is self.decision
        return is_sealed and digest in self.left and is_enough


class AdmissionServices(NamedTuple):
    """The services that all calls of a workspace share."""

    judge: AgentJudge
    plan_now: Callable[[SendPlan, RequestDraft], Awaitable[SendPlan]]
    """Plans a draft again, from the current files."""
    budget: CallBudget
    clock: Clock
    secrets: AnswerSecrets


class AgentAdmission:
    """What may be sent for one request or run; an agreement holds for these bytes, here, once."""

    def __init__(
        self,
        services: AdmissionServices,
        masker: Masker,
        words: AgentStatement,
        ask: AskPerson | None,
        *,
        saved: str = "",
    ) -> None:
        """``saved`` is the path of the saved request that is sent."""
        self._judge, self._plan_now, self._budget, self._clock, self._secrets = services
        self._masker, self.words, self._ask, self._saved = masker, words, ask, saved
        self._known = masker
        self._agreed: list[_Agreed] = []
        """What the user agreed to."""
        self._used_at: float | None = None
        """When the user agreed to the write that is about to be sent."""
        self.refused: WedaError | None = None
        """Why a call was refused whatever the user answers."""
        self.needs_person: WedaError | None = None
        """Why a write was refused that only the user may send."""
        self.writes: tuple[AskedWrite, ...] = ()
        """The writes that were refused for this reason."""

    @property
    def agent(self) -> CallingAgent:
        """The agent as the sender of calls."""
        name, secrets = self.words.client, self._secrets
        return CallingAgent(name, self.admit, self.confirm, self.hide, lambda: secrets.masker)

    async def admit(self, plan: SendPlan, draft: RequestDraft) -> GuardDecision:
        """Return what the user agreed to; see ``Admit``. Raises ``WedaError``."""
        judgement = await self._judge_plan(plan)
        self._spend_call()
        if judgement.need is AgentNeed.NOTHING:
            return GuardDecision.SEND
        digest = await asyncio.to_thread(exact_digest, plan)
        if self._find_agreed(digest, plan.where, judgement.decision) is None:
            if self.needs_person is not None:  # do not ask again after a refusal
                raise self.needs_person
            asked = await asyncio.to_thread(asked_write, plan, judgement, self._masker, self._saved)
            await self._ask_about([PlannedWrite(digest, asked)], plan.where)
        with self._noting_refusal():
            return await self._use_agreed(plan, draft)

    async def confirm(
        self, plan: SendPlan, draft: RequestDraft, agreed: GuardDecision
    ) -> LeaveBy | None:
        """Check an admitted call again; see ``Confirm``. Raises ``WedaError``."""
        with self._noting_refusal():
            judgement = await self._judge_now(plan, draft)
            if stricter(agreed, judgement.decision) is not agreed:
                raise _refusal_of(plan, ErrorCode.AGENT_CHANGED_MEANWHILE)
            if agreed is GuardDecision.SEND or self._used_at is None:
                return None
            late = _refusal_of(plan, ErrorCode.AGENT_ANSWER_LATE)
            leave_by = LeaveBy(self._used_at + ANSWERED_WITHIN, late)
            if self._clock.monotonic() > leave_by.at:  # fetching the token took too long
                raise late
            return leave_by

    async def hide(self, response: Response) -> Masker:
        """Return a masker for a response; see ``Hide``. It masks later questions, too."""
        hiding = await asyncio.to_thread(self._secrets.hide, response)
        self._masker = Masker(others=(self._known, self._secrets.masker))
        return hiding

    async def planned_write(self, plan: SendPlan, digest: str, path: str) -> PlannedWrite | None:
        """Return the write of a run's plan to ask the user about; ``None`` for a read.

        Raises ``WedaError`` as ``admit`` does, but does not ask the user and uses no call of the
        budget.
        """
        judgement = await self._judge_plan(plan, path)
        if judgement.need is AgentNeed.NOTHING:
            return None
        asked = await asyncio.to_thread(asked_write, plan, judgement, self._masker, path)
        return PlannedWrite(digest, asked)

    async def ask(self, writes: Sequence[PlannedWrite], where: Target) -> None:
        """Ask the user about the known writes: each may be sent once, within a short time.

        The question uses a call of the budget, so that an agent cannot ask without end. Raises
        ``GuardError`` and ``LimitError``.
        """
        self._spend_call()
        await self._ask_about(writes, where)

    async def _ask_about(self, writes: Sequence[PlannedWrite], where: Target) -> None:
        number, digests = token_hex(16), tuple(each.digest for each in writes)
        question = self._question(seal_of(number, _place(where), digests), writes, where)
        decision, now = await self._ask_person(question), self._clock.monotonic()
        self._agreed.append(_Agreed(question.seal, number, digests, decision, now, [*digests]))

    def _spend_call(self) -> None:
        try:
            spend_calls(self._budget, self._clock)
        except LimitError as error:
            self.refused = error
            raise

    def _find_agreed(self, digest: str, where: Target, needed: GuardDecision) -> _Agreed | None:
        """Return the agreement that covers a call; ``None`` if there is none or it has expired."""
        now = self._clock.monotonic()
        agreed = (each for each in self._agreed if now - each.at <= ANSWERED_WITHIN)
        return next((each for each in agreed if each.covers(digest, where, needed)), None)

    async def _use_agreed(self, plan: SendPlan, draft: RequestDraft) -> GuardDecision:
        """Use up the agreement for a call, judged by the current files. Raises ``WedaError``."""
        judgement = await self._judge_now(plan, draft)
        digest = await asyncio.to_thread(exact_digest, plan)
        agreed = self._find_agreed(digest, plan.where, judgement.decision)
        if agreed is None:
            raise _refusal_of(plan, ErrorCode.AGENT_CHANGED_MEANWHILE)
        agreed.left.remove(digest)
        self._used_at = agreed.at
        return agreed.decision

    async def _judge_now(self, plan: SendPlan, draft: RequestDraft) -> AgentJudgement:
        """Return the judgement of a call by the current files; the call must not have changed.

        Raises ``WedaError``.
        """
        current = await self._plan_now(plan, draft)
        judgement = await self._judge_plan(current)
        if current.error is not None:
            raise current.error
        one, other = [await asyncio.to_thread(exact_digest, each) for each in (plan, current)]
        if one != other or not _is_same_route(plan, current):
            raise _refusal_of(plan, ErrorCode.AGENT_CHANGED_MEANWHILE)
        return judgement

    @contextmanager
    def _noting_refusal(self) -> Generator[None]:
        """Record why a call is refused, unless the user may send it."""
        try:
            yield
        except WedaError as error:
            if self.needs_person is None:
                self.refused = error.masked(self._masker)
            raise

    async def _ask_person(self, question: AgentQuestion) -> GuardDecision:
        """Ask the user; return what the user agreed to. Raises ``GuardError``."""
        begun = self._clock.monotonic()
        try:
            if self._ask is None:
                raise refusal_of(question, ErrorCode.AGENT_CANNOT_ASK)
            answer = await _answer(self._ask, question)
            return agreed_to(question, answer, self._clock.monotonic() - begun)
        except GuardError as error:
            self.needs_person, self.writes = error, question.writes
            raise

    def _question(self, seal: str, writes: Sequence[PlannedWrite], where: Target) -> AgentQuestion:
        environment, decision = where.environment, GuardDecision.ASK
        for each in writes:
            decision = stricter(decision, each.asked.decision)
        return AgentQuestion(
            seal=seal,
            client=self.words.client,
            reason=self.words.reason,
            environment=environment.name,
            host=environment.host,
            decision=decision,
            writes=tuple(each.asked for each in writes),
            asked_at=self._clock.wall(),
        )

    async def _judge_plan(self, plan: SendPlan, path: str = "") -> AgentJudgement:
        """Return the judgement of a plan that may be sent or asked about.

        For any other plan, record the reason and raise ``WedaError``.
        """
        judgement = await asyncio.to_thread(self._judge.judge, plan, self._masker)
        if judgement.error is None:
            return judgement
        error = judgement.error.masked(self._masker)
        if judgement.need is AgentNeed.PERSON:
            told = judgement, self._masker, path or self._saved
            write = await asyncio.to_thread(asked_write, plan, *told)
            self.needs_person, self.writes = error, (*self.writes, write)
        else:
            self.refused = error
        raise error


def spend_calls(budget: CallBudget, clock: Clock, calls: int = 1) -> None:
    """Count calls of an agent. Raises ``LimitError`` with the seconds to wait."""
    if wait := budget.spend(clock.monotonic(), calls):
        raise LimitError(ErrorCode.AGENT_CALLS_USED_UP, calls=budget.most, seconds=math.ceil(wait))


def _refusal_of(plan: SendPlan, code: ErrorCode) -> GuardError:
    environment = plan.where.environment.name
    return GuardError(code, environment=environment, env_type=plan.target.env_type)


def _place(where: Target) -> tuple[str, ...]:
    """Return the values that identify a target in a seal."""
    return where.environment.name, where.environment.host, where.env_type


def _is_same_route(one: SendPlan, other: SendPlan) -> bool:
    routes = [each.route.route if each.route is not None else None for each in (one, other)]
    return routes[0] is not None and routes[0] == routes[1]


async def _answer(ask: AskPerson, question: AgentQuestion) -> PersonAnswer | None:
    """Return the user's answer, ``None`` if the user does not answer in time."""
    try:
        async with asyncio.timeout(ANSWERED_WITHIN):
            return await ask(question)
    except TimeoutError:
        return None
