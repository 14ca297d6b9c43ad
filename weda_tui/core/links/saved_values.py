"""A response value in a saved request's file: as a variable name or an assertion."""

import re

from weda_tui.core.collections.saved_request import Assertion, AssertionOperator, Scalar
from weda_tui.core.json.nodes import json_path
from weda_tui.core.links.answer_value import AnswerValue, text_of

_LARGEST = 2**63
_WHOLE = re.compile(r"-?\d+")


def variable_name(held: AnswerValue) -> str:
    """Return a variable name made from the name of the value, with a lower-case first letter."""
    name = re.sub(r"[{}\s]+", "_", held.name).strip("_")
    return name[:1].lower() + name[1:] if name else "value"


def scalar_of(raw: str) -> Scalar:
    """Return a value as a file stores it; a number that loses digits in the file becomes text."""
    if raw.startswith('"'):
        return text_of(raw)
    if raw in {"true", "false"}:
        return raw == "true"
    if _WHOLE.fullmatch(raw):
        number = int(raw)
        return number if -_LARGEST <= number < _LARGEST and str(number) == raw else raw
    try:
        decimal = float(raw)
    except ValueError:
        return None
    return decimal if repr(decimal) == raw else raw


def assertions_on_answer(status: int, elapsed_ms: int, size: int) -> tuple[Assertion, ...]:
    """Return the possible assertions on a response as a whole, with limits that it meets."""
    return (
        Assertion("status", AssertionOperator.EQUALS, status),
        Assertion("time", AssertionOperator.LESS_THAN, max(1000, elapsed_ms * 2)),
        Assertion("size", AssertionOperator.GREATER_THAN, 0),
        Assertion("size", AssertionOperator.LESS_THAN, max(1000, size * 2)),
    )


def assertions_on(held: AnswerValue, count: int | None) -> tuple[Assertion, ...]:
    """Return the possible assertions on a value, the most likely first.

    ``count`` is the number of items in a container.
    """
    on = json_path(held.path)
    exists = Assertion(on, AssertionOperator.EXISTS, True)
    if held.is_container:
        return (
            (Assertion(on, AssertionOperator.LENGTH, count), exists)
            if count is not None
            else (exists,)
        )
    expected = scalar_of(held.raw)
    if expected is None:
        return (exists,)
    operators = [AssertionOperator.EQUALS, AssertionOperator.NOT_EQUALS]
    if held.raw.startswith('"'):
        operators += [AssertionOperator.CONTAINS, AssertionOperator.NOT_CONTAINS]
    elif not isinstance(expected, str | bool):
        operators += [AssertionOperator.GREATER_THAN, AssertionOperator.LESS_THAN]
    return (*(Assertion(on, operator, expected) for operator in operators), exists)
