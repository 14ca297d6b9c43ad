import json

from hypothesis import given
from hypothesis import strategies as st

from tests.core.bodies.reading import index_of
from weda_tui.core.bodies import fold_ranges
from weda_tui.core.bodies.folds import Fold, Folds
from weda_tui.core.json import nodes


def nested(pairs: list[tuple[int, int]]) -> list[Fold]:
    """Return folds with different heads; any two are disjoint or one contains the other."""
    kept: list[Fold] = []
    for head, length in pairs:
        fold = Fold(head, head + length)
        if all(
            each.end < fold.head
            or fold.end < each.head
            or (each.head < fold.head and fold.end <= each.end)
            or (fold.head < each.head and each.end <= fold.end)
            for each in kept
        ):
            kept.append(fold)
    return kept


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=12), st.data())
def test_rows_and_lines_belong_together(pairs: list[tuple[int, int]], data: st.DataObject):
    folds, wanted = Folds(), list[Fold]()
    for fold in nested(pairs):
        if folds.over(fold.head) is None:
            wanted.append(fold)
            folds.fold([fold])
    if wanted:
        opened = data.draw(st.sampled_from(wanted))
        if folds.at(opened.head) == opened:
            folds.unfold(opened)
            wanted.remove(opened)
    hidden = {line for fold in wanted for line in range(fold.head + 1, fold.end + 1)}
    shown = [line for line in range(100) if line not in hidden]
    assert folds.hidden == len(hidden)
    for row, line in enumerate(shown):
        assert folds.line_of(row) == line
        assert folds.row_of(line) == row
    for line in hidden:
        over = folds.over(line)
        assert over is not None
        assert over.head < line <= over.end
        assert folds.row_of(line) == folds.row_of(over.head)
    if hidden:
        line = data.draw(st.sampled_from(sorted(hidden)))
        folds.reveal(line)
        assert folds.over(line) is None


def test_what_is_folded_inside_stays_folded():
    folds = Folds()
    folds.fold([Fold(2, 4), Fold(6, 8)])
    folds.fold([Fold(1, 9)])
    assert len(folds) == 1
    folds.unfold(Fold(1, 9))
    assert [folds.at(2), folds.at(6)] == [Fold(2, 4), Fold(6, 8)]
    folds.unfold_between(1, 9)
    assert folds.hidden == 0


RECORDS = {"data": {"records": [{"id": n, "tags": ["a", "b"]} for n in range(12_345)], "total": 1}}


def test_a_long_array_folds_into_ranges():
    index = index_of(json.dumps(RECORDS).encode())
    ranges = fold_ranges.fold_ranges(index, 2)
    assert len(ranges) == 13
    assert all(each.is_range for each in ranges)
    heads = [nodes.path_of(index, each.head)[-1] for each in ranges]
    assert heads == [number * 1000 for number in range(13)]
    assert ranges[-1].end + 1 == nodes.end_of(index, 2)
    assert [each.items[0] for each in ranges] == heads
    assert ranges[-1].items == range(12_000, 12_345)
    assert {each.depth for each in ranges} == {index.depth(3)}
    folds = Folds()
    folds.fold(ranges)
    assert index.line_count - folds.hidden == 3 + 13 + 4
    assert fold_ranges.fold_ranges(index, 1) == []


def test_a_million_items_are_a_hundred_ranges():
    assert fold_ranges.range_size(1_000_000) == 10_000
    assert fold_ranges.range_size(1_000_001) == 100_000
    assert fold_ranges.range_size(10_000) == 100


def test_siblings_of_a_long_array_are_those_of_its_range():
    index = index_of(json.dumps(RECORDS).encode())
    line = nodes.line_of_item(index, 2, 5678)
    first, last = fold_ranges.sibling_lines(index, line) or (0, 0)
    assert nodes.path_of(index, first) == ("data", "records", 5000)
    assert nodes.path_of(index, last) == ("data", "records", 5999)
    found = [fold for part in fold_ranges.folds_between(index, first, last, 3) for fold in part]
    assert len(found) == 1000
    assert found[678] == fold_ranges.fold_node(index, line)


def test_to_a_depth():
    index = index_of(b'{"a":{"b":{"c":1}},"d":[[1],[2]],"e":2}', 8)
    found = [fold for part in fold_ranges.folds_to_depth(index, 1) for fold in part]
    assert [nodes.path_of(index, fold.head) for fold in found] == [("a",), ("d",)]
    found = [fold for part in fold_ranges.folds_to_depth(index, 2) for fold in part]
    assert [nodes.path_of(index, fold.head) for fold in found] == [("a", "b"), ("d", 0), ("d", 1)]


def test_to_a_depth_below_a_long_array_leaves_its_ranges():
    index = index_of(json.dumps(RECORDS).encode())
    folds = Folds()
    folds.fold([fold for part in fold_ranges.folds_to_depth(index, 3) for fold in part])
    assert index.line_count - folds.hidden == 3 + 13 + 4
