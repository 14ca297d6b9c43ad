"""The difference between a server's clock and the local clock, estimated from one call."""

import pytest

from weda_tui.core.http import Skew, estimate_skew

DATE = "Wed, 25 Nov 2026 01:42:18 GMT"
AT = 1_795_570_938.0


@pytest.mark.parametrize("waited", [0.0, 1.5, 3.0])
def test_waiting_is_no_difference(waited: float):
    """A server with a correct clock writes its date at any time during the three seconds."""
    assert estimate_skew(DATE, AT - waited + 0.3, 3.0) == Skew(0.0, 2.5)


@pytest.mark.parametrize("ahead", [-10.0, 10.0])
def test_beyond_the_uncertainty_it_is_stated(ahead: float):
    skew = estimate_skew(DATE, AT - 1.5 - ahead, 3.0)
    assert skew is not None
    assert skew.seconds == pytest.approx(ahead)
    assert skew.uncertainty == 2.5


def test_no_date_is_no_clock():
    assert estimate_skew("yesterday", AT, 1.0) is None
