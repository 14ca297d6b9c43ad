"""The value of a line, as it was received."""

import json

from weda_tui.core.bodies import nodes
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.json_index import JsonIndex


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
    text = source[row.start : end].decode("utf-8", "replace")
    return _unquoted(text) if document.is_json and text.startswith('"') else text


def _unquoted(value: str) -> str:
    try:
        text = json.loads(value)
    except ValueError:
        return value
    return text if isinstance(text, str) else value
