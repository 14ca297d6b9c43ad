"""Limits of a JSONPath search: a path of a few characters can select more than memory holds."""

import time
from collections.abc import Iterable, Iterator
from typing import Any

MOST_NODES = 250_000
"""Most values that the steps of a path may select, including those of its filters."""
MOST_SECONDS = 5.0
"""Most seconds of processor time that a path may use."""
_BUDGET = "budget"
"""The key under which the nodes of a query carry their budget to the queries of filters."""


class PathTooLargeError(TimeoutError):
    """A path exceeds its budget."""


class PathBudget:
    """The remaining budget of one search, in one thread."""

    def __init__(self) -> None:
        self._nodes, self._until = MOST_NODES, time.thread_time() + MOST_SECONDS

    def spend(self) -> None:
        """Count one value. Raises ``PathTooLargeError`` if the budget is spent."""
        self._nodes -= 1
        if self._nodes < 0 or time.thread_time() > self._until:
            raise PathTooLargeError


def find_matches(query: Any, value: object) -> Iterable[Any]:
    """Search a value with a ``bounded`` query. Iterating raises ``PathTooLargeError``."""
    return query.finditer(value, filter_context={_BUDGET: PathBudget()})


def bounded(parser: type[Any]) -> type[Any]:
    """Return a subclass of the library's parser whose queries charge their nodes to a budget."""
    from jsonpath.segments import JSONPathChildSegment, JSONPathRecursiveDescentSegment

    class BoundedChildren(JSONPathChildSegment):
        def resolve(self, nodes: Iterable[Any]) -> Iterator[Any]:
            return _counted(super().resolve(_counted(nodes)))

    class BoundedDescent(JSONPathRecursiveDescentSegment):
        def resolve(self, nodes: Iterable[Any]) -> Iterator[Any]:
            return _counted(super().resolve(_counted(nodes)))

    class BoundedParser(parser):
        def parse_query(self, stream: Any) -> Iterator[Any]:
            segments: Iterable[Any] = parser.parse_query(self, stream)
            for each in segments:
                is_deep = isinstance(each, JSONPathRecursiveDescentSegment)
                kind = BoundedDescent if is_deep else BoundedChildren
                yield kind(env=each.env, token=each.token, selectors=each.selectors)

    return BoundedParser


def _counted(nodes: Iterable[Any]) -> Iterator[Any]:
    for node in nodes:
        budget = node.filter_context().get(_BUDGET)
        if budget is not None:
            budget.spend()
        yield node
