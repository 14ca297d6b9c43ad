"""The settings of a long run, as typed by the user and as parsed values."""

from enum import StrEnum

import msgspec

from weda_tui.core.environments.deployment import LONGEST_TIMEOUT
from weda_tui.core.load.figures import MOST_RATE, MOST_USERS, Measure, Threshold, read_percent
from weda_tui.core.runs.schedule import SHORTEST, Schedule, read_duration, read_until

CAREFUL_RATE = 20
"""The default rate in requests per second of a load test, and of a run over rows that writes.

A deployment is shared. WeDa documents that it refuses calls above a rate (``EXCEED_RATELIMIT``),
but not which rate.
"""


class RunWay(StrEnum):
    """The way in which saved requests are run."""

    ONCE = "once"
    ROWS = "rows"
    """Once for each row of a data file, with a ledger."""
    MONITOR = "monitor"
    LOAD = "load"


class MonitorChoice(msgspec.Struct, frozen=True):
    """The settings of a monitor, which runs requests in rounds."""

    every: str = "5m"
    """The interval between rounds; empty if only a file change starts a round."""
    until: str = ""
    is_watching: bool = False
    """Whether a file change starts a round."""
    may_write: bool = False
    textfile: str = ""
    html: str = ""
    junit: str = ""

    def schedule(self, now: float) -> Schedule:
        """Return the schedule of the rounds; ``now`` is the wall clock. Raises ``ValueError``."""
        every = seconds_of_interval(self.every) if self.every else None
        return Schedule(every, read_until(self.until, now) if self.until else None)


class LoadChoice(msgspec.Struct, frozen=True):
    """The settings of a load test."""

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
        """The limits that must not be exceeded. Raises ``ValueError``."""
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
    """Return the duration of a load test in whole seconds, the unit of Locust.

    Raises ``ValueError``.
    """
    seconds = seconds_of_limit(text)
    if not seconds.is_integer():
        raise ValueError(text)
    return seconds


def seconds_of_limit(text: str) -> float:
    """Return the seconds of a time limit, at most one day. Raises ``ValueError``."""
    seconds = read_duration(text)
    if not 0 < seconds <= LONGEST_TIMEOUT:
        raise ValueError(text)
    return seconds


def percent(text: str) -> float:
    """Return the number of a percentage such as ``5%``. Raises ``ValueError``."""
    share = read_percent(text)
    if share is None:
        raise ValueError(text)
    return share


def users(text: str) -> int:
    """Return the number of simulated users. Raises ``ValueError``."""
    return int(_within(int(text), 1, MOST_USERS))


def spawn_rate(text: str) -> float:
    """Return the number of users that start per second. Raises ``ValueError``."""
    return _within(float(text), 0.01, MOST_RATE)


def load_rate(text: str) -> float:
    """Return the requests per second of a load test; 0 for no limit. Raises ``ValueError``."""
    return _within(float(text), 0, MOST_RATE)


def _within(number: float, least: float, most: float) -> float:
    if not least <= number <= most:
        raise ValueError(number)
    return number
