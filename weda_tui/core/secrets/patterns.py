"""Recognise unknown secrets by their names and shapes."""

import json
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import unquote

from weda_tui.core.text.template import VARIABLE

_NAME = re.compile(
    r"(?i)secret(?![_-]?id)|passw(?:or)?d|passphrase|pwd|passcode"
    r"|(?:api|private|subscription|aes|ssh)[_-]?key|connection[_-]?string"
    r"|(?:jsess|phpsess)(?:ion)?[_-]?id|(?:db|user)[_-]?pass$|(?:^|[_-])dsn$"
    r"|access[_-]?key(?![_-]?id)|auth[_-]?code|authorization|credential|cookie|signature"
    r"|^(?:x[_-])?(?:pass|sk|jwt|bearer|auth|sign|csrf|xsrf|session(?:[_-]?id)?)$"
    r"|(?:^|[_-])(?:(?:id|bearer|csrf|xsrf|api)[_-]?)?token$"
    r"|(?:access|refresh|auth|session|security|user|login|verification)[_-]?token$|\u5bc6\u94a5|\u5bc6\u7801|\u53e3\u4ee4|\u4ee4\u724c"
)
_FACT = re.compile(
    "(?:type|hint|expires(?:in|at|on)?|expiry|ttl|lifetime|endpoint|url|uri|method|status|secretid"
    "|count|limit|usage|error|message|(?<!auth)(?<!authorization)(?<!pass)code|scope|name)$"
)
"""The end of the name of a fact about a credential, folded by ``fold_member``."""
SHAPE = re.compile(
    r"(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.[\w-]*"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?"
)
"""A JSON web token, a private key: a secret under any name."""
_KEY_ID = re.compile("(?<![A-Za-z0-9])AKID[A-Za-z0-9]{13,}")
"""A key id of Tencent Cloud, from which WeDa comes."""
_STRING = r'"(?:[^"\\]|\\.)*+"'
_JSON_STRING = re.compile(_STRING, re.DOTALL)
_JSON_FIELD = re.compile(
    r'("(?:[^"\\\n]|\\[^\n]){1,360}+")(\s*+:\s*+)'
    rf"(?:({_STRING})|(\[(?:[^\[\]{{}}\"]|{_STRING})*+\])|(-?[0-9][0-9.eE+-]{{3,40}}+))",
    re.DOTALL,
)
"""A member of an object: its name, the colon, and a string, a flat array or a number."""
_PAIR = re.compile(r"(?:(?<=[?&])|^)([^=&?#\s]{1,60})=([^&#\s]*)")
_ELEMENT = re.compile(
    r"(<(?:[\w.-]{1,60}+:)?([\w-]{1,60}+)(?:\s[^<>]*+)?>\s*+(?:<!\[CDATA\[)?)([^<\]]{4,}+)"
)
"""An XML element and its text."""
_LINE = re.compile(
    r"(?m)^([ \t-]*+([\w-]{1,60}+)[ \t]*+:[ \t]++[\"']?)"
    r"([^\s\"'&*|>{}\[\]][^\s\"']{3,}+)(?=[\"']?,?[ \t\r]*$)"
)
"""A line of YAML or plain text with a name and one word."""
_PART = re.compile(r'(;\s*name="([^"\r\n]{1,60})"(?:\r?\n[^\r\n]{1,200}){0,5}\r?\n\r?\n)([^\r\n]*)')

_SCHEME = re.compile(r"(?:Bearer|Basic|Digest|Token)\s+(\S+)", re.IGNORECASE)
"""The value of a header or variable that consists of a scheme and a credential."""
_NAMED = re.compile(
    r"""((?<![\w.-])(['"`]?)([\w-]{1,60}+)\2\s*+[,:=]\s*+)(['"`])((?:(?!\4)[^\\\n]|\\.)*+)\4"""
)
"""A quoted text after a name in a script.

For example ``set('token', 'x')``, ``token = "x"`` or ``token: 'x'``.
"""
_PLACEHOLDER = re.compile(r"(?:<|%3C)[\w .:-]{1,60}(?:>|%3E)", re.IGNORECASE)
"""A placeholder for a value in the documentation of a call; in an address it is escaped."""

_WORDS = frozenset({"true", "false", "none", "null"})
"""Values that are never secrets: if they were masked, most of a response would be hidden."""

_PLAIN_WORD = "(?:[A-Z]?[a-z]{2,20}+|[A-Z][a-z]|[A-Z]{2,20}+|[aAI])"
_PLAIN_WORDS = re.compile(rf"\$?{_PLAIN_WORD}(?:[-_./]?{_PLAIN_WORD}){{0,6}}+[.!?]*")
"""A few words, also joined as in a name: ``required``, ``must-be-set``, ``NotEmpty``."""
_NO_SECRET = re.compile(r"\A[\d.,:/+-]*\Z|://|\{\{")
"""A number, a date, an address, a variable."""
_CLASSES = [re.compile(each) for each in ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]")]
_SHORTEST_PLAIN = 6
"""The least length of a secret in plain text without quotes."""

Replace = Callable[[str], str]
"""A function that receives the name of a removed secret and returns its replacement."""


def is_secret_name(name: str) -> bool:
    """Return whether a field, header or variable of this name holds a secret."""
    return _NAME.search(name) is not None


def fold_member(name: str) -> str:
    """Return a name without case, separators and widths: ``access-Token`` is ``accesstoken``."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(filter(str.isalnum, folded))


def is_fact_name(name: str) -> bool:
    """Return whether a name that looks like a secret's is the name of a fact about a secret."""
    return _FACT.search(fold_member(name)) is not None


def is_word(value: str) -> bool:
    """Return whether a value is never a secret, whatever its name."""
    return value.strip().lower() in _WORDS


def is_words(value: str) -> bool:
    """Return whether a value consists of words only, as in a sentence about a secret."""
    return _PLAIN_WORDS.fullmatch(value) is not None


def seems_secret(value: str) -> bool:
    """Return whether a value in plain text looks like a secret.

    It is not words, a number, a date or a URL, and has at least ``_SHORTEST_PLAIN`` characters of
    at least two classes.
    """
    if len(value) < _SHORTEST_PLAIN or _NO_SECRET.search(value) or is_words(value):
        return False
    return sum(each.search(value) is not None for each in _CLASSES) > 1


def is_placeholder(value: str) -> bool:
    """Return whether a value is a placeholder to fill in: ``{{name}}``, ``<string>``."""
    return is_variable(value) or _PLACEHOLDER.fullmatch(value.strip()) is not None


def is_variable(value: str) -> bool:
    """Return whether a value is exactly one variable and therefore contains no secret."""
    return VARIABLE.fullmatch(value.strip()) is not None


def without_secrets(text: str, replace: Replace) -> str:
    """Return a body, an address or a description with values that look like secrets replaced."""
    text = _JSON_FIELD.sub(lambda match: _member(match, replace), text)
    for pattern in (_PART, _ELEMENT, _LINE):
        text = pattern.sub(lambda match: _part(match, replace), text)
    text = _PAIR.sub(lambda match: _pair(match, replace), text)
    for shape in (SHAPE, _KEY_ID):
        text = shape.sub(lambda _: replace("token"), text)
    return text


def secret_names(text: str) -> list[str]:
    """Return the names of the values in a body or an address that look like secrets."""
    names: list[str] = []

    def note(name: str) -> str:
        names.append(name)
        return name

    without_secrets(text, note)
    return names


def without_named_texts(text: str, replace: Replace) -> str:
    """Return a text or script with the quoted values after secret names replaced."""
    return _NAMED.sub(lambda match: _named(match, replace), text)


def _named(match: re.Match[str], replace: Replace) -> str:
    head, name, quote, value = match[1], match[3], match[4], match[5]
    if not value or is_placeholder(value) or not is_secret_name(name):
        return match[0]
    return f"{head}{quote}{replace(name)}{quote}"


def is_secret_header(name: str, value: str) -> bool:
    """Return whether a header or variable holds a secret, by its name or its value's scheme."""
    if not value or is_placeholder(value) or is_word(value):
        return False
    scheme = _SCHEME.fullmatch(value.strip())
    return is_secret_name(name) if scheme is None else not is_placeholder(scheme[1])


def _member(match: re.Match[str], replace: Replace) -> str:
    """Return a member of a JSON object with the secrets in its value replaced."""
    head, name = match[1] + match[2], _unescaped(match[1])
    if not is_secret_name(name):
        return head + (_inner(match[3], replace) if match[3] else match[4] or match[5])
    if match[5]:
        return f'{head}"{replace(name)}"'
    return head + _JSON_STRING.sub(
        lambda each: _value(each[0], name, replace), match[3] or match[4]
    )


def _value(literal: str, name: str, replace: Replace) -> str:
    """Return a JSON string that belongs to a secret name, or its replacement."""
    bare = literal[1:-1]
    return literal if not bare or is_placeholder(bare) else f'"{replace(name)}"'


def _inner(literal: str, replace: Replace) -> str:
    """Return a JSON string with the secrets of the JSON text nested in it replaced."""
    if r"\"" not in literal and "\\u0022" not in literal:
        return literal
    inner = _unescaped(literal)
    bare = without_secrets(inner, replace)
    return literal if bare == inner else json.dumps(bare, ensure_ascii=False)


def _unescaped(literal: str) -> str:
    """Return the value of a JSON string; the raw text between its quotes if it is invalid."""
    try:
        return str(json.loads(literal))
    except ValueError:
        return literal[1:-1]


def _part(match: re.Match[str], replace: Replace) -> str:
    if not match[3] or is_placeholder(match[3]) or not is_secret_name(match[2]):
        return match[0]
    return f"{match[1]}{replace(match[2])}"


def _pair(match: re.Match[str], replace: Replace) -> str:
    if not match[2] or is_placeholder(match[2]) or not is_secret_name(unquote(match[1])):
        return match[0]
    return f"{match[1]}={replace(unquote(match[1]))}"
