"""A diagnosis in words: whether the call was executed, the finding, and the steps."""

from typing import NamedTuple

from weda_tui.core.answers.layers import ErrorLayer
from weda_tui.core.doctor.cause_checks import CauseState
from weda_tui.core.doctor.causes import Executed, StepId
from weda_tui.core.doctor.diagnosis import Diagnosis
from weda_tui.core.doctor.error_book import CodeEntry
from weda_tui.core.doctor.remedies import SENDS, STATE, VARIABLES, Remedy
from weda_tui.core.environments.deployment import SecretName
from weda_tui.core.sending.exchange import Answered, Exchange, Failed
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.shell import quote_word
from weda_tui.i18n.phrases import answers as network
from weda_tui.i18n.phrases.errors import explain, explain_verdict
from weda_tui.i18n.phrases.headline import what_and_where
from weda_tui.i18n.phrases.server_logs import log_field, log_values
from weda_tui.i18n.quantities import plain_seconds
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText, find_failure, sentence_names


def executed_line(diagnosis: Diagnosis, state: Answered | Failed, strings: Strings) -> str:
    """Return whether the call was executed, and how that is known."""
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
    """Return a failure in two lines: what is wrong and where, and the first thing to do."""
    what = what_and_where(diagnosis, state, strings)
    step = first_step(diagnosis)
    if step is None:
        return FailureText(what, "")
    return FailureText(what, strings.doctor.to_do.format(step=act_words(step, strings).what))


_OF_ANY_FAILURE = frozenset({StepId.ERROR_BOOK, StepId.SUPPORT_BUNDLE, StepId.COPY_REQUEST_ID})


def first_step(diagnosis: Diagnosis) -> Remedy | None:
    """Return the first step that is specific to this failure, else the first step."""
    own = (step for step in diagnosis.steps if step.id not in _OF_ANY_FAILURE)
    return next(own, next(iter(diagnosis.steps), None))


def details_of(diagnosis: Diagnosis, state: Answered | Failed, strings: Strings) -> str:
    """Return the meaning of the code and its advice, without what the finding says already."""
    if isinstance(state, Failed):
        return explain(state.error, strings).hint
    meaning = meaning_of(state.exchange, diagnosis.page, strings)
    if meaning is None:
        return ""
    is_said = meaning.what.rstrip("。.") in finding_of(diagnosis, state, strings).what
    return meaning.hint if is_said else meaning.line


def meaning_of(exchange: Exchange, page: CodeEntry | None, strings: Strings) -> FailureText | None:
    """Return the meaning of a response, and what to do; ``None`` for a success.

    If a new token was refused too, or could not be fetched, the advice is not to fetch one.
    """
    meaning = explain_verdict(exchange.verdict, strings, page)
    is_token = exchange.verdict.code == TOKEN_INVALID
    if meaning is not None and exchange.no_new_token is not None:
        reason = explain(exchange.no_new_token, strings)
        return FailureText(meaning.what, strings.doctor.no_new_token.format(reason=reason.what))
    if meaning is None or not (exchange.is_replay and is_token):
        return meaning
    return FailureText(meaning.what, strings.doctor.refused_anew)


TOKEN_INVALID = "INVALID_ACCESS_TOKEN"


def act_words(step: Remedy, strings: Strings, *, left: float | None = None) -> FailureText:
    """Return the name of a step, and what it will do.

    ``left`` is the number of seconds until a waiting step sends.
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
    if step.id is StepId.EDIT_ENVIRONMENT and step.text in set(SecretName):
        return f"edit_{step.text}"
    if step.id is StepId.EDIT_ENVIRONMENT and step.text == VARIABLES:
        return "edit_variables"
    if step.id is StepId.LOOK_FIRST and step.text == STATE:
        return "look_state"
    if step.id is StepId.ASK_ADMIN and step.text == "host":
        return "ask_for_host"
    if step.id is StepId.GO_TO_FIELD and (step.field is None or not step.field.name):
        return "go_to_form"
    if step.log is not None:
        return log_field(step.log)
    return step.id.replace("-", "_")


def left_out_words(diagnosis: Diagnosis, strings: Strings) -> str:
    """Return how many causes are ruled out, and how many could not be checked."""
    words = strings.doctor
    states = [cause.state for cause in diagnosis.causes]
    counted = (
        (words.and_no, states.count(CauseState.NO)),
        (words.and_unknown, states.count(CauseState.UNKNOWN)),
    )
    return words.joint.join(form.format(count=count) for form, count in counted if count)


class CommandValues(NamedTuple):
    """The values for the placeholders in the commands of steps."""

    environment: str
    host: str
    endpoint: str
    code: str
    """The code of the response; empty for a call without a response."""


def plain_lines(diagnosis: Diagnosis, known: CommandValues, strings: Strings) -> list[str]:
    """Return the steps that have a command, numbered, each with its command."""
    commands = strings.doctor.commands
    names = sentence_names(type(commands))
    lines: list[str] = []
    steps = sorted(diagnosis.steps, key=lambda each: each is not first_step(diagnosis))
    for step in steps:
        field = _act_field(step)
        words = find_failure(commands, field) if field in names else None
        if words and not known.endpoint and "{endpoint}" in words.hint:
            words = commands.form_of_no_endpoint if field == "go_to_form" else None
        if words and (step.id is not StepId.ERROR_BOOK or known.code):
            meaning = _filled(words, step, known)
            twice = strings.doctor.may_be_twice if step.asks else _repeats(step, strings)
            facts = (meaning.what, meaning.hint, twice if step.id in SENDS else "")
            lines.append(f"{len(lines) + 1} {'   '.join(filter(None, facts))}")
    return lines


def _filled(words: FailureText, step: Remedy, known: CommandValues) -> FailureText:
    """Return the words of a step; names come from a server and are quoted for a shell."""
    name = strip_control_characters(step.field.name if step.field is not None else step.text)
    values = {
        each: quote_word(strip_control_characters(text)) for each, text in known._asdict().items()
    }
    values |= {"name": name, "seconds": f"{plain_seconds(round(step.seconds or 0))} s"}
    values |= log_values(step.log)
    command = values | {"name": quote_word(name), "call": step.text}
    return FailureText(words.what.format_map(values), words.hint.format_map(command))


def _repeats(step: Remedy, strings: Strings) -> str:
    """Return whether a step that sends again would repeat a write."""
    doctor = strings.doctor
    if not step.repeats_write:
        return doctor.read_again
    return doctor.repeats_write if step.asks else doctor.write_again
