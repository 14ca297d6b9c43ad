"""Changes of records with a check of rights, shared by the model calls and OData."""

from collections.abc import Iterable

import msgspec

from weda_tui.sandbox.models.catalogue import Model
from weda_tui.sandbox.models.database import Author, Database, Row
from weda_tui.sandbox.models.filters import Filter
from weda_tui.sandbox.models.values import check_complete, check_kept, check_record, wrong_value
from weda_tui.sandbox.people.grants import Grant, GrantRows
from weda_tui.sandbox.server.refusal import GatewayError

MOST_AT_ONCE = 1000
"""Most records of one ``createMany``; the pages state no limit."""


class ModelCall(msgspec.Struct, frozen=True):
    """A model of one env type, and the author and the rights of a call."""

    database: Database
    model: Model
    author: Author
    grant: Grant
    """The records that the call may change."""


class ManyChanged(msgspec.Struct, frozen=True, rename="camel"):
    """The result of a call that changes several records."""

    count: int
    legal_id_list: list[str]
    illegal_id_list: list[str]


def matching(call: ModelCall, wanted: Filter, *, limit: str = "") -> list[Row]:
    """Return the rows that pass a filter; ``GatewayError`` for an invalid filter."""
    condition = call.database.filters().compile(call.model, wanted)
    return call.database.find(call.model, condition, limit=limit)


def model_in(database: Database, name: str) -> Model:
    """Return a model by name, or raise ``GatewayError`` (``DATASOURCE_NOT_EXIST``)."""
    model = database.models.get(name)
    if model is None:
        raise GatewayError("DATASOURCE_NOT_EXIST", f"数据模型 {name} 不存在")
    return model


def one(call: ModelCall, record_id: str) -> Row:
    """Return the row of an id, or raise ``GatewayError`` (``RESOURCE_NOT_FOUND``)."""
    row = call.database.find_one(call.model, record_id)
    if row is None:
        raise GatewayError("RESOURCE_NOT_FOUND", f"记录 {record_id} 不存在")
    return row


def create(call: ModelCall, records: list[dict[str, object]], path: str = "data") -> list[str]:
    """Store new records, all or none, and return their ids. Raises ``GatewayError``."""
    if call.grant.rows is GrantRows.NONE:
        raise _refused(call.model)
    if not 1 <= len(records) <= MOST_AT_ONCE:
        raise wrong_value(path, f"应有 1 到 {MOST_AT_ONCE} 条")
    ids: list[str] = []
    with call.database.transaction():
        for record in records:
            given = check_record(call.model, record, path)
            check_complete(call.model, given, path)
            ids.append(call.database.create(call.model, given, call.author))
    return ids


def update_one(call: ModelCall, rows: list[Row], data: dict[str, object]) -> int:
    """Change the first of some rows; return the number of changes. Raises ``GatewayError``."""
    given = check_record(call.model, data)
    check_kept(call.model, given)
    if rows and not call.grant.allows(rows[0]):
        raise _refused(call.model)
    return call.database.update(call.model, _ids(rows[:1]), given, call.author)


def update_many(call: ModelCall, rows: list[Row], data: dict[str, object]) -> ManyChanged:
    """Change the rows that the call may change. Raises ``GatewayError``."""
    given = check_record(call.model, data)
    check_kept(call.model, given)
    legal, illegal = _sorted_out(call, rows)
    count = call.database.update(call.model, legal, given, call.author)
    return ManyChanged(count, legal, illegal)


def delete_one(call: ModelCall, row: Row) -> int:
    """Delete a row; return the number of deletions. Raises ``GatewayError``."""
    if not call.grant.allows(row):
        raise _refused(call.model)
    return call.database.delete(call.model, _ids([row]))


def delete_many(call: ModelCall, rows: list[Row]) -> ManyChanged:
    """Delete the rows that the call may delete."""
    legal, illegal = _sorted_out(call, rows)
    return ManyChanged(call.database.delete(call.model, legal), legal, illegal)


def _sorted_out(call: ModelCall, rows: list[Row]) -> tuple[list[str], list[str]]:
    if call.grant.rows is GrantRows.NONE:
        raise _refused(call.model)
    legal = [row for row in rows if call.grant.allows(row)]
    return _ids(legal), _ids(row for row in rows if not call.grant.allows(row))


def _ids(rows: Iterable[Row]) -> list[str]:
    return [str(row["_id"]) for row in rows]


def _refused(model: Model) -> GatewayError:
    return GatewayError("DATA_SOURCE_OP_AUTH_FAILURE", f"没有修改数据模型 {model.name} 的权限")
