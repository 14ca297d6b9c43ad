"""The output of ``load``: live figures, then a table or JSON, files, and the exit status."""

import sys
from collections.abc import Collection, Sequence
from typing import Protocol

from weda_tui.cli import output
from weda_tui.cli.exit_status import ExitStatus
from weda_tui.cli.help import columns
from weda_tui.core.environments.deployment import Target
from weda_tui.core.load.figures import LoadSample, Threshold
from weda_tui.i18n.phrases.load.figures import (
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
from weda_tui.i18n.phrases.load.report import load_junit, load_report
from weda_tui.i18n.quantities import count, elapsed
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.files import write_file
from weda_tui.session.load.run import LoadOptions, LoadOutcome

_PLAIN_EVERY = 5
"""Without a terminal, one of this many samples is printed."""


class ReportFlags(Protocol):
    """The options for the destination of the report."""

    @property
    def as_json(self) -> bool: ...  # noqa: D102

    @property
    def junit(self) -> str | None: ...  # noqa: D102

    @property
    def html(self) -> str | None: ...  # noqa: D102


class LoadReport:
    """Prints the report of one load test."""

    def __init__(
        self,
        strings: Strings,
        session: Session,
        where: Target,
        thresholds: Sequence[Threshold],
        options: LoadOptions,
    ) -> None:
        self._strings, self._session, self._where = strings, session, where
        self._thresholds, self._options = thresholds, options
        self.writes: Collection[str] = ()
        """The paths of the requests that write."""
        self._samples, self._drawn = 0, 0
        self._is_written = False

    def print_waiting(self) -> None:
        """Show how to start workers on other machines."""
        words, options = self._strings.load.waits, self._options
        output.talk(words.format(count=count(options.workers), host=options.master))

    def print_short_token(self, seconds: float) -> None:
        """Show that the user token expires before the load ends."""
        output.talk(self._strings.load.short_token.format(time=elapsed(seconds)))

    def print_stopping(self) -> None:
        """Show that Locust was asked to stop."""
        self._drawn = output.redraw([], self._drawn)
        output.talk(self._strings.load.stopping)

    def print_sample(self, sample: LoadSample) -> None:
        """Replace the shown figures; without a terminal, print a line now and then."""
        if sample.total.sent and not sample.users:
            return  # Locust has stopped the users and sums up
        self._samples += 1
        if output.is_terminal(sys.stderr):
            lines = [live_words(sample, self._strings), *self._tables(sample)]
            self._drawn = output.redraw(lines, self._drawn)
        elif self._samples % _PLAIN_EVERY == 0:
            output.talk(live_words(sample, self._strings))

    def _tables(self, sample: LoadSample) -> list[str]:
        masker = self._session.tokens.masker()
        if not sample.total.sent:
            return []
        lines = columns(table_rows(sample, self._strings, masker)).splitlines()
        failures = failure_rows(sample, self._strings, masker)
        return [*lines, *(columns(failures).splitlines() if failures else ())]

    def write(self, flags: ReportFlags, outcome: LoadOutcome, seconds: float) -> None:
        """Print the result and write the files. Raises ``FileError``."""
        self._drawn, self._is_written = output.redraw([], self._drawn), True
        sample, words = outcome.sample, self._strings.load
        if outcome.is_broken or (not sample.total.count and not sample.stopped):
            output.talk(words.failed_start)
            output.talk(self._session.tokens.masker().text(outcome.log.strip()))
        if flags.as_json:
            self._print_json(outcome, seconds)
        else:
            self._print_table(sample, seconds)
        if flags.junit is not None:
            reason = end_words(sample, outcome.log, self._strings, is_broken=outcome.is_broken)
            self._write_junit(flags.junit, sample, seconds, reason)
            output.talk(words.written.format(file=flags.junit))
        workspace, masker = self._session.paths.workspace, self._session.gate.masker()
        if flags.html is not None and outcome.html:
            write_file(flags.html, masker.data(outcome.html), workspace)
            output.talk(words.written.format(file=flags.html))

    def not_begun(self, flags: ReportFlags, reason: str) -> None:
        """Write to the JUnit file why a load did not start. Raises ``FileError``."""
        if flags.junit is not None and not self._is_written:
            self._write_junit(flags.junit, LoadSample(), 0.0, reason)

    def _write_junit(self, file: str, sample: LoadSample, seconds: float, reason: str) -> None:
        """Write JUnit XML; ``reason`` says why the load was aborted. Raises ``FileError``."""
        place = f"{self._where.environment.name} · {self._where.env_type}"
        masker, thresholds = self._session.gate.masker(), self._thresholds
        data = load_junit(place, sample, thresholds, seconds, self._strings, masker, reason)
        write_file(file, data, self._session.paths.workspace)

    def _print_json(self, outcome: LoadOutcome, seconds: float) -> None:
        masker = self._session.tokens.masker()
        output.json_value(
            {
                "ok": self.status(outcome) is ExitStatus.OK,
                "environment": self._where.environment.name,
                "envType": self._where.env_type,
                "elapsedMs": round(seconds * 1000),
                "users": self._options.users,
                **load_report(outcome.sample, self._thresholds, self.writes, masker),
            }
        )

    def _print_table(self, sample: LoadSample, seconds: float) -> None:
        words, options = self._strings.load, self._options
        masker = self._session.tokens.masker()
        lines = self._tables(sample)
        if sample.skipped:
            lines.append(f"– {words.skipped.format(count=count(sample.skipped))}")
        lines += [*([""] if lines else ()), f"{elapsed(seconds)}  {self._where.name}"]
        texts = [
            reached_words(sample, options.users, options.spawn_rate, self._strings),
            limit_words(sample, options.rate, self._strings),
            uncertain_words(sample, self.writes, self._strings, masker),
        ]
        lines += filter(None, texts)
        lines += [threshold_words(each, sample, self._strings) for each in self._thresholds]
        if sample.stopped:
            lines.append(stop_words(sample.stopped, self._strings, masker))
        elif not sample.total.count:
            lines.append(words.nothing_sent)
        output.data("\n".join(lines))

    def status(self, outcome: LoadOutcome) -> ExitStatus:
        """Return the exit status of a load test that ended by itself."""
        if outcome.passes(self._thresholds):
            return ExitStatus.OK
        holds = all(each.holds(outcome.sample) for each in self._thresholds)
        return ExitStatus.VERDICT if holds or not outcome.is_whole else ExitStatus.ASSERTION
