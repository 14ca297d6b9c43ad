"""Methods that servers take in place of a request's own: from headers, the query or the body.

X-HTTP-Method-Override: DELETE      ?_method=DELETE      a=1&_method=DELETE
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import unquote_plus, urlsplit

from weda_tui.core.json.text import decode_body
from weda_tui.core.requests.route_headers import is_method_header
from weda_tui.core.requests.url import fold_name, unquote_wholly
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
_PART = re.compile(
    r"""\bname\*?\s*=\s*(?:"([^"\r\n]*)"|([^";\s]+))[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n([^\r\n]*)""",
    re.IGNORECASE,
)
"""A field of a multipart form: its name, quoted or not, and the first line of its value."""
_MEMBER = re.compile(
    r"""(?P<name>"(?:[_-]method|\$httpmethod|_httpmethod|x[_-](?:http[_-])?method[_-]override)")"""
    r"""\s*:\s*(?P<value>"[^"]*"|\{\{[^{}]*\}\}|\w+)""",
    re.IGNORECASE,
)
_ASCII_ESCAPE = re.compile(r"\\u00([2-7][0-9a-f])", re.IGNORECASE)

Pairs = Iterable[tuple[str, str]]


def find_overrides(url: str, headers: Sequence[tuple[str, str]], body: bytes) -> list[str]:
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


def _body_fields(headers: Sequence[tuple[str, str]], body: bytes) -> Pairs:
    """Return what may name a method in a body, by the ways in which its type may be read.

    A form whose content is encoded cannot be read: it may name any method.
    """
    if not body:
        return ()
    types = [value.casefold() for name, value in headers if fold_name(name) == "content-type"]
    kinds = " ".join(types)
    is_form = "urlencoded" in kinds or not kinds.strip()
    is_multipart = "multipart" in kinds
    if (is_form or is_multipart) and _is_encoded(headers):
        return (("-method", "{{encoded}}"),)
    if not (is_form or is_multipart or "json" in kinds):
        return ()
    text, _ = decode_body(body, kinds)
    if is_multipart:
        return _parts(text)
    return (*(_form_fields(text) if is_form else ()), *_members(text))


def _is_encoded(headers: Sequence[tuple[str, str]]) -> bool:
    codings = [value.strip() for name, value in headers if fold_name(name) == "content-encoding"]
    return any(coding.casefold() not in {"", "identity"} for coding in codings)


def _form_fields(text: str) -> Pairs:
    return [(_unquote(match[1]), _unquote(match[2])) for match in _FORM_FIELD.finditer(text)]


def _parts(text: str) -> Pairs:
    for match in _PART.finditer(text):
        name = (match[1] or match[2] or "").rpartition("'")[2]
        yield _unquote(name), match[3]


def _members(text: str) -> Pairs:
    if "\\u00" in text:
        text = _ASCII_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    for match in _MEMBER.finditer(text):
        yield match["name"].strip('"'), match["value"]


def _unquote(text: str) -> str:
    plain = unquote_plus(text)
    return unicodedata.normalize("NFKC", unquote_wholly(plain) or plain)
