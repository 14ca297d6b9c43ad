"""The values of an answer, as assertions look at it, and what is captured of them."""

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
"""What names a header: ``header Content-Type``."""


class FoundValue(msgspec.Struct, frozen=True):
    """A value of an answer."""

    kind: JsonKind
    text: str
    """What a string stands for; of anything else the JSON text as received."""


class Values(msgspec.Struct, frozen=True):
    """What a subject found."""

    found: tuple[FoundValue, ...]
    is_single: bool = True
    """Whether there can be no more than one."""


class Unfit(StrEnum):
    """Why something cannot be judged."""

    SUBJECT = "subject"
    """``on`` names nothing."""
    PATH = "path"
    """The JSONPath makes no sense; the detail is the column, from 1."""
    VARIABLE = "variable"
    """A variable in what is expected has no value; the detail is its name."""
    NOT_JSON = "not-json"
    TOO_LARGE = "too-large"
    PATTERN = "pattern"
    """The regular expression makes no sense; the detail is the column, from 1."""
    SLOW_PATTERN = "slow-pattern"
    """The regular expression has too much to try."""
    LARGE_PATH = "large-path"
    """The JSONPath looks at too much."""
    NOT_COMPARABLE = "not-comparable"
    """Less and greater need two numbers or two texts; the detail is the value."""
    NO_LENGTH = "no-length"
    WITHHELD = "withheld"
    """The body is left out: see ``Response.withheld``."""
    HIDDEN = "hidden"
    """The value, or what it is compared with, is a secret: the judgement would tell of it."""


class Unjudged(msgspec.Struct, frozen=True, tag="not-judged"):
    """Nobody can say."""

    reason: Unfit
    detail: str = ""


Finder = Callable[[str], Values | Unjudged]
"""Finds what a JSONPath names in a body."""


Mask = Callable[[str], str]
"""Replaces the secrets in a text."""


class Answer(msgspec.Struct, frozen=True):
    """An exchange as assertions and captures look at it."""

    exchange: Exchange
    find: Finder
    mask: Mask = str

    def hides(self, text: str) -> bool:
        """Return whether a text has a secret in it, or the mask of one."""
        return MASK in text or self.mask(text) != text

    def values(self, subject: str) -> Values | Unjudged:
        """Return what ``on``, or the source of a capture, names."""
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
    """Return the number that a text writes as JSON does, exactly; ``None`` for none."""
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
    """Return a header: one that writes a number is a number."""
    wanted = name.lower()
    for key, value in exchange.response.headers:
        if key.lower() == wanted:
            return _one(JsonKind.STRING if number(value) is None else JsonKind.NUMBER, value)
    return Values(())


def found_at(text: str, kind: JsonKind, start: int, end: int) -> FoundValue:
    """Return the value that stands in a JSON text."""
    piece = text[start:end]
    return FoundValue(kind, unquote(piece) if kind is JsonKind.STRING else piece)


class Taken(msgspec.Struct, frozen=True, tag="taken"):
    """A variable that has its value."""

    name: str
    value: str


class Missed(msgspec.Struct, frozen=True, tag="missed"):
    """A variable that the answer has no value for."""

    name: str
    source: str
    reason: Unjudged | None
    """``None`` where the source is right and nothing, or a null, is there."""


Capture = Taken | Missed


def capture(sources: Mapping[str, str], answer: Answer) -> tuple[Capture, ...]:
    """Take each variable's value from where its source says; of several values the first."""
    return tuple(_read_value(name, source, answer) for name, source in sources.items())


def _read_value(name: str, source: str, answer: Answer) -> Capture:
    values = answer.values(source)
    if isinstance(values, Unjudged):
        return Missed(name, source, values)
    first = values.found[0] if values.found else None
    if first is None or first.kind is JsonKind.NULL:
        return Missed(name, source, None)
    if len(first.text) > LARGEST:
        return Missed(name, source, Unjudged(Unfit.TOO_LARGE))
    return Taken(name, first.text)
