"""Initials by where a character stands, against a dictionary."""

import pytest
from pypinyin import Style, pinyin

from weda_tui.core.initials import initials


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


def test_it_is_a_reading_of_every_common_character() -> None:
    wrong: list[str] = []
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA):
            character = bytes((row, cell)).decode("gb2312")
            readings = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
            if initials(character) not in {reading[:1] for reading in readings}:
                wrong.append(character)
    assert len(wrong) < 10, wrong
