"""The output of ``run``: progress lines, then a table, JSON or JUnit, with secrets masked."""

import sys
from collections.abc import Sequence
from typing import Any

from weda_tui.cli import output
from weda_tui.cli.exit_status import ExitStatus, exit_status
from weda_tui.cli.help import pad
from weda_tui.cli.sending.report import verdict_report
from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.decision import GuardDecision, check_consent
from weda_tui.core.masking import Masker
from weda_tui.core.runs.answer_values import Captured, Unjudged
from weda_tui.core.runs.assertions import IMPLIED, AssertionHeld, NotHeld
from weda_tui.core.runs.ledger import Ledger
from weda_tui.core.runs.results import (
    Check,
    Consent,
    RowOutcome,
    RunFailureCause,
    RunResult,
    Write,
    first_failure,
    tally,
)
from weda_tui.core.text.cells import cells
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import effect_words
from weda_tui.i18n.phrases.runs import (
    captured_lines,
    facts_words,
    failure_lines,
    judgement_words,
    junit_report,
    tally_words,
    title_words,
)
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.files import write_file

MOST_LISTED = 100
"""Maximum number of results for which each row of data is listed."""
WIDEST_TITLE = 60
"""Maximum cells of the first column."""


def run_status(results: Sequence[RunResult]) -> ExitStatus:
    """Return the status of a run, which is that of the first failure in the report."""
    failed = first_failure(results)
    if failed is None:
        return ExitStatus.OK
    if failed.error is not None:
        return exit_status(failed.error)
    if failed.cause is RunFailureCause.VERDICT and failed.exchange is not None:
        return exit_status(failed.exchange.verdict)
    if failed.cause is RunFailureCause.EARLIER:
        return ExitStatus.VERDICT
    return ExitStatus.INTERRUPTED if failed.is_stopped else ExitStatus.ASSERTION


class RunReport:
    """Prints the report of one run."""

    def __init__(self, strings: Strings, session: Session, where: Target, count: int = 0) -> None:
        self._strings, self._session = strings, session
        self.where = where
        self.count = count
        """The number of requests to send, without dependencies."""
        self.is_over = False
        """Whether the run has ended and its results are known."""
        self._done = 0
        self._is_watched = output.is_terminal(sys.stdout) and output.is_terminal(sys.stderr)

    # -- while it goes -----------------------------------------------------------------------

    def print_start(self, result: RunResult) -> None:
        """Show on a terminal which request is being sent."""
        words = self._strings.run_command.progress
        output.progress(
            self._hide(words.format(done=self._done, count=self.count, path=result.path))
        )

    def print_result(self, result: RunResult) -> None:
        """Print the result of a request, unless a terminal gets it in the table later."""
        self._done += not result.is_dependency
        if not self._is_watched:
            output.talk(self._line(result, 0))

    def print_first(self, result: RunResult) -> None:
        """Print the result of a request that is sent before another one."""
        output.talk(self._line(result, 0))

    def print_writes(self, writes: Sequence[Write]) -> None:
        """Show which calls write, and where."""
        words = self._strings.run_command
        output.talk(words.writes.format(count=count(len(writes))))
        name = self.where.environment.name
        for write in writes[:MOST_WRITES]:
            effect = effect_words(write.effect, self._strings)
            output.talk(f"  ! {write.path}   {effect}   {name} · {write.env_type}")
        if len(writes) > MOST_WRITES:
            more = self._strings.run.more_writes.format(count=len(writes) - MOST_WRITES)
            output.talk(f"    {more}")

    # -- at the end --------------------------------------------------------------------------

    def print_table(self, results: Sequence[RunResult], elapsed: float) -> None:
        """Print a row for each request with its failure below, and a summary line.

        Of many rows of data, only those that failed are listed.
        """
        listed = results
        if len(results) > MOST_LISTED:
            listed = [each for each in results if each.row is None or _is_notable(each)]
        titles = [cells(title_words(result, self._strings)) for result in listed]
        width = min(WIDEST_TITLE, max(titles, default=0))
        lines: list[str] = []
        for result in listed:
            lines.append(self._line(result, width))
            lines += [f"    {self._hide(line)}" for line in failure_lines(result, self._strings)]
            captured = captured_lines(result, self._strings, self._session.tokens.masker())
            lines += [f"    {line}" for line in captured]
        if unlisted := len(results) - len(listed):
            words = self._strings.run_command.not_listed
            lines.append(words.format(count=count(unlisted)))
        place = f"{self.where.environment.name} {self.where.env_type}"
        lines += ["", tally_words(tally(results, elapsed), place)]
        failed = first_failure(results)
        if failed is not None:
            reason = next(failure_lines(failed, self._strings), "")
            text = self._strings.run.first_failure.format(path=failed.path, reason=reason)
            lines.append(self._hide(text))
        output.data("\n".join(lines))

    def print_json(
        self, results: Sequence[RunResult], elapsed: float, ledger: Ledger | None
    ) -> None:
        """Print the JSON object of a run."""
        output.json_value(self.as_json(results, elapsed, ledger))

    def as_json(
        self, results: Sequence[RunResult], elapsed: float, ledger: Ledger | None = None
    ) -> dict[str, Any]:
        """Return the JSON object of a run; ``ledger`` is the ledger of its rows, if any."""
        count = tally(results, elapsed)
        return {
            "ok": count.ok,
            "environment": self.where.environment.name,
            "envType": self.where.env_type,
            "passed": count.passed,
            "failed": count.failed,
            "skipped": count.skipped,
            "elapsedMs": round(elapsed * 1000),
            "rows": _rows(ledger) if ledger is not None else None,
            "results": [self._result(result) for result in results],
        }

    def junit(
        self, results: Sequence[RunResult], elapsed: float, masker: Masker | None = None
    ) -> bytes:
        """Return the run as JUnit XML; the default ``masker`` masks every secret."""
        masker = masker or self._session.gate.masker()
        return junit_report(self.where, results, elapsed, self._strings, masker)

    def write_junit(self, file: str, results: Sequence[RunResult], elapsed: float) -> None:
        """Write the run as JUnit XML. Raises ``FileError``."""
        write_file(file, self.junit(results, elapsed), self._session.paths.workspace)

    # -- pieces ------------------------------------------------------------------------------

    def _line(self, result: RunResult, width: int) -> str:
        title = title_words(result, self._strings)
        facts = "   ".join(facts_words(result, self._strings))
        reason = "" if width else next(failure_lines(result, self._strings), "")
        padded = pad(title, width) if cells(title) < width else title
        line = "   ".join(filter(None, (f"{result.mark} {padded}", facts, reason)))
        return self._hide(line).rstrip()

    def _result(self, result: RunResult) -> dict[str, Any]:
        exchange, error = result.exchange, result.error
        captures = {
            each.name: self._hide(each.value) if isinstance(each, Captured) else None
            for each in result.captures
        }
        meaning = explain(error, self._strings) if error is not None else None
        return {
            "path": result.path,
            "title": result.title,
            "row": result.row,
            "dependency": result.is_dependency,
            "outcome": _outcome(result),
            "cause": result.cause.value,
            "verdict": verdict_report(exchange.verdict, self._hide) if exchange else None,
            "status": exchange.response.status if exchange else None,
            "elapsedMs": round(result.elapsed * 1000),
            "size": result.size,
            "attempts": result.attempts,
            "error": {"code": error.code.value, "message": self._hide(meaning.what)}
            if error is not None and meaning is not None
            else None,
            "blockedBy": result.blocked_by,
            "assertions": [self._check(check) for check in result.checks],
            "captures": captures,
        }

    def _check(self, check: Check) -> dict[str, Any]:
        judgement = check.judgement
        actual = None if isinstance(judgement, Unjudged) else judgement.actual
        outcomes = {AssertionHeld: "held", NotHeld: "failed", Unjudged: "not-judged"}
        return {
            "on": check.assertion.on,
            "operator": check.assertion.operator.value,
            "expected": check.assertion.expected,
            "implied": check.assertion == IMPLIED,
            "outcome": outcomes[type(judgement)],
            "actual": None if actual is None else self._hide(actual),
            "reason": self._hide(judgement_words(judgement, self._strings)),
        }

    def _hide(self, text: str) -> str:
        return self._session.tokens.masker().text(text).encode("utf-8", "replace").decode()


def _rows(ledger: Ledger) -> dict[str, Any]:
    count = ledger.count
    return {
        "succeeded": count.succeeded,
        "failed": [*ledger.of_outcome(RowOutcome.FAILURE)],
        "executed": [*ledger.of_outcome(RowOutcome.EXECUTED)],
        "unknown": [*ledger.of_outcome(RowOutcome.UNKNOWN)],
        "notSent": count.left,
    }


def _is_notable(result: RunResult) -> bool:
    return not (result.ok or result.is_unsent)


def _outcome(result: RunResult) -> str:
    if result.ok:
        return "passed"
    return "skipped" if result.cause is RunFailureCause.SKIPPED else "failed"


MOST_WRITES = 20
"""Maximum number of calls that are named individually when a guard stops a run."""


def check_guard(
    writes: Sequence[Write], consent: Consent, where: Target, report: RunReport
) -> None:
    """Stop before sending if a guard requires consent that was not given.

    Raises ``GuardError``.
    """
    asked = [write for write in writes if write.decision is not GuardDecision.SEND]
    for write in sorted(
        asked, key=lambda write: [*GuardDecision].index(write.decision), reverse=True
    ):
        if consent.decision is GuardDecision.SEND or write.decision is GuardDecision.REFUSE:
            report.print_writes(asked)
        check_consent(write.decision, consent.decision, Target(where.environment, write.env_type))
