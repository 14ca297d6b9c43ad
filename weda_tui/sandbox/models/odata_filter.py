"""OData ``$filter`` as the ``where`` of the model query language.

eq ne gt lt, ``contains(field,'text')``, and/or, brackets, as in
``(age gt 1 and age lt 10) or age eq 20``.
"""

import re

import msgspec

from weda_tui.sandbox.server.refusal import GatewayError

_TOKEN = re.compile(
    r"\s*(?:(?P<mark>[(),])|(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])"
    r"|(?P<word>[A-Za-z_]\w*))"
)
_OPERATORS = {"eq": "$eq", "ne": "$neq", "gt": "$gt", "lt": "$lt"}
_CONSTANTS = {"true": True, "false": False, "null": None}
_DEEPEST = 10
Where = dict[str, object]


class _FilterToken(msgspec.Struct, frozen=True):
    kind: str
    text: str


def parse_filter(text: str) -> Where:
    """Return the ``where`` of a ``$filter``, or raise ``GatewayError`` (``INVALID_PARAMETER``)."""
    tokens: list[_FilterToken] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _wrong(text[at:].strip())
        tokens.append(_FilterToken(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    if not tokens:
        return {}
    parser = _FilterParser(tokens)
    where = parser.any_of(_DEEPEST)
    parser.end()
    return where


class _FilterParser:
    """Reads tokens from left to right; ``and`` binds tighter than ``or``."""

    def __init__(self, tokens: list[_FilterToken]) -> None:
        self._tokens = tokens
        self._at = 0

    def any_of(self, depth: int) -> Where:
        parts = [self._all_of(depth)]
        while self._takes("or"):
            parts.append(self._all_of(depth))
        return parts[0] if len(parts) == 1 else {"$or": parts}

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise _wrong(self._tokens[self._at].text)

    def _all_of(self, depth: int) -> Where:
        parts = [self._condition(depth)]
        while self._takes("and"):
            parts.append(self._condition(depth))
        return parts[0] if len(parts) == 1 else {"$and": parts}

    def _condition(self, depth: int) -> Where:
        if self._takes("("):
            if depth == 0:
                raise _wrong("(")
            inner = self.any_of(depth - 1)
            self._need(")")
            return inner
        name = self._next("word")
        if name.text == "contains" and self._takes("("):
            field = self._next("word").text
            self._need(",")
            wanted = _literal(self._next())
            self._need(")")
            return {field: {"$search": wanted}}
        operator = self._next("word").text
        if operator not in _OPERATORS:
            raise _wrong(operator)
        return {name.text: {_OPERATORS[operator]: _literal(self._next())}}

    def _next(self, kind: str = "") -> _FilterToken:
        if self._at == len(self._tokens):
            raise _wrong("")
        token = self._tokens[self._at]
        if kind and token.kind != kind:
            raise _wrong(token.text)
        self._at += 1
        return token

    def _takes(self, text: str) -> bool:
        is_next = self._at < len(self._tokens) and self._tokens[self._at].text == text
        self._at += is_next
        return is_next

    def _need(self, text: str) -> None:
        if not self._takes(text):
            raise _wrong(self._next().text)


def _literal(token: _FilterToken) -> object:
    if token.kind == "text":
        return token.text[1:-1].replace("''", "'")
    if token.kind == "number":
        is_whole = "." not in token.text and len(token.text) < 20
        return int(token.text) if is_whole else float(token.text)
    if token.text in _CONSTANTS:
        return _CONSTANTS[token.text]
    raise _wrong(token.text)


def _wrong(near: str) -> GatewayError:
    place = f"：{near[:20]}" if near else "：不完整"
    return GatewayError("INVALID_PARAMETER", f"参数 $filter 语法错误{place}")
