"""The operators of the model query language: what value each takes, and for which fields.

Sources: the types of ``@cloudbase/wx-cloud-client-sdk`` 1.8.10 and docs.cloudbase.net/model/select;
those of OData: the data source management API page, which names eq ne gt lt and contains().
"""

from enum import StrEnum
from typing import NamedTuple

from weda_tui.core.models.data_model import FieldKind


class Takes(StrEnum):
    """What stands at the right of an operator."""

    ONE = "one"
    """A value of the field's type."""
    TEXT = "text"
    LIST = "list"
    """An array of values of the field's type."""
    FLAG = "flag"
    """``true``, or ``false`` for the opposite."""


class Operator(NamedTuple):
    """How a field is compared with a value."""

    name: str
    takes: Takes
    kinds: frozenset[FieldKind]
    """Of the fields that it fits."""
    odata: str = ""
    """Its word in a documented ``$filter``, empty for none."""


_SCALARS = frozenset(FieldKind) - {FieldKind.JSON}
_ORDERED = _SCALARS - {FieldKind.BOOLEAN, FieldKind.RELATION}
_TEXTS = frozenset({FieldKind.TEXT, FieldKind.OPTION, FieldKind.JSON, FieldKind.UNKNOWN})
_ALL = frozenset(FieldKind)

OPERATORS = {
    operator.name: operator
    for operator in (
        Operator("$eq", Takes.ONE, _SCALARS, "eq"),
        Operator("$neq", Takes.ONE, _SCALARS, "ne"),
        Operator("$gt", Takes.ONE, _ORDERED, "gt"),
        Operator("$gte", Takes.ONE, _ORDERED),
        Operator("$lt", Takes.ONE, _ORDERED, "lt"),
        Operator("$lte", Takes.ONE, _ORDERED),
        Operator("$in", Takes.LIST, _SCALARS),
        Operator("$nin", Takes.LIST, _SCALARS),
        Operator("$search", Takes.TEXT, _TEXTS, "contains"),
        Operator("$search_ci", Takes.TEXT, _TEXTS),
        Operator("$nsearch", Takes.TEXT, _TEXTS),
        Operator("$nsearch_ci", Takes.TEXT, _TEXTS),
        Operator("$empty", Takes.FLAG, _ALL),
        Operator("$nempty", Takes.FLAG, _ALL),
    )
}


def operators_for(kind: FieldKind, *, is_odata: bool = False) -> tuple[Operator, ...]:
    """Return the operators that a field of a kind may be asked with, the usual ones first."""
    return tuple(
        operator
        for operator in OPERATORS.values()
        if kind in operator.kinds and (operator.odata or not is_odata)
    )
