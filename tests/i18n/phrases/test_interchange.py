"""Sentences about imported and exported requests."""

import shlex

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from weda_tui.core.interchange.import_plan import Loss, LossKind
from weda_tui.core.interchange.unwritten import Unwritten, UnwrittenPart
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.interchange import loss_words, unwritten_words
from weda_tui.i18n.strings import EN, ZH, Strings


@pytest.mark.parametrize("part", UnwrittenPart)
def test_a_part_without_a_name_has_words_in_each_language(part: UnwrittenPart) -> None:
    english, chinese = (unwritten_words(Unwritten("r", part), words) for words in (EN, ZH))
    assert english != chinese
    assert chinese.isascii() is False
    assert part.value not in chinese


@pytest.mark.parametrize("words", [EN, ZH])
def test_what_is_spelled_in_a_file_stays_as_it_is(words: Strings) -> None:
    assert unwritten_words(Unwritten("r"), words) == "r"
    assert "assert $.a\\u202e" in unwritten_words(Unwritten("r", "assert $.a\u202e"), words)


def test_a_command_is_offered_with_no_text_that_is_no_address() -> None:
    for address in [
        'https://x.cn;id|sh;"$(id)"',
        "https://x.cn`id`",
        "https://x.cn&id",
        "https://x.cn>file",
        "https://x.cn\nid",
        "https://u:p@x.cn",
        "https://",
        "x.cn",
        "",
    ]:
        for words in [EN, ZH]:
            shown = loss_words(Loss(LossKind.HOST, address), words)
            assert "weda-tui" not in shown, address
            assert strip_control_characters(address) in shown, address


@pytest.mark.parametrize("words", [EN, ZH])
@pytest.mark.parametrize(
    ("address", "argument"),
    [
        ("https://other.cn:8443", "https://other.cn:8443"),
        ("HTTP://Other.cn", "http://other.cn"),
        ("http://[::1]:80", "'http://[::1]'"),
    ],
)
def test_a_command_is_offered_with_an_address(words: Strings, address: str, argument: str) -> None:
    shown = loss_words(Loss(LossKind.HOST, address), words)
    assert shown.endswith(f"weda-tui env add NAME --host {argument}")
    assert shown.startswith(address)


@given(st.text(max_size=20).map("https://".__add__) | st.text(max_size=20))
@example("https://x.cn;id")
def test_the_command_is_always_one_word_more(address: str) -> None:
    _, is_offered, rest = loss_words(Loss(LossKind.HOST, address), EN).rpartition("--host ")
    assert not is_offered or len(shlex.split(rest)) == 1
    assert not is_offered or not set(shlex.split(rest)[0]) & set(";|&$`<>(){}\"'\\*?!~ \n")
