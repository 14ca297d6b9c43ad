"""Sentences about runs over rows."""

import pytest

from weda_tui.core.runs.stops import RunStop, StopReason
from weda_tui.core.runs.undo import NoInverse
from weda_tui.i18n.phrases.runs import no_inverse_words, stop_words
from weda_tui.i18n.strings import EN, ZH


@pytest.mark.parametrize("reason", NoInverse)
def test_each_reason_why_nothing_is_undone_has_words(reason: NoInverse) -> None:
    assert no_inverse_words(reason, EN)
    assert no_inverse_words(reason, ZH)


@pytest.mark.parametrize("reason", StopReason)
def test_a_run_that_stopped_by_itself_says_why_and_how_to_go_on(reason: StopReason) -> None:
    stop = RunStop(reason, "CODE\x1b")
    assert "--resume" in stop_words(stop, EN.bulk)
    assert "--resume" in stop_words(stop, ZH.bulk)
    assert "esume" in stop_words(stop, EN.run.long)
    assert "继续" in stop_words(stop, ZH.run.long)
    assert "\x1b" not in stop_words(stop, EN.bulk)
