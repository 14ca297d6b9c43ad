"""Convert OData ``$filter`` to a tree and back.

    (age gt 1 and age lt 10) or contains(city,'上海')

The data source management API page documents eq ne gt lt, ``contains()``, and/or and brackets;
``ge`` and ``le`` of the OData standard are read, too. ``and`` binds tighter than ``or``.
"""

import re
from enum import StrEnum
from typing import NamedTuple

import msgspec

from weda_tui.core.filters.tree import Condition, ConditionGroup, Term, Verbatim, Word, complete
from weda_tui.core.json.tree import JsonKind, quote, scan, unquote

DEEPEST = 50
"""The most levels of brackets that are read."""

_TO_ODATA = {"$eq": "eq", "$neq": "ne", "$gt": "gt", "$gte": "ge", "$lt": "lt", "$lte": "le"}
_FROM_ODATA = {word: operator for operator, word in _TO_ODATA.items()}
_TOKEN = re.compile(
    r"""\s*(?:(?P<mark>[(),])
      | (?P<text>'(?:[^']|'')*')
      | (?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])
      | (?P<variable>\{\{\s*[^{}\s]+\s*\}\})
      | (?P<word>[^\W\d]\w*))""",
    re.VERBOSE,
)


class FaultKind(StrEnum):
    """Why a filter cannot be read; each value names a field of ``FilterFaultWords``."""

    UNEXPECTED = "unexpected"
    UNFINISHED = "unfinished"
    UNKNOWN_OPERATOR = "unknown_operator"
    UNKNOWN_FUNCTION = "unknown_function"
    TOO_DEEP = "too_deep"


class FilterFault(msgspec.Struct, frozen=True):
    """Where a filter cannot be read; columns count from 1, in characters."""

    column: int
    kind: FaultKind
    near: str = ""


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


class _UnreadableError(Exception):
    """Carries the fault out of the parser."""

    def __init__(self, fault: FilterFault) -> None:
        super().__init__(fault)
        self.fault = fault


def parse_odata(text: str) -> ConditionGroup | FilterFault:
    """Return the tree of a ``$filter``, or the fault if it cannot be read."""
    try:
        parser = _Parser(text)
        if parser.is_at_end:
            return ConditionGroup()
        term = parser.any_of(DEEPEST)
        parser.end()
    except _UnreadableError as unreadable:
        return unreadable.fault
    return term if isinstance(term, ConditionGroup) else ConditionGroup(terms=(term,))


class _Parser:
    """A recursive-descent parser of the tokens."""

    def __init__(self, text: str) -> None:
        self._length = len(text.rstrip())
        self._tokens: list[_Token] = []
        self._next = 0
        at = 0
        while at < self._length:
            match = _TOKEN.match(text, at)
            if match is None or match.lastgroup is None:
                at += len(text[at:]) - len(text[at:].lstrip())
                raise _unreadable(at, FaultKind.UNEXPECTED, text[at : at + 12])
            start = match.start(match.lastgroup)
            self._tokens.append(_Token(match.lastgroup, match[match.lastgroup], start))
            at = match.end()

    @property
    def is_at_end(self) -> bool:
        """Whether every token was read."""
        return self._next == len(self._tokens)

    def any_of(self, depth: int) -> Term:
        """Read terms joined by ``or``."""
        terms = [self._all_of(depth)]
        while self._takes("or"):
            terms.append(self._all_of(depth))
        return terms[0] if len(terms) == 1 else ConditionGroup(Word.OR, tuple(terms))

    def end(self) -> None:
        """Raise a fault if there are more tokens."""
        if not self.is_at_end:
            raise _unexpected(self._tokens[self._next])

    def _all_of(self, depth: int) -> Term:
        terms = [self._term(depth)]
        while self._takes("and"):
            terms.append(self._term(depth))
        return terms[0] if len(terms) == 1 else ConditionGroup(Word.AND, tuple(terms))

    def _term(self, depth: int) -> Term:
        if self._takes("("):
            if depth == 0:
                raise _unreadable(self._tokens[self._next - 1].at, FaultKind.TOO_DEEP)
            inner = self.any_of(depth - 1)
            self._needs(")")
            return inner
        name = self._word()
        if self._takes("("):
            return self._call(name)
        operator = self._word()
        if operator.text not in _FROM_ODATA:
            raise _unreadable(operator.at, FaultKind.UNKNOWN_OPERATOR, operator.text)
        return Condition(name.text, _FROM_ODATA[operator.text], self._literal())

    def _call(self, name: _Token) -> Condition:
        if name.text != "contains":
            raise _unreadable(name.at, FaultKind.UNKNOWN_FUNCTION, name.text)
        field = self._word()
        self._needs(",")
        value = self._literal()
        self._needs(")")
        return Condition(field.text, "$search", value)

    def _next_token(self) -> _Token:
        if self.is_at_end:
            raise _unreadable(self._length, FaultKind.UNFINISHED)
        self._next += 1
        return self._tokens[self._next - 1]

    def _word(self) -> _Token:
        token = self._next_token()
        if token.kind != "word":
            raise _unexpected(token)
        return token

    def _takes(self, text: str) -> bool:
        is_next = not self.is_at_end and self._tokens[self._next].text == text
        self._next += is_next
        return is_next

    def _needs(self, text: str) -> None:
        token = self._next_token()
        if token.text != text:
            raise _unexpected(token)

    def _literal(self) -> str:
        """Read a value as JSON text."""
        token = self._next_token()
        if token.kind == "text":
            return quote(token.text[1:-1].replace("''", "'"))
        if token.kind in {"number", "variable"} or token.text in {"true", "false", "null"}:
            return token.text
        raise _unexpected(token)


def _unreadable(at: int, kind: FaultKind, near: str = "") -> _UnreadableError:
    return _UnreadableError(FilterFault(at + 1, kind, near))


def _unexpected(token: _Token) -> _UnreadableError:
    return _unreadable(token.at, FaultKind.UNEXPECTED, token.text)


def print_odata(group: ConditionGroup) -> str | None:
    """Return a tree as ``$filter``; ``None`` if it cannot be expressed in OData.

    The result is empty if there is no condition. Conditions without a value are left out; nested
    groups are put in brackets.
    """
    whole = complete(group)
    return _print(whole, is_inside=False) if whole.terms else ""


def _print(term: Term, *, is_inside: bool) -> str | None:
    if isinstance(term, Verbatim):
        return None
    if isinstance(term, Condition):
        return _comparison(term)
    is_one = len(term.terms) == 1
    pieces = [_print(each, is_inside=is_inside or not is_one) for each in term.terms]
    texts = [piece for piece in pieces if piece is not None]
    if not texts or len(texts) < len(pieces):
        return None
    text = f" {term.word.removeprefix('$')} ".join(texts)
    return f"({text})" if is_inside and len(texts) > 1 else text


def _comparison(condition: Condition) -> str | None:
    value = _odata_literal(condition.value)
    if value is None:
        return None
    if condition.operator == "$search":
        return f"contains({condition.field},{value})"
    word = _TO_ODATA.get(condition.operator)
    return f"{condition.field} {word} {value}" if word else None


def _odata_literal(value: str) -> str | None:
    node = scan(value)
    if node is None or node.is_container:
        return None
    if node.kind is JsonKind.STRING:
        return "'" + unquote(value.strip()).replace("'", "''") + "'"
    return value.strip()
