"""A load test with Locust that continues without its dialog."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import msgspec

from weda_tui.core.environments.deployment import Target
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.load.figures import LoadSample
from weda_tui.core.runs.choices import RunWay, load_rate, seconds_of_load, spawn_rate, users
from weda_tui.core.runs.results import Consent, Row, RunChoice, RunResult
from weda_tui.core.text.shell import quote_word
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.interchange import unwritten_words
from weda_tui.i18n.phrases.load.figures import (
    ceiling_words,
    end_words,
    failure_rows,
    limit_words,
    live_words,
    reached_words,
    stop_words,
    table_rows,
    threshold_words,
    uncertain_words,
)
from weda_tui.i18n.phrases.load.report import load_junit
from weda_tui.i18n.quantities import count, elapsed
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.files import write_file
from weda_tui.session.load.load import put_load
from weda_tui.session.load.plan import LoadCalls, plan_calls
from weda_tui.session.load.run import LoadOptions, LoadOutcome, LoadRun
from weda_tui.session.runs.data_file import read_data
from weda_tui.session.runs.outputs import OutputFile, OutputKind, body_files, check_outputs
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.tui.runs.long_work import WorkQuestion
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, pad, paragraph

LONGEST_NAME = 48
"""The maximum width in cells of the name of a request in the table."""


class LoadWork:
    """Runs Locust with a request or the requests of a folder."""

    can_resume = False
    way = RunWay.LOAD

    def __init__(
        self, session: Session, where: Target, path: str, choice: RunChoice, strings: Strings
    ) -> None:
        """Raises ``ValueError`` for an option that cannot be parsed."""
        self._session, self.where, self.path = session, where, path
        self.is_stopping = False
        self._strings, self._choice, self._data = strings, choice.load, choice.data
        chosen = choice.load
        self._options = LoadOptions(
            users=users(chosen.users), spawn_rate=spawn_rate(chosen.spawn_rate),
            seconds=seconds_of_load(chosen.time), rate=load_rate(chosen.rate),
            writes=chosen.may_write, html=bool(chosen.html),
        )  # fmt: skip
        self._thresholds = chosen.thresholds
        self._rows: tuple[Row, ...] = ()
        self._calls: LoadCalls | None = None
        self._run: LoadRun | None = None
        self._begun = self._elapsed = 0.0
        self._short_token = ""
        self._written: list[str] = []

    async def prepare(self) -> WorkQuestion:
        """Plan the calls and return the question; a load test never starts without consent."""
        session, where, strings = self._session, self.where, self._strings
        await asyncio.to_thread(self._check_files)
        if self._data:
            self._rows = await asyncio.to_thread(read_data, self._data, session.paths.workspace)
        calls = await asyncio.to_thread(plan_calls, session, (self.path,), where, self._rows)
        await session.approvals.check_asking(await calls.run.route())
        self._calls = calls
        words = strings.load
        question = words.confirm.format(
            users=count(self._options.users), place=where.name,
            time=elapsed(self._options.seconds),
            rate=ceiling_words(self._options.rate, strings),
        )  # fmt: skip
        unresolved = [
            words.unresolved.format(path=each.path, reason=explain(each.error, strings).what)
            for each in calls.planned.unresolved
        ]
        left = [words.left.format(what=unwritten_words(e, strings)) for e in calls.planned.left]
        is_refused = calls.decision is GuardDecision.REFUSE
        return WorkQuestion(
            decision=calls.decision,
            writes=calls.writes,
            question=question,
            said=(*unresolved, *left),
            needs_writes=bool(calls.writes) and not self._options.writes and not is_refused,
        )

    def _check_files(self) -> None:
        """Raise ``FileError`` if a report would overwrite another file."""
        run, chosen, workspace = self._strings.run, self._choice, self._session.paths.workspace
        loader = RequestLoader(self._session, self.where)
        outputs = (
            OutputFile(run.long.html, chosen.html, OutputKind.HTML),
            OutputFile(run.junit, chosen.junit, OutputKind.JUNIT),
        )

        def read() -> Iterator[Path]:
            return body_files(workspace, loader, loader.chosen((self.path,)))

        check_outputs(outputs, {run.data: self._data}, workspace, read)

    async def go(self, consent: Consent) -> None:
        """Run Locust to its end. Raises ``WedaError``."""
        session, calls = self._session, self._calls
        if calls is None:
            return
        self._begun = session.clock.monotonic()
        try:
            await put_load(
                session, calls, self.where, self._options, rows=self._rows, on_start=self._start,
                on_short_token=self._note_short_token,
            )  # fmt: skip
        finally:
            self._elapsed = session.clock.monotonic() - self._begun

    def _start(self, run: LoadRun) -> None:
        self._run = run

    def _note_short_token(self, seconds: float) -> None:
        self._short_token = self._strings.load.short_token.format(time=elapsed(seconds))

    async def finish(self) -> None:
        """Write the chosen reports. Raises ``WedaError``."""
        await asyncio.to_thread(self._write)

    def _write(self) -> None:
        outcome, chosen = self._outcome, self._choice
        if outcome is None:
            return
        workspace, masker = self._session.paths.workspace, self._session.gate.masker()
        files: dict[str, bytes] = {}
        if chosen.junit:
            place = f"{self.where.environment.name} · {self.where.env_type}"
            files[chosen.junit] = load_junit(
                place, outcome.sample, self._thresholds, self._elapsed, self._strings, masker,
                end_words(
                    outcome.sample, outcome.log, self._strings, is_broken=outcome.is_broken
                ),
            )  # fmt: skip
        if chosen.html and outcome.html:
            files[chosen.html] = masker.data(outcome.html)
        for file, data in files.items():
            write_file(file, data, workspace)
            self._written.append(self._strings.load.written.format(file=file))

    def stop(self) -> bool:
        """Return ``False``: if ``go`` is cancelled, Locust ends and reports what it has."""
        self.is_stopping = True
        return False

    def close(self) -> None:
        """Do nothing: there is nothing to release."""

    @property
    def _outcome(self) -> LoadOutcome | None:
        return self._run.outcome if self._run is not None else None

    @property
    def _sample(self) -> LoadSample:
        return self._run.sample if self._run is not None else LoadSample()

    @property
    def is_ok(self) -> bool:
        """Whether the thresholds hold; without one for errors, whether no request failed."""
        return self._outcome is not None and self._outcome.passes(self._thresholds)

    def status(self, strings: Strings) -> str:
        """Return the rate, the 95th percentile of the response time, and the number of failures."""
        total = self._sample.total
        text = strings.run.long.load_status.format(
            rate=f"{total.rate:.0f}", p95=f"{total.p95:.0f} ms"
        )
        return f"{text} ✗{count(total.failed)}" if total.failed else text

    def outcome(self, strings: Strings) -> str:
        """Return the figures over all requests."""
        sample = msgspec.structs.replace(self._sample, users=self._sample.reached)
        return live_words(sample, strings)

    def _table(self, strings: Strings) -> list[tuple[str, ...]]:
        """Return the rows of the table, and the rows of the failures below it."""
        masker, sample = self._session.tokens.masker(), self._sample
        return [*table_rows(sample, strings, masker), *failure_rows(sample, strings, masker)]

    def row_count(self) -> int:
        """Return the number of rows of the table."""
        return len(self._table(self._strings)) if self._sample.total.sent else 0

    def row(self, index: int, strings: Strings, width: int) -> Line:
        """Return a row of the table."""
        masker, sample = self._session.tokens.masker(), self._sample
        table = table_rows(sample, strings, masker)
        if index >= len(table):
            sign, *rest = failure_rows(sample, strings, masker)[index - len(table)]
            return Line([Run("  "), Run(f"{sign}  ", "fail bold"), Run("  ".join(rest), "fail")])
        widths = [max(cells([Run(each)]) for each in column) for column in zip(*table, strict=True)]
        widths[0] = min(widths[0], LONGEST_NAME)
        row = "  ".join(pad(text, size) for text, size in zip(table[index], widths, strict=True))
        return Line([Run("  "), Run(row, "dim" if not index else "text")])

    def result(self, index: int) -> RunResult | None:
        """Return ``None``: Locust keeps no responses."""
        return None

    def progress(self, strings: Strings, width: int) -> list[Line]:
        """Return the current figures."""
        sample = self._sample
        text = live_words(sample, strings) if sample.users else strings.run.long.starting
        short = paragraph(self._short_token, width - 1, "dim") if self._short_token else []
        return [*paragraph(text, width - 1, "bold"), *short]

    def summary(self, strings: Strings, width: int, index: int) -> list[Line]:
        """Return the final figures, the thresholds and the written files."""
        outcome, sample, words = self._outcome, self._sample, strings.load
        masker = self._session.tokens.masker()
        lines = paragraph(f"{elapsed(self._elapsed)}  {self.where.name}", width - 1, "bold")
        if sample.skipped:
            text = words.skipped.format(count=count(sample.skipped))
            lines += paragraph(f"– {text}", width - 1, "dim")
        options = self._options
        for text in (
            reached_words(sample, options.users, options.spawn_rate, strings),
            limit_words(sample, options.rate, strings),
        ):
            lines += paragraph(text, width - 1, "dim") if text else []
        writes = {each.path for each in self._calls.writes} if self._calls is not None else ()
        if uncertain := uncertain_words(sample, writes, strings, masker):
            lines += paragraph(uncertain, width - 1, "fail")
        for each in self._thresholds:
            role = "ok" if each.holds(sample) else "fail"
            lines += paragraph(threshold_words(each, sample, strings), width - 1, role)
        if sample.stopped:
            text = stop_words(sample.stopped, strings, masker)
            lines += paragraph(text, width - 1, "fail")
        elif not sample.total.count or (outcome is not None and outcome.is_broken):
            log = masker.text(outcome.log.strip()) if outcome is not None else ""
            lines += paragraph(words.failed_start if log else words.nothing_sent, width - 1, "fail")
            lines += [
                each for row in log.splitlines()[-4:] for each in paragraph(row, width, "dim")
            ]
        for each in self._written:
            lines += paragraph(each, width - 1, "dim")
        return lines


def load_command(where: Target, path: str, choice: RunChoice) -> str:
    """Return the same load test as a command line."""
    load = choice.load
    given = {
        "--users": load.users, "--spawn-rate": load.spawn_rate, "--time": load.time,
        "--rate": load.rate, "--data": choice.data, "--p95": load.p95, "--errors": load.errors,
        "--html": load.html, "--junit": load.junit, "--env": where.environment.name,
        "--env-type": where.env_type,
    }  # fmt: skip
    options = [text for pair in given.items() if pair[1] for text in pair]
    writes = ["--writes"] if load.may_write else []
    return " ".join(map(quote_word, ("weda-tui", "load", path, *options, *writes)))
