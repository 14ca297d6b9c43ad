"""One saved request sent as its file says: variables, poll, assertions, captures."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, assert_never

import msgspec

from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.collections.saved_request import Assertion, SavedRequest, Scalar
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError, WedaError
from weda_tui.core.guard.decision import Ruling, rule, stricter
from weda_tui.core.history.entry import FileJudgement
from weda_tui.core.masking import Masker
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.requests.variables import VariableLayer
from weda_tui.core.runs.answer_values import Answer, Unfit, Unjudged
from weda_tui.core.runs.assertions import (
    AssertionHeld,
    Judgement,
    NotHeld,
    judge_assertion,
    judged_of,
)
from weda_tui.core.runs.captures import Capture, Taken, capture
from weda_tui.core.runs.results import Check, Consent, Write
from weda_tui.core.sending.exchange import Answered, Exchange, Failed
from weda_tui.core.text import template
from weda_tui.formats.jsonpath.read import JsonBody

if TYPE_CHECKING:
    from weda_tui.session.session import Session

LONGEST_SHOWN = 200
"""Characters of a value that a judgement keeps."""


class Shelf(Protocol):
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

    @property
    def ok(self) -> bool:
        """Whether it passed, and has what others need of it."""
        is_whole = all(isinstance(each, Taken) for each in self.captures)
        return self.exchange is not None and is_whole and all(each.ok for each in self.checks)


def keep_judgement(session: "Session", path: str, outcome: "SavedOutcome") -> None:
    """Have the history know whether all held that the file of a saved request says."""
    if outcome.exchange is None:
        return
    at = outcome.exchange.started_at
    session.history.judge(FileJudgement(session.saved_name(path), at, outcome.ok))


async def send_saved(
    session: "Session",
    shelf: Shelf,
    saved: SavedRequest,
    where: Target,
    layers: tuple[VariableLayer, ...],
    consent: Consent,
) -> SavedOutcome:
    """Send a saved request, again as its poll says, and judge the last answer.

    ``layers`` stand over the variables of the file. Every expected failure is in the outcome;
    cancelling the task stops the call or the wait.
    """
    attempts, begun = 0, session.clock.monotonic()
    try:
        draft = layered(shelf.draft(saved), layers)
    except FileError as error:
        return SavedOutcome(error=error.masked(session.masker()))
    while True:
        attempts += 1
        result = await _send(session, saved, draft, where, consent)
        if isinstance(result, Failed):
            return SavedOutcome(error=result.error, attempts=attempts)
        variables, masker = session.variables(where, draft), session.masker()
        outcome = await asyncio.to_thread(judge_saved, saved, result.exchange, variables, masker)
        outcome = msgspec.structs.replace(outcome, attempts=attempts)
        keep_judgement(session, saved.path, outcome)
        poll = saved.poll
        if poll is None or not _waits(outcome.checks[0].judgement):
            return outcome
        if session.clock.monotonic() - begun + poll.every > poll.at_most:
            return outcome
        await asyncio.sleep(poll.every)


def judge_saved(
    saved: SavedRequest, exchange: Exchange, variables: Mapping[str, str], masker: Masker
) -> SavedOutcome:
    """Judge an answer by what its file says: the condition of a poll comes first.

    Values in the judgements are masked and cut, captured ones are whole. Reads the body: for a
    thread.
    """
    response = exchange.response
    body = JsonBody(response.body, response.header("Content-Type"))
    answer = Answer(exchange, body.find)
    checks = tuple(
        Check(each, _shown(_judge(each, answer, variables), masker)) for each in judged_of(saved)
    )
    return SavedOutcome(exchange=exchange, checks=checks, captures=capture(saved.captures, answer))


def layered(draft: RequestDraft, layers: tuple[VariableLayer, ...]) -> RequestDraft:
    """Return a draft with more variables over its own."""
    return msgspec.structs.replace(draft, layers=(*draft.layers, *layers))


def planned_write(
    session: "Session", saved: SavedRequest, draft: RequestDraft, where: Target
) -> Write | None:
    """Return what a guard says to a request as far as it is known now; ``None`` for a read.

    Raises ``FileError``. That the same call left a moment ago is no question in a run.
    """
    preflight = session.preflight(draft, where, ())
    if preflight.effect is Effect.READ:
        return None
    asked = (rule(each.guard, preflight.effect) for each in (where, preflight.target))
    return Write(saved.path, preflight.env_type, preflight.effect, stricter(*asked))


async def _send(
    session: "Session", saved: SavedRequest, draft: RequestDraft, where: Target, consent: Consent
) -> Answered | Failed:
    agreed = Ruling.SEND
    try:
        write = planned_write(session, saved, draft, where)
    except FileError:
        write = None
    if write is not None and consent.covers(write):
        agreed = consent.ruling
    if write is not None and write.ruling is Ruling.SEND:
        agreed = stricter(agreed, Ruling.ASK)
    return await session.send(draft, where, consent=agreed, saved=saved.path)


def _waits(judgement: Judgement) -> bool:
    """Return whether another answer may still meet the condition of a poll."""
    for_good = {Unfit.SUBJECT, Unfit.PATH, Unfit.PATTERN, Unfit.VARIABLE}
    if isinstance(judgement, Unjudged):
        return judgement.reason not in for_good
    return isinstance(judgement, NotHeld)


def _judge(assertion: Assertion, answer: Answer, variables: Mapping[str, str]) -> Judgement:
    try:
        return judge_assertion(_resolved(assertion, variables), answer)
    except FileError as error:
        return Unjudged(Unfit.VARIABLE, str(error.parameters.get("name", "")))


def _shown(judgement: Judgement, masker: Masker) -> Judgement:
    """Mask what a judgement repeats of the answer, then cut it: half a secret is not masked."""
    match judgement:
        case AssertionHeld(actual):
            return AssertionHeld(_cut(masker.text(actual)))
        case NotHeld(actual):
            return NotHeld(None if actual is None else _cut(masker.text(actual)))
        case Unjudged(reason, detail):
            return Unjudged(reason, _cut(masker.text(detail)))
        case _:
            assert_never(judgement)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _resolved(assertion: Assertion, variables: Mapping[str, str]) -> Assertion:
    """Put variables into what is expected and into a path. Raises ``FileError``."""

    def value(text: Scalar) -> Scalar:
        return template.render(text, variables) if isinstance(text, str) else text

    expected = assertion.expected
    several = tuple(map(value, expected)) if isinstance(expected, tuple) else value(expected)
    on = template.render(assertion.on, variables)
    return msgspec.structs.replace(assertion, on=on, expected=several)
