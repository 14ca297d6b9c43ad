"""Turns a verdict, and the page of its code, into an explanation in words."""

import msgspec

from weda_tui.core.clean import clean
from weda_tui.core.code_layers import Layer
from weda_tui.core.endpoint import Endpoint
from weda_tui.core.error_book import CodeEntry
from weda_tui.core.remedies import CauseId, Executed, StepId
from weda_tui.core.verdict import Outcome, Verdict
from weda_tui.i18n.explain import explain_verdict
from weda_tui.i18n.facts import layer_words
from weda_tui.i18n.strings import Strings


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What a verdict means, why it may be, and what to do; each a line that is safe to draw."""

    meaning: str
    causes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


def cause_words(cause: CauseId, strings: Strings) -> str:
    """Return a reason as a statement."""
    words: object = getattr(strings.doctor.causes, cause.replace("-", "_"))
    return str(words)


def step_words(step: StepId, strings: Strings) -> str:
    """Return what can be done."""
    words: object = getattr(strings.doctor.steps, step.replace("-", "_"))
    return str(words)


def executed_words(executed: Executed, strings: Strings) -> str:
    """Return whether anything was executed."""
    words: object = getattr(strings.doctor, f"executed_{executed}")
    return str(words)


def explain_answer(
    verdict: Verdict,
    entry: CodeEntry | None,
    endpoint: Endpoint | None,
    strings: Strings,
) -> Explanation:
    """Explain a verdict by the page of its code; the endpoint's documented causes come first."""
    if verdict.ok:
        return Explanation(meaning=strings.doctor.worked)
    causes = _documented_causes(verdict, endpoint, strings)
    if entry is None:
        return Explanation(
            meaning=_unknown(verdict, strings), causes=causes, steps=_plain_steps(verdict, strings)
        )
    language = strings.language
    meaning = entry.meaning.text(language)
    if entry.code != verdict.code:
        code = clean(verdict.code)
        meaning = strings.doctor.family.format(code=code, family=entry.code) + meaning
    return Explanation(
        meaning=meaning,
        causes=(*causes, *(cause_words(each, strings) for each in entry.causes)),
        steps=(entry.hint.text(language), *(step_words(each, strings) for each in entry.steps)),
    )


def _unknown(verdict: Verdict, strings: Strings) -> str:
    """Say what the layer means, and of a code that it is documented nowhere."""
    explained = explain_verdict(verdict, strings)
    meaning = explained.what if explained else ""
    is_code = verdict.layer not in {Layer.HTTP, Layer.PROXY, Layer.PARTIAL, Layer.NONE}
    if not is_code or verdict.rule:
        return meaning
    said = strings.doctor.not_documented.format(code=clean(verdict.code))
    by = strings.doctor.said_by.format(layer=layer_words(verdict.layer, strings))
    return f"{said}{'' if strings.language == 'zh' else ' '}{by}"


def _plain_steps(verdict: Verdict, strings: Strings) -> tuple[str, ...]:
    explained = explain_verdict(verdict, strings)
    hint = (explained.hint,) if explained else ()
    more: tuple[StepId, ...] = ()
    if verdict.outcome is Outcome.UNKNOWN:
        more = (StepId.SUCCESS_RULE,)
    elif verdict.layer is Layer.PROXY:
        more = (StepId.OPEN_BROWSER, StepId.CHECK_ENVIRONMENT)
    elif verdict.request_id:
        more = (StepId.COPY_REQUEST_ID,)
    return (*hint, *(step_words(each, strings) for each in more))


def _documented_causes(
    verdict: Verdict, endpoint: Endpoint | None, strings: Strings
) -> tuple[str, ...]:
    """Return the reasons that the error page names for this call and code."""
    if endpoint is None:
        return ()
    return tuple(
        clean(cause.meaning.text(strings.language))
        for cause in endpoint.failure_causes
        if cause.code == verdict.code
    )
