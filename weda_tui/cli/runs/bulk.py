"""``run --data``: messages before, during and after the rows are sent, and their ledger."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import click

from weda_tui.cli import output
from weda_tui.cli.invocation import current
from weda_tui.cli.runs.flags import RunFlags, check_files
from weda_tui.cli.runs.report import run_status
from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.collections.saved_request import SavedRequest
from weda_tui.core.environments.route import RouteStatus
from weda_tui.core.runs.ledger import Ledger
from weda_tui.core.runs.results import Row, RunResult, Write, strictest
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.core.text.shell import quote_word
from weda_tui.formats.tables import csv_rows
from weda_tui.i18n.phrases.runs import (
    bulk_progress,
    finished_words,
    ledger_rows,
    ledger_words,
    no_inverse_words,
    remaining_rows_words,
    stop_words,
)
from weda_tui.i18n.quantities import count
from weda_tui.session import Session
from weda_tui.session.files import real_path, write_file
from weda_tui.session.runs.bulk import BulkRun, LedgerChoice
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.row_preview import request_line
from weda_tui.session.runs.runner import RunOptions
from weda_tui.session.runs.sent_content import BulkJob
from weda_tui.session.runs.undo import check_undo_files, undo_files, write_undo

PLAIN_EVERY = 10.0
"""Seconds between two lines of progress without a terminal."""


def check_flags(flags: RunFlags) -> None:
    """Raise ``click.UsageError`` for options that cannot be combined."""
    words = current().strings.run_command
    given = {
        "--resume": flags.resume, "--restart": flags.restart, "--rate": flags.rate,
        "--report": flags.report, "--plan-undo": flags.plan_undo,
    }  # fmt: skip
    chosen = [option for option, value in given.items() if value]
    alone = [option for option in chosen if option != "--rate"]
    if flags.is_in_rounds and alone:
        raise click.UsageError(words.not_in_rounds.format(option=alone[0]))
    if flags.data is None and chosen:
        raise click.UsageError(words.needs_data.format(option=chosen[0]))
    if flags.resume and flags.restart:
        raise click.UsageError(words.resume_or_restart)


class RowsRun:
    """One ``run --data``, as a context manager that holds the ledger."""

    def __init__(
        self,
        flags: RunFlags,
        session: Session,
        loader: RequestLoader,
        options: RunOptions,
        chosen: tuple[SavedRequest, ...],
        rows: tuple[Row, ...],
    ) -> None:
        """Raises ``FileError`` for an output file that must not be written."""
        self._flags, self._session, self._loader = flags, session, loader
        self._strings, self._begun = current().strings, session.clock.monotonic()
        self._next_line = PLAIN_EVERY
        self._job = BulkJob(
            paths=tuple(flags.paths), chosen=chosen, rows=rows,
            file=real_path(flags.data or ""), options=options,
            rate=flags.rate, plans_undo=flags.plan_undo is not None,
        )  # fmt: skip
        self.bulk = BulkRun(
            session,
            loader,
            self._job,
            on_start=lambda _: self._show_progress(),
            on_result=self._note,
        )
        self._plans: tuple[str, ...] = ()
        if flags.plan_undo is not None:
            self._plans = undo_files(flags.plan_undo, len(self.bulk.requests))
            check_files(flags, session, loader, self._plans)

    def __enter__(self) -> Self:
        """Open the ledger of the run. Raises ``WedaError`` as ``BulkRun.open`` does."""
        choice = LedgerChoice.RESTART if self._flags.restart else LedgerChoice.ASK
        try:
            self.bulk.open(LedgerChoice.RESUME if self._flags.resume else choice)
            self.bulk.check()
            check_undo_files(self._plans, self._session.paths.workspace, self.bulk.ledger)
        except BaseException:
            self.bulk.close()
            self._report_finished()
            raise
        return self

    def _report_finished(self) -> None:
        """Write the requested report of a finished run, of which no row is left to resume."""
        finished, flags = self.bulk.finished, self._flags
        if flags.resume and flags.report is not None and finished is not None:
            self._write_report(flags.report, finished.ledger)

    def __exit__(self, *_: object) -> None:
        """Close the ledger."""
        self.bulk.close()

    # -- before it goes ----------------------------------------------------------------------

    def print_plan(self) -> None:
        """Show the target, the number of rows, and what the first and the last row send.

        Raises ``GuardError`` if an undo was requested but nothing can be undone.
        """
        words, job, bulk = self._strings.bulk, self._job, self.bulk
        where = job.options.where
        plan = words.plan.format(
            file=strip_control_characters(self._flags.data or ""), rows=count(len(job.rows)),
            requests=count(len(job.chosen)), place=f"{where.environment.name} {where.env_type}",
        )  # fmt: skip
        self._talk(plan)
        if bulk.finished is not None:
            self._talk(finished_words(bulk.finished, self._strings))
        if bulk.ledger is not None:
            known = bulk.ledger.count
            self._talk(
                words.resumed.format(
                    done=count(known.done), unknown=count(known.unknown), left=count(known.left)
                )
            )
        for row in dict.fromkeys((*bulk.rows[:1], *bulk.rows[-1:])):
            head = words.row.format(row=row)
            for saved, draft in bulk.drafts(row):
                text = request_line(self._session, draft, where)
                self._talk(f"  {head}  {saved.path}  {text}")
        if job.plans_undo and bulk.rows:
            for saved, reason in bulk.undo.find_writes(bulk.drafts(bulk.rows[0])):
                if reason is not None:
                    text = no_inverse_words(reason, self._strings)
                    self._talk(words.no_undo.format(path=saved.path, reason=text))
            bulk.undo.check(map(bulk.drafts, bulk.rows))

    async def route(self) -> RouteStatus:
        """Check every row; return the route and what would be sent over it."""
        words = self._strings.bulk
        output.progress(words.checking.format(rows=count(len(self.bulk.rows))))
        try:
            return await self.bulk.route()
        finally:
            output.progress("")

    async def kinds(self) -> tuple[TokenKind, ...]:
        """Return the kinds of token that the run sends."""
        return await self.bulk.kinds()

    async def writes(self) -> tuple[Write, ...]:
        """Return the calls that write, and show what the guard asks for all rows."""
        words, writes = self._strings.bulk, await self.bulk.writes()
        if strictest(writes).is_question:
            text = words.agreed if self._flags.yes else words.asks
            self._talk(text.format(rows=count(len(self.bulk.rows))))
        return writes

    # -- while it goes -----------------------------------------------------------------------

    async def go(self) -> Sequence[RunResult]:
        """Send the rows.

        The first Ctrl+C waits for the requests that were sent, the second does not wait.
        """
        self._begun = self._session.clock.monotonic()
        task = asyncio.ensure_future(self.bulk.go())
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._talk(self._strings.bulk.stopping)
            self.bulk.stop()
            await asyncio.wait((task,))
            if not task.cancelled():
                task.exception()  # already reported, or irrelevant after a stop
            raise

    @property
    def results(self) -> Sequence[RunResult]:
        """The results of all requests of this run so far."""
        return self.bulk.results

    def _note(self, _: RunResult) -> None:
        self._show_progress()

    def _show_progress(self) -> None:
        """Show the progress bar; without a terminal, a line now and then."""
        elapsed = self._session.clock.monotonic() - self._begun
        text = bulk_progress(self.bulk.ended, len(self.bulk.rows), elapsed, self._strings)
        if output.is_terminal(sys.stderr):
            output.progress(text)
        elif elapsed >= self._next_line:
            self._next_line = elapsed + PLAIN_EVERY
            output.talk(text)

    # -- at the end --------------------------------------------------------------------------

    def finish(self, results: Sequence[RunResult]) -> int:
        """Write the requested files, show what is left to do; return the exit status."""
        ledger, flags, words = self.bulk.ledger, self._flags, self._strings.bulk
        if ledger is None:
            return run_status(results)
        known = ledger.count
        self._talk("\n".join(ledger_words(ledger, self._strings)))
        for said in remaining_rows_words(ledger, self._strings):
            self._talk(f"! {said}")
        if known.failed and ledger.head.is_write:
            self._talk(words.failed)
        if known.left:
            self._talk(words.resume_with.format(command=self._command("--resume")))
        try:
            if flags.report is not None:
                self._write_report(flags.report, ledger)
        finally:  # the undo of a finished run is planned now or never
            if flags.plan_undo is not None:
                self._write_undo(flags.plan_undo, ledger)
            if self.bulk.stopped is not None:
                self._talk(f"! {stop_words(self.bulk.stopped, words)}")
        return run_status(results)

    def _write_report(self, file: str, ledger: Ledger) -> None:
        text = csv_rows(ledger_rows(ledger), is_for_spreadsheet=True)
        data = self._session.gate.masker().data(text.encode("utf-8", "replace"))
        write_file(file, data, self._session.paths.workspace)
        self._talk(self._strings.bulk.report_written.format(file=file))

    def _write_undo(self, file: str, ledger: Ledger) -> None:
        words = self._strings.bulk
        for (path, reason), rows in self.bulk.undo.missing(ledger).items():
            text = no_inverse_words(reason, self._strings)
            self._talk(words.no_undo_rows.format(path=path, count=count(rows), reason=text))
        earlier = set(range(1, ledger.head.rows + 1)).difference(self.bulk.rows)
        if lacking := ledger.lacking_undo(earlier):
            self._talk(words.no_undo_before.format(count=count(lacking)))
        written = write_undo(self._session, ledger, self.bulk.requests, file)
        for each in written:
            command = self._command_of(each.path, "--data", each.file)
            self._talk(words.undo_written.format(rows=count(each.rows), command=command))
        if not written:
            self._talk(words.undo_empty)

    def _command(self, *more: str) -> str:
        """Return the command line of this run with more options."""
        flags = self._flags
        options = [text for each in flags.set_ for text in ("--set", each)]
        given = {
            "--data": flags.data, "--parallel": flags.parallel, "--rate": flags.rate,
            "--report": flags.report, "--plan-undo": flags.plan_undo,
        }  # fmt: skip
        options += [str(text) for pair in given.items() if pair[1] is not None for text in pair]
        options += ["--yes"] * flags.yes + ["--bail"] * flags.bail
        return self._command_of(*flags.paths, *options, *more)

    def _command_of(self, *words: str) -> str:
        where = self._job.options.where
        place = ["--env", where.environment.name, "--env-type", where.env_type]
        if (workspace := current().workspace) is not None:
            place += ["--workspace", str(Path(workspace))]
        return " ".join(map(quote_word, ("weda-tui", "run", *words, *place)))

    def _talk(self, text: str) -> None:
        output.talk(self._hide(text))

    def _hide(self, text: str) -> str:
        return self._session.tokens.masker().text(text)
