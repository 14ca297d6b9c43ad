"""Rounds begin in slots counted from the start; a round that would be late skips its slot."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.runs.schedule import TOLERANCE, Schedule, read_duration, read_until

EVERY = st.floats(1, 86400)
DURATIONS = st.lists(st.floats(0, 100_000), max_size=40)


@given(every=EVERY, durations=DURATIONS)
def test_rounds_begin_on_the_grid_and_every_slot_is_run_or_passed(
    every: float, durations: list[float]
) -> None:
    schedule, slot, now = Schedule(every), 0, 0.0
    for duration in durations:
        now = schedule.time_of(slot) + duration
        following = schedule.slot_after(slot, now)
        assert following > slot
        assert schedule.time_of(following) >= now - TOLERANCE - 1e-6
        last_passed = following - 1
        assert last_passed == slot or schedule.time_of(last_passed) < now
        assert schedule.time_of(following) - now <= every + 1e-6
        slot = following


@given(every=EVERY, count=st.integers(0, 100_000))
def test_quick_rounds_never_drift_and_miss_no_slot(every: float, count: int) -> None:
    schedule = Schedule(every)
    assert schedule.slot_after(count, schedule.time_of(count) + every / 2) == count + 1
    assert schedule.time_of(count) == count * every


def test_a_round_that_ends_as_the_next_begins_skips_none() -> None:
    schedule = Schedule(5.0)
    assert schedule.slot_after(0, 5.0) == 1
    assert schedule.slot_after(0, 5.01) == 2
    assert schedule.slot_after(3, 31.0) == 7


def test_a_machine_that_slept_goes_on_in_the_slot_that_it_is() -> None:
    schedule = Schedule(60.0)
    assert schedule.slot_at(4, 240.2) == 4
    assert schedule.slot_at(4, 8 * 3600 + 1) == 480


def test_without_slots_only_changes_begin_rounds() -> None:
    schedule = Schedule(None, 10.0)
    assert schedule.slot_after(2, 1000.0) == 3
    assert (schedule.is_over(9.9), schedule.is_over(10.0)) == (False, True)
    assert not Schedule(1.0).is_over(1e9)


def test_durations() -> None:
    for text, seconds in [
        ("300ms", 0.3),
        ("30s", 30),
        ("5m", 300),
        ("1h", 3600),
        ("1h30m", 5400),
        ("2d", 172800),
        ("1.5s", 1.5),
    ]:
        assert read_duration(text) == seconds, text


@pytest.mark.parametrize("text", ["", "5", "m5", "-5m", "5 m", "5min", "367d", "1h 5m", "９s"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_duration(text)


def local(hour: int, minute: int, day: int = 10) -> float:
    return datetime(2026, 3, day, hour, minute).astimezone().timestamp()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("90s", 90),
        ("12:30", 1800),
        ("12:00", 86400),
        ("9:05", 21 * 3600 + 300),
        ("2026-03-10T13:00", 3600),
        ("2026-03-11", 43200),
    ],
)
def test_until_is_a_duration_or_a_time(text: str, left: float) -> None:
    assert read_until(text, local(12, 0)) == left


def test_until_knows_zones() -> None:
    now = datetime.fromisoformat("2026-03-10T12:00:00+08:00").timestamp()
    assert read_until("2026-03-10T05:00:00+00:00", now) == 3600
    assert read_until("2026-03-10T05:00:00Z", now) == 3600


@pytest.mark.parametrize(
    "text", ["", "25:00", "12:61", "noon", "2026-03-09", "0s", "2026-13-01", "0001-01-01"]
)
def test_what_is_no_time_to_come(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_until(text, local(12, 0))
