"""The order of records: ``orderBy`` of the model query language, ``$orderby`` of OData.

[{"createdAt": "desc"}, {"name": "asc"}]        createdAt desc, name asc
"""

import re

import msgspec

from weda_tui.core.filters.tree import Verbatim
from weda_tui.core.json.tree import JsonKind, JsonNode, quote, scan, unquote

MOST_SORTS = 3
"""The most fields in ``orderBy`` (docs.cloudbase.net/model/select)."""
DIRECTIONS = ("asc", "desc")


class Sort(msgspec.Struct, frozen=True):
    """A field to sort by."""

    field: str
    direction: str = "asc"
    """``asc`` or ``desc``."""


Order = tuple[Sort | Verbatim, ...]
"""The sorts, the first being the primary one. Anything that is not a sort is kept as written."""


def parse_order_by(text: str) -> Order | None:
    """Return the sorts in the JSON text of an ``orderBy``; ``None`` if it is not an array."""
    root = scan(text)
    if root is None or root.kind is not JsonKind.ARRAY:
        return None
    return tuple(_sort(text, item) for item in root.items)


def _sort(text: str, node: JsonNode) -> Sort | Verbatim:
    if len(node.keys) == 1 and node.items[0].kind is JsonKind.STRING:
        direction = unquote(text[node.items[0].start : node.items[0].end])
        if direction in DIRECTIONS:
            return Sort(node.keys[0].name, direction)
    return Verbatim(text[node.start : node.end])


def print_order_by(order: Order) -> str:
    """Return sorts as JSON text on one line."""
    items = [
        each.text
        if isinstance(each, Verbatim)
        else f"{{{quote(each.field)}: {quote(each.direction)}}}"
        for each in order
    ]
    return f"[{', '.join(items)}]"


_ODATA_SORT = re.compile(r"\s*([^\W\d]\w*)(?:\s+(asc|desc))?\s*")


def parse_odata_order(text: str) -> Order:
    """Return the sorts of an ``$orderby``; each item between commas is read separately."""
    if not text.strip():
        return ()
    found = [(item, _ODATA_SORT.fullmatch(item)) for item in text.split(",")]
    return tuple(
        Sort(match[1], match[2] or "asc") if match else Verbatim(item) for item, match in found
    )


def print_odata_order(order: Order) -> str:
    """Return sorts as ``$orderby``."""
    items = [
        each.text.strip() if isinstance(each, Verbatim) else f"{each.field} {each.direction}"
        for each in order
    ]
    return ", ".join(items)
