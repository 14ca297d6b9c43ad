"""The drafts that are not saved: kept for the next start, brought back, thrown away."""

import asyncio
from collections.abc import Mapping

from msgspec.structs import replace
from textual import work
from textual.binding import Binding
from textual.timer import Timer

from weda_tui.core.errors import FileError
from weda_tui.core.request import RequestDraft
from weda_tui.tui.screens.saving import SavingPage
from weda_tui.tui.widgets.footer import Hint

KEPT_AFTER = 0.8
"""Seconds after an edit until it is on the disk."""
TURN_KEY = "F9"
"""Throws away what came back, or brings it back, while the footer says so."""


class UnsavedPage(SavingPage):
    """A page that loses no draft."""

    BINDINGS = [Binding(TURN_KEY.lower(), "turn_drafts", show=False, priority=True)]

    _keeping: Timer | None = None
    _brought_back: tuple[str, ...] = ()
    """The keys of the drafts that came back and were not thrown away."""
    _dropped: Mapping[str, RequestDraft] = {}
    """Those that were thrown away and are not back, as they were."""

    def follow_edit(self) -> None:
        """Mark what is not saved, and keep it soon."""
        self._mark_edited()
        if self._keeping is None and self._session.drafts is not None:
            self._keeping = self.set_timer(KEPT_AFTER, self._keep_soon)

    @work(group="keep-drafts")
    async def _keep_soon(self) -> None:
        self._keeping = None
        if (drafts := self._session.drafts) is not None:
            unsaved, in_hand = self._stages.editor.unsaved, self._stages.editor.key
            try:
                await asyncio.to_thread(drafts.keep, unsaved, in_hand, drafts.turn())
            except FileError as error:
                self.refuse(error)

    def on_unmount(self) -> None:
        """Keep what is not saved, now: the program ends."""
        drafts = self._session.drafts
        if drafts is None or not self.is_ready:
            return
        try:
            drafts.keep(self._stages.editor.unsaved, self._stages.editor.key)
        except FileError:
            return
        finally:
            drafts.close()

    def watch_saved_path(self, path: str) -> None:
        """Remember which saved request is in hand."""
        if self.is_ready and path != self._session.opened.saved:
            self._session.remember_open(saved=path)

    @work(group="take-back")
    async def take_back(self) -> None:
        """Bring back what earlier runs have left unsaved, and open what was open."""
        endpoint, editor = self.endpoint, self._stages.editor
        is_typed = editor.key in editor.unsaved
        await self._take_drafts_back()
        path = self._session.opened.saved
        is_used = is_typed or self.saved is not None or self.endpoint is not endpoint
        if not path or is_used or self.where is None:
            return
        try:
            text = await asyncio.to_thread(self._session.collections.text_now, path)
        except FileError as error:
            self.refuse(error)
            return
        if text is None:
            self._session.remember_open(saved="")
        elif self.saved is None and self.endpoint is endpoint:
            await self._open_at_start(path)

    async def _open_at_start(self, path: str) -> None:
        stage = self.stage
        if await self.open_saved_now(path):
            self.go_to_stage(stage)

    async def _take_drafts_back(self) -> None:
        drafts = self._session.drafts if self._session.has_drafts else None
        if drafts is None:
            return
        try:
            kept = await asyncio.to_thread(drafts.take_back)
        except FileError as error:
            self.refuse(error)
            return
        if not kept.drafts:
            return
        editor = self._stages.editor
        in_hand, wanted = editor.key, kept.in_hand
        is_typed = in_hand in editor.unsaved
        back: dict[str, str] = {}
        for key, draft in sorted(kept.drafts.items(), key=lambda each: each[0].startswith("/")):
            if kept_under := await self._put_back(key, draft):
                back[key] = kept_under
        opened = back.get(wanted or in_hand, "")
        if not is_typed and opened.startswith("/"):
            await self.open_saved_now(opened[1:])
        elif not is_typed and opened:
            self.open_kept(opened)
        self.follow_edit()
        self._brought_back = tuple(back.values())
        if back:
            self._tell_back(len(back))

    async def _put_back(self, key: str, draft: RequestDraft) -> str:
        """Put a draft back, that of a saved request which is gone over its endpoint.

        Return the key it is kept under, empty where what is typed stays.
        """
        kept = self._stages.editor.kept
        if key.startswith("/"):
            try:
                loaded, saved_draft = await asyncio.to_thread(self._load, key[1:])
                saved_draft = self._session.endpoints.complete(saved_draft, self.where)
            except FileError:
                if kept.take_back(draft.endpoint_id, draft, self.where):
                    return draft.endpoint_id
            else:
                kept.note_saved(loaded.request, saved_draft)
                draft = replace(draft, layers=saved_draft.layers)
        return key if kept.take_back(key, draft, self.where) else ""

    def draft_commands(self) -> tuple[str, ...]:
        """Return what can be done with the drafts that came back."""
        returns = ("return_drafts",) if self._dropped else ()
        return (*returns, "drop_drafts") if self._brought_back else returns

    def action_drop_drafts(self) -> None:
        """Throw away what came back, also where it was edited since."""
        dropped = self._stages.editor.drop_drafts(self._brought_back)
        self._dropped = {**self._dropped, **dropped}
        self._brought_back = ()
        self.follow_edit()
        words = self.strings.saved.screen
        said = words.drafts_dropped.format(count=len(dropped))
        self.notice(said, Hint(TURN_KEY, words.drafts_return, "turn_drafts"))

    def action_return_drafts(self) -> None:
        """Bring back what was thrown away, where nothing newer is typed."""
        back = self._stages.editor.return_drafts(self._dropped)
        if not back:
            self.notice(self.strings.saved.screen.drafts_stay_away)
            return
        self._dropped = {key: each for key, each in self._dropped.items() if key not in back}
        self._brought_back = (*self._brought_back, *back)
        self.follow_edit()
        self._tell_back(len(back))

    def action_turn_drafts(self) -> None:
        """Throw away what came back, or bring it back, while the line that says so stands."""
        if not self._footer.is_offering("turn_drafts"):
            return
        if self._brought_back:
            self.action_drop_drafts()
        elif self._dropped:
            self.action_return_drafts()

    def _tell_back(self, number: int) -> None:
        """Say that drafts came back, and offer to throw them away."""
        words = self.strings.saved.screen
        said = words.drafts_back.format(count=number)
        self.notice(said, Hint(TURN_KEY, words.drafts_drop, "turn_drafts"))

    def open_kept(self, endpoint_id: str) -> None:
        """Open the draft of an endpoint that came back."""
        raise NotImplementedError
