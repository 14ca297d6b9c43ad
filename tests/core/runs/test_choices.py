"""The choices for long runs: the typed text, and the value it is read as."""

from collections.abc import Callable

import pytest

from weda_tui.core.load.figures import Measure, Threshold
from weda_tui.core.runs import choices
from weda_tui.core.runs.choices import LoadChoice, MonitorChoice
from weda_tui.core.runs.results import RATES, RunChoice
from weda_tui.core.runs.schedule import Schedule

NOW = 1_795_570_938.0


def test_a_monitor_has_a_schedule() -> None:
    assert MonitorChoice("30s", "1h").schedule(NOW) == Schedule(30.0, 3600.0)
    assert MonitorChoice("", is_watching=True).schedule(NOW) == Schedule(None, None)


def test_a_load_has_thresholds() -> None:
    assert LoadChoice().thresholds == ()
    assert LoadChoice(p95="300ms", errors="1%").thresholds == (
        Threshold(Measure.P95, 300.0), Threshold(Measure.ERRORS, 1.0)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (choices.seconds_of_interval, "0.5s"),
        (choices.seconds_of_interval, "soon"),
        (choices.seconds_of_load, "0s"),
        (choices.seconds_of_load, "25h"),
        (choices.seconds_of_load, "2500ms"),
        (choices.seconds_of_limit, "0s"),
        (choices.percent, "101%"),
        (choices.users, "0"),
        (choices.users, "1.5"),
        (choices.spawn_rate, "nan"),
        (choices.load_rate, "-1"),
    ],
)
def test_what_cannot_be_read_is_refused(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read(text)


def test_the_ends_of_the_rates_meet() -> None:
    choice = RunChoice()
    seen = [choice.rate]
    for _ in RATES:
        choice = choice.at_other_rate(1)
        seen.append(choice.rate)
    assert seen == [*RATES, RATES[0]]
    assert RunChoice(rate=7).at_other_rate(1).rate == RATES[1]
