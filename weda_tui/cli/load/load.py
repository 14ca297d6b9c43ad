"""The code of ``load``: asks for consent, runs Locust, shows the figures, reports."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from weda_tui.cli import output
from weda_tui.cli.environments.routes import report_route
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.load.interrupts import LoadInterrupts
from weda_tui.cli.load.report import LoadReport
from weda_tui.cli.option_checks import assigned
from weda_tui.cli.sessions import open_session, run
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, GuardError, WedaError
from weda_tui.core.guard.decision import GuardDecision, check_consent, letters_missing
from weda_tui.core.load.figures import Measure, Threshold
from weda_tui.core.runs.choices import CAREFUL_RATE
from weda_tui.core.runs.results import Row
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.interchange import unwritten_words
from weda_tui.i18n.phrases.load.figures import ceiling_words
from weda_tui.i18n.phrases.runs import unused_words
from weda_tui.i18n.quantities import count, elapsed
from weda_tui.session import Session
from weda_tui.session.load.load import put_load
from weda_tui.session.load.plan import LoadCalls, plan_calls
from weda_tui.session.load.run import LoadOptions, LoadRun, has_locust
from weda_tui.session.runs.data_file import read_data, unused_columns
from weda_tui.session.runs.outputs import OutputFile, OutputKind, body_files, check_outputs
from weda_tui.session.runs.request_loader import RequestLoader

_STATUSES = frozenset(
    {ExitStatus.UNREACHABLE, ExitStatus.LIMIT, ExitStatus.TOKEN, ExitStatus.GUARD}
)
"""Exit statuses of a locustfile that stops by itself."""


class LoadFlags(msgspec.Struct, frozen=True):
    """The options of one ``load``."""

    paths: Sequence[str]
    users: int
    spawn_rate: float | None
    time: float
    workers: int | None
    master: str | None
    env: str | None
    env_type: str | None
    set_: Sequence[str]
    data: str | None
    rate: float | None
    writes: bool
    token_per_user: bool
    keep_going: bool
    p95: float | None
    errors: float | None
    as_json: bool
    junit: str | None
    html: str | None
    yes: bool

    @property
    def options(self) -> LoadOptions:
        """The options of the load test."""
        return LoadOptions(
            users=self.users,
            spawn_rate=self.spawn_rate or 1.0,
            seconds=self.time,
            workers=self.workers or (1 if self.master else 0),
            master=self.master or "",
            rate=CAREFUL_RATE if self.rate is None else self.rate,
            writes=self.writes,
            token_per_user=self.token_per_user,
            keep_going=self.keep_going,
            html=self.html is not None,
        )

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """The thresholds that the load test must not exceed."""
        most = {Measure.P95: self.p95, Measure.ERRORS: self.errors}
        return tuple(Threshold(each, value) for each, value in most.items() if value is not None)


def call(**given: Any) -> int:
    """Run the load test of the given ``LoadFlags``; return the exit status."""
    flags, strings = LoadFlags(**given), current().strings
    if not has_locust():
        output.talk(strings.load.not_installed)
        return ExitStatus.USAGE
    session = open_session()
    where = session.environments.where_exactly(flags.env, flags.env_type)
    _check_files(flags, session, where)
    report = LoadReport(current().strings, session, where, flags.thresholds, flags.options)
    report.not_begun(flags, strings.load.not_begun)  # replaces an earlier report
    try:
        return _begin(report, flags, session, where)
    except WedaError as error:
        report.not_begun(flags, explain(error, current().strings).what)
        raise


def _begin(report: LoadReport, flags: LoadFlags, session: Session, where: Target) -> int:
    """Show the plan, ask, and run the load; return the exit status. Raises ``WedaError``."""
    strings, options = current().strings, flags.options
    rows = () if flags.data is None else read_data(flags.data, session.paths.workspace)
    values = assigned(flags.set_)
    calls = plan_calls(session, flags.paths, where, rows, values)
    report_route(session, where.environment)
    loader = RequestLoader(session, where)
    if unused := unused_columns(session, loader, loader.chosen(flags.paths), where, rows):
        output.talk(f"! {unused_words(unused, strings)}")
    output.talk(current().strings.load.begins.format(**_said_of(options, where)))
    _report_left(calls)
    for write in calls.writes:
        output.talk(f"  ! {write.path}   {where.environment.name} · {write.env_type}")
    if calls.writes and not flags.writes:
        return _refuse(report, flags, strings.load.needs_writes, count=count(len(calls.writes)))
    try:
        _check_consent(calls, flags, options, where)
    except GuardError as error:
        if error.code is ErrorCode.GUARD_READ_ONLY:
            raise
        text = strings.load.needs_yes
        if error.code is ErrorCode.GUARD_NEEDS_NAME:
            was_asked = output.is_terminal(sys.stdin)
            text = strings.load.wrong_name if was_asked else strings.load.needs_name
        return _refuse(report, flags, text, environment=where.environment.name)
    return _go(report, flags, options, session, where, calls, rows, values)


def _check_files(flags: LoadFlags, session: Session, where: Target) -> None:
    """Raise ``FileError`` if writing an output would destroy another file."""
    workspace, loader = session.paths.workspace, RequestLoader(session, where)

    def read() -> Iterator[Path]:
        return body_files(workspace, loader, loader.chosen(flags.paths))

    outputs = (
        OutputFile("--junit", flags.junit or "", OutputKind.JUNIT),
        OutputFile("--html", flags.html or "", OutputKind.HTML),
    )
    check_outputs(outputs, {"--data": flags.data or ""}, workspace, read)


def _refuse(report: LoadReport, flags: LoadFlags, words: str, **values: Any) -> int:
    """Report why nothing was sent, also in the JUnit file; return the exit status."""
    text = words.format(**values)
    output.talk(text)
    report.not_begun(flags, text)
    return ExitStatus.GUARD


def _check_consent(calls: LoadCalls, flags: LoadFlags, options: LoadOptions, where: Target) -> None:
    """Ask the user on a terminal. Raises ``GuardError`` without consent.

    ``--yes`` counts as a yes, but never as the name that the user has to type for prod.
    """
    words, environment = current().strings.load, where.environment
    names = _said_of(options, where)
    consent = GuardDecision.ASK if flags.yes else GuardDecision.SEND
    if calls.decision is GuardDecision.REFUSE:
        check_consent(calls.decision, consent, where)
    if output.is_terminal(sys.stdin) and calls.decision is GuardDecision.ASK_NAME:
        typed = click.prompt(
            words.type_name.format(**names), default="", show_default=False, err=True
        )
        if not letters_missing(typed.strip(), *environment.names):
            consent = GuardDecision.ASK_NAME
    elif (
        output.is_terminal(sys.stdin)
        and not flags.yes
        and click.confirm(words.confirm.format(**names), err=True)
    ):
        consent = GuardDecision.ASK
    check_consent(calls.decision, consent, where)


def _said_of(options: LoadOptions, where: Target) -> Mapping[str, str]:
    """Return the facts of the load by the placeholders of the sentences."""
    return {
        "users": count(options.users), "place": where.name,
        "time": elapsed(options.seconds), "environment": where.environment.name,
        "rate": ceiling_words(options.rate, current().strings),
    }  # fmt: skip


def _report_left(calls: LoadCalls) -> None:
    """Report which parts of the requests are not in the load test."""
    strings = current().strings
    for each in calls.planned.unresolved:
        reason = explain(each.error, strings).what
        output.talk(strings.load.unresolved.format(path=each.path, reason=reason))
    for each in calls.planned.left:
        output.talk(strings.load.left.format(what=unwritten_words(each, strings)))


def _go(  # noqa: PLR0913, PLR0917 - everything that was checked
    report: LoadReport,
    flags: LoadFlags,
    options: LoadOptions,
    session: Session,
    where: Target,
    calls: LoadCalls,
    rows: Sequence[Row],
    given: Mapping[str, str],
) -> int:
    """Run the load and report; also report what was measured before Ctrl+C."""
    report.writes = {each.path for each in calls.writes}
    begun = session.clock.monotonic()
    started: list[LoadRun] = []

    def start(load: LoadRun) -> None:
        interrupts.watch()
        if options.master:
            report.print_waiting()
        started.append(load)

    async def load(_: Session) -> None:
        await put_load(
            session, calls, where, options,
            rows=rows, given=given, on_start=start, on_sample=report.print_sample,
            on_short_token=report.print_short_token,
        )  # fmt: skip

    with LoadInterrupts(report.print_stopping) as interrupts:
        try:
            run(session, load)
        finally:
            outcome = started[0].outcome if started else None
            if outcome is not None:
                report.write(flags, outcome, session.clock.monotonic() - begun)
    status = outcome.exit_code if outcome is not None else 0
    if outcome is None or (status in _STATUSES and outcome.sample.stopped):
        return status
    return report.status(outcome)
