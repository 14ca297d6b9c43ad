"""``$filter`` is read and written; for what cannot be read, the error has its position."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.filters.trees import trees
from weda_tui.core.filters.odata import FaultKind, FilterFault, parse_odata, print_odata
from weda_tui.core.filters.tree import Condition, ConditionGroup, Verbatim, Word

EXAMPLE = "(age gt 1 and age lt 10) or age eq 20"


def read(text: str) -> ConditionGroup:
    tree = parse_odata(text)
    assert isinstance(tree, ConditionGroup), tree
    return tree


def test_comparisons() -> None:
    for text, condition in [
        ("age eq 20", Condition("age", "$eq", "20")),
        ("age ne 1.50", Condition("age", "$neq", "1.50")),
        ("id gt 1893450276618240001", Condition("id", "$gt", "1893450276618240001")),
        ("age ge -1", Condition("age", "$gte", "-1")),
        ("age le 1e3", Condition("age", "$lte", "1e3")),
        ("name eq 'O''Brien'", Condition("name", "$eq", '"O\'Brien"')),
        ("name eq ''", Condition("name", "$eq", '""')),
        ("done ne null", Condition("done", "$neq", "null")),
        ("contains(城市,'上海')", Condition("城市", "$search", '"上海"')),
        ("contains eq true", Condition("contains", "$eq", "true")),
        ("owner eq {{user}}", Condition("owner", "$eq", "{{user}}")),
    ]:
        assert read(text) == ConditionGroup(terms=(condition,)), text
        assert print_odata(read(text)) == text, text


def test_and_binds_tighter_than_or_and_groups_are_written_in_brackets() -> None:
    tree = read("a eq 1 or b eq 2 and c eq 3")
    assert tree.word is Word.OR
    assert print_odata(tree) == "a eq 1 or (b eq 2 and c eq 3)"
    assert print_odata(read(f"  ( {EXAMPLE} ) ")) == EXAMPLE
    assert read("") == read("  ") == ConditionGroup()


@given(trees)
def test_a_tree_that_was_written_reads_as_the_same_text(tree: ConditionGroup) -> None:
    text = print_odata(tree)
    assert text is not None
    assert print_odata(read(text)) == text


@given(st.text(max_size=30).filter(lambda text: text.isprintable()))
def test_any_text_can_be_compared_with(text: str) -> None:
    tree = read("name eq '" + text.replace("'", "''") + "'")
    assert print_odata(tree) == "name eq '" + text.replace("'", "''") + "'"


def test_what_cannot_be_read_says_where() -> None:
    for text, fault in [
        ("age", FilterFault(4, FaultKind.UNFINISHED)),
        ("age eq", FilterFault(7, FaultKind.UNFINISHED)),
        ("age like 1", FilterFault(5, FaultKind.UNKNOWN_OPERATOR, "like")),
        ("startswith(name,'a')", FilterFault(1, FaultKind.UNKNOWN_FUNCTION, "startswith")),
        ("age eq 1 and", FilterFault(13, FaultKind.UNFINISHED)),
        ("(age eq 1", FilterFault(10, FaultKind.UNFINISHED)),
        ("age eq 1)", FilterFault(9, FaultKind.UNEXPECTED, ")")),
        ("age eq name", FilterFault(8, FaultKind.UNEXPECTED, "name")),
        ("a eq 1;", FilterFault(7, FaultKind.UNEXPECTED, ";")),
        ("a eq 007", FilterFault(6, FaultKind.UNEXPECTED, "007")),
        ("(" * 60 + "a eq 1" + ")" * 60, FilterFault(51, FaultKind.TOO_DEEP)),
    ]:
        assert parse_odata(text) == fault, text


@given(st.text(alphabet="aeq' ()1,orndcontais.-xy{}", max_size=40))
def test_any_text_is_a_tree_or_a_fault_inside_it(text: str) -> None:
    tree = parse_odata(text)
    if isinstance(tree, FilterFault):
        assert 1 <= tree.column <= len(text) + 1


@pytest.mark.parametrize(
    "term",
    [
        Condition("a", "$in", "[1]"),
        Condition("a", "$search_ci", '"x"'),
        Condition("a", "$eq", "[1]"),
        Verbatim("5", "age"),
        ConditionGroup(Word.OR, (Condition("b", "$eq", "1"), ConditionGroup())),
    ],
)
def test_what_odata_cannot_say_has_no_text(term: Condition) -> None:
    assert print_odata(ConditionGroup(terms=(Condition("b", "$eq", "1"), term))) is None
