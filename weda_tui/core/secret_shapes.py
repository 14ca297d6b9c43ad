"""What looks like a secret by its name or by its shape, where no value is known."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from weda_tui.core.template import VARIABLE

_NAME = re.compile(
    r"(?i)secret(?![_-]?id)|passw(?:or)?d|(?:^|[^a-z])pwd|api[_-]?key|private[_-]?key"
    r"|authorization|credential|cookie|signature"
    r"|(?:^|[_-])(?:(?:access|refresh|id|auth|bearer|session|csrf|xsrf|api)[_-]?)?token$"
    r"|^(?:access|refresh|auth|session)token$|\u5bc6\u94a5|\u5bc6\u7801|\u4ee4\u724c"
)
_SHAPE = re.compile(
    r"(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.[\w-]*"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?"
    r"|(?<![A-Za-z0-9])AKID[A-Za-z0-9]{13,}"
)
"""A JSON web token, a private key, a key id of the cloud that WeDa comes from."""
_JSON_FIELD = re.compile(r'("([^"\\\n]{1,60})"\s*+:\s*+)"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_PAIR = re.compile(r"(?:(?<=[?&])|^)([^=&?#\s]{1,60})=([^&#\s]*)")
_PART = re.compile(r'(;\s*name="([^"\r\n]{1,60})"(?:\r?\n[^\r\n]{1,200}){0,5}\r?\n\r?\n)([^\r\n]*)')

_PLACEHOLDER = re.compile(r"(?:<|%3C)[\w .:-]{1,60}(?:>|%3E)", re.IGNORECASE)
"""What the documents of a call have in place of a value; in an address it is escaped."""

Replace = Callable[[str], str]
"""Told the name of a secret that is taken out, returns what stands in its place."""


def is_secret_name(name: str) -> bool:
    """Return whether a field, header or variable of this name holds a secret."""
    return _NAME.search(name) is not None


def is_placeholder(value: str) -> bool:
    """Return whether a value stands for one that is to be filled in: ``{{name}}``, ``<string>``."""
    return is_variable(value) or _PLACEHOLDER.fullmatch(value.strip()) is not None


def is_variable(value: str) -> bool:
    """Return whether a value is nothing but a variable, which holds no secret itself."""
    return VARIABLE.fullmatch(value.strip()) is not None


def without_secrets(text: str, replace: Replace) -> str:
    """Return a body, an address or a description without what looks like a secret in it."""
    for pattern, end in ((_JSON_FIELD, '"'), (_PART, "")):
        text = pattern.sub(lambda match, end=end: _field(match, end, replace), text)
    text = _PAIR.sub(lambda match: _pair(match, replace), text)
    return _SHAPE.sub(lambda _: replace("token"), text)


def _field(match: re.Match[str], quote: str, replace: Replace) -> str:
    if not match[3] or is_placeholder(match[3]) or not is_secret_name(match[2]):
        return match[0]
    return f"{match[1]}{quote}{replace(match[2])}{quote}"


def _pair(match: re.Match[str], replace: Replace) -> str:
    if not match[2] or is_placeholder(match[2]) or not is_secret_name(unquote(match[1])):
        return match[0]
    return f"{match[1]}={replace(unquote(match[1]))}"
