"""The tree behind the lines of a JSON body: parents, ends, children and paths of nodes."""

import re

from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.long_strings import LONG, text_of
from weda_tui.core.json.source import BodySource
from weda_tui.core.json.tree import Path, quote, unquote


def opens(index: JsonIndex, line: int) -> bool:
    """Return whether the node of a line continues on the lines below."""
    if line + 1 < index.line_count:
        return index.depth(line + 1) > index.depth(line)
    _, end = index.extent(line)
    return index.source[end - 1 : end] in {b"{", b"["}


def end_of(index: JsonIndex, line: int) -> int | None:
    """Return the last line of the node that begins on a line; ``None`` while it is not known."""
    if not opens(index, line):
        return line
    span = index.spans.opened_on(line)
    if span >= 0:
        return index.spans.end_line[span] or None
    piece = index.piece_of(line)
    lexed, first = index.lexed(piece), index.piece_line[piece]
    depth = lexed.depths[line - first]
    for number in range(line - first + 1, len(lexed.depths)):
        if lexed.is_closer[number] and lexed.depths[number] == depth:
            return first + number
    return None


def head_of(index: JsonIndex, line: int) -> int:
    """Return the line on which the node of a closing line begins; any other line unchanged."""
    if not index.is_closer(line):
        return line
    return _before(index, line, index.depth(line))


def parent_of(index: JsonIndex, line: int) -> int:
    """Return the line that opens the container around a line, -1 for the outermost value."""
    depth = index.depth(line)
    return _before(index, line, depth - 1) if depth else -1


def _before(index: JsonIndex, line: int, depth: int) -> int:
    """Return the nearest line above, in the same containers, that begins a node at ``depth``."""
    piece = index.piece_of(line)
    lexed, first = index.lexed(piece), index.piece_line[piece]
    for number in range(line - first - 1, -1, -1):
        if lexed.depths[number] == depth and not lexed.is_closer[number]:
            return first + number
    span = index.spans.at_depth(index.piece_top[piece], depth)
    return index.spans.line[span] if span >= 0 else -1


def next_sibling(index: JsonIndex, line: int) -> int:
    """Return the line of the next node in the same container, -1 after the last one."""
    head = head_of(index, line)
    end = end_of(index, head) if head >= 0 else None
    if end is None or end + 1 >= index.line_count or index.is_closer(end + 1):
        return -1
    return end + 1 if index.depth(end + 1) == index.depth(head) else -1


def previous_sibling(index: JsonIndex, line: int) -> int:
    """Return the line of the previous node in the same container, -1 before the first one."""
    head = head_of(index, line)
    if head <= 0:
        return -1
    if index.depth(head - 1) != index.depth(head):
        return -1
    return head_of(index, head - 1)


def ordinal_of(index: JsonIndex, line: int) -> int:
    """Return the position of the node on a line among the children of its container, from 0."""
    piece = index.piece_of(line)
    lexed, first = index.lexed(piece), index.piece_line[piece]
    depth, found = index.depth(line), 0
    for number in range(line - first, -1, -1):
        if lexed.depths[number] == depth:
            found += not lexed.is_closer[number]
        elif lexed.depths[number] < depth and not lexed.is_closer[number]:
            return found - 1
    return first_ordinal(index, piece, depth - 1) + found


def first_ordinal(index: JsonIndex, piece: int, depth: int) -> int:
    """Return the ordinal, less one, of the first child that begins in a piece.

    It is a child of the container around the start of the piece whose line has ``depth``.
    """
    top = index.piece_top[piece]
    if top < 0:
        return -1
    if index.spans.depth[top] == depth:
        return index.piece_ordinal[piece] - 1
    inner = index.spans.at_depth(top, depth + 1)
    return index.spans.ordinal[inner] if inner >= 0 else -1


def path_of(
    index: JsonIndex, line: int, *, most: int | None = None, is_shown: bool = False
) -> Path:
    """Return the names and indices that lead to the node of a line, the last ``most`` of them.

    ``is_shown`` is for a path that is displayed: a name of many kilobytes is cut.
    """
    at, steps = head_of(index, line), list[str | int]()
    while at >= 0 and index.depth(at) and (most is None or len(steps) < most):
        key = index.row(at).key if is_shown else index.key(at)
        steps.append(key_name(key) if key else ordinal_of(index, at))
        at = parent_of(index, at)
    return tuple(reversed(steps))


def name_of(index: JsonIndex, line: int) -> str:
    """Return the name of the member that begins on a line, empty for an array item."""
    key = index.key(line)
    return key_name(key) if key else ""


def names_of(index: JsonIndex, line: int, *, most: int = 64) -> Path:
    """Return only the names that lead to the node of a line, which is faster than ``path_of``."""
    at, steps = head_of(index, line), list[str]()
    while at >= 0 and index.depth(at) and len(steps) < most:
        if key := index.row(at).key:
            steps.append(key_name(key))
        at = parent_of(index, at)
    return tuple(reversed(steps))


def child_line(index: JsonIndex, line: int, step: str | int) -> int:
    """Return the line of a node's child, -1 for none; of a repeated name, the last member."""
    if isinstance(step, int):
        return line_of_item(index, line, step)
    return member_lines(index, line).get(step, -1)


def member_lines(index: JsonIndex, line: int) -> dict[str, int]:
    """Return the line of each member of an object by name; of a repeated name, the last member."""
    found, at = dict[str, int](), line + 1 if opens(index, line) else -1
    while 0 <= at < index.line_count and not index.is_closer(at):
        if key := index.key(at):
            found[key_name(key)] = at
        at = next_sibling(index, at)
    return found


def key_name(key: bytes) -> str:
    """Return the text of a key that is given with its quotes."""
    text = key.decode("utf-8", "replace")
    try:
        return unquote(text) if len(key) <= LONG else text_of(BodySource(key), 0, len(key))
    except ValueError:
        return text[1:-1]


def count_of(index: JsonIndex, line: int) -> int | None:
    """Return how many children a container has; ``None`` for a scalar or while it is not known."""
    if not opens(index, line):
        return None
    span = index.spans.opened_on(line)
    if span >= 0:
        return index.spans.count[span] if index.spans.end_line[span] else None
    end = end_of(index, line)
    last = head_of(index, end - 1) if end is not None else -1
    return ordinal_of(index, last) + 1 if last > line else None


def kind_of(index: JsonIndex, line: int) -> str:
    """Return the first character of a line's value: ``{``, ``[``, a quote or another one."""
    row = index.row(line)
    return chr((index.source[row.start : row.start + 1] or b" ")[0])


def line_of_item(index: JsonIndex, line: int, ordinal: int) -> int:
    """Return the line of the child with an ordinal in the container that a line opens.

    -1 if there is none or it is not known yet.
    """
    depth = index.depth(line) + 1
    low, high = index.piece_of(line), _last_piece(index, line)
    while low < high:
        middle = (low + high + 1) // 2
        if first_ordinal(index, middle, depth - 1) + 1 <= ordinal:
            low = middle
        else:
            high = middle - 1
    for piece in range(low, _last_piece(index, line) + 1):
        lexed, first = index.lexed(piece), index.piece_line[piece]
        begins = piece == index.piece_of(line)
        count = 0 if begins else first_ordinal(index, piece, depth - 1) + 1
        for number in range(line + 1 - first if begins else 0, len(lexed.depths)):
            if lexed.depths[number] < depth:
                return -1
            if lexed.depths[number] == depth and not lexed.is_closer[number]:
                if count == ordinal:
                    return first + number
                count += 1
    return -1


def _last_piece(index: JsonIndex, line: int) -> int:
    end = end_of(index, line)
    return index.piece_of(end if end is not None else index.line_count - 1)


_PLAIN_NAME = re.compile(r"[^\W\d]\w*")


def json_path(path: Path) -> str:
    """Return a path as JSONPath: ``$.data[3]['a b']``."""
    steps = (_json_path_step(step) for step in path)
    return "$" + "".join(steps)


def _json_path_step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN_NAME.fullmatch(step) else f"[{quote(step)}]"


_JS_NAME = re.compile(r"[A-Za-z_$][\w$]*", re.ASCII)


def js_path(path: Path) -> str:
    """Return a path as a JavaScript expression below the body: ``data.records[3]["a b"]``."""
    text = "".join(
        f".{step}" if isinstance(step, str) and _JS_NAME.fullmatch(step) else f"[{_quoted(step)}]"
        for step in path
    )
    return text.removeprefix(".")


def _quoted(step: str | int) -> str:
    return str(step) if isinstance(step, int) else quote(step)
