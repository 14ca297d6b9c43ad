"""Requests as programs: Python with httpx, Node with its own fetch, curl, an HTTP message.

A secret is no part of a program: where one stands, the program reads an environment variable. In a
request that is to be written, such a place is marked by ``open_variable``.
"""

import json
import re
from collections.abc import Callable, Iterable
from enum import StrEnum

import msgspec

from weda_tui.core.clean import clean
from weda_tui.core.environment import Environment
from weda_tui.core.request import PreparedRequest
from weda_tui.formats.curl import write_curl
from weda_tui.formats.http_message import write_http_message

_OPEN = re.compile("\ue0f0([A-Za-z0-9_]+)\ue0f1")


class Language(StrEnum):
    """What a program is written in; the values are those of the command line."""

    CURL = "curl"
    PYTHON = "python"
    NODE = "node"
    HTTP = "http"


class Call(msgspec.Struct, frozen=True):
    """One request with what it is called."""

    name: str
    request: PreparedRequest


def open_variable(name: str) -> str:
    """Return the mark of a place where the value of an environment variable will stand."""
    return f"\ue0f0{environment_name(name)}\ue0f1"


def environment_name(name: str) -> str:
    """Return the environment variable for a variable: ``vars.host`` is ``VARS_HOST``."""
    fit = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").upper() or "VALUE"
    return f"_{fit}" if fit[0].isdigit() else fit


def open_names(calls: Iterable[Call]) -> list[str]:
    """Return the environment variables that programs of these requests read."""
    found: dict[str, None] = {}
    for call in calls:
        request = call.request
        texts = [request.url, *(value for _, value in request.headers), _text(request.body)]
        for text in texts:
            found |= dict.fromkeys(_OPEN.findall(text))
    return list(found)


def write_code(
    language: Language, calls: list[Call], environment: Environment | None = None
) -> str:
    """Return one program that sends the requests in order; ``environment`` says how TLS is checked.

    It prints the status and the body of each answer.
    """
    match language:
        case Language.PYTHON:
            return _python(calls, environment)
        case Language.NODE:
            return _node(calls, environment)
        case Language.CURL:
            return _titled(calls, lambda request: _curl(request, environment), "# ", "\n\n")
        case Language.HTTP:
            return _titled(
                calls, lambda request: _braced(write_http_message(request)), "### ", "\n\n"
            )


def _titled(
    calls: list[Call], write: Callable[[PreparedRequest], str], mark: str, between: str
) -> str:
    if len(calls) == 1:
        return write(calls[0].request) + "\n"
    pieces = (f"{mark}{clean(call.name)}\n{write(call.request)}" for call in calls)
    return between.join(pieces) + "\n"


def _braced(text: str) -> str:
    return _OPEN.sub(lambda match: f"{{{{{match[1]}}}}}", text)


def _curl(request: PreparedRequest, environment: Environment | None) -> str:
    """Return the command, its quotes left and taken up again around each variable."""
    command = _OPEN.sub(lambda match: f"'\"${match[1]}\"'", write_curl(request, environment))
    return re.sub(r"(\"\$\w+\")''", r"\1", command)


def _text(body: bytes) -> str:
    return body.decode("utf-8", "surrogateescape")


def _pieces(text: str, literal: Callable[[str], str], read: str, joint: str) -> str:
    """Return an expression for a text with marks in it."""
    parts = _OPEN.split(text)
    found = [
        read.format(part) if number % 2 else literal(part)
        for number, part in enumerate(parts)
        if part or len(parts) == 1
    ]
    return joint.join(found)


# -- Python ----------------------------------------------------------------------------------------


def _python(calls: list[Call], environment: Environment | None) -> str:
    needs_os = bool(open_names(calls))
    verify = ""
    if environment is not None and not environment.verify_tls:
        verify = ", verify=False"
    elif environment is not None and environment.ca_file:
        verify = f", verify={environment.ca_file!r}"
    lines = ["import os", "", "import httpx", ""] if needs_os else ["import httpx", ""]
    lines.append(f"with httpx.Client(timeout=30{verify}) as client:")
    for call in calls:
        lines += [f"    # {clean(call.name)}", *_python_call(call.request)]
        lines.append("    print(response.status_code, response.text)")
    return "\n".join(lines) + "\n"


def _python_call(request: PreparedRequest) -> list[str]:
    read = 'os.environ["{}"]'
    lines = [
        "    response = client.request(",
        f"        {request.method!r},",
        f"        {_pieces(request.url, repr, read, ' + ')},",
    ]
    if request.headers:
        lines.append("        headers=[")
        for name, value in request.headers:
            shown = _pieces(value, repr, read, " + ")
            shown = shown if value.isascii() or _OPEN.search(value) else f"{shown}.encode()"
            lines.append(f"            ({name!r}, {shown}),")
        lines.append("        ],")
    if request.body:
        lines.append(f"        content={_python_body(request.body, read)},")
    return [*lines, "    )"]


def _python_body(body: bytes, read: str) -> str:
    text = _text(body)
    if not text.isprintable() and any("\ud800" <= each <= "\udfff" for each in text):
        return repr(body)
    shown = _pieces(text, repr, read, " + ")
    return f"({shown}).encode()" if _OPEN.search(text) else f"{shown}.encode()"


# -- Node ------------------------------------------------------------------------------------------


def _node(calls: list[Call], environment: Environment | None) -> str:
    lines: list[str] = []
    if environment is not None and not environment.verify_tls:
        lines += ['process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";', ""]
    lines.append("(async () => {")
    for call in calls:
        lines += [f"  // {clean(call.name)}", *_node_call(call.request)]
    return "\n".join([*lines, "})();"]) + "\n"


def _node_call(request: PreparedRequest) -> list[str]:
    read = "process.env.{}"
    lines = [
        "  {",
        f"    const response = await fetch({_pieces(request.url, _js, read, ' + ')}, {{",
        f"      method: {_js(request.method)},",
    ]
    if request.headers:
        lines.append("      headers: [")
        for name, value in request.headers:
            shown = _pieces(value, _js, read, " + ")
            if not value.isascii() and not _OPEN.search(value):
                shown = f'Buffer.from({shown}).toString("latin1")'
            lines.append(f"        [{_js(name)}, {shown}],")
        lines.append("      ],")
    if request.body:
        lines.append(f"      body: {_node_body(request.body, read)},")
    return [
        *lines,
        "    });",
        "    console.log(response.status, await response.text());",
        "  }",
    ]


def _node_body(body: bytes, read: str) -> str:
    text = _text(body)
    if any("\ud800" <= each <= "\udfff" for each in text):
        return f'Buffer.from("{body.hex()}", "hex")'
    return f"Buffer.from({_pieces(text, _js, read, ' + ')})"


def _js(text: str) -> str:
    """Return a string of JavaScript; JSON is one but for two line separators."""
    literal = json.dumps(text, ensure_ascii=False)
    return literal.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
