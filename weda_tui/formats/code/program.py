"""Requests as programs: Python with httpx, Node with its own modules, curl, an HTTP message.

A secret is no part of a program: where one stands, the program reads an environment variable. In a
request that is to be written, such a place is a mark of ``open_variables``.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum

import msgspec

from weda_tui.core.environments.deployment import Environment
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.formats.code.node import write_node
from weda_tui.formats.code.open_variables import (
    ACCESS_TOKEN,
    BASIC_AUTH,
    SECRET_ID,
    SECRET_KEY,
    marked_names,
)
from weda_tui.formats.code.python import write_python
from weda_tui.formats.curl.write import write_curl
from weda_tui.formats.http.message import write_http_message


class ProgramLanguage(StrEnum):
    """What a program is written in; the values are those of the command line."""

    CURL = "curl"
    PYTHON = "python"
    NODE = "node"
    HTTP = "http"


FETCHES_TOKEN = frozenset({ProgramLanguage.PYTHON, ProgramLanguage.NODE})
"""Languages whose programs can fetch an access token themselves."""


class ProgramCall(msgspec.Struct, frozen=True):
    """One request with what it is called."""

    name: str
    request: PreparedRequest


def open_names(calls: Iterable[ProgramCall], *, fetches_token: bool = False) -> list[str]:
    """Return the names that stand open in programs of these requests.

    A program that fetches a token reads the key instead of the token.
    """
    names = marked_names(each.request for each in calls)
    if fetches_token and {ACCESS_TOKEN, BASIC_AUTH} & {*names}:
        names = [SECRET_ID, SECRET_KEY, *(n for n in names if n not in {ACCESS_TOKEN, BASIC_AUTH})]
    return names


def write_code(
    language: ProgramLanguage,
    calls: list[ProgramCall],
    environment: Environment | None = None,
    host: str = "",
) -> str:
    """Return one program that sends the requests in order; ``environment`` says how TLS is checked.

    It prints the status and the body of each answer. Python and Node fetch an access token from
    ``host``, an address or a marked place, where one is needed and ``host`` is not empty.
    """
    named = [(call.name, call.request) for call in calls]
    match language:
        case ProgramLanguage.PYTHON:
            return write_python(named, environment, host)
        case ProgramLanguage.NODE:
            return write_node(named, environment, host)
        case ProgramLanguage.CURL:
            return _titled(calls, lambda request: write_curl(request, environment), "# ")
        case ProgramLanguage.HTTP:
            return _titled(calls, write_http_message, "### ")


def _titled(calls: list[ProgramCall], write: Callable[[PreparedRequest], str], mark: str) -> str:
    if len(calls) == 1:
        return write(calls[0].request) + "\n"
    return (
        "\n\n".join(
            f"{mark}{strip_control_characters(call.name)}\n{write(call.request)}" for call in calls
        )
        + "\n"
    )
