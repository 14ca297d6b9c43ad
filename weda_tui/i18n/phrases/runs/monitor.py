"""Rounds in words: the line on the terminal, the page, the metrics, and first failures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, islice

from weda_tui.core.catalogue.endpoint import TokenKind
from weda_tui.core.comparison.ignored import path_text
from weda_tui.core.comparison.json_diff import ChangeKind, JsonComparison
from weda_tui.core.environments.deployment import Target
from weda_tui.core.masking import CUT, Masker
from weda_tui.core.runs.results import RunResult
from weda_tui.core.runs.rounds import FirstRed, RequestLog, Round, RoundLog, bounded_code, code_of
from weda_tui.core.runs.schedule import Schedule
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.formats.prometheus import Metric, MetricKind, MetricValue, write_metrics
from weda_tui.formats.status_page import PageChange, PageRow, StatusPage, write_status_page
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.runs import failure_lines, stop_words, title_words
from weda_tui.i18n.quantities import clock_time, count, elapsed, moment, time_left
from weda_tui.i18n.strings import Strings

MOST_REASONS = 5
"""Maximum number of failed requests of a round that are named on the terminal."""
MOST_ROWS, MOST_REDS, MOST_CHANGES = 500, 20, 12
"""Maximum numbers on a page: requests, first failures, and changes of a first failure."""
LONGEST_VALUE = 200
"""Maximum characters of a changed value."""
SHORTEST_REFRESH = 5
"""Minimum seconds between two reloads of a page by a browser."""

_DAY = 86400.0
_TOKENS = {TokenKind.KEY: "key", TokenKind.USER: "user"}
_Hide = Callable[[str], str]


class MonitorReport:
    """Expresses the rounds of one monitor in words, with secrets masked."""

    def __init__(
        self,
        strings: Strings,
        paths: Sequence[str],
        where: Target,
        schedule: Schedule | None,
        begins_at: float = 0.0,
    ) -> None:
        """``schedule`` is ``None`` for a run that is not repeated; ``begins_at`` is wall clock."""
        self._strings, self._words, self._begins_at = strings, strings.run.monitor, begins_at
        self._name, self._where, self._schedule = " ".join(paths), where, schedule

    # -- on the terminal ---------------------------------------------------------------------

    def begins(self, *, is_watching: bool, may_write: bool) -> str:
        """Return what is about to happen, for a terminal."""
        text = self.describe(is_watching=is_watching, may_write=may_write)
        return self._words.ctrl_c.format(begins=text)

    def describe(self, *, is_watching: bool, may_write: bool) -> str:
        """Return what is monitored, how often, and what is sent."""
        words = self._words
        return words.begins.format(
            paths=strip_control_characters(self._name),
            place=self._where.name,
            when=self._when(is_watching=is_watching),
            writes=words.with_writes if may_write else words.reads_only,
        )

    def _when(self, *, is_watching: bool = False) -> str:
        words, schedule = self._words, self._schedule
        every = schedule.every if schedule is not None else None
        texts = [words.when_every.format(every=_interval(every))] if every else []
        texts += [words.when_changed] if is_watching else []
        when = words.and_.join(texts) or (words.once if schedule is None else words.when_changed)
        if schedule is None or schedule.until is None:
            return when
        return words.when_until.format(when=when, at=moment(self._begins_at + schedule.until))

    def round_lines(self, round_: Round, masker: Masker) -> list[str]:
        """Return a round on one line, and below it why requests failed."""
        words, tally = self._words, round_.tally
        text = words.round.format(
            mark=round_.mark,
            time=clock_time(round_.at),
            passed=count(tally.passed),
            failed=count(tally.failed),
            elapsed=elapsed(round_.elapsed),
        )
        pieces = [text]
        pieces += [words.not_sent.format(count=count(tally.skipped))] if tally.skipped else []
        if (end := round_.token_end) is not None:
            pieces.append(words.token.format(left=time_left(end - round_.at - round_.elapsed)))
        lines = ["   ".join(pieces)]
        if round_.skipped:
            since = clock_time(round_.skipped_since)
            lines.append(f"  ! {words.skipped.format(count=count(round_.skipped), time=since)}")
        if round_.changed:
            lines.append(f"  ~ {words.changed.format(files=', '.join(round_.changed))}")
        lines += [f"    {line}" for line in self._reasons(round_)]
        return [_masked(line, masker) for line in lines]

    def _reasons(self, round_: Round) -> Iterator[str]:
        words = self._words
        if round_.is_stopped:
            yield words.stopped
        elif round_.error is not None:
            yield words.cut.format(reason=explain(round_.error, self._strings).what)
        else:
            if round_.stop is not None:
                yield stop_words(round_.stop, words)
            bad = [each for each in round_.results if not each.ok]
            yield from (self._reason(each) for each in bad[:MOST_REASONS])
            if len(bad) > MOST_REASONS:
                yield words.more.format(count=count(len(bad) - MOST_REASONS))

    def _reason(self, result: RunResult) -> str:
        reason = next(failure_lines(result, self._strings), "")
        title = title_words(result, self._strings)
        return self._strings.run.first_failure.format(path=title, reason=reason)

    # -- the page ----------------------------------------------------------------------------

    def page(self, log: RoundLog, masker: Masker) -> bytes:
        """Return the state as an HTML page."""

        def hide(text: str) -> str:
            return _masked(strip_control_characters(text), masker)

        words, last = self._words, log.last
        good = last is not None and last.tally.ok
        logs = sorted(log.requests.values(), key=lambda each: (each.last.ok, each.last.order))
        reds = [each for each in logs if each.first_red is not None]
        every = self._schedule.every if self._schedule is not None else None
        failed = sum(not each.last.ok for each in logs)
        bad = words.failing.format(failed=count(failed), count=count(len(logs)))
        more = len(logs) - MOST_ROWS
        page = StatusPage(
            language="zh-CN" if self._strings.language == "zh" else "en",
            title=hide(self._name),
            mark="✓" if good else "✗",
            headline=hide(words.headline.format(title=self._name, state=words.ok if good else bad)),
            facts=[hide(fact) for fact in self._facts(log)],
            strip=words.strip,
            marks=log.marks,
            names=words.names,
            columns=words.columns,
            rows=[self._row(each, hide) for each in logs[:MOST_ROWS]],
            more=words.more.format(count=count(more)) if more > 0 else "",
            changes_title=words.changes,
            changes=[self._change(each, hide) for each in reds[:MOST_REDS]],
            refresh=max(SHORTEST_REFRESH, round(every)) if every else 0,
        )
        return write_status_page(page)

    def _facts(self, log: RoundLog) -> Iterator[str]:
        words, last = self._words, log.last
        yield words.place.format(place=self._where.name, when=self._when())
        if last is None:
            return
        yield words.last_round.format(at=moment(last.at), elapsed=elapsed(last.elapsed))
        skipped, failed = count(log.skipped), count(log.failed)
        yield words.rounds.format(count=count(log.rounds), failed=failed, skipped=skipped)
        now = last.at + last.elapsed
        if (end := last.token_end) is not None:
            yield words.token_until.format(at=moment(end), left=time_left(end - now))
        if (end := last.certificate_ends) is not None:
            days = count(int((end - now) // _DAY))
            yield words.certificate_until.format(at=moment(end), days=days)
        if (error := last.cut_by) is not None:
            yield words.cut.format(reason=explain(error, self._strings).what)
        if last.stop is not None:
            yield stop_words(last.stop, words)

    def _row(self, log: RequestLog, hide: _Hide) -> PageRow:
        result = log.last
        return PageRow(
            name=hide(title_words(result, self._strings)),
            mark=result.mark,
            state=self._words.names[result.mark],
            facts=(hide(code_of(result)), elapsed(result.elapsed) if result.attempts else ""),
            marks=log.marks,
        )

    def _change(self, log: RequestLog, hide: _Hide) -> PageChange:
        words, red = self._words, log.first_red
        if red is None:
            return PageChange(title="", lines=())
        form = words.red_since if red.green_at is None else words.red_until
        green = "" if red.green_at is None else moment(red.green_at)
        title = form.format(
            title=title_words(red.result, self._strings), at=moment(red.at), green=green
        )
        lines = [*red_lines(red, self._strings), *self._codes(red), *self._reason_now(log, red)]
        return PageChange(title=hide(title), lines=[hide(line) for line in lines])

    def _codes(self, red: FirstRed) -> Iterator[str]:
        """Yield the codes of a failure that has had more than one code."""
        if len(red.codes) > 1:
            yield self._words.codes.format(codes=", ".join(red.codes))

    def _reason_now(self, log: RequestLog, red: FirstRed) -> Iterator[str]:
        """Yield why a request fails now, if the reason differs from the first one."""
        first, last = (next(failure_lines(r, self._strings), "") for r in (red.result, log.last))
        if red.green_at is None and last and last != first:
            yield self._words.now.format(reason=last)

    # -- the metrics -------------------------------------------------------------------------

    def metrics(self, log: RoundLog, masker: Masker) -> bytes:
        """Return the state as metrics for Prometheus."""
        where, last = self._where, log.last
        if last is None:
            return b""
        labels = {
            name: _masked(text, masker)
            for name, text in {
                "run": self._name,
                "environment": where.environment.name,
                "env_type": where.env_type,
            }.items()
        }
        return write_metrics(
            [*self._of_rounds(log, last, labels), *self._of_requests(last, labels, masker)]
        )

    def _of_rounds(self, log: RoundLog, last: Round, labels: Mapping[str, str]) -> Iterator[Metric]:
        words = self._words
        gauges = (
            ("weda_monitor_success", words.help_success, float(last.tally.ok)),
            ("weda_monitor_round_duration_seconds", words.help_duration, last.elapsed),
            ("weda_monitor_round_timestamp_seconds", words.help_at, last.at),
        )
        counters = (
            ("weda_monitor_rounds_total", words.help_rounds, log.rounds),
            ("weda_monitor_failed_rounds_total", words.help_failed, log.failed),
            ("weda_monitor_skipped_rounds_total", words.help_skipped, log.skipped),
        )
        for name, said, value in gauges:
            yield Metric(name=name, help=said, values=[MetricValue(value, labels)])
        for name, said, value in counters:
            values = [MetricValue(value, labels)]
            yield Metric(name=name, help=said, kind=MetricKind.COUNTER, values=values)
        yield Metric(
            name="weda_token_expiry_timestamp_seconds",
            help=words.help_token,
            values=[
                MetricValue(round(end), {**labels, "token": _TOKENS.get(kind, kind.value)})
                for kind, end in last.token_ends.items()
            ],
        )
        ends = last.certificate_ends
        yield Metric(
            name="weda_certificate_expiry_timestamp_seconds",
            help=words.help_certificate,
            values=[] if ends is None else [MetricValue(ends, labels)],
        )

    def _of_requests(
        self, last: Round, labels: Mapping[str, str], masker: Masker
    ) -> Iterator[Metric]:
        words = self._words
        by_path = sorted(last.results, key=lambda each: each.path)
        success: list[MetricValue] = []
        duration: list[MetricValue] = []
        codes: list[MetricValue] = []
        for path, rows in groupby(by_path, key=lambda each: each.path):
            results = list(rows)
            named = {**labels, "request": _masked(path, masker)}
            bad = next((each for each in results if not each.ok), None)
            success.append(MetricValue(float(bad is None), named))
            duration.append(MetricValue(max(each.elapsed for each in results), named))
            codes.append(MetricValue(1.0, {**named, "code": bounded_code(bad or results[0])}))
        yield Metric(name="weda_request_success", help=words.help_request, values=success)
        yield Metric(
            name="weda_request_duration_seconds", help=words.help_request_duration, values=duration
        )
        yield Metric(name="weda_request_info", help=words.help_code, values=codes)


def red_lines(red: FirstRed, strings: Strings) -> Iterator[str]:
    """Yield why a request first failed, when it last passed, and how the two sends differ."""
    words, form = strings.run.monitor, strings.history.since.changed
    yield from failure_lines(red.result, strings)
    if red.changed:
        yield words.changed.format(files=", ".join(red.changed))
    if red.good is None:
        return
    yield words.last_passed.format(at=moment(red.good_at))
    for name, value in ((words.status, _status), (words.code, code_of)):
        before, after = value(red.good), value(red.result)
        if before != after:
            yield form.format(name=name, before=before, after=after)
    if red.answers is not None:
        yield from change_lines(red.answers, strings)


def change_lines(found: JsonComparison, strings: Strings) -> Iterator[str]:
    """Yield the differences of two responses, at most ``MOST_CHANGES``."""
    if found.lines is not None:
        signs = (f"{line.sign.value} {_cut(line.text)}" for line in found.lines)
        yield from islice(signs, MOST_CHANGES)
        return
    marks = strings.comparison.marks
    for change in found.changes[:MOST_CHANGES]:
        yield f"{marks[change.kind]} {path_text(change.path)}"
        if change.old and change.kind is not ChangeKind.MOVED:
            yield f"  - {_cut(change.old)}"
        if change.new:
            yield f"  + {_cut(change.new)}"
    more = sum(found.counts.values()) - min(len(found.changes), MOST_CHANGES)
    if more > 0:
        yield strings.run.monitor.more.format(count=count(more))


def _status(result: RunResult) -> str:
    return str(result.exchange.response.status) if result.exchange is not None else "–"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}{CUT}"


def _masked(text: str, masker: Masker) -> str:
    return masker.text(text).encode("utf-8", "replace").decode()


def _interval(seconds: float) -> str:
    """Return an interval as the user may type it: ``30s``, ``5m``, ``1h30m``."""
    whole, parts = round(seconds, 3), list[str]()
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        number, whole = divmod(whole, size)
        parts += [f"{number:.0f}{unit}"] if number else []
    return "".join([*parts, f"{whole:.10g}s"] if whole or not parts else parts)
