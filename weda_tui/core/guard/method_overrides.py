"""The methods that servers may use in place of a request's own, and hidden second requests.

The text of this module is copied into every exported locustfile, so it imports few names.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from json import detect_encoding
from urllib.parse import unquote_plus, urlsplit

from weda_tui.core.requests.escapes import unquote_wholly
from weda_tui.core.requests.header_names import fold_name, is_method_header
from weda_tui.core.text.charsets import declared_charset, find_mark
from weda_tui.core.text.template import VARIABLE

REPLACING = frozenset({"DELETE", "PATCH", "PUT"})
"""Methods that change existing data; on a list they may change the whole list."""
WRITING = REPLACING | {"POST"}
METHODS = REPLACING | {"GET", "HEAD", "OPTIONS", "POST"}
"""Methods with a known meaning. Any other method may write."""

_FIELDS = frozenset({"-method", "$httpmethod", "-httpmethod"})
"""Parameters that name a method, whatever their value; ``_`` and ``-`` are the same.

Any other parameter with ``method`` or ``verb`` in its name, and ``_m``, counts only if its value is
a method that writes.
"""
_BRIEF = "-m"
_NOT_FOR_THE_CALL = frozenset({"access-control-request-method"})
"""Headers with which a browser asks about a later call."""
_FORM_FIELD = re.compile(r"(?:^|[&;])([^=&;]{1,10000})=([^&;]{0,1000})")
_PART_NAME = re.compile(r"""\bname\*?\s*=\s*(?:"([^"\r\n]*)"|([^";\s]+))""", re.IGNORECASE)
"""The name of a field in the header of a part of a multipart form, quoted or not."""
_END_OF_HEAD = re.compile(r"\r?\n\r?\n")
_LONGEST_VALUE = 1000
"""Characters of a field that are searched for a method."""
_MEMBER = re.compile(
    r"""(?P<name>"(?:[_-]method|\$httpmethod|_httpmethod|x[_-](?:http[_-])?method[_-]override)")"""
    r"""\s*:\s*(?P<value>"[^"]*"|\{\{[^{}]*\}\}|\w+)""",
    re.IGNORECASE,
)
ASCII_ESCAPE = re.compile(r"\\u00([2-7][0-9a-f])", re.IGNORECASE)
_BLANKS = rb"[ \t\v\f\r\x1c-\x1f\x85\xa0]"
"""The characters that some server accepts as a separator in a request line."""
_REQUEST_VERSION = re.compile(_BLANKS + rb"HTTP/[0-9]", re.IGNORECASE)
_FIRST_WORD = re.compile(
    rb"(?<![^\r\n])[ \t\v\f\x1c-\x1f\x85\xa0]*+[!#$%&'*+.^_`|~0-9A-Za-z-]++" + _BLANKS
)
"""The first word of a request line, also after blanks that some servers skip."""
_CHARSET_AT = re.compile(r"(?=\bcharset\b)", re.IGNORECASE)
Headers = Sequence[tuple[str, str]]
Pairs = Iterable[tuple[str, str]]


def find_overrides(url: str, headers: Headers, body: bytes) -> list[str]:
    """Return the methods that a server may use for a request, apart from its own.

    A value with a variable (``{{name}}``) may become any method.
    """
    query = urlsplit(url).query
    fields = (*form_fields(query), *body_fields(headers, body))
    values = [value for name, value in headers if _is_override_header(name, value)]
    values += [value for name, value in fields if _is_override_field(name, value)]
    found: set[str] = set()
    for value in values:
        if _is_open_value(value):
            found |= WRITING
        else:
            found |= {word if word in METHODS else "POST" for word in _words_of(value)}
    return sorted(found)


def _is_override_header(name: str, value: str) -> bool:
    folded = fold_name(name)
    if folded in _NOT_FOR_THE_CALL:
        return False
    return is_method_header(name) or (_hints_at_method(folded) and _may_write(value))


def _is_override_field(name: str, value: str) -> bool:
    folded = fold_name(name)
    if folded in _FIELDS or is_method_header(name):
        return True
    return (folded == _BRIEF or _hints_at_method(folded)) and _may_write(value)


def _hints_at_method(name: str) -> bool:
    return "method" in name or "verb" in name


def _may_write(value: str) -> bool:
    return _is_open_value(value) or not WRITING.isdisjoint(_words_of(value))


def _is_open_value(value: str) -> bool:
    return VARIABLE.search(value) is not None


def _words_of(value: str) -> list[str]:
    return [word.upper() for word in re.findall("[A-Za-z]+", value)]


def form_fields(text: str) -> Pairs:
    """Return the names and values of a form or a query, unescaped."""
    return [
        (_undo_escapes(match[1]), _undo_escapes(match[2])) for match in _FORM_FIELD.finditer(text)
    ]


def _form_parts(text: str) -> Pairs:
    """Yield the fields of a multipart form, each with the first line of its value.

    Any text between two empty lines is read as the header of a part, whatever the boundary is.
    """
    for head, value in pairwise(_END_OF_HEAD.split(text)):
        line = re.split("[\r\n]", value, maxsplit=1)[0].strip()[:_LONGEST_VALUE]
        for name in {match[1] or match[2] or "" for match in _PART_NAME.finditer(head)}:
            yield _undo_escapes(name.rpartition("'")[2]), line


def _named_members(text: str) -> Pairs:
    if "\\u00" in text:
        text = ASCII_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    for match in _MEMBER.finditer(text):
        yield match["name"].strip('"'), match["value"]


def _undo_escapes(text: str) -> str:
    if text.isascii() and "%" not in text and "+" not in text:
        return text
    plain = unquote_plus(text)
    return unicodedata.normalize("NFKC", unquote_wholly(plain) or plain)


def holds_request(body: bytes) -> bool:
    """Return whether a line of a body reads as a request line.

    If a server finds the end of the body earlier than the proxy before it, the server reads what
    follows as the next request on the connection.
    """
    line_end, method = -1, None
    for version in _REQUEST_VERSION.finditer(body):
        if version.start() > line_end:
            line_end = body.find(b"\n", version.start())
            line_end = len(body) if line_end < 0 else line_end
            method = _FIRST_WORD.search(body, body.rfind(b"\n", 0, version.start()) + 1, line_end)
        if method is not None and method.end() <= version.start() + 1:
            return True
    return False


def body_fields(headers: Headers, body: bytes) -> Pairs:
    """Yield the fields of a body that may name a method, for every way to read its type.

    A body with a content encoding, or with an unknown character set, may name any method.
    """
    types = content_types(headers)
    kinds = " ".join(types)
    is_form = "urlencoded" in kinds or not kinds
    is_multipart = "multipart" in kinds
    is_json = "json" in kinds
    if not body or not (is_form or is_multipart or is_json):
        return
    texts = [decoded_body(body, name) for name in charsets_of(body, types)]
    if is_encoded_body(headers) or None in texts:
        yield "-method", "{{encoded}}"
    for text in filter(None, texts):
        if is_form:
            yield from form_fields(text)
        if is_form or is_json:
            yield from _named_members(text)
        if is_multipart:
            yield from _form_parts(text)


def content_types(headers: Headers) -> list[str]:
    """Return the content types that the headers declare, in lower case."""
    values = (value for name, value in headers if fold_name(name) == "content-type")
    return [value.strip().casefold() for value in values if value.strip()]


def is_encoded_body(headers: Headers) -> bool:
    """Return whether the headers declare a content encoding."""
    codings = [value.strip() for name, value in headers if fold_name(name) == "content-encoding"]
    return any(coding.casefold() not in {"", "identity"} for coding in codings)


def charsets_of(body: bytes, types: Sequence[str]) -> set[str]:
    """Return the character sets in which servers may read a body; UTF-8 always.

    The others are those that the content types declare, that a byte-order mark or the first bytes
    suggest, and GB18030 if the body is not UTF-8. An empty name stands for an unknown character
    set.
    """
    named = [part for kind in types for part in _CHARSET_AT.split(kind)[1:]]
    declared = [declared_charset(part) for part in named]
    detected = [find_mark(body), detect_encoding(body)]
    try:
        codecs.utf_8_decode(body, "strict", True)
    except UnicodeDecodeError:
        detected.append("gb18030")
    names = [codecs.lookup(name).name if name else "" for name in declared]
    names += [codecs.lookup(name).name for name in detected if name]
    same = {"utf-8-sig": "utf-8", "ascii": "utf-8"}
    return {"utf-8", *(same.get(name, name) for name in names)}


def decoded_body(body: bytes, charset: str) -> str | None:
    """Return the text of a body, ``None`` for an unknown character set."""
    try:
        return body.decode(charset, "replace") if charset else None
    except (LookupError, UnicodeError):
        return None
