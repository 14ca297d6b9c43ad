from hypothesis import given
from hypothesis import strategies as st

from weda_tui.cli.help import Section, cells, pad, page, wrap

words = st.text(st.sampled_from("ab 中文，。— -"), max_size=80)


@given(words, st.integers(6, 40))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        is_one_word = " " not in line
        assert cells(line) <= width or is_one_word


def test_chinese_breaks_between_characters_and_keeps_its_punctuation() -> None:
    assert wrap("一二三四，五六", 8) == ["一二三", "四，五六"]
    assert wrap("one two three", 8) == ["one two", "three"]


def test_columns_align_by_cells() -> None:
    text = page("U", ["P"], [Section("S", [("ab", "first"), ("中文字", "second")])], 60)
    first, second = text.splitlines()[-2:]
    assert cells(first.partition("first")[0]) == cells(second.partition("second")[0]) == 10


def test_a_long_left_side_has_its_own_line() -> None:
    rows = [("x" * 40, "meaning"), ("y", "other")]
    assert page("U", [], [Section("S", rows)], 60).splitlines()[3:] == [
        f"  {'x' * 40}",
        "     meaning",
        "  y  other",
    ]


def test_pad_counts_cells() -> None:
    assert pad("中", 4) == "中  "
