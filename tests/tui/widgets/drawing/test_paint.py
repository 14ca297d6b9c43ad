import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.strategies import outside_text
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.tui.widgets.drawing.paint import (
    Line,
    Run,
    cells,
    cut,
    cut_middle,
    fit,
    fold,
    pad,
    paint,
)
from weda_tui.tui.widgets.drawing.palette import DARK, PALETTES, TERMINAL

roles = st.sampled_from(["text", "dim", "chip-ok", "fail bold", "num italic underline"])
runs = st.lists(st.builds(Run, outside_text, roles, st.sampled_from(["", "go"])), max_size=4)
widths = st.integers(0, 80)


@given(runs, runs, widths, st.sampled_from([*PALETTES]))
@example([Run("中" * 9)], [Run("文")], 8, DARK)
@example([Run("e\u0301" * 9)], [], 4, DARK)
@example([Run("❤\ufe0f" * 9)], [Run("\ufe0f")], 5, DARK)
def test_a_row_is_exactly_as_wide_as_the_screen_and_acts_on_no_terminal(
    left: list[Run], right: list[Run], width: int, theme: str
):
    strip = paint(Line(left, right), width, theme)
    assert strip.cell_length == width
    assert sum(cell_len(segment.text) for segment in strip) == width
    assert strip_control_characters(strip.text) == strip.text


@given(
    st.text(
        st.sampled_from("a中 /❤1\ufe0f\u20e3\u0332\u0301\u1161\u200d👩\U0001f3fb"), max_size=300
    ),
    st.integers(20, 60),
)
@example("ok" + "\u0332" * 260 + "; then pay", 40)
@example("❤\ufe0f" * 30 + "; then pay all of them", 40)
def test_rows_of_folded_text_lose_no_character(text: str, width: int):
    whole = strip_control_characters(text)
    rows = fold(Line([Run(text)]), width, 4)
    drawn = [paint(row, width, DARK).text for row in rows]
    begun = [drawn[0], *(row.removeprefix("    ") for row in drawn[1:])]
    assert "".join(begun).replace(" ", "") == whole.replace(" ", "")


def test_the_left_side_gives_way_to_the_right_one():
    line = Line([Run("a long title")], [Run("POST ")])
    assert paint(line, 20, DARK).text == "a long title   POST "
    assert paint(line, 12, DARK).text == "a long…POST "
    assert paint(line, 5, DARK).text == "POST "
    assert paint(line, 4, DARK).text == "a l…", "a right side that does not fit is left out whole"
    assert paint(line, 0, DARK).text == ""


def test_a_wide_character_is_never_cut_in_half():
    assert paint(Line([Run("审批流审批流")]), 6, DARK).text == "审批 …"


def test_the_ellipsis_keeps_the_colour_of_what_it_cuts():
    segments = list(paint(Line([Run("abc", "dim"), Run("defgh", "fail")]), 6, DARK))
    assert [segment.text for segment in segments][:3] == ["abc", "de", "…"]
    assert segments[2].style == segments[1].style
    assert paint(Line([Run("中")]), 1, DARK).text == "…"


def test_the_fill_of_a_row_covers_all_of_it():
    for segment in paint(Line([Run("a")], [Run("b")], "okbg"), 9, DARK):
        assert segment.style is not None
        assert segment.style.bgcolor is not None
        assert segment.style.bgcolor.name == PALETTES[DARK]["okbg"]


def test_a_click_finds_the_action_of_a_run():
    segments = list(paint(Line([Run("F5 ", "bold", "send"), Run("x")]), 9, TERMINAL))
    assert segments[0].style is not None
    assert segments[0].style.meta == {"press": "send"}
    assert segments[1].style is not None
    assert segments[1].style.meta == {}


@given(outside_text, st.integers(-2, 40))
def test_text_is_cut_and_padded_by_cells(text: str, width: int):
    assert cell_len(cut(text, width)) <= max(0, width)
    assert cell_len(pad(text, width)) == max(0, width)
    assert strip_control_characters(pad(text, width)) == pad(text, width)


@given(outside_text | st.text(alphabet="ab审批 /"), st.integers(-2, 40))
def test_what_is_cut_in_the_middle_is_no_wider_than_asked(text: str, width: int):
    shown = cut_middle(text, width)
    assert cell_len(shown) <= max(0, width)
    assert shown == strip_control_characters(text) or width <= 0 or "…" in shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("审批/待办", 9, "审批/待办"),
        ("审批/待办", 8, "审批/…办"),
        ("expenses/quarter/one", 12, "expens…r/one"),
        ("ab", 1, "…"),
        ("ab", 0, ""),
    ],
)
def test_a_long_path_keeps_both_ends(text: str, width: int, shown: str):
    assert cut_middle(text, width) == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("审批流", 5, "审批…"),
        ("审批流", 4, "审…"),
        ("ab cd", 4, "ab…"),
        ("\x1b[0m", 9, "␛[0m"),
        ("abc", 0, ""),
    ],
)
def test_what_is_cut_says_so(text: str, width: int, shown: str):
    assert cut(text, width) == shown


def test_items_that_do_not_fit_are_left_out_whole():
    items = [[Run("ab"), Run("c")], [Run("审批")], [Run("d")]]
    assert "".join(run.text for run in fit(10, items)) == "abc   审批"
    assert "".join(run.text for run in fit(9, items)) == "abc", "nothing later fills the gap"
    assert fit(2, items) == []
    assert cells(fit(99, items, " ")) == 10
