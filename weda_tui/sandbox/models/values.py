"""The values of fields: from the JSON of a body to a column, and from a column to a response."""

import msgspec

from weda_tui.sandbox.models.catalogue import (
    OPTION_SETS,
    Model,
    ModelShape,
    Relation,
    SandboxField,
    SandboxFieldKind,
)
from weda_tui.sandbox.server.refusal import GatewayError

Cell = str | int | float | None
"""The value of a column."""
_LARGEST = 2**63


def missing(path: str) -> GatewayError:
    """Return the refusal of a call that lacks a parameter or a required field."""
    return GatewayError("MISSING_PARAMETER", f"缺少必填参数 {path}")


def wrong_type(path: str, expected: str) -> GatewayError:
    """Return the refusal of a value with a wrong type."""
    return GatewayError("INVALID_PARAMETER", f"参数 {path} 类型错误：应为 {expected}")


def wrong_value(path: str, reason: str) -> GatewayError:
    """Return the refusal of a value that its field does not accept."""
    return GatewayError("INVALID_PARAMETER_VALUE", f"参数 {path} 取值不符合要求：{reason}")


def unknown_field(path: str) -> GatewayError:
    """Return the refusal of a field that the model does not have."""
    return GatewayError("INVALID_PARAMETER", f"模型没有字段 {path}")


def cell_of(field: SandboxField, value: object, path: str) -> Cell:
    """Return the column value for a value to be stored, or raise ``GatewayError``."""
    if value is None:
        return None
    if field.kind is SandboxFieldKind.JSON:
        if not isinstance(value, list | dict):
            raise wrong_type(path, "array | object")
        return msgspec.json.encode(value).decode()
    cell = operand(field, value, path)
    if isinstance(cell, str) and field.kind is SandboxFieldKind.TEXT and len(cell) > field.longest:
        raise wrong_value(path, f"最多 {field.longest} 个字符")
    if field.kind is SandboxFieldKind.OPTION and cell not in OPTION_SETS[field.option_set].options:
        raise wrong_value(path, f"不在选项集 {field.option_set} 中")
    return cell


def operand(field: SandboxField, value: object, path: str) -> Cell:
    """Return the column value to compare with, or raise ``GatewayError`` for a wrong type."""
    if value is None:
        return None
    match field.kind:
        case SandboxFieldKind.BOOLEAN:
            if isinstance(value, bool):
                return int(value)
            raise wrong_type(path, "boolean")
        case SandboxFieldKind.NUMBER | SandboxFieldKind.TIME:
            is_broken = isinstance(value, float) and field.kind is SandboxFieldKind.TIME
            if isinstance(value, bool) or is_broken or not isinstance(value, int | float):
                raise wrong_type(
                    path, "integer" if field.kind is SandboxFieldKind.TIME else "number"
                )
            if abs(value) >= _LARGEST:
                raise wrong_value(path, "数字过大")
            return value
        case SandboxFieldKind.TEXT | SandboxFieldKind.OPTION | SandboxFieldKind.JSON:
            if isinstance(value, str):
                return value
            raise wrong_type(path, "string")


def json_of(field: SandboxField, cell: Cell) -> object:
    """Return a column value as responses show it."""
    if cell is None:
        return None
    if field.kind is SandboxFieldKind.BOOLEAN:
        return bool(cell)
    if field.kind is SandboxFieldKind.JSON:
        return msgspec.Raw(str(cell).encode())
    return cell


class RecordData(msgspec.Struct, frozen=True):
    """The ``data`` of a body, checked."""

    cells: dict[str, Cell]
    links: dict[str, list[str]]
    """Ids of linked records by many-to-many relation."""


def check_record(model: Model, data: dict[str, object], path: str = "data") -> RecordData:
    """Return the columns and links that ``data`` sets, or raise ``GatewayError``.

    System fields are accepted and ignored, so that a record can be read and sent back.
    """
    cells: dict[str, Cell] = {}
    links: dict[str, list[str]] = {}
    for name, value in data.items():
        at = f"{path}.{name}"
        if field := model.fields.get(name):
            if not field.system:
                cells[name] = cell_of(field, value, at)
            continue
        relation = model.relations_by_name.get(name)
        if relation is None:
            raise unknown_field(at)
        if relation.shape is ModelShape.ONE:
            cells[name] = None if value is None else _id_in(value, at)
        elif relation.shape is ModelShape.LINK:
            links[name] = _ids_in(value, at)
        else:
            raise wrong_value(at, f"请在 {relation.model} 的字段 {relation.inverse} 上设置")
    return RecordData(cells, links)


def check_complete(model: Model, given: RecordData, path: str = "data") -> None:
    """Raise ``GatewayError`` when a new record lacks a required field."""
    for field in model.own_fields:
        if field.required and given.cells.get(field.name) in {None, ""}:
            at = f"{path}.{field.name}"
            raise missing(at)


def check_kept(model: Model, given: RecordData, path: str = "data") -> None:
    """Raise ``GatewayError`` when an update empties a required field."""
    for name, cell in given.cells.items():
        field = model.fields.get(name)
        if field is not None and field.required and cell in {None, ""}:
            at = f"{path}.{name}"
            raise missing(at)


class _Mentioned(msgspec.Struct):
    id: str = msgspec.field(name="_id")


def _id_in(value: object, path: str) -> str:
    try:
        return msgspec.convert(value, _Mentioned).id
    except msgspec.ValidationError as error:
        raise wrong_type(path, '{"_id": string}') from error


def _ids_in(value: object, path: str) -> list[str]:
    try:
        return [other.id for other in msgspec.convert(value or [], list[_Mentioned])]
    except msgspec.ValidationError as error:
        raise wrong_type(path, 'array<{"_id": string}>') from error


def related_ids(given: RecordData, model: Model) -> list[tuple[Relation, str]]:
    """Return the ids of other records that are set, each with its relation."""
    found: list[tuple[Relation, str]] = []
    for relation in model.relations:
        cell = given.cells.get(relation.name)
        if isinstance(cell, str):
            found.append((relation, cell))
        found += [(relation, other) for other in given.links.get(relation.name, ())]
    return found
