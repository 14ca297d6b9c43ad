"""Two responses compared by structure: every change once, no false change, no exception."""

import json
import time
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.comparison.ignored import Ignored, path_text
from weda_tui.core.comparison.json_diff import ChangeKind, JsonChange, JsonComparison, compare_json
from weda_tui.core.json.exact_values import Number, Value, read_exact, text_of
from weda_tui.core.json.tree import Path

EVERYTHING = Ignored(is_on=False)


def dump(value: object) -> bytes:
    return json.dumps(value).encode()


def compare(before: object, after: object, ignored: Ignored = EVERYTHING) -> JsonComparison:
    return compare_json(dump(before), dump(after), ignored=ignored)


def said(found: JsonComparison) -> list[tuple[str, str, str, str]]:
    """Return changes as tuples of kind, path, old value and new value."""
    return [(each.kind.value, path_text(each.path), each.old, each.new) for each in found.changes]


def row(number: int, **more: object) -> dict[str, object]:
    return {"InstanceId": f"i{number}", "Name": "leave", "Status": 1, **more}


# -- what is a change --------------------------------------------------------------------------


def test_members_are_told_one_by_one_with_their_digits() -> None:
    before = b'{"Data": {"Total": 12345678901234567890, "Old": [1], "Name": "a"}}'
    after = b'{"Data": {"Name": "\\u738b", "Total": 12345678901234567891, "New": 1.50}}'

    found = compare_json(before, after)

    assert said(found) == [
        ("changed", "Data.Total", "12345678901234567890", "12345678901234567891"),
        ("removed", "Data.Old", "[1]", ""),
        ("changed", "Data.Name", '"a"', '"王"'),
        ("added", "Data.New", "", "1.50"),
    ]
    assert found.counts == {ChangeKind.CHANGED: 2, ChangeKind.REMOVED: 1, ChangeKind.ADDED: 1}


def test_numbers_are_the_same_by_worth_and_never_by_rounding() -> None:
    for one, other, are_equal in [
        ("1", "1.0", True),
        ("100", "1e2", True),
        ("-0", "0", True),
        ("0.10", "1E-1", True),
        ("1", '"1"', False),
        ("1", "true", False),
        ("0", "null", False),
        ("9007199254740993", "9007199254740992", False),
        ("1e400", "2e400", False),
        ("1e99999999999999999999", "1e99999999999999999998", False),
        ("-1", "1", False),
    ]:
        assert compare_json(one.encode(), other.encode()).is_equal is are_equal, (one, other)


def test_a_repeated_name_is_compared_with_its_like() -> None:
    found = compare_json(b'{"a": 1, "a": 2}', b'{"a": 1, "a": 3}')

    assert said(found) == [("changed", '["a#2"]', "2", "3")]


# -- arrays ------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 2, 5])
def test_a_row_that_came_in_is_one_addition(at: int) -> None:
    rows = [row(number) for number in range(5)]
    more = [*rows[:at], row(9), *rows[at:]]
    numbers = [1, 1, 2, 2, 1]
    plain = [
        {key: each[key] for key in ("Name", "Status")} | {"x": i} for i, each in enumerate(rows)
    ]

    assert said(compare(rows, more)) == [("added", f"[{at}]", "", text(row(9)))]
    assert said(compare(plain, [*plain[:at], {"y": 1}, *plain[at:]])) == [
        ("added", f"[{at}]", "", '{"y": 1}')
    ]
    assert said(compare(numbers, [*numbers[:at], 7, *numbers[at:]])) == [
        ("added", f"[{at}]", "", "7")
    ]


def test_a_row_is_found_by_its_id_where_it_stands_elsewhere_and_says_other_things() -> None:
    before = [row(1), row(2), row(3)]
    after = [row(3, Status=2), row(1), row(2)]

    found = compare(before, after)

    assert [(each.kind.value, each.was, each.path) for each in found.changes] == [
        ("moved", (2,), (0,)),
        ("changed", (2, "Status"), (0, "Status")),
    ]


def test_a_row_without_an_id_that_changed_is_not_another_row() -> None:
    before = [{"a": 1, "b": 2}, {"a": 5, "b": 6}]

    assert said(compare(before, [{"x": 0}, {"a": 1, "b": 3}, {"a": 5, "b": 6}])) == [
        ("added", "[0]", "", '{"x": 0}'),
        ("changed", "[1].b", "2", "3"),
    ]


def test_a_name_of_a_single_record_that_changed_is_a_change_of_the_name() -> None:
    assert said(compare([{"Name": "a", "Of": 1}], [{"Name": "b", "Of": 1}])) == [
        ("changed", "[0].Name", '"a"', '"b"')
    ]


def text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@given(st.permutations(range(8)), st.sampled_from(["_id", "TaskId", "FlowId", "name", "id"]))
def test_another_order_is_moves_only(order: list[int], key: str) -> None:
    rows = [{key: f"r{number}", "value": number % 3} for number in range(8)]

    found = compare(rows, [rows[number] for number in order])

    assert set(found.counts) <= {ChangeKind.MOVED}
    assert found.is_equal is (order == sorted(order))


# -- what is left out --------------------------------------------------------------------------


def test_ids_of_requests_times_tokens_and_signatures_do_not_count_and_are_named() -> None:
    def answer(number: int) -> dict[str, object]:
        moment = 1700000000 + number
        return {
            "requestId": f"r{number}", "Response": {"RequestId": f"q{number}"},
            "Rows": [{"_id": "a", "createdAt": moment * 1000, "EndTime": f"2026-01-0{number}"}],
            "access_token": f"t{number}", "url": f"https://cos/a?q-sign=1&sign={number}",
            "files": [f"https://cos/{name}?Expires={number}&Signature=x" for name in "ab"],
            "TaskWaitTime": number, "duration": f"{number} ms",
        }  # fmt: skip

    found = compare(answer(1), answer(2), Ignored())

    assert found.is_equal
    assert set(found.ignored) == {
        "requestId", "Response.RequestId", "Rows[].createdAt", "Rows[].EndTime", "access_token",
        "url", "files[]", "TaskWaitTime", "duration",
    }  # fmt: skip
    assert compare(answer(1), answer(2)).counts == {ChangeKind.CHANGED: 10}


def test_what_only_looks_like_it_counts() -> None:
    for before, after in [
        ({"EndTime": None}, {"EndTime": "2026-01-01"}),
        ({"EndTime": 0}, {"EndTime": 1700000000}),
        ({"url": "https://a/x?sign=1"}, {"url": "https://a/y?sign=1"}),
        ({"url": "https://a/x?page=1"}, {"url": "https://a/x?page=2"}),
        ({"LeadTime": 3}, {"LeadTime": 4}),
        ({"TotalCost": 3}, {"TotalCost": 4}),
        ({"State": "2026-01-01"}, {"State": "2026-01-02"}),
        ({}, {"token": "t"}),
        ({"format": "1700000000"}, {"format": "1700000001"}),
    ]:
        assert not compare(before, after, Ignored()).is_equal, (before, after)


def test_a_path_is_left_out_wherever_it_is_and_compared_again() -> None:
    before = {"Rows": [{"Name": "a", "n": 1, "UpdateTime": 1700000000}, {"Name": "b"}]}
    after = {"Rows": [{"Name": "a", "n": 2, "UpdateTime": 1700000009}, {"Name": "b", "n": 1}]}
    ignored = Ignored().with_path("Rows[].n")

    assert compare(before, after, ignored).is_equal
    assert set(compare(before, after, ignored).ignored) == {"Rows[].n", "Rows[].UpdateTime"}
    assert ignored.without_path("Rows[].n") == Ignored()
    kept = Ignored().without_path("Rows[].UpdateTime")
    assert ("changed", "Rows[0].UpdateTime", "1700000000", "1700000009") in said(
        compare(before, after, kept)
    )
    assert kept.with_path("Rows[].UpdateTime") == Ignored()


@pytest.mark.parametrize("path", ["$.Rows[*].n", "Rows[].n", "$.Rows[3].n", '["Rows"][]["n"]'])
def test_a_path_may_be_written_as_json_path(path: str) -> None:
    found = compare({"Rows": [{"n": 1}]}, {"Rows": [{"n": 2}]}, Ignored((path,)))

    assert found.is_equal


# -- answers that were cut ---------------------------------------------------------------------


def test_what_a_cut_answer_may_go_on_with_is_no_difference() -> None:
    rows = [row(number, Tags=["é", 'a"b']) for number in range(5)]
    whole = json.dumps({"Data": rows, "Total": 5}, ensure_ascii=False).encode()

    for end in range(1, len(whole)):
        there = compare_json(whole[:end], whole, are_cut=(True, False))
        back = compare_json(whole, whole[:end], are_cut=(False, True))
        assert there.is_equal, (end, there)
        assert back.is_equal, (end, back)
        assert there.is_cut


def test_what_a_cut_answer_has_is_compared() -> None:
    rows = [row(number) for number in range(5)]
    changed = [rows[0], row(1, Name="other"), *rows[3:]]
    cut = dump({"Data": changed})[:-40]

    found = compare_json(dump({"Data": rows}), cut, are_cut=(False, True))

    assert [(each.kind.value, path_text(each.path)) for each in found.changes] == [
        ("changed", "Data[1].Name"),
        ("removed", "Data[2]"),
    ]
    assert found.lines is None


# -- any input ---------------------------------------------------------------------------------

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.sampled_from(["", "a", "é", "\\", '"', "\ud800"]),
    lambda inside: (
        st.lists(inside, max_size=5)
        | st.dictionaries(
            st.sampled_from(["a", "b", "id", "Name", "updateTime"]), inside, max_size=4
        )
    ),
    max_leaves=20,
)


@given(JSON, st.booleans())
def test_nothing_differs_from_itself(value: object, is_on: bool) -> None:
    assert compare(value, value, Ignored(is_on=is_on)).is_equal


@given(JSON, JSON)
def test_the_changes_make_the_one_answer_into_the_other(before: Any, after: Any) -> None:
    found = compare(before, after)

    assert not found.is_cut
    assert apply(_value(dump(before)), found.changes, (), ()) == _value(dump(after))


@given(JSON, JSON)
def test_the_other_way_round_there_is_as_much(before: object, after: object) -> None:
    there, back = compare(before, after).counts, compare(after, before).counts
    mirrored = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}

    assert {mirrored.get(kind, kind): count for kind, count in there.items()} == back


def _value(body: bytes) -> Value:
    return read_exact(body.decode(), lambda _, value: value)


def apply(value: Value, changes: Sequence[JsonChange], was: Path, path: Path) -> Value:
    """Return a value of the old response with all its changes applied."""
    here = [each for each in changes if each.was == was and each.path == path]
    if any(each.kind is ChangeKind.CHANGED for each in here):
        return _value(next(each for each in here if each.kind is ChangeKind.CHANGED).new.encode())
    gone = {
        c.was[-1] for c in changes if c.kind is ChangeKind.REMOVED and c.was[:-1] == was and c.was
    }
    come = {
        c.path[-1]: _value(c.new.encode())
        for c in changes
        if c.kind is ChangeKind.ADDED and c.path[:-1] == path and c.path
    }
    if isinstance(value, dict):
        kept = {
            name: apply(each, changes, (*was, name), (*path, name))
            for name, each in value.items()
            if name not in gone
        }
        return kept | {str(name): each for name, each in come.items()}
    if not isinstance(value, list):
        return value
    moved = {
        c.was[-1]: c.path[-1]
        for c in changes
        if c.kind is ChangeKind.MOVED and c.was[:-1] == was and c.path[:-1] == path
    }
    taken = {*come, *moved.values()}
    stays = [at for at in range(len(value)) if at not in gone and at not in moved]
    free = (at for at in range(len(value) + len(come)) if at not in taken)
    places = dict(zip(stays, free, strict=False)) | moved
    items: dict[Any, Value] = dict(come)
    for left, right in places.items():
        items[right] = apply(value[int(left)], changes, (*was, left), (*path, right))
    return [items[at] for at in sorted(items)]


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_no_bytes_raise(before: bytes, after: bytes) -> None:
    assert compare_json(before, before).is_equal
    compare_json(before, after)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[" * 100_000, b"[" * 900 + b"]" * 900, b"NaN", b"\xff", b"\xef\xbb\xbf{}",
     b'{"a":"\\ud800"}', b"1e999999999999999999999999", b"9" * 5000, b"<html>"],
)  # fmt: skip
def test_what_is_no_json_goes_by_lines(body: bytes) -> None:
    assert compare_json(body, body).is_equal
    assert not compare_json(body, b'{"other": 1}').is_equal
    assert not compare_json(b'{"other": 1}', body).is_equal


def test_a_page_of_a_proxy_is_shown_by_lines() -> None:
    found = compare_json(b"<html>\na", b"<html>\nb")

    assert found.lines is not None
    assert [line.text for line in found.lines] == ["<html>", "a", "b"]


def test_a_megabyte_beside_another_takes_about_a_second() -> None:
    rows = [
        {"_id": f"id{i}", "Name": f"name {i}", "UpdateTime": 1700000000 + i, "Tags": [i, i + 1]}
        for i in range(9000)
    ]
    rest = sorted(rows, key=lambda each: str(each["Name"])[::-1])
    bodies = [dump(rows), dump([dict(each, UpdateTime=1800000000) for each in rest])]
    assert min(map(len, bodies)) > 700_000

    begun = time.process_time()
    found = compare_json(*bodies)

    assert time.process_time() - begun < 4, "a slow machine has four times as long"
    assert set(found.counts) == {ChangeKind.MOVED}
    assert found.unlisted > 0
    assert found.ignored == ("[].UpdateTime",)


def test_many_scrambled_arrays_are_bounded() -> None:
    one, other = (
        [[(at * each + at * at // 7) % 9 for at in range(300)] for each in range(start, 1200, 2)]
        for start in (1, 2)
    )

    begun = time.process_time()
    compare(one, other)

    assert time.process_time() - begun < 12


def test_a_comparison_that_is_given_up_ends_and_says_so() -> None:
    rows = [{"_id": i, "n": [i]} for i in range(5000)]

    found = compare_json(
        dump(rows), dump([dict(each, n=[0]) for each in rows]), is_cancelled=lambda: True
    )

    assert found.is_cut


def test_a_text_keeps_what_it_was_read_from() -> None:
    assert text_of(_value(b'{"a": [1.0, "x", null, true]}')) == '{"a": [1.0, "x", null, true]}'
    assert Number("1.0").text == "1.0"
