"""The results of a saved request over time, and the differences between two of its responses."""

import asyncio
from collections.abc import Iterator
from threading import Event

from textual import on, work
from textual.getters import query_one
from textual.reactive import var
from textual.widget import Widget

from weda_tui.core.comparison.ignored import USUAL, Ignored
from weda_tui.core.environments.deployment import Target
from weda_tui.core.errors import FileError, WedaError
from weda_tui.core.history.entry import HistoryEntry, HistoryQuery, HistoryRecord, SendEnding
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.phrases.history import GLYPHS, clock_words, moment_words, outcome_words
from weda_tui.i18n.quantities import count, elapsed, size
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.session.comparison import Ignoring
from weda_tui.tui.collections.verdict_strip import VerdictStrip
from weda_tui.tui.commands import table as commands
from weda_tui.tui.commands.table import Handler, Handlers, bindings, when
from weda_tui.tui.comparison.json_diff_view import change_lines, count_words, ignored_words
from weda_tui.tui.comparison.pair_view import AnswerPair, ComparedPair, compare_pair
from weda_tui.tui.history.messages import EntrySelected, PairRequested
from weda_tui.tui.history.selected_entry import EntryRows, SelectedEntry
from weda_tui.tui.history.view import ROLES, diff_line, history_rows
from weda_tui.tui.layout.headings import heading, stage_name
from weda_tui.tui.widgets.drawing.paint import Line, Run, cells, cut, fit, fold, paragraph, wrap
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.messages import Noticed
from weda_tui.tui.widgets.pane import TALL, Pane
from weda_tui.tui.widgets.rows import ReadRows, Rows

MOST_LISTED = 500
"""The maximum number of listed results; older results are not listed."""


class ResultRows(EntryRows):
    """Rows of days and results."""

    where: Target | None = None

    def clicks_to_choose(self, index: int) -> int:
        """Return 2: one click shows the difference, the second opens the response."""
        return 2

    def entry_row(self, entry: HistoryEntry, width: int, *, is_marked: bool) -> Line:
        """Draw a result."""
        return result_line(entry, width, self.where, self.strings, is_marked=is_marked)


class SavedResultsPane(Pane):
    """RESULT on the screen of saved requests."""

    where: var[Target | None] = var(None)

    BINDINGS = [*bindings(commands.COMPARE_BEFORE, commands.MARK_RESULT, commands.COPY_REQUEST_ID)]

    _heading = query_one("#results-heading", Lines)
    _remark = query_one("#results-remark", Lines)
    _strip = query_one("#results-strip", Lines)
    _title = query_one("#difference-title", Lines)
    _difference = query_one("#difference", ReadRows)
    _footer = query_one("#results-foot", Lines)

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._session = session
        self._rows = ResultRows(id="results-rows")
        self.selected = SelectedEntry(self, session, self._rows, show=self._show_selected)
        self._verdicts = VerdictStrip(self, session)
        self._path = ""
        self._entries: tuple[HistoryEntry, ...] = ()
        self._is_read = True
        self._problem: WedaError | None = None
        self._marked: HistoryEntry | None = None
        self._stop = Event()
        """Set to stop a comparison whose result is no longer needed."""
        self._compared: ComparedPair | None = None
        self._pair: tuple[HistoryEntry, HistoryEntry] | None = None

    def inside(self) -> Iterator[Widget]:
        """Lay out the heading, the results, the difference and the next steps."""
        yield Lines(self._draw_heading, id="results-heading")
        yield Lines(self._draw_remark, id="results-remark")
        yield Lines(self._draw_strip, id="results-strip")
        yield self._rows
        yield Lines(self._draw_title, id="difference-title")
        yield ReadRows(id="difference")
        yield Lines(self._draw_footer, id="results-foot")

    def start(self) -> None:
        """Show the pane without results."""
        self._rows.strings, self._rows.where = self.strings, self.where
        self._show()

    def on_unmount(self) -> None:
        """Stop a running comparison."""
        self._stop.set()
        self._verdicts.close()

    def watch_strings(self, strings: Strings) -> None:
        """Draw in the new language."""
        if self.is_ready:
            self._rows.strings = strings
            self._show()
            self._show_difference()

    def watch_where(self, where: Target | None) -> None:
        """Draw again, because results name their environment if it is not the target's."""
        if self.is_ready:
            self._rows.where = where
            self._rows.refresh()
            self._verdicts.show(self._entries, where)

    def watch_is_focused(self) -> None:
        """Draw the heading with or without the focus."""
        if self.is_ready:
            self._heading.redraw()
            self._rows.refresh()

    # -- results -----------------------------------------------------------------------------

    @property
    def entry(self) -> HistoryEntry | None:
        """The selected result."""
        return self.selected.entry

    @on(Rows.CursorMoved)
    def _on_moved(self, event: Rows.CursorMoved) -> None:
        self.selected.on_cursor_moved(event)

    @on(Rows.RowChosen)
    def _on_chosen(self, event: Rows.RowChosen) -> None:
        self.selected.on_row_chosen(event)

    def handlers(self) -> Handlers:
        """Return the handlers of the commands on the selected result and its request."""
        return {
            **self.selected.handlers(),
            commands.COMPARE_BEFORE: Handler(
                self.action_compare_before, when(lambda: self.compared_with(self.entry))
            ),
            commands.MARK_RESULT: Handler(self.action_mark_result, when(lambda: self.entry)),
            commands.SEND: Handler(why_not=when(lambda: self._path)),
        }

    def show_path(self, path: str) -> None:
        """Show the results of a saved request; no results for an empty path."""
        if path != self._path:
            self.workers.cancel_group(self, "in-hand")
            self._end_comparison()
            self._entries, self._marked = (), None
            self._is_read, self._path = not path, path
            self._show()
            self._show_difference()
        self._find(path)

    def _end_comparison(self) -> None:
        self._stop.set()
        self._compared = self._pair = None

    @work(group="results", exclusive=True, description="results")
    async def _find(self, path: str) -> None:
        entries: tuple[HistoryEntry, ...] = ()
        self._problem = None
        if path and self._session.has_history:
            query = HistoryQuery(saved=self._session.saved_name(path), limit=MOST_LISTED)
            try:
                entries = (await (await self._session.open_history()).find(query)).entries
            except WedaError as error:
                self._problem = error
        if self.is_attached:
            self._entries, self._is_read = entries, True
            self._show()
            self.selected.load()

    def _show(self) -> None:
        now = self._session.clock.wall()
        wanted = self.entry.id if self.entry is not None else 0
        self._rows.marked = self._marked.id if self._marked else 0
        rows = history_rows(self._entries, now, self.strings, has_reasons=False)
        self._rows.show(rows, wanted=wanted)
        for lines in (self._heading, self._remark, self._title, self._footer):
            lines.redraw()
        self._verdicts.show(self._entries, self.where)
        self.post_message(self.KeysChanged())

    def compared_with(self, entry: HistoryEntry | None) -> HistoryEntry | None:
        """Return the result to compare with: the marked result, else the previous one."""
        if entry is None:
            return None
        if self._marked is not None and self._marked.id != entry.id:
            return self._marked
        return next((each for each in self._entries if each.id < entry.id), None)

    async def _show_selected(self, record: HistoryRecord | None) -> None:
        """Post which result is selected, and compare it with another one."""
        self._end_comparison()
        self._stop = stop = Event()
        self.post_message(EntrySelected(record))
        if record is not None and (other := self.compared_with(record.entry)) is not None:
            before, after = sorted((record.entry, other), key=lambda each: each.id)
            self._pair = before, after
            self._show_difference()
            if (beside := await self.selected.read(other)) is not None:
                pair = AnswerPair(*sorted((record, beside), key=lambda each: each.entry.id))
                ignored = await self._ignored()
                self._compared = await asyncio.to_thread(
                    compare_pair, pair, ignored, self.strings, stop.is_set
                )
        if self.is_attached:
            self._show_difference()

    async def _ignored(self) -> Ignored:
        """Return what the workspace ignores in comparisons."""
        try:
            return await Ignoring(self._session).load()
        except FileError as error:
            self.selected.refuse(error)
            return USUAL

    def _show_difference(self) -> None:
        lines: list[Line] = []
        if self._compared is not None:
            width = self._difference.size.width or self.size.width
            lines = difference_lines(self._compared, self.strings, width - 1)
        self._difference.show(lines)
        self._title.redraw()

    def on_resize(self) -> None:
        """Wrap the difference to the new width."""
        if self.is_ready:
            self._show_difference()

    # -- acting on the selected result --------------------------------------------------------

    def action_choose(self) -> None:
        """Open the selected response."""
        self.selected.choose()

    @work(group="entry-act", exclusive=True)
    async def action_compare_before(self) -> None:
        """Compare the selected response in full with the marked one, else with the previous one."""
        entry, other = self.entry, self.compared_with(self.entry)
        if entry is None or other is None:
            self.post_message(Noticed(self.strings.saved.result.nothing_before))
            return
        records = [await self.selected.read(each) for each in (entry, other)]
        found = sorted((each for each in records if each), key=lambda each: each.entry.id)
        if len(found) == len(records):
            self.post_message(PairRequested(*found))

    def action_mark_result(self) -> None:
        """Mark the selected result, so that others are compared with it, or unmark it."""
        entry = self.entry
        if entry is None:
            return
        is_marked = self._marked is not None and self._marked.id == entry.id
        self._marked = None if is_marked else entry
        if not is_marked:
            self.post_message(Noticed(self.strings.saved.result.marked))
        self._show()
        self.selected.load()

    # -- focus -------------------------------------------------------------------------------

    def focus_stage(self) -> None:
        """Focus the results."""
        self.focus_inside(self._rows)

    # -- drawing -----------------------------------------------------------------------------

    def _draw_heading(self, width: int) -> list[Line]:
        words = self.strings.saved.result
        name = stage_name("F6", self.strings.tui.stage.result, "result", is_focused=self.is_focused)
        text = words.latest.format(count=count(len(self._entries))) if self._entries else ""
        return [heading(name, [Run(text, "dim"), Run(" ")], is_focused=self.is_focused)]

    def _draw_remark(self, width: int) -> list[Line]:
        words = self.strings.saved.result
        if self._problem is not None:
            return paragraph(f"✗ {explain(self._problem, self.strings).what}", width, "fail")
        if self._entries or not self._path:
            return []
        text = words.empty if self._is_read else f"~ {words.reading}"
        return paragraph(text, width, "dim")

    def redraw_strip(self) -> None:
        """Draw the strip of the last verdicts again."""
        if self.is_attached:
            self._strip.redraw()

    def _draw_strip(self, width: int) -> list[Line]:
        is_tall = self.screen.size.height >= TALL
        return self._verdicts.lines(width, self._session.clock.wall(), is_tall=is_tall)

    def _draw_title(self, width: int) -> list[Line]:
        words = self.strings.saved.result
        if not self._entries:
            return []
        rule = Line.rule(width, 1)
        if self._pair is None:
            text = words.nothing_before if self.compared_with(self.entry) is None else ""
            return [rule, Line([Run("  "), Run(text, "dim")]), Line()]
        now = self._session.clock.wall()
        before, after = self._pair
        text = words.compared.format(
            after=moment_words(after, before, now, self.strings),
            before=moment_words(before, after, now, self.strings),
        )
        state = "" if self._compared is not None else f"  ~ {words.comparing}"
        return [rule, Line([Run("  "), Run(text), Run(state, "focus")]), Line()]

    def _draw_footer(self, width: int) -> list[Line]:
        if not self._entries:
            return []
        words = self.strings.tui.keys
        hints = [
            ("F6", words.look_at_answers, "result"),
            ("=", words.compare_before, "compare_before"),
            ("0", words.more, "more"),
        ]
        shown = [Run.key(key, word, act) for key, word, act in hints]
        return [
            Line.rule(width, 1),
            Line([Run(" "), Run("F7 ", "dim"), Run(words.next)]),
            Line([Run(" "), *fit(width - 2, shown)]),
        ]


MOST_CHANGES = 40
"""The maximum number of listed differences; the full comparison lists all."""


def result_line(
    entry: HistoryEntry, width: int, where: Target | None, strings: Strings, *, is_marked: bool
) -> Line:
    """Return ``verdict · time · env type · sentence or code … duration`` of an entry.

    ``is_marked`` says that other entries are compared with it. The environment is named if it is
    not that of ``where``.
    """
    place = entry.conditions
    is_here = where is not None and where.environment.name == place.environment
    env_type = place.env_type if is_here else f"{place.environment} {place.env_type}"
    fine, unmet = (
        entry.outcome is SendEnding.OK,
        entry.ending is SendEnding.OK and entry.held is False,
    )
    body = strings.tui.result.body_size.format(size=size(entry.size))
    answer = outcome_words(entry, strings) or body
    text = strings.saved.result.not_held if unmet else answer
    head = [
        Run(" "), Run("=" if is_marked else " ", "focus bold"),
        Run(f"{GLYPHS[entry.outcome]} ", ROLES[entry.outcome]),
        Run(f"{clock_words(entry.started_at)}  ", "dim"), Run(f"{env_type:<4}  "),
    ]  # fmt: skip
    right = [Run(f" {elapsed(entry.elapsed)}", "faint"), Run(" ")]
    room = width - cells(head) - cells(right)
    return Line([*head, Run(cut(text, room), "text" if fine else ROLES[entry.outcome])], right)


def difference_lines(found: ComparedPair, strings: Strings, width: int) -> list[Line]:
    """Return what the two sends had in common, then the differences of their responses.

    Values that differ every time are ignored; the last rows name them.
    """
    lines, answers = found.send_lines(strings, width), found.answers
    if answers.lines is not None:
        lines += [diff_line(line, strings) for line in answers.lines]
    for change in answers.changes[:MOST_CHANGES]:
        lines += change_lines(change, strings)
    more = sum(answers.counts.values()) - min(len(answers.changes), MOST_CHANGES)
    remarks = [strings.history.since.more.format(count=count(more))] if more > 0 else []
    remarks += [count_words(answers, strings)] if answers.is_equal else []
    remarks += [ignored_words(answers, strings, is_on=True)]
    remarks += [strings.comparison.cut] if answers.is_cut else []
    hang = 6
    folded = [row for line in lines for row in fold(line, width - 1, hang)]
    texts = [part for remark in remarks for part in wrap(remark, width - hang - 1)]
    return [*folded, *(Line([Run(" " * hang), Run(part, "faint")]) for part in texts)]
