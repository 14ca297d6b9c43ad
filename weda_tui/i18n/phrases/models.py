"""The list of a deployment's data models in words."""

from weda_tui.core.models.data_model import ModelList, ModelsProblem
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import FailureText

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def problem_words(problem: ModelsProblem, strings: Strings) -> FailureText:
    """Return why there is no list, and what the user can do."""
    if problem.error is not None:
        return explain(problem.error, strings)
    words, verdict = strings.models.refused, problem.verdict
    code = strip_control_characters(verdict.code) if verdict else ""
    message = strip_control_characters(verdict.message) if verdict else ""
    return FailureText(words.what.format(code=code, message=message).rstrip(), words.hint)


def count_words(known: ModelList, strings: Strings) -> str:
    """Return how many models are known."""
    return strings.models.count.format(count=count(len(known.by_name)))


def age_words(known: ModelList, now: float, strings: Strings) -> str:
    """Return the age of the list; empty if there is none; ``now`` is in seconds since the epoch."""
    if known.fetched_at is None:
        return ""
    words, age = strings.models, max(0.0, now - known.fetched_at)
    if age < _MINUTE:
        return words.just_now
    if age < _HOUR:
        return words.minutes_ago.format(count=int(age // _MINUTE))
    if age < _DAY:
        return words.hours_ago.format(count=int(age // _HOUR))
    return words.days_ago.format(count=int(age // _DAY))
