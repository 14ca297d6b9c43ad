from weda_tui.core.storage.transfer_rate import WINDOW, TransferRate


def test_nothing_is_said_before_anything_moved() -> None:
    pace = TransferRate(10.0)
    assert (pace.rate, pace.left(100)) == (0.0, None)
    pace.note(10.0, 0)
    assert (pace.rate, pace.left(100)) == (0.0, None)


def test_the_rest_at_the_rate_of_late() -> None:
    pace = TransferRate(0.0)
    for second in range(1, 11):
        pace.note(float(second), 10 * second)
    assert pace.rate == 10.0
    assert pace.left(200) == 10.0
    assert pace.left(None) is None
    assert pace.left(50) == 0.0


def test_what_was_long_ago_does_not_count() -> None:
    pace = TransferRate(0.0)
    pace.note(1.0, 1_000_000)
    for tenth in range(10, 200):
        pace.note(1.0 + tenth / 10, 1_000_000 + tenth)
    assert round(pace.rate) == 10
    assert len(pace._marks) <= WINDOW * 10 + 3


def test_a_transfer_that_stands_still_has_no_end() -> None:
    pace = TransferRate(0.0)
    pace.note(1.0, 10)
    pace.note(20.0, 10)
    pace.note(30.0, 10)
    assert pace.left(20) is None
