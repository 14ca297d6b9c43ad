"""Pinyin and its initials of Chinese texts."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.spelling import FILE, spelling
from weda_tui.core.text.pinyin import find_spelt, initials, syllables
from weda_tui.store.bundled_catalogue import load_bundled_catalogue


def test_initials_of_a_title() -> None:
    for title, letters in [
        ("客户", "kh"),
        ("银行账户", "yhzh"),  # 行 is read háng in this word
        ("CRM 客户 2.0", "crmkh20"),
        ("订单（旧）", "ddj"),
        ("ＣＲＭ单据", "crmdj"),
        ("检查环境 (F2)", "jchjf2"),
        ("customer", ""),
        ("", ""),
    ]:
        assert initials(title) == letters, title


def test_the_bundled_documents_say_the_same() -> None:
    for call in load_bundled_catalogue().by_id.values():
        assert initials(call.title.zh) in call.pinyin.split()


def test_the_bundled_texts_are_spelt_as_the_library_spells_them() -> None:
    assert FILE.read_text("utf-8") == spelling(), "run `make docs`"


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("按 id、鑫", ("an", "", "i", "d", "", "xin")),
        ("角色校验", ("jue", "se", "jiao", "yan")),
        ("女策略", ("nv", "ce", "lue")),
        ("😀\ud800", ("", "")),
    ],
)
def test_each_character_is_spelt_as_an_input_method_takes_it(
    text: str, spelt: tuple[str, ...]
) -> None:
    assert syllables(text) == spelt


@given(st.text() | st.text("行长重庆审批abc（1😀 "))
def test_there_is_a_syllable_for_each_character(text: str) -> None:
    assert len(syllables(text)) == len(text)


def test_letters_begin_with_a_character() -> None:
    for letters, found in [
        ("shenpi", (2, 4)),
        ("shenp", (2, 4)),
        ("chaxunshenpirenliebiao", (0, 7)),
        ("ren", (4, 5)),
        ("xun", (1, 2)),
        ("henpi", None),
        ("renl", (4, 6)),
        ("renx", None),
    ]:
        assert find_spelt("查询审批人列表", letters) == found, letters


ELSEWHERE = """
import sys

from weda_tui.core.catalogue.search import search
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

catalogue = load_bundled_catalogue()
assert all(search(catalogue, letters) for letters in ("spr", "shenpiren"))
assert "pypinyin" not in sys.modules

from weda_tui.core.text.pinyin import initials

initials("customer")
assert "pypinyin" not in sys.modules

from weda_tui.i18n.strings import EN, ZH

assert initials(EN.tui.keys.other_language)
assert initials(ZH.tui.keys.send) == "fs"
assert "pypinyin" not in sys.modules
"""


def test_the_library_is_loaded_only_for_a_chinese_text_of_somebody_else() -> None:
    assert subprocess.run([sys.executable, "-c", ELSEWHERE], check=False).returncode == 0
