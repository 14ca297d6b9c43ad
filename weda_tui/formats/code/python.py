"""Requests as a Python program that sends them with httpx.

with httpx.Client(timeout=30) as client:
response = client.request('POST', 'https://weda.example.cn/…', headers=[…], content=…)
print(response.status_code, response.text)
"""

from weda_tui.core.environments.deployment import Environment, TokenBody
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.tokens.token_call import KEY_ADDRESS
from weda_tui.formats.code.open_variables import (
    ACCESS_TOKEN,
    BASIC_AUTH,
    MARK,
    body_text,
    expression,
    has_binary,
    marked_names,
)

_LENGTH_BY_HTTPX = frozenset({"POST", "PUT", "PATCH"})
"""Methods for which httpx announces an empty body."""


def write_python(
    calls: list[tuple[str, PreparedRequest]], environment: Environment | None, host: str
) -> str:
    """Return a program that sends the requests, each with its name, and prints the answers.

    It fetches an access token from ``host``, an address or a marked place, when one is needed; an
    empty ``host`` reads the token itself from an environment variable.
    """
    names = marked_names(request for _, request in calls) if host else []
    uses_key = [each for each in (ACCESS_TOKEN, BASIC_AUTH) if each in names]
    reader = _Reader(frozenset(uses_key))
    lines = ["import base64"] if BASIC_AUTH in uses_key else []
    lines += ["import os"] if marked_names(request for _, request in calls) else []
    lines += ["", "import httpx", ""] if lines else ["import httpx", ""]
    lines.append(f"with httpx.Client(timeout=30{_verify(environment)}) as client:")
    if BASIC_AUTH in uses_key:
        lines += [
            '    credentials = os.environ["SECRET_ID"] + ":" + os.environ["SECRET_KEY"]',
            "    basic_auth = base64.b64encode(credentials.encode()).decode()",
        ]
    if ACCESS_TOKEN in uses_key:
        lines += _token(environment, reader.text(host + KEY_ADDRESS))
    for number, (name, request) in enumerate(calls):
        lines += ["    client.cookies.clear()"] if number or ACCESS_TOKEN in uses_key else []
        lines += [f"    # {strip_control_characters(name)}", *reader.call(request)]
        lines.append("    print(response.status_code, response.text)")
    return "\n".join(lines) + "\n"


def _verify(environment: Environment | None) -> str:
    if environment is not None and not environment.verify_tls:
        return ", verify=False"
    if environment is not None and environment.ca_file:
        return f", verify={environment.ca_file!r}"
    return ""


def _token(environment: Environment | None, address: str) -> list[str]:
    """Return the lines that fetch a token as the guide does (1.2.2), unless one is given."""
    is_form = environment is not None and environment.token_body is TokenBody.FORM
    return [
        '    access_token = os.environ.get("ACCESS_TOKEN")',
        "    if not access_token:",
        "        response = client.post(",
        f"            {address},",
        '            auth=(os.environ["SECRET_ID"], os.environ["SECRET_KEY"]),',
        f'            {"data" if is_form else "json"}={{"grant_type": "client_credentials"}},',
        "        )",
        "        response.raise_for_status()",
        '        access_token = response.json()["access_token"]',
    ]


class _Reader:
    """Writes expressions; ``local`` are the names that a variable of the program holds."""

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
