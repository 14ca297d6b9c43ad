"""JSON of other programs as lists, objects and text; numbers stay as they are written."""

import json
from collections.abc import Callable
from typing import Any

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.json.text import decode_body, find_fault, replace_lone_surrogates

LARGEST = 16 * 1024 * 1024
"""Largest file that is read, in bytes."""

Object = dict[str, Any]


def load_json(data: bytes, *, file: str, on_twice: Callable[[str], None]) -> Any:
    """Return the value of a document.

    ``on_twice`` is called with each key that an object has twice. Raises ``FileError``:
    ``DOCUMENT_SYNTAX`` with line and column, ``DOCUMENT_TOO_BIG``.
    """
    text = decode(data, file=file)

    def unique(pairs: list[tuple[str, Any]]) -> Object:
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    on_twice(key)
                seen.add(key)
        return found

    safe = replace_lone_surrogates(text.encode("utf-8", "replace")).decode()
    try:
        return json.loads(safe, parse_int=str, parse_float=str, object_pairs_hook=unique)
    except (ValueError, RecursionError):
        fault = find_fault(text)
        place = (fault.line, fault.column, fault.reason) if fault else (1, 1, "not JSON")
        line, column, reason = place
        raise FileError(
            ErrorCode.DOCUMENT_SYNTAX, file=file, line=line, column=column, reason=reason
        ) from None


def decode(data: bytes, *, file: str) -> str:
    """Return the text of a file, decoded by its byte order mark. Raises ``FileError``."""
    if len(data) > LARGEST:
        raise FileError(ErrorCode.DOCUMENT_TOO_BIG, file=file, limit=LARGEST)
    return decode_body(data, "")[0].removeprefix("\ufeff")


def text_of(value: Any) -> str:
    """Return a scalar as text; for an object, the text of its ``content``, as Postman writes it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    content = object_of(value).get("content")
    return content if isinstance(content, str) else ""


def object_of(value: Any) -> Object:
    """Return an object, an empty one for anything else."""
    return {**value} if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """Return a list, an empty one for anything else."""
    return [*value] if isinstance(value, list) else []


def objects_of(value: Any) -> list[Object]:
    """Return the objects of a list; a single object in place of a list is a list of one."""
    if isinstance(value, dict):
        return [object_of(value)]
    return [object_of(each) for each in list_of(value) if isinstance(each, dict)]


def lines_of(value: Any) -> str:
    """Return a text that may be written as a list of lines."""
    return "\n".join(map(text_of, list_of(value))) if isinstance(value, list) else text_of(value)
