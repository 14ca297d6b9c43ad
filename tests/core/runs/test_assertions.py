"""Assertions and captures on a response, exact to the digit."""

import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import json_values, outside_text
from weda_tui.core.answers.verdict import judge
from weda_tui.core.collections.saved_request import Assertion, AssertionOperator, Expected
from weda_tui.core.requests.draft import PreparedRequest
from weda_tui.core.runs import assertions
from weda_tui.core.runs.answer_values import Answer, Captured, Missing, Unfit, Unjudged, capture
from weda_tui.core.runs.assertions import IMPLIED, AssertionHeld, NotHeld, asserted, judge_assertion
from weda_tui.core.sending.exchange import Exchange, Response
from weda_tui.formats.jsonpath import patterns as json_patterns
from weda_tui.formats.jsonpath.read import LARGEST, JsonBody

ID = "1893450276618240001"
BODY = b"""{"Response": {"Data": {"InstanceId": 1893450276618240001, "Price": 0.10, "Rate": 1e2,
"Name": "\\u5f20\\u4f1f", "Done": false, "Nothing": null,
"Word": "null", "Tags": ["a", "b", 3],
"Items": [{"Id": 1, "State": "done"}, {"Id": 2, "State": "done"}]}, "RequestId": "r-1"}}"""
DATA = "$.Response.Data"


def answer(body: bytes = BODY, headers: dict[str, str] | None = None) -> Answer:
    response = Response(status=200, reason="", headers=tuple((headers or {}).items()), body=body)
    exchange = Exchange(
        endpoint_id="workflow.X",
        request=PreparedRequest(method="POST", url="https://w/", headers=(), body=b""),
        response=response,
        verdict=judge(200, "application/json", body),
        started_at=0.0,
        elapsed=0.0844,
    )
    return Answer(exchange, JsonBody(body, response.header("Content-Type")).find)


def judged(on: str, operator: str, expected: Expected, **more: Any) -> object:
    return judge_assertion(Assertion(on, AssertionOperator(operator), expected), answer(**more))


HELD: list[tuple[str, str, Expected]] = [
    ("verdict", "equals", "ok"),
    ("status", "equals", 200),
    ("status", "oneOf", (201, 200)),
    ("status", "lessThan", 300),
    ("time", "equals", 84),
    ("size", "equals", len(BODY)),
    (f"{DATA}.InstanceId", "equals", int(ID)),
    (f"{DATA}.InstanceId", "equals", ID),
    (f"{DATA}.InstanceId", "notEquals", int(ID) + 1),
    (f"{DATA}.InstanceId", "greaterThan", int(ID) - 1),
    (f"{DATA}.Price", "equals", 0.1),
    (f"{DATA}.Price", "equals", Decimal("0.10")),
    (f"{DATA}.Price", "notEquals", "0.1"),
    (f"{DATA}.Rate", "equals", 100),
    (f"{DATA}.Name", "equals", "张伟"),
    (f"{DATA}.Name", "contains", "伟"),
    (f"{DATA}.Name", "matches", "^张.$"),
    (f"{DATA}.Name", "length", 2),
    (f"{DATA}.Done", "equals", False),
    (f"{DATA}.Done", "notEquals", 0),
    (f"{DATA}.Nothing", "exists", True),
    (f"{DATA}.Gone", "exists", False),
    (f"{DATA}.Nothing", "isNull", True),
    (f"{DATA}.Word", "isNull", False),
    (f"{DATA}.Items[*].Id", "isNull", False),
    (f"{DATA}.Tags", "contains", "b"),
    (f"{DATA}.Tags", "contains", 3),
    (f"{DATA}.Tags", "notContains", "c"),
    (f"{DATA}.Tags", "length", 3),
    (f"{DATA}", "contains", "Tags"),
    (f"{DATA}.Items[*]", "length", 2),
    (f"{DATA}.Items[*].State", "equals", "done"),
    (f"{DATA}.Items[?@.Id == 2].State", "oneOf", ("new", "done")),
    (f"$..[?@.InstanceId == {ID}].Name", "equals", "张伟"),
    ("$..[?@.Price == 0.1].Name", "exists", True),
]


def test_what_is_so_holds() -> None:
    for on, operator, expected in HELD:
        assert isinstance(judged(on, operator, expected), AssertionHeld), (on, operator, expected)


NOT_HELD: list[tuple[str, str, Expected, str | None]] = [
    ("verdict", "equals", "failure", "ok"),
    (f"{DATA}.InstanceId", "equals", int(ID) + 1, ID),
    (f"{DATA}.InstanceId", "equals", float(ID), ID),
    (f"{DATA}.Price", "equals", 0.1000000001, "0.10"),
    (f"{DATA}.Done", "equals", 0, "false"),
    (f"{DATA}.Nothing", "equals", False, "null"),
    (f"{DATA}.Nothing", "isNull", False, "null"),
    (f"{DATA}.Word", "isNull", True, "null"),
    (f"{DATA}.Gone", "isNull", True, None),
    (f"{DATA}.Gone", "isNull", False, None),
    (f"{DATA}.Gone", "notEquals", "x", None),
    (f"{DATA}.Gone", "equals", "x", None),
    (f"{DATA}.Items[?@.Id > 9].Id", "lessThan", 5, None),
    (f"{DATA}.Items[*].Id", "lessThan", 2, "2"),
    (f"{DATA}.Tags", "contains", "c", '["a", "b", 3]'),
    (f"{DATA}.Name", "exists", False, "张伟"),
    (f"{DATA}.Name", "length", 3, "2"),
    (f"{DATA}.Items[*]", "length", 3, "2"),
    (f"{DATA}.Gone", "length", 0, None),
]


def test_what_is_not_so_says_what_is() -> None:
    for on, operator, expected, actual in NOT_HELD:
        assert judged(on, operator, expected) == NotHeld(actual), (on, operator, expected)


UNJUDGED: list[tuple[str, str, Expected, Unjudged]] = [
    ("colour", "equals", 1, Unjudged(Unfit.SUBJECT, "colour")),
    ("$.a[", "exists", True, Unjudged(Unfit.PATH, "5")),
    ("$.a b", "exists", True, Unjudged(Unfit.PATH, "5")),
    (f"{DATA}.Name", "lessThan", 5, Unjudged(Unfit.NOT_COMPARABLE, "张伟")),
    (f"{DATA}.Done", "lessThan", True, Unjudged(Unfit.NOT_COMPARABLE, "false")),
    (f"{DATA}.Price", "length", 4, Unjudged(Unfit.NO_LENGTH, "0.10")),
    (f"{DATA}.Name", "matches", "a(", Unjudged(Unfit.PATTERN, "2")),
]


def test_what_cannot_be_judged_says_why() -> None:
    for on, operator, expected, unjudged in UNJUDGED:
        assert judged(on, operator, expected) == unjudged, (on, operator, expected)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1, NaN]", b'{"a": 1} x', b"[" * 100_000])
def test_a_body_that_is_not_json_cannot_be_looked_into(body: bytes) -> None:
    assert judged("$", "exists", True, body=body) == Unjudged(Unfit.NOT_JSON)
    assert isinstance(judged("status", "equals", 200, body=body), AssertionHeld)


def test_a_body_that_is_too_large_is_left_alone() -> None:
    body = b'"' + b"x" * LARGEST + b'"'
    assert judged("$", "exists", True, body=body) == Unjudged(Unfit.TOO_LARGE)


@pytest.mark.parametrize(
    ("on", "operator", "expected"),
    [
        ("$", "matches", "(a|aa)+$"),
        ("$", "matches", "((a{999}){999}){999}"),
        ("$[?search(@, '(a|aa)+$')]", "exists", True),
    ],
)
def test_a_pattern_with_too_much_to_try_is_given_up(
    on: str, operator: str, expected: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assertions, "MOST_SECONDS", 0.02)
    monkeypatch.setattr(json_patterns, "MOST_SECONDS", 0.02)
    body = json.dumps("a" * 60 + "!" if on == "$" else ["a" * 60 + "!"]).encode()
    assert judged(on, operator, expected, body=body) == Unjudged(Unfit.SLOW_PATTERN)


def test_headers_by_any_case_and_as_numbers_where_they_are() -> None:
    headers = {"X-Count": "12", "X-Name": "a b"}
    assert isinstance(judged("header x-count", "lessThan", 13, headers=headers), AssertionHeld)
    assert isinstance(judged("header X-Count", "equals", "12", headers=headers), AssertionHeld)
    assert isinstance(judged("Header X-Name", "contains", " ", headers=headers), AssertionHeld)
    assert judged("header X-Gone", "equals", 1, headers=headers) == NotHeld(None)


def test_of_a_key_that_repeats_the_last_one_counts() -> None:
    body = b'{"a": 1, "a": 2}'
    assert judged("$.a", "equals", 1, body=body) == NotHeld("2")


def test_numbers_that_python_cannot_hold_do_not_end_the_program() -> None:
    body = b'{"a": %s, "b": 1e99999999999999999999, "c": 1e400}' % (b"9" * 9000)
    assert isinstance(judged("$.a", "greaterThan", 1, body=body), AssertionHeld)
    many = judged("$.c", "greaterThan", 1, body=b'{"c": 1e400}')
    assert isinstance(many, AssertionHeld)
    judged("$.b", "equals", 1, body=body)


def test_a_verified_success_is_asserted_unless_the_file_speaks_of_the_verdict() -> None:
    fast = Assertion("time", AssertionOperator.LESS_THAN, 500)
    refused = Assertion("verdict", AssertionOperator.EQUALS, "failure")
    assert asserted(()) == (IMPLIED,)
    assert asserted((fast,)) == (IMPLIED, fast)
    assert asserted((fast, refused)) == (fast, refused)


def test_captures_are_text_as_received() -> None:
    sources = {
        "id": f"{DATA}.InstanceId",
        "price": f"{DATA}.Price",
        "name": f"{DATA}.Name",
        "tags": f"{DATA}.Tags",
        "state": f"{DATA}.Items[*].State",
        "trace": "header X-Trace",
    }
    taken = capture(sources, answer(headers={"X-Trace": "t 1"}))
    assert taken == (
        Captured("id", ID),
        Captured("price", "0.10"),
        Captured("name", "张伟"),
        Captured("tags", '["a", "b", 3]'),
        Captured("state", "done"),
        Captured("trace", "t 1"),
    )


def test_a_capture_of_nothing_says_what_was_looked_for() -> None:
    sources = {"a": "$.Gone", "b": f"{DATA}.Nothing", "c": "$.a[", "d": "header X"}
    assert capture(sources, answer()) == (
        Missing("a", "$.Gone", None),
        Missing("b", f"{DATA}.Nothing", None),
        Missing("c", "$.a[", Unjudged(Unfit.PATH, "5")),
        Missing("d", "header X", None),
    )


@given(st.integers(), st.integers(-3, 3))
def test_whole_numbers_are_compared_exactly(value: int, by: int) -> None:
    body = b'{"n": %d}' % value
    result = judged("$.n", "equals", value + by, body=body)
    assert result == (AssertionHeld(str(value)) if by == 0 else NotHeld(str(value)))


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=6))
def test_decimals_are_compared_exactly(value: Decimal) -> None:
    body = f'{{"n": {value:f}}}'.encode()
    assert isinstance(judged("$.n", "equals", value, body=body), AssertionHeld)
    assert isinstance(judged("$.n", "equals", value + Decimal("1e-10"), body=body), NotHeld)


@given(json_values)
def test_a_captured_value_is_the_text_that_stands_there(value: object) -> None:
    piece = msgspec.json.encode(value)
    (taken,) = capture({"v": "$.v"}, answer(b'{"v": ' + piece + b"}"))
    if value is None:
        assert taken == Missing("v", "$.v", None)
    else:
        assert taken == Captured("v", value if isinstance(value, str) else piece.decode())


@given(outside_text, st.sampled_from([*AssertionOperator]), outside_text, st.binary())
def test_nothing_that_is_written_ends_the_program(
    on: str, operator: AssertionOperator, expected: str, body: bytes
) -> None:
    for subject in (on, f"$.{on}", f"header {on}", "$"):
        assertion = Assertion(subject, operator, expected)
        result = judge_assertion(assertion, answer(body))
        assert isinstance(result, AssertionHeld | NotHeld | Unjudged)
