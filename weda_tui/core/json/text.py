"""JSON as text: checked, formatted and decoded without changing a digit."""

import codecs
import itertools
import json
import re

import msgspec

from weda_tui.core.json.decoding import NOT_JSON
from weda_tui.core.text.charsets import CHARSET_MARKS, declared_charset

INDENT = 2


class JsonFault(msgspec.Struct, frozen=True):
    """Where text stops being JSON; line and column count from 1, columns in characters."""

    line: int
    column: int
    reason: str
    """The parser's message in English; front ends translate the common ones."""
    file: str = ""
    """The file whose inserted content causes the fault; the place is that of its reference."""


_STRING_OR_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*+"|(-?Infinity|NaN)')
_TRAILING_COMMA = re.compile(r",[ \t\r\n]*([}\]])")


def find_fault(text: str) -> JsonFault | None:
    """Return the place where ``text`` stops being JSON, ``None`` if all of it is JSON.

    ``NaN`` and ``Infinity``, which Python accepts, are faults: JSON does not allow them.
    """
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        return _find_trailing_comma(text, error.pos) or JsonFault(
            error.lineno, error.colno, error.msg
        )
    except RecursionError:
        return JsonFault(1, 1, "Nested too deeply")
    except ValueError as error:
        return _find_constant(text, str(error))
    return None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _find_constant(text: str, name: str) -> JsonFault:
    start = next(match.start(1) for match in _STRING_OR_CONSTANT.finditer(text) if match[1])
    return _fault_at(text, start, f"{name} is not JSON")


def _find_trailing_comma(text: str, at: int) -> JsonFault | None:
    """Return the fault of a trailing comma before the closing bracket at which parsing failed."""
    start = text.rfind(",", 0, at + 1)
    match = _TRAILING_COMMA.match(text, start) if start > 0 else None
    if match is None or match.end() <= at or text[:start].rstrip()[-1:] in {"[", "{", ",", ":"}:
        return None
    kind = "object" if match[1] == "}" else "array"
    return _fault_at(text, start, f"Illegal trailing comma before end of {kind}")


def _fault_at(text: str, start: int, reason: str) -> JsonFault:
    line = text.count("\n", 0, start) + 1
    return JsonFault(line, start - text.rfind("\n", 0, start), reason)


def format_json(body: bytes) -> bytes | None:
    """Return UTF-8 ``body`` indented by 2, every token as received; ``None`` if it is not JSON.

    The formatting is lexical: 19-digit ids, ``1.10``, ``1e400``, duplicate keys and escapes are not
    changed. A byte-order mark is dropped.
    """
    body = body.removeprefix(codecs.BOM_UTF8)
    try:
        return msgspec.json.format(body, indent=INDENT)
    except NOT_JSON:
        return _format_lone_surrogates(body)


_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a pair
    rb"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"  # half a pair
    rb"|\\.",
    re.DOTALL,
)


def replace_lone_surrogates(body: bytes, stand_in: bytes = rb"\ufffd") -> bytes:
    r"""Return UTF-8 JSON text with each half of a surrogate pair (``\ud83d`` alone) replaced.

    Text that was cut in the middle of an emoji contains such halves, and msgspec refuses a whole
    document for one of them.
    """
    return _ESCAPE.sub(lambda match: stand_in if match[1] else match[0], body)


def _format_lone_surrogates(body: bytes) -> bytes | None:
    """Format a body with halves of surrogate pairs, which are kept as received."""
    lone = [match[1] for match in _ESCAPE.finditer(body) if match[1]]
    spellings = (f"\\u{code:04x}".encode() for code in range(0xE000, 0xF900))
    stand_in = next((spelling for spelling in spellings if spelling not in body), None)
    if not lone or stand_in is None:
        return None
    try:
        text = msgspec.json.format(replace_lone_surrogates(body, stand_in), indent=INDENT)
    except NOT_JSON:
        return None
    pieces = text.split(stand_in)
    return b"".join(itertools.chain(*zip(pieces, [*lone, b""], strict=True)))


_MARK_BYTES = tuple(mark for mark, _ in CHARSET_MARKS)


def decode_body(body: bytes, content_type: str) -> tuple[str, str]:
    """Return the text of a body and the character set that was used.

    A byte-order mark decides first, then the declared charset, then UTF-8, then GB18030 (pages in
    China are often GBK without declaring it). Bytes that cannot be decoded become U+FFFD.
    """
    for mark, name in CHARSET_MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace"), name
    declared = declared_charset(content_type)
    for name in (declared, "utf-8", "gb18030") if declared else ("utf-8", "gb18030"):
        try:
            return body.decode(name), name
        except (UnicodeError, LookupError):
            continue
    return body.decode("utf-8", "replace"), "utf-8"


def utf8_body(body: bytes, content_type: str) -> bytes:
    """Return a body in UTF-8 without a byte-order mark; the same object if it is such a body.

    ``decode_body`` documents the character set in use. The usual body is not copied.
    """
    declared = declared_charset(content_type)
    is_marked = body.startswith(_MARK_BYTES)
    if not is_marked and _is_utf8_name(declared) and _is_utf8(body):
        return body
    text, _ = decode_body(body, content_type)
    return text.encode("utf-8", "replace")


def is_unknown_charset(content_type: str) -> bool:
    """Return whether a header names a character set that Python cannot decode."""
    return "charset" in content_type.lower() and not declared_charset(content_type)


def _is_utf8_name(charset: str) -> bool:
    return not charset or codecs.lookup(charset).name in {"utf-8", "ascii"}


_CHUNK = 1 << 20


def _is_utf8(body: bytes) -> bool:
    """Return whether a body is UTF-8; decodes a mebibyte at a time, never 100 MB as a whole."""
    if body.isascii():
        return True
    view, done = memoryview(body), 0
    try:
        while done < len(view):
            is_last = done + _CHUNK >= len(view)
            done += codecs.utf_8_decode(view[done : done + _CHUNK], "strict", is_last)[1]
    except UnicodeDecodeError:
        return False
    return True
