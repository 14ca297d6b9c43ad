"""The JSON Schemas of tool arguments, as short as clients accept them."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import inspect, structs

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.i18n.text import Words, sentence_names
from weda_tui.mcp.calls import ToolRun
from weda_tui.mcp.results import Document, Json, size_of


def input_schema(arguments: type[ToolRun], words: Words) -> Document:
    """Return the schema of arguments; ``words`` describes the arguments that need a description."""
    fields = _fields(arguments)
    properties: Document = {each.encode_name: _property(each, words) for each in fields}
    required: list[Json] = [each.encode_name for each in fields if each.required]
    schema: Document = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    return {**schema, "additionalProperties": False}


LARGEST_WORDS, LARGEST_TEXT, LARGEST_BODY = 1, 64, 1024
"""Maximum KiB of an argument as JSON: for a search, for other arguments, for a body."""
_WORDS, _BODIES = frozenset({"code", "query"}), frozenset({"body", "text"})


def check_sizes(given: Document) -> None:
    """Reject arguments that would take long to process. Raises ``FileError``."""
    for name, value in given.items():
        most = LARGEST_BODY if name in _BODIES else LARGEST_TEXT
        if name in _WORDS and isinstance(value, str):
            most = LARGEST_WORDS
        if size_of(value) > most * 1024:
            expects = f"kibibytes {most}"
            raise FileError(ErrorCode.ARGUMENT_INVALID, argument=name, expects=expects)


def argument_error(arguments: type[ToolRun], given: Document) -> FileError:
    """Return the first error in arguments that do not match the schema."""
    fields = {each.encode_name: each for each in _fields(arguments)}
    if unknown := [name for name in given if name not in fields]:
        known = ", ".join(fields)
        return FileError(ErrorCode.ARGUMENT_UNKNOWN, argument=unknown[0], known=known)
    if missing := [name for name, each in fields.items() if each.required and name not in given]:
        return FileError(ErrorCode.ARGUMENT_MISSING, argument=missing[0])
    wrong = next(name for name, value in given.items() if not _fits(value, fields[name].type))
    kind, value = inspect.type_info(fields[wrong].type), given[wrong]
    most = kind.max_length if isinstance(kind, inspect.DictType | inspect.VarTupleType) else None
    is_long = most is not None and isinstance(value, Mapping | list) and len(value) > most
    expects = f"members {most}" if is_long else str(_type(kind)["type"])
    return FileError(ErrorCode.ARGUMENT_INVALID, argument=wrong, expects=expects)


def output_schema(fields: Mapping[str, str]) -> Document:
    """Return the schema of a result; ``fields`` maps its members to their types."""
    every = {**fields, "selected": "array", "truncated": "boolean"}
    properties: Document = {name: {"type": kind} if kind else {} for name, kind in every.items()}
    return {"type": "object", "properties": properties}


def _fields(arguments: type[ToolRun]) -> Sequence[structs.FieldInfo]:
    described = inspect.type_info(arguments)
    return structs.fields(described.cls) if isinstance(described, inspect.StructType) else ()


def _fits(value: Json, kind: object) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _property(field: structs.FieldInfo, words: Words) -> Document:
    schema = _type(inspect.type_info(field.type))
    if field.name in sentence_names(type(words)):
        schema["description"] = getattr(words, field.name)
    return schema


def _type(kind: inspect.Type) -> Document:
    match kind:
        case inspect.StrType():
            return {"type": "string"}
        case inspect.BoolType():
            return {"type": "boolean"}
        case inspect.IntType() | inspect.UnionType(types=(inspect.IntType(), inspect.NoneType())):
            return {"type": "integer"}
        case inspect.DictType():
            return {"type": "object"}
        case inspect.UnionType():  # clients need not offer the other types
            return {"type": ["object", "array", "string"]}
        case inspect.VarTupleType(item_type=item):
            return {"type": "array", "items": _type(item)}
        case _:
            return {}
