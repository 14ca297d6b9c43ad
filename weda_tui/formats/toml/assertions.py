"""One assertion as a TOML table: its subject, and one operator with the expected value.

[[assert]]
on = "$.Response.TotalCount"
greaterThan = 0
"""

import math
import re
from typing import Any

from weda_tui.core.collections.saved_request import Assertion, AssertionOperator
from weda_tui.core.text.patterns import read_pattern
from weda_tui.formats.toml.reader import TomlReader
from weda_tui.formats.toml.text import is_list

ON = "on"
SUBJECTS = r"verdict|status|time|size|header \S.*|\$.*"
"""The subjects of an assertion, as a regular expression."""
_LARGEST = 2**63
"""TOML has no integers beyond this limit."""


def read_assertion(reader: TomlReader, *path: str | int) -> Assertion:
    """Read the table at ``path``.

    Raises ``FileError``: ``TOML_UNKNOWN_KEY``, ``TOML_BAD_VALUE``.
    """
    reader.allow_only((ON, *AssertionOperator), *path)
    subject = reader.line(*path, ON)
    if not re.fullmatch(SUBJECTS, subject):
        raise reader.bad_value((*path, ON), "verdict | status | time | size | header NAME | $…")
    operators = [key for key in reader.table(*path) if key != ON]
    if len(operators) != 1:
        raise reader.bad_value(path, " | ".join(AssertionOperator))
    operator = AssertionOperator(operators[0])
    value = reader.value(*path, operator)
    if wanted := _fault(operator, value):
        raise reader.bad_value((*path, operator), wanted)
    return Assertion(subject, operator, tuple(value) if is_list(value) else value)


def assertion_table(assertion: Assertion) -> dict[str, Any]:
    """Return the table of an assertion."""
    expected = assertion.expected
    value = list(expected) if isinstance(expected, tuple) else expected
    return {ON: assertion.on, str(assertion.operator): value}


def _fault(operator: AssertionOperator, value: Any) -> str:
    """Return what was expected instead of the value; empty if the value fits."""
    match operator:
        case AssertionOperator.EXISTS | AssertionOperator.IS_NULL:
            return "" if isinstance(value, bool) else "true | false"
        case AssertionOperator.LESS_THAN | AssertionOperator.GREATER_THAN:
            return "" if _is_number(value) else "number"
        case AssertionOperator.LENGTH:
            return "" if _is_number(value) and isinstance(value, int) and value >= 0 else "0, 1, …"
        case AssertionOperator.MATCHES:
            return "" if isinstance(value, str) and _is_pattern(value) else "regular expression"
        case AssertionOperator.ONE_OF:
            return "" if is_list(value) and all(map(_is_scalar, value)) else "[…, …]"
        case _:
            return "" if _is_scalar(value) else "string | number | true | false"


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | bool) or _is_number(value)


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) if isinstance(value, float) else -_LARGEST <= value < _LARGEST


def _is_pattern(text: str) -> bool:
    try:
        read_pattern(text)
    except (re.error, RecursionError, OverflowError):
        return False
    return True
