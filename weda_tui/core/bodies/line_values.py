"""The value of a line, as it was received."""

from collections.abc import Iterator
from typing import NamedTuple

from weda_tui.core.bodies.document import Document
from weda_tui.core.json import nodes
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.long_strings import text_of
from weda_tui.core.json.long_text import STEP, decoded
from weda_tui.core.json.source import BodySource


def value_at(document: Document, line: int) -> str:
    """Return the value of a line: the text of a string, any other value as received."""
    index = document.index
    row = index.row(line)
    source, end = index.source, row.end
    if isinstance(index, JsonIndex):
        line = nodes.head_of(index, line)
        row = index.row(line)
        last = nodes.end_of(index, line)
        end = index.row(last).end if last is not None else row.end
    if document.is_json and source[row.start : row.start + 1] == b'"':
        return text_of(source, row.start, end)
    return decoded(source, row.start, end)


def node_at(document: Document, line: int) -> str:
    """Return the node of a line exactly as received, with its white space but without its name.

    For a body that is not JSON, return the line.
    """
    index = document.index
    if not isinstance(index, JsonIndex):
        return decoded(index.source, *index.extent(line)).rstrip("\r\n")
    head = nodes.head_of(index, line)
    last = nodes.end_of(index, head)
    begin = index.row(head).start
    return decoded(index.source, begin, index.row(last if last is not None else head).end)


def key_at(document: Document, line: int) -> str:
    """Return the name of a line's node, empty if it has none."""
    index = document.tree
    if index is None:
        return ""
    return nodes.name_of(index, nodes.head_of(index, line))


class WholeText(NamedTuple):
    """A whole body as text."""

    text: str
    mended: int
    """Places that were not valid UTF-8 and became U+FFFD."""


def whole_text(document: Document) -> WholeText:
    """Return a body as text, converted from its character set."""
    source = document.source
    text = decoded(source, 0, len(source))
    mended = sum(text.count(_MARK, at, at + STEP) for at in range(0, len(text), STEP))
    if mended:
        mended -= sum(1 for _ in _places(source, _MARK.encode()))
    return WholeText(text, mended)


_MARK = "\ufffd"


def _places(source: BodySource, wanted: bytes) -> Iterator[int]:
    """Yield the offsets at which bytes occur."""
    for start in range(0, len(source), STEP):
        end = min(len(source), start + STEP + len(wanted) - 1)
        at = source.find(wanted, start, end)
        while at >= 0:
            yield at
            at = source.find(wanted, at + len(wanted), end)
