"""Header lines as text."""

import re

from weda_tui.core.requests.draft import Header

_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:[ \t]*(.*)")


def read_fields(text: str) -> tuple[list[Header], list[str]]:
    """Return the headers in a block of lines, and the lines that are not headers.

    Folded lines are joined.
    """
    fields: list[Header] = []
    broken: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line.strip():
            continue
        if line[:1] in " \t" and fields:
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip()}")
        elif match := _FIELD.fullmatch(line.rstrip()):
            fields.append((match[1], match[2]))
        else:
            broken.append(line)
    return fields, broken
