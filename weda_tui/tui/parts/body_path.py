"""Following a JSONPath in a document: what it finds is a document of its own, while it is typed."""

import asyncio
import mmap
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual import on, work
from textual.getters import query_one
from textual.widget import Widget

from weda_tui.core.bodies import nodes
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.part import JSON, Found, Part
from weda_tui.tui.bodies.path_row import PathRow
from weda_tui.tui.drawings.path import cost_words, fault_of, found_run, looking_run
from weda_tui.tui.parts.body_part import PartedBody
from weda_tui.tui.parts.body_shown import SHOWN_EVERY
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.paint import Line, Run

if TYPE_CHECKING:  # it comes with the first path
    from weda_tui.session.body_path import Lookup

RESTS = 0.05
"""Seconds without a key after which a path is followed."""
ASKED_FROM = 1.0
"""Seconds from which it is said what a path will take, and Enter starts it."""


class PathBody(PartedBody):
    """Has the row in which a path is typed; its result is the part in view."""

    rests, asked_from = RESTS, ASKED_FROM
    path_row = query_one(PathRow)

    _waiting: "Lookup | None" = None
    """What Enter starts."""
    _is_name_awaited = False
    """Whether the first name that fits is to be written as soon as it is known."""
    _is_enter_awaited = False
    """Whether what is found is to be read as soon as it is."""
    _last_path = ""
    """The last one that found something in this body."""
    _is_empty = False
    """Whether the path that is typed finds nothing."""

    def compose(self) -> Iterator[Widget]:
        """Lay out the row below everything."""
        yield from super().compose()
        yield PathRow(self.strings, id="path-row")

    @property
    def is_filtering(self) -> bool:
        """Whether a path is being typed."""
        return self.path_row.display

    def action_filter_path(self) -> None:
        """Open the row: with the path in view, else to begin one."""
        whole = self.whole
        if whole.tree is None or not self.works("filter_path"):
            words = self.strings.path
            told = words.not_whole if whole.is_partial else words.not_json
            self.post_message(Noticed(told))
            return
        if self.is_searching:
            self.close_search()
        is_array = nodes.kind_of(whole.tree, 0) == "["
        path = self.part.path if isinstance(self.part, Found) else self._last_path
        text = path or ("$[" if is_array else "$.")
        self.path_row.open(text, self.strings, is_whole=bool(path))
        self.screen.set_focus(self.path_row.field)
        self.redraw()
        self._follow(text)

    def open_part(self, part: Part, document: Document) -> None:
        """Show a part; one that no path has found ends the typing."""
        if self.is_filtering and not isinstance(part, Found):
            self._close_row()
        super().open_part(part, document)

    def action_go_to_origin(self) -> None:
        """Go to the place in the whole body that the line in hand comes from."""
        if self.is_filtering:
            self._close_row()
        super().action_go_to_origin()

    def action_search(self) -> None:
        """Open the search row in place of this one."""
        if self.is_filtering:
            self._close_row()
        super().action_search()

    # -- leaving the row ---------------------------------------------------------------------------

    def leave_field(self) -> None:
        """Go from a field to the body; from the path to the whole one, where one was."""
        if not self.path_row.field.has_focus:
            super().leave_field()
            return
        self._close_row()
        self.leave_found()

    def step_back(self) -> bool:
        """Close the row of the path, else end the search or leave a part."""
        if self.is_filtering:
            self._close_row()
            return True
        return super().step_back()

    def action_keep_found(self) -> None:
        """Start what waits for it; else go and read what was found, as soon as it is."""
        if self._waiting is not None:
            self._run(self._waiting)
            self._waiting = None
        elif self._is_following:
            self._is_enter_awaited = True
        elif isinstance(self.part, Found) and not self._is_empty:
            self._close_row()

    @property
    def _is_following(self) -> bool:
        """Whether a path is being followed whose end is not known yet."""
        return any(
            worker.node is self and worker.group == "path" and not worker.is_finished
            for worker in self.workers
        )

    def _close_row(self) -> None:
        had_focus = self.path_row.has_focus_within
        self.workers.cancel_group(self, "path")
        self._waiting, self._is_empty, self._is_enter_awaited = None, False, False
        self.path_row.close()
        if had_focus:
            self.screen.set_focus(self.view)
        if self.view.is_dim:
            self.view.is_dim = False
            self.view.redraw()
        self.redraw()

    def _forget(self, mask: Callable[[str], str]) -> None:
        super()._forget(mask)
        self._last_path = ""
        if self.is_filtering:
            self._close_row()

    @on(PathRow.Kept)
    def _on_kept(self, event: PathRow.Kept) -> None:
        event.stop()
        self.action_keep_found()

    def action_take_name(self) -> None:
        """Write the name in hand into the path."""
        self.path_row.take()

    def take_offer(self) -> bool:
        """Write the name in hand into the path, or the first one as soon as it is known.

        Returns whether a path is being typed: there is nowhere else to go in its row.
        """
        if not self.path_row.field.has_focus:
            return False
        self._is_name_awaited = not self.path_row.take()
        return True

    def key_down(self) -> None:
        """Go to the next name that fits."""
        if self.path_row.field.has_focus:
            self.path_row.step(1)
        else:
            super().key_down()

    def key_up(self) -> None:
        """Go to the name before."""
        if self.path_row.field.has_focus:
            self.path_row.step(-1)
        else:
            super().key_up()

    # -- following a path --------------------------------------------------------------------------

    @on(PathRow.Asked)
    def _on_path_asked(self, event: PathRow.Asked) -> None:
        event.stop()
        self._is_name_awaited = self._is_enter_awaited = False
        text = event.text.rstrip()
        self._follow(f"${text[1:]}" if text[:1] in {"￥", "＄"} else text)

    @work(group="path", exclusive=True, description="path")
    async def _follow(self, text: str) -> None:
        """Show what a path finds, or what fits at its end, or why neither."""
        from weda_tui.session.body_path import Lookup
        from weda_tui.session.path_offers import find_offers

        self._waiting = None
        row, words = self.path_row, self.strings.path
        await asyncio.sleep(self.rests)
        whole = self.whole
        while not whole.is_settled:
            percent = int(100 * whole.share)
            row.tell(Run(self.strings.body.indexing.format(percent=percent), "dim"))
            await asyncio.sleep(SHOWN_EVERY)
        if whole.tree is None:
            row.show_hints((), None, words.not_json)
            return
        offers = await asyncio.to_thread(find_offers, whole.tree, text)
        lookup = await asyncio.to_thread(Lookup, whole.tree, text)
        fault = fault_of(lookup.fault, text, self.strings, offers[0].text if offers else "")
        row.show_hints(offers if fault is None else (), fault)
        if self._is_name_awaited and offers:
            self._is_name_awaited = False
            row.take()
            return
        self.post_message(self.Changed())
        if lookup.fault is not None or text == "$":
            row.tell(Run(""))
            if text in {"", "$", "$.", "$["}:
                self._is_empty = False
                self.leave_found()
        elif (cost := lookup.cost) is not None and cost.seconds >= self.asked_from:
            self._waiting, self._is_enter_awaited = lookup, False
            row.show_hints((), None, cost_words(cost, len(whole.source), self.strings))
            row.tell(Run(""))
        else:
            await self._look(lookup)

    @work(group="path", exclusive=True, description="path")
    async def _run(self, lookup: "Lookup") -> None:
        self.path_row.show_hints(())
        await self._look(lookup)

    async def _look(self, lookup: "Lookup") -> None:
        """Run a lookup in its thread, its first values in view; who cancels this stops it."""
        row, is_begun = self.path_row, False
        running = asyncio.ensure_future(asyncio.to_thread(lookup.run))
        try:
            while not (await asyncio.wait({running}, timeout=SHOWN_EVERY))[0]:
                row.tell(looking_run(lookup, self.strings))
                if not is_begun and (begun := lookup.beginning()):
                    is_begun = True
                    await self._show_found(lookup, begun)
        finally:
            lookup.stop()
        await running
        if lookup.has_failed:
            row.show_hints((), None, self.strings.path.gave_up)
        elif lookup.is_slow:
            row.show_hints((), None, self.strings.body.slow_pattern)
        row.tell(found_run(lookup, self.strings))
        self._is_empty = not lookup.starts
        if self._is_empty:
            self.dim()
        else:
            self._last_path = lookup.path
            await self._show_found(lookup, lookup.text, keep_place=is_begun)
            if self._is_enter_awaited:
                self._close_row()

    async def _show_found(
        self, lookup: "Lookup", text: bytes | mmap.mmap, *, keep_place: bool = False
    ) -> None:
        document = await asyncio.to_thread(Document, text, JSON, charset="utf-8")
        starts = lookup.starts[:]
        found = Found(self.whole, self.above, lookup.path, starts, lookup.is_single)
        self.show_found(found, document, keep_place=keep_place)

    def works(self, action: str) -> bool:
        """Return whether an action does anything now."""
        match action:
            case "filter_path":
                whole = self.whole
                return whole.tree is not None and not whole.is_partial and self.view.row_count > 0
            case "take_name":
                return bool(self.path_row.offers)
            case "open_nested":
                return self.has_nested
            case "leave_part":
                return self.part is not None and not self.is_filtering
            case "go_to_origin":
                return isinstance(self.part, Found) and self.view.json_index is not None
            case "toggle_escapes" | "lacking_fields":
                return super().works(action)
            case _:
                return self.view.row_count > 0

    def _draw_remark(self, width: int) -> list[Line]:
        """The row of the path says itself what is in view."""
        return [] if self.is_filtering else super()._draw_remark(width)
