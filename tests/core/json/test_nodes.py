import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.bodies.reading import index_of
from tests.strategies import json_bodies
from weda_tui.core.json import nodes
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.source import BodySource

SIZES = st.sampled_from([1, 5, 40, 65536])


def steps_of(value: Any) -> list[str | int]:
    return [*value] if hasattr(value, "keys") else [*range(len(value))]


def expected(value: Any, depth: int = 0) -> list[tuple[tuple[str | int, ...], bool]]:
    """Return for each line of formatted JSON the path of its node, and whether it is a closer."""
    found: list[tuple[tuple[str | int, ...], bool]] = []

    def walk(value: Any, path: tuple[str | int, ...]) -> None:
        found.append((path, False))
        if type(value) in {dict, list} and value:
            for step in steps_of(value):
                walk(value[step], (*path, step))
            found.append((path, True))

    walk(value, ())
    return found


@given(json_bodies, SIZES)
def test_paths_ends_parents_and_siblings(body: bytes, piece: int):
    value = json.loads(body, object_pairs_hook=dict)
    body = json.dumps(value).encode()
    index, lines = index_of(body, piece), expected(value)
    first = {path: at for at, (path, is_closer) in enumerate(lines) if not is_closer}
    last = {path: at for at, (path, _) in enumerate(lines)}
    for line, (path, is_closer) in enumerate(lines):
        assert nodes.path_of(index, line) == path
        assert index.is_closer(line) is is_closer
        assert nodes.head_of(index, line) == first[path]
        assert nodes.end_of(index, first[path]) == last[path]
        assert nodes.parent_of(index, line) == (first[path[:-1]] if path else -1)
        beside = [p for p in first if len(p) == len(path) and p[:-1] == path[:-1]]
        at = beside.index(path)
        following = first[beside[at + 1]] if at + 1 < len(beside) else -1
        assert nodes.next_sibling(index, line) == following
        assert nodes.previous_sibling(index, line) == (first[beside[at - 1]] if at else -1)
        children = [p for p in first if p[:-1] == path and p]
        assert (nodes.count_of(index, first[path]) or 0) == len(children)
        for number, child in enumerate(children):
            assert nodes.line_of_item(index, first[path], number) == first[child]
        if children:
            assert nodes.line_of_item(index, first[path], len(children)) == -1


def test_a_repeated_name_is_its_own_node():
    index = index_of(b'{"a":[1],"a":[2]}')
    assert [nodes.path_of(index, line) for line in (1, 4)] == [("a",), ("a",)]
    assert nodes.path_of(index, 5) == ("a", 0)


def test_the_last_steps_of_a_long_path():
    index = index_of(b'{"a":' * 10_000 + b"1" + b"}" * 10_000)
    assert nodes.path_of(index, 10_000, most=3) == ("a", "a", "a")


def test_what_is_not_indexed_yet_has_no_end():
    body = json.dumps({"data": [{"n": number} for number in range(1000)]}).encode()
    from weda_tui.core.json.source import BodySource

    index = JsonIndex(BodySource(body), 100)
    index.grow()
    assert nodes.end_of(index, 0) is None
    assert nodes.end_of(index, 1) is None
    assert nodes.count_of(index, 1) is None
    assert nodes.end_of(index, 2) == 4
    assert nodes.next_sibling(index, 1) == -1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), "$"),
        (("data", 3, "name"), "$.data[3].name"),
        (("a b", "中文", "1a"), '$["a b"].中文["1a"]'),
        (('"', "a.b"), '$["\\""]["a.b"]'),
    ],
)
def test_a_path_in_words_of_jsonpath(path: tuple[str | int, ...], text: str):
    assert nodes.json_path(path) == text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("data", "records", 3, "a b"), 'data.records[3]["a b"]'),
        ((0, "$id", "_x"), "[0].$id._x"),
        (("名", 'q"\\', "1a"), '["名"]["q\\"\\\\"]["1a"]'),
    ],
)
def test_a_path_is_written_as_javascript_reads_it(path: tuple[str | int, ...], text: str) -> None:
    assert nodes.js_path(path) == text


def test_names_alone_lead_to_a_node() -> None:
    index = JsonIndex(BodySource(b'{"a": [{"b": 1}, [2, {"c": 3}]]}'))
    index.grow()
    for line in range(index.line_count):
        whole = nodes.path_of(index, line)
        assert nodes.names_of(index, line) == tuple(s for s in whole if isinstance(s, str))
