"""Two entries of the history, and what differs between them."""

import asyncio

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.getters import query_one

from weda_tui.core.comparison import compare
from weda_tui.core.history import HistoryRecord
from weda_tui.i18n.history import GLYPHS, clock_words, day_words
from weda_tui.i18n.strings import Strings
from weda_tui.tui.drawings.history import comparison_lines
from weda_tui.tui.widgets.copying import CopyRequested
from weda_tui.tui.widgets.float import Float, HelpRow
from weda_tui.tui.widgets.line_rows import FoldedRows
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.paint import Line, Run


class ComparisonDialog(Float[None]):
    """Shows the lines that are gone and new; closes without an answer."""

    BINDINGS = [Binding("y", "copy", show=False)]

    _rows = query_one("#comparison-rows", FoldedRows)

    def __init__(
        self, before: HistoryRecord, after: HistoryRecord, now: float, strings: Strings
    ) -> None:
        super().__init__(classes="comparing")
        self._before, self._after, self._now = before, after, now
        self._strings = strings
        self._lines: list[Line] = []

    def compose(self) -> ComposeResult:
        """Lay out the title, the differences, and the keys."""
        with Vertical(classes="panel"):
            yield Lines(self._draw_title, surface="panel")
            yield FoldedRows(id="comparison-rows", surface="panel")

    def on_mount(self) -> None:
        """Compare, off the event loop."""
        self._rows.focus()
        self._compare()

    @work(group="compare", exclusive=True)
    async def _compare(self) -> None:
        comparison = await asyncio.to_thread(compare, self._before, self._after)
        self._lines = comparison_lines(comparison, self._strings)
        self._rows.show(self._lines)

    def action_copy(self) -> None:
        """Copy all differences as text."""
        text = "\n".join("".join(run.text for run in line.left).rstrip() for line in self._lines)
        what = self._strings.tui.keys.differences
        self.post_message(CopyRequested(text, what))

    def help_title(self, strings: Strings) -> str:
        """Return the title."""
        return self._title()

    def help_rows(self, strings: Strings) -> list[HelpRow]:
        """Return the keys."""
        words = strings.tui.keys
        keys = (("↑↓", words.move), ("y", words.copy_differences), ("Esc", words.close))
        return [HelpRow(*key) for key in keys]

    def _title(self) -> str:
        before, after = (self._when(each) for each in (self._before, self._after))
        return self._strings.history.screen.compare_title.format(before=before, after=after)

    def _when(self, record: HistoryRecord) -> str:
        at, glyph = record.entry.started_at, GLYPHS[record.entry.ending]
        return f"{glyph} {day_words(at, self._now, self._strings)} {clock_words(at)}"

    def _draw_title(self, width: int) -> list[Line]:
        words = self._strings.tui.keys
        keys = [
            Run("y ", "bold"), Run(f"{words.copy_differences}   ", "dim"),
            Run("Esc ", "bold"), Run(words.close, "dim"), Run("  "),
        ]  # fmt: skip
        return [Line([Run("  "), Run(self._title(), "bold")], keys), Line()]
