"""The drafts that are not saved: kept for the next start, brought back, thrown away."""

import asyncio

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
    _dropped: dict[str, RequestDraft] | None = None
    """Those that were thrown away last, as they were."""

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
                await asyncio.to_thread(drafts.keep, unsaved, in_hand)
            except FileError as error:
                self.refuse(error)

    def keep_drafts(self) -> None:
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
        if self.is_ready and path != self._session.preferences.saved:
            self._session.remember(saved=path)

    @work(group="take-back")
    async def take_back(self) -> None:
        """Bring back what earlier runs have left unsaved, and open what was open."""
        endpoint, editor = self.endpoint, self._stages.editor
        is_typed = editor.key in editor.unsaved
        await self._take_drafts_back()
        path = self._session.preferences.saved
        is_used = is_typed or self.saved is not None or self.endpoint is not endpoint
        if not path or is_used or self.where is None:
            return
        try:
            text = await asyncio.to_thread(self._session.collections.text_now, path)
        except FileError as error:
            self.refuse(error)
            return
        if text is None:
            self._session.remember(saved="")
        elif self.saved is None and self.endpoint is endpoint:
            await self._open_at_start(path)

    async def _open_at_start(self, path: str) -> None:
        stage = self.stage
        if await self._open_saved(path):
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
        for key, draft in kept.drafts.items():
            if not key.startswith("/"):
                editor.kept.take_back(key, draft, self.where)
        for key in kept.drafts:
            if key.startswith("/") and key != wanted:
                await self._take_saved_back(key[1:], kept.drafts[key])
        if not is_typed and wanted.startswith("/"):
            await self._open_saved(wanted[1:], draft=kept.drafts[wanted])
        elif not is_typed and (wanted or in_hand) in kept.drafts:
            self.open_kept(wanted or in_hand)
        self._mark_edited()
        self._brought_back = tuple(kept.drafts)
        self._tell_back(len(kept.drafts))

    async def _take_saved_back(self, path: str, draft: RequestDraft) -> None:
        """Put an edit back over its saved request; where that is gone, over its endpoint."""
        editor = self._stages.editor
        try:
            loaded, saved_draft = await asyncio.to_thread(self._load, path)
            saved_draft = self._session.endpoints.complete(saved_draft, self.where)
        except FileError:
            editor.kept.take_back(draft.endpoint_id, draft, self.where)
            return
        editor.kept.note_saved(loaded.request, saved_draft)
        editor.kept.keep_saved(path, replace(draft, layers=saved_draft.layers))

    def draft_commands(self) -> tuple[str, ...]:
        """Return what can be done with the drafts that came back."""
        if self._dropped:
            return ("return_drafts",)
        return ("drop_drafts",) if self._brought_back else ()

    def action_drop_drafts(self) -> None:
        """Throw away what came back, also where it was edited since."""
        self._dropped = self._stages.editor.drop_drafts(self._brought_back)
        self._brought_back = ()
        self.follow_edit()
        words = self.strings.saved.screen
        said = words.drafts_dropped.format(count=len(self._dropped))
        self.notice(said, Hint(TURN_KEY, words.drafts_return, "turn_drafts"))

    def action_return_drafts(self) -> None:
        """Bring back what was thrown away."""
        dropped, self._dropped = self._dropped or {}, None
        self._stages.editor.return_drafts(dropped)
        self._brought_back = tuple(dropped)
        self.follow_edit()
        self._tell_back(len(dropped))

    def action_turn_drafts(self) -> None:
        """Throw away what came back, or bring it back, while the line that says so stands."""
        if not self._footer.is_offering("turn_drafts"):
            return
        if self._dropped:
            self.action_return_drafts()
        elif self._brought_back:
            self.action_drop_drafts()

    def _tell_back(self, number: int) -> None:
        """Say that drafts came back, and offer to throw them away."""
        words = self.strings.saved.screen
        said = words.drafts_back.format(count=number)
        self.notice(said, Hint(TURN_KEY, words.drafts_drop, "turn_drafts"))

    def open_kept(self, endpoint_id: str) -> None:
        """Open the draft of an endpoint that came back."""
        raise NotImplementedError
