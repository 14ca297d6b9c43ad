"""Run the property tests with new seeds until the time is over or a test fails.

``make test`` uses the same examples in every run; this program searches for more. Run by ``make
fuzz``:

    make fuzz                                 ten minutes over every property test
    make fuzz SECONDS=3600 TESTS=tests/core   an hour over some of the tests
    make fuzz SEED=12345                      one round again, with the seed that was printed

Record a failure that it finds as an ``@example`` of the failing test.
"""

import argparse
import secrets
import subprocess
import sys
import time

ROUND = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "auto", "--hypothesis-profile=fuzz"]
NO_TESTS = 5
"""The exit status of pytest when no test was collected."""


def main() -> int:
    """Return 0 if no test failed, 1 if a test failed, 2 if there is no property test to run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int)
    parser.add_argument("tests", nargs="*", default=["tests"])
    arguments = parser.parse_args()
    deadline = time.monotonic() + arguments.seconds
    rounds = 0
    while rounds == 0 or (arguments.seed is None and time.monotonic() < deadline):
        seed = secrets.randbits(32) if arguments.seed is None else arguments.seed
        print(f"seed {seed}", flush=True)
        command = [*ROUND, "-m", "hypothesis", f"--hypothesis-seed={seed}", *arguments.tests]
        left = None if arguments.seed is not None else max(1.0, deadline - time.monotonic())
        try:
            status = subprocess.run(command, timeout=left, check=False).returncode
        except subprocess.TimeoutExpired:
            print(f"time is over in the middle of seed {seed}: nothing found so far")
            return 0
        if status == NO_TESTS:
            print("no property test there")
            return 2
        if status:
            print(f"found with seed {seed}: make fuzz SEED={seed} runs this round again")
            return 1
        rounds += 1
    print(f"nothing found in {rounds} rounds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
