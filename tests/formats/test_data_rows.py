"""Rows of data: CSV as written by spreadsheets, and JSON exact to the digit."""

import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.errors import ErrorCode, FileError
from weda_tui.formats.data_rows import read_rows

TEXT = '名称,id\r\n张伟,1893450276618240001\r\n"a, b""c",2\r\n'
ROWS = ({"名称": "张伟", "id": "1893450276618240001"}, {"名称": 'a, b"c', "id": "2"})


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_table_is_read_in_the_character_set_it_has(charset: str) -> None:
    assert read_rows(TEXT.encode(charset), file="rows.csv") == ROWS


def test_blank_lines_and_columns_without_a_name_are_left_out() -> None:
    assert read_rows(b"a,,b\n\n1,x,2\n,,\n", file="f") == ({"a": "1", "b": "2"},)


def test_json_members_without_a_name_are_left_out() -> None:
    assert read_rows(b'[{"": "a", " ": "b", "n": "1"}]', file="f") == ({"n": "1"},)


def test_json_is_taken_as_it_is_written() -> None:
    data = (
        b'\xef\xbb\xbf[{"id": 1893450276618240001, "p": 1.10,'
        b' "s": "\\u5f20", "n": null, "l": [1, 2]}]'
    )
    row = {"id": "1893450276618240001", "p": "1.10", "s": "张", "n": "", "l": "[1, 2]"}
    assert read_rows(data, file="f") == (row,)


BAD: list[tuple[bytes, ErrorCode, dict[str, object]]] = [
    (b"a,b\n1\n", ErrorCode.DATA_WIDTH, {"line": 2, "found": 1, "expected": 2}),
    (b"a,b\n1,2\n1,2,3\n", ErrorCode.DATA_WIDTH, {"line": 3, "found": 3, "expected": 2}),
    (b'a\n"1\n', ErrorCode.DATA_CSV, {"line": 2}),
    (b"a,a\n1,2\n", ErrorCode.DATA_COLUMN_TWICE, {"name": "a"}),
    (b"a,b\n", ErrorCode.DATA_EMPTY, {}),
    (b"", ErrorCode.DATA_EMPTY, {}),
    (b"[]", ErrorCode.DATA_EMPTY, {}),
    (b'{"a": 1}', ErrorCode.DATA_NOT_OBJECTS, {"number": 0}),
    (b'[{"a": 1}, 2]', ErrorCode.DATA_NOT_OBJECTS, {"number": 2}),
    (b'[{"a": 1},]', ErrorCode.DOCUMENT_SYNTAX, {"line": 1}),
]


@pytest.mark.parametrize(("data", "code", "values"), BAD)
def test_what_is_no_table_says_where(
    data: bytes, code: ErrorCode, values: dict[str, object]
) -> None:
    with pytest.raises(FileError) as raised:
        read_rows(data, file="rows")
    assert raised.value.code is code
    assert raised.value.parameters.items() >= {"file": "rows", **values}.items()


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_what_a_spreadsheet_writes_comes_back(rows: list[tuple[str, str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("one", "two"), *rows])
    read = read_rows(text.getvalue().encode("utf-8-sig"), file="f")
    assert read == tuple({"one": one, "two": two} for one, two in rows)


@given(st.binary(max_size=200))
def test_no_file_ends_the_program(data: bytes) -> None:
    with contextlib.suppress(FileError):
        read_rows(data, file="f")
