"""Sends one saved request as its file describes: variables, poll, assertions, captures."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from functools import partial
from typing import Protocol

import msgspec

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.collections.saved_request import Assertion, SavedRequest, Scalar
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import Delivery, FileError, WedaError
from weda_tui.core.guard.decision import GuardDecision, decide, stricter
from weda_tui.core.history.entry import FileJudgement
from weda_tui.core.masking import CUT, SHORTEST_SECRET, Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import VariableLayer
from weda_tui.core.runs.answer_values import (
    Answer,
    Capture,
    Captured,
    Mask,
    Missing,
    Unfit,
    Unjudged,
    capture,
)
from weda_tui.core.runs.assertions import Judgement, NotHeld, judge_assertion, judged_of, with_text
from weda_tui.core.runs.results import Check, Consent, Write
from weda_tui.core.secrets.detection import secrets_in_answer, without_many_secrets
from weda_tui.core.sending.exchange import Answered, Exchange, Failed
from weda_tui.core.text import template
from weda_tui.formats.jsonpath.read import JsonBody
from weda_tui.session.runs.run_services import RunServices
from weda_tui.session.sending.call import CallingAgent
from weda_tui.session.sending.send_plan import SendPlan

LONGEST_SHOWN = 200
"""Characters of a value that a judgement keeps, at most."""


BeforeRepeat = Callable[[], Awaitable[None]]
"""Awaited before a poll sends its request again, after the pause."""


async def repeat_at_once() -> None:
    """Let a poll send its request again at once."""


class RequestSource(Protocol):
    """Finds saved requests and their drafts."""

    def find(self, path: str) -> SavedRequest:
        """Return the request at a path. Raises ``FileError``."""
        ...

    def draft(self, saved: SavedRequest) -> RequestDraft:
        """Return its draft, with the variables of its folders and its own variables as layers.

        Raises ``FileError``.
        """
        ...


class SavedOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of sending one saved request."""

    exchange: Exchange | None = None
    error: WedaError | None = None
    checks: tuple[Check, ...] = ()
    captures: tuple[Capture, ...] = ()
    attempts: int = 0
    is_write: bool = False
    """Whether the call is a write."""
    delivery: Delivery = Delivery.NOT_SENT
    """How far the request came, if there is no response."""
    secrets: frozenset[str] = frozenset()
    """Secrets in captured values that the session may not know yet."""
    secret_values: frozenset[str] = frozenset()
    """Captured values that contain a secret."""

    @property
    def ok(self) -> bool:
        """Whether the request passed and captured all values that others need."""
        is_whole = all(isinstance(each, Captured) for each in self.captures)
        return self.exchange is not None and is_whole and all(each.ok for each in self.checks)


def keep_judgement(session: RunServices, path: str, outcome: "SavedOutcome") -> None:
    """Record in the history whether the response met all expectations of the saved request."""
    if outcome.exchange is None:
        return
    at = outcome.exchange.started_at
    session.history.judge(FileJudgement(session.saved_name(path), at, outcome.ok))


async def send_saved(
    session: RunServices,
    saved: SavedRequest,
    draft: RequestDraft,
    where: Target,
    consent: Consent,
    agent: CallingAgent | None = None,
    before_repeat: BeforeRepeat = repeat_at_once,
) -> SavedOutcome:
    """Send a saved request, repeat it as its poll says, and judge the last response.

    A write is sent once whatever its poll says, because the user agreed to one call. ``draft`` has
    the layers that override the variables of the file; ``agent`` is the agent that sends it,
    ``None`` for the user. Every expected failure is returned in the outcome; cancelling the task
    stops the call or the pause.
    """
    attempts, begun = 0, session.clock.monotonic()
    while True:
        attempts += 1
        result, is_write = await _send(session, saved, draft, where, consent, agent)
        if isinstance(result, Failed):
            return SavedOutcome(
                error=result.error, attempts=attempts, is_write=is_write, delivery=result.delivery
            )
        if result.exchange.no_rule is not None:
            return SavedOutcome(
                error=result.exchange.no_rule, attempts=attempts, is_write=is_write,
                delivery=Delivery.ANSWERED,
            )  # fmt: skip
        variables = session.sending.variables(where, draft)
        try:
            outcome = await judge_answer(session, saved, where, result.exchange, variables, agent)
        except FileError as error:
            return SavedOutcome(
                error=error.masked(session.tokens.masker()), attempts=attempts,
                is_write=is_write, delivery=Delivery.ANSWERED,
            )  # fmt: skip
        outcome = msgspec.structs.replace(outcome, attempts=attempts, is_write=is_write)
        keep_judgement(session, saved.path, outcome)
        poll = saved.poll
        if poll is None or is_write or not _waits(outcome.checks[0].judgement):
            return outcome
        if session.clock.monotonic() - begun + poll.every > poll.at_most:
            return outcome
        await asyncio.sleep(poll.every)
        await before_repeat()


async def judge_answer(
    session: RunServices,
    saved: SavedRequest,
    where: Target,
    exchange: Exchange,
    variables: Mapping[str, str],
    agent: CallingAgent | None = None,
) -> SavedOutcome:
    """Judge a response just received; see ``judge_saved``. Captured secrets are masked from now on.

    Tokens that other processes got are masked too, so none of them is captured as a value. An agent
    can write the file and see what its conditions say, so for an agent's call the conditions see no
    secret of this machine and no secret of any response to the agent. Raises ``FileError`` if these
    secrets cannot be read.
    """
    with suppress(FileError):  # the tokens of this process are masked without the file, too
        await asyncio.to_thread(session.network.read_again)
    judging = partial(judge_saved, saved, exchange, variables)
    if agent is None:
        over = session.routes.fingerprint(where.environment)
        maskers = [session.tokens.masker(unguessed=each, over=over) for each in (False, True)]
        outcome = await asyncio.to_thread(judging, *maskers)
    else:
        machine = await asyncio.to_thread(session.gate.masker)
        masker = Masker(others=(machine, await agent.hide(exchange.response)))
        outcome = await asyncio.to_thread(judging, masker, masker)
        outcome = await asyncio.to_thread(_without_secrets, outcome, saved, machine)
    session.tokens.see(outcome.secrets, is_got=True)
    session.tokens.see(outcome.secret_values)  # masked as long as a request may send them
    return outcome


def judge_saved(
    saved: SavedRequest,
    exchange: Exchange,
    variables: Mapping[str, str],
    masker: Masker,
    known: Masker,
) -> SavedOutcome:
    """Judge a response by the expectations of its file; the condition of a poll comes first.

    What is sent next depends on the judgements, so they are computed with only those secrets hidden
    that ``known`` hides, which the server may know; see ``Tokens.masker``. Values in the judgements
    are masked by ``masker``, which hides every secret, and then cut; captured values are complete.
    What looks like a secret in the response counts as a secret, as in the history. Reads the body:
    for a thread.
    """
    exchange = without_many_secrets(exchange)
    response = exchange.response
    secrets = secrets_in_answer(response)
    own = Masker(secrets)

    def hide(text: str) -> str:
        return own.text(known.text(text))

    def mask(text: str) -> str:
        return own.text(masker.text(text))

    body = JsonBody(response.body, response.header("Content-Type"), hide)
    answer = Answer(exchange, _find_nothing if response.withheld else body.find, hide)
    checks = tuple(
        Check(each, _shown(_judge(each, answer, variables), mask)) for each in judged_of(saved)
    )
    captures = capture(saved.captures, answer)
    values = [each.value for each in captures if isinstance(each, Captured)]
    secret_values = frozenset(value for value in values if hide(value) != value)
    return SavedOutcome(
        exchange=exchange,
        checks=checks,
        captures=captures,
        secrets=frozenset(filter(partial(_is_in, secret_values), secrets)),
        secret_values=secret_values,
    )


def _without_secrets(outcome: SavedOutcome, saved: SavedRequest, machine: Masker) -> SavedOutcome:
    """Return an outcome without captured secrets of this machine or short ones of the response.

    A longer secret may be captured: it is masked from now on wherever it occurs.
    """
    if outcome.exchange is None:
        return outcome
    response = outcome.exchange.response
    short = secrets_in_answer(response, shortest=SHORTEST_SECRET) - secrets_in_answer(response)
    masker = Masker(short, others=(machine,))
    captures = tuple(_without_secret(each, saved, masker) for each in outcome.captures)
    return msgspec.structs.replace(outcome, captures=captures)


def _without_secret(each: Capture, saved: SavedRequest, masker: Masker) -> Capture:
    """Return a capture of an agent's run; a missed one if it contains a secret."""
    if isinstance(each, Missing) or masker.text(each.value) == each.value:
        return each
    return Missing(each.name, saved.captures[each.name], Unjudged(Unfit.HIDDEN))


def _find_nothing(_path: str) -> Unjudged:
    """Find nothing in a body that is withheld."""
    return Unjudged(Unfit.WITHHELD)


def _is_in(values: Collection[str], secret: str) -> bool:
    masker = Masker((secret,))
    return any(masker.text(value) != value for value in values)


def layered(draft: RequestDraft, layers: tuple[VariableLayer, ...]) -> RequestDraft:
    """Return a draft with more variables, which override its own."""
    return msgspec.structs.replace(draft, layers=(*draft.layers, *layers))


def planned_write(
    session: RunServices, saved: SavedRequest, draft: RequestDraft, where: Target
) -> Write | None:
    """Return the write of a request as far as it is known now; ``None`` for a read.

    That the same call was sent a moment ago is not asked about in a run. Raises ``FileError``.
    """
    return write_of(session.sending.plan(draft, where), saved)


def write_of(plan: SendPlan, saved: SavedRequest) -> Write | None:
    """Return the write of a plan, with the decision of its guards; ``None`` for a read."""
    target = plan.target
    if target.effect is Effect.READ:
        return None
    asked = (decide(each.guard, target.effect) for each in (plan.where, plan.place))
    return Write(saved.path, target.env_type, target.effect, stricter(*asked))


async def _send(
    session: RunServices,
    saved: SavedRequest,
    draft: RequestDraft,
    where: Target,
    consent: Consent,
    agent: CallingAgent | None,
) -> tuple[Answered | Failed, bool]:
    """Send a request; return the result, and whether it is a write."""
    agreed = GuardDecision.SEND
    try:
        write = planned_write(session, saved, draft, where)
    except FileError:
        write = None
    if write is not None and consent.covers(write):
        agreed = consent.decision
    if write is not None and write.decision is GuardDecision.SEND:
        agreed = stricter(agreed, GuardDecision.ASK)
    send = session.sending.send
    result = await send(draft, where, consent=agent or agreed, saved=saved.path)
    return result, write is not None


def _waits(judgement: Judgement) -> bool:
    """Return whether a later response may still meet the condition of a poll."""
    for_good = {Unfit.SUBJECT, Unfit.PATH, Unfit.PATTERN, Unfit.VARIABLE, Unfit.HIDDEN}
    if isinstance(judgement, Unjudged):
        return judgement.reason not in for_good
    return isinstance(judgement, NotHeld)


def _judge(assertion: Assertion, answer: Answer, variables: Mapping[str, str]) -> Judgement:
    try:
        return judge_assertion(_resolved(assertion, variables), answer)
    except FileError as error:
        return Unjudged(Unfit.VARIABLE, str(error.parameters.get("name", "")))


def _shown(judgement: Judgement, mask: Mask) -> Judgement:
    """Mask what a judgement quotes, then cut it: half a secret would not be masked."""
    return with_text(judgement, lambda text: _cut(mask(text)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}{CUT}"


def _resolved(assertion: Assertion, variables: Mapping[str, str]) -> Assertion:
    """Insert variables into the expected value and the path. Raises ``FileError``."""

    def value(text: Scalar) -> Scalar:
        return template.render(text, variables) if isinstance(text, str) else text

    expected = assertion.expected
    several = tuple(map(value, expected)) if isinstance(expected, tuple) else value(expected)
    on = template.render(assertion.on, variables)
    return msgspec.structs.replace(assertion, on=on, expected=several)
