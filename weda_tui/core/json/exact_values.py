"""JSON values that keep every digit and are compared by their meaning.

1.0 and 1 are equal, 12345678901234567890 and …891 are not, and each is displayed as written
"""

import json
import re
from collections.abc import Callable

from weda_tui.core.json.tree import quote


class Number:
    """A number, equal to every other number of the same value, however it is written."""

    __slots__ = ("text", "worth")

    def __init__(self, text: str) -> None:
        self.text = text
        self.worth = _worth(text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Number) and other.worth == self.worth

    def __hash__(self) -> int:
        return hash(self.worth)


class SetAside:
    """A value whose changes are not reported as differences.

    Only ``essence`` is compared: the address of a signed URL, nothing of a time.
    """

    __slots__ = ("essence", "is_wished", "value")

    def __init__(self, value: "Value", essence: str = "", *, is_wished: bool = False) -> None:
        self.value, self.essence = value, essence
        self.is_wished = is_wished
        """Whether the user listed its path as ignored; then even its absence is no difference."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SetAside) and other.essence == self.essence

    def __hash__(self) -> int:
        return hash(self.essence)


Value = dict[str, "Value"] | list["Value"] | str | bool | Number | SetAside | None
Member = Callable[[str, Value], Value]
"""Called with the name and value of a member; returns the value to keep."""


def read_exact(text: str, member: Member) -> Value:
    """Parse JSON text. Raises ``ValueError`` if it is not JSON, ``RecursionError`` if too deep.

    The second member with the same name in an object is named ``name#2``, so that nothing is lost.
    """
    numbers = _Numbers()

    def as_object(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
        found = {name: member(name, value) for name, value in pairs}
        if len(found) == len(pairs):
            return found
        found = dict[str, Value]()
        for name, value in pairs:
            found[_unused(name, found)] = member(name, value)
        return found

    read: Value = json.loads(
        text,
        parse_int=numbers.__getitem__,
        parse_float=numbers.__getitem__,
        parse_constant=_refuse,
        object_pairs_hook=as_object,
    )
    return read


def text_of(value: Value) -> str:
    """Return a value as JSON on one line: digits as received, non-ASCII letters unescaped."""
    match value:
        case SetAside():
            return text_of(value.value)
        case Number():
            return value.text
        case str():
            return quote(value)
        case dict():
            inside = (f"{quote(name)}: {text_of(each)}" for name, each in value.items())
            return "{" + ", ".join(inside) + "}"
        case list():
            return "[" + ", ".join(map(text_of, value)) + "]"
        case _:
            return _CONSTANTS[value]


_CONSTANTS = {True: "true", False: "false", None: "null"}


class _Numbers(dict[str, Number]):
    """One object for each text: equal numbers are usually identical, which is tested first."""

    def __missing__(self, text: str) -> Number:
        self[text] = number = Number(text)
        return number


def _unused(name: str, taken: dict[str, Value]) -> str:
    count, unused = 1, name
    while unused in taken:
        count += 1
        unused = f"{name}#{count}"
    return unused


def _refuse(name: str) -> None:
    raise ValueError(name)


_PLAIN = re.compile(r"-?[1-9]\d*")
_PARTS = re.compile(r"(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?")
_LONGEST_EXPONENT = 18


def _worth(text: str) -> str:
    """Return a normal form, the same text for equal numbers of any size."""
    if _PLAIN.fullmatch(text) and text[-1] != "0":
        return text
    match = _PARTS.fullmatch(text)
    if match is None or len(match[4] or "") > _LONGEST_EXPONENT:
        return text
    sign, whole, fraction, exponent = match.groups("")
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return "0"
    short = digits.rstrip("0")
    power = int(exponent or 0) - len(fraction) + len(digits) - len(short)
    return f"{sign}{short}e{power}" if power else sign + short
