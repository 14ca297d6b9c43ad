import json
import threading
import time

import pytest

from tests.core.bodies.reading import index_of
from weda_tui.core.runs.answer_values import Unfit
from weda_tui.session import body_paths
from weda_tui.session.body_paths import PathLookup


def lookup(body: bytes, path: str) -> PathLookup:
    made = PathLookup(index_of(body), path)
    assert made.run()
    return made


def test_what_is_found_is_an_array_of_the_bytes_received():
    body = b'{"a":[{"id":1893450276618240113,"x":2.50},{"id" : 7 }]}'
    found = lookup(body, "$.a[*].id")
    assert found.text == b"[1893450276618240113,\n7]"
    assert [body[at:end] for at, end in zip(found.starts, found.ends, strict=True)] == [
        b"1893450276618240113",
        b"7",
    ]


def test_one_value_stands_for_itself():
    body = b'{"a":{"b": 1.10, "b": 2}}'
    assert lookup(body, "$.a").text == b'{"b": 1.10, "b": 2}'
    assert lookup(body, "$.a").is_single
    nothing = lookup(body, "$.c")
    assert (nothing.text, len(nothing.starts)) == (b"", 0)
    assert lookup(body, "$[*].c").text == b"[]"


def test_a_path_that_makes_no_sense_finds_nothing():
    broken = lookup(b"[1]", "$[")
    assert broken.fault is not None
    assert broken.fault.reason is Unfit.PATH
    assert broken.cost is None


def test_only_a_path_that_reads_everything_has_a_cost():
    body = json.dumps([{"a": 1}] * 1000).encode()
    assert PathLookup(index_of(body), "$[*].a").cost is None
    filtered, deep = (
        PathLookup(index_of(body), "$[?@.a]").cost,
        PathLookup(index_of(body), "$..*").cost,
    )
    assert filtered is not None
    assert deep is not None
    assert 0 < filtered.seconds < deep.seconds
    assert filtered.memory == len(body)


def test_it_ends_at_a_bound_and_says_so(monkeypatch: pytest.MonkeyPatch):
    body = json.dumps(list(range(100))).encode()
    monkeypatch.setattr(body_paths, "MOST", 10)
    bounded = lookup(body, "$[*]")
    assert len(bounded.starts) == 10
    assert not bounded.is_all
    monkeypatch.setattr(body_paths, "MOST", 1000)
    monkeypatch.setattr(body_paths, "MOST_BYTES", 30)
    bounded = lookup(body, "$[*]")
    assert sum(bounded.ends) - sum(bounded.starts) <= 30
    assert not bounded.is_all


def test_one_value_is_shown_however_large_it_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(body_paths, "MOST_BYTES", 3)
    assert lookup(b'{"a":"123456"}', "$.a").text == b'"123456"'


def test_much_that_is_found_is_joined_like_little(monkeypatch: pytest.MonkeyPatch):
    body = json.dumps([{"a": "x" * 50}, {"a": [1, 2]}, {"a": 3}]).encode()
    for path in ("$[*].a", "$[?@.a]", "$[0].a", "$", "$..*"):
        little = lookup(body, path).text
        monkeypatch.setattr(body_paths, "_STEP", 7)
        much = lookup(body, path).text
        monkeypatch.undo()
        assert much == little
        assert json.loads(bytes(much))


def test_a_thread_that_nobody_waits_for_ends():
    body = json.dumps({"a": [{"b": number} for number in range(60_000)]}).encode()
    slow = PathLookup(index_of(body), "$..*")
    ended: list[bool] = []
    thread = threading.Thread(target=lambda: ended.append(slow.run()))
    thread.start()
    while not slow.starts:
        time.sleep(0.001)  # noqa: TID251 - another thread works
    slow.stop()
    thread.join(5)
    assert ended == [False]
    assert 0 < len(slow.starts) < 120_000
    assert slow.text == b""


def test_a_condition_deeper_than_python_goes_is_given_up():
    body = b'[{"a":' * 300 + b"1" + b"}]" * 300
    given_up = lookup(body, "$[?count(@..a) > 3]")
    assert given_up.has_failed


def test_names_come_from_the_first_objects_in_time():
    body = json.dumps({"a": [{"x": 1}, 3, {"y": 2, "x": 1}]}).encode()
    index = index_of(body)
    assert PathLookup(index, "$.a[*]").names(10, 1.0) == ["x", "y"]
    assert PathLookup(index, "$.a[*]").names(1, 1.0) == ["x"]
    assert PathLookup(index, "$.a[").names(10, 1.0) == []
    assert PathLookup(index, "$.a").names(10, 1.0) == []
