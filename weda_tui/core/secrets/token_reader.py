"""Find credentials in a body of any format by the names of its members.

JSON is read completely: duplicate and escaped names, camel case, values in lists and objects, JSON
nested in strings. A form is read pair by pair. In any other text (XML, YAML, JSONP, a body that is
cut) the values after such names are found, but the result may be incomplete.
"""

import html
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import parse_qsl

import msgspec

from weda_tui.core.json.text import utf8_body
from weda_tui.core.secrets.patterns import fold_member, is_fact_name

_NAMES = frozenset(
    {"accesstoken", "refreshtoken", "idtoken", "token", "password", "clientsecret", "secretkey"}
)
"""Names whose values are credentials at any length, folded by ``fold_member``."""
_WORDS = re.compile("token|secret|passw|jwt")
_HINT = re.compile(rf"(?i:{_WORDS.pattern})|eyJ|[%\\]")
"""A hint that every text with a credential contains; names may be escaped."""
_SHAPE = re.compile(r"(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.[\w-]*")
"""A JSON web token, which is a credential under any name."""
LONGEST_TEXT = 2**20
"""The number of characters searched in a text that is neither JSON nor a form."""
_SHORTEST_OTHER = 8
"""The least length of a credential below another name with one of ``_WORDS``.

It also applies inside lists and objects. A shorter value says what kind of token it is, or whether
there is a token.
"""
_DEEPEST = 4
"""The greatest depth of JSON nested in JSON strings."""
_OPENING = ("{", "[", '"')
_FORM = re.compile(r"[^\s=&<>{}\[\]\":]+=[^\s&]*+(?:&[^\s=&]*+(?:=[^\s&]*+)?)*+")
_MEMBER = re.compile(
    r"""("(?:[^"\\]|\\.){1,60}+"|'[^'\n]{1,60}+'|(?<![\w%-])[A-Za-z_][\w.%-]{0,59}+)\s*+[:=]\s*+"""
    r"""("(?:[^"\\]|\\.)*+"|'[^'\n]*+'|[^\s"'<>&,;{}\[\]]++)""",
    re.DOTALL,
)
"""A name and its value as in JSON, YAML, queries and XML attributes."""
_ELEMENT = re.compile(
    r"<(?:[\w.-]{1,60}+:)?([\w.-]{1,60}+)(?:\s[^<>]*+)?>\s*+(?:<!\[CDATA\[)?([^<\]]++)"
)


class CredentialReading(msgspec.Struct, frozen=True):
    """The credentials of a body."""

    found: frozenset[str]
    is_complete: bool
    """Whether the body was read completely, so that it contains no other credentials."""


class _Pairs(tuple[tuple[str, "_Json"], ...]):
    """The members of an object; repeated names are all kept."""

    __slots__ = ()


class _Digits(str):
    """A number in its original spelling."""

    __slots__ = ()


_Json: TypeAlias = "_Pairs | list[_Json] | str | bool | None"


def read_credentials(body: bytes, content_type: str = "") -> CredentialReading:
    """Return the credentials in a body, and whether those are all. Never raises."""
    text = utf8_body(body, content_type).decode("utf-8", "replace")
    value = _parse(text)
    if isinstance(value, _Pairs | list):
        return CredentialReading(frozenset(_in_json(value)), is_complete=True)
    if _FORM.fullmatch(text.strip()):
        found = frozenset(in_form(text.strip()))
        return CredentialReading(found, is_complete=bool(found))
    return CredentialReading(frozenset(_in_text(text)), is_complete=False)


@lru_cache(maxsize=1024)
def _least(name: str) -> int | None:
    """Return the least length of a credential of this name; ``None`` if it is no such name."""
    folded = fold_member(name)
    if folded in _NAMES:
        return 1
    return _SHORTEST_OTHER if _WORDS.search(folded) and not is_fact_name(name) else None


def is_credential(name: str, value: str) -> bool:
    """Return whether a value is a credential by its name; a short value may say only its kind."""
    least = _least(name)
    return least is not None and len(value) >= least


def _parse(text: str) -> _Json:
    """Return the value of a JSON text; ``None`` if it is invalid."""
    with suppress(ValueError, RecursionError):
        return json.loads(
            text.removeprefix("\ufeff"),
            strict=False,
            object_pairs_hook=_Pairs,
            parse_int=_Digits,
            parse_float=_Digits,
        )
    return None


def _in_json(value: _Json) -> Iterator[str]:
    waiting: list[tuple[_Json, int | None, int]] = [(value, None, 0)]
    while waiting:
        value, least, depth = waiting.pop()
        match value:
            case _Pairs():
                inside = None if least is None else _SHORTEST_OTHER
                waiting += [(each, _stricter(_least(name), inside), depth) for name, each in value]
            case list():
                waiting += [(each, least, depth) for each in value]
            case str():
                if least is not None and len(value) >= _least_of(value, least):
                    yield value
                inner = (
                    _parse(value) if depth < _DEEPEST and value.lstrip()[:1] in _OPENING else None
                )
                if inner is not None:
                    waiting.append((inner, least and _SHORTEST_OTHER, depth + 1))
                elif _HINT.search(value):
                    yield from in_form(value) if _FORM.fullmatch(value) else _in_text(value)
            case _:
                pass


def _stricter(own: int | None, inherited: int | None) -> int | None:
    return own if own is not None else inherited


def _least_of(value: str, least: int) -> int:
    return _SHORTEST_OTHER if isinstance(value, _Digits) else least


def in_form(text: str) -> Iterator[str]:
    """Yield the credentials among the pairs of a form or of a query."""
    with suppress(ValueError):
        yield from (value for name, value in parse_qsl(text) if is_credential(name, value))


def _in_text(text: str) -> Iterator[str]:
    """Yield the values after the names of credentials, and the values that look like tokens.

    Only the first ``LONGEST_TEXT`` characters are searched. A text without any hint is skipped.
    """
    text = text[:LONGEST_TEXT]
    if not _HINT.search(text):
        return
    yield from _SHAPE.findall(text)
    for match in _MEMBER.finditer(text):
        if is_credential(_plain(match[1]), value := _plain(match[2])):
            yield value
    for match in _ELEMENT.finditer(text):
        if is_credential(match[1], value := html.unescape(match[2].strip())):
            yield value


def _plain(literal: str) -> str:
    """Return the value of a name or a literal; text that is no JSON string loses only quotes."""
    if literal[:1] == '"':
        with suppress(ValueError):
            return str(json.loads(literal, strict=False))
    return literal.strip("\"'")
