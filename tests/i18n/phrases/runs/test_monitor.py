"""Rounds as a line, a page and metrics; secrets are masked, codes of a server are bounded."""

from datetime import datetime
from typing import Any

import pytest

from weda_tui.core.answers.foreign import Foreign
from weda_tui.core.answers.verdict import ErrorLayer, Outcome, Verdict
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.comparison.json_diff import compare_json
from weda_tui.core.environments.deployment import Environment, EnvTypeSetting, Target
from weda_tui.core.errors import ErrorCode, NotReachableError, RouteError
from weda_tui.core.guard.level import Guard
from weda_tui.core.masking import MASK, Masker
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.runs.assertions import IMPLIED, NotHeld
from weda_tui.core.runs.results import Check, RunResult
from weda_tui.core.runs.rounds import FirstRed, Round, RoundLog
from weda_tui.core.runs.schedule import Schedule, read_until
from weda_tui.core.sending.exchange import Exchange, Response
from weda_tui.i18n.phrases.runs.monitor import MonitorReport, red_lines
from weda_tui.i18n.strings import EN, ZH

SECRET = "s3cret-of-the-deployment"
MASKER = Masker((SECRET,))
AT = 1_764_000_000.0
WHERE = Target(
    Environment(
        name="hq", host="https://weda.example.cn", env_types=(EnvTypeSetting("prod", Guard.NONE),)
    ),
    "prod",
)
GONE = NotReachableError(ErrorCode.CONNECTION_REFUSED, host="weda.example.cn", port=443)


def answered(path: str, code: str = "", body: bytes = b"{}") -> RunResult:
    outcome, layer = (
        (Outcome.FAILURE, ErrorLayer.BUSINESS) if code else (Outcome.OK, ErrorLayer.NONE)
    )
    exchange = Exchange(
        endpoint_id="x", request=PreparedRequest(method="GET", url="u", headers=(), body=b""),
        response=Response(status=200, reason="OK", headers=(), body=body),
        verdict=Verdict(outcome=outcome, layer=layer, code=code), started_at=AT, elapsed=0.1,
    )  # fmt: skip
    checks = (Check(IMPLIED, NotHeld(code)),) if code else ()
    return RunResult(
        order=(0, 0),
        path=path,
        title=path,
        exchange=exchange,
        checks=checks,
        attempts=1,
        elapsed=0.1,
    )


def failed(path: str, error: NotReachableError | RouteError = GONE) -> RunResult:
    return RunResult(order=(1, 0), path=path, title=path, error=error, attempts=1, elapsed=1.5)


def round_of(*results: RunResult, **more: Any) -> Round:
    ends = {TokenKind.KEY: AT + 7200.0}
    settings: dict[str, Any] = {"certificate_ends": AT + 30.5 * 86400, "token_ends": ends, **more}
    return Round(number=1, at=AT, elapsed=2.0, results=results, **settings)


def log_of(*rounds: Round) -> RoundLog:
    log = RoundLog()
    for each in rounds:
        log.add(each)
    return log


ENGLISH = MonitorReport(EN, ("approvals",), WHERE, Schedule(300.0))
CHINESE = MonitorReport(ZH, ("approvals",), WHERE, Schedule(5400.0))


def test_a_round_is_one_line() -> None:
    (line,) = ENGLISH.round_lines(round_of(answered("a/1"), answered("a/2")), MASKER)
    assert line.startswith("✓ ")
    assert line.endswith("2 passed, 0 failed   2.0 s   token valid for 1h59m")
    (line,) = CHINESE.round_lines(round_of(answered("a/1")), MASKER)
    assert line.endswith("通过 1，失败 0   2.0 s   令牌剩余 1h59m")


def test_what_is_special_of_a_round_stands_below_it() -> None:
    results = [failed(f"a/{number} {SECRET}") for number in range(7)]
    round_ = round_of(*results, skipped=2, skipped_since=AT - 600, changed=(f"rows-{SECRET}.csv",))
    first, skipped, changed, *reasons = ENGLISH.round_lines(round_, MASKER)
    assert first.startswith("✗ ")
    assert skipped.startswith("  ! 2 rounds skipped from ")
    assert changed == f"  ~ changed: rows-{MASK}.csv"
    assert len(reasons) == 6
    assert reasons[-1] == "    and 2 more"
    assert SECRET not in "\n".join(reasons)


def test_a_round_that_was_cut_says_why() -> None:
    refused = RouteError(ErrorCode.ROUTE_NOT_APPROVED, environment="hq")
    _, why = ENGLISH.round_lines(round_of(failed("a/1", refused), error=refused), MASKER)
    assert why.startswith("    not sent: ")
    _, why = ENGLISH.round_lines(round_of(answered("a/1"), is_stopped=True), MASKER)
    assert why == "    stopped before its end"


def test_metrics_have_few_series_and_no_code_of_a_servers_own() -> None:
    log = log_of(
        round_of(answered("a/1"), answered("a/2", "EXCEED_RATELIMIT")),
        round_of(
            answered("a/1", f"made-up-{SECRET}"),
            answered("a/2"),
            failed(f"a/{SECRET}"),
            answered("a/3", Foreign.LOGIN_PAGE),
        ),
    )
    text = ENGLISH.metrics(log, MASKER).decode()
    assert SECRET not in text
    labels = 'run="approvals",environment="hq",env_type="prod"'
    for line in (
        f"weda_monitor_success{{{labels}}} 0",
        f"weda_monitor_rounds_total{{{labels}}} 2",
        f"weda_monitor_failed_rounds_total{{{labels}}} 2",
        f"weda_monitor_round_duration_seconds{{{labels}}} 2",
        f'weda_token_expiry_timestamp_seconds{{{labels},token="key"}} {AT + 7200:.0f}',
        f"weda_certificate_expiry_timestamp_seconds{{{labels}}} {AT + 30.5 * 86400:.0f}",
        f'weda_request_info{{{labels},request="a/1",code="other"}} 1',
        f'weda_request_info{{{labels},request="a/2",code="ok"}} 1',
        f'weda_request_info{{{labels},request="a/3",code="LOGIN_PAGE"}} 1',
        f'weda_request_info{{{labels},request="a/{MASK}",code="connection_refused"}} 1',
        f'weda_request_success{{{labels},request="a/1"}} 0',
    ):
        assert line in text.splitlines()


def test_rows_of_data_are_one_series() -> None:
    rows = [
        RunResult(
            order=(n, 0), path="a/1", title="1", row=n, elapsed=n, error=GONE if n == 2 else None
        )
        for n in (1, 2, 3)
    ]
    text = ENGLISH.metrics(log_of(round_of(*rows)), MASKER).decode()
    series = [line for line in text.splitlines() if line.startswith("weda_request_")]
    assert [line.rpartition(" ")[2] for line in series] == ["0", "3", "1"]
    assert 'code="connection_refused"' in series[2]


@pytest.mark.parametrize("report", [ENGLISH, CHINESE])
def test_the_page_has_all_and_no_secret(report: MonitorReport) -> None:
    bad = answered("a/1", "InvalidParameter", f'{{"x": "{SECRET}"}}'.encode())
    log = log_of(round_of(answered("a/1"), answered("a/2")), round_of(bad, failed(f"a/{SECRET}")))
    page = report.page(log, MASKER).decode()
    assert SECRET not in page
    for text in ("approvals", "hq · prod", "InvalidParameter", "connection_refused", "30"):
        assert text in page
    assert f'lang="{"en" if report is ENGLISH else "zh-CN"}"' in page
    assert ('content="300"' if report is ENGLISH else 'content="5400"') in page
    assert ("every 5m" if report is ENGLISH else "每 1h30m") in page


def test_what_changed_at_the_first_red() -> None:
    before, after = b'{"State": "up", "Count": 3}', b'{"State": "down", "Count": 3, "New": [1]}'
    red = FirstRed(
        result=answered("a/1", "InvalidParameter"), at=AT, good=answered("a/1"), good_at=AT - 300,
        answers=compare_json(before, after),
    )  # fmt: skip
    lines = [*red_lines(red, EN)]
    assert lines[0] == "expected the verdict to be success, was InvalidParameter"
    assert lines[1].startswith("last passed ")
    assert lines[2:] == [
        "code  ok → InvalidParameter",
        "changed State", '  - "up"', '  + "down"', "added New", "  + [1]",
    ]  # fmt: skip


def test_the_page_says_why_a_request_fails_now_where_that_is_another_cause() -> None:
    began = [round_of(answered("a/1")), round_of(failed("a/1"))]
    same = ENGLISH.page(log_of(*began, round_of(failed("a/1"))), MASKER).decode()
    assert "now: " not in same
    assert "codes until" not in same
    limited = round_of(answered("a/1", "EXCEED_RATELIMIT"))
    changed = ENGLISH.page(log_of(*began, limited), MASKER).decode()
    assert "now: expected the verdict to be success, was EXCEED_RATELIMIT" in changed
    assert "Nothing is listening" in changed
    again = ENGLISH.page(log_of(*began, limited, round_of(answered("a/1"))), MASKER).decode()
    assert "now: " not in again
    assert "codes until it passed: connection_refused, EXCEED_RATELIMIT" in again


def test_the_end_is_named_with_its_date() -> None:
    begins_at = datetime(2026, 11, 30, 14, 30).astimezone().timestamp()
    schedule = Schedule(300.0, read_until("13:00", begins_at))
    for strings, said in ((EN, "every 5m until 2026-12-01 13:00:00."),
                          (ZH, "每 5m 一轮，将于 2026-12-01 13:00:00 结束。")):  # fmt: skip
        report = MonitorReport(strings, ("a",), WHERE, schedule, begins_at)
        assert said in report.begins(is_watching=False, may_write=False)
        assert (
            "2026-12-01 13:00:00" in report.page(log_of(round_of(answered("a/1"))), MASKER).decode()
        )


def test_what_begins_is_said() -> None:
    assert ENGLISH.begins(is_watching=False, may_write=False) == (
        "Monitoring approvals on hq · prod: every 5m. Only reads are sent. Ctrl+C stops."
    )
    watching = MonitorReport(ZH, ("a", "b"), WHERE, Schedule())
    assert watching.begins(is_watching=True, may_write=True) == (
        "正在监控 hq · prod 的 a b：文件变更后一轮。每轮都会发送写请求。按 Ctrl+C 停止。"
    )
