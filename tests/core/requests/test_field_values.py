import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import json_values
from weda_tui.core.catalogue.endpoint import Bilingual, EnumValue, Parameter
from weda_tui.core.json.tree import scan
from weda_tui.core.requests.field_values import (
    fits,
    is_among,
    is_time,
    literal,
    read_time,
    readable_time,
    shown_text,
)

KINDS = st.sampled_from(["string", "integer", "number", "boolean", "any"])


def shown(text: str, kind: str) -> str:
    node = scan(text)
    assert node is not None
    return shown_text(text, node, kind)


@given(st.text(), KINDS)
def test_whatever_is_typed_becomes_one_json_value_or_a_variable(typed: str, kind: str) -> None:
    assert scan(literal(typed, kind)) is not None


@given(json_values, KINDS)
def test_what_a_field_shows_writes_the_same_value_back(value: object, kind: str) -> None:
    text = json.dumps(value)
    if kind == "string" and not isinstance(value, str):
        return
    assert json.loads(literal(shown(text, kind), kind)) == json.loads(text)


def test_the_type_decides_what_is_written() -> None:
    for typed, kind, written in [
        ("1893450276618240001", "string", '"1893450276618240001"'),
        ("1893450276618240001", "integer", "1893450276618240001"),
        ("1.10", "number", "1.10"),
        ("007", "integer", '"007"'),
        ("abc", "integer", '"abc"'),
        ("{{currentUser}}", "integer", "{{currentUser}}"),
        ("{{currentUser}}", "string", '"{{currentUser}}"'),
        ("true", "string", '"true"'),
        ("true", "boolean", "true"),
        ('{"a": [1]}', "any", '{"a": [1]}'),
        ("中\u2028文", "string", '"中\\u2028文"'),
    ]:
        assert literal(typed, kind) == written, (typed, kind)


def test_a_string_where_a_number_belongs_shows_its_quotes() -> None:
    assert shown('"4"', "integer") == '"4"'
    assert shown('"four"', "integer") == "four"
    assert shown('"4"', "string") == "4"


def test_types_are_those_of_json_schema() -> None:
    for text, kind, does_fit in [
        ("1", "integer", True),
        ("1.0", "integer", True),
        ("1.5", "integer", False),
        ("1.5", "number", True),
        ('"1"', "integer", False),
        ("1", "string", False),
        ("{{x}}", "integer", True),
        ("[1]", "array<string>", True),
        ("{}", "array", False),
        ("{}", "object", True),
        ("true", "boolean", True),
        ("1", "boolean", False),
        ("[]", "any", True),
        ("1e3", "integer", True),
    ]:
        node = scan(text)
        assert node is not None, (text, kind)
        assert fits(text, node.kind, kind) is does_fit, (text, kind)


def listed(*values: str | int | bool) -> Parameter:
    enum = tuple(EnumValue(value) for value in values)
    return Parameter(name="a", location="body", type="string", enum=enum)


def test_a_listed_value_is_one_of_the_list() -> None:
    for raw, parameter, is_in in [
        ("4", listed(1, 4), True),
        ("3", listed(1, 4), False),
        ('"4"', listed(1, 4), False),
        ('"a"', listed("a"), True),
        ('"\\u0061"', listed("a"), True),
        ('"b"', listed("a"), False),
        ("true", listed(True), True),
        ("1", listed(True), False),
        ("{{x}}", listed(1), True),
        ("9", listed(), True),
    ]:
        assert is_among(raw, parameter) is is_in, (raw, parameter)


def test_milliseconds_read_as_a_local_date_and_back() -> None:
    assert readable_time("1795483338000") == "2026-11-24 09:22:18"
    assert read_time("2026-11-24 09:22:18") == 1795483338000
    assert read_time("2026/11/24") == 1795449600000
    assert read_time("2026-11-24T09:22:18.5") == 1795483338500
    assert literal("2026-11-24", "integer", is_time=True) == "1795449600000"
    assert literal("2026-11-24", "integer") == '"2026-11-24"'


@pytest.mark.parametrize(
    "text", ["2026-13-01", "2026-02-30", "2026-1", "1795483338000", "0000-1-1"]
)
def test_what_is_no_date_is_no_time(text: str) -> None:
    assert read_time(text) is None


@pytest.mark.parametrize("text", ["4", "", "1893450276618240001", "-179548333800"])
def test_other_numbers_are_no_moments(text: str) -> None:
    assert readable_time(text) == ""


def test_the_description_says_that_a_number_is_a_moment() -> None:
    words = Bilingual("起（毫秒）", "from")
    moment = Parameter(name="StartTime", location="body", type="integer", description=words)
    assert is_time(moment)
    assert not is_time(listed(1))
