"""``env check``: checks whether an environment is ready for use, and if not, why."""

from collections.abc import Mapping
from typing import Any

import click

from weda_tui.cli import output
from weda_tui.cli.command import CliCommand, HelpPage, argument, json_option, option
from weda_tui.cli.exit_status import ExitStatus, exit_status
from weda_tui.cli.help import pad
from weda_tui.cli.invocation import current
from weda_tui.cli.sessions import open_session, run
from weda_tui.core.environments.check import (
    CheckStep,
    Faulty,
    Outcome,
    Passed,
    Skipped,
    StepResult,
    Warned,
    first_fault,
    plan_steps,
)
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import Parameter, WedaError
from weda_tui.core.text.cells import cells
from weda_tui.i18n.phrases.environments import outcome_words, step_words, sum_words
from weda_tui.i18n.quantities import elapsed
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session

_MARKS = {Passed: "✓", Warned: "!", Faulty: "✗", Skipped: "–"}
_STATES = {Passed: "passed", Warned: "warned", Faulty: "failed", Skipped: "skipped"}


def build(strings: Strings) -> click.Command:
    """Return ``env check``."""
    words = strings.check
    examples = ("weda-tui env check", "weda-tui env check hq --env-type prod --json")
    return CliCommand(
        "check",
        HelpPage(strings, (words.command, words.command_details), examples, statuses=True),
        _check,
        [
            argument("name", "[NAME]", required=False),
            option("--env-type", "T", words.env_type),
            json_option(strings),
        ],
    )


def _check(name: str | None, env_type: str | None, as_json: bool) -> int:
    session, strings = open_session(), current().strings
    where = session.environments.where_exactly(name, env_type, needs_env_type=False)
    plan = plan_steps(where.environment, [env_type] if env_type else [])
    report = _CheckReport(plan, strings, is_quiet=as_json)
    begun = session.clock.monotonic()
    run(session, lambda session: _follow(session, where, env_type, report))
    took = session.clock.monotonic() - begun
    results = [report.results[step] for step in plan]
    fault = first_fault(plan, results)
    if as_json:
        output.json_line(_described(results, where, took, strings))
    output.talk(sum_words(where.environment.name, results, took, strings))
    return ExitStatus.OK if fault is None else exit_status(fault)


async def _follow(
    session: Session, where: Target, env_type: str | None, report: "_CheckReport"
) -> None:
    env_types = [env_type] if env_type else []
    report.announce()
    try:
        async for result in session.checks.run(where.environment, env_types=env_types):
            report.add(result)
    finally:
        output.progress("")


class _CheckReport:
    """Prints a row for each step in the order of the plan, as soon as the earlier rows exist."""

    def __init__(self, plan: tuple[CheckStep, ...], strings: Strings, *, is_quiet: bool) -> None:
        self.results: dict[CheckStep, StepResult] = {}
        self._left = list(plan)
        self._strings, self._is_quiet = strings, is_quiet
        self._width = max(cells(step_words(step, strings)) for step in plan)

    def add(self, result: StepResult) -> None:
        """Store a result, and print the rows that can be printed now."""
        self.results[result.step] = result
        while self._left and (ready := self.results.get(self._left[0])):
            self._left.pop(0)
            if not self._is_quiet:
                output.progress("")
                output.data("\n".join(self._rows(ready)))
        self.announce()

    def announce(self) -> None:
        """Show on a terminal which step is running."""
        if self._left:
            step = step_words(self._left[0], self._strings)
            output.progress(f"~ {step}  {self._strings.check.running}")

    def _rows(self, result: StepResult) -> list[str]:
        words = outcome_words(result.outcome, self._strings)
        took = f"  {elapsed(result.elapsed)}" if result.elapsed else ""
        title = pad(step_words(result.step, self._strings), self._width)
        margin = " " * (self._width + 4)
        rows = [f"{_MARKS[type(result.outcome)]} {title}  {words.what}{took}"]
        detail = _detail(result.outcome)
        message = f"{self._strings.network.detail}: {detail}" if detail else ""
        return [*rows, *(f"{margin}{text}" for text in (words.hint, message) if text)]


def _detail(outcome: Outcome) -> str:
    match outcome:
        case Faulty(WedaError() as error):
            return error.detail
        case _:
            return ""


def _described(
    results: list[StepResult], where: Target, took: float, strings: Strings
) -> dict[str, Any]:
    return {
        "environment": where.environment.name,
        "host": where.environment.host,
        "ok": not any(isinstance(result.outcome, Faulty) for result in results),
        "elapsedMs": round(took * 1000),
        "steps": [_step(result, strings) for result in results],
    }


def _step(result: StepResult, strings: Strings) -> dict[str, Any]:
    words = outcome_words(result.outcome, strings)
    code, values = _code_and_values(result.outcome)
    return {
        "step": result.step.kind.value,
        "subject": result.step.subject,
        "state": _STATES[type(result.outcome)],
        "elapsedMs": round(result.elapsed * 1000),
        "code": code,
        "values": values,
        "message": words.what,
        "hint": words.hint,
        "detail": _detail(result.outcome),
    }


def _code_and_values(outcome: Outcome) -> tuple[str, Mapping[str, Parameter]]:
    match outcome:
        case Passed(fact) | Warned(fact) | Skipped(fact):
            return fact.code.value, fact.values
        case Faulty(fault):
            if isinstance(fault, WedaError):
                return fault.code.value, fault.parameters
            return fault.code, {"requestId": fault.request_id}
