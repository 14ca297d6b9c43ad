import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import json_bodies
from weda_tui.core.json.text import find_fault
from weda_tui.core.json.tree import JsonKind, JsonNode, find, quote, scan, unquote


def kept(text: str, node: JsonNode) -> object:
    """Return the value of a node, read only by its spans."""
    if node.kind is JsonKind.OBJECT:
        return {
            unquote(text[key.start : key.end]): kept(text, item)
            for key, item in zip(node.keys, node.items, strict=True)
        }
    if node.kind is JsonKind.ARRAY:
        return [kept(text, item) for item in node.items]
    return json.loads(text[node.start : node.end])


@given(json_bodies, st.sampled_from([None, 2]))
def test_the_spans_hold_the_whole_value(body: bytes, indent: int | None) -> None:
    text = json.dumps(json.loads(body), indent=indent)
    root = scan(text)
    assert root is not None
    assert kept(text, root) == json.loads(text)


@given(st.text(alphabet='{}[]",:0123.e-+tfalsn \n\\u', max_size=12))
def test_text_is_a_value_exactly_when_it_is_json(text: str) -> None:
    assert (scan(text) is not None) == (find_fault(text) is None)


@pytest.mark.parametrize("text", ["{{a}}", '{"a": {{ vars.b }}}', "[{{a}}{{b}}, -{{c}}, 1{{d}}0]"])
def test_a_variable_may_stand_for_a_value(text: str) -> None:
    assert scan(text) is not None


def test_of_a_name_that_repeats_the_last_one_counts() -> None:
    text = '{"a": 1, "a": 2}'
    node = find(scan(text), ("a",))
    assert node is not None
    assert text[node.start : node.end] == "2"


def test_nesting_of_any_depth_is_scanned() -> None:
    text = "[" * 100_000 + "]" * 100_000
    assert scan(text) is not None


@given(st.text())
def test_a_quoted_text_reads_back_and_stays_on_its_line(text: str) -> None:
    quoted = quote(text)
    assert json.loads(quoted) == text
    assert len(quoted.splitlines()) == 1
