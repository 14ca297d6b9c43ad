"""Answers inside other JSON: entries of a HAR, a log line whose string holds JSON in a string."""

import base64
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

DEEPEST = 8
"""Levels of values and of strings that are looked into."""
MOST = 200
"""Values that are looked at."""


class Inside(NamedTuple):
    """An answer that was found."""

    body: bytes
    content_type: str = ""
    status: int | None = None


def answers_inside(value: Any) -> Iterator[Inside]:
    """Yield what may be answers inside of a value, those of later entries of a HAR first.

    Numbers of the value are text, as ``json.loads(…, parse_int=str)`` gives them.
    """
    left = [MOST]
    yield from _inside(value, left, 0)


def _inside(value: Any, left: list[int], depth: int) -> Iterator[Inside]:
    left[0] -= 1
    if depth > DEEPEST or left[0] < 0:
        return
    is_text, is_object, is_array = (type(value) is each for each in (str, dict, list))
    if is_text and (start := value.find("{")) >= 0:
        start = 0 if value.lstrip()[:1] == "[" else start
        if (found := _load(value[start:])) is not None:  # text in front of it is a log's
            yield Inside(value[start:].encode("utf-8", "replace"))
            yield from _inside(found, left, depth + 1)
    elif is_object:
        yield from _of_har(value)
        for each in value.values():
            if isinstance(each, dict):
                yield Inside(json.dumps(each, ensure_ascii=False).encode("utf-8", "replace"))
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
    """An entry of a HAR file, as far as it is read here (HAR 1.2)."""

    response: _HarResponse


def _of_har(value: Any) -> Iterator[Inside]:
    try:
        response = msgspec.convert(value, _HarEntry, strict=False).response
        body = response.content.text.encode("utf-8", "replace")
        if response.content.encoding == "base64":
            body = base64.b64decode(body)
    except ValueError:
        return
    status = response.status if response.status in range(100, 600) else None
    yield Inside(body, response.content.mime_type, status)


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


def _load(text: str) -> Any:
    try:
        return _DECODER.raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None
