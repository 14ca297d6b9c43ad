"""The JSON Schema of the exchange that ``report`` prints, with a description of each field.

``tests/cli/sending/test_exchange_schema.py`` compares it with the printed JSON.
"""

from collections.abc import Iterable

from weda_tui.cli.sending.report import LAYERS
from weda_tui.core.answers.verdict import VerdictState
from weda_tui.core.errors import Delivery
from weda_tui.formats.toml.json_schemas import DIALECT, Schema
from weda_tui.i18n.words.sending import ExchangeFieldWords


def exchange_schema(words: ExchangeFieldWords) -> Schema:
    """Return the schema, with descriptions in the language of ``words``."""
    fields = {
        "verdict": _object(words.verdict, _verdict(words)),
        "status": _value(words.status, "integer", "null"),
        "elapsedMs": _count(words.elapsed),
        "size": _count(words.size),
        "request": _object(words.request, _request(words)) | {"type": ["object", "null"]},
        "headers": _headers(words.headers),
        "body": _value(words.body),
        "file": _value(words.file, "string"),
        "failure": _object(words.failure, _failure(words)),
    }
    schema = _object(words.exchange, fields, optional=("file", "failure"))
    return {"$schema": DIALECT, "title": "weda-tui exchange", **schema}


def _verdict(words: ExchangeFieldWords) -> Schema:
    return {
        "ok": _value(words.ok, "boolean"),
        "state": _choice(words.state, VerdictState),
        "layer": _choice(words.layer, LAYERS),
        "code": _value(words.code, "string"),
        "message": _value(words.message, "string"),
        "requestId": _value(words.request_id, "string"),
    }


def _request(words: ExchangeFieldWords) -> Schema:
    return {
        "method": _value(words.method, "string"),
        "url": _value(words.url, "string"),
        "headers": _headers(words.request_headers),
        "body": _value(words.request_body),
    }


def _failure(words: ExchangeFieldWords) -> Schema:
    return {"executed": _choice(words.executed, Delivery), "detail": _value(words.detail, "string")}


def _value(meaning: str, *types: str) -> Schema:
    """Return the schema of a value of one of these types; without types, of any JSON."""
    stated = {"type": types[0] if len(types) == 1 else list(types)} if types else {}
    return {"description": meaning, **stated}


def _count(meaning: str) -> Schema:
    return _value(meaning, "integer") | {"minimum": 0}


def _choice(meaning: str, values: Iterable[str]) -> Schema:
    return _value(meaning, "string") | {"enum": [str(each) for each in values]}


def _headers(meaning: str) -> Schema:
    return _value(meaning, "object") | {"additionalProperties": {"type": "string"}}


def _object(meaning: str, fields: Schema, optional: tuple[str, ...] = ()) -> Schema:
    return _value(meaning, "object") | {
        "properties": fields,
        "required": [name for name in fields if name not in optional],
        "additionalProperties": False,
    }
