"""How a saved request went over time, and what two of its answers differ in."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event

from textual import on, work
from textual.binding import Binding
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from weda_tui.core.environment import Where
from weda_tui.core.errors import FileError, WedaError
from weda_tui.core.history import HistoryEntry, HistoryQuery, HistoryRecord
from weda_tui.core.ignored import USUAL, Ignored
from weda_tui.i18n.explain import explain
from weda_tui.i18n.language import default_strings
from weda_tui.i18n.quantities import count
from weda_tui.i18n.strings import Strings
from weda_tui.session import Session
from weda_tui.tui.drawings.answer_pair import AnswerPair, ComparedPair, compare_pair
from weda_tui.tui.drawings.heading import stage_name
from weda_tui.tui.drawings.saved_results import (
    ResultRow,
    difference_lines,
    moment_words,
    result_line,
    result_rows,
)
from weda_tui.tui.widgets.copying import CopyRequested
from weda_tui.tui.widgets.line_rows import ReadRows
from weda_tui.tui.widgets.lines import Lines
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Line, Run, fit
from weda_tui.tui.widgets.rows import Rows
from weda_tui.tui.widgets.stage import Stage
from weda_tui.tui.widgets.wrap import wrap

MOST_LISTED = 500
"""Results that are listed, the newest."""


class ResultRows(Rows):
    """Days and results; the cursor rests on results."""

    strings: Strings
    where: Where | None = None
    marked = 0
    """The number of the entry that others are compared with."""
    _rows: Sequence[ResultRow] = ()

    def show(self, rows: Sequence[ResultRow], *, wanted: int) -> None:
        """List results; the cursor goes to the one of the number ``wanted``, else to the first."""
        self._rows = rows
        numbers = [row.entry.id if row.entry else 0 for row in rows]
        self.show_rows(len(rows), cursor=numbers.index(wanted) if wanted in numbers else 0)

    @property
    def entry(self) -> HistoryEntry | None:
        """The result in hand."""
        return self._rows[self.cursor].entry if self.cursor < len(self._rows) else None

    def is_selectable(self, index: int) -> bool:
        """Return whether a row is a result."""
        return self._rows[index].entry is not None

    def clicks_to_choose(self, index: int) -> int:
        """Return that one click shows the difference, and two the answer."""
        return 2

    def row(self, index: int, width: int) -> Line:
        """Draw a day or a result."""
        row = self._rows[index]
        if row.entry is None:
            return Line([Run(f"  {row.day[:1].upper()}{row.day[1:]}", "dim")])
        is_marked = row.entry.id == self.marked
        return result_line(row.entry, width, self.where, self.strings, is_marked=is_marked)


class SavedResultsPane(Stage):
    """RESULT on the screen of saved requests."""

    @dataclass
    class Chosen(Message):
        """An answer is to be looked at."""

        record: HistoryRecord

    @dataclass
    class InHand(Message):
        """Another result is in hand, or none."""

        record: HistoryRecord | None

    @dataclass
    class CompareWanted(Message):
        """Two answers are to be compared in full, the older one first."""

        before: HistoryRecord
        after: HistoryRecord

    strings: var[Strings] = var(default_strings)
    where: var[Where | None] = var(None)

    BINDINGS = [
        Binding("equals_sign,＝", "compare_before", show=False),
        Binding("m", "mark_result", show=False),
        Binding("r", "copy_request_id", show=False),
    ]

    _heading = query_one("#results-heading", Lines)
    _remark = query_one("#results-remark", Lines)
    _rows = query_one("#results-rows", ResultRows)
    _title = query_one("#difference-title", Lines)
    _difference = query_one("#difference", ReadRows)
    _foot = query_one("#results-foot", Lines)

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._session = session
        self._path = ""
        self._entries: tuple[HistoryEntry, ...] = ()
        self._is_read = True
        self._problem: WedaError | None = None
        self._marked: HistoryEntry | None = None
        self._stop = Event()
        """Ends a comparison that nobody waits for any more."""
        self._compared: ComparedPair | None = None
        self._pair: tuple[HistoryEntry, HistoryEntry] | None = None

    def inside(self) -> Iterator[Widget]:
        """Lay out heading, results, the difference, and what comes next."""
        yield Lines(self._draw_heading, id="results-heading")
        yield Lines(self._draw_remark, id="results-remark")
        yield ResultRows(id="results-rows")
        yield Lines(self._draw_title, id="difference-title")
        yield ReadRows(id="difference")
        yield Lines(self._draw_foot, id="results-foot")

    def start(self) -> None:
        """Begin with nothing."""
        self._rows.strings, self._rows.where = self.strings, self.where
        self._show()

    def on_unmount(self) -> None:
        """A comparison that still runs ends."""
        self._stop.set()

    def watch_strings(self, strings: Strings) -> None:
        """Speak the other language."""
        if self.is_ready:
            self._rows.strings = strings
            self._show()
            self._show_difference()

    def watch_where(self, where: Where | None) -> None:
        """Name the environments that are not this one."""
        if self.is_ready:
            self._rows.where = where
            self._rows.refresh()

    def watch_is_focused(self) -> None:
        """Light the heading."""
        if self.is_ready:
            self._heading.redraw()
            self._rows.refresh()

    # -- results -----------------------------------------------------------------------------

    @property
    def entry(self) -> HistoryEntry | None:
        """The result in hand."""
        return self._rows.entry if self.is_ready else None

    def works(self, action: str) -> bool:
        """Return whether there is a result to act on."""
        match action:
            case "copy_request_id":
                return self.entry is not None and bool(self.entry.request_id)
            case "compare_before":
                return self._other() is not None
            case "choose" | "mark_result":
                return self.entry is not None
            case _:
                return True

    def show_path(self, path: str) -> None:
        """Show the results of a saved request; of none with an empty path."""
        if path != self._path:
            self._entries, self._marked, self._compared = (), None, None
            self._is_read, self._path = not path, path
            self._show()
        self._find(path)

    @work(group="results", exclusive=True)
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
            self._tell_in_hand()

    def _show(self) -> None:
        now = self._session.clock.wall()
        wanted = self.entry.id if self.entry is not None else 0
        self._rows.marked = self._marked.id if self._marked else 0
        self._rows.show(result_rows(self._entries, now, self.strings), wanted=wanted)
        for lines in (self._heading, self._remark, self._title, self._foot):
            lines.redraw()
        self.post_message(self.KeysChanged())

    def _other(self) -> HistoryEntry | None:
        """Return what the result in hand is compared with: the marked one, else the one before."""
        entry = self.entry
        if entry is None:
            return None
        if self._marked is not None and self._marked.id != entry.id:
            return self._marked
        return next((each for each in self._entries if each.id < entry.id), None)

    @on(Rows.Moved, "#results-rows")
    def _on_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self.post_message(self.KeysChanged())
        self._tell_in_hand()

    @work(group="result-in-hand", exclusive=True)
    async def _tell_in_hand(self) -> None:
        """Read the result in hand, and compare it."""
        self._stop.set()
        self._stop = stop = Event()
        entry, other = self.entry, self._other()
        record = await self._read(entry) if entry is not None else None
        self.post_message(self.InHand(record))
        self._compared = self._pair = None
        if record is not None and entry is not None and other is not None:
            self._pair = (entry, other) if entry.id < other.id else (other, entry)
            self._show_difference()
            beside = await self._read(other)
            if beside is not None:
                pair = AnswerPair(*sorted((record, beside), key=lambda each: each.entry.id))
                ignored = await self._ignored()
                self._compared = await asyncio.to_thread(
                    compare_pair, pair, ignored, self.strings, stop.is_set
                )
        if self.is_attached:
            self._show_difference()

    async def _read(self, entry: HistoryEntry) -> HistoryRecord | None:
        try:
            return await self._session.history.read(entry.id)
        except WedaError as error:
            self.post_message(Noticed(explain(error, self.strings).what))
            return None

    async def _ignored(self) -> Ignored:
        """Return what the workspace leaves out of comparisons."""
        from weda_tui.session.comparing import Ignoring

        try:
            return await Ignoring(self._session).load()
        except FileError as error:
            self.post_message(Noticed(explain(error, self.strings).what))
            return USUAL

    def _show_difference(self) -> None:
        lines: list[Line] = []
        if self._compared is not None:
            width = self._difference.size.width or self.size.width
            lines = difference_lines(self._compared, self.strings, width - 1)
        self._difference.show(lines)
        self._title.redraw()

    def on_resize(self) -> None:
        """The difference follows the width."""
        if self.is_ready:
            self._show_difference()

    # -- acting on the result in hand --------------------------------------------------------

    @on(Rows.Chosen, "#results-rows")
    def _on_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_choose()

    @work(group="result-act", exclusive=True)
    async def action_choose(self) -> None:
        """Look at the answer in hand."""
        if self.entry is not None and (record := await self._read(self.entry)):
            self.post_message(self.Chosen(record))

    @work(group="result-act", exclusive=True)
    async def action_compare_before(self) -> None:
        """Compare the answer in hand in full with the marked one, else with the one before."""
        entry, other = self.entry, self._other()
        if entry is None or other is None:
            self.post_message(Noticed(self.strings.saved.result.nothing_before))
            return
        records = [await self._read(each) for each in (entry, other)]
        found = sorted((each for each in records if each), key=lambda each: each.entry.id)
        if len(found) == len(records):
            self.post_message(self.CompareWanted(*found))

    def action_mark_result(self) -> None:
        """Compare others with the result in hand, or no longer."""
        entry = self.entry
        if entry is None:
            return
        is_marked = self._marked is not None and self._marked.id == entry.id
        self._marked = None if is_marked else entry
        if not is_marked:
            self.post_message(Noticed(self.strings.saved.result.marked))
        self._show()
        self._tell_in_hand()

    def action_copy_request_id(self) -> None:
        """Copy the requestId of the result in hand."""
        if self.entry is not None and self.entry.request_id:
            self.post_message(CopyRequested(self.entry.request_id, "requestId"))
        else:
            self.post_message(Noticed(self.strings.tui.result.no_request_id))

    # -- focus -------------------------------------------------------------------------------

    def focus_stage(self) -> None:
        """Land on the results."""
        self.land_in(self._rows)

    def leave_field(self) -> None:
        """There are no fields."""

    # -- drawing -----------------------------------------------------------------------------

    def _draw_heading(self, width: int) -> list[Line]:
        words = self.strings.saved.result
        name = stage_name("F6", self.strings.tui.stage.result, "result", is_focused=self.is_focused)
        said = words.latest.format(count=count(len(self._entries))) if self._entries else ""
        return [Line([Run(" "), *name], [Run(said, "dim"), Run(" ")])]

    def _draw_remark(self, width: int) -> list[Line]:
        words = self.strings.saved.result
        if self._problem is not None:
            said = explain(self._problem, self.strings).what
            return [Line([Run("  "), Run(part, "fail")]) for part in wrap(f"✗ {said}", width - 3)]
        if self._entries or not self._path:
            return []
        text = words.empty if self._is_read else f"~ {words.reading}"
        return [Line([Run("  "), Run(part, "dim")]) for part in wrap(text, width - 3)]

    def _draw_title(self, width: int) -> list[Line]:
        words = self.strings.saved.result
        if not self._entries:
            return []
        rule = Line([Run(" "), Run("─" * (width - 2), "line")])
        if self._pair is None:
            return [rule, Line([Run("  "), Run(words.nothing_before, "dim")]), Line()]
        now = self._session.clock.wall()
        before, after = self._pair
        said = words.compared.format(
            after=moment_words(after, before, now, self.strings),
            before=moment_words(before, after, now, self.strings),
        )
        state = "" if self._compared is not None else f"  ~ {words.comparing}"
        return [rule, Line([Run("  "), Run(said), Run(state, "focus")]), Line()]

    def _draw_foot(self, width: int) -> list[Line]:
        if not self._entries:
            return []
        words = self.strings.tui.keys
        hints = [
            ("F6", words.look_at_answers, "result"),
            ("=", words.compare_before, "compare_before"),
            ("0", words.more, "more"),
        ]
        shown = [[Run(key, "bold", act), Run(f" {word}", "dim", act)] for key, word, act in hints]
        return [
            Line([Run(" "), Run("─" * (width - 2), "line")]),
            Line([Run(" "), Run("F7 ", "dim"), Run(words.next)]),
            Line([Run(" "), *fit(width - 2, shown)]),
        ]
