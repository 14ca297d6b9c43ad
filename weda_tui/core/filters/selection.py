"""``select`` of the model query language, edited as JSON text.

``{"$master": true}`` selects every field of the record itself, ``{"name": true}`` one field, and
``{"customer": {"name": true}}`` a field of a related record (docs.cloudbase.net/model/select).
"""

from weda_tui.core.json.edit import remove, set_value
from weda_tui.core.json.tree import JsonKind, Path, find, scan

MASTER = "$master"


def is_selected(text: str, path: Path) -> bool:
    """Return whether the field at a path is selected: it is there and not ``false``."""
    node = find(scan(text), path)
    return node is not None and text[node.start : node.end] != "false"


def selected(text: str) -> tuple[str, ...]:
    """Return the selected names at the top level, including ``$master``."""
    root = scan(text)
    return tuple(dict.fromkeys(key.name for key in root.keys)) if root else ()


def toggled(text: str, path: Path) -> str | None:
    """Return the text with the selection of a field toggled.

    A relation without selected fields is removed. Returns ``None`` if the text is not a JSON
    object.
    """
    root = scan(text)
    if root is None and text.strip():
        return None
    if root is not None and root.kind is not JsonKind.OBJECT:
        return None
    if not is_selected(text, path):
        return set_value(_opened(text, path), path, "true")
    shorter = remove(text, path)
    parent = find(scan(shorter or ""), path[:-1])
    is_empty = len(path) > 1 and parent is not None and not parent.items
    return remove(shorter or "", path[:-1]) if is_empty else shorter


def _opened(text: str, path: Path) -> str:
    """Return the text with an object for the relation of a path, if it has another value."""
    node = find(scan(text), path[:-1])
    if len(path) < 2 or node is None or node.kind is JsonKind.OBJECT:
        return text
    return set_value(text, path[:-1], "{}") or text
