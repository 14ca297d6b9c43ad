"""The unsaved drafts: keep them on the disk, restore them at the next start, discard them."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from msgspec.structs import replace

from weda_tui.core.errors import FileError
from weda_tui.core.requests.draft import RequestDraft
from weda_tui.session import Session
from weda_tui.tui.commands.table import DROP_DRAFTS, RETURN_DRAFTS, Command
from weda_tui.tui.requests.unsaved_drafts import OpenDraft, load_request
from weda_tui.tui.widgets.footer import Hint
from weda_tui.tui.workbench.bench import TargetBench, refuse
from weda_tui.tui.workbench.state import RequestEditing

KEPT_AFTER = 0.8
"""The seconds between an edit and the write to the disk."""
TOGGLE_KEY = "F9"
"""Discards or returns the restored drafts while the footer offers it."""


class DraftsEditor(OpenDraft, Protocol):
    """The request editor, as the owner of all drafts."""

    @property
    def unsaved(self) -> dict[str, RequestDraft]:
        """The drafts that are not saved, by their keys."""
        ...

    def drop_drafts(self, keys: Iterable[str]) -> dict[str, RequestDraft]:
        """Discard drafts, and return them."""
        ...

    def return_drafts(self, drafts: Mapping[str, RequestDraft]) -> tuple[str, ...]:
        """Put drafts back unless newer edits exist; return the keys of those put back."""
        ...


class DraftsBench(TargetBench, Protocol):
    """The part of the main screen that drafts use."""

    @property
    def editor(self) -> DraftsEditor:
        """The editor of the request."""
        ...

    def set_timer(self, delay: float, callback: Callable[[], None]) -> object:
        """Call back once, after ``delay`` seconds."""


class DraftCalls(Protocol):
    """Opens the calls of restored drafts."""

    async def open_saved_now(self, path: str, *, keeps_stage: bool = False) -> bool:
        """Open a saved request; return whether it opened, and show why if not."""
        ...

    def open_kept(self, endpoint_id: str) -> None:
        """Open an endpoint with its kept draft."""


class DraftsController:
    """Keeps unsaved drafts, so that none is lost when the program ends."""

    def __init__(
        self, bench: DraftsBench, calls: DraftCalls, session: Session, request: RequestEditing
    ) -> None:
        self._bench, self._calls, self._session, self._request = bench, calls, session, request
        self._is_due = False
        """Whether a timer for the next write of the drafts is running."""
        self._restored: tuple[str, ...] = ()
        """The keys of the drafts that were restored and not discarded."""
        self._dropped: Mapping[str, RequestDraft] = {}
        """The discarded drafts that were not put back."""

    def edited(self) -> None:
        """Mark the requests with unsaved edits, and schedule a write of the drafts."""
        self._request.set_edited(self._bench.editor.kept.edited_saved)
        if not self._is_due and self._session.drafts is not None:
            self._is_due = True
            self._bench.set_timer(KEPT_AFTER, self._keep_soon)

    def _keep_soon(self) -> None:
        self._bench.start(self.keep, "keep-drafts", is_exclusive=False)

    async def keep(self) -> None:
        """Write the unsaved drafts to the disk."""
        self._is_due = False
        if (drafts := self._session.drafts) is not None:
            unsaved, key = self._bench.editor.unsaved, self._bench.editor.key
            try:
                await asyncio.to_thread(drafts.keep, unsaved, key, drafts.turn())
            except FileError as error:
                refuse(self._bench, error)

    def close(self) -> None:
        """Write the unsaved drafts without delay, because the program ends."""
        drafts = self._session.drafts
        if drafts is None:
            return
        try:
            drafts.keep(self._bench.editor.unsaved, self._bench.editor.key)
        except FileError:
            return
        finally:
            drafts.close()

    # -- at the start ------------------------------------------------------------------------

    def restore(self) -> None:
        """Restore the unsaved drafts of earlier runs, and open the request that was open last."""
        self._bench.start(self._restore, "take-back", is_exclusive=False)

    async def _restore(self) -> None:
        session, editor = self._session, self._bench.editor
        before = self._request.current
        is_typed = editor.key in editor.unsaved
        await self._restore_drafts()
        path, opened = session.settings.opened.saved, self._request.current
        is_used = is_typed or opened.saved is not None or opened.endpoint is not before.endpoint
        if not path or is_used or self._bench.target is None:
            return
        try:
            text = await asyncio.to_thread(session.collections.text_now, path)
        except FileError as error:
            refuse(self._bench, error)
            return
        opened = self._request.current
        if text is None:
            session.settings.remember_open(saved="")
        elif opened.saved is None and opened.endpoint is before.endpoint:
            await self._calls.open_saved_now(path, keeps_stage=True)

    async def _restore_drafts(self) -> None:
        drafts = self._session.drafts if self._session.paths.drafts.exists() else None
        if drafts is None:
            return
        try:
            kept = await asyncio.to_thread(drafts.recover)
        except FileError as error:
            refuse(self._bench, error)
            return
        if not kept.drafts:
            return
        editor = self._bench.editor
        opened, wanted = editor.key, kept.open_key
        is_typed = opened in editor.unsaved
        restored: dict[str, str] = {}
        for key, draft in sorted(kept.drafts.items(), key=lambda each: each[0].startswith("/")):
            if kept_under := await self._put_back(key, draft):
                restored[key] = kept_under
        open_key = restored.get(wanted or opened, "")
        if not is_typed and open_key.startswith("/"):
            await self._calls.open_saved_now(open_key[1:], keeps_stage=True)
        elif not is_typed and open_key:
            self._calls.open_kept(open_key)
        self.edited()
        self._restored = tuple(restored.values())
        if restored:
            self._notice_restored(len(restored))

    async def _put_back(self, key: str, draft: RequestDraft) -> str:
        """Put a draft back; return the key that it is kept under, empty if newer edits exist.

        If its saved request is gone, the draft is kept under its endpoint.
        """
        kept, target = self._bench.editor.kept, self._bench.target
        if key.startswith("/"):
            try:
                loaded, saved = await asyncio.to_thread(load_request, self._session, key[1:])
                saved = self._session.endpoints.complete(saved, target)
            except FileError:
                if kept.restore(draft.endpoint_id, draft, target):
                    return draft.endpoint_id
            else:
                kept.note_saved(loaded.request, saved)
                draft = replace(draft, layers=saved.layers)
        return key if kept.restore(key, draft, target) else ""

    # -- thrown away -------------------------------------------------------------------------

    def commands(self) -> tuple[Command, ...]:
        """Return the commands that apply to the restored drafts."""
        returns = (RETURN_DRAFTS,) if self._dropped else ()
        return (*returns, DROP_DRAFTS) if self._restored else returns

    def drop(self) -> None:
        """Discard the restored drafts, even those edited since."""
        dropped = self._bench.editor.drop_drafts(self._restored)
        self._dropped = {**self._dropped, **dropped}
        self._restored = ()
        self.edited()
        words = self._bench.words.saved.screen
        text = words.drafts_dropped.format(count=len(dropped))
        self._bench.notice(text, Hint(TOGGLE_KEY, words.drafts_return, "turn_drafts"))

    def put_back(self) -> None:
        """Put the discarded drafts back unless newer edits exist."""
        back = self._bench.editor.return_drafts(self._dropped)
        if not back:
            self._bench.notice(self._bench.words.saved.screen.drafts_stay_away)
            return
        self._dropped = {key: each for key, each in self._dropped.items() if key not in back}
        self._restored = (*self._restored, *back)
        self.edited()
        self._notice_restored(len(back))

    def toggle(self) -> None:
        """Discard the restored drafts; if there are none, put the discarded drafts back."""
        if self._restored:
            self.drop()
        elif self._dropped:
            self.put_back()

    def _notice_restored(self, number: int) -> None:
        words = self._bench.words.saved.screen
        text = words.drafts_back.format(count=number)
        self._bench.notice(text, Hint(TOGGLE_KEY, words.drafts_drop, "turn_drafts"))
