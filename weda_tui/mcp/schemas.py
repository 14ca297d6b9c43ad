"""The JSON Schema of a tool's arguments, as short as clients accept it."""

from collections.abc import Mapping

from msgspec import inspect

from weda_tui.i18n.text import Words, sentence_names
from weda_tui.mcp.calls import ToolRun
from weda_tui.mcp.results import Document, Json


def input_schema(arguments: type[ToolRun], words: Words) -> Document:
    """Return the schema of arguments; ``words`` has a sentence for those that need one."""
    described = inspect.type_info(arguments)
    fields = described.fields if isinstance(described, inspect.StructType) else ()
    properties: Document = {f.encode_name: _property(f, words) for f in fields}
    required: list[Json] = [f.encode_name for f in fields if f.required]
    schema: Document = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    return {**schema, "additionalProperties": False}


def output_schema(fields: Mapping[str, str]) -> Document:
    """Return the schema of a result; ``fields`` are the types of its members."""
    every = {**fields, "selected": "array", "truncated": "boolean"}
    properties: Document = {name: {"type": kind} if kind else {} for name, kind in every.items()}
    return {"type": "object", "properties": properties}


def _property(field: inspect.Field, words: Words) -> Document:
    schema = _type(field.type)
    if field.name in sentence_names(type(words)):
        schema["description"] = getattr(words, field.name)
    return schema


def _type(kind: inspect.Type) -> Document:
    match kind:
        case inspect.StrType():
            return {"type": "string"}
        case inspect.BoolType():
            return {"type": "boolean"}
        case inspect.IntType():
            return {"type": "integer"}
        case inspect.DictType():
            return {"type": "object"}
        case inspect.VarTupleType(item_type=item):
            return {"type": "array", "items": _type(item)}
        case _:
            return {}
