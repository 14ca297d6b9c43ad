"""The values of a response for assertions, and the variables captured from them."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum

import msgspec

from weda_tui.core.json.tree import JsonKind, unquote
from weda_tui.core.masking import MASK
from weda_tui.core.requests.variables import LARGEST
from weda_tui.core.sending.exchange import Exchange

HEADER = "header "
"""The prefix of a subject that names a header: ``header Content-Type``."""


class FoundValue(msgspec.Struct, frozen=True):
    """A value found in a response."""

    kind: JsonKind
    text: str
    """The decoded text of a string; for any other value, its JSON text as received."""


class Values(msgspec.Struct, frozen=True):
    """The values that a subject selects."""

    found: tuple[FoundValue, ...]
    is_single: bool = True
    """Whether the subject can select at most one value."""


class Unfit(StrEnum):
    """Why an assertion or a capture cannot be evaluated."""

    SUBJECT = "subject"
    """``on`` is not a valid subject."""
    PATH = "path"
    """The JSONPath is invalid; the detail is the column, from 1."""
    VARIABLE = "variable"
    """A variable in the expected value is unknown; the detail is its name."""
    NOT_JSON = "not-json"
    TOO_LARGE = "too-large"
    PATTERN = "pattern"
    """The regular expression is invalid; the detail is the column, from 1."""
    SLOW_PATTERN = "slow-pattern"
    """The regular expression takes too long to match."""
    LARGE_PATH = "large-path"
    """The JSONPath visits too many values."""
    NOT_COMPARABLE = "not-comparable"
    """An order comparison needs two numbers or two texts; the detail is the value."""
    NO_LENGTH = "no-length"
    WITHHELD = "withheld"
    """The body was withheld: see ``Response.withheld``."""
    HIDDEN = "hidden"
    """The value, or the expected value, is a secret, which the judgement could reveal."""


class Unjudged(msgspec.Struct, frozen=True, tag="not-judged"):
    """The result of an assertion or a capture that cannot be evaluated."""

    reason: Unfit
    detail: str = ""


Finder = Callable[[str], Values | Unjudged]
"""A function that returns the values selected by a JSONPath in a body."""


Mask = Callable[[str], str]
"""A function that masks the secrets in a text."""


class Answer(msgspec.Struct, frozen=True):
    """An exchange as seen by assertions and captures."""

    exchange: Exchange
    find: Finder
    mask: Mask = str

    def hides(self, text: str) -> bool:
        """Return whether a text contains a secret or a mask."""
        return MASK in text or self.mask(text) != text

    def values(self, subject: str) -> Values | Unjudged:
        """Return the values that ``on``, or the source of a capture, selects."""
        exchange, response = self.exchange, self.exchange.response
        match subject:
            case "verdict":
                return _one(JsonKind.STRING, exchange.verdict.mark.value)
            case "status":
                return _one(JsonKind.NUMBER, str(response.status))
            case "time":
                return _one(JsonKind.NUMBER, str(round(exchange.elapsed * 1000)))
            case "size":
                return _one(JsonKind.NUMBER, str(response.size))
            case _ if subject.startswith("$"):
                return self.find(subject)
            case _ if subject.lower().startswith(HEADER):
                return _header(exchange, subject[len(HEADER) :].strip())
            case _:
                return Unjudged(Unfit.SUBJECT, subject)


def number(text: str) -> Decimal | None:
    """Return the exact number that a JSON number text denotes; ``None`` if the text is none."""
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)


def _one(kind: JsonKind, text: str) -> Values:
    return Values((FoundValue(kind, text),))


def _header(exchange: Exchange, name: str) -> Values:
    """Return the value of a header; a header whose text is a number is a number."""
    wanted = name.lower()
    for key, value in exchange.response.headers:
        if key.lower() == wanted:
            return _one(JsonKind.STRING if number(value) is None else JsonKind.NUMBER, value)
    return Values(())


def found_at(text: str, kind: JsonKind, start: int, end: int) -> FoundValue:
    """Return the value at a position in a JSON text."""
    piece = text[start:end]
    return FoundValue(kind, unquote(piece) if kind is JsonKind.STRING else piece)


class Captured(msgspec.Struct, frozen=True, tag="taken"):
    """A captured variable with its value."""

    name: str
    value: str


class Missing(msgspec.Struct, frozen=True, tag="missed"):
    """A variable for which the response has no value."""

    name: str
    source: str
    reason: Unjudged | None
    """Why the capture failed; ``None`` if the source is valid, but selects nothing or a null."""


Capture = Captured | Missing


def capture(sources: Mapping[str, str], answer: Answer) -> tuple[Capture, ...]:
    """Capture the value of each variable from its source; the first one if there are several."""
    return tuple(_read_value(name, source, answer) for name, source in sources.items())


def _read_value(name: str, source: str, answer: Answer) -> Capture:
    values = answer.values(source)
    if isinstance(values, Unjudged):
        return Missing(name, source, values)
    first = values.found[0] if values.found else None
    if first is None or first.kind is JsonKind.NULL:
        return Missing(name, source, None)
    if len(first.text) > LARGEST:
        return Missing(name, source, Unjudged(Unfit.TOO_LARGE))
    return Captured(name, first.text)
