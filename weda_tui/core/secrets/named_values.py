"""Finds what is secret in a text by its name or by its shape: in JSON, XML, YAML and addresses.

In plain text that is what stands behind a name and a colon or an equals sign, but for words.

Nothing is parsed: a body may be cut, and JSON may stand in a string of JSON. Which names are those
of secrets is said by ``core.secrets.patterns``.
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
    looks_secret,
)

_SHORTEST_INSIDE = 8
"""Characters of a secret in a list or an object below a secret name, at least."""
_DEEPEST = 4
"""How often JSON may stand in a string of JSON."""
_MOST_TOKENS = 2000
"""Strings and brackets that are read of a list or an object below a secret name."""
_NAME = re.compile(r'"((?:[^"\\]++|\\.){1,20}+)"\s*+:\s*+(?=["\[{])')
_LONGEST_NAME = 200
"""Characters of a name, escapes and all."""
_STRING = re.compile(r'"((?:[^"\\]|\\.)++)"', re.DOTALL)
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)"(\s*+:)?|[\[\]{}]', re.DOTALL)
"""A string, which is a name before a colon, or a bracket."""
_HOLDS_SECRETS = re.compile(
    "(?:token|secret|passw(?:or)?d|pwd|key|credential|cookie|jwt|signature)s?$", re.IGNORECASE
)
"""What the name of a list or an object ends in whose values are secrets."""
_OF_A_FACT = re.compile("(?:id|ids|time|date|at|by)$", re.IGNORECASE)
"""What a name in an object ends in whose value says who or when."""
_SIGNED = re.compile(
    r"(?<![A-Za-z])(?i:(?:[qx]-(?:[a-z]{2,6}-)?)?(?:signature|security-token)|sign?"
    r"|(?:access_?|security_?)?token)=([^&#\s\"'\\<>]{8,})"
)
"""The part of an address that lets anybody use it: the signature of an object (public pages on
COS, S3, OSS, OBS, Azure and Google storage), a token in a query."""
_HINTED = ((("sig", "token="), _SIGNED), (("eyj", "private key"), SHAPE))
"""Patterns that take their time, each with what is in every text, in small letters, that fits."""
_PAIR = re.compile(r"(?:[?&](?:amp;)?|\\u0026)([\w.%-]{1,60}+)=([^&#\s\"'\\<>]{8,}+)")
_KEY_AND_VALUE = re.compile(
    r'"(?i:key|name)"\s*+:\s*+"([\w.-]{1,60}+)"\s*+,\s*+"(?i:val|value)"\s*+:\s*+"((?:[^"\\]|\\.){4,}+)"'
)
"""An object that says a name and its value: ``{"key": "password", "value": …}``."""
_ELEMENT = re.compile(
    r"<(?:[\w.-]{1,60}+:)?([\w-]{1,60}+)(?:\s[^<>]*+)?>\s*+(?:<!\[CDATA\[)?([^<\]]{4,}+)"
)
_LINE = re.compile(
    r"(?m)^[ \t-]*+([\w-]{1,60}+)[ \t]*+:[ \t]++[\"']?([^\s\"'&*|>{}\[\]][^\s\"']{3,}+)"
)
"""A line of YAML."""
_CHINESE = re.compile(r"\\u((?:[4-9][0-9a-f]|ff)[0-9a-f]{2})", re.IGNORECASE)
"""A Chinese letter, or a full-width sign, with the escape of JSON."""
_ASSIGNED = re.compile(
    r"""(?<![\w.%-])([\w.-]{1,60}+)["']?[ \t]{0,8}+"""
    r"(?:=>|:=|==|[:=\uff1a\uff1d])[ \t]{0,8}+[(<>\[&]{0,2}+"
)
"""A name in any text, with a colon or an equals sign: ``password=``, ``X-Api-Key: ``."""
_ASSIGNED_VALUE = re.compile(
    r""""([^"\n]{4,200}+)"|'([^'\n]{4,200}+)'|([!#-%*+\--;=?-Z^-~][!#-%(-;=?-\[\]-~]{5,}+)"""
)
"""The text behind it, in quotes or not."""
_SENTENCE_ENDS = ".,;:!?)]}"
_IN_ADDRESS = re.compile(
    r"""[A-Za-z][\w+.-]{0,20}://[^\s/:@"'<>\\]{0,100}+:([^\s/"'<>\\]{3,200})@(?=[\w\[])"""
)
"""The password before the host of an address: ``scheme://user:PW@host``."""
_ESCAPED_QUOTES = ('\\"', "\\u0022")
_HELD = "\0"
"""Stands for a backslash that was escaped, while the quotes are unescaped."""


def named_values(text: str) -> Iterator[str]:
    """Yield the secrets of a text as they are written, and so those of the JSON in its strings."""
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
    """Yield what plain text assigns to the name of a secret, where it is no word of a sentence."""
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
            if not is_word(quoted) and (" " not in quoted or looks_secret(quoted.replace(" ", ""))):
                yield quoted
        elif looks_secret(value := found[3].rstrip(_SENTENCE_ENDS)):
            yield value
            first = re.split("[,;]", value, maxsplit=1)[0]
            if first != value and looks_secret(first):
                yield first


def spellings(value: str) -> set[str]:
    """Return a secret as it is written, and what JSON, HTML and an address say with its escapes."""
    return {value, _unescaped(value), html.unescape(value), unquote(value)}


def _members(text: str) -> Iterator[str]:
    """Yield the values of secret members of objects of JSON: strings, and those in lists."""
    names = {name for name in set(_NAME.findall(text)) if _may_name_secrets(name)}
    done = 0
    for match in _NAME.finditer(text) if names else ():
        if match[1] not in names or match.start() < done:
            continue
        if (found := _STRING.match(text, match.end())) is None:
            if _HOLDS_SECRETS.search(_unescaped(match[1])):
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
    """Return a text with one level of the escapes of JSON undone that stand before quotes."""
    text = text.replace("\\\\", _HELD)
    for quote in _ESCAPED_QUOTES:
        text = text.replace(quote, '"')
    return text.replace(_HELD, "\\")


def _unescaped(text: str) -> str:
    """Return what JSON says with escapes."""
    if "\\" not in text:
        return text
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
