"""Tables as CSV and Markdown: they are read back unchanged, and no cell is a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.formats.tables import csv_rows, markdown_head, markdown_rows, spreadsheet_cell

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@given(rows=st.lists(st.lists(TEXTS, min_size=1, max_size=5), max_size=8), keeps=st.booleans())
def test_csv_reads_back_as_it_was_for_a_spreadsheet_but_for_formulas(
    rows: list[list[str]], keeps: bool
):
    text = csv_rows(rows, is_for_spreadsheet=keeps)
    back = list(csv.reader(io.StringIO(text, newline="")))
    guarded = [[spreadsheet_cell(cell) if keeps else cell for cell in row] for row in rows]
    assert back == guarded
    assert text.count("\r\n") >= len(rows)


def test_a_formula_is_guarded_and_a_number_is_not():
    for text, shown in [
        ("=1+1", "'=1+1"),
        ("+86 138", "'+86 138"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("a\x1b[2J\x07\x9bb\u202e", "a␛[2J␇\\u009bb\\u202e"),
        ("a\nb\tc\r\nd", "a\nb\tc\r\nd"),
        ("＝1", "'＝1"),
        ("-1.5e3", "-1.5e3"),
        ("+5", "+5"),
        ("-5%", "'-5%"),
        ("a=b", "a=b"),
        ("", ""),
        ("123456789012345", "123456789012345"),
        ("1.50", "1.50"),
        ("0", "0"),
    ]:
        assert spreadsheet_cell(text) == shown, text


@pytest.mark.parametrize("text", ["1893450276618240001", "-1893450276618240001", "00123"])
def test_ids_are_texts_for_a_spreadsheet_and_digits_for_programs(text: str):
    assert spreadsheet_cell(text) == f'="{text}"'
    assert csv_rows([[text]], is_for_spreadsheet=True) == f'"=""{text}"""\r\n'
    assert csv_rows([[text, "=1+1"]]) == f"{text},=1+1\r\n"
    assert spreadsheet_cell(f'{text}"&A1').lstrip("'") == f'{text}"&A1'


@given(rows=st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=5))
def test_a_markdown_row_is_one_line_with_the_same_cells(rows: list[list[str]]):
    text = markdown_head(["a|b", "c"]) + markdown_rows(rows)
    lines = text.split("\n")
    assert lines[0] == "| a\\|b | c |"
    assert lines[1] == "| --- | --- |"
    assert len(lines) == len(rows) + 3


def test_markdown_shows_markup_as_text():
    assert markdown_rows([["*x* <b>", "a\r\nb"]]) == "| \\*x\\* \\<b\\> | a<br>b |\n"
