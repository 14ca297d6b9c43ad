"""A request as it leaves, and the headers of an answer, as rows."""

from weda_tui.core.json_text import decode_body
from weda_tui.core.request import Header, PreparedRequest
from weda_tui.tui.widgets.json_tokens import json_runs
from weda_tui.tui.widgets.paint import Line, Run

MOST_BODY_LINES = 2000
"""Lines of a request's body that are shown."""


def request_lines(request: PreparedRequest) -> list[Line]:
    """Return method and URL, headers, body: the request as it leaves, secrets masked."""
    lines = [
        Line([Run("  "), Run(request.method, "bold"), Run(" "), Run(request.url)]),
        *header_lines(request.headers),
    ]
    if request.body:
        text, _ = decode_body(request.body, "")
        lines.append(Line())
        rows = text.split("\n")[:MOST_BODY_LINES]
        lines.extend(Line([Run("  "), *json_runs(row)]) for row in rows)
    return lines


def header_lines(headers: tuple[Header, ...]) -> list[Line]:
    """Return one row a header."""
    return [Line([Run("  "), Run(f"{name}: ", "key"), Run(value)]) for name, value in headers]
