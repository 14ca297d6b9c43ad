"""Finds the calls that take a value of an answer, in a thread where the body is large."""

import asyncio
from collections.abc import Callable

from weda_tui.core.bodies.document import Document
from weda_tui.core.links.accepting_parameters import AcceptingParameters
from weda_tui.core.links.answer_value import glance_at
from weda_tui.core.links.cursor_target import CursorTarget, follow
from weda_tui.core.links.finder import LinkOrigin, Links, may_lead
from weda_tui.tui.answers.shown_answer import ExchangeFacts

FOUND_ON_THE_LOOP = 64 * 1024
"""Bytes of a body up to which the calls for a value are found at once rather than in a thread."""


class LinkFinder:
    """Knows what was found last, and what the calls of the catalogue take."""

    def __init__(
        self,
        facts: Callable[[], ExchangeFacts],
        target: "Callable[[], CursorTarget]",
        show_found: "Callable[[Links, bool], None]",
        show_calls: Callable[[], None],
    ) -> None:
        """``show_found`` also says whether there are some calls now, or none any more."""
        self._facts, self._target = facts, target
        self._show_found, self._show_calls = show_found, show_calls
        self.takers: AcceptingParameters | None = None
        """What the calls of the catalogue take."""
        self._origin: LinkOrigin | None = None
        self.found: tuple[CursorTarget, Links] | None = None
        """What was found last, and for what."""

    def forget_calls(self) -> None:
        """Forget what the calls take: there are others."""
        self.takers = None

    def forget_found(self) -> None:
        """Forget what was found: another document, or other calls that may take its values."""
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
        return LinkOrigin(endpoint, request.url, body, facts.models.known)

    def find_at_once(self) -> bool:
        """Find the calls of a value in a small body; return whether it is one."""
        target = self._target()
        document = target.document
        is_small = len(document.received) <= FOUND_ON_THE_LOOP and document.is_complete
        if self.takers is None or not is_small:
            return False
        self._keep(target, follow(target, self._origin, self.takers))
        return True

    async def find(self) -> "Links | None":
        """Find the calls for the value under the cursor, unless that moves meanwhile."""
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
        """Read what the calls take, once."""
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
        """Return whether the value of a line may have calls, as far as a glance tells."""
        origin, takers = self._origin, self.takers
        if origin is None or takers is None:
            return False

        seen = glance_at(document, line, origin.endpoint.module)
        return seen is not None and may_lead(seen.name, seen.raw, seen.names, origin, takers)
