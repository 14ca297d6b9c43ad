"""The log of a monitor's rounds: marks, first failures, a bounded number of codes."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.errors import ErrorCode, NotReachableError, RouteError, WedaError
from weda_tui.core.runs.results import RunResult
from weda_tui.core.runs.rounds import MOST_MARKS, OTHER_CODE, Round, RoundLog, bounded_code, code_of

REFUSED = NotReachableError(ErrorCode.CONNECTION_REFUSED, host="h", port=1)


def result(path: str = "a", *, error: WedaError | None = None, **more: Any) -> RunResult:
    return RunResult(order=(0, 0), path=path, title=path, error=error, **more)


def round_of(number: int, *results: RunResult, **more: Any) -> Round:
    return Round(number=number, at=float(number), elapsed=0.5, results=results, **more)


def log_of(passes: Sequence[bool]) -> RoundLog:
    log = RoundLog()
    for number, passed in enumerate(passes):
        log.add(round_of(number, result(error=None if passed else REFUSED)))
    return log


@given(st.lists(st.booleans(), max_size=300))
def test_the_last_marks_are_kept_and_all_rounds_counted(passes: list[bool]) -> None:
    log = log_of(passes)
    marks = "".join("✓" if each else "✗" for each in passes)
    assert log.marks == marks[-MOST_MARKS:]
    assert (log.rounds, log.failed) == (len(passes), passes.count(False))
    if passes:
        assert log.requests["a", None].marks == log.marks


@given(st.lists(st.booleans(), max_size=60))
def test_the_first_red_is_that_of_the_last_row_of_failures(passes: list[bool]) -> None:
    log = log_of(passes)
    if all(passes):
        assert not passes or log.requests["a", None].first_red is None
        return
    last_bad = max(n for n, each in enumerate(passes) if not each)
    first = last_bad
    while first and not passes[first - 1]:
        first -= 1
    red = log.requests["a", None].first_red
    assert red is not None
    assert red.at == first
    assert red.green_at == (None if not passes[-1] else last_bad + 1)
    assert (red.good is None) == (first == 0)
    assert red.good_at == max(first - 1, 0)


def test_a_request_is_new_red_once() -> None:
    log = RoundLog()
    assert log.add(round_of(1, result())) == []
    (red,) = log.add(round_of(2, result(error=REFUSED)))
    assert red.last.error is REFUSED
    assert log.add(round_of(3, result(error=REFUSED))) == []


def test_a_failure_keeps_each_code_that_it_had_once() -> None:
    log = RoundLog()
    slow = NotReachableError(ErrorCode.TIMED_OUT, host="h", port=1)
    skipped = result(blocked_by="b")
    errors = [REFUSED, slow, REFUSED, None, slow]
    rounds = [result(), *(result(error=each) for each in errors[:3]), skipped]
    rounds += [result(error=each) for each in errors[3:]]
    codes: list[tuple[str, ...]] = []
    for number, each in enumerate(rounds):
        log.add(round_of(number, each))
        red = log.requests["a", None].first_red
        codes.append(red.codes if red is not None else ())
    refused, late = (each.code.value for each in (REFUSED, slow))
    both = (refused, late)
    assert codes == [(), (refused,), both, both, both, both, (late,)]


def test_a_stopped_round_is_marked_and_says_nothing_of_requests() -> None:
    log = log_of([True])
    log.add(round_of(2, result(is_stopped=True), is_stopped=True, skipped=2))
    assert (log.marks, log.rounds, log.failed, log.skipped) == ("✓–", 1, 0, 2)
    assert log.requests["a", None].marks == "✓"
    assert log.last is not None
    assert log.last.number == 0


def test_a_refused_route_cuts_a_round() -> None:
    refused = RouteError(ErrorCode.ROUTE_NOT_APPROVED)
    assert round_of(1, result(), result("b", error=refused)).cut_by is refused
    assert round_of(1, result(), result("b", error=REFUSED)).cut_by is None


def test_what_was_not_sent_since_another_failed_turns_no_red() -> None:
    log = RoundLog()
    log.add(round_of(1, result("a"), result("b")))
    blocked = RunResult(order=(1, 0), path="b", title="b", blocked_by="a")
    (red,) = log.add(round_of(2, result("a", error=REFUSED), blocked))
    assert red.last.path == "a"
    assert log.requests["b", None].marks == "✓–"
    assert log.requests["b", None].first_red is None


def test_a_request_whose_file_is_gone_is_forgotten() -> None:
    log = RoundLog()
    log.add(round_of(1, result("a"), result("b", error=REFUSED)))
    log.add(round_of(2, result("a", is_unsent=True)))
    assert [*log.requests] == [("a", None), ("b", None)]
    log.add(round_of(3, result("a"), changed=("collections/b.toml",)))
    assert [*log.requests] == [("a", None)]


def test_files_whose_change_began_the_round_belong_to_its_first_red() -> None:
    log = RoundLog()
    log.add(round_of(1, result(error=REFUSED), changed=("collections/a.toml",)))
    red = log.requests["a", None].first_red
    assert red is not None
    assert red.changed == ("collections/a.toml",)


def test_rows_are_requests_of_their_own() -> None:
    log = RoundLog()
    rows = [RunResult(order=(n, 0), path="a", title="a", row=n) for n in (1, 2)]
    log.add(round_of(1, *rows))
    assert [*log.requests] == [("a", 1), ("a", 2)]


def test_codes_are_those_that_are_known() -> None:
    assert code_of(result()) == bounded_code(result()) == "ok"
    assert bounded_code(result(error=REFUSED)) == ErrorCode.CONNECTION_REFUSED
    assert bounded_code(result(is_unsent=True)) == "skipped"
    assert OTHER_CODE == "other"


def test_the_first_token_to_end_counts() -> None:
    ends = {TokenKind.KEY: 20.0, TokenKind.USER: 10.0}
    assert Round(number=1, at=0, elapsed=0, results=(), token_ends=ends).token_end == 10.0
    assert round_of(1).token_end is None
