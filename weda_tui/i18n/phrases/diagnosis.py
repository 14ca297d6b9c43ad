"""A diagnosis in words: was anything executed, what it is, and what each step will do."""

import shlex
from typing import NamedTuple

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.doctor.cause_checks import CauseState, Said
from weda_tui.core.doctor.causes import Executed, StepId
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.doctor.remedies import Remedy
from weda_tui.core.sending.exchange import Answered, Exchange, Failed
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases import answers as network
from weda_tui.i18n.phrases.doctor import evidence_words, unknown_code_words
from weda_tui.i18n.phrases.errors import explain, explain_verdict
from weda_tui.i18n.phrases.server_logs import log_field, log_values
from weda_tui.i18n.quantities import plain_seconds
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText, find_failure, sentence_names

SENDS = frozenset(
    {StepId.RENEW_AND_SEND, StepId.WAIT_AND_SEND, StepId.SEND_AGAIN, StepId.FIX_SPELLING}
)
"""Steps at whose end the call leaves again."""


def executed_line(diagnosis: Diagnosis, state: Answered | Failed, strings: Strings) -> str:
    """Return whether anything was executed, and how that is known."""
    if isinstance(state, Failed):
        return network.executed_words(state, strings)
    words, layer = strings.doctor.executed, state.exchange.verdict.layer
    if diagnosis.only_reads and diagnosis.executed is Executed.NO:
        return words.no_read
    match diagnosis.executed:
        case Executed.YES:
            return words.yes_partial if layer is ErrorLayer.PARTIAL else words.yes_other
        case Executed.MAYBE:
            return words.maybe
        case Executed.NO:
            known = {
                ErrorLayer.GATEWAY: words.no_gateway,
                ErrorLayer.AUTH: words.no_auth,
                ErrorLayer.PROXY: words.no_proxy,
                ErrorLayer.HTTP: words.no_http,
            }
            return known.get(layer, words.no_other)


def finding_of(diagnosis: Diagnosis, state: Answered | Failed, strings: Strings) -> FailureText:
    """Return what it is, and what to do; of a call without an answer only the latter is new."""
    if isinstance(state, Failed):
        return FailureText(explain(state.error, strings).hint, "")
    verdict, page = state.exchange.verdict, diagnosis.page
    first = diagnosis.causes[0] if diagnosis.causes else None
    says_little = page is None or page.code in _SAY_LITTLE
    if first is not None and isinstance(first.evidence, Said) and says_little:
        return FailureText(evidence_words(first, strings), "")
    if page is None and _is_code(verdict):
        return FailureText(unknown_code_words(verdict, strings), "")
    return meaning_of(state.exchange, diagnosis.page, strings) or FailureText("", "")


def meaning_of(exchange: Exchange, page: CodeEntry | None, strings: Strings) -> FailureText | None:
    """Return what an answer means, and what to do; ``None`` for a success.

    Where a new token was refused as well, or none came, that is not to get one.
    """
    meaning = explain_verdict(exchange.verdict, strings, page)
    is_token = exchange.verdict.code == TOKEN_INVALID
    if meaning is not None and exchange.no_new_token is not None:
        reason = explain(exchange.no_new_token, strings)
        return FailureText(meaning.what, strings.doctor.no_new_token.format(reason=reason.what))
    if meaning is None or not (exchange.is_replay and is_token):
        return meaning
    return FailureText(meaning.what, strings.doctor.refused_anew)


_SAY_LITTLE = frozenset(
    {
        "FailedOperation", "FAILED_OPERATION", "InvalidParameter", "InvalidParameterValue",
        "INVALID_PARAMETER", "INVALID_PARAMETER_VALUE",
    }
)  # fmt: skip
"""Codes that mean no more than that it failed: what the server says is the finding."""
TOKEN_INVALID = "INVALID_ACCESS_TOKEN"


def _is_code(verdict: Verdict) -> bool:
    no_code = {ErrorLayer.HTTP, ErrorLayer.PROXY, ErrorLayer.PARTIAL, ErrorLayer.NONE}
    return verdict.layer not in no_code and not verdict.rule


def act_words(step: Remedy, strings: Strings, *, left: float | None = None) -> FailureText:
    """Return what a step is called, and what it will do.

    ``left`` are the seconds after which a step that is waiting sends.
    """
    doctor = strings.doctor
    words = find_failure(doctor.acts, _act_field(step))
    seconds = plain_seconds(round(step.seconds or 0))
    values = {
        "name": strip_control_characters(step.field.name if step.field is not None else step.text),
        "seconds": f"{seconds} s",
        **log_values(step.log),
    }
    what = words.what.format_map(values)
    if left is not None:
        return FailureText(what, doctor.waiting.format(seconds=f"{plain_seconds(round(left))} s"))
    if step.id not in SENDS:
        return FailureText(what, words.hint.format_map(values))
    return FailureText(what, _repeats(step, strings))


def _act_field(step: Remedy) -> str:
    if step.id is StepId.GO_TO_FIELD and step.field is None:
        return "go_to_form"
    if step.log is not None:
        return log_field(step.log)
    return step.id.replace("-", "_")


def left_out_words(diagnosis: Diagnosis, strings: Strings) -> str:
    """Return how many causes are ruled out, and of how many nobody knows."""
    words = strings.doctor
    states = [cause.state for cause in diagnosis.causes]
    counted = (
        (words.and_no, states.count(CauseState.NO)),
        (words.and_unknown, states.count(CauseState.UNKNOWN)),
    )
    return words.joint.join(form.format(count=count) for form, count in counted if count)


class CommandValues(NamedTuple):
    """What the commands of the steps are filled with."""

    environment: str
    host: str
    endpoint: str
    code: str
    """Of the answer; empty for a call without one."""


def plain_lines(diagnosis: Diagnosis, known: CommandValues, strings: Strings) -> list[str]:
    """Return the steps that the command line can take, numbered, each with its command."""
    commands = strings.doctor.commands
    names = sentence_names(type(commands))
    lines: list[str] = []
    for step in diagnosis.steps:
        field = _act_field(step)
        words = find_failure(commands, field) if field in names else None
        if words and not known.endpoint and "{endpoint}" in words.hint:
            words = commands.form_of_no_endpoint if field == "go_to_form" else None
        if words and (step.id is not StepId.ERROR_BOOK or known.code):
            said = _filled(words, step, known)
            facts = (said.what, said.hint, _repeats(step, strings) if step.id in SENDS else "")
            lines.append(f"{len(lines) + 1} {'   '.join(filter(None, facts))}")
    return lines


def _filled(words: FailureText, step: Remedy, known: CommandValues) -> FailureText:
    """Return what a step says; names come from a server, and end up in a shell."""
    name = strip_control_characters(step.field.name if step.field is not None else step.text)
    values = {
        each: shlex.quote(strip_control_characters(text)) for each, text in known._asdict().items()
    }
    values |= {"name": name, "seconds": f"{plain_seconds(round(step.seconds or 0))} s"}
    values |= log_values(step.log)
    command = values | {"name": shlex.quote(name), "call": step.text}
    return FailureText(words.what.format_map(values), words.hint.format_map(command))


def _repeats(step: Remedy, strings: Strings) -> str:
    """Return whether a step that sends again repeats a write."""
    doctor = strings.doctor
    if not step.repeats_write:
        return doctor.read_again
    return doctor.repeats_write if step.asks else doctor.write_again
