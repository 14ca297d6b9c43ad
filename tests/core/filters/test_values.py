"""A value is typed in an ordinary notation and keeps its digits."""

import json
import time

from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.filters.operators import OPERATORS, OperandKind, operators_for
from weda_tui.core.filters.tree import Condition
from weda_tui.core.filters.values import operand_of, shown_value, typed_value
from weda_tui.core.models.data_model import FieldKind

LONG = "1893450276618240001"


def test_what_is_typed() -> None:
    for typed, operator, kind, value in [
        ("上海", "$eq", FieldKind.TEXT, '"上海"'),
        ("5", "$eq", FieldKind.TEXT, '"5"'),
        ('""', "$eq", FieldKind.TEXT, '""'),
        (LONG, "$gt", FieldKind.NUMBER, LONG),
        ("1.10", "$gt", FieldKind.NUMBER, "1.10"),
        ("{{limit}}", "$gt", FieldKind.NUMBER, "{{limit}}"),
        ("abc", "$gt", FieldKind.NUMBER, '"abc"'),
        ("true", "$eq", FieldKind.BOOLEAN, "true"),
        ("false", "$empty", FieldKind.TEXT, "false"),
        (f"{LONG}，2、3", "$in", FieldKind.NUMBER, f"[{LONG}, 2, 3]"),
        ("A, B", "$in", FieldKind.OPTION, '["A", "B"]'),
        ('["A,B", 1.0]', "$in", FieldKind.OPTION, '["A,B", 1.0]'),
        ("{{ids}}", "$in", FieldKind.TEXT, "{{ids}}"),
        ("5", "$eq", FieldKind.UNKNOWN, "5"),
        ("x", "$eq", FieldKind.UNKNOWN, '"x"'),
        ("5", "$search", FieldKind.UNKNOWN, '"5"'),
        ("  ", "$eq", FieldKind.TEXT, ""),
    ]:
        assert typed_value(typed, operator, kind) == value, (typed, operator, kind)


def test_a_moment_is_typed_as_a_date() -> None:
    seconds = int(time.mktime((2026, 11, 24, 9, 22, 18, 0, 0, -1)))
    assert typed_value("2026-11-24 09:22:18", "$gt", FieldKind.TIME) == f"{seconds}000"
    listed = typed_value("2026-11-24 09:22:18, 5", "$in", FieldKind.TIME)
    assert listed == f"[{seconds}000, 5]"


@given(
    st.text().filter(str.strip) | st.integers() | st.booleans() | st.none(),
    st.sampled_from(FieldKind),
)
def test_a_value_that_is_shown_and_typed_again_is_the_same(
    value: str | int | bool | None, kind: FieldKind
) -> None:
    is_text_of_number = kind in {FieldKind.TEXT, FieldKind.OPTION, FieldKind.RELATION}
    if is_text_of_number and not isinstance(value, str):
        value = str(value)
    condition = Condition("a", "$eq", json.dumps(value, ensure_ascii=False))
    typed = typed_value(shown_value(condition, kind), "$eq", kind)
    assert json.loads(typed) == value


@given(st.lists(st.text() | st.integers()), st.sampled_from(FieldKind))
def test_a_list_that_is_shown_and_typed_again_is_the_same(
    values: list[str | int], kind: FieldKind
) -> None:
    condition = Condition("a", "$in", json.dumps(values, ensure_ascii=False))
    shown = shown_value(condition, kind)
    assert json.loads(typed_value(shown, "$in", kind) or "[]") == values


def test_a_list_without_commas_inside_is_shown_with_them() -> None:
    assert shown_value(Condition("a", "$in", '["A","B"]'), FieldKind.OPTION) == "A, B"
    assert shown_value(Condition("a", "$in", f"[{LONG},2.0]"), FieldKind.NUMBER) == f"{LONG}, 2.0"
    assert shown_value(Condition("a", "$in", '["A,1"]'), FieldKind.OPTION) == '["A,1"]'


def test_every_documented_operator_is_offered_for_some_kind_and_only_where_it_fits() -> None:
    texts = [operator.name for operator in operators_for(FieldKind.TEXT)]
    assert texts == list(OPERATORS)
    booleans = [operator.name for operator in operators_for(FieldKind.BOOLEAN)]
    assert booleans == ["$eq", "$neq", "$in", "$nin", "$empty", "$nempty"]
    odata = [operator.odata for operator in operators_for(FieldKind.UNKNOWN, is_odata=True)]
    assert odata == ["eq", "ne", "gt", "lt", "contains"]
    assert operand_of("$nobody_knows") is OperandKind.ONE
