"""The start times of a monitor's rounds: at its start, and at fixed intervals after it.

Times are in seconds from the start. If a slot passes while another round runs, or while the machine
sleeps, the round is skipped and not repeated later; the next round reports the number of skipped
slots.
"""

import math
import re
from datetime import datetime, time, timedelta

import msgspec

SHORTEST = 1.0
"""The least interval between two rounds in seconds."""
LONGEST = 366 * 86400.0
"""The greatest duration in seconds."""
TOLERANCE = 0.001
"""Seconds by which the start of a slot may be exceeded before the slot counts as passed."""

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_PART = r"([0-9]+(?:\.[0-9]+)?)(ms|[smhd])"


class Schedule(msgspec.Struct, frozen=True):
    """The slots in which rounds begin."""

    every: float | None = None
    """Seconds between slots; ``None`` if only a file change starts a round."""
    until: float | None = None
    """Seconds after the start from which on no round starts; ``None`` for no end."""

    def time_of(self, slot: int) -> float:
        """Return the start time of a slot."""
        return slot * (self.every or 0.0)

    def is_over(self, at: float) -> bool:
        """Return whether no round starts any more at a time."""
        return self.until is not None and at >= self.until

    def slot_after(self, last: int, now: float) -> int:
        """Return the first slot after ``last`` that has not passed at ``now``."""
        if not self.every:
            return last + 1
        return max(last + 1, math.ceil((now - TOLERANCE) / self.every))

    def slot_at(self, planned: int, now: float) -> int:
        """Return the current slot at ``now``: ``planned``, or a later one after a long sleep."""
        return max(planned, math.floor(now / self.every)) if self.every else planned


def read_duration(text: str) -> float:
    """Return the seconds of ``300ms``, ``30s``, ``5m``, ``1h``, ``1h30m`` or ``2d``.

    Raises ``ValueError`` for anything else, and for more than ``LONGEST``.
    """
    if not re.fullmatch(f"(?:{_PART})+", text):
        raise ValueError(text)
    parts: list[tuple[str, str]] = re.findall(_PART, text)
    seconds = sum(float(number) * _UNITS[unit] for number, unit in parts)
    if seconds > LONGEST:
        raise ValueError(text)
    return seconds


def read_until(text: str, now: float) -> float:
    """Return the seconds from ``now`` (since the epoch) until a time.

    The time is a duration, ``HH:MM`` (its next occurrence on this machine's clock), or an ISO time,
    which is local if it has no zone. Raises ``ValueError`` for any other text and for a time in the
    past.
    """
    if re.fullmatch(f"(?:{_PART})+", text):
        left = read_duration(text)
    else:
        left = _moment(text, datetime.fromtimestamp(now).astimezone()).timestamp() - now
    if left <= 0:
        raise ValueError(text)
    return left


def _moment(text: str, now: datetime) -> datetime:
    if not re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", text):
        try:
            return datetime.fromisoformat(text).astimezone()
        except OverflowError as error:
            raise ValueError(text) from error
    hour, minute = map(int, text.split(":"))
    local = now.replace(tzinfo=None)
    at = datetime.combine(local.date(), time(hour, minute))
    if at <= local:
        at += timedelta(days=1)
    return at.astimezone()
