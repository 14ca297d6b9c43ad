"""Spelling and initials by where a character stands, against a dictionary."""

import pytest
from pypinyin import Style, lazy_pinyin, pinyin

from weda_tui.core.text.pinyin import find_spelt, initials, syllables
from weda_tui.i18n.strings import ZH
from weda_tui.i18n.text import find_text, sentence_names
from weda_tui.store.bundled_catalogue import load_bundled_catalogue


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("历史", "ls"),
        ("错误码手册", "cwmsc"),
        ("检查环境 (F2)", "jchj"),
        ("阿座", "az"),
        ("Ctrl+T", ""),
        ("", ""),
        ("鑫😀\ud800", ""),
    ],
)
def test_a_common_character_has_one(text: str, letters: str) -> None:
    assert initials(text) == letters


def as_typed(reading: str) -> str:
    """Return a reading as an input method takes it: v for ü, but not before an e."""
    return reading.replace("ve", "ue")


def test_it_is_a_reading_of_every_common_character() -> None:
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA):
            character = bytes((row, cell)).decode("gb2312")
            readings = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
            assert syllables(character)[0] in set(map(as_typed, readings)), character


def test_what_is_no_common_character_is_what_it_is() -> None:
    assert syllables("按 id、鑫😀") == ("an", "", "i", "d", "", "鑫", "")


def test_our_own_names_are_spelt_as_they_are_read() -> None:
    catalogue = load_bundled_catalogue()
    keys = ZH.tui.keys
    names = [find_text(keys, name) for name in sentence_names(type(keys))]
    for module in catalogue.modules:
        names += [module.title.zh, *(group.title.zh for group in module.groups)]
    names += [each.title.zh for each in catalogue.by_id.values()]
    for name in names:
        read = "".join(map(as_typed, lazy_pinyin(name, errors="ignore", v_to_u=False)))
        chinese = zip(name, syllables(name), strict=True)
        spelt = "".join(each for character, each in chinese if "\u4e00" <= character <= "\u9fff")
        assert spelt == read, name


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("shenpi", (2, 4)),
        ("shenp", (2, 4)),
        ("chaxunshenpirenliebiao", (0, 7)),
        ("ren", (4, 5)),
        ("xun", (1, 2)),
        ("henpi", None),
        ("renl", (4, 6)),
        ("renx", None),
    ],
)
def test_letters_begin_with_a_character(letters: str, found: tuple[int, int] | None) -> None:
    assert find_spelt("查询审批人列表", letters) == found
