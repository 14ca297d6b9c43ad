"""Values out of an answer for the requests that come after it: text, exactly as received."""

from collections.abc import Mapping

import msgspec

from weda_tui.core.json.tree import JsonKind
from weda_tui.core.requests.variables import LARGEST
from weda_tui.core.runs.answer_values import Answer, Unfit, Unjudged


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
