"""The value of a condition in a text field: shown, and read back as JSON text."""

import re

from weda_tui.core.filters.operators import OPERATORS, OperandKind
from weda_tui.core.filters.tree import Condition
from weda_tui.core.json.tree import JsonKind, scan
from weda_tui.core.models.data_model import FieldKind
from weda_tui.core.requests.field_values import literal, shown_text

_TYPES = {
    FieldKind.TEXT: "string",
    FieldKind.OPTION: "string",
    FieldKind.RELATION: "string",
    FieldKind.NUMBER: "number",
    FieldKind.TIME: "number",
    FieldKind.BOOLEAN: "boolean",
}
"""JSON types by field kind. For other fields the typed text is read as JSON, else as a string."""
_SEPARATOR = re.compile(r"\s*[,，、]\s*")
EMPTY = '""'
"""How an empty string is shown and typed; an empty text field means that there is no value yet."""
_APART = re.compile(r'[,，、"]|^\s|\s$|^[\[{]|^$')
"""What an item must not contain for its list to be shown with commas."""


def operand_of(operator: str) -> OperandKind:
    """Return the kind of value of an operator; an undocumented operator has any value."""
    known = OPERATORS.get(operator)
    return known.takes if known else OperandKind.ONE


def shown_value(condition: Condition, kind: FieldKind) -> str:
    """Return the value as a text field shows it: a list with commas if this loses nothing."""
    node = scan(condition.value)
    if node is None:
        return condition.value
    what = operand_of(condition.operator)
    if what is not OperandKind.LIST or node.kind is not JsonKind.ARRAY:
        return (
            condition.value
            if condition.value == EMPTY
            else shown_text(condition.value, node, _type(what, kind))
        )
    type_ = _type(OperandKind.ONE, kind)
    items = [shown_text(condition.value, item, type_) for item in node.items]
    typed = [literal(item, type_) for item in items]
    is_same = typed == [condition.value[item.start : item.end] for item in node.items]
    return ", ".join(items) if is_same and not any(map(_APART.search, items)) else condition.value


def typed_value(text: str, operator: str, kind: FieldKind) -> str:
    """Return the JSON text of a typed value; empty if nothing was typed.

    A list is typed with commas between its items, or as a JSON array; a time may be typed as a
    date. A text that does not fit the field's type becomes a string, so that it is never lost.
    """
    if not text.strip() or text == EMPTY:
        return text.strip()
    what = operand_of(operator)
    is_time = kind is FieldKind.TIME
    if what is not OperandKind.LIST:
        return literal(text, _type(what, kind), is_time=is_time)
    node = scan(text.strip())
    if node is not None and node.kind in {JsonKind.ARRAY, JsonKind.VARIABLE}:
        return text.strip()
    items = (item for item in _SEPARATOR.split(text.strip()) if item)
    type_ = _type(OperandKind.ONE, kind)
    return f"[{', '.join(literal(item, type_, is_time=is_time) for item in items)}]"


def _type(what: OperandKind, kind: FieldKind) -> str:
    if what is OperandKind.FLAG:
        return "boolean"
    return "string" if what is OperandKind.TEXT else _TYPES.get(kind, "any")
