"""Thresholds, and how times and shares are written."""

import pytest

from weda_tui.core.load.figures import (
    LoadFigures,
    LoadSample,
    Measure,
    Threshold,
    read_duration,
    read_percent,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("300ms", 0.3), ("1.5s", 1.5), ("2m", 120), ("1h", 3600), ("30", 30), (" 5 s ", 5)],
)
def test_a_duration_has_a_unit_or_is_in_seconds(text: str, seconds: float) -> None:
    assert read_duration(text) == pytest.approx(seconds)


def test_a_number_alone_may_be_of_another_unit() -> None:
    assert read_duration("300", "ms") == pytest.approx(0.3)


@pytest.mark.parametrize("text", ["", "s", "1x", "-1s", "1,5s", "١s"])
def test_another_text_is_no_duration(text: str) -> None:
    assert read_duration(text) is None


def test_a_share_has_its_sign() -> None:
    assert read_percent("1%") == 1
    assert read_percent("0.5 %") == 0.5
    assert [read_percent(each) for each in ("1", "101%", "-1%", "")] == [None] * 4


SAMPLE = LoadSample(total=LoadFigures(count=200, failed=3, p95=310))


@pytest.mark.parametrize(
    ("threshold", "holds", "shown"),
    [
        (Threshold(Measure.P95, 310), True, "310 ms"),
        (Threshold(Measure.P95, 300), False, "310 ms"),
        (Threshold(Measure.ERRORS, 1.5), True, "1.5%"),
        (Threshold(Measure.ERRORS, 1), False, "1.5%"),
    ],
)
def test_a_threshold_is_held_against_all_requests(
    threshold: Threshold, holds: bool, shown: str
) -> None:
    assert threshold.holds(SAMPLE) is holds
    assert threshold.shown(threshold.actual(SAMPLE)) == shown


def test_nothing_sent_meets_no_threshold() -> None:
    assert not Threshold(Measure.ERRORS, 100).holds(LoadSample())
