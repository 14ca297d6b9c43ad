import os

import pytest

from tests.bench.measure import (
    Comparison,
    alternate,
    compare_starts,
    measure_typing,
    percentile,
    print_table,
    resident_bytes,
)
from tests.bench.programs import BARE_TEXTUAL


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(value) for value in range(1, 101)]
    assert percentile(values, 50) == 50
    assert percentile(values, 95) == 95
    assert percentile([7.0], 95) == 7
    assert percentile([3.0, 1.0], 50) == 1


def test_a_ratio_is_that_of_the_medians() -> None:
    comparison = Comparison(figure="size", ours=(2, 9, 4), theirs=(2, 2, 1), goal=1.5)
    assert comparison.ratio == 2
    assert comparison.row().split()[:5] == ["size", "4.000", "2.000", "2.00", "1.50"]
    assert "1.00 to 4.50, 3 pairs" in comparison.row()


def test_pairs_alternate_and_the_first_does_not_count() -> None:
    calls: list[str] = []

    def run(name: str) -> int:
        calls.append(name)
        return len(calls)

    ours, theirs = alternate(lambda: run("a"), lambda: run("b"), pairs=3)
    assert "".join(calls) == "ab" + "ab" + "ba" + "ab"
    assert (ours, theirs) == ([3, 6, 7], [4, 5, 8])


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="memory is read from /proc")  # noqa: PTH112
def test_memory_of_a_group_is_seen() -> None:
    assert resident_bytes(os.getpgrp()) > 2**20
    assert resident_bytes(-1) == 0


@pytest.mark.bench
def test_a_program_beside_itself_is_neither_slower_nor_bigger() -> None:
    goals = {"first_paint": 1.15, "interactive": 1.15, "resident": 1.05}
    comparisons = compare_starts(BARE_TEXTUAL, BARE_TEXTUAL, pairs=7, goals=goals)
    print_table("bare Textual beside itself", comparisons)
    for comparison in comparisons:
        assert 1 / comparison.goal <= comparison.ratio <= comparison.goal


@pytest.mark.bench
def test_typing_into_the_bare_app_is_measured() -> None:
    seconds = measure_typing(BARE_TEXTUAL, keys=20)
    assert len(seconds) == 20
    assert 0.0005 < percentile(seconds, 50) < 0.05
