"""A monitor: rounds of saved requests that continue without their dialog."""

import asyncio
from collections import deque
from functools import partial

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.guard.decision import GuardDecision, stricter
from weda_tui.core.runs.choices import RunWay
from weda_tui.core.runs.results import Consent, RunChoice, RunResult, strictest
from weda_tui.core.runs.rounds import Round, RoundLog
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.runs import junit_report
from weda_tui.i18n.phrases.runs.monitor import MonitorReport
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.files import write_files
from weda_tui.session.runs.data_file import read_data
from weda_tui.session.runs.monitor import Monitor, MonitorOptions
from weda_tui.session.runs.outputs import OutputFile, OutputKind, body_files, check_outputs
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.runner import RequestRun, RunOptions, entries_of
from weda_tui.tui.runs.long_work import WorkQuestion
from weda_tui.tui.widgets.drawing.paint import Line, Run, paragraph

MOST_LINES = 500
"""The number of lines of the last rounds that are kept."""
_ROLES = {"✓": "ok", "✗": "fail"}


class MonitorWork:
    """Runs a request or the requests of a folder repeatedly."""

    can_resume = False
    way = RunWay.MONITOR

    def __init__(
        self, session: Session, where: Target, path: str, choice: RunChoice, strings: Strings
    ) -> None:
        """Raises ``ValueError`` for an option that cannot be parsed."""
        self._session, self.where, self.path = session, where, path
        self.is_stopping = False
        self._choice, self._strings = choice, strings
        now = session.clock.wall()
        self._schedule = choice.monitor.schedule(now)
        self._report = MonitorReport(strings, (path,), where, self._schedule, now)
        self._lines: deque[str] = deque(maxlen=MOST_LINES)
        self._log = RoundLog()
        self._monitor: Monitor | None = None
        self._problems: tuple[FileError, ...] = ()

    async def prepare(self) -> WorkQuestion:
        """Plan a round and return the question. Raises ``WedaError``."""
        run = await asyncio.to_thread(self._plan)
        await self._session.approvals.check_asking(await run.route())
        writes, may_write = await run.writes(), self._choice.monitor.may_write
        if not writes:
            return WorkQuestion(begins=True)
        refused = [each for each in writes if each.decision is GuardDecision.REFUSE]
        decision = stricter(strictest(writes), GuardDecision.ASK)
        needs_writes = not may_write and not refused
        return WorkQuestion(decision=decision, writes=writes, needs_writes=needs_writes)

    def _plan(self) -> RequestRun:
        session, where, data = self._session, self.where, self._choice.data
        loader = RequestLoader(session, where)
        rows = read_data(data, session.paths.workspace) if data else ()
        chosen = loader.chosen((self.path,))
        run, files, workspace = self._strings.run, self._choice.monitor, session.paths.workspace
        outputs = (
            OutputFile(run.long.textfile, files.textfile, OutputKind.METRICS),
            OutputFile(run.long.html, files.html, OutputKind.HTML),
            OutputFile(run.junit, files.junit, OutputKind.JUNIT),
        )
        read = partial(body_files, workspace, loader, chosen)
        check_outputs(outputs, {run.data: data}, workspace, read)
        entries = entries_of(chosen, rows)
        planned = RequestRun(session, loader, entries, RunOptions(where=where))
        planned.check()
        return planned

    async def go(self, consent: Consent) -> None:
        """Run the rounds. Raises ``WedaError`` if the first round cannot be sent."""
        choice = self._choice
        options = MonitorOptions(
            paths=(self.path,), where=self.where, schedule=self._schedule,
            is_watching=choice.monitor.is_watching, data=choice.data, parallel=choice.parallel,
            bail=choice.bail,
            consent=consent if choice.monitor.may_write else Consent(),
        )  # fmt: skip
        self._monitor = Monitor(self._session, options, on_round=self._note)
        await self._monitor.go()

    def _note(self, round_: Round, log: RoundLog) -> None:
        self._log = log
        self._lines += self._report.round_lines(round_, self._session.tokens.masker())
        if round_.is_stopped:
            return
        try:
            failed = write_files(self._contents(log), self._session.paths.workspace)
            self._problems = tuple(failed.values())
        except FileError as error:
            self._problems = (error,)

    def _contents(self, log: RoundLog) -> dict[str, bytes]:
        """Return the contents of the chosen files by their paths. Raises ``FileError``."""
        chosen, last, strings = self._choice.monitor, log.last, self._strings
        contents: dict[str, bytes] = {}
        if last is None or not (chosen.textfile or chosen.html or chosen.junit):
            return contents
        masker = self._session.gate.masker_between()
        if chosen.textfile:
            contents[chosen.textfile] = self._report.metrics(log, masker)
        if chosen.html:
            contents[chosen.html] = self._report.page(log, masker)
        if chosen.junit:
            junit = junit_report(self.where, last.results, last.elapsed, strings, masker)
            contents[chosen.junit] = junit
        return contents

    async def finish(self) -> None:
        """Do nothing: the files of the last round are already written."""

    def stop(self) -> bool:
        """Return ``False``: a round can be cancelled at once, because its reads can be repeated."""
        self.is_stopping = True
        return False

    def close(self) -> None:
        """Do nothing: there is nothing to release."""

    @property
    def is_ok(self) -> bool:
        """Whether the last round passed."""
        return self._log.last is None or self._log.last.tally.ok

    def status(self, strings: Strings) -> str:
        """Return the number of rounds, and the mark of the last round."""
        mark = self._log.last.mark if self._log.last is not None else ""
        words = strings.run.long.monitor_status
        return words.format(rounds=count(self._log.rounds), mark=mark).rstrip()

    def outcome(self, strings: Strings) -> str:
        """Return the numbers of rounds: all, failed, skipped."""
        log = self._log
        return strings.run.monitor.rounds.format(
            count=count(log.rounds), failed=count(log.failed), skipped=count(log.skipped)
        )

    def row_count(self) -> int:
        """Return the number of lines of the last rounds."""
        return len(self._lines)

    def row(self, index: int, strings: Strings, width: int) -> Line:
        """Return a line of a round."""
        text = self._lines[index]
        return Line([Run("  "), Run(text, _ROLES.get(text[:1], "dim"))])

    def result(self, index: int) -> RunResult | None:
        """Return ``None``: a line does not belong to a single response."""
        return None

    def progress(self, strings: Strings, width: int) -> list[Line]:
        """Return what is monitored and how."""
        monitor = self._choice.monitor
        text = self._report.describe(is_watching=monitor.is_watching, may_write=monitor.may_write)
        return [*paragraph(text, width - 1, "dim"), *self._remarks(strings, width)]

    def summary(self, strings: Strings, width: int, index: int) -> list[Line]:
        """Return the numbers of rounds, and the written files."""
        role = "fail bold" if self._log.failed else "ok bold"
        lines = paragraph(self.outcome(strings), width - 1, role)
        return [*lines, *self._remarks(strings, width)]

    def _remarks(self, strings: Strings, width: int) -> list[Line]:
        if self._problems:
            said = (f"✗ {explain(each, strings).line}" for each in self._problems)
            return [line for each in said for line in paragraph(each, width - 1, "fail")]
        chosen = self._choice.monitor
        files = [each for each in (chosen.textfile, chosen.html, chosen.junit) if each]
        if not files or not self._log.rounds:
            return []
        said = strings.run.monitor.written.format(file=" · ".join(files))
        return paragraph(said, width - 1, "dim")
