import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.strategies import outside_text
from weda_tui.core.clean import clean
from weda_tui.tui.widgets.wrap import wrap

PUNCTUATION = "，。；：、）”》！？"


@given(outside_text | st.text(alphabet="ab 审批，。（）"), st.integers(0, 30))
@example("（" * 5 + "，" * 40, 6)
@example("❤\ufe0f" * 9, 3)
def test_no_line_is_wider_than_asked_and_no_character_is_lost(text: str, width: int):
    lines = wrap(text, width)
    assert all(cell_len(line) <= max(2, width) for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
    assert all(clean(line) == line for line in lines)


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
def test_a_stop_begins_a_line_only_when_there_is_no_other_way(text: str, width: int):
    run_of_stops = any(stop * 3 in text for stop in PUNCTUATION)
    for line in wrap(text, width)[1:]:
        if line[0] in PUNCTUATION and not run_of_stops:
            before = text[: text.find(line)].rstrip()
            assert not before or set(before[-3:]) & set(PUNCTUATION)
