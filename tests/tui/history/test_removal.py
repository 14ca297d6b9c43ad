"""History entries are deleted and restored, without a terminal."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.core.recordings import record
from tests.tui.fake_stage import FakeStage
from tests.tui.workbench.fakes import session_in
from weda_tui.core.history.entry import HistoryEntry, HistoryQuery
from weda_tui.session import Session
from weda_tui.tui.history.removal import EntryRemoval


class ListFake(FakeStage):
    """A list of the history entries, with the first entry selected."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.entry: HistoryEntry | None = None
        self.listed_entries: Sequence[HistoryEntry] = ()
        self.wanted: list[int] = []

    def refresh_entries(self, wanted: int = 0) -> None:
        self.wanted.append(wanted)

    async def list(self) -> list[int]:
        """Read the list, select its first entry, and return the numbers of the entries."""
        self.listed_entries = (await self._session.history.find(HistoryQuery())).entries
        self.entry = self.listed_entries[0] if self.listed_entries else None
        return [each.id for each in self.listed_entries]


class Given:
    def __init__(self, folder: Path) -> None:
        self.session = session_in(folder)
        self.host = ListFake(self.session)
        self.removal = EntryRemoval(self.host, self.session)

    async def list(self, count: int) -> list[int]:
        """Store entries and return their numbers, newest first."""
        await self.session.history.restore([record() for _ in range(count)])
        return await self.host.list()


@pytest.fixture
async def given(tmp_path: Path):
    given = Given(tmp_path)
    yield given
    await given.session.aclose()


async def test_the_cursor_goes_to_the_entry_below_one_that_is_deleted(given: Given) -> None:
    newest, *others = await given.list(3)
    given.removal.remove()
    await given.host.finish()
    assert given.host.wanted == [others[0]]
    assert await given.host.list() == others
    assert newest not in others
    assert given.removal.can_undo


async def test_a_key_that_is_pressed_twice_deletes_one_entry(given: Given) -> None:
    _, *others = await given.list(3)
    given.removal.remove()
    given.removal.remove()
    await given.host.finish()
    assert await given.host.list() == others


async def test_the_entry_that_was_deleted_last_is_restored(given: Given) -> None:
    numbers = await given.list(2)
    given.removal.remove()
    await given.host.finish()
    given.removal.undo()
    await given.host.finish()
    assert await given.host.list() == numbers
    assert given.host.wanted[-1] == numbers[0]
    assert not given.removal.can_undo


async def test_nothing_is_restored_where_nothing_was_deleted(given: Given) -> None:
    given.removal.undo()
    await given.host.finish()
    assert given.host.notices == [given.host.words.history.screen.nothing_deleted]
    assert given.host.wanted == []


async def test_all_that_a_query_finds_is_deleted(given: Given) -> None:
    await given.list(3)
    given.removal.clear(HistoryQuery())
    await given.host.finish()
    assert await given.host.list() == []
    assert not given.removal.can_undo
