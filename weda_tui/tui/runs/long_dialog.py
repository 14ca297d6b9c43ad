"""The dialog of a run over rows, a monitor or a load test; the run continues without it.

choosing ── F5 ──► preparing ──► confirm ──► running ── b, or Esc and a question ──► elsewhere
             the last run of the rows is unfinished: r, s       │                        │ R
                                                                ▼                        ▼
                                                              done ◄─────────────────── dialog
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

import msgspec
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import WedaError
from weda_tui.core.guard.decision import GuardDecision, letters_missing
from weda_tui.core.runs.choices import RunWay
from weda_tui.core.runs.results import Consent, RunChoice, RunResult
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.load.run import has_locust
from weda_tui.session.runs.bulk import LedgerChoice
from weda_tui.tui.runs.dialog import RUN_BINDINGS
from weda_tui.tui.runs.load_work import LoadWork
from weda_tui.tui.runs.long_runs import LongRuns
from weda_tui.tui.runs.long_view import (
    RESTARTED,
    RESUMED,
    LongView,
    long_heading,
    long_keys,
    long_words,
    plan_lines,
)
from weda_tui.tui.runs.long_work import LongWork
from weda_tui.tui.runs.monitor_work import MonitorWork
from weda_tui.tui.runs.rows_work import RowsWork
from weda_tui.tui.runs.settings import Setting, SettingKind, changed, setting_row, settings_of
from weda_tui.tui.runs.view import MOST_WRITES, RunStage
from weda_tui.tui.widgets.drawing.paint import Line
from weda_tui.tui.widgets.field import Field
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.rows import Rows

PARTS = 5
"""The number of widgets that an update draws again."""
FRAME_ROWS = 15
"""The rows of the screen that the list reserves for the rest of the dialog."""


class LeaveChoice(StrEnum):
    """What happens to a running run when its dialog closes."""

    BACKGROUND = "background"
    STOP = "stop"


class Surroundings(msgspec.Struct, frozen=True):
    """The other dialogs that this dialog opens."""

    pick: Callable[[str, Callable[[str], None]], None]
    """Lets the user choose an existing file, starting beside a given file."""
    save_as: Callable[[str, str, str, Callable[[str], None]], None]
    """Lets the user name a file to write: suggested name, title, hint."""
    ask_to_leave: Callable[[str, Callable[[LeaveChoice], None]], None]
    """Asks the user what to do with the run; gets its progress in words."""


class LongRows(Rows):
    """The settings of a run; later the rows that the run shows."""

    BINDINGS = [Binding("delete", "screen.drop", show=False)]

    def __init__(self, draw: Callable[[int, int], Line]) -> None:
        super().__init__(id="long-rows", surface="panel")
        self._draw_row = draw

    def row(self, index: int, width: int) -> Line:
        """Draw a row."""
        return self._draw_row(index, width)


class LongRunDialog(Modal[RunResult | RunWay]):
    """Returns the result whose response is to be opened, or another way to run."""

    _rows = query_one("#long-rows", LongRows)
    _words = query_one("#long-words", Lines)
    _keys = query_one("#long-keys", Lines)
    _heading = query_one("#long-title", Lines)
    _typed = query_one("#run-name", Field)

    BINDINGS = [
        *RUN_BINDINGS,
        Binding("r", "resume", show=False),
        Binding("s", "restart", show=False),
        Binding("b", "background", show=False),
    ]

    def __init__(
        self,
        session: Session,
        long_runs: LongRuns,
        where: Target,
        path: str,
        way: RunWay,
        strings: Strings,
        around: Surroundings,
    ) -> None:
        """If a run is running or ended without being viewed, the dialog shows that run."""
        super().__init__(classes="centred run")
        self._session, self._long_runs, self._strings = session, long_runs, strings
        self._around = around
        self._work: LongWork | None = long_runs.work
        if (going := long_runs.work) is not None:
            other = path if path != going.path and long_runs.is_running else ""
            self._view = LongView(
                way=going.way, path=going.path, where=going.where, stage=RunStage.RUNNING,
                other=other,
            )  # fmt: skip
        else:
            stage = RunStage.PREPARING if way is RunWay.ROWS else RunStage.CHOOSING
            self._view = LongView(
                way=way, path=path, where=where, stage=stage,
                choice=session.run_choices.get(path, RunChoice()),
                is_installed=way is not RunWay.LOAD or has_locust(),
            )  # fmt: skip

    def compose(self) -> ComposeResult:
        """Lay out title, rows, text, the field for a setting or a name, the keys."""
        with Vertical(classes="panel"):
            yield Lines(lambda _: long_heading(self._view, self._strings), id="long-title",
                        surface="panel")  # fmt: skip
            yield LongRows(self._draw_row)
            yield Lines(self._draw_words, id="long-words", surface="panel")
            yield Field(id="run-name")
            yield Lines(self._draw_keys, id="long-keys", surface="panel")

    def on_mount(self) -> None:
        """Show the existing run; otherwise prepare a run over rows."""
        self._change()
        self._rows.focus()
        if self._long_runs.work is not None:
            self._follow()
        elif self._view.stage is RunStage.PREPARING:
            self._begin(LedgerChoice.ASK)

    def on_unmount(self) -> None:
        """Stop following the run."""
        if self._long_runs.changed == self._update:  # Another dialog may follow the run by now
            self._long_runs.changed = None
        if self._work is not None and self._work is not self._long_runs.work:
            self._work.close()

    def help_rows(self, strings: Strings) -> Sequence[HelpRow]:
        """Return the keys of the dialog."""
        words, long = strings.run, strings.run.long
        return [
            HelpRow("F5", f"{words.start} · {long.again}", "R"),
            HelpRow("Enter", f"{words.change} · {words.open}"),
            HelpRow("Del", long.remove),
            HelpRow("Tab", long.next_way),
            HelpRow("Ctrl+Y", words.agree, "y"),
            HelpRow("r", long.resume),
            HelpRow("s", long.restart),
            HelpRow("b", long.background),
            HelpRow("Esc", f"{long.leave} · {words.close}"),
        ]

    # -- stages ------------------------------------------------------------------------------

    def _change(self, **fields: object) -> None:
        """Replace fields of the view, and draw it."""
        view = self._view = msgspec.structs.replace(self._view, **fields)
        asks = view.stage is RunStage.CONFIRM
        asks_name = (
            asks
            and view.asked.decision is GuardDecision.ASK_NAME
            and not (view.asked.is_refused or view.asked.needs_writes)
        )
        self._typed.display = asks_name or view.edited is not None
        rows = self._row_count()
        beside = FRAME_ROWS + min(MOST_WRITES, len(view.asked.writes) * asks)
        self._rows.styles.height = min(rows, max(1, self.app.size.height - beside))
        if rows != self._rows.row_count:
            is_at_end = self._rows.cursor >= self._rows.row_count - 1
            follows = view.stage is RunStage.RUNNING and is_at_end
            self._rows.show_rows(rows, cursor=rows - 1 if follows else None)
        self._rows.refresh()
        self._heading.redraw()
        self._redraw_footer()

    def _row_count(self) -> int:
        match self._view.stage:
            case RunStage.CHOOSING:
                return len(self._settings)
            case RunStage.CONFIRM:
                return len(self._said)
            case RunStage.RUNNING | RunStage.DONE if self._work is not None:
                return self._work.row_count()
            case _:
                return 0

    @property
    def _said(self) -> list[Line]:
        return plan_lines(self._view.asked, self._rows.size.width or self.app.size.width)

    def _begin(self, ledger: LedgerChoice) -> None:
        """Create the work of the chosen way, and prepare it."""
        if self._work is not None:
            self._work.close()
        view, strings = self._view, self._strings
        args = (self._session, view.where, view.path, view.choice, strings)
        try:
            match view.way:
                case RunWay.MONITOR:
                    self._work = MonitorWork(*args)
                case RunWay.LOAD:
                    self._work = LoadWork(*args)
                case _:
                    self._work = RowsWork(*args, ledger)
        except ValueError as error:
            text = strings.run.long.wrong.format(value=error.args[0], hint="").rstrip()
            self._change(wrong=text)
            return
        self._change(stage=RunStage.PREPARING, error=None, wrong="")
        self._prepare(self._work)

    @work(group="run", exclusive=True, description="prepare")
    async def _prepare(self, long_work: LongWork) -> None:
        try:
            asked = await long_work.prepare()
        except WedaError as error:
            is_rows = self._view.way is RunWay.ROWS
            self._change(stage=RunStage.PREPARING if is_rows else RunStage.CHOOSING, error=error)
            return
        if asked.begins and not asked.writes and asked.decision is GuardDecision.SEND:
            self._start(Consent())
            return
        self._typed.value = ""
        self._change(stage=RunStage.CONFIRM, asked=asked)
        (self._typed if self._typed.display else self._rows).focus()

    def _start(self, consent: Consent) -> None:
        if self._work is not None:
            self._long_runs.begin(self._work, consent)
            self._follow()

    def _follow(self) -> None:
        """Show the progress of the run."""
        self._long_runs.changed = self._update
        self._rows.focus()
        self._update()

    def _update(self) -> None:
        runs, going = self._long_runs, self._long_runs.work
        is_whole = (
            len(self.query("#long-title, #long-rows, #long-words, #run-name, #long-keys")) == PARTS
        )
        if going is None or not is_whole:  # While closing, child widgets are removed first
            return
        was_running = self._view.stage is RunStage.RUNNING
        self._change(
            stage=RunStage.RUNNING if runs.is_running else RunStage.DONE, error=runs.error,
            is_stopping=going.is_stopping, other=self._view.other if runs.is_running else "",
        )  # fmt: skip
        if was_running and not runs.is_running:
            results = map(going.result, range(going.row_count()))
            failed = (n for n, each in enumerate(results) if each is not None and not each.ok)
            self._rows.cursor = next(failed, 0)

    # -- what is chosen ----------------------------------------------------------------------

    @property
    def _settings(self) -> list[Setting]:
        view, now = self._view, self._session.clock.wall()
        return settings_of(view.way, view.choice, self._strings, now)

    @property
    def _setting(self) -> Setting | None:
        settings, at = self._settings, self._rows.cursor
        is_choosing = self._view.stage is RunStage.CHOOSING
        return settings[at] if is_choosing and at < len(settings) else None

    def _set(self, field: str, value: str | bool) -> None:
        view = self._view
        choice = changed(view.way, view.choice, field, value)
        self._session.run_choices[view.path] = choice
        self._change(choice=choice, edited=None, wrong="", error=None)
        self._rows.focus()

    def _change_setting(self, setting: Setting) -> None:
        match setting.kind:
            case SettingKind.SWITCH:
                self._set(setting.field, not setting.value)
            case SettingKind.NEW_FILE:
                hint = self._strings.run.long.each_round
                hint = hint if self._view.way is RunWay.MONITOR else self._strings.run.junit_hint
                self._around.save_as(
                    setting.file, setting.hint, hint, lambda file: self._set(setting.field, file)
                )
            case SettingKind.DATA:
                self._around.pick(setting.value, lambda file: self._set(setting.field, file))
            case SettingKind.TEXT:
                self._typed.value = setting.value
                self._change(edited=setting, wrong="")
                self._typed.focus()

    def _accept(self, setting: Setting) -> None:
        """Accept the typed value if it is valid."""
        text = self._typed.value.strip()
        if setting.accepts(text):
            self._set(setting.field, text)
        else:
            self._change(wrong=text)

    def action_drop(self) -> None:
        """Remove the file of the setting under the cursor."""
        setting = self._setting
        if setting is not None and setting.kind in {SettingKind.NEW_FILE, SettingKind.DATA}:
            self._set(setting.field, "")

    # -- keys --------------------------------------------------------------------------------

    def action_again(self) -> None:
        """Start the run; after its end, repeat it; while it runs, run the selected path once."""
        view = self._view
        match view.stage:
            case RunStage.CHOOSING if view.edited is not None:
                self._accept(view.edited)
            case RunStage.CHOOSING if view.is_installed:
                monitor = view.choice.monitor
                if view.way is RunWay.MONITOR and not (monitor.every or monitor.is_watching):
                    self._change(wrong=self._strings.run.long.needs_rounds)
                else:
                    self._begin(LedgerChoice.ASK)
            case RunStage.CONFIRM if view.asked.decision is GuardDecision.SEND:
                self.action_agree()
            case RunStage.RUNNING if view.other:
                self.dismiss(RunWay.ONCE)
            case RunStage.DONE:
                self._repeat()
            case _:
                pass

    def _repeat(self) -> None:
        """Resume the remaining rows, or show the settings of another monitor or load test."""
        choice = self._session.run_choices.get(self._view.path, RunChoice())
        can_resume = self._work is not None and self._work.can_resume
        if self._view.way is RunWay.ROWS and not can_resume:
            return
        self._long_runs.forget()
        self._long_runs.changed, self._work = None, None
        self._change(stage=RunStage.CHOOSING, choice=choice, error=None, is_stopping=False)
        if can_resume:
            self._begin(LedgerChoice.RESUME)

    def action_agree(self) -> None:
        """Agree to the question, once for the whole run."""
        view, asked = self._view, self._view.asked
        if view.stage is not RunStage.CONFIRM or asked.is_refused or asked.needs_writes:
            return
        if asked.decision is GuardDecision.ASK_NAME and self._missing():
            return
        self._start(Consent(asked.decision, frozenset(asked.writes)))

    def action_letter_y(self) -> None:
        """Agree with a letter, unless a name has to be typed."""
        if self._view.asked.decision is GuardDecision.ASK:
            self.action_agree()

    def action_resume(self) -> None:
        """Send the rows that the unfinished run did not send."""
        self._answer_ledger(RESUMED, LedgerChoice.RESUME)

    def action_restart(self) -> None:
        """Send every row again."""
        self._answer_ledger(RESTARTED, LedgerChoice.RESTART)

    def _answer_ledger(self, codes: frozenset[str], choice: LedgerChoice) -> None:
        error = self._view.error
        if self._view.stage is RunStage.PREPARING and error is not None and error.code in codes:
            self._begin(choice)

    def action_next_way(self) -> None:
        """Choose the next way to run the same requests."""
        is_monitor = self._view.way is RunWay.MONITOR
        self.action_show_way(RunWay.LOAD if is_monitor else RunWay.ONCE)

    def action_show_way(self, way: str) -> None:
        """Choose another way to run the same requests."""
        view = self._view
        if view.stage is RunStage.CHOOSING and view.edited is None and way != view.way:
            self.dismiss(RunWay(way))

    def action_background(self) -> None:
        """Close the dialog while the run continues."""
        if self._view.stage is RunStage.RUNNING:
            self.dismiss(None)

    def action_open(self) -> None:
        """Change the selected setting, accept a typed value, or open the selected response."""
        view = self._view
        if view.edited is not None:
            self._accept(view.edited)
        elif (setting := self._setting) is not None:
            self._change_setting(setting)
        elif view.stage is RunStage.DONE and self._work is not None:
            result = self._work.result(self._rows.cursor)
            if result is not None and result.has_body:
                self._long_runs.forget()
                self.dismiss(result)

    def action_close(self) -> None:
        """Leave the field, or close; while the run is running, ask what to do with it."""
        view = self._view
        if view.edited is not None:
            self._change(edited=None, wrong="")
            self._rows.focus()
        elif view.stage is RunStage.RUNNING and view.is_stopping:
            self._long_runs.stop()
        elif view.stage is RunStage.RUNNING:
            status = self._work.status(self._strings) if self._work is not None else ""
            self._around.ask_to_leave(status, self._left)
        elif view.stage is RunStage.CONFIRM and view.way is not RunWay.ROWS:
            self._change(stage=RunStage.CHOOSING)
            self._rows.focus()
        else:
            self.workers.cancel_group(self, "run")
            self._long_runs.forget()
            self.dismiss(None)

    def _left(self, answer: LeaveChoice) -> None:
        if answer is LeaveChoice.BACKGROUND:
            self.action_background()
        else:
            self._long_runs.stop()

    def _missing(self) -> int:
        return letters_missing(self._typed.value, *self._view.where.environment.names)

    # -- drawing -----------------------------------------------------------------------------

    @on(Field.Changed)
    def _on_changed(self) -> None:
        self._redraw_footer()

    @on(Field.Submitted)
    def _on_submitted(self) -> None:
        if self._view.edited is not None:
            self._accept(self._view.edited)

    @on(Rows.CursorMoved)
    def _on_moved(self) -> None:
        self._redraw_footer()

    @on(Rows.RowChosen)
    def _on_chosen(self) -> None:
        self.action_open()

    def _draw_row(self, index: int, width: int) -> Line:
        if self._view.stage is RunStage.CHOOSING:
            settings = self._settings
            return setting_row(settings[index], width) if index < len(settings) else Line()
        if self._view.stage is RunStage.CONFIRM:
            said = self._said
            return said[index] if index < len(said) else Line()
        if self._work is None or index >= self._work.row_count():
            return Line()
        return self._work.row(index, self._strings, width)

    def _redraw_footer(self) -> None:
        self._words.redraw()
        self._keys.redraw()

    def _draw_words(self, width: int) -> list[Line]:
        lines = long_words(self._view, self._work, self._rows.cursor, self._strings, width)
        return lines if self._rows.row_count else lines[1:]

    def _draw_keys(self, width: int) -> list[Line]:
        view, work, missing = self._view, self._work, self._missing()
        return long_keys(view, work, self._rows.cursor, missing, self._strings, width)
