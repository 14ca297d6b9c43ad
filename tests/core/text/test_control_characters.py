import unicodedata

import pytest
from hypothesis import example, given

from tests.strategies import outside_text
from weda_tui.core.text.control_characters import (
    MOST_MARKS,
    clean_lines,
    show_acting,
    strip_control_characters,
)


def test_unprintable_characters_become_visible() -> None:
    for text, shown in [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("a\x00b\x7f", "a␀b␡"),
        ("\x9b31m", "\\u009b31m"),
        ("user\u202egnp.exe", "user\\u202egnp.exe"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("\ud83d", "\\ud83d"),
        ("\U000e0041", "\\U000e0041"),
        ("f1\ufe0f", "f1\\ufe0f"),
        ("葛\U000e0100", "葛\\U000e0100"),
        ("❤️ ☎️ ▶️ 1️⃣ ❤\ufe0f\ufe0f", "❤️ ☎️ ▶️ 1️⃣ ❤\ufe0f\\ufe0f"),
        ("a\nb", "a␊b"),
        ("张三 [/api] 😀", "张三 [/api] 😀"),
    ]:
        assert strip_control_characters(text) == shown, text


def test_what_no_font_draws_becomes_visible() -> None:
    for character in (
        "\u034f\u115f\u1160\u17b4\u180b\u180f\u3164\ufe00\ufe0e\ufe0f\uffa0\ufff0"
        "\u2800\U00013430\U0001343f\U00016fe4\U0001d159\u2065\u061c\u3164\u0600\U000110bd"
        "\U0001bca0\U0001d173\U0001d17a\U000e0080\U000e01ef\U000e0fff"
    ):
        assert strip_control_characters(f"f1{character}").isascii(), ascii(character)


def test_what_a_font_draws_stays() -> None:
    for text in ("é ß Ж א ع ก あ 한 𠀀 中文，（）！", "␀ ␢ ⣿ ♪ 𝅘𝅥 𓀀 € ■ │ ﷼ \ue000"):
        assert strip_control_characters(text) == text


@given(outside_text)
@example("\x1b]0;title\x07\r\n\x85\u2028")
def test_nothing_that_acts_on_a_terminal_is_left(text: str) -> None:
    categories = {unicodedata.category(character) for character in strip_control_characters(text)}
    assert categories.isdisjoint({"Cc", "Cs", "Zl", "Zp"})


@given(outside_text)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert strip_control_characters(strip_control_characters(text)) == strip_control_characters(
        text
    )


@pytest.mark.parametrize("mark", ["\u0332", "\u20dd", "\u0940", "\u1161", "\ud7b0", "\U0001f3fb"])
def test_what_takes_no_room_is_visible_where_much_of_it_stands_in_a_row(mark: str) -> None:
    few = f"a{mark * MOST_MARKS}b"
    assert strip_control_characters(few) == few
    many = strip_control_characters(f"a{mark * (MOST_MARKS + 1)}b")
    assert many == f"a{mark * (MOST_MARKS + 1)}b".encode("ascii", "backslashreplace").decode()


def test_signs_in_a_row_and_the_accents_of_any_language_stay() -> None:
    for text in (
        f"{'━' * 40}{'…' * 9}{'，' * 9}{'🎉' * 20}{'´' * 9}",
        "e\u0301u\u0308\u0304 हिन्दी की ກໍ່າ",
    ):
        assert strip_control_characters(text) == text


def test_lines_end_at_newlines_only() -> None:
    assert clean_lines("a\r\nb\nc\rd") == ["a", "b", "c␍d"]


def test_lines_keep_their_breaks_and_tabs() -> None:
    assert show_acting("a\tb\r\nc\n") == "a\tb\r\nc\n"
    assert show_acting("a\rb\x1b\x7f\x9b\u2028\u202e") == "a␍b␛␡\\u009b\\u2028\\u202e"


def test_an_emoji_of_several_is_drawn_as_its_parts():
    assert strip_control_characters("👨\u200d👩\u200d👧 ❤️\u200d🔥 🇨🇳") == "👨👩👧 ❤️🔥 🇨🇳"
    assert strip_control_characters("a\u200d👩 👩\u200d") == "a\\u200d👩 👩\\u200d"
    assert strip_control_characters("\u200d👩") == "\\u200d👩"
