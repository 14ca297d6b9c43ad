"""The dialog of a run, from the choice of its data to its last result.

choosing ── F5 ──► preparing ──► confirm ── the guard's answer ──► running ──► done ── F5: the
                                 only where something is written    Esc stops     failed ones again
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one
from textual.timer import Timer

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError
from weda_tui.core.guard.decision import GuardDecision, letters_missing
from weda_tui.core.history.entry import LastResult, SendEnding
from weda_tui.core.runs.choices import RunWay
from weda_tui.core.runs.result_order import LiveResults, Order
from weda_tui.core.runs.results import (
    Consent,
    Row,
    RunChoice,
    RunResult,
    Tally,
    Write,
    first_failure,
    strictest,
    tally,
)
from weda_tui.i18n.phrases.runs import junit_report
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.files import write_file
from weda_tui.session.runs.data_file import read_data, unused_columns
from weda_tui.session.runs.memory import Memory
from weda_tui.session.runs.outputs import OutputFile, OutputKind, body_files, check_outputs
from weda_tui.session.runs.request_loader import RequestLoader
from weda_tui.session.runs.runner import RequestRun, RunOptions, entries_of
from weda_tui.tui.runs.options_view import (
    BAIL,
    DATA,
    JUNIT,
    PARALLEL,
    RATE,
    REPORT,
    choice_count,
    choice_footer,
    choice_row,
)
from weda_tui.tui.runs.view import RunStage, RunView, run_heading, run_keys, run_row, run_words
from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal, QuitQuestion
from weda_tui.tui.widgets.rows import Rows

Pick = Callable[[str, Callable[[str], None]], None]
"""Lets the user choose a file, starting beside a given file; the callback gets its path."""
SaveAs = Callable[[str, str, str, Callable[[str], None]], None]
"""Lets the user name a file to write: suggested name, title, hint; the callback gets its path."""
TICK = 0.1
"""The seconds between two updates of the display of a run."""
FRAME_ROWS = 15
"""The rows of the screen that the list reserves for the rest of the dialog."""


class RunTask(msgspec.Struct, frozen=True, kw_only=True):
    """The requests to run."""

    paths: tuple[str, ...]
    name: str
    """The name of the run; empty for all requests."""
    is_first: bool = False
    """Whether the run precedes the send of a request that depends on its requests.

    Such a run has no options, its captures are kept for that request, and the dialog closes when
    all requests have passed.
    """


class RunRows(Rows):
    """The options of a run; later its requests, as they start."""

    BINDINGS = [
        Binding("left", "screen.step(-1)", show=False),
        Binding("right", "screen.step(1)", show=False),
        Binding("delete", "screen.drop_file", show=False),
    ]

    def __init__(self, view: RunView, strings: Strings) -> None:
        super().__init__(id="run-rows", surface="panel")
        self._strings = strings
        self.view = view

    def row(self, index: int, width: int) -> Line:
        """Draw an option or a request."""
        if self.view.stage is RunStage.CHOOSING:
            return choice_row(self.view, index, self._strings, width)
        return run_row(self.view, index, self._strings)


RUN_BINDINGS = (
    Binding("f5,ctrl+r", "again", show=False, priority=True),
    Binding("ctrl+y", "agree", show=False, priority=True),
    Binding("y", "letter_y", show=False),
    Binding("R", "again", show=False),
    Binding("tab", "next_way", show=False),
)
"""The keys of each dialog that runs requests."""


class RunDialog(Modal[RunResult | RunWay]):
    """Runs the requests at a path once; other dialogs run them over rows, in rounds or as load.

    Returns the result whose response is to be opened, or the other way to run that was chosen.
    """

    _rows = query_one("#run-rows", RunRows)
    _words = query_one("#run-words", Lines)
    _keys = query_one("#run-keys", Lines)
    _heading = query_one("#run-title", Lines)
    _typed = query_one("#run-name", Field)

    BINDINGS = [*RUN_BINDINGS]

    def __init__(
        self,
        session: Session,
        where: Target,
        task: RunTask,
        strings: Strings,
        *,
        on_end: Callable[[RunView], None] = lambda _: None,
        pick: Pick = lambda _, __: None,
        save_as: SaveAs = lambda _, __, ___, ____: None,
    ) -> None:
        """``on_end`` is called with each run that ended or was stopped."""
        super().__init__(classes="centred run")
        self._session, self._strings, self._wanted = session, strings, task
        self._on_end, self._pick, self._save_as = on_end, pick, save_as
        choice = session.run_choices.get(task.name, RunChoice())
        if task.is_first:
            choice = RunChoice(bail=True)
        self._view = RunView(name=task.name, where=where, is_first=task.is_first, choice=choice)
        self._memory = session.captured if task.is_first else Memory(session.routes.fingerprint)
        self._consent = Consent()
        self._run: RequestRun | None = None
        self._has_writes = False
        self._only: frozenset[tuple[str, int | None]] | None = None
        """The requests and rows to send again; ``None`` for all."""
        self._reported: dict[tuple[str, int | None], RunResult] = {}
        """The last result of each request and row, for the report; another run replaces some."""
        self._live = LiveResults()
        self._begun = 0.0
        self._ticking: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out title, requests, text, the field for a name to confirm, keys."""
        with Vertical(classes="panel"):
            yield Lines(lambda _: run_heading(self._view, self._strings), id="run-title",
                        surface="panel")  # fmt: skip
            yield RunRows(self._view, self._strings)
            yield Lines(self._draw_words, id="run-words", surface="panel")
            yield Field(id="run-name")
            yield Lines(self._draw_keys, id="run-keys", surface="panel")

    def on_mount(self) -> None:
        """Count the requests, or prepare a run that needs no options."""
        self._change()
        self._rows.focus()
        if self._wanted.is_first:
            self._change(stage=RunStage.PREPARING)
            self._prepare()
        else:
            self._count_rows()

    def help_rows(self, strings: Strings) -> Sequence[HelpRow]:
        """Return the keys of a run."""
        words = strings.run
        return [
            HelpRow("F5", f"{words.start} · {words.again}", "R"),
            HelpRow("Enter", f"{words.change} · {words.open}"),
            HelpRow("←→", words.step),
            HelpRow("Del", f"{words.without_data} · {words.without_junit}"),
            HelpRow("Tab", words.long.next_way),
            HelpRow("Ctrl+Y", words.agree, "y"),
            HelpRow("Esc", f"{words.stop} · {words.close}"),
        ]

    # -- stages ------------------------------------------------------------------------------

    def _change(self, **fields: object) -> None:
        """Replace fields of the view, and draw it."""
        view = self._view = self._rows.view = msgspec.structs.replace(self._view, **fields)
        self._typed.display = (
            view.stage is RunStage.CONFIRM
            and view.decision is GuardDecision.ASK_NAME
            and not view.refused
        )
        rows = choice_count(view) if view.stage is RunStage.CHOOSING else len(view.results)
        self._rows.styles.height = max(1, min(rows, self.app.size.height - FRAME_ROWS))
        is_at_end = self._rows.cursor >= self._rows.row_count - 1
        if rows != self._rows.row_count:
            follows = view.stage is RunStage.RUNNING and is_at_end
            self._rows.show_rows(rows, cursor=rows - 1 if follows else None)
        self._rows.refresh()
        self._heading.redraw()
        self._redraw_footer()

    @work(group="run", exclusive=True)
    async def _count_rows(self) -> None:
        """Count the requests, and the rows of the chosen data file."""
        self._change(error=None, count=0)
        try:
            count = await asyncio.to_thread(self._count)
            rows = await asyncio.to_thread(self._data)
            unused = await asyncio.to_thread(self._unused, rows)
        except FileError as error:
            self._change(error=error, rows=(), unused=())
        else:
            self._change(count=count, rows=rows, unused=unused)

    def _count(self) -> int:
        loader = RequestLoader(self._session, self._view.where)
        return len(entries_of(loader.chosen(self._wanted.paths)))

    def _unused(self, rows: Sequence[Row]) -> tuple[str, ...]:
        if not rows:
            return ()

        loader = RequestLoader(self._session, self._view.where)
        saved = loader.chosen(self._wanted.paths)
        return unused_columns(self._session, loader, saved, self._view.where, rows)

    def _data(self) -> tuple[Row, ...]:
        file = self._view.choice.data
        return read_data(file, self._session.paths.workspace) if file else ()

    @work(group="run", exclusive=True)
    async def _prepare(self) -> None:
        """Read the files, and ask the user if a guard requires consent to the writes."""
        try:
            rows = await asyncio.to_thread(self._data)
            run = await asyncio.to_thread(self._plan, rows)
            writes = await run.writes()
        except FileError as error:
            is_begun = bool(self._view.results) or self._wanted.is_first
            stage = RunStage.PREPARING if is_begun else RunStage.CHOOSING
            self._change(stage=stage, error=error)
            return
        asked = tuple(write for write in writes if write.decision is not GuardDecision.SEND)
        self._run, self._has_writes = run, bool(writes)
        self._change(count=len(run.entries), rows=rows, writes=asked, decision=strictest(asked))
        if self._is_answered(asked):
            self._start()
        else:
            self._change(stage=RunStage.CONFIRM)
            (self._typed if self._typed.display else self._rows).focus()

    def _is_answered(self, asked: Sequence[Write]) -> bool:
        is_refused = any(write.decision is GuardDecision.REFUSE for write in asked)
        return not is_refused and all(map(self._consent.covers, asked))

    def _plan(self, rows: Sequence[Row]) -> RequestRun:
        where, choice = self._view.where, self._view.choice
        loader = RequestLoader(self._session, where)
        chosen = loader.chosen(self._wanted.paths)
        words, workspace = self._strings.run, self._session.paths.workspace
        junit = OutputFile(words.junit, choice.junit, OutputKind.JUNIT)
        read = partial(body_files, workspace, loader, chosen)
        check_outputs((junit,), {words.data: choice.data}, workspace, read)
        entries = entries_of(chosen, rows)
        if self._only is not None:
            entries = tuple(each for each in entries if (each.saved.path, each.row) in self._only)
        options = RunOptions(
            where=where, parallel=choice.parallel, bail=choice.bail, consent=self._consent,
            asks_to_write=self._wanted.is_first,
        )  # fmt: skip
        run = RequestRun(
            self._session, loader, entries, options,
            memory=self._memory, on_start=self._on_start, on_result=self._on_result,
        )  # fmt: skip
        run.check()
        return run

    def _start(self) -> None:
        if self._run is None:
            return
        self._live = LiveResults()
        self._begun = self._session.clock.monotonic()
        self._change(stage=RunStage.RUNNING, results=(), first_failure=None)
        self._tick()
        self._rows.focus()
        self._ticking = self.set_interval(TICK, self._tick)
        self._go(self._run)

    @work(group="run", exclusive=True, description="run")
    async def _go(self, run: RequestRun) -> None:
        await run.go()
        await self._finish(run)

    @work(group="run-end", exclusive=True, description="run-end")
    async def _stop(self, run: RequestRun) -> None:
        await self._finish(run)

    async def _finish(self, run: RequestRun) -> None:
        """Show all results, also of unsent requests; the cursor goes to the first failure."""
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        results, counts, failure, at = await asyncio.to_thread(_sum_up, run, self._elapsed)
        self._reported |= {(each.path, each.row): each for each in results}
        reported = tuple(self._reported.values())
        error = await self._write_report(reported, counts.elapsed)
        self._change(
            stage=RunStage.DONE, results=results, running=frozenset[Order](),
            passed=counts.passed, failed=counts.failed, elapsed=counts.elapsed,
            first_failure=failure, error=error,
        )  # fmt: skip
        where, at_end = self._view.where, self._session.clock.wall()
        names = (where.environment.name, where.env_type)
        self._session.collections.unsent |= {
            each.path: LastResult(SendEnding.NO_ANSWER, at_end, *names)
            for each in results
            if each.error is not None
        }
        self._rows.cursor = at
        self._redraw_footer()
        self._on_end(self._view)
        if self._wanted.is_first and counts.ok:
            self.dismiss(None)

    async def _write_report(self, results: Sequence[RunResult], elapsed: float) -> FileError | None:
        """Write the chosen report; return the error if that fails."""
        if not self._view.choice.junit:
            return None
        try:
            await asyncio.to_thread(self._write_junit, results, elapsed)
        except FileError as error:
            return error
        return None

    def _write_junit(self, results: Sequence[RunResult], elapsed: float) -> None:
        session, view = self._session, self._view
        masker = session.gate.masker()
        report = junit_report(view.where, results, elapsed, self._strings, masker)
        write_file(view.choice.junit, report, session.paths.workspace)

    @property
    def _elapsed(self) -> float:
        return self._session.clock.monotonic() - self._begun

    def _on_start(self, result: RunResult) -> None:
        self._live.begin(result)

    def _on_result(self, result: RunResult) -> None:
        self._live.end(result)

    def _tick(self) -> None:
        live = self._live
        if self._view.stage is RunStage.RUNNING:
            self._change(
                results=live.results, running=live.running, elapsed=self._elapsed,
                done=live.done, passed=live.passed, failed=live.failed,
            )  # fmt: skip

    # -- what is chosen ----------------------------------------------------------------------

    def _choose(self, choice: RunChoice) -> None:
        is_other_file = choice.data != self._view.choice.data
        self._change(choice=choice)
        self._session.run_choices[self._wanted.name] = choice
        if is_other_file:
            self._change(rows=())
            self._count_rows()

    def action_step(self, by: int) -> None:
        """Change the option under the cursor; ``by`` is the direction."""
        if self._view.stage is not RunStage.CHOOSING:
            return
        if self._rows.cursor == PARALLEL:
            self._choose(self._view.choice.stepped(by))
        elif self._rows.cursor == BAIL:
            self._change_choice()
        elif self._rows.cursor == RATE:
            self._choose(self._view.choice.at_other_rate(by))

    def action_drop_file(self) -> None:
        """Remove the file of the option under the cursor; without a file option, the data file."""
        if self._view.stage is RunStage.CHOOSING:
            field = {JUNIT: "junit", REPORT: "report"}.get(self._rows.cursor, "data")
            self._set(field, "")

    def _change_choice(self) -> None:
        """Change the option under the cursor."""
        choice = self._view.choice
        match self._rows.cursor:
            case n if n == DATA:
                self._pick(choice.data, partial(self._set, "data"))
            case n if n == PARALLEL:
                self._choose(choice.doubled())
            case n if n == JUNIT:
                words = self._strings.run
                chosen = partial(self._set, "junit")
                self._save_as("junit.xml", words.pick_junit, words.junit_hint, chosen)
            case n if n == RATE:
                self._choose(choice.at_other_rate(1))
            case n if n == REPORT:
                words = self._strings.run
                chosen = partial(self._set, "report")
                self._save_as("rows.csv", words.long.pick_report, words.junit_hint, chosen)
            case _:
                self._choose(msgspec.structs.replace(choice, bail=not choice.bail))

    def _set(self, field: str, file: str) -> None:
        self._choose(msgspec.structs.replace(self._view.choice, **{field: file}))

    # -- keys --------------------------------------------------------------------------------

    def action_agree(self) -> None:
        """Agree to the guard's question, once for the whole run."""
        view = self._view
        if view.stage is not RunStage.CONFIRM or view.refused:
            return
        if view.decision is GuardDecision.ASK_NAME and self._missing():
            return
        self._consent = Consent(view.decision, frozenset(view.writes))
        self._prepare()

    def action_letter_y(self) -> None:
        """Agree with a letter, unless a name has to be typed."""
        if self._view.decision is not GuardDecision.ASK_NAME:
            self.action_agree()

    def action_again(self) -> None:
        """Start the run; after its end, run the failed requests again."""
        view = self._view
        if view.stage is RunStage.CHOOSING and view.error is not None:
            self._count_rows()
        elif view.stage is RunStage.CHOOSING and view.count and view.choice.data:
            self.dismiss(RunWay.ROWS)
        elif view.stage is RunStage.CHOOSING and view.count:
            self._change(stage=RunStage.PREPARING)
            self._prepare()
        elif view.stage is RunStage.DONE and view.first_failure is not None:
            failed = [each for each in view.results if not each.ok and not each.is_dependency]
            self._only = frozenset((each.path, each.row) for each in failed) or self._only
            self._change(stage=RunStage.PREPARING, error=None)
            self._prepare()

    def action_next_way(self) -> None:
        """Choose the next way to run the same requests, the monitor."""
        self.action_show_way(RunWay.MONITOR)

    def action_show_way(self, way: str) -> None:
        """Choose another way to run the same requests."""
        if self._view.stage is RunStage.CHOOSING and way != RunWay.ONCE:
            self.dismiss(RunWay(way))

    def action_close(self) -> None:
        """Stop a running run, else close the dialog."""
        self.workers.cancel_group(self, "run")
        if self._view.stage is RunStage.RUNNING and self._run is not None:
            self._stop(self._run)
        else:
            self.dismiss(None)

    def quit_question(self, strings: Strings) -> QuitQuestion | None:
        """Return the question to ask before quitting during a run that writes."""
        if self._view.stage is not RunStage.RUNNING or not self._has_writes:
            return None
        words = strings.run
        title = words.quit_question.format(place=self._view.where.name)
        return QuitQuestion(title, words.keep_running, words.stop_and_quit, words.quit_remark)

    def action_open(self) -> None:
        """Change the option under the cursor; after the run, open the selected response."""
        view, index = self._view, self._rows.cursor
        if view.stage is RunStage.CHOOSING:
            self._change_choice()
            return
        result = view.results[index] if index < len(view.results) else None
        if view.stage is RunStage.DONE and result is not None and result.has_body:
            self.dismiss(result)

    def _missing(self) -> int:
        return letters_missing(self._typed.value, *self._view.where.environment.names)

    @on(Field.Changed)
    def _on_changed(self) -> None:
        self._redraw_footer()

    @on(Rows.CursorMoved)
    def _on_moved(self) -> None:
        self._redraw_footer()

    @on(Rows.RowChosen)
    def _on_chosen(self) -> None:
        self.action_open()

    def _redraw_footer(self) -> None:
        self._words.redraw()
        self._keys.redraw()

    def _draw_words(self, width: int) -> list[Line]:
        masker = self._session.tokens.masker()
        return run_words(self._view, self._rows.cursor, self._strings, width, masker)

    def _draw_keys(self, width: int) -> list[Line]:
        index = self._rows.cursor
        if self._view.stage is RunStage.CHOOSING:
            return choice_footer(self._view, index, self._strings, width)
        return run_keys(self._view, index, self._missing(), self._strings, width)


def _sum_up(
    run: RequestRun, elapsed: float
) -> tuple[tuple[RunResult, ...], Tally, RunResult | None, int]:
    """Return the results, their counts, the first failure, the index of the first not passed."""
    results = run.results
    at = next((index for index, result in enumerate(results) if not result.ok), 0)
    return results, tally(results, elapsed), first_failure(results), at
