"""The value under the cursor of a response: the calls that accept it, and commands on it."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Protocol

from textual.timer import Timer

from weda_tui.core.bodies.document import Document
from weda_tui.core.json import nodes
from weda_tui.core.links.accepting_parameters import AcceptingParameters
from weda_tui.core.links.answer_value import AnswerValue, glance_at
from weda_tui.core.links.cursor_target import CursorTarget, follow
from weda_tui.core.links.finder import LinkOrigin, Links, may_have_links
from weda_tui.tui.answers.messages import ActRequested, FollowRequested, LinkListRequested
from weda_tui.tui.answers.section_host import AnswerHost
from weda_tui.tui.answers.shown_answer import ExchangeFacts
from weda_tui.tui.links.view import MOST_DIGITS, NextShown
from weda_tui.tui.widgets.messages import Noticed

FOUND_ON_THE_LOOP = 64 * 1024
"""Bytes of a body up to which the calls for a value are searched on the event loop."""


class LinkFinder:
    """Finds the calls that accept a value, and caches the last result."""

    def __init__(
        self,
        facts: Callable[[], ExchangeFacts],
        target: "Callable[[], CursorTarget]",
        show_found: "Callable[[Links, bool], None]",
        show_calls: Callable[[], None],
    ) -> None:
        """The two callbacks show results.

        ``show_found`` gets a result, and whether it has calls where the previous one had none, or
        the other way round. ``show_calls`` is called when ``takers`` was loaded.
        """
        self._facts, self._target = facts, target
        self._show_found, self._show_calls = show_found, show_calls
        self.takers: AcceptingParameters | None = None
        """The parameters that the calls of the catalogue accept; ``None`` until loaded."""
        self._origin: LinkOrigin | None = None
        self.found: tuple[CursorTarget, Links] | None = None
        """The last result, with the cursor position that it is for."""

    def forget_calls(self) -> None:
        """Drop the accepted parameters, because the catalogue changed."""
        self.takers = None

    def forget_found(self) -> None:
        """Drop the last result, because the document or the calls that accept values changed."""
        self._origin, self.found = self._find_origin(), None

    def _find_origin(self) -> "LinkOrigin | None":
        facts = self._facts()
        if facts.exchange is None or facts.catalogue is None:
            return None
        endpoint = facts.catalogue.by_id.get(facts.exchange.endpoint_id)
        if endpoint is None:
            return None

        request = facts.exchange.request
        body = request.body.decode("utf-8", "replace")
        return LinkOrigin(endpoint, request.url, body, facts.models.known, facts.sought_by)

    def find_at_once(self) -> bool:
        """Find the calls for a value at once; return ``False`` if the body is large or incomplete.

        Return ``False`` too if ``takers`` is not loaded yet.
        """
        target = self._target()
        document = target.document
        is_small = len(document.received) <= FOUND_ON_THE_LOOP and document.is_complete
        if self.takers is None or not is_small:
            return False
        self._keep(target, follow(target, self._origin, self.takers))
        return True

    async def find(self) -> "Links | None":
        """Return the calls for the value under the cursor; ``None`` if that moved meanwhile."""
        target = self._target()
        if self.found is not None and self.found[0] == target:
            return self.found[1]
        takers = await self._load_takers()
        found = await asyncio.to_thread(follow, target, self._origin, takers)
        if target != self._target():
            return None
        self._keep(target, found)
        return found

    async def load_calls(self) -> None:
        """Load the parameters that the calls accept, once."""
        await self._load_takers()

    async def _load_takers(self) -> "AcceptingParameters | None":
        catalogue = self._facts().catalogue
        if self.takers is None and catalogue is not None:
            takers = await asyncio.to_thread(AcceptingParameters, catalogue)
            if catalogue is self._facts().catalogue:
                self.takers = takers
                self._show_calls()
        return self.takers

    def _keep(self, target: "CursorTarget", found: "Links") -> None:
        had_links = bool(self.found and self.found[1].links)
        self.found = (target, found)
        self._show_found(found, had_links != bool(found.links))

    def has_links(self, document: Document, line: int) -> bool:
        """Return whether the value of a line may have calls, by a quick check."""
        origin, takers = self._origin, self.takers
        if origin is None or takers is None:
            return False

        seen = glance_at(document, line, origin.endpoint.module)
        return seen is not None and may_have_links(seen.name, seen.raw, seen.names, origin, takers)


PAUSE = 0.04
"""Seconds without a cursor movement after which calls are searched for in a large body."""
ROOM = 22
"""Rows of the pane from which the block is shown with all its rows."""
ACTS = (
    ("Ctrl+S", "save"), ("y", "copy_value"), ("a", "assert_value"), ("v", "keep_variable"),
)  # fmt: skip


class LinksHost(AnswerHost, Protocol):
    """What ``LinksSection`` needs from the pane."""

    is_ready: bool

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call a function after some seconds."""
        ...

    def show_keys(self) -> None:
        """Post a message that the set of active keys changed."""


class LinksSection:
    """Updates the block of the next calls when the cursor moves."""

    def __init__(self, host: LinksHost) -> None:
        self._host = host
        self._finder = LinkFinder(
            lambda: host.facts, self._target, self._show_found, self._show_calls
        )
        self._timer: Timer | None = None

    # -- what is known -----------------------------------------------------------------------

    def _target(self) -> "CursorTarget":
        """Return the position of the cursor in the response."""
        reader = self._host.widgets.reader
        return CursorTarget(
            reader.document, reader.part, reader.view.line, reader.table_mode.row_line
        )

    @property
    def has_value(self) -> bool:
        """Whether a value of a response without a failure can be under the cursor."""
        facts = self._host.facts
        if not facts.is_success or facts.preview is not None or facts.has_doctor:
            return False
        reader = self._host.widgets.reader
        return reader.display and reader.view.json_index is not None

    @property
    def has_checks(self) -> bool:
        """Whether the results of assertions are shown."""
        return self._host.facts.checked is not None and self._host.widgets.tabs.current == "checks"

    @property
    def takes_digits(self) -> bool:
        """Whether digits select calls; for an unknown verdict, 1 opens the success rule instead."""
        return self._host.facts.is_judged and self.has_value

    @property
    def held(self) -> "AnswerValue | None":
        """The value under the cursor."""
        return self._target().held() if self.has_value else None

    @property
    def cursor_line(self) -> int:
        """The line of the whole body that contains the line under the cursor."""
        return self._host.widgets.reader.nested.line_in_body

    @property
    def child_count(self) -> int | None:
        """The number of children of the container under the cursor; ``None`` for a value."""
        view = self._host.widgets.reader.view
        if view.json_index is None:
            return None
        head = nodes.head_of(view.json_index, view.line)
        return nodes.count_of(view.json_index, head) if head >= 0 else None

    def go_to_line(self, line: int) -> None:
        """Go to a line of the body as soon as the line is loaded."""
        self._host.widgets.reader.document_view.go_to_line(line)

    def has_links(self, document: Document, line: int) -> bool:
        """Return whether the value of a line has calls and is to be underlined."""
        return self.has_value and self._finder.has_links(document, line)

    @property
    def has_calls(self) -> bool:
        """Whether there are calls that accept the value under the cursor."""
        found = self._finder.found
        return self.takes_digits and found is not None and bool(found[1].links)

    # -- looking for calls -------------------------------------------------------------------

    def prepare(self) -> None:
        """Load the parameters that the calls accept, once, while waiting for a response."""
        self._host.start_worker(self._finder.load_calls, "takers")

    def show_catalogue(self) -> None:
        """Search again, because other calls accept other ids."""
        self._finder.forget_calls()
        self.show_models()

    def show_models(self) -> None:
        """Search again, because other models have other relations."""
        self._finder.forget_found()
        if self._host.is_ready:
            self._host.widgets.reader.show_links()
        self.follow_cursor()

    def show(self) -> None:
        """Show or hide the block; its height is the same for every value, so that nothing moves."""
        if not self._host.is_ready:
            return
        block, has_value = self._host.widgets.next, self.has_value
        had_focus = block.has_focus
        if block.display != has_value:
            block.display = has_value
            self._host.widgets.reader.show_links()
        if had_focus and not block.display:
            self._host.widgets.focus(self._host.widgets.open_rows)
        found = self._finder.found
        if found is not None and found[0].document is self._host.widgets.reader.document:
            block.show(block.shown, is_short=self._is_short)
            if found[0] != self._target():
                self.follow_cursor()
            return
        block.show(NextShown(None, ACTS), is_short=self._is_short)
        self.show_models()

    def follow_cursor(self) -> None:
        """Find the calls for the new value: at once in a small body, otherwise after a pause."""
        if not self._host.is_ready or not self._host.widgets.next.display:
            return
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._finder.takers is None:
            self._find_in_worker()
        elif not self._finder.find_at_once():
            self._timer = self._host.set_timer(PAUSE, self._find_in_worker)

    def _find_in_worker(self) -> None:
        self._host.start_worker(self._find, "next")

    async def _find(self) -> None:
        await self._finder.find()

    def _show_found(self, found: "Links", is_other: bool) -> None:
        shown = NextShown(found, ACTS, self._host.widgets.reader.mask)
        self._host.widgets.next.show(shown, is_short=self._is_short)
        if is_other:
            self._host.show_keys()

    def _show_calls(self) -> None:
        self._host.widgets.reader.show_links()

    @property
    def _is_short(self) -> bool:
        return self._host.size.height < ROOM

    # -- acts --------------------------------------------------------------------------------

    def open_call(self, number: int) -> None:
        """Open a call, counted from 1, with the value under the cursor."""
        self._host.start_worker(partial(self._open_call, number), "follow")

    async def _open_call(self, number: int) -> None:
        found = await self._finder.find()
        if found is not None and number <= min(len(found.links), MOST_DIGITS):
            self._host.post_message(FollowRequested(found.links[number - 1]))
        elif found is not None:
            self._host.post_message(Noticed(self._host.words.following.nowhere))

    def list_calls(self) -> None:
        """List all calls that accept the value under the cursor."""
        self._host.start_worker(self._list_calls, "follow")

    async def _list_calls(self) -> None:
        found = await self._finder.find() if self.has_value else None
        if found is not None and found.links:
            self._host.post_message(LinkListRequested(found, is_all=True))
        else:
            self._host.post_message(Noticed(self._host.words.following.nowhere))

    def list_acts(self) -> None:
        """List all actions on the value under the cursor."""
        self._host.start_worker(self._list_acts, "follow")

    async def _list_acts(self) -> None:
        if (found := await self._finder.find()) is not None:
            self._host.post_message(LinkListRequested(found, is_all=False))

    def assert_value(self) -> None:
        """Add an assertion on the value to the open saved request.

        A value inside a string has no path and is refused. If the results of assertions are shown,
        the assertion is on the whole response instead.
        """
        if self.has_value and self._host.widgets.reader.nested.is_in_string:
            self._host.post_message(Noticed(self._host.words.keeping.in_string))
        elif self.has_checks:
            self._host.post_message(ActRequested("assert_value"))
        else:
            self._ask("assert_value")

    def keep_variable(self) -> None:
        """Store the value as a variable."""
        self._ask("keep_variable")

    def _ask(self, action: str) -> None:
        if self.has_value:
            self._host.post_message(ActRequested(action))
        else:
            self._host.post_message(Noticed(self._host.words.following.no_value))
