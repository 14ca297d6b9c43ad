"""One saved request sent as its file says: variables, poll, assertions, captures."""

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
    Mask,
    Missed,
    Taken,
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
"""Characters of a value that a judgement keeps."""


BeforeRepeat = Callable[[], Awaitable[None]]
"""Awaited before a poll sends its request again, once its pause is over."""


async def repeat_at_once() -> None:
    """Let a poll send its request again."""


class RequestSource(Protocol):
    """Where saved requests come from."""

    def find(self, path: str) -> SavedRequest:
        """Return the request of a path. Raises ``FileError``."""
        ...

    def draft(self, saved: SavedRequest) -> RequestDraft:
        """Return what it sends, with the variables of its folders and its own as layers.

        Raises ``FileError``.
        """
        ...


class SavedOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What sending one saved request came to."""

    exchange: Exchange | None = None
    error: WedaError | None = None
    checks: tuple[Check, ...] = ()
    captures: tuple[Capture, ...] = ()
    attempts: int = 0
    is_write: bool = False
    """Whether the call changes something."""
    delivery: Delivery = Delivery.NOT_SENT
    """How far it came, where no answer did."""
    secrets: frozenset[str] = frozenset()
    """Those in captured values that the session may not know yet."""
    secret_values: frozenset[str] = frozenset()
    """Captured values with a secret in them."""

    @property
    def ok(self) -> bool:
        """Whether it passed, and has what others need of it."""
        is_whole = all(isinstance(each, Taken) for each in self.captures)
        return self.exchange is not None and is_whole and all(each.ok for each in self.checks)


def keep_judgement(session: RunServices, path: str, outcome: "SavedOutcome") -> None:
    """Have the history know whether all held that the file of a saved request says."""
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
    """Send a saved request, again as its poll says, and judge the last answer.

    A call that changes something is sent once, whatever its poll says: that is what was agreed to.
    ``draft`` has the layers over the variables of the file; ``agent`` is who sends it, if no person
    does. Every expected failure is in the outcome; cancelling the task stops the call or the wait.
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
    """Judge an answer that just came; see ``judge_saved``. Captured secrets are masked from now.

    So are the tokens that other processes got: none of them is captured as a value. An agent writes
    the file as well, and sees what its conditions say: they know of no secret of this machine, nor
    of what any of its answers had as one. Raises ``FileError`` where those cannot be read.
    """
    with suppress(FileError):  # of the file of the tokens; what this process got is masked anyway
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
    session.tokens.see(outcome.secret_values)  # as long as a request may be sent with them
    return outcome


def judge_saved(
    saved: SavedRequest,
    exchange: Exchange,
    variables: Mapping[str, str],
    masker: Masker,
    known: Masker,
) -> SavedOutcome:
    """Judge an answer by what its file says: the condition of a poll comes first.

    What comes next depends on the judgements, so they know of no secret but those that ``known``
    hides, which the server of the answer may have; see ``Tokens.masker``. Values in them are masked
    by ``masker``, which hides every one, and cut; captured values are whole. What looks like a
    secret in the answer counts as one, as it does in the history. Reads the body: for a thread.
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
    values = [each.value for each in captures if isinstance(each, Taken)]
    secret_values = frozenset(value for value in values if hide(value) != value)
    return SavedOutcome(
        exchange=exchange,
        checks=checks,
        captures=captures,
        secrets=frozenset(filter(partial(_is_in, secret_values), secrets)),
        secret_values=secret_values,
    )


def _without_secrets(outcome: SavedOutcome, saved: SavedRequest, machine: Masker) -> SavedOutcome:
    """Return an outcome that captured no secret of this machine, nor a short one of its answer.

    A longer one may be captured: it is masked from now wherever it stands.
    """
    if outcome.exchange is None:
        return outcome
    response = outcome.exchange.response
    short = secrets_in_answer(response, shortest=SHORTEST_SECRET) - secrets_in_answer(response)
    masker = Masker(short, others=(machine,))
    captures = tuple(_without_secret(each, saved, masker) for each in outcome.captures)
    return msgspec.structs.replace(outcome, captures=captures)


def _without_secret(each: Capture, saved: SavedRequest, masker: Masker) -> Capture:
    """Return what an agent's run captured, unless it has a secret in it."""
    if isinstance(each, Missed) or masker.text(each.value) == each.value:
        return each
    return Missed(each.name, saved.captures[each.name], Unjudged(Unfit.HIDDEN))


def _find_nothing(_path: str) -> Unjudged:
    """Find nothing in a body that nobody may see."""
    return Unjudged(Unfit.WITHHELD)


def _is_in(values: Collection[str], secret: str) -> bool:
    masker = Masker((secret,))
    return any(masker.text(value) != value for value in values)


def layered(draft: RequestDraft, layers: tuple[VariableLayer, ...]) -> RequestDraft:
    """Return a draft with more variables over its own."""
    return msgspec.structs.replace(draft, layers=(*draft.layers, *layers))


def planned_write(
    session: RunServices, saved: SavedRequest, draft: RequestDraft, where: Target
) -> Write | None:
    """Return what a guard says to a request as far as it is known now; ``None`` for a read.

    Raises ``FileError``. That the same call left a moment ago is no question in a run.
    """
    return write_of(session.sending.plan(draft, where), saved)


def write_of(plan: SendPlan, saved: SavedRequest) -> Write | None:
    """Return what a guard says to a request as it is planned; ``None`` for a read."""
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
    """Send a request; return whether it changes something as well."""
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
    """Return whether another answer may still meet the condition of a poll."""
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
    """Mask what a judgement repeats of the answer, then cut it: half a secret is not masked."""
    return with_text(judgement, lambda text: _cut(mask(text)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}{CUT}"


def _resolved(assertion: Assertion, variables: Mapping[str, str]) -> Assertion:
    """Put variables into what is expected and into a path. Raises ``FileError``."""

    def value(text: Scalar) -> Scalar:
        return template.render(text, variables) if isinstance(text, str) else text

    expected = assertion.expected
    several = tuple(map(value, expected)) if isinstance(expected, tuple) else value(expected)
    on = template.render(assertion.on, variables)
    return msgspec.structs.replace(assertion, on=on, expected=several)
