"""The rows of the dialog of a monitor, a load test or a run over rows: question and progress."""

from collections.abc import Sequence

import msgspec

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import ErrorCode, WedaError
from weda_tui.core.guard.decision import GuardDecision
from weda_tui.core.runs.choices import RunWay
from weda_tui.core.runs.results import RunChoice
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.sending import name_wanted
from weda_tui.i18n.strings import Strings
from weda_tui.tui.runs.load_work import load_command
from weda_tui.tui.runs.long_work import LongWork, WorkQuestion
from weda_tui.tui.runs.settings import Setting
from weda_tui.tui.runs.view import (
    RunStage,
    RunView,
    error_lines,
    question_lines,
    way_tabs,
    write_lines,
)
from weda_tui.tui.views.targets import env_type_chip
from weda_tui.tui.widgets.drawing.paint import Line, Run, fit, paragraph

RESUMED = frozenset({ErrorCode.RUN_UNFINISHED})
RESTARTED = frozenset(
    {
        ErrorCode.RUN_UNFINISHED,
        ErrorCode.RUN_UNFINISHED_ELSEWHERE,
        ErrorCode.RUN_FINISHED,
        ErrorCode.RUN_REPEATS,
        ErrorCode.RUN_CHANGED,
    }
)
"""Errors of a ledger after which the run can be started again; after ``RESUMED``, resumed."""


class LongView(msgspec.Struct, frozen=True, kw_only=True):
    """The state that the dialog shows."""

    way: RunWay
    path: str
    where: Target
    stage: RunStage
    choice: RunChoice = RunChoice()
    asked: WorkQuestion = WorkQuestion()
    error: WedaError | None = None
    edited: Setting | None = None
    """The setting that the user is typing."""
    wrong: str = ""
    """The typed value that was not accepted."""
    is_installed: bool = True
    """Whether the program that the run needs is installed."""
    is_stopping: bool = False
    other: str = ""
    """The selected path while the run of another path is running."""

    @property
    def as_run(self) -> RunView:
        """The question as a view of the run dialog."""
        asked = self.asked
        return RunView(
            name=self.path, where=self.where, stage=RunStage.CONFIRM, writes=asked.writes,
            decision=asked.decision, rows=asked.rows,
        )  # fmt: skip


def long_heading(view: LongView, strings: Strings) -> list[Line]:
    """Return the title with the target, and the ways to run while one can be chosen."""
    words = strings.run.long
    sentence = {RunWay.MONITOR: words.title_monitor, RunWay.LOAD: words.title_load}.get(
        view.way, words.title_rows
    )
    title = sentence.format(name=strip_control_characters(view.path) or strings.run.of_all)
    place = [Run(f"{view.where.environment.name} › "), env_type_chip(view.where.env_type, strings)]
    tabs = way_tabs(view.way, strings) if view.stage is RunStage.CHOOSING else []
    return [Line([Run("  "), Run(title, "bold")], [*place, Run("  ")]), *tabs, Line()]


def long_words(
    view: LongView, work: LongWork | None, index: int, strings: Strings, width: int
) -> list[Line]:
    """Return the text of the current stage."""
    return [Line(), *_said(view, work, index, strings, width)]


def long_keys(
    view: LongView, work: LongWork | None, index: int, missing: int, strings: Strings, width: int
) -> list[Line]:
    """Return the row of keys; ``missing`` is the number of letters still to be typed."""
    keys = Line([Run("  "), *fit(width - 3, _keys(view, work, index, missing, strings))])
    is_below = bool(_said(view, work, index, strings, width))
    return [*([Line.rule(width)] if is_below else []), keys, Line()]


def _said(
    view: LongView, work: LongWork | None, index: int, strings: Strings, width: int
) -> list[Line]:
    words = strings.run.long
    match view.stage:
        case RunStage.CHOOSING:
            return _choice_lines(view, strings, width)
        case RunStage.PREPARING:
            if view.error is None:
                return [Line([Run(f"  {strings.run.preparing}", "focus")])]
            if view.error.code in RESTARTED:  # Keys replace the options that the hint names
                return paragraph(f"! {explain(view.error, strings).what}", width - 1, "caution")
            return error_lines(view.error, strings, width)
        case RunStage.CONFIRM:
            return _question(view, strings, width)
        case RunStage.RUNNING if work is not None:
            lines = [*work.progress(strings, width)]
            return [
                *lines,
                *(paragraph(words.stopping, width - 1, "caution") if view.is_stopping else ()),
            ]
        case RunStage.DONE if work is not None:
            lines = [*work.summary(strings, width, index)]
            return lines + (error_lines(view.error, strings, width) if view.error else [])
        case _:
            return []


def _choice_lines(view: LongView, strings: Strings, width: int) -> list[Line]:
    words = strings.run.long
    if view.edited is not None:
        said, role = view.edited.hint, "dim"
        if view.wrong:
            said, role = words.wrong.format(value=view.wrong, hint=said), "fail"
        return [Line([Run(f"  {view.edited.label}", "bold")]), *paragraph(said, width - 1, role)]
    if not view.is_installed:
        command = load_command(view.where, view.path, view.choice)
        return [
            *paragraph(strings.load.not_installed, width - 1, "caution"),
            *paragraph(words.command.format(command=command), width - 1, "dim"),
        ]
    if view.error is not None:
        return error_lines(view.error, strings, width)
    return paragraph(view.wrong, width - 1, "fail") if view.wrong else []


def _question(view: LongView, strings: Strings, width: int) -> list[Line]:
    words, asked = strings.run.long, view.asked
    if asked.needs_writes:
        is_load = view.way is RunWay.LOAD
        text = words.load_needs_writes if is_load else words.monitor_needs_writes
        lines = paragraph(f"! {text}", width - 1, "caution")
        return [*lines, *write_lines(asked.writes, view.where, strings)]
    question = paragraph(asked.question, width - 1, "bold") if asked.question else []
    if asked.writes:
        return [*question, *question_lines(view.as_run, strings, width)]
    if asked.decision is GuardDecision.ASK_NAME:
        wanted = name_wanted(view.where.environment, strings)
        return [*question, Line([Run(f"  {wanted}", "caution")])]
    return question


def plan_lines(asked: WorkQuestion, width: int) -> list[Line]:
    """Return what the user should know before the run starts."""
    return [part for line in asked.said for part in paragraph(line, width - 1, "text")]


def _keys(
    view: LongView, work: LongWork | None, index: int, missing: int, strings: Strings
) -> list[list[Run]]:
    words, run, asked = strings.run.long, strings.run, view.asked
    close = Run.key("Esc", run.close, "close")
    match view.stage:
        case RunStage.CHOOSING:
            return _choice_keys(view, strings)
        case RunStage.PREPARING:
            code = view.error.code if view.error is not None else None
            resume = [Run.key("r", words.resume, "resume")] if code in RESUMED else []
            restart = [Run.key("s", words.restart, "restart")] if code in RESTARTED else []
            return [*resume, *restart, close]
        case RunStage.CONFIRM if asked.is_refused or asked.needs_writes:
            return [close if view.way is RunWay.ROWS else Run.key("Esc", words.back, "close")]
        case RunStage.CONFIRM:
            dont = [Run(f" Esc {run.dont} ", "chip-focus", "close")]
            return [dont, *_agreement(view, missing, strings)]
        case RunStage.RUNNING:
            stop = words.stop_now if view.is_stopping else words.leave
            keys = [[Run(f" Esc {stop} ", "chip-focus", "close")]]
            keys.append(Run.key("b", words.background, "background"))
            if view.other:
                keys.append(Run.key("F5", words.others.format(name=view.other), "again"))
            return keys
        case RunStage.DONE:
            return _last_keys(view, work, index, strings)


def _choice_keys(view: LongView, strings: Strings) -> list[list[Run]]:
    words, run = strings.run.long, strings.run
    if view.edited is not None:
        return [Run.key("Enter", words.accept, "open"), Run.key("Esc", words.keep, "close")]
    role = "chip-focus" if view.is_installed else "dim"
    start = [Run(f" F5 {run.start} ", role, "again")]
    change = Run.key("Enter", run.change, "open")
    next_way = Run.key("Tab", words.next_way, "next_way")
    return [start, change, next_way, Run.key("Esc", run.close, "close")]


def _agreement(view: LongView, missing: int, strings: Strings) -> Sequence[list[Run]]:
    run, guard = strings.run, strings.tui.guard
    match view.asked.decision:
        case GuardDecision.SEND:
            return [[Run("F5", "bold", "agree"), Run(f" {run.start}", "text", "agree")]]
        case GuardDecision.ASK_NAME:
            role = "faint" if missing else "caution bold"
            state = guard.letters_left.format(count=missing) if missing else guard.name_right
            agree = [Run("Ctrl+Y", role, "agree"), Run(f" {run.start}", role, "agree")]
            return [agree, [Run(state, "caution" if missing else "ok")]]
        case GuardDecision.ASK | GuardDecision.REFUSE:
            yes = [Run("y", "caution bold", "agree"), Run(f" {guard.or_word} ", "dim")]
            agree = [Run("Ctrl+Y", "caution bold", "agree"), Run(f" {run.agree}", "bold")]
            return [[*yes, *agree], [Run(guard.enter_never, "dim")]]


def _last_keys(
    view: LongView, work: LongWork | None, index: int, strings: Strings
) -> list[list[Run]]:
    words, run = strings.run.long, strings.run
    keys: list[list[Run]] = []
    result = work.result(index) if work is not None else None
    if result is not None and result.has_body:
        word = run.open if result.exchange is not None else run.open_request
        keys.append(Run.key("Enter", word, "open"))
    if work is not None and work.can_resume:
        keys.append(Run.key("F5", words.resume, "again"))
    elif view.way is not RunWay.ROWS:
        keys.append(Run.key("F5", words.again, "again"))
    return [*keys, Run.key("Esc", run.close, "close")]
