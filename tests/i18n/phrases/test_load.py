"""Why a load ended, in words of the language that is spoken."""

import re
from xml.etree import ElementTree as ET

import pytest

from weda_tui.core.load.figures import (
    LoadFigures,
    LoadSample,
    LoadStop,
    Measure,
    StopKind,
    Threshold,
)
from weda_tui.core.masking import Masker
from weda_tui.i18n.phrases.load.figures import end_words, limit_words, stop_words, threshold_words
from weda_tui.i18n.phrases.load.report import load_junit
from weda_tui.i18n.strings import EN, ZH


@pytest.mark.parametrize("kind", list(StopKind))
def test_an_end_is_said_in_one_language(kind: StopKind) -> None:
    has_code = kind not in {StopKind.ABANDONED, StopKind.INTERRUPTED, StopKind.WORKER_LOST}
    stop = LoadStop(kind, "CODE\x1b" if has_code else "")
    chinese = stop_words(stop, ZH, Masker())
    assert not re.search("[a-z]{4}", re.sub("keep-going|worker", "", chinese))
    assert "\x1b" not in chinese
    assert ("CODE" in chinese) is bool(stop.code)
    assert stop_words(stop, EN, Masker()).startswith("The load stopped: ")


@pytest.mark.parametrize(
    ("delayed", "rate", "is_said"),
    [(0, 20, False), (50, 20, False), (51, 19, True), (100, 15, False)],
)
def test_the_ceiling_is_named_where_most_requests_waited_for_it(
    delayed: int, rate: float, is_said: bool
) -> None:
    sample = LoadSample(total=LoadFigures(count=100, mean_rate=rate), delayed=delayed)
    said = limit_words(sample, 20.0, EN)
    assert said == ("The limit of 20 requests per second set the rate" if is_said else "")


@pytest.mark.parametrize(
    ("count", "mean", "ceiling", "is_said"),
    [(1, 40, 20, False), (15, 200, 20, False), (16, 17, 20, True), (1, 30, 0.5, False),
     (2, 0.5, 0.5, True)],
)  # fmt: skip
def test_a_load_that_stopped_at_its_first_requests_reached_no_ceiling(
    count: int, mean: float, ceiling: float, is_said: bool
) -> None:
    sample = LoadSample(total=LoadFigures(count=count, mean_rate=mean), delayed=count)
    assert bool(limit_words(sample, ceiling, EN)) is is_said


def test_nothing_is_measured_where_nothing_was_sent() -> None:
    threshold = Threshold(Measure.ERRORS, 10.0)
    said = threshold_words(threshold, LoadSample(), EN)
    assert said == "✗ errors not measured, at most 10%"


def test_a_load_that_sent_nothing_fails_in_junit_with_the_reason() -> None:
    reason = "Locust ended with an error:\nno route to s3cret-of-somebody"
    made = load_junit("hq · dev", LoadSample(), (), 1.0, EN, Masker({"s3cret-of-somebody"}), reason)
    suite = ET.fromstring(made)  # noqa: S314
    error = suite.find("testsuite/testcase/error")
    assert suite.get("errors") == "1"
    assert error is not None
    assert error.get("message") == "Locust ended with an error:"
    assert "no route" in (error.text or "")
    assert "s3cret" not in (error.text or "")


def test_a_load_that_broke_off_without_a_word_is_said_to_have_sent_something() -> None:
    sent = LoadSample(total=LoadFigures(count=5))
    assert end_words(sent, "", EN, is_broken=True) == "Locust ended with an error:"
    assert end_words(LoadSample(), "", EN, is_broken=False) == "No request was sent."
    assert not end_words(sent, "", EN, is_broken=False)
