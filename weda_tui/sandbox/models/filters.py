"""``filter`` as SQL: ``where``, ``relateWhere`` and ``orderBy`` of the model query language.

The operators follow the SDK's types (``@cloudbase/wx-cloud-client-sdk``) and
docs.cloudbase.net/model/select.
"""

from collections.abc import Callable
from typing import Literal

import msgspec

from weda_tui.sandbox.models.catalogue import (
    Model,
    ModelShape,
    Relation,
    SandboxField,
    SandboxFieldKind,
)
from weda_tui.sandbox.models.values import Cell, operand, unknown_field, wrong_type, wrong_value

MOST_CONDITIONS = 200
DEEPEST = 12
MOST_SORTS = 3


class Filter(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A filter of records; without conditions it passes all records."""

    where: dict[str, object] | None = None
    relate_where: dict[str, "Filter"] | None = None


class StoredCondition(msgspec.Struct, frozen=True):
    """A condition in SQL and the values for its question marks."""

    sql: str
    values: tuple[Cell, ...] = ()


EVERYTHING = StoredCondition("1")
_COMPARISONS = {"$eq": "IS", "$neq": "IS NOT", "$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}
_ORDERED = frozenset({"$gt", "$gte", "$lt", "$lte"})
_SEARCHES = {
    "$search": "instr({column}, ?) > 0",
    "$search_ci": "instr(casefold({column}), casefold(?)) > 0",
    "$nsearch": "instr(coalesce({column}, ''), ?) = 0",
    "$nsearch_ci": "instr(casefold(coalesce({column}, '')), casefold(?)) = 0",
}


class Filters:
    """Compiles filters over the models of one database to SQL."""

    def __init__(self, models: dict[str, Model], table: Callable[[str, str], str]) -> None:
        self._models = models
        self._table = table
        self._left = MOST_CONDITIONS

    def compile(self, model: Model, wanted: Filter, path: str = "filter") -> StoredCondition:
        """Return the condition of a filter, or raise ``GatewayError``."""
        parts = [self._where(model, wanted.where or {}, f"{path}.where", DEEPEST)]
        for name, inner in (wanted.relate_where or {}).items():
            relation = model.relations_by_name.get(name)
            at = f"{path}.relateWhere.{name}"
            if relation is None:
                raise unknown_field(at)
            self._count(at)
            parts.append(self._related(model, relation, self._inner(relation, inner, at)))
        return _joined(parts, "AND")

    def _inner(self, relation: Relation, wanted: Filter, path: str) -> StoredCondition:
        if path.count(".relateWhere.") > DEEPEST:
            raise wrong_value(path, f"最多嵌套 {DEEPEST} 层")
        return self.compile(self._models[relation.model], wanted, path)

    def _related(self, model: Model, relation: Relation, inner: StoredCondition) -> StoredCondition:
        """Return the condition that a record at the other end of a relation passes ``inner``."""
        other = self._table(relation.model, "")
        match relation.shape:
            case ModelShape.ONE:
                sql = f'"{relation.name}" IN (SELECT _id FROM {other} WHERE {inner.sql})'
            case ModelShape.MANY:
                sql = f'_id IN (SELECT "{relation.inverse}" FROM {other} WHERE {inner.sql})'
            case ModelShape.LINK:
                link = self._table(model.name, relation.name)
                sql = (
                    f"_id IN (SELECT own FROM {link} WHERE other IN"
                    f" (SELECT _id FROM {other} WHERE {inner.sql}))"
                )
        return StoredCondition(sql, inner.values)

    def _where(
        self, model: Model, where: dict[str, object], path: str, depth: int
    ) -> StoredCondition:
        if depth == 0:
            raise wrong_value(path, f"最多嵌套 {DEEPEST} 层")
        parts: list[StoredCondition] = []
        for name, wanted in where.items():
            at = f"{path}.{name}"
            if name in {"$and", "$or"}:
                word: Literal["AND", "OR"] = "AND" if name == "$and" else "OR"
                inner = [
                    self._where(model, _object(item, at), at, depth - 1)
                    for item in _array(wanted, at)
                ]
                parts.append(_joined(inner, word))
            else:
                field = _field(model, name, at)
                parts += [
                    self._condition(field, operator, value, f"{at}.{operator}")
                    for operator, value in _object(wanted, at).items()
                ]
        return _joined(parts, "AND")

    def _condition(
        self, field: SandboxField, operator: str, value: object, path: str
    ) -> StoredCondition:
        self._count(path)
        column = f'"{field.name}"'
        if operator in {"$empty", "$nempty"}:
            is_empty = (operator == "$empty") == _flag(value, path)
            return StoredCondition(f"{column} IS {'' if is_empty else 'NOT '}NULL")
        if operator in _SEARCHES:
            if field.kind not in {
                SandboxFieldKind.TEXT,
                SandboxFieldKind.OPTION,
                SandboxFieldKind.JSON,
            }:
                raise wrong_value(path, "只适用于文本")
            if not isinstance(value, str):
                raise wrong_type(path, "string")
            return StoredCondition(_SEARCHES[operator].format(column=column), (value,))
        if field.kind is SandboxFieldKind.JSON:
            raise wrong_value(path, "该字段只能判断为空或搜索")
        if operator in {"$in", "$nin"}:
            cells = [operand(field, item, path) for item in _array(value, path)]
            listed = msgspec.json.encode(cells).decode()
            word = "IN" if operator == "$in" else "NOT IN"
            return StoredCondition(f"{column} {word} (SELECT value FROM json_each(?))", (listed,))
        if operator not in _COMPARISONS:
            raise wrong_value(path, "没有这个操作符")
        cell = operand(field, value, path)
        if cell is None and operator in _ORDERED:
            raise wrong_type(path, "string | number")
        return StoredCondition(f"{column} {_COMPARISONS[operator]} ?", (cell,))

    def _count(self, path: str) -> None:
        self._left -= 1
        if self._left < 0:
            raise wrong_value(path, f"最多 {MOST_CONDITIONS} 个条件")


def _joined(parts: list[StoredCondition], word: Literal["AND", "OR"]) -> StoredCondition:
    if not parts:
        return EVERYTHING
    sql = f" {word} ".join(f"({part.sql})" for part in parts)
    return StoredCondition(sql, tuple(value for part in parts for value in part.values))


def _field(model: Model, name: str, path: str) -> SandboxField:
    if name in model.held:
        return SandboxField(name, name)
    field = model.fields.get(name)
    if field is None:
        raise unknown_field(path)
    return field


def _object(value: object, path: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise wrong_type(path, "object")
    return msgspec.convert(value, dict[str, object])


def _array(value: object, path: str) -> list[object]:
    if not isinstance(value, list):
        raise wrong_type(path, "array")
    return msgspec.convert(value, list[object])


def _flag(value: object, path: str) -> bool:
    if value in (True, False):
        return bool(value)
    raise wrong_type(path, "boolean")


def order_by(model: Model, sorts: list[dict[str, str]]) -> str:
    """Return the ``ORDER BY`` of ``orderBy``: at most three fields, then the order of creation."""
    if sum(map(len, sorts)) > MOST_SORTS:
        raise wrong_value("orderBy", f"最多 {MOST_SORTS} 个")
    parts: list[str] = []
    for place, sort in enumerate(sorts):
        for name, direction in sort.items():
            at = f"orderBy[{place}].{name}"
            if name not in model.fields:
                raise unknown_field(at)
            if direction not in {"asc", "desc"}:
                raise wrong_value(at, "应为 asc 或 desc")
            parts.append(f'"{name}" {direction}')
    return ", ".join([*parts, "rowid"])
