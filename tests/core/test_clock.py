import sys
import time

import pytest

from weda_tui.core.clock import Clock


@pytest.mark.skipif(sys.platform != "linux", reason="the clock of Linux")
def test_a_sleep_of_the_machine_counts() -> None:
    """The clock is compared with the system's clock, because a test cannot suspend the machine."""
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    now = Clock().monotonic()
    assert before <= now <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_it_never_goes_back() -> None:
    clock = Clock()
    times = [clock.monotonic() for _ in range(1000)]
    assert times == sorted(times)
