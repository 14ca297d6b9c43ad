"""Why a load ended, in words of the language that is spoken."""

import re

import pytest

from weda_tui.core.load.figures import LoadStop, StopKind
from weda_tui.core.masking import Masker
from weda_tui.i18n.phrases.load.figures import stop_words
from weda_tui.i18n.strings import EN, ZH


@pytest.mark.parametrize("kind", list(StopKind))
def test_an_end_is_said_in_one_language(kind: StopKind) -> None:
    stop = LoadStop(kind, "" if kind is StopKind.ABANDONED else "CODE\x1b")
    chinese = stop_words(stop, ZH, Masker())
    assert not re.search("[a-z]{4}", chinese.replace("keep-going", ""))
    assert "\x1b" not in chinese
    assert ("CODE" in chinese) is bool(stop.code)
    assert stop_words(stop, EN, Masker()).startswith("The load stopped: ")
