"""A value of an answer as what a file says: a variable's name, an assertion."""

import re

from weda_tui.core.collections.saved_request import Assertion, Operator, Scalar
from weda_tui.core.json.nodes import json_path
from weda_tui.core.links.answer_value import Held, text_of

_LARGEST = 2**63
_WHOLE = re.compile(r"-?\d+")


def variable_name(held: Held) -> str:
    """Return a name for a variable: the key's, with a small letter in front."""
    name = re.sub(r"[{}\s]+", "_", held.name).strip("_")
    return name[:1].lower() + name[1:] if name else "value"


def scalar_of(raw: str) -> Scalar:
    """Return a value as a file says it, digit for digit: a number that no file can hold is text."""
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


def assertions_on(held: Held, count: int | None) -> tuple[Assertion, ...]:
    """Return what can be asserted of a value, the likeliest first; ``count`` is of a container."""
    on = json_path(held.path)
    exists = Assertion(on, Operator.EXISTS, True)
    if held.is_container:
        return (Assertion(on, Operator.LENGTH, count), exists) if count is not None else (exists,)
    expected = scalar_of(held.raw)
    if expected is None:
        return (exists,)
    operators = [Operator.EQUALS, Operator.NOT_EQUALS]
    if held.raw.startswith('"'):
        operators += [Operator.CONTAINS, Operator.NOT_CONTAINS]
    elif not isinstance(expected, str | bool):
        operators += [Operator.GREATER_THAN, Operator.LESS_THAN]
    return (*(Assertion(on, operator, expected) for operator in operators), exists)
