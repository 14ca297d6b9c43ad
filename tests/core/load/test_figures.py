"""Thresholds, and the notation of times and shares."""

import pytest

from weda_tui.core.load.figures import (
    LoadFailure,
    LoadFigures,
    LoadSample,
    Measure,
    Threshold,
    read_percent,
)
from weda_tui.core.load.plan import NO_RESPONSE


def test_a_share_has_its_sign() -> None:
    assert read_percent("1%") == 1
    assert read_percent("0.5 %") == 0.5
    assert [read_percent(each) for each in ("1", "101%", "-1%", "")] == [None] * 4


SAMPLE = LoadSample(total=LoadFigures(count=200, failed=3, p95=9), passed_p95=310)


@pytest.mark.parametrize(
    ("threshold", "holds", "shown"),
    [
        (Threshold(Measure.P95, 310), True, "310 ms"),
        (Threshold(Measure.P95, 300), False, "310 ms"),
        (Threshold(Measure.ERRORS, 1.5), True, "1.5%"),
        (Threshold(Measure.ERRORS, 1), False, "1.5%"),
    ],
)
def test_a_threshold_is_held_against_its_figure(
    threshold: Threshold, holds: bool, shown: str
) -> None:
    assert threshold.holds(SAMPLE) is holds
    assert threshold.shown(threshold.actual(SAMPLE) or 0) == shown


def test_the_times_of_failures_meet_no_threshold() -> None:
    threshold = Threshold(Measure.P95, 300)
    failed = LoadSample(total=LoadFigures(count=20, failed=20, p95=3.0))
    assert threshold.actual(failed) is None
    assert not threshold.holds(failed)
    some = LoadSample(total=LoadFigures(count=20, failed=10, p95=3.0), passed_p95=310.0)
    assert not threshold.holds(some)


def test_what_waits_at_the_end_has_failed() -> None:
    requests = (LoadFigures(name="a", count=9, failed=1), LoadFigures(name="b", waiting=5))
    sample = LoadSample(total=LoadFigures(count=9, failed=1, waiting=5), requests=requests)
    ended = sample.without_waiting
    assert [(each.count, each.failed, each.waiting) for each in (ended.total, *ended.requests)] == [
        (14, 6, 0), (9, 1, 0), (5, 5, 0),
    ]  # fmt: skip
    assert ended.failures == (LoadFailure("b", NO_RESPONSE, 5),)


def test_nothing_sent_meets_no_threshold() -> None:
    assert not Threshold(Measure.ERRORS, 100).holds(LoadSample())
