"""Arrays of objects as tables: found, read lazily, sorted, filtered."""

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.bodies.cells import LONGEST_SHOWN, MISSING, brief, local_time, text_of
from weda_tui.core.bodies.row_order import RowArrangement, RowOrder
from weda_tui.core.bodies.table import Table, columns_of
from weda_tui.core.json.array_items import (
    ArrayItems,
    array_around,
    array_at,
    best_array,
    column_in,
    fields_of,
    items_in,
)
from weda_tui.core.json.index import JsonIndex
from weda_tui.core.json.source import BodySource


def index_of(body: str, piece: int = 64) -> JsonIndex:
    """Return the index of a body that is read in many small pieces."""
    index = JsonIndex(BodySource(body.encode()), piece)
    while not index.is_complete:
        index.grow()
    assert index.fault is None
    return index


def table_of(rows: list[object], piece: int = 64) -> Table:
    index = index_of(json.dumps({"data": {"records": rows}}, ensure_ascii=False), piece)
    return Table(index, best_array(index))


def order_of(table: Table, asked: RowOrder) -> list[int]:
    arranged = RowArrangement(
        table.items, asked, table.columns, lambda _, raw: text_of(raw), lambda _: False
    )
    for _ in arranged.steps():
        pass
    return list(arranged.order)


# -- finding ---------------------------------------------------------------------------------


def test_the_longest_array_outside_of_others_is_found():
    for body, path in [
        (
            '{"Response":{"Data":{"Result":[{"a":1}],"TotalCount":1}}}',
            ("Response", "Data", "Result"),
        ),
        ('{"data":{"records":[{"a":1}],"total":1}}', ("data", "records")),
        ('{"@odata.context":"x","value":[{"a":1}]}', ("value",)),
        ('[{"a":1},{"b":2}]', ()),
        ('{"few":[{"a":1}],"more":[{"a":1},{"a":2}]}', ("more",)),
        ('{"same":[{"a":1}],"again":[{"a":1}]}', ("same",)),
        ('{"records":[{"tags":[{"x":1},{"x":2},{"x":3}]}]}', ("records",)),
    ]:
        index = index_of(body)
        assert Table(index, best_array(index)).path == path, body
        assert array_at(index, path) == best_array(index), body


@pytest.mark.parametrize("body", ["1", "{}", "[]", "[1,2]", '{"a":[[{"b":1}]]}', '{"a":{"b":[]}}'])
def test_what_is_no_array_of_objects_is_none(body: str):
    index = index_of(body)
    assert best_array(index) == -1
    assert array_around(index, index.line_count - 1) == -1
    assert array_at(index, ("a",)) == -1


def test_the_array_around_a_line_is_the_innermost():
    index = index_of('{"rows":[{"tags":[{"x":1}],"n":2}],"z":3}')
    lines = {index.row(line).key.decode(): line for line in range(index.line_count)}
    assert array_around(index, lines['"x"']) == lines['"tags"']
    assert array_around(index, lines['"n"']) == lines['"rows"']
    assert array_around(index, lines['"tags"']) == lines['"tags"']
    assert array_around(index, lines['"z"']) == -1


# -- reading ---------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
ROWS = st.lists(
    st.dictionaries(st.text(max_size=4), VALUES, max_size=5) | st.integers(), max_size=40
)


@given(rows=ROWS, piece=st.sampled_from([16, 64, 300, 100_000]), indent=st.sampled_from([None, 2]))
def test_every_row_is_read_as_received(rows: list[object], piece: int, indent: int | None):
    rows = [{"_": 1}, *rows]
    index = index_of(json.dumps({"a": [1], "list": rows, "b": {}}, indent=indent), piece)
    items = ArrayItems(index, best_array(index))
    assert len(items) == len(rows)
    assert [json.loads(items.text_of(n)) for n in range(len(rows))] == rows
    assert [json.loads(i) for chunk in items.chunks() for i in items_in(chunk)] == rows
    column = [json.loads(raw) for chunk in items.chunks() for raw in column_in(chunk, "_") if raw]
    assert column == [row["_"] for row in rows if isinstance(row, dict) and "_" in row]
    for chunk in items.chunks():
        items.locate(chunk, items_in(chunk))
    assert [json.loads(items.text_of(n)) for n in reversed(range(len(rows)))] == rows[::-1]


def test_rows_are_known_while_the_body_grows():
    body = json.dumps(
        {"list": [{"n": n, "x": [{"y": y} for y in range(20_000)]} for n in range(5)]}
    ).encode()
    index = JsonIndex(BodySource(body), 512)
    index.grow()
    table = Table(index, best_array(index))
    assert table.row_count == 1
    assert not table.items.is_complete
    assert table.items.text_of(0) == b""
    assert table.cell(0, "n") == MISSING
    while table.row_count < 3:
        index.grow()
    assert table.cell(0, "n") == b"0"
    assert table.cell(1, "n") == b"1"
    while not index.is_complete:
        index.grow()
    assert (table.row_count, table.cell(4, "n")) == (5, b"4")


def test_values_keep_every_digit():
    index = index_of(
        '[{"id":1893450276618240001,"d":1.10,"e":1E400,"s":"\\ud800","k\\ud800":1,"id2":null}]'
    )
    table = Table(index, 0)
    assert table.cell(0, "id") == b"1893450276618240001"
    assert table.cell(0, "d") == b"1.10"
    assert table.cell(0, "e") == b"1E400"
    assert table.cell(0, "s") == b'"\\ud800"'
    assert table.cell(0, "id2") == b"null"
    assert table.cell(0, "gone") == MISSING


def test_of_a_name_that_repeats_the_last_value_counts():
    assert fields_of(b'{"a":1,"a":2}') == {"a": b"2"}
    assert fields_of(b'{"a":1,"\\udfff":3,"a":2}') == {"a": b"2", "\udfff": b"3"}
    assert fields_of(b"[1]") == {}


def test_columns_are_those_of_the_first_rows_plain_ones_first():
    rows: list[object] = [{"sub": {}, "a": None, "b": 1}, {"c": "x", "a": None}, 7]
    assert columns_of(fields_of(json.dumps(row).encode()) for row in rows) == ["b", "c", "sub", "a"]


def test_columns_of_later_rows_are_found_when_asked_for():
    table = table_of([*({"a": n} for n in range(500)), {"late": 1}], piece=4096)
    assert table.columns == ["a"]
    assert table.is_sampled
    *_, found = table.find_columns()
    assert found == ["a", "late"]


def test_a_cell_and_its_line_are_the_same_value():
    table = table_of([{"a": {"x": 1}, "b": [2, {}]}, {"b": "z"}])
    index = table.items.index
    assert index.row(table.line_of(1, "b")).key == b'"b"'
    assert table.line_of(1, "a") == table.items.line_of(1)
    assert table.row_of(table.line_of(1, "b")) == 1
    assert table.row_of(0) == 0
    x = next(n for n in range(index.line_count) if index.row(n).key == b'"x"')
    assert (table.row_of(x), table.column_of(x)) == (0, "a")
    assert table.column_of(table.items.line_of(1)) == ""
    assert table.column_of(0) == ""


# -- what a cell says ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text"),
    [(b"{}", "{}"), (b'{"a":1}', "{…}"), (b"[]", "[0]"), (b'[1,[2],{"a":3}]', "[3]")],
)
def test_containers_are_brief(raw: bytes, text: str):
    assert brief(raw) == text


def test_a_moment_is_shown_as_local_time():
    for raw, text in [
        (b"1795483338000", "2026-11-24 09:22:18"),
        (b'"2026-11-24T01:22:18.340Z"', "2026-11-24 09:22:18"),
        (b'"2026-11-24T09:22:18+0800"', "2026-11-24 09:22:18"),
        (b'"1795483338000"', "2026-11-24 09:22:18"),
        (b"17954833380000", ""),
        (b"13800138000", ""),
        (b'"2026-99-24T09:22:18Z"', ""),
        (b'"2026-11-24T09:22:18"', ""),
        (b"null", ""),
    ]:
        assert local_time("StartTime", raw) == text, raw


def test_a_number_whose_name_says_what_it_is_is_no_time():
    for name in ("orderId", "_id", "OrderNo", "phoneNumber", "ids"):
        assert local_time(name, b"1795483338000") == ""
    assert local_time("createdAt", b"1795483338000")


# -- sorting ---------------------------------------------------------------------------------


def test_a_column_is_sorted_by_what_its_values_are():
    for values, order in [
        ([10, 9, 2.5, -1], [3, 2, 1, 0]),
        ([1893450276618240002, 1893450276618240001], [1, 0]),
        (["100000000000000000001", "9"], [1, 0]),
        (["2026-11-24T09:00:00+08:00", "2026-11-24T00:30:00Z"], [1, 0]),
        (["b", "A", "c", "a"], [1, 3, 0, 2]),
        ([None, 3, None, 1], [3, 1, 0, 2]),
        (["x", 10, 9], [1, 2, 0]),
        ([True, False], [1, 0]),
    ]:
        table = table_of([{"v": value} for value in values])
        assert order_of(table, RowOrder(sorted_by="v")) == order, values


def test_missing_and_null_are_last_both_ways_and_equals_stay_in_order():
    table = table_of([{"v": 1, "n": 0}, {"n": 1}, {"v": 2}, {"v": None}, {"v": 1}])
    assert order_of(table, RowOrder(sorted_by="v")) == [0, 4, 2, 1, 3]
    assert order_of(table, RowOrder(sorted_by="v", is_descending=True)) == [2, 0, 4, 1, 3]


@given(
    values=st.lists(
        st.integers(-(10**19), 10**19) | st.decimals(allow_nan=False, allow_infinity=False),
        max_size=60,
    )
)
def test_numbers_are_sorted_exactly(values: list[int | Decimal]):
    body = ",".join(
        f'{{"v":{value:f}}}' if isinstance(value, Decimal) else f'{{"v":{value}}}'
        for value in values
    )
    if not values:
        return
    index = index_of(f"[{body}]")
    table = Table(index, 0)
    got = [values[n] for n in order_of(table, RowOrder(sorted_by="v"))]
    assert got == sorted(values)


def test_many_rows_are_sorted_in_runs_that_are_merged():
    count = 9000
    table = table_of([{"v": n * 7919 % count} for n in range(count)], piece=16 * 1024)
    order = order_of(table, RowOrder(sorted_by="v", is_descending=True))
    assert [json.loads(table.items.text_of(n))["v"] for n in order] == list(range(count))[::-1]
    assert order_of(table, RowOrder()) == list(range(count))


# -- filtering -------------------------------------------------------------------------------

PEOPLE = [
    {"name": "周明远", "tel": "138", "sub": {"city": "Wuhan"}},
    {"name": "陈思源", "tel": 138, "note": '"quoted"'},
    {"name": "ZHOU", "tel": None},
]


def test_rows_are_filtered_by_text_in_a_cell():
    for text, order in [
        ("周", [0]),
        ("zhou", [2]),
        ("138", [0, 1]),
        ("tel:138", [0, 1]),
        ("TEL：138", [0, 1]),
        ("name:138", []),
        ("wuhan", [0]),
        ('"quoted"', [1]),
        ("nobody:138", []),
        ("null", [2]),
        ("  ", [0, 1, 2]),
    ]:
        assert order_of(table_of([*PEOPLE]), RowOrder(filter=text)) == order, text


def test_a_filter_and_an_order_go_together():
    table = table_of([{"k": k, "v": v} for k, v in zip("abab", (1, 4, 3, 2), strict=True)])
    assert order_of(table, RowOrder(filter="k:a", sorted_by="v", is_descending=True)) == [2, 0]


def test_a_cell_keeps_no_more_of_a_value_than_is_shown():
    long, digits, items = "字\n" * 100_000, int("7" * 4000), list(range(50_000))
    table = table_of([{"long": long, "digits": digits, "items": items, "short": "x"}], 64 * 1024)
    raw = table.cell(0, "long")
    assert len(raw) <= LONGEST_SHOWN + 1
    assert text_of(raw) == long[: len(text_of(raw))]
    assert len(table.cell(0, "items")) <= LONGEST_SHOWN
    assert table.item_count(0, "items") == 50_000
    assert table.item_count(0, "long") is None
    assert table.cell(0, "digits") == b"7" * 4000
    assert (
        fields_of(table.items.text_of(0))["long"] == json.dumps(long, ensure_ascii=False).encode()
    )


def test_a_chunk_that_two_threads_come_to_is_located_once():
    index = index_of('[{"a":1},{"b":22},{"c":333}]')
    items = ArrayItems(index, 0)
    [chunk] = items.chunks()
    found = items_in(chunk)

    class Overtaken(list[bytes]):
        """Items of a thread that a second thread overtakes before the first item is found."""

        def __iter__(self) -> Iterator[bytes]:
            items.locate(chunk, found)
            return super().__iter__()

    items.locate(chunk, Overtaken(found))
    assert len(items._located[0]) == len(items._located[1]) == 3
    assert [items.text_of(n) for n in range(3)] == found
