"""Places in a request whose value a program reads when it runs: variables, tokens, secrets.

Such a place is marked by ``EnvironmentNames`` in a program, which reads an environment variable,
and by ``named_variable`` in an archive, which keeps the variable's own name. A mark has a
random number of the process in it, so no text of a file is one, and the name in hexadecimal digits,
so a name cannot end its mark.
"""

import os
import re
from collections.abc import Callable, Iterable
from urllib.parse import quote

import msgspec

from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.text import template

MARK_START = f"\ue0f0{os.urandom(16).hex()}:"
"""What every mark of this process begins with. It must not reach an exported text."""
MARK = re.compile(f"{MARK_START}([0-9a-f]*)\ue0f1")
"""A marked place; group 1 is the name in hexadecimal digits, see ``name_of``."""
ACCESS_TOKEN, BASIC_AUTH = "ACCESS_TOKEN", "BASIC_AUTH"
"""Environment variables for what ``SECRET_ID`` and ``SECRET_KEY`` give."""
SECRET_ID, SECRET_KEY = "SECRET_ID", "SECRET_KEY"
PREFIX = "WEDA_VAR_"
"""Begins the environment variable of every name that a file may choose.

Without it a request of somebody else that holds ``{{AWS_SECRET_ACCESS_KEY}}`` would make a program
that sends that variable of whoever runs it; ``{{response}}``, ``{{process}}`` and ``{{_1}}`` make
httpYac send the last answer, all variables of the machine and the answer of the first request.
"""
_OWN_NAMES = frozenset(
    {template.HOST, template.ENV_TYPE, template.ENV_ID, template.ACCESS_TOKEN}
    | {"user_access_token", "basic_auth"}
)
_ENVIRONMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


class Open(msgspec.Struct, frozen=True):
    """A marked place of a text."""

    name: str

    @property
    def environment_name(self) -> str:
        """The name as a program may hold it. Raises ``ValueError`` for any other name."""
        if not _ENVIRONMENT_NAME.fullmatch(self.name):
            reason = f"no name of an environment variable: {self.name!r}"
            raise ValueError(reason)
        return self.name


class EnvironmentNames:
    """Gives each variable of a program an environment variable of its own."""

    def __init__(self, *, keeps_own: bool = False) -> None:
        """``keeps_own`` says that the names that every environment has stay as they are."""
        self._names: dict[str, str] = {name: name for name in _OWN_NAMES} if keeps_own else {}

    def __getitem__(self, name: str) -> str:
        """Return the environment variable for a variable: numbered where another has its name."""
        if name not in self._names:
            first = environment_name(name)
            free, number = first, 1
            while free in self._names.values():
                number += 1
                free = f"{first}_{number}"
            self._names[name] = free
        return self._names[name]

    def mark(self, name: str) -> str:
        """Return the mark of a place where the value of an environment variable will stand."""
        return named_variable(self[name])


def open_variable(name: str) -> str:
    """Return the mark of a variable in a program that has no other one."""
    return EnvironmentNames().mark(name)


def named_variable(name: str) -> str:
    """Return the mark of a place where a variable will stand under its own name."""
    return f"{MARK_START}{name.encode('utf-8', 'surrogatepass').hex()}\ue0f1"


def name_of(digits: str) -> str:
    """Return the name of a mark from its hexadecimal digits."""
    return bytes.fromhex(digits).decode("utf-8", "surrogatepass")


def split_marks(text: str) -> list[str | Open]:
    """Return the pieces of a text, none of them empty, and its marked places."""
    pieces = MARK.split(text)
    return [
        Open(name_of(piece)) if number % 2 else piece
        for number, piece in enumerate(pieces)
        if piece or number % 2
    ]


def environment_name(name: str) -> str:
    """Return the environment variable for a variable; several may have the same.

    ``vars.host`` is ``VARS_HOST``; ``orderId``, which is none of the names that every environment
    has, is ``WEDA_VAR_ORDERID``.
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
    """Return a text with the names of its marked places in braces, as variables are written."""
    return MARK.sub(lambda match: f"{{{{{name_of(match[1])}}}}}", text)


def with_escaped_names(url: str) -> str:
    """Return an address with the names of its marked places in braces, percent-encoded."""
    return MARK.sub(lambda match: quote(f"{{{{{name_of(match[1])}}}}}", safe=""), url)


def body_text(body: bytes) -> str:
    """Return a body as text; bytes that are no UTF-8 become surrogates."""
    return body.decode("utf-8", "surrogateescape")


def has_binary(text: str) -> bool:
    """Return whether a text of ``body_text`` holds bytes that are no UTF-8."""
    return any("\ud800" <= each <= "\udfff" for each in text)


def expression(text: str, literal: Callable[[str], str], read: Callable[[str], str]) -> str:
    """Return a program's expression for a text: literals and variables, joined by ``+``."""
    found = [
        read(piece.environment_name) if isinstance(piece, Open) else literal(piece)
        for piece in split_marks(text) or [""]
    ]
    return " + ".join(found)
