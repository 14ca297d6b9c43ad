"""A diagnosis in words: was anything executed, what it is, and what each step will do."""

from weda_tui.core.clean import clean
from weda_tui.core.code_layers import Layer
from weda_tui.core.doctor import Diagnosis, Step
from weda_tui.core.doctor_checks import CauseState
from weda_tui.core.exchange import Answered, Failed
from weda_tui.core.remedies import Executed, StepId
from weda_tui.core.verdict import Verdict
from weda_tui.i18n import network
from weda_tui.i18n.doctor import unknown_code_words
from weda_tui.i18n.error_strings import Words
from weda_tui.i18n.explain import explain, explain_verdict
from weda_tui.i18n.quantities import plain_seconds
from weda_tui.i18n.strings import Strings

SENDS = frozenset(
    {StepId.RENEW_AND_SEND, StepId.WAIT_AND_SEND, StepId.SEND_AGAIN, StepId.FIX_SPELLING}
)
"""Steps at whose end the call leaves again."""


def executed_line(diagnosis: Diagnosis, state: Answered | Failed, strings: Strings) -> str:
    """Return whether anything was executed, and how that is known."""
    if isinstance(state, Failed):
        return network.executed_words(state, strings)
    words, layer = strings.doctor.executed, state.exchange.verdict.layer
    match diagnosis.executed:
        case Executed.YES:
            return words.yes_partial if layer is Layer.PARTIAL else words.yes_other
        case Executed.MAYBE:
            return words.maybe
        case Executed.NO:
            known = {
                Layer.GATEWAY: words.no_gateway,
                Layer.AUTH: words.no_auth,
                Layer.PROXY: words.no_proxy,
                Layer.HTTP: words.no_http,
            }
            return known.get(layer, words.no_other)


def finding_of(diagnosis: Diagnosis, state: Answered | Failed, strings: Strings) -> Words:
    """Return what it is, and what to do; of a call without an answer only the latter is new."""
    if isinstance(state, Failed):
        return Words(explain(state.error, strings).hint, "")
    verdict = state.exchange.verdict
    if diagnosis.page is None and _is_code(verdict):
        return Words(unknown_code_words(verdict, strings), "")
    return explain_verdict(verdict, strings, diagnosis.page) or Words("", "")


def _is_code(verdict: Verdict) -> bool:
    no_code = {Layer.HTTP, Layer.PROXY, Layer.PARTIAL, Layer.NONE}
    return verdict.layer not in no_code and not verdict.rule


def act_words(step: Step, strings: Strings, *, left: float | None = None) -> Words:
    """Return what a step is called, and what it will do.

    ``left`` are the seconds after which a step that is waiting sends.
    """
    doctor = strings.doctor
    name = _act_field(step)
    words: object = getattr(doctor.acts, name)
    if not isinstance(words, Words):
        raise TypeError(name)
    seconds = plain_seconds(round(step.seconds or 0))
    values = {
        "name": clean(step.field.name if step.field is not None else step.text),
        "seconds": f"{seconds} s",
    }
    what = words.what.format_map(values)
    if left is not None:
        return Words(what, doctor.waiting.format(seconds=f"{plain_seconds(round(left))} s"))
    if step.id not in SENDS:
        return Words(what, words.hint)
    if not step.repeats_write:
        return Words(what, doctor.read_again)
    return Words(what, doctor.repeats_write if step.asks else doctor.write_again)


def _act_field(step: Step) -> str:
    if step.id is StepId.GO_TO_FIELD and step.field is None:
        return "go_to_form"
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


def plain_lines(diagnosis: Diagnosis, strings: Strings) -> list[str]:
    """Return the steps as the command line says them, numbered."""
    steps = [step for step in diagnosis.steps if step.id not in _ON_SCREEN]
    lines: list[str] = []
    for number, step in enumerate(steps, 1):
        words = act_words(step, strings)
        lines.append(f"{number} {words.what}   {words.hint}".rstrip())
    return lines


_ON_SCREEN = frozenset({StepId.ERROR_BOOK, StepId.SUPPORT_BUNDLE, StepId.COPY_REQUEST_ID})
"""Steps that only the explorer takes by a key; the command line has commands for them."""
