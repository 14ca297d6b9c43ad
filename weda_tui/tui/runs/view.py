"""The rows of the run dialog: its question, the result of each request, the summary."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import WedaError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.masking import Masker
from weda_tui.core.runs.answer_values import Capture, Captured
from weda_tui.core.runs.choices import RunWay
from weda_tui.core.runs.results import Check, Row, RunChoice, RunResult, Tally, Write
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.facts import effect_words
from weda_tui.i18n.phrases.runs import (
    assertion_words,
    facts_words,
    failure_lines,
    judgement_words,
    missed_words,
    row_words,
    tally_words,
    title_words,
    wanted_words,
)
from weda_tui.i18n.phrases.sending import name_wanted, short_value
from weda_tui.i18n.quantities import count, elapsed
from weda_tui.i18n.strings import Strings
from weda_tui.tui.views.targets import env_type_chip
from weda_tui.tui.widgets.drawing.paint import Line, Run, cut, fit, paragraph, wrap

MOST_WRITES, MOST_DETAILS = 6, 4
"""The maximum number of writes, and of reasons, that are listed."""
ROLES = {"✓": "ok bold", "✗": "fail bold", "–": "dim"}


class RunStage(StrEnum):
    """The stage of the dialog."""

    CHOOSING = "choosing"
    """The user chooses the data and the options."""
    PREPARING = "preparing"
    CONFIRM = "confirm"
    RUNNING = "running"
    DONE = "done"


class RunView(msgspec.Struct, frozen=True, kw_only=True):
    """The state that the dialog shows."""

    name: str
    """The path of the run; empty for all requests."""
    where: Target
    is_first: bool = False
    """Whether the run precedes the send of a request that depends on its requests."""
    stage: RunStage = RunStage.CHOOSING
    choice: RunChoice = RunChoice()
    rows: tuple[Row, ...] = ()
    """The rows of the data file."""
    unused: tuple[str, ...] = ()
    """The columns of the data that no request uses."""
    writes: tuple[Write, ...] = ()
    """The calls that a guard asks about."""
    decision: GuardDecision = GuardDecision.SEND
    count: int = 0
    """The number of requests to run; once the run is planned, counted for each row."""
    results: tuple[RunResult, ...] = ()
    running: frozenset[tuple[int, int]] = frozenset()
    """The orders of the results whose requests are in flight."""
    done: int = 0
    """The number of requests that have ended, without dependencies."""
    passed: int = 0
    failed: int = 0
    elapsed: float = 0.0
    first_failure: RunResult | None = None
    """The first failure, once the run is over."""
    error: WedaError | None = None
    """Why the run cannot start, or why its report could not be written."""

    @property
    def refused(self) -> tuple[Write, ...]:
        """The calls that are refused because their target is read-only."""
        return tuple(write for write in self.writes if write.decision is GuardDecision.REFUSE)

    @property
    def tally(self) -> Tally:
        """The counts of the run, once it is over."""
        skipped = len(self.results) - self.passed - self.failed
        return Tally(self.passed, self.failed, skipped, self.elapsed)


def run_heading(view: RunView, strings: Strings) -> list[Line]:
    """Return the title with the target, and the ways to run while one can be chosen."""
    words = strings.run
    sentence = words.first if view.is_first else words.title
    title = sentence.format(name=strip_control_characters(view.name) or words.of_all)
    place = [Run(f"{view.where.environment.name} › "), env_type_chip(view.where.env_type, strings)]
    tabs = way_tabs(RunWay.ONCE, strings) if view.stage is RunStage.CHOOSING else []
    return [Line([Run("  "), Run(title, "bold")], [*place, Run("  ")]), *tabs, Line()]


def way_tabs(way: RunWay, strings: Strings) -> list[Line]:
    """Return the ways to run saved requests, with the chosen one marked."""
    words = strings.run.long
    tabs = ((RunWay.ONCE, words.run), (RunWay.MONITOR, words.monitor), (RunWay.LOAD, words.load))
    runs = [
        [Run(f" {name} ", "chip-focus" if each is way else "dim", f"show_way('{each.value}')")]
        for each, name in tabs
    ]
    return [Line([Run("  "), *(run for pair in runs for run in pair)])]


def run_row(view: RunView, index: int, strings: Strings) -> Line:
    """Return the row of a request: mark, path, status and time, or why it failed."""
    result = view.results[index]
    title = title_words(result, strings)
    if result.order in view.running:
        state = [Run(strings.run.on_its_way, "focus"), Run("  ")]
        return Line([Run("  "), Run("~ ", "focus bold"), Run(title)], state)
    sign = result.mark
    facts = [Run("  "), Run(" · ".join(facts_words(result, strings)), "dim"), Run("  ")]
    left = [Run("  "), Run(f"{sign} ", ROLES[sign]), Run(title)]
    reason = next(failure_lines(result, strings), "")
    if reason:
        left += [Run("  "), Run(reason, "dim" if sign == "–" else "fail")]
    return Line(left, facts)


def run_words(
    view: RunView, index: int, strings: Strings, width: int, masker: Masker
) -> list[Line]:
    """Return the text of the current stage."""
    said = _said(view, index, strings, width, masker)
    return [] if view.stage is RunStage.CHOOSING else [Line(), *said]


def run_keys(view: RunView, index: int, missing: int, strings: Strings, width: int) -> list[Line]:
    """Return the row of keys; ``missing`` is the number of letters still to be typed."""
    keys = Line([Run("  "), *fit(width - 3, _keys(view, index, missing, strings))])
    return [Line.rule(width), keys, Line()]


def check_lines(
    checks: Sequence[Check], captures: Sequence[Capture], strings: Strings, masker: Masker
) -> Iterator[Line]:
    """Yield a row for each assertion, then one for each captured variable."""
    for check in checks:
        sign = "✓" if check.ok else "✗"
        words = assertion_words if check.ok else wanted_words
        yield Line([Run(f"  {sign} ", ROLES[sign]), Run(words(check.assertion, strings))])
        if why := judgement_words(check.judgement, strings):
            yield Line([Run("    "), Run(why, "dim")])
    if captures:
        yield from (Line(), Line([Run("  "), Run(strings.run.captures, "dim")]))
    for each in captures:
        yield Line([Run("  "), *_capture(each, strings, masker).left])


def _capture(captured: Capture, strings: Strings, masker: Masker) -> Line:
    if isinstance(captured, Captured):
        value = short_value(masker.text(captured.value))
        return Line([Run(f"{captured.name} ", "bold"), Run("= "), Run(value)])
    return Line([Run("✗ ", "fail bold"), Run(missed_words(captured, strings), "fail")])


def _said(view: RunView, index: int, strings: Strings, width: int, masker: Masker) -> list[Line]:
    words = strings.run
    match view.stage:
        case RunStage.CHOOSING:
            return []
        case RunStage.PREPARING if view.error is not None:
            return error_lines(view.error, strings, width)
        case RunStage.PREPARING:
            return [Line([Run(f"  {words.preparing}", "focus")])]
        case RunStage.CONFIRM:
            return question_lines(view, strings, width)
        case RunStage.RUNNING:
            return _progress(view, strings, width)
        case RunStage.DONE:
            return _summary(view, index, strings, width, masker)


def error_lines(error: WedaError, strings: Strings, width: int) -> list[Line]:
    """Return the message of an error, and its hint."""
    meaning = explain(error, strings)
    return [
        *paragraph(f"✗ {meaning.what}", width - 1, "fail"),
        *paragraph(meaning.hint, width - 1, "dim"),
    ]


def question_lines(view: RunView, strings: Strings, width: int) -> list[Line]:
    """Return which calls write, and the question of the guard."""
    words, refused = strings.run, view.refused
    shown = refused or view.writes
    sentence = words.refused if refused else words.asks
    lines = [Line([Run(f"  ! {sentence.format(count=count(len(shown)))}", "caution bold")])]
    lines += write_lines(shown, view.where, strings)
    if not refused:
        if len(view.rows) > 1:
            each = words.asks_rows.format(count=count(len(view.rows)))
            lines += paragraph(each, width - 1, "caution")
        lines += paragraph(words.asks_hint, width - 1, "dim")
        if view.decision is GuardDecision.ASK_NAME:
            asked = name_wanted(view.where.environment, strings)
            lines.append(Line([Run(f"  {asked}", "caution")]))
    return lines


def write_lines(writes: Sequence[Write], where: Target, strings: Strings) -> list[Line]:
    """Return a row for each call that writes."""
    lines: list[Line] = []
    for write in writes[:MOST_WRITES]:
        effect = Run(f"   {effect_words(write.effect, strings)}", "caution")
        place = f"   {where.environment.name} · {write.env_type}"
        lines.append(Line([Run(f"    {write.path}"), effect, Run(place, "dim")]))
    if (more := len(writes) - MOST_WRITES) > 0:
        text = strings.run.more_writes.format(count=count(more))
        lines.append(Line([Run(f"    {text}", "dim")]))
    return lines


def _progress(view: RunView, strings: Strings, width: int) -> list[Line]:
    room = width - 4
    filled = min(room, view.done * room // view.count) if view.count else 0
    bar = Line([Run("  "), Run("━" * filled, "focus"), Run("─" * (room - filled), "line")])
    total = strings.run.progress.format(done=count(view.done), count=count(view.count))
    facts = [[Run(total, "bold")], [Run(elapsed(view.elapsed))], *_counts(view)]
    return [bar, Line([Run("  "), *fit(room, facts)])]


def _counts(view: RunView) -> list[list[Run]]:
    failed = [Run(f"✗ {count(view.failed)}", "fail")] if view.failed else []
    return [[Run(f"✓ {count(view.passed)}", "ok")], failed]


def _summary(view: RunView, index: int, strings: Strings, width: int, masker: Masker) -> list[Line]:
    """Return the summary of the run, its first failure, and the details of the selected row."""
    done = view.tally
    place = f"{view.where.environment.name} {view.where.env_type}"
    role = "ok bold" if done.ok else "fail bold"
    lines = [Line([Run("  "), Run(tally_words(done, place), role)])]
    if view.error is not None:
        lines += error_lines(view.error, strings, width)
    elif view.choice.junit:
        written = strings.run_command.junit_written.format(file=view.choice.junit)
        lines += paragraph(strip_control_characters(written), width - 1, "dim")
    failed = view.first_failure
    result = view.results[index] if index < len(view.results) else None
    if failed is not None and result is not failed:
        reason = next(failure_lines(failed, strings), "")
        text = strings.run.first_failure.format(path=failed.path, reason=reason)
        lines += paragraph(text, width - 1, "dim")[:2]
    if result is not None:
        lines += result_lines(result, view.rows, strings, width, masker)
    return lines


def result_lines(
    result: RunResult, rows: Sequence[Row], strings: Strings, width: int, masker: Masker
) -> list[Line]:
    """Return the details of a request of a run: its row of data, its failures, its captures."""
    lines: list[Line] = []
    if result.row is not None and result.row <= len(rows):
        values = row_words(rows[result.row - 1], strings)
        lines.append(Line([Run("  "), Run(cut(values, width - 4), "dim")]))
    reasons = [part for line in failure_lines(result, strings) for part in wrap(line, width - 6)]
    lines += [Line([Run(f"  {part}", "fail")]) for part in reasons[:MOST_DETAILS]]
    if not result.has_body:
        lines += paragraph(strings.run.no_body, width - 1, "dim")
    taken = [each for each in result.captures if isinstance(each, Captured)]
    lines += [
        Line([Run("  "), *_capture(each, strings, masker).left]) for each in taken[:MOST_DETAILS]
    ]
    return lines


def _keys(view: RunView, index: int, missing: int, strings: Strings) -> list[list[Run]]:
    words, guard = strings.run, strings.tui.guard
    close = Run.key("Esc", words.close, "close")
    match view.stage:
        case RunStage.PREPARING | RunStage.CHOOSING:
            return [close]
        case RunStage.RUNNING:
            return [[Run(f" Esc {words.stop} ", "chip-focus", "close")]]
        case RunStage.CONFIRM if view.refused:
            return [close]
        case RunStage.CONFIRM:
            dont = [Run(f" Esc {words.dont} ", "chip-focus", "close")]
            if view.decision is not GuardDecision.ASK_NAME:
                yes = [Run("y", "caution bold", "agree"), Run(f" {guard.or_word} ", "dim")]
                agree = [Run("Ctrl+Y", "caution bold", "agree"), Run(f" {words.agree}", "bold")]
                return [dont, [*yes, *agree], [Run(guard.enter_never, "dim")]]
            role = "faint" if missing else "caution bold"
            state = guard.letters_left.format(count=missing) if missing else guard.name_right
            agree = [Run("Ctrl+Y", role, "agree"), Run(f" {words.start}", role, "agree")]
            return [dont, agree, [Run(state, "caution" if missing else "ok")]]
        case RunStage.DONE:
            result = view.results[index] if index < len(view.results) else None
            keys: list[list[Run]] = []
            if result is not None and result.has_body:
                word = words.open if result.exchange is not None else words.open_request
                keys.append(Run.key("Enter", word, "open"))
            if view.first_failure is not None:
                keys.append(Run.key("F5", words.again, "again"))
            return [*keys, close]
