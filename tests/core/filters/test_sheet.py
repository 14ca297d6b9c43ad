"""A query is edited row by row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.filters.trees import trees
from weda_tui.core.catalogue.endpoint import EnumValue
from weda_tui.core.filters.order import Sort
from weda_tui.core.filters.query import RecordQuery
from weda_tui.core.filters.sheet import FilterRowKind, Sheet, rows
from weda_tui.core.filters.tree import Condition, ConditionGroup, Verbatim, Word
from weda_tui.core.models.data_model import DataModel, FieldKind, ModelField

MODEL = DataModel(
    name="customer",
    fields=(
        ModelField(name="name", kind=FieldKind.TEXT),
        ModelField(name="credit", kind=FieldKind.NUMBER),
        ModelField(name="active", kind=FieldKind.BOOLEAN),
        ModelField(name="level", kind=FieldKind.OPTION, options=(EnumValue("A"),)),
        ModelField(name="tags", kind=FieldKind.JSON),
    ),
)
A, B = Condition("name", "$eq", '"x"'), Condition("credit", "$gt", "1")
QUERY = RecordQuery(
    where=ConditionGroup(terms=(A, ConditionGroup(Word.OR, (B, Verbatim("5", "z"))))),
    order=(Sort("name", "desc"),),
    select="{}",
)


def sheet(kind: FilterRowKind, query: RecordQuery = QUERY, nth: int = 0) -> Sheet:
    """Return a sheet in which the nth row of a kind is selected."""
    found = [n for n, row in enumerate(rows(query)) if row.kind is kind]
    return Sheet(query, found[nth], MODEL)


def test_rows() -> None:
    assert [(row.kind, row.path) for row in rows(QUERY)] == [
        (FilterRowKind.GROUP, ()),
        (FilterRowKind.CONDITION, (0,)),
        (FilterRowKind.GROUP, (1,)),
        (FilterRowKind.CONDITION, (1, 0)),
        (FilterRowKind.VERBATIM, (1, 1)),
        (FilterRowKind.ADD, ()),
        (FilterRowKind.SORT, (0,)),
        (FilterRowKind.ADD_SORT, (1,)),
        (FilterRowKind.SELECT, ()),
    ]
    assert [row.kind for row in rows(RecordQuery())] == [FilterRowKind.GROUP, FilterRowKind.ADD]


def test_a_condition_is_added_behind_the_selected_row_and_is_selected() -> None:
    added = sheet(FilterRowKind.CONDITION, nth=1).add()
    assert added.row.path == (1, 1)
    assert added.row.term == Condition("name", "$eq")
    assert added.unfinished == added.cursor
    assert sheet(FilterRowKind.ADD).add().row.path == (2,)
    assert sheet(FilterRowKind.SELECT).add().row.path == (2,)


def test_a_sort_is_added_with_a_field_that_has_none_at_most_three() -> None:
    added = sheet(FilterRowKind.ADD_SORT).add()
    assert added.query.order == (Sort("name", "desc"), Sort("credit"))
    assert added.row.term == Sort("credit")
    third = added.add()
    assert third.add().query == third.query
    assert FilterRowKind.ADD_SORT not in {row.kind for row in third.rows}


def test_rows_are_removed_and_the_places_for_more_stay() -> None:
    assert sheet(FilterRowKind.CONDITION).remove().query.where.terms == QUERY.where.terms[1:]
    assert sheet(FilterRowKind.SORT).remove().query.order == ()
    for kind in (
        FilterRowKind.ADD,
        FilterRowKind.ADD_SORT,
        FilterRowKind.SELECT,
        FilterRowKind.GROUP,
    ):
        assert sheet(kind).remove().query == QUERY
    assert sheet(FilterRowKind.VERBATIM).remove().query.where.terms[1] == ConditionGroup(
        Word.OR, (B,)
    )


def test_groups() -> None:
    grouped = sheet(FilterRowKind.CONDITION).group()
    assert grouped.query.where.terms[0] == ConditionGroup(Word.OR, (A,))
    assert grouped.row.term == A
    assert grouped.ungroup().query == QUERY
    flat = sheet(FilterRowKind.GROUP, nth=1).ungroup()
    assert flat.query.where.terms == (A, B, Verbatim("5", "z"))
    assert sheet(FilterRowKind.GROUP).group().query == QUERY
    assert sheet(FilterRowKind.SORT).group().query == QUERY


def test_all_or_any_and_up_or_down() -> None:
    assert sheet(FilterRowKind.GROUP).toggle_word().query.where.word is Word.OR
    inside = sheet(FilterRowKind.CONDITION, nth=1).toggle_word().query.where.terms[1]
    assert isinstance(inside, ConditionGroup)
    assert inside.word is Word.AND
    assert sheet(FilterRowKind.SORT).toggle_word().query.order == (Sort("name", "asc"),)
    assert sheet(FilterRowKind.SELECT).toggle_word().query == QUERY


def test_another_field_keeps_what_it_can_hold() -> None:
    start = sheet(FilterRowKind.CONDITION)
    assert start.with_field("other").row.term == Condition("other", "$eq")
    assert start.with_field("credit").row.term == Condition("credit", "$eq")
    searched = start.with_operator("$search")
    assert searched.row.term == Condition("name", "$search", '"x"')
    assert searched.with_field("credit").row.term == Condition("credit", "$eq")
    assert start.with_field("tags").row.term == Condition("tags", "$search")
    assert sheet(FilterRowKind.SORT).with_field("credit").query.order == (Sort("credit", "desc"),)


def test_an_operator_nobody_documents_stays_when_the_field_changes() -> None:
    query = RecordQuery(where=ConditionGroup(terms=(Condition("name", "$regex", '"x"'),)))
    changed = Sheet(query, 1, MODEL).with_field("credit")
    assert changed.row.term == Condition("credit", "$regex")


@pytest.mark.parametrize(
    ("operator", "value"),
    [("$neq", '"x"'), ("$in", '["x"]'), ("$empty", "true"), ("$search", '"x"')],
)
def test_another_operator_reads_the_value_anew(operator: str, value: str) -> None:
    changed = sheet(FilterRowKind.CONDITION).with_operator(operator)
    assert changed.row.term == Condition("name", operator, value)


def test_a_truth_is_no_value_of_another_operator() -> None:
    flag = sheet(FilterRowKind.CONDITION).with_operator("$empty")
    assert flag.is_flag
    assert flag.with_operator("$eq").row.term == Condition("name", "$eq")


def test_values_are_typed_by_the_kind_of_the_field() -> None:
    typed = sheet(FilterRowKind.CONDITION, nth=1).with_typed("1893450276618240001")
    assert typed.row.term == Condition("credit", "$gt", "1893450276618240001")
    assert typed.shown == "1893450276618240001"
    assert sheet(FilterRowKind.CONDITION).with_typed("5").row.term == Condition(
        "name", "$eq", '"5"'
    )
    assert sheet(FilterRowKind.SORT).with_typed("5").query == QUERY


def test_odata_offers_what_odata_says() -> None:
    odata = Sheet(RecordQuery(is_odata=True), 0, MODEL)
    assert odata.operators("name") == ("$eq", "$neq", "$gt", "$lt", "$search")
    assert odata.operators("active") == ("$eq", "$neq")


def test_without_a_model_the_fields_are_those_of_every_record() -> None:
    assert "_id" in {field.name for field in Sheet(QUERY).fields}
    assert Sheet(QUERY).field("anything").kind is FieldKind.UNKNOWN


ACTS = ("add", "remove", "group", "ungroup", "toggle_word")


@given(trees, st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 30)), max_size=12))
def test_any_edits_leave_a_row_selected(tree: ConditionGroup, acts: list[tuple[str, int]]) -> None:
    edited = Sheet(RecordQuery(where=tree, order=(), select=""), 0, MODEL)
    for act, at in acts:
        edited = edited._replace(cursor=min(at, len(edited.rows) - 1))
        edited = getattr(edited, act)()
        assert 0 <= edited.cursor < len(edited.rows)
        assert edited.row in edited.rows
