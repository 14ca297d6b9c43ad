from pathlib import Path

import pytest

from tests.bench.measure import alternate, measure_typing, percentile
from tests.bench.programs import BARE_TEXTUAL, weda_tui

pytestmark = pytest.mark.bench

RUNS = 3
KEYS = 40
P50_GOAL, P95_GOAL = 25.0, 60.0
"""The maximum milliseconds from a key press until the screen no longer changes."""


def test_typing_in_the_url_field(tmp_path: Path) -> None:
    program = weda_tui(tmp_path)
    runs = alternate(
        lambda: measure_typing(program, KEYS), lambda: measure_typing(BARE_TEXTUAL, KEYS), RUNS
    )
    ours, theirs = ([1000 * second for run in side for second in run] for side in runs)
    p50, p95 = percentile(ours, 50), percentile(ours, 95)
    print(f"\ntyping in the URL field, milliseconds to rest, {len(ours)} keys")
    print(f"{'':14} {'p50':>7} {'p95':>7}")
    print(f"{'weda-tui':14} {p50:7.1f} {p95:7.1f}")
    print(f"{'bare Textual':14} {percentile(theirs, 50):7.1f} {percentile(theirs, 95):7.1f}")
    print(f"{'goal':14} {P50_GOAL:7.1f} {P95_GOAL:7.1f}")
    assert p50 <= P50_GOAL
    assert p95 <= P95_GOAL
