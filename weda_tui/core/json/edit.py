"""Edits of JSON text that change one value in place and keep every other byte.

The text is not decoded and encoded again: long numbers, decimals, escapes, duplicate names, the
order of members, indentation and unknown members are kept as typed.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from weda_tui.core.json.tree import JsonKind, JsonNode, Path, quote, scan

DEFAULT_INDENT = "  "


class Splice(NamedTuple):
    """The text before and after the place of one value."""

    before: str
    after: str

    def around(self, value: str) -> str:
        """Return the whole text with ``value``, which is JSON text, in that place."""
        return f"{self.before}{value}{self.after}"


def splice(text: str, path: Path, root: JsonNode | None = None) -> Splice | None:
    """Return the text around the place at ``path``, which is created if it does not exist.

    A missing member is added at the end of its object, a missing item at the end of its array.
    Containers on the way are created too, also in place of ``null``. An empty text becomes a
    complete one. ``None`` if the text is not JSON, or if another value is on the way. ``root`` is
    the scanned text, if available.
    """
    node = root or scan(text)
    style = _style_of(text, node)
    if node is None:
        if text.strip():
            return None
        node, text = JsonNode(JsonKind.NULL, 0, 0), ""
    for depth, step in enumerate(path):
        child = node.child(step)
        if child is not None:
            node = child
            continue
        rest = path[depth:]
        if node.kind is JsonKind.NULL:
            opening, closing = _containers(rest, _indent_at(text, node.start), style)
            return Splice(text[: node.start] + opening, closing + text[node.end :])
        wanted = JsonKind.ARRAY if isinstance(step, int) else JsonKind.OBJECT
        return _added(text, node, rest, style) if node.kind is wanted else None
    return Splice(text[: node.start], text[node.end :])


def set_value(text: str, path: Path, value: str) -> str | None:
    """Return the text with ``value``, which is JSON text, at ``path``; see ``splice``."""
    place = splice(text, path)
    return place.around(value) if place else None


def remove(text: str, path: Path) -> str | None:
    """Return the text without the value at ``path``: without the member and its name, or the item.

    Of a repeated name, every member is removed. ``None`` if the value does not exist.
    """
    if not path:
        return "" if scan(text) else None
    parent = scan(text)
    for step in path[:-1]:
        parent = parent.child(step) if parent is not None else None
    last = path[-1]
    if parent is None or parent.child(last) is None:
        return None
    if isinstance(last, int):
        doomed = [last]
    else:
        doomed = [index for index, key in enumerate(parent.keys) if key.name == last]
    return _without(text, parent, doomed)


def _without(text: str, parent: JsonNode, doomed: Sequence[int]) -> str:
    """Remove children, each with one comma and the white space before it."""
    starts = _starts(parent)
    kept = [index for index in range(len(starts)) if index not in doomed]
    if not kept:
        return text[: parent.start + 1] + text[parent.end - 1 :]
    pieces = [text[: starts[0]]]
    pieces += [text[starts[index] : starts[index + 1]] for index in kept[:-1]]
    last = kept[-1]
    pieces.append(text[starts[last] : parent.items[last].end])
    return "".join(pieces) + text[parent.items[-1].end :]


def _starts(parent: JsonNode) -> list[int]:
    """Return where each child begins, a member at its name."""
    return [key.start for key in parent.keys] or [item.start for item in parent.items]


class _Style(NamedTuple):
    unit: str
    """One level of indentation; empty for text on one line."""
    newline: str
    colon: str


_FIRST_INDENT = re.compile(r"[{\[][ \t]*\r?\n([ \t]+)\S")
_COLON = re.compile(r'"\s*(:[ \t]*)')


def _style_of(text: str, root: JsonNode | None) -> _Style:
    newline = "\r\n" if "\r\n" in text else "\n"
    first = _FIRST_INDENT.search(text)
    is_on_one_line = (
        root is not None and bool(root.items) and "\n" not in text[root.start : root.end]
    )
    colon = _COLON.search(text)
    return _Style(
        unit="" if is_on_one_line else (first[1] if first else DEFAULT_INDENT),
        newline=newline,
        colon=colon[1] if colon else ": ",
    )


def _indent_at(text: str, at: int) -> str:
    """Return the indentation of the line that contains ``at``."""
    start = text.rfind("\n", 0, at) + 1
    line = text[start:at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _containers(steps: Path, indent: str, style: _Style) -> tuple[str, str]:
    """Return the text that opens and closes new containers around a value, the outermost first."""
    opening, closing = "", ""
    for step in steps:
        inner = indent + style.unit
        lead = style.newline + inner if style.unit else ""
        end = style.newline + indent if style.unit else ""
        is_item = isinstance(step, int)
        opening += ("[" if is_item else "{") + lead
        opening += "" if isinstance(step, int) else quote(step) + style.colon
        closing = end + ("]" if is_item else "}") + closing
        indent = inner
    return opening, closing


def _added(text: str, parent: JsonNode, steps: Path, style: _Style) -> Splice:
    """Return the place of a new last child of ``parent``."""
    step, *rest = steps
    name = ""
    if not parent.items:
        outer = _indent_at(text, parent.start)
        opening, closing = _containers((step, *rest), outer, style)
        return Splice(text[: parent.start] + opening, closing + text[parent.end :])
    last = parent.items[-1]
    gap = _gap_before_last(text, parent, style)
    if parent.keys:
        name = quote(str(step)) + text[parent.keys[-1].end : last.start]
    is_multi_line = "\n" in gap
    indent = gap.rpartition("\n")[2] if is_multi_line else _indent_at(text, parent.start)
    inner = style if is_multi_line else style._replace(unit="")
    opening, closing = _containers(tuple(rest), indent, inner)
    return Splice(f"{text[: last.end]},{gap}{name}{opening}", closing + text[last.end :])


def _gap_before_last(text: str, parent: JsonNode, style: _Style) -> str:
    """Return the white space before the last child, for use before the next one."""
    start = _starts(parent)[-1]
    if len(parent.items) > 1:
        return text[parent.items[-2].end : start].partition(",")[2]
    gap = text[parent.start + 1 : start]
    return gap if "\n" in gap else " " * style.colon.endswith(" ")
