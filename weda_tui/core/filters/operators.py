"""The operators of the model query language: their values and the fields that they fit.

Sources: the types of ``@cloudbase/wx-cloud-client-sdk`` 1.8.10 and docs.cloudbase.net/model/select;
for OData the data source management API page, which names eq ne gt lt and contains().
"""

from enum import StrEnum
from typing import NamedTuple

from weda_tui.core.models.data_model import FieldKind


class OperandKind(StrEnum):
    """The kind of value on the right of an operator."""

    ONE = "one"
    """A value of the field's type."""
    TEXT = "text"
    LIST = "list"
    """An array of values of the field's type."""
    FLAG = "flag"
    """``true``, or ``false`` for the opposite."""


class FilterOperator(NamedTuple):
    """How a field is compared with a value."""

    name: str
    takes: OperandKind
    kinds: frozenset[FieldKind]
    """The kinds of fields that it fits."""
    odata: str = ""
    """Its name in a documented ``$filter``, empty if there is none."""


_SCALARS = frozenset(FieldKind) - {FieldKind.JSON}
_ORDERED = _SCALARS - {FieldKind.BOOLEAN, FieldKind.RELATION}
_TEXTS = frozenset({FieldKind.TEXT, FieldKind.OPTION, FieldKind.JSON, FieldKind.UNKNOWN})
_ALL = frozenset(FieldKind)

OPERATORS = {
    operator.name: operator
    for operator in (
        FilterOperator("$eq", OperandKind.ONE, _SCALARS, "eq"),
        FilterOperator("$neq", OperandKind.ONE, _SCALARS, "ne"),
        FilterOperator("$gt", OperandKind.ONE, _ORDERED, "gt"),
        FilterOperator("$gte", OperandKind.ONE, _ORDERED),
        FilterOperator("$lt", OperandKind.ONE, _ORDERED, "lt"),
        FilterOperator("$lte", OperandKind.ONE, _ORDERED),
        FilterOperator("$in", OperandKind.LIST, _SCALARS),
        FilterOperator("$nin", OperandKind.LIST, _SCALARS),
        FilterOperator("$search", OperandKind.TEXT, _TEXTS, "contains"),
        FilterOperator("$search_ci", OperandKind.TEXT, _TEXTS),
        FilterOperator("$nsearch", OperandKind.TEXT, _TEXTS),
        FilterOperator("$nsearch_ci", OperandKind.TEXT, _TEXTS),
        FilterOperator("$empty", OperandKind.FLAG, _ALL),
        FilterOperator("$nempty", OperandKind.FLAG, _ALL),
    )
}


def operators_for(kind: FieldKind, *, is_odata: bool = False) -> tuple[FilterOperator, ...]:
    """Return the operators for a kind of field, the usual operators first."""
    return tuple(
        operator
        for operator in OPERATORS.values()
        if kind in operator.kinds and (operator.odata or not is_odata)
    )
