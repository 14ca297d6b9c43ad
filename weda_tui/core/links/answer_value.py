"""The selected value: a scalar of a response, with the other members of its object."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from weda_tui.core.bodies.document import Document
from weda_tui.core.json import nodes
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.tree import Path, unquote
from weda_tui.core.links.id_kinds import is_ambiguous

MOST_SIBLINGS = 64
"""The most members of an object that are read."""
LONGEST = 512
"""The longest value, in bytes, that can be an id."""
LONGEST_WHOLE = 16 * 1024
"""The longest selected value, in bytes, that is read whole."""

Member = tuple[str, str]
"""A name, and a scalar as JSON text."""


class AnswerValue(msgspec.Struct, frozen=True):
    """A value of a response; for a container, the members that may identify it."""

    path: Path
    raw: str
    """JSON text as received; empty for a container."""
    siblings: tuple[Member, ...] = ()
    """The short scalars of the same object in order, the value itself among them."""
    is_cut: bool = False
    """Whether ``raw`` is cut, so that it is unknown whether it contains a secret."""

    @property
    def name(self) -> str:
        """The name of the value; an item has the name of its array."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")

    @property
    def is_container(self) -> bool:
        """Whether the value is an object or an array."""
        return not self.raw

    @property
    def text(self) -> str:
        """The value as text: a string without quotes, any other value as received."""
        return text_of(self.raw)


def text_of(raw: str) -> str:
    """Return the text of a JSON string; any other value is returned as received."""
    if not raw.startswith('"'):
        return raw
    try:
        return unquote(raw)
    except ValueError:
        return ""


class ValueSummary(NamedTuple):
    """The part of a value that decides whether it has links."""

    name: str
    raw: str
    names: Path
    """The names on the path to the value, without indices; only its own name if that is enough."""


def glance_at(document: Document, line: int, module: str) -> ValueSummary | None:
    """Return the ``ValueSummary`` of a named value, called for every row that is drawn.

    Takes some 20 µs; more if the name of the value does not say what it identifies.
    """
    index = document.tree
    if index is None or not 0 <= line < index.line_count or nodes.opens(index, line):
        return None
    key = index.row(line).key
    if not key or index.is_closer(line):
        return None
    name = nodes.key_name(key)
    names: Path = (name,)
    if is_ambiguous(name, module):
        names = nodes.names_of(index, line)
    return ValueSummary(name, _scalar(index, line), names)


def value_at(document: Document, line: int) -> AnswerValue | None:
    """Return the value on a line of formatted JSON; ``None`` for any other line.

    Takes a fraction of a millisecond; in an array of many thousand items some milliseconds.
    """
    index = document.tree
    if index is None or not 0 <= line < index.line_count:
        return None
    head = nodes.head_of(index, line)
    if head < 0:
        return None
    path = nodes.path_of(index, head, most=64)
    if nodes.opens(index, head):
        is_object = nodes.kind_of(index, head) == "{"
        beside = tuple(_members(index, head + 1, index.depth(head))) if is_object else ()
        return AnswerValue(path, "", beside)
    raw = _scalar(index, head, LONGEST_WHOLE)
    if raw.startswith(("{", "[")):
        return AnswerValue(path, "")
    parent = nodes.parent_of(index, head)
    is_member = parent >= 0 and nodes.kind_of(index, parent) == "{"
    beside = tuple(_members(index, parent + 1, index.depth(parent))) if is_member else ()
    row = index.row(head)
    return AnswerValue(path, raw, beside, is_cut=row.end - row.start > LONGEST_WHOLE)


def _members(index: JsonIndex, line: int, depth: int) -> Iterator[Member]:
    """Yield the scalar members of an object from its first line on."""
    for _ in range(MOST_SIBLINGS):
        if line < 0 or line >= index.line_count or index.depth(line) != depth + 1:
            return
        if index.is_closer(line):
            return
        key = index.row(line).key
        if key and not nodes.opens(index, line):
            raw = _scalar(index, line)
            if not raw.startswith(("{", "[")) and len(raw) <= LONGEST:
                yield nodes.key_name(key), raw
        line = nodes.next_sibling(index, line)


def _scalar(index: JsonIndex, line: int, longest: int = LONGEST + 1) -> str:
    """Return a value as received; a value longer than ``longest`` is cut, as it is no id."""
    row = index.row(line)
    return index.source[row.start : min(row.end, row.start + longest)].decode("utf-8", "replace")
