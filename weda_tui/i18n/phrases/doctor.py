"""Explains a verdict, with the error book's page for its code, in words."""

import msgspec

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.doctor.cause_checks import (
    Cause,
    CauseState,
    CauseText,
    Clocks,
    Count,
    Documented,
    Fields,
    Kinds,
    Names,
    Quote,
    Renewed,
    TimeLeft,
    Value,
)
from weda_tui.core.doctor.causes import CauseId, Executed, StepId
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.doctor.messages import SentValue
from weda_tui.core.doctor.pasted import PastedDiagnosis, no_answer_code
from weda_tui.core.doctor.remedies import STATE, Remedy
from weda_tui.core.json.text import JsonFault
from weda_tui.core.masking import Masker
from weda_tui.core.sending.exchange import Failed
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import UNKNOWN, explain, explain_verdict
from weda_tui.i18n.phrases.facts import layer_words, token_kind_words
from weda_tui.i18n.phrases.requests import findings_words
from weda_tui.i18n.quantities import clock_time, count, size, time_left
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import find_text
from weda_tui.i18n.words.doctor import EvidenceWords


class ErrorExplanation(msgspec.Struct, frozen=True, kw_only=True):
    """The meaning of a verdict, its possible causes, and next steps; each line is safe to draw."""

    meaning: str
    causes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()

    def masked(self, masker: Masker) -> "ErrorExplanation":
        """Return the explanation with secrets masked."""
        return ErrorExplanation(
            meaning=masker.text(self.meaning),
            causes=tuple(map(masker.text, self.causes)),
            steps=tuple(map(masker.text, self.steps)),
        )


def cause_words(cause: CauseId, strings: Strings) -> str:
    """Return a possible cause as a statement."""
    return find_text(strings.doctor.causes, cause.replace("-", "_"))


def step_words(step: StepId, strings: Strings) -> str:
    """Return a next step in words."""
    return find_text(strings.doctor.steps, step.replace("-", "_"))


def executed_words(executed: Executed, strings: Strings) -> str:
    """Return whether the call was executed."""
    return find_text(strings.doctor, f"executed_{executed}")


def explain_answer(
    found: PastedDiagnosis, strings: Strings, *, has_log: bool = False
) -> ErrorExplanation:
    """Explain a pasted response by its diagnosis.

    ``has_log`` says that the RequestId can be searched in the server's log, not only copied.
    """
    verdict, diagnosis = found.verdict, found.diagnosis
    if diagnosis is None:
        return ErrorExplanation(meaning=strings.doctor.worked)
    causes = [each for each in diagnosis.causes if each.state is not CauseState.NO]
    meaning = _meaning(verdict, diagnosis.page, strings)
    if no_answer_code(verdict):
        meaning, causes = cause_words(causes[0].id, strings), causes[1:]
    steps = _steps(found, diagnosis, strings)
    if has_log:
        copy = step_words(StepId.COPY_REQUEST_ID, strings)
        search = step_words(StepId.SERVER_LOG, strings)
        steps = [search if step == copy else step for step in steps]
    return ErrorExplanation(
        meaning=meaning,
        causes=tuple(_reason(each, strings) for each in causes),
        steps=tuple(dict.fromkeys(steps)),
    )


def _reason(cause: Cause, strings: Strings) -> str:
    """Return a cause with the fact that confirms it."""
    evidence = evidence_words(cause, strings) if cause.state is CauseState.YES else ""
    return f"{checked_words(cause, strings)}   {evidence}".rstrip()


def _meaning(verdict: Verdict, page: CodeEntry | None, strings: Strings) -> str:
    if page is None:
        return _unknown(verdict, strings)
    meaning = page.meaning.text(strings.language)
    if page.code == verdict.code:
        return meaning
    code = strip_control_characters(verdict.code)
    return strings.doctor.family.format(code=code, family=page.code) + meaning


_OF_STATUS = frozenset({ErrorLayer.HTTP, ErrorLayer.PROXY})


def _steps(found: PastedDiagnosis, diagnosis: Diagnosis, strings: Strings) -> list[str]:
    """Return the steps and the page's advice; a check comes before any repetition of the call."""
    verdict, page = found.verdict, diagnosis.page
    first = diagnosis.causes[0].id if diagnosis.causes else None
    if page is not None:
        advice = page.hint.text(strings.language)
    elif no_answer_code(verdict) and isinstance(found.state, Failed):
        advice = explain(found.state.error, strings).hint
    elif diagnosis.steps and verdict.outcome is Outcome.FAILURE and verdict.layer in _OF_STATUS:
        advice = ""
    else:
        explained = explain_verdict(verdict, strings)
        advice = explained.hint if explained else ""
    steps = [_pasted_step(each, strings) for each in diagnosis.steps if each.text != STATE]
    looks_first = [each.id for each in diagnosis.steps[:1]] == [StepId.LOOK_FIRST]
    steps.insert(1 if looks_first else 0, advice if UNKNOWN not in advice else "")
    return [*_secret_steps(first, strings), *filter(None, steps)]


def _pasted_step(step: Remedy, strings: Strings) -> str:
    """Return a step, with the name of its field if it has one."""
    if step.id is StepId.GO_TO_FIELD and step.field is not None and step.field.name:
        name = strip_control_characters(step.field.name)
        return strings.doctor.commands.go_to_field.what.format(name=name)
    return step_words(step.id, strings)


def _secret_steps(cause: CauseId | None, strings: Strings) -> tuple[str, ...]:
    """Return how to set a secret again, if the first cause is a wrong secret."""
    commands = strings.doctor.commands
    known = {
        CauseId.CREDENTIALS: commands.edit_secret_key,
        CauseId.PASSWORD: commands.edit_password,
    }
    words = known.get(cause) if cause else None
    if words is None:
        return ()
    command = words.hint.format(environment="NAME")
    return (strings.doctor.where.format(what=words.what, place=command),)


def _unknown(verdict: Verdict, strings: Strings) -> str:
    """Return the meaning of the layer, and that the error book does not have the code.

    The body is not mentioned, because a pasted log may contain only a status.
    """
    if not verdict.rule and verdict.outcome is Outcome.UNKNOWN:
        return strings.doctor.no_result
    if verdict.layer is ErrorLayer.HTTP and verdict.code.startswith("HTTP "):
        return strings.doctor.only_status.format(status=verdict.code)
    explained = explain_verdict(verdict, strings)
    meaning = explained.what if explained else ""
    is_code = verdict.layer not in {
        ErrorLayer.HTTP,
        ErrorLayer.PROXY,
        ErrorLayer.PARTIAL,
        ErrorLayer.NONE,
    }
    if not is_code or verdict.rule:
        return meaning
    return unknown_code_words(verdict, strings)


def unknown_code_words(verdict: Verdict, strings: Strings) -> str:
    """Return that the error book does not have a code, and which layer sent the code."""
    text = strings.doctor.not_documented.format(code=strip_control_characters(verdict.code))
    by = strings.doctor.said_by.format(layer=layer_words(verdict.layer, strings))
    return f"{text}{'' if strings.language == 'zh' else ' '}{by}"


def checked_words(cause: Cause, strings: Strings) -> str:
    """Return a checked cause as a statement; for a documented cause, the words of the page."""
    if isinstance(cause.evidence, Documented):
        return strip_control_characters(cause.evidence.meaning.text(strings.language))
    if cause.id is CauseId.DOCUMENTED and isinstance(cause.evidence, Quote):
        return strip_control_characters(cause.evidence.documented.text(strings.language))
    return cause_words(cause.id, strings)


def state_words(state: CauseState, strings: Strings) -> str:
    """Return whether the cause is confirmed, ruled out or unknown."""
    return find_text(strings.doctor, f"state_{state}")


def evidence_words(cause: Cause, strings: Strings) -> str:
    """Return the checked fact, or that the cause could not be checked."""
    words = strings.doctor.evidence
    if cause.evidence is None:
        return words.not_checked if cause.state is CauseState.UNKNOWN else ""
    match cause.evidence:
        case Renewed():
            text = words.renewed
        case Clocks() as told:
            text = _clock_words(told, words)
        case TimeLeft(seconds):
            template = words.left if seconds > 0 else words.over
            text = template.format(left=time_left(abs(seconds)))
        case Kinds(wanted, sent):
            text = words.kinds.format(
                wanted=token_kind_words(wanted, strings), sent=token_kind_words(sent, strings)
            )
        case Names() as names:
            text = _names_words(cause, names, words)
        case Fields(findings):
            text = findings_words(findings, strings.fields)
        case CauseText() | Value() | Documented() | Quote() | JsonFault() as looked_at:
            text = _looked_at_words(looked_at, strings)
        case Count(number, limit):
            is_rate = cause.id is CauseId.RATE
            template = words.rate if is_rate else words.size_limit if limit else words.size
            text = template.format(count=count(number), size=size(number), limit=size(limit))
    return text


def _looked_at_words(
    looked_at: CauseText | Value | Documented | Quote | JsonFault, strings: Strings
) -> str:
    if isinstance(looked_at, JsonFault):
        return _fault_words(looked_at, strings)
    if isinstance(looked_at, Quote):
        said = _said_words(looked_at, strings.doctor.evidence)
        return _with_limits(said, looked_at, strings)
    said = _said(looked_at)
    return strings.doctor.evidence.text.format(text=strip_control_characters(said)) if said else ""


def _fault_words(fault: JsonFault, strings: Strings) -> str:
    from weda_tui.i18n.phrases.requests import explain_fault

    reason = explain_fault(fault, strings.tui.fault)
    return strings.tui.with_.json_fault.format(line=fault.line, column=fault.column, reason=reason)


def _said(looked_at: CauseText | Value | Documented) -> str:
    match looked_at:
        case CauseText(said) | Documented(_, said):
            return said
        case Value(_, said):
            return f"{looked_at.name} = {said}"


LONGEST_QUOTE = 120
"""Maximum characters of the server's words that a line of evidence quotes."""


def _said_words(said: Quote, words: EvidenceWords) -> str:
    """Quote the server, after the part of the request that its words are about."""
    quoted = strip_control_characters(said.text)
    text = words.said.format(text=quoted[:LONGEST_QUOTE] + "…" * (len(quoted) > LONGEST_QUOTE))
    if said.limits:
        text = words.said_limit.format(said=text, limit=said.limits[0])
    about = [_sent_words(value) for value in said.values] or list(said.names)
    if not about:
        return text
    value = strip_control_characters(", ".join(about[:MOST_NAMES]))
    return words.said_of.format(value=value, said=text)


def _with_limits(text: str, said: Quote, strings: Strings) -> str:
    """Add the documented limit of the value or of the call, and the size of the sent value."""
    words = strings.doctor.evidence
    if said.allowed and said.sent:
        limit, sent = count(said.allowed), count(said.sent)
        text = words.documented_limit.format(said=text, limit=limit, sent=sent)
    if limit := said.call_limit.text(strings.language):
        text = words.call_limit.format(said=text, limit=limit)
    return text


def _sent_words(value: SentValue) -> str:
    """Return the name of a sent value, together with the value if it is short."""
    short = 0 < len(value.text) <= LONGEST_VALUE
    return f"{value.name} = {value.text}" if short else value.name


LONGEST_VALUE = 40
"""Maximum characters of a sent value that is shown beside its name."""


def _clock_words(told: Clocks, words: EvidenceWords) -> str:
    return words.clocks.format(
        server=clock_time(told.server),
        local=clock_time(told.local),
        seconds=time_left(abs(told.skew)),
    )


def _names_words(cause: Cause, names: Names, words: EvidenceWords) -> str:
    given = strip_control_characters(names.given)
    if cause.state is not CauseState.YES:
        return words.in_list.format(given=given, known=", ".join(names.known[:MOST_NAMES]))
    if names.nearest:
        return words.not_in_list.format(
            given=given, nearest=strip_control_characters(names.nearest)
        )
    return words.not_in_list_at_all.format(given=given)


MOST_NAMES = 6
"""Maximum number of known names that a line of evidence lists."""
