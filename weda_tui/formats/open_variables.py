"""Places in a request whose value a program reads when it runs: variables, tokens, secrets.

Such a place is marked by ``open_variable`` in a program, which reads an environment variable, and
by ``named_variable`` in an HTTP message, which keeps the variable's own name.
"""

import re
from collections.abc import Callable, Iterable
from urllib.parse import quote

from weda_tui.core.request import PreparedRequest

MARK = re.compile("\ue0f0([^\ue0f0\ue0f1]+)\ue0f1")
"""A marked place; group 1 is the name."""
ACCESS_TOKEN, BASIC_AUTH = "ACCESS_TOKEN", "BASIC_AUTH"
"""Environment variables for what ``SECRET_ID`` and ``SECRET_KEY`` give."""
SECRET_ID, SECRET_KEY = "SECRET_ID", "SECRET_KEY"


def open_variable(name: str) -> str:
    """Return the mark of a place where the value of an environment variable will stand."""
    return named_variable(environment_name(name))


def named_variable(name: str) -> str:
    """Return the mark of a place where a variable will stand under its own name."""
    return f"\ue0f0{name}\ue0f1"


def environment_name(name: str) -> str:
    """Return the environment variable for a variable: ``vars.host`` is ``VARS_HOST``."""
    fit = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").upper() or "VALUE"
    return f"_{fit}" if fit[0].isdigit() else fit


def marked_names(requests: Iterable[PreparedRequest]) -> list[str]:
    """Return the names of all marked places, each once."""
    found: dict[str, None] = {}
    for request in requests:
        texts = (request.url, *(value for _, value in request.headers), body_text(request.body))
        for text in texts:
            found |= dict.fromkeys(MARK.findall(text))
    return list(found)


def with_names(text: str) -> str:
    """Return a text with the names of its marked places in braces, as variables are written."""
    return MARK.sub(lambda match: f"{{{{{match[1]}}}}}", text)


def with_escaped_names(url: str) -> str:
    """Return an address with the names of its marked places in braces, percent-encoded."""
    return MARK.sub(lambda match: quote(f"{{{{{match[1]}}}}}", safe=""), url)


def body_text(body: bytes) -> str:
    """Return a body as text; bytes that are no UTF-8 become surrogates."""
    return body.decode("utf-8", "surrogateescape")


def has_binary(text: str) -> bool:
    """Return whether a text of ``body_text`` holds bytes that are no UTF-8."""
    return any("\ud800" <= each <= "\udfff" for each in text)


def expression(text: str, literal: Callable[[str], str], read: Callable[[str], str]) -> str:
    """Return a program's expression for a text: literals and variables, joined by ``+``."""
    parts = MARK.split(text)
    found = [
        read(part) if number % 2 else literal(part)
        for number, part in enumerate(parts)
        if part or len(parts) == 1
    ]
    return " + ".join(found)
