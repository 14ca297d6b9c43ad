"""The value of a line, as it was received."""

from typing import NamedTuple

from weda_tui.core.bodies import nodes
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.json_index import JsonIndex
from weda_tui.core.bodies.long_strings import text_of


def value_at(document: Document, line: int) -> str:
    """Return the value of a line: a string's text, a container or anything else as received."""
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
    return source[row.start : end].decode("utf-8", "replace")


def node_at(document: Document, line: int) -> bytes:
    """Return the node of a line exactly as it was received, whitespace and all, without its name.

    Of text that is no JSON the line.
    """
    index = document.index
    if not isinstance(index, JsonIndex):
        begin, end = index.extent(line)
        return index.source[begin:end].rstrip(b"\r\n")
    head = nodes.head_of(index, line)
    last = nodes.end_of(index, head)
    begin = index.row(head).start
    return index.source[begin : index.row(last if last is not None else head).end]


def key_at(document: Document, line: int) -> str:
    """Return the name of a line's node, empty for what has none."""
    index = document.tree
    if index is None:
        return ""
    return nodes.name_of(index, nodes.head_of(index, line))


class WholeText(NamedTuple):
    """A whole body as text."""

    text: str
    mended: int
    """Places that were no UTF-8 and became U+FFFD."""


def whole_text(document: Document) -> WholeText:
    """Return a body as text: its bytes, those of another character set turned into UTF-8."""
    data = document.source[: len(document.source)]
    try:
        return WholeText(data.decode("utf-8"), 0)
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        return WholeText(text, text.count("\ufffd") - data.count("\ufffd".encode()))
