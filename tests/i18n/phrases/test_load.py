"""The reason why a load test ended, in the chosen language."""

import re
from xml.etree import ElementTree as ET

import pytest

from weda_tui.core.errors import ErrorCode
from weda_tui.core.load.figures import (
    LoadFailure,
    LoadFigures,
    LoadSample,
    LoadStop,
    Measure,
    StopKind,
    Threshold,
)
from weda_tui.core.load.plan import NO_RESPONSE
from weda_tui.core.masking import Masker
from weda_tui.i18n.phrases.load.figures import (
    end_words,
    failure_rows,
    limit_words,
    live_words,
    reached_words,
    stop_words,
    table_rows,
    threshold_words,
    uncertain_words,
)
from weda_tui.i18n.phrases.load.report import load_junit
from weda_tui.i18n.strings import EN, ZH
from weda_tui.i18n.text import sentence_names
from weda_tui.i18n.words.load.unanswered import UnansweredWords


@pytest.mark.parametrize("kind", list(StopKind))
def test_an_end_is_said_in_one_language(kind: StopKind) -> None:
    has_no_code = {
        StopKind.ABANDONED, StopKind.INTERRUPTED, StopKind.WORKER_LOST, StopKind.OVERDUE,
    }  # fmt: skip
    has_code = kind not in has_no_code
    stop = LoadStop(kind, "CODE\x1b" if has_code else "")
    chinese = stop_words(stop, ZH, Masker())
    assert not re.search("[a-z]{4}", re.sub("keep-going|worker|Locust", "", chinese))
    assert "\x1b" not in chinese
    assert ("CODE" in chinese) is bool(stop.code)
    assert stop_words(stop, EN, Masker()).startswith("The load stopped: ")


def test_what_nobody_answered_is_said_in_words() -> None:
    failures = (LoadFailure("a", "connection_refused", 2), LoadFailure("a", "NO_RIGHT", 1))
    sample = LoadSample(failures=failures)
    assert [row[1] for row in failure_rows(sample, ZH, Masker())] == ["连接被拒绝", "NO_RIGHT"]
    stop = LoadStop(StopKind.NO_TOKEN, "connection_refused")
    assert "(connection refused)" in stop_words(stop, EN, Masker())
    codes = {NO_RESPONSE, *(each.value for each in ErrorCode)}
    assert set(sentence_names(UnansweredWords)) <= codes


def test_no_time_is_shown_where_nothing_was_sent() -> None:
    assert "p50 –" in live_words(LoadSample(users=1), EN)


def test_what_waits_for_a_response_was_sent() -> None:
    waiting = LoadFigures(name="a", waiting=5)
    sample = LoadSample(users=5, total=waiting, requests=(waiting,))
    assert "   5 sent   0 failed" in live_words(sample, EN)
    assert [row[1] for row in table_rows(sample, EN, Masker())] == ["sent", "5", "5"]


def test_no_time_is_shown_of_what_was_killed_before_any_response() -> None:
    waiting = LoadFigures(name="a", waiting=3)
    killed = LoadSample(total=waiting, requests=(waiting,)).without_waiting
    rows = table_rows(killed, EN, Masker())
    assert [row[-3:] for row in rows[1:]] == [("–", "–", "–")] * 2


@pytest.mark.parametrize(
    ("reached", "said"),
    [(6, "Only 6 of 30 users were started, at 1 per second"), (30, ""), (0, "")],
)
def test_it_is_said_where_not_all_users_were_reached(reached: int, said: str) -> None:
    assert reached_words(LoadSample(reached=reached), 30, 1.0, EN) == said


def test_writes_without_a_response_are_said_to_be_uncertain() -> None:
    codes = (NO_RESPONSE, "timed_out", "connection_refused", "NO_RIGHT")
    failures = tuple(LoadFailure(name, code, 2) for name in ("w", "r") for code in codes)
    sample = LoadSample(failures=failures)
    said = "4 writes may have been executed: sent, but no response arrived (w)"
    assert uncertain_words(sample, {"w"}, EN, Masker()) == said
    assert not uncertain_words(sample, (), EN, Masker())


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


def test_a_time_is_that_of_the_requests_that_passed() -> None:
    threshold = Threshold(Measure.P95, 300.0)
    failed = LoadSample(total=LoadFigures(count=9, failed=9, p95=3.0))
    said = threshold_words(threshold, failed, EN)
    assert said == "✗ p95 not measured (no request succeeded), at most 300 ms"
    some = LoadSample(total=LoadFigures(count=9, failed=1, p95=3.0), passed_p95=12.0)
    said = threshold_words(threshold, some, EN)
    assert said == "✓ p95 of successful requests 12 ms, at most 300 ms"


def test_a_load_that_sent_nothing_skips_its_thresholds_in_junit() -> None:
    limits = (Threshold(Measure.P95, 300.0), Threshold(Measure.ERRORS, 1.0))
    made = load_junit("hq · dev", LoadSample(), limits, 0.0, EN, Masker(), "no route")
    suite = ET.fromstring(made).find("testsuite")  # noqa: S314
    assert suite is not None
    found = [suite.get(each) for each in ("tests", "errors", "failures", "skipped")]
    assert found == ["3", "1", "0", "2"]


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
