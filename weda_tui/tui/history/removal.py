"""Deletes entries of the history, and restores them."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Protocol

from weda_tui.core.errors import WedaError
from weda_tui.core.history.entry import HistoryEntry, HistoryQuery, HistoryRecord
from weda_tui.i18n.phrases.errors import explain
from weda_tui.i18n.quantities import count
from weda_tui.session import Session
from weda_tui.tui.widgets.messages import Noticed
from weda_tui.tui.widgets.pane import StageHost, Work


class RemovalHost(StageHost, Protocol):
    """The pane that lists the entries, as deletions use it."""

    @property
    def entry(self) -> HistoryEntry | None:
        """The selected entry."""
        ...

    @property
    def listed_entries(self) -> Sequence[HistoryEntry]:
        """The entries that the search found."""
        ...

    def refresh_entries(self, wanted: int = 0) -> None:
        """Read the list again; the cursor goes to the entry with the number ``wanted``."""


class EntryRemoval:
    """Deletes entries, and restores them in reverse order."""

    def __init__(self, host: RemovalHost, session: Session) -> None:
        self._host, self._session = host, session
        self._removed: list[HistoryRecord] = []
        """The deleted entries that were not restored, the last deleted at the end."""
        self._changing = asyncio.Lock()
        """Serialises deletions and restorations in the order of their key presses."""

    @property
    def can_undo(self) -> bool:
        """Whether a deleted entry can be restored."""
        return bool(self._removed)

    def remove(self) -> None:
        """Delete the selected entry; ``undo`` restores it."""
        if (entry := self._host.entry) is not None:
            self._start(partial(self._remove, entry))

    async def _remove(self, entry: HistoryEntry) -> None:
        async with self._changing:
            if any(record.entry.id == entry.id for record in self._removed):
                return  # The key was pressed again before the list was read again
            self._removed += await self._session.history.delete([entry.id])
            self._notice(self._host.words.history.screen.deleted)
            self._host.refresh_entries(self._neighbour(entry))

    def _neighbour(self, entry: HistoryEntry) -> int:
        """Return the number of the entry below an entry, else above it; 0 for none."""
        numbers = [each.id for each in self._host.listed_entries]
        at = numbers.index(entry.id) if entry.id in numbers else -1
        others = [*numbers[at + 1 :], *reversed(numbers[: max(at, 0)])]
        return others[0] if others else 0

    def undo(self) -> None:
        """Restore the entry that was deleted last."""
        self._start(self._undo)

    async def _undo(self) -> None:
        words = self._host.words.history.screen
        async with self._changing:
            if not self._removed:
                self._notice(words.nothing_deleted)
                return
            record = self._removed[-1]
            await self._session.history.restore([record])
            self._removed.pop()
            self._notice(words.restored)
            self._host.refresh_entries(record.entry.id)

    def clear(self, query: HistoryQuery) -> None:
        """Delete all entries that match a query."""
        self._start(partial(self._clear, query))

    async def _clear(self, query: HistoryQuery) -> None:
        words = self._host.words.history.command
        async with self._changing:
            deleted = await self._session.history.delete_matching(query)
            self._notice(words.deleted.format(count=count(deleted)))
            self._host.refresh_entries()

    def _start(self, work: Work) -> None:
        self._host.start_worker(partial(self._attempt, work), "entry-change", is_exclusive=False)

    async def _attempt(self, work: Work) -> None:
        """Run a change of the history; show a notice if it fails."""
        try:
            await work()
        except WedaError as error:
            self._notice(explain(error, self._host.words).what)

    def _notice(self, text: str) -> None:
        self._host.post_message(Noticed(text))
