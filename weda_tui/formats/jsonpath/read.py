"""JSONPath (RFC 9535) over a response; values keep every digit that was received.

The library is imported for the first query, because most responses are never queried.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Any, TypeAlias

from weda_tui.core.json.exact_numbers import exact_number
from weda_tui.core.json.text import utf8_body
from weda_tui.core.json.tree import JsonKind, JsonNode, scan
from weda_tui.core.runs.answer_values import Mask, Unfit, Unjudged, Values, found_at
from weda_tui.formats.jsonpath.budget import PathTooLargeError, bounded, find_matches
from weda_tui.formats.jsonpath.patterns import limit_patterns

LARGEST = 4 * 1024 * 1024
"""Largest response that is searched, in bytes."""
LONGEST = 1000
"""Longest path, in characters."""
_SMALL = 16
"""Largest number of members of an object that are compared one by one for each name."""
_Json: TypeAlias = "dict[str, _Json] | list[_Json] | str | bool | Decimal | None"


class JsonBody:
    """The body of one response; it is read for the first path."""

    def __init__(self, body: bytes, content_type: str, mask: Mask = str) -> None:
        """``mask`` hides secrets from the filters of a path, but not from the values found."""
        self._body, self._content_type, self._mask = body, content_type, mask

    def find(self, path: str) -> Values | Unjudged:
        """Return the values that a path finds, in the order of the response. Never raises."""
        query = read_path(path)
        if isinstance(query, Unjudged):
            return query
        if isinstance(self._read, Unjudged):
            return self._read
        text, value, root = self._read
        try:
            parts = [match.parts for match in find_matches(query, value)]
        except (ValueError, RecursionError, ArithmeticError):
            return Unjudged(Unfit.NOT_JSON)
        except PathTooLargeError:
            return Unjudged(Unfit.LARGE_PATH)
        except TimeoutError:
            return Unjudged(Unfit.SLOW_PATTERN)
        find = _NodeFinder(root).find
        nodes = (find(each) for each in parts)
        found = tuple(found_at(text, n.kind, n.start, n.end) for n in nodes if n is not None)
        return Values(found, is_single=query.singular_query())

    @cached_property
    def _read(self) -> "tuple[str, Any, JsonNode] | Unjudged":
        if len(self._body) > LARGEST:
            return Unjudged(Unfit.TOO_LARGE)
        try:
            text = utf8_body(self._body, self._content_type).decode()
            value = json.loads(
                text, parse_int=exact_number, parse_float=exact_number, parse_constant=_no_constant
            )
            if self._mask(text) != text:
                value = _masked(value, self._mask)
        except (ValueError, ArithmeticError, RecursionError):
            return Unjudged(Unfit.NOT_JSON)
        root = scan(text)
        return Unjudged(Unfit.NOT_JSON) if root is None else (text, value, root)


class _NodeFinder:
    """Finds the nodes of many paths; the names of a large object are indexed once."""

    def __init__(self, root: JsonNode) -> None:
        self._root = root
        self._members: dict[JsonNode, dict[str, JsonNode]] = {}

    def find(self, parts: Iterable[str | int]) -> JsonNode | None:
        """Return the value at a path, if it is there."""
        node: JsonNode | None = self._root
        for step in parts:
            node = self._child(node, step) if node is not None else None
        return node

    def _child(self, node: JsonNode, step: str | int) -> JsonNode | None:
        if node.kind is not JsonKind.OBJECT or isinstance(step, int) or len(node.keys) <= _SMALL:
            return node.child(step)
        if node not in self._members:
            names = (key.name for key in node.keys)
            self._members[node] = dict(zip(names, node.items, strict=True))
        return self._members[node].get(step)


def _masked(value: _Json, mask: Mask) -> _Json:
    """Return a value with the secrets in its texts and numbers masked; names stay as they are.

    A name only says where a value is, and filters do not read names.
    """
    match value:
        case dict():
            return {name: _masked(each, mask) for name, each in value.items()}
        case list():
            return [_masked(each, mask) for each in value]
        case str() | Decimal():
            text = str(value)
            return mask(text) if mask(text) != text else value
        case _:
            return value


def read_path(path: str) -> Any:
    """Read a path that begins with ``$``. Return ``Unjudged`` with the column if it is invalid."""
    from jsonpath.exceptions import JSONPathError

    if len(path) > LONGEST:
        return Unjudged(Unfit.PATH, str(LONGEST))
    try:
        return _compile(path)
    except JSONPathError as error:
        at = error.token.index if error.token else 0
        return Unjudged(Unfit.PATH, str(at + 1 if at >= 0 else len(path) + 1))
    except (ValueError, ArithmeticError, RecursionError):
        return Unjudged(Unfit.PATH, "1")


@cache
def _environment() -> Any:
    """Return the environment that reads paths. The library's own would read numbers as floats."""
    from jsonpath import JSONPathEnvironment
    from jsonpath.filter import FilterExpressionLiteral
    from jsonpath.parse import Parser

    class ExactParser(Parser):
        def parse_integer_literal(self, stream: Any) -> Any:
            text = stream.current().value
            super().parse_integer_literal(stream)
            return FilterExpressionLiteral(value=exact_number(text))

        def parse_float_literal(self, stream: Any) -> Any:
            text = stream.current().value
            super().parse_float_literal(stream)
            return FilterExpressionLiteral(value=exact_number(text))

    class ExactEnvironment(JSONPathEnvironment):
        parser_class = bounded(ExactParser)

    environment = ExactEnvironment(strict=True)
    limit_patterns(environment)
    return environment


@lru_cache(maxsize=256)
def _compile(path: str) -> Any:
    return _environment().compile(path)


def _no_constant(name: str) -> None:
    raise ValueError(name)
