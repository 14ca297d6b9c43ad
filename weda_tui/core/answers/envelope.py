"""Reads the few fields of an answer by which it is judged, and skips over the rest.

Lexical: a field is the slice of the body it stands in (``msgspec.Raw``), so that a body of 100 MB
is judged without being built, and a 19-digit code keeps its digits.
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
"""Every field that decides, undecoded."""

NO_CODE = frozenset({"", "0", "false"})
"""What a code says when nothing failed."""

_DECODER = msgspec.json.Decoder(Fields)


def read_fields(text: bytes | Raw) -> Fields | None:
    """Return the deciding fields of a JSON object; ``None`` when it is none."""
    try:
        return _DECODER.decode(text)
    except NOT_JSON:
        return None


def read_items(text: bytes) -> list[Fields] | None:
    """Return the deciding fields of each object of an array; ``None`` when it is no such array."""
    return decoded(text, list[Fields])


def kind(raw: Raw | None) -> bytes:
    """Return the first byte of a value, which tells its type; empty for no value."""
    return b"" if raw is None else memoryview(raw)[:1].tobytes()


def text_of(raw: Raw | None) -> str:
    """Return a string's text or a number's digits as received; empty for null and containers."""
    first = kind(raw)
    if raw is None or first in {b"", b"{", b"[", b"n"}:
        return ""
    if first != b'"':
        return bytes(raw).decode("ascii", "replace")
    return decoded(raw, str) or ""


def response_of(fields: Fields) -> Fields | None:
    """Return what stands under ``Response``, in either case, or under ``data.Response``."""
    inner = fields.get("Response", fields.get("response"))
    data = fields.get("data")
    if inner is None and data is not None and kind(data) == b"{":
        inner = (read_fields(data) or Fields()).get("Response")
    return read_fields(inner) if inner is not None and kind(inner) == b"{" else None


def data_of(response: Fields) -> Raw | None:
    """Return the data of a response, in either case."""
    return response.get("Data", response.get("data"))


_FLAGS = ("Result", "Status")
_LONGEST_FLAG = 64 * 1024
"""Bytes of data that may hold no more than a flag."""


def refusing_flag(data: Raw | None) -> str:
    """Return the flag in ``data`` that says it did not work (``Result=false``), or nothing.

    Documented as success flags: ``Result`` and ``Status`` (workflow page), and the whole data of
    ``updateUserInfoByUserId`` (permission page). The page and the official front end read different
    ones of the two, so one that is true is enough. A status that is a number is no flag.
    """
    if data is None or memoryview(data).nbytes > _LONGEST_FLAG:
        return ""
    if kind(data) != b"{":
        return "Data=false" if bytes(data) == b"false" else ""
    fields = read_fields(data) or Fields()
    given = {name: text_of(fields.get(name)) for name in _FLAGS}
    refusing = [name for name, value in given.items() if value == "false"]
    return f"{refusing[0]}=false" if refusing and "true" not in given.values() else ""


def error_in(response: Fields) -> Raw | None:
    """Return the ``Error`` of a response, in either case."""
    return response.get("Error", response.get("error"))


def code_and_message(error: Raw | None) -> tuple[str, str]:
    """Read an error: an object with a code, or the code itself."""
    if error is None or kind(error) != b"{":
        return text_of(error), ""
    fields = read_fields(error) or Fields()
    code = text_of(fields.get("Code", fields.get("code")))
    message = fields.get("Message", fields.get("message"))
    if message is not None and kind(message) == b"{":
        message = (read_fields(message) or Fields()).get("value")
    return code, text_of(message)


def in_string(data: Raw | None) -> Fields | None:
    """Return the fields of JSON text that stands in ``data`` as a string; ``None`` for none."""
    if data is None or kind(data) != b'"' or memoryview(data).nbytes > _LONGEST_FLAG:
        return None
    return read_fields(text_of(data).encode("utf-8", "replace"))


def plain_refusal(data: Raw | None) -> tuple[str, str] | None:
    """Return code and message of data that is ``{success: false, message}``; ``None`` for other."""
    if data is None or memoryview(data).nbytes > _LONGEST_FLAG:
        return None
    fields = read_fields(data) or Fields()
    return plain_failure(fields) if kind(fields.get("success")) == b"f" else None


def plain_failure(fields: Fields) -> tuple[str, str] | None:
    """Return code and message of ``{errcode, errmsg}`` or ``{success: false, message}``.

    So answer cloud functions and custom methods, and what stands in front of WeDa. ``None`` where
    neither says no.
    """
    code = text_of(fields.get("errcode", fields.get("errCode")))
    message = text_of(fields.get("errmsg", fields.get("errMsg")))
    message = message or text_of(fields.get("message", fields.get("msg")))
    if code not in {*NO_CODE, "ok"}:
        return code, message
    if kind(fields.get("success")) == b"f":
        named = text_of(fields.get("code"))
        return named if _NAMED.fullmatch(named) else REFUSED, message
    return None


REFUSED = "success=false"
"""The code of an answer that says no more than that."""
_NAMED = re.compile(r"[A-Za-z][\w.]{2,79}")
"""A code that is a name: a number beside ``success`` is an HTTP status or nobody's."""


def is_blank(error: Raw | None) -> bool:
    """Return whether an error without a code says nothing.

    It does when it is absent, null, empty, or has an empty code: the template of the workflow page
    shows one on success. A message without any code, or a list, is a shape nobody documents.
    """
    if error is None or kind(error) in {b"", b"n"}:
        return True
    if kind(error) == b"[":
        return False
    code, message = code_and_message(error)
    if kind(error) != b"{":
        return code in NO_CODE
    has_code = not (read_fields(error) or Fields()).keys().isdisjoint(("Code", "code"))
    return code in NO_CODE and (has_code or not message)


def request_id_of(*sources: Fields | None) -> str:
    """Return the request id that support asks for, of the first who has one; empty for none."""
    for source in sources:
        for key in ("RequestId", "requestId", "request_id"):
            if source and (text := text_of(source.get(key))):
                return text
    return ""


_LIST_KEYS = ("Result", "Records", "records", "List", "DataList", "Items", "value")
_TOTAL_KEYS = ("TotalCount", "Total", "total", "totalCount", "@odata.count")


def count_records(data: Raw) -> tuple[int | None, int | None]:
    """Return the length of the list in ``data`` and the total that ``data`` states.

    An array under a key that no list is known by counts when it stands alone or beside a total.
    """
    if kind(data) == b"[":
        return _length(data), None
    values = decoded(data, dict[str, Raw])
    if values is None:
        return None, None
    total = text_of(next((values[key] for key in _TOTAL_KEYS if key in values), None))
    arrays = {key: value for key, value in values.items() if kind(value) == b"["}
    found = [arrays[key] for key in _LIST_KEYS if key in arrays]
    if not found and len(arrays) == 1 and (total or len(values) == 1):
        found = list(arrays.values())
    is_total = total.isascii() and total.isdecimal() and len(total) < 19
    return (_length(found[0]) if found else None), (int(total) if is_total else None)


class _EnvelopeItem(msgspec.Struct, gc=False):
    """An object of a list, none of it kept."""


_ITEMS = msgspec.json.Decoder(list[_EnvelopeItem])
_SHORT = 1_000_000
"""Bytes up to which a list of plain values is counted: each of them takes memory."""


def _length(array: Raw) -> int | None:
    try:
        return len(_ITEMS.decode(array))
    except msgspec.ValidationError:
        is_short = memoryview(array).nbytes <= _SHORT
        return len(msgspec.json.decode(array, type=list[Raw])) if is_short else None
    except NOT_JSON:
        return None
