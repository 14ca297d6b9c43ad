"""``where`` is read and written without loss."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.core.filters.trees import trees
from tests.strategies import json_values
from weda_tui.core.filters.tree import Condition, ConditionGroup, Verbatim, Word, complete
from weda_tui.core.filters.where import parse_where, print_where

LONG = "1893450276618240001"


def read(text: str) -> Any:
    """Return the value with every digit, members in order, and repeated names."""
    return json.loads(text, parse_int=str, parse_float=str, object_pairs_hook=list)


names = st.sampled_from(["age", "city", "$and", "$or", "$eq", "$in", "$regex", "标题", ""])
wheres = st.recursive(
    json_values,
    lambda inside: st.dictionaries(names, inside | st.lists(inside, max_size=3), max_size=4),
    max_leaves=10,
)


@given(wheres, st.sampled_from([None, 2]))
def test_what_is_read_is_written_as_the_same_value(where: Any, indent: int | None) -> None:
    text = json.dumps(where, indent=indent, ensure_ascii=False)
    tree = parse_where(text)
    assert tree is not None
    assert read(print_where(tree)) == read(text)


@given(trees)
def test_a_tree_that_was_written_once_stays_the_same(tree: ConditionGroup) -> None:
    text = print_where(tree)
    again = parse_where(text)
    assert again is not None
    assert print_where(again) == text


def test_conditions_of_a_field_stand_in_one_object() -> None:
    text = f'{{"age": {{"$gt": {LONG}, "$lt": 1.10}}, "city": {{"$in": ["a", 2]}}}}'
    tree = parse_where(text)
    assert tree is not None
    assert tree == ConditionGroup(
        terms=(
            Condition("age", "$gt", LONG),
            Condition("age", "$lt", "1.10"),
            Condition("city", "$in", '["a", 2]'),
        )
    )
    assert print_where(tree) == (
        f'{{\n  "age": {{"$gt": {LONG}, "$lt": 1.10}},\n  "city": {{"$in": ["a", 2]}}\n}}'
    )


def test_groups_are_read_from_arrays_and_from_objects_with_several_members() -> None:
    text = '{"$or": [{"a": {"$eq": 1}, "b": {"$eq": 2}}, {"$and": [{"c": {"$empty": true}}]}]}'
    assert parse_where(text) == ConditionGroup(
        Word.OR,
        (
            ConditionGroup(terms=(Condition("a", "$eq", "1"), Condition("b", "$eq", "2"))),
            ConditionGroup(terms=(Condition("c", "$empty", "true"),), is_object=False),
        ),
        is_object=False,
    )


def test_what_is_no_condition_is_kept_as_it_was_written() -> None:
    for text, kept in [
        ('{"age": 5}', Verbatim("5", "age")),
        ('{"age": {}}', Verbatim("{}", "age")),
        ('{"age": {"$gt": 1, "x": 2}}', Verbatim('{"$gt": 1, "x": 2}', "age")),
        ('{"age": {"$gt": 1, "$gt": 2}}', Verbatim('{"$gt": 1, "$gt": 2}', "age")),
        ('{"$and": {"a": 1}}', Verbatim('{"a": 1}', "$and")),
        ('{"a": {"$eq": 1}, "a": {"$eq": 2}}', Verbatim('{"a": {"$eq": 1}, "a": {"$eq": 2}}')),
        ("{{where}}", Verbatim("{{where}}")),
        ("[1.10]", Verbatim("[1.10]")),
        ("null", Verbatim("null")),
    ]:
        case = text, kept
        tree = parse_where(text)
        assert tree is not None, case
        assert tree == ConditionGroup(terms=(kept,)), case
        added = ConditionGroup(terms=(kept, Condition("city", "$eq", '"x"')))
        assert kept.text in print_where(tree), case
        assert kept.text in print_where(added), case
        assert parse_where(print_where(added)) == added.__class__(
            terms=added.terms, is_object=kept.name is not None
        ), case


def test_an_operator_that_nobody_documents_is_a_condition_like_any_other() -> None:
    tree = parse_where('{"age": {"$mod": [4, 0]}}')
    assert tree == ConditionGroup(terms=(Condition("age", "$mod", "[4, 0]"),))


def test_the_same_question_twice_moves_into_an_array() -> None:
    tree = ConditionGroup(terms=(Condition("a", "$eq", "1"), Condition("a", "$eq", "2")))
    assert print_where(tree) == ('{"$and": [\n  {"a": {"$eq": 1}},\n  {"a": {"$eq": 2}}\n]}')


def test_conditions_without_a_value_are_left_out_and_so_is_a_group_of_them() -> None:
    tree = ConditionGroup(
        terms=(Condition("a", "$eq"), ConditionGroup(Word.OR, (Condition("b", "$eq"),)))
    )
    assert complete(tree) == ConditionGroup()
    assert print_where(tree) == "{}"


def test_variables_stay() -> None:
    text = '{"owner": {"$eq": "{{currentUser}}"}, "age": {"$gt": {{age}}}}'
    tree = parse_where(text)
    assert tree is not None
    assert print_where(tree, "    ") == (
        '{\n      "owner": {"$eq": "{{currentUser}}"},\n      "age": {"$gt": {{age}}}\n    }'
    )


def test_text_that_is_no_json_has_no_tree() -> None:
    assert parse_where('{"a": ') is None
    assert parse_where("") is None
