"""JSON of which only the beginning is known, closed after the last complete value."""

import re
from typing import NamedTuple

_PIECE = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],]|[^\s{}\[\],"]+', re.DOTALL)
_CLOSERS = {"{": "}", "[": "]"}


class ClosedJson(NamedTuple):
    """Text that is JSON if its beginning was."""

    text: str
    open_count: int
    """How many containers were open.

    Each is the last child of the previous one, and its further content is not known.
    """


def close_json(text: str) -> ClosedJson:
    """Remove an incomplete end of the text, and close the open containers."""
    opened: list[str] = []
    end = 0
    for match in _PIECE.finditer(text):
        mark = match[0]
        if mark in _CLOSERS:
            opened.append(_CLOSERS[mark])
            end = match.end()
        elif mark in {"}", "]"}:
            if not opened or opened.pop() != mark:
                break
            end = match.end()
        elif mark == ",":
            end = match.start()
    return ClosedJson(text[:end] + "".join(reversed(opened)), len(opened))
