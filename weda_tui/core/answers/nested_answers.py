"""Find responses inside other JSON: HAR entries, or JSON in a string of a log line."""

import base64
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

DEEPEST = 8
"""The greatest depth of nested values and strings."""
MOST = 200
"""The greatest number of values that are examined."""


class NestedAnswer(NamedTuple):
    """A response found inside a value."""

    body: bytes
    content_type: str = ""
    status: int | None = None


def answers_inside(value: Any) -> Iterator[NestedAnswer]:
    """Yield the possible responses inside a value, those of later HAR entries first.

    The numbers in the value are strings, as returned by ``json.loads(…, parse_int=str)``.
    """
    left = [MOST]
    yield from _inside(value, left, 0)


def _inside(value: Any, left: list[int], depth: int) -> Iterator[NestedAnswer]:
    left[0] -= 1
    if depth > DEEPEST or left[0] < 0:
        return
    is_text, is_object, is_array = (type(value) is each for each in (str, dict, list))
    if is_text and (start := value.find("{")) >= 0:
        start = 0 if value.lstrip()[:1] == "[" else start
        if (found := _load(value[start:])) is not None:  # a log may have text in front of it
            yield NestedAnswer(value[start:].encode("utf-8", "replace"))
            yield from _inside(found, left, depth + 1)
    elif is_object:
        yield from _of_har(value)
        for each in value.values():
            if isinstance(each, dict):
                yield NestedAnswer(json.dumps(each, ensure_ascii=False).encode("utf-8", "replace"))
            yield from _inside(each, left, depth + 1)
    elif is_array:
        for each in reversed(value):
            yield from _inside(each, left, depth + 1)


class _HarContent(msgspec.Struct, rename="camel"):
    text: str
    mime_type: str = ""
    encoding: str = ""


class _HarResponse(msgspec.Struct):
    content: _HarContent
    status: int | None = None


class _HarEntry(msgspec.Struct):
    """A HAR entry, with the members that are used here (HAR 1.2)."""

    response: _HarResponse


def _of_har(value: Any) -> Iterator[NestedAnswer]:
    try:
        response = msgspec.convert(value, _HarEntry, strict=False).response
        body = response.content.text.encode("utf-8", "replace")
        if response.content.encoding == "base64":
            body = base64.b64decode(body)
    except ValueError:
        return
    status = response.status if response.status in range(100, 600) else None
    yield NestedAnswer(body, response.content.mime_type, status)


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


def _load(text: str) -> Any:
    try:
        return _DECODER.raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None
