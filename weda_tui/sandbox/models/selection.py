"""``select``: the fields and the related records of a record that a response contains."""

import msgspec

from weda_tui.sandbox.models.catalogue import Model, ModelShape, Relation
from weda_tui.sandbox.models.database import Database, Row
from weda_tui.sandbox.models.filters import StoredCondition
from weda_tui.sandbox.models.values import json_of, unknown_field, wrong_type, wrong_value

DEEPEST = 3
MOST_RELATED = 200
"""Most records returned of one relation."""


class Selection(msgspec.Struct, frozen=True):
    """The fields to return, and the selections for related records."""

    fields: tuple[str, ...]
    relations: tuple[tuple[Relation, "Selection"], ...] = ()


def own_fields(model: Model) -> Selection:
    """Return the selection of all fields, and of the ids in the columns for relations."""
    held = tuple((model.relations_by_name[name], Selection(("_id",))) for name in model.held)
    return Selection(tuple(model.fields), held)


def parse_selection(
    database: Database,
    model: Model,
    select: dict[str, object] | None,
    path: str = "select",
    depth: int = DEEPEST,
) -> Selection:
    """Return a checked ``select``; an empty one selects all own fields. Raises ``GatewayError``."""
    if depth == 0:
        raise wrong_value(path, f"最多嵌套 {DEEPEST} 层")
    fields: list[str] = []
    relations: list[tuple[Relation, Selection]] = []
    whole = own_fields(model)
    for name, wanted in (select or {}).items():
        at = f"{path}.{name}"
        relation = model.relations_by_name.get(name)
        if name != "$master" and name not in model.fields and relation is None:
            raise unknown_field(at)
        if wanted is False:
            continue
        if relation is not None and isinstance(wanted, dict):
            other = database.models[relation.model]
            inner = msgspec.convert(wanted, dict[str, object])
            relations.append((relation, parse_selection(database, other, inner, at, depth - 1)))
        elif wanted is not True:
            raise wrong_type(at, "boolean" if relation is None else "boolean | object")
        elif relation is not None:
            relations.append((relation, Selection(("_id",))))
        else:
            fields += whole.fields if name == "$master" else [name]
            relations += whole.relations if name == "$master" else []
    if not fields and not relations:
        return whole
    return Selection(tuple(dict.fromkeys(fields)), tuple(relations))


def record_of(
    database: Database, model: Model, row: Row, selection: Selection
) -> dict[str, object]:
    """Return a row as a response shows it."""
    record: dict[str, object] = {
        name: json_of(model.fields[name], row[name]) for name in selection.fields
    }
    for relation, inner in selection.relations:
        other = database.models[relation.model]
        found = [
            record_of(database, other, related, inner)
            for related in _related(database, model, relation, row)
        ]
        is_one = relation.shape is ModelShape.ONE
        record[relation.name] = next(iter(found), None) if is_one else found
    return record


def _related(database: Database, model: Model, relation: Relation, row: Row) -> list[Row]:
    other = database.models[relation.model]
    own = row["_id"]
    match relation.shape:
        case ModelShape.ONE:
            condition = StoredCondition("_id = ?", (row[relation.name],))
        case ModelShape.MANY:
            condition = StoredCondition(f'"{relation.inverse}" = ?', (own,))
        case ModelShape.LINK:
            link = database.table(model.name, relation.name)
            condition = StoredCondition(f"_id IN (SELECT other FROM {link} WHERE own = ?)", (own,))
    return database.find(other, condition, limit=f"LIMIT {MOST_RELATED}")
