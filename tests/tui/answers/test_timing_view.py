import pytest

from tests.tui.views.values import EN, REQUEST, ZH, text
from weda_tui.core.answers.timing import Span, TimingStep
from weda_tui.core.answers.verdict import Outcome, Verdict
from weda_tui.core.sending.exchange import Exchange, Response
from weda_tui.i18n.strings import Strings
from weda_tui.tui.answers.timing_view import BAR, timing_lines

AT = 1_795_570_938.0
STEPS = (
    Span(TimingStep.CONNECT, 0.0, 0.02),
    Span(TimingStep.TLS, 0.02, 0.02),
    Span(TimingStep.SEND, 0.04, 0.001),
    Span(TimingStep.WAIT, 0.041, 0.05),
    Span(TimingStep.RECEIVE, 0.091, 0.009),
)


def exchange(
    spans: tuple[Span, ...], date: str = "Wed, 25 Nov 2026 01:42:18 GMT", prepared: float = 0.0
) -> Exchange:
    headers = (("Date", date),)
    response = Response(status=200, reason="", headers=headers, body=b"x" * 1945, spans=spans)
    return Exchange(
        endpoint_id="workflow.StopFlow",
        request=REQUEST,
        response=response,
        verdict=Verdict(outcome=Outcome.OK),
        started_at=AT,
        elapsed=0.1,
        prepared=prepared,
    )


def lines_of(call: Exchange, strings: Strings) -> list[str]:
    return text(timing_lines(call, AT, strings), 100)


@pytest.mark.parametrize("strings", [ZH, EN])
def test_each_step_has_a_row_whose_bar_lies_where_it_was(strings: Strings) -> None:
    rows = lines_of(exchange(STEPS), strings)
    bars = [row for row in rows if "━" in row]
    assert len(bars) == len(STEPS) + 1
    lengths = [row.count("━") for row in bars]
    assert lengths[3] == BAR // 2
    assert lengths[-1] == BAR
    starts = [row.index("━") for row in bars[:5]]
    assert starts == sorted(starts)


def test_the_token_is_no_part_of_the_total() -> None:
    rows = lines_of(exchange(STEPS, prepared=0.31), ZH)
    assert "310 ms" in rows[0]
    assert "━" not in rows[0]


def test_a_connection_that_stood_already_is_said() -> None:
    rows = lines_of(exchange(STEPS[2:]), EN)
    assert "an open connection was reused" in rows[0]


def test_time_that_no_step_explains_is_told() -> None:
    rows = lines_of(exchange(STEPS[:3]), EN)
    assert any(row.strip().startswith("other") and "59 ms" in row for row in rows)


def test_of_the_past_there_is_the_total_alone() -> None:
    rows = lines_of(exchange(()), EN)
    assert rows[0].strip().startswith("total")
    assert "not the steps" in rows[1]


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("Wed, 25 Nov 2026 01:42:18 GMT", "same as"),
        ("Wed, 25 Nov 2026 01:47:25 GMT", "5m06s ahead"),
        ("Wed, 25 Nov 2026 01:41:18 GMT", "1m00s behind"),
        ("yesterday", ""),
    ],
)
def test_both_clocks(date: str, said: str) -> None:
    told = lines_of(exchange(STEPS, date), EN)[-1]
    assert said in told
    assert ("server time" in told) is bool(said)
