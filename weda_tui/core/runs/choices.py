"""How a run that goes on for long is to go: as it is typed, and as it is then read."""

from enum import StrEnum

import msgspec

from weda_tui.core.environments.deployment import LONGEST_TIMEOUT
from weda_tui.core.load.figures import MOST_RATE, MOST_USERS, Measure, Threshold, read_percent
from weda_tui.core.runs.schedule import SHORTEST, Schedule, read_duration, read_until

CAREFUL_RATE = 20
"""Requests a second of a load, and of a run over rows that writes, unless another rate is given.

A deployment is shared, and WeDa documents that it refuses calls above a rate
(``EXCEED_RATELIMIT``), and not which.
"""


class RunWay(StrEnum):
    """What is done with saved requests."""

    ONCE = "once"
    ROWS = "rows"
    """Once for each row of a data file, with a ledger."""
    MONITOR = "monitor"
    LOAD = "load"


class MonitorChoice(msgspec.Struct, frozen=True):
    """How requests are run in rounds."""

    every: str = "5m"
    """Empty where only a change of the files begins a round."""
    until: str = ""
    is_watching: bool = False
    """Whether a change of the files begins a round."""
    may_write: bool = False
    textfile: str = ""
    html: str = ""
    junit: str = ""

    def schedule(self, now: float) -> Schedule:
        """Return when rounds begin; ``now`` is the wall clock. Raises ``ValueError``."""
        every = seconds_of_interval(self.every) if self.every else None
        return Schedule(every, read_until(self.until, now) if self.until else None)


class LoadChoice(msgspec.Struct, frozen=True):
    """How requests put load on a place."""

    users: str = "5"
    spawn_rate: str = "1"
    time: str = "30s"
    rate: str = str(CAREFUL_RATE)
    may_write: bool = False
    p95: str = ""
    errors: str = ""
    html: str = ""
    junit: str = ""

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """What must not be exceeded. Raises ``ValueError``."""
        p95 = (Threshold(Measure.P95, 1000 * seconds_of_limit(self.p95)),) if self.p95 else ()
        errors = (Threshold(Measure.ERRORS, percent(self.errors)),) if self.errors else ()
        return (*p95, *errors)


def seconds_of_interval(text: str) -> float:
    """Return the seconds between two rounds. Raises ``ValueError``."""
    seconds = read_duration(text)
    if seconds < SHORTEST:
        raise ValueError(text)
    return seconds


def seconds_of_load(text: str) -> float:
    """Return the seconds that a load goes: whole ones, as Locust counts. Raises ``ValueError``."""
    seconds = seconds_of_limit(text)
    if not seconds.is_integer():
        raise ValueError(text)
    return seconds


def seconds_of_limit(text: str) -> float:
    """Return the seconds of a threshold, up to a day. Raises ``ValueError``."""
    seconds = read_duration(text)
    if not 0 < seconds <= LONGEST_TIMEOUT:
        raise ValueError(text)
    return seconds


def percent(text: str) -> float:
    """Return the number before a ``%``. Raises ``ValueError``."""
    share = read_percent(text)
    if share is None:
        raise ValueError(text)
    return share


def users(text: str) -> int:
    """Return how many users send. Raises ``ValueError``."""
    return int(_within(int(text), 1, MOST_USERS))


def spawn_rate(text: str) -> float:
    """Return how many users begin in a second. Raises ``ValueError``."""
    return _within(float(text), 0.01, MOST_RATE)


def load_rate(text: str) -> float:
    """Return the requests a second of a load test; 0 for no ceiling. Raises ``ValueError``."""
    return _within(float(text), 0, MOST_RATE)


def _within(number: float, least: float, most: float) -> float:
    if not least <= number <= most:
        raise ValueError(number)
    return number
