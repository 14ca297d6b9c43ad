"""Diagnose a failed response: was anything executed, what are the causes, and what can be done.

The functions are pure: all input is in the exchange, the error book page of the code and the
``Context``. The texts are in ``i18n.words.doctor``.
"""

import msgspec

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.catalogue.endpoint import Bilingual, Effect
from weda_tui.core.doctor.cause_checks import (
    Cause,
    CauseState,
    Context,
    Documented,
    Fields,
    Quote,
    Value,
    check,
)
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.doctor.failures import Judgement, judge_foreign, judge_status
from weda_tui.core.doctor.messages import is_partly_done
from weda_tui.core.doctor.remedies import Remedy, find_remedies
from weda_tui.core.doctor.stated_causes import OF_ANY_CODE, find_stated_cause
from weda_tui.core.sending.exchange import Exchange, Response


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """The diagnosis of a failed call."""

    executed: Executed
    only_reads: bool = False
    """Whether nothing can have changed only because the call is a read."""
    page: CodeEntry | None
    """The error book page of the code, with the finding as text; ``None`` if the book has none."""
    is_exact: bool = False
    """Whether the page is about exactly this code, not about its family."""
    causes: tuple[Cause, ...] = ()
    """Confirmed causes first, then the possible ones by frequency, and excluded ones last."""
    steps: tuple[Remedy, ...] = ()
    """At most ``MOST_STEPS`` steps; the first one never repeats a write."""


def _only_reads(
    exchange: Exchange, page: CodeEntry | None, context: Context, said: Cause | None
) -> bool:
    if context.endpoint.effect is not Effect.READ:
        return False
    return what_was_executed(exchange, page, Effect.WRITE, said) is not Executed.NO


CATCH_ALL = frozenset({"FailedOperation", "FAILED_OPERATION"})
"""Codes under which a write may have begun; only a documented reason proves that it did not."""


def what_was_executed(
    exchange: Exchange, page: CodeEntry | None, effect: Effect, said: Cause | None = None
) -> Executed:
    """Return whether a failed call did anything; ``page`` is ``ErrorBook.find`` of its code.

    A read does nothing. ``said`` is the cause that the server's message names.
    """
    verdict = exchange.verdict
    if effect is Effect.READ and verdict.outcome is Outcome.FAILURE:
        return Executed.NO
    if verdict.layer is ErrorLayer.PARTIAL:
        return Executed.YES
    if verdict.layer is not ErrorLayer.PROXY and is_partly_done(verdict.message):
        is_refusal = verdict.layer is ErrorLayer.HTTP or (
            page is not None and page.executed is Executed.NO and page.code not in CATCH_ALL
        )
        return Executed.MAYBE if is_refusal else Executed.YES
    evidence = said.evidence if said is not None else None
    if isinstance(evidence, Quote) and evidence.is_precheck and verdict.outcome is Outcome.FAILURE:
        return Executed.NO
    if page is None or verdict.rule or verdict.outcome is Outcome.UNKNOWN:
        return _of_layer(exchange).executed
    return Executed.MAYBE if page.code in CATCH_ALL else page.executed


def diagnose(exchange: Exchange, page: CodeEntry | None, context: Context) -> Diagnosis | None:
    """Diagnose a response; ``None`` for a success. ``page`` is ``ErrorBook.find`` of its code."""
    verdict = exchange.verdict
    if verdict.ok:
        return None
    stated = find_stated_cause(exchange, page, context)
    executed = what_was_executed(exchange, page, context.endpoint.effect, stated)
    if page is None or verdict.rule or verdict.outcome is Outcome.UNKNOWN:
        return _without_page(exchange, context, stated, executed)
    found = [check(cause, exchange, context) for cause in _to_check(page, verdict.layer)]
    causes = [cause for cause in found if cause is not None]
    causes = [each for each in causes if each.id in page.causes or each.state is CauseState.YES]
    causes += _documented(verdict, context)
    if stated is not None:
        causes = _with_stated(stated, causes)
    elif len(causes) == 1 and causes[0].state is CauseState.UNKNOWN:
        causes = [msgspec.structs.replace(causes[0], state=CauseState.YES)]
    ordered = _ordered(causes)
    return Diagnosis(
        executed=executed,
        only_reads=_only_reads(exchange, page, context, stated),
        page=page,
        is_exact=page.code == verdict.code,
        causes=ordered,
        steps=find_remedies(page.steps, ordered, executed, exchange, context),
    )


_OF_VALUES = (
    CauseId.ID_SHAPE, CauseId.REQUIRED_MISSING, CauseId.VALUE_NOT_LISTED, CauseId.VALUE_TYPE,
)  # fmt: skip


def _to_check(page: CodeEntry, layer: ErrorLayer) -> tuple[CauseId, ...]:
    """Return the causes of a page to check.

    If the page covers many failures, the causes that a comparison with the documentation can show
    are added. For an object store, the kind of the token is added, because a Bearer token may have
    been sent to a signed address.
    """
    is_broad = not OF_ANY_CODE.isdisjoint(page.causes)
    token = (CauseId.TOKEN_KIND,) if layer is ErrorLayer.STORAGE else ()
    return tuple(dict.fromkeys((*page.causes, *(_OF_VALUES if is_broad else ()), *token)))


_KNOWN_TO_SERVER = frozenset({CauseId.CLOCK_SKEW, CauseId.TOKEN_REVOKED})
"""Causes about which the server knows more than a local check can find out."""


def _with_stated(said: Cause, causes: list[Cause]) -> list[Cause]:
    """Put the cause from the message first, unless a fact of the request states it more exactly."""
    if said.id not in _KNOWN_TO_SERVER and any(
        each.id is said.id and each.state is CauseState.NO and each.evidence for each in causes
    ):
        return causes  # a fact contradicts the message
    meant = said.evidence.documented if isinstance(said.evidence, Quote) else None
    causes = [each for each in causes if not _means(each, meant)]
    facts = [each for each in causes if each.state is CauseState.YES and each.evidence]
    others = [each for each in causes if each.id is not said.id and each not in facts]
    exact = [each for each in facts if each.id is said.id or _explains(each, said)]
    rest = [each for each in facts if each not in exact]
    first = [said] if not exact else [*exact, said]
    return [*first, *(each for each in rest if each.id is not said.id), *others]


def _means(cause: Cause, meaning: Bilingual | None) -> bool:
    return isinstance(cause.evidence, Documented) and cause.evidence.meaning == meaning


_VAGUE = frozenset(
    {*_OF_VALUES, CauseId.NOT_FOUND, CauseId.VALUE_UNFIT, CauseId.STATE, CauseId.RIGHTS}
)


def _explains(fact: Cause, said: Cause) -> bool:
    """Return whether a fact of the request is the reason for the server's message."""
    if fact.id not in _OF_VALUES:
        return fact.id in _OF_REQUEST
    named = said.evidence.values if isinstance(said.evidence, Quote) else ()
    match fact.evidence:
        case Fields(findings):
            paths = [finding.path for finding in findings]
        case Value(path):
            paths = [path]
        case _:
            return False
    is_about = any(value.path in paths for value in named)
    return said.id in _VAGUE and (is_about or not named)


_OF_REQUEST = frozenset(
    {
        CauseId.TOKEN_KIND, CauseId.TOKEN_EXPIRED, CauseId.CLOCK_SKEW, CauseId.ENV_TYPE,
        CauseId.BODY_SYNTAX, CauseId.MODEL_UNKNOWN, CauseId.PATH, CauseId.METHOD,
    }
)  # fmt: skip
"""Facts that the request itself shows and that decide whatever the server says."""


def _ordered(causes: list[Cause]) -> tuple[Cause, ...]:
    order = [CauseState.YES, CauseState.UNKNOWN, CauseState.NO]
    return tuple(sorted(causes, key=lambda cause: order.index(cause.state)))


def _documented(verdict: Verdict, context: Context) -> list[Cause]:
    """Return the causes that the error page lists for this call and code.

    A cause that the message contains is confirmed.
    """
    text = _without_blanks(verdict.message)
    causes: list[Cause] = []
    for each in context.endpoint.failure_causes:
        if each.code != verdict.code or not each.meaning.zh:
            continue
        is_said = _without_blanks(each.meaning.zh) in text
        state = CauseState.YES if is_said else CauseState.UNKNOWN
        evidence = Documented(each.meaning, verdict.message if is_said else "")
        causes.append(Cause(id=CauseId.DOCUMENTED, state=state, evidence=evidence))
    return causes


def _without_blanks(text: str) -> str:
    return "".join(text.split())


# -- answers without a page ----------------------------------------------------------------------


def _without_page(
    exchange: Exchange, context: Context, said: Cause | None, executed: Executed
) -> Diagnosis:
    """Diagnose by the layer, the HTTP status and the server's message."""
    judgement = _of_layer(exchange)
    found = [check(cause, exchange, context) for cause in judgement.causes]
    causes = [cause for cause in found if cause is not None]
    if said is not None:
        causes = _with_stated(said, causes)
    elif exchange.verdict.code.endswith("=false") and context.endpoint.limit.zh:
        limit = Documented(context.endpoint.limit)
        causes = [Cause(id=CauseId.QUOTA, state=CauseState.YES, evidence=limit)]
    elif judgement.causes in _CERTAIN and causes and causes[0].state is CauseState.UNKNOWN:
        causes = [msgspec.structs.replace(causes[0], state=CauseState.YES)]
    ordered = _ordered(causes)
    return Diagnosis(
        executed=executed,
        only_reads=_only_reads(exchange, None, context, said),
        page=None,
        causes=ordered,
        steps=find_remedies(judgement.steps, ordered, executed, exchange, context),
    )


_CERTAIN = {(CauseId.BLOCK_PAGE,), (CauseId.RATE,), (CauseId.SIZE,)}
"""Causes that a status or a page proves by itself."""


def _of_layer(exchange: Exchange) -> Judgement:
    verdict = exchange.verdict
    if verdict.outcome is Outcome.UNKNOWN or verdict.rule:
        return Judgement(Executed.MAYBE, (), (StepId.SUCCESS_RULE, StepId.OPEN_DOCS))
    docs = (StepId.OPEN_DOCS, StepId.COPY_REQUEST_ID)
    match verdict.layer:
        case ErrorLayer.PARTIAL:
            return Judgement(Executed.YES, (), (StepId.COPY_REQUEST_ID,))
        case ErrorLayer.PROXY | ErrorLayer.HTTP:
            status, is_page = exchange.response.status, verdict.layer is ErrorLayer.PROXY
            found = judge_foreign(verdict.code) or judge_status(status, is_page=is_page)
            if status == 303:  # 303 follows executed work (RFC 9110, 15.4.4)
                return msgspec.structs.replace(found, executed=Executed.MAYBE)
            return found
        case ErrorLayer.STORAGE if _is_refused_object(exchange.response):
            return Judgement(Executed.NO, (), docs)
        case _:
            return Judgement(Executed.MAYBE, (), docs)


def _is_refused_object(response: Response) -> bool:
    """Return whether an object store, which responds in XML, refused to store an object."""
    is_refused = (
        response.status < 500 or response.status == 507
    ) and b"Timeout" not in response.body
    return is_refused and response.body.lstrip().startswith(b"<")
