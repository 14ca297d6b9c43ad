"""Both query languages and every way of writing a tree find the same records in the sandbox."""

import json
import random
import sqlite3
from functools import cache

import pytest
from hypothesis import given

from tests.core.filters.trees import trees
from weda_tui.core.filters.odata import parse_odata, print_odata
from weda_tui.core.filters.tree import Condition, ConditionGroup, Term, Word
from weda_tui.core.filters.where import parse_where, print_where
from weda_tui.sandbox.models.catalogue import MODELS
from weda_tui.sandbox.models.database import Author, Database
from weda_tui.sandbox.models.filters import Filter
from weda_tui.sandbox.models.odata_filter import parse_filter
from weda_tui.sandbox.models.values import check_record

TODO = MODELS["todo"]
RECORDS: tuple[dict[str, object], ...] = (
    {"title": "Call Li", "done": False, "dueAt": 100},
    {"title": "O'Brien", "done": True, "dueAt": 200},
    {"title": "寄送样品", "done": False, "dueAt": 1893450276618240001},
    {"title": "无期限"},
)


@cache
def database() -> Database:
    """Return a database of to-dos; each has a property that no other to-do has."""
    made = Database(sqlite3.connect(":memory:"), "prod", MODELS, random.Random(7))  # noqa: S311
    made.create_tables()
    for record in RECORDS:
        made.create(TODO, check_record(TODO, dict(record)), Author("1", 1))
    return made


def found(where: dict[str, object]) -> list[object]:
    """Return the titles that the sandbox finds."""
    condition = database().filters().compile(TODO, Filter(where=where))
    return [row["title"] for row in database().find(TODO, condition)]


def holds(term: Term, record: dict[str, object]) -> bool:
    """Return whether a term is true for a record, in plain Python."""
    match term:
        case ConditionGroup(word=Word.OR, terms=terms) if terms:
            return any(holds(each, record) for each in terms)
        case ConditionGroup(terms=terms):
            return all(holds(each, record) for each in terms)
        case Condition(field=field, operator=operator, value=text):
            value, own = json.loads(text), record.get(field)
            match operator:
                case "$eq":
                    return own == value
                case "$neq":
                    return own != value
                case "$search":
                    return isinstance(own, str) and value in own
                case _:
                    is_more = operator == "$gt"
                    return isinstance(own, int) and (own > value if is_more else own < value)
        case _:
            pytest.fail(f"no condition: {term}")


@given(trees)
def test_the_text_of_a_tree_finds_the_records_that_the_tree_means(tree: ConditionGroup) -> None:
    expected = [record["title"] for record in RECORDS if holds(tree, record)]
    assert found(json.loads(print_where(tree))) == expected
    text = print_odata(tree)
    assert text is not None
    assert found(parse_filter(text)) == expected
    again = parse_odata(text)
    assert isinstance(again, ConditionGroup)
    assert found(json.loads(print_where(again))) == expected
    reread = parse_where(print_where(tree))
    assert reread is not None
    assert found(json.loads(print_where(reread))) == expected
