"""Draws a request as it is sent, and the headers of a response, as rows."""

from weda_tui.core.json.text import decode_body
from weda_tui.core.requests.draft import Header, PreparedRequest
from weda_tui.i18n.quantities import size
from weda_tui.i18n.strings import Strings
from weda_tui.tui.widgets.drawing.highlighting import json_runs
from weda_tui.tui.widgets.drawing.paint import Line, Run

MOST_SHOWN = 32 * 1024
"""Characters of a request's body that are shown."""


def request_lines(request: PreparedRequest, strings: Strings) -> list[Line]:
    """Return the rows of a request as it is sent, secrets masked: method and URL, headers, body."""
    lines = [
        Line([Run("  "), Run(request.method, "bold"), Run(" "), Run(request.url)]),
        *header_lines(request.headers),
    ]
    if request.body:
        lines.append(Line())
        lines += [Line([Run("  "), *row]) for row in body_rows(request.body, strings)]
    return lines


def body_rows(body: bytes, strings: Strings) -> list[list[Run]]:
    """Return a request's body, one row of runs per line; the last row names the size not shown."""
    text, _ = decode_body(body, "")
    rows = [list(json_runs(row)) for row in text[:MOST_SHOWN].split("\n")]
    if rest := text[MOST_SHOWN:]:
        left = size(len(rest.encode(errors="surrogatepass")))
        rows.append([Run(strings.tui.result.not_shown.format(size=left), "dim italic")])
    return rows


def header_lines(headers: tuple[Header, ...]) -> list[Line]:
    """Return one row per header."""
    return [Line([Run("  "), Run(f"{name}: ", "key"), Run(value)]) for name, value in headers]
