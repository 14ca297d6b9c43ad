"""The steps of an environment check, and their outcomes, in words."""

import re
from collections.abc import Sequence

from weda_tui.core.answers.verdict import Verdict
from weda_tui.core.environments.check import (
    CheckStep,
    Fact,
    FactCode,
    Faulty,
    Outcome,
    Passed,
    Skipped,
    StepKind,
    StepResult,
    Warned,
)
from weda_tui.core.errors import WedaError
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain, explain_verdict
from weda_tui.i18n.phrases.facts import env_type_words
from weda_tui.i18n.quantities import count, elapsed, time_left
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText, find_text

LONGEST_MESSAGE = 200
"""Maximum characters of a server's message that are shown."""


def step_words(step: CheckStep, strings: Strings) -> str:
    """Return what a step checks: 能连上, TLS, prod 正式, 云存储."""
    words = strings.check
    pattern = find_text(words.steps, step.kind.value.replace("-", "_"))
    values = {
        "name": strip_control_characters(step.subject),
        "meaning": env_type_words(step.subject, strings),
    }
    if step.kind is StepKind.MODULE:
        values["module"] = module_words(step.subject, strings)
    return pattern.format_map(values).strip()


def module_words(module: str, strings: Strings) -> str:
    """Return the short name of a module."""
    return find_text(strings.check.modules, module)


def outcome_words(outcome: Outcome, strings: Strings) -> FailureText:
    """Return the outcome of a step and, for a failure, what to do; both are safe to draw."""
    match outcome:
        case Passed(fact) | Warned(fact) | Skipped(fact):
            return FailureText(fact_words(fact, strings), "")
        case Faulty(fault):
            is_error = isinstance(fault, WedaError)
            return explain(fault, strings) if is_error else _refusal(fault, strings)


def fact_words(fact: Fact, strings: Strings) -> str:
    """Return a fact as a sentence without a full stop."""
    pattern = find_text(strings.check.facts, fact.code.value)
    values = {name: strip_control_characters(str(value)) for name, value in fact.values.items()}
    if "version" in values:
        values["version"] = re.sub(r"^TLSv", "TLS ", values["version"])
    if "days" in values:
        values["days"] = count(int(values["days"]))
    if values.get("module"):
        values["module"] = module_words(values["module"], strings)
    if "lifetime" in values:
        values["lifetime"] = time_left(float(values["lifetime"]))
    if fact.code in {FactCode.CLOCK_SLOW, FactCode.CLOCK_FAST}:
        values["skew"] = time_left(float(values["skew"]))
    return pattern.format_map(values).strip()


def sum_words(name: str, results: Sequence[StepResult], took: float, strings: Strings) -> str:
    """Return the summary of a whole check, which took ``took`` seconds."""
    failed = sum(isinstance(result.outcome, Faulty) for result in results)
    tried = count(sum(not isinstance(result.outcome, Skipped) for result in results))
    words = strings.check.failed if failed else strings.check.all_good
    return words.format(environment=name, count=tried, failed=failed, elapsed=elapsed(took))


def _refusal(verdict: Verdict, strings: Strings) -> FailureText:
    """Return a refusal in words, with its code and the server's own words."""
    meaning = explain_verdict(verdict, strings) or FailureText("", "")
    code = strip_control_characters(verdict.code)
    is_named = not code or code in meaning.what
    what = meaning.what if is_named else f"{code}: {meaning.what}"
    hint = meaning.hint
    if verdict.message and verdict.message not in meaning.what:
        text = strip_control_characters(verdict.message)[:LONGEST_MESSAGE]
        gap = "" if strings.language == "zh" else " "
        hint = f"{hint}{gap}{strings.check.server_says.format(message=text)}"
    return FailureText(what, hint)
