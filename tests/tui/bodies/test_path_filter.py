import pytest

from tests.tui.bodies.fake_reader import WORDS, FakePathRow, FakeReader
from weda_tui.core.bodies.nested import FoundPart
from weda_tui.tui.bodies.nested import NestedDocuments
from weda_tui.tui.bodies.path_filter import PathFilter

BODY = b'{"items": [{"id": 1}, {"id": 2}], "name": "x"}'


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PathFilter, "pause", 0.0)


def path_filter(reader: FakeReader) -> tuple[PathFilter, NestedDocuments, FakePathRow]:
    nested, row = NestedDocuments(reader), FakePathRow()
    return PathFilter(reader, nested, row), nested, row


async def test_what_a_path_finds_is_shown_and_left_with_the_row():
    reader = FakeReader(BODY)
    paths, nested, row = path_filter(reader)
    paths.open()
    assert (row.typed, reader.calls) == ("$.", ["close_search", "redraw"])
    await reader.finish()
    paths.follow("￥.items[*].id ")
    await reader.finish()
    assert isinstance(nested.part, FoundPart)
    assert reader.document.received == b"[1,\n2]"
    assert row.found
    assert paths.leave_field()
    assert (nested.part, row.display) == (None, False)
    paths.open()
    assert row.typed == "$.items[*].id"


async def test_enter_reads_what_is_found_as_soon_as_it_is():
    reader = FakeReader(BODY)
    paths, nested, row = path_filter(reader)
    paths.open()
    paths.follow("$.name")
    paths.keep_found()
    assert row.display
    await reader.finish()
    assert not row.display
    assert isinstance(nested.part, FoundPart)


async def test_a_path_that_costs_much_is_started_by_enter():
    reader = FakeReader(BODY)
    paths, nested, row = path_filter(reader)
    paths.asked_from = 0.0
    paths.open()
    paths.follow("$..id")
    await reader.finish()
    assert (nested.part, row.found) == (None, "")
    assert row.remark
    paths.keep_found()
    await reader.finish()
    assert isinstance(nested.part, FoundPart)


async def test_a_path_that_finds_nothing_leaves_what_is_in_view_faint():
    reader = FakeReader(BODY)
    paths, nested, row = path_filter(reader)
    paths.open()
    paths.follow("$.items[?@.id == 9]")
    await reader.finish()
    assert (nested.part, row.found) == (None, WORDS.path.found_none)
    assert reader.calls[-1] == "dim"
    paths.keep_found()
    assert row.display


async def test_the_first_name_is_written_as_soon_as_it_is_known():
    reader = FakeReader(BODY)
    paths, _, row = path_filter(reader)
    assert not paths.complete()
    paths.open()
    paths.follow("$.na")
    assert paths.complete()
    await reader.finish()
    assert row.typed == "$.name"
    assert row.offers


def test_only_json_that_is_whole_has_paths():
    text = FakeReader(b"a", "text/plain")
    paths, _, row = path_filter(text)
    paths.open()
    assert (row.display, text.notices) == (False, [WORDS.path.not_json])
    assert not paths.can_filter
    assert not paths.step_back()


async def test_the_row_gives_way_to_a_search_and_to_another_body():
    reader = FakeReader(BODY)
    paths, nested, row = path_filter(reader)
    paths.open()
    paths.follow("$.name")
    await reader.finish()
    assert paths.is_open
    assert not paths.search()
    assert not row.display
    assert isinstance(nested.part, FoundPart)
    assert not paths.is_open
    nested.leave_found()
    paths.forget()
    paths.open()
    assert row.typed == "$."
