"""How long to leave a server alone that did not answer well."""

from collections.abc import Callable

FIRST = 10.0
"""Seconds after the first failure, at most."""
LONGEST = 600.0
"""Seconds between two attempts, however often they failed; a server may ask for more."""


def back_off(failures: int, random: Callable[[], float], asked_for: float = 0.0) -> float:
    """Return the seconds to wait after ``failures`` failures in a row, one or more.

    Twice as long each time. ``random`` returns a number in [0, 1) and takes up to half of it away,
    so that many windows do not come back in one moment; what the server asked for is waited for
    whole.
    """
    longest = min(LONGEST, FIRST * 2.0 ** min(failures - 1, 30))
    return max(asked_for, longest * (1.0 - random() / 2.0))
