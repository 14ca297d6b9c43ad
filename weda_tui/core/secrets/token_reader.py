"""Reads credentials out of a body by the names of its members, in whatever form it is written.

JSON is read whole: duplicate and escaped names, camel case, values in lists and objects, JSON in a
string. A form is read pair by pair. Of any other text (XML, YAML, JSONP, a body that is cut) what
stands behind such a name is found, but nobody can say that it is all there is.
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
"""Names of credentials of any length, folded by ``fold_member``."""
_WORDS = re.compile("token|secret|passw|jwt")
_HINT = re.compile(rf"(?i:{_WORDS.pattern})|eyJ|[%\\]")
"""What a text with a credential has in it: a name may be escaped."""
_SHAPE = re.compile(r"(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.[\w-]*")
"""A JSON web token, which is a credential under any name."""
LONGEST_TEXT = 2**20
"""Characters that are searched of a text that is neither JSON nor a form."""
_SHORTEST_OTHER = 8
"""Characters of a value below any other name with one of ``_WORDS`` in it, or in a list or an
object, at least: what is shorter says what kind of token it is, or whether there is one."""
_DEEPEST = 4
"""How often JSON may stand in a string of JSON."""
_OPENING = ("{", "[", '"')
_FORM = re.compile(r"[^\s=&<>{}\[\]\":]+=[^\s&]*+(?:&[^\s=&]*+(?:=[^\s&]*+)?)*+")
_MEMBER = re.compile(
    r"""("(?:[^"\\]|\\.){1,60}+"|'[^'\n]{1,60}+'|(?<![\w%-])[A-Za-z_][\w.%-]{0,59}+)\s*+[:=]\s*+"""
    r"""("(?:[^"\\]|\\.)*+"|'[^'\n]*+'|[^\s"'<>&,;{}\[\]]++)""",
    re.DOTALL,
)
"""A name and its value as JSON, YAML, a query and the attributes of XML have them."""
_ELEMENT = re.compile(
    r"<(?:[\w.-]{1,60}+:)?([\w.-]{1,60}+)(?:\s[^<>]*+)?>\s*+(?:<!\[CDATA\[)?([^<\]]++)"
)


class CredentialReading(msgspec.Struct, frozen=True):
    """The credentials of a body."""

    found: frozenset[str]
    is_complete: bool
    """Whether the form of the body was read as a whole, so that there are no others in it."""


class _Pairs(tuple[tuple[str, "_Json"], ...]):
    """The members of an object, each of a repeated name."""

    __slots__ = ()


class _Digits(str):
    """A number as it is written."""

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
    """Return how many characters make a value a credential; ``None`` for no credential's name."""
    folded = fold_member(name)
    if folded in _NAMES:
        return 1
    return _SHORTEST_OTHER if _WORDS.search(folded) and not is_fact_name(name) else None


def is_credential(name: str, value: str) -> bool:
    """Return whether a value is a credential by its name; a short one may say what kind it is."""
    least = _least(name)
    return least is not None and len(value) >= least


def _parse(text: str) -> _Json:
    """Return the value of a JSON text; ``None`` for what is none."""
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
    """Yield what stands behind the name of a credential, and what looks like a token.

    Looks at the first ``LONGEST_TEXT`` characters; a text without any such word is done with at
    once.
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
    """Return what a name or a value stands for; its text where it is no string of JSON."""
    if literal[:1] == '"':
        with suppress(ValueError):
            return str(json.loads(literal, strict=False))
    return literal.strip("\"'")
