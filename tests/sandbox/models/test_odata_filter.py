from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.sandbox.models.odata_filter import parse_filter
from weda_tui.sandbox.server.refusal import GatewayError


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", {}),
        ("age eq 20", {"age": {"$eq": 20}}),
        ("age ne 1.5", {"age": {"$neq": 1.5}}),
        ("age gt -1", {"age": {"$gt": -1}}),
        ("age lt 10", {"age": {"$lt": 10}}),
        ("name eq 'O''Brien'", {"name": {"$eq": "O'Brien"}}),
        ("name eq ''", {"name": {"$eq": ""}}),
        ("done eq true", {"done": {"$eq": True}}),
        ("done ne null", {"done": {"$neq": None}}),
        ("contains(name,'上海')", {"name": {"$search": "上海"}}),
        ("contains eq 1", {"contains": {"$eq": 1}}),
        (
            "(age gt 1 and age lt 10) or age eq 20",
            {"$or": [{"$and": [{"age": {"$gt": 1}}, {"age": {"$lt": 10}}]}, {"age": {"$eq": 20}}]},
        ),
        (
            "a eq 1 or b eq 2 and c eq 3",
            {"$or": [{"a": {"$eq": 1}}, {"$and": [{"b": {"$eq": 2}}, {"c": {"$eq": 3}}]}]},
        ),
        ("((a eq 1))", {"a": {"$eq": 1}}),
    ],
)
def test_a_filter_becomes_a_where(text: str, where: dict[str, Any]) -> None:
    assert parse_filter(text) == where


@pytest.mark.parametrize(
    "text",
    [
        *("age", "age eq", "age like 1", "eq 1", "age eq 1 and", "(age eq 1", "age eq 1)"),
        *("age eq 1 age eq 2", "name eq 'x", "contains(name)", "age eq 1x", "age eq (1)"),
        *("(" * 50 + "a eq 1" + ")" * 50, "a eq 1;", "1 eq a", "contains('x',name)", "a eq b"),
    ],
)
def test_a_broken_filter_is_refused(text: str) -> None:
    with pytest.raises(GatewayError) as refused:
        parse_filter(text)
    assert refused.value.code == "INVALID_PARAMETER"
    assert "$filter" in refused.value.message


@given(st.text(alphabet="aeq' ()1,orndcontais.-xy", max_size=40))
def test_any_text_is_a_filter_or_refused(text: str) -> None:
    try:
        where = parse_filter(text)
    except GatewayError:
        return
    assert isinstance(where, dict)


@given(st.text(max_size=30))
def test_any_text_can_be_compared_with(value: str) -> None:
    quoted = value.replace("'", "''")
    assert parse_filter(f"name eq '{quoted}'") == {"name": {"$eq": value}}
