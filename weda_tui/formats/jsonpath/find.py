"""JSONPath (RFC 9535) over a body of any size: finds where the values are in its bytes.

The library walks over values that are read in place; the body is never decoded as a whole.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from weda_tui.core.json.lazy_values import Container, JsonReader, LazyArray, Members
from weda_tui.core.json.named_members import TooManyMembers, can_scan, members_named
from weda_tui.core.runs.answer_values import Unfit, Unjudged
from weda_tui.formats.jsonpath.read import read_path


class PathMatches(msgspec.Struct, frozen=True):
    """A path that is ready for a search."""

    query: Any
    is_single: bool
    """Whether the path finds at most one value."""
    reads_all: bool
    """Whether every value below some place is visited, because of a filter or ``..``."""
    is_deep: bool
    """Whether values at any depth are visited one by one."""
    name: str = ""
    """The name that the last step selects at any depth, which takes one pass over the bytes."""


def prepare_path(path: str) -> PathMatches | Unjudged:
    """Read a path. Return ``Unjudged`` with the column, from 1, if the path is invalid."""
    query = read_path(path)
    if isinstance(query, Unjudged):
        return query
    if not hasattr(query, "segments"):
        return Unjudged(Unfit.PATH, "1")
    name = _name_at_any_depth(query.segments[-1]) if query.segments else ""
    is_deep = any(map(_is_deep, query.segments[:-1] if name else query.segments))
    has_filter = any(
        hasattr(selector, "expression")
        for segment in query.segments
        for selector in segment.selectors
    )
    reads_all = is_deep or has_filter or bool(name)
    return PathMatches(query, query.singular_query(), reads_all, is_deep, name)


def find_spans(finding: PathMatches, reading: JsonReader) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each value that a path finds, in the order of the path.

    Raises what ``reading.pace`` raises, ``ValueError`` if the library gives up, and
    ``TimeoutError`` if a pattern in a filter has too many possibilities to try.
    """
    from jsonpath.exceptions import JSONPathError

    start, end = reading.root_extent()
    matches: Iterable[Any] = [_match_class().at_root(reading, start, end)]
    segments, name = finding.query.segments, finding.name
    for segment in segments[:-1] if name else segments:
        matches = _descend(segment, matches) if _is_deep(segment) else _children(segment, matches)
    try:
        if name:
            yield from (span for top in matches for span in _named(segments[-1], top, name))
            return
        for match in matches:
            yield match.start, match.end
    except (JSONPathError, RecursionError, ArithmeticError) as error:
        raise ValueError(str(error)) from error


def _is_deep(segment: Any) -> bool:
    from jsonpath.segments import JSONPathRecursiveDescentSegment

    return isinstance(segment, JSONPathRecursiveDescentSegment)


def _children(segment: Any, matches: Iterable[Any]) -> Iterator[Any]:
    """Apply the selectors of a segment. The library's own slices would slice strings, too."""
    for match in matches:
        if isinstance(match.obj, Container):
            for selector in segment.selectors:
                yield from selector.resolve(match)


def _descend(segment: Any, matches: Iterable[Any]) -> Iterator[Any]:
    """Apply the selectors of ``..`` at every depth; the library's own walk stops at depth 100."""
    for top in matches:
        walk: list[Iterator[Any]] = [iter([top])]
        while walk:
            match = next(walk[-1], None)
            if match is None:
                walk.pop()
                continue
            yield from _children(segment, [match])
            walk.append(_containers_in(match))


def _name_at_any_depth(segment: Any) -> str:
    """Return the name that ``..`` selects, if it can be searched for in the bytes; else empty."""
    name = getattr(segment.selectors[0], "name", "") if len(segment.selectors) == 1 else ""
    return name if _is_deep(segment) and isinstance(name, str) and can_scan(name) else ""


def _named(segment: Any, top: Any, name: str) -> Iterator[tuple[int, int]]:
    """Yield the extents of the members with a name below a value, in the order of ``_descend``.

    Everything but a large object is searched in one pass over its bytes.
    """
    walk: list[Iterator[Any]] = [iter([top])]
    while walk:
        match = next(walk[-1], None)
        if match is None:
            walk.pop()
        elif isinstance(match.obj, Members) and match.obj.is_large:
            yield from ((each.start, each.end) for each in _children(segment, [match]))
            walk.append(_containers_in(match))
        elif isinstance(match.obj, Container):
            reading, inside = match.obj.reading, int(isinstance(match.obj, LazyArray))
            at, end = match.start + inside, match.end - inside
            while at < end:
                try:
                    yield from members_named(reading, at, end, name)
                    break
                except TooManyMembers:
                    at, item_end = reading.at, reading.end_of(reading.at)
                    item = match.new_child(match.obj.give(at, item_end), "")
                    yield from ((each.start, each.end) for each in _descend(segment, [item]))
                    at = item_end


def _containers_in(match: Any) -> Iterator[Any]:
    value, number = match.obj, 0
    if isinstance(value, Members):
        for _, start, end in value.spans():
            yield from _container_at(match, value, start, end)
    elif isinstance(value, LazyArray):
        for number, (start, end) in enumerate(value.spans()):
            yield from _container_at(match, value, start, end, number)


def _container_at(
    match: Any, parent: Container, start: int, end: int, key: str | int = ""
) -> Iterator[Any]:
    if parent.reading.buffer[start] in b"{[":
        yield match.new_child(parent.give(start, end), key)


@cache
def _match_class() -> Any:
    """Return a node class that knows its extent and keeps neither path nor children."""
    from jsonpath.match import JSONPathMatch

    class Place(JSONPathMatch):
        __slots__ = ("end", "start")

        @classmethod
        def at_root(cls, reading: JsonReader, start: int, end: int) -> Any:
            """Return the root node.

            Filters get a second root object, because each object remembers the child that it
            returned last.
            """
            root = cls.__new__(cls)
            root.fill(reading.value(start, end), reading.value(start, end), start, end)
            return root

        def fill(self, value: Any, root: Any, start: int, end: int) -> None:
            self.obj, self.root, self.start, self.end = value, root, start, end
            self._filter_context, self.children = {}, []
            self.parent, self.parts, self.path = None, (), ""

        def add_child(self, *children: Any) -> None:
            """Do nothing: there may be millions of children."""

        def new_child(self, obj: object, key: int | str) -> Any:
            child = Place.__new__(Place)
            holder: Any = self.obj
            child.fill(obj, self.root, *holder.last)
            return child

    return Place
