"""The preview of a folded node."""

import re
from typing import NamedTuple

from weda_tui.core.json import nodes
from weda_tui.core.json.index import JsonIndex

LONGEST_SHOWN = 64
"""Bytes of a value that a preview shows."""
_LONGEST_READ = 8 * 1024
"""Bytes of a value that are read, more than are shown, so that a secret is masked as a whole."""
_MOST_LINES = 60
_NAMING_KEY = re.compile(rb'"\w*(?:[Nn]ame|[Tt]itle|[Ss]ubject)"')


class Preview(NamedTuple):
    """A folded node: its brackets, and one or two of its children as (name or empty, value).

    Values are longer than the displayed part; see ``shortened``.
    """

    opener: str
    first: tuple[bytes, bytes] | None
    naming: bytes
    """The value of a member that names the node, if it is not the first member."""
    has_more: bool

    @property
    def closer(self) -> str:
        """The closing bracket."""
        return "}" if self.opener == "{" else "]"


def preview(index: JsonIndex, line: int) -> Preview:
    """Return the preview of the node that a line opens."""
    depth = index.depth(line) + 1
    first: tuple[bytes, bytes] | None = None
    naming, count = b"", 0
    last = min(index.line_count, line + 1 + _MOST_LINES)
    for at in range(line + 1, last):
        if index.depth(at) < depth:
            break
        if index.depth(at) > depth or index.is_closer(at):
            continue
        count += 1
        row = index.row(at)
        value = index.source[row.start : min(row.end, row.start + _LONGEST_READ)]
        is_plain = value[:1] not in {b"{", b"["}
        if first is None:
            first = (row.key, value if is_plain else value[:1] + b"\xe2\x80\xa6")
        elif not naming and is_plain and _NAMING_KEY.fullmatch(row.key):
            naming = value
    opener = nodes.kind_of(index, line)
    return Preview(opener, first, naming, count > 1 + bool(naming))


def shortened(text: str) -> str:
    """Return the displayed part of a masked value."""
    data = text.encode("utf-8", "replace")
    if len(data) <= LONGEST_SHOWN:
        return text
    return data[:LONGEST_SHOWN].decode("utf-8", "ignore") + "…"
