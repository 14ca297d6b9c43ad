"""Requests as programs: Python with httpx, Node.js with its own modules, curl, an HTTP message.

A program never contains a secret: it reads an environment variable instead. In a request that is to
be written, such a place is a mark of ``open_variables``.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum

from weda_tui.core.environments.deployment import NO_PROXY, SYSTEM_PROXY, Environment, TokenBody
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.tokens.token_call import KEY_ADDRESS
from weda_tui.formats.code.node import write_node
from weda_tui.formats.code.open_variables import (
    ACCESS_TOKEN,
    BASIC_AUTH,
    MARK,
    SECRET_ID,
    SECRET_KEY,
    body_text,
    expression,
    has_binary,
    marked_names,
)
from weda_tui.formats.code.program_call import ProgramCall
from weda_tui.formats.curl.write import write_curl, write_title
from weda_tui.formats.http.message import write_http_message, write_separator

_LENGTH_BY_HTTPX = frozenset({"POST", "PUT", "PATCH"})
"""Methods for which httpx sends a Content-Length with an empty body."""


_PLACES = (
    "import os",
    "import sys",
    "",
    "# Nothing is imported from this folder, nor from that of the file.",
    "here = {os.getcwd(), os.path.dirname(os.path.realpath(sys.argv[0]))}",
    "sys.path[:] = [each for each in sys.path if os.path.realpath(each) not in here]",
    "",
)


def write_python(
    calls: list[ProgramCall], environment: Environment | None, host: str, ca_digest: str
) -> str:
    """Return a program that sends the requests, each with its name, and prints the responses.

    The program uses the environment's proxy, and trusts its CA file only while the file has the
    SHA-256 ``ca_digest``. If an access token is needed, the program fetches it from ``host``, an
    address or a marked place; with an empty ``host`` it reads the token from an environment
    variable.
    """
    names = marked_names(each.request for each in calls) if host else []
    uses_key = [each for each in (ACCESS_TOKEN, BASIC_AUTH) if each in names]
    reader = _Reader(frozenset(uses_key))
    lines = [*_PLACES]
    ca_file = environment.ca_file if environment is not None and environment.verify_tls else ""
    lines += ["import base64"] if BASIC_AUTH in uses_key else []
    lines += ["import hashlib"] if ca_file else []
    lines += ["import ssl"] if ca_file else []
    lines += ["", "import httpx", ""] if lines[-1] else ["import httpx", ""]
    lines += _trust(ca_file, ca_digest) if ca_file else []
    lines += [
        "# A connection for each request: a server may take a body for the next request.",
        f"options = dict(timeout=30{_verify(environment)}{_proxy(environment)})",
        "once = httpx.Limits(max_keepalive_connections=0)",
        'with httpx.Client(limits=once, headers={"Connection": "close"}, **options) as client:',
    ]
    if BASIC_AUTH in uses_key:
        lines += [
            '    credentials = os.environ["SECRET_ID"] + ":" + os.environ["SECRET_KEY"]',
            "    basic_auth = base64.b64encode(credentials.encode()).decode()",
        ]
    if ACCESS_TOKEN in uses_key:
        lines += _token(environment, reader.text(host + KEY_ADDRESS))
    for number, call in enumerate(calls):
        lines += ["    client.cookies.clear()"] if number or ACCESS_TOKEN in uses_key else []
        lines += [f"    # {strip_control_characters(call.name)}", *reader.call(call.request)]
        lines.append(_PRINTED[call.answers_tokens])
    return "\n".join(lines) + "\n"


_PRINTED = {
    False: "    print(response.status_code, response.text)",
    True: "    print(response.status_code)  # The body may hold tokens.",
}
"""The line that prints a response, by whether the response may hold tokens."""


def _verify(environment: Environment | None) -> str:
    if environment is not None and not environment.verify_tls:
        return ", verify=False"
    if environment is not None and environment.ca_file:
        return ", verify=tls"
    return ""


def _proxy(environment: Environment | None) -> str:
    """Return the proxy option; without an option, httpx uses the settings of the machine."""
    proxy = environment.proxy if environment is not None else SYSTEM_PROXY
    if proxy == NO_PROXY:
        return ', mounts={"http://": None, "https://": None}'
    return "" if proxy == SYSTEM_PROXY else f", proxy={proxy!r}"


def _trust(ca_file: str, digest: str) -> list[str]:
    """Return the lines that read a CA file and check its digest: others may write to the file."""
    return [
        f'with open({ca_file!r}, "rb") as file:',
        "    authorities = file.read()",
        f'if hashlib.sha256(authorities).hexdigest() != "{digest}":',
        f"    sys.exit({f'{ca_file}: changed since this program was written'!r})",
        'tls = ssl.create_default_context(cadata=authorities.decode("ascii", "ignore"))',
        "",
    ]


def _token(environment: Environment | None, address: str) -> list[str]:
    """Return the lines that fetch a token as in the guide (1.2.2) unless one is given."""
    is_form = environment is not None and environment.token_body is TokenBody.FORM
    return [
        '    access_token = os.environ.get("ACCESS_TOKEN")',
        "    if not access_token:",
        "        response = client.post(",
        f"            {address},",
        '            auth=(os.environ["SECRET_ID"], os.environ["SECRET_KEY"]),',
        f'            {"data" if is_form else "json"}={{"grant_type": "client_credentials"}},',
        "        )",
        "        if response.status_code != 200:",
        '            sys.exit(f"HTTP {response.status_code}")  # The rest may quote the key.',
        '        access_token = response.json()["access_token"]',
    ]


class _Reader:
    """Writes expressions. ``local`` holds the names that are local variables of the program."""

    def __init__(self, local: frozenset[str]) -> None:
        self._local = local

    def text(self, text: str) -> str:
        """Return an expression for a text."""
        return expression(text, repr, self._read)

    def _read(self, name: str) -> str:
        return name.lower() if name in self._local else f'os.environ["{name}"]'

    def call(self, request: PreparedRequest) -> list[str]:
        """Return the lines that send a request."""
        lines = [
            "    response = client.request(",
            f"        {request.method!r},",
            f"        {self.text(request.url)},",
        ]
        headers = [f"({name!r}, {self._header(value)})" for name, value in request.headers]
        if not request.body and request.sends_length and request.method not in _LENGTH_BY_HTTPX:
            headers.append("('Content-Length', '0')")
        if headers:
            lines += [
                "        headers=[",
                *(f"            {each}," for each in headers),
                "        ],",
            ]
        if request.body:
            lines.append(f"        content={self._body(request.body)},")
        return [*lines, "    )"]

    def _header(self, value: str) -> str:
        shown = self.text(value)
        if MARK.search(value):
            return f"({shown}).encode()"
        return shown if value.isascii() else f"{shown}.encode()"

    def _body(self, body: bytes) -> str:
        text = body_text(body)
        if MARK.search(text):
            errors = '"utf-8", "surrogateescape"' if has_binary(text) else ""
            return f"({self.text(text)}).encode({errors})"
        return repr(body) if has_binary(text) else f"{self.text(text)}.encode()"


class ProgramLanguage(StrEnum):
    """The language of a program; the values are those of the command line."""

    CURL = "curl"
    PYTHON = "python"
    NODE = "node"
    HTTP = "http"


FETCHES_TOKEN = frozenset({ProgramLanguage.PYTHON, ProgramLanguage.NODE})
"""Languages whose programs can fetch an access token themselves."""


def open_names(calls: Iterable[ProgramCall], *, fetches_token: bool = False) -> list[str]:
    """Return the names of the environment variables that programs of these requests read.

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
    ca_digest: str = "",
) -> str:
    """Return one program that sends the requests in order by the route of ``environment``.

    Python, Node.js and curl refuse a CA file whose SHA-256 is not ``ca_digest``; an HTTP message
    contains nothing of the route. Python and Node.js print the status and the body of each
    response, but no body that may hold tokens. They also fetch an access token from ``host``, an
    address or a marked place, if a token is needed and ``host`` is not empty.
    """
    match language:
        case ProgramLanguage.PYTHON:
            return write_python(calls, environment, host, ca_digest)
        case ProgramLanguage.NODE:
            return write_node(calls, environment, host, ca_digest)
        case ProgramLanguage.CURL:
            return _titled(
                calls,
                lambda call: write_curl(call.request, environment, call.token, ca_digest),
                lambda title, _: write_title(title),
            )
        case ProgramLanguage.HTTP:
            return _titled(calls, lambda call: write_http_message(call.request), write_separator)


def _titled(
    calls: list[ProgramCall],
    write: Callable[[ProgramCall], str],
    write_name: Callable[[str, int], str],
) -> str:
    if len(calls) == 1:
        return write(calls[0]) + "\n"
    pieces = (
        f"{write_name(call.name, number)}\n{write(call)}" for number, call in enumerate(calls, 1)
    )
    return "\n\n".join(pieces) + "\n"
