"""Every item of both sequences is reported once, and kept items are in order on both sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.comparison.alignment import Alignment, align, swapped

ITEMS = st.lists(st.integers(0, 4), max_size=12)


@given(ITEMS, ITEMS, st.sampled_from([0, 3, 400]))
def test_every_place_is_told_once(before: list[int], after: list[int], most: int) -> None:
    found = align(before, after, most)

    pairs = [*found.kept, *found.moved]
    assert sorted([left for left, _ in pairs] + found.removed) == list(range(len(before)))
    assert sorted([right for _, right in pairs] + found.added) == list(range(len(after)))
    assert all(before[left] == after[right] for left, right in pairs)
    assert found.kept == sorted(found.kept)
    assert [right for _, right in found.kept] == sorted(right for _, right in found.kept)


@given(ITEMS, ITEMS)
def test_as_much_is_kept_as_can_be(before: list[int], after: list[int]) -> None:
    lengths = [[0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for row, one in enumerate(before):
        for column, other in enumerate(after):
            same = lengths[row][column] + 1 if one == other else 0
            lengths[row + 1][column + 1] = max(
                same, lengths[row][column + 1], lengths[row + 1][column]
            )

    assert len(align(before, after).kept) == lengths[-1][-1]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [], Alignment([], [], [], [])),
        ([1], [], Alignment([], [], [0], [])),
        ([1, 2, 3, 4], [2, 3, 9, 1], Alignment([(1, 0), (2, 1)], [(0, 3)], [3], [2])),
        ([7, 7], [7, 7, 7], Alignment([(0, 0), (1, 1)], [], [], [2])),
    ],
)
def test_examples(before: list[int], after: list[int], expected: Alignment) -> None:
    assert align(before, after) == expected
    assert sorted(swapped(expected).removed) == expected.added
