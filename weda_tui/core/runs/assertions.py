"""What must hold of an exchange, judged: held, not held, or not to be judged.

Numbers are compared digit for digit: an id of 19 digits and ``0.1`` are what they say. A text in
the file equals a number where it is written the same. A path that can find several (``$.items[*]``)
holds where it finds something and each of what it finds holds; ``length`` counts what it finds.
Nothing found holds for ``exists = false`` alone.
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
"""Characters of a value that a pattern is tried on."""
MOST_SECONDS = 1.0
"""Seconds that it is tried, at most."""


class AssertionHeld(msgspec.Struct, frozen=True, tag="held"):
    """It is so."""

    actual: str = ""
    """The value, whole and not masked, as in the others."""


class NotHeld(msgspec.Struct, frozen=True, tag="failed"):
    """It is not so."""

    actual: str | None
    """The value; ``None`` where there was nothing."""


Judgement = AssertionHeld | NotHeld | Unjudged
"""Closed: the type checker names each ``match`` that lacks a member."""


def with_text(judgement: Judgement, change: Callable[[str], str]) -> Judgement:
    """Return a judgement with what it repeats of the answer changed."""
    match judgement:
        case AssertionHeld(actual):
            return AssertionHeld(change(actual))
        case NotHeld(actual):
            return NotHeld(None if actual is None else change(actual))
        case Unjudged(reason, detail):
            return Unjudged(reason, change(detail))


def judge_assertion(assertion: Assertion, answer: Answer) -> Judgement:
    """Say whether an assertion holds. Never raises.

    Of a secret it is said whether there is one, and nothing else: many assertions with an answer
    each would tell all of it.
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
"""What holds of a request whose assertions do not speak of the verdict."""


def asserted(asserts: tuple[Assertion, ...]) -> tuple[Assertion, ...]:
    """Return what must hold of a request: a verified success first, unless the file says else.

    HTTP 200 with a failure inside does not pass because its time was good.
    """
    speaks = any(each.on == "verdict" for each in asserts)
    return asserts if speaks else (IMPLIED, *asserts)


def judged_of(request: SavedRequest) -> tuple[Assertion, ...]:
    """Return all that is judged of an answer to a request: the condition of a poll first."""
    wanted = asserted(request.asserts)
    return wanted if request.poll is None else (request.poll.until, *wanted)


CONTAINERS = frozenset({JsonKind.OBJECT, JsonKind.ARRAY})


def _settle(holds: bool, found: tuple[FoundValue, ...]) -> AssertionHeld | NotHeld:
    actual = found[0].text if found else None
    return AssertionHeld(actual or "") if holds else NotHeld(actual)


def _scalar(expected: Expected) -> Scalar:
    """Return the one value that an operator takes; of several the first."""
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
    """Return a value of the file as JSON writes it, a text as it is."""
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
    """Return a number of the file as it stands there."""
    return Decimal(str(value))


def _contains(found: FoundValue, expected: Scalar) -> bool:
    """Return whether a text has a part, a list an item, an object a member of a name."""
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
    """Compare how many a path found, or how long the one is that it found."""
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
