from hypothesis import given
from hypothesis import strategies as st

from weda_tui.session.renewals import FIRST_WAIT, LONGEST_WAIT, back_off


def test_each_failure_waits_twice_as_long_up_to_a_limit() -> None:
    waits = [back_off(failures, lambda: 0.0) for failures in range(1, 9)]
    assert waits == [10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 600.0, 600.0]


@given(
    failures=st.integers(1, 10**9),
    random=st.floats(0, 1, exclude_max=True),
    asked_for=st.floats(0, 86400),
)
def test_a_wait_is_never_short_of_half_nor_of_what_was_asked_for(
    failures: int, random: float, asked_for: float
) -> None:
    wait = back_off(failures, lambda: random, asked_for)
    assert FIRST_WAIT / 2 <= wait <= max(LONGEST_WAIT, asked_for)
    assert wait >= asked_for
