"""The differences between two entries of the history: by structure, or line by line."""

import asyncio
from threading import Event

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.comparison.ignored import USUAL, path_text
from weda_tui.core.comparison.json_diff import JsonChange
from weda_tui.core.comparison.line_diff import compare
from weda_tui.core.errors import FileError
from weda_tui.core.history.entry import HistoryQuery, HistoryRecord
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.comparison import Ignoring
from weda_tui.tui.comparison.json_diff_view import change_text, whole_lines
from weda_tui.tui.comparison.pair_view import AnswerPair, ComparedPair, compare_pair, key_rows
from weda_tui.tui.history.view import comparison_lines
from weda_tui.tui.sending.preflight_view import QUIET
from weda_tui.tui.widgets.drawing.paint import Line, Run, wrap
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import CopyRequested
from weda_tui.tui.widgets.modal import HelpRow, Modal
from weda_tui.tui.widgets.rows import FoldedRows, GroupRows, Rows
from weda_tui.tui.workbench.bench import Bench


class ComparisonDialog(Modal[None]):
    """Shows what was removed, added, changed and moved; returns nothing."""

    BINDINGS = [
        Binding("n", "jump(1)", show=False),
        Binding("N", "jump(-1)", show=False),
        Binding("t,1,１", "lines", show=False),
        Binding("i,2,２", "ignore", show=False),
        Binding("x,3,３", "leave_out", show=False),
        Binding("y,4,４", "copy", show=False),
        Binding("u,5,５", "undo", show=False),
    ]

    _changes = query_one("#comparison-changes", GroupRows)
    _rows = query_one("#comparison-rows", FoldedRows)
    _footer = query_one("#comparison-foot", Lines)

    def __init__(self, pair: AnswerPair, now: float, strings: Strings, ignoring: Ignoring) -> None:
        """``ignoring`` reads and writes which paths the workspace ignores."""
        super().__init__(classes="comparing")
        self._pair, self._now = pair, now
        self._strings, self._ignoring = strings, ignoring
        self._ignored = USUAL
        self._compared: ComparedPair | None = None
        self._left_out: frozenset[str] = frozenset()
        """The paths that differ but were ignored, as of the last comparison that ignored any."""
        self._written: tuple[str, bool] | None = None
        """The path whose rule was changed last, and whether the change made it ignored."""
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
            yield Lines(self._draw_footer, id="comparison-foot", surface="panel")

    def on_mount(self) -> None:
        """Start the comparison, which runs in a thread."""
        self._show_view("structure")
        self._compare_first()
        self.set_timer(QUIET, self._notice_work)

    def _notice_work(self) -> None:
        if self._compared is None:
            line = Line([Run(f"  ~ {self._strings.comparison.comparing}", "dim")])
            self._changes.show([line], [-1])

    def on_unmount(self) -> None:
        """Stop a running comparison."""
        self._stop.set()

    # -- comparing ---------------------------------------------------------------------------

    @work(group="compare", exclusive=True)
    async def _compare_first(self) -> None:
        try:
            self._ignored = await self._ignoring.load()
        except FileError as error:
            self._remark = self._explained(error)
        await self._compare()

    async def _compare(self) -> None:
        self._stop.set()
        self._stop = stop = Event()
        found = await asyncio.to_thread(
            compare_pair, self._pair, self._ignored, self._strings, stop.is_set
        )
        self._compared = found
        if found.is_on:
            self._left_out = frozenset(found.answers.ignored)
        self._show_changes()
        self._footer.redraw()

    def _show_changes(self) -> None:
        width = self._changes.size.width
        if self._compared is not None and width:
            rows = self._compared.all_rows(self._strings, width)
            lines, groups = [row.line for row in rows], [row.change for row in rows]
            self._changes.show(lines, groups, cursor=self._changes.cursor)

    def on_resize(self) -> None:
        """Wrap the rows to the new width."""
        self.call_after_refresh(self._show_changes)

    @property
    def _change(self) -> JsonChange | None:
        """The selected difference."""
        number = self._changes.group
        if self._compared is None or number < 0 or self._view == "lines":
            return None
        return self._compared.answers.changes[number]

    @property
    def _is_left_out(self) -> bool:
        """Whether the selected difference is ignored unless everything is compared."""
        change = self._change
        path = path_text(change.path, is_any=True) if change else ""
        return path in self._left_out or path in self._ignored.paths

    # -- what is shown -----------------------------------------------------------------------

    def _show_view(self, view: str) -> None:
        """Show one of the views: ``structure``, a single change as ``whole``, or ``lines``."""
        self._view, self._remark = view, ""
        self._changes.display = view == "structure"
        self._rows.display = view != "structure"
        (self._changes if view == "structure" else self._rows).focus()
        self._footer.redraw()

    @work(group="compare", exclusive=True)
    async def action_lines(self) -> None:
        """Switch between the structure and the lines."""
        if self._view != "structure":
            self._show_view("structure")
            return
        if not self._by_line:
            found = await asyncio.to_thread(compare, *self._pair)
            self._by_line = comparison_lines(found, self._strings)
        self._show_view("lines")
        self._rows.show(self._by_line)

    @on(Rows.RowChosen, "#comparison-changes")
    def _on_chosen(self) -> None:
        if (change := self._change) is not None:
            self._show_whole(change)

    @work(group="compare", exclusive=True, description="whole")  # A change may have megabytes
    async def _show_whole(self, change: JsonChange) -> None:
        lines = await asyncio.to_thread(whole_lines, change, self._strings)
        self._show_view("whole")
        self._rows.show(lines)

    @on(Rows.CursorMoved, "#comparison-changes")
    def _on_moved(self) -> None:
        self._footer.redraw()

    def action_close(self) -> None:
        """Return from a single change to the structure; from there, close the dialog."""
        if self._view == "whole":
            self._show_view("structure")
        else:
            super().action_close()

    def action_jump(self, by: int) -> None:
        """Go to the next or previous difference."""
        if self._view == "structure":
            self._changes.jump(by)

    # -- what is left out --------------------------------------------------------------------

    @work(group="compare", exclusive=True)
    async def action_ignore(self) -> None:
        """Compare everything, or ignore again what is usually ignored."""
        self._show_view("structure")
        self._ignored = self._ignored._replace(is_on=not self._ignored.is_on)
        await self._compare()

    @work(group="compare", exclusive=True)
    async def action_leave_out(self) -> None:
        """Ignore the selected path, or compare it again; the rule is stored in the workspace."""
        words, change = self._strings.comparison, self._change
        if change is None:
            self._show_remark(words.no_change)
            return
        path, is_out = path_text(change.path, is_any=True), not self._is_left_out
        if await self._write(path, is_out=is_out):
            self._written = path, is_out
            text = words.left_out if is_out else words.compared_again
            self._remark = text.format(path=path, file=self._ignoring.file)
            await self._compare()

    @work(group="compare", exclusive=True)
    async def action_undo(self) -> None:
        """Undo the last change by ``action_leave_out``."""
        if self._written is None:
            return
        path, was_out = self._written
        if await self._write(path, is_out=not was_out):
            self._written = None
            self._remark = self._strings.comparison.undone.format(path=path)
            await self._compare()

    async def _write(self, path: str, *, is_out: bool) -> bool:
        """Write whether a path is ignored from now on; return whether it could be written."""
        act = self._ignoring.leave_out if is_out else self._ignoring.compare_again
        try:
            kept = await act(path)
        except FileError as error:
            self._show_remark(self._explained(error))
            return False
        self._ignored = kept._replace(is_on=self._ignored.is_on)
        self._left_out = self._left_out | {path} if is_out else self._left_out - {path}
        self._show_view("structure")
        return True

    def _explained(self, error: FileError) -> str:
        return f"✗ {explain(error, self._strings).line}"

    def _show_remark(self, remark: str) -> None:
        self._remark = remark
        self._footer.redraw()

    # -- copying -----------------------------------------------------------------------------

    def action_copy(self) -> None:
        """Copy the single change or the lines if they are shown, else all differences."""
        if self._compared is None:
            return
        change = self._change
        if self._view == "whole" and change is not None:
            text = change_text(change)
        elif self._view == "lines":
            text = "\n".join("".join(run.text for run in line.left) for line in self._by_line)
        else:
            text = self._compared.text(self._strings, self._now)
        self.post_message(CopyRequested(text, self._strings.tui.keys.differences))

    # -- words -------------------------------------------------------------------------------

    def help_title(self, strings: Strings) -> str:
        """Return the title."""
        return self._pair.title(self._now, strings)

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys."""
        keys = strings.tui.keys
        return [HelpRow("↑↓", keys.move), *(HelpRow(*key) for key in self._keys())]

    def _keys(self) -> list[tuple[str, str, str]]:
        """Return the keys that work now: the key, its words, an alternative key."""
        words, keys = self._strings.comparison, self._strings.tui.keys
        copy, close = ("y", keys.copy_differences, "4"), keys.close
        if self._view == "whole":
            return [copy, ("Esc", words.back, "")]
        if self._view == "lines":
            return [("t", words.structure, "1"), copy, ("Esc", close, "")]
        rows = [
            ("t", words.lines, "1"),
            ("i", words.dont_ignore if self._ignored.is_on else words.ignore, "2"),
        ]
        if self._compared is not None and self._compared.answers.changes:
            rows = [("Enter", words.whole, ""), ("n N", words.next, "↑↓"), *rows]
            rows.append(("x", words.compare_again if self._is_left_out else words.leave_out, "3"))
        if self._written is not None:
            rows.append(("u", words.undo, "5"))
        return [*rows, copy, ("Esc", close, "")]

    def _draw_title(self, width: int) -> list[Line]:
        parts = wrap(self._pair.title(self._now, self._strings), width - 4)
        return [*(Line([Run("  "), Run(part, "bold")]) for part in parts), Line()]

    def _draw_footer(self, width: int) -> list[Line]:
        keys = [(key, words) for key, words, _ in self._keys()]
        parts = wrap(self._remark, width - 4) if self._remark else []
        lines = [Line([Run("  "), Run(part, "focus")]) for part in parts]
        return [Line(), *lines, *key_rows(keys, width)]


def show_pair(bench: Bench, session: Session, before: HistoryRecord, after: HistoryRecord) -> None:
    """Show the differences between two entries."""
    now, pair = session.clock.wall(), AnswerPair(before, after)
    bench.ask(ComparisonDialog(pair, now, bench.words, Ignoring(session)))


async def compare_last(bench: Bench, session: Session, path: str) -> None:
    """Show the differences between the last two responses of a saved request."""
    history = await session.open_history()
    query = HistoryQuery(saved=session.saved_name(path), limit=2)
    try:
        entries = (await history.find(query)).entries
        records = [await history.read(entry.id) for entry in reversed(entries)]
    except FileError as error:
        bench.notice(explain(error, bench.words).what)
        return
    if len(records) < 2:
        bench.notice(bench.words.saved.result.nothing_before)
    else:
        show_pair(bench, session, records[0], records[1])
