"""Find secrets in a text by their names or shapes: in JSON, XML, YAML, addresses and plain text.

In plain text, a secret is the value after such a name and a colon or an equals sign, unless the
value is words.

Nothing is parsed, because a body may be cut and JSON may be nested in a JSON string.
``core.secrets.patterns`` defines which names are names of secrets.
"""

import html
import json
import re
from collections.abc import Generator, Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote

from weda_tui.core.secrets.patterns import (
    SHAPE,
    is_fact_name,
    is_secret_name,
    is_word,
    is_words,
    seems_secret,
)

_SHORTEST_INSIDE = 8
"""The least length of a secret in a list or an object below a secret name."""
_DEEPEST = 4
"""The greatest depth of JSON nested in JSON strings."""
_MOST_TOKENS = 2000
"""The greatest number of strings and brackets read in a list or an object below a secret name."""
_NAME = re.compile(r'"((?:[^"\\]++|\\.){1,20}+)"\s*+:\s*+(?=["\[{])')
_LONGEST_NAME = 200
"""The greatest length of a name in characters, escapes included."""
_STRING = re.compile(r'"((?:[^"\\]|\\.)++)"', re.DOTALL)
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)"(\s*+:)?|[\[\]{}]', re.DOTALL)
"""A string (a name if a colon follows) or a bracket."""
_SECRET_NAMES = re.compile(
    "(?:token|secret|passw(?:or)?d|pwd|key|credential|cookie|jwt|signature)s?$", re.IGNORECASE
)
"""The end of the name of a list or an object whose values are secrets."""
_OF_A_FACT = re.compile("(?:id|ids|time|date|at|by)$", re.IGNORECASE)
"""The end of a name in an object whose value is a person, an id or a time."""
_SIGNED = re.compile(
    r"(?<![A-Za-z])(?i:(?:[qx]-(?:[a-z]{2,6}-)?)?(?:signature|security-token)|sign?"
    r"|(?:access_?|security_?)?token)=([^&#\s\"'\\<>]{8,})"
)
"""The part of an address that authorises its use by anybody.

It is the signature of a stored object (public pages on COS, S3, OSS, OBS, Azure and Google storage)
or a token in a query.
"""
_HINTED = ((("sig", "token="), _SIGNED), (("eyj", "private key"), SHAPE))
"""Slow patterns, each with substrings in lower case, one of which every matching text contains."""
_PAIR = re.compile(r"(?:[?&](?:amp;)?|\\u0026)([\w.%-]{1,60}+)=([^&#\s\"'\\<>]{8,}+)")
_KEY_AND_VALUE = re.compile(
    r'"(?i:key|name)"\s*+:\s*+"([\w.-]{1,60}+)"\s*+,\s*+"(?i:val|value)"\s*+:\s*+"((?:[^"\\]|\\.){4,}+)"'
)
"""An object with a name and its value as members: ``{"key": "password", "value": …}``."""
_ELEMENT = re.compile(
    r"<(?:[\w.-]{1,60}+:)?([\w-]{1,60}+)(?:\s[^<>]*+)?>\s*+(?:<!\[CDATA\[)?([^<\]]{4,}+)"
)
_LINE = re.compile(
    r"(?m)^[ \t-]*+([\w-]{1,60}+)[ \t]*+:[ \t]++[\"']?([^\s\"'&*|>{}\[\]][^\s\"']{3,}+)"
)
"""A line of YAML."""
_CHINESE = re.compile(r"\\u((?:[4-9][0-9a-f]|ff)[0-9a-f]{2})", re.IGNORECASE)
"""A Chinese character or a full-width sign, written as a JSON escape."""
_ASSIGNED = re.compile(
    r"""(?<![\w.%-])([\w.-]{1,60}+)["']?[ \t]{0,8}+"""
    r"(?:=>|:=|==|[:=\uff1a\uff1d])[ \t]{0,8}+[(<>\[&]{0,2}+"
)
"""A name in plain text with a colon or an equals sign: ``password=``, ``X-Api-Key: ``."""
_ASSIGNED_VALUE = re.compile(
    r""""([^"\n]{4,200}+)"|'([^'\n]{4,200}+)'|([!#-%*+\--;=?-Z^-~][!#-%(-;=?-\[\]-~]{5,}+)"""
)
"""The value after the sign, with or without quotes."""
_SENTENCE_ENDS = ".,;:!?)]}"
_IN_ADDRESS = re.compile(
    r"""[A-Za-z][\w+.-]{0,20}://[^\s/:@"'<>\\]{0,100}+:([^\s/"'<>\\]{3,200})@(?=[\w\[])"""
)
"""The password before the host of an address: ``scheme://user:PW@host``."""
_ESCAPED_QUOTES = ('\\"', "\\u0022")
_BACKSLASH = "\0"
"""A placeholder for an escaped backslash while quotes are unescaped."""


def named_values(text: str) -> Iterator[str]:
    """Yield the secrets of a text as written, including those of JSON nested in its strings."""
    for _ in range(_DEEPEST):
        yield from _members(text)
        small = text.lower()
        for hints, pattern in _HINTED:
            if any(hint in small for hint in hints):
                yield from pattern.findall(text)
        for pattern in (_PAIR, _ELEMENT, _KEY_AND_VALUE):
            yield from (value for name, value in pattern.findall(text) if _is_secret(name, value))
        for name, value in _LINE.findall(text):
            if _is_secret(name, value) and not is_words(value.rstrip(",")):
                yield value
        yield from _assigned(text)
        if "://" in text:
            found = _IN_ADDRESS.findall(text)
            yield from (each for each in found if not is_word(each) and not is_secret_name(each))
        if not any(quote in text for quote in _ESCAPED_QUOTES):
            return
        text = _without_escapes(text)


def _assigned(text: str) -> Iterator[str]:
    """Yield the values that plain text assigns to secret names, unless they are words."""
    if "\\u" in text:
        text = _CHINESE.sub(lambda match: chr(int(match[1], 16)), text)
    done = 0
    for match in _ASSIGNED.finditer(text):
        if match.start() < done or not _names_secret(match[1]):
            continue
        if (found := _ASSIGNED_VALUE.match(text, match.end())) is None:
            continue
        done = found.end()
        if quoted := found[1] or found[2]:
            if not is_word(quoted) and (" " not in quoted or seems_secret(quoted.replace(" ", ""))):
                yield quoted
        elif seems_secret(value := found[3].rstrip(_SENTENCE_ENDS)):
            yield value
            first = re.split("[,;]", value, maxsplit=1)[0]
            if first != value and seems_secret(first):
                yield first


def spellings(value: str) -> set[str]:
    """Return a secret as written and with its JSON, HTML and URL escapes undone."""
    return {value, _unescaped(value), html.unescape(value), unquote(value)}


def _members(text: str) -> Iterator[str]:
    """Yield the values of secret members of JSON objects, including strings in containers."""
    names = {name for name in set(_NAME.findall(text)) if _may_name_secrets(name)}
    done = 0
    for match in _NAME.finditer(text) if names else ():
        if match[1] not in names or match.start() < done:
            continue
        if (found := _STRING.match(text, match.end())) is None:
            if _SECRET_NAMES.search(_unescaped(match[1])):
                done = yield from _in_container(text, match.end())
        elif _is_secret(_unescaped(match[1]), found[1]):
            yield found[1]


def _in_container(text: str, start: int) -> Generator[str, None, int]:
    """Yield the secrets of a list or an object below a secret name; return where it ends."""
    depth, name, end = 0, "", start
    for token in islice(_TOKEN.finditer(text, start), _MOST_TOKENS):
        end = token.end()
        if token[1] is None:
            depth += 1 if token[0] in "[{" else -1
            if depth == 0:
                break
        elif token[2]:
            name = _unescaped(token[1])
        elif _may_be_secret(name, token[1]):
            yield token[1]
    return end


def _may_be_secret(name: str, value: str) -> bool:
    if is_fact_name(name) or _OF_A_FACT.search(name):
        return False
    return len(value) >= _SHORTEST_INSIDE and not any(map(str.isspace, value))


@lru_cache(maxsize=4096)
def _may_name_secrets(name: str) -> bool:
    if len(name) > _LONGEST_NAME:
        return False
    name = _unescaped(name)
    return is_secret_name(name.removesuffix("s")) or is_secret_name(name)


@lru_cache(maxsize=4096)
def _names_secret(name: str) -> bool:
    return is_secret_name(name) and not is_fact_name(name)


def _is_secret(name: str, value: str) -> bool:
    return _names_secret(name) and not is_word(value)


def _without_escapes(text: str) -> str:
    """Return a text with one level of JSON escapes of quotes and backslashes undone."""
    text = text.replace("\\\\", _BACKSLASH)
    for quote in _ESCAPED_QUOTES:
        text = text.replace(quote, '"')
    return text.replace(_BACKSLASH, "\\")


def _unescaped(text: str) -> str:
    """Return a text with its JSON escapes undone."""
    if "\\" not in text:
        return text
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
