"""The ways in which servers may read one request: other methods, other paths, other texts."""

import codecs
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from json import detect_encoding
from urllib.parse import unquote_plus, urlsplit

import msgspec

from weda_tui.core.json.text import declared_charset, find_mark
from weda_tui.core.requests.route_headers import is_method_header, other_paths
from weda_tui.core.requests.url import (
    Segments,
    fold_name,
    may_be_any,
    path_readings,
    unquote_wholly,
)
from weda_tui.core.text import template

REPLACING = frozenset({"DELETE", "PATCH", "PUT"})
"""Methods that change what is there; of a list, that is all of it."""
WRITING = REPLACING | {"POST"}
METHODS = REPLACING | {"GET", "HEAD", "OPTIONS", "POST"}
"""Methods that say what they do; any other one may write."""

_FIELDS = frozenset({"-method", "$httpmethod", "-httpmethod"})
"""Parameters that name a method, whatever the value; ``_`` and ``-`` are the same. Any other one
with ``method`` or ``verb`` in it, and ``_m``, counts where its value is a method that writes."""
_BRIEF = "-m"
_NOT_FOR_THE_CALL = frozenset({"access-control-request-method"})
"""What a browser asks about a later call."""
_FORM_FIELD = re.compile(r"(?:^|[&;])([^=&;]{1,10000})=([^&;]{0,1000})")
_PART_NAME = re.compile(r"""\bname\*?\s*=\s*(?:"([^"\r\n]*)"|([^";\s]+))""", re.IGNORECASE)
"""The name of a field in the head of a part of a multipart form, quoted or not."""
_END_OF_HEAD = re.compile(r"\r?\n\r?\n")
_LONGEST_VALUE = 1000
"""Characters of a field in which a method is looked for."""
_MEMBER = re.compile(
    r"""(?P<name>"(?:[_-]method|\$httpmethod|_httpmethod|x[_-](?:http[_-])?method[_-]override)")"""
    r"""\s*:\s*(?P<value>"[^"]*"|\{\{[^{}]*\}\}|\w+)""",
    re.IGNORECASE,
)
_TEXT_MEMBER = re.compile(
    r"""["'](env[^"']{0,3}type)["']\s*:\s*("[^"]*"|[^\s,}\]]+)""", re.IGNORECASE
)
"""A member of an object in a body of any type that may be an env type."""
_ENV_TYPE, _NO_LETTERS, _AROUND = "envtype", re.compile("[^a-z]"), " \t\"'"
_ASCII_ESCAPE = re.compile(r"\\u00([2-7][0-9a-f])", re.IGNORECASE)
_BLANK = rb"[ \t\v\f\r\x1c-\x1f\x85\xa0]"
"""What some server separates the words of a request's first line by."""
_VERSION = re.compile(_BLANK + rb"HTTP/[0-9]", re.IGNORECASE)
_METHOD = re.compile(
    rb"(?<![^\r\n])[ \t\v\f\x1c-\x1f\x85\xa0]*+[!#$%&'*+.^_`|~0-9A-Za-z-]++" + _BLANK
)
"""The first word of a request's first line, also between blanks that some servers pass by."""
_CHARSET_AT = re.compile(r"(?=\bcharset\b)", re.IGNORECASE)
_JSON_TYPE = re.compile(
    r"""application/(?:[\w.-]+\+)?json(?:\s*+;\s*+(?:[\w.-]++\s*+=\s*+"?[\w.:-]++"?)?)*+""",
    re.IGNORECASE,
)

Headers = Sequence[tuple[str, str]]
Pairs = Iterable[tuple[str, str]]


class RequestReadings(msgspec.Struct, frozen=True):
    """Every way in which a server, or one in front of it, may read a method and a path."""

    methods: tuple[str, ...]
    """Its own first, in capitals."""
    paths: tuple[Segments, ...]
    is_any: bool = False
    """Whether servers may come to any path at all."""
    is_open: bool = False
    """Whether a path has open values in it (``{{name}}``), which an answer will bring."""
    holds_request: bool = False
    """Whether the body has the first line of another request in it."""


def read_request(method: str, url: str, headers: Headers, body: bytes) -> RequestReadings:
    """Return the ways in which servers may read a request.

    Headers, the query and the body may name other methods, and headers other paths; each path may
    be read in several ways.
    """
    own = urlsplit(url).path
    paths = tuple(dict.fromkeys([own, *other_paths(headers, own)]))
    return RequestReadings(
        methods=tuple(dict.fromkeys([method.upper(), *find_overrides(url, headers, body)])),
        paths=tuple(dict.fromkeys(read for path in paths for read in path_readings(path))),
        is_any=any(map(may_be_any, paths)),
        is_open=any(map(template.VARIABLE.search, paths)),
        holds_request=holds_request(body),
    )


# -- methods -------------------------------------------------------------------------------------


def find_overrides(url: str, headers: Headers, body: bytes) -> list[str]:
    """Return the methods that a request may be taken for, apart from its own.

    A value that is open (``{{name}}``) may become any.
    """
    query = urlsplit(url).query
    fields = (*_form_fields(query), *_body_fields(headers, body))
    values = [value for name, value in headers if _is_override_header(name, value)]
    values += [value for name, value in fields if _is_override_field(name, value)]
    found: set[str] = set()
    for value in values:
        if _is_open(value):
            found |= WRITING
        else:
            found |= {word if word in METHODS else "POST" for word in _words(value)}
    return sorted(found)


def _is_override_header(name: str, value: str) -> bool:
    folded = fold_name(name)
    if folded in _NOT_FOR_THE_CALL:
        return False
    return is_method_header(name) or (_hints(folded) and _may_write(value))


def _is_override_field(name: str, value: str) -> bool:
    folded = fold_name(name)
    if folded in _FIELDS or is_method_header(name):
        return True
    return (folded == _BRIEF or _hints(folded)) and _may_write(value)


def _hints(name: str) -> bool:
    return "method" in name or "verb" in name


def _may_write(value: str) -> bool:
    return _is_open(value) or not WRITING.isdisjoint(_words(value))


def _is_open(value: str) -> bool:
    return template.VARIABLE.search(value) is not None


def _words(value: str) -> list[str]:
    return [word.upper() for word in re.findall("[A-Za-z]+", value)]


def _form_fields(text: str) -> Pairs:
    return [(_unquote(match[1]), _unquote(match[2])) for match in _FORM_FIELD.finditer(text)]


def _parts(text: str) -> Pairs:
    """Yield the fields of a multipart form, each with the first line of its value.

    What stands between two empty lines is read as the head of a part, wherever the parts are cut.
    """
    for head, value in pairwise(_END_OF_HEAD.split(text)):
        line = re.split("[\r\n]", value, maxsplit=1)[0].strip()[:_LONGEST_VALUE]
        for name in {match[1] or match[2] or "" for match in _PART_NAME.finditer(head)}:
            yield _unquote(name.rpartition("'")[2]), line


def _members(text: str) -> Pairs:
    if "\\u00" in text:
        text = _ASCII_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    for match in _MEMBER.finditer(text):
        yield match["name"].strip('"'), match["value"]


def _unquote(text: str) -> str:
    if text.isascii() and "%" not in text and "+" not in text:
        return text
    plain = unquote_plus(text)
    return unicodedata.normalize("NFKC", unquote_wholly(plain) or plain)


# -- env types -----------------------------------------------------------------------------------


def find_env_types(url: str, headers: Headers, body: bytes) -> set[str]:
    """Return the values of all that is called ``envType`` in a query, a header or a body."""
    fields = [*_form_fields(urlsplit(url).query), *headers, *_body_fields(headers, body)]
    for text in (_decoded(body, name) for name in _charsets(body, _content_types(headers))):
        plain = _ASCII_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text or "")
        fields += [(match[1], match[2]) for match in _TEXT_MEMBER.finditer(plain)]
    values = (value for name, value in fields if _NO_LETTERS.sub("", name.casefold()) == _ENV_TYPE)
    return {value.strip(_AROUND) for value in values if value.strip(_AROUND)}


# -- bodies --------------------------------------------------------------------------------------


def holds_request(body: bytes) -> bool:
    """Return whether a line of a body reads as the first line of a request.

    A server that finds the end of the body earlier than the one before it takes what follows for
    the next request on the connection.
    """
    line_end, method = -1, None
    for version in _VERSION.finditer(body):
        if version.start() > line_end:
            line_end = body.find(b"\n", version.start())
            line_end = len(body) if line_end < 0 else line_end
            method = _METHOD.search(body, body.rfind(b"\n", 0, version.start()) + 1, line_end)
        if method is not None and method.end() <= version.start() + 1:
            return True
    return False


def is_plain_json(headers: Headers, body: bytes) -> bool:
    """Return whether a body is JSON by its headers, and the same text to every server."""
    types = _content_types(headers)
    is_json = bool(types) and all(map(_JSON_TYPE.fullmatch, types))
    if not is_json or _is_encoded(headers):
        return False
    texts = {_decoded(body, name) for name in _charsets(body, types)}
    return len(texts) == 1 and None not in texts


def _body_fields(headers: Headers, body: bytes) -> Pairs:
    """Yield what may name a method in a body, by the ways in which its type may be read.

    A body whose content is encoded, or whose character set nobody knows, may name any method.
    """
    types = _content_types(headers)
    kinds = " ".join(types)
    is_form = "urlencoded" in kinds or not kinds
    is_multipart = "multipart" in kinds
    is_json = "json" in kinds
    if not body or not (is_form or is_multipart or is_json):
        return
    texts = [_decoded(body, name) for name in _charsets(body, types)]
    if _is_encoded(headers) or None in texts:
        yield "-method", "{{encoded}}"
    for text in filter(None, texts):
        if is_form:
            yield from _form_fields(text)
        if is_form or is_json:
            yield from _members(text)
        if is_multipart:
            yield from _parts(text)


def _content_types(headers: Headers) -> list[str]:
    values = (value for name, value in headers if fold_name(name) == "content-type")
    return [value.strip().casefold() for value in values if value.strip()]


def _is_encoded(headers: Headers) -> bool:
    codings = [value.strip() for name, value in headers if fold_name(name) == "content-encoding"]
    return any(coding.casefold() not in {"", "identity"} for coding in codings)


def _charsets(body: bytes, types: Sequence[str]) -> set[str]:
    """Return the character sets that a body may be read in: UTF-8 always, and what else is said.

    That is what each content type declares, what a byte-order mark or the first bytes say, and
    GB18030 where it is no UTF-8. An empty name stands for one that nobody knows.
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


def _decoded(body: bytes, charset: str) -> str | None:
    """Return the text of a body, ``None`` for a character set that nobody knows."""
    try:
        return body.decode(charset, "replace") if charset else None
    except (LookupError, UnicodeError):
        return None
