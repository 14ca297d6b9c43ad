"""Read the few fields that decide about a response, and skip the rest.

A field is the raw slice of the body (``msgspec.Raw``). A body of 100 MB is therefore judged without
decoding it, and a code of 19 digits keeps its digits.
"""

import re
from typing import TypedDict

import msgspec
from msgspec import Raw

from weda_tui.core.json.decoding import NOT_JSON, decoded

Fields = TypedDict(
    "Fields",
    {
        "Response": Raw,
        "response": Raw,
        "Error": Raw,
        "error": Raw,
        "error_description": Raw,
        "Code": Raw,
        "code": Raw,
        "Message": Raw,
        "message": Raw,
        "Data": Raw,
        "data": Raw,
        "RequestId": Raw,
        "requestId": Raw,
        "request_id": Raw,
        "access_token": Raw,
        "sub": Raw,
        "records": Raw,
        "cloudObjectId": Raw,
        "objectId": Raw,
        "@odata.context": Raw,
        "updateCount": Raw,
        "deleteCount": Raw,
        "success": Raw,
        "errcode": Raw,
        "errCode": Raw,
        "errmsg": Raw,
        "errMsg": Raw,
        "msg": Raw,
        "Result": Raw,
        "Status": Raw,
        "value": Raw,
    },
    total=False,
)
"""All deciding fields, undecoded."""

NO_CODE = frozenset({"", "0", "false"})
"""Values of a code that mean no failure."""

_DECODER = msgspec.json.Decoder(Fields)


def read_fields(text: bytes | Raw) -> Fields | None:
    """Return the deciding fields of a JSON object; ``None`` if the text is none."""
    try:
        return _DECODER.decode(text)
    except NOT_JSON:
        return None


def read_items(text: bytes) -> list[Fields] | None:
    """Return the deciding fields of each object of an array; ``None`` if the text is no array."""
    return decoded(text, list[Fields])


def first_byte(raw: Raw | None) -> bytes:
    """Return the first byte of a value, which identifies its type; empty for no value."""
    return b"" if raw is None else memoryview(raw)[:1].tobytes()


def text_of(raw: Raw | None) -> str:
    """Return a string's text or a number's digits as received; empty for null and containers."""
    first = first_byte(raw)
    if raw is None or first in {b"", b"{", b"[", b"n"}:
        return ""
    if first != b'"':
        return bytes(raw).decode("ascii", "replace")
    return decoded(raw, str) or ""


def response_of(fields: Fields) -> Fields | None:
    """Return the object under ``Response`` or ``response``, or under ``data.Response``."""
    inner = fields.get("Response", fields.get("response"))
    data = fields.get("data")
    if inner is None and data is not None and first_byte(data) == b"{":
        inner = (read_fields(data) or Fields()).get("Response")
    return read_fields(inner) if inner is not None and first_byte(inner) == b"{" else None


def data_of(response: Fields) -> Raw | None:
    """Return the ``Data`` or ``data`` of a response."""
    return response.get("Data", response.get("data"))


_FLAGS = ("Result", "Status")
_LONGEST_FLAG = 64 * 1024
"""The greatest size in bytes of data that may be only a flag or an error."""


def refusing_flag(data: Raw | None) -> str:
    """Return the flag in ``data`` that reports a failure (``Result=false``), or an empty string.

    The documented success flags are ``Result`` and ``Status`` (workflow page), and the whole data
    of ``updateUserInfoByUserId`` (permission page). The page and the official front end read
    different ones of the two, so a single true flag is enough. A status that is a number is not a
    flag.
    """
    if data is None or memoryview(data).nbytes > _LONGEST_FLAG:
        return ""
    if first_byte(data) != b"{":
        return "Data=false" if bytes(data) == b"false" else ""
    fields = read_fields(data) or Fields()
    given = {name: text_of(fields.get(name)) for name in _FLAGS}
    refusing = [name for name, value in given.items() if value == "false"]
    return f"{refusing[0]}=false" if refusing and "true" not in given.values() else ""


def error_in(response: Fields) -> Raw | None:
    """Return the ``Error`` or ``error`` of a response."""
    return response.get("Error", response.get("error"))


def code_and_message(error: Raw | None) -> tuple[str, str]:
    """Return the code and the message of an error: an object with a code, or the code itself."""
    if error is None or first_byte(error) != b"{":
        return text_of(error), ""
    fields = read_fields(error) or Fields()
    code = text_of(fields.get("Code", fields.get("code")))
    message = fields.get("Message", fields.get("message"))
    if message is not None and first_byte(message) == b"{":
        message = (read_fields(message) or Fields()).get("value")
    return code, text_of(message)


def fields_in_string(data: Raw | None) -> Fields | None:
    """Return the fields of JSON text in a string ``data``; ``None`` if there is none."""
    if data is None or first_byte(data) != b'"' or memoryview(data).nbytes > _LONGEST_FLAG:
        return None
    return read_fields(text_of(data).encode("utf-8", "replace"))


def plain_refusal(data: Raw | None) -> tuple[str, str] | None:
    """Return code and message of data that is ``{success: false, message}``; otherwise ``None``."""
    if data is None or memoryview(data).nbytes > _LONGEST_FLAG:
        return None
    fields = read_fields(data) or Fields()
    return plain_failure(fields) if first_byte(fields.get("success")) == b"f" else None


def plain_failure(fields: Fields) -> tuple[str, str] | None:
    """Return code and message of ``{errcode, errmsg}`` or ``{success: false, message}``.

    Cloud functions, custom methods and servers in front of WeDa respond in these shapes. Return
    ``None`` if neither reports a failure.
    """
    code = text_of(fields.get("errcode", fields.get("errCode")))
    message = text_of(fields.get("errmsg", fields.get("errMsg")))
    message = message or text_of(fields.get("message", fields.get("msg")))
    if code not in {*NO_CODE, "ok"}:
        return code, message
    if first_byte(fields.get("success")) == b"f":
        named = text_of(fields.get("code"))
        return named if _NAMED.fullmatch(named) else REFUSED, message
    return None


REFUSED = "success=false"
"""The code of a failure whose response states no code."""
_NAMED = re.compile(r"[A-Za-z][\w.]{2,79}")
"""A code that is a name; a number next to ``success`` is an HTTP status or undocumented."""


def is_blank(error: Raw | None) -> bool:
    """Return whether an error states no failure.

    This is the case if the error is absent, null or empty, or has an empty code: the template of
    the workflow page shows one on success. A message without any code, or a list, is an
    undocumented shape.
    """
    if error is None or first_byte(error) in {b"", b"n"}:
        return True
    if first_byte(error) == b"[":
        return False
    code, message = code_and_message(error)
    if first_byte(error) != b"{":
        return code in NO_CODE
    has_code = not (read_fields(error) or Fields()).keys().isdisjoint(("Code", "code"))
    return code in NO_CODE and (has_code or not message)


def request_id_of(*sources: Fields | None) -> str:
    """Return the first request id found in the sources, which support asks for; empty if none."""
    for source in sources:
        for key in ("RequestId", "requestId", "request_id"):
            if source and (text := text_of(source.get(key))):
                return text
    return ""


_LIST_KEYS = ("Result", "Records", "records", "List", "DataList", "Items", "value")
_TOTAL_KEYS = ("TotalCount", "Total", "total", "totalCount", "@odata.count")


def count_records(data: Raw) -> tuple[int | None, int | None]:
    """Return the length of the list in ``data`` and the total that ``data`` states.

    An array under an unknown key counts if it is the only member, or the only array next to a
    total.
    """
    if first_byte(data) == b"[":
        return _length(data), None
    values = decoded(data, dict[str, Raw])
    if values is None:
        return None, None
    total = text_of(next((values[key] for key in _TOTAL_KEYS if key in values), None))
    arrays = {key: value for key, value in values.items() if first_byte(value) == b"["}
    found = [arrays[key] for key in _LIST_KEYS if key in arrays]
    if not found and len(arrays) == 1 and (total or len(values) == 1):
        found = list(arrays.values())
    is_total = total.isascii() and total.isdecimal() and len(total) < 19
    return (_length(found[0]) if found else None), (int(total) if is_total else None)


class _EnvelopeItem(msgspec.Struct, gc=False):
    """An object of a list; none of its members is kept."""


_ITEMS = msgspec.json.Decoder(list[_EnvelopeItem])
_SHORT = 1_000_000
"""The greatest size in bytes of a list of plain values that is counted; each takes memory."""


def _length(array: Raw) -> int | None:
    try:
        return len(_ITEMS.decode(array))
    except msgspec.ValidationError:
        is_short = memoryview(array).nbytes <= _SHORT
        return len(msgspec.json.decode(array, type=list[Raw])) if is_short else None
    except NOT_JSON:
        return None
