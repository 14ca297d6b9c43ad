"""Fetches all pages of a list. Each page is a full send: token, guard, route, verdict, history."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from msgspec.structs import replace

from weda_tui.core.catalogue.endpoint import Effect, Endpoint
from weda_tui.core.clock import Clock
from weda_tui.core.environments.deployment import Target
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.core.sending.all_pages import AllPages
from weda_tui.core.sending.exchange import Answered, Failed, PagesEnd, Sending
from weda_tui.session.sending.send_plan import SendPlan
from weda_tui.session.settings import Settings


class PageSends(Protocol):
    """The service that sends one page."""

    def plan(self, draft: RequestDraft, where: Target) -> SendPlan:
        """Return what a draft calls."""
        ...

    async def send(
        self,
        draft: RequestDraft,
        where: Target,
        *,
        saved: str,
        on_progress: Callable[[Sending], None],
    ) -> Answered | Failed:
        """Send a draft."""
        ...


class PageFetch:
    """The fetch of one whole list; ``answer`` returns the pages so far, also when cancelled."""

    def __init__(self, sends: PageSends, pages: AllPages, clock: Clock) -> None:
        self._sends, self._pages, self._clock = sends, pages, clock

    async def run(
        self,
        draft: RequestDraft,
        where: Target,
        *,
        saved: str = "",
        on_progress: Callable[[Sending], None] = lambda _: None,
    ) -> Answered | Failed:
        """Fetch page after page, beginning with that of a draft; return all as one response."""
        begun, pages = self._clock.monotonic(), self._pages

        def show(sending: Sending) -> None:
            on_progress(
                replace(
                    sending, since=begun, head=b"", page=pages.number + 1, records=pages.count,
                    records_in_all=pages.total,
                )
            )  # fmt: skip

        following = draft
        while True:
            result = await self._sends.send(following, where, saved=saved, on_progress=show)
            if isinstance(result, Failed):
                pages.end = PagesEnd.FAILED
                break
            part = await asyncio.to_thread(pages.find_list, result.exchange)
            if (behind := pages.add(result.exchange, part, following)) is None:
                break
            following = behind
        return await asyncio.to_thread(self.answer) or result

    def answer(self) -> Answered | None:
        """Return the fetched pages as one response; ``None`` before the first one."""
        whole = self._pages.answer()
        return Answered(whole) if whole is not None else None


class PageService:
    """Starts fetches of all pages."""

    def __init__(self, sends: PageSends, settings: Settings, clock: Clock) -> None:
        self._sends, self._settings, self._clock = sends, settings, clock

    def begin(self, draft: RequestDraft, where: Target, endpoint: Endpoint) -> PageFetch | None:
        """Return a fetch of a list, within the limits of the settings; ``None`` for a write.

        Raises ``FileError`` if the target does not have the draft's endpoint.
        """
        if self._sends.plan(draft, where).target.effect is not Effect.READ:
            return None
        pages = AllPages(
            endpoint, most_pages=self._settings.page_limit, most_bytes=self._settings.body_limit
        )
        return PageFetch(self._sends, pages, self._clock)
