"""The value under the cursor of an answer: where it can go next, found without a cursor waiting."""

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.getters import query_one
from textual.reactive import var
from textual.timer import Timer

from weda_tui.core.bodies import nodes
from weda_tui.core.bodies.document import Document
from weda_tui.core.catalogue import Catalogue
from weda_tui.core.exchange import Answered
from weda_tui.core.verdict import Outcome
from weda_tui.tui.drawings.models import ModelsShown
from weda_tui.tui.drawings.next import MOST_DIGITS, NextShown
from weda_tui.tui.parts.diagnosed_answer import DiagnosedAnswer
from weda_tui.tui.parts.next_block import NextBlock
from weda_tui.tui.widgets.body_view import BodyView
from weda_tui.tui.widgets.intent import Intent
from weda_tui.tui.widgets.noticed import Noticed
from weda_tui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from weda_tui.core.following.held import Held
    from weda_tui.core.following.leads import Following, Lead, Origin
    from weda_tui.core.following.spot import Spot
    from weda_tui.core.following.takers import Takers

FOUND_ON_THE_LOOP = 64 * 1024
"""Bytes of a body up to which the calls for a value are found at once rather than in a thread."""
RESTS = 0.04
"""Seconds without a move of the cursor after which they are looked for in a larger one."""
ROOM = 20
"""Rows of the stage from which the block has all its rows."""


_ACTS = (
    ("Ctrl+S", "save"), ("y", "copy_value"), ("a", "assert_value"), ("v", "keep_variable"),
)  # fmt: skip


class LeadingAnswer(DiagnosedAnswer):
    """Keeps F7 in step with the cursor, and says which call was chosen."""

    catalogue: var[Catalogue | None] = var[Catalogue | None](None)
    models: var[ModelsShown] = var(ModelsShown())
    came_from: var[str] = var("")
    """The title of the call that a value led here from; empty for none."""

    _next = query_one("#next", NextBlock)

    _takers: "Takers | None" = None
    _led_from: "Origin | None" = None
    _found: "tuple[Spot, Following] | None" = None
    """What was found last, and for what."""
    _resting: Timer | None = None

    class FollowWanted(Intent, namespace="response_pane"):
        """A value is to be taken to a call."""

        def __init__(self, lead: "Lead") -> None:
            super().__init__()
            self.lead = lead

    class ListWanted(Intent, namespace="response_pane"):
        """Everything that can be done with the value in hand is to be listed.

        ``is_all`` says that only the calls are, all of them.
        """

        def __init__(self, following: "Following", *, is_all: bool) -> None:
            super().__init__()
            self.following, self.is_all = following, is_all

    class ActWanted(Intent, namespace="response_pane"):
        """The screen is to do something with the value in hand."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    # -- what is known -----------------------------------------------------------------------

    def watch_catalogue(self) -> None:
        """Other calls take other ids."""
        self._takers = None
        self._forget_found()

    def watch_models(self) -> None:
        """Other models have other relations."""
        self._forget_found()

    def watch_came_from(self) -> None:
        """There is a way back, or none any more."""
        if self.is_ready:
            self.post_message(self.KeysChanged())

    @property
    def _has_next(self) -> bool:
        """Whether a value of a good answer can be in hand."""
        settled = self._settled
        is_good = (
            isinstance(settled, Answered)
            and settled.exchange.verdict.outcome is not Outcome.FAILURE
        )
        is_shown = self.preview is None and self._reader.display and not self._has_doctor
        return is_good and is_shown and self._reader.view.json_index is not None

    @property
    def has_rest(self) -> bool:
        """Whether ``0`` is shown as the key of the calls that F7 has no room for."""
        return self._has_next and self._next.has_rest

    @property
    def held(self) -> "Held | None":
        """The value in hand."""
        return self._spot.held() if self._has_next else None

    @property
    def _spot(self) -> "Spot":
        from weda_tui.core.following.spot import Spot

        reader = self._reader
        return Spot(reader.document, reader.part, reader.view.line, reader.table_mode.row_line)

    @property
    def cursor_line(self) -> int:
        """The line of the whole body that the one under the cursor comes from."""
        return self._reader.nested.line_in_body

    @property
    def child_count(self) -> int | None:
        """How many children the container in hand has; ``None`` for a value."""
        index = self._reader.view.json_index
        if index is None:
            return None
        head = nodes.head_of(index, self._reader.view.line)
        return nodes.count_of(index, head) if head >= 0 else None

    def go_to_line(self, line: int) -> None:
        """Go to a line of the body, as soon as it is known."""
        self._reader.document_view.go_to_line(line)

    def _ask_origin(self) -> "Origin | None":
        settled, catalogue = self._settled, self.catalogue
        if not isinstance(settled, Answered) or catalogue is None:
            return None
        exchange = settled.exchange
        endpoint = catalogue.by_id.get(exchange.endpoint_id)
        if endpoint is None:
            return None
        from weda_tui.core.following.leads import Origin

        body = exchange.request.body.decode("utf-8", "replace")
        return Origin(endpoint, exchange.request.url, body, self.models.known)

    # -- looking for calls -------------------------------------------------------------------

    @on(Rows.Moved, "#body")
    def _on_cursor_moved(self) -> None:
        self._look_ahead()

    def _show_next(self) -> None:
        """Show the block or not; it is as high for every value, so that nothing jumps."""
        if not self.is_ready:
            return
        had_focus = self._next.has_focus
        if self._next.display != self._has_next:
            self._next.display = self._has_next
            self._reader.view.redraw()
        if had_focus and not self._next.display:
            self.land_in(self._open_rows())
        if self._found is not None and self._found[0].document is self._reader.document:
            self._next.show(self._next.shown, is_short=self._is_short)
            if self._found[0] != self._spot:
                self._look_ahead()
            return
        self._next.show(NextShown(None, _ACTS), is_short=self._is_short)
        self._forget_found()

    def _forget_found(self) -> None:
        """Look again: another document, or other calls that may take its values."""
        self._led_from, self._found = self._ask_origin(), None
        if self.is_ready:
            self._reader.view.redraw()
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Find the calls for the value in hand: at once in a small body, else when it rests."""
        if not self.is_ready or not self._next.display:
            return
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        document = self._reader.document
        is_small = len(document.received) <= FOUND_ON_THE_LOOP and document.is_complete
        if self._takers is not None and is_small:
            from weda_tui.core.following.spot import follow

            spot = self._spot
            self._take_found(spot, follow(spot, self._led_from, self._takers))
        elif self._takers is None:
            self._find_in_thread()
        else:
            self._resting = self.set_timer(RESTS, self._find_in_thread)

    @work(group="takers", exclusive=True)
    async def prepare_leads(self) -> None:
        """Read what the calls take while an answer is awaited, once."""
        await self._bring_takers()

    @work(group="next", exclusive=True)
    async def _find_in_thread(self) -> None:
        await self._bring_found()

    async def _bring_found(self) -> "Following | None":
        """Find the calls for the value in hand, whatever is there of them already."""
        from weda_tui.core.following.spot import follow

        spot = self._spot
        if self._found is not None and self._found[0] == spot:
            return self._found[1]
        takers = await self._bring_takers()
        found = await asyncio.to_thread(follow, spot, self._led_from, takers)
        if spot != self._spot:
            return None
        self._take_found(spot, found)
        return found

    async def _bring_takers(self) -> "Takers | None":
        from weda_tui.core.following.takers import Takers

        catalogue = self.catalogue
        if self._takers is None and catalogue is not None:
            takers = await asyncio.to_thread(Takers, catalogue)
            if catalogue is self.catalogue:
                self._takers = takers
                self._reader.view.redraw()
        return self._takers

    def _take_found(self, spot: "Spot", found: "Following") -> None:
        had_leads = bool(self._found and self._found[1].leads)
        self._found = (spot, found)
        self._next.show(NextShown(found, _ACTS, self._reader.mask), is_short=self._is_short)
        if had_leads != bool(found.leads):
            self.post_message(self.KeysChanged())

    @property
    def _is_short(self) -> bool:
        return self.size.height < ROOM

    def leads_on(self, document: Document, line: int) -> bool:
        """Return whether the value of a line can be followed: it is underlined then."""
        origin, takers = self._led_from, self._takers
        if origin is None or takers is None or not self._has_next:
            return False
        from weda_tui.core.following.held import glance_at
        from weda_tui.core.following.leads import may_lead

        seen = glance_at(document, line, origin.endpoint.module)
        return seen is not None and may_lead(seen.name, seen.raw, seen.names, origin, takers)

    # -- acts --------------------------------------------------------------------------------

    def action_pick_step(self, number: int = 0) -> None:
        """Take the value in hand to a call, from 1; elsewhere a step of the doctor."""
        if number and self._takes_digits:
            self._follow(number)
        else:
            super().action_pick_step(number)

    @property
    def _takes_digits(self) -> bool:
        """Whether digits are calls; of an answer that nobody can judge 1 is the success rule."""
        settled = self._settled
        is_known = (
            isinstance(settled, Answered)
            and settled.exchange.verdict.outcome is not Outcome.UNKNOWN
        )
        return self._has_next and is_known

    @work(group="follow", exclusive=True, description="follow")
    async def _follow(self, number: int) -> None:
        found = await self._bring_found()
        if found is not None and number <= min(len(found.leads), MOST_DIGITS):
            self.post_message(self.FollowWanted(found.leads[number - 1]))
        elif found is not None:
            self.post_message(Noticed(self.strings.following.nowhere))

    @work(group="follow", exclusive=True)
    async def action_follow_list(self) -> None:
        """List every call that takes the value in hand."""
        found = await self._bring_found() if self._has_next else None
        if found is not None and found.leads:
            self.post_message(self.ListWanted(found, is_all=True))
        else:
            self.post_message(Noticed(self.strings.following.nowhere))

    @on(BodyView.Chosen, "#body")
    async def _on_value_chosen(self, event: BodyView.Chosen) -> None:
        event.stop()
        if self._has_next:
            self._list_acts()
        elif self._reader.table is not None:
            await self.run_action("screen.more")

    @work(group="follow", exclusive=True)
    async def _list_acts(self) -> None:
        if (found := await self._bring_found()) is not None:
            self.post_message(self.ListWanted(found, is_all=False))

    def action_assert_value(self) -> None:
        """Let the saved request in hand expect the value; inside a string no path leads to it."""
        if self._reader.nested.is_in_string and self._has_next:
            self.post_message(Noticed(self.strings.keeping.in_string))
        else:
            self._want("assert_value")

    def action_keep_variable(self) -> None:
        """Keep the value as a variable."""
        self._want("keep_variable")

    def _want(self, action: str) -> None:
        if self._has_next:
            self.post_message(self.ActWanted(action))
        else:
            self.post_message(Noticed(self.strings.following.no_value))

    @on(NextBlock.Chosen)
    async def _on_next_chosen(self, event: NextBlock.Chosen) -> None:
        event.stop()
        if event.action == "next":
            self.land_in(self._next)
        elif event.action == "save":
            await self.run_action("screen.save")
        elif event.action == "copy_value":
            self._reader.copying.copy_value()
        else:
            await self.run_action(event.action)

    @on(NextBlock.Left)
    def _on_next_left(self, event: NextBlock.Left) -> None:
        event.stop()
        self.land_in(self._open_rows())

    def focus_next(self) -> None:
        """Land on the calls for the value in hand; from there back in the body."""
        if self._next.display and not self._next.has_focus:
            self.land_in(self._next)
        else:
            super().focus_next()
