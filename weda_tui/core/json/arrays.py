"""Finds the arrays of objects in a body: what can be read as a table."""

from collections.abc import Iterator

from weda_tui.core.json import nodes
from weda_tui.core.json.array_items import ArrayItems
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.tree import Path

_DEEPEST, _MOST_NODES = 6, 400
"""How far below the top is looked, and at how many nodes."""


def holds_objects(index: JsonIndex, line: int) -> bool:
    """Return whether a line opens an array whose first item is an object."""
    if nodes.kind_of(index, line) != "[" or not nodes.opens(index, line):
        return False
    return line + 1 < index.line_count and nodes.kind_of(index, line + 1) == "{"


def array_around(index: JsonIndex, line: int) -> int:
    """Return the line of the innermost array of objects around a line, or opened by it; else -1."""
    at = nodes.head_of(index, line) if index.line_count else -1
    while at >= 0 and not holds_objects(index, at):
        at = nodes.parent_of(index, at)
    return at


def best_array(index: JsonIndex) -> int:
    """Return the line of the longest array of objects outside of other arrays; -1 without one."""
    found = list(_arrays(index))
    return max(found, key=lambda line: (len(ArrayItems(index, line)), -line), default=-1)


def array_at(index: JsonIndex, path: Path) -> int:
    """Return the line of the array of objects at a path; -1 where there is none."""
    line = 0 if index.line_count else -1
    for step in path:
        line = nodes.child_line(index, line, step)
        if line < 0:
            return -1
    return line if line >= 0 and holds_objects(index, line) else -1


def _arrays(index: JsonIndex) -> Iterator[int]:
    level, seen = ([0] if index.line_count else []), 0
    for _ in range(_DEEPEST):
        below: list[int] = []
        for line in level:
            if holds_objects(index, line):
                yield line
            elif nodes.kind_of(index, line) == "{" and nodes.opens(index, line):
                child = line + 1
                while 0 <= child < index.line_count and seen < _MOST_NODES:
                    seen += 1
                    if nodes.opens(index, child):
                        below.append(child)
                    child = nodes.next_sibling(index, child)
        level = below
