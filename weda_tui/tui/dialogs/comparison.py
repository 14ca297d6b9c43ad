"""Two entries of the history, and what differs between them: by structure, or line by line."""

import asyncio
from threading import Event
from typing import NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.comparison import answer_body, compare
from weda_tui.core.errors import FileError
from weda_tui.core.history import HistoryRecord
from weda_tui.core.ignored import USUAL, path_text
from weda_tui.core.json_comparison import JsonChange, JsonComparison, compare_json
from weda_tui.core.last_success import LastSuccess, compare_with_success
from weda_tui.i18n.explain import explain
from weda_tui.i18n.history import GLYPHS, clock_words, day_words
from weda_tui.i18n.strings import Strings
from weda_tui.session.comparing import Ignoring
from weda_tui.tui.drawings.history import comparison_lines
from weda_tui.tui.drawings.json_comparison import (
    ChangeRow,
    change_text,
    comparison_rows,
    comparison_text,
    plain_text,
    send_lines,
    whole_lines,
)
from weda_tui.tui.widgets.copying import CopyRequested
from weda_tui.tui.widgets.float import Float, HelpRow
from weda_tui.tui.widgets.group_rows import GroupRows
from weda_tui.tui.widgets.line_rows import FoldedRows
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line, Run, fit
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.wrap import wrap

ALL_CHANGES = 1000
"""Differences of the requests that are said one by one."""


class _Compared(NamedTuple):
    """What a thread found."""

    sends: LastSuccess
    answers: JsonComparison
    rows: list[ChangeRow]


class ComparisonDialog(Float[None]):
    """Shows what is gone, new, other and moved; closes without an answer."""

    BINDINGS = [
        Binding("n", "jump(1)", show=False),
        Binding("N", "jump(-1)", show=False),
        Binding("t,1,１", "lines", show=False),
        Binding("i,2,２", "ignore", show=False),
        Binding("x,3,３", "leave_out", show=False),
        Binding("y,4,４", "copy", show=False),
    ]

    _changes = query_one("#comparison-changes", GroupRows)
    _rows = query_one("#comparison-rows", FoldedRows)
    _foot = query_one("#comparison-foot", Lines)

    def __init__(
        self,
        before: HistoryRecord,
        after: HistoryRecord,
        now: float,
        strings: Strings,
        ignoring: Ignoring,
    ) -> None:
        """``ignoring`` is what the workspace leaves out."""
        super().__init__(classes="comparing")
        self._before, self._after, self._now = before, after, now
        self._strings, self._ignoring = strings, ignoring
        self._ignored = USUAL
        self._compared: _Compared | None = None
        self._left_out: frozenset[str] = frozenset()
        """Paths that differ and were left out, when something was left out last."""
        self._view = "structure"
        self._by_line: list[Line] = []
        self._remark = ""
        self._stop = Event()

    def compose(self) -> ComposeResult:
        """Lay out the title, the differences, and the keys."""
        with Vertical(classes="panel"):
            yield Lines(self._draw_title, surface="panel")
            yield GroupRows(id="comparison-changes", surface="panel")
            yield FoldedRows(id="comparison-rows", surface="panel")
            yield Lines(self._draw_foot, id="comparison-foot", surface="panel")

    def on_mount(self) -> None:
        """Compare, off the event loop."""
        self._turn_to("structure")
        self._compare_first()

    def on_unmount(self) -> None:
        """A comparison that still runs ends."""
        self._stop.set()

    # -- comparing ---------------------------------------------------------------------------

    @work(group="compare", exclusive=True)
    async def _compare_first(self) -> None:
        try:
            self._ignored = await self._ignoring.load()
        except FileError as error:
            self._remark = f"✗ {explain(error, self._strings).what}"
        await self._compare()

    async def _compare(self) -> None:
        self._stop.set()
        self._stop = stop = Event()
        self._compared = found = await asyncio.to_thread(self._compare_now, stop)
        if self._ignored.is_on:
            self._left_out = frozenset(found.answers.ignored)
        self._show_changes()
        self._foot.redraw()

    def _compare_now(self, stop: Event) -> _Compared:
        """Compare, in a thread."""
        is_on = self._ignored.is_on
        bodies = answer_body(self._before), answer_body(self._after)
        found = compare_json(*bodies, ignored=self._ignored, is_cancelled=stop.is_set)
        is_cut = self._before.is_response_cut or self._after.is_response_cut
        found = found._replace(is_cut=found.is_cut or is_cut)
        sends = compare_with_success(self._before, self._after)
        return _Compared(sends, found, comparison_rows(found, self._strings, is_on=is_on))

    def _show_changes(self) -> None:
        compared, width = self._compared, self._changes.size.width
        if compared is None or not width:
            return
        pair = self._before.entry, self._after.entry
        head = send_lines(compared.sends, pair, self._strings, width)
        lines = [*head, Line(), *(row.line for row in compared.rows)]
        groups = [-1] * (len(head) + 1) + [row.change for row in compared.rows]
        self._changes.show(lines, groups, cursor=self._changes.cursor)

    def on_resize(self) -> None:
        """What is said of the requests is wrapped anew."""
        self._show_changes()

    @property
    def _change(self) -> JsonChange | None:
        """The difference in hand."""
        number = self._changes.group
        if self._compared is None or number < 0 or self._view == "lines":
            return None
        return self._compared.answers.changes[number]

    @property
    def _is_left_out(self) -> bool:
        """Whether the difference in hand is one that is left out unless all is compared."""
        change = self._change
        path = path_text(change.path, is_any=True) if change else ""
        return path in self._left_out or path in self._ignored.paths

    # -- what is shown -----------------------------------------------------------------------

    def _turn_to(self, view: str) -> None:
        """Show the changes, a change whole, or the lines."""
        self._view, self._remark = view, ""
        self._changes.display = view == "structure"
        self._rows.display = view != "structure"
        (self._changes if view == "structure" else self._rows).focus()
        self._foot.redraw()

    @work(group="compare", exclusive=True)
    async def action_lines(self) -> None:
        """Turn from the structure to the lines, or back."""
        if self._view == "lines":
            self._turn_to("structure")
            return
        if not self._by_line:
            found = await asyncio.to_thread(compare, self._before, self._after)
            self._by_line = comparison_lines(found, self._strings)
        self._turn_to("lines")
        self._rows.show(self._by_line)

    @on(Rows.Chosen, "#comparison-changes")
    def _on_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        if (change := self._change) is not None:
            self._turn_to("whole")
            self._rows.show(whole_lines(change, self._strings))

    @on(Rows.Moved, "#comparison-changes")
    def _on_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._foot.redraw()

    def action_close(self) -> None:
        """Go from a change that is shown whole back to all of them; from there away."""
        if self._view == "whole":
            self._turn_to("structure")
        else:
            super().action_close()

    def action_jump(self, by: int) -> None:
        """Go to the next difference, or to the one before."""
        if self._view == "structure":
            self._changes.jump(by)

    # -- what is left out --------------------------------------------------------------------

    @work(group="compare", exclusive=True)
    async def action_ignore(self) -> None:
        """Compare everything, or leave out again what is usually left out."""
        self._turn_to("structure")
        self._ignored = self._ignored._replace(is_on=not self._ignored.is_on)
        await self._compare()

    @work(group="compare", exclusive=True)
    async def action_leave_out(self) -> None:
        """Leave the path in hand out from now on, or compare it again; the workspace keeps it."""
        words, change = self._strings.comparison, self._change
        if change is None:
            self._say(words.no_change)
            return
        path, is_out = path_text(change.path, is_any=True), self._is_left_out
        act = self._ignoring.compare_again if is_out else self._ignoring.leave_out
        try:
            kept = await act(path)
        except FileError as error:
            self._say(f"✗ {explain(error, self._strings).what}")
            return
        self._ignored = kept._replace(is_on=self._ignored.is_on)
        self._left_out = self._left_out - {path} if is_out else self._left_out | {path}
        self._turn_to("structure")
        said = words.compared_again if is_out else words.left_out
        self._remark = said.format(path=path, file=self._ignoring.file)
        await self._compare()

    def _say(self, remark: str) -> None:
        self._remark = remark
        self._foot.redraw()

    # -- copying -----------------------------------------------------------------------------

    def action_copy(self) -> None:
        """Copy the change that is shown whole; else all differences."""
        words = self._strings.comparison
        if self._compared is None:
            return
        if self._view == "whole" and (change := self._change) is not None:
            text = change_text(change)
        elif self._view == "lines":
            text = "\n".join("".join(run.text for run in line.left) for line in self._by_line)
        else:
            found, is_on = self._compared.answers, self._ignored.is_on
            pair = self._before.entry, self._after.entry
            head = plain_text(send_lines(self._compared.sends, pair, self._strings, 10_000))
            rest = comparison_text(found, self._strings, is_on=is_on)
            text = f"{self._title()}\n{head}\n{rest}"
        self.post_message(CopyRequested(text, words.copied))

    # -- words -------------------------------------------------------------------------------

    def help_title(self, strings: Strings) -> str:
        """Return the title."""
        return self._title()

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys."""
        keys = strings.tui.keys
        return [HelpRow("↑↓", keys.move), *(HelpRow(*key) for key in self._keys())]

    def _keys(self) -> list[tuple[str, str, str]]:
        """Return the keys that do something now, their words, and another way to press them."""
        words, close = self._strings.comparison, self._strings.tui.keys.close
        copy = ("y", words.copy, "4")
        if self._view == "whole":
            return [copy, ("Esc", words.back, "")]
        lines = ("t", words.structure if self._view == "lines" else words.lines, "1")
        if self._view == "lines":
            return [lines, copy, ("Esc", close, "")]
        return [
            ("Enter", words.whole, ""),
            ("n N", words.next, "↑↓"),
            lines,
            ("i", words.dont_ignore if self._ignored.is_on else words.ignore, "2"),
            ("x", words.compare_again if self._is_left_out else words.leave_out, "3"),
            copy,
            ("Esc", close, ""),
        ]

    def _title(self) -> str:
        before, after = (self._when(each) for each in (self._before, self._after))
        return self._strings.history.screen.compare_title.format(before=before, after=after)

    def _when(self, record: HistoryRecord) -> str:
        """Return how, when and, where that differs, at which place an answer came."""
        at, glyph = record.entry.started_at, GLYPHS[record.entry.ending]
        when = f"{glyph} {day_words(at, self._now, self._strings)} {clock_words(at)}"
        one, other = _place(self._before), _place(self._after)
        return f"{when} {' · '.join(_place(record))}" if one != other else when

    def _draw_title(self, width: int) -> list[Line]:
        parts = wrap(self._title(), width - 4)
        return [*(Line([Run("  "), Run(part, "bold")]) for part in parts), Line()]

    def _draw_foot(self, width: int) -> list[Line]:
        keys = [[Run(key, "bold"), Run(f" {words}", "dim")] for key, words, _ in self._keys()]
        parts = wrap(self._remark, width - 4) if self._remark else []
        said = [Line([Run("  "), Run(part, "focus")]) for part in parts]
        return [Line(), *said, Line([Run("  "), *fit(width - 3, keys)])]


def _place(record: HistoryRecord) -> tuple[str, str]:
    place = record.entry.conditions
    return place.environment, place.env_type
