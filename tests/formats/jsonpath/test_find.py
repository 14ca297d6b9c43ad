import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.core.bodies.reading import index_of
from weda_tui.core.json import lazy_values, named_members
from weda_tui.core.json.lazy_values import JsonReader
from weda_tui.core.json.tree import unquote
from weda_tui.core.runs.answer_values import Unfit, Unjudged, Values
from weda_tui.formats.jsonpath import find as json_find
from weda_tui.formats.jsonpath import patterns as json_patterns
from weda_tui.formats.jsonpath.find import PathMatches, find_spans, prepare_path
from weda_tui.formats.jsonpath.read import JsonBody

KEYS = ["a", "b", "名", "a b", "", "\\", '"', "é\n", "\ud83d"]
names = st.sampled_from(KEYS)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "x", "}", "],", '{"a":1}', "\ud83d", "\\u0061", "名"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(names, inner, max_size=5),
    max_leaves=25,
)
numbers = st.integers(-4, 6).map(str)
parts = st.one_of(st.just(""), numbers)
selectors = st.one_of(
    names.filter(lambda name: name != "\ud83d").map(json.dumps),
    numbers,
    st.just("*"),
    st.tuples(parts, parts, st.sampled_from(["", ":1", ":2", ":-1", ":-2", ":0"])).map(
        lambda each: f"{each[0]}:{each[1]}{each[2]}"
    ),
    st.sampled_from(
        [
            "?@.a",
            "?@.a==@.b",
            "?@>1",
            "?@==true",
            "?count(@.*)>1",
            "?length(@)==1",
            "?$.a",
            "?@==$.a",
        ]
    ),
)
segments = st.lists(selectors, min_size=1, max_size=2).map(lambda each: f"[{','.join(each)}]")
paths = st.lists(st.tuples(st.sampled_from(["", ".."]), segments), max_size=3).map(
    lambda each: "$" + "".join(deep + segment for deep, segment in each)
)


def found(body: bytes, path: str, piece: int = 65536) -> list[bytes]:
    """Return the slices of a body that a path finds."""
    finding = prepare_path(path)
    assert isinstance(finding, PathMatches)
    reading = JsonReader(index_of(body, piece), lambda: None)
    return [body[start:end] for start, end in find_spans(finding, reading)]


@settings(deadline=None, max_examples=300)
@given(values, paths, st.sampled_from([1, 40, 65536]), st.sampled_from([3, 30, 65536]))
def test_finds_what_the_library_finds_in_built_values(
    value: Any, path: str, piece: int, window: int
):
    body = json.dumps(value, ensure_ascii=True).encode()
    expected = JsonBody(body, "").find(path)
    assume(
        isinstance(expected, Values)
    )  # the library cannot read a slice without a start after a comma
    assert isinstance(expected, Values)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lazy_values, "WINDOW", window)
        patch.setattr(named_members, "WINDOW", window)
        slices = found(body, path, piece)
    texts = [each.decode() for each in slices]
    texts = [unquote(each) if each.startswith('"') else each for each in texts]
    assert texts == [each.text for each in expected.found]


@settings(deadline=None, max_examples=200)
@given(
    values,
    st.sampled_from(["$..a", "$..['a b']", "$..名", "$[*]..a", "$..b..a"]),
    st.sampled_from([1, 7, 65536]),
    st.sampled_from([0, 100_000]),
    st.booleans(),
)
def test_a_name_at_any_depth_is_found_in_one_pass_as_by_walking(
    value: Any, path: str, window: int, most: int, is_ascii: bool
):
    text = json.dumps(value, ensure_ascii=is_ascii, indent=1 if is_ascii else None)
    body = text.encode("utf-8", "replace").replace(b'"b"', rb'"\u0061"')  # repeats the name a
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lazy_values, "WINDOW", window)
        patch.setattr(named_members, "WINDOW", window)
        patch.setattr(named_members, "MOST_IN_ITEM", most)
        at_once = found(body, path)
        patch.setattr(json_find, "can_scan", str.isspace)  # true for no name
        assert found(body, path) == at_once


def test_every_digit_and_every_repeated_name_is_kept():
    body = b'{"a": {"id": 1893450276618240113, "id": 2.50, "n": 1e400}, "b": [1.10]}'
    assert found(body, "$.a") == [b'{"id": 1893450276618240113, "id": 2.50, "n": 1e400}']
    assert found(body, "$.a.*") == [b"1893450276618240113", b"2.50", b"1e400"]
    assert found(body, "$.a.id") == [b"2.50"]
    assert found(body, "$.b[?@ == 1.1]") == [b"1.10"]
    assert found(b"[1893450276618240113]", "$[?@ == 1893450276618240112]") == []


def test_an_escaped_name_is_the_same_name():
    body = rb'{"\u0061": 1, "b\"": {"a": 2, "\u0061": 3}}'
    assert found(body, "$.a") == [b"1"]
    assert found(body, """$['b"'].a""") == [b"3"]


def test_any_depth_is_gone_through():
    body = b'{"a":' * 3000 + b"1" + b"}" * 3000
    assert len(found(body, "$..a")) == 3000
    assert found(body, "$" + ".a" * 400) == [body[5 * 400 : -400]]


@pytest.mark.parametrize(
    ("path", "column"), [("$.a[", 5), ("$.a[?@.b=1]", 9), ("$.a b", 5), ("x", 1), ("$[?f(@)]", 4)]
)
def test_a_path_that_makes_no_sense_has_a_column(path: str, column: int):
    assert prepare_path(path) == Unjudged(Unfit.PATH, str(column))


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (json.dumps(["a" * 60 + "!"]), "$[?search(@, '(a|aa)+$')]"),
        (json.dumps(["a" * 60 + "!"]), "$[?match(@, '(a|aa)+')]"),
        (json.dumps(["a", "(((a{100}){100}){100}){100}"]), "$[?match(@, $[1])]"),
    ],
)
def test_a_pattern_with_too_much_to_try_is_given_up(
    body: str, path: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(json_patterns, "MOST_SECONDS", 0.02)
    with pytest.raises(TimeoutError):
        found(body.encode(), path)


def test_a_pattern_is_that_of_the_standard():
    body = json.dumps(["a\nb", "axb", "x😀y", 1]).encode()
    assert found(body, "$[?match(@, 'a.b')]") == [b'"axb"']
    assert found(body, "$[?search(@, '^x\\\\p{So}y$')]") == [rb'"x\ud83d\ude00y"']
    assert found(body, "$[?match(@, '(')]") == []


def test_what_a_path_costs_is_told_from_its_steps():
    def look(path: str) -> tuple[bool, bool, bool]:
        finding = prepare_path(path)
        assert isinstance(finding, PathMatches)
        return finding.is_single, finding.reads_all, finding.is_deep

    assert look("$.a[3]['b']") == (True, False, False)
    assert look("$.a[*].b") == (False, False, False)
    assert look("$.a[?@.b]") == (False, True, False)
    assert look("$..a") == (False, True, False), "one pass over the bytes"
    assert look("$..a[0]") == look("$..*") == look("$..a..b") == (False, True, True)


def test_what_goes_through_a_large_array_is_let_go_in_between():
    class EnoughError(Exception):
        pass

    calls = 0

    def pace() -> None:
        nonlocal calls
        calls += 1
        if calls > 50:
            raise EnoughError

    body = json.dumps({"a": list(range(10_000))}).encode()
    finding = prepare_path("$.a[*]")
    assert isinstance(finding, PathMatches)
    with pytest.raises(EnoughError):
        list(find_spans(finding, JsonReader(index_of(body), pace)))
