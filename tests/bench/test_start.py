from pathlib import Path

import pytest

from tests.bench.measure import compare_starts, print_table
from tests.bench.programs import BARE_TEXTUAL, weda_tui

pytestmark = pytest.mark.bench

PAIRS = 9


def test_start_beside_a_bare_textual_app(tmp_path: Path) -> None:
    goals = {"first_paint": 1.35, "interactive": 1.5, "resident": 1.5}
    comparisons = compare_starts(weda_tui(tmp_path), BARE_TEXTUAL, PAIRS, goals)
    print_table("start: weda-tui beside bare Textual (seconds, MiB)", comparisons)
    missed = [c.figure for c in comparisons if c.ratio > c.goal]
    assert missed == []
