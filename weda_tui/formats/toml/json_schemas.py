"""JSON Schemas of our TOML files, by which an editor completes keys and marks errors.

What a parser refuses, its schema refuses, as far as a schema can tell; nothing else.
"""

from typing import Any

from weda_tui.core.answers.verdict import Mark
from weda_tui.core.collections.saved_request import AssertionOperator
from weda_tui.core.environments.deployment import LONGEST_TIMEOUT, AgentLevel, TokenBody
from weda_tui.core.guard.level import Guard
from weda_tui.formats.toml import environments as environment_toml
from weda_tui.formats.toml import examples as example_toml
from weda_tui.formats.toml import folders as folder_toml
from weda_tui.formats.toml import requests as request_toml
from weda_tui.formats.toml.assertions import ON, SUBJECTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_NAMES: Schema = {"type": "array", "items": {"type": "string", "minLength": 1}}
_TEXT_TABLE: Schema = {"type": "object", "additionalProperties": _TEXT}
_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_HEADERS: Schema = {"type": "array", "items": {"type": "string", "pattern": "^.[^:]*:"}}
_SECONDS: Schema = {"type": "number", "exclusiveMinimum": 0}
_SECRET: Schema = {"type": "string", "pattern": "^(keyring|file|prompt|env:.+)$"}


def schemas() -> dict[str, Schema]:
    """Return the schema of each kind of file by its name on the command line."""
    return {"request": _request(), "folder": _folder(), "environment": _environment()}


def _request() -> Schema:
    known: Schema = {
        "name": _TEXT,
        "description": _TEXT,
        "tags": _NAMES,
        "endpoint": _TEXT,
        "method": {"type": "string", "pattern": "^[A-Za-z]*$"},
        "url": _TEXT,
        "headers": _HEADERS,
        "body": _TEXT,
        "record": _FLAG | {"default": True},
        "depends": _NAMES,
        "variables": _TEXT_TABLE,
        "capture": {
            "type": "object",
            "additionalProperties": {"type": "string", "pattern": r"^(\$|header )"},
        },
        "poll": {
            "type": "object",
            "properties": _ordered(
                request_toml.POLL_KEYS,
                {"until": _assertion(), "every": _SECONDS, "at_most": _SECONDS},
            ),
            "required": ["until"],
            "additionalProperties": False,
        },
        "assert": {"type": "array", "items": _assertion()},
        "example": {"type": "array", "items": _example()},
    }
    return _file("request", _ordered(request_toml.KEYS, known)) | {
        "anyOf": [{"required": ["url", "method"]}, {"required": ["endpoint"]}]
    }


def _assertion() -> Schema:
    expected: dict[AssertionOperator, Schema] = {
        AssertionOperator.EXISTS: _FLAG,
        AssertionOperator.IS_NULL: _FLAG,
        AssertionOperator.LESS_THAN: {"type": "number"},
        AssertionOperator.GREATER_THAN: {"type": "number"},
        AssertionOperator.LENGTH: {"type": "integer", "minimum": 0},
        AssertionOperator.MATCHES: {"type": "string", "format": "regex"},
        AssertionOperator.ONE_OF: {"type": "array", "items": _SCALAR},
    }
    operators = {str(each): expected.get(each, _SCALAR) for each in AssertionOperator}
    return {
        "type": "object",
        "properties": {ON: {"type": "string", "pattern": f"^({SUBJECTS})$"}} | operators,
        "required": [ON],
        "minProperties": 2,
        "maxProperties": 2,
        "additionalProperties": False,
    }


def _example() -> Schema:
    least, most = example_toml.STATUSES
    known: Schema = {
        "name": {"type": "string", "minLength": 1},
        "status": {"type": "integer", "minimum": least, "maximum": most},
        "verdict": {"enum": ["", *map(str, Mark)]},
        "code": _TEXT,
        "at": {"type": "string", "format": "date-time"},
        "env_type": _TEXT,
        "headers": _HEADERS,
        "size": {"type": "integer", "minimum": 0, "maximum": example_toml.LARGEST_SIZE},
        "body": _TEXT,
    }
    return {
        "type": "object",
        "properties": _ordered(example_toml.KEYS, known),
        "required": ["name"],
        "additionalProperties": False,
    }


def _folder() -> Schema:
    known = {"name": _TEXT, "description": _TEXT, "order": _TEXTS, "variables": _TEXT_TABLE}
    return _file("folder", _ordered(folder_toml.KEYS, known))


def _environment() -> Schema:
    names = ("ca_file", "client_certificate", "client_key")
    tls = _ordered(environment_toml.TLS_KEYS, {"verify": _FLAG} | dict.fromkeys(names, _TEXT))
    sign_in = {
        "client_id": _TEXT,
        "device_id": _TEXT,
        "token_body": {"enum": [str(each) for each in TokenBody]},
    }
    known: Schema = {
        "host": {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"},
        "alias": _TEXT,
        "env_id": _TEXT,
        "timeout": _SECONDS | {"maximum": LONGEST_TIMEOUT},
        "proxy": {"type": "string", "pattern": "^(system|none|[Hh][Tt][Tt][Pp][Ss]?://.+)$"},
        "secret_id": _TEXT,
        "secret_key": _SECRET,
        "username": _TEXT,
        "password": _SECRET,
        "sign_in": {
            "type": "object",
            "properties": _ordered(environment_toml.SIGN_IN_KEYS, sign_in),
            "additionalProperties": False,
        },
        "tls": {"type": "object", "properties": tls, "additionalProperties": False},
        "env_types": {
            "type": "object",
            "propertyNames": {"pattern": "^[A-Za-z0-9_-]+$"},
            "additionalProperties": {"enum": [str(each) for each in Guard]},
            "minProperties": 1,
        },
        "agents": {
            "type": "object",
            "additionalProperties": {"enum": [str(each) for each in AgentLevel]},
        },
        "variables": _TEXT_TABLE,
        "record": _FLAG | {"default": True},
        "env_type_variables": {"type": "object", "additionalProperties": _TEXT_TABLE},
    }
    return _file("environment", _ordered(environment_toml.KEYS, known)) | {"required": ["host"]}


def _file(name: str, properties: Schema) -> Schema:
    return {
        "$schema": DIALECT,
        "title": f"weda-tui {name}",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _ordered(keys: tuple[str, ...], known: Schema) -> Schema:
    """Return the properties that a parser reads. Raises ``KeyError`` for one without a schema."""
    return {key: known[key] for key in keys}
