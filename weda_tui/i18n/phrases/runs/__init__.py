"""Assertions, captures and results of a run, in words."""

from collections.abc import Iterator, Sequence

import msgspec

from weda_tui.core.collections.saved_request import Assertion, AssertionOperator, Expected
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode
from weda_tui.core.masking import Masker
from weda_tui.core.runs.answer_values import HEADER, Captured, Missing, Unjudged
from weda_tui.core.runs.assertions import IMPLIED, AssertionHeld, Judgement, NotHeld, with_text
from weda_tui.core.runs.ledger import FinishedRun, Ledger
from weda_tui.core.runs.results import (
    Check,
    EarlierEnd,
    Row,
    RowOutcome,
    RunFailureCause,
    RunResult,
    Tally,
)
from weda_tui.core.runs.stops import MOST_UNANSWERED, RunStop, StopReason
from weda_tui.core.runs.undo import NoInverse
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.formats.junit import Case, write_junit
from weda_tui.i18n import quantities
from weda_tui.i18n.phrases.answers import unfit_words
from weda_tui.i18n.phrases.errors import UNKNOWN, explain
from weda_tui.i18n.phrases.sending import short_value
from weda_tui.i18n.strings import Strings
from weda_tui.i18n.text import find_text
from weda_tui.i18n.words.runs import AssertionWords, BulkWords, RunWords
from weda_tui.i18n.words.runs.long import LongRunWords
from weda_tui.i18n.words.runs.monitor import MonitorWords


def assertion_words(assertion: Assertion, strings: Strings) -> str:
    """Return an assertion as a sentence: $.Response.Data.State 等于 "done"."""
    words = strings.assertions
    if assertion == IMPLIED:
        return words.implied
    on = _subject(assertion.on, strings)
    sentence = _sentence(assertion.operator, words, is_true=assertion.expected is True)
    return sentence.format(on=on, expected=_value(assertion.expected))


def _sentence(  # noqa: PLR0911, C901 - one a case
    operator: AssertionOperator, words: AssertionWords, *, is_true: bool
) -> str:
    match operator:
        case AssertionOperator.EXISTS:
            return words.exists if is_true else words.exists_not
        case AssertionOperator.IS_NULL:
            return words.is_null if is_true else words.is_not_null
        case AssertionOperator.EQUALS:
            return words.equals
        case AssertionOperator.NOT_EQUALS:
            return words.not_equals
        case AssertionOperator.CONTAINS:
            return words.contains
        case AssertionOperator.NOT_CONTAINS:
            return words.not_contains
        case AssertionOperator.MATCHES:
            return words.matches
        case AssertionOperator.LESS_THAN:
            return words.less_than
        case AssertionOperator.GREATER_THAN:
            return words.greater_than
        case AssertionOperator.ONE_OF:
            return words.one_of
        case AssertionOperator.LENGTH:
            return words.length


def wanted_words(assertion: Assertion, strings: Strings) -> str:
    """Return the expectation of an assertion that does not hold."""
    words = strings.assertions
    if assertion == IMPLIED:
        return words.wanted_implied
    return words.wanted.format(said=assertion_words(assertion, strings))


def judgement_words(judgement: Judgement, strings: Strings) -> str:
    """Return why an assertion does not hold; empty if it holds."""
    words = strings.assertions
    match judgement:
        case AssertionHeld():
            return ""
        case NotHeld(actual):
            shown = None if actual is None else strip_control_characters(actual.replace("\n", "⏎"))
            return words.nothing if shown is None else words.actual.format(actual=shown or '""')
        case Unjudged():
            return unfit_words(judgement, strings)


def check_words(check: Check, strings: Strings) -> str:
    """Return an assertion; if it does not hold, the expected and the actual value."""
    why = judgement_words(check.judgement, strings)
    return _unmet(check, why, strings) if why else assertion_words(check.assertion, strings)


def _unmet(check: Check, why: str, strings: Strings) -> str:
    wanted = wanted_words(check.assertion, strings)
    return strings.assertions.unmet.format(wanted=wanted, why=why)


def missed_words(missed: Missing, strings: Strings) -> str:
    """Return why a variable got no value."""
    words = strings.run
    name, source = strip_control_characters(missed.name), strip_control_characters(missed.source)
    if missed.reason is None:
        return words.missed.format(name=name, source=source)
    return words.missed_why.format(name=name, reason=judgement_words(missed.reason, strings))


def failure_lines(result: RunResult, strings: Strings) -> Iterator[str]:
    """Yield why a request of a run did not pass, a line each, the decisive reason first."""
    words = strings.run
    if result.blocked_by:
        yield words.blocked.format(path=strip_control_characters(result.blocked_by))
    elif result.is_stopped:
        yield words.stopped
    elif result.is_unsent:
        yield words.unsent
    elif result.earlier is not None:
        yield _earlier_words(result.earlier, words)
    elif result.error is not None:
        meaning = explain(result.error, strings)
        yield meaning.what
        if result.error.code is ErrorCode.VARIABLE_UNKNOWN:
            yield meaning.hint
    yield from (_check_line(check, result, strings) for check in result.checks if not check.ok)
    missed = (each for each in result.captures if isinstance(each, Missing))
    yield from (missed_words(each, strings) for each in missed)


def _earlier_words(earlier: EarlierEnd, words: RunWords) -> str:
    """Return the outcome of a row before its run was resumed."""
    text = {
        RowOutcome.EXECUTED: words.earlier_executed,
        RowOutcome.UNKNOWN: words.earlier_unknown,
    }.get(earlier.outcome, words.earlier_failed)
    code = strip_control_characters(earlier.code)
    return words.earlier_code.format(said=text, code=code) if code else text


def title_words(result: RunResult, strings: Strings) -> str:
    """Return the request of a result: its path, its row, and whether it is a dependency."""
    words = strings.run
    pieces = [strip_control_characters(result.path)]
    if result.row is not None:
        pieces.append(words.row.format(number=result.row))
    if result.is_dependency:
        pieces.append(words.dependency)
    return " · ".join(pieces)


def facts_words(result: RunResult, strings: Strings) -> list[str]:
    """Return status, elapsed time and number of attempts."""
    exchange = result.exchange
    facts = [f"HTTP {exchange.response.status}"] if exchange is not None else []
    if result.attempts:
        facts.append(quantities.elapsed(result.elapsed))
    if result.attempts > 1:
        facts.append(strings.run.attempts.format(count=result.attempts))
    return facts


def tally_words(count: Tally, place: str) -> str:
    """Return the summary of a run on one line: ✓ 5  ✗ 1  3.4 s  总部 prod."""
    said = quantities.count
    pieces = [f"✓ {said(count.passed)}", f"✗ {said(count.failed)}"]
    if count.skipped:
        pieces.append(f"– {said(count.skipped)}")
    return "  ".join([*pieces, quantities.elapsed(count.elapsed), place])


def row_words(values: Row, strings: Strings) -> str:
    """Return a row of data on one line."""
    pairs = "  ".join(
        f"{strip_control_characters(name)} = {short_value(value)}" for name, value in values.items()
    )
    return strings.run.of_row.format(values=pairs)


def unused_words(names: Sequence[str], strings: Strings) -> str:
    """Return the columns that no request uses, as placeholders; empty for none."""
    if not names:
        return ""
    shown = [f"{{{{{strip_control_characters(name)}}}}}" for name in names[:MOST_NAMES]]
    return strings.run.unused.format(
        names=" ".join([*shown, *("…" for _ in names[MOST_NAMES:][:1])])
    )


MOST_NAMES = 6
"""Maximum number of columns that are named."""


def no_inverse_words(reason: NoInverse, strings: Strings) -> str:
    """Return why a write cannot be undone."""
    return find_text(strings.bulk.no_inverse, reason.name.lower())


def bulk_progress(done: int, count: int, elapsed: float, strings: Strings) -> str:
    """Return the progress of a run over rows: a bar, rows per second, the remaining time."""
    filled = BAR * done // max(1, count)
    bar = "━" * filled + "─" * (BAR - filled)
    rate = done / elapsed if elapsed > 0 else 0.0
    left = quantities.time_left((count - done) / rate) if rate else UNKNOWN
    return strings.bulk.progress.format(
        bar=bar, done=quantities.count(done), count=quantities.count(count),
        rate=f"{rate:.1f}", left=left,
    )  # fmt: skip


def finished_words(finished: FinishedRun, strings: Strings) -> str:
    """Return that the same rows were sent before."""
    done, at = quantities.count(finished.count.done), quantities.moment(finished.at)
    return strings.bulk.sent_before.format(done=done, at=at)


def ledger_words(ledger: Ledger, strings: Strings) -> list[str]:
    """Return the numbers of a ledger, and how many of the unsent rows were tried."""
    known, words = ledger.count, strings.bulk
    numbers = {
        "succeeded": known.succeeded, "failed": known.failed,
        "unknown": known.unknown, "left": known.left, "executed": known.executed,
    }  # fmt: skip
    summary = words.summary_executed if known.executed else words.summary
    text = summary.format_map({n: quantities.count(each) for n, each in numbers.items()})
    refused = words.refused.format(count=quantities.count(ledger.refused))
    return [text, *([refused] if ledger.refused else [])]


BAR = 20
"""Cells of the progress bar."""


def ledger_rows(ledger: Ledger) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of a report: number, verdict, code, requestId."""
    yield "row", "verdict", "code", "requestId"
    for row in range(1, ledger.head.rows + 1):
        line, outcome = ledger.rows.get(row), ledger.outcome(row)
        verdict = line.verdict if line is not None and outcome is RowOutcome.FAILURE else None
        said = verdict.value if verdict is not None else outcome.value
        code, request_id = (line.code, line.request_id) if line is not None else ("", "")
        yield str(row), said, code, request_id


def stop_words(stop: RunStop, words: BulkWords | LongRunWords | MonitorWords) -> str:
    """Return why a run stopped by itself, and what to do."""
    code = strip_control_characters(stop.code)
    match stop.reason:
        case StopReason.RATE:
            return words.rate_limited
        case StopReason.IN_FRONT:
            return words.answered_in_front.format(code=code)
        case StopReason.UNKNOWN:
            return words.unknown_in_a_row.format(count=MOST_UNANSWERED)
        case StopReason.UNREACHABLE:
            return words.unreachable_in_a_row.format(count=MOST_UNANSWERED, code=code)


def remaining_rows_words(ledger: Ledger, strings: Strings) -> Iterator[str]:
    """Yield which rows the user has to check by hand, and what to do with them."""
    words = strings.bulk
    for said, outcome in (
        (words.executed, RowOutcome.EXECUTED),
        (words.unknown, RowOutcome.UNKNOWN),
    ):
        if rows := [*ledger.of_outcome(outcome)]:
            named = [str(row) for row in rows[:MOST_ROWS]] + ["…"] * (len(rows) > MOST_ROWS)
            yield said.format(rows=", ".join(named))


MOST_ROWS = 20
"""Maximum number of rows that are named."""


def _check_line(check: Check, result: RunResult, strings: Strings) -> str:
    """Return a failed check; for the implied check, the code says more than the outcome."""
    if check.assertion == IMPLIED and result.exchange is not None:
        verdict = result.exchange.verdict
        code, message = (
            strip_control_characters(verdict.code),
            strip_control_characters(verdict.message),
        )
        is_both = bool(code and message)
        words = strings.assertions
        text = words.unmet_code.format(code=code, message=message) if is_both else code or message
        if text:
            return _unmet(check, words.actual.format(actual=text), strings)
    return check_words(check, strings)


def _subject(on: str, strings: Strings) -> str:
    words = strings.assertions
    plain = {
        "verdict": words.verdict,
        "status": words.status,
        "time": words.time,
        "size": words.size,
    }
    if on.lower().startswith(HEADER):
        return words.header.format(name=strip_control_characters(on[len(HEADER) :].strip()))
    return plain.get(on) or strip_control_characters(on)


def _value(expected: Expected) -> str:
    """Return an expected value as JSON, on one line."""
    text = msgspec.json.Encoder(decimal_format="number").encode(expected).decode()
    return strip_control_characters(text)


_OUTCOMES = {
    RunFailureCause.NONE: "passed",
    RunFailureCause.ERROR: "error",
    RunFailureCause.SKIPPED: "skipped",
}


def junit_report(
    where: Target, results: Sequence[RunResult], elapsed: float, strings: Strings, masker: Masker
) -> bytes:
    """Return a run as JUnit XML with secrets masked.

    Masking is repeated here, because more secrets may be known than when the run was judged.
    """
    name = f"{where.environment.name} · {where.env_type}"
    return write_junit(name, [_case(result, strings, masker) for result in results], elapsed)


def captured_lines(result: RunResult, strings: Strings, masker: Masker) -> list[str]:
    """Return a line for each variable that a request captured, with secrets masked."""
    return [
        strings.run.captured.format(name=each.name, value=short_value(_hide(each.value, masker)))
        for each in result.captures
        if isinstance(each, Captured)
    ]


def _case(result: RunResult, strings: Strings, masker: Masker) -> Case:
    checks = tuple(
        Check(each.assertion, with_text(each.judgement, masker.text)) for each in result.checks
    )
    judged = msgspec.structs.replace(result, checks=checks)
    lines = [_hide(line, masker) for line in failure_lines(judged, strings)]
    folder, _, name = result.path.rpartition("/")
    row = f" [{result.row}]" if result.row is not None else ""
    return Case(
        group=folder,
        name=f"{name}{row}",
        seconds=result.elapsed,
        outcome=_OUTCOMES.get(result.cause, "failure"),
        kind=result.cause.value,
        message=lines[0] if lines else "",
        details="\n".join(lines),
        output="\n".join(captured_lines(result, strings, masker)),
    )


def _hide(text: str, masker: Masker) -> str:
    return masker.text(text).encode("utf-8", "replace").decode()
