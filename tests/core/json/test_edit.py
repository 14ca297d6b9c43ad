"""An edit changes one value and nothing else."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import json_values
from weda_tui.core.json.edit import remove, set_value, splice
from weda_tui.core.json.tree import JsonKind, JsonNode, Path, scan

LONG = "1893450276618240001"


def paths(node: JsonNode, here: Path = ()) -> Iterator[tuple[Path, JsonNode]]:
    yield here, node
    for index, item in enumerate(node.items):
        step = node.keys[index].name if node.kind is JsonKind.OBJECT else index
        yield from paths(item, (*here, step))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw JSON text in several layouts, with a long number and a decimal number."""
    value = {"id": "@LONG", "price": "@PRICE", "rest": draw(json_values)}
    layout: dict[str, Any] = draw(
        st.sampled_from(
            [{}, {"indent": 2}, {"indent": "\t"}, {"separators": (",", ":")}, {"indent": 4}]
        )
    )
    text = json.dumps(value, ensure_ascii=draw(st.booleans()), **layout)
    text = text.replace('"@LONG"', LONG).replace('"@PRICE"', "1.10")
    return text.replace("\n", "\r\n") if draw(st.booleans()) and "\n" in text else text


def read(text: str) -> Any:
    return json.loads(text, parse_int=str, parse_float=str)


def placed(value: Any, path: Path, new: Any) -> Any:
    """Return the value with ``new`` at ``path``, computed in plain Python."""
    if not path:
        return new
    step, *rest = path
    if isinstance(step, int):
        items = [*value, None]
        items[step] = placed(items[step], tuple(rest), new)
        return items if step == len(value) else items[:-1]
    return {**value, step: placed(value.get(step), tuple(rest), new)}


@given(texts(), st.data())
def test_a_value_is_replaced_where_it_stands(text: str, data: st.DataObject) -> None:
    root = scan(text)
    assert root is not None
    path, node = data.draw(st.sampled_from(list(paths(root))))
    edited = set_value(text, path, "[7.70]")
    assert edited is not None
    assert edited == text[: node.start] + "[7.70]" + text[node.end :]


@given(texts(), st.text(max_size=5), st.data())
def test_a_new_member_is_added_and_nothing_else_changes(
    text: str, name: str, data: st.DataObject
) -> None:
    root = scan(text)
    assert root is not None
    objects = [p for p, node in paths(root) if node.kind is JsonKind.OBJECT]
    parent = data.draw(st.sampled_from(objects))
    path = (*parent, "new " + name)
    place = splice(text, path)
    assert place is not None
    edited = place.around("7.70")
    assert read(edited) == placed(read(text), path, "7.70")
    assert is_subsequence(text, edited)
    assert ("\n" in edited) == ("\n" in text), "the layout stays"
    back = remove(edited, path)
    assert back is not None
    assert read(back) == read(text)


@given(texts(), st.data())
def test_an_item_is_added_at_the_end(text: str, data: st.DataObject) -> None:
    root = scan(text)
    assert root is not None
    arrays = [(p, n) for p, n in paths(root) if n.kind is JsonKind.ARRAY]
    if not arrays:
        return
    parent, node = data.draw(st.sampled_from(arrays))
    path = (*parent, len(node.items))
    edited = set_value(text, path, "true")
    assert edited is not None
    assert read(edited) == placed(read(text), path, True)
    assert is_subsequence(text, edited)


@given(texts(), st.data())
def test_what_is_removed_is_gone_and_nothing_else_changes(text: str, data: st.DataObject) -> None:
    root = scan(text)
    assert root is not None
    path, _ = data.draw(st.sampled_from([p for p in paths(root) if p[0]]))
    edited = remove(text, path)
    assert edited is not None
    assert is_subsequence(edited, text)
    before = read(text)
    assert read(edited) == without(before, path)


def without(value: Any, path: Path) -> Any:
    step, *rest = path
    changed = without(value[step], tuple(rest)) if rest else None
    if isinstance(step, int):
        return [*value[:step], *([changed] if rest else []), *value[step + 1 :]]
    if rest:
        return {**value, step: changed}
    return {name: item for name, item in value.items() if name != step}


def is_subsequence(short: str, long: str) -> bool:
    """Return whether characters were only added."""
    letters = iter(long)
    return all(letter in letters for letter in short)


def test_what_is_new_follows_the_layout_around_it() -> None:
    for text, path, edited in [
        ("", ("a",), '{\n  "a": 1\n}'),
        ("  \n", ("a", "b"), '{\n  "a": {\n    "b": 1\n  }\n}'),
        ("", (0, "a"), '[\n  {\n    "a": 1\n  }\n]'),
        ("{}", ("a",), '{\n  "a": 1\n}'),
        ('{"x":1}', ("a",), '{"x":1,"a":1}'),
        ('{"x": 1}', ("a", "b"), '{"x": 1, "a": {"b": 1}}'),
        ('{\n\t"x": {}\n}', ("x", "a"), '{\n\t"x": {\n\t\t"a": 1\n\t}\n}'),
        ('{\n  "x": null\n}', ("x", "a"), '{\n  "x": {\n    "a": 1\n  }\n}'),
        ('{\r\n  "x": 0\r\n}', ("a",), '{\r\n  "x": 0,\r\n  "a": 1\r\n}'),
        ('{ "x" : 0 , "y" : 1 }', ("a",), '{ "x" : 0 , "y" : 1, "a" : 1 }'),
        ("[1, 2]", (2,), "[1, 2, 1]"),
        ('{"a": 1.10, "a": 2}', ("a",), '{"a": 1.10, "a": 1}'),
        ('{"a": {{v}}, "b": "{{w}}"}', ("c",), '{"a": {{v}}, "b": "{{w}}", "c": 1}'),
    ]:
        assert set_value(text, path, "1") == edited, (text, path)


@pytest.mark.parametrize("text", ['{"a": ', '{"a": 1} x', '{"x": 1}', '{"x": []}', '{"x": "s"}'])
def test_what_stands_in_the_way_is_left_alone(text: str) -> None:
    assert set_value(text, ("x", "y"), "1") is None


@pytest.mark.parametrize(
    ("text", "path", "edited"),
    [
        ('{"a": 1, "b": 2, "a": 3}', ("a",), '{"b": 2}'),
        ('{\n  "a": 1,\n  "b": 2\n}', ("a",), '{\n  "b": 2\n}'),
        ('{\n  "a": 1,\n  "b": 2\n}', ("b",), '{\n  "a": 1\n}'),
        ('{\n  "a": 1\n}', ("a",), "{}"),
        ("[1, 2, 3]", (1,), "[1, 3]"),
        ("[1]", (), ""),
    ],
)
def test_a_comma_and_a_blank_go_with_what_is_removed(text: str, path: Path, edited: str) -> None:
    assert remove(text, path) == edited


@pytest.mark.parametrize(("text", "path"), [("{", ("a",)), ("{}", ("a",)), ("[]", (0,)), ("", ())])
def test_what_is_not_there_is_not_removed(text: str, path: Path) -> None:
    assert remove(text, path) is None


def test_a_name_is_nowhere_in_an_array() -> None:
    assert set_value("[1]", ("name",), "2") is None
    assert set_value('{"a": [{}]}', ("a", "b"), "2") is None
    assert remove("[1]", ("name",)) is None
