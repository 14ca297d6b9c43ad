"""A run over the rows of a data file that continues without its dialog."""

import asyncio
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePath

import msgspec

from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.runs.choices import RunWay
from weda_tui.core.runs.result_order import LiveResults
from weda_tui.core.runs.results import Consent, RunChoice, RunResult, strictest, tally
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.formats.tables import csv_rows
from weda_tui.i18n.phrases.runs import (
    bulk_progress,
    finished_words,
    junit_report,
    ledger_rows,
    ledger_words,
    remaining_rows_words,
    stop_words,
    unused_words,
)
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.files import real_path, write_file
from weda_tui.session.runs.bulk import BulkRun, LedgerChoice
from weda_tui.session.runs.data_file import read_data, unused_columns
from weda_tui.session.runs.outputs import OutputFile, OutputKind, body_files, check_outputs
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.row_preview import request_line
from weda_tui.session.runs.runner import RunOptions
from weda_tui.session.runs.sent_content import BulkJob
from weda_tui.tui.runs.long_work import WorkQuestion
from weda_tui.tui.runs.view import RunView, result_lines, run_row
from weda_tui.tui.widgets.drawing.paint import Line, Run, paragraph


class RowsWork:
    """Sends a request or the requests of a folder once for each row that is not done yet."""

    way = RunWay.ROWS

    def __init__(
        self,
        session: Session,
        where: Target,
        path: str,
        choice: RunChoice,
        strings: Strings,
        ledger: LedgerChoice,
    ) -> None:
        """``ledger`` says what to do if the last run of these rows is unfinished."""
        self._session, self.where, self.path, self._choice = session, where, path, choice
        self._strings = strings
        self._ledger = ledger
        self.is_stopping = self.is_ok = False
        self._bulk: BulkRun | None = None
        self._job: BulkJob | None = None
        self._live = LiveResults()
        self._begun = self._elapsed = 0.0
        self._written: list[str] = []

    # -- before it goes ----------------------------------------------------------------------

    async def prepare(self) -> WorkQuestion:
        """Plan every row, open the ledger and return the question. Raises ``WedaError``."""
        session = self._session
        job, unused = await asyncio.to_thread(self._load)
        bulk = await asyncio.to_thread(self._open, job, Consent())
        await session.approvals.check_asking(await bulk.route())
        writes = await bulk.writes()
        asked = tuple(each for each in writes if each.decision is not GuardDecision.SEND)
        plan = await asyncio.to_thread(lambda: tuple(self._plan(bulk)))
        if unused:
            plan = (*plan, f"! {unused_words(unused, self._strings)}")
        left = tuple(job.rows[row - 1] for row in bulk.rows)
        return WorkQuestion(decision=strictest(asked), writes=asked, rows=left, said=plan)

    def _load(self) -> tuple[BulkJob, tuple[str, ...]]:
        session, where = self._session, self.where
        rows = read_data(self._choice.data, session.paths.workspace)
        loader = RequestLoader(session, where)
        chosen = loader.chosen((self.path,))
        self._check_files(loader, chosen)
        self._job = BulkJob(
            paths=(self.path,), chosen=chosen, rows=rows,
            file=real_path(self._choice.data),
            options=RunOptions(
                where=where, parallel=self._choice.parallel, bail=self._choice.bail
            ),
            rate=self._choice.rate or None,
        )  # fmt: skip
        return self._job, unused_columns(session, loader, chosen, where, rows)

    def _check_files(self, loader: RequestLoader, chosen: Sequence[SavedRequest]) -> None:
        """Raise ``FileError`` if a report would overwrite another file."""
        run, choice, workspace = self._strings.run, self._choice, self._session.paths.workspace
        outputs = (
            OutputFile(run.long.report, choice.report, OutputKind.REPORT),
            OutputFile(run.junit, choice.junit, OutputKind.JUNIT),
        )
        read = partial(body_files, workspace, loader, chosen)
        check_outputs(outputs, {run.data: choice.data}, workspace, read)

    def _open(self, job: BulkJob, consent: Consent) -> BulkRun:
        """Return the run with its opened ledger; close the previous run first."""
        self.close()
        options = msgspec.structs.replace(job.options, consent=consent)
        bulk = BulkRun(
            self._session,
            RequestLoader(self._session, self.where),
            msgspec.structs.replace(job, options=options),
            on_start=self._live.begin,
            on_result=self._live.end,
        )
        self._bulk = bulk
        bulk.open(self._ledger)
        bulk.check()
        return bulk

    def _plan(self, bulk: BulkRun) -> Iterator[str]:
        """Yield the number of rows and their target, and what the first and the last row send."""
        words, job, where = self._strings.bulk, bulk.job, self.where
        yield words.plan.format(
            file=strip_control_characters(PurePath(self._choice.data).name),
            rows=count(len(job.rows)), requests=count(len(job.chosen)),
            place=f"{where.environment.name} {where.env_type}",
        )  # fmt: skip
        if bulk.finished is not None:
            yield finished_words(bulk.finished, self._strings)
        if bulk.ledger is not None:
            known = bulk.ledger.count
            done, unknown, left = map(count, (known.done, known.unknown, known.left))
            yield words.resumed.format(done=done, unknown=unknown, left=left)
        for row in dict.fromkeys((*bulk.rows[:1], *bulk.rows[-1:])):
            head = words.row.format(row=row)
            for saved, draft in bulk.drafts(row):
                yield f"{head}  {saved.path}  {request_line(self._session, draft, where)}"

    # -- while it goes -----------------------------------------------------------------------

    async def go(self, consent: Consent) -> None:
        """Send the remaining rows. Raises ``WedaError``."""
        if self._job is None:
            return
        bulk = await asyncio.to_thread(self._open, self._job, consent)
        self._begun = self._session.clock.monotonic()
        try:
            await bulk.go()
        finally:
            self._elapsed = self._session.clock.monotonic() - self._begun

    def stop(self) -> bool:
        """Start no further row; return ``False`` at the second call, to cancel the running ones."""
        is_second, self.is_stopping = self.is_stopping, True
        if self._bulk is not None:
            self._bulk.stop()
        return not is_second

    def close(self) -> None:
        """Release the ledger."""
        if self._bulk is not None:
            self._bulk.close()

    async def finish(self) -> None:
        """Write the chosen reports. Raises ``WedaError``."""
        await asyncio.to_thread(self._write)

    def _write(self) -> None:
        bulk, choice, workspace = self._bulk, self._choice, self._session.paths.workspace
        if bulk is None or bulk.ledger is None:
            return
        results = bulk.results
        self.is_ok = tally(results, self._elapsed).ok
        masker, strings = self._session.gate.masker(), self._strings
        if choice.report:
            text = csv_rows(ledger_rows(bulk.ledger), is_for_spreadsheet=True)
            write_file(choice.report, masker.data(text.encode("utf-8", "replace")), workspace)
            self._written.append(strings.bulk.report_written.format(file=choice.report))
        if choice.junit:
            junit = junit_report(self.where, results, self._elapsed, strings, masker)
            write_file(choice.junit, junit, workspace)
            self._written.append(strings.run_command.junit_written.format(file=choice.junit))

    # -- what is shown -----------------------------------------------------------------------

    @property
    def can_resume(self) -> bool:
        """Whether some rows have not been sent."""
        ledger = self._bulk.ledger if self._bulk is not None else None
        return ledger is not None and ledger.count.left > 0

    def _numbers(self) -> tuple[int, int]:
        """Return the number of rows of this run that have ended, and of all its rows."""
        return (self._bulk.ended, len(self._bulk.rows)) if self._bulk is not None else (0, 0)

    @property
    def _seconds(self) -> float:
        return self._elapsed or self._session.clock.monotonic() - self._begun

    def status(self, strings: Strings) -> str:
        """Return the progress in a few words."""
        done, rows = self._numbers()
        rate = done / self._seconds if self._begun and self._seconds > 0 else 0.0
        words = strings.run.long.rows_status
        return words.format(done=count(done), count=count(rows), rate=f"{rate:.0f}")

    def outcome(self, strings: Strings) -> str:
        """Return the counts of the ledger."""
        if self._bulk is None or self._bulk.ledger is None:
            return self.status(strings)
        return ledger_words(self._bulk.ledger, strings)[0]

    @property
    def _results(self) -> tuple[RunResult, ...]:
        return self._live.results

    def row_count(self) -> int:
        """Return the number of requests that have started."""
        return len(self._results)

    def row(self, index: int, strings: Strings, width: int) -> Line:
        """Return the row of a request with its result."""
        view = RunView(
            name=self.path, where=self.where, results=self._results, running=self._live.running
        )
        return run_row(view, index, strings)

    def result(self, index: int) -> RunResult | None:
        """Return the result of a row."""
        results = self._results
        return results[index] if index < len(results) else None

    def progress(self, strings: Strings, width: int) -> list[Line]:
        """Return the progress, the rate, the time left, and the counts."""
        done, rows = self._numbers()
        text = bulk_progress(done, rows, self._seconds if self._begun else 0.0, strings)
        counts = [Run(f"  ✓ {count(self._live.passed)}", "ok")]
        if self._live.failed:
            counts.append(Run(f"   ✗ {count(self._live.failed)}", "fail"))
        return [Line([Run("  "), Run(text, "bold")]), Line(counts)]

    def summary(self, strings: Strings, width: int, index: int) -> list[Line]:
        """Return the counts of the ledger, the rows to check, the written files, and one result."""
        bulk = self._bulk
        if bulk is None or bulk.ledger is None:
            return []
        role = "ok bold" if self.is_ok else "fail bold"
        first, *more = ledger_words(bulk.ledger, strings)
        lines = paragraph(first, width - 1, role)
        for each in more:
            lines += paragraph(each, width - 1, "dim")
        if bulk.stopped is not None:
            text = stop_words(bulk.stopped, strings.run.long)
            lines += paragraph(f"! {text}", width - 1, "caution")
        for each in remaining_rows_words(bulk.ledger, strings):
            lines += paragraph(f"! {each}", width - 1, "caution")
        for each in self._written:
            lines += paragraph(each, width - 1, "dim")
        if (result := self.result(index)) is not None:
            masker = self._session.tokens.masker()
            lines += result_lines(result, bulk.job.rows, strings, width, masker)
        return lines
