"""The doctor: was anything executed, why may it be, and what can be done, for one failed answer.

Pure: everything it looks at is in the exchange, the page of its code and the ``Context``. The
words are in ``i18n.words.doctor``.
"""

from collections.abc import Iterable

import msgspec

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.catalogue.endpoint import Effect
from weda_tui.core.doctor.cause_checks import (
    Cause,
    CauseState,
    Context,
    Documented,
    Fields,
    Names,
    Value,
    check,
    clocks,
)
from weda_tui.core.doctor.error_book import CauseId, CodeEntry, Executed, StepId
from weda_tui.core.requests.draft_check import DraftFinding, FindingKind
from weda_tui.core.sending.exchange import Exchange

MOST_STEPS = 5
LONGEST_WAIT = 600.0
"""Seconds; a longer Retry-After is not waited for here."""


class Remedy(msgspec.Struct, frozen=True, kw_only=True):
    """Something to do next, and what has to be known to do it."""

    id: StepId
    repeats_write: bool = False
    """Whether it sends a write again."""
    asks: bool = False
    """Whether the user is asked before it leaves: by the guard, or because it may have worked."""
    seconds: float | None = None
    """How long to wait first, where the server says so."""
    text: str = ""
    """The env type or the name to take."""
    field: DraftFinding | None = None
    """The value to go to."""


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """What the doctor says."""

    executed: Executed
    page: CodeEntry | None
    """The page of the code: the finding in words. ``None`` for a code that nobody documents."""
    is_exact: bool = False
    """Whether it is the page of this very code, not of its family."""
    causes: tuple[Cause, ...] = ()
    """The one first, then by how often they are the reason; those ruled out last."""
    steps: tuple[Remedy, ...] = ()
    """At most ``MOST_STEPS``; the first one never repeats a write."""


def what_was_executed(exchange: Exchange, page: CodeEntry | None) -> Executed:
    """Say whether a call that failed did anything. ``page`` is ``ErrorBook.find`` of its code."""
    verdict = exchange.verdict
    if page is None or verdict.rule or verdict.outcome is Outcome.UNKNOWN:
        return _of_layer(exchange)[0]
    return Executed.YES if verdict.layer is ErrorLayer.PARTIAL else page.executed


def diagnose(exchange: Exchange, page: CodeEntry | None, context: Context) -> Diagnosis | None:
    """Look at an answer; ``None`` for a success. ``page`` is ``ErrorBook.find`` of its code."""
    verdict = exchange.verdict
    if verdict.ok:
        return None
    if page is None or verdict.rule or verdict.outcome is Outcome.UNKNOWN:
        return _without_page(exchange, context)
    executed = what_was_executed(exchange, page)
    causes = [*_documented(verdict, context), *_checked(page.causes, exchange, context)]
    if len(causes) == 1 and causes[0].state is CauseState.UNKNOWN:
        causes = [msgspec.structs.replace(causes[0], state=CauseState.YES)]
    return Diagnosis(
        executed=executed,
        page=page,
        is_exact=page.code == verdict.code,
        causes=_ordered(causes),
        steps=_steps(page.steps, causes, executed, exchange, context),
    )


def _checked(wanted: tuple[CauseId, ...], exchange: Exchange, context: Context) -> list[Cause]:
    found = (check(cause, exchange, context) for cause in wanted)
    return [cause for cause in found if cause is not None]


def _ordered(causes: list[Cause]) -> tuple[Cause, ...]:
    order = [CauseState.YES, CauseState.UNKNOWN, CauseState.NO]
    return tuple(sorted(causes, key=lambda cause: order.index(cause.state)))


def _documented(verdict: Verdict, context: Context) -> list[Cause]:
    """Return what the error page names for this call and code; the one the server said is a yes."""
    said = _without_blanks(verdict.message)
    causes: list[Cause] = []
    for each in context.endpoint.failure_causes:
        if each.code != verdict.code or not each.meaning.zh:
            continue
        is_said = _without_blanks(each.meaning.zh) in said
        state = CauseState.YES if is_said else CauseState.UNKNOWN
        evidence = Documented(each.meaning, verdict.message if is_said else "")
        causes.append(Cause(id=CauseId.DOCUMENTED, state=state, evidence=evidence))
    return causes


def _without_blanks(text: str) -> str:
    return "".join(text.split())


# -- answers without a page ----------------------------------------------------------------------


_Told = tuple[Executed, tuple[CauseId, ...], tuple[StepId, ...]]


def _without_page(exchange: Exchange, context: Context) -> Diagnosis:
    """Say what the layer and the HTTP status tell; of a code nobody documents, no cause."""
    executed, wanted, steps = _of_layer(exchange)
    causes = _checked(wanted, exchange, context)
    return Diagnosis(
        executed=executed,
        page=None,
        causes=_ordered(causes),
        steps=_steps(steps, causes, executed, exchange, context),
    )


def _of_layer(exchange: Exchange) -> _Told:
    verdict = exchange.verdict
    if verdict.outcome is Outcome.UNKNOWN or verdict.rule:
        return Executed.MAYBE, (), (StepId.SUCCESS_RULE, StepId.OPEN_DOCS)
    match verdict.layer:
        case ErrorLayer.PARTIAL:
            return Executed.YES, (), (StepId.COPY_REQUEST_ID,)
        case ErrorLayer.PROXY:
            steps = (StepId.CHECK_ENVIRONMENT, StepId.OPEN_BROWSER)
            return Executed.NO, (CauseId.PROXY_PAGE,), steps
        case ErrorLayer.HTTP:
            return _of_status(exchange.response.status)
        case _:
            return Executed.MAYBE, (), (StepId.OPEN_DOCS, StepId.COPY_REQUEST_ID)


def _of_status(status: int) -> _Told:
    """Return what an HTTP status says where no envelope says more (RFC 9110)."""
    if status == 429:
        return Executed.NO, (CauseId.RATE,), (StepId.WAIT_AND_SEND,)
    if status in {404, 405}:
        causes = (CauseId.PATH, CauseId.METHOD, CauseId.ENV_TYPE, CauseId.HOST)
        return Executed.NO, causes, (StepId.OPEN_DOCS, StepId.CHECK_ENVIRONMENT)
    if status in {401, 403}:
        causes = (CauseId.TOKEN_EXPIRED, CauseId.TOKEN_KIND, CauseId.CLOCK_SKEW)
        return Executed.NO, causes, (StepId.RENEW_AND_SEND, StepId.CHECK_ENVIRONMENT)
    if 300 <= status < 400:
        causes = (CauseId.HOST, CauseId.HTTP_NOT_HTTPS)
        return Executed.NO, causes, (StepId.EDIT_ENVIRONMENT, StepId.CHECK_ENVIRONMENT)
    if status >= 500:
        steps = (StepId.LOOK_FIRST, StepId.SEND_AGAIN, StepId.CHECK_ENVIRONMENT)
        return Executed.MAYBE, (CauseId.SERVER,), steps
    return Executed.NO, (), (StepId.OPEN_DOCS, StepId.COPY_REQUEST_ID)


# -- steps ---------------------------------------------------------------------------------------

_SENDS = frozenset(
    {StepId.RENEW_AND_SEND, StepId.WAIT_AND_SEND, StepId.SEND_AGAIN, StepId.FIX_SPELLING}
)
"""Steps at whose end the call leaves again."""


def _steps(
    wanted: tuple[StepId, ...],
    causes: list[Cause],
    executed: Executed,
    exchange: Exchange,
    context: Context,
) -> tuple[Remedy, ...]:
    """Keep the steps that can be taken, the first of which repeats no write."""
    is_write = context.endpoint.effect is not Effect.READ
    known = {cause.id: cause for cause in causes}
    if exchange.is_replay:  # a new token was refused too: that helps once something else is mended
        wanted = tuple(sorted(wanted, key=lambda each: each is StepId.RENEW_AND_SEND))
    steps = [
        step
        for each in wanted
        if (step := _step(each, known, exchange, context, is_write=is_write)) is not None
    ]
    if _field(cause for cause in causes if cause.state is CauseState.YES):
        steps.sort(key=lambda step: step.id is not StepId.GO_TO_FIELD)
    if executed is not Executed.NO or is_write:
        steps.sort(key=lambda step: step.repeats_write)
    return tuple(steps[:MOST_STEPS])


def _step(
    step: StepId,
    causes: dict[CauseId, Cause],
    exchange: Exchange,
    context: Context,
    *,
    is_write: bool,
) -> Remedy | None:
    """Return a step with what it needs; ``None`` where there is nothing to do."""
    repeats = is_write and step in _SENDS
    match step:
        case StepId.USE_SERVER_CLOCK:
            return None  # tokens are counted from when they came, not by the clock: nothing to set
        case StepId.SWITCH_ENV_TYPE:
            other = _other_env_type(causes.get(CauseId.ENV_TYPE), context)
            return Remedy(id=step, text=other) if other else None
        case StepId.FIX_SPELLING:
            cause = causes.get(CauseId.MODEL_UNKNOWN)
            nearest = cause.evidence.nearest if cause and isinstance(cause.evidence, Names) else ""
            is_it = cause is not None and cause.state is CauseState.YES and nearest
            return Remedy(id=step, text=nearest, repeats_write=repeats) if is_it else None
        case StepId.GO_TO_FIELD:
            return (
                Remedy(id=step, field=_field(causes.values()))
                if context.endpoint.has_path
                else None
            )
        case StepId.LOOK_FIRST:
            return Remedy(id=step) if is_write else None
        case StepId.COPY_REQUEST_ID:
            return Remedy(id=step) if exchange.verdict.request_id else None
        case StepId.WAIT_AND_SEND:
            return Remedy(id=step, seconds=_retry_after(exchange), repeats_write=repeats)
        case _:
            return Remedy(id=step, repeats_write=repeats)


def _other_env_type(cause: Cause | None, context: Context) -> str:
    """Return the env type to switch to: the nearest, else the first other one; empty for none."""
    names = [each.name for each in context.where.environment.env_types]
    given = context.where.env_type
    if cause is not None and isinstance(cause.evidence, Names):
        given = cause.evidence.given
        if cause.evidence.nearest and cause.state is CauseState.YES:
            return cause.evidence.nearest
    return next((name for name in names if name != given), "")


def _field(causes: Iterable[Cause]) -> DraftFinding | None:
    """Return the first value that the documents object to."""
    for cause in causes:
        match cause.evidence:
            case Fields(findings) if findings:
                return findings[0]
            case Value(path) if cause.state is CauseState.YES:
                return DraftFinding(location="body", path=path, kind=FindingKind.WRONG_TYPE)
            case _:
                pass
    return None


def _retry_after(exchange: Exchange) -> float | None:
    """Return the seconds that the server asks to wait; ``None`` when it does not say."""
    text = exchange.response.header("Retry-After").strip()
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return min(float(text), LONGEST_WAIT)
    told = clocks(exchange)
    try:
        from email.utils import parsedate_to_datetime

        at = parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    now = told.server if told else exchange.started_at + exchange.elapsed
    return min(max(0.0, at - now), LONGEST_WAIT)
