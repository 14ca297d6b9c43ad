"""What kind of text somebody wants to import, told by its content."""

from enum import StrEnum

import msgspec

from weda_tui.core.json_text import decode_body


class Format(StrEnum):
    """Formats by the names that the command line takes."""

    OPENAPI = "openapi"
    POSTMAN = "postman"
    POSTMAN_ENVIRONMENT = "postman-env"
    HAR = "har"
    CURL = "curl"


class _Info(msgspec.Struct):
    schema: str = ""
    postman_id: str = msgspec.field(name="_postman_id", default="")


class _Outside(msgspec.Struct):
    info: _Info | None = None
    variable_scope: str = msgspec.field(name="_postman_variable_scope", default="")
    log: msgspec.Raw = msgspec.Raw()


def recognise(data: bytes) -> Format:
    """Return the format of a text; what is none of the others is taken for OpenAPI."""
    text = decode_body(data[:4096], "")[0].lstrip()
    if text.startswith(("curl ", "curl.exe ", "$ curl ")):
        return Format.CURL
    if not text.startswith("{"):
        return Format.OPENAPI
    try:
        outside = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Outside)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Format.OPENAPI
    info = outside.info or _Info()
    if outside.variable_scope:
        return Format.POSTMAN_ENVIRONMENT
    if info.postman_id or "getpostman.com" in info.schema:
        return Format.POSTMAN
    return Format.HAR if b'"entries"' in bytes(outside.log) else Format.OPENAPI
