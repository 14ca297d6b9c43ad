"""Conditions on related records are in one tree with the others, but separate in the request."""

import json

import msgspec
import pytest
from hypothesis import given

from tests.core.filters.trees import trees
from weda_tui.core.filters.query import RecordQuery, read_query, with_query
from weda_tui.core.filters.relations import joined, parse_related, parted, print_related
from weda_tui.core.filters.sheet import Sheet
from weda_tui.core.filters.tree import Condition, ConditionGroup, Word
from weda_tui.core.models.data_model import DataModel, FieldKind, ModelField
from weda_tui.core.requests.draft import RequestDraft, draft_for
from weda_tui.store.bundled_catalogue import load_bundled_catalogue

LIST = load_bundled_catalogue().get("model.list")
OWN = Condition("city", "$eq", '"上海"')
NAME = Condition("seller.name", "$eq", '"钱"', "seller")
AGE = Condition("seller.age", "$gt", "1893450276618240001", "seller")
ORDER = Condition("orders.paid", "$eq", "true", "orders")
RELATED = (
    '{"seller": {"where": {"name": {"$eq": "钱"}, "age": {"$gt": 1893450276618240001}}},'
    ' "orders": {"where": {"paid": {"$eq": true}}}}'
)


def draft(filter_: str) -> RequestDraft:
    return msgspec.structs.replace(draft_for(LIST), body=f'{{"filter": {filter_}, "n": 1.10}}')


def query_of(sent: RequestDraft) -> RecordQuery:
    query = read_query(LIST, sent)
    assert isinstance(query, RecordQuery)
    return query


def test_a_relation_is_a_condition_or_a_group_with_its_name_before_each_field() -> None:
    assert parse_related(RELATED) == (ConditionGroup(terms=(NAME, AGE)), ORDER)
    assert parse_related("{}") == ()


@pytest.mark.parametrize(
    "text",
    [
        "5",
        '{"a": {"where": {}}}',
        '{"a": {"where": {"x": 5}}}',
        '{"a": {"relateWhere": {}}}',
        '{"a": {"where": {"x": {"$eq": 1}}, "more": 1}}',
        '{"a": {"where": {"x": {"$eq": 1}}}, "a": {"where": {"x": {"$eq": 1}}}}',
    ],
)
def test_what_rows_cannot_say_stays_as_it_is(text: str) -> None:
    assert parse_related(text) is None
    sent = draft(f'{{"relateWhere": {text}}}')
    query = query_of(sent)
    assert not query.has_related
    after = msgspec.structs.replace(query, where=ConditionGroup(terms=(OWN,)))
    assert f'"relateWhere": {text}' in with_query(sent, query, after).body


def test_both_are_read_and_only_what_differs_is_written() -> None:
    sent = draft(f'{{"relateWhere": {RELATED}, "where": {{"city": {{"$eq": "上海"}}}}}}')
    query = query_of(sent)
    assert query.where == ConditionGroup(terms=(OWN, ConditionGroup(terms=(NAME, AGE)), ORDER))
    assert with_query(sent, query, query) == sent
    fewer = msgspec.structs.replace(query, where=ConditionGroup(terms=(OWN, ORDER)))
    body = with_query(sent, query, fewer).body
    assert json.loads(body)["filter"] == {
        "relateWhere": {"orders": {"where": {"paid": {"$eq": True}}}},
        "where": {"city": {"$eq": "上海"}},
    }
    assert '"where": {"city": {"$eq": "上海"}}}, "n": 1.10' in body
    none = msgspec.structs.replace(query, where=ConditionGroup(terms=(OWN,)))
    assert json.loads(with_query(sent, query, none).body)["filter"] == {
        "where": {"city": {"$eq": "上海"}}
    }


def test_a_where_of_any_stands_beside_what_is_related() -> None:
    any_of = ConditionGroup(Word.OR, (OWN, OWN), is_object=False)
    both = joined(any_of, (NAME,))
    parts = parted(both)
    assert parts is not None
    assert parts.where == ConditionGroup(terms=(any_of,))
    assert print_related(parts.related) == (
        '{\n  "seller": {"where": {\n    "name": {"$eq": "钱"}\n  }}\n}'
    )


def test_any_of_two_relations_cannot_be_said() -> None:
    assert parted(ConditionGroup(Word.OR, (NAME, OWN))) is None
    assert parted(ConditionGroup(terms=(ConditionGroup(Word.OR, (NAME, ORDER)),))) is None
    assert parted(ConditionGroup(Word.OR, (NAME, AGE))) is not None
    mixed = Sheet(RecordQuery(where=ConditionGroup(Word.OR, (OWN, NAME)), has_related=True))
    assert mixed.misplaced == 2


def test_a_condition_without_a_value_is_left_out() -> None:
    assert print_related({"seller": ConditionGroup(terms=(Condition("name", "$eq"),))}) == ""


@given(trees)
def test_a_tree_without_relations_is_all_of_where(tree: ConditionGroup) -> None:
    parts = parted(tree)
    assert parts is not None
    assert (parts.where, parts.related) == (tree, {})


def test_fields_of_related_records_are_offered_and_looked_up() -> None:
    user = DataModel(name="sys_user", fields=(ModelField(name="age", kind=FieldKind.NUMBER),))
    seller = ModelField(name="seller", title="销售", kind=FieldKind.RELATION, related="sys_user")
    model = DataModel(name="customer", fields=(seller,))
    query = RecordQuery(where=ConditionGroup(terms=(Condition("seller", "$eq"),)), has_related=True)
    sheet = Sheet(query, 1, model, {"sys_user": user})
    assert [field.name for field in sheet.related_fields] == ["seller.age"]
    assert sheet.field("seller.age").kind is FieldKind.NUMBER
    chosen = sheet.with_field("seller.age").row.term
    assert isinstance(chosen, Condition)
    assert (chosen.field, chosen.relation) == ("seller.age", "seller")
    elsewhere = Sheet(msgspec.structs.replace(query, has_related=False), 1, model, sheet.models)
    assert elsewhere.related_fields == ()
    plain = elsewhere.with_field("seller.age").row.term
    assert isinstance(plain, Condition)
    assert plain.relation == ""
