"""A run from the question of its guard to its last result.

preparing ──► confirm ── the guard's answer ──► running ──► done ── F5: the failed ones again
              only where something is written    Esc stops
"""

import asyncio
from collections.abc import Callable, Sequence

import msgspec
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one
from textual.timer import Timer

from weda_tui.core.environment import Where
from weda_tui.core.errors import FileError
from weda_tui.core.guard import Ruling, letters_missing
from weda_tui.core.run import Consent, RunResult, Write, strictest
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.run_memory import Memory
from weda_tui.session.running import Run, RunOptions, entries_of
from weda_tui.session.shelf import FileShelf
from weda_tui.tui.drawings.run import RunStage, RunView, run_foot, run_heading, run_row
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.float import Float, HelpRow
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line
from weda_tui.tui.widgets.rows import Rows

Order = tuple[int, int]
"""Where a result stands in the report."""
TICK = 0.1
"""Seconds between two pictures of a run."""
BESIDE_ROWS = 15
"""Rows of the screen that the list leaves to the rest of the dialog."""


class RunRows(Rows):
    """The requests of a run, as they begin."""

    def __init__(self, view: RunView, strings: Strings) -> None:
        super().__init__(id="run-rows", surface="panel")
        self._strings = strings
        self.view = view

    def row(self, index: int, width: int) -> Line:
        """Draw a request."""
        return run_row(self.view, index, self._strings)


class RunDialog(Float[RunResult]):
    """Runs what lies at a path; answers with the result whose answer is to be opened."""

    _rows = query_one("#run-rows", RunRows)
    _foot = query_one("#run-foot", Lines)
    _heading = query_one("#run-title", Lines)
    _typed = query_one("#run-name", Field)

    BINDINGS = [
        Binding("f5,ctrl+r", "again", show=False, priority=True),
        Binding("ctrl+y", "agree", show=False, priority=True),
        Binding("y", "letter_y", show=False),
        Binding("R", "again", show=False),
    ]

    def __init__(
        self,
        session: Session,
        where: Where,
        path: str,
        strings: Strings,
        *,
        on_end: Callable[[RunView], None] = lambda _: None,
    ) -> None:
        """``on_end`` is told of each run that came to its end, or was stopped."""
        super().__init__(classes="centred run")
        self._session, self._strings, self._path = session, strings, path
        self._on_end = on_end
        self._view = RunView(name=path, where=where)
        self._memory, self._consent = Memory(), Consent()
        self._run: Run | None = None
        self._paths: Sequence[str] = (path,)
        self._settled: dict[Order, RunResult] = {}
        self._on_the_way: dict[Order, RunResult] = {}
        self._begun = 0.0
        self._ticking: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out title, requests, the name that may be asked for, what there is to say, keys."""
        with Vertical(classes="panel"):
            yield Lines(lambda _: run_heading(self._view, self._strings), id="run-title",
                        surface="panel")  # fmt: skip
            yield RunRows(self._view, self._strings)
            yield Field(id="run-name")
            yield Lines(self._draw_foot, id="run-foot", surface="panel")

    def on_mount(self) -> None:
        """Look at what there is to send."""
        self._change()
        self._rows.focus()
        self._prepare()

    def help_rows(self, strings: Strings) -> Sequence[HelpRow]:
        """Return the keys of a run."""
        words = strings.run
        return [
            HelpRow("Enter", words.open),
            HelpRow("F5", words.again, "R"),
            HelpRow("Ctrl+Y", words.agree, "y"),
            HelpRow("Esc", f"{words.stop} · {words.close}"),
        ]

    # -- stages ------------------------------------------------------------------------------

    def _change(self, **fields: object) -> None:
        """Draw another state."""
        view = self._view = self._rows.view = msgspec.structs.replace(self._view, **fields)
        self._typed.display = (
            view.stage is RunStage.CONFIRM and view.ruling is Ruling.ASK_NAME and not view.refused
        )
        rows = len(view.results)
        self._rows.styles.height = max(1, min(rows, self.app.size.height - BESIDE_ROWS))
        is_at_end = self._rows.cursor >= self._rows.row_count - 1
        if rows != self._rows.row_count:
            follows = view.stage is RunStage.RUNNING and is_at_end
            self._rows.show_rows(rows, cursor=rows - 1 if follows else None)
        self._rows.refresh()
        self._heading.redraw()
        self._foot.redraw()

    @work(group="run", exclusive=True)
    async def _prepare(self) -> None:
        """Read the files, and ask where a guard stands before a write."""
        try:
            run = await asyncio.to_thread(self._plan)
            writes = await run.writes()
        except FileError as error:
            self._change(error=error)
            return
        asked = tuple(write for write in writes if write.ruling is not Ruling.SEND)
        self._run = run
        self._change(count=len(run.entries), writes=asked, ruling=strictest(asked))
        if self._is_answered(asked):
            self._start()
        else:
            self._change(stage=RunStage.CONFIRM)
            (self._typed if self._typed.display else self._rows).focus()

    def _is_answered(self, asked: Sequence[Write]) -> bool:
        is_refused = any(write.ruling is Ruling.REFUSE for write in asked)
        return not is_refused and all(map(self._consent.covers, asked))

    def _plan(self) -> Run:
        where = self._view.where
        shelf = FileShelf(self._session, where)
        entries = entries_of(shelf.chosen(self._paths))
        options = RunOptions(where=where, consent=self._consent)
        run = Run(
            self._session, shelf, entries, options,
            memory=self._memory, on_start=self._on_start, on_result=self._on_result,
        )  # fmt: skip
        run.check()
        return run

    def _start(self) -> None:
        if self._run is None:
            return
        self._settled, self._on_the_way = {}, {}
        self._begun = self._session.clock.monotonic()
        self._change(stage=RunStage.RUNNING, results=(), running=frozenset[Order](), elapsed=0.0)
        self._rows.focus()
        self._ticking = self.set_interval(TICK, self._tick)
        self._go(self._run)

    @work(group="run", exclusive=True)
    async def _go(self, run: Run) -> None:
        await run.go()
        self._finish(run)

    def _finish(self, run: Run) -> None:
        """Show every result, the unsent ones too; the cursor goes to the first failure."""
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        results = run.results
        self._change(
            stage=RunStage.DONE, results=results, running=frozenset[Order](), elapsed=self._elapsed
        )
        failed = [index for index, result in enumerate(results) if not result.ok]
        self._rows.cursor = failed[0] if failed else 0
        self._foot.redraw()
        self._on_end(self._view)

    @property
    def _elapsed(self) -> float:
        return self._session.clock.monotonic() - self._begun

    def _on_start(self, result: RunResult) -> None:
        self._on_the_way[result.order] = result

    def _on_result(self, result: RunResult) -> None:
        self._on_the_way.pop(result.order, None)
        self._settled[result.order] = result

    def _tick(self) -> None:
        if self._view.stage is RunStage.RUNNING:
            every = {**self._settled, **self._on_the_way}
            results = tuple(every[order] for order in sorted(every))
            running = frozenset(self._on_the_way)
            self._change(results=results, running=running, elapsed=self._elapsed)

    # -- keys --------------------------------------------------------------------------------

    def action_agree(self) -> None:
        """Answer the guard, once for the run."""
        view = self._view
        if view.stage is not RunStage.CONFIRM or view.refused:
            return
        if view.ruling is Ruling.ASK_NAME and self._missing():
            return
        self._consent = Consent(view.ruling, frozenset(view.writes))
        self._prepare()

    def action_letter_y(self) -> None:
        """A letter is enough where no name is asked."""
        if self._view.ruling is not Ruling.ASK_NAME:
            self.action_agree()

    def action_again(self) -> None:
        """Run those again that did not pass."""
        failed = [each for each in self._view.results if not each.ok]
        if self._view.stage is RunStage.DONE and failed:
            chosen = [each.path for each in failed if not each.is_dependency]
            self._paths = tuple(dict.fromkeys(chosen)) or self._paths
            self._change(stage=RunStage.PREPARING)
            self._prepare()

    def action_close(self) -> None:
        """Stop a run; else close."""
        self.workers.cancel_group(self, "run")
        if self._view.stage is RunStage.RUNNING and self._run is not None:
            self._finish(self._run)
        else:
            self.dismiss(None)

    def action_open(self) -> None:
        """Close, and open the answer of the request in hand."""
        view, index = self._view, self._rows.cursor
        result = view.results[index] if index < len(view.results) else None
        is_there = result is not None and result.exchange is not None and result.has_body
        if view.stage is RunStage.DONE and is_there:
            self.dismiss(result)

    def _missing(self) -> int:
        return letters_missing(self._typed.value, *self._view.where.environment.names)

    @on(Field.Changed)
    def _on_changed(self, event: Field.Changed) -> None:
        event.stop()
        self._foot.redraw()

    @on(Field.Submitted)
    def _on_submitted(self, event: Field.Submitted) -> None:
        event.stop()

    @on(Rows.Moved)
    def _on_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._foot.redraw()

    @on(Rows.Chosen)
    def _on_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_open()

    @on(Lines.Pressed)
    async def _on_pressed(self, event: Lines.Pressed) -> None:
        event.stop()
        await self.run_action(event.action)

    def _draw_foot(self, width: int) -> list[Line]:
        index, masker = self._rows.cursor, self._session.masker()
        return run_foot(self._view, index, self._missing(), self._strings, width, masker)
