"""``run --every`` and ``run --watch``: rounds, with a line each and files that are replaced."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from weda_tui.cli import output
from weda_tui.cli.environments.routes import report_route
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.invocation import current
from weda_tui.cli.runs.flags import RunFlags, check_files
from weda_tui.cli.runs.report import RunReport, run_status
from weda_tui.cli.sessions import open_session, run
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, FileError, GuardError
from weda_tui.core.guard.decision import YES
from weda_tui.core.runs.results import Consent, RunResult
from weda_tui.core.runs.rounds import Round, RoundLog
from weda_tui.core.runs.schedule import Schedule
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.runs.monitor import MonitorReport
from weda_tui.session import Session
from weda_tui.session.files import write_files
from weda_tui.session.runs.monitor import Monitor, MonitorOptions, certificate_end, token_ends
from weda_tui.session.runs.request_loader import RequestLoader


def run_in_rounds(flags: RunFlags) -> int:
    """Run the requests repeatedly; return the exit status of the last round."""
    words = current().strings.run_command
    if flags.junit == "-":
        raise click.UsageError(words.monitor.junit_to_stdout)
    if flags.every is None and not flags.watch:
        raise click.UsageError(words.monitor.until_alone)
    schedule = Schedule(flags.every, flags.until)
    session = open_session()
    where = session.environments.where_exactly(flags.env, flags.env_type)
    check_files(flags, session, RequestLoader(session, where))
    state = StateOutput(flags, session, where, schedule)
    consent = Consent(YES, None) if flags.yes else Consent()
    options = MonitorOptions(
        paths=tuple(flags.paths), where=where, schedule=schedule, is_watching=flags.watch,
        data=flags.data or "", parallel=flags.parallel or 1, bail=flags.bail,
        given=flags.given, rate=flags.rate, consent=consent,
    )  # fmt: skip
    monitor = Monitor(session, options, on_round=state.report, on_writes=state.rows.print_writes)
    report_route(session, where.environment)
    output.talk(state.words.begins(is_watching=flags.watch, may_write=flags.yes))
    try:
        run(session, lambda _: monitor.go())
    except GuardError as error:
        if error.code is ErrorCode.GUARD_READ_ONLY:
            raise
        output.talk(words.monitor.needs_yes)
        return ExitStatus.GUARD
    last = monitor.log.last
    return run_status(last.results) if last is not None else ExitStatus.OK


def write_state_once(
    flags: RunFlags,
    session: Session,
    where: Target,
    results: Sequence[RunResult],
    elapsed: float,
    kinds: Sequence[TokenKind],
) -> None:
    """Write the files of a run that is not repeated; ``kinds`` are the kinds of its tokens.

    Raises ``FileError`` for the first file that cannot be written.
    """
    if flags.textfile is None and flags.html is None:
        return
    once = Round(
        number=1, at=session.clock.wall() - elapsed, elapsed=elapsed, results=tuple(results),
        token_ends=token_ends(session, where, kinds), certificate_ends=certificate_end(results),
    )  # fmt: skip
    log = RoundLog()
    log.add(once)
    contents = StateOutput(flags, session, where, None).contents(log)
    failed = write_files(contents, session.paths.workspace)
    for file in contents.keys() - failed.keys():
        output.talk(current().strings.run.monitor.written.format(file=file))
    for error in failed.values():
        raise error


class StateOutput:
    """Prints the line of each round, and replaces the files after it."""

    def __init__(
        self, flags: RunFlags, session: Session, where: Target, schedule: Schedule | None
    ) -> None:
        """``schedule`` is ``None`` for a run that is not repeated."""
        self._flags, self._session = flags, session
        self.rows = RunReport(current().strings, session, where)
        now = session.clock.wall()
        self.words = MonitorReport(current().strings, flags.paths, where, schedule, now)

    def report(self, round_: Round, log: RoundLog) -> None:
        """Print a round, and replace the files unless the round was stopped.

        A file that cannot be written is reported, and does not end the monitor.
        """
        masker = self._session.tokens.masker()
        output.talk("\n".join(self.words.round_lines(round_, masker)))
        if self._flags.as_json:
            output.json_line(self._json(round_))
        if round_.is_stopped:
            return
        try:
            failed = write_files(self.contents(log), self._session.paths.workspace).values()
        except FileError as error:
            failed = [error]
        for each in failed:
            output.talk(f"✗ {explain(each, current().strings).line}")

    def contents(self, log: RoundLog) -> dict[str, bytes]:
        """Return the contents of the files by path. Raises ``FileError``."""
        flags, last, masker = self._flags, log.last, self._session.gate.masker_between()
        contents: dict[str, bytes] = {}
        if flags.textfile is not None:
            contents[flags.textfile] = self.words.metrics(log, masker)
        if flags.html is not None:
            contents[flags.html] = self.words.page(log, masker)
        if flags.junit is not None and last is not None and self._is_repeated:
            contents[flags.junit] = self.rows.junit(last.results, last.elapsed, masker)
        return contents

    @property
    def _is_repeated(self) -> bool:
        return self._flags.every is not None or self._flags.watch

    def _json(self, round_: Round) -> dict[str, Any]:
        """Return the JSON of a round: that of ``run --json``, and the facts of a round."""
        error = round_.cut_by
        meaning = explain(error, current().strings) if error is not None else None
        return {
            "round": round_.number,
            "at": _iso(round_.at),
            **self.rows.as_json(round_.results, round_.elapsed),
            "stopped": round_.is_stopped,
            "error": {"code": error.code.value, "message": current().hide(meaning.what)}
            if error is not None and meaning is not None
            else None,
            "skippedRounds": round_.skipped,
            "changedFiles": list(round_.changed),
            "tokenExpiresAt": _iso(round_.token_end),
            "certificateExpiresAt": _iso(round_.certificate_ends),
        }


def _iso(at: float | None) -> str | None:
    if at is None:
        return None
    return datetime.fromtimestamp(at).astimezone().isoformat(timespec="milliseconds")
