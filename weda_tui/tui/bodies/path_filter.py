"""Evaluates a JSONPath while the user types it; the matches are a document of their own."""

import asyncio
import mmap
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, Protocol

from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.nested import JSON, FoundPart
from weda_tui.core.json import nodes
from weda_tui.core.runs.answer_values import Unjudged
from weda_tui.i18n.quantities import count, elapsed, size
from weda_tui.i18n.strings import Strings
from weda_tui.session.body_paths import PathLookup
from weda_tui.session.path_offers import find_offers
from weda_tui.tui.bodies.host import Work, WorkingHost
from weda_tui.tui.bodies.messages import BodyChanged
from weda_tui.tui.bodies.nested import NestedDocuments
from weda_tui.tui.bodies.path_row import PathRow
from weda_tui.tui.widgets.drawing.paint import Run
from weda_tui.tui.widgets.messages import Noticed
from weda_tui.tui.widgets.time_slices import SHOWN_EVERY

if TYPE_CHECKING:  # imported with the first path
    from weda_tui.session.body_paths import LookupCost


PAUSE = 0.05
"""Seconds without a key after which a path is evaluated."""
CONFIRM_FROM = 1.0
"""Estimated seconds from which the cost of a path is shown, and Enter starts the lookup."""


class PathReader(WorkingHost, Protocol):
    """What ``PathFilter`` needs from the reader."""

    def dim(self) -> None:
        """Draw the lines faintly, because they do not match the typed path."""

    def redraw(self) -> None:
        """Draw the rows around the lines again."""

    def close_search(self) -> None:
        """Close the search row."""


class PathFilter:
    """Controls the row in which a path is typed; the matches are displayed as a part."""

    pause, asked_from = PAUSE, CONFIRM_FROM

    def __init__(self, reader: PathReader, nested: NestedDocuments, row: PathRow) -> None:
        self._reader, self._nested, self._row = reader, nested, row
        row.follow, row.keep_found = self.follow, self.keep_found
        self._lookup_to_start: PathLookup | None = None
        """The lookup that Enter starts."""
        self._is_name_awaited = False
        """Whether to write the first name that fits as soon as it is known."""
        self._is_enter_awaited = False
        """Whether to close the row as soon as there are matches."""
        self._last_path = ""
        """The last path with matches in this body."""
        self._is_empty = False
        """Whether the typed path has no matches."""
        self._asked = 0
        """The number of paths evaluated so far."""
        self._is_following = False
        """Whether a path is being evaluated."""

    # -- the row -----------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the row of the path is open."""
        return self._row.display

    @property
    def is_typed_in(self) -> bool:
        """Whether the field of the path has the focus."""
        return self._row.field.has_focus

    def open(self) -> None:
        """Open the row with the path in view, the last path, or the beginning of a path."""
        whole, words = self._nested.whole, self._reader.words
        if whole.tree is None or not self.can_filter:
            reason = words.path.not_whole if whole.is_partial else words.path.not_json
            self._reader.post_message(Noticed(reason))
            return
        self._reader.close_search()
        is_array = nodes.kind_of(whole.tree, 0) == "["
        part = self._nested.part
        path = part.path if isinstance(part, FoundPart) else self._last_path
        text = path or ("$[" if is_array else "$.")
        self._row.open(text, words, is_whole=bool(path))
        self._reader.redraw()
        self._start(partial(self._follow, text))

    def close(self) -> None:
        """Close the row if it is open; the matches remain displayed."""
        if not self.is_open:
            return
        had_focus = self._row.has_focus_within
        self._reader.stop("path")
        self._lookup_to_start, self._is_following = None, False
        self._is_empty, self._is_enter_awaited = False, False
        self._row.close()
        view = self._reader.view
        if had_focus:
            view.focus_now()
        if view.is_dim:
            view.is_dim = False
            view.redraw()
        self._reader.redraw()

    def forget(self) -> None:
        """Drop the last path, because the body was replaced."""
        self._last_path = ""
        self.close()

    def keep_found(self) -> None:
        """Start the lookup that waits for Enter, or close the row when the matches are known."""
        if self._lookup_to_start is not None:
            self._start(partial(self._run, self._lookup_to_start))
            self._lookup_to_start = None
        elif self._is_following:
            self._is_enter_awaited = True
        elif isinstance(self._nested.part, FoundPart) and not self._is_empty:
            self.close()

    # -- what the reader asks in turn --------------------------------------------------------

    def search(self) -> bool:
        """Close the row, because the search row replaces it."""
        self.close()
        return False

    def leave_field(self) -> bool:
        """Close the row and show the whole body; return whether its field had the focus."""
        was_typed = self.is_typed_in
        if was_typed:
            self.close()
            self._nested.leave_found()
        return was_typed

    def step_back(self) -> bool:
        """Close the row; return whether it was open."""
        was_open = self.is_open
        self.close()
        return was_open

    def step_in_field(self, by: int) -> bool:
        """Select another name; return whether the field has the focus."""
        if self.is_typed_in:
            self._row.step(by)
        return self.is_typed_in

    def complete(self) -> bool:
        """Write the selected name into the path, or the first name as soon as it is known.

        Return whether the field has the focus; if so, Tab must not move the focus.
        """
        if self.is_typed_in:
            self._is_name_awaited = not self._row.accept_offer()
        return self.is_typed_in

    @property
    def can_filter(self) -> bool:
        """Whether the whole body was received and is a tree in which a path can be evaluated."""
        whole = self._nested.whole
        return whole.tree is not None and not whole.is_partial and self._reader.view.row_count > 0

    # -- following a path --------------------------------------------------------------------

    def follow(self, text: str) -> None:
        """Show the matches of the typed path."""
        self._is_name_awaited = self._is_enter_awaited = False
        text = text.rstrip()
        path = f"${text[1:]}" if text[:1] in {"￥", "＄"} else text
        self._start(partial(self._follow, path))

    def _start(self, work: Work) -> None:
        self._asked += 1
        self._is_following = True
        self._reader.start(partial(self._work, work, self._asked), "path")

    async def _work(self, work: Work, number: int) -> None:
        try:
            await work()
        finally:
            if number == self._asked:
                self._is_following = False

    async def _follow(self, text: str) -> None:
        """Show the matches of a path, the names that fit at its end, or the reason for neither."""
        self._lookup_to_start = None
        row, words = self._row, self._reader.words
        await asyncio.sleep(self.pause)
        whole = self._nested.whole
        while not whole.is_settled:
            percent = int(100 * whole.share)
            row.show_status(Run(words.body.indexing.format(percent=percent), "dim"))
            await asyncio.sleep(SHOWN_EVERY)
        if whole.tree is None:
            row.show_hints((), None, words.path.not_json)
            return
        offers = await asyncio.to_thread(find_offers, whole.tree, text)
        lookup = await asyncio.to_thread(PathLookup, whole.tree, text)
        fault = fault_of(lookup.fault, text, words, offers[0].text if offers else "")
        row.show_hints(offers if fault is None else (), fault)
        if self._is_name_awaited and offers:
            self._is_name_awaited = False
            row.accept_offer()
            return
        self._reader.post_message(BodyChanged())
        if lookup.fault is not None or text == "$":
            row.show_status(Run(""))
            if text in {"", "$", "$.", "$["}:
                self._is_empty = False
                self._nested.leave_found()
        elif (cost := lookup.cost) is not None and cost.seconds >= self.asked_from:
            self._lookup_to_start, self._is_enter_awaited = lookup, False
            row.show_hints((), None, cost_words(cost, len(whole.source), words))
            row.show_status(Run(""))
        else:
            await self._evaluate(lookup)

    async def _run(self, lookup: "PathLookup") -> None:
        self._row.show_hints(())
        await self._evaluate(lookup)

    async def _evaluate(self, lookup: "PathLookup") -> None:
        """Run a lookup in a thread and show its first values; cancelling this stops the lookup."""
        row, words, is_begun = self._row, self._reader.words, False
        running = asyncio.ensure_future(asyncio.to_thread(lookup.run))
        try:
            while not (await asyncio.wait({running}, timeout=SHOWN_EVERY))[0]:
                row.show_status(looking_run(lookup, words))
                if not is_begun and (begun := lookup.beginning()):
                    is_begun = True
                    await self._show_found(lookup, begun)
        finally:
            lookup.stop()
        await running
        if lookup.has_failed:
            row.show_hints((), None, words.path.gave_up)
        elif lookup.is_slow:
            row.show_hints((), None, words.body.slow_pattern)
        row.show_status(found_run(lookup, words))
        self._is_empty = not lookup.starts
        if self._is_empty:
            self._reader.dim()
        else:
            self._last_path = lookup.path
            await self._show_found(lookup, lookup.text, keep_place=is_begun)
            if self._is_enter_awaited:
                self.close()

    async def _show_found(
        self, lookup: "PathLookup", text: bytes | mmap.mmap, *, keep_place: bool = False
    ) -> None:
        document = await asyncio.to_thread(Document, text, JSON, charset="utf-8")
        nested, starts = self._nested, lookup.starts[:]
        found = FoundPart(nested.whole, nested.above, lookup.path, starts, lookup.is_single)
        nested.show_found(found, document, keep_place=keep_place)


LONGEST = 1000
"""Characters from which a path is too long; its length is then the reported fault."""
UNFINISHED = ("$", ".", "[")
"""The endings of an unfinished path."""


def looking_run(lookup: "PathLookup", strings: Strings) -> Run:
    """Return the progress of a running lookup."""
    percent, found = int(100 * lookup.share), count(len(lookup.starts))
    return Run(strings.path.looking.format(percent=percent, count=found), "dim")


def found_run(lookup: "PathLookup", strings: Strings) -> Run:
    """Return the number of matches of a lookup."""
    if not lookup.starts:
        return Run(strings.path.found_none, "fail")
    number = count(len(lookup.starts))
    number = number if lookup.is_all else strings.body.at_least.format(count=number)
    return Run(strings.path.found.format(count=number), "dim")


def cost_words(cost: "LookupCost", read: int, strings: Strings) -> str:
    """Return the estimated cost of a lookup that reads ``read`` bytes, in words."""
    time, memory = elapsed(cost.seconds), size(cost.memory)
    return strings.path.cost.format(size=size(read), elapsed=time, memory=memory)


def fault_of(
    fault: Unjudged | None, text: str, strings: Strings, offered: str = ""
) -> tuple[int, str] | None:
    """Return the column of a path's fault, from 1, and the reason; ``None`` while it is unfinished.

    ``offered`` is the path completed with a name that fits: a fault before that name is still
    reported.
    """
    words = strings.path
    if fault is None or not text:
        return None
    column = int(fault.detail)
    if len(text) > LONGEST:
        return column, words.too_long.format(count=count(column))
    same = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, offered, strict=False))
    )
    is_name_begun = bool(offered) and column > same
    if is_name_begun or (column > len(text) and text.endswith(UNFINISHED)):
        return None
    return column, words.fault.format(column=column)
