"""Creates the folds of a node, of siblings, of a depth and of a long array."""

from collections.abc import Iterator

from weda_tui.core.bodies.folds import Fold
from weda_tui.core.json import nodes
from weda_tui.core.json.index import JsonIndex

RANGE_FROM = 10_000
"""The number of items from which an array is folded into ranges."""
_MOST_RANGES = 100


def fold_node(index: JsonIndex, line: int) -> Fold | None:
    """Return the fold of the node that begins on a line; ``None`` if there is nothing to fold.

    Also ``None`` while the end of the node is not known.
    """
    end = nodes.end_of(index, line)
    return Fold(line, end) if end is not None and end > line else None


def range_size(count: int) -> int:
    """Return the number of items in a range: a power of ten that gives at most 100 ranges."""
    size = 10
    while count > size * _MOST_RANGES:
        size *= 10
    return size


def fold_ranges(index: JsonIndex, line: int) -> list[Fold]:
    """Return the ranges of the long array that a line opens; empty for a short one.

    Takes some milliseconds for each range.
    """
    if not range_count(index, line):
        return []
    count = nodes.count_of(index, line) or 0
    size = range_size(count)
    heads = [nodes.line_of_item(index, line, at) for at in range(0, count, size)]
    end = nodes.end_of(index, line)
    if end is None or -1 in heads:
        return []
    ends = [head - 1 for head in (*heads[1:], end)]
    depth = index.depth(line) + 1
    items = (range(at, min(at + size, count)) for at in range(0, count, size))
    return [Fold(*each, depth) for each in zip(heads, ends, items, strict=True)]


def range_count(index: JsonIndex, line: int) -> int:
    """Return the number of ranges of the array that a line opens, 0 if it has none."""
    count = nodes.count_of(index, line) or 0
    if count < RANGE_FROM or nodes.kind_of(index, line) != "[":
        return 0
    return -(-count // range_size(count))


def sibling_lines(index: JsonIndex, line: int) -> tuple[int, int] | None:
    """Return the first and last line of a node and its siblings.

    In a long array, only those of its range; ``None`` while that is not known.
    """
    head = nodes.head_of(index, line)
    parent = nodes.parent_of(index, head)
    end = nodes.end_of(index, parent) if parent >= 0 else index.line_count
    if end is None:
        return None
    count = nodes.count_of(index, parent) or 0 if parent >= 0 else 0
    if count < RANGE_FROM or nodes.kind_of(index, parent) != "[":
        return parent + 1, end - 1
    size = range_size(count)
    first = nodes.ordinal_of(index, head) // size * size
    behind = nodes.line_of_item(index, parent, first + size)
    return nodes.line_of_item(index, parent, first), (behind if behind >= 0 else end) - 1


def folds_between(index: JsonIndex, first: int, last: int, depth: int) -> Iterator[list[Fold]]:
    """Yield, piece by piece, the folds of all nodes at ``depth`` between two lines."""
    head = -1
    for piece in range(index.piece_of(first), index.piece_of(last) + 1):
        head, folds = _folds_in(index, piece, (first, last), depth, head)
        yield folds


def folds_to_depth(index: JsonIndex, depth: int) -> Iterator[list[Fold]]:
    """Yield, piece by piece, the folds that leave ``depth`` levels visible.

    Long arrays above that depth are folded into ranges, whose items are not folded yet. The folds
    of the ranges come last.
    """
    spans = index.spans
    long = [
        span
        for span in range(len(spans.kind))
        if spans.count[span] >= RANGE_FROM and spans.kind[span] == 0x5B
        if spans.depth[span] < depth and spans.end_line[span]
    ]
    skipped = bytearray(len(index.piece_line))
    for span in long:
        low, high = index.piece_of(spans.line[span]), index.piece_of(spans.end_line[span])
        skipped[low + 1 : high] = bytes([1]) * max(0, high - low - 1)
    head = -1
    for piece, is_skipped in enumerate(skipped):
        if is_skipped:
            head = -1
            continue
        head, folds = _folds_in(index, piece, (0, index.line_count - 1), depth, head)
        yield folds
    for span in long:
        yield fold_ranges(index, spans.line[span])


def _folds_in(
    index: JsonIndex, piece: int, lines: tuple[int, int], depth: int, head: int
) -> tuple[int, list[Fold]]:
    """Return the folds at a depth that end in a piece, and the head of the node open at its end."""
    folds: list[Fold] = []
    lexed, first = index.lexed(piece), index.piece_line[piece]
    for number, its_depth in enumerate(lexed.depths):
        if its_depth != depth or not lines[0] <= first + number <= lines[1]:
            continue
        if not lexed.is_closer[number]:
            head = first + number
        elif head >= 0:
            folds.append(Fold(head, first + number))
    return head, folds
