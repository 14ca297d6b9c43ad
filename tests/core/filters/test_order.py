import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import json_values
from weda_tui.core.filters.order import (
    Sort,
    parse_odata_order,
    parse_order_by,
    print_odata_order,
    print_order_by,
)  # fmt: skip
from weda_tui.core.filters.selection import is_selected, selected, toggled
from weda_tui.core.filters.tree import Verbatim


@given(st.lists(json_values | st.just({"createdAt": "desc"})))
def test_what_is_read_is_written_as_the_same_value(order: list[object]) -> None:
    text = json.dumps(order, ensure_ascii=False)
    sorts = parse_order_by(text)
    assert sorts is not None
    assert json.loads(print_order_by(sorts)) == order


def test_sorts() -> None:
    text = '[{"createdAt": "desc"}, {"name": "asc"}, {"a": "up"}, {"a": "asc", "b": "asc"}]'
    assert parse_order_by(text) == (
        Sort("createdAt", "desc"),
        Sort("name"),
        Verbatim('{"a": "up"}'),
        Verbatim('{"a": "asc", "b": "asc"}'),
    )
    assert print_order_by(parse_order_by(text) or ()) == text
    assert parse_order_by("{}") is None
    assert parse_order_by("") is None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("createdAt desc", "createdAt desc"),
        (" name,createdAt  desc", "name asc, createdAt desc"),
        ("name, tolower(city) desc", "name asc, tolower(city) desc"),
    ],
)
def test_odata_sorts(text: str, written: str) -> None:
    assert print_odata_order(parse_odata_order(text)) == written


def test_fields_are_shown_or_not() -> None:
    text = '{"$master": true, "price": 1.10, "off": false}'
    assert is_selected(text, ("$master",))
    assert not is_selected(text, ("off",))
    assert selected(text) == ("$master", "price", "off")
    assert toggled(text, ("off",)) == '{"$master": true, "price": 1.10, "off": true}'
    assert toggled(text, ("$master",)) == '{"price": 1.10, "off": false}'


def test_fields_of_a_related_record() -> None:
    one = toggled('{"a": true}', ("customer", "name")) or ""
    assert json.loads(one) == {"a": True, "customer": {"name": True}}
    two = toggled(one, ("customer", "city")) or ""
    assert is_selected(two, ("customer", "name"))
    assert json.loads(
        toggled(toggled(two, ("customer", "city")) or "", ("customer", "name")) or ""
    ) == {"a": True}
    whole = toggled('{"customer": true}', ("customer", "name")) or ""
    assert json.loads(whole) == {"customer": {"name": True}}


def test_an_empty_selection_begins_with_the_first_field() -> None:
    assert json.loads(toggled("", ("name",)) or "") == {"name": True}
    assert toggled("[1]", ("name",)) is None
    assert toggled("{", ("name",)) is None
