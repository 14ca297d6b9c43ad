"""Following a JSONPath in a document: what it finds is a document of its own, while it is typed."""

import asyncio
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual import on, work
from textual.getters import query_one
from textual.widget import Widget

from weda_tui.core.answer_values import Unfit, Unjudged
from weda_tui.core.bodies.document import Document
from weda_tui.core.bodies.part import JSON, Found, Part
from weda_tui.i18n.quantities import count, elapsed, size
from weda_tui.tui.parts.body_part import PartedBody
from weda_tui.tui.parts.body_shown import SHOWN_EVERY
from weda_tui.tui.parts.path_row import PathRow
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
        whole = self._whole
        if whole.tree is None or not self.view.row_count:
            self.post_message(Noticed(self.strings.path.not_json))
            return
        if self.is_searching:
            self.close_search()
        is_array = whole.source[whole.tree.row(0).start :][:1] == b"["
        path = self.part.path if isinstance(self.part, Found) else self._last_path
        text = path or ("$[" if is_array else "$.")
        self.path_row.open(text, self.strings)
        self.screen.set_focus(self.path_row.field)
        self.redraw()
        self._follow(text)

    @property
    def _whole(self) -> Document:
        """The document in which the path is followed."""
        return self.part.outer if isinstance(self.part, Found) else self.document

    # -- leaving the row ---------------------------------------------------------------------------

    def leave_field(self) -> None:
        """Go from a field to the body; from the path to the whole one, where one was."""
        if not self.path_row.field.has_focus:
            super().leave_field()
            return
        self._close_row()
        if isinstance(self.part, Found):
            self.leave_part()

    def step_back(self) -> bool:
        """Close the row of the path, else end the search or leave a part."""
        if self.is_filtering:
            self._close_row()
            return True
        return super().step_back()

    def action_keep_found(self) -> None:
        """Start what waits for it; else go and read what was found."""
        if self._waiting is not None:
            self._run(self._waiting)
            self._waiting = None
        elif isinstance(self.part, Found) and not self._is_empty:
            self._close_row()

    def _close_row(self) -> None:
        had_focus = self.path_row.has_focus_within
        self.workers.cancel_group(self, "path")
        self._waiting, self._is_empty = None, False
        self.path_row.close()
        if had_focus:
            self.screen.set_focus(self.view)
        if self.view.is_dim:
            self.view.is_dim = False
            self.view.refresh()
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
        self._is_name_awaited = False
        self._follow(event.text.strip())

    @work(group="path", exclusive=True)
    async def _follow(self, text: str) -> None:
        """Show what a path finds, or what fits at its end, or why neither."""
        from weda_tui.session.body_path import Lookup
        from weda_tui.session.path_offers import find_offers

        self._waiting = None
        row, words = self.path_row, self.strings.path
        await asyncio.sleep(self.rests)
        whole = self._whole
        while not whole.is_settled:
            percent = int(100 * whole.share)
            row.tell(Run(self.strings.body.indexing.format(percent=percent), "dim"))
            await asyncio.sleep(SHOWN_EVERY)
        if whole.tree is None:
            row.show_hints((), None, words.not_json)
            return
        offers = await asyncio.to_thread(find_offers, whole.tree, text)
        lookup = await asyncio.to_thread(Lookup, whole.tree, text)
        fault = self._fault_of(lookup, text, has_offers=bool(offers))
        row.show_hints(offers if fault is None else (), fault)
        if self._is_name_awaited and offers:
            self._is_name_awaited = False
            row.take()
            return
        self.post_message(self.Changed())
        if lookup.fault is not None or text == "$":
            row.tell(Run(""))
            if text in {"", "$", "$.", "$["}:
                self._show_whole()
        elif (cost := lookup.cost) is not None and cost.seconds >= self.asked_from:
            self._waiting = lookup
            said = words.cost.format(
                size=size(len(whole.source)),
                elapsed=elapsed(cost.seconds),
                memory=size(cost.memory),
            )
            row.show_hints((), None, said)
            row.tell(Run(""))
        else:
            await self._look(lookup)

    @work(group="path", exclusive=True)
    async def _run(self, lookup: "Lookup") -> None:
        self.path_row.show_hints(())
        await self._look(lookup)

    async def _look(self, lookup: "Lookup") -> None:
        """Run a lookup in its thread, and say how far it is; who cancels this stops it."""
        words, row = self.strings.path, self.path_row
        running = asyncio.ensure_future(asyncio.to_thread(lookup.run))
        try:
            while not (await asyncio.wait({running}, timeout=SHOWN_EVERY))[0]:
                found = count(len(lookup.starts))
                row.tell(
                    Run(words.looking.format(percent=int(100 * lookup.share), count=found), "dim")
                )
        finally:
            lookup.stop()
        if lookup.has_failed:
            row.show_hints((), None, words.gave_up)
        self._tell_found(lookup)
        self._is_empty = not lookup.starts
        if self._is_empty:
            self.dim()
            return
        self._last_path = lookup.path
        document = await asyncio.to_thread(Document, lookup.text, JSON, charset="utf-8")
        whole, above = self._whole, self._above
        part = Found(whole, above, lookup.path, lookup.starts, lookup.is_single)
        if isinstance(self.part, Found):
            self.swap_part(part, document)
        else:
            self.open_part(part, document)

    @property
    def _above(self) -> Part | None:
        """What the document was made of in which the path is followed."""
        return self.part.above if isinstance(self.part, Found) else self.part

    def _show_whole(self) -> None:
        """Show the whole body while the path names nothing yet."""
        self._is_empty = False
        if isinstance(self.part, Found):
            self.leave_part()

    def _tell_found(self, lookup: "Lookup") -> None:
        words, number = self.strings.path, count(len(lookup.starts))
        if not lookup.starts:
            self.path_row.tell(Run(words.found_none, "fail"))
            return
        if not lookup.is_all:
            number = self.strings.body.at_least.format(count=number)
        self.path_row.tell(Run(words.found.format(count=number), "dim"))

    def _fault_of(self, lookup: "Lookup", text: str, *, has_offers: bool) -> tuple[int, str] | None:
        """Return where a path goes wrong and why; an unfinished one is not wrong yet."""
        words, fault = self.strings.path, lookup.fault
        if not isinstance(fault, Unjudged) or not text:
            return None
        if fault.reason is Unfit.PATTERN:
            return len(text), words.endless_pattern
        column = int(fault.detail)
        if len(text) > column >= 1000:
            return column, words.too_long.format(count=count(column))
        if has_offers or (column > len(text) and text.endswith(("$", ".", "["))):
            return None
        return column, words.fault.format(column=column)

    def works(self, action: str) -> bool:
        """Return whether an action does anything now."""
        match action:
            case "filter_path":
                return self._whole.tree is not None and self.view.row_count > 0
            case "take_name":
                return bool(self.path_row.offers)
            case "open_nested":
                return self.has_nested
            case "leave_part":
                return self.part is not None and not self.is_filtering
            case "go_to_origin":
                return isinstance(self.part, Found) and self.view.json_index is not None
            case _:
                return self.view.row_count > 0

    def _draw_remark(self, width: int) -> list[Line]:
        """The row of the path says itself what is in view."""
        return [] if self.is_filtering else super()._draw_remark(width)
