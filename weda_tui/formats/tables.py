"""Rows as CSV and as Markdown.

CSV is RFC 4180: CR LF, quotes doubled. In that for a spreadsheet, a cell that it would take for a
formula is preceded by an apostrophe, as OWASP advises.
"""

import re
from collections.abc import Iterable, Sequence

from weda_tui.core.text.control_characters import show_acting

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it Excel reads Chinese in the system's old character set."""
_FORMULA = re.compile(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_QUOTED = ',"\r\n'
_ID = re.compile(r"-?[1-9]\d{15,}|0\d+", re.ASCII)


def csv_rows(rows: Iterable[Sequence[str]], *, is_for_spreadsheet: bool = False) -> str:
    """Return rows as CSV, each cell as it is; that for a spreadsheet by ``spreadsheet_cell``."""
    if is_for_spreadsheet:
        rows = ([spreadsheet_cell(text) for text in row] for row in rows)
    return "".join(map(_csv_line, rows))


def _csv_line(cells: Sequence[str]) -> str:
    """Return a line; that of an only cell which is empty is not an empty one."""
    line = '""' if list(cells) == [""] else ",".join(map(_quoted, cells))
    return line + "\r\n"


def _quoted(text: str) -> str:
    """Quote a cell where that is needed; ``csv.writer`` looks at every character of it."""
    if not any(mark in text for mark in _QUOTED):
        return text
    return '"' + text.replace('"', '""') + '"'


def spreadsheet_cell(text: str) -> str:
    """Return the text of one cell that a spreadsheet shows as it is and does not run.

    A whole number of 16 digits and more, or with a zero in front, is written as ``="…"``: Excel
    keeps 15 digits of a number, and all of such a text. What acts on a terminal, where such a file
    is looked at as well, is made visible.
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
    """Return lines of a table, each cell as it is read: nothing in it is markup."""
    return "".join("| " + " | ".join(_plain(text) for text in row) + " |\n" for row in rows)


_MARKUP = re.compile(r"[\\`*_\[\]<>|~&]")


def _plain(text: str) -> str:
    escaped = _MARKUP.sub(lambda match: f"\\{match[0]}", text)
    return "<br>".join(escaped.splitlines())
