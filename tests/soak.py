"""Kill ``run --data`` 200 times over 5,000 rows and print the resulting figures.

Run by ``make soak``:

    make soak                            200 kills over 5,000 rows, 4 rows at once
    make soak ROWS=500 KILLS=20          a shorter run
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.killed_runs import as_json, check, run_killed


def main() -> int:
    """Return 0 if every row was sent once and is accounted for, else raise ``AssertionError``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--parallel", type=int, default=4)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = run_killed(Path(folder), given.rows, given.kills, given.parallel, given.seed)
    print(as_json(figures))
    check(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
