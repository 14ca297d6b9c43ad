"""Documents made from a part of another one: found values, or the JSON inside a string."""

import functools
from array import array
from typing import NamedTuple

import msgspec

from weda_tui.core.bodies.document import Document
from weda_tui.core.json import nodes, validation
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.long_strings import text_parts
from weda_tui.core.json.long_text import gathered
from weda_tui.core.json.source import BodySource as Bytes
from weda_tui.core.json.tree import Path

JSON = "application/json"
LONGEST_PARSED = 16 * 1024
"""Bytes of a string that is checked for JSON inside; a longer string is judged by its ends."""


class FoundPart(msgspec.Struct, frozen=True, eq=False):
    """Values found in a body, in an array of their own unless there can be only one value."""

    outer: Document
    above: "Part | None"
    """The part that the outer document itself was made from."""
    path: str
    starts: "array[int]"
    """The offset of each value in the outer document."""
    is_single: bool

    def origin(self, tree: JsonIndex, line: int) -> int:
        """Return the line of the outer document from which a line of this part comes, or -1."""
        steps = nodes.path_of(tree, line)
        outer = self.outer.tree
        number = 0 if self.is_single else steps[0] if steps else -1
        if outer is None or not isinstance(number, int) or not 0 <= number < len(self.starts):
            return -1
        at = outer.line_at(self.starts[number])
        for step in steps if self.is_single else steps[1:]:
            at = nodes.child_line(outer, at, step)
            if at < 0:
                return -1
        return at


class Unpacked(msgspec.Struct, frozen=True, eq=False):
    """The JSON inside a string."""

    outer: Document
    above: "Part | None"
    line: int
    """The line of the string in the outer document."""

    def origin(self, tree: JsonIndex, line: int) -> int:
        """Return the line of the string."""
        return self.line


Part = FoundPart | Unpacked


def above_of(part: Part | None) -> Part | None:
    """Return the part in whose document paths are followed, given the displayed part."""
    return part.above if isinstance(part, FoundPart) else part


def is_in_string(part: Part | None) -> bool:
    """Return whether a part is inside a string, to which no path of the response leads."""
    return isinstance(part, Unpacked) or above_of(part) is not None


class PartSource(NamedTuple):
    """The origin of a line of a part: a line of the whole body, or of the JSON in a string."""

    document: Document
    line: int
    string: Unpacked | None
    """The string that contains the line; ``None`` in the whole body."""


def source_of(part: Part | None, document: Document, line: int) -> PartSource | None:
    """Return the origin of a line; ``None`` for the array around the found values."""
    while isinstance(part, FoundPart):
        line = part.origin(document.tree, line) if document.tree is not None else -1
        if line < 0:
            return None
        document, part = part.outer, part.above
    return PartSource(document, line, part)


def line_in_body(part: Part | None, document: Document, line: int) -> int:
    """Return the line of the whole body that a line comes from; inside a string, the string's line.

    For the array around the found values, return the line of the first value.
    """
    while part is not None:
        source = source_of(part, document, line)
        if source is None and isinstance(part, FoundPart):
            source = source_of(
                part.above,
                part.outer,
                part.outer.tree.line_at(part.starts[0]) if part.outer.tree else 0,
            )
        if source is None or source.string is None:
            return source.line if source is not None else 0
        part, document, line = source.string.above, source.string.outer, source.string.line
    return line


def item_of(part: FoundPart, tree: JsonIndex, line: int) -> int:
    """Return the number of the found value that contains a line, -1 for the array around them."""
    if part.is_single:
        return 0
    at = nodes.head_of(tree, line)
    while at >= 0 and tree.depth(at) > 1:
        at = nodes.parent_of(tree, at)
    number = nodes.ordinal_of(tree, at) if at >= 0 and tree.depth(at) == 1 else -1
    return number if number < len(part.starts) else -1


def legs_of(
    part: Part | None,
    tree: JsonIndex,
    line: int,
    *,
    most: int | None = None,
    is_shown: bool = False,
) -> tuple[Path, ...]:
    """Return the path of a line in the whole body, followed by a path inside each string.

    Each path has at most its last ``most`` steps; ``is_shown`` is that of ``path_of``.
    """
    steps = nodes.path_of(tree, line, most=most, is_shown=is_shown)
    legs_above = functools.partial(
        legs_of, part.above if part else None, most=most, is_shown=is_shown
    )
    if part is None or part.outer.tree is None:
        return (steps,)
    outer = part.outer.tree
    if isinstance(part, Unpacked):
        return (*legs_above(outer, part.line), steps)
    if part.is_single or len(steps) == most:
        number, rest = 0 if part.is_single else -1, steps
    elif not steps:
        return (*legs_above(outer, 0)[:-1], ())
    else:
        number, rest = int(steps[0]), steps[1:]
    if not 0 <= number < len(part.starts):
        return (steps,)
    *before, last = legs_above(outer, outer.line_at(part.starts[number]))
    whole = (*last, *rest)
    return (*before, whole if most is None else whole[-most:])


def nested_json(document: Document, line: int) -> bool:
    """Return whether the value of a line is a string whose text is a JSON object or array."""
    tree = document.tree
    if tree is None or line >= tree.line_count:
        return False
    row, source = tree.row(line), tree.source
    head = source[row.start : row.start + 2]
    tail = source[max(row.start + 2, row.end - 2) : row.end]
    if head not in {b'"{', b'"['} or tail not in {b'}"', b']"'}:
        return False
    if row.end - row.start > LONGEST_PARSED:
        return True
    return is_json_inside(source[row.start : row.end])


@functools.lru_cache(maxsize=256)
def is_json_inside(quoted: bytes) -> bool:
    """Return whether a string, given with its quotes, contains JSON."""
    text = inside(Bytes(quoted), 0, len(quoted))
    if validation.passes(text, [], [], validation.VALUE):
        return True
    return validation.find_fault(text, [], validation.VALUE, is_last=True) is None


def inside(source: Bytes, start: int, end: int) -> bytes:
    """Return the text of a string in UTF-8; half a surrogate pair stays an escape."""
    try:
        parts = text_parts(source, start, end)
        return gathered(part.encode("utf-8", "backslashreplace") for part in parts)
    except ValueError:
        return b""
