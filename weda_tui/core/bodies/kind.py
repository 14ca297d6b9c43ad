"""The kind of a body, from its declared type and its first bytes."""

import re
from enum import StrEnum
from typing import NamedTuple

HEAD = 64 * 1024
"""Bytes of a body that are examined."""


class BodyKind(StrEnum):
    """The kind of a body, which decides how it is displayed."""

    JSON = "json"
    NDJSON = "ndjson"
    """One JSON value on each line."""
    HTML = "html"
    XML = "xml"
    TEXT = "text"
    IMAGE = "image"
    BINARY = "binary"


class Image(NamedTuple):
    """The type and size of an image; 0 for an unknown size."""

    type: str
    width: int
    height: int


_MARKUP = re.compile(rb"(?:\s|<!--.*?-->)*+<(\?xml|[A-Za-z!/])", re.IGNORECASE)
_LINES_OF_JSON = re.compile(rb'\s*+[{\[][^\n]*[}\]]\s*\n\s*[{\["]')
_JSON_START = re.compile(rb'(?:\xef\xbb\xbf)?[ \t\r\n]*+(?:[{\["\-0-9]|true|false|null)')
_CONTROL = bytes(sorted(set(range(0x20)) - set(b"\t\n\r\f\b\x1b")))
_NDJSON_TYPES = ("ndjson", "jsonl", "json-seq", "x-json-stream")


def recognise(head: bytes, content_type: str) -> BodyKind:
    """Return the kind of a body from its first bytes, which are UTF-8 if they are text.

    ``JSON`` is a guess that the index of the body confirms or not.
    """
    declared = content_type.lower()
    if read_image(head) is not None:
        return BodyKind.IMAGE
    if any(name in declared for name in _NDJSON_TYPES) or _is_lines_of_json(head):
        return BodyKind.NDJSON
    if _JSON_START.match(head):
        return BodyKind.JSON
    if is_binary(head):
        return BodyKind.BINARY
    markup = _MARKUP.match(head)
    if markup is not None:
        is_xml = markup[1].lower() == b"?xml" or ("xml" in declared and "html" not in declared)
        return BodyKind.XML if is_xml else BodyKind.HTML
    return BodyKind.TEXT


def is_binary(head: bytes) -> bool:
    """Return whether bytes are not text: too many of the first 4096 are control characters."""
    part = head[:4096]
    controls = len(part) - len(part.translate(None, _CONTROL))
    return controls * 32 > len(part)


def _is_lines_of_json(head: bytes) -> bool:
    first, newline, rest = head.partition(b"\n")
    return bool(newline) and _LINES_OF_JSON.match(head) is not None and _stands_alone(first, rest)


def _stands_alone(first: bytes, rest: bytes) -> bool:
    import msgspec

    for line in (first, rest.partition(b"\n")[0]):
        try:
            msgspec.json.decode(line, type=msgspec.Raw)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return False
    return True


def read_image(head: bytes) -> Image | None:
    """Return the type and size of an image, ``None`` for other data."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Image("PNG", _big(head[16:20]), _big(head[20:24]))
    if head[:6] in {b"GIF87a", b"GIF89a"}:
        return Image("GIF", _little(head[6:8]), _little(head[8:10]))
    if head.startswith(b"BM") and _little(head[14:18]) in {12, 40, 52, 56, 108, 124}:
        return Image("BMP", _little(head[18:22]), _little(head[22:26]))
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Image("WebP", *_webp_size(head))
    if head.startswith(b"\xff\xd8\xff"):
        return Image("JPEG", *_jpeg_size(head))
    return None


def _webp_size(head: bytes) -> tuple[int, int]:
    form = head[12:16]
    if form == b"VP8X":
        return _little(head[24:27]) + 1, _little(head[27:30]) + 1
    if form == b"VP8L":
        bits = _little(head[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return _little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF


def _jpeg_size(head: bytes) -> tuple[int, int]:
    """Return width and height from the frame header, wherever it is."""
    at = 2
    while at + 9 < len(head) and head[at] == 0xFF:
        mark = head[at + 1]
        if 0xC0 <= mark <= 0xCF and mark not in {0xC4, 0xC8, 0xCC}:
            return _big(head[at + 7 : at + 9]), _big(head[at + 5 : at + 7])
        at += 2 + _big(head[at + 2 : at + 4])
    return 0, 0


def _big(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
