"""Places in a request whose value is read when a program runs: variables, tokens, secrets.

In a program, ``EnvironmentNames`` marks such a place with the name of an environment variable. In
an archive, ``named_variable`` marks it with the variable's own name. A mark contains a random
number of this process, so no text of a file can look like a mark. The name is written in
hexadecimal digits, so a name cannot end its mark.
"""

import os
import re
from collections.abc import Callable, Iterable
from urllib.parse import quote

import msgspec

from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.text import template

MARK_START = f"\ue0f0{os.urandom(16).hex()}:"
"""The beginning of every mark of this process. It must not reach an exported text."""
MARK = re.compile(f"{MARK_START}([0-9a-f]*)\ue0f1")
"""A mark; group 1 is the name in hexadecimal digits, see ``name_of``."""
ACCESS_TOKEN, BASIC_AUTH = "ACCESS_TOKEN", "BASIC_AUTH"
"""Environment variables for the values that ``SECRET_ID`` and ``SECRET_KEY`` produce."""
SECRET_ID, SECRET_KEY = "SECRET_ID", "SECRET_KEY"
PREFIX = "WEDA_VAR_"
"""Prefix of the environment variable of every name that a file may choose.

Without it, a request by an attacker that contains ``{{AWS_SECRET_ACCESS_KEY}}`` would produce a
program that sends this variable of the machine on which it runs. ``{{response}}``, ``{{process}}``
and ``{{_1}}`` would make httpYac send the last response, all variables of the machine and the
response to the first request.
"""
_OWN_NAMES = frozenset(
    {template.HOST, template.ENV_TYPE, template.ENV_ID, template.ACCESS_TOKEN}
    | {"user_access_token", "basic_auth"}
)
_ENVIRONMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


class VariableMark(msgspec.Struct, frozen=True):
    """A marked place in a text."""

    name: str

    @property
    def environment_name(self) -> str:
        """The name as a program may use it. Raises ``ValueError`` if it is not a valid name."""
        if not _ENVIRONMENT_NAME.fullmatch(self.name):
            reason = f"no name of an environment variable: {self.name!r}"
            raise ValueError(reason)
        return self.name


class EnvironmentNames:
    """The environment variables of a program, a separate one for each variable."""

    def __init__(self, *, keeps_own: bool = False) -> None:
        """With ``keeps_own``, the names that every environment has stay as they are."""
        self._names: dict[str, str] = {name: name for name in _OWN_NAMES} if keeps_own else {}

    def __getitem__(self, name: str) -> str:
        """Return the environment variable for a variable, with a number if the name is in use."""
        if name not in self._names:
            first = environment_name(name)
            free, number = first, 1
            while free in self._names.values():
                number += 1
                free = f"{first}_{number}"
            self._names[name] = free
        return self._names[name]

    def mark(self, name: str) -> str:
        """Return the mark of a place for the value of a variable's environment variable."""
        return named_variable(self[name])


def open_variable(name: str) -> str:
    """Return the mark of a variable in a program that has no other variable."""
    return EnvironmentNames().mark(name)


def named_variable(name: str) -> str:
    """Return the mark of a place for a variable under its own name."""
    return f"{MARK_START}{name.encode('utf-8', 'surrogatepass').hex()}\ue0f1"


def name_of(digits: str) -> str:
    """Return the name in a mark from its hexadecimal digits."""
    return bytes.fromhex(digits).decode("utf-8", "surrogatepass")


def split_marks(text: str) -> list[str | VariableMark]:
    """Split a text into its non-empty pieces and its marked places."""
    pieces = MARK.split(text)
    return [
        VariableMark(name_of(piece)) if number % 2 else piece
        for number, piece in enumerate(pieces)
        if piece or number % 2
    ]


def environment_name(name: str) -> str:
    """Return the environment variable for a variable; several variables may get the same one.

    ``vars.host`` becomes ``VARS_HOST``. ``orderId`` is not a name that every environment has, and
    becomes ``WEDA_VAR_ORDERID``.
    """
    fit = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").upper() or "VALUE"
    return fit if name in _OWN_NAMES else f"{PREFIX}{fit}"


def marked_names(requests: Iterable[PreparedRequest]) -> list[str]:
    """Return the names of all marked places, each once."""
    found: dict[str, None] = {}
    for request in requests:
        texts = (request.url, *(value for _, value in request.headers), body_text(request.body))
        for text in texts:
            found |= dict.fromkeys(map(name_of, MARK.findall(text)))
    return list(found)


def with_names(text: str) -> str:
    """Return a text with its marks replaced by names in double braces, as variables are written."""
    return MARK.sub(lambda match: f"{{{{{name_of(match[1])}}}}}", text)


def with_escaped_names(url: str) -> str:
    """Return a URL with its marks replaced by names in double braces, percent-encoded."""
    return MARK.sub(lambda match: quote(f"{{{{{name_of(match[1])}}}}}", safe=""), url)


def body_text(body: bytes) -> str:
    """Return a body as text; bytes that are not UTF-8 become surrogates."""
    return body.decode("utf-8", "surrogateescape")


def has_binary(text: str) -> bool:
    """Return whether a text from ``body_text`` contains bytes that are not UTF-8."""
    return any("\ud800" <= each <= "\udfff" for each in text)


def expression(text: str, literal: Callable[[str], str], read: Callable[[str], str]) -> str:
    """Return a program's expression for a text: literals and variables, joined by ``+``."""
    found = [
        read(piece.environment_name) if isinstance(piece, VariableMark) else literal(piece)
        for piece in split_marks(text) or [""]
    ]
    return " + ".join(found)
