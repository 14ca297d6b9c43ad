"""Rows of data for a run: CSV with a header row, or a JSON array of objects.

Every value is text. In JSON, a string becomes its content, ``null`` an empty text, and anything
else stays as it is written.
"""

import csv
import io
from collections.abc import Iterator

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.core.json.text import decode_body, find_fault
from weda_tui.core.json.tree import JsonKind, JsonNode, scan, unquote
from weda_tui.core.runs.results import Row

MOST_ROWS = 100_000
_LONGEST_FIELD = 1024 * 1024


def read_rows(data: bytes, *, file: str) -> tuple[Row, ...]:
    """Return the rows in order.

    The encoding may be UTF-8 with or without a byte order mark, UTF-16 with one, or GBK. Raises
    ``FileError``: ``DOCUMENT_SYNTAX``, or one of ``DATA_…``.
    """
    text, _ = decode_body(data, "")
    is_json = text.lstrip()[:1] in {"[", "{"}
    rows = tuple(_json_rows(text, file) if is_json else _csv_rows(text, file))
    if not rows:
        raise FileError(ErrorCode.DATA_EMPTY, file=file)
    return rows


def _csv_rows(text: str, file: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = _names(next(reader, list[str]()), file)
        for count, cells in enumerate((each for each in reader if any(each)), 1):
            if len(cells) != len(names):
                width = {"found": len(cells), "expected": len(names)}
                raise FileError(ErrorCode.DATA_WIDTH, file=file, line=reader.line_num, **width)
            _check_count(count, file)
            yield {name: cell for name, cell in zip(names, cells, strict=True) if name}
    except csv.Error as error:
        line = max(1, reader.line_num)
        raise FileError(ErrorCode.DATA_CSV, file=file, line=line) from error


def _check_count(count: int, file: str) -> None:
    if count > MOST_ROWS:
        raise FileError(ErrorCode.DATA_TOO_MANY, file=file, count=MOST_ROWS)


def _names(header: list[str], file: str) -> list[str]:
    """Return the column names. Columns with an empty name are omitted from the rows."""
    names = [name.strip() for name in header]
    for index, name in enumerate(names):
        if name and name in names[:index]:
            raise FileError(ErrorCode.DATA_COLUMN_TWICE, file=file, name=name)
    return names


def _json_rows(text: str, file: str) -> Iterator[Row]:
    fault = find_fault(text)
    root = scan(text) if fault is None else None
    if fault is not None:
        raise FileError(
            ErrorCode.DOCUMENT_SYNTAX,
            file=file, line=fault.line, column=fault.column, reason=fault.reason,
        )  # fmt: skip
    if root is None or root.kind is not JsonKind.ARRAY:
        raise FileError(ErrorCode.DATA_NOT_OBJECTS, file=file, number=0)
    for number, item in enumerate(root.items, 1):
        if item.kind is not JsonKind.OBJECT:
            raise FileError(ErrorCode.DATA_NOT_OBJECTS, file=file, number=number)
        _check_count(number, file)
        pairs = zip(item.keys, item.items, strict=True)
        yield {key.name: _text(text, node) for key, node in pairs if key.name.strip()}


def _text(text: str, node: JsonNode) -> str:
    piece = text[node.start : node.end]
    match node.kind:
        case JsonKind.STRING:
            return unquote(piece)
        case JsonKind.NULL:
            return ""
        case _:
            return piece
