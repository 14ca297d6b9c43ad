"""``select`` of the model query language, edited as the JSON text that it is.

``{"$master": true}`` shows every field of the record itself, ``{"name": true}`` one, and
``{"customer": {"name": true}}`` one of a related record (docs.cloudbase.net/model/select).
"""

from weda_tui.core.json.edit import remove, set_value
from weda_tui.core.json.tree import JsonKind, Path, find, scan

MASTER = "$master"


def is_selected(text: str, path: Path) -> bool:
    """Return whether the field at a path of names is shown: it is there and not ``false``."""
    node = find(scan(text), path)
    return node is not None and text[node.start : node.end] != "false"


def selected(text: str) -> tuple[str, ...]:
    """Return the names that are shown, ``$master`` too."""
    root = scan(text)
    return tuple(dict.fromkeys(key.name for key in root.keys)) if root else ()


def toggled(text: str, path: Path) -> str | None:
    """Return the text with a field shown that was not, or the other way round.

    A relation that nothing is shown of goes. ``None`` where the text is no JSON object.
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
    """Return the text with an object where a relation is only said to be shown."""
    node = find(scan(text), path[:-1])
    if len(path) < 2 or node is None or node.kind is JsonKind.OBJECT:
        return text
    return set_value(text, path[:-1], "{}") or text
