from textual.widget import AwaitMount, Widget

from tests.tui.bodies.fake_reader import WORDS, FakeReader
from weda_tui.core.bodies.document import Document
from weda_tui.tui.bodies.table.export import TableExport
from weda_tui.tui.bodies.table.mode import TableMode
from weda_tui.tui.bodies.table.pane import BodyTable
from weda_tui.tui.widgets.drawing.paint import Run

BODY = b'{"a": 1, "rows": [{"id": 1}, {"id": 2}]}'


class Reader(FakeReader):
    """A reader into which no table can be mounted: no test here needs one."""

    table: BodyTable | None = None

    def mount(self, *widgets: Widget, after: Widget) -> AwaitMount:
        raise AssertionError


async def test_only_an_array_of_objects_is_offered_as_a_table():
    lists, values = Reader(BODY), Reader(b"[1, 2]")
    assert TableMode(lists).best_array == 2
    assert TableMode(values).best_array == -1
    assert (TableMode(lists).can_show_table, TableMode(values).can_show_table) == (True, False)
    await TableMode(values).toggle()
    assert values.notices == [WORDS.table.no_array]


def test_a_body_that_is_still_on_its_way_has_no_table():
    reader = Reader()
    reader.put(Document(BODY, "application/json", is_partial=True))
    assert TableMode(reader).best_array == -1


def test_the_two_ways_to_read_it_stand_before_what_the_body_is():
    mode, facts = TableMode(Reader(BODY)), [Run("UTF-8 · JSON")]
    switch = mode.facts(facts, 80, is_plain=True)
    assert [run.action for run in switch if run.action] == ["show_tree", "show_table"]
    assert mode.facts(facts, 80, is_plain=False) == [*facts, Run("   "), *switch]
    assert mode.facts(facts, 20, is_plain=False) == switch
    assert mode.facts(facts, 3, is_plain=False) == []
    assert TableMode(Reader(b"[1]")).facts(facts, 80, is_plain=True) == facts


def test_without_a_table_it_answers_nothing():
    mode = TableMode(Reader(BODY))
    assert not any([mode.step_back(), mode.leave_field(), mode.search()])
    assert (mode.row_line, mode.table, list(mode.acting_parts())) == (-1, None, [])


def test_without_a_table_nothing_is_exported():
    reader = Reader(BODY)
    export = TableExport(reader)
    export.open_menu()
    export.copy_row()
    export.export("csv", is_copy=True, is_shown=False)
    assert not export.step_back()
    assert not [*reader.messages, *reader.works]
