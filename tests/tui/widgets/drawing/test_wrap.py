import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.strategies import outside_text
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.widgets.drawing.paint import Line, Run, fold, fold_marked, paragraph, wrap

PUNCTUATION = "，。；：、）”》！？"


@given(outside_text | st.text(alphabet="ab 审批，。（）"), st.integers(0, 30))
@example("（" * 5 + "，" * 40, 6)
@example("❤\ufe0f" * 9, 3)
@example("a、、、、、、、 审、、、", 8)
def test_no_line_is_wider_than_asked_and_no_character_is_lost(text: str, width: int):
    lines = wrap(text, width)
    assert all(cell_len(line) <= max(2, width) for line in lines)
    assert "".join("".join(lines).split()) == "".join(strip_control_characters(text).split())
    assert all(strip_control_characters(line) == line for line in lines)
    assert all(line.strip() for line in lines)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, []),
        ("   ", 10, []),
        ("the quick brown fox", 10, ["the quick", "brown fox"]),
        ("an unbreakableword", 6, ["an", "unbrea", "kablew", "ord"]),
        ("审批流程的节点", 6, ["审批流", "程的节", "点"]),
        ("审批流，再来", 6, ["审批", "流，再", "来"]),
        ("用 POST 发送", 7, ["用 POST", "发送"]),
        ("a\tb", 10, ["a␉b"]),
    ],
)
def test_latin_breaks_at_blanks_and_chinese_anywhere_but_before_a_stop(
    text: str, width: int, lines: list[str]
):
    assert wrap(text, width) == lines


@given(st.text(alphabet="ab 审批" + PUNCTUATION, max_size=60), st.integers(8, 30))
@example("aa审审 、", 8)
@example("a、”aaa、", 8)
@example("aaa。、。", 8)
@example("a、、、、、、、 审、、、", 8)
def test_a_stop_begins_a_line_only_when_there_is_no_other_way(text: str, width: int):
    run_of_stops = any(stop * 3 in text for stop in PUNCTUATION)
    at = 0
    for line in wrap(text, width):
        at = text.index(line, at)
        before = text[:at].rstrip()
        if before and line[0] in PUNCTUATION and not run_of_stops:
            assert set(before[-3:]) & set(PUNCTUATION)
        at += len(line)


def test_a_paragraph_stands_between_blanks():
    assert paragraph("ab cd", 6, "dim") == [
        Line([Run("  "), Run("ab", "dim")]),
        Line([Run("  "), Run("cd", "dim")]),
    ]
    assert paragraph("", 20, "dim") == []


def folded(text: str, width: int, hang: int = 2) -> list[str]:
    rows = fold(Line([Run(text[:3], "bold"), Run(text[3:])]), width, hang)
    return ["".join(strip_control_characters(run.text) for run in row.left) for row in rows]


@given(outside_text | st.text(alphabet="ab /?&审"), st.integers(4, 30), st.integers(0, 2))
def test_data_loses_no_character_and_no_row_is_too_wide(text: str, width: int, hang: int):
    rows = folded(text, width, hang)
    assert all(cell_len(row) <= width for row in rows)
    assert rows[0] + "".join(row[hang:] for row in rows[1:]) == strip_control_characters(text)


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("", 10, [""]),
        ("https://a.b/weda/v1/List", 20, ["https://a.b/weda/v1", "  /List"]),
        ("https://a.b/AVeryLongNameX", 24, ["https://a.b/AVeryLongNam", "  eX"]),
        ("Cookie: abc; de", 14, ["Cookie: abc; ", "  de"]),
        ("审批流程", 5, ["审批", "  流", "  程"]),
    ],
)
def test_data_is_folded_before_a_slash_or_anywhere(text: str, width: int, rows: list[str]):
    assert folded(text, width) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("alpha beta", ["alpha ", "↪ beta"]),
        ("alpha  beta", ["alpha", "↪   beta"]),
        ("alpha/beta", ["alpha", "↪ /beta"]),
        ("alpha /beta", ["alpha", "↪  /beta"]),
        ("alphabetas", ["alphabet", "↪ as"]),
        ("alphabe审", ["alphabe", "↪ 审"]),
        ("alphabe 审", ["alphabe", "↪  审"]),
        ("         beta", ["        ", "↪  beta"]),
    ],
)
def test_a_mark_tells_a_row_that_goes_on_and_no_blank_is_out_of_sight(text: str, rows: list[str]):
    marked = fold_marked(Line([Run(text)]), 8, 2)
    assert ["".join(run.text for run in row.left) for row in marked] == rows


def test_the_roles_of_data_go_with_its_characters():
    line = Line([Run("ab", "bold"), Run("cdef", "dim")], [Run("!")], "sel")
    assert fold(line, 3, 0) == [
        Line([Run("ab", "bold"), Run("c", "dim")], [Run("!")], "sel"),
        Line([Run("def", "dim")], (), "sel"),
    ]
