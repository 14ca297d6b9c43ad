import pytest

from tests.tui.bodies.fake_reader import FakeReader, FakeSearchRow
from weda_tui.core.bodies.search import BodySearch
from weda_tui.i18n.quantities import count
from weda_tui.tui.bodies.search import SearchBar, parse_line

BODY = b'{"ab": 1, "b": "ab", "c": "xab"}'


def search_bar(reader: FakeReader) -> tuple[SearchBar, FakeSearchRow]:
    row = FakeSearchRow()
    return SearchBar(reader, row), row


def test_the_current_occurrence_is_the_first_at_or_below_the_cursor():
    reader = FakeReader(BODY)
    bar, row = search_bar(reader)
    reader.view.go_to_line(2)
    assert bar.search()
    bar.find(BodySearch(text="ab"))
    assert (row.found, reader.view.line) == ("2 / 3", 2)
    bar.step(1)
    bar.step(1)
    assert (row.found, reader.view.line) == ("1 / 3", 1)
    assert len(reader.view.hits) == 3


async def test_a_long_body_is_searched_in_a_worker():
    reader = FakeReader(b'["' + b"x" * 80_000 + b'", "ab"]')
    bar, row = search_bar(reader)
    bar.find(BodySearch(text="ab"))
    assert [group for group, _ in reader.works] == ["search"]
    await reader.finish()
    assert (row.found, reader.view.line) == ("1 / 1", 2)


def test_a_pattern_that_is_none_lights_nothing_and_is_said():
    reader = FakeReader(BODY)
    bar, row = search_bar(reader)
    bar.find(BodySearch(text="(", is_regex=True))
    assert row.found
    assert not len(reader.view.hits)
    bar.step(1)


def test_leaving_the_field_keeps_what_was_found_unless_nothing_was_typed():
    reader = FakeReader(BODY)
    bar, row = search_bar(reader)
    bar.search()
    row.type("ab")
    bar.find(BodySearch(text="ab"))
    bar.leave_field()
    assert (row.display, len(reader.view.hits)) == (True, 3)
    assert bar.step_back()
    assert (row.display, len(reader.view.hits)) == (False, 0)
    assert not bar.step_back()


def test_arrows_go_through_what_was_found_while_it_is_typed():
    reader = FakeReader(BODY)
    bar, row = search_bar(reader)
    bar.find(BodySearch(text="ab"))
    assert not bar.step_in_field(1)
    row.type("ab")
    assert bar.step_in_field(-1)
    assert row.found == "3 / 3"


def test_a_line_that_is_typed_is_gone_to_or_said_to_be_none():
    reader = FakeReader(BODY)
    bar, row = search_bar(reader)
    bar.open_for_line()
    assert row.mode == "line"
    bar.go_to_typed_line("9")
    assert reader.notices == [reader.words.body.no_such_line.format(count=count(5))]
    bar.go_to_typed_line("3")
    assert (reader.view.line, row.display) == (2, False)


@pytest.mark.parametrize(
    ("text", "line"),
    [("5,408", 5408), ("50%", 100), ("0%", 1), ("２００％", None), ("0", None), ("x", None)],
)
def test_lines_are_parsed(text: str, line: int | None):
    assert parse_line(text, 200) == line
