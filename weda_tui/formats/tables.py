"""Rows as CSV and as Markdown.

CSV follows RFC 4180: CR LF line ends, quotes doubled. In CSV for a spreadsheet, a cell that the
spreadsheet would read as a formula is preceded by an apostrophe, as OWASP advises.
"""

import re
from collections.abc import Iterable, Sequence

from weda_tui.core.text.control_characters import show_acting

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without this mark, Excel reads Chinese in the legacy character set of the system."""
_FORMULA = re.compile(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_QUOTED = ',"\r\n'
_ID = re.compile(r"-?[1-9]\d{15,}|0\d+", re.ASCII)


def csv_rows(rows: Iterable[Sequence[str]], *, is_for_spreadsheet: bool = False) -> str:
    """Return rows as CSV.

    Cells are written as they are; for a spreadsheet, as ``spreadsheet_cell`` returns them.
    """
    if is_for_spreadsheet:
        rows = ([spreadsheet_cell(text) for text in row] for row in rows)
    return "".join(map(_csv_line, rows))


def _csv_line(cells: Sequence[str]) -> str:
    """Return a line of CSV. A single empty cell is quoted, so that the line is not empty."""
    line = '""' if list(cells) == [""] else ",".join(map(_quoted, cells))
    return line + "\r\n"


def _quoted(text: str) -> str:
    """Quote a cell if needed. ``csv.writer`` would inspect every character of the cell."""
    if not any(mark in text for mark in _QUOTED):
        return text
    return '"' + text.replace('"', '""') + '"'


def spreadsheet_cell(text: str) -> str:
    """Return the text of a cell that a spreadsheet shows as it is and does not evaluate.

    A whole number with 16 or more digits, or with a leading zero, is written as ``="…"``: Excel
    keeps 15 digits of a number, but all digits of such a text. Characters that act on a terminal
    are made visible, because such a file is also viewed in a terminal.
    """
    text = show_acting(text)
    if _ID.fullmatch(text):
        return f'="{text}"'
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def markdown_head(columns: Sequence[str]) -> str:
    """Return the first two lines of a table."""
    return markdown_rows([columns]) + "|" + " --- |" * len(columns) + "\n"


def markdown_rows(rows: Iterable[Sequence[str]]) -> str:
    """Return lines of a table, with all markup in the cells escaped."""
    return "".join("| " + " | ".join(_plain(text) for text in row) + " |\n" for row in rows)


_MARKUP = re.compile(r"[\\`*_\[\]<>|~&]")


def _plain(text: str) -> str:
    escaped = _MARKUP.sub(lambda match: f"\\{match[0]}", text)
    return "<br>".join(escaped.splitlines())
