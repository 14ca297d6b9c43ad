"""The entry under the cursor is read, opened and copied, without a terminal."""

from pathlib import Path

import pytest

from tests.core.recordings import record
from tests.tui.fake_stage import FakeStage
from tests.tui.workbench.fakes import session_in
from weda_tui.core.history.entry import HistoryQuery, HistoryRecord
from weda_tui.tui.commands.table import CHOOSE, COPY_REQUEST_ID
from weda_tui.tui.history.messages import EntryOpened
from weda_tui.tui.history.selected_entry import EntryRows, SelectedEntry
from weda_tui.tui.history.view import HistoryRow
from weda_tui.tui.widgets.messages import CopyRequested


class ListFake(FakeStage):
    is_ready = True


class Given:
    def __init__(self, folder: Path) -> None:
        self.session, self.host = session_in(folder), ListFake()
        self.rows = EntryRows(id="rows")
        self.shown: list[HistoryRecord | None] = []
        self.selected = SelectedEntry(self.host, self.session, self.rows, show=self._show)

    @property
    def opened(self) -> list[HistoryRecord]:
        return [each.record for each in self.host.posted if isinstance(each, EntryOpened)]

    async def _show(self, shown: HistoryRecord | None) -> None:
        self.shown.append(shown)

    async def list(self, *records: HistoryRecord) -> None:
        """Store entries and list them with the newest selected."""
        await self.session.history.restore(records)
        entries = (await self.session.history.find(HistoryQuery())).entries
        self.rows.show([HistoryRow(entry=entry) for entry in entries], wanted=0)


@pytest.fixture
async def given(tmp_path: Path):
    given = Given(tmp_path)
    yield given
    await given.session.aclose()


async def test_the_selected_entry_is_read_and_shown(given: Given) -> None:
    await given.list(record(), record())
    given.selected.load()
    await given.host.finish()
    (shown,) = given.shown
    assert shown is not None
    assert shown.entry == given.selected.entry


async def test_none_is_shown_of_an_empty_list(given: Given) -> None:
    given.selected.load()
    await given.host.finish()
    assert given.shown == [None]
    assert given.selected.handlers()[CHOOSE].why_not() is not None


async def test_the_chosen_entry_is_opened(given: Given) -> None:
    await given.list(record())
    given.selected.choose()
    await given.host.finish()
    assert [each.entry for each in given.opened] == [given.selected.entry]


async def test_an_entry_that_is_gone_is_refused_in_words(given: Given) -> None:
    await given.list(record())
    entry = given.selected.entry
    assert entry is not None
    await given.session.history.delete([entry.id])
    given.selected.choose()
    await given.host.finish()
    assert given.opened == []
    assert len(given.host.notices) == 1


async def test_the_request_id_is_copied_where_there_is_one(given: Given) -> None:
    given.selected.copy_request_id()
    assert given.host.notices == [given.host.words.tui.result.no_request_id]
    await given.list(record())
    entry = given.selected.entry
    assert entry is not None
    assert given.selected.handlers()[COPY_REQUEST_ID].why_not() is None
    given.selected.copy_request_id()
    copied = given.host.posted[-1]
    assert isinstance(copied, CopyRequested)
    assert copied.text == entry.request_id


async def test_nothing_is_selected_before_the_list_is_there(given: Given) -> None:
    await given.list(record())
    given.host.is_ready = False
    assert given.selected.entry is None
