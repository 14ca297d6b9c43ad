"""JSON of which only a beginning is there: closed behind the last value that is whole."""

import re
from typing import NamedTuple

_PIECE = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],]|[^\s{}\[\],"]+', re.DOTALL)
_CLOSERS = {"{": "}", "[": "]"}


class ClosedJson(NamedTuple):
    """Text that is JSON if its beginning was."""

    text: str
    open_count: int
    """How many containers were open, from the outside in: each is the last one in the one before,
    and what followed in it is not known."""


def close_json(text: str) -> ClosedJson:
    """Leave out what is not whole at the end of a beginning, and close what is open."""
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
