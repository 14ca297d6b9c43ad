"""Where the strings are of JSON that comes in pieces, and text as it stands in one."""

import json
import re

_ESCAPE = re.compile(r"\\.", re.DOTALL)


def escape(text: str) -> str:
    """Return a text as a string holds it: no quote, backslash or control character as it is."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


class JsonStrings:
    """Follows JSON piece by piece."""

    def __init__(self) -> None:
        self.is_inside = False
        """Whether what comes next stands in a string."""

    def read(self, text: str) -> None:
        """Follow a piece of the JSON."""
        self.is_inside ^= _ESCAPE.sub("", text).count('"') % 2 == 1
