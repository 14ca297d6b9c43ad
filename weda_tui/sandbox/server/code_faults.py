"""Every documented code as WeDa would answer it: in the envelope of its layer.

The guide (3.1) states no HTTP status for its codes; its warning that 200 is not success suits 200.
OAuth 2.0 answers an ``error`` with 400.
"""

import re
from typing import Any

import msgspec
from msgspec import Raw

from weda_tui.core.answers.layers import DOCUMENTED, STATUSES, ErrorLayer

GUIDE_MESSAGES = {
    "INVALID_ACCESS_TOKEN": "access token verify failed: jwt expired",
    "BAD_REQUEST": "request body is not valid JSON",
    "INVALID_HOST": "host is not allowed",
    "INVALID_REGION": "region does not match",
    "INVALID_ENV": "env not found",
    "INVALID_ENV_STATUS": "env status is abnormal",
    "INVALID_COMMON_PARAM": "common param is invalid",
    "SIGN_PARAM_INVALID": "signature verify failed",
    "PERMISSION_DENIED": "permission denied",
    "EXCEED_REQUEST_LIMIT": "request limit exceeded",
    "EXCEED_RATELIMIT": "request rate limit exceeded",
    "SYS_ERR": "system internal error",
    "SERVER_TIMEOUT": "server response timeout",
}
"""The codes of the guide, each with the message that is sent; other codes say their own words."""
CODES = (*GUIDE_MESSAGES, *sorted(DOCUMENTED.keys() - GUIDE_MESSAGES.keys()))
"""The guide's, then all others."""

WHOLE_REQUEST = frozenset({"OBJECT_BATCH_TOO_LARGE", "STORAGE_EXCEED_AUTHORITY"})
"""Codes of cloud storage that say no to the request rather than to an object of it."""


def message_of(code: str) -> str:
    """Return the sentence that comes with a code."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_.]", " ", code).lower()
    return GUIDE_MESSAGES.get(code, words)


def fails_by_item(code: str, path: str) -> bool:
    """Return whether a code says no to each object of a storage call."""
    is_storage = DOCUMENTED[code] is ErrorLayer.STORAGE and path.startswith("/v1/storages/")
    return is_storage and code not in WHOLE_REQUEST


def code_answer(code: str, request_id: str, asked: bytes = b"") -> tuple[int, Any]:
    """Return the HTTP status and the JSON of a code; ``asked`` names the objects, one answer each.

    Any request that is not a list of objects is refused as a whole.
    """
    message, layer = message_of(code), DOCUMENTED[code]
    if layer is ErrorLayer.BUSINESS:
        stated = {"Code": code, "Message": message}
        return 200, {"Response": {"RequestId": request_id, "Error": stated}}
    if layer is ErrorLayer.AUTH and code.islower():
        return 400, {"error": code, "error_description": message}
    if count := _count(asked):
        return 200, [{"code": code, "message": message}] * count
    return STATUSES.get(code, 200), refusal(code, message, request_id)


def refusal(code: str, message: str, request_id: str) -> dict[str, str]:
    """Return the envelope that the gateway, the data model and cloud storage share."""
    return {"code": code, "requestId": request_id, "message": message}


class _Ids(msgspec.Struct, rename="camel"):
    legal_id_list: list[str]
    illegal_id_list: list[str]


class _FailedRecords(msgspec.Struct, rename="camel"):
    data: _Ids
    request_id: str = ""


def fail_some(body: bytes) -> bytes:
    """Return an answer of many items in which every other one failed, from the first on."""
    try:
        answer = msgspec.json.decode(body, type=list[Raw] | _FailedRecords)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return body
    if isinstance(answer, _FailedRecords):
        ids = answer.data.legal_id_list
        answer.data = _Ids(ids[1::2], ids[::2])
    else:
        failed = {"code": "OBJECT_NOT_EXIST", "message": message_of("OBJECT_NOT_EXIST")}
        answer[::2] = [Raw(msgspec.json.encode(failed))] * len(answer[::2])
    return msgspec.json.encode(answer)


def _count(asked: bytes) -> int:
    try:
        return len(msgspec.json.decode(asked, type=list[dict[str, Any]]))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return 0
