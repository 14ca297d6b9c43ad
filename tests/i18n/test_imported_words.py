"""What is said of imported and exported requests."""

import pytest

from weda_tui.core.unwritten import Part, Unwritten
from weda_tui.i18n.en import EN
from weda_tui.i18n.imported_words import unwritten_words
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.zh import ZH


@pytest.mark.parametrize("part", Part)
def test_a_part_without_a_name_has_words_in_each_language(part: Part) -> None:
    english, chinese = (unwritten_words(Unwritten("r", part), words) for words in (EN, ZH))
    assert english != chinese
    assert chinese.isascii() is False
    assert part.value not in chinese


@pytest.mark.parametrize("words", [EN, ZH])
def test_what_is_spelled_in_a_file_stays_as_it_is(words: Strings) -> None:
    assert unwritten_words(Unwritten("r"), words) == "r"
    assert "assert $.a\\u202e" in unwritten_words(Unwritten("r", "assert $.a\u202e"), words)
