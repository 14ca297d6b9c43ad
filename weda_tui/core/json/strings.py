"""Finds the strings in JSON that arrives in pieces, and escapes text for a JSON string."""

import json
import re

_ESCAPE = re.compile(r"\\.", re.DOTALL)


def escape(text: str) -> str:
    """Return text escaped as in a JSON string, without the quotes."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


class JsonStrings:
    """Tracks whether JSON, read piece by piece, is inside a string."""

    def __init__(self) -> None:
        self.is_inside = False
        """Whether the next character is inside a string."""

    def read(self, text: str) -> None:
        """Read the next piece of the JSON."""
        self.is_inside ^= _ESCAPE.sub("", text).count('"') % 2 == 1
