"""Judge assertions about an exchange: they hold, do not hold, or cannot be judged.

Numbers are compared digit by digit, so that an id of 19 digits and ``0.1`` are exact. A text in the
file equals a number that is written in the same way. An assertion about a path that can select
several values (``$.items[*]``) holds if it selects at least one and all of them hold; ``length``
compares the number of selected values. If nothing is selected, only ``exists = false`` holds.
"""

import re
from collections.abc import Callable
from decimal import Decimal

import msgspec

from weda_tui.core.collections.saved_request import (
    Assertion,
    AssertionOperator,
    Expected,
    SavedRequest,
    Scalar,
)
from weda_tui.core.json.tree import JsonKind, scan
from weda_tui.core.runs.answer_values import (
    Answer,
    FoundValue,
    Unfit,
    Unjudged,
    Values,
    found_at,
    number,
)
from weda_tui.core.text.patterns import compile_pattern

LONGEST_MATCHED = 64 * 1024
"""The greatest length in characters of a value on which a pattern is tried."""
MOST_SECONDS = 1.0
"""The greatest number of seconds for which a pattern is tried."""


class AssertionHeld(msgspec.Struct, frozen=True, tag="held"):
    """The assertion holds."""

    actual: str = ""
    """The value, complete and not masked, as in ``NotHeld``."""


class NotHeld(msgspec.Struct, frozen=True, tag="failed"):
    """The assertion does not hold."""

    actual: str | None
    """The value; ``None`` if there was none."""


Judgement = AssertionHeld | NotHeld | Unjudged
"""A closed union: the type checker reports each ``match`` that lacks a member."""


def with_text(judgement: Judgement, change: Callable[[str], str]) -> Judgement:
    """Return a judgement with the texts that it repeats from the response changed."""
    match judgement:
        case AssertionHeld(actual):
            return AssertionHeld(change(actual))
        case NotHeld(actual):
            return NotHeld(None if actual is None else change(actual))
        case Unjudged(reason, detail):
            return Unjudged(reason, change(detail))


def judge_assertion(assertion: Assertion, answer: Answer) -> Judgement:
    """Judge whether an assertion holds. Never raises.

    For a secret, only its existence is judged. Otherwise many assertions, each with one answer,
    could reveal the whole secret.
    """
    if answer.hides(assertion.on):
        return Unjudged(Unfit.HIDDEN)
    values = answer.values(assertion.on)
    if isinstance(values, Unjudged):
        return values
    found, expected = values.found, assertion.expected
    if assertion.operator is AssertionOperator.EXISTS:
        return _settle(bool(found) is (expected is True), found)
    wanted = expected if isinstance(expected, tuple) else (expected,)
    if any(map(answer.hides, (*(each.text for each in found), *map(_text, wanted)))):
        return Unjudged(Unfit.HIDDEN)
    if assertion.operator is AssertionOperator.LENGTH:
        return _judge_length(values, _scalar(expected))
    for each in found:
        holds = _holds(assertion, each)
        if isinstance(holds, Unjudged):
            return holds
        if not holds:
            return NotHeld(each.text)
    return _settle(bool(found), found)


IMPLIED = Assertion(on="verdict", operator=AssertionOperator.EQUALS, expected="ok")
"""The assertion that applies to a request without assertions about the verdict."""


def asserted(asserts: tuple[Assertion, ...]) -> tuple[Assertion, ...]:
    """Return the assertions about a request, beginning with a verified success.

    The success is omitted if the file has an assertion about the verdict. HTTP 200 with a failure
    inside must not pass only because its time was good.
    """
    speaks = any(each.on == "verdict" for each in asserts)
    return asserts if speaks else (IMPLIED, *asserts)


def judged_of(request: SavedRequest) -> tuple[Assertion, ...]:
    """Return all assertions about a response, the condition of a poll first."""
    wanted = asserted(request.asserts)
    return wanted if request.poll is None else (request.poll.until, *wanted)


CONTAINERS = frozenset({JsonKind.OBJECT, JsonKind.ARRAY})


def _settle(holds: bool, found: tuple[FoundValue, ...]) -> AssertionHeld | NotHeld:
    actual = found[0].text if found else None
    return AssertionHeld(actual or "") if holds else NotHeld(actual)


def _scalar(expected: Expected) -> Scalar:
    """Return the single value of an operator; the first one if there are several."""
    if isinstance(expected, tuple):
        return expected[0] if expected else None
    return expected


def _holds(assertion: Assertion, found: FoundValue) -> bool | Unjudged:  # noqa: PLR0911 - one a case
    several = assertion.expected
    expected = _scalar(several)
    match assertion.operator:
        case AssertionOperator.EQUALS | AssertionOperator.NOT_EQUALS as operator:
            return _equals(found, expected) is (operator is AssertionOperator.EQUALS)
        case AssertionOperator.CONTAINS:
            return _contains(found, expected)
        case AssertionOperator.NOT_CONTAINS:
            return not _contains(found, expected)
        case AssertionOperator.MATCHES:
            return _matches(found, _text(expected))
        case AssertionOperator.IS_NULL:
            return (found.kind is JsonKind.NULL) is (expected is True)
        case AssertionOperator.ONE_OF:
            among = several if isinstance(several, tuple) else (several,)
            return any(_equals(found, each) for each in among)
        case AssertionOperator.LESS_THAN:
            return _is_before(found, expected, found)
        case AssertionOperator.GREATER_THAN:
            return _is_before(expected, found, found)
        case AssertionOperator.EXISTS | AssertionOperator.LENGTH:
            return True


def _text(value: Scalar) -> str:
    """Return a value of the file as JSON text; a text is returned as it is."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def _equals(found: FoundValue, expected: Scalar) -> bool:
    if isinstance(expected, bool) or expected is None:
        return found.kind is not JsonKind.STRING and found.text == _text(expected)
    if isinstance(expected, str):
        return found.text == expected
    if found.kind is not JsonKind.NUMBER:
        return False
    actual = number(found.text)
    return actual is not None and actual == number_of(expected)


def number_of(value: float | Decimal) -> Decimal:
    """Return the exact number that is written in the file."""
    return Decimal(str(value))


def _contains(found: FoundValue, expected: Scalar) -> bool:
    """Return whether a text contains a part, a list an item, or an object a member name."""
    if found.kind not in CONTAINERS:
        return _text(expected) in found.text
    root = scan(found.text)
    if root is None:
        return False
    if found.kind is JsonKind.OBJECT:
        return any(key.name == expected for key in root.keys)
    items = (found_at(found.text, item.kind, item.start, item.end) for item in root.items)
    return any(_equals(item, expected) for item in items)


def _matches(found: FoundValue, pattern: str) -> bool | Unjudged:
    if len(found.text) > LONGEST_MATCHED:
        return Unjudged(Unfit.TOO_LARGE)
    try:
        return compile_pattern(pattern).search(found.text, timeout=MOST_SECONDS) is not None
    except re.error as error:
        return Unjudged(Unfit.PATTERN, str((error.pos or 0) + 1))
    except (OverflowError, TimeoutError):
        return Unjudged(Unfit.SLOW_PATTERN)


def _is_before(
    one: FoundValue | Scalar, other: FoundValue | Scalar, found: FoundValue
) -> bool | Unjudged:
    """Compare two numbers, or two texts letter by letter."""
    left, right = _ordered(one), _ordered(other)
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left < right
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    return Unjudged(Unfit.NOT_COMPARABLE, found.text)


def _ordered(value: FoundValue | Scalar) -> Decimal | str | None:
    if isinstance(value, FoundValue):
        is_text = value.kind is JsonKind.STRING
        return value.text if is_text else number(value.text)
    if isinstance(value, bool) or value is None:
        return None
    return value if isinstance(value, str) else number_of(value)


def _judge_length(values: Values, expected: Scalar) -> Judgement:
    """Judge the number of selected values, or the length of the only one."""
    found = values.found
    if not values.is_single:
        length = len(found)
    elif not found:
        return NotHeld(None)
    elif found[0].kind is JsonKind.STRING:
        length = len(found[0].text)
    elif found[0].kind in CONTAINERS and (root := scan(found[0].text)) is not None:
        length = len(root.items)
    else:
        return Unjudged(Unfit.NO_LENGTH, found[0].text)
    count = FoundValue(JsonKind.NUMBER, str(length))
    return _settle(_equals(count, expected), (count,))
