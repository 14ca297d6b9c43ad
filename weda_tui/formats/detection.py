"""Detection of the format of a text to import, by its content."""

import re
from enum import StrEnum

import msgspec

from weda_tui.core.json.decoding import decoded
from weda_tui.core.json.text import decode_body, replace_lone_surrogates

_BEGINNING = 4096
"""Number of bytes by which a text that is not JSON is recognised."""
_CURL = re.compile(
    r"(?:\s*#[^\n]*\n)*\s*(?:[$%>] )?(?:[^\n]*\|\s*)?(?:\w+=\S* )*"
    r"(?:curl(?:\.exe)?\s|\$session\s*=|Invoke-(?:WebRequest|RestMethod)\s)",
    re.IGNORECASE,
)


class Format(StrEnum):
    """The formats, by the names that the command line accepts."""

    OPENAPI = "openapi"
    POSTMAN = "postman"
    POSTMAN_ENVIRONMENT = "postman-env"
    HAR = "har"
    CURL = "curl"
    HTTP = "http"


class _Info(msgspec.Struct):
    schema: str = ""
    postman_id: str = msgspec.field(name="_postman_id", default="")


class _Outside(msgspec.Struct):
    info: _Info | None = None
    item: list[msgspec.Raw] | None = None
    requests: list[msgspec.Raw] | None = None
    values: list[msgspec.Raw] | None = None
    collection: msgspec.Raw = msgspec.Raw()
    openapi: msgspec.Raw = msgspec.Raw()
    variable_scope: str = msgspec.field(name="_postman_variable_scope", default="")
    log: msgspec.Raw = msgspec.Raw()


def recognise(data: bytes) -> Format:
    """Return the format of a text; ``OPENAPI`` if it matches none of the others."""
    text = decode_body(data[:_BEGINNING], "")[0].lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return _recognise_json(data)
    if _CURL.match(text):
        return Format.CURL
    from weda_tui.formats.http.message import is_http_message

    return Format.HTTP if is_http_message(text) else Format.OPENAPI


def _recognise_json(data: bytes) -> Format:
    text = decode_body(data, "")[0].removeprefix("\ufeff").encode("utf-8", "replace")
    outside = decoded(replace_lone_surrogates(text), _Outside)
    if outside is None:
        return Format.OPENAPI
    info = outside.info or _Info()
    has_items = (
        outside.item is not None or outside.requests is not None or bytes(outside.collection)
    )
    if outside.variable_scope or (outside.values is not None and not has_items):
        return Format.POSTMAN_ENVIRONMENT
    is_postman = info.postman_id or "getpostman.com" in info.schema
    if is_postman or (has_items and not bytes(outside.openapi)):
        return Format.POSTMAN
    return Format.HAR if b'"entries"' in bytes(outside.log) else Format.OPENAPI
