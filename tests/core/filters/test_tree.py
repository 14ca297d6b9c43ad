"""An edit of a tree changes one place only."""

from hypothesis import given
from hypothesis import strategies as st

from tests.core.filters.trees import trees
from weda_tui.core.filters.tree import (
    Condition,
    ConditionGroup,
    Word,
    grouped,
    inserted,
    removed,
    replaced,
    rows,
    term_at,
    turned,
    ungrouped,
)  # fmt: skip

A, B, C = (Condition(name, "$eq", "1") for name in "abc")
TREE = ConditionGroup(terms=(A, ConditionGroup(Word.OR, (B, C))))


def test_rows_come_in_order_with_their_places() -> None:
    assert [(row.path, row.term) for row in rows(TREE)] == [
        ((0,), A), ((1,), TREE.terms[1]), ((1, 0), B), ((1, 1), C),
    ]  # fmt: skip


@given(trees, st.data())
def test_what_is_inserted_is_found_and_removing_it_leaves_the_rest(
    tree: ConditionGroup, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from([(), *(row.path for row in rows(tree))]))
    new = Condition("new", "$eq", "1")
    bigger, place = inserted(tree, path, new)
    assert term_at(bigger, place) == new
    assert removed(bigger, place) == tree


def test_a_term_goes_behind_the_selected_one_or_last_into_a_group() -> None:
    assert inserted(TREE, (1, 0), A)[1] == (1, 1)
    assert inserted(TREE, (1,), A)[1] == (1, 2)
    assert inserted(TREE, (), A)[1] == (2,)
    assert inserted(ConditionGroup(), (), A) == (ConditionGroup(terms=(A,)), (0,))


def test_a_group_that_is_left_empty_goes_too() -> None:
    assert removed(removed(TREE, (1, 0)), (1, 0)) == ConditionGroup(terms=(A,))
    assert removed(ConditionGroup(terms=(A,)), (0,)) == ConditionGroup()


def test_a_term_is_put_into_a_group_of_the_other_word_and_taken_out_again() -> None:
    inside = grouped(TREE, (1, 0))
    assert term_at(inside, (1, 0)) == ConditionGroup(Word.AND, (B,))
    assert ungrouped(inside, (1, 0)) == TREE
    assert ungrouped(TREE, (1,)) == ConditionGroup(terms=(A, B, C))


def test_a_group_is_turned_the_root_too() -> None:
    assert turned(TREE, ()).word is Word.OR
    assert turned(turned(TREE, (1,)), (1,)) == TREE
    assert replaced(TREE, (1, 1), A) == ConditionGroup(terms=(A, ConditionGroup(Word.OR, (B, A))))
