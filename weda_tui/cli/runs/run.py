"""The code of ``run``: sends saved requests through the same services as the explorer."""

from collections.abc import Callable, Sequence
from typing import Any

import click

from weda_tui.cli import output
from weda_tui.cli.environments.routes import report_route
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.runs.bulk import RowsRun, check_flags
from weda_tui.cli.runs.flags import STDOUT, RunFlags, check_files
from weda_tui.cli.runs.monitor import run_in_rounds, write_state_once
from weda_tui.cli.runs.report import RunReport, check_guard, run_status
from weda_tui.cli.sessions import open_session, run
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.errors import ErrorCode, FileError, WedaError
from weda_tui.core.guard.decision import YES
from weda_tui.core.runs.results import Consent, RunResult
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.runs import unused_words
from weda_tui.session import Session
from weda_tui.session.runs.data_file import read_data, unused_columns
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.runner import RequestRun, RunOptions, entries_of

_UNCONFIRMED = frozenset({ErrorCode.GUARD_NEEDS_CONSENT, ErrorCode.GUARD_NEEDS_NAME})
"""The error codes that ``--yes`` would have prevented."""


def call(**given: Any) -> int:
    """Run the requests of the given ``RunFlags``; return the exit status."""
    flags = RunFlags(**given)
    check_flags(flags)
    if flags.is_in_rounds:
        return run_in_rounds(flags)
    session = open_session()
    where = session.environments.where_exactly(flags.env, flags.env_type)
    loader = RequestLoader(session, where)
    if flags.junit == STDOUT and flags.as_json:
        raise click.UsageError(current().strings.run_command.junit_and_json)
    check_files(flags, session, loader)
    report = RunReport(current().strings, session, where)
    try:
        return _begin(flags, session, loader, report)
    except WedaError as error:
        if not report.is_over:
            _write_unsent(flags, session, loader, report, error)
        if error.code not in _UNCONFIRMED:
            raise
        output.talk(current().strings.run_command.needs_yes)
        return ExitStatus.GUARD


def _begin(flags: RunFlags, session: Session, loader: RequestLoader, report: RunReport) -> int:
    """Send and report; return the exit status. Raises ``WedaError``."""
    where = report.where
    rows = () if flags.data is None else read_data(flags.data, session.paths.workspace)
    chosen = loader.chosen(flags.paths)
    entries = entries_of(chosen, rows)
    report.count = len(entries)
    consent = Consent(YES, None) if flags.yes else Consent()
    options = RunOptions(
        where=where, parallel=flags.parallel or 1, bail=flags.bail,
        given=flags.given, consent=consent,
    )  # fmt: skip
    if flags.data is not None:
        with RowsRun(flags, session, loader, options, chosen, rows) as over_rows:
            report_route(session, where.environment)
            if unused := unused_columns(session, loader, chosen, where, rows):
                output.talk(f"! {unused_words(unused, current().strings)}")
            over_rows.print_plan()
            return _go(flags, session, over_rows, report, consent, over_rows.finish)
    going = RequestRun(
        session,
        loader,
        entries,
        options,
        on_start=report.print_start,
        on_result=report.print_result,
    )
    going.check()
    report_route(session, where.environment)
    return _go(flags, session, going, report, consent, run_status)


def _write_unsent(
    flags: RunFlags, session: Session, loader: RequestLoader, report: RunReport, error: WedaError
) -> None:
    """Write to the files why there are no results, in place of the results of an earlier run.

    A file that cannot be written is reported, and does not hide the error.
    """
    error = error.masked(session.tokens.masker())
    try:
        names = [(each.path, each.title) for each in loader.chosen(flags.paths)]
    except WedaError:
        names = [(path, path) for path in flags.paths]
    results = tuple(
        RunResult(order=(number, 0), path=path, title=title, error=error)
        for number, (path, title) in enumerate(names)
    )
    try:
        if flags.junit is not None and flags.junit != STDOUT:
            report.write_junit(flags.junit, results, 0.0)
        write_state_once(flags, session, report.where, results, 0.0, ())
    except FileError as failed:
        output.talk(f"✗ {explain(failed, current().strings).line}")


def _go(
    flags: RunFlags,
    session: Session,
    going: RequestRun | RowsRun,
    report: RunReport,
    consent: Consent,
    finish: Callable[[Sequence[RunResult]], int],
) -> int:
    """Send and report; also report what was sent before Ctrl+C."""
    begun = session.clock.monotonic()

    async def send(_: Session) -> tuple[Sequence[RunResult], Sequence[TokenKind]]:
        session.approvals.check(await going.route())
        check_guard(await going.writes(), consent, report.where, report)
        return await going.go(), await going.kinds()

    try:
        results, kinds = run(session, send)
    except KeyboardInterrupt:
        report.is_over = True
        _report(flags, report, going, going.results, session.clock.monotonic() - begun)
        finish(going.results)
        raise
    report.is_over, elapsed = True, session.clock.monotonic() - begun
    try:
        _report(flags, report, going, results, elapsed)
        write_state_once(flags, session, report.where, results, elapsed, kinds)
    finally:  # one unwritable file does not prevent the others
        status = finish(results)
    return status


def _report(
    flags: RunFlags,
    report: RunReport,
    going: RequestRun | RowsRun,
    results: Sequence[RunResult],
    elapsed: float,
) -> None:
    output.progress("")
    if flags.junit == STDOUT:
        output.document(report.junit(results, elapsed))
        return
    if flags.as_json:
        ledger = going.bulk.ledger if isinstance(going, RowsRun) else None
        report.print_json(results, elapsed, ledger)
    else:
        report.print_table(results, elapsed)
    if flags.junit is not None:
        report.write_junit(flags.junit, results, elapsed)
        output.talk(current().strings.run_command.junit_written.format(file=flags.junit))
